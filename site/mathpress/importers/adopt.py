"""The settings of an imported blog: those it has already, or new ones with what the old site says of itself."""

from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any, Final

import tomlkit
from pydantic import ValidationError

from mathpress.bounds import load_toml
from mathpress.config import PYPROJECT, Config, load
from mathpress.errors import Problem, Stop
from mathpress.importers.diagnostics import warning
from mathpress.importers.permalinks import best
from mathpress.importers.records import Asset, OldSite
from mathpress.model import Kind
from mathpress.resolve.addresses import of_the_site
from mathpress.resolve.urls import file_of
from mathpress.settings import FILE
from mathpress.text import reason_of
from mathpress.urlpath import BadUrlError, clean

_HEAD: Final = "# The settings of your blog, taken over from the old site; every one of them has a default.\n"
_TAIL: Final = """
[search]
enabled = true

[images]
variants = true    # smaller pictures for phones
cards = true       # a picture of each post for social networks
"""
_IGNORED: Final = "/public/\n/.mathpress/\n"
_ORDER: Final = ("title", "url", "author", "language", "timezone", "description", "permalink", "per_page", "menu")


def adopt(old: OldSite, into: Path) -> tuple[Config, tuple[Asset, ...], tuple[Problem, ...]]:
    """Return the settings of the blog at `into`, the files that it needs for them, and what could not be taken over.

    A blog that has settings keeps them. Raises `Stop` if they are wrong.
    """
    if (into / FILE).exists() or (into / PYPROJECT).exists():
        try:
            return load(into), (), ()
        except Stop as stop:
            if any(problem.code != "config-missing" for problem in stop.problems):
                raise
    menu, dead = _menu(old)
    given, problems = _valid({**asdict(old.settings), "permalink": _permalink(old), "menu": menu})
    menu = given.pop("menu", {})
    text = _HEAD + tomlkit.dumps(given) + _TAIL + ("\n" + tomlkit.dumps({"menu": menu}) if menu else "")
    config = Config.model_validate(load_toml(text))
    files = (Asset(PurePosixPath(FILE), text.encode()), Asset(PurePosixPath(".gitignore"), _IGNORED.encode()))
    return config, files, (*problems, *dead)


def _valid(said: dict[str, Any]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return the settings that we can have, in order, and a problem for each other one."""
    given: dict[str, Any] = {}
    problems = []
    for name in _ORDER:
        if not said[name]:
            continue
        try:
            Config.model_validate({name: said[name]})
        except ValidationError as error:
            reason = reason_of(error.errors()[0]["msg"])
            message = f"the old site's {name} is left out: {said[name]!r} {reason}"
            problems.append(warning(FILE, "import-setting", message))
        else:
            given[name] = said[name]
    return given, tuple(problems)


_ARCHIVES: Final = dict.fromkeys(("/archives", "/archives/", "archives", "archives/"), "/archive/")
"""Where others have their archive."""


def _menu(old: OldSite) -> tuple[dict[str, str], list[Problem]]:
    """Return the old menu without what leads nowhere in the blog, such as a list that mathpress does not make."""
    known = {file_of(each.old_url) for each in old.documents if each.old_url} | of_the_site(Config()).keys()
    menu: dict[str, str] = {}
    problems = []
    for name, given in old.settings.menu.items():
        address = _ARCHIVES.get(given, given)
        try:
            target = address if "://" in address or not address else clean(address)
        except BadUrlError:
            target = ""
        if name and target and ("://" in target or file_of(target) in known):
            menu[name] = target
        else:
            message = f"the old menu's {name} is left out: nothing here is at {address!r}"
            problems.append(warning(FILE, "import-setting", message))
    return menu, problems


def _permalink(old: OldSite) -> str:
    """Return the pattern that keeps the most addresses, or nothing if the importer knows none."""
    posts = [
        (PurePosixPath(Config().posts) / each.path, each.matter, each.old_url)
        for each in old.documents
        if each.kind is Kind.POST and each.matter is not None and each.old_url
    ]
    return best(old.settings.permalinks, posts) if old.settings.permalinks else ""
