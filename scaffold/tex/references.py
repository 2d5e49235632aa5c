"""LaTeX's commands that print a reference, and what their packages print by default.

Names and conjunctions are those of the packages' own documentation: cleveref (sections 8 and 14), hyperref (\\autoref),
prettyref, zref-clever; for jmlrutils, of its source.
"""

from __future__ import annotations

__all__ = ["AUTOREF_NAMES", "CONJUNCTIONS", "JMLR", "JMLR_PLURALS", "PAGES", "PRETTYREF", "RANGES", "REFERENCES",
           "VARIOREF", "VARIOREF_RANGES", "Names", "clever_names"]  # fmt: skip

VARIOREF_RANGES = frozenset(("vrefrange", "vpagerefrange"))
VARIOREF = frozenset(("vref", "Vref", "fullref", "vpageref")) | VARIOREF_RANGES
"""Commands that may print a number, and on which page it is."""

RANGES = frozenset(("crefrange", "Crefrange", "cpagerefrange", "Cpagerefrange")) | VARIOREF_RANGES
"""Commands whose two arguments are the ends of a range."""

PAGES = frozenset("pageref cpageref Cpageref autopageref cpagerefrange Cpagerefrange vpageref vpagerefrange".split())
"""Commands that print pages."""

JMLR = {
    f"{kind}ref": (f"{kind}refname", f"{kind}srefname", kind.capitalize())
    for kind in (
        "section equation table figure algorithm theorem lemma remark corollary definition conjecture axiom example "
        "appendix part"
    ).split()
}
"""jmlrutils' commands: the macros of the name before one label and before several, and the name itself."""

JMLR_PLURALS = {"Corollary": "Corollaries", "Appendix": "Appendices"}
"""Names that do not end in an s before several labels."""

REFERENCES = RANGES.union(
    PAGES,
    VARIOREF,
    JMLR,
    (
        "ref eqref refeq noeqref cref Cref autoref labelcref nameref Nameref titleref hyperref "
        "subref namecref nameCref lcnamecref namecrefs nameCrefs lcnamecrefs "
        "fref Fref zcref thmref thref lemref secref prettyref"
    ).split(),
)
"""Commands whose argument is one label, or several with commas."""

Names = tuple[str, str]
"""A name in the singular and in the plural."""

_NAMES = {
    "equation": ("eq.", "eqs."), "figure": ("fig.", "figs."), "subfigure": ("fig.", "figs."),
    "table": ("table", "tables"), "subtable": ("table", "tables"), "page": ("page", "pages"),
    "part": ("part", "parts"), "chapter": ("chapter", "chapters"), "section": ("section", "sections"),
    "appendix": ("appendix", "appendices"), "enumi": ("item", "items"), "footnote": ("footnote", "footnotes"),
    "theorem": ("theorem", "theorems"), "lemma": ("lemma", "lemmas"), "corollary": ("corollary", "corollaries"),
    "proposition": ("proposition", "propositions"), "definition": ("definition", "definitions"),
    "result": ("result", "results"), "example": ("example", "examples"), "remark": ("remark", "remarks"),
    "note": ("note", "notes"), "algorithm": ("algorithm", "algorithms"), "listing": ("listing", "listings"),
    "line": ("line", "lines"),
}  # fmt: skip
_FULL = {"eq.": "equation", "eqs.": "equations", "fig.": "figure", "figs.": "figures"}


def clever_names(kind: str, *, abbreviated: bool) -> Names | None:
    """cleveref's own names in lower case for a type of label; None for a type that it does not know."""
    names = _NAMES.get(kind)
    return names if names is None or abbreviated else (_FULL.get(names[0], names[0]), _FULL.get(names[1], names[1]))


CONJUNCTIONS = {
    "crefpairconjunction": " and~", "crefmiddleconjunction": ", ", "creflastconjunction": " and~",
    "crefpairgroupconjunction": " and~", "crefmiddlegroupconjunction": ", ", "creflastgroupconjunction": ", and~",
    "crefrangeconjunction": " to~", "crefrangepreconjunction": "", "crefrangepostconjunction": "",
}  # fmt: skip
"""What cleveref sets between labels, between groups of labels of one type, and between the ends of a range."""

AUTOREF_NAMES = {
    "equation": "Equation", "footnote": "footnote", "enumi": "item", "figure": "Figure", "subfigure": "Figure",
    "table": "Table", "subtable": "Table", "part": "Part", "appendix": "Appendix", "chapter": "chapter",
    "section": "section", "subsection": "subsection", "subsubsection": "subsubsection", "paragraph": "paragraph",
    "subparagraph": "subparagraph", "theorem": "Theorem", "page": "page",
}  # fmt: skip
"""What hyperref's \\autoref prints before a number, by counter."""

PRETTYREF = {
    "eq": r"(\ref{#1})", "lem": r"Lemma~\ref{#1}", "thm": r"Theorem~\ref{#1}", "cha": r"Chapter~\ref{#1}",
    "sec": r"Section~\ref{#1}", "tab": r"Table~\ref{#1}", "fig": r"Figure~\ref{#1}",
}  # fmt: skip
"""prettyref's formats by what stands before the colon of a key; pages are left out."""
