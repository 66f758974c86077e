"""Typecho: a database, a dump of one, or a folder of Markdown files in their documented forms becomes a blog."""

import contextlib
import sqlite3
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pytest
from tests.importers.test_import import files

from mathpress.errors import Stop
from mathpress.importers.program import Outcome, import_site
from mathpress.importers.sqldump import read
from mathpress.importers.typecho import read_typecho

COLUMNS: Final = {
    "contents": ("cid", "title", "slug", "created", "modified", "text", "type", "status", "password", "parent"),
    "metas": ("mid", "name", "slug", "type", "parent"),
    "relationships": ("cid", "mid"),
    "comments": ("coid", "cid", "created", "author", "authorId", "ownerId", "mail", "url", "ip", "text", "type",
                 "status", "parent"),
    "options": ("name", "user", "value"),
}  # fmt: skip
MORNING: Final = 1425434400
"""2015-03-04 10:00 in Shanghai."""
ROUTES: Final = (
    'a:25:{s:5:"index";a:3:{s:3:"url";s:1:"/";s:6:"widget";s:14:"Widget_Archive";}s:4:"post";a:3:{s:3:"url";'
    's:24:"/archives/[cid:digital]/";s:6:"widget";s:14:"Widget_Archive";}s:4:"page";a:3:{s:3:"url";s:12:"/[slug].html";}}'
)
OPTIONS: Final = {"title": "科学空间", "siteUrl": "https://old.example", "timezone": "28800", "rewrite": "1",
                  "routingTable": ROUTES}  # fmt: skip
NBCE: Final = r"""记<span style="color:red">扩展</span>$S_1 &lt; S_2$，得到
\begin{equation}\log p(T|S_1)&lt;\color{red}{(\beta + 1)}<br />
 = \beta\label{eq:nbce-2}\end{equation}
其中<strong>只有</strong>$\beta$。

<!--more-->

<p>由\eqref{eq:nbce-2}得</p>
<p>$$\begin{aligned}a &amp;= b \\</p>
<p>&amp;= c\end{aligned}$$</p>

参考 <a href="https://old.example/archives/2/">另一篇</a><br>
<img src="https://old.example/usr/uploads/2015/a.svg" alt="图" />"""
PICTURE: Final = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def post(cid: int = 1, text: str = "", **fields: Any) -> dict[str, Any]:
    """Return a row of a published post."""
    times = {"created": MORNING, "modified": MORNING}
    return {"cid": cid, "title": f"第 {cid} 篇", "slug": f"p-{cid}", **times, "text": text, "type": "post",
            "status": "publish", "password": None, "parent": 0, **fields}  # fmt: skip


def comment(coid: int, text: str, **fields: Any) -> dict[str, Any]:
    """Return a row of a comment on the first post, whose author is the user 1."""
    return {"coid": coid, "cid": 1, "created": MORNING + coid * 60, "author": "读者", "authorId": 0, "ownerId": 1,
            "mail": "reader@mail.example", "url": "https://e.org/", "ip": "203.0.113.7", "text": text,
            "type": "comment", "status": "approved", "parent": 0, **fields}  # fmt: skip


def site(contents: Sequence[Mapping[str, Any]], *, options: Mapping[str, str] = OPTIONS, **rows: Any) -> Rows:
    """Return the rows of a site."""
    said = [{"name": name, "user": 0, "value": value} for name, value in options.items()]
    return {"contents": contents, "options": said, "metas": (), "relationships": (), "comments": (), **rows}


