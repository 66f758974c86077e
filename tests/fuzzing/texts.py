r"""The texts that are tried: blocks by a grammar of what authors write, fragments in any order, and edits of both.

Each is a strategy of Hypothesis. `POSTS` are whole files, with front matter; `EDITED` are the cases of tests/cases and
the posts of the demo blog after a few slips of the hand.
"""

from pathlib import Path
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from tests.markup.test_cases import CASES
from tests.tex.test_robust import FRAGMENTS, LATEX

DEMO: Final = Path(__file__).parent.parent.parent / "content"

# --- what stands in a line -------------------------------------------------------------------------------------------

WORDS: Final = [
    "a", "word", "Two words", "字", "中文，与", "。", "“引”", "é", "e\u0301", "😀", "\u200b", "\u00a0", "\ue000",
    "\uf8ff", "1", "$5", "5$", "\\$", "\\", "\\\\", "&amp;", "&#36;", "&lt;", "&#xe000;", "\ufffd", "…", "ﬁ", "ا",
    "\u202e", "\u2028", "\x85", "\r", "\x0c",
]  # fmt: skip
MARKS: Final = [
    "*", "**", "***", "_", "__", "~~", "`", "``", "[", "]", "](", ")", "(", "<", ">", "!", "![", "[^", "[@", "@", "|",
    "{", "}", "{: .a }", "{: #b }", '{: onclick="c" }', "#", "^", "~", '"', "'", ":", ";", "  \n", "\\\n", "\n", " ",
    "\t",
]  # fmt: skip
MATH: Final = ["$", "$$", "\\(", "\\)", "\\[", "\\]", "$`", "`$", "$x$", "$x^2$", "\\(y\\)", "$$z$$", "$a|b$", "$a<b$"]
LABELS: Final = ["a", "eq:a", "式", "thm:x", "a_b", 'q"><i x=y>', "mp-main", "comments", "fn-1", ""]
KEYS: Final = ["ada", "knuth:84", "没有", "x<y", "a;b"]
HTML: Final = [
    "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<br>", "<br/>", "<span id='a'>", "</span>", "<a href=b>",
    "</a>", "<!-- c -->", "<!--", "-->", "<pre>", "</pre>", "<script>", "</script>", "<style>", "</style>",
    "<textarea>", "<svg>", "<math>", "</math>", "<img src=x onerror=y>", "<table>", "<td>", "</td>", "<h1>", "</h1>",
    "<li>", "<ul>", "<details>", "<summary>", "<i onclick=x style='y' data-tex='z' class='math post'>",
    "<figure label=a>", "<figcaption>", "<!", "<?", "<![CDATA[", "<a href='javascript:x'>", "<iframe src=//e>",
    "<input>", "<base href=x>", "<template>",
]  # fmt: skip
TARGETS: Final = [
    "b", "#a", "other.md", "other.md#eq:a", "<b c>", "https://e.org/?a=1&b=2", "javascript:x", "JaVa\tScript:x",
    "//e.org", "data:text/html,x", "b 'c'", 'b "d"', "/x(y)z", "\\", "%00", "a.png", "../../etc", "mailto:a@b", "$x$",
    "",
]  # fmt: skip

_word: Final = st.sampled_from(WORDS)
_label: Final = st.sampled_from(LABELS)
_key: Final = st.sampled_from(KEYS)
_target: Final = st.sampled_from(TARGETS)
_inline_math: Final = st.one_of(
    st.sampled_from(MATH),
    LATEX.map(lambda tex: f"${tex}$"),
    LATEX.map(lambda tex: f"\\({tex}\\)"),
    LATEX.map(lambda tex: f"$`{tex}`$"),
    _label.map(lambda label: f"\\eqref{{{label}}}"),
    _label.map(lambda label: f"$\\ref{{{label}}}$"),
    _label.map(lambda label: f"\\autoref{{{label}}}"),
    _label.map(lambda label: f"\\cref{{{label},eq:a}}"),
)


