"""`seminar sheet`, `note` and `results`, as an instructor types them."""

from __future__ import annotations

import csv
import json
import subprocess
from io import StringIO
from pathlib import Path

import pypdf
import pytest

from tests.pipeline.forking import scaffold

NAMES = ("Ada One", "Ben Two", "=Cora Three")
BAD_TABLE = 36
COLLECTED = """student,paper,handed in,days late,report pages,Summary,slide pages,minutes,fidelity,talk,problems,ask
Ada One,p0,2027-06-02T10:00+00:00,0.42,5,2,21,"29,5",fail,pass,,How?
Ben Two and =Cora Three,p1,,,,,,,unknown,unknown,nothing was handed in,
"""


def seminar(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return scaffold("seminar", *words, cwd=folder, SOURCE_DATE_EPOCH="1813900000")  # 24 June 2027


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A student, and a team of two; what Ada handed in is measured."""
    rows = f"{NAMES[0]},p0,Trees & more,\n{NAMES[1]},p1,Graphs,T\n'{NAMES[2]},p1,Graphs,T\nDan,,,\n"
    (tmp_path / "assignment.csv").write_text(f"student,paper,title,team\n{rows}", encoding="utf-8")
    (tmp_path / "handins.csv").write_text(COLLECTED, encoding="utf-8")
    return tmp_path


def rows(folder: Path) -> list[dict[str, str]]:
    lines = (folder / "sheet.csv").read_text(encoding="utf-8-sig").splitlines()
    return list(csv.DictReader(lines, delimiter=max(",;", key=lines[0].count)))


def fill(folder: Path, student: str, **cells: str) -> None:
    """Enters cells in the sheet, as a spreadsheet program in Germany saves it."""
    found = rows(folder)
    for row in found:
        row |= cells if row["student"] == student else {}
    with (folder / "sheet.csv").open("w", encoding="cp1252", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(found)


def test_a_sheet_from_facts_to_results(folder: Path) -> None:
    assert seminar(folder, "note", "ada", "asked  why\nso").stdout == "Ada One  1 question\n"
    run = seminar(folder, "sheet")
    assert (run.returncode, run.stderr) == (0, "")
    ada, ben, cora = rows(folder)
    assert (ada["questions"], ada["days late"], ada["minutes"], ada["failed checks"]) == (
        "1",
        "0.42",
        "29.5",
        "fidelity",
    )
    assert (cora["student"], cora["problems"], ben["problems"]) == ("'=Cora Three", *["nothing was handed in"] * 2)
    criteria = [heading for heading in ada if "(0-10)" in heading]
    assert [heading for heading in criteria if ada[heading]] == []
    fill(folder, "Ada One", **dict.fromkeys(criteria, "7,5"), remarks="Schön")
    seminar(folder, "note", "Ada One", "and again")
    assert json.loads(seminar(folder, "sheet", "--json").stdout)["students"][0]["remarks"] == "Schön"
    assert rows(folder)[0][criteria[0]] == "7,5"
    found = json.loads(seminar(folder, "results", "--json", "-o", "results.csv").stdout)["results"]
    assert [(r["student"], r["total"], r["with_bonus"], r["passed"]) for r in found] == [
        ("Ada One", 75.0, 77.0, "yes"),
        ("Ben Two", None, None, "unknown"),
        ("=Cora Three", None, None, "unknown"),
    ]
    assert "Ada One,75.0,75.0,75.0,2.0,77.0,yes," in (folder / "results.csv").read_text(encoding="utf-8-sig")
    assert "Ada One       75.0 %  75.0 %  total  75.0 % with bonus  77.0 %  passed" in seminar(folder, "results").stdout


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sheet_stays_as_the_spreadsheet_program_separates_it(folder: Path, delimiter: str) -> None:
    """In German, Excel writes semicolons, and shows what has commas in one column."""
    assert seminar(folder, "sheet").returncode == 0
    path = folder / "sheet.csv"
    made = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    mine = [[*row, "Room" if n == 0 else f'{n}; "A",\nB'] for n, row in enumerate(made)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(mine)
    assert seminar(folder, "sheet").returncode == 0
    again = list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=delimiter))
    assert sorted(map(sorted, again)) == sorted(map(sorted, mine))


def test_rows_of_who_has_left_stay(folder: Path) -> None:
    seminar(folder, "sheet")
    fill(folder, "Ada One", remarks="ill")
    (folder / "dropped.csv").write_text("date,student\n2027-04-01,Ada One\n2027-04-01,Ben Two\n", encoding="utf-8")
    run = seminar(folder, "sheet")
    assert "Warning: Ada One is in the sheet, but not in the assignment; the row is kept" in run.stderr
    assert [(row["student"], row["remarks"]) for row in rows(folder)] == [("'=Cora Three", ""), ("Ada One", "ill")]


def test_points_that_the_profile_does_not_know_are_named(folder: Path) -> None:
    (folder / "sheet.csv").write_text("student,Talk: old (0-10)\nAda One,7\n", encoding="utf-8")
    for command in ("results", "sheet"):
        assert "Warning: the column 'Talk: old (0-10)' is no criterion" in seminar(folder, command).stderr
        assert len(json.loads(seminar(folder, command, "--json").stdout)["problems"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("note", "Adda One", "x"), "'Adda One' is not in assignment.csv (did you mean 'Ada One'?)"),
        (("note", "Ada", " "), "the note has no text"),
        (("results",), "sheet.csv cannot be read"),
        (("sheet", "nowhere.csv"), "nowhere.csv cannot be read"),
        (("sheet", "--facts", "assignment.csv"), "assignment.csv has no column handed in"),
        (("sheet", "--output", "other.csv"), "other.csv has no column student"),
    ],
)
def test_what_cannot_be_done(folder: Path, words: tuple[str, ...], said: str) -> None:
    (folder / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    run = seminar(folder, *words)
    assert (run.returncode, said in run.stderr, "Hint:" in run.stderr) == (36, True, True), run.stderr
    assert (folder / "other.csv").read_text(encoding="utf-8") == "a,b\n1,2\n"


@pytest.mark.requires_latex
def test_a_page_for_each_student(folder: Path) -> None:
    (folder / "papers.csv").write_text("id\np0\np1\n", encoding="utf-8")
    seminar(folder, "programme", "--day", "2027-06-24")
    seminar(folder, "note", "Ada", "asked whether 1 < 2 & why")
    seminar(folder, "new", "german.toml")
    profile = folder / "german.toml"
    profile.write_text('language = "de"\n' + profile.read_text(encoding="utf-8"), encoding="utf-8")
    for rules, words in (
        ("theory", ("Talk: 24 June 2027, 09:00", "Good questions", "moderates the talk of Ben Two and =Cora Three")),
        ("german.toml", ("Vortrag: 24. Juni 2027, 09:00", "Gute Fragen", "Trees & more")),
    ):
        run = seminar(folder, "sheet", "--pdf", "sheet.pdf", "--seminar", rules, "-o", f"{rules}.csv")
        assert run.returncode == 0, run.stderr
        pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(folder / "sheet.pdf").pages]
        assert len(pages) == 3
        assert [word for word in (*words, "asked whether 1 < 2 & why", "29.5") if word not in pages[0]] == []


@pytest.mark.requires_xelatex
def test_letters_that_need_xelatex(folder: Path) -> None:
    (folder / "assignment.csv").write_text("student,paper\nИва Zoë,p0\n", encoding="utf-8")
    run = seminar(folder, "sheet", "--pdf", "sheet.pdf")
    assert run.returncode == 0, run.stderr
    (page,) = pypdf.PdfReader(folder / "sheet.pdf").pages
    assert "Ива Zoë" in page.extract_text()


@pytest.mark.parametrize("columns", ["remarks", "Remarks.", ""])
def test_a_sheet_with_columns_that_are_not_clear_stays_as_it_is(folder: Path, columns: str) -> None:
    seminar(folder, "sheet")
    path = folder / "sheet.csv"
    head, *rest = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([f"{head},{columns}", *(f"{line},mine" for line in rest)]), encoding="utf-8")
    before = path.read_bytes()
    run = seminar(folder, "sheet")
    assert (run.returncode, run.stderr.startswith("Error: "), path.read_bytes()) == (BAD_TABLE, True, before)


@pytest.mark.parametrize("name", ["sheet.csv", "assignment.csv", "thesis.pdf"])
def test_results_are_not_written_over_something_else(folder: Path, name: str) -> None:
    seminar(folder, "sheet")
    (folder / "thesis.pdf").write_bytes(b"%PDF-1.5\n\0\xff\n")
    before = (folder / name).read_bytes()
    run = seminar(folder, "results", "-o", name)
    assert (run.returncode, "stays as it is" in run.stderr, (folder / name).read_bytes()) == (BAD_TABLE, True, before)