def database(path: Path, rows: Rows, prefix: str = "typecho_") -> Path:
    """Write a site as SQLite has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    for name, columns in COLUMNS.items():
        connection.execute(f"CREATE TABLE {prefix}{name} ({', '.join(columns)})")
        for row in rows[name]:
            marks = ", ".join("?" * len(columns))
            values = [row.get(column) for column in columns]
            connection.execute(f"INSERT INTO {prefix}{name} VALUES ({marks})", values)  # noqa: S608
    connection.commit()
    connection.close()
    return path


def dumped(rows: Rows, prefix: str = "typecho_", *, with_columns: bool = True) -> str:
    """Return a site as mysqldump writes it: many rows a statement, texts escaped with backslashes."""
    lines = ["-- MySQL dump 10.13", "/*!40101 SET NAMES utf8mb4 */;"]
    for name, columns in COLUMNS.items():
        made = ",\n".join(f"  `{column}` text" for column in columns)
        lines += [
            f"DROP TABLE IF EXISTS `{prefix}{name}`;",
            f"CREATE TABLE `{prefix}{name}` (\n{made}\n) ENGINE=InnoDB;",
        ]
        named = f" ({', '.join(f'`{column}`' for column in columns)})" if with_columns else ""
        values = [f"({','.join(_quoted(row.get(column)) for column in columns)})" for row in rows[name]]
        lines += [f"INSERT INTO `{prefix}{name}`{named} VALUES {','.join(values)};"] if values else []  # noqa: S608 (nothing runs it)
    return "\n".join(lines)


def _quoted(value: Any) -> str:
    if value is None:
        return "NULL"
    escaped = str(value).replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace('"', '\\"')
    return str(value) if isinstance(value, int) else f"'{escaped}'"


def imported(source: Path, tmp_path: Path) -> tuple[Outcome, dict[str, str]]:
    """Import a site; return what was done, and the files of the blog."""
    outcome = import_site("typecho", source, tmp_path / "new", force=False, dry_run=False)
    return outcome, files(tmp_path / "new")


FILED: Final[dict[str, Any]] = {
    "metas": (
        {"mid": 1, "name": "机器学习", "slug": "ml", "type": "category", "parent": 0},
        {"mid": 2, "name": "概率", "slug": "概率", "type": "tag", "parent": 0},
    ),
    "relationships": ({"cid": 1, "mid": 1}, {"cid": 1, "mid": 2}),
}
WHOLE: Final = site(
    [post(1, NBCE, title="朴素贝叶斯 &amp; $x^2$", slug="nbce"), post(2, "<!--markdown-->b")],
    comments=[
        comment(2, "因为", author="博主", authorId=1, parent=1),
        comment(1, "式$x<y$为何？\n见'附录'\\1"),
        comment(3, "spam", status="spam"),
        comment(4, "ping", type="pingback"),
    ],
    **FILED,
)


@pytest.mark.parametrize("form", ["database", "dump", "dump without names", "dump of another prefix"])
def test_a_post_comes_with_all_that_is_known_of_it(tmp_path: Path, form: str) -> None:
    """From the database in the site's folder or from a dump beside it, whatever the prefix of its tables."""
    old = tmp_path / "old"
    (old / "usr/uploads/2015").mkdir(parents=True)
    (old / "usr/uploads/2015/a.svg").write_bytes(PICTURE)
    prefix = "my_blog_" if "prefix" in form else "typecho_"
    if form == "database":
        database(old / "usr/5f.db", WHOLE)
    else:
        (old / "site.sql").write_text(dumped(WHOLE, prefix, with_columns="names" not in form), "utf-8")
    outcome, found = imported(old, tmp_path)
    settings = tomllib.loads(found["mathpress.toml"])
    del settings["search"], settings["images"]
    assert settings == {
        "title": "科学空间",
        "url": "https://old.example",
        "language": "zh-CN",
        "timezone": "Asia/Shanghai",
        "permalink": "/archives/{slug}/",
    }
    assert found["content/posts/nbce.md"] == (
        "---\ntitle: 朴素贝叶斯 & $x^2$\ndate: 2015-03-04 10:00\nslug: '1'\n"
        "tags: [概率]\ncategories: [机器学习]\n---\n\n"
        "记扩展$S_1 < S_2$，得到\n"
        "\\begin{equation}\\log p(T|S_1)<\\color{red}{(\\beta + 1)} \n = \\beta\\label{eq:nbce-2}\\end{equation}\n"
        "其中**只有**$\\beta$。\n\n<!-- more -->\n\n由\\eqref{eq:nbce-2}得\n\n"
        "$$\\begin{aligned}a &= b \\\\ \n &= c\\end{aligned}$$\n\n"
        "参考 [另一篇](/archives/2/)\\\n![图](/usr/uploads/2015/a.svg)\n"
    )
    assert found["content/posts/nbce.comments.toml"] == (
        '[[comment]]\nid = "1"\nauthor = "读者"\nurl = "https://e.org/"\ndate = 2015-03-04T10:01:00+08:00\n'
        "text = '''\n式$x<y$为何？\\\n见'附录'\\1\n'''\n\n"
        '[[comment]]\nid = "2"\nparent = "1"\nauthor = "博主"\nurl = "https://e.org/"\n'
        "date = 2015-03-04T10:02:00+08:00\nby_author = true\ntext = '''\n因为\n'''\n"
    )
    assert found["static/usr/uploads/2015/a.svg"] == PICTURE.decode()
    assert (outcome.formulas.refused, [each.code for each in outcome.problems]) == (0, [])
    assert {name for each in outcome.repairs for name in each.names} == {"entities", "emphasis", "tags"}
    assert not [text for text in found.values() if "mail.example" in text or "203.0.113" in text]


