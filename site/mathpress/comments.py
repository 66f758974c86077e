"""Comments that readers left where a blog was before: they are shown, and no more are taken."""

import datetime
from dataclasses import dataclass
from typing import Final

from mathpress.kept import digest

SUFFIX: Final = ".comments.toml"
"""What the name of a file of comments ends in, behind the name of the post."""
SECTION: Final = "comments"
"""The id of the part of a page that has them."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Who said something, when, and in answer to what.

    `parent` is the id of the comment that this one answers, or empty; `author` and `url`, the author's own address, may
    be empty too. `by_author`: it is the author of the post who speaks.
    """

    id: str
    parent: str
    author: str
    url: str
    date: datetime.datetime
    by_author: bool


@dataclass(frozen=True, slots=True)
class WrittenComment(Remark):
    """A comment as its file has it: `text` is Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class Comment(Remark):
    """A comment as pages show it: `html` is sanitised, and its formulas are set."""

    html: str


def anchor(name: str) -> str:
    """Return the id that a comment has on its page, as WordPress and Typecho have it; `name` is its own."""
    return f"comment-{name}"


def digest_with(text: str, comments: str) -> str:
    """Return what tells a post with comments from others, of the digests of both; that of none is empty."""
    return digest(f"{text} {comments}".encode()) if comments else text
