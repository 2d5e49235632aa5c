"""Short questions about one paper: each names what it is about, and none claims more than the source shows.

A question is generated only where the paper gives a reason for it ("with probability" in the statement, an assumption
that it refers to, a lemma that several proofs use); each list ends with general ones for papers that give few reasons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest

from scaffold.model import Paper, Section, Statement
from scaffold.planning.equivalents import informal
from scaffold.planning.kinds import ASSUMED, is_result
from scaffold.planning.material import Material
from scaffold.planning.outside import Outside
from scaffold.planning.wording import General, bounds, conditions, listed, reading, title_of
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
        yield f"What was known before {title_of(m.mains[0])}, and what was missing?"
    else:
        yield "Which question does this paper answer, and what was known before?"


def subject(m: Material) -> Iterator[str]:
    """On what the paper asks."""
    topic = re.split(r"[:?]|\s[-–—]\s", plain(m.paper.title))[0].strip()
    if _LEAST_TOPIC <= len(topic) <= _TOPIC:
        yield f"Which question is behind “{topic}”, in one sentence?"
    else:
        yield "Which question does the paper ask, in one sentence?"


JUDGEMENT = "What is the paper's greatest strength, and what is its greatest weakness?"


def meaning(m: Material, main: Statement, *, in_words: bool = True) -> Iterator[str]:
    """On what one main result says; in_words=False leaves out the request to put it into words."""
    for result, assumption in m.assumptions:
        if result.id == main.id:
            yield f"{title_of(main)} assumes {title_of(assumption)}: which cases does that exclude?"
    asked = reading(main)
    yield from asked[:-1] if len(asked) > 1 else asked
    for word in required(m, main):
        yield f"{title_of(main)} requires “{word}”: what goes wrong without it?"
    yield from asked[-1:]
    for definition in _notions(m, main):
        yield f"Which part of {title_of(definition)} does {title_of(main)} really need?"
    if in_words:
        yield General(f"What does {title_of(main)} say in words: what is given, what follows?")
    yield General(f"What is the simplest example of {title_of(main)}, and what does it show?")
    yield General(f"Which hypothesis of {title_of(main)} is easiest to overlook?")


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
        yield f"Which example satisfies {title_of(m.by_id[id])}, and which near miss does not?"
    assumed = list(dict.fromkeys((main.id, a.id) for main, a in m.assumptions))
    for _, id in assumed[:2]:
        yield _needed(m.by_id[id])
    for main in m.mains[:1]:
        yield General(
            f"What must a reader know to understand {title_of(main)}: which objects, notation, order of quantifiers?"
        )
        yield General(f"Without the paper's notation: which question does {title_of(main)} answer?")
    if not m.mains:
        yield from structure(m.paper)


def on_setting(m: Material, s: Statement) -> Iterator[str]:
    """On an assumption, or a definition that a main result uses."""
    if s.kind in ASSUMED:
        yield _needed(s)
    for main in m.mains:
        if s in _notions(m, main):
            yield f"Which part of {title_of(s)} does {title_of(main)} really need?"


def _needed(assumption: Statement) -> str:
    return f"Why do the authors need {title_of(assumption)}: what would change without it?"


def open_questions(m: Material) -> Iterator[str]:
    """On what the paper leaves open, as far as the paper shows it."""
    for s in m.paper.statements:
        if s.kind in ("conjecture", "question", "problem") and not s.proofs:
            yield f"{title_of(s)} is left open: what is the obstacle, and which special case is within reach?"
    for main, assumption in m.assumptions[:2]:
        yield f"Without {title_of(assumption)}, which step of the proof of {title_of(main)} breaks first?"
    for main in m.mains:
        yield from _stronger(m, main)
    yield from _left_open(m.paper)
    for key in m.keys[:1]:
        above = _names(m, m.graph.users(key.id))
        yield f"If {title_of(key)} were stronger, what would follow for {above or title_of(m.mains[0])}?"
    for main in m.mains[:1]:
        yield General(
            f"In which other setting would you expect {title_of(main)} to hold, and what would you check first?"
        )
    if not m.mains:
        yield "Which claim does the paper make without proof, and how could one prove or refute it?"
        yield "What would you measure or prove next, and what would each outcome mean?"


def _stronger(m: Material, main: Statement) -> Iterator[str]:
    if bounds(main):
        yield f"Is there a lower bound that matches {title_of(main)}, and if not, which of the two could improve?"
    for word in required(m, main)[:1]:
        yield f"Does {title_of(main)} hold without “{word}”: do you expect a proof, or a counterexample?"


def _left_open(paper: Paper) -> Iterator[str]:
    last = next((s for s in paper.sections if s.number and _LAST.search(s.printed)), None)
    if last:
        where = f"section {last.number}, {last.printed}" + (f", p. {last.page}" if last.page else "")
        yield f"Which of the points left open in {where}, would you try first?"


_LAST = re.compile(r"discussion|conclu|future|limitations?(?! of)|open (?:problem|question)|outlook", re.IGNORECASE)


def _names(m: Material, ids: Iterable[str]) -> str:
    """The names of the results among these ids; "" when there are none."""
    return listed([title_of(m.statement(id)) for id in ids if is_result(m.statement(id))])


def implications(m: Material) -> Iterator[str]:
    """On what follows: the corollaries of main results, then the others."""
    near = _near_corollaries(m)
    for s, main in near:
        yield f"{title_of(s)} uses {title_of(main)}: what does it add for a reader who wants to apply it?"
    others = [s for s in _corollaries(m) if _at_end(m, s) and not any(s is t for t, _ in near)]
    if len(others) > 1:
        yield f"Which of {listed([title_of(s) for s in others], 3)} matters most, and for whom?"
    elif others and m.mains:
        yield f"What does {title_of(others[0])} say that {title_of(m.mains[0])} does not?"
    if len(m.mains) > 1:
        order = [title_of(s) for s in m.paper.statements if s.main]
        other = "the other" if len(order) == 2 else "another"
        yield f"How are {listed(order, 3)} related: does one need {other}?"
    for main in m.mains[:1]:
        yield General(f"What can be done with {title_of(main)} that could not be done before, and by whom?")


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
    keys = [title_of(key) for key in m.keys if m.graph.users(key.id)]
    if len(keys) > 1:
        yield f"Which of {listed(keys[:3], 3)} is new, and which was known before?"
    for main in m.mains[:1]:
        yield General(f"What is new in {title_of(main)}: a concept, an assumption, a technique?")


def compared(main: Statement) -> Iterator[str]:
    """On a main result compared with an earlier one."""
    if bounds(main):
        yield "In which regime is it better, in which worse?"
    else:
        yield "What does it say that the earlier one does not, and at what cost?"


def techniques(m: Material) -> Iterator[str]:
    """On how the proofs work."""
    for main in _spine(m):
        used = [title_of(m.statement(id)) for id in m.graph.uses(main.id) if is_result(m.statement(id))]
        if len(used) > 1:
            yield f"The proof of {title_of(main)} uses {listed(used)}: how do they fit together?"
        if not m.proofs(main):
            yield f"How do the authors justify {title_of(main)}, and what would a full proof need?"
            yield General("Which method is central to the paper, and where was it used before?")
            break
        yield General(f"Which single idea makes the proof of {title_of(main)} work?")
    users = {key.id: [title_of(m.statement(id)) for id in m.graph.users(key.id)] for key in m.keys}
    for key in m.keys:
        if len(users[key.id]) > 1:
            yield from islice(on_lemma(m, key, 0), 1)
    yield from _where_assumed(m)
    yield from _single(m, [key for key in m.keys if len(users[key.id]) <= 1])
    proved = [main for main in dict.fromkeys((*_spine(m), *m.mains)) if m.proofs(main)]
    for main in proved[:1]:
        yield General(f"Which step of the proof of {title_of(main)} would you show on the board?")
    for main in proved[1:]:
        yield f"What does the proof of {title_of(main)} need beyond that of {title_of(proved[0])}?"


def _spine(m: Material) -> tuple[Statement, ...]:
    return (m.spine,) if m.spine is not None else ()


def _single(m: Material, keys: Sequence[Statement]) -> Iterator[str]:
    """On key lemmas with one use: one question for each, then a second one."""
    asked = [tuple(on_lemma(m, key, n)) for n, key in enumerate(keys)]
    for round_ in zip_longest(*asked):
        yield from (question for question in round_ if question)


def on_lemma(m: Material, key: Statement, n: int) -> Iterator[str]:
    """On what it uses, what uses it, and what its wording raises; n varies the questions from one lemma to the next."""
    users = [title_of(m.statement(id)) for id in m.graph.users(key.id)]
    name, above = title_of(key), _names(m, m.graph.users(key.id))
    if len(users) > 1:
        yield f"{name} is used for {listed(users)}: what is its main idea?"
    below = _names(m, (id for id in m.graph.uses(key.id) if id != key.id))
    if below and n % 2 == 0:
        yield f"{name} rests on {below}: what does its own proof add?"
    elif above:
        yield f"Where does the proof of {above} need {name}, and would a weaker version do?"
    for word in required(m, key)[:1]:
        yield f"{name} requires “{word}”: where does its proof use that?"
    yield from reading(key)[:1]
    yield _PLAIN[n % len(_PLAIN)].format(t=name)


_PLAIN = (
    "What is the idea of {t}, and would a weaker version do?",
    "Why is {t} stated separately: where does the paper come back to it?",
    "Which example illustrates {t}?",
)


def _where_assumed(m: Material) -> Iterator[str]:
    for main, assumption in m.assumptions:
        yield f"{title_of(main)} assumes {title_of(assumption)}: at which step does the proof use it?"


def soundness(m: Material) -> Iterator[str]:
    """On what a reviewer of this paper should check."""
    assumed = list(dict.fromkeys(title_of(assumption) for _, assumption in m.assumptions))
    if len(assumed) > 1:
        yield f"Are {listed(assumed)} natural: which example satisfies them, and which does not?"
    elif assumed:
        yield f"Is {assumed[0]} natural: which example satisfies it, and which does not?"
    yield from _unproved(m)
    yield from _deferred(m)
    for s in m.paper.statements:
        if s.kind == "conjecture":
            yield f"{title_of(s)} is left open: what is the obstacle?"
    yield from _experiments(m)
    for main in m.mains[:1]:
        word = next(iter(required(m, main)), "")
        if bounds(main):
            yield f"Which term of the bound in {title_of(main)} looks like an artefact of the proof?"
        elif word:
            yield f"Is “{word}” in {title_of(main)} a convenience or a necessity, and do the authors say which?"
        else:
            yield General(
                f"What would improve {title_of(main)}: fewer assumptions, a stronger conclusion, a simpler proof?"
            )
        yield from _trusted(m, main)
    if not m.mains:
        yield from _claims(m.paper)


def _trusted(m: Material, main: Statement) -> Iterator[str]:
    used = _names(m, m.graph.uses(main.id))
    if used:
        yield f"Did you check how the proof of {title_of(main)} uses {used}, or take it on trust?"
    elif m.proofs(main):
        yield General(
            f"Which steps of the proof of {title_of(main)} did you check line by line, and which did you trust?"
        )
    else:
        yield "Which step did you check line by line, and which did you take on trust?"


def _experiments(m: Material) -> Iterator[str]:
    """On figures whose captions mention measurements, compared with what the paper claims."""
    measured = [f for f in m.paper.figures if f.number and _MEASURED.search(plain(f.caption))]
    if measured and m.mains:
        names = listed([f"Figure {f.number}" for f in measured])
        does = "Does" if len(measured) == 1 else "Do"
        yield f"{does} {names} test what {title_of(m.mains[0])} predicts, and what is left untested?"


_MEASURED = re.compile(
    r"\b(?:error|loss|accuracy|regret|comparison|compar\w+|performance|simulat\w+|experiment\w*|data ?sets?|runtime"
    r"|running time|empirical\w*|estimat\w+|score|versus|vs|trial\w*|measured|iterations|epochs)\b",
    re.IGNORECASE,
)


def _claims(paper: Paper) -> Iterator[str]:
    """For a review of a paper without results."""
    for section in working(paper.sections)[:2]:
        yield f"“{section.printed}”: which claim of this section would you test first, and how?"
    figures = [f for f in paper.figures if f.number]
    if figures:
        yield f"What does Figure {figures[-1].number} show, and is it a fair comparison?"
    yield "Does the paper support everything that it claims?"
    yield "Which step did you check line by line, and which did you take on trust?"


def _unproved(m: Material) -> Iterator[str]:
    results = [s for s in m.paper.statements if is_result(s) and s.kind != "conjecture" and s.restates is None]
    bare = [s for s in results if not m.proofs(s) and not s.appendix and not informal(s)]
    if 0 < len(bare) <= _FEW and 2 * len(bare) < len(results):
        names = listed([title_of(s) for s in bare], _FEW)
        yield f"No proof was found for {names}: well known, cited, or left to the reader?"


def _deferred(m: Material) -> Iterator[str]:
    appendix = {s.number for s in m.paper.sections if s.appendix}
    proofs = [p for s in m.paper.statements for p in s.proofs]
    deferred = sum(1 for p in proofs if p.section in appendix and p.section is not None)
    if deferred and len(proofs) > 2:
        are = "is" if deferred == 1 else "are"
        which = f"All {deferred}" if deferred == len(proofs) else f"{deferred} of the {len(proofs)}"
        yield f"{which} proofs {are} in the appendix: which of them did you check in detail?"


def structure(paper: Paper) -> Iterator[str]:
    """For papers without results: questions on the sections with the paper's own work."""
    yield CONTRIBUTION
    for section in working(paper.sections):
        yield on_section(section)
    for figure in [f for f in paper.figures if f.number][:1]:
        yield f"What does Figure {figure.number} show, and does the text claim more than it shows?"
    for section in working(paper.sections):
        yield f"“{section.printed}”: how would you summarize it in three sentences, and what would you leave out?"


