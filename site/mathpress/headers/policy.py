"""The Content-Security-Policy of a site: the strictest under which all of it works."""

from mathpress.headers.needs import Needs


def policy(needs: Needs) -> str:
    """Return the value of `Content-Security-Policy` (CSP3) for a site with these needs."""
    wanted: dict[str, list[str]] = {}
    for kind, source in sorted(needs.sources):
        wanted.setdefault(f"{kind}-src", []).append(source)
    scripts = ["'wasm-unsafe-eval'"] if needs.has_search else []
    styles = wanted.pop("style-src", [])
    origin = [needs.mathjax] if needs.mathjax else []
    if needs.mathjax is not None:
        # MathJax writes its style sheet into the page; where a hash stands, browsers ignore 'unsafe-inline'.
        styles = ["'unsafe-inline'", *(each for each in styles if not each.startswith("'sha"))]
    directives = {
        "default-src": ["'self'", *origin],
        "script-src": _with_self([*scripts, *origin, *wanted.pop("script-src", [])]),
        "style-src": _with_self(styles),
        "style-src-attr": ["'unsafe-inline'"] if needs.has_styled_elements and needs.mathjax is None else [],
        **{directive: _with_self(sources) for directive, sources in wanted.items()},
        # Said for MathJax's worker, it has to be said for that of the search too.
        "worker-src": [*(["'self'"] if needs.has_search else []), "blob:"] if needs.mathjax is not None else [],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(dict.fromkeys(sources))}" for name, sources in directives.items() if sources)


def _with_self(sources: list[str]) -> list[str]:
    return ["'self'", *sources] if sources else []
