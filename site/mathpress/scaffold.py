"""Beginnings: a new post, a new blog."""

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from mathpress.errors import Place, Problem, Stop, writing
from mathpress.schemas import SCHEMAS, schema
from mathpress.settings import FILE
from mathpress.text import CONTROL, slugify

if TYPE_CHECKING:  # pydantic comes along with it, and a new blog has no settings yet
    from mathpress.config import Config

_POST: Final = """\
---
title: {title}
date: {date}
tags: []
draft: true
---

"""
_CONFIG: Final = """\
#:schema ./schemas/settings.json
# The settings of your blog; every one of them has a default.
title = "My mathematics blog"
url = "https://example.org/"
author = ""
language = "en"    # or "zh", "zh-Hant", "ja", "de", "fr"
timezone = "UTC"   # such as "Asia/Shanghai"
description = ""   # a sentence that the front page begins with
license = ""       # such as "CC BY-SA 4.0"

[search]
enabled = true

[images]
variants = true    # smaller pictures for phones
cards = true       # a picture of each post for social networks

[math.macros]
RR = '\\mathbb{R}'
norm = '\\lVert #1 \\rVert'

[menu]
Archive = "/archive/"
Tags = "/tags/"
About = "/about/"

# [comments]        # discussions on GitHub below posts; https://giscus.app tells the ids
# repo = "your-name/blog"
# repo_id = "R_..."
# category = "Announcements"
# category_id = "DIC_..."

# [deploy.default]  # where `mathpress deploy` brings the site
# to = "user@example.org:/var/www/blog"

[social]           # links in the footer to you elsewhere
# GitHub = "https://github.com/your-name"
"""
_FIRST_POST: Final = r"""---
title: Euler's formula, $e^{i\pi}+1=0$
date: 2026-01-02 09:00
tags: [analysis]
---

For every real $x$ the exponential series splits into its even and its odd terms:
\begin{equation}e^{ix}=\sum_{n=0}^\infty\frac{(ix)^n}{n!}=\cos x+i\sin x.\label{eq:euler}\end{equation}

<!-- more -->

At $x=\pi$ equation \eqref{eq:euler} says $e^{i\pi}=-1$. The number beside it was given by `\label{eq:euler}`, and the
link to it by `\eqref{eq:euler}`.

How to write the rest is told in [the other post](writing.md).
"""
_SECOND_POST: Final = r"""---
title: How to write here
date: 2026-01-01 09:00
tags: [writing]
---

A post is a Markdown file in `content/posts/`. Formulas are LaTeX: `$…$` in a line, `$$…$$` or an environment of amsmath
on lines of its own.

<!-- more -->

| You write | You get |
|---|---|
| `$\norm{x}^2 = x_1^2 + x_2^2$` | $\norm{x}^2 = x_1^2 + x_2^2$ |
| `$f\colon\RR\to\RR$` | $f\colon\RR\to\RR$ |

`\norm` and `\RR` are macros of this blog; they are set in `mathpress.toml`. Lines are aligned at `&`, and each has a
number that can be referred to:
\begin{align}
(a+b)^2 &= a^2+2ab+b^2 \label{eq:plus}\\
(a-b)^2 &= a^2-2ab+b^2 \label{eq:minus}
\end{align}
The difference of \eqref{eq:plus} and \eqref{eq:minus} is $4ab$.

What stands before `<!-- more -->` is shown on the front page.
"""
_ABOUT: Final = """\
---
title: About
---

Tell your readers who writes here.
"""
BLOG: Final = {
    FILE: _CONFIG,
    "content/posts/euler.md": _FIRST_POST,
    "content/posts/writing.md": _SECOND_POST,
    "content/pages/about.md": _ABOUT,
    ".gitignore": "/public/\n/.mathpress/\n",
    **{f"schemas/{name}.json": schema(name) for name in SCHEMAS},
}
"""The files of a new blog."""


_LONGEST_NAME: Final = 60
"""Characters of a file's name: ideographs take three bytes each, and file systems allow 255."""
_NO_TEXT: Final = re.compile(rf"{CONTROL.pattern}|[\ud800-\udfff]")
"""What no post may hold; Python takes bytes of a command line that are no UTF-8 for the last of these."""


def new_post(root: Path, config: "Config", title: str, now: datetime.datetime) -> Path:
    """Begin a post as a draft and return its file. Raises `Stop` if the title is none, or its file is there already."""
    title = " ".join(title.split())
    if not title:
        raise Stop(Problem(Place("TITLE"), "usage", "is empty; write what the post is about"))
    if _NO_TEXT.search(title):
        message = "has a control character in it, or is not in the encoding of this terminal; write it in another way"
        raise Stop(Problem(Place("TITLE"), "usage", message))
    path = root / config.posts / f"{slugify(title)[:_LONGEST_NAME].strip('-') or 'post'}.md"
    date = now.astimezone(ZoneInfo(config.timezone)).strftime("%Y-%m-%d %H:%M")
    return _create(path, _POST.format(title=_quoted(title), date=date))


def begin(folder: Path, files: Mapping[str, str]) -> list[Path]:
    """Write files to a folder, by their paths in it, and return them. Raises `Stop`, and makes none, if one exists."""
    for name in files:
        if (folder / name).exists():
            message = "is there already, so nothing was written; move it, or begin a blog in a new folder"
            raise Stop(Problem(Place(str(folder / name)), "exists", message))
    return [_create(folder / name, text) for name, text in files.items()]


def is_begun(folder: Path) -> bool:
    """Tell whether a folder is a blog already: it has settings, which may be wrong."""
    if (folder / FILE).exists():
        return True
    try:
        return "[tool.mathpress" in (folder / "pyproject.toml").read_text("utf-8", "replace")
    except OSError:
        return False


def _quoted(title: str) -> str:
    """Quote a title for YAML, where quotes, colons and backslashes would mean something."""
    return "'" + title.replace("'", "''") + "'"


def _create(path: Path, text: str) -> Path:
    with writing(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError as error:
            there = str(error.filename)  # the file, or another where its folder is to be
            raise Stop(Problem(Place(there), "exists", "is there already; nothing was changed")) from error
    return path
