"""What classes and packages predefine, one row each. To support one more, add a row here and a case in tests/cases.

Sources are the classes themselves (TeX Live, and the versions that publishers provide); each table names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Theorem:
    """A predefined environment. like: shares that counter; within: reset by it; numbered False: no number."""

    env: str
    heading: str
    like: str | None = None
    within: str | None = None
    numbered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a class or package predefines.

    theorems: always; when: by option, replacing the environments of the same name. chapters: the class has \\chapter.
    load: packages that it loads itself and whose theorems count. sections: "roman" or IEEEtran's numbering.
    language: its default language. appendix: \\thesection in the appendix. counted: what it counts within sections,
    by the option that makes it count through. shared: the counter of all theorems, whatever \\newtheorem says.
    """

    theorems: tuple[Theorem, ...] = ()
    when: tuple[tuple[str, tuple[Theorem, ...]], ...] = ()
    chapters: bool = False
    load: tuple[str, ...] = ()
    sections: str = "arabic"
    secnumdepth: int = 3
    language: str = ""
    appendix: str = r"\Alph{section}"
    counted: tuple[tuple[str, str], ...] = ()
    shared: str = ""


def _theorems(
    names: str, *, like: str | None = None, within: str | None = None, numbered: bool = True
) -> tuple[Theorem, ...]:
    """Rows from words "env:Heading" (the heading is the capitalised env by default; _ is a space)."""
    rows = []
    for word in names.split():
        env, _, heading = word.partition(":")
        own = like if like != env else None
        rows.append(
            Theorem(
                env=env,
                heading=(heading or env.capitalize()).replace("_", " "),
                like=own,
                within=None if own else within,
                numbered=numbered,
            )
        )
    return tuple(rows)


_SPRINGER = (
    "case conjecture corollary definition example exercise lemma note problem property proposition question solution "
    "remark"
)

# llncs.cls 2.2x, svmult.cls, svmono.cls, svjour.cls, svjour3.cls: \spnewtheorem with the envcount options.
_SPRINGER_CLASS = Known(
    theorems=_theorems("theorem " + _SPRINGER) + _theorems("claim", numbered=False),
    when=(
        ("envcountsect", _theorems("theorem " + _SPRINGER, within="section")),
        ("envcountreset", _theorems("theorem " + _SPRINGER, within="section")),
        ("envcountchap", _theorems("theorem " + _SPRINGER, within="chapter")),
        ("envcountsame", _theorems("theorem") + _theorems(_SPRINGER, like="theorem")),
        ("envcountsame+envcountsect", _theorems("theorem", within="section") + _theorems(_SPRINGER, like="theorem")),
    ),
)
_SPRINGER_BOOK = Known(theorems=_SPRINGER_CLASS.theorems, when=_SPRINGER_CLASS.when, chapters=True)

# lipics-v2021.cls (and v2016, v2018, v2019, oasics): one counter, within the section by numberwithinsect.
_LIPICS_NAMES = "lemma corollary proposition exercise definition conjecture observation example note remark claim"
_LIPICS = Known(
    theorems=_theorems("theorem") + _theorems(_LIPICS_NAMES, like="theorem")
    + _theorems("note*:Note remark*:Remark claim*:Claim", numbered=False),
    when=(("numberwithinsect", _theorems("theorem", within="section") + _theorems(_LIPICS_NAMES, like="theorem")),),
    load=("thmtools",),
)  # fmt: skip

# jmlr2e.sty, jmlrutils.sty (jmlr.cls, colt20xx.cls).
_JMLR_NAMES = "lemma proposition remark corollary definition conjecture axiom"
_JMLR_THEOREMS = _theorems("example theorem") + _theorems(_JMLR_NAMES, like="theorem")
_JMLR = Known(theorems=_JMLR_THEOREMS)
_JMLR_STYLE = Known(theorems=_JMLR_THEOREMS + _theorems("assumption", like="theorem"))

