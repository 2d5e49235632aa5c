"""Disks, names and neighbours that commands meet: full temporary folders, long names, other builds of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scaffold import disk, temporary
from scaffold.engines import limits
from scaffold.errors import DiskError, EngineFailed
from tests.pipeline.conftest import EPRINTS, ID, Run

pytestmark = pytest.mark.slow

LONG = "n" * 300
DEEP = "n/" * 2500
BYTES = os.fsdecode(b"caf\xe9")
TEX = r"\documentclass{article}\begin{document}\newtheorem{t}{T}\begin{t}A\end{t}\end{document}"


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk on which no new file has space; those that engines wrote are there."""
    monkeypatch.setattr(disk, "_NEEDED", 1 << 62)

    def refuse(size: int) -> bytes:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(disk, "bytes", refuse, raising=False)


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("error", [None, EngineFailed("LaTeX made no PDF")])
def test_a_full_temporary_folder_is_named(
    error: Exception | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def run() -> None:
        with limits.scratch():
            if error is not None:
                raise error

    with pytest.raises(DiskError) as caught:
        run()
    assert caught.value.message == f"no space left for the temporary folder {tmp_path}: the disk is full"
    assert "TMPDIR" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.requires_latex
@pytest.mark.parametrize("words", [["init", str(EPRINTS / ID / "v2"), "p"], ["inspect", str(EPRINTS / ID / "v2")]])
def test_a_small_disk_for_temporary_files(words: list[str], desk: Path, tmp_path: Path) -> None:
    """A real one, where this user may mount it."""
    small = tmp_path / "small"
    small.mkdir()
    mount = ["unshare", "-rm", "/bin/sh", "-c", 'mount -t tmpfs -o size=200k none "$0" && exec "$@"', str(small)]
    if not shutil.which("unshare") or subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a disk")
    command = [*mount, sys.executable, "-m", "scaffold", *words]
    env = {**os.environ, "TMPDIR": str(small)}
    ran = subprocess.run(command, cwd=desk, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 31, ran.stderr
    assert f"the temporary folder {small}" in ran.stderr
    assert list(desk.iterdir()) == []


@pytest.mark.parametrize("name", [LONG, f"{LONG}.toml", DEEP, f"{BYTES}.toml", f"a/{LONG}/b.tex"], ids=len)
@pytest.mark.parametrize(
    "words",
    [
        "init NAME", "inspect NAME", "plan NAME", "graph NAME", "doctor tokens NAME", "doctor log NAME",
        "doctor env NAME", "build NAME", "check NAME", "talk NAME", "inspect PAPER --main NAME",
        "plan PAPER --seminar NAME",
        "init PAPER --seminar NAME --no-tex", "init PAPER --review NAME --no-tex", "init PAPER --theme NAME --no-tex",
        "graph PAPER --svg NAME/x", "graph PAPER --dot NAME/x", "init PAPER --student NAME --no-tex -q",
    ],
)  # fmt: skip
def test_names_that_no_disk_takes(words: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, as there are many; a crash would exit with 1."""
    from scaffold import cli

    paper = tmp_path / "main.tex"
    paper.write_text(TEX)
    monkeypatch.chdir(tmp_path)
    argv = [word.replace("NAME", name).replace("PAPER", str(paper)) for word in words.split()]
    monkeypatch.setattr(sys, "argv", ["scaffold", *argv])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code != 1
    assert not list(tmp_path.glob("scaffold-crash-*"))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take only names in UTF-8")
@pytest.mark.parametrize("target", ["p", BYTES])
def test_a_paper_in_a_folder_whose_name_is_not_utf8(target: str, scaffold: Run, desk: Path) -> None:
    (desk / BYTES).mkdir()
    paper = desk / BYTES / "main.tex"
    paper.write_text(TEX)
    target = f"{target}/q" if target == BYTES else target
    run = scaffold("init", str(paper), target, "--no-tex")
    assert run.returncode == 0, run.stderr
    for words in (["check"], ["talk"], ["plan"], ["graph"], ["inspect", "--json"]):
        assert scaffold(*words, cwd=desk / target).returncode in (0, 40), words


WITHOUT_OVERRIDE = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
"""Starts a program of root's that must not read what its permissions forbid."""


@pytest.fixture
def forbidden(desk: Path) -> Iterator[list[str]]:
    """Makes the folder locked/ and the files paper.tex and part/other.tex, which the command must not read."""
    if not hasattr(os, "geteuid") or (os.geteuid() == 0 and not shutil.which("setpriv")):
        pytest.skip("needs permissions of POSIX, and as root setpriv")
    (desk / "locked").mkdir()
    (desk / "part").mkdir()
    (desk / "part" / "main.tex").write_text(TEX, encoding="utf-8")
    closed = [desk / "paper.tex", desk / "part" / "other.tex", desk / "locked"]
    for path in closed[:2]:
        path.write_text(TEX, encoding="utf-8")
    for path in closed:
        path.chmod(0)
    yield WITHOUT_OVERRIDE if os.geteuid() == 0 else []
    for path in closed:
        path.chmod(0o700)


@pytest.mark.parametrize("place", ["locked", "paper.tex", "part"])
@pytest.mark.parametrize("dump", ["tokens", "model", "plan"])
def test_what_must_not_be_read_is_named(forbidden: list[str], desk: Path, dump: str, place: str) -> None:
    command = [*forbidden, sys.executable, "-m", "scaffold", "doctor", dump, place]
    run = subprocess.run(command, cwd=desk, capture_output=True, text=True, check=False)
    file = {"part": "part/other.tex"}.get(place, place)
    assert (run.returncode, run.stdout) == (31, "")
    assert f"cannot read {file}: Permission denied" in run.stderr


@pytest.mark.parametrize("words", [["log", "locked"], ["env", "locked"], ["log", "paper.tex"]])
def test_other_dumps_name_it_too(forbidden: list[str], desk: Path, words: list[str]) -> None:
    command = [*forbidden, sys.executable, "-m", "scaffold", "doctor", *words]
    run = subprocess.run(command, cwd=desk, capture_output=True, text=True, check=False)
    assert run.returncode in (31, 32)
    assert words[1] in run.stderr
    assert "Permission denied" in run.stderr


@pytest.mark.requires_latex
def test_a_build_waits_for_another_one(drafted: Path, tmp_path: Path, scaffold: Run) -> None:
    project = tmp_path / "paper"
    shutil.copytree(drafted / "paper", project)
    with temporary.locked(project / ".scaffold" / "lock", lambda: None):
        command = [sys.executable, "-m", "scaffold", "build", "--report"]
        process = subprocess.Popen(command, cwd=project, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert process.stderr is not None
        assert "another build or update of this project" in process.stderr.readline()
        assert not (project / "build").exists()
    assert process.communicate()[0]
    assert process.returncode == 0
    assert (project / "build" / "report.pdf").is_file()
    assert not (project / ".scaffold" / "lock").exists()
