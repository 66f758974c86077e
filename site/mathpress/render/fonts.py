"""The site's math font: found, cut down to what its formulas need, and kept between builds."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from mathpress.config import Config, setting_place
from mathpress.errors import Place, Problem, Severity, Stop
from mathpress.fragments import has_mathml, symbols
from mathpress.intake import leads_out
from mathpress.kept import CACHE, KeepingError, Kept, digest
from mathpress.render import stix
from mathpress.render.alphabets import BLOCKS, blocks, characters, unicode_range
from mathpress.resolve import Article, Site
from mathpress.seen import DIGEST, Seen, digest_of
from mathpress.tables import DEFAULT_FONT, SYSTEM_FONT
from mathpress.versions import versions_of

_BRINGS_IT: Final = f"pip install {stix.PACKAGE}=={stix.RELEASE} brings it"
_MADE_BY: Final = ("brotli", "fonttools", "uharfbuzz")
_MODULES: Final = ("alphabets", "mending", "typeface")
"""Our own modules that shape a font."""
_WORTH_A_PROCESS: Final = 100
"""Articles from which on their pages take longer to make than another process to begin."""
_SPARE: Final = 4
"""How many fonts may stay in the cache that this build has no use for, such as those without the drafts."""
_FACE: Final = """\
@font-face {{
  font-display: swap;
  font-family: "Mathpress Math";
  src: url("{file}") format("woff2");{range}
}}
"""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A file of the font: `key` tells it from others, `make` returns its bytes."""

    path: PurePosixPath
    key: str
    make: Callable[[], bytes] = field(compare=False)


@dataclass(frozen=True, slots=True)
class MathFont:
    """The font of formulas and the style sheet that names it.

    The first file has what formulas of posts and pages need. If pages of sections, such as a manual with all commands,
    need more blocks, there is another, which browsers load for the sake of a page that has a character of them.
    """

    files: tuple[FontFile, ...]
    sheet_path: PurePosixPath
    sheet: bytes


class _UnusableError(Exception):
    """There is no such font, or it is of no use; the message says why."""


def math_font(
    site: Site, config: Config, root: Path, seen: Seen, helpers: contextlib.ExitStack | None
) -> tuple[MathFont | None, tuple[Problem, ...]]:
    """Return the font of a site's formulas, None if it has no formulas or wants none, and what is wrong with it.

    If there are to be `helpers`, the default font of a large site is made in a process that ends with them, while this
    one makes pages: they need its name alone, which tells what it is made from. A site without its font is set in fonts
    of the reader's system. Its `make` raises `Stop` if the font turns out to be of no use in the other process.
    """
    articles = site.articles
    name = config.math.font
    if name == SYSTEM_FONT or not any(map(_has_formulas, articles)):
        return None, ()
    try:
        file, source = _source(name, root, lambda path: seen.learn(DIGEST, str(path), digest_of))
        names = blocks(_needed(tuple(each for each in articles if not each.section)))
        further = tuple(each for each in blocks(_needed(articles)) if each not in names)
        is_apart = name == DEFAULT_FONT and len(articles) >= _WORTH_A_PROCESS
        files = tuple(
            _file(file, source, each, root / CACHE / "fonts", helpers if is_apart else None)
            for each in ((names, further) if further else (names,))
        )
    except _UnusableError as error:
        return None, (_problem(name, str(error), root),)
    except OSError as error:
        return None, (_problem(name, f"cannot be read: {error.strerror or error}", root),)
    ranges = ["", *([f"\n  unicode-range: {unicode_range(further)};"] if further else [])]
    faces = [_FACE.format(file=each.path.name, range=text) for each, text in zip(files, ranges, strict=True)]
    sheet = "".join(faces).encode()
    return MathFont(files, PurePosixPath("fonts", f"math-{digest(sheet)[:8]}.css"), sheet), ()


def font_needs(article: Article) -> tuple[bool, tuple[str, ...]]:
    """Return what an article has to say about the math font: whether it has formulas, the blocks that they need."""
    return _has_formulas(article), blocks(_needed((article,)))


def whole_font(name: str, root: Path) -> bytes | None:
    """Return the font that `math.font` names with all that a site may need of it, as WOFF2, kept as those of sites are.

    None if it is "system", or of no use, of which builds tell. To make it takes seconds.
    """
    if name == SYSTEM_FONT:
        return None
    try:
        file, source = _source(name, root, digest_of)
        return _making(file, tuple(BLOCKS), root / CACHE / "fonts", _key(source, tuple(BLOCKS)), None)()
    except (_UnusableError, OSError):
        return None


