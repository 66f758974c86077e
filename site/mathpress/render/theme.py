"""The theme: templates and static files, the author's before the shipped ones, file by file."""

import hashlib
import traceback
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError

from mathpress.config import Config
from mathpress.errors import Place, Problem, Stop, place_at
from mathpress.words import strings

_PACKAGE: Final = Path(str(files("mathpress")))
_REPOSITORY: Final = _PACKAGE.parents[1]
SHIPPED: Final = _PACKAGE / "theme" if (_PACKAGE / "theme").is_dir() else _REPOSITORY
"""Where the shipped `templates/` and `static/` are: in the wheel inside the package, in a checkout at its top."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file to be published as it is: where it lies, and the digest of its bytes."""

    source: Path
    digest: str


class Theme:
    """Renders views through templates. `digest` changes with any template or interface string."""

    def __init__(self, root: Path, config: Config) -> None:
        """Find the templates and static files for the blog at `root`."""
        folders = [folder for folder in (root / config.templates, SHIPPED / "templates") if folder.is_dir()]
        self._folders = folders
        self._root = root
        self.static = _static_files((SHIPPED / "static", root / config.static))
        self.strings = strings(config.language)
        self._loader = FileSystemLoader(folders)
        self._environment = Environment(
            loader=self._loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.globals["asset"] = self._asset
        self._site_root = config.root
        self.digest = self._digest()

    def render(self, template: str, site: Any, page: Any) -> str:
        """Render a view. Raises `Stop` with the place of a template's error."""
        try:
            return self._environment.get_template(template).render(site=site, page=page, t=self.strings)
        except Exception as error:
            raise Stop(self._problem(template, error), status=1) from error

    def _asset(self, path: str) -> str:
        """Return the URL of a static file, with its digest, so that browsers may keep it for ever."""
        file = self.static.get(PurePosixPath(path))
        if file is None:
            raise TemplateError(f"there is no static file {path}")
        return f"{self._site_root}{path}?v={file.digest[:8]}"

    def _digest(self) -> str:
        digest = hashlib.blake2b(repr(self.strings).encode(), digest_size=16)
        for name in self._environment.list_templates(["html", "xml", "txt"]):
            try:
                source, _, _ = self._loader.get_source(self._environment, name)
            except UnicodeDecodeError as error:
                place = Place(f"templates/{name}")
                raise Stop(Problem(place, "template-error", "the template is not UTF-8"), status=1) from error
            digest.update(f"\0{name}\0{source}".encode())
        for path, file in sorted(self.static.items()):
            digest.update(f"\0{path}\0{file.digest}".encode())
        return digest.hexdigest()

    def _problem(self, template: str, error: Exception) -> Problem:
        """Place an error in the template it happened in: a syntax error's own line, else the innermost template's."""
        message = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        file, line = self._folders[-1] / template, 1
        if isinstance(error, TemplateNotFound):
            message = f"there is no template {error.name}"
        if isinstance(error, TemplateSyntaxError):
            file, line = Path(error.filename or file), error.lineno
        else:
            for frame in traceback.extract_tb(error.__traceback__):
                if any(Path(frame.filename).is_relative_to(folder) for folder in self._folders):
                    file, line = Path(frame.filename), frame.lineno or 1
        shown = str(file.relative_to(self._root)) if file.is_relative_to(self._root) else str(file)
        text = file.read_text("utf-8", "replace") if file.is_file() else ""
        start = sum(len(part) for part in text.splitlines(keepends=True)[: line - 1])
        content = text[start:].partition("\n")[0]
        indent = len(content) - len(content.lstrip())
        place = place_at(shown, text, start + indent, start + len(content)) if text else Place(shown)
        return Problem(place, "template-error", f"{type(error).__name__}: {message}")


_LEFT_OUT: Final = {".DS_Store", "Thumbs.db", ".gitkeep"}


def _static_files(folders: tuple[Path, ...]) -> dict[PurePosixPath, StaticFile]:
    """Return the files of the folders by path; those of later folders stand in for earlier ones.

    A link that leads out of its folder is left out: nothing from elsewhere is published.
    """
    found: dict[PurePosixPath, StaticFile] = {}
    for folder in folders:
        inside = folder.resolve()
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and path.name not in _LEFT_OUT and path.resolve().is_relative_to(inside):
                digest = hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
                found[PurePosixPath(path.relative_to(folder).as_posix())] = StaticFile(path, digest)
    return found
