"""What is found in a text: a placeholder for each thing, and what it stands for."""

import re
from typing import Final

from mathpress.markup.placeholders import PRIVATE, Form, Found, Slip, placeholder, unquoted
from mathpress.markup.search import Search

Handled = tuple[int, str | None]
"""Where to go on, and what stands in place of what was passed over (None: itself)."""

_PRIVATE: Final = re.compile(f"[{PRIVATE}]")


class Finds:
    """The things found in one text so far, by number."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.search = Search(text)
        self.found: list[Found] = []

    def prose(self, start: int, end: int) -> str:
        """Return a stretch of the text in which no formula is, with the author's private-use characters escaped."""
        return _PRIVATE.sub(
            lambda match: self.literal(start + match.start(), start + match.end()), self.text[start:end]
        )

    def literal(self, start: int, end: int, slip: Slip | None = None) -> str:
        """Add characters that stand as they are, with what is wrong there."""
        source = self.text[start:end]
        return self.add(Found(Form.LITERAL, source, "$" if source == r"\$" else source, start, ((0, start),), slip))

    def add(self, found: Found) -> str:
        """Add what was found, and return its placeholder."""
        self.found.append(found)
        return placeholder(len(self.found) - 1)

    def mark(self, form: Form, match: re.Match[str], tex: str) -> Handled:
        """Add what a token says by itself, and tell where to go on."""
        return match.end(), self.add(Found(form, match[0], tex, match.start(), ((0, match.start()),)))

    def unclosed(self, start: int, opened: int, slip: Slip | None) -> tuple[int, str]:
        """Leave what is not closed as it is, up to the end of its paragraph; `opened` is the end of its opening."""
        end = self.search.block_end(opened)
        return end, self.literal(start, opened, slip) + self.prose(opened, end)

    def formula(self, form: Form, start: int, tex_start: int, tex_end: int, end: int) -> str:
        """Add the formula at `start:end`, whose LaTeX is at `tex_start:tex_end`, and return its placeholder."""
        tex, origins = unquoted(self.text, tex_start, tex_end, self.search.quote_depth(start))
        return self.add(Found(form, self.text[start:end], tex, start, origins))
