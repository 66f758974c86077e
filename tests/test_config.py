"""Configuration is checked whole before anything is built, and every mistake is told at its line."""

import re
from typing import TYPE_CHECKING

import pytest

from mathpress.config import Config, load
from mathpress.errors import Stop
from mathpress.settings import find_key

if TYPE_CHECKING:
    from tests.conftest import MakeBlog


def problems_of(blog: "MakeBlog", text: str | bytes, name: str = "mathpress.toml") -> list[str]:
    """Return the first line of each diagnostic for a configuration, and hold that the exit status is 2."""
    with pytest.raises(Stop) as stop:
        load(blog({name: text}))
    assert stop.value.status == 2
    return [str(problem).splitlines()[0] for problem in stop.value.problems]


def test_an_empty_configuration_has_all_defaults(blog: "MakeBlog") -> None:
    """No setting must be given."""
    assert load(blog({"mathpress.toml": ""})) == Config()


def test_pyproject_may_hold_the_configuration(blog: "MakeBlog") -> None:
    """The table need not hold anything: that it is there makes the folder a blog."""
    assert load(blog({"pyproject.toml": '[tool.mathpress]\ntitle = "T"\n'})).title == "T"
    assert load(blog({"pyproject.toml": "[tool.mathpress]\n"})) == Config()


def test_mathpress_toml_goes_before_pyproject(blog: "MakeBlog") -> None:
    """A blog that is a Python project too may keep its settings apart."""
    files = {"mathpress.toml": 'title = "A"\n', "pyproject.toml": '[tool.mathpress]\ntitle = "B"\n'}
    assert load(blog(files)).title == "A"


def test_windows_files_are_read(blog: "MakeBlog") -> None:
    """A byte-order mark and CRLF change neither the values nor the places."""
    config = load(blog({"mathpress.toml": b'\xef\xbb\xbftitle = "T"\r\nauthor = "A"\r\n'}))
    assert (config.title, config.author) == ("T", "A")
    assert problems_of(blog, b'\xef\xbb\xbftitle = "T"\r\nautor = "A"\r\n') == [
        "mathpress.toml:2:1: error: unknown setting autor; did you mean author? [config-key]"
    ]


@pytest.mark.parametrize("text", ["[project]\nname = 'x'\n", "tool = 3\n", "[tool]\nother = 3\n", ""])
def test_a_pyproject_of_something_else_is_no_blog(blog: "MakeBlog", text: str) -> None:
    """Without a table `[tool.mathpress]`, whatever else the file holds, the blog has no configuration."""
    (problem,) = problems_of(blog, text, "pyproject.toml")
    assert problem.startswith("mathpress.toml: error: ")
    assert problem.endswith("[config-missing]")


def test_in_a_folder_of_a_blog_the_blog_is_named(blog: "MakeBlog") -> None:
    """Whoever stands in `content/posts` when typing a command is told where to go."""
    root = blog({"mathpress.toml": "", "content/posts/a.md": ""})
    with pytest.raises(Stop, match=re.escape(f"it has no mathpress.toml, but {root} has: go there, or name it")):
        load(root / "content/posts")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('title = "T"\nper_page = 0\n', "2:1"),
        ("[math]\nengine = 'katex'\n", "2:1"),
        ("[math]\nnumber_within = 'chapter'\n", "2:1"),
        ("[math.macros]\nRR = 3\n", "2:1"),
        ("math = { engine = 'katex' }\n", "1:1"),
        ("math.engine = 'katex'\n", "1:1"),
        ("math.packages = ['mhchem']\n", "1:1"),
        ('"per_page" = "ten"\n', "1:1"),
        ("title = 'T'\n\n[feed]\nlimit = 1\n\n  [excerpt]\n  length = 0\n", "7:3"),
        ("url = 'https://[::1/'\n", "1:1"),
        ("url = 'https://exam ple.org/'\n", "1:1"),
        ("url = 'https:///blog/'\n", "1:1"),
        ("language = 'simplified chinese'\n", "1:1"),
        ("output = '/srv/www'\n", "1:1"),
        ("output = '../www'\n", "1:1"),
        ("output = 'a/..'\n", "1:1"),
        ('output = "a\\n/../../www"\n', "1:1"),
        ("output = 'C:/www'\n", "1:1"),
        ("output = 'a\\b'\n", "1:1"),
        ("url = 'https://example.org/\u3000/'\n", "1:1"),
    ],
)
def test_a_wrong_value_is_told_where_it_is_set(blog: "MakeBlog", text: str, place: str) -> None:
    """In a table, a dotted key, an inline table or a quoted key; of an inline table, where it begins."""
    (problem,) = problems_of(blog, text)
    assert problem.startswith(f"mathpress.toml:{place}: error: ")
    assert problem.endswith("[config-value]")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('title = "T\nurl = 1\n', "1:11"),
        ("pages = [\n", "1:10"),
        ("title = \n\n\n", "1:8"),
        ("a = 1\na = 2\n", "2:6"),
        ("a = 1\x01\n", "1:6"),
        ("a = " + "[" * 5000, "1:1"),
        ("a = " + "9" * 5000, "1:1"),
    ],
    ids=["open string", "open list", "no value", "twice", "control character", "too deep", "huge number"],
)
def test_what_is_not_toml_is_told_in_its_line(blog: "MakeBlog", text: str, place: str) -> None:
    """Where the parser only says that the text ended, the end of its last line is shown."""
    (problem,) = problems_of(blog, text)
    assert problem.startswith(f"mathpress.toml:{place}: error: this is not TOML: ")
    assert problem.endswith("[config-syntax]")


