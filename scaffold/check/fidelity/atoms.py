r"""The content of a formula or a sentence as a sequence of atoms: letters, digits and signs.

The paper's LaTeX and the deck's text and equations are both read into atoms, each by its own reader, and compared. Bold
type and line breaks are layout and are ignored; a letter, a digit, "≤" or "∀" is not. Signs that fonts and programs
write in several ways (ϕ and φ, ⩽ and ≤, \coloneqq and :=) are one atom.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from scaffold.check.fidelity.order import CLOSE, LOWER, MARK, RAISE, bracket, in_order

__all__ = ["ANYTHING", "NO_ATOM", "Atom", "Content", "as_text", "difference", "make_content", "of_text"]

NO_ATOM = "\5"
"""Among optional atoms: brackets around signs that are not compared, such as those of a footnote."""

ANYTHING = "\0"
"""A wildcard for text that each format prints differently: a citation, the label of a list item."""

_MOST = 30
"""The largest number of atoms that a wildcard matches: no citation is longer."""

_SIGNS = frozenset("=<>≤≥≠≈∼≃≅≡∈∉∋⊂⊆⊃⊇⊊⊄⊈∪∩∖∀∃∄¬∧∨∞∂∇∑∏∫√±∓×⋅∘⊗⊕⊙→←↔⇒⇐⇔↦↑↓+−*≪≫≺≻≼≽≲≳∝∅⊥⊤≁≜")
_SAME = {
    "ϕ": "φ", "ϵ": "ε", "ϑ": "θ", "ϱ": "ρ", "ϖ": "π", "ς": "σ", "ı": "i", "ȷ": "j", "∆": "Δ", "Ω": "Ω", "⩽": "≤",
    "⩾": "≥", "≦": "≤", "≧": "≥", "⪰": "≽", "⪯": "≼", "⟶": "→", "⟵": "←", "⟹": "⇒", "⟸": "⇐", "⟺": "⇔",
    "⟼": "↦", "⟷": "↔", "≔": "=", "⋃": "∪", "⋂": "∩", "⨁": "⊕", "⨂": "⊗", "⋁": "∨", "⋀": "∧", "⧵": "∖", "\\": "∖",
    "·": "⋅", "∙": "", "⋆": "*", "∗": "*", "˜": "∼", "~": "∼", "⟂": "⊥", "◦": "∘", "⊊": "⊊", "∊": "∈", "∶": "",
    "-": "−", "‐": "−", "‑": "−", "‒": "−", "–": "−", "—": "−", "⁻": "−", "₋": "−", "⁺": "+", "₊": "+", "⁼": "=",
    "ƛ": "λ", "𝟙": "1", "𝟭": "1", "đ": "d", "ħ": "ħ", "ø": "ø", "⩵": "=", "⊑": "⊑", "≯": "≯", "⋯": "", "⨄": "⊎",
    "∬": "∫∫", "∭": "∫∫∫", "⨉": "×", "≕": "=",
}  # fmt: skip
"""Signs that are written in several ways; "" for those that are ignored."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A letter, digit or sign. apart: whether space precedes it in its source."""

    sign: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a text. loose: optional atoms (numbers of equations).

    odd names a construct of the source that could not be read; "" if there is none.
    """

    atoms: tuple[Atom, ...]
    loose: Counter[str] = field(default_factory=Counter)
    odd: str = ""
    order: tuple[str, ...] = ()
    """Atoms and marks for brackets, primes, accents and scripts, in normal form; empty if the order is unknown."""

    @property
    def signs(self) -> list[str]:
        """The atoms without spacing."""
        return [a.sign for a in self.atoms]


def of_text(text: str) -> Iterator[Atom]:
    """The atoms of plain text, in order, with marks for brackets and primes; without accents and punctuation."""
    apart = False
    composed = unicodedata.normalize("NFC", text)
    for c in composed:
        if c.isspace():
            apart = True
            continue
        for mark in bracket(c):
            yield Atom(mark, apart)
        for sign in _atoms(c):
            yield Atom(sign, apart)
            apart = False


def _atoms(c: str) -> Iterator[str]:
    for same in _SAME.get(c, c) if c in _SAME or not _is_letter(c) else unicodedata.normalize("NFKD", c):
        same = _SAME.get(same, same)
        if same and (_is_letter(same) or same in _SIGNS):
            yield same


def _is_letter(c: str) -> bool:
    """Whether it is a letter or a digit, including superscript ones."""
    return c.isalpha() or c.isnumeric()


def make_content(
    read: Iterable[Atom], loose: Counter[str] | None = None, odd: str = "", vague: bool = False
) -> Content:
    """Makes the content of a text from atoms and marks in source order. vague: their order on paper is unknown."""
    whole = _tidy(read)
    atoms = tuple(a for a in whole if a.sign[0] != MARK)
    order = () if vague or odd else tuple(in_order([a.sign for a in whole]))
    return Content(atoms, Counter() if loose is None else loose, odd, order)


def _tidy(atoms: Iterable[Atom]) -> list[Atom]:
    """The atoms, with several adjacent dashes as one."""
    done: list[Atom] = []
    for atom in atoms:
        if not (atom.sign == "−" and done and done[-1].sign == "−" and not atom.apart):
            done.append(atom)
    return done


@dataclass(frozen=True, slots=True)
class Difference:
    """The longest text that the copy lacks and the longest that it adds; "" if there is none."""

    lost: str = ""
    gained: str = ""

    def __bool__(self) -> bool:
        return bool(self.lost or self.gained)


def difference(source: Content, copy: Content) -> Difference:
    """Compares two texts: what the copy lacks, adds, or has in another order."""
    wanted, had = Counter(source.signs), Counter(copy.signs)
    free = wanted.pop(ANYTHING, 0) > 0
    if wanted == had:
        return _reordered(source, copy)
    deleted, inserted, allowed = _changes(source.atoms, copy.atoms) if free else (wanted - had, had - wanted, Counter())
    lost = deleted - inserted
    gained = inserted - deleted - source.loose - allowed
    if not lost and not gained:
        return _reordered(source, copy)
    rows = _rows(source.atoms, copy.atoms)
    return Difference(
        _longest(source.atoms, [r[0] for r in rows], lost), _longest(copy.atoms, [r[1] for r in rows], gained)
    )


def _reordered(source: Content, copy: Content) -> Difference:
    """The first place where the same atoms have another order, or other brackets, accents, primes or scripts.

    A copy without any script has plain text instead of formulas: only its atoms can be compared.
    """
    a, b = list(source.order), list(copy.order)
    if not a or not b or (_scripted(a) and not _scripted(b)):
        return Difference()
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        removed, added = a[i1:i2], b[j1:j2]
        if tag == "equal" or ANYTHING in removed or (not removed and _optional(added, source.loose)):
            continue
        return Difference(_with_context(a, i1, i2), _with_context(b, j1, j2))
    return Difference()


def _scripted(signs: Sequence[str]) -> bool:
    return LOWER in signs or RAISE in signs


def _optional(added: Sequence[str], loose: Counter[str]) -> bool:
    """Whether these are optional atoms, and brackets around them."""
    atoms = [s for s in added if s[0] != MARK]
    return bool(atoms or loose[NO_ATOM]) and not Counter(atoms) - loose


def _with_context(signs: Sequence[str], first: int, last: int) -> str:
    """The signs there as text, with a few signs of context before and after."""
    shown = {LOWER: "_{", RAISE: "^{", CLOSE: "}", ANYTHING: "…"}
    return "".join(shown.get(s, s.lstrip(MARK)) for s in signs[max(first - 4, 0) : last + 4])


Span = tuple[int, int]


def _rows(source: Sequence[Atom], copy: Sequence[Atom]) -> list[tuple[Span, Span]]:
    """The spans in which the two differ."""
    a, b = [x.sign for x in source], [x.sign for x in copy]
    opcodes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return [((i1, i2), (j1, j2)) for tag, i1, i2, j1, j2 in opcodes if tag != "equal"]


def _changes(source: Sequence[Atom], copy: Sequence[Atom]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """The deleted atoms, the inserted atoms, and the inserted atoms that a wildcard allows."""
    deleted: Counter[str] = Counter()
    allowed: Counter[str] = Counter()
    inserted: Counter[str] = Counter()
    for (i1, i2), (j1, j2) in _rows(source, copy):
        removed, added = Counter(x.sign for x in source[i1:i2]), Counter(x.sign for x in copy[j1:j2])
        free = removed.pop(ANYTHING, 0)
        deleted += removed
        inserted += added
        if free and added.total() - removed.total() <= _MOST * free:
            allowed += added
    return deleted, inserted, allowed


def _longest(atoms: Sequence[Atom], spans: Sequence[Span], wanted: Counter[str]) -> str:
    """The longest span with one of the wanted atoms as text, extended to whole words."""
    if not wanted:
        return ""
    holding = [s for s in spans if any(x.sign in wanted for x in atoms[s[0] : s[1]])]
    if not holding:
        return "".join(sorted(wanted.elements()))
    first, last = max(holding, key=lambda s: s[1] - s[0])
    while first > 0 and not atoms[first].apart and atoms[first - 1].sign.isalpha() and atoms[first].sign.isalpha():
        first -= 1
    while last < len(atoms) and not atoms[last].apart and atoms[last].sign.isalpha() and atoms[last - 1].sign.isalpha():
        last += 1
    return as_text(atoms[first:last])


def as_text(atoms: Iterable[Atom]) -> str:
    """Atoms as text for people."""
    text = "".join((" " if a.apart or a.sign in "=<>≤≥∈" else "") + a.sign + (" " if a.sign in "=<>≤≥∈∀∃" else "")
                   for a in atoms if a.sign != ANYTHING)  # fmt: skip
    return " ".join(text.split())
