"""Numbers that a paper prints, as values: what the source says of them, and what its pages say instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scaffold.model import Paper
from scaffold.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number beside a row of a display, before a caption or before an item of a list.

    kind is the counter ("equation", "figure", "item" …). before and after are the nearest words of the source around
    the display or item ("" where a reference is nearer, or only formulas are near); after a caption's number, the
    caption's own. display counts the displays, so that rows of one have the same; None for others.
    """

    kind: str
    number: str
    labelled: bool
    span: Span
    before: str = ""
    after: str = ""
    display: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a label is whose page the paper names: the nearest words of the source on both sides ("" for none)."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper read from its source, the marks in it, and for each statement the words with which it begins.

    All are in the order of the source. The words are runs: between two of them are formulas or commands.
    """

    paper: Paper
    marks: tuple[Mark, ...] = ()
    openings: tuple[tuple[str, ...], ...] = ()
    places: tuple[Place, ...] = ()
    """Of the labels whose pages the paper names."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers to use instead of the computed ones: of statements and of marks, by their position in a Reading.

    pages: the page numbers that \\pageref prints, by label; the source does not say them.
    """

    statements: Mapping[int, str] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.statements or self.marks or self.pages)
