"""The weeks between `init` and the hand-in, with all engines: what a student does, and that nothing of it is lost.

One story, as each of its steps builds on the ones before it.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from scaffold.engines.office.export import resaved
from scaffold.ooxml import A, M
from scaffold.project import state
from scaffold.write.pptx.marks import Mark, marks, opened
from tests.pipeline.conftest import ID, Run
from tests.pipeline.test_update import edit, files, ran, text

pytestmark = [
    pytest.mark.requires_latex,
    pytest.mark.requires_office,
    pytest.mark.requires_pandoc,
    pytest.mark.timeout(1200),
]

MINE = {
    "summary": "The paper proves two bounds; by \\paperref{theorem-5.7}, the first one is nearly sharp.",
    "review": "I could follow every step, but for the constant in the last display.",
    "proofs": "The norm of the vector grows slowly, as \\citet{reading} explains.",
}
ASKED = {
    "summary": "\\towrite{In your own words: what does Theorem 5.4 say?}",
    "review": "\\question{Which proofs did you check line by line, which did you skim, which did you not read?}",
    "proofs": "\\question{What is the idea of Lemma 3.1, and would a weaker version do?}",
}
"""What a sentence of the student's takes the place of, in each part."""

TOO_MUCH = "This sentence is here so that the part is too long. " * 90
OWN = {
    "report/notes.tex": b"% Nothing inputs this file.\n\\paperstatement{lemma-3.1}\r\n",
    "report/data.csv": b"\xff\xfe\x00",
    "slides/plot.png": b"\x89PNG no picture",
}
"""Files that scaffold knows nothing of."""

BOOK = "@book{reading, author={Emmy Noether}, title={Reading}, publisher={Own}, year={1921}}\n"
MY_SLIDES = ("My own picture", "What Novikoff knew")
MOVED = ("Review", "Beurteilung")
"""The slide that the student has moved, to the place after her own picture: before the results; in both languages."""


RULES = """\
title = "Seminar Lerntheorie"
language = "de"
review = "theory"

[report]
uncounted = ["title page", "references", "declaration"]
page = { paper = "a4", font_size = 11, margin = 25.0, side_margin = 38.0, columns = 1 }
parts = [
  { key = "summary", pages = 2, form = "summary" },
  { key = "review", pages = 1, form = "review" },
  { key = "proofs", pages = 2, form = "proofs" },
]

[header]
fields = ["Matrikelnummer", "Betreuerin"]
title_page = true

[declaration]
authorship = "Ich habe diese Ausarbeitung selbst geschrieben."
ai = "none"

[talk]
target = 25
min = 10
max = 30

[[deliverables]]
what = "Ausarbeitung und Folien"
files = ["Ausarbeitung-{surname}.pdf", "Folien-{surname}.pdf"]
days_before_talk = 14
time = "23:59"
zone = "Europe/Berlin"
"""


def test_nothing_of_the_students_is_lost(scaffold: Run, desk: Path) -> None:
    ran(scaffold, desk, "init", f"{ID}v1", "p", "--student", "Ada Lovelace", "--slides", "pptx")
    project = desk / "p"
    written(project)
    picture = slide(project, "My own picture")
    another_main_result(scaffold, project)
    another_version(scaffold, project)
    other_rules(scaffold, project)
    finished(project)
    planted(project)
    found = failed(scaffold, project)
    constant = {"fidelity", "printed", "deck fidelity", "slides pictures"}
    assert set(found) == {"parts", "header", *constant}, found
    assert "Gutachten" in found["parts"]
    assert all("Theorem 5.9" in found[name] for name in constant - {"slides pictures"})
    assert "Betreuerin" in found["header"]
    mended(scaffold, project)
    handed_in(scaffold, project)
    assert slide(project, "My own picture") == picture


def written(project: Path) -> None:
    """A sentence in each part, a work of the student's, files of others, and the deck as LibreOffice saves it."""
    for part, sentence in MINE.items():
        edit(project / "report" / f"{part}.tex", ASKED[part], sentence)
    with (project / "report" / "own.bib").open("a", encoding="utf-8") as file:
        file.write(BOOK)
    for name, content in OWN.items():
        (project / name).write_bytes(content)
    edited_in_libreoffice(project / "slides" / "slides.pptx")


