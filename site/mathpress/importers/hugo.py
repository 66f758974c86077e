"""Hugo: `content/`, `static/` and its settings (gohugo.io)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import urljoin

from mathpress.frontmatter import BLOCK
from mathpress.importers import front_matter
from mathpress.importers.diagnostics import locked, no_markdown
from mathpress.importers.front_matter import Head
from mathpress.importers.hugo_hidden import Cascade, cascades, hidden_by
from mathpress.importers.hugo_settings import HugoSettings, read_settings
from mathpress.importers.hugo_urls import DEFAULT, Named, address, our_pattern
from mathpress.importers.old_files import OldFiles, words
from mathpress.importers.records import Asset, Imported, OldSite
from mathpress.importers.shortcodes import SYNTAX, keys_of, unescaped, writers
from mathpress.importers.tags import body_of
from mathpress.importers.workarounds import Dialect
from mathpress.model import Kind

_CONTENT: Final = {".md", ".markdown", ".html", ".htm"}
_OTHER_MARKUP: Final = {".org", ".adoc", ".asciidoc", ".rst", ".pandoc", ".pdc"}

_MARKUPS: Final = {
    "mmark": Dialect(frozenset({"$$"}), inline_displays=True),
    "pandoc": Dialect(frozenset({"$", "$$", "\\begin"})),
}
"""What became of formulas in posts that chose another engine than the site's."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A content file: its path in the site and below its content folder without the language, and that language.

    The language is empty if it is the site's default.
    """

    origin: PurePosixPath
    path: PurePosixPath
    language: str

    @property
    def section(self) -> str:
        """The first folder, or nothing if the file lies in none but a bundle's own."""
        folders = self.path.parent.parent if self.path.stem == "index" else self.path.parent
        return folders.parts[0] if folders.parts else ""


def read_hugo(root: Path) -> OldSite:
    """Read the site in a folder that has Hugo's settings. Raises `Stop` if it has none."""
    files = OldFiles(root)
    settings = read_settings(files)
    sources, beside, above = _content(files, settings)
    counts = Counter(source.section for source in sources if source.section)
    main = settings.main_sections or tuple(section for section, _ in counts.most_common(1))
    names = {key: str(source.origin) for source in reversed(sources) for key in keys_of(str(source.origin))}
    documents = []
    for source in sources:
        text = files.text(source.origin)
        if text is not None:
            assets = beside.pop(source.path.parent, []) if source.path.stem == "index" else []
            documents.append(
                replace(_document(source, text, settings, main, names, above, files), assets=tuple(assets))
            )
    static = [
        Asset(path.relative_to(folder), root / path)
        for folder in settings.static
        for path in files.below(folder, skip=".")
    ]
    loose = [Asset(folder / asset.path, asset.content) for folder, assets in beside.items() for asset in assets]
    patterns = [our_pattern(settings.permalinks.get(section, DEFAULT), section) for section in main]
    return OldSite(
        replace(settings.ours, permalinks=tuple(filter(None, patterns))),
        settings.dialect,
        tuple(documents),
        (*static, *loose),
        tuple(files.problems),
        root,
    )


def _content(
    files: OldFiles, settings: HugoSettings
) -> tuple[list[_Source], dict[PurePosixPath, list[Asset]], list[Cascade]]:
    """Return the content files, all others by the bundle that they are of, else by their folder, and what cascades."""
    above = list(cascades("the settings", PurePosixPath(), settings.cascade))
    sources: list[_Source] = []
    others: list[tuple[PurePosixPath, PurePosixPath]] = []
    for folder, language in settings.folders:
        for origin in files.below(folder, skip="."):
            path = origin.relative_to(folder)
            if origin.suffix.lower() in _OTHER_MARKUP:
                files.problems.append(no_markdown(origin))
            elif origin.suffix.lower() not in _CONTENT:
                others.append((path, origin))
            elif path.name.startswith("_index."):
                files.leave_out(str(origin), "it introduces a list of posts, which has no text here")
                above += _cascades(origin, path, files)
            else:
                sources.append(_source(origin, path, language, settings))
    folders = {source.path.parent for source in sources if source.path.stem == "index" and source.path.parent.name}
    bundles = {folder for folder in folders if folders.isdisjoint(folder.parents)}
    beside: dict[PurePosixPath, list[Asset]] = defaultdict(list)
    for path, origin in others:
        holder = _bundle(path, bundles) or path.parent
        beside[holder].append(Asset(path.relative_to(holder), files.root / origin))
    return [source for source in sources if _is_page(source, bundles, files)], beside, above


