"""The deck as LaTeX Beamer: slides.tex is the student's; scaffold may replace the files that it inputs.

The text comes from slides/compose.py, as for PowerPoint; our Beamer theme sets text and statements so that they fit.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from scaffold import languages
from scaffold.languages import Language
from scaffold.model import Paper
from scaffold.plans import ProjectFile, RoadMap, TalkPlan
from scaffold.resources import template
from scaffold.seminar import Profile
from scaffold.tex.packages import registry
from scaffold.tex.symbols import MATH_ACCENTS
from scaffold.write.clips.clips import sizes, type_size
from scaffold.write.latex import escape
from scaffold.write.latex.statement_tex import body, clipped, file_name, preamble
from scaffold.write.roadmap.fit import LEGEND, Here, legend, look, on_slide, words
from scaffold.write.roadmap.routes import Route
from scaffold.write.slides import blocks as slide_blocks
from scaffold.write.slides import compose as slides_text
from scaffold.write.slides import wording
from scaffold.write.slides.blocks import (
    BOTTOM,
    GAP,
    LEFT,
    RIGHT,
    TOP,
    Block,
    FigureBlock,
    ReferencesBlock,
    RoadMapBlock,
    StatementBlock,
    TextBlock,
)
from scaffold.write.slides.compose import Deck, Page
from scaffold.write.slides.measure import height
from scaffold.write.slides.pictures import Picture
from scaffold.write.slides.wording import Line, scripts
from scaffold.write.text import citations, plain

__all__ = ["write"]

_GENERATED = "slides/generated"
_HEAD = "% Generated: scaffold replaces this file. Write in slides.tex instead.\n"
_ACCENTS = {combining: command for command, combining in reversed(MATH_ACCENTS.items())}
_COMBINED = re.compile(f"([^\\W\\d_])([{''.join(_ACCENTS)}])")

_STYLED = re.compile(
    f"([\U0001d49c-\U0001d4b5\U0001d4d0-\U0001d4e9\U0001d504-\U0001d537ℬℰℱℋℐℒℳℛℭℌℑℜℨ][{''.join(_ACCENTS)}]?)"
)
"""Script capitals and fraktur letters, whose shape distinguishes them from other letters, with an accent."""

_SMALL = re.compile(r"([ₐₑᵢⱼₙₘₖₓₜₚ]+)|[ⁿⁱ]+")
"""Subscript and superscript letters of Unicode that TeX cannot print."""

_SCRIPTS = {1: "superscript", -1: "subscript"}


def write(
    paper: Paper,
    plan: TalkPlan,
    profile: Profile,
    *,
    student: str,
    figures: Mapping[str, Picture] | None = None,
    unset: Collection[str] = (),
    clips: Mapping[str, bytes] | None = None,
    theme: str = "",
) -> tuple[ProjectFile, ...]:
    """slides/slides.tex and the files in slides/generated that it inputs.

    figures holds the paper's figures by id, as for pptx.write; unset the ids of statements that LaTeX cannot set
    (pictures.Pictures.failed), which are shown as plain text; clips, by id, clips of the paper's PDF that are shown
    instead of a statement's text; theme is the name of the Beamer theme of the slides ("": ours).
    Raises KeyError when the plan names something that the paper does not have.
    """
    clips = clips or {}
    deck = slides_text.compose(paper, plan, profile, student=student)
    shown = [b.statement.id for p in deck.pages for b in (*p.blocks, *p.right) if isinstance(b, StatementBlock)]
    ids = list(dict.fromkeys(shown))
    files = dict(_figure_files(figures or {}, deck))
    source = _document(deck, {id: path.rpartition("/")[2] for id, (path, _) in files.items()}, theme)
    return (
        ProjectFile("slides/slides.tex", source.encode("utf-8"), "student"),
        _ours("beamerthemescaffold.sty", template("slides", "beamerthemescaffold.sty").read_text(encoding="utf-8")),
        _ours("macros.tex", _HEAD + preamble(paper, [i for i in ids if i not in unset])),
        _ours("statements.tex", _HEAD + _index(paper, ids, deck)),
        *(_ours(f"statements/{file_name(id)}", _statement(paper, id, unset, clips, say=deck.language)) for id in ids),
        *(ProjectFile(f"{_GENERATED}/{_clip(id)}", clips[id], "tool") for id in ids if clips.get(id)),
        _ours("language.tex", _HEAD + _language(deck.language, languages.of_paper(paper) or deck.language)),
        _ours("here.tex", _HEAD + "".join(_here({p.here.id: p.here for p in deck.pages if p.here}))),
        *([_ours("roadmap.tex", _HEAD + _roadmap(plan.roadmap, deck.language))] if plan.roadmap.nodes else []),
        *(ProjectFile(path, data, "tool") for path, data in files.values()),
    )


def tex(text: str) -> str:
    """Plain text as LaTeX: letters of formulas with their accents, subscripts and superscripts in math mode."""
    text = _SMALL.sub(lambda m: f"{'_' if m[1] else '^'}({unicodedata.normalize('NFKC', m[0])})", text)
    pieces = (
        rf"\text{_SCRIPTS[script]}{{{_tex(words)}}}" if script else _tex(words) for words, script in scripts(text)
    )
    return "".join(pieces)


def _tex(text: str) -> str:
    pieces = _STYLED.split(text)
    styled = (
        (_accented(words), _styled(letter)) for words, letter in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
    )
    return "".join(part for pair in styled for part in pair)


def _styled(letter: str) -> str:
    """A script or fraktur letter with its accent, if any, in math mode."""
    if not letter:
        return ""
    style = r"\mathfrak" if "FRAKTUR" in unicodedata.name(letter[0]) else r"\mathcal"
    made = rf"{style}{{{unicodedata.normalize('NFKC', letter[0])}}}"
    for accent in letter[1:]:
        made = rf"\{_ACCENTS[accent]}{{{made}}}"
    return rf"\ensuremath{{{made}}}"


def _accented(text: str) -> str:
    """Text with the accents that combine with letters of formulas."""
    pieces = _COMBINED.split(text)
    out = [escape.tex(pieces[0])]
    for letter, accent, rest in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        composed = escape.tex(letter + accent)
        mathematics = rf"\ensuremath{{\{_ACCENTS[accent]}{{{escape.tex(letter)}}}}}"
        out.append((composed if composed != escape.tex(letter) else mathematics) + escape.tex(rest))
    return "".join(out)


def _ours(name: str, text: str) -> ProjectFile:
    return ProjectFile(f"{_GENERATED}/{name}", text.encode("utf-8"), "tool")


def _document(deck: Deck, figures: Mapping[str, str], theme: str) -> str:
    head = template("slides", "slides.tex").read_text(encoding="utf-8")
    slides = "\n".join(_slides(deck.pages, figures))
    values = {"title": tex(deck.title), "footer": tex(deck.footer), "student": tex(deck.student), "slides": slides}
    values["comment"] = deck.language.comment("comment.slides")
    values["theme"] = f"\\foreigntheme{{{theme}}}\n" if theme else ""
    values["short"] = f"[{{{tex(wording.short(deck.title, 40))}}}]" if theme else ""
    values["plain"] = tex(re.sub(r"[^\x20-\u024f–—‘’“”]", "", deck.title))
    return re.sub(r"<<(\w+)>>", lambda m: values[m[1]], head)


def _slides(pages: Sequence[Page], figures: Mapping[str, str]) -> Iterator[str]:
    """The LaTeX of each slide, with \\section before the first slide of a section."""
    section, backup = "", False
    targets = _targets(pages)
    for page in pages:
        if (page.layout == "backup") != backup:
            backup = not backup
            yield "\\backup\n" if backup else "\\nobackup\n"
        if page.section and page.section != section:
            section = page.section
            yield f"% {'-' * 20} {' '.join(section.split())}\n\\section{{{tex(section)}}}\n"
        slide = _slide(page, figures)
        if page.id in targets:
            slide = f"\\slidename{{{page.id}}}\n{slide}"
        yield f"{{\\youarehere{{{page.here.id}}}\n{slide}}}\n" if page.here else slide


def _targets(pages: Sequence[Page]) -> set[str]:
    """The ids of the slides to which a text of another one leads."""
    blocks = (b for page in pages for b in (*page.blocks, *page.right) if isinstance(b, TextBlock))
    return {id for b in blocks for line in b.lines for _, id in line.links}


def _slide(page: Page, figures: Mapping[str, str]) -> str:
    first = page.blocks[0] if page.blocks else None
    title, notes = tex(page.title), _notes(page)
    if page.layout == "title":
        below, speaker = (_title_lines(b, 20.0, 6.0) for b in page.blocks)
        return f"\\titleslide{{{title}}}{{%\n{below}}}{{%\n{speaker}}}{{%\n{notes}}}\n"
    if page.layout == "section":
        words = "".join(_block(b, figures, 0.0) for b in page.blocks)
        return f"\\sectionslide{{{title}}}{{%\n{words}}}{{%\n{notes}}}\n"
    if isinstance(first, StatementBlock) and not page.unbroken:
        below = "".join(_block(b, figures, 0.0) for b in page.blocks[1:])
        header = f"[{tex(first.header)}]" if first.header else ""
        return f"\\statementframe{header}{{{first.statement.id}}}{{{title}}}{{%\n{below}}}{{%\n{notes}}}\n"
    content = _columns(page, figures) if page.right else _stack(page.blocks, figures, BOTTOM - TOP)
    return f"\\begin{{frame}}{{{title}}}\n{content}  \\note{{%\n{notes}}}\n\\end{{frame}}\n"


def _columns(page: Page, figures: Mapping[str, str]) -> str:
    if all(len(c) == 1 and isinstance(c[0], StatementBlock) for c in (page.blocks, page.right)):
        left, right = (_block(column[0], figures, 0.0).strip() for column in (page.blocks, page.right))
        return f"  \\evenpanels{{{left}}}%\n    {{{right}}}\n"
    columns = "".join(
        f"    \\begin{{column}}{{\\slidecolumn}}\n{_stack(blocks, figures, BOTTOM - TOP)}    \\end{{column}}\n"
        for blocks in (page.blocks, page.right)
    )
    return f"  \\begin{{columns}}[T,onlytextwidth]\n{columns}  \\end{{columns}}\n"


def _stack(blocks: Sequence[Block], figures: Mapping[str, str], depth: float) -> str:
    """Blocks below one another; a figure gets the height that the text leaves."""
    words = sum(b.depth + GAP for b in blocks if isinstance(b, TextBlock))
    return f"  \\vgap{{{GAP:.0f}}}\n".join(_block(b, figures, depth - words) for b in blocks)


def _block(block: Block, figures: Mapping[str, str], max_height: float) -> str:
    if isinstance(block, TextBlock):
        return _words(block.lines, block.size, block.gap)
    if isinstance(block, ReferencesBlock):
        return _words(block.lines, block.size, 8.0)
    if isinstance(block, RoadMapBlock):
        return "  \\input{generated/roadmap}\n"
    if isinstance(block, StatementBlock):
        header = f"[{tex(block.header)}]" if block.header else ""
        return f"  \\statement{header}{{{block.statement.id}}}{{{block.max_height:.1f}}}\n"
    return _figure(block, figures.get(block.figure.id), max_height)


def _figure(drawn: FigureBlock, file: str | None, max_height: float) -> str:
    caption = f"{drawn.caption}  ({drawn.pointer})" if drawn.pointer else drawn.caption
    deep = max_height - height([caption], 18.0, RIGHT - LEFT) - 16
    if file:
        return f"  \\figureslide{{generated/figures/{file}}}{{{tex(caption)}}}{{{deep:.1f}}}\n"
    return f"  \\nofigure{{{tex(drawn.missing)}}}{{{tex(caption)}}}{{{deep:.1f}}}\n"


def _words(lines: Sequence[Line], size: float, gap: float) -> str:
    """Lines as a list, or a single line without bullet as a paragraph."""
    if not any(line.bullet for line in lines):
        return f"  \\vgap{{{gap:.0f}}}\n".join(_paragraph(line, size) for line in lines)
    name = "labelled" if any(slide_blocks.is_label(line.bullet) for line in lines) else "points"
    items = "".join(_item(line) for line in lines)
    return f"  \\begin{{{name}}}[{size:.0f}][{gap:.0f}]\n{items}  \\end{{{name}}}\n"


def _item(line: Line) -> str:
    if line.kind == "prompt":
        return f"    \\prompt{{{tex(line.text)}}}\n"
    label = f"[{{{tex(line.bullet)}}}]" if slide_blocks.is_label(line.bullet) or not line.bullet else ""
    return f"    \\item{label} {_linked(line)}\n"


def _linked(line: Line) -> str:
    return "".join(f"\\toslide{{{id}}}{{{tex(text)}}}" if id else tex(text) for text, id in line.pieces())


def _paragraph(line: Line, size: float) -> str:
    return f"  \\{'ask' if line.kind == 'prompt' else 'say'}[{size:.0f}]{{{_linked(line)}}}\n"


def _title_lines(block: Block, size: float, gap: float) -> str:
    """The lines of a title slide, without bullets."""
    lines = block.lines if isinstance(block, TextBlock) else ()
    return f"  \\vgap{{{gap:.0f}}}\n".join(_paragraph(line, size) for line in lines)


def _notes(page: Page) -> str:
    return "".join(f"    {tex(line)}\\par\n" for line in page.notes.split("\n") if line)


def _language(language: Language, papers: Language) -> str:
    """The words that the theme prints, and the languages if one of them is not TeX's own."""
    others = {language.babel, papers.babel} - {languages.load(languages.DEFAULT).babel}
    given = f"\\slidelanguages{{{language.tag}}}{{{language.babel}}}{{{papers.babel}}}\n" if others else ""
    return f"\\def\\scaffoldbackupmark{{{tex(language('slides.section.backup'))}}}\n{given}"


