"""Finds a statement on the pages of its paper, and what only our setting of it prints, or only the page.

Both are sequences of glyphs in the order in which TeX set them. What lies between on the page but is no part of the
statement is passed over: numbers of equations and lines, and whatever stands at a break between columns or pages.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import cached_property, lru_cache

from scaffold.check.printed import nearby
from scaffold.check.printed.glyphs import Glyph
from scaffold.check.printed.signs import LARGE_OPERATORS, PART, SOME_LARGE, signs

__all__ = ["MOST", "SOME", "Difference", "Passage", "Place", "differences", "found"]

_UNKNOWN = frozenset((SOME_LARGE, PART))
"""Signs that do not say which bracket they are, or are part of."""

_SOFT = frozenset("()[]{}|‖⟨⟩⌊⌋⌈⌉.,:;\"'") | _UNKNOWN
"""Brackets, which large fonts compose of parts, and punctuation."""

_STRETCHED = frozenset("−=→←⇒⇐↦↔⇔")
"""Arrows are composed of as many of these as their length needs."""

_NUMBER = re.compile(r"\((?:(?:[A-Z]+\.?)?\d[\d.\-–]*[a-z]?[′'*∗]*|[A-Z∗*†‡♠♣⋆]{1,3})\)")
"""The number of an equation."""

_CITED = "\N{CURRENCY SIGN}"
"""Stands for a citation of ours, whose label is ours too."""

_LONGEST_NAME, _LONGEST_CITATION, _LONGEST_NOTE = 160, 90, 8
"""Signs of a statement's name, of a citation on the page, and of what a citation of ours adds to its label, at most."""

_TRIED, _SAMPLE = 12, 300
"""Places of a title that are looked at; signs of ours that are sought there."""

SOME, MOST = 0.3, 0.8
"""The part of those signs that must agree: where the statement is known to stand there, and where it may not."""

_SLACK = 1.6, 400
"""A passage of the paper that is compared has so many times the signs of ours, and so many more."""

_PLACE = re.compile(r"[.:]?(?:§[^,]{1,12},)?p\.\d+")
"""Where the statement stands in the paper, which our reports print after its title."""

_NAME = re.compile(r"[.:]?(?:[(\[].*[)\]])?[.:]?(?:(?:§[^,]{1,12},)?p\.\d+)?")
"""What a page, or our report, prints between a statement's title and its text."""

_LONG, _BACK = 20, 40
"""Signs in a row that say where a text is; how far before them it may begin, if our text begins otherwise."""

_RUN, _STEP, _REACH = 24, 4, 500
"""Signs in a row that say that two texts go on alike there, how far apart they are sought, and in how many signs."""

_FIRST_CODE = 0x20

_FEW, _FAR = 3, 12
"""A last match of so few signs, so far after the one before it, only looks alike."""

_COLUMN = 100.0
"""Points by which the next sign is higher up in another column."""

_APART = 24.0
"""Points between the left edges of the last sign of a formula and of its number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Signs of ours and of the paper at one place, "" for none; page is the paper's.

    Letters of an alphabet are in words where both differ by the alphabet alone.
    """

    ours: str
    theirs: str
    page: int


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of the paper. titled: whether it begins after the statement's title, or about where its text does."""

    glyphs: Sequence[Glyph]
    titled: bool


@dataclass(frozen=True)
class Passage:
    """Some pages of the paper, in which several statements may be sought."""

    glyphs: Sequence[Glyph]

    @cached_property
    def text(self) -> str:
        """A letter for each glyph, whatever its alphabet and case."""
        return "".join([_letter(g.sign) for g in self.glyphs])


