r"""Commands that become elements of our own: laps, rules, shifts, frames, sizes, strokes.

One function a kind, one table of them all. What MathML Core has no attribute for is a class of the theme's `math.css`.
"""

import re
from collections.abc import Sequence
from typing import Final

from mathpress.tex.colors import specification
from mathpress.tex.engines import Refusal, with_math_core
from mathpress.tex.lengths import LENGTH, em, read_length, shown
from mathpress.tex.lexer import (
    CLOSINGS,
    OPENINGS,
    ROW_END,
    Token,
    join,
    make,
    read_option,
    skip_space,
    split,
)
from mathpress.tex.mistakes import Mistake
from mathpress.tex.rewrite import Handler, Result, Rewriting, argument, group


def _as_text(tokens: Sequence[Token], like: Token) -> list[Token]:
    """Return text that may have formulas in it."""
    return [*make(r"\text", like), *group(tokens, like)]


# --- boxes of no width -----------------------------------------------------------------------------------------------

_SHIFTS: Final = {"r": "", "l": ' class="m-shift-whole"', "c": ' class="m-shift-half"'}


def _lap(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\mathllap{x}` takes no room and stands left of its place, `\mathrlap` right, `\mathclap` on both sides."""
    command = tokens[index]
    body, after = argument(tokens, index + 1, command)
    if len(split(body, "$")) > 1:
        body = _as_text(body, command)
    side = command.text.removeprefix(r"\math").lstrip("\\")[0]
    return rewriting.box(command, f'<mpadded width="0"><mrow{_SHIFTS[side]}>', body, "</mrow></mpadded>"), after


def _smash(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\smash{x}` has no height and no depth, `\smash[t]{x}` no height, `\smash[b]{x}` no depth (amsmath)."""
    command = tokens[index]
    option = read_option(tokens, index + 1)
    body, after = argument(tokens, option.next if option else index + 1, command)
    only = join(option.tokens).strip() if option else ""
    flat = "".join(f' {name}="0"' for name in ("height", "depth") if only != {"height": "b", "depth": "t"}[name])
    return rewriting.box(command, f"<mpadded{flat}>", body, "</mpadded>"), after


# --- rules, shifts ---------------------------------------------------------------------------------------------------


def _rule(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\rule[raise]{width}{height}` is a box of ink."""
    command = tokens[index]
    option = read_option(tokens, index + 1)
    raised = em(option.tokens, command) if option else 0.0
    width, after = argument(tokens, option.next if option else index + 1, command)
    height, after = argument(tokens, after, command)
    wide, high = em(width, command), em(height, command)
    size = f'width="{shown(max(wide, 0))}" height="{shown(max(high, 0))}"'
    ink = f'<mspace class="m-ink" {size}/>'
    return rewriting.box(command, f'<mpadded voffset="{shown(raised)}">{ink}</mpadded>' if raised else ink), after


def _raisebox(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\raisebox{length}{text}` stands higher; how much room it takes (in brackets) is not TeX's to say here."""
    command = tokens[index]
    length, after = argument(tokens, index + 1, command)
    while option := read_option(tokens, after):
        after = option.next
    body, after = argument(tokens, after, command)
    raised = shown(em(length, command))
    return rewriting.box(command, f'<mpadded voffset="{raised}">', _as_text(body, command), "</mpadded>"), after


def _raise(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\raise 2pt{x}` and `\lower 2pt\hbox{x}` are plain TeX's."""
    command = tokens[index]
    length, end = read_length(tokens, index + 1, command)
    raised = shown((-1 if command.text == r"\lower" else 1) * em(length, command))
    first = skip_space(tokens, end)
    body, after = argument(tokens, first, command)
    if first < len(tokens) and tokens[first].text.startswith(r"\text"):
        text, after = argument(tokens, after, command)
        body = _as_text(text, command)
    return rewriting.box(command, f'<mpadded voffset="{raised}">', body, "</mpadded>"), after


# --- frames and backgrounds ------------------------------------------------------------------------------------------


def _hexadecimal(model: str, color: Sequence[Token], command: Token) -> str:
    """Return a colour as MathML writes it. Raises `Mistake` if nobody knows it."""
    place = (color[0].start, color[-1].end) if color else (command.start, command.end)
    try:
        drawn = with_math_core(rf"\color{specification(model, join(color))} x", display=False)
    except Refusal as refusal:
        words = "unknown colour; use a CSS or xcolor name, or #rrggbb"
        raise Mistake(*place, "math-color", words) from refusal
    match = re.search(r"#[0-9A-Fa-f]{6}", drawn)
    return match[0].upper() if match else "#000000"


def _colorbox(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\colorbox{color}{text}` has a background, `\fcolorbox{frame}{color}{text}` a frame around it."""
    command = tokens[index]
    option = read_option(tokens, index + 1)
    model = join(option.tokens) if option else ""
    after = option.next if option else index + 1
    frame = None
    if command.text == r"\fcolorbox":
        frame, after = argument(tokens, after, command)
    color, after = argument(tokens, after, command)
    body, after = argument(tokens, after, command)
    background = f' mathbackground="{_hexadecimal(model, color, command)}"'
    opening, closing = f'<mrow class="m-padded"{background}>', "</mrow>"
    if frame is not None:
        around = _hexadecimal(model, frame, command)
        opening = f'<mrow class="m-frame" mathcolor="{around}"{background}><mrow class="m-plain">'
        closing = "</mrow></mrow>"
    return rewriting.box(command, opening, _as_text(body, command), closing), after


def _bbox(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\bbox[yellow, 4px, border: 1px solid red]{x}` has a background, a padding and a frame (MathJax)."""
    command = tokens[index]
    option = read_option(tokens, index + 1)
    body, after = argument(tokens, option.next if option else index + 1, command)
    names, attributes = [], ""
    for part in join(option.tokens).split(",") if option else ():
        text = part.strip()
        if text.startswith("border"):
            names.append("m-frame")
        elif text and not LENGTH.fullmatch(text):
            attributes = f' mathbackground="{_hexadecimal("", make(text, command), command)}"'
            names.append("m-padded")
        elif text:
            names.append("m-padded")
    classes = f' class="{" ".join(dict.fromkeys(names))}"' if names else ""
    return rewriting.box(command, f"<mrow{classes}{attributes}>", body, "</mrow>"), after


# --- sizes and strokes -----------------------------------------------------------------------------------------------

_SIZES: Final = {
    r"\tiny": 0.5, r"\scriptsize": 0.7, r"\footnotesize": 0.8, r"\small": 0.9, r"\normalsize": 1, r"\large": 1.2,
    r"\Large": 1.44, r"\LARGE": 1.728, r"\huge": 2.074, r"\Huge": 2.488,
    r"\Tiny": 0.6, r"\SMALL": 0.8, r"\Small": 0.85, r"\HUGE": 2.986,
}  # fmt: skip
"""LaTeX's sizes as parts of the formula's own (classes.dtx, ten points)."""
_ENDS: Final = {*CLOSINGS, "&", ROW_END, r"\middle"}


def _size(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\large` holds to the end of its group or cell, or to the next such switch."""
    command = tokens[index]
    end, depth = index + 1, 0
    while end < len(tokens) and not (depth == 0 and (tokens[end].text in _ENDS or tokens[end].text in _SIZES)):
        depth += (tokens[end].text in OPENINGS) - (tokens[end].text in CLOSINGS)
        end += 1
    opening = f'<mstyle mathsize="{_SIZES[command.text]:g}em">'
    return rewriting.box(command, opening, tokens[index + 1 : end], "</mstyle>"), end


def _cancel_to(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\cancelto{0}{x}` is x struck out, and what it becomes above."""
    command = tokens[index]
    value, after = argument(tokens, index + 1, command)
    body, after = argument(tokens, after, command)
    struck = group([*make(r"\cancel", command), *group(rewriting.rewrite(body), command)], command)
    return [*struck, *make("^", command), *group(rewriting.rewrite(value), command)], after


_STROKES: Final = {
    "box", "roundedbox", "circle", "left", "right", "top", "bottom", "updiagonalstrike", "downdiagonalstrike",
    "verticalstrike", "horizontalstrike", "actuarial", "madruwb",
}  # fmt: skip


def _enclose(rewriting: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\enclose{circle,updiagonalstrike}{x}` has lines around and through it (MathML 3, menclose)."""
    command = tokens[index]
    names, after = argument(tokens, index + 1, command)
    option = read_option(tokens, after)
    body, after = argument(tokens, option.next if option else after, command)
    notations = join(names).replace(",", " ").split()
    if not notations or not _STROKES.issuperset(notations):
        words = f"{command.text} draws {', '.join(sorted(_STROKES))}"
        raise Mistake(command.start, command.end, "math-notation", words)
    return rewriting.box(
        command, f'<menclose notation="{" ".join(notations)}"><mrow>', body, "</mrow></menclose>"
    ), after


BOXES: Final[dict[str, Handler]] = {
    **dict.fromkeys((r"\mathllap", r"\mathrlap", r"\mathclap", r"\llap", r"\rlap", r"\clap"), _lap),
    r"\smash": _smash,
    **dict.fromkeys((r"\rule", r"\Rule"), _rule),
    r"\raisebox": _raisebox,
    **dict.fromkeys((r"\raise", r"\lower"), _raise),
    **dict.fromkeys((r"\colorbox", r"\fcolorbox"), _colorbox),
    r"\bbox": _bbox,
    **dict.fromkeys(_SIZES, _size),
    r"\cancelto": _cancel_to,
    r"\enclose": _enclose,
}
