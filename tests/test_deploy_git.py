"""Deploying to a branch of a real git repository, as GitHub Pages and GitLab Pages show one."""

import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.deploying import FIRST, SECOND, Site, deployed
from tests.needs import tool

from mathpress.deploy.git import GitTarget, git_target
from mathpress.deploy.manifest import MANIFEST
from mathpress.deploy.target import Failure, Target
from mathpress.deployment import DeployConfig

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress


@pytest.fixture(scope="session", autouse=True)
def programs() -> None:
    """See to git."""
    tool("git")


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder and return what it prints."""
    identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@blog.test"]
    done = subprocess.run(["git", "-C", folder, *identity, *arguments], check=True, capture_output=True)
    return done.stdout.decode().strip()


@pytest.fixture(params=["false", "true"], ids=["whole", "partial"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Make a bare repository that knows partial clones, or one that does not."""
    folder = tmp_path / "pages.git"
    git(tmp_path, "init", "--quiet", "--bare", str(folder))
    git(folder, "config", "uploadpack.allowFilter", str(request.param))
    git(folder, "config", "gc.auto", "0")
    return folder


@contextmanager
def opened(bare: Path, tmp_path: Path, **settings: str) -> Iterator[Target]:
    """Open the repository's branch as a target."""
    with git_target(DeployConfig.model_validate({"to": str(bare), **settings}), tmp_path, tmp_path) as target:
        yield target


def push(bare: Path, tmp_path: Path, site: Site, *, adopt: bool = False, **settings: str) -> None:
    """Deploy a site."""
    with opened(bare, tmp_path, **settings) as target:
        deployed(target, site, tmp_path, adopt=adopt)


def shown(bare: Path, branch: str = "gh-pages") -> dict[str, str]:
    """Return what is on a branch, but for the manifest."""
    paths = git(bare, "ls-tree", "-r", "-z", "--name-only", branch).split("\0")[:-1]
    return {path: git(bare, "show", f"{branch}:{path}") for path in paths if path != MANIFEST}


def add(bare: Path, tmp_path: Path, site: Site, branch: str = "gh-pages") -> None:
    """Push a commit of somebody else's that adds files to a branch, or begins it."""
    checkout = tmp_path / "checkout"
    shutil.rmtree(checkout, ignore_errors=True)
    git(tmp_path, "clone", "--quiet", str(bare), str(checkout))
    if git(bare, "branch", "--list", branch):
        git(checkout, "checkout", "--quiet", branch)
    else:
        git(checkout, "checkout", "--quiet", "--orphan", branch)
    for path, text in site.items():
        (checkout / path).parent.mkdir(parents=True, exist_ok=True)
        (checkout / path).write_text(text, "utf-8")
    git(checkout, "add", "--all")
    git(checkout, "commit", "--quiet", "--message=mine")
    git(checkout, "push", "--quiet", "origin", branch)


def test_a_branch_is_begun_and_goes_on(bare: Path, tmp_path: Path) -> None:
    """It holds the site as it is now, what others put there, and a file that makes GitHub show all of it."""
    push(bare, tmp_path, {**FIRST, "数学/图 1.svg": "图"})
    assert shown(bare) == {**FIRST, "数学/图 1.svg": "图", ".nojekyll": ""}
    add(bare, tmp_path, {"mine.txt": "mine", "css/mine.css": "mine"})
    push(bare, tmp_path, SECOND)
    assert shown(bare) == {**SECOND, ".nojekyll": "", "mine.txt": "mine", "css/mine.css": "mine"}
    assert git(bare, "rev-list", "--count", "gh-pages") == "1"
    assert git(bare, "fsck", "--connectivity-only", "--no-dangling") == ""


def test_a_branch_keeps_its_history_if_that_is_wanted(bare: Path, tmp_path: Path) -> None:
    """Also that of others, which came before."""
    add(bare, tmp_path, {"mine.txt": "mine"}, "site")
    for site in (FIRST, SECOND):
        push(bare, tmp_path, site, history="keep", branch="site")
    assert shown(bare, "site") == {**SECOND, ".nojekyll": "", "mine.txt": "mine"}
    assert git(bare, "log", "--format=%s", "site").splitlines() == ["Deploy the site", "Deploy the site", "mine"]
    assert git(bare, "branch", "--list", "gh-pages") == ""


