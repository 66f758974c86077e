"""`mathpress deploy`: what travels, in which order, and what stays; a folder shows how any target is treated."""

import contextlib
import errno
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.deploying import ADDRESS, FIRST, SECOND, Killed, Recording, Site, built, deployed, shown

from mathpress.build import WAITING, Options, build
from mathpress.config import load
from mathpress.deploy.delivery import carry_out, prepare
from mathpress.deploy.files import built_files
from mathpress.deploy.folder import FolderTarget
from mathpress.deploy.lease import NOTICE
from mathpress.deploy.manifest import MANIFEST, read_manifest, write_manifest
from mathpress.deploy.plan import plan
from mathpress.deploy.releases import earlier, folder_target, roll_back, show
from mathpress.deploy.target import Failure
from mathpress.deployment import DeployConfig
from mathpress.errors import Stop
from mathpress.last_build import last_request
from mathpress.locking import locked

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress


def test_assets_come_first_then_articles_then_listings_and_removals_last(tmp_path: Path) -> None:
    """A visitor never meets a page whose assets are missing, nor a listing of posts that are not there yet."""
    deployed(FolderTarget(tmp_path / "there"), FIRST, tmp_path)
    target = Recording(FolderTarget(tmp_path / "there"))
    deployed(target, SECOND, tmp_path)
    assert target.steps == [
        "manifest", "css/b.css", "q/index.html", "p/index.html", "index.html", "remove css/a.css", "manifest",
    ]  # fmt: skip
    assert shown(tmp_path / "there") == SECOND


def test_a_copy_never_outlives_what_it_is_a_copy_of(tmp_path: Path) -> None:
    """A style sheet that is no longer worth compressing: a server would send the old copy, to be kept for ever."""
    deployed(FolderTarget(tmp_path / "there"), {"a.css": "A", "a.css.br": "A", "b.css": "B", "b.css.gz": "B"}, tmp_path)
    target = Recording(FolderTarget(tmp_path / "there"))
    deployed(target, {"a.css": "A2", "b.css": "B", "a.css.gz": "A2", "a.css-x": "X"}, tmp_path)
    assert target.steps == [
        "manifest", "remove a.css.br", "a.css.gz", "a.css-x", "a.css", "remove b.css.gz", "manifest",
    ]  # fmt: skip


def test_only_what_changed_travels(tmp_path: Path) -> None:
    """What is at the target is judged by its manifest."""
    target = FolderTarget(tmp_path / "there")
    deployed(target, FIRST, tmp_path)
    again = Recording(FolderTarget(tmp_path / "there"))
    assert deployed(again, FIRST, tmp_path).plan.is_empty
    assert again.steps == []
    deployed(again, {**FIRST, "css/a.css": "A2"}, tmp_path)
    assert again.steps == ["manifest", "css/a.css", "manifest"]


