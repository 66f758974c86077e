"""What a host is told of a site: real servers read it, and send what it says."""

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.conftest import MATHJAX_POLICY, PINNED_POLICY, PLAIN_POLICY, SEARCH_POLICY
from tests.needs import free_port, tool

from mathpress.headers.hosts import HOSTS
from mathpress.headers.needs import Needs, needs_of
from mathpress.headers.policy import policy

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.conftest import MakeBlog, RunMathpress, ServeFolder

ORIGIN: Final = "https://example.org"
CONFIG: Final = 'title = "T"\nurl = "https://example.org/blog/"\n[compress]\nformats = ["br", "gz"]\n'
HEAD: Final = "---\ntitle: A\ndate: 2026-01-02\naliases: [/old/, /旧 文/, /a$b.html]\n---\n\n"
POST: Final = f"{HEAD}First words and $x^2$, 第一句话。\n"
MATHJAX_POST: Final = "---\ntitle: On water\ndate: 2026-01-02\n---\n\nWater is $\\ce{H2O}$.\n"
MODULE: Final = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
APACHE: Final = Path("/usr/lib/apache2/modules")
FOR_EVER: Final = "max-age=31536000, immutable"
Site = tuple[Path, Mapping[str, str]]
"""A folder in which a site lies at /blog, and what each kind of host is told of it."""
Server = tuple[str, int]
"""The kind of a running server, and its port."""
PATIENCE: Final = 30.0
"""Seconds to wait for a server to listen, on a machine that is busy with other things."""


def test_a_policy_allows_the_site_alone() -> None:
    """What docs/headers.md has for a site that loads nothing from elsewhere, without and with a search."""
    assert policy(Needs()) == PLAIN_POLICY
    assert policy(Needs(has_search=True)) == SEARCH_POLICY


def test_a_policy_allows_mathjax_where_a_page_loads_it() -> None:
    """From the site itself, or from where the default release is."""
    folders = ("https://cdn.jsdelivr.net/npm/mathjax@4.1.3/", "https://cdn.jsdelivr.net/npm/@mathjax/")
    assert policy(Needs(mathjax=(), has_search=True)) == MATHJAX_POLICY
    assert policy(Needs(mathjax=folders, has_search=True)) == PINNED_POLICY


@pytest.mark.parametrize("piece", ["@font-face{", "/*", 'url("', "@import ", "@namespace ", "url( "])
def test_hostile_sheets_are_read_in_linear_time(piece: str) -> None:
    """What never ends, thousands of times: the test would not end if each looked at the rest of the sheet."""
    needs_of([f"<style>{piece * 30_000}</style>"], ORIGIN, has_search=False, sheets=[piece * 30_000])


