"""Front matter: YAML and TOML, in the spellings of other generators; a mistake is told at its line."""

import datetime
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mathpress.config import Config
from mathpress.errors import Severity
from mathpress.frontmatter import Read, read
from mathpress.matter import FrontMatter
from mathpress.model import Document, Kind, Source
from mathpress.parse import parse
from mathpress.shaping import Settings

SHANGHAI = ZoneInfo("Asia/Shanghai")


def read_text(text: str) -> Read:
    """Read the front matter of a file in Shanghai."""
    return read("a.md", text, fallback_title="a", timezone=SHANGHAI)


def matter(yaml: str) -> FrontMatter:
    """Return front matter in which nothing is wrong."""
    result = read_text(f"---\n{yaml}\n---\n")
    assert not result.problems
    return result.matter


def problems_of(text: str) -> list[str]:
    """Return the first line of each diagnostic."""
    return [str(problem).splitlines()[0] for problem in read_text(text).problems]


def document(path: str, text: str, kind: Kind = Kind.POST) -> Document:
    """Parse a post of a blog in Shanghai."""
    return parse(Source(PurePosixPath(path), kind, text), Settings.of(Config(timezone="Asia/Shanghai"), {}))[0]


# --- what may be written ---------------------------------------------------------------------------------------------


def test_yaml_and_toml_say_the_same() -> None:
    """An author may use either."""
    yaml = read_text("---\ntitle: A\ndate: 2026-01-02 10:30\ntags: [x, y]\ndraft: true\npart: 2\n---\nBody")
    toml = read_text(
        '+++\ntitle = "A"\ndate = 2026-01-02T10:30:00\ntags = ["x", "y"]\ndraft = true\npart = 2\n+++\nBody'
    )
    assert yaml.matter == toml.matter
    assert yaml.matter.date == datetime.datetime(2026, 1, 2, 10, 30, tzinfo=SHANGHAI)
    assert (yaml.matter.tags, yaml.matter.draft, yaml.matter.part) == (("x", "y"), True, 2)


def test_the_body_begins_after_the_closing_line() -> None:
    """A file without front matter is all body; empty front matter is none."""
    text = "---\ntitle: A\n--- \nBody\n---\n"
    assert text[read_text(text).body :] == "Body\n---\n"
    assert read_text("No front matter\n---\n").body == 0
    assert read_text("---\n---\nBody").matter == FrontMatter(title="a")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-09-21", "2026-09-21T00:00:00+08:00"),
        ("2026-9-1", "2026-09-01T00:00:00+08:00"),
        ("2026/09/21 8:05", "2026-09-21T08:05:00+08:00"),
        ("2026.09.21", "2026-09-21T00:00:00+08:00"),
        ("2026年9月21日", "2026-09-21T00:00:00+08:00"),
        ("2026年9月21日 10:30", "2026-09-21T10:30:00+08:00"),
        ("2026年9月21日10:30", "2026-09-21T10:30:00+08:00"),
        ("2026-09-21 10:30:15", "2026-09-21T10:30:15+08:00"),
        ("'2026-09-21 10:30'", "2026-09-21T10:30:00+08:00"),
        ("2026-09-21T10:30:15Z", "2026-09-21T10:30:15+00:00"),
        ("2026-09-21T10:30:15.123Z", "2026-09-21T10:30:15+00:00"),
        ("2026-09-21 10:30:15 UTC", "2026-09-21T10:30:15+00:00"),
        ("2026-09-21T10:30:15+02:00", "2026-09-21T10:30:15+02:00"),
        ("2026-09-21 10:30:15 -0530", "2026-09-21T10:30:15-05:30"),
        ("2026-09-21 10:30 +09", "2026-09-21T10:30:00+09:00"),
    ],
)
def test_dates_in_yaml(written: str, meant: str) -> None:
    """A date that names no zone is of the blog's."""
    date = matter(f"date: {written}").date
    assert date is not None
    assert date.isoformat() == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-09-21", "2026-09-21T00:00:00+08:00"),
        ("2026-09-21T10:30:15", "2026-09-21T10:30:15+08:00"),
        ("2026-09-21 10:30:15.5Z", "2026-09-21T10:30:15+00:00"),
        ("2026-09-21T10:30:15-07:00", "2026-09-21T10:30:15-07:00"),
        ('"2026/09/21"', "2026-09-21T00:00:00+08:00"),
    ],
)
def test_dates_in_toml(written: str, meant: str) -> None:
    """TOML has dates of its own; a string is read as in YAML."""
    date = read_text(f"+++\ndate = {written}\n+++\n").matter.date
    assert date is not None
    assert date.isoformat() == meant