@pytest.mark.parametrize("last", range(7))
def test_a_deploy_that_is_killed_is_finished_by_the_next(tmp_path: Path, last: int) -> None:
    """At any moment, and also when something else has been built in between; nothing is left over."""
    there = tmp_path / "there"
    third = {"css/c.css": "C", "p/index.html": "P", "index.html": "I3"}
    deployed(FolderTarget(there), FIRST, tmp_path)
    (there / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(Killed):
        deployed(Recording(FolderTarget(there), last=last), SECOND, tmp_path)
    for site in (third, SECOND):
        deployed(FolderTarget(there), site, tmp_path)
        assert shown(there) == {**site, "mine.txt": "mine"}
    assert read_manifest((there / MANIFEST).read_bytes()).keys() == SECOND.keys()


def test_all_is_on_the_disk_before_the_manifest_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the manifest before files come that it has to name, whenever the power is cut."""
    there = tmp_path / "there"
    deployed(FolderTarget(there), FIRST, tmp_path)
    on_disk: list[tuple[dict[str, str], set[str]]] = []

    def settle(_: Path) -> None:
        known = read_manifest((there / MANIFEST).read_bytes())
        on_disk.append((shown(there), {path for path, digest in known.items() if not digest}))

    monkeypatch.setattr("mathpress.deploy.folder.settle", settle)
    deployed(FolderTarget(there), SECOND, tmp_path)
    on_their_way = {*FIRST, *SECOND}
    assert on_disk == [(FIRST, set()), (FIRST, on_their_way), (SECOND, on_their_way), (SECOND, set())]


def test_a_release_is_on_the_disk_before_it_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the link might lead nowhere after the power was cut."""
    there = tmp_path / "there"
    first = releases(there, tmp_path, FIRST)
    on_disk: list[tuple[int, str]] = []

    def settle(_: Path) -> None:
        names = [path.name for path in (there / "releases").iterdir() if not path.name.startswith(".")]
        on_disk.append((len(names), (there / "current").readlink().name))

    monkeypatch.setattr("mathpress.deploy.releases.settle", settle)
    second = releases(there, tmp_path, SECOND)
    assert on_disk[-2:] == [(2, first), (2, second)]


@pytest.mark.parametrize("last", range(7))
def test_what_a_killed_deploy_removed_comes_back(tmp_path: Path, last: int) -> None:
    """A page that was withdrawn and is published after all; a file that was to become a folder, and the other way."""
    there = tmp_path / "there"
    first = {"a": "file", "b/c": "in a folder", "gone/index.html": "G", "index.html": "I"}
    second = {"a/d": "in a folder", "b": "file", "index.html": "I"}
    deployed(FolderTarget(there), first, tmp_path)
    with pytest.raises(Killed):
        deployed(Recording(FolderTarget(there), last=last), second, tmp_path)
    for site in (first, second):
        deployed(FolderTarget(there), site, tmp_path)
        assert shown(there) == site


def test_a_deploy_asks_before_each_step_whether_it_is_alone(tmp_path: Path) -> None:
    """And after each file, so one that lost its target to another does next to nothing more there."""
    target = Recording(FolderTarget(tmp_path / "there"))
    deployed(target.target, {"a": "file", "b": "gone"}, tmp_path)
    deployment = prepare(
        target, built({"a/index.html": "page"}, tmp_path / "output"), tmp_path / "made", ADDRESS, adopt=False
    )
    carry_out(deployment, lambda *_: None, lambda: target.steps.append("?"))
    asked = ["?", "manifest", "?", "remove a", "?", "a/index.html", "?", "?", "remove b", "?", "manifest"]
    assert target.steps == asked


def test_a_file_may_become_a_folder_and_the_other_way_round(tmp_path: Path) -> None:
    """What is ours and in the way goes first."""
    target = FolderTarget(tmp_path / "there")
    deployed(target, {"a": "file", "b/c": "in a folder"}, tmp_path)
    deployed(target, {"a/d": "in a folder", "b": "file"}, tmp_path)
    assert shown(tmp_path / "there") == {"a/d": "in a folder", "b": "file"}


@pytest.mark.parametrize(
    ("foreign", "named"), [("p/index.html", "p/index.html"), ("p", "p"), ("index.html/x", "index.html")]
)
def test_what_is_not_ours_is_not_replaced(tmp_path: Path, foreign: str, named: str) -> None:
    """A file, one where a folder is to be, a folder where a file is to be: nothing is written."""
    there = tmp_path / "there"
    (there / foreign).parent.mkdir(parents=True)
    (there / foreign).write_text("foreign", "utf-8")
    with pytest.raises(Failure, match=f"^{re.escape(named)} was not put there by mathpress"):
        deployed(FolderTarget(there), FIRST, tmp_path)
    assert shown(there) == {foreign: "foreign"}


def test_nothing_behind_a_link_is_replaced_or_removed(tmp_path: Path) -> None:
    """Whatever a manifest says that somebody may have written who may write there."""
    there, elsewhere = tmp_path / "there", tmp_path / "elsewhere"
    deployed(FolderTarget(there), FIRST, tmp_path)
    shutil.rmtree(there / "p")
    elsewhere.mkdir()
    for name in ("index.html", "victim"):
        (elsewhere / name).write_text("foreign", "utf-8")
    (there / "p").symlink_to(elsewhere)
    known = read_manifest((there / MANIFEST).read_bytes())
    (there / MANIFEST).write_bytes(write_manifest({**known, "p/victim": "0" * 32}, ADDRESS))
    deployed(FolderTarget(there), FIRST, tmp_path)
    for site in ({**FIRST, "p/index.html": "P2"}, {**FIRST, "p/new.html": "new"}):
        with pytest.raises(Failure, match=r"p is a link, which may lead anywhere|^p was not put there by mathpress"):
            deployed(FolderTarget(there), site, tmp_path)
    deployed(FolderTarget(there), {"index.html": "I"}, tmp_path)
    assert shown(elsewhere) == {"index.html": "foreign", "victim": "foreign"}


def test_what_is_the_same_or_is_to_be_adopted_becomes_ours(tmp_path: Path) -> None:
    """So a site that was put there by other means is taken over."""
    target = FolderTarget(tmp_path / "there")
    for path, text in {"css/a.css": "A", "p/index.html": "foreign", "old.html": "foreign"}.items():
        (tmp_path / "there" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "there" / path).write_text(text, "utf-8")
    with pytest.raises(Failure, match=r"^p/index\.html was not"):
        deployed(target, FIRST, tmp_path)
    deployed(target, FIRST, tmp_path, adopt=True)
    assert shown(tmp_path / "there") == {**FIRST, "old.html": "foreign"}
    deployed(target, SECOND, tmp_path)
    assert shown(tmp_path / "there") == {**SECOND, "old.html": "foreign"}


@pytest.mark.parametrize(
    "data",
    [
        b"", b"{", b"null", b"[]", b"\xff", b"[" * 100_000, b'{"version": 1}', b'{"version": 1, "files": 1}',
        b'{"version": 0, "files": {"a": ""}}',
        b'{"version": 1, "files": {"../mine": ""}}', b'{"version": 1, "files": {"/etc/passwd": ""}}',
        b'{"version": 1, "files": {".mathpress-deployed.json": ""}}', b'{"version": 1, "files": {"a\\u0000b": ""}}',
        b'{"version": 1, "files": {"\\ud800x": ""}}', b'{"version": 1, "files": {"a\\nb": ""}}',
    ],
)  # fmt: skip
def test_a_damaged_manifest_names_nothing(data: bytes) -> None:
    """So nothing is removed for its sake, and what is in the way ends the deploy."""
    assert read_manifest(data) == {}


def test_the_manifest_is_the_same_for_the_same_site(tmp_path: Path) -> None:
    """In order, and without a moment."""
    assert write_manifest({"b": "2", "a": "1"}, ADDRESS) == write_manifest({"a": "1", "b": "2"}, ADDRESS)
    files = built(FIRST, tmp_path / "output")
    assert plan(files, read_manifest(write_manifest(plan(files, {}).after(), ADDRESS))).is_empty


def test_an_output_that_is_not_as_it_was_written_is_not_deployed(tmp_path: Path) -> None:
    """A build that was killed, a page that was changed by hand, a folder that is no output."""
    built(FIRST, tmp_path / "output")
    (tmp_path / "output/p/index.html").write_text("by hand", "utf-8")
    with pytest.raises(Stop, match=r"p/index\.html: error: is not as it was written; run `mathpress build`"):
        built_files(tmp_path / "output")
    (tmp_path / "output/p/index.html").unlink()
    with pytest.raises(Stop, match=r"p/index\.html: error: is of the site, and cannot be read"):
        built_files(tmp_path / "output")
    with pytest.raises(Stop, match="is no output of mathpress"):
        built_files(tmp_path)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("a\nb.html", "has control characters, or is no text"),
        (MANIFEST, "begins as those that deploys keep"),
        (NOTICE, "begins as those that deploys keep"),
    ],
)
def test_a_name_that_no_target_can_have_is_told(tmp_path: Path, path: str, why: str) -> None:
    """Before anything travels: the manifest could not name it."""
    built_site = {**FIRST, path: "x"}
    with pytest.raises(Stop, match=f"error: cannot be deployed, for its name {why}; give it another one"):
        built(built_site, tmp_path / "output")


