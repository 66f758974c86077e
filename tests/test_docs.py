"""The documentation names what there is, and nothing that is not."""

import ast
import dataclasses
import re
import tomllib
from typing import Final

import click
import pytest
from babel.core import Locale
from tests.conftest import REPOSITORY
from tests.markup.showing import body

from mathpress.cli import commands
from mathpress.config import Config
from mathpress.render import pieces, views

DOCS: Final = REPOSITORY / "docs"


def first_column(page: str) -> set[str]:
    """Return the names in code in the first column of a page's tables."""
    text = (DOCS / page).read_text("utf-8")
    rows = re.findall(r"^\| (`[^|]*) \|", text, re.MULTILINE)
    return {name.strip("[]") for row in rows for name in re.findall(r"`([^`]+)`", row)}


def test_the_example_of_settings_is_valid() -> None:
    """The settings shown can be used as they stand."""
    example = re.search(r"```toml\n(.*?)```", (DOCS / "configuration.md").read_text("utf-8"), re.DOTALL)
    assert example is not None
    assert Config.model_validate(tomllib.loads(example[1])).root == "/blog/"


@pytest.mark.parametrize(
    "name", ["build", "serve", "new", "init", "rename", "formula", "check", "deploy", "headers", "import", "schema"]
)
def test_every_command_and_option_is_documented(name: str) -> None:
    """Each command and each of its options is on the page of the command line."""
    text = (DOCS / "command-line.md").read_text("utf-8")
    command = commands.commands[name]
    options = [
        option for parameter in command.params if isinstance(parameter, click.Option) for option in parameter.opts
    ]
    assert [missing for missing in (f"`{name}", *options) if missing not in text] == []


def test_no_command_is_missing_from_the_tests() -> None:
    """The list above is the list of commands."""
    assert sorted(commands.commands) == [
        "build",
        "check",
        "deploy",
        "formula",
        "headers",
        "import",
        "init",
        "new",
        "rename",
        "schema",
        "serve",
    ]


def test_every_view_and_field_is_documented() -> None:
    """The page on theming lists each view that templates receive, with its fields in order and no other."""
    text = (DOCS / "theming.md").read_text("utf-8").partition("## Views")[2]
    documented = {
        section.partition("\n")[0]: re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
        for section in text.split("### ")[1:]
    }
    named = vars(views) | vars(pieces)
    classes = [view for view in named.values() if isinstance(view, type) and dataclasses.is_dataclass(view)]
    assert documented == {view.__name__: [field.name for field in dataclasses.fields(view)] for view in classes}