def _problem(name: str, reason: str, root: Path) -> Problem:
    where = "the reader's own fonts"
    if name == DEFAULT_FONT:
        message = f"STIX Two Math {reason}; formulas are set in {where}"
        return Problem(Place("math.font"), "font-missing", message, Severity.WARNING)
    message = f'math.font: {name!r} {reason}; without this line it is STIX Two Math, with "{SYSTEM_FONT}" {where}'
    return Problem(setting_place(root, "math", "font"), "font-unusable", message)


def _source(name: str, root: Path, learn: Callable[[Path], str]) -> tuple[Path, str]:
    """Return the file of a font and its digest, which `learn` finds out. Raises `_UnusableError` and `OSError`."""
    file = _default() if name == DEFAULT_FONT else _own(root, name)
    source = learn(file)
    if name == DEFAULT_FONT and source != stix.DIGEST:
        raise _UnusableError(f"is another one than this; {_BRINGS_IT}")
    return file, source


def _key(source: str, names: tuple[str, ...]) -> str:
    """Return what tells the font of some blocks, made of a source by this code, from others."""
    return digest("\0".join((versions_of(_MADE_BY), _code(), source, *names)).encode())


def _default() -> Path:
    try:
        return stix.stix_two_math()
    except FileNotFoundError as error:
        raise _UnusableError(f"is missing; {_BRINGS_IT}") from error


def _own(root: Path, name: str) -> Path:
    file = root / name
    if not file.is_file():
        raise _UnusableError("is no file")
    if leads_out(file, root):
        raise _UnusableError("is a link that leads out of the blog; copy the font into it")
    return file


def _has_formulas(article: Article) -> bool:
    document = article.document
    texts = (document.html, document.excerpt, document.comments)
    return any(text.mathml for text in texts) or has_mathml(document.title_html)


def _needed(articles: tuple[Article, ...]) -> set[str]:
    """Return the characters that formulas of the site have, in texts, titles and names."""
    needed: set[str] = set()
    for document in (article.document for article in articles):
        texts = (document.html, document.excerpt, document.comments)
        needed.update(*(text.symbols for text in texts), symbols(document.title_html))
        for html, _ in document.names.values():
            needed |= symbols(html)
    for entry in (entry for article in articles for entry in article.references.entries):
        needed |= symbols(entry.title)
    return needed


def _code() -> str:
    """Return a digest of what makes a font of the blocks, and of that alone: other changes give it no new address."""
    return digest(b"\0".join(Path(__file__).with_name(f"{name}.py").read_bytes() for name in _MODULES))


def _file(
    file: Path, source: str, names: tuple[str, ...], folder: Path, helpers: contextlib.ExitStack | None
) -> FontFile:
    """Return a file of the font that has some blocks. Raises `_UnusableError`."""
    key = _key(source, names)
    path = PurePosixPath("fonts", f"math-{key[:8]}.woff2")
    return FontFile(path, key, _making(file, names, folder, key, helpers))


def _making(
    file: Path, names: tuple[str, ...], folder: Path, key: str, helpers: contextlib.ExitStack | None
) -> Callable[[], bytes]:
    """Return what gives the font of some blocks, which is kept in a folder by its key, or made now.

    It is made in another process if there are to be helpers. Raises `_UnusableError`.
    """
    data = Kept(folder).load(key)
    if data is None and helpers:
        from mathpress.children import begin

        return partial(_made, begin(helpers, partial(_make, file, names, folder, key)))
    return partial(bytes, _make(file, names, folder, key) if data is None else data)


def _made(wait: Callable[[], bytes]) -> bytes:
    """Return what another process made. Raises `Stop` if it could not, for by now pages name the font."""
    try:
        return wait()
    except _UnusableError as error:
        raise Stop(Problem(Place("math.font"), "font-missing", f"STIX Two Math {error}"), status=1) from error


def _make(file: Path, names: tuple[str, ...], folder: Path, key: str) -> bytes:
    """Make a font and keep it. Raises `_UnusableError`."""
    from mathpress.render.typeface import FontError, webfont  # fontTools and HarfBuzz come along with it

    try:
        data = webfont(file, characters(names))
    except (FontError, OSError) as error:
        raise _UnusableError(str(error)) from error
    kept = Kept(folder)
    with contextlib.suppress(KeepingError):  # where nothing can be written, the next build makes it again
        kept.keep(key, data)
        kept.forget(_SPARE)
    return data
