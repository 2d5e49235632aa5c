"""docs/tutorial-seminar.md, typed as it is printed: a seminar of fifteen students, with the loopback arXiv.

The papers are variants of the example paper with the titles of the seminar's list, each with other theorems.
Comments in the page say on which day a command is typed, and what people do in between.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shlex
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

from scaffold.cohort.papers import read_offers
from scaffold.resources import template
from tests.conftest import ROOT
from tests.loopback import Loopback
from tests.loopback.faults import PDF, blank_pdf
from tests.pipeline.conftest import EPRINTS, ID, Run

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "tutorial-seminar.md").read_text(encoding="utf-8")
STEP = re.compile(r"^<!-- (\w+) (.+?) -->$|^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODES = {"scaffold seminar drop Lee": 37}
"""Commands of the page that end with another exit code than 0."""


@dataclass(frozen=True)
class Typed:
    """A command of the page with the lines that it prints, and what comes before it: comments, files to save."""

    command: str
    lines: tuple[str, ...]
    before: tuple[tuple[str, str], ...]


def typed() -> Iterator[Typed]:
    before: list[tuple[str, str]] = []
    for word, value, info, text in STEP.findall(PAGE):
        if word:
            before.append((word, value))
        elif info:
            before.append((info.split()[1], text))
        else:
            first, *lines = text.splitlines()
            assert first.startswith("$ scaffold "), first
            yield Typed(first[2:], tuple(lines), tuple(before))
            before = []


def variant(title: str, number: int) -> bytes:
    """The example paper with this title and so many more theorems, packed."""
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for path in sorted((EPRINTS / ID / "v2").rglob("*")):
            if not path.is_file():
                continue
            content = path.read_bytes()
            if path.name == "main.tex":
                extra = "".join(
                    rf"\begin{{theorem}}Every class of depth {n} has margin $2^{{-{n}}}$.\end{{theorem}}"
                    for n in range(number)
                )
                text = content.decode().replace(r"\bibliography", extra + "\n" + r"\bibliography", 1)
                text = re.sub(r"\\title\{[^{}]*\}", lambda _: rf"\title{{{title}}}", text, count=1)
                assert extra in text
                content = text.encode()
            info = tarfile.TarInfo(path.relative_to(EPRINTS / ID / "v2").as_posix())
            info.size = len(content)
            archive.addfile(info, BytesIO(content))
    return out.getvalue()


def matches(lines: tuple[str, ...], printed: list[str]) -> None:
    """Every line is printed, in this order; … stands for anything, and alone for lines that are left out."""
    rest = iter(printed)
    for line in lines:
        if line.strip() == "…":
            continue
        pattern = re.compile(r"\s*" + ".*".join(map(re.escape, line.strip().split("…"))) + r"\s*")
        assert any(pattern.fullmatch(other) for other in rest), f"not printed: {line!r}\n" + "\n".join(printed)


def edited(project: Path) -> None:
    """A student answers the questions, and reads a proof."""
    for path in (project / "report").glob("*.tex"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"^\\question\{.*\}$", "My own words on this.", text, flags=re.MULTILINE), encoding="utf-8"
        )
    settings = project / "scaffold.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '"Theorem 5.4" = "checked"\n', encoding="utf-8")


def submission(project: Path, into: Path) -> None:
    """What `scaffold submit` leaves of a project, with PDFs that stand for those of LaTeX."""
    into.mkdir(parents=True)
    report = blank_pdf(5)
    (into / "report.pdf").write_bytes(report)
    sources = [p for p in project.rglob("*") if p.is_file() and p.relative_to(project).parts[0] in ("report", "slides")]
    sources.append(project / "scaffold.toml")
    hashes = {p.relative_to(project).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sources}
    row = {"name": "report.pdf", "bytes": len(report), "sha256": hashlib.sha256(report).hexdigest()}
    manifest: dict[str, object] = {"scaffold": "0.1.0", "day": "2027-05-31", "stage": "draft", "files": [row]}
    manifest |= {"reasons": ["pages: part Review has 0.5 of 1 pages"]}
    manifest |= {"sources": {"name": "sources.zip", "files": hashes}}
    with zipfile.ZipFile(into / "sources.zip", "w") as archive:
        for path in sources:
            archive.write(path, path.relative_to(project))
        archive.writestr("report.pdf", report)
    (into / "submission.json").write_text(json.dumps(manifest), encoding="utf-8")


def hand_ins(desk: Path) -> None:
    """Good and bad ones of the twelve who are still there; Luca hands in nothing."""
    projects, handins = desk / "projects", desk / "handins"
    edited(projects / "noor-placeholder")
    submission(projects / "noor-placeholder", handins / "Noor Placeholder_11_assignsubmission_file")
    submission(projects / "kim-specimen", handins / "Kim Specimen")
    (handins / "Kim Specimen" / "report.pdf").write_bytes(blank_pdf(6))  # changed after submit
    (handins / "robin instance final FINAL.pdf").write_bytes(blank_pdf(5))
    (handins / "Sasha Prototype").mkdir()
    shutil.copy(projects / "sasha-prototype" / "slides" / "slides.pptx", handins / "Sasha Prototype" / "talk.pptx")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(handins / "Mika Fixture.pdf")
    with (handins / "Alex Sample.pdf").open("wb") as file:
        file.truncate(300 << 20)
    (handins / "Jo Draft.zip").write_bytes(b"no archive")
    for name in ("Toni Example", "Ezra Dummy", "Nico Stub", "Charlie Proxy", "Lee Fallback"):
        (handins / f"{name}.pdf").write_bytes(blank_pdf(5))
    for path in handins.rglob("*"):
        day = 4 if "Ezra" in path.name else 1
        moment = datetime(2027, 6, day, 12, tzinfo=timezone.utc).timestamp()
        os.utime(path, (moment, moment))


def points(desk: Path) -> None:
    """The instructor enters points of the first three: all of Noor's, low ones of Kim's, one of Robin's."""
    path = desk / "sheet.csv"
    rows = table(path)
    criteria = [heading for heading in rows[0] if "(0-10)" in heading]
    for name, entered in (("Noor", dict.fromkeys(criteria, "8")), ("Kim", dict.fromkeys(criteria, "4,5"))):
        next(row for row in rows if row["student"].startswith(name)).update(entered)
    next(row for row in rows if row["student"].startswith("Robin"))[criteria[0]] = "9"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


