"""What a post of WordPress has outside its text: footnotes, patterns that posts share, pictures on another host."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from mathpress.errors import Problem
from mathpress.importers.diagnostics import warning
from mathpress.importers.html_to_markdown import markdown_of
from mathpress.importers.records import Imported
from mathpress.importers.wordpress_tags import html_of

_PATTERN: Final = re.compile(r'<!-- wp:block \{"ref":(?P<id>\d{1,20})[^<>]*+>')
_LONGEST: Final = 1_000_000
"""Characters that patterns may add to a post; those beyond are not put in."""
_ELSEWHERE: Final = re.compile(r"https?://[\w-]{1,63}\.files\.wordpress\.com/[^\s()<>\"]++")
_MARK: Final = re.compile(r"<sup>\[[^\[\]\n]*+\]\(#(?P<id>[\w-]++)\)</sup>")


def with_patterns(text: str, patterns: Mapping[str, str]) -> tuple[str, int]:
    """Return a text with the patterns that it names, which are texts by id, and how many are not put in.

    What a pattern itself names stays out, for patterns may name one another.
    """
    room = _LONGEST
    missing = 0

    def pattern(match: re.Match[str]) -> str:
        nonlocal room, missing
        inner, nested = _PATTERN.subn("", patterns.get(match["id"], ""))
        if not inner or len(inner) > room:
            missing += 1
            return ""
        room -= len(inner)
        missing += nested
        return inner

    return _PATTERN.sub(pattern, text), missing


def with_footnotes(markdown: str, stored: str) -> str:
    """Return a post with its footnotes, which are `stored` as JSON: a list of objects with `id` and `content`."""
    contents = _contents(stored)
    numbers: dict[str, int] = {}

    def mark(match: re.Match[str]) -> str:
        if match["id"] not in contents:
            return match[0]
        return f"[^{numbers.setdefault(match['id'], len(numbers) + 1)}]"

    marked = _MARK.sub(mark, markdown)
    notes = [f"\n\n[^{number}]: {_note(contents[name])}" for name, number in numbers.items()]
    return "".join([marked, *notes])


def _contents(stored: str) -> dict[str, str]:
    try:
        given: Any = json.loads(stored or "[]")
    except (ValueError, RecursionError):
        return {}
    notes = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    return {str(each.get("id")): str(each.get("content", "")) for each in notes}


def _note(content: str) -> str:
    lines = markdown_of(html_of(content, {})[0], paragraphs=False).split("\n")
    return "\n".join([lines[0], *(f"    {line}" if line else "" for line in lines[1:])])


def elsewhere(documents: Iterable[Imported]) -> Iterator[Problem]:
    """Yield a problem for pictures that stay where they are, at wordpress.com, if there are any."""
    found = [(each.origin, match[0]) for each in documents for match in _ELSEWHERE.finditer(each.body)]
    if found:
        origin, address = found[0]
        message = (
            f"some links and pictures ({len(found)}) lead to files at wordpress.com, such as {address}, and will not "
            "outlive the old blog; put the files into static/ of the blog and change their addresses"
        )
        yield warning(origin, "import-files", message)
