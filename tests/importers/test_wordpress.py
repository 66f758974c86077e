"""WordPress: an export in its documented format (WXR 1.2) becomes a blog; hostile ones do no harm."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
import yaml
from tests.importers.test_import import files

from mathpress.errors import Stop
from mathpress.importers.program import Outcome, import_site
from mathpress.importers.wordpress import read_wordpress
from mathpress.importers.wordpress_parts import with_patterns

if TYPE_CHECKING:
    from tests.conftest import MakeBlog

HEAD: Final = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>数学 &amp;amp; 物理</title>
<link>https://old.example/blog</link>
<description>About it</description>
<language>zh-CN</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://old.example/blog</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>admin</wp:author_login>
<wp:author_email>admin@old.example</wp:author_email><wp:author_display_name>苏</wp:author_display_name></wp:author>
"""
TAIL: Final = "</channel></rss>"
DATES: Final = {"post_date": "2015-03-04 10:00:00", "post_date_gmt": "2015-03-04 02:00:00"}
UPLOADS: Final = "https://old.example/blog/wp-content/uploads"
PICTURE: Final = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def item(content: str = "", extra: str = "", link: str = "2015/03/04/first", **fields: str) -> str:
    """Return an item of an export: a published post, unless `fields` say otherwise."""
    given = {"post_id": "1", **DATES, "post_name": "first", "status": "publish", "post_type": "post", **fields}
    title = given.pop("title", "第一篇 $latex x^2$")
    return (
        f"<item><title><![CDATA[{title}]]></title><link>https://old.example/blog/{link}/</link>"
        f"<dc:creator>admin</dc:creator><content:encoded><![CDATA[{content}]]></content:encoded>"
        + "".join(f"<wp:{name}><![CDATA[{value}]]></wp:{name}>" for name, value in given.items())
        + f"{extra}</item>"
    )


def comment(number: int, content: str, **fields: str) -> str:
    """Return a comment of an item."""
    given = {
        "comment_id": str(number),
        "comment_author": "李四",
        "comment_author_email": "reader@mail.example",
        "comment_author_IP": "203.0.113.7",
        "comment_date": f"2015-03-05 10:0{number % 10}:00",
        "comment_date_gmt": f"2015-03-05 02:0{number % 10}:00",
        "comment_content": content,
        "comment_approved": "1",
        "comment_type": "comment",
        "comment_parent": "0",
        "comment_user_id": "0",
        **fields,
    }
    inner = "".join(f"<wp:{name}><![CDATA[{value}]]></wp:{name}>" for name, value in given.items())
    return f"<wp:comment>{inner}</wp:comment>"


def imported(tmp_path: Path, *items: str) -> tuple[Outcome, dict[str, str]]:
    """Import an export of these items; return what was done, and the files of the blog."""
    (tmp_path / "old").mkdir(exist_ok=True, parents=True)
    export = tmp_path / "old" / "export.xml"
    export.write_text(HEAD + "".join(items) + TAIL, "utf-8")
    outcome = import_site("wordpress", export, tmp_path / "new", force=False, dry_run=False)
    return outcome, files(tmp_path / "new")


def text_of(tmp_path: Path, content: str) -> str:
    """Return what becomes of the content of a post."""
    return imported(tmp_path, item(content))[1]["content/posts/first.md"].partition("---\n\n")[2].strip()


def test_a_post_comes_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    """Its date in the zone of the blog, which follows from dates in UTC and the language's country."""
    filed = (
        '<category domain="category" nicename="math"><![CDATA[数学]]></category>'
        '<category domain="category" nicename="uncategorized">Uncategorized</category>'
        '<category domain="post_tag" nicename="a-b"><![CDATA[A&amp;B]]></category>'
        "<excerpt:encoded><![CDATA[In <b>short</b>]]></excerpt:encoded>"
    )
    _, found = imported(
        tmp_path,
        item("Text", filed, post_modified="2015-03-06 10:00:00", post_modified_gmt="2015-03-06 02:00:00"),
    )
    settings = tomllib.loads(found["mathpress.toml"])
    del settings["search"], settings["images"]
    assert settings == {
        "title": "数学 & 物理",
        "url": "https://old.example/blog",
        "author": "苏",
        "language": "zh-CN",
        "timezone": "Asia/Shanghai",
        "description": "About it",
        "permalink": "/{date:%Y/%m/%d}/{slug}/",
    }
    assert found["content/posts/first.md"] == (
        "---\ntitle: 第一篇 $x^2$\ndate: 2015-03-04 10:00\nupdated: 2015-03-06 10:00\ntags: [A&B]\n"
        "categories: [数学]\nsummary: In **short**\n---\n\nText\n"
    )


