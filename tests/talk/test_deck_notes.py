"""The reader of notes: entries as students write them, and decks as our writers and other programs save them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold.errors import BadDeck
from scaffold.plans import TalkPlan
from scaffold.talk.notes import DeckSlide, Note, deck_of, parse, read
from scaffold.write.beamer import deck as beamer
from scaffold.write.pptx import deck as pptx
from tests.write.talks import PAPER, PLAN, PROFILE


@pytest.mark.parametrize(
    ("notes", "seconds"),
    [
        ("90 s", 90),
        ("90s. Say why.", 90),
        ("90 sec", 90),
        ("1 min 30 s", 90),
        ("1min30s", 90),
        ("2 minutes and 5 seconds", 125),
        ("1.5 min", 90),
        ("1,5 min", 90),
        ("1:30", 90),
        ("1:30 min, then the board", 90),
        ("Time: 2:00", 120),
        ("about 90 s", 90),
        ("~2 min", 120),
        ("2'", 120),
        ("0 s", 0),
        ("Say hello.\n45 s\nPaper, p. 3.", 45),
        ("90 s, until 4:30 of 30:00.", 90),
        ("Begin with an example.", None),
        ("2 s-Lipschitz maps come first", None),
        ("3 main points", None),
        ("In 1905 s. was born; takes 90 s", None),
        ("The proof at 1:30 in the video", None),
        ("1:300 is a ratio", None),
        ("1:30:00", None),
        ("", None),
    ],
)
def test_times_as_students_write_them(notes: str, seconds: int | None) -> None:
    assert parse(notes).seconds == seconds


def test_notes_say_all_in_any_order_or_in_one_line() -> None:
    ours = "90 s, until 4:30 of 30:00.\nSay why.\nThen how.\nPaper, p. 3.\nIf time is short: "
    for cut in ("skip this slide (number 2 to skip).", "number 2 to leave out."):
        assert parse(ours + cut) == Note(seconds=90, cut=2, page=3, prompt="Say why.\nThen how.")
    assert parse("Cut 2. Paper page 3. Say why.\n1:30") == Note(seconds=90, cut=2, page=3, prompt="Say why.")
    assert parse("90 s. Say why the norm product is the problem. Paper p. 3. Cut first.") == Note(
        seconds=90, cut=1, page=3, prompt="Say why the norm product is the problem."
    )
    assert parse("60 s\r\nSay\vit") == Note(seconds=60, prompt="Say\nit")


def test_backup_and_parts() -> None:
    assert parse("Backup: shown only when asked.\nOnly if asked.") == Note(prompt="Only if asked.", backup=True)
    assert parse("backup") == Note(backup=True)
    assert not parse("Have a backup plan.").backup
    assert parse("Part 2 of 3: its time is in the notes of the first part.") == Note(continues=True)
    assert not parse("Part 1 of 2").continues


def saved(tmp_path: Path, plan: TalkPlan = PLAN) -> tuple[Path, Path]:
    """The two decks of a plan on disk."""
    deck, twin = tmp_path / "slides" / "slides.pptx", tmp_path / "slides" / "slides.tex"
    deck.parent.mkdir(parents=True, exist_ok=True)
    deck.write_bytes(pptx.write(PAPER, plan, PROFILE, student="Jane Doe"))
    written = {f.path: f for f in beamer.write(PAPER, plan, PROFILE, student="Jane Doe")}
    twin.write_bytes(written["slides/slides.tex"].content)
    return deck, twin


def test_the_plan_is_read_back_from_both_decks(tmp_path: Path) -> None:
    deck, twin = saved(tmp_path)
    planned = [(s.seconds or None, s.cut, s.page, not s.seconds) for s in PLAN.slides]
    for slides in (read(deck), read(twin)):
        timed = [s for s in slides if not s.continues]
        assert [(s.seconds, s.cut, s.page, s.backup) for s in timed] == planned
        assert [s.prompt for s in timed] == [s.prompt for s in PLAN.slides]
    assert [s.number for s in read(twin)] == list(range(1, len(PLAN.slides) + 1))


def test_a_beamer_statement_counts_as_the_slides_that_it_was_built_on(tmp_path: Path) -> None:
    _, twin = saved(tmp_path)
    whole = read(twin)
    at = next(n for n, s in enumerate(whole) if s.title.startswith("Theorem 1.1"))
    built = read(twin, {"theorem-1.1": [3], "gone": [2]})
    assert [s.title.partition(" (")[2][-4:] for s in built[at : at + 3]] == ["1/3)", "2/3)", "3/3)"]
    assert [s.seconds for s in built[at : at + 3]] == [whole[at].seconds, None, None]
    assert [s.continues for s in built[at : at + 3]] == [False, True, True]
    assert [s.number for s in built] == list(range(1, len(whole) + 3))
    assert sum(s.seconds or 0 for s in built) == sum(s.seconds or 0 for s in whole)


def titled(slides: tuple[DeckSlide, ...]) -> list[str]:
    return ["".join(c for c in s.title if c.isalnum()) for s in slides if not s.continues]


def test_titles_are_the_same_whichever_deck_is_read(tmp_path: Path) -> None:
    plan = replace(PLAN, slides=tuple(s for s in PLAN.slides if s.id not in ("title", "b1")))
    deck, twin = saved(tmp_path, plan)
    assert titled(read(deck)) == titled(read(twin))


def changed(deck: Path, part: str, old: str, new: str) -> None:
    """Replaces text in one part of a package."""
    out = io.BytesIO()
    with zipfile.ZipFile(deck) as package, zipfile.ZipFile(out, "w") as copy:
        for name in package.namelist():
            data = package.read(name)
            if name == part:
                assert old in data.decode("utf-8")
                data = data.decode("utf-8").replace(old, new).encode("utf-8")
            copy.writestr(name, data)
    deck.write_bytes(out.getvalue())


def test_hidden_slides_are_left_out_and_keep_their_number(tmp_path: Path) -> None:
    deck, _ = saved(tmp_path)
    changed(deck, "ppt/slides/slide3.xml", "<p:sld ", '<p:sld show="0" ')
    assert [s.number for s in read(deck)][:4] == [1, 2, 4, 5]


def test_a_slide_without_seconds_is_reported_not_guessed(tmp_path: Path) -> None:
    deck, _ = saved(tmp_path)
    changed(deck, "ppt/notesSlides/notesSlide2.xml", "120 s.", "")
    second = read(deck)[1]
    assert second.seconds is None
    assert second.untimed
    assert not any(s.untimed for s in read(deck) if s.number != 2)


def test_a_title_that_powerpoint_wrapped_for_its_formula(tmp_path: Path) -> None:
    deck, _ = saved(tmp_path)
    with zipfile.ZipFile(deck) as package:
        slide = package.read("ppt/slides/slide2.xml").decode("utf-8")
    start = slide.index("<p:sp>")
    whole = slide[start : slide.index("</p:sp>") + len("</p:sp>")]
    math = (
        '<a14:m xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main"><m:oMath '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>ℓ</m:t></m:r></m:oMath></a14:m>'
    )
    other = whole.replace("The question", "The picture")
    wrapped = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice '
        f'Requires="a14">{whole.replace("</a:p>", math + "</a:p>", 1)}</mc:Choice><mc:Fallback>{other}</mc:Fallback>'
        "</mc:AlternateContent>"
    )
    changed(deck, "ppt/slides/slide2.xml", whole, wrapped)
    assert read(deck)[1].title == "The questionℓ"


@pytest.mark.requires_office
def test_notes_survive_another_program(tmp_path: Path) -> None:
    """LibreOffice rewrites the whole package: other part names, no sections."""
    import subprocess

    from scaffold.engines.office.export import find_office

    deck, _ = saved(tmp_path)
    out = tmp_path / "again"
    subprocess.run(
        [str(find_office()), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "pptx", "--outdir", str(out), str(deck)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert read(out / "slides.pptx") == read(deck)


OWN = r"""
\documentclass{beamer}
% \begin{frame}{Not a slide}\end{frame}
\newcommand\x{\begin{frame}}
\begin{document}
\titleslide{A 50\% title}{%
}{}{%
    60 s\par
    Say {[}hello{]} \& wait.\par
}
\begin{frame}<1->[t]{Own frame}
  \item text \note[item]{2 min}\note{Point at $\alpha_1$.}