@pytest.mark.parametrize(
    ("address", "folders"),
    [
        ("/mathjax/tex-chtml.js", ()),
        (f"{ORIGIN}/mathjax/tex-chtml.js", ()),
        ("https://a.example/mathjax@4/tex-chtml.js?x", ("https://a.example/mathjax@4/",)),
        ("//a.example:81/m;m/tex-chtml.js", ("https://a.example:81/m%3Bm/",)),
    ],
)
def test_mathjax_is_allowed_from_its_folder(address: str, folders: tuple[str, ...]) -> None:
    """And from where it has its fonts, but not from all of a host that serves the packages of everybody."""
    page = f'<script src="/js/mathjax-config.js?v=1"></script><script src="{address}" defer></script>'
    fonts = ("https://cdn.jsdelivr.net/npm/@mathjax/",) if folders else ()
    assert needs_of([page], ORIGIN, has_search=False).mathjax == folders + fonts


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ('<img src="/a.png"><script src="js/a.js"></script><link rel="stylesheet" href="a.css">', ""),
        ('<img src="https://example.org/a.png">', ""),
        ('<a href="https://a.example/">a</a><link rel="canonical" href="https://a.example/">', ""),
        ('<img alt="a > b" src="https://a.example/b.png">', "img-src 'self' https://a.example"),
        ("<IMG SRC=https://a.example/b.png>", "img-src 'self' https://a.example"),
        ("<img src='//a.example:81/b.png'>", "img-src 'self' https://a.example:81"),
        ('<img src="data:image/png;base64,AAAA">', "img-src 'self' data:"),
        ('<img src="https://b.example/"><img src="https://a.example/">', "img-src 'self' https://a.example https://b.example"),
        ('<picture><source srcset="https://a.example/b.webp 480w, /c.webp 960w"></picture>', "img-src 'self' https://a.example"),
        ('<video poster="https://a.example/p.png"><source src="https://b.example/v.mp4"></video>',
         "img-src 'self' https://a.example; media-src 'self' https://b.example"),
        ('<iframe src="https://www.youtube-nocookie.com/embed/x"></iframe>', "frame-src 'self' https://www.youtube-nocookie.com"),
        ('<link href="https://fonts.example/css" rel="preload stylesheet">', "style-src 'self' https://fonts.example"),
        ('<script src="https://a.example/a.js" defer></script>', "script-src 'self' https://a.example"),
        (
            '<script src="https://giscus.app/client.js"></script>',
            "script-src 'self' https://giscus.app; frame-src 'self' https://giscus.app; style-src 'self' https://giscus.app",
        ),
        ("<script>alert(1)</script>", "script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"),
        ("<style>p{color:red}</style>", "style-src 'self' 'sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64='"),
        ('<script type="application/ld+json">{"a": 1}</script>', ""),
        ("<script src=/a.js>'<img src=https://a.example/>'</script><style></style>", ""),
        ("<script src=/a.js><img src=https://a.example/>", ""),
        ('<p class="a" style="color: red">a</p>', "style-src-attr 'unsafe-inline'"),
        ("<p>he said style=1</p><p data-style='a' title=' style=2'>a</p>", ""),
        ('<img src="http://["><img src="https://a.example:x/">', ""),
        ("<img src=\"https://a.example;script-src 'unsafe-inline' */b.png\">", ""),
        ('<img src="https://bücher.example/a.png">', "img-src 'self' https://xn--bcher-kva.example"),
        ('<iframe src="/demo.html"></iframe>', "frame-ancestors 'self'"),
        ('<embed src="/a.pdf"><object data="https://a.example/b.pdf"></object>',
         "object-src 'self' https://a.example; frame-ancestors 'self'"),
        ('<form action="https://a.example/subscribe"></form>', "form-action 'self' https://a.example"),
        ('<form><button formaction="https://a.example/b">b</button></form>', "form-action 'self' https://a.example"),
        ('<svg><image href="https://a.example/b.png"/></svg>', "img-src 'self' https://a.example"),
        ('<link rel="apple-touch-icon" href="https://a.example/b.png">', "img-src 'self' https://a.example"),
        ('<link rel="preload" as="font" href="https://a.example/b.woff2">', "font-src 'self' https://a.example"),
        ('<link rel="modulepreload" href="https://a.example/b.js">', "script-src 'self' https://a.example"),
        ('<base href="/blog/">', "base-uri 'self'"),
        ('<script type="importmap">{"imports": {}}</script>',
         "script-src 'self' 'sha256-CJt/FpW3RQlGvqBeO/YK74xrTm1ctS6rLMJu1bV4fMc='"),
        ('<button onclick="alert(1)">a</button>',
         "script-src-attr 'unsafe-hashes' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"),
        ('<img alt="a<b" src="https://a.example/b.png">', "img-src 'self' https://a.example"),
        ('<p title="<script src=https://a.example/></script>">a</p>', ""),
        ('<p style="background: url(https://a.example/b.png)">a</p>',
         "img-src 'self' https://a.example; style-src-attr 'unsafe-inline'"),
        (
            '<link rel="stylesheet" href="https://fonts.googleapis.com/css2?family=Lora">',
            "style-src 'self' https://fonts.googleapis.com; font-src 'self' https://fonts.gstatic.com",
        ),
    ],
)  # fmt: skip
def test_a_policy_allows_what_pages_load(page: str, allowed: str) -> None:
    """By the directive that is meant for it, and nothing that is only linked to."""
    directives = set(policy(needs_of([page], ORIGIN, has_search=False)).split("; "))
    assert directives - set(PLAIN_POLICY.split("; ")) == set(filter(None, allowed.split("; ")))


