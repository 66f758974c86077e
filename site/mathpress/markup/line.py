"""What stands in a line: emphasis, links, images, code, HTML, line breaks. One pass, linear on any text.

This takes the place of all of Python-Markdown's inline patterns, each of which searches the whole text and begins anew
behind every match. The rules are CommonMark's (0.31, chapter 6), with `~~…~~`, bare URLs and footnotes as on GitHub.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.util import AtomicString, code_escape

from mathpress.markup import targets
from mathpress.markup.delimiters import Delimiter, delimiter, pair
from mathpress.markup.footnotes import Footnotes
from mathpress.markup.pieces import Piece, Url, assemble, escape, image, link

_IMAGES: Final = 8
"""How many images may stand in one another's texts."""
_TOKEN: Final = re.compile(
    r"""
    (?= [\\`*_~!\[\]\n<:] ) (?:  # what any of these begins with; most characters begin none
      \\ (?: (?P<escaped> [!-/:-@\[-`{-~] ) | (?P<broken> \n ) )
    | (?P<ticks>   `+ )
    | (?P<run>     \*+ | _+ | ~+ )
    | \[\^ (?P<note> [^\[\]\n]{1,200}+ ) \]
    | (?P<image>   !\[ )
    | (?P<open>    \[ )
    | (?P<close>   \] )
    | (?P<newline> \n )
    | < (?P<address> [A-Za-z][A-Za-z0-9+.\-]{1,31}+ : [^\s<>]*+ ) >
    | < (?P<mail>  [A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-]{1,64}+ @ [A-Za-z0-9.\-]{1,255}+ ) >
    | (?P<tag>     </?+ [A-Za-z] [^\s"'<>@]*+
                   (?: \s++ [^\s"'=<>]++ (?: \s*+ = \s*+ (?: "[^"]*+" | '[^']*+' | [^\s"'=<>]++ ) )?+ )*+ \s*+ /?+ > )
    | (?P<special> <!-- | <\? | <!\[CDATA\[ )
    | (?P<scheme>  :// )
    )
    """,
    re.VERBOSE,
)
_ENDS: Final[Mapping[str, str]] = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}
_TICKS: Final = re.compile(r"`+")
_ANCHOR: Final = re.compile(r"<(?P<slash>/?)a(?![^\s/>])", re.IGNORECASE)


class _Opening(NamedTuple):
    """A `[` or `![`: the piece that it is, what follows it, how many delimiters stand before it."""

    is_image: bool
    piece: int
    end: int
    delimiters: int
    brackets: int


@dataclass(slots=True)
class Context:
    """What the lines of one document share."""

    markdown: Markdown
    footnotes: Footnotes

    def reference(self, label: str) -> targets.Target | None:
        """Return what a link reference definition leads to."""
        found = self.markdown.references.get(" ".join(label.split()).lower())
        return targets.Target(found[0], found[1] or "") if found else None


