"""`versions` and `find`: what arXiv has, before a paper is downloaded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scaffold.errors import BadIdentifier, PaperNotFound, PaperWithdrawn
from scaffold.fetch.progress import Progress

if TYPE_CHECKING:
    from scaffold.fetch.metadata import Metadata

MOST = 10
"""How many papers `find` shows."""
_MOST_WORDS = 20


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


def find(words: str, progress: Progress) -> tuple[Metadata, ...]:
    """Papers on arXiv whose titles contain these words. Raises PaperNotFound if there is none, BadIdentifier."""
    from scaffold.fetch import Client

    wanted = re.findall(r"\w+", words.lower())[:_MOST_WORDS]
    if not wanted:
        raise BadIdentifier("there are no words to look for", "give some words of the title")
    with Client(progress=progress) as client:
        found = client.search(wanted, MOST)
    if not found:
        hint = "give fewer words, as they are written in the title"
        raise PaperNotFound(f"arXiv has no paper with “{' '.join(wanted)}” in its title", hint)
    return found