def found(ours: Sequence[Glyph], passage: Passage, title: str, *, untitled: bool, least: float = SOME) -> Place | None:
    """Where the paper has the statement: after its title, or if untitled also where its text begins; None if nowhere.

    The text is sought only if the title is not there, which takes long in many pages. least: SOME or MOST.
    """
    text, paper = passage.text, passage.glyphs
    length = int(len(ours) * _SLACK[0]) + _SLACK[1]
    opening = "".join([_letter(g.sign) for g in ours[:_SAMPLE]])
    for head in _heads(title):
        places = [_after_place(text, m.end()) for m in re.finditer(head, text)][:_TRIED]
        opened = _opened(text, opening, places)
        if len(opened) == 1:
            return Place(paper[opened[0] : opened[0] + length], titled=True)
        starts = opened or [at if (start := _below_a_float(passage, opening, at)) is None else start for at in places]
        if (window := _best(ours, [paper[at : at + length] for at in starts], least)) is not None:
            return Place(window, titled=True)
    begins = _by_content(ours, paper) if untitled else ()
    window = _best(ours, [paper[at : at + length] for at in begins], least)
    return None if window is None else Place(window, titled=False)


def _opened(text: str, opening: str, places: Iterable[int]) -> list[int]:
    """The places after which the text opens in the same way, but for a name; empty if there is little to compare.

    Most statements have one, and need not be compared with what follows other mentions of their title.
    """
    return [at for at in places if _opens(text, opening, at)] if len(opening) >= _RUN else []


def _opens(text: str, opening: str, at: int) -> bool:
    """Whether the text opens there, after a statement's name and full stop at most."""
    found = text.find(opening, at, at + _LONGEST_NAME + len(opening))
    return found >= 0 and _NAME.fullmatch(text, at, found) is not None


def _below_a_float(passage: Passage, opening: str, at: int) -> int | None:
    """Where the text opens in the page or column after the title, whose last line it is; None if it does not.

    A figure or table may stand above it there.
    """
    paper = passage.glyphs
    near = range(max(1, at), min(at + _LONGEST_NAME, len(paper)))
    broken = next((n for n in near if _breaks(paper[n - 1], paper[n])), None)
    if broken is None or len(opening) < _RUN or not _NAME.fullmatch(passage.text, at, broken):
        return None
    page = next((n for n in range(broken, len(paper)) if paper[n].page != paper[broken].page), len(paper))
    found = passage.text.find(opening[:_RUN], broken, page)
    return None if found < 0 else found


def _breaks(before: Glyph, after: Glyph) -> bool:
    """Whether a page or column ends between two glyphs."""
    return after.page != before.page or after.y > before.y + _COLUMN


def _best(ours: Sequence[Glyph], windows: Sequence[Sequence[Glyph]], least: float) -> Sequence[Glyph] | None:
    """The window that agrees best with ours; the first of several, None if none agrees enough."""
    scored = [(_agreement(ours[:_SAMPLE], w[: 2 * _SAMPLE]), -n) for n, w in enumerate(windows)]
    best, n = max(scored, default=(0.0, 0))
    return windows[-n] if windows and best >= min(len(ours), _SAMPLE) * least else None


def _after_place(text: str, at: int) -> int:
    """The position itself, or that after the statement's place in the paper that our report prints there."""
    place = _PLACE.match(text, at)
    return place.end() if place else at


@lru_cache(maxsize=8192)
def _letter(sign: str) -> str:
    """The sign whatever its alphabet and case."""
    return _folded(_plain(sign))


def _folded(sign: str) -> str:
    """The sign whatever its case, as one character, so that places in a text stay: the casefold of ß has two."""
    folded = sign.casefold()
    return folded if len(folded) == 1 else sign


def _heads(title: str) -> Iterator[str]:
    """Patterns for a statement's title, the number before or after: "Theorem 3.1" or "3.1. Theorem".

    The number of a page may stand before the title, too; and the text after it may begin with a digit, which the
    first pattern takes for more of the number.
    """
    words = ["".join(_letter(sign) for sign in signs(word, "")) for word in title.split()]
    whole = re.escape("".join(words))
    if len(words) > 1:
        number = re.escape(words[-1])
        yield rf"{whole}(?!\.?\d)|(?<!\d)(?<!\d\.){number}[.:]?{re.escape(''.join(words[:-1]))}(?!{number})"
    yield whole


def _by_content(ours: Sequence[Glyph], paper: Sequence[Glyph]) -> Iterator[int]:
    """Where the longest passage of ours that the paper has says that the statement begins."""
    if len(ours) >= _LONG:
        block = max(_blocks(ours[:_SAMPLE], paper), key=lambda b: b.size, default=Match(0, 0, 0))
        if block.size >= _LONG:
            yield max(0, block.b - block.a - _BACK)