def test_markdown_loses_its_tricks(tmp_path: Path) -> None:
    """HyperDown, Typecho's Markdown, keeps what is between dollars and eats backslashes of all else."""
    text = "<!--markdown-->$a\\_b$\n\n\\begin{gather}a\\\\\\\\b\\end{gather}\n\n\\\\(x\\\\)\n\n1. $$\\text{a}$$\r\n2. b"
    _, found = imported(database(tmp_path / "a.db", site([post(1, text)])), tmp_path)
    assert found["content/posts/p-1.md"].partition("---\n\n")[2] == (
        "$a\\_b$\n\n\\begin{gather}a\\\\b\\end{gather}\n\n\\(x\\)\n\n1. $$\\text{a}$$\n2. b\n"
    )


@pytest.mark.parametrize(
    ("options", "post_url", "page_url", "permalink"),
    [
        ({}, "/archives/1/", "/about.html", "/archives/{slug}/"),
        ({"rewrite": "0"}, "/index.php/archives/1/", "/index.php/about.html", "/index.php/archives/{slug}/"),
        ({"routingTable": '{"post":{"url":"\\/[year:digital:4]\\/[month:digital:2]\\/[slug].html"},'
                          '"page":{"url":"\\/p\\/[slug]\\/"}}'},
         "/2015/03/p-1.html", "/p/about/", "/{date:%Y/%m}/{slug}.html"),
        ({"routingTable": '{"post":{"url":"\\/[directory:split:0]\\/[slug]"}}'}, "/math/ml/p-1/", "/about.html", None),
        ({"routingTable": '{"post":{"url":"\\/{x}\\/[cid]"}}'}, "/{x}/1/", "/about.html", None),
        ({"routingTable": "O:8:\"stdClass\":0:{}"}, "/archives/1/", "/about.html", "/archives/{slug}/"),
        ({"routingTable": "{" * 9999}, "/archives/1/", "/about.html", "/archives/{slug}/"),
    ],
)  # fmt: skip
def test_addresses_stay(
    tmp_path: Path, options: Mapping[str, str], post_url: str, page_url: str, permalink: str | None
) -> None:
    """By the site's own table of routes, as PHP or JSON writes it down; damaged ones count as those of a new site."""
    metas = (
        {"mid": 1, "name": "M", "slug": "ml", "type": "category", "parent": 2},
        {"mid": 2, "name": "N", "slug": "math", "type": "category", "parent": 1 if "{" * 9 in str(options) else 0},
    )
    rows = site(
        [post(1), post(2, type="page", slug="about")],
        options={**OPTIONS, **options},
        metas=metas,
        relationships=({"cid": 1, "mid": 1},),
    )
    old = read_typecho(database(tmp_path / "a.db", rows))
    assert [document.old_url and document.old_url.rstrip("/") for document in old.documents] == [
        post_url.rstrip("/"),
        page_url.rstrip("/"),
    ]
    assert old.settings.permalinks == ((permalink,) if permalink else ())