# acmart.cls, option acmthm (default true).
_ACM = Known(
    theorems=_theorems("theorem", within="section")
    + _theorems("conjecture proposition lemma corollary example definition", like="theorem"),
    when=(("acmthm=false", ()),),
)  # fmt: skip

# siamltex.cls, siamart*.cls and siamonline*.cls: one counter; \newsiamthm and \newsiamremark of the latter share it.
_SIAM_NAMES = _theorems("lemma corollary proposition definition", like="theorem")
_SIAM = Known(
    theorems=_theorems("theorem", within="section") + _SIAM_NAMES,
    when=(("onethmnum", _theorems("theorem") + _SIAM_NAMES),),
    counted=(
        ("oneeqnum", "equation"), ("onefignum", "figure"), ("onetabnum", "table"), ("onealgnum", "algorithm"),
    ),
)  # fmt: skip

# tac.cls: theorems are subsections.
_TAC = Known(
    theorems=_theorems(
        "theorem proposition corollary lemma definition scholium assumption remark example remarks examples notation",
        like="subsection",
    ),
    shared="subsection",
)

# ntheorem.std: capitalised and small, English and German, each with a counter of its own.
_NTHEOREM_STANDARD = _theorems(
    "Theorem theorem Satz satz:Satz Proposition proposition Lemma lemma Korollar korollar:Korollar Corollary corollary "
    "Example example Beispiel beispiel:Beispiel Bemerkung bemerkung:Bemerkung Anmerkung anmerkung:Anmerkung "
    "Remark remark Definition definition"
)  # fmt: skip

# lmcs.cls: short names, one counter within the section.
_LMCS = Known(
    theorems=_theorems("thm:Theorem", within="section")
    + _theorems(
        "cor:Corollary lem:Lemma prop:Proposition asm:Assumption defi:Definition defn:Definition rem:Remark "
        "rems:Remarks "
        "exa:Example exas:Examples conv:Convention conj:Conjecture prob:Problem oprob:Open_Problem "
        "oprobs:Open_Problems "
        "algo:Algorithm obs:Observation qu:Question fact:Fact clm:Claim nota:Notation axm:Axiom",
        like="thm",
    ),
)  # fmt: skip

# ejpecp.cls
_EJP = Known(
    theorems=_theorems("theorem", within="section")
    + _theorems(
        "assumptions assumption claim condition conjecture corollary definition definitions facts fact heuristics "
        "hypothesis hypotheses lemma notations notation proposition example exercise problem question remark",
        like="theorem",
    ),
)  # fmt: skip

# ws-*.cls (World Scientific): plain counters.
_WS = Known(
    theorems=_theorems(
        "theorem lemma corollary proposition definition example remark claim note question conjecture algorithm"
    )
)

# ws-m3as.cls: within the section, equations too.
_WS_M3AS = Known(
    theorems=_theorems("theorem corollary lemma proposition definition example remark", within="section"),
    counted=(("", "equation"),),
)

# smfart.cls, smfbook.cls through smfthm.sty: one counter within the section; names in the document's language, French
# by default.
_SMF = Known(
    theorems=_theorems(r"theo:\theoname", within="section")
    + _theorems(
        r"prop:\propname conj:\conjname coro:\coroname lemm:\lemmname defi:\definame rema:\remaname exem:\exemname",
        like="theo",
    ),
    language="french",
)

# beamerbasetheorems.sty
_BEAMER = Known(
    theorems=_theorems("theorem")
    + _theorems("corollary definition example lemma problem solution fact", like="theorem")
    + _theorems("definitions examples", like="theorem")
)  # fmt: skip

_BOOK = Known(chapters=True, secnumdepth=2)
_IEEE = Known(sections="ieee")
_REVTEX = Known(sections="roman")
_ELSEVIER = Known(appendix=r"Appendix~\Alph{section}")

