"""Other ways in than posts: old sites, pages that are checked, titles, formulas, templates, settings, deploys."""

from pathlib import Path
from typing import Final

from tests.hostile.attacks import MB, POST, Attack, Lay, both, empty, file, link, once, pipe, put, settings

_LAUGHS: Final = "".join(f'<!ENTITY a{level + 1} "{f"&a{level};" * 10}">' for level in range(9))
_NO_DOCTYPE: Final = "old.xml: error: has a document type or entities, which no export of WordPress has [import-source]"
_NO_POSTS: Final = (
    'content/posts: warning: the blog has no posts to show; `mathpress new "Title"` begins one [content-empty]'
)
_SKIPPED: Final = "warning: is left out:"
_UNREAD: Final = "error: the old site's settings cannot be read:"
_NO_SITE: Final = "old: error: old is no site of Hugo: it has neither hugo.toml nor config.toml [import-source]"
_TOO_LARGE: Final = "error: cannot be read: it is larger than"
_ABROAD: Final = (
    ".mathpress: error: is a link that leads out of the blog, where nothing is written; remove it, and the cache is"
    " made anew [output-outside]"
)
_RECURSION: Final = (
    "templates/post.html:1:1: error: RecursionError: it includes itself, or is nested too deeply [template-error]"
)
_EXPORT: Final = ("import", "wordpress", "old.xml", "--into", "new")
_JEKYLL: Final = ("import", "jekyll", "old", "--into", "new")
_PELICAN: Final = ("import", "pelican", "old", "--into", "new")
_HUGO: Final = ("import", "hugo", "old", "--into", "new")
_DEPLOY: Final = ("deploy", "there", "--base-url", "https://blog.test/")
_OLD: Final = once(file("old/hugo.toml", 'title = "Old"\n'))
_ROOM: Final = settings('deploy.there.to = "there"\n')


def _nothing(root: Path, _: int) -> None:
    """Lay nothing: what is hostile is an argument."""
    assert root


def _in_pyproject(text: str, behind: str = "") -> Lay:
    """Return what lays settings with lines that are repeated in the other file that may have them."""

    def lay(root: Path, size: int) -> None:
        (root / "mathpress.toml").unlink()
        put(root, "pyproject.toml", text + behind * size)

    return lay


def _doubling(size: int) -> str:
    macros = "".join(rf"\def\{chr(98 + n)}{{\{chr(97 + n)}\{chr(97 + n)}}}" for n in range(size))
    return rf"\def\a{{x}}{macros}\{chr(97 + size)}"


