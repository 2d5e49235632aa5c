"""What LaTeX's commands are as text: one more is one more word here."""

from __future__ import annotations

import string

DROPPED = frozenset(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits noindent indent centering small footnotesize "
    "normalsize large Large nonumber notag par medskip smallskip bigskip allowbreak nobreak break newline it "
    "itshape em sc sl scshape slshape "
    "rm bf sf tt upshape normalfont bfseries protect relax leavevmode null qedhere qed ! / - @ xspace newpage "
    "hfill vfill strut mathstrut".split()
)
DROPPED_WITH_ARGUMENT = frozenset("label vspace hspace phantom hphantom vphantom setlength index tag".split())
NAMES = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max "
    "min Pr sec sin sinh sup tan tanh".split()
)
SYMBOLS = {
    " ": " ", ",": "\u2009", ":": " ", ";": " ", ">": " ", "quad": "  ", "qquad": "   ", "enspace": " ",
    "thinspace": "\u2009", "{": "{", "}": "}", "|": "‖", "lVert": "‖", "rVert": "‖", "Vert": "‖", "vert": "|",
    "lvert": "|", "rvert": "|", "mid": " | ", "parallel": " ‖ ", "colon": ": ", "ldots": "…", "dots": "…",
    "cdots": "⋯", "dotsc": "…", "dotsb": "⋯", "vdots": "⋮", "ddots": "⋱", "cdot": "·", "times": " × ", "to": " → ",
    "rightarrow": " → ", "mapsto": " ↦ ", "implies": " ⇒ ", "iff": " ⇔ ", "Rightarrow": " ⇒ ",
    "Leftrightarrow": " ⇔ ", "le": " ≤ ", "leq": " ≤ ", "leqslant": " ≤ ", "ge": " ≥ ", "geq": " ≥ ",
    "geqslant": " ≥ ", "neq": " ≠ ", "ne": " ≠ ", "ll": " ≪ ", "gg": " ≫ ", "coloneqq": " ≔ ", "in": " ∈ ",
    "notin": " ∉ ", "subset": " ⊂ ", "subseteq": " ⊆ ", "sum": "∑", "prod": "∏", "int": "∫", "infty": "∞",
    "partial": "∂", "nabla": "∇", "forall": "∀", "exists": "∃", "emptyset": "∅", "varnothing": "∅", "ell": "ℓ",
    "prime": "′", "dagger": "†", "top": "⊤", "bot": "⊥", "perp": "⊥", "langle": "⟨", "rangle": "⟩", "lceil": "⌈",
    "rceil": "⌉", "lfloor": "⌊", "rfloor": "⌋", "setminus": " ∖ ", "circ": "∘", "star": "⋆", "ast": "∗", "pm": " ± ",
    "mp": " ∓ ", "oplus": " ⊕ ", "otimes": " ⊗ ", "wedge": " ∧ ", "vee": " ∨ ", "cup": " ∪ ", "cap": " ∩ ",
    "sim": " ∼ ", "simeq": " ≃ ", "approx": " ≈ ", "equiv": " ≡ ", "cong": " ≅ ", "propto": " ∝ ", "lesssim": " ≲ ",
    "gtrsim": " ≳ ", "odot": " ⊙ ", "triangleq": " ≜ ", "preceq": " ⪯ ", "succeq": " ⪰ ", "epsilon": "ϵ",
    "varepsilon": "ε", "phi": "ϕ", "varphi": "φ", "S": "§", "&": "&", "%": "%", "$": "$", "#": "#", "_": "_",
    "bigcup": "⋃", "bigcap": "⋂", "Re": "Re", "Im": "Im", "bmod": " mod ", "lbrace": "{", "rbrace": "}",
    "ddagger": "‡", "not": "\u0338",
}  # fmt: skip
DELIMITERS = {
    "{": "{", "}": "}", "|": "‖", "langle": "⟨", "rangle": "⟩", "lVert": "‖", "rVert": "‖", "Vert": "‖", "lvert": "|",
    "rvert": "|", "vert": "|", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "lbrace": "{", "rbrace": "}",
}  # fmt: skip
FENCES = frozenset(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m"))
ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0304", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c", "breve": "\u0306",
    "underline": "\u0332", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307", '"': "\u0308", "'": "\u0301",
    "`": "\u0300", "v": "\u030c", "u": "\u0306", "c": "\u0327", "H": "\u030b", "r": "\u030a", "k": "\u0328",
    "d": "\u0323", "b": "\u0331",
}  # fmt: skip
SHOWN = {
    **dict.fromkeys(ACCENTS, 1),
    **dict.fromkeys("frac dfrac tfrac nicefrac cfrac sfrac binom tbinom dbinom".split(), 2),
    **dict.fromkeys(
        "sqrt text textrm mbox textnormal textup mathrm operatorname textsf textsc emph textit textsl textbf mathbf "
        "boldsymbol bm mathbb mathbbm mathcal mathscr mathfrak mathsf mathtt texttt mathit ensuremath cite citep citet "
        "citealp citealt parencite textcite url mathop mathbin mathrel mathord".split(),
        1,
    ),
}
"""Commands that show their arguments, and how many they take."""

STRUCTURES = frozenset("frac dfrac tfrac nicefrac cfrac sfrac binom tbinom dbinom sqrt".split())
UPRIGHT = frozenset("text textrm mbox textnormal textup textsf textsc".split())
BOLD = frozenset("textbf mathbf boldsymbol bm".split())
CITATIONS = frozenset("cite citep citet citealp citealt parencite textcite".split())
DISPLAYS = frozenset("equation align gather multline flalign displaymath math eqnarray aligned split gathered".split())
LISTS = frozenset("enumerate itemize description compactenum compactitem inparaenum".split())


def _alphabet(upper: int, lower: int | None, exceptions: dict[str, str], digits: int | None = None) -> dict[str, str]:
    """A mathematical alphabet of Unicode's letterlike blocks."""
    table = {c: chr(upper + i) for i, c in enumerate(string.ascii_uppercase)}
    if lower is not None:
        table |= {c: chr(lower + i) for i, c in enumerate(string.ascii_lowercase)}
    if digits is not None:
        table |= {c: chr(digits + i) for i, c in enumerate(string.digits)}
    return table | exceptions


_DOUBLE = _alphabet(
    0x1D538,
    0x1D552,
    {"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"},
    0x1D7D8,
)
_SCRIPT = _alphabet(
    0x1D49C,
    None,
    {"B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ"},
)
_FRAKTUR = _alphabet(0x1D504, 0x1D51E, {"C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"})
STYLES = {"mathbb": _DOUBLE, "mathbbm": _DOUBLE, "mathcal": _SCRIPT, "mathscr": _SCRIPT, "mathfrak": _FRAKTUR}