def _agreement(ours: Sequence[Glyph], theirs: Sequence[Glyph]) -> float:
    """How many signs agree, less if they begin late: after the name of another statement that mentions the title."""
    blocks = _blocks(ours, theirs)
    begins = next((b.b - b.a for b in blocks if b.size >= min(10, len(ours))), 0)
    return sum(b.size for b in blocks) - max(0, begins - _LONGEST_NAME) / 4 - max(0, begins) / 1000


def differences(
    ours: Sequence[Glyph], theirs: Place, labels: Sequence[str] = (), notes: Collection[str] = ()
) -> list[Difference]:
    """What differs between our setting and the paper's, which goes on after the statement.

    labels are those of our citations, which a finished PDF of ours prints too; notes the marks of the footnotes on the
    paper's pages.
    """
    ours, passage = nearby.alike(ours, theirs.glyphs)
    mine, ours_numbered = _without_numbers(_without_labels(ours, labels))
    printed, theirs_numbered = _without_numbers(_without_labels(passage, labels))
    compared = _Compared(mine, Place(printed, theirs.titled), ours_numbered | theirs_numbered, notes)
    return list(compared.differences())


def _plain(sign: str) -> str:
    return sign[-1]


def _blocks(ours: Sequence[Glyph], theirs: Sequence[Glyph]) -> list[Match]:
    """What matches: most of two settings of one text is the same in long runs, which are found without difflib."""
    return list(_runs([g.sign for g in ours], [g.sign for g in theirs]))


def _runs(mine: Sequence[str], printed: Sequence[str]) -> Iterator[Match]:
    codes = {sign: chr(n) for n, sign in enumerate(dict.fromkeys((*mine, *printed)), _FIRST_CODE)}
    ours, theirs = "".join([codes[s] for s in mine]), "".join([codes[s] for s in printed])
    a = b = 0  # what lies before is done
    at = 0
    while at + _RUN <= len(ours):
        place = theirs.find(ours[at : at + _RUN], b, b + _REACH + at - a)
        if place < 0:
            at += _STEP
            continue
        back = _common(ours[a:at][::-1], theirs[b:place][::-1])
        start, found = at - back, place - back
        yield from _between(ours[a:start], theirs[b:found], (a, b))
        size = _common(ours[start:], theirs[found:])
        yield Match(start, found, size)
        a, b = start + size, found + size
        at = a
    yield from _between(ours[a:], theirs[b:], (a, b))


def _common(ours: str, theirs: str) -> int:
    """The length of their common beginning."""
    return next(
        (n for n, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other),
        min(len(ours), len(theirs)),
    )


def _between(ours: str, theirs: str, at: tuple[int, int]) -> Iterator[Match]:
    """What matches in two texts that begin there."""
    if ours and theirs:
        found = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
        yield from (Match(m.a + at[0], m.b + at[1], m.size) for m in found if m.size)


def _without_labels(glyphs: Sequence[Glyph], labels: Sequence[str]) -> list[Glyph]:
    """The glyphs, with one sign for each citation of ours."""
    text = "".join(_plain(g.sign) for g in glyphs)
    names = sorted({"".join(map(_plain, signs(label, ""))) for label in labels} - {""}, key=len, reverse=True)
    if not names:
        return list(glyphs)
    label = "|".join(map(re.escape, names))
    kept, end = [], 0
    for m in re.finditer(rf"\[(?:{label})(?:[,;](?:{label}))*", text):
        kept += [*glyphs[end : m.start() + 1], glyphs[m.start()]._replace(sign=_CITED)]
        end = m.end()
    return [*kept, *glyphs[end:]]


def _without_numbers(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], frozenset[str]]:
    """The glyphs without the numbers of equations, which stand apart from the text on their lines; and the numbers."""
    text = "".join(_plain(g.sign) for g in glyphs)
    kept: list[Glyph] = []
    numbers, end = set(), 0
    for m in _NUMBER.finditer(text):
        first, last = glyphs[m.start()], glyphs[m.end() - 1]
        before = glyphs[m.start() - 1] if m.start() else None
        after = glyphs[m.end()] if m.end() < len(glyphs) else None
        if _apart(before, first) and (after is None or _apart(last, after) or _NUMBER.match(text, m.end())):
            kept += glyphs[end : m.start()]
            end = m.end()
            numbers.add(m[0])
    return [*kept, *glyphs[end:]], frozenset(numbers)


