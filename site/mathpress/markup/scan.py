r"""Finding formulas in Markdown, before Markdown sees them.

Each formula becomes a placeholder, so that no `_ * \ < | ^` in it can mean anything to Markdown. Code, comments, tags
and link targets are passed over. What counts as code is finally known only to Markdown (an indented block may be a list
item's text): the scan is generous, and `weave` puts the source back where a placeholder ended up in code.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mathpress.errors import Severity
from mathpress.markup.placeholders import MORE, PRIVATE, Form, Found, placeholder, unquoted
from mathpress.markup.search import Search


@dataclass(frozen=True, slots=True)
class Slip:
    """A formula that its author meant but did not write: the stretch of the text, a code, and how to mend it."""

    start: int
    end: int
    code: str
    message: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Scanned:
    """Markdown with placeholders, what they stand for by number, and the slips found on the way."""

    text: str
    found: tuple[Found, ...]
    slips: tuple[Slip, ...]


DISPLAYS: Final = (
    "equation", "align", "gather", "multline", "eqnarray", "alignat", "flalign", "xalignat", "displaymath", "math",
    "split",
    "aligned", "gathered", "alignedat", "cases", "array", "[pbBvV]?matrix", "CD",
)  # fmt: skip
"""Environments that are formulas wherever they stand, with or without a star (patterns)."""

_TOKEN: Final = re.compile(
    rf"""
      (?P<fence>      ^ (?P<indent> [ \t>]* (?: (?: [-*+] | \d{{1,9}}[.)] ) [ \t]+ )* )
                      (?P<mark> `{{3,}} | ~{{3,}} ) (?P<info> [^`\n]* ) $ )
    | (?P<more>       <!-- [ \t]* (?i:more) [ \t]* --> )
    | (?P<comment>    <!-- )
    | (?P<raw>        < (?P<element> (?i: pre | code | script | style | textarea ) ) (?= [\s>] ) )
    | (?P<tag>        </? [A-Za-z] [^<>"'$]* (?: (?: "[^"<]*" | '[^'<]*' ) [^<>"'$]* )* > )
    | (?P<autolink>   < [A-Za-z][A-Za-z0-9+.\-]{{1,31}} : [^\s<>]* > )
    | (?P<ticks>      `+ )
    | (?P<target>     \]\( [ \t]* (?: <[^<>\n]*> | (?: [^\s()\\] | \\. | \([^\s()]*\) )* ) (?= [ \t]*\) | \s+["'] ) )
    | (?P<definition> ^ [ ]{{0,3}} \[ (?!\^) [^\]\n]+ \]: [ \t] [^\n]* )
    | (?P<url>        \b (?: https? | ftp ) :// [^\s<>()\[\]"'`\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+ )
    | (?P<begin>      \\begin \{{ (?P<environment> (?: {"|".join(DISPLAYS)} ) \*? ) \}} )
    | (?P<paren>      \\\( )
    | (?P<bracket>    \\\[ )
    | (?P<reference>  \\ (?: eq )? ref \{{ (?P<label> [^{{}}\n]+ ) \}} )
    | (?P<escape>     \\ . )
    | (?P<dollars>    \$\$ )
    | (?P<gitlab>     \$` )
    | (?P<dollar>     \$ )
    | (?P<private>    [{PRIVATE}] )
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_QUOTE: Final = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+|>[ \t]?)*")
_LOOKS_LIKE_MATH: Final = re.compile(r"[\\^_={}]|^\s*[A-Za-z]\s*$")


def scan(text: str) -> Scanned:
    r"""Replace the formulas of a Markdown text by placeholders. Line ends are `\n`; linear in the text's length."""
    scanner = _Scanner(text)
    pieces: list[str] = []
    done = position = 0
    while match := _TOKEN.search(text, position):
        kind = match.lastgroup or ""
        position, replacement = _HANDLERS[kind](scanner, match) if kind in _HANDLERS else (match.end(), None)
        if replacement is not None:
            pieces += [text[done : match.start()], replacement]
            done = position
    pieces.append(text[done:])
    return Scanned("".join(pieces), tuple(scanner.found), tuple(scanner.slips))


_Handled = tuple[int, str | None]
"""Where to go on, and what stands in place of what was passed over (None: itself)."""


class _Scanner:
    """The handlers of one text: each is given a token and tells what it begins."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.search = Search(text)
        self.found: list[Found] = []
        self.slips: list[Slip] = []

    def fence(self, match: re.Match[str]) -> _Handled:
        """Pass over a fenced code block; one that says `math` is a display (GitHub, GitLab)."""
        ends = self.search.fence_end(match["mark"], match.end())
        if ends is None:
            return match.end(), None
        if match["info"].strip().partition(" ")[0] != "math":
            return ends[1], None
        start = match.start() + len(match["indent"])
        formula = self._formula(Form.DISPLAY, start, match.end() + 1, ends[0], ends[1])
        return ends[1], match["indent"] + formula

    def more(self, match: re.Match[str]) -> _Handled:
        """Mark the excerpt's end. On a line of its own it ends the paragraph before it, as HTML comments do."""
        line = self.text[self.search.line_start(match.start()) : match.start()]
        alone = not line.strip() and len(line) < 4 and self.text[match.end() : match.end() + 1] in {"", "\n"}
        return match.end(), f"\n\n{MORE}\n\n" if alone else MORE

    def comment(self, match: re.Match[str]) -> _Handled:
        end = self.search.find("-->", match.end(), len(self.text))
        return (match.end() if end is None else end + len("-->")), None

    def raw(self, match: re.Match[str]) -> _Handled:
        """Pass over an element whose text is no prose."""
        end = self.search.find(f"</{match['element']}", match.end(), len(self.text))
        return (match.end() if end is None else end), None

    def ticks(self, match: re.Match[str]) -> _Handled:
        end = self.search.code_end(match.end(), len(match[0]))
        return (match.end() if end is None else end), None

    def begin(self, match: re.Match[str]) -> _Handled:
        r"""Take a bare environment, its `\begin` and `\end` included."""
        end = self.search.environment_end(match["environment"], match.start())
        if end is None:
            name = match["environment"]
            return self._unclosed(match, "math-begin", rf"\begin{{{name}}} has no \end{{{name}}}")
        return end, self._formula(Form.DISPLAY, match.start(), match.start(), end, end)

    def dollars(self, match: re.Match[str]) -> _Handled:
        end = self.search.formula_end("$$", match.end())
        if end is None:
            return self._unclosed(
                match, "math-delimiter", "this $$ is not closed before the paragraph ends; add the missing $$"
            )
        return end + 2, self._formula(Form.DISPLAY, match.start(), match.end(), end, end + 2)

    def bracket(self, match: re.Match[str]) -> _Handled:
        end = self.search.formula_end(r"\]", match.end())
        if end is None:
            return match.end(), None
        return end + 2, self._formula(Form.DISPLAY, match.start(), match.end(), end, end + 2)

    def paren(self, match: re.Match[str]) -> _Handled:
        end = self.search.formula_end(r"\)", match.end())
        if end is None:
            return match.end(), None
        return end + 2, self._formula(Form.INLINE, match.start(), match.end(), end, end + 2)

    def gitlab(self, match: re.Match[str]) -> _Handled:
        """Take GitLab's inline formula, in which the backticks are part of the delimiters."""
        end = self.search.find("`$", match.end(), self.search.block_end(match.end()))
        if end is None:
            return match.start() + 1, None
        return end + 2, self._formula(Form.INLINE, match.start(), match.end(), end, end + 2)

    def dollar(self, match: re.Match[str]) -> _Handled:
        """Take an inline formula, if the rules that keep prices prose let it be one."""
        text = self.text
        start = match.end()
        end = self.search.formula_end("$", start)
        if end is None or text.startswith("$$", end) or text.count("\n", start, end) > 1:
            return start, None
        spaced = text[start].isspace() or text[end - 1].isspace()
        if not spaced and not text[end + 1 : end + 2].isdecimal():
            return end + 1, self._formula(Form.INLINE, match.start(), start, end, end + 1)
        if spaced and _LOOKS_LIKE_MATH.search(text, start, end) and "\n" not in text[start:end]:
            inner = text[start:end].strip()
            message = (
                f"this is no formula because of the space inside the dollars; write ${inner}$, or \\$ for a dollar sign"
            )
            self.slips.append(Slip(match.start(), end + 1, "math-space", message, Severity.WARNING))
            return end + 1, None
        return start, None

    def reference(self, match: re.Match[str]) -> _Handled:
        return match.end(), self._add(
            Found(Form.REFERENCE, match[0], match["label"].strip(), match.start(), ((0, match.start()),))
        )

    def escape(self, match: re.Match[str]) -> _Handled:
        r"""Take `\$` for a dollar; Markdown's own escapes are left to it."""
        return match.end(), self._literal(match, "$") if match[0] == r"\$" else None

    def private(self, match: re.Match[str]) -> _Handled:
        return match.end(), self._literal(match, match[0])

    def _literal(self, match: re.Match[str], char: str) -> str:
        return self._add(Found(Form.LITERAL, match[0], char, match.start(), ((0, match.start()),)))

    def _add(self, found: Found) -> str:
        self.found.append(found)
        return placeholder(len(self.found) - 1)

    def _unclosed(self, match: re.Match[str], code: str, message: str) -> _Handled:
        self.slips.append(Slip(match.start(), match.end(), code, message, Severity.ERROR))
        return self.search.block_end(match.end()), None

    def _formula(self, form: Form, start: int, tex_start: int, tex_end: int, end: int) -> str:
        """Add the formula at `start:end`, whose LaTeX is at `tex_start:tex_end`, and return its placeholder."""
        prefix = _QUOTE.match(self.text, self.search.line_start(start))
        depth = prefix[0].count(">") if prefix and prefix.end() <= start + 1 else 0
        tex, origins = unquoted(self.text, tex_start, tex_end, depth)
        return self._add(Found(form, self.text[start:end], tex, start, origins))


_HANDLERS: Final[dict[str, Callable[[_Scanner, re.Match[str]], _Handled]]] = {
    "fence": _Scanner.fence,
    "more": _Scanner.more,
    "comment": _Scanner.comment,
    "raw": _Scanner.raw,
    "ticks": _Scanner.ticks,
    "begin": _Scanner.begin,
    "dollars": _Scanner.dollars,
    "bracket": _Scanner.bracket,
    "paren": _Scanner.paren,
    "gitlab": _Scanner.gitlab,
    "dollar": _Scanner.dollar,
    "reference": _Scanner.reference,
    "escape": _Scanner.escape,
    "private": _Scanner.private,
}
"""The tokens that begin something; every other token is passed over whole."""
