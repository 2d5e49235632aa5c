"""Draft or final: guidance that a final report still shows, to-dos and conflicts that are left."""

from __future__ import annotations

import re

from scaffold import languages, merging
from scaffold.check.artefacts.latex_files import Command, Source, commands, source
from scaffold.check.artefacts.pdf import Pdf
from scaffold.check.inputs import Inputs, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed, short, unfinished, unknown

__all__ = ["check", "is_final", "todos", "unmerged"]

_PACKAGE = re.compile(r"\\usepackage\s*\[([^\]]*)\]\s*\{generated/scaffold-report\}")
_TO_HAND_IN = r"add final to the options of \usepackage[…]{generated/scaffold-report}"
"""What to do; the other options of the style stay."""

_METER = re.compile(languages.pattern("latex.meter", {"1": r"\d[.,]\d\d", "2": r"\d+[.,]\d\d"}))
_GUIDANCE = (
    (_METER, "a meter"),
    (re.compile(languages.beginning("latex.free", 3)), "the notice on a free page"),
    (re.compile(rf"(?:{languages.pattern('latex.fill-in')})$"), "a rating that is not filled in"),
    (re.compile(r"^▷|^▹|^\u25b7"), "a to-do"),
    (re.compile(languages.pattern("latex.budget-ends", gap="")), "the mark where a budget ends"),
)


def is_final(files: tuple[Source, ...]) -> bool | None:
    """Whether report.tex asks for the final mode; None if it does not load the report's style."""
    loaded = [m for file in files if (m := _PACKAGE.search(file.text))]
    if not loaded:
        return False if any("generated/scaffold-report}" in s.text for s in files) else None
    return "final" in re.split(r"[,\s]+", loaded[0][1])


@registered(
    "mode",
    what="a draft passes, and the message says that it is one; a final report prints no meters, guidance or to-dos",
    needs=("report_pdf",),
    place=40,
)
def check(inputs: Inputs) -> tuple[Check, ...]:
    """A draft passes with a note; with --final, it fails.

    A report in final mode that still shows guidance always fails.
    """
    files, final = inputs.files, inputs.final
    mode = is_final(files)
    if mode is None:
        return (
            unknown("report.tex does not load generated/scaffold-report", "report/report.tex",
                    "add \\usepackage{generated/scaffold-report} above \\begin{document}"),
        )  # fmt: skip
    return _shown(present(inputs.report_pdf), inputs.report.path) if mode else _draft(len(_left(files)), final)


def _draft(left: int, final: bool) -> tuple[Check, ...]:
    open = f"{left} questions and to-dos are open" if left else "no question or to-do is open"
    if final:
        return (
            unfinished(
                "the report is a draft, with meters and guidance",
                "report/report.tex",
                _TO_HAND_IN,
            ),
        )
    return (
        passed(
            f"draft: {open}; before you hand in, {_TO_HAND_IN}",
            "report/report.tex",
        ),
    )


@registered("conflicts", what="no conflict that an update marked is left in the report or in `slides.tex`", place=42)
def unmerged(inputs: Inputs) -> tuple[Check, ...]:
    """One failed check for each conflict."""
    files = (*inputs.files, *source(inputs.folder, "slides/slides.tex"))
    left = [
        failed(f"line {line} begins with <<<<<<<", f"{file.name}:{line}", merging.ADVICE)
        for file in files
        for line in merging.conflicts(file.raw)
    ]
    return findings_or(left, passed("no conflict is left"))


@registered("to-dos", what="only with `--final`: no question and no to-do is left in your files", place=45)
def todos(inputs: Inputs) -> tuple[Check, ...]:
    """One failed check for each open question and to-do, if the report must be ready to hand in."""
    if not inputs.final:
        return ()
    fix = "write your text, and delete this line"
    left = [unfinished(f"“{short(c.arguments[0], 60)}” is open", c.where, fix) for c in _left(inputs.files)]
    return findings_or(left, passed("no question or to-do is open"))


def _left(files: tuple[Source, ...]) -> list[Command]:
    """The questions and to-dos that are left."""
    return list(commands(files, "towrite|question", 1))


def _shown(pdf: Pdf, where: str) -> tuple[Check, ...]:
    """Fails if a final report shows something that only a draft may have."""
    for line in pdf.lines:
        for pattern, what in _GUIDANCE:
            if pattern.search(line.text):
                message = f"report.tex has the option final, but the PDF shows {what}: “{line.text[:40]}”"
                return (failed(message, f"{where}, p. {line.page}", "run scaffold build, then scaffold check"),)
    return (passed("final: no meters, guidance or to-dos are printed", where),)
