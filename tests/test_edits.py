"""After any edit an incremental build equals a clean one, byte for byte, and tells the same problems."""

import gc
import io
import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unittest.mock import Mock

import pytest
from PIL import Image
from tests.test_determinism import files_of

from mathpress.build import Options, build
from mathpress.errors import Severity, Stop
from mathpress.library import Library
from mathpress.manifest import Manifest
from mathpress.render import Theme
from mathpress.resolve import Site
from mathpress.resolve.arrangement import Arrangement

if TYPE_CHECKING:
    from collections.abc import Callable

    from mathpress.memory import Memory

EDITS: Final = 100
CONFIG: Final = """title = "Edits"
url = "https://example.org/blog/"
per_page = 3
[excerpt]
length = 30
[math.macros]
RR = '\\mathbb{R}'
"""
BIBLIOGRAPHY: Final = """@article{euler, author = {Leonhard Euler}, title = {De summis}, year = {1740}, journal = {A}}
"""
COMMENTS: Final = """[[comment]]
id = "1"
author = "A"
date = 2026-01-02T00:00:00Z
text = "Well."
"""
TAGS: Final = ("数学", "algebra", "C++", "limits")


class Blog:
    """A blog that is edited by chance: its files by path, so that a clean copy of it can be made."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.files: dict[str, str | int] = {
            "mathpress.toml": CONFIG,
            "content/refs.bib": BIBLIOGRAPHY,
            "content/posts/p.png": 8,
            "content/pages/about.md": "---\ntitle: About\n---\nSee [a post](../posts/0.md).\n",
        }
        for number in range(8):
            self.files[f"content/posts/{number}.md"] = self.post(number)

    def post(self, number: int) -> str:
        """Return a post with a title, a date, tags, formulas, a picture and references, by chance."""
        other = self.chance.randrange(10)
        tags = self.chance.sample(TAGS, self.chance.randrange(3))
        series = self.chance.choice(["", "series: S\n"])
        cited = self.chance.choice(["", "bibliography: ../refs.bib\n"])
        label = f"eq:{number}"
        return (
            f"---\ntitle: T{self.chance.randrange(5)} $x_{number}$\ndate: 2026-01-{self.chance.randint(1, 28):02}\n"
            f"tags: [{', '.join(tags)}]\n{series}{cited}---\n"
            f"## A heading\n\nIn $\\RR$ by \\eqref{{{other}:eq:{other}}} and [](<{other}.md>) [@euler].\n"
            f"\\begin{{equation}}a={self.chance.randrange(99)}\\label{{{label}}}\\end{{equation}}\n\n"
            f"![P](p.png)\n\n<!-- more -->\n\nMore{self.chance.randrange(99)} $y$.[^1]\n\n[^1]: A note.\n"
        )

    def a_post(self) -> str:
        """Return the path of some post."""
        return self.chance.choice(
            [path for path in self.files if path.startswith("content/posts/") and path.endswith(".md")]
        )

    def substitute(self, path: str, old: str, new: str) -> None:
        """Change a text, if the words are there."""
        text = self.files[path]
        assert isinstance(text, str)
        self.files[path] = text.replace(old, new, 1)

    # --- edits -------------------------------------------------------------------------------------------------------

    def rewrite(self) -> None:
        """Write a post anew: its title, date, tags and text."""
        self.files[self.a_post()] = self.post(self.chance.randrange(10))

    def word(self) -> None:
        """Change a word behind the excerpt."""
        self.substitute(self.a_post(), "More", f"More and more {self.chance.randrange(99)}, m")

    def excerpt(self) -> None:
        """Change a word that listings show."""
        self.substitute(self.a_post(), "In $", f"{self.chance.choice(['By', 'With'])} {self.chance.randrange(99)} in $")

    def letters(self) -> None:
        """Write a formula with letters that the blog may not have had, or write it otherwise."""
        old, new = self.chance.sample(["$y$", r"$\mathbf{y}$", r"$\mathfrak{y}$", r"$\mathscr{y}$"], 2)
        self.substitute(self.a_post(), old, new)

    def link(self) -> None:
        """Link to a path of the site that may be there, or no longer."""
        old, new = self.chance.sample(["More", "[More](/tags/limits/)", "[More](/tags/none/)", "[More](/s7/)"], 2)
        self.substitute(self.a_post(), old, new)

    def equation(self) -> None:
        """Write an equation before others, which have other numbers from then on, or take it out."""
        one, two = "\\begin{equation}", "\\begin{equation}b\\end{equation}\n\n\\begin{equation}a"
        self.substitute(self.a_post(), *self.chance.sample([one, two], 2))

    def label(self) -> None:
        """Give an equation another label, or the first one again, of which other posts may speak."""
        self.substitute(self.a_post(), *self.chance.sample(["\\label{eq:", "\\label{old:"], 2))

    def heading(self) -> None:
        """Give a heading another text, or link to one, in this post or another."""
        others = [f"[]({self.chance.choice(['', '1.md', '2.md'])}#a-heading)", "## A heading", "## Another"]
        self.substitute(self.a_post(), *self.chance.sample(["More", *others], 2))

    def show(self) -> None:
        """Show a picture that may be there, or no longer."""
        old, new = self.chance.sample(["![P](p.png)", "![P](/p.png)", "![P](/own.css)", "A picture."], 2)
        self.substitute(self.a_post(), old, new)

    def cover(self) -> None:
        """Give a post a cover that may be there, give it another, or take it away."""
        none = "\ndate:"
        given = [f"\ncover: {file}{none}" for file in ("p.png", "{image: p.png, alt: P}", "/own.css", "none.png")]
        path = self.a_post()
        for each in given:
            self.substitute(path, each, none)
        self.substitute(path, none, self.chance.choice([none, *given]))

    def page(self) -> None:
        """Change the text of a page."""
        self.substitute("content/pages/about.md", "See", f"{self.chance.randrange(99)} See")

    def line(self) -> None:
        """Put a line in front of others, which are told of in another place from then on."""
        self.substitute(self.a_post(), "## A heading", "A line.\n\n## A heading")

    def slug(self) -> None:
        """Give a post another address, and an alias."""
        number = self.chance.randrange(99)
        self.substitute(self.a_post(), "\ndate:", f"\nslug: s{number}\naliases: [/old/{number}/]\ndate:")

    def draft(self) -> None:
        """Make a post a draft."""
        self.substitute(self.a_post(), "\ndate:", "\ndraft: true\ndate:")

    def mistake(self) -> None:
        """Write a formula that nobody knows."""
        self.substitute(self.a_post(), "$y$", "$\\alhpa$")

    def comment(self) -> None:
        """Say something of a post, or of none; or take it back."""
        path = f"content/posts/{self.chance.randrange(10)}.comments.toml"
        if self.files.pop(path, None) is None:
            text = f"By \\\\eqref{{eq:0}} and $x_{self.chance.randrange(9)}$"
            self.files[path] = f'[[comment]]\nid = 1\ndate = 2026-01-01\ntext = "{text}"\n'

    def add(self) -> None:
        """Add a post."""
        number = self.chance.randrange(10)
        self.files[f"content/posts/{number}.md"] = self.post(number)

    def delete(self) -> None:
        """Delete a post, if there are others."""
        if sum(path.endswith(".md") for path in self.files) > 5:
            del self.files[self.a_post()]

    def rename(self) -> None:
        """Give a post's file another name."""
        path = self.a_post()
        self.files[f"content/posts/{self.chance.randrange(10)}.md"] = self.files.pop(path)

    def picture(self) -> None:
        """Draw another picture, of another size, or none."""
        self.files["content/posts/p.png"] = self.chance.randrange(8, 12)
        if self.chance.random() < 0.2:
            del self.files["content/posts/p.png"]

    def template(self) -> None:
        """Write a template, or go back to the theme's."""
        if self.files.pop("templates/404.html", None) is None:
            self.files["templates/404.html"] = f"<!doctype html><title>{self.chance.randrange(99)}</title>"

    def style(self) -> None:
        """Write a style sheet of the blog's own."""
        self.files["static/own.css"] = f"a{{order:{self.chance.randrange(9)}}}"

    def setting(self) -> None:
        """Change a setting that listings, formulas or everything depends on."""
        old, new = self.chance.choice(
            [
                ("per_page = 3", "per_page = 2"), ("per_page = 2", "per_page = 3"), ("mathbb", "mathbf"),
                ("mathbf", "mathbb"), ('"Edits"', '"Changes"'), ("length = 30", "length = 5"),
                ("length = 5", "length = 30"), ("per_page", 'language = "zh"\nper_page'), ('language = "zh"\n', ""),
            ]
        )  # fmt: skip
        self.substitute("mathpress.toml", old, new)

    def bibliography(self) -> None:
        """Correct an entry of the bibliography."""
        self.files["content/refs.bib"] = BIBLIOGRAPHY.replace("1740", str(self.chance.randint(1700, 1783)))

    def lay(self, root: Path) -> frozenset[Path]:
        """Write the blog's files, and remove those that it no longer has. Return those that have changed."""
        changed = set()
        for path, content in self.files.items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            data = content.encode() if isinstance(content, str) else drawing(content)
            if not file.exists() or file.read_bytes() != data:
                file.write_bytes(data)
                changed.add(file)
        for file in [*root.glob("content/**/*"), *root.glob("templates/*"), *root.glob("static/*")]:
            if file.is_file() and file.relative_to(root).as_posix() not in self.files:
                file.unlink()
                changed.add(file)
        return frozenset(changed)