@pytest.mark.parametrize(
    "pattern", ["/{date:%Y/%m}/{slug}/", "/{category}/{name}.html", "{slug}", "/{date:%y%m%d-%j}/{slug}/"]
)
def test_permalink_patterns(blog: "MakeBlog", pattern: str) -> None:
    """A pattern names the post; it may hold its date, its category and a suffix."""
    assert load(blog({"mathpress.toml": f"permalink = '{pattern}'\n"})).permalink == pattern


@pytest.mark.parametrize(
    "pattern",
    ["/posts/", "/{title}/", "/{slug", "/{date}/{slug}/", "/{date:%s}/{slug}/", "/{date:%c}/{slug}/", "/{slug!r}/",
     "/{slug:>80}/", "/{slug.__class__}/", "/{}/", "/{date:{slug}}/{slug}/", "/../{slug}/", "/{date:../%Y}/{slug}/",
     "/.{slug}/", "/?p={slug}", "/a#{slug}"],
)  # fmt: skip
def test_a_permalink_that_could_not_be_a_path_or_would_depend_on_the_machine(blog: "MakeBlog", pattern: str) -> None:
    """Also what would give all posts one address, and `%s`, which depends on the time zone of the machine."""
    (problem,) = problems_of(blog, f"title = 'T'\npermalink = '{pattern}'\n")
    assert problem.startswith("mathpress.toml:2:1: error: permalink: ")


def test_another_address_keeps_the_other_settings() -> None:
    """As `--base-url` and the preview ask for."""
    config = Config(title="T").based_at("http://127.0.0.1:8000/blog")
    assert (config.title, config.url, config.root) == ("T", "http://127.0.0.1:8000/blog/", "/blog/")
    with pytest.raises(ValueError, match="full address"):
        config.based_at("example.org")


def test_a_key_that_cannot_be_found_is_told_at_its_table() -> None:
    """The nearest place is better than none: the table, or the file."""
    text = "[math]\nmacros = { 'a b' = 1 }\n"
    assert str(find_key("f", text, ("math", "macros", "a b"))) == "f:2:1"
    assert str(find_key("f", text, ("math", "x"))) == "f:1:2"
    assert str(find_key("f", text, ("feed",))) == "f"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('title = "a\\u0001b"\n', "title: has a control character in it, which no page may hold; delete it"),
        ('pages = "content/posts"\n', "pages: must be another folder than that of the posts"),
    ],
)
def test_settings_that_would_spoil_the_site(blog: "MakeBlog", text: str, message: str) -> None:
    """What no feed may hold, and posts that would also be pages, are told before anything is built."""
    with pytest.raises(Stop) as stopped:
        load(blog({"mathpress.toml": text}))
    assert [problem.message for problem in stopped.value.problems] == [message]


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("CC-BY-NC-ND-4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
        ("cc by 3.0", "https://creativecommons.org/licenses/by/3.0/"),
        ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("CC SA-BY 4.0", ""),
        ("MIT", ""),
        ("", ""),
    ],
)
def test_addresses_of_licences(name: str, address: str) -> None:
    """Those of Creative Commons are known by name or SPDX identifier; others can be given."""
    assert Config(license=name).license_address == address
    assert Config(license=name, license_url="https://a.example/").license_address == "https://a.example/"


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('[menu]\nX = "https://[x"', "mathpress.toml:2:1"),
        ('[menu]\nX = "https:x"', "mathpress.toml:2:1"),
        ('[menu]\nX = "blob:x"', "mathpress.toml:2:1"),
        ('[menu]\nX = "https://a\\u0001b/"', "mathpress.toml:2:1"),
        ('title = " "', "mathpress.toml:1:1"),
        ('menu = { About = "about/" }', "mathpress.toml:1:1"),
        ('[menu]\nX = "javascript:alert(1)"', "mathpress.toml:2:1"),
        ('[menu]\nX = " JaVaScript:alert(1)"', "mathpress.toml:2:1"),
        ('[menu]\nX = "//evil.example/"', "mathpress.toml:2:1"),
        ('[menu]\nX = "https://"', "mathpress.toml:2:1"),
        ('[menu]\n"" = "/about/"', "mathpress.toml:2:1"),
        ('[social]\nMail = "name@example.org"', "mathpress.toml:2:1"),
        ('license_url = "nonsense"', "mathpress.toml:1:1"),
        ('title = ""', "mathpress.toml:1:1"),
    ],
)
def test_addresses_that_lead_nowhere_are_refused(blog: "MakeBlog", line: str, place: str) -> None:
    """A link is a path of the site or a whole address, has a name, and runs nothing."""
    with pytest.raises(Stop) as stopped:
        load(blog({"mathpress.toml": line}))
    (problem,) = stopped.value.problems
    assert str(problem.place).rpartition(":")[0] == place.rpartition(":")[0]
    assert problem.message.partition(": ")[2].startswith(
        ("must be a path of this site", "must not be", "has a control")
    )


def test_a_table_that_is_none(blog: "MakeBlog") -> None:
    """`search = true` is told how a table is written."""
    with pytest.raises(Stop) as stopped:
        load(blog({"mathpress.toml": "search = true"}))
    (problem,) = stopped.value.problems
    assert problem.message == "search: must be a table, whose lines follow one that says [search]"
