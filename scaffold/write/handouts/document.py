"""What the handouts have in common: their preamble, and pages of the deck in them."""

from __future__ import annotations

from collections.abc import Iterable

from scaffold.write.latex import escape

__all__ = ["SLIDES", "document", "head", "image", "paragraphs"]

SLIDES = "slides.pdf"
"""The name under which a handout includes the deck's PDF."""

_PREAMBLE = r"""\documentclass{article}
\usepackage{iftex}
\ifPDFTeX\usepackage[utf8]{inputenc}\usepackage[T1]{fontenc}\usepackage{lmodern,textcomp}\else\usepackage{fontspec}\fi
\IfFileExists{generated/letters.tex}{\input{generated/letters}}{}
\usepackage{amsmath,amssymb,graphicx,xcolor,microtype,fancyhdr}
\ifdefined\pdfsuppresswarningpagegroup\pdfsuppresswarningpagegroup=1 \fi
\renewcommand\familydefault{\sfdefault}
\setlength\parindent{0pt}\setlength\parskip{.5\baselineskip}
\emergencystretch=2em \raggedbottom
\definecolor{ink}{HTML}{1F3A5F}\definecolor{grey}{HTML}{5A6270}\definecolor{line}{HTML}{C9D1DC}
"""


def document(geometry: str, body: Iterable[str], more: str = "") -> str:
    """A whole document; geometry are options of that package, more is added to the preamble."""
    lines = (_PREAMBLE, f"\\usepackage[{geometry}]{{geometry}}\n{more}\\begin{{document}}")
    return "\n".join((*lines, *body, "\\end{document}\n"))


def image(page: int, options: str) -> str:
    """A page of the deck as a picture."""
    return rf"\includegraphics[page={page},{options}]{{{SLIDES}}}"


def paragraphs(text: str) -> str:
    """Plain text as LaTeX, each line a paragraph."""
    return "\n\n".join(escape.tex(line) for line in text.splitlines() if line.strip())


def head(size: str, colour: str, text: str) -> str:
    """Plain text as a line in bold type."""
    return rf"{{\{size}\bfseries\color{{{colour}}}{escape.tex(text)}\par}}"
