"""Where source and PDF of one paper are read differently: python -m tests.benchmarks.pdf_agreement [PAPER...].

Each paper of ../shared/corpus that has both is read twice, and every statement that only one reading has is printed
with the class of its cause, found by rules: it has no number, so that no head is sure in print; it is typed by hand, so
that the source has no environment of it; the source gives another's number as its name; its word is another in print.
"unexplained" is what no rule covers. The last line counts the classes.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from scaffold.fetch.unpack import unpack
from scaffold.model import Paper, Statement
from scaffold.read.latex import reader
from scaffold.read.pdf import reader as pdf

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"


def _keys(paper: Paper) -> dict[tuple[str, str], Statement]:
    return {((s.heading or "").lower(), s.number or ""): s for s in reversed(paper.statements)}


def cause(s: Statement, only_in: str, other: Paper, text: str) -> str:
    """The class of the cause why only one reading has a statement; text is all LaTeX of the paper."""
    if not s.number:
        return "without number"
    if any(o.number == s.number and o.kind == s.kind for o in other.statements):
        return "another word for the same"
    if only_in == "PDF" and f"{s.heading} {s.number}" in text.replace("~", " "):
        return "typed by hand"
    if only_in == "source" and re.search(rf"\[\{{?{re.escape(s.heading or '')}[ ~]{re.escape(s.number)}\b", text):
        return "a name that reads as a head"
    return "unexplained"


def main(arguments: list[str]) -> None:
    if not CORPUS.is_dir():
        print("the corpus of real papers is not here: nothing to compare")
        return
    classes: Counter[str] = Counter()
    agreed = 0
    for folder in sorted(CORPUS.iterdir()):
        archive, printed = folder / "eprint.tar.gz", folder / "truth.pdf"
        if not (archive.is_file() and printed.is_file()) or (arguments and folder.name not in arguments):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            root = Path(scratch) / "source"
            unpack(archive, root)
            by_source, by_pdf = reader.read(root, None), pdf.read(printed)
            files = sorted(root.rglob("*.tex"))
            text = "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files)
        a, b = _keys(by_source), _keys(by_pdf)
        agreed += len(a.keys() & b.keys())
        found = [(a[k], "source", cause(a[k], "source", by_pdf, text)) for k in a.keys() - b.keys()]
        found += [(b[k], "PDF", cause(b[k], "PDF", by_source, text)) for k in b.keys() - a.keys()]
        classes.update(why for _, _, why in found)
        rows = "; ".join(sorted(f"{s.title} only in the {where} ({why})" for s, where, why in found))
        print(f"{folder.name:30s} {rows or 'agree'}", flush=True)
    print(f"{agreed} statements agree; {', '.join(f'{n} {why}' for why, n in sorted(classes.items())) or 'no other'}")


if __name__ == "__main__":
    main(sys.argv[1:])
