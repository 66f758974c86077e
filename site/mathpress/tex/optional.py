r"""Abbreviations with options and measures that have no meaning here and are dropped: `\makebox[2cm]{x}` is `x`.

A formula on a page has no fixed measures of paper; what such a command encloses is drawn as it comes.
"""

from typing import Final

from mathpress.tex.calls import Call, Handler
from mathpress.tex.definitions import Macro, from_handlers
from mathpress.tex.lexer import Token
from mathpress.tex.mistakes import Mistake


def _last_of(count: int, before: str, after: str) -> Handler:
    """Take any options and `count` arguments, and keep the last between `before` and `after`."""

    def handle(call: Call) -> list[Token]:
        argument: list[Token] = []
        for _ in range(count):
            while call.option() is not None:
                pass
            argument = call.argument()
        return call.make(before, argument, after)

    return handle


def _dropped(count: int, replacement: str) -> Handler:
    """Take a star, any options and `count` arguments, and leave a replacement."""
    last_of = _last_of(count, "", "")

    def handle(call: Call) -> list[Token]:
        call.takes("*")
        last_of(call)
        return call.make(replacement)

    return handle


def _skew(call: Call) -> list[Token]:
    r"""`\skew3\hat A` and `\skew{3}{\hat}{A}` move an accent, which browsers place by the font."""
    call.argument()
    return call.argument()


def _move_left(call: Call) -> list[Token]:
    r"""`\MoveEqLeft[2]` lets the rows below begin that many ems from the left (mathtools, section 3.4.4)."""
    ems = "".join(token.text for token in call.option() or []).strip()
    mu = 18 * int(ems) if ems.isascii() and ems.isdecimal() and len(ems) < 3 else 36
    return call.make(rf"\mkern{mu}mu&\mkern-{mu}mu ")


def _environments(call: Call) -> list[Token]:
    words = rf"{call.command.text} is not read; write a macro, as \newcommand{{\set}}[1]{{\left\{{#1\right\}}}}"
    raise Mistake(call.command.start, call.command.end, "macro-definition", words)


def _row_of_dots(call: Call) -> list[Token]:
    r"""`\hdotsfor{3}` is a row of dots in three columns (amsmath, section 4.2)."""
    call.option()
    columns = "".join(token.text for token in call.argument()).strip()
    if not columns.isdecimal() or not 1 <= len(columns) <= 2:
        call.fail(r"needs a number of columns, as \hdotsfor{3}")
    return call.make("&".join([r"\ldots"] * int(columns)))


def _first_of_two(call: Call) -> list[Token]:
    r"""`\texorpdfstring{x}{y}` is x (hyperref)."""
    first = call.argument()
    call.argument()
    return call.make("{", first, "}")


_HANDLERS: Final[dict[str, Handler]] = {
    "makebox": _last_of(1, r"\text{", "}"),
    "mathmakebox": _last_of(1, "{", "}"),
    "parbox": _last_of(2, r"\text{", "}"),
    "leftroot uproot vspace": _dropped(1, ""),
    "setlength addtolength": _dropped(2, ""),
    "xmathstrut": _dropped(1, r"\mathstrut"),
    "newenvironment renewenvironment": _environments,
    "skew": _skew,
    "MoveEqLeft": _move_left,
    "hdotsfor": _row_of_dots,
    "texorpdfstring": _first_of_two,
}

OPTIONAL: Final[dict[str, Macro]] = from_handlers(_HANDLERS)
