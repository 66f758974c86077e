"""How a post wants to be cited: as an entry for BibTeX, and in words."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from mathpress.markup.latex import escaped
from mathpress.render.pieces import CiteView

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""BibTeX's own names, which each style and language writes in its way."""
_NOT_IN_KEY: Final = re.compile(r"[^a-z0-9]+")


def cite(
    *,
    title_latex: str,
    title_text: str,
    authors: Sequence[str],
    site: str,
    url: str,
    slug: str,
    moment: datetime,
    date_text: str,
    words: Mapping[str, str],
) -> CiteView:
    """Return both forms. `title_latex` is the title as BibTeX wants it; `url` is the whole address.

    The key is made of the first author, the year and the slug, as far as they are Latin; so it stays while these do.
    """
    fields = {
        "author": " and ".join(map(_name, authors)),
        "title": f"{{{title_latex}}}",
        "year": str(moment.year),
        "month": _MONTHS[moment.month - 1],
        "howpublished": escaped(site),
        "url": url,
    }
    lines = [f"  {name} = {_value(name, value)}," for name, value in fields.items() if value]
    bibtex = "\n".join((f"@misc{{{_key(authors, moment, slug)},", *lines, "}"))
    text = words["cite_plain"].format(
        authors=words["comma"].join(authors) or site, title=title_text, site=site, date=date_text, url=url
    )
    return CiteView(text, bibtex)


def _value(name: str, value: str) -> str:
    return value if name == "month" else f"{{{value}}}"


def _name(author: str) -> str:
    """Return a name as BibTeX reads it; what it would take apart wrongly is kept together by braces."""
    name = escaped(author)
    return f"{{{name}}}" if "," in name or re.search(r"\band\b", name, re.IGNORECASE) else name


def _key(authors: Sequence[str], moment: datetime, slug: str) -> str:
    family = _latin(authors[0].split()[-1]) if authors and authors[0].strip() else ""
    return f"{family or 'post'}{moment.year}{_latin(slug) or f'{moment:%m%d}'}"


def _latin(text: str) -> str:
    """Return the letters and digits of ASCII in a text, without accents, in lower case."""
    return _NOT_IN_KEY.sub("", unicodedata.normalize("NFKD", text).casefold())
