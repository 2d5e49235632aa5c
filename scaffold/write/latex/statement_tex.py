"""A statement's body as the slides set it: the paper's words, with the numbers that the paper prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from scaffold.model import Macro, Paper, Statement
from scaffold.tex import drawings, labels, tokens
from scaffold.tex import rows as ends
from scaffold.tex.definitions import meanings
from scaffold.tex.environments import BOXES, DISPLAYS
from scaffold.write.latex import list_labels
from scaffold.write.latex import macros as sheets
from scaffold.write.latex.shims import BASE

__all__ = ["body", "clipped", "file_name", "is_cut", "preamble", "source"]

_BEAMER = frozenset("amsmath amssymb amsthm graphicx xcolor hyperref enumitem geometry".split())
"""Packages that Beamer or our theme loads, and those that quarrel with Beamer's lists and pages."""

_DISPLAY = re.compile(
    r"(?<!\\)\\\[((?:(?!(?<!\\)\\\[).)*?)(?<!\\)\\\]|\$\$(.*?)\$\$"
    r"|\\begin\{(equation\*?|displaymath)\}((?:(?!\\begin\{\3\}).)*?)\\end\{\3\}",
    re.DOTALL,
)
_SMASHED = re.compile(r"\\smash\s*(?:\[[tb]\])?\s*\{")
"""What a paper squeezes into its lines has room on a slide, and would lie over its neighbours there."""

_INLINE = re.compile(r"(?<![\\$])\$(?!\$)(?:[^$\\]|\\.)*\$", re.DOTALL)
"""Formulas in words: what breaks the line in one would end the paragraph where lines are ragged."""

_ROWS = re.compile(
    rf"\\begin\{{({'|'.join(BOXES)})(\*?)\}}(\{{\d+\}})?((?:(?!\\begin\{{\1\2\}}).)*?)\\end\{{\1\2\}}", re.DOTALL
)
_MATHS = re.compile(
    rf"(?<!\\)(\$\$?).*?(?<!\\)\1|\\begin\{{({'|'.join(DISPLAYS)})\*?\}}(?:(?!\\begin\{{\2\*?\}}).)*?\\end\{{\2\*?\}}",
    re.DOTALL,
)
"""Formulas: an empty line in one, such as a removed label leaves, would stop LaTeX."""

_SCRIPT = re.compile(r"(?<!\\)([\^_])\s*(\\[A-Za-z@]+)")
_WORD_SCRIPT = re.compile(r"(?<!\\)([\^_])\s*(\\text(?:up|rm|bf|it|sf|tt|sc|sl|md|normal)\s*\{[^{}]*\})")
_ASKED = {
    "subcaption": r"\scfalso{\setcounter{subfigure}{0}\setcounter{subtable}{0}}",
    "algorithm2e": r"\let\scfalgorithm\algorithm \let\scfendalgorithm\endalgorithm"
    r"\newcommand\scfanalgorithm[1][]{\scfalgorithm[H]}"
    r"\scfalso{\let\algorithm\scfanalgorithm \let\endalgorithm\scfendalgorithm}",
}
"""What packages need where floats are boxes: a figure set again counts its parts again, an algorithm keeps its body."""

_CAPTION, _SENTENCE, _CAPTIONED = re.compile(r"\\caption\s*(?:\[[^\[\]]*\]\s*)?\{"), re.compile(r"(?<=[.!?])\s"), 240
"""The beginning of a caption, the end of a sentence, and the characters of a caption that a slide shows at most."""

_RAISED = re.compile(r"\\vspace\*?\s*\{\s*-[^{}]*\}|\\vskip\s*-\s*[\d.]+\s*[a-z]{2}")
"""What pulls up the text below a table on a page would cut its last row on a slide."""

_WAITING = re.compile(r"\\[A-Za-z@]+\s*$")
"""The end of a command that takes what follows its use as an argument."""

_BRACED = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
_ONE_TAG = rf"\\tag(?![A-Za-z])(\*?)\s*(?:{_BRACED}|([^\s\\{{}}*]))"
"""A tag: whether it is starred, and what it prints, in braces or as one sign."""

