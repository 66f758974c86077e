"""The addresses that Pelican gives to articles and pages (docs.getpelican.com, URL settings)."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from mathpress.importers.pelican_settings import FIELD, PelicanSettings
from mathpress.model import Kind

_TAG: Final = re.compile(r"<[^<>]*+>")


def address(kind: Kind, matter: Mapping[str, Any], slug: str, settings: PelicanSettings) -> str:
    """Return the address of a text by the settings, below the site's root."""
    default = settings.values["DEFAULT_LANG"]
    language = matter.get("lang", default)
    name = f"{'ARTICLE' if kind is Kind.POST else 'PAGE'}_{'' if language == default else 'LANG_'}URL"
    values = {
        "slug": slug,
        "lang": language,
        "date": matter.get("date"),
        "category": slug_of(next(iter(matter.get("categories", ())), settings.text("DEFAULT_CATEGORY")), settings),
        "author": slug_of(next(iter(matter.get("authors", ())), settings.ours.author), settings),
    }
    try:
        url = FIELD.sub(lambda field: format(values[field["name"]], field["form"] or ""), settings.text(name))
    except (ValueError, TypeError):
        return f"{slug}.html"
    return url.removesuffix("index.html")


def slug_of(text: str, settings: PelicanSettings) -> str:
    """Return the slug that Pelican makes of a title or name; nothing if that is not known.

    Pelican writes other scripts in Latin letters with the package Unidecode, whose tables are asked if they are there.
    """
    value = unicodedata.normalize("NFKC", _TAG.sub("", text))
    if not settings.values["SLUGIFY_USE_UNICODE"] and not value.isascii():
        value = _in_latin(value)
    for pair in settings.values["SLUG_REGEX_SUBSTITUTIONS"]:
        try:
            old, new = pair[:2]
            value = re.sub(old, new, value, flags=re.IGNORECASE)
        except (re.error, TypeError, ValueError):
            continue
    return value.strip() if settings.values["SLUGIFY_PRESERVE_CASE"] else value.lower().strip()


def _in_latin(text: str) -> str:
    try:
        from unidecode import unidecode
    except ImportError:
        return ""
    return str(unidecode(text))
