"""What threads find out once."""

from __future__ import annotations

import threading

from scaffold.once import for_last, once


def test_threads_that_ask_together_share_one_answer() -> None:
    asked: list[str] = []
    together = threading.Barrier(2)
    entered = threading.Event()

    @once
    def answer(question: str) -> object:
        asked.append(question)
        entered.wait(0.05)  # long enough for the other thread to ask as well
        return object()

    found: list[object] = []

    def ask() -> None:
        together.wait()
        found.append(answer("why"))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked == ["why"]
    assert found[0] is found[1]
    assert answer("how") is not found[0]


def test_an_error_is_not_kept() -> None:
    asked: list[int] = []

    @once
    def answer() -> int:
        asked.append(1)
        return 1 // (len(asked) - 1)

    for expected in ("error", "1"):
        try:
            assert str(answer()) == expected
        except ZeroDivisionError:
            assert expected == "error"


def test_only_the_very_objects_of_the_last_call_are_known() -> None:
    calls: list[list[int]] = []

    @for_last
    def total(values: list[int]) -> int:
        calls.append(values)
        return sum(values)

    one, equal = [1, 2], [1, 2]
    assert [total(one), total(one), total(equal), total(one)] == [3, 3, 3, 3]
    assert [call is one for call in calls] == [True, False, True]
