"""BibTeX files: the works in them, and what is wrong with them. Pure functions of a file's text.

pybtex takes the files and names apart, latexcodec knows the accents; what is left of LaTeX is told here: formulas are
kept, braces and commands that change the look of letters are dropped.
"""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from mathpress.errors import Place, Places, Problem, Severity
from mathpress.intake import LONGEST_TEXT
from mathpress.text import CONTROL, IDEOGRAPHS


@dataclass(frozen=True, slots=True)
class Name:
    """A person's or an organisation's name as plain text; `given` is empty if the name has one part."""

    family: str
    given: str = ""

    @property
    def is_ideographic(self) -> bool:
        """Whether this is written as Chinese, Japanese and Korean names are: 苏剑林, without a space."""
        return bool(_IDEOGRAPHIC.fullmatch(self.family + self.given))

    @property
    def parts(self) -> tuple[str, str]:
        """The family name and the given name; 苏, 剑林 is one name, as 苏剑林 is."""
        return (self.family + self.given, "") if self.is_ideographic else (self.family, self.given)


@dataclass(frozen=True, slots=True)
class Work:
    """An entry of a BibTeX file. `fields` are LaTeX, by names in lower case; `and_others` ends the authors.

    `authors` are the editors of a work that has no authors.
    """

    key: str
    kind: str
    authors: tuple[Name, ...]
    and_others: bool
    fields: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Library:
    """The works of a BibTeX file by key, and what is wrong with the file."""

    works: Mapping[str, Work]
    problems: tuple[Problem, ...]


def year_of(work: Work) -> str:
    """Return the year of a work as its entry says, else that of biblatex's `date`, or nothing."""
    return decoded(work.fields.get("year") or work.fields.get("date", "").partition("-")[0])


def said_names(work: Work) -> tuple[tuple[str, ...], bool]:
    """Return the one or two names that a citation says, and whether others follow.

    Without authors these are the organisation, else the title, else the key.
    """
    names = tuple(each.parts[0] for each in work.authors)
    if not names:
        fields = ("organization", "institution", "title", "key")
        return (next((decoded(work.fields[name]) for name in fields if work.fields.get(name)), work.key),), False
    if len(names) > _SAID or work.and_others:
        return names[:1], True
    return names, False


_SAID: Final = 2
_IDEOGRAPHIC: Final = re.compile(rf"[{IDEOGRAPHS}·\uac00-\ud7a3]+")
_ROLES: Final = ("author", "editor")


@lru_cache(maxsize=64)
def read(path: str, text: str) -> Library:
    """Read a BibTeX file. What cannot be read is a problem, and all the rest holds."""
    from pybtex.database.input.bibtex import PrematureEOF, UndefinedMacro, month_names

    from mathpress.bibparser import Parser

    problems: list[Problem] = []
    places = Places(path, text)

    def note(error: Exception) -> None:
        start, end = parser.pos, parser.pos + 1
        reason = str(error).partition(": ")[2] or str(error)
        if isinstance(error, PrematureEOF):  # what is not closed is told where it was opened
            start = parser.command_start
            end = start + len(_OPENING.match(text, start)[0])  # type: ignore[index]  # it begins with an @
            reason = "this entry is not closed; a brace or a quotation mark is missing"
        elif isinstance(error, UndefinedMacro):
            name = reason
            start, end = parser.pos - len(name), parser.pos
            reason = f"{name} is no @string of this file; put it in braces if it is text"
        problems.append(Problem(places.at(start, end), "bibliography-syntax", f"not BibTeX: {reason}"))

    parser = Parser(text, handle_error=note, macros=_Strings(month_names, note))
    works: dict[str, Work] = {}
    for kind, body in parser:
        if kind.lower() in {"string", "preamble"} or not body[0]:
            continue
        key, fields = body
        before = _BEFORE_KEY.match(text, parser.command_start)
        start = before.end() if before else parser.command_start
        place = places.at(start, start + len(key))
        if key in works:
            message = f"{key} is in this file twice; the entry at line {works[key].place.line} is used"
            problems.append(Problem(place, "bibliography-duplicate", message, Severity.WARNING))
            continue
        given: dict[str, str] = {}
        for name, pieces in fields:
            given.setdefault(name.lower(), CONTROL.sub("\ufffd", " ".join("".join(pieces).split())))
        authors, wrong = _people(given, place)
        problems += wrong
        others = bool(authors) and authors[-1].family == "others" and not authors[-1].given
        works[key] = Work(key, kind.lower(), authors[:-1] if others else authors, others, given, place)
    return Library(works, tuple(problems))