class Line:
    """The reading of one stretch of text."""

    def __init__(self, text: str, context: Context) -> None:
        self._text = text
        self._context = context
        self._pieces: list[Piece] = []
        self._openings: list[_Opening] = []
        self._delimiters: list[Delimiter] = []
        self._brackets = 0
        """How many brackets have been opened, by which a label is known to hold none."""
        self._inactive = 0
        """How many openings may begin no link, for a link has been made behind them."""
        self._nested: dict[Element, int] = {}
        """How deep images have images in their texts."""
        self._in_anchor = False
        self._ticks: dict[int, list[int]] | None = None
        self._hopeless: set[str] = set()

    def read(self, parent: Element) -> list[Element]:  # noqa: C901 - one case for each kind of token
        """Read the text; return the elements, with their tails, and leave the text before them in `parent`."""
        text = self._text
        position = 0
        while match := _TOKEN.search(text, position):
            if match.start() > position:
                self._pieces.append(text[position : match.start()])
            before = position
            position = match.end()
            match match.lastgroup:
                case "escaped":
                    self._pieces.append(escape(match["escaped"]))
                case "broken":
                    self._pieces += [Element("br")]
                case "newline":
                    self._line_end()
                case "ticks":
                    position = self._code(match)
                case "run":
                    self._run(match)
                case "note":
                    self._note(match)
                case "image" | "open":
                    self._open(match)
                case "close":
                    position = self._close(match)
                case "address":
                    self._pieces.append(Url(match["address"], match["address"]))
                case "mail":
                    self._pieces.append(Url(match["mail"], f"mailto:{match['mail']}"))
                case "tag":
                    self._html(match[0])
                case "special":
                    position = self._special(match)
                case _:
                    position = self._bare_url(match, before)
        self._pieces.append(text[position:])
        pair(self._delimiters)
        return assemble(self._pieces, parent)

    def _line_end(self) -> None:
        """End a line; two spaces before it make it a hard break."""
        last = self._pieces[-1] if self._pieces else ""
        if isinstance(last, str) and last.endswith("  "):
            self._pieces[-1] = last.rstrip(" ")
            self._pieces.append(Element("br"))
        else:
            self._pieces.append("\n")

    def _code(self, match: re.Match[str]) -> int:
        """Read a code span: up to a run of as many backticks."""
        if self._ticks is None:
            self._ticks = {}
            for run in _TICKS.finditer(self._text):
                self._ticks.setdefault(len(run[0]), []).append(run.start())
        starts = self._ticks.get(len(match[0]), [])
        index = bisect_left(starts, match.end())
        if index == len(starts):
            self._pieces.append(match[0])
            return match.end()
        code = Element("code")
        code.text = AtomicString(code_escape(self._text[match.end() : starts[index]].strip()))
        self._pieces.append(code)
        return starts[index] + len(match[0])

    def _run(self, match: re.Match[str]) -> None:
        text = self._text
        made = delimiter(match[0], text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1])
        self._pieces.append(made or match[0])
        if made:
            self._delimiters.append(made)

    def _note(self, match: re.Match[str]) -> None:
        self._brackets += 1
        mark = self._context.footnotes.mark(match["note"])
        self._pieces.append(match[0] if mark is None else mark)

    def _open(self, match: re.Match[str]) -> None:
        self._brackets += 1
        is_image = match.lastgroup == "image"
        opening = _Opening(is_image, len(self._pieces), match.end(), len(self._delimiters), self._brackets)
        self._openings.append(opening)
        self._pieces.append(match[0])

    def _close(self, match: re.Match[str]) -> int:
        """Make what stands since the last `[` the text of a link or image, if a target follows."""
        opening = self._openings.pop() if self._openings else None
        is_active = opening is not None and (opening.is_image or len(self._openings) >= self._inactive)
        self._inactive = min(self._inactive, len(self._openings))
        found = self._target(opening, match) if opening and is_active and not self._in_anchor else None
        inner = self._pieces[opening.piece + 1 :] if opening and found else []
        depth = 1 + max((self._nested.get(piece, 0) for piece in inner if isinstance(piece, Element)), default=0)
        if not opening or not found or depth > _IMAGES:
            self._pieces.append("]")
            return match.end()
        target, end = found
        del self._pieces[opening.piece :]
        pair(self._delimiters[opening.delimiters :])
        del self._delimiters[opening.delimiters :]
        if opening.is_image:
            title = Element("figcaption")
            title[:] = Line(target.title, self._context).read(title)
            made = image(target.url, inner, title)
            self._nested[made] = depth
        else:
            self._inactive = len(self._openings)
            made = link(target.url, " ".join(targets.unescape(target.title).split()), inner)
        self._pieces.append(made)
        return end

    def _target(self, opening: _Opening, match: re.Match[str]) -> tuple[targets.Target, int] | None:
        inline = targets.read(self._text, match.end())
        if inline:
            return inline
        label = targets.LABEL.match(self._text, match.end())
        end = label.end() if label else match.end()
        name = label["label"] if label else ""
        if not name.strip() and self._brackets == opening.brackets and match.start() - opening.end < targets.LONGEST:
            name = self._text[opening.end : match.start()]
        found = self._context.reference(name) if name else None
        return (found, end) if found else None

    def _html(self, tag: str) -> None:
        """Keep a tag of the author's as it is."""
        if anchor := _ANCHOR.match(tag):
            self._in_anchor = not anchor["slash"]
        self._pieces.append(self._context.markdown.htmlStash.store(tag))

    def _special(self, match: re.Match[str]) -> int:
        """Keep a comment, a processing instruction or a CDATA section as it is."""
        closing = _ENDS[match[0]]
        end = -1 if closing in self._hopeless else self._text.find(closing, match.end())
        if end < 0:
            self._hopeless.add(closing)
            self._pieces.append(match[0])
            return match.end()
        end += len(closing)
        self._pieces.append(self._context.markdown.htmlStash.store(self._text[match.start() : end]))
        return end

    def _bare_url(self, match: re.Match[str], begin: int) -> int:
        """Make a link of a bare URL, as GitHub does; `begin` is where what has not been read begins."""
        found = None if self._in_anchor else targets.bare_url(self._text, begin, match.start())
        if not found:
            self._pieces.append(match[0])
            return match.end()
        start, end = found
        if match.start() > begin:
            self._pieces[-1] = self._text[begin:start]
        url = self._text[start:end]
        self._pieces.append(Url(url, url))
        return end
