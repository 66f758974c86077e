"""Footnotes: Python-Markdown's, with marks that are numbered and named in one step each, however many there are."""

from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.footnotes import FootnoteExtension


class Footnotes(FootnoteExtension):
    """The footnotes of the document being read."""

    def reset(self) -> None:
        """Forget the last document."""
        super().reset()
        self._numbers: dict[str, int] = {}

    def mark(self, name: str) -> Element | None:
        """Return the mark of a footnote, or None if there is none of that name. Asked when all blocks are known."""
        if name not in self.footnotes:
            return None
        if len(self._numbers) != len(self.footnotes):
            self._numbers = {each: number for number, each in enumerate(self.footnotes, 1)}
        first = self.makeFootnoteRefId(name)
        count = self.found_refs[first] = self.found_refs.get(first, 0) + 1
        sup = Element("sup", {"id": first if count == 1 else f"fnref{count}{self.get_separator()}{name}"})
        link = SubElement(sup, "a", {"class": "footnote-ref", "href": f"#{self.makeFootnoteId(name)}"})
        link.text = str(self._numbers[name])
        return sup
