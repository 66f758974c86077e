"""Templates, rendered by Jinja. What goes wrong in one is told at its line."""

import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from jinja2.bccache import Bucket
from jinja2.loaders import split_template_path
from jinja2.meta import find_referenced_templates

from mathpress.errors import Place, Problem, Stop, place_at
from mathpress.render.sources import Source

if TYPE_CHECKING:
    from types import CodeType


class _Compiled(BytecodeCache):
    """Keeps what templates were compiled to while the process lives: a preview needs them at every save.

    Not on disk, where a blog from elsewhere could bring code along.
    """

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if it was compiled before from the same source."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code:
            self._code[bucket.key, bucket.checksum] = bucket.code


_COMPILED: Final = _Compiled()


class _Loader(BaseLoader):
    """Gives Jinja the sources of templates by the names that its own loader of files understands."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002 (Jinja's)
        """Return a source and its file."""
        found = self._sources.get("/".join(split_template_path(template)))
        if found is None:
            raise TemplateNotFound(template)
        return found.text(), str(found.path), None


class Templates:
    """The templates of these sources, which lie in some folders for the blog at `root`."""

    def __init__(
        self, sources: Mapping[str, Source], folders: Sequence[Path], root: Path, functions: Mapping[str, Any]
    ) -> None:
        """Make ready to render; `functions` are those that templates may call, by name."""
        self._folders = folders
        self._root = root
        self._loader = _Loader(sources)
        self._environment = Environment(
            loader=self._loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=_COMPILED,
        )
        self._environment.globals |= functions
        self._environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """Render a template. Raises `Stop` with the place of an error in it."""
        try:
            return self._environment.get_template(template).render(context)
        except Exception as error:
            raise Stop(self._problem(template, error), status=1) from error

    def prepare(self, template: str) -> None:
        """Compile a template and those that it extends or includes. Raises `Stop` as `render` does."""
        try:
            self._compile(template)
        except Exception as error:
            raise Stop(self._problem(template, error), status=1) from error

    def _compile(self, template: str) -> None:
        source, _, _ = self._loader.get_source(self._environment, template)
        self._environment.get_template(template)
        for name in find_referenced_templates(self._environment.parse(source)):
            if name:
                self._compile(name)

    def _problem(self, template: str, error: Exception) -> Problem:
        """Place an error in the template it happened in: a syntax error's own line, else the innermost template's."""
        message = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        files = [folder / template for folder in self._folders]
        file, line = next(filter(Path.is_file, files), files[-1]), 1
        if isinstance(error, RecursionError):
            message = "it includes itself, or is nested too deeply"
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
        start = sum(len(part) + 1 for part in text.split("\n")[: line - 1])
        content = text[start:].partition("\n")[0]
        indent = len(content) - len(content.lstrip())
        place = place_at(shown, text, start + indent, start + len(content)) if text else Place(shown)
        return Problem(place, "template-error", f"{type(error).__name__}: {message}")
