r"""Repairs of formulas: workarounds for an old system are taken back, in formulas as `markup/scan` finds them.

One that the old system's dialect is sure to have wanted is taken back wherever the formula can be set then; any other
only in a formula that cannot be set as it is. So a repair never makes a formula worse.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from mathpress.importers.edits import Change, Edits, moved
from mathpress.importers.prices import without_prices
from mathpress.importers.prose import FORMULAS, Prose, outside_code
from mathpress.importers.workarounds import BARS, WORKAROUNDS, Dialect
from mathpress.markup.placeholders import Form, Found
from mathpress.markup.scan import scan
from mathpress.markup.search import Search
from mathpress.markup.syntax import QUOTE
from mathpress.tex import Result, Typesetter


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text without workarounds, and what was changed in it, in order."""

    text: str
    changes: tuple[Change, ...]


def repair(body: str, dialect: Dialect, macros: Mapping[str, str], packages: tuple[str, ...] = ()) -> Repaired:
    """Repair the formulas of a post's Markdown, which may use these `macros` and `packages`. Linear in its length."""
    changes: list[Change] = []
    if dialect.raw_tags:
        body, changes = _without_raw_tags(body, dialect)
    if dialect.inline_displays:
        body, made = _with_inline_formulas(body)
        changes = [*moved(changes, made), *made]
    body, made = without_prices(body, dialect)
    changes = [*moved(changes, made), *made]
    body, made = _with_single_delimiters(body)
    changes = [*moved(changes, made), *made]
    body, made = _Formulas(body, dialect, Typesetter(macros, "ams", packages=packages)).repair()
    changes = [*moved(changes, made), *made]
    return Repaired(body, tuple(sorted(changes, key=lambda change: change.start)))


_RAW: Final = re.compile(r"\{%-?\s*(?P<closes>end)?(?P<name>raw)\s*-?%\}")


def _without_raw_tags(text: str, dialect: Dialect) -> tuple[str, list[Change]]:
    edits = Edits(text)
    tags = list(_RAW.finditer(text))
    for match in outside_code(text, tags, {"raw"}) if dialect.shows_tags else tags:
        edits.replace(*match.span(), "", "raw tags")
    return edits.finish()


