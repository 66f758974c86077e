"""What README and documentation show is true: commands run, settings are settings, front matter is front matter."""

import ast
import importlib
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, get_origin
from zoneinfo import ZoneInfo

import click
import jinja2
import pytest
import yaml
from pydantic import BaseModel
from tests.conftest import REPOSITORY

from mathpress import discussion
from mathpress.cli import commands
from mathpress.config import Config
from mathpress.frontmatter import read
from mathpress.refusals import table_of

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

PAGES: Final = (REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted((REPOSITORY / "docs").glob("*.md")))
UTC: Final = ZoneInfo("UTC")


class Block(NamedTuple):
    """A fenced block of a page."""

    page: str
    language: str
    text: str


def found_blocks() -> Iterator[Block]:
    """Yield the fenced blocks of all pages; the examples in the page of diagnostics have a test of their own."""
    for page in PAGES:
        found = re.findall(r"^( *)```(\w+)\n(.*?)^\1```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
        yield from (Block(page.name, language, text) for _, language, text in found)


BLOCKS: Final = tuple(found_blocks())
INLINE: Final = {code for page in PAGES for code in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", page.read_text("utf-8"))}


def blocks(language: str) -> list[Any]:
    """Return the blocks of one language as parameters that a failure names."""
    return [pytest.param(block.text, id=block.page) for block in BLOCKS if block.language == language]


def test_the_languages_of_blocks_are_those_that_are_looked_at() -> None:
    """Another one needs a test here. What programs print, styles, formulas and examples of diagnostics need none."""
    looked_at = {"sh", "toml", "yaml", "json", "python", "html"}
    assert {block.language for block in BLOCKS} - looked_at <= {"text", "css", "math", "markdown"}


# --- commands --------------------------------------------------------------------------------------------------------

NOT_RUN: Final = {
    "python -m pip install -e . && python build.py serve": "needs the network; test_packaging.py installs a wheel",
    'python -m pip install -e ".[test]" && python tests/tools.py && python -m pytest': "runs these tests",
    "python3 -m venv .venv": "test_packaging.py installs a wheel in an environment of its own",
    ". .venv/bin/activate": "likewise",
    "python -m pip install .": "likewise",
    'git commit -m "Begin"': "needs a name and an address of the author's",
    "git push -u origin main": "needs the network",
    "python -m pytest --thorough": "runs for hours",
    "npm install --prefix /tmp/mj mathjax@4.1.3 @mathjax/mathjax-newcm-font@4.1.3"
    " @mathjax/mathjax-mhchem-font-extension@4.1.3": "needs the network",
    "npm install --save-dev remark remark-cli remark-frontmatter remark-lint-frontmatter-schema": "needs the network",
    "cp -r /tmp/mj/node_modules/mathjax /tmp/mj/node_modules/@mathjax static/": "copies what npm installed",
    "mathpress headers nginx | sudo tee /etc/nginx/sites-available/blog": "writes as root",
}
"""Commands that are shown and not run, each with the reason."""

SETTINGS: Final = 'title = "T"\nurl = "https://blog.mathpress.dev/"\n[deploy.default]\nto = "../site"\n'
POST: Final = "---\ntitle: A\ndate: 2026-01-01\n---\n$x$\n"


@pytest.mark.parametrize("script", blocks("sh"))
def test_commands_run(script: str, blog: "MakeBlog") -> None:
    """In the folder of a blog, with the site of another system at home. A preview runs until it is ended."""
    root = blog({"mathpress.toml": SETTINGS, "content/posts/nbce.md": POST})
    old = root.parent / f"{root.name}-home" / "old-site"
    (old / "content/posts").mkdir(parents=True)
    (old / "hugo.toml").write_text('baseURL = "https://old.mathpress.dev/"\n', "utf-8")
    (old / "content/posts/a.md").write_text(POST, "utf-8")
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(old.parent),
        "BROWSER": "true",
    }
    place = root
    for line in script.splitlines():
        command = line.partition("  #")[0].strip()
        if not command or command in NOT_RUN:
            continue
        if command.startswith("cd "):
            place /= command.removeprefix("cd ")
        elif command.startswith("mathpress serve"):
            serve(command, place, environment)
        else:
            done = subprocess.run(
                ["sh", "-c", command], cwd=place, env=environment, capture_output=True, encoding="utf-8", check=False
            )
            assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


def serve(command: str, place: Path, environment: dict[str, str]) -> None:
    """Run a preview until it says where it is, and end it as Ctrl-C does."""
    arguments = [*shlex.split(command), "--port", "8765"]
    with subprocess.Popen(arguments, cwd=place, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr is not None
        try:
            assert any("http://127.0.0.1:" in line for line in process.stderr)
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)


def test_what_is_not_run_is_shown() -> None:
    """The list of exceptions has nothing that is gone."""
    lines = {line.strip() for block in BLOCKS if block.language == "sh" for line in block.text.splitlines()}
    assert NOT_RUN.keys() - lines == set()


def test_commands_in_sentences_have_such_options() -> None:
    """`mathpress check --external` in a sentence names a command, and options that it has."""
    wrong = []
    for code in sorted(code for code in INLINE if code.startswith("mathpress ")):
        name, *words = re.split(r"[\s=]+", code.removeprefix("mathpress "))
        command = commands.commands.get(name)
        if command is None and not name.startswith("-"):
            wrong.append(code)
        options = {option for each in (command or commands).params if isinstance(each, click.Option)
                   for option in (*each.opts, *each.secondary_opts)}  # fmt: skip
        wrong += [code for word in words if word.startswith("--") and word not in options | {"--help"}]
    assert wrong == []


# --- settings and front matter ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", blocks("toml"))
def test_settings_are_valid(text: str) -> None:
    """Each block can be used as it stands, as settings or as a file of old comments."""
    if text.startswith("[[comment]]"):
        assert discussion.read("a.comments.toml", text, UTC).problems == ()
    else:
        Config.model_validate(tomllib.loads(text))


def settings(table: type[BaseModel], prefix: str = "") -> set[str]:
    """Return the names of all settings, those of tables with a dot."""
    names = set()
    for name, field in table.model_fields.items():
        inner = table_of(field.annotation)
        is_named = get_origin(field.annotation) is dict
        names |= settings(inner, f"{name}.NAME." if is_named else f"{name}.") if inner else {prefix + name}
    return names


def tables(known: set[str]) -> set[str]:
    """Return the tables that settings are in."""
    return {name.partition(".")[0] for name in known if "." in name}


def test_settings_in_sentences_are_settings() -> None:
    """`math.packages = ["physics"]` or `search.enabled` in a sentence is one, and its value is right."""
    known = settings(Config)
    wrong = []
    for code in sorted(INLINE):
        match = re.fullmatch(r"(?P<key>[a-z_]+(?:\.\w+)+)(?P<value> = .+)?", code)
        if match is None or match["key"].partition(".")[0] not in tables(known) or code.endswith((".html", ".json")):
            continue
        key = re.sub(r"^(deploy|sections)\.(?!NAME)\w+", r"\1.NAME", match["key"])
        holds_any = any(
            key.startswith(f"{name}.") for name in ("theme", "menu", "social", "math.macros", "theorems.kinds")
        )
        if key not in known and not holds_any:
            wrong.append(code)
        elif match["value"] and "…" not in code:
            Config.model_validate(tomllib.loads(code))
    assert wrong == []


@pytest.mark.parametrize("text", blocks("yaml"))
def test_yaml_is_front_matter_or_a_workflow(text: str) -> None:
    """Nothing is wrong with it."""
    if text.startswith("---"):
        assert read("a.md", text, fallback_title="", timezone=UTC).problems == ()
    else:
        assert yaml.safe_load(text)


@pytest.mark.parametrize("text", blocks("json"))
def test_json_is_json(text: str) -> None:
    """It can be read."""
    assert json.loads(text)


@pytest.mark.parametrize("text", blocks("python"))
def test_python_names_what_there_is(text: str) -> None:
    """Whatever it imports from mathpress is there."""
    imports = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    named = [(node.module, alias.name) for node in imports for alias in node.names if node.module]
    missing = [
        (module, name)
        for module, name in named
        if module.startswith("mathpress") and not hasattr(importlib.import_module(module), name)
    ]
    assert missing == []


@pytest.mark.parametrize("text", blocks("html"))
def test_templates_can_be_read(text: str) -> None:
    """By Jinja."""
    assert jinja2.Environment(autoescape=True).parse(text)
