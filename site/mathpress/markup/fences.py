"""Fenced code: pymdown-extensions' superfences, which puts all blocks in their places in one pass.

As in CommonMark (0.31, 4.5) a block may begin on the line of an item's mark, and its last line may be indented by up to
three spaces more than its first.
"""

import re
from functools import cache
from typing import Final

from pygments.lexer import Lexer
from pygments.lexers import TextLexer, find_lexer_class_by_name
from pymdownx.highlight import Highlight, HighlightExtension
from pymdownx.superfences import (
    SuperFencesBlockPreprocessor,
    SuperFencesCodeBlockProcessor,
    SuperFencesCodeExtension,
)

_MARKS: Final = re.compile(r"[ >]*(?:(?:[-*+]|\d{1,9}[.)])[ ]+[ >]*+)*+")
"""The marks of quotes and items before a line's text."""
_NO_QUOTE: Final = re.compile(r"[^>]")
_MOST: Final = 3


def _apart(line: str) -> tuple[str, str, str]:
    """Return the marks before a line, spaces in their place but for those of quotes, and the rest of the line."""
    end = match.end() if (match := _MARKS.match(line)) else 0
    return line[:end], _NO_QUOTE.sub(" ", line[:end]), line[end:]


class _Blocks(SuperFencesBlockPreprocessor):  # type: ignore[misc]
    stack: list[tuple[str, int, int]]

    def parse_whitespace(self, line: str) -> str:
        """Take the mark of an item for the indentation of what begins behind it."""
        _, indentation, rest = _apart(line)
        indented: str = super().parse_whitespace(indentation + rest)
        return indented

    def eval_fence(self, ws: str, content: str, start: int, end: int) -> None:
        """Read a line of a block, which may be its end."""
        bare = content.lstrip(" ")
        ends = len(content) - len(bare) <= _MOST and self.fence_end.match(bare)
        super().eval_fence(ws, bare if ends else content, start, end)

    def reassemble(self, lines: list[str]) -> list[str]:
        """Put the placeholders of code in the place of its lines."""
        made: list[str] = []
        position = 0
        for placeholder, start, end in self.stack:
            made += [*lines[position:start], _apart(lines[start])[0] + placeholder.lstrip(" >")]
            position = end
        self.stack = []
        return made + lines[position:]


class _IndentedCode(SuperFencesCodeBlockProcessor):  # type: ignore[misc]
    def revert_greedy_fences(self, block: str) -> str:
        """Put back what was taken for fenced code, be it behind the mark of an item."""
        lines: list[str] = []
        for line in block.split("\n"):
            marks, indentation, rest = _apart(line)
            lines.append(marks + super().revert_greedy_fences(indentation + rest)[len(marks) :])
        return "\n".join(lines)


@cache
def _lexer(language: str) -> type[Lexer] | None:
    """Return the lexer of a language. Pygments goes through all that it has, and through other packages, each time."""
    try:
        return find_lexer_class_by_name(language)
    except Exception:  # none has it, or a plug-in of another package is broken
        return None


class _Highlight(Highlight):  # type: ignore[misc]
    def get_lexer(self, src: str, language: str, inline: bool, stripnl: bool) -> tuple[Lexer, str]:  # noqa: ARG002 - pymdown-extensions' signature
        """Return a lexer and its language's name; code in a language that nobody knows is text."""
        found = _lexer(language)
        return (found or TextLexer)(stripnl=stripnl), language if found else TextLexer.aliases[0]


class Highlighting(HighlightExtension):  # type: ignore[misc]
    """Colours code."""

    def get_pymdownx_highlighter(self) -> type[Highlight]:
        """Return what is to do it."""
        return _Highlight


class Fences(SuperFencesCodeExtension):  # type: ignore[misc]
    """Registers the steps for fenced code."""

    def patch_fenced_rule(self) -> None:
        """Replace the step that finds the blocks, which copies all lines for each of them (pymdown-extensions 13)."""
        super().patch_fenced_rule()
        blocks, code = _Blocks(self.md), _IndentedCode(self.md.parser)
        for step in (blocks, code):
            step.config = self.getConfigs()
            step.extension = self
        self.superfences[0]["formatter"] = blocks.highlight
        self.md.preprocessors.register(blocks, "fenced_code_block", 25)
        self.md.parser.blockprocessors.register(code, "code", 80)
