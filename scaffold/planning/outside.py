"""Results of other works that proofs cite by number: "Theorem 2.3 in [12]"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scaffold.model import Paper, Proof, Reference
from scaffold.planning.proof_sentences import sentences
from scaffold.planning.words import as_latex, plain, uncommented

__all__ = ["Outside", "outside"]

_WORD = r"(?:Theorem|Lemma|Proposition|Corollary|Thm\.|Lem\.|Prop\.|Cor\.)"
_RESULT = rf"(?P<word>{_WORD})[\s~]*(?P<number>[A-Z]?\.?\d+(?:\.\d+)*)"
_CITE = r"\\[A-Za-z]{0,20}cite[A-Za-z]{0,20}\*?\s*"
_FORMS = (
    re.compile(rf"{_CITE}(?:\[[^\[\]]*\]\s*)?\[[^\[\]]*?{_RESULT}[^\[\]]*\]\s*\{{(?P<key>[^{{}},]+)\}}"),
    re.compile(rf"{_RESULT}[\s~]*(?:of|in|from)[\s~]*(?:[A-Z][\w.'-]*[\s~]+){{0,4}}{_CITE}\{{(?P<key>[^{{}},]+)\}}"),
    re.compile(rf"{_CITE}\{{(?P<key>[^{{}},]+)\}},[\s~]*{_RESULT}(?=[\s~]*[.;)])"),
    re.compile(rf"{_CITE}\{{(?P<key>[^{{}},]+)\}}(?:'s?)?[\s~]+{_RESULT}"),
)
"""In LaTeX: in the citation's own brackets, before it, after it at the end of a sentence, right after it."""

_PRINTED = (
    re.compile(rf"\[(?P<key>[^\[\],]{{1,60}}),\s*{_RESULT}[^\[\]]{{0,40}}\]"),
    re.compile(rf"{_RESULT}\s+(?:of|in|from)\s+(?:[A-Z][\w.'-]*\s+){{0,4}}\[(?P<key>[^\[\]]{{1,60}})\]"),
)
"""The same on a page, where the key is what the citation prints."""

_WORDS, _LETTERS = 45, 300
"""Words and characters that are quoted of a sentence."""

_LONG = {"Thm.": "Theorem", "Lem.": "Lemma", "Prop.": "Proposition", "Cor.": "Corollary"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """A result of another work: an id that is no statement's, the work as a citation prints it, the result's name.

    key is that of the work in the bibliography, "" if there is none; words are the sentence that cites it first.
    """

    id: str
    work: str
    result: str
    key: str = field(default="", compare=False)
    words: str = field(default="", compare=False)

    @property
    def label(self) -> str:
        """ "[12], Theorem 2.3"."""
        return f"{self.work}, {self.result}"


def outside(paper: Paper) -> Mapping[str, tuple[Outside, ...]]:
    """For each statement, the results of other works that its proofs cite by number, in order, each once."""
    works = {r.key: _printed(r) for r in paper.references}
    rows = {s.id: tuple(dict.fromkeys(o for p in s.proofs for o in _in(p, s.form, works))) for s in paper.statements}
    return {id: found for id, found in rows.items() if found}


def _in(proof: Proof, form: str, works: Mapping[str, str]) -> Iterator[Outside]:
    text = uncommented(proof.body)
    hits = (m for pattern in (_FORMS if form == "latex" else _PRINTED) for m in pattern.finditer(text))
    for m in sorted(hits, key=lambda m: m.start()):
        key = " ".join(m["key"].split())
        work = works.get(key, "") if form == "latex" else f"[{key}]"
        if work:
            name = f"{_LONG.get(m['word'], m['word'])} {m['number']}"
            id = f"outside:{key}:{name}".replace(" ", "-").lower()
            words = _sentence(text, m.start(), latex=form == "latex")
            yield Outside(id=id, work=work, result=name, key=key if form == "latex" else "", words=words)


def _sentence(text: str, at: int, *, latex: bool) -> str:
    """The beginning of the sentence at that place, as LaTeX."""
    for s in sentences(text, latex=latex):
        at -= len(s.source)
        if at < 0:
            words = s.quoted(_WORDS, _LETTERS)
            return words if latex else as_latex(words)
    return ""


def _printed(reference: Reference) -> str:
    """What a citation of the work prints, in brackets; "" where that is not known."""
    label = plain(reference.label or "")
    return f"[{label}]" if label else ""
