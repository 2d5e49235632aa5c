"""Whether a PDF can be handed in as it is: fonts embedded, a title in its metadata."""

from __future__ import annotations

from scaffold.check.pdf.reader import Pdf
from scaffold.check.result import Check, failed, passed, settled

__all__ = ["check"]


def check(pdf: Pdf, name: str, where: str, mend: str) -> tuple[Check, ...]:
    """name is the check's; mend says what brings fonts or title back."""
    findings = []
    if pdf.loose:
        told = f"not embedded: {', '.join(pdf.loose)}"
        findings.append(failed(name, told, where, mend))
    if not pdf.title.strip():
        findings.append(failed(name, "the PDF has no title in its properties", where, mend))
    return settled(findings, passed(name, f"fonts embedded, titled “{pdf.title[:60]}”", where))
