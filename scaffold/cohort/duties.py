"""Who moderates, who asks first, who reviews: dealt out with equal loads.

Two steps, both exact. A flow of least cost gives each talk as many people as it has duties, nobody from its own team,
so that the numbers of duties are as equal as they can be. Then the pairs of talk and person are the edges of a graph,
and the duties are colours for them: a bipartite graph has a colouring in which each talk has each duty once, and
everybody has each duty equally often (de Werra, On some combinatorial problems arising in scheduling, 1970).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scaffold.cohort.network import Network

__all__ = ["DUTIES", "deal"]

DUTIES = ("moderator", "opponent", "reviewer")

_EACH = len(DUTIES)

_NEAR = 12
"""How many places after the own talk are tried first: of several hundred talks, all would take minutes."""

_Vertex = tuple[str, int, int]


def deal(talks: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """For each talk the people with its DUTIES; talks gives the speakers of each, in the order of the programme.

    Nobody has a duty in the talk of the own team. In the sum, and of each duty, nobody has more than one more than
    anybody else, where that is possible; nobody has two duties of one talk unless there are too few people. Where there
    is a choice, duties follow the own talk closely, but not at once. Raises ValueError for a talk without anybody else.
    """
    pairs = _pairs(talks)
    people = [name for speakers in talks for name in speakers]
    colours = _coloured(pairs)
    found = [[""] * _EACH for _ in talks]
    for (talk, person), colour in zip(pairs, colours, strict=True):
        found[talk][colour] = people[person]
    return tuple(map(tuple, found))


def _pairs(talks: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """Each talk with the numbers of the people who have its duties; a number twice has two of them."""
    shifts, needed = _shifts(len(talks)), len(talks) * _EACH
    people = sum(map(len, talks))
    equal = -(-needed // people)
    near = _flow(talks, shifts[:_NEAR], equal)
    loads = Counter(person for _, person in near)
    if len(set(near)) == needed and all(loads[person] >= needed // people for person in range(people)):
        return near
    pairs = _flow(talks, shifts, needed)  # few people, or large teams: unequal, or two duties of a talk
    if len(pairs) < needed:
        raise ValueError("a talk has nobody who is not a speaker of it")
    return pairs


def _flow(talks: Sequence[Sequence[str]], shifts: Sequence[int], most: int) -> list[tuple[int, int]]:
    """As many pairs as possible with these shifts and at most so many duties of anybody; the best of all such ways."""
    own = [talk for talk, speakers in enumerate(talks) for _ in speakers]
    places = {shift: n for n, shift in enumerate(shifts)}
    again = len(talks) * _EACH * (len(places) + 1)
    """More than the costs of all places together: to have two duties of a talk is worse than any place."""
    more = again * (len(talks) * _EACH + 1)
    network, first = Network(2 + len(talks) + len(own)), 2 + len(talks)
    edges = {}
    for person, has in enumerate(own):
        for shift, place in places.items():
            talk = (has + shift) % len(talks)
            edges[talk, person] = (
                network.add(2 + talk, first + person, place, 1),
                network.add(2 + talk, first + person, again + place, _EACH - 1),
            )
        for n in range(most):
            network.add(first + person, 1, more * (2 * n + 1), 1)
    for talk in range(len(talks)):
        network.add(0, 2 + talk, 0, _EACH)
    while network.push(0, 1):
        pass
    taken = {pair: sum(network.free[edge ^ 1] for edge in both) for pair, both in edges.items()}
    order = sorted(taken, key=lambda pair: (pair[0], places[(pair[0] - own[pair[1]]) % len(talks)], pair[1]))
    return [pair for pair in order for _ in range(taken[pair])]


def _shifts(talks: int) -> tuple[int, ...]:
    """How many talks a duty is after the own talk, modulo all of them, the best first."""
    return tuple(dict.fromkeys(shift for shift in (*range(2, talks - 1), 1, talks - 1) if 0 < shift < talks))


def _coloured(pairs: Sequence[tuple[int, int]]) -> list[int]:
    """A colour below _EACH for each pair of talk and person: a talk has each once, a person each equally often.

    A person is cut into vertices of at most _EACH pairs, and the pairs of a vertex get different colours.
    """
    counts: Counter[int] = Counter()
    colouring = _Colouring()
    for talk, person in pairs:
        colouring.add(("talk", talk, 0), ("person", person, counts[person] // _EACH))
        counts[person] += 1
    return colouring.colours


class _Colouring:
    """A bipartite graph whose edges at a vertex, at most _EACH, have different colours (König); edges are numbers."""

    def __init__(self) -> None:
        self.ends: list[tuple[_Vertex, _Vertex]] = []
        self.colours: list[int] = []
        self._at: dict[_Vertex, dict[int, int]] = {}

    def add(self, one: _Vertex, other: _Vertex) -> None:
        """Adds an edge, and exchanges colours of others if no colour is free at both of its ends."""
        free = [[c for c in range(_EACH) if c not in self._at.setdefault(v, {})] for v in (one, other)]
        colour = next((c for c in free[0] if c in free[1]), free[0][0])
        if colour not in free[1]:
            self._exchange(other, colour, free[1][0])
        self.ends.append((one, other))
        self.colours.append(colour)
        self._at[one][colour] = self._at[other][colour] = len(self.ends) - 1

    def _exchange(self, vertex: _Vertex, colour: int, other: int) -> None:
        """Exchanges two colours on the path from a vertex that has them in turn, so that the first is free there."""
        path, wanted = [], colour
        while (edge := self._at[vertex].get(wanted)) is not None:
            path.append(edge)
            one, two = self.ends[edge]
            vertex = two if vertex == one else one
            wanted = colour + other - wanted
        for edge in path:
            for end in self.ends[edge]:
                del self._at[end][self.colours[edge]]
        for edge in path:
            self.colours[edge] = colour + other - self.colours[edge]
            for end in self.ends[edge]:
                self._at[end][self.colours[edge]] = edge
