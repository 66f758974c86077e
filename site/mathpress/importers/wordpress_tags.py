r"""What WordPress writes instead of HTML: shortcodes, `$latex …$` of Jetpack, the comments of its block editor."""

import html
import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple
from urllib.parse import unquote

from mathpress.importers.asides import formulas
from mathpress.importers.tags import Syntax, Tag, Writer, convert
from mathpress.text import IDEOGRAPHS

_HIGHLIGHTED: Final = (
    "code", "sourcecode", "source", "python", "cpp", "java", "bash", "php", "js", "javascript", "sql", "ruby", "matlab",
    "r", "html", "css", "xml", "text", "plain",
)  # fmt: skip
"""Shortcodes of SyntaxHighlighter, which has one for each language as well."""
_LATEX: Final = ("latex", "tex", "math", "katex")
_SWITCHES: Final = ("latexpage", "mathjax")
"""Shortcodes by which posts ask plugins for formulas (QuickLaTeX, MathJax-LaTeX)."""
_NAMES: Final = (
    *_HIGHLIGHTED,
    *_LATEX,
    *_SWITCHES,
    "caption",
    "wp_caption",
    "gallery",
    "embed",
    "audio",
    "video",
    "youtube",
)
SYNTAX: Final = Syntax(
    re.compile(
        rf"""
        (?<!\[) \[ (?P<closes> / )?
        (?P<name> (?:{"|".join(_NAMES)}) (?![\w-]) | [a-z][\w-]*+ (?= \s [^\[\]\n"'=]*+ =["'] ) )
        (?P<arguments> (?: [^\[\]"'] | "[^"\[\]]*+" | '[^'\[\]]*+' )*+ ) \]
        """,
        re.VERBOSE,
    ),
    verbatim=frozenset({*_HIGHLIGHTED, *_LATEX}),
)
_JETPACK: Final = re.compile(r"(?<!\\)\$latex(?=[\s{\\])(?P<tex>(?:[^$\\]|\\.)*+)\$", re.DOTALL)
_DOLLAR: Final = "\ufdd3"
"""A character that no text has (Unicode, 23.7) stands for the dollars of formulas while those of prices are sought."""
_PRICE: Final = re.compile(
    rf"\$ (?!\$) (?: (?= [^$]* [A-Za-z]{{2}} ) (?= [^$]* \s ) | (?= [^$]* [{IDEOGRAPHS}] ) ) [^$\\^_{{}}]++ \$",
    re.VERBOSE,
)
"""What cannot be a formula where those are marked in another way: words from one dollar to the next."""
_OPTIONS: Final = re.compile(r"(?:&(?:amp;|#038;)?(?:s=-?\d|[fb]g=[0-9a-fA-F]{3,8}))+\s*\Z")
_DISPLAYED: Final = re.compile(
    r"""
    (?P<open>
        <p \s [^<>]*? (?: text-align:\s*center | has-text-align-center | align=["']?center ) [^<>]*+ > \s*+
      | ^ [ \t]*+ (?= \$ \\displaystyle )
    )
    \$ (?!\$) (?P<tex> (?:[^$\\]|\\.)++ ) \$ (?P<close> [.,;]? \s*+ (?: </p> | $ ) )
    """,
    re.VERBOSE | re.MULTILINE,
)
"""A formula that stands apart: in a paragraph of its own that is centred, or on a line of its own in display style."""


class Picture(NamedTuple):
    """An attachment that is a picture: its address and what it is called."""

    url: str
    title: str


def has_blocks(text: str) -> bool:
    """Tell whether a text was written in the block editor, where line ends mean nothing."""
    return "<!-- wp:" in text


def html_of(text: str, pictures: Mapping[str, Picture]) -> tuple[str, tuple[str, ...]]:
    """Return a text as HTML with formulas between dollars, and the shortcodes that nobody can write so.

    `pictures` are attachments by id.
    """
    text = _without_block_comments(text.replace(_DOLLAR, "\ufffd"))
    text = _JETPACK.sub(lambda match: _marked(match["tex"]), text)
    converted = convert(text, SYNTAX, _writers(pictures))
    unknown = (text[start:end] for start, end in converted.unknown)
    marked = _with_prices(converted.text) if _DOLLAR in converted.text else converted.text
    displayed = _DISPLAYED.sub(_display, marked.replace(_DOLLAR, "$"))
    return displayed, tuple(dict.fromkeys(filter(_OF_A_TAG.match, unknown)))


