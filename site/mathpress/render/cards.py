"""The cards of all posts: which there are, under which addresses, and what keeps a post from having one."""

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Final, Self

from mathpress.config import Config, setting_place
from mathpress.covers import is_for_networks
from mathpress.errors import Place, Problem, Severity, Stop
from mathpress.intake import leads_out, opened
from mathpress.kept import CACHE, KeepingError, Kept, digest
from mathpress.render.card_fonts import FontFile, font_file, in_order, installed
from mathpress.render.stix import stix_two_math
from mathpress.render.theme import StaticFile
from mathpress.resolve import Article, Site, Taxonomy
from mathpress.resolve.collections import texts_of
from mathpress.resolve.urls import slug_of
from mathpress.seen import DIGEST, Seen, digest_of
from mathpress.tables import ImagesConfig
from mathpress.text import IDEOGRAPHS
from mathpress.versions import made_by

_MADE_BY: Final = ("fonttools", "pillow", "resvg-py", "ziafont", "ziamath")
_DRAWN_BY: Final = {"resvg_py": "resvg-py", "ziamath": "ziamath"}
"""Packages that draw formulas, by their modules."""
_TOKENS: Final = PurePosixPath("css/tokens.css")
"""The theme's colours, `--color-page` and its kin."""
_COLOR: Final = re.compile(
    r"--color-(?P<name>page|text|muted|accent):\s*(?:light-dark\(\s*)?(?P<color>#[0-9a-fA-F]{6})\b"
)
_FONTS: Final = {b"\0\1\0\0", b"OTTO", b"ttcf", b"true"}
"""What files of fonts begin with (OpenType 1.9, Organization of an OpenType Font)."""
_NAMED: Final = 5
"""How many characters without a font are named."""
_IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")


@dataclass(frozen=True, slots=True)
class CardFile:
    """The card of a post as a file of the site. `key` tells it from others; `make` returns its bytes."""

    path: PurePosixPath
    key: str
    make: Callable[[], bytes]


Cards = Mapping[str, CardFile]
"""The cards of posts by the posts' URLs."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How cards are drawn: where they are kept, how many at a time."""

    kept: Kept
    jobs: int

    @classmethod
    def of(cls, config: ImagesConfig, root: Path, jobs: int) -> Self | None:
        """Return how they are drawn for the blog at `root`, or None if its settings want none."""
        return cls(Kept(root / CACHE / "cards"), jobs) if config.cards else None


def draw_cards(
    site: Site,
    config: Config,
    static: Mapping[PurePosixPath, StaticFile],
    root: Path,
    seen: Seen,
    drawing: Drawing | None,
    progress: Callable[[int, int], None],
) -> tuple[Cards, tuple[Problem, ...]]:
    """Draw the cards that are not kept, of posts without a cover, if told how.

    A post whose title no font covers has none, which is a problem.
    `progress` is called with how many are there, and how many there will be. Raises `Stop` if they cannot be kept.
    """
    if drawing is None:
        return {}, ()
    missing = next((name for module, name in _DRAWN_BY.items() if find_spec(module) is None), None)
    if missing:
        message = f"{missing} is not installed, so there are no cards; pip install {missing} brings it"
        return {}, (Problem(Place("images.cards"), "card-missing", message, Severity.WARNING),)
    files, wrong = _fonts(root, config.images.card_font, seen)
    if wrong:
        return {}, (wrong,)
    colors = _colors(static)
    look = repr((made_by(_MADE_BY), [(file.path.name, file.mark) for file in files], sorted(colors.items())))
    maker = _Maker(config, files, colors, look, drawing.kept)
    found: dict[str, CardFile] = {}
    uncovered: dict[PurePosixPath, str] = {}
    posts = [article for article in site.posts if not is_for_networks(article.document.cover)]
    pool = ThreadPoolExecutor(drawing.jobs)
    try:
        for article, made in zip(posts, pool.map(maker.card, posts), strict=True):
            if isinstance(made, str):
                uncovered[article.document.path] = made
            else:
                found[article.url] = made
            progress(len(found) + len(uncovered), len(posts))
    except KeepingError as error:
        message = f"cannot be written: {error}; images.cards = false builds the site without cards"
        raise Stop(Problem(Place(str(drawing.kept.folder)), "cache-unwritable", message)) from error
    finally:
        pool.shutdown(cancel_futures=True)
    drawing.kept.forget()
    return found, _uncovered(uncovered)


