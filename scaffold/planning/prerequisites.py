"""What a reader must know to understand a statement: the definitions and assumptions it uses, and how we know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scaffold.model import Paper, Statement
from scaffold.planning import manual_references
from scaffold.planning.kinds import ASSUMED, SETTING
from scaffold.planning.places import Places
from scaffold.planning.words import acronyms, commands, defined_terms, plain, references, sequence, uncommented

__all__ = ["Prerequisite", "prerequisites"]

_LETTER = re.compile(r"\\(?:mathcal|mathfrak|mathscr|mathsf|mathbf|bm|boldsymbol)\s*\{?\s*(\\?[A-Za-z]+)\s*\}?")
_IN_WORDS = re.compile(r"\b([A-Z][\w'’-]*)(?:~|\s)+([A-Z]?[\d.]*\d['*]*|[A-Z]\b)(?![\w.]*\d)")
_SIGNS = frozenset(
    """oplus ominus otimes odot oslash boxplus boxtimes boxdot succ succeq prec preceq succcurlyeq preccurlyeq
    sqsubseteq sqsupseteq sqcup sqcap triangleleft trianglelefteq triangleright bowtie ltimes rtimes wr star
    models vDash vdash Vdash dashv rightsquigarrow leadsto multimap pitchfork asymp""".split()
)
"""Signs without a fixed meaning: a paper that uses one says what it stands for."""

_MANY = 60
"""Prerequisites to follow at most; a paper that needs more defines its setting in a chapter, not in a list."""

_FADE = 0.5
"""Strength of a prerequisite of a prerequisite, relative to a direct one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prerequisite:
    """A statement that another one needs: for_ is the id of the statement that needs it.

    strength is how sure that is, by how it was found: a reference 1, an assumption that the proof uses 0.9, a term
    0.8 (of one word 0.7), an acronym 0.6, a symbol 0.5, an assumption made in the same section before it 0.4.
    """

    id: str
    for_: str
    strength: float


class _Glossary:
    """The paper's setting: where terms and symbols are introduced."""

    def __init__(self, paper: Paper) -> None:
        self.setting = tuple(s for s in paper.statements if s.kind in SETTING or _described(s))
        self.described = frozenset(s.id for s in self.setting)
        self.by_id = {s.id: s for s in paper.statements}
        self.position = {s.id: i for i, s in enumerate(paper.statements)}
        self.target = {label.key: label.target for label in paper.labels if label.target is not None}
        self.target |= {label: s.id for s in paper.statements for label in s.labels}
        self.own = frozenset(m.name.lstrip("\\") for m in paper.macros)
        self.titles = {re.sub(r"\s+", " ", d.title): d.id for d in self.setting if d.number}
        self.tags = {tag: d.id for d in reversed(self.setting) for tag in sorted(manual_references.tags(d))}
        self.terms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for d in self.setting:
            for term in _term_stems(d):
                self.terms.setdefault(term[0], []).append((term, d.id))
        self.introduced = self._introduced(paper.statements)
        places = Places(paper)
        self.top = {s.id: tuple(h.title for h in places.of(s).headings[:1]) for s in paper.statements}

    def symbols(self, tex: str) -> frozenset[str]:
        """The paper's own macros, signs without fixed meaning, decorated letters and acronyms in a passage."""
        letters = {re.sub(r"[\s{}]", "", m[0]) for m in _LETTER.finditer(tex)}
        return (commands(tex) & (self.own | _SIGNS)) | letters | acronyms(tex)

    def _introduced(self, statements: Iterable[Statement]) -> dict[str, frozenset[str]]:
        """For each definition, the symbols that no earlier statement contains."""
        seen: set[str] = set()
        new: dict[str, frozenset[str]] = {}
        for s in statements:
            symbols = self.symbols(f"{s.name or ''} {s.body}")
            if s.id in self.described:
                symbols |= _initials(s)
                new[s.id] = symbols - seen
            seen |= symbols
        return new


def _described(s: Statement) -> bool:
    """Whether the statement describes what results are about without being a definition: a protocol, a game."""
    return s.kind == "algorithm" or (s.kind == "other" and not s.proofs)


