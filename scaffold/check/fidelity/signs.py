r"""What LaTeX commands without arguments print: a sign, the name of a function, or nothing."""

from __future__ import annotations

from scaffold.tex.symbols import FUNCTIONS, sign

__all__ = ["PLAIN", "SPACES", "VAGUE", "meaning"]

SPACES = frozenset(("quad", "qquad", "enspace", "par", "newline"))
_ARROWS = {
    "xhookleftarrow": "↩", "xhookrightarrow": "↪", "xleftarrow": "←", "xLeftarrow": "⇐", "xleftrightarrow": "↔",
    "xLeftrightarrow": "⇔", "xmapsto": "↦", "xrightarrow": "→", "xRightarrow": "⇒",
}  # fmt: skip
"""Arrows that grow with what is set above and below them: those of amsmath and mathtools."""

VAGUE = frozenset("pmod pod mod choose genfrac dbinom tbinom".split()) | _ARROWS.keys()
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
"""Commands that do not change the order of atoms. After any other command, the order is unknown."""

_COMPARED = _ARROWS | {
    "defeq": "=", "minus": "−", "mathbbm": "", "pod": "", "sqrt": "√", "varliminf": "lim", "varlimsup": "lim",
}  # fmt: skip
"""Commands that print a sign although they take arguments or are not part of LaTeX itself."""

_FUNCTIONS = FUNCTIONS | frozenset("argmax argmin bmod diag mod pmod rank sgn Tr tr".split())
"""Commands that print their name: those of LaTeX and those that papers often define."""


def meaning(name: str) -> str | None:
    """What a command prints: a sign or the name of a function; None for layout and unknown commands."""
    if name in _COMPARED:
        return _COMPARED[name]
    if name in _FUNCTIONS:
        return "mod" if name.endswith("mod") else name
    return sign(name)
