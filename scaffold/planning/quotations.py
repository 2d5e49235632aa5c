"""What the authors say of their paper: sentences on its contributions, limits and open problems, word for word.

A sentence is chosen for its words and for the heading over it. One that is garbled on its page, or that the pages print
otherwise than the source, is not quoted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from scaffold.model import Paper, Passage, PassageKind
from scaffold.planning.proof_sentences import Sentence, sentences
from scaffold.plans import Quote, QuoteKind

__all__ = ["quotations"]

_ORDER: tuple[QuoteKind, ...] = get_args(QuoteKind)

_WORDS, _LETTERS = 45, 300
"""Words and characters of a quotation at most."""

_FEWEST = 8
_CITED = re.compile(
    r"\\[A-Za-z]*cite[A-Za-z]*\*?\s*[\[{]|\[[A-Z\d][^\[\]]{0,40}\]|\((?:19|20)\d\d[a-z]?\)|,\s(?:19|20)\d\d[a-z]?\)"
)
_CITE = re.compile(r"\\[A-Za-z]*cite")
_OWN = re.compile(
    r"\b(?:we|our|ours|us|this (?:paper|work|article|note|study)|the present (?:paper|work|article)|here)\b",
    re.IGNORECASE,
)
_VERB = (
    r"(?:show|prove|establish|give|provide|present|introduce|propose|derive|develop|obtain"
    r"|demonstrate|characteri[sz]e|extend"
    r"|generali[sz]e|improve|formali[sz]e|resolve|settle|answer|initiate|identify|offer|exhibit|describe|design)"
)
_SHOWN = (
    r"(?:show|prov|establish|introduc|propos|deriv|develop|obtain|demonstrat|construct|studi|analy[sz]|consider|give"
    r"|extend)\w*"
)
_PREVIOUS = r"(?:previous|prior|earlier|existing|(?:well[- ])?known|recent|related|classical)"


def _compiled(patterns: Mapping[QuoteKind, str]) -> Mapping[QuoteKind, re.Pattern[str]]:
    return {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in patterns.items()}


_CUES: Mapping[QuoteKind, re.Pattern[str]] = _compiled(
    {
        "contributions": (
            r"\b(?:our|the) (?:\w+ ){0,2}contributions?\b|\bour (?:goal|aim|purpose) is\b"
            r"|\b(?:goal|aim|purpose|objective) of (?:this|the present) (?:paper|work|article|note)\b"
            r"|\bour (?:\w+ ){0,2}results? (?:is|are|shows?|gives?|impl(?:y|ies)|appl(?:y|ies)|extends?"
            r"|improves?|also|states?)\b"
            r"|\b(?:in )?this (?:paper|work|article|note),? (?:we|is (?:the first|devoted|concerned|to)|aims"
            r"|presents|proposes|introduces|shows"
            r"|proves|studies|provides|gives|develops)\b"
            rf"|^\W*(?:\\item\W*)?(?:(?:[•*–]|\(?\d[.)])\s*)?(?:(?:First|Second|Third|Next|Finally|Then"
            rf"|Moreover|Furthermore|Specifically|In particular|More precisely|Additionally|To this end|Here"
            rf"|In addition|Also)\W*)?"
            rf"we (?:\w+ly )?(?:(?:also|then|first|next|further"
            rf"|now) )?(?:\w+ly )?{_VERB}\b(?! that .{{0,40}}\bopen\b)"
        ),
        "limitations": (
            r"\b(?:limitations?|drawbacks?|shortcomings?|caveats?|weakness(?:es)?)\b"
            r"|\bone (?:limitation|drawback|caveat)\b|\b(?:our|this) (?:\w+ ){1,4}(?:do(?:es)? not|cannot"
            r"|can not|fails? to|is (?:limited|restricted|confined) to)\b"
            r"|\bwe (?:do not|did not|cannot|are (?:not able|unable) to|restrict (?:ourselves|our|attention)"
            r"|were (?:not able|unable)|only (?:consider|study|treat|prove|handle))\b"
            r"|\bbeyond the scope\b|\bour (?:\w+ ){1,4}(?:only|merely) (?:holds?|appl|works?)"
            r"|\b(?:only (?:holds?|appl(?:y|ies)|works?)) (?:for|to|in|when)\b"
            r"|\bnot (?:address|cover|treat|consider)ed (?:here|in this)\b"
        ),
        "open": (
            r"\bremains? (?:an? )?(?:\w+ )?(?:open|unclear|unknown|to be (?:seen|understood|determined))\b"
            r"|\bopen (?:question|problem)s?\b|\bfuture (?:work|research|directions?|stud)"
            r"|\bit (?:would|will|might|is) (?:also )?(?:be )?(?:very |of |also |an? )?(?:interest(?:ing)?"
            r"|worthwhile|nice|natural) (?:to|question|if|future)"
            r"|\binteresting (?:\w+ )?(?:question|problem|direction|avenue|extension|topic)s?\b|\bwe (?:leave"
            r"|conjecture|do not know|plan to|hope to|ask (?:whether|if))\b|\b(?:is"
            r"|leave)s? (?:it )?(?:an? )?open\b"
            r"|\bfurther (?:work|research|investigation|study) |\bit is (?:not known|unknown"
            r"|unclear) (?:whether|if|how)|\bpromising (?:direction|avenue)|\bwe believe .{0,80}\b(?:can"
            r"|could|may|extend)"
        ),
        "comparison": (
            rf"\b(?:in contrast|compared|in comparison|contrary) (?:to|with)\b|\b(?:improv\w+|extend\w*"
            rf"|generali[sz]\w+) (?:on|upon|over|the)\b.{{0,60}}\b(?:of|by|{_PREVIOUS}|result|bound|work)"
            rf"|\bunlike\b|\b(?:better|stronger|weaker|sharper|tighter|faster|more general|smaller"
            rf"|larger) than\b|\bdiffer(?:s|ent)? from\b"
        ),
        "known": (
            rf"\b(?:was|were|has been|have been|had been|is) (?:first |also |recently |originally "
            rf"|independently |previously )*{_SHOWN}\b|\b(?:they|who|authors?|et al\.?)\b.{{0,30}}\b{_SHOWN}\b"
            rf"|\b{_PREVIOUS} (?:work|result|bound|approach|method|analys|paper|stud)\w*|\bbest[- ]known\b"
            rf"|\bfirst (?:result|proof|proved|shown|studied)"
            rf"|\\[A-Za-z]*cite\w*\s*\{{[^{{}}]*\}}\)? (?:\w+ )?{_SHOWN}\b|\] (?:\w+ )?{_SHOWN}\b"
        ),
        "example": (
            r"\bas (?:an?|our|the|my) (?:\w+ )?(?:running|recurring|guiding) examples?\b"
            r"|\b(?:our|my|the) (?:\w+ )?(?:running|recurring|guiding) examples?\b"
            r"|\b(?:running|recurring|guiding) examples? (?:is|are|will be|throughout|in this|for|of)\b"
        ),
    }
)
"""What a sentence of a kind says."""

_NEVER: Mapping[QuoteKind, re.Pattern[str]] = _compiled(
    {
        "contributions": (
            r":\W*$|\b(?:we adopt|we follow|we now|similar|is not|do(?:es)? not)\b|^\W*To \w+\b|\bas follows\b"
            r"|\b(?:both of )?(?:these|this) (?:problems?|questions?)\b|\bbelow\b"
            r"|\bsummari[sz]ed\b|\bposition to\b|\bthe following\b|\brunning example"
            r"|\bin \\\w*[rR]ef\b|\brequire|\b(?:in|of|to) (?:the )?(?:next |following )?(?:Sections?"
            r"|Chapters?|Appendix|Sec\.)|\bis (?:organi[sz]ed|structured)|\bopen problem|\bfuture"
            r"|\backnowledg|\bthank\b|\bnotation|\brecall\b|\bwe (?:define|consider|compute) (?:the|an?)\b"
            r"|\bto give\b|\bfirst introduc|\bsuppose\b|^\W*let\b|^\W*we (?:remark|note|stress|mention)\b"
        ),
        "limitations": (
            r"\bcannot be (?:obtained|improved)|\bdo not (?:suppose|believe|see)\b|\bhowever, we do\b"
            r"|\bour case\b|\b(?:overcome|avoid|address|circumvent|remove|resolve|alleviat|mitigat|tackl"
            r"|free of|without th)\w*|\b(?:these|those|existing|previous|prior|their) (?:\w+ )?(?:works?"
            r"|results?|methods?|approach\w*|bounds?)\b|\bloss of generality|\bwe do not (?:require|need"
            r"|assume|make|impose|distinguish|know)|\bdo(?:es)? not (?:depend|require|rely|need|affect|change"
            r"|suffer|matter)"
        ),
        "open": (
            r":\W*$|\b(?:overview|outline|discuss|list|conclude)\b.{0,60}\b(?:open|future|further)"
            r"|\bseveral (?:possibilities|directions|questions)|\bhere we list|\b(?:resolv|settl"
            r"|answer(?!s? (?:is|are) )|solv(?!e[sd]? in)|clos)\w*\b.{0,60}\b(?:open|question|conjecture|gap)"
            r"|\bwas (?:an )?open|\blong[- ]?standing|\bopen (?:sub|set|ball|cover|neighbou?r|cell|map|immers"
            r"|embed|affine|interval|source|dense|subscheme|in\b)\w*|\bposed (?:by|in)\b|\bthank"
        ),
        "comparison": (r"\bfigure\b|\bin contrast to the (?:first|second|above)\b"),
        "known": (
            r"\b(?:in this (?:paper|work|article)|we (?:show|prove|propose|introduce|present|give|establish)"
            r"|our)\b|\bfuture\b"
        ),
        "example": (r"\bappear in\b|\b(?:in|see) (?:\w+ )?(?:Appendix|Supplement)|:\W*$"),
    }
)
"""What a sentence says that looks like one of a kind, and is not: of other works, of the paper's own course."""

