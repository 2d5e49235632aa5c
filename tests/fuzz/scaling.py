"""How the time of each shape grows with its size: `python -m tests.fuzz.scaling [SHAPE …]`, part of `make fuzz`.

Each size runs in a process of its own, with a limit of processor time. Exit code 1 if a shape does not end, raises, or
grows by more than RATIO at a doubling, in the mean of two, in a stage that takes more than NOTABLE seconds.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.shapes import SHAPES
from tests.fuzz.stages import timed

SMALLEST, LARGEST = 65_536, 1_048_576
"""Characters of the sources."""

RATIO, NOTABLE, LIMIT = 2.5, 1.0, 60
"""The growth allowed at a doubling, and seconds of processor time: of a stage that counts, and of a whole run."""


def main(names: list[str]) -> int:
    """Prints a line for each shape and returns the exit code."""
    bad = [name for name in names or SHAPES if not _doubled(name)]
    print(f"{len(bad)} of {len(names or SHAPES)} shapes grow too fast: {', '.join(bad)}" if bad else "all grow slowly")
    return 1 if bad else 0


def _doubled(name: str) -> bool:
    size, good = SMALLEST, True
    before: list[dict[str, float]] = [{}, {}]
    while size <= LARGEST:
        spent = _run(name, size)
        if spent is None:
            print(f"{name:34} {size:8} does not end in {LIMIT} s, or raises", flush=True)
            return False
        ratios = [(t / max(before[-2].get(s, t), 0.01)) ** 0.5 for s, t in spent.items() if t > NOTABLE]
        worst = max(ratios, default=1.0)
        good &= worst <= RATIO
        print(f"{name:34} {size:8} {sum(spent.values()):6.2f} s  ×{worst:.2f}", flush=True)
        size, before = 2 * size, [*before, spent]
    return good


def _run(name: str, size: int) -> dict[str, float] | None:
    """Seconds by stage; None if the run failed or did not end in time."""
    command = [sys.executable, "-m", "tests.fuzz.scaling", "--one", name, str(size)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        print(run.stderr[-2000:])
        return None
    spent: dict[str, float] = json.loads(run.stdout)
    return spent


def _one(name: str, size: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(timed(SHAPES[name](size), Path(folder))))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1:]))
