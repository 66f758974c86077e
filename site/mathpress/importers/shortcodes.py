"""Hugo's shortcodes, and those that its themes have in common, as Markdown."""

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Final

from mathpress.importers.markdown_syntax import (
    block,
    fence,
    formula,
    html_picture,
    legible,
    link,
    note,
    picture,
    quote,
    theorem,
)
from mathpress.importers.tags import Syntax, Tag, Writer

SYNTAX: Final = Syntax(
    re.compile(
        r"""
        \{\{ [<%] \s*+ (?P<closes> / )? \s*+ (?P<name> [A-Za-z][\w\-./]*+ )
        (?P<arguments>
            (?: [^"`>%{]++ | \{(?!\{) | " (?: [^"\\{]++ | \\. | \{(?!\{) )*+ " | ` (?: [^`{]++ | \{(?!\{) )*+ `
              | [>%](?!\}\}) )*+
        )
        [>%] \}\}
        """,
        re.VERBOSE | re.DOTALL,
    ),
    verbatim=frozenset(
        {"highlight", "code", "math", "mathblock", "katex", "mathjax", "latex", "tex", "rawhtml", "raw"}
    ),
)
_ESCAPED: Final = re.compile(r"\{\{(?P<open>[<%])/\*(?P<inner>[^*{]*+)\*/(?P<close>[>%])\}\}")


def unescaped(text: str) -> str:
    """Return a text in which shortcodes that were shown as they are, `{{</* name */>}}`, are so without the stars."""
    return _ESCAPED.sub(r"{{\g<open>\g<inner>\g<close>}}", text)


def writers(origin: str, sources: Mapping[str, str]) -> Mapping[str, Writer]:
    """Return what writes the shortcodes of the file `origin`; `sources` are the files that names may mean."""

    def reference(tag: Tag) -> str | None:
        name, mark, fragment = tag.get("path", 0).partition("#")
        folder = posixpath.dirname(origin)
        if not name:
            return f"{mark}{fragment}"
        found = next((sources[key] for key in _keys(folder, name) if key in sources), None)
        return found and legible(posixpath.relpath(found, folder)) + mark + fragment

    return {**_WRITERS, "ref": reference, "relref": reference}


def _keys(folder: str, name: str) -> tuple[str, ...]:
    """Return the keys under which a file may be known: by its path from here, from the content folder, or its name."""
    plain = re.sub(r"(?:/?_?index)?\.(?:md|markdown|html)$", "", name.rstrip("/"))
    return (f"{posixpath.normpath(posixpath.join('/' + folder, plain))}", "/content/" + plain.strip("/"), plain)


def keys_of(origin: str) -> tuple[str, str]:
    """Return the keys under which a file is known: its path and its name, without suffix and `index`."""
    plain = re.sub(r"(?:/index)?\.\w+$", "", origin)
    return f"/{plain}", posixpath.basename(plain)


def _figure(tag: Tag) -> str | None:
    source = tag.get("src", 0)
    title, caption = tag.get("title"), tag.get("caption", 2)
    words = ": ".join(filter(None, (title, caption)))
    if not source:
        return None
    if tag.in_html:
        return html_picture(source, tag.get("alt", 1) or words, tag.get("width"))
    return block(picture(source, tag.get("alt", 1), words, tag.get("width"), tag.get("height"), tag.get("link")))


def _highlight(tag: Tag) -> str | None:
    if tag.content is None:
        return None
    numbers = "1" if re.search(r"linenos\s*=\s*(?!false)", tag.arguments) else ""
    language = tag.get("lang", 0) or tag.get("language")
    return fence(tag.content, language, numbers=numbers, title=tag.get("title"))


def _formula(tag: Tag) -> str | None:
    if tag.content is None:
        return "" if tag.name == "katex" else None  # which Blowfish has pages say that want KaTeX
    is_inline = tag.name.endswith("/inline") or tag.get("display") == "false" or "inline" in tag.words
    is_display = tag.name.endswith("block") or bool(set(tag.words) & {"block", "display"}) or "display" in tag.named
    return formula(tag.content, display=False if is_inline else is_display or None)


def _note(tag: Tag) -> str | None:
    if tag.content is None:
        return None
    kind = (tag.get("type", 0) or tag.name).strip("!?").lower()
    kind = kind if re.fullmatch(r"[a-z]+", kind) else "note"
    return note(
        {"notice": "note", "admonition": "note", "callout": "note", "alert": "note"}.get(kind, kind),
        tag.get("title", 1),
        tag.content,
    )


def _theorem(tag: Tag) -> str | None:
    """Write what blogs on mathematics have shortcodes of their own for."""
    if tag.content is None:
        return None
    return theorem(tag.name, tag.get("title") or tag.get("name", 0), tag.get("label") or tag.get("id"), tag.content)


def _details(tag: Tag) -> str | None:
    if tag.content is None:
        return None
    return note("note", tag.get("summary") or tag.get("title", 0), tag.content, folded=True)


def _content(tag: Tag) -> str | None:
    return tag.content


def _address(form: str) -> Callable[[Tag], str | None]:
    def write(tag: Tag) -> str | None:
        found = tag.get("id", len(tag.words) - 1)
        return link("", form.format(found)) if found else None

    return write


def _quote(tag: Tag) -> str | None:
    return None if tag.content is None else quote(tag.content, tag.get("author") or tag.get("source"))


_WRITERS: Final[Mapping[str, Writer]] = {
    "figure": _figure, "img": _figure, "image": _figure,
    "highlight": _highlight, "code": _highlight,
    "math": _formula, "katex": _formula, "mathjax": _formula, "latex": _formula, "tex": _formula,
    "mathblock": _formula, "math/inline": _formula, "math/block": _formula, "mathjax/inline": _formula,
    "mathjax/block": _formula,
    "notice": _note, "admonition": _note, "callout": _note, "alert": _note, "hint": _note, "note": _note,
    "tip": _note, "warning": _note, "info": _note, "danger": _note,
    "details": _details, "collapse": _details, "expand": _details, "spoiler": _details,
    "lead": _content, "raw": _content, "rawhtml": _content, "unsafe": _content,
    "theorem": _theorem, "lemma": _theorem, "proposition": _theorem, "corollary": _theorem, "definition": _theorem,
    "example": _theorem, "remark": _theorem, "conjecture": _theorem, "exercise": _theorem, "proof": _theorem,
    "quote": _quote, "blockquote": _quote,
    "youtube": _address("https://www.youtube.com/watch?v={}"),
    "vimeo": _address("https://vimeo.com/{}"),
    "bilibili": _address("https://www.bilibili.com/video/{}"),
    "tweet": _address("https://x.com/i/status/{}"), "x": _address("https://x.com/i/status/{}"),
    "instagram": _address("https://www.instagram.com/p/{}/"),
    "gist": lambda tag: link("", f"https://gist.github.com/{tag.get('', 0)}/{tag.get('', 1)}"),
    "toc": lambda _: "",
}  # fmt: skip
