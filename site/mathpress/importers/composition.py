"""The texts of new files: front matter, links that lead where they led, formulas without workarounds; and comments."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from mathpress.comments import SUFFIX
from mathpress.config import Config
from mathpress.discussion import written
from mathpress.errors import Place, Places
from mathpress.importers.front_matter import COVER, compose
from mathpress.importers.links import Atlas, redirect
from mathpress.importers.records import Asset, Imported
from mathpress.importers.repairs import Repaired, repair
from mathpress.importers.workarounds import Dialect


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair: its place in the new file, the names of what was mended, and what was there before and is after."""

    place: Place
    names: tuple[str, ...]
    before: str
    after: str


class Composer:
    """Composes the files of one blog, for posts of an old site with this `dialect`."""

    def __init__(self, dialect: Dialect, config: Config, atlas: Atlas) -> None:
        self._dialect = dialect
        self._config = config
        self._atlas = atlas

    def text(self, document: Imported) -> tuple[Asset, list[Repair]]:
        """Return the file of a document, and what was repaired in it."""
        if document.matter is None:
            return _file(document, document.body), []
        head = compose(self._matter(document, document.matter), ZoneInfo(self._config.timezone)) + "\n"
        repaired = self._repaired(document, document.body.strip("\n"))
        text = f"{head}{repaired.text}\n"
        return _file(document, text), _repairs(repaired, Places(str(document.path), text), len(head))

    def comments(self, document: Imported) -> tuple[Asset, list[Repair]]:
        """Return the file of a document's comments, and what was repaired in them."""
        path = document.path.with_suffix(SUFFIX)
        tables: list[str] = []
        repairs: list[Repair] = []
        line = 1
        for comment in document.comments:
            repaired = self._repaired(document, comment.text)
            table = written((replace(comment, text=repaired.text),))
            repairs += _in_table(_repairs(repaired, Places(str(path), repaired.text), 0), table, repaired.text, line)
            tables.append(table)
            line += table.count("\n") + len(_BETWEEN)
        return Asset(path, _BETWEEN.join(tables).encode("utf-8", "replace")), repairs

    def _matter(self, document: Imported, matter: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return front matter in which the cover is where it was."""
        cover = matter.get(COVER, "")
        has_alt = isinstance(cover, dict)
        led = self._atlas.lead(document, cover["image"] if has_alt else cover)
        return {**matter, COVER: {**cover, "image": led} if has_alt else led} if led else matter

    def _repaired(self, document: Imported, body: str) -> Repaired:
        macros = {**self._config.math.macros, **dict((document.matter or {}).get("macros", ()))}
        text = redirect(body, lambda target: self._atlas.lead(document, target))
        return repair(text, document.dialect or self._dialect, macros, tuple(self._config.math.packages))


_BETWEEN: Final = "\n"
"""A blank line parts comments."""


def _file(document: Imported, text: str) -> Asset:
    return Asset(document.path, text.encode("utf-8", "replace"))


def _repairs(repaired: Repaired, places: Places, begin: int) -> list[Repair]:
    """Return what was repaired in a text that begins at an offset of a file."""
    return [
        Repair(
            places.at(begin + change.start, begin + change.start + len(change.after)),
            change.names,
            change.before,
            change.after,
        )
        for change in repaired.changes
    ]


def _in_table(repairs: list[Repair], table: str, text: str, line: int) -> list[Repair]:
    """Return repairs of a comment's text by their places in a file, where its table begins on a line.

    They are the comment's place if its text is written there with escapes.
    """
    start = table.find(f"\n{text}\n") + 1
    if not start:
        return [replace(each, place=Place(each.place.path, line, 1)) for each in repairs]
    before = line - 1 + table.count("\n", 0, start)
    return [replace(each, place=replace(each.place, line=before + each.place.line)) for each in repairs]
