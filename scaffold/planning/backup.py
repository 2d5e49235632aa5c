"""Questions that the audience of this paper may ask, each with the statement or the work that answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from scaffold.languages import Language
from scaffold.model import Statement
from scaffold.planning.equivalents import informal
from scaffold.planning.kinds import is_result
from scaffold.planning.material import Material
from scaffold.planning.outside import Outside
from scaffold.planning.remarks import left_open
from scaffold.planning.wording import hides_constants, name_in_words, reading
from scaffold.planning.words import citations, plain

__all__ = ["Asked", "asked", "place_of"]

_MOST, _ENOUGH = 10, 8
_OF_A_KIND = 3
"""Most questions of one kind: an audience asks about more than assumptions."""

_COMPARES = re.compile(
    r"\b(?:compar\w+|improv\w+|previous\w*|earlier|known|best|tight|sharp|optimal|match\w*|generali[sz]es?|recovers?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: shows is the statement that answers it, or work the result of another paper that does.

    where says where to look in the paper; "" if its place is not known.
    """

    text: str
    shows: Statement | None = None
    work: Outside | None = None
    where: str = ""


def asked(m: Material, spoken: Collection[str]) -> tuple[Asked, ...]:
    """Up to 10 questions, of every kind in turn, the most likely kinds first; each has another answer.

    spoken are the ids of the statements that the talk shows anyway: only an assumption or a main result of them is
    asked about. There are fewer than 8 only where the paper has too few statements.
    """
    kinds: tuple[Callable[[Material], Iterator[Asked]], ...] = (
        _assumptions, _constants, _outside, _unproved, _trusted, _special,
        _comparison, _notions, _open, _further, _wording,
    )  # fmt: skip
    hidden = {m.graph.stands_for.get(id, id) for id in spoken} - {m.form(s) for s in _answering(m)}

    def unseen(a: Asked) -> bool:
        return a.shows is None or m.form(a.shows) not in hidden

    pools = [list(islice(filter(unseen, kind(m)), _MOST)) for kind in kinds]
    turns = [a for turn in zip_longest(*(pool[:_OF_A_KIND] for pool in pools)) for a in turn if a is not None]
    rest = [a for pool in pools for a in pool[_OF_A_KIND:]]
    chosen: dict[str, Asked] = {}
    for most, pool in ((_MOST, (*turns, *rest)), (_ENOUGH, filter(unseen, _definitions(m)))):
        for a in pool:
            if len(chosen) >= most:
                break
            chosen.setdefault(_about(m, a), a)
    return tuple(
        replace(a, where=a.where or (place_of(a.shows, m.language) if a.shows else "")) for a in chosen.values()
    )


def _about(m: Material, a: Asked) -> str:
    """What must not be asked about twice; a main result may be, by other questions."""
    if a.shows is None or a.shows.main:
        return a.work.id if a.work else a.text
    return m.form(a.shows)


def _answering(m: Material) -> tuple[Statement, ...]:
    """The shown statements that a question may lead back to."""
    return (*m.mains, *(a for _, a in m.assumptions), *((m.comparison,) if m.comparison else ()))


def place_of(s: Statement, language: Language) -> str:
    """ "§ 3.1, p. 7"; "" when neither is known."""
    section = language("place.appendix" if s.appendix else "place.section", section=s.section) if s.section else ""
    return ", ".join(filter(None, (section, language("page", page=s.page) if s.page else "")))


def _assumptions(m: Material) -> Iterator[Asked]:
    for main, assumption in m.assumptions:
        yield Asked(text=m.say("backup.without", t=main, a=assumption), shows=assumption)


def _constants(m: Material) -> Iterator[Asked]:
    """The precise form of a main result, or else the result itself, answers which constants it hides."""
    for main in m.mains:
        if hides_constants(main):
            forms = [s for s in m.same[m.graph.stands_for[main.id]] if s.id != main.id and not informal(s)]
            shown = forms[-1] if forms else main
            yield Asked(text=m.say("backup.constants", t=main), shows=shown)


def _outside(m: Material) -> Iterator[Asked]:
    for id, works in m.cited.items():
        user = m.by_id[id]
        if m.graph.stands_for[id] in m.graph.order:
            for work in works:
                text = m.say("backup.outside", t=user, work=work.label)
                yield Asked(text=text, work=work, where=place_of(user, m.language))


