"""What is tried: for each way into the program, texts and what is to hold of them.

A trial's texts are a strategy of Hypothesis for the arguments of its check, which raises if something does not hold.
"""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from cProfile import Profile
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from tests.fuzzing import blogs, old
from tests.fuzzing.sound import (
    COMMENTS,
    PATH,
    SETTINGS,
    assert_harmless,
    assert_placed,
    assert_sound,
    assert_told,
    clean,
    parsed,
)
from tests.fuzzing.texts import ALL, BIBLIOGRAPHIES, BODIES, CONFIGS, DISCUSSIONS, POSTS
from tests.markup.showing import fill

from mathpress import bibtex, config, discussion
from mathpress.comments import WrittenComment
from mathpress.discussion import written
from mathpress.errors import Problem, Stop
from mathpress.reading import read_text
from mathpress.settings import FILE
from mathpress.shaping import Settings


@dataclass(frozen=True)
class Trial:
    """What is tried, and what is to hold of it. `kept` are those that once did not."""

    given: SearchStrategy[tuple[Any, ...]]
    check: Callable[..., None]
    kept: tuple[tuple[Any, ...], ...] = ()


HEAD: Final = "---\ntitle: T\ndate: 2026-01-02\n---\n"
GUEST: Final = HEAD.replace("title: T", "title: T\nuntrusted: true")
CITING: Final = replace(SETTINGS, cites=True, cards=True, number_within="section", excerpt_length=3)
MATHJAX: Final = replace(SETTINGS, engine="mathjax", numbering="all", language="zh")
_settings: Final = st.sampled_from([SETTINGS, CITING, MATHJAX])
_bodies: Final = st.tuples(BODIES, _settings)


def a_post_is_parsed(text: str, settings: Settings) -> None:
    """Nothing is raised; what is made of it is sound, and what is wrong with it stands in it."""
    of = parsed(text, settings)
    assert_placed(of.document.problems, {str(PATH): clean(text)})
    assert_sound(of, clean(text))


def a_post_of_another_is_harmless(body: str, settings: Settings) -> None:
    """Nothing of its HTML is left but what is allowed, wherever it stands, and nothing passes for a formula."""
    a_post_is_parsed(GUEST + body, settings)
    of = parsed(GUEST + body, settings)
    for fragment in (of.body.html, of.body.excerpt):
        assert_harmless(fill(fragment, of.body.labels))


def a_comment_is_harmless(text: str, settings: Settings) -> None:
    """Neither its text nor what its author goes by; its problem stands in the file of comments."""
    post = f"{HEAD}$$a\\label{{eq:a}}$$"
    said = WrittenComment(
        "1", "", clean(text[:40]), "", datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC), False, text
    )
    comments = written([said])
    of = parsed(post, settings, comments)
    assert len(of.comments) == 1
    assert_placed(of.document.problems, {str(PATH): post, COMMENTS: clean(comments)})
    assert_sound(of, post)


def the_same_text_becomes_the_same(body: str, settings: Settings) -> None:
    """Whatever was parsed in between, with macros, notes and environments of its own."""
    first = parsed(HEAD + body, settings)
    parsed(HEAD + "$\\def\\a{b}x$ # [^1]: x\n\n" + body[::-1], settings)
    assert repr(parsed(HEAD + body, settings)) == repr(first)


_PLACE: Final = re.compile(
    r"Place\(path='[^']*', line=\d+, column=\d+, length=\d+, excerpt=(?:'(?:[^'\\]|\\.)*'|\"[^\"]*\"), skipped=\d+\)"
)
_LINE: Final = re.compile(r"\bline \d+")
_DOWN: Final = 7
_BEGINS: Final = HEAD.count("\n") + 1
"""The line on which the body begins: where is told of what cannot be found in a text."""


def a_text_further_down_becomes_the_same(body: str, settings: Settings) -> None:
    """With its problems so many lines further down."""
    here, there = (parsed(f"{HEAD}{lines}{body}", settings).body for lines in ("", "\n" * _DOWN))
    assert _PLACE.sub("", repr(here.html)) == _PLACE.sub("", repr(there.html))
    assert _PLACE.sub("", repr(here.excerpt)) == _PLACE.sub("", repr(there.excerpt))
    assert len(here.problems) == len(there.problems)
    for one, other in zip(here.problems, there.problems, strict=True):
        assert (one.code, one.severity) == (other.code, other.severity)
        assert _LINE.sub("", one.message) == _LINE.sub("", other.message)
        if not one.place.line == other.place.line == _BEGINS:
            assert replace(one.place, line=one.place.line + _DOWN) == other.place


_TIMES: Final = 300, 310
"""How often a text is repeated in each part, and how often in a second try, for the first may have loaded modules."""


