"""The slides after the last one: an index of the audience's questions, and what answers them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scaffold.planning import proof_steps
from scaffold.planning.backup import Asked, asked
from scaffold.planning.kinds import name_of
from scaffold.planning.material import Material
from scaffold.plans import Item, Slide

__all__ = ["backup_slides"]

_FEW_LEFT = 10
"""Statements that no slide shows, and that follow the backup slides if they are no more."""


def backup_slides(m: Material, spoken: Sequence[Slide], wanted: Sequence[str]) -> Iterator[Slide]:
    """An index of questions that the audience may ask, which links to the slides after it that help to answer them.

    A question on what the talk shows leads back to that slide. Then follow statements that are wanted, main results for
    which a short talk has no time, and the others of a paper with few of them.
    """
    slides = _shown_on(reversed(spoken))
    rows = asked(m, slides)
    spare: dict[str, Slide] = {}
    for n, a in enumerate(rows, start=1):
        if a.shows is None or a.shows.id not in slides:
            slide = _spare(m, a, n)
            spare.setdefault(slide.id, slide)  # one for all questions on a statement
    targets = slides | _shown_on(spare.values())
    targets |= {a.work.id: f"backup-{n}" for n, a in enumerate(rows, start=1) if a.work}
    links = tuple(Item("link", targets[_about(a)], _indexed(m, a)) for a in rows)
    if links:
        say = m.say("say.backup")
        yield _slide(m, "backup", m.say("slides.backup"), links, say=say)
    yield from spare.values()
    left = [s for s in m.paper.statements if s.id not in targets]
    rest = [s for s in left if m.graph.stands_for[s.id] == s.id]
    few = rest if len(rest) <= _FEW_LEFT else []
    for s in (s for s in left if s in few or s.main or s.id in wanted):
        say = m.say("say.only-about", t=s)
        yield _slide(m, f"backup-{s.id}", name_of(s), (Item("statement", s.id),), say=say, page=s.page)


def _shown_on(slides: Iterable[Slide]) -> dict[str, str]:
    """The id of the last of these slides that shows each statement."""
    return {i.ref: slide.id for slide in slides for i in (*slide.items, *slide.right) if i.kind == "statement"}


def _about(a: Asked) -> str:
    return a.shows.id if a.shows else a.work.id if a.work else ""


def _indexed(m: Material, a: Asked) -> str:
    name = m.name(a.shows) if a.shows and m.name(a.shows) not in a.text else ""
    place = ", ".join(filter(None, (name, a.where)))
    return f"{a.text} ({place})" if place else a.text


def _spare(m: Material, a: Asked, n: int) -> Slide:
    """A slide with the statement that answers a question, or with where to find it in another work."""
    say = m.say("say.only-if", question=a.text)
    if a.shows is not None:
        items = (Item("statement", a.shows.id),)
        return _slide(m, f"backup-{a.shows.id}", name_of(a.shows), items, say=say, page=a.shows.page)
    label = a.work.label if a.work else ""
    shown = (*_cited(m, a), Item("prompt", text=m.say("ask.outside", work=label)))
    return _slide(m, f"backup-{n}", m.say("slides.cited", work=label), shown, say=say)


def _cited(m: Material, a: Asked) -> Iterator[Item]:
    """The sentence that uses a result of another work, if it can be quoted, else where it is used; and the work."""
    words = a.work.words if a.work and a.where else ""
    if words and not proof_steps.laid_out(words):
        yield Item("text", text=m.say("slides.authors-say", words=words, where=a.where))
    else:
        yield Item("text", text=m.say("slides.unstated", where=a.where) if a.where else a.text)
    if a.work and a.work.key:
        yield Item("reference", a.work.key)


def _slide(m: Material, id: str, title: str, items: tuple[Item, ...], *, say: str, page: int | None = None) -> Slide:
    section = m.say("slides.section.backup")
    return Slide(id=id, layout="backup", title=title, section=section, seconds=0, items=items, prompt=say, page=page)
