"""A proof at a glance: its steps, each by its first words, the formula that it reaches and what it rests on.

Nothing is reworded: all words and formulas are the paper's. The time is linear in the length of the proofs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from scaffold.model import Paper, Proof, Statement
from scaffold.planning import manual_references
from scaffold.planning.kinds import ASSUMED, RESULTS
from scaffold.planning.proof_sentences import Display, Sentence, sentences
from scaffold.planning.source_pages import SourcePages
from scaffold.planning.words import ELSEWHERE, TITLE, citations, references
from scaffold.plans import ProofGlance, ProofStep, StepKind

__all__ = ["chosen", "glance", "glances", "in_words", "laid_out"]

_LEAD = (
    r"(?:(?:Thus|Hence|Then|Therefore|Consequently|So|And|But|Also|Moreover|Furthermore|In addition|Otherwise|Note that"
    r"|Observe that|Indeed|Now)\s*,?\s+)*"
)
_PART = re.compile(
    r"\\(?:paragraph|subparagraph|subsubsection|subsection|item|proofstep|step|case)(?![A-Za-z])"
    r"|(?:\\(?:textbf|textit|emph|textsc|underline|textsl)\s*\{|\{\\(?:bf|it|em|bfseries|itshape|sc)\s)"
    r"\s*(?:\(?[ivx\d]+\)|(?:Sub)?(?:Step|Case|Claim|Part|Stage|Phase|Proof|Fact|Base|Induction|Inductive)\b"
    r"|[A-Z][^{}]{2,60}[.:]\s*\})"
    r"|(?:Sub)?(?:Step|Case|Part|Stage|Phase)\s+(?:\x01|[\dIVXA-Z(]|\\ref|one\b|two\b|three\b)"
    r"|Claim(?:\s+[\d.A-Z]+)?\s*[:.]|(?:Base case|Induct(?:ion|ive) step|Induction basis|Proof of)\b"
    r"|\(?(?:[ivx]{1,4}|[a-h]|\d)\)\s|\(?(?:\\Rightarrow|⇒|⇐|“(?:only )?if”|``(?:only )?if'')"
)
_TURN = re.compile(
    _LEAD + r"(?:(?:First|Second|Third|Fourth|Next|Finally|Lastly|Conversely|Secondly|Firstly|Thirdly)\b"
    r"|(?:it|It)\s+(?:only\s+|now\s+|therefore\s+|thus\s+)?(?:remains|suffices)\b|(?:Now|now)\b(?!\s+it\s+follows|\s*,?\s*\x01)"
    r"|(?:we|We)\s+(?:(?:will|shall|can|may|must|also|just|thus|only|still)\s+)*(?:now|next|first|then|finally|claim"
    r"|begin|start|proceed|conclude|want\s+to|wish\s+to|need\s+(?:to|the|only)|have\s+to|(?:prove|show|argue)(?=\s)|split"
    r"|distinguish|assume|argue\s+by|explain\s+how|consider|turn|construct|apply|use\s+induction|invoke|take|sum|plug)\b"
    r"|To\s+(?!(?:be|the|an?|each|every|any|some|which|whom|our)\b)[a-z]{2,}\b|to\s+(?:prove|show|see|bound|establish"
    r"|complete|do|cover|finish|conclude|summari[sz]e|obtain|get|verify|control|estimate|handle|this\s+end)\b"
    r"|(?:In|in)\s+order\s+to\b|(?:Since|since|As|Because|because|If|if|When|when|For|for)\b.{0,200}?\bwe\s+"
    r"(?:\w+\s+){0,2}?(?:conclude|obtain|get|deduce|infer|reduce|apply|find|have)\b|(?:If|if|When|when)\b.{0,200}?,\s*then\b"
    r"|For\s+\x01+\s*,\s*(?:we|if)\b|[A-Z][a-z]{2,}ing\s.{1,120}?,\s*we\b"
    r"|(?!It\b)[A-Z][\w\s-]{2,60}\bfollows\s+(?:because|since|from|by|as)\b"
    r"|For\s+the\s+(?:converse|other|second|first|third|remaining|reverse|last|upper|lower|induct\w+|general)\b"
    r"|(?:In|in)\s+(?:summary|short|conclusion|total)\b|On\s+the\s+other\s+hand|On\s+(?:the\s+)?one\s+hand"
    r"|(?:Putting|Combining|Collecting|Plugging|Substituting|substituting|combining|putting|plugging|Taking|taking|Summing"
    r"|summing|rearranging|Telescoping|After\s+telescoping|Integrating|Optimi[sz]ing|Optimi[sz]e|Expanding|Choosing|Rearranging)\b"
    r"|(?:By|by|Using|using|Under|under)\s+(?:the\s+|our\s+)?(?:(?:induction|inductive)\s+)?"
    r"(?:[Cc]ondition|[Aa]ssumption|[Hh]ypothesis|convexity|concavity)s?\b"
    r"|By\s+(?:setting|choosing|taking|combining|plugging|applying|summing|substituting)\b"
    r"|(?:Similar|Analogous)\s+to\s+(?:the|our)\s+(?:\w+\s+)?(?:proof|analysis|argument|case)\b"
    r"|(?:Suppose|suppose|Assume|assume)\b|Without\s+loss\s+of\s+generality|W\.?l\.?o\.?g"
    r"|The\s+(?:desired|claim|result|theorem|lemma|proof|statement|assertion|inequality|conclusion)\b[^.]{0,60}?"
    r"\b(?:follows|complete|proved|proven)"
    r"|This\s+(?:discussion|completes|concludes|proves|shows|finishes|establishes)\b)"
)
_IMPLIES = re.compile(
    r"(?:\\[A-Za-z]*ref\*?\s*\{[^{}]*\}|\$?\(?\w{1,4}\)?)[\s~]*\$?[\s~]*"
    r"\\(?:implies|impliedby|(?:Long|long)?(?:[Rr]ight|[Ll]eft)arrow)(?![A-Za-z])"
)
"""One statement of a list implies another: "(a) $\\Rightarrow$ (b)"."""

_LISTED = re.compile(
    r"\\item\s+(?!(?:if|when|for|in|by|since|as|we|let|it|case|to|otherwise|assume|suppose|first|then|now)\b)[a-z]"
)
"""An item that continues the sentence before its list."""

_CONTINUES = re.compile(r"(?:Then|Thus|Hence|Therefore|So|Consequently|Here|That\s+is|In\s+other\s+words|[a-z])")
"""How a sentence begins whose display is where the step before it leads."""

_INFERS = re.compile(r"(?:Thus|Hence|Therefore|Consequently)\b|This\s+(?:implies|shows|means|yields|gives)\s+that\b")
_INFERRED = 8
"""Words of a conclusion at least that is a step of its own."""

_CASE = re.compile(r"(?:If|When|Let|For|Consider|Note that|Case)\b")
"""How the first sentence of a paragraph may begin a step."""

_POINTER = re.compile(
    r"\b(?:proof|details?)\b.{0,80}\b(?:given|found|deferred|presented|provided|postponed|contained|appears?|in)\b.{0,40}"
    r"\b(?:Appendix|Section|Sec|supplement\w*|[\[]|full version)|^\s*(?:See|Deferred to)\b"
)
_SHORT = 240
"""Characters of a proof at most that only says where the proof is."""

_GOAL = re.compile(r"\b(?:it\s+(?:\w+\s+)?(?:remains|suffices)|(?:we|thus)\s+(?:thus\s+)?need)\s+to\b")
_RESULT = re.compile(
    r"\b(?:by|By|using|Using|from|From|applying|Applying|apply|Apply|invoking|Invoking|uses?|Use|to|via|thanks\s+to"
    r"|argument|due\s+to)\s+(?:(?:the|a|an|our|standard|weighted|well-known|classical|usual)\s+)*"
    r"[A-Z][\w'’-]{0,40}(?:['’]s)?(?:(?:\s|–|—|--)(?:and\s)?[\w'’-]{1,40}){0,3}?\s+(?:inequality|bound|bounds|theorem"
    r"|lemma|formula|principle|criterion|identity|argument)\b"
)
"""A result that is called by a name: "By the Chernoff bound", "apply Dudley's entropy theorem"."""

_TRUST = re.compile(
    r"\b(?:clearly|obviously|trivially|evidently|similarly|analogously|likewise|analogous|immediate(?:ly)?"
    r"|straightforward(?:ly)?|it\s+is\s+(?:\w+\s+)?(?:easy|easily|clear|obvious|evident|well[- ]known|known"
    r"|immediate|trivial)(?:\s+(?:to\s+)?(?:see|check|verify|show|seen|checked|verified|shown))?"
    r"|(?:one|we)\s+(?:can\s+)?easily\s+\w+|(?:easily|readily)\s+(?:seen|checked|verified|shown)"
    r"|(?:by|using)\s+(?:the\s+same|(?:a\s+|an\s+)?(?:similar|analogous|identical))\s+(?:arguments?|reasoning|proof|calculation|computation)s?"
    r"|similar\s+(?:arguments?|reasoning)|mutatis\s+mutandis|in\s+the\s+same\s+way|by\s+symmetry|left\s+to\s+the\s+reader|is\s+omitted|are\s+omitted|we\s+omit|omit\s+the"
    r"|routine|standard\s+(?:\w+\s+)?arguments?|without\s+loss\s+of\s+generality|w\.?l\.?o\.?g|can\s+be\s+shown"
    r"|is\s+(?:easily|readily)\s+\w+|it\s+can\s+be\s+(?:shown|checked|verified))\b",
    re.I,
)
"""Words by which a paper asks its reader to supply or to believe a step."""

_APPLIED = (RESULTS | ASSUMED) - {"other", "conjecture"}
"""Kinds of statements whose use begins a step."""

_OVERVIEW = re.compile(
    r"\b(?:sketch|overview|outline|idea|ideas|road\s?map|strategy|techniques?)\b.{0,40}\b(?:proofs?|argument|analysis)\b"
    r"|\bproofs?\b.{0,20}\b(?:sketch|overview|outline|idea|ideas|road\s?map|strategy|techniques?)\b"
    r"|\b(?:technical|our|techniques?)\s+(?:overview|techniques?|ideas?)\b|\bhow the proof works\b",
    re.I,
)

_ITEM = re.compile(r"\A\\item(?![A-Za-z])\s*(?:\[([^\[\]]{0,60})\]\s*)?(?:\\label\{[^{}]*\}\s*)?")

_HEADING = re.compile(r"\\(?:sub)*(?:paragraph|section)\*?\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_LAID_OUT = re.compile(
    r"(?<!\\)\$[^$]*?(?:\\(?:[dt]?frac|sum|int|prod|left|sqrt|under\w+|over\w+|lim\w*|sup|inf|begin|substack)(?![A-Za-z])"
    r"|[_^]\{[^{}$]*[_^\\])[^$]*\$"
)
"""A formula that plain text cannot show well: fractions, sums, scripts of scripts."""

_WORDS, _LETTERS = 16, 150
"""Words and characters of a sentence that a step quotes at most."""

_NEAR = 160
"""Characters of a sentence within which its goal must be announced for it to begin a step."""


def glances(paper: Paper, ids: Sequence[str]) -> tuple[ProofGlance, ...]:
    """The proofs of these statements, in this order; raises KeyError for an id that the paper lacks."""
    reader = _Reader(paper)
    by_id = {s.id: s for s in paper.statements}
    return tuple(reader.glance(by_id[id]) for id in ids)


def glance(paper: Paper, id: str) -> ProofGlance:
    """The proof of one statement; raises KeyError for an id that the paper lacks."""
    return glances(paper, (id,))[0]


@dataclass(frozen=True, slots=True)
class _Begun:
    """A sentence that begins a step."""

    index: int
    kind: StepKind


class _Reader:
    """Reads the proofs of one paper; what it looks up is collected once."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.pages = SourcePages(paper)
        self.by_id = {s.id: s for s in paper.statements}
        self.titles = {" ".join(s.title.split()): s.id for s in reversed(paper.statements) if s.number}
        self.targets = {x.key: x.target for x in paper.labels if x.target is not None}
        self.targets |= {key: s.id for s in paper.statements for key in s.labels}
        self.numbers = {x.key: x.number for x in paper.labels}
        self.works = {r.label: r.key for r in paper.references if r.label}
        self.keys = {r.key for r in paper.references}
        self.proved: dict[tuple[str, int, str], set[str]] = {}
        for s in paper.statements:
            for proof in s.proofs:
                self.proved.setdefault((proof.file, proof.line, proof.body), set()).add(s.id)
        self.overviews = [x for x in paper.sections if _OVERVIEW.search(x.printed)]

    def glance(self, s: Statement) -> ProofGlance:
        """The proof of a statement. Of several proofs, a sketch comes first, as in the paper."""
        written = [p for p in s.proofs if len(p.body) > _SHORT or not _POINTER.search(p.body)]
        steps = tuple(step for proof in written or s.proofs for step in self._steps(s, proof))
        return ProofGlance(id=s.id, steps=steps, overviews=self._overviews(s))

    def _overviews(self, s: Statement) -> tuple[str, ...]:
        """Sections that give an overview of the proof: those that name the statement, else, for a main result, all."""
        naming = [x for x in self.overviews if s.id in self._uses(x.printed)]
        other = [x for x in self.overviews if s.main and not TITLE.search(x.printed)]
        shown = dict.fromkeys((x.number, x.printed, x.page) for x in (naming or other))
        return tuple(
            " ".join(filter(None, (f"Section {n}," if n else "", title + (f" (p. {page})" if page else ""))))
            for n, title, page in shown
        )

    def _steps(self, s: Statement, proof: Proof) -> Iterator[ProofStep]:
        """The steps of one proof. Each reaches to the beginning of the next one."""
        found = sentences(proof.body, latex=s.form == "latex")
        owners = self.proved[proof.file, proof.line, proof.body]
        begun = list(self._begun(found, owners))
        ends = [*(b.index for b in begun[1:]), len(found)]
        for this, end in zip(begun, ends, strict=False):
            step = self._step(owners, proof, this.kind, found[this.index : end])
            if re.search(r"\w", _SILENT.sub("", step.words)) and (s.form == "latex" or not _says_little(step)):
                yield step

    def _begun(self, found: Sequence[Sentence], owners: Collection[str]) -> Iterator[_Begun]:
        first = next((i for i, x in enumerate(found) if x.quoted(_WORDS, _LETTERS).strip(" …")), len(found))
        reached = False
        for i, sentence in enumerate(found[first:], start=first):
            kind = self._kind(sentence, owners)
            if i == first and kind != "part":
                kind = "opening"
            if kind is None and reached and sentence.displays and not _CONTINUES.match(sentence.head):
                kind = "formula"
            if kind:
                yield _Begun(i, kind)
            reached = bool(sentence.displays) or (reached and kind is None)

    def _kind(self, sentence: Sentence, owners: Collection[str]) -> StepKind | None:
        """How a sentence begins a step; None where it continues one."""
        head = sentence.head
        if _IMPLIES.match(sentence.source, sentence.start) or (_PART.match(head) and not _LISTED.match(head)):
            return "part"
        concludes = sentence.latex and not sentence.displays and len(head.split()) >= _INFERRED and _INFERS.match(head)
        if concludes or _TURN.match(head) or _GOAL.search(head[:_NEAR]) or (sentence.paragraph and _CASE.match(head)):
            return "turn"
        applied = (self.by_id[id].kind in _APPLIED for id in self._uses(sentence.source) if id not in owners)
        return "use" if any(applied) or _RESULT.search(head) or _elsewhere(sentence.source) else None

    def _step(self, owners: Collection[str], proof: Proof, kind: StepKind, extent: Sequence[Sentence]) -> ProofStep:
        source = "".join(x.source for x in extent)
        displays = [d for x in extent for d in x.displays]
        last = displays[-1] if displays else None
        line = proof.line + extent[0].line
        return ProofStep(
            kind=kind,
            words=_bare(extent[0].quoted(_WORDS, _LETTERS)),
            formula=last.source if last else "",
            number=self._number(last),
            uses=tuple(id for id in self._uses(source) if id not in owners),
            works=self._works(source),
            trusts=tuple(dict.fromkeys(" ".join(m[0].split()) for x in extent for m in _TRUST.finditer(x.words))),
            pages=self.pages.at(proof.file, line),
            file=proof.file,
            line=line,
            sketch=not proof.complete,
        )

    def _number(self, display: Display | None) -> str:
        """What the paper prints beside a display, by its last label; "" if there is none."""
        known = [self.numbers[key] for key in (display.labels if display else ()) if key in self.numbers]
        return known[-1] if known else ""

    def _uses(self, source: str) -> tuple[str, ...]:
        """Ids of the statements that a passage names, by label or in words, in no other work."""
        ids: dict[str, None] = {self.targets[key]: None for key in references(source) if key in self.targets}
        for m in TITLE.finditer(source):
            id = self.titles.get(f"{m[1]} {m[2]}")
            if id is not None and not ELSEWHERE.match(source, m.end()):
                ids[id] = None
        listed = (self.titles.get(title) for title in sorted(manual_references.listed(source)))
        ids |= {id: None for id in listed if id is not None}
        return tuple(id for id in ids if id in self.by_id)

    def _works(self, source: str) -> tuple[str, ...]:
        """Keys of the works that a passage cites."""
        named = [key for key in citations(source) if key in self.keys]
        bracketed = (self.works.get(m[1].split(",")[0].strip()) for m in re.finditer(r"\[([^\[\]]{1,40})\]", source))
        return tuple(dict.fromkeys([*named, *(key for key in bracketed if key is not None)]))


