"""Addresses on pages to which nothing of the site answers, and those that only lead on to another.

Posts' own links to posts and files are checked by the build; what is looked at here is what a browser or a robot meets
on the page: also what templates and settings put there, ids behind paths, pictures in raw HTML, the site's own whole
addresses.
"""

from collections.abc import Iterator, Set
from pathlib import PurePosixPath
from typing import Final

from mathpress.check.built import Built, Target
from mathpress.check.page import Use
from mathpress.check.places import Places
from mathpress.errors import Place, Problem, Severity
from mathpress.fragments import links, slots
from mathpress.resolve.missing import Guesses

_ROUTES: Final = ("/", "!")
"""How fragments begin that lead to a slide or a view, and are read by scripts of the page."""


def dead_links(built: Built) -> Iterator[Problem]:
    """Yield what is wrong with addresses that lead into the site, once for each place where one is written."""
    places, guesses = Places(built), Guesses()
    told = {_key(problem.place) for problem in built.told}
    known: set[Target] = set()
    lost = _lost(built)
    for path, page, article in built.in_turn():
        for use in page.uses:
            is_of_all = article is None or use in built.chrome
            target = built.target(path, use.url)
            if target is None or (is_of_all and target in known) or (article is None and use.url in lost):
                continue
            fault = _fault(built, path, use, target, guesses)
            if fault is None:
                continue
            known.add(target)
            place = places.of(path, use)
            if _key(place) not in told or not place.column:
                told.add(_key(place))
                yield Problem(place, *fault)


def _fault(
    built: Built, page: PurePosixPath, use: Use, target: Target, guesses: Guesses
) -> tuple[str, str, Severity] | None:
    """Return the code, the message and the severity of what is wrong with an address."""
    root = built.config.root
    if not target.is_ours:
        if use.url.startswith("/") and not use.url.startswith("//"):
            message = f"{use.url} is not of the site, which lies under {root}; put that before it"
            return "link-missing", message, Severity.WARNING
        return None
    file = built.answer(target.url)
    if file is None:
        message = f"the site has no {target.url}{guesses.name(target.url, built.urls)}"
        return "link-missing", message, Severity.WARNING
    answering = built.pages.get(file)
    if answering is None:
        return None
    if answering.moved and not built.pages[page].moved:
        moved = built.target(file, answering.moved)
        return (
            "link-moved",
            f"{target.url} only leads on to {moved.url if moved else answering.moved}; link to that",
            Severity.WARNING,
        )
    name = target.fragment.partition(":~:")[0]
    is_static = file in built.static
    if is_static and name.startswith(_ROUTES):
        return None
    if name and name not in answering.ids and name.lower() != "top":
        guess = guesses.name(name, answering.ids)
        severity = Severity.WARNING if is_static else Severity.ERROR  # its scripts may make the id
        return "link-fragment", f"there is no #{name} on {target.url}{guess}", severity
    return None


def _lost(built: Built) -> Set[str]:
    """Return the addresses of posts that the build told of. On listings they stand as their authors wrote them."""
    return {
        link.target
        for article in built.articles.values()
        for link in links(slots(article.document))
        if link not in article.destinations
    }


def _key(place: Place) -> tuple[str, int, int]:
    return place.path, place.line, place.column
