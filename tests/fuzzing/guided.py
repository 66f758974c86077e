"""The same trials led by what they reach, with atheris: `python -m tests.fuzzing.guided TRIAL SECONDS FOLDER`.

libFuzzer keeps in the folder what reaches code that nothing before did, and goes on from there, the next time too. It
goes on behind what is found, which is shortened and told as by the campaign.
"""

import random
import sys
import time
from pathlib import Path
from typing import Any, Final

import atheris
from hypothesis import HealthCheck, given, settings

with atheris.instrument_imports(include=["mathpress"]):
    from tests.fuzzing.campaign import Given, Search
    from tests.fuzzing.trials import TRIALS

_SEEDS: Final = 200
"""How many inputs of chance a folder begins with: libFuzzer alone would begin with very short texts."""
_LONGEST: Final = 4096
"""Bytes that Hypothesis makes a text of."""
_EVERY: Final = 60.0
"""Seconds after which it is told how far the search is."""


def main() -> None:
    """Search in one trial for so long."""
    name, seconds, folder = sys.argv[1:]
    search = Search(TRIALS[name])
    told = time.monotonic()

    @settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(search.trial.given)
    def attempt(args: Given) -> None:
        nonlocal told
        if search.attempt(args):
            what, (shorter, _) = list(search.finds.items())[-1]
            print(f"{what}\n  {shorter!r}", flush=True)
        if time.monotonic() > told + _EVERY:
            told = time.monotonic()
            print(f"{name}: {search}", flush=True)

    _seed(Path(folder))
    hypothesis_of: Any = attempt
    options = {"max_total_time": seconds, "max_len": _LONGEST, "len_control": 0, "artifact_prefix": f"{folder}/"}
    atheris.Setup(
        [sys.argv[0], *(f"-{name}={value}" for name, value in options.items()), folder],
        hypothesis_of.hypothesis.fuzz_one_input,
    )
    atheris.Fuzz()


def _seed(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(0)
    if not any(folder.iterdir()):
        for number in range(_SEEDS):
            (folder / str(number)).write_bytes(chance.randbytes(chance.randint(64, _LONGEST)))


if __name__ == "__main__":
    main()
