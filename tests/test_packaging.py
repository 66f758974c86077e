"""What is published works where there is no checkout: the wheel and the sdist, built, looked into, installed and used.

The build front end is run from a folder of its own: in the checkout, `python -m build` is the blog's build.py.
"""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Final

import pytest

from mathpress import __version__

REPOSITORY: Final = Path(__file__).parent.parent

LEADS_BACK: Final = {"PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV"}
"""Variables by which a program outside the checkout could find modules of the checkout or of its environment."""


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist from the checkout."""
    return _built("sdist", REPOSITORY, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout."""
    return _built("wheel", REPOSITORY, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a new virtual environment outside the checkout; return the folder of its programs."""
    environment = tmp_path_factory.mktemp("installed") / "venv"
    _run(sys.executable, "-m", "venv", environment, cwd=environment.parent)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    _run(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=environment)
    return programs


def _built(kind: str, source: Path, folder: Path) -> Path:
    _run(sys.executable, "-m", "build", f"--{kind}", "--outdir", folder / "dist", source, cwd=folder)
    (built,) = (folder / "dist").iterdir()
    return built


def _run(*command: str | Path, cwd: Path) -> str:
    """Run a command with nothing in the environment that leads back to the checkout, and return what it printed."""
    environment = {name: value for name, value in os.environ.items() if name not in LEADS_BACK}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


def _names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def _files(folder: str, below: str) -> set[str]:
    """Return what a wheel should call the files of a folder of the checkout."""
    paths = (REPOSITORY / folder).rglob("*")
    found = (path.relative_to(REPOSITORY / folder).as_posix() for path in paths if path.is_file())
    return {f"{below}/{name}" for name in found if "__pycache__" not in name}


def test_the_wheel_is_the_package_with_its_theme_and_nothing_else(wheel: Path) -> None:
    """Every file of site/mathpress, templates/ and static/ is in it; tests, content and build.py are not."""
    names = _names(wheel)
    metadata = f"mathpress-{__version__}.dist-info/"
    expected = _files("site/mathpress", "mathpress") | {
        *_files("templates", "mathpress/theme/templates"),
        *_files("static", "mathpress/theme/static"),
    }
    assert {name for name in names if not name.startswith(metadata)} == expected
    assert f"{metadata}licenses/LICENSE" in names
    # What other programs rely on by name:
    assert {
        "mathpress/py.typed",
        "mathpress/locales/en.toml",
        "mathpress/locales/zh.toml",
        "mathpress/theme/templates/base.html",
        "mathpress/theme/static/css/base.css",
    } <= names


def test_the_sdist_makes_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    """Who builds from the published source gets what was published, byte for byte."""
    _run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", tmp_path / "dist", sdist, cwd=tmp_path)
    (again,) = (tmp_path / "dist").iterdir()
    assert again.name == wheel.name
    with zipfile.ZipFile(wheel) as published, zipfile.ZipFile(again) as rebuilt:
        assert sorted(published.namelist()) == sorted(rebuilt.namelist())
        differing = [name for name in published.namelist() if published.read(name) != rebuilt.read(name)]
    assert differing == []


def test_the_sdist_can_be_tested(sdist: Path) -> None:
    """It holds what a distributor needs to run the tests, and the demo blog that some of them build."""
    with tarfile.open(sdist) as archive:
        names = set(archive.getnames())
    top = f"mathpress-{__version__}"
    expected = {
        "build.py",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "content",
        "tests/conftest.py",
        "tests/tools.py",
    }
    assert not {name for name in expected if not any(held.startswith(f"{top}/{name}") for held in names)}


def test_the_version_is_that_of_the_package(installed: Path, tmp_path: Path) -> None:
    """`mathpress --version` names it, so that a bug report can."""
    assert __version__ in _run(installed / "mathpress", "--version", cwd=tmp_path).split()


def test_the_installed_program_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    """The package comes from the virtual environment, and no folder of the checkout is searched for modules."""
    code = "import mathpress, sys; print(mathpress.__file__, *sys.path, sep='\\n')"
    origin, *searched = map(Path, _run(installed / "python", "-c", code, cwd=tmp_path).splitlines())
    assert origin.is_relative_to(installed.parent)
    assert [folder for folder in searched if folder.is_relative_to(REPOSITORY)] == []


def test_a_new_blog_is_built_with_the_shipped_theme(installed: Path, tmp_path: Path) -> None:
    """`mathpress init` and `mathpress build` are all it takes, and the pages link the theme's style sheet."""
    _run(installed / "mathpress", "init", "blog", cwd=tmp_path)
    _run(installed / "mathpress", "build", cwd=tmp_path / "blog")
    public = tmp_path / "blog" / "public"
    index = (public / "index.html").read_text(encoding="utf-8")
    style_sheets = re.findall(r'<link [^>]*href="?[^">]*?/?(css/base[^">/]*\.css)', index)
    assert style_sheets, index
    assert (public / style_sheets[0]).is_file()
    written = [path for path in public.rglob("*") if path.is_file()]
    assert [path for path in written if os.fsencode(REPOSITORY) in path.read_bytes()] == []