def test_a_policy_allows_what_style_sheets_load() -> None:
    """Pictures, fonts and other sheets; comments and namespaces load nothing."""
    sheet = """@import "https://a.example/a.css"; @import url(https://b.example/b.css) print;
    @namespace svg url(http://www.w3.org/2000/svg); /* url(https://no.example/) */
    @font-face { font-family: F; src: url("https://c.example/f.woff2") format("woff2"), url(/own.woff2) }
    .a { background: url( 'https://d.example/p(1).png' ) } .b { background: url(own.png) url(#mask) }"""
    directives = set(policy(needs_of([], ORIGIN, has_search=False, sheets=[sheet])).split("; "))
    assert directives - set(PLAIN_POLICY.split("; ")) == {
        "style-src 'self' https://a.example https://b.example",
        "font-src 'self' https://c.example",
        "img-src 'self' https://d.example",
    }


def told(run_mathpress: "RunMathpress", root: Path, host: str) -> str:
    """Return what `mathpress headers` prints."""
    done = run_mathpress("headers", host, cwd=root)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def site(blog: "MakeBlog", run_mathpress: "RunMathpress") -> Site:
    """Build a blog and return a folder in which it lies at /blog, and what each kind of host is told."""
    root = blog(
        {
            "mathpress.toml": CONFIG,
            "content/posts/a.md": POST,
            "static/notes.bib": "@misc{a}\n" * 200,
            "static/site.webmanifest": "{}",
            "static/fit.mjs": "1\n" * 1000,
            "static/paper.20240101.txt": "A date is no digest.",
        }
    )
    texts = {host: told(run_mathpress, root, host) for host in HOSTS}
    www = root / "www"
    www.mkdir()
    (www / "blog").symlink_to(root / "public")
    return www, texts


@contextlib.contextmanager
def running(command: list[str | Path], port: int) -> Iterator[None]:
    """Run a server until it is no longer needed; it has to listen on the port soon."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8") as process:
        try:
            deadline = time.monotonic() + PATIENCE
            while time.monotonic() < deadline and process.poll() is None:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                    break
                time.sleep(0.02)
            else:
                process.kill()
                pytest.fail(f"{command[0]} does not listen:\n{process.communicate()[0]}")
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="module", params=["nginx", "caddy", "apache"])
def server(request: pytest.FixtureRequest, site: Site) -> Iterator[Server]:
    """Serve the site with a real server, by what it was told; only the folder, host and port are others."""
    www, texts = site
    with serving(request.param, texts[request.param], www) as port:
        yield request.param, port


@contextlib.contextmanager
def serving(kind: str, text: str, www: Path) -> Iterator[int]:
    """Serve what lies in a folder with a server of a kind that was told a text, at a port of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # Apache looks at it as another user
        with running(COMMANDS[kind](folder, text, port, www), port):
            yield port


