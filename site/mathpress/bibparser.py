"""pybtex's reader of BibTeX, in time that grows with the length of a file."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from pybtex.database.input.bibtex import LowLevelParser
from pybtex.scanner import Pattern, Token

if TYPE_CHECKING:
    import re


class Parser(LowLevelParser):  # type: ignore[misc]  # pybtex has no types
    """Remembers where each sign comes next: pybtex looks for one that never does to the end, for each string anew."""

    pos: int

    def __init__(self, text: str, handle_error: Callable[[Exception], None], macros: Any) -> None:
        super().__init__(text, handle_error=handle_error, macros=macros)
        self._next: dict[Pattern, re.Match[str] | None] = {}

    def skip_to(self, patterns: Sequence[Pattern]) -> Token | None:
        """Go behind the nearest of the patterns, and return what is before it and the pattern, or None."""
        for pattern in patterns:
            known = self._next.get(pattern)
            if pattern not in self._next or (known and known.start() < self.pos):
                self._next[pattern] = pattern.search(self.text, self.pos)
        found = [(match.end(), pattern) for pattern in patterns if (match := self._next[pattern])]
        if not found:
            return None
        end, nearest = min(found, key=lambda each: each[0])
        value, self.pos = self.text[self.pos : end], end
        self.update_lineno(value)
        return Token(value, nearest)
