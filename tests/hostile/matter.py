"""Hostile front matter: bombs, names of types, templates, dates at the end of time, addresses that lead elsewhere."""

from pathlib import Path
from typing import Final

from tests.hostile.attacks import HEAD, MB, Attack, Lay, both, file, matter, post, put

_NOT_YAML: Final = "error: the front matter is not YAML:"
_NOT_TOML: Final = "error: the front matter is not TOML:"
_TOO_LONG: Final = (
    "content/posts/a.md:1:1: error: the front matter has more than 100,000 characters; move what pages show into the"
    " text [front-matter-syntax]"
)


def _toml(root: Path, lines: str) -> Path:
    return put(root, "content/posts/a.md", f"+++\ntitle = 'A post'\ndate = 2026-01-02\n{lines}\n+++\n")


def _dated(date: str) -> str:
    return f"---\ntitle: A post\ndate: {date}\n---\n"


def _other(line: str) -> Lay:
    return file("content/posts/b.md", f"---\n{HEAD}{line}\n---\n")


ATTACKS: Final = (
    Attack(
        "a bomb of aliases in YAML", matter("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
        (
            f"content/posts/a.md:5:8: {_NOT_YAML} aliases are not understood here; put the value in quotes"
            " [front-matter-syntax]",
        ),
        1,
    ),
    Attack(
        "a tag of Python in YAML", matter('x: !!python/object/apply:os.system ["touch ../pwned"]\n'),
        (
            f"content/posts/a.md:4:4: {_NOT_YAML} tags such as !!set are not understood here; put the value in quotes"
            " [front-matter-syntax]",
        ),
        1,
    ),
    Attack(
        "900 brackets in YAML", matter("x: " + "[" * 900),
        (f"content/posts/a.md:4:53: {_NOT_YAML} it is nested too deeply [front-matter-syntax]",), 1,
    ),
    Attack(
        "10,000 brackets in YAML", matter("x: " + "[" * 10_000),
        (f"content/posts/a.md:4:1003: {_NOT_YAML} it is nested too deeply [front-matter-syntax]",), 1,
    ),
    Attack("5 MB of keys in YAML", matter("key: value\n"), (_TOO_LONG,), 1, 10_000, 400_000),
    Attack(
        "5 MB of macros in YAML",
        lambda root, size: matter("macros:\n" + "".join(f"  m{number}: x\n" for number in range(size)))(root, 1),
        (_TOO_LONG,), 1, 10_000, 350_000, memory=250 * MB,
    ),
    Attack(
        "7000 macros", lambda root, size: matter("macros:\n" + "".join(f"  m{n}: x\n" for n in range(size)))(root, 1),
        size=7000,
    ),
    Attack(
        "12,000 tags",
        lambda root, size: matter(f"tags: [{','.join(f't{number:x}' for number in range(size))}]")(root, 1),
        (
            "content/posts/a.md:4:1: error: tags: are 12,000; of no kind may a post have more than 1,000"
            " [front-matter-value]",
        ),
        1, 12_000,
    ),
    Attack(
        "a number of 5000 digits in YAML", matter("part: " + "9" * 5000),
        (
            "content/posts/a.md:4:1: error: part: unable to parse input string as an integer, exceeded maximum size"
            " [front-matter-value]",
        ),
        1,
    ),
    Attack(
        "a number of 5000 digits in TOML", lambda root, _: _toml(root, f"part = {'9' * 5000}"),
        (f"content/posts/a.md:2:1: {_NOT_TOML} it has a number of more than 77 digits [front-matter-syntax]",), 1,
    ),
    Attack(
        "a number of 10,000 digits in TOML", lambda root, _: _toml(root, f"part = 0x{'f' * 10_000}"),
        (f"content/posts/a.md:2:1: {_NOT_TOML} it has a number of more than 77 digits [front-matter-syntax]",), 1,
    ),
    Attack(
        "a key of 40,000 parts in TOML", lambda root, size: _toml(root, f"{'a.' * size}b = 1"),
        (f"content/posts/a.md:4:101: {_NOT_TOML} it is nested too deeply [front-matter-syntax]",), 1, 40_000,
    ),
    Attack(
        "tables in tables in TOML", lambda root, _: _toml(root, f"{'a.' * 40}a = {{ {'b.' * 40}b = 1 }}"),
        (f"content/posts/a.md:2:1: {_NOT_TOML} it is nested too deeply [front-matter-syntax]",), 1,
    ),
    Attack(
        "10,000 brackets in TOML", lambda root, size: _toml(root, f"a = {'[' * size}"),
        (f"content/posts/a.md:2:1: {_NOT_TOML} it is nested too deeply [front-matter-syntax]",), 1, 10_000,
    ),
    Attack("90,000 empty lines in TOML", lambda root, size: _toml(root, "\n" * size), size=90_000),
    Attack(
        "front matter of 5 MB that is not closed", file("content/posts/a.md", "a: b\n", "---\n"),
        (
            "content/posts/a.md:1:1: error: the front matter is not closed by a line --- [front-matter-syntax]",
        ),
        1, 10_000, 900_000, memory=900 * MB,
    ),
    Attack("templates in front matter", matter("summary: '{{ config }}{% for x in range(999999999) %}x{% endfor %}'")),
    Attack("a template in a text", post("{{ ''.__class__.__mro__ }} {% include '/etc/passwd' %}")),
    Attack("the end of a script in a title", matter("description: '</script><script>alert(1)</script>'")),
    Attack(
        "a NUL in a title", file("content/posts/a.md", '---\ntitle: "a\\0b"\ndate: 2026-01-02\n---\n'),
        (
            "content/posts/a.md:2:1: error: title: must not hold control characters; in double quotes a backslash makes"
            " them, in single ones not [front-matter-value]",
        ),
        1,
    ),
    Attack("a summary of 90,000 characters", matter("summary: a\n" + "  word" * 15_000)),
    Attack(
        "the last day", file("content/posts/a.md", _dated("9999-12-31")),
        (
            "content/posts/a.md:3:1: error: date: '9999-12-31' is no date: there are no posts of the year 9999"
            " [front-matter-date]",
        ),
        1,
    ),
    Attack(
        "the first day", file("content/posts/a.md", _dated("0001-01-01")),
        (
            "content/posts/a.md:3:1: error: date: '0001-01-01' is no date: there are no posts of the year 1"
            " [front-matter-date]",
        ),
        1,
    ),
    Attack(
        "the last hour of all in the last zone", file("content/posts/a.md", _dated("9998-12-31T23:59:59-12:00")),
        arguments=("build", "--future"),
    ),
    Attack("the first hour of all in the first zone", file("content/posts/a.md", _dated("0002-01-01T00:00:00+14:00"))),
    Attack("a slug that leads out", matter("slug: ../../../../etc/passwd")),
    Attack(
        "an address that leads out", matter("url: /../../outside/"),
        ("content/posts/a.md:4:6: error: the address /../../outside/ leads out of the site [url-bad]",), 1,
    ),
    Attack(
        "an address that leads out, encoded", matter("url: /%2e%2e/%2e%2e/outside/"),
        (
            "content/posts/a.md:4:6: error: the address /%2e%2e/%2e%2e/outside/ is no path such as /2026/09/title/"
            " [url-bad]",
        ),
        1,
    ),
    Attack(
        "an address with backslashes", matter(r"url: '\..\outside'"),
        (r"content/posts/a.md:4:7: error: the address \..\outside is no path such as /2026/09/title/ [url-bad]",), 1,
    ),
    Attack(
        "an address with a line end", matter('url: "/a\\nb/"'),
        ("content/posts/a.md:4:1: error: the address /a b/ is no path such as /2026/09/title/ [url-bad]",), 1,
    ),
    Attack(
        "an address below our own files", matter("url: /.mathpress/manifest.json"),
        (
            "content/posts/a.md:4:6: error: the address /.mathpress/manifest.json has a hidden folder in it [url-bad]",
        ),
        1,
    ),
    Attack(
        "an address that is a script", matter("url: 'javascript:alert(1)'"),
        (
            "content/posts/a.md:4:7: warning: its address /javascript:alert(1)/ has a name in it that Windows and some"
            " hosts cannot have; choose another [file-name]",
        ),
    ),
    Attack("an address of another host", matter("url: //evil.example/x/")),
    Attack(
        "an alias that leads out", matter("aliases: [/../../outside/]"),
        ("content/posts/a.md:4:11: error: aliases: the address /../../outside/ leads out of the site [url-bad]",), 1,
    ),
    Attack(
        "an alias that is the front page", matter("aliases: [/index.html]"),
        (
            "content/posts/a.md:4:11: error: its alias /index.html is the address of the front page [url-taken]",
        ),
        1,
    ),
    Attack(
        "a bibliography that leads out", matter("bibliography: ../../../../../../etc/passwd"),
        (
            "content/posts/a.md:4:1: error: bibliography: ../../../../etc/passwd is no BibTeX file; its name must end"
            " with .bib [bibliography-missing]",
        ),
        1,
    ),
    Attack(
        "a cover that leads out", matter("cover: ../../../secret.txt"),
        (
            "content/posts/a.md:4:8: error: ../secret.txt is not among the files of posts and pages, which lie in"
            " content/posts and content/pages; put it beside the post, or into the folder of static files and link to"
            " it from the site's root, /… [file-outside]",
        ),
        1,
    ),
    Attack(
        "a language that leads out", matter("lang: ../../outside"),
        (
            "content/posts/a.md:4:1: error: lang: is no language tag (BCP 47); write one such as en, zh or zh-Hant"
            " [front-matter-value]",
        ),
        1,
    ),
    Attack(
        "two addresses that differ in capitals", both(matter("url: /Ab/"), _other("url: /ab/")),
        (
            "content/posts/b.md:4:6: warning: its address /ab/ is that of content/posts/a.md but for capitals; Windows"
            " and macOS keep one of them alone [url-alike]",
        ),
    ),
    Attack(
        "two addresses that differ in how letters are composed",
        both(matter("url: /caf\u00e9/"), _other("url: /cafe\u0301/")),
        (
            "content/posts/b.md:4:6: error: its address /caf\u00e9/ is that of content/posts/a.md; choose another slug"
            " or url [url-taken]",
        ),
        1,
    ),
    Attack(
        "an address below a page that is a file", both(matter("url: /x.html"), _other("url: /x.html/y/")),
        (
            "x.html: error: is to be a file of the site and a folder of others; choose another address for one of them"
            " [output-taken]",
        ),
        1,
    ),
    Attack(
        "an alias that is a static file", both(file("static/x.html", "x"), matter("aliases: [/x.html]")),
        ("x.html: error: two things of the site would be written to this file [output-taken]",), 1,
    ),
    Attack(
        "an address of 300 letters", matter(f"url: /{'a' * 300}/"),
        (
            f"content/posts/a.md:4:6: error: the address /{'a' * 58}… is longer than names of files may be; choose a"
            " shorter one [url-bad]",
        ),
        1,
    ),
    Attack(
        "a slug that grows to twice its length", matter(f"slug: {'㌔' * 60}"),
        (
            f"content/posts/a.md:4:7: error: the address /2026/01/{'キロ' * 25}… is longer than names of files may be;"
            " choose a shorter one [url-bad]",
        ),
        1,
    ),
    Attack(
        "an address of 3000 folders", matter(f"url: /{'a/' * 3000}"),
        (
            f"content/posts/a.md:4:6: error: the address /{'a/' * 29}… is longer than names of files may be; choose a"
            " shorter one [url-bad]",
        ),
        1,
    ),
    Attack("a tag of 300 letters", matter(f"tags: ['{'a' * 300}', '{'a' * 300}b']")),
    Attack("tags that lead out", matter("tags: ['..', '.', '/', '../../outside', 'CON', '%2e%2e', '?', '#']")),
    Attack(
        "a text that is turned around", post("A \u202e b"),
        (
            "content/posts/a.md:5:3: warning: a character (U+202E) that turns around what follows, unseen by readers;"
            " delete it [source-turned]",
        ),
    ),
)  # fmt: skip
"""Each with what is told of it."""