def test_what_others_put_into_the_output_is_not_deployed(tmp_path: Path) -> None:
    """Nor is the folder in which mathpress keeps its own."""
    output = tmp_path / "output"
    built(FIRST, output)
    (output / "notes.txt").write_text("private", "utf-8")
    assert {file.path for file in built_files(output)} == FIRST.keys()


def test_a_full_disk_is_told_and_leaves_what_the_next_deploy_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the cure for that, not for a want of rights; each file is whole."""
    target = FolderTarget(tmp_path / "there")
    deployed(target, FIRST, tmp_path)
    copy = shutil.copyfile

    def full(source: Path, copied: Path) -> None:
        if source.name == "index.html":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(copied))
        copy(source, copied)

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copyfile", full)
        with pytest.raises(Failure, match=r"cannot be read or written: No space left on device; make room there$"):
            deployed(target, SECOND, tmp_path)
    assert shown(tmp_path / "there") == {**FIRST, "css/b.css": "B"}
    deployed(target, SECOND, tmp_path)
    assert shown(tmp_path / "there") == SECOND


@pytest.mark.parametrize("changed", ["rewritten", "and back", "gone"])
def test_a_build_on_the_way_is_noticed(tmp_path: Path, changed: str) -> None:
    """What it wrote may have been sent under the name of what was to be, so the next deploy sends all of it again."""
    target = FolderTarget(tmp_path / "there")
    page = tmp_path / "output/index.html"

    def build(phase: str, done: int, _: int) -> None:
        if (phase, done) != ("article", 1):
            return
        page.with_name("new").write_text("draft", "utf-8")
        page.with_name("new").replace(page)
        if changed == "and back":
            page.write_text("I", "utf-8")
        if changed == "gone":
            page.unlink()

    deployment = prepare(target, built(FIRST, tmp_path / "output"), tmp_path / "made", ADDRESS, adopt=False)
    with pytest.raises(
        Failure, match=r"index\.html was written or removed on the way, as another build does"
    ) as failed:
        carry_out(deployment, build)
    assert failed.value.code == "deploy-output"
    again = prepare(target, built(FIRST, tmp_path / "output"), tmp_path / "made", ADDRESS, adopt=False)
    assert [file.path for file in again.plan.sent] == list(FIRST)
    carry_out(again, lambda *_: None)
    assert shown(tmp_path / "there") == FIRST


def test_the_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    """As hosts have that move what they hold to another disk; it stays one."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "there").symlink_to("disk")
    for site in (FIRST, SECOND):
        deployed(FolderTarget(tmp_path / "there"), site, tmp_path)
        assert shown(tmp_path / "disk") == site
    assert (tmp_path / "there").is_symlink()