@pytest.mark.parametrize(
    ("content", "markdown"),
    [
        ("a\nb\n\nc", "a\\\nb\n\nc"),
        ("<!-- wp:paragraph -->\n<p>a\nb</p>\n<!-- /wp:paragraph -->", "a\nb"),
        ("a\n<!--more-->\nb", "a\n\n<!-- more -->\n\nb"),
        (
            '<!-- wp:more {"x":1} -->\n<!--more-->\n<!-- /wp:more -->'
            "<!-- wp:heading --><h2>H</h2><!-- /wp:heading -->",
            "<!-- more -->\n\n## H",
        ),
        (r"$latex \frac12&s=2&fg=000000&bg=ffffff$ and $latex x&#038;bg=ffffff&#038;s=1$", r"$\frac12$ and $x$"),
        (r'<p style="text-align: center;">$latex \displaystyle \sum a_i.$</p>', r"$$\sum a_i.$$"),
        (r"[latex]a_1*b_2*c[/latex], [math]x &lt; y[/math]", "$a_1*b_2*c$, $x < y$"),
        (
            "It costs $5 (see US$ prices), $latex x<1$ and $n$, `` $latex \\{a_b*c*\\}$ '' and $a_1 or b$",
            "It costs \\$5 (see US\\$ prices), $x<1$ and $n$, \\`\\` $\\{a_b*c*\\}$ '' and $a_1 or b$",
        ),
        ("[latexpage] \\[x\\] [mathjax]", "\\[x\\]"),
        ('<!-- wp:math {"latex":"a<b"} --><math display="block"><semantics><mi>a</mi>'
         '<annotation encoding="application/x-tex">a_1 &lt; b_2</annotation></semantics></math><!-- /wp:math -->'
         '<p>so <math><mi>x</mi><annotation encoding="application/x-tex">x_1*y*</annotation></math>.</p>',
         "$$a_1 < b_2$$\n\nso $x_1*y*$."),
        ('<div class="wp-block-katex-display-block katex-eq" data-katex-display="true">x_1</div>'
         '<p>of <span class="wp-katex-eq katex-eq" data-display="false">y_1</span></p>', "$$x_1$$\n\nof $y_1$"),
        ("售价$5元另一本$ $latex x$", "售价\\$5元另一本\\$ $x$"),
        ('<code>$5 in US$</code> <a href="/$a or b$">c</a> $latex x$', "`$5 in US$` [c](</$a or b$>) $x$"),
        (r"\( a_1 \) and $$b &amp;= c$$", r"\( a_1 \) and $$b &= c$$"),
        ('[code language="python"]\nif a &lt; b:\n\n    c[0]\n[/code]', "```python\nif a < b:\n\n    c[0]\n```"),
        ("[python]x[/python]", "```python\nx\n```"),
        (
            '[caption id="x" width="300"]<a href="https://e.org/a.png"><img src="https://e.org/a.png" alt="A" /></a>'
            " See $latex x$[/caption]",
            '![A](https://e.org/a.png "See $x$")',
        ),
        ("[youtube=https://v.example/2?a=b&c=d]", "<https://v.example/2?a=b&c=d>"),
        ("[audio https://v.example/3.mp3]", "<https://v.example/3.mp3>"),
        ("[embed]https://v.example/1[/embed]", "<https://v.example/1>"),
        ("as in [1] and [the paper], array[i]", "as in [1] and [the paper], array[i]"),
    ],
)  # fmt: skip
def test_content_becomes_markdown(tmp_path: Path, content: str, markdown: str) -> None:
    """Paragraphs of the classic editor, blocks of the new one, shortcodes, formulas of Jetpack and other plugins."""
    assert text_of(tmp_path, content) == markdown


@pytest.mark.parametrize(
    ("title", "becomes"),
    [
        ("$latex 0 &lt; x$ and $latex y &gt; 0$", "$0 < x$ and $y > 0$"),
        ("$latex 0 < x$ and $latex y > 0$", "$0 < x$ and $y > 0$"),
        ("A &amp; <em>b</em> &lt;i&gt;", "A & b <i>"),
    ],
)
def test_a_title_keeps_its_formulas(tmp_path: Path, title: str, becomes: str) -> None:
    """Whether their signs were written as entities or not; tags are taken out, but not what looks like one."""
    _, found = imported(tmp_path, item("a", title=title))
    assert yaml.safe_load(found["content/posts/first.md"].split("---")[1])["title"] == becomes


