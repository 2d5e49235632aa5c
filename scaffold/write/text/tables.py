"""LaTeX's commands as plain text: support for one more is one more word here."""

from __future__ import annotations

from scaffold.tex.environments import ARGUMENTS, DISPLAYS, OPTIONS
from scaffold.tex.symbols import ALPHABETS, MATH_ACCENTS, TEXT_ACCENTS

DROPPED = frozenset(
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits noindent indent centering small footnotesize "
    "normalsize large Large nonumber notag par medskip smallskip bigskip allowbreak nobreak break newline it "
    "itshape em sc sl scshape slshape "
    "rm bf sf tt upshape normalfont bfseries protect relax leavevmode null qedhere qed ! / - @ xspace newpage "
    "hfill vfill strut mathstrut".split()
)
DROPPED_WITH_ARGUMENT = frozenset("label vspace hspace phantom hphantom vphantom setlength index tag".split())
UNPRINTED = {
    **dict.fromkeys(
        "index sindex glossary marginpar marginnote todo footnote footnotetext vspace hspace phantom hphantom vphantom "
        "color thispagestyle pagestyle hypertarget textcolor href foreignlanguage stepcounter refstepcounter".split(),
        1,
    ),
    **dict.fromkeys("setlength addtolength setcounter addtocounter nomenclature".split(), 2),
    "addcontentsline": 3, "footnotemark": 0, "hyperref": 0,
}  # fmt: skip
"""Commands whose first arguments, so many, are not printed where they stand; nor is what is in brackets before them."""

SYMBOLS = {
    " ": " ", ",": "\u2009", ":": " ", ";": " ", ">": " ", "quad": "  ", "qquad": "   ", "enspace": " ",
    "thinspace": "\u2009", "mid": " | ", "parallel": " ‖ ", "colon": ": ", "implies": " ⇒ ", "iff": " ⇔ ",
    "leqslant": " ≤ ", "geqslant": " ≥ ", "bmod": " mod ",
}  # fmt: skip
"""Commands with a special text: spaces, and symbols that few fonts have."""

UNSPACED = frozenset("∑∏∫∂∇∞√∀∃∅¬∗∘⋆⊤⊥⋃⋂⋯⋱⋮|")
"""Symbols that are neither relations nor binary operators, and so get no spaces."""

FENCES = frozenset(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m"))
ACCENTS = TEXT_ACCENTS | MATH_ACCENTS
SHOWN = {
    **dict.fromkeys(ACCENTS, 1),
    **dict.fromkeys("frac dfrac tfrac nicefrac cfrac sfrac binom tbinom dbinom".split(), 2),
    **dict.fromkeys(
        "sqrt text textrm mbox textnormal textup mathrm operatorname textsf textsc emph textit textsl textbf mathbf "
        "boldsymbol bm mathbb mathbbm mathcal mathscr mathfrak mathsf mathtt texttt mathit ensuremath cite citep citet "
        "citealp citealt parencite textcite url mathop mathbin mathrel mathord hiderel".split(),
        1,
    ),
}
"""Commands that show their arguments, and how many they take."""

STRUCTURES = frozenset("frac dfrac tfrac nicefrac cfrac sfrac binom tbinom dbinom sqrt".split())
UPRIGHT = frozenset("text textrm mbox textnormal textup textsf textsc".split())
BOLD = frozenset("textbf mathbf boldsymbol bm".split())
CITATIONS = frozenset("cite citep citet citealp citealt parencite textcite".split())
PLAIN_DISPLAYS = (frozenset(DISPLAYS) - set(ARGUMENTS) - OPTIONS) | {"math", "aligned", "split", "gathered", "dmath"}
"""Display environments that are written without arguments, or without what these say."""

LISTS = frozenset("enumerate itemize description compactenum compactitem inparaenum".split())

STYLES = {name: ALPHABETS[name] for name in ("mathbb", "mathbbm", "mathcal", "mathscr", "mathfrak")}
"""Alphabets with their own Unicode letters in text; the others are only fonts."""
