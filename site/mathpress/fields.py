"""The keys of front matter: what each may hold, and how the many ways to write a date or a list are read."""

import datetime
import re
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from mathpress.covers import read_cover
from mathpress.forms import Language
from mathpress.matter import Cover
from mathpress.text import CONTROL, shorten

_YES: Final = {"true", "yes", "on", "y", "t", "1"}
_NO: Final = {"false", "no", "off", "n", "f", "0"}
_PATTERN: Final = re.compile(r"(?<=/):[a-z_]+|^:[a-z_]+")
_DATE: Final = re.compile(
    r"""
    (?P<year> \d{4} ) [-/.年] (?P<month> \d{1,2} ) [-/.月] (?P<day> \d{1,2} ) 日?
    (?:
        (?: [Tt] | \ + | (?<=日) )
        (?P<hour> \d{1,2} ) : (?P<minute> \d{2} ) (?: : (?P<second> \d{2} ) (?: \. \d+ )? )?
    )?
    \ * (?: (?P<utc> [Zz] | UTC | GMT ) | (?P<zone> [+-] \d{2} (?: :? \d{2} )? ) )?
    """,
    re.VERBOSE,
)

_SHOWN: Final = 60
"""Characters of a value that a message repeats, on its one line."""


_MOST_NAMES: Final = 1000
"""Each tag has pages and a feed of its own."""


def _date(value: Any) -> datetime.datetime:
    """Read a date, to the second. YAML's and TOML's own dates come as what their authors wrote or as `datetime`."""
    match value:
        case datetime.datetime():
            value = value.isoformat(" ")
        case datetime.date():
            value = value.isoformat()
    match = _DATE.fullmatch(str(value).strip())
    shown = shorten(str(value), _SHOWN)
    if match is None:
        raise ValueError(f"'{shown}' is no date; write it as 2026-09-21 or 2026-09-21 10:30")
    try:
        numbers = [int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")]
        moment = datetime.datetime(*numbers)  # type: ignore[arg-type]
        if not datetime.MINYEAR < moment.year < datetime.MAXYEAR:
            raise ValueError(f"there are no posts of the year {moment.year}")  # no zone could be added to it either
        zone = "Z" if match["utc"] else match["zone"]
        return datetime.datetime.fromisoformat(f"{moment.isoformat()}{zone}") if zone else moment
    except ValueError as error:
        raise ValueError(f"'{shown}' is no date: {error}") from error


def _names(value: Any) -> tuple[str, ...]:
    """Read a list of names; a string is one, or several with commas between. Hexo has lists in lists."""
    if isinstance(value, str):
        value = re.split(r"[,，]", value)
    given = value if isinstance(value, list | tuple) else [value]
    names = [name for item in given for name in (item if isinstance(item, list) else [item])]
    names = [name.get("name") if isinstance(name, dict) else name for name in names]  # an author with an address
    if not all(isinstance(name, str | int | float) and not isinstance(name, bool) for name in names):
        raise ValueError("must be a list of names")
    if len(names) > _MOST_NAMES:
        raise ValueError(f"are {len(names):,}; of no kind may a post have more than {_MOST_NAMES:,}")
    return tuple(dict.fromkeys(filter(None, map(_text, names))))


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float | datetime.date):
        raise ValueError("must be text")
    text = str(value).strip()
    if CONTROL.search(text):
        raise ValueError(
            "must not hold control characters; in double quotes a backslash makes them, in single ones not"
        )
    return text


def _one(value: Any) -> str:
    """Read one name; Hugo writes a series as a list of one."""
    if isinstance(value, list) and len(value) != 1:
        raise ValueError("a post belongs to one series; keep the one it is a part of")
    return _text(value[0] if isinstance(value, list) else value)


def _url(value: Any) -> str:
    """Read an address; the patterns that Jekyll and Hexo allow here are none."""
    url = _text(value)
    pattern = _PATTERN.search(url)
    if pattern:
        raise ValueError(
            f"{pattern[0]} stands for nothing here; write the address itself, or set `permalink` in the settings"
        )
    return url


def _math(value: Any) -> Any:
    """Read which engine sets a post; other generators ask for any mathematics at all, which a post here always has."""
    return None if isinstance(value, bool) or str(value).lower() in {"yes", "no", "on", "off"} else value


def _unless_no(value: Any) -> bool:
    """Read a switch that is for safety: whatever is no plain `false` switches it on."""
    return str(value).strip().lower() not in {"false", "no", "off", "0"}


def _spelled(word: str) -> str:
    """Return a pattern for a word in capitals or not, which JSON Schema has no flag for."""
    return "".join(f"[{letter.upper()}{letter}]" if letter.isalpha() else letter for letter in word)


