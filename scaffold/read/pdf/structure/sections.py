"""Headings of sections: found by number and style, checked by the order of their numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from scaffold.read.kinds import PROOF_WORDS
from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.layout.text import FUNCTIONS
from scaffold.read.pdf.structure.heads import Head, begins, look

_NUMBERED = re.compile(
    r"(?P<word>(?:appendix|chapter|section|anhang|annexe|kapitel|§)\s*)?"
    r"(?:(?P<n>\d{1,2}(?:\.\d{1,2}){0,3}|[A-Z](?:[.-]?\d{1,2}(?:\.\d{1,2}){0,2})?(?![\w])|[IVX]{1,5}(?![\w])(?:\.\d{1,2})*)(?P<stop>[.:)]?))(?:\s*[–—:-]\s+|\s+|$)",
    re.I,
)
_DATE = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|januar|februar|märz|mai"
    r"|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre)"
    r",? \d{4}$",
    re.I,
)
_CONTENTS = re.compile(r"(?:\. ?){4,}")
_UNNUMBERED = frozenset(
    "abstract references bibliography acknowledgements acknowledgments acknowledgement acknowledgment introduction "
    "appendix contents summary literatur danksagung".split()
)
_LONGEST = 4
"""Maximum number of lines of a heading."""

_LONGEST_TITLE = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A heading. at, last: its first and last line. number: None if none is printed."""

    at: int
    last: int
    number: str | None
    title: str
    level: int
    appendix: bool = False


def text_begins(heading: Found, lines: Sequence[Line]) -> tuple[int, int]:
    """The line, and the position in it, where the text under a heading begins: on its last line if that goes on."""
    words = heading.title.split()
    for count in range(len(words), 0 if heading.last > heading.at else len(words) - 1, -1):
        title = r"\s+".join(map(re.escape, words[-count:]))
        if goes_on := re.search(rf"(?:^|\s){title}[.:]\s+(?=\S+\s+\S)", lines[heading.last].text):
            return heading.last, goes_on.end()
    return heading.last + 1, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    at: int
    last: int
    number: str
    title: str
    style: tuple[str, float]
    depth: int
    word: str = ""
    stop: str = ""
    run_in: bool = False


def find_sections(paper: Layout, heads: Sequence[Head]) -> tuple[list[Found], list[Head]]:
    """The headings in reading order, and the heads of statements without those that are headings."""
    firm = {h.at for h in heads if not (h.proof and _whole(paper, h))}
    candidates = [c for at in range(len(paper.lines)) if at not in firm and (c := _candidate(at, paper))]
    chosen = _numbered(candidates, paper, {h.number for h in heads if h.number})
    taken = {n for c in chosen for n in range(c.at, c.last + 1)}
    shift = _shift(chosen)
    styles = {(s, c.depth - shift) for c in chosen if not c.run_in for s in (c.style, _last_style(c, paper))}
    bare = [f for at in range(len(paper.lines)) if at not in taken | firm and (f := _bare(at, paper, styles, taken))]
    found = sorted([*_as_found(chosen), *bare], key=lambda f: f.at)
    return found, [h for h in heads if h.at not in taken]


def heading_at(at: int, paper: Layout) -> Found | None:
    """A line read as a level-1 heading, whatever its style; None for a line of the table of contents."""
    line = paper.lines[at]
    m = _NUMBERED.match(line.text)
    if _CONTENTS.search(line.text) or _listed(line):
        return None
    if m and (m["n"][0].isdigit() or m["n"][0].isupper()) and m.end() < len(line.text):
        title, last, _ = _title(at, m.end(), paper)
        return Found(at=at, last=last, number=m["n"], title=title, level=1)
    title, last, _ = _title(at, 0, paper)
    return Found(at=at, last=last, number=None, title=title, level=1)


