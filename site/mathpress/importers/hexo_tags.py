"""Hexo's tags, `{% name %}`, and those that its themes have in common, as Markdown."""

import posixpath
import re
from collections.abc import Mapping
from typing import Final

from mathpress.importers.markdown_syntax import block, fence, formula, legible, link, note, picture, quote
from mathpress.importers.tags import Syntax, Tag, Writer

SYNTAX: Final = Syntax(
    re.compile(
        r"""
        \{% -?+ \s*+ (?P<closes> end (?=[a-z]) )?+ (?P<name> [A-Za-z_]\w*+ )
        (?P<arguments> (?: [^%{\-]++ | %(?!\}) | \{(?!%) | -(?!%\}) )*+ )
        -?+ %\}
        """,
        re.VERBOSE,
    ),
    verbatim=frozenset({"raw", "codeblock", "code", "math", "mathjax", "math_block", "katex", "mermaid"}),
    in_code=False,
)


def writers(origin: str, posts: Mapping[str, str]) -> Mapping[str, Writer]:
    """Return what writes the tags of the file `origin`; `posts` are the files of posts by their names."""
    folder = posixpath.dirname(origin)

    def post(name: str) -> str | None:
        found = posts.get(name.strip("/").removesuffix(".md"))
        return found and legible(posixpath.relpath(found, folder))

    def post_link(tag: Tag) -> str | None:
        to = post(tag.get("", 0).partition("#")[0])
        words = [word for word in tag.words[1:] if word not in {"true", "false"}]
        mark = tag.get("", 0).partition("#")[2]
        return to and link(" ".join(words), to + (f"#{mark}" if mark else ""))

    return {**_WRITERS, "post_link": post_link, "post_path": lambda tag: post(tag.get("", 0))}


def _asset_image(tag: Tag) -> str | None:
    """Write `{% asset_img [class] file [width] [height] [title text [alt text]] %}`."""
    return _picture(tag.words)


def _picture(words: tuple[str, ...]) -> str | None:
    index = next((number for number, word in enumerate(words) if re.search(r"/|\.\w{2,5}$", word)), None)
    if index is None:
        return None
    sizes: list[str] = []
    rest = list(words[index + 1 :])
    while rest and len(sizes) < 2 and re.fullmatch(r"\d+%?|auto|null", rest[0]):
        sizes.append(rest.pop(0))
    width, height = (*sizes, "", "")[:2]
    title = rest[0].strip("\"'") if rest else ""
    alt = rest[1].strip("\"'") if len(rest) > 1 else ""
    return picture(words[index], alt, title, width, height)


def _code(tag: Tag) -> str | None:
    """Write `{% codeblock [title] [lang:language] [url] [link text] [name:value …] %}`."""
    if tag.content is None:
        return None
    named = dict(word.split(":", 1) for word in tag.words if re.match(r"[a-z_]+:(?!//)", word))
    title = " ".join(word for word in tag.words if not re.match(r"[a-z_]+:", word))
    return fence(tag.content, named.get("lang", named.get("language", "")), title=title)


def _formula(tag: Tag) -> str | None:
    if tag.content is None:
        return None
    return formula(tag.content, display=tag.name == "math_block" or None)


def _quote(tag: Tag) -> str | None:
    """Write `{% blockquote [author[, source]] [link] [title] %}`, and quotes of nobody."""
    is_anonymous = tag.name in {"pullquote", "centerquote", "cq"}  # what stands there are classes
    return None if tag.content is None else quote(tag.content, "" if is_anonymous else tag.arguments)


def _link(tag: Tag) -> str | None:
    """Write `{% link text url [external] [title] %}`."""
    return link(tag.words[0], tag.words[1]) if len(tag.words) > 1 else None


def _button(tag: Tag) -> str | None:
    """Write NexT's `{% btn url, text, icon [class], title %}` and `{% pdf url [height] %}`."""
    address, _, rest = tag.arguments.partition(",")
    to = address.partition(" ")[0]
    return link(rest.partition(",")[0].strip() or posixpath.basename(to) or to, to) if to else None


def _asset_link(tag: Tag) -> str | None:
    return link(" ".join(tag.words[1:]) or tag.words[0], tag.words[0]) if tag.words else None


def _note(tag: Tag) -> str | None:
    """Write NexT's `{% note [kind] [title] %}`."""
    if tag.content is None:
        return None
    kinds = {
        "primary": "note",
        "default": "note",
        "success": "tip",
        "danger": "danger",
        "warning": "warning",
        "info": "info",
    }
    kind, *title = tag.words or ("default",)
    if kind not in kinds:
        kind, title = "default", list(tag.words)
    return note(kinds[kind], " ".join(word for word in title if word != "no-icon"), tag.content)


def _folded(tag: Tag) -> str | None:
    return None if tag.content is None else note("note", tag.arguments, tag.content, folded=True)


def _content(tag: Tag) -> str | None:
    return None if tag.content is None else block(tag.content.strip("\n"))


def _raw(tag: Tag) -> str | None:
    """Keep the tags, which are taken out of the body as a repair."""
    return None if tag.content is None else f"{{% raw %}}{tag.content}{{% endraw %}}"


def _label(tag: Tag) -> str | None:
    """Write NexT's `{% label [colour@]text %}`."""
    return tag.arguments.partition("@")[2] or tag.arguments or None


def _video(form: str) -> Writer:
    return lambda tag: link("", form.format(tag.words[0])) if tag.words else None


_WRITERS: Final[Mapping[str, Writer]] = {
    "raw": _raw, "asset_img": _asset_image, "img": _asset_image, "image": _asset_image, "asset_image": _asset_image,
    "asset_path": lambda tag: tag.words[0] if tag.words else None, "asset_link": _asset_link,
    "codeblock": _code, "code": _code,
    "math": _formula, "mathjax": _formula, "math_block": _formula, "katex": _formula,
    "mermaid": lambda tag: None if tag.content is None else fence(tag.content, "mermaid"),
    "blockquote": _quote, "quote": _quote, "pullquote": _quote, "centerquote": _quote, "cq": _quote,
    "label": _label, "btn": _button, "button": _button, "pdf": _button, "link": _link, "note": _note, "subnote": _note,
    "fold": _folded, "folding": _folded, "spoiler": _folded,
    "centered": _content, "gp": _content, "grouppicture": _content,
    "youtube": _video("https://www.youtube.com/watch?v={}"), "vimeo": _video("https://vimeo.com/{}"),
    "bilibili": _video("https://www.bilibili.com/video/{}"), "gist": _video("https://gist.github.com/{}"),
    "iframe": _video("{}"), "jsfiddle": _video("https://jsfiddle.net/{}/"),
    "more": lambda _: "<!-- more -->",
}  # fmt: skip
