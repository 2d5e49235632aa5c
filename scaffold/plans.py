"""Plans as values: planners make them from a Paper and a profile, writers render them and decide nothing.

Two writers fed by the same TalkPlan cannot disagree; both can be tested without rendering.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

Layout = Literal["title", "section", "statement", "text", "two-column", "figure", "roadmap", "references", "backup"]
Form = Literal["summary", "review", "proofs", "setting", "open", "free"]
ItemKind = Literal["statement", "prompt", "text", "figure", "reference", "section-map"]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to show.

    statement, figure, reference: ref is its id or key in the Paper, text an optional lead-in.
    prompt: a question that the student answers; never a sentence about the paper that the paper does not say.
    text: plain words (no LaTeX) that are facts from the paper or the profile.
    section-map: the list of the paper's sections.
    height: estimated height in pages of the report (0.0: not estimated).
    """

    kind: ItemKind
    ref: str = ""
    text: str = ""
    height: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadNode:
    """A statement on the road map: layer 0 holds the main results, larger layers what they rest on.

    A main result that another one rests on stands below it, so that all edges lead down where no cycle forbids.
    """

    id: str
    label: str
    layer: int
    page: int | None = None
    main: bool = False
    heavy: bool = False


@dataclass(frozen=True, slots=True)
class RoadMap:
    """How the main results rest on the others: an edge (a, b) reads "the proof of a uses b"."""

    nodes: tuple[RoadNode, ...] = ()
    edges: tuple[tuple[str, str], ...] = ()
    folded: int = 0
    """How many further statements were left off to keep the picture readable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPart:
    """One budgeted part of the report: key is the file's stem ("summary"), pages its budget."""

    key: str
    title: str
    pages: float
    form: Form
    items: tuple[Item, ...] = ()
    cited: tuple[str, ...] = ()
    """Ids of statements that did not fit, in order of weight: to be named, not restated."""


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """The report: its parts in order and the road map that the proofs part shows.

    figures are ids of figures that no part shows but the student may want: they come along, ready to be placed.
    """

    parts: tuple[ReportPart, ...]
    roadmap: RoadMap = RoadMap()
    figures: tuple[str, ...] = ()

    def statements(self) -> tuple[str, ...]:
        """Ids of all statements restated, in order of first use, each once."""
        refs = [i.ref for part in self.parts for i in part.items if i.kind == "statement"]
        return tuple(dict.fromkeys(refs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide. seconds is 0 for backup; page is the paper's page to look up; cut 1 is left out first, None never."""

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
    """Id of the statement on the road map that the slide is about, for "you are here"; "" for no place on it."""


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
        """Ids of all statements shown, in order of first use, each once."""
        items = (i for slide in self.slides for i in (*slide.items, *slide.right))
        return tuple(dict.fromkeys(i.ref for i in items if i.kind == "statement"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A line of the outline: the statement at that depth is used by the nearest line above of smaller depth.

    depth 0 is a main result. again: what it rests on stands further up, where it was first reached.
    """

    id: str
    title: str
    depth: int
    page: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """A file to put into a project: path relative to its folder, with forward slashes.

    owner: "student" files are written once and never touched again; "tool" files are replaced by an update.
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
