"""The pictures that the site shows: how large each is, and in which smaller variants it is published.

Only files that an article shows are opened, and no more than their heads are read unless variants are to be made.
"""

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

from mathpress.errors import Place, Problem, Severity, Stop
from mathpress.kept import CACHE, KeepingError, Kept
from mathpress.render.sizes import BrokenError, Size, size_of
from mathpress.render.theme import StaticFile
from mathpress.resolve import Article, Site
from mathpress.resolve.missing import Guesses
from mathpress.seen import Seen
from mathpress.tables import ImagesConfig

if TYPE_CHECKING:
    from mathpress.render.variants import Variant


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the site: its size, if it says one, and its variants by the paths they are published under."""

    size: Size | None = None
    variants: Mapping[PurePosixPath, "Variant"] = field(default_factory=dict)


Images = Mapping[str, Image]
"""What is known of pictures, by their URLs below the site's root. Nothing is known of pictures elsewhere."""


@dataclass(frozen=True, slots=True)
class Making:
    """How variants are made: by which settings, where they are kept, how many pictures at a time."""

    config: ImagesConfig
    kept: Kept
    jobs: int

    @classmethod
    def of(cls, config: ImagesConfig, root: Path, jobs: int) -> Self | None:
        """Return how they are made for the blog at `root`, or None if its settings want none."""
        return cls(config, Kept(root / CACHE / "images"), jobs) if config.variants else None


def illustrate(
    site: Site,
    static: Mapping[PurePosixPath, StaticFile],
    root: Path,
    seen: Seen,
    making: Making | None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> tuple[Images, tuple[Problem, ...]]:
    """Look at the pictures that articles show, and make their variants if told how.

    What is wrong with a picture is a problem at the place where it is shown first; it is published as it is all the
    same. `progress` is called with how many have been made, and how many there are. Raises `Stop` if variants cannot be
    kept, and `OSError` if a picture cannot be read.
    """
    shown, missing = _shown(site, static, root)
    images: dict[str, Image] = {}
    problems = list(missing)
    look = partial(_look, seen=seen, making=making)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's: what matters of them is in our own diagnostics
        looked = _in_threads(look, shown.values(), making.jobs) if making else map(look, shown.values())
        for picture, (image, problem) in zip(shown, looked, strict=True):
            images[picture] = image
            problems += [problem] if problem else []
            if making:
                progress(len(images), len(shown))
    if making:
        making.kept.forget()
    return images, tuple(problems)


def shown_by(article: Article) -> tuple[str, ...]:
    """Return the URLs of the pictures of the site that an article shows."""
    return tuple(picture.url for picture in article.pictures)


Looked = tuple[Image, Problem | None]
"""What was learnt of a picture, and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A picture that an article shows: its file, the path it is published under, and where it was written."""

    file: str
    path: PurePosixPath
    place: Place


def _shown(
    site: Site, static: Mapping[PurePosixPath, StaticFile], root: Path
) -> tuple[dict[str, _Shown], tuple[Problem, ...]]:
    """Return the pictures that articles show by their URLs: content files, or static files named from the root."""
    shown: dict[str, _Shown] = {}
    missing: dict[str, Problem] = {}
    guesses = Guesses()
    files = {path: str(file.source) for path, file in static.items()}
    files |= {path: f"{root}/{asset}" for asset, path in site.assets.items()}
    for url, link in ((each.url, each.link) for article in site.articles for each in article.pictures):
        if url in shown or url in missing:
            continue
        path = _path(url)
        if path in files:
            shown[url] = _Shown(files[path], path, link.place)
        else:
            guess = guesses.name(str(path), map(str, static))
            message = f"there is no file {path} in the folder of static files{guess}"
            missing[url] = Problem(link.place, "file-missing", message, Severity.WARNING)
    return shown, tuple(missing.values())


@cache
def _path(url: str) -> PurePosixPath:
    return PurePosixPath(unquote(urlsplit(url).path).lstrip("/"))


def _in_threads(look: Callable[[_Shown], Looked], shown: Iterable[_Shown], jobs: int) -> Iterator[Looked]:
    pool = ThreadPoolExecutor(jobs)
    try:
        yield from pool.map(look, shown)
    finally:
        pool.shutdown(cancel_futures=True)


def _look(shown: _Shown, seen: Seen, making: Making | None) -> Looked:
    """Look at one picture, and make its variants."""
    size: Size | None = None
    try:
        known = seen.learn("size", shown.file, _size)
        if not known or not making:
            return _plain(known), None
        size = Size(*known)
        found = _variants(Path(shown.file), size, making)
    except BrokenError as error:
        message = f"{shown.path.name} {error}; it is published as it is"
        return Image(size), Problem(shown.place, "image-broken", message, Severity.WARNING)
    except KeepingError as error:
        message = f"cannot be written: {error}; images.variants = false builds the site without variants of pictures"
        raise Stop(Problem(Place(str(making.kept.folder) if making else ""), "cache-unwritable", message)) from error
    named = {shown.path.with_name(f"{shown.path.stem}-{each.width}.{each.digest[:8]}.webp"): each for each in found}
    return Image(size, named), None


@cache
def _plain(size: tuple[int, int] | None) -> Image:
    """Return a picture without variants; many are of one size."""
    return Image(Size(*size) if size else None)


def _size(file: Path) -> tuple[int, int] | None:
    size = size_of(file)
    return (size.width, size.height) if size else None


def _variants(file: Path, size: Size, making: Making) -> tuple["Variant", ...]:
    from mathpress.render.variants import variants  # Pillow comes along with it

    return variants(file, size, making.config, making.kept)
