r"""`\dots`, which look at what stands behind them."""

from collections.abc import Sequence
from typing import Final

from mathpress.tex.lexer import Token, make, skip_space
from mathpress.tex.rewrite import Handler, Result, Rewriting

OPERATORS: Final = {
    *"+-=<>*", r"\pm", r"\mp", r"\times", r"\cdot", r"\le", r"\leq", r"\ge", r"\geq", r"\ne", r"\neq", r"\equiv",
    r"\approx", r"\sim", r"\simeq", r"\cong", r"\subset", r"\subseteq", r"\supset", r"\supseteq", r"\to", r"\gets",
    r"\rightarrow", r"\leftarrow", r"\Rightarrow", r"\cup", r"\cap", r"\wedge", r"\land", r"\vee", r"\lor", r"\oplus",
    r"\otimes", r"\circ", r"\uparrow", r"\downarrow", r"\leftrightarrow", r"\Leftarrow", r"\Leftrightarrow", r"\mapsto",
    r"\prec", r"\succ", r"\preceq", r"\succeq", r"\ll", r"\gg", r"\in", r"\ast", r"\star", r"\div", r"\setminus",
    r"\sqcup", r"\ominus", r"\odot", r"\longrightarrow", r"\longleftarrow", r"\implies", r"\iff", r"\perp", r"\propto",
    r"\int", r"\iint", r"\iiint", r"\iiiint", r"\idotsint", r"\oint", r"\sum", r"\prod", r"\coprod", r"\bigcup",
    r"\bigcap", r"\bigoplus", r"\bigotimes", r"\bigvee", r"\bigwedge", r"\bigsqcup", r"\biguplus", r"\bigodot",
    r"\notin", r"\ni", r"\mid", r"\parallel", r"\not", r"\asymp", r"\doteq", r"\coloneqq",
}  # fmt: skip


def _dots(_: Rewriting, tokens: Sequence[Token], index: int) -> Result:
    r"""`\dots` is centred before an operator or relation, low before anything else (amsmath, section 4.3)."""
    following = skip_space(tokens, index + 1)
    centred = following < len(tokens) and tokens[following].text in OPERATORS
    return make(r"\cdots" if centred else r"\ldots", tokens[index]), index + 1


DOTS: Final[dict[str, Handler]] = {r"\dots": _dots}