def test_a_folder_of_releases_may_become_one_that_holds_the_site_itself(tmp_path: Path) -> None:
    """And the other way; what the one knows the other leaves alone."""
    there = tmp_path / "there"
    first = releases(there, tmp_path, FIRST)
    deployed(FolderTarget(there), SECOND, tmp_path)
    assert shown(there / "current") == shown(there / "releases" / first) == FIRST
    assert (there / "index.html").read_text("utf-8") == SECOND["index.html"]
    releases(there, tmp_path, SECOND)
    assert shown(there / "current") == SECOND
    deployed(FolderTarget(there), {"index.html": "alone"}, tmp_path)
    assert {path.name for path in there.iterdir() if not path.name.startswith(".")} == {
        "current", "releases", "index.html",
    }  # fmt: skip


def test_a_release_that_is_the_only_one_kept_cannot_be_left(tmp_path: Path) -> None:
    """`keep = 1`: there is nothing to go back to, which is told."""
    there = tmp_path / "there"
    names = [releases(there, tmp_path, site, keep=1) for site in (FIRST, SECOND)]
    assert [path.name for path in (there / "releases").iterdir()] == names[1:]
    with pytest.raises(Failure, match=f"no such release; before the one that is shown, {names[1]}, 0 are kept"):
        roll_back(there, 1)


def releases(there: Path, tmp_path: Path, site: Site, keep: int = 3) -> str:
    """Deploy a site to a folder of releases and return the name of the new one."""
    with folder_target(DeployConfig(to=str(there), keep=keep), tmp_path, tmp_path / "output") as target:
        assert target.at_once
        deployed(target, site, tmp_path)
    return (there / "current").readlink().name


def test_a_folder_holds_releases_and_shows_one_of_them_at_once(tmp_path: Path) -> None:
    """What has not changed takes no space, what others put there goes on being shown, and old releases go."""
    there = tmp_path / "there"
    first = releases(there, tmp_path, FIRST, keep=2)
    (there / "current/mine.txt").write_text("mine", "utf-8")
    assert releases(there, tmp_path, FIRST, keep=2) == first
    second = releases(there, tmp_path, {**FIRST, "p/index.html": "P2"}, keep=2)
    assert shown(there / "current") == {**FIRST, "p/index.html": "P2", "mine.txt": "mine"}
    assert shown(there / "releases" / first) == {**FIRST, "mine.txt": "mine"}
    assert (there / "releases" / first / "css/a.css").samefile(there / "current/css/a.css")
    third = releases(there, tmp_path, SECOND, keep=2)
    assert {path.name for path in (there / "releases").iterdir()} == {second, third}
    assert {path.name for path in there.iterdir()} == {"current", "releases"}


def test_going_back_and_on(tmp_path: Path) -> None:
    """A deploy compares with what is shown, not with what is newest, whatever the clock says."""
    there = tmp_path / "there"
    names = [releases(there, tmp_path, site) for site in (FIRST, SECOND, {"a": "A"})]
    assert [earlier(there, steps) for steps in (1, 2)] == [names[1], names[0]]
    show(there, names[1])
    assert shown(there / "current") == SECOND
    show(there, earlier(there, 1))
    assert shown(there / "current") == FIRST
    with pytest.raises(Failure, match="no such release"):
        earlier(there, 1)
    releases(there, tmp_path, SECOND)
    assert shown(there / "current") == SECOND


@pytest.mark.parametrize("keep", [2, 3])
def test_going_back_from_a_release_that_followed_a_rollback(tmp_path: Path, keep: int) -> None:
    """One that was rolled back is bad; nothing leads to it again, and it takes no place of a good one."""
    there = tmp_path / "there"
    good = releases(there, tmp_path, FIRST, keep)
    bad = releases(there, tmp_path, {"a": "bad"}, keep)
    assert roll_back(there, 1) == good
    releases(there, tmp_path, SECOND, keep)
    assert not (there / "releases" / bad).exists()
    assert roll_back(there, 1) == good
    assert shown(there / "current") == FIRST


def test_releases_follow_one_another_whatever_the_clock_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment that is always the same, for pages that are to be; many deploys in a second."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    there = tmp_path / "there"
    sites = [{"index.html": str(number)} for number in range(8)]
    names = [releases(there, tmp_path, site) for site in sites]
    assert not any(name.startswith("1970") for name in names)
    assert {path.name for path in (there / "releases").iterdir()} == {*names[-3:]}
    for site in sites[-2:-4:-1]:
        roll_back(there, 1)
        assert shown(there / "current") == site