def _bare(words: str) -> str:
    """The words without the command that makes them an item or a run-in heading."""
    heading = _HEADING.fullmatch(words)
    if heading:
        return heading[1].strip()
    return _ITEM.sub(lambda m: f"{m[1]} " if m[1] else "", words)


def _says_little(step: ProofStep) -> bool:
    """Whether hardly a word is left before a formula of a page, which cannot be quoted, as in "Let …".

    Nor does the end of a note in brackets say anything: "as stated before)."
    """
    words, brief = step.words.split(), _BRIEF - 1 if step.uses else _BRIEF + 1
    return step.words.count(")") > step.words.count("(") or (words[-1:] == ["…"] and len(words) <= brief)


def laid_out(words: str) -> bool:
    """Whether the words have a formula that plain text cannot show well."""
    return bool(_LAID_OUT.search(words))


def _elsewhere(source: str) -> bool:
    """Whether a passage applies a numbered result of another work."""
    return any(ELSEWHERE.match(source, m.end()) for m in TITLE.finditer(source))


def chosen(glance: ProofGlance, most: int) -> ProofGlance:
    """The glance with at most that many steps, in the proof's order.

    Announced parts come first, then steps that apply something, the last step, numbered formulas, and the opening.
    """
    last = len(glance.steps) - 1
    ranked = sorted(range(len(glance.steps)), key=lambda i: (-_weight(glance.steps[i], ends=i == last), i))
    return replace(glance, steps=tuple(glance.steps[i] for i in sorted(ranked[:most])))


