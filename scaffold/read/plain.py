"""LaTeX to plain text for titles, headings, names of authors: what a reader would say, not how it is set."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from scaffold.read import tokens

_ACCENTS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307", "u": "\u0306",
            "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323", "b": "\u0331"}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ",
    "dh": "ð", "th": "þ", "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "copyright": "©", "pounds": "£", "textendash": "–", "textemdash": "—",
    "ldots": "…", "dots": "…", "textquoteright": "’", "textquoteleft": "‘", "textbackslash": "\\", "TeX": "TeX", "LaTeX": "LaTeX", "slash": "/",
    "textasciitilde": "~", "textbar": "|", "quad": " ", "qquad": " ", "space": " ", "nobreakspace": " ", "thinspace": " ", "newline": " ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι",
    "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ",
    "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ", "infty": "∞", "times": "×", "cdot": "·", "le": "≤", "leq": "≤", "ge": "≥",
    "geq": "≥", "ne": "≠", "neq": "≠", "to": "→", "rightarrow": "→", "in": "∈", "subset": "⊂", "cup": "∪", "cap": "∩", "pm": "±", "approx": "≈",
    "sim": "∼", "equiv": "≡", "ast": "∗", "star": "⋆", "prime": "′", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫",
    "forall": "∀", "exists": "∃", "emptyset": "∅", "log": "log", "exp": "exp", "min": "min", "max": "max", "sqrt": "√", "cdots": "⋯", "langle": "⟨",
    "rangle": "⟩", "oplus": "⊕", "otimes": "⊗", "Rightarrow": "⇒", "Leftrightarrow": "⇔", "circ": "∘", "mid": "|", "vert": "|", "lVert": "‖", "rVert": "‖",
}  # fmt: skip
_DROPPED = frozenset(
    "footnote thanks label index footnotemark footnotetext vspace hspace thispagestyle pagestyle color inst orcidID orcid email "
    "sethlcolor phantom vphantom hphantom includegraphics marginpar protect_ tnoteref fnref corref".split()
)
_REFERENCES = frozenset("ref eqref cref Cref autoref pageref vref labelcref nameref hyperref thmref lemref".split())
_CITATIONS = re.compile(r"cite[a-zA-Z]*\*?$|parencite|textcite|footcite", re.I)
_DEPTH = 12


def text(tex: str, expand: Callable[[str], str | None] | None = None, *, keep_refs: bool = False,
         refs: Callable[[str], str] | None = None, depth: int = 0) -> str:  # fmt: skip
    """Plain text of a piece of LaTeX. expand gives a macro's body; refs what a key prints (None: references vanish)."""
    out: list[str] = []
    pos = 0
    while pos < len(tex):
        c = tex[pos]
        if c != "\\":
            pos += 1
            if c == "%":
                pos = _after_comment(tex, pos)
            elif c not in "{}$":
                out.append(" " if c in "~\n\t" else c)
            continue
        m = tokens.CONTROL_AT.match(tex, pos)
        if not m:
            break
        pos = _command(tex, m[1], m.end(), out, _Context(expand, keep_refs, refs, depth))
    joined = "".join(out).replace("``", "“").replace("''", "”").replace("---", "—").replace("--", "–")
    return re.sub(r"\s+", " ", joined).strip() if depth == 0 else joined


def _after_comment(tex: str, pos: int) -> int:
    end = tex.find("\n", pos)
    return len(tex) if end < 0 else tokens.skip_blank(tex, end)


class _Context:
    __slots__ = ("depth", "expand", "keep_refs", "refs")

    def __init__(
        self, expand: Callable[[str], str | None] | None, keep_refs: bool, refs: Callable[[str], str] | None, depth: int
    ) -> None:
        self.expand, self.keep_refs, self.refs, self.depth = expand, keep_refs, refs, depth

    def inner(self, tex: str) -> str:
        return (
            text(tex, self.expand, keep_refs=self.keep_refs, refs=self.refs, depth=self.depth + 1)
            if self.depth < _DEPTH
            else ""
        )


def _command(tex: str, name: str, pos: int, out: list[str], context: _Context) -> int:
    """What one control sequence contributes; the position behind it and the arguments it takes."""
    if name in _ACCENTS and (not name.isalpha() or tex[pos : pos + 1] in ("{", " ", "\\")):
        return _accent(tex, name, pos, out, context)
    if name == "texorpdfstring":
        return _first(tex, pos, out, context)
    if name.rstrip("*") in _REFERENCES:
        return _reference(tex, name, pos, out, context)
    if name in _DROPPED or _CITATIONS.match(name):
        while got := tokens.option(tex, pos):
            pos = got[1]
        arg = tokens.argument(tex, pos)
        return arg[1] if arg else pos
    if name == "href":
        return _second(tex, pos, out, context)
    if name in ("textcolor", "fontsize", "fontfamily"):
        arg = tokens.argument(tex, pos)
        return arg[1] if arg else pos
    body = context.expand(name) if context.expand else None
    if body is not None and context.depth < _DEPTH:
        out.append(context.inner(body))
    elif name in _LETTERS:
        out.append(_LETTERS[name])
    elif not name[0].isalpha() and name not in "()[]":
        out.append(" " if name in "\\ ,;:!/\n" else name if name in "&%$#_{}|-@" else "")
        if name == "\\":
            got = tokens.option(tex, pos)
            return got[1] if got else pos
    if name.isalpha() and pos < len(tex) and tex[pos] == " ":
        pos += 1
    return pos


def _accent(tex: str, name: str, pos: int, out: list[str], context: _Context) -> int:
    arg = tokens.argument(tex, pos)
    if not arg:
        return pos
    base = context.inner(arg[0]).replace("ı", "i").replace("ȷ", "j") or ""
    out.append(unicodedata.normalize("NFC", base[:1] + _ACCENTS[name] + base[1:]) if base else "")
    return arg[1]


def _first(tex: str, pos: int, out: list[str], context: _Context) -> int:
    first = tokens.argument(tex, pos)
    second = tokens.argument(tex, first[1]) if first else None
    if first:
        out.append(context.inner(first[0]))
    return second[1] if second else first[1] if first else pos


def _second(tex: str, pos: int, out: list[str], context: _Context) -> int:
    first = tokens.argument(tex, pos)
    second = tokens.argument(tex, first[1]) if first else None
    if second:
        out.append(context.inner(second[0]))
    return second[1] if second else pos


def _reference(tex: str, name: str, pos: int, out: list[str], context: _Context) -> int:
    starred, pos = tokens.star(tex, pos)
    if name == "hyperref":
        got = tokens.option(tex, pos)
        return got[1] if got else pos
    arg = tokens.argument(tex, pos)
    if not arg:
        return pos
    if context.keep_refs:
        out.append(f"\\{name}{{{arg[0]}}}")
    elif context.refs:
        out.append(", ".join(context.refs(key.strip()) for key in arg[0].split(",")))
    return arg[1]
