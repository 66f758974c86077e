"""Abbreviations of other commands: names of plain TeX, AMS and MathJax for what the engine knows by another."""

from typing import Final

from mathpress.tex.definitions import from_strings

ABBREVIATIONS: Final = from_strings(
    {
        "AA": r"\text{Å}", "aa": r"\text{å}", "allowbreak": "", "argmax": r"\operatorname*{arg\,max}",
        "argmin": r"\operatorname*{arg\,min}", "bm": r"\boldsymbol{#1}", "bold": r"\mathbf{#1}", "break": "",
        "cases": r"\begin{cases}#1\end{cases}", "centerdot": r"\cdot", "cr": r"\\",
        "displaylines": r"\begin{gathered}#1\end{gathered}", "dotsb": r"\cdots", "dotsc": r"\ldots",
        "dotsi": r"\cdots", "dotsm": r"\cdots", "dotso": r"\ldots", "fbox": r"\boxed{\text{#1}}",
        "framebox": r"\boxed{\text{#1}}", "goodbreak": "", "hbox": r"\text{#1}", "i": r"\imath", "intop": r"\int",
        "j": r"\jmath", "KaTeX": r"\text{KaTeX}", "LaTeX": r"\text{LaTeX}", "makebox": r"\text{#1}",
        "mathbbm": r"\mathbb{#1}", "mathds": r"\mathbb{#1}", "mathellipsis": r"\ldots", "mathnormal": r"{#1}",
        "mathup": r"\mathrm{#1}", "matrix": r"\begin{matrix}#1\end{matrix}", "mbox": r"\text{#1}",
        "mspace": r"\mkern{#1}", "newline": r"\\", "nicefrac": r"{}^{#1}\!/_{#2}", "nobreak": "",
        "nshortmid": r"\nmid", "nshortparallel": r"\nparallel", "overarc": r"\overparen{#1}",
        "overunderset": r"\overset{#1}{\underset{#2}{#3}}", "pmatrix": r"\begin{pmatrix}#1\end{pmatrix}",
        "pmb": r"\boldsymbol{#1}", "relax": "", "sfrac": r"{}^{#1}\!/_{#2}", "sgn": r"\operatorname{sgn}",
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
    }
)  # fmt: skip
