"""Parsing: a source becomes a document. A pure function of the source and the settings, so its result can be kept."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from mathpress import discussion
from mathpress.comments import SECTION, SUFFIX, Comment, Remark, anchor
from mathpress.covers import cover_of
from mathpress.discussion import Discussion
from mathpress.errors import Problem, Severity, place_at
from mathpress.fragments import sketch
from mathpress.frontmatter import BLOCK, Read, read
from mathpress.kept import digest
from mathpress.markup.convert import Body, Rules, convert
from mathpress.markup.displays import key_displays
from mathpress.markup.latex import titled
from mathpress.markup.remarks import set_remark
from mathpress.markup.scan import scan
from mathpress.markup.titles import MATHJAX_IN_TITLE, convert_title
from mathpress.matter import FrontMatter
from mathpress.model import Document, Face, Kind, Label, Source
from mathpress.naming import date_in_name, split_name, stem
from mathpress.shaping import Settings
from mathpress.whereabouts import addresses, bibliographies, located, translation_of

_UNDATED: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Parsed(NamedTuple):
    """What others need to know of a post or page, its HTML, and what readers said of it."""

    document: Document
    body: Body
    comments: tuple[Comment, ...]


def parse(source: Source, settings: Settings) -> Parsed:
    """Parse one post or page. What is wrong with it is in the document's problems."""
    path = str(source.path)
    front = read(path, source.text, fallback_title=stem(source.path), timezone=ZoneInfo(settings.timezone))
    told = any(problem.code in {"front-matter-syntax", "front-matter-date"} for problem in front.problems)
    language = front.matter.lang or split_name(source.path)[1] or settings.language_of(source.path)
    matter = replace(front.matter, lang=language or None)
    matter, missing = _with_date(source, matter, ZoneInfo(settings.timezone), told=told)
    said = _discussion(source, settings)
    rules = _rules(matter, front, settings, said)
    summary = (matter.summary, located(source, front, "summary", matter.summary)) if matter.summary else None
    body = convert(path, source.text, front.body, rules, summary)
    scanned = scan(matter.title)
    in_title = located(source, front, "title", matter.title)
    title_html, title_text, title_problems = convert_title(matter.title, rules, in_title)
    names, name_problems = _names(source, front, matter, rules)
    description, description_problems = _description(source, front, matter, rules)
    address = matter.cover.address if matter.cover else ""
    cover, cover_problems = cover_of(matter, located(source, front, "cover", address))
    displays, display_problems = _displays(source, front, matter, rules, body) if settings.cards else ((), ())
    comments, comment_problems = _comments(source, said, rules, body.labels)
    html, excerpt = sketch(body.html), sketch(body.excerpt)
    remarks = replace(sketch(tuple(comment.html for comment in comments)), digest=_digest(comments))
    face = Face(
        source.path, source.kind, matter, title_html, title_text, titled(scanned.text, scanned.found), names,
        description, translation_of(source, front, matter), cover, bibliographies(source, front, matter),
        addresses(source, front, matter),
    )  # fmt: skip
    headings, labels, ids = landmarks = body.headings, body.labels, (*html.ids, *html.numbers)
    texts = html, excerpt, body.excerpt_is_whole, body.opening, body.words
    document = Document(
        **{each.name: getattr(face, each.name) for each in fields(Face)},
        face_digest=_digest(face),
        landmarks_digest=_digest(landmarks),
        digest=_digest((face, landmarks, *texts, body.formulas, displays, remarks)),
        headings=headings,
        labels=labels,
        ids=ids,
        html=html,
        excerpt=excerpt,
        excerpt_is_whole=body.excerpt_is_whole,
        opening=body.opening,
        words=body.words,
        formulas=body.formulas,
        displays=displays,
        comments=remarks,
        comment_count=len(comments),
        problems=(
            *front.problems,
            *missing,
            *title_problems,
            *name_problems,
            *description_problems,
            *cover_problems,
            *display_problems,
            *body.problems,
            *said.problems,
            *comment_problems,
        ),
    )
    return Parsed(document, body, comments)


