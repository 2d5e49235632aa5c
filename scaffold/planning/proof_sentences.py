"""The sentences of a proof, from LaTeX or from the text of PDF pages, with the displayed formulas in each.

One pass over the text masks formulas, so that no full stop in one ends a sentence; the time is linear.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scaffold.planning.lost_layout import without_layout
from scaffold.tex.environments import DISPLAYS
from scaffold.tex.tokens import mask

__all__ = ["Display", "Sentence", "garbled", "sentences"]

_INLINE, _DISPLAY = "\x01", "\x02"
_TOKEN = re.compile(r"\n[ \t]*\n|\\(begin|end)\s*\{([^{}\n]{1,40})\}|\\[\[\]()]|\\.|\$\$?", re.S)
_ENVIRONMENTS = frozenset(f"{name}{star}" for name in DISPLAYS for star in ("", "*"))
_LABEL = re.compile(r"\\label\s*\{([^{}]*)\}")
_BREAK = re.compile(
    r"\n[ \t]*\n|(?=\\(?:item|paragraph|subparagraph|subsubsection|subsection)(?![A-Za-z]))"
    r"|(?<=[.!?])[)\]}'’”]{0,3}\s+(?=[A-Z\\(\x01“\"‘`\[])|\x02(?=[^\x02])"
)
_PAGE_BREAK = re.compile(
    _BREAK.pattern + r"|(?<=\S)\s+(?=(?:We|Now|Thus|Therefore|Hence|Finally|Otherwise|Next|After|Recall|Note"
    r"|Then|To|It|Also|Since|Let|First|Second|Similarly|Moreover|Furthermore|Here|Set|Similar|When|In)\s*,?\s"
    r"+[a-z(]|(?:Choosing|Using|Combining|Substituting|Plugging|Applying|Taking|Summing|Rearranging|By)\s)"
)
"""On pages of a PDF a display is text like any other, and often has no full stop: the next sentence's first word is
the only sign."""

_SHORTENED = re.compile(
    r"(?:\b(?:cf|e\.g|i\.e|resp|Eqs?|Eqns?|eqs?|Fig|Figs|Sec|Secs|Thm|Lem|Prop|Cor|Def|Ref|Refs|Rem|Ass|Ch|App|vs|al"
    r"|w\.r\.t|a\.s|i\.i\.d|s\.t|no|pp?|St|Dr|Prof|etc|[Vv]gl|bzw|d\.\s?h|z\.\s?B|u\.\s?a|[Bb]em|Kor|Abschn|Abb|Gl|p\.\s?ex))\.\Z"
)
"""Shortened words, whose full stop ends no sentence."""

_LINE_ENDS = re.compile(r"[ \t]*\n[ \t]*")
_LONGEST_SHORTENED = 10
_BETWEEN = re.compile(r"\\(?:nonumber|notag|label\s*\{[^{}]*\}|end\s*\{[^{}]*\}|tag\s*\{[^{}]*\}|qed\w*)|[\s}]")
_WORD = re.compile(r"[^\W\d_]{3}|^(?:a|an|as|at|be|by|do|if|in|is|it|no|of|on|or|so|to|we)\b")
_REFERENCED = re.compile(r"[A-Z]?\.?\d[\d.]{0,8}[,.:;)]?")
"""A word of a page's text, and the number of a statement after its heading."""

_LISTED = re.compile(rf"[A-Z][a-z]+s (?:{_REFERENCED.pattern} (?:(?:and|or|to|und|oder|bis|et|ou|[–-]) )?)+\Z")
"""What is before a number that a heading for several lists, as in "Theorems 5.6 and 5.7"."""
_LONGEST_LIST = 80

_FORMULA = 5
"""Pieces of a page's text without a word that are a display; fewer may be a short formula within the sentence."""

_GARBLED = re.compile(
    r"[´`˚˜¸˘ˇÿ▷▶◁◀]|\w\{\w|^\W?\}\w|^[¨“”]$|\w[¨“”]\w|“[A-Za-z]$|^[\u00c0-\u024f]$|[\u00c0-\u024f]\d|\d[^\W\d_]+\d|\wp[\w,]*q\W*$"
)
"""A piece of a page's text that shows a formula with other signs than the page: its font says nothing of its signs."""

_APART = re.compile(r"(?<!\S)[À-ÖØ-ÞŚŞŠŤŹŽŻ] \.(?!\S)")
"""Brackets that a font draws as letters, and that have left what was between them: "case ii Ž .". Other fonts draw
relations as small letters: "0 ď ." is the end of a formula."""

_BRACKETED = re.compile(r"(?:\d[\d.]*|[ivx]+|[b-zB-HJ-Z])\W*")
"""What may have been between them."""

