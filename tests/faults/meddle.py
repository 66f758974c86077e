"""The program, in which a command is run at one point of the build: `python meddle.py POINT COMMAND build …`.

As whoever edits, removes or restores files while the site is built; by chance that would hardly ever meet the moment.
"""

import subprocess
import sys
from types import ModuleType
from typing import Any, Final

import mathpress.build
import mathpress.write
from mathpress import cli

POINTS: Final[dict[str, tuple[ModuleType, str]]] = {
    "discovered": (mathpress.build, "Library"),
    "parsed": (mathpress.build, "resolve"),
    "resolved": (mathpress.build, "write"),
    "staged": (mathpress.write, "_put_in_place"),
}
"""What the build calls next, when it has come so far."""


def meddle(point: str, command: str) -> None:
    """Have the command run at that point."""
    steps = {each: (module, name, getattr(module, name)) for each, (module, name) in POINTS.items()}  # all are there
    module, name, go_on = steps[point]

    def meddled(*arguments: Any, **named: Any) -> Any:
        subprocess.run(command, shell=True, check=True)  # noqa: S602 (the tests' own)
        return go_on(*arguments, **named)

    setattr(module, name, meddled)


if __name__ == "__main__":
    _, given_point, given_command, *sys.argv[1:] = sys.argv
    meddle(given_point, given_command)
    cli.main()
