"""The package is layered: its docstring gives an order, and a module imports only what stands before it.

So each module can be read, tested and changed knowing only those before it. The order is checked, not trusted.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeGuard

import pytest

PACKAGE: Final = Path(__file__).parent.parent / "site" / "mathpress"

SHADOWING: Final = {"math", "markdown", "html", "types", "site"}
"""Names of modules that readers and tools would take for the standard library's or for Python-Markdown."""

LONGEST: Final = 250
"""Lines in a module; a longer one is more than one idea."""


@dataclass(frozen=True)
class Import:
    """One import of a part of the package; `target` is a dotted name below it, empty for the package itself."""

    target: str
    line: int


@dataclass(frozen=True)
class Tree:
    """The modules of a package by dotted name (`tex` is tex/__init__.py), and the order its docstring promises."""

    package: Path
    modules: dict[str, Path]
    rows: list[list[str]]

    @property
    def order(self) -> list[str]:
        """All names in the docstring, first to last."""
        return [name for row in self.rows for name in row]

    def where(self, path: Path, line: int) -> str:
        """Return `file:line` as editors understand it."""
        return f"{path.relative_to(self.package.parent.parent)}:{line}"

    def imports(self, name: str) -> Iterator[Import]:
        """Yield what a module imports of the package, at the top, inside functions and for type checking alike."""
        for node in ast.walk(_parsed(self.modules[name])):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if _is_within(alias.name, self.package.name):
                        yield Import(alias.name.removeprefix(self.package.name).lstrip("."), node.lineno)
            elif isinstance(node, ast.ImportFrom) and not node.level and _is_within(node.module, self.package.name):
                origin = node.module.removeprefix(self.package.name).lstrip(".")
                for alias in node.names:
                    # `from mathpress.tex import lexer` imports a module, `… import convert` from the package tex.
                    inner = f"{origin}.{alias.name}".lstrip(".")
                    if inner in self.modules or inner in self.order:
                        yield Import(inner, alias.lineno)
                    else:
                        yield Import(origin, node.lineno)


def read_tree(package: Path) -> Tree:
    """Find the modules of a package and the indented block of its docstring."""
    modules = {}
    for path in sorted(package.rglob("*.py")):
        name = ".".join(path.relative_to(package).with_suffix("").parts).removesuffix("__init__").rstrip(".")
        if name:
            modules[name] = path
    docstring = ast.get_docstring(_parsed(package / "__init__.py"), clean=False) or ""
    return Tree(package, modules, [line.split() for line in docstring.splitlines() if line.startswith("    ")])


def misplaced_modules(tree: Tree) -> list[str]:
    """Report modules that the docstring lacks, and names in it that have no module or stand twice."""
    init = tree.package / "__init__.py"
    lines = init.read_text(encoding="utf-8").splitlines()

    def where(name: str) -> str:
        return tree.where(init, next(number for number, line in enumerate(lines, 1) if name in line.split()))

    return [
        *(
            f"{tree.where(path, 1)}: {name} is not in the docstring of {tree.package.name}"
            for name, path in tree.modules.items()
            if name not in tree.order
        ),
        *(f"{where(name)}: {name} has no module" for name in tree.order if name not in tree.modules),
        *(f"{where(name)}: {name} stands twice" for name in set(tree.order) if tree.order.count(name) > 1),
    ]


def forbidden_imports(tree: Tree) -> list[str]:
    """Report imports of what does not stand before the importing module, of leaves, and relative ones."""
    place = {name: number for number, name in enumerate(tree.order)}
    leaves = set(next((row for row in tree.rows if "cli" in row), [])) - {"cli"}
    problems: list[str] = []
    for name, path in tree.modules.items():
        problems += [
            f"{tree.where(path, node.lineno)}: {name} imports relatively; write the whole name"
            for node in ast.walk(_parsed(path))
            if isinstance(node, ast.ImportFrom) and node.level
        ]
        if name not in place:
            continue  # misplaced_modules says so
        for imported in dict.fromkeys(tree.imports(name)):
            here = f"{tree.where(path, imported.line)}: {name} imports {imported.target}"
            if imported.target and place.get(imported.target, len(place)) >= place[name]:
                problems.append(f"{here}, which does not stand before it")
            elif imported.target in leaves and name != "cli" and _top(name) != _top(imported.target):
                problems.append(f"{here}, a leaf, which only cli may")
    return problems


def expect_none(problems: list[str]) -> None:
    """Fail with one problem a line and nothing else."""
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _is_within(module: str | None, package: str) -> TypeGuard[str]:
    return module is not None and (module == package or module.startswith(f"{package}."))


def _top(name: str) -> str:
    return name.partition(".")[0]


def test_every_module_has_its_place_in_the_docstring() -> None:
    """A new module is entered where it belongs; one that is gone is struck out."""
    expect_none(misplaced_modules(read_tree(PACKAGE)))


