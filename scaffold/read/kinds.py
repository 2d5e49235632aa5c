"""Kinds of statements by the words of their printed headings, in the languages in which papers are written."""

from __future__ import annotations

KIND_WORDS = {
    "theorem": "theorem", "thm": "theorem", "satz": "theorem", "théorème": "theorem", "theoreme": "theorem",
    "teorema": "theorem",
    "teorem": "theorem", "теорема": "theorem", "hauptsatz": "theorem", "metatheorem": "theorem", "stelling": "theorem",
    "lemma": "lemma", "lemme": "lemma", "lema": "lemma", "hilfssatz": "lemma", "лемма": "lemma", "sublemma": "lemma",
    "proposition": "proposition", "prop": "proposition", "proposición": "proposition", "proposizione": "proposition",
    "proposição": "proposition",
    "corollary": "corollary", "korollar": "corollary", "corollaire": "corollary", "corolario": "corollary",
    "corollario": "corollary",
    "folgerung": "corollary", "corolário": "corollary", "porism": "corollary", "consequence": "corollary",
    "definition": "definition", "définition": "definition", "definición": "definition", "definizione": "definition",
    "definição": "definition",
    "defn": "definition", "defi": "definition", "definitions": "definition", "construction": "definition",
    "setup": "definition",
    "assumption": "assumption", "assumptions": "assumption", "annahme": "assumption", "hypothèse": "assumption",
    "hypothesis": "hypothesis",
    "standing assumption": "assumption", "claim": "claim", "behauptung": "claim", "subclaim": "claim", "fact": "fact",
    "faktum": "fact", "facts": "fact",
    "conjecture": "conjecture", "vermutung": "conjecture", "conjetura": "conjecture", "remark": "remark",
    "remarks": "remark",
    "bemerkung": "remark", "remarque": "remark", "observación": "remark", "osservazione": "remark",
    "anmerkung": "remark", "comment": "remark",
    "example": "example", "beispiel": "example", "exemple": "example", "ejemplo": "example", "esempio": "example",
    "examples": "example",
    "counterexample": "example", "observation": "observation", "beobachtung": "observation", "question": "question",
    "frage": "question",
    "open question": "question", "problem": "problem", "open problem": "problem", "problème": "problem",
    "exercise": "exercise",
    "aufgabe": "exercise", "condition": "condition", "bedingung": "condition", "notation": "notation",
    "notations": "notation", "axiom": "axiom", "postulate": "axiom",
    "property": "property", "properties": "property", "eigenschaft": "property", "principle": "property",
    "algorithm": "algorithm",
    "protocol": "algorithm", "procedure": "algorithm", "note": "note", "case": "case", "convention": "notation",
    "warning": "remark",
    "scholium": "corollary", "result": "proposition", "criterion": "proposition", "rule": "property",
    "hypotheses": "hypothesis",
}  # fmt: skip
"""The kind for the last or first word of a printed heading, in the languages in which papers are written."""

NOT_PROVED = frozenset(
    "definition remark example assumption notation question problem condition note axiom hypothesis conjecture".split()
)
"""Kinds of statements that need no proof."""

PROOF_WORDS = frozenset(
    "proof beweis preuve démonstration demonstration dimostrazione demostración prueba доказательство bewijs "
    "proofs".split()
)
"""The words that begin the heading of a proof, in these languages."""

OTHER_WORK = (
    r"[\s~,]*(?:therein\b|ibid\b|loc\.|(?:of|in)[\s~]+(?:that|their|his|her|loc)\b)"
    r"|[\s~]*(?:\([^()]{0,40}\)[\s~]*)?,?[\s~]*(?:of|in|from|by)\b[\s~]*(?:the[\s~]+(?:\w+[\s~]+){1,2}(?:of|by)[\s~]+)?"
    r"(?:(?:the|a|an)[\s~]+)?(?:(?:\w+[\s~]+)?(?:paper|reference|article|book|work|preprint|monograph|thesis|survey)s?[\s~]+)?"
    r"(?:(?-i:[A-Z])[\w.'’-]*(?:[\s~]+(?:and|&|et[\s~]+al\.?))?,?[\s~]+){0,6}(?:\(\d{4}[a-z]?\)|\[)"
)
"""What follows the number of a result of another work: "in [12]", "of the paper by Smith and Jones [SJ]"."""


def kind_of(heading: str) -> str:
    """The English kind for a printed heading: by all of it, its last word, then its first; "other" if unknown."""
    words = heading.lower().replace("*", "").split()
    for key in (" ".join(words), *(words[-1:]), *(words[:1]), *words):
        if key in KIND_WORDS:
            return KIND_WORDS[key]
        if key.endswith("s") and key[:-1] in KIND_WORDS:
            return KIND_WORDS[key[:-1]]
    for word, kind in KIND_WORDS.items():
        if len(word) > 4 and any(word in w for w in words):
            return kind
    return "other"