CLASSES: dict[str, Known] = {
    "llncs": _SPRINGER_CLASS, "svjour": _SPRINGER_CLASS, "svjour2": _SPRINGER_CLASS, "svjour3": _SPRINGER_CLASS,
    "svmult": _SPRINGER_CLASS, "svmono": _SPRINGER_BOOK, "svproc": _SPRINGER_CLASS,
    "lipics": _LIPICS, "lipics-v2016": _LIPICS, "lipics-v2018": _LIPICS, "lipics-v2019": _LIPICS,
    "lipics-v2021": _LIPICS,
    "oasics": _LIPICS, "oasics-v2018": _LIPICS, "oasics-v2019": _LIPICS, "oasics-v2021": _LIPICS,
    "socg-lipics-v2021": _LIPICS,
    "lipicsmaster": _LIPICS,
    "jmlr": _JMLR, "colt": _JMLR, "jmlr2e": _JMLR, "alt": _JMLR,
    "acmart": _ACM, "acmsmall": _ACM, "siamart": _SIAM, "siamonline": _SIAM, "siamltex": _SIAM, "siamltexmm": _SIAM,
    "tac": _TAC, "lmcs": _LMCS, "ejpecp": _EJP,
    "ecp": _EJP, "ejp": _EJP,
    "smfart": _SMF, "smfbook": Known(theorems=_SMF.theorems, chapters=True, language="french"),
    "beamer": _BEAMER, "ws": _WS, "ws-m3as": _WS_M3AS,
    "book": _BOOK, "report": _BOOK, "amsbook": Known(chapters=True), "memoir": Known(chapters=True, secnumdepth=1),
    "scrbook": _BOOK,
    "scrreprt": _BOOK, "scrreport": _BOOK, "extbook": _BOOK, "extreport": _BOOK, "phdthesis": _BOOK, "thesis": _BOOK,
    "IEEEtran": _IEEE, "ieeeconf": _IEEE, "IEEEconf": _IEEE, "revtex4": _REVTEX, "revtex4-1": _REVTEX,
    "revtex4-2": _REVTEX, "elsarticle": _ELSEVIER,
}  # fmt: skip
"""By class name; `known_class` also removes years and versions (colt2021, siamart190516, ws-ijfcs)."""

PACKAGES: dict[str, Known] = {
    "jmlr2e": _JMLR_STYLE,
    "jmlrutils": Known(),
    "smfthm": _SMF,
    "ntheorem": Known(when=(("standard", _NTHEOREM_STANDARD),)),
    "beamerarticle": Known(theorems=_BEAMER.theorems, load=("amsthm",)),
    "apxproof": Known(load=("amsthm",)),
    "thm-restate": Known(load=("thmtools",)),
}
"""By package name. A package that is neither here nor among the paper's own files declares no theorems."""

KNOWN_OWN = frozenset(
    "amsmath amsthm amssymb hyperref natbib geometry fancyhdr aliascnt remreset thmtools thm-restate cleveref "
    "mathtools titlesec "
    "algorithm algorithmic algpseudocode algorithm2e graphicx xcolor tikz enumitem caption subcaption booktabs "
    "fullpage "
    "microtype url times nips neurips icml aistats iclr acl colm tmlr arxiv parskip color float placeins verbatim "
    "comment xspace "
    "bbm dsfont stmaryrd mathrsfs mdframed tcolorbox ntheorem apxproof framed etoolbox xparse multirow multicol "
    "setspace".split()
)
"""Packages that define no theorems, so that a copy in the paper's source need not be read."""


def known_class(name: str) -> Known | None:
    """The row for a class, ignoring years and version suffixes; None if the table has none."""
    if name in CLASSES:
        return CLASSES[name]
    stem = name.rstrip("0123456789")
    if stem in CLASSES:
        return CLASSES[stem]
    head = name.split("-")[0].split("_")[0]
    return CLASSES.get(head) or CLASSES.get(head.rstrip("0123456789"))


