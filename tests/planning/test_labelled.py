"""The bars for main results, prerequisites and notation on labelled papers, if those are available."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import notation
from tests.benchmarks.main_results import rows, totals


@pytest.mark.corpus
@pytest.mark.timeout(1200)
def test_main_results_and_prerequisites_meet_the_bars(corpus: Path) -> None:
    measured = list(rows([]))
    assert measured
    found = totals(measured)
    assert found.right >= 0.9
    assert found.acceptable >= 0.95
    assert found.f1 >= 0.8
    assert found.recall >= 0.9


@pytest.mark.corpus
@pytest.mark.timeout(1200)
def test_sentences_that_introduce_symbols_meet_the_bar(corpus: Path) -> None:
    measured = list(notation.rows(sorted(notation.labelled())))
    assert measured
    found = notation.totals(measured)
    assert found.judged >= 0.9
    assert found.precision >= 0.95
    assert found.recall >= 0.9
    assert found.elsewhere >= 0.85
