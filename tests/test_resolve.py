"""Where documents go, in which order, and what their references and links lead to."""

import datetime
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, Final

import pytest

from mathpress.config import Config
from mathpress.errors import Place, Severity
from mathpress.fragments import sketch
from mathpress.markup.convert import Body
from mathpress.model import Document, Kind, Link, Picture, Reference, Source
from mathpress.parse import parse
from mathpress.render.fill import Filler, Where
from mathpress.resolve import Article, Show, Site, Taxonomy, resolve
from mathpress.resolve.urls import published
from mathpress.shaping import Settings

NOW: Final = datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC)
POSTS: Final = "content/posts"


def document(name: str, body: str = "", *, kind: Kind = Kind.POST, **matter: Any) -> Document:
    """Parse a post or page with that file name, front matter and body."""
    return parsed(name, body, kind=kind, **matter)[0]


def parsed(name: str, body: str = "", *, kind: Kind = Kind.POST, **matter: Any) -> tuple[Document, Body]:
    """Do the same, and return the HTML as well."""
    folder = POSTS if kind is Kind.POST else "content/pages"
    lines = [f"{key}: {value}" for key, value in {"title": name, "date": "2026-09-01", **matter}.items()]
    text = "\n".join(["---", *lines, "---", body])
    document, html, _ = parse(Source(PurePosixPath(folder, name + ".md"), kind, text), Settings.of(Config(), {}))
    return document, html


def resolved(*documents: Document, assets: tuple[str, ...] = (), show: Show | None = None, **config: Any) -> Site:
    """Resolve documents, with files beside them, under a configuration."""
    files = frozenset(map(PurePosixPath, assets))
    return resolve(documents, files, {}, frozenset(), Config(**config), show or Show(NOW))


def codes(site: Site) -> list[str]:
    """Return the codes of a site's problems."""
    return [problem.code for problem in site.problems]


def leads_to(article: Article) -> list[str]:
    """Return where the links and references of an article lead, in their order."""
    parts = (part.source if isinstance(part, Picture) else part for part in article.document.html.slots)
    found = [article.destinations[part] for part in parts if isinstance(part, Link | Reference)]
    return [f"{to.url}{'#' + to.fragment if to.fragment else ''}" for to in found]


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        ("/{date:%Y/%m}/{slug}/", "/2026/09/hello-world/"),
        ("/{slug}/", "/hello-world/"),
        ("/{category}/{slug}.html", "/analysis/hello-world.html"),
        ("{date:%Y}//{slug}", "/2026/hello-world/"),
        ("/archives/{name}/", "/archives/hello-world/"),
    ],
)
def test_permalink_patterns(pattern: str, url: str) -> None:
    """A permalink is made of the date, the slug, the first category or the file's name."""
    assert resolved(document("Hello World", categories="[Analysis]"), permalink=pattern).posts[0].url == url


def test_a_page_whose_name_has_no_letters_has_an_address() -> None:
    """It is a page all the same."""
    assert resolved(document("!!!", kind=Kind.PAGE, title="Signs")).pages[0].url == "/page/"


def test_url_of_front_matter_wins() -> None:
    """A post's own url stands, whatever the pattern says."""
    assert resolved(document("a", url="/my/place")).posts[0].url == "/my/place/"


@pytest.mark.parametrize("url", ["../up", "/a/../../b", "https://evil.example/", "/a\\b", "/.git/x", "/a?b", '/a"b'])
def test_urls_that_lead_elsewhere_are_refused(url: str) -> None:
    """No url or alias leaves the site, hides, or holds what no path may."""
    assert codes(resolved(document("a", url=repr(url)))) == ["url-bad"]
    assert codes(resolved(document("a", aliases=[url]))) == ["url-bad"]


@pytest.mark.parametrize(
    ("matter", "place"),
    [
        ({"url": "/a?b"}, "content/posts/a.md:4:6"),
        ({"slug": "same"}, "content/posts/a.md:4:7"),
        ({"slug": "same", "url": "'/b/../c'"}, "content/posts/a.md:5:7"),
        ({"url": r'"\x2f../up"'}, "content/posts/a.md:4:1"),
        ({"aliases": "[/ok, /ok/../../no]"}, "content/posts/a.md:4:16"),
        ({"aliases": "\n- /tags\n- /tags/"}, "content/posts/a.md:5:3"),
    ],
)
def test_an_address_that_cannot_be_is_told_where_it_is_asked_for(matter: dict[str, Any], place: str) -> None:
    """At the address itself, or its key if it stands escaped; the file alone if the address follows from its name."""
    site = resolved(document("Same"), document("a", **matter))
    assert [str(problem.place) for problem in site.problems][:1] == [place]