def test_nothing_is_pushed_if_nothing_changed(bare: Path, tmp_path: Path) -> None:
    """The commit stays the same one."""
    push(bare, tmp_path, FIRST)
    before = git(bare, "rev-parse", "gh-pages")
    push(bare, tmp_path, FIRST)
    assert git(bare, "rev-parse", "gh-pages") == before


def test_the_past_of_others_is_not_thrown_away(bare: Path, tmp_path: Path) -> None:
    """A branch that was never deployed to may be the one that holds the sources of the blog."""
    add(bare, tmp_path, {"mine.txt": "mine"}, "main")
    with pytest.raises(Failure, match=r"^the branch main has a past that would be lost"):
        push(bare, tmp_path, FIRST, branch="main")
    assert shown(bare, "main") == {"mine.txt": "mine"}
    push(bare, tmp_path, FIRST, branch="main", adopt=True)
    assert shown(bare, "main") == {**FIRST, ".nojekyll": "", "mine.txt": "mine"}


def test_what_is_not_ours_is_not_replaced(bare: Path, tmp_path: Path) -> None:
    """A file, one where a folder is to be, a folder where a file is to be; what is the same becomes ours."""
    add(bare, tmp_path, {"p": "a file", "index.html/x": "in a folder", "css/a.css": "differs", "css/b.css": "B"})
    before = shown(bare)
    with pytest.raises(Failure, match=r"^css/a\.css, index\.html, p were not put there by mathpress"):
        push(bare, tmp_path, {**FIRST, "css/b.css": "B"}, history="keep")
    assert shown(bare) == before
    push(bare, tmp_path, {**FIRST, "css/b.css": "B"}, history="keep", adopt=True)
    assert shown(bare) == {**FIRST, "css/b.css": "B", ".nojekyll": ""}


def test_what_somebody_else_pushes_meanwhile_is_not_overwritten(bare: Path, tmp_path: Path) -> None:
    """The deploy fails, and the next one starts from what is there then."""
    push(bare, tmp_path, FIRST)
    with opened(bare, tmp_path) as target:
        add(bare, tmp_path, {"mine.txt": "mine"})
        with pytest.raises(Failure, match="somebody else has pushed to the branch meanwhile; deploy again"):
            deployed(target, SECOND, tmp_path)
    assert shown(bare) == {**FIRST, ".nojekyll": "", "mine.txt": "mine"}
    push(bare, tmp_path, SECOND)
    assert shown(bare) == {**SECOND, ".nojekyll": "", "mine.txt": "mine"}


def test_only_what_is_new_travels(bare: Path, tmp_path: Path) -> None:
    """Of what is on the branch the names are fetched, and the manifest, from a host that can send just these."""
    site = {**FIRST, "big.bin": "".join(random.Random(1).choices("abcdefgh", k=1_000_000))}
    push(bare, tmp_path, site)
    partial = git(bare, "config", "uploadpack.allowFilter") == "true"
    with opened(bare, tmp_path) as target:
        deployed(target, {**site, "new.txt": "new"}, tmp_path)
        assert isinstance(target, GitTarget)
        size = sum(path.stat().st_size for path in target.repository.folder.rglob("*") if path.is_file())
    assert (size < 20_000) is partial
    assert shown(bare)["new.txt"] == "new"


def test_a_domain_is_told_to_the_host(bare: Path, tmp_path: Path) -> None:
    """One that somebody set in the settings of the host stays, if ours say nothing."""
    push(bare, tmp_path, FIRST, cname="blog.example.org")
    assert shown(bare)["CNAME"] == "blog.example.org"
    add(bare, tmp_path, {"CNAME": "other.example.org"}, "other")
    push(bare, tmp_path, FIRST, branch="other", history="keep")
    assert shown(bare, "other")["CNAME"] == "other.example.org"


