"""The paper's figures in the report: files that every TeX engine can include, and the paper's own captions.

A file that LaTeX cannot include (SVG, TIFF, PostScript that was not converted) is replaced by a box that names it, so
that no figure is missing silently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from scaffold import languages
from scaffold.diagnostics import Diagnostic, Log
from scaffold.languages import Language
from scaffold.model import Figure, Paper
from scaffold.plans import ProjectFile, ReportPlan
from scaffold.spans import Span
from scaffold.tex.labels import without_labels
from scaffold.write.latex import escape, macros
from scaffold.write.latex.bibliography import safe_cites
from scaffold.write.report.statements import one_line

__all__ = ["Files", "captions", "diagnostics", "facts", "files", "joined", "name_of", "offered", "shown", "used"]

Files = Mapping[str, Sequence[tuple[str, bytes]]]
"""The files of figures by the figure's id: names relative to the source, as in Figure.files, and contents."""

_INCLUDED = (".pdf", ".png", ".jpg", ".jpeg")
_INKSCAPE = ".pdf_tex"
_STARTS = {".pdf": b"%PDF", ".png": b"\x89PNG", ".jpg": b"\xff\xd8", ".jpeg": b"\xff\xd8"}
_REPEATED = re.compile(r"(\\includegraphics\s*(?:\[[^\[\]]*\])?\s*)\{([^{}]*)\}")


def used(paper: Paper, plan: ReportPlan) -> tuple[Figure, ...]:
    """The figures that the plan shows or offers, in the paper's order."""
    wanted = {i.ref for part in plan.parts for i in part.items if i.kind == "figure"} | set(plan.figures)
    return tuple(f for f in paper.figures if f.id in wanted)


def shown(figure: Figure, given: Files) -> tuple[str, ...]:
    """The names of the figure's files that LaTeX can include as-is; a .pdf_tex file of Inkscape replaces its PDF."""
    found = [name for name, content in given.get(figure.id, ()) if _fits(name, content)]
    letters = {_stem(name) for name in found if name.endswith(_INKSCAPE)}
    return tuple(name for name in found if name.endswith(_INKSCAPE) or _stem(name) not in letters)


def files(paper: Paper, plan: ReportPlan, given: Files) -> tuple[ProjectFile, ...]:
    """generated/figures/…: the files that the plan's figures need."""
    made: dict[str, bytes] = {}
    for figure in used(paper, plan):
        made |= _placed(figure, given)
    return tuple(ProjectFile(f"report/{path}", content, "tool") for path, content in sorted(made.items()))


def facts(paper: Paper, plan: ReportPlan, given: Files, language: Language) -> str:
    """generated/figures.tex: number, page, files and caption of every figure that the plan shows."""
    head = "% Figures of the paper, for \\paperfigure{id}. Generated: scaffold replaces this file.\n"
    return head + _listing(paper, language) + "".join(_fact(f, given, language) for f in used(paper, plan))


def offered(paper: Paper, plan: ReportPlan, given: Files) -> tuple[Figure, ...]:
    """The figures that the plan offers and that can be shown."""
    return tuple(f for f in used(paper, plan) if f.id in plan.figures and shown(f, given))


def joined(paper: Paper, figure: Figure, given: Files) -> tuple[str, dict[str, bytes]] | None:
    """A document of one page that shows all panels of a figure, and its other files; None when one file is enough.

    For decks, which show one picture per figure: panels side by side; LaTeX sets the text of Inkscape's figures.
    """
    names = shown(figure, given)
    if not names or (len(names) == 1 and not names[0].endswith(_INKSCAPE)):
        return None
    drawn = [_panel(_path(figure, name)) for name in names[:_PANELS]]
    rows = [r"\quad ".join(drawn[i : i + _ROW]) for i in range(0, len(drawn), _ROW)]
    sheet = macros.preamble(
        paper, (), [c.decode("utf-8", "replace") for n, c in given[figure.id] if n.endswith(_INKSCAPE)]
    )
    packages = "".join(f"\\usepackage{{{name}}}\n" for name in sheet.packages)
    source = _SHEET % {"packages": packages, "macros": sheet.tex, "rows": "\\\\[6pt]\n".join(rows)}
    return source, _placed(figure, given)


_PANELS, _ROW = 6, 3
_SHEET = r"""\documentclass[border=2pt]{standalone}
\usepackage{amsmath,amssymb,mathtools,bm,graphicx,xcolor}
%(packages)s%(macros)s
\providecommand\transparent[1]{}
\begin{document}\begin{tabular}{@{}c@{}}
%(rows)s
\end{tabular}\end{document}
"""


