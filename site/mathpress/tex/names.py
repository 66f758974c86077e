r"""Names that nobody knows, what they may have been meant to be, and the table of all constructs that we rewrite."""

from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from typing import Final

from mathpress.tex.abbreviations import ABBREVIATIONS
from mathpress.tex.arrows import ARROWS
from mathpress.tex.boxes import BOXES
from mathpress.tex.characters import CHARACTERS
from mathpress.tex.commands import COMMANDS
from mathpress.tex.diagrams import BORDER
from mathpress.tex.displays import LAYOUTS
from mathpress.tex.dots import DOTS
from mathpress.tex.engines import Refusal, unknown_name, with_math_core
from mathpress.tex.environments import BEGIN, EARLY, ENVIRONMENTS
from mathpress.tex.infix import INFIX
from mathpress.tex.lexer import Token
from mathpress.tex.links import LINKS
from mathpress.tex.mathjax import beyond, foreign, known_names, unsafe
from mathpress.tex.mistakes import Mistake
from mathpress.tex.packages import belongs
from mathpress.tex.rewrite import Handler
from mathpress.tex.words import WORDS
from mathpress.text import did_you_mean

REWRITES: Final[dict[str, Handler]] = {
    **COMMANDS,
    **INFIX,
    **ARROWS,
    **DOTS,
    **WORDS,
    **BOXES,
    **LINKS,
    **CHARACTERS,
    **BORDER,
    **BEGIN,
}
_OWN: Final = {*REWRITES, *ABBREVIATIONS, *ENVIRONMENTS, *EARLY, *LAYOUTS}
_PICTURE: Final = "draw it as a picture (SVG) and put that into the post"
_INSTEAD: Final = {
    "tikzcd": r"write a simple diagram as \begin{CD}…\end{CD}, or " + _PICTURE,
    "xymatrix": r"write a simple diagram as \begin{CD}…\end{CD}, or " + _PICTURE,
    "tikzpicture": _PICTURE,
    "picture": _PICTURE,
    "pspicture": _PICTURE,
    **dict.fromkeys(
        ("algorithm", "algorithmic", "algorithm2e", "lstlisting", "minted", "verbatim"),
        "write it as a block of code between lines of ```",
    ),
    **dict.fromkeys(("itemize", "enumerate", "description", "tabular", "table"), "write a list or table in Markdown"),
    "empheq": r"write the display by itself, and \boxed{\begin{aligned}…\end{aligned}} for a frame around it",
    **dict.fromkeys(
        ("numcases", "subnumcases"), r"write f(x)=\begin{cases}…\end{cases} in an equation, with one number"
    ),
    r"\multicolumn": "write each cell by itself, or the table in Markdown",
    r"\cline": r"write \hline, a rule across the whole table",
    **dict.fromkeys(("figure", r"\includegraphics"), "put the picture into the post with ![caption](file)"),
    **dict.fromkeys((r"\cite", r"\citep", r"\citet"), "a citation belongs into the text around the formula"),
    **dict.fromkeys((r"\footnote", r"\item", r"\section", r"\subsection", r"\paragraph"), "write that in Markdown"),
    **dict.fromkeys((r"\usepackage", r"\documentclass", r"\input", r"\include"), "a formula loads nothing"),
}
"""What to use for what belongs into a document, not into a formula."""

_OF_THE_PAGE: Final = (
    "could put a URL, an id or a style of its own into the page; write that in Markdown around the formula"
)
_UNSAFE: Final = {r"\require": "loads nothing here; the commands of MathJax's packages are known without it"}


def unknown(tokens: Sequence[Token], macros: Collection[str]) -> tuple[Mistake, ...]:
    """Return a mistake for each control word and environment that nobody knows, or that MathJax must not see."""
    if refused := unsafe(tokens):
        return tuple(
            Mistake(each.start, each.end, "math-unsafe", f"{each.text} {_UNSAFE.get(each.text, _OF_THE_PAGE)}")
            for each in refused
        )
    commands = _commands(frozenset(macros))
    mistakes = []
    for token, name in foreign(tokens, _OWN):
        if token.text == r"\begin":
            guess = _guess(name, _environments())
            mistakes.append(Mistake(token.start, token.end, "math-environment", f"unknown environment {name}{guess}"))
        elif not _engine_knows(name):
            guess = belongs(name) or _guess(name, commands)
            mistakes.append(Mistake(token.start, token.end, "math-command", f"unknown command {name}{guess}"))
    return tuple(mistakes)


def beyond_mathjax(tokens: Sequence[Token]) -> tuple[Mistake, ...]:
    """Return a mistake for each name that MathJax does not know, though it is to draw the formula."""
    return tuple(
        Mistake(
            token.start, token.end, "math-command", f"MathJax, which has to draw this formula, does not know {name}"
        )
        for token, name in beyond(tokens)
    )


def reason(refusal: Refusal) -> str:
    """Say why a formula is left to MathJax."""
    name = unknown_name(refusal)
    what = f"{name[0]} {name[1]}" if name else "this"
    return f"{what} is beyond the MathML engine; MathJax will draw the formula, and the page has to load it"


@lru_cache(maxsize=16)  # so that the guesses below, which are kept with what they chose from, share it
def _commands(macros: frozenset[str]) -> frozenset[str]:
    """Return the commands that an author may have meant who has these macros."""
    return frozenset({*known_names()[0], *_OWN, *macros})


@cache
def _environments() -> frozenset[str]:
    """Return the environments that an author may have meant."""
    return frozenset({*known_names()[1], *ENVIRONMENTS, *EARLY})


@lru_cache(maxsize=1024)  # a name that nobody knows is seldom written once, and it takes a millisecond to guess
def _guess(name: str, candidates: frozenset[str]) -> str:
    return f"; {_INSTEAD[name]}" if name in _INSTEAD else did_you_mean(name, sorted(candidates))


def _engine_knows(command: str) -> bool:
    """Tell whether math-core knows a control word, if only to refuse it without its arguments."""
    try:
        with_math_core(command, display=True)
    except Refusal as refusal:
        return unknown_name(refusal) is None
    return True
