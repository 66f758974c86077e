"""What editors are told of settings and front matter is true: they accept what mathpress accepts, and know mistakes."""

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator
from pydantic import BaseModel, ValidationError
from tests.conftest import REPOSITORY

from mathpress.config import Config, load
from mathpress.errors import Severity, Stop
from mathpress.fields import Fields
from mathpress.frontmatter import BLOCK, read
from mathpress.frontmatter import load as load_block
from mathpress.scaffold import BLOG
from mathpress.schemas import schema

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, RunMathpress

SETTINGS: Final = json.loads(schema("settings"))
FRONT_MATTER: Final = json.loads(schema("front-matter"))
SITES: Final = sorted(path.parent for path in REPOSITORY.glob("tests/sites/*/mathpress.toml"))
DOCS: Final = sorted(REPOSITORY.glob("docs/*.md"))


def mistakes(form: dict[str, Any], value: object) -> list[str]:
    """Return what an editor underlines."""
    return [mistake.message for mistake in Draft202012Validator(form).iter_errors(value)]


def as_json(value: Any) -> Any:
    """Return a value of TOML or YAML as an editor has it, which knows no dates."""
    return json.loads(json.dumps(value, default=str))


def settings_of(root: Path) -> Config | None:
    """Return the settings of a blog, or None if there is a mistake in them."""
    try:
        return load(root)
    except Stop:
        return None


def test_docs_and_schemas_say_what_the_code_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """`python docs/every_setting.py` would write nothing new. Each setting has one text."""
    monkeypatch.setattr(sys, "path", [str(REPOSITORY / "docs"), *sys.path])
    import every_setting

    for path, text in every_setting.files().items():
        assert path.read_text("utf-8") == text, f"run docs/every_setting.py: {path.name} lags behind"


@pytest.mark.parametrize("form", [SETTINGS, FRONT_MATTER])
def test_a_schema_is_one_by_the_old_draft_too(form: dict[str, Any]) -> None:
    """Some editors read draft 7 alone, and those that read a later one take it for that."""
    Draft202012Validator.check_schema(form)
    Draft7Validator.check_schema(form)
    assert "$schema" not in form


def test_everything_has_a_text() -> None:
    """Each setting and each key is explained, with nothing in it that leads nowhere from where an editor shows it."""
    tables = [SETTINGS, *SETTINGS["$defs"].values(), FRONT_MATTER]
    texts = [each.get("description", "") for table in tables for each in table["properties"].values()]
    texts += [table["description"] for table in tables]
    direct = {name for table in tables for name, each in table["properties"].items() if "$ref" not in each}
    assert direct <= {name for table in tables for name, each in table["properties"].items() if each.get("description")}
    assert not [text for text in texts if re.search(r"\]\((?!https:)", text)]


def test_javascript_reads_the_patterns(page: "Page") -> None:
    """As editors do, whose programs are written in it (ECMA-262, with the flag `u`)."""
    patterns = re.findall(r'"pattern": (".*")', schema("settings") + schema("front-matter"))
    assert len(patterns) > 10
    assert page.evaluate(f"[{','.join(patterns)}].map((each) => new RegExp(each, 'u').test('\\\\'))") == [False] * len(
        patterns
    )


# --- settings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", SITES, ids=lambda root: root.name)
def test_a_schema_refuses_no_settings_that_are_right(root: Path) -> None:
    """Of all the sites of the tests, those with wrong settings among them."""
    try:
        data = tomllib.loads((root / "mathpress.toml").read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        assert settings_of(root) is None
        return
    accepted = settings_of(root) is not None
    assert accepted or root.name.startswith("invalid-")
    assert (mistakes(SETTINGS, as_json(data)) == []) >= accepted
    if root.name.startswith("invalid-config-"):
        assert not accepted
        assert mistakes(SETTINGS, as_json(data)) != []


def test_the_settings_of_the_demo_and_of_a_new_blog_are_right() -> None:
    """An editor underlines nothing in them; a new blog's say where the schema is."""
    demo = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["tool"]["mathpress"]
    assert mistakes(SETTINGS, as_json(demo)) == []
    assert mistakes(SETTINGS, as_json(tomllib.loads(BLOG["mathpress.toml"]))) == []
    (path,) = re.findall(r"^#:schema \./(.*)$", BLOG["mathpress.toml"], re.MULTILINE)
    assert BLOG[path] == schema("settings")


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.stem)
def test_the_settings_in_the_docs_are_right(page: Path) -> None:
    """Whatever stands there as TOML, and is no file of comments."""
    for example in re.findall(r"^```toml\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE):
        if not example.startswith("[[comment]]"):
            assert mistakes(SETTINGS, as_json(tomllib.loads(example))) == []


@pytest.mark.parametrize(
    "text",
    [
        "title = 3",
        "per_page = 0",
        "url = 'example.org'",
        "posts = '../posts'",
        "posts = '/srv/posts'",
        "posts = 'C:/posts'",
        "language = 'simplified chinese'",
        "titel = 'T'",
        "math.engine = 'katex'",
        "math.engin = 'mathjax'",
        "math.packages = ['mhchem']",
        "math.macros.RR = 3",
        "theorems.kinds.Axiom = { en = 'Axiom' }",
        "theorems.kinds.axiom = { english = 'Axiom' }",
        "check.ignore = ['Label unused']",
        "images.widths = []",
        "images.quality = 101",
        "compress.formats = ['zip']",
        "comments = { repo = 'name/blog' }",
        "deploy.default = { keep = 3 }",
        "deploy.default = { to = '/srv', keeep = 3 }",
        "deploy.default = { to = 'git@a.b:c.git', branch = 'a..b' }",
        "deploy.default = { to = 'git@a.b:c.git', cname = 'https://a.b/' }",
        "deploy.default = { to = 's3://bucket', endpoint = 'https://key@a.b' }",
        "deploy.default = { to = 's3://bucket', region = 'EU central' }",
        "deploy.to = '/srv'",
        "menu.About = 3",
        "feed = 3",
    ],
)
def test_an_editor_knows_mistakes_in_settings(text: str, blog: "MakeBlog") -> None:
    """Each is refused by the program as well."""
    assert settings_of(blog({"mathpress.toml": text})) is None
    assert mistakes(SETTINGS, as_json(tomllib.loads(text))) != []


VALUES: Final = st.recursive(
    st.sampled_from(
        ["", " ", "a", "name/blog", "zh-Hant", "https://a.b/", "..", "a/../b", "a\n", "ams", "/x/", "yes", "2"]
    )
    | st.text(max_size=5)
    | st.booleans()
    | st.integers(-3, 3000)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["a", "en", "to", "name"]), inner, max_size=2)
    ),
    max_leaves=3,
)


