"""How well papers that are only PDFs are read: python -m tests.benchmarks.pdf_table [PAPER...].

Each PDF of ../shared/corpus with a ground truth is read twice: as-is, and from a copy without outline and destinations.
For each reading: statements and headings against LaTeX's own numbering; pages of the statements found; of the clips how
many have ink on an edge (a cut glyph), and how many show letters outside the statement. The truth counts
pages as TeX did when the statement began, before it broke the page: one at the top of the next page is right.
The last lines compare the processor time with that of pdfplumber alone, which unpacks the same pages into its own
objects, and of pdftotext, which knows neither lines of formulas nor statements. Without the corpus it prints a note and
exits with 0.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scaffold.model import Paper, Region, Statement
from scaffold.read.pdf.reader import read

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
SCALE = 4
"""Resolution in pixels per point at which ink on the edges of clips is searched for."""

PAD = 2.0
"""What a clip adds to a region (scaffold.write.clips)."""

HEAD = 160.0
"""Points from the top within which the first text of a page begins, running head and a small float above it."""

FOREIGN = 12
"""Letters and digits that a clip may show beyond the statement's text: what lies within formulas is not all read."""

_SHORT = {"thm": "theorem", "lem": "lemma", "prop": "proposition", "cor": "corollary", "defn": "definition",
          "def": "definition", "rem": "remark", "rmk": "remark", "ex": "example", "conj": "conjecture"}  # fmt: skip


@dataclass
class Tally:
    """Counts over papers: hits, found and true of statements and headings; right and known pages; faults of clips."""

    statements: Counter[str] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    clips: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def __str__(self) -> str:
        p, c = self.pages, self.clips
        return (
            f"statements F1 {_f1(self.statements):.4f}, headings F1 {_f1(self.headings):.4f}, "
            f"pages {p['right']}/{p['known']} ({p['broken']} after a page break), "
            f"clips {c['all']}: {c['cut']} cut, {c['foreign']} with a neighbour's line"
        )


def _f1(counts: Counter[str]) -> float:
    found, true = counts["got"], counts["true"]
    return 2 * counts["hit"] / (found + true) if found + true else 1.0


def bare(pdf: Path, target: Path) -> Path:
    """A copy of a PDF without outline and destinations."""
    import pypdf

    writer = pypdf.PdfWriter(clone_from=pdf)
    for key in ("/Outlines", "/Names", "/Dests"):
        writer.root_object.pop(key, None)
    writer.write(target)
    return target


def _name(heading: str) -> str:
    plain = re.sub(r"[^\w ]", "", re.sub(r"\$[^$]*\$|\\[a-zA-Z]+", "", heading.lower())).strip()
    return _SHORT.get(plain, plain)


def _number(number: str | None) -> str:
    return re.sub(r"[\s{}()$]|\\[a-zA-Z]+", "", number or "").rstrip(".")


def _title(title: str) -> str:
    plain = re.sub(r"\\(label|footnote|thanks|texorpdfstring)\{[^}]*\}", "", title)
    return re.sub(r"\\[a-zA-Z@]+\*?|[^a-z0-9]", "", plain.lower())


