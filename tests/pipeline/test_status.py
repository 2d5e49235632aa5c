"""`status`: parts, talk, proofs, days, and the next step."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scaffold import seminar
from scaffold.pipeline.status import PartStatus, Status, _in_order, _of_report, status, status_json
from scaffold.project import state
from tests.pipeline.conftest import Run
from tests.pipeline.test_update import edit


@pytest.fixture
def project(drafted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(drafted / "paper", tmp_path / "paper"))


def part(found: Status, title: str) -> dict[str, Any]:
    return next(row for row in status_json(found)["parts"] if row["title"] == title)


def test_a_new_project_has_no_words_and_no_pdf(project: Path) -> None:
    found = status(project)
    assert [(p.title, p.pages, p.budget, p.words) for p in found.parts] == [
        ("Summary", None, 2.0, 0),
        ("Review", None, 1.0, 0),
        ("Summary of the proofs", None, 2.0, 0),
    ]
    assert all(p.open for p in found.parts)
    assert (found.seconds, found.limit) == (1500, 1500)
    assert found.proofs == 0 < found.restated
    assert found.next == "scaffold build"


def test_words_and_open_questions_are_counted_in_their_part(project: Path) -> None:
    before = part(status(project), "Summary")
    text = (project / "report" / "summary.tex").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("\\question"))
    edit(project / "report" / "summary.tex", line, "Seven words of mine about this paper.")
    after = status(project)
    assert part(after, "Summary") == {**before, "words": 7, "open": before["open"] - 1}
    assert part(after, "Review")["words"] == 0


def test_the_ledger_and_the_due_date(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # 15 January 2027
    edit(project / state.FILE, '# "Lemma 4.2" = "checked"', '"theorem 5.4" = "checked"\n"Lemma 9.9" = "checked"')
    text = (project / state.FILE).read_text(encoding="utf-8")
    due = next(line for line in text.splitlines() if line.startswith("due = "))
    edit(project / state.FILE, due, "due = 2027-01-20")
    found = status(project)
    assert found.proofs == 1
    assert [(d.day.isoformat(), d.left) for d in found.days if d.left <= 5] == [("2027-01-20", 5)]


def test_the_own_talk_is_among_the_days(project: Path) -> None:
    assert not [d for d in status(project).days if d.what.startswith("Your talk")]
    edit(project / state.FILE, "# when = 2027-06-24T10:15:00", "when = 2027-06-24T10:15:00")
    edit(project / state.FILE, '# room = "A 313"', 'room = "A 313"')
    days = [(d.what, d.day.isoformat()) for d in status(project).days]
    assert ("Your talk (10:15, A 313)", "2027-06-24") in days
    assert days == sorted(days, key=lambda row: row[1])


def test_the_next_step_is_the_first_empty_part_then_what_is_open_then_what_is_too_long() -> None:
    def steps(*rows: tuple[int, int, float]) -> str:
        """Each part has words, open questions and pages of two."""
        named = zip("ABC", rows, strict=False)
        parts = [PartStatus(title=t, words=w, open=n, pages=pages, budget=2) for t, (w, n, pages) in named]
        return next(_of_report(parts), "")

    assert (
        steps((0, 6, 1), (0, 11, 1)) == "write A: it has no words of your own yet, and 6 questions and to-dos are open"
    )
    assert steps((9, 6, 1), (0, 1, 3)) == "write B: it has no words of your own yet, and 1 question or to-do is open"
    assert steps((9, 0, 3), (9, 2, 1)) == "go on with B: 2 questions and to-dos are open"
    assert steps((9, 0, 1), (9, 0, 3)) == "shorten B: it has 3.00 of 2.00 pages"
    assert not steps((0, 0, 1))


def test_after_the_day_of_the_report_the_talk_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = seminar.load("theory").due_on(date(2027, 6, 1))
    for now, first in (("1800000000", "report"), ("1820000000", "talk")):  # January and September 2027
        monkeypatch.setenv("SOURCE_DATE_EPOCH", now)
        assert next(_in_order(profile, iter(["report"]), iter(["talk"]))) == first
    assert [*_in_order(profile, iter([]), iter([]))] == ["scaffold check --final"]


def test_a_conflict_comes_first(project: Path) -> None:
    with (project / "report" / "review.tex").open("a", encoding="utf-8") as file:
        file.write("<<<<<<< yours\na\n=======\nb\n>>>>>>> scaffold's\n")
    lines = (project / "report" / "review.tex").read_text(encoding="utf-8").count("\n")
    assert status(project).next == f"resolve the conflict in report/review.tex:{lines - 4}"


def test_a_deck_that_is_damaged_is_named(scaffold: Run, project: Path) -> None:
    (project / "slides" / "slides.pptx").write_bytes(b"")
    run = scaffold("status", cwd=project)
    assert run.returncode == 0
    assert "slides.pptx" in next(line for line in run.stdout.splitlines() if line.startswith("Talk"))
    assert re.search(r"\nnext: .*slides\.pptx is empty: restore it .*\.scaffold/base/slides/slides\.pptx", run.stdout)


def test_a_project_without_slides(project: Path) -> None:
    shutil.rmtree(project / "slides")
    found = status_json(status(project))
    assert (found["talk"]["seconds"], found["talk"]["limit"]) == (None, None)
    assert "slides" in found["talk"]["error"]
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("name", ["report", "summary", "proofs"])
def test_a_missing_file_of_the_report_is_named_first(name: str, project: Path, scaffold: Run) -> None:
    (project / "report" / f"{name}.tex").unlink()
    found = status(project)
    assert found.missing == (f"report/{name}.tex",) == tuple(status_json(found)["missing"])
    assert found.next.startswith(f"report/{name}.tex is missing: ")
    assert f".scaffold/base/report/{name}.tex" in found.next
    assert "nothing open" not in scaffold("status", cwd=project).stdout


def test_only_files_that_the_report_loads_are_missing(project: Path) -> None:
    (project / "report" / "data.txt").write_text("1", encoding="utf-8")
    added = "\\input{data.txt}\n% \\input{gone}\n\\input{\\jobname-x}\n\\input{mine}\n"
    edit(project / "report" / "summary.tex", "\\question", f"{added}\\question")
    edit(project / "report" / "report.tex", "\\input{review}", "")
    (project / "report" / "review.tex").unlink()
    assert status(project).missing == ("report/mine.tex",)
    assert "delete the line that loads it" in status(project).next


def test_a_pdf_of_a_report_that_is_not_whole_is_not_measured(project: Path, scaffold: Run) -> None:
    (project / "report" / "summary.tex").unlink()
    (project / "build").mkdir(exist_ok=True)
    (project / "build" / "report.pdf").write_bytes(b"%PDF-1.5")
    checks = json.loads(scaffold("check", "--json", cwd=project).stdout)["checks"]
    (found,) = [row for row in checks if row["name"] == "report.pdf"]
    assert (found["verdict"], found["message"]) == ("fail", "report/summary.tex is missing")
