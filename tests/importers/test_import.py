"""The command `import`: what it writes and what it does not, whatever it is given."""

import datetime
import errno
import json
import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import pytest
import tests.conftest

from mathpress.comments import WrittenComment
from mathpress.config import Config
from mathpress.errors import Stop
from mathpress.importers.arrangement import arrange
from mathpress.importers.placing import conflicts, place, readable
from mathpress.importers.program import IMPORTERS, import_site
from mathpress.importers.records import Asset, Imported, OldSettings, OldSite
from mathpress.importers.workarounds import DELIMITERS, Dialect
from mathpress.model import Kind

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

POST: Final = "---\ntitle: One\ndate: 2020-01-02\n---\n{}\n"
SITE: Final = {
    "mathpress.toml": "",
    "hugo.toml": 'title = "Old"\nbaseURL = "https://old.example/"\n',
    "content/posts/one.md": POST.format("Of $x &lt; y$ and $\\nosuch$."),
    "static/a.txt": "a",
}


@pytest.fixture
def old(blog: "MakeBlog") -> Path:
    """Write a small site."""
    return blog(SITE)


def files(folder: Path) -> dict[str, str]:
    """Return the files of a blog but those of its cache."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".mathpress" not in path.parts
    }


def test_a_report_tells_what_came_along(old: Path, tmp_path: Path, run_mathpress: "RunMathpress") -> None:
    """Repairs and counts on standard output, formulas that do not convert with their places on standard error."""
    done = run_mathpress("import", "hugo", old, "--into", tmp_path / "new", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "content/posts/one.md:6:4: entities: $x &lt; y$ → $x < y$\n"
        "1 × entities: the old system wrote < > & in formulas as &lt; &gt; &amp;\n"
        "1 post (0 drafts), 0 pages, 0 comments, 0 pictures, 1 other file; 4 written\n"
        "2 formulas: 1 MathML, 0 MathJax, 1 refused; 1 repair\n"
    )
    assert done.stderr.startswith("Of the blog:\ncontent/posts/one.md:6:17: error: unknown command \\nosuch")
    assert sorted(files(tmp_path / "new")) == [".gitignore", "content/posts/one.md", "mathpress.toml", "static/a.txt"]


def test_the_report_may_be_json(old: Path, tmp_path: Path, run_mathpress: "RunMathpress") -> None:
    """For programs."""
    report = json.loads(run_mathpress("import", "hugo", old, "--json", cwd=tmp_path).stdout)
    assert report["formulas"] == {"mathml": 1, "mathjax": 0, "refused": 1}
    assert report["repairs"][0]["place"] == "content/posts/one.md:6:4"
    assert [problem["code"] for problem in report["problems"]] == ["math-command"]


def test_a_mistake_that_is_made_often_is_counted(
    blog: "MakeBlog", old: Path, tmp_path: Path, run_mathpress: "RunMathpress"
) -> None:
    """So is an unknown tag. Most likely it is a macro that the old MathJax knew, and one line of settings mends it."""
    text = POST.format(r"Of $\own$ and $\nosuch$ {{< own x >}}.")
    more = {f"content/posts/{name}.md": text for name in ("two", "three")}
    done = run_mathpress("import", "hugo", blog({**SITE, **more}), "--into", tmp_path / "new", cwd=old)
    counts = [re.split("[;,]", line)[0] for line in done.stdout.splitlines() if re.match(r"\d × (?!entities)", line)]
    assert counts == [
        r"3 × unknown command \nosuch", "2 × mathpress has nothing for the tag own", r"2 × unknown command \own",
    ]  # fmt: skip


def test_of_many_repairs_the_first_of_each_kind_are_shown(
    blog: "MakeBlog", tmp_path: Path, run_mathpress: "RunMathpress"
) -> None:
    """A large site has thousands; of a long formula that is shown in which it changed. The rest is for programs."""
    text = "\n\n".join([f"${'x+' * 30}y &lt; z$", *7 * ["$a &lt; b$"], r"$\left\\{ x \right\\}$"])
    site = blog({**SITE, "content/posts/one.md": POST.format(text)})
    done = run_mathpress("import", "hugo", site, "--dry-run", cwd=tmp_path)
    assert done.stdout.splitlines()[:9] == [
        f"content/posts/one.md:6:1: entities: …{'x+' * 9}y &lt; z$ → …{'x+' * 9}y < z$",
        *(f"content/posts/one.md:{line}:1: entities: $a &lt; b$ → $a < b$" for line in range(8, 16, 2)),
        r"content/posts/one.md:22:1: backslashes: $\left\\{ x \right\\}$ → $\left\{ x \right\}$",
        "8 × entities: the old system wrote < > & in formulas as &lt; &gt; &amp;",
        r"1 × backslashes: the old Markdown made \ of \\",
        "the first 5 repairs of each kind are shown; --json tells all",
    ]
    report = json.loads(run_mathpress("import", "hugo", site, "--json", "--dry-run", cwd=tmp_path).stdout)
    assert len(report["repairs"]) == 9


def test_a_dry_run_writes_nothing(old: Path, tmp_path: Path, run_mathpress: "RunMathpress") -> None:
    """And says the same."""
    done = run_mathpress("import", "hugo", old, "--dry-run", cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert done.stdout == run_mathpress("import", "hugo", old, cwd=tmp_path).stdout


@pytest.mark.parametrize("built", [False, True])
def test_a_dry_run_knows_what_the_blog_has(
    blog: "MakeBlog", old: Path, run_mathpress: "RunMathpress", *, built: bool
) -> None:
    """Such as an address, or a label that a post refers to."""
    mine = blog(
        {
            "mathpress.toml": "",
            "content/posts/mine.md": "---\ntitle: Mine\ndate: 2020-01-01\nurl: /posts/one/\n---\n\nx",
        }
    )
    if built:
        run_mathpress("build", cwd=mine)
    before = files(mine)
    dry = run_mathpress("import", "hugo", old, "--dry-run", cwd=mine)
    assert files(mine) == before
    assert "[url-taken]" in dry.stderr
    done = run_mathpress("import", "hugo", old, cwd=mine)
    assert (done.stdout, f"{done.stderr}this was a dry run: nothing was written\n") == (dry.stdout, dry.stderr)


def test_a_dry_run_knows_the_sections(blog: "MakeBlog", old: Path) -> None:
    """Their folders are of the blog as those of posts and pages are."""
    sections = "[sections]\nmanual.folder = 'content/manual'\nnotes.folder = 'notes'\n"
    pages = {f"{folder}/index.md": "---\ntitle: A\n---\n$x$" for folder in ("content/manual", "notes")}
    mine = blog({"mathpress.toml": sections, **pages})
    outcome = import_site("hugo", old, mine, force=False, dry_run=True)
    assert {problem.code for problem in outcome.problems} == {"math-command"}
    assert outcome.formulas.mathml == 3


def test_a_dry_run_without_room_is_told(blog: "MakeBlog", old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the folder in which the twin of the blog would lie."""

    def full(path: str, _mode: int = 0) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", path)

    mine = blog({"mathpress.toml": "", ".mathpress/cache/a": ""})
    monkeypatch.setattr(os, "mkdir", full)
    with pytest.raises(Stop) as stop:
        import_site("hugo", old, mine, force=False, dry_run=True)
    assert [str(problem) for problem in stop.value.problems] == [
        f"{mine / '.mathpress/cache'}: error: cannot be written: No space left on device [output-unwritable]"
    ]