def edited_in_libreoffice(deck: Path) -> None:
    """A new slide, a moved one and another title; then saved by LibreOffice."""
    file: Any = opened(deck.read_bytes())
    new = file.slides.add_slide(next(x for x in file.slide_layouts if x.name == "Text"))
    new.shapes.title.text_frame.text = "My own picture"
    new.notes_slide.notes_text_frame.text = "60 s"
    listed = file.slides._sldIdLst
    moved = next(n for n, s in enumerate(file.slides) if s.shapes.title.text in MOVED)
    for old, at in ((-1, 4), (moved + 1, 5)):
        entry = listed[old]
        listed.remove(entry)
        listed.insert(at, entry)
    file.slides[2].shapes.title.text_frame.text = "What Novikoff knew"
    saved = resaved(bytes_of(file))
    assert saved is not None
    deck.write_bytes(saved)


def another_main_result(scaffold: Run, project: Path) -> None:
    edit(project / state.FILE, "main = []", 'main = ["Theorem 5.7"]')
    before = titles(project)
    said = ran(scaffold, project, "update")
    assert "kept, as you changed it; the new form follows it, hidden: What Novikoff knew" in said
    assert "Theorem 5.7 (Lower bound)" in titles(project)
    assert "Theorem 5.4 (Margin bound)" in before
    settled(project, said)
    assert_kept(project)


def another_version(scaffold: Run, project: Path) -> None:
    """Theorem 5.7 is Theorem 5.9 in the other version of the paper."""
    said = ran(scaffold, project, "update", "--version", "v2")
    assert "Theorem 5.7 is now Theorem 5.9" in said
    MINE["summary"] = MINE["summary"].replace("5.7", "5.9")
    assert state.load(project).main == ("Theorem 5.9",)
    assert "Theorem 5.9 (Lower bound)" in titles(project)
    settled(project, said)
    assert_kept(project)


def other_rules(scaffold: Run, project: Path) -> None:
    """A profile in German, with days that are counted from the own talk."""
    (project / "seminar.toml").write_text(RULES, encoding="utf-8")
    edit(project / state.FILE, 'profile = "theory"', 'profile = "seminar.toml"')
    edit(project / state.FILE, "due = 2027-06-01\n", "")
    edit(project / state.FILE, "# when = 2027-06-24T10:15:00", "when = 2099-06-24T10:15:00")
    with (project / state.FILE).open("a", encoding="utf-8") as file:
        file.write('\n[header]\n"Matrikelnummer" = "12345"\n')
    settled(project, ran(scaffold, project, "update"))
    assert_kept(project)
    report = text(project, "report/report.tex")
    assert "\\handedin{10. Juni 2099}" in report
    assert "\\headerfield{Matrikelnummer}{12345}" in report
    assert "\\begin{scaffoldpart}{review}{Gutachten}{1}" in report
    assert "Was war vor Theorem 5.9 bekannt" in text(project, "report/summary.tex")
    assert {"Die Frage", "Literatur", *MY_SLIDES} <= set(titles(project))
    assert "10 June 2099, 23:59 Europe/Berlin" in ran(scaffold, project, "dates")


def settled(project: Path, said: str) -> None:
    """The student settles each conflict that `update` names by keeping her own version."""
    named = set(re.findall(r"^Conflict: (\S+?):\d+:", said, re.MULTILINE))
    holding = {name for name, content in files(project).items() if b"\n<<<<<<< " in content and "/." not in f"/{name}"}
    assert named == holding
    for name in named:
        block = re.compile(r"<<<<<<< yours\n(.*?)=======\n.*?>>>>>>> scaffold's\n", re.DOTALL)
        (project / name).write_text(block.sub(lambda m: m[1], text(project, name)), encoding="utf-8")


def finished(project: Path) -> None:
    """Every question of the report has its answer, and every rating its value."""
    for part in MINE:
        numbers = iter(range(99))
        tex = re.sub(
            r"^\\(?:question|towrite)\{.*\}$",
            lambda _: f"Here is answer {next(numbers)} in words of my own.",  # noqa: B023
            text(project, f"report/{part}.tex"),
            flags=re.MULTILINE,
        )
        tex = re.sub(r"(\\rating\{[^{}]*\}\{)\}", r"\g<1>1}", tex)
        (project / "report" / f"{part}.tex").write_text(tex, encoding="utf-8")


def planted(project: Path) -> None:
    """A part that is too long, and wrong constants; the adviser's name is missing, too."""
    edit(project / "report" / "review.tex", MINE["review"], f"{MINE['review']} {TOO_MUCH}")
    edit(project / "report" / "generated" / "statements" / "theorem-5.9.tex", "8m", "9m")
    set_formula(project, "8m", "9m")


