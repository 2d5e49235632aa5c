"""Who has which paper, and papers found by words of their titles."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scaffold.cohort.finding import ranked
from scaffold.cohort.papers import read_offers
from scaffold.cohort.roster import Seat, read_roster
from scaffold.errors import BadTable
from scaffold.resources import template


def roster(folder: Path, text: str) -> tuple[Seat, ...]:
    path = folder / "assignment.csv"
    path.write_text(text, encoding="utf-8")
    return read_roster(path)


def test_teams_are_one_seat_and_further_columns_are_kept(tmp_path: Path) -> None:
    first, team = roster(
        tmp_path,
        "student;paper;team;talk;Programme;Part\n"
        "'=Ada;2401.00001;;2027-06-24;Maths;\n"
        "Ben Büß;2401.00002;B;;;summary, review\nCora;2401.00002;b;;Physics;proofs\n",
    )
    assert (first.name, first.folder, first.talk) == ("=Ada", "ada", date(2027, 6, 24))
    assert first.others == ({"Programme": "Maths"},)
    assert (team.others, team.parts) == (({}, {"Programme": "Physics"}), (("summary", "review"), ("proofs",)))
    assert (team.name, team.folder) == ("Ben Büß and Cora", "ben-buß-cora")


def test_folders_are_different_also_for_names_without_letters(tmp_path: Path) -> None:
    seats = roster(tmp_path, "name,id\nAda B,1\nAdà B,2\n!!,3\n" + "".join(f"{'x' * 80}{n},4\n" for n in range(3)))
    folders = [seat.folder for seat in seats]
    assert folders[:3] == ["ada-b", "ada-b-line-3", "line-4"]
    assert len(set(folders)) == len(folders)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("student,title\nAda,T\n", "no column paper"),
        ("student,paper\n", "names no students"),
        ("student,paper\nAda,1\nada,2\n", ":3: ada is already in line 2"),
        ("student,paper\n,1\n", ":2: a row without a student"),
        ("student,paper,talk\nAda,1,June\n", ":2: 'June' is not the date"),
        ("student,paper,team\nAda,1,T\nBen,2,T\n", "the team T has several papers: 1, 2"),
    ],
)
def test_tables_that_contradict_themselves(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(BadTable, match=problem):
        roster(tmp_path, text)


def test_all_mistakes_of_a_table_are_named_at_once(tmp_path: Path) -> None:
    text = "student,paper,team,talk\nAda,1,T,\n,1,,\nBen,2,T,\nada,1,,\nCora,1,,June\n"
    with pytest.raises(BadTable) as caught:
        roster(tmp_path, text)
    lines = [line.partition(".csv:")[2][:2] for line in caught.value.message.splitlines()]
    assert lines == ["3:", "5:", "2:", "6:"]
    assert caught.value.hint.count("; ") == 3


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("neural tangent", "1806.07572"),
        ("resnet kernels", "1905.10337"),
        ("Lipshitz augmentation", "1905.03684"),  # a letter is missing
        ("random feature", "1904.00687"),
    ],
)
def test_papers_are_found_by_words(words: str, first: str) -> None:
    offers = read_offers(template("seminars", "theory-papers.csv"))
    assert ranked(words.split(), offers)[0].id == first


@pytest.mark.parametrize("words", ["", "?!", "quantum gravity", "of xyzzy plugh"])
def test_papers_that_are_not_found(words: str) -> None:
    assert ranked(words.split(), read_offers(template("seminars", "theory-papers.csv"))) == ()
