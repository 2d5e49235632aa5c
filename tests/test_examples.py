"""The examples are as described in their README, and usable as-is."""

from __future__ import annotations

import csv
import json
from email.utils import parsedate_to_datetime

from scaffold import seminar
from scaffold.dates import OwnTalk
from tests.conftest import ROOT

EXAMPLES = ROOT / "examples"
EPRINT = EXAMPLES / "eprints" / "2401.00001"
METADATA = json.loads((EPRINT / "metadata.json").read_text(encoding="utf-8"))


def test_every_version_is_complete() -> None:
    for version in METADATA["versions"]:
        source = EPRINT / version["version"]
        assert "\\begin{document}" in (source / "main.tex").read_text(encoding="utf-8")
        assert (source / "main.bbl").is_file()
        assert source.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
        assert source.with_suffix(".pdf").stat().st_size < 400_000


def test_versions_are_distinguished_by_date_size_and_comment() -> None:
    short, long = METADATA["versions"]
    assert parsedate_to_datetime(short["date"]) < parsedate_to_datetime(long["date"])
    assert int(short["size"].removesuffix("kb")) < int(long["size"].removesuffix("kb"))
    assert "conference version" in short["comment"]
    assert "all proofs" in long["comment"]
    assert METADATA["comment"].startswith(long["comment"])


def test_comments_give_the_true_number_of_pages() -> None:
    import pypdfium2

    for version in METADATA["versions"]:
        with pypdfium2.PdfDocument(EPRINT / f"{version['version']}.pdf") as pdf:
            assert version["comment"].startswith(f"{len(pdf)} pages, ")


def test_the_seminar_loads_and_keeps_the_default_budget() -> None:
    profile = seminar.load(str(EXAMPLES / "seminar" / "seminar.toml"))
    default = seminar.load("theory")
    assert profile.parts == default.parts
    assert profile.due is not None
    assert [e.what for e in profile.events] == [e.what for e in default.events]
    talk = profile.with_talk(OwnTalk(day=profile.events[-1].last))
    assert [d.day for d in talk.deliverables if d.day is None or profile.due is None or d.day < profile.due] == []


def test_preferences_name_distinct_papers() -> None:
    with (EXAMPLES / "seminar" / "preferences.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["student"] for row in rows}) == len(rows) > 1
    for row in rows:
        assert len({row["first"], row["second"], row["third"]}) == 3
