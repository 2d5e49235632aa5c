"""`scaffold check`: a project that was built, then one mistake at a time is made, and exactly that is reported."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from scaffold import seminar
from scaffold.check.artefacts import pdf as reader
from scaffold.check.report import pages
from scaffold.check.result import Check
from scaffold.pipeline import build, checking
from tests.pipeline.checked import SENTENCE, add, edit, fill_in, problems
from tests.pipeline.forking import scaffold

pytestmark = [pytest.mark.requires_latex, pytest.mark.requires_office, pytest.mark.requires_pandoc]


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A built project for tests to damage."""
    return Path(shutil.copytree(built / "paper", tmp_path / "project"))


# ---- as it was made -------------------------------------------------------------------------------------------------


def test_a_fresh_project_lacks_only_what_the_student_fills_in(built: Path) -> None:
    checks = checking.check(built / "paper")
    unwritten = [(c.name, c.where) for c in checks if c.verdict != "pass"]
    parts = ("summary", "review", "proofs")
    assert unwritten[:-1] == [("own words", f"report/{part}.tex") for part in parts]
    assert unwritten[-1][0] == "review"
    assert len({c.name for c in checks}) >= 18
    assert "Confidence" in next(c.message for c in checks if c.name == "review")


def test_the_command_prints_a_line_each_and_its_own_exit_codes(project: Path) -> None:
    failing = scaffold("check", cwd=project / "report")
    assert failing.returncode == 40
    assert "✗ review" in failing.stdout
    assert "report/review.tex:" in failing.stdout
    fill_in(project, "1")
    unknown = scaffold("check", "--json", cwd=project)
    assert unknown.returncode == 41
    data = json.loads(unknown.stdout)
    assert (data["schema"], data["fail"]) == (2, 0)
    assert data["unknown"] == len({c["name"] for c in data["checks"] if c["verdict"] == "unknown"}) > 0
    assert set(data["checks"][0]) == {"name", "verdict", "message", "where", "next", "check", "unfinished"}
    build(project, slides=False, progress=lambda *_: None)
    assert scaffold("check", cwd=project).returncode == 0


def test_a_folder_that_is_no_project(tmp_path: Path) -> None:
    assert scaffold("check", cwd=tmp_path).returncode == 32


def test_lengths_agree_with_the_meter(built: Path) -> None:
    pdf = reader.read(built / "paper" / "build" / "report.pdf")
    lines = [line.text for line in pdf.lines]
    meter = [float(m[1]) for line in lines if (m := re.search(r"(\d+\.\d\d) ?of ?\d+\.\d\d ?pages", line))]
    measured = [x.pages for x in pages.lengths(pdf, seminar.load("theory"))]
    assert len(meter) == len(measured) == 3
    assert all(abs(a - b) < 0.05 for a, b in zip(meter, measured, strict=True))


# ---- the report -----------------------------------------------------------------------------------------------------


def test_a_part_beyond_its_budget_what_prints_as_undefined_and_a_key_without_entry(project: Path) -> None:
    review = project / "report" / "review.tex"
    review.write_text(review.read_text(encoding="utf-8") + "\n\nWords to fill a line.\\par" * 60, encoding="utf-8")
    add(project, "See \\ref{nowhere} and \\cite{nobody}.")
    build(project, slides=False, progress=lambda *_: None)
    found = problems(project)
    assert found.verdicts == {"parts": "fail", "pages": "fail", "references": "fail", "undefined": "fail"}
    assert "of 1.00 pages" in found.messages["parts"]
    assert "nobody" in found.messages["references"]


def test_an_error_that_left_a_pdf_all_the_same(project: Path) -> None:
    add(project, "A \\nosuchmacro.")
    build(project, slides=False, progress=lambda *_: None)
    found = problems(project)
    assert found.verdicts == {"report.pdf": "fail"}
    assert "nosuchmacro" in found.messages["report.pdf"]


@pytest.mark.parametrize("name", ["report.pdf", "slides.pdf"])
def test_a_pdf_that_is_missing(project: Path, name: str) -> None:
    (project / "build" / name).unlink()
    beside = {"pages": "unknown"} if name == "report.pdf" else {}
    found = problems(project)
    assert found.verdicts == {name: "unknown", **beside}


def test_a_pdf_that_is_older_than_its_text(project: Path) -> None:
    add(project, "One more word.")
    found = problems(project)
    assert found.verdicts == {"report.pdf": "unknown", "pages": "unknown"}
    assert "summary.tex" in found.messages["report.pdf"]