def accepts(model: type[BaseModel], data: dict[str, Any]) -> bool:
    """Tell whether the program accepts values."""
    try:
        model.model_validate(data)
    except ValidationError:
        return False
    return True


@given(st.sampled_from(sorted(Config.model_fields)), st.sampled_from(["", *Config().math.model_dump()]), VALUES)
def test_whatever_is_accepted_as_a_setting_an_editor_accepts(name: str, key: str, value: Any) -> None:
    """A setting of the root, or of a table."""
    data = {"math": {key: value}} if key else {name: value}
    assert not accepts(Config, data) or mistakes(SETTINGS, data) == []


# --- front matter ----------------------------------------------------------------------------------------------------


@given(st.sampled_from(sorted(Fields.model_fields)), VALUES | st.from_regex(r"(?a:\d{4}-\d\d-\d\d)", fullmatch=True))
def test_whatever_is_accepted_as_front_matter_an_editor_accepts(key: str, value: Any) -> None:
    """In whatever form: numbers as titles, one name for a list of them, switches in the words of YAML 1.1."""
    assert not accepts(Fields, {key: value}) or mistakes(FRONT_MATTER, {key: value}) == []


POSTS: Final = [
    *REPOSITORY.glob("content/**/*.md"),
    *(path for path in REPOSITORY.glob("tests/sites/*/content/**/*.md")),
]


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.relative_to(REPOSITORY).as_posix())
def test_a_schema_refuses_no_front_matter_that_is_right(path: Path) -> None:
    """Of all posts of the demo and of the sites of the tests, those with wrong front matter among them."""
    text = path.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n")
    block = BLOCK.match(text)
    if block:
        data, _ = load_block("a.md", text, block)
        front = read("a.md", text, fallback_title="a", timezone=ZoneInfo("UTC"))
        is_right = all(problem.severity is not Severity.ERROR for problem in front.problems)
        assert not is_right or mistakes(FRONT_MATTER, as_json(data)) == []


@pytest.mark.parametrize(
    "text",
    [
        "title: [a]",
        "title: true",
        "date: yesterday",
        "tags: true",
        "series: [a, b]",
        "part: first",
        "draft: maybe",
        "lang: simplified chinese",
        "math: katex",
        "macros: RR",
        "macros: {RR: 3}",
        "numbering: some",
        "comments: disqus",
    ],
)
def test_an_editor_knows_mistakes_in_front_matter(text: str) -> None:
    """Each is refused by the program as well."""
    matter = f"---\n{text}\n---\n"
    block = BLOCK.match(matter)
    assert block is not None
    data, _ = load_block("a.md", matter, block)
    assert not accepts(Fields, data)
    assert mistakes(FRONT_MATTER, as_json(data)) != []


@pytest.mark.parametrize(
    "text", ["date:", "tags:", "lastmod: 2026-01-01", "Title: A", "mathjax: true", "mine: {a: [1]}"]
)
def test_an_editor_underlines_nothing_that_other_generators_have(text: str) -> None:
    """Nor what is empty, or is for templates."""
    matter = f"---\n{text}\n---\n"
    block = BLOCK.match(matter)
    assert block is not None
    data, problems = load_block("a.md", matter, block)
    assert (problems, mistakes(FRONT_MATTER, as_json(data))) == ((), [])
    assert mistakes(FRONT_MATTER, {"date": None, "tags": None, "draft": None, "part": None}) == []


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["settings", "front-matter"])
def test_the_command_prints_a_schema(name: str, tmp_path: Path, run_mathpress: "RunMathpress") -> None:
    """Outside a blog too."""
    done = run_mathpress("schema", name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["type"] == "object"


def test_the_command_knows_two_schemas(tmp_path: Path, run_mathpress: "RunMathpress") -> None:
    """And names them."""
    done = run_mathpress("schema", "config", cwd=tmp_path)
    assert done.returncode == 2
    assert "'settings', 'front-matter'" in done.stderr
