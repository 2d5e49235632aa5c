"""Work over several processes: the order of the tasks, whatever happens to the workers."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scaffold.engines import workers
from scaffold.engines.workers import apart, in_order
from scaffold.errors import UnreadablePdf

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "eprints" / "2401.00001" / "v2.pdf"


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)


def test_results_come_in_the_order_of_the_tasks() -> None:
    assert list(in_order(len, ["a" * n for n in (5, 3, 9, 0, 2)])) == [5, 3, 9, 0, 2]


def test_other_processes_do_the_work() -> None:
    assert os.getpid() not in set(in_order(_pid, [1, 2, 3]))


def logs(number: int) -> int:
    logging.getLogger("library").warning("an odd object")
    return number


def test_what_libraries_log_in_a_worker_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    assert list(in_order(logs, range(4))) == [0, 1, 2, 3]
    assert capfd.readouterr().err == ""


def test_few_tasks_stay_here() -> None:
    assert set(in_order(_pid, [1, 2])) == {os.getpid()}


def test_a_dead_worker_costs_nothing_but_time() -> None:
    assert list(in_order(_dies_elsewhere, [os.getpid()] * 4)) == [os.getpid()] * 4


def test_what_a_task_raises_is_raised() -> None:
    with pytest.raises(UnreadablePdf, match="gone") as caught:
        list(in_order(_raises, [1, 2, 3]))
    assert caught.value.hint == "look for it"


def test_without_processes_this_one_works(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise NotImplementedError("no semaphores here")

    monkeypatch.setattr(workers, "ProcessPoolExecutor", none)
    assert set(in_order(_pid, [1, 2, 3])) == {os.getpid()}


def test_a_main_program_that_was_typed_in_is_not_imported_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["__main__"], "__file__", "<stdin>", raising=False)
    assert set(in_order(_pid, [1, 2, 3])) == {os.getpid()}


def test_a_task_apart_has_a_process_of_its_own() -> None:
    assert len({apart(_pid, 1), apart(_pid, 2), os.getpid()}) == 3


def test_a_task_apart_is_done_here_if_its_process_dies() -> None:
    assert apart(_dies_elsewhere, os.getpid()) == os.getpid()


def test_what_a_task_apart_raises_is_raised() -> None:
    with pytest.raises(UnreadablePdf, match="gone"):
        apart(_raises, 1)


def test_a_task_apart_is_done_here_if_the_main_program_was_typed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["__main__"], "__file__", "<stdin>", raising=False)
    assert apart(_pid, 1) == os.getpid()


@pytest.mark.long
def test_a_paper_is_the_same_however_it_is_read_and_its_pages_are_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages and their layout take most memory of `init`, and a process does not give it back."""
    import pypdf

    from scaffold.read.pdf import reader
    from scaffold.read.pdf.reader import Cores, read

    writer = pypdf.PdfWriter()
    for _ in range(2):
        writer.append(EXAMPLE, import_outline=False)
    writer.write(tmp_path / "twice.pdf")
    seen: list[int] = []
    with monkeypatch.context() as here:
        here.setattr(reader, "layout", None)
        paper = read(tmp_path / "twice.pdf", lambda done, total: seen.append(done), Cores(in_order, apart))
    assert seen == list(range(1, 29))
    assert paper.statements
    assert paper == read(tmp_path / "twice.pdf")


def _pid(_: int) -> int:
    return os.getpid()


def _dies_elsewhere(here: int) -> int:
    if os.getpid() != here:
        os._exit(3)
    return here


def _raises(_: int) -> None:
    raise UnreadablePdf("the file is gone", "look for it")


@pytest.mark.skipif(os.name != "posix", reason="no process groups")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_that_reaches_all_processes_ends_them_and_prints_nothing(sent: signal.Signals, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import signal, sys, time\n"
        f"sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r})\n"
        "from scaffold.engines import workers\n"
        "workers.cores = lambda: 2\n"
        "class Stopped(BaseException): ...\n"
        "def stop(*_): raise Stopped\n"
        "def task(n):\n"
        "    if n: time.sleep(600)\n"
        "    return n\n"
        "if __name__ == '__main__':\n"
        "    signal.signal(signal.SIGINT, stop)\n"
        "    signal.signal(signal.SIGTERM, stop)\n"
        "    try:\n"
        "        for _ in workers.in_order(task, range(6)):\n"
        "            print('ready', flush=True)\n"
        "    except Stopped:\n"
        "        print('stopped', flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        if sent is signal.SIGINT:
            os.killpg(process.pid, sent)
        else:
            process.send_signal(sent)
        assert process.communicate(timeout=120) == ("stopped\n", "")
