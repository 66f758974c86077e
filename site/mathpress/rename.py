"""Renaming a post: its slug changes, and its old address leads to the new one. Its file keeps its form and comments.

The front matter is edited as text, and only if it then says just what it should; nothing is written that would break a
link or take another's address.
"""

import datetime
import re
import tempfile
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Final

import tomlkit
import yaml

from mathpress.cache import Cache
from mathpress.config import Config, load, macro_places
from mathpress.discover import Inventory, discover, read
from mathpress.errors import Place, Problem, Stop, writing
from mathpress.frontmatter import BLOCK
from mathpress.intake import real_path
from mathpress.kept import CACHE
from mathpress.library import Library
from mathpress.memory import Memory
from mathpress.model import Document, Source
from mathpress.naming import stem
from mathpress.parse import parse
from mathpress.preparation import keep_inside
from mathpress.resolve import Show, resolve
from mathpress.resolve.addresses import stand_in
from mathpress.resolve.urls import slug_of
from mathpress.shaping import Settings
from mathpress.text import did_you_mean, slugify

_BOM: Final = b"\xef\xbb\xbf"
_ALWAYS: Final = Show(datetime.datetime.min.replace(tzinfo=datetime.UTC), drafts=True, future=True)
"""Shows every post, whenever it is to be shown: before the beginning none has expired."""
_PLAIN: Final = re.compile(r"(?!(?:true|false|null)\Z)[^\W\d_][\w\-]*|/[\w/.\-]*")
"""What means itself in YAML without quotes."""

_NOWHERE: Final = {"url-bad", "url-taken"}
"""What is wrong with a post that has no address."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """What was done: the file, and the addresses that the post had, if it had one, and has."""

    path: PurePosixPath
    old: str
    new: str


def rename(root: Path, post: str, slug: str, *, alias: bool) -> Renamed:
    """Give a post another slug, and with `alias` leave a redirect at its old address.

    `post` is its file, its folder, or its name. Raises `Stop`, and changes nothing, if there is no such post, if its
    address would not change or is another's, or if anything else would be wrong that was not wrong before.
    """
    config = load(root)
    keep_inside(root)
    inventory = discover(root, config, Memory.of(root, root / config.output).seen)
    settings = Settings.of(config, macro_places(root))
    library = Library(inventory.sources, settings, Cache(root / CACHE / "documents", settings))
    documents = {document.path: document for document in library.documents}
    path = _find(root, post, documents)
    source = read(next(found for found in inventory.sources if found.path == path))
    for problem in documents[path].problems:
        if problem.code == "front-matter-syntax":
            raise Stop(problem, status=1)
    if not slugify(slug):
        raise _stop(path, f"{slug!r} is no slug; write words of letters and digits, such as new-name")
    matter = documents[path].matter
    if matter.url:
        raise _stop(path, "its address is set by its key `url`, not by its slug; change that")
    old, told = _address(documents, path, inventory, config)
    if old == stand_in(path) and any(each.code in _NOWHERE for each in told.values() if each.place.path == str(path)):
        old = ""
    left = old if alias and old not in matter.aliases else ""
    text = edited(source.text, slug, left)
    made, *_ = parse(Source(path, source.kind, text), settings)
    aliases = (*matter.aliases, left) if left else matter.aliases
    if made.matter != replace(matter, slug=slug, aliases=aliases):
        by_hand = f"; write `slug: {slug}`" + (f" and add {left} to `aliases`" if left else "") + " yourself"
        raise _stop(path, "its front matter is in a form that cannot be edited here" + by_hand)
    new, wrong = _address(documents | {path: made}, path, inventory, config)
    if new == old:
        raise _stop(path, f"its address stays {old} with that slug; `permalink` in the settings says what makes it")
    if problems := [problem for key, problem in wrong.items() if key not in told]:
        raise Stop(*problems, status=1)
    _replace(real_path(root / path), text)  # for a link stays one
    return Renamed(path, old, new)


def edited(text: str, slug: str, alias: str) -> str:
    """Return a post's text with that slug in its front matter, and with an alias if one is given."""
    block = BLOCK.match(text)
    if block is None:
        return f"---\n{_yaml('', slug, alias)}---\n\n{text}"
    edit = _yaml if block["mark"] == "---" else _toml
    data = edit(block["data"], slug, alias)
    return text[: block.start("data")] + data + text[block.end("data") :]


