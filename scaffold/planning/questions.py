"""Short questions about one paper: each names what it is about, and none claims more than the source shows.

A question is generated only where the paper gives a reason for it ("with probability" in the statement, an assumption
that it refers to, a lemma that several proofs use); each list ends with general ones for papers that give few reasons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from scaffold.languages import Language
from scaffold.model import Section, Statement
from scaffold.planning.equivalents import informal
from scaffold.planning.kinds import ASSUMED, is_result
from scaffold.planning.material import Material
from scaffold.planning.outside import Outside
from scaffold.planning.remarks import left_open
from scaffold.planning.wording import General, bounds, conditions, reading, unnumbered
from scaffold.planning.words import plain, stems

_ENOUGH = 1
"""General questions fill a list up to this many: one that the paper gives a reason for is better than three others."""

_LEAST_TOPIC, _TOPIC = 12, 90
"""Letters of a title that a question repeats."""

_FEW = 4
"""Above this many, statements without proof are a matter of the paper's style: no question asks about them."""


def known_before(m: Material) -> Iterator[str]:
    """On the question that the paper answers."""
    if m.mains:
        yield m.say("ask.known-before", t=m.mains[0])
    else:
        yield m.say("ask.which-question")


def subject(m: Material) -> Iterator[str]:
    """On what the paper asks."""
    topic = re.split(r"[:?]|\s[-–—]\s", plain(m.paper.title))[0].strip()
    if _LEAST_TOPIC <= len(topic) <= _TOPIC:
        yield m.say("ask.behind", topic=topic)
    else:
        yield m.say("ask.subject")


def meaning(m: Material, main: Statement, *, in_words: bool = True) -> Iterator[str]:
    """On what one main result says; in_words=False leaves out the request to put it into words."""
    for result, assumption in m.assumptions:
        if result.id == main.id:
            yield m.say("ask.assumes", t=main, a=assumption)
    asked = reading(main, m.language)
    yield from asked[:-1] if len(asked) > 1 else asked
    for word in required(m, main):
        yield m.say("ask.requires", t=main, word=word)
    yield from asked[-1:]
    for definition in _notions(m, main):
        yield m.say("ask.part-of", d=definition, t=main)
    if in_words:
        yield General(m.say("ask.in-words", t=main))
    yield General(m.say("ask.simplest", t=main))
    yield General(m.say("ask.overlooked", t=main))


def required(m: Material, s: Statement) -> tuple[str, ...]:
    """The words that restrict a statement, without those that the paper is about: nobody drops its subject."""
    subject = stems(f"{plain(m.paper.title)} {m.paper.title}")
    return tuple(word for word in conditions(s) if not subject.keys() & stems(word).keys())


def _notions(m: Material, main: Statement) -> Iterator[Statement]:
    """The definitions that one main result uses, the most certain first."""
    found = sorted((p for p in m.needed if p.for_ == main.id), key=lambda p: -p.strength)
    return (s for s in (m.by_id[p.id] for p in found) if s.kind == "definition")


def setting(m: Material) -> Iterator[str]:
    """On the problem: what is studied, by which definitions, under which assumptions."""
    yield from known_before(m)
    notions = list(dict.fromkeys(s.id for main in m.mains for s in _notions(m, main)))
    for id in notions[:2]:
        yield m.say("ask.near-miss", d=m.by_id[id])
    assumed = list(dict.fromkeys((main.id, a.id) for main, a in m.assumptions))
    for _, id in assumed[:2]:
        yield _needed(m, m.by_id[id])
    for main in m.mains[:1]:
        yield General(m.say("ask.must-know", t=main))
        yield General(m.say("ask.without-notation", t=main))
    if not m.mains:
        yield from structure(m)


def on_setting(m: Material, s: Statement) -> Iterator[str]:
    """On an assumption, on a definition that a main result uses, or on what else one names: a display, a problem."""
    if s.kind in ASSUMED:
        yield _needed(m, s)
    for main in m.mains:
        if s in _notions(m, main):
            yield m.say("ask.part-of", d=s, t=main)
        elif s.kind not in ASSUMED and any((p.id, p.for_) == (s.id, main.id) for p in m.needed):
            yield m.say("ask.role", d=s, t=main)


def _needed(m: Material, assumption: Statement) -> str:
    return m.say("ask.why-needed", a=assumption)


def open_questions(m: Material) -> Iterator[str]:
    """On what the paper leaves open, as far as the paper shows it."""
    for s in left_open(m):
        yield m.say("ask.left-open", t=s)
    for main, assumption in m.assumptions[:2]:
        yield m.say("ask.breaks-first", a=assumption, t=main)
    for main in m.mains:
        yield from _stronger(m, main)
    yield from _left_open(m)
    for key in m.keys[:1]:
        above = _names(m, m.graph.users(key.id))
        yield m.say("ask.stronger", k=key, t=above or m.mains[0])
    for main in m.mains[:1]:
        yield General(m.say("ask.other-setting", t=main))
    if not m.mains:
        yield m.say("ask.without-proof")
        yield m.say("ask.next")


