"""Measure the formula engine on a corpus: what became of each formula, how fast, and whether it is drawn right.

    python bench/formulas.py CORPUS [--compare COMPARE]

CORPUS is a file of JSON lines, gzipped if its name ends with .gz; each object has the keys `tex` and `display`. Every
formula is set as the only one of its post. COMPARE is a script that is called with the corpus and a file that has, line
by line, the MathML as a JSON string, or null for a formula that did not become MathML.
"""

import argparse
import gzip
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mathpress import tex
from mathpress.tex import Result, Typesetter, engines


class Measured(NamedTuple):
    """What became of a formula, in how many seconds: the MathML, references and numbers left out, or the reason.

    The formula itself is let go, as a post lets it go, or the collector of garbage would visit all of them again.
    """

    tex: str
    result: Result
    mathml: str
    reason: str
    seconds: float


def main() -> int:
    """Print the measurements; return the status of the comparison, or 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--compare", type=Path, help="the script that judges the MathML")
    options = parser.parse_args()
    second = count_calls_of_latex2mathml()
    measured = [measure(source, display=display) for source, display in read(options.corpus)]
    report(measured, second)
    return compare(options.compare, options.corpus, measured) if options.compare else 0


def read(corpus: Path) -> Iterator[tuple[str, bool]]:
    """Yield each formula of the corpus and whether it is displayed."""
    content = gzip.decompress(corpus.read_bytes()) if corpus.suffix == ".gz" else corpus.read_bytes()
    for line in content.splitlines():
        record = json.loads(line)
        yield record["tex"], record["display"]


def measure(source: str, *, display: bool) -> Measured:
    """Set one formula."""
    typesetter = Typesetter({}, "ams")
    start = time.perf_counter()
    formula = typesetter.typeset(source, display=display)
    seconds = time.perf_counter() - start
    mathml = "".join(part for part in formula.parts if isinstance(part, str))
    reason = formula.mistakes[0].message if formula.mistakes else ""
    return Measured(source, formula.result, mathml, reason, seconds)


def count_calls_of_latex2mathml() -> list[str]:
    """Return a list that grows by the LaTeX of each formula that latex2mathml draws."""
    drawn: list[str] = []

    def counted(latex: str, *, display: bool) -> str:
        mathml = engines.with_latex2mathml(latex, display=display)
        drawn.append(latex)
        return mathml

    tex.with_latex2mathml = counted  # type: ignore[attr-defined]
    return drawn


def report(measured: list[Measured], second: list[str]) -> None:
    """Print what became of the formulas, the reasons where it was not MathML, and the speed."""
    became = Counter(each.result for each in measured)
    print(f"{len(measured):,} formulas: " + ", ".join(f"{became[result]:,} {result.value}" for result in Result))
    print(f"{len(second):,} of them drawn by latex2mathml")
    for latex in second[:20]:
        print(f"    latex2mathml: {latex!r}")
    for each in [each for each in measured if each.reason][:20]:
        print(f"    {each.result.value}: {each.tex!r}: {each.reason}")
    seconds = [each.seconds for each in measured]
    print(f"median {1e6 * statistics.median(seconds):.0f} µs a formula, {len(seconds) / sum(seconds):,.0f} formulas/s")


def compare(script: Path, corpus: Path, measured: list[Measured]) -> int:
    """Let `script` judge the MathML and return its status."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as output:
        for each in measured:
            output.write(json.dumps(each.mathml if each.result is Result.MATHML else None) + "\n")
        output.flush()
        return subprocess.run([sys.executable, script, corpus, output.name], check=False).returncode  # noqa: S603 - ours


if __name__ == "__main__":
    sys.exit(main())