def test_what_not_all_may_read_becomes_a_draft(tmp_path: Path) -> None:
    """A draft of what is published stays behind, since the published text is there."""
    rows = site(
        [
            post(1, status="private"),
            post(2, password="p"),  # noqa: S106 (of a post)
            post(3, type="post_draft"),
            post(4, type="post_draft", parent=1),
            post(5, type="attachment"),
            post(6, type="moment"),
            post(7, status="waiting", title=None, slug=None),
        ]
    )
    outcome, found = imported(database(tmp_path / "a.db", rows), tmp_path)
    drafts = sorted(path for path, text in found.items() if "\ndraft: true\n" in text)
    assert drafts == [f"content/posts/{name}.md" for name in ("7", "p-1", "p-2", "p-3")]
    assert [each.message.partition(":")[0] for each in outcome.lost if each.code == "import-skipped"] == [
        "drafts of what is published are left out",
        "contents of the type moment are left out",
    ]


def test_a_slug_may_be_longer_than_a_name_of_a_file(tmp_path: Path) -> None:
    """The file gets a shorter one, and the post keeps its address, unless a folder cannot be called so."""
    routes = '{"post":{"url":"\\/[slug]\\/"}}'
    rows = site(
        [post(1, slug="长" * 100), post(2, slug="长" * 80)], options={**OPTIONS, "routingTable": routes}, **FILED
    )
    outcome, found = imported(database(tmp_path / "a.db", rows), tmp_path)
    names = sorted(path for path in found if path.endswith(".md"))
    assert names == [f"content/posts/{'长' * 66}-2.md", f"content/posts/{'长' * 66}.md"]
    assert f"slug: {'长' * 80}\n" in found[names[0]]
    (lost,) = outcome.lost
    assert (lost.place.path, lost.code) == ("a.db#1", "import-address")
    assert "is longer than names of files may be" in lost.message


def test_comments_may_be_markdown(tmp_path: Path) -> None:
    """If the site's options say so; else they are text in which line ends are breaks."""
    for value, text in (("1", "*a*\nb"), ("0", "\\*a\\*\\\nb")):
        options = {**OPTIONS, "commentsMarkdown": value}
        rows = site([post(1)], options=options, comments=[comment(1, "*a*\nb")])
        (document,) = read_typecho(database(tmp_path / f"{value}.db", rows)).documents
        assert [each.text for each in document.comments] == [text]


def test_a_database_is_not_written_to(tmp_path: Path) -> None:
    """It may be that of a site that runs."""
    path = database(tmp_path / "usr/a.db", site([post(1)]))
    before = path.read_bytes(), path.stat().st_mtime_ns
    read_typecho(tmp_path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [each.name for each in path.parent.iterdir()] == ["a.db"]


def test_what_a_running_site_has_not_written_into_its_database_comes_along(tmp_path: Path) -> None:
    """It lies in a log beside it (sqlite.org, Write-Ahead Logging)."""
    path = database(tmp_path / "usr/a.db", site([post(1)], **FILED))
    with contextlib.closing(sqlite3.connect(path)) as running:
        running.execute("PRAGMA journal_mode = WAL")
        running.execute("INSERT INTO typecho_contents SELECT 2, title, 'new', created, modified, text, type, status, "
                        "password, parent FROM typecho_contents")  # fmt: skip
        running.commit()
        beside = {each.name: each.read_bytes() for each in path.parent.iterdir()}
        assert [each.origin for each in read_typecho(tmp_path).documents] == ["a.db#1", "a.db#2"]
        assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == beside


def test_of_several_sites_in_one_database_the_largest_comes_along(tmp_path: Path) -> None:
    """The others are told."""
    database(tmp_path / "a.db", site([post(1)], **FILED), "a_test_")
    database(tmp_path / "a.db", site([post(2), post(3)], **FILED), "typecho_")
    old = read_typecho(tmp_path)
    assert [each.origin for each in old.documents] == ["a.db#2", "a.db#3"]
    assert [each.message for each in old.problems if each.code == "import-skipped"] == [
        "the tables a_test_… of another site are left out; typecho_… have the most posts"
    ]


@pytest.mark.parametrize("created", [99999999999999, "1e999", float("inf"), -(10**17), "x"])
def test_times_that_there_are_not_count_as_none(tmp_path: Path, created: object) -> None:
    """In the text of a database anything may stand."""
    old = read_typecho(database(tmp_path / "a.db", site([post(1, created=created, parent=created)], **FILED)))
    assert [each.matter and each.matter["date"].year for each in old.documents] == [1970]


@pytest.mark.parametrize("outside", ["../../x.sql", "../config.inc.php", "%2e%2e/config.inc.php", "/../../x.sql"])
def test_only_uploads_come_along(tmp_path: Path, outside: str) -> None:
    """Beside them lie the site's settings and its database, with the passwords."""
    (tmp_path / "usr/uploads").mkdir(parents=True)
    for name in ("x.sql", "usr/config.inc.php", "usr/uploads/a(1).png"):
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / "usr/uploads/link").symlink_to(tmp_path / "usr/config.inc.php")
    named = ("a(1).png", "link", "a" * 999, outside)
    text = "<!--markdown-->" + " ".join(f"[x](/usr/uploads/{name})" for name in named)
    old = read_typecho(database(tmp_path / "usr/a.db", site([post(1, text)], **FILED)))
    assert [str(each.path) for each in old.assets] == ["usr/uploads/a(1).png"]
    assert [each.message for each in old.problems if "3 uploaded files are not" in each.message]


