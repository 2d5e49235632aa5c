"""The programme: new, read again after edits, and after somebody has left."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.block import Block
from scaffold.cohort.programme import Entry, kept, new, problems, read_programme, seats_of
from scaffold.cohort.roster import Seat
from scaffold.cohort.slots import Frame
from scaffold.errors import BadTable, NoSlots

DAYS = (date(2027, 6, 24), date(2027, 6, 25))
FRAME = Frame(DAYS, Block(room="MI 1"), 40)


def seat(*members: str, paper: str = "", talk: date | None = None) -> Seat:
    return Seat(members=members, paper=paper or f"p-{members[0]}", folder=members[0], title="T", talk=talk)


def seats(count: int) -> list[Seat]:
    return [seat(f"s{n}") for n in range(count)]


def talks(entries: tuple[Entry, ...]) -> list[Entry]:
    return [e for e in entries if e.kind == "talk"]


def test_talks_are_in_the_order_of_the_seats_but_for_settled_days() -> None:
    made = new([seat("a"), seat("b", talk=DAYS[0]), seat("c", "d"), seat("e")], FRAME)
    assert [(e.day, e.start, e.name, e.room) for e in talks(made)] == [
        (DAYS[0], time(9), "b", "MI 1"),
        (DAYS[0], time(9, 40), "a", "MI 1"),
        (DAYS[1], time(9), "c and d", "MI 1"),
        (DAYS[1], time(9, 40), "e", "MI 1"),
    ]
    assert list(problems(made)) == []


def test_a_settled_day_must_be_one_of_the_talks() -> None:
    with pytest.raises(BadTable, match="a is on 2027-07-01, which is no day"):
        new([seat("a", talk=date(2027, 7, 1)), seat("b")], FRAME)


def test_nobody_else() -> None:
    with pytest.raises(NoSlots, match="nobody"):
        new([seat("a")], FRAME)


@given(st.integers(3, 20), st.data())
def test_what_is_there_stays_when_people_leave_and_come(count: int, data: st.DataObject) -> None:
    before = new(seats(count), FRAME)
    gone = data.draw(st.sets(st.integers(0, count - 1), max_size=count - 2))
    coming = data.draw(st.integers(0, 2))
    there = [*(s for n, s in enumerate(seats(count)) if n not in gone), *(seat(f"new{n}") for n in range(coming))]
    after = kept(before, there, FRAME)
    people = {name for s in there for name in s.members}
    assert Counter(name for e in talks(after) for name in e.names) == Counter(people)
    assert not any("overlap" in p or "own talk" in p for p in problems(after))
    old = {e.names: e for e in before}
    for e in talks(after):
        assert {*e.duties} <= people
        if e.names in old:
            assert (e.day, e.start, e.end) == (old[e.names].day, old[e.names].start, old[e.names].end)
            same = zip(e.duties, old[e.names].duties, strict=True)
            assert all(now == then for now, then in same if then in people)
    assert sum(e.kind == "free" for e in after) == max(0, len(gone) - coming)
    assert kept(after, there, FRAME) == after


def test_a_guest_who_moderates_stays() -> None:
    first, *rest = new(seats(5), FRAME)
    edited = replace(first, duties=("Prof. Guest", *first.duties[1:]))
    assert kept((edited, *rest), seats(5), FRAME) == (edited, *rest)


def test_no_slot_is_left() -> None:
    short = Frame(DAYS, Block(end=time(10, 20)), 40)
    before = new(seats(4), short)
    with pytest.raises(NoSlots, match="no day of the talks has a slot left for x"):
        kept(before, [*seats(4), seat("x")], short)


def test_the_days_of_talks_are_those_of_the_programme(tmp_path: Path) -> None:
    (tmp_path / "assignment.csv").write_text(
        "student,paper,team,talk\nAda,1,T,2027-01-01\nBen,1,T,\nCora,2,,2027-01-01\n", encoding="utf-8"
    )
    read(tmp_path, "24.06.2027;9:00;9:40;talk;Ada\n")
    tables = tmp_path / "assignment.csv", tmp_path / "programme.csv"
    assert [s.talk for s in seats_of(*tables)] == [DAYS[0], date(2027, 1, 1)]
    assert [s.talk for s in seats_of(tables[0], None)] == [date(2027, 1, 1)] * 2


HEAD = "date;start;end;kind;names;moderator;paper\n"


def read(folder: Path, text: str) -> tuple[Entry, ...]:
    path = folder / "programme.csv"
    path.write_text(HEAD + text, encoding="utf-8")
    return read_programme(path)


def test_a_table_as_spreadsheet_programs_write_it(tmp_path: Path) -> None:
    (entry, pause) = read(tmp_path, "24.06.2027;9:00;09:40:00;Talk;Ada; Ben ;'-1\n2027-06-24;9:40;10:00;break;;;\n")
    assert (entry.day, entry.start, entry.end) == (DAYS[0], time(9), time(9, 40))
    assert (entry.names, entry.duties, entry.paper, entry.line) == (("Ada",), ("Ben", "", ""), "-1", 2)
    assert (pause.kind, pause.line) == ("break", 3)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("June;9:00;9:40;talk;Ada;;", ":2: 'June' is not a date"),
        ("2027-06-24;9 am;9:40;talk;Ada;;", ":2: '9 am' is not a time"),
        ("2027-13-24;9:00;9:40;talk;Ada;;", ":2: month must be"),
        ("2027-06-24;9:00;25:40;talk;Ada;;", ":2: hour must be"),
        ("2027-06-24;9:40;9:00;talk;Ada;;", ":2: it ends before it begins"),
        ("2027-06-24;9:00;9:40;lunch;;;", ":2: 'lunch' is no kind"),
        ("2027-06-24;9:00;9:40;talk;;;", ":2: a talk without a speaker"),
    ],
)
def test_rows_that_cannot_be_read(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(BadTable, match=said):
        read(tmp_path, row + "\n")


def test_a_table_without_a_column(tmp_path: Path) -> None:
    path = tmp_path / "programme.csv"
    path.write_text("date,start,end,kind\n", encoding="utf-8")
    with pytest.raises(BadTable, match="no column names; its columns are date, start, end, kind"):
        read_programme(path)


def test_what_edits_have_made_odd_is_said() -> None:
    def entry(start: int, name: str, *duties: str) -> Entry:
        return Entry(day=DAYS[0], start=time(start), end=time(start + 1, 30), names=(name,), duties=duties)

    found = list(problems([entry(9, "a", "a", "b", "b"), entry(10, "b", "c", "c", "c"), entry(12, "c", "a", "b", "c")]))
    assert found == [
        "2027-06-24: what begins at 10:00 overlaps with what begins at 09:00",
        "a is moderator of the own talk",
        "b has 2 duties in the talk of a",
        "c has 3 duties in the talk of b",
        "c is reviewer of the own talk",
        "the loads are not equal: c has 4 duties, a has 2",
    ]