def _with_prices(text: str) -> str:
    r"""Return a text in which the dollars of prices are `\$`, for nobody took them for formulas beside marked ones."""
    pieces: list[str] = []
    done = 0
    for start, end in formulas(text):
        if _PRICE.fullmatch(text, start, end):
            pieces += [text[done:start], "\\", text[start : end - 1], "\\$"]
            done = end
    return "".join([*pieces, text[done:]])


_ADDRESS: Final = re.compile(r"https?://[^\s()<>\"]++")
_SIZE: Final = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w{3,4}\b)")


def with_originals(text: str, originals: AbstractSet[str]) -> str:
    """Return a Markdown text with the pictures that smaller ones were made of, for mathpress makes its own.

    `originals` are their addresses, decoded.
    """

    def original(match: re.Match[str]) -> str:
        larger, sizes = _SIZE.subn("", match[0])
        return larger if sizes and unquote(larger.partition("?")[0].partition("#")[0]) in originals else match[0]

    return _ADDRESS.sub(original, text)


_OF_A_TAG: Final = re.compile(rf"\[/?(?!(?:{'|'.join(_HIGHLIGHTED)})\])")
"""What is no word in brackets."""


def _without_block_comments(text: str) -> str:
    pieces: list[str] = []
    done = 0
    while (start := text.find("<!-- ", done)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        is_block = text.startswith(("<!-- wp:", "<!-- /wp:"), start)
        pieces.append(text[done : start if is_block else end + 3])
        done = end + 3
    return "".join([*pieces, text[done:]])


def _marked(tex: str) -> str:
    """Return a formula between marks, without the options of Jetpack."""
    return f"{_DOLLAR}{_OPTIONS.sub('', tex).strip()}{_DOLLAR}"


def _display(match: re.Match[str]) -> str:
    tex = match["tex"].strip().removeprefix("\\displaystyle").strip()
    return f"{match['open']}$${tex}$${match['close']}"


def _writers(pictures: Mapping[str, Picture]) -> Mapping[str, Writer]:
    def gallery(tag: Tag) -> str | None:
        names = re.findall(r"\d+", tag.get("ids") or tag.get("include"))
        images = [_image(pictures[name]) for name in names if name in pictures]
        return f"<p>{' '.join(images)}</p>" if images else None

    highlighted: dict[str, Writer] = {name: _code(name) for name in _HIGHLIGHTED}
    return {
        **highlighted,
        **dict.fromkeys(_LATEX, _formula),
        **_WRITERS,
        "gallery": gallery,
    }


def _image(picture: Picture) -> str:
    return f'<img src="{html.escape(picture.url)}" alt="{html.escape(picture.title)}">'


def _code(name: str) -> Writer:
    def write(tag: Tag) -> str | None:
        if tag.content is None:
            return None
        own = name if name not in {"code", "sourcecode", "source", "text", "plain"} else ""
        language = tag.get("language") or tag.get("lang") or own
        code = html.escape(html.unescape(tag.content.strip("\n")), quote=False)
        return f'<pre><code class="language-{html.escape(language)}">{code}</code></pre>'

    return write


def _formula(tag: Tag) -> str | None:
    return None if tag.content is None else _marked(tag.content)


_IMAGE: Final = re.compile(r"(?:<a\b[^>]*+>\s*+)?<img\b[^>]*+>(?:\s*+</a>)?")


def _caption(tag: Tag) -> str | None:
    """Write a picture with its caption, which was an argument before WordPress 3.4."""
    image = _IMAGE.search(tag.content or "")
    if image is None or tag.content is None:
        return None
    said = tag.get("caption") or tag.content[image.end() :].strip()
    return f"<figure>{image[0]}<figcaption>{said}</figcaption></figure>"


def _link(attribute: str) -> Callable[[Tag], str | None]:
    def write(tag: Tag) -> str | None:
        given = (tag.content or "").strip() or tag.get(attribute) or tag.get("mp3") or tag.get("mp4")
        address = html.escape(given or tag.get("", 0).removeprefix("="))  # as in [youtube=…] of wordpress.com
        return f'<p><a href="{address}">{address}</a></p>' if address else None

    return write


_WRITERS: Final[Mapping[str, Writer]] = {
    **dict.fromkeys(_SWITCHES, lambda tag: tag.content or ""),
    "caption": _caption,
    "wp_caption": _caption,
    "embed": _link("src"),
    "audio": _link("src"),
    "video": _link("src"),
    "youtube": _link(""),
}