_ESCAPED: Final = re.compile(
    r"^[ \t>]*+ (?: (?: [-*+] | \d{1,9}[.)] ) [ \t]++ )*+ (?P<formula> \\\$\$ (?P<tex> (?: [^$\\] | \\. )++ ) \$\$ )",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def _with_inline_formulas(text: str) -> tuple[str, list[Change]]:
    r"""Make `$…$` of `\$$…$$` at the beginning of a line, which keeps kramdown from making a display of it."""
    edits = Edits(text)
    prose = Prose(text, scan(text).found)
    for match in _ESCAPED.finditer(text):
        tex = match["tex"].strip()
        if prose.has(match.start("formula")) and "\n\n" not in tex:
            is_plain = not text[match.end() : match.end() + 1].isdecimal()
            edits.replace(*match.span("formula"), f"${tex}$" if is_plain else rf"\({tex}\)", "inline")
    return edits.finish()


_DELIMITER: Final = re.compile(r"(?<!\\)\\\\(?P<bracket>[()\[\]])|\n[ \t]*(?=\n)")
_CLOSES: Final = {"(": ")", "[": "]"}


def _with_single_delimiters(text: str) -> tuple[str, list[Change]]:
    r"""Make `\(` of `\\(` and `\[` of `\\[`, where two belong together in one paragraph."""
    edits = Edits(text)
    if "\\\\(" not in text and "\\\\[" not in text:
        return edits.finish()
    prose = Prose(text, scan(text).found)
    opened: re.Match[str] | None = None
    for match in _DELIMITER.finditer(text):
        bracket = match["bracket"]
        if not bracket:
            opened = None
        elif not prose.has(match.start()):
            continue
        elif opened and bracket == _CLOSES[opened["bracket"]]:
            inner = text[opened.end() : match.start()]
            edits.replace(opened.start(), match.end(), rf"\{opened['bracket']}{inner}\{bracket}", "delimiters")
            opened = None
        elif bracket in _CLOSES and opened is None:
            opened = match
    return edits.finish()


class _Version(NamedTuple):
    """A formula at some stage of its repair: with delimiters, without, and the names of the repairs."""

    source: str
    tex: str
    names: tuple[str, ...] = ()


_DEFINES: Final = re.compile(r"\\(?:(?:re)?newcommand|DeclareMathOperator|def|let)(?![A-Za-z])")
_STAYS_DISPLAYED: Final = re.compile(r"\\(?:begin|tag|label|\\)")


class _Formulas:
    """The formulas of one text, which are repaired one after another, for macros hold for those behind them."""

    def __init__(self, text: str, dialect: Dialect, typesetter: Typesetter) -> None:
        self._text = text
        self._dialect = dialect
        self._typesetter = typesetter
        self._search = Search(text)
        self._margins: dict[int, int] = {}

    def repair(self) -> tuple[str, list[Change]]:
        edits = Edits(self._text)
        for found in scan(self._text).found:
            if found.form in FORMULAS:
                version = self._in_line(found, self._mended(found))
                if version.names:
                    edits.replace(*found.span, version.source, *version.names)
            elif found.form is Form.LITERAL and found.slip and found.slip.code == "math-space":
                self._tighten(found.start, found.start + found.slip.length, edits)
        return edits.finish()

    def _mended(self, found: Found) -> _Version:
        """Return a formula with the repairs that are certain, and with others if it cannot be set without."""
        version = _Version(found.source, found.tex)
        display = found.form is Form.DISPLAY
        is_kept = _delimiter(found.source) in {*self._dialect.keeps, *_FENCES}
        possible = WORKAROUNDS.keys() - (set() if self._is_in_table(found.start) else {BARS})
        certain = {name for name in possible if WORKAROUNDS[name].always or not is_kept}
        certain |= possible & {BARS} if self._dialect.frees_bars else set()
        mended = _without(version, certain)
        if mended.names and (self._sets(mended, display=display) or not self._sets(version, display=display)):
            version = mended
        mended = _without(version, possible - certain)
        if mended.names != version.names and not self._sets(version, display=display):
            version = mended if self._sets(mended, display=display) else version
        if _DEFINES.search(version.tex):
            self._sets(version, display=display)
        return version

    def _sets(self, version: _Version, *, display: bool) -> bool:
        return self._typesetter.typeset(version.tex, display=display).result is not Result.REFUSED

    def _tighten(self, start: int, end: int, edits: Edits) -> None:
        """Take the spaces out of `$ x $`, if that is a formula then."""
        tex = self._text[start + 1 : end - 1].strip()
        version = _Version(f"${tex}$", tex)
        if tex and not self._text[end : end + 1].isdecimal() and self._sets(version, display=False):
            edits.replace(start, end, version.source, "spaces")

    def _in_line(self, found: Found, version: _Version) -> _Version:
        """Return a `$$…$$` among other text on its line as the inline formula that it is in kramdown."""
        if not self._dialect.inline_displays or not version.source.startswith("$$") or self._is_alone(*found.span):
            return version
        inner = version.source[2:-2].strip()
        if inner.count("\n") > 1 or _STAYS_DISPLAYED.search(inner):
            return version
        is_plain = "$" not in inner and not self._text[found.span[1] : found.span[1] + 1].isdecimal()
        return _Version(f"${inner}$" if is_plain else rf"\({inner}\)", version.tex, (*version.names, "inline"))

    def _is_alone(self, start: int, end: int) -> bool:
        """Tell whether nothing but marks of quotes and lists stands on the lines of a formula."""
        margin = self._margin(start)
        while start > margin and self._text[start - 1] in " \t":
            start -= 1
        while self._text[end : end + 1] in {" ", "\t"}:
            end += 1
        return start <= margin and self._text[end : end + 1] in {"", "\n"}

    def _is_in_table(self, start: int) -> bool:
        """Tell whether the line of a formula begins as a row of a table."""
        return self._text.startswith("|", self._margin(start))

    def _margin(self, offset: int) -> int:
        """Return where the text of a line begins, behind marks of quotes and lists."""
        line = self._search.line_start(offset)
        if line not in self._margins:
            margin = QUOTE.match(self._text, line)
            self._margins[line] = margin.end() if margin else line
        return self._margins[line]


_FENCES: Final = {"`", "~", "$`"}


def _delimiter(source: str) -> str:
    r"""Return what opens a formula: `$$`, `$`, `\[`, `\(`, `\begin`, or the mark of a fence."""
    if source.startswith("\\begin"):
        return "\\begin"
    return source[:2] if source.startswith(("$$", "$`", "\\")) else source[0]


def _without(version: _Version, names: set[str]) -> _Version:
    """Return a formula without the workarounds of these names."""
    for name, workaround in WORKAROUNDS.items():
        if name in names and (source := workaround.undo(version.source)) != version.source:
            version = _Version(source, workaround.undo(version.tex), (*version.names, name))
    return version
