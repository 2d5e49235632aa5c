"""Tasks in the background: their results, their errors, and what ends them."""

from __future__ import annotations

import _thread
import gc
import random
import shutil
import signal
import sys
import threading
from pathlib import Path

import pytest

from scaffold.engines import background, limits
from tests.engines.running import wait_until

LONG = 60.0
"""Seconds that a program would take that is not killed: more than a test may take."""


def test_the_result_and_the_block_are_made_at_the_same_time() -> None:
    ready = threading.Barrier(2, timeout=LONG)

    def task() -> str:
        ready.wait()
        return "result"

    with background.started(task) as result:
        ready.wait()  # would raise if the task had not begun
    assert result() == "result"


def test_an_error_of_the_task_is_raised_where_its_result_is_wanted() -> None:
    def task() -> None:
        raise ValueError("of the task")

    with background.started(task) as result, pytest.raises(ValueError, match="of the task"):
        result()


@pytest.mark.skipif(sys.platform == "win32", reason="a program of Unix")
def test_an_error_in_the_block_kills_the_program_of_the_task(tmp_path: Path) -> None:
    running, ends = tmp_path / "running", []
    shell = shutil.which("sh")
    assert shell is not None

    def task() -> None:
        try:
            limits.run([shell, "-c", f"touch running; exec sleep {LONG}"], tmp_path, limits.Limits(2 * LONG))
        except BaseException as e:
            ends.append(e)
            raise

    def fails_meanwhile() -> None:
        wait_until(running.exists)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), background.started(task):
        fails_meanwhile()
    assert [type(e) for e in ends] == [background.Cancelled]


def test_no_program_is_started_for_a_task_that_is_cancelled(tmp_path: Path) -> None:
    begun, failed = threading.Event(), threading.Event()
    ends: list[background.Cancelled] = []

    def task() -> None:
        begun.set()
        failed.wait(LONG)
        while not ends:
            try:
                limits.run([sys.executable, "-c", ""], tmp_path, limits.Limits(LONG))
            except background.Cancelled as e:
                ends.append(e)

    def fails() -> None:
        begun.wait(LONG)
        failed.set()
        raise ValueError("in the block")

    with pytest.raises(ValueError, match="in the block"), background.started(task):
        fails()
    assert len(ends) == 1


def test_the_thread_that_started_a_task_cannot_be_cancelled() -> None:
    with background.started(background.is_background) as result:
        assert not background.is_background()
        background.raise_if_cancelled()
    assert result()


@pytest.mark.skipif(sys.platform == "win32", reason="a program of Unix")
def test_a_task_that_waits_for_another_one_is_cancelled_with_it(tmp_path: Path) -> None:
    running, ends = tmp_path / "running", []
    shell = shutil.which("sh")
    assert shell is not None

    def inner() -> None:
        try:
            limits.run([shell, "-c", f"touch running; exec sleep {LONG}"], tmp_path, limits.Limits(2 * LONG))
        except background.Cancelled as e:
            ends.append(e)
            raise

    def outer() -> None:
        with background.started(inner) as result:
            result()

    def fails_meanwhile() -> None:
        wait_until(running.exists)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), background.started(outer):
        fails_meanwhile()
    assert len(ends) == 1, "the program did not end by itself"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="timers of Unix")
def test_an_error_at_any_step_leaves_no_thread_and_nothing_that_waits() -> None:
    """As Ctrl-C raises it; not within what others do when garbage is collected."""

    def stop(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before, running = signal.signal(signal.SIGALRM, stop), _thread._count()
    ended, interrupted, moments = 0, 0, random.Random(1)
    gc.disable()
    try:
        for _ in range(3000):
            try:
                signal.setitimer(signal.ITIMER_REAL, moments.uniform(1e-5, 4e-4))
                with background.started(lambda: sum(range(2000))) as task:
                    assert task() == 1_999_000
                signal.setitimer(signal.ITIMER_REAL, 0)
                ended += 1
            except KeyboardInterrupt:
                interrupted += 1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        gc.enable()
    assert ended
    assert interrupted > 100
    wait_until(lambda: _thread._count() <= running)


def test_a_task_that_is_cancelled_before_it_begins_has_ended() -> None:
    with background.started(lambda: None) as task:
        task.cancel()
    assert task.done
