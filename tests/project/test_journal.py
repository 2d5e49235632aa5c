"""Steps over many files: whole or not at all, and taken back byte for byte."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold import disk
from scaffold.errors import DiskError
from scaffold.plans import ProjectFile
from scaffold.project import journal, layout

PATHS = ["a.tex", "report/b.tex", "report/generated/c.tex", "slides/d.pptx", ".scaffold/manifest.json"]
FILES = st.dictionaries(st.sampled_from(PATHS), st.binary(max_size=3), max_size=5)
CHANGES = st.dictionaries(st.sampled_from(PATHS), st.none() | st.binary(max_size=3), max_size=5)


class Killed(BaseException):
    """Stands for the end of the process."""


def put(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def content(folder: Path, *, records: bool = False) -> dict[str, bytes]:
    """The files of a project; records: also the snapshots."""
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    return {path: data for path, data in found.items() if records or not path.startswith(".scaffold/snapshots/")}


def after(files: dict[str, bytes], changes: dict[str, bytes | None]) -> dict[str, bytes]:
    return {path: data for path, data in {**files, **changes}.items() if data is not None}


def step(folder: Path, changes: dict[str, bytes | None]) -> None:
    with journal.locked(folder, lambda: None):
        journal.apply(folder, changes, "update")


@given(FILES, CHANGES)
def test_a_step_and_back(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], changes: dict[str, bytes | None]
) -> None:
    folder = tmp_path_factory.mktemp("project")
    put(folder, files)
    step(folder, changes)
    assert content(folder) == after(files, changes)
    snapshot = journal.last(folder)
    assert (snapshot is None) == (not changes)
    if snapshot is not None:
        with journal.locked(folder, lambda: None):
            journal.undo(folder, snapshot)
    assert content(folder, records=True) == files


@pytest.mark.parametrize("undoing", [False, True], ids=["update", "undo"])
@given(files=FILES, changes=CHANGES.filter(bool), at=st.integers(0, 60))
def test_a_step_that_is_interrupted_is_whole_or_has_not_begun(
    tmp_path_factory: pytest.TempPathFactory,
    undoing: bool,
    files: dict[str, bytes],
    changes: dict[str, bytes | None],
    at: int,
) -> None:
    folder = tmp_path_factory.mktemp("project")
    put(folder, files)
    before, wanted = files, after(files, changes)
    if undoing:
        step(folder, changes)
        before, wanted = wanted, files
    with pytest.MonkeyPatch.context() as patch:
        killed_at(patch, at)
        try:
            if undoing:
                undo(folder)
            else:
                step(folder, changes)
        except Killed:
            pass
    journal.recover(folder)
    assert content(folder) in (before, wanted)
    step(folder, {"later.tex": b"1"})
    assert content(folder)["later.tex"] == b"1"


@given(at=st.integers(0, 30))
def test_files_that_a_build_replaces_and_their_records_change_together(
    tmp_path_factory: pytest.TempPathFactory, at: int
) -> None:
    folder, path = tmp_path_factory.mktemp("project"), "report/generated/statements/lemma-1.tex"
    old, new = (ProjectFile(path, content, "tool") for content in (b"old", b"\\scaffoldclip{clips/lemma-1.pdf}"))
    clip = ProjectFile("report/generated/clips/lemma-1.pdf", b"a clip", "tool")
    nothing = layout.Recorded(pictures={}, sheets={}, shown={}, parts={})
    layout.write_files(folder, [old])
    layout.write_manifest(folder, [old], nothing)
    with pytest.MonkeyPatch.context() as patch:
        killed_at(patch, at)
        with contextlib.suppress(Killed), journal.locked(folder, lambda: None):
            layout.replace_files(folder, [clip, new])
    journal.recover(folder)
    rows, found = layout.read_manifest(folder)["files"], content(folder)
    written = {name: hashlib.sha256(data).hexdigest() for name, data in found.items() if name.startswith("report/")}
    assert {name: row["sha256"] for name, row in rows.items()} == written


def undo(folder: Path) -> None:
    with journal.locked(folder, lambda: None):
        snapshot = journal.last(folder)
        assert snapshot is not None
        journal.undo(folder, snapshot)


def killed_at(patch: pytest.MonkeyPatch, at: int) -> None:
    """Ends at the call of this number that changes a file or folder, before or after it is done."""
    left = [at]

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def counting(*args: Any, **options: Any) -> Any:
            if getattr(args[0], "name", "") == "lock":  # which the system releases when a process ends
                return call(*args, **options)
            left[0] -= 1
            if left[0] == -1:
                raise Killed
            result = call(*args, **options)
            left[0] -= 1
            if left[0] == -1:
                raise Killed
            return result

        return counting

    for owner, name in ((Path, "rename"), (Path, "unlink"), (Path, "write_bytes"), (disk, "write")):
        patch.setattr(owner, name, counted(getattr(owner, name)))


def test_what_was_edited_since_is_kept_beside(tmp_path: Path) -> None:
    put(tmp_path, {"report/proofs.tex": b"old", "report/generated/x.tex": b"old"})
    step(tmp_path, {"report/proofs.tex": b"new", "report/generated/x.tex": b"new"})
    put(tmp_path, {"report/proofs.tex": b"mine", "report/generated/x.tex": b"built"})
    undo(tmp_path)
    assert content(tmp_path) == {
        "report/proofs.tex": b"old",
        "report/proofs.edited.tex": b"mine",
        "report/generated/x.tex": b"old",
    }


def test_what_was_edited_after_a_kill_is_kept_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, {"report/b.tex": b"old"})
    with monkeypatch.context() as patch:
        patch.setattr(journal, "_place", _killed)
        with pytest.raises(Killed):
            step(tmp_path, {"report/b.tex": b"new"})
    put(tmp_path, {"report/b.tex": b"mine"})
    journal.recover(tmp_path)
    assert content(tmp_path) == {"report/b.tex": b"new", "report/b.edited.tex": b"mine"}


@pytest.mark.parametrize("at", range(3))
def test_a_file_that_cannot_be_written_takes_the_step_back(
    at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a.tex": b"1", "slides/d.pptx": b"2", ".scaffold/manifest.json": b"3"}
    put(tmp_path, files)
    refused = tmp_path / PATHS[(0, 3, 4)[at]]
    write = disk.write

    def refusing(data: bytes, path: Path) -> None:
        if path == refused:
            with disk.report_errors(path):
                raise PermissionError(errno.EPERM, "Operation not permitted", str(path))
        write(data, path)

    monkeypatch.setattr(disk, "write", refusing)
    with pytest.raises(DiskError, match="cannot write to") as raised:
        step(tmp_path, {**dict.fromkeys(files, b"new"), "report/b.tex": b"new"})
    assert "close the program that has it open" in raised.value.hint
    assert content(tmp_path, records=True) == files
    assert not (tmp_path / "report").exists()


KILLED_WHILE_A_FILE_GETS_ITS_PLACE = """
import os, signal, sys
from pathlib import Path
from scaffold.plans import ProjectFile
from scaffold.project import journal, layout
os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
project = Path(sys.argv[1])
with journal.locked(project, lambda: None):
    journal.apply(project, {"report/b.tex": b"new"}, "update")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_kill_leaves_no_part_of_a_file(tmp_path: Path) -> None:
    put(tmp_path, {"report/b.tex": b"old"})
    killed = subprocess.run([sys.executable, "-c", KILLED_WHILE_A_FILE_GETS_ITS_PLACE, str(tmp_path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [p.name for p in (tmp_path / "report").glob(".part-*")] != []
    journal.recover(tmp_path)
    assert content(tmp_path) == {"report/b.tex": b"new"}


def _killed(*_: Any) -> None:
    raise Killed


def test_only_the_last_snapshots_are_kept(tmp_path: Path) -> None:
    for n in range(13):
        step(tmp_path, {"a.tex": str(n).encode()})
    assert len(list((tmp_path / ".scaffold" / "snapshots").iterdir())) == 10
    for n in range(11, 1, -1):
        undo(tmp_path)
        assert (tmp_path / "a.tex").read_bytes() == str(n).encode()
    assert journal.last(tmp_path) is None


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    put(tmp_path, {"elsewhere/proofs.tex": b"old"})
    project = tmp_path / "project"
    project.mkdir()
    (project / "proofs.tex").symlink_to("../elsewhere/proofs.tex")
    step(project, {"proofs.tex": b"new"})
    assert (tmp_path / "elsewhere" / "proofs.tex").read_bytes() == b"new"
    assert (project / "proofs.tex").is_symlink()


@pytest.mark.parametrize("path", ["../outside.tex", "/tmp/outside.tex", "report/../../outside.tex", "C:\\outside.tex"])
def test_a_record_cannot_lead_out_of_the_project(path: str, tmp_path: Path) -> None:
    project = tmp_path / "project"
    put(project, {"a.tex": b"old"})
    pending = project / ".scaffold" / "pending"
    pending.mkdir(parents=True)
    plan = {"what": "update", "keep": "0001", "day": "2027-01-01", "before": {path: None}, "after": {path: "00"}}
    (pending / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    journal.recover(project)
    undo(project)
    assert content(project) == {"a.tex": b"old"}
    assert [p.name for p in tmp_path.iterdir()] == ["project"]
