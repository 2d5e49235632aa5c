"""A loopback arXiv, an empty cache, and a client that does not wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffold.fetch import Client, Fetched, fetch
from scaffold.fetch.cache import Cache
from tests.loopback import Loopback, tar_gz
from tests.loopback.faults import PDF

TEX = b"\\documentclass{article}\n\\begin{document}\nHello.\n\\end{document}\n"
ID = "1905.03684"

__all__ = ["ID", "PDF", "TEX", "everything"]


@pytest.fixture
def arxiv() -> Iterator[Loopback]:
    """A loopback arXiv with one valid paper of one version."""
    with Loopback() as server:
        server.add(
            ID,
            archive=tar_gz({"main.tex": TEX, "figures/plot.pdf": PDF}),
            pdf=PDF,
            size="127kb",
            title="A title so long that the feed wraps it over two lines, as the real one has always done with titles",
            authors=("Ada Example", "Ben Sample"),
            abstract="We show\nthat it is.",
            comment="36 pages",
        )
        yield server


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """A cache that does not exist yet."""
    return Cache(tmp_path / "cache")


@pytest.fixture
def connect(arxiv: Loopback, cache: Cache) -> Iterator[Callable[..., Client]]:
    """Makes clients of the loopback arXiv, with options; slept records what they would have slept."""
    made: list[Client] = []

    def connect(**options: Any) -> Client:
        client = Client(arxiv.url, cache, **{"delay": 0, "sleep": lambda seconds: None, **options})
        made.append(client)
        return client

    yield connect
    for client in made:
        client.close()


@pytest.fixture
def get(connect: Callable[..., Client], tmp_path: Path) -> Callable[..., Fetched]:
    """Fetches into tmp_path/target, with options of fetch (version) and of the client (all others)."""

    def get(source: str = ID, *, version: str | None = None, **options: Any) -> Fetched:
        return fetch(source, tmp_path / "target", version=version, client=connect(**options))

    return get


def everything(folder: Path) -> list[str]:
    """All files below a folder, including hidden ones; [] if it does not exist.

    Without the files by which processes take turns, which do not belong to any paper.
    """
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.name.startswith(".turn"))
