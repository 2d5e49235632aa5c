"""Inputs that nobody wrote on purpose: a short run in every test run, a long one by `make fuzz`.

shapes.py         sources that repeat one thing; each can be made of any size
stages.py         all that scaffold makes of a source without an external program
scaling.py        the long run over the shapes: doubles each up to a megabyte and prints how the time grows
test_scaling.py   the short one: how the work grows, counted
test_*.py         values drawn by hypothesis
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "0"))
"""Examples of each target in a long run; 0 in a short one."""


def examples(short: int, share: float = 1.0) -> Callable[[Any], Any]:
    """Settings of a target: how many examples a short run draws, and its share of those of a long run."""
    count = max(short, round(EXAMPLES * share))
    return settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))
