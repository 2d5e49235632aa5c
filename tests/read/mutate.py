"""Damage done to LaTeX at random, the same for the same seed: spans deleted, repeated, swapped."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

LONGEST = 400
"""Characters of a span that is moved."""


def mutated(text: str, seed: int, times: int = 3) -> str:
    """The text after a few mutations."""
    rng = random.Random(seed)
    for _ in range(times):
        text = rng.choice((_delete, _repeat, _swap))(text, rng)
    return text


def _span(text: str, rng: random.Random) -> tuple[int, int]:
    start = rng.randrange(len(text) + 1)
    return start, min(len(text), start + rng.randrange(1, LONGEST))


def _delete(text: str, rng: random.Random) -> str:
    start, end = _span(text, rng)
    return text[:start] + text[end:]


def _repeat(text: str, rng: random.Random) -> str:
    start, end = _span(text, rng)
    return text[:end] + text[start:end] + text[end:]


def _swap(text: str, rng: random.Random) -> str:
    (a, b), (c, d) = sorted((_span(text, rng), _span(text, rng)))
    if b > c:
        return text
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def mutate_file(folder: Path, seed: int) -> Path:
    """One .tex file of the folder, damaged in place; its path."""
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".tex", ".sty", ".cls", ".bbl") and p.is_file())
    path = random.Random(seed).choice(files)
    text = path.read_text(encoding="utf-8", errors="replace")
    path.write_text(mutated(text, seed), encoding="utf-8")
    return path


def copied(source: Path, target: Path) -> Path:
    """A fresh copy of a paper's folder."""
    shutil.rmtree(target, ignore_errors=True)
    return Path(shutil.copytree(source, target))
