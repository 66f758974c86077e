"""Tags of other systems in Markdown, `{% name … %}` or `{{< name … >}}`, and what is written for each.

A tag that an importer does not know stays as it is and is told. Linear in the text's length.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from mathpress.errors import Places, Problem
from mathpress.importers.diagnostics import unknown_tag
from mathpress.importers.front_matter import Head
from mathpress.importers.prose import outside_code

_DEEPEST: Final = 20
"""Tags in one another; those that are deeper stand by themselves."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it was written: what stands behind its name, and what stands up to its closing tag, if it has one.

    `words` are the arguments without quotes, `named` those of the form `name=value`. `in_html` tells whether it stands
    among the lines of an HTML element, where Markdown is not read.
    """

    name: str
    arguments: str
    content: str | None
    words: tuple[str, ...]
    named: Mapping[str, str]
    in_html: bool = False

    def get(self, name: str, position: int = -1, default: str = "") -> str:
        """Return an argument by its name, else by its position among those without one."""
        if name in self.named:
            return self.named[name]
        return self.words[position] if 0 <= position < len(self.words) else default


Writer = Callable[[Tag], str | None]
"""Returns the Markdown for a tag, None if it does not know what to make of it."""


@dataclass(frozen=True, slots=True)
class Syntax:
    """How a system writes its tags. `token` has the groups `name`, `arguments` and `closes`, the last for closing tags.

    What stands in `verbatim` tags is not looked into, and code only if tags count `in_code` too.
    """

    token: re.Pattern[str]
    verbatim: frozenset[str] = frozenset()
    in_code: bool = True


@dataclass(frozen=True, slots=True)
class Converted:
    """A text without the tags that are known, and the spans of those that are not."""

    text: str
    unknown: tuple[tuple[int, int], ...]


def body_of(head: Head, syntax: Syntax, writers: Mapping[str, Writer], problems: list[Problem]) -> str:
    """Return the body of an old file in Markdown alone; a tag that nobody can write so stays, and is a problem."""
    converted = convert(head.text[head.body :], syntax, writers)
    places = Places(head.path, head.text)
    for start, end in converted.unknown:
        tag = syntax.token.match(head.text, head.body + start)
        problems.append(unknown_tag(places.at(head.body + start, head.body + end), tag["name"] if tag else ""))
    return converted.text


def convert(text: str, syntax: Syntax, writers: Mapping[str, Writer]) -> Converted:
    """Write Markdown for the tags of a text."""
    tokens = list(syntax.token.finditer(text))
    tokens = tokens if syntax.in_code else outside_code(text, tokens, syntax.verbatim)
    closings = _closings(tokens, syntax)
    unknown: list[tuple[int, int]] = []

    def written(start: int, end: int, first: int, last: int) -> str:
        """Return the text from `start` to `end`, in which the tokens from `first` to `last` stand."""
        pieces: list[str] = []
        done = start
        index = first
        while index < last:
            token, closing = tokens[index], closings.get(index)
            content = None
            behind, following = token.end(), index + 1
            if closing is not None:
                inner = token.end(), tokens[closing].start()
                is_verbatim = token["name"] in syntax.verbatim
                content = text[slice(*inner)] if is_verbatim else written(*inner, index + 1, closing)
                behind, following = tokens[closing].end(), closing + 1
            pieces.append(text[done : token.start()])
            made = _write(token, content, writers, in_html=_is_in_html(text, token.start()))
            if made is None:
                unknown.append(token.span())
                made = token[0] if content is None or closing is None else f"{token[0]}{content}{tokens[closing][0]}"
            elif made.startswith("\n\n"):
                made = _apart(made, text, token.start())
                _end_lines(pieces)
                behind = _behind_lines(text, behind)
            pieces.append(made)
            done, index = behind, following
        return "".join([*pieces, text[done:end]])

    whole = written(0, len(text), 0, len(tokens))
    return Converted(whole, tuple(sorted(unknown)))


_NEAR: Final = 80
_FAR: Final = 400
"""How far before a tag its line and the one above are looked at."""


def _apart(made: str, text: str, start: int) -> str:
    """Return lines that stand apart, indented as the tag is that they are for, as in the item of a list."""
    before = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    indent = before if before.isspace() else ""
    lines = made.strip("\n").split("\n")
    return "\n\n" + "\n".join(f"{indent}{line}" if line else "" for line in lines) + "\n\n"


def _is_in_html(text: str, start: int) -> bool:
    """Tell whether a tag stands behind one of HTML's, on its line or by itself on the next."""
    *_, above, before = ["", *text[max(0, start - _FAR) : start].split("\n")]
    return bool(_HTML.match(before) or (not before.strip() and _HTML.match(above)))


