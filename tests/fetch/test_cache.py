"""The cache keeps whole downloads or nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scaffold.disk import atomic
from scaffold.fetch.cache import Cache, Damaged
from scaffold.fetch.identifiers import ArxivId
from tests.fetch.conftest import everything

PAPER = ArxivId("hep-th/9711200", 3)
SOURCE, PDF = f"http://x/src/{PAPER}", f"http://x/pdf/{PAPER}"


def test_what_is_written_is_found(cache: Cache) -> None:
    assert cache.find(PAPER, "source") is None
    with cache.writing(PAPER, "source", SOURCE) as file:
        file.write(b"bytes")
        assert cache.find(PAPER, "source") is None
    stored = cache.find(PAPER, "source")
    assert stored is not None
    assert stored.path.read_bytes() == b"bytes"
    row = json.loads(stored.path.with_name("source.json").read_text(encoding="utf-8"))
    assert row == {"sha256": stored.sha256, "size": 5, "url": SOURCE}
    assert everything(cache.root) == [
        "hep-th_9711200", "hep-th_9711200/v3", "hep-th_9711200/v3/source", "hep-th_9711200/v3/source.json"
    ]  # fmt: skip


@pytest.mark.parametrize("damage", [b"", b"bytez", b"bytes and more"])
def test_what_changed_on_disk_is_not_trusted(cache: Cache, damage: bytes) -> None:
    with cache.writing(PAPER, "source", SOURCE) as file:
        file.write(b"bytes")
    (cache.root / PAPER.folder / "v3" / "source").write_bytes(damage)
    with pytest.raises(Damaged):
        cache.find(PAPER, "source")


@pytest.mark.parametrize("note", ["", "[]", "{}", '{"sha256": 1, "size": 5}', "[" * 20000, "9" * 5000])
def test_a_damaged_note_is_no_trust_either(cache: Cache, note: str) -> None:
    with cache.writing(PAPER, "pdf", PDF) as file:
        file.write(b"bytes")
    (cache.root / PAPER.folder / "v3" / "pdf.json").write_text(note, encoding="utf-8")
    with pytest.raises(Damaged):
        cache.find(PAPER, "pdf")


@pytest.mark.parametrize("url", ["http://x/src/hep-th/9711200v2", "http://x/src/hep-th/9711201v3", PDF, ""])
def test_a_whole_download_in_the_place_of_another_is_damage(cache: Cache, url: str) -> None:
    with cache.writing(PAPER, "source", url) as file:
        file.write(b"bytes")
    with pytest.raises(Damaged):
        cache.find(PAPER, "source")


def test_a_failed_write_leaves_the_old_copy(cache: Cache) -> None:
    with cache.writing(PAPER, "source", SOURCE) as file:
        file.write(b"old")
    before = everything(cache.root)
    with pytest.raises(TypeError), cache.writing(PAPER, "source", SOURCE) as file:
        file.writelines([b"new", None])  # type: ignore[list-item]
    stored = cache.find(PAPER, "source")
    assert stored is not None
    assert stored.path.read_bytes() == b"old"
    assert everything(cache.root) == before


@pytest.mark.parametrize(
    "record",
    [
        "",
        "[]",
        '{"saved": "x", "metadata": {}}',
        '{"saved": 1}',
        '{"saved": 1, "metadata": 2}',
        "[" * 20000,
        "9" * 5000,
    ],
)
def test_a_damaged_record_is_noticed(cache: Cache, record: str) -> None:
    cache.save_record(PAPER, {"id": "x"})
    assert cache.load_record(PAPER) == {"id": "x"}
    (cache.root / PAPER.folder / "metadata.json").write_text(record, encoding="utf-8")
    with pytest.raises(Damaged):
        cache.load_record(PAPER)


def test_one_flipped_bit_in_a_record_is_noticed(cache: Cache) -> None:
    cache.save_record(PAPER, {"id": "x", "title": "On margins"})
    path = cache.root / PAPER.folder / "metadata.json"
    path.write_bytes(path.read_bytes().replace(b"margins", b"margint"))
    with pytest.raises(Damaged):
        cache.load_record(PAPER)


@pytest.mark.parametrize("name", ["source", "source.json"])
def test_a_folder_in_place_of_a_file_is_damage_that_can_be_repaired(cache: Cache, name: str) -> None:
    with cache.writing(PAPER, "source", SOURCE) as file:
        file.write(b"bytes")
    path = cache.root / PAPER.folder / "v3" / name
    path.unlink()
    (path / "deep").mkdir(parents=True)
    with pytest.raises(Damaged):
        cache.find(PAPER, "source")
    with cache.writing(PAPER, "source", SOURCE) as file:
        file.write(b"bytes")
    assert cache.find(PAPER, "source") is not None


def test_an_atomic_file_removes_only_the_folders_it_made(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(ZeroDivisionError), atomic(tmp_path / "there" / "new" / "deep" / "file"):
        raise ZeroDivisionError
    assert everything(tmp_path) == ["there"]
