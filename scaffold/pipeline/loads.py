"""`seminar papers` and `seminar fetch`: how long the papers on offer are, and their files in the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaffold import resources
from scaffold.errors import DiskError, NetworkError, ScaffoldError, Throttled
from scaffold.fetch.progress import Progress, quiet

if TYPE_CHECKING:
    from scaffold.cohort.papers import Offer
    from scaffold.fetch import Client
    from scaffold.fetch.identifiers import ArxivId

SCHEMA = 1
"""Version of the output of `seminar papers --json` and `seminar fetch --json`."""

PAPERS = "papers.csv"
"""The list of papers, if it is in the current folder."""

NOT_FETCHED = "not fetched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A paper on offer with its length; None as long as it is not known, and then why says why ("" otherwise).

    statements counts results, definitions and remarks once each, proofs only those that the paper gives.
    """

    offer: Offer
    pages: int | None = None
    statements: int | None = None
    proofs: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a download: state is "fetched", "cached", "failed" or "not tried"; why is "" unless it failed."""

    offer: Offer
    state: str
    why: str = ""


def listed(given: Path | None, beside: Path | None = None) -> Path:
    """The file that lists the papers: the given one, papers.csv in a folder (None: the current one), the default's."""
    own = (beside or Path.cwd()) / PAPERS
    return given or (own if own.is_file() else resources.template("seminars", "theory-papers.csv"))


def papers(given: Path | None, progress: Progress) -> tuple[Load, ...]:
    """The papers of a list with their lengths, as far as they are in the cache. Raises BadTable.

    Each is read once; the lengths are then remembered.
    """
    from scaffold.cohort.papers import read_offers
    from scaffold.engines.workers import in_order

    offers = read_offers(listed(given))
    found: list[Load] = []
    for load in in_order(_load, offers):
        found.append(load)
        progress("read", f"{len(found)} of {len(offers)} papers", len(found), len(offers))
    return tuple(found)


def _load(offer: Offer) -> Load:
    from scaffold.fetch import Client, resolve
    from scaffold.fetch.identifiers import ArxivId, as_arxiv_id

    named = as_arxiv_id(offer.id)
    if named is None:
        return Load(offer=offer, why="not an arXiv identifier")
    with Client(offline=True) as client:
        try:
            metadata, choice = resolve(named, client)
            paper = ArxivId(metadata.id, choice.version)
            kept = [file.sha256 for file in (client.source(paper), _pdf(client, paper)) if file]
            pages, statements, proofs = _counted(paper, kept)
        except NetworkError:
            return Load(offer=offer, why=NOT_FETCHED)
        except ScaffoldError as e:
            return Load(offer=offer, why=e.message)
    return Load(offer=offer, pages=pages, statements=statements, proofs=proofs)


def _pdf(client: Client, paper: ArxivId) -> Any:
    """The PDF in the cache; None if it is not there, which is no reason not to read the source."""
    try:
        return client.pdf(paper)
    except NetworkError:
        return None


def _counted(paper: ArxivId, hashes: Sequence[str]) -> tuple[int | None, int, int]:
    """Pages, statements and proofs of a paper in the cache, whose files have these hashes."""
    from scaffold.pipeline.measurements import kept

    lines = kept(lambda: _read(paper), "length of a paper", str(paper), tuple(hashes))
    pages, statements, proofs = (int(line) if line else None for line in lines)
    return pages, statements or 0, proofs or 0


def _read(paper: ArxivId) -> tuple[str, ...]:
    from scaffold.engines import limits
    from scaffold.pipeline.reading import Options, read

    with limits.scratch() as folder:
        _, found = read(str(paper), folder / "paper", Options(source=str(paper), offline=True), quiet)
    own = [s for s in found.statements if s.restates is None]
    proofs = sum(len(s.proofs) for s in found.statements)
    return (str(found.pages or ""), str(len(own)), str(proofs))


def fetch(given: Path | None, progress: Progress) -> tuple[Arrival, ...]:
    """Downloads the papers of a list that are not in the cache, one after the other. Raises BadTable, DiskError.

    A paper that cannot be had does not stop the others; without a network, or if arXiv asks for fewer requests, the
    rest is not tried.
    """
    from scaffold.cohort.papers import read_offers
    from scaffold.fetch import Client

    offers = read_offers(listed(given))
    arrivals: list[Arrival] = []
    with Client(offline=True) as cached, Client(progress=progress) as client:
        for n, offer in enumerate(offers):
            progress("fetch", f"{n + 1} of {len(offers)}: {offer.id}", n, len(offers))
            arrivals.append(_fetched(offer, cached, client))
            if arrivals[-1].state == "not tried":
                return (*arrivals, *(Arrival(o, "not tried", arrivals[-1].why) for o in offers[n + 1 :]))
    return tuple(arrivals)


def _fetched(offer: Offer, cached: Client, client: Client) -> Arrival:
    from scaffold.fetch.identifiers import as_arxiv_id

    named = as_arxiv_id(offer.id)
    if named is None:
        return Arrival(offer, "failed", "not an arXiv identifier")
    try:
        _both(named, cached)
        return Arrival(offer, "cached")
    except ScaffoldError:
        pass
    try:
        _both(named, client)
    except (NetworkError, Throttled) as e:
        return Arrival(offer, "not tried", e.message)
    except DiskError:
        raise
    except ScaffoldError as e:
        return Arrival(offer, "failed", e.message)
    return Arrival(offer, "fetched")


def _both(named: ArxivId, client: Client) -> None:
    """Source and PDF of the version that `init` would choose are then in the cache. Raises the errors of fetching."""
    from scaffold.fetch import resolve
    from scaffold.fetch.identifiers import ArxivId

    metadata, choice = resolve(named, client)
    paper = ArxivId(metadata.id, choice.version)
    client.source(paper)
    client.pdf(paper)


def papers_json(loads: Sequence[Load]) -> dict[str, Any]:
    """The papers with their lengths as plain JSON values."""
    rows = [{**_offer_json(x.offer), "pages": x.pages, "statements": x.statements, "proofs": x.proofs} for x in loads]
    return {"schema": SCHEMA, "papers": [row | {"unknown": x.why} for row, x in zip(rows, loads, strict=True)]}


def fetch_json(arrivals: Sequence[Arrival]) -> dict[str, Any]:
    """The downloads as plain JSON values."""
    return {"schema": SCHEMA, "papers": [{"id": a.offer.id, "state": a.state, "error": a.why} for a in arrivals]}


def _offer_json(o: Offer) -> dict[str, Any]:
    return {"id": o.id, "title": o.title, "topic": o.topic, "venue": o.venue, "note": o.note, "capacity": o.capacity}
