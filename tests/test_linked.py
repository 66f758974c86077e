"""Static files as templates link them: by names with a digest, so that what a name leads to never changes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.deploying import ADDRESS, Recording

from mathpress.build import Options, build
from mathpress.deploy.delivery import carry_out, prepare
from mathpress.deploy.files import built_files
from mathpress.deploy.folder import FolderTarget
from mathpress.errors import Stop
from mathpress.kept import digest

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, ServeFolder

CONFIG: Final = 'title = "T"\nurl = "https://example.org/blog/"\n'
POST: Final = "---\ntitle: A\ndate: 2026-01-02\nlook: css/dark.css\n---\n\n$x^2$\n"
HEAD: Final = "templates/hooks/head.html"
LINK: Final = """<link rel="stylesheet" href="{{ asset('%s') }}">"""
DIGEST: Final = r"\.mp-[0-9a-f]{8}"


def built(root: Path) -> Path:
    """Build a blog and return its output."""
    report = build(Options(root))
    assert not report.failed, report.problems
    return report.output


def linked(output: Path, pattern: str, page: str = "index.html") -> list[str]:
    """Return the paths that a page links and that match, in order; the whole of a path has to."""
    text = (output / page).read_text("utf-8")
    found = re.findall(r'(?:href|src)="/blog/([^"]*)"', text)
    return [path for path in found if re.fullmatch(pattern, path)]


def test_what_pages_link_is_named_by_its_bytes(blog: "MakeBlog") -> None:
    """All of the theme's, and nothing else has such a name. The file is under its own name too, for links by hand."""
    output = built(blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, "static/js/other.js": "1"}))
    assert linked(output, r"(?:css|js)/.*|favicon.*") == linked(output, f".*{DIGEST}.*")
    assert len(linked(output, f"css/.*{DIGEST}.css")) > 5
    assert len(linked(output, f"js/.*{DIGEST}.js")) == 4
    for path in linked(output, f".*{DIGEST}.*"):
        own = re.sub(DIGEST, "", path)
        assert (output / path).read_bytes() == (output / own).read_bytes()
        assert digest((output / own).read_bytes())[:8] in path
    assert [path.name for path in (output / "js").glob("other*")] == ["other.js"]


def test_an_edit_gives_a_file_another_name_and_changes_the_pages_that_link_it(blog: "MakeBlog") -> None:
    """And a build from the beginning makes the same."""
    files = {
        "mathpress.toml": CONFIG,
        "content/posts/a.md": POST,
        "static/css/own.css": "a{}",
        "static/css/apart.css": "a{}",
        HEAD: LINK % "css/own.css",
    }
    root = blog(files)
    (before,) = linked(built(root), "css/own.*")
    (root / "static/css/own.css").write_text("b{}", "utf-8")
    report = build(Options(root))
    (after,) = linked(report.output, "css/own.*")
    assert after != before
    assert (report.output / after).read_text("utf-8") == "b{}"
    assert not (report.output / before).exists()
    assert {path.as_posix() for path in report.changed if path.suffix == ".css"} == {"css/own.css", after}
    (root / "static/css/apart.css").write_text("b{}", "utf-8")
    assert [path.as_posix() for path in build(Options(root)).changed] == ["css/apart.css"]
    anew = built(blog({**files, "static/css/own.css": "b{}", "static/css/apart.css": "b{}"}))
    listed = [
        {path.relative_to(each): path.read_bytes() for path in each.rglob("*.*") if path.is_file()}
        for each in (report.output, anew)
    ]
    assert listed[0] == listed[1]


def test_an_authors_file_stands_in_for_the_themes_by_both_names(blog: "MakeBlog") -> None:
    """Linked twice it is there once; in folders of folders, and with a name in any script."""
    files = {
        "mathpress.toml": CONFIG,
        "content/posts/a.md": POST,
        "static/css/print.css": "/* mine */",
        "static/deep/er/样式 1.css": "/* 深 */",
        HEAD: LINK % "css/print.css" + LINK % "deep/er/样式 1.css" + '{{ asset( "deep/er/样式 1.css" ) }}',
    }
    output = built(blog(files))
    first, second = linked(output, f"css/print{DIGEST}.css")
    assert first == second
    assert (output / first).read_text("utf-8") == "/* mine */"
    (path,) = linked(output, f"deep/er/样式%201{DIGEST}.css")
    assert (output / path.replace("%20", " ")).read_text("utf-8") == "/* 深 */"