_HOME: Mapping[QuoteKind, Mapping[PassageKind, int]] = {
    "contributions": {"contributions": 3, "introduction": 2, "conclusion": 1, "abstract": 1},
    "limitations": {"limitations": 4, "conclusion": 3, "open": 2, "contributions": 1, "introduction": 1},
    "open": {"open": 4, "conclusion": 3, "limitations": 2, "contributions": 1, "introduction": 1},
    "comparison": {"related": 3, "contributions": 2, "introduction": 2},
    "known": {"related": 3, "introduction": 2, "contributions": 1},
    "example": {"example": 3, "abstract": 2, "introduction": 2, "contributions": 2, "text": 1},
}
"""In which parts of a paper sentences of a kind are sought, and how much the part says of them."""

_STRONG = re.compile(
    r"\bcontributions?\b|\bmain results?\b|\bin this (?:paper|work|article|note)\b|\blimitation"
    r"|\bopen (?:problem|question)"
    r"|\bremains? (?:an? )?(?:\w+ )?open|\bfuture (?:work|research)|\bcompared? (?:to|with)\b"
    r"|\bimprov|\bbest[- ]known|\bprevious",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"\W*(?:This|These|Those|It|They|Such|However|Moreover|Furthermore|Also|Hence|Thus|Therefore|But"
    r"|And|Indeed|Here|As such"
    r"|For (?:this|these)|In (?:this|that) case|Nevertheless|Then|So"
    r"|As (?:mentioned|noted|discussed|alluded|stated))\b(?! (?:paper|work|article|note|would|remains))"
)
"""How a sentence may begin that is not clear without the one before it."""

