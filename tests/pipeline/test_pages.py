"""`seminar page`: who may see what, and the page of whatever files there are."""

from __future__ import annotations

import csv
import re
import sys
import time as clock
from datetime import date
from pathlib import Path

import pytest

from scaffold.cohort.measured import read_measured
from scaffold.errors import BadTable, TargetNotEmpty
from scaffold.fetch.progress import quiet
from scaffold.pipeline import collecting, pages
from scaffold.pipeline.collecting import Facts
from scaffold.resources import template
from tests.pipeline.conftest import Run

PAPERS = """id,topic,venue,title,note,capacity
2401.00001,Trees,COLT,Margins,for Noor Placeholder,1
x-1,Papers of KIM SPECIMEN,"Instance, Robin",Elsewhere,,2
"""
"""Two papers, which need no further processes to be measured; a third one is only in the assignment."""

ASSIGNMENT = """student,paper,title,team,E-Mail,Matrikelnummer,talk
Noor Placeholder,2401.00001,Margins,,noor@example.org,03741234,2027-06-24
Kim Specimen,2401.00002,Squares are not negative,T,kim@example.org,03745678,2027-06-25
Robin Instance,2401.00002,Squares are not negative,T,not an address,,2027-06-25
Sasha Prototype,,,,sasha@example.org,03749999,
"""
PROGRAMME = """date;start;end;kind;paper;title;names;moderator;opponent;reviewer;room
24.06.2027;10:00;10:40;talk;2401.00001;Margins;Noor Placeholder;Kim Specimen;Robin Instance;Sasha Prototype;R 7
2027-06-24;9:30;10:00;break;;Coffee with Kim Specimen;;;;;
2027-06-25;09:00;09:40;free;;;;;;;
"""
SHEET = """student;Report: clear (0-10);Talk: clear (0-10);questions;days missed
Noor Placeholder;8,5;9;2;0
Kim Specimen;3;2;;1
Robin Instance;;9;;
"""
GRADING = """
[grading]
missed = 0

[[grading.parts]]
what = "Report"
weight = 40
criteria = ["clear"]

[[grading.parts]]
what = "Talk"
weight = 60
criteria = ["clear"]
"""
FACTS = (
    Facts(
        name="Noor Placeholder",
        when="2027-06-03T10:15+02:00",
        late=1.43,
        pages=5,
        parts={"Summary": 2.25},
        slides=21,
        minutes=28.5,
        checks={"pages": ("pass", ()), "fidelity": ("fail", ("differs",))},
        problems=("x.pdf is protected by a password",),
        ask=("What does Lemma 4711 say?",),
    ),
    Facts(name="Kim Specimen and Robin Instance", problems=("nothing was handed in",)),
    Facts(name="zzz", known=False, problems=("it cannot be read",)),
)
NAMES = ("Noor Placeholder", "Kim Specimen", "Robin Instance", "Sasha Prototype")
PERSONAL = (
    *(word for name in NAMES for word in name.split()),
    *("example.org", "0374", "1.43", "10:15", "28.5", "2.25", "password", "4711", "fidelity", "zzz", "88.0", "88 %"),
)
"""What nobody outside may read."""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a seminar with all its files."""
    folder = tmp_path / "desk"
    for name in ("projects/noor-placeholder/build", "handins/Kim Specimen", "page/pdfs"):
        (folder / name).mkdir(parents=True)
    files = {"papers.csv": PAPERS, "assignment.csv": ASSIGNMENT, "programme.csv": PROGRAMME, "sheet.csv": SHEET}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "projects/noor-placeholder/scaffold.toml").touch()
    pdfs = ("projects/noor-placeholder/build/report.pdf", "handins/Kim Specimen/a#1?.pdf", "page/pdfs/2401.00002b.pdf")
    for name in (*pdfs, "page/pdfs/2401.000021.pdf"):
        (folder / name).write_bytes(b"%PDF-1.4")
    rules = template("seminars", "theory.toml").read_text(encoding="utf-8") + GRADING
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    collecting.write_csv(FACTS, "theory", folder / "handins.csv")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1811764800")  # 31 May 2027
    return folder


def given(folder: Path, **changes: Path | None) -> pages.Inputs:
    files = {
        "papers": folder / "papers.csv",
        "table": folder / "assignment.csv",
        "facts": folder / "handins.csv",
        "programme": folder / "programme.csv",
        "sheet": folder / "sheet.csv",
        "projects": folder / "projects",
        "handins": folder / "handins",
    }
    return pages.Inputs(**{**files, **changes})  # type: ignore[arg-type]


def written(folder: Path, into: str = "page", *, private: bool = False, names: pages.Names = "none") -> str:
    rules = str(folder / "rules.toml")
    made = pages.write(given(folder), folder / into, rules=rules, private=private, names=names, progress=quiet)
    return made.path.read_text(encoding="utf-8")


def visible(html: str) -> str:
    """The page without style and script."""
    return re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL)


def test_the_public_page_has_nothing_personal(desk: Path) -> None:
    html = visible(written(desk))
    assert [word for word in PERSONAL if word in html] == []
    assert "Squares are not negative" in html
    assert "3 papers · 2 assigned · handed in: 1 of 2" in html
    assert "noindex" not in html
    assert "KIM" not in html


def test_names_in_any_cell_or_file_name_stay_off_the_public_page(desk: Path) -> None:
    row = "Noor Placeholder,Thesis of Noor Placeholder,By Placeholder (Noor),,noor@example.org,03741234,2027-06-24"
    lines = ASSIGNMENT.splitlines()
    (desk / "assignment.csv").write_text("\n".join([lines[0], row, *lines[2:]]), encoding="utf-8")
    programme = PROGRAMME.replace("2401.00001;Margins", "Thesis of Noor Placeholder;").replace("R 7", "Kim Specimen's")
    (desk / "programme.csv").write_text(programme, encoding="utf-8")
    (desk / "page/pdfs/2401.00002-robin_instance.pdf").write_bytes(b"%PDF-1.4")
    html = visible(written(desk))
    assert [word for word in PERSONAL if word.casefold() in html.casefold()] == []
    assert "./pdfs/2401.00002b.pdf" in html
    private = visible(written(desk, "page-private", private=True))
    assert "Thesis of Noor Placeholder" in private


def test_initials_and_names_are_shown_if_the_instructor_says_so(desk: Path) -> None:
    html = visible(written(desk, names="initials"))
    assert [word for word in PERSONAL if word in html] == []
    assert "K. S., R. I." in html
    assert "noindex" in html
    html = visible(written(desk, names="full"))
    assert "Kim Specimen, Robin Instance" in html
    assert "for Noor Placeholder" in html
    assert [word for word in PERSONAL if word in html and word not in " ".join(NAMES)] == []
    assert "Sasha" not in html  # she has no paper; her duty is on the private page


def test_initials_are_letters(desk: Path) -> None:
    names = "student,paper\n(Noor) <b>Ünal</b> 3rd,2401.00001\n'- –,2401.00002\n"
    (desk / "assignment.csv").write_text(names, encoding="utf-8")
    made = pages.write(
        given(desk, facts=None, programme=None),
        desk / "page",
        rules="theory",
        private=False,
        names="initials",
        progress=quiet,
    )
    assert {paper.id: paper.who for paper in made.site.papers if paper.taken} == {
        "2401.00001": ("N. B. 3.",),
        "2401.00002": (),
    }


def test_the_private_page_has_what_was_measured(desk: Path) -> None:
    html = visible(written(desk, "page-private", private=True))
    assert [word for word in PERSONAL if word not in html and word != "88.0"] == []
    assert 'href="mailto:noor@example.org"' in html
    assert "not an address" not in html
    assert "noindex" in html
    assert "<title>Seminar on the Theory of Deep Learning (Private)</title>" in html
    (team,) = [row for row in html.split("<tr ") if ">Kim Specimen and Robin Instance<" in row]
    assert '<span class="bad">nothing</span>' in team
    marks = re.sub(r"<.*?>", " ", team[team.index('data-label="Total"') :]).split()
    assert " ".join(marks[marks.index("Kim") :]).startswith("Kim Specimen 24 % not passed Robin Instance unknown")


def test_links_lead_to_files_that_exist(desk: Path) -> None:
    from urllib.parse import unquote

    found = {}
    for into, private in (("page", False), ("page-private", True)):
        hrefs = re.findall(r'href="(\.[^"]*)"', written(desk, into, private=private))
        assert all((desk / into / unquote(href)).is_file() for href in hrefs)
        found[into] = [unquote(href) for href in hrefs]
    assert found["page"] == ["./pdfs/2401.00002b.pdf"]
    assert found["page-private"] == [
        "../projects/noor-placeholder/build/report.pdf",
        "../handins/Kim Specimen/a#1?.pdf",
    ]


def test_only_identifiers_of_arxiv_become_its_addresses(desk: Path) -> None:
    html = written(desk)
    hrefs = [href for href in re.findall(r'href="([^"]*)"', html) if ":" in href]
    assert hrefs == ["data:,", "https://arxiv.org/abs/2401.00001", "https://arxiv.org/abs/2401.00002"]


@pytest.mark.parametrize("first", [True, False])
def test_both_pages_are_never_in_one_folder(desk: Path, first: bool) -> None:
    written(desk, "both", private=first)
    with pytest.raises(TargetNotEmpty, match=r"both has the (private|public) page"):
        written(desk, "both", private=not first)
    assert len(list((desk / "both").iterdir())) == 1


def test_the_same_files_make_the_same_page(desk: Path) -> None:
    assert written(desk, "a", private=True) == written(desk, "b", private=True)


def test_a_seminar_that_only_has_papers(desk: Path) -> None:
    inputs = given(desk, table=None, facts=None, programme=None, projects=desk / "none", handins=desk / "none")
    made = pages.write(inputs, desk / "new", rules="theory", private=False, progress=quiet)
    html = made.path.read_text(encoding="utf-8")
    assert "They are not assigned yet." in html
    assert "handed in" not in visible(html)
    assert 'id="programme"' not in html
    assert (made.site.assigned, made.site.handed_in) == (False, None)


def test_the_day_of_a_talk_is_that_of_the_programme(desk: Path) -> None:
    text = (desk / "programme.csv").read_text(encoding="utf-8")
    (desk / "programme.csv").write_text(text.replace("24.06.2027", "26.06.2027"), encoding="utf-8")
    made = pages.write(given(desk), desk / "page", rules="theory", private=False, progress=quiet)
    assert {paper.id: paper.talk for paper in made.site.papers} == {
        "2401.00001": date(2027, 6, 26),
        "x-1": None,
        "2401.00002": date(2027, 6, 25),
    }


@pytest.mark.skipif(sys.platform == "win32", reason="the zone cannot be set")
def test_days_end_at_midnight_of_the_place_in_summer_and_winter(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as place:
        place.delenv("SOURCE_DATE_EPOCH")
        place.setenv("TZ", "Europe/Berlin")
        clock.tzset()
        html = written(desk)
    clock.tzset()
    zones = {day[5:7]: zone for day, zone in re.findall(r'data-ends="(\S+)T23:59:59(.\d\d:\d\d)"', html)}
    assert (zones["02"], zones["06"]) == ("+01:00", "+02:00")


def test_the_page_in_german(desk: Path) -> None:
    rules = desk / "rules.toml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text('language = "de"\n' + text, encoding="utf-8")
    made = pages.write(given(desk), desk / "page", rules=str(rules), private=False, progress=quiet)
    html = made.path.read_text(encoding="utf-8")
    assert '<html lang="de-DE">' in html
    assert "1. Juni 2027" in html
    assert "in 24 Tagen" in html


def test_the_command(scaffold: Run, desk: Path) -> None:
    run = scaffold("seminar", "page", cwd=desk)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("Written to page/index.html")
    assert run.stderr.count("names a student, and is left out") == 4
    run = scaffold("seminar", "page", "--private", "--json", "--seminar", "rules.toml", cwd=desk)
    assert run.returncode == 0, run.stderr
    assert '"private": true' in run.stdout
    assert (desk / "page-private" / "private.html").is_file()
    run = scaffold("seminar", "page", "--private", "--into", "page", cwd=desk)
    assert (run.returncode, "Hint: choose another folder" in run.stderr) == (30, True)


def test_what_collect_wrote_is_read_again(desk: Path) -> None:
    noor, team, other = read_measured(desk / "handins.csv")
    assert (noor.late, noor.pages, noor.slides, noor.minutes) == (1.43, 5, 21, 28.5)
    assert noor.parts == {"Summary": 2.25}
    assert (noor.checks["fidelity"], noor.checks["talk"]) == ("fail", "unknown")
    assert list(noor.checks) == list(collecting.MEASURED)
    assert (team.nothing, other.nothing) == (True, False)
    assert noor.ask == "What does Lemma 4711 say?"


def test_a_table_of_facts_that_a_spreadsheet_program_has_changed(tmp_path: Path) -> None:
    heads = ("student", "paper", "handed in", "days late", "report pages", "slide pages", "minutes", "problems", "ask")
    path = tmp_path / "f.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows([heads, ("A", "", "", "2,5", "?", "", "1e9", "", "")])
    (row,) = read_measured(path)
    assert (row.late, row.pages, row.minutes) == (2.5, None, None)
    path.write_text("student,minutes\nA,3\n", encoding="utf-8")
    with pytest.raises(BadTable, match="no column handed in"):
        read_measured(path)
