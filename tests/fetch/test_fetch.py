"""From what the user types to files on disk, over real HTTP."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from scaffold.fetch import Client, Fetched, fetch
from scaffold.fetch.cache import Cache
from scaffold.fetch.metadata import Metadata, from_json, says_withdrawn, to_json
from tests.fetch.conftest import ID, PDF, TEX, everything
from tests.loopback import Loopback, tar_gz
from tests.loopback.faults import blank_pdf

Get = Callable[..., Fetched]
LONG = tar_gz({"main.tex": TEX, "appendix.tex": b"\\section{Proofs}\n"})
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "eprints"


def test_an_identifier_becomes_a_source_and_a_pdf(arxiv: Loopback, get: Get, tmp_path: Path) -> None:
    found = get(f"https://arxiv.org/abs/{ID}")
    assert (found.kind, found.arxiv_id, found.version) == ("tex", ID, 1)
    assert found.reason == "the only version; its comment says 36 pages"
    assert found.files == ("figures/plot.pdf", "main.tex")
    assert (found.source_dir / "main.tex").read_bytes() == TEX
    assert found.pdf_path == tmp_path / "target" / "paper.pdf"
    assert found.pdf_path.read_bytes() == PDF
    assert found.warnings == ()
    assert everything(tmp_path / "target") == [
        "paper.pdf", "source", "source/figures", "source/figures/plot.pdf", "source/main.tex"
    ]  # fmt: skip


def test_the_record_is_unwrapped(get: Get) -> None:
    metadata = get().metadata
    assert metadata == Metadata(
        id=ID,
        version=1,
        title="A title so long that the feed wraps it over two lines, as the real one has always done with titles",
        authors=("Ada Example", "Ben Sample"),
        abstract="We show that it is.",
        published=date(2019, 5, 9),
        updated=date(2019, 5, 9),
        comment="36 pages",
    )


def test_a_record_survives_the_cache(arxiv: Loopback, get: Get) -> None:
    arxiv.add(ID, archive=LONG, pdf=PDF, version=2, journal_ref="J. 1")
    metadata = get().metadata
    assert metadata is not None
    assert len(metadata.history) == 2
    assert metadata.license
    assert from_json(json.loads(json.dumps(to_json(metadata)))) == metadata


def test_only_what_is_needed_is_asked_in_order(arxiv: Loopback, get: Get) -> None:
    get()
    assert arxiv.paths == ["/api/query", f"/src/{ID}v1", f"/pdf/{ID}v1"]


def test_the_long_version_is_taken_and_the_short_one_on_request(
    arxiv: Loopback, connect: Callable[..., Client], tmp_path: Path
) -> None:
    arxiv.add(ID, archive=LONG, pdf=PDF, version=2, size="126kb")
    arxiv.add(ID, archive=LONG, pdf=PDF, version=3, size="50kb", comment="Camera-ready, NeurIPS 2019")
    found = fetch(ID, tmp_path / "long", client=connect())
    assert found.version == 2
    assert "v3, is the short version (“Camera-ready, NeurIPS 2019”)" in found.reason
    for source, version in ((ID, "v3"), (ID, 3), (f"{ID}v3", None), (f"{ID}v3", "3")):
        found = fetch(source, tmp_path / f"{source}-{version}", version=version, client=connect())
        assert (found.version, found.reason) == (3, "requested; the latest")
    assert fetch(f"{ID}v1", tmp_path / "first", client=connect()).reason == "requested; the latest is v3"


@pytest.mark.parametrize("kind", ["503", "html", "reset", "garbage", "404", "truncated"])
def test_without_a_history_the_latest_is_taken(arxiv: Loopback, get: Get, kind: str) -> None:
    arxiv.add(ID, archive=LONG, pdf=PDF, version=2, comment="Camera-ready")
    arxiv.fault(kind, "/oai", times=None)
    found = get()
    assert (found.version, found.reason) == (2, "the latest version: it has 1 page, v1 has 1")


@pytest.mark.parametrize(
    ("comment", "sizes", "pages", "version", "why"),
    [
        (
            "Camera-ready",
            ("100kb", "99kb"),
            (30, 12),
            1,
            "v2, is the short version: it has 12 pages, v1 has 30",
        ),
        ("Camera-ready", ("100kb", "99kb"), (13, 12), 2, "the latest version: it has 12 pages, v1 has 13"),
        ("Camera-ready", ("0kb", "0kb"), (30, 12), 1, "v1 has 30"),
        (None, ("300kb", "100kb"), (31, 12), 1, "v1 has 31"),
        (None, ("300kb", "100kb"), (12, 31), 2, "the latest version: it has 31 pages, v1 has 12"),
        ("36 pages", ("300kb", "100kb"), (40, 12), 2, "the long version"),
        (None, ("100kb", "100kb"), (40, 12), 2, "the latest version"),
    ],
)
def test_pages_decide_where_comment_and_sizes_do_not(
    arxiv: Loopback,
    get: Get,
    comment: str | None,
    sizes: tuple[str, str],
    pages: tuple[int, int],
    version: int,
    why: str,
) -> None:
    for number, (size, count) in enumerate(zip(sizes, pages, strict=True), 1):
        arxiv.add(ID, archive=LONG, pdf=blank_pdf(count), version=number, size=size, comment=comment)
    found = get()
    assert found.version == version
    assert why in found.reason
    assert found.pdf_path is not None
    assert found.pdf_path.read_bytes() == blank_pdf(pages[version - 1])


@pytest.mark.parametrize("kind", ["404", "503", "cut-unsized", "html"])
def test_without_both_pdfs_pages_decide_nothing(arxiv: Loopback, get: Get, kind: str) -> None:
    for number, count in ((1, 30), (2, 12)):
        arxiv.add(ID, archive=LONG, pdf=blank_pdf(count), version=number, size="100kb", comment="Camera-ready")
    arxiv.fault(kind, f"/pdf/{ID}v1", times=None)
    assert get().version == 2


def test_old_identifiers_work_all_the_way(arxiv: Loopback, get: Get, cache: Cache) -> None:
    arxiv.add("math/0309136", archive=gzip.compress(TEX), pdf=PDF)
    found = get("math.GT/0309136")
    assert found.arxiv_id == "math/0309136"
    assert found.files == ("main.tex",)
    assert (cache.root / "math_0309136" / "v1" / "source").is_file()


def test_a_second_time_asks_only_what_may_have_changed(
    arxiv: Loopback, connect: Callable[..., Client], tmp_path: Path
) -> None:
    first = fetch(ID, tmp_path / "a", client=connect())
    asked = len(arxiv.requests)
    second = fetch(ID, tmp_path / "b", client=connect())
    assert len(arxiv.requests) == asked
    assert (second.sha256, second.files, second.metadata) == (first.sha256, first.files, first.metadata)
    third = fetch(ID, tmp_path / "c", client=connect(refresh=True))
    assert len(arxiv.requests) == 2 * asked
    assert third.sha256 == first.sha256


def test_a_record_of_yesterday_is_requested_again(
    arxiv: Loopback, connect: Callable[..., Client], cache: Cache, tmp_path: Path
) -> None:
    fetch(ID, tmp_path / "a", client=connect())
    record = cache.root / ID / "metadata.json"
    row = json.loads(record.read_text(encoding="utf-8"))
    record.write_text(json.dumps({**row, "saved": row["saved"] - 25 * 3600}), encoding="utf-8")
    fetch(ID, tmp_path / "b", client=connect())
    assert arxiv.paths.count("/api/query") == 2
    assert arxiv.paths.count(f"/src/{ID}v1") == 1


def test_offline_needs_no_network_and_no_pause(cache: Cache, tmp_path: Path) -> None:
    with Loopback() as arxiv:
        arxiv.add(ID, archive=LONG, pdf=PDF)
        with Client(arxiv.url, cache, delay=0) as client:
            fetch(ID, tmp_path / "a", client=client)
    slept: list[float] = []
    with Client(arxiv.url, cache, offline=True, refresh=True, sleep=slept.append) as client:
        found = fetch(ID, tmp_path / "b", client=client)
    assert found.kind == "tex"
    assert found.pdf_path is not None
    assert slept == []


def test_a_damaged_copy_in_the_cache_is_fetched_again(
    arxiv: Loopback, connect: Callable[..., Client], cache: Cache, tmp_path: Path
) -> None:
    fetch(ID, tmp_path / "a", client=connect())
    (cache.root / ID / "v1" / "source").write_bytes(b"rot")
    assert fetch(ID, tmp_path / "b", client=connect()).kind == "tex"
    assert arxiv.paths.count(f"/src/{ID}v1") == 2


def test_a_truncated_download_is_tried_once_more(arxiv: Loopback, get: Get) -> None:
    arxiv.fault("truncated", "/src")
    assert get().kind == "tex"
    assert arxiv.paths.count(f"/src/{ID}v1") == 2


def test_a_pdf_in_place_of_the_source_is_reported(arxiv: Loopback, get: Get, tmp_path: Path) -> None:
    arxiv.fault("pdf-for-source", "/src")
    found = get()
    assert (found.kind, found.files) == ("pdf", ())
    assert found.warnings == (f"the source of {ID}v1 on arXiv is a PDF, not LaTeX: scaffold reads the PDF",)
    assert everything(tmp_path / "target") == ["paper.pdf"]
    assert f"/pdf/{ID}v1" not in arxiv.paths


def test_a_missing_source_leaves_the_pdf(arxiv: Loopback, get: Get, tmp_path: Path) -> None:
    arxiv.fault("404", "/src")
    found = get()
    assert found.kind == "pdf"
    assert found.warnings == (f"arXiv has no source of {ID}v1: scaffold reads its PDF",)
    assert everything(tmp_path / "target") == ["paper.pdf"]


def test_postscript_leaves_the_pdf(arxiv: Loopback, get: Get, tmp_path: Path) -> None:
    arxiv.add(ID, archive=gzip.compress(b"%!PS-Adobe-2.0\n"), pdf=PDF)
    found = get()
    assert found.kind == "pdf"
    assert "PostScript" in found.warnings[0]
    assert everything(tmp_path / "target") == ["paper.pdf"]


@pytest.mark.parametrize(("kind", "message"), [("404", "has no PDF"), ("html", "web page"), ("503", "HTTP 503")])
def test_a_missing_pdf_is_a_warning(arxiv: Loopback, get: Get, kind: str, message: str) -> None:
    arxiv.fault(kind, "/pdf", times=None)
    found = get()
    assert (found.kind, found.pdf_path) == ("tex", None)
    assert len(found.warnings) == 1
    assert message in found.warnings[0]


def test_progress_goes_through_the_stages_with_bytes(
    arxiv: Loopback, connect: Callable[..., Client], tmp_path: Path
) -> None:
    seen: list[tuple[str, str, int | None, int | None]] = []

    def see(stage: str, detail: str, done: int | None, total: int | None) -> None:
        seen.append((stage, detail, done, total))

    fetch(ID, tmp_path / "a", client=connect(progress=see), progress=see)
    assert list(dict.fromkeys(stage for stage, *_ in seen)) == ["resolve", "metadata", "source", "unpack", "pdf"]
    size = len(arxiv.answer(f"/src/{ID}").body)
    assert [s for s in seen if s[0] == "source"][-1] == ("source", f"source {size} bytes", size, size)


def test_waiting_is_shown(arxiv: Loopback, connect: Callable[..., Client], tmp_path: Path) -> None:
    seen: list[str] = []
    arxiv.fault("503", "/src", retry_after="2")
    client = connect(progress=lambda stage, detail, done, total: seen.append(f"{stage}: {detail}"))
    fetch(ID, tmp_path / "a", client=client)
    assert "source: arXiv is too busy (HTTP 503) and asks scaffold to wait 2 s; retrying in 2 s" in seen


def test_the_environment_sets_where_arxiv_and_the_cache_are(
    arxiv: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCAFFOLD_ARXIV_URL", arxiv.url + "/")
    monkeypatch.setenv("SCAFFOLD_ARXIV_DELAY", "0")
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "kept"))
    assert fetch(ID, tmp_path / "target").kind == "tex"
    host = arxiv.url.removeprefix("http://").replace(":", "_")
    assert (tmp_path / "kept" / host / ID / "v1" / "source.json").is_file()


def test_the_real_cache_is_kept_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path))
    monkeypatch.delenv("SCAFFOLD_ARXIV_URL", raising=False)
    assert Client().cache.root == tmp_path / "arxiv.org"
    monkeypatch.delenv("SCAFFOLD_CACHE")
    assert Client().cache.root.name == "arxiv.org"


def test_the_example_paper_comes_in_its_long_version(cache: Cache, tmp_path: Path) -> None:
    with Loopback(EXAMPLES) as arxiv, Client(arxiv.url, cache, delay=0) as client:
        found = fetch("2401.00001", tmp_path / "target", client=client)
    assert (found.kind, found.version, found.warnings) == ("tex", 2, ())
    assert "the long version" in found.reason
    assert "sections/appendix.tex" in found.files


@pytest.mark.parametrize(
    ("comment", "withdrawn"),
    [
        (None, False),
        ("36 pages", False),
        ("This paper has been withdrawn by the authors", True),
        ("Withdrawn due to a crucial error", True),
        ("paper withdrawn", True),
        ("This submission was temporarily withdrawn", True),
        ("withdrawn by arXiv administrators", True),
        ("v2 replaces a proof that we withdrew", False),
        ("A study of withdrawn drugs", False),
    ],
)
def test_withdrawal_is_read_from_the_comment(comment: str | None, withdrawn: bool) -> None:
    day = date(2019, 5, 9)
    assert (
        says_withdrawn(
            Metadata(
                id=ID,
                version=2,
                title="T",
                authors=(),
                abstract="On withdrawn books.",
                published=day,
                updated=day,
                comment=comment,
            )
        )
        is withdrawn
    )


def test_importing_the_package_is_cheap() -> None:
    code = (
        "import sys, scaffold.fetch, scaffold.fetch.identifiers, scaffold.fetch.facade; "
        "print(sorted({'requests', 'arxiv', 'lxml', 'urllib3', 'platformdirs'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