_NUMERAL = re.compile(r"\d{1,4}[.,]?")
_RELATION = re.compile(r"[=<>≤≥≈∼∈∞√∑∏∫∂∇+]")
_ARTICLES = frozenset(("a", "an", "the"))
_TAIL = 120
"""Characters at the end of a display that tell whether its sentence ends there."""

_SKIPPED = re.compile(
    r"(?:\s|~|[{}]|\\(?:noindent|indent|smallskip|medskip|bigskip|newline|q?quad|par|leavevmode|phantomsection|null|relax"
    r"|protect|normalfont|upshape|itshape|hfill|vfill|allowbreak|newpage|clearpage|ignorespaces)(?![A-Za-z])"
    r"|\\\\|\\(?:label|vspace\*?|hspace\*?|index|addcontentsline|hypertarget|vskip|setlength|color)\s*(?:\{[^{}]*\})+"
    r"|\\[A-Za-z]+\s*\{\s*\}|\\(?:begin|end)\s*\{[^{}]*\}(?:\s*\[[^\[\]]{0,80}\])?)+"
)
"""What may come before the first word of a sentence."""


@dataclass(frozen=True, slots=True)
class Display:
    """A displayed formula: its source with its delimiters, and the labels in it."""

    source: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence: source as written, words with formulas masked on one line, line counted from the proof's.

    masked is as long as source; start is where the first word begins in both.
    """

    source: str
    masked: str
    start: int
    line: int
    latex: bool = True
    displays: tuple[Display, ...] = ()
    paragraph: bool = False
    """Whether it is the first one of a paragraph."""
    scattered: bool = False
    """Whether the brackets of its page stand elsewhere in its text."""

    @property
    def words(self) -> str:
        """The sentence on one line, with formulas masked."""
        return " ".join(self.masked.split())

    @property
    def head(self) -> str:
        """The same from its first word."""
        return " ".join(self.masked[self.start :].split())

    def quoted(self, words: int, letters: int) -> str:
        """The first words as written, up to a display, cut between words outside formulas; "…" where they were cut."""
        begun = self.masked[self.start :]
        shown = begun.find(_DISPLAY)
        masked = begun if shown < 0 else begun[:shown]
        ends = _ends_of_words(_joined(masked)) if self.latex else _before_formula(masked, scattered=self.scattered)
        end = next((e for e in reversed(ends[:words]) if e <= letters), ends[0] if ends else 0)
        text = " ".join(self.source[self.start : self.start + end].split())
        return text if end >= len(masked.rstrip()) and shown < 0 else text.rstrip(" ,:;") + " …"


def _ends_of_words(text: str) -> list[int]:
    """Where words end outside brackets, and where the last one does."""
    words = list(re.finditer(r"\S+", text))
    ends = [m.end() for m, closed in zip(words, _closed(words), strict=True) if closed]
    return ends + [m.end() for m in words[-1:] if m.end() not in ends[-1:]]


def _before_formula(text: str, *, scattered: bool) -> list[int]:
    """Where the words of a page's text end that come before a formula.

    A formula is several pieces in a row that hold no word, one that is garbled or has lost its layout, or numbers that
    have lost what was between them; if brackets are scattered, what may have been in one. No words end in a formula,
    with an article or within brackets.
    """
    pieces = list(re.finditer(r"\S+", text))
    plain = [bool(_WORD.search(p[0].lower())) and not _RELATION.search(p[0]) for p in pieces]
    for i, piece in enumerate(pieces[1:], start=1):
        before = pieces[i - 1][0]
        headed = (len(before) > 2 and before.isalpha() and before.istitle()) or _listed(text, piece.start())
        plain[i] = plain[i] or bool(_REFERENCED.fullmatch(piece[0]) and headed)
    runs = (i for i in range(len(pieces) - _FORMULA + 1) if not any(plain[i : i + _FORMULA]))
    numerals = [bool(_NUMERAL.fullmatch(p[0])) for p in pieces]
    lost = (i for i in range(1, len(pieces)) if numerals[i - 1] and numerals[i] and not plain[i])
    laid_out = without_layout([p[0] for p in pieces])
    garbled = (
        i
        for i, p in enumerate(pieces)
        if laid_out[i] or _GARBLED.search(p[0]) or (scattered and not plain[i] and _BRACKETED.fullmatch(p[0]))
    )
    cut = min(next(runs, len(pieces)), next(lost, len(pieces) + 1) - 1, next(garbled, len(pieces)))
    closed = list(_closed(pieces))
    stops = (i for i in range(cut) if plain[i] and closed[i] and pieces[i][0].lower() not in _ARTICLES)
    return [pieces[i].end() for i in stops] + [p.end() for p in pieces[-1:] if cut == len(pieces)]


def _listed(text: str, at: int) -> bool:
    """Whether a number there belongs to a heading for several."""
    return bool(_LISTED.search(text[max(0, at - _LONGEST_LIST) : at]))


def _closed(pieces: Sequence[re.Match[str]]) -> Iterator[bool]:
    """After each piece, whether every bracket outside formulas is closed."""
    depth = 0
    for piece in pieces:
        for sign in piece[0]:
            depth = max(0, depth + (sign in "([") - (sign in ")]"))
        yield not depth


def garbled(text: str) -> bool:
    """Whether a page's text shows a formula with other signs than the page."""
    return any(_GARBLED.search(piece) for piece in text.split())


