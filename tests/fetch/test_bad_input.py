"""Every bad input of the network and the archive: its own message, exit code and hint, and no files left."""

from __future__ import annotations

import errno
import gzip
import io
import os
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from scaffold import errors
from scaffold.errors import ScaffoldError
from scaffold.fetch import Client, Fetched, fetch, sink
from scaffold.fetch.cache import Cache
from tests.fetch.conftest import ID, PDF, TEX, everything
from tests.loopback import Loopback, tar_gz

Get = Callable[..., Fetched]


@dataclass(frozen=True)
class Bad:
    """A bad input: the fault at arXiv, what is raised, what its message and hint must contain."""

    kind: str
    path: str
    error: type[ScaffoldError]
    says: str
    hint: str
    retry_after: str | None = None


BAD = [
    Bad("error-entry", "/api", errors.PaperNotFound, f"arXiv has no paper {ID}", "check the digits"),
    Bad("empty-feed", "/api", errors.PaperNotFound, f"arXiv has no paper {ID}", "check the digits"),
    Bad("400", "/api", errors.BadDownload, "something other than the metadata", "in a few minutes"),
    Bad("429", "/api", errors.Throttled, "HTTP 429", "wait a few minutes"),
    Bad("429", "/api", errors.Throttled, "asks scaffold to wait 2 s", "wait a few minutes", "2"),
    Bad("503", "/api", errors.Throttled, "HTTP 503", "wait a few minutes"),
    Bad("503", "/src", errors.Throttled, "HTTP 503", "wait a few minutes"),
    Bad("503", "/src", errors.Throttled, "asks scaffold to wait 2 s", "--offline", "2"),
    Bad("429", "/src", errors.Throttled, "asks scaffold to wait 3600 s", "wait", "3600"),
    Bad("511", "/api", errors.NetworkError, "requires a login", "log in there"),
    Bad("500", "/src", errors.NetworkError, "server error (HTTP 500)", "wait a few minutes"),
    Bad("rate-exceeded", "/api", errors.Throttled, "Rate exceeded", "wait a few minutes"),
    Bad("rate-exceeded", "/src", errors.Throttled, "Rate exceeded", "wait a few minutes"),
    Bad("html", "/api", errors.BadDownload, "something other than the metadata", "requires a login"),
    Bad("html", "/src", errors.BadDownload, "not ready or not available", f"https://arxiv.org/abs/{ID}v1"),
    Bad("captcha", "/src", errors.BadDownload, "considers this computer a bot", "in a few minutes"),
    Bad("truncated", "/src", errors.BadDownload, "incomplete", "again"),
    Bad("empty", "/src", errors.BadDownload, "an empty source", "in a few minutes"),
    Bad("garbage", "/src", errors.BadDownload, "not an archive, LaTeX or a PDF", "in a few minutes"),
    Bad("reset", "/api", errors.NetworkError, "was interrupted", "check your connection"),
    Bad("reset", "/src", errors.NetworkError, "was interrupted", "check your connection"),
]


@pytest.mark.parametrize("bad", BAD, ids=lambda b: f"{b.kind}{b.path}-{b.retry_after or ''}")
def test_trouble_at_arxiv(bad: Bad, arxiv: Loopback, cache: Cache, get: Get, tmp_path: Path) -> None:
    arxiv.fault(bad.kind, bad.path, times=None, retry_after=bad.retry_after)
    before = everything(cache.root)
    error = _caught(bad.error, get)
    assert bad.says in error.message
    assert bad.hint in error.hint
    assert not (tmp_path / "target").exists()
    if bad.path == "/api":
        assert everything(cache.root) == before
    else:
        assert everything(cache.root) == [ID, f"{ID}/metadata.json"]


def test_an_unknown_but_well_formed_identifier(arxiv: Loopback, cache: Cache, get: Get) -> None:
    error = _caught(errors.PaperNotFound, get, "2401.99999")
    assert "arXiv has no paper 2401.99999" in error.message
    assert everything(cache.root) == []


def test_a_malformed_identifier_asks_nobody(arxiv: Loopback, get: Get, tmp_path: Path) -> None:
    error = _caught(errors.BadIdentifier, get, "1905.036")
    assert "5 digits" in error.message
    assert arxiv.requests == []
    assert not (tmp_path / "target").exists()


def test_a_version_that_does_not_exist(get: Get) -> None:
    error = _caught(errors.PaperNotFound, get, f"{ID}v7")
    assert f"there is no {ID}v7: its latest version is v1" in error.message
    assert error.hint == f"try {ID}v1"


def test_two_different_versions_asked_for(get: Get) -> None:
    assert "names v1, but --version is v2" in _caught(errors.BadIdentifier, get, f"{ID}v1", version="v2").message


