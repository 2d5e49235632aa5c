"""Why a statement may be a main result: independent rules, each worth points and a reason that a reader can check."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from scaffold.model import Paper, Statement
from scaffold.planning.equivalents import informal
from scaffold.planning.kinds import RESULTS, is_result
from scaffold.planning.places import Place, Places
from scaffold.planning.uses import Uses, reachable, uses
from scaffold.planning.words import citations, plain, references, stems

KIND_POINTS = {
    "theorem": 3.0, "proposition": 1.7, "corollary": 1.2, "other": 1.0, "conjecture": 0.6, "property": 0.6,
    "claim": 0.4, "lemma": 0.4, "fact": 0.2, "observation": 0.2,
}  # fmt: skip

_MANY = 200
"""Above this many statements below, more make no difference."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: name is stable, points may be negative, why is a sentence without a full stop."""

    name: str
    points: float
    why: str


class View:
    """The input of the rules, computed once per paper."""

    def __init__(self, paper: Paper) -> None:
        paper = replace(paper, statements=tuple(replace(s, main=False) for s in paper.statements))
        self.paper = paper
        self.by_id = {s.id: s for s in paper.statements}
        self.results = tuple(s for s in paper.statements if is_result(s))
        self.uses: Uses = uses(paper)
        places = Places(paper)
        self.place: dict[str, Place] = {s.id: places.of(s) for s in paper.statements}
        self.words = {s.id: stems(plain(f"{s.name or ''} {s.body}")) for s in self.results}
        self.summary_share = self._summary_shares()
        self.rests_on = {s.id: self._results_below(s) for s in self.results}
        self.proof_length = {s.id: sum(len(p.body) for p in s.proofs) for s in self.results}
        self.longest_proof = max(self.proof_length.values(), default=0)
        self.most_below = max(self.rests_on.values(), default=0)
        self.restated = frozenset(s.restates for s in paper.statements if s.restates is not None)
        self.titles = {section.number: section.printed for section in reversed(paper.sections) if section.number}
        self.mentions = self._mentions(places)
        self.abstract_labels = frozenset(references(paper.abstract))
        self.proved = sum(1 for s in self.results if s.proofs)

    def _summary_shares(self) -> dict[str, float]:
        """How much of the title and abstract each result repeats, rare words counting more; 1.0 for the best."""
        summary = stems(plain(f"{self.paper.title} {self.paper.title} {self.paper.abstract}"))
        held: Counter[str] = Counter(word for words in self.words.values() for word in words)
        total = len(self.results)
        worth = {w: (1.0 + math.log(n)) * math.log(1.0 + total / held[w]) for w, n in summary.items() if held[w]}
        raw = {
            id: sum(worth.get(w, 0.0) for w in words) / math.sqrt(8.0 + sum(words.values()))
            for id, words in self.words.items()
        }
        best = max(raw.values(), default=0.0)
        return {id: value / best if best else 0.0 for id, value in raw.items()}

    def _results_below(self, s: Statement) -> int:
        below = reachable([self.uses.stands_for[s.id]], self.uses.proved_from, _MANY)
        return sum(1 for id in below if self.by_id[id].kind in RESULTS)

    def _mentions(self, places: Places) -> dict[str, Counter[str]]:
        """For each statement, how often the running text refers to it, by part of the paper."""
        found: dict[str, Counter[str]] = {s.id: Counter() for s in self.paper.statements}
        for mention in self.paper.mentions:
            if mention.target not in found:
                continue
            part = "abstract" if mention.section == "abstract" else self._part(places, mention.section, mention)
            found[mention.target][part] += 1
        return found

    def _part(self, places: Places, section: str | None, mention: object) -> str:
        file, line = getattr(mention, "file", ""), getattr(mention, "line", 0)
        parts = places.at(section, False, file, line).parts
        return next((p for p in ("introduction", "results", "closing") if p in parts), "elsewhere")


Rule = Callable[[View, Statement], Iterator[Evidence]]


def _kind(view: View, s: Statement) -> Iterator[Evidence]:
    name = s.heading.lower() or s.kind
    article = "an" if name[:1] in "aeiou" else "a"
    yield Evidence("kind", KIND_POINTS.get(s.kind, 0.0), f"it is {article} {name}")


def _name(view: View, s: Statement) -> Iterator[Evidence]:
    if re.search(r"\bmain\b|\bhaupt|\bprincipal\b", f"{s.heading} {s.name or ''}", re.IGNORECASE):
        yield Evidence("called main", 2.5, "the paper calls it “main”")
    if any(re.search(r"(?:^|[:_\-. ])main", label.lower()) for label in s.labels):
        yield Evidence("labelled main", 1.0, "its label contains “main”")
    if informal(s):
        yield Evidence("announced", 1.0, "the paper states it informally")