def _index(paper: Paper, ids: Sequence[str], deck: Deck) -> str:
    """The file of each statement, its place in the paper, and what citations print."""
    shown = {b.statement.id: b for p in deck.pages for b in (*p.blocks, *p.right) if isinstance(b, StatementBlock)}
    rows = [rf"\paperstatement{{{id}}}{{{file_name(id)}}}{{{tex(shown[id].pointer)}}}" for id in ids]
    rows += _rooms(deck)
    cited = sorted(citations.labels(paper).items())
    rows += [rf"\paperwork{{{key}}}{{{tex(label)}}}" for key, label in cited if label and _plain(key)]
    return "\n".join(rows) + "\n"


def _rooms(deck: Deck) -> list[str]:
    """The space for each statement that may continue on further slides, as PowerPoint's slides split it."""
    firsts = [p.blocks[0] for p in deck.pages if p.blocks and not p.unbroken]
    split = [b for b in firsts if isinstance(b, StatementBlock)]
    often = Counter(b.statement.id for b in split)
    return [
        rf"\paperroom{{{b.statement.id}}}{{{b.max_height:.2f}}}{{{b.full_height:.2f}}}"
        for b in split
        if often[b.statement.id] == 1
    ]


def _plain(key: str) -> bool:
    return not re.search(r"[\\{}%#~]", key)


