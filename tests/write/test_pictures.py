"""Pictures of statements: none is wider than its panel."""

from __future__ import annotations

import io
from dataclasses import replace
from unittest import mock

import pytest

from scaffold.model import Paper
from scaffold.plans import Item, TalkPlan
from scaffold.write.clips.clips import type_size
from scaffold.write.slides import pictures
from tests.write.decks import run_latex
from tests.write.talks import PAPER, PROFILE, statement_slide, talk_of, with_first

WIDE = r"""Under these conditions,
\begin{enumerate}[label=(\roman*)]
  \item the depth is of order
  \begin{align*}
    O \bigg( & m (2\delta)^{2p} \bigg( a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 + b_1 + b_2 + b_3 + b_4 + b_5
    + b_6 + b_7 \\
    & + c_1 + c_2 + c_3 + c_4 + c_5 + c_6 \bigg) \bigg)
  \end{align*}
  for some $B > 0$.
\end{enumerate}"""


@pytest.mark.requires_latex
@pytest.mark.parametrize("ink", ["", "FFFFFF"])
def test_rows_of_a_list_that_are_set_in_fit_the_line(ink: str) -> None:
    """Kratsios and Papon 2021, Theorem 2: rows narrower than the line, but not where the list sets them in."""
    paper = with_first(WIDE)
    plan = talk_of()
    made = pictures.statements(paper, plan, PROFILE, run_latex, ink=ink)
    (wanted,) = pictures.requests(paper, plan, PROFILE)
    (sheet,) = next(iter(made.by_key.values())).sheets
    assert sheet.width <= wanted.width + 6
    from PIL import Image

    with Image.open(io.BytesIO(sheet.png)) as image:
        shown = image.convert("RGBA")
        left, _, right, _ = shown.getchannel("A").getbbox() or (0, 0, 0, 0)
        assert 0 < left < right < shown.width
        _, strongest = max(shown.getcolors(1_000_000) or [], key=lambda found: found[1][3])
        assert strongest[:3] == ((255, 255, 255) if ink else (0x1F, 0x29, 0x33))


def _each(*bodies: str, asked: str = "") -> tuple[Paper, TalkPlan]:
    """The paper with these statements, and a talk in which each has a slide to itself."""
    first = PAPER.statements[0]
    shown = tuple(replace(first, id=f"lemma-{n}", body=body, standalone=body) for n, body in enumerate(bodies))
    below = (Item("prompt", text=asked),) if asked else ()
    slides = tuple(replace(talk_of().slides[0], id=s.id, items=(Item("statement", s.id), *below)) for s in shown)
    return replace(PAPER, statements=shown), TalkPlan(30, slides)


def _sheets(*bodies: str) -> list[tuple[pictures.Sheet, ...]]:
    """The pictures of statements that have a slide each, all set in one run."""
    paper, plan = _each(*bodies)
    made = pictures.statements(paper, plan, PROFILE, run_latex).by_key
    return [made[f"{s.id}/{s.id}"].sheets for s in paper.statements]


@pytest.mark.requires_latex
def test_a_statement_is_divided_between_paragraphs_where_that_costs_no_slide() -> None:
    """Without the paragraphs, parts differ by a line at most."""
    long, shorter = "Under these conditions, the claim is as plain as can be. " * 20, "It follows at once. " * 48
    apart, together = _sheets(f"{long}\n\n{shorter}", f"{long} {shorter}")
    assert len(apart) == len(together) == 2
    assert abs(together[0].height - together[1].height) < 30
    assert 40 < apart[0].height - apart[1].height < 120


@pytest.mark.requires_latex
def test_a_statement_of_a_line_is_set_larger() -> None:
    found = _sheets(*("Every field is a ring. " * times for times in (1, 12, 20, 44)))
    assert [[s.size for s in sheets] for sheets in found] == [[28.0], [26.0], [24.0], [22.0]]


