"""The forms that settings must have: folders, addresses, time zones, languages, permalinks. Each says what is wrong.

The names of Creative Commons' licences and GitHub's ids are among them.
"""

import datetime
import re
import string
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema
from pydantic_core.core_schema import no_info_after_validator_function

from mathpress.text import CONTROL, slugify
from mathpress.urlpath import clean


@dataclass(frozen=True, slots=True)
class Form:
    """Holds a text to a pattern, and says what is wrong with one that has another form.

    The pattern is a regular expression for all of the text that JSON Schema reads as well (ECMA-262), for editors.
    """

    pattern: str
    reason: str

    def hold(self, text: str) -> str:
        """Return the text. Raises `ValueError` if it has another form."""
        if not re.fullmatch(self.pattern, text):
            raise ValueError(self.reason)
        return text

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Hold what else is asked of the text, and this."""
        return no_info_after_validator_function(self.hold, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Tell the pattern."""
        return {**handler(schema), "pattern": f"^(?:{self.pattern})$"}


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is no time zone; write a name such as Asia/Shanghai or UTC") from error
    return name


_ADDRESS: Final = Form(
    r"""https?://[^\s<>"'\\?#]+""", "must be the site's full address, such as https://example.org/blog/"
)


def address(url: str) -> str:
    """Return a site's address with a slash at its end. Raises `ValueError` if it is none."""
    if not urlsplit(_ADDRESS.hold(url)).hostname:
        raise ValueError(_ADDRESS.reason)
    return url if url.endswith("/") else url + "/"


_TARGET: Final = re.compile(
    r"""
    /(?!/) .*                                                        # a path of the site
    | (?i: https? ://[^/?\#\[\]]+ .* )
    | (?i: mailto | tel | sms | xmpp | matrix | ircs? | gemini ) : .+
    """,
    re.VERBOSE,
)


def _target(url: str) -> str:
    if not _TARGET.fullmatch(_text(url)) or re.search(r"[\s<>\"\\]", url):
        raise ValueError("must be a path of this site such as /about/, or an address such as https://… or mailto:…")
    return url


def _optional_target(url: str) -> str:
    return _target(url) if url else url


def _name(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return _text(text)


_CREATIVE_COMMONS: Final = re.compile(
    r"CC(?:0|[ -](?P<terms>BY(?:-NC)?(?:-SA|-ND)?))[ -](?P<version>\d\.\d)", re.IGNORECASE
)


def creative_commons(name: str) -> str:
    """Return where a licence of Creative Commons can be read, by its name; nothing for any other name.

    Both `CC BY-SA 4.0` and SPDX's `CC-BY-SA-4.0` are understood; the addresses are creativecommons.org's own.
    """
    match = _CREATIVE_COMMONS.fullmatch(name)
    if not match:
        return ""
    path = f"licenses/{match['terms'].lower()}" if match["terms"] else "publicdomain/zero"
    return f"https://creativecommons.org/{path}/{match['version']}/"


_DATE_FORM: Final = re.compile(r"(?:[^%{}]|%[YymdjHMS])+")
"""What a date in a permalink may be made of: nothing that depends on the locale, the platform or the time zone."""


_SAMPLE: Final = {"date": datetime.date(2026, 9, 21), "slug": "title", "category": "category", "name": "name"}
"""What a permalink is tried with."""


def _permalink(pattern: str) -> str:
    names = set()
    for _, name, form, conversion in string.Formatter().parse(pattern):
        if name is None:
            continue
        if name not in _SAMPLE:
            raise ValueError(
                f"{{{name}}} is nothing that a permalink can hold; use {{date}} {{slug}} {{category}} {{name}}"
            )
        if name == "date" and not _DATE_FORM.fullmatch(form or ""):
            raise ValueError("{date} needs a form such as {date:%Y/%m}, made of %Y %y %m %d %j %H %M %S")
        if conversion or (form and name != "date"):
            raise ValueError(f"{{{name}}} takes no form; write just {{{name}}}")
        names.add(name)
    if not names & {"slug", "name"}:
        raise ValueError("needs {slug} or {name}, or all posts would have one address")
    clean(string.Formatter().vformat(pattern, (), _SAMPLE))
    return pattern


def _text(text: str) -> str:
    if CONTROL.search(text):
        raise ValueError("has a control character in it, which no page may hold; delete it")
    return text


def _section(name: str) -> str:
    if not name or slugify(name) != name:
        raise ValueError("is no name of a section, which stands in addresses; write small letters, such as docs")
    return name


EnvironmentName = Annotated[
    str,
    Form(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", "is no name of an environment; write small letters, such as axiom"),
]
Code = Annotated[
    str,
    Form(
        r"[a-z]+(?:-[a-z]+)*",
        "is no code of a diagnostic; write what stands in brackets behind one, such as label-unused",
    ),
]
Prefix = Annotated[
    str, Form(r"https?://[^/\s][\s\S]*", "is no beginning of an address; write one such as https://example.org/")
]
Folder = Annotated[
    str,
    Form(
        r"(?!/)(?![A-Za-z]:)(?!(?:[\s\S]*/)?\.\.(?:/|$))[^\\]*",
        "must be a path below the blog's root, with / between names",
    ),
]
"""A folder or a file of the blog."""
_LANGUAGE: Final = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_NO_LANGUAGE: Final = "is no language tag (BCP 47); write one such as en, zh or zh-Hant"
Language = Annotated[str, Form(_LANGUAGE, _NO_LANGUAGE)]
OptionalLanguage = Annotated[str, Form(f"({_LANGUAGE})?", _NO_LANGUAGE)]
SectionName = Annotated[str, AfterValidator(_section)]
Repository = Annotated[
    str,
    Form(
        r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}",
        "must be a repository on GitHub, written owner/name",
    ),
]
# Ids of GitHub's tell what they are of; older ones tell it in Base64.
RepositoryId = Annotated[
    str,
    Form(
        r"R_[A-Za-z0-9_-]+|MDEwOlJlcG9zaXRvcnk[A-Za-z0-9_=]+",
        "is no id of a repository, which begins with R_; https://giscus.app tells it",
    ),
]
CategoryId = Annotated[
    str,
    Form(
        r"DIC_[A-Za-z0-9_-]+|MDE4OkRpc2N1c3Npb25DYXRlZ29y[A-Za-z0-9_=]+",
        "is no id of a category, which begins with DIC_; https://giscus.app tells it",
    ),
]
Text = Annotated[str, AfterValidator(_text)]
Address = Annotated[str, _ADDRESS, AfterValidator(address)]
Target = Annotated[str, AfterValidator(_target)]
OptionalTarget = Annotated[str, AfterValidator(_optional_target)]
Name = Annotated[str, AfterValidator(_name)]
Zone = Annotated[str, AfterValidator(_zone)]
Permalink = Annotated[str, AfterValidator(_permalink)]