_TWICE = re.compile(rf"({_ONE_TAG})(?:\s*\1)+")
_MISPLACED = re.compile(rf"(\\begin\{{subequations\}})\s*{_ONE_TAG}")
_SUBNUMBERED = re.compile(r"\\begin\{subequations\}(?:\s*\[[^\[\]]*\])?[ \t]*\n?|[ \t]*\\end\{subequations\}")
"""Commands that count letters after a number: numbers here are the paper's, and the letters alone would be printed."""

_CONDITION = re.compile(r"\\condition(\*?)\s*(?:\[([^\[\]]*)\])?\s*\{")
"""breqn's condition after a formula: with a star it is a formula, too, and an option gives the sign before it."""

_INNERMOST = re.compile(r"\\begin\{([^{}]*)\}(?:(?!\\begin\{).)*?\\end\{\1\}", re.DOTALL)
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_PARTED = re.compile(rf"(\S)[ \t]*\n(?:[ \t]*\n)+[ \t]*(?=\\\[|\\fitrows|\\begin\{{(?:{'|'.join(DISPLAYS)}))")
"""An empty line before a display: it would begin a paragraph without words, and a slide may end before it."""

_STRUT = re.compile(
    r"\A\s*(?:(?:\\mbox\s*\{\s*\}|\\leavevmode\b|\\hfill\b|~|\\ |\\\\(?:\s*\[[^\[\]]*\])?)\s*)+"
    r"(?=\\begin\{(?:enumerate|itemize|description)\})"
)
"""What papers put before a list so that it begins below the statement's head: on a slide it is an empty line."""

_UNFIT = re.compile(r"\\intertext|\\verb|\n[ \t]*\n|(?<!\\)%|\\begin\{tikz|\\xymatrix|\\begin\{CD\}|\\halign|\\sfd")
"""What cannot stand in the argument of a command, or spans lines."""

_TAG = re.compile(rf"{_ONE_TAG}|\\n(?:onumber|otag)\b")
_NUMBERED = re.compile(
    rf"\\begin\{{(equation|{'|'.join(BOXES)})\*?\}}((?:(?!\\begin\{{\1\*?\}}).)*?)\\end\{{\1\*?\}}", re.DOTALL
)


def body(paper: Paper, statement: Statement) -> str:
    """LaTeX of the body for our theme: as `shown`, and displays and drawings are scaled where they are too wide."""
    tex = _drawn(shown(paper, statement), paper)
    return _STRUT.sub("", _PARTED.sub(r"\1\n", _ROWS.sub(_fitted_rows, _DISPLAY.sub(_fitted, tex))))


def shown(paper: Paper, statement: Statement) -> str:
    """As `source`, but the caption of a table is its first sentence where it is long, since the rows need the room."""
    tex = source(paper, statement)
    return _RAISED.sub("", _briefly_captioned(tex)) if statement.kind == "table" else tex


def is_cut(paper: Paper, statement: Statement) -> bool:
    """Whether slides leave out a part of the statement: the rest of a table's long caption."""
    tex = source(paper, statement) if statement.kind == "table" else ""
    return _briefly_captioned(tex) != tex


def _briefly_captioned(tex: str) -> str:
    """A table whose long caption ends after its first sentence, or is left out where that is long, too."""
    head = _CAPTION.search(tex)
    end = tokens.close_brace(tex, head.end()) if head else -1
    if head is None or end < 0 or end - head.end() <= _CAPTIONED:
        return tex
    first = _SENTENCE.split(tex[head.end() : end].strip(), maxsplit=1)[0]
    whole = len(first) <= _CAPTIONED and first.count("{") == first.count("}") and first.count("$") % 2 == 0
    return f"{tex[: head.start()]}{head[0] + first + ' …}' if whole else ''}{tex[end + 1 :]}"


def _drawn(tex: str, paper: Paper) -> str:
    """The source with each drawing as one box, whose place the theme can tell."""
    for n, one in reversed(list(enumerate(drawings.found(tex, paper.macros)))):
        start, end = one.inside or (one.start, one.end)
        begin, done = (r"\sfdrawing", r"\sfdrawn") if one.inside else (r"\sfdrawblock", r"\sfblockdrawn")
        tex = f"{tex[:start]}{begin} {tex[start:end].strip()}{done}{{{n}}}{tex[end:]}"
    return tex