def test_a_shortcode_that_nobody_knows_is_told(tmp_path: Path) -> None:
    """It stays as text."""
    outcome, found = imported(tmp_path, item('A [slider id="3"] b'))
    assert '[slider id="3"]' in found["content/posts/first.md"]
    assert [(str(each.place), each.code) for each in outcome.lost] == [("export.xml#1", "import-tag")]


def stored(key: str, value: str) -> str:
    """Return what the editor has stored with an item."""
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


def test_footnotes_of_the_editor_become_footnotes(tmp_path: Path) -> None:
    """Their texts are stored beside the post."""
    mark = '<sup data-fn="{0}" class="fn"><a href="#{0}" id="{0}-link">1</a></sup>'
    content = f"<!-- wp:paragraph --><p>a{mark.format('u-2')} b{mark.format('u-1')}</p><!-- /wp:paragraph -->"
    notes = '[{"content":"One $latex a_1*b*$","id":"u-1"},{"content":"Two<br>[^x]","id":"u-2"}]'
    _, found = imported(tmp_path, item(content + "<!-- wp:footnotes /-->", stored("footnotes", notes)))
    assert found["content/posts/first.md"].endswith("a[^1] b[^2]\n\n[^1]: Two\\\n    [\\^x]\n\n[^2]: One $a_1*b*$\n")
    for damaged in ("[", "{}", "[1]", "[" * 99_999):
        _, found = imported(tmp_path / str(len(damaged)), item(content, stored("footnotes", damaged)))
        assert "a<sup>" in found["content/posts/first.md"]


def test_patterns_come_into_the_posts_that_name_them(tmp_path: Path) -> None:
    """Unless they are not in the export, stand in one another, or would make a post without bounds."""
    named = '<!-- wp:block {"ref":12} /-->'
    outcome, found = imported(
        tmp_path,
        item(f'<!-- wp:paragraph --><p>a</p>{named}<!-- wp:block {{"ref":99}} /-->'),
        item(f"<p>Shared $latex x_1$</p>{named}", post_id="12", post_type="wp_block"),
        item("b", stored("_thumbnail_id", "9"), "2015/03/04/b", post_id="2", post_name="b"),
    )
    assert found["content/posts/first.md"].endswith("---\n\na\n\nShared $x_1$\n")
    assert [each.message for each in outcome.lost if each.code == "import-skipped"] == [
        "patterns of the editor that the export lacks, or that stand in others are left out: 2",
        "featured images that the export does not name are left out: 1",
    ]
    text, missing = with_patterns(named * 1000, {"12": "x" * 10_000})
    assert (len(text), missing) == (1_000_000, 900)


def test_mathml_without_latex_is_told(tmp_path: Path) -> None:
    """Nobody can say what its author typed."""
    outcome, _ = imported(tmp_path, item("<p><math><mi>x</mi></math> and <math><mi>y</mi></math></p>"))
    told = [(each.place.path, each.message) for each in outcome.lost]
    assert told == [("export.xml#1", "formulas in MathML that does not tell its LaTeX are left out: 2")]


def test_authors_without_a_number_are_told_apart(tmp_path: Path) -> None:
    """By their logins, as posts name them."""
    authors = "".join(
        f"<wp:author><wp:author_login>{name}</wp:author_login>"
        f"<wp:author_display_name>{name.title()}</wp:author_display_name></wp:author>"
        for name in ("ann", "bob")
    )
    posts = [item("a", post_id=name, post_name=name).replace(">admin<", f">{name}<") for name in ("ann", "bob")]
    _, found = imported(tmp_path, authors, *posts)
    assert "authors: [Ann]" in found["content/posts/ann.md"]
    assert "authors: [Bob]" in found["content/posts/bob.md"]


def test_comments_keep_their_threads(tmp_path: Path) -> None:
    """Those that were shown; addresses of mail and machines are nobody's business."""
    outcome, found = imported(
        tmp_path,
        item(
            "Text",
            comment(6, "谢谢", comment_parent="5", comment_user_id="1", comment_author="苏", comment_type="")
            + comment(5, "好 $latex x &lt; 1$\n换行<script>x</script>", comment_author_url="https://e.org/")
            + comment(7, "spam", comment_approved="spam")
            + comment(8, "held", comment_approved="0")
            + comment(9, "ping", comment_type="pingback")
            + comment(4, "late answer to what is gone", comment_parent="2", comment_author_url="javascript:x"),
        ),
    )
    assert outcome.comments == 3
    assert found["content/posts/first.comments.toml"] == (
        '[[comment]]\nid = "4"\nauthor = "李四"\ndate = 2015-03-05T10:04:00+08:00\n'
        "text = '''\nlate answer to what is gone\n'''\n\n"
        '[[comment]]\nid = "5"\nauthor = "李四"\nurl = "https://e.org/"\ndate = 2015-03-05T10:05:00+08:00\n'
        "text = '''\n好 $x < 1$\\\n换行\n'''\n\n"
        '[[comment]]\nid = "6"\nparent = "5"\nauthor = "苏"\ndate = 2015-03-05T10:06:00+08:00\nby_author = true\n'
        "text = '''\n谢谢\n'''\n"
    )
    assert not [text for text in found.values() if "mail.example" in text or "203.0.113" in text]
    assert sorted(each.message for each in outcome.lost) == [
        "comments that nobody approved are left out: 2",
        "pingbacks and trackbacks are left out: 1",
    ]


