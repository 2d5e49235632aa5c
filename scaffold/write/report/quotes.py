"""What the authors say of their paper, for the draft: generated files that the parts input beside their questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from scaffold.languages import Language
from scaffold.model import Paper
from scaffold.plans import Quote, ReportPlan
from scaffold.write.latex import escape
from scaffold.write.report.quoting import Quoting

__all__ = ["files"]


def files(
    paper: Paper, plan: ReportPlan, carried: Collection[str] = (), *, language: Language
) -> Iterator[tuple[str, str]]:
    """Names and texts of generated/quotes, one for each kind. carried: as in `Quoting`."""
    quoting = Quoting(paper, carried)
    for kind in dict.fromkeys(q.kind for q in plan.quotes):
        rows = "".join(_row(q, quoting, language) for q in plan.quotes if q.kind == kind)
        head = "% Sentences of the paper, word for word. Generated: scaffold replaces this file.\n"
        yield f"quotes/{kind}.tex", f"{head}\\scaffoldquotes{{{language(f'quotes.{kind}')}}}{{%\n{rows}}}\n"


def _row(quote: Quote, quoting: Quoting, language: Language) -> str:
    section = language("quotes.section", section=quote.section) if quote.section else language("quotes.abstract")
    where = language.on(quote.pages) or section
    return f"  \\scaffoldquote{{{quoting.tex(quote.words, quote.form)}}}{{{escape.tex(where)}}}%\n"