def test_an_address_that_follows_from_a_file_s_name_is_told_at_the_file() -> None:
    """Which is what is to be mended."""
    site = resolved(document("Same"), document("same"))
    assert [str(problem.place) for problem in site.problems] == ["content/posts/same.md"]


def test_a_post_whose_date_is_in_error_has_an_address() -> None:
    """It counts as of 1970, so that all that is wrong is told in one run."""
    site = resolved(document("a", r"\eqref{no}", date="yesterday"))
    assert site.posts[0].url == "/1970/01/a/"
    assert codes(site) == ["front-matter-date", "reference-undefined"]


def test_two_posts_on_one_url() -> None:
    """The error names both files."""
    site = resolved(document("a", slug="same"), document("b", slug="same"))
    assert codes(site) == ["url-taken"]
    assert "content/posts/a.md" in site.problems[0].message
    assert site.problems[0].place.path == "content/posts/b.md"


@pytest.mark.parametrize("url", ["/", "/archive/", "/feed.xml", "/tags", "/404.html"])
def test_addresses_of_the_site_itself_are_taken(url: str) -> None:
    """A post or an alias at the place of a listing or feed is an error that names it."""
    assert codes(resolved(document("a", url=url))) == ["url-taken"]
    assert codes(resolved(document("a", aliases=[url]))) == ["url-taken"]


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("/page/2/", "the list of posts"),
        ("/tags/x/", "the list of posts of x"),
        ("/tags/x/page/2/index.html", "the list of posts of x"),
        ("/authors/ada", "the list of posts of Ada"),
    ],
)
def test_addresses_of_listings_are_taken(url: str, owner: str) -> None:
    """By a post's own address and by an old one; where there is no such listing they are free."""
    listed = [document(name, tags="[x]", authors=author) for name, author in (("b", "Ada"), ("c", "Bo"))]
    for post in (document("a", url=url), document("a", aliases=[url])):
        site = resolved(*listed, post, per_page=1)
        assert codes(site) == ["url-taken"]
        assert owner in site.problems[0].message
        assert codes(resolved(post, per_page=1)) == []


def test_posts_come_newest_first() -> None:
    """Posts are ordered by their moments, across time zones; those of one moment by path."""
    earlier = document("earlier", date="2026-09-01 10:00:00+08:00")
    later = document("later", date="2026-09-01 03:00:00+00:00")
    twin = document("also-later", date="2026-09-01 03:00:00+00:00")
    site = resolved(earlier, later, twin)
    assert [article.document.title_text for article in site.posts] == ["also-later", "later", "earlier"]
    assert site.posts[1].newer is twin
    assert site.posts[1].older is earlier
    assert site.posts[0].newer is None


def test_drafts_and_future_posts_are_shown_only_when_asked_for() -> None:
    """A draft, and a post dated after the clock, are not built unless asked for; nor are their mistakes told."""
    draft = document("draft", r"$\foo$", draft="true")
    future = document("future", date="2026-12-24")
    post = document("post")
    assert [a.document for a in resolved(draft, future, post).posts] == [post]
    assert resolved(draft, future, post).problems == ()
    assert [a.document for a in resolved(draft, post, show=Show(NOW, drafts=True)).posts] == [draft, post]
    assert [a.document for a in resolved(future, post, show=Show(NOW, future=True)).posts] == [future, post]


def test_what_is_shown_before_its_time_knows_it() -> None:
    """Pages mark it as such; what is due has no mark."""
    site = resolved(document("due"), document("later", date="9000-01-01"), show=Show(NOW, future=True))
    assert [(article.url, article.is_scheduled) for article in site.posts] == [
        ("/9000/01/later/", True),
        ("/2026/09/due/", False),
    ]


def test_articles_that_cannot_have_changed_are_taken_over() -> None:
    """All but those with a mistake: how many guesses are left for one depends on the others."""
    documents = [document("a", r"$$x\label{x}$$"), document("b", r"\eqref{a:x}"), document("c", r"\eqref{y}")]
    site = resolved(*documents)
    again = resolve(documents, frozenset(), {}, frozenset(), Config(), Show(NOW), site)
    assert {new.url: new is old for new, old in zip(again.posts, site.posts, strict=True)} == {
        "/2026/09/a/": True,
        "/2026/09/b/": True,
        "/2026/09/c/": False,
    }
    assert again.assets is site.assets