def in_words(glance: ProofGlance) -> ProofGlance:
    """The glance without the steps that say nothing where their formulas are not shown, such as "a) …"."""
    return replace(glance, steps=tuple(step for step in glance.steps if not _says_nothing(step)))


def _says_nothing(step: ProofStep) -> bool:
    """Whether a step names and reaches nothing, and is a word or the number of an item before a formula."""
    words = _NUMBERED.sub("", step.words).split()
    return words[-1:] == ["…"] and len(words) <= _WORDLESS and not (step.uses or step.works or step.number)


def _weight(step: ProofStep, *, ends: bool) -> int:
    """How much a step says about the course of the proof."""
    says = 4 * (step.kind == "part") + 2 * bool(step.uses or step.works) + (step.kind == "turn") + bool(step.number)
    return says + 2 * ends + (step.kind == "opening") - 2 * (len(step.words.split()) < _BRIEF)


_SILENT = re.compile(r"\\(?:begin|end)\s*\{[^{}]*\}|\\\(\s*\\\)|\$\s*\$")
"""What prints nothing of its own."""

_NUMBERED = re.compile(r"\A\(?\w{1,4}[.)]+\s+")
_WORDLESS = 2
"""The number of an item, and pieces that say nothing: a word before a formula, and "…"."""

_BRIEF = 5
"""Words below which a quotation says little."""
