"""`scaffold cache`: what was downloaded is listed and removed, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loopback import Loopback
from tests.pipeline.conftest import ID, Run


@pytest.fixture(autouse=True)
def without_results(scaffold: Run, tmp_path: Path) -> None:
    """No results of other tests."""
    (tmp_path / "cache" / "results").unlink()


@pytest.fixture
def cached(scaffold: Run, tmp_path: Path) -> Path:
    """The cache after the example paper was read in its chosen version."""
    assert scaffold("inspect", ID).returncode == 0
    return tmp_path / "cache"


def test_the_cache_is_listed(scaffold: Run, cached: Path, arxiv: Loopback) -> None:
    run = scaffold("cache", "list")
    assert run.returncode == 0
    host, paper, files, total = run.stdout.splitlines()
    assert host == arxiv.url.removeprefix("http://").replace(":", "_")
    assert paper.startswith(f"  {ID}  ")
    assert "v2 PDF" in files
    assert "v2 source" in files
    assert total.startswith("1 paper, ")
    assert total.endswith(f" in {cached}")
    assert scaffold("cache", "size").stdout == f"{total}\n"


@pytest.mark.parametrize("name", [(), (ID,), (f"https://arxiv.org/abs/{ID}",), (f"{ID}v2",)])
def test_what_was_downloaded_is_removed(scaffold: Run, cached: Path, name: tuple[str, ...]) -> None:
    run = scaffold("cache", "clear", *name)
    removed = f"{ID}v2" if name == (f"{ID}v2",) else ID
    assert run.stdout == f"Removed the downloads of {removed} from {cached}.\n"
    left = [p.name for p in cached.rglob("*") if p.is_file() and not p.name.startswith(".turn")]
    assert left == (["metadata.json"] if name == (f"{ID}v2",) else [])
    again = scaffold("cache", "clear", *name)
    assert again.returncode == 0
    assert "Nothing to remove" in again.stdout


def test_files_of_the_user_stay(scaffold: Run, cached: Path) -> None:
    """SCAFFOLD_CACHE may be a folder that has other files, even in folders with the names of papers."""
    (folder,) = cached.glob(f"*/{ID}")
    mine = [folder / "notes.txt", folder / "v2" / "mine.pdf", cached / "other" / ID / "source", cached / "a.txt"]
    for path in mine:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine", encoding="utf-8")
    (folder / "v3").symlink_to(cached / "other")
    assert scaffold("cache", "clear").returncode == 0
    assert all(path.read_text(encoding="utf-8") == "mine" for path in mine)
    assert not (folder / "v2" / "source").exists()


@pytest.mark.parametrize("words", [("clear", "banana"), ("clear", "2401.1"), ("clear", ".")])
def test_what_is_no_identifier_removes_nothing(scaffold: Run, cached: Path, words: tuple[str, ...]) -> None:
    run = scaffold("cache", *words)
    assert run.returncode == 10
    assert scaffold("cache", "list").stdout.count(ID) == 1


def test_a_version_that_is_not_there_removes_nothing(scaffold: Run, cached: Path) -> None:
    assert "Nothing to remove" in scaffold("cache", "clear", f"{ID}v1").stdout
    assert "v2 source" in scaffold("cache", "list").stdout


def test_an_empty_cache_is_no_error(scaffold: Run) -> None:
    assert scaffold("cache", "list").stdout.startswith("0 papers, 0 bytes, in ")
    assert scaffold("cache", "clear").returncode == 0


def test_compiled_documents_are_counted_and_removed_with_all_else(scaffold: Run, tmp_path: Path) -> None:
    kept = tmp_path / "cache" / "results" / f"{'0' * 64}.result"
    mine = kept.with_name("notes.txt")
    kept.parent.mkdir()
    kept.write_bytes(bytes(2000))
    mine.write_text("mine", encoding="utf-8")
    _, compiled = scaffold("cache", "size").stdout.splitlines()
    assert compiled == "Compiled documents, so that nothing is compiled twice: 2 kB"
    assert scaffold("cache", "clear", ID).returncode == 0
    assert kept.exists()
    assert "Removed 2 kB of compiled documents." in scaffold("cache", "clear").stdout
    assert [path.name for path in kept.parent.iterdir()] == ["notes.txt"]