def test_one_deploy_at_a_time_goes_to_a_folder(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Another is told to wait; a dry run looks on and disturbs nobody."""
    root = blog({"mathpress.toml": FOLDER, "content/posts/a.md": POST})
    assert run_mathpress("deploy", cwd=root).returncode == 0
    (root / "content/posts/a.md").write_text(POST.replace("Text", "Words"), "utf-8")
    assert run_mathpress("build", cwd=root).returncode == 0
    config = DeployConfig(to=str(root / "there"))
    with folder_target(config, root, root / "public") as target, target.alone(print):
        deployment = prepare(target, built_files(root / "public"), root / "made", ADDRESS, adopt=False)

        looked = []

        def look(phase: str, done: int, total: int) -> None:
            if (phase, done) == ("article", total):
                looked.append(phase)
                assert "\nadd " not in run_mathpress("deploy", "--no-build", "--dry-run", cwd=root).stdout
                refused = run_mathpress("deploy", "--no-build", cwd=root)
                assert refused.returncode == 1
                assert "another deploy to there is on its way; wait until it is done" in refused.stderr

        carry_out(deployment, look)
    assert looked
    pages = {name: text for name, text in shown(root / "public").items() if not name.startswith(".mathpress/")}
    assert shown(root / "there/current") == pages


def test_all_of_a_group_may_deploy_to_its_folder(tmp_path: Path) -> None:
    """Whatever the umask of the first: the lock is a file that each of them opens to write, and nobody leaves it."""
    lock = tmp_path / "there/.mathpress-lock"
    before = os.umask(0o022)
    try:
        with FolderTarget(tmp_path / "there").alone():
            assert oct(lock.stat().st_mode & 0o777) == "0o660"
    finally:
        os.umask(before)
    assert not lock.exists()


def test_a_killed_deploy_of_a_release_shows_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one begins anew."""
    there = tmp_path / "there"
    releases(there, tmp_path, FIRST)
    (there / "releases/.mathpress-new-0").mkdir()
    (there / "releases/.mathpress-new-0/half").write_text("half", "utf-8")

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(os, "link", killed)
        with pytest.raises(Killed):
            releases(there, tmp_path, SECOND)
    assert shown(there / "current") == FIRST
    releases(there, tmp_path, SECOND)
    assert shown(there / "current") == SECOND
    assert not list((there / "releases").glob(".mathpress-*"))


def test_a_link_that_leads_nowhere_is_replaced(tmp_path: Path) -> None:
    """Somebody has removed the release."""
    releases(tmp_path / "there", tmp_path, FIRST)
    shutil.rmtree(tmp_path / "there/releases")
    releases(tmp_path / "there", tmp_path, SECOND)
    assert shown(tmp_path / "there/current") == SECOND


def test_a_stranger_in_the_place_of_the_link_stays(tmp_path: Path) -> None:
    """A site that was put there by other means is not mixed with releases."""
    (tmp_path / "there/current").mkdir(parents=True)
    with pytest.raises(Failure, match="current is no link to a release"):
        releases(tmp_path / "there", tmp_path, FIRST)


POST: Final = "---\ntitle: A\ndate: 2026-01-02\n---\nText.\n"
CONFIG: Final = 'title = "T"\nurl = "https://blog.test/"\n'
FOLDER: Final = f'{CONFIG}[deploy.home]\nto = "there"\n'


def test_a_blog_is_built_and_deployed(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """A dry run changes nothing at the target, and a second deploy has nothing to do."""
    root = blog({"mathpress.toml": FOLDER, "content/posts/a.md": POST})
    dry = run_mathpress("deploy", "--dry-run", cwd=root)
    assert dry.returncode == 0, dry.stderr
    assert "\nadd     2026/01/a/index.html (" in dry.stdout
    assert re.search(
        r"^\d+ added, 0 changed, 0 removed, 0 unchanged, .* would be sent to home", dry.stdout, re.MULTILINE
    )
    assert not (root / "there").exists()
    assert re.search(r"^\d+ added, .* sent to home \(there\)", run_mathpress("deploy", cwd=root).stdout, re.MULTILINE)
    assert "Text." in (root / "there/current/2026/01/a/index.html").read_text("utf-8")
    assert "\n0 added, 0 changed, 0 removed, " in run_mathpress("deploy", "home", cwd=root).stdout
    (root / "content/posts/a.md").write_text(POST.replace("Text", "Words"), "utf-8")
    assert run_mathpress("deploy", "--quiet", cwd=root).stdout == ""
    assert run_mathpress("deploy", "--rollback", "--dry-run", cwd=root).stdout.startswith("home (there) would show 2")
    assert "Words." in (root / "there/current/2026/01/a/index.html").read_text("utf-8")
    assert run_mathpress("deploy", "--rollback", cwd=root).stdout.startswith("home (there) shows 2")
    assert "Text." in (root / "there/current/2026/01/a/index.html").read_text("utf-8")


def test_another_site_is_not_replaced(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """Two blogs may be told to go to one place by mistake; one that moves to https has the same place."""
    there = blog({"mathpress.toml": "", "kept.txt": "theirs"})
    settings = f'title = "Test"\nurl = "http://me.org/blog/"\n[deploy.default]\nto = "{there}"\nreleases = false\n'
    mine = blog({"mathpress.toml": settings, "content/posts/a.md": POST})
    other = blog({"mathpress.toml": settings.replace("me.org", "you.org"), "content/posts/b.md": POST})
    assert run_mathpress("deploy", cwd=mine).returncode == 0
    before = shown(there)
    refused = run_mathpress("deploy", cwd=other)
    assert refused.returncode == 1
    assert "the site of http://me.org/blog/ is there, so nothing was written; name another place" in refused.stderr
    assert shown(there) == before
    (mine / "mathpress.toml").write_text(settings.replace("http:", "https:"), "utf-8")
    assert run_mathpress("deploy", cwd=mine).returncode == 0
    assert run_mathpress("deploy", "--adopt", cwd=other).returncode == 0
    assert shown(there)["kept.txt"] == "theirs"
    assert any("/b/" in path for path in shown(there))
    assert not any("/a/" in path for path in shown(there))


def test_a_build_that_fails_is_not_deployed(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """The target shows what it showed; nor is the output, which is as it was, for it is not what the author meant."""
    root = blog({"mathpress.toml": FOLDER, "content/posts/a.md": POST})
    assert run_mathpress("deploy", cwd=root).returncode == 0
    (root / "content/posts/a.md").write_text(POST + "$\\alhpa$", "utf-8")
    failed = run_mathpress("deploy", cwd=root)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.endswith("nothing was written\n")
    stale = run_mathpress("deploy", "--no-build", cwd=root)
    assert (stale.returncode, stale.stdout) == (1, "")
    assert "public: error: is that of an older build, for the last one failed" in stale.stderr
    (root / "content/posts/a.md").write_text(POST, "utf-8")
    assert run_mathpress("build", cwd=root).returncode == 0
    assert run_mathpress("deploy", "--no-build", cwd=root).stdout.startswith("0 added, 0 changed, 0 removed, ")


@pytest.mark.parametrize(
    ("build", "deploy", "message"),
    [
        (["--drafts"], [], "was built with --drafts; deploy it with --drafts too, or run `mathpress build`"),
        (["--future"], ["--drafts"], "was built with --future; deploy it with --future too"),
        (["--base-url", "http://127.0.0.1/"], [], "was built for http://127.0.0.1/, and the site's address is"),
    ],
)
def test_an_output_that_was_built_for_another_purpose_is_not_deployed(
    blog: "MakeBlog", run_mathpress: "RunMathpress", build: list[str], deploy: list[str], message: str
) -> None:
    """With the same options it is."""
    root = blog({"mathpress.toml": FOLDER, "content/posts/a.md": POST})
    assert run_mathpress("build", *build, cwd=root).returncode == 0
    refused = run_mathpress("deploy", "--no-build", *deploy, cwd=root)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"public: error: {message}" in refused.stderr
    if "--base-url" not in build:
        assert run_mathpress("deploy", "--no-build", *build, cwd=root).returncode == 0


@pytest.mark.parametrize("lax", [["build", "--fail-on", "never"], ["check", "--output", "public"]])
def test_an_output_that_was_built_whatever_is_wrong_is_not_deployed(
    blog: "MakeBlog", run_mathpress: "RunMathpress", lax: list[str]
) -> None:
    """Unless one asks for just that, also if the mark of a build that failed is gone."""
    root = blog({"mathpress.toml": FOLDER, "content/posts/a.md": f"{POST}$\\alhpa$\n"})
    assert run_mathpress("build", cwd=root).returncode == 1
    run_mathpress(*lax, cwd=root)
    assert "math-error" in (root / "public/2026/01/a/index.html").read_text("utf-8")
    refused = run_mathpress("deploy", "--no-build", cwd=root)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "public: error: was built in spite of problems that are to stop it (--fail-on); run" in refused.stderr
    assert run_mathpress("deploy", "--no-build", "--fail-on", "never", cwd=root).returncode == 0


def test_an_output_of_a_build_that_was_killed_is_not_taken_for_the_last_one(
    blog: "MakeBlog", run_mathpress: "RunMathpress", monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft may be there already that the build before was not asked for."""
    draft = POST.replace("---\nt", "---\ndraft: true\nt")
    root = blog({"mathpress.toml": FOLDER, "content/posts/a.md": POST, "content/posts/d.md": draft})
    assert run_mathpress("build", cwd=root).returncode == 0

    def killed(*_: object, **__: object) -> None:
        raise Killed

    monkeypatch.setattr("mathpress.last_build.asdict", killed)
    with pytest.raises(Killed):
        build(Options(root, drafts=True))
    assert (root / "public/2026/01/d/index.html").exists()
    refused = run_mathpress("deploy", "--no-build", cwd=root)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "public: error: was not built by mathpress" in refused.stderr


def test_what_an_output_was_asked_for_is_known_by_those_who_write_it(blog: "MakeBlog") -> None:
    """One that waits for another changes nothing; one that lets another write has written that down as well."""
    root = blog({"mathpress.toml": FOLDER, "content/posts/a.md": POST})
    assert not build(Options(root)).failed
    known: list[bool | None] = []

    def look(stage: str, *_: int) -> None:
        if stage == WAITING:
            asked = last_request(root / "public")
            known.append(asked.drafts if asked else None)
            held.close()

    with contextlib.ExitStack() as held:
        held.enter_context(locked(root / "public/.mathpress/lock"))
        assert not build(Options(root, drafts=True), look).failed
    assert known == [False]
    with pytest.MonkeyPatch.context() as patched:
        unlink = Path.unlink

        def unlocked(self: Path, missing_ok: bool = False) -> None:
            if self.name == "lock":
                look(WAITING)
            unlink(self, missing_ok)

        patched.setattr(Path, "unlink", unlocked)
        assert not build(Options(root)).failed
    assert known == [False, False]


def test_the_home_of_nobody(tmp_path: Path) -> None:
    """`~` alone is the author's."""
    with (
        pytest.raises(Failure, match="begins with the home of a user that there is not"),
        folder_target(DeployConfig(to="~nobody-at-all/site"), tmp_path, tmp_path / "output"),
    ):
        pass


@pytest.mark.parametrize(
    ("config", "arguments", "message"),
    [
        (CONFIG, [], "deploy: error: the settings name no target; add "),
        (FOLDER, ["hme"], "deploy: error: there is no target hme; did you mean home? [deploy-target]"),
        (f'{FOLDER}[deploy.b]\nto = "b"\n', [], "deploy: error: there are several targets; name one of home, b "),
        ('url = "https://example.org/"\n[deploy.a]\nto = "a"\n', [], "mathpress.toml:1:1: error: the pages would say"),
        ('[deploy.a]\nto = "a"\n', [], "mathpress.toml: error: the pages would say that they live at http://localhost"),
        (FOLDER, ["--rollback", "home"], "Usage: build.py deploy"),
        (FOLDER, ["--base-url", "http://127.0.0.1:8000"], "--base-url: error: the pages would say"),
    ],
)
def test_what_cannot_be_deployed(
    blog: "MakeBlog", run_mathpress: "RunMathpress", config: str, arguments: list[str], message: str
) -> None:
    """It is told before anything is built."""
    root = blog({"mathpress.toml": config, "content/posts/a.md": POST})
    done = run_mathpress("deploy", *arguments, cwd=root)
    assert done.returncode == 2
    assert done.stderr.startswith(message)
    assert not (root / "public").exists()


def test_what_a_target_refuses_is_one_diagnostic_at_its_address(
    blog: "MakeBlog", run_mathpress: "RunMathpress"
) -> None:
    """A folder that cannot be made, one that holds the output, something in the way."""
    targets = {"a": "taken/site", "b": "public/site", "c": "c"}
    tables = "".join(f'[deploy.{name}]\nto = "{to}"\nreleases = false\n' for name, to in targets.items())
    root = blog({
        "mathpress.toml": CONFIG + tables, "content/posts/a.md": POST, "taken": "a file", "c/index.html": "foreign",
    })  # fmt: skip
    expected = {
        "a": "mathpress.toml:4:1: error: a: taken/site cannot be read or written: Not a directory",
        "b": "mathpress.toml:7:1: error: b: public/site and the output folder lie in one another",
        "c": "mathpress.toml:10:1: error: c: index.html was not put there by mathpress, so nothing was written",
    }
    for name, message in expected.items():
        done = run_mathpress("deploy", name, cwd=root)
        assert done.returncode == 1
        assert done.stderr.startswith(message)
        assert done.stderr.count("error:") == 1
    assert (root / "c/index.html").read_text("utf-8") == "foreign"


def test_a_default_target_and_the_options_of_a_build(blog: "MakeBlog", run_mathpress: "RunMathpress") -> None:
    """A draft is deployed if one asks for it, and is gone if one does not."""
    draft = POST.replace("---\nt", "---\ndraft: true\nt")
    root = blog({
        "mathpress.toml": f'{CONFIG}[deploy]\nother.to = "a"\ndefault = {{ to = "b", releases = false }}\n',
        "content/posts/a.md": POST, "content/posts/d.md": draft,
    })  # fmt: skip
    assert run_mathpress("deploy", cwd=root).returncode == 0
    assert not (root / "b/2026/01/d").exists()
    assert run_mathpress("deploy", "--drafts", cwd=root).returncode == 0
    assert (root / "b/2026/01/d/index.html").exists()
    assert run_mathpress("deploy", cwd=root).returncode == 0
    assert not (root / "b/2026/01/d").exists()


@pytest.mark.parametrize(
    ("to", "kind", "shown"),
    [
        ("/var/www/blog", "folder", "/var/www/blog"),
        ("../site", "folder", "../site"),
        ("~/a@b:c", "folder", "~/a@b:c"),
        ("folder:a b", "folder", "a b"),
        ("file:///srv/a%20b", "folder", "/srv/a b"),
        ("file:///srv/blog.git", "git", "/srv/blog.git"),
        ("me@example.org:www/blog", "ssh", "me@example.org:www/blog"),
        ("ssh://me@example.org:2222/var/www", "ssh", "ssh://me@example.org:2222/var/www"),
        ("ssh://[::1]/var/www", "ssh", "ssh://[::1]/var/www"),
        ("rsync://me@example.org/module/blog", "rsync", "rsync://me@example.org/module/blog"),
        ("git@github.com:me/blog", "git", "git@github.com:me/blog"),
        ("me@example.org:blog.git", "git", "me@example.org:blog.git"),
        ("https://github.com/me/blog.git", "git", "https://github.com/me/blog.git"),
        ("git+ssh://me@example.org:22/~/blog", "git", "ssh://me@example.org:22/~/blog"),
        ("../pages.git", "git", "../pages.git"),
    ],
)
def test_addresses(to: str, kind: str, shown: str) -> None:
    """As ssh, rsync and git have them."""
    parts = DeployConfig(to=to).destination
    assert (parts.kind, str(parts)) == (kind, shown)


HIDDEN: Final = "hunter2"


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ('to = ""', "to: must be an address such as"),
        ("to = 1", "to: input should be a valid string"),
        ('to = "rsnc://example.org/blog"', "to: nothing is known of rsnc:; did you mean rsync?"),
        (f'to = "ssh://me:{HIDDEN}@example.org/blog"', "to: must not hold a password"),
        (f'to = "https://{HIDDEN}@github.com/me/blog.git"', "to: must not hold a password"),
        (f'to = "https://me:{HIDDEN}@github.com/me/blog"', "to: must say what is there"),
        (f'to = "https://github.com/me/blog.git?token={HIDDEN}"', "to: must say what is there"),
        ('to = "ssh://-oProxyCommand=id/blog"', "to: has no host that can be one"),
        ('to = "ssh://-oProxyCommand=id@example.org/blog"', "to: has a user whose name is no name"),
        ('to = "-oProxyCommand=id@example.org:blog"', "to: has a user whose name is no name"),
        ('to = "me@example.org:-e"', "to: has a path that can be none"),
        ('to = "me@example.org:~bob/www"', "to: must not begin with ~bob; write the whole path of that home"),
        ('to = "ssh://me@example.org/~bob/www"', "to: must not begin with ~bob"),
        ('to = "me@example.org:a\\nb"', "to: must be an address"),
        ('to = "ssh://me@example.org"', "to: must end with a path"),
        ('to = "ssh://example.org:port/blog"', "to: has a host or a port that cannot be read"),
        ('to = "a"\nkeep = 0', "keep: input should be greater than or equal to 1"),
        ('to = "a"\nkep = 2', "unknown setting deploy.home.kep; did you mean keep?"),
        ('to = "a"\nbranch = "main"', "branch: means nothing for a target of the kind folder; it is for git alone"),
        ('to = "a.git"\nbranch = "--force"', "branch: is no name of a branch"),
        ('to = "a.git"\ncname = "a b"', "cname: is no domain"),
        ("keep = 2", "[deploy.home] lacks to"),
        (f'to = "a"\npassword = "{HIDDEN}"', "unknown setting deploy.home.password; leave secrets to the environment"),
        (f'to = "a"\nhistory = "{HIDDEN}"', "history: input should be 'orphan' or 'keep'"),
    ],
)
def test_a_wrong_target_is_told_in_the_settings(blog: "MakeBlog", setting: str, message: str) -> None:
    """Nothing in an address can be an option of a program, and no secret is shown."""
    root = blog({"mathpress.toml": f"[deploy.home]\n{setting}\n"})
    with pytest.raises(Stop) as stopped:
        load(root)
    (problem,) = stopped.value.problems
    assert message in str(problem)
    assert HIDDEN not in str(problem)


def test_a_target_without_a_name(blog: "MakeBlog") -> None:
    """What many write first."""
    with pytest.raises(Stop) as stopped:
        load(blog({"mathpress.toml": '[deploy]\nto = "me@blog.test:www"\n'}))
    expected = "deploy: each target has a name, and a table of its own; write [deploy.default] instead of [deploy]"
    assert [str(problem) for problem in stopped.value.problems] == [
        f"mathpress.toml:1:2: error: {expected} [config-value]"
    ]
