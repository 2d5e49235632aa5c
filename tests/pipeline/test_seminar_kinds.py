"""Seminars of ten kinds, as tests/seminars has them: what each asks for is in its report, and is measured right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from scaffold import pipeline
from scaffold.check.artefacts import latex_files
from scaffold.check.artefacts import pdf as reader
from scaffold.check.report import pages
from scaffold.check.result import Check
from scaffold.pipeline import calendars, checking, naming
from scaffold.project import state
from scaffold.project.paper import profile_of
from tests.conftest import ROOT
from tests.pipeline.conftest import EPRINTS, ID, SMALL

SEMINARS = ROOT / "tests" / "seminars"
TALK = date(2027, 1, 20)
TODAY = "1793448000"
"""31 October 2026, 12:00 UTC."""

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("today")]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", TODAY)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A seminar: what the student writes, and what scaffold must say of it.

    words is how many words of hers each part gets. found are the results of checks that are expected, by their names:
    for each the verdict and the message. due are the dates of the project, files what is handed in. tex is what
    report.tex holds.
    """

    words: Mapping[str, int]
    header: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, list[tuple[str, str]]]
    dates: list[str]
    files: list[str] = field(default_factory=list)
    tex: list[str]


KINDS = {
    "hauptseminar": Kind(
        words={"setup": 40, "results": 40, "proofs": 40, "outlook": 40},
        header={"Matrikelnummer": "4711", "Betreuer": "Prof. Beispiel"},
        found={
            "limits": [("unknown", "report: pages cannot be measured")],
            "header": [("fail", "Studiengang is not filled in")],
            "declaration": [("fail", "the table of AI tools is empty")],
            "name and date": [("pass", "Ada Lovelace, 31. März 2027")],
        },
        dates=[
            "Gliederung (draft), 23 December 2026",
            "Folien, 13 January 2027, 12:00 Europe/Berlin",
            "Ausarbeitung, 31 March 2027",
        ],
        files=["Lovelace-Gliederung.pdf", "Lovelace-Folien.pdf", "Lovelace-4711.pdf", "Lovelace-Quellen.zip"],
        tex=[
            "\\scaffoldtitlepage",
            "\\begin{scaffoldpart}{setup}{Problemstellung}{2}",
            "\\begin{scaffoldpart}{outlook}{Ausblick}{1}",
            "\\headerfield{Matrikelnummer}{4711}",
            "\\input{declaration}",
        ],
    ),
    "word-count": Kind(
        words={"account": 420, "critique": 100},
        header={"candidate number": "B 17", "Module code": "ST998"},
        found={
            "limits": [
                ("fail", "report: 520 of 300 to 500 words"),
                ("fail", "critique: 100 of at least 150 words"),
            ],
            "header": [("pass", "Candidate number, Module code")],
            "declaration": [("pass", "there; whether it is true is yours")],
        },
        dates=["Essay, 12 February 2027, 12:00 Europe/London"],
        files=["B-17-ST998.pdf"],
        tex=["[12pt,a4paper]", "margin=25mm", "\\begin{scaffoldpart}{critique}{Critique}{2}"],
    ),
    "workshop-style": Kind(
        words={"summary": 60, "technique": 30, "assessment": 30},
        found={"limits": [("unknown", "report: pages cannot be measured")]},
        dates=[
            "Proposal (draft), 5 November 2026, end of the day AoE",
            "Final report and slides, 11 December 2026, end of the day AoE",
        ],
        files=["proposal.pdf", "Lovelace_report.pdf", "Lovelace_slides.pdf"],
        tex=["letterpaper", "twocolumn", "\\handedin{11 December 2026}"],
    ),
    "role-reviewer": Kind(
        words={"verdict": 60},
        found={"talk": [("pass", "10 min of 12 min")]},
        dates=["Review, 19 January 2027, 20:00"],
        files=["review-Lovelace.pdf"],
        tex=["\\begin{scaffoldpart}{verdict}{Review}{2}", "\\handedin{19 January 2027}"],
    ),
    "role-historian": Kind(
        words={"before": 180, "after": 380},
        found={
            "limits": [
                ("fail", "before: 180 of 200 to 350 words"),
                ("pass", "after: 380 of 200 to 350 words, more than recommended"),
            ],
        },
        dates=["Two pages, 20 January 2027"],
        files=["history.pdf"],
        tex=["\\begin{scaffoldpart}{before}{Before the paper}{1}", "\\handedin{20 January 2027}"],
    ),
    "short-note": Kind(
        words={"note": 60, "sketch": 60},
        found={"declaration": [("fail", "the table of AI tools is empty")]},
        dates=["Note, 1 December 2026"],
        tex=["margin=30mm", "{Main result}{2.5}", "\\handedin{1 December 2026}"],
    ),
    "block-seminar": Kind(
        words={"results": 50, "review": 40},
        header={"Legi": "12-345", "Lehrstuhl": "Optimierung", "Tutorin": "Eva Muster"},
        found={
            "limits": [
                ("unknown", "results: pages cannot be measured"),
                ("fail", "review: 40 of 50 to 400 words"),
            ],
            "header": [("pass", "Legi, Lehrstuhl, Tutorin")],
            "declaration": [("pass", "there; whether it is true and signed is yours")],
        },
        dates=["Bericht (draft), 6 January 2027, 23:59 Europe/Zurich", "Poster und Code, 20 January 2027"],
        files=["Bericht_Lovelace.pdf", "Poster_Lovelace.pdf", "code.zip", "Folien_Lovelace.pptx"],
        tex=["\\handedin{6. Januar 2027}", "{Gutachten}{1}"],
    ),
    "memoire": Kind(
        words={"cadre": 50, "resultats": 50, "preuves": 50},
        header={"Encadrante": "Mme Exemple", "Établissement": "École"},
        found={
            "header": [("pass", "Encadrante, Établissement")],
            "declaration": [("pass", "there; whether it is true and signed is yours")],
        },
        dates=["Diapositives, 18 January 2027", "Rapport, 25 January 2027"],
        files=["diapos.pdf", "rapport.pdf"],
        tex=["[12pt,a4paper]", "\\scaffoldtitlepage", "\\handedin{25 January 2027}", "bibstyle=plainnat"],
    ),
    "defence": Kind(
        words={"background": 30, "theorems": 30, "proofs": 30, "discussion": 30},
        header={"Student ID": "81", "Laboratory": "L3"},
        found={"header": [("pass", "Student ID, Laboratory")]},
        dates=[
            "Report, first version (draft), 21 December 2026",
            "Report, last version, 17 January 2027, 17:00 Asia/Tokyo",
        ],
        files=["report-v1.pdf", "report-v2.pdf", "slides.pptx"],
        tex=["sidemargin=30mm", "\\begin{scaffoldpart}{proofs}{Proofs}{3}", "\\handedin{21 December 2026}"],
    ),
    "open-questions": Kind(
        words={"problem": 210, "known": 210, "open": 200},
        found={"limits": [("fail", "report: 620 of at most 600 words"), ("unknown", "open: pages cannot be measured")]},
        dates=[],
        tex=["\\begin{scaffoldpart}{open}{Open questions}{2}"],
    ),
}


