"""Figures: an image alone in its paragraph, with its title, else its alternative text, as caption."""

from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class _Figures(Treeprocessor):
    def run(self, root: Element) -> None:
        for image in root.iter("img"):
            image.set("loading", "lazy")
            image.set("decoding", "async")
        for paragraph in root.iter("p"):
            lone = _lone_image(paragraph)
            if lone is not None:
                _make_figure(paragraph, lone)


def _lone_image(paragraph: Element) -> Element | None:
    """Return the image that a paragraph consists of, be it inside a link, or None."""
    if (paragraph.text or "").strip() or len(paragraph) != 1:
        return None
    child = paragraph[0]
    if (child.tail or "").strip():
        return None
    if child.tag == "a" and not (child.text or "").strip() and len(child) == 1 and not (child[0].tail or "").strip():
        child = child[0]
    return child if child.tag == "img" else None


def _make_figure(paragraph: Element, image: Element) -> None:
    paragraph.tag = "figure"
    caption = image.attrib.pop("title", "") or image.get("alt", "")
    if caption:
        SubElement(paragraph, "figcaption").text = caption


class FigureExtension(Extension):
    """Registers the step behind the one that gives images their attributes (`attr_list`, priority 8)."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the step to a converter."""
        md.treeprocessors.register(_Figures(md), "figures", 5)
