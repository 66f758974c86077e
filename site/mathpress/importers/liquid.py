"""Jekyll's tags, `{% name %}` and `{{ site.… }}`, and those of plugins that many blogs have, as Markdown."""

import posixpath
import re
from collections.abc import Mapping
from typing import Final

from mathpress.importers.markdown_syntax import block, fence, formula, html_picture, legible, link, note, picture
from mathpress.importers.tags import Syntax, Tag, Writer

SYNTAX: Final = Syntax(
    re.compile(
        r"""
        (?: \{% -?+ \s*+ (?P<closes> end (?=[a-z]) )?+ (?=[A-Za-z_]) | \{\{ -?+ \s*+ (?= (?: site | page ) \. | ["'] ) )
        (?P<name> [A-Za-z_]\w*+ | (?=["']) )
        (?P<arguments> (?: [^%{}\-]++ | %(?!\}) | \}(?!\}) | \{(?![%{]) | -(?!%\}|\}\}) )*+ )
        -?+ (?: %\} | \}\} )
        """,
        re.VERBOSE,
    ),
    verbatim=frozenset({"raw", "highlight", "comment", "katex", "math", "latex", "mathjax"}),
)
_FILTERS: Final = re.compile(
    r"\s*\|\s*(?:relative_url|absolute_url|uri_escape|(?:prepend|append)\s*:\s*(?:site\.(?:baseurl|url)|[\"'][\"']))"
)
_LITERAL: Final = re.compile(r"""\s*(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)')""")


def writers(
    origin: str, posts: Mapping[str, str], sources: frozenset[str], said: Mapping[str, str]
) -> Mapping[str, Writer]:
    """Return what writes the tags of the file `origin`.

    `posts` are the files of posts by the names that `post_url` has for them, `sources` all that become posts and pages,
    and `said` what the site and the page say of themselves, `site.title`.
    """
    folder = posixpath.dirname(origin)

    def lead(found: str) -> str:
        return legible(posixpath.relpath(found, folder)) if found in sources else "/" + legible(found)

    def post_url(tag: Tag) -> str | None:
        found = posts.get(tag.arguments.strip("\"' /"))
        return found and lead(found)

    def link_to(tag: Tag) -> str | None:
        return lead(posixpath.normpath(tag.arguments.strip("\"' /")))

    def value(tag: Tag) -> str | None:
        expression = f"{tag.name}{tag.arguments}"
        match = _LITERAL.match(expression)
        name, bar, rest = expression.partition("|")
        if match:
            found: str | None = match["double"] if match["double"] is not None else match["single"]
            rest = expression[match.end() :]
        else:
            found, rest = said.get(name.strip()), bar + rest
        return found if not _FILTERS.sub("", rest).strip() else None

    return {**_WRITERS, "post_url": post_url, "link": link_to, "site": value, "page": value, "": value}


def _raw(tag: Tag) -> str | None:
    """Keep the tags, which are taken out of the body as a repair."""
    return None if tag.content is None else f"{{% raw %}}{tag.content}{{% endraw %}}"


def _highlight(tag: Tag) -> str | None:
    if tag.content is None:
        return None
    language = tag.words[0] if tag.words else ""
    return fence(tag.content, "" if language == "text" else language, numbers="1" if "linenos" in tag.arguments else "")


def _formula(tag: Tag) -> str | None:
    if tag.content is None:
        return None
    return formula(tag.content, display="display" in tag.arguments or None)


def _include(tag: Tag) -> str | None:
    """Write the pictures and videos that themes have files for."""
    name = posixpath.splitext(posixpath.basename(tag.get("", 0)))[0].lower()
    if re.search(r"mathjax|katex|latex|toc|analytics", name):
        return ""
    if "youtube" in name and (found := tag.get("id", 1)):
        return link("", f"https://www.youtube.com/watch?v={found}")
    source = _first(tag, "image_path", "path", "src", "url", "file", "image", "img", "name")
    if not source or not re.search(r"fig|im(?:a?g)|photo|pic", name):
        return None
    source = source if source.startswith("/") or "://" in source else f"/{source}"
    caption = _first(tag, "caption", "description", "desc", "title")
    if tag.in_html:
        return html_picture(source, tag.get("alt") or caption, tag.get("width"))
    return block(picture(source, tag.get("alt"), caption, tag.get("width"), tag.get("height")))


def _first(tag: Tag, *names: str) -> str:
    return next(filter(None, (tag.get(name) for name in names)), "")


def _cite(tag: Tag) -> str | None:
    keys = [word for word in tag.words if not word.startswith("--")]
    return f"[{'; '.join(f'@{key}' for key in keys)}]" if keys else None


def _details(tag: Tag) -> str | None:
    return None if tag.content is None else note("note", tag.arguments, tag.content, folded=True)


_WRITERS: Final[Mapping[str, Writer]] = {
    "raw": _raw, "highlight": _highlight, "include": _include, "include_cached": _include, "details": _details,
    "comment": lambda tag: None if tag.content is None else "",
    "katex": _formula, "math": _formula, "latex": _formula, "mathjax": _formula, "katexmm": lambda tag: tag.content,
    "gist": lambda tag: link("", f"https://gist.github.com/{tag.get('', 0)}") if tag.words else None,
    "youtube": lambda tag: link("", f"https://www.youtube.com/watch?v={tag.get('', 0)}") if tag.words else None,
    "cite": _cite, "citep": _cite, "citet": _cite,
}  # fmt: skip
