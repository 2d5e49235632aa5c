"""The tables of words: every language has the same, and every one is used."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from scaffold import languages
from scaffold.plans import ProjectFile
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
    code += "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates/web").glob("*.html"))
    style = (ROOT / "templates/report/scaffold-report.sty").read_text(encoding="utf-8")
    theme = (ROOT / "templates/slides/beamerthemescaffold.sty").read_text(encoding="utf-8")
    printed = set(re.findall(r"\\scaffold@t\{([\w-]+)\}", style + theme)) | {"no-statement", "no-figure"}
    assert {key.removeprefix("latex.") for key in ENGLISH.texts if key.startswith("latex.")} == printed - {"decimal"}
    plain = {re.sub(r"\.(?:one|many)$", "", key) for key in ENGLISH.texts if not key.startswith(MADE)}
    assert sorted(plain - set(quoted(code))) == []


def quoted(code: str) -> Iterator[str]:
    """The words in quotes, and the beginnings of those with dots."""
    for words, end in re.findall(r"""["']([\w.-]+)(["']?)""", code):
        steps = words.split(".")
        yield from (".".join(steps[:n]) for n in range(1, len(steps)))
        if end:
            yield words


def test_the_language_of_a_paper_is_that_of_its_common_words() -> None:
    from tests.write.papers import margins

    assert languages.of_paper(margins()) == ENGLISH


def test_a_text_is_found_in_every_language() -> None:
    meter = re.compile(languages.pattern("latex.meter", {"1": r"\d[.,]\d\d", "2": r"\d[.,]\d\d"}))
    assert meter.fullmatch("1.20 of 2.00 pages")
    assert meter.fullmatch("1,20von2,00Seiten")
    assert not meter.search("1.20 of 2.00 sheets")


def _seen(file: ProjectFile) -> str:
    """The text of a file without the comments of generated ones, which no student reads."""
    text = file.content.decode()
    return re.sub(r"^%.*$", "", text, flags=re.MULTILINE) if file.owner == "tool" else text


SHORT = 14
"""Letters of a text that is not sought: it may be the paper's own."""


def written(code: str) -> str:
    """All that a student reads in report and slides of the example in a language, notes included."""
    from scaffold import seminar
    from scaffold.pipeline.planning import plan
    from scaffold.read.latex import reader
    from scaffold.write.beamer import deck
    from scaffold.write.pptx import deck as pptx
    from scaffold.write.report import files
    from tests.write.decks import opened

    profile = seminar.load("theory", code)
    paper, report, talk = plan(reader.read(ROOT / "examples/eprints/2401.00001/v2", None), profile, None)
    made = files.write(paper, report, profile)
    made += deck.write(paper, talk, profile, student="")
    tex = [_seen(f) for f in made if f.path.endswith((".tex", "own.bib")) and "/statements/" not in f.path]
    slides = opened(pptx.write(paper, talk, profile, student="")).slides
    shown = [s.text_frame.text for slide in slides for s in slide.shapes if s.has_text_frame]
    notes = [slide.notes_slide.notes_text_frame.text for slide in slides]
    return "\n".join([*tex, *shown, *notes])


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {code: written(code) for code in languages.shipped()}


def found(language: languages.Language, text: str) -> set[str]:
    """The keys of the longer texts of a language that occur in a document."""
    unlike = {key: words for key, words in language.texts.items() if len(re.sub(r"\{\w+\}|#\d", "", words)) > SHORT}
    fixed = {key: max(re.split(r"\{\w+\}|#\d", words), key=len).strip() for key, words in unlike.items()}
    return {key for key, words in fixed.items() if len(words) > SHORT and words in text}


@pytest.mark.parametrize("code", OTHERS)
def test_documents_in_another_language_have_no_english_text(texts: dict[str, str], code: str) -> None:
    other = languages.load(code)
    assert found(ENGLISH, texts[code]) <= {key for key in other.texts if other.texts[key] == ENGLISH.texts[key]}
    assert len(found(ENGLISH, texts["en"])) > 40
    assert len(found(other, texts[code])) > 40


def test_a_project_can_have_another_language_than_its_profile() -> None:
    from scaffold import seminar

    german = seminar.load("theory", "de")
    assert [part.title for part in german.parts] == ["Zusammenfassung", "Gutachten", "Die Beweise"]
    assert seminar.load("essay-9").parts[0].title == "Problem setup"


def test_the_worksheet_is_in_the_language_and_conference_forms_are_not() -> None:
    from scaffold import forms

    german = languages.load("de")
    assert forms.load("theory", german).ratings[0].name == "Korrektheit"
    assert forms.load("neurips", german) == forms.load("neurips")
    assert not any("." in name for name in forms.shipped())
    first, second = forms.load("theory"), forms.load("theory", german)
    assert [len(r.scale) for r in first.ratings] == [len(r.scale) for r in second.ratings]


def test_notes_in_german_are_read() -> None:
    from scaffold.talk.notes import Note, parse

    text = "90 s.\nDie Idee in einem Satz.\nArbeit, S. 7.\n"
    text += "Wenn die Zeit knapp wird: diese Folie weglassen (Nummer 3 beim Weglassen)."
    assert parse(text) == Note(seconds=90, cut=3, page=7, prompt="Die Idee in einem Satz.")
    assert parse("Backup: nur auf Nachfrage.") == Note(backup=True)
    assert parse("Teil 2 von 3: Die Zeit steht in den Notizen des ersten Teils.").continues
