"""Abbreviations: Python-Markdown's definitions, whose uses are found by their first words and not one by one.

An ideograph is a word by itself, so that `HTML是` has a use of `HTML`.
"""

import re
from collections import defaultdict
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

from mathpress.text import IDEOGRAPHS

_LONGEST: Final = 100
"""Characters of the longest abbreviation; a longer one is none."""
_LETTER: Final = rf"[^\W{IDEOGRAPHS}]"
_WORD: Final = re.compile(rf"{_LETTER}+|[{IDEOGRAPHS}]|{STX}[^{ETX}]*+{ETX}")
"""A word, or what stands in the place of raw HTML and code, in which no abbreviation is."""
_WITHIN: Final = re.compile(rf"(?<={_LETTER})(?={_LETTER})")


class _Uses(Treeprocessor):
    def __init__(self, md: Markdown, titles: dict[str, str]) -> None:
        super().__init__(md)
        self._titles = titles

    def run(self, root: Element) -> None:
        """Make an element of each use in the text of a document."""
        self._lengths: dict[str, list[int]] = defaultdict(list)
        for length, first in sorted({(len(name), _first(name)) for name in self._titles}, reverse=True):
            if length <= _LONGEST:
                self._lengths[first].append(length)
        if not self._lengths:
            return
        for element in list(root.iter()):
            children = self._found(element)
            for child in element:
                children += [child, *self._behind(child)]
            element[:] = children

    def _found(self, element: Element) -> list[Element]:
        """Take the uses out of an element's text."""
        if not element.text or isinstance(element.text, AtomicString):
            return []
        element.text, made = self._split(element.text)
        return made

    def _behind(self, element: Element) -> list[Element]:
        """Take the uses out of the text behind an element."""
        if not element.tail or isinstance(element.tail, AtomicString):
            return []
        element.tail, made = self._split(element.tail)
        return made

    def _split(self, text: str) -> tuple[str, list[Element]]:
        """Return the text before the first use, and the uses with what stands behind each."""
        made: list[Element] = []
        before = ""
        done = position = 0
        while word := _WORD.search(text, position):
            position = word.end()
            name = self._name(text, word)
            if not name:
                continue
            if made:
                made[-1].tail = text[done : word.start()]
            else:
                before = text[: word.start()]
            use = Element("abbr", {"title": self._titles[name]})
            use.text = AtomicString(name)
            made.append(use)
            done = position = word.start() + len(name)
        if not made:
            return text, []
        made[-1].tail = text[done:]
        return before, made

    def _name(self, text: str, word: re.Match[str]) -> str | None:
        """Return the longest abbreviation that begins with a word and ends at a word's edge."""
        for length in self._lengths.get(word[0], ()):
            end = word.start() + length
            name = text[word.start() : end]
            if name in self._titles and not _WITHIN.match(text, end):
                return name
        return None


def _first(name: str) -> str:
    match = _WORD.match(name)
    return match[0] if match else ""


class Abbreviations(AbbrExtension):
    """Registers the steps for abbreviations."""

    abbrs: dict[str, str]

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add them to a converter."""
        super().extendMarkdown(md)
        md.treeprocessors.register(_Uses(md, self.abbrs), "abbr", 7)