def prerequisites(paper: Paper, ids: Sequence[str]) -> tuple[Prerequisite, ...]:
    """What the statements with these ids need, in reading order, each once with its strongest evidence, without ids.

    What prerequisites need in turn is included, with half the strength per step.
    """
    glossary = _Glossary(paper)
    best: dict[str, Prerequisite] = {}
    front, fade = list(ids), 1.0
    for _ in range(3):
        found = [p for id in front if id in glossary.by_id for p in _direct(glossary, glossary.by_id[id], fade)]
        front = []
        for p in found:
            if p.id not in ids and (p.id not in best or best[p.id].strength < p.strength):
                front += [p.id] if p.id not in best else []
                best[p.id] = p
        front, fade = front[:_MANY], fade * _FADE
    return tuple(sorted(best.values(), key=lambda p: glossary.position[p.id]))


def _direct(glossary: _Glossary, s: Statement, fade: float) -> Iterator[Prerequisite]:
    """Evidence for each prerequisite of one statement; only the strongest of each kind."""

    def found(d: Statement, strength: float) -> Prerequisite:
        return Prerequisite(id=d.id, for_=s.id, strength=round(strength * fade, 4))

    text = plain(f"{s.name or ''} {s.body}")
    terms, symbols = _terms_in(glossary, sequence(text)), glossary.symbols(s.body)
    referred, proved_by = _referred(glossary, s), {id for p in s.proofs for id in p.uses}
    for d in glossary.setting:
        if d.id == s.id:
            continue
        if d.id in referred:
            yield found(d, 1.0)
        elif d.kind in ASSUMED and d.id in proved_by:
            yield found(d, 0.9)
        elif term := terms.get(d.id):
            yield found(d, 0.8 if " " in term else 0.7)
        elif shared := sorted(glossary.introduced[d.id] & symbols):
            yield found(d, 0.6 if len(shared[0]) > 1 and shared[0].isupper() else 0.5)
        elif fade == 1.0 and d.kind in ASSUMED and _before_in_section(glossary, d, s):
            yield found(d, 0.4)


def _referred(glossary: _Glossary, s: Statement) -> frozenset[str]:
    """Ids that the statement's name or body refers to, by label or in words."""
    tex = uncommented(f"{s.name or ''} {s.body}")
    ids = {glossary.target.get(label) for label in references(tex)}
    ids |= {glossary.titles.get(f"{m[1]} {m[2]}") for m in _IN_WORDS.finditer(tex)}
    ids |= {glossary.titles.get(title) for title in manual_references.listed(tex)}
    ids |= {glossary.tags.get(tag) for tag in manual_references.tagged(tex)}
    ids |= {id for id in s.uses if id in glossary.by_id and glossary.by_id[id].kind in ASSUMED}
    return frozenset(id for id in ids if id is not None)


def _before_in_section(glossary: _Glossary, d: Statement, s: Statement) -> bool:
    same = glossary.top[d.id] == glossary.top[s.id] != ()
    return same and glossary.position[d.id] < glossary.position[s.id]


def _term_stems(d: Statement) -> Iterator[tuple[str, ...]]:
    terms = dict.fromkeys((*([plain(d.name)] if d.name else []), *defined_terms(d.body)))
    for term in terms:
        words = sequence(term)
        if words and any(len(stem) > 3 for stem in words):
            yield words


def _initials(d: Statement) -> frozenset[str]:
    """Acronyms of the terms that a definition introduces: "coalition indistinguishable keys" gives CIK."""
    terms = (plain(d.name or "").lower(), *defined_terms(d.body))
    words = (re.findall(r"[^\W\d_]+", re.split(r"\bv(?:s|ersus)?\b\.?", term)[0]) for term in terms)
    return frozenset("".join(w[0] for w in group).upper() for group in words if len(group) > 2)


def _terms_in(glossary: _Glossary, words: tuple[str, ...]) -> dict[str, str]:
    """For each definition, the first of its terms whose stems appear next to each other in words.

    Of a term of three words or more, all but the last suffice: a "positive affine operator" may be called a map.
    """
    found: dict[str, str] = {}
    for i, word in enumerate(words):
        for term, id in glossary.terms.get(word, ()):
            enough = max(min(len(term), 2), len(term) - 1)
            if words[i : i + enough] == term[:enough]:
                found.setdefault(id, " ".join(term))
    return found