def test_two_files_of_one_name_in_one_language_are_told_of_at_a_file() -> None:
    """No key of front matter is to blame for it."""
    (problem,) = resolved(document("a"), document("a.en")).problems
    assert (problem.code, problem.place.path) == ("translation-language", f"{POSTS}/a.md")


def test_groups_and_their_urls() -> None:
    """Posts are grouped by category, tag and series; names with one slug get addresses of their own."""
    site = resolved(document("a", tags="[C, C++, 数论]"), document("b", tags="C", categories="数学"))
    assert [(term.name, term.url, len(term.posts)) for term in site.terms[Taxonomy.TAGS]] == [
        ("C", "/tags/c/", 2),
        ("C++", "/tags/c-plus-plus/", 1),
        ("数论", "/tags/数论/", 1),
    ]
    assert [term.url for term in site.terms[Taxonomy.CATEGORIES]] == ["/categories/数学/"]


def test_a_series_is_in_the_order_of_its_parts() -> None:
    """Parts with a number come in its order, whatever their dates; those without come last, oldest first."""
    one = document("one", series="S", part=1, date="2026-05-01")
    two = document("two", series="S", part=2, date="2026-04-01")
    old, new = document("old", series="S", date="2026-01-01"), document("new", series="S", date="2026-06-01")
    (term,) = resolved(new, two, old, one).terms[Taxonomy.SERIES]
    assert term.posts == (one, two, old, new)


def test_a_lone_author_has_no_page_of_posts() -> None:
    """Authors are a group only where there is more than one."""
    assert resolved(document("a"), document("b"), author="Ada").terms[Taxonomy.AUTHORS] == ()
    terms = resolved(document("a"), document("b", author="Emmy"), author="Ada").terms[Taxonomy.AUTHORS]
    assert [term.name for term in terms] == ["Ada", "Emmy"]


def test_related_posts_share_rare_things() -> None:
    """What two posts alone share relates them more than what all share; nothing shared, nothing related."""
    posts = [document("aa", tags="[math, ode]"), document("bb", tags="[math, ode]"), document("cc", tags="[math]")]
    site = resolved(*posts, document("dd"))
    by_title = {article.document.title_text: article for article in site.posts}
    assert [post.title_text for post in by_title["aa"].related] == ["bb", "cc"]
    assert by_title["dd"].related == ()


EQUATION: Final = r"\begin{equation}x\label{%s}\end{equation}"


def test_references_within_a_post() -> None:
    """A label of the post is found forwards and backwards, in prose and in formulas."""
    text = rf"\eqref{{a}} {EQUATION % 'a'} \ref{{a}} $y_{{\eqref{{a}}}}$"
    site = resolved(document("p", text))
    assert site.problems == ()
    assert leads_to(site.posts[0]).count("/2026/09/p/#a") == 3


@pytest.mark.parametrize("prefix", ["other-file", "short", "old-name"])
def test_references_to_another_post(prefix: str) -> None:
    """Another post's label is named by that post's file, slug or alias, a colon, and the label."""
    other = document("other-file", EQUATION % "eq:x", slug="short", aliases="[/2020/old-name/]")
    site = resolved(document("p", rf"\eqref{{{prefix}:eq:x}}", date="2026-09-02"), other)
    assert site.problems == ()
    assert leads_to(site.posts[0]) == ["/2026/09/short/#eq:x"]


def test_a_label_of_this_post_goes_before_another_posts() -> None:
    """`eq:x` of this post is meant even if a post is named `eq`."""
    site = resolved(
        document("p", rf"{EQUATION % 'eq:x'} \eqref{{eq:x}}", date="2026-09-02"), document("eq", EQUATION % "x")
    )
    assert leads_to(site.posts[0])[-1] == "/2026/09/p/#eq:x"


def test_a_reference_to_nothing() -> None:
    """It is an error at its place, with the label that was meant."""
    (problem,) = resolved(document("p", rf"{EQUATION % 'eq:energy'} see \eqref{{eq:enregy}}")).problems
    assert problem.code == "reference-undefined"
    assert problem.message == r"\eqref{eq:enregy} refers to nothing; did you mean eq:energy?"
    assert problem.place.excerpt[problem.place.column - 1 :].startswith(r"\eqref{eq:enregy}")