def nginx_command(folder: Path, text: str, port: int, www: Path) -> list[str | Path]:
    """Return what runs nginx with a file that is included where Debian includes those of sites-enabled."""
    text = text.replace("/var/www/example.org", str(www))
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("    listen [::]:80;\n", "")
    (folder / "site.conf").write_text(text, "utf-8")
    around = [
        f"load_module {MODULE};",
        "user root;" if os.geteuid() == 0 else "",
        f"daemon off; pid {folder}/pid; events {{}} http {{ access_log off; include {folder}/site.conf;",
        *(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")),
        "}",
    ]
    (folder / "nginx.conf").write_text("\n".join(around), "utf-8")
    return [tool("nginx", MODULE), "-e", "stderr", "-c", folder / "nginx.conf"]


def caddy_command(folder: Path, text: str, port: int, www: Path) -> list[str | Path]:
    """Return what runs Caddy with a Caddyfile, without certificates and without its port for administration.

    What it remembers of it lies in the folder too: the option that it remembers nothing came with Caddy 2.7.
    """
    text = text.replace("/var/www/example.org", str(www))
    text = text.replace("\nhttps://example.org {", f"\nhttp://127.0.0.1:{port} {{", 1)
    (folder / "Caddyfile").write_text(f"{{\nadmin off\n}}\n{text}", "utf-8")
    homes = (f"{name}={folder}" for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"))
    return ["env", *homes, tool("caddy"), "run", "--adapter", "caddyfile", "--config", folder / "Caddyfile"]


def apache_command(folder: Path, text: str, port: int, www: Path) -> list[str | Path]:
    """Return what runs Apache, with what it was told as the file of the folder that it shows."""
    shown = folder / "www"
    shutil.copytree(www, shown)
    (shown / ".htaccess").write_text(text, "utf-8")
    modules = ("mpm_event", "authz_core", "dir", "mime", "headers", "alias", "filter", "deflate")
    settings = [
        *(f"LoadModule {name}_module {APACHE / f'mod_{name}.so'}" for name in modules),
        f"ServerName example.org\nListen 127.0.0.1:{port}\nPidFile {folder}/pid",
        "ErrorLog /dev/stderr\nTypesConfig /dev/null",
        "User www-data\nGroup www-data" if os.geteuid() == 0 else "",  # it refuses to show pages as root
        f'DocumentRoot "{shown}"\n<Directory "{shown}">\nAllowOverride All\nRequire all granted\n</Directory>',
    ]
    (folder / "apache.conf").write_text("\n".join(settings), "utf-8")
    return [tool("apache2", APACHE), "-D", "FOREGROUND", "-d", folder, "-f", folder / "apache.conf"]


COMMANDS: Final = {"nginx": nginx_command, "caddy": caddy_command, "apache": apache_command}
"""What runs a server of each kind, by what it was told."""


def get(server: Server, path: str, **headers: str) -> tuple[int, Message, bytes]:
    """Return status, headers and body of what a server sends."""
    connection = http.client.HTTPConnection("127.0.0.1", server[1], timeout=PATIENCE)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, response.headers, response.read()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/blog/", "text/html; charset=utf-8"),
        ("/blog/2026/01/a/", "text/html; charset=utf-8"),
        ("/blog/feed.xml", "application/atom+xml"),
        ("/blog/feed.json", "application/feed+json"),
        ("/blog/sitemap.xml", "application/xml"),
        ("/blog/robots.txt", "text/plain; charset=utf-8"),
        ("/blog/css/math.css", "text/css; charset=utf-8"),
        ("/blog/js/theme.js", "text/javascript; charset=utf-8"),
        ("/blog/fit.mjs", "text/javascript; charset=utf-8"),
        ("/blog/notes.bib", "text/plain; charset=utf-8"),
        ("/blog/favicon.svg", "image/svg+xml"),
        ("/blog/site.webmanifest", "application/manifest+json"),
    ],
)
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_a_server_sends_types_and_the_policy(server: Server, path: str, expected: str, encoding: str) -> None:
    """With every file, compressed or not."""
    status, headers, _ = get(server, path, Accept_Encoding=encoding)
    assert (status, headers["Content-Type"]) == (200, expected)
    assert headers.get_all("Content-Security-Policy") == [PLAIN_POLICY]
    assert headers.get_all("X-Content-Type-Options") == ["nosniff"]


@pytest.mark.parametrize("path", ["", "2026/01/a/", "feed.xml", "css/math.css", "notes.bib", "fit.mjs"])
def test_a_server_sends_the_copies_that_were_built(server: Server, site: Site, path: str) -> None:
    """Byte for byte, to those who ask for them; the others get the file itself. Apache compresses what it sends."""
    if server[0] == "apache":
        assert get(server, f"/blog/{path}", Accept_Encoding="gzip")[1]["Content-Encoding"] == "gzip"
        return
    name = path.partition("?")[0]
    file = site[0] / "blog" / (name if name and not name.endswith("/") else f"{name}index.html")
    for encoding, suffix in (("gzip", ".gz"), ("br", ".br"), ("identity", "")):
        _, headers, body = get(server, f"/blog/{path}", Accept_Encoding=encoding)
        assert headers.get("Content-Encoding", "identity") == encoding
        assert body == Path(f"{file}{suffix}").read_bytes()
        assert "Accept-Encoding" in headers.get("Vary", "") or not suffix


