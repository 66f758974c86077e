r"""Abbreviations of other commands: names of plain TeX, AMS and MathJax for what the engine knows by another.

A formula on a page has no fixed measures of paper: what is given in measures and options is dropped, and what such a
command encloses is drawn as it comes, `\makebox[2cm]{x}` as `x`.
"""

from typing import Final

from mathpress.tex.calls import Call, Handler
from mathpress.tex.definitions import Macro, from_handlers, from_strings
from mathpress.tex.lexer import Token
from mathpress.tex.mistakes import Mistake

_GREEK: Final = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
    "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "varepsilon",
    "vartheta", "varpi", "varrho", "varsigma", "varphi",
)  # fmt: skip
"""Small letters, which the package upgreek has upright."""
_BODIES: Final = from_strings(
    {
        "AA": r"\text{Å}", "aa": r"\text{å}", "allowbreak": "", "argmax": r"\operatorname*{arg\,max}",
        "argmin": r"\operatorname*{arg\,min}", "bm": r"\boldsymbol{#1}", "bold": r"\mathbf{#1}", "break": "",
        "cases": r"\begin{cases}#1\end{cases}", "centerdot": r"\cdot", "cr": r"\\",
        "displaylines": r"\begin{gathered}#1\end{gathered}", "dotsb": r"\cdots", "dotsc": r"\ldots",
        "dotsi": r"\cdots", "dotsm": r"\cdots", "dotso": r"\ldots", "fbox": r"\boxed{\text{#1}}",
        "framebox": r"\boxed{\text{#1}}", "goodbreak": "", "hbox": r"\text{#1}", "intop": r"\int",
        "KaTeX": r"\text{KaTeX}", "LaTeX": r"\text{LaTeX}",
        "mathbbm": r"\mathbb{#1}", "mathds": r"\mathbb{#1}", "mathellipsis": r"\ldots", "mathnormal": r"{#1}",
        "mathup": r"\mathrm{#1}", "matrix": r"\begin{matrix}#1\end{matrix}", "mbox": r"\text{#1}",
        "mspace": r"\mkern{#1}", "newline": r"\\", "nicefrac": r"{}^{#1}\!/_{#2}", "nobreak": "",
        "nshortmid": r"\nmid", "nshortparallel": r"\nparallel", "overarc": r"\overparen{#1}",
        "overunderset": r"\overset{#1}{\underset{#2}{#3}}", "pmatrix": r"\begin{pmatrix}#1\end{pmatrix}",
        "pmb": r"\boldsymbol{#1}", "relax": "", "sfrac": r"{}^{#1}\!/_{#2}", "sgn": r"\operatorname{sgn}",
        "qed": r"\quad\text{∎}", "qedhere": "",
        "shortmid": r"\mid", "shortparallel": r"\parallel", "smallfrown": r"\frown", "smallint": r"\int",
        "smallsetminus": r"\setminus", "smallsmile": r"\smile",
        "sout": r"\enclose{horizontalstrike}{#1}", "stackbin": r"\mathbin{\overset{#1}{#2}}", "strut": r"\mathstrut",
        "substack": r"\begin{subarray}{c}#1\end{subarray}", "symbb": r"\mathbb{#1}", "symcal": r"\mathcal{#1}",
        "symfrak": r"\mathfrak{#1}", "symit": r"\mathit{#1}", "symrm": r"\mathrm{#1}", "symscr": r"\mathscr{#1}",
        "symsf": r"\mathsf{#1}", "symtt": r"\mathtt{#1}", "symup": r"\mathrm{#1}", "TeX": r"\text{TeX}",
        "textmd": r"\text{#1}", "textnormal": r"\text{#1}", "textup": r"\text{#1}", "thickapprox": r"\approx",
        "thicksim": r"\sim", "varinjlim": r"\mathop{\underrightarrow{\lim}}",
        "varliminf": r"\mathop{\underline{\lim}}", "varlimsup": r"\mathop{\overline{\lim}}",
        "varprojlim": r"\mathop{\underleftarrow{\lim}}", "varpropto": r"\propto", "vcenter": "{#1}", "VERT": r"\Vert",
        "widearc": r"\overparen{#1}", "wideparen": r"\overparen{#1}", "-": "", "/": "",
        "Acute": r"\acute{#1}", "adjustlimits": "", "adots": r"\iddots", "Approxcolon": r"\mathrel{\approx::}",
        "Arrowvert": r"\Vert", "arrowvert": r"\vert", "badbreak": "", "Bar": r"\bar{#1}", "begingroup": "{",
        "bgroup": "{", "bracevert": r"\vert", "Breve": r"\breve{#1}", "celsius": r"\text{°C}",
        "Check": r"\check{#1}", "crampedclap": r"\mathclap{#1}", "crampedllap": r"\mathllap{#1}",
        "overlinesegment": r"\overline{#1}", "underlinesegment": r"\underline{#1}",
        "crampedrlap": r"\mathrlap{#1}", "crampedsubstack": r"\substack{#1}", "Ddot": r"\ddot{#1}",
        "displaylimits": "", "Dot": r"\dot{#1}", "DOTSB": "", "DOTSI": "", "DOTSX": "", "dotsx": r"\ldots",
        "egroup": "}", "endgroup": "}", "ensuremath": "{#1}", "enskip": r"\enspace",
        "eqalign": r"\begin{aligned}#1\end{aligned}", "euro": r"\text{€}", "global": "", "Grave": r"\grave{#1}",
        "Hat": r"\hat{#1}", "joinrel": r"\mathrel{\mkern-3mu}", "ketbra": r"\lvert{#1}\rangle\langle{#2}\rvert",
        "long": "", "mathbfsfup": r"\mathbfsf{#1}", "mathbfup": r"\mathbf{#1}",
        "mathmbox": "{#1}", "micro": r"\text{µ}",
        "mit": r"\it", "MTFlushSpaceAbove": "", "MTFlushSpaceBelow": "", "ndownarrow": r"\not\downarrow",
        "nonscript": "", "nuparrow": r"\not\uparrow", "ohm": r"\Omega", "ointop": r"\oint", "oldstyle": "",
        "ordinarycolon": r"\mathord{:}", "perthousand": r"\text{‰}", "Relbar": r"\mathrel{=}",
        "relbar": r"\mathrel{-}", "shortvdotswithin": r"&\vdotswithin{#1}\\",
        "splitdfrac": r"\genfrac{}{}{0pt}{0}{#1\quad}{\quad #2}",
        "splitfrac": r"\genfrac{}{}{0pt}{1}{#1\quad}{\quad #2}", "symbfup": r"\mathbf{#1}", "symnormal": "{#1}",
        "texteuro": r"\text{€}", "textclap": r"\clap{#1}", "textllap": r"\llap{#1}", "textrlap": r"\rlap{#1}",
        "textsl": r"\textit{#1}", "Tilde": r"\tilde{#1}",
        "underoverset": r"\overset{#2}{\underset{#1}{#3}}", "vbox": r"\text{#1}", "vcentercolon": r"\mathrel{:}",
        "vdotswithin": r"\mathrel{\vdots}{\vphantom{#1}}", "Vec": r"\vec{#1}", "vtop": r"\text{#1}",
        "widebar": r"\overline{#1}",
        "xlongleftarrow": r"\xleftarrow", "xLongleftarrow": r"\xLeftarrow", "xlongrightarrow": r"\xrightarrow",
        "xLongrightarrow": r"\xRightarrow",
        **{f"up{letter}": rf"\mathrm{{\{letter}}}" for letter in _GREEK},
    }
)  # fmt: skip


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

ABBREVIATIONS: Final[dict[str, Macro]] = {**_BODIES, **from_handlers(_HANDLERS)}
