"""Edits of a text that remember what was changed, and where it stands in the result."""

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch that was changed: by what repairs, where it begins in the edited text, and what was there."""

    names: tuple[str, ...]
    start: int
    before: str
    after: str


class Edits:
    """Edits of one text, made from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[str] = []
        self._done = 0
        self._length = 0
        self._changes: list[Change] = []

    def replace(self, start: int, end: int, after: str, *names: str) -> None:
        """Put `after` in place of a stretch that lies behind those replaced before."""
        kept = self._text[self._done : start]
        self._changes.append(Change(names, self._length + len(kept), self._text[start:end], after))
        self._pieces += [kept, after]
        self._length += len(kept) + len(after)
        self._done = end

    def finish(self) -> tuple[str, list[Change]]:
        """Return the edited text, and what was changed in it, in order."""
        return "".join([*self._pieces, self._text[self._done :]]), self._changes


def moved(changes: Iterable[Change], later: Iterable[Change]) -> list[Change]:
    """Return changes where they stand after `later` ones; both are in order."""
    result: list[Change] = []
    ahead = list(reversed(list(later)))
    shift = 0
    for change in changes:
        while ahead and ahead[-1].start - shift < change.start:
            edit = ahead.pop()
            shift += len(edit.after) - len(edit.before)
        result.append(replace(change, start=max(0, change.start + shift)))
    return result
