"""A paper's metadata on arXiv, as a value that the cache can store."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from scaffold.fetch.identifiers import as_arxiv_id
from scaffold.fetch.names import without_controls
from scaffold.fetch.versions import History, Version

if TYPE_CHECKING:
    import arxiv

_WITHDRAWN = re.compile(
    r"\A\W*(?:paper\s+)?withdrawn\b"
    r"|\b(?:paper|article|submission|manuscript|preprint|work|version|note)\s+(?:has\s+been|have\s+been|was|is)\s+"
    r"(?:\w+\s+)?withdrawn\b"
    r"|\bwithdrawn\s+by\s+(?:the\s+)?(?:author|arxiv)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """A paper's metadata. version is the latest version; comment, title and abstract belong to it.

    published is the date of v1, updated the date of the latest version. history is empty if it is unknown.
    """

    id: str
    version: int
    title: str
    authors: tuple[str, ...]
    abstract: str
    published: date
    updated: date
    comment: str | None = None
    journal_ref: str | None = None
    license: str | None = None
    history: tuple[Version, ...] = ()

    def with_history(self, history: History) -> Metadata:
        """The metadata with the version history added."""
        return replace(self, history=history.versions, license=history.license or self.license)


def says_withdrawn(metadata: Metadata) -> bool:
    """Whether the latest version's comment (without a comment, its abstract) says that it was withdrawn."""
    opening = metadata.abstract[:200] if not metadata.comment else ""
    return any(_WITHDRAWN.search(text) for text in (metadata.comment or "", opening))


def from_result(result: arxiv.Result) -> Metadata | None:
    """The metadata in one entry of the API's feed; None for an entry that is not a paper (arXiv's "Error" entry)."""
    match = re.search(r"/abs/(\S{1,80}?)\s*$", result.entry_id)
    named = as_arxiv_id(match[1]) if match is not None else None
    if named is None or named.version is None:
        return None
    return Metadata(
        id=named.id,
        version=named.version,
        title=_line(result.title),
        authors=tuple(_line(author.name) for author in result.authors),
        abstract=_line(result.summary),
        published=result.published.date(),
        updated=result.updated.date(),
        comment=_line(result.comment) or None,
        journal_ref=_line(result.journal_ref) or None,
    )


def to_json(metadata: Metadata) -> dict[str, Any]:
    """The metadata as plain JSON values."""
    row = {f.name: getattr(metadata, f.name) for f in fields(metadata)}
    row["published"], row["updated"] = metadata.published.isoformat(), metadata.updated.isoformat()
    row["history"] = [
        {"number": v.number, "date": v.date.isoformat() if v.date else None, "kilobytes": v.kilobytes, "flags": v.flags}
        for v in metadata.history
    ]
    return row


def from_json(row: dict[str, Any]) -> Metadata:
    """The metadata that `to_json` wrote; raises KeyError, TypeError or ValueError for anything else."""
    history = tuple(
        Version(v["number"], date.fromisoformat(v["date"]) if v["date"] else None, v["kilobytes"], v["flags"])
        for v in row["history"]
    )
    known = {f.name for f in fields(Metadata)}
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items() if key in known
    }
    values["published"], values["updated"] = date.fromisoformat(row["published"]), date.fromisoformat(row["updated"])
    return Metadata(**{**values, "history": history})


def _line(text: str | None) -> str:
    """The text on one line, without control characters: arXiv inserts line breaks in titles, names and comments."""
    return " ".join(without_controls(text or "").split())
