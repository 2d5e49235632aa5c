"""How `scaffold check` prints its results."""

from __future__ import annotations

import click
import pytest

from scaffold.check.result import Check, Verdict
from scaffold.cli import check, show
from scaffold.diagnostics import Log
from scaffold.errors import DiskError
from scaffold.spans import Span


def of(name: str, verdict: Verdict, message: str, where: str = "", next: str = "") -> Check:
    return Check(name=name, verdict=verdict, message=message, where=where, next=next)


def printed(checks: list[Check], capsys: pytest.CaptureFixture[str]) -> list[str]:
    check._print(checks)
    return click.unstyle(capsys.readouterr().out).splitlines()


def test_findings_of_one_check_stand_together_and_advice_once(capsys: pytest.CaptureFixture[str]) -> None:
    found = [of("deck", "fail", f"slide {n}: too wide", f"a.pptx, slide {n}", "smaller") for n in (2, 3)]
    found.insert(1, of("talk", "fail", "too long", "notes.tex:7", "cut"))
    assert printed([of("pages", "pass", "5 of 5", "x.pdf"), *found], capsys) == [
        "✓ pages  5 of 5",
        "✗ deck   slide 2: too wide",
        "         slide 3: too wide",
        "         a.pptx, slide 2, slide 3 → smaller",
        "✗ talk   too long",
        "         notes.tex:7 → cut",
        "",
        "1 check passed, 2 failed",
    ]


def test_no_more_than_five_findings_of_one_check(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(
        [*(of("deck", "fail", f"finding {n}", "", "fix") for n in range(8)), of("deck", "unknown", "odd")], capsys
    )
    assert lines[4:8] == [
        "        finding 4",
        "        fix",
        "        and 3 more: scaffold check --json",
        "? deck  odd",
    ]


def test_passing_checks_of_one_name_keep_their_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed([of("fidelity", "pass", "deck"), of("fidelity", "pass", "twin")], capsys)[:2] == [
        "✓ fidelity  deck",
        "✓ fidelity  twin",
    ]


def test_the_last_line_counts_checks_and_not_their_findings(capsys: pytest.CaptureFixture[str]) -> None:
    found = [of("parts", "pass", "a"), of("parts", "fail", "b"), of("parts", "fail", "c"), of("deck", "unknown", "d")]
    assert printed(found, capsys)[-1] == "1 check failed, 1 unknown"
    assert printed([of(name, "pass", "x") for name in ("parts", "parts", "deck")], capsys)[-1] == "2 checks passed"


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("x.pdf cannot be read: no pages", "x.pdf cannot be read: no pages."),
        ("x.pdf cannot be read: Data format error.", "x.pdf cannot be read: Data format error."),
        ("x.pdf cannot be read (PDFium: Data format error.)", "x.pdf cannot be read (PDFium: Data format error.)."),
        ("cannot write to ..", "cannot write to ..."),
    ],
)
def test_an_error_ends_in_one_full_stop(message: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    show.fail(DiskError(message, "try again."))
    assert click.unstyle(capsys.readouterr().err).splitlines() == [
        f"Error: {line}",
        "  Hint: try again.",
    ]


def test_problems_are_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    log = Log()
    log.warn("no-fi", "a.tex", Span("a.tex", 3), "a conditional is not closed in this file")
    log.warn("main-not-found", "Lemma 9", Span("scaffold.toml"), "the paper has no statement called 'Lemma 9'")
    show.print_problems(log.entries)
    assert click.unstyle(capsys.readouterr().err).splitlines() == [
        "Warning: a.tex:3: a conditional is not closed in this file",
        "Warning: scaffold.toml: the paper has no statement called 'Lemma 9'",
    ]
