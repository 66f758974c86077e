"""The set-up step of the tests, `python tests/browser.py`: a Chromium, fonts for formulas and Chinese, and MathJax.

The tests look at pages in a real browser, since only a browser tells whether MathML is drawn as it should be.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from mathpress.tables import MATHJAX_URL

CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
# Latin Modern Math is what Chromium on Linux takes for `font-family: math`; without a font that has an OpenType MATH
# table, fences and radicals do not stretch.
FONTS: Final = ("fonts-lmodern", "fonts-noto-cjk")
MATHJAX: Final = Path(__file__).parent / ".npm" / "node_modules"
"""Where npm puts MathJax, in `mathjax`, and its fonts, in `@mathjax`."""
MATHJAX_VERSION: Final = MATHJAX_URL.partition("mathjax@")[2].partition("/")[0]
MATHJAX_PACKAGES: Final = ("mathjax", "@mathjax/mathjax-newcm-font", "@mathjax/mathjax-mhchem-font-extension")


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome on PATH, or None; Playwright's own browser is not looked for."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def is_root() -> bool:
    """Tell whether this process is root's: it may install packages, and Chromium's sandbox refuses it."""
    return hasattr(os, "geteuid") and os.geteuid() == 0  # Windows has no geteuid


def has_mathjax() -> bool:
    """Tell whether MathJax is here with all its packages, at the version that pages load."""
    manifests = [MATHJAX / package / "package.json" for package in MATHJAX_PACKAGES]
    versions = [json.loads(path.read_text("utf-8"))["version"] for path in manifests if path.exists()]
    return versions == [MATHJAX_VERSION] * len(MATHJAX_PACKAGES)


_NOT_LOADED: Final = {"cjs", "mjs", "def", "svg", "examples"}


def mathjax_files() -> dict[str, str | bytes]:
    """Return the files of MathJax for a blog that serves it itself, below static/ as npm lays them out."""
    return {
        "/".join(("static", package, *path.relative_to(MATHJAX / package).parts)): path.read_bytes()
        for package in MATHJAX_PACKAGES
        for path in (MATHJAX / package).rglob("*")
        if path.is_file() and path.relative_to(MATHJAX / package).parts[0] not in _NOT_LOADED
    }


def _distributions() -> set[str]:
    """Return the names of the Linux distribution and of those it descends from; on another system, nothing."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return set()
    return {release["ID"], *release.get("ID_LIKE", "").split()}


def _is_installed(package: str) -> bool:
    query = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(query, capture_output=True, text=True, check=False).stdout == "installed"


def _apt_install(packages: list[str]) -> None:
    apt = ["apt-get", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=300"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*apt, "update"], check=True, env=environment)
    subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], check=True, env=environment)


def set_up_mathjax() -> str:
    """Fetch MathJax if it is missing and return what was done, in a line; CalledProcessError when npm fails."""
    if has_mathjax():
        return f"MathJax {MATHJAX_VERSION} is there"
    npm = shutil.which("npm")
    if npm is None:
        return "npm was not found, so the tests with MathJax cannot run"
    packages = [f"{package}@{MATHJAX_VERSION}" for package in MATHJAX_PACKAGES]
    quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
    prefix = ["--prefix", str(MATHJAX.parent)]
    subprocess.run([npm, "install", *prefix, "--no-save", "--ignore-scripts", *quiet, *packages], check=True)
    return f"fetched MathJax {MATHJAX_VERSION}"


def set_up_browser() -> str:
    """Install what is missing and return what was done, in a line; CalledProcessError when an installer fails."""
    chromium = find_chromium()
    # Only Debian's own: on Ubuntu the package of that name is a snap, which does not run in a container.
    if is_root() and "debian" in _distributions() and "ubuntu" not in _distributions():
        missing = [font for font in FONTS if not _is_installed(font)] + ([] if chromium else ["chromium"])
        if missing:
            _apt_install(missing)
            return f"installed {', '.join(missing)}; the browser is {find_chromium()}"
    if chromium:
        return f"nothing to do; the browser is {chromium}"
    with_system_libraries = ["--with-deps"] if is_root() and "debian" in _distributions() else []
    subprocess.run([sys.executable, "-m", "playwright", "install", *with_system_libraries, "chromium"], check=True)
    return "installed Playwright's own Chromium"


if __name__ == "__main__":
    print(f"tests/browser.py: {set_up_browser()}; {set_up_mathjax()}")
