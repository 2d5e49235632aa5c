"""Which LaTeX prints a Unicode character: support for one more is one entry here."""

from __future__ import annotations

TEXT = {
    "ß": r"{\ss}", "æ": r"{\ae}", "Æ": r"{\AE}", "œ": r"{\oe}", "Œ": r"{\OE}", "ø": r"{\o}", "Ø": r"{\O}",
    "å": r"{\aa}", "Å": r"{\AA}", "ł": r"{\l}", "Ł": r"{\L}", "ı": r"{\i}", "ȷ": r"{\j}", "đ": r"{\dj}", "Đ": r"{\DJ}",
    "þ": r"{\th}", "Þ": r"{\TH}", "ð": r"{\dh}", "¡": r"{\textexclamdown}", "¿": r"{\textquestiondown}",
    "–": "--", "—": "---", "‐": "-", "‑": "-", "―": "---", "‘": "`", "’": "'", "‚": ",", "“": "``", "”": "''",
    "„": r"{\quotedblbase}", "«": r"{\guillemotleft}", "»": r"{\guillemotright}", "…": r"{\ldots}", "\u00a0": "~",
    "\u202f": r"\,", "\u2009": r"\,", "\u00ad": r"\-", "§": r"{\S}", "¶": r"{\P}", "†": r"{\dag}", "‡": r"{\ddag}",
    "©": r"{\copyright}", "®": r"{\textregistered}", "™": r"{\texttrademark}", "€": r"{\texteuro}", "£": r"{\pounds}",
    "•": r"{\textbullet}", "№": "No.", "′": r"\ensuremath{'}", "″": r"\ensuremath{''}", "\ufffd": "?",
}  # fmt: skip
"""Characters that print in text."""

MATH = {
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\varepsilon", "ϵ": r"\epsilon",
    "ζ": r"\zeta", "η": r"\eta", "θ": r"\theta", "ϑ": r"\vartheta", "ι": r"\iota", "κ": r"\kappa", "λ": r"\lambda",
    "μ": r"\mu", "µ": r"\mu", "ν": r"\nu", "ξ": r"\xi", "ο": "o", "π": r"\pi", "ρ": r"\rho", "ϱ": r"\varrho",
    "σ": r"\sigma", "ς": r"\varsigma", "τ": r"\tau", "υ": r"\upsilon", "φ": r"\varphi", "ϕ": r"\phi", "χ": r"\chi",
    "ψ": r"\psi", "ω": r"\omega", "Γ": r"\Gamma", "Δ": r"\Delta", "Θ": r"\Theta", "Λ": r"\Lambda", "Ξ": r"\Xi",
    "Π": r"\Pi", "Σ": r"\Sigma", "Φ": r"\Phi", "Ψ": r"\Psi", "Ω": r"\Omega", "Α": r"\mathrm{A}", "Β": r"\mathrm{B}",
    "Ε": r"\mathrm{E}", "Η": r"\mathrm{H}", "Κ": r"\mathrm{K}", "Ν": r"\mathrm{N}", "Ρ": r"\mathrm{P}",
    "Τ": r"\mathrm{T}", "Χ": r"\mathrm{X}", "≤": r"\le", "≥": r"\ge", "⩽": r"\leqslant", "⩾": r"\geqslant",
    "≪": r"\ll", "≫": r"\gg", "≠": r"\ne", "≈": r"\approx", "≃": r"\simeq", "≅": r"\cong", "∼": r"\sim", "≡": r"\equiv",
    "≜": r"\triangleq", "≔": r":=", "≺": r"\prec", "≻": r"\succ", "≼": r"\preceq", "≽": r"\succeq", "≲": r"\lesssim",
    "≳": r"\gtrsim", "∝": r"\propto", "±": r"\pm", "∓": r"\mp", "×": r"\times", "÷": r"\div", "·": r"\cdot",
    "⋅": r"\cdot", "∗": r"\ast", "∘": r"\circ", "∙": r"\bullet", "⊕": r"\oplus", "⊗": r"\otimes", "⊙": r"\odot",
    "⊖": r"\ominus", "⊥": r"\bot", "⊤": r"\top", "∥": r"\parallel", "‖": r"\|", "∣": r"\mid", "∤": r"\nmid",
    "∈": r"\in", "∉": r"\notin", "∋": r"\ni", "⊂": r"\subset", "⊃": r"\supset", "⊆": r"\subseteq", "⊇": r"\supseteq",
    "⊊": r"\subsetneq", "∩": r"\cap", "∪": r"\cup", "⊔": r"\sqcup", "⊓": r"\sqcap", "∖": r"\setminus",
    "∅": r"\emptyset", "∀": r"\forall", "∃": r"\exists", "∄": r"\nexists", "¬": r"\neg", "∧": r"\wedge",
    "∨": r"\vee", "⊢": r"\vdash", "⊨": r"\models", "→": r"\to", "←": r"\leftarrow", "↔": r"\leftrightarrow",
    "⇒": r"\Rightarrow", "⇐": r"\Leftarrow", "⇔": r"\Leftrightarrow", "↦": r"\mapsto", "↪": r"\hookrightarrow",
    "↠": r"\twoheadrightarrow", "⟶": r"\longrightarrow", "⟹": r"\Longrightarrow", "⟺": r"\Longleftrightarrow",
    "↑": r"\uparrow", "↓": r"\downarrow", "∂": r"\partial", "∇": r"\nabla", "∞": r"\infty", "∑": r"\sum",
    "∏": r"\prod", "∐": r"\coprod", "∫": r"\int", "∮": r"\oint", "√": r"\surd", "∠": r"\angle", "△": r"\triangle",
    "⟨": r"\langle", "⟩": r"\rangle", "⌈": r"\lceil", "⌉": r"\rceil", "⌊": r"\lfloor", "⌋": r"\rfloor", "ℓ": r"\ell",
    "ℏ": r"\hbar", "ℵ": r"\aleph", "℘": r"\wp", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}", "ℤ": r"\mathbb{Z}",
    "ℚ": r"\mathbb{Q}", "ℂ": r"\mathbb{C}", "ℙ": r"\mathbb{P}", "𝔼": r"\mathbb{E}", "𝔽": r"\mathbb{F}",
    "⋯": r"\cdots", "⋮": r"\vdots", "⋱": r"\ddots", "−": "-", "∕": "/", "°": r"{}^{\circ}", "²": "{}^{2}",
    "³": "{}^{3}", "¹": "{}^{1}", "⁰": "{}^{0}", "⁴": "{}^{4}", "ⁿ": "{}^{n}", "₀": "{}_{0}", "₁": "{}_{1}",
    "₂": "{}_{2}", "₃": "{}_{3}", "ₙ": "{}_{n}", "∎": r"\blacksquare", "□": r"\square", "■": r"\blacksquare",
    "◦": r"\circ", "★": r"\star", "⋆": r"\star", "♯": r"\sharp", "♭": r"\flat", "✓": r"\checkmark", "½": r"\tfrac12",
    "¼": r"\tfrac14", "¾": r"\tfrac34", "⌣": r"\smile", "⊞": r"\boxplus", "⊠": r"\boxtimes", "⋊": r"\rtimes",
    "⋉": r"\ltimes", "⨿": r"\amalg", "∴": r"\therefore", "∵": r"\because",
}  # fmt: skip
"""Characters that print in mathematics, by amsmath and amssymb commands."""
