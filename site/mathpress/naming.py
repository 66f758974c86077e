"""The names of posts and pages: what in them is a date, a language, or the name that a post goes by."""

import re
from functools import cache
from pathlib import PurePosixPath
from typing import Final

SUFFIXES: Final = (".md", ".markdown")
"""How the names of posts and pages end."""
_DATED_NAME: Final = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})-(?P<rest>.+)")
_TRANSLATED_NAME: Final = re.compile(r"(?P<name>.+)\.(?P<language>[A-Za-z]{2}(?:-[A-Za-z]{4})?(?:-[A-Za-z]{2})?)")
_CODES: Final = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta
te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES: Final = frozenset(_CODES.split())
"""The codes of languages with two letters (ISO 639-1)."""


@cache
def stem(path: PurePosixPath) -> str:
    """Return the name that a source goes by: its file's, or its folder's if the file is `index.md`, without a date.

    A translation's has its language: `index.en.md` in the folder `post` goes by `post.en`.
    """
    dated = _DATED_NAME.fullmatch(_name(path))
    return dated["rest"] if dated else _name(path)


def is_index(path: PurePosixPath) -> bool:
    """Tell whether a source goes by the name of its folder."""
    return split_name(path)[0] == "index"


@cache
def split_name(path: PurePosixPath) -> tuple[str, str]:
    """Return the name of a source's file, and the language that stands behind it, as in Hugo's `post.en.md`."""
    match = _TRANSLATED_NAME.fullmatch(path.stem)
    if match and match["language"][:2].lower() in LANGUAGES:
        return match["name"], match["language"]
    return path.stem, ""


def date_in_name(path: PurePosixPath) -> str | None:
    """Return the date that the name of a source begins with, as in `2026-09-21-title.md`, or what looks like one."""
    dated = _DATED_NAME.fullmatch(_name(path))
    return dated["date"] if dated else None


def _name(path: PurePosixPath) -> str:
    name, language = split_name(path)
    name = path.parent.name if name == "index" else name
    return f"{name}.{language}" if language else name
