"""A page before it is made: what its template will be given, and what tells that from others."""

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import Any, NamedTuple

from mathpress.kept import digest
from mathpress.outputs import Phase
from mathpress.resolve import Article


class View(NamedTuple):
    """What a template is given, and all that tells it from others."""

    page: Any
    made_of: str


class Rendering:
    """A page to be made: its URL, the template, and its view, which is made when something asks for it.

    `shown` tells the articles whose texts and cards it shows from others. What it shows besides follows from what all
    pages have in common: the settings, the theme, the pictures, and the faces of all documents.
    """

    def __init__(self, url: str, template: str, phase: Phase, shown: str, make: Callable[[], View]) -> None:
        self.url = url
        self.template = template
        self.phase = phase
        self.shown = shown
        self._make = make

    @cached_property
    def view(self) -> View:
        """What its template is given."""
        return self._make()


def rendering(
    url: str, template: str, page: Callable[[], object], shown: str = "", phase: Phase = Phase.INDEX
) -> Rendering:
    """Return a page whose view tells itself from others."""
    return Rendering(url, template, phase, shown, partial(_telling, page))


def _telling(make: Callable[[], object]) -> View:
    page = make()
    return View(page, repr(page))


def all_of(articles: Iterable[Article]) -> str:
    """Return what tells the texts of some articles from others."""
    return digest("".join(article.digest for article in articles).encode())