@pytest.mark.parametrize(
    ("yaml", "key", "value"),
    [
        ("tags: [a, b]", "tags", ("a", "b")),
        ("tags: a, b，c", "tags", ("a", "b", "c")),
        ("tags:\n- machine learning\n- 数学", "tags", ("machine learning", "数学")),
        ("tags: [a, a, '']", "tags", ("a",)),
        ("tags: [2026, no, 1.5]", "tags", ("2026", "no", "1.5")),
        ("tags:", "tags", ()),
        ("tag: a", "tags", ("a",)),
        ("category: 数学", "categories", ("数学",)),
        ("categories:\n- [Diary, Games]\n- [Diary, Life]", "categories", ("Diary", "Games", "Life")),
        ("author: A", "authors", ("A",)),
        ("aliases: /old/", "aliases", ("/old/",)),
        ("redirect_from: [/old/, /older/]", "aliases", ("/old/", "/older/")),
        ("series: [S]", "series", "S"),
        ("series: S", "series", "S"),
        ("permalink: /x/", "url", "/x/"),
        ("description: D", "description", "D"),
        ("excerpt: D", "summary", "D"),
        ("Title: A", "title", "A"),
        ("series_order: 3", "part", 3),
        ("published: 2026-01-02", "date", datetime.datetime(2026, 1, 2, tzinfo=SHANGHAI)),
        ("publishdate: 2026-01-02", "date", datetime.datetime(2026, 1, 2, tzinfo=SHANGHAI)),
        ("expiryDate: 2026-01-02", "expires", datetime.datetime(2026, 1, 2, tzinfo=SHANGHAI)),
        ("authors:\n- name: A\n  email: a@example.org\n- B", "authors", ("A", "B")),
        ("layout: post\nweight: 3\ntype: posts\nid: 7", "title", "a"),
        ("language: zh-Hant", "lang", "zh-Hant"),
        ("lang: no", "lang", "no"),
        ("published: false", "draft", True),
        ("published: true", "draft", False),
        ("draft: yes", "draft", True),
        ("draft:", "draft", False),
        ("part: 2", "part", 2),
        ("part: '2'", "part", 2),
        ("math: true", "math", None),
        ("math: no", "math", None),
        ("math: mathjax", "math", "mathjax"),
        ("mathjax: true", "math", None),
        ("katex: true", "math", None),
        ("toc: false", "toc", False),
        ("numbering: all", "numbering", "all"),
        (r"macros: {RR: '\mathbb{R}'}", "macros", (("RR", r"\mathbb{R}"),)),
        ("title: 2026", "title", "2026"),
        ("title: 12:30", "title", "12:30"),
        ("title: on", "title", "on"),
        ("slug: 007", "slug", "007"),
        ("title: 'NBCE: $x^2$'", "title", "NBCE: $x^2$"),
        (r"title: '$\alpha$'", "title", r"$\alpha$"),
        ("title: ''", "title", "a"),
    ],
)
def test_what_authors_write_and_what_it_means(yaml: str, key: str, value: Any) -> None:
    """Hugo's, Jekyll's and Hexo's spellings are understood; YAML is that of 1.2, where `no` and `on` are words."""
    assert getattr(matter(yaml), key) == value