def test_a_pdf_that_another_program_made_is_judged_by_its_time(project: Path) -> None:
    made = project / "build" / "report.pdf"
    made.write_bytes(made.read_bytes() + b"\n% saved elsewhere\n")
    found = problems(project)
    assert found.verdicts == {}
    os.utime(made, (1, 1))
    found = problems(project)
    assert found.verdicts == {"report.pdf": "unknown", "pages": "unknown"}


@pytest.mark.parametrize("name", ["report.pdf", "slides.pdf"])
@pytest.mark.parametrize("foreign", ["the other document", "the paper", "a blank page", "one of other words"])
def test_a_pdf_of_something_else_does_not_pass(project: Path, name: str, foreign: str) -> None:
    build = project / "build"
    other = {"report.pdf": "slides.pdf", "slides.pdf": "report.pdf"}[name]
    if foreign == "the other document":
        shutil.copy(build / other, build / name)
    elif foreign == "the paper":
        shutil.copy(project / "paper" / "paper.pdf", build / name)
    elif foreign == "a blank page":
        writer = PdfWriter()
        writer.add_blank_page(595, 842)
        writer.write(build / name)
    else:
        _rewrite(build / name)
    found = problems(project)
    assert found.verdicts[name] == "fail"
    assert "was not built by scaffold" in found.messages[name]


def _rewrite(path: Path) -> None:
    """Leaves every second page of a PDF, without the first."""
    pages = PdfReader(path).pages
    writer = PdfWriter()
    for page in pages[1::2]:
        writer.add_page(page)
    writer.write(path)


def test_a_pdf_that_another_program_made_is_named_as_such(project: Path) -> None:
    add(project, f"{SENTENCE} It is new, \\emph{{and ours}}.")
    build(project, slides=False, progress=lambda *_: None)
    for name in ("report.pdf", "slides.pdf"):
        path = project / "build" / name
        path.write_bytes(path.read_bytes() + b"\n% saved elsewhere\n")
    found = {c.name: c for c in checking.check(project)}
    for name in ("report.pdf", "slides.pdf"):
        assert found[name].verdict == "pass"
        assert "was not built by scaffold" in found[name].message


def test_a_pdf_of_a_text_that_was_replaced_does_not_pass(project: Path) -> None:
    for n in range(8):
        add(project, f"{SENTENCE} Number {n}.".replace("perceptron", "perceptron" + "x" * n).replace("a", "e"))
    made = project / "build" / "report.pdf"
    made.write_bytes(made.read_bytes() + b"\n% saved elsewhere\n")
    later = time.time() + 10
    os.utime(made, (later, later))
    assert "it does not print “The euthors" in problems(project).messages["report.pdf"]


def test_a_pdf_that_is_none(project: Path) -> None:
    (project / "build" / "report.pdf").write_bytes(b"%PDF-1.5 cut short")
    found = problems(project)
    assert found.verdicts == {"report.pdf": "fail", "pages": "unknown"}


def _count(check: Check) -> int:
    return int(check.message.split()[0])


def test_a_statement_replaced_by_a_reference_is_reported(project: Path) -> None:
    whole = checking.check(project)
    file = project / "report" / "generated" / "statements" / "theorem-5.4.tex"
    file.write_text("\\scaffoldfallback{Theorem 0}{3}\n", encoding="utf-8")
    (before,) = (c for c in whole if c.name == "fidelity" and c.where == "report")
    found = [c for c in checking.check(project) if c.name == "fidelity" and c.where == "report"]
    assert [c.verdict for c in found] == ["pass"]
    assert _count(found[0]) == _count(before) - 1, "what is replaced does not count as a match"
    assert "replaced by a reference to the paper: Theorem" in found[0].message


def test_a_generated_statement_that_was_retyped(project: Path) -> None:
    statement = project / "report" / "generated" / "statements" / "theorem-5.4.tex"
    edit(statement, "every", "some")
    found = problems(project)
    assert found.verdicts == {"fidelity": "fail", "report.pdf": "unknown", "pages": "unknown"}
    assert "“some” instead of “every”" in found.messages["fidelity"]


def test_a_definition_of_the_student_that_changes_a_statement_of_the_report(project: Path) -> None:
    """Its LaTeX is what it was; only the finished PDF shows it."""
    edit(project / "report" / "report.tex", "\\begin{document}", "\\begin{document}\\let\\gamma\\delta")
    build(project, slides=False, progress=lambda *_: None)
    found = problems(project)
    assert "fidelity" not in found.verdicts
    assert found.verdicts["printed"] == "fail"
    assert "prints “δ” for “γ”" in found.messages["printed"]


def test_finished_pdfs_are_compared(project: Path) -> None:
    (said,) = (c for c in checking.check(project) if c.name == "printed")
    assert said.verdict == "pass"
    assert re.search(r"[89] of them also in build/report.pdf", said.message)


