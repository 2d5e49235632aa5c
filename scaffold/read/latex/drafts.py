"""What the engine records while it walks through the source: drafts in reading order, later turned into a Paper."""

from __future__ import annotations

from dataclasses import dataclass, field

from scaffold.model import Setup
from scaffold.read.kinds import kind_of
from scaffold.spans import Span
from scaffold.tex.acronyms import Acronym
from scaffold.tex.tokens import Buffer


@dataclass(slots=True, kw_only=True)
class SectionDraft:
    """A heading. order: its position in the reading order of all drafts. start, end: its position in buffer."""

    number: str | None
    title_tex: str
    level: int
    appendix: bool
    file: str
    line: int
    order: int
    labels: list[str] = field(default_factory=list)
    buffer: Buffer | None = None
    start: int = 0
    end: int = 0
    prefix: str = ""
    """What the class prints before the title ("Appendix A: " of IEEEtran)."""


@dataclass(frozen=True, slots=True)
class ListUse:
    """A list in a statement's body. kind: the environment of LaTeX that it is; option: what it has in brackets.

    option is None where the list is as it is written.
    """

    name: str
    kind: str
    option: str | None


@dataclass(slots=True, kw_only=True)
class StatementDraft:
    """A theorem-like environment. name and heading are LaTeX; section counts SectionDrafts (-1: before the first).

    declared: the heading that the environment has, where it prints another one instead.
    """

    env: str
    heading: str
    number: str | None
    name: str | None
    file: str
    line: int
    order: int
    section: int
    end_order: int = 0
    declared: str = ""
    body: str = ""
    labels: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    """What each \\tag in it prints, in order."""
    lists: list[ListUse] = field(default_factory=list)
    """The lists in it, in order."""
    restate_key: str | None = None
    restates: StatementDraft | None = None
    rewords: StatementDraft | None = None
    """What it says again in other words, under a number of its own: what proves it proves that too."""
    inside: ProofDraft | None = None
    within: StatementDraft | None = None
    """The statement in whose environment it stands."""
    macros_at: int = 0
    """How many definitions were made, and undone, before it."""
    proofs: list[ProofDraft] = field(default_factory=list)
    """Proofs within its own environment."""
    buffer: Buffer | None = None
    start: int = 0
    end: int = 0

    @property
    def kind(self) -> str:
        """The English kind, by the heading."""
        found = kind_of(self.heading)
        return kind_of(self.declared) if found == "other" else found


@dataclass(slots=True, kw_only=True)
class ProofDraft:
    """A proof. head: the LaTeX of its own heading ("Proof of Theorem \\ref{x}"), or ""."""

    head: str
    file: str
    line: int
    order: int
    section: int
    end_order: int = 0
    body: str = ""
    inside: ProofDraft | None = None
    owners: list[StatementDraft] = field(default_factory=list)
    found_by: str = ""
    by_hand: bool = False
    leftover: bool = False
    """Whether it is in a file that the paper does not input."""
    buffer: Buffer | None = None
    start: int = -1
    """Where its \\begin is in buffer."""
    end: int = -1
    """The position after its \\end in buffer."""
    continues: ProofDraft | None = None
    """The hand-typed proof that continued up to this one's heading."""


@dataclass(slots=True)
class Stretch:
    """A passage of a file: where a display, a caption or an item stands."""

    buffer: Buffer
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class MarkDraft:
    """A number that is printed beside a row of a display, before a caption or before an item. kind: its counter.

    Rows of one display have the same stretch. caption: its LaTeX.
    """

    kind: str
    number: str
    at: Stretch
    caption: str = ""


@dataclass(slots=True, kw_only=True)
class DisplayDraft:
    """A display outside statements. name: its environment ("[" for \\[). macros_at: as in StatementDraft.

    labels name its rows; tags: what each \\tag in it prints, in order.
    """

    name: str
    at: Stretch
    order: int
    section: int
    macros_at: int
    labels: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ReferentDraft:
    """What statements may refer to outside statements: a float, an item of a list, a condition with a typed tag.

    name: the environment of a float, else "". heading is what the number counts; number is what the page prints for it
    unless mark has another.
    """

    kind: str
    heading: str
    number: str
    at: Stretch
    order: int
    section: int
    macros_at: int
    name: str = ""
    mark: MarkDraft | None = None


@dataclass(slots=True, kw_only=True)
class Target:
    """What a \\label names."""

    number: str
    kind: str
    statement: StatementDraft | None = None
    section: SectionDraft | None = None
    figure: FigureDraft | None = None
    mark: MarkDraft | None = None
    tagged: bool = False
    """Whether the display shows no other number than what the source writes by \\tag."""
    called: str = ""
    """The type that cleveref's \\label[type] gives it."""
    heading: int = -1
    """The last heading before the label, counted from 0; -1 if there is none."""
    at: Stretch | None = None
    """Where the label stands, if that is in a file and not in a display."""


@dataclass(slots=True, kw_only=True)
class RefUse:
    """One \\ref, \\cref, \\eqref …: the keys it names; a range names its two ends."""

    keys: tuple[str, ...]
    command: str
    order: int
    section: int
    file: str
    line: int
    plain: bool
    """Whether it is in running text: outside statements and proofs."""
    abstract: bool = False
    buffer: Buffer | None = None
    start: int = -1
    """Its position in buffer, if that is a file."""


@dataclass(slots=True, kw_only=True)
class FigureDraft:
    """A figure environment."""

    file: str
    line: int
    section: int
    number: str | None = None
    mark: MarkDraft | None = None
    caption: str = ""
    files: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What LaTeX knows of a document from its run before, where that changes numbers.

    cited: the labels of equations that have numbers, where the others have none; None elsewhere.
    numbers: of the labels that a counter is set by.
    """

    cited: frozenset[str] | None = None
    numbers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Notes:
    """All drafts of one document."""

    sections: list[SectionDraft] = field(default_factory=list)
    statements: list[StatementDraft] = field(default_factory=list)
    proofs: list[ProofDraft] = field(default_factory=list)
    figures: list[FigureDraft] = field(default_factory=list)
    refs: list[RefUse] = field(default_factory=list)
    labels: dict[str, Target] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    """Labels by whose numbers a counter is set."""
    ref_formats: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """The paper's own formats of references, by the command that sets one and the type of label that it is for."""
    external: list[tuple[str, str, Span]] = field(default_factory=list)
    """Other documents whose labels may be referred to: what stands before their keys, the file, where it is said."""
    marks: list[MarkDraft] = field(default_factory=list)
    displays: list[DisplayDraft] = field(default_factory=list)
    referents: list[ReferentDraft] = field(default_factory=list)
    acronyms: dict[str, Acronym] = field(default_factory=dict)
    known_acronyms: dict[str, int] = field(default_factory=dict)
    """The order in which each acronym is used first."""
    cites: dict[str, int] = field(default_factory=dict)
    packages: dict[str, str] = field(default_factory=dict)
    setups: list[Setup] = field(default_factory=list)
    bibliographies: list[str] = field(default_factory=list)
    bibliography: str = ""
    title: str = ""
    authors: list[str] = field(default_factory=list)
    abstract: str = ""
    date: str = ""
    document_class: str = ""
    class_options: str = ""
    language: str = ""
    order: int = 0

    def next_order(self) -> int:
        """The next position in reading order."""
        self.order += 1
        return self.order