def unnumbered_at(at: int, paper: Layout, found: Sequence[Found]) -> Found | None:
    """An unnumbered heading in larger or stronger type than text; None if it is something else.

    It has its lines for itself, or text follows it as it follows numbered headings in its style. found: the headings
    known so far, which decide its level.
    """
    line = paper.lines[at]
    style = style_key(line, 0, len(line.text))
    title, last, run_in = _title(at, 0, paper)
    numbered = [(_style_of(f, paper), f.level, f) for f in found if f.number]
    same = Counter(level for own, level, f in numbered if own == style and (not run_in or _runs_in(f, paper)))
    strong = style[0] not in ("roman", "") or style[1] > 1.06 * paper.body
    if (
        not (strong and begins(at, paper) and not title[:1].islower())
        or _listed(line)
        or _CONTENTS.search(line.text)
        or len(title) > _LONGEST_TITLE
    ):
        return None
    if sum(c.isalpha() for c in title) < 3 or (run_in and not (same and last == at and _stopped(line, title))):
        return None
    larger = [level for own, level, _ in numbered if own[1] > style[1] + 0.2]
    return Found(
        at=at, last=last, number=None, title=title, appendix=any(f.appendix and f.at < at for f in found),
        level=(max(same) if run_in else same.most_common(1)[0][0]) if same else min(max(larger, default=0) + 1, 4),
    )  # fmt: skip


def _stopped(line: Line, title: str) -> bool:
    """Whether a stop divides a title from the text that follows it."""
    return line.text[len(title) :].lstrip()[:1] in (".", ":")


def _last_style(c: _Candidate, paper: Layout) -> tuple[str, float]:
    """The style of a title's last line: a chapter's is larger than its number."""
    line = paper.lines[c.last]
    return c.style if c.last == c.at else style_key(line, 0, len(line.text))


def _runs_in(f: Found, paper: Layout) -> bool:
    """Whether text follows a numbered heading on its line."""
    number = _NUMBERED.match(paper.lines[f.at].text)
    return _title(f.at, number.end() if number else 0, paper)[2]


def _style_of(f: Found, paper: Layout) -> tuple[str, float]:
    line = paper.lines[f.at]
    number = _NUMBERED.match(line.text)
    start = number.end() if f.number and number else 0
    return style_key(line, start if start < len(line.text) else 0, len(line.text))


def _whole(paper: Layout, head: Head) -> bool:
    """Whether there is nothing after a head on its line."""
    return not paper.lines[head.at].text[head.end :].strip()


def style_key(line: Line, start: int, end: int) -> tuple[str, float]:
    """The style and size of a part of a line; small capitals count by their first letter."""
    sizes = (g.size for _, g in line.letters(start, end))
    return look(line, start, end), round(max(sizes, default=line.size), 1)


def _candidate(at: int, paper: Layout) -> _Candidate | None:
    """A line that may be a numbered heading: a number, then a title that does not look like running text."""
    line = paper.lines[at]
    m = _NUMBERED.match(line.text)
    if not m or _CONTENTS.search(line.text) or _listed(line):
        return None
    number = m["n"]
    if number[0].isalpha() and not number[0].isupper():
        return None
    title, last, run_in = _title(at, m.end(), paper)
    style = style_key(line, m.end(), len(line.text)) if m.end() < len(line.text) else style_key(line, 0, m.end())
    if _DATE.match(title):
        return None
    if (not title and m["word"] is None) or not (
        title[:1].isupper() or title[:1].isdigit() or not title or style[1] > paper.body or style[0] != "roman"
    ):
        return None
    plain = style[0] in ("roman", "") and style[1] < 1.04 * paper.body
    if plain and not (m["word"] and len(line.text) < 60) and not ("." in number and _alone(at, paper)):
        return None
    if sum(c.isalpha() for c in title) < 3 and not m["word"]:
        return None
    depth = _depth(number, m["stop"], style, run_in)
    return _Candidate(
        at=at,
        last=last,
        number=number,
        title=title,
        style=style,
        depth=depth,
        word=(m["word"] or "").strip().lower(),
        stop=m["stop"],
        run_in=run_in,
    )


