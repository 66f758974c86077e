"""Builds that something happens to, and what must hold after it, whatever it was.

A blog is in one of two states, which differ in posts, pictures, templates and settings; each is built once where
nothing happens. Then one blog is edited back and forth between them, and its builds meet faults.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import psutil
from tests.conftest import REPOSITORY

PROGRAM: Final = (sys.executable, str(REPOSITORY / "build.py"))
CONFIG: Final = """title = "Faults"
url = "https://example.org/blog/"
language = "zh"
per_page = 5
[images]
variants = true
widths = [160]
[compress]
formats = ["gz"]
[deploy.web]
to = "web"
"""
REFERENCES: Final = """
由\\eqref{{{other}:eq:own}}和[]({other}.md)得
\\begin{{equation}}a_{{{number}}}=b\\label{{eq:own}}\\end{{equation}}
"""
_GONE, _FRESH = 3, 5
"""Which posts of nine there are in the first state alone, and in the second alone."""
_OTHERS: Final = {"CNAME": b"example.org\n", "css/own.css": b"a{}\n", ".well-known/security.txt": b"Contact: a\n"}
"""Files in the output that mathpress did not make."""
_UNFINISHED: Final = (".mathpress/staged/", ".mathpress/lock", ".mathpress/.build.json")
"""What a build that is killed leaves behind, for the next one to remove."""
_MANIFESTS: Final = {".mathpress/manifest.json", ".mathpress/manifest-copy.json"}
_LINK: Final = re.compile(r'\b(?:href|src)="?/blog/([^"?# >]*)')
_TRACEBACK: Final = re.compile(r"Traceback(?s:.*)site[^\n]mathpress[^\n]\w+")
"""One of the program. Until Python runs that, Ctrl-C ends in one of its own."""
_PATIENCE: Final = 30.0
"""Seconds in which the processes of a build end after it, on a machine that is busy."""

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class State:
    """A blog's own files, and what a clean build makes of them."""

    files: Files
    built: Files


@dataclass(frozen=True)
class Done:
    """How a program ended: its exit status, negative if a signal ended it, and what it said."""

    status: int
    out: str
    err: str


