r"""The commands of the LaTeX package siunitx: `\num`, `\ang`, `\unit`, `\qty`, and `\si`, `\SI` of its version 2.

They are drawn as the package does without options: negative powers for `\per`, digits in groups of three, thin spaces.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from mathpress.tex.calls import Call
from mathpress.tex.definitions import Macro, from_handlers
from mathpress.tex.lexer import Argument, Token, is_space, is_word, join, read_argument, split

_NUMBER: Final = re.compile(
    r"""
    (?P<relation> <= | >= | [<>=≤≥≪≫≈] | \\(?:leq?|geq?|ll|gg|sim|approx)(?![A-Za-z]) )?
    (?P<sign> \+-? | [-−±] | \\(?:pm|mp)(?![A-Za-z]) )?
    (?P<whole> \d*) (?: [.,] (?P<decimals> \d*) )?
    (?: \( (?P<digits> \d+ (?: [.,] \d+ )?) \) )?
    (?: (?: \+- | ± | \\pm ) (?P<error> \d+ (?: [.,] \d+ )?) )?
    (?: [eEdD] (?P<exponent> [-−+]? \d+) )?
    """,
    re.VERBOSE | re.ASCII,
)
_SPACING: Final = {"~", r"\,", r"\ ", r"\:", r"\;"}
_SIGNS: Final = {"+-": r"\pm ", "±": r"\pm ", "−": "-", "<=": r"\le ", ">=": r"\ge ", "≈": r"\approx "}
_THIN: Final = "\\text{\u2009}"
r"""A thin space that plain text keeps, unlike `\,`: it must not read ms for m s."""
_GROUPED: Final = 5
"""Digits from which a number is parted into groups of three."""


def _number(call: Call, tokens: Sequence[Token]) -> str:
    """Return a number as LaTeX. Raises `Mistake`."""
    text = "".join(token.text for token in tokens if not is_space(token) and token.text not in _SPACING)
    found = _NUMBER.fullmatch(text)
    if found is None or not (found["whole"] or found["decimals"] or found["exponent"]):
        call.fail("needs a number such as 1.5e3 or -2.0(3); write anything else before a \\unit{…}")
    mantissa = _grouped(found["whole"] or ("0" if found["decimals"] else ""))
    if found["decimals"]:
        mantissa += "." + _grouped(found["decimals"], from_left=True)
    if found["digits"]:
        mantissa += f"({found['digits'].replace(',', '.')})"
    if found["error"]:
        mantissa += rf"\pm {_plain(found['error'])}"
    exponent = (found["exponent"] or "").replace("−", "-").removeprefix("+")
    if found["error"] and exponent:
        mantissa = f"({mantissa})"
    times = r"\times " if mantissa and exponent else ""
    power = f"{times}10^{{{exponent}}}" if exponent else ""
    relation, sign = (_SIGNS.get(found[name] or "", found[name] or "") for name in ("relation", "sign"))
    if sign.startswith("\\"):
        sign = sign.strip() + " "
    return f"{relation}{{{sign}{mantissa}{power}}}"


def _grouped(digits: str, *, from_left: bool = False) -> str:
    if len(digits) < _GROUPED:
        return digits
    first = 3 if from_left else len(digits) % 3 or 3
    groups = [digits[:first], *(digits[start : start + 3] for start in range(first, len(digits), 3))]
    return r"\,".join(groups)


def _plain(number: str) -> str:
    whole, _, decimals = number.replace(",", ".").partition(".")
    return _grouped(whole) + ("." + _grouped(decimals, from_left=True) if decimals else "")


def _table(entries: str) -> dict[str, str]:
    """Read names and symbols in turn."""
    words = entries.split()
    return {f"\\{name}": symbol for name, symbol in zip(words[::2], words[1::2], strict=True)}


_PREFIXES: Final = _table(
    "quecto q ronto r yocto y zepto z atto a femto f pico p nano n micro μ milli m centi c deci d deca da deka da "
    "hecto h kilo k mega M giga G tera T peta P exa E zetta Z yotta Y ronna R quetta Q "
    "kibi Ki mebi Mi gibi Gi tebi Ti pebi Pi exbi Ei zebi Zi yobi Yi"
)
_LETTERS: Final = {**{letter: letter for letter in "afpnmcdhkMGT"}, "u": "μ"}
_BASES: Final = _table(
    "g g m m s s mol mol A A l L L L Hz Hz N N Pa Pa ohm Ω V V W W J J eV eV F F H H C C K K T T B B"
)
_UNITS: Final = {
    **{f"\\{letter}{name[1:]}": sign + symbol for letter, sign in _LETTERS.items() for name, symbol in _BASES.items()},
    **_BASES,
    **_table(
        "ampere A candela cd kelvin K kilogram kg gram g meter m metre m mole mol second s becquerel Bq "
        "degreeCelsius °C celsius °C coulomb C farad F gray Gy hertz Hz henry H joule J katal kat lumen lm lux lx "
        "newton N ohm Ω pascal Pa radian rad siemens S sievert Sv steradian sr tesla T volt V watt W weber Wb "
        "astronomicalunit au bel B dalton Da day d decibel dB dB dB electronvolt eV hectare ha hour h liter L litre L "
        "minute min neper Np tonne t angstrom Å bar bar barn b knot kn mmHg mmHg atomicmassunit u "
        "bit bit byte B kWh kWh percent % degree ° arcminute ′ arcsecond ″ arcmin ′ arcsec ″"
    ),
}
_CLOSE: Final = {r"\degree", r"\arcminute", r"\arcsecond", r"\arcmin", r"\arcsec"}
"""Units that stand behind their number without a space."""
_BEFORE: Final = {r"\square": "2", r"\cubic": "3"}
_BEHIND: Final = {r"\squared": "2", r"\cubed": "3"}
_TAKING: Final = {r"\raiseto", r"\tothe", "^", r"\of", "_"}
_PRODUCT: Final = {"{", "}", ".", "*", r"\cdot", r"\times", *_SPACING}
_SYMBOLS: Final = {"%": r"\%", "′": r"\text{′}", "″": r"\text{″}"}


@dataclass
class _Units:
    """A product of units being read: the LaTeX of its factors so far, and what is known of the next."""

    call: Call
    made: list[Token] = field(default_factory=list)
    separator: str | None = None
    prefix: str = ""
    inverse: bool = False
    power: str = ""
    last: list[Token] = field(default_factory=list)
    """The power of the last factor, which may still be told."""
    last_inverse: bool = False

    def read(self, tokens: Sequence[Token]) -> list[Token]:
        r"""Return units as LaTeX, from names such as `\kilo\meter` or letters such as `km/h`. Raises `Mistake`."""
        index = 0
        while index < len(tokens):
            index = self._next(tokens, index)
        self._finish()
        if self.prefix or self.inverse or self.power:
            self.call.fail("needs a unit behind its last prefix, power or \\per")
        return self.made

    def _next(self, tokens: Sequence[Token], index: int) -> int:
        """Read what begins at a token, and return the index behind it."""
        text = tokens[index].text
        if text in _PREFIXES:
            self.prefix += _PREFIXES[text]
        elif text in _UNITS:
            self._factor(_UNITS[text])
        elif text in {r"\per", "/"}:
            self.inverse, self.separator = (True, None) if text == r"\per" else (False, "/")
        elif text in _BEFORE:
            self.power = _BEFORE[text]
        elif text in _BEHIND:
            self.last = self._made(_BEHIND[text])
        elif text in _TAKING:
            return self._take(text, read_argument(tokens, index + 1))
        elif text in {"(", ")"}:
            self._finish()
            self.made += self._made((self.separator or "") + text)
            self.separator = "" if text == "(" else None
        elif text not in _PRODUCT and not is_space(tokens[index]):
            return self._word(tokens, index)
        return index + 1

    def _word(self, tokens: Sequence[Token], index: int) -> int:
        """Read a unit in letters, or an author's macro with an argument; an unknown command is reported later."""
        if is_word(tokens[index]):
            group = read_argument(tokens, index + 1) if index + 1 < len(tokens) else None
            end = group.next if group and tokens[index + 1].text == "{" else index + 1
            self._factor(tokens[index:end])
            return end
        letters = 1
        while tokens[index].text.isalnum() and index + letters < len(tokens) and tokens[index + letters].text.isalnum():
            letters += 1
        self._factor("".join(token.text for token in tokens[index : index + letters]))
        return index + letters

    def _made(self, *parts: str | Sequence[Token]) -> list[Token]:
        return self.call.make(*parts)

    def _factor(self, symbol: str | Sequence[Token]) -> None:
        self._finish()
        if isinstance(symbol, str):
            symbol = _SYMBOLS.get(symbol, rf"\mathrm{{{self.prefix}{symbol}}}")
        elif self.prefix:
            symbol = self._made(rf"\mathrm{{{self.prefix}}}", symbol)
        if self.separator is None:
            self.separator = _THIN if self.made else ""
        self.made += self._made(self.separator, symbol)
        self.last, self.last_inverse = self._made(self.power), self.inverse
        self.separator, self.prefix, self.inverse, self.power = None, "", False, ""

    def _take(self, command: str, argument: Argument | None) -> int:
        if argument is None:
            self.call.fail(f"needs something behind its {command}")
        if command == r"\raiseto":
            self.power = join(argument.tokens)
        elif command in {r"\tothe", "^"}:
            self.last = argument.tokens
        else:
            self.made += self._made(r"_{\mathrm{", argument.tokens, "}}")
        return argument.next

    def _finish(self) -> None:
        """Write the power of the last factor."""
        if self.last and not self.made:
            self.call.fail("needs a unit before its first power")
        if self.last_inverse:
            is_negative = bool(self.last) and self.last[0].text == "-"
            self.last = self.last[1:] if is_negative else self._made("-", self.last or "1")
        if self.last and join(self.last).strip() != "1":
            self.made += self._made("^{", self.last, "}")
        self.last, self.last_inverse = [], False