@pytest.mark.requires_latex
def test_a_list_that_a_statement_never_ends_is_none_around_the_next() -> None:
    """TeX counts lists globally: six without an end, as many as sizes are tried, and it sets no other."""
    nested = r"\begin{itemize}\item One\begin{itemize}\item within another.\end{itemize}\end{itemize}"
    begun = r"We know \enumerate[label=$\circ$] \item that every field is a ring,"
    paper, plan = with_first(f"{begun} {'and so on ' * 150}{{{nested}}}"), talk_of()
    made = pictures.statements(paper, plan, PROFILE, run_latex)
    assert made.failed == {}


@pytest.mark.requires_latex
def test_items_have_the_label_that_their_list_gives_them() -> None:
    import pypdfium2

    outer = r"\begin{itemize}[label=$\bullet$, leftmargin=20pt] \item One %s\item Two \end{itemize}"
    inner = r"\begin{itemize}[label={$\star$}] \item Three\begin{itemize} \item Four \end{itemize}\end{itemize}"
    made = pictures.statements(with_first(outer % inner), talk_of(), PROFILE, run_latex)
    with pypdfium2.PdfDocument(made.pdf) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert text.split() == ["•", "One", "⋆", "Three", "•", "Four", "•", "Two"]


@pytest.mark.requires_latex
def test_a_part_is_as_tall_as_its_slide_where_text_is_below_the_last_part_only() -> None:
    rows = r"\\".join(rf"a_{{{n}}} & = \frac{{b}}{{c}}" for n in range(6))
    paper = with_first(rf"Then \begin{{align*}}{rows}\end{{align*}} and " + "it follows at once. " * 20)
    asked = tuple(Item("prompt", text=f"What is asked here, number {n}?") for n in range(3))
    plan = TalkPlan(30, (statement_slide(paper.statements[0].id, *asked),))
    (wanted,) = pictures.requests(paper, plan, PROFILE)
    (picture,) = pictures.statements(paper, plan, PROFILE, run_latex).by_key.values()
    assert max(sheet.height for sheet in picture.sheets[:-1]) > wanted.max_height
    assert picture.sheets[-1].height <= wanted.max_height + 6


WORDS = "It follows that every line of this clip is a line of the page of the paper. "


def _page(lines: int) -> bytes:
    """A clip of a page with so many lines of ten points, a page for each three of them."""
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, StreamObject

    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject(k): NameObject(v)
            for k, v in {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Times-Roman"}.items()
        }
    )
    for _ in range(lines // 3):
        page, ink = writer.add_blank_page(400, 36), StreamObject()
        text = "".join(f"1 0 0 1 2 {y} Tm ({WORDS}) Tj " for y in (26, 14, 2))
        ink.set_data(f"BT /F 10 Tf {text}ET".encode())
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F"): font})}
        )
        page[NameObject("/Contents")] = writer._add_object(ink)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.requires_latex
def test_a_clip_is_on_as_few_slides_as_its_type_at_fourteen_points_needs() -> None:
    slides = {6: 1, 15: 1, 18: 2, 33: 2, 36: 3}
    paper, plan = _each(*["Never set."] * len(slides), asked="What is asked here?")
    clips = {s.id: _page(lines) for s, lines in zip(paper.statements, slides, strict=True)}
    made = pictures.statements(paper, plan, PROFILE, run_latex, clips)
    wanted = {request.key: request for request in pictures.requests(paper, plan, PROFILE)}
    for (lines, parts), statement in zip(slides.items(), paper.statements, strict=True):
        key = f"{statement.id}/{statement.id}"
        sheets = made.by_key[key].sheets
        scale = max(sheet.width for sheet in sheets) / 400
        assert len(sheets) == parts, lines
        assert 14.0 <= 10 * scale <= 24.5, lines
        assert sheets[-1].height <= wanted[key].max_height + 6, lines
        assert all(sheet.height <= wanted[key].full_height + 6 for sheet in sheets), lines


def test_the_type_of_a_clip_is_that_of_most_of_its_letters() -> None:
    assert type_size(_page(9)) == 10.0


def test_the_type_of_a_clip_is_measured_once() -> None:
    import pypdfium2

    clip = _page(11)
    type_size.cache_clear()
    with mock.patch.object(pypdfium2, "PdfDocument", wraps=pypdfium2.PdfDocument) as opened:
        assert type_size(clip) == type_size(bytes(bytearray(clip)))
        assert opened.call_count == 1
