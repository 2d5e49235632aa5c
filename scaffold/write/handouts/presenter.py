"""For the speaker: notes on the second half of each page, cue cards, and the file that pdfpc reads beside a PDF."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from scaffold.languages import Language
from scaffold.write.handouts.document import document, head, paragraphs
from scaffold.write.handouts.pages import Page, schedule
from scaffold.write.latex import escape

__all__ = ["cards", "notes", "pdfpc"]


def pdfpc(pages: Sequence[Page], minutes: int, say: Language) -> bytes:
    """The file NAME.pdfpc that pdfpc (format 2) and BeamerPresenter read beside NAME.pdf; minutes is the talk's length.

    That format has no time of a slide, so the note begins with it.
    """
    rows = []
    for page in pages:
        label = str(page.slide.number) if page.slide else str(page.number)
        row: dict[str, object] = {"idx": page.number - 1, "label": label, "overlay": page.overlay}
        if text := "\n".join(_lines(page, say)):
            row["note"] = text
        rows.append(row)
    content = {"pdfpcFormat": 2, "duration": minutes, "disableMarkdown": True, "noteFontSize": 20, "pages": rows}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _lines(page: Page, say: Language) -> Iterator[str]:
    """Time, prompt and what else the notes say of a page."""
    if page.slide is None:
        return
    yield schedule(page, say)
    yield from page.slide.prompt.splitlines()
    if facts := _facts(page, say):
        yield facts


def _facts(page: Page, say: Language) -> str:
    """Where the paper has it, and when to skip it; "" if the notes say neither."""
    slide = page.slide
    paper = say("handout.page", page=slide.page) if slide and slide.page else ""
    cut = say("handout.cut", n=slide.cut) if slide and slide.cut else ""
    return ". ".join(filter(None, (paper, cut)))


def _next(pages: Sequence[Page], page: Page, say: Language) -> str:
    """The title of the slide that follows."""
    later = (p.slide for p in pages[page.number :] if p.slide is not page.slide)
    slide = next(later, None)
    shown = slide and slide.title and page.slide and not page.slide.backup
    return say("handout.next", title=slide.title) if slide and shown else ""


_SHRUNK = r"""\newsavebox\notebox
\newcommand\fitted[1]{\sbox\notebox{\begin{minipage}[t]{\notewidth}\setlength\parskip{.5\baselineskip}#1\end{minipage}}%
  \dimen0=\dimexpr\ht\notebox+\dp\notebox\relax
  \ifdim\dimen0>\noteheight\vbox to\noteheight{\hbox{\resizebox*{!}{\noteheight}{\usebox\notebox}}\vss}%
  \else\vbox to\noteheight{\hbox{\usebox\notebox}\vss}\fi}
\newlength\notewidth\newlength\noteheight
"""
"""A note that is too long for its page is set smaller."""

_MARGIN = 0.05
"""Of the width of a slide, around its note."""


def notes(pages: Sequence[Page], size: tuple[float, float], say: Language) -> str:
    """A document with the note of each page of the deck, on pages of its size in points."""
    width, height = size
    edge = _MARGIN * width
    more = (
        f"{_SHRUNK}\\setlength\\notewidth{{\\textwidth}}\\setlength\\noteheight{{{height - 2 * edge:.2f}bp}}\n"
        "\\pagestyle{empty}\\setlength\\parskip{0pt}\\setlength\\topskip{0pt}\n"
        f"\\newcommand\\size{{\\fontsize{{{height / 20:.2f}bp}}{{{height / 16:.2f}bp}}\\selectfont}}\n"
    )
    body = [rf"\vbox to 0pt{{\hbox{{\fitted{{{_note(pages, page, say)}}}}}\vss}}\newpage" for page in pages]
    paper = f"paperwidth={width:.2f}bp,paperheight={height:.2f}bp,margin={edge:.2f}bp"
    return document(paper, body, more)


def _note(pages: Sequence[Page], page: Page, say: Language) -> str:
    """The words on the right of a slide."""
    title = f"{page.slide.number} · {page.slide.title}" if page.slide else ""
    prompt = paragraphs(page.slide.prompt) if page.slide else ""
    small = [_small(text) for text in (_facts(page, say), _next(pages, page, say)) if text]
    return "\n".join((r"\raggedright\size", head("normalfont\\size", "grey", title), _time(page, say), prompt, *small))


def _time(page: Page, say: Language) -> str:
    return rf"{{\bfseries\color{{ink}}{escape.tex(schedule(page, say))}\par}}"


def _small(text: str) -> str:
    return rf"\par{{\color{{grey}}{escape.tex(text)}\par}}"


_CARD = (
    "paperwidth=148mm,paperheight=105mm,top=17mm,bottom=15mm,left=10mm,right=10mm,"
    "headheight=8mm,headsep=4mm,footskip=8mm"
)
"""A6, lying."""


def cards(pages: Sequence[Page], say: Language) -> str:
    """Cue cards on A6, one for each slide of the talk; a long note goes on on the next card."""
    more = (
        "\\pagestyle{fancy}\\fancyhf{}\\renewcommand\\headrulewidth{.4pt}\n"
        "\\newcommand\\cardhead{}\\fancyhead[L]{\\footnotesize\\color{grey}\\cardhead}\n"
        "\\newcommand\\cardfoot{}\\fancyfoot[L]{\\footnotesize\\color{grey}\\cardfoot}\n"
        "\\fancyfoot[R]{\\footnotesize\\thepage}\n"
        "\\AtBeginDocument{\\fontsize{12}{15}\\selectfont\\raggedright}\n"
    )
    body = []
    for page in pages:
        if page.slide is None or page.slide.backup or page.overlay:
            continue
        number = say("handout.slide", n=page.slide.number)
        top, foot = escape.tex(f"{number} · {schedule(page, say)}"), escape.tex(_next(pages, page, say))
        body.append(rf"\clearpage\renewcommand\cardhead{{{top}}}\renewcommand\cardfoot{{{foot}}}")
        body.append(head("Large", "ink", page.slide.title or say("handout.untitled")))
        body.append(paragraphs(page.slide.prompt) or r"\mbox{}")
        if facts := _facts(page, say):
            body.append(rf"\par{{\small\color{{grey}}{escape.tex(facts)}\par}}")
    return document(_CARD, body, more)
