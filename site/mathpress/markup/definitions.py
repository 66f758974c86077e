"""Definition lists: Python-Markdown's, which leave to lists of items what belongs to these."""

from markdown import Markdown
from markdown.extensions.def_list import DefListExtension, DefListIndentProcessor


class _Indented(DefListIndentProcessor):
    ITEM_TYPES = ["dd"]  # noqa: RUF012 - as Python-Markdown declares it
    LIST_TYPES = ["dl"]  # noqa: RUF012


class Definitions(DefListExtension):
    """Registers the steps for definitions."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add them to a converter."""
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(_Indented(md.parser), "defindent", 85)