def _panel(path: str) -> str:
    if path.endswith(_INKSCAPE):
        return rf"{{\def\svgwidth{{8cm}}\input{{{path}}}}}"
    return rf"\includegraphics[width=8cm,height=6cm,keepaspectratio]{{{path}}}"


def captions(paper: Paper, plan: ReportPlan) -> tuple[str, ...]:
    """The LaTeX of the printed captions, whose macros must be in the preamble."""
    return tuple(_caption(f) for f in used(paper, plan))


def diagnostics(paper: Paper, plan: ReportPlan, given: Files) -> tuple[Diagnostic, ...]:
    """Reports figures of the plan of which no file can be included."""
    log = Log()
    for figure in used(paper, plan):
        if figure.id not in plan.figures and not shown(figure, given):
            why = _why(figure, languages.load(languages.DEFAULT))
            log.warn("figure-left-out", figure.id, Span(figure.file, figure.line), why)
    return tuple(log.entries)


def _placed(figure: Figure, given: Files) -> dict[str, bytes]:
    """The figure's files that can be included, by their paths in the report."""
    return {
        _path(figure, name): _relocated(figure, content) if name.endswith(_INKSCAPE) else content
        for name, content in given.get(figure.id, ())
        if _fits(name, content)
    }


def _fits(name: str, content: bytes) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    return name.endswith(_INKSCAPE) or (suffix in _INCLUDED and content.lstrip().startswith(_STARTS[suffix]))


def _stem(name: str) -> str:
    return name.removesuffix(_INKSCAPE).removesuffix(".pdf")


def _path(figure: Figure, name: str) -> str:
    """The path of a file relative to report/: only letters, digits and hyphens, which every engine accepts."""
    pure = PurePosixPath(name)
    stem = re.sub(r"[^A-Za-z0-9]+", "-", pure.stem).strip("-") or "figure"
    return f"generated/figures/{figure.id}-{stem}{pure.suffix.lower()}"


def _relocated(figure: Figure, content: bytes) -> bytes:
    """Inkscape's file with the name that its PDF has in the report."""
    text = content.decode("utf-8", errors="replace")

    def renamed(m: re.Match[str]) -> str:
        name = m[2] if m[2].endswith(".pdf") else f"{m[2]}.pdf"
        return f"{m[1]}{{{_path(figure, name)}}}"

    return escape.source(_REPEATED.sub(renamed, text)).encode()


def _listing(paper: Paper, language: Language) -> str:
    """All figures of the paper as comments, for the student to choose from."""
    places = ((f, language("page", page=f.page) if f.page else "") for f in paper.figures)
    rows = ((f.id, ", ".join(filter(None, (name_of(f, language), page, *f.files)))) for f, page in places)
    return "".join(f"% {id}: {facts}\n" for id, facts in rows)


def name_of(figure: Figure, language: Language) -> str:
    """ "Figure 3"; "A figure" for one without a number."""
    return language("figure", number=figure.number) if figure.number else language("report.a-figure")


def _fact(figure: Figure, given: Files, language: Language) -> str:
    names = shown(figure, given)
    drawn = "".join(_graphic(figure, name, min(len(names), 3)) for name in names)
    fields = (
        figure.id,
        escape.tex(name_of(figure, language)),
        str(figure.page or ""),
        drawn or f"\\scaffoldnographic{{{escape.tex(_why(figure, language))}}}",
        _caption(figure),
    )
    return "\\scaffoldfigure" + "".join(f"{{{f}}}" for f in fields) + "\n"


def _graphic(figure: Figure, name: str, beside: int) -> str:
    command = "scaffoldinkscape" if name.endswith(_INKSCAPE) else "scaffoldgraphic"
    return f"\\{command}{{{beside}}}{{{_path(figure, name)}}}"


def _caption(figure: Figure) -> str:
    """The caption on one line; as plain text if it is that, or if its LaTeX is not balanced."""
    if figure.form == "text":
        return escape.tex(figure.caption)
    text = without_labels(figure.caption)
    text = re.sub(r"(?<!\\)#", r"\\#", one_line(safe_cites(escape.source(text))))
    dollars = re.sub(r"\\.", "", text).count("$")
    return text if escape.balanced(text) and dollars % 2 == 0 else escape.tex(figure.caption)


def _why(figure: Figure, language: Language) -> str:
    if not figure.files:
        return language("report.drawn", figure=name_of(figure, language))
    named = f"{name_of(figure, language)} ({', '.join(figure.files)})"
    if all(PurePosixPath(name).suffix.lower() in (".eps", ".ps") for name in figure.files):
        return language("report.postscript", figure=named)
    return language("report.no-picture", figure=named)
