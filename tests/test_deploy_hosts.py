"""Deploying to hosts: a real sshd and a real daemon of rsync's, both on this machine's loopback address."""

import getpass
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.conftest import REPOSITORY
from tests.deploying import ADDRESS, FIRST, SECOND, Killed, built, deployed, shown
from tests.needs import free_port, tool
from tests.tools import is_root

from mathpress.deploy.delivery import carry_out, prepare
from mathpress.deploy.files import built_files
from mathpress.deploy.lease import NOTICE, Pace, leased
from mathpress.deploy.manifest import MANIFEST, read_manifest
from mathpress.deploy.rsync import RsyncTarget
from mathpress.deploy.target import Failure, Target
from mathpress.deploy.targets import TARGETS
from mathpress.deploy.tools import tool_failure
from mathpress.deployment import DeployConfig

if TYPE_CHECKING:
    from tests.conftest import MakeBlog, RunMathpress

KEPT_QUIET: Final = "correct-horse"


@dataclass(frozen=True)
class Place:
    """An address, and the folder that it leads to."""

    to: str
    folder: Path

    @contextmanager
    def opened(self, tmp_path: Path) -> Iterator[Target]:
        """Open it as a target."""
        config = DeployConfig(to=self.to)
        with TARGETS[config.destination.kind](config, tmp_path, tmp_path / "output") as target:
            yield target


@pytest.fixture(scope="session", autouse=True)
def programs() -> None:
    """See to rsync and OpenSSH."""
    for name in ("rsync", "ssh", "sshd"):
        tool(name)


@contextmanager
def serving(command: list[str | Path], port: int, log: Path) -> Iterator[None]:
    """Run a server until the end, from when it listens."""
    with log.open("wb") as lines, subprocess.Popen(command, stdout=lines, stderr=lines) as server:
        try:
            for _ in range(1000):
                with socket.socket() as attempt:
                    if attempt.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert server.poll() is None, log.read_text("utf-8")
                time.sleep(0.01)
            yield
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """Run a server that lets a key of ours in; return its port, and a folder with an `ssh` that has that key.

    The folder is to come first on PATH: it stands in for what ~/.ssh has, which OpenSSH finds without asking HOME.
    """
    folder = tmp_path_factory.mktemp("sshd")
    port = free_port()
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    (folder / "sshd.conf").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile none\nUsePAM no\nStrictModes no\n"
        f"AuthorizedKeysFile {folder}/key.pub\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
        "MaxStartups 100\n"
    )
    known = (folder / "host.pub").read_text()
    (folder / "known").write_text(f"[127.0.0.1]:{port} {known}")
    (folder / "ssh.conf").write_text(
        f"IdentityFile {folder}/key\nIdentitiesOnly yes\nIdentityAgent none\nUserKnownHostsFile {folder}/known\n"
        "GlobalKnownHostsFile /dev/null\n"
    )
    if is_root():
        Path("/run/sshd").mkdir(exist_ok=True)  # which Debian's start script makes
    (folder / "bin").mkdir()
    write_program(folder / "bin/ssh", f'exec {shutil.which("ssh")} -F {folder}/ssh.conf "$@"')
    with serving([tool("sshd"), "-D", "-e", "-f", folder / "sshd.conf"], port, folder / "log"):
        yield port, folder


def write_program(path: Path, script: str) -> None:
    """Write a program that is a shell's script."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """Run rsync's daemon with the modules `open` and `closed`; return its port and the folder that they are in."""
    folder = tmp_path_factory.mktemp("rsyncd")
    port = free_port()
    (folder / "secrets").write_text(f"me:{KEPT_QUIET}\n")
    (folder / "secrets").chmod(0o600)
    modules = "".join(
        f"[{name}]\npath = {folder}/{name}\nread only = no\n{more}"
        for name, more in {"open": "", "closed": f"auth users = me\nsecrets file = {folder}/secrets\n"}.items()
    )
    ours = f"uid = {os.getuid()}\ngid = {os.getgid()}\n" if is_root() else ""
    (folder / "rsyncd.conf").write_text(f"use chroot = no\n{ours}{modules}")
    for name in ("open", "closed"):
        (folder / name).mkdir()
    command = ["rsync", "--daemon", "--no-detach", "--address=127.0.0.1", f"--port={port}"]
    with serving([*command, f"--config={folder}/rsyncd.conf", f"--log-file={folder}/log"], port, folder / "said"):
        yield port, folder


