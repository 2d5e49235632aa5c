"""The talk's plan: one outline for every length, with seconds that add up to the minutes, and an order for skipping."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from scaffold.model import Figure, Paper, Section, Statement
from scaffold.planning import questions, remarks
from scaffold.planning.at_hand import linked
from scaffold.planning.backup_slides import backup_slides
from scaffold.planning.conventions import conventions
from scaffold.planning.examples import running_example
from scaffold.planning.kinds import name_of
from scaffold.planning.material import material
from scaffold.planning.minutes import Share, kept, shared
from scaffold.planning.notation import needed
from scaffold.planning.slide_lines import BESIDE, FULL
from scaffold.planning.talk_drafts import Draft, TalkDrafts, prompts
from scaffold.planning.talk_proofs import proof_slides
from scaffold.planning.words import citations
from scaffold.plans import Item, Layout, Notation, Slide, TalkPlan
from scaffold.seminar import Profile

__all__ = ["plan"]

_PAIRED = 9.0
"""Most lines of two definitions that share a slide."""

_CONSIDERED = 8
"""How many prerequisites are considered for the slides on the setting."""

_QUOTED = 2
"""Most sentences of the authors on a slide; on the one that says what the paper is about, one more."""

_SPARE = 10
"""From this place in the order of skipping on, a slide without anything of the paper is there for spare time only."""

_CONVENTIONS = 3
"""Most sentences on the subject of the main results on a slide."""

_REFERENCES = 8


def plan(paper: Paper, profile: Profile, minutes: int | None = None, wanted: Sequence[str] = ()) -> TalkPlan:
    """Slides for that many minutes (None: the profile's), backup last. A paper that was not ranked is ranked first.

    The seconds add up to exactly 60 times the minutes. Short talks omit slides in the same order as `cut`. The backup
    is an index of up to 10 questions with a slide for each answer that the talk does not show, and one for each of the
    statements wanted. Raises ValueError for less than one minute.
    """
    total = 60 * (profile.minutes if minutes is None else minutes)
    if total < 60:
        raise ValueError("a talk takes at least one minute")
    talk = _Talk(material(paper, profile.language), total // 60, profile.questions)
    drafts = tuple(talk.drafts())
    chosen = _chosen(drafts, total)
    seconds = shared([d.share for d in chosen], total)
    slides = [replace(d.slide, seconds=n) for d, n in zip(chosen, seconds, strict=True)]
    slides = talk.judged(_cut_order(slides, [d.share for d in chosen]))
    every = linked(paper, (*slides, *backup_slides(talk.m, slides, wanted)), len(slides), profile.language)
    return TalkPlan(total // 60, every, talk.roadmap, profile.questions)


def _chosen(drafts: Sequence[Draft], total: int) -> list[Draft]:
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


class _Talk(TalkDrafts):
    """All slides that a talk of this many minutes could have, in speaking order; questions are minutes too."""

    def drafts(self) -> Iterator[Draft]:
        """The slides, in speaking order."""
        yield from self._opening()
        yield from self._setting()
        yield from self._results()
        yield from proof_slides(self)
        yield from self._closing()

    def _opening(self) -> Iterator[Draft]:
        yield self.draft("title", "title", self.m.paper.title, say=self.m.say("say.title"))
        why = self.ask(questions.subject(self.m), 2)
        most = _QUOTED + 1 if self.mains else 1
        say, shown = self.m.say("say.question"), (*self.quotes.items("contributions", most), *prompts(why))
        yield self.draft("question", "text", self.m.say("slides.question"), shown, say=say)
        if quoted := self.quotes.items("known", _QUOTED):  # questions alone would not help
            known = self.ask((*questions.known_before(self.m), *questions.novelty(self.m)), 2)
            shown = (*quoted, *prompts(known))
            yield self.draft("known", "text", self.m.say("slides.known"), shown, say=self.m.say("say.known"))
        if not self.mains:
            yield from self._without_results()

    def _without_results(self) -> Iterator[Draft]:
        """The body of a talk on a paper that states no result: its structure and its sections' claims."""
        if any(s.level == 1 for s in self.m.paper.sections):
            say = self.m.say("say.structure")
            yield self.draft("structure", "text", self.m.say("slides.organized"), (Item("section-map"),), say=say)
        say = self.m.say("say.claim")
        shown = (*self.quotes.items("contributions", after=1), *prompts((self.m.say("ask.contribution"),)))
        yield self.draft("claim-1", "text", self.m.say("slides.contribution"), shown, say=say)
        table = self.m.comparison
        if table is not None and self.ruler.legible(table):
            yield self._tabled(table, self.m.say("ask.row", table=table))
        for n, section in enumerate(questions.working(self.m.paper.sections), start=2):
            shown = self._of_section(section)
            more = () if shown else (self.m.say("ask.shows-it"),)
            asked = prompts((questions.on_section(self.m, section), *more))
            layout: Layout = "statement" if any(i.kind == "statement" for i in shown) else "figure" if shown else "text"
            yield self.draft(f"claim-{n}", layout, section.printed, (*shown, *asked), say=say, page=section.page)

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

    def _setting(self) -> Iterator[Draft]:
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
            asked = prompts(self.ask(questions.on_setting(self.m, group[0]), 1)) if short else ()
            shown = (*items[:1], *asked)
            yield self.draft(f"setting-{n}", layout, title, shown, right=items[1:], say=say, page=group[0].page)
        if self.mains:
            yield from self._notation(bool(groups))

    def _notation(self, set_up: bool) -> Iterator[Draft]:
        """What introduces the symbols of the main results beyond the setting; without both, sentences on their subject.

        Nothing where the paper has none of these: a question alone would not help.
        """
        rows, main, say = self._explained(), self.mains[0], self.m.say("say.notation")
        id, title = ("notation", "slides.notation") if set_up else ("setting-1", "report.setting")
        if rows:
            draft = self.draft(id, "statement", self.m.say(title), (Item("notation"),), say=say, page=_first_page(rows))
            yield replace(draft, slide=replace(draft.slide, notation=rows))
        elif not set_up and (found := conventions(self.m, _CONVENTIONS)):
            stated = tuple(
                self.quotes.attributed(p.body, p.form, self.quotes.where(p), again=n > 0) for n, p in enumerate(found)
            )
            page = found[0].pages[0] if found[0].pages else main.page
            about = (*stated, *prompts((self.m.say("ask.objects", t=main),)))
            yield self.draft(id, "text", self.m.say(title), about, say=say, page=page)

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
        most = 1 + self.reached(25, 30)
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

    def _results(self) -> Iterator[Draft]:
        position = {s.id: i for i, s in enumerate(self.m.paper.statements)}
        ranked = list(enumerate(self.mains, start=1))
        for n, main in sorted(ranked, key=lambda pair: position[pair[1].id]):
            say = self.m.say("say.main", t=main)
            asked = prompts(self.ask(questions.meaning(self.m, main), 3))
            example = self.m.say("say.example", t=main)
            shown, page = (Item("statement", main.id),), main.page
            if self.ruler.lines(main) <= BESIDE:
                both = (*shown, *asked[:2])
                yield self.draft(f"main-{n}", "statement", name_of(main), both, say=f"{say} {example}", page=page)
                continue
            yield self.draft(f"main-{n}", "statement", name_of(main), shown, say=say, page=page)
            comment = self._commented(main)
            layout: Layout = "statement" if comment else "text"
            both = (*comment, *asked[: 2 if comment else 3])
            yield self.draft(f"meaning-{n}", layout, self.m.say("slides.says", t=main), both, say=example, page=page)
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

    def _around_results(self, main: Statement) -> Iterator[Draft]:
        yield from self._exemplified(main)
        yield self._implied(main)
        yield self._compared(main)
        figure = next((f for f in self.m.paper.figures if f.drawable), None)
        if figure is not None and self.reached(20):
            title = self.m.say("figure", number=figure.number) if figure.number else self.m.say("slides.figure")
            say = self.m.say("say.figure", t=main)
            yield self.draft("figure", "figure", title, (Item("figure", figure.id),), say=say, page=figure.page)

    def _exemplified(self, main: Statement) -> Iterator[Draft]:
        """The paper's running example, where it has one, with what the main result says there."""
        example, title, say = running_example(self.m.paper), self.m.say("slides.example"), self.m.say("say.running")
        if example is not None and example.id not in self.shown and self.ruler.lines(example) <= FULL:
            self.shown.add(example.id)
            short = self.ruler.lines(example) <= BESIDE
            asked = prompts((self.m.say("ask.in-example", t=main, example=example),) if short else ())
            shown = (Item("statement", example.id), *asked)
            yield self.draft("example", "statement", title, shown, say=say, page=example.page)
        elif example is None and (quoted := self.quotes.items("example")):
            asked = prompts((self.m.say("ask.in-that-example", t=main),))
            yield self.draft("example", "text", title, (*quoted, *asked), say=say)

    def _compared(self, main: Statement) -> Draft:
        """How the paper compares with other works: its own table, else what the authors say; with questions."""
        rows = (self.m.say("ask.compare-with", t=main), *questions.compared(self.m, main))
        table = self.m.comparison
        if table is not None and self.ruler.legible(table):
            return self._tabled(table, self.m.say("ask.table", table=table, t=main))
        if table is not None:
            rows = (self.m.say("ask.table", table=f"{table.title}{self._on(table)}", t=main), *rows[1:])
        title, say = self.m.say("slides.compares"), self.m.say("say.comparison")
        shown = (*self.quotes.items("comparison", _QUOTED), *prompts(rows))
        return self.draft("comparison", "text", title, shown, say=say, page=main.page)

    def _tabled(self, table: Statement, question: str) -> Draft:
        """The paper's own comparison, which needs the room; the notes ask a question on it."""
        title, say = self.m.say("slides.table-compares", table=table), f"{question} {self.m.say('say.comparison')}"
        shown = (Item("statement", table.id),)
        return self.draft("comparison-table", "statement", title, shown, say=say, page=table.page)

    def _on(self, s: Statement) -> str:
        return self.m.say("report.page", page=s.page) if s.page else ""

    def _implied(self, main: Statement) -> Draft:
        """What follows from the main results: a corollary with a question on it, or questions alone."""
        say, title = self.m.say("say.implications", t=main), self.m.say("slides.implies")
        same = self.m.graph.stands_for
        elsewhere = {same.get(id, id) for id in (*self.shown, *(s.id for s in (*self.mains, *self.keys)))}
        fitting = (s for s in questions.corollaries(self.m) if self.ruler.lines(s) <= BESIDE)
        corollary = next((s for s in fitting if same[s.id] not in elsewhere), None)
        asked = prompts(self.ask(questions.implications(self.m), 1 if corollary else 3))
        if corollary is None:
            comment = self._commented(main)
            further = None if comment else self._further(elsewhere)
            if further is not None:
                return further
            layout: Layout = "statement" if comment else "text"
            return self.draft("implications", layout, title, (*comment, *asked), say=say)
        shown = (Item("statement", corollary.id), *asked)
        return self.draft("corollary", "statement", title, shown, say=say, page=corollary.page)

    def _further(self, elsewhere: set[str]) -> Draft | None:
        """The best theorem or proposition that no other slide shows; None if there is none."""
        rest = (s for s in self.m.paper.statements if s.kind in ("theorem", "proposition") and s.restates is None)
        left = [s for s in rest if s.rank is not None and self.m.graph.stands_for[s.id] not in elsewhere]
        if not left:
            return None
        best = max(left, key=lambda s: s.rank or 0.0)
        asked = prompts((self.m.say("ask.says-more", t=best, other=self.mains[0]),))
        shown = (Item("statement", best.id), *(asked if self.ruler.lines(best) <= BESIDE else ()))
        say = self.m.say("say.main", t=best)
        return self.draft("implications", "statement", name_of(best), shown, say=say, page=best.page)

    def _closing(self) -> Iterator[Draft]:
        limits = prompts(self.ask(questions.soundness(self.m), 2))
        shown = self.quotes.items("limitations", _QUOTED) or self.quotes.items("open", _QUOTED) or self._left_open()
        if shown:
            say = self.m.say("say.limits")
            layout: Layout = "statement" if any(i.kind == "statement" for i in shown) else "text"
            yield self.draft("limits", layout, self.m.say("slides.limits"), (*shown, *limits), say=say)
        opened = prompts(self.ask(questions.open_questions(self.m), 2 if shown else 1))
        verdict = (*prompts((self.m.say("ask.judgement"),)), *(() if shown else limits), *opened)
        yield self.draft("review", "text", self.m.say("slides.review"), verdict, say=self.m.say("say.review"))
        length = f"{self.m.say('say.length', n=self.questions)} " if self.questions else ""
        say = f"{length}{self.m.say('say.questions')}"
        yield self.draft("questions", "section", self.m.say("slides.questions"), say=say)
        if works := self._references():  # the paper itself is on the first slide
            say = self.m.say("say.references")
            yield self.draft("references", "references", self.m.say("slides.references"), works, say=say)

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


def _within(shown: Figure | Statement, section: Section) -> bool:
    """Whether a figure or statement is in a section or one of its subsections."""
    return bool(section.number and shown.section) and f"{shown.section}.".startswith(f"{section.number}.")


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
