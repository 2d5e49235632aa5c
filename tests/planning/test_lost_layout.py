"""Which pieces of a page's text are formulas without their layout, and what is quoted beside them."""

from __future__ import annotations

import pytest

from scaffold.planning.lost_layout import without_layout
from scaffold.planning.proof_sentences import sentences


@pytest.mark.parametrize(
    "piece",
    "x1 Rn(F) Gn(ε) ui, wij δ4 λmin ℓ2. σi O(n2p) C(Rp, |Fi| {ci}i∈[n] A−1 d)10ϵ−5) kMk2 kxk2 ku(0)k2 6= √mC xTy dQ "
    "distH(a m,n,k in=1 (Xi, Pρ,η max1≤i≤d gx "
    "an−1/2 n−1/2 Θ(∞L) L∞ (∞L) P–σ Pˆθ".split(),
)
def test_glued_indices_exponents_and_lost_signs(piece: str) -> None:
    assert without_layout([piece]) == [True]


@pytest.mark.parametrize(
    "words",
    [
        "By Theorem B1 and Lemma A2. we are done",
        "(A1)-(A3) and (ii) and (xi) hold, i.e. a.s.",
        "f(x) = g(y) + 2n for ε > 0, x ∈ (0, 1) and |S| ≤ n−1",
        "Du et al. and Ma show that it is so if n is in it",
        "Li and Liang [33], Li & Liang (2018) and Xu [4] showed what Li et al. had seen",
        "Im f and Pr[A] and tr and ln n",
        "We've said \"no\" to McDiarmid's 1-Lipschitz maps in Brändén's SymbolicAnalysis.jl",
        "the aSVC of the 1st, 2nd, 3rd and 4th class on PyTorch and ClusUCB",
        "from –∞ to ∞, n → ∞, x−1 and T is a tree, Let T the",
        "Let H be as in A. We explain the maximum and the logic of infinite exponents.",
        "",
    ],
)
def test_words_names_numbers_and_formulas_of_one_line(words: str) -> None:
    pieces = words.split()
    assert without_layout(pieces) == [False] * len(pieces)


@pytest.mark.parametrize(
    ("words", "lost"),
    [
        ("at most n k of them", "k"),
        ("by w 2 or w ∞ and", "2 ∞"),
        ("with W (0) and", "(0)"),
        ("the maximum 2 norm of it", "2"),
        ("of Xi and Xj for", "Xi Xj"),
        ("we apply T the induction hypothesis", "T"),
    ],
)
def test_what_stands_apart_may_have_been_an_index_or_part_of_something_tall(words: str, lost: str) -> None:
    pieces = words.split()
    assert [piece for piece, is_lost in zip(pieces, without_layout(pieces), strict=True) if is_lost] == lost.split()


@pytest.mark.parametrize(
    ("sentence", "quoted"),
    [
        ("We improve the size of it to O(dp/2k(log n)10) by a lemma.", "We improve the size of it to …"),
        (
            "It remains to show that the second term is no more than Rn(φ).",
            "It remains to show that the second term is no more than …",
        ),
        ("Let n be at least 3.", "Let n be at least 3."),
    ],
)
def test_a_quotation_ends_before_them(sentence: str, quoted: str) -> None:
    assert [s.quoted(45, 300) for s in sentences(sentence, latex=False)] == [quoted]
