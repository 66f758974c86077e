"""Theorems under each setting, in both ways to write them, and in texts made to break them."""

import random
import re
from dataclasses import replace
from typing import Final

import pytest
from tests.markup.showing import RULES, body, fill, ids, imbalance, problems, said

from mathpress.markup.convert import Rules
from mathpress.markup.theorems import TheoremRules

KINDS: Final = "\n".join(rf"\begin{{{kind}}} x \end{{{kind}}}" for kind in ("theorem", "lemma", "theorem", "proof"))
SECTIONS: Final = f"{KINDS}\n\n# A\n\n{KINDS}\n\n### Deeper\n\n\\begin{{lemma}} y \\end{{lemma}}\n\n## B\n\n{KINDS}"
AXIOM: Final = {"axiom": {"en": "Axiom", "zh": "公理"}, "law": {"zh": "律"}}
HEAD: Final = re.compile(r'<(strong|em) class="theorem-head">(.*?)</\1>')


def under(rules: TheoremRules, language: str = "en") -> Rules:
    """Return rules with those of theorems."""
    return replace(RULES, language=language, theorems=rules)


def heads(text: str, rules: Rules) -> list[str]:
    """Return the heads of a text's environments without tags."""
    of = body(text, rules)
    assert problems(of) == []
    found = HEAD.findall(fill(of.html, of.labels))
    return [re.sub(r"<[^>]*>", "", head).replace("\u00a0", " ") for _, head in found]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (TheoremRules(), ["Theorem 1.", "Lemma 1.", "Theorem 2.", "Proof."]),
        (TheoremRules(shared=True), ["Theorem 1.", "Lemma 2.", "Theorem 3.", "Proof."]),
    ],
)
def test_numbers_are_each_kinds_own_or_shared(rules: TheoremRules, expected: list[str]) -> None:
    """A proof has no number in any case."""
    assert heads(KINDS, under(rules)) == expected


@pytest.mark.parametrize(
    ("shared", "lemma", "deeper"),
    [(False, "1", "2"), (True, "2", "4")],
)
def test_numbers_by_section(*, shared: bool, lemma: str, deeper: str) -> None:
    """They begin again with each heading of the first two levels; before the first they tell section 0."""
    of = heads(SECTIONS, under(TheoremRules(shared=shared, by_section=True)))
    theorems = [head for head in of if "Lemma" in head]
    assert theorems == [f"Lemma 0.{lemma}.", f"Lemma 1.{lemma}.", f"Lemma 1.{deeper}.", f"Lemma 2.{lemma}."]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Axiom 1 (Choice).", "law 1.", "Theorem 1."]),
        ("zh", ["公理 1（Choice）", "律 1", "定理 1"]),
        ("zh-Hant", ["公理 1（Choice）", "律 1", "定理 1"]),
        ("it", ["Axiom 1 (Choice).", "law 1.", "Theorem 1."]),
    ],
)
def test_words_of_the_posts_language(language: str, expected: list[str]) -> None:
    """An author's own kinds have names by language: the post's, its family's, English, else the environment's name."""
    text = "\\begin{axiom}[Choice] x \\end{axiom}\n/// law\nx\n///\n\\begin{theorem} x \\end{theorem}"
    assert heads(text, under(TheoremRules(AXIOM), language)) == expected


def test_an_author_may_rename_an_environment() -> None:
    """The settings go before the catalogue, in references too."""
    text = r"\begin{theorem}\label{t} x \end{theorem} \autoref{t}"
    assert heads(text, under(TheoremRules({"theorem": {"en": "Satz"}}))) == ["Satz 1."]


@pytest.mark.parametrize(
    ("fold", "option", "element"),
    [
        (True, "", "details"),
        (False, "", "div"),
        (True, "    fold: false\n", "div"),
        (False, "    fold: true\n", "details"),
    ],
)
def test_proofs_are_folded_as_the_settings_or_the_proof_says(*, fold: bool, option: str, element: str) -> None:
    """What the proof itself says holds; other environments are never folded."""
    of = body(f"/// proof\n{option}\nx\n///\n\\begin{{lemma}} y \\end{{lemma}}", under(TheoremRules(fold_proofs=fold)))
    markup = fill(of.html, of.labels)
    assert f'<{element} class="proof">' in markup
    assert markup.count("<details") == (element == "details")
    assert '<span class="qed">∎</span></p>\n' in markup