@pytest.mark.parametrize("comment", ["This paper has been withdrawn by the author due to an error in Lemma 2", None])
def test_a_withdrawn_paper(arxiv: Loopback, get: Get, tmp_path: Path, comment: str | None) -> None:
    arxiv.add(ID, version=2, withdrawn=True, comment=comment)
    error = _caught(errors.PaperWithdrawn, get)
    assert f"{ID}v2" in error.message
    assert "was withdrawn" in error.message
    assert f"v1 of 2019-05-09 is still available: use {ID}v1" in error.hint
    assert not (tmp_path / "target").exists()
    assert get(f"{ID}v1").version == 1


def test_a_version_of_no_bytes_that_cannot_be_had_was_withdrawn(arxiv: Loopback, get: Get) -> None:
    arxiv.add(ID, version=2, size="0kb")
    assert f"{ID}v2" in _caught(errors.PaperWithdrawn, get).message


def test_a_withdrawn_paper_whose_history_is_unknown(arxiv: Loopback, get: Get) -> None:
    arxiv.add(ID, version=2, withdrawn=True, comment="Withdrawn: Lemma 2 is wrong")
    arxiv.fault("503", "/oai", times=None)
    error = _caught(errors.PaperWithdrawn, get, f"{ID}v2")
    assert "Lemma 2 is wrong" in error.message
    assert f"try {ID}v1" in error.hint


def test_neither_source_nor_pdf(arxiv: Loopback, get: Get, tmp_path: Path) -> None:
    arxiv.fault("404", "/src", times=None)
    arxiv.fault("404", "/pdf", times=None)
    assert "neither a source nor a PDF" in _caught(errors.PaperNotFound, get).message
    assert not (tmp_path / "target").exists()


