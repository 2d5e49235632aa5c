r"""What a formula or a sentence says, as a row of atoms: letters, digits and signs, whatever sets them.

The paper's LaTeX and the deck's text and equations are both read into atoms, each by its own reader, and compared: what
is bold, raised, in brackets or on a line of its own is layout; a letter, a digit, "≤" or "∀" is not. Signs that fonts
and programs write in several ways (ϕ and φ, ⩽ and ≤, \coloneqq and :=) are one atom.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from scaffold.check.fidelity.order import CLOSE, LOWER, MARK, RAISE, bracket, in_order

__all__ = ["ANYTHING", "Atom", "Said", "difference", "of_text", "say", "spoken"]

ANYTHING = "\0"
"""Stands for what a reader prints in its own way: a citation, the label of a list's item."""

_MOST = 30
"""Atoms that stand where anything may: no citation is longer."""

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
"""Signs that are written in several ways; "" for those that say nothing."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A letter, digit or sign; apart: white stood before it in its source."""

    sign: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says. loose: atoms that a reader may print or leave out (numbers of equations).

    odd names what of the source could not be followed; "" when all was.
    """

    atoms: tuple[Atom, ...]
    loose: Counter[str] = field(default_factory=Counter)
    odd: str = ""
    order: tuple[str, ...] = ()
    """The same with marks for brackets, primes, accents and scripts, in normal form; empty where that is not known."""

    @property
    def signs(self) -> list[str]:
        """The atoms without their white."""
        return [a.sign for a in self.atoms]


def of_text(text: str) -> Iterator[Atom]:
    """The atoms of plain text, in order, with marks for brackets and primes; accents and punctuation are none."""
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
    """A letter or a digit, raised ones too."""
    return c.isalpha() or c.isnumeric()


def say(read: Iterable[Atom], loose: Counter[str] | None = None, odd: str = "", vague: bool = False) -> Said:
    """What atoms and marks say in the order in which a reader found them; vague: where they stand is not known."""
    whole = _tidy(read)
    atoms = tuple(a for a in whole if a.sign[0] != MARK)
    order = () if vague or odd else tuple(in_order([a.sign for a in whole]))
    return Said(atoms, Counter() if loose is None else loose, odd, order)


def _tidy(atoms: Iterable[Atom]) -> list[Atom]:
    """The atoms with a row of dashes as one."""
    done: list[Atom] = []
    for atom in atoms:
        if not (atom.sign == "−" and done and done[-1].sign == "−" and not atom.apart):
            done.append(atom)
    return done


@dataclass(frozen=True, slots=True)
class Difference:
    """Longest rows of words that one text lost and the other has gained; "" where nothing was."""

    lost: str = ""
    gained: str = ""

    def __bool__(self) -> bool:
        return bool(self.lost or self.gained)


def difference(source: Said, copy: Said) -> Difference:
    """What of the source the copy lacks, and what it says beyond it, or says in another order."""
    wanted, had = Counter(source.signs), Counter(copy.signs)
    free = wanted.pop(ANYTHING, 0) > 0
    if wanted == had:
        return _moved_about(source, copy)
    deleted, inserted, allowed = _moved(source.atoms, copy.atoms) if free else (wanted - had, had - wanted, Counter())
    lost = deleted - inserted
    gained = inserted - deleted - source.loose - allowed
    if not lost and not gained:
        return _moved_about(source, copy)
    rows = _rows(source.atoms, copy.atoms)
    return Difference(
        _longest(source.atoms, [r[0] for r in rows], lost), _longest(copy.atoms, [r[1] for r in rows], gained)
    )


def _moved_about(source: Said, copy: Said) -> Difference:
    """Where the same atoms stand in another order, in other brackets, or with other accents, primes and scripts.

    A copy without any script is plain words in place of formulas: its atoms are all that can be compared.
    """
    a, b = list(source.order), list(copy.order)
    if not a or not b or (_scripted(a) and not _scripted(b)):
        return Difference()
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        gone, come = a[i1:i2], b[j1:j2]
        if tag == "equal" or ANYTHING in gone or (not gone and _free(come, source.loose)):
            continue
        return Difference(_around(a, i1, i2), _around(b, j1, j2))
    return Difference()


def _scripted(signs: Sequence[str]) -> bool:
    return LOWER in signs or RAISE in signs


def _free(come: Sequence[str], loose: Counter[str]) -> bool:
    """Whether this is what a reader may print: its atoms, and brackets around them."""
    atoms = [s for s in come if s[0] != MARK]
    return bool(atoms) and not Counter(atoms) - loose


def _around(signs: Sequence[str], first: int, last: int) -> str:
    """What stands there, with a few signs before and behind it, as text."""
    shown = {LOWER: "_{", RAISE: "^{", CLOSE: "}", ANYTHING: "…"}
    return "".join(shown.get(s, s.lstrip(MARK)) for s in signs[max(first - 4, 0) : last + 4])


Span = tuple[int, int]


def _rows(source: Sequence[Atom], copy: Sequence[Atom]) -> list[tuple[Span, Span]]:
    """Where the two differ: spans of both."""
    a, b = [x.sign for x in source], [x.sign for x in copy]
    opcodes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return [((i1, i2), (j1, j2)) for tag, i1, i2, j1, j2 in opcodes if tag != "equal"]


def _moved(source: Sequence[Atom], copy: Sequence[Atom]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """What was taken out and put in, which may be elsewhere, and what was put where anything may stand."""
    deleted: Counter[str] = Counter()
    allowed: Counter[str] = Counter()
    inserted: Counter[str] = Counter()
    for (i1, i2), (j1, j2) in _rows(source, copy):
        gone, come = Counter(x.sign for x in source[i1:i2]), Counter(x.sign for x in copy[j1:j2])
        free = gone.pop(ANYTHING, 0)
        deleted += gone
        inserted += come
        if free and come.total() - gone.total() <= _MOST * free:
            allowed += come
    return deleted, inserted, allowed


def _longest(atoms: Sequence[Atom], spans: Sequence[Span], wanted: Counter[str]) -> str:
    """The longest of the spans that holds one of the atoms wanted, whole words of it, as text."""
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
    return spoken(atoms[first:last])


def spoken(atoms: Iterable[Atom]) -> str:
    """Atoms as a reader would write them down."""
    text = "".join((" " if a.apart or a.sign in "=<>≤≥∈" else "") + a.sign + (" " if a.sign in "=<>≤≥∈∀∃" else "")
                   for a in atoms if a.sign != ANYTHING)  # fmt: skip
    return " ".join(text.split())
