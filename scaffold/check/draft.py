"""Draft or final: what guidance a final report still shows, and what is left to write."""

from __future__ import annotations

import re

from scaffold.check.pdf import Pdf
from scaffold.check.result import Check, failed, passed, unknown
from scaffold.check.student import Source, commands

__all__ = ["check", "is_final"]

_PACKAGE = re.compile(r"\\usepackage\s*\[([^\]]*)\]\s*\{generated/scaffold-report\}")
_METER = re.compile(r"\d\.\d\d ?of ?\d+\.\d\d ?pages")
_SHOWN = (
    (_METER, "a meter"),
    (re.compile(r"Free: ?this ?page ?belongs"), "the draft's word on a free page"),
    (re.compile(r"^fillin$|fill in$|fillin$"), "a rating that is not filled in"),
    (re.compile(r"^▷|^▹|^\u25b7"), "a to-do"),
    (re.compile(r"budgetends"), "the mark where a budget ends"),
)


def is_final(files: tuple[Source, ...]) -> bool | None:
    """Whether report.tex asks for the final form; None when it does not load the report's style."""
    loaded = [m for source in files if (m := _PACKAGE.search(source.text))]
    if not loaded:
        return False if any("generated/scaffold-report}" in s.text for s in files) else None
    return "final" in re.split(r"[,\s]+", loaded[0][1])


def check(pdf: Pdf, files: tuple[Source, ...], where: str) -> tuple[Check, ...]:
    """A draft is told; a final report that shows guidance is not one to hand in."""
    final = is_final(files)
    left = sum(1 for _ in commands(files, "towrite|question", 1))
    if final is None:
        return (
            unknown("final", "report.tex does not load generated/scaffold-report", "report/report.tex",
                    "put the \\usepackage line back"),
        )  # fmt: skip
    if not final:
        told = f"a draft, with meters and guidance; {left} questions and to-dos are open"
        return (passed("final", told, "report/report.tex"),)
    for line in pdf.lines:
        for pattern, what in _SHOWN:
            if pattern.search(line.text):
                told = f"report.tex says final, but the PDF shows {what}: “{line.text[:40]}”"
                return (failed("final", told, f"{where}, p. {line.page}", "scaffold build, then check again"),)
    told = "final: no meters, guidance or to-dos" + (
        f" ({left} are still in the files, and do not print)" if left else ""
    )
    return (passed("final", told, where),)