def _apart(before: Glyph | None, after: Glyph) -> bool:
    """Whether two glyphs that follow each other are not of one piece of a line."""
    if before is None or before.page != after.page or abs(before.y - after.y) > 2 * after.size:
        return True
    return not 0 <= after.x - before.x < _APART


class _Compared:
    """One alignment of two sequences."""

    def __init__(self, ours: Sequence[Glyph], place: Place, numbers: Collection[str], notes: Collection[str]) -> None:
        theirs = place.glyphs
        self._ours, self._theirs, self._titled = ours, theirs, place.titled
        self._numbers, self._notes = frozenset(numbers), notes
        blocks = _of_one_piece(_blocks(ours, theirs))
        self._end = blocks[-1].b + blocks[-1].size if blocks else 0
        """Where the statement ends in theirs."""
        self._gaps = _gaps(blocks, len(ours), self._end)

    def differences(self) -> Iterator[Difference]:
        if not self._ours and self._theirs:
            yield Difference(ours="", theirs=_text(self._theirs[:40]), page=self._theirs[0].page)
            return
        moved = self._moved_bullets()
        for gap in self._gaps:
            o, t = self._ours[gap.ours], self._theirs[gap.theirs]
            if not self._harmless(gap, o, t, moved=moved):
                page = self._theirs[min(gap.theirs.start, len(self._theirs) - 1)].page if self._theirs else 0
                as_words = _text(o) == _text(t)
                yield Difference(ours=_text(o, as_words), theirs=_text(t, as_words), page=page)
        if rest := self._goes_on():
            yield Difference(ours="", theirs=_text(rest), page=rest[0].page)

    def _moved_bullets(self) -> bool:
        """Whether ours and theirs have as many bullets, in another order: a list sets them before its items."""
        counts = [sum(g.sign == "·" for g in of) for of in (self._ours, self._theirs[: self._end])]
        return counts[0] == counts[1]

    def _harmless(self, gap: _Gap, o: Sequence[Glyph], t: Sequence[Glyph], *, moved: bool) -> bool:
        mine, printed = _hard(_without_operators(o, sum(g.sign == SOME_LARGE for g in t))), _hard(t)
        if _alike(mine, printed):
            return not self._otherwise_punctuated(gap, o, t)
        if (moved and set(mine + printed) == {"·"}) or self._only_numbers(_text(o) + _text(t)):
            return True
        if set(mine + printed) <= _STRETCHED and self._beside_an_arrow(gap):
            return True
        if _CITED in mine:
            return len(mine) <= _LONGEST_NOTE and len(t) <= _LONGEST_CITATION
        return not mine and (self._is_name(gap.theirs.start, t) or self._is_beside_the_text(gap.theirs.start, t))

    def _otherwise_punctuated(self, gap: _Gap, o: Sequence[Glyph], t: Sequence[Glyph]) -> bool:
        """Whether brackets or punctuation differ within the statement."""
        mine, printed = _soft(o), _soft(t)
        if not gap.ours.start:
            printed = printed.lstrip(".:")
        if mine == printed or not _UNKNOWN.isdisjoint(mine + printed) or _CITED in _text(o):
            return False
        return not self._closes_a_citation(gap.ours.start)

    def _closes_a_citation(self, at: int) -> bool:
        """Whether a citation of ours has begun before, whose brackets are ours, too."""
        before = _text(self._ours[max(0, at - _LONGEST_CITATION) : at])
        return _CITED in before and "]" not in before.rpartition(_CITED)[2]

    def _only_numbers(self, text: str) -> bool:
        """Whether it is made of numbers of equations that stand apart in one of the two: a row's may be at the end."""
        return not _NUMBER.sub("", text) and self._numbers.issuperset(m[0] for m in _NUMBER.finditer(text))

    def _beside_an_arrow(self, gap: _Gap) -> bool:
        sequence, part = (self._ours, gap.ours) if gap.ours.stop > gap.ours.start else (self._theirs, gap.theirs)
        beside = [*sequence[max(0, part.start - 1) : part.start], *sequence[part.stop : part.stop + 1]]
        return any(g.sign in _STRETCHED for g in beside)

    def _is_name(self, start: int, t: Sequence[Glyph]) -> bool:
        """Whether it is the optional name after a statement's title."""
        text = _text(t)
        if start > 2 or len(text) > _LONGEST_NAME:
            return False
        if not self._titled:
            return len(text) <= 2 * _BACK
        begins = text[:1] in "([.:–—" and (len(text) <= 4 or text[0] not in ".:")
        return begins or text in self._notes or text.rstrip(".:").endswith((")", "]"))

    def _is_beside_the_text(self, start: int, t: Sequence[Glyph]) -> bool:
        """Whether it is the mark of a footnote, or stands at a break between columns or pages."""
        before, after = self._theirs[max(0, start - 1)], self._theirs[min(start + len(t), len(self._theirs) - 1)]
        if _breaks(before, after):
            return True
        return _text(t) in self._notes and t[0].size < 0.85 * max(before.size, after.size)

    def _goes_on(self) -> Sequence[Glyph]:
        """The signs with which the page continues the last line of ours; () if the line ends there."""
        rest = self._theirs[self._end : self._end + 12]
        if not rest or not self._end:
            return ()
        last = self._theirs[self._end - 1]
        same_line = [g for g in rest if g.page == last.page and abs(g.y - last.y) < 1.5 and 0 < g.x - last.x < _APART]
        return same_line if len(_hard(same_line)) > 2 else ()