def drawing(width: int) -> bytes:
    """Return a picture."""
    file = io.BytesIO()
    Image.new("RGB", (width, 6)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("lives_on", [False, True], ids=["with what the disk keeps", "in a process that lives on"])
def test_a_hundred_edits(tmp_path: Path, *, lives_on: bool) -> None:
    """Each edit is of one kind and meets what the ones before have left."""
    blog = Blog(20_260_921)
    memory: Memory | None = None
    edits: list[Callable[[], None]] = [
        blog.rewrite, blog.word, blog.word, blog.slug, blog.draft, blog.mistake, blog.add, blog.add, blog.delete,
        blog.rename, blog.picture, blog.template, blog.style, blog.setting, blog.bibliography,
        blog.comment, blog.comment, blog.cover, blog.cover, blog.cover,
    ]  # fmt: skip
    done: list[str] = []
    seen: set[str] = set()
    for _ in range(EDITS):
        blog.lay(tmp_path / "edited")
        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        blog.lay(tmp_path / "clean")
        incremental = build(Options(tmp_path / "edited", fail_on=None), memory=memory)
        clean = build(Options(tmp_path / "clean", fail_on=None))
        assert incremental.problems == clean.problems, done
        assert files_of(tmp_path / "edited/public") == files_of(tmp_path / "clean/public"), done
        memory = incremental.memory if lives_on else None
        seen |= {problem.code for problem in clean.problems}
        edit = blog.chance.choice(edits)
        edit()
        done.append(edit.__name__)
    assert {"math-command", "reference-undefined", "link-missing"} <= seen


@pytest.mark.parametrize("lives_on", [False, True], ids=["with what the disk keeps", "in a process that lives on"])
@pytest.mark.parametrize(
    "left_out",
    ["[images]\nvariants = true\nwidths = [16]\n", "[search]\nenabled = true\n"],
    ids=["pictures", "search"],
)
def test_what_the_command_line_says_may_change_from_build_to_build(
    tmp_path: Path, left_out: str, *, lives_on: bool
) -> None:
    """Drafts and posts to come are shown or not, under another address, as a preview or not: all into one folder.

    A preview leaves things out, each of which must be missed by itself.
    """
    blog = Blog(7)
    blog.files["content/posts/draft.md"] = "---\ntitle: Draft\ndate: 2026-01-01\ndraft: true\ntags: limits\n---\nA\n"
    blog.files["content/posts/future.md"] = "---\ntitle: Future\ndate: 2999-01-01\ntags: limits\n---\nB\n"
    blog.files["mathpress.toml"] = f"{CONFIG}[math]\nfont = 'system'\n{left_out}"
    blog.files["content/posts/p.png"] = 32
    blog.lay(tmp_path / "edited")
    blog.lay(tmp_path / "clean")
    plain = Options(tmp_path, fail_on=None)
    memory: Memory | None = None
    for said in (
        plain,
        replace(plain, is_preview=True),
        replace(plain, drafts=True),
        replace(plain, drafts=True, future=True),
        replace(plain, base_url="https://example.net/other/"),
        plain,
    ):
        shutil.rmtree(tmp_path / "clean/public", ignore_errors=True)
        shutil.rmtree(tmp_path / "clean/.mathpress", ignore_errors=True)
        incremental = build(replace(said, root=tmp_path / "edited"), memory=memory)
        clean = build(replace(said, root=tmp_path / "clean"))
        assert incremental.problems == clean.problems
        assert files_of(tmp_path / "edited/public") == files_of(tmp_path / "clean/public")
        memory = incremental.memory if lives_on else None


def test_a_build_that_ends_in_the_middle_leaves_nothing_wrong_behind(tmp_path: Path) -> None:
    """A process that lives on goes on with a memory of which half is of that build."""
    blog = Blog(7)
    blog.lay(tmp_path / "edited")
    options = Options(tmp_path / "edited", fail_on=None)
    memory = build(options).memory
    for template in ("archive.html", "listing.html", "post.html"):
        blog.rewrite()
        blog.files[f"templates/{template}"] = "{{ page.nothing_of_that_name }}"
        blog.lay(tmp_path / "edited")
        with pytest.raises(Stop, match="template-error"):
            build(options, memory=memory)
        del blog.files[f"templates/{template}"]
        blog.word()
        blog.lay(tmp_path / "edited")
        shutil.rmtree(tmp_path / "clean", ignore_errors=True)
        blog.lay(tmp_path / "clean")
        assert build(options, memory=memory).problems == build(Options(tmp_path / "clean", fail_on=None)).problems
        assert files_of(tmp_path / "edited/public") == files_of(tmp_path / "clean/public")


# --- edits that are told of ------------------------------------------------------------------------------------------


class Preview:
    """Previews of a blog that is edited, with what its watcher tells, and clean ones to compare with."""

    def __init__(self, blog: Blog, folder: Path) -> None:
        self.blog = blog
        self.edited = Options(folder / "edited", fail_on=None, is_preview=True)
        self.clean = replace(self.edited, root=folder / "clean")
        self.memory: Memory | None = None

    def build(self, *told: Path) -> int:
        """Build after edits, of which `told` are more files that are said to have changed.

        Return how many files were looked at. The site must be as if built anew, and so must what is told of it.
        """
        changed = self.blog.lay(self.edited.root)
        shutil.rmtree(self.clean.root, ignore_errors=True)
        self.blog.lay(self.clean.root)
        looked: list[str] = []
        report = build(
            self.edited, lambda stage, *_: looked.append(stage), memory=self.memory, changed={*changed, *told}
        )
        clean = build(replace(self.edited, root=self.clean.root))
        assert report.problems == clean.problems
        assert (report.posts, report.formulas) == (clean.posts, clean.formulas)
        assert report.written + report.unchanged == clean.written
        assert files_of(report.output) == files_of(clean.output)
        self.memory = report.memory
        return looked.count("write")


def test_a_hundred_edits_of_which_a_watcher_tells(tmp_path: Path) -> None:
    """A few at a time, most of which change texts alone; then few files are looked at."""
    blog = Blog(20_260_922)
    preview = Preview(blog, tmp_path)
    texts: list[Callable[[], None]] = [
        blog.word, blog.excerpt, blog.letters, blog.link, blog.show, blog.page, blog.line, blog.mistake,
        blog.equation, blog.label, blog.heading,
    ]  # fmt: skip
    others: list[Callable[[], None]] = [
        blog.rewrite, blog.slug, blog.draft, blog.add, blog.delete, blog.rename, blog.picture, blog.template,
        blog.style, blog.setting, blog.bibliography,
    ]  # fmt: skip
    preview.build()
    few = 0
    for _ in range(EDITS):
        edits = blog.chance.choice([texts, texts, texts, others])
        done = [blog.chance.choice(edits) for _ in range(blog.chance.choice([1, 1, 2, 3]))]
        for edit in done:
            edit()
        looked = preview.build()
        few += looked < len(blog.files)
    assert few > EDITS // 3


def test_a_text_that_is_told_of_is_all_that_is_looked_at(tmp_path: Path) -> None:
    """Its page, the pages that list it, and the feeds; but for a change of anything that other pages show."""
    blog = Blog(3)
    preview = Preview(blog, tmp_path)
    everything = preview.build()
    post = "content/posts/3.md"
    blog.substitute(post, "More", "Moore")
    few = preview.build()
    assert few < everything / 3
    assert preview.build(tmp_path / "edited" / post) < everything / 3
    blog.substitute(post, "More", "## Said again\n\n\\begin{equation}b\\label{eq:b}\\end{equation}\n\nMore")
    assert preview.build() < everything / 2  # nor do pages without a link to it show its headings and numbers
    blog.substitute(post, "title: ", "title: Another ")
    assert preview.build() == everything
    blog.substitute("content/pages/about.md", "See", "Look at")
    assert preview.build() < few
    assert preview.build(tmp_path / "edited/mathpress.toml") == everything


def test_what_editors_make_while_they_save_is_of_no_concern(tmp_path: Path) -> None:
    """Files that are hidden, and such as are gone again; but for those that were part of the site."""
    blog = Blog(3)
    blog.files["content/posts/f/index.md"] = "---\ntitle: F\ndate: 2026-01-01\n---\nA\n"
    blog.files["content/posts/f/index.comments.toml"] = COMMENTS
    preview = Preview(blog, tmp_path)
    everything = preview.build()
    posts = tmp_path / "edited/content/posts"
    hidden = posts / ".1.md.swp"
    hidden.touch()
    blog.substitute("content/posts/1.md", "More", "Moore")
    assert preview.build(hidden, posts / "4913", posts / "1.md~") < everything / 3
    blog.substitute("content/posts/f/index.md", "A\n", "Another\n")  # which has comments beside it
    assert preview.build() < everything / 2
    del blog.files["content/posts/f/index.comments.toml"]
    assert preview.build() == everything
    del blog.files["content/posts/f/index.md"]
    shutil.rmtree(posts / "f")
    assert preview.build(posts / "f") < everything  # for there is a page less
    assert preview.build(tmp_path / "edited/4913") == preview.build(tmp_path / "edited/mathpress.toml")


@pytest.mark.parametrize("becomes", ["a link out of the blog", "a folder", "unreadable"])
def test_a_source_that_is_no_file_any_more_is_seen(tmp_path: Path, becomes: str) -> None:
    """Though it has the name of one."""
    blog = Blog(3)
    preview = Preview(blog, tmp_path)
    preview.build()
    for root in (preview.edited.root, preview.clean.root):
        post = root / "content/posts/1.md"
        post.unlink()
        match becomes:
            case "a link out of the blog":
                (tmp_path / "outside.md").write_text("---\ntitle: T\ndate: 2026-01-01\n---\n", "utf-8")
                post.symlink_to(tmp_path / "outside.md")
            case "a folder":
                post.mkdir()
            case _:
                post.symlink_to("1.md")
    report = build(preview.edited, memory=preview.memory, changed=[preview.edited.root / "content/posts/1.md"])
    shutil.rmtree(preview.clean.root / "public")
    clean = build(preview.clean)
    assert report.problems == clean.problems
    assert files_of(report.output) == files_of(clean.output)


@pytest.mark.parametrize("shown", ["when it is due", "before its time"])
def test_a_post_that_becomes_due_is_seen_though_no_file_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: str
) -> None:
    """The clock is told of by nobody. What is shown before its time is marked as such."""
    blog = Blog(3)
    blog.files["content/posts/due.md"] = "---\ntitle: Due\ndate: 2026-11-01\nexpires: 2026-12-01\n---\nA\n"
    preview = Preview(blog, tmp_path)
    is_early = shown == "before its time"
    preview.edited = replace(preview.edited, future=is_early)
    preview.clean = replace(preview.clean, future=is_early)
    looked = []
    for moment in (1_790_000_000, 1_790_000_001, 1_795_000_000, 1_795_000_001, 1_800_000_000):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment))
        looked.append(preview.build() > 9)
    assert looked == [True, False, True, False, True]


