"""Whether a PDF can be handed in as it is: fonts embedded, a title in its metadata."""

from __future__ import annotations

from scaffold.check.artefacts.pdf import Pdf
from scaffold.check.inputs import Inputs, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, passed, settled

__all__ = ["report", "slides"]

_WHAT = "fonts are embedded, and the PDF has a title"
_REPORT = "build it again with scaffold build; a figure of yours may bring a font that is not embedded"
_SLIDES = "export the deck with scaffold build, which embeds them"


@registered("report fonts", what=_WHAT, needs=("report_pdf",), place=50)
def report(inputs: Inputs) -> tuple[Check, ...]:
    """The report's PDF."""
    return _check(present(inputs.report_pdf), "report fonts", inputs.report.path, _REPORT)


@registered("slides fonts", what=_WHAT, needs=("slides_pdf",), place=110)
def slides(inputs: Inputs) -> tuple[Check, ...]:
    """The slides' PDF."""
    return _check(present(inputs.slides_pdf), "slides fonts", present(inputs.slides).path, _SLIDES)


def _check(pdf: Pdf, name: str, where: str, mend: str) -> tuple[Check, ...]:
    """name is the check's; mend says what brings fonts or title back."""
    findings = []
    if pdf.loose:
        told = f"not embedded: {', '.join(pdf.loose)}"
        findings.append(failed(name, told, where, mend))
    if not pdf.title.strip():
        findings.append(failed(name, "the PDF has no title in its properties", where, mend))
    return settled(findings, passed(name, f"fonts embedded, titled “{pdf.title[:60]}”", where))