def test_a_reference_to_several() -> None:
    r"""`\cref` refers to one label; that several need one each is said, and a label may hold a comma."""
    for command in (r"\cref", r"\Cref"):
        (problem,) = resolved(document("p", rf"{EQUATION % 'a'} {EQUATION % 'b'} {command}{{a,b}}")).problems
        assert problem.message == rf"{command}{{a,b}} refers to nothing; write a {command} for each label"
    assert codes(resolved(document("p", rf"{EQUATION % 'a,b'} \cref{{a,b}}"))) == []


def test_an_ambiguous_reference() -> None:
    """Two posts of one name with one label are told apart by nobody."""
    twins = [document("x/twin", EQUATION % "a"), document("y/twin", EQUATION % "a", slug="z")]
    (problem,) = resolved(*twins, document("p", r"\eqref{twin:a}")).problems
    assert problem.code == "reference-ambiguous"
    files = f"{POSTS}/x/twin.md and {POSTS}/y/twin.md"
    assert problem.message == f"twin:a is a label of {files}; give one of them a slug of its own, and write that"
    assert codes(resolved(*twins, document("p", r"\eqref{z:a}"))) == []


def test_a_reference_to_an_id_that_is_no_label() -> None:
    """A picture in a line of text is no figure and has no number; how to have one is told."""
    (problem,) = resolved(document("p", r"A ![cat](https://a.example/cat.png){#cat}, \ref{cat}")).problems
    assert problem.message == (
        r"\ref{cat} refers to nothing; #cat is no label: write [text](#cat), or let a picture stand alone"
    )


def test_what_was_meant_is_guessed_for_the_first_mistakes() -> None:
    """Each guess looks at all names; a thousand dead links after an import must not take minutes."""
    text = "".join(
        f"## Heading {number}\n\n[a](#headng-{number}) \\ref{{headng-{number}}}\n\n" for number in range(3000)
    )
    messages = [problem.message for problem in resolved(document("p", text)).problems]
    assert len(messages) == 6000
    guessed = [message for message in messages if "did you mean" in message]
    assert guessed == messages[: len(guessed)]
    assert 100 <= len(guessed) <= 1000


def test_a_post_whose_name_differs_in_capitals() -> None:
    """Some file systems do not care, most hosts do."""
    (problem,) = resolved(document("p", "[a](Other.md)"), document("other")).problems
    assert problem.message == (
        "there is no post content/posts/Other.md, but content/posts/other.md: "
        "write its name letter for letter, as most hosts need it"
    )


def test_a_label_of_colons_is_read_in_no_time() -> None:
    """What stands before one of them may be the name of a post, but no name is so long."""
    assert codes(resolved(document("p", rf"\ref{{{':' * 60_000}}}"))) == ["reference-undefined"]


def test_links_by_file() -> None:
    """A link to a Markdown file leads to that post's address, with its fragment; also from and to folders."""
    target = document("sub/index", EQUATION % "eq:x", slug="t")
    page = document("about", kind=Kind.PAGE)
    site = resolved(
        document("p", "[a](sub/index.md#eq:x) [b](../pages/about.md) [c](#here)\n\n## Here", date="2026-09-02"),
        target,
        page,
    )
    assert site.problems == ()
    assert leads_to(site.posts[0]) == ["/2026/09/t/#eq:x", "/about/", "/2026/09/p/#here"]


def test_dead_links() -> None:
    """A file that is not there is an error with the nearest name; so is a link to a draft."""
    site = resolved(
        document("p", "![i](imag.png) [o](othre.md) [d](draft.md)"),
        document("other"),
        document("draft", draft="true"),
        assets=(f"{POSTS}/image.png",),
    )
    messages = {problem.code: problem.message for problem in site.problems}
    assert messages["file-missing"].endswith("did you mean content/posts/image.png?")
    assert messages["link-missing"].endswith("did you mean content/posts/other.md?")
    assert "draft" in messages["link-hidden"]


def test_only_files_that_are_linked_are_published() -> None:
    """An image of a post is published below its folder's path; its unused neighbour is not."""
    site = resolved(document("p", "![i](img/a.png)"), assets=(f"{POSTS}/img/a.png", f"{POSTS}/img/b.png"))
    assert list(site.assets) == [PurePosixPath("content/posts/img/a.png")]
    assert leads_to(site.posts[0]) == ["/posts/img/a.png"]


