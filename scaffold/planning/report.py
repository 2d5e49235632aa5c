"""The report's plan: what each part restates, asks and cites, so that more than half of it is left to write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from scaffold.model import Paper, Statement
from scaffold.planning import proof_steps, questions
from scaffold.planning.examples import running_example
from scaffold.planning.heights import Geometry, Ruler, geometry
from scaffold.planning.kinds import is_result
from scaffold.planning.lost_layout import without_layout
from scaffold.planning.material import Material, material
from scaffold.planning.named import Names
from scaffold.planning.notation import needed
from scaffold.planning.questions import fresh
from scaffold.planning.quotations import quotations
from scaffold.planning.spine import downward, roadmap
from scaffold.plans import Item, Notation, ProofGlance, QuoteKind, ReportPart, ReportPlan, RoadMap
from scaffold.seminar import Part, Profile

__all__ = ["RESTATED", "plan"]

RESTATED = 0.45
"""Largest share of a part that restated statements may take."""

_FIRST_MAIN = 0.6
"""The first main result may take this much of its part: without it the report has no subject."""

_SETTING = 0.2
"""Largest share of the summary that definitions and assumptions may take."""

_WITH_SETTING = 0.55
"""How full a part may be with the first of the setting, where main results take more than their share."""

_CITED_SETTING = 6
"""How many of the setting that do not fit are cited at most."""

_GUIDANCE = 0.25
"""Largest share of a part that prompts, facts and the section map may take."""

_GLANCES, _FILLED, _STEPS = 0.2, 0.75, 8
"""Largest share of a part that steps of proofs may take, of which a final report prints none; how full the part may be
with them; and the most steps of a proof."""

_QUOTED = 0.15
"""Largest share of a part that sentences of one kind may take, of which a final report prints none."""

_EXPLAINED, _WITH_EXPLAINED = 0.25, 0.65
"""Largest share of a part that sentences on notation may take, of which a final report prints none; how full the part
may be with them, which come after all else."""

_SMALL = 0.85
"""Height of a line in small type, in lines."""

_NAMED, _WITH_NAMED = 0.15, 0.75
"""Largest share of a part that what its statements name may take, of which a final report prints none; how full the
part may be with it."""

_LAST_PAGES = 4.0
"""Most pages after the draft with what its statements name and no part has space for."""

_PROMPTS = 5
"""Most questions in a part."""

_BESIDE_FORM = 2
"""Most questions in the review: its form asks ten of its own."""

_ROADMAP_ROW, _ROADMAP_FRAME, _ROADMAP_MOST = 0.055, 0.04, 0.3
"""Height of the picture in pages: for each layer, for the frame, and at most."""


_FIGURE, _FIGURE_FROM, _WITH_FIGURE = 0.4, 2.5, 0.6
"""Height of a figure with its caption in pages; the fewest pages of a part with one; how full it may get."""

_LEFT = 4
"""Most things that a sentence names."""

_OFFERED = 4
"""Most figures that are copied without being shown."""


def plan(paper: Paper, profile: Profile) -> ReportPlan:
    """What goes into each part of the report. A paper that was not ranked is ranked first.

    Restated material takes at most RESTATED of its part, everything planned less than the part's pages; no statement
    is restated twice. What does not fit is listed in `cited`, heaviest first.
    """
    planner = _Planner(material(paper, profile.language), geometry(profile.page), profile.parts)
    parts = [planner.part(part) for part in profile.parts]
    parts = list(planner.with_notation(list(planner.with_named(parts))))
    return ReportPlan(
        parts=tuple(_cited_once(parts, planner.restated)),
        roadmap=planner.roadmap,
        figures=planner.offered(),
        proofs=tuple(planner.shown),
        quotes=planner.quoted,
        notation=tuple(planner.explained),
        referred=tuple(planner.on_last_pages),
    )


def _cited_once(parts: Iterable[ReportPart], restated: set[str]) -> Iterator[ReportPart]:
    """The parts; each cites only what no part restates and no earlier part cites."""
    named = set(restated)
    for part in parts:
        yield replace(part, cited=tuple(id for id in part.cited if id not in named))
        named.update(part.cited)


@dataclass(kw_only=True)
class _Draft:
    """A part under construction: pages used for restated material and for guidance, and the number of prompts."""

    pages: float
    restated: float = 0.0
    guidance: float = 0.0
    prompts: int = 0
    cited: list[str] = field(default_factory=list)


class _Planner:
    def __init__(self, m: Material, page: Geometry, parts: tuple[Part, ...]) -> None:
        self.m, self.page = m, page
        self.ruler = Ruler(m.paper)
        self.roadmap = downward(roadmap(m.paper, m.graph))
        self.names = Names(m.paper)
        self.restated: set[str] = set()
        self.asked: set[str] = set()
        self.mapped = False
        self.drawn: list[str] = []
        self.shown: list[ProofGlance] = []
        self.quoted = quotations(m.paper)
        self.explained: list[Notation] = []
        self.on_last_pages: dict[str, float] = {}
        forms = [p.form for p in parts]
        home = next((f for f in ("summary", "proofs") if f in forms), parts[0].form)
        self.home = parts[forms.index(home)].key
        self.drawn_in = parts[forms.index("proofs")].key if "proofs" in forms else ""

    def part(self, part: Part) -> ReportPart:
        """One part of the plan."""
        draft = _Draft(pages=part.pages)
        fill = {
            "summary": self._summary,
            "review": self._review,
            "proofs": self._proofs,
            "setting": self._problem,
            "open": self._open,
        }.get(part.form, self._free)
        items = tuple(fill(part, draft))
        return ReportPart(
            key=part.key,
            title=part.title,
            pages=part.pages,
            form=part.form,
            items=items,
            cited=tuple(dict.fromkeys(draft.cited)),
        )

    def _summary(self, part: Part, draft: _Draft) -> Iterator[Item]:
        mains = self._mains(draft) if part.key == self.home else ()
        setting = self._setting(draft)
        yield from self._prompts(questions.known_before(self.m), draft, 1)
        yield from self._quotes(draft, "known", "contributions")
        if not self.m.mains:
            yield from self._prompts(questions.structure(self.m), draft, _PROMPTS - 1)
        yield from _led(self.m.say("report.setting"), setting)
        yield _NOTATION
        for lead, item in zip(self._leads(len(mains)), mains, strict=True):
            yield Item("statement", item.ref, lead, item.height)
            yield from self._prompts(questions.meaning(self.m, self.m.statement(item.ref), in_words=False), draft, 1)
        yield from self._figure(part, draft)
        yield from self._offers(draft)
        yield from self._quotes(draft, "example", "comparison")
        yield from self._prompts(questions.implications(self.m) if self.m.mains else (), draft, 2)
        yield from self._section_map(draft)

    def _proofs(self, part: Part, draft: _Draft) -> Iterator[Item]:
        mains = self._mains(draft) if part.key == self.home else ()
        draft.guidance += self._roadmap_height(part)
        lemmas = self._lemmas(draft)
        yield from _led(self.m.say("report.main-result.many"), mains)
        yield from self._facts(draft)
        yield from self._glances(draft)
        if self.m.mains:
            yield from self._prompts(self._technique_questions(lemmas), draft, _PROMPTS - 1)
        else:
            yield from self._prompts(map(self.m.say, _GENERAL_PROOF), draft, 2)
        yield from _led(self.m.say("report.key-lemmas"), lemmas)
        draft.cited += self._rest()

    def _review(self, part: Part, draft: _Draft) -> Iterator[Item]:
        self._cite_mains(part, draft)
        return self._prompts(questions.soundness(self.m), draft, _BESIDE_FORM)

    def _problem(self, part: Part, draft: _Draft) -> Iterator[Item]:
        """The setting of the problem: definitions and assumptions, and why they are needed."""
        self._cite_mains(part, draft)
        setting = self._setting(draft, RESTATED)
        yield from self._prompts(questions.setting(self.m), draft, _PROMPTS)
        yield from _led(self.m.say("report.setting"), setting)
        yield _NOTATION

    def _open(self, part: Part, draft: _Draft) -> Iterator[Item]:
        self._cite_mains(part, draft)
        yield from self._prompts(questions.open_questions(self.m), draft, _PROMPTS - 1)
        yield from self._quotes(draft, "open", "limitations")

    def _free(self, part: Part, draft: _Draft) -> Iterator[Item]:
        self._cite_mains(part, draft)
        m = self.m
        pools = (
            questions.implications(m),
            questions.open_questions(m),
            questions.soundness(m),
            *(questions.meaning(m, s, in_words=False) for s in m.mains),
        )
        pool = (
            chain(*pools)
            if m.mains
            else chain(questions.structure(m), questions.open_questions(m), questions.soundness(m))
        )
        return self._prompts(pool, draft, _PROMPTS - 1)

    def _cite_mains(self, part: Part, draft: _Draft) -> None:
        if part.key == self.home:
            draft.cited += [s.id for s in self.m.mains]

    def with_named(self, parts: Sequence[ReportPart]) -> Iterator[ReportPart]:
        """The parts with what their statements name and the report does not restate, as far as it fits."""
        hand = {self.names.form(id) for id in self.restated} | set(self.drawn)
        for part in parts:
            # What the part may still get of it, in pages; its last pages are the student's.
            filled = sum(i.height for i in part.items) + self._roadmap_height(part)
            room = [min(_NAMED * part.pages, _WITH_NAMED * part.pages - filled)]
            items = [x for i in part.items for x in (i, *self._named(i, hand, room))]
            yield replace(part, items=tuple(items))

    def with_notation(self, parts: Iterable[ReportPart]) -> Iterator[ReportPart]:
        """The parts with what introduces the symbols of the main results, once, as far as it fits beside all else."""
        for part in parts:
            items = [x for i in part.items for x in (self._notation(part) if i is _NOTATION else (i,))]
            yield replace(part, items=tuple(items))

    def _notation(self, part: ReportPart) -> Iterator[Item]:
        """The sentences as one item, without those of statements that the report shows."""
        shown: dict[str, float] = {}
        title = _SMALL * self.ruler.prose("notation", self.page)
        filled = sum(i.height for i in part.items) + self._roadmap_height(part)
        left = min(_EXPLAINED * part.pages, _WITH_EXPLAINED * part.pages - filled) - title
        for row in needed(self.m) if not self.explained else ():
            height = 0.0 if row.words in shown else _SMALL * self.ruler.prose(row.words, self.page)
            if row.statement not in self.restated and sum(shown.values()) + height <= left:
                shown.setdefault(row.words, height)
                self.explained.append(row)
        if shown:
            yield replace(_NOTATION, height=round(title + sum(shown.values()), 4))

    def _named(self, item: Item, hand: set[str], room: list[float]) -> Iterator[Item]:
        """What of the setting the item's statement names, and what that names in turn; where to find all else."""
        todo = [item.ref] if item.kind == "statement" else []
        later: list[str] = []
        left: list[str] = []
        while todo:
            for n in self.names.of(self.m.statement(todo.pop(0))):
                s = self.m.by_id.get(n.id)
                if n.id and self.names.form(n.id) in hand:
                    later += [n.words] if n.id in self.on_last_pages else []
                elif s is not None and not is_result(s) and self._named_height(s) <= room[0]:
                    room[0] -= self._named_height(s)
                    hand.add(self.names.form(n.id))
                    self.restated.add(n.id)
                    todo.append(n.id)
                    yield Item("named", n.id, height=round(self._named_height(s), 4))
                elif n.id and self._put_on_last_pages(n.id, hand):
                    later.append(n.words)
                else:
                    left.append(n.words + (self.m.say("report.page", page=s.page) if s and s.page else ""))
        for key, words in (("report.refers-to-last-pages", later), ("report.also-refers", left)):
            if words:
                names = self.m.listed(tuple(dict.fromkeys(words)), _LEFT)
                text = self.m.say(key, t=self.m.statement(item.ref), names=names)
                yield Item("text", text=text, height=self.ruler.prose(text, self.page))

    def _put_on_last_pages(self, id: str, hand: set[str]) -> bool:
        """Whether the pages after the draft have space for it; then they also get what it names, as far as it fits."""
        todo = [id]
        while todo:
            s = self.m.by_id.get(one := todo.pop(0))
            height = self._named_height(s) if s else _FIGURE
            if self.names.form(one) not in hand and sum(self.on_last_pages.values()) + height <= _LAST_PAGES:
                self.on_last_pages[one] = height
                hand.add(self.names.form(one))
                todo += [n.id for n in self.names.of(s) if n.id] if s else []
        return id in self.on_last_pages

    def _named_height(self, s: Statement) -> float:
        """A clip stays as large as it is; its title has a line."""
        scale = _SMALL if s.form == "latex" and s.shown_by == "source" else 1.0
        return scale * self.ruler.statement(s, self.page)

    def _mains(self, draft: _Draft) -> tuple[Item, ...]:
        """The main results that fit, best first, then sorted in reading order; the others are cited."""
        items: list[Item] = []
        position = {s.id: i for i, s in enumerate(self.m.paper.statements)}
        for s in self.m.mains:
            share = RESTATED if items else _FIRST_MAIN
            item = self._restate(s, draft, share)
            if item is None:
                draft.cited.append(s.id)
            else:
                items.append(item)
        return tuple(sorted(items, key=lambda item: position[item.ref]))

    def _leads(self, count: int) -> tuple[str, ...]:
        """The lead-ins of so many main results: on the first only, in the plural if there are several."""
        return tuple("" if i else self.m.language.counted("report.main-result", count) for i in range(count))

    def _setting(self, draft: _Draft, share: float = _SETTING) -> tuple[Item, ...]:
        """What of the setting fits, in reading order; the next ones are cited after the main results."""
        before, left = draft.restated, list[str]()
        chosen: dict[str, Item] = {}
        for s in self.m.setting if self.m.mains else self.m.setting[:_CITED_SETTING]:
            allowed = min(RESTATED, before / draft.pages + share)
            item = self._restate(s, draft, allowed if chosen else max(allowed, _WITH_SETTING))
            if item is None:
                left.append(s.id)
            else:
                chosen[s.id] = item
        draft.cited += left[:_CITED_SETTING]
        return tuple(chosen[s.id] for s in self.m.reading if s.id in chosen)

    def _lemmas(self, draft: _Draft) -> tuple[Item, ...]:
        """The heaviest key lemmas that fit: two or three in a part of two pages, more in a longer one."""
        most = min(6, max(1, round(1.5 * draft.pages)))
        items: list[Item] = []
        for s in self.m.keys:
            if len(items) < most and (item := self._restate(s, draft, RESTATED)) is not None:
                items.append(item)
        return tuple(items)

    def _glances(self, draft: _Draft) -> Iterator[Item]:
        """The steps of the proofs of main results, then of key lemmas, as long as they fit beside all else."""
        taken = draft.restated + max(draft.guidance, _GUIDANCE * draft.pages)
        left = min(_GLANCES * draft.pages, _FILLED * draft.pages - taken)
        known = {glance.id for glance in self.shown}
        ids = [s.id for s in (*self.m.mains, *self.m.keys) if s.proofs and s.id not in known]
        for found in proof_steps.glances(self.m.paper, ids):
            glance = proof_steps.chosen(proof_steps.in_words(found), _STEPS)
            height = self._glance_height(glance)
            if len(glance.steps) > 1 and height <= left:
                left -= height
                self.shown.append(glance)
                yield Item("proof", glance.id, height=height)

    def _quotes(self, draft: _Draft, *kinds: QuoteKind) -> Iterator[Item]:
        """What the authors say themselves, as long as it fits beside all else."""
        for kind in kinds:
            texts = [q.words for q in self.quoted if q.kind == kind]
            height = round(_SMALL * (sum(self.ruler.prose(text, self.page) for text in (kind, *texts))), 4)
            taken = draft.restated + draft.guidance + height
            if texts and height <= _QUOTED * draft.pages and taken <= _FILLED * draft.pages:
                draft.guidance += height
                yield Item("quotes", kind, height=height)

    def _offers(self, draft: _Draft) -> Iterator[Item]:
        """Where the paper has a running example, and a table in which it compares itself with other works."""
        example, table = running_example(self.m.paper), self.m.comparison
        for key, s in (("report.example", example), ("report.table", table)):
            if s is not None and s.id not in self.restated:
                where = self.m.say("report.page", page=s.page) if s.page else ""
                text = self.m.say(key, name=f"{s.title}{where}")
                height = self.ruler.prose(text, self.page)
                if draft.guidance + height <= _GUIDANCE * draft.pages:
                    draft.guidance += height
                    yield Item("text", text=text, height=height)

    def _glance_height(self, glance: ProofGlance) -> float:
        used = ((x.words, *(self.m.statement(id).title for id in x.uses), *x.trusts) for x in glance.steps)
        lines = sum(self.ruler.prose("; ".join(texts), self.page) for texts in used)
        return round(_SMALL * (lines + self.ruler.prose(glance.id, self.page)), 4)

    def _rest(self) -> list[str]:
        """Results (and assumptions) that the main results depend on, heaviest first."""
        weighed = [w.id for w in self.m.graph.weights if w.depth is not None]
        order = [id for id in self.m.graph.order if is_result(self.m.statement(id))]
        return [id for id in (*weighed, *order) if id not in self.restated and id not in self.m.graph.mains]

    def _restate(self, s: Statement, draft: _Draft, share: float) -> Item | None:
        """The statement as an item; None when it does not fit into that share of the part or is already restated."""
        height = self.ruler.statement(s, self.page)
        if s.id in self.restated or draft.restated + height > share * draft.pages:
            return None
        draft.restated += height
        self.restated.add(s.id)
        return Item("statement", s.id, height=height)

    def _prompts(self, pool: Iterable[str], draft: _Draft, most: int) -> Iterator[Item]:
        """Questions not asked yet, as long as they fit into the guidance share."""
        for text in fresh(pool, self.asked, min(most, _PROMPTS - draft.prompts), self.m.language):
            height = self.ruler.prose(text, self.page)
            if draft.guidance + height <= _GUIDANCE * draft.pages:
                draft.guidance += height
                draft.prompts += 1
                yield Item("prompt", text=text, height=height)

    def _technique_questions(self, lemmas: tuple[Item, ...]) -> Iterator[str]:
        """Questions on the proofs; on lemmas only where this part restates them."""
        shown = tuple(s for s in self.m.keys if s.id in {item.ref for item in lemmas})
        return questions.techniques(replace(self.m, keys=shown))

    def _figure(self, part: Part, draft: _Draft) -> Iterator[Item]:
        """The paper's first figure, once in the report, in a long part with enough space."""
        drawn = next((f for f in self.m.paper.figures if f.drawable), None)
        used = draft.restated + draft.guidance + _FIGURE
        if drawn and not self.drawn and part.pages >= _FIGURE_FROM and used <= _WITH_FIGURE * part.pages:
            self.drawn.append(drawn.id)
            yield Item("figure", drawn.id, height=_FIGURE)

    def offered(self) -> tuple[str, ...]:
        """Figures that no part shows: the first few that the paper has as files."""
        left = [f.id for f in self.m.paper.figures if f.drawable and f.id not in self.drawn]
        referred = [id for id in left if id in self.on_last_pages]
        return tuple(dict.fromkeys((*referred, *left)))[: max(_OFFERED, len(referred))]

    def _facts(self, draft: _Draft) -> Iterator[Item]:
        """Where the proofs of the main results are, when they are not in the section of the result."""
        titles = {s.number: s for s in reversed(self.m.paper.sections) if s.number}
        places: dict[str, list[Statement]] = {}
        for main in self.m.mains[:2]:
            away = (p.section for p in main.proofs if p.section != main.section)
            if number := next((number for number in away if number in titles), None):
                places.setdefault(number, []).append(main)
        for number, proved in places.items():
            section, keys = titles[number], _PROVED_IN[len(proved) > 1]
            names = self.m.listed(proved, len(proved))
            garbled = proved[0].form == "text" and any(without_layout(section.printed.split()))
            where = number if garbled else f"{number}, {section.printed}"
            text = self.m.say(keys[section.page is not None], t=names, section=where, page=section.page or 0)
            height = self.ruler.prose(text, self.page)
            if draft.guidance + height <= _GUIDANCE * draft.pages:
                draft.guidance += height
                yield Item("text", text=text, height=height)

    def _section_map(self, draft: _Draft) -> Iterator[Item]:
        """The paper's sections, once in the report, if there are any and they fit."""
        top = [s for s in self.m.paper.sections if s.level == 1]
        text = "; ".join(f"{s.number or ''} {s.printed} (p. {s.page})" for s in top)
        height = self.ruler.prose(text, self.page)
        if top and not self.mapped and draft.guidance + height <= (_GUIDANCE + 0.1) * draft.pages:
            self.mapped = True
            draft.guidance += height
            yield Item("section-map", text="", height=height)

    def _roadmap_height(self, part: Part | ReportPart) -> float:
        if part.key != self.drawn_in or not self.roadmap.edges:
            return 0.0
        return min(roadmap_height(self.roadmap), 0.15 * part.pages)


_PROVED_IN = (("report.proof-in", "report.proof-on"), ("report.proofs-in", "report.proofs-on"))
"""Where one main result and several are proved, without and with the page."""

_NOTATION = Item("notation")
"""Where a part explains notation if space is left."""

_GENERAL_PROOF = ("ask.closest", "ask.method")


def roadmap_height(roadmap: RoadMap) -> float:
    """Height of the road map's picture in pages of the report; 0.0 when there is nothing to draw."""
    if not roadmap.nodes:
        return 0.0
    rows = 1 + max(node.layer for node in roadmap.nodes)
    return round(min(_ROADMAP_MOST, _ROADMAP_FRAME + _ROADMAP_ROW * rows), 4)


def _led(lead: str, items: tuple[Item, ...]) -> Iterator[Item]:
    """The items, the first one with a lead-in."""
    for i, item in enumerate(items):
        yield Item(item.kind, item.ref, lead if i == 0 else item.text, item.height)