def _alone(at: int, paper: Layout) -> bool:
    """Whether a short line is separate, with space above and below."""
    line = paper.lines[at]
    below = paper.lines[at + 1] if at + 1 < len(paper.lines) else line
    wide = line.right - line.left
    return (
        line.lead > 1.5 * paper.leading and below.lead > 1.3 * paper.leading
        and line.x1 < line.right - 0.3 * wide and not line.text.endswith((".", ",", ";"))
    )  # fmt: skip


def _depth(number: str, stop: str, style: tuple[str, float], run_in: bool) -> int:
    return number.count(".") + 1 + (len(number) > 1 and number[0].isalpha() and number[1].isdigit())


def _listed(line: Line) -> bool:
    """Whether it is a line of a table of contents: it ends with a separate page number."""
    m = re.search(r"\s(\d{1,3})$", line.text)
    if not m:
        return False
    start = m.start(1)
    return line.glyph_at(start).x0 - line.glyph_at(start - 2).x1 > 1.6 * line.size


def _title(at: int, start: int, paper: Layout) -> tuple[str, int, bool]:
    """The title that begins there, its last line, and whether text follows on the same line."""
    line = paper.lines[at]
    if start >= len(line.text) and _opens_chapter(at, paper):
        return _title(at + 1, 0, paper)
    style = style_key(line, start if start < len(line.text) else 0, len(line.text))
    end = _style_end(line, start, style)
    if end < len(line.text) - 1 and not re.search(r"[.:]\s*$", line.text[start:end]):
        end = _resumed(line, end) or end
    if end < len(line.text) - 1 and not (_large(line, end, paper) or (_alone(at, paper) and _formula(line, end))):
        return line.text[start:end].strip(" .:"), at, True
    words, last = [_without_mark(line, start)], at
    for n in range(at + 1, min(at + _LONGEST, len(paper.lines))):
        below = paper.lines[n]
        if not _goes_on(n, style, paper, bold=style[1] < 1.1 * paper.body and any(words)):
            break
        stop = _style_end(below, 0, style)
        if stop < len(below.text) - 1 and not (_large(below, stop, paper) or _formula(below, stop)):
            if words[-1].endswith((".", ":")):
                break
            return _joined([*words, below.text[:stop]]).strip(" .:"), n, True
        words.append(_without_mark(below, 0))
        last = n
    return _joined(words).rstrip(" .:"), last, False


def _goes_on(n: int, style: tuple[str, float], paper: Layout, bold: bool) -> bool:
    """Whether a title in that style continues on a line: in its style, or with the rest of a formula.

    bold: the title is no larger than text, so that the head of a proof may follow it.
    """
    line, above = paper.lines[n], paper.lines[n - 1]
    own = style_key(line, 0, len(line.text))
    gap = line.lead if line.page == above.page and line.column == above.column else 99.0
    ends = n + 1 == len(paper.lines) or paper.lines[n + 1].lead > 1.3 * paper.leading
    if ends and gap < 1.1 * paper.leading and _formula(line, 0) and not line.text[0].isdigit():
        return True
    return not (
        own[0] != style[0]
        or (own[1] != style[1] and style[0] != "caps")
        or gap > 1.35 * max(1.2, paper.leading / paper.body) * max(style[1], paper.body) * 0.9
        or ((m := _NUMBERED.match(line.text)) and not m["n"][0].islower() and line.lead > 1.3 * style[1])
        or (bold and _begins_proof(line))
    )


def _formula(line: Line, start: int) -> bool:
    """Whether a line has no word from there on, only formulas, whose letters may be upright."""
    return not any(m[0].lower() not in FUNCTIONS for m in re.finditer(r"[^\W\d_]{4,}", line.text[start:]))


def _begins_proof(line: Line) -> bool:
    return line.text.split(" ")[0].strip(".:").lower() in PROOF_WORDS


