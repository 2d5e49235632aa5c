"""For those who listen: three slides a page with lines beside them, and one page on the paper in its own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scaffold.languages import Language
from scaffold.write.handouts.document import document, image
from scaffold.write.handouts.pages import Page
from scaffold.write.latex import escape

__all__ = ["Summary", "one_page", "three_a_page"]

_A_PAGE = 3
_LINES = 7
"""Beside each slide."""


def three_a_page(pages: Sequence[Page], title: str, speaker: str) -> str:
    """The slides of the talk, without backup slides, each in its last form, with lines for the listener's notes."""
    last = {p.slide.number: p.number for p in pages if p.slide is not None and not p.slide.backup}
    shown = sorted(last.values())
    rule = r"\textcolor{line}{\rule{\linewidth}{.4pt}}\par"
    lines = "\n".join([rf"\vspace{{6.2mm}}{rule}"] * _LINES)
    top, end, body = r"\begin{minipage}[t]", r"\end{minipage}", list[str]()
    for n, page in enumerate(shown):
        body += [
            rf"{top}{{96mm}}\vspace{{0pt}}\fcolorbox{{line}}{{white}}{{{image(page, 'width=95mm')}}}{end}\hfill",
            rf"{top}{{74mm}}\vspace{{0pt}}\setlength\parskip{{0pt}}{lines}{end}\par",
            r"\newpage" if n % _A_PAGE == _A_PAGE - 1 and n + 1 < len(shown) else r"\vfill",
        ]
    more = (
        "\\fboxsep=0pt\\fboxrule=.4pt\\pagestyle{fancy}\\fancyhf{}\\renewcommand\\headrulewidth{0pt}\n"
        f"\\fancyhead[L]{{\\footnotesize\\color{{grey}}\\parbox{{120mm}}{{\\raggedright {escape.tex(title)}}}}}\n"
        f"\\fancyhead[R]{{\\footnotesize\\color{{grey}}{escape.tex(speaker)}}}\n\\fancyfoot[C]{{\\footnotesize\\thepage}}\n"
    )
    return document("a4paper,margin=18mm,top=28mm,headheight=9mm", body, more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the page on the paper shows: ids of statements, LaTeX of its abstract, plain questions.

    weakest are the main results in the order in which they are left out; named are statements of which only number
    and page are printed. title is that of the seminar, paper the paper's.
    """

    title: str
    paper: str
    speaker: str
    when: str
    abstract: str = ""
    setting: Sequence[str] = ()
    main: Sequence[str] = ()
    weakest: Sequence[str] = ()
    named: Sequence[str] = ()
    roadmap: bool = False
    questions: Sequence[str] = ()
    size: int = 9
    columns: int = 2
    """1 for statements that are clips of the paper's pages, which a column would make too small."""


_COLUMNS = r"\begin{multicols}{2}\raggedcolumns"

_HEAD = r"""\makeatletter
\newcommand\handouthead{{\parindent\z@\sffamily\raggedright\small
  {\color{scaffoldgrey}\scaffold@seminar\par}\vskip 4pt
  {\scaffold@headfont\Large\scaffold@title\par}\vskip 4pt
  \scaffold@authors\hspace{1em}{\color{scaffoldgrey}\scaffold@link{}{\scaffold@id}\enspace\scaffold@facts}\par
  \ifx\scaffold@student\@empty\else\vskip 2pt \handoutby: \scaffold@student\par\fi}%
  \vskip 5pt {\color{scaffoldink}\hrule height .8pt}\vskip 5pt}
\makeatother"""
"""The head of the report, for a talk; \\handoutby is the word before the speaker's name."""


def one_page(s: Summary, say: Language) -> str:
    """The page on the paper; it compiles in the report's folder, whose generated files it loads."""
    facts = escape.tex(", ".join(filter(None, (s.speaker, s.when))))
    title = say("handout.title", paper=escape.tex(s.paper))
    parts = [
        rf"\documentclass[{s.size}pt,a4paper]{{extarticle}}",
        r"\usepackage[final,margin=13mm]{generated/scaffold-report}",
        r"\usepackage{multicol}",
        r"\input{generated/macros}\input{generated/paper}\input{generated/statements}\input{generated/figures}",
        rf"\seminar{{{escape.tex(s.title)}}}\student{{{facts}}}",
        r"\pagestyle{empty}\setlength\columnsep{7mm}\setlength\multicolsep{4pt}",
        rf"\newcommand\handoutby{{{say('handout.by')}}}{_HEAD}",
        r"\begin{document}\handouthead",
        rf"\hypersetup{{pdftitle={{{title}}},pdfauthor={{{escape.tex(s.speaker)}}}}}",
        _COLUMNS if s.columns > 1 else "",
        *_heading(say("handout.problem"), s.abstract),
        *_statements(say("report.setting"), s.setting),
        *_statements(say("report.main-result.many"), s.main),
        *_heading(say("handout.also"), ", ".join(rf"\paperref{{{id}}} (\paperpage{{{id}}})" for id in s.named)),
    ]
    if s.columns == 1:
        parts.append(_COLUMNS)
    if s.roadmap:
        parts += _heading(say("handout.roadmap"), r"\noindent\begin{minipage}{\linewidth}\paperroadmap\end{minipage}")
    questions = "\n".join(rf"\item {escape.tex(q)}" for q in s.questions)
    listed = rf"\begin{{itemize}}[leftmargin=*]{questions}\end{{itemize}}"
    parts += _heading(say("handout.questions"), listed if questions else "")
    parts += [r"\nocite{paper}\scaffoldreferences", r"\end{multicols}\end{document}"]
    return "\n".join(filter(None, parts)) + "\n"


def _statements(title: str, ids: Sequence[str]) -> list[str]:
    """Statements with their heading, which is not left alone at the foot of a column."""
    first, *more = [rf"\paperstatement{{{id}}}" for id in ids] or [""]
    if not first:
        return []
    together = rf"\begin{{minipage}}{{\linewidth}}\subsection*{{{title}}}{first}\end{{minipage}}"
    return [rf"\par\addvspace{{6pt}}\noindent{together}\par", *more]


def _heading(title: str, content: str) -> list[str]:
    """A part with its heading; nothing if it is empty."""
    return [rf"\subsection*{{{title}}}", content] if content.strip() else []