def _without_operators(glyphs: Sequence[Glyph], most: int) -> Sequence[Glyph]:
    """The glyphs without the first large operators, as many as the other side may have without saying which."""
    operators = [g for g in glyphs if g.sign in LARGE_OPERATORS][:most]
    return [g for g in glyphs if g not in operators] if operators else glyphs


def _alike(mine: str, printed: str) -> bool:
    """Whether they are the same, or a word in small capitals that a font of ours lacks."""
    return mine == printed or (len(mine) > 1 and mine.casefold() == printed.casefold())


def _of_one_piece(blocks: list[Match]) -> list[Match]:
    """The matching blocks without the last ones that only look alike: a few signs, far after the others."""
    while len(blocks) > 1:
        before, last = blocks[-2:]
        skipped = last.b - before.b - before.size
        if last.size > _FEW or skipped <= _FAR + 3 * (last.a - before.a - before.size):
            break
        blocks = blocks[:-1]
    return blocks


@dataclass(frozen=True, slots=True)
class _Gap:
    """What lies between two matching blocks."""

    ours: slice
    theirs: slice


def _gaps(blocks: Sequence[Match], mine: int, end: int) -> list[_Gap]:
    """What lies before, between and after the blocks: all of ours, and theirs as far as end."""
    after = [(0, 0), *((b.a + b.size, b.b + b.size) for b in blocks)]
    before = [*((b.a, b.b) for b in blocks), (mine, end)]
    gaps = (_Gap(slice(a[0], b[0]), slice(a[1], b[1])) for a, b in zip(after, before, strict=True))
    return [g for g in gaps if g.ours.start < g.ours.stop or g.theirs.start < g.theirs.stop]


_NAMES = {"bb": "blackboard ", "frak": "Fraktur ", "cal": "script ", "": ""}


def _text(glyphs: Sequence[Glyph], as_words: bool = False) -> str:
    return "".join((_NAMES[g.sign[:-2]] if as_words else "") + _plain(g.sign) for g in glyphs)


def _soft(glyphs: Sequence[Glyph]) -> str:
    """The brackets and punctuation, without quotation marks."""
    return "".join(g.sign for g in glyphs if g.sign in _SOFT and g.sign not in "\"'")


def _hard(glyphs: Sequence[Glyph]) -> str:
    """The signs that count, alphabets included."""
    return "".join(g.sign for g in glyphs if g.sign not in _SOFT)