def _stronger(m: Material, main: Statement) -> Iterator[str]:
    if bounds(main):
        yield m.say("ask.lower-bound", t=main)
    for word in required(m, main)[:1]:
        yield m.say("ask.holds-without", t=main, word=word)


def _left_open(m: Material) -> Iterator[str]:
    last = next((s for s in m.paper.sections if s.number and _LAST.search(s.printed)), None)
    if last:
        where = {"number": last.number or "", "title": last.printed}
        yield m.say("ask.open-on", **where, page=last.page) if last.page else m.say("ask.open-in", **where)


_LAST = re.compile(r"discussion|conclu|future|limitations?(?! of)|open (?:problem|question)|outlook", re.IGNORECASE)


def _names(m: Material, ids: Iterable[str]) -> str:
    """The names of the results among these ids; "" when there are none."""
    return m.listed([m.statement(id) for id in ids if is_result(m.statement(id))])


def implications(m: Material) -> Iterator[str]:
    """On what follows: the corollaries of main results, then the others."""
    near = _near_corollaries(m)
    for s, main in near:
        yield m.say("ask.adds", c=s, t=main)
    others = [s for s in _corollaries(m) if _at_end(m, s) and not any(s is t for t, _ in near)]
    if len(others) > 1:
        yield m.say("ask.matters-most", names=m.listed(others, 3))
    elif others and m.mains:
        yield m.say("ask.says-more", t=others[0], other=m.mains[0])
    if len(m.mains) > 1:
        order = [s for s in m.paper.statements if s.main]
        yield m.say("ask.two-related" if len(order) == 2 else "ask.related", names=m.listed(order, 3))
    for main in m.mains[:1]:
        yield General(m.say("ask.can-be-done", t=main))


def corollaries(m: Material) -> tuple[Statement, ...]:
    """The corollaries that follow from a main result, then those in the text that nothing uses."""
    near = dict.fromkeys(s for s, _ in _near_corollaries(m))
    return tuple(dict.fromkeys((*near, *(s for s in _corollaries(m) if _at_end(m, s)))))


def _corollaries(m: Material) -> list[Statement]:
    return [s for s in m.paper.statements if s.kind == "corollary" and s.number and not s.main and not s.restates]


def _near_corollaries(m: Material) -> list[tuple[Statement, Statement]]:
    """Pairs of a corollary and a main result that it uses."""
    found = _corollaries(m)
    used = {s.id: m.graph.uses(s.id) for s in found}
    return [(s, main) for s in found for main in m.mains if m.graph.stands_for[main.id] in used[s.id]]


def _at_end(m: Material, s: Statement) -> bool:
    """Whether it is in the text and nothing uses it."""
    return not s.appendix and not m.graph.users(s.id)


def novelty(m: Material) -> Iterator[str]:
    """On what is new in the paper."""
    keys = [key for key in m.keys if m.graph.users(key.id)]
    if len(keys) > 1:
        yield m.say("ask.which-new", names=m.listed(keys[:3], 3))
    for main in m.mains[:1]:
        yield General(m.say("ask.new", t=main))


def compared(m: Material, main: Statement) -> Iterator[str]:
    """On a main result compared with an earlier one."""
    if bounds(main):
        yield m.say("ask.regime")
    else:
        yield m.say("ask.at-what-cost")


def techniques(m: Material) -> Iterator[str]:
    """On how the proofs work."""
    for main in _spine(m):
        used = [m.statement(id) for id in m.graph.uses(main.id) if is_result(m.statement(id))]
        if len(used) > 1:
            yield m.say("ask.fit-together", t=main, names=m.listed(used))
        if not m.proofs(main):
            yield m.say("ask.justify", t=main)
            yield General(m.say("ask.method"))
            break
        yield General(m.say("ask.single-idea", t=main))
    users = {key.id: [m.statement(id) for id in m.graph.users(key.id)] for key in m.keys}
    for key in m.keys:
        if len(users[key.id]) > 1:
            yield from islice(on_lemma(m, key, 0), 1)
    yield from _where_assumed(m)
    yield from _single(m, [key for key in m.keys if len(users[key.id]) <= 1])
    proved = [main for main in dict.fromkeys((*_spine(m), *m.mains)) if m.proofs(main)]
    for main in proved[:1]:
        yield General(m.say("ask.on-the-board", t=main))
    for main in proved[1:]:
        yield m.say("ask.beyond", t=main, other=proved[0])


