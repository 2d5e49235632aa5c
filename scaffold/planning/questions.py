"""Short questions to one paper: each names what it is about, and none says more than the source shows.

A question is generated only where its ground is seen ("with probability" in the statement, an assumption that it
refers to, a lemma that several proofs use); the general ones at the end of each list are for papers that show little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scaffold.model import Paper, Section, Statement
from scaffold.planning.graph import Graph
from scaffold.planning.joined import informal
from scaffold.planning.kinds import ASSUMED, is_result
from scaffold.planning.prerequisites import Prerequisite
from scaffold.planning.words import plain, uncommented

_DISPLAYED = r"(?:\\\[|\$\$|\\begin\{(?:equation|align|gather|multline|eqnarray))(?:(?!\\\]|\$\$|\\end\{).)*?"

_SIGNS: tuple[tuple[str, str], ...] = (
    (r"\bif and only if\b|\biff\b|\\iff\b|are equivalent", "Which direction of {t} is the harder one, and why?"),
    (
        r"with (?:high )?(?:confidence|probability)|almost surely|\bw\.h\.p|in expectation",
        "Over which randomness does {t} hold, and who draws it?",
    ),
    (
        r"\bO\b\}?\s*(?:\\left|\\[bB]igg?l?)?\s*\([^()]{0,60}(?:\\log|\\ln|\\sqrt|\\[dt]?frac|/|\^|\\(?:var)?epsilon|\\delta)"
        r"|\\(?:wide)?tilde\s*\{?\s*(?:\\mathcal\s*)?\{?\s*O\b|\\lesssim|\\gtrsim",
        "Which constants and logarithms does {t} hide, and what do they depend on?",
    ),
    (r"sufficiently (?:large|small)|(?:large|small) enough", "How large or small is enough in {t}?"),
    (
        r"(?:\A\s*|[.,;:]\s+|\b[Tt]hen,?\s+)[Tt]here (?:exists?|is an?|are)\b",
        "Does the proof construct what {t} says exists?",
    ),
    (
        r"\\poly\b|(?<!non-)(?<!non)\bpolynomial(?:ly)?[\s~]+(?:in|time|size|many)\b",
        "Polynomial in {t}: of which degree, and in which quantities?",
    ),
    (r"\bisomorphi|\bequivalence of\b", "Can you write down explicitly the map that {t} speaks of?"),
    (r"\bunique\b", "What would go wrong without uniqueness in {t}?"),
    (r"\bconverge", "In which sense does the convergence of {t} take place, and how fast?"),
    (r"\blower[- ]bound", "Does an upper bound match the lower bound of {t}?"),
    (
        r"\bat most\b|\bupper[- ]bound|\bbounded (?:from )?(?:above )?by\b|"
        + _DISPLAYED
        + r"\\le(?:q|qslant|qq)?(?![a-z])",
        "Is the inequality in {t} sharp: what do the authors say about it?",
    ),
    (r"\bfor (?:all|any|every|each)\b|\\forall\b", "For which smallest interesting case can you check {t} by hand?"),
)
"""What in a statement's wording raises which question. Each asks about what stands there and assumes nothing else."""

_FEW = 4
"""More statements without proof than these say less about the paper than about its style."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the questions may speak of: the paper, its main results (best first), and what was found out about them."""

    paper: Paper
    mains: tuple[Statement, ...]
    graph: Graph
    needed: tuple[Prerequisite, ...]
    keys: tuple[Statement, ...]
    by_id: Mapping[str, Statement]

    def statement(self, id: str) -> Statement:
        """The statement of that id; raises KeyError."""
        return self.by_id[id]

    @property
    def assumptions(self) -> tuple[tuple[Statement, Statement], ...]:
        """Pairs (main result, assumption) where the result refers to the assumption or its proof uses it."""
        pairs = ((self.by_id[p.for_], self.by_id[p.id]) for p in self.needed if p.strength >= 0.9)
        return tuple((m, a) for m, a in pairs if m.main and a.kind in ASSUMED)