_HTML: Final = re.compile(r"[ \t]*</?[A-Za-z][A-Za-z0-9-]*[\s/>]")


def _end_lines(pieces: list[str]) -> None:
    """Take the white space away at the end of what was written so far."""
    while pieces and not (last := pieces.pop().rstrip(" \t\n")):
        pass
    pieces.append(last)


def _behind_lines(text: str, offset: int) -> int:
    """Return the offset of the line on which the text goes on."""
    match = _BLANK.match(text, offset)
    return match.end() if match else offset


_BLANK: Final = re.compile(r"(?:[ \t]*+\n)*+")
_ARGUMENT: Final = re.compile(
    r"""
    (?: (?P<key> [\w.\-]++ ) [ ]*+ = [ ]*+ )?
    (?: "(?P<double>(?:[^"\\]|\\.)*+)" | '(?P<single>[^']*+)' | `(?P<raw>[^`]*+)` | (?P<bare>[^\s"'`]\S*+) )
    """,
    re.VERBOSE | re.DOTALL,
)
_BACKSLASHED: Final = re.compile(r"\\(.)", re.DOTALL)


def _write(token: re.Match[str], content: str | None, writers: Mapping[str, Writer], *, in_html: bool) -> str | None:
    writer = writers.get(token["name"])
    if writer is None or token["closes"]:
        return None
    words: list[str] = []
    named: dict[str, str] = {}
    for match in _ARGUMENT.finditer(token["arguments"]):
        value = match["single"] or match["raw"] or match["bare"] or ""
        if match["double"] is not None:
            value = _BACKSLASHED.sub(r"\1", match["double"])
        if match["key"]:
            named[match["key"]] = value
        else:
            words.append(value)
    return writer(Tag(token["name"], token["arguments"].strip(), content, tuple(words), named, in_html))


def _closings(tokens: list[re.Match[str]], syntax: Syntax) -> dict[int, int]:
    """Return which token closes which, by their numbers. Pairs do not cross."""
    closings: dict[int, int] = {}
    opened: list[int] = []
    waiting: dict[str, list[int]] = {}
    last = {token["name"]: number for number, token in enumerate(tokens) if token["closes"]}
    verbatim = ""
    for number, token in enumerate(tokens):
        name = token["name"]
        if verbatim and name != verbatim:
            continue
        if not token["closes"]:
            opened.append(number)
            waiting.setdefault(name, []).append(number)
            has_end = name in syntax.verbatim and last.get(name, -1) > number
            verbatim = name if has_end else ""
            continue
        verbatim = ""
        if waiting.get(name):
            opening = waiting[name][-1]
            while opened and opened[-1] >= opening:
                waiting[tokens[opened.pop()]["name"]].pop()
            closings[opening] = number
    return _shallow(closings)


def _shallow(closings: dict[int, int]) -> dict[int, int]:
    """Return the pairs that are not nested too deeply."""
    kept: dict[int, int] = {}
    ends: list[int] = []
    for opening, closing in sorted(closings.items()):
        while ends and ends[-1] < opening:
            ends.pop()
        if len(ends) < _DEEPEST:
            ends.append(closing)
            kept[opening] = closing
    return kept
