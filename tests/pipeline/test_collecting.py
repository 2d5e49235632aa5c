"""`seminar collect`: hand-ins good and bad."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import signal
import threading
import zipfile
from datetime import datetime, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.cohort.handins import grouped
from scaffold.cohort.roster import Seat
from scaffold.engines.workers import within
from scaffold.pipeline import manifests
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


UMLAUTS = [
    seat(n) for n in ("Sören Müller", "Paul Müller", "Anna Klee", "Pia Klee-Blatt", "Anna Klee-Blatt", "Łukasz Wójcik")
]
UMLAUTS += [seat(n) for n in ("Ömer Öztürk", "Jörg Groß", "Groß, Zoë", "Åse Løken", "Tim Koller", "Tim Köller")]


@pytest.mark.parametrize(
    ("file", "owner"),
    [
        ("Anna Klee-Blatt_4711_assignsubmission_file/a.pdf", "Anna Klee-Blatt"),  # all words of Anna Klee are in it
        ("Anna Klee/a.pdf", "Anna Klee"),
        ("Klee-Bericht.pdf", "Anna Klee"),
        ("Klee-Blatt-Bericht.pdf", None),  # two have this name
        ("Soeren Mueller.pdf", "Sören Müller"),
        ("Soren Müller.pdf", "Sören Müller"),
        ("So\u0308ren Mu\u0308ller.pdf", "Sören Müller"),  # as macOS stores it
        ("mueller.pdf", None),
        ("OEZTUERK_Folien.pdf", "Ömer Öztürk"),
        ("Ozturk.pdf", "Ömer Öztürk"),
        ("wojcik lukasz/b.pdf", "Łukasz Wójcik"),
        ("Joerg Gross.pdf", "Jörg Groß"),
        ("Zoe Gross.pdf", "Groß, Zoë"),
        ("Loeken.pdf", "Åse Løken"),
        ("Koller.pdf", "Tim Koller"),  # spelt like that
        ("Koeller.pdf", "Tim Köller"),
    ],
)
def test_owners_whose_names_are_spelt_otherwise_or_are_part_of_others(file: str, owner: str | None) -> None:
    (found,) = [handin for handin in grouped([file], UMLAUTS) if handin.files]
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
    assert any(problem.startswith("c.zip is damaged") for problem in fay["problems"])
    assert (other["name"], other["known"]) == ("zzz", False)
    table = list(csv.DictReader((desk / "facts.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["student"] for row in table] == [*names, "zzz"]
    assert (table[1]["report pages"], table[1]["fidelity"]) == ("", "unknown")
    shown = scaffold("seminar", "collect", "handins")
    assert "Dan.pdf has 300 MB" in shown.stdout


@pytest.mark.slow
def test_a_project_as_a_folder_and_a_report_alone(scaffold: Run, drafted: Path, desk: Path) -> None:
    """A project needs no archive to be one, and a report no project to be measured."""
    (desk / "assignment.csv").write_text(f"student,paper\nAda,{ID}\nBen,{ID}\nCora,{ID}\n", encoding="utf-8")
    projects, handins = desk / "projects", desk / "handins"
    projects.mkdir()
    for name in ("ada", "ben", "cora"):
        (projects / name).symlink_to(drafted / "paper")
    for name in ("Ada", "Cora"):
        shutil.copytree(drafted / "paper", handins / name / "my work")
        (handins / name / "my work" / "build").mkdir(exist_ok=True)
        (handins / name / "my work" / "build" / "report.pdf").write_bytes(blank_pdf(5))
    (handins / "Cora" / "my work" / "report" / "proofs.tex").unlink()
    (handins / "Ben.pdf").write_bytes(blank_pdf(6))
    with zipfile.ZipFile(handins / "Ben.zip", "w") as archive:
        archive.writestr("old/report.pdf", blank_pdf(5))
    run = scaffold("seminar", "collect", "handins", "--seminar", "theory-2020", "--json")
    assert run.returncode == 0, run.stderr
    ada, ben, cora = json.loads(run.stdout)["handins"]
    verdicts = [{c["check"]: c["verdict"] for c in facts["checks"]} for facts in (ada, ben, cora)]
    assert (ada["pages"], ada["slides"], ben["pages"]) == (5, None, 5)
    assert (verdicts[0]["references"], verdicts[0]["fidelity"]) == ("pass", "pass")
    assert all(found["pages"] != "unknown" for found in verdicts)
    assert [p for p in ada["problems"] if "does not print" not in p] == []
    assert ben["problems"] == [
        "several PDFs may be the report: Ben.pdf, Ben.zip/old/report.pdf; Ben.zip/old/report.pdf is measured"
    ]
    assert cora["problems"][0] == "the report loads report/proofs.tex, which was not handed in"
    assert not any("proofs.tex" in problem for problem in cora["problems"][1:])
    shown = scaffold("seminar", "collect", "handins", "--seminar", "theory-2020").stdout
    assert shown.endswith("\n\n3 handed in, 3 late, 0 with nothing, 0 not in the table\n"), shown


def said(files: dict[str, bytes], sources: dict[str, bytes]) -> dict[str, object]:
    """What `submit` writes about files and sources."""
    rows = [{"name": n, "bytes": len(c), "sha256": hashlib.sha256(c).hexdigest()} for n, c in files.items()]
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sources.items()}
    return {
        "schema": 1,
        "scaffold": "0.1.0",
        "day": "2027-05-30",
        "student": "Ada Lovelace",
        "stage": "draft",
        "paper": {"arxiv": {"id": ID, "version": 1}},
        "files": rows,
        "sources": {"name": "sources.zip", "files": hashes},
        "anyway": True,
        "reasons": ["mode: the report is a draft"],
        "checks": [{"name": "mode", "verdict": v} for v in ("pass", "fail", "unknown")],
    }


SOURCES = {"scaffold.toml": b"", "report/summary.tex": b"text", "report/review.tex": b"more"}


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A hand-in as `submit` makes it, unpacked."""
    files = {"report.pdf": b"%PDF report", "slides.pdf": b"%PDF slides"}
    (tmp_path / "report").mkdir()
    for name, content in {**files, **SOURCES}.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "submission.json").write_text(json.dumps(said(files, SOURCES)), encoding="utf-8")
    return tmp_path


