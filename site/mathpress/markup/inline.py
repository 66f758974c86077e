"""The step that reads the lines of a document, in the place of Python-Markdown's."""

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from mathpress.markup import footnotes
from mathpress.markup.line import Context, Line


class _Inline(Treeprocessor):
    """Reads the lines of a whole document."""

    def __init__(self, md: Markdown, notes: footnotes.Footnotes) -> None:
        super().__init__(md)
        self._context = Context(md, notes)

    def run(self, root: Element) -> None:
        """Read texts and tails in the order of the document."""
        waiting: list[tuple[Element, Element | None]] = [(root, None)]
        while waiting:
            element, parent = waiting.pop()
            if parent is not None:  # what is inside it has been read
                parent.append(element)
                parent.extend(self._tail(element))
                continue
            children = list(element)
            element[:] = self._text(element)
            for child in reversed(children):
                waiting += [(child, element), (child, None)]

    def _text(self, element: Element) -> list[Element]:
        """Read the text of an element; return the elements in it."""
        if not element.text or isinstance(element.text, AtomicString):
            return []
        return Line(element.text, self._context).read(element)

    def _tail(self, element: Element) -> list[Element]:
        """Read what stands behind an element; return the elements in it."""
        if not element.tail or isinstance(element.tail, AtomicString):
            return []
        around = Element(element.tag)
        elements = Line(element.tail, self._context).read(around)
        element.tail = around.text
        return elements


class InlineExtension(Extension):
    """Puts our reading of lines in the place of Python-Markdown's."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Replace the step, which must come behind those that make the blocks."""
        md.treeprocessors.register(_Inline(md, footnotes.of(md)), "inline", 20)