@pytest.fixture(params=["ssh", "rsync"])
def place(
    request: pytest.FixtureRequest,
    sshd: tuple[int, Path],
    daemon: tuple[int, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Place:
    """Return a place that is not there yet, at either server."""
    monkeypatch.setenv("PATH", f"{sshd[1]}/bin:{os.environ['PATH']}")
    if request.param == "ssh":
        folder = tmp_path / "there now"
        return Place(f"ssh://{getpass.getuser()}@127.0.0.1:{sshd[0]}{folder}", folder)
    return Place(f"rsync://127.0.0.1:{daemon[0]}/open/{tmp_path.name}", daemon[1] / "open" / tmp_path.name)


def test_a_site_is_deployed_and_deployed_again(place: Place, tmp_path: Path) -> None:
    """To a folder that is made; what is gone is removed, with folders that are empty without it, and nothing else."""
    with place.opened(tmp_path) as target:
        deployed(target, {**FIRST, "2026/01/old/index.html": "old", "数学/图 1.svg": "图"}, tmp_path)
        assert shown(place.folder) == {**FIRST, "2026/01/old/index.html": "old", "数学/图 1.svg": "图"}
        (place.folder / "css/mine.css").write_text("mine", "utf-8")
        deployed(target, SECOND, tmp_path)
        assert shown(place.folder) == {**SECOND, "css/mine.css": "mine"}
        assert {path.name for path in place.folder.iterdir()} == {"css", "p", "q", "index.html", MANIFEST}
        assert deployed(target, SECOND, tmp_path).plan.is_empty


def test_names_that_shells_and_options_might_take_for_theirs(place: Place, tmp_path: Path) -> None:
    """Each file comes by its name and goes by it, and nothing else does."""
    names = (
        "--delete", "-rf/a", "- x", "+ y", "#z", ";z", "a b", "$(touch pwned)", "`touch pwned`", "*", "a/**/b", "?",
        "[ab]", "q'uo\"te", "!", "~/x", "host:path", "50%", "\u202egnp", "\u2028", "\U0001f600",
    )  # fmt: skip
    strange = {**FIRST, **{name: name for name in names}}
    with place.opened(tmp_path) as target:
        deployed(target, strange, tmp_path)
        assert shown(place.folder) == strange
        assert deployed(target, strange, tmp_path).plan.is_empty
        deployed(target, FIRST, tmp_path)
        assert shown(place.folder) == FIRST
    assert not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize("to", ["me@host.test:www", "me@host.test:~/www/", "ssh://me@host.test/~/www"])
def test_a_folder_may_lie_below_the_home_of_the_user(to: str, tmp_path: Path) -> None:
    """In each way of writing that; rsync is given one that no shell need read."""
    with Place(to, tmp_path).opened(tmp_path) as target:
        assert isinstance(target, RsyncTarget)
        assert target.place == "me@host.test:www/"


@pytest.mark.parametrize("to", ["me@host.test:~", "me@host.test:~/", "ssh://me@host.test/~/", "ssh://host.test/~"])
def test_the_folder_may_be_the_home_itself(to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And never the root of the host, nor a folder with the name `~`. This ssh starts in a home of its own."""
    home, programs = tmp_path / "home", tmp_path / "bin"
    home.mkdir()
    programs.mkdir()
    leave_options = 'while [ "$1" != host.test ]; do shift; done; shift'
    write_program(programs / "ssh", f'{leave_options}; cd "{home}" && HOME="{home}" exec sh -c "$*"')
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    with Place(to, home).opened(tmp_path) as target:
        assert isinstance(target, RsyncTarget)
        assert target.place.endswith("host.test:./")  # before anything is sent: the root is that of this machine
        deployed(target, FIRST, tmp_path)
    assert shown(home) == FIRST


def test_files_can_be_read_by_all(place: Place, tmp_path: Path) -> None:
    """A web server is another user, whatever the author's umask."""
    before = os.umask(0o077)
    try:
        with place.opened(tmp_path) as target:
            deployed(target, FIRST, tmp_path)
    finally:
        os.umask(before)
    assert {oct((place.folder / path).stat().st_mode & 0o777) for path in FIRST} == {"0o644"}


def test_a_file_may_become_a_folder_and_the_other_way_round(place: Place, tmp_path: Path) -> None:
    """What is ours and in the way goes first."""
    with place.opened(tmp_path) as target:
        deployed(target, {"a": "file", "b/c": "in a folder"}, tmp_path)
        deployed(target, {"a/d": "in a folder", "b": "file"}, tmp_path)
    assert shown(place.folder) == {"a/d": "in a folder", "b": "file"}


def test_what_is_not_ours_is_not_replaced(place: Place, tmp_path: Path) -> None:
    """A file, one where a folder is to be, a folder where a file is to be: nothing is written."""
    foreign = {"p": "a file", "index.html/x": "in a folder", "css/a.css": "differs", "css/same.css": "S"}
    for path, text in foreign.items():
        (place.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (place.folder / path).write_text(text, "utf-8")
    with place.opened(tmp_path) as target, pytest.raises(Failure, match=r"^css/a\.css, index\.html, p were not put"):
        deployed(target, {**FIRST, "css/same.css": "S"}, tmp_path)
    assert shown(place.folder) == foreign


def test_a_folder_may_be_a_link(place: Place, tmp_path: Path) -> None:
    """Of the host's own making; it stays one, and what is behind it is brought and removed as elsewhere."""
    (place.folder / "elsewhere").mkdir(parents=True)
    (place.folder / "css").symlink_to("elsewhere")
    with place.opened(tmp_path) as target:
        deployed(target, FIRST, tmp_path)
        assert (place.folder / "elsewhere/a.css").read_text("utf-8") == "A"
        deployed(target, SECOND, tmp_path)
    assert (place.folder / "css").is_symlink()
    assert {path.name for path in (place.folder / "elsewhere").iterdir()} == {"b.css"}


@pytest.mark.parametrize("place", ["rsync"], indirect=True)
@pytest.mark.parametrize("refused", ["notice", f"fetched-{NOTICE}"])
def test_a_disk_of_ours_that_refuses_is_told(place: Place, tmp_path: Path, refused: str) -> None:
    """As a full one does, also while the notice is renewed; here something stands where a file or folder is to be."""
    with place.opened(tmp_path) as target:
        assert isinstance(target, RsyncTarget)
        there = target.scratch / refused
        if refused == "notice":
            there.touch()
        else:
            there.mkdir()
        with pytest.raises(Failure, match=f"{refused} cannot be read or written: "), target.alone(print):
            pass


@pytest.mark.parametrize("place", ["rsync"], indirect=True)
def test_files_are_brought_some_at_a_time(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In between, a deploy finds out whether it is alone still."""
    monkeypatch.setattr("mathpress.deploy.rsync._SLICE", 2)
    site = {f"{number}.txt": str(number) for number in range(5)}
    brought: list[int] = []
    with place.opened(tmp_path) as target:
        target.put(built(site, tmp_path / "output"), brought.append)
    assert brought == [2, 2, 1]
    assert shown(place.folder) == site


@pytest.mark.parametrize("place", ["rsync"], indirect=True)
def test_a_deploy_that_ends_between_phases_is_finished_by_the_next(place: Place, tmp_path: Path) -> None:
    """A page is never there without its assets, and nothing is left over, whatever is built in between."""
    second = SECOND.items()
    for phase, last in {"asset": "css/b.css", "article": "q/index.html", "index": "index.html"}.items():
        with place.opened(tmp_path) as target:
            deployed(target, FIRST, tmp_path)
            assert shown(place.folder) == FIRST

            def end(name: str, done: int, total: int, phase: str = phase) -> None:
                if name == phase and done == total:
                    raise Killed

            deployment = prepare(target, built(SECOND, tmp_path / "output"), tmp_path / "made", ADDRESS, adopt=False)
            with pytest.raises(Killed):
                carry_out(deployment, end)
        there = shown(place.folder)
        assert there["css/a.css"] == "A"
        arrived = [path for path, text in second if there.get(path) == text]
        assert set(arrived) == {*list(SECOND)[: list(SECOND).index(last) + 1]}


POST: Final = "---\ntitle: A\ndate: 2026-01-02\n---\nText.\n"


def config(to: str) -> str:
    """Return settings with one target."""
    return f'title = "T"\nurl = "https://blog.test/"\n[deploy.home]\nto = "{to}"\n'


@pytest.mark.parametrize("place", ["rsync"], indirect=True)
@pytest.mark.parametrize("call", [2, 4])
def test_a_process_that_is_killed_leaves_what_the_next_one_finishes(
    place: Place,
    blog: "MakeBlog",
    run_mathpress: "RunMathpress",
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: int,
) -> None:
    """Together with the call of rsync that it is at, assets or listings. The next one waits, but not for long."""
    root = blog({"mathpress.toml": config(place.to), "content/posts/a.md": POST, "static/a.txt": "A"})
    assert run_mathpress("build", cwd=root).returncode == 0
    counter = tmp_path / "calls"
    (tmp_path / "bin").mkdir()
    write_program(
        tmp_path / "bin/rsync",
        f'case "$*" in *--compress*) echo >> "{counter}"\n'
        f'[ $(wc -l < "{counter}") -eq {call} ] && kill -9 $PPID;; esac\n'
        f'exec {shutil.which("rsync")} "$@"',
    )
    path = {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}"}
    assert run_mathpress("deploy", "--no-build", cwd=root, env=path).returncode == -9
    monkeypatch.setattr("mathpress.deploy.rsync.leased", partial(leased, pace=Pace(renewal=0.2, patience=0.5)))
    said: list[str] = []
    with place.opened(tmp_path) as target, target.alone(said.append):
        carry_out(
            prepare(target, built_files(root / "public"), tmp_path / "made", ADDRESS, adopt=False), lambda *_: None
        )
    assert re.match(r"a deploy by \S+, since .* may be on its way there; watching it", said[0])
    output = {name: text for name, text in shown(root / "public").items() if not name.startswith(".mathpress/")}
    assert shown(place.folder) == output
    assert read_manifest((place.folder / MANIFEST).read_bytes()).keys() == output.keys()
    assert not (place.folder / NOTICE).exists()


def test_one_deploy_at_a_time_goes_to_a_host(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another is told who is at work, and has changed nothing."""
    monkeypatch.setattr("mathpress.deploy.rsync.leased", partial(leased, pace=Pace(renewal=0.2, patience=3600)))
    with place.opened(tmp_path) as target, target.alone(print) as still_alone:
        deployed(target, FIRST, tmp_path)
        with (
            place.opened(tmp_path) as other,
            pytest.raises(Failure, match=r"^a deploy by \S+@\S+, since .* is on its way there; wait until it is done"),
            other.alone(print),
        ):
            deployed(other, SECOND, tmp_path)
        still_alone()
        assert (place.folder / NOTICE).exists()
    assert not (place.folder / NOTICE).exists()
    assert shown(place.folder) == FIRST
    with place.opened(tmp_path) as other, other.alone(pytest.fail):
        deployed(other, SECOND, tmp_path)


def test_ctrl_c_says_what_is_there(
    daemon: tuple[int, Path], blog: "MakeBlog", run_mathpress: "RunMathpress", tmp_path: Path
) -> None:
    """And that deploying again goes on."""
    port, folder = daemon
    to = f"rsync://127.0.0.1:{port}/open/{tmp_path.name}"
    root = blog({"mathpress.toml": config(to), "content/posts/a.md": POST})
    assert run_mathpress("build", cwd=root).returncode == 0
    (tmp_path / "bin").mkdir()
    write_program(
        tmp_path / "bin/rsync",
        f'case "$*" in *--compress*) touch "{tmp_path}/begun"; exec sleep 60;; esac\nexec {shutil.which("rsync")} "$@"',
    )
    environment = os.environ | {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}"}
    command = [sys.executable, str(REPOSITORY / "build.py"), "deploy", "--no-build"]
    with subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE) as deploy:
        while not (tmp_path / "begun").exists() and deploy.poll() is None:
            time.sleep(0.01)
        deploy.send_signal(signal.SIGINT)
        _, said = deploy.communicate(timeout=60)
    assert deploy.returncode == 130
    assert said.decode() == (
        f"stopped on the way to home ({to}): each of its files is whole, some are new and some are not yet; "
        "deploying again goes on\n"
    )
    assert not (folder / "open" / tmp_path.name / NOTICE).exists()
    assert run_mathpress("deploy", "--no-build", cwd=root).returncode == 0
    assert (folder / "open" / tmp_path.name / "index.html").exists()


def test_a_password_for_rsync_comes_from_the_environment(
    daemon: tuple[int, Path], blog: "MakeBlog", run_mathpress: "RunMathpress"
) -> None:
    """And is never shown."""
    port, folder = daemon
    root = blog({"mathpress.toml": config(f"rsync://me@127.0.0.1:{port}/closed"), "content/posts/a.md": POST})
    refused = run_mathpress("deploy", cwd=root, env={"RSYNC_PASSWORD": KEPT_QUIET[1:]})
    assert refused.returncode == 1
    assert "auth failed on module closed; set RSYNC_PASSWORD in the environment" in refused.stderr
    done = run_mathpress("deploy", "--no-build", cwd=root, env={"RSYNC_PASSWORD": KEPT_QUIET})
    assert done.returncode == 0, done.stderr
    assert (folder / "closed/2026/01/a/index.html").exists()
    assert KEPT_QUIET[1:] not in refused.stdout + refused.stderr + done.stdout + done.stderr


@pytest.mark.parametrize(
    ("to", "code", "message"),
    [
        ("ssh://stranger@127.0.0.1:{ssh}/site", "access", "Permission denied (publickey); add your key to ssh-agent"),
        ("ssh://localhost:{ssh}/site", "access", "Host key verification failed; connect once by hand with ssh"),
        ("ssh://127.0.0.1:1/site", "unreachable", "Connection refused; see to the host and its port"),
        ("ssh://127.0.0.1:{ssh}/dev/null/site", "failed", "failed: Not a directory (20)"),
        ("rsync://127.0.0.1:{rsync}/closed/a/b/c", "access", "auth failed"),
        (
            "rsync://127.0.0.1:{rsync}/opn/site",
            "unreachable",
            "Unknown module 'opn'; the address goes on with the name",
        ),
        ("rsync://127.0.0.1:{rsync}/open/a/b/c", "failed", "make the folder there first"),
        ("rsync://127.0.0.1:1/open", "unreachable", "Connection refused (111); see to the host and its port"),
    ],
)
def test_what_a_host_refuses_is_one_diagnostic(
    sshd: tuple[int, Path],
    daemon: tuple[int, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    to: str,
    code: str,
    message: str,
) -> None:
    """In the words of the program, with a cure; nobody is asked for anything."""
    monkeypatch.setenv("PATH", f"{sshd[1]}/bin:{os.environ['PATH']}")
    place = Place(to.format(ssh=sshd[0], rsync=daemon[0]), tmp_path)
    with (
        pytest.raises(Failure, match=f"^rsync says: .*{re.escape(message)}") as failed,
        place.opened(tmp_path) as target,
    ):
        deployed(target, FIRST, tmp_path)
    assert failed.value.code == f"deploy-{code}"
    assert "\n" not in str(failed.value)


def test_a_repository_is_reached_by_ssh_in_the_same_way(
    sshd: tuple[int, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over one connection, without a question asked."""
    monkeypatch.setenv("PATH", f"{sshd[1]}/bin:{os.environ['PATH']}")
    monkeypatch.delenv("GIT_SSH_COMMAND", raising=False)
    bare = tmp_path / "pages.git"
    subprocess.run(["git", "init", "--quiet", "--bare", bare], check=True)
    for site in (FIRST, SECOND):
        with Place(f"git+ssh://127.0.0.1:{sshd[0]}{bare}", bare).opened(tmp_path) as target:
            deployed(target, site, tmp_path)
    listed = subprocess.run(
        ["git", "-C", bare, "ls-tree", "-r", "--name-only", "gh-pages"], check=True, capture_output=True
    )
    assert {*listed.stdout.decode().split()} == {*SECOND, MANIFEST, ".nojekyll"}
    stranger = Place(f"ssh://stranger@127.0.0.1:{sshd[0]}{bare}", bare)
    expected = r"^git says: stranger@127\.0\.0\.1: Permission denied \(publickey\); add your key to ssh-agent"
    with pytest.raises(Failure, match=expected), stranger.opened(tmp_path):
        pass


@pytest.mark.parametrize(
    ("said", "code", "expected"),
    [
        ("zsh:1: command not found: rsync\nrsync error: (code 127)\n", "tool", "not found: rsync; install rsync"),
        ("Welcome!\nbash: line 1: rsync: command not found\n", "tool", "command not found; install rsync there"),
        (f"fatal: unable to access 'https://me:{KEPT_QUIET}@blog.test/x.git/': The requested URL returned error: 403",
         "access", "returned error: 403; see to the name of the repository, and that you may write to it"),
        ("remote: error: GH006: Protected branch update failed for refs/heads/main.\n", "access",
         'refs/heads/main; allow yourself to push to the branch, with force unless `history` is "keep"'),
        ('rsync: write failed on "x": No space left on device (28)\n', "failed", "device (28); make room there"),
        ("one thing\nand another.\nand more\n", "failed", "one thing; and another; what was put there is whole"),
        ("", "failed", "nothing; what was put there is whole; deploying again goes on"),
    ],
)  # fmt: skip
def test_what_programs_say_is_one_sentence_with_a_cure(said: str, code: str, expected: str) -> None:
    """Without the greetings of hosts where it is known what went wrong, and without secrets."""
    failure = tool_failure("program", said.encode())
    assert (failure.code, str(failure).startswith("program says: ")) == (f"deploy-{code}", True)
    assert expected in str(failure)
    assert "Welcome" not in str(failure)
    assert KEPT_QUIET not in str(failure)


def test_a_program_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rsync does not come with mathpress."""
    monkeypatch.setenv("PATH", str(tmp_path))
    place = Place("rsync://127.0.0.1/open", tmp_path)
    with (
        pytest.raises(Failure, match=r"^rsync is not installed on this machine; install it"),
        place.opened(tmp_path) as it,
    ):
        deployed(it, FIRST, tmp_path)
