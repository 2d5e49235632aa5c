"""The reading list: what is on it, in which order, and how long it takes."""

from __future__ import annotations

from hypothesis import given

from scaffold.model import Paper
from scaffold.planning.rank import rank
from scaffold.planning.reading_list import LOOK_MINUTES, reading_list
from tests.planning.generated import papers
from tests.planning.papers import of, perceptron, statement


def test_what_a_proof_needs_comes_before_it() -> None:
    lines = reading_list(perceptron())
    titles = [line.title for line in lines]
    assert titles.index("Lemma 7") < titles.index("Lemma 5") < titles.index("Theorem 4")
    assert "Assumption 1" in titles[: titles.index("Theorem 4")]
    assert "Lemma 9" not in titles
    assert [line.title for line in lines if line.main] == ["Theorem 4"]


def test_a_circle_is_listed_once() -> None:
    paper = of(
        statement("Theorem 1", uses=("Lemma 2",), main=True),
        statement("Lemma 2", uses=("Lemma 3",)),
        statement("Lemma 3", uses=("Lemma 2",)),
    )
    assert sorted(line.title for line in reading_list(paper)) == ["Lemma 2", "Lemma 3", "Theorem 1"]


def test_a_place_to_look_at_takes_time() -> None:
    plain = of(statement("Theorem 1", proof="We bound $x$ by $y$ in the norm.", main=True))
    trusted = of(statement("Theorem 1", proof="Clearly we bound $x$ by $y$ in the norm.", main=True))
    (a,), (b,) = reading_list(plain), reading_list(trusted)
    assert (b.minutes - a.minutes, b.looks) == (LOOK_MINUTES, ((1, "Clearly"),))


def test_a_longer_proof_takes_longer() -> None:
    short, long = (of(statement("Theorem 1", proof="We argue here. " * n, main=True)) for n in (50, 500))
    assert reading_list(short)[0].minutes < reading_list(long)[0].minutes


@given(papers())
def test_every_line_stands_once(paper: Paper) -> None:
    lines = reading_list(rank(paper))
    assert len({line.id for line in lines}) == len(lines)
    assert all(line.minutes > 0 and line.minutes % 5 == 0 for line in lines)
