"""A blog is published whenever something is pushed: workflows for GitHub and GitLab, written by `mathpress init`."""

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from mathpress import __version__

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

POST: Final = "---\ntitle: A\ndate: 2026-01-02\n---\nText\n"
FILES: Final = {"--github-pages": ".github/workflows/publish.yml", "--gitlab-pages": ".gitlab-ci.yml"}


@pytest.fixture(scope="module")
def begun(run_mathpress: "RunMathpress", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Begin a blog with both workflows."""
    folder = tmp_path_factory.mktemp("begun")
    done = run_mathpress("init", "--github-pages", "--gitlab-pages", "blog", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert {f"blog/{name}" for name in (*FILES.values(), "mathpress.toml")} <= set(done.stdout.splitlines())
    return folder / "blog"


def loaded(begun: Path, name: str) -> Any:
    """Return what a workflow says."""
    return yaml.safe_load((begun / name).read_text("utf-8"))


def test_githubs_workflow_may_do_no_more_than_it_has_to(begun: Path) -> None:
    """Only the job that publishes may publish, and that one runs nothing of the blog's or of other people's."""
    workflow = loaded(begun, ".github/workflows/publish.yml")
    build, publish = workflow["jobs"]["build"], workflow["jobs"]["publish"]
    assert workflow["permissions"] == {"contents": "read"}
    assert build["permissions"] == {"contents": "read", "pages": "read"}
    assert publish["permissions"] == {"pages": "write", "id-token": "write"}
    assert [step.get("run") for step in publish["steps"]] == [None]
    assert publish["needs"] == "build"
    assert workflow["concurrency"] == {"group": "pages", "cancel-in-progress": False}


def test_githubs_workflow_uses_githubs_own_actions(begun: Path) -> None:
    """In a major version each, and gives the shell nothing that is put into its text."""
    jobs = loaded(begun, ".github/workflows/publish.yml")["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert len(used) == 6
    assert all(re.fullmatch(r"actions/[a-z-]+@v[1-9]\d*", name) for name in used)
    assert not any("${{" in step.get("run", "") for step in steps)


@pytest.mark.parametrize("name", FILES.values())
def test_a_workflow_builds_and_checks_the_blog_at_the_address_it_will_have(
    begun: Path, run_mathpress: "RunMathpress", name: str
) -> None:
    """What it runs is run here: this version, and an address that the host tells."""
    read = loaded(begun, name)
    steps = read["jobs"]["build"]["steps"] if "jobs" in read else [{"run": line} for line in read["pages"]["script"]]
    install, check, build, tidy = (step["run"] for step in steps if "run" in step)
    assert install == f"python -m pip install mathpress=={__version__}"
    address = "https://someone.example.net/blog"
    for line in (check, build):
        assert "$" in line
        told = re.sub(r"\$\w+", address, line)
        done = run_mathpress(*shlex.split(told)[1:], cwd=begun)
        assert done.returncode == 0, done.stderr
    assert f'<link rel="canonical" href="{address}/">' in (begun / "public/index.html").read_text("utf-8")
    assert tidy == "rm -r public/.mathpress"
    assert (begun / "public/.mathpress").is_dir()


def test_githubs_workflow_marks_the_line_of_a_mistake(
    begun: Path, tmp_path: Path, run_mathpress: "RunMathpress"
) -> None:
    """Its first command, which ends the job, says it in GitHub's form."""
    blog = shutil.copytree(begun, tmp_path / "blog")
    (blog / "content/posts/slip.md").write_text("---\ndate: 2026-01-02\n---\n$\\alhpa$\n", "utf-8")
    steps = loaded(begun, ".github/workflows/publish.yml")["jobs"]["build"]["steps"]
    first = next(step["run"] for step in steps if step.get("run", "").startswith("mathpress "))
    done = run_mathpress(*shlex.split(first.replace("$ADDRESS", "https://someone.example.net/blog"))[1:], cwd=blog)
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=content/posts/slip.md,line=4,")


@pytest.mark.parametrize("settings", ["mathpress.toml", "pyproject.toml"])
@pytest.mark.parametrize("option", FILES)
def test_a_blog_that_is_there_gets_the_workflow_alone(
    blog: "MakeBlog", run_mathpress: "RunMathpress", settings: str, option: str
) -> None:
    """Nothing of it is touched."""
    text = {"mathpress.toml": 'title = "T"\n', "pyproject.toml": '[tool.mathpress]\ntitle = "T"\n'}[settings]
    root = blog({settings: text, "content/posts/mine.md": POST})
    done = run_mathpress("init", option, ".", cwd=root)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{FILES[option]}\n", "")
    names = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert names == {settings, "content/posts/mine.md", FILES[option]}


@pytest.mark.parametrize("option", FILES)
def test_a_workflow_that_is_there_stays(blog: "MakeBlog", run_mathpress: "RunMathpress", option: str) -> None:
    """Whatever it does; and nothing else is begun."""
    root = blog({FILES[option]: "mine"})
    (root / "mathpress.toml").unlink()
    done = run_mathpress("init", option, ".", cwd=root)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{FILES[option]}: error: ")
    assert [path.read_text("utf-8") for path in root.rglob("*") if path.is_file()] == ["mine"]
