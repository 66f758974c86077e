"""Formulas are set aside while a text is made from HTML to Markdown, and put back as they were."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from mathpress.markup.placeholders import Form
from mathpress.markup.scan import scan

BREAK: Final = "\\\n"
"""A break of a line in Markdown."""
_OPEN: Final = "\ufdd0"
_CLOSE: Final = "\ufdd1"
"""Characters that no text has (Unicode, 23.7), between which the number of a formula stands."""
_OURS: Final = str.maketrans(dict.fromkeys((_OPEN, _CLOSE), "\ufffd"))
_KEPT: Final = {Form.INLINE, Form.DISPLAY, Form.REFERENCE, Form.LABEL, Form.BEGIN, Form.END}
_DOLLAR: Final = r"\$"
_OF_MARKDOWN: Final = re.compile(r"[`~]|(?<!\\)\]")
"""What is code or a definition's end in Markdown and nothing of the kind in HTML: LaTeX's quotes, and brackets."""
_NOTHING: Final = "\ufdd4"
_MARK: Final = re.compile(rf"{_OPEN}(?P<number>[0-9]++){_CLOSE}")
_BLOCK_TAG: Final = re.compile(r"</?(?:p|div|li|ul|ol|h[1-6]|blockquote|table|tr|td|pre)\b", re.IGNORECASE)
BLANK_LINES: Final = re.compile(r"\n[ \t]*+(?:\n[ \t]*+)++")


def set_aside(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Return a text in HTML with a mark for each formula, reference and `\$`, and what they stand for by number."""
    text = text.translate(_OURS)
    found: list[str] = []
    pieces: list[str] = []
    done = 0
    for start, end in formulas(text):
        pieces += [text[done:start], f"{_OPEN}{len(found)}{_CLOSE}"]
        found.append(text[start:end])
        done = end
    return "".join([*pieces, text[done:]]), tuple(found)


def formulas(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield the spans of the formulas, references and `\$` of a text in HTML, in order."""
    done = 0
    for each in scan(_OF_MARKDOWN.sub(_NOTHING, text)).found:
        start, end = each.start, each.start + len(each.source)
        is_split = each.form is Form.INLINE and _BLOCK_TAG.search(each.source)  # two prices in two paragraphs
        if (each.form in _KEPT or each.source == _DOLLAR) and not is_split and start >= done:
            yield start, end
            done = end


def is_formula(text: str) -> bool:
    """Tell whether a text is nothing but one mark, maybe with a full stop or comma."""
    return re.fullmatch(rf"\s*{_MARK.pattern}[.,;]?\s*", text) is not None


_IN_BLOCK: Final = re.compile(r"[ \t]*(?:[>|]|[-*+] |\d+\. |[ \t])")


def put_back(text: str, found: Sequence[str]) -> str:
    """Put formulas back. Where a line has a mark of a block before it, one stands on one line."""
    pieces: list[str] = []
    done = line = 0
    text = _AROUND_BREAK.sub(lambda match: _without_breaks(match, found), text)
    for match in _MARK.finditer(text):
        source = BLANK_LINES.sub("\n", found[int(match["number"])])
        line = text.rfind("\n", done, match.start()) + 1 or line
        if "%" not in source and _IN_BLOCK.match(text, line):
            source = " ".join(source.split())
        pieces += [text[done : match.start()], source]
        done = match.end()
    return "".join([*pieces, text[done:]])


_AROUND_BREAK: Final = re.compile(rf"(?P<before>\\\n)?{_OPEN}(?P<number>[0-9]++){_CLOSE}(?P<behind>\\\n)?")


def _without_breaks(match: re.Match[str], found: Sequence[str]) -> str:
    """Return a formula's mark with line ends for the breaks around it, if it is a display."""
    if not found[int(match["number"])].startswith(("$$", "\\[", "\\begin")):
        return match[0]
    return match[0].replace(BREAK, "\n")