def test_updated_in_each_generators_words() -> None:
    """Our own, Hugo's, the one of Jekyll's plug-ins, and a common one."""
    for key in ("updated", "lastmod", "last_modified_at", "modified"):
        assert matter(f"{key}: 2026-01-02").updated == datetime.datetime(2026, 1, 2, tzinfo=SHANGHAI)


def test_our_own_name_of_a_key_goes_before_others() -> None:
    """In whichever order they stand."""
    assert matter("publishDate: 2025-01-01\ndate: 2026-01-02\ndescription: D\nsummary: S").summary == "S"
    assert read_text("---\ncategory: A\ncategories: [B]\n---\n").matter.categories == ("B",)


def test_unknown_keys_are_kept_for_templates() -> None:
    """With the types they were written in."""
    extra = matter("weight: 3\nratio: 0.5\nfeatured: true\nsubtitle: S\nnothing:\nevent: 2026-01-02").extra
    assert extra == {"weight": 3, "ratio": 0.5, "featured": True, "subtitle": "S", "event": "2026-01-02"}


def test_titles_hold_formulas() -> None:
    """They are set in the title, and plain text where only text may stand."""
    made = document("a.md", "---\ntitle: 'The number: $e^{i\\pi}$'\ndate: 2026-01-02\n---\n")
    assert "<math" in made.title_html
    assert made.title_text.startswith("The number: ")
    assert not made.problems


# --- what is wrong ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("---\ntitle: A\ndate: 2026-13-01\n---\n", "3:1"),
        ("---\ntitle: A\ndate: 2026-02-30\n---\n", "3:1"),
        ("---\ndate: 2026-09-21 25:00\n---\n", "2:1"),
        ("---\ndate: 2026-09-21 10:00 +25:00\n---\n", "2:1"),
        ("---\ndate: 0001-01-01\n---\n", "2:1"),
        ("---\ndate: soon\n---\n", "2:1"),
        ("---\n\nlastmod: [2026]\n---\n", "3:1"),
        ('+++\ntitle = "A"\ndate = "soon"\n+++\n', "3:1"),
        ("+++\ndate = 10:30:00\n+++\n", "2:1"),
    ],
)
def test_a_date_that_is_none_is_told_at_its_line(text: str, place: str) -> None:
    """Of the wrong form, of no calendar, of no zone, or too far away for any zone."""
    (problem,) = problems_of(text)
    assert problem.startswith(f"a.md:{place}: error: ")
    assert problem.endswith("[front-matter-date]")


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("title: [A]", "title: must be text"),
        ("title: true", "title: must be text"),
        (r'title: "$\alpha$"', "title: must not hold control characters"),
        ("tags: {a: b}", "tags: must be a list of names"),
        ("category: [[[a]]]", "category: must be a list of names"),
        ("draft: perhaps", "draft: "),
        ("part: two", "part: "),
        ("lang: Klingon language", "lang: is no language tag"),
        ("math: katex", "math: input should be 'mathml' or 'mathjax'"),
        ("macros: [RR]", "macros: must be a table"),
        ("permalink: /:year/:title/", "permalink: :year stands for nothing here; write the address itself"),
        ("series: [a, b]", "series: a post belongs to one series"),
    ],
)
def test_a_wrong_value_is_told_by_the_authors_own_name_for_it(yaml: str, message: str) -> None:
    """The rest of the front matter holds all the same."""
    result = read_text(f"---\nslug: kept\n{yaml}\n---\n")
    (problem,) = result.problems
    assert str(problem).startswith(f"a.md:3:1: error: {message}")
    assert problem.code == "front-matter-value"
    assert result.matter.slug == "kept"