_AMS = "amsart amsbook amsproc"
_DRAWING = "tikz pgf pgfplots tikz-cd tcolorbox mdframed todonotes"
_GIVERS = {
    "hyperref": "hypersetup href autoref hyperref texorpdfstring phantomsection nolinkurl hyperlink hypertarget",
    "hyperref url": "url",
    "natbib": "citet citep citealt citealp bibpunct setcitestyle",
    "natbib biblatex": "citeauthor citeyear",
    "biblatex": "printbibliography addbibresource parencite textcite autocite",
    "cleveref": "cref Cref crefname Crefname crefrange Crefrange",
    f"graphicx graphics mathtools empheq rotating {_DRAWING}": "includegraphics graphicspath scalebox resizebox",
    f"color xcolor floatrow {_DRAWING}": "color textcolor definecolor",
    f"amsmath amstext mathtools empheq {_AMS}": "text",
    f"amsmath mathtools empheq {_AMS}": "numberwithin eqref intertext allowdisplaybreaks",
    f"amsmath amsopn mathtools empheq {_AMS}": "DeclareMathOperator operatorname",
    f"amsthm ntheorem theorem {_AMS}": "theoremstyle",
    f"amsthm ntheorem {_AMS}": "newtheoremstyle proof endproof qed qedhere",
    f"amsthm {_AMS}": "swapnumbers",
    f"amsfonts amssymb {_AMS}": "mathbb mathfrak",
    "thmtools thm-restate": "declaretheorem declaretheoremstyle",
    _AMS: "subjclass curraddr urladdr dedicatory",
}
_GIVEN = {name: frozenset(givers.split()) for givers, names in _GIVERS.items() for name in names.split()}
"""By the names that papers ask for ("is \\citet defined?"), the classes and packages that define them."""

_BARE = frozenset(f"article report book letter proc {_AMS}".split())
"""Classes that load no package of _GIVEN."""

_CONFERENCES = re.compile(r"(?i)(?:nips|neurips|icml|iclr|aistats|acl|colm|tmlr|arxiv|jmlr|colt)")
"""Styles that load packages of _GIVEN, some in some years."""


def given(name: str, document_class: str, packages: Iterable[str]) -> bool | None:
    """Whether a class or a package has defined a name; None where the tables do not tell."""
    loaded = {document_class, *packages}
    if (givers := _GIVEN.get(name)) is None:
        return None
    if givers & loaded:
        return True
    told = document_class in _BARE and not any(map(_CONFERENCES.match, loaded))
    return False if told else None


THEOREM_COMMANDS = {
    # command: (position of the shared counter and within arguments follows \newtheorem, default counter shared)
    "newtheorem": None, "renewtheorem": None, "newtheoremrm": None,
    "spnewtheorem": None, "newdefinition": None, "newproof": None, "newshadetheorem": None,
    "newthm": None, "newmdtheoremenv": None, "newframedtheorem": None, "newshadedtheorem": None, "newboxtheorem": None,
    "mdtheorem": None, "newsiamthm": "theorem", "newsiamremark": "theorem", "newkeytheorem": None,
    "newsmptheorem": None,
}  # fmt: skip
"""Commands with \\newtheorem's arguments; the value is the counter shared when none is given (siamart)."""

KIND_BY_NAME = {
    "theorem": "theorem", "thm": "theorem", "theo": "theorem", "lemma": "lemma", "lem": "lemma", "lemm": "lemma",
    "proposition": "proposition", "prop": "proposition", "propo": "proposition", "corollary": "corollary",
    "cor": "corollary", "coro": "corollary", "definition": "definition", "defn": "definition",
    "defi": "definition", "conjecture": "conjecture", "conj": "conjecture", "remark": "remark", "rem": "remark",
    "rmk": "remark", "example": "example", "exam": "example", "claim": "claim", "assumption": "assumption",
    "assump": "assumption", "observation": "observation",
}  # fmt: skip
"""The kinds of environments that a class or package outside the source declares, by their usual names."""