def read_manifest(folder: Path, root: Path | None) -> manifests.Manifest:
    found = manifests.read([path for path in folder.rglob("*") if path.is_file()], root)
    assert isinstance(found, manifests.Manifest)
    return found


def test_a_hand_in_that_is_as_submit_made_it(inbox: Path) -> None:
    found = read_manifest(inbox, inbox)
    assert (found.scaffold, found.day, found.stage, found.paper) == ("0.1.0", "2027-05-30", "draft", f"{ID}v1")
    assert (found.reasons, found.checks) == (("mode: the report is a draft",), {"mode": "fail"})
    assert (found.differs, found.missing) == ((), ())


def test_files_that_differ_and_files_that_are_missing_are_named(inbox: Path) -> None:
    (inbox / "report.pdf").write_bytes(b"%PDF another")
    (inbox / "slides.pdf").rename(inbox / "final FINAL.pdf")  # the same content by another name
    (inbox / "report" / "summary.tex").write_bytes(b"texts")
    (inbox / "report" / "review.tex").unlink()
    found = read_manifest(inbox, inbox)
    assert (found.differs, found.missing) == (("report.pdf", "report/summary.tex"), ("report/review.tex",))
    (inbox / "final FINAL.pdf").unlink()
    assert read_manifest(inbox, None).missing == ("slides.pdf", "sources.zip")


def test_the_names_that_moodle_makes(inbox: Path) -> None:
    for path in list(inbox.iterdir()):
        if path.suffix == ".pdf":
            path.rename(inbox / f"Ada_12_assignsubmission_file_{path.name}")
    assert read_manifest(inbox, inbox).differs == ()
    (inbox / "Ada_12_assignsubmission_file_report.pdf").write_bytes(b"%PDF another")
    assert read_manifest(inbox, inbox).differs == ("report.pdf",)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(said({}, {}))), values))
def test_a_manifest_of_any_shape_is_read(changes: dict[str, object]) -> None:
    with TemporaryDirectory() as name:
        path = Path(name) / "submission.json"
        path.write_text(json.dumps({**said({"a.pdf": b""}, SOURCES), **changes}), encoding="utf-8")
        found = read_manifest(Path(name), Path(name))
        assert isinstance(found.student, str)


@pytest.mark.parametrize("content", ["{", "[]", "[" * 100_000, "\xff"])
def test_a_manifest_that_is_none_is_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "submission.json"
    path.write_text(content, encoding="latin-1")
    assert str(manifests.read([path], None)).startswith("submission.json cannot be read")
    assert manifests.read([], None) is None


@pytest.mark.slow
def test_what_a_hand_in_says_of_itself_is_compared(scaffold: Run, drafted: Path, desk: Path) -> None:
    (desk / "assignment.csv").write_text(f"student,paper\nBen Two,{ID}\n", encoding="utf-8")
    (desk / "projects").mkdir()
    (desk / "projects" / "ben-two").symlink_to(drafted / "paper")
    folder = desk / "handins" / "Ben Two"
    folder.mkdir(parents=True)
    report = blank_pdf(5)
    (folder / "report.pdf").write_bytes(report)
    (folder / "submission.json").write_text(json.dumps(said({"report.pdf": report + b" "}, {})), encoding="utf-8")
    with zipfile.ZipFile(folder / "sources.zip", "w") as archive:
        archive.writestr("report.pdf", report)
    run = scaffold("seminar", "collect", "handins", "-o", "facts.csv")
    assert run.returncode == 0, run.stderr
    lines = [" ".join(line.split()) for line in run.stdout.splitlines()]
    assert f"submitted scaffold 0.1.0 · 2027-05-30 · draft · {ID}v1" in lines
    assert "in spite of mode: the report is a draft" in lines
    assert "differs report.pdf" in lines
    assert "problem submission.json names Ada Lovelace" in lines
    assert f"problem it is about {ID}v1, and the project about {ID}v2" in lines
    assert "several PDFs" not in run.stdout
    (row,) = csv.DictReader((desk / "facts.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (row["paper version"], row["failed at submit"], row["differs"]) == (f"{ID}v1", "mode", "report.pdf")


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
    assert ada["problems"] == [
        "there is no project for it, so that little can be measured: scaffold seminar init makes one"
    ]


@pytest.mark.parametrize("name", ["nowhere", "empty", "broken.zip"])
def test_what_is_no_folder_of_hand_ins(scaffold: Run, desk: Path, name: str) -> None:
    (desk / "empty").mkdir()
    (desk / "broken.zip").write_bytes(b"no archive")
    run = scaffold("seminar", "collect", name)
    assert run.returncode in (16, 36)
    assert "Hint:" in run.stderr
