"""Plans as data: planners build them from a Paper and a profile; writers only render them.

Two writers that render the same TalkPlan cannot disagree, and planners can be tested without rendering.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from scaffold.part_forms import Form

Layout = Literal["title", "section", "statement", "text", "two-column", "figure", "roadmap", "references", "backup"]
ItemKind = Literal[
    "statement", "prompt", "text", "figure", "reference", "section-map", "link", "proof", "quotes", "named", "notation"
]
QuoteKind = Literal["contributions", "limitations", "open", "comparison", "known", "example"]
StepKind = Literal["opening", "part", "turn", "use", "formula"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to show.

    statement, figure, reference: ref is its id or key in the Paper, text an optional lead-in.
    prompt: a question that the student answers; it never claims anything about the paper that the paper does not say.
    text: plain text (no LaTeX) with facts from the paper or the profile.
    section-map: the list of the paper's sections.
    link: text that leads to another slide; ref is that slide's id. After a text it is on its line.
    proof: the steps of the proof of the statement ref, as in ReportPlan.proofs; on a slide, those of Slide.steps.
    quotes: what the authors say themselves, of the QuoteKind ref, as in ReportPlan.quotes.
    notation: symbols with the sentences that introduce them, as in ReportPlan.notation; on a slide, Slide.notation.
    named: a statement that the statement before it names, in small type in the draft.
    height: estimated height in pages of the report (0.0: not estimated).
    """

    kind: ItemKind
    ref: str = ""
    text: str = ""
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadNode:
    """A statement on the road map: layer 0 holds the main results, higher layers what they depend on.

    A main result that another one uses is in a layer below it, so that all edges point down, except in a cycle.
    outside: it is a result of another work that a proof cites; its id is no statement's.
    """

    id: str
    label: str
    layer: int
    page: int | None = None
    main: bool = False
    heavy: bool = False
    outside: bool = False


