"""A search that goes on: each kind of failure is shortened and told once, and the search goes on behind it.

`python -m tests.fuzzing.campaign SECONDS [TRIAL…] [--seed N] [--into FOLDER]` searches by chance; Hypothesis stops at
what it finds first, and shortens it for long.
"""

import argparse
import random
import time
import traceback
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from tests.fuzzing.trials import TRIALS, Trial

PATIENCE: Final = 30.0
"""Seconds that a find is shortened for."""
_AT_ONCE: Final = 400
"""Texts that Hypothesis is asked for, which begins with small ones each time."""
_SPLICED: Final = 3
"""Texts that are made of one and pieces of earlier ones: to draw one from a grammar takes longer than to try it."""
_EARLIER: Final = 500
_SHOWN: Final = 500
"""Characters of the slowest text that are told."""
_PIECE: Final = 20
"""Characters of a piece, on average."""
Given = tuple[Any, ...]


@dataclass
class Search:
    """What is known of a trial: how many texts were tried, which took longest, and the shortest one of each failure.

    Seconds are those of the processor.
    """

    trial: Trial
    tried: int = 0
    seconds: float = 0.0
    slowest: tuple[float, Given] = 0.0, ()
    finds: dict[str, tuple[Given, str]] = field(default_factory=dict)

    def attempt(self, args: Given) -> bool:
        """Try a text, and tell whether it fails as none before it did; then it is shortened."""
        begun = time.process_time()
        found = failure(self.trial, args)
        taken = time.process_time() - begun
        self.slowest = max(self.slowest, (taken, args), key=lambda each: each[0])
        self.tried += 1
        self.seconds += taken
        if found is None or found[0] in self.finds:
            return False
        shorter = shortened(self.trial, args, found[0])
        self.finds[found[0]] = shorter, (failure(self.trial, shorter) or found)[1]
        return True

    def __str__(self) -> str:
        """Say what was done."""
        return (
            f"{self.tried} tried in {self.seconds:.0f} s, at most {self.slowest[0]:.2f} s for one, "
            f"{len(self.finds)} found"
        )


def search(trial: Trial, seconds: float, number: int) -> Iterator[Search]:
    """Try texts for so long, and yield what is known after each few hundred; `number` tells searches apart."""
    known = Search(trial)
    until = time.monotonic() + seconds
    chance = random.Random(number)
    earlier: deque[Given] = deque(maxlen=_EARLIER)

    def attempt(args: Given) -> None:
        earlier.append(args)
        for each in (args, *(spliced(args, chance.choice(earlier), chance) for _ in range(_SPLICED))):
            if time.monotonic() < until:
                known.attempt(each)

    while time.monotonic() < until:
        number += 1
        plain = settings(
            max_examples=_AT_ONCE,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        seed(number)(plain(given(trial.given)(attempt)))()
        yield known


def spliced(args: Given, others: Given, chance: random.Random) -> Given:
    """Put pieces of other texts into these, or in the place of pieces."""
    return tuple(
        _spliced(one, other, chance) if isinstance(one, str) and isinstance(other, str) else one
        for one, other in zip(args, others, strict=True)
    )


def _spliced(text: str, other: str, chance: random.Random) -> str:
    start, begin = chance.randint(0, len(text)), chance.randint(0, len(other))
    end, until = (place + int(chance.expovariate(1 / _PIECE)) for place in (start, begin))
    return text[:start] + other[begin:until] + text[end:]


def failure(trial: Trial, args: Given) -> tuple[str, str] | None:
    """Return what tells a failure from others, and its traceback; None if all holds."""
    try:
        trial.check(*args)
    except Exception as error:
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
        last = f"{Path(ours[-1].filename).name}:{ours[-1].name}:{ours[-1].line}"
        return f"{type(error).__name__} {last}", "".join(traceback.format_exception(error, chain=False))
    return None


def shortened(trial: Trial, args: Given, wanted: str) -> Given:
    """Take pieces out of the texts, smaller and smaller, as long as they fail in the same way."""
    until = time.monotonic() + PATIENCE
    for index in (index for index, each in enumerate(args) if isinstance(each, str)):
        size = len(args[index])
        while size and time.monotonic() < until:
            start = 0
            while start < len(args[index]) and time.monotonic() < until:
                shorter = (*args[:index], args[index][:start] + args[index][start + size :], *args[index + 1 :])
                if (failure(trial, shorter) or ("",))[0] == wanted:
                    args = shorter
                else:
                    start += size
            size //= 2
    return args


def main() -> None:
    """Search in each trial in turn, and write down what is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=float)
    parser.add_argument("trials", nargs="*")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--into", type=Path)
    asked = parser.parse_args()
    names = asked.trials or list(TRIALS)
    for name in names:
        *_, known = search(TRIALS[name], asked.seconds / len(names), asked.seed * 1_000_000)
        print(f"{name}: {known}\n  slowest: {repr(known.slowest[1])[:_SHOWN]}", flush=True)
        for number, (what, (args, told)) in enumerate(known.finds.items()):
            print(f"  {what}\n    {args!r}", flush=True)
            if asked.into:
                (asked.into / f"{name}-{asked.seed}-{number}.txt").write_text(f"{args!r}\n\n{told}", "utf-8")


if __name__ == "__main__":
    main()