def _toml(data: str, slug: str, alias: str) -> str:
    table = tomlkit.parse(data)
    table["slug"] = slug
    if alias:
        given = table.get("aliases", [])
        if isinstance(given, str):
            table["aliases"] = [given, alias]
        elif "aliases" in table:
            given.append(alias)
        else:
            table["aliases"] = [alias]
    return tomlkit.dumps(table)


def _yaml(data: str, slug: str, alias: str) -> str:
    """Edit YAML at the marks of its nodes, from the end to the beginning, so that the marks before stay right."""
    root = yaml.compose(data, Loader=yaml.SafeLoader)
    nodes = {key.value.lower(): value for key, value in root.value} if isinstance(root, yaml.MappingNode) else {}
    data += "" if data.endswith("\n") or not data else "\n"
    edits = [_set(nodes.get("slug"), len(data), "slug", _quoted(slug))]
    if alias:
        given = next((nodes[name] for name in ("aliases", "alias", "redirect_from") if name in nodes), None)
        edits.insert(0, _added(data, given, _quoted(alias)))  # of two at one place, what is put there last stands first
    for start, end, written in sorted(edits, key=itemgetter(0), reverse=True):
        data = data[:start] + written + data[end:]
    return data


def _quoted(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else "'" + value.replace("'", "''") + "'"


_Edit = tuple[int, int, str]
"""A stretch of a text and what is to stand there."""


def _set(node: yaml.Node | None, end: int, key: str, value: str) -> _Edit:
    if node is None:
        return end, end, f"{key}: {value}\n"
    space = "" if node.end_mark.index > node.start_mark.index else " "
    return node.start_mark.index, node.end_mark.index, space + value


def _added(data: str, node: yaml.Node | None, alias: str) -> _Edit:
    """Add an item to a list, be it in brackets, in lines, a lone item, or not there yet."""
    if node is None:
        return _set(None, len(data), "aliases", f"[{alias}]")
    start, end = node.start_mark.index, node.end_mark.index
    if not isinstance(node, yaml.SequenceNode):
        return start, end, f"[{data[start:end]}, {alias}]" if end > start else f" [{alias}]"
    if node.flow_style:
        comma = ", " if node.value and not data[start : end - 1].rstrip().endswith(",") else ""
        return end - 1, end - 1, comma + alias
    line_end = data.find("\n", node.value[-1].end_mark.index)
    return line_end, line_end, f"\n{' ' * node.start_mark.column}- {alias}"


def _find(root: Path, post: str, documents: dict[PurePosixPath, Document]) -> PurePosixPath:
    """Return the path of the post that is meant: by its file or folder, else by its name or slug."""
    here = real_path(root)
    for file in (Path(post), Path(post) / "index.md", root / post, root / post / "index.md"):
        real = real_path(file)
        path = PurePosixPath(real.relative_to(here).as_posix()) if real.is_relative_to(here) else None
        if path in documents:
            return path
    named = [path for path, each in documents.items() if post in {stem(path), slug_of(each)}]
    if len(named) == 1:
        return named[0]
    if named:
        raise _stop(named[0], f"{post} is the name of {' and '.join(map(str, named))}; name the file")
    names = {stem(path) for path in documents}
    raise Stop(Problem(Place(post), "usage", f"there is no such post{did_you_mean(post, sorted(names))}"))


def _address(
    documents: dict[PurePosixPath, Document], path: PurePosixPath, inventory: Inventory, config: Config
) -> tuple[str, dict[tuple[str, str], Problem]]:
    """Return a document's address, and what is wrong with the blog, with drafts and posts to come."""
    files = inventory.assets, inventory.bibliographies, inventory.unread
    site = resolve(list(documents.values()), *files, config, _ALWAYS)
    return site.urls[path], {(problem.place.path, problem.message): problem for problem in site.problems}


def _replace(file: Path, text: str) -> None:
    """Write a file by rename, with the line ends, the mark at its beginning and the rights that it had."""
    before = file.read_bytes()
    data = text.replace("\n", "\r\n" if b"\r\n" in before else "\n").encode()
    with writing(file), tempfile.TemporaryDirectory(dir=file.parent, prefix=".") as folder:
        whole = Path(folder, file.name)
        whole.write_bytes((_BOM if before.startswith(_BOM) else b"") + data)
        whole.chmod(file.stat().st_mode & 0o7777)
        whole.replace(file)


def _stop(path: PurePosixPath, message: str) -> Stop:
    return Stop(Problem(Place(str(path)), "rename-refused", message), status=1)
