r"""The two ways to write a theorem, read as one: `\begin{theorem}[Name]\label{x}` and `/// theorem | Name`.

Both become an opening, the title, the end of the opening, and later a close; the title is scanned like any text. The
blocks between slashes are those of pymdown-extensions: a close has as many slashes as its opening, so blocks nest.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mathpress.errors import Severity
from mathpress.markup.environments import meant
from mathpress.markup.finds import Finds, Handled
from mathpress.markup.placeholders import APART, APART_END, MORE, Form, Found, Opening, Slip
from mathpress.markup.slips import no_display
from mathpress.markup.syntax import LABEL
from mathpress.text import nearest

_BRACKET: Final = re.compile(r"[ \t]*\[")
_LONGEST_TITLE: Final = 500
_IN_TITLE: Final = re.compile(r"\\. | [\[\]{}$] | \n [ \t>]* (?=\n)", re.VERBOSE | re.DOTALL)
_OPTION: Final = re.compile(r"\n(?P<indent>[ \t>]*)(?P<key>[A-Za-z][\w\-]*)[ \t]*:(?P<value>(?:[ \t][^\n]*)?)(?=\n|\Z)")
_OPTION_INDENT: Final = 4
_OPTIONS: Final = ("label", "fold")


class Blocks:
    """Reads the openings and closes of one text. `kinds` are the names of environments; `scan` scans a title."""

    def __init__(self, finds: Finds, kinds: frozenset[str], scan: Callable[[int, int], str]) -> None:
        self._finds = finds
        self.kinds = kinds
        self._scan = scan
        self._open: list[tuple[str, str | None]] = []
        """The slashes of the blocks that are open, and their kinds; None for one that is unknown."""
        self._count: Counter[str] = Counter()
        """How many blocks are open by their slashes."""
        self._misplaced: int | None = None
        """How many openings and closes stand in the title that is being read, where none may; None outside titles."""

    def begin(self, match: re.Match[str]) -> Handled | None:
        r"""Open the environment of a `\begin`, or return None if it is none of these."""
        name = match["environment"]
        kind = self._meant(name)
        if kind is None:
            return None
        if self._misplaced is not None:
            return self._misplace(match.start(), match.end())
        title = _title(self._finds.text, match.end())
        behind = self._finds.text.index("]", title[1]) + 1 if title else match.end()
        label = LABEL.match(self._finds.text, behind)
        end = label.end() if label else behind
        opening = Opening(kind, numbered=not name.endswith("*"))
        if label:
            opening = replace(opening, label=" ".join(label["name"].split()), label_span=label.span("label"))
        slip = None if name.removesuffix("*") == kind else no_display(name, self.kinds)
        return end, self._opened(match.start(), title or (match.end(), match.end()), end, opening, slip)

    def end(self, match: re.Match[str]) -> Handled:
        r"""Close the environment of an `\end`, if it is one of these."""
        name = match["ended"].removesuffix("*")
        kind = self._meant(name)
        if kind is not None and self._misplaced is not None:
            return self._misplace(match.start(), match.end())
        return match.end(), None if kind is None else self._closed(match.start(), match.end(), kind, name)

    def _meant(self, name: str) -> str | None:
        likely = meant(name.removesuffix("*"), self.kinds)
        return likely if likely in self.kinds else None

    def slashes(self, match: re.Match[str]) -> Handled:
        """Open or close a block between slashes."""
        if self._misplaced is not None:
            return self._misplace(match.start(), match.end())
        return self._block(match) if match["name"] else self._block_end(match)

    def _misplace(self, start: int, end: int) -> Handled:
        """Leave an opening or a close in a title as it is, and tell of the first."""
        slip = None
        if not self._misplaced:
            message = (
                f"{self._finds.text[start:end].strip()} stands in the title of another block; give it lines of its own"
            )
            slip = Slip(end - start, "theorem-place", message, Severity.ERROR)
        self._misplaced = (self._misplaced or 0) + 1
        return end, self._finds.literal(start, end, slip)

    def _block(self, match: re.Match[str]) -> Handled:
        name = match["name"].removesuffix("*")
        kind = self._meant(name)
        start = match.start("slashes")
        self._open.append((match["slashes"], kind))
        self._count[match["slashes"]] += 1
        slip = None
        if name != kind:
            guess = f"did you mean {kind}?" if kind else f"there are {', '.join(sorted(self.kinds))}"
            message = f"{match['slashes']} {name} is no block that mathpress sets; {guess}"
            slip = Slip(match.end("name") - start, "block-unknown", message, Severity.ERROR)
        if kind is None:
            return match.end(), match["before"] + self._finds.literal(start, match.end("name"), slip) + (
                self._finds.prose(match.end("name"), match.end())
            )
        title = _stripped(self._finds.text, *(match.span("title") if match["title"] else (match.end(), match.end())))
        end, opening, wrong = self._options(
            match.end(), len(match["before"]), Opening(kind, numbered=not match["name"].endswith("*"))
        )
        return end, match["before"] + self._opened(start, title, end, opening, slip, wrong)

    def _block_end(self, match: re.Match[str]) -> Handled:
        start, end = match.span("slashes")
        if not self._count[match["slashes"]]:
            message = f"{match['slashes']} closes nothing: no block that begins with as many slashes is open"
            slip = Slip(end - start, "theorem-end", message, Severity.ERROR)
            return match.end(), match["before"] + self._finds.literal(start, end, slip)
        slashes = ""
        while slashes != match["slashes"]:
            slashes, kind = self._open.pop()
            self._count[slashes] -= 1
        if kind is None:
            return match.end(), None
        return match.end(), match["before"] + self._closed(start, end, kind, kind)

    def _options(self, position: int, indent: int, opening: Opening) -> tuple[int, Opening, str]:
        """Read the lines `key: value` behind the first line of a block; the last result says what is wrong there."""
        wrong = ""
        while match := _OPTION.match(self._finds.text, position):
            is_indented = len(match["indent"]) >= indent + _OPTION_INDENT
            if not is_indented and match["key"] not in _OPTIONS:
                break
            value = match["value"].strip()
            start, position = match.end("indent"), match.end()
            if match["key"] == "label" and value:
                opening = replace(opening, label=" ".join(value.split()), label_span=(start, position))
            elif match["key"] == "fold" and opening.kind == "proof" and value in {"true", "false"}:
                opening = replace(opening, fold=value == "true")
            else:
                slip = Slip(position - start, "block-option", _wrong_option(match["key"], opening.kind), Severity.ERROR)
                wrong += self._finds.add(Found(Form.LITERAL, "", "", start, ((0, start),), slip))
        return position, opening, wrong

    def _opened(
        self, start: int, title: tuple[int, int], end: int, opening: Opening, slip: Slip | None, wrong: str = ""
    ) -> str:
        """Add an opening at `start:end` with its title, and return what stands in its place."""
        text, add = self._finds.text, self._finds.add
        before = add(Found(Form.OPEN, text[start : title[0]], opening.kind, start, ((0, start),), slip))
        self._misplaced = 0
        inner = " ".join(self._scan(*title).replace(MORE, "").split())
        self._misplaced = None
        after = add(Found(Form.HEAD, text[title[1] : end], opening.kind, start, ((0, start),), opening=opening))
        return f"{wrong}{APART}{before}{inner}{after}{APART_END}"

    def _closed(self, start: int, end: int, kind: str, name: str) -> str:
        source = self._finds.text[start:end]
        slip = None
        if name != kind:
            message = f"{source} closes no environment that mathpress sets; did you mean {kind}?"
            slip = Slip(end - start, "math-environment", message, Severity.ERROR)
        return f"{APART}{self._finds.add(Found(Form.CLOSE, source, kind, start, ((0, start),), slip))}{APART_END}"


def _title(text: str, start: int) -> tuple[int, int] | None:
    """Return where the title in brackets behind `start` begins and ends; no bracket in braces or a formula ends it."""
    opening = _BRACKET.match(text, start)
    if opening is None:
        return None
    depth = brackets = 0
    in_formula = False
    for match in _IN_TITLE.finditer(text, opening.end(), opening.end() + _LONGEST_TITLE):
        sign = match[0]
        if sign[0] == "\n":
            return None
        if sign == "$":
            in_formula = not in_formula
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
        elif sign in "[]" and not depth and not in_formula:
            brackets += 1 if sign == "[" else -1
            if brackets < 0:
                return _stripped(text, opening.end(), match.start())
    return None


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a stretch of text without the white space around it, and without braces that keep it together."""
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    end = max(start, end - len(inner) + len(inner.rstrip()))
    is_group = text[start : start + 1] == "{" and text.find("}", start, end) == end - 1
    return (start + 1, end - 1) if is_group else (start, end)


def _wrong_option(key: str, kind: str) -> str:
    if key == "label":
        return "a label needs a name; write label: thm:name"
    if key == "fold":
        return (
            "fold is for proofs, and true or false" if kind == "proof" else f"fold is for proofs, and this is a {kind}"
        )
    likely = nearest(key, _OPTIONS)
    advice = f"did you mean {likely}?" if likely else "leave a blank line before the text"
    return f"{key} is no option of a {kind}; {advice}"