def test_names_that_no_url_may_hold_are_encoded() -> None:
    """A space, a percent sign or a hash in a file's name is encoded; ideographs stay."""
    files = ("content/posts/my 100%.png", "content/posts/图 1#2.png")
    site = resolved(document("p", "![a](my%20100%25.png) ![b](<图 1%232.png>)"), assets=files)
    assert site.problems == ()
    assert leads_to(site.posts[0]) == ["/posts/my%20100%25.png", "/posts/图%201%232.png"]


def test_files_outside_the_blog_are_not_reached() -> None:
    """A path that climbs out of the folders of posts and pages names no file of them; the cure says where to put it."""
    site = resolved(document("p", "![i](../../../../etc/passwd.png)\n[d](../../notes/data.csv)"))
    assert codes(site) == ["file-outside", "file-outside"]
    reason = "which lie in content/posts and content/pages; put it beside the post"
    assert reason in site.problems[0].message


def test_capitals_in_the_name_of_a_file_count() -> None:
    """A name that only some file systems would find is told, with the name as it is; so are accents made otherwise."""
    files = (f"{POSTS}/img/a.png", f"{POSTS}/img/e\u0301.png")
    site = resolved(document("p", "![i](img/A.PNG)\n![j](img/\u00e9.png)"), assets=files)
    assert codes(site) == ["file-missing", "file-missing"]
    assert "there is no file content/posts/img/A.PNG, but content/posts/img/a.png" in site.problems[0].message
    assert "but content/posts/img/e\u0301.png: write its name letter for letter" in site.problems[1].message
    assert site.assets == {}


def test_links_to_elsewhere_stay_as_they_are() -> None:
    """Absolute addresses and addresses of other schemes are not looked at."""
    text = "[a](https://example.com/x.md) [b](mailto:a@b.c) [c](//cdn.example.com/x)"
    site = resolved(document("p", text))
    assert site.problems == ()
    assert not any(isinstance(slot, Link) for slot in site.posts[0].document.html.slots)


def test_redirects_from_aliases() -> None:
    """Each alias leads to its post; one that is another post's address is an error."""
    assert resolved(document("a", aliases="[/old/, /older.html]")).redirects == {
        "/old/": "/2026/09/a/",
        "/older.html": "/2026/09/a/",
    }
    assert codes(resolved(document("a", aliases="[/2026/09/b/]"), document("b"))) == ["url-taken"]


def test_an_address_that_is_too_long_is_told_by_its_beginning() -> None:
    """File systems have names of 255 bytes."""
    (problem,) = resolved(document("a", url=f"/{'a' * 300}/")).problems
    reason = "is longer than names of files may be; choose a shorter one"
    assert problem.message == f"the address /{'a' * 58}… {reason}"


def test_addresses_that_differ_in_capitals_alone_are_warned_of() -> None:
    """Many hosts tell them apart; a disk that does not would hold one of the two."""
    (problem,) = resolved(document("a", url="/Old/"), document("b", url="/old/")).problems
    assert (problem.code, problem.severity) == ("url-alike", Severity.WARNING)
    assert f"that of {POSTS}/a.md but for capitals" in problem.message


@pytest.mark.parametrize(
    ("aliases", "first"),
    [("[]", "/2026/09/p/"), ("[/b/, /c/]", "/b/"), ("[../b, /c/]", "/c/"), ("[/q/, /2026/09/p/, /c/]", "/2026/09/p/")],
)
def test_the_first_address_of_a_post_stays(aliases: str, first: str) -> None:
    """It is the first alias that leads to it, or is its own again; not one that is none, or another post's."""
    site = resolved(document("p", aliases=aliases), document("q", url="/q/"))
    assert {article.first_url for article in site.posts} == {first, "/q/"}


def test_a_blog_without_posts() -> None:
    """It can be built; that it is empty is a warning, which says how to begin."""
    (problem,) = resolved().problems
    assert (problem.code, problem.severity) == ("content-empty", Severity.WARNING)
    assert problem.message == 'the blog has no posts to show; `mathpress new "Title"` begins one'