def _bag(pairs: Iterator[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Statements: numbered ones count once, unnumbered ones as often as they occur."""
    counts = Counter(pair for pair in pairs if pair[0] != "proof")
    return Counter({pair: 1 if pair[1] else n for pair, n in counts.items()})


def _matched(found: Counter[Any], true: Counter[Any]) -> Counter[str]:
    return Counter(hit=sum((found & true).values()), got=sum(found.values()), true=sum(true.values()))


def judged(paper: Paper, truth: dict[str, Any], tally: Tally) -> None:
    """Adds a reading's statements, headings and pages to the tally."""
    numbered_only = truth.get("method") == "hyperref destinations"
    statements = [s for s in paper.statements if s.number or not numbered_only]
    found = _bag((_name(s.heading), _number(s.number)) for s in statements)
    true = _bag((_name(s["heading"]), _number(s.get("number"))) for s in truth["statements"])
    tally.statements += _matched(found, true)
    if not numbered_only:
        wanted = Counter(
            (_number(h.get("number")), _title(h["title"])) for h in truth["headings"] if 0 < h.get("level", 1) <= 3
        )
        shown = Counter((_number(s.number), _title(s.title)) for s in paper.sections if 0 < s.level <= 3)
        tally.headings += _matched(Counter({k: v for k, v in shown.items() if k[0] or k in wanted}), wanted)
    tally.pages += _pages(statements, truth["statements"])


def _pages(statements: Sequence[Statement], truth: Sequence[dict[str, Any]]) -> Counter[str]:
    """How many pages are right: with the usual offset from the truth, or at the top of the next page."""
    first: dict[tuple[str, str], Statement] = {}
    for s in statements:
        if s.page and s.number:
            first.setdefault((_name(s.heading), _number(s.number)), s)
    pages: dict[tuple[str, str], int] = {}
    for t in truth:
        if t.get("number") and str(t.get("page", "")).isdigit():
            pages.setdefault((_name(t["heading"]), _number(t["number"])), int(t["page"]))
    off = {key: (first[key].page or 0) - page for key, page in pages.items() if key in first}
    usual = Counter(off.values()).most_common(1)[0][0] if off else 0
    broken = sum(away == usual + 1 and first[key].regions[0].box[1] < HEAD for key, away in off.items())
    return Counter(right=sum(away == usual for away in off.values()) + broken, broken=broken, known=len(off))


def clipped(pdf: Path, paper: Paper, tally: Tally) -> list[str]:
    """Adds the faults of a reading's clips to the tally; names the statements that have one."""
    import pdfplumber
    import pypdfium2

    faults: list[str] = []
    pages: dict[int, list[bytes]] = {}
    with pypdfium2.PdfDocument(pdf) as drawn, pdfplumber.open(pdf) as text:
        for s in paper.statements:
            tally.clips["all"] += len(s.regions)
            pages = {r.page: pages.get(r.page) or _drawn(drawn, r.page) for r in s.regions}
            cut = sum(_cut(pages[region.page], region) for region in s.regions)
            shown = sum((_letters(text, region) for region in s.regions), Counter())
            own = Counter(c for c in _plain(f"{s.heading}{s.number or ''}{s.name or ''}{s.body}") if c.isascii())
            foreign = sum((shown - own).values()) > FOREIGN + 0.1 * sum(own.values())
            tally.clips += Counter(cut=cut, foreign=int(foreign))
            if cut or foreign:
                faults.append(f"{s.title} p. {s.page}{' cut' * bool(cut)}{' neighbour' * foreign}")
    return faults


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text.lower())


def _letters(text: Any, region: Region) -> Counter[str]:
    """Letters whose middle is within a clip; text of scripts and formulas counts as well."""
    x0, top, x1, bottom = region.box
    inside = (
        c for c in text.pages[region.page - 1].chars
        if not any(h[0] < (c["x0"] + c["x1"]) / 2 < h[2] and h[1] < c["bottom"] - 0.4 * c["size"] < h[3]
                   for h in region.holes)
        and x0 - PAD < (c["x0"] + c["x1"]) / 2 < x1 + PAD and top - PAD < c["bottom"] - 0.4 * c["size"] < bottom + PAD
    )  # fmt: skip
    ligatures = str.maketrans({"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"})
    return Counter(
        c
        for c in _plain("".join(c["text"] for c in inside if not c["text"].startswith("(cid:")).translate(ligatures))
        if c.isascii()
    )


def _cut(rows: Sequence[bytes], region: Region) -> bool:
    """Whether ink continues beyond an edge of a clip."""
    x0, top, x1, bottom = region.box
    left, right = max(0, int((x0 - PAD) * SCALE)), int((x1 + PAD) * SCALE)

    def dark(y: float) -> set[int]:
        row = int(y * SCALE)
        holes = [(a * SCALE - left, b * SCALE - left) for a, t, b, u in region.holes if t <= y + 1 and y - 1 <= u]
        found = {n for n, v in enumerate(rows[row][left:right]) if v < 128} if 0 <= row < len(rows) else set()
        return {n for n in found if not any(a <= n <= b for a, b in holes)}

    def crosses(y: float) -> bool:
        inner, outer = dark(y - 0.5 / SCALE), dark(y + 0.5 / SCALE)
        return any(n in outer or n - 1 in outer or n + 1 in outer for n in inner)

    def beside(x: float) -> bool:
        at = int(x * SCALE)
        stretch = rows[max(0, int((top - PAD) * SCALE)) : int((bottom + PAD) * SCALE)]
        return any(max(row[at - 1 : at + 1], default=255) < 128 for row in stretch if at > 0)

    return crosses(top - PAD) or crosses(bottom + PAD) or beside(x0 - PAD) or beside(x1 + PAD)


def _drawn(document: Any, number: int) -> list[bytes]:
    """The rows of a page's picture."""
    bitmap = document[number - 1].render(scale=SCALE, grayscale=True)
    data, width, stride = bytes(bitmap.buffer), bitmap.width, bitmap.stride
    return [data[n * stride : n * stride + width] for n in range(bitmap.height)]


def timed(pdf: Path) -> float:
    """Seconds in which pdfplumber alone unpacks the pages."""
    import pdfplumber

    start = time.process_time()
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            len(page.chars)
            page.close()
    return time.process_time() - start


def by_poppler(pdf: Path) -> float | None:
    """Seconds in which pdftotext writes the text; None if it is not installed."""
    if (program := shutil.which("pdftotext")) is None:
        return None
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "-bbox-layout", pdf, os.devnull], check=False, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(arguments: list[str]) -> None:
    if not CORPUS.is_dir():
        print("the corpus of real papers is not here: nothing to measure")
        return
    whole, stripped, peer, poppler, pages = Tally(), Tally(), 0.0, 0.0, 0
    for folder in sorted(CORPUS.iterdir()):
        pdf = next((folder / n for n in ("truth.pdf", "paper.pdf") if (folder / n).is_file()), None)
        if pdf is None or not (folder / "truth.json").is_file() or (arguments and folder.name not in arguments):
            continue
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as scratch:
            for source, tally in ((pdf, whole), (bare(pdf, Path(scratch, "bare.pdf")), stripped)):
                start = time.process_time()
                paper = read(source)
                tally.seconds += time.process_time() - start
                judged(paper, truth, tally)
                faults = clipped(source, paper, tally)
                if tally is whole:
                    print(f"{folder.name:30s} {'; '.join(faults) or 'clips without fault'}", flush=True)
                    pages += paper.pages or 0
        peer += timed(pdf)
        poppler += by_poppler(pdf) or 0.0
    print(f"as they are:                     {whole}")
    print(f"without outline and destinations: {stripped}")
    print(f"{pages} pages in {whole.seconds:.0f} s: 40 in {40 * whole.seconds / max(pages, 1):.1f} s, "
          f"{whole.seconds / max(peer, 0.01):.2f} x pdfplumber's own unpacking")  # fmt: skip
    if poppler:
        print(f"{whole.seconds / poppler:.1f} x pdftotext -bbox-layout")


if __name__ == "__main__":
    main(sys.argv[1:])
