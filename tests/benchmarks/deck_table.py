"""Measures the PowerPoint deck, paper by paper: python -m tests.benchmarks.deck_table [--no-office] [PAPER...].

Each paper of ../shared/corpus that has LaTeX source is read, planned with the default profile, and its deck written and
exported as `init` and `build` do. Printed are slides; formulas of the statements shown, and how many of them
PowerPoint edits; statements shown natively; pictures of statements; problems that the checker finds; whether
python-pptx reads the file again; what the schema of mathematics refuses, inside the Choice; pages of LibreOffice's PDF;
and statements with a word that the PDF lacks. Below each paper are the statements that are pictures, with the
reason; the last line is the summary. Without the corpus it prints a note and exits with 0.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from scaffold import seminar
from scaffold.check.artefacts import shapes
from scaffold.check.deck.overflow import findings
from scaffold.engines.office import export as office
from scaffold.engines.pandoc import run_pandoc
from scaffold.model import Paper, Statement
from scaffold.pipeline import graphics, vectors
from scaffold.pipeline.decks import set_pages
from scaffold.pipeline.planning import plan
from scaffold.pipeline.reading import Options, read
from scaffold.plans import TalkPlan
from scaffold.write.equations import on_slides
from scaffold.write.pptx import deck as pptx
from scaffold.write.slides.pictures import Pictures, requests, statements
from scaffold.write.text import plain
from tests.write.omml_reading import M, faults

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
PROFILE = seminar.load("theory")
_DISPLAY = re.compile(
    r"\\begin\{(equation|align|alignat|gather|multline|eqnarray|flalign|displaymath|math|dmath)(\*?)\}.*?\\end\{\1\2\}"
    r"|(?<!\\)\\\[.*?(?<!\\)\\\]|(?<!\\)\$\$.*?\$\$",
    re.DOTALL,
)
_INLINE = re.compile(r"(?<!\\)\$.*?(?<!\\)\$|\\\(.*?\\\)", re.DOTALL)


@dataclass
class Row:
    """Numbers of one paper, or of all: sums, except for the names."""

    slides: int = 0
    formulas: int = 0
    native: int = 0
    shown: int = 0
    editable: int = 0
    pictures: int = 0
    problems: int = 0
    reopened: int = 0
    faults: int = 0
    pages: int = 0
    wordless: int = 0
    details: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        share = f"{100 * self.native / self.formulas:5.1f} %" if self.formulas else "      -"
        right = "yes" if self.pages == self.slides else "NO"
        return (
            f"{self.slides:6} {self.formulas:8} {share} {self.editable:6}/{self.shown:<4} {self.pictures:8}"
            f" {self.problems:8} {self.reopened:8} {self.faults:6} {self.pages:5} {right:4} {self.wordless:8}"
        )


def formulas(statement: Statement) -> int:
    """Formulas in the source of a statement: displays, and formulas in words."""
    tex = re.sub(r"(?<!\\)%[^\n]*", "", statement.standalone or statement.body)
    return len(_DISPLAY.findall(tex)) + len(_INLINE.findall(_DISPLAY.sub(" ", tex)))


def letters(text: str) -> str:
    """Only letters: line breaks within words and ligatures do not matter."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if c.isalpha())


def wordless(paper: Paper, shown: set[str], pdf: str) -> Iterator[str]:
    """Statements of which the PDF lacks a word of four letters or more."""
    printed = letters(pdf)
    for id in sorted(shown):
        statement = paper.statement(id)
        try:
            read_ = plain.paragraphs(statement.standalone or statement.body, paper.macros)
        except plain.NoPlainText:
            continue
        text = " ".join(run.text for p in read_ for run in p.runs if not run.script)
        missing = [w for w in re.findall(r"\b[^\W\d_]{4,}\b", text) if letters(w) not in printed]
        if missing:
            yield f"{id}: {missing[0]} is not in the PDF"


def mathematics(deck: bytes) -> int:
    """Faults that the schema of shared mathematics finds in the equations of a deck, those inside a Choice too."""
    from lxml import etree
    from pptx import Presentation

    trees = [etree.fromstring(etree.tostring(s._element)) for s in Presentation(io.BytesIO(deck)).slides]
    return sum(len(faults(f)) for t in trees for f in t.iter(f"{M}oMath", f"{M}oMathPara"))


