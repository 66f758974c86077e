"""Notices, `!!! note`, and folded ones, `??? note`: without a title they have the name of their kind in their language.

They are Python-Markdown's admonitions and pymdown-extensions' details, which know English alone.
"""

import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionProcessor
from pymdownx.details import DetailsProcessor

from mathpress.words import strings

_NAMES: Final[Mapping[str, str]] = {
    "attention": "notice_attention", "caution": "notice_caution", "danger": "notice_danger", "error": "notice_error",
    "example": "notice_example", "hint": "notice_hint", "important": "notice_important", "info": "notice_info",
    "note": "notice_note", "question": "notice_question", "summary": "notice_summary", "tip": "notice_tip",
    "warning": "notice_warning",
}  # fmt: skip
"""The kinds that catalogues have a word for; any other is called as its author calls it."""


class Notices(Extension):
    """Registers the steps; `language` is that of the document being read."""

    language = "en"

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the steps before those for headings and code."""
        md.registerExtension(self)
        md.parser.blockprocessors.register(_Notice(md, self), "admonition", 105)
        md.parser.blockprocessors.register(_Folded(md, self), "details", 105)

    def name(self, classes: str) -> str:
        """Return what a notice of these classes, of which the first is its kind, is called."""
        kind = classes.partition(" ")[0].lower()
        return strings(self.language)[_NAMES[kind]] if kind in _NAMES else kind.capitalize()


def of(md: Markdown) -> Notices:
    """Return the notices of a converter."""
    return next(each for each in md.registeredExtensions if isinstance(each, Notices))


class _Notice(AdmonitionProcessor):
    def __init__(self, md: Markdown, notices: Notices) -> None:
        super().__init__(md.parser)
        self._notices = notices

    def get_class_and_title(self, match: re.Match[str]) -> tuple[str, str | None]:
        """Return the classes of a notice, and its title if it is to have one."""
        classes, title = super().get_class_and_title(match)
        return classes, self._notices.name(classes) if match[2] is None else title


class _Folded(DetailsProcessor):  # type: ignore[misc]
    def __init__(self, md: Markdown, notices: Notices) -> None:
        super().__init__(md.parser)
        self._notices = notices

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make a notice of a block whose first line says its kind alone as if its title stood there too."""
        match = self.START.search(blocks[0])
        if match and match[4]:
            end = match.end(4)
            blocks[0] = f'{blocks[0][:end]} "{self._notices.name(match[4])}"{blocks[0][end:]}'
        super().run(parent, blocks)
