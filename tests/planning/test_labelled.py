"""The bars for main results and prerequisites on labelled papers, if those are available."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.main_results import rows


@pytest.mark.corpus
def test_main_results_and_prerequisites_meet_the_bars(corpus: Path) -> None:
    measured = list(rows([]))
    assert measured
    assert sum(r.right for r in measured) >= 0.85 * len(measured)
    assert sum(r.acceptable for r in measured) >= 0.95 * len(measured)
    wanted = sum(len(r.wanted) for r in measured)
    assert sum(len(r.wanted & r.found) for r in measured) >= 0.8 * wanted
