"""Figures: pictures alone in their paragraph, with what was written about them as captions.

A caption is Markdown: a picture's title, else its alternative text; it may say all there is to say of a picture, whose
alternative text is empty then. Several pictures in one paragraph stand side by side. If only the last of them has words
or a label, these are for all; else each picture is a figure with its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from mathpress.fragments import COLUMN
from mathpress.markup.pieces import plain_text
from mathpress.markup.placeholders import MORE

LABEL: Final = "label"
"""The attribute of a figure that is to have a number; its value is the label, and its id."""
_BEFORE_ATTRIBUTES: Final = re.compile(r"[ ]+\{:?[ ]*[#.][^{}\n]*\}")


@dataclass(frozen=True, slots=True)
class _Picture:
    """An image of a paragraph: what stands there, which may be a link around it, and its caption's content."""

    shown: Element
    image: Element
    caption: Element

    @property
    def has_caption(self) -> bool:
        return bool((self.caption.text or "").strip() or len(self.caption))


class _Spaces(Treeprocessor):
    def run(self, root: Element) -> None:
        """Let `{#label}` belong to an image also behind a space, where `attr_list` would leave it as text."""
        for image in root.iter("img"):
            if image.tail and _BEFORE_ATTRIBUTES.match(image.tail):
                image.tail = image.tail.lstrip(" ")


class _Figures(Treeprocessor):
    def run(self, root: Element) -> None:
        captions = {image: _take_caption(image) for image in root.iter("img")}
        for parent in list(root.iter()):
            for paragraph in parent.findall("p"):
                images = list(_images(paragraph))
                if not images:
                    continue
                _put_marker_behind(paragraph)
                pictures = [_Picture(shown, image, captions[image]) for shown, image in images]
                if parent.tag != "figure":
                    _make_figures(paragraph, pictures)
                    continue
                _leave_to_caption(paragraph)
                if len(pictures) > 1:  # an author's own figure has a caption of its own, or wants none
                    _make_row(paragraph, pictures)


def _take_caption(image: Element) -> Element:
    """Take its content, which is no part of an image in HTML, away from an image."""
    caption = Element("figcaption")
    caption.text = image.text
    caption.extend(list(image))
    image.text = None
    image[:] = []
    return caption


def _images(paragraph: Element) -> Iterator[tuple[Element, Element]]:
    """Yield the images that a paragraph consists of, each with the link around it or itself; none if it has more."""
    children = [child for child in paragraph if child.tag != "br"]
    images = [child[0] if child.tag == "a" and len(child) == 1 else child for child in children]
    texts = [paragraph.text, *(child.tail for child in paragraph)]
    texts[-1] = (texts[-1] or "").replace(MORE, "")
    texts += [text for child, image in zip(children, images, strict=True) if child is not image
              for text in (child.text, image.tail)]  # fmt: skip
    if all(image.tag == "img" for image in images) and not any((text or "").strip() for text in texts):
        yield from zip(children, images, strict=True)


def _put_marker_behind(paragraph: Element) -> None:
    """Let the mark of the excerpt's end that is written right behind the last picture stand behind the paragraph."""
    tail = paragraph[-1].tail or ""
    if MORE in tail:
        paragraph[-1].tail = tail.replace(MORE, "")
        paragraph.tail = MORE + (paragraph.tail or "")


def _make_figures(paragraph: Element, pictures: Sequence[_Picture]) -> None:
    """Make a paragraph one figure, or a row of figures if several pictures have captions."""
    if any("title" in picture.image.attrib for picture in pictures):
        _only_titles(pictures)
    *others, last = pictures
    paragraph.tag, paragraph.text, paragraph[:] = "figure", "", []
    if any(picture.has_caption or "id" in picture.image.attrib for picture in others):
        _make_row(paragraph, pictures)
        for figure, picture in zip(paragraph, pictures, strict=True):
            _add_caption(figure, picture)
        return
    if others:
        _make_row(SubElement(paragraph, "div"), pictures)
    else:
        last.shown.tail = ""
        paragraph.append(last.shown)
    _add_caption(paragraph, last)


def _only_titles(pictures: Sequence[_Picture]) -> None:
    """Where a picture has a title, the alternative texts of the others are no captions."""
    for picture in pictures:
        if "title" not in picture.image.attrib:
            if picture.has_caption:
                picture.image.set("alt", plain_text(picture.caption))
            picture.caption.text = None
            picture.caption[:] = []


def _make_row(row: Element, pictures: Sequence[_Picture]) -> None:
    """Put pictures side by side, each in a figure of its own."""
    row.tag, row.text, row[:] = "div", "", []
    row.set("class", f"{row.get('class', '')} figure-row".strip())
    for picture in pictures:
        picture.shown.tail = ""
        picture.image.set("sizes", _sizes(len(pictures)))
        SubElement(row, "figure").append(picture.shown)


def _add_caption(figure: Element, picture: _Picture) -> None:
    """Give a figure the words about a picture, and the picture's id as its label, for by it the whole is meant."""
    if picture.has_caption and picture.image.attrib.pop("title", None) is None:
        picture.image.set("alt", plain_text(picture.caption))
    if picture.has_caption:
        _leave_to_caption(figure)
    label = figure.attrib.pop("id", None) or picture.image.attrib.pop("id", None)
    if label:
        figure.set(LABEL, label)
    if label or picture.has_caption:
        figure.append(picture.caption)


def _leave_to_caption(figure: Element) -> None:
    """Give an empty text to the pictures of a figure that have none: what is to be said of them says its caption."""
    for image in figure.iter("img"):
        image.attrib.setdefault("alt", "")


def _sizes(count: int) -> str:
    """Say how wide one of `count` pictures in a row is; on a phone each has a row of its own."""
    return f"(max-width: {COLUMN}px) 100vw, {COLUMN // count}px"


class FigureExtension(Extension):
    """Registers the steps around `attr_list` (8), which gives images their attributes."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the steps to a converter whose images hold their captions as content (`markup.inline`)."""
        md.treeprocessors.register(_Spaces(md), "spaces", 9)
        md.treeprocessors.register(_Figures(md), "figures", 5)