_ASKS = re.compile(r"\W*(?:Recall|Note|Observe|Consider|Let|See)\b")
"""How a sentence begins that asks something of its reader: it tells of nobody's work unless its words say so."""

_LIMITED = re.compile(
    r"\b(?:limitations?|drawbacks?|shortcomings?|caveats?) of (?:our|this|the (?:present|proposed))\b"
    r"|\bbeyond the scope\b"
    r"|\bwe (?:do not|did not) (?:address|consider|study|cover|treat|attempt|analy[sz]e|handle"
    r"|compare|discuss|pursue|deal)\b"
    r"|\bwe (?:restrict (?:ourselves|our|attention)|only (?:consider|study|treat|handle))\b"
    r"|\bour (?:\w+ ){1,3}(?:do(?:es)? not|cannot) (?:directly )?(?:apply|cover|extend|hold|address|account|handle)\b",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\bfuture (?:work|research|direction)|\bwe (?:leave|conjecture)\b|\bfor (?:the )?future\b", re.IGNORECASE
)
"""What speaks of this paper's own limits and of later work where a paper also speaks of others and of earlier times."""

_HEADING = re.compile(r"(?<=[.!?]) \d+(?:\.\d+)*\.? [A-Z].*", re.DOTALL)
"""The heading of the next section, where a page's layout does not set it apart."""

