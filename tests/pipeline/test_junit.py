"""`check --junit`: XML that GitHub and GitLab read."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import fromstring, parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.check.result import Check, failed, passed, unknown
from scaffold.pipeline import junit
from tests.pipeline.conftest import Run


def test_failures_have_their_place_and_what_to_do() -> None:
    checks = (
        passed("5 of 5 pages", "build/report.pdf"),
        failed("“x < y” is open", "report/summary.tex:4", "write your text"),
        unknown("no PDF of the paper", "paper"),
    )
    suite = fromstring(junit.written(checks))[0]
    assert {name: suite.get(name) for name in ("tests", "failures", "skipped", "errors")} == {
        "tests": "3", "failures": "1", "skipped": "1", "errors": "0",
    }  # fmt: skip
    good, bad, skipped = suite
    assert (good.get("file"), len(good)) == ("build/report.pdf", 0)
    assert (bad.get("file"), bad.get("line")) == ("report/summary.tex", "4")
    assert (bad[0].tag, bad[0].get("message")) == ("failure", "“x < y” is open")
    assert "write your text" in (bad[0].text or "")
    assert skipped[0].tag == "skipped"


@given(st.text(), st.text(), st.text())
def test_any_text_is_xml(message: str, where: str, advice: str) -> None:
    check = Check(verdict="fail", message=message, where=where, next=advice, name="fidelity")
    assert fromstring(junit.written((check,)))[0][0].get("classname") == "scaffold.fidelity"


@pytest.mark.slow
def test_the_file_is_written_beside_what_is_printed(scaffold: Run, drafted_small: Path, desk: Path) -> None:
    run = scaffold("check", str(drafted_small / "paper"), "--junit", "out/results.xml")
    assert run.returncode == 40
    assert "✗ own words" in run.stdout
    assert parse(desk / "out" / "results.xml").getroot()[0].get("failures") != "0"
