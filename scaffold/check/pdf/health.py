"""Whether a PDF can be handed in as it is: fonts embedded, a title in its metadata."""

from __future__ import annotations

from scaffold.check.artefacts.pdf import Pdf
from scaffold.check.inputs import Inputs, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed, short

__all__ = ["report", "slides"]

_WHAT = "all fonts are embedded, and the PDF has a title"
_REPORT = "run: scaffold build; if the problem remains, a figure of yours contains a font that is not embedded"
_SLIDES = "run: scaffold build, which embeds fonts and sets the title"


@registered("report fonts", what=_WHAT, needs=("report_pdf",), place=50)
def report(inputs: Inputs) -> tuple[Check, ...]:
    """The report's PDF."""
    return _check(inputs, present(inputs.report_pdf), inputs.report.path, _REPORT)


@registered("slides fonts", what=_WHAT, needs=("slides_pdf",), place=110)
def slides(inputs: Inputs) -> tuple[Check, ...]:
    """The slides' PDF."""
    return _check(inputs, present(inputs.slides_pdf), present(inputs.slides).path, _SLIDES)


def _check(inputs: Inputs, pdf: Pdf, where: str, fix: str) -> tuple[Check, ...]:
    """fix says what to do if fonts or title are missing. The paper's figures are not the student's to repair."""
    findings = []
    theirs = [name for name in pdf.loose if name in inputs.figure_fonts]
    if ours := [name for name in pdf.loose if name not in inputs.figure_fonts]:
        message = f"fonts that are not embedded: {', '.join(ours)}"
        findings.append(failed(message, where, fix))
    if not pdf.title.strip():
        findings.append(failed("the PDF has no title in its metadata", where, fix))
    but = f" but {', '.join(theirs)} of the paper's figures" if theirs else ""
    return findings_or(findings, passed(f"fonts embedded{but}, title “{short(pdf.title, 60)}”", where))