def test_what_somebody_else_built_there_is_looked_at(tmp_path: Path) -> None:
    """Another process in the same folder, or whoever removed it; nobody watches it."""
    blog = Blog(3)
    preview = Preview(blog, tmp_path)
    preview.build()
    blog.substitute("content/posts/1.md", "More", "Moore")
    blog.lay(preview.edited.root)
    blog.substitute("content/posts/1.md", "Moore", "More")
    build(preview.edited)
    preview.build()
    shutil.rmtree(preview.edited.root / "public")
    preview.build()


def test_what_a_failed_build_was_told_is_not_forgotten(tmp_path: Path) -> None:
    """It wrote nothing, so the next one has both to look at, and no more."""
    blog = Blog(3)
    for number in range(8):
        blog.files[f"content/posts/{number}.md"] = f"---\ntitle: T{number}\ndate: 2026-01-01\n---\nMore $y$.\n"
    preview = Preview(blog, tmp_path)
    preview.edited = replace(preview.edited, fail_on=Severity.ERROR)
    everything = preview.build()
    blog.substitute("content/posts/1.md", "More", "Moore")
    blog.substitute("content/posts/2.md", "$y$", "$\\alhpa$")
    changed = blog.lay(preview.edited.root)
    assert build(preview.edited, memory=preview.memory, changed=changed).failed
    blog.substitute("content/posts/2.md", "$\\alhpa$", "$y$")
    assert preview.build() < everything