def source(paper: Paper, statement: Statement) -> str:
    """LaTeX of the body: labels are gone, and a labelled equation carries the number that the paper prints."""
    numbers = {x.key: x.number for x in paper.labels if x.kind == "equation" and x.number}
    tex = statement.standalone or statement.body
    tex = _NUMBERED.sub(lambda m: labels.replaced(m[0], lambda key, _: _tag(numbers.get(key), m[0])), tex)
    tex = _SUBNUMBERED.sub("", _TWICE.sub(r"\1", _MISPLACED.sub(r"\1", labels.without_labels(tex))))
    tex = _SMASHED.sub("{", tex)
    tex = _INLINE.sub(lambda m: m[0] if r"\begin" in m[0] else m[0].replace(r"\\", " "), tex)
    tex = _DISPLAY.sub(_one_line, tex)
    tex = list_labels.led(_braced(_ROWS.sub(_one_row, tex), paper.macros), paper.macros)
    return _MATHS.sub(lambda m: _BLANK.sub("\n", m[0]), _unbroken(_own_labels(tex))).strip()


def _braced(tex: str, macros: Sequence[Macro]) -> str:
    r"""The source with scripts in braces that are commands of the paper or words: both may stand for several tokens."""
    tex = _WORD_SCRIPT.sub(r"\1{\2}", tex)
    known = ((n, m) for n, m in meanings(tuple(macros)).items() if not (m.parameters or m.final))
    plain = {name for name, macro in known if macro.body is not None and not _WAITING.search(macro.body)}
    return _SCRIPT.sub(lambda m: f"{m[1]}{{{m[2]}}}" if m[2] in plain else m[0], tex)


def _one_line(display: re.Match[str]) -> str:
    """A display of one formula without the ends of lines in it, which Beamer's ragged lines would make paragraphs."""
    formula = display[1] or display[2] or display[4] or ""
    return display[0].replace(formula, ends.in_one(formula)) if formula else display[0]


def _one_row(rows: re.Match[str]) -> str:
    """Rows that are one as a display, which can be scaled, and may hold what only LaTeX draws."""
    bare, count = rows[4], 1
    while count:
        bare, count = _INNERMOST.subn("", bare)
    if rows[3] or re.search(r"\\\\|(?<!\\)&|\\(?:short)?intertext", bare):
        return rows[0]
    return rf"\begin{{equation{rows[2]}}}{rows[4]}\end{{equation{rows[2]}}}"


def clipped(file: str, sizes: Sequence[tuple[float, float]], type_size: float) -> str:
    """LaTeX that shows a clip of the paper's PDF instead: its pages below one another, all at the same scale.

    sizes are those of the pages, type_size that of their text, all in points. The theme chooses the scale, as it does
    the type size of a text, and splits what is too tall between pages.
    """
    widest = max(width for width, _ in sizes)
    pages = "\\\\\n".join(
        rf"\sfclippage{{{width / widest:.4f}}}{{{n}}}{{{file}}}" for n, (width, _) in enumerate(sizes, 1)
    )
    return f"\\sfclip{{{widest / type_size:.3f}}}{{{pages}}}"


def preamble(paper: Paper, ids: Iterable[str]) -> str:
    """What the statements need before \\begin{document}: packages, and the paper's own macros."""
    sheet = sheets.preamble(paper, tuple(ids))
    packages = dict.fromkeys(p for p in (*BASE, *sheet.packages) if p not in _BEAMER)
    asked = [line for name, line in _ASKED.items() if name in packages]
    asked = (
        [r"\def\scfalso{\csname g@addto@macro\expandafter\endcsname\csname scf@nofloats\endcsname}", *asked]
        if asked
        else []
    )
    return "\n".join((*(rf"\usepackage{{{name}}}" for name in packages), sheet.tex.rstrip(), *asked)) + "\n"


