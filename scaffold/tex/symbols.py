r"""Which characters LaTeX's commands print: signs, letters, names of functions, accents and mathematical alphabets.

The characters are those of unicode-math, but where LaTeX's own fonts print another form (\cdot is a middle dot, \bullet
the bullet of text). How a sign is spaced, replaced by one that fonts have, or compared is for the reader to decide.
"""

from __future__ import annotations

import string
from functools import lru_cache
from typing import Any

__all__ = ["ALPHABETS", "COMBINING", "FUNCTIONS", "LETTERS", "MATH_ACCENTS", "PRINTED", "SIGNS", "TEXT_ACCENTS", "sign"]


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


LETTERS = _pairs(r"""
    ss ß ae æ AE Æ oe œ OE Œ o ø O Ø aa å AA Å l ł L Ł i ı j ȷ dj đ DJ Đ th þ TH Þ dh ð DH Ð ng ŋ NG Ŋ
    S § P ¶ dag † ddag ‡ copyright © pounds £ textregistered ® texttrademark ™ texteuro € textbullet •
    textexclamdown ¡ textquestiondown ¿ quotedblbase „ quotesinglbase ‚ guillemotleft « guillemotright »
    guilsinglleft ‹ guilsinglright › textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ”
    textquotesingle ' textendash – textemdash — ldots … dots … textellipsis … slash / textbackslash \ textbar |
    textless < textgreater > textasciitilde ~ textasciicircum ^ textunderscore _
    textordfeminine ª textordmasculine º
    { { } } & & % % $ $ # # _ _
""")
"""Letters and signs of text by the command that prints them; of several for one character the usual one first."""

SIGNS = _pairs(r"""
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ
    lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ
    omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    ell ℓ hbar ℏ imath ı jmath ȷ wp ℘ Re ℜ Im ℑ aleph ℵ beth ℶ gimel ℷ daleth ℸ eth ð mho ℧ complement ∁

    le ≤ leq ≤ ge ≥ geq ≥ leqq ≦ geqq ≧ leqslant ⩽ geqslant ⩾ ll ≪ gg ≫ lll ⋘ ggg ⋙ ne ≠ neq ≠ equiv ≡ sim ∼ nsim ≁
    simeq ≃ approx ≈ cong ≅ ncong ≇ approxeq ≊ asymp ≍ doteq ≐ propto ∝ varpropto ∝ triangleq ≜ lesssim ≲ gtrsim ≳
    lessgtr ≶ gtrless ≷ prec ≺ succ ≻ preceq ⪯ succeq ⪰ preccurlyeq ≼ succcurlyeq ≽ precsim ≾ succsim ≿
    nless ≮ ngtr ≯ nleq ≰ ngeq ≱ lessdot ⋖ gtrdot ⋗
    in ∈ notin ∉ ni ∋ owns ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋ nsubseteq ⊈ nsupseteq ⊉
    subseteqq ⫅ supseteqq ⫆ Subset ⋐ Supset ⋑ sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒
    mid ∣ nmid ∤ parallel ∥ nparallel ∦ vdash ⊢ dashv ⊣ models ⊧ vDash ⊨ Vdash ⊩ smile ⌣ frown ⌢ bowtie ⋈
    lhd ⊲ rhd ⊳ unlhd ⊴ unrhd ⊵ vartriangleleft ⊲ vartriangleright ⊳ trianglelefteq ⊴ trianglerighteq ⊵ between ≬

    pm ± mp ∓ times × div ÷ cdot · ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ bigcirc ◯
    boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ dotplus ∔ ltimes ⋉ rtimes ⋊ amalg ⨿ wr ≀ diamond ⋄ divideontimes ⋇
    cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ Cap ⋒ Cup ⋓ wedge ∧ land ∧ vee ∨ lor ∨ barwedge ⊼ veebar ⊻ setminus ∖
    smallsetminus ∖ neg ¬ lnot ¬ sum ∑ prod ∏ coprod ∐ int ∫ smallint ∫ iint ∬ iiint ∭ oint ∮ bigcap ⋂ bigcup ⋃
    bigsqcup ⨆ biguplus ⨄ bigwedge ⋀ bigvee ⋁ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ surd √

    to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ uparrow ↑ downarrow ↓ updownarrow ↕ Rightarrow ⇒ Leftarrow ⇐
    Leftrightarrow ⇔ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷
    Longrightarrow ⟹ implies ⟹ Longleftarrow ⟸ impliedby ⟸ Longleftrightarrow ⟺ iff ⟺ mapsto ↦ longmapsto ⟼
    hookrightarrow ↪ hookleftarrow ↩ twoheadrightarrow ↠ twoheadleftarrow ↞ rightarrowtail ↣ leftarrowtail ↢
    nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖ rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼ leftharpoondown ↽
    rightleftharpoons ⇌ leftrightharpoons ⇋ rightrightarrows ⇉ leftleftarrows ⇇ rightleftarrows ⇄ leftrightarrows ⇆
    upuparrows ⇈ downdownarrows ⇊ leadsto ⇝ rightsquigarrow ⇝ leftrightsquigarrow ↭ nrightarrow ↛ nleftarrow ↚
    nRightarrow ⇏ nLeftarrow ⇍ curvearrowright ↷ curvearrowleft ↶ circlearrowright ↻ circlearrowleft ↺ multimap ⊸
    restriction ↾ upharpoonright ↾ upharpoonleft ↿ Rrightarrow ⇛ Lleftarrow ⇚

    langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ | ‖ Vert ‖ lVert ‖ rVert ‖ vert | lvert | rvert |
    lbrace { rbrace } lbrack [ rbrack ] ulcorner ⌜ urcorner ⌝ llcorner ⌞ lrcorner ⌟ backslash \
    forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ infty ∞ partial ∂ nabla ∇ top ⊤ bot ⊥ perp ⊥ angle ∠
    measuredangle ∡ sphericalangle ∢ triangle △ square □ Box □ blacksquare ■ lozenge ◊ Diamond ◇ blacklozenge ⧫
    bigstar ★ checkmark ✓ maltese ✠ therefore ∴ because ∵ prime ′ backprime ‵ dagger † ddagger ‡ sharp ♯ flat ♭
    natural ♮ clubsuit ♣ spadesuit ♠ heartsuit ♡ diamondsuit ♢ cdots ⋯ dotsb ⋯ dotsc … vdots ⋮ ddots ⋱ colon :
""")
"""Signs of mathematics by the command of LaTeX, amsmath or amssymb; of several for one sign the usual one first."""

