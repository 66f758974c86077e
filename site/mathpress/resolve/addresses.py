"""Who has which address: a document each, old addresses that lead to them, and those that the site needs for itself."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from mathpress.config import Config
from mathpress.errors import Place, Problem, Severity
from mathpress.model import Face
from mathpress.portable import folded, refused
from mathpress.resolve.urls import file_of, url_of
from mathpress.urlpath import BadUrlError, clean

_OF_THE_SITE: Final = {
    "/": "the front page",
    "/archive/": "the archive",
    "/categories/": "the list of categories",
    "/tags/": "the list of tags",
    "/series/": "the list of series",
    "/authors/": "the list of authors",
    "/404.html": "the page for addresses that lead nowhere",
    "/feed.xml": "the feed",
    "/feed.json": "the feed",
    "/sitemap.xml": "the sitemap",
    "/robots.txt": "the file for robots",
}

Owners = Mapping[PurePosixPath, str]
"""Files of the pages that list posts, each with what it is."""
Urls = Mapping[PurePosixPath, str]
"""The URL of each document, by its path."""


def addresses(documents: Iterable[Face], config: Config, listings: Owners) -> tuple[Urls, tuple[Problem, ...]]:
    """Give each document its URL. A URL that is none, or that has an owner already, is a problem."""
    urls: dict[PurePosixPath, str] = {}
    problems: list[Problem] = []
    owners = {**listings, **of_the_site(config)}
    alike = {folded(file): (file, name) for file, name in owners.items()}
    for document in documents:
        asked = document.matter.url or document.matter.slug
        try:
            url = url_of(document, config.permalink, config.page_folders)
        except BadUrlError as error:
            problems.append(_problem(document, asked, "url-bad", str(error)))
            url = stand_in(document.path)
        else:
            if refused(file_of(url)):
                message = f"its address {url} has a name in it that Windows and some hosts cannot have; choose another"
                problems.append(_problem(document, asked, "file-name", message, Severity.WARNING))
        owner = owners.get(file_of(url))
        if owner:
            message = f"its address {url} is that of {owner}; choose another slug or url"
            problems.append(_problem(document, asked, "url-taken", message))
            url = stand_in(document.path)
        owners[file_of(url)] = str(document.path)
        urls[document.path] = url
        near, name = alike.setdefault(folded(file_of(url)), (file_of(url), str(document.path)))
        if near != file_of(url):
            message = f"its address {url} is that of {name} but for capitals; Windows and macOS keep one of them alone"
            problems.append(_problem(document, asked, "url-alike", message, Severity.WARNING))
    return urls, tuple(problems)


def stand_in(path: PurePosixPath) -> str:
    """Return the URL of a document whose own cannot be: if it is built all the same, nothing is lost."""
    return f"/{path.with_suffix('')}/"


def redirects(
    documents: Iterable[Face], urls: Urls, config: Config, listings: Owners
) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """Return where each alias leads. An alias that is an address already is a problem."""
    leads: dict[str, str] = {}
    problems: list[Problem] = []
    owners = {**listings, **of_the_site(config)} | {file_of(url): str(path) for path, url in urls.items()}
    for document in documents:
        for alias in document.matter.aliases:
            try:
                url = clean(alias)
            except BadUrlError as error:
                problems.append(_problem(document, alias, "url-bad", f"aliases: {error}"))
                continue
            owner = owners.get(file_of(url))
            if owner == str(document.path):
                continue  # it has its old address again
            if owner:
                problems.append(_problem(document, alias, "url-taken", f"its alias {url} is the address of {owner}"))
            else:
                owners[file_of(url)] = f"an alias of {document.path}"
                leads[url] = urls[document.path]
    return leads, tuple(problems)


def of_the_site(config: Config) -> dict[PurePosixPath, str]:
    """Return the files that the site needs for itself, each with what it is."""
    urls = _OF_THE_SITE | ({"/search/": "the search page"} if config.search.enabled else {})
    return {file_of(url): name for url, name in urls.items()}


def _problem(
    document: Face, asked: str | None, code: str, message: str, severity: Severity = Severity.ERROR
) -> Problem:
    """Tell of an address that a document asks for, or that follows from its file's name."""
    place = document.addresses[asked] if asked else Place(str(document.path))
    return Problem(place, code, message, severity)
