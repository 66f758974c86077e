"""The command line: `mathpress`, or `python build.py` from a checkout."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from mathpress import __version__

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

REPOSITORY: Final = Path(__file__).parent.parent
POST: Final = "---\ntitle: A\ndate: 2026-01-02\n---\n"
DRAFT: Final = {"content/posts/a.md": POST, "content/posts/b.md": POST.replace("---\nt", "---\ndraft: true\nt")}


@pytest.mark.parametrize(
    "arguments",
    [["--drafts"], ["build", "--drafts"], ["--drafts", "build"], ["--fail-on", "error", "build", "--drafts"]],
    ids=" ".join,
)
def test_options_may_stand_before_or_after_the_command(
    blog: "MakeBlog", run_mathpress: "RunMathpress", arguments: list[str]
) -> None:
    """And `build` need not be said."""
    done = run_mathpress(*arguments, cwd=blog(DRAFT))
    assert done.returncode == 0
    assert done.stdout.startswith("2 posts, ")


def test_build_is_the_default_command(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Into the folder of the configuration."""
    root = blog(DRAFT)
    assert run_mathpress(cwd=root).stdout.startswith("1 post, ")
    assert (root / "public/index.html").is_file()


def test_source_and_output_may_lie_anywhere(blog: "MakeBlog", run_mathpress: "RunMathpress", tmp_path: Path) -> None:
    """The output's folder counts from where the command is given."""
    done = run_mathpress("--source", blog(DRAFT), "--output", "site", cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "site/index.html").is_file()


