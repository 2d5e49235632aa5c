"""The words of slides: cut to fit before anything is drawn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaffold.model import Figure, Macro, Paper, Parameter, Reference, Statement
from scaffold.plans import Item, Slide, TalkPlan
from scaffold.write.slides import wording
from scaffold.write.slides.blocks import (
    BOTTOM,
    GAP,
    TOP,
    FigureBlock,
    ReferencesBlock,
    StatementBlock,
    TextBlock,
    flow,
)
from scaffold.write.slides.compose import Page, compose
from scaffold.write.slides.measure import lines
from scaffold.write.slides.space import title_size
from tests.write.talks import PAPER, PLAN, PROFILE, statement_slide, tall


def pages(*slides: Slide, paper: Paper = PAPER) -> tuple[Page, ...]:
    return compose(paper, TalkPlan(30, slides), PROFILE, student="").pages


def prompts(n: int, words: int = 12) -> tuple[Item, ...]:
    return tuple(Item("prompt", text=f"Question {i}: " + "why " * words + "?") for i in range(n))


def test_every_slide_of_the_plan_is_there_in_order() -> None:
    deck = compose(PAPER, PLAN, PROFILE, student="Jane Doe")
    assert list(dict.fromkeys(p.slide.id for p in deck.pages)) == [s.id for s in PLAN.slides]
    assert len({p.id for p in deck.pages}) == len(deck.pages)


def test_no_running_text_is_smaller_than_eighteen_points() -> None:
    for page in pages(
        *(Slide(id="s", layout="text", title="T", section="", seconds=60, items=prompts(n)) for n in (1, 5, 9, 20))
    ):
        assert all(b.size >= 18 and b.depth <= BOTTOM - TOP for b in page.blocks if isinstance(b, TextBlock))


def test_a_text_too_long_for_a_slide_goes_on_over_another() -> None:
    found = pages(Slide(id="s", layout="text", title="Limits", section="", seconds=60, items=prompts(20)))
    assert [p.title for p in found] == [f"Limits ({n}/{len(found)})" for n in range(1, len(found) + 1)]
    shown = [line.text for p in found for b in p.blocks if isinstance(b, TextBlock) for line in b.lines]
    assert shown == [i.text for i in prompts(20)]
    assert found[0].notes.startswith("60 s")
    assert "first part" in found[1].notes


def test_a_statement_knows_its_height_beside_words() -> None:
    alone, beside = pages(statement_slide("theorem-1.1"), statement_slide("theorem-1.1", *prompts(2, 3)))
    first, second = alone.blocks[0], beside.blocks[0]
    assert isinstance(first, StatementBlock)
    assert isinstance(second, StatementBlock)
    assert first.header == ""
    assert second.max_height < first.max_height


def test_words_beside_a_statement_are_smaller_before_they_take_a_slide_of_their_own() -> None:
    links = tuple(Item("link", "s", f"Refers to Assumption {n}") for n in (1, 2, 3))
    (page,) = pages(statement_slide("theorem-1.1", *links, *prompts(1, 3)))
    assert [b.size for b in page.blocks if isinstance(b, TextBlock)] == [18.0]
    assert len(pages(statement_slide("theorem-1.1", *links, *prompts(5, 3)))) > 1


def test_two_statements_in_one_column_take_two_slides() -> None:
    items = (Item("statement", "theorem-1.1"), Item("statement", "lemma-2.2"))
    found = pages(Slide(id="s", layout="text", title="Setting", section="", seconds=60, items=items))
    assert [p.title for p in found] == ["Theorem 1.1 (Mistake bound)", "Lemma 2.2"]
    assert [b.header for p in found for b in p.blocks if isinstance(b, StatementBlock)] == ["", ""]


def wide() -> Paper:
    """The tall paper with a display in a definition that is wider than a column."""
    display = "\\[ a \\iff " + " + ".join(f"b({n})" for n in range(9)) + " = c \\]"
    body = next(s.body for s in tall().statements if s.id == "definition-3.1") + display
    changed = (replace(s, body=body, standalone=body) if s.id == "definition-3.1" else s for s in tall().statements)
    return replace(tall(), statements=tuple(changed))


def test_columns_that_might_not_fit_become_slides() -> None:
    left, right = (Item("statement", "lemma-A.1"),), (Item("statement", "definition-3.1"),)
    short = (Item("statement", "definition-2.1"),)
    slide = Slide(id="s", layout="two-column", title="Setting", section="", seconds=60, items=short, right=right)
    (side_by_side,) = pages(slide, paper=tall())
    assert side_by_side.right
    assert not any(p.right for p in pages(slide, paper=wide()))
    assert all(
        not p.right
        for p in pages(
            Slide(id="s", layout="two-column", title="Setting", section="", seconds=60, items=left, right=right)
        )
    )


def test_short_statements_are_below_one_another_over_the_full_width() -> None:
    slide = Slide(
        id="s",
        layout="two-column",
        title="Setting",
        section="",
        seconds=60,
        items=(Item("statement", "definition-2.1"),),
        right=(Item("statement", "definition-3.1"), *prompts(1)),
    )
    (page,) = pages(slide)
    assert (page.right, page.unbroken, [type(b) for b in page.blocks]) == (
        (), True, [StatementBlock, StatementBlock, TextBlock],
    )  # fmt: skip
    shown, alone = (
        [b.max_height for b in blocks if isinstance(b, StatementBlock)]
        for blocks in (page.blocks, flow(PAPER, (*slide.items, *slide.right), page.title, page.space))
    )
    words = sum(b.depth for b in page.blocks if isinstance(b, TextBlock))
    frames = sum(BOTTOM - TOP - height for height in alone)
    assert sum(shown) + frames + words + 2 * GAP <= BOTTOM - TOP + 1


def test_clips_of_a_pdf_are_never_beside_each_other() -> None:
    slide = Slide(
        id="s",
        layout="two-column",
        title="Setting",
        section="",
        seconds=60,
        items=(Item("statement", "definition-2.1"),),
        right=prompts(1),
    )
    read = replace(PAPER, statements=tuple(replace(s, shown_by="clip") for s in PAPER.statements))
    assert [bool(p.right) for p in pages(slide)] == [True]
    assert not any(p.right for p in pages(slide, paper=read))


def test_a_clip_of_an_algorithm_has_its_heading_in_it() -> None:
    first, *rest = PAPER.statements
    slide = Slide(
        id="s", layout="backup", title="What it refers to", section="", seconds=0, items=(Item("statement", first.id),)
    )

    def header(shown: Statement) -> str:
        (page,) = pages(slide, paper=replace(PAPER, statements=(shown, *rest)))
        (block,) = (b for b in page.blocks if isinstance(b, StatementBlock))
        return block.header

    assert header(replace(first, kind="algorithm"))
    assert header(replace(first, shown_by="clip"))
    assert header(replace(first, kind="algorithm", shown_by="clip")) == ""


def test_titles_shrink_then_wrap() -> None:
    assert [title_size("x" * n) for n in (10, 53, 120, 500)] == [30.0, 28.0, 24.0, 20.0]


def test_a_title_is_set_smaller_before_a_word_is_alone_on_a_line() -> None:
    assert title_size("Theorem 1.2 (Informal Label-Invariant Tolerant Verification Theorem) (1/2)") == 24.0
    assert title_size("Remark 9 (Relation to other Measure-Valued Universal Approximation Results)") == 22.0


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Lemma 2 ([Lee et al., 2006])", "Lemma 2 (Lee et al., 2006)"),
        ("Lemma 2 ([May, 1972], [Boardman and Vogt, 1973])", "Lemma 2 (May, 1972; Boardman and Vogt, 1973)"),
        ("Lemma 2 ([Pinkus, 1999, Theorem 3.1])", "Lemma 2 (Pinkus, 1999, Theorem 3.1)"),
        ("Lemma 2 ([Lee, 2006a] and more)", "Lemma 2 (Lee (2006a) and more)"),
        ("Lemma 2 ([12])", "Lemma 2 ([12])"),
        ("Lemma 2 (Steps in [0, 1])", "Lemma 2 (Steps in [0, 1])"),
        ("The question", "The question"),
        ("Theorem 27 (Uniform bound for RFF ,)", "Theorem 27 (Uniform bound for RFF)"),
    ],
)
def test_a_title_has_no_brackets_in_brackets(title: str, shown: str) -> None:
    assert wording.cited(title) == shown


def test_notes_say_time_place_and_what_to_cut() -> None:
    found = pages(
        Slide(
            id="a",
            layout="text",
            title="A",
            section="",
            seconds=90,
            items=prompts(1),
            prompt="Begin slowly.",
            page=3,
            cut=2,
        ),
        Slide(id="b", layout="backup", title="B", section="", seconds=0, items=prompts(1)),
    )
    assert found[0].notes == (
        "90 s.\nBegin slowly.\nPaper, p. 3.\nIf time is short: skip this slide (number 2 to skip)."
    )
    assert found[1].notes.startswith("Backup")


def test_a_road_map_without_nodes_asks_for_one() -> None:
    (page,) = pages(Slide(id="r", layout="roadmap", title="Road map", section="", seconds=60))
    assert isinstance(page.blocks[0], TextBlock)
    assert page.blocks[0].lines[0].kind == "prompt"


def test_references_without_works_name_the_paper() -> None:
    (page,) = pages(Slide(id="r", layout="references", title="References", section="", seconds=0))
    assert isinstance(page.blocks[0], ReferencesBlock)
    assert "2001.00001" in page.blocks[0].lines[0].text


def test_the_slides_of_a_long_list_are_even() -> None:
    for count in (13, 17, 21):
        found = pages(Slide(id="s", layout="text", title="Limits", section="", seconds=60, items=prompts(count, 8)))
        counts = [len(b.lines) for p in found for b in p.blocks if isinstance(b, TextBlock)]
        assert sum(counts) == count
        assert max(counts) - min(counts) <= 2


def test_a_list_of_references_begins_with_the_paper_itself() -> None:
    (page,) = pages(
        Slide(id="r", layout="references", title="References", section="", seconds=0, items=(Item("reference", "vc"),))
    )
    (block,) = page.blocks
    assert isinstance(block, ReferencesBlock)
    assert [line.bullet for line in block.lines] == ["", "[2]"]
    assert "2001.00001" in block.lines[0].text


def test_many_references_stay_above_fourteen_points() -> None:
    works = tuple(
        Reference(
            key=f"k{n}", label=str(n), fields=(("author", "Lee, Ann"), ("title", "A title " * 9), ("year", "2019"))
        )
        for n in range(30)
    )
    paper = replace(PAPER, references=works)
    found = pages(
        Slide(
            id="r",
            layout="references",
            title="R",
            section="",
            seconds=0,
            items=tuple(Item("reference", w.key) for w in works),
        ),
        paper=paper,
    )
    blocks = [b for p in found for b in p.blocks if isinstance(b, ReferencesBlock)]
    assert len(blocks) > 1
    assert sum(len(b.lines) for b in blocks) == 31  # with the paper itself
    assert all(b.size >= 14 for b in blocks)


def test_captions_are_cut_to_two_lines() -> None:
    paper = replace(PAPER, figures=(Figure(id="f", number="1", caption="A long caption " * 40),))
    (page,) = pages(
        Slide(id="f", layout="figure", title="F", section="", seconds=0, items=(Item("figure", "f"),)), paper=paper
    )
    assert isinstance(page.blocks[0], FigureBlock)
    assert page.blocks[0].caption.endswith("…")


def test_authors_of_references_are_turned_and_cut() -> None:
    line = wording.reference(PAPER, "vc", "")
    assert line.bullet == "[2]"
    assert line.text.startswith("V. N. Vapnik and A. Ya. Chervonenkis. On the uniform convergence")


def test_references_in_names_print_numbers() -> None:
    assert wording.plain_text(PAPER, r"proof of \eqref{eq:mistakes}") == "proof of (2)"


def test_braces_and_ties_of_a_name_are_not_words() -> None:
    assert wording.planned(PAPER, "Theorem 4 ({Condition~(2) Cannot be Omitted})") == (
        "Theorem 4 (Condition (2) Cannot be Omitted)"
    )


def test_a_paper_whose_authors_are_not_known_asks_for_them() -> None:
    [page] = pages(Slide(id="t", layout="title", title="", section="", seconds=60), paper=replace(PAPER, authors=()))
    [line] = page.blocks[0].lines  # type: ignore[union-attr]
    assert (line.text, line.kind) == ("The paper's authors", "prompt")


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("C_X restricted to a set", [("C", 0), ("X", -1), (" restricted to a set", 0)]),
        ("(r(C_X), m(C_X))", [("(r(C", 0), ("X", -1), ("), m(C", 0), ("X", -1), ("))", 0)]),
        ("x^(k+1)", [("x", 0), ("k+1", 1)]),
        ("max_iter and __init__", [("max_iter and __init__", 0)]),
        ("", []),
    ],
)
def test_scripts_of_plain_words(text: str, pieces: list[tuple[str, int]]) -> None:
    assert list(wording.scripts(text)) == pieces


def test_the_slide_of_one_statement_of_several_has_its_title_and_no_number() -> None:
    statements = (Item("statement", "lemma-A.1"), Item("statement", "definition-3.1"))
    link = Item("link", "backup-x", "Refers to Lemma 9")
    items = (statements[0], link, statements[1], link)
    titles = [p.title for p in pages(Slide(id="s", layout="backup", title="Both", section="", seconds=0, items=items))]
    assert titles == [wording.statement_title(PAPER, PAPER.statement(i.ref)) for i in statements]
    asked = pages(
        Slide(id="s", layout="text", title="Both", section="", seconds=60, items=(*statements[:1], *prompts(20)))
    )
    assert [p.title for p in asked[1:]] == [f"Both ({n}/{len(asked) - 1})" for n in range(1, len(asked))]


def test_a_quotation_that_ends_with_a_typewriters_mark_is_closed() -> None:
    assert wording.planned(PAPER, '“such ``structure"” and a 5" ruler') == '“such “structure”” and a 5" ruler'
    assert wording.planned(PAPER, "We \"do\" ``it''") == 'We "do" “it”'


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (r"Bounds on $\lost{x}$ by $\lost{y}$", "Theorem 1.1"),
        (r"Bounds on $x$", "Theorem 1.1 (Bounds on x)"),
        (r"Proof of \eqref{eq:mistakes}", "Theorem 1.1 (Proof of (2))"),
    ],
)
def test_a_title_without_its_formulas_is_left_out(name: str, shown: str) -> None:
    statement = replace(PAPER.statement("theorem-1.1"), name=name)
    assert wording.statement_title(PAPER, statement) == shown
    assert wording.heading(PAPER, f"Theorem 1.1 ({name})") == shown


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"Put $\kern-.5em \own{A}$ here.", r"Put $\kern-.5em \operatorname{own}{A}$ here."),
        (r"Put $\own{A}$ here.", "Put ownA here."),
    ],
)
def test_the_macros_of_the_paper_are_written_out_in_what_stays_latex(tex: str, words: str) -> None:
    macros = (Macro(name=r"\own", definition="", parameters=(Parameter(kind="m"),), body=r"\operatorname{own}{#1}"),)
    assert wording.readable(replace(PAPER, macros=macros), tex) == words


@pytest.mark.parametrize("n", [0, 1, 3, 10, 40])
def test_the_names_on_the_title_page_take_two_lines(n: int) -> None:
    names = tuple(f"Adalberta Example{k}" for k in range(n))
    slide = Slide(id="title", layout="title", title="Title", section="", seconds=0)
    (page,) = pages(slide, paper=replace(PAPER, authors=names))
    block = page.blocks[0]
    assert isinstance(block, TextBlock)
    said = block.lines[0].text
    shown = [name for name in names if name in said.replace(" and", ",").split(", ")]
    left = n - len(shown)
    assert lines(said, 24.0, 864.0) <= 2
    assert names[: len(shown)] == tuple(shown)
    assert said.endswith(f"and {left}\N{NO-BREAK SPACE}more") == (left > 0)