def test_links_between_documents_lead_somewhere() -> None:
    """Every relative link of the README, the docs and the guide for contributors names a file."""
    pages = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *DOCS.glob("*.md")]
    dead = [
        (page.name, target)
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", re.sub(r"`[^`]*`", "", page.read_text("utf-8")))
        if not (page.parent / target).exists()
    ]
    assert dead == []


PLURAL: Final = re.compile(r"_(?:zero|one|two|few|many|other)$")
"""The end of the name of what counts something (CLDR, plural rules)."""


def test_languages_have_the_same_words() -> None:
    """Each catalogue of the interface has exactly the words of the English one, with the same fields."""
    folder = REPOSITORY / "site/mathpress/locales"
    english = {
        PLURAL.sub("", key): text for key, text in tomllib.loads((folder / "en.toml").read_text("utf-8")).items()
    }
    for path in folder.glob("*.toml"):
        words = tomllib.loads(path.read_text("utf-8"))
        assert {PLURAL.sub("", key) for key in words} == english.keys(), path.name
        for key, text in words.items():
            expected = re.findall(r"\{\w+\}", english[PLURAL.sub("", key)])
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(expected), f"{path.name}: {key}"


def test_languages_have_the_plurals_that_they_need() -> None:
    """One line for each form that counts of posts may take, and none that no number has (CLDR)."""
    for path in (REPOSITORY / "site/mathpress/locales").glob("*.toml"):
        words = tomllib.loads(path.read_text("utf-8"))
        needed = {Locale.parse(path.stem, sep="-").plural_form(number) for number in range(1000)}
        for counted in ("posts_count", "comments_count", "search_found"):
            forms = {key.removeprefix(f"{counted}_") for key in words if key.startswith(f"{counted}_")}
            assert forms == needed, f"{path.name}: {counted}"


def test_every_word_of_the_interface_is_used() -> None:
    """No catalogue carries words that neither a template nor the program shows."""
    package = REPOSITORY / "site/mathpress"
    sources = [*REPOSITORY.glob("templates/**/*.html"), *package.glob("render/*.py"), package / "words.py"]
    sources += [package / "markup/theorems.py", package / "markup/notices.py"]
    text = "".join(path.read_text("utf-8") for path in sources)
    english = tomllib.loads((REPOSITORY / "site/mathpress/locales/en.toml").read_text("utf-8"))
    taxonomies = {"categories", "tags", "series", "authors"}  # by the name of the taxonomy
    words = {PLURAL.sub("", key) for key in english} - taxonomies
    assert [key for key in words if not re.search(rf"t\.{key}\b|[\"']{key}_?[\"']", text)] == []


def codes_of_the_source() -> set[str]:
    """Return what is given as the code of a problem, mistake or slip anywhere in the package."""
    found = set()
    for path in (REPOSITORY / "site/mathpress").rglob("*.py"):
        constants = (
            node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)
        )
        found |= {text for text in constants if isinstance(text, str) and CODE.fullmatch(text)}
    return found - {
        "math-core",
        "math-display",
        "figure-row",
        "theorem-head",
        "theorem-title",
        "font-src",
    }  # a package, classes of HTML, and a directive of a policy


CODE: Final = re.compile(
    r"exists | usage | (?:bibliography|block|cache|card|citation|comments|config|content|deploy|external|feed"
    r"|figure|file|font|html|id|orphan|term"
    r"|front-matter|image|import|label|link|macro|markdown|math|output|parse|reference|rename|search|serve|source"
    r"|template|theorem|title|translation"
    r"|untrusted|url)-[a-z]+",
    re.VERBOSE,
)
DIAGNOSTICS: Final = (DOCS / "diagnostics.md").read_text("utf-8")
EXAMPLES: Final = re.findall(r"^### `([a-z-]+)`$.*?^```markdown\n(.*?)^```$", DIAGNOSTICS, re.MULTILINE | re.DOTALL)


def test_every_code_is_documented() -> None:
    """Codes are stable names that authors look up."""
    assert {code for code, _ in EXAMPLES} | first_column("diagnostics.md") == codes_of_the_source()


def test_every_code_has_a_cause_and_a_cure() -> None:
    """In the columns of a table, or before and behind the example."""
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*?) \| (.*?) \|$", DIAGNOSTICS, re.MULTILINE)
    assert {code for code, _, _ in rows} == first_column("diagnostics.md")
    assert [code for code, cause, cure in rows if not cause.strip() or not cure.strip()] == []
    sections = re.split(r"^##+ ", DIAGNOSTICS, flags=re.MULTILINE)
    explained = [section for section in sections if section.startswith("`")]
    assert [
        part for part in explained if not re.fullmatch(r"`.*`\n\n\S.*?```markdown\n.*?\n```\n\n\S.*", part, re.DOTALL)
    ] == []


@pytest.mark.parametrize(("code", "example"), EXAMPLES)
def test_the_examples_of_diagnostics_are_true(code: str, example: str) -> None:
    """Each gives its own diagnostic and no other."""
    assert [problem.code for problem in body(example).problems] == [code]


def test_the_licences_of_what_is_asked_for_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that packages' own metadata says, of each package that the project or one of its extras names."""
    monkeypatch.syspath_prepend(DOCS)
    from licences import licence, requirements

    page = (DOCS / "licences.md").read_text("utf-8")
    asked = {name for extra in ("", "cloud", "cluster", "test") for name in requirements(extra)}
    assert [name for name in sorted(asked) if f"\n| {name} | {licence(name)} |" not in page] == []


def test_the_figures_on_the_page_of_performance_are_those_that_were_measured() -> None:
    """Each of its tables is one of bench/README.md, where is told how it came about."""
    tables = re.findall(r"(?:^\|.*\n)+", (DOCS / "performance.md").read_text("utf-8"), re.MULTILINE)
    measured = (REPOSITORY / "bench/README.md").read_text("utf-8")
    assert len(tables) == 4
    assert [table for table in tables if table not in measured] == []
