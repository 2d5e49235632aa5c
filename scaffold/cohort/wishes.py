"""What each student or team wishes, read from a table; everything odd is a diagnostic with its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

from scaffold.cohort.choices import Catalogue, rank_of, refuses
from scaffold.cohort.columns import Columns, columns
from scaffold.cohort.papers import Offer
from scaffold.cohort.tables import Row, Table, key
from scaffold.diagnostics import Diagnostic, Log
from scaffold.spans import Span

__all__ = ["LEAST", "Wish", "read_wishes"]

LEAST = 3
"""How many wishes are expected of each student."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The wishes of a student or a team.

    members are the names of its students. ranks gives for each paper one plus the number of papers that are liked
    better: equal wishes have equal ranks. vetoes are papers that it does not accept. line is where the table has it.
    """

    name: str
    members: tuple[str, ...]
    ranks: Mapping[str, int]
    vetoes: frozenset[str] = frozenset()
    line: int = 0


def read_wishes(
    table: Table, offers: Sequence[Offer], gone: Mapping[str, str] = MappingProxyType({})
) -> tuple[tuple[Wish, ...], tuple[Diagnostic, ...]]:
    """The wishes in the order of the table, teams at their first member; and what was odd. Raises BadTable.

    gone: who has de-registered, with the date, by the keys of the names; they are left out.
    """
    catalogue, log = Catalogue(offers), Log()
    found = columns(table, catalogue)
    if found.unread:
        log.info("columns", "", Span(table.name, 1), f"columns that are not read: {', '.join(found.unread)}")
    reader = _Reader(name=table.name, columns=found, catalogue=catalogue, log=log, gone=gone)
    single: dict[str, tuple[Wish, str]] = {}
    for row in table.rows:
        reader.read(row, single)
    wishes = _teams(table.name, list(single.values()), log)
    for wish in wishes:
        reader.judge(wish)
    return wishes, tuple(sorted(log.entries, key=lambda problem: problem.span.line))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    name: str
    columns: Columns
    catalogue: Catalogue
    log: Log
    gone: Mapping[str, str]

    def read(self, row: Row, into: dict[str, tuple[Wish, str]]) -> None:
        """Adds the wishes of a row, with what it says of a team; a student's later row replaces an earlier one."""
        name = " ".join(filter(None, (row.cells.get(i, "") for i in self.columns.names)))
        if not name:
            return self._warn("no-name", "", row.line, "a row without a name is left out")
        if key(name) in self.gone:
            day = self.gone[key(name)]
            return self._warn("gone", name, row.line, f"{name} has de-registered on {day}, and gets no paper")
        if earlier := into.pop(key(name), None):
            self._warn("twice", name, row.line, f"{name} is also in line {earlier[0].line}: this later row counts")
        groups, vetoes = self._ranked(name, row), self._vetoes(name, row)
        both = sorted({p for group in groups for p in group} & vetoes)
        if both:
            self._warn("veto", name, row.line, f"{name} both wishes and refuses {', '.join(both)}: the refusal counts")
        ranks = _ranks([[p for p in group if p not in vetoes] for group in groups])
        team = row.cells.get(self.columns.team, "") if self.columns.team is not None else ""
        into[key(name)] = Wish(name=name, members=(name,), ranks=ranks, vetoes=frozenset(vetoes), line=row.line), team

    def judge(self, wish: Wish) -> None:
        """Says who has few wishes or none."""
        if not wish.ranks:
            self._warn("none", wish.name, wish.line, f"{wish.name} has no wishes, and takes what is left")
        elif len(wish.ranks) < min(LEAST, len(self.catalogue.offers)):
            count = f"{len(wish.ranks)} wish{'es' if len(wish.ranks) > 1 else ''}"
            self._warn("few", wish.name, wish.line, f"{wish.name} has {count}, fewer than {LEAST}")

    def _ranked(self, name: str, row: Row) -> list[list[str]]:
        """The wished papers in groups of equal rank, the best first."""
        by_rank: dict[int, list[str]] = {}
        for i, rank in self.columns.ranks.items():
            by_rank.setdefault(rank, []).extend(self._papers(name, row, i))
        for i, paper in self.columns.papers.items():
            cell = row.cells.get(i, "")
            if cell and not refuses(cell):
                rank_in_cell = rank_of(cell)
                if rank_in_cell is None:
                    self._warn("rank", name, row.line, f"{name}: {cell!r} for {paper} is no rank, and is left out")
                else:
                    by_rank.setdefault(rank_in_cell, []).append(paper)
        return self._once(name, row.line, [by_rank[rank] for rank in sorted(by_rank)])

    def _once(self, name: str, line: int, groups: Iterable[Iterable[str]]) -> list[list[str]]:
        """The groups without papers that are in an earlier one, or twice in one."""
        seen: set[str] = set()
        kept: list[list[str]] = []
        for group in groups:
            new = []
            for paper in group:
                if paper in seen:
                    self._warn("repeated", name, line, f"{name} wishes {paper} twice: the better rank counts")
                else:
                    seen.add(paper)
                    new.append(paper)
            kept.append(new)
        return kept

    def _vetoes(self, name: str, row: Row) -> set[str]:
        named = [paper for i in self.columns.vetoes for paper in self._papers(name, row, i)]
        return {*named, *(p for i, p in self.columns.papers.items() if refuses(row.cells.get(i, "")))}

    def _papers(self, name: str, row: Row, column: int) -> list[str]:
        papers, unknown = self.catalogue.papers(row.cells.get(column, ""))
        for text in unknown:
            hint = self.catalogue.suggestion(text)
            self._warn("unknown", name, row.line, f"{name}: {text!r} is not a paper of this seminar{hint}")
        return papers

    def _warn(self, code: str, subject: str, line: int, message: str) -> None:
        self.log.warn(code, subject, Span(self.name, line), message)


