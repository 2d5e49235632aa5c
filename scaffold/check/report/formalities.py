"""Whether the header fields and the declaration that the seminar asks for are there, never whether they are true."""

from __future__ import annotations

from collections.abc import Iterator

from scaffold import languages
from scaffold.check.artefacts.latex_files import commands, printed
from scaffold.check.inputs import Inputs
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed, unfinished

__all__ = ["declaration", "header"]

_MAIN, _DECLARATION = "report/report.tex", "report/declaration.tex"


@registered("header", what="every field that the seminar asks for in the head of the report is filled in", place=49)
def header(inputs: Inputs) -> tuple[Check, ...]:
    """Fails for fields that are empty or missing. Empty if the seminar asks for none."""
    names = [field.name for field in inputs.profile.header]
    given = {printed(c.arguments[0]): c for c in commands(inputs.files, "headerfield", 2)}
    missing = [
        failed(
            f"{name} is not filled in",
            given[name].where if name in given else _MAIN,
            f"write \\headerfield{{{name}}}{{…}} above \\begin{{document}}",
        )
        for name in names
        if name not in given or not given[name].arguments[1].strip(" ~{}")
    ]
    return findings_or(missing, passed(", ".join(names), _MAIN)) if names else ()


@registered(
    "declaration",
    what="the declaration is there, and its table of AI tools has a row, if the seminar asks for it",
    place=50,
)
def declaration(inputs: Inputs) -> Iterator[Check]:
    """Fails without a declaration, and for an empty table of AI tools. Empty if the seminar asks for none."""
    asked = inputs.profile.declaration
    if asked is None:
        return
    begun = [c for c in commands(inputs.files, "begin", 2) if c.arguments[0] == "scaffoldback"]
    found = [c for c in begun if c.arguments[1].strip() in languages.every("report.declaration")]
    rows = list(commands(inputs.files, "aitool", 3))
    if not found:
        title = inputs.profile.language("report.declaration")
        fix = f"put it between \\begin{{scaffoldback}}{{{title}}} and \\end{{scaffoldback}} at the end of report.tex"
        yield failed("the report has no declaration", _MAIN, fix)
    elif asked.ai == "disclose" and not any(c.arguments[0].strip() for c in rows):
        where = rows[0].where if rows else _DECLARATION
        yield unfinished("the table of AI tools is empty", where, "list each tool, or say in a row that you used none")
    else:
        signed = " and signed" * asked.signature
        yield passed(f"there; whether it is true{signed} is yours", found[0].where)