def _without_options(call: Call) -> None:
    if call.option() is not None:
        call.fail("takes no options in brackets: those of siunitx are not known here")


def _num(call: Call) -> list[Token]:
    _without_options(call)
    return call.make(_number(call, call.argument()))


def _unit(call: Call) -> list[Token]:
    _without_options(call)
    return call.make("{", _Units(call).read(call.argument()), "}")


def _quantity(call: Call) -> list[Token]:
    _without_options(call)
    number = call.argument()
    _without_options(call)
    units = call.argument()
    first = next((token.text for token in units if not is_space(token)), "")
    shown = _number(call, number) if any(not is_space(token) for token in number) else ""
    space = _THIN if shown and first and first not in _CLOSE else ""
    return call.make(f"{{{shown}{space}", _Units(call).read(units), "}")


def _angle(call: Call) -> list[Token]:
    _without_options(call)
    parts = split(call.argument(), ";")
    if len(parts) > len(_ARCS):
        call.fail("takes degrees, minutes and seconds at most, as in 1;2;3")
    shown = [_number(call, part) + sign for part, sign in zip(parts, _ARCS, strict=False) if join(part).strip()]
    return call.make("{", *(shown or call.fail("needs a number of degrees")), "}")


_ARCS: Final = (r"\mathrm{°}", r"\text{′}", r"\text{″}")

SIUNITX: Final[dict[str, Macro]] = from_handlers({"num": _num, "ang": _angle, "unit si": _unit, "qty SI": _quantity})