def _discussion(source: Source, settings: Settings) -> Discussion:
    """Read what readers said."""
    if not source.comments:
        return Discussion((), ())
    return discussion.read(str(source.path.with_suffix(SUFFIX)), source.comments, ZoneInfo(settings.timezone))


def _comments(
    source: Source, said: Discussion, rules: Rules, labels: Sequence[Label]
) -> tuple[tuple[Comment, ...], tuple[Problem, ...]]:
    """Set what readers said. Their mistakes are old, and nobody's to mend: one warning tells of all."""
    comments: list[Comment] = []
    wrong: list[tuple[int, str, Problem]] = []
    for offset, comment in said.comments:
        markup, mistakes = set_remark(comment.text, rules, anchor(comment.id), labels, rules.theorems.names)
        comments.append(Comment(**{each.name: getattr(comment, each.name) for each in fields(Remark)}, html=markup))
        wrong += [(offset, comment.text, mistake) for mistake in mistakes]
    if not wrong:
        return tuple(comments), ()
    offset, text, first = wrong[0]
    place = discussion.place_in(str(source.path.with_suffix(SUFFIX)), source.comments, offset, text, first.place)
    others = (
        f", and so are {len(wrong) - 1} more in these comments"
        if wrong[2:]
        else ", and so is one more" * len(wrong[1:])
    )
    message = f"{first.message}; it is shown as it was written{others}"
    return tuple(comments), (Problem(place, "comments-text", message, Severity.WARNING),)


def _rules(matter: FrontMatter, front: Read, settings: Settings, said: Discussion) -> Rules:
    """Return how a document is to be read: by its front matter, else by the settings."""
    return Rules(
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
        taken=(SECTION, *(anchor(comment.id) for _, comment in said.comments)) if said.comments else (),
    )


def _digest(record: object) -> str:
    """Return a digest of all that a record says."""
    return digest(repr(record).encode("utf-8", "surrogatepass"))


def _names(
    source: Source, front: Read, matter: FrontMatter, rules: Rules
) -> tuple[Mapping[str, tuple[str, str]], tuple[Problem, ...]]:
    """Set the formulas in the names of a document's groups and authors."""
    names: dict[str, tuple[str, str]] = {}
    problems: list[Problem] = []
    series = (matter.series,) if matter.series else ()
    given = {"categories": matter.categories, "tags": matter.tags, "series": series, "authors": matter.authors}
    for key, name in ((key, name) for key, names_of_key in given.items() for name in names_of_key):
        if "$" in name or "\\" in name:
            markup, plain, mistakes = convert_title(name, rules, located(source, front, key, name))
            names[name] = (markup, plain)
            problems += mistakes
    return names, tuple(problems)


def _description(source: Source, front: Read, matter: FrontMatter, rules: Rules) -> tuple[str, tuple[Problem, ...]]:
    """Return what an author says of a document as plain text, with what formulas in it look like."""
    text = matter.description or ""
    if "$" not in text and "\\" not in text:
        return text, ()
    _, plain, problems = convert_title(text, rules, located(source, front, "description", text))
    return plain, tuple(each for each in problems if each.code != MATHJAX_IN_TITLE)  # which a plain text can do without


def _displays(
    source: Source, front: Read, matter: FrontMatter, rules: Rules, body: Body
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return the formulas for a post's card: the one that its author chose, else some of its body."""
    chosen = (matter.card_formula or "").strip("$ ")
    if not chosen:
        return key_displays(body.html), ()
    locate = located(source, front, "card_formula", chosen)
    html, _, problems = convert_title(f"$${chosen}$$", rules, lambda begin, end: locate(max(0, begin - 2), end - 2))
    return key_displays((html,)), problems


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
    if BLOCK.match(source.text):
        line = "date = 2026-09-21" if source.text.startswith("+++") else "date: 2026-09-21"
        message = f"this post has no date; add a line `{line}` to its front matter"
    else:
        message = "this post has no front matter; let it begin with three lines: ---, date: 2026-09-21, and ---"
    return matter, (Problem(place, "front-matter-date", message),)
