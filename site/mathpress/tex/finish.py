"""The engine's MathML made fit for a page: well-formed, without a `style` attribute, numbers and references in place.

A strict Content-Security-Policy forbids `style` attributes, so each declaration that math-core 0.9 writes becomes a
class that the theme's `math.css` gives the same meaning, and each colour a `mathcolor` (MathML Core, section 2.1.4).
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from mathpress.tex.elements import with_styles
from mathpress.tex.mistakes import Mistake
from mathpress.tex.numbering import Number
from mathpress.tex.rewrite import FIRST_ISLAND, Reference
from mathpress.tex.rows import with_low_fences, with_struts

Part = str | Number | Reference
"""MathML, or something to be written by who knows the page: a row's number, a reference."""

_LAST_CELL: Final = '<mtd style="width: 50%"></mtd></mtr>'

CLASSES: Final = {
    "text-align: right": "m-right", "text-align: left": "m-left", "justify-items: end": "", "justify-items: start": "",
    "padding-left: 0": "m-start", "padding-right: 0": "m-end", "padding-left:0": "m-start", "padding-right:0": "m-end",
    "padding-left:1em": "m-start-quad",
    "padding-left:0.1667em": "m-start-thin", "padding-right:0.1667em": "m-end-thin",
    "padding-left:0.2222em": "m-start-medium", "padding-right:0.2222em": "m-end-medium",
    "padding-left:0.2778em": "m-start-thick", "padding-right:0.2778em": "m-end-thick",
    "padding-left: 0.1em": "m-start-hair", "padding-right: 0.1em": "m-end-hair",
    "padding-top: 0": "m-close", "padding-bottom: 0": "", "padding-top: 0.1667em": "m-open",
    "border-top: 0.05em solid currentcolor": "m-rule-above",
    "border-top: 0.05em dashed currentcolor": "m-dashes-above",
    "border-bottom: 0.05em solid currentcolor": "m-rule-below",
    "border-bottom: 0.05em dashed currentcolor": "m-dashes-below",
    "border-left: 0.05em solid currentcolor": "m-rule-left",
    "border-left: 0.05em dashed currentcolor": "m-dashes-left",
    "border-right: 0.05em solid currentcolor": "m-rule-right",
    "border-right: 0.05em dashed currentcolor": "m-dashes-right",
    "width: 100%": "m-full", "width: 50%": "m-fill", "width: 7.5%": "m-indent",
    "math-shift:compact": "m-compact", "font-variant-caps: small-caps": "m-small-caps",
}  # fmt: skip
"""Every declaration of the engine's and its class; an empty one is implied by its companion."""

_STYLED: Final = re.compile(
    r'<(?P<name>\w++)(?P<before>[^<>]*?) style="(?P<style>[^"]*)"(?P<after>[^<>]*?)(?P<slash>/?)>'
)
_BACK: Final = re.compile(r"margin-left:-(?P<length>[\d.]+)(?P<unit>em|ex|rem)")
_COLOR: Final = re.compile(r"color:\s*(?P<color>#[0-9A-Fa-f]{6})")
_TABLE: Final = re.compile(
    r'<mtable(?P<style> style="[^"]*")? displaystyle="(?P<display>\w+)" scriptlevel="(?P<level>\d)"'
)
_FULL: Final = '<mtable displaystyle="true" scriptlevel="0" style="width: 100%"'
_GHOST_ROW: Final = re.compile(
    r'<mtr>(?:<mtd style="border-top: 0\.05em (?P<line>solid|dashed)[^"]*"></mtd>)+</mtr>(?=</mtable>)'
)
_SCRIPTED_FENCE: Final = re.compile(r"<(msup|msub|msubsup)>(<mo [^<>]*minsize=[^<>]*>[^<]*</mo>)")
_CELL_OR_TABLE: Final = re.compile(r"<mtd|</?mtable")
_COLON: Final = "<mi>:</mi>", '<mo lspace="0.1111em" rspace="0.3333em">:</mo>'
r"""`\colon` as the engine draws it, and with the space of amsmath: 2 mu before, 6 mu behind."""
_LINE: Final = '<mo stretchy="true">\u0332</mo>', '<mo class="m-line" stretchy="true">\u0332</mo>'
r"""The line of `\overline` and `\underline`: few fonts can stretch it, so the style sheet draws a border instead."""
_TILDE: Final = '<mo stretchy="true">~</mo>', '<mo stretchy="true">\u02dc</mo>'
r"""The tilde of `\widetilde`: the operator `~` has space around it (MathML Core, appendix B) and would stand aside."""
_ROOT_EM: Final = re.compile(r'(?<==")(?P<number>-?[\d.]+)rem"')
_EM: Final = {"em": 1.0, "ex": 0.431, "rem": 1.0}
_MU: Final = 18  # TeX's math unit: an eighteenth of an em


