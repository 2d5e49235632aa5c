"""Damaged papers must be read, not refused: python -m tests.benchmarks.mutations [RUNS].

Unpacks the LaTeX papers of ../shared/corpus, damages one file of one of them at a time (spans deleted, repeated,
swapped; every tenth time it starts afresh) and reads the result; 2 000 runs by default. Prints what raised, and the
slowest. Without the corpus it prints a note and exits with 0. The last line is the summary.
"""

from __future__ import annotations

import sys
import tarfile
import tempfile
import time
from pathlib import Path

from scaffold.errors import NoMainFile
from scaffold.read.latex.reader import read
from tests.read.mutate import copied, mutate_file

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
AFRESH = 10


def unpacked(folder: Path) -> list[Path]:
    """The papers of the corpus, each in a folder of its own."""
    papers = []
    for archive in sorted(CORPUS.glob("*/eprint.tar.gz")):
        target = folder / archive.parent.name
        with tarfile.open(archive) as tar:
            tar.extractall(target, filter="data")
        papers.append(target)
    return papers


def main(arguments: list[str]) -> None:
    runs = int(arguments[0]) if arguments else 2000
    if not CORPUS.is_dir():
        print("the corpus is not here: nothing was measured")
        return
    raised, refused, slowest = 0, 0, (0.0, "")
    with tempfile.TemporaryDirectory() as scratch:
        papers = unpacked(Path(scratch) / "papers")
        work = Path(scratch) / "work"
        for seed in range(runs):
            if seed % AFRESH == 0:
                paper = papers[(seed // AFRESH) % len(papers)]
                copied(paper, work)
            changed = mutate_file(work, seed).name
            start = time.perf_counter()
            try:
                read(work)
            except NoMainFile:
                refused += 1
            except Exception as trouble:
                raised += 1
                print(f"seed {seed} {paper.name}/{changed}: {type(trouble).__name__} {trouble}")
            slowest = max(slowest, (time.perf_counter() - start, f"seed {seed} {paper.name}"))
    print(
        f"{runs} damaged papers: {raised} raised, {refused} without a document, slowest {slowest[0]:.2f} s {slowest[1]}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
