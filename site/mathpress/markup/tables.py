"""Tables: the alignment of a column as a class of its cells, for a strict Content-Security-Policy forbids `style`."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_ALIGNMENT: Final = re.compile(r"text-align: (?P<side>left|center|right);")


class _Cells(Treeprocessor):
    def run(self, root: Element) -> None:
        for cell in (*root.iter("th"), *root.iter("td")):
            alignment = _ALIGNMENT.fullmatch(cell.get("style", ""))
            if alignment:
                del cell.attrib["style"]
                cell.set("class", f"align-{alignment['side']} {cell.get('class', '')}".strip())


class CellExtension(Extension):
    """Registers the step behind the one that gives cells their authors' attributes (`attr_list`, priority 8)."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the step to a converter."""
        md.treeprocessors.register(_Cells(md), "cells", 4)
