"""The tables of words: every language has the same, and every one is used."""

from __future__ import annotations

import re

import pytest

from scaffold import languages
from tests.conftest import ROOT

ENGLISH = languages.load(languages.DEFAULT)
OTHERS = [code for code in languages.shipped() if code != languages.DEFAULT]

MADE = ("latex.", "theorems.", "cref.", "parts.", "declaration.", "quotes.")
"""Sections whose keys the code puts together."""


def holes(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}|#\d", text))


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_has_the_same_texts(code: str) -> None:
    other = languages.load(code)
    assert sorted(other.texts) == sorted(ENGLISH.texts)
    assert {key: holes(text) - holes(ENGLISH.texts[key]) for key, text in other.texts.items()} == {
        key: set() for key in other.texts
    }
    assert len(other.months) == 12
    assert other.common & ENGLISH.common <= {"in", "so", "an", "we"}


def test_the_code_uses_every_text_and_no_other() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "scaffold").rglob("*.py")))
    style = (ROOT / "templates/report/scaffold-report.sty").read_text(encoding="utf-8")
    theme = (ROOT / "templates/slides/beamerthemescaffold.sty").read_text(encoding="utf-8")
    printed = set(re.findall(r"\\scaffold@t\{([\w-]+)\}", style + theme)) | {"no-statement", "no-figure"}
    assert {key.removeprefix("latex.") for key in ENGLISH.texts if key.startswith("latex.")} == printed - {"decimal"}
    plain = {re.sub(r"\.(?:one|many)$", "", key) for key in ENGLISH.texts if not key.startswith(MADE)}
    assert sorted(key for key in plain if not re.search(rf"""["']{re.escape(key)}["'.]""", code)) == []


def test_the_language_of_a_paper_is_that_of_its_common_words() -> None:
    from tests.write.papers import margins

    assert languages.of_paper(margins()) == ENGLISH


def test_a_text_is_found_in_every_language() -> None:
    meter = re.compile(languages.pattern("latex.meter", {"1": r"\d[.,]\d\d", "2": r"\d[.,]\d\d"}))
    assert meter.fullmatch("1.20 of 2.00 pages")
    assert meter.fullmatch("1,20von2,00Seiten")
    assert not meter.search("1.20 of 2.00 sheets")