def test_network_down(cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback() as gone:
        url = gone.url
    monkeypatch.setenv("SCAFFOLD_ARXIV_URL", url)
    monkeypatch.setenv("SCAFFOLD_ARXIV_DELAY", "0")
    monkeypatch.setenv("SCAFFOLD_CACHE", str(cache.root))
    error = _caught(errors.NetworkError, lambda source: fetch(source, tmp_path / "target"))
    assert "cannot reach 127.0.0.1: " in error.message
    assert "Errno" not in error.message
    assert "check your connection" in error.hint
    assert [name for name in everything(cache.root) if "/" in name] == []
    assert not (tmp_path / "target").exists()


def test_an_address_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_ARXIV_URL", "localhost:80")
    error = _caught(errors.NetworkError, lambda source: fetch(source, tmp_path / "target"))
    assert "SCAFFOLD_ARXIV_URL is “localhost:80”" in error.message


def test_offline_without_a_cached_copy(arxiv: Loopback, get: Get, cache: Cache) -> None:
    error = _caught(errors.NetworkError, get, offline=True)
    assert "not in the cache" in error.message
    assert error.hint == "run once without --offline"
    assert arxiv.requests == []
    assert everything(cache.root) == []


def test_offline_names_the_versions_that_are_cached(arxiv: Loopback, connect: Any, tmp_path: Path) -> None:
    arxiv.add(ID, archive=tar_gz({"main.tex": TEX}), version=2)
    fetch(f"{ID}v1", tmp_path / "online", client=connect())
    error = _caught(errors.NetworkError, lambda s: fetch(s, tmp_path / "target", client=connect(offline=True)))
    assert f"the source of {ID}v2 is not in the cache" in error.message
    assert error.hint == f"run once without --offline; the cache contains {ID}v1"


def _tar_with(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        main = tarfile.TarInfo("main.tex")
        main.size = len(TEX)
        tar.addfile(main, io.BytesIO(TEX))
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, link
        member.size = 3 if kind == tarfile.REGTYPE else 0
        tar.addfile(member, io.BytesIO(b"bad"))
    return buffer.getvalue()


ARCHIVES = {
    "no LaTeX": (
        tar_gz({"README": b"see the PDF", "fig.pdf": PDF}),
        "contains no LaTeX file (it contains README, fig.pdf)",
    ),
    "empty tar": (tar_gz({}), "contains no LaTeX file"),
    "parent": (_tar_with("../evil.tex"), "member “../evil.tex” leads outside the folder"),
    "hidden parent": (_tar_with("a/..\\../evil.tex"), "leads outside the folder"),
    "absolute": (_tar_with("/tmp/evil.tex"), "member “/tmp/evil.tex” has an absolute path"),
    "drive": (_tar_with("C:\\evil.tex"), "has an absolute path"),
    "device": (_tar_with("null", tarfile.CHRTYPE), "member “null” is a device"),
    "fifo": (_tar_with("pipe", tarfile.FIFOTYPE), "member “pipe” is a device"),
    "plain text": (gzip.compress(b"no command in here"), "no TeX command"),
    "long path": (_tar_with("/".join(["b" * 200] * 20)), "is too long"),
    "bomb": (gzip.compress(bytes(64 * 2**20)), "unpacks to"),
}


@pytest.mark.parametrize("name", sorted(ARCHIVES))
def test_bad_archives(arxiv: Loopback, get: Get, tmp_path: Path, name: str) -> None:
    content, says = ARCHIVES[name]
    arxiv.add(ID, archive=content, pdf=PDF)
    error = _caught(errors.BadArchive, get)
    assert says in error.message
    assert not (tmp_path / "target").exists()
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("cut", [20, 200, -4])
def test_an_archive_that_was_cut_before_it_was_sent(arxiv: Loopback, get: Get, cache: Cache, cut: int) -> None:
    arxiv.add(ID, archive=tar_gz({"main.tex": TEX + os.urandom(4000)})[:cut], pdf=PDF)
    error = _caught(errors.BadDownload, get)
    assert "damaged" in error.message
    assert everything(cache.root) == [ID, f"{ID}/metadata.json"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EROFS])
def test_a_full_disk(get: Get, cache: Cache, tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    error = _caught(errors.DiskError, get)
    assert str(cache.root) in error.message
    assert "space" in error.hint or "can write to" in error.hint
    assert everything(cache.root) == []
    assert not (tmp_path / "target").exists()


def test_a_disk_that_fills_while_unpacking(get: Get, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: sink.Sink, file: Any, name: str, read: object) -> None:
        file.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sink.Sink, "_copy_stream", full)
    assert "no space left" in _caught(errors.DiskError, get).message
    assert not (tmp_path / "target").exists()


def test_a_cache_that_cannot_be_a_folder_is_named(arxiv: Loopback, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with Client(arxiv.url, Cache(tmp_path / "file" / "cache"), delay=0) as client:
        error = _caught(errors.DiskError, lambda source: fetch(source, tmp_path / "target", client=client))
    assert f"cannot write to {tmp_path / 'file'}" in error.message


@pytest.mark.parametrize("name", ["mkdir", "open", "replace"])
def test_errors_of_the_disk_name_the_place_and_no_temporary_file(
    get: Get, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files and folders named .part-… exist for a moment only: no error asks the user to look for one."""
    real = getattr(Path, name)

    def refuse(self: Path, *words: Any, **how: Any) -> Any:
        if ".part-" in str(self):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return real(self, *words, **how)

    monkeypatch.setattr(Path, name, refuse)
    error = _caught(errors.DiskError, get)
    assert ".part-" not in error.message
    assert str(tmp_path) in error.message
    monkeypatch.setattr(Path, name, real)
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "main.tex").write_bytes(TEX)
    monkeypatch.setattr(Path, name, refuse)
    error = _caught(errors.DiskError, lambda source: fetch(source, tmp_path / "new"), str(tmp_path / "paper"))
    assert ".part-" not in error.message
    assert str(tmp_path / "new") in error.message


@pytest.mark.parametrize("stage", ["resolve", "metadata", "source", "pdf", "unpack"])
def test_interrupted_at_any_stage(arxiv: Loopback, cache: Cache, tmp_path: Path, stage: str, connect: Any) -> None:
    def interrupt(at: str, detail: str, done: int | None, total: int | None) -> None:
        if at == stage and (done is None or done == total):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(ID, tmp_path / "target", client=connect(progress=interrupt), progress=interrupt)
    assert not (tmp_path / "target").exists()
    assert not [p for p in everything(cache.root) if ".part" in p]


@pytest.mark.parametrize("what", ["source", "pdf"])
def test_interrupted_in_the_middle_of_a_download(
    arxiv: Loopback, cache: Cache, tmp_path: Path, what: str, connect: Any
) -> None:
    def interrupt(at: str, detail: str, done: int | None, total: int | None) -> None:
        if at == what and done:
            raise KeyboardInterrupt

    (tmp_path / "target").mkdir()
    with pytest.raises(KeyboardInterrupt):
        fetch(ID, tmp_path / "target", client=connect(progress=interrupt))
    assert everything(tmp_path / "target") == []
    kept = [p for p in everything(cache.root) if p.startswith(f"{ID}/v1/")]
    assert kept == ([] if what == "source" else [f"{ID}/v1/source", f"{ID}/v1/source.json"])


def test_a_target_that_holds_a_paper_is_left_alone(get: Get, tmp_path: Path) -> None:
    kept = tmp_path / "target" / "source" / "mine.tex"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(TEX)
    assert "already exists" in _caught(errors.TargetNotEmpty, get).message
    assert everything(tmp_path / "target") == ["source", "source/mine.tex"]


def test_exit_codes_are_distinct() -> None:
    found = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, ScaffoldError)]
    assert len({e.exit_code for e in found}) == len(found)


def _caught(expected: type[ScaffoldError], call: Callable[..., object], source: str = ID, **how: Any) -> ScaffoldError:
    with pytest.raises(expected) as caught:
        call(source, **how)
    assert type(caught.value) is expected
    assert caught.value.exit_code == expected.exit_code > 1
    assert caught.value.hint
    assert "\n" not in caught.value.message
    return caught.value
