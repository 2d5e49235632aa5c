"""Temporary folders: nothing outlives its owner, nothing of a living one is removed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from scaffold import disk, temporary

OWNER = """
import sys, time
from pathlib import Path
from scaffold import disk, temporary
where = Path(sys.argv[1])
with temporary.folder(where, temporary.HIDDEN) as folder, disk.atomic(where / "a.pdf") as file:
    (folder / "a.tex").write_text("x")
    print("ready", flush=True)
    time.sleep(600)
"""


@contextmanager
def owner(where: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has a temporary folder and an unfinished file in where."""
    with subprocess.Popen([sys.executable, "-c", OWNER, str(where)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_folder_is_removed_at_its_end(tmp_path: Path) -> None:
    with temporary.folder(tmp_path, temporary.HIDDEN) as folder:
        (folder / "a").mkdir()
    assert list(tmp_path.iterdir()) == []


def test_what_a_living_process_has_stays_and_what_a_killed_one_left_goes(tmp_path: Path) -> None:
    with owner(tmp_path) as process:
        temporary.sweep(tmp_path)
        assert len(list(tmp_path.iterdir())) == 2
        process.send_signal(signal.SIGKILL)
        process.wait()
        temporary.sweep(tmp_path)
        assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_goes_when_a_file_is_written_there(tmp_path: Path) -> None:
    with owner(tmp_path) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        disk.write(b"x", tmp_path / "b.pdf")
        assert [p.name for p in tmp_path.iterdir()] == ["b.pdf"]


def test_own_folders_survive_a_sweep(tmp_path: Path) -> None:
    with temporary.folder(tmp_path, temporary.VISIBLE) as folder, disk.atomic(tmp_path / "a.pdf") as file:
        file.write(b"x")
        temporary.sweep(tmp_path)
        assert folder.is_dir()
    assert (tmp_path / "a.pdf").read_bytes() == b"x"


@pytest.mark.parametrize(
    "path",
    [
        "scaffold-notes/a.tex", ".scaffold-0123456789abcdef/a.tex", ".scaffold-0123456789abcdef/files/a.tex",
        ".scaffold/lock", "scaffold-0123456789abcdef/lock/a", ".part-of-me/x", ".part-1-x",
        ".scaffold-0123456789abcdefa/lock",
    ],
)  # fmt: skip
def test_what_scaffold_did_not_make_stays(path: str, tmp_path: Path) -> None:
    file = tmp_path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine")
    temporary.sweep(tmp_path)
    assert file.read_text() == "mine"


def test_links_are_not_followed(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "files").mkdir(parents=True)
    (mine / "lock").touch()
    (tmp_path / "swept").mkdir()
    (tmp_path / "swept" / "scaffold-0123456789abcdef").symlink_to(mine)
    (tmp_path / "swept" / ".part-1-1-x").symlink_to(mine / "lock")
    temporary.sweep(tmp_path / "swept")
    assert (mine / "files").is_dir()
    assert (mine / "lock").is_file()


@pytest.mark.parametrize("left", [[], ["lock"], ["lock", "files/a/b"]])
def test_what_is_left_of_a_removal_is_removed(left: list[str], tmp_path: Path) -> None:
    outer = tmp_path / "scaffold-0123456789abcdef"
    outer.mkdir()
    for name in left:
        (outer / name).parent.mkdir(parents=True, exist_ok=True)
        (outer / name).touch()
    temporary.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_still_writes_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    def write(folder: Path) -> None:
        until = time.monotonic() + 0.2
        while time.monotonic() < until:
            with suppress(OSError):
                (folder / "profile").mkdir()

    with temporary.folder(tmp_path, temporary.VISIBLE) as folder:
        writer = threading.Thread(target=write, args=(folder,))
        writer.start()
        (folder / "a").write_text("x")
    writer.join()
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_not_swept(tmp_path: Path) -> None:
    temporary.sweep(tmp_path / "missing")


def test_making_and_sweeping_at_once(tmp_path: Path) -> None:
    """A folder is found between the moment it is made and the moment it is locked: then another one is made."""
    stop, lost = threading.Event(), list[Path]()

    def sweeping() -> None:
        while not stop.is_set():
            temporary.sweep(tmp_path)

    def making() -> None:
        for _ in range(50):
            with temporary.folder(tmp_path, temporary.HIDDEN) as folder:
                if not folder.is_dir():
                    lost.append(folder)
            disk.write(b"x", tmp_path / f"{threading.get_ident()}.txt")

    sweepers = [threading.Thread(target=sweeping) for _ in range(2)]
    makers = [threading.Thread(target=making) for _ in range(3)]
    for thread in (*sweepers, *makers):
        thread.start()
    for thread in makers:
        thread.join()
    stop.set()
    for thread in sweepers:
        thread.join()
    assert lost == []
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".txt"] * 3


def test_a_lock_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    inside, most, waited = 0, list[int](), list[None]()

    def work() -> None:
        nonlocal inside
        with temporary.locked(tmp_path / "lock", lambda: waited.append(None)):
            inside += 1
            most.append(inside)
            inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    with temporary.locked(tmp_path / "lock", lambda: None):
        for thread in threads:
            thread.start()
        while len(waited) < len(threads):
            pass
        assert most == []
    for thread in threads:
        thread.join()
    assert most == [1] * 8
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["mkdir", "_opened", "mkdir 2"])
def test_an_interrupt_while_a_folder_is_made(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal can come after each step, when the folder is there and its name is not yet known to anybody."""
    name, _, count = step.partition(" ")
    owner, left = (Path if name == "mkdir" else temporary), int(count or 1)
    real, made = getattr(owner, name), list[Any]()

    def interrupted(*args: object, **more: object) -> None:
        nonlocal left
        left -= 1
        made.append(real(*args, **more))
        if left == 0:
            raise KeyboardInterrupt

    def make() -> None:
        with temporary.folder(tmp_path, temporary.HIDDEN):
            raise AssertionError("not reached")

    monkeypatch.setattr(owner, name, interrupted)
    with pytest.raises(KeyboardInterrupt):
        make()
    assert list(tmp_path.iterdir()) == []
    for file in filter(None, made):
        file.close()
