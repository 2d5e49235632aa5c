"""What makes a project lesser than it could be: a missing program, or no pages of the paper; one line for each.

A line says what is missing, what that costs in this project, and the command that installs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold.errors import NotAProject
from scaffold.languages import Language
from scaffold.project import state
from scaffold.project.paper import language_of, project_folder

if TYPE_CHECKING:
    from scaffold.pipeline.attempts import Project

__all__ = ["lacking", "language_of_documents"]

_POSTSCRIPT = (".eps", ".ps")


def lacking(project: Project, slides: str, *, tex: bool) -> tuple[str, ...]:
    """The lines on a new project with these slides ("pptx", "beamer" or "both"); tex: whether LaTeX was to run."""
    missing = [*_latex(slides), *_pandoc(slides)] if tex else []
    missing += [*_office(slides), *_biber(project), *_ghostscript(project)]
    missing += _hyphenation(project.profile.language) if tex else ()
    return (*(_with_commands(missing, project.profile.language) if missing else ()), *_pages(project, tex=tex))


def language_of_documents(folder: Path) -> Language | None:
    """The language of the project that contains folder; None if there is none."""
    try:
        project = project_folder(folder)
        return language_of(state.load(project), project)
    except NotAProject:
        return None


def _hyphenation(language: Language) -> Iterator[tuple[str, str, str]]:
    from scaffold.engines.latex import kpathsea

    if language.patterns and kpathsea.find(language.patterns) is False:
        from scaffold.engines import doctor

        yield f"hyphenation for {language.babel}", doctor.hyphenation(language), "words are not hyphenated in PDFs"


def _with_commands(missing: Sequence[tuple[str, str, str]], language: Language) -> Iterator[str]:
    """The lines on what is missing, of which each row has the name, that in `doctor`, and the cost."""
    from scaffold.engines import doctor

    found = doctor.examine(language)
    for name, program, cost in missing:
        command = doctor.one_command([f for f in found if f.name == program], optional=True)
        how = f"to install it: {command}, then run init again" if command else "scaffold doctor says more"
        yield f"no {name}: {cost}; {how}"


def _latex(slides: str) -> Iterator[tuple[str, str, str]]:
    from scaffold.engines.latex import choosing

    if not choosing.is_installed():
        pdfs = "report" if slides == "pptx" else "report and Beamer slides"
        yield (
            "LaTeX",
            "pdflatex",
            f"statements on slides are plain text, nothing is verified, and no PDF of {pdfs} is made",
        )


def _pandoc(slides: str) -> Iterator[tuple[str, str, str]]:
    from scaffold.engines import pandoc

    if slides != "beamer" and pandoc.find_pandoc() is None:
        yield "pandoc", "pypandoc-binary", "statements in PowerPoint are pictures, whose formulas you cannot edit"


def _office(slides: str) -> Iterator[tuple[str, str, str]]:
    from scaffold.engines.office import export

    if slides != "beamer" and export.find_office() is None:
        cost = "is made from the Beamer slides" if slides == "both" else "is not made"
        yield "LibreOffice", "LibreOffice", f"slides.pdf {cost}"


def _biber(project: Project) -> Iterator[tuple[str, str, str]]:
    from scaffold.engines import limits

    if project.profile.references.engine == "biblatex" and limits.which("biber") is None:
        yield "Biber", "biber", "BibTeX makes the references, which sorts and prints letters of other scripts less well"


def _ghostscript(project: Project) -> Iterator[tuple[str, str, str]]:
    from scaffold.engines import limits

    names = [name for files in project.figures.values() for name, _ in files]
    left = sum(name.lower().endswith(_POSTSCRIPT) for name in names)
    if left and limits.which("gs") is None:
        yield "Ghostscript", "gs", f"{left} PostScript figure{'s' * (left != 1)} cannot be shown"


def _pages(project: Project, *, tex: bool) -> Sequence[str]:
    """The line on a paper without pages; if LaTeX was to make them, the reader says why it could not."""
    if tex or project.paper.source.pdf is not None:
        return ()
    return (
        "no PDF of the paper: its numbers and statements are not compared with its pages; put it into the folder "
        "of the source as paper.pdf and run init again",
    )
