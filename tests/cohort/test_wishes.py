"""Tables of wishes as forms export them; whatever is odd is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.cohort import tables
from scaffold.cohort.papers import Offer, read_offers
from scaffold.cohort.wishes import Wish, read_wishes
from scaffold.errors import BadTable

OFFERS = (
    Offer(id="2401.00001", title="Margins, Mistakes and Dimension"),
    Offer(id="2401.00002", title="Stability of Shallow Trees"),
    Offer(id="math/0301001", title="An Old Inequality"),
    Offer(id="2401.00003", title="Kernels / Trees"),
)
FIRST, SECOND, OLD, SLASH = (offer.id for offer in OFFERS)


def read(folder: Path, text: str | bytes) -> tuple[dict[str, Wish], list[str]]:
    path = folder / "wishes.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    wishes, problems = read_wishes(tables.read(path), OFFERS)
    return {w.name: w for w in wishes}, [f"{p.span.line}: {p.message}" for p in problems if p.severity != "info"]


LISTS = "student,first,second,third\nAda,2401.00001,2401.00002,math/0301001\n"
SHAPES = {
    "a list": LISTS,
    "Excel in German": "Vorname;Nachname;Erste Wahl;Zweite Wahl;Dritte Wahl\nAda;;2401.00001;2401.00002;math/0301001\n",
    "UTF-16 with tabs": LISTS.replace(",", "\t").encode("utf-16"),
    "a byte order mark": LISTS.encode("utf-8-sig"),
    "a separator line": "sep=;\n" + LISTS.replace(",", ";"),
    "titles and addresses": "Name,1st choice,2nd choice,3rd choice\nAda,"
    '"Margins, mistakes and dimension",https://arxiv.org/abs/2401.00002v3,2. An Old Inequality\n',
    "LimeSurvey's ranking": "id,name,wishes[1],wishes[2],wishes[3]\n"
    "7,Ada,2401.00001: Margins,2401.00002,math/0301001\n",
    "Google's grid": "Timestamp,Name,Wish [2401.00001],Wish [2401.00002],Wish [An Old Inequality],Wish [2401.00003]\n"
    "1/2/2027,Ada,1st choice,2nd choice,3rd choice,\n",
    "Moodle's numbers": "Full name,2401.00003,math/0301001,2401.00002,2401.00001\nAda,,3,2,1\n",
    "ranks that begin later": "name,2401.00001,2401.00002,math/0301001\nAda,2,5,9\n",
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_every_shape_says_the_same(tmp_path: Path, text: str | bytes) -> None:
    wishes, problems = read(tmp_path, text)
    assert wishes["Ada"].ranks == {FIRST: 1, SECOND: 2, OLD: 3}
    assert problems == []


def test_ties_and_vetoes(tmp_path: Path) -> None:
    wishes, problems = read(
        tmp_path,
        "name,first,second,third,veto\n"
        "Ada,2401.00001 / 2401.00002,math/0301001,2401.00003,\n"
        "Ben,Kernels / Trees,2401.00001,2401.00002,math/0301001; 2401.00001\n",
    )
    assert wishes["Ada"].ranks == {FIRST: 1, SECOND: 1, OLD: 3, SLASH: 4}
    assert wishes["Ben"].ranks == {SLASH: 1, SECOND: 2}
    assert wishes["Ben"].vetoes == {OLD, FIRST}
    assert problems == [
        "3: Ben both wishes and refuses 2401.00001: the refusal counts",
        "3: Ben has 2 wishes, fewer than 3",
    ]
    grid, _ = read(tmp_path, "name,2401.00001,2401.00002,2401.00003\nAda,1,1,never\n")
    assert grid["Ada"].ranks == {FIRST: 1, SECOND: 1}
    assert grid["Ada"].vetoes == {SLASH}


def test_what_is_odd_is_said_with_its_line(tmp_path: Path) -> None:
    wishes, problems = read(
        tmp_path,
        "name,first,second,third\n"
        "Ada,2401.00001,2401.00001,2401.00002\n"
        "\n"
        ",2401.00001,,\n"
        '"Ben\nByte",2401.0001,none,\n'
        "Cy,2401.00001,Stability of Shalow Trees,math/0301001\n"
        "ADA,2401.00002,2401.00001,2401.00003\n",
    )
    assert list(wishes) == ["Ben Byte", "Cy", "ADA"]
    assert problems == [
        "2: Ada wishes 2401.00001 twice: the better rank counts",
        "4: a row without a name is left out",
        "5: Ben Byte: '2401.0001' is not a paper of this seminar (did you mean '2401.00001'?)",
        "5: Ben Byte has no wishes, and takes what is left",
        "7: Cy: 'Stability of Shalow Trees' is not a paper of this seminar (did you mean '2401.00002'?)",
        "7: Cy has 2 wishes, fewer than 3",
        "8: ADA is also in line 2: this later row counts",
    ]


def test_teams_by_names_and_by_labels(tmp_path: Path) -> None:
    wishes, problems = read(
        tmp_path,
        "name,partner,first,second,third\n"
        "Ada,ben,2401.00001,2401.00002,math/0301001\n"
        "Ben,,2401.00002,2401.00001,math/0301001\n"
        "Cy,red,,,\n"
        "Di,red,2401.00003,2401.00001,2401.00002\n"
        "Ed,Nobody,2401.00001,2401.00002,math/0301001\n",
    )
    assert [w.members for w in wishes.values()] == [("Ada", "Ben"), ("Cy", "Di"), ("Ed",)]
    assert wishes["Ada & Ben"].ranks == {FIRST: 1, SECOND: 2, OLD: 3}
    assert wishes["Cy & Di"].ranks == {SLASH: 1, FIRST: 2, SECOND: 3}
    assert problems == [
        "3: the wishes of Ben differ from those of Ada, which count for the team",
        "6: Ed is alone in the team 'Nobody'",
    ]


REFUSED = {
    "nothing": ("", "is empty"),
    "a spreadsheet": (b"PK\x03\x04rest", "is not a CSV file"),
    "no names": ("first,second\n2401.00001,\n", "no column of names; its columns are first, second"),
    "no wishes": ("name,mail\nAda,a@b.org\n", "no column of wishes; its columns are name, mail"),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_a_table_that_says_nothing_is_refused(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(BadTable, match=message) as error:
        read(tmp_path, text)
    assert error.value.hint


@given(st.binary(max_size=300) | st.text("name,first;\n\"'12401.0xveto \t=/", max_size=200).map(str.encode))
def test_no_file_stops_the_reader(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("wishes")
    try:
        wishes, _ = read(folder, b"name,first,second\n" + data)
    except BadTable:
        return
    for wish in wishes.values():
        assert not wish.vetoes & wish.ranks.keys()
        assert all(1 <= rank <= len(wish.ranks) for rank in wish.ranks.values())


def test_papers_and_their_capacities(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    path.write_text("Topic;Title;arXiv;Capacity\nTrees;Stability;2401.00002;2\n;;2401.00001;\n", encoding="utf-8")
    assert read_offers(path) == (
        Offer(id="2401.00002", title="Stability", topic="Trees", capacity=2, line=2),
        Offer(id="2401.00001", line=3),
    )


BAD_PAPERS = {
    "no id": ("title\nTrees\n", "no column id"),
    "a paper twice": ("id\n2401.00001\n2401.00001\n", "papers.csv:3: 2401.00001 is already in line 2"),
    "a capacity in words": ("id,capacity\n2401.00001,two\n", "papers.csv:2: 'two' is not a capacity"),
    "a row without id": ("id,title\n,Trees\n", "papers.csv:2: a paper without id"),
    "no papers": ("id,title\n", "lists no papers"),
}


@pytest.mark.parametrize(("text", "message"), BAD_PAPERS.values(), ids=BAD_PAPERS)
def test_a_list_of_papers_that_is_wrong_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "papers.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadTable, match=message):
        read_offers(path)
