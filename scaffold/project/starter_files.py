"""The other files of a new project: README.md, .gitignore and latexmkrc."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scaffold import dates
from scaffold.clock import long_date
from scaffold.dates import Event
from scaffold.model import Paper
from scaffold.plans import ProjectFile
from scaffold.seminar import Profile

_GITIGNORE = """\
# Build output and the paper's own files: both can be created or downloaded again.
/build/
/paper/paper.pdf
/paper/source/
/.scaffold/snapshots/
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
# If you prefer latexmk: run `latexmk` in this folder to build build/report.pdf. latexmk passes file names from the
# document to a shell, so use it only for documents you trust. `scaffold build` does not use it.
@default_files = ('report/report.tex');
$pdf_mode = -e 'report/generated/letters.tex' ? 5 : 1;  # XeLaTeX prints letters that pdfLaTeX cannot
$do_cd = 1;
$out_dir = '../build';
$pdflatex = 'pdflatex -no-shell-escape -interaction=nonstopmode %O %S';
$xelatex = 'xelatex -no-shell-escape -no-pdf -interaction=nonstopmode %O %S';
"""


def files(paper: Paper, profile: Profile, slides: str) -> tuple[ProjectFile, ...]:
    """README.md, .gitignore and latexmkrc."""
    return (
        ProjectFile("README.md", readme(paper, profile, slides).encode(), "student"),
        ProjectFile(".gitignore", _GITIGNORE.encode(), "student"),
        ProjectFile("latexmkrc", _LATEXMKRC.encode(), "student"),
    )


def readme(paper: Paper, profile: Profile, slides: str) -> str:
    """The README: next steps and dates."""
    source = paper.source
    where = f"arXiv:{source.arxiv_id}v{source.version}" if source.arxiv_id else source.main_file
    parts = ", ".join(
        f"`report/{p.key}.tex` ({p.title.lower()}, {p.pages:g} page{'s' if p.pages != 1 else ''})"
        for p in profile.parts
    )
    decks = {"pptx": "`slides/slides.pptx`", "beamer": "`slides/slides.tex`"}
    deck = decks.get(slides) or "`slides/slides.pptx` or `slides/slides.tex` (the same slides; keep one)"
    listed = "\n".join(_dates(profile))
    questions = f" The talk is followed by {profile.questions} min of questions." if profile.questions else ""
    due = "".join(f"\n{line}\n" for line in _due(profile))
    return f"""# {paper.title or "Seminar paper"}

{", ".join(paper.authors)}{" · " if paper.authors else ""}{where}
{due}
1. Write your report in {parts}. These files already contain the paper's statements with their original numbers.
   Replace each question with your own text.
2. Fill in the slides: {deck}. The speaker notes of each slide give its time and what to say.{questions}
3. Run `scaffold build` to make `build/report.pdf` and `build/slides.pdf`.
4. Run `scaffold talk` to see how long the talk takes and which slides to skip; `scaffold talk --rehearse` is a timer.
5. Run `scaffold check` to measure report and slides.
6. Before you hand in, add the word `final` to the options of the report's style, those in square brackets in
   `report/report.tex`: `\\usepackage[final,…]{{generated/scaffold-report}}`. Then nothing is printed that was there to
   help you write: page meters, questions, to-dos, and what the draft quotes from the paper in small type. Your text
   and the restated statements stay. Run `scaffold build` and `scaffold check --final`, and then `scaffold submit`.

{_on_clips(paper)}Do not edit files in folders called `generated`: they belong to scaffold. All other files are yours.
Your settings are in `scaffold.toml`.
{f"{chr(10)}## Dates{chr(10)}{chr(10)}{listed}{chr(10)}" if listed else ""}"""


def _on_clips(paper: Paper) -> str:
    """A paragraph on the statements of a paper that was read from its PDF."""
    if not any(s.form == "text" and s.shown_by == "clip" for s in paper.statements):
        return ""
    return """The paper was read from its PDF. Report and slides show its statements as clips, which are pictures cut
out of its pages. To shorten one, write its text with `\\paperstatement*`.

"""


def _due(profile: Profile) -> Iterator[str]:
    """A sentence for everything that is handed in, with the files, and one on the own talk."""
    for d in profile.deliverables:
        files = ", ".join(f"`{name}`" for name in d.files)
        about = "; ".join(filter(None, (files, "a draft" if d.stage == "draft" else "")))
        yield f"{d.what}{f' ({about})' if about else ''}: due {'on ' if d.day else ''}**{dates.when(d)}**."
    if str(profile.own_talk):
        yield f"Your talk: **{profile.own_talk}**."


def _dates(profile: Profile) -> Iterator[str]:
    """The events and the deliverables in the order of time; an event on its day stands for a deliverable."""
    days = {e.first for e in profile.events if e.last is None}
    rows = [(e.first, f"- {_when(e)}: {e.what}") for e in profile.events]
    rows += [(d.day or date.max, f"- {dates.when(d)}: {d.what} due") for d in profile.deliverables if d.day not in days]
    if profile.own_talk.day:
        rows.append((profile.own_talk.day, f"- {profile.own_talk}: your talk"))
    yield from (line for _, line in sorted(rows, key=lambda row: row[0]))


def _when(event: Event) -> str:
    return long_date(event.first) if event.last is None else f"{long_date(event.first)} to {long_date(event.last)}"