BABEL = {
    "ngerman": "german", "german": "german", "naustrian": "german", "french": "french", "francais": "french",
    "frenchb": "french",
    "spanish": "spanish", "italian": "italian", "portuguese": "portuguese", "brazil": "portuguese",
    "brazilian": "portuguese",
    "russian": "russian", "english": "english", "american": "english", "british": "english", "ukenglish": "english",
    "usenglish": "english",
}  # fmt: skip

NAMES = {
    "german": {"proofname": "Beweis", "appendixname": "Anhang", "theoremname": "Theorem", "lemmaname": "Lemma",
               "corollaryname": "Korollar", "definitionname": "Definition", "remarkname": "Bemerkung",
               "examplename": "Beispiel", "propositionname": "Satz", "factname": "Fakt", "claimname": "Behauptung",
               "conjecturename": "Vermutung", "assumptionname": "Annahme", "problemname": "Problem",
               "notename": "Notiz"},
    "french": {"theoname": "Théorème", "propname": "Proposition", "conjname": "Conjecture", "coroname": "Corollaire",
               "lemmname": "Lemme", "definame": "Définition", "remaname": "Remarque", "exemname": "Exemple",
               "proofname": "Démonstration", "appendixname": "Annexe", "theoremname": "Théorème",
               "lemmaname": "Lemme", "corollaryname": "Corollaire", "definitionname": "Définition",
               "remarkname": "Remarque", "examplename": "Exemple", "propositionname": "Proposition",
               "factname": "Fait", "claimname": "Affirmation", "conjecturename": "Conjecture",
               "assumptionname": "Hypothèse", "problemname": "Problème"},
    "spanish": {"proofname": "Demostración", "appendixname": "Apéndice", "theoremname": "Teorema",
                "lemmaname": "Lema", "corollaryname": "Corolario", "definitionname": "Definición",
                "remarkname": "Observación", "examplename": "Ejemplo", "propositionname": "Proposición",
                "conjecturename": "Conjetura", "problemname": "Problema", "factname": "Hecho"},
    "italian": {"proofname": "Dimostrazione", "appendixname": "Appendice", "theoremname": "Teorema",
                "lemmaname": "Lemma", "corollaryname": "Corollario", "definitionname": "Definizione",
                "remarkname": "Osservazione", "examplename": "Esempio", "propositionname": "Proposizione",
                "conjecturename": "Congettura", "problemname": "Problema", "factname": "Fatto"},
    "portuguese": {"proofname": "Demonstração", "appendixname": "Apêndice", "theoremname": "Teorema",
                   "lemmaname": "Lema", "corollaryname": "Corolário", "definitionname": "Definição",
                   "remarkname": "Observação", "examplename": "Exemplo", "propositionname": "Proposição"},
    "russian": {"proofname": "Доказательство", "theoremname": "Теорема", "lemmaname": "Лемма"},
    "english": {"theoname": "Theorem", "propname": "Proposition", "conjname": "Conjecture", "coroname": "Corollary",
                "lemmname": "Lemma", "definame": "Definition", "remaname": "Remark", "exemname": "Example",
                "proofname": "Proof", "appendixname": "Appendix", "theoremname": "Theorem", "lemmaname": "Lemma",
                "corollaryname": "Corollary", "definitionname": "Definition", "remarkname": "Remark",
                "examplename": "Example", "propositionname": "Proposition", "factname": "Fact", "claimname": "Claim",
                "conjecturename": "Conjecture", "assumptionname": "Assumption", "problemname": "Problem",
                "notename": "Note", "exercisename": "Exercise", "solutionname": "Solution", "casename": "Case",
                "axiomname": "Axiom", "conditionname": "Condition", "criterionname": "Criterion",
                "questionname": "Question", "propertyname": "Property", "corname": "Corollary", "lemname": "Lemma"},
}  # fmt: skip
"""Names that babel and LyX's babel-aware modules print, by language."""
