"""Counts the updates of the perceptron on data of exact margin; prints the table that mistakes.tex draws.

usage: python3 mistakes.py > mistakes.dat     (standard library only, fixed seed, about half a minute)
"""

from __future__ import annotations

import random
from math import sqrt
from operator import mul

DIMENSIONS = (5, 20, 300)
COMPLEXITIES = (4, 10, 20, 40, 60, 80, 100)
EXAMPLES, RUNS = 300, 10


def example(dimension: int, margin: float, rng: random.Random) -> list[float]:
    """A point of norm 1, multiplied by its label: first coordinate the margin, the rest uniform on a sphere."""
    rest = [rng.gauss(0, 1) for _ in range(dimension - 1)]
    scale = sqrt(1 - margin**2) / sqrt(sum(v * v for v in rest))
    return [margin, *(scale * v for v in rest)]


def updates(points: list[list[float]]) -> int:
    """How often the perceptron updates until a whole pass goes by without a mistake."""
    w, count, clean = [0.0] * len(points[0]), 0, False
    while not clean:
        clean = True
        for x in points:
            if sum(map(mul, w, x)) <= 0:
                w = [a + b for a, b in zip(w, x, strict=True)]
                count, clean = count + 1, False
    return count


def main() -> None:
    rng = random.Random(1962)
    print("complexity", *(f"d{d}" for d in DIMENSIONS))
    for complexity in COMPLEXITIES:
        margin, row = 1 / sqrt(complexity), []
        for d in DIMENSIONS:
            samples = ([example(d, margin, rng) for _ in range(EXAMPLES)] for _ in range(RUNS))
            row.append(sum(updates(sample) for sample in samples) / RUNS)
        print(complexity, *row)


if __name__ == "__main__":
    main()
