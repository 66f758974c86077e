"""The real tools that tests use, and the step that installs them: `python tests/tools.py`.

The tests look at pages in a real browser, since only a browser tells whether MathML is drawn as it should be; axe-core
looks for barriers there, and the Nu HTML checker, which runs in Java, for errors in the HTML. Sites are deployed to
real servers, and imported from what other systems really make.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from mathpress.tables import MATHJAX_URL

CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
# Latin Modern Math is what Chromium on Linux takes for `font-family: math`; without a font that has an OpenType MATH
# table, fences and radicals do not stretch.
FONTS: Final = ("fonts-lmodern", "fonts-noto-cjk")
SERVERS: Final = (
    "nginx-light",
    "libnginx-mod-http-brotli-static",
    "caddy",
    "apache2-bin",
    "openssh-server",
    "rsync",
    "git",
)
"""Debian's packages of the web servers that read what `mathpress headers` prints, and of what sites are deployed by."""
GENERATORS: Final = ("jekyll",)
"""Debian's packages of other systems, whose sites are imported."""
FAULTS: Final = ("strace", "faketime")
"""Debian's packages of what injects faults into builds."""
PACKAGES: Final = Path(__file__).parent / ".npm" / "node_modules"
"""Where npm puts packages: MathJax in `mathjax`, its fonts in `@mathjax`."""
MATHJAX_VERSION: Final = MATHJAX_URL.partition("mathjax@")[2].partition("/")[0]
MATHJAX_PACKAGES: Final = ("mathjax", "@mathjax/mathjax-newcm-font", "@mathjax/mathjax-mhchem-font-extension")
VERSIONS: Final = {
    **dict.fromkeys(MATHJAX_PACKAGES, MATHJAX_VERSION),
    "axe-core": "4.14.1",
    "vnu-jar": "26.9.27",
    "@microsoft/jest-sarif": "1.0.0-beta.0",  # the schema of SARIF
}
"""What is fetched from npm."""
HEXO: Final = PACKAGES.parent / "hexo" / "node_modules"
"""Where npm puts Hexo, apart from the other packages: it brings a hundred of its own."""
HEXO_VERSIONS: Final = {"hexo": "8.1.2", "hexo-renderer-marked": "7.0.1"}
PELICAN: Final = Path(__file__).parent / ".pelican"
"""An environment of Pelican's own, for it asks for an older Pygments than the one that we are tested with."""
_PELICAN_PROGRAMS: Final = PELICAN / ("Scripts" if os.name == "nt" else "bin")
PELICAN_VERSION: Final = "4.12.0"
AZURITE: Final = PACKAGES.parent / "azurite" / "node_modules"
"""Where npm puts Azurite, a server that speaks as Azure's storage; it brings hundreds of packages."""
AZURITE_VERSIONS: Final = {"azurite": "3.37.0"}


def find_chromium() -> str | None:
    """Return the path of a Chromium or Chrome on PATH, or None; Playwright's own browser is not looked for."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def is_root() -> bool:
    """Tell whether this process is root's: it may install packages, and Chromium's sandbox refuses it."""
    return hasattr(os, "geteuid") and os.geteuid() == 0  # Windows has no geteuid


def has_packages(folder: Path = PACKAGES, versions: Mapping[str, str] = VERSIONS) -> bool:
    """Tell whether all npm packages are in a folder, in the versions that are wanted."""
    manifests = {name: folder / name / "package.json" for name in versions}
    found = {name: json.loads(path.read_text("utf-8"))["version"] for name, path in manifests.items() if path.exists()}
    return found == versions


_NOT_LOADED: Final = {"cjs", "mjs", "def", "svg", "examples"}


def mathjax_files() -> dict[str, str | bytes]:
    """Return the files of MathJax for a blog that serves it itself, below static/ as npm lays them out."""
    return {
        "/".join(("static", package, *path.relative_to(PACKAGES / package).parts)): path.read_bytes()
        for package in MATHJAX_PACKAGES
        for path in (PACKAGES / package).rglob("*")
        if path.is_file() and path.relative_to(PACKAGES / package).parts[0] not in _NOT_LOADED
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


def set_up_packages(names: str, folder: Path, versions: Mapping[str, str]) -> str:
    """Fetch npm packages if one is missing and return what was done, in a line; CalledProcessError when npm fails."""
    wanted = [f"{name}@{version}" for name, version in versions.items()]
    if has_packages(folder, versions):
        return f"{names} are there"
    npm = shutil.which("npm")
    if npm is None:
        return f"npm was not found, so the tests with {names} cannot run"
    quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
    prefix = ["--prefix", str(folder.parent)]
    subprocess.run([npm, "install", *prefix, "--no-save", "--ignore-scripts", *quiet, *wanted], check=True)
    return f"fetched {names}"


def find_pelican() -> str | None:
    """Return the path of Pelican's program, or None if it is not there in the version that is wanted."""
    is_there = any(PELICAN.glob(f"[Ll]ib/**/pelican-{PELICAN_VERSION}.dist-info"))
    return shutil.which("pelican", path=_PELICAN_PROGRAMS) if is_there else None


def set_up_pelican() -> str:
    """Make Pelican's environment if it is missing and return what was done; CalledProcessError when pip fails."""
    if find_pelican():
        return "Pelican is there"
    venv.create(PELICAN, clear=True, with_pip=True)
    pip = [str(_PELICAN_PROGRAMS / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, f"pelican[markdown]=={PELICAN_VERSION}"], check=True)
    return "fetched Pelican"


def set_up_programs() -> str:
    """Install what the system lacks and return what was done, in a line; CalledProcessError when an installer fails.

    On systems other than Debian that is a browser alone.
    """
    chromium = find_chromium()
    # Only Debian's own: on Ubuntu the package of that name is a snap, which does not run in a container.
    if is_root() and "debian" in _distributions() and "ubuntu" not in _distributions():
        programs = ([] if chromium else ["chromium"]) + ([] if shutil.which("java") else ["default-jre-headless"])
        missing = [*programs, *(each for each in (*FONTS, *SERVERS, *GENERATORS, *FAULTS) if not _is_installed(each))]
        if missing:
            _apt_install(missing)
            return f"installed {', '.join(missing)}; the browser is {find_chromium()}"
    if chromium:
        return f"nothing to do; the browser is {chromium}"
    with_system_libraries = ["--with-deps"] if is_root() and "debian" in _distributions() else []
    subprocess.run([sys.executable, "-m", "playwright", "install", *with_system_libraries, "chromium"], check=True)
    return "installed Playwright's own Chromium"


if __name__ == "__main__":
    checkers = set_up_packages("MathJax, axe-core and the checkers", PACKAGES, VERSIONS)
    hexo = set_up_packages("Hexo and its renderer", HEXO, HEXO_VERSIONS)
    azurite = set_up_packages("Azurite", AZURITE, AZURITE_VERSIONS)
    print(f"tests/tools.py: {set_up_programs()}; {checkers}; {hexo}; {azurite}; {set_up_pelican()}")
