"""Each trial for a moment, with the same texts each time; or with `--thorough` for as long as FUZZ_MINUTES says."""

import json
import os
import subprocess
import sys
from dataclasses import fields
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.conftest import REPOSITORY
from tests.fuzzing.blogs import MATTER
from tests.fuzzing.campaign import search
from tests.fuzzing.texts import BODIES
from tests.fuzzing.trials import HEAD, TRIALS

from mathpress.matter import FrontMatter

MINUTES: Final = float(os.environ.get("FUZZ_MINUTES", "10"))
"""How long each trial goes on."""
FEW: Final = {
    "repeated": 6,
    "blogs": 20,
    "hugo": 25,
    "hexo": 25,
    "jekyll": 25,
    "pelican": 25,
    "wordpress": 25,
    "typecho": 25,
}
USUAL: Final = 60
"""How many texts are tried of a trial in short."""
QUICK: Final = settings(
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("name", TRIALS)
def test_whatever_is_written_it_holds(name: str, *, thorough: bool) -> None:
    """What its trial says."""
    trial = TRIALS[name]
    if thorough:
        *_, known = search(trial, MINUTES * 60, number=0)
        print(f"{name}: {known.tried} texts")
        assert known.finds == {}
        return

    @settings(QUICK, max_examples=FEW.get(name, USUAL))
    @given(trial.given)
    def quick(args: tuple[object, ...]) -> None:
        trial.check(*args)

    quick()


@pytest.mark.parametrize(("name", "args"), [(name, args) for name, trial in TRIALS.items() for args in trial.kept])
def test_what_was_found_holds(name: str, args: tuple[object, ...]) -> None:
    """Each that once did not."""
    TRIALS[name].check(*args)


def test_blogs_have_front_matter_of_all_keys() -> None:
    """A new key is tried in blogs as well."""
    assert MATTER.keys() == {key.name for key in fields(FrontMatter)}


PROGRAM: Final = """
import json, sys
from tests.fuzzing.sound import parsed
from tests.fuzzing.trials import CITING
from mathpress.kept import digest

for text in json.load(sys.stdin):
    print(digest(repr(parsed(text, CITING)).encode("utf-8", "surrogatepass")))
"""


def test_another_process_makes_the_same_of_a_text() -> None:
    """Whatever order sets have there."""
    texts: list[str] = []

    @settings(QUICK, max_examples=60)
    @given(BODIES)
    def collect(body: str) -> None:
        texts.append(HEAD + body)

    collect()
    made = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=REPOSITORY,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": f"{REPOSITORY}"},
            input=json.dumps(texts),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert made[0] == made[1]
    assert len(made[0]) == len(texts)
