r"""Where the tokens of a formula come from: of its author, or of a macro, and of which call.

A token keeps one place from the lexer to the last diagnostic. That of a token which a macro made lies behind the
longest formula: an offset there is the number of an expansion, and leads to the macro and to its call, which may have
come of a macro in turn. So every diagnostic can say both where a macro was called and what is wrong with it.
"""

from dataclasses import dataclass, field, replace
from textwrap import shorten
from typing import Final

from mathpress.tex.definitions import Macro
from mathpress.tex.guard import MAX_LENGTH
from mathpress.tex.lexer import Token, join
from mathpress.tex.mistakes import Mistake

_FIRST: Final = MAX_LENGTH
"""The offset that stands for the first expansion; no formula is so long."""
_SHOWN: Final = 60


@dataclass(slots=True)
class Expansions:
    """The expansions of one formula, the `formula`th of its post, and what was wrong with them.

    `defines`: it has a definition, which holds for the formulas behind it.
    """

    formula: int = 0
    mistakes: list[Mistake] = field(default_factory=list)
    defines: bool = False
    _calls: list[tuple[Token, Macro]] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Tell whether a macro of the author's was expanded."""
        return bool(self._calls)

    def begin(self, call: Token, macro: Macro) -> Token:
        """Return the token whose place those made by an author's macro have; those of our own stand for their call."""
        if macro.origin is None:
            return call
        self._calls.append((call, macro))
        number = _FIRST + len(self._calls) - 1
        return Token(call.text, number, number + 1)

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the author's formula that two offsets stand for: the outermost call, for a macro's."""
        while start >= _FIRST:
            start = self._calls[start - _FIRST][0].start
        while end > _FIRST:
            end = self._calls[end - _FIRST - 1][0].end
        return start, max(start, end)

    def placed(self, mistake: Mistake) -> Mistake:
        """Return a mistake in its place; one in what a macro stands for says what that is, and where it was defined."""
        if not self._calls:
            return mistake
        start, end = self.place(mistake.start, mistake.end)
        if mistake.start < _FIRST:
            return replace(mistake, start=start, end=end)
        _, macro = self._calls[mistake.start - _FIRST]
        message = mistake.message
        if macro.origin and macro.body:
            meaning = shorten(join(macro.body), _SHOWN, placeholder="…")
            message += f"; {macro.origin.name} stands for {meaning}"
        return replace(mistake, start=start, end=end, message=message, origin=mistake.origin or macro.origin)

    def cycle(self, call: Token) -> list[str]:
        """Return the names by which a macro came to call itself, the first and last the same; empty if none did."""
        names = [call.text]
        offset = call.start
        while offset >= _FIRST:
            call, _ = self._calls[offset - _FIRST]
            names.append(call.text)
            offset = call.start
        seen: list[str] = []
        for name in reversed(names):
            seen.append(name)
            if name in seen[:-1]:
                return seen[seen.index(name) :]
        return []
