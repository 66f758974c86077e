"""Links of posts to other sites that lead nowhere any more, or to somewhere else."""

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urldefrag, urlsplit

from mathpress.check.built import Built
from mathpress.check.link_requests import CLOSED, Answer, Manners, ask
from mathpress.check.page import Use
from mathpress.check.places import Places
from mathpress.errors import Place, Problem, Severity
from mathpress.kept import CACHE, Kept

_FOLLOWED: Final = {"a", "area", "img", "source", "video", "audio", "track", "iframe", "embed", "object", "image"}
"""Elements by which readers get something from elsewhere; what a theme loads is the theme's concern."""


def dead_external_links(
    built: Built, manners: Manners | None = None, progress: Callable[[int, int], None] = lambda *_: None
) -> Iterator[Problem]:
    """Ask for all addresses elsewhere, and yield what came of those that are not well, wherever they are written."""
    manners = manners or Manners(private=built.config.check.private)
    uses = list(_uses(built))
    urls = (url for _, _, url in uses)
    answers = ask(urls, Kept(built.root / CACHE / "links"), built.now.timestamp(), manners, progress)
    hosts = {urlsplit(url).netloc for url in answers}
    if len(hosts) > 1 and not any(answer.status for answer in answers.values()):
        message = f"none of {len(hosts)} sites can be reached; is this machine on the web?"
        yield Problem(Place("--external"), "external-unreachable", message, Severity.WARNING)
        return
    places = Places(built)
    told: dict[Problem, None] = {}
    for page, use, url in uses:
        wrong = _fault(url, answers[url])
        if wrong:
            told[Problem(places.of(page, use), *wrong, Severity.WARNING)] = None
    yield from told


def count_external_links(built: Built) -> int:
    """Return how many addresses elsewhere there are."""
    return len({url for _, _, url in _uses(built)})


def _uses(built: Built) -> Iterator[tuple[PurePosixPath, Use, str]]:
    """Yield the addresses elsewhere on posts' and pages' own pages, each without its fragment."""
    skipped = tuple(built.config.check.skip)
    chrome: set[Use] = set()
    for path, page, _ in built.own_pages():
        for use in page.uses:
            target = built.target(path, use.url) if use.element in _FOLLOWED and use not in chrome else None
            if target is None or target.is_ours or target.url.startswith(skipped):
                continue
            chrome |= {use} & built.chrome
            yield path, use, urldefrag(target.url).url


def _fault(url: str, answer: Answer) -> tuple[str, str] | None:
    """Return the code and the message of what is wrong with an address."""
    if answer.is_good:
        return ("external-moved", f"{url} has moved for good to {answer.moved}; link to that") if answer.moved else None
    if answer.status in CLOSED:
        return None
    if answer.status in {404, 410}:
        return "external-dead", f"{url} is not there any more ({answer.status})"
    why = answer.reason or f"status {answer.status}"
    return "external-unreachable", f"{url} does not answer as it should: {why}"
