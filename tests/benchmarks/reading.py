"""How long reading takes, and that it is linear: python -m tests.benchmarks.reading [STATEMENTS].

Reads a source of n, 4n and 16n statements (default 500) and prints seconds, seconds per character relative to the
first, and the peak of memory; then the odd sources of tests/read/odd.py at two sizes, and PDFs of 40 to 2000 pages, of
which the first are read. The last line is the verdict on the sources.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

from scaffold.read.latex.reader import read
from scaffold.read.pdf.page.pages import MAX_PAGES
from tests.read.odd import ODD
from tests.read.paged import paper_pdf

PREAMBLE = r"""\documentclass{article}\usepackage{amsthm}
\newtheorem{theorem}{Theorem}[section]\newtheorem{lemma}[theorem]{Lemma}
\newcommand{\R}{\mathbb{R}}\newcommand{\bt}{\begin{theorem}}\begin{document}
"""
_READ = """
import pathlib, resource, sys, time
from scaffold.read.pdf.reader import read
read(pathlib.Path(sys.argv[1]))
print(time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
WORST = 1.6
"""Time per character that the longest may take, in units of the shortest."""


def source(statements: int) -> str:
    """A long paper: sections, lemmas with proofs, theorems made by a macro, proofs typed by hand."""
    return PREAMBLE + "\n".join(_piece(i) for i in range(statements)) + "\n\\end{document}\n"


def _piece(i: int) -> str:
    head = f"\\section{{Section {i}}}\\label{{sec:{i}}}\n" + "Some text with words. " * 20 if i % 20 == 0 else ""
    back = max(0, i - 2)
    if i % 2:
        display = rf"\begin{{equation}}\label{{eq:{i}}} x = {i} \end{{equation}}"
        proof = rf"\begin{{proof}}By Lemma~\ref{{s:{back}}}, \eqref{{eq:{max(1, back)}}} and Theorem 1.1.\end{{proof}}"
        return head + rf"\begin{{lemma}}[Name {i}]\label{{s:{i}}}For all $x\in\R$ {display}\end{{lemma}}" + "\n" + proof
    if i % 3:
        return head + rf"\bt\label{{s:{i}}}By \ref{{s:{back}}} we have $\R$.\end{{theorem}} Words."
    theorem = rf"\begin{{theorem}}\label{{s:{i}}}text $\R$.\end{{theorem}}"
    return head + theorem + "\n" + rf"\noindent{{\bf Proof of Theorem \ref{{s:{i}}}.}} By \ref{{s:{back}}}. \qed"


def measured(text: str) -> tuple[float, int]:
    """Seconds to read a source, and how many statements came out."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "main.tex").write_text(text, encoding="utf-8")
        start = time.perf_counter()
        paper = read(Path(folder))
        return time.perf_counter() - start, len(paper.statements)


def memory(text: str) -> float:
    """Peak of memory while a source is read, in MB."""
    tracemalloc.start()
    try:
        measured(text)
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def _pdf(pages: int) -> tuple[float, int]:
    """Processor time and the peak of memory in kilobytes, of a process that reads a PDF."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "paper.pdf")
        pdf.write_bytes(paper_pdf(pages))
        run = subprocess.run([sys.executable, "-c", _READ, pdf], check=True, capture_output=True, text=True)
        seconds, kilobytes = run.stdout.split()
        return float(seconds), int(kilobytes)


def main(arguments: list[str]) -> None:
    n = int(arguments[0]) if arguments else 500
    rates: list[float] = []
    for factor in (1, 4, 16):
        text = source(n * factor)
        seconds, found = measured(text)
        rates.append(seconds / len(text))
        print(f"{found:6d} statements  {len(text) / 1e6:6.2f} MB  {seconds:7.2f} s  x {rates[-1] / rates[0]:.2f}")
    print(f"{n * 4} statements need {memory(source(n * 4)):.0f} MB at the peak")
    for name, make in ODD.items():
        short, long = measured(make(20_000))[0], measured(make(80_000))[0]
        print(f"{name:32s} {short:6.2f} s {long:6.2f} s  x {long / max(short, 0.005) / 4:.2f}")
    for pages in (40, 160, 640, 2000):
        seconds, kilobytes = _pdf(pages)
        print(f"{pages:6d} pages of a PDF {seconds:7.2f} s  {1000 * seconds / min(pages, MAX_PAGES):.0f} ms for each "
              f"that is read, {kilobytes / 1024:.0f} MB")  # fmt: skip
    print("linear" if rates[-1] < WORST * rates[0] else "NOT linear", f"({rates[-1] / rates[0]:.2f} per character)")


if __name__ == "__main__":
    main(sys.argv[1:])
