"""The slides of a talk on the proofs: the map of results, the key lemmas, and the course of some proofs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scaffold.model import Statement
from scaffold.planning import chains, proof_steps, questions
from scaffold.planning.kinds import name_of
from scaffold.planning.material import Material
from scaffold.planning.slide_lines import BESIDE
from scaffold.planning.talk_drafts import Draft, TalkDrafts, prompts
from scaffold.planning.words import as_latex, references
from scaffold.plans import Item, ProofGlance, ProofStep

__all__ = ["proof_slides"]

_STEPS = 5
"""Most steps of a proof on its slide."""


def proof_slides(talk: TalkDrafts) -> Iterator[Draft]:
    """The slides in speaking order; none for a paper without a main result."""
    main = talk.m.spine
    if main is None:
        return
    if talk.roadmap.edges:
        say, page = talk.m.say("say.roadmap", t=main), _proof_page(talk.m, main)
        yield talk.draft("roadmap", "roadmap", talk.m.say("slides.roadmap"), say=say, page=page)
    yield from _key_lemmas(talk)
    for n, draft in enumerate(_details(talk)):
        last = n == 0 and not talk.roadmap.edges
        yield replace(draft, share=replace(draft.share, keep=1)) if last else draft


def _key_lemmas(talk: TalkDrafts) -> Iterator[Draft]:
    for n, key in enumerate((k for k in talk.keys if k.id not in talk.shown), start=1):
        users = [talk.m.statement(id) for id in talk.m.graph.users(key.id)]
        used = talk.m.say("say.used-for", names=talk.m.listed(users)) if users else talk.m.say("say.where-used")
        say = f"{used} {talk.m.say('say.lemma')}"
        asked = talk.ask(questions.on_lemma(talk.m, key, n - 1), 1) if talk.ruler.lines(key) <= BESIDE else ()
        shown, here = (Item("statement", key.id), *prompts(asked)), _place(talk, key)
        yield talk.draft(f"key-{n}", "statement", name_of(key), shown, say=say, page=key.page, here=here)


def _details(talk: TalkDrafts) -> Iterator[Draft]:
    """The idea of the proof of the spine, step by step; longer talks show others, too.

    Where that proof is a single step, which only applies lemmas, the proof of one of these takes its place.
    """
    spine = [s for s in (talk.m.spine,) if s is not None]
    others = [s for s in (*talk.keys, *talk.mains) if talk.m.proofs(s) and s not in spine]
    found = proof_steps.glances(talk.m.paper, [s.id for s in (*spine, *others)])
    glances = dict(zip((*spine, *others), found, strict=True))
    order = sorted(glances, key=lambda s: not (_parts(talk, s, glances[s]) or _course(talk, s, glances[s])))
    for n, s in enumerate(order[: talk.reached(1, 30, 60, 80)], start=1):
        if n == 1 or _parts(talk, s, glances[s]) or _course(talk, s, glances[s]):
            yield from _idea(talk, s, glances[s], n)


def _parts(talk: TalkDrafts, s: Statement, glance: ProofGlance) -> tuple[tuple[ProofStep, ...], ...]:
    return chains.on_slides(glance, talk.ruler, 2) if s.form == "latex" else ()


def _idea(talk: TalkDrafts, s: Statement, glance: ProofGlance, n: int) -> Iterator[Draft]:
    """The course of one proof with its formulas on one slide or two; else questions that lead through it."""
    reasons = questions.steps(talk.m, s)
    ends = tuple(dict.fromkeys((*reasons[:1], *reasons[-1:])))
    say = talk.m.say("say.idea")
    title, page, here = talk.m.say("slides.idea", t=s), _proof_page(talk.m, s), _place(talk, s)
    parts = _parts(talk, s, glance)
    for part, id, name in zip(
        parts, (f"idea-{n}", f"idea-{n}b"), (title, talk.m.say("slides.continued", title=title)), strict=False
    ):
        shown = (Item("proof", s.id), *(prompts(ends[-1:]) if part is parts[-1] else ()))
        draft = talk.draft(id, "statement", name, shown, say=talk.m.say("say.steps"), page=page, here=here)
        yield replace(draft, slide=replace(draft.slide, steps=part))
    if not parts:
        course = _course(talk, s, glance)
        first = () if course or talk.roadmap.edges else talk.ask(questions.techniques(replace(talk.m, keys=())), 1)
        steps = (*course, *prompts(ends if course else (*first, *reasons)))
        yield talk.draft(f"idea-{n}", "text", title, steps, say=say, page=page, here=here)


def _course(talk: TalkDrafts, s: Statement, glance: ProofGlance) -> tuple[Item, ...]:
    """The most important steps of a proof read from pages, in the paper's words; () for a proof in one step."""
    if s.form == "latex":
        return ()
    steps = chains.quoted(glance, _STEPS)
    return tuple(Item("text", text=_step(talk, replace(x, words=as_latex(x.words)))) for x in steps)


def _step(talk: TalkDrafts, step: ProofStep) -> str:
    """ "“It remains to bound $x$ …” (p. 7; by Lemma 3)": a step on a slide."""
    page = talk.m.language.on(step.pages)
    shown = references(step.words)
    used = (talk.m.statement(id) for id in step.uses)
    named = [u for u in used if u.title not in step.words and not set(u.labels) & set(shown)]
    where = (page, talk.m.say("slides.by", names=talk.m.listed(named)) if named else "")
    after = "; ".join(filter(None, where))
    return talk.m.say("names.term", name=step.words) + (f" ({after})" if after else "")


def _place(talk: TalkDrafts, s: Statement) -> str:
    """The box of the road map for a statement; "" when it is not on the map, or the map has no edges."""
    box = talk.m.graph.stands_for[s.id]
    return box if talk.roadmap.edges and box in {node.id for node in talk.roadmap.nodes} else ""


def _proof_page(m: Material, s: Statement) -> int | None:
    """The page of the section with the proof, where that is not the statement's section; else the statement's page."""
    pages = {x.number: x.page for x in reversed(m.paper.sections) if x.number}
    moved = [pages.get(p.section) for p in m.proofs(s) if p.section is not None and p.section != s.section]
    return next((page for page in moved if page is not None), s.page)
