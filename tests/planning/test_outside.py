"""Results of other works that a proof cites by number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.model import Reference
from scaffold.planning.outside import outside
from tests.planning.papers import of, statement

KNOWN = (Reference(key="smith", label="12"), Reference(key="bare"))


@pytest.mark.parametrize(
    ("proof", "wanted"),
    [
        ("By \\cite[Theorem 2.3]{smith}.", ["[12], Theorem 2.3"]),
        ("By \\citep[see][Prop.~4]{smith}.", ["[12], Proposition 4"]),
        ("By Theorem~2.3 in \\cite{smith}.", ["[12], Theorem 2.3"]),
        ("By Lemma A.1 of Smith \\cite{smith} and \\cite[Lemma A.1]{smith}.", ["[12], Lemma A.1"]),
        ("This is \\cite{smith}, Theorem 7.", ["[12], Theorem 7"]),
        ("As in \\cite{smith} Theorem 7, or \\cite{smith}'s Lemma 2.", ["[12], Theorem 7", "[12], Lemma 2"]),
        ("As in \\cite{smith}, Theorem 7 gives the claim.", []),
        ("By Theorem 2.3.", []),
        ("By \\cite[p.~3]{smith}.", []),
        ("By \\cite[Theorem 2]{bare} and \\cite[Theorem 2]{unknown}.", []),
        ("% By \\cite[Theorem 2.3]{smith}.", []),
    ],
)
def test_in_latex(proof: str, wanted: list[str]) -> None:
    found = outside(of(statement("Theorem 1", "Yes.", proof=proof), references=KNOWN))
    assert [o.label for o in found.get("theorem-1", ())] == wanted


@pytest.mark.parametrize(
    ("proof", "wanted"),
    [
        ("By Theorem 2.1 in [12], yes.", ["[12], Theorem 2.1"]),
        ("By [DLL+18, Lemma 3].", ["[DLL+18], Lemma 3"]),
        ("By Theorem 2.1, see [12].", []),
    ],
)
def test_on_a_page(proof: str, wanted: list[str]) -> None:
    found = outside(of(statement("Theorem 1", "Yes.", proof=proof, form="text")))
    assert [o.label for o in found.get("theorem-1", ())] == wanted


@given(st.text(alphabet="\\cite{}[] Theorem~2.3,smith", max_size=200))
def test_any_text_is_read(proof: str) -> None:
    found = outside(of(statement("Theorem 1", "Yes.", proof=proof), references=KNOWN))
    assert all(o.work == "[12]" for o in found.get("theorem-1", ()))
