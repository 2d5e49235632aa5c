"""Programs end at their limits and with scaffold, in every sandbox; what they print is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.engines import limits
from scaffold.engines.sandbox import walls
from tests.engines.running import processes, wait_until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="process groups and signals")


@pytest.fixture(params=walls.CHOICES, autouse=True)
def wall(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each sandbox in turn; skips one that this computer does not allow."""
    name = str(request.param)
    monkeypatch.setenv("SCAFFOLD_SANDBOX", name)
    if walls.wall() != name:
        pytest.skip(f"{name} does not work here")
    return name


def shell(script: str) -> list[str]:
    return ["/bin/sh", "-c", script]


def test_what_is_done_meanwhile_is_done_while_the_program_runs(tmp_path: Path) -> None:
    waits = shell("while [ ! -e done ]; do sleep 0.02; done")
    assert limits.run(waits, tmp_path, limits.Limits(60.0), meanwhile=(tmp_path / "done").touch).code == 0


def test_an_error_meanwhile_ends_the_program(tmp_path: Path) -> None:
    mark = f"97{os.getpid()}"
    with pytest.raises(FileNotFoundError):
        limits.run(shell(f"sleep {mark}; :"), tmp_path, limits.Limits(60.0), meanwhile=(tmp_path / "no").unlink)
    wait_until(lambda: not processes(f"sleep {mark}"))


def test_children_die_at_the_time_limit(tmp_path: Path) -> None:
    mark = f"98{os.getpid()}"
    done = limits.run(shell(f"sleep {mark} & sleep {mark}; :"), tmp_path, limits.Limits(1.0))
    assert done.timed_out
    wait_until(lambda: not processes(f"sleep {mark}"))


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda sent: sent.name)
def test_a_program_ends_with_scaffold(sent: signal.Signals, tmp_path: Path) -> None:
    mark = f"97{os.getpid()}"
    code = (
        "from pathlib import Path; from scaffold.engines import limits\n"
        f"limits.run(['/bin/sh', '-c', 'sleep {mark} & sleep {mark}; :'], Path('.'), limits.Limits(60))"
    )
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL, cwd=tmp_path) as child:
        try:
            wait_until(lambda: len(processes(f"sleep {mark}", whole=True)) == 2)
            child.send_signal(sent)
            assert child.wait(20) != 0
        finally:
            child.kill()
    wait_until(lambda: not processes(f"sleep {mark}"))


def test_output_is_kept_from_its_end(tmp_path: Path) -> None:
    script = "head -c 5000000 /dev/zero | tr '\\0' a; echo end"
    done = limits.run(shell(script), tmp_path, limits.Limits(60))
    assert done.code == 0
    assert len(done.output) == limits.OUTPUT_CAP
    assert done.output.rstrip().endswith("end")


def test_exit_codes_are_the_programs(tmp_path: Path) -> None:
    assert limits.run(shell("exit 7"), tmp_path, limits.Limits(60)).code == 7
    assert limits.run(shell("kill -9 $$"), tmp_path, limits.Limits(60)).code == 128 + 9


def test_nothing_can_be_read_from_the_standard_input(tmp_path: Path) -> None:
    done = limits.run(["/bin/cat"], tmp_path, limits.Limits(20))
    assert (done.code, done.output) == (0, "")


def test_a_large_file_is_not_written(tmp_path: Path) -> None:
    done = limits.run(shell("head -c 3000000 /dev/zero > big"), tmp_path, limits.Limits(60, file=1))
    assert done.code == 128 + signal.SIGXFSZ, "a program that ignores this signal, as TeX would, goes on for ever"
    assert (tmp_path / "big").stat().st_size <= 1 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_memory_is_limited(tmp_path: Path) -> None:
    script = """awk 'BEGIN { s = "x"; while (length(s) < 300000000) s = s s }'"""
    done = limits.run(shell(script), tmp_path, limits.Limits(60, memory=100))
    assert done.code not in (0, None)


def test_a_program_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        limits.run([str(tmp_path / "none")], tmp_path, limits.Limits(5))