def _large(line: Line, start: int, paper: Layout) -> bool:
    """Whether a line is in larger type than text from a position to its end: then it is a title in several styles."""
    letters = (line.glyph_at(p) for p in range(start, len(line.text)) if line.text[p].isalpha())
    sizes = [g.size for g in letters if not g.style.math]
    return bool(sizes) and min(sizes) > 1.06 * paper.body


def _opens_chapter(at: int, paper: Layout) -> bool:
    """Whether a number in large type, or with its word, is above a title in even larger type."""
    below = paper.lines[at + 1] if at + 1 < len(paper.lines) else None
    large = 1.3 * paper.body
    return (
        below is not None and below.page == paper.lines[at].page and below.lead < 5 * below.size
        and paper.lines[at].size > 0.95 * paper.body and below.size > max(large, paper.lines[at].size - 0.1)
        and not _NUMBERED.match(below.text)
    )  # fmt: skip


def _resumed(line: Line, end: int) -> int:
    """The end of a title that has a few words in another style: the next stop in italics or bold."""
    for m in re.finditer(r"(?<!al)[.:](?=\s|$)", line.text[end : end + 60]):
        own = line.style_at(end + m.start())
        if own.italic or own.bold:
            return end + m.start()
    return 0


def _without_mark(line: Line, start: int) -> str:
    """The text from there, without the raised mark of a footnote at its end; what is raised after a sign of
    mathematics is an exponent."""
    end = len(line.text)
    size = line.glyph_at(start).size if start < end else line.size
    while end > start and (g := line.glyph_at(end - 1)).size < 0.8 * size and g.base < line.base - 0.15 * size:
        end -= 1
    if end < len(line.text) and line.text[end - 1] != " " and line.style_at(end - 1).math:
        end = len(line.text)
    return line.text[start:end].strip()


def _style_end(line: Line, start: int, style: tuple[str, float]) -> int:
    """Where the style of a line first differs from its beginning; mathematics, as in "log d", matches any style."""
    begin = next(
        (p for p in range(start, len(line.text)) if line.text[p].isalpha() and not line.style_at(p).math), start
    )
    first = line.style_at(begin)
    for m in re.finditer(r"[^\W\d_]+", line.text[start:]):
        p = start + m.start()
        own = line.style_at(p)
        changed = (own.bold, own.italic) != (first.bold, first.italic) or (first.caps and not own.caps)
        if changed and not own.math and m[0].lower() not in FUNCTIONS:
            return p
    return len(line.text)


def _joined(parts: Sequence[str]) -> str:
    text = ""
    for part in parts:
        text = text[:-1] + part if text.endswith("-") and part[:1].islower() else f"{text} {part}".strip()
    return text


def _numbered(candidates: Sequence[_Candidate], paper: Layout, stated: Container[str]) -> list[_Candidate]:
    """The candidates with consecutive numbers, in the most frequent styles of their depth.

    stated: the numbers of statements, which may be counted together with the headings.
    """
    top = _best_top([c for c in candidates if c.depth == 1], paper.body)
    if not top:
        return []
    out: list[_Candidate] = list(top)
    within = {n for c in top for n in range(c.at + 1, c.last + 1)}  # "A second line" of a title is no subsection
    candidates = [c for c in candidates if c.at not in within]
    for depth in (2, 3, 4):
        own = [c for c in candidates if c.depth == depth]
        out += _below(own, sorted(out, key=lambda c: c.at), len(paper.lines), stated)
    apart = next(
        (n for n, x in enumerate(paper.lines) if n > top[-1].at and re.fullmatch(r"appendi(?:x|ces)", x.text, re.I)), 0
    )
    out += _lettered(candidates, sorted(top, key=lambda c: c.at), apart or len(paper.lines))
    if apart:
        letters = [c for c in candidates if c.at > apart and c.depth == 1 and len(c.number) == 1 and c.number.isalpha()]
        below = re.fullmatch("[IVX]+", top[0].number) and all(c.style[0] == "italic" for c in letters)  # IEEE's
        out += [replace(c, depth=2) if below else c for c in _run(letters)]
    return sorted({c.at: c for c in out}.values(), key=lambda c: c.at)


