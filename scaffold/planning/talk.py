"""The talk's plan: one outline for every length, with seconds that add up to the minutes, and an order for skipping."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from scaffold.model import Figure, Paper, Section, Statement
from scaffold.planning import chains, proof_steps, questions, remarks
from scaffold.planning.at_hand import linked
from scaffold.planning.backup_slides import backup_slides
from scaffold.planning.conventions import conventions
from scaffold.planning.examples import running_example
from scaffold.planning.kinds import name_of
from scaffold.planning.material import Material, material
from scaffold.planning.minutes import Share, kept, shared
from scaffold.planning.notation import needed
from scaffold.planning.questions import fresh
from scaffold.planning.rank import MOST_MAINS
from scaffold.planning.slide_lines import BESIDE, FULL, SlideRuler
from scaffold.planning.slide_quotes import SlideQuotes
from scaffold.planning.spine import downward, roadmap
from scaffold.planning.words import as_latex, citations, references
from scaffold.plans import Item, Layout, Notation, ProofGlance, ProofStep, Slide, TalkPlan
from scaffold.seminar import Profile

__all__ = ["plan"]

_PAIRED = 9.0
"""Most lines of two definitions that share a slide."""

_SPINE: dict[str, tuple[str, Share]] = {
    "title": ("slides.section.introduction", Share(20, 10, 0)),
    "question": ("slides.section.introduction", Share(130, 100, 0)),
    "known": ("slides.section.introduction", Share(130, 120, 9)),
    "setting-1": ("slides.section.setting", Share(140, 130, 2)),
    "setting-2": ("slides.section.setting", Share(140, 130, 10)),
    "setting-3": ("slides.section.setting", Share(140, 130, 14)),
    "notation": ("slides.section.setting", Share(120, 110, 9)),
    "structure": ("slides.section.results", Share(140, 120, 2)),
    "claim-1": ("slides.section.results", Share(180, 140, 0)),
    "claim-2": ("slides.section.results", Share(150, 130, 5)),
    "claim-3": ("slides.section.results", Share(150, 130, 7)),
    "claim-4": ("slides.section.results", Share(150, 130, 10)),
    "main-1": ("slides.section.results", Share(190, 160, 0)),
    "main-2": ("slides.section.results", Share(130, 80, 0)),
    "main-3": ("slides.section.results", Share(130, 80, 5)),
    "main-4": ("slides.section.results", Share(130, 80, 6)),
    "meaning-1": ("slides.section.results", Share(130, 120, 16)),
    "meaning-2": ("slides.section.results", Share(130, 120, 18)),
    "meaning-3": ("slides.section.results", Share(130, 120, 20)),
    "meaning-4": ("slides.section.results", Share(130, 120, 21)),
    "corollary": ("slides.section.results", Share(140, 130, 11)),
    "example": ("slides.section.results", Share(130, 120, 8)),
    "implications": ("slides.section.results", Share(140, 130, 17)),
    "comparison": ("slides.section.results", Share(140, 130, 16)),
    "comparison-table": ("slides.section.results", Share(140, 120, 8)),
    "figure": ("slides.section.results", Share(130, 120, 12)),
    "roadmap": ("slides.section.proof", Share(160, 130, 1)),
    "key-1": ("slides.section.proof", Share(160, 145, 4)),
    "key-2": ("slides.section.proof", Share(150, 145, 7)),
    "key-3": ("slides.section.proof", Share(150, 145, 13)),
    "key-4": ("slides.section.proof", Share(150, 145, 21)),
    "key-5": ("slides.section.proof", Share(150, 145, 22)),
    "key-6": ("slides.section.proof", Share(150, 145, 23)),
    "idea-1": ("slides.section.proof", Share(190, 150, 3)),
    "idea-1b": ("slides.section.proof", Share(150, 140, 5)),
    "idea-2": ("slides.section.proof", Share(190, 150, 14)),
    "idea-2b": ("slides.section.proof", Share(150, 130, 14)),
    "idea-3": ("slides.section.proof", Share(190, 150, 15)),
    "idea-3b": ("slides.section.proof", Share(150, 130, 16)),
    "idea-4": ("slides.section.proof", Share(190, 150, 16)),
    "idea-4b": ("slides.section.proof", Share(150, 130, 17)),
    "limits": ("slides.section.discussion", Share(130, 120, 12)),
    "review": ("slides.section.discussion", Share(130, 120, 8)),
    "questions": ("slides.section.discussion", Share(20, 5, 0)),
    "references": ("slides.section.discussion", Share(10, 5, 7)),
}
"""Every slide a talk can have: the key of its section and its share of the time (in seconds, for half an hour).

