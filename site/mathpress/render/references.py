"""What citations say, and lists of references as HTML, in the style and language of their document."""

import html
import re
from collections.abc import Callable, Mapping
from string import ascii_lowercase
from typing import Final, NamedTuple
from urllib.parse import quote

from mathpress.bibtex import Name, Work, decoded, said_names, year_of
from mathpress.cited import Citation, Cited
from mathpress.resolve import Entry, References

Words = Mapping[str, str]
"""The words of the interface in the language of a document."""


class Said(NamedTuple):
    """A piece of what a citation says: plain text, and the id of the entry that it leads to, or nothing."""

    text: str
    entry: str = ""


def said(citation: Citation, known: References, words: Words) -> list[Said]:
    """Return what a citation says in pieces: as its author wrote it, if no bibliography has what it names."""
    entries = [known.by_key.get(work.key) for work in citation.works]
    if not any(entries):
        return [Said(citation.source)]
    if citation.bare and entries[0]:
        return _in_sentence(entries[0], known, words)
    is_numeric = known.style == "numeric"
    between = words["between_works"]
    if is_numeric:
        between = "; " if any(work.prefix or work.locator for work in citation.works) else ", "
    pieces: list[Said] = []
    for work, entry in zip(citation.works, entries, strict=True):
        pieces += [Said(between)] if pieces else []
        pieces += _in_brackets(work, entry, known, words)
    return _around("[{text}]" if is_numeric else words["in_brackets"], "text", pieces)


def behind(citation: Citation, known: References) -> str:
    """Return the text that was read as part of a key, as Chinese without a space behind one is: `@su2024的工作`."""
    entry = known.by_key.get(citation.works[0].key) if citation.bare else None
    return citation.works[0].key[len(entry.work.key) :] if entry else ""


def names_in_text(work: Work, words: Words) -> str:
    """Return the names that stand for a work: one, two, or the first of many."""
    names, others = said_names(work)
    if others:
        return words["et_al"].format(name=names[0])
    return words["two_names"].format(one=names[0], other=names[1]) if names[1:] else names[0]


def _in_sentence(entry: Entry, known: References, words: Words) -> list[Said]:
    names = names_in_text(entry.work, words)
    if known.style == "numeric":
        return [Said(f"{names}\u00a0"), Said(f"[{entry.number}]", entry.id)]
    return [Said(words["in_text"].format(names=names, year=_year(entry, words)), entry.id)]


def _year(entry: Entry, words: Words) -> str:
    return (year_of(entry.work) or words["no_year"]) + entry.suffix


def _in_brackets(work: Cited, entry: Entry | None, known: References, words: Words) -> list[Said]:
    before = [Said(f"{work.prefix} ")] if work.prefix else []
    between = ", " if known.style == "numeric" else words["between_parts"]
    behind = [Said(f"{between}{work.locator}")] if work.locator else []
    if entry is None:
        return [*before, Said(f"{work.key}?"), *behind]
    if known.style == "numeric":
        return [*before, Said(str(entry.number), entry.id), *behind]
    year = _year(entry, words)
    text = year if work.year_only else f"{names_in_text(entry.work, words)}{between}{year}"
    return [*before, Said(text, entry.id), *behind]


def _around(form: str, name: str, pieces: list[Said]) -> list[Said]:
    before, _, behind = form.partition(f"{{{name}}}")
    return [Said(before), *pieces, Said(behind)]


# --- the list --------------------------------------------------------------------------------------------------------

SECTION_ID: Final = "mp-references"
_LISTED: Final = 10
"""Authors that are named; of more, all but the first are left out."""
_ARXIV: Final = re.compile(
    r"(?:arxiv:\s*)?(?P<id>\d{4}\.\d{4,5}(?:v\d+)?|[a-z\-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)", re.IGNORECASE
)
_PREPRINT: Final = re.compile(r"arxiv(?: (?:e-?print|preprint)s?)?(?:,? (?:abs/|arxiv:)?(?P<id>\S+))?", re.IGNORECASE)
_DOI: Final = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE)
_VENUES: Final = ("journal", "journaltitle", "booktitle", "howpublished")
_PUBLISHERS: Final = ("publisher", "school", "institution", "organization")


def listed(known: References, words: Words, link: Callable[[str], str], *, with_ids: bool) -> str:
    """Return the list of references as HTML, or nothing. `link` returns the address of an id; `with_ids` gives them."""
    if not known.entries:
        return ""
    tag = "ol" if known.style == "numeric" else "ul"
    lines = [_line(entry, known, words, link, with_ids=with_ids) for entry in known.entries]
    heading, section = (f' id="{SECTION_ID}"', f' aria-labelledby="{SECTION_ID}"') if with_ids else ("", "")
    return "\n".join(
        (
            f'<section class="references"{section}>',
            f"<h2{heading}>{html.escape(words['references'])}</h2>",
            f"<{tag}>",
            *lines,
            f"</{tag}>",
            "</section>",
        )
    )