def files_of(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by path."""
    files = {}
    for place, _, names in os.walk(folder):
        for path in (Path(place, name) for name in names):
            if path.is_file() and not path.is_symlink():
                files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return files


def two_states(count: int) -> tuple[Files, Files]:
    """Return the files of a blog of so many posts before and after many edits; `bench/` is on the path of imports."""
    from blog import posts

    old: dict[str, bytes] = {
        "mathpress.toml": CONFIG.encode(),
        "templates/foot.html": "<p>一个模板</p>".encode(),
        "static/css/more.css": b"a{}\n" * 1000,
    }
    new: dict[str, bytes] = {
        "mathpress.toml": CONFIG.replace("per_page = 5", "per_page = 4").encode(),
        "templates/foot.html": "<p>另一个模板</p>".encode(),
        "static/css/more.css": b"b{}\n" * 1000,
    }
    staying = [number for number in range(count) if number % 9 not in {_GONE, _FRESH}]
    for number, post in enumerate(posts(count, distinct=False)):
        other = f"post-{staying[number % len(staying)]:05}"
        text = post.text + REFERENCES.format(other=other, number=number)
        edited = text.replace("首先", "其次") if number % 2 else text
        edited = edited.replace('title: "', 'title: "再论', 1) if number % 6 == 1 else edited
        name, picture = f"content/posts/{post.name}.md", f"content/posts/img/{post.name}.png"
        if number % 9 != _FRESH:
            old |= {name: text.encode(), picture: post.picture}
        if number % 9 != _GONE:
            first = old["content/posts/img/post-00000.png"]
            new |= {name: edited.encode(), picture: post.picture if number % 4 else first}
    return old, new


def lay(files: Files, root: Path) -> None:
    """Edit a blog so that its own files are these. Those that are the same are not touched."""
    for path, data in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_bytes() != data:
            file.write_bytes(data)
    for part in ("content", "templates", "static"):
        for file in (root / part).rglob("*"):
            if file.is_file() and file.relative_to(root).as_posix() not in files:
                file.unlink()


def dead_links(built: Files) -> set[str]:
    """Return the addresses of the site that its pages name and that lead to no file."""
    pages = (data.decode() for path, data in built.items() if path.endswith(".html"))
    named = {address for page in pages for address in _LINK.findall(page)}
    return {each for each in named if each not in built and f"{each}index.html" not in built}


def differing(one: Files, other: Files) -> list[str]:
    """Return the paths of files that differ, which say more than all their bytes."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


class Blog:
    """A blog that is edited back and forth between two states, and built where files of others lie too.

    The output holds the `old` state while the sources have the `new` one.
    """

    def __init__(self, root: Path, states: tuple[State, State]) -> None:
        self.root = root
        self.output = root / "public"
        self.cache = root / ".mathpress" / "cache"
        self.states = states
        self.is_edited = True
        self.old, self.new = State({}, {}), states[0]
        first, second = (state.built for state in states)
        gone = next(path for path in first if path not in second and path.endswith("index.html"))
        self.foreign = {**_OTHERS, f"{Path(gone).parent.as_posix()}/notes.txt": b"mine\n"}
        lay(self.new.files, root)
        lay(self.foreign, self.output)
        self.recover()

    def edit(self) -> None:
        """Edit the blog, unless it was edited since it was built: what is built is old now, and the other state new."""
        if self.is_edited:
            return
        self.is_edited = True
        self.old, self.new = self.new, self.states[self.new is self.states[0]]
        lay(self.new.files, self.root)

    def restore(self) -> None:
        """Let the author find his files as they were."""
        for name in ("content", "templates", "static"):
            shutil.rmtree(self.root / name, ignore_errors=True)
        lay(self.new.files, self.root)

    def renew(self) -> None:
        """Have an output with nothing but files of others in it."""
        shutil.rmtree(self.output, ignore_errors=True)
        lay(self.foreign, self.output)

    def forget(self) -> None:
        """Remove what builds kept, and all that they made."""
        shutil.rmtree(self.root / ".mathpress")
        self.renew()
        self.old = State({}, {})

    # --- builds ------------------------------------------------------------------------------------------------------

    def start(
        self,
        *arguments: str,
        command: str = "build",
        program: Sequence[str] = PROGRAM,
        stdout: int | IO[str] = subprocess.PIPE,
    ) -> subprocess.Popen[str]:
        """Start a build or another command in a session of its own, as a shell would."""
        return subprocess.Popen(
            [*program, command, "--jobs=3", *arguments],
            cwd=self.root,
            stdout=stdout,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )

    def end(self, build: subprocess.Popen[str]) -> Done:
        """Wait until a build has ended, and say how. None of its processes may be left."""
        out, err = build.communicate(timeout=300)
        deadline = time.monotonic() + _PATIENCE
        while left := _in_session(build.pid):
            assert time.monotonic() < deadline, left
            time.sleep(0.02)
        assert not _TRACEBACK.search(err), err
        return Done(build.returncode, out or "", err)

    def build(
        self,
        *arguments: str,
        command: str = "build",
        program: Sequence[str] = PROGRAM,
        stdout: int | IO[str] = subprocess.PIPE,
    ) -> Done:
        """Build, or do what another command does, and say how that ended."""
        return self.end(self.start(*arguments, command=command, program=program, stdout=stdout))

    # --- what must hold ----------------------------------------------------------------------------------------------

    def survive(self, done: Done) -> None:
        """See that every file is whole, that others' are as they were, and that the next build is right.

        After a build that ended well all files are the new ones, before any other build can mend them; after another
        one each is old or new.
        """
        present = self.present()
        if done.status == 0:
            different = differing(present, self.new.built)
            assert different == []
        for path, data in present.items():
            if path in _MANIFESTS:
                assert json.loads(data)["files"].keys() <= {*self.old.built, *self.new.built}
            elif not path.startswith(_UNFINISHED):
                assert data in (self.old.built.get(path), self.new.built.get(path)), path
        self.recover()

    def recover(self) -> None:
        """Build where nothing happens, and see that the site is as if it had been built so from the beginning."""
        done = self.build()
        assert (done.status, done.err) == (0, "")
        different = differing(self.present(), self.new.built)
        assert different == []
        empty = [str(path) for path in self.output.rglob("*") if path.is_dir() and not any(path.iterdir())]
        assert empty == []
        self.is_edited = False

    def stay(self, before: Files) -> None:
        """See that a build which failed left the output as it was, and that the next build is right."""
        different = differing(self.present(), before)
        assert different == []
        self.recover()

    def present(self) -> dict[str, bytes]:
        """Return the files in the output but for those of others, which must be as they were."""
        present = files_of(self.output)
        foreign = {path: present.pop(path, None) for path in self.foreign}
        assert foreign == self.foreign
        return present


def _in_session(session: int) -> list[psutil.Process]:
    """Return the processes of a session that have not ended."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(ProcessLookupError, psutil.NoSuchProcess):
            if os.getsid(process.pid) == session and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found