def test_what_not_all_may_read_becomes_a_draft(tmp_path: Path) -> None:
    """A static site is open to all. What was thrown away stays away; scheduled posts keep their dates."""
    outcome, found = imported(
        tmp_path,
        item("a", post_id="1", status="draft", post_name="", link="?p=1", post_date_gmt="0000-00-00 00:00:00"),
        item("b", post_id="2", status="private", post_name="b"),
        item("c", post_id="3", post_name="c", post_password=DATES["post_date"]),
        item("d", post_id="4", status="trash", post_name="d"),
        item("e", post_id="5", status="future", post_name="e", post_date="2999-01-01 00:00:00"),
        item("f", post_id="6", post_type="page", post_name="about", link="about"),
        item("g", post_id="7", post_type="nav_menu_item"),
        item("h", post_id="8", post_type="product"),
    )
    drafts = {path for path, text in found.items() if "\ndraft: true\n" in text}
    assert drafts == {"content/posts/post-1.md", "content/posts/b.md", "content/posts/c.md"}
    assert "content/pages/about.md" in found
    assert [each.code for each in outcome.lost if each.code != "import-address"] == [
        "import-locked", "import-locked", "import-skipped", "import-skipped",
    ]  # fmt: skip


def test_addresses_stay_and_links_lead_where_they_led(tmp_path: Path) -> None:
    """The blog lay below `/blog`; names may be of any language."""
    name = "%e5%ae%9a%e7%90%86"
    _, found = imported(
        tmp_path,
        item(f'<a href="https://old.example/blog/2016/01/02/{name}/#x">x</a>', post_id="1"),
        item("b", post_id="2", post_name=name, link=f"2016/01/02/{name}", post_date="2016-01-02 10:00:00",
             post_date_gmt="2016-01-02 02:00:00"),
        item("c", post_id="3", post_name="c", link="archives/77"),
    )  # fmt: skip
    assert "[x](/2016/01/02/定理/#x)" in found["content/posts/first.md"]
    assert "url" not in found["content/posts/定理.md"]
    assert "url: /archives/77/\n" in found["content/posts/c.md"]


def test_links_by_number_lead_where_they_led(tmp_path: Path) -> None:
    """Which WordPress understands beside the addresses of posts, and which are all that blogs as it came have."""
    outcome, found = imported(
        tmp_path,
        item(
            '<a href="https://old.example/blog/?p=2#more">b</a> <a href="/blog/?page_id=3">c</a> '
            '<a href="/blog/?p=9">d</a>',
            link="?p=1",
        ),
        item("b", post_id="2", post_name="b", link="?p=2"),
        item("c", post_id="3", post_name="c", link="c", post_type="page"),
        item("d", post_id="4", post_name="d", link="?p=4", status="draft"),
    )
    assert "[b](b.md#more) [c](/c/) [d](/?p=9)" in found["content/posts/first.md"]
    assert [(str(each.place), each.code) for each in outcome.lost] == [("export.xml#1", "import-address")]
    assert outcome.lost[0].message.startswith("the old addresses of some posts and pages (2), such as /?p=1, are none")


def test_pictures_that_stay_at_another_host_are_told(tmp_path: Path) -> None:
    """A blog at wordpress.com has its files on another host of theirs."""
    outcome, _ = imported(tmp_path, item('<img src="https://e.files.wordpress.com/2020/z.png?w=3">'))
    assert [(str(each.place), each.code) for each in outcome.lost] == [("export.xml#1", "import-files")]
    assert "some links and pictures (1) lead to files at wordpress.com" in outcome.lost[0].message