def test_modules_import_only_what_stands_before_them() -> None:
    """Nothing is imported from a later module, in functions and under TYPE_CHECKING neither; only cli has leaves."""
    expect_none(forbidden_imports(read_tree(PACKAGE)))


def test_names_mislead_nobody() -> None:
    """No module looks like another library's, and none is a drawer for odds and ends."""
    misnamed = [
        f"{path}:1: a misleading name"
        for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*/")]
        if path.stem in SHADOWING or "utils" in path.stem
    ]
    expect_none(misnamed)


def test_site_is_a_folder_and_no_package() -> None:
    """An `__init__.py` in site/ would hide the standard library's module of that name."""
    assert not (PACKAGE.parent / "__init__.py").exists()


def test_where_links_lead_is_asked_in_one_way() -> None:
    """Up to Python 3.12 `Path.resolve` raises what nobody expects where they go round; `intake.real_path` does not."""
    expect_none([str(path) for path in PACKAGE.rglob("*.py") if ".resolve()" in path.read_text("utf-8")])


def test_modules_are_short() -> None:
    """A module can be read in one go."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    long = [f"{path}:{LONGEST + 1}: {length} lines" for path, length in lengths.items() if length > LONGEST]
    expect_none(long)


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    """Make a sound package: text, tex.lexer, tex, build, serve and cli, in this order."""
    package = tmp_path / "site" / "mathpress"
    (package / "tex").mkdir(parents=True)
    order = "\n\n    text\n    tex.lexer tex\n    build\n    serve deploy.ssh deploy cli\n"
    (package / "__init__.py").write_text(f'"""Made up.{order}"""\n__version__ = "1"\n', encoding="utf-8")
    (package / "deploy").mkdir()
    for name, source in {
        "text": "import re\nfrom mathpress import __version__\n",
        "tex/lexer": "from mathpress.text import width\n",
        "tex/__init__": "from mathpress.tex import lexer\n",
        "build": "import mathpress.tex\nfrom mathpress.tex import convert, lexer\n",
        "serve": "from mathpress.build import build\n",
        "deploy/ssh": "from mathpress import text\n",
        "deploy/__init__": "from mathpress.deploy import ssh\n",
        "cli": "def main():\n    from mathpress import deploy, serve\n",
    }.items():
        (package / f"{name}.py").write_text(source, encoding="utf-8")
    return package


def test_the_check_accepts_what_is_sound(made_up: Path) -> None:
    """The package itself, earlier modules, a package's own modules and leaves in cli may be imported."""
    assert misplaced_modules(read_tree(made_up)) == []
    assert forbidden_imports(read_tree(made_up)) == []


@pytest.mark.parametrize(
    ("module", "source", "complaint"),
    [
        ("text", "from mathpress.build import build", "text.py:1: text imports build, which does not stand before it"),
        ("text", "from mathpress import tex", "text.py:1: text imports tex, which"),
        ("text", "import mathpress.tex.lexer", "text.py:1: text imports tex.lexer, which"),
        ("text", "import os, mathpress.serve as s", "text.py:1: text imports serve, which"),
        ("text", "from mathpress import (\n    __version__,\n    build,\n)", "text.py:3: text imports build, which"),
        ("text", "def f():\n    from mathpress.tex import lexer", "text.py:2: text imports tex.lexer, which"),
        ("text", "if TYPE_CHECKING:\n    import mathpress.cli", "text.py:2: text imports cli, which"),
        ("text", "from mathpress.absent import x", "text.py:1: text imports absent, which"),
        ("text", "from mathpress.text import width", "text.py:1: text imports text, which"),
        ("tex/lexer", "from mathpress.tex import convert", "tex/lexer.py:1: tex.lexer imports tex, which"),
        ("tex/__init__", "from .lexer import scan", "tex/__init__.py:1: tex imports relatively; write the whole name"),
        ("tex/__init__", "from . import lexer", "tex/__init__.py:1: tex imports relatively; write the whole name"),
        ("deploy/ssh", "from mathpress import serve", "deploy/ssh.py:1: deploy.ssh imports serve, a leaf, which only"),
        ("serve", "from mathpress import cli", "serve.py:1: serve imports cli, which does not stand before it"),
    ],
)
def test_the_check_catches_each_forbidden_import(made_up: Path, module: str, source: str, complaint: str) -> None:
    """One forbidden import is one complaint, at its file and line."""
    (made_up / f"{module}.py").write_text(source, encoding="utf-8")
    problems = forbidden_imports(read_tree(made_up))
    assert len(problems) == 1
    assert re.match(re.escape(f"site/mathpress/{complaint}"), problems[0]), problems


def test_the_check_catches_what_has_no_place(made_up: Path) -> None:
    """A module without a place and a place without a module are both reported, each where it is mended."""
    (made_up / "build.py").rename(made_up / "make.py")
    assert misplaced_modules(read_tree(made_up)) == [
        "site/mathpress/make.py:1: make is not in the docstring of mathpress",
        "site/mathpress/__init__.py:5: build has no module",
    ]