def _line(entry: Entry, known: References, words: Words, link: Callable[[str], str], *, with_ids: bool) -> str:
    work = entry.work
    names = _names(work, words)
    doi, arxiv = _doi(work), _arxiv(work)
    title = entry.title or html.escape(work.key)
    if address := _address(work, doi, arxiv):
        title = f'<a class="title" href="{html.escape(address)}">{title}</a>'
    venue = _venue(work, has_arxiv=bool(arxiv))
    sentences = [html.escape(names), title, venue]
    if known.style == "author-year":  # a work without names is listed by its title
        first = 0 if names else 1
        year = html.escape(_year(entry, words))
        sentences[first] = words["in_text"].format(names=sentences[first], year=year)
    else:
        sentences[2] = ", ".join(filter(None, (venue, html.escape(year_of(work)))))
    if doi:
        sentences.append(f'<a class="doi" href="https://doi.org/{quote(doi, safe="/:;()")}">doi:{html.escape(doi)}</a>')
    if arxiv:
        sentences.append(f'<a class="arxiv" href="https://arxiv.org/abs/{arxiv}">arXiv:{arxiv}</a>')
    text = " ".join(_sentence(each) for each in sentences if each)
    name = f' id="{html.escape(entry.id)}"' if with_ids else ""
    return f"<li{name}>{text} {_ways_back(entry, words, link)}</li>"


def _sentence(markup: str) -> str:
    """Return a sentence with its full stop, unless it ends with a mark of its own."""
    return markup if re.sub(r"<[^>]*>", "", markup).endswith((".", "?", "!", "。", "？", "！")) else f"{markup}."


def _ways_back(entry: Entry, words: Words, link: Callable[[str], str]) -> str:
    label = html.escape(words["back_to_text"])
    links = [
        f'<a href="{link(name)}" aria-label="{label}{letter and f" {letter}"}">{mark}</a>'
        for name, letter, mark in zip(entry.citations, *_marks(len(entry.citations)), strict=True)
    ]
    return f'<span class="ways-back">{" ".join(links)}</span>'


def _marks(count: int) -> tuple[list[str], list[str]]:
    """Return what tells the ways back apart, and what is seen of each: one arrow, or an arrow and letters.

    There is none to a work that a summary alone cites.
    """
    if count <= 1:
        return [""] * count, [_BACK] * count
    letters = [ascii_lowercase[index] if index < len(ascii_lowercase) else str(index + 1) for index in range(count)]
    return letters, [f"{_BACK} {letters[0]}", *letters[1:]]


_BACK: Final = "\u21a9\ufe0e"


def _names(work: Work, words: Words) -> str:
    """Return the authors: initials and family name, or a Chinese, Japanese or Korean name as it is."""
    shown = [_name(name) for name in work.authors]
    if not shown:
        fields = ("organization", "institution")
        return next((decoded(work.fields[name]) for name in fields if work.fields.get(name)), "")
    if len(shown) > _LISTED:
        names = words["et_al"].format(name=shown[0])
    elif work.and_others:
        names = words["et_al"].format(name=", ".join(shown))
    else:
        names = ", ".join(shown)
    return names if work.fields.get("author") else words["editors"].format(names=names)


def _name(name: Name) -> str:
    family, given = name.parts
    if not given:
        return family
    initials = (
        "-".join(f"{part[0]}." if part[0].isalpha() else part for part in word.split("-") if part)
        for word in given.replace(".", ". ").split()
    )
    return "\u00a0".join((*initials, family))


def _venue(work: Work, *, has_arxiv: bool) -> str:
    """Return where a work appeared, as HTML: journal, volume and number, pages, edition, publisher."""
    fields = {name: decoded(value) for name, value in work.fields.items() if name not in {"author", "editor", "title"}}
    name = next((fields[each] for each in _VENUES if fields.get(each)), "")
    if has_arxiv and _PREPRINT.fullmatch(name):
        name = ""
    volume = fields.get("volume", "")
    number = f"({fields['number']})" if volume and fields.get("number") else ""
    place = html.escape(f"{volume}{number}")
    parts = [f"<cite>{html.escape(name)}</cite>" if name else "", place]
    publisher = next((fields[each] for each in _PUBLISHERS if fields.get(each)), "") if work.authors else ""
    pages = re.sub(r"(?<=\d)-(?=\d)", "–", fields.get("pages", ""))
    rest = [" ".join(filter(None, parts)), html.escape(pages), html.escape(publisher)]
    return ", ".join(filter(None, rest))


def _doi(work: Work) -> str:
    match = _DOI.fullmatch(decoded(work.fields.get("doi", "")).strip())
    return match["doi"] if match else ""


def _arxiv(work: Work) -> str:
    """Return the number of a work at arXiv: its `eprint`, or what stands in for a journal."""
    fields = work.fields
    archive = fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv"
    journal = _PREPRINT.fullmatch(decoded(fields.get("journal", "")))
    written = fields.get("eprint", "") if archive.lower() == "arxiv" else ""
    match = _ARXIV.fullmatch(written.strip() or (journal and journal["id"]) or "")
    return match["id"] if match else ""


def _address(work: Work, doi: str, arxiv: str) -> str:
    url = work.fields.get("url", "").replace("\\", "")
    if re.fullmatch(r"https?://[^\s<>\"'{}]+", url):
        return url
    if doi:
        return f"https://doi.org/{quote(doi, safe='/:;()')}"
    return f"https://arxiv.org/abs/{arxiv}" if arxiv else ""