@pytest.mark.parametrize(
    "data", [b"", b"SQLite format 3\0 and nothing else", b"CREATE TABLE `wp_posts` (\n`a` text\n);"]
)
def test_what_is_no_site_is_refused(tmp_path: Path, data: bytes) -> None:
    """Another file, a damaged one, the tables of another system."""
    (tmp_path / "a.sql").write_bytes(data)
    with pytest.raises(Stop, match=r"cannot be read|none of the tables of Typecho"):
        read_typecho(tmp_path / "a.sql")
    (tmp_path / "empty").mkdir()
    with pytest.raises(Stop, match="neither a database of Typecho"):
        read_typecho(tmp_path / "empty")


# --- dumps -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "row"),
    [
        (r"'it\'s', 'a''b', \"q\"\"q\"".replace('\\"', '"'), ["it's", "a'b", 'q"q']),
        (r"'\\alpha\n\t\%\_\0\Z', '\\\\', ''", ["\\alpha\n\t\\%\\_\0\x1a", "\\\\", ""]),
        ("NULL, -12, 1.5", [None, -12, 1.5]),
        ("0xE4B880, X'61', _binary 'b'", ["一", "a", "b"]),
        ("_utf8mb4'😀', 'a;b', '--c'", ["😀", "a;b", "--c"]),
        ("'/* no */', '# no', '`'", ["/* no */", "# no", "`"]),
        ("  1 ,\n 2\n, 3 ", [1, 2, 3]),
    ],
)
def test_values_of_a_dump(values: str, row: list[Any]) -> None:
    """Strings with escapes of MySQL and of the standard, in hexadecimal, with a character set before them."""
    dump = f"INSERT INTO `t_contents` (`a`, `b`, `c`) VALUES ({values}), (4,5,6);"  # noqa: S608 (nothing runs it)
    assert read(dump, lambda name: name == "t_contents").tables == {
        "t_contents": [dict(zip("abc", row, strict=True)), {"a": 4, "b": 5, "c": 6}]
    }


def test_statements_of_a_dump() -> None:
    """Comments, other tables, several statements for one; a text that looks like a statement is none."""
    dump = """-- a comment; it's one
/* another; 'one */
# INSERT INTO x_contents VALUES (0);
CREATE TABLE IF NOT EXISTS `db`.`x_contents` (
  `cid` int(10) unsigned NOT NULL COMMENT 'of `it`;',
  "text" longtext,
  PRIMARY KEY (`cid`)
) DEFAULT CHARSET=utf8mb4;
insert ignore into x_contents values (1,'INSERT INTO x_contents VALUES (7,''no'');');
INSERT INTO other VALUES (9,'a'),(8,'b;');
REPLACE INTO `db`.`x_contents` VALUES (2,'b'),
(3,'c');
INSERT INTO x_contents VALUES (4,unknown()),(5,'lost');
INSERT INTO x_contents VALUES (6,'d')"""
    found = read(dump, lambda name: name.endswith("contents"))
    rows = found.tables["x_contents"]
    assert [(row["cid"], row["text"]) for row in rows] == [
        (1, "INSERT INTO x_contents VALUES (7,'no');"), (2, "b"), (3, "c"), (6, "d"),
    ]  # fmt: skip
    assert [dump[offset:].partition("\n")[0] for offset in found.unread] == ["(4,unknown()),(5,'lost');"]