def test_a_name_that_is_put_together_is_linked_with_a_digest_in_the_query(blog: "MakeBlog") -> None:
    """Nobody knows it before the page is made, when files are already in place."""
    look = "{% if page.extra is defined %}" + LINK.replace("'%s'", "page.extra.look") + "{% endif %}"
    files = {"mathpress.toml": CONFIG, "content/posts/a.md": POST, "static/css/dark.css": "a{}", HEAD: look}
    output = built(blog(files))
    assert linked(output, r"css/dark.*", "2026/01/a/index.html") == [f"css/dark.css?v={digest(b'a{}')[:8]}"]
    assert [path.name for path in (output / "css").glob("dark*")] == ["dark.css"]


def test_a_file_that_is_not_there_is_told_at_the_line_of_the_template(blog: "MakeBlog") -> None:
    """With the nearest that is; nothing is written."""
    root = blog({"mathpress.toml": CONFIG, "content/posts/a.md": POST, HEAD: "\n  " + LINK % "/css/bsae.css"})
    with pytest.raises(Stop) as stopped:
        build(Options(root))
    (problem,) = stopped.value.problems
    assert (problem.place.path, problem.place.line, problem.place.column) == (HEAD, 2, 3)
    assert problem.message == "LookupError: there is no static file /css/bsae.css; did you mean css/base.css?"
    assert not (root / "public/index.html").exists()


@dataclass(frozen=True)
class Visited(Recording):
    """A target that someone looks at before each step of a deploy."""

    look: Callable[[], None] = lambda: None

    def _step(self, name: str) -> None:
        self.look()
        super()._step(name)


def test_every_page_finds_its_styles_at_any_moment_of_a_deploy(blog: "MakeBlog", tmp_path: Path) -> None:
    """Old pages their old ones and new pages their new ones, in a folder that is changed file by file."""
    root = blog(
        {
            "mathpress.toml": CONFIG,
            "content/posts/a.md": POST,
            "static/css/own.css": "a{}",
            "static/css/gone.css": "a{}",
            HEAD: LINK % "css/own.css" + LINK % "css/gone.css",
        }
    )
    there = tmp_path / "there"
    meant: dict[str, bytes] = {}
    names: set[str] = set()

    def look() -> None:
        for page in there.rglob("*.html"):
            for path in linked(there, "css/.*", str(page.relative_to(there))):
                names.add(path)
                assert (there / path).read_bytes() == meant[path]

    def deploy() -> list[str]:
        output = built(root)
        meant.update({path: (output / path).read_bytes() for path in linked(output, "css/.*")})
        target = Visited(FolderTarget(there), look=look)
        carry_out(prepare(target, built_files(output), tmp_path / "made", ADDRESS, adopt=False), lambda *_: None)
        look()
        return target.steps

    deploy()
    (root / "static/css/own.css").write_text("b{}", "utf-8")
    (root / "static/css/new.css").write_text("c{}", "utf-8")
    (root / HEAD).write_text(LINK % "css/own.css" + LINK % "css/new.css", "utf-8")
    assert len(deploy()) > 10
    assert [sum(f"/{name}." in path for path in names) for name in ("own", "gone", "new")] == [2, 1, 1]


def test_modules_fonts_and_pictures_are_found_from_files_with_a_digest(
    blog: "MakeBlog", serve_folder: "ServeFolder", page: "Page"
) -> None:
    """Relative addresses in scripts and style sheets lead where they led: nothing in the files is changed."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="3"/>'
    files = {
        "mathpress.toml": CONFIG,
        "content/posts/a.md": POST,
        "static/code/main.js": 'import { said } from "./部分/part.mjs";\ndocument.title = said;\n',
        "static/code/部分/part.mjs": 'export const said = "imported";\n',
        "static/look/main.css": '@import "sub/more.css";\n.imprint { background: url("图.svg"); }\n',
        "static/look/sub/more.css": ".imprint { color: rgb(1, 2, 3); }\n",
        "static/look/图.svg": drawing,
        HEAD: LINK % "look/main.css" + """<script type="module" src="{{ asset('code/main.js') }}"></script>""",
    }
    output = built(blog(files))
    got: dict[str, int] = {}
    page.on("response", lambda response: got.update({response.url.rpartition("/")[2]: response.status}))
    page.goto(serve_folder(output, "/blog/"), wait_until="networkidle")
    assert page.title() == "imported"
    colour = page.locator(".imprint").evaluate("imprint => getComputedStyle(imprint).color")
    assert colour == "rgb(1, 2, 3)"
    assert {"part.mjs", "more.css", "%E5%9B%BE.svg"} <= got.keys()
    assert {*got.values()} == {200}
