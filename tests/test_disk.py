"""Writing complete files or none."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from scaffold import disk
from scaffold.errors import DiskError
from scaffold.project import layout


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    disk.write(b"one", path)
    disk.write(b"two", path)
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("ended_by", [KeyboardInterrupt, ValueError])
def test_what_was_begun_vanishes(ended_by: type[BaseException], tmp_path: Path) -> None:
    def interrupted() -> None:
        with disk.atomic(tmp_path / "new" / "a.txt") as file:
            file.write(b"half")
            raise ended_by

    with pytest.raises(ended_by):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskError, match="disk is full") as caught:
        disk.write(b"x", tmp_path / "a.txt")
    assert caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_in_the_middle_of_a_copy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.tex", "sections/b.tex"):
        disk.write(b"text", tmp_path / "source" / name)
    disk.copy_files(tmp_path / "source", tmp_path / "copy")
    assert (tmp_path / "copy" / "sections" / "b.tex").read_bytes() == b"text"

    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(source), None, str(target))

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(DiskError, match=r"^no space left for \S*a\.tex: the disk is full$"):
        disk.copy_files(tmp_path / "source", tmp_path / "other")


def test_the_old_file_stays_when_the_new_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.pdf"
    disk.write(b"old", path)

    def full(self: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DiskError):
        disk.write(b"new", path)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.pdf"]


def test_two_writers_of_one_file_do_not_meet(tmp_path: Path) -> None:
    path = tmp_path / "x"
    threads = [threading.Thread(target=disk.write, args=(bytes([65 + n]) * 10_000, path)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(path.read_bytes())) == 1


@pytest.mark.parametrize(
    ("taken", "says"),
    [("file", "build is a file, not a folder"), ("link", "build is a link that leads nowhere"),
     ("folder", "report.pdf is a folder, not a file")],
)  # fmt: skip
def test_what_has_the_name_of_a_folder_or_file_is_said(taken: str, says: str, tmp_path: Path) -> None:
    build = tmp_path / "build"
    if taken == "file":
        build.write_text("x")
    elif taken == "link":
        build.symlink_to("nowhere")
    else:
        (build / "report.pdf").mkdir(parents=True)
    with pytest.raises(DiskError) as caught:
        disk.write(b"x", build / "report.pdf")
    assert says in caught.value.message
    assert caught.value.hint.startswith("rename it or delete it")
    if taken != "folder":
        with pytest.raises(DiskError, match=says):
            disk.raise_if_in_the_way(build)
    disk.raise_if_in_the_way(tmp_path / "another")


@pytest.mark.parametrize("name", ["", "paper/source/a.tex"])
def test_a_temporary_folder_is_not_named(name: str, tmp_path: Path) -> None:
    """A project is made in a hidden folder, which nobody looks for: the message names the folder around it."""
    hidden = tmp_path / ".scaffold-0123"

    def refused() -> None:
        with disk.report_errors(tmp_path, hidden=hidden):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(hidden / name))

    with pytest.raises(DiskError) as caught:
        refused()
    assert caught.value.message == f"cannot write to {tmp_path}: {os.strerror(errno.EACCES)}"
    assert caught.value.hint == "choose a folder that you can write to"


def test_the_folder_of_a_project_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(DiskError) as caught, layout.staged(tmp_path):
        pass
    assert caught.value.message == f"cannot write to {tmp_path}: {os.strerror(errno.EACCES)}"


def test_a_file_is_named_and_not_its_draft(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(DiskError) as caught:
        disk.write(b"x", tmp_path / "a.txt")
    assert ".part-" not in caught.value.message