def test_a_statement_that_the_report_only_names_is_not_compared(project: Path) -> None:
    """What the student says of it in other words is none of the paper's."""
    add(project, "Lemma 3.1. If $\\|x_s\\|\\le r$ for all $s\\le t$, then $\\|w_{t+1}\\|\\le r\\sqrt{M_t}$.")
    build(project, slides=False, progress=lambda *_: None)
    assert "printed" not in problems(project).verdicts
    add(project, "\\paperstatement{lemma-3.1}")
    build(project, slides=False, progress=lambda *_: None)
    assert "printed" not in problems(project).verdicts
    (said,) = (c for c in checking.check(project) if c.name == "printed")
    assert re.search(r"(9|10) of them also in build/report.pdf", said.message)


def test_confidence_above_the_ledger(project: Path) -> None:
    fill_in(project, "3")
    stale = {"report.pdf": "unknown", "pages": "unknown"}
    found = problems(project)
    assert found.verdicts == {"confidence": "fail", **stale}
    settings = project / "scaffold.toml"
    paper = json.loads((project / "paper" / "paper.json").read_text(encoding="utf-8"))
    proved = [s["id"] for s in paper["statements"] if s["proofs"]]
    lines = "".join(f'"{id}" = "checked"\n' for id in proved)
    settings.write_text(settings.read_text(encoding="utf-8") + lines, encoding="utf-8")
    found = problems(project)
    assert found.verdicts == stale


def test_a_figure_that_is_missing_and_a_statement_that_is_none(project: Path) -> None:
    add(project, "\\includegraphics{gone}\\paperref{theorem-99}")
    found = [c.message for c in checking.check(project) if c.name == "references" and c.verdict == "fail"]
    assert any("gone" in m for m in found)
    assert any("theorem-99" in m for m in found)


# ---- the deck -------------------------------------------------------------------------------------------------------

STALE = {"slides.pdf": "unknown"}
"""A deck that was changed is newer than its PDF."""


@pytest.fixture
def slides(project: Path) -> Any:
    """The deck as python-pptx opens it, saved when the test calls `keep`."""
    from pptx import Presentation

    path = project / "slides" / "slides.pptx"
    deck: Any = Presentation(str(path))
    deck.keep = lambda: deck.save(str(path))
    return deck


def slide_named(deck: Any, name: str) -> Any:
    return next(s for s in deck.slides if s._element.cSld.get("name") == name)


def runs(slide: Any) -> list[Any]:
    """The runs of text of a slide's statement, alternatives included, fallbacks not."""
    return list(slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}t"))


def test_a_deck_that_another_program_saved_with_its_equations_still_matches(project: Path, slides: Any) -> None:
    for slide in slides.slides:
        for choice in slide._element.iter("{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"):
            choice.set("Requires", "a14")
    slides.keep()
    found = problems(project)
    assert found.verdicts == STALE


def test_words_lost_on_a_slide(project: Path, slides: Any) -> None:
    lost = next(t for t in runs(slide_named(slides, "main-2")) if "With probability at least" in (t.text or ""))
    lost.text = lost.text.replace("With probability at least", "With")
    slides.keep()
    found = problems(project)
    assert found.verdicts == {"deck fidelity": "fail", "slides pictures": "fail", **STALE}
    assert found.messages["deck fidelity"].endswith("lacks “probability at least”")


def test_without_latex_no_statement_that_nobody_touched_is_to_be_repaired(drafted: Path, tmp_path: Path) -> None:
    from pptx import Presentation

    project = Path(shutil.copytree(drafted / "paper", tmp_path / "project"))
    fresh = checking.check(project)
    assert {c.name for c in fresh if c.verdict == "fail"} == {"name and date", "own words", "review"}
    plain = [c for c in fresh if c.name == "deck fidelity"]
    assert len(plain) > 3
    assert all(c.verdict == "unknown" and "as scaffold wrote it" in c.message for c in plain)
    path = project / "slides" / "slides.pptx"
    deck = Presentation(str(path))
    words = [t for slide in deck.slides for t in runs(slide) if "With probability at least" in (t.text or "")]
    words[0].text = words[0].text.replace("With probability at least", "With")
    deck.save(str(path))
    edited = [c for c in checking.check(project) if c.name == "deck fidelity"]
    assert sum(c.verdict == "fail" for c in edited) == 1
    assert len(edited) == len(plain)


def test_a_sign_changed_in_an_equation(project: Path, slides: Any) -> None:
    math = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
    sign = next(t for t in slide_named(slides, "main-2")._element.iter(math) if "≤" in (t.text or ""))
    sign.text = sign.text.replace("≤", "≥")
    slides.keep()
    found = problems(project)
    assert found.verdicts == {"deck fidelity": "fail", "slides pictures": "fail", **STALE}
    assert "≥" in found.messages["deck fidelity"]
    number = slides.slides.index(slide_named(slides, "main-2")) + 1
    assert f"old formulas on slide {number}" in found.messages["slides pictures"]