def _clip(id: str) -> str:
    return f"clips/{file_name(id).removesuffix('.tex')}.pdf"


def _statement(paper: Paper, id: str, unset: Collection[str], clips: Mapping[str, bytes], *, say: Language) -> str:
    statement = paper.statement(id)
    if id in clips:
        return clipped(f"generated/{_clip(id)}", sizes(clips[id]), type_size(clips[id])) + "\n"
    if id not in unset:
        return body(paper, statement) + "\n"
    try:
        spelt = registry.in_words(paper, statement.standalone or statement.body)
        found = plain.paragraphs(*spelt, citations.labels(paper))
    except plain.NoPlainText:
        place = wording.pointer(statement.section, statement.page, say, appendix=statement.appendix)
        return f"\\emph{{{tex(say('slides.not-set', where=place or say('slides.the-paper')))}}}\n"
    return "\n\n".join(tex(f"{p.bullet} {p.text}".strip()) for p in found) + "\n"


def _roadmap(roadmap: RoadMap, language: Language) -> str:
    """The picture of the road map, with the same layout and text as on the PowerPoint slide."""
    made = on_slide(roadmap, RIGHT - LEFT, BOTTOM - TOP - LEGEND, language)
    size = f"{{{made.sizes.width:.1f}}}{{{made.sizes.height:.1f}}}{{{made.type:.0f}}}"
    nodes = [
        rf"  \roadnode{{{look(b)}}}{{{b.x:.1f}}}{{{b.y:.1f}}}{size}{{{_boxed(words(b.node, made, language))}}}"
        for b in made.drawing.boxes
    ]
    edges = [_arrow(route) for route in sorted(made.drawing.routes, key=lambda r: r.lit)]
    drawn = "\n".join((*edges, *nodes))
    return f"\\roadmap{{%\n{drawn}\n}}\n\\roadlegend{{{tex(legend(made, language))}}}\n"