@dataclass(frozen=True, slots=True)
class RoadMap:
    """What the main results depend on: an edge (a, b) means "the proof of a uses b"."""

    nodes: tuple[RoadNode, ...] = ()
    edges: tuple[tuple[str, str], ...] = ()
    folded: int = 0
    """How many more statements are omitted to keep the picture readable."""

    spine: str = ""
    """Id of the main result whose way down is highlighted; "" where any may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofStep:
    """A step of a proof, in the paper's words.

    kind: "opening" the proof's first sentence; "part" a step, case, claim or item that the proof announces; "turn" a
    sentence such as "It remains to ..."; "use" one that applies a result; "formula" one that reaches a display after
    one that the step before it reaches. words is the beginning of its first sentence, formula the last display before
    the next step with its delimiters ("" for none), both in the form of the statement's body; number is what the
    paper prints beside the formula. uses are ids of statements, works keys of references. trusts are the words by which
    the paper leaves something to the reader: "clearly", "similarly". pages are the first and the last page on which it
    can be; None if unknown. sketch: it is of a sketch, not of a full proof.
    """

    kind: StepKind
    words: str
    formula: str = ""
    number: str = ""
    uses: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    trusts: tuple[str, ...] = ()
    pages: tuple[int, int] | None = None
    file: str = ""
    line: int = 0
    sketch: bool = False


@dataclass(frozen=True, slots=True)
class ProofGlance:
    """The proof of the statement with that id: its steps, () if no proof was found, and the paper's overviews of it."""

    id: str
    steps: tuple[ProofStep, ...] = ()
    overviews: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence of the authors about their paper, verbatim, in the form of its passage; "…" where it was cut.

    kind: what it is about; "known" is what others showed before. pages are the first and the last page on which it can
    be, None if unknown; section is the number of the section.
    """

    kind: QuoteKind
    words: str
    form: Literal["latex", "text"] = "latex"
    pages: tuple[int, int] | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """A symbol or term that statements use, and the sentence of the paper that introduces it, verbatim.

    name is a symbol's LaTeX without delimiters, or a term in plain text. sentence is "" where none surely introduces
    it: it is unknown then how the paper does. words is what a table can show: the sentence or a part, "…" where it was
    cut, with its displays set in the line; "" if nothing can. pages are the first and the last page on which it can
    be, section its number, statement the id of the definition or assumption that it is in. used are ids of statements.
    """

    kind: Literal["symbol", "term"]
    name: str
    words: str = ""
    sentence: str = ""
    pages: tuple[int, int] | None = None
    section: str | None = None
    statement: str = ""
    used: tuple[str, ...] = ()
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPart:
    """One budgeted part of the report: key is the name of its file without .tex ("summary"), pages its budget."""

    key: str
    title: str
    pages: float
    form: Form
    items: tuple[Item, ...] = ()
    cited: tuple[str, ...] = ()
    """Ids of statements that did not fit, heaviest first: the part names them but does not restate them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlan:
    """The report: its parts in order and the road map that the proofs part shows.

    figures are the ids of figures that no part shows but the student may want to add: their files are copied. proofs
    are the steps that the draft shows of some proofs, fewer than a proof may have. quotes are what the authors say,
    which the draft shows beside the questions. notation is what the draft shows of the paper's symbols and terms.
    which the draft shows beside the questions. referred are ids of what the restated statements refer to, and no part
    has space for: pages after the draft show it.
    """

    parts: tuple[ReportPart, ...]
    roadmap: RoadMap = RoadMap()
    figures: tuple[str, ...] = ()
    proofs: tuple[ProofGlance, ...] = ()
    quotes: tuple[Quote, ...] = ()
    notation: tuple[Notation, ...] = ()
    referred: tuple[str, ...] = ()

    def statements(self) -> tuple[str, ...]:
        """Ids of all statements whose text is in the report, in order of first use, without duplicates."""
        refs = [i.ref for part in self.parts for i in part.items if i.kind in ("statement", "named")]
        return tuple(dict.fromkeys((*refs, *(id for id in self.referred if not id.startswith("figure-")))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide. seconds is 0 for backup slides; page is the page of the paper to look up.

    cut is the order in which slides are skipped when time is short: 1 first, None never.
    """

    id: str
    layout: Layout
    title: str
    section: str
    seconds: int
    items: tuple[Item, ...] = ()
    right: tuple[Item, ...] = ()
    """Items of the right column in a two-column layout."""
    prompt: str = ""
    """What to say, as a prompt for the speaker's notes."""
    page: int | None = None
    cut: int | None = None
    here: str = ""
    """Id of the statement on the road map that the slide is about, for "you are here"; "" when it is about none."""
    steps: tuple[ProofStep, ...] = ()
    """The steps of a proof that it shows, in the form of the statement's body, their formulas included."""
    notation: tuple[Notation, ...] = ()
    """The symbols and terms that it explains, in LaTeX."""


@dataclass(frozen=True, slots=True)
class TalkPlan:
    """The talk: minutes to fill, slides in order (backup last), the road map slide's graph.

    questions is how many minutes of questions follow the talk; 0 where the profile gives none.
    """

    minutes: int
    slides: tuple[Slide, ...]
    roadmap: RoadMap = RoadMap()
    questions: int = 0

    def statements(self) -> tuple[str, ...]:
        """Ids of all statements shown, in order of first use, without duplicates."""
        items = (i for slide in self.slides for i in (*slide.items, *slide.right))
        return tuple(dict.fromkeys(i.ref for i in items if i.kind == "statement"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A line of the outline: the nearest line above it with a smaller depth uses this statement.

    depth 0 is a main result. again: what the statement depends on is listed further up, where it first appears.
    """

    id: str
    title: str
    depth: int
    page: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRead:
    """A line of the reading list: a statement and its proofs.

    first are the ids of what to read before. statement_pages and proof_pages are estimated lengths, minutes the time
    that both take. looks are the words of the proofs at which to look twice, with the numbers of the steps.
    """

    id: str
    title: str
    page: int | None = None
    main: bool = False
    first: tuple[str, ...] = ()
    statement_pages: float = 0.0
    proof_pages: float = 0.0
    minutes: int = 0
    looks: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """A file to put into a project: path relative to its folder, with forward slashes.

    owner: an update merges into "student" files what changed, and replaces "tool" files.
    """

    path: str
    content: bytes
    owner: Literal["student", "tool"]


def to_json(plan: Any) -> Any:
    """A plan as plain JSON values."""
    if is_dataclass(plan) and not isinstance(plan, type):
        return {f.name: to_json(getattr(plan, f.name)) for f in fields(plan)}
    if isinstance(plan, (list, tuple)):
        return [to_json(v) for v in plan]
    return plan