CONTRIBUTION = "What does the paper contribute, in one sentence, and what in the paper supports it?"


def on_section(section: Section) -> str:
    """A question on the purpose of one section."""
    return f"“{section.printed}”: what does this section claim, and what supports the claim?"


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
    results = [title_of(u) for u in used if is_result(u)]
    assumed = [title_of(u) for u in used if u.kind in ASSUMED][:1]
    cited = [work.label for work in _cited(m, s)][:1]
    name = title_of(s)
    rows = [f"At which step does the proof use {tool}?" for tool in (*results[:3], *assumed, *cited)]
    if not rows:
        rows = [f"What does {name} give you to start from, and what is left to show?", *rows]
    if not results:
        rows += [f"Which inequality or construction is the key step of the proof of {name}?"]
    end = f"How do {listed(results)} give {name}?" if len(results) > 1 else f"Which step completes the proof of {name}?"
    if len(results) == 1:
        end = f"What is left to show for {name} once {results[0]} is known?"
    return (*rows[:4], end)


def _cited(m: Material, s: Statement) -> list[Outside]:
    return [work for form in m.same[m.graph.stands_for[s.id]] for work in m.cited.get(form.id, ())]


def fresh(questions: Iterable[str], asked: set[str], most: int) -> tuple[str, ...]:
    """The first few questions not asked yet, and adds them to asked: new forms, old forms, general ones, then repeats.

    General ones are asked only where there is no other.
    A question that gives two statements the same name is left out.
    """
    known = {q[:1].upper() + q[1:]: isinstance(q, General) for q in questions if not _ambiguous(q)}
    unasked = [q for q in known if q not in asked]
    seen: set[str] = set()
    order: list[tuple[int, int]] = []
    for n, q in enumerate(unasked):
        form = _form(q)
        order.append((3 if form in seen else 2 if known[q] else 1 if form in asked else 0, n))
        seen.add(form)
    ranked = [(unasked[n], known[unasked[n]]) for _, n in sorted(order)]
    own = sum(not general for _, general in ranked)
    chosen = [q for q, general in ranked if not general or own < _ENOUGH][:most]
    if own < _ENOUGH:
        chosen = chosen[: max(own, _ENOUGH)]
    asked.update(chosen, map(_form, chosen))
    return tuple(chosen)


_UNNUMBERED = re.compile(r"\bthe ([A-ZÀ-ÞА-Я]\w*(?: [A-ZÀ-ÞА-Я]\w*)*(?: “[^”]*”)?)(?! [\d.]*\d)")


def _ambiguous(question: str) -> bool:
    """Whether a statement without a number is named twice: as the others, it has only its heading as a name."""
    names = [m[1] for m in _UNNUMBERED.finditer(question)]
    return len(set(names)) < len(names)


def _form(question: str) -> str:
    """The question with the names of statements blanked out."""
    return re.sub(r"\b[A-Z]\w+ [A-Z]?[\d.]*[\dA-Z]['*]*(?!\w)", "□", question)
