r"""The call of a command whose arguments `#1` cannot say: stars, sizes, options, parentheses.

A package's command is a function that reads what it takes from a `Call` and returns the tokens that stand for it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from mathpress.tex.guard import MAX_DEPTH
from mathpress.tex.lexer import (
    CLOSING,
    OPENING,
    ROW_END,
    Argument,
    Token,
    make,
    read_argument,
    read_option,
    skip_space,
    split,
    strip,
)
from mathpress.tex.mistakes import Mistake

SIZES: Final = {r"\big", r"\Big", r"\bigg", r"\Bigg"}
STRETCHED: Final = r"\left"
"""The size of fences that fit what they enclose; others are one of `SIZES`, or nothing for those of a line of text."""
_CLOSED_BY: Final = {"(": ")", "[": "]", "|": "|"}


@dataclass
class Call:
    """A command, the tokens behind it, and the index of the first that it has not taken; `before` it stands a token."""

    command: Token
    rest: Sequence[Token]
    before: Token | None = None
    index: int = 0

    def next(self) -> str:
        """Return the text of the next token that is no space, nothing at the end."""
        index = skip_space(self.rest, self.index)
        return self.rest[index].text if index < len(self.rest) else ""

    def takes(self, *texts: str) -> str:
        """Take the next token if it is one of `texts`, and return it; else nothing."""
        found = self.next()
        if found not in texts:
            return ""
        self.index = skip_space(self.rest, self.index) + 1
        return found

    def size(self) -> str:
        r"""Take a star or a `\big`, and return the size of fences that it asks for."""
        return "" if self.takes("*") else self.takes(*SIZES) or STRETCHED

    def argument(self) -> list[Token]:
        """Take a mandatory argument. Raises `Mistake`."""
        found = read_argument(self.rest, self.index)
        if found is None:
            self.fail("needs an argument in braces")
        return self._took(found)

    def group(self) -> list[Token] | None:
        """Take an optional argument in braces."""
        return self.argument() if self.next() == OPENING else None

    def option(self) -> list[Token] | None:
        """Take an optional argument in brackets. Raises `Mistake` if they do not close."""
        if self.next() != "[":
            return None
        return self._took(read_option(self.rest, self.index) or self._unclosed("["))

    def fenced(self, *openings: str) -> tuple[str, list[Token]] | None:
        """Take what stands between `( )`, `[ ]`, `| |` or `{ }`, if one of `openings` is next. Raises `Mistake`."""
        opening = self.next()
        if opening not in openings:
            return None
        if opening == OPENING:
            return opening, self.argument()
        return opening, self._took(self._matching(opening) or self._unclosed(opening))

    def parentheses(self, *openings: str) -> tuple[str, list[Token]] | None:
        """Take what stands in parentheses if they close before the row or cell ends; else they are not its business."""
        opening = self.next()
        found = self._matching(opening) if opening in openings else None
        if found is None or any(token.text in {"&", ROW_END} for token in found.tokens):
            return None
        return opening, self._took(found)

    def until(self, closing: str) -> list[Token]:
        """Take what stands before the next `closing` that no braces hide, and it. Raises `Mistake`."""
        parts = split(self.rest[self.index :], closing)
        if len(parts) == 1:
            self.fail(f"needs a {closing} behind its argument")
        self.index += len(parts[0]) + 1
        return parts[0]

    def fail(self, words: str) -> NoReturn:
        """Raise the mistake of this command: words that follow its name."""
        command = self.command
        raise Mistake(command.start, command.end, "math-argument", f"{command.text} {words}")

    def make(self, *parts: str | Sequence[Token]) -> list[Token]:
        """Return LaTeX of our own, which stands for the command, and tokens of the author's, in this order."""
        made: list[Token] = []
        for part in parts:
            made += make(part, self.command) if isinstance(part, str) else part
        return made

    def fence(self, size: str, left: str, body: Sequence[Token], right: str) -> list[Token]:
        """Return the body between fences of a size."""
        if size == STRETCHED:
            return self.make(rf"\left{left} ", strip(body), rf"\right{right} ")
        sizes = (f"{size}l", f"{size}r") if size else ("", "")
        return self.make(f"{sizes[0]}{left} ", strip(body), f"{sizes[1]}{right} ")

    def _unclosed(self, opening: str) -> NoReturn:
        token = self.rest[skip_space(self.rest, self.index)]
        words = f"this {opening} is not closed; add the missing {_CLOSED_BY[opening]}"
        raise Mistake(token.start, token.end, "math-fence", words)

    def _took(self, found: Argument) -> list[Token]:
        self.index = found.next
        return found.tokens

    def _matching(self, opening: str) -> Argument | None:
        """Return what is between the next token, an opening, and its closing; braces hide others."""
        start = skip_space(self.rest, self.index) + 1
        closing = _CLOSED_BY[opening]
        depth = braces = 0
        for index in range(start, len(self.rest)):
            text = self.rest[index].text
            if text == closing and not depth and not braces:
                return Argument(list(self.rest[start:index]), index + 1)
            braces += (text == OPENING) - (text == CLOSING)
            if not braces and closing != opening:
                depth += (text == opening) - (text == closing)
            if braces < 0 or braces + depth > MAX_DEPTH:
                break
        return None


Handler = Callable[[Call], list[Token]]
"""Takes the arguments of a call and returns what it stands for. Raises `Mistake`."""