_FORMULAS = re.compile("[\x01\x02]+")
_MANY = 3
_BEGINS = re.compile(r"\W*(?:\\\w+\W*)?[A-Z\d]")
_BULLET = re.compile(r"^(?:\\item\s*(?:\[[^\[\]]*\]\s*)?|[•◦▪*·‣▸]\s+|\(?(?:\d{1,2}|[ivx]{1,4})[.)]\s+)+")
_MOST: Mapping[QuoteKind, int] = {
    "contributions": 3,
    "limitations": 2,
    "open": 2,
    "comparison": 2,
    "known": 2,
    "example": 1,
}


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may be quoted: its place in the paper, how well it fits, and the quotation."""

    place: int
    weight: int
    quote: Quote


def quotations(paper: Paper) -> tuple[Quote, ...]:
    """The best few sentences of each kind, in the order of QuoteKind and then of the paper; none twice."""
    read = [(p, s) for p in paper.passages if _trusted(paper, p) for s in sentences(p.body, latex=p.form == "latex")]
    taken: set[str] = set()
    out: list[Quote] = []
    kinds: tuple[QuoteKind, ...] = ("limitations", "open", "example", "contributions", "comparison", "known")
    for kind in kinds:  # what is rare first
        found = [c for c in _candidates(kind, read) if c.quote.words not in taken]
        found = found or [c for c in _candidates(kind, read, _plainly) if c.quote.words not in taken][:1]
        best = sorted(_once(found), key=lambda c: (-c.weight, c.place))[: _MOST[kind]]
        out += [c.quote for c in sorted(best, key=lambda c: c.place)]
        taken.update(c.quote.words for c in best)
    return tuple(sorted(out, key=lambda q: _ORDER.index(q.kind)))


def _trusted(paper: Paper, p: Passage) -> bool:
    """Whether a passage is on the paper's pages, as far as there are pages."""
    return p.confidence == "confirmed" or (paper.pages is None and p.confidence != "conflict")


def _once(found: list[_Candidate]) -> list[_Candidate]:
    """The candidates without those that begin as another one does, in the abstract and again in the introduction."""
    return list({" ".join(c.quote.words.lower().split()[:_FEWEST]): c for c in reversed(found)}.values())


def _candidates(
    kind: QuoteKind,
    read: list[tuple[Passage, Sentence]],
    fits: Callable[[QuoteKind, Passage, Sentence], bool] | None = None,
) -> Iterator[_Candidate]:
    """What fits (by default _fits) a kind, is a whole sentence and not too long."""
    for place, (passage, sentence) in enumerate(read):
        home = _HOME[kind].get(passage.kind, 0)
        if not home or not (fits or _fits)(kind, passage, sentence):
            continue
        words = _bare(sentence.quoted(_WORDS, _LETTERS))
        if len(words.split()) < _FEWEST or not _BEGINS.match(words) or words.count("{") != words.count("}"):
            continue
        weight = (
            2 * home + 3 * bool(_STRONG.search(sentence.words)) + 2 * (sentence.source.lstrip().startswith("\\item"))
        )
        weight -= 3 * bool(_DANGLING.match(sentence.head)) + 2 * words.endswith("…")
        weight -= 2 * (len(_FORMULAS.findall(sentence.words)) > _MANY)
        quote = Quote(kind=kind, words=words, form=passage.form, pages=passage.pages, section=passage.section)
        yield _Candidate(place, weight, quote)


def _plainly(kind: QuoteKind, passage: Passage, sentence: Sentence) -> bool:
    """What stands in where no sentence has the words of a kind: the abstract's first, one that cites and tells nothing
    of this paper. Both must be clear without the sentence before.
    """
    clear = not _DANGLING.match(sentence.head) and not _NEVER[kind].search(sentence.words)
    if kind == "known":
        cites = (_CITE if passage.form == "latex" else _CITED).search(sentence.source)
        return clear and bool(cites) and not _OWN.search(sentence.words) and not _ASKS.match(sentence.head)
    return clear and kind == "contributions" and passage.kind == "abstract"


def _bare(words: str) -> str:
    """The words without the bullet or number of an item."""
    return _HEADING.sub("", _BULLET.sub("", words))


def _fits(kind: QuoteKind, passage: Passage, sentence: Sentence) -> bool:
    """Whether a sentence speaks of its subject, and in parts on other works also of this paper."""
    words = sentence.words
    if not _CUES[kind].search(words) or _NEVER[kind].search(words):
        return False
    if kind in ("known", "comparison"):
        cited = bool(_CITED.search(sentence.source))
        return cited and (kind == "known" or bool(_OWN.search(words)))
    if kind == "limitations" and passage.kind not in ("limitations", "conclusion"):
        return bool(_LIMITED.search(words))
    if kind == "open" and passage.kind in ("introduction", "contributions"):
        return bool(_AHEAD.search(words))
    return True
