"""Parsing: a source becomes a document. A pure function of the source and the settings, so its result can be kept."""

import datetime
import posixpath
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final
from zoneinfo import ZoneInfo

from mathpress.cited import Bibliography
from mathpress.discover import date_in_name, stem
from mathpress.errors import Place, Problem, place_at
from mathpress.fragments import sketch
from mathpress.frontmatter import read
from mathpress.markup.convert import Body, Rules, convert, convert_title
from mathpress.model import Document, FrontMatter, Kind, Source
from mathpress.shaping import Settings

_UNDATED: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def parse(source: Source, settings: Settings) -> tuple[Document, Body]:
    """Parse one post or page: return what others need to know of it, and its HTML.

    What is wrong with it is in the document's problems.
    """
    path = str(source.path)
    front = read(path, source.text, fallback_title=stem(source.path), timezone=ZoneInfo(settings.timezone))
    told = any(problem.code in {"front-matter-syntax", "front-matter-date"} for problem in front.problems)
    matter, missing = _with_date(source, front.matter, ZoneInfo(settings.timezone), told=told)
    rules = Rules(
        macros={**dict(settings.macros), **dict(matter.macros)},
        packages=settings.packages,
        numbering=matter.numbering or settings.numbering,
        mathjax=(matter.math or settings.engine) == "mathjax",
        excerpt_length=settings.excerpt_length,
        by_section=settings.number_within == "section",
        language=matter.lang or settings.language,
        macro_places={**dict(settings.macro_places), **front.macro_places},
        untrusted=matter.untrusted,
        theorems=settings.theorems,
        cites=settings.cites or bool(matter.bibliography),
    )
    body = convert(path, source.text, front.body, rules, matter.summary or "")
    title_html, title_text, title_problems = convert_title(path, source.text, matter.title, rules)
    names, name_problems = _names(path, source.text, matter, rules)
    document = Document(
        path=source.path,
        kind=source.kind,
        matter=matter,
        title_html=title_html,
        title_text=title_text,
        names=names,
        bibliographies=_bibliographies(source.path, matter, front.bibliography),
        html=sketch(body.html),
        excerpt=sketch(body.excerpt),
        excerpt_is_whole=body.excerpt_is_whole,
        opening=body.opening,
        headings=body.headings,
        labels=body.labels,
        words=body.words,
        formulas=body.formulas,
        problems=(*front.problems, *missing, *title_problems, *name_problems, *body.problems),
    )
    return document, body


def _bibliographies(path: PurePosixPath, matter: FrontMatter, place: Place | None) -> tuple[Bibliography, ...]:
    """Return the BibTeX files that a post names, by paths from its own folder."""
    return tuple(
        Bibliography(PurePosixPath(posixpath.normpath(path.parent / name)), place or Place(str(path)))
        for name in matter.bibliography
    )


def _names(
    path: str, text: str, matter: FrontMatter, rules: Rules
) -> tuple[Mapping[str, tuple[str, str]], tuple[Problem, ...]]:
    """Set the formulas in the names of a document's groups and authors."""
    names: dict[str, tuple[str, str]] = {}
    problems: list[Problem] = []
    series = (matter.series,) if matter.series else ()
    for name in (*matter.categories, *matter.tags, *series, *matter.authors):
        if "$" in name or "\\" in name:
            markup, plain, mistakes = convert_title(path, text, name, rules)
            names[name] = (markup, plain)
            problems += mistakes
    return names, tuple(problems)


def _with_date(
    source: Source, matter: FrontMatter, timezone: ZoneInfo, *, told: bool
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """Give a post its date, if need be from a name such as `2026-09-21-title.md`, as Jekyll does.

    A post that tells none is a problem, unless that was `told`; built all the same, it is the oldest of all.
    """
    if source.kind is Kind.PAGE or matter.date is not None:
        return matter, ()
    told_by_name = date_in_name(source.path)
    if told_by_name:
        try:
            date = datetime.datetime.fromisoformat(told_by_name).replace(tzinfo=timezone)
        except ValueError:
            pass
        else:
            return replace(matter, date=date), ()
    matter = replace(matter, date=_UNDATED)
    if told:
        return matter, ()
    place = place_at(str(source.path), source.text, 0, 3)
    message = "this post has no date; add a line `date: 2026-09-21` to its front matter"
    return matter, (Problem(place, "front-matter-date", message),)