def _spine(m: Material) -> tuple[Statement, ...]:
    return (m.spine,) if m.spine is not None else ()


def _single(m: Material, keys: Sequence[Statement]) -> Iterator[str]:
    """On key lemmas with one use: one question for each, then a second one."""
    asked = [tuple(on_lemma(m, key, n)) for n, key in enumerate(keys)]
    for round_ in zip_longest(*asked):
        yield from (question for question in round_ if question)


def on_lemma(m: Material, key: Statement, n: int) -> Iterator[str]:
    """On what it uses, what uses it, and what its wording raises; n varies the questions from one lemma to the next."""
    users = [m.statement(id) for id in m.graph.users(key.id)]
    above = _names(m, m.graph.users(key.id))
    if len(users) > 1:
        yield m.say("ask.used-for", k=key, names=m.listed(users))
    below = _names(m, (id for id in m.graph.uses(key.id) if id != key.id))
    if below and n % 2 == 0:
        yield m.say("ask.rests-on", k=key, names=below)
    elif above:
        yield m.say("ask.where-needed", names=above, k=key)
    for word in required(m, key)[:1]:
        yield m.say("ask.requires-where", k=key, word=word)
    yield from reading(key, m.language)[:1]
    yield m.say(_PLAIN[n % len(_PLAIN)], t=key)


_PLAIN = (
    "ask.idea",
    "ask.separately",
    "ask.illustrates",
)


def _where_assumed(m: Material) -> Iterator[str]:
    for main, assumption in m.assumptions:
        yield m.say("ask.at-which-step", t=main, a=assumption)


def soundness(m: Material) -> Iterator[str]:
    """On what a reviewer of this paper should check."""
    assumed = list(dict.fromkeys(m.name(assumption) for _, assumption in m.assumptions))
    if len(assumed) > 1:
        yield m.say("ask.all-natural", names=m.listed(assumed))
    elif assumed:
        yield m.say("ask.natural", a=assumed[0])
    yield from _unproved(m)
    yield from _deferred(m)
    for s in m.paper.statements:
        if s.kind == "conjecture":
            yield m.say("ask.obstacle", t=s)
    yield from _experiments(m)
    for main in m.mains[:1]:
        word = next(iter(required(m, main)), "")
        if bounds(main):
            yield m.say("ask.artefact", t=main)
        elif word:
            yield m.say("ask.necessity", word=word, t=main)
        else:
            yield General(m.say("ask.improve", t=main))
        yield from _trusted(m, main)
    if not m.mains:
        yield from _claims(m)


def _trusted(m: Material, main: Statement) -> Iterator[str]:
    used = _names(m, m.graph.uses(main.id))
    if used:
        yield m.say("ask.check-use", t=main, names=used)
    elif m.proofs(main):
        yield General(m.say("ask.line-by-line", t=main))
    else:
        yield m.say("ask.checked")


def _experiments(m: Material) -> Iterator[str]:
    """On figures whose captions mention measurements, compared with what the paper claims."""
    measured = [f for f in m.paper.figures if f.number and _MEASURED.search(plain(f.caption))]
    if measured and m.mains:
        names = m.listed([m.say("figure", number=f.number or "") for f in measured])
        key = "ask.figure-tests" if len(measured) == 1 else "ask.figures-test"
        yield m.say(key, names=names, t=m.mains[0])


_MEASURED = re.compile(
    r"\b(?:error|loss|accuracy|regret|comparison|compar\w+|performance|simulat\w+|experiment\w*|data ?sets?|runtime"
    r"|running time|empirical\w*|estimat\w+|score|versus|vs|trial\w*|measured|iterations|epochs)\b",
    re.IGNORECASE,
)


def _claims(m: Material) -> Iterator[str]:
    """For a review of a paper without results."""
    for section in working(m.paper.sections)[:2]:
        yield m.say("ask.test-first", title=section.printed)
    figures = [f for f in m.paper.figures if f.number]
    if figures:
        yield m.say("ask.fair", number=figures[-1].number or "")
    yield m.say("ask.supports")
    yield m.say("ask.checked")


def _unproved(m: Material) -> Iterator[str]:
    stated = (s for s in m.paper.statements if is_result(s) and s.kind not in ("conjecture", "other"))
    results = [s for s in stated if s.restates is None]
    bare = [s for s in results if not m.proofs(s) and not s.appendix and not informal(s)]
    if 0 < len(bare) <= _FEW and 2 * len(bare) < len(results):
        yield m.say("ask.no-proof", names=m.listed(bare, _FEW))


