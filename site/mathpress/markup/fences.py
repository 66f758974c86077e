"""Fenced code: pymdown-extensions' superfences, which puts all blocks in their places in one pass."""

from pymdownx.superfences import SuperFencesBlockPreprocessor, SuperFencesCodeExtension


class _Blocks(SuperFencesBlockPreprocessor):  # type: ignore[misc]
    stack: list[tuple[str, int, int]]

    def reassemble(self, lines: list[str]) -> list[str]:
        """Put the placeholders of code in the place of its lines."""
        made: list[str] = []
        position = 0
        for placeholder, start, end in self.stack:
            made += [*lines[position:start], placeholder]
            position = end
        self.stack = []
        return made + lines[position:]


class Fences(SuperFencesCodeExtension):  # type: ignore[misc]
    """Registers the steps for fenced code."""

    def patch_fenced_rule(self) -> None:
        """Replace the step that finds the blocks, which copies all lines for each of them (pymdown-extensions 13)."""
        super().patch_fenced_rule()
        blocks = _Blocks(self.md)
        blocks.config = self.getConfigs()
        blocks.extension = self
        self.superfences[0]["formatter"] = blocks.highlight
        self.md.preprocessors.register(blocks, "fenced_code_block", 25)
