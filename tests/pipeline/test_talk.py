"""`scaffold talk` as a student runs it, the timer in a terminal of its own."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scaffold.cli import rehearse
from scaffold.pipeline import building
from scaffold.plans import Item, Slide
from scaffold.project import state
from scaffold.project.state import Settings
from scaffold.talk.notes import DeckSlide
from scaffold.talk.rehearsal import Timer
from scaffold.write.beamer import deck as beamer
from scaffold.write.pptx import deck as pptx
from tests.pipeline.forking import scaffold
from tests.write.talks import PAPER, PLAN, PROFILE

TERMINAL = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"}
SECONDS = sum(s.seconds for s in PLAN.slides)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with both decks."""
    folder = tmp_path / "project"
    (folder / "slides").mkdir(parents=True)
    (folder / state.FILE).write_text(state.render(Settings(source="x.tex", minutes=30)), encoding="utf-8")
    (folder / "slides" / "slides.pptx").write_bytes(pptx.write(PAPER, PLAN, PROFILE, student="Jane Doe"))
    twin = next(f for f in beamer.write(PAPER, PLAN, PROFILE, student="Jane Doe") if f.path == "slides/slides.tex")
    (folder / twin.path).write_bytes(twin.content)
    return folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return scaffold("talk", *words, cwd=folder)


def shown(folder: Path, *words: str) -> Any:
    made = run(folder, *words, "--json")
    assert made.returncode == 0, made.stderr
    return json.loads(made.stdout)


def test_the_table_runs_up_to_the_total(project: Path) -> None:
    made = run(project / "slides")
    assert made.returncode == 0, made.stderr
    lines = made.stdout.splitlines()
    assert lines[0] == "Talk: 12 slides for 30 minutes, 4 backup, 10 minutes of questions  (slides.pptx)"
    assert "     2   2:00    3:00       The question" in lines
    assert "     8   1:30   14:45    1  What the bound looks like" in lines
    assert "        backup: 13-16" in lines
    assert lines[-1] == f"  ✓ {SECONDS // 60}:{SECONDS % 60:02} of 30:00, 8:15 to spare"


def test_for_too_long_a_talk_it_lists_slides_to_skip(project: Path) -> None:
    made = run(project, "--minutes", "20")
    assert made.returncode == 0
    problems = " ".join(made.stdout.partition("✗")[2].split())
    assert problems == (
        "21:45 of 20:00: 1:45 too long "
        "Skip slides 8 (What the bound looks like); 3 (What was known before) to finish in 18:15."
    )
    assert "Without every slide marked cut it still takes 18:15" in run(project, "--minutes", "10").stdout


@pytest.mark.requires_latex
def test_the_slides_of_a_beamer_deck_are_those_of_its_last_build(project: Path) -> None:
    long = Slide(
        id="long",
        layout="statement",
        title="Lemma A.1",
        section="Proof",
        seconds=60,
        items=(Item("statement", "lemma-A.1"),),
        page=16,
    )
    plan = replace(PLAN, slides=(PLAN.slides[0], long))
    for file in beamer.write(PAPER, plan, PROFILE, student="Jane Doe"):
        (project / file.path).parent.mkdir(parents=True, exist_ok=True)
        (project / file.path).write_bytes(file.content)
    (project / "slides" / "slides.pptx").unlink()
    assert "a statement counts as one slide" in run(project).stdout
    [made] = building.build(project, report=False, progress=lambda *_: None)
    after = shown(project)
    assert not after["unbuilt"]
    assert [s["title"] for s in after["slides"][1:]] == ["Lemma A.1 (1/2)", "Lemma A.1 (2/2)"]
    assert made.pages == len(after["slides"])
    assert made.pdf is not None
    made.pdf.unlink()
    assert len(shown(project)["slides"]) == 2


def test_json_says_the_same_of_both_decks(project: Path) -> None:
    deck, twin = shown(project), shown(project, "--slides", "beamer")
    assert (deck.pop("deck"), twin.pop("deck")) == ("slides.pptx", "slides.tex")
    assert deck["total"] == twin["total"] == SECONDS
    assert deck["slides"][7]["cut"] == 1
    assert deck["slides"][7]["until"] == 885
    assert deck["cuts"] == []


def test_the_deck_as_it_is_now_counts(project: Path) -> None:
    twin = project / "slides" / "slides.tex"
    text = twin.read_text(encoding="utf-8")
    twin.write_text(text.replace("120 s.", "10 min", 1), encoding="utf-8")
    (project / "slides" / "slides.pptx").unlink()
    made = shown(project)
    assert (made["total"], made["over"], made["left"]) == (SECONDS + 480, 0, SECONDS + 480)


def test_what_is_not_there_is_named(project: Path, tmp_path: Path) -> None:
    for deck in (project / "slides").iterdir():
        deck.unlink()
    assert run(project).returncode == 34
    assert run(tmp_path).returncode == 32
    assert run(project, "--rehearse").returncode == 2


