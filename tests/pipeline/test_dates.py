"""The dates of a project are those of its student: in report, slides, README and the properties of the PDFs."""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime, timezone
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader

from scaffold.project import state
from scaffold.resources import template
from tests.pipeline.conftest import SMALL, Run

NOON = 1_793_448_000
"""31 October 2026, 12:00 UTC."""


@pytest.fixture
def autumn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON))


@pytest.mark.usefixtures("autumn")
def test_days_without_a_year_are_those_of_the_next_seminar(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", str(SMALL), "here", "--no-tex")
    assert run.returncode == 0, run.stderr
    assert "Report and first version of the slides: due on 1 June 2027 (in 213 days)." in run.stdout
    report, readme = ((desk / "here" / name).read_text(encoding="utf-8") for name in ("report/report.tex", "README.md"))
    assert r"\handedin{1 June 2027}" in report
    assert "due on **1 June 2027**" in readme
    assert "- 24 June 2027 to 26 June 2027: Talks" in readme
    assert state.load(desk / "here").due == date(2027, 6, 1)
    written = {"README.md", *(p.relative_to(desk / "here").as_posix() for p in (desk / "here").glob("*/*.tex"))}
    assert [n for n in written if "2020" in (desk / "here" / n).read_text(encoding="utf-8")] == []
    deck = Presentation(str(desk / "here" / "slides" / "slides.pptx"))
    assert deck.core_properties.created.date() == date(2026, 10, 31)


@pytest.mark.usefixtures("autumn")
def test_a_due_date_of_ones_own(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", str(SMALL), "here", "--no-tex", "--slides", "beamer", "--due", "2026-12-24")
    assert run.returncode == 0, run.stderr
    assert "due on 24 December 2026 (in 54 days)" in run.stdout
    readme = (desk / "here" / "README.md").read_text(encoding="utf-8")
    assert "due on **24 December 2026**" in readme
    assert "- 24 December 2026: Report and first version of the slides due" in readme
    assert "1 June" not in readme
    assert r"\handedin{24 December 2026}" in (desk / "here" / "report" / "report.tex").read_text(encoding="utf-8")


@pytest.mark.usefixtures("autumn")
def test_a_due_date_that_has_passed_is_said_once(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", str(SMALL), "here", "--no-tex", "--slides", "beamer", "--due", "2026-10-01")
    (said,) = [line for line in (run.stdout + run.stderr).splitlines() if "passed" in line]
    assert "was due on 1 October 2026" in said
    assert all(word in said for word in (r"\handedin", "scaffold.toml", "--due"))
    later = scaffold("check", cwd=desk / "here")
    assert "due" not in later.stderr
    assert "October" not in later.stdout + later.stderr


@pytest.mark.usefixtures("autumn")
def test_a_profile_of_a_winter_term(scaffold: Run, desk: Path) -> None:
    rules = template("seminars", "short-4.toml").read_text(encoding="utf-8")
    days = (("Topics", "10-12"), ("Drafts", "12-20"), ("Talks", "02-03"))
    events = "".join(f'[[events]]\nwhat = "{what}"\nfirst = "{day}"\n' for what, day in days)
    (desk / "mine.toml").write_text(f'due = "01-15"\n{rules}\n{events}', encoding="utf-8")
    assert (
        scaffold("init", str(SMALL), "here", "--no-tex", "--slides", "beamer", "--seminar", "mine.toml").returncode == 0
    )
    readme = (desk / "here" / "README.md").read_text(encoding="utf-8")
    assert "due on **15 January 2027**" in readme
    for line in ("12 October 2026: Topics", "20 December 2026: Drafts", "3 February 2027: Talks"):
        assert f"- {line}" in readme


def test_a_clock_that_is_no_number(scaffold: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    run = scaffold("init", str(SMALL), "here", "--no-tex")
    assert run.returncode == 21
    assert "SOURCE_DATE_EPOCH is 'yesterday'" in run.stderr


@pytest.mark.requires_latex
@pytest.mark.requires_office
def test_the_pdfs_have_the_date_of_the_build(
    scaffold: Run, built: Path, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Path(shutil.copytree(built / "paper", desk / "paper"))
    text = (project / "report" / "report.tex").read_text(encoding="utf-8")
    (project / "report" / "report.tex").write_text(re.sub(r"\\handedin\{.*\}", r"\\handedin{\\today}", text), "utf-8")
    before = datetime.now(timezone.utc).replace(microsecond=0)
    assert scaffold("build", "--force", cwd=project).returncode == 0
    for pdf in (project / "build").glob("*.pdf"):
        assert PdfReader(pdf).metadata.creation_date >= before  # type: ignore[union-attr, operator]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOON))
    made = []
    for _ in range(2):
        assert scaffold("build", cwd=project).returncode == 0
        made.append({p.name: p.read_bytes() for p in (project / "build").glob("*.pdf")})
    assert made[0] == made[1]
    report = PdfReader(project / "build" / "report.pdf")
    assert report.metadata.creation_date == datetime.fromtimestamp(NOON, timezone.utc)  # type: ignore[union-attr]
    assert "31 October 2026" in report.pages[0].extract_text()


@pytest.mark.usefixtures("autumn")
def test_days_before_the_own_talk_follow_it(scaffold: Run, desk: Path) -> None:
    rules = template("seminars", "short-4.toml").read_text(encoding="utf-8")
    (desk / "mine.toml").write_text(
        f'{rules}\n[[deliverables]]\nwhat = "Report"\nfiles = ["report.pdf"]\ndays_before_talk = 14\n', encoding="utf-8"
    )
    run = scaffold("init", str(SMALL), "early", "--no-tex", "--slides", "beamer", "--seminar", "mine.toml")
    assert "Report: due 14 days before your talk: set when under [talk] in scaffold.toml" in run.stdout
    run = scaffold("init", str(SMALL), "here", "--no-tex", "--seminar", "mine.toml", "--talk-date", "2027-02-10T10:15")
    assert "Report: due on 27 January 2027 (in 88 days)." in run.stdout
    project = desk / "here"
    assert r"\handedin{27 January 2027}" in (project / "report" / "report.tex").read_text(encoding="utf-8")
    readme = (project / "README.md").read_text(encoding="utf-8")
    assert "Report (`report.pdf`): due on **27 January 2027**." in readme
    assert "- 10 February 2027, 10:15: your talk" in readme
    title = Presentation(str(project / "slides" / "slides.pptx")).slides[0]
    assert "10 February 2027" in "\n".join(s.text_frame.text for s in title.shapes if s.has_text_frame)
    assert r"10 February 2027" in (project / "slides" / "slides.tex").read_text(encoding="utf-8")

    settings = project / "scaffold.toml"
    moved = settings.read_text(encoding="utf-8").replace("2027-02-10T10:15:00", "2027-02-17")
    settings.write_text(moved.replace('# room = "A 313"', 'room = "B 12"'), encoding="utf-8")
    assert state.load(project).own_talk.room == "B 12"
    checked = scaffold("check", cwd=project)
    assert "Report: due on 3 February 2027 (in 95 days)" in checked.stdout
    assert "the report is due on 2027-02-03, but report/report.tex" in " ".join(checked.stderr.split())


def test_a_talk_date_that_is_none(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", str(SMALL), "here", "--no-tex", "--talk-date", "in June")
    assert run.returncode == 2
    assert "write it as 2027-06-24 or 2027-06-24T10:15" in " ".join(run.stderr.split())
    assert not (desk / "here").exists()