ATTACKS: Final = (
    Attack(
        "a billion laughs in an export",
        file("old.xml", f'<!DOCTYPE r [<!ENTITY a0 "ha">{_LAUGHS}]><rss>&a9;</rss>'), (_NO_DOCTYPE,), 2,
        arguments=_EXPORT,
    ),
    Attack(
        "a secret in an export", file("old.xml", '<!DOCTYPE r [<!ENTITY a SYSTEM "../secret.txt">]><rss>&a;</rss>'),
        (_NO_DOCTYPE,), 2, arguments=_EXPORT,
    ),
    Attack(
        "a million elements in one another in an export", file("old.xml", "<a>", "<rss><channel>", "\n<"),
        ("old.xml:2:1: error: is no XML: unclosed token [import-source]",), 2, 50_000, 1_000_000, memory=500 * MB,
        arguments=_EXPORT,
    ),
    Attack(
        "an export of 1 GB", empty("old.xml"), ("old.xml:1:1: error: is no XML: no element found [import-source]",), 2,
        20 * MB, 1000 * MB, arguments=_EXPORT,
    ),
    Attack(
        "a pipe as an export", pipe("old.xml"),
        ("old.xml: error: cannot be read: it is a pipe, a socket or a device, and no file [import-source]",), 2,
        arguments=_EXPORT,
    ),
    Attack(
        "an archive as an export", file("old.xml", b"PK\3\4" + bytes(1000)),
        ("old.xml:1:1: error: is no XML: syntax error [import-source]",), 2, arguments=_EXPORT,
    ),
    Attack(
        "an old post of 400 MB", both(_OLD, empty("old/content/posts/a.md")),
        (
            f"content/posts/a.md: {_SKIPPED} cannot be read: it is larger than 5 MB; shorten it [import-skipped]",
            _NO_POSTS,
        ),
        size=20 * MB, full=400 * MB, arguments=_HUGO,
    ),
    Attack(
        "a pipe as an old post", both(_OLD, pipe("old/content/posts/a.md")),
        (f"content/posts/a.md: {_SKIPPED} is no file [import-skipped]", _NO_POSTS), arguments=_HUGO,
    ),
    Attack(
        "an old post that leads out", both(_OLD, link("old/content/posts/a.md", "../../../../outside/secret.md")),
        (f"content/posts/a.md: {_SKIPPED} is a link that leads out of the site [import-skipped]", _NO_POSTS),
        arguments=_HUGO,
    ),
    Attack(
        "an old post that is a link to itself", both(_OLD, link("old/content/posts/a.md", "a.md")),
        (f"content/posts/a.md: {_SKIPPED} is no file [import-skipped]", _NO_POSTS), arguments=_HUGO,
    ),
    Attack(
        "old static files that are a link to itself", both(_OLD, link("old/static", "static")),
        (
            f"static: {_SKIPPED} cannot be read: Too many levels of symbolic links [import-skipped]", _NO_POSTS,
        ),
        arguments=_HUGO,
    ),
    Attack(
        "a folder of old posts that leads out", both(_OLD, link("old/content/posts", "../../../outside")),
        (f"content/posts: {_SKIPPED} is a link that leads out of the site [import-skipped]", _NO_POSTS),
        arguments=_HUGO,
    ),
    Attack(
        "old static files that lead out", both(_OLD, link("old/static", "../../outside")),
        (f"static: {_SKIPPED} lies outside of the site [import-skipped]", _NO_POSTS), arguments=_HUGO,
    ),
    Attack("old settings that lead out", link("old/hugo.toml", "../../secret.txt"), (_NO_SITE,), 2, arguments=_HUGO),
    Attack(
        "old settings of 50 MB", file("old/hugo.toml", "# a comment\n"), (_NO_SITE,), 2, 500_000, 50 * MB // 12,
        arguments=_HUGO,
    ),
    Attack(
        "a bomb of aliases in old settings",
        file("old/_config.yml", "".join(f"b{n}: &b{n} [*b{n - 1}, *b{n - 1}]\n" for n in range(1, 99)), "b0: &b0 x\n"),
        (f"_config.yml:1:1: {_UNREAD} tables in it are nested or repeated too often [import-source]",), 2,
        arguments=_JEKYLL,
    ),
    Attack(
        "a tag of Python in old settings",
        file("old/_config.yml", 'x: !!python/object/apply:os.system ["touch ../pwned"]\n'),
        (
            f"_config.yml:1:4: {_UNREAD} could not determine a constructor for the tag"
            " 'tag:yaml.org,2002:python/object/apply:os.system' [import-source]",
        ),
        2, arguments=_JEKYLL,
    ),
    Attack(
        "a program as old settings",
        both(
            file("old/pelicanconf.py", "import os\nos.system('touch ../pwned')\nSITENAME = 9 ** 9 ** 9\n"),
            file("old/content/a.md", "Title: A\nDate: 2026-01-02\n\nText.\n"),
        ),
        (
            "pelicanconf.py:3:1: warning: SITENAME is computed, and nothing here runs the old settings; it counts as"
            " not set [import-setting]",
        ),
        arguments=_PELICAN,
    ),
    Attack(
        "100,000 brackets in a program as old settings", file("old/pelicanconf.py", "(", "A = "),
        (f"pelicanconf.py:1:205: {_UNREAD} too many nested parentheses [import-source]",), 2,
        1000, 100_000, arguments=_PELICAN,
    ),
    Attack(
        "a dump of 100 MB that does not end", file("old.sql", "a", "INSERT INTO `typecho_contents` VALUES ('"),
        (
            "old.sql: error: has none of the tables of Typecho, such as typecho_contents and typecho_metas"
            " [import-source]",
        ),
        2, MB, 100 * MB, memory=400 * MB, arguments=("import", "typecho", "old.sql", "--into", "new"),
    ),
    Attack(
        "a page of a million elements in one another, checked", file("static/a.html", "<b>"), size=5000,
        full=1_000_000, arguments=("check",),
    ),
    Attack(
        "a page of 50 MB, checked", file("static/a.html", "word "), size=100_000, full=10 * MB, memory=250 * MB,
        arguments=("check",),
    ),
    Attack("a page that is no text, checked", file("static/a.html", b"\xff\xfe\0\x80"), arguments=("check",)),
    Attack(
        "a post of 10,000 elements in one another, checked", file("content/posts/a.md", "<b>", POST),
        (
            ".mathpress/check/2026/01/a/index.html:1:1: warning: elements lie in one another more than 512 deep;"
            " browsers put the rest beside them [html-syntax]",
        ),
        size=1000, full=10_000, arguments=("check",),
    ),
    Attack(
        "a cache that leads out, where a post is renamed", link(".mathpress", "../outside"), (_ABROAD,), 2,
        arguments=("rename", "sound", "--slug", "new"),
    ),
    Attack(
        "a cache that leads out, where a site is imported", both(_OLD, link(".mathpress", "../outside")), (_ABROAD,), 2,
        arguments=(*_HUGO[:-1], "."),
    ),
    Attack(
        "a cache that leads out, where a preview begins", link(".mathpress", "../outside"), (_ABROAD,), 2,
        arguments=("serve", "--port", "0"),
    ),
    Attack("a new title that leads out", _nothing, arguments=("new", "../../../outside/x")),
    Attack("a new title of several lines", _nothing, arguments=("new", "A\n---\nslug: ../x")),
    Attack("a new title of markup", _nothing, arguments=("new", "'\"{{config}}: [x] #")),
    Attack(
        "a new title of control characters", _nothing,
        (
            "TITLE: error: has a control character in it, or is not in the encoding of this terminal; write it in"
            " another way [usage]",
        ),
        2, arguments=("new", "\x1b[31m"),
    ),
    Attack("a new title of 10,000 letters", _nothing, arguments=("new", "a" * 10_000)),
    Attack(
        "a new title of nothing", _nothing, ("TITLE: error: is empty; write what the post is about [usage]",), 2,
        arguments=("new", " "),
    ),
    Attack(
        "a formula that doubles, asked for alone", _nothing,
        (r"formula:1:250: error: expanding \b makes a formula too long [macro-loop]",), 1,
        arguments=("formula", _doubling(20)),
    ),
    Attack(
        "a formula of 100,000 braces", _nothing,
        ("formula:1:1: error: the formula has 100,000 characters; more than 20,000 are refused [math-length]",), 1,
        arguments=("formula", "{" * 100_000),
    ),
    Attack(
        "a formula that calls itself", _nothing,
        (
            r"formula:1:11: error: \a → \a does not end: a macro must not stand for itself; use another name for the"
            " old meaning [macro-loop]",
        ),
        1, arguments=("formula", r"\def\a{\a}\a"),
    ),
    Attack(
        "a template that is not UTF-8", file("templates/post.html", b"\xff"),
        ("templates/post.html: error: the template is not UTF-8 [template-error]",), 1,
    ),
    Attack(
        "a template of 1 GB", empty("templates/post.html"),
        (f"templates/post.html: {_TOO_LARGE} 5 MB; shorten it [source-unreadable]",), 1, 20 * MB, 1000 * MB,
    ),
    Attack(
        "a template that includes itself", file("templates/post.html", '{% include "post.html" %}'), (_RECURSION,), 1
    ),
    Attack(
        "a template of 1000 blocks in one another", file("templates/post.html", "{% if 1 %}" * 1000), (_RECURSION,), 1
    ),
    Attack(
        "settings in pyproject.toml that are a list", _in_pyproject("[tool]\nmathpress = [1]\n"),
        (
            "pyproject.toml:2:1: error: tool.mathpress: must be a table, whose lines follow one that says"
            " [tool.mathpress] [config-value]",
        ),
        2,
    ),
    Attack(
        "settings in pyproject.toml of 50 MB", _in_pyproject("[tool.mathpress]\n", "# a comment\n"),
        (f"pyproject.toml: {_TOO_LARGE} 0.5 MB; shorten it [config-unreadable]",), 2, 50_000, 50 * MB // 12,
    ),
    Attack(
        "tables in tables in pyproject.toml",
        _in_pyproject(f"[tool.mathpress]\n{'a.' * 40}a = {{ {'b.' * 40}b = 1 }}\n"),
        ("pyproject.toml:1:1: error: this is not TOML: it is nested too deeply [config-syntax]",), 2,
    ),
    Attack(
        "settings that are not UTF-8", file("mathpress.toml", b"title = '\xff'"),
        ("mathpress.toml:1:10: error: the file is not UTF-8; save it in that encoding [config-encoding]",), 2,
    ),
    Attack(
        "a deploy of a name with a line end", both(_ROOM, file("static/a\nb.txt", "x")),
        (
            r"static/a\nb.txt: warning: Windows and some hosts cannot have that name; give it another one [file-name]",
            r"public/a\nb.txt: error: cannot be deployed, for its name has control characters, or is no text; give it"
            " another one [deploy-output]",
        ),
        1, arguments=_DEPLOY,
    ),
    Attack(
        "a deploy of names that are options",
        both(_ROOM, file("static/--delete", "x"), file("static/-rf/a", "x")), arguments=_DEPLOY,
    ),
)  # fmt: skip
"""Each with what is told of it."""