What is skipped last is the spine of the proof: road map (without one, the idea), idea and the first key lemma; of the
main results, the third and fourth come after them. A slide takes two minutes or
more on average, so that a student can explain it.
"""

_CONSIDERED = 8
"""How many prerequisites are considered for the slides on the setting."""

_QUOTED = 2
"""Most sentences of the authors on a slide; on the one that says what the paper is about, one more."""

_SPARE = 10
"""From this place in the order of skipping on, a slide without anything of the paper is there for spare time only."""

_CONVENTIONS = 3
"""Most sentences on the subject of the main results on a slide."""

_STEPS = 5
"""Most steps of a proof on its slide."""

_REFERENCES = 8


@dataclass(frozen=True, slots=True)
class _Draft:
    """A slide before its seconds are known."""

    slide: Slide
    share: Share


def plan(paper: Paper, profile: Profile, minutes: int | None = None, wanted: Sequence[str] = ()) -> TalkPlan:
    """Slides for that many minutes (None: the profile's), backup last. A paper that was not ranked is ranked first.

    The seconds add up to exactly 60 times the minutes. Short talks omit slides in the same order as `cut`. The backup
    is an index of up to 10 questions with a slide for each answer that the talk does not show, and one for each of the
    statements wanted. Raises ValueError for less than one minute.
    """
    total = 60 * (profile.minutes if minutes is None else minutes)
    if total < 60:
        raise ValueError("a talk takes at least one minute")
    spine = _Spine(material(paper, profile.language), total // 60, profile.questions)
    drafts = tuple(spine.drafts())
    chosen = _chosen(drafts, total)
    seconds = shared([d.share for d in chosen], total)
    slides = [replace(d.slide, seconds=n) for d, n in zip(chosen, seconds, strict=True)]
    slides = spine.judged(_cut_order(slides, [d.share for d in chosen]))
    every = linked(paper, (*slides, *backup_slides(spine.m, slides, wanted)), len(slides), profile.language)
    return TalkPlan(total // 60, every, spine.roadmap, profile.questions)


def _chosen(drafts: Sequence[_Draft], total: int) -> list[_Draft]:
    """The slides of a talk of that many seconds, in order; one that only asks what few talks ask fills spare time."""
    asking = [d for d in drafts if d.share.keep >= _SPARE and all(i.kind == "prompt" for i in d.slide.items)]
    rest = [d for d in drafts if d not in asking]
    chosen = [rest[i] for i in kept([d.share for d in rest], total)]
    for draft in sorted(asking, key=lambda d: d.share.keep):
        if sum(d.share.wanted for d in (*chosen, draft)) <= total:
            chosen.append(draft)
    return [d for d in drafts if d in chosen]


def _cut_order(slides: Sequence[Slide], shares: Sequence[Share]) -> list[Slide]:
    """Numbers the slides that may be skipped: 1 is skipped first."""
    loose = sorted((i for i, s in enumerate(shares) if s.keep), key=lambda i: (-shares[i].keep, -i))
    order = {position: n for n, position in enumerate(loose, start=1)}
    return [replace(slide, cut=order.get(i)) for i, slide in enumerate(slides)]


class _Spine:
    """All slides that a talk of this many minutes could have, in speaking order; questions are minutes too."""

    def __init__(self, m: Material, minutes: int, questions: int) -> None:
        self.m, self.minutes, self.questions = m, minutes, questions
        self.ruler = SlideRuler(m.paper)
        self.shown: set[str] = set()
        self.roadmap = downward(roadmap(m.paper, m.graph))
        self.asked: set[str] = set()
        self.quotes = SlideQuotes(m)
        self.mains = m.mains[:MOST_MAINS]
        self.keys = tuple(s for s in m.keys if s.kind != "corollary" or m.graph.users(s.id))[
            : self._count(1, 20, 30, 60, 75, 85)
        ]
        self.depth = self._count(1, 30, 60, 80)

    def _count(self, *thresholds: int) -> int:
        """How many of the thresholds (in minutes) the talk reaches."""
        return sum(1 for t in thresholds if self.minutes >= t)

    def drafts(self) -> Iterator[_Draft]:
        """The slides, in speaking order."""
        yield from self._opening()
        yield from self._setting()
        yield from self._results()
        yield from self._proofs()
        yield from self._closing()

    def _opening(self) -> Iterator[_Draft]:
        yield self._draft("title", "title", self.m.paper.title, say=self.m.say("say.title"))
        why = self._ask(questions.subject(self.m), 2)
        most = _QUOTED + 1 if self.mains else 1
        say, shown = self.m.say("say.question"), (*self.quotes.items("contributions", most), *_prompts(why))
        yield self._draft("question", "text", self.m.say("slides.question"), shown, say=say)
        if quoted := self.quotes.items("known", _QUOTED):  # questions alone would not help
            known = self._ask((*questions.known_before(self.m), *questions.novelty(self.m)), 2)
            shown = (*quoted, *_prompts(known))
            yield self._draft("known", "text", self.m.say("slides.known"), shown, say=self.m.say("say.known"))
        if not self.mains:
            yield from self._without_results()

    def _without_results(self) -> Iterator[_Draft]:
        """The body of a talk on a paper that states no result: its structure and its sections' claims."""
        if any(s.level == 1 for s in self.m.paper.sections):
            say = self.m.say("say.structure")
            yield self._draft("structure", "text", self.m.say("slides.organized"), (Item("section-map"),), say=say)
        say = self.m.say("say.claim")
        shown = (*self.quotes.items("contributions", after=1), *_prompts((self.m.say("ask.contribution"),)))
        yield self._draft("claim-1", "text", self.m.say("slides.contribution"), shown, say=say)
        table = self.m.comparison
        if table is not None and self.ruler.legible(table):
            yield self._tabled(table, self.m.say("ask.row", table=table))
        for n, section in enumerate(questions.working(self.m.paper.sections), start=2):
            shown = self._of_section(section)
            more = () if shown else (self.m.say("ask.shows-it"),)
            asked = _prompts((questions.on_section(self.m, section), *more))
            layout: Layout = "statement" if any(i.kind == "statement" for i in shown) else "figure" if shown else "text"
            yield self._draft(f"claim-{n}", layout, section.printed, (*shown, *asked), say=say, page=section.page)

    def _of_section(self, section: Section) -> tuple[Item, ...]:
        """A section's first figure, else its first statement that leaves space for a question; () if there is none."""
        drawn = (Item("figure", f.id) for f in self.m.paper.figures if f.drawable and _within(f, section))
        stated = (
            Item("statement", s.id)
            for s in self.m.paper.statements
            if _within(s, section) and self.ruler.lines(s) <= BESIDE
        )
        shown = tuple(islice((i for i in (*drawn, *stated) if i.ref not in self.shown), 1))
        self.shown |= {i.ref for i in shown}
        return shown

    def _setting(self) -> Iterator[_Draft]:
        """Definitions and assumptions: two short ones on one slide, one alone with a question, a long one alone.

        In reading order; where time is short, what is least sure is left out.
        """
        groups, sure = self._needed(), [s.id for s in self.m.setting]
        ranked = enumerate(sorted(groups, key=lambda group: min(sure.index(s.id) for s in group)), start=1)
        numbers = {group: n for n, group in ranked}
        for group in groups:
            n = numbers[group]
            items = tuple(Item("statement", s.id) for s in group)
            layout: Layout = "two-column" if len(group) == 2 else "statement"
            title = self.m.say("report.setting") if len(group) == 2 else name_of(group[0])
            self.shown |= {s.id for s in group}
            say = self.m.say("say.setting", names=self.m.listed(group))
            short = len(group) == 1 and self.ruler.lines(group[0]) <= BESIDE
            asked = _prompts(self._ask(questions.on_setting(self.m, group[0]), 1)) if short else ()
            shown = (*items[:1], *asked)
            yield self._draft(f"setting-{n}", layout, title, shown, right=items[1:], say=say, page=group[0].page)
        if self.mains:
            yield from self._notation(bool(groups))

    def _notation(self, set_up: bool) -> Iterator[_Draft]:
        """What introduces the symbols of the main results beyond the setting; without both, sentences on their subject.

        Nothing where the paper has none of these: a question alone would not help.
        """
        rows, main, say = self._explained(), self.mains[0], self.m.say("say.notation")
        id, title = ("notation", "slides.notation") if set_up else ("setting-1", "report.setting")
        if rows:
            draft = self._draft(
                id, "statement", self.m.say(title), (Item("notation"),), say=say, page=_first_page(rows)
            )
            yield replace(draft, slide=replace(draft.slide, notation=rows))
        elif not set_up and (found := conventions(self.m, _CONVENTIONS)):
            stated = tuple(
                self.quotes.attributed(p.body, p.form, self.quotes.where(p), again=n > 0) for n, p in enumerate(found)
            )
            page = found[0].pages[0] if found[0].pages else main.page
            about = (*stated, *_prompts((self.m.say("ask.objects", t=main),)))
            yield self._draft(id, "text", self.m.say(title), about, say=say, page=page)

    def _explained(self) -> tuple[Notation, ...]:
        """The symbols that a slide has room to explain, without those of the setting; () for fewer than two."""
        heights: dict[str, float] = {}
        rows: list[Notation] = []
        for row in needed(self.m):
            height = 0.0 if row.words in heights else self.ruler.meaning(row)
            named = {r.name for r in rows}
            if row.statement not in self.shown and row.name not in named and sum(heights.values()) + height <= FULL:
                heights.setdefault(row.words, height)
                rows.append(row)
        return tuple(rows) if len(rows) > 1 else ()

    def _needed(self) -> list[tuple[Statement, ...]]:
        """What of the setting fits, in reading order, short ones in pairs."""
        most = 1 + self._count(25, 30)
        groups: list[tuple[Statement, ...]] = []
        chosen: set[str] = set()
        order = self.m.reading
        for s in (s for s in self.m.setting[:_CONSIDERED] if s.id not in self.shown):
            trial = list(_pairs([x for x in order if x.id in chosen or x.id == s.id], self._fit))
            if len(trial) <= most:
                groups, chosen = trial, chosen | {s.id}
        return groups

    def _fit(self, one: Statement, other: Statement) -> bool:
        return self.ruler.lines(one) + self.ruler.lines(other) <= _PAIRED

    def _results(self) -> Iterator[_Draft]:
        position = {s.id: i for i, s in enumerate(self.m.paper.statements)}
        ranked = list(enumerate(self.mains, start=1))
        for n, main in sorted(ranked, key=lambda pair: position[pair[1].id]):
            say = self.m.say("say.main", t=main)
            asked = _prompts(self._ask(questions.meaning(self.m, main), 3))
            example = self.m.say("say.example", t=main)
            shown, page = (Item("statement", main.id),), main.page
            if self.ruler.lines(main) <= BESIDE:
                both = (*shown, *asked[:2])
                yield self._draft(f"main-{n}", "statement", name_of(main), both, say=f"{say} {example}", page=page)
                continue
            yield self._draft(f"main-{n}", "statement", name_of(main), shown, say=say, page=page)
            comment = self._commented(main)
            layout: Layout = "statement" if comment else "text"
            both = (*comment, *asked[: 2 if comment else 3])
            yield self._draft(f"meaning-{n}", layout, self.m.say("slides.says", t=main), both, say=example, page=page)
        if self.mains:
            yield from self._around_results(self.mains[0])

    def _commented(self, main: Statement) -> tuple[Item, ...]:
        """The first of the authors' comments on a main result that leaves space for questions; () if there is none."""
        known = {*self.shown, *(s.id for s in (*self.mains, *self.keys))}
        for s in remarks.comments(self.m, main):
            if s.id not in known and self.ruler.lines(s) <= BESIDE:
                self.shown.add(s.id)
                return (Item("statement", s.id),)
        return ()

    def _around_results(self, main: Statement) -> Iterator[_Draft]:
        yield from self._exemplified(main)
        yield self._implied(main)
        yield self._compared(main)
        figure = next((f for f in self.m.paper.figures if f.drawable), None)
        if figure is not None and self._count(20):
            title = self.m.say("figure", number=figure.number) if figure.number else self.m.say("slides.figure")
            say = self.m.say("say.figure", t=main)
            yield self._draft("figure", "figure", title, (Item("figure", figure.id),), say=say, page=figure.page)

    def _exemplified(self, main: Statement) -> Iterator[_Draft]:
        """The paper's running example, where it has one, with what the main result says there."""
        example, title, say = running_example(self.m.paper), self.m.say("slides.example"), self.m.say("say.running")
        if example is not None and example.id not in self.shown and self.ruler.lines(example) <= FULL:
            self.shown.add(example.id)
            short = self.ruler.lines(example) <= BESIDE
            asked = _prompts((self.m.say("ask.in-example", t=main, example=example),) if short else ())
            shown = (Item("statement", example.id), *asked)
            yield self._draft("example", "statement", title, shown, say=say, page=example.page)
        elif example is None and (quoted := self.quotes.items("example")):
            asked = _prompts((self.m.say("ask.in-that-example", t=main),))
            yield self._draft("example", "text", title, (*quoted, *asked), say=say)

    def _compared(self, main: Statement) -> _Draft:
        """How the paper compares with other works: its own table, else what the authors say; with questions."""
        rows = (self.m.say("ask.compare-with", t=main), *questions.compared(self.m, main))
        table = self.m.comparison
        if table is not None and self.ruler.legible(table):
            return self._tabled(table, self.m.say("ask.table", table=table, t=main))
        if table is not None:
            rows = (self.m.say("ask.table", table=f"{table.title}{self._on(table)}", t=main), *rows[1:])
        title, say = self.m.say("slides.compares"), self.m.say("say.comparison")
        shown = (*self.quotes.items("comparison", _QUOTED), *_prompts(rows))
        return self._draft("comparison", "text", title, shown, say=say, page=main.page)

    def _tabled(self, table: Statement, question: str) -> _Draft:
        """The paper's own comparison, which needs the room; the notes ask a question on it."""
        title, say = self.m.say("slides.table-compares", table=table), f"{question} {self.m.say('say.comparison')}"
        shown = (Item("statement", table.id),)
        return self._draft("comparison-table", "statement", title, shown, say=say, page=table.page)

    def _on(self, s: Statement) -> str:
        return self.m.say("report.page", page=s.page) if s.page else ""

    def _implied(self, main: Statement) -> _Draft:
        """What follows from the main results: a corollary with a question on it, or questions alone."""
        say, title = self.m.say("say.implications", t=main), self.m.say("slides.implies")
        same = self.m.graph.stands_for
        elsewhere = {same.get(id, id) for id in (*self.shown, *(s.id for s in (*self.mains, *self.keys)))}
        fitting = (s for s in questions.corollaries(self.m) if self.ruler.lines(s) <= BESIDE)
        corollary = next((s for s in fitting if same[s.id] not in elsewhere), None)
        asked = _prompts(self._ask(questions.implications(self.m), 1 if corollary else 3))
        if corollary is None:
            comment = self._commented(main)
            further = None if comment else self._further(elsewhere)
            if further is not None:
                return further
            layout: Layout = "statement" if comment else "text"
            return self._draft("implications", layout, title, (*comment, *asked), say=say)
        shown = (Item("statement", corollary.id), *asked)
        return self._draft("corollary", "statement", title, shown, say=say, page=corollary.page)

    def _further(self, elsewhere: set[str]) -> _Draft | None:
        """The best theorem or proposition that no other slide shows; None if there is none."""
        rest = (s for s in self.m.paper.statements if s.kind in ("theorem", "proposition") and s.restates is None)
        left = [s for s in rest if s.rank is not None and self.m.graph.stands_for[s.id] not in elsewhere]
        if not left:
            return None
        best = max(left, key=lambda s: s.rank or 0.0)
        asked = _prompts((self.m.say("ask.says-more", t=best, other=self.mains[0]),))
        shown = (Item("statement", best.id), *(asked if self.ruler.lines(best) <= BESIDE else ()))
        say = self.m.say("say.main", t=best)
        return self._draft("implications", "statement", name_of(best), shown, say=say, page=best.page)

    def _proofs(self) -> Iterator[_Draft]:
        main = self.m.spine
        if main is None:
            return
        if self.roadmap.edges:
            say, page = self.m.say("say.roadmap", t=main), _proof_page(self.m, main)
            yield self._draft("roadmap", "roadmap", self.m.say("slides.roadmap"), say=say, page=page)
        yield from self._key_lemmas()
        for n, draft in enumerate(self._details()):
            last = n == 0 and not self.roadmap.edges
            yield replace(draft, share=replace(draft.share, keep=1)) if last else draft

    def _key_lemmas(self) -> Iterator[_Draft]:
        for n, key in enumerate((k for k in self.keys if k.id not in self.shown), start=1):
            users = [self.m.statement(id) for id in self.m.graph.users(key.id)]
            used = self.m.say("say.used-for", names=self.m.listed(users)) if users else self.m.say("say.where-used")
            say = f"{used} {self.m.say('say.lemma')}"
            asked = self._ask(questions.on_lemma(self.m, key, n - 1), 1) if self.ruler.lines(key) <= BESIDE else ()
            shown, here = (Item("statement", key.id), *_prompts(asked)), self._place(key)
            yield self._draft(f"key-{n}", "statement", name_of(key), shown, say=say, page=key.page, here=here)

    def _details(self) -> Iterator[_Draft]:
        """The idea of the proof of the spine, step by step; longer talks show others, too.

        Where that proof is a single step, which only applies lemmas, the proof of one of these takes its place.
        """
        spine = [s for s in (self.m.spine,) if s is not None]
        others = [s for s in (*self.keys, *self.mains) if self.m.proofs(s) and s not in spine]
        found = proof_steps.glances(self.m.paper, [s.id for s in (*spine, *others)])
        glances = dict(zip((*spine, *others), found, strict=True))
        order = sorted(glances, key=lambda s: not (self._parts(s, glances[s]) or self._course(s, glances[s])))
        for n, s in enumerate(order[: self.depth], start=1):
            if n == 1 or self._parts(s, glances[s]) or self._course(s, glances[s]):
                yield from self._idea(s, glances[s], n)

    def _parts(self, s: Statement, glance: ProofGlance) -> tuple[tuple[ProofStep, ...], ...]:
        return chains.on_slides(glance, self.ruler, 2) if s.form == "latex" else ()

    def _idea(self, s: Statement, glance: ProofGlance, n: int) -> Iterator[_Draft]:
        """The course of one proof with its formulas on one slide or two; else questions that lead through it."""
        reasons = questions.steps(self.m, s)
        ends = tuple(dict.fromkeys((*reasons[:1], *reasons[-1:])))
        say = self.m.say("say.idea")
        title, page, here = self.m.say("slides.idea", t=s), _proof_page(self.m, s), self._place(s)
        parts = self._parts(s, glance)
        for part, id, name in zip(
            parts, (f"idea-{n}", f"idea-{n}b"), (title, self.m.say("slides.continued", title=title)), strict=False
        ):
            shown = (Item("proof", s.id), *(_prompts(ends[-1:]) if part is parts[-1] else ()))
            draft = self._draft(id, "statement", name, shown, say=self.m.say("say.steps"), page=page, here=here)
            yield replace(draft, slide=replace(draft.slide, steps=part))
        if not parts:
            course = self._course(s, glance)
            first = () if course or self.roadmap.edges else self._ask(questions.techniques(replace(self.m, keys=())), 1)
            steps = (*course, *_prompts(ends if course else (*first, *reasons)))
            yield self._draft(f"idea-{n}", "text", title, steps, say=say, page=page, here=here)

    def _course(self, s: Statement, glance: ProofGlance) -> tuple[Item, ...]:
        """The most important steps of a proof read from pages, in the paper's words; () for a proof in one step."""
        if s.form == "latex":
            return ()
        steps = chains.quoted(glance, _STEPS)
        return tuple(Item("text", text=self._step(replace(x, words=as_latex(x.words)))) for x in steps)

    def _step(self, step: ProofStep) -> str:
        """ "“It remains to bound $x$ …” (p. 7; by Lemma 3)": a step on a slide."""
        page = self.m.language.on(step.pages)
        shown = references(step.words)
        used = (self.m.statement(id) for id in step.uses)
        named = [u for u in used if u.title not in step.words and not set(u.labels) & set(shown)]
        where = (page, self.m.say("slides.by", names=self.m.listed(named)) if named else "")
        after = "; ".join(filter(None, where))
        return self.m.say("names.term", name=step.words) + (f" ({after})" if after else "")

    def _place(self, s: Statement) -> str:
        """The box of the road map for a statement; "" when it is not on the map, or the map has no edges."""
        box = self.m.graph.stands_for[s.id]
        return box if self.roadmap.edges and box in {node.id for node in self.roadmap.nodes} else ""

    def _closing(self) -> Iterator[_Draft]:
        limits = _prompts(self._ask(questions.soundness(self.m), 2))
        shown = self.quotes.items("limitations", _QUOTED) or self.quotes.items("open", _QUOTED) or self._left_open()
        if shown:
            say = self.m.say("say.limits")
            layout: Layout = "statement" if any(i.kind == "statement" for i in shown) else "text"
            yield self._draft("limits", layout, self.m.say("slides.limits"), (*shown, *limits), say=say)
        opened = _prompts(self._ask(questions.open_questions(self.m), 2 if shown else 1))
        verdict = (*_prompts((self.m.say("ask.judgement"),)), *(() if shown else limits), *opened)
        yield self._draft("review", "text", self.m.say("slides.review"), verdict, say=self.m.say("say.review"))
        length = f"{self.m.say('say.length', n=self.questions)} " if self.questions else ""
        say = f"{length}{self.m.say('say.questions')}"
        yield self._draft("questions", "section", self.m.say("slides.questions"), say=say)
        if works := self._references():  # the paper itself is on the first slide
            say = self.m.say("say.references")
            yield self._draft("references", "references", self.m.say("slides.references"), works, say=say)

    def judged(self, slides: Sequence[Slide]) -> list[Slide]:
        """The slides with what the authors say that no other slide shows on the one with the student's judgement."""
        left = self.quotes.left(slides, _QUOTED)
        return [replace(s, items=(*left, *s.items)) if s.id == "review" else s for s in slides]

    def _left_open(self) -> tuple[Item, ...]:
        """The first conjecture or question of the paper that leaves space for questions on it; () if there is none."""
        known = {*self.shown, *(s.id for s in (*self.mains, *self.keys))}
        short = (s for s in remarks.left_open(self.m) if s.id not in known and self.ruler.lines(s) <= BESIDE)
        return tuple(Item("statement", s.id) for s in islice(short, 1))

    def _references(self) -> tuple[Item, ...]:
        """The works that the shown statements and quotations cite, else those that the proofs of the statements do."""
        known = {r.key for r in self.m.paper.references}
        shown = (*self.mains, *self.keys, *(self.m.statement(p.id) for p in self.m.needed))
        said = (q.words for kind in ("known", "comparison") for q in self.quotes.listed(kind, _QUOTED))
        texts = (*(f"{s.name or ''} {s.body}" for s in shown), *said)
        proofs = (p.body for s in shown for p in s.proofs)
        found = ([key for text in some for key in citations(text) if key in known] for some in (texts, proofs))
        keys = dict.fromkeys(next(filter(None, found), ()))
        return tuple(Item("reference", key) for key in list(keys)[:_REFERENCES])

    def _draft(
        self,
        id: str,
        layout: Layout,
        title: str,
        items: tuple[Item, ...] = (),
        right: tuple[Item, ...] = (),
        *,
        say: str,
        page: int | None = None,
        here: str = "",
    ) -> _Draft:
        section, share = _SPINE[id]
        return _Draft(
            Slide(
                id=id,
                layout=layout,
                title=title,
                section=self.m.say(section),
                seconds=0,
                items=items,
                right=right,
                prompt=say,
                page=page,
                here=here,
            ),
            share,
        )

    def _ask(self, pool: Iterable[str], most: int) -> tuple[str, ...]:
        return fresh(pool, self.asked, most, self.m.language)


def _within(shown: Figure | Statement, section: Section) -> bool:
    """Whether a figure or statement is in a section or one of its subsections."""
    return bool(section.number and shown.section) and f"{shown.section}.".startswith(f"{section.number}.")


def _prompts(texts: Iterable[str]) -> tuple[Item, ...]:
    return tuple(Item("prompt", text=text) for text in texts)


def _first_page(rows: Sequence[Notation]) -> int | None:
    return next((row.pages[0] for row in rows if row.pages), None)


def _pairs(rows: Sequence[Statement], fit: Callable[[Statement, Statement], bool]) -> Iterator[tuple[Statement, ...]]:
    """Pairs of neighbours that fit on one slide; every other one alone; in order."""
    waiting: Statement | None = None
    for s in rows:
        if waiting is not None and fit(waiting, s):
            yield (waiting, s)
            waiting = None
            continue
        yield from ((waiting,),) if waiting else ()
        waiting = s
    if waiting is not None:
        yield (waiting,)


def _proof_page(m: Material, s: Statement) -> int | None:
    """The page of the section with the proof, where that is not the statement's section; else the statement's page."""
    pages = {x.number: x.page for x in reversed(m.paper.sections) if x.number}
    moved = [pages.get(p.section) for p in m.proofs(s) if p.section is not None and p.section != s.section]
    return next((page for page in moved if page is not None), s.page)
