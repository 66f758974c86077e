r"""Finding formulas in Markdown, before Markdown sees them.

Each formula becomes a placeholder, so that no `_ * \ < | ^` in it can mean anything to Markdown. Code, comments, tags
and link targets are passed over. What counts as code is finally known only to Markdown (an indented block may be a list
item's text): the scan is generous, and `weave` puts the source back where a placeholder ended up in code.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mathpress.markup import slips
from mathpress.markup.blocks import Blocks
from mathpress.markup.citations import Mentions
from mathpress.markup.documents import Documents
from mathpress.markup.environments import is_display
from mathpress.markup.finds import Finds, Handled
from mathpress.markup.indents import dedent
from mathpress.markup.placeholders import MORE, Form, Found
from mathpress.markup.syntax import GROUP, OPENING, SUBEQUATIONS


@dataclass(frozen=True, slots=True)
class Scanned:
    """Markdown with placeholders, and what they stand for by number."""

    text: str
    found: tuple[Found, ...]


_NEAR: Final = 200


def scan(text: str, kinds: frozenset[str] = frozenset(), *, cites: bool = False) -> Scanned:
    r"""Replace the formulas of a Markdown text by placeholders. Line ends are `\n`; linear in the text's length.

    `kinds` are the names of environments whose openings and closes become placeholders too, and so do citations if it
    `cites`. `restore` gives the text back, but for the indentation in environments, the spacing of their titles, blank
    lines around a `<!-- more -->` on a line of its own, and its spelling.
    """
    scanner = _Scanner(text, kinds, cites=cites)
    scanned = scanner.run(0, len(text))
    found = tuple(scanner.finds.found)
    return Scanned(dedent(scanned, found), found)


class _Scanner:
    """The handlers of one text: each is given a token and tells what it begins."""

    def __init__(self, text: str, kinds: frozenset[str], *, cites: bool) -> None:
        self.text = text
        self.finds = Finds(text)
        self.search = self.finds.search
        self.blocks = Blocks(self.finds, kinds, self.run)
        self.documents = Documents(self.finds, kinds)
        self.mentions = Mentions(self.finds, cites=cites)
        self._closings: dict[int, int] = {}
        """Where the delimiters around subequations end, by the end of the subequations."""
        self._cut = False
        """Whether the last `$$` was reported, so that one alone behind it is the end of what a blank line has cut."""

    def run(self, start: int, end: int) -> str:
        """Return a stretch of the text with placeholders."""
        pieces: list[str] = []
        done = position = start
        while match := OPENING.search(self.text, position, end):
            kind = match.lastgroup or ""
            position, replacement = _HANDLERS[kind](self, match) if kind in _HANDLERS else (match.end(), None)
            if position > end:  # what begins in a title does not end in it
                break
            if replacement is not None:
                pieces += [self.finds.prose(done, match.start()), replacement]
                done = position
        return "".join([*pieces, self.finds.prose(done, end)])

    def fence(self, match: re.Match[str]) -> Handled:
        """Pass over a fenced code block; one that says `math` is a display (GitHub, GitLab)."""
        ends = self.search.fence_end(match["mark"], match.end())
        start = match.start("mark")
        is_math = match["info"].strip().partition(" ")[0] == "math"
        if ends is None:
            if not is_math:
                return match.end(), None
            slip = slips.unclosed_fence(self.text[start : match.end()], match["mark"])
            end, rest = self.finds.unclosed(start, match.end(), slip)
            return end, match["indent"] + rest
        if not is_math:
            return ends[1], None
        end, formula = self._display(start, match.end() + 1, ends[0], ends[1])
        return end, match["indent"] + formula

    def more(self, match: re.Match[str]) -> Handled:
        """Mark the excerpt's end. On a line of its own it ends the paragraph before it, as HTML comments do."""
        text = self.text
        alone = {text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]} <= {"", "\n"}
        return match.end(), f"\n\n{MORE}\n\n" if alone else MORE

    def comment(self, match: re.Match[str]) -> Handled:
        end = self.search.find("-->", match.end(), len(self.text))
        return (match.end() if end is None else end + len("-->")), None

    def raw(self, match: re.Match[str]) -> Handled:
        """Pass over an element whose text is no prose."""
        end = self.search.find(f"</{match['element'].lower()}", match.end(), len(self.text))
        return (match.end() if end is None else end), None

    def ticks(self, match: re.Match[str]) -> Handled:
        end = self.search.code_end(match.end(), len(match[0]))
        return (match.end() if end is None else end), None

    def begin(self, match: re.Match[str]) -> Handled:
        r"""Take a bare environment, its `\begin` and `\end` included, if it is a formula."""
        name = match["environment"]
        if name == SUBEQUATIONS and (group := GROUP.match(self.text, match.start())):
            return self._group(match.start(), group)
        if not is_display(name):
            if opened := self.blocks.begin(match):
                return opened
            return self.documents.begin(match)
        end = self.search.environment_end(name, match.start())
        if end is None:
            return self.finds.unclosed(match.start(), match.end(), slips.no_end(name))
        return end, self.finds.formula(Form.DISPLAY, match.start(), match.start(), end, end)

    def end(self, match: re.Match[str]) -> Handled:
        """End an environment, and the delimiters around subequations; of a formula this is an end without beginning."""
        name = match["ended"]
        if name != SUBEQUATIONS:
            if (closed := self.blocks.end(match))[1] is not None:
                return closed
            return self.documents.end(match)
        end = self._closings.get(match.end(), match.end())
        return end, self.finds.add(
            Found(Form.END, self.text[match.start() : end], "", match.start(), ((0, match.start()),))
        )

    def dollars(self, match: re.Match[str]) -> Handled:
        end = self.search.formula_end("$$", match.end())
        alone = self._cut and not self.text[match.end() : self.search.block_end(match.end())].strip()
        self._cut = end is None and not alone
        if end is None:
            self.documents.tell(self.search.block_end(match.end()) + len("\n\n"))
            return self.finds.unclosed(match.start(), match.end(), None if alone else slips.unclosed_dollars())
        if not self.text[match.end() : end].strip():
            slip = slips.empty_display(self.text[match.start() : end + 2])
            return end + 2, self.finds.literal(match.start(), end + 2, slip)
        return self._display(match.start(), match.end(), end, end + 2)

    def bracket(self, match: re.Match[str]) -> Handled:
        end = self.search.formula_end(r"\]", match.end())
        if end is None:
            return self._perhaps_open(match, r"\]")
        return self._display(match.start(), match.end(), end, end + 2)

    def paren(self, match: re.Match[str]) -> Handled:
        if (end := self.search.formula_end(r"\)", match.end())) is None:
            return self._perhaps_open(match, r"\)")
        return end + 2, self.finds.formula(Form.INLINE, match.start(), match.end(), end, end + 2)

    def gitlab(self, match: re.Match[str]) -> Handled:
        """Take GitLab's inline formula, in which the backticks are part of the delimiters."""
        end = self.search.find("`$", match.end(), self.search.block_end(match.end()))
        if end is None:
            return match.start() + 1, None
        return end + 2, self.finds.formula(Form.INLINE, match.start(), match.end(), end, end + 2)

    def dollar(self, match: re.Match[str]) -> Handled:
        """Take an inline formula, if the rules that keep prices prose let it be one."""
        text = self.text
        start = match.end()
        end = self.search.dollar_end(start)
        if end is None or text.startswith("$$", end) or text.count("\n", start, end) > 1:
            return start, None
        spaced = text[start].isspace() or text[end - 1].isspace()
        if not spaced and not text[end + 1 : end + 2].isdecimal():
            return end + 1, self.finds.formula(Form.INLINE, match.start(), start, end, end + 1)
        if spaced and (slip := slips.spaced(text[match.start() : end + 1])):
            return end + 1, self.finds.literal(match.start(), start, slip) + self.finds.prose(start, end + 1)
        return start, None

    def reference(self, match: re.Match[str]) -> Handled:
        if not match["label"].strip():
            return match.end(), self.finds.literal(match.start(), match.end(), slips.no_label(match[0]))
        return self.finds.mark(Form.REFERENCE, match, " ".join(match["label"].split()))

    def naming(self, match: re.Match[str]) -> Handled:
        return self.finds.mark(Form.LABEL, match, " ".join(match["named"].split()))

    def escape(self, match: re.Match[str]) -> Handled:
        r"""Take `\$` for a dollar; Markdown's own escapes are left to it."""
        return match.end(), self.finds.literal(match.start(), match.end()) if match[0] == r"\$" else None

    def _perhaps_open(self, match: re.Match[str], closing: str) -> Handled:
        """Leave an escaped bracket to Markdown, with a warning if a command stands behind it, as in a formula."""
        near = min(match.end() + _NEAR, self.search.block_end(match.end()))
        slip = slips.unclosed_bracket(match[0], closing, self.text[match.end() : near])
        if slip is None:
            return match.end(), None
        self.documents.tell(match.end())
        return match.end(), self.finds.literal(match.start(), match.end(), slip)

    def _display(self, start: int, tex_start: int, tex_end: int, end: int) -> tuple[int, str]:
        """Take a display in delimiters; subequations in them are read as if they stood without."""
        group = GROUP.match(self.text, tex_start, tex_end)
        group_end = self.search.environment_end(SUBEQUATIONS, group.start("begin")) if group else None
        if group and group_end and group_end <= tex_end and not self.text[group_end:tex_end].strip(" \t\n>"):
            self._closings[group_end] = end
            return self._group(start, group)
        return end, self.finds.formula(Form.DISPLAY, start, tex_start, tex_end, end)

    def _group(self, start: int, group: re.Match[str]) -> tuple[int, str]:
        """Begin subequations; what stands in them is read on."""
        begin = group.start("begin")
        slip = slips.no_end(SUBEQUATIONS) if self.search.environment_end(SUBEQUATIONS, begin) is None else None
        label = " ".join((group["name"] or "").split())
        origins = ((0, group.start("label") if group["label"] else begin),)
        found = Found(Form.BEGIN, self.text[start : group.end()], label, start, origins, slip)
        return group.end(), self.finds.add(found)


_HANDLERS: Final[dict[str, Callable[[_Scanner, re.Match[str]], Handled]]] = {
    "fence": _Scanner.fence,
    "more": _Scanner.more,
    "comment": _Scanner.comment,
    "raw": _Scanner.raw,
    "ticks": _Scanner.ticks,
    "begin": _Scanner.begin,
    "end": _Scanner.end,
    "block": lambda scanner, match: scanner.blocks.slashes(match),
    "naming": _Scanner.naming,
    "dollars": _Scanner.dollars,
    "bracket": _Scanner.bracket,
    "paren": _Scanner.paren,
    "gitlab": _Scanner.gitlab,
    "dollar": _Scanner.dollar,
    "reference": _Scanner.reference,
    "foreign": lambda scanner, match: scanner.documents.foreign(match),
    "bare": lambda scanner, match: scanner.documents.bare(match),
    "qed": lambda scanner, match: scanner.finds.mark(Form.QED, match, "∎"),
    "citation": lambda scanner, match: scanner.mentions.works(match),
    "mention": lambda scanner, match: scanner.mentions.work(match),
    "escape": _Scanner.escape,
}
"""The tokens that begin something; every other token is passed over whole."""