_OTHERS = _pairs(r"""
    coloneqq ≔ colonequals ≔ eqqcolon ≕ equalscolon ≕ bigtimes ⨉ bbone 𝟙 llbracket ⟦ rrbracket ⟧
    textasteriskcentered ∗ textdegree ° textprime ′ TeX TeX LaTeX LaTeX
""")
"""What other packages print, what mathematics has another command for, and words."""

PRINTED = _OTHERS | LETTERS | SIGNS
"""Everything in these tables."""

FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf injlim ker lg lim liminf limsup ln log "
    "max min Pr projlim sec sin sinh sup tan tanh".split()
)
"""Commands of LaTeX and amsmath that print their name, limsup and its kin in two words."""

_ACCENTS = (
    ("`", "grave", "\u0300", "`"), ("'", "acute", "\u0301", "´"), ("^", "hat widehat", "\u0302", "ˆ"),
    ("~", "tilde widetilde", "\u0303", "˜"), ("=", "bar overline", "\u0304", "¯"), ("u", "breve", "\u0306", "˘"),
    (".", "dot", "\u0307", "˙"), ('"', "ddot", "\u0308", "¨"), ("r", "mathring", "\u030a", "˚"),
    ("H", "", "\u030b", "˝"), ("v", "check widecheck", "\u030c", "ˇ"), ("", "vec", "\u20d7", ""),
    ("d", "", "\u0323", ""), ("c", "", "\u0327", "¸"), ("k", "", "\u0328", "˛"), ("b", "", "\u0331", ""),
    ("", "underline", "\u0332", ""),
)  # fmt: skip
"""The command in text, those in mathematics, the combining character, and the accent as a character of its own."""

TEXT_ACCENTS = {command: combining for command, _, combining, _ in _ACCENTS if command}
"""Commands that set an accent on a letter of text, and the accent as a combining character."""

MATH_ACCENTS = {command: combining for _, commands, combining, _ in _ACCENTS for command in commands.split()}
"""Commands that set an accent on a formula, the usual one first, and the accent as a combining character."""

COMBINING = {alone: combining for _, _, combining, alone in _ACCENTS if alone}
"""Accents that old fonts hold as characters of their own, and the same as combining characters."""


def _alphabet(upper: int, lower: int = 0, digits: int = 0, **others: str) -> dict[str, str]:
    """A mathematical alphabet that begins at these places of Unicode (0: has none), but for the others."""
    runs = ((upper, string.ascii_uppercase), (lower, string.ascii_lowercase), (digits, string.digits))
    return {c: chr(first + i) for first, letters in runs if first for i, c in enumerate(letters)} | others


_DOUBLE = _alphabet(0x1D538, 0x1D552, 0x1D7D8, C="ℂ", H="ℍ", N="ℕ", P="ℙ", Q="ℚ", R="ℝ", Z="ℤ")
_SCRIPT = _alphabet(0x1D49C, B="ℬ", E="ℰ", F="ℱ", H="ℋ", I="ℐ", L="ℒ", M="ℳ", R="ℛ")
ALPHABETS = {
    "mathbb": _DOUBLE,
    "mathbbm": _DOUBLE,
    "mathcal": _SCRIPT,
    "mathscr": _SCRIPT,
    "mathfrak": _alphabet(0x1D504, 0x1D51E, C="ℭ", H="ℌ", I="ℑ", R="ℜ", Z="ℨ"),
    "mathsf": _alphabet(0x1D5A0, 0x1D5BA, 0x1D7E2),
    "mathtt": _alphabet(0x1D670, 0x1D68A, 0x1D7F6),
    "mathbf": _alphabet(0x1D400, 0x1D41A, 0x1D7CE),
}
"""By the command that sets it, the character for each letter and digit that an alphabet has."""


def sign(name: str) -> str | None:
    """What a command without arguments prints, by these tables or pylatexenc's; None for any other command."""
    if name in PRINTED:
        return PRINTED[name]
    text = getattr(_pylatexenc().get_macro_spec(name), "simplify_repl", None)
    return text if isinstance(text, str) and "%" not in text else None


@lru_cache(maxsize=1)
def _pylatexenc() -> Any:
    from pylatexenc.latex2text import get_default_latex_context_db

    return get_default_latex_context_db()
