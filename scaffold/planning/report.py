"""The report's plan: what is restated, asked and cited in each part, so that more than half of it is left to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import cast

from scaffold.model import Paper, Statement
from scaffold.planning import questions
from scaffold.planning.graph import roadmap
from scaffold.planning.heights import Geometry, Ruler, geometry
from scaffold.planning.kinds import is_result
from scaffold.planning.material import Material, material
from scaffold.planning.questions import fresh
from scaffold.planning.wording import title_of
from scaffold.plans import Form, Item, ReportPart, ReportPlan, RoadMap
from scaffold.seminar import Part, Profile

__all__ = ["RESTATED", "plan"]

RESTATED = 0.45
"""Share of a part that restated statements take at most."""

_FIRST_MAIN = 0.6
"""The first main result is restated even when it takes so much of its part: without it the report has no subject."""

_SETTING = 0.2
"""Share of the summary that definitions and assumptions take at most."""

_SURE, _CITED_SETTING = 0.3, 6
"""How sure a prerequisite must be to be restated or cited, and how many are cited at most."""

_GUIDANCE = 0.25
"""Share of a part that prompts, facts and the section map take at most."""

_PROMPTS = 5
"""Questions in a part at most."""

_ROADMAP_ROW, _ROADMAP_FRAME, _ROADMAP_MOST = 0.055, 0.04, 0.3
"""Height of the picture in pages: each layer, what is around it, and the most it gets."""


_FIGURE, _FIGURE_FROM, _WITH_FIGURE = 0.4, 2.5, 0.6
"""Height of a figure with its caption in pages; the pages of a part that may show one, and how full it may then be."""

_OFFERED = 4
"""Figures that come along without being shown, at most."""


def plan(paper: Paper, profile: Profile) -> ReportPlan:
    """What goes into each part of the report. A paper that was not ranked is ranked first.

    Restated material keeps to RESTATED of its part, everything planned stays below the part's pages; no statement is
    restated twice. What does not fit is named in `cited`, in order of weight.
    """
    planner = _Planner(material(paper), geometry(profile.page), profile.parts)
    parts = [planner.part(part) for part in profile.parts]
    return ReportPlan(tuple(_cited_once(parts, planner.restated)), planner.roadmap, planner.offered())


def _cited_once(parts: Iterable[ReportPart], restated: set[str]) -> Iterator[ReportPart]:
    """The parts, each citing only what no part restates and no earlier one cites."""
    named = set(restated)
    for part in parts:
        yield replace(part, cited=tuple(id for id in part.cited if id not in named))
        named.update(part.cited)


@dataclass(kw_only=True)
class _Room:
    """A part being filled: what is used of its restated and its guidance share, in pages, and how many prompts."""

    pages: float
    restated: float = 0.0
    guidance: float = 0.0
    prompts: int = 0
    cited: list[str] = field(default_factory=list)


class _Planner:
    def __init__(self, m: Material, page: Geometry, parts: tuple[Part, ...]) -> None:
        self.m, self.page = m, page
        self.ruler = Ruler(m.paper)
        self.roadmap = roadmap(m.paper, m.graph)
        self.restated: set[str] = set()
        self.asked: set[str] = set()
        self.mapped = False
        self.drawn: list[str] = []
        forms = [p.form for p in parts]
        home = next((f for f in ("summary", "proofs") if f in forms), parts[0].form)
        self.home = parts[forms.index(home)].key
        self.drawn_in = parts[forms.index("proofs")].key if "proofs" in forms else ""

    def part(self, part: Part) -> ReportPart:
        """One part of the plan."""
        room = _Room(pages=part.pages)
        fill = {
            "summary": self._summary,
            "review": self._review,
            "proofs": self._proofs,
            "setting": self._problem,
            "open": self._open,
        }.get(part.form, self._free)
        items = tuple(fill(part, room))
        form = cast(Form, part.form)
        return ReportPart(
            key=part.key,
            title=part.title,
            pages=part.pages,
            form=form,
            items=items,
            cited=tuple(dict.fromkeys(room.cited)),
        )

    def _summary(self, part: Part, room: _Room) -> Iterator[Item]:
        mains = self._mains(room) if part.key == self.home else ()
        setting = self._setting(room)
        yield from self._prompts(questions.known_before(self.m), room, 1)
        if not self.m.mains:
            yield from self._prompts(questions.structure(self.m.paper), room, _PROMPTS - 1)
        yield from _led("Setting and notation", setting)
        for lead, item in zip(_leads("Main result", len(mains)), mains, strict=True):
            yield Item("statement", item.ref, lead, item.height)
            yield from self._prompts(questions.meaning(self.m, self.m.statement(item.ref), told=True), room, 1)
        yield from self._figure(part, room)
        yield from self._prompts(questions.implications(self.m) if self.m.mains else (), room, 2)
        yield from self._section_map(room)

    def _proofs(self, part: Part, room: _Room) -> Iterator[Item]:
        mains = self._mains(room) if part.key == self.home else ()
        room.guidance += self._roadmap_height(part)
        lemmas = self._lemmas(room)
        yield from _led("Main results", mains)
        yield from self._facts(room)
        if self.m.mains:
            yield from self._prompts(self._technique_questions(lemmas), room, _PROMPTS - 1)
        else:
            yield from self._prompts(_GENERAL_PROOF, room, 2)
        yield from _led("Key lemmas", lemmas)
        room.cited += self._rest()

    def _review(self, part: Part, room: _Room) -> Iterator[Item]:
        self._cite_mains(part, room)
        return self._prompts(questions.soundness(self.m), room, _PROMPTS)

    def _problem(self, part: Part, room: _Room) -> Iterator[Item]:
        """The problem's set-up: definitions and assumptions, and what they are for."""
        self._cite_mains(part, room)
        setting = self._setting(room, RESTATED)
        yield from self._prompts(questions.setting(self.m), room, _PROMPTS)
        yield from _led("Setting and notation", setting)

    def _open(self, part: Part, room: _Room) -> Iterator[Item]:
        self._cite_mains(part, room)
        return self._prompts(questions.open_questions(self.m), room, _PROMPTS - 1)

    def _free(self, part: Part, room: _Room) -> Iterator[Item]:
        self._cite_mains(part, room)
        m = self.m
        pools = (
            questions.implications(m),
            questions.open_questions(m),
            questions.soundness(m),
            *(questions.meaning(m, s, told=True) for s in m.mains),
        )
        pool = (
            chain(*pools)
            if m.mains
            else chain(questions.structure(m.paper), questions.open_questions(m), questions.soundness(m))
        )
        return self._prompts(pool, room, _PROMPTS - 1)

    def _cite_mains(self, part: Part, room: _Room) -> None:
        if part.key == self.home:
            room.cited += [s.id for s in self.m.mains]

    def _mains(self, room: _Room) -> tuple[Item, ...]:
        """The main results that fit, chosen from the best, in reading order; the others are cited."""
        items: list[Item] = []
        position = {s.id: i for i, s in enumerate(self.m.paper.statements)}
        for s in self.m.mains:
            share = RESTATED if items else _FIRST_MAIN
            item = self._restate(s, room, share)
            if item is None:
                room.cited.append(s.id)
            else:
                items.append(item)
        return tuple(sorted(items, key=lambda item: position[item.ref]))

    def _setting(self, room: _Room, share: float = _SETTING) -> tuple[Item, ...]:
        """The surest prerequisites that fit, in reading order; the next ones are cited after the main results.

        Of a paper without results the first definitions.
        """
        definitions = [s.id for s in self.m.paper.statements if s.kind in ("definition", "notation")]
        order = [p.id for p in self.m.needed] if self.m.mains else definitions[:_CITED_SETTING]
        sure = sorted((p for p in self.m.needed if p.strength >= _SURE), key=lambda p: -p.strength)
        before, chosen, left = room.restated, {}, []
        for id in [p.id for p in sure] if self.m.mains else order:
            s = self.m.statement(id)
            allowed = min(RESTATED, before / room.pages + share)
            item = self._restate(s, room, allowed)
            if item is None:
                left.append(id)
            else:
                chosen[id] = item
        room.cited += left[:_CITED_SETTING]
        return tuple(chosen[id] for id in order if id in chosen)

    def _lemmas(self, room: _Room) -> tuple[Item, ...]:
        """Two or three key lemmas for two pages, more for more, the heaviest that fit."""
        most = min(6, max(1, round(1.5 * room.pages)))
        items: list[Item] = []
        for s in self.m.keys:
            if len(items) < most and (item := self._restate(s, room, RESTATED)) is not None:
                items.append(item)
        return tuple(items)

    def _rest(self) -> list[str]:
        """Results (and assumptions) that the main ones rest on, heaviest first."""
        weighed = [w.id for w in self.m.graph.weights if w.depth is not None]
        order = [id for id in self.m.graph.order if is_result(self.m.statement(id))]
        return [id for id in (*weighed, *order) if id not in self.restated and id not in self.m.graph.mains]

    def _restate(self, s: Statement, room: _Room, share: float) -> Item | None:
        """The statement as an item when it fits into that share of the part; None otherwise, or when already shown."""
        height = self.ruler.statement(s, self.page)
        if s.id in self.restated or room.restated + height > share * room.pages:
            return None
        room.restated += height
        self.restated.add(s.id)
        return Item("statement", s.id, height=height)

    def _prompts(self, pool: Iterable[str], room: _Room, most: int) -> Iterator[Item]:
        """Questions not asked yet while the guidance share lasts."""
        for text in fresh(pool, self.asked, min(most, _PROMPTS - room.prompts)):
            height = self.ruler.prose(text, self.page)
            if room.guidance + height <= _GUIDANCE * room.pages:
                room.guidance += height
                room.prompts += 1
                yield Item("prompt", text=text, height=height)

    def _technique_questions(self, lemmas: tuple[Item, ...]) -> Iterator[str]:
        """Questions on the proofs; those on lemmas only where the lemma is restated here."""
        shown = tuple(s for s in self.m.keys if s.id in {item.ref for item in lemmas})
        return questions.techniques(replace(self.m, keys=shown))

    def _figure(self, part: Part, room: _Room) -> Iterator[Item]:
        """The paper's first figure once in the report, in a long part with room for it."""
        drawn = next((f for f in self.m.paper.figures if f.drawable), None)
        used = room.restated + room.guidance + _FIGURE
        if drawn and not self.drawn and part.pages >= _FIGURE_FROM and used <= _WITH_FIGURE * part.pages:
            self.drawn.append(drawn.id)
            yield Item("figure", drawn.id, height=_FIGURE)

    def offered(self) -> tuple[str, ...]:
        """Figures that no part shows: the first few that the paper has as files."""
        left = (f.id for f in self.m.paper.figures if f.drawable and f.id not in self.drawn)
        return tuple(dict.fromkeys(left))[:_OFFERED]

    def _facts(self, room: _Room) -> Iterator[Item]:
        """Where the proofs of the main results stand, if not where the results do."""
        titles = {s.number: s for s in reversed(self.m.paper.sections) if s.number}
        for main in self.m.mains[:2]:
            away = (p.section for p in main.proofs if p.section != main.section)
            section = next((titles[number] for number in away if number in titles), None)
            if section is None:
                continue
            page = f", p. {section.page}" if section.page else ""
            name = title_of(main)
            text = f"The proof of {name} stands in section {section.number}, {section.printed}{page}."
            height = self.ruler.prose(text, self.page)
            if room.guidance + height <= _GUIDANCE * room.pages:
                room.guidance += height
                yield Item("text", text=text, height=height)

    def _section_map(self, room: _Room) -> Iterator[Item]:
        """The paper's sections once in the report, where there are any and the room allows."""
        top = [s for s in self.m.paper.sections if s.level == 1]
        text = "; ".join(f"{s.number or ''} {s.printed} (p. {s.page})" for s in top)
        height = self.ruler.prose(text, self.page)
        if top and not self.mapped and room.guidance + height <= (_GUIDANCE + 0.1) * room.pages:
            self.mapped = True
            room.guidance += height
            yield Item("section-map", text="", height=height)

    def _roadmap_height(self, part: Part) -> float:
        if part.key != self.drawn_in or not self.roadmap.edges:
            return 0.0
        return min(roadmap_height(self.roadmap), 0.15 * part.pages)


_GENERAL_PROOF = (
    "Which argument of the paper comes closest to a proof, and what would complete it?",
    "Which method carries the paper, and where was it used before?",
)


def roadmap_height(roadmap: RoadMap) -> float:
    """Height of the road map's picture in pages of the report; 0.0 where there is nothing to draw."""
    if not roadmap.nodes:
        return 0.0
    rows = 1 + max(node.layer for node in roadmap.nodes)
    return round(min(_ROADMAP_MOST, _ROADMAP_FRAME + _ROADMAP_ROW * rows), 4)


def _led(lead: str, items: tuple[Item, ...]) -> Iterator[Item]:
    """The items with a lead-in on the first."""
    for i, item in enumerate(items):
        yield Item(item.kind, item.ref, lead if i == 0 else item.text, item.height)


def _leads(lead: str, count: int) -> tuple[str, ...]:
    """The lead-in of each of so many items: on the first, in the plural where there are more."""
    return tuple("" if i else lead + "s" * (count > 1) for i in range(count))
