"""What a new reader of a post downloads has a limit for each kind, pictures aside; bench/weight.py compares it."""

from typing import TYPE_CHECKING, Final

import pytest
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from tests.conftest import MakeBlog, RunMathpress, ServeFolder

LIMITS: Final = {"document": 16_000, "stylesheet": 20_000, "script": 8_000, "font": 110_000}
"""Bytes as gzip makes them, of fonts as they are."""


def test_a_post_of_a_hundred_formulas_is_light(
    blog: "MakeBlog",
    run_mathpress: "RunMathpress",
    serve_folder: "ServeFolder",
    browser: "Browser",
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """HTML with its MathML, style sheets, scripts and the parts of the font that its formulas need."""
    monkeypatch.syspath_prepend(REPOSITORY / "bench")
    from weight import the_post, weigh

    post = the_post()
    assert post.formulas == 100
    files: dict[str, str | bytes] = {
        "mathpress.toml": (REPOSITORY / "bench" / "skeletons" / "mathpress" / "mathpress.toml").read_text("utf-8"),
        f"content/posts/{post.name}.md": post.text,
        f"content/posts/img/{post.name}.png": post.picture,
    }
    root = blog(files)
    result = run_mathpress("build", cwd=root)
    assert result.returncode == 0, result.stderr
    weights = weigh(browser, f"{serve_folder(root / 'public')}posts/{post.name}/")
    assert {kind: weights[kind] for kind in LIMITS if not 0 < weights[kind] <= LIMITS[kind]} == {}