def finish(
    mathml: str, *, numbers: Sequence[Number | None], references: Mapping[str, Reference], alttext: str = ""
) -> tuple[Part, ...]:
    """Return the parts of the finished `<math>` element.

    `numbers` has one entry for each row of the outermost table, or is empty if no number stands in a row. Raises
    `Mistake` if the engine drew other rows than that, or something else around a reference than an element of its own.
    """
    if numbers:
        mathml = _number_cells(mathml, len(numbers))
    if "border-top" in mathml:
        mathml = _ghosts_to_rules(mathml)
    if "<mtable" in mathml:
        # Nu's schema wants scriptlevel on mstyle, though MathML Core allows it everywhere.
        mathml = mathml.replace(_FULL, '<mtable class="m-full" displaystyle="true"', 1)
        outermost = mathml.startswith("<mtable class", mathml.index(">") + 1)
        mathml = _TABLE.sub(r'<mstyle scriptlevel="\g<level>"><mtable\g<style> displaystyle="\g<display>"', mathml)
        mathml = mathml.replace("</mtable>", "</mtable></mstyle>")
        if outermost:  # at the top the level is 0 anyway, and an mstyle would not let the table take the full width
            mathml = mathml.removesuffix("</mstyle></math>") + "</math>"
    if ' style="' in mathml:
        mathml = _STYLED.sub(_styled, mathml)
    if "minsize" in mathml:  # Chromium 156 does not stretch a delimiter that is itself the base of a script
        mathml = _SCRIPTED_FENCE.sub(r"<\1><mrow>\2</mrow>", mathml)
    mathml = with_low_fences(mathml.replace(*_COLON).replace(*_LINE).replace(*_TILDE))
    if "<mtable" in mathml:
        mathml = with_struts(mathml)
    if 'rem"' in mathml:  # a point, which is a tenth of the formula's own letters; MathML 3 has no rem
        mathml = _ROOT_EM.sub(r'\g<number>em"', mathml)
    mathml = with_styles(mathml)
    if alttext:
        mathml = mathml.replace("<math", f'<math alttext="{alttext}"', 1)
    return _parts(mathml, numbers, references)


def _number_cells(mathml: str, rows: int) -> str:
    """Put a mark for its number into the last cell of each row of the outermost table, which takes the free width."""
    pieces = mathml.split(_LAST_CELL)
    if len(pieces) != rows + 1:
        words = f"{len(pieces) - 1} rows are drawn but {rows} numbered; put each \\intertext right behind a \\\\"
        raise Mistake(0, 1, "math-rows", words)
    cells = [_cells(piece) for piece in pieces[:-1]]
    marked = pieces[0]
    for row, piece in enumerate(pieces[1:]):
        lacking = "<mtd></mtd>" * (max(cells) - cells[row])  # or the number would stand in another column
        marked += f'{lacking}<mtd style="width: 50%"><mtext>{_mark(row)}</mtext></mtd></mtr>{piece}'
    return marked


