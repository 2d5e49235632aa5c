r"""What LaTeX commands print that have no arguments: a sign, the letters of a function, nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

__all__ = ["PLAIN", "SPACES", "VAGUE", "meaning"]

SPACES = frozenset(("quad", "qquad", "enspace", "par", "newline"))
VAGUE = frozenset("xrightarrow xleftarrow pmod pod mod choose genfrac dbinom tbinom".split())
PLAIN = frozenset(
    "mathbb mathbf mathcal mathfrak mathit mathrm mathscr mathsf mathtt mathnormal bm boldsymbol pmb text textbf "
    "textit textrm textsf texttt textsc textup textnormal textsl emph em bf it rm sf tt sc sl cal bfseries "
    "itshape rmfamily sffamily ttfamily scshape upshape slshape mdseries normalfont mathop mathbin mathrel "
    "mathopen mathclose mathpunct mathord mathinner mbox hbox fbox limits nolimits displaystyle textstyle "
    "scriptstyle scriptscriptstyle frac dfrac fitdisplay tfrac cfrac nicefrac noindent indent allowbreak nobreak "
    "linebreak pagebreak nolinebreak nopagebreak ignorespaces smallskip medskip bigskip hfill hfil vfill big Big "
    "bigg Bigg small normalsize large footnotesize scriptsize tiny centering substack underline protect relax "
    "nonumber notag medspace thinspace thickspace negthinspace smash unboldmath boldmath strut mathstrut null "
    "leavevmode unskip hss endgroup begingroup bgroup egroup".split()
)
"""Commands that set what follows, and say nothing of its order; at others, where the atoms stand is not known."""

_MORE = {
    "neq": "≠", "ne": "≠", "implies": "⇒", "iff": "⇔", "land": "∧", "lor": "∨", "lnot": "¬", "imath": "i",
    "jmath": "j", "coloneqq": "=", "colonequals": "=", "eqqcolon": "=", "defeq": "=", "gets": "←", "xrightarrow": "→",
    "xleftarrow": "←", "pod": "", "sqrt": "√", "dotsc": "", "dotsb": "",
    "dots": "", "ldots": "", "cdots": "", "triangleq": "≜", "neg": "¬", "Im": "ℑ", "Re": "ℜ", "bot": "⊥",
    "varlimsup": "lim", "varliminf": "lim", "nsim": "≁",
    "lesssim": "≲", "gtrsim": "≳", "textless": "<", "textgreater": ">", "textasteriskcentered": "*", "leqq": "≤",
    "geqq": "≥", "le": "≤", "ge": "≥", "owns": "∋", "ni": "∋", "minus": "−", "textendash": "−", "textemdash": "−",
    "bigtimes": "×", "bbone": "1", "mathbbm": "", "S": "", "P": "", "ensuremath": "", "colon": "", "mid": "|",
    "vert": "|", "Vert": "‖", "lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖", "|": "‖", "lbrace": "{",
    "rbrace": "}", "lbrack": "[", "rbrack": "]", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋",
    "lceil": "⌈", "rceil": "⌉", "parallel": "‖", "prime": "′",
    "backslash": "∖", "smallsetminus": "∖", "hbar": "ħ", "AA": "A", "aa": "a",
    "textbackslash": "∖", "sum": "∑", "prod": "∏", "int": "∫", "iint": "∫∫", "iiint": "∫∫∫", "oint": "∮",
    "smallint": "∫", "slash": "", "TeX": "", "qed": "", "qedhere": "", "square": "", "Box": "", "blacksquare": "",
}  # fmt: skip
"""What pylatexenc's table lacks, or says in a way that is not for comparing."""


_FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim ln log sec sin sinh sup tan "
    "tanh Pr max min limsup liminf argmax argmin injlim projlim mod bmod pmod Tr tr rank diag sgn".split()
)
"""Commands that print their name."""


def meaning(name: str) -> str | None:
    """What a command prints: a sign, the letters of a function; None for layout and what is not known."""
    if name in _MORE:
        return _MORE[name]
    if name in _FUNCTIONS:
        return "mod" if name.endswith("mod") else name
    spec = _table().get_macro_spec(name)
    text = getattr(spec, "simplify_repl", None)
    return text if isinstance(text, str) and "%" not in text else None


@lru_cache(maxsize=1)
def _table() -> Any:
    from pylatexenc.latex2text import get_default_latex_context_db

    return get_default_latex_context_db()