def _nested(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    some = st.lists(inner, max_size=4).map("".join)
    return st.one_of(
        some.map(lambda text: f"*{text}*"),
        some.map(lambda text: f"**{text}**"),
        some.map(lambda text: f"~~{text}~~"),
        some.map(lambda text: f"`{text}`"),
        some.map(lambda text: f"<b title='{text}'>{text}</b>"),
        st.builds("[{}]({})".format, some, _target),
        st.builds("![{}]({})".format, some, _target),
        st.builds("[{}][{}]".format, some, _label),
        some.map(lambda text: f"[^{text}]"),
        _key.map(lambda key: f"[@{key}, p. 3]"),
        st.builds("[{} @{}; -@ada]".format, _word, _key),
        some.map(lambda text: f"{text}{{: .note #x }}"),
    )


_piece: Final = st.recursive(
    st.one_of(_word, _word, st.sampled_from(MARKS), _inline_math, st.sampled_from(HTML)), _nested, max_leaves=4
)
LINES: Final = st.lists(_piece, max_size=4).map("".join)
"""Text such as stands in a paragraph."""

# --- blocks ----------------------------------------------------------------------------------------------------------

_environment: Final = st.sampled_from(
    [
        "equation",
        "align",
        "align*",
        "gather",
        "multline",
        "split",
        "cases",
        "subequations",
        "eqnarray",
        "nosuch",
        "alignat",
    ]
)
_kind: Final = st.sampled_from(["theorem", "lemma", "proof", "definition", "nosuch", "note", "details"])
_display: Final = st.one_of(
    LATEX.map(lambda tex: f"$${tex}$$"),
    LATEX.map(lambda tex: f"\\[{tex}\\]"),
    LATEX.map(lambda tex: f"```math\n{tex}\n```"),
    st.builds(r"\begin{{{0}}}{1}\label{{{2}}}\end{{{0}}}".format, _environment, LATEX, _label),
    st.builds("$$\\begin{{{0}}}\n{1}\\\\\n&=x\\tag{{1}}\n\\end{{{0}}}$$".format, _environment, LATEX),
)
_code: Final = st.builds("{0}{1}\n{2}\n{0}".format, st.sampled_from(["```", "~~~", "````"]), _word, LINES)
_table: Final = st.builds("| {} | {} |\n|---|:-:|\n| {} | {} |\n| {}".format, *[LINES] * 5)
_leaf: Final = st.one_of(
    LINES,
    LINES,
    _display,
    _display,
    _code,
    _table,
    LINES.map(lambda text: f"# {text}"),
    LINES.map(lambda text: f"### {text} {{#here}}"),
    LINES.map(lambda text: f"{text}\n==="),
    LINES.map(lambda text: f"![{text}](a.png)"),
    LINES.map(lambda text: f'![{text}](a.png "{text}"){{label=fig:a width=30}}'),
    st.builds("[^{}]: {}".format, _word, LINES),
    st.builds("[{}]: {} '{}'".format, _label, _target, LINES),
    st.builds("*[{}]: {}".format, _word, LINES),
    st.sampled_from(
        ["---", "<!-- more -->", "<!--More-->", "* * *", "", "\\newpage", "[TOC]", "///", "$$", "-->", "    "]
    ),
    st.lists(st.sampled_from(HTML + WORDS), max_size=5).map("".join),
)


def _indented(text: str, first: str, rest: str) -> str:
    return first + text.replace("\n", f"\n{rest}")


def _blocks(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    some = st.lists(inner, min_size=1, max_size=2).map("\n\n".join)
    return st.one_of(
        some.map(lambda text: _indented(text, "> ", "> ")),
        some.map(lambda text: _indented(text, "> [!NOTE]\n> ", "> ")),
        some.map(lambda text: _indented(text, "- ", "    ")),
        some.map(lambda text: _indented(text, "1. ", "   ")),
        some.map(lambda text: _indented(text, "- [x] ", "  ")),
        some.map(lambda text: _indented(text, "[^1]: ", "    ")),
        some.map(lambda text: _indented(text, "term\n:   ", "    ")),
        some.map(lambda text: _indented(text, '!!! note "T"\n    ', "    ")),
        some.map(lambda text: _indented(text, "??? note\n    ", "    ")),
        some.map(lambda text: f"<div markdown>\n\n{text}\n\n</div>"),
        some.map(lambda text: f"<details>\n{text}\n</details>"),
        st.builds("/// {0} | {1}\n    label: {2}\n\n{3}\n///".format, _kind, LINES, _label, some),
        st.builds(r"\begin{{{0}}}[{1}]\label{{{2}}}{3}\end{{{0}}}".format, _kind, LINES, _label, some),
        st.builds("{}{}{}".format, some, st.sampled_from(["\n", "", "\n\n\n", "\n \n"]), some),
    )


GRAMMAR: Final = st.lists(st.recursive(_leaf, _blocks, max_leaves=4), max_size=4).map("\n\n".join)
"""Blocks in blocks, each of them what an author may have meant."""

ALL: Final = [
    *WORDS,
    *MARKS,
    *MATH,
    *HTML,
    *FRAGMENTS,
    *(f"[@{key}]" for key in KEYS),
    "\n\n",
    "\n    ",
    "\n> ",
    "\n- ",
]
JUMBLE: Final = st.lists(st.sampled_from(ALL), max_size=30).map("".join)
"""Fragments in any order, which no author means."""

# --- edits -----------------------------------------------------------------------------------------------------------

WRITTEN: Final = [case.written for case in CASES]
DEMO_POSTS: Final = [path.read_text("utf-8") for path in sorted(DEMO.rglob("*.md"))]


@st.composite
def edited(draw: st.DrawFn, texts: SearchStrategy[str], longest: int = 1500) -> str:
    """Take a text, or some of it, and cut, double, move and put in a few pieces."""
    text = draw(texts)
    if len(text) > longest:
        start = draw(st.integers(0, len(text) - longest))
        text = text[start : start + longest]
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from(["", text[start:end] * 2, text[end : end + 40], "\n\n"]) | st.sampled_from(ALL))
        text = text[:start] + piece + text[end:]
    return text


EDITED: Final = edited(st.sampled_from(WRITTEN) | st.sampled_from(DEMO_POSTS))
BODIES: Final = st.one_of(GRAMMAR, GRAMMAR, JUMBLE, EDITED, edited(GRAMMAR), st.text(max_size=60))

# --- front matter ----------------------------------------------------------------------------------------------------

_KEYS: Final = [
    "title", "date", "updated", "slug", "url", "aliases", "tags", "categories", "series", "part", "summary",
    "description", "draft", "lang", "author", "authors", "math", "macros", "numbering", "toc", "comments", "cover",
    "bibliography", "untrusted", "card_formula", "translation_of", "permalink", "layout", "titel", "Title",
    "check_ignore", "expires", "publish", "x", "", "é",
]  # fmt: skip
_VALUES: Final = [
    "2026-01-02", "2026-01-02 03:04:05 +0800", "2026-13-40", "0001-01-01", "9999-12-31", "true", "no", "12", "-1",
    "1e400", ".inf", "0x1f", "~", "null", "[a, b]", "[[a], b]", "{a: b}", "{RR: '\\mathbb{R}'}", "a: b",
    "'$x_1$ and *b*'", '"\\u0000"', "中文", "[", "{", "'", '"', "*a", "&a b", "!!python/object:x", "|\n  a\n  $b$",
    ">\n  a", "- a\n- b", "zh", "../../x", "/a/:title/", "a?b#c", "'<i onclick=x>y</i>'", "\\alpha",
    "[1, true, 2026-01-01]", "ada.bib", "mathjax", "$$", "%", "@", "`", "\t", "", "{: .a }", "'\\eqref{a}'",
]  # fmt: skip
_entry: Final = st.builds("{}: {}".format, st.sampled_from(_KEYS), st.sampled_from(_VALUES) | LINES)
_toml: Final = st.builds(
    "{} = {}".format,
    st.sampled_from(_KEYS),
    st.sampled_from(
        ["'a'", '"\\u0041"', "[1, 2]", "{a = 'b'}", "1979-05-27", "07:32:00", "nan", "true", "'''\na'''", "["]
    ),
)
FRONTS: Final = st.one_of(
    st.lists(_entry, max_size=6).map(lambda lines: "---\n" + "\n".join(lines) + "\n---\n"),
    st.lists(_toml, max_size=6).map(lambda lines: "+++\n" + "\n".join(lines) + "\n+++\n"),
    st.just("---\ntitle: T\ndate: 2026-01-02\n---\n"),
    st.just(""),
    st.text(max_size=40).map(lambda text: f"---\n{text}\n---\n"),
    st.text(max_size=40).map(lambda text: f"+++\n{text}\n+++\n"),
    edited(st.just("---\ntitle: '$x$'\ndate: 2026-01-02\ntags: [a, '$b$']\nmacros: {RR: '\\mathbb{R}'}\n---\n")),
)
POSTS: Final = st.builds("{}{}".format, FRONTS, BODIES)
"""Whole files."""

# --- other files -----------------------------------------------------------------------------------------------------

_COMMENT: Final = """\
[[comment]]
id = 12
author = "张三"
url = "https://e.org/"
date = 2015-03-05 02:01:00Z
text = '''
正文 $x$，by \\eqref{a}.
'''

[[comment]]
id = "13"
parent = "12"
date = "2015-03-05"
by_author = true
text = "line\\nline"
"""
_CONFIG: Final = """\
title = "公式"
url = "https://example.org/blog/"
language = "zh"
timezone = "Asia/Shanghai"
permalink = "/{date:%Y/%m}/{slug}/"
per_page = 7

[math]
packages = ["physics"]
macros = {RR = '\\mathbb{R}', "norm" = '\\lVert #1 \\rVert'}

[citations]
bibliography = ["a.bib"]

[theorems.kinds]
axiom = "Axiom"

[menu]
"关于" = "/about/"

[deploy.site]
target = "folder"
path = "../out"
"""
_BIBLIOGRAPHY: Final = """\
@string{jmlr = "Journal of \\emph{ML}"}
@article{ada, author = {Lovelace, Ada and {ACME} and 苏剑林 and others}, title = {On {$x^2$} \\& \\"{o}--\\'{\\i}},
  journal = jmlr # " B", year = 1843, month = jan, pages = "1--2"}
@book(knuth:84, editor = "Donald E. Knuth, Jr. and a, b, c, d", title = {The {\\TeX}book}, url = {https://e.org/?a_b%c})
% comment
@misc{没有, title = "“引”", note = {\\textbackslash}}
"""
_settings: Final = edited(st.just(_CONFIG))
CONFIGS: Final = st.one_of(_settings, edited(_settings), st.lists(_toml, max_size=4).map("\n".join))
DISCUSSIONS: Final = st.one_of(edited(st.just(_COMMENT)), edited(edited(st.just(_COMMENT))), st.text(max_size=40))
_braces: Final = LINES.map(lambda text: f'@misc{{a, title = {{{text}}}, author = "{text} and {text}, x"}}')
BIBLIOGRAPHIES: Final = st.one_of(edited(st.just(_BIBLIOGRAPHY)), _braces, edited(_braces), LATEX, st.text(max_size=60))