def test_base_url_stands_in_for_the_address(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """As for a preview of a branch."""
    root = blog(DRAFT)
    assert run_mathpress("--base-url", "https://preview.example/branch", cwd=root).returncode == 0
    assert "https://preview.example/branch/2026/01/a/" in (root / "public/sitemap.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["buidl"], "No such command 'buidl'. Did you mean 'build'?"),
        (["--drfts"], "No such option '--drfts'. (Did you mean one of: '--drafts', '--no-drafts'?)"),
        (["build", "--drfts"], "No such option '--drfts'. (Did you mean one of: '--drafts', '--no-drafts'?)"),
        (["--fail-on", "sometimes"], "'sometimes' is not one of 'error', 'warning', 'never'"),
        (["build", "extra"], "unexpected extra argument"),
        (["serve", "--port", "99999"], "99999"),
        (["new"], "Missing argument 'TITLE'"),
        (["--output"], "requires an argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_has_status_2_and_says_what_is_meant(
    blog: "MakeBlog", run_mathpress: "RunMathpress", arguments: list[str], message: str
) -> None:
    """With a suggestion where one is near."""
    done = run_mathpress(*arguments, cwd=blog(DRAFT))
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "url", ["example.org", "ftp://example.org/", "https://exam ple.org/", "https://[/", "//x/", ""]
)
def test_a_base_url_that_is_none(blog: "MakeBlog", run_mathpress: "RunMathpress", url: str) -> None:
    """One line says so."""
    done = run_mathpress("--base-url", url, cwd=blog(DRAFT))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("--base-url: error: ")
    assert done.stderr.endswith(" [usage]\n")
    assert done.stderr.count("\n") == 1


def test_version(run_mathpress: "RunMathpress", tmp_path: Path) -> None:
    """The version is the package's."""
    assert run_mathpress("--version", cwd=tmp_path).stdout == f"mathpress, version {__version__}\n"


def test_help_is_quick(tmp_path: Path) -> None:
    """It names the commands without importing what builds."""
    program = (
        "import sys\nfrom mathpress.cli import main\nsys.argv = ['mathpress', '--help']\n"
        "try:\n    main()\nfinally:\n    print(sorted(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    text, _, modules = done.stdout.rpartition("\n[")
    for command in ("build", "serve", "new", "init", "formula"):
        assert f"\n  {command} " in text
    assert not {"'markdown'", "'jinja2'", "'math_core'", "'pydantic'", "'uvicorn'", "'rich'"} & set(modules.split(", "))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion(shell: str, tmp_path: Path) -> None:
    """As click has it: `eval "$(_MATHPRESS_COMPLETE=bash_source mathpress)"`."""
    program = "import sys\nfrom mathpress.cli import main\nsys.argv = ['mathpress']\nmain()\n"

    def complete(**environment: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        ).stdout

    assert "_mathpress_completion" in complete(_MATHPRESS_COMPLETE=f"{shell}_source")
    words = {"COMP_WORDS": "mathpress se", "COMP_CWORD": "se" if shell == "fish" else "1"}
    assert "serve" in complete(_MATHPRESS_COMPLETE=f"{shell}_complete", **words)


# --- formula ---------------------------------------------------------------------------------------------------------


def test_a_formula_is_printed_as_mathml(run_mathpress: "RunMathpress", tmp_path: Path) -> None:
    """Displayed unless asked otherwise; or as plain text."""
    display = run_mathpress("formula", "x^2", cwd=tmp_path)
    inline = run_mathpress("formula", "--inline", "x^2", cwd=tmp_path)
    plain = run_mathpress("formula", "--plain", "x^2", cwd=tmp_path)
    assert display.stdout.startswith("<math")
    assert 'display="block"' in display.stdout
    assert 'display="block"' not in inline.stdout
    assert plain.stdout == "x²\n"
    assert (display.returncode, inline.returncode, plain.returncode) == (0, 0, 0)


def test_a_formula_knows_the_macros_of_the_blog(
    blog: "MakeBlog", run_mathpress: "RunMathpress", tmp_path: Path
) -> None:
    """In either file of configuration; without a blog there are none."""
    configured = "[math.macros]\nRR = '\\mathbb{R}'\n"
    root = blog({"mathpress.toml": configured})
    demo = blog({"pyproject.toml": configured.replace("math", "tool.mathpress.math", 1)})
    assert run_mathpress("formula", r"\RR", "--plain", cwd=root).stdout == "ℝ\n"
    assert run_mathpress("formula", r"\RR", "--plain", cwd=demo).stdout == "ℝ\n"
    assert run_mathpress("formula", r"\RR", "--plain", "--source", root, cwd=tmp_path).stdout == "ℝ\n"
    assert run_mathpress("formula", r"\RR", cwd=tmp_path).returncode == 1


def test_a_formula_knows_the_packages_of_the_blog(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """As posts do."""
    root = blog({"mathpress.toml": "[math]\npackages = ['physics']\n", "content/posts/a.md": POST + r"$\abs{x}$"})
    assert run_mathpress("formula", r"\abs{x}", "--plain", cwd=root).stdout == "|x|\n"
    assert run_mathpress("build", cwd=root).returncode == 0


def test_a_refused_formula_has_status_1(run_mathpress: "RunMathpress", tmp_path: Path) -> None:
    """It is told as in a post."""
    done = run_mathpress("formula", r"1+\alhpa", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[0].startswith(r"formula:1:3: error: unknown command \alhpa; did you mean \alpha?")
    assert done.stderr.splitlines()[1:] == [r"  1+\alhpa", "    ^^^^^^"]


def test_a_reference_in_a_formula_is_shown_as_it_was_written(run_mathpress: "RunMathpress", tmp_path: Path) -> None:
    """A formula by itself has nothing to refer to."""
    assert r"\eqref{a&lt;b}" in run_mathpress("formula", r"x \eqref{a<b}", cwd=tmp_path).stdout


def test_a_reference_to_a_label_of_the_formula_itself_shows_its_number(
    run_mathpress: "RunMathpress", tmp_path: Path
) -> None:
    """As it would in a post."""
    rows = r"\begin{align}a&=b\label{x}\\c&=d\quad\text{by }\eqref{x}\end{align}"
    assert run_mathpress("formula", rows, cwd=tmp_path).stdout.count("<mtext>(1)</mtext>") == 2


def test_what_is_left_to_mathjax_is_printed_as_latex(run_mathpress: "RunMathpress", tmp_path: Path) -> None:
    """It is not HTML yet, in which `<` would be escaped."""
    assert run_mathpress("formula", r"\ce{A} < \eqref{a<b}", cwd=tmp_path).stdout == "\\ce{A} < \\eqref{a<b}\n"


def test_a_formula_by_itself_is_numbered_as_the_blog_numbers(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """By amsmath's rules unless its settings say otherwise."""
    root = blog({"mathpress.toml": '[math]\nnumbering = "none"\n'})
    rows = r"\begin{align}a\\b\end{align}"
    assert "(1)" not in run_mathpress("formula", rows, cwd=root).stdout


def test_a_broken_configuration_is_told_by_formula_too(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Its macros could not be known."""
    done = run_mathpress("formula", "x", cwd=blog({"mathpress.toml": "titel = 1\n"}))
    assert done.returncode == 2
    assert done.stderr.startswith("mathpress.toml:1:1: error: ")


# --- ends ------------------------------------------------------------------------------------------------------------


def test_ctrl_c_ends_a_build_with_status_130_and_leaves_the_site_as_it_was(
    blog: "MakeBlog", run_mathpress: "RunMathpress"
) -> None:
    """Pressed while files are made."""
    posts = {
        f"content/posts/{number}.md": f"---\ntitle: P\ndate: 2026-01-01\ntags: [t{number}]\n---\n"
        + r"$\frac{a}{b}$ " * 20
        for number in range(300)
    }
    root = blog({"content/posts/a.md": POST})
    assert run_mathpress(cwd=root).returncode == 0
    before = {path: path.read_bytes() for path in (root / "public").rglob("*") if path.is_file()}
    for name, text in posts.items():
        (root / name).write_text(text, "utf-8")
    staged = root / "public/.mathpress/staged"
    with subprocess.Popen(
        [sys.executable, REPOSITORY / "build.py"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        deadline = time.monotonic() + 60
        while not (staged.is_dir() and any(staged.iterdir())) and time.monotonic() < deadline:
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")
    assert {path: path.read_bytes() for path in (root / "public").rglob("*") if path.is_file()} == before
    assert not staged.exists()


def test_a_reader_that_leaves_early_is_no_crash(blog: "MakeBlog") -> None:
    """As in `mathpress | head -1`."""
    wrong = "\n\n".join([r"$\alhpa$"] * 1000)
    with subprocess.Popen(
        [sys.executable, REPOSITORY / "build.py"],
        cwd=blog({"content/posts/a.md": POST + wrong}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.stdout.close()
        assert process.wait(60) == 1
    assert b"[math-command]" in first


def test_a_formula_may_begin_with_a_minus(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """It is no option."""
    done = run_mathpress("formula", "--plain", "-x+1", cwd=blog({}))
    assert (done.returncode, done.stdout, done.stderr) == (0, "−x+1\n", "")
