"""Random schedules of faults: a command ends with the right files or with a clear error, and the cache is never wrong.

Each schedule is made from its number alone. A run with faults is followed by a sound one and by one without network.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scaffold.errors import ScaffoldError
from scaffold.fetch import Client, Fetched, fetch
from scaffold.fetch.cache import Cache
from scaffold.fetch.patience import Patience
from tests.fetch.conftest import TEX
from tests.loopback import Loopback, tar_gz
from tests.loopback.faults import KINDS, blank_pdf

ID, OTHER = "1905.03684", "2401.00001"
SCHEDULES = 200
BATCH = 20

RIGHT = {1: b"% first\n" + TEX, 2: b"% long\n" + TEX, 3: b"% short\n" + TEX}
PDFS = {number: blank_pdf(number) for number in RIGHT}
LEFT_OUT = (
    "pdf-for-source",  # a source may be a PDF: another, whole PDF cannot be told from the right one
    "drip", "drip-headers", "slow",  # tried in test_wire.py: they take their time
)  # fmt: skip
PATHS = ("/", "/api", "/oai", "/src", "/pdf")
DAMAGES = ("none", "none", "bit", "cut", "folder", "empty", "json", "part", "swap")


@pytest.fixture
def elsewhere() -> Iterator[Loopback]:
    """Another server, which nobody may ask."""
    with Loopback() as server:
        server.add(ID, archive=tar_gz({"main.tex": b"% elsewhere\n" + TEX}), pdf=blank_pdf(8))
        yield server


@pytest.fixture
def server() -> Iterator[Loopback]:
    """arXiv with a paper whose second version is the long one, and with another paper."""
    with Loopback() as server:
        for number, tex in RIGHT.items():
            size = {1: "50kb", 2: "127kb", 3: "60kb"}[number]
            archive = tar_gz({"main.tex": tex})
            server.add(
                ID, archive=archive, pdf=PDFS[number], version=number, size=size, comment="Camera-ready, 10 pages"
            )
        server.add(OTHER, archive=tar_gz({"main.tex": b"% other\n" + TEX}), pdf=blank_pdf(7), comment="9 pages")
        yield server


def faulty(server: Loopback, elsewhere: Loopback, dice: random.Random) -> None:
    """Switches on one to four faults."""
    kinds = [kind for kind in KINDS if kind not in LEFT_OUT]
    for _ in range(dice.randint(1, 4)):
        kind = dice.choice(kinds)
        texts = {
            "redirect": ["/loop", f"/src/{OTHER}v1", f"/pdf/{ID}v1", elsewhere.url, "http://[::1", ""],
            "other-paper": [OTHER, f"{ID}v1", f"{ID}v99"],
            "named": [f"arXiv-{ID}v1.tar.gz", f"{OTHER}v1.pdf", "\x1b[2J", "x" * 3000],
        }
        server.fault(
            kind,
            # A file says nothing about whose it is, so its bytes alone cannot be told from those of another paper.
            dice.choice(["/api", "/oai"] if kind == "other-paper" else PATHS),
            times=dice.choice([1, 1, 2, 3, None]),
            after=dice.choice([0, 0, 1]),
            retry_after=dice.choice([None, "1", "100000", "Fri, 31 Dec 4000000000 23:59:59 GMT", "-1", "soon"]),
            share=dice.choice([0.0, 0.1, 0.5, 0.9, 0.99, 0.999]),
            text=dice.choice(texts.get(kind, [""])),
        )


def damage(cache: Cache, dice: random.Random) -> None:
    """Damages one file of the cache, as a disk or a killed process may."""
    files = sorted(p for p in cache.root.rglob("*") if p.is_file() and not p.name.startswith("."))
    kind = dice.choice(DAMAGES)
    if kind == "none" or not files:
        return
    path = dice.choice(files)
    data = bytearray(path.read_bytes())
    if kind == "bit" and data:
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(data)
    elif kind == "folder":
        path.unlink()
        path.mkdir()
    elif kind == "part":
        path.with_name(f".part-1-1-{path.name}").write_bytes(data[:100])
    elif kind == "swap":
        path.write_bytes(dice.choice(files).read_bytes())
    else:
        path.write_bytes({"cut": bytes(data[: len(data) // 2]), "empty": b"", "json": b"[" * 20000}.get(kind, b""))


def tried(server: Loopback, cache: Cache, into: Path, wanted: str, **options: Any) -> Fetched | ScaffoldError:
    """What a command gets: the paper, or an error of ours, which says what happened and what to do."""
    patience = Patience(grace=5, rate=1, total=10)
    with Client(server.url, cache, delay=0, sleep=lambda seconds: None, patience=patience, **options) as client:
        try:
            return fetch(wanted, into, client=client)
        except ScaffoldError as error:
            failed = error
    assert failed.message
    assert failed.hint
    assert 10 <= failed.exit_code <= 16, failed
    assert not into.exists(), "a command that fails leaves nothing"
    return failed


def check(found: Fetched, wanted: str) -> None:
    """Every file is that of the version which the result names; it names what was asked for."""
    assert found.arxiv_id == ID
    assert found.version in RIGHT
    if "v" in wanted:
        assert wanted == f"{ID}v{found.version}"
    assert found.metadata is not None
    assert found.metadata.id == ID
    if found.kind == "tex":
        assert (found.source_dir / "main.tex").read_bytes() == RIGHT[found.version]
    if found.pdf_path is not None:
        assert found.pdf_path.read_bytes() == PDFS[found.version]


def run_schedule(server: Loopback, elsewhere: Loopback, number: int, folder: Path) -> bool:
    """One schedule; whether the run with faults got the paper all the same."""
    dice = random.Random(number)
    cache = Cache(folder / "cache")
    wanted = dice.choice([ID, ID, f"{ID}v1", f"{ID}v2", f"{ID}v3"])
    if dice.random() < 0.3:
        check_or_fail(tried(server, cache, folder / "before", wanted), wanted)
        damage(cache, dice)
    faulty(server, elsewhere, dice)
    first = tried(server, cache, folder / "faults", wanted, refresh=dice.random() < 0.3)
    if isinstance(first, Fetched):
        check(first, wanted)
    server.faults.clear()
    if dice.random() < 0.3:
        damage(cache, dice)
    offline = tried(server, cache, folder / "early", wanted, offline=True)
    if isinstance(offline, Fetched):
        check(offline, wanted)
    sound = check_or_fail(tried(server, cache, folder / "sound", wanted), wanted)
    asked = len(server.requests)
    last = check_or_fail(tried(server, cache, folder / "offline", wanted, offline=True), wanted)
    assert len(server.requests) == asked
    assert (last.version, last.sha256) == (sound.version, sound.sha256)
    assert list(cache.root.rglob(".part-*")) == []
    return isinstance(first, Fetched)


def check_or_fail(found: Fetched | ScaffoldError, wanted: str) -> Fetched:
    """The result of a run without faults, which must have worked."""
    assert isinstance(found, Fetched), found
    assert found.kind == "tex"
    assert found.pdf_path is not None
    check(found, wanted)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "batch", [0, 1, *(pytest.param(n, marks=pytest.mark.long) for n in range(2, SCHEDULES // BATCH))]
)
def test_faults_cost_nothing_but_a_second_run(
    server: Loopback, elsewhere: Loopback, batch: int, tmp_path: Path
) -> None:
    worked = 0
    for number in range(batch * BATCH, (batch + 1) * BATCH):
        folder = tmp_path / str(number)
        try:
            worked += run_schedule(server, elsewhere, number, folder)
        except Exception as e:
            e.args = (f"schedule {number}: {e}",)
            raise
        shutil.rmtree(folder)
    assert 0 < worked < BATCH, "schedules that never or always fail test nothing"
    assert elsewhere.requests == []
