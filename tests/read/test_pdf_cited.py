"""Which entries of a printed reference list a text cites."""

from __future__ import annotations

import pytest

from scaffold.read.pdf.structure.cited import cited

NUMBERED = [(str(n), f"A. Author. Work number {n}. 1999.") for n in range(1, 9)]
NAMED = [
    (None, "Peter L Bloom, Dylan Foster, and Mat Tell. Margins of trees. In Leaves, pages 12–20, 2017."),
    (None, "Bloom, P. and Mendel, S. (2002). Averages of leaves. J. Nothing, 3:463–482."),
    (None, "Greg Young. Wide trees, and what hangs on them. arXiv:1902.04760, 2019b."),
    (None, "Žižek, A. B. Forests. 1988."),
]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("as in [3, 5–7].", [3, 5, 6, 7]),
        ("see [1]; also [2, Theorem 4] and [4; 8].", [1, 2, 4, 8]),
        ("for x in [0, 1] and a list [7].", [7]),
        ("on pages [1–900], section 3", []),
    ],
)
def test_numbers_in_brackets_cite(text: str, numbers: list[int]) -> None:
    assert [n for n, known in enumerate(cited(NUMBERED, text), 1) if known] == numbers


@pytest.mark.parametrize("text", ["shown by [BFT17, Nag12]", "see [see BFT17, Lemma 3]"])
def test_labels_of_letters_cite(text: str) -> None:
    works = [("BFT17", "Bloom, Foster, Tell. Margins. 2017."), ("MRT18", "M. Rest. Learning. 2018.")]
    assert cited(works, text) == [True, False]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bloom et al. [2017] show", [True, False, False, False]),
        ("is known (Bloom et al., 2017; Young, 2019a, 2019b).", [True, False, True, False]),
        ("Bloom and Mendel (2002) and Žižek’s (1988) forests", [False, True, False, True]),
        ("Bloom and Foster met in 2002; Young trees, in 2019b as before", [False] * 4),
    ],
)
def test_names_with_years_cite(text: str, found: list[bool]) -> None:
    assert cited(NAMED, text) == found
