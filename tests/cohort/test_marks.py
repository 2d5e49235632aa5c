"""The grading sheet: what was entered stays, and what follows from it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.cohort.marks import FACTS, OURS, Sheet, entered, merged, results
from scaffold.cohort.tables import Table, read
from scaffold.errors import BadTable
from scaffold.grading import Assessed, Grading

GRADING = Grading(
    parts=(
        Assessed(what="Report", weight=40, criteria=("a", "b")),
        Assessed(what="Talk", weight=60, criteria=("c",), points=20, least=50),
    ),
    missed=1,
)
HEADINGS = (*OURS, *FACTS, *entered(GRADING))


def facts(*names: str, **more: str) -> list[dict[str, str]]:
    return [{"student": name, "paper": "p", **more} for name in names]


def table(folder: Path, text: str) -> Table:
    path = folder / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    return read(path)


def written(sheet: Sheet, folder: Path) -> Table:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(sheet.headings)
    writer.writerows([row[h] for h in sheet.headings] for row in sheet.rows)
    return table(folder, out.getvalue())


def test_a_new_sheet_has_facts_and_empty_columns() -> None:
    sheet = merged(facts("Ada", minutes="29"), GRADING, None)
    assert sheet.headings == HEADINGS
    assert {h: text for h, text in sheet.rows[0].items() if text} == {"student": "Ada", "paper": "p", "minutes": "29"}


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=8).map(
    lambda text: text.strip().lstrip("'").strip()
)


@given(st.dictionaries(st.sampled_from((*entered(GRADING), "mine")), cells, min_size=1), st.booleans())
def test_what_was_entered_stays(given_: dict[str, str], gone: bool) -> None:
    """Also of who is no longer in the assignment, and in columns of the instructor's own."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        first = merged(facts("Ada", "Ben", minutes="20"), GRADING, None)
        rows = tuple({**row, "mine": "", **(given_ if row["student"] == "Ada" else {})} for row in first.rows)
        before = written(Sheet((*first.headings, "mine"), rows), Path(name))
        after = merged(facts(*(() if gone else ("Ada",)), "Ben", minutes="30"), GRADING, before)
        found = [row for row in after.rows if row["student"] == "Ada"]
        if any(given_.values()) or not gone:
            assert {h: found[0][h] for h in given_} == given_
            assert found[0]["minutes"] == ("20" if gone else "30")
        assert bool(after.problems) == (gone and any(given_.values()))
        again = merged(facts(*(() if gone else ("Ada",)), "Ben", minutes="30"), GRADING, written(after, Path(name)))
        assert again.rows == after.rows


def test_facts_that_are_not_known_any_more_stay_until_they_are_measured_again(tmp_path: Path) -> None:
    before = table(tmp_path, "student;minutes;paper\nADA;29;q\n")
    (row,) = merged(facts("Ada"), GRADING, before).rows
    assert (row["minutes"], row["paper"]) == ("29", "p")
    (row,) = merged(facts("Ada", minutes=""), GRADING, before).rows
    assert row["minutes"] == ""


def test_line_breaks_of_remarks_stay(tmp_path: Path) -> None:
    before = table(tmp_path, 'student,remarks\nAda,"one\n\ntwo"\n')
    assert merged(facts("Ada"), GRADING, before).rows[0]["remarks"] == "one\n\ntwo"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,x\nAda,1\n", "no column student"),
        ("student,x\nAda,1\nada,2\n", ":3: ada is there twice"),
        ("student,x\n,1\n", ":2: a row without a student"),
    ],
)
def test_sheets_that_cannot_be_merged(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        merged(facts("Ada"), GRADING, table(tmp_path, text))


HEAD = "student,questions,Report: a (0-10),Report: b (0-10),Talk: c (0-20),days missed\n"


@pytest.mark.parametrize(
    ("row", "total", "bonus", "passed", "why"),
    [
        ("8,5,10,0", 56.0, 0, "yes", []),
        ('"7,5",5.5,20,1', 86.0, 0, "yes", []),
        ("8,,20,0", None, 0, "unknown", ["Report: 1 of 2 criteria are not entered"]),
        ("10,10,9,0", 67.0, 0, "no", ["Talk: 45.0 %, 50 are needed"]),
        ("0,0,16,0", 48.0, 0, "no", ["total: 48.0 %, 50 are needed"]),
        ("10,10,20,", 100.0, 0, "unknown", ["days missed: not entered"]),
        ("10,10,20,2", 100.0, 0, "no", ["days missed: 2, 1 allowed"]),
        (",10,9,0", None, 0, "no", ["Report: 1 of 2 criteria are not entered", "Talk: 45.0 %, 50 are needed"]),
    ],
)
def test_what_follows_from_points(
    tmp_path: Path, row: str, total: float | None, bonus: float, passed: str, why: list[str]
) -> None:
    table(tmp_path, f"{HEAD}Ada,,{row}\n")
    (found,) = results(tmp_path / "sheet.csv", GRADING)
    assert found.total == (None if total is None else pytest.approx(total))
    assert (found.bonus, found.passed, list(found.why)) == (bonus, passed, why)


def test_the_bonus_adds_but_does_not_pass(tmp_path: Path) -> None:
    table(tmp_path, f"{HEAD}Ada,3,0,0,16,0\nBen,9,10,10,20,0\n")
    ada, ben = results(tmp_path / "sheet.csv", GRADING)
    assert ada.with_bonus == pytest.approx(51)
    assert (ada.bonus, ada.passed) == (3, "no")
    assert (ben.bonus, ben.with_bonus, ben.passed) == (5, 100, "yes")


@pytest.mark.parametrize("cell", ["8/10", "11", "-1", "good", "1e3"])
def test_points_that_are_no_number_are_named_with_line_and_column(tmp_path: Path, cell: str) -> None:
    table(tmp_path, f"{HEAD}Ada,,1,1,1,0\nBen,,{cell},1,1,0\n")
    with pytest.raises(BadTable, match=rf":3: '{cell}' in the column Report: a \(0-10\) is no number from 0 to 10"):
        results(tmp_path / "sheet.csv", GRADING)


def test_a_column_that_is_missing_is_not_entered(tmp_path: Path) -> None:
    table(tmp_path, "student\nAda\n")
    (found,) = results(tmp_path / "sheet.csv", GRADING)
    assert (found.parts, found.total, found.passed) == ((None, None), None, "unknown")


def test_points_of_a_criterion_that_is_no_more_are_kept_and_named(tmp_path: Path) -> None:
    before = table(tmp_path, "student,Talk: old (0-10),mine\nAda,7,x\n")
    sheet = merged(facts("Ada"), GRADING, before)
    assert (sheet.rows[0]["Talk: old (0-10)"], sheet.rows[0]["mine"]) == ("7", "x")
    assert sheet.problems == ("the column 'Talk: old (0-10)' is no criterion of the profile: its points do not count",)