@pytest.mark.parametrize(
    ("yaml", "place"),
    [
        ("title: A: B", "2:9"),
        ("标题: 一\ntitle: 二: 三", "3:9"),
        ("tags: [a, b\ndate: 2026-01-02", "2:7"),
        ("macros: {a: b\ndate: 2026-01-02", "2:9"),
        ('title: "A\ndate: 2026-01-02', "2:8"),
        (r'title: "\q"', "2:8"),
        ("title: @A", "2:8"),
        ("title: A\n\tdate: 2026-01-02", "3:1"),
        ("title: A\ntitle: B", "3:1"),
        ("title: A\n  slug: b", "3:7"),
        ("title: \x07", "2:8"),
        ("a: &x 1\nb: *x", "3:4"),
        ("tags: !!set {a}", "2:7"),
        ("title: !!python/name:os.system x", "2:8"),
        ("? {a: b}\n: c", "2:3"),
        ("- " * 40_000, "2:101"),
    ],
)  # fmt: skip
def test_what_is_not_yaml_is_told_where_it_begins(yaml: str, place: str) -> None:
    """Where something was opened and never closed; and never a crash, nor an alias that grows without bounds."""
    (problem,) = problems_of(f"---\n{yaml}\n---\n")
    assert problem.startswith(f"a.md:{place}: error: the front matter is not YAML: ")
    assert problem.endswith("[front-matter-syntax]")


@pytest.mark.parametrize(
    ("yaml", "place", "reason"),
    [
        ("tags:\n\t- a", "3:1", "a tab; indent by spaces"),
        ("title: A\n\tdate: 2026-01-02", "3:1", "a tab; indent by spaces"),
        ('title: "A', "2:8", "a quotation mark that is not closed"),
        (r'title: "\xi"', "2:8", "a backslash in double quotes; put the value in single ones"),
        (r'title: "\q"', "2:8", "a backslash in double quotes; put the value in single ones"),
        ("title: *A*", "2:8", "a value cannot begin with *; put it in quotes"),
        ("title: @A", "2:8", "a value cannot begin with @; put it in quotes"),
        ("title: - A", "2:8", "a value cannot begin with -; put it in quotes"),
        ("title: A\ndate = 2026-01-02", "3:1", "this line has no colon; write `key: value`"),
        (
            "title: [A] B",
            "2:12",
            "the value ended before this; put all of it in quotes, or begin a line `key: value`",
        ),
    ],
)
def test_yaml_that_is_wrong_is_told_in_words_of_its_author(yaml: str, place: str, reason: str) -> None:
    """Not in those of the library, which speak of tokens and scalars."""
    (problem,) = problems_of(f"---\n{yaml}\n---\n")
    assert problem == f"a.md:{place}: error: the front matter is not YAML: {reason} [front-matter-syntax]"


def test_brackets_without_end_are_told_before_they_crash_the_process() -> None:
    """PyYAML 6.0.4 refuses the thousandth by itself, wherever it reads ahead to; before that version we did, sooner."""
    (problem,) = problems_of(f"---\ntitle: {'[' * 90_000}\n---\n")
    assert problem.startswith(("a.md:2:57: error: ", "a.md:2:1007: error: "))
    assert "nest" in problem
    assert problem.endswith("[front-matter-syntax]")


@pytest.mark.parametrize(
    ("toml", "place"),
    [
        ("title = A", "2:9"),
        ('title = "A', "2:11"),
        ('title = "A"\ndate 2026-01-02', "3:6"),
        ("tags = [\n'a',\n", "3:5"),
        ("part = " + "[" * 5000, "2:1"),
    ],
    ids=["no quotes", "open string", "no equals sign", "open list", "too deep"],
)
def test_what_is_not_toml_is_told_in_its_line(toml: str, place: str) -> None:
    """The columns are those of the file, not of the block."""
    (problem,) = problems_of(f"+++\n{toml}\n+++\n")
    assert problem.startswith(f"a.md:{place}: error: the front matter is not TOML: ")