def _fonts(root: Path, own: str, seen: Seen) -> tuple[tuple[FontFile, ...], Problem | None]:
    """Return the fonts for cards, or what is wrong with the blog's own."""
    if not own:
        return installed(), None
    path = root / own
    if leads_out(path, root):
        reason = f"{own} is a link that leads out of the blog; copy the font into it"
    else:
        try:
            with opened(path) as file:
                begins = file.read(4)
            if begins in _FONTS:
                return (FontFile(path, seen.learn(DIGEST, str(path), digest_of)),), None
            reason = f"{own} is no font; name a file in TrueType or OpenType, .ttf, .otf or .ttc"
        except OSError as error:
            reason = f"the file {own} cannot be read: {error.strerror}"
    return (), Problem(setting_place(root, "images", "card_font"), "card-font", reason)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes cards with the fonts in `files` and in these colours; `look` tells all of that from others."""

    config: Config
    files: tuple[FontFile, ...]
    colors: Mapping[str, str]
    look: str
    kept: Kept

    def card(self, article: Article) -> CardFile | str:
        """Return the card of a post, drawn if it is not kept, or the characters for which there is no font."""
        document, config = article.document, self.config
        language = document.matter.lang or config.language
        authors = ", ".join(texts_of(document, Taxonomy.AUTHORS, config.author))
        said = (document.title_text, config.title, authors, language, document.displays)
        key = digest(f"{self.look}{said}".encode())
        refused = f"{key}.missing"
        if not self.kept.has(f"{key}.png"):
            missing = self.kept.load(refused)
            missing = self._keep(key, said) if missing is None else missing
            if missing:
                return missing.decode()
        return CardFile(
            PurePosixPath("cards", f"{slug_of(document)}-{key[:8]}.png"), key, lambda: self._read(key, said)
        )

    def _keep(self, key: str, said: "_Said") -> bytes:
        """Draw a card and keep it; keep and return the characters that no font has, if there are any."""
        from mathpress.render.text_drawing import UncoveredError  # Pillow comes along with it

        try:
            self.kept.keep(f"{key}.png", self._draw(said))
        except UncoveredError as error:
            self.kept.keep(f"{key}.missing", str(error).encode())
            return str(error).encode()
        return b""

    def _read(self, key: str, said: "_Said") -> bytes:
        return self.kept.load(f"{key}.png") or self._draw(said)

    def _draw(self, said: "_Said") -> bytes:
        from mathpress.render.card import Card, Colors, draw
        from mathpress.render.text_drawing import Letterer

        card = Card(*said)
        ordered = in_order(self.files, ideographs=bool(_IDEOGRAPH.search(card.title)))
        return draw(card, Letterer((*ordered, font_file(stix_two_math())), card.language), Colors(**self.colors))


_Said = tuple[str, str, str, str, tuple[str, ...]]
"""What a card says, in the order of its fields."""


def _colors(static: Mapping[PurePosixPath, StaticFile]) -> dict[str, str]:
    """Return the colours of the theme in light, as far as its style sheet tells them; the first of a name counts."""
    file = static.get(_TOKENS)
    text = file.source.read_text("utf-8", "replace") if file else ""
    return {match["name"]: match["color"] for match in reversed(list(_COLOR.finditer(text)))}


def _uncovered(posts: Mapping[PurePosixPath, str]) -> tuple[Problem, ...]:
    """Tell of posts that have no card for want of a font: once, for where one is missing most posts need it."""
    if not posts:
        return ()
    path, missing = next(iter(posts.items()))
    others = f" nor of {len(posts) - 1} others" if len(posts) > 1 else ""
    message = (
        f"there is no font for {' '.join(missing[:_NAMED])}, so there is no card of this post{others};"
        " name a font file that has these characters in images.card_font"
    )
    return (Problem(Place(str(path)), "card-font", message, Severity.WARNING),)