def _best_top(candidates: Sequence[_Candidate], body: float) -> list[_Candidate]:
    """The first-level headings: those in the style with most consecutive numbers, preferring larger type."""
    best: list[_Candidate] = []
    for style in sorted({c.style for c in candidates}):
        own = _run([c for c in candidates if c.style == style])
        if _weight(own, body) > _weight(best, body):
            best = own
    return best


def _weight(run: Sequence[_Candidate], body: float) -> float:
    if not run or (len(run) == 1 and run[0].number == "A"):
        return 0.0
    look_of, size = run[0].style
    return len(run) * (size / body) ** 2 * (5 if size > 1.06 * body or look_of == "caps" else 1)


def _run(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Candidates in order with increasing numbers, from the first one on; letters may follow digits.

    Letters below Roman numerals, in the same style, are no continuation: I, A, B, II.
    """
    out: list[_Candidate] = []
    numerals = {c.number: n for n, c in enumerate(candidates) if re.fullmatch("[IVX]+", c.number)}
    for n, c in enumerate(candidates):
        before = out[-1].number if out else None
        below = c.number == "A" and before in numerals and any(
            at > n and _follows(before, number) for number, at in numerals.items()
        )  # fmt: skip
        inside = bool(out) and c.at <= out[-1].last  # the second line of a title may begin with "A"
        if _follows(before, c.number) and not below and not inside:
            out.append(c)
    return out


def _follows(before: str | None, number: str) -> bool:
    """Whether one heading number may follow another: a step of one, or of two if one heading was missed."""
    if before is None:
        return number in ("0", "1", "I", "A", "2")
    if number == "A":
        return not (before.isalpha() and len(before) == 1 and before != "I" and before not in "VX")
    a, b = _value(before, number), _value(number, before)
    return a is not None and b is not None and 0 < b - a <= 2


def _value(number: str, beside: str) -> int | None:
    if number.isdigit():
        return int(number) if beside.isdigit() else None
    if re.fullmatch("[IVX]+", number) and (len(number) > 1 or number == "I" or re.fullmatch("[IVX]{2,}", beside)):
        return _roman(number) if re.fullmatch("[IVX]+", beside) else None
    return ord(number) - 64 if len(number) == 1 and len(beside) == 1 and not beside.isdigit() else None


def _roman(number: str) -> int:
    values = {"I": 1, "V": 5, "X": 10}
    total = 0
    for n, c in enumerate(number):
        v = values[c]
        total += -v if n + 1 < len(number) and values[number[n + 1]] > v else v
    return total


def _below(
    candidates: Sequence[_Candidate], above: Sequence[_Candidate], end: int, stated: Container[str]
) -> list[_Candidate]:
    """Headings of one depth, below the heading that their number names, counting from one."""
    usual = Counter(c.style[0] for c in candidates)
    out: list[_Candidate] = []
    for n, parent in enumerate(above):
        stop = next((a.at for a in above[n + 1 :] if a.depth <= parent.depth), end)
        last = 0
        for c in candidates:
            head, _, tail = _parts(c.number)
            head = head.removesuffix(".0")  # LaTeX's 5.0.1 is directly below 5
            if not parent.at < c.at < stop or head != parent.number or not tail.isdigit():
                continue
            while f"{head}.{last + 1}" in stated and last + 1 < int(tail):
                last += 1
            if last < int(tail) <= last + 2 and usual[c.style[0]] >= 0.1 * len(candidates):
                out.append(c)
                last = int(tail)
    return out


def _parts(number: str) -> tuple[str, str, str]:
    if "." not in number and number[0].isalpha() and number[1:].isdigit():
        return number[0], "", number[1:]
    return number.rpartition(".")


def _lettered(candidates: Sequence[_Candidate], top: Sequence[_Candidate], end: int) -> list[_Candidate]:
    """IEEE's subsections: A, B under a Roman numeral, 1) and 2) below these, numbered I-A and I-A1 as LaTeX does.

    In bold type, they are REVTeX's, which LaTeX numbers as they are printed.
    """
    if not top or not re.fullmatch("[IVX]+", top[0].number):
        return []
    out: list[_Candidate] = []
    tops = {c.at for c in top}
    for n, parent in enumerate(top):
        stop = top[n + 1].at if n + 1 < len(top) else end
        letter, count, current = 0, 0, parent
        for c in candidates:
            if not parent.at < c.at < stop or c.at in tops or c.depth != 1:
                continue
            bold = c.style[0].startswith("bold")
            value = ord(c.number) - 64 if c.number.isalpha() and len(c.number) == 1 else 0
            if value == letter + 1:
                current = replace(c, number=c.number if bold else f"{parent.number}-{c.number}", depth=2)
                out.append(current)
                letter, count = value, 0
            elif c.number.isdigit() and int(c.number) == count + 1 and (bold or c.style[0] == "italic"):
                count += 1
                name = c.number if bold else current.number + ("" if current.depth == 2 else "-") + c.number
                out.append(replace(c, number=name, depth=current.depth + 1 if bold else 3))
    return out


def _shift(chosen: Sequence[_Candidate]) -> int:
    """The difference between the depth and the level of headings: chapters have level 0."""
    return 1 if any(c.word in ("chapter", "kapitel") for c in chosen) else 0


def _as_found(chosen: Sequence[_Candidate]) -> list[Found]:
    shift = _shift(chosen)
    appendix, out = False, []
    figures = any(c.number[0].isdigit() for c in chosen)
    words = any(c.word == "appendix" and c.depth > 1 for c in chosen)  # elsarticle's numbers are "Appendix A.1"
    ieee = any(c.depth == 1 and re.fullmatch("[IVX]{2,}", c.number) for c in chosen)
    for c in chosen:
        appendix = appendix or (
            c.depth == 1 and (c.word in ("appendix", "anhang", "annexe") or (figures and c.number[0].isalpha()))
        )
        if ieee and c.word == "appendix" and c.stop != ":":  # IEEEtran numbers these in words alone
            out.append(
                Found(
                    at=c.at,
                    last=c.last,
                    number=None,
                    title=f"Appendix {c.number}: {c.title}".rstrip(" :"),
                    level=1,
                    appendix=True,
                )
            )
            continue
        out.append(
            Found(
                at=c.at,
                last=c.last,
                number=f"Appendix {c.number}" if words and c.word == "appendix" else c.number,
                title=c.title,
                level=c.depth - shift,
                appendix=appendix,
            )
        )
    return out


def _bare(at: int, paper: Layout, styles: set[tuple[tuple[str, float], int]], taken: set[int]) -> Found | None:
    """An unnumbered heading: a separate line in the style of numbered ones, or one of the usual words.

    styles: those of the numbered headings, with their levels.
    """
    line = paper.lines[at]
    text = _without_mark(line, 0).strip(" .:")
    apart = text[:1].isupper() and len(text) >= 4 and at - 1 not in taken and line.lead > 1.3 * paper.leading
    usual = text.lower().replace(" ", "") in _UNNUMBERED
    if not apart and not usual:
        return None
    style = style_key(line, 0, len(line.text))
    plain = usual and (style[0] != "roman" or style[1] > 1.05 * paper.body)
    depth = next((d for s, d in sorted(styles, key=lambda x: x[1]) if s == style), None)
    if not plain and not (apart and depth is not None and style[0] != "italic" and style[1] > 1.05 * paper.body):
        return None
    title, last, run_in = _title(at, 0, paper)
    if run_in or len(title) > _LONGEST_TITLE or _listed(line):
        return None
    return Found(at=at, last=last, number=None, title=title, level=1 if depth is None else depth)