@pytest.mark.parametrize("mark", ["---", "+++"])
def test_front_matter_that_is_not_closed(mark: str) -> None:
    """The rest of the file could be anything, so the opening line is shown."""
    assert problems_of(f"{mark}\ntitle: A\n\nText\n") == [
        f"a.md:1:1: error: the front matter is not closed by a line {mark} [front-matter-syntax]"
    ]


@pytest.mark.parametrize("yaml", ["- a\n- b", "just words"])
def test_front_matter_must_be_keys_and_values(yaml: str) -> None:
    """A list or a sentence is YAML, but no front matter."""
    (problem,) = problems_of(f"---\n{yaml}\n---\n")
    assert problem.startswith("a.md:1:1: error: ")


@pytest.mark.parametrize(("key", "meant"), [("titel", "title"), ("catagories", "categories"), ("maths", "math")])
def test_a_near_miss_of_a_key_is_a_warning(key: str, meant: str) -> None:
    """A template may want the key all the same, so it is kept."""
    result = read_text(f"---\nslug: s\n{key}: x\n---\n")
    (problem,) = result.problems
    assert problem.severity is Severity.WARNING
    assert str(problem).startswith(f"a.md:3:1: warning: unknown key {key}; did you mean {meant}? [front-matter-key]")
    assert result.matter.extra == {key: "x"}


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        ("tag: x\ntags: [y]", "a.md:2:1: warning: tag is another spelling of tags, which is read alone"),
        ("lastmod: 2026-01-01\nmodified: 2026-01-02", "a.md:3:1: warning: modified is another spelling of lastmod"),
        ("mathjax: true\nkatex: true", ""),
        ("published: true\ndraft: false", ""),
        ("draft: false\npublished: false", "a.md:3:1: warning: published is another spelling of draft"),
    ],
)
def test_two_spellings_of_one_key(yaml: str, told: str) -> None:
    """If they say the same it is well, else one of them is lost, which is told."""
    result = read_text(f"---\n{yaml}\n---\n")
    assert [str(problem).partition(",")[0] for problem in result.problems] == [told.partition(",")[0]] * bool(told)


@pytest.mark.parametrize(
    ("yaml", "severity", "message"),
    [
        ("password: abc", Severity.ERROR, "a static site is open to all"),
        ("private: true", Severity.ERROR, "a static site is open to all"),
        ("hidden: true", Severity.WARNING, "a post is on the listings or a draft"),
        ("excerpt_separator: <!--end-->", Severity.WARNING, "an excerpt ends at <!-- more -->"),
        ("redirect_to: /a/", Severity.WARNING, "no post leads elsewhere"),
    ],
)
def test_what_other_generators_do_and_this_does_not_is_told(yaml: str, severity: Severity, message: str) -> None:
    """What would publish a secret is an error; switched off, a key says nothing."""
    (problem,) = read_text(f"---\n{yaml}\n---\n").problems
    assert (problem.severity, problem.message.startswith(message)) == (severity, True)
    assert not read_text(f"---\n{yaml.partition(':')[0]}: false\n---\n").problems


# --- dates from elsewhere --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["2026-09-21-title.md", "2026-09-21-title/index.md"])
def test_a_file_name_may_tell_the_date(path: str) -> None:
    """As Jekyll's must. The post goes by the rest of its name."""
    made = document(path, "Text")
    assert made.matter.date == datetime.datetime(2026, 9, 21, tzinfo=SHANGHAI)
    assert made.matter.title == "title"
    assert not made.problems


def test_front_matter_goes_before_the_file_name() -> None:
    """A post that is dated anew keeps its file."""
    made = document("2026-09-21-title.md", "---\ndate: 2025-01-02\n---\n")
    assert made.matter.date == datetime.datetime(2025, 1, 2, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "text", ["Text", "", "---\ntitle: A\n---\n", "---\ndate:\n---\n", "---\ndaet: 2026-01-02\n---\n"]
)
def test_a_post_without_a_date_is_an_error(text: str) -> None:
    """Built all the same it is the oldest of all, for later stages rely on a date."""
    made = document("2026-13-99-title.md", text)
    errors = [problem for problem in made.problems if problem.severity is Severity.ERROR]
    assert [(problem.code, problem.place.line) for problem in errors] == [("front-matter-date", 1)]
    assert made.matter.date == datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@pytest.mark.parametrize("text", ["---\ndate: soon\n---\n", "---\ntitle: A: B\n---\n", "---\ntitle: A\n"])