def _deferred(m: Material) -> Iterator[str]:
    appendix = {s.number for s in m.paper.sections if s.appendix}
    proofs = [p for s in m.paper.statements for p in s.proofs]
    deferred = sum(1 for p in proofs if p.section in appendix and p.section is not None)
    if deferred and len(proofs) > 2:
        if deferred == len(proofs):
            yield m.say("ask.all-deferred", n=deferred)
        else:
            yield m.say("ask.deferred.one" if deferred == 1 else "ask.deferred.many", n=deferred, of=len(proofs))


def structure(m: Material) -> Iterator[str]:
    """For papers without results: questions on the sections with the paper's own work."""
    yield m.say("ask.contribution")
    for section in working(m.paper.sections):
        yield on_section(m, section)
    for figure in [f for f in m.paper.figures if f.number][:1]:
        yield m.say("ask.claims-more", number=figure.number or "")
    for section in working(m.paper.sections):
        yield m.say("ask.summarize", title=section.printed)


def on_section(m: Material, section: Section) -> str:
    """A question on the purpose of one section."""
    return m.say("ask.section-claims", title=section.printed)


def working(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Top-level sections of the main text, without the usual first and last ones."""
    usual = re.compile(
        r"introduc|related|conclu|acknowledg|references|background|discussion|notation|preliminar"
        r"|^(?:appendi|anhang|supplement)",
        re.IGNORECASE,
    )
    top = [s for s in sections if s.level == 1 and not s.appendix and s.title and not usual.search(s.title)]
    return tuple(top[:3])


def steps(m: Material, s: Statement) -> tuple[str, ...]:
    """Three or four prompts that lead through one proof, in the order of what it uses."""
    used = [m.statement(id) for id in m.graph.uses(s.id) if id != s.id]
    results = [m.name(u) for u in used if is_result(u)]
    assumed = [m.name(u) for u in used if u.kind in ASSUMED][:1]
    cited = [work.label for work in _cited(m, s)][:1]
    rows = [m.say("ask.uses-tool", tool=tool) for tool in (*results[:3], *assumed, *cited)]
    if not rows:
        rows = [m.say("ask.start", t=s), *rows]
    if not results:
        rows += [m.say("ask.key-step", t=s)]
    end = m.say("ask.give", names=m.listed(results), t=s) if len(results) > 1 else m.say("ask.completes", t=s)
    if len(results) == 1:
        end = m.say("ask.left", t=s, k=results[0])
    return (*rows[:4], end)


def _cited(m: Material, s: Statement) -> list[Outside]:
    return [work for form in m.same[m.graph.stands_for[s.id]] for work in m.cited.get(form.id, ())]


def fresh(questions: Iterable[str], asked: set[str], most: int, language: Language) -> tuple[str, ...]:
    """The first few questions not asked yet, and adds them to asked: new forms, old forms, general ones, then repeats.

    General ones are asked only where there is no other.
    A question that gives two statements the same name is left out.
    """
    known = {q[:1].upper() + q[1:]: isinstance(q, General) for q in questions if not _ambiguous(q, language)}
    unasked = [q for q in known if q not in asked]
    seen: set[str] = set()
    order: list[tuple[int, int]] = []
    for n, q in enumerate(unasked):
        form, old = _form(q), not asked.isdisjoint((_form(q), *_quoted(q))) or _longer(q, asked)
        order.append((3 if form in seen else 2 if known[q] else 1 if old else 0, n))
        seen.add(form)
    ranked = [(unasked[n], known[unasked[n]]) for _, n in sorted(order)]
    own = sum(not general for _, general in ranked)
    chosen = [q for q, general in ranked if not general or own < _ENOUGH][:most]
    if own < _ENOUGH:
        chosen = chosen[: max(own, _ENOUGH)]
    asked.update(chosen, map(_form, chosen), *map(_quoted, chosen))
    return tuple(chosen)


def _quoted(question: str) -> list[str]:
    """The words of the paper in a question: one of them gives a reason for one question, not for three."""
    return re.findall(r"“[^”]+”", question)


def _longer(question: str, asked: Iterable[str]) -> bool:
    """Whether a question only adds something to one that was asked, or says less than it."""
    return any(question.startswith(a[:-1]) or a.startswith(question[:-1]) for a in asked if a.endswith("?"))


def _ambiguous(question: str, language: Language) -> bool:
    """Whether a statement without a number is named twice: as the others, it has only its heading as a name."""
    names = [m[0] for m in unnumbered(language).finditer(question)]
    return len(set(names)) < len(names)


def _form(question: str) -> str:
    """The question with the names of statements blanked out."""
    return re.sub(r"\b[A-Z]\w+ [A-Z]?[\d.]*[\dA-Z]['*]*(?!\w)", "□", question)
