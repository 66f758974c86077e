"""Markdown for what other systems have tags for."""

import html
import re
import urllib.parse
from typing import Final

_TICKS: Final = re.compile(r"`{3,}")
_TEXT: Final = re.compile(r"([\\\[\]])")
_MISREAD: Final = re.compile(r"[\x00-*,:-@\[-^`{-\xa0\s]")
"""What Markdown, HTML or a browser may take for more than a letter of an address."""


def block(text: str) -> str:
    """Return a text that stands on lines of its own, apart from what is around it; `tags` sees to the lines."""
    return f"\n\n{text}\n\n"


def fence(code: str, language: str = "", *, numbers: str = "", title: str = "") -> str:
    """Return a block of code, on lines of its own."""
    mark = "`" * max([3, *(len(match[0]) + 1 for match in _TICKS.finditer(code))])
    options = (f' linenums="{numbers}"' if numbers else "") + (f' title="{_quoted(title)}"' if title else "")
    language = language or ("text" if options else "")
    return block(f"{mark}{language}{options}\n{code.strip(chr(10))}\n{mark}")


def picture(source: str, alt: str = "", title: str = "", width: str = "", height: str = "", link: str = "") -> str:
    """Return a picture with its caption; sizes count if they are pixels or shares of the text."""
    alt = alt or title  # which is the caption as well
    behind = f' "{_quoted(title)}"' if title not in {"", alt} else ""
    sizes = " ".join(
        f"{name}={size.removesuffix('px')}"
        for name, size in (("width", width), ("height", height))
        if re.fullmatch(r"\d+(?:px|%)?", size)
    )
    image = f"![{escaped(alt)}]({target(source)}{behind})" + (f"{{{sizes}}}" if sizes else "")
    return f"[{image}]({target(link)})" if link else image


def html_picture(source: str, alt: str, width: str) -> str:
    """Return a picture for where Markdown is not read."""
    size = f' width="{width.removesuffix("px")}"' if re.fullmatch(r"\d+(?:px|%)?", width) else ""
    return f'<img src="{html.escape(source)}" alt="{html.escape(alt)}"{size}>'


def link(text: str, to: str) -> str:
    """Return a link."""
    return f"[{escaped(text)}]({target(to)})" if text else f"<{to}>" if "://" in to else f"[]({target(to)})"


def note(kind: str, title: str, content: str, *, folded: bool = False) -> str:
    """Return an admonition, or what readers unfold."""
    heading = f' "{_quoted(title)}"' if title else ""
    lines = "\n".join(f"    {line}".rstrip() for line in content.strip("\n").split("\n"))
    return block(f"{'???' if folded else '!!!'} {kind}{heading}\n{lines}")


def theorem(kind: str, title: str, label: str, content: str) -> str:
    """Return a theorem or its like, which may have a title and a label."""
    heading = kind + (f" | {' '.join(title.split())}" if title else "")
    option = f"    label: {label}\n\n" if label else ""
    return block(f"/// {heading}\n{option}{content.strip(chr(10))}\n///")


def quote(content: str, source: str = "") -> str:
    """Return a quote and who is quoted."""
    lines = content.strip().split("\n") + (["", f"— {source}"] if source else [])
    return block("\n".join(f"> {line}".rstrip() for line in lines))


def formula(content: str, *, display: bool | None = None) -> str:
    """Return a formula in delimiters, if it has none of its own.

    If nobody says whether it is displayed, it is if it stands on lines of its own.
    """
    tex = content.strip()
    if display is None:
        display = "\n" in tex or content.lstrip(" \t").startswith("\n")
    if tex.startswith(("$", "\\(", "\\[", "\\begin")):
        return content
    return block(f"$$\n{tex}\n$$") if display else f"${tex}$"


def escaped(text: str) -> str:
    """Escape what would end the text of a link, but neither formulas nor pictures."""
    return text if "$" in text or text.startswith("![") else _TEXT.sub(r"\\\1", " ".join(text.split()))


def target(address: str) -> str:
    """Return an address as it stands in a link, be it in a cell of a table, which a bar would end."""
    address = address.replace("|", "%7C")
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def legible(path: str) -> str:
    """Return a path as an address that authors can read: letters of any script and `/._+-` stand in it as they are."""
    return _MISREAD.sub(lambda char: urllib.parse.quote(char[0]), path)


def _quoted(text: str) -> str:
    return (
        " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') if "$" not in text else " ".join(text.split())
    )
