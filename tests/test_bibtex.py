"""BibTeX files: works and names as they were meant, and what is wrong with a file at its place."""

import time

import pytest

from mathpress.bibtex import Name, Work, decoded, pieces, read, said_names, year_of


def works(text: str) -> list[Work]:
    """Return the works of a file in which nothing is wrong."""
    library = read("refs.bib", text)
    assert library.problems == ()
    return list(library.works.values())


def problems(text: str) -> list[str]:
    """Return what is wrong with a file, without its lines."""
    return [str(problem).partition("\n")[0] for problem in read("refs.bib", text).problems]


def test_a_work_has_its_fields_by_names_in_lower_case() -> None:
    """Strings of the file and BibTeX's months are put in, white space is one space."""
    (work,) = works(
        '@STRING{jmlr = "J. Mach. Learn. Res."}\n@Article{a,\n Title = {On\n  {X}}, JOURNAL = JMLR, month = jul}'
    )
    assert (work.key, work.kind) == ("a", "article")
    assert work.fields == {"title": "On {X}", "journal": "J. Mach. Learn. Res.", "month": "July"}
    assert (work.place.line, work.place.column) == (2, 10)


@pytest.mark.parametrize(
    ("written", "names", "others"),
    [
        ("Knuth, Donald E.", [Name("Knuth", "Donald E.")], False),
        ("Donald E. Knuth", [Name("Knuth", "Donald E.")], False),
        ("Vaswani, Ashish and Shazeer, Noam and others", [Name("Vaswani", "Ashish"), Name("Shazeer", "Noam")], True),
        ("Ludwig van Beethoven", [Name("van Beethoven", "Ludwig")], False),
        ("Martin Luther King, Jr.", [Name("Martin Luther King", "Jr.")], False),
        ("{OpenAI}", [Name("OpenAI")], False),
        ("{Barnes and Noble}", [Name("Barnes and Noble")], False),
        (
            r"Erd{\H o}s, P{\'a}l and {\L}ojasiewicz, Stanis{\l}aw",
            [Name("Erdős", "Pál"), Name("Łojasiewicz", "Stanisław")],
            False,
        ),
        ("苏剑林", [Name("苏剑林")], False),
        ("苏, 剑林 and 华罗庚", [Name("苏", "剑林"), Name("华罗庚")], False),
    ],
)
def test_names_are_taken_apart_by_the_rules_of_bibtex(written: str, names: list[Name], others: bool) -> None:
    """The last of several may say that there are others."""
    (work,) = works(f"@misc{{a, author = {{{written}}}}}")
    assert (list(work.authors), work.and_others) == (names, others)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("author = {Vaswani, Ashish}", (("Vaswani",), False)),
        ("author = {A. One and B. Two}", (("One", "Two"), False)),
        ("author = {A. One and B. Two and C. Three}", (("One",), True)),
        ("author = {A. One and others}", (("One",), True)),
        ("author = {苏, 剑林}", (("苏剑林",), False)),
        ("editor = {A. One}", (("One",), False)),
        ("organization = {ISO}, title = {C}", (("ISO",), False)),
        ("title = {The {C} Book}", (("The C Book",), False)),
        ("year = 1", (("a",), False)),
    ],
)
def test_a_citation_says_one_or_two_names(fields: str, said: tuple[tuple[str, ...], bool]) -> None:
    """Without authors it says the editors, the organisation, the title or the key."""
    (work,) = works(f"@misc{{a, {fields}}}")
    assert said_names(work) == said


def test_the_year_is_that_of_the_date_if_there_is_no_other() -> None:
    """The programs that write for biblatex have a date."""
    text = "@misc{a, year = 2017}\n@misc{b, date = {2018-03-01}}\n@misc{c, title = {x}}"
    assert [year_of(work) for work in works(text)] == ["2017", "2018", ""]


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"G{\"o}del, Escher, Bach", "Gödel, Escher, Bach"),
        (r"na{\"\i}ve \'{\i}", "naïve í"),
        (r"100\% of A \& B, 50% of C\#", "100% of A & B, 50% of C#"),
        (r"\emph{Weights} and \textbf{biases}", "Weights and biases"),
        ("``Quoted'' -- and --- so on", "“Quoted” – and — so on"),
        (r"{\textbackslash}a{\textasciicircum}b\{c\} {\textbraceleft}", r"\a^b{c} {"),
        ("关于~{X} 的注记", "关于\u00a0X 的注记"),
        ("a\\", "a\\"),
    ],
)
def test_latex_becomes_plain_text(latex: str, text: str) -> None:
    """Accents are letters, braces are gone."""
    assert decoded(latex) == text


def test_formulas_in_a_field_are_kept_apart() -> None:
    """An escaped dollar begins none."""
    assert list(pieces(r"The $L_2$ norm of {\$}5")) == [(False, "The "), (True, "L_2"), (False, " norm of $5")]


def test_an_entry_that_is_not_closed_is_told_where_it_begins() -> None:
    """Those before it are known all the same."""
    text = "@misc{a, title = {x}}\n\n@misc{b, title = {y\n"
    assert list(read("refs.bib", text).works) == ["a", "b"]
    assert problems(text) == [
        "refs.bib:3:1: error: not BibTeX: this entry is not closed; a brace or a quotation mark is missing "
        "[bibliography-syntax]"
    ]


def test_what_is_no_bibtex_is_told_at_its_place() -> None:
    """With the reason that the parser gives; the entries behind it are read."""
    text = "@misc{a, title = {x}, year = }\n@misc{b, journal = nature, title {y}}\n@misc{c}"
    assert "c" in read("refs.bib", text).works
    assert problems(text) == [
        "refs.bib:1:30: error: not BibTeX: field value expected [bibliography-syntax]",
        "refs.bib:2:20: error: not BibTeX: nature is no @string of this file; put it in braces if it is text "
        "[bibliography-syntax]",
        "refs.bib:2:34: error: not BibTeX: '=' expected [bibliography-syntax]",
    ]


def test_a_key_that_is_given_twice_is_a_warning() -> None:
    """The first entry holds, as in BibTeX."""
    text = "@misc{a, title = {x}}\n@book{a, title = {y}}"
    assert read("refs.bib", text).works["a"].kind == "misc"
    assert problems(text) == [
        "refs.bib:2:7: warning: a is in this file twice; the entry at line 1 is used [bibliography-duplicate]"
    ]


def test_a_name_with_too_many_commas_is_a_warning() -> None:
    """Most likely an `and` is missing; the name is shown as it stands."""
    text = "@misc{a, author = {A, B, C, D}}"
    assert read("refs.bib", text).works["a"].authors == (Name("A, B, C, D"),)
    assert problems(text) == [
        "refs.bib:1:7: warning: author: there are too many commas in the name A, B, C, D; write `and` between names "
        "[bibliography-name]"
    ]


def test_comments_and_text_between_entries_are_passed_over() -> None:
    """JabRef and others keep their own there."""
    text = (
        'Made by hand.\n@comment{jabref-meta: databaseType:bibtex;}\n@preamble{"\\newcommand{\\x}{}"}\n'
        "@misc{a, year = 1}"
    )
    assert [work.key for work in works(text)] == ["a"]
    assert works("") == []


def test_reading_is_linear() -> None:
    """A library of ten thousand works is read in seconds, not in a minute, and each key is found at its place."""
    text = "".join(f"@misc{{ k{number},\n  title = {{T}}\n}}\n" for number in range(10_000))
    started = time.process_time()
    last = works(text)[-1]
    assert time.process_time() - started < 10
    assert (last.key, last.place.line, last.place.column) == ("k9999", 29_998, 8)