def _ranks(groups: Iterable[Sequence[str]]) -> dict[str, int]:
    """One plus the number of better papers, for each paper of the groups."""
    ranks: dict[str, int] = {}
    for group in groups:
        ranks |= dict.fromkeys(group, len(ranks) + 1)
    return ranks


def _teams(name: str, single: Sequence[tuple[Wish, str]], log: Log) -> tuple[Wish, ...]:
    """Joins the members of each team: those that name each other, or the same team."""
    index = {key(wish.name): n for n, (wish, _) in enumerate(single)}
    leader = list(range(len(single)))
    labels: dict[str, int] = {}
    for n, (_, team) in enumerate(single):
        if key(team):
            other = index.get(key(team), labels.setdefault(key(team), n))
            _join(leader, n, other)
    groups: dict[int, list[Wish]] = {}
    for n, (wish, _) in enumerate(single):
        groups.setdefault(_root(leader, n), []).append(wish)
    for n, (wish, team) in enumerate(single):
        if key(team) and len(groups[_root(leader, n)]) == 1:
            log.warn("alone", wish.name, Span(name, wish.line), f"{wish.name} is alone in the team {team!r}")
    return tuple(_joined(name, members, log) for members in groups.values())


def _root(leader: list[int], n: int) -> int:
    while leader[n] != n:
        n = leader[n]
    return n


def _join(leader: list[int], a: int, b: int) -> None:
    first, second = sorted((_root(leader, a), _root(leader, b)))
    leader[second] = first


def _joined(name: str, members: Sequence[Wish], log: Log) -> Wish:
    """One wish for a team: that of the first member who has wishes; what any member refuses is refused."""
    if len(members) == 1:
        return members[0]
    counts = next((wish for wish in members if wish.ranks), members[0])
    title = " & ".join(wish.name for wish in members)
    for wish in members:
        if wish.ranks and wish.ranks != counts.ranks:
            message = f"the wishes of {wish.name} differ from those of {counts.name}, which count for the team"
            log.warn("team", title, Span(name, wish.line), message)
    vetoes = frozenset().union(*(wish.vetoes for wish in members))
    order = sorted(counts.ranks, key=counts.ranks.__getitem__)
    equal = (list(group) for _, group in groupby(order, key=counts.ranks.__getitem__))
    ranks = _ranks([p for p in group if p not in vetoes] for group in equal)
    return replace(members[0], name=title, members=tuple(w.name for w in members), ranks=ranks, vetoes=vetoes)