PAIRS: Final = [
    ("\\begin{lemma}\nx\n\\end{lemma}", "/// lemma\nx\n///"),
    (
        "\\begin{lemma}[A $b$ *c*]\\label{l}\n\n- x\n- y\n\n\\end{lemma}",
        "/// lemma | A $b$ *c*\n    label: l\n\n- x\n- y\n\n///",
    ),
    ("\\begin{proof}[By \\ref{a}]\n$$x$$\n\\end{proof}", "/// proof | By \\ref{a}\n$$x$$\n///"),
    (
        "> \\begin{lemma}\n> \\begin{proof}\n> x\n> \\end{proof}\n> \\end{lemma}\n> y",
        "> /// lemma\n> //// proof\n> x\n> ////\n> ///\n> y",
    ),
    (
        "- a\n\n    \\begin{remark*}[T]\n    x\n    \\end{remark*}\n\n    b",
        "- a\n\n    /// remark* | T\n    x\n    ///\n\n    b",
    ),
]


@pytest.mark.parametrize(("latex", "slashes"), PAIRS)
def test_both_ways_give_the_same_html(latex: str, slashes: str) -> None:
    """They are two spellings of one thing."""
    one, other = body(latex), body(slashes)
    assert problems(one) == problems(other) == []
    assert fill(one.html, one.labels) == fill(other.html, other.labels)
    assert said(one.opening) == said(other.opening)


def test_the_text_has_heads_and_titles() -> None:
    """So descriptions, feeds and the search know what is a theorem; the sign of a proof's end is no word."""
    of = body(
        "\\begin{theorem}[Euclid's $p$]\\label{t}\nThere are many.\n\\end{theorem}\n\\begin{proof} Yes. \\end{proof}"
    )
    assert " ".join(said(of.opening).split()) == "Theorem 1 (Euclid's p). There are many. Proof. Yes."
    assert of.words == 9


def test_an_excerpt_is_not_cut_inside_an_environment() -> None:
    """A long one is shown whole, and the next place to cut is behind it."""
    paragraphs = "\n\n".join(["one two three four five"] * 8)
    rules = replace(RULES, excerpt_length=10)
    of = body(f"\\begin{{proof}}\n{paragraphs}\n\\end{{proof}}\n\nmore\n\nand more", rules)
    excerpt = fill(of.excerpt, of.labels)
    assert excerpt.startswith('<div class="proof">')
    assert excerpt.endswith("∎</span></p>\n</div>")
    assert not of.excerpt_is_whole


def test_an_excerpt_is_not_cut_inside_the_title_of_an_environment() -> None:
    """Markup in a title ends there, with nothing else open; that is no end of a block."""
    of = body(f"/// theorem | Of *Euclid*\n{'word ' * 9}\n///\n\n{'word ' * 9}", replace(RULES, excerpt_length=2))
    assert fill(of.excerpt, of.labels).endswith("word</p>\n</div>")


@pytest.mark.parametrize("block", ["$$x$$", "\\begin{remark} x \\end{remark}"])
def test_an_excerpt_does_not_end_with_a_heading_before_a_block_without_a_paragraph(block: str) -> None:
    """The paragraph that Markdown makes for it, and that is taken back, is no place to cut, nor is the beginning."""
    of = body(f"{'word ' * 5}\n\n## H\n\n{block}\n\n{'word ' * 50}", replace(RULES, excerpt_length=6))
    assert not of.excerpt_is_whole
    assert "<h" not in fill(of.excerpt, of.labels)
    of = body(f"{block}\n\n{'word ' * 50}", replace(RULES, excerpt_length=1))
    assert fill(of.excerpt, of.labels).startswith("<div")


PIECES: Final = [
    "\\begin{theorem}", "\\end{theorem}", "\\begin{proof}[a", "[", "]", "\\label{a}", "\\begin{lemma}[$x$]\\label{b}\n",
    "\\end{lemma}", "\n/// theorem | T\n", "\n    label: c\n", "\n///\n", "\n//// proof\n", "\n////\n", "\n\n", "\n",
    "- ", "> ", "    ", "$x$", "$$y$$", "\\end{proof}", "text ", "`", "```\n", "# H", "<div>", "</div>",
    "<!-- more -->", "| a |\n|---|\n", "[^1]", "\n[^1]: ", "*", "\\begin{theroem}", "\\end{lema}", "<b>", "1. ",
    ":   ", "\\ref{a}",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(300))
def test_whatever_is_written_the_html_is_balanced(seed: int) -> None:
    """Environments that cross other elements, or are never closed, are told, and nothing is lost or left open."""
    chance = random.Random(seed)
    text = "".join(chance.choices(PIECES, k=chance.randint(3, 30)))
    of = body(text, replace(RULES, excerpt_length=3))
    for fragment in (of.html, of.excerpt):
        assert imbalance(fill(fragment, of.labels)) == [], text
        assert len(set(ids(fragment))) == len(ids(fragment)), text
