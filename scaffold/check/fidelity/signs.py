r"""What LaTeX commands print that have no arguments: a sign, the letters of a function, nothing."""

from __future__ import annotations

from scaffold.tex.symbols import FUNCTIONS, sign

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
    "leavevmode unskip hss endgroup begingroup bgroup egroup ensuremath qed qedhere".split()
)
"""Commands that set what follows, and say nothing of its order; at others, where the atoms stand is not known."""

_COMPARED = {
    "defeq": "=", "minus": "−", "mathbbm": "", "pod": "", "sqrt": "√", "varliminf": "lim", "varlimsup": "lim",
    "xleftarrow": "←", "xrightarrow": "→",
}  # fmt: skip
"""What says something although it is more than a sign, or has no meaning in LaTeX itself."""

_FUNCTIONS = FUNCTIONS | frozenset("argmax argmin bmod diag mod pmod rank sgn Tr tr".split())
"""Commands that print their name, LaTeX's and those that papers define so."""


def meaning(name: str) -> str | None:
    """What a command prints: a sign, the letters of a function; None for layout and what is not known."""
    if name in _COMPARED:
        return _COMPARED[name]
    if name in _FUNCTIONS:
        return "mod" if name.endswith("mod") else name
    return sign(name)
