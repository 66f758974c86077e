"""Languages as Babel knows them: forms of dates and plurals, names of languages, tags that social networks want."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from babel.core import Locale, UnknownLocaleError, get_global

_TERRITORY: Final = re.compile(r"[A-Z]{2}")


@cache
def locale_of(language: str) -> Locale:
    """Return what Babel knows of a language (BCP 47), of an unknown one what it knows of English."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def name_of(language: str) -> str:
    """Return the name of a language in itself: `English`, `中文`; its tag if Babel does not know it."""
    try:
        return Locale.parse(language, sep="-").get_display_name() or language
    except (UnknownLocaleError, ValueError):
        return language


@cache
def with_territory(language: str) -> str:
    """Return a language as the Open Graph protocol writes it, `zh_CN`, if need be with its likeliest territory."""
    locale = locale_of(language)
    likely = get_global("likely_subtags")
    written = "_".join(filter(None, (locale.language, locale.script)))
    _, _, territory = (likely.get(written) or likely.get(locale.language) or "").rpartition("_")
    territory = locale.territory or territory
    return f"{locale.language}_{territory}" if _TERRITORY.fullmatch(territory) else locale.language


def counted(words: Mapping[str, str], key: str, number: int) -> str:
    """Say how many there are of something, in the plural that the language of the words has for the number (CLDR)."""
    form = f"{key}_{locale_of(words['language']).plural_form(number)}"
    return words.get(form, words[f"{key}_other"]).format(n=number)
