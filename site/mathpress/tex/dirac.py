r"""Dirac's notation: the commands of the LaTeX package braket, and those of physics, which take their parts apart.

A star asks for fences of a line's height, `\big` and its kin for theirs; physics's others fit what they enclose.
"""

from collections.abc import Sequence
from typing import Final

from mathpress.tex.calls import STRETCHED, Call, Handler
from mathpress.tex.definitions import Macro, from_handlers, from_strings
from mathpress.tex.fences import BEFORE_FENCE
from mathpress.tex.lexer import Token, strip


def _dirac(size: str, call: Call, *parts: Sequence[Token]) -> list[Token]:
    """Return `⟨a|b|c⟩`."""
    bar = r"\middle|" if size == STRETCHED else rf"{size}m|" if size else r"\vert "
    others = (piece for part in parts[1:] for piece in (bar, strip(part)))
    return call.fence(size, r"\langle", call.make(strip(parts[0]), *others), r"\rangle")


def _ket(call: Call) -> list[Token]:
    return call.fence(call.size(), r"\lvert", call.argument(), r"\rangle")


def _bra(call: Call) -> list[Token]:
    r"""`\bra{a}\ket{b}` is `\braket{a}{b}`."""
    size, body = call.size(), call.argument()
    if call.takes(r"\ket"):
        call.takes("*")
        return _dirac(size, call, body, call.argument())
    return call.fence(size, r"\langle", body, r"\rvert")


def _inner_product(call: Call) -> list[Token]:
    r"""`\braket{a}` is `\braket{a}{a}`, but `\braket{a|b}` of the package braket keeps its meaning."""
    size, first = call.size(), call.argument()
    second = call.group()
    if second is None:
        parts = [part for _, part in _parted(first)]
        return _dirac(size, call, *(parts if len(parts) > 1 else (first, first)))
    return _dirac(size, call, first, second)


def _outer_product(call: Call) -> list[Token]:
    size, first = call.size(), strip(call.argument())
    second = strip(call.group() or first)
    turn = (r"\middle\rangle\!\middle\langle ",) if size == STRETCHED else (rf"{size}m\rangle\!{size}m\langle ",)
    turn = turn if size else (r"\rangle\!\langle ",)
    return call.fence(size, r"\lvert", call.make(first, *turn, second), r"\rvert")


def _expectation(call: Call) -> list[Token]:
    size = _element_size(call)
    operator, state = call.argument(), call.group()
    return _dirac(size, call, operator) if state is None else _dirac(size, call, state, operator, state)


def _vacuum(call: Call) -> list[Token]:
    return _dirac(_element_size(call), call, call.make("0"), call.argument(), call.make("0"))


def _element(call: Call) -> list[Token]:
    return _dirac(_element_size(call), call, call.argument(), call.argument(), call.argument())


def _element_size(call: Call) -> str:
    r"""Two stars ask for fences that fit all parts, which ours always do."""
    size = call.size()
    return STRETCHED if not size and call.takes("*") else size


def _barred(left: str, bar: str, double: str, right: str, *, most: int = -1) -> Handler:
    r"""Return the handler of `\Braket{a|b}` or `\Set{x|y}`, in which `most` bars are drawn as `bar`, else all."""

    def handler(call: Call) -> list[Token]:
        first, *others = _parted(strip(call.argument()), most)
        made = [piece for kind, part in others for piece in (bar if kind == "|" else double, part)]
        return call.make(left, first[1], *made, right)

    return handler


def _parted(body: Sequence[Token], most: int = -1) -> list[tuple[str, Sequence[Token]]]:
    r"""Split at the first `most` bars that stand neither in braces nor between or behind `\left` and `\right`.

    Each part comes with the bar before it: `|`, or `\|` for two in a row too.
    """
    parts: list[tuple[str, Sequence[Token]]] = []
    bar, start, depth = "", 0, 0
    for index, token in enumerate(body):
        before = body[index - 1].text if index > start else ""
        depth += (token.text in {"{", r"\left"}) - (token.text in {"}", r"\right"})
        if token.text not in {"|", r"\|"} or depth or before in BEFORE_FENCE:
            continue
        if token.text == "|" == bar and index == start:
            bar, start = r"\|", index + 1
        elif len(parts) != most:
            parts.append((bar, body[start:index]))
            bar, start = token.text, index + 1
    return [*parts, (bar, body[start:])]


BRAKET: Final[dict[str, Macro]] = {
    **from_strings(
        {
            "bra": r"\langle {#1}\rvert ", "ket": r"\lvert {#1}\rangle ", "Bra": r"\left\langle {#1}\right\rvert ",
            "Ket": r"\left\lvert {#1}\right\rangle ",
        }
    ),
    **from_handlers(
        {
            "braket": _barred(r"\langle ", r"\vert ", r"\Vert ", r"\rangle "),
            "Braket": _barred(r"\left\langle ", r"\,\middle\vert\,", r"\,\middle\Vert\,", r"\right\rangle "),
            "set": _barred(r"\{\,", r"\mid ", r"\parallel ", r"\,\}", most=1),
            "Set": _barred(r"\left\{\;", r"\;\middle\vert\;", r"\;\middle\Vert\;", r"\;\right\}", most=1),
        }
    ),
}  # fmt: skip

PHYSICS_DIRAC: Final[dict[str, Macro]] = from_handlers(
    {
        "bra": _bra,
        "ket": _ket,
        "braket ip innerproduct": _inner_product,
        "dyad ketbra op outerproduct": _outer_product,
        "ev expval expectationvalue": _expectation,
        "vev": _vacuum,
        "mel matrixel matrixelement": _element,
    }
)
