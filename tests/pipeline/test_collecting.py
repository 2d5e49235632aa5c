"""`seminar collect`: hand-ins good and bad."""

from __future__ import annotations

import csv
import json
import os
import signal
import threading
import zipfile
from datetime import datetime, timezone
from pathlib import Path

import pypdf
import pytest

from scaffold.cohort.handins import grouped
from scaffold.cohort.roster import Seat
from scaffold.engines.workers import within
from tests.loopback.faults import blank_pdf
from tests.pipeline.conftest import ID, Run


def seat(name: str) -> Seat:
    return Seat(members=(name,), paper=ID, folder=name.lower().replace(" ", "-"))


SEATS = [seat("Noor Placeholder"), seat("Kim Specimen"), seat("Robin Specimen")]


@pytest.mark.parametrize(
    ("file", "owner"),
    [
        ("Noor Placeholder_4711_assignsubmission_file/final FINAL.pdf", "Noor Placeholder"),
        ("Noor Placeholder_4711_assignsubmission_file_report.pdf", "Noor Placeholder"),
        ("placeholder-report.pdf", "Noor Placeholder"),
        ("Specimen, Kim/report.pdf", "Kim Specimen"),
        ("specimen.pdf", None),  # two have this name
        ("report.pdf", None),
    ],
)
def test_owners_are_known_by_their_names(file: str, owner: str | None) -> None:
    (found,) = [handin for handin in grouped([file], SEATS) if handin.files]
    assert (found.seat.name if found.seat else None) == owner


def test_who_has_handed_in_nothing_is_listed() -> None:
    assert [(h.label, len(h.files)) for h in grouped(["a.pdf"], SEATS)] == [
        ("Noor Placeholder", 0),
        ("Kim Specimen", 0),
        ("Robin Specimen", 0),
        ("a", 1),
    ]


def pdf(width: int, height: int, *, password: str = "") -> bytes:
    from io import BytesIO

    writer, out = pypdf.PdfWriter(), BytesIO()
    for _ in range(3):
        writer.add_blank_page(width, height)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def test_reading_ends_when_it_takes_too_long() -> None:
    with pytest.raises(TimeoutError, match="takes too long"), within(0.05):
        threading.Event().wait()
    with within(60):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.slow
def test_hand_ins_good_and_bad(scaffold: Run, drafted: Path, desk: Path) -> None:
    names = ["Ada", "Ben", "Cora", "Dan", "Eve", "Fay"]
    rows = "".join(f"{name},{ID}\n" for name in names)
    (desk / "assignment.csv").write_text(f"student,paper\n{rows}", encoding="utf-8")
    projects, handins = desk / "projects", desk / "handins"
    projects.mkdir()
    for name in names:
        (projects / name.lower()).symlink_to(drafted / "paper")
    for name in ("Ben", "Fay"):
        (handins / name).mkdir(parents=True)
    with zipfile.ZipFile(handins / "Ada.zip", "w") as archive:
        for path in (drafted / "paper").rglob("*"):
            if path.is_file() and path.relative_to(drafted).parts[1] in ("report", "slides", "scaffold.toml"):
                archive.write(path, path.relative_to(drafted))
        archive.writestr("wrong name.pdf", blank_pdf(5))
    (handins / "Ben" / "deck.pptx").write_bytes((drafted / "paper" / "slides" / "slides.pptx").read_bytes())
    (handins / "Cora.pdf").write_bytes(pdf(595, 842, password="secret"))
    with (handins / "Dan.pdf").open("wb") as file:
        file.truncate(300 << 20)
    (handins / "Fay" / "a.pdf").write_bytes(pdf(595, 842))
    (handins / "Fay" / "b.pdf").write_bytes(pdf(842, 595))
    (handins / "Fay" / "c.zip").write_bytes(b"PK\x03\x04 no archive")
    (handins / "zzz.txt").write_text("?", encoding="utf-8")
    moment = datetime(2020, 6, 3, 12, tzinfo=timezone.utc).timestamp()
    os.utime(handins / "Cora.pdf", (moment, moment))
    run = scaffold("seminar", "collect", "handins", "--seminar", "theory-2020", "--json", "-o", "facts.csv")
    assert run.returncode == 0, run.stderr
    ada, ben, cora, dan, eve, fay, other = json.loads(run.stdout)["handins"]
    verdicts = {c["check"]: c["verdict"] for c in ada["checks"]}
    assert ada["pages"] == 5
    assert verdicts["fidelity"] == "pass"
    assert verdicts["to-dos"] == "fail"
    assert any(question.startswith("How does the proof of ") for question in ada["ask"])
    assert (ben["pages"], ben["slides"]) == (None, None)
    assert ben["minutes"] > 10
    assert {c["check"] for c in ben["checks"]} <= {"deck", "deck fidelity", "talk"}
    assert cora["problems"] == ["Cora.pdf is protected by a password", *cora["problems"][1:]]
    assert 1 < cora["late"] < 3
    assert dan["problems"][0] == "Dan.pdf has 300 MB, and is not read"
    assert eve["problems"] == ["nothing was handed in"]
    assert (fay["pages"], fay["slides"]) == (3, 3)
    assert any(problem.startswith("c.zip: ") for problem in fay["problems"])
    assert (other["name"], other["known"]) == ("zzz", False)
    table = list(csv.DictReader((desk / "facts.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["student"] for row in table] == [*names, "zzz"]
    assert (table[1]["report pages"], table[1]["fidelity"]) == ("", "unknown")
    shown = scaffold("seminar", "collect", "handins")
    assert "Dan.pdf has 300 MB" in shown.stdout


@pytest.mark.slow
def test_the_zip_of_all_submissions(scaffold: Run, desk: Path) -> None:
    (desk / "assignment.csv").write_text(f"student,paper\nAda B,{ID}\n", encoding="utf-8")
    with zipfile.ZipFile(desk / "all.zip", "w") as archive:
        info = zipfile.ZipInfo("Ada B_12_assignsubmission_file/x.pdf", (2020, 6, 2, 12, 0, 0))
        archive.writestr(info, blank_pdf(2))
    run = scaffold("seminar", "collect", "all.zip", "--seminar", "theory-2020", "--json")
    assert run.returncode == 0, run.stderr
    (ada,) = json.loads(run.stdout)["handins"]
    assert (ada["name"], ada["pages"], ada["when"][:16]) == ("Ada B", 2, "2020-06-02T12:00")
    assert 0 < ada["late"] < 1
    later = scaffold("seminar", "collect", "all.zip", "--due", "2020-06-02", "--json")
    assert json.loads(later.stdout)["handins"][0]["late"] == 0
    assert ada["problems"] == ["its paper is not known, so that little can be measured"]


@pytest.mark.parametrize("name", ["nowhere", "empty", "broken.zip"])
def test_what_is_no_folder_of_hand_ins(scaffold: Run, desk: Path, name: str) -> None:
    (desk / "empty").mkdir()
    (desk / "broken.zip").write_bytes(b"no archive")
    run = scaffold("seminar", "collect", name)
    assert run.returncode in (16, 36)
    assert "Hint:" in run.stderr