def test_an_address_that_is_none() -> None:
    """What cannot be read as an address is an error at its place, and ends nothing."""
    post = document("p", "text")
    link = Link("href", "//[x", Place(str(post.path), 5, 1))
    site = resolved(replace(post, html=sketch((link,))))
    assert [(problem.code, problem.place.line) for problem in site.problems] == [("link-bad", 5)]
    assert site.posts[0].destinations == {}


def test_links_that_name_no_file_lead_on_from_the_post() -> None:
    """They are read as browsers read them on the post's own page, so that they can stand elsewhere too."""
    text = "[a](../p2/?q#x) [b](foo) [c](./) [d](../../../../../up/) [e](/2026/) [f](../v1.2/) [g](../../) [h](../..)"
    site = resolved(document("p", text))
    assert site.problems == ()
    assert leads_to(site.posts[0]) == [
        "/2026/09/p2/?q#x",
        "/2026/09/p/foo",
        "/2026/09/p/",
        "/up/",
        "/2026/",
        "/2026/09/v1.2/",
        "/2026/",
        "/2026/",
    ]


@pytest.mark.parametrize("target", ["eq:energi", "p2.md#eq:energi"])
def test_a_fragment_that_leads_nowhere(target: str) -> None:
    """It is an error at the link, with the id that was meant, in this post as in another."""
    energy = r"$$E\label{eq:energy}$$"
    target = target if ".md" in target else f"#{target}"
    site = resolved(document("p", f"{energy} [t]({target})", date="2026-09-02"), document("p2", energy))
    (problem,) = site.problems
    name = "p2" if ".md" in target else "p"
    assert problem.code == "link-fragment"
    assert problem.message == f"there is no #eq:energi in {POSTS}/{name}.md; did you mean eq:energy?"
    assert problem.place.excerpt[problem.place.column - 1 :].startswith(target)


@pytest.mark.parametrize("fragment", ["", "top", "here", "old", "定理", "%E5%AE%9A%E7%90%86", "fn-1", "here:~:text=a"])
def test_fragments_that_lead_somewhere(fragment: str) -> None:
    """Headings, ids and names of the author's, footnotes and the page's beginning are places."""
    text = f'[t](#{fragment}) <i id="here">x</i> <a name="old"></a>[^1]\n\n## 定理\n\n[^1]: note'
    assert codes(resolved(document("p", text))) == []


@pytest.mark.parametrize("target", ["#the-title", "p.md#the-title"])
def test_links_to_a_title_by_the_id_of_a_heading_lead_to_the_top(target: str) -> None:
    """It is a heading of the text where the text is read elsewhere."""
    site = resolved(document("p", f"# The title\n\n[]({target})", title=""))
    assert codes(site) == []
    (link,) = site.articles[0].destinations.values()
    assert (link.fragment, link.title) == ("", ("The title", "The title"))


@pytest.mark.parametrize(
    ("posts", "path", "place"),
    [
        ("content/posts", "content/posts/a/b.png", "posts/a/b.png"),
        ("content/posts", "content/pages/b.png", "pages/b.png"),
        ("posts", "posts/b.png", "posts/b.png"),
        ("a/b/posts", "pages/b.png", "pages/b.png"),
    ],
)
def test_files_of_posts_and_pages_are_published_apart(posts: str, path: str, place: str) -> None:
    """Wherever the two folders are, no file of one comes to stand where a file of the other does."""
    assert published(PurePosixPath(path), posts) == PurePosixPath(place)


def test_references_reach_the_headings_of_other_posts() -> None:
    """A heading is named by its id, be it given or made of its text; a label of the same name comes first."""
    one = document("one", "# Limits {#lim}\n\n# 极限\n")
    two = document("two", r"\ref{one:lim} \autoref{one:极限}")
    site = resolved(one, two)
    assert codes(site) == []
    assert [leads_to(post) for post in site.posts] == [[], ["/2026/09/one/#lim", "/2026/09/one/#极限"]]


@pytest.mark.parametrize("reference", [r"\eqref{lim}", r"$x$ by $\eqref{lim}$", r"$a\eqref{lim}$"])
def test_eqref_is_for_equations(reference: str) -> None:
    """That it leads to something else is a warning with the command for it; the link is there all the same."""
    site = resolved(document("one", f"# Limits {{#lim}}\n\n{reference}"))
    (problem,) = site.problems
    assert str(problem).partition("\n")[0].partition(": ")[2] == (
        r"warning: \eqref is for equations, and lim is none; write \ref{lim} or \autoref{lim} [reference-kind]"
    )
    assert leads_to(site.posts[0]) == ["/2026/09/one/#lim"]