def test_a_server_says_how_long_a_file_is_kept(server: Server, site: Site) -> None:
    """For ever if its name has a digest of it; else it is asked for again, whatever the query is."""
    fonts = [f"/blog/fonts/{path.name}" for path in (site[0] / "blog/fonts").iterdir() if "math-" in path.name]
    page = (site[0] / "blog/index.html").read_text("utf-8")
    linked = re.findall(r'(?:href|src)="(/blog/(?:css|js|favicon)[^"]*)"', page)
    assert len(linked) > 8
    assert len(fonts) == 2
    for path in (*fonts, *linked, f"{linked[0]}?v=1"):
        assert get(server, path)[1].get_all("Cache-Control") == [FOR_EVER], path
    for path in (
        "/blog/",
        "/blog/?v=3f2a9c01",
        "/blog/feed.xml",
        "/blog/css/math.css",
        "/blog/css/math.css?v=3f2a9c01",
        "/blog/notes.bib",
        "/blog/paper.20240101.txt",
    ):
        _, headers, _ = get(server, path)
        assert headers.get_all("Cache-Control") == ["no-cache"], path
        assert get(server, path, If_None_Match=headers["ETag"])[0] == 304, path


def test_a_server_has_the_sites_own_page_for_what_is_missing(server: Server, site: Site) -> None:
    """The manifest is as missing as a page that never was."""
    expected = (site[0] / "blog/404.html").read_bytes()
    assert (site[0] / "blog/.mathpress/manifest.json").is_file()
    for path in (
        "/blog/missing/",
        "/blog/css/missing.mp-3f2a9c01.css",
        "/blog/.mathpress/manifest.json",
        "/blog/.mathpress/",
    ):
        status, headers, body = get(server, path)
        assert (status, headers["Content-Type"], body) == (404, "text/html; charset=utf-8", expected), path
        assert headers.get("Cache-Control", "no-cache") == "no-cache"
        assert headers["Content-Security-Policy"] == PLAIN_POLICY


def test_a_server_sends_readers_of_old_addresses_on(server: Server) -> None:
    """With a status that search engines understand; those without a slash come there in the end."""
    for path in ("/blog/old/", "/blog/%E6%97%A7%20%E6%96%87/", "/blog/a$b.html"):
        status, headers, _ = get(server, path)
        location = headers["Location"].removeprefix(f"http://127.0.0.1:{server[1]}")  # Apache says it whole
        assert (status, location) == (301, "/blog/2026/01/a/")
    assert get(server, "/blog/2026/01/a")[1]["Location"].endswith("/blog/2026/01/a/")


@pytest.mark.parametrize("kind", ["nginx", "caddy", "apache"])
def test_a_site_at_the_top_of_its_host_is_compressed_as_it_is_sent(
    blog: "MakeBlog", run_mathpress: "RunMathpress", kind: str
) -> None:
    """Where there are no copies of its files."""
    root = blog({"content/posts/a.md": POST})
    with serving(kind, told(run_mathpress, root, kind), root / "public") as port:
        server = kind, port
        for path in ("/", "/feed.xml", "/css/math.css"):
            assert get(server, path, Accept_Encoding="gzip")[1]["Content-Encoding"] == "gzip", path
        assert get(server, "/missing")[2] == (root / "public/404.html").read_bytes()
        assert get(server, "/.mathpress/manifest.json")[0] == 404
        assert get(server, "/old/")[1]["Location"].endswith("/2026/01/a/")


def test_other_hosts_read_files_of_the_site(site: Site) -> None:
    """Those that take `_headers` and `_redirects`, and those that take nothing but what pages say."""
    folder, texts = site
    assert texts["netlify"].splitlines()[:5] == [
        "/blog/*",
        f"  Content-Security-Policy: {PLAIN_POLICY}",
        "  X-Content-Type-Options: nosniff",
        "/blog/cards/*",
        f"  Cache-Control: {FOR_EVER}",
    ]
    linked = re.findall(r'"(/blog/css/[^"]*)[0-9a-f]{8}.css"', (folder / "blog/index.html").read_text("utf-8"))
    assert len(linked) > 5
    for beginning in ("/blog/fonts/math-", *linked):
        assert f"\n{beginning}*\n  Cache-Control: {FOR_EVER}\n" in texts["netlify"]
    assert max(map(len, texts["netlify"].splitlines())) < 2000  # Cloudflare's limit
    assert texts["redirects"].splitlines() == [
        "/blog/a%24b.html /blog/2026/01/a/ 301",
        "/blog/old/ /blog/2026/01/a/ 301",
        "/blog/%E6%97%A7%20%E6%96%87/ /blog/2026/01/a/ 301",
    ]
    stated = PLAIN_POLICY.removesuffix("; frame-ancestors 'none'")
    assert texts["meta"] == f'<meta http-equiv="Content-Security-Policy" content="{stated}">\n'


