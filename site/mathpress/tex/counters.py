r"""How far the numbers of a post have come: `1`, `2`, by section `2.1`, in subequations `1a`."""

from dataclasses import dataclass, replace
from typing import Final, Self

_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class Counter:
    r"""The last number used up: `last` since the section began; `section` is None where numbers do not tell it.

    In `subequations` (User's Guide for the amsmath Package, section 3.11.3) `group` is the number of the whole and
    `letter` counts what stands in it.
    """

    section: int | None = None
    last: int = 0
    group: str = ""
    letter: int = 0

    @property
    def text(self) -> str:
        r"""The last number as `\ref` shows it."""
        if self.group:
            return self.group + _alphabetic(self.letter)
        return str(self.last) if self.section is None else f"{self.section}.{self.last}"

    def step(self) -> Self:
        """Use up a number."""
        return replace(self, letter=self.letter + 1) if self.group else replace(self, last=self.last + 1)

    def begin_section(self) -> Self:
        r"""Begin a section; numbers that tell it begin again, as `\numberwithin{equation}{section}` has them."""
        return self if self.section is None else replace(self, section=self.section + 1, last=0)

    def begin_group(self) -> Self:
        """Begin subequations, which use up one number together, even if no number stands in them."""
        whole = self.step()
        return replace(whole, group=whole.text, letter=0)

    def end_group(self) -> Self:
        """End subequations; numbers go on behind that of the whole."""
        return replace(self, group="", letter=0)


def _alphabetic(number: int) -> str:
    r"""Return `a` to `z` for 1 to 26, then `aa`, `ab` and so on, where LaTeX's `\alph` gives up."""
    text = ""
    while number > 0:
        number, letter = divmod(number - 1, _LETTERS)
        text = chr(ord("a") + letter) + text
    return text