def _boxed(text: str) -> str:
    label, _, page = text.partition("\n")
    return tex(label) + (rf"\roadpage{{{tex(page)}}}" if page else "")


def _arrow(route: Route) -> str:
    return rf"  \roadedge{{{'lit line' if route.lit else 'line'}}}{{{_way(route)}}}"


def _way(route: Route) -> str:
    return "--".join(f"({x:.1f},{y:.1f})" for x, y in route.points)


def _here(places: Mapping[str, Here]) -> Iterator[str]:
    """The small maps that show where the talk is, by the ids of the statements that they highlight."""
    for id, place in sorted(places.items()):
        sizes = place.picture.sizes
        yield f"% {place.alt}\n\\placeonmap{{{id}}}{{%\n"
        for route in place.picture.drawing.routes:
            yield rf"  \hereedge{{{_way(route)}}}" + "\n"
        for box in place.picture.drawing.boxes:
            style = "here lit" if box.node.id == id else "here box"
            yield (
                rf"  \herenode{{{style}}}{{{box.x:.1f}}}{{{box.y:.1f}}}{{{sizes.width:.1f}}}{{{sizes.height:.1f}}}"
                + "\n"
            )
        yield rf"  \herelabel{{{place.at[0]:.1f}}}{{{place.at[1]:.1f}}}{{{tex(place.label)}}}" + "\n}\n"


def _figure_files(figures: Mapping[str, Picture], deck: Deck) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """The figures that slides show, as vector graphics where possible, with their paths in the project."""
    wanted = {b.figure.id for p in deck.pages for b in (*p.blocks, *p.right) if isinstance(b, FigureBlock)}
    for id in sorted(wanted & figures.keys()):
        sheet = figures[id].sheets[0]
        data = sheet.pdf or sheet.png
        suffix = ".pdf" if sheet.pdf else (".png" if data.startswith(b"\x89PNG") else ".jpg")
        yield id, (f"{_GENERATED}/figures/{re.sub(r'[^A-Za-z0-9-]', '_', id)}{suffix}", data)
