"""What an author says about a post in its front matter."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture of a post as a whole: a file by its path from the post or the site's root, or an address elsewhere.

    `alt` says what it shows, or nothing.
    """

    address: str
    alt: str


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What an author says about a post, checked and in one spelling. `extra` keeps unknown keys for templates."""

    title: str
    date: datetime.datetime | None = None
    updated: datetime.datetime | None = None
    publish: datetime.datetime | None = None
    expires: datetime.datetime | None = None
    slug: str | None = None
    url: str | None = None
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    series: str | None = None
    part: int | None = None
    summary: str | None = None
    description: str | None = None
    draft: bool = False
    lang: str | None = None
    translation_of: str | None = None
    card_formula: str | None = None
    cover: Cover | None = None
    authors: tuple[str, ...] = ()
    math: Literal["mathml", "mathjax"] | None = None
    macros: tuple[tuple[str, str], ...] = ()
    numbering: Literal["ams", "all", "none"] | None = None
    toc: bool | None = None
    comments: bool | None = None
    untrusted: bool = False
    bibliography: tuple[str, ...] = ()
    check_ignore: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
