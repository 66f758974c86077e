"""What each kind of host wants to be told, from a text of this folder."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from mathpress.caching import ASK_AGAIN, FOR_EVER, NAMED_BY_CONTENT
from mathpress.mediatypes import BY_NAME, OTHERS, TEXTS, UNKNOWN, is_compressible

if TYPE_CHECKING:
    from mathpress.headers.hosting import Hosting

HOSTS: Final[Mapping[str, str]] = {
    "nginx": "nginx.conf",
    "caddy": "Caddyfile",
    "apache": "htaccess",
    "netlify": "_headers",
    "redirects": "_redirects",
    "meta": "head.html",
}
"""The text for each kind of host: Cloudflare Pages takes Netlify's, and hosts that let nothing be set a tag."""


def told(host: str, site: "Hosting") -> str:
    """Return what a kind of host is to be told of a site, as a file that it reads."""
    from jinja2 import Environment, StrictUndefined  # heavy to import

    # No text is HTML but for one line without anything that HTML would have escaped.
    environment = Environment(
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701
    )
    environment.filters |= {"quoted": _quoted, "re": re.escape, "url": quote}
    text = Path(__file__).with_name(HOSTS[host]).read_text("utf-8")
    return environment.from_string(text).render(
        site=site,
        ask_again=ASK_AGAIN,
        for_ever=FOR_EVER,
        named_by_content=NAMED_BY_CONTENT,
        by_name=BY_NAME,
        by_suffix={kind: suffixes.split() for kind, suffixes in {**TEXTS, **OTHERS}.items()},
        texts=[kind for kind in TEXTS if kind != "text/html"],  # nginx counts that in
        all_texts=[*TEXTS],
        compressible=[kind for kind in (*TEXTS, *OTHERS) if kind != "text/html" and is_compressible(kind)],
        unknown=UNKNOWN,
    )


def _quoted(text: str) -> str:
    """Return what stands between double quotes for a text; both nginx and Caddy read it so."""
    return text.replace("\\", "\\\\").replace('"', '\\"')