def test_a_dry_run_copies_what_it_cannot_link(blog: "MakeBlog", old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a blog on another file system than that of the folder for what is gone afterwards."""

    def link(*_: object, **__: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", link)
    mine = blog({"mathpress.toml": "", "content/posts/a/index.md": POST.format("$x$ and $y$"), "static/a.txt": "a"})
    outcome = import_site("hugo", old, mine, force=False, dry_run=True)
    assert outcome.formulas.mathml == 3
    assert not (mine / "content/posts/one.md").exists()


def test_what_is_in_the_way_is_told_at_once_and_nothing_is_written(
    blog: "MakeBlog", old: Path, run_mathpress: "RunMathpress"
) -> None:
    """With `--force` it makes way; settings that are there stay."""
    new = blog({"content/posts/one.md": "mine", "static/a.txt": "mine", "mathpress.toml": 'title = "Mine"\n'})
    before = files(new)
    done = run_mathpress("import", "hugo", old, cwd=new)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "static/a.txt: error: is there already with other content; --force would replace it [import-exists]",
        "content/posts/one.md: error: is there already with other content; --force would replace it [import-exists]",
    ]
    assert files(new) == before
    assert run_mathpress("import", "hugo", old, "--force", cwd=new).returncode == 0
    assert files(new)["static/a.txt"] == "a"
    assert files(new)["mathpress.toml"] == 'title = "Mine"\n'


def test_two_sites_become_one_blog(blog: "MakeBlog", old: Path, tmp_path: Path) -> None:
    """With the settings of the first; posts of the second whose addresses these do not make tell their own."""
    second = blog(
        {
            "mathpress.toml": "",
            "_config.yml": "title: Second\npermalink: pretty\ncollections: {notes: {output: true}}\n",
            "_posts/2020-01-03-three.md": POST.format("[one](/notes/n/) is ![it](/img/a.svg)"),
            "_drafts/four.md": "---\ntitle: Four\ndate: 2020-01-04\n---\nText.\n",
            "_notes/n.md": "---\ntitle: N\n---\nText.\n",
            "img/a.svg": "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        }
    )
    import_site("hugo", old, tmp_path / "new", force=False, dry_run=False)
    outcome = import_site("jekyll", second, tmp_path / "new", force=False, dry_run=False)
    assert [each.code for each in outcome.problems] == ["math-command"]
    found = files(tmp_path / "new")
    assert 'title = "Old"' in found["mathpress.toml"]
    assert "\nurl: /2020/01/02/three/\n" in found["content/posts/2020-01-03-three.md"]
    assert "[one](/notes/n/) is ![it](/img/a.svg)" in found["content/posts/2020-01-03-three.md"]
    assert "\ndraft: true\n" in found["content/posts/four.md"]
    assert "content/pages/notes/n.md" in found


def test_a_second_import_finds_all_in_place(old: Path, tmp_path: Path, run_mathpress: "RunMathpress") -> None:
    """Files with the same content are in nobody's way."""
    run_mathpress("import", "hugo", old, cwd=tmp_path)
    before = files(tmp_path)
    done = run_mathpress("import", "hugo", old, cwd=tmp_path)
    assert "0 written" in done.stdout
    assert files(tmp_path) == before


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(
    blog: "MakeBlog", tmp_path: Path, run_mathpress: "RunMathpress"
) -> None:
    """Other encodings, front matter that is none, links out of the site; none of them becomes part of the blog."""
    (tmp_path / "secret.md").write_text("secret")
    old = blog(
        {name: text for name, text in SITE.items() if name != "hugo.toml"}
        | {
            "content/posts/latin.md": POST.format("x").encode() + b"\xe9",
            "content/posts/broken.md": "---\ntitle: [\n---\nText.\n",
            "content/posts/dateless.md": "---\ntitle: D\ndate: tomorrow\n---\nText.\n",
            "content/posts/locked.md": "---\ntitle: L\ndate: 2020-01-01\npassword: x\n---\nText.\n",
            "hugo.yaml": "title: Old\nbaseURL: https://old.example/\nstaticDir: ['../secret', static]\n",
            "content/posts/json.md": '{"title": "\\ud800", "date": "2020-01-01", "x": ' + "[" * 60 + "]" * 60 + "}",
            "content/posts/lost.md": "---\ntitle: L\ndate: 2020-01-01\nurl: ../../x\naliases: ['a?b']\n---\nText.\n",
        }
    )
    (old / "content/posts/link.md").symlink_to(tmp_path / "secret.md")
    (old / "content/posts/folder").symlink_to(tmp_path)
    (old / "content/posts/loop").symlink_to(old / "content/posts")
    new = tmp_path / "new"
    done = run_mathpress("import", "hugo", old, "--into", new, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for said in (
        "content/posts/latin.md: warning: is left out: is not UTF-8",
        "content/posts/broken.md:3:1: error: the front matter is not YAML",
        "content/posts/dateless.md:3:1: error: date: 'tomorrow' is no date",
        "content/posts/dateless.md: warning: has no date, so it gets that of its file",
        "content/posts/locked.md:4:1: warning: password: a static site is open to all",
        "content/posts/lost.md: warning: the address /../../x leads out of the site, so it is not kept",
        "content/posts/link.md: warning: is left out: is a link that leads out of the site",
        "../secret: warning: is left out: lies outside of the site",
        "content/posts/json.md:1:1: error: the front matter is not JSON: it is nested too deeply",
        "content/posts/folder: warning: is left out: is a link that leads out of the site",
    ):
        assert said in done.stderr
    written = files(new)
    assert sorted(name for name in written if name.endswith(".md")) == [
        f"content/posts/{name}.md" for name in ("broken", "dateless", "json", "locked", "lost", "one")
    ]
    assert written["content/posts/broken.md"] == "---\ntitle: [\n---\nText.\n"
    assert "draft: true" in written["content/posts/locked.md"]


def test_a_site_is_not_imported_into_itself(old: Path, run_mathpress: "RunMathpress") -> None:
    """Hugo's posts lie where ours do, and nobody should lose the old ones."""
    done = run_mathpress("import", "hugo", ".", "--force", cwd=old)
    assert done.returncode == 2
    assert "is the old site or lies in it; name a folder elsewhere for the blog with --into [import-s" in done.stderr


def test_a_blog_does_not_lie_in_the_old_site(old: Path, run_mathpress: "RunMathpress") -> None:
    """The next import would take it for a part of that."""
    done = run_mathpress("import", "hugo", old, "--into", old / "sub" / "blog", cwd=old)
    assert done.returncode == 2
    assert "is the old site or lies in it; name a folder elsewhere for the blog with --into" in done.stderr
    assert not (old / "sub").exists()


@pytest.mark.parametrize("path", ["../templates/post.html", "../mathpress.toml", "/etc/x", "a/../../templates/x.html"])
def test_no_file_gets_out_of_its_folder(path: str, tmp_path: Path) -> None:
    """Templates and settings say what a build runs, so they are none of an old site's business."""
    asset = Asset(PurePosixPath(path), b"{{ 7 * 7 }}")
    document = Imported("a.md", Kind.POST, PurePosixPath("a.md"), {"title": "A"}, "Text.", assets=(asset,))
    arranged = arrange(OldSite(OldSettings(), Dialect(), (document,), (asset,)), Config(), frozenset())
    assert [str(each.path) for each in arranged.files] == ["content/posts/a.md"]
    assert [each.message for each in arranged.problems] == 2 * ["is left out: its path leads out of its folder"]
    assert [each.code for each in conflicts([asset], tmp_path / "blog", force=True)] == ["import-exists"]


@pytest.mark.parametrize(
    ("path", "second"),
    [
        ("a.md", "a-2.md"),
        ("a/index.md", "a-2/index.md"),
        ("b/a/index.md", "b/a-2/index.md"),
        ("index.md", "index-2.md"),
    ],
)
def test_of_two_posts_of_one_name_none_leaves_the_folder_of_the_posts(path: str, second: str) -> None:
    """A folder of its own is numbered, but not the one that all posts are in."""
    documents = [Imported(origin, Kind.POST, PurePosixPath(path), {"title": origin}, "Text.") for origin in "xy"]
    arranged = arrange(OldSite(OldSettings(), Dialect(), tuple(documents)), Config(), frozenset())
    assert [str(each.path) for each in arranged.documents] == [f"content/posts/{path}", f"content/posts/{second}"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("cover: /a.svg", "cover: /a.svg"),
        ("cover: {image: a.svg, alt: x, hidden: false}", "cover: {alt: x, image: a.svg}"),
        ("images: [https://old.example/a.svg, b.svg]", "cover: /a.svg"),
        ("featuredImage: ../../a.svg", "cover: /a.svg"),
        ("image: {path: /a.svg}", "cover: /a.svg"),
        ("thumbnail: true", "thumbnail: true"),
        ("images: []", "images: []"),
    ],
)
def test_a_cover_is_kept_by_one_name(blog: "MakeBlog", tmp_path: Path, written: str, kept: str) -> None:
    """As an address that leads where it led."""
    post = f"---\ntitle: A\ndate: 2020-01-01\n{written}\n---\nText.\n"
    old = blog({**SITE, "content/posts/one.md": post, "static/a.svg": "<svg/>"})
    import_site("hugo", old, tmp_path / "new", force=False, dry_run=False)
    assert f"\n{kept}\n" in (tmp_path / "new/content/posts/one.md").read_text("utf-8")


def commented(*texts: str) -> OldSite:
    """Return a site of one post, which has a macro, with these comments."""
    date = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    comments = tuple(WrittenComment(str(number), "", "Bo", "", date, False, text) for number, text in enumerate(texts))
    matter = {"title": "A", "date": date, "macros": {"\\own": "x"}}
    document = Imported("a.md", Kind.POST, PurePosixPath("a.md"), matter, "Text.", comments=comments)
    return OldSite(OldSettings(), Dialect(DELIMITERS), (document,))


def test_comments_are_repaired_with_the_macros_of_their_post() -> None:
    r"""With those alone a formula such as `$\left\\{ \own$` can be set once it is repaired."""
    repairs = arrange(commented(r"$\left\\{ \own \right\\}$"), Config(), frozenset()).repairs
    assert [each.after for each in repairs] == [r"$\left\{ \own \right\}$"]


def test_repairs_of_comments_are_told_by_their_places() -> None:
    """By the comment's own, if its text is written with escapes; each place is one in the file that is written."""
    old = commented("One\n\nso $a &lt; b$ and $c &gt; d$", "In ''' quotes $e &lt; f$", "$g &lt; h$")
    arranged = arrange(old, Config(), frozenset())
    file = next(each.content for each in arranged.files if str(each.path).endswith(".toml"))
    assert isinstance(file, bytes)
    lines = file.decode().split("\n")
    assert [
        (each.after, lines[each.place.line - 1][each.place.column - 1 :][: each.place.length])
        for each in arranged.repairs
    ] == [("$a < b$", "$a < b$"), ("$c > d$", "$c > d$"), ("$e < f$", "["), ("$g < h$", "$g < h$")]


LINKS: Final = """\
![图](文章/图%20(1).svg) ![图](<../图片/甲.svg>) ![图](/图片/甲.svg) {% post_link 另一篇 %} [a]({% post_path 另一篇 %})
[b](https://old.example/2020/01/02/%E5%8F%A6%E4%B8%80%E7%AF%87/#c) <img src="../图片/甲.svg" alt="图"> [d]
[e](/%E5%8F%A6/)

[d]: 文章/图%20(1).svg
"""
LED: Final = """\
![图](<图 (1).svg>) ![图](</图片/甲.svg>) ![图](/图片/甲.svg) [](../另一篇.md) [a](../另一篇.md)
[b](/2020/01/02/另一篇/#c) <img src="/图片/甲.svg" alt="图"> [d]
[e](/%E5%8F%A6/)

[d]: <图 (1).svg>
"""


def test_links_to_names_of_any_script_can_be_read(blog: "MakeBlog", tmp_path: Path) -> None:
    """Those that were not readable and still lead where they led stay as they are."""
    old = blog(
        {
            "_config.yml": "url: https://old.example\npermalink: :year/:month/:day/:title/\n",
            "source/_posts/文章.md": POST.format(LINKS),
            "source/_posts/另一篇.md": POST.format("Text."),
            "source/_posts/文章/图 (1).svg": "<svg/>",
            "source/图片/甲.svg": "<svg/>",
        }
    )
    outcome = import_site("hexo", old, tmp_path / "new", force=False, dry_run=False)
    assert [(each.code, each.place.line) for each in outcome.problems] == [("link-missing", 8)]
    assert (tmp_path / "new/content/posts/文章/index.md").read_text("utf-8").partition("---\n\n")[2] == LED


@pytest.mark.parametrize(
    ("system", "files"),
    [
        ("hexo", {"_config.yml": "url: 'https://[old'\nroot: /b/\n", "source/_posts/one.md": POST.format("Text.")}),
        ("hugo", {"hugo.toml": "baseURL = 'https://[old/'\n", "content/posts/one.md": POST.format("Text.")}),
        (
            "hugo",
            {"hugo.toml": "a = 1\n", "content/posts/one.md": POST.format("").replace("One", "One\naliases: ['//[x']")},
        ),
        (
            "jekyll",
            {"_config.yml": "url: 'https://[old'\n", "_posts/2020-01-02-one.md": POST.format("[a](https://[b)")},
        ),
    ],
)
def test_what_looks_like_an_address_and_is_none_ends_no_import(
    blog: "MakeBlog", tmp_path: Path, system: str, files: dict[str, str]
) -> None:
    """Python has a mistake of its own for a bracket in the name of a host."""
    outcome = import_site(system, blog(files), tmp_path / "new", force=False, dry_run=False)
    assert outcome.posts == 1


def test_a_file_that_cannot_be_read_is_left_out_and_told(tmp_path: Path) -> None:
    """And the rest goes on."""
    gone, there = (Asset(PurePosixPath("static", name), tmp_path / name) for name in ("gone.png", "there.png"))
    (tmp_path / "there.png").write_bytes(b"x")
    stay, problems = readable([gone, there])
    assert stay == (there,)
    assert [each.place.path for each in problems] == ["static/gone.png"]
    assert f"{tmp_path / 'gone.png'} cannot be read" in problems[0].message


def test_the_file_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not the one that it is a copy of."""

    def full(source: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(source))

    monkeypatch.setattr("shutil.copyfile", full)
    (tmp_path / "a.png").write_bytes(b"x")
    with pytest.raises(Stop) as stop:
        place([Asset(PurePosixPath("static/a.png"), tmp_path / "a.png")], tmp_path / "blog")
    (problem,) = stop.value.problems
    assert (problem.place.path, problem.code) == (str(tmp_path / "blog/static/a.png"), "output-unwritable")


@pytest.mark.parametrize("system", IMPORTERS)
def test_a_folder_that_is_no_site_is_told(system: str, tmp_path: Path, run_mathpress: "RunMathpress") -> None:
    """Nothing is begun then."""
    (tmp_path / "old").mkdir()
    done = run_mathpress("import", system, "old", "--into", "new", cwd=tmp_path)
    assert done.returncode == 2
    assert "[import-source]" in done.stderr
    assert not (tmp_path / "new").exists()


def test_help_and_documentation_name_every_format(run_mathpress: "RunMathpress", tmp_path: Path) -> None:
    """One that there is not is told with those that there are."""
    assert ", ".join([*IMPORTERS][:-1]) in " ".join(run_mathpress("import", "--help", cwd=tmp_path).stdout.split())
    done = run_mathpress("import", "frontpage", "x", cwd=tmp_path)
    assert done.returncode == 2
    assert ", ".join(IMPORTERS) in done.stderr
    page = (tests.conftest.REPOSITORY / "docs" / "importing.md").read_text("utf-8")
    assert [name for name in IMPORTERS if f"`{name}`" not in page] == []


def test_settings_that_repeat_themselves_without_end_are_told(
    blog: "MakeBlog", tmp_path: Path, run_mathpress: "RunMathpress"
) -> None:
    """YAML's aliases make much of little."""
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    old = blog({"hugo.yaml": "\n".join(lines), "mathpress.toml": ""})
    done = run_mathpress("import", "hugo", old, cwd=tmp_path)
    assert done.returncode == 2
    assert "hugo.yaml:1:1: error: the old site's settings cannot be read: tables in it are nested or" in done.stderr


@pytest.mark.parametrize(
    ("system", "name", "text", "where", "reason"),
    [
        ("hugo", "hugo.toml", f"{'a.' * 20_000}b = 1", "1:101", "it is nested too deeply"),
        ("hugo", "hugo.toml", f"a = {'9' * 5000}", "1:1", "it has a number of more than 77 digits"),
        ("hugo", "hugo.toml", "a = 1\ntitle = Old\n", "2:9", "invalid value"),
        ("hugo", "hugo.json", '{"a": 1,}', "1:9", "expecting property name enclosed in double quotes"),
        ("hexo", "_config.yml", "url: x\ntitle: 博客: 又\n", "2:10", "a second colon; put the value in quotes"),
        ("jekyll", "_config.yml", "plugins: [a,\nb: 1\n", "1:10", "a bracket that is not closed"),
        ("jekyll", "_config.yml", "a: 1\n\tb: 1\n", "2:1", "a tab; indent by spaces"),
        ("pelican", "pelicanconf.py", 'A = 1\nSITENAME = "x\n', "2:12", "unterminated string literal"),
    ],
)
def test_settings_that_cannot_be_read_are_told_by_their_place(
    blog: "MakeBlog", tmp_path: Path, system: str, name: str, text: str, where: str, reason: str
) -> None:
    """Also those that would fill the memory: a key of so many parts takes gigabytes to read."""
    with pytest.raises(Stop) as stop:
        import_site(system, blog({name: text}), tmp_path / "new", force=False, dry_run=False)
    assert str(stop.value.problems[0]).startswith(
        f"{name}:{where}: error: the old site's settings cannot be read: {reason}"
    )


def test_what_ends_the_build_is_told_with_the_rest(
    blog: "MakeBlog", tmp_path: Path, run_mathpress: "RunMathpress"
) -> None:
    """Such as a static file where mathpress makes a page: the files are there, and the report is as well."""
    post = "---\ntitle: One\ndate: 2020-01-02\ntags: [a]\n---\nText.\n"
    old = blog(SITE | {"content/posts/one.md": post, "static/tags/a/index.html": "x"})
    done = run_mathpress("import", "hugo", old, cwd=tmp_path)
    assert done.returncode == 0
    assert "[output-taken]" in done.stderr
    assert "1 post (0 drafts)" in done.stdout