def _cells(row: str) -> int:
    """Count the cells that have begun in a row of the outermost table, without those of tables in its cells."""
    count = depth = 0
    for tag in _CELL_OR_TABLE.finditer(row, row.index("<mtr>")):
        depth += {"<mtable": 1, "</mtable": -1}.get(tag[0], 0)
        count += tag[0] == "<mtd" and depth == 0
    return count


_FIRST_NUMBER: Final = FIRST_ISLAND + 0x8000


def _mark(row: int) -> str:
    return chr(_FIRST_NUMBER + row)


def _ghosts_to_rules(mathml: str) -> str:
    r"""Replace the empty row that the engine draws for `\\ \hline` at the end of a table by a rule below the table."""
    while ghost := _GHOST_ROW.search(mathml):
        opened: list[int] = []
        for tag in re.finditer(r"<(/?)mtable", mathml[: ghost.start()]):
            if tag[1]:
                opened.pop()
            else:
                opened.append(tag.end())
        rule = f"border-bottom: 0.05em {ghost['line']} currentcolor;"
        before, after = mathml[: opened[-1]], mathml[opened[-1] : ghost.start()] + mathml[ghost.end() :]
        after = (
            after.replace(' style="', f' style="{rule}', 1)
            if after.startswith(" style=")
            else f' style="{rule}"{after}'
        )
        mathml = before + after
    return mathml


def _styled(element: re.Match[str]) -> str:
    """Write an element's style as classes and `mathcolor`."""
    attributes, back = _as_attributes(element["style"])
    if back:
        return _backwards(back)
    return f"<{element['name']}{element['before']}{attributes}{element['after']}{element['slash']}>"


@lru_cache(maxsize=256)  # the engine writes few styles
def _as_attributes(style: str) -> tuple[str, int]:
    """Return the attributes that say what a style does, and the negative space it makes in eighteenths of an em."""
    classes: list[str] = []
    color = ""
    back = 0
    for declaration in filter(None, map(str.strip, style.split(";"))):
        if match := _COLOR.fullmatch(declaration):
            color = f' mathcolor="{match["color"]}"'
        elif match := _BACK.fullmatch(declaration):
            back = round(float(match["length"]) * _EM[match["unit"]] * _MU)
        else:
            classes.append(CLASSES.get(declaration, ""))
    names = " ".join(filter(None, classes))
    return (f' class="{names}"' if names else "") + color, back


def _backwards(mu: int) -> str:
    """Return negative space of `mu` eighteenths of an em, which `width` cannot say, as classes of powers of two."""
    return "".join(f'<mspace class="m-back-{1 << bit}"/>' for bit in range(10) if mu >> bit & 1)


_MARKED: Final = re.compile(
    rf"<(?P<element>mi|mo|mtext|mn)\b[^<>]*>(?P<letter>[{chr(FIRST_ISLAND)}-{chr(_FIRST_NUMBER - 1)}])</(?P=element)>"
    rf"|(?P<number>[{chr(_FIRST_NUMBER)}-{chr(0x10FFFD)}])"
)


def _parts(mathml: str, numbers: Sequence[Number | None], references: Mapping[str, Reference]) -> tuple[Part, ...]:
    if not references and not numbers:
        return (mathml,)
    parts: list[Part] = []
    end = 0
    for match in _MARKED.finditer(mathml):
        parts.append(mathml[end : match.start()])
        if match["letter"]:
            parts += ["<mtext>", references[match["letter"]], "</mtext>"]
        elif number := numbers[ord(match["number"]) - _FIRST_NUMBER]:
            parts.append(number)
        end = match.end()
    parts.append(mathml[end:])
    for letter, reference in references.items():
        if any(isinstance(part, str) and letter in part for part in parts):
            words = rf"a reference cannot be part of a name or symbol; put \{reference.command} outside of it"
            raise Mistake(*reference.place, "math-reference", words)
    return tuple(part for part in parts if part != "")
