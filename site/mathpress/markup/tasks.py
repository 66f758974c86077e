"""The items of task lists: what is to be done is the label of its box, which else had no name (WCAG 2.2, 4.1.2).

pymdown-extensions finds the items and puts the boxes before their texts.
"""

from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from mathpress.markup.tags import BLOCK

_ITEM: Final = "task-list-item"


class _Labels(Treeprocessor):
    def run(self, root: Element) -> None:
        for item in list(root.iter("li")):
            if _ITEM in item.get("class", "").split():
                _put_into_label(item[0] if len(item) and item[0].tag == "p" else item)


def _put_into_label(element: Element) -> None:
    """Put what an element begins with, up to the first block, into a label."""
    label = Element("label")
    label.text, element.text = element.text, ""
    blocks = (position for position, child in enumerate(element) if child.tag in BLOCK)
    end = next(blocks, len(element))
    label[:], element[:end] = element[:end], [label]


class TaskExtension(Extension):
    """Registers the step behind the one that reads lines (20)."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the step to a converter that has `pymdownx.tasklist`."""
        md.treeprocessors.register(_Labels(md), "tasks", 11)