def test_every_kind_is_tested() -> None:
    assert {path.stem for path in SEMINARS.glob("*.toml")} == set(KINDS)


def made(name: str, kind: Kind, folder: Path, paper: Path = SMALL) -> Path:
    """A project of a seminar about a paper, with the student's words in it."""
    options = pipeline.Options(
        source=str(paper),
        directory=folder / name,
        seminar=str(SEMINARS / f"{name}.toml"),
        student="Ada Lovelace",
        header=kind.header,
        talk_date=TALK,
        slides="beamer",
        tex=False,
        own=False,
    )
    project = pipeline.init(options, lambda *_: None).folder
    for part, count in kind.words.items():
        file = project / "report" / f"{part}.tex"
        words = " ".join(["word"] * count)
        file.write_text(f"{file.read_text(encoding='utf-8')}\n\n{words}\n", encoding="utf-8")
    return project


def results(checks: tuple[Check, ...], name: str) -> list[tuple[str, str]]:
    return [(c.verdict, c.message) for c in checks if c.name == name]


@pytest.mark.parametrize("name", KINDS)
def test_a_seminar_of_each_kind(name: str, tmp_path: Path) -> None:
    kind = KINDS[name]
    project = made(name, kind, tmp_path)
    settings = state.load(project)
    profile = profile_of(settings, project)
    report = (project / "report" / "report.tex").read_text(encoding="utf-8")
    assert [wanted for wanted in kind.tex if wanted not in report] == []

    entries = calendars.agenda(project).entries
    assert [f"{e.what}, {e.when}" for e in entries if e.kind == "deliverable"] == kind.dates
    assert [naming.named(p, settings) for d in profile.deliverables for p in d.files] == kind.files

    checks = checking.check(project)
    for check, wanted in kind.found.items():
        found = results(checks, check)
        assert [verdict for verdict, _ in found] == [verdict for verdict, _ in wanted], found
        assert all(part in message for (_, message), (_, part) in zip(found, wanted, strict=True)), found
    assert not {c.name for c in checks if c.verdict == "fail"} - {
        "review", "header", "declaration", "limits", "talk",
    }, checks  # fmt: skip
    talk = results(checks, "talk")
    least, most = profile.least or profile.minutes, profile.most or profile.minutes
    assert talk[0][0] == "pass", talk
    assert least <= profile.minutes <= most


