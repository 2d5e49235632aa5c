"""Running text by paragraphs, without floats, statements, proofs and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from scaffold.model import Passage, PassageKind, Section
from scaffold.read.latex.commands.handmade import text_end
from scaffold.read.latex.drafts import SectionDraft
from scaffold.read.latex.paper import titlepage
from scaffold.read.passages import LONGEST, MOST, kinds_of, run_in
from scaffold.tex import tokens

if TYPE_CHECKING:
    from scaffold.read.latex.engine import Engine

__all__ = ["passages_of"]

_GONE, _APART, _NOTED = "\x04", "\x03", "\x05"
"""What fills the place of a comment, that of a float or statement, which ends a paragraph, and that of a note or label.

A line that held only a label ends no paragraph: many stand between a formula and its environment.
"""

_FLOAT = re.compile(
    r"\\begin\s*\{((?:figure|table|wrapfigure|wraptable|SCfigure|algorithm|algorithm2e|tabular|tabularx|tikzpicture"
    r"|minipage|thebibliography|subfigure|longtable|sidewaystable|keywords|IEEEkeywords)\*?)\}"
)
_NOTE = re.compile(
    r"\\(?:footnote(?:text|mark)?|marginpar|marginnote|todo|thanks|label|index|vspace\*?|hspace\*?|todototoc)"
    r"\s*(?:\[[^\[\]]*\]\s*)?(?=\{)"
)
_COMMENT = re.compile(r"^[ \t]*%[^\n]*\n", re.MULTILINE)
_HIDDEN = re.compile(r"\\iffalse(?![A-Za-z]).*?(?:\\fi(?![A-Za-z])|\Z)", re.S)
_NEXT = re.compile(rf"{_APART}[{_APART}\s]*|\n[ \t{_GONE}]*\n\s*|\\par(?![A-Za-z])|(?=\\item(?![A-Za-z]))")
_INPUT = re.compile(r"\\(?:input|include|subfile)\s*\{([^{}]+)\}")
_RUN_IN = re.compile(
    r"\s*(?:\\(?:noindent|smallskip|medskip|bigskip|indent)\s*)*"
    r"(?:\\(?:textbf|textit|emph|textsc|textsf|underline)\s*\{|\{\\(?:bf|it|em|sc|bfseries|itshape)\s)([^{}]{4,60}?)[.:]?\s*\}"
)
_DEPTH, _SHORTEST = 3, 30
_UNFILLED = str.maketrans("", "", _GONE + _NOTED)


def passages_of(engine: Engine, sections: Sequence[Section]) -> tuple[Passage, ...]:
    """The abstract, and the paragraphs under headings; too many are cut, first those of no kind of their own."""
    drafts = engine.notes.sections
    kinds = kinds_of((s.printed, s.level) for s in sections)
    reader = _Reader(engine)
    out = list(_abstract(engine))
    left = {True: MOST - len(out), False: MOST}
    for n, kind in enumerate(kinds):
        if left[bool(kind)] > 0:
            found = tuple(islice(reader.under(drafts[n], _numbered(sections, n), kind or "text"), left[bool(kind)]))
            left[bool(kind)] -= len(found)
            out += found
    return tuple(out)


def _abstract(engine: Engine) -> Iterator[Passage]:
    body = titlepage.abstract(engine)
    if len(body) > _SHORTEST:
        yield Passage(kind="abstract", body=body[:LONGEST])


def _numbered(sections: Sequence[Section], n: int) -> str | None:
    """The number of the innermost numbered heading over the text; None if there is none."""
    level = sections[n].level + 1
    for s in reversed(sections[: n + 1]):
        if s.level < level:
            if s.number:
                return s.number
            level = s.level
    return None


class _Reader:
    """Reads the running text of one paper."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        notes = engine.notes
        self.filled: dict[str, str] = {}
        self.apart: dict[str, list[tuple[int, int]]] = {}
        stated = [(d.buffer, d.start, d.end) for d in notes.statements]
        for buffer, start, end in (*stated, *((d.buffer, d.start, d.end) for d in notes.proofs)):
            if buffer is not None and buffer.is_file and 0 <= start < end:
                self.apart.setdefault(buffer.file, []).append((start, end))
        self.ends = self._ends(notes.sections)

    def _ends(self, sections: Sequence[SectionDraft]) -> Mapping[int, int]:
        """Where the text under each heading ends: at the next one in its file."""
        following: dict[int, int] = {}
        out: dict[int, int] = {}
        for s in reversed(sections):
            if s.buffer is not None:
                out[id(s)] = following.get(id(s.buffer), len(s.buffer.text))
                following[id(s.buffer)] = s.start
        return out

    def under(self, section: SectionDraft, number: str | None, kind: PassageKind) -> Iterator[Passage]:
        """The paragraphs under a heading."""
        buffer = section.buffer
        if buffer is None or not buffer.is_file or self.ends[id(section)] < section.end:
            return
        now = kind
        for part, start, end in self._parts(buffer, section.end, self.ends[id(section)], _DEPTH):
            text = self._text(part)
            for a, b in _paragraphs(text, start, end):
                body = part.shown(a, b, text).translate(_UNFILLED).strip()
                now = self._kind(body, kind, now)
                if len(body) > _SHORTEST:
                    line = part.line_at(a)
                    yield Passage(kind=now, body=body[:LONGEST], section=number, file=part.file, line=line)

    def _kind(self, body: str, kind: PassageKind, now: PassageKind) -> PassageKind:
        """A title at the beginning of a paragraph counts up to the next one, where authors speak of their work."""
        title = _RUN_IN.match(body) if kind != "text" else None
        return (run_in(title[1]) or kind) if title else now

    def _parts(
        self, buffer: tokens.Buffer, start: int, end: int, depth: int
    ) -> Iterator[tuple[tokens.Buffer, int, int]]:
        """The stretches of files that hold the text, with the files that it inputs, up to the next heading."""
        end = text_end(buffer.text, start, end)
        for m in _INPUT.finditer(buffer.text, start, end):
            yield buffer, start, m.start()
            start = m.end()
            found = self.engine.tree.find(m[1], ("", buffer.file.rpartition("/")[0]), (".tex", "", ".ltx"))
            if found is None or depth == 0 or found == buffer.file:
                continue
            inner = tokens.Buffer(self.engine.tree.text(found), found)
            yield from self._parts(inner, 0, len(inner.text), depth - 1)
            if text_end(inner.text, 0, len(inner.text)) < len(inner.text):
                return
        yield buffer, start, end

    def _text(self, buffer: tokens.Buffer) -> str:
        """The text of a file with what is no running text filled, so that positions stay."""
        if buffer.file not in self.filled:
            stretches = [(a, b, _APART) for a, b in self.apart.get(buffer.file, ())]
            stretches += [(*m.span(), _GONE) for m in _COMMENT.finditer(buffer.raw) if _is_blank(buffer.text, m)]
            stretches += [(*m.span(), _GONE) for m in _HIDDEN.finditer(buffer.text)]
            stretches += _floats(buffer.text)
            stretches += _notes(buffer.text)
            self.filled[buffer.file] = _filled(buffer.text, stretches)
        return self.filled[buffer.file]


def _is_blank(text: str, m: re.Match[str]) -> bool:
    return not text[m.start() : m.end()].strip()


def _floats(text: str) -> Iterator[tuple[int, int, str]]:
    for m in _FLOAT.finditer(text):
        end = tokens.close_environment(text, m.end(), m[1])
        if end > m.end():
            yield m.start(), end, _APART


def _notes(text: str) -> Iterator[tuple[int, int, str]]:
    for m in _NOTE.finditer(text):
        end = tokens.close_brace(text, m.end() + 1)
        if end > 0:
            yield m.start(), end + 1, _NOTED


def _filled(text: str, stretches: Sequence[tuple[int, int, str]]) -> str:
    out, at = list[str](), 0
    for start, end, sign in sorted(stretches):
        if end > at:
            out += (text[at:start], sign * (end - max(at, start)))
            at = end
    return "".join(out) + text[at:]


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for m in _NEXT.finditer(text, start, end):
        yield start, m.start()
        start = m.end()
    yield start, end
