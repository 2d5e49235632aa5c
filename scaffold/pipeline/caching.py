"""`cache`: the downloads and results of engines that are kept, and how they are removed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.caches import base_folder
from scaffold.errors import BadIdentifier

if TYPE_CHECKING:
    from scaffold.fetch.inventory import Kept


@dataclass(frozen=True, slots=True)
class Cached:
    """Papers in the cache, the folder where it is, and the bytes of results of LaTeX and LibreOffice.

    version: "v2" if it is only about this version of the paper, otherwise "".
    """

    folder: Path
    papers: tuple[Kept, ...]
    results: int = 0
    version: str = ""

    @property
    def size(self) -> int:
        """Bytes of all files of these papers."""
        return sum(paper.size for paper in self.papers)


def contents() -> Cached:
    """Everything in the cache."""
    from scaffold.engines import results
    from scaffold.fetch.inventory import papers

    return Cached(base_folder(), papers(base_folder()), results.size())


def clear(source: str | None) -> Cached:
    """Removes a paper, one version of it, or (None) everything; returns what was removed.

    Raises BadIdentifier if source is not an arXiv identifier, DiskError.
    """
    from scaffold.engines import results
    from scaffold.fetch import inventory
    from scaffold.fetch.identifiers import ArxivId, parse

    paper = parse(source) if source is not None else None
    if paper is not None and not isinstance(paper, ArxivId):
        raise BadIdentifier(f"{source} is a local file, which is never in the cache", "give an arXiv identifier")
    if paper is not None:
        version = f"v{paper.version}" if paper.version else ""
        return Cached(base_folder(), inventory.clear(base_folder(), paper), version=version)
    removed = Cached(base_folder(), inventory.clear(base_folder()), results.size())
    results.clear()
    return removed


def amount(count: int) -> str:
    """A number of bytes for display."""
    from scaffold.fetch.progress import size

    return size(count)