def test_what_a_build_was_told_that_ended_in_the_middle_is_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next one looks at everything."""
    blog = Blog(3)
    preview = Preview(blog, tmp_path)
    everything = preview.build()
    blog.substitute("content/posts/1.md", "More", "Moore")
    changed = blog.lay(preview.edited.root)
    with monkeypatch.context() as patch:
        patch.setattr("mathpress.write._put_in_place", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            build(preview.edited, memory=preview.memory, changed=changed)
    assert preview.build() == everything


def test_a_process_that_lives_on_keeps_nothing_of_the_builds_before_the_last(tmp_path: Path) -> None:
    """Nor does it wait for a search for cycles, which is rare where a site of many posts is kept."""
    blog = Blog(3)
    kinds = (Library, Site, Arrangement, Manifest, Theme)
    options = Options(tmp_path, fail_on=None, is_preview=True)
    memory: Memory | None = None

    def count() -> int:
        return sum(isinstance(thing, kinds) for thing in gc.get_objects())

    counts = []
    gc.collect()
    gc.disable()
    try:
        before = count()
        for number in range(40):
            blog.substitute("content/posts/1.md", "More" if number == 0 else f"More{number - 1} ", f"More{number} ")
            if number % 5 == 4:
                blog.substitute("content/posts/2.md", "title: ", "title: A")
            memory = build(options, memory=memory, changed=blog.lay(tmp_path)).memory
            counts.append(count() - before)
    finally:
        gc.enable()
    assert max(counts[5:]) <= max(counts[:5])