def row(folder: Path, scratch: Path, *, export: bool) -> Row:
    """Measures one paper."""
    meta = json.loads((folder / "META.json").read_text(encoding="utf-8"))
    main = meta.get("main_tex") if meta.get("needs_main") else None
    options = Options(source=str(folder / "eprint.tar.gz"), main=main)
    _, paper = read(options.source, scratch / "paper", options, lambda *_: None)
    paper, _, talk = plan(paper, PROFILE, None)
    clips = graphics.Clips.of(paper, scratch / "paper" / "paper.pdf")
    made = statements(paper, talk, PROFILE, set_pages)
    clips = clips.more(made.failed)
    if clips.by_id:
        made = statements(paper, talk, PROFILE, set_pages, clips.by_id)
    native = on_slides.native(paper, talk, made, run_pandoc, clips.by_id)
    wanted = {i.ref for s in talk.slides for i in (*s.items, *s.right) if i.kind == "figure"}
    files = graphics.figure_files(paper, scratch / "paper" / "source", wanted)
    figures = graphics.figure_pictures(paper, files, wanted, set_pages)
    deck = pptx.write(paper, talk, PROFILE, student="", pictures=made.by_key, figures=figures, native=native)
    file = scratch / "slides" / "slides.pptx"
    file.parent.mkdir(parents=True)
    file.write_bytes(deck)
    for beside in vectors.files(deck, made, figures):
        (scratch / beside.path).parent.mkdir(parents=True, exist_ok=True)
        (scratch / beside.path).write_bytes(beside.content)
    found = _counted(paper, made, on_slides.pictured(paper, talk, PROFILE, made, native), talk)
    return _exported(found, paper, set(talk.statements()), file, export=export)


def _counted(paper: Paper, made: Pictures, pictured: dict[str, str], talk: TalkPlan) -> Row:
    found = Row()
    for request in requests(paper, talk, PROFILE):
        count, id = formulas(paper.statement(request.statement)), request.statement
        unset = request.key not in made.by_key
        found.shown += 1
        found.formulas += count
        if unset or id in pictured:
            found.pictures += not unset
            found.details.append(f"{id} ({count}): {made.failed.get(id, '') if unset else pictured[id]}")
        else:
            found.native += count
            found.editable += 1
    return found


def _exported(found: Row, paper: Paper, shown: set[str], file: Path, *, export: bool) -> Row:
    from pptx import Presentation

    found.slides = len(Presentation(str(file)).slides)
    found.reopened = 1
    found.faults = mathematics(file.read_bytes())
    problems = findings(shapes.read(file))
    found.problems = len(problems)
    found.details += [f"slide {f.slide}: {f.message}" for f in problems]
    if export:
        pdf = file.with_suffix(".pdf")
        office.export_pdf(file, pdf, slides=office.shown_slides(file), vectors=file.parent / "generated")
        found.pages, text = _text(pdf)
        missing = list(wordless(paper, shown, text))
        found.wordless = len(missing)
        found.details += missing
    return found


def _text(pdf: Path) -> tuple[int, str]:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document), "\n".join(page.get_textpage().get_text_range() for page in document)


def main(arguments: list[str]) -> None:
    """Prints the table."""
    names = [a for a in arguments if not a.startswith("-")]
    papers = [p for p in sorted(CORPUS.glob("*")) if (p / "eprint.tar.gz").is_file() and (not names or p.name in names)]
    if not papers:
        print("no corpus, nothing measured")
        return
    print(f"{'paper':30} slides formulas native  editable/shown pictures problems reopened faults pages same wordless")
    total = Row()
    for paper in papers:
        with tempfile.TemporaryDirectory() as scratch:
            found = row(paper, Path(scratch), export="--no-office" not in arguments)
        for f in fields(Row):
            setattr(total, f.name, getattr(total, f.name) + getattr(found, f.name))
        print(f"{paper.name:30} {found}", *(f"      {line}" for line in found.details), sep="\n", flush=True)
    print(f"{'all ' + str(len(papers)):30} {total}")


if __name__ == "__main__":
    main(sys.argv[1:])
