"""Numbers of theorems and figures: they grow through a document, or begin again in each of its sections."""

from collections import Counter


class Numbers:
    """Numbers things of several kinds, each by itself. `by_section`: a number tells its section, 2.1."""

    def __init__(self, *, by_section: bool) -> None:
        self._by_section = by_section
        self._section = 0
        self._counts: Counter[str] = Counter()

    def begin_section(self) -> None:
        """Begin a section; what stands before the first is section 0, as in LaTeX."""
        self._section += 1
        if self._by_section:
            self._counts.clear()

    def next(self, kind: str) -> str:
        """Return the next number of a kind."""
        self._counts[kind] += 1
        number = str(self._counts[kind])
        return f"{self._section}.{number}" if self._by_section else number
