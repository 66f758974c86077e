"""The forms that settings must have: folders, addresses, time zones, languages, permalinks. Each says what is wrong.

The names of Creative Commons' licences and GitHub's ids are among them.
"""

import re
import string
from pathlib import PurePosixPath
from typing import Annotated, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator

from mathpress.text import CONTROL, slugify


def _inside(path: str) -> str:
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or re.match(r"[A-Za-z]:", path) or "\\" in path:
        raise ValueError("must be a path below the blog's root, with / between names")
    return path


def _optional_file(path: str) -> str:
    return _inside(path) if path else path


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is no time zone; write a name such as Asia/Shanghai or UTC") from error
    return name


def address(url: str) -> str:
    """Return a site's address with a slash at its end. Raises `ValueError` if it is none."""
    parts = urlsplit(url)
    if not re.fullmatch(r"https?://[^\s<>\"'\\?#]+", url) or not parts.hostname:
        raise ValueError("must be the site's full address, such as https://example.org/blog/")
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


def _permalink(pattern: str) -> str:
    names = set()
    for _, name, form, conversion in string.Formatter().parse(pattern):
        if name is None:
            continue
        if name not in {"date", "slug", "category", "name"}:
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
    return pattern


def _text(text: str) -> str:
    if CONTROL.search(text):
        raise ValueError("has a control character in it, which no page may hold; delete it")
    return text


def _environment(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name):
        raise ValueError("is no name of an environment; write small letters, such as axiom")
    return name


def _code(name: str) -> str:
    if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*", name):
        raise ValueError("is no code of a diagnostic; write what stands in brackets behind one, such as label-unused")
    return name


_REPOSITORY: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}")
_REPOSITORY_ID: Final = re.compile(r"R_[\w-]+|MDEwOlJlcG9zaXRvcnk[\w=]+", re.ASCII)
_CATEGORY_ID: Final = re.compile(r"DIC_[\w-]+|MDE4OkRpc2N1c3Npb25DYXRlZ29y[\w=]+", re.ASCII)
"""Ids of GitHub's, which tell what they are of; older ones tell it in Base64."""


def _repository(name: str) -> str:
    if not _REPOSITORY.fullmatch(name):
        raise ValueError("must be a repository on GitHub, written owner/name")
    return name


def _repository_id(name: str) -> str:
    if not _REPOSITORY_ID.fullmatch(name):
        raise ValueError("is no id of a repository, which begins with R_; https://giscus.app tells it")
    return name


def _category_id(name: str) -> str:
    if not _CATEGORY_ID.fullmatch(name):
        raise ValueError("is no id of a category, which begins with DIC_; https://giscus.app tells it")
    return name


def _prefix(url: str) -> str:
    if not re.match(r"https?://[^/\s]+", url):
        raise ValueError("is no beginning of an address; write one such as https://example.org/")
    return url


def _optional_language(tag: str) -> str:
    return _language(tag) if tag else ""


def _section(name: str) -> str:
    if not name or slugify(name) != name:
        raise ValueError("is no name of a section, which stands in addresses; write small letters, such as docs")
    return name


def _language(tag: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
        raise ValueError("is no language tag (BCP 47); write one such as en, zh or zh-Hant")
    return tag


EnvironmentName = Annotated[str, AfterValidator(_environment)]
Repository = Annotated[str, AfterValidator(_repository)]
RepositoryId = Annotated[str, AfterValidator(_repository_id)]
CategoryId = Annotated[str, AfterValidator(_category_id)]
Code = Annotated[str, AfterValidator(_code)]
Prefix = Annotated[str, AfterValidator(_prefix)]
Folder = Annotated[str, AfterValidator(_inside)]
OptionalFile = Annotated[str, AfterValidator(_optional_file)]
Language = Annotated[str, AfterValidator(_language)]
OptionalLanguage = Annotated[str, AfterValidator(_optional_language)]
SectionName = Annotated[str, AfterValidator(_section)]
Text = Annotated[str, AfterValidator(_text)]
Address = Annotated[str, AfterValidator(address)]
Target = Annotated[str, AfterValidator(_target)]
OptionalTarget = Annotated[str, AfterValidator(_optional_target)]
Name = Annotated[str, AfterValidator(_name)]
Zone = Annotated[str, AfterValidator(_zone)]
Permalink = Annotated[str, AfterValidator(_permalink)]