def test_the_screen_shows_slide_times_prompt_and_what_comes_next() -> None:
    from rich.console import Console

    now = [0.0]
    slides = (
        DeckSlide(number=1, title="Title [1]", seconds=60),
        DeckSlide(number=2, title="Theorem", seconds=100, prompt="Say why."),
        DeckSlide(number=3, title="End"),
    )
    timer = Timer(slides, 3, lambda: now[0])
    now[0] = 75
    timer.press("next")
    now[0] = 80
    console = Console(width=100, height=30, record=True, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    console.print(rehearse.screen(timer.view))
    console.file.close()
    text = console.export_text()
    for words in (
        "slide 2 of 3",
        "2   Theorem",
        "0:05 of 1:40",
        "Say why.",
        "Next   3  End",
        "1:20 of 3:00",
        "0:15 behind",
    ):
        assert words in text


@pytest.mark.parametrize(("now", "words"), [(75.0, "0:15 behind"), (45.0, "0:15 ahead"), (60.0, "slide: 2:40\n")])
def test_the_screen_says_behind_or_ahead_without_a_sign(now: float, words: str) -> None:
    from rich.console import Console

    at = [0.0]
    slides = [DeckSlide(number=1, title="A", seconds=60), DeckSlide(number=2, title="B", seconds=100)]
    timer = Timer(slides, 3, lambda: at[0])
    at[0] = now
    timer.press("next")
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(rehearse.screen(timer.view))
    lines = [" ".join(line.strip("│ ").split()) for line in console.export_text().splitlines()]
    assert any(f"{line}\n".endswith(words if words.endswith("\n") else f"{words}\n") for line in lines), lines


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a Unix terminal")
@pytest.mark.parametrize(("keys", "timed"), [((" ", "\x1b[C", "\x1b[D", "n", "q"), 3), (("n", "interrupt"), 2)])
def test_the_timer_in_a_terminal(project: Path, keys: tuple[str, ...], timed: int) -> None:
    """Keys control it, and the measured times are kept, whether it is stopped or interrupted."""
    terminal, inside = os.openpty()
    command = [sys.executable, "-m", "scaffold", "talk", "--rehearse"]
    timer = subprocess.Popen(
        command, cwd=project, stdin=inside, stdout=inside, stderr=inside, start_new_session=True, env=TERMINAL
    )
    os.close(inside)
    seen = b""
    while b"slide 1 of" not in seen:
        seen += os.read(terminal, 4096)
    for key in keys:
        time.sleep(0.05)
        if key == "interrupt":
            time.sleep(0.3)  # an interrupt overtakes keys that wait to be read
            timer.send_signal(signal.SIGINT)
        else:
            os.write(terminal, key.encode())
    seen += drained(terminal)
    assert timer.wait(60) == 0
    os.close(terminal)
    assert b"\x1b[?1049h" in seen
    assert b"\x1b[?1049l" in seen
    assert "Not reached: slide" in seen.decode("utf-8", "replace")
    [log] = shown(project, "--compare")["rehearsals"]
    assert sum(s["seconds"] is not None for s in log["slides"]) == timed
    assert not log["finished"]
    table = run(project, "--compare").stdout
    assert "The question" in table
    assert "stopped before the last slide" in table
    assert max(len(line) for line in table.splitlines()) <= 80


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a Unix terminal")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGHUP, 129), (signal.SIGTERM, 143), (None, 0)])
def test_a_terminal_that_is_closed(project: Path, number: signal.Signals | None, code: int) -> None:
    """The measured times are kept, whether a signal comes or the terminal only goes away."""
    terminal, inside = os.openpty()
    command = [sys.executable, "-m", "scaffold", "talk", "--rehearse"]
    timer = subprocess.Popen(
        command, cwd=project, stdin=inside, stdout=inside, stderr=inside, start_new_session=True, env=TERMINAL
    )
    os.close(inside)
    seen = b""
    while b"slide 1 of" not in seen:
        seen += os.read(terminal, 4096)
    if number is not None:
        timer.send_signal(number)
    os.close(terminal)
    assert timer.wait(60) == code
    [log] = shown(project, "--compare")["rehearsals"]
    assert not log["finished"]


def drained(terminal: int) -> bytes:
    """All that is still written to the terminal: Linux ends it by an error, others by nothing."""
    seen = b""
    while True:
        try:
            more = os.read(terminal, 4096)
        except OSError:
            return seen
        if not more:
            return seen
        seen += more


def test_without_rehearsals_the_comparison_says_how_to_begin(project: Path) -> None:
    assert "scaffold talk --rehearse" in run(project, "--compare").stdout
    (project / ".scaffold" / "rehearsals").mkdir(parents=True)
    (project / ".scaffold" / "rehearsals" / "x.json").write_text("[]", encoding="utf-8")
    assert shown(project, "--compare")["rehearsals"] == []


@pytest.mark.parametrize(
    ("title", "width", "shown"),
    [
        ("The question", 20, "The question"),
        ("The Perceptron and Large-Margin Classification", 30, "The Perceptron and …"),
        ("感知机与大间隔分类", 6, "感知机与 …"),
    ],
)
def test_a_long_title_is_cut_after_a_word_beside_rehearsals(title: str, width: int, shown: str) -> None:
    from scaffold.cli.talk import _cut

    assert _cut(title, width) == shown