def _unproved(m: Material) -> Iterator[Asked]:
    needed = [m.by_id[w.id] for w in m.graph.weights if w.depth is not None]
    if any(m.proofs(s) for s in needed):
        for s in needed:
            if not m.proofs(s) and is_result(s) and s.kind != "other":  # a game or protocol has no proof
                yield Asked(text=m.say("backup.where-proved", t=s), shows=s)


def _trusted(m: Material) -> Iterator[Asked]:
    for key in m.keys:
        users = [m.by_id[id] for id in m.graph.users(key.id) if is_result(m.by_id[id])]
        if users and m.proofs(key):
            yield Asked(text=m.say("backup.why-true", t=users[0], k=key), shows=key)


def _special(m: Material) -> Iterator[Asked]:
    mains = {m.graph.stands_for[s.id]: s for s in m.mains}
    for s in m.paper.statements:
        if s.kind in ("corollary", "example") and not s.main:
            main = next((mains[id] for id in m.graph.uses(s.id) if id in mains), None)
            if main is not None:
                yield Asked(text=m.say("backup.case", t=main, c=s), shows=s)


def _comparison(m: Material) -> Iterator[Asked]:
    """The table that compares with other works, then remarks that do, each with the last main result before it."""
    if m.comparison and m.mains:
        yield Asked(text=m.say("ask.table", table=m.comparison, t=m.mains[0]), shows=m.comparison)
    printed = {r.key: plain(r.label or "") for r in m.paper.references}
    main = next(iter(m.mains), None)
    for s in m.paper.statements:
        main = s if s.main else main
        if main is not None and s.kind in ("remark", "note", "observation", "example"):
            works = citations(f"{s.name or ''} {s.body}")
            if works and _COMPARES.search(plain(s.body)):
                named = m.listed([f"[{printed[key]}]" for key in works if printed.get(key)])
                other = named or m.say("backup.cited-work", t=s)
                yield Asked(text=m.say("backup.compare", t=main, other=other), shows=s)


def _wording(m: Material) -> Iterator[Asked]:
    """What the wording of a main result raises, besides its constants: its own slide answers where to look."""
    for main in m.mains:
        for question in reading(main, m.language)[:2]:
            if question != m.say("reading.constants", t=main):
                yield Asked(text=question, shows=main)


def _notions(m: Material) -> Iterator[Asked]:
    for p in sorted(m.needed, key=lambda p: -p.strength):
        s, user = m.by_id[p.id], m.by_id[p.for_]
        if s.kind == "definition" and user.main:
            yield Asked(text=m.say("backup.means", what=_called(m, s), t=user), shows=s)


def _definitions(m: Material) -> Iterator[Asked]:
    """For papers that give few reasons for questions."""
    for s in m.paper.statements:
        if s.kind in ("definition", "assumption", "condition"):
            yield Asked(text=m.say("backup.says", what=_called(m, s)), shows=s)


def _called(m: Material, s: Statement) -> str:
    """The name of a notion, or of the statement that defines it where that has none in words, such as a reference."""
    name = name_in_words(s)
    return m.say("names.term", name=name) if name else m.name(s)


def _open(m: Material) -> Iterator[Asked]:
    for s in left_open(m):
        yield Asked(text=m.say("backup.known", t=s), shows=s)


def _further(m: Material) -> Iterator[Asked]:
    """The other results, the best first: where they are needed, what their wording raises, how they differ."""
    for main in m.mains[1:]:
        yield Asked(text=m.say("backup.adds", t=main, other=m.mains[0]), shows=main)
    others = sorted((s for s in m.paper.statements if s.rank is not None and not s.main), key=lambda s: -(s.rank or 0))
    for s in others if m.mains else ():
        users = [m.by_id[id] for id in m.graph.users(s.id) if is_result(m.by_id[id])]
        asks = reading(s, m.language)
        if s.restates is not None:
            continue
        if users:
            yield Asked(text=m.say("backup.where-needed", t=users[0], k=s), shows=s)
        elif s.kind == m.mains[0].kind:
            yield Asked(text=m.say("ask.says-more", t=s, other=m.mains[0]), shows=s)
        elif asks:
            yield Asked(text=asks[0], shows=s)
