r"""The commands of the LaTeX package physics, version 1.3: fences, vectors, operators, derivatives, words.

They are drawn as its manual shows them. A star asks for fences of a line's height, `\big` and its kin for theirs.
"""

from collections.abc import Sequence
from typing import Final

from mathpress.tex.calls import STRETCHED, Call, Handler
from mathpress.tex.definitions import Macro, from_handlers, from_strings
from mathpress.tex.dirac import PHYSICS_DIRAC
from mathpress.tex.dots import OPERATORS
from mathpress.tex.fences import BEFORE_FENCE
from mathpress.tex.lexer import Token, strip
from mathpress.tex.matrices import MATRICES

_PAIRS: Final = {"(": ("(", ")"), "[": ("[", "]"), "|": (r"\lvert", r"\rvert"), "{": (r"\{", r"\}")}


def _quantity(call: Call) -> list[Token]:
    size = call.size()
    found = call.fenced(*_PAIRS) or call.fail("needs (…), […], |…| or {…}")
    left, right = _PAIRS[found[0]]
    return call.fence(size, left, found[1], right)


def _between(left: str, right: str, before: str = "") -> Handler:
    r"""Return the handler of `\abs{x}` and its kin."""

    def handler(call: Call) -> list[Token]:
        return call.make(before, call.fence(call.size(), left, call.argument(), right))

    return handler


def _pair(left: str, middle: str, right: str) -> Handler:
    r"""Return the handler of `\comm{A}{B}` and its kin."""

    def handler(call: Call) -> list[Token]:
        size = call.size()
        return call.fence(size, left, call.make(call.argument(), middle, call.argument()), right)

    return handler


def _evaluated(call: Call) -> list[Token]:
    r"""`\eval{x}_0^1`, `\eval(x|_0^1`, `\eval[x|_0^1`: a bar at the right, as high as an integral or as the line."""
    star = call.takes("*")
    opening = call.takes("(", "[")
    body = call.until("|") if opening else call.argument()
    if star:
        return call.make(opening, body, r"\rvert")
    return call.make(rf"\left{opening or '.'}", body, r"\vphantom{\int}\right|")


def _vector(accent: str) -> Handler:
    def handler(call: Call) -> list[Token]:
        font = r"\boldsymbol{" if call.takes("*") else r"\mathbf{"
        body = call.make(font, call.argument(), "}")
        return call.make(rf"{accent}{{", body, "}") if accent else body

    return handler


def _applied(call: Call, openings: str) -> list[Token]:
    """Return the parentheses that come next in the height of their content, without the space of an inner formula."""
    found = call.parentheses(*openings)
    if found is None:
        return []
    return call.make(r"\mathopen{}\mathclose{", call.fence(STRETCHED, *_spread(found)), "}")


def _spread(found: tuple[str, list[Token]]) -> tuple[str, list[Token], str]:
    left, right = _PAIRS[found[0]]
    return left, found[1], right


def _operator(name: str, openings: str = "(", *, powers: bool = False) -> Handler:
    r"""Return the handler of `\sin[2](x)`, `\tr(x)`, `\grad[x]`: an operator and its argument, if in parentheses."""

    def handler(call: Call) -> list[Token]:
        power = call.option() if powers else None
        exponent = call.make("^{", power, "}") if power is not None else []
        return call.make(name, exponent, _applied(call, openings))

    return handler


def _part(name: str) -> Handler:
    r"""Return the handler of `\Re{z}`, whose braces are drawn."""

    def handler(call: Call) -> list[Token]:
        found = call.fenced("{") or call.parentheses("(", "[")
        return call.make(rf"\operatorname{{{name}}}", call.fence(STRETCHED, *_spread(found)) if found else "")

    return handler


_DIFFERENTIALS: Final = {r"\dd", r"\differential", r"\var", r"\variation"}
_NEAR: Final = {
    r"\quad", r"\qquad", r"\limits", r"\nolimits", r"\end", r"\langle", r"\rangle",
    r"\lvert", r"\rvert", r"\lVert", r"\rVert", *BEFORE_FENCE,
}  # fmt: skip


def _is_ordinary(text: str) -> bool:
    """Tell whether a thin space parts a differential from a token."""
    is_command = len(text) > 1 and text[0] == "\\" and text[1].isalpha()
    return text not in OPERATORS | _NEAR if is_command else text.isalnum()


def _differential(sign: str) -> Handler:
    r"""Return the handler of `\dd[n]{x}`, which keeps the distance of an inner formula (TeXbook, chapter 18)."""

    def handler(call: Call) -> list[Token]:
        before = call.before.text if call.before else ""
        power = call.option()
        start = call.make(sign, "^{", power, "}") if power else call.make(sign)
        body = call.group()
        made = call.make(start, body) if body is not None else call.make(start, _applied(call, "("))
        if len(made) == len(start):
            return made
        following = call.next()
        near = following in _DIFFERENTIALS or not _is_ordinary(following)
        return call.make(r"\," if _is_ordinary(before) or before in {*")]}|'"} else "", made, "" if near else r"\,")

    return handler