@pytest.mark.parametrize(
    ("cut", "rest"),
    [
        ("INSERT INTO x VALUES (1,'a'),(2,'b", ",(2,'b"),
        ("INSERT INTO x VALUES (1,'a'),", ","),
        ("INSERT INTO x VALUES ", ""),
        ("INSERT INTO x VALUES (1,'a',3),(2,'b');", "(1,'a',3),(2,'b');"),
        ("INSERT INTO y VALUES ('it", "INSERT INTO y VALUES ('it"),
        ('INSERT INTO y VALUES ("it\\', 'INSERT INTO y VALUES ("it\\'),
    ],
)
def test_no_row_is_lost_without_a_word(cut: str, rest: str) -> None:
    """A dump that was cut off, also in a table that nobody wants, and rows that have not as many values as columns."""
    dump = f"CREATE TABLE x (\n`a` int,\n`b` text\n);\nINSERT INTO x VALUES (0,DEFAULT),(b'11',NULL);\n{cut}"
    found = read(dump, lambda name: name == "x")
    assert found.tables["x"][:2] == [{"a": 0, "b": None}, {"a": 3, "b": None}]
    assert [dump[offset:] for offset in found.unread] == [rest]


def test_what_is_lost_of_a_dump_is_told(tmp_path: Path) -> None:
    """With its place."""
    (tmp_path / "a.sql").write_text(dumped(site([post(1), post(2)], **FILED))[:-3], "utf-8")
    (told,) = [each for each in read_typecho(tmp_path).problems if each.code == "import-skipped"]
    assert (told.place.path, told.place.line > 1, bool(told.place.excerpt)) == ("a.sql", True, True)
    assert told.message == "this statement cannot be read from here on, and what is left of it is left out"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("标题".encode("gb18030"), "is not UTF-8"),
        (b"PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n", "is a dump of SQLite"),
        (b"--\n-- PostgreSQL database dump\n--\n", "is a dump of PostgreSQL"),
    ],
)
def test_a_dump_that_would_come_out_wrong_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    r"""Other encodings, and other systems, to which `\alpha` is no escape."""
    (tmp_path / "a.sql").write_bytes(data + dumped(WHOLE).encode())
    with pytest.raises(Stop, match=said):
        read_typecho(tmp_path)


@pytest.mark.parametrize(
    "dump", ["'" * 9999, "INSERT INTO a VALUES (" * 999, "/*" * 9999, "(" * 9999, "`" * 9999, "-" * 9999]
)
def test_a_damaged_dump_ends(dump: str) -> None:
    """In some rows or none."""
    assert read(dump, lambda _: True).tables == {}


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_folder_of_markdown_files_is_a_site(tmp_path: Path) -> None:
    """As plugins export it, with what they know of a post in its front matter."""
    old = tmp_path / "old"
    old.mkdir()
    (old / "nbce.md").write_text(
        "---\ntitle: 贝叶斯\ndate: 2015-03-04 10:00:00\ncid: 12\ntags: 概率,数学\n"
        "categories: [机器学习]\nstatus: publish\n---\n"
        "<!--markdown-->\\\\(x\\\\)\n<!--more-->\n",
        "utf-8",
    )
    (old / "about.md").write_text("---\ntitle: 关于\ntype: page\n---\n我\n", "utf-8")
    (old / "later.md").write_text("---\ntitle: 以后\ndate: 2015-03-05\nstatus: hidden\n---\nx\n", "utf-8")
    _, found = imported(old, tmp_path)
    assert found["content/posts/nbce.md"] == (
        "---\ntitle: 贝叶斯\ndate: 2015-03-04 10:00\nurl: /archives/12/\n"
        "tags: [概率, 数学]\ncategories: [机器学习]\n---\n\n"
        "\\(x\\)\n<!--more-->\n"
    )
    assert "draft: true" in found["content/posts/later.md"]
    assert "content/pages/about.md" in found