def test_one_mistake_is_told_once(text: str) -> None:
    """What keeps the date from being read is told, not that there is none."""
    made = document("a.md", text)
    assert len(made.problems) == 1
    assert made.matter.date is not None


def test_a_page_needs_no_date() -> None:
    """Pages that stand by themselves are in no order of time."""
    made = document("about.md", "Text", Kind.PAGE)
    assert made.matter.date is None
    assert not made.problems


def test_keys_of_what_is_not_there_yet() -> None:
    """A post that asks for what has no effect is warned."""
    text = "---\ntitle: A\ndate: 2026-01-01\nhidden: true\n---\n"
    found = read("p.md", text, fallback_title="p", timezone=ZoneInfo("UTC")).problems
    assert [(problem.place.line, problem.severity, problem.code) for problem in found] == [
        (4, Severity.WARNING, "front-matter-unsupported")
    ]
    harmless = text.replace("true", "false")
    assert read("p.md", harmless, fallback_title="p", timezone=ZoneInfo("UTC")).problems == ()


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# 极限 $x^2$ ##\nText", "极限 $x^2$", "Text"),
        ("---\ndate: 2026-01-01\n---\n\n  # A\nText", "A", "Text"),
        ("---\ntitle: T\n---\n# A\n", "T", "# A\n"),
        ("+++\n+++\n# A", "A", ""),
        ("Text\n# A\n", "a", "Text\n# A\n"),
        ("    # code\n", "a", "    # code\n"),
        ("#tag\n", "a", "#tag\n"),
        ("## A\n", "a", "## A\n"),
        ("# A {#x}\n", "a", "# A {#x}\n"),
        ("# The `a`\n", "a", "# The `a`\n"),
        ("# \n", "a", "# \n"),
        ("# #\n", "a", "# #\n"),
        ("# The set {1, 2}", "The set {1, 2}", ""),
        ("# Sums $a_1^*$ and $\\alpha<\\beta$", "Sums $a_1^*$ and $\\alpha<\\beta$", ""),
        ("# The *p*-adic numbers\n", "a", "# The *p*-adic numbers\n"),
        ("# For $5 *or* $6\n", "a", "# For $5 *or* $6\n"),
        ("# Uses _x_\n", "a", "# Uses _x_\n"),
        ("# A <b>b</b>\n", "a", "# A <b>b</b>\n"),
        ("# A &amp; b\n", "a", "# A &amp; b\n"),
        ("# A[^1]\n", "a", "# A[^1]\n"),
        ("# A\\_b\n", "a", "# A\\_b\n"),
        ("# One\n\n# Two\n", "a", "# One\n\n# Two\n"),
        ("# One\n\nTwo\n===\n", "a", "# One\n\nTwo\n===\n"),
        ("# A\n```sh\n# a comment\n```\n", "A", "```sh\n# a comment\n```\n"),
        ("# A\n~~~~\n~~~\n# a\n~~~~\n\n# B\n", "a", "# A\n~~~~\n~~~\n# a\n~~~~\n\n# B\n"),
        ("# A\n$$\nx\n=\ny\n$$\n", "A", "$$\nx\n=\ny\n$$\n"),
    ],
)
def test_a_text_without_a_title_is_called_by_the_heading_it_begins_with(text: str, title: str, body: str) -> None:
    """One with attributes or more than words and formulas stays a heading, and so does the first of several."""
    found = read_text(text)
    assert (found.matter.title, text[found.body :]) == (title, body)
