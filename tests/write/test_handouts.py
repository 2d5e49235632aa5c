"""What the handouts are made of: which page shows which slide, the file for pdfpc, two PDFs side by side."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from scaffold import languages
from scaffold.talk.notes import DeckSlide
from scaffold.write.handouts import joined, listeners, pages, presenter
from scaffold.write.handouts.listeners import Summary

ENGLISH = languages.load("en")
TITLE = DeckSlide(number=1, title="Title", seconds=10)
SECOND = DeckSlide(number=2, title="Sätze & more", seconds=80, cut=2, page=7, prompt="Say why.\nThen how: 50% of $x$")
PART = DeckSlide(number=4, title="Sätze (2/2)", continues=True)
BACKUP = DeckSlide(number=5, title="Proof", backup=True)
DECK = (TITLE, SECOND, PART, BACKUP)


def test_one_page_for_each_slide_also_with_hidden_ones() -> None:
    found = pages.matched(DECK, ["1", "2", "3", "4"])
    assert [page.slide for page in found] == list(DECK)
    assert [pages.schedule(page, ENGLISH) for page in found] == [
        "0:10, until 0:10 of 1:30",
        "1:20, until 1:30 of 1:30",
        "continued, until 1:30 of 1:30",
        "Backup",
    ]


def test_overlays_are_pages_of_the_same_slide() -> None:
    found = pages.matched(DECK, ["1", "2", "2", "2", "4", "5"])
    assert [(page.slide and page.slide.number, page.overlay) for page in found] == [
        (1, 0), (2, 0), (2, 1), (2, 2), (4, 0), (5, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("labels", [["i", "ii"], ["", "", "", "", "", ""]])
def test_other_labels_give_the_slides_in_order(labels: list[str]) -> None:
    found = pages.matched(DECK, labels)
    assert [page.slide for page in found] == [*DECK, None, None][: len(labels)]


def test_no_running_time_is_guessed_after_a_slide_without_a_time() -> None:
    untimed = DeckSlide(number=2, title="?")
    found = pages.matched((TITLE, untimed, DeckSlide(number=3, title="End", seconds=60)), ["", "", ""])
    assert [pages.schedule(page, ENGLISH) for page in found] == [
        "0:10, until 0:10 of 1:10",
        "no time in the notes",
        "1:00",
    ]


def test_the_file_for_pdfpc() -> None:
    found = json.loads(presenter.pdfpc(pages.matched(DECK, ["1", "2", "2", "4", "5"]), 30, ENGLISH))
    assert (found["pdfpcFormat"], found["duration"], found["disableMarkdown"]) == (2, 30, True)
    assert [(p["idx"], p["label"], p["overlay"]) for p in found["pages"]] == [
        (0, "1", 0), (1, "2", 0), (2, "2", 1), (3, "4", 0), (4, "5", 0),
    ]  # fmt: skip
    assert found["pages"][1]["note"].splitlines() == [
        "1:20, until 1:30 of 1:30",
        "Say why.",
        "Then how: 50% of $x$",
        "Paper, p. 7. Number 2 to skip if time is short",
    ]


def test_cards_are_those_of_the_talk_and_their_words_are_escaped() -> None:
    tex = presenter.cards(pages.matched(DECK, ["1", "2", "2", "4", "5"]), ENGLISH)
    assert tex.count(r"\clearpage") == 3  # neither overlays nor backup
    assert r"50\% of \$x\$" in tex
    assert r"tze \& more" in tex
    assert r"\cardfoot{Next: Proof}" in tex


def test_the_handout_shows_the_last_overlay_of_each_slide_of_the_talk() -> None:
    tex = listeners.three_a_page(pages.matched(DECK, ["1", "2", "2", "4", "5"]), "100% & more", "Ada")
    assert [n for n in range(1, 6) if f"[page={n}," in tex] == [1, 3, 4]
    assert r"100\% \& more" in tex


def test_parts_of_the_page_for_listeners_that_are_empty_have_no_heading() -> None:
    empty = Summary(title="S", paper="P", speaker="", when="")
    assert r"\subsection*" not in listeners.one_page(empty, ENGLISH)
    full = Summary(title="S", paper="P", speaker="", when="", main=["theorem-1"], named=["lemma-2"], questions=["Why?"])
    tex = listeners.one_page(full, ENGLISH)
    assert tex.count(r"\subsection*") == 3
    assert r"\paperstatement{theorem-1}" in tex
    assert r"\paperref{lemma-2}" in tex


@given(st.lists(st.text(), max_size=4))
def test_any_notes_make_a_file_for_pdfpc(prompts: list[str]) -> None:
    deck = [DeckSlide(number=n, title=p, prompt=p, seconds=60) for n, p in enumerate(prompts, start=1)]
    found = json.loads(presenter.pdfpc(pages.matched(deck, [""] * len(deck)), 5, ENGLISH))
    assert [page["note"].partition("\n")[2] for page in found["pages"]] == ["\n".join(p.splitlines()) for p in prompts]


def blank(count: int) -> bytes:
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(width=300, height=200)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_two_pdfs_side_by_side_are_the_same_bytes_each_time() -> None:
    made = joined.beside(blank(3), blank(3))
    assert [tuple(page.mediabox) for page in PdfReader(io.BytesIO(made)).pages] == [(0, 0, 600, 200)] * 3
    assert joined.beside(blank(3), blank(3)) == made
    with pytest.raises(ValueError, match="zip"):
        joined.beside(blank(2), blank(3))
