"""The proof ledger: one line of the review, and in the draft the missing entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold import languages, seminar
from scaffold.write.report import files as report
from scaffold.write.report import ledger
from tests.write.building import build, page_texts, sound
from tests.write.papers import margins, report_plan

ENGLISH = languages.load("en")

SAID = {"theorem-2.1": "skimmed", "Lemma  a.1": "Checked", "Theorem 3.1": "not read"}


def test_results_are_named_by_title_or_id_and_grouped_from_the_best() -> None:
    text = ledger.line(margins(), SAID, language=ENGLISH)
    groups = r"checked: \paperref{lemma-A.1}; skimmed: \paperref{theorem-2.1}; not read: \paperref{theorem-3.1}"
    assert text.splitlines()[-1] == rf"\scaffoldledger{{{groups}}}"


def test_proofs_without_an_entry_are_asked_for() -> None:
    text = ledger.line(margins(), SAID, ["theorem-3.1", "lemma-A.2"], language=ENGLISH)
    assert text.splitlines()[-1].endswith(r"each: \paperref{lemma-A.2}.}")
    assert ledger.line(margins(), {}, language=ENGLISH).count("\n") == 1


def test_many_are_counted_from_the_ninth_on() -> None:
    ids = [f"lemma-{n}" for n in range(1, 12)]
    assert ledger.some(ids[:9], ENGLISH).endswith(r"\paperref{lemma-8}, \paperref{lemma-9}")
    assert ledger.some(ids, ENGLISH).endswith(r"\paperref{lemma-8} and 3 others")
    text = ledger.line(margins(), {}, ids, language=ENGLISH)
    assert text.splitlines()[-1].endswith(r"\paperref{lemma-8} and 3 others.}")


def test_entries_that_mean_nothing_are_reported_and_left_out() -> None:
    odd = {"Lemma 99": "checked", "Lemma A.2": "perhaps"}
    assert "scaffoldledger" not in ledger.line(margins(), odd, language=ENGLISH)
    found = {(d.code, d.subject) for d in ledger.diagnostics(margins(), odd)}
    assert found == {("ledger-unknown", "Lemma 99"), ("ledger-word", "Lemma A.2")}
    assert ledger.diagnostics(margins(), SAID) == ()


@pytest.mark.requires_latex
def test_the_review_prints_the_line_in_the_final_version_too(tmp_path: Path) -> None:
    files = report.write(margins(), report_plan(), seminar.load("theory"), ledger=SAID)
    main = next(f.content.decode() for f in files if f.path == "report/report.tex")
    result = build(tmp_path, files, report__tex=main.replace("mm]{generated", "mm,final]{generated"))
    sound(result)
    text = " ".join(page_texts(tmp_path)[2].split())
    assert "Proofs checked: Lemma A.1; skimmed: Theorem 2.1; not read: Theorem 3.1" in text
    assert "[ledger]" not in text


@pytest.mark.requires_latex
def test_without_a_ledger_the_final_version_prints_nothing(tmp_path: Path) -> None:
    files = report.write(margins(), report_plan(), seminar.load("theory"))
    draft = build(tmp_path, files)
    sound(draft)
    assert "under [ledger]" in " ".join(page_texts(tmp_path)[2].split())


def test_what_has_no_proof_is_read_and_not_listed() -> None:
    """A proof cannot be "read" only: it was checked, skimmed or not."""
    paper = margins()
    bare = next(s.id for s in paper.statements if not s.proofs)
    proved = next(s.id for s in paper.statements if s.proofs)
    assert ledger.levels(paper, {bare: "read", proved: "read"}) == {bare: "read"}
    assert "scaffoldledger" not in ledger.line(paper, {bare: "read"}, language=ENGLISH)
    assert [d.subject for d in ledger.diagnostics(paper, {bare: "read", proved: "read"})] == [proved]
