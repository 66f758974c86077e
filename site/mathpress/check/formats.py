"""Problems as other programs read them: JSON, GitHub's workflow commands, SARIF 2.1.0 (OASIS)."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from mathpress import __version__
from mathpress.errors import Place, Problem, Severity

Format = Callable[[Sequence[Problem], PurePosixPath], str]
"""Makes a document of problems; places in it are below a folder, which leads from here to the blog."""

_VERSION: Final = 1
"""The version of the JSON that is documented in docs/checking.md."""
_HOME: Final = "https://pypi.org/project/mathpress/"
_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def as_json(problems: Sequence[Problem], folder: PurePosixPath) -> str:
    """Return problems as JSON."""
    document = {
        "version": _VERSION,
        "mathpress": __version__,
        "errors": sum(problem.severity is Severity.ERROR for problem in problems),
        "warnings": sum(problem.severity is Severity.WARNING for problem in problems),
        "notes": sum(problem.severity is Severity.NOTE for problem in problems),
        "problems": [
            {
                "severity": problem.severity.name.lower(),
                "code": problem.code,
                "message": problem.message,
                **_place(problem.place, folder),
                "note": {"message": problem.note.message, **_place(problem.note.place, folder)}
                if problem.note
                else None,
            }
            for problem in problems
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _place(place: Place, folder: PurePosixPath) -> dict[str, Any]:
    is_known = place.column > 0
    return {
        "path": str(folder / place.path),
        "line": place.line if is_known else None,
        "column": place.column if is_known else None,
        "end_column": place.column + place.length if is_known else None,
    }


def as_github(problems: Sequence[Problem], folder: PurePosixPath) -> str:
    """Return problems as the commands by which a workflow of GitHub Actions marks lines."""
    return "\n".join(_command(problem, folder) for problem in problems)


_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def _command(problem: Problem, folder: PurePosixPath) -> str:
    place = problem.place
    said = {"file": str(folder / place.path)}
    if place.column:
        said |= {"line": str(place.line), "col": str(place.column), "endColumn": str(place.column + place.length)}
    said["title"] = problem.code
    properties = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in said.items())
    note = f"\n{problem.note}" if problem.note else ""
    return f"::{_COMMANDS[problem.severity]} {properties}::{(problem.message + note).translate(_DATA)}"


def as_sarif(problems: Sequence[Problem], folder: PurePosixPath) -> str:
    """Return problems as a log in SARIF, which code scanning reads."""
    codes = sorted({problem.code for problem in problems})
    rules = [{"id": code, "helpUri": _HOME, "shortDescription": {"text": code.replace("-", " ")}} for code in codes]
    run = {
        "tool": {
            "driver": {"name": "mathpress", "version": __version__, "informationUri": _HOME, "rules": rules},
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes.index(problem.code), folder) for problem in problems],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _result(problem: Problem, rule: int, folder: PurePosixPath) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity.name.lower(),
        "message": {"text": problem.message},
        "locations": [_location(problem.place, folder)],
    }
    if problem.note:
        result["relatedLocations"] = [
            {**_location(problem.note.place, folder), "message": {"text": problem.note.message}}
        ]
    return result


def _location(place: Place, folder: PurePosixPath) -> dict[str, Any]:
    path = folder / place.path
    base = {} if path.is_absolute() else {"uriBaseId": "%SRCROOT%"}
    uri = f"file://{quote(str(path))}" if path.is_absolute() else quote(str(path))
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri, **base}}
    if place.column:
        marked = place.excerpt[place.column - 1 - place.skipped :][: place.length]
        physical["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endColumn": place.column + place.length,
            **({"snippet": {"text": marked}} if marked else {}),
        }
    return {"physicalLocation": physical}


FORMATS: Final[Mapping[str, Format]] = {"json": as_json, "github": as_github, "sarif": as_sarif}
"""The formats besides plain text, by their names."""
