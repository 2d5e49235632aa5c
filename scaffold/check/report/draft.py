"""Draft or final: what guidance a final report still shows, and what is left to write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scaffold.check.artefacts.latex_files import Command, Source, commands
from scaffold.check.artefacts.pdf import Pdf
from scaffold.check.inputs import Inputs, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, passed, short, unknown

__all__ = ["check", "is_final"]

_PACKAGE = re.compile(r"\\usepackage\s*\[([^\]]*)\]\s*\{generated/scaffold-report\}")
_METER = re.compile(r"\d\.\d\d ?of ?\d+\.\d\d ?pages")
_GUIDANCE = (
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


@registered(
    "mode",
    what="a draft passes, and is told; in the final mode meters, guidance and to-dos are gone",
    needs=("report_pdf",),
    place=40,
)
def check(inputs: Inputs) -> tuple[Check, ...]:
    """A draft is told, and is a failure where it should be the final report, as what is still to write is.

    A final report that shows guidance is never one to hand in.
    """
    files, final = inputs.files, inputs.final
    mode = is_final(files)
    left = list(commands(files, "towrite|question", 1))
    if mode is None:
        return (
            unknown("mode", "report.tex does not load generated/scaffold-report", "report/report.tex",
                    "put the \\usepackage line back"),
        )  # fmt: skip
    told = _shown(present(inputs.report_pdf), inputs.report.path) if mode else _draft(len(left), final)
    return (*told, *(_open(left) if final else ()))


def _draft(left: int, final: bool) -> tuple[Check, ...]:
    open = f"{left} questions and to-dos are open" if left else "no question or to-do is open"
    if final:
        return (
            failed(
                "mode",
                "a draft, with meters and guidance",
                "report/report.tex",
                r"put final into the brackets of \usepackage[…]{generated/scaffold-report}",
            ),
        )
    return (
        passed(
            "mode",
            f"draft: {open}; hand in the final mode (\\usepackage[final]{{generated/scaffold-report}})",
            "report/report.tex",
        ),
    )


def _open(left: Sequence[Command]) -> Iterator[Check]:
    """What is still to write, each at its place."""
    for c in left:
        yield failed(
            "to-dos", f"“{short(c.arguments[0], 60)}” is open", c.where, "write it, and delete the line that asks"
        )


def _shown(pdf: Pdf, where: str) -> tuple[Check, ...]:
    """What a final report shows of what only a draft has."""
    for line in pdf.lines:
        for pattern, what in _GUIDANCE:
            if pattern.search(line.text):
                told = f"report.tex says final, but the PDF shows {what}: “{line.text[:40]}”"
                return (failed("mode", told, f"{where}, p. {line.page}", "scaffold build, then check again"),)
    return (passed("mode", "final: no meters, guidance or to-dos are printed", where),)