class _Strings:
    """What the names of a file stand for, whatever their capitals: together no more than a file may have.

    Each `@string` may be made of others, twice as long as they are.
    """

    def __init__(self, months: Mapping[str, str], note: Callable[[Exception], None]) -> None:
        self._known = {name.lower(): value for name, value in months.items()}
        self._room = LONGEST_TEXT
        self._note = note

    def __getitem__(self, name: str) -> str:
        value = self._known[name.lower()]
        has_room = self._room >= 0
        self._room -= len(value)
        if self._room >= 0:
            return value
        if has_room:
            self._note(ValueError(f"what @string stands for has more than {LONGEST_TEXT:,} characters in this file"))
        return ""

    def __setitem__(self, name: str, value: str) -> None:
        self._known[name.lower()] = value


_OPENING: Final = re.compile(r"@[^\n]*")
_BEFORE_KEY: Final = re.compile(r"@\s*+[^\s{(]++\s*+[{(]\s*+")


def _people(fields: Mapping[str, str], place: Place) -> tuple[tuple[Name, ...], tuple[Problem, ...]]:
    from pybtex.bibtex.utils import split_name_list
    from pybtex.database import InvalidNameString, Person

    role = next((role for role in _ROLES if fields.get(role)), None)
    if role is None:
        return (), ()
    names: list[Name] = []
    problems: list[Problem] = []
    for written in filter(None, map(str.strip, split_name_list(fields[role]))):
        try:
            person = Person(written)
        except InvalidNameString:
            names.append(Name(decoded(written)))
            message = f"{role}: there are too many commas in the name {written}; write `and` between names"
            problems.append(Problem(place, "bibliography-name", message, Severity.WARNING))
            continue
        family = " ".join((*person.prelast_names, *person.last_names, *person.lineage_names))
        given = " ".join((*person.first_names, *person.middle_names))
        names.append(Name(decoded(family), decoded(given)))
    return tuple(names), tuple(problems)


# --- LaTeX -----------------------------------------------------------------------------------------------------------

_FORMULA: Final = re.compile(r"(?<!\\)\$(?P<tex>(?:[^$\\]|\\.)+)\$", re.DOTALL)
_DOTLESS: Final = re.compile(r"""(\\['"`^~=.])\s*\{\s*\\([ij])\s*\}""")
_COMMENT: Final = re.compile(r"(?<!\\)%")
_NAMED: Final = re.compile(r"\\text(?P<name>backslash|asciicircum|braceleft|braceright)(?![A-Za-z])\s*(?:\{\})?")
_CHARACTERS: Final = {"backslash": "\ue000", "asciicircum": "\ue001", "braceleft": "\ue002", "braceright": "\ue003"}
"""What stands for characters that would be read as LaTeX again, or whose commands latexcodec 3.0 does not know."""
_FROM_CHARACTERS: Final = str.maketrans(dict(zip(_CHARACTERS.values(), "\\^{}", strict=True)))
_LEFT: Final = re.compile(r"\\[A-Za-z]+\s*(?:\{\})?|\\(?P<char>[^A-Za-z\s])|[{}]")


def pieces(latex: str) -> Iterator[tuple[bool, str]]:
    """Yield the pieces of a field in order: whether it is a formula, and its LaTeX or the plain text."""
    position = 0
    for match in _FORMULA.finditer(latex):
        if match.start() > position:
            yield False, decoded(latex[position : match.start()])
        yield True, match["tex"]
        position = match.end()
    if position < len(latex):
        yield False, decoded(latex[position:])


def decoded(latex: str) -> str:
    r"""Return LaTeX without formulas as plain text: `{\"o}` is ö, `\&` is &, `--` a dash; `\emph{a}` is a."""
    import latexcodec  # noqa: F401 - it registers the codec

    latex = _COMMENT.sub(r"\\%", _DOTLESS.sub(r"\1{\2}", latex))
    latex = _NAMED.sub(lambda match: _CHARACTERS[match["name"]], latex)
    lead = " " if latex[:1].isspace() else ""  # which the codec drops, as LaTeX does at the beginning of a line
    try:
        text = lead + codecs.lookup("ulatex").decode(latex)[0]  # type: ignore[arg-type]  # from text to text
    except ValueError:  # a lone backslash at the end, and the like
        text = latex
    return _LEFT.sub(lambda match: match["char"] or "", text).translate(_FROM_CHARACTERS)