def _cascades(origin: PurePosixPath, path: PurePosixPath, files: OldFiles) -> Iterable[Cascade]:
    text = files.text(origin)
    return () if text is None else cascades(str(origin), path.parent, _head(str(origin), text).data.get("cascade"))


def _bundle(path: PurePosixPath, bundles: Set[PurePosixPath]) -> PurePosixPath | None:
    return next((parent for parent in path.parents if parent in bundles), None)


def _is_page(source: _Source, bundles: Set[PurePosixPath], files: OldFiles) -> bool:
    """Tell whether Hugo made a page of a content file; if not, say why. Those in a bundle are for its page to use."""
    bundle = _bundle(source.path, bundles)
    is_page = bundle is None or (source.path.parent == bundle and source.path.stem == "index")
    if not is_page:
        files.leave_out(str(source.origin), f"it is no page, but a part of the bundle {bundle}")
    return is_page


def _source(origin: PurePosixPath, path: PurePosixPath, language: str, settings: HugoSettings) -> _Source:
    name, _, suffix = path.stem.rpartition(".")
    if name and suffix.lower() in settings.languages:
        path, language = path.with_stem(name), suffix.lower()
    return _Source(origin, path, "" if language in settings.languages[:1] else language)


def _head(origin: str, text: str) -> Head:
    return (
        front_matter.read_json(origin, text)
        if text.startswith("{")
        else front_matter.read(origin, text, BLOCK.match(text))
    )


def _document(
    source: _Source,
    text: str,
    settings: HugoSettings,
    main: Sequence[str],
    names: Mapping[str, str],
    above: Sequence[Cascade],
    files: OldFiles,
) -> Imported:
    origin = str(source.origin)
    read = _head(origin, text)
    files.problems += read.problems
    is_main = source.section in main
    path = source.path.relative_to(main[0]) if is_main and source.section == main[0] else source.path
    path = (path.with_stem(f"{path.stem}.{source.language}") if source.language else path).with_suffix(".md")
    if not read.is_read:
        return Imported(origin, Kind.POST if is_main else Kind.PAGE, path, None, text)
    given = {key.lower(): value for key, value in read.data.items()}
    url, markup = given.pop("url", None), given.pop("markup", None)
    matter, problems = front_matter.ours(read, given, settings.zone)
    files.problems += problems
    kind = Kind.POST if is_main or (source.section and "date" in matter) else Kind.PAGE
    if kind is Kind.POST and "date" not in matter:
        matter["date"] = files.date(source.origin, settings.zone)
    if by := hidden_by(source.path, given, above):
        matter["draft"] = True
        files.problems.append(locked(origin, f"Hugo did not publish it, by {by}"))
    old = _address(source, matter, words(url), settings)
    if "aliases" in matter:
        matter["aliases"] = tuple(_joined(old, words(alias)) for alias in matter["aliases"])
    dialect = front_matter.dialect_of(given, _MARKUPS.get(words(markup), settings.dialect))
    body = unescaped(body_of(read, SYNTAX, writers(origin, names), files.problems))
    return Imported(origin, kind, path, matter, body, old, dialect=dialect)


def _joined(page: str, alias: str) -> str:
    """Return the address of an alias, which may be relative to that of its page."""
    try:
        return urljoin(page, alias)
    except ValueError:  # it is no address
        return alias


def _address(source: _Source, matter: Mapping[str, Any], url: str, settings: HugoSettings) -> str:
    """Return the address that Hugo gave a page, below the site's root."""
    folder = source.path.parent
    is_bundle = source.path.stem == "index" and folder.name
    named = Named(
        (folder.parent if is_bundle else folder).parts,
        folder.name if is_bundle else source.path.stem,
        matter.get("title", ""),
        matter.get("slug", ""),
        matter.get("date"),
    )
    has_prefix = source.language or settings.default_has_prefix
    prefix = f"/{source.language or settings.languages[0]}" if has_prefix and settings.languages else ""
    if url:
        made = address(named, url, ugly=False) if ":" in url else url
        return made if url.startswith("/") else f"{prefix}/{made.lstrip('/')}"
    return prefix + address(named, settings.permalinks.get(source.section), ugly=settings.ugly)
