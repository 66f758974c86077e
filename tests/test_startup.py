"""A command starts quickly, for it imports nothing that it does not use: not Markdown to print its help.

What is tested is which modules are there at the end, which does not depend on the machine.
"""

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

ENGINES: Final = {"latex2mathml", "math_core", "mathpress.tex", "webcolors"}
PARSING: Final = {
    "markdown", "multiprocessing", "mathpress.fields", "mathpress.parse", "nh3", "pygments", "pymdownx", "yaml",
}  # fmt: skip
PAGES: Final = {"babel", "brotli", "fontTools", "jinja2", "latexcodec", "PIL", "pybtex", "uharfbuzz"}
SETTINGS: Final = {"importlib.metadata", "pydantic", "tomllib"}
PREVIEW: Final = {"rich", "starlette", "tomlkit", "uvicorn", "watchdog"}
"""Modules that take long to import, by what needs them."""

RUN: Final = """\
import sys
from mathpress.cli import main

try:
    main()
finally:
    print("modules:", *sys.modules)
"""
POST: Final = r"""---
title: Everything $x^2$
date: 2026-01-01
tags: [a, 数学]
---
## Heading

Prose, `code`, $x^2$ and \eqref{eq:a}, ![A drawing](drawing.svg).[^1]

\begin{align}a&=b\label{eq:a}\\c&=d\end{align}

\begin{theorem}[Name]All is well.\end{theorem}

| a | b |
|---|---|
| 1 | 2 |

```python
print(1)
```

[^1]: A note.
"""
FILES: Final = {
    "content/posts/a.md": POST,
    "content/posts/drawing.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
}


def imported(*arguments: str, cwd: Path) -> set[str]:
    """Run a command in a new process and return the names of the modules that it imported, and of their packages."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("modules:")[2].split())


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["build", "--help"], ["deploy", "--help"], ["init", "blog"]]
)
def test_what_reads_no_blog_imports_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    """Neither settings nor posts nor pages are there to be read."""
    heavy = ENGINES | PARSING | PAGES | SETTINGS | PREVIEW
    assert imported(*arguments, cwd=tmp_path) & heavy == set()


def test_a_new_post_needs_the_settings_alone(blog: "MakeBlog") -> None:
    """They tell its folder and its time zone."""
    found = imported("new", "A title", cwd=blog({}))
    assert found & (ENGINES | PARSING | PAGES | PREVIEW) == set()


def test_a_formula_needs_its_engine_alone(tmp_path: Path) -> None:
    """The second engine is for what the first one refuses."""
    found = imported("formula", r"\frac{1}{2}", cwd=tmp_path)
    assert "math_core" in found
    assert found & (PARSING | PAGES | PREVIEW | {"latex2mathml"}) == set()


def test_a_build_that_parses_nothing_imports_no_markdown_and_no_engine(blog: "MakeBlog") -> None:
    """All is in the cache, no page is to be written, and Pillow is for those who show pictures that are no drawings."""
    root = blog(FILES)
    assert "markdown" in imported("build", cwd=root)
    found = imported("build", cwd=root)
    assert "babel" in found
    assert found & (ENGINES | PARSING | PREVIEW | (PAGES - {"babel"})) == set()


def test_one_language_of_babels_is_read(blog: "MakeBlog") -> None:
    """Its data of all languages are a hundred times as large."""
    code = "import sys; from mathpress.cli import main; main(); from babel import localedata; print(*localedata._cache)"
    root = blog(FILES)
    done = subprocess.run(
        [sys.executable, "-c", code, "--quiet"], cwd=root, capture_output=True, encoding="utf-8", check=True
    )
    assert set(done.stdout.split()) == {"root", "en"}


WARMED_UP: Final = """\
import sys, time
from pathlib import Path
from mathpress.build import Options
from mathpress.serve.builds import Builds

builds = Builds(Options(Path()), "http://127.0.0.1:8000", quiet=True)
builds.first()
before = set(sys.modules)
builds.warm_up()
warm = set(sys.modules)
post = Path("content/posts/a.md")
post.write_text(post.read_text("utf-8") + "More.", "utf-8")
builds.again(frozenset({str(post)}), time.time())
print(bool({"markdown", "math_core", "jinja2"} & before), {"markdown", "math_core", "jinja2"} <= warm)
print(*sorted(set(sys.modules) - warm))
"""


def test_the_first_save_in_a_preview_imports_nothing_more(blog: "MakeBlog") -> None:
    """What the first build did without, for it knew all, is made ready before something is saved."""
    root = blog(FILES)
    for _ in range(2):
        command = [sys.executable, "-c", WARMED_UP]
        done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines() == ["False True", ""]