def test_pictures_beside_the_export_come_along(tmp_path: Path, blog: "MakeBlog") -> None:
    """Under their old addresses; smaller ones that WordPress made of one are that one."""
    assert blog
    (tmp_path / "old/wp-content/uploads/2015").mkdir(parents=True)
    for name in ("a.svg", "图.svg"):
        (tmp_path / "old/wp-content/uploads/2015" / name).write_bytes(PICTURE)
    outcome, found = imported(
        tmp_path,
        item(
            f'<img src="{UPLOADS}/2015/a-300x200.svg" alt="A"> <img src="{UPLOADS}/2015/b.png">\n\n[gallery ids="3"]'
            f'<img src="{UPLOADS}/2015/%e5%9b%be-30x20.svg" alt="B">'
        ),
        item("", post_id="5", post_type="attachment", attachment_url=f"{UPLOADS}/2015/图.svg", title="Called B"),
        item("", post_id="3", post_type="attachment", attachment_url=f"{UPLOADS}/2015/a.svg", title="Called A"),
        item("b", stored("_thumbnail_id", "3"), "2015/03/04/b", post_id="4", post_name="b"),
    )
    assert "\ncover: /wp-content/uploads/2015/a.svg\n" in found["content/posts/b.md"]
    assert "![A](/wp-content/uploads/2015/a.svg)" in found["content/posts/first.md"]
    assert "![B](/wp-content/uploads/2015/图.svg)" in found["content/posts/first.md"]
    assert "![Called A](/wp-content/uploads/2015/a.svg)" in found["content/posts/first.md"]
    assert found["static/wp-content/uploads/2015/a.svg"] == PICTURE.decode()
    assert [each.code for each in outcome.lost] == ["import-files"]
    assert "2015/b.png" in outcome.lost[0].message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>', "has a document type"),
        ('<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss>&f;</rss>', "has a document type"),
        ("<rss><channel></rss>", "is no XML: mismatched tag"),
        ("", "is no XML: no element found"),
        ('<?xml version="1.0" encoding="ur"?><rss/>', "is in an encoding that there is not"),
        ("<rss><channel><title>A feed</title></channel></rss>", "is no export of WordPress"),
        ("<html><body/></html>", "is no export of WordPress"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """No entity grows or names a file."""
    (tmp_path / "a.xml").write_text(text, "utf-8")
    with pytest.raises(Stop, match=told):
        read_wordpress(tmp_path / "a.xml")


def test_bytes_that_no_xml_may_have_are_passed_over(tmp_path: Path) -> None:
    """WordPress writes them all the same."""
    assert text_of(tmp_path, "a\x0b\x00b") == "ab"


def test_many_bytes_that_no_xml_may_have_are_passed_over(tmp_path: Path) -> None:
    """A disk that was full leaves them at the end of a file, in many pieces of which nothing is left."""
    (tmp_path / "a.xml").write_text(f"{HEAD}{item('a')}{TAIL}", "utf-8")
    with (tmp_path / "a.xml").open("ab") as export:
        export.write(bytes(100_000_000))
    assert len(read_wordpress(tmp_path / "a.xml").documents) == 1


def test_an_address_that_is_none_is_not_kept(tmp_path: Path) -> None:
    """Neither that of a post nor that of the blog ends the import."""
    given = (HEAD + item("a") + TAIL).replace("https://old.example/blog", "https://[old.example/blog")
    (tmp_path / "a.xml").write_text(given, "utf-8")
    (document,) = read_wordpress(tmp_path / "a.xml").documents
    assert document.old_url is None


def test_a_folder_of_exports_is_one_blog(tmp_path: Path) -> None:
    """WordPress cuts large ones into several."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.xml").write_text(HEAD + item(name, post_name=name, post_id=name) + TAIL, "utf-8")
    assert [document.path.name for document in read_wordpress(tmp_path).documents] == ["a.md", "b.md"]
    with pytest.raises(Stop, match="no export of WordPress in this folder"):
        read_wordpress(Path(__file__).parent)


def test_no_comment_is_lost_for_want_of_an_id(tmp_path: Path) -> None:
    """Two with one id, and those without, get ids of their own; an answer to an id is one to the first that has it."""
    outcome, found = imported(
        tmp_path,
        item(
            "Text",
            comment(1, "a")
            + comment(2, "b", comment_id="1")
            + comment(3, "c", comment_id="")
            + comment(4, "d", comment_id="")
            + comment(5, "e", comment_id="x y", comment_parent="1"),
        ),
    )
    read = tomllib.loads(found["content/posts/first.comments.toml"])["comment"]
    assert [(each["id"], each["text"].strip(), each.get("parent")) for each in read] == [
        ("1", "a", None), ("5", "e", "1"), ("2", "b", None), ("3", "c", None), ("4", "d", None),
    ]  # fmt: skip
    assert outcome.comments == 5