def set_formula(project: Path, old: str, new: str) -> None:
    """Changes a formula on the slide of the main result, as PowerPoint's editor of equations does."""
    file: Any = opened((project / "slides" / "slides.pptx").read_bytes())
    shown = next(s for s in file.slides if s.shapes.title.text.startswith("Theorem 5.9"))
    (found,) = (t for t in shown._element.iter(f"{M}t") if t.text == old)
    found.text = new
    (project / "slides" / "slides.pptx").write_bytes(bytes_of(file))


def mended(scaffold: Run, project: Path) -> None:
    edit(project / "report" / "review.tex", f" {TOO_MUCH}", "")
    edit(project / "report" / "report.tex", "\\headerfield{Betreuerin}{}", "\\headerfield{Betreuerin}{Prof. Beispiel}")
    edit(project / "report" / "report.tex", "sidemargin=38mm]", "sidemargin=38mm,final]")
    more = "\n\n".join("One more paragraph on how the proof goes, in words of my own. " * 3 for _ in range(20))
    edit(project / "report" / "proofs.tex", MINE["proofs"], f"{MINE['proofs']}\n\n{more}")
    set_formula(project, "9m", "8m")
    answered(project)
    said = ran(scaffold, project, "update")
    assert "report/generated/statements/theorem-5.9.tex: replaced" in said, "what belongs to scaffold is as it was"


def answered(project: Path) -> None:
    """The prompts on slides, which are set in italics, become words of the student's."""
    file: Any = opened((project / "slides" / "slides.pptx").read_bytes())
    for paragraph in (p for s in file.slides for p in s._element.iter(f"{A}p")):
        runs = paragraph.findall(f"{A}r")
        if runs and all(r.find(f"{A}rPr[@i='1']") is not None and r.find(f".//{A}schemeClr") is not None for r in runs):
            for run in runs[1:]:
                paragraph.remove(run)
            look = runs[0].find(f"{A}rPr")
            look.attrib.pop("i")
            look.clear()
            runs[0].find(f"{A}t").text = "An answer in a few words."
    (project / "slides" / "slides.pptx").write_bytes(bytes_of(file))


def handed_in(scaffold: Run, project: Path) -> None:
    ran(scaffold, project, "submit")
    folder = project / "submission"
    names = {"Ausarbeitung-Lovelace.pdf", "Folien-Lovelace.pdf", "sources.zip", "submission.json"}
    assert {p.name for p in folder.iterdir()} == names
    manifest = json.loads((folder / "submission.json").read_text(encoding="utf-8"))
    assert (manifest["anyway"], manifest["reasons"]) == (False, [])
    assert manifest["paper"]["arxiv"] == {"id": ID, "version": 2}
    with zipfile.ZipFile(folder / "sources.zip") as archive:
        assert OWN.items() <= {name: archive.read(name) for name in archive.namelist()}.items()
    assert_kept(project)


def failed(scaffold: Run, project: Path) -> dict[str, str]:
    """What `check` finds after a build: the messages by the name of the check."""
    ran(scaffold, project, "build")
    run = scaffold("check", "--json", cwd=project)
    rows = [row for row in json.loads(run.stdout)["checks"] if row["verdict"] != "pass"]
    assert {row["verdict"] for row in rows} <= {"fail"}, rows
    assert len({row["check"] for row in rows}) == len(rows), rows
    return {row["check"]: row["message"] for row in rows}


def assert_kept(project: Path) -> None:
    """What the student wrote is where she wrote it, and files of hers have the same bytes."""
    for part, sentence in MINE.items():
        assert sentence in text(project, f"report/{part}.tex")
    assert text(project, "report/own.bib").endswith(BOOK)
    assert {name: (project / name).read_bytes() for name in OWN} == OWN
    shown = titles(project)
    assert [t for t in shown if t in MY_SLIDES] == ["What Novikoff knew", "My own picture"]
    (moved,) = (n for n, t in enumerate(shown) if t in MOVED)
    assert shown[moved - 1] == "My own picture"
    assert moved < next(n for n, t in enumerate(shown) if t.startswith("Theorem"))
    file = opened((project / "slides" / "slides.pptx").read_bytes())
    assert {s.slide_layout.name for s in file.slides if s.shapes.title.text in MY_SLIDES} == {"Text"}


def titles(project: Path) -> list[str]:
    return [m.title for m in _marks(project) if not m.hidden]


def slide(project: Path, title: str) -> str:
    """The fingerprint of a slide."""
    return next(mark for mark in _marks(project) if mark.title == title).fingerprint


def _marks(project: Path) -> tuple[Mark, ...]:
    return marks(opened((project / "slides" / "slides.pptx").read_bytes()))


def bytes_of(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()
