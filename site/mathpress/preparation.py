"""What a build begins with: what the command line says, the configuration, the moment, and what there is."""

import contextlib
import datetime
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mathpress.config import Config, load, macro_places
from mathpress.discover import Inventory, discover
from mathpress.errors import Place, Problem, Severity, Stop
from mathpress.intake import leads_out, real_path
from mathpress.kept import CACHE
from mathpress.render import Theme, search
from mathpress.resolve import Site
from mathpress.seen import Seen
from mathpress.shaping import Settings


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says about a build.

    `fail_on` None builds whatever is wrong; `jobs` is how many processes parse, None for as many as are worth it; a
    preview goes without what takes long to make: the search page finds nothing, pictures have no smaller variants,
    posts no cards.
    """

    root: Path
    output: Path | None = None
    base_url: str | None = None
    drafts: bool = False
    future: bool = False
    fail_on: Severity | None = Severity.ERROR
    jobs: int | None = 1  # processes import the caller's program, which must be made for that
    is_preview: bool = False


def configure(options: Options) -> Config:
    """Return the configuration of the blog, with what the command line says instead."""
    config = load(options.root)
    if options.base_url is None:
        return config
    try:
        return config.based_at(options.base_url)
    except ValueError as error:
        raise Stop(Problem(Place("--base-url"), "usage", str(error))) from error


def now() -> datetime.datetime:
    """Read the clock, once a build; SOURCE_DATE_EPOCH stands in for it (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.datetime.now(datetime.UTC)
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Stop(Problem(Place("SOURCE_DATE_EPOCH"), "usage", f"{epoch!r} is no number of seconds")) from error


def output_folder(options: Options, config: Config) -> Path:
    """Return the output folder. Raises `Stop` if it holds sources or lies among them.

    Nothing is written outside the blog but where the command line says: a link that came with a blog may lead anywhere.
    """
    output = options.output or options.root / config.output
    keep_inside(options.root, [] if options.output else [output])
    real = real_path(output)
    for name in (*config.content, config.templates, config.static):
        source = real_path(options.root / name)
        if real.is_relative_to(source) or source.is_relative_to(real):
            raise Stop(
                Problem(
                    Place(str(output)),
                    "output-sources",
                    f"is no place for the site: {name} is there; choose a folder that holds no sources",
                )
            )
    if output.exists() and not output.is_dir():
        raise Stop(Problem(Place(str(output)), "output-unwritable", "is a file, not a folder"))
    return output


def keep_inside(root: Path, written: Sequence[Path] = ()) -> None:
    """Raise `Stop` if a folder that is written to, or that of the cache or one in it, leads out of the blog.

    So it does if the cache cannot be read, for then nobody knows.
    """
    waiting = [*written, root / CACHE.parent]
    while waiting:
        folder = waiting.pop()
        if leads_out(folder, root):
            cure = "or use --output" if folder in written else "and the cache is made anew"
            message = f"is a link that leads out of the blog, where nothing is written; remove it, {cure}"
            raise Stop(Problem(Place(str(folder)), "output-outside", message))
        try:
            waiting += folder.iterdir() if folder in {root / CACHE.parent, root / CACHE} and folder.is_dir() else ()
        except OSError as error:
            message = f"cannot be read: {error.strerror}; see to its rights, or remove it"
            raise Stop(Problem(Place(str(folder)), "cache-unwritable", message)) from error


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a site is made of: the settings, the sources and other files of its content, the theme.

    `can_search`: its settings want a search page, and it can have one; if it cannot, `unsearchable` tells why.
    """

    options: Options
    config: Config
    settings: Settings
    inventory: Inventory
    theme: Theme
    can_search: bool
    unsearchable: tuple[Problem, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong before anything is parsed."""
        return (*self.inventory.problems, *self.theme.problems, *self.unsearchable)

    def has_search(self, site: Site) -> bool:
        """Tell whether the site has a search page: without articles there is nothing to be found."""
        return self.can_search and bool(site.articles)


def survey(options: Options, config: Config, seen: Seen) -> Inputs:
    """Find out what there is. Raises `Stop` if there is nothing to build with."""
    inventory = discover(options.root, config, seen)
    settings = Settings.of(config, macro_places(options.root))
    with reading(options.root):
        theme = Theme(options.root, config, seen)
    return Inputs(options, config, settings, inventory, theme, *search.is_possible(config))


@contextlib.contextmanager
def reading(root: Path) -> Iterator[None]:
    """Raise `Stop` for a picture, font or file of the theme that cannot be read; `write` tells of the output."""
    try:
        yield
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        place = Place(str(error.filename or root))
        raise Stop(Problem(place, "source-unreadable", message), status=1) from error
