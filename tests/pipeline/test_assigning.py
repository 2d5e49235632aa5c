"""`scaffold seminar assign`: the example's wishes, as an instructor types it."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.pipeline.forking import scaffold

WISHES = ROOT / "examples" / "seminar" / "preferences.csv"


def assign(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return scaffold("seminar", "assign", *words, cwd=Path.cwd())


def test_the_examples_wishes() -> None:
    run = assign(WISHES)
    assert (run.returncode, run.stderr) == (0, "")
    lines = run.stdout.splitlines()
    assert lines[0] == "6 students, 15 papers of theory-papers.csv"
    assert [line.split()[2:4] for line in lines[1:7]] == [
        ["1st", "1905.03684"],
        ["2nd", "1810.02281"],
        ["1st", "1703.02930"],
        ["1st", "1806.07572"],
        ["1st", "1901.08584"],
        ["1st", "1810.07770"],
    ]
    assert "Ranks: 1st 5 · 2nd 1" in lines
    assert "Rule: the sum of squared ranks is least (9)" in lines
    assert lines[-1].startswith(
        "  Kim Specimen has 1905.03684 (1st) if Noor Placeholder takes 1806.07572 (2nd) instead"
    )
    assert lines[-1].endswith(", the sum grows by 11")


def test_a_list_of_papers_beside_the_wishes_and_a_table_of_the_result(tmp_path: Path) -> None:
    wishes, result = tmp_path / "wishes.csv", tmp_path / "result.csv"
    wishes.write_text("name,first\n=Ada,2401.00001\nBen,2401.00001\n", encoding="utf-8")
    (tmp_path / "papers.csv").write_text('id,title\n2401.00001,"Trees, and more"\n', encoding="utf-8")
    run = assign(wishes, "--output", result)
    assert run.returncode == 0
    assert "Warning: wishes.csv:2: =Ada has 1 wish" not in run.stderr  # there is only one paper
    rows = list(csv.reader(result.read_text(encoding="utf-8-sig").splitlines()))
    assert rows == [
        ["student", "paper", "title", "rank", "team"],
        ["'=Ada", "2401.00001", "Trees, and more", "1", ""],
        ["Ben", "", "", "", ""],
    ]
    assert "no paper left" in run.stdout
    assert "Ben has 2401.00001 (1st) if =Ada takes no paper instead of 2401.00001 (1st)" in run.stdout


def test_json_and_a_draw() -> None:
    words = ("--rule", "serial", "--seed", "3", "--fix", "kim specimen=1906.07916", "--json")
    made = json.loads(assign(WISHES, *words).stdout)
    assert (made["schema"], made["rule"], made["seed"]) == (1, "serial", 3)
    kim = made["assigned"][1]
    assert (kim["students"], kim["paper"], kim["fixed"]) == (["Kim Specimen"], "1906.07916", True)
    assert sorted(a["place_in_draw"] for a in made["assigned"] if not a["fixed"]) == [1, 2, 3, 4, 5]
    assert sum(row["count"] for row in made["ranks"]) == 5


REFUSED = {
    "a name that is unknown": (("--fix", "Kim Specmen=1905.03684"), 36, "(did you mean 'Kim Specimen'?)"),
    "a paper that is unknown": (("--fix", "Kim Specimen=1905.03685"), 36, "(did you mean '1905.03684'?)"),
    "a pair without a sign": (("--fix", "Kim"), 2, "NAME=ID"),
    "two for one place": (
        ("--fix", "Kim Specimen=1905.03684", "--fix", "Luca Template=1905.03684"),
        36,
        "fixed for more students than it has places",
    ),
    "no such list": (("--papers", "nowhere.csv"), 36, "nowhere.csv cannot be read"),
}


@pytest.mark.parametrize(("words", "code", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(words: tuple[str, ...], code: int, message: str) -> None:
    run = assign(WISHES, *words)
    assert (run.returncode, run.stdout) == (code, "")
    assert message in run.stderr
