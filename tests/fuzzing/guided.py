"""The same trials led by what they reach: `python -m tests.fuzzing.guided TRIAL SECONDS`, with atheris from PyPI.

libFuzzer keeps what reaches code that nothing before did, and goes on from there. It ends at the first failure.
"""

import sys
from typing import Any

import atheris
from hypothesis import HealthCheck, given, settings

with atheris.instrument_imports(include=["mathpress"]):
    from tests.fuzzing.trials import TRIALS


def main() -> None:
    """Search in one trial for so long."""
    name, seconds = sys.argv[1:]
    trial = TRIALS[name]

    @settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(trial.given)
    def attempt(args: tuple[object, ...]) -> None:
        trial.check(*args)

    hypothesis_of: Any = attempt
    options = [f"-max_total_time={seconds}", "-max_len=4096", "-print_final_stats=1", "-timeout=60"]
    atheris.Setup([sys.argv[0], *options], hypothesis_of.hypothesis.fuzz_one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