def file_name(id: str) -> str:
    """A name for the statement's file that every system and TeX accept."""
    return re.sub(r"[^A-Za-z0-9.-]", "_", id) + ".tex"


def _own_labels(tex: str) -> str:
    r"""What a statement makes of \labelenumi, as the option of its lists."""
    numeral = re.search(r"\\renewcommand\*?\s*\{?\\theenumi\}?\s*\{\\(\w+)\s*\{enumi\}\}", tex)
    pattern = re.search(r"\\renewcommand\*?\s*\{?\\labelenumi\}?\s*\{((?:[^{}]|\{[^{}]*\})*)\}", tex)
    if not (numeral or pattern):
        return tex
    label = (pattern[1] if pattern else r"\theenumi.").replace(r"{\theenumi}", r"\theenumi")
    label = label.replace(r"\theenumi", rf"\{numeral[1] if numeral else 'arabic'}*").replace("{enumi}", "*")
    for found in (numeral, pattern):
        tex = tex.replace(found[0], "") if found else tex
    return tex.replace(r"\begin{enumerate}", rf"\begin{{enumerate}}[label={label}]")


def _unbroken(tex: str) -> str:
    """Displays of breqn, which breaks lines by itself and quarrels with other packages, as amsmath's."""
    if "dmath" not in tex and "hiderel" not in tex:
        return tex

    def display(m: re.Match[str]) -> str:
        inner = re.sub(r"\\begin\{.*\\end\{\w+\*?\}", lambda n: n[0].replace("\\\\", "\0"), m[1], flags=re.DOTALL)
        one_line = inner.replace("\\\\", " ").replace("\0", "\\\\")
        return rf"\begin{{equation*}}{one_line}\end{{equation*}}"

    tex = re.sub(r"\\hiderel\s*\{([^{}]*)\}", r"\1", tex)
    tex = _CONDITION.sub(lambda m: ("," if m[2] is None else m[2]) + r"\quad" + ("{" if m[1] else r"\text{"), tex)
    return re.sub(r"\\begin\{dmath\*?\}(.*?)\\end\{dmath\*?\}", display, tex, flags=re.DOTALL)


def _fitted(display: re.Match[str]) -> str:
    """A display of one line, which the theme may then scale to the width of the slide; others stay as they are."""
    formula = display[1] or display[2] or display[4] or ""
    if not formula.strip() or _UNFIT.search(formula):
        return display[0]
    if re.search(r"\\\\", re.sub(r"\\begin\{.*\\end\{[^{}]*\}", "", formula, flags=re.DOTALL)):
        return display[0]
    tags = next((t[0] for t in _TAG.finditer(formula) if t[0].startswith(r"\tag")), "")
    # A tag on a line of its own leaves an empty line, which would end the display.
    untagged = re.sub(r"\n\s*\n", "\n", _TAG.sub("", formula).strip())
    return rf"\begin{{equation*}}\fitdisplay{{{untagged}}}{tags}\end{{equation*}}"


def _fitted_rows(rows: re.Match[str]) -> str:
    """Rows as they are, and as a box with their numbers in it, which the theme sets instead where they are too wide."""
    if _UNFIT.search(rows[0]) or r"\displaybreak" in rows[0]:
        return rows[0]
    inner = re.sub(r"\\n(?:onumber|otag)(?![A-Za-z])", "", rows[4])
    inner = re.sub(_ONE_TAG, _beside, inner).strip()
    inner = inner.replace(r"\begin{split}", r"\begin{aligned}").replace(r"\end{split}", r"\end{aligned}")
    box = BOXES[rows[1]]
    return rf"\fitrows{{{rows[0]}}}{{\begin{{{box}}}{rows[3] or ''}{inner}\end{{{box}}}}}"


def _beside(tag: re.Match[str]) -> str:
    """What a tag prints, as a part of its row."""
    text = tag[2] or tag[3] or ""
    return rf"\qquad\text{{{text if tag[1] else f'({text})'}}}"


def _tag(number: str | None, display: str) -> str:
    return rf"\tag{{{number}}}" if number and r"\tag" not in display else ""
