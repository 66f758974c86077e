"""Measure what a reader downloads for a post with some hundred formulas, from mathpress, Hugo with KaTeX, and MathJax.

    python bench/weight.py [--work FOLDER]

The same post is built by mathpress in its default theme, by mathpress with MathJax drawing all formulas, and by Hugo
with formulas as KaTeX's HTML, its style sheet and its fonts, in pages without a theme. A Chromium opens each page and
scrolls to its end. HTML, style sheets and scripts count as gzip makes them, fonts as they are, pictures not at all.
"""

import argparse
import gzip
import shutil
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Response, sync_playwright

from blog import Post, posts
from programs import Program, hugo, mathpress, write_blogs

REPOSITORY: Final = Path(__file__).parent.parent
KATEX: Final = "0.16.47"
KINDS: Final = ("document", "stylesheet", "script", "font")
"""What is counted, as browsers call it."""
_FORMULAS: Final = 100
_KATEX_HEAD: Final = '<link rel="stylesheet" href="/katex/katex.min.css">\n</head>'
_TO_HTML: Final = """{{- transform.ToMath .Inner (dict "output" "htmlAndMathml" "displayMode" (eq .Type "block")) -}}"""
_MATHJAX: Final = """
[math]
engine = "mathjax"
mathjax_url = "/mathjax/tex-chtml.js"
"""


def weigh(browser: Browser, url: str) -> Counter[str]:
    """Return the bytes of each kind that a new reader of a page downloads; `requests` counts them."""
    weights: Counter[str] = Counter()
    received: list[Response] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("response", lambda response: received.append(response))  # noqa: PLW0108 - Playwright marks the function
        page.goto(url)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.evaluate("document.fonts.ready.then(() => window.MathJax?.startup?.promise).then(() => null)")
        page.wait_for_load_state("networkidle")
        for response in received:
            kind = response.request.resource_type
            if kind in KINDS:
                body = response.body()
                weights[kind] += len(body) if kind == "font" else len(gzip.compress(body, mtime=0))
                weights["requests"] += 1
    return weights


def the_post() -> Post:
    """Return the post of the blog that has nearest to a hundred formulas."""
    return min(posts(400, distinct=True), key=lambda post: abs(post.formulas - _FORMULAS))


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder at a free port and give its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the standard library
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def _with_katex(program: Program, work: Path) -> None:
    """Let Hugo's site set formulas as KaTeX's HTML, with what that needs beside it."""
    npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(work / "katex"), f"katex@{KATEX}"]
    subprocess.run(npm, check=True)  # noqa: S603 - ours
    layouts = program.blog / "layouts"
    (layouts / "_markup" / "render-passthrough.html").write_text(_TO_HTML)
    base = layouts / "baseof.html"
    base.write_text(base.read_text().replace("</head>", _KATEX_HEAD))
    dist = work / "katex" / "node_modules" / "katex" / "dist"
    shutil.copytree(dist / "fonts", program.blog / "static" / "katex" / "fonts", dirs_exist_ok=True)
    shutil.copy(dist / "katex.min.css", program.blog / "static" / "katex")


def _with_mathjax(program: Program) -> None:
    """Let mathpress leave all formulas to a MathJax beside the page, the one that tests/tools.py fetched."""
    settings = program.blog / "mathpress.toml"
    settings.write_text(settings.read_text() + _MATHJAX)
    packages = REPOSITORY / "tests" / ".npm" / "node_modules"
    shutil.copytree(packages / "mathjax", program.blog / "static" / "mathjax", dirs_exist_ok=True)
    shutil.copytree(packages / "@mathjax", program.blog / "static" / "@mathjax", dirs_exist_ok=True)


def main() -> None:
    """Build the sites, open the post in each and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, help="the folder of the sites and of Hugo, else a temporary one")
    work = (parser.parse_args().work or Path(tempfile.mkdtemp(prefix="weight-"))).resolve()
    post = the_post()
    sites = {"mathpress": mathpress(work), "MathJax": mathpress(work / "drawn"), "Hugo with KaTeX": hugo(work)}
    for name, program in sites.items():
        write_blogs([program], 0, distinct=True)
        program.write(post)
        if name == "MathJax":
            _with_mathjax(program)
        elif name == "Hugo with KaTeX":
            _with_katex(program, work)
        subprocess.run(program.command, cwd=program.blog, check=True)  # noqa: S603 - ours
    print(f"{post.formulas} formulas; kB (1,000 bytes)\n\n| | HTML | CSS | scripts | fonts | together | requests |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, program in sites.items():
            with serving(program.output) as url:
                weights = weigh(browser, f"{url}posts/{post.name}/")
            sizes = [weights[kind] for kind in KINDS]
            shown = [f"{size / 1000:.1f}" for size in [*sizes, sum(sizes)]]
            print(f"| {name} | {' | '.join(shown)} | {weights['requests']} |")
        browser.close()


if __name__ == "__main__":
    main()
