"""`versions` and `find`: what arXiv has, before a paper is downloaded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scaffold.errors import BadDownload, BadIdentifier, NetworkError, PaperNotFound, PaperWithdrawn, Throttled
from scaffold.fetch.progress import Progress
from scaffold.pipeline import loads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scaffold.cohort.papers import Offer
    from scaffold.fetch.metadata import Metadata

MOST = 10
"""How many papers `find` shows."""
_MOST_WORDS = 20

SCHEMA = 1
"""Version of the output of `find --json`; every breaking change increments it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Papers of the seminar's list, and others of arXiv, the best first; problem: why arXiv gave none, "" if it did."""

    listed: tuple[Offer, ...]
    arxiv: tuple[Metadata, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Versions:
    """A paper's versions. chosen: the one that `init` would use, None if the paper was withdrawn; reason: why."""

    metadata: Metadata
    chosen: int | None
    reason: str


def versions(source: str, offline: bool, progress: Progress) -> Versions:
    """The versions of a paper on arXiv. Raises BadIdentifier for a local paper, and the errors of fetching."""
    from scaffold.fetch import Client, resolve
    from scaffold.fetch.identifiers import ArxivId, parse

    paper = parse(source)
    if not isinstance(paper, ArxivId):
        raise BadIdentifier(f"{source} is a local file, which has no versions", "give an arXiv identifier")
    with Client(offline=offline, progress=progress) as client:
        latest = ArxivId(paper.id)
        try:
            metadata, choice = resolve(latest, client)
        except PaperWithdrawn as withdrawn:
            metadata = client.with_history(latest, client.metadata(latest))
            return Versions(metadata, None, f"{withdrawn.message}; {withdrawn.hint}")
        return Versions(client.with_history(latest, metadata), choice.version, choice.reason)


def find(words: str, progress: Progress, *, offline: bool = False) -> Found:
    """Papers with these words in their titles: first those of the seminar, without the network, then those of arXiv.

    The seminar's are those of papers.csv in the current folder, or of the default list; arXiv is not asked if offline.
    Raises PaperNotFound if there is none, BadIdentifier without words, BadTable, and the errors of fetching if the
    seminar has no such paper either.
    """
    wanted = re.findall(r"\w+", words.lower())[:_MOST_WORDS]
    if not wanted:
        raise BadIdentifier("there are no words to look for", "give some words of the title")
    listed = _listed(wanted)
    others, problem = _searched(wanted, progress, needed=not listed) if not offline else ((), "")
    if not (listed or others):
        hint = "give fewer words, as they are written in the title"
        where = "the list of the seminar" if offline else "arXiv"
        raise PaperNotFound(f"{where} has no paper with “{' '.join(wanted)}” in its title", hint)
    ids = {offer.id for offer in listed}
    return Found(listed=listed, arxiv=tuple(o for o in others if o.id not in ids), problem=problem)


def _listed(wanted: Sequence[str]) -> tuple[Offer, ...]:
    from scaffold.cohort.finding import ranked
    from scaffold.cohort.papers import read_offers

    return ranked(wanted, read_offers(loads.listed(None)))[:MOST]


def _searched(wanted: Sequence[str], progress: Progress, *, needed: bool) -> tuple[tuple[Metadata, ...], str]:
    """What arXiv has, and why it could not be asked; raises the errors of fetching if the answer is needed."""
    from scaffold.fetch import Client

    try:
        with Client(progress=progress) as client:
            return client.search(wanted, MOST), ""
    except (NetworkError, Throttled, BadDownload) as e:
        if needed:
            raise
        return (), e.message


def find_json(found: Found) -> dict[str, Any]:
    """The papers as plain JSON values."""
    listed = [{"id": o.id, "title": o.title, "topic": o.topic} for o in found.listed]
    others = [{"id": m.id, "title": m.title, "authors": list(m.authors), "year": m.published.year} for m in found.arxiv]
    return {"schema": SCHEMA, "listed": listed, "arxiv": others, "error": found.problem}
