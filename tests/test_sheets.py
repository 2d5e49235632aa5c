"""Boxes of rotated pages, and the rest of boxes with a hole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scaffold.sheets import Box, sheet_box, shown, without

SHEET = (30.0, -50.0, 430.0, 550.0)
places = st.integers(0, 30)
boxes = st.tuples(places, places, st.integers(1, 9), st.integers(1, 9)).map(
    lambda b: (float(b[0]), float(b[1]), float(b[0] + b[2]), float(b[1] + b[3]))
)


@given(boxes, st.sampled_from([0, 90, 180, 270]))
def test_the_way_to_the_page_as_shown_and_back(box: Box, turned: int) -> None:
    assert shown(sheet_box(box, SHEET, turned), SHEET, turned) == box


def test_the_upper_left_corner_of_a_turned_page() -> None:
    left, bottom, right, top = SHEET
    corners = {0: (left, top), 90: (left, bottom), 180: (right, bottom), 270: (right, top)}
    assert {t: shown((x, y, x, y), SHEET, t)[:2] for t, (x, y) in corners.items()} == dict.fromkeys(corners, (0, 0))


def _cells(boxes: list[Box]) -> list[tuple[int, int]]:
    return [
        (x, y) for x0, top, x1, bottom in boxes for x in range(int(x0), int(x1)) for y in range(int(top), int(bottom))
    ]


@given(boxes, st.lists(boxes, max_size=6))
def test_what_is_left_is_all_but_the_holes_and_nothing_twice(box: Box, holes: list[Box]) -> None:
    left = [box]
    for hole in holes:
        left = without(left, hole)
    wanted = set(_cells([box])) - set(_cells(holes))
    assert sorted(_cells(left)) == sorted(wanted)