\end{frame}
\frame{\frametitle{In {\bfseries braces}}\uncover<2->{x}}
\note{1:30 Behind it. % a comment }
}
\input{more}
\input{generated/roadmap}
\input{../outside}
\statementframe[Head]{lemma-1}{Lemma 1}{%
}{%
    10 s\par
}
\begin{frame}
\end{frame}
\appendix
\begin{frame}{Proofs}\end{frame}
\nobackup
\sectionslide{End}{}{5 s}
\end{document}
\begin{frame}{After the end}\end{frame}
"""


def test_frames_that_the_student_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "slides"
    (folder / "generated").mkdir(parents=True)
    deck = folder / "slides.tex"
    deck.write_text(OWN, encoding="utf-8")
    (folder / "more.tex").write_text("\\begin{frame}{More}\\note{30 s}\\end{frame}", encoding="utf-8")
    (folder / "generated" / "roadmap.tex").write_text("\\begin{frame}{No}\\end{frame}", encoding="utf-8")
    (tmp_path / "outside.tex").write_text("\\begin{frame}{No}\\end{frame}", encoding="utf-8")
    assert read(deck) == (
        DeckSlide(number=1, title="A 50% title", seconds=60, prompt="Say [hello] & wait."),
        DeckSlide(number=2, title="Own frame", seconds=120, prompt="Point at α_1."),
        DeckSlide(number=3, title="In braces", seconds=90, prompt="Behind it."),
        DeckSlide(number=4, title="More", seconds=30),
        DeckSlide(number=5, title="Lemma 1", seconds=10),
        DeckSlide(number=6, title=""),
        DeckSlide(number=7, title="Proofs", backup=True),
        DeckSlide(number=8, title="End", seconds=5),
    )


@pytest.mark.parametrize(
    "text", ["", "\\begin{document}\\begin{frame}{Open", "\\frame", "\\titleslide{a}{b", "}{\\note{x}"]
)
def test_unfinished_sources_are_read_as_far_as_they_go(tmp_path: Path, text: str) -> None:
    deck = tmp_path / "slides.tex"
    deck.write_text(text, encoding="utf-8")
    assert len(read(deck)) == ("frame" in text or "title" in text)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x05\x06" + b"\0" * 18])
def test_a_damaged_deck_is_named(tmp_path: Path, data: bytes) -> None:
    deck = tmp_path / "slides.pptx"
    deck.write_bytes(data)
    with pytest.raises(BadDeck, match=r"slides\.pptx is (not a PowerPoint file|empty)"):
        read(deck)


def test_which_deck_of_a_project_is_presented(tmp_path: Path) -> None:
    with pytest.raises(BadDeck, match="has no deck"):
        deck_of(tmp_path)
    deck, twin = saved(tmp_path)
    assert (deck_of(tmp_path), deck_of(tmp_path, "beamer")) == (deck, twin)
    deck.unlink()
    assert deck_of(tmp_path) == twin
    with pytest.raises(BadDeck, match=r"slides\.pptx"):
        deck_of(tmp_path, "pptx")
