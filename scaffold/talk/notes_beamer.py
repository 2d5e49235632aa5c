r"""Titles and notes of a Beamer deck from its source: our theme's slides, and frames that the student wrote.

Read without TeX: \begin{frame}{Title} or \frame{\frametitle{Title} ...}, \titleslide, \sectionslide, \statementframe,
with \note inside or after them. \backup and LaTeX's \appendix begin the backup slides. Files that slides.tex inputs are
read in place; those in generated/ are not slides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*|$)")
_INPUT = re.compile(r"\\(?:input|include)\s*\{([^{}]*)\}")
_EVENT = re.compile(
    r"\\(?:(?P<begin>begin\{frame\})|(?P<end>end\{(?:frame|document)\})|(?P<word>frame|titleslide|sectionslide|statementframe"
    r"|nobackup|backup|appendix|frametitle|note))(?![A-Za-z@])\*?"
)
_BRACED, _BRACKET = {"{": "}"}, {"[": "]", "<": ">"}
_KNOWN = (
    (r"\\S(?![A-Za-z])", "§"), (r"\\textquotedbl(?:\{\})?", '"'), (r"\\textgreater(?:\{\})?", ">"),
    (r"\\textless(?:\{\})?", "<"), (r"\\textbar(?:\{\})?", "|"), (r"\\textasciicircum(?:\{\})?", r"\\^{}"),
    (r"(\\[A-Za-z]+)<[^<>]*>", r"\1"), (r"\\item(?![A-Za-z])", r"\\par "),
)  # fmt: skip
"""Replacements for commands that pylatexenc drops. Beamer's overlay specifications are removed."""

_DEEPEST = 4

Row = tuple[int, str, str, bool]
"""Number, title, notes, and whether it is a backup slide."""


def rows(deck: Path, parts: Mapping[str, Sequence[int]] | None = None) -> list[Row]:
    """The slides in order. parts: the number of slides for each statement, by its id. Raises OSError."""
    reader = _Reader(_source(deck, deck.parent, 0), parts or {})
    reader.run()
    return [(n, _plain(title), _plain(note), backup) for n, (title, note, backup) in enumerate(reader.slides, start=1)]


def _source(file: Path, folder: Path, depth: int) -> str:
    """The text without comments, with the student's own input files inserted."""
    text = _COMMENT.sub(r"\1", file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n"))

    def pulled(match: re.Match[str]) -> str:
        target = folder / (match[1].strip() if match[1].strip().endswith(".tex") else f"{match[1].strip()}.tex")
        inside = target.resolve().is_relative_to(folder.resolve()) and "generated" not in Path(match[1]).parts
        return _source(target, folder, depth + 1) if inside and depth < _DEEPEST and target.is_file() else match[0]

    return _INPUT.sub(pulled, text)


class _Reader:
    """Reads the commands that make slides. slides: title, notes, and whether it is backup."""

    def __init__(self, text: str, parts: Mapping[str, Sequence[int]]) -> None:
        _, begun, body = text.partition(r"\begin{document}")
        self.text = body if begun else text
        self.at = 0
        self.backup = False
        self.parts = {id: list(counts) for id, counts in parts.items()}
        self.slides: list[tuple[str, str, bool]] = []

    def run(self) -> None:
        while match := _EVENT.search(self.text, self.at):
            self.at = match.end()
            if match["end"]:
                if "document" in match["end"]:
                    return
            elif match["begin"]:
                self._options()
                self._slide(self._argument())
            else:
                getattr(self, f"_{match['word']}")()

    def _slide(self, title: str, notes: str = "") -> None:
        self.slides.append((title, notes, self.backup))

    def _frame(self) -> None:
        """A frame in braces: its title and notes follow inside."""
        self._options()
        self._slide("")

    def _titleslide(self) -> None:
        title, *_, notes = self._arguments(4)
        self._slide(title, notes)

    def _sectionslide(self) -> None:
        title, _, notes = self._arguments(3)
        self._slide(title, notes)

    def _statementframe(self) -> None:
        self._options()
        id, title, _, notes = self._arguments(4)
        counts = self.parts.get(id)
        of = counts.pop(0) if counts else 1
        for n in range(1, of + 1):
            self._slide(f"{title} ({n}/{of})" if of > 1 else title, notes if n == 1 else f"Part {n} of {of}")

    def _frametitle(self) -> None:
        self._options()
        title = self._argument()
        if self.slides:
            _, notes, backup = self.slides[-1]
            self.slides[-1] = (title, notes, backup)

    def _note(self) -> None:
        self._options()
        note = self._argument()
        if self.slides:
            title, notes, backup = self.slides[-1]
            self.slides[-1] = (title, f"{notes}\\par {note}" if notes else note, backup)

    def _backup(self) -> None:
        self.backup = True

    _appendix = _backup

    def _nobackup(self) -> None:
        self.backup = False

    def _arguments(self, count: int) -> list[str]:
        return [self._argument() for _ in range(count)]

    def _options(self) -> None:
        while self._group(_BRACKET) is not None:
            pass

    def _argument(self) -> str:
        return self._group(_BRACED) or ""

    def _group(self, marks: dict[str, str]) -> str | None:
        """The content of the next group between such delimiters; None if none begins here."""
        start = self.at
        while start < len(self.text) and self.text[start].isspace():
            start += 1
        close = marks.get(self.text[start : start + 1])
        if close is None:
            return None
        for end in _closings(self.text, start + 1, close):
            self.at = end + 1
            return self.text[start + 1 : end]
        return None


def _closings(text: str, start: int, close: str) -> Iterator[int]:
    """Possible ends of the group that began before start: unescaped closing delimiters outside all braces."""
    depth = 0
    for token in re.compile(r"\\.|[{}\]>]", re.DOTALL).finditer(text, start):
        if token[0] == close and depth == 0:
            yield token.start()
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth < 0:
            return


def _plain(tex: str) -> str:
    """The printed text of LaTeX, line by line."""
    from pylatexenc.latex2text import LatexNodes2Text

    for pattern, known in _KNOWN:
        tex = re.sub(pattern, known, tex)
    lines = re.split(r"\\par(?![A-Za-z])|\\\\(?:\[[^\[\]]*\])?|\n[ \t]*\n", tex)
    printed = [LatexNodes2Text(math_mode="text").latex_to_text(" ".join(line.split())) for line in lines]
    return "\n".join(filter(None, (" ".join(line.split()) for line in printed)))
