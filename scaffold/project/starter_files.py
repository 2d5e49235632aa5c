"""The texts of a new project that are neither report nor slides: its README, its .gitignore, its latexmkrc."""

from __future__ import annotations

from datetime import date

from scaffold.model import Paper
from scaffold.plans import ProjectFile
from scaffold.seminar import Event, Profile

_GITIGNORE = """\
# What builds make, and other people's work: both can be made or fetched again.
/build/
/paper/paper.pdf
/paper/source/
*.aux
*.log
*.out
*.fls
*.fdb_latexmk
*.synctex.gz
*.nav
*.snm
*.toc
*.bbl
*.blg
"""

_LATEXMKRC = """\
# For those who run latexmk themselves: `latexmk` in this folder builds build/report.pdf. latexmk hands names that a
# document chooses to a shell, so use it for texts you trust; `scaffold build` does not use it.
@default_files = ('report/report.tex');
$pdf_mode = 1;
$do_cd = 1;
$out_dir = '../build';
$pdflatex = 'pdflatex -no-shell-escape -interaction=nonstopmode %O %S';
"""


def files(paper: Paper, profile: Profile, slides: str) -> tuple[ProjectFile, ...]:
    """README.md, .gitignore and latexmkrc."""
    return (
        ProjectFile("README.md", readme(paper, profile, slides).encode(), "student"),
        ProjectFile(".gitignore", _GITIGNORE.encode(), "student"),
        ProjectFile("latexmkrc", _LATEXMKRC.encode(), "student"),
    )


def readme(paper: Paper, profile: Profile, slides: str) -> str:
    """What to do next, and by when."""
    source = paper.source
    where = f"arXiv:{source.arxiv_id}v{source.version}" if source.arxiv_id else source.main_file
    parts = ", ".join(
        f"`report/{p.key}.tex` ({p.title.lower()}, {p.pages:g} page{'s' if p.pages != 1 else ''})"
        for p in profile.parts
    )
    decks = {"pptx": "`slides/slides.pptx`", "beamer": "`slides/slides.tex`"}
    deck = decks.get(slides) or "`slides/slides.pptx` or `slides/slides.tex` (the same slides; keep one)"
    dates = "\n".join(f"- {_when(e)}: {e.what}" for e in profile.events)
    questions = f" The talk is followed by {profile.questions} min of questions." if profile.questions else ""
    due = f"\nReport and slides are due on **{spoken(profile.due)}**.\n" if profile.due else ""
    return f"""# {paper.title or "Seminar paper"}

{", ".join(paper.authors)}{" · " if paper.authors else ""}{where}
{due}
1. Write in {parts}. The paper's statements stand there already, with its own numbers; a question stands where your
   text goes.
2. Fill the slides: {deck}. The notes under each slide give its seconds and what to say.{questions}
3. `scaffold build` makes `build/report.pdf` and `build/slides.pdf`. For the version to hand in, add the option
   `final` to `\\usepackage{{generated/scaffold-report}}` in `report/report.tex`: meters and questions disappear.

Everything in a folder called `generated` belongs to the tool; the rest is yours. `scaffold.toml` holds your settings.
{f"{chr(10)}## Dates{chr(10)}{chr(10)}{dates}{chr(10)}" if dates else ""}"""


def _when(event: Event) -> str:
    return spoken(event.first) if event.last is None else f"{spoken(event.first)} to {spoken(event.last)}"


def spoken(day: date) -> str:
    """A date as people write it: 1 June 2020."""
    return f"{day.day} {day:%B %Y}"