def _macros(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not all(isinstance(item, str) for pair in value.items() for item in pair):
        raise ValueError(r"must be a table of name: body, as RR: '\mathbb{R}'")
    return tuple(value.items())


def _part(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("must be a number")
    return value


def _switch(value: Any) -> bool:
    """Read a switch, in the words that YAML 1.1 had for it too."""
    word = str(value).lower()
    if isinstance(value, bool | int | str) and word in _YES | _NO:
        return word in _YES
    raise ValueError("must be true or false")


# The forms in which authors write each value, for editors; the functions above read them.
_Name = str | float
_SomeNames = _Name | dict[str, Any] | list[_Name | dict[str, Any] | list[_Name | dict[str, Any]]] | None
_Day = Annotated[str, Field(pattern=r"^\s*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")]
_Whole = Annotated[str, Field(pattern=r"^\s*[-+]?[0-9_]+(\.0*)?\s*$")]
_Word = Annotated[str, Field(pattern=f"^({'|'.join(_spelled(word) for word in sorted(_YES | _NO))})$")]
_Engine = Literal["mathml", "mathjax"]

Text = Annotated[str | None, BeforeValidator(_text, json_schema_input_type=_Name | None)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names, json_schema_input_type=_SomeNames)]
Moment = Annotated[datetime.datetime, BeforeValidator(_date, json_schema_input_type=_Day)]
Date = Annotated[datetime.datetime | None, BeforeValidator(_date, json_schema_input_type=_Day | None)]
Series = Annotated[
    str | None,
    BeforeValidator(
        _one, json_schema_input_type=_Name | Annotated[list[_Name], Field(min_length=1, max_length=1)] | None
    ),
]
Part = Annotated[int | None, BeforeValidator(_part, json_schema_input_type=int | _Whole | None)]
Switch = Annotated[bool, BeforeValidator(_switch, json_schema_input_type=bool | Literal[0, 1] | _Word | None)]
Url = Annotated[str | None, BeforeValidator(_url, json_schema_input_type=_Name | None)]
Engine = Annotated[_Engine | None, BeforeValidator(_math, json_schema_input_type=_Engine | bool | _Word | None)]
Macros = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_macros, json_schema_input_type=dict[str, str] | None)]
Picture = Annotated[
    Cover | None, BeforeValidator(read_cover, json_schema_input_type=str | Literal[False] | dict[str, Any] | None)
]
Safety = Annotated[bool, BeforeValidator(_unless_no, json_schema_input_type=Any)]


class Fields(BaseModel):
    """The keys of front matter by mathpress's own names, each in the forms that authors write."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text = Field(
        None,
        description="The title; formulas in it are set. Default: the heading `# …` that the text begins with, if it "
        "is words and formulas alone; else the file's name.",
    )
    date: Date = Field(
        None,
        description="When the post appears; builds before that leave it out. `2026-09-21`, `2026/9/21 10:30`, with or "
        "without a zone. Posts need one, here or in the file's name (`2026-09-21-title.md`).",
    )
    updated: Date = Field(
        None, description="When it was last changed; shown beside the date, and told in feeds and to search engines."
    )
    publish: Date = Field(None, description="When it may be shown, if that is later than its date.")
    expires: Date = Field(None, description="When it is to be shown no longer; builds after that leave it out.")
    slug: Text = Field(None, description="Its name in addresses. Default: made of the file's name.")
    url: Url = Field(
        None, description="Its whole address, such as `/about-euler/`, whatever the settings make of dates and slugs."
    )
    aliases: Names = Field((), description="Old addresses; each becomes a page that leads here.")
    tags: Names = Field((), description="A list, or names with commas between.")
    categories: Names = Field((), description="As with tags. The first may be part of its address.")
    series: Series = Field(None, description="The series that it belongs to: one name.")
    part: Part = Field(None, description="Which part of the series it is. Default: its place by date.")
    summary: Text = Field(
        None,
        description="What listings show instead of the beginning of the text, if that has no `<!-- more -->`: "
        "Markdown with formulas.",
    )
    description: Text = Field(
        None,
        description="A sentence for search engines and feeds. Default: the beginning of the summary or the text.",
    )
    draft: Switch = Field(False, description="`true`: shown in the preview, and by builds with `--drafts` alone.")
    lang: Language | None = Field(None, description="Its language (BCP 47), if it is not the site's.")
    translation_of: Text = Field(
        None,
        description="The post that this one translates, by file, slug or alias ([more](front-matter.md#translations)).",
    )
    card_formula: Text = Field(
        None,
        description="The LaTeX that its [card](configuration.md#cards) shows, if not the first of its numbered "
        "displays.",
    )
    cover: Picture = Field(
        None,
        description="A picture of it as a whole: a file by its path from the post, `/…` of the static files, an "
        "address, or `{image: …, alt: …}` ([more](front-matter.md#covers)).",
    )
    authors: Names = Field((), description="Who wrote it, if not the site's author.")
    math: Engine = Field(
        None, description="`mathjax` leaves all its formulas to MathJax, `mathml` does not, whatever the settings say."
    )
    macros: Macros = Field((), description=r"Macros of this post: `RR: '\mathbb{R}'`.")
    numbering: Literal["ams", "all", "none"] | None = Field(
        None, description="`ams`, `all` or `none`, as `math.numbering` of the [settings](configuration.md)."
    )
    toc: Switch | None = Field(
        None, description="Whether a table of contents is shown. Default: with three headings or more."
    )
    comments: Switch | None = Field(
        None,
        description="Whether readers can [comment](configuration.md#comments) on it, if the blog takes comments. "
        "Default: on posts, not on pages.",
    )
    untrusted: Safety = Field(
        False,
        description="`true`: the post is another's; what its HTML could do is taken out "
        "([more](front-matter.md#posts-of-others)).",
    )
    bibliography: Names = Field(
        (),
        description="A BibTeX file or a list of them, by paths from the post's own folder, whose works it may "
        "[cite](writing.md#citations).",
    )
    check_ignore: Names = Field(
        (), description="Codes of warnings that [`mathpress check`](checking.md) does not tell of it."
    )