MEASURED = {
    "hauptseminar": (
        {"outlook": 1300},
        9,
        {"limits": [("fail", "of 6 to 8 pages")], "pages": []},
    ),
    "workshop-style": (
        {},
        3,
        {"limits": [("pass", "of at most 4 pages")], "page format": [("pass", "letter, 10 pt, margins of 20 mm")]},
    ),
    "memoire": (
        {"preuves": 700},
        9,
        {
            "pages": [("fail", "7 of 6 pages and 1 before them")],
            "parts": [("pass", ""), ("pass", ""), ("fail", "Preuves")],
        },
    ),
}
"""More words in a part, the number of pages of the whole PDF, and what is found.

Where the seminar limits the whole, the pages of the parts are a plan, and a page that is not needed is left out.
"""


@pytest.mark.requires_latex
@pytest.mark.parametrize("name", MEASURED)
def test_meters_and_checks_of_a_finished_report_agree(name: str, tmp_path: Path) -> None:
    more, length, wanted = MEASURED[name]
    kind = KINDS[name]
    project = made(name, replace(kind, words={**kind.words, **more}), tmp_path, EPRINTS / ID / "v2")
    (output,) = pipeline.build(project, slides=False, progress=lambda *_: None)
    assert output.ok, output
    assert output.pdf is not None

    profile = profile_of(state.load(project), project)
    log = (project / "build" / "report.log").read_text(encoding="utf-8")
    meters = re.findall(r"scaffold-report Warning: (.+?): ([\d.]+) of ([\d.]+) pages", log)
    titles = [(latex_files.printed(title), float(budget)) for title, _, budget in meters]
    assert titles == [(part.title, part.pages) for part in profile.parts]
    lengths = pages.lengths(reader.read(output.pdf), profile, latex_files.sources(project))
    assert [x.pages for x in lengths] == pytest.approx([float(used) for _, used, _ in meters], abs=0.03)
    assert output.pages == length

    checks = checking.check(project)
    for check, rows in wanted.items():
        found = results(checks, check)
        assert [verdict for verdict, _ in found] == [verdict for verdict, _ in rows], found
        assert all(part in message for (_, message), (_, part) in zip(found, rows, strict=True)), found
    if "limits" in wanted:
        (limit,) = results(checks, "limits")
        end = max(x.end for x in lengths)
        assert float(limit[1].split()[1]) == pytest.approx(end, abs=0.01), "title page and declaration do not count"