def test_fallback_pictures_of_equations_without_their_index(project: Path, slides: Any) -> None:
    slides.keep()
    (project / "slides" / "generated" / "vectors.json").unlink()
    assert problems(project).verdicts == {"slides pictures": "unknown", **STALE}


def test_an_overflowing_frame_is_reported_for_a_beamer_deck_alone(project: Path) -> None:
    (project / "slides" / "slides.pptx").unlink()
    build(project, report=False, progress=lambda *_: None)
    assert "slides frames" not in problems(project).verdicts
    full = r"\begin{frame}{Full}" + r"\vbox to2\textheight{\vss}\strut" + r"\end{frame}"
    twin = project / "slides" / "slides.tex"
    text = twin.read_text(encoding="utf-8")
    twin.write_text(text.replace(r"\end{document}", f"{full}\n\\end{{document}}"), encoding="utf-8")
    build(project, report=False, progress=lambda *_: None)
    found = problems(project)
    assert found.verdicts["slides frames"] == "fail"
    assert "slides.tex" in found.messages["slides frames"]


def pictured(deck: Any) -> Any:
    """A picture of a statement without native equations, or one that the test makes."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.name == "Statement" and shape.shape_type is not None and hasattr(shape, "image"):
                return shape
    slide = slide_named(deck, "main-2")
    alternatives = slide._element.find(
        ".//{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
    )
    alternatives.getparent().replace(alternatives, alternatives[1][0])
    return next(s for s in slide.shapes if s.name == "Statement")


def test_a_statement_as_a_picture_passes_while_it_is_the_one_made_for_it(project: Path, slides: Any) -> None:
    pictured(slides)
    slides.keep()
    found = problems(project)
    assert found.verdicts == STALE


def test_a_picture_that_nobody_knows(project: Path, slides: Any) -> None:
    from PIL import Image

    png = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(png, "PNG")
    picture = pictured(slides)
    part, rid = picture.part.get_or_add_image_part(io.BytesIO(png.getvalue()))
    assert part is not None
    picture._element.blipFill.blip.rEmbed = rid
    slides.keep()
    found = problems(project)
    assert found.verdicts == {"deck fidelity": "unknown", **STALE}


def test_a_picture_that_is_cropped(project: Path, slides: Any) -> None:
    pictured(slides).crop_right = 0.2
    slides.keep()
    found = problems(project)
    assert found.verdicts == {"deck fidelity": "fail", **STALE}


def words(deck: Any) -> Any:
    return next(s for s in slide_named(deck, "question").shapes if s.name == "Text")


def _off(deck: Any) -> None:
    words(deck).left = deck.slide_width - 1000


def _small(deck: Any) -> None:
    from pptx.util import Pt

    words(deck).text_frame.paragraphs[0].runs[0].font.size = Pt(12)


def _long(deck: Any) -> None:
    words(deck).text_frame.paragraphs[0].runs[0].text = "one more word " * 200


def _wide(deck: Any) -> None:
    words(deck).text_frame.paragraphs[0].runs[0].text = "w" * 80


def _over(deck: Any) -> None:
    under = words(deck)
    box = slide_named(deck, "question").shapes.add_textbox(under.left, under.top, under.width, under.height // 2)
    box.text_frame.text = "My own words"
    box.text_frame.paragraphs[0].runs[0].font.size = under.text_frame.paragraphs[0].runs[0].font.size


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_off, "beyond the slide"),
        (_small, "12 pt"),
        (_long, "overflows its box"),
        (_wide, "wider than its box"),
        (_over, "overlaps the text of"),
    ],
)
def test_a_slide_that_cannot_be_shown(project: Path, slides: Any, spoil: Callable[[Any], None], says: str) -> None:
    spoil(slides)
    slides.keep()
    found = problems(project)
    assert found.verdicts == {"deck": "fail", **STALE}
    assert says in found.messages["deck"]


def test_a_talk_that_is_too_long(project: Path) -> None:
    settings = project / "scaffold.toml"
    text = re.sub(r"# minutes = 30.*", "minutes = 29", settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")
    found = problems(project)
    assert found.verdicts == {"talk": "fail"}
    assert re.search(r"of 29 min; skipping slides? \d+.* leaves 2\d:\d\d", found.messages["talk"])


def test_a_deck_that_cannot_be_opened(project: Path) -> None:
    (project / "slides" / "slides.pptx").write_bytes(b"PK not a deck")
    found = problems(project)
    assert found.verdicts == {"deck": "fail", "talk": "unknown", **STALE}