def what_is_repeated_takes_so_much_longer(body: str, settings: Settings) -> None:
    """Nothing is done again for what stands before: the last part takes as many calls as the one before."""
    assert any(_grows_evenly(body * times, settings) for times in _TIMES)


def _grows_evenly(part: str, settings: Settings) -> bool:
    few, more, most = (_calls(part * count, settings) for count in (2, 3, 4))
    return most - more <= 1.05 * (more - few) + 8000


def _calls(text: str, settings: Settings) -> int:
    profile = Profile()
    profile.runcall(parsed, HEAD + text, settings)
    return sum(entry.callcount for entry in profile.getstats())


def line_ends_do_not_matter(text: str) -> None:
    r"""Lines of a file may end with `\r\n` or with `\n`."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "a.md")
        unix = text.replace("\r", "")
        read = []
        for ends in ("\n", "\r\n"):
            file.write_bytes(unix.replace("\n", ends).encode("utf-8", "replace"))
            read.append(read_text(file, PATH))
        assert read[0] == read[1]


def a_file_of_comments_is_read(text: str) -> None:
    """Its problems stand in it; what is written again is read as the same."""
    of = discussion.read(COMMENTS, clean(text), ZoneInfo("UTC"))
    assert_placed(of.problems, {COMMENTS: clean(text)})
    said = [comment for _, comment in of.comments]
    again = discussion.read(COMMENTS, clean(written(said)), ZoneInfo("UTC"))
    assert (again.problems, [comment for _, comment in again.comments]) == ((), said)


def settings_are_read(text: str) -> None:
    """Or told to be wrong, at a line of the file; whatever its line ends."""
    outcomes = []
    with TemporaryDirectory() as folder:
        for ends in ("\n", "\r\n"):
            unix = text.replace("\r", "")
            Path(folder, FILE).write_bytes(unix.replace("\n", ends).encode("utf-8", "replace"))
            try:
                outcomes.append(repr(config.load(Path(folder))))
                config.macro_places(Path(folder))
            except Stop as stop:
                lines = unix.split("\n")
                told = [problem if problem.place.excerpt else _seen(problem, lines) for problem in stop.problems]
                assert_told(Stop(*told), {FILE: unix})
                outcomes.append(repr(stop.problems))
    assert outcomes[0] == outcomes[1]


def _seen(problem: Problem, lines: Sequence[str]) -> Problem:
    """Return a problem with its line, which is not shown if it may hold a secret."""
    is_shown = "deploy" not in problem.message or not problem.place.column
    return (
        problem if is_shown else replace(problem, place=replace(problem.place, excerpt=lines[problem.place.line - 1]))
    )


def a_bibliography_is_read(text: str) -> None:
    """Each of its works can be said, and what is wrong stands in the file."""
    library = bibtex.read("a.bib", clean(text))
    assert_placed(library.problems, {"a.bib": clean(text)})
    for work in library.works.values():
        bibtex.year_of(work)
        names, _ = bibtex.said_names(work)
        assert names
        for field in work.fields.values():
            assert all(isinstance(piece, str) for _, piece in bibtex.pieces(field))


TRIALS: Final[Mapping[str, Trial]] = {
    "posts": Trial(
        st.tuples(POSTS, _settings),
        a_post_is_parsed,
        kept=(("---\nupdated: |\n $\n---", SETTINGS), ("&#xe000;", SETTINGS)),
    ),
    "guests": Trial(_bodies, a_post_of_another_is_harmless),
    "remarks": Trial(_bodies, a_comment_is_harmless),
    "twice": Trial(_bodies, the_same_text_becomes_the_same),
    "moved": Trial(_bodies, a_text_further_down_becomes_the_same),
    "repeated": Trial(
        st.tuples(st.lists(st.sampled_from(ALL), min_size=1, max_size=4).map("".join), _settings),
        what_is_repeated_takes_so_much_longer,
    ),
    "blogs": Trial(blogs.BLOGS, blogs.a_blog_is_whole),
    "line-ends": Trial(st.tuples(POSTS), line_ends_do_not_matter),
    "comments": Trial(
        st.tuples(DISCUSSIONS),
        a_file_of_comments_is_read,
        kept=(('[[comment]]\nid=1\ndate=2015-03-05\ntext="a\\rb"',),),
    ),
    "settings": Trial(st.tuples(CONFIGS), settings_are_read),
    "bibliographies": Trial(st.tuples(BIBLIOGRAPHIES), a_bibliography_is_read),
    **{name: Trial(given, check, old.KEPT.get(name, ())) for name, (given, check) in old.SYSTEMS.items()},
}
"""By name; adding one is one function and one line."""
