"""Which statements of a deck are shown as native text and equations, and in which form."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from scaffold.model import Paper
from scaffold.plans import TalkPlan
from scaffold.seminar import Profile
from scaffold.write.equations import omml
from scaffold.write.equations.omml import Native, NativeParagraph, Pandoc
from scaffold.write.equations.parts import Form, divided, fitted
from scaffold.write.equations.tables import fitted_table
from scaffold.write.latex.statement_tex import is_cut
from scaffold.write.slides.pictures import Pictures, Sheet, requests
from scaffold.write.slides.printed import parts, whole
from scaffold.write.slides.space import OURS, Space

__all__ = ["forms", "native", "pictured"]


def forms(
    native: Native, key: str, id: str, sheets: Sequence[Sheet], width: float, max_height: float
) -> tuple[Form, ...]:
    """The native form of a statement on each of its slides; () when it stays a picture.

    sheets are its pictures, one per slide; width and max_height are the available space in points; key is its place.
    """
    table = native.tables.get(id) if len(sheets) == 1 else None
    if table and (form := fitted_table(table, sheets[0].size or 22.0, width, max_height)):
        return (form,)
    if id not in native.by_id:
        return ()
    paragraphs = native.by_id[id]
    if len(sheets) > 1:
        printed = native.printed.get(key, ())
        pieces = divided(paragraphs, printed) if len(printed) == len(sheets) else None
    else:
        pieces = (paragraphs,)
    largest = min(sheet.size or 22.0 for sheet in sheets)
    return (pieces and fitted(pieces, largest, width, max_height, sheets=[sheet.bands for sheet in sheets])) or ()


def native(paper: Paper, plan: TalkPlan, pictures: Pictures, pandoc: Pandoc, clips: Collection[str] = ()) -> Native:
    """The deck's statements as native text and equations, compared with what LaTeX printed in their pictures.

    clips are the ids of statements whose pictures are not LaTeX's.
    """
    shown = [id for id in plan.statements() if id not in clips and paper.statement(id).form == "latex"]
    if not shown:
        return Native({})
    printed = parts(pictures)
    truth = {place.rpartition("/")[2]: "".join(texts) for place, texts in printed.items()}
    made = omml.native(paper, shown, pandoc, truth)
    return replace(made, printed=printed, tables=_tables(paper, shown, pictures, pandoc))


def _tables(paper: Paper, shown: Sequence[str], pictures: Pictures, pandoc: Pandoc) -> dict[str, NativeParagraph]:
    """Tables whose cells are native: with nothing beside rows and caption, and with the letters that LaTeX printed.

    One whose caption slides cut stays a drawing: the check compares whole statements.
    """
    tables = [s for s in map(paper.statement, shown) if s.kind == "table" and not is_cut(paper, s)]
    truth = whole(pictures, [s.id for s in tables])
    made = omml.native(paper, truth, pandoc, truth, cells=True) if truth else Native({})
    return {id: found[0] for id, found in made.by_id.items() if len(found) == 1 and found[0].grid}


def pictured(
    paper: Paper, plan: TalkPlan, profile: Profile, pictures: Pictures, native: Native, space: Space = OURS
) -> dict[str, str]:
    """LaTeX statements that are a picture on some slide, with the reasons; without those that have no picture."""
    reasons: dict[str, str] = {}
    for request in requests(paper, plan, profile, space):
        picture = pictures.by_key.get(request.key)
        if picture is None or request.statement in reasons or paper.statement(request.statement).form == "text":
            continue
        width = request.width / space.wider
        if request.statement not in native.by_id and request.statement not in native.tables:
            reasons[request.statement] = native.failed.get(request.statement, "LaTeX could not set it")
        elif not forms(
            native, request.key, request.statement, picture.sheets, width=width, max_height=request.max_height
        ):
            reasons[request.statement] = "its equations do not fit on its slides at 18 points"
    return reasons