def _place(view: View, s: Statement) -> Iterator[Evidence]:
    place = view.place[s.id]
    if s.appendix or "appendix" in place.parts:
        yield Evidence("appendix", -1.8, "it is in the appendix")
    if "results" in place.parts:
        yield Evidence("results section", 1.2, f"it is in a section on results, “{_heading(place, 'results')}”")
    elif "introduction" in place.parts:
        yield Evidence("introduction", 1.5, "it is in the introduction")
    if "background" in place.parts and not {"results", "introduction"} & place.parts:
        yield Evidence("background", -1.5, f"it is in a part on background, “{place.title}”")
    if "auxiliary" in place.parts:
        yield Evidence("auxiliary", -1.0, f"it is in a part of auxiliary results, “{place.title}”")
    if "proofs" in place.parts and "results" not in place.parts:
        yield Evidence("among proofs", -0.6, f"it is in a part of proofs, “{place.title}”")
    if "closing" in place.parts:
        yield Evidence("closing", -0.5, f"it is in a closing part of the paper, “{place.title}”")


def _heading(place: Place, part: str) -> str:
    return place.title if part in place.parts and place.headings else ""


_SOMEBODY = re.compile(r"\b[A-Z][\w'’-]+(?:'s|’s|s')?\s+(?:inequality|lemma|theorem|bound|criterion|identity)\b")


def _others(view: View, s: Statement) -> Iterator[Evidence]:
    """Results of other authors: named after them, or with a citation in the name or the first words."""
    opening = s.body.strip()[:60]
    if citations(s.name or "") or (citations(opening) and not s.proofs):
        yield Evidence("cited", -2.5, "it is quoted from another work")
    elif _SOMEBODY.search(plain(s.name or "")) and not s.proofs:
        yield Evidence("known", -1.5, "it has the name of a known result, and no proof here")


def _abstract(view: View, s: Statement) -> Iterator[Evidence]:
    if view.abstract_labels & set(s.labels) or view.mentions[s.id]["abstract"]:
        yield Evidence("in the abstract", 2.0, "the abstract refers to it")
    share = view.summary_share[s.id]
    if share >= 0.3:
        yield Evidence("echoes the abstract", round(1.6 * share, 2), "it shares key words with title and abstract")


_ALGORITHM = re.compile(r"\balg(?:orithm|\.)", re.IGNORECASE)


def _algorithm(view: View, s: Statement) -> Iterator[Evidence]:
    if _ALGORITHM.search(view.paper.abstract) and _ALGORITHM.search(s.body):
        yield Evidence("the algorithm", 0.7, "it is about an algorithm, like the abstract")


def _mentioned(view: View, s: Statement) -> Iterator[Evidence]:
    count = view.mentions[s.id]
    if count["introduction"] + count["results"]:
        times = count["introduction"] + count["results"]
        yield Evidence("introduced", 1.0 + 0.25 * min(times - 1, 2), "the introduction refers to it")
    if count["closing"]:
        yield Evidence("looked back on", 0.4, "the conclusion refers to it")
    if count["elsewhere"]:
        yield Evidence(
            "referred to", round(0.3 * math.log2(1 + min(count["elsewhere"], 7)), 2), "the text refers to it"
        )


def _proof(view: View, s: Statement) -> Iterator[Evidence]:
    if any(_own_section(view, s, p.section, p.found_by) for p in s.proofs):
        yield Evidence("own section", 0.8, "its proof has a section of its own")
    longest, length = view.longest_proof, view.proof_length[s.id]
    if longest and length >= 0.25 * longest:
        yield Evidence("long proof", round(0.6 * length / longest, 2), "its proof is among the longest")
    if not s.proofs and 2 * view.proved >= len(view.results):
        yield Evidence("unproved", -0.8, "it has no proof, although most results have one")


def _own_section(view: View, s: Statement, section: str | None, found_by: str) -> bool:
    if found_by == "section":
        return True
    title = view.titles.get(section or "", "")
    return bool(s.number) and bool(re.search(rf"\b{re.escape(s.title)}(?![.\d])", title))


def _proof_graph(view: View, s: Statement) -> Iterator[Evidence]:
    below, most = view.rests_on[s.id], view.most_below
    if below:
        points = 1.2 * math.log(1 + below) / math.log(1 + max(most, 4))
        yield Evidence("rests on", round(points, 2), f"its proof rests on {below} other result{'s' * (below > 1)}")
    users = [view.by_id[id] for id in view.uses.used_by.get(view.uses.stands_for[s.id], ())]
    if any(user.kind == "corollary" for user in users):
        yield Evidence("has corollaries", 0.5, "corollaries follow from it")
    if any(user.kind == s.kind for user in users) and s.kind != "corollary":
        yield Evidence("serves another", -0.3, f"another {s.kind} uses it")


def _repeated(view: View, s: Statement) -> Iterator[Evidence]:
    if s.id in view.restated or s.restates in view.by_id:
        yield Evidence("restated", 0.8, "the paper states it more than once")


RULES: tuple[Rule, ...] = (
    _kind, _name, _place, _others, _abstract, _algorithm, _mentioned, _proof, _proof_graph, _repeated,
)  # fmt: skip


def collect(view: View, s: Statement) -> tuple[Evidence, ...]:
    """All evidence about one statement, in the order of the rules."""
    return tuple(e for rule in RULES for e in rule(view, s))
