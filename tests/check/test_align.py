"""Where a statement stands in the signs of a paper's pages, or of a finished report."""

from __future__ import annotations

import pytest

from scaffold.check.printed import align
from scaffold.check.printed.align import MOST, Passage, Place, differences, found
from scaffold.check.printed.glyphs import Glyph
from scaffold.check.printed.signs import PART, SOME_LARGE

TEXT = "Für jede Kurve gilt a kleiner b und c kleiner d".replace(" ", "")


def signs(text: str) -> list[Glyph]:
    return [Glyph(sign=c, page=1, x=5.0 * n, y=700.0, size=10.0) for n, c in enumerate(text) if c != " "]


@pytest.mark.parametrize(
    "before",
    [
        "Satz 1.2",
        "gemäß Straße und İ Satz 1.2",
        "SATZ 1.2",
        "1.2. Satz",
        "1.2 Satz 1.2",
        "21.2 Satz 1.2",
        "Satz 1.2 §3.4, p. 12",
        "Satz 1.2. § IV B, p. 12",
        "Satz 1.2 p. 12",
        "Wie Satz 1.2 zeigt, ist alles anders. Satz 1.2",
    ],
)
def test_the_text_begins_behind_the_title(before: str) -> None:
    """Letters whose other case has more of them are counted once; our report prints a place after the title."""
    place = found(signs(TEXT), Passage(signs(f"{before} {TEXT} und so fort")), "Satz 1.2", untitled=False, least=MOST)
    assert place is not None
    assert "".join(g.sign for g in place.glyphs).startswith(TEXT)


def test_a_text_may_begin_with_a_digit() -> None:
    place = found(
        signs("0 = 1 + x."),
        Passage(signs("Wie in Satz 1.2.3. Satz 1.2. 0 = 1 + x. Satz 1.3")),
        "Satz 1.2",
        untitled=False,
    )
    assert place is not None
    assert "".join(g.sign for g in place.glyphs).startswith(".0=1+x")


def test_a_mention_is_no_statement() -> None:
    report = signs("Satz 1.2: was sagt er, und wem nützt es? Nenne ein Beispiel, an dem man es sieht.")
    assert found(signs(TEXT), Passage(report), "Satz 1.2", untitled=False, least=MOST) is None


@pytest.mark.parametrize(
    ("ours", "theirs", "agree"),
    [
        ("X=⋃U", f"X={SOME_LARGE}U", True),
        ("X=U", f"X={SOME_LARGE}U", True),
        ("X=⋃∏U", f"X={SOME_LARGE}U", False),
        ("X=⋃∪U", f"X={SOME_LARGE}U", False),
        ("X=⋃U", "X=U", False),
    ],
)
def test_a_large_sign_that_only_its_font_explains_may_be_any_operator(ours: str, theirs: str, *, agree: bool) -> None:
    found = differences(signs(f"Let {ours} be open."), Place(signs(f"Let {theirs} be open."), titled=True))
    assert (not found) == agree


@pytest.mark.parametrize(
    ("ours", "theirs", "agree"),
    [
        ("f(x)", "f[x]", False),
        ("f(x)", "fx", False),
        ("|x|", "‖x‖", False),
        ("(0,1)", "(0;1)", False),
        ("f(x)", f"f{PART}x{PART}", True),
        ("f{x}", f"f{SOME_LARGE}x{SOME_LARGE}", True),
        ('"x"', "x", True),
    ],
)
def test_brackets_and_punctuation(ours: str, theirs: str, *, agree: bool) -> None:
    found = differences(signs(f"Let {ours} be open."), Place(signs(f"Let {theirs} be open."), titled=True))
    assert (not found) == agree


def test_the_full_stop_behind_a_title_and_the_brackets_of_a_citation_are_ours() -> None:
    ours, theirs = signs("Let (see [12, Ex. 3]) be open."), signs(". Let (see (Weil, 1944, Ex. 3)) be open.")
    assert not differences(ours, Place(theirs, titled=True), labels=["12"])


@pytest.mark.parametrize("printed", ["[Klingenberg, 1968]", "[12]", "[12, 13]"])
def test_a_citation_of_ours_is_one_also_in_a_finished_pdf(printed: str) -> None:
    text = "Dies folgt aus dem Satz über die Viertel von {}."
    place = Place(signs(text.format(printed)), titled=True)
    ours = signs(text.format("[Klingenberg, 1968]"))
    assert differences(ours, place, ["Klingenberg, 1968"]) == []


@pytest.mark.parametrize("between", ["", ".", "(Ein Name)", ". [3]:", "(Ein (zweiter) Name). "])
def test_a_text_that_opens_behind_the_title_is_not_sought_further(
    between: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(align, "_agreement", lambda *_: pytest.fail("compared with another place"))
    passage = Passage(signs(f"Wie Satz 1.2 zeigt, ist alles anders. Satz 1.2 {between}{TEXT} und so fort"))
    place = found(signs(TEXT), passage, "Satz 1.2", untitled=False, least=MOST)
    assert place is not None
    assert "".join(g.sign for g in place.glyphs).startswith(between.replace(" ", "") + TEXT)


@pytest.mark.parametrize("name", ["", ".", " (Ein Name)."])
@pytest.mark.parametrize("page", [1, 2])
def test_a_float_may_stand_between_the_title_and_the_text(name: str, page: int) -> None:
    """The title is the last line of a page or column, and a figure with a long caption the first thing in the next."""
    title = [g._replace(y=80.0) for g in signs(f"und wie zuvor. Satz 1.2{name}")]
    caption = [g._replace(page=page) for g in signs("Abbildung 3: Eine Kurve und ihre Tangenten. " * 9)]
    text = [g._replace(page=page, y=500.0) for g in signs(TEXT)]
    place = found(signs(TEXT), Passage([*title, *caption, *text]), "Satz 1.2", untitled=False)
    assert place is not None
    assert differences(signs(TEXT), place) == []
    wrong = TEXT.replace("b", "d")
    assert [(d.ours, d.theirs) for d in differences(signs(wrong), place)] == [("d", "b")]


@pytest.mark.parametrize(
    ("ours", "theirs", "agree"),
    [
        ("By 2 on page 4 and 3 on page 7.", "By 2 on the next page and 3 on page 7.", True),
        ("By 2 on page 4 and 3 on page 7.", "By 2 on the next page and 3 on page 8.", False),
        ("By 2 on page 4.", "By 2.", False),
        ("By 2.", "By 2 on the following page.", False),
        ("Nach 2 auf Seite 4.", "Nach 2 auf der nächsten Seite.", True),
    ],
)
def test_a_page_that_is_named_by_its_place(ours: str, theirs: str, agree: bool) -> None:
    found = differences(signs(f"{TEXT} {ours} {TEXT}"), Place(signs(f"{TEXT} {theirs} {TEXT}"), titled=True))
    assert bool(found) is not agree
