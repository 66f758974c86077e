"""The Content-Security-Policy of a site: the strictest under which all of it works."""

from collections import defaultdict

from mathpress.headers.needs import SELF, Needs

_NONE = "'none'"


def policy(needs: Needs) -> str:
    """Return the value of `Content-Security-Policy` (CSP3) for a site with these needs."""
    wanted: dict[str, list[str]] = defaultdict(list)
    for directive, source in sorted(needs.sources):
        wanted[directive].append(source)
    is_framed = SELF in (*wanted["frame-src"], *wanted["object-src"])
    scripts = ["'wasm-unsafe-eval'"] if needs.has_search else []
    styles = wanted.pop("style-src", [])
    origins = needs.mathjax or ()
    if needs.mathjax is not None:
        # MathJax writes its style sheet into the page; where a hash stands, browsers ignore 'unsafe-inline'.
        styles = ["'unsafe-inline'", *(each for each in styles if not each.startswith("'sha"))]
    handlers = wanted.pop("script-src-attr", [])
    apart = {
        "base-uri": wanted.pop("base-uri", [_NONE]),
        "form-action": [SELF, *wanted.pop("form-action", [])],
        "object-src": wanted.pop("object-src", None) or [_NONE],
        "frame-ancestors": [SELF if is_framed else _NONE],
    }
    directives = {
        "default-src": [SELF, *origins],
        "script-src": _with_self([*scripts, *origins, *wanted.pop("script-src", [])]),
        "script-src-attr": ["'unsafe-hashes'", *handlers] if handlers else [],
        "style-src": _with_self(styles),
        "style-src-attr": ["'unsafe-inline'"] if needs.has_styled_elements and needs.mathjax is None else [],
        **{directive: _with_self(sources) for directive, sources in wanted.items()},
        # Said for MathJax's worker, it has to be said for that of the search too.
        "worker-src": [*([SELF] if needs.has_search else []), "blob:"] if needs.mathjax is not None else [],
        **apart,
    }
    return "; ".join(f"{name} {' '.join(dict.fromkeys(sources))}" for name, sources in directives.items() if sources)


def _with_self(sources: list[str]) -> list[str]:
    """Return the sources of a directive with the site itself, none if there is nothing else: `default-src` has that."""
    return [SELF, *sources] if any(source != SELF for source in sources) else []