def title_of(s: Statement) -> str:
    """What to call a statement within a sentence: "Theorem 3.1", "the Main Theorem", "the Lemma “Small steps”"."""
    heading = plain(s.heading) or s.kind.capitalize()
    if s.number:
        return f"{heading} {plain(s.number) or s.number}"
    name = plain(s.name or "")
    return f"the {heading} “{name}”" if name else f"the {heading}"


def listed(names: Sequence[str], most: int = 2) -> str:
    """ "A", "A and B", "A, B and 3 more"."""
    if len(names) <= most + 1:
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else list(names))
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def reading(s: Statement) -> tuple[str, ...]:
    """Questions that the wording of one statement raises, the most telling first."""
    body = uncommented(s.body)
    found = (question for pattern, question in _SIGNS if re.search(pattern, body, re.DOTALL))
    return tuple(q.format(t=title_of(s)) for q in found)


def known_before(m: Material) -> Iterator[str]:
    """On the question that the paper answers."""
    if m.mains:
        yield f"What was known before {title_of(m.mains[0])}, and where did it stop?"
    else:
        yield "Which question does this paper answer, and what was known before?"


def meaning(m: Material, main: Statement) -> Iterator[str]:
    """On what one main result says."""
    for result, assumption in m.assumptions:
        if result.id == main.id:
            yield f"{title_of(main)} assumes {title_of(assumption)}: which cases does that exclude?"
    yield from reading(main)
    yield f"What does {title_of(main)} say in words: what is given, what follows?"
    yield f"Which hypothesis of {title_of(main)} is easiest to overlook?"
    yield f"Over which word or symbol of {title_of(main)} would a listener stumble?"


def implications(m: Material) -> Iterator[str]:
    """On what follows: the corollaries drawn from main results, then the others."""
    corollaries = [s for s in m.paper.statements if s.kind == "corollary" and not s.main and s.restates is None]
    used = {s.id: m.graph.uses(s.id) for s in corollaries}
    near = [(s, main) for s in corollaries for main in m.mains if m.graph.stands_for[main.id] in used[s.id]]
    for s, main in near:
        yield f"{title_of(s)} uses {title_of(main)}: what does it add for a reader who wants to apply it?"
    others = [s for s in corollaries if not any(s is t for t, _ in near)]
    if len(others) > 1:
        yield f"Which of {listed([title_of(s) for s in others], 3)} matters most, and for whom?"
    elif others and m.mains:
        yield f"What does {title_of(others[0])} say that {title_of(m.mains[0])} does not?"
    if len(m.mains) > 1:
        order = [title_of(s) for s in m.paper.statements if s.main]
        yield f"How do {listed(order, 3)} belong together: does one need the other?"
    for main in m.mains[:1]:
        yield f"Who can do what with {title_of(main)} that was not possible before?"


def techniques(m: Material) -> Iterator[str]:
    """On how the proofs work."""
    for main in m.mains[:1]:
        used = [title_of(m.statement(id)) for id in m.graph.uses(main.id) if is_result(m.statement(id))]
        if len(used) > 1:
            yield f"The proof of {title_of(main)} uses {listed(used)}: how do they fit together?"
        yield f"Which single idea makes the proof of {title_of(main)} work?"
    users = {key.id: [title_of(m.statement(id)) for id in m.graph.users(key.id)] for key in m.keys}
    for key in m.keys:
        if len(users[key.id]) > 1:
            yield f"{title_of(key)} is used for {listed(users[key.id])}: what is its idea?"
    yield from _where_assumed(m)
    for key in m.keys:
        if len(users[key.id]) <= 1:
            yield f"What is the idea of {title_of(key)}, and could it be weaker?"
    for main in m.mains[:1]:
        yield f"Which step of the proof of {title_of(main)} would you show on the board?"
    for main in m.mains[1:]:
        yield f"What does the proof of {title_of(main)} need beyond that of {title_of(m.mains[0])}?"


def _where_assumed(m: Material) -> Iterator[str]:
    for main, assumption in m.assumptions:
        yield f"{title_of(main)} assumes {title_of(assumption)}: at which step does the proof use it?"