def _derivative(sign: str, most: int = 2) -> Handler:
    r"""Return the handler of `\dv[n]{f}{x}`, `\dv{x}(f)` and, with three arguments, `\pdv{f}{x}{y}`."""

    def handler(call: Call) -> list[Token]:
        star, power = call.takes("*"), call.option()
        arguments = [strip(call.argument())]
        while len(arguments) < most and (another := call.group()) is not None:
            arguments.append(strip(another))
        whole, *variables = arguments if len(arguments) > 1 else ([], *arguments)
        order = call.make("^{", power or "2", "}") if power or len(variables) > 1 else []
        above = call.make(sign, order, whole)
        if len(variables) == 1:
            below = call.make(sign, _base(call, variables[0]), order)
        else:
            below = call.make(*(part for variable in variables for part in (sign, variable)))
        return call.make(_fraction(call, above, below, flat=bool(star)), [] if whole else _applied(call, "("))

    return handler


def _base(call: Call, variable: Sequence[Token]) -> list[Token]:
    """Return the variable, in braces if it has an exponent of its own."""
    return call.make("{", variable, "}") if any(token.text == "^" for token in variable) else list(variable)


def _fraction(call: Call, above: Sequence[Token], below: Sequence[Token], *, flat: bool) -> list[Token]:
    if flat:
        return call.make(r"\left.{", above, r"}\middle/{", below, r"}\right.")
    return call.make(r"\frac{", above, "}{", below, "}")


def _flat_fraction(call: Call) -> list[Token]:
    return _fraction(call, call.argument(), call.argument(), flat=True)


def _text(words: str) -> Handler:
    r"""Return the handler of `\qif` and its kin; a star leaves out the space before."""

    def handler(call: Call) -> list[Token]:
        space = "" if call.takes("*") else r"\quad"
        body: Sequence[Token] | str = words or call.argument()
        return call.make(rf"{space}\text{{", body, r"}\quad ")

    return handler


_D: Final = r"\mathrm{d}"
_POWERS: Final = (
    "sin sinh arcsin asin cos cosh arccos acos tan tanh arctan atan csc csch arccsc acsc sec sech arcsec asec cot coth "
    "arccot acot"
)
_WORDS: Final = "if then else otherwise unless given using assume since let for all even odd integer and or as in"

_NABLA: Final = r"\boldsymbol{\nabla}"

_HANDLERS: Final[dict[str, Handler]] = {
    "qty quantity": _quantity,
    "pqty": _between("(", ")"),
    "bqty": _between("[", "]"),
    "vqty abs absolutevalue": _between(r"\lvert", r"\rvert"),
    "Bqty": _between(r"\{", r"\}"),
    "norm": _between(r"\lVert", r"\rVert"),
    "order": _between("(", ")", r"\mathcal{O}\mathopen{}"),
    "eval evaluated": _evaluated,
    "comm commutator": _pair("[", ",", "]"),
    "acomm anticommutator pb poissonbracket": _pair(r"\{", ",", r"\}"),
    "vb vectorbold": _vector(""),
    "va vectorarrow": _vector(r"\vec"),
    "vu vectorunit": _vector(r"\hat"),
    "grad gradient": _operator(_NABLA, "(["),
    "div divergence": _operator(rf"{_NABLA}\boldsymbol{{\cdot}}", "(["),
    "curl": _operator(rf"{_NABLA}\boldsymbol{{\times}}", "(["),
    "laplacian": _operator(r"\nabla^{2}", "(["),
    "tr trace": _operator(r"\operatorname{tr}"),
    "Tr Trace": _operator(r"\operatorname{Tr}"),
    "rank": _operator(r"\operatorname{rank}"),
    "erf": _operator(r"\operatorname{erf}"),
    "Res": _operator(r"\operatorname{Res}", "(["),
    "det": _operator(r"\operatorname*{det}"),
    "Pr": _operator(r"\operatorname*{Pr}"),
    "exp": _operator(r"\operatorname{exp}"),
    "log": _operator(r"\operatorname{log}"),
    "ln": _operator(r"\operatorname{ln}"),
    "Re": _part("Re"),
    "Im": _part("Im"),
    "dd differential": _differential(_D),
    "var variation": _differential(r"\delta"),
    "dv derivative": _derivative(_D),
    "pdv pderivative partialderivative": _derivative(r"\partial", most=3),
    "fdv fderivative functionalderivative": _derivative(r"\delta"),
    "flatfrac": _flat_fraction,
    "qq qqtext": _text(""),
    "qcc": _text("c.c."),
    **{name: _operator(rf"\operatorname{{{name}}}", powers=True) for name in _POWERS.split()},
    **{f"q{word}": _text(word) for word in _WORDS.split()},
}

PHYSICS: Final[dict[str, Macro]] = {
    **from_strings(
        {
            "qc": r",\quad ", "qcomma": r",\quad ", "vnabla": _NABLA, "vdot": r"\boldsymbol{\cdot}",
            "dotproduct": r"\boldsymbol{\cdot}", "cross": r"\boldsymbol{\times}", "cp": r"\boldsymbol{\times}",
            "crossproduct": r"\boldsymbol{\times}", "divisionsymbol": r"\mathbin{÷}", "real": "ℜ", "imaginary": "ℑ",
            "pv": r"\mathcal{P}", "principalvalue": r"\mathcal{P}", "PV": r"\operatorname{P.V.}",
        }
    ),
    **from_handlers(_HANDLERS),
    **PHYSICS_DIRAC,
    **MATRICES,
}  # fmt: skip