def test_files_are_stored_byte_by_byte(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the author's git does to line ends, and whichever hooks it has."""
    settings = tmp_path / "gitconfig"
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks/pre-push").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "hooks/pre-push").chmod(0o755)
    settings.write_text(f"[core]\nautocrlf = true\nhooksPath = {tmp_path}/hooks\n[commit]\ngpgsign = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "nowhere"))
    push(bare, tmp_path, {"a.txt": "a\r\nb\r\n"})
    monkeypatch.undo()
    shown = subprocess.run(["git", "-C", bare, "show", "gh-pages:a.txt"], check=True, capture_output=True).stdout
    assert shown == b"a\r\nb\r\n"
    assert git(bare, "log", "-1", "--format=%an <%ae>", "gh-pages") == "mathpress <mathpress@localhost>"
    assert not (tmp_path / "nowhere").exists()


def test_an_authors_name_may_be_in_any_encoding(bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which git itself makes UTF-8 of."""
    (tmp_path / "gitconfig").write_bytes(b"[user]\nname = Jos\xe9\nemail = jose@blog.test\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    push(bare, tmp_path, FIRST)
    assert git(bare, "log", "-1", "--format=%an <%ae>", "gh-pages") == "José <jose@blog.test>"


def test_any_name_will_do(bare: Path, tmp_path: Path) -> None:
    """With quotes, spaces, a beginning that options have."""
    site = {'"quoted".html': "Q", "-x y.html": "X", "数学/'.svg": "图", "index.html": "I"}
    push(bare, tmp_path, site)
    push(bare, tmp_path, {**site, '"quoted".html': "Q2"})
    assert shown(bare) == {**site, '"quoted".html': "Q2", ".nojekyll": ""}


def test_what_git_says_is_told_without_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which may stand where the author's own settings let an address lead."""
    (tmp_path / "gitconfig").write_text(
        '[url "https://me:hunter2@127.0.0.1:1/?token=hunter2&to="]\ninsteadOf = https://blog.test/\n'
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    with (
        pytest.raises(Failure, match=r"^git says: fatal: unable to access 'https://127\.0\.0\.1:1/': ") as failed,
        git_target(DeployConfig(to="https://blog.test/me/blog.git"), tmp_path, tmp_path),
    ):
        pass
    assert "hunter2" not in str(failed.value)


def test_a_blog_is_deployed_to_its_own_repository(blog: "MakeBlog", run_mathpress: "RunMathpress", bare: Path) -> None:
    """The checkout stays as it is: its branch, its index, its files."""
    config = f'title = "T"\nurl = "https://blog.test/"\n[deploy.pages]\nto = "{bare}"\n'
    files = {"mathpress.toml": config, "content/posts/a.md": "---\ntitle: A\ndate: 2026-01-02\n---\nText.\n"}
    root = blog({**files, ".gitignore": ".mathpress/\npublic/\n"})
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "config", "user.name", "Author")
    git(root, "config", "user.email", "author@blog.test")
    git(root, "add", "mathpress.toml")
    before = git(root, "status", "--porcelain", "--branch")
    done = run_mathpress("deploy", "--dry-run", cwd=root)
    assert "\nadd     2026/01/a/index.html (" in done.stdout
    assert git(bare, "branch") == ""
    done = run_mathpress("deploy", cwd=root)
    assert done.returncode == 0, done.stderr
    assert "Text." in shown(bare)["2026/01/a/index.html"]
    assert git(bare, "log", "--format=%an <%ae>", "gh-pages") == "Author <author@blog.test>"
    assert git(root, "status", "--porcelain", "--branch") == before


def test_a_repository_that_is_not_there_is_one_diagnostic(tmp_path: Path) -> None:
    """In the words of git, with a cure."""
    expected = r"^git says: fatal: '.*none\.git' does not appear to be a git repository; see to the name"
    with pytest.raises(Failure, match=expected) as failed, opened(tmp_path / "none.git", tmp_path):
        pass
    assert failed.value.code == "deploy-access"