ACTIONS = {"hand-ins": hand_ins, "points": points}


def test_the_tutorial(scaffold: Run, arxiv: Loopback, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, offer in enumerate(read_offers(template("seminars", "theory-papers.csv")), 1):
        arxiv.add(offer.id, archive=variant(offer.title, number), pdf=PDF, title=offer.title)
    for step in typed():
        for word, value in step.before:
            if word == "day":
                noon = datetime.fromisoformat(f"{value}T12:00:00+00:00")
                monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(noon.timestamp())))
            elif word == "do":
                ACTIONS[value](desk)
            else:
                (desk / word).write_text(value, encoding="utf-8")
        run = scaffold(*shlex.split(step.command)[1:])
        assert run.returncode == CODES.get(step.command, 0), run.stdout + run.stderr
        matches(step.lines, [*run.stderr.splitlines(), *run.stdout.splitlines()])
    after(desk)


def after(desk: Path) -> None:
    """What the page does not print: every project has its own paper, edits count, and nothing entered was lost."""
    papers = list((desk / "projects").glob("*/paper/paper.json"))
    titles = {json.loads(path.read_text(encoding="utf-8"))["title"] for path in papers}
    assert len(titles) == len(papers) == 14
    facts = {row["student"]: row for row in table(desk / "handins.csv")}
    noor, kim = facts["Noor Placeholder"], facts["Kim Specimen"]
    assert ("Theorem 5.4" in noor["ask"], "Theorem 5.4" in kim["ask"]) == (False, True)
    assert (noor["own words"], kim["own words"], noor["fidelity"]) == ("pass", "fail", "pass")
    assert (noor["differs"], noor["missing"], kim["differs"], kim["missing"]) == ("", "", "report.pdf", "")
    rows = table(desk / "sheet.csv")
    assert [row["student"] for row in rows if row["questions"] == "1"] == ["Robin Instance"]
    assert {row["days late"] for row in rows} == {"", "0", "2.5"}
    assert "Dana Mockup" not in {row["student"] for row in rows}
    talks = [row for row in table(desk / "programme.csv") if row["kind"] == "talk"]
    names = [name for row in talks for name in row["names"].split("; ")]
    duties = [name for row in talks for name in (row["moderator"], row["opponent"], row["reviewer"])]
    loads = [duties.count(name) for name in names]
    assert (len(talks), len(names), max(loads) - min(loads)) == (13, 14, 1)


def table(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return list(csv.DictReader(lines, delimiter=max(",;", key=lines[0].count)))