def soundness(m: Material) -> Iterator[str]:
    """On what a reviewer of this paper should look at."""
    assumed = list(dict.fromkeys(title_of(assumption) for _, assumption in m.assumptions))
    if len(assumed) > 1:
        yield f"Are {listed(assumed)} natural: which example satisfies them, which one does not?"
    elif assumed:
        yield f"Is {assumed[0]} natural: which example satisfies it, which one does not?"
    yield from _unproved(m)
    yield from _deferred(m)
    for s in m.paper.statements:
        if s.kind == "conjecture":
            yield f"{title_of(s)} is left open: what stands in the way?"
    if m.paper.figures and m.mains:
        count = len(m.paper.figures)
        figures = "the figure" if count == 1 else f"the {count} figures"
        yield f"Do{'es' * (count == 1)} {figures} test what {title_of(m.mains[0])} predicts?"
    for main in m.mains[:1]:
        yield f"What would make {title_of(main)} stronger: fewer assumptions, a better bound, a simpler proof?"
    if not m.mains:
        yield "Which claim of the paper would you test first, and how?"
        yield "Is everything that the paper claims also shown in it?"
    yield "Which step did you check line by line, and which did you take on trust?"


def _unproved(m: Material) -> Iterator[str]:
    results = [s for s in m.paper.statements if is_result(s) and s.kind != "conjecture" and s.restates is None]
    bare = [s for s in results if not s.proofs and not s.appendix and not informal(s)]
    if 0 < len(bare) <= _FEW and 2 * len(bare) < len(results):
        names = listed([title_of(s) for s in bare], _FEW)
        yield f"No proof was found for {names}: known, cited, or left to the reader?"


def _deferred(m: Material) -> Iterator[str]:
    appendix = {s.number for s in m.paper.sections if s.appendix}
    proofs = [p for s in m.paper.statements for p in s.proofs]
    deferred = sum(1 for p in proofs if p.section in appendix and p.section is not None)
    if deferred and len(proofs) > 2:
        stand = "stands" if deferred == 1 else "stand"
        yield f"{deferred} of the {len(proofs)} proofs {stand} in the appendix: what did you check there in detail?"


def structure(paper: Paper) -> Iterator[str]:
    """For papers without results: questions on the sections that do the work."""
    yield CONTRIBUTION
    for section in working(paper.sections):
        yield adds(section)


CONTRIBUTION = "What does the paper contribute, in one sentence, and what in the paper supports it?"


def adds(section: Section) -> str:
    """On what one section is there for."""
    return f"“{section.printed}”: what does this section add to the argument?"


def working(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Sections of the first level in the main text, without the customary first and last ones."""
    usual = re.compile(r"introduc|related|conclu|acknowledg|references|background|discussion|notation", re.IGNORECASE)
    top = [s for s in sections if s.level == 1 and not s.appendix and s.title and not usual.search(s.title)]
    return tuple(top[:3])


def steps(m: Material, s: Statement) -> tuple[str, ...]:
    """Three or four prompts that lead through one proof, along what it uses."""
    used = [m.statement(id) for id in m.graph.uses(s.id) if id != s.id]
    results = [title_of(u) for u in used if is_result(u)][:2]
    assumed = [title_of(u) for u in used if u.kind in ASSUMED][:1]
    rows = ["Start: what is fixed, and what is to be shown?"]
    rows += [f"How does {name} enter?" for name in (*results, *assumed)]
    if not results:
        rows += ["Which inequality or construction carries the step from there?"]
    return (*rows, f"How do the pieces give {title_of(s)}?")


def fresh(questions: Iterable[str], asked: set[str], most: int) -> tuple[str, ...]:
    """The first few questions not asked yet, those of a form not asked yet before the others; they become asked."""
    sentences = (q[:1].upper() + q[1:] for q in questions)
    unasked = list(dict.fromkeys(q for q in sentences if q not in asked))
    chosen = sorted(unasked, key=lambda q: _form(q) in asked)[:most]
    asked.update(chosen, map(_form, chosen))
    return tuple(chosen)


def _form(question: str) -> str:
    """The question with the names of statements left open."""
    return re.sub(r"\b[A-Z]\w+ [A-Z]?[\d.]*[\dA-Z]['*]*(?!\w)", "□", question)
