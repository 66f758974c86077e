"""Links to paths of the site, such as `/tags/algebra/`, to which nothing of it answers.

Links by file are checked where they are resolved. What a path leads to is known only with the pages that the site makes
of its posts, and with the theme's files.
"""

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from mathpress.config import Config
from mathpress.errors import Problem, Severity
from mathpress.render.images import Images
from mathpress.render.search import FOLDER
from mathpress.resolve import Article, Site
from mathpress.resolve.missing import Guesses
from mathpress.resolve.urls import answering, file_of, listing_pages, url_of_file

_ALWAYS: Final = ("/archive/", "/404.html", "/feed.xml", "/feed.json", "/sitemap.xml", "/robots.txt")


def dead_paths(
    site: Site, config: Config, static: Iterable[PurePosixPath], images: Images, *, has_search: bool
) -> tuple[Problem, ...]:
    """Return what is wrong with the links to paths of which `render` makes none."""
    named = [each for article in site.articles for each in article.paths]
    if not named:
        return ()
    known = sorted(urls(site, config, static, images, has_search=has_search))
    files = {file_of(unquote(url)) for url in known}
    guesses = Guesses()
    problems: dict[Problem, None] = {}
    for path, link in ((each.url, each.link) for each in named):
        if _is_there(path, files):
            continue
        own = "/" + path.removeprefix(config.root)
        has_root = config.root != "/" and path.startswith(config.root) and _is_there(own, files)
        advice = f"; write {own}, for {config.root} is put before it" if has_root else guesses.name(path, known)
        problems[Problem(link.place, "link-missing", f"the site has no {path}{advice}", Severity.WARNING)] = None
    return tuple(problems)


def linked_from(article: Article) -> tuple[str, ...]:
    """Return the paths of the site that an article links to."""
    return tuple(path.url for path in article.paths)


def urls(site: Site, config: Config, static: Iterable[PurePosixPath], images: Images, *, has_search: bool) -> set[str]:
    """Return the URLs of all that `render` makes, but for the index of the search."""
    found = {*_ALWAYS, *site.urls.values(), *site.redirects, *listing_pages("/", len(site.posts), config.per_page)}
    for taxonomy, terms in site.terms.items():
        for term in terms:
            found |= {f"/{taxonomy}/", *listing_pages(term.url, len(term.posts), config.per_page)}
            found |= {term.feed_url} if term.feed_url else set()
    found |= {"/search/"} if has_search else set()
    variants = (path for image in images.values() for path in image.variants)
    return found | set(map(url_of_file, (*static, *site.assets.values(), *variants)))


def _is_there(path: str, files: set[PurePosixPath]) -> bool:
    """Tell whether a file answers to a path; those of the search's index are not known yet."""
    return answering(path, files) is not None or file_of(path).parts[:1] == FOLDER.parts