def _joined(masked: str) -> str:
    """The text with the blanks inside braces and brackets filled, so that no argument is cut."""
    out, depth = list(masked), 0
    for i, letter in enumerate(masked):
        depth += (letter in "{[") - (letter in "}]")
        if depth > 0 and letter.isspace():
            out[i] = _INLINE
    return "".join(out)


def sentences(body: str, *, latex: bool) -> list[Sentence]:
    """The sentences of a proof in order; together their sources are the body, without comments if it is LaTeX."""
    source = mask(body) if latex else body
    breaks = _BREAK if latex else _PAGE_BREAK
    masked, displays = _masked(source) if latex else (source, [])
    starts = [d[0] for d in displays]
    scattered = not latex and bool(_APART.search(body))
    out: list[Sentence] = []
    at = line = 0
    for end in (*_ends(breaks, masked, source), len(masked)):
        if not masked[at:end].strip():
            continue
        piece = masked[at:end]
        lead = _SKIPPED.match(piece)
        start = lead.end() if lead else 0
        if piece[start:].strip():
            inside = displays[bisect_left(starts, at) : bisect_left(starts, end)]
            shown = tuple(Display(source[a:b], tuple(_LABEL.findall(source, a, b))) for a, b in inside)
            out.append(
                Sentence(
                    source=source[at:end],
                    masked=piece,
                    start=start,
                    line=line + source.count("\n", at, at + start),
                    latex=latex,
                    displays=shown,
                    paragraph=not out or "\n\n" in _LINE_ENDS.sub("\n", masked[max(0, at - 40) : at + start]),
                    scattered=scattered,
                )
            )
            line += source.count("\n", at, end)
            at = end
    return out


def _ends(breaks: re.Pattern[str], masked: str, source: str) -> Iterator[int]:
    """Where sentences end."""
    for m in breaks.finditer(masked):
        before = masked[max(0, m.start() - _LONGEST_SHORTENED) : m.start()]
        if m[0] == _DISPLAY:
            if _ends_with_display(masked, source, m.end()):
                yield m.end()
        elif "\n\n" in m[0] or not _SHORTENED.search(before):
            yield m.end()


def _ends_with_display(masked: str, source: str, at: int) -> bool:
    """Whether the sentence ends with the display that ends there: by its full stop, or by the capital after it."""
    tail = _BETWEEN.sub("", source[max(0, at - _TAIL) : at].removesuffix("$$").removesuffix("\\]"))
    if tail.endswith((".", ".}")):
        return True
    following = masked[at : at + 40].lstrip()
    return bool(re.match(r"[A-Z][a-z]+\b|We\b|By\b", following))


def _masked(source: str) -> tuple[str, list[tuple[int, int]]]:
    """The text, each formula replaced by as many letters, and where the displays are."""
    out: list[str] = []
    displays: list[tuple[int, int]] = []
    at, closer, start = 0, "", 0
    for m in _TOKEN.finditer(source):
        name = m[2] if m[1] else m[0]
        if closer:
            if (m[1] == "end" and name == closer) or (not m[1] and m[0] == closer):
                shown = closer in _ENVIRONMENTS or closer in ("\\]", "$$")
                out.append(source[at:start] + (_DISPLAY if shown else _INLINE) * (m.end() - start))
                displays += [(start, m.end())] if shown else []
                at, closer = m.end(), ""
            elif closer == "$" and m[0].startswith("\n"):
                closer = ""
        elif opened := _closer(m, name):
            closer, start = opened, m.start()
    return "".join(out) + source[at:], displays


def _closer(m: re.Match[str], name: str) -> str:
    """What ends the formula that this token begins; "" for any other token."""
    if m[1]:
        return name if m[1] == "begin" and name in _ENVIRONMENTS else ""
    return {"\\[": "\\]", "\\(": "\\)", "$$": "$$", "$": "$"}.get(m[0], "")