def test_pages_with_mathjax_and_a_search_are_found(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """In the site as it is built, so that the policy is that of the documentation without being told."""
    search = 'title = "T"\nurl = "https://example.org/"\n[search]\nenabled = true\n'
    root = blog({"mathpress.toml": search, "content/posts/a.md": MATHJAX_POST})
    assert f"Content-Security-Policy: {PINNED_POLICY}\n" in told(run_mathpress, root, "netlify")


def test_the_search_works_beside_pages_with_mathjax(
    blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder", page: "Page"
) -> None:
    """Its worker is not MathJax's."""
    settings = 'title = "T"\nurl = "https://example.org/"\n[search]\nenabled = true\n'
    own = f'{settings}[math]\nmathjax_url = "/mathjax/tex-chtml.js"\n'
    root = blog({"mathpress.toml": own, "content/posts/a.md": MATHJAX_POST, "static/mathjax/tex-chtml.js": ""})
    assert f"Content-Security-Policy: {MATHJAX_POLICY}\n" in told(run_mathpress, root, "netlify")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{serve_folder(root / 'public', '/', MATHJAX_POLICY)}search/?q=water")
    page.get_by_role("link", name="On water").wait_for()
    assert complaints == []


def test_what_authors_put_into_pages_works_under_the_policy(
    blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder", page: "Page"
) -> None:
    """Scripts and styles of theirs by their hashes, `style` attributes; what gets in otherwise does not run."""
    hook = "<style>.byline { color: rgb(1, 2, 3) }</style><script>document.title = 'réussi'</script>"
    root = blog(
        {
            "content/posts/a.md": f'{POST}<p id="mine" style="color: rgb(4, 5, 6)">mine</p>\n',
            "templates/hooks/head.html": hook,
        }
    )
    given = re.search("Content-Security-Policy: (.*)", told(run_mathpress, root, "netlify"))
    assert given is not None
    page.goto(f"{serve_folder(root / 'public', '/', given[1])}2026/01/a/")
    assert page.title() == "réussi"
    color = "selector => getComputedStyle(document.querySelector(selector)).color"
    assert page.evaluate(color, ".byline") == "rgb(1, 2, 3)"
    assert page.evaluate(color, "#mine") == "rgb(4, 5, 6)"
    page.evaluate(
        "() => { const s = document.createElement('script'); s.text = 'document.title = 1'; document.body.append(s) }"
    )
    assert page.title() == "réussi"


def test_old_addresses_of_pages_that_are_files_are_whole(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Also if their names end as that of a folder's page."""
    root = blog({"content/posts/a.md": POST.replace("/old/", "/myindex.html")})
    assert "/myindex.html /2026/01/a/ 301" in told(run_mathpress, root, "redirects").splitlines()


def test_a_page_in_a_frame_of_the_site_is_shown_under_the_policy(
    blog: "MakeBlog", run_mathpress: "RunMathpress", serve_folder: "ServeFolder", page: "Page"
) -> None:
    """Such as a demonstration beside a post, whose buttons do what their attributes say."""
    demo = """<!doctype html><title>Demo</title><button onclick="this.textContent = 'done'">do</button>"""
    root = blog(
        {"content/posts/a.md": f'{POST}<iframe src="/demo.html" title="demo"></iframe>\n', "static/demo.html": demo}
    )
    given = re.search("Content-Security-Policy: (.*)", told(run_mathpress, root, "netlify"))
    assert given is not None
    page.goto(f"{serve_folder(root / 'public', '/', given[1])}2026/01/a/")
    page.frame_locator("iframe").get_by_role("button", name="do").click()
    page.frame_locator("iframe").get_by_role("button", name="done").wait_for()


def test_a_site_that_cannot_be_built_has_no_headers(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Nothing is printed, for it would be redirected to a file."""
    done = run_mathpress("headers", "nginx", cwd=blog({"content/posts/a.md": f"{POST}$\\alhpa$"}))
    assert (done.returncode, done.stdout) == (1, "")
    assert "[math-command]" in done.stderr