@pytest.mark.parametrize(
    ("matter", "is_shown"),
    [
        ({"publish": "2026-12-01"}, False),
        ({"publish": "2026-09-15"}, True),
        ({"publishDate": "2026-12-01", "date": "2026-09-01"}, False),
        ({"expires": "2026-09-15"}, False),
        ({"expiryDate": "2026-12-01"}, True),
    ],
)
def test_posts_are_shown_between_two_moments(matter: dict[str, Any], *, is_shown: bool) -> None:
    """Hugo's dates hold: a post waits for `publish` whatever its date, and is gone when it has expired."""
    assert bool(resolved(document("a", **matter)).posts) == is_shown


@pytest.mark.parametrize(
    ("names", "terms"),
    [
        (["ML", "ml", "ML"], ["ML"]),
        (["machine learning", "Machine-Learning", "machine  learning"], ["machine learning"]),
        (["C", "C++", "C#", "C*", "c"], ["C", "C#", "C*", "C++"]),
        (["概率", "概率 "], ["概率"]),
        (["?", "!"], ["!", "?"]),
        (["π", "Π"], ["π"]),
        (["$\\beta$-VAE", "$\\beta$-vae"], ["β-VAE"]),
    ],
)
def test_spellings_of_one_name_are_one_group(names: list[str], terms: list[str]) -> None:
    """The name is that which most posts write, of several the newest post's; addresses are told apart."""
    posts = [document(f"p{n}", date=f"2026-09-0{9 - n}", tags=f"['{name}']") for n, name in enumerate(names)]
    found = resolved(*posts).terms[Taxonomy.TAGS]
    assert [term.name for term in found] == terms
    assert len({term.url for term in found}) == len(terms)
    assert sum(len(term.posts) for term in found) == len(names)


def test_a_post_that_writes_a_name_twice_is_in_its_group_once() -> None:
    """`tags: [ML, ml]` is a slip."""
    (term,) = resolved(document("a", tags="[ML, ml]")).terms[Taxonomy.TAGS]
    assert (term.name, len(term.posts)) == ("ML", 1)


def test_posts_are_related_by_groups_and_not_by_spellings() -> None:
    """Who writes `ml` writes of the same as who writes `ML`."""
    one, two, other = document("aa", tags="[ML]"), document("bb", tags="[ml]"), document("cc", tags="[topology]")
    assert resolved(one, two, other).posts[0].related == (two,)


def test_formulas_in_names_are_set() -> None:
    """On pages as formulas, in titles and feeds as plain text; the address is made of the letters."""
    (term,) = resolved(document("a", tags="['$\\beta$-VAE']")).terms[Taxonomy.TAGS]
    assert term.html.startswith('<span class="math" data-tex="\\beta"')
    assert (term.name, term.url) == ("β-VAE", "/tags/beta-vae/")
    assert codes(resolved(document("a", tags="['$\\ce{H2O}$']"))) == ["title-mathjax"]


def test_a_number_in_a_summary_leads_nowhere() -> None:
    """The text has no such formula; a listing would lead to an id that is not there."""
    post, body = parsed("a", "Text.", summary="'$$x\\tag{1}$$'")
    (article,) = resolved(post).posts
    shown = Filler("/", Where.LISTING, "en", {}, {}).fill(body.excerpt, article)
    assert '<span class="number"><a>(1)</a></span>' in shown


def test_a_summary_stands_in_for_the_excerpt() -> None:
    """With formulas, Markdown and references; what the text itself marks goes before."""
    text = "First.\n\n$$x\\label{e}$$\n\n{more}Rest."
    post, body = parsed("a", text.replace("{more}", ""), summary="'On *$x$* & \\eqref{e}'")
    (article,) = resolved(post).posts
    shown = Filler("/", Where.LISTING, "en", {}, {}).fill(body.excerpt, article)
    assert shown.startswith('<p>On <em><span class="math" data-tex="x"')
    assert '<a class="eqref" href="/2026/09/a/#e">(1)</a>' in shown
    assert not post.excerpt_is_whole
    _, marked = parsed("a", text.replace("{more}", "<!-- more -->\n\n"), summary="Other")
    assert "First" in str(marked.excerpt[0])
    assert marked.opening == ("Other\n",)
