"""A student's first hour, from a real shell on a terminal of 80 columns, without LaTeX."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from pptx import Presentation

from tests.conftest import ROOT
from tests.pipeline.test_wrapping import MARGINS, on_a_terminal, raw_on_a_terminal, shown

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="terminals and shells of Unix"),
]
NAME = "Zoë 王小明 Ива"


def typed(line: str, folder: Path, **variables: str) -> str:
    """What a line that is typed into a shell sends to the terminal."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return raw_on_a_terminal(["bash", "--norc", "-c", line], 80, folder, PATH=path, **variables)


@pytest.mark.parametrize(
    ("variables", "marks"),
    [
        ({"LC_ALL": "C"}, "✓✗"),
        pytest.param({"LC_ALL": "C.UTF-8"}, "✓✗", marks=pytest.mark.long),
        ({"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "cp1252"}, "+x"),
    ],
    ids=["C", "UTF-8", "cp1252"],
)
def test_the_first_hour_in_every_locale(variables: dict[str, str], marks: str, tmp_path: Path) -> None:
    line = (
        f'scaffold init "{MARGINS}" p --student "{NAME}" --no-tex --slides pptx --main-result "Theorem 5.4"; '
        "cd p && scaffold check; scaffold talk; scaffold graph"
    )
    raw = typed(line, tmp_path, **variables, TERM="dumb")
    lines = shown(raw)
    assert "Traceback" not in raw
    assert "\ufffd" not in raw
    assert f'name = "{NAME}"' in (tmp_path / "p" / "scaffold.toml").read_text(encoding="utf-8")
    assert [line for line in lines if len(line) > 80 and str(tmp_path) not in line and str(MARGINS) not in line] == []
    assert any(line.startswith(f"{marks[0]} fidelity") or line.startswith(f"{marks[0]} deck") for line in lines)
    assert any(line.startswith(f"{marks[1]} own words") for line in lines)
    assert "  cd p && scaffold build --open" in lines


def test_talk_and_check_skip_the_same_and_times_follow_the_slides(drafted: Path, tmp_path: Path) -> None:
    project = Path(shutil.copytree(drafted / "paper", tmp_path / "paper"))
    deck = project / "slides" / "slides.pptx"
    settings = project / "scaffold.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("minutes = 25", "minutes = 15"), encoding="utf-8")
    talk, check = (" ".join(" ".join(on_a_terminal([c], 80, project)).split()) for c in ("talk", "check"))
    skipped = re.findall(r"(?:[Ss]kip slides? |; )(\d+) \(", talk)
    assert len(skipped) > 1
    assert skipped == re.findall(r"\d+", re.findall(r"skip slides (.*?),? or shorten", check)[0])
    before = times(project)
    moved = Presentation(str(deck))
    order = moved.slides._sldIdLst
    order.insert(1, order[5])
    moved.save(str(deck))
    after = times(project)
    assert after[1] == before[5]
    assert after[:1] + after[2:6] == before[:5]


def times(project: Path) -> list[str]:
    """The minutes of each slide, as talk lists them."""
    lines = on_a_terminal(["talk", "--slides", "pptx"], 80, project)
    return [m[1] for line in lines if (m := re.match(r" +\d+ +(\d+:\d\d) +\d+:\d\d", line))]


def test_the_documented_line_completes_commands(tmp_path: Path) -> None:
    tour = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^eval .*$", tour, re.MULTILINE)
    asked = 'COMP_WORDS=(scaffold che); COMP_CWORD=1; _scaffold_completion scaffold; echo "got ${COMPREPLY[@]}"'
    assert "got check" in shown(typed(f"{line}; {asked}", tmp_path))
