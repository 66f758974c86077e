"""Formulas for measuring, from a grammar of our own; mathpress, KaTeX and Hugo all accept whatever it makes."""

from collections.abc import Callable
from random import Random
from typing import Final

LETTERS: Final[tuple[str, ...]] = (
    *"abcdfghknmpqrstuvwxyzABCDEFGHKLMNPQRSTUVWXYZ",
    *(r"\alpha", r"\beta", r"\gamma", r"\delta", r"\epsilon", r"\theta", r"\lambda", r"\mu", r"\nu", r"\xi"),
    *(r"\rho", r"\sigma", r"\tau", r"\phi", r"\psi", r"\omega", r"\Gamma", r"\Sigma"),
    *(rf"\boldsymbol{{{letter}}}" for letter in "xyzwuvh"),
    *(rf"\mathcal{{{letter}}}" for letter in "LNDFX"),
    *(rf"\mathbb{{{letter}}}" for letter in "RECZ"),
    *(rf"\tilde{{{letter}}}" for letter in "xpq"),
    *(rf"\hat{{{letter}}}" for letter in "xyp"),
)
FUNCTIONS: Final = (r"\log", r"\exp", r"\sin", r"\cos", r"\tanh", r"\max", r"\det")
OPERATORS: Final = ("+", "-", r"\cdot ", r"\times ", r"\otimes ", r"\circ ")
RELATIONS: Final = ("=", "<", r"\leq ", r"\geq ", r"\approx ", r"\sim ", r"\in ", r"\propto ", r"\triangleq ", r"\to ")
BIG: Final = (r"\sum", r"\prod", r"\int", r"\bigcup")
TERMS: Final = (
    *(r"\frac{△}{△}", r"\sqrt{△}", r"ƒ\left(△\right)", r"○(□,□)", r"\Vert □-□\Vert_2", r"p(□\mid □)", "e^{-□/#}"),
    r"□\,□",
)
"""Fractions, roots, values of functions, products: □ is a symbol, ○ a letter, △ a sum, ƒ a function, # a number."""
WORDS: Final = ("其他", "若", "常数", "当且仅当", "收敛")

FRESH_DISPLAYS: Final = 14.5 / 66
"""The share of displays, all of them distinct, among the formulas of a blog."""
FRESH_INLINE: Final = (0.4 - FRESH_DISPLAYS) / (1 - FRESH_DISPLAYS)
"""The share of new ones among formulas in a line that makes two in five of all formulas distinct."""


class Grammar:
    """Makes formulas, one after the other; two in five of them are new, or all if they are to be distinct."""

    def __init__(self, random: Random, *, distinct: bool) -> None:
        self._random = random
        self._distinct = distinct
        self._known: set[str] = set()
        self._inline: list[str] = []
        self.count = 0

    def inline(self) -> str:
        """Return a formula for a line of text, without delimiters."""
        self.count += 1
        if self._inline and not self._distinct and self._random.random() > FRESH_INLINE:
            formula = self._random.choice(self._inline)
        else:
            formula = self._fresh((self._symbol, self._relation, self._relation, self._term))
        self._inline.append(formula)  # every time, so that what is frequent becomes more so, as in a language
        return formula

    def display(self) -> str:
        """Return a formula for lines of its own, without delimiters."""
        self.count += 1
        return self._fresh((self._equation, self._equation, self._equation, self._aligned, self._matrices, self._cases))

    def _fresh(self, kinds: tuple[Callable[[], str], ...]) -> str:
        """Return a formula of one of the kinds that has not been there yet."""
        while True:
            formula = self._random.choice(kinds)()
            if formula not in self._known:
                self._known.add(formula)
                return formula

    def _letter(self) -> str:
        return self._random.choice(LETTERS)

    def _symbol(self) -> str:
        letter = self._letter()
        index = self._random.choice(("", "_i", "_t", "_{t-1}", "_{ij}", "^2", "^{(k)}", rf"_{{{self._letter()}}}"))
        return letter + index

    def _term(self) -> str:
        fillings: dict[str, Callable[[], str]] = {
            "□": self._symbol,
            "○": self._letter,
            "△": lambda: self._joined(self._symbol, self._random.randint(1, 2)),
            "ƒ": lambda: self._random.choice(FUNCTIONS),
            "#": lambda: str(self._random.randint(2, 99)),
        }
        form = self._random.choice(TERMS)
        return "".join(fillings[character]() if character in fillings else character for character in form)

    def _joined(self, part: Callable[[], str], count: int) -> str:
        """Return so many parts with operators between them."""
        parts = [part()]
        for _ in range(count - 1):
            parts += [self._random.choice(OPERATORS), part()]
        return "".join(parts)

    def _relation(self) -> str:
        right = self._term() if self._random.random() < 0.5 else self._symbol()
        return self._symbol() + self._random.choice(RELATIONS) + right

    def _side(self) -> str:
        """Return a side of a displayed equation."""
        side = self._joined(self._term, self._random.randint(2, 3))
        if self._random.random() < 0.5:
            return side
        lower, upper = self._random.choice("ijkn"), self._random.choice((r"\infty", "n", "N", "m", "2T"))
        return rf"{self._random.choice(BIG)}_{{{lower}=1}}^{{{upper}}}{side}"

    def _equation(self) -> str:
        return self._term() + self._random.choice(RELATIONS) + self._side()

    def _aligned(self) -> str:
        rows = [f"{self._term()}=&\\, {self._side()}"]
        rows += [f"=&\\, {self._side()}" for _ in range(self._random.randint(1, 2))]
        return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"

    def _matrices(self) -> str:
        size = self._random.randint(2, 4)
        rows = [" & ".join(self._symbol() for _ in range(size)) for _ in range(size)]
        column = r" \\ ".join(self._symbol() for _ in range(size))
        kind = self._random.choice(("pmatrix", "bmatrix"))
        return (
            f"{self._symbol()}=\\begin{{{kind}}}\n"
            + " \\\\\n".join(rows)
            + f"\n\\end{{{kind}}}\\begin{{{kind}}} {column} \\end{{{kind}}}"
        )

    def _cases(self) -> str:
        return (
            f"{self._letter()}({self._symbol()})=\\begin{{cases}}\n"
            f"{self._side()}, & {self._relation()} \\\\\n"
            f"{self._term()}, & \\text{{{self._random.choice(WORDS)}}}\n\\end{{cases}}"
        )
