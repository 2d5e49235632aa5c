"""Title, authors, abstract and the list of references, as a PDF prints them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile

from scaffold.model import Reference
from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.layout.text import running, words
from scaffold.read.pdf.page.glyphs import Glyph
from scaffold.read.pdf.structure.cited import cited
from scaffold.read.pdf.structure.sections import Found

_ABSTRACT = re.compile(r"\W*(?:abstract|zusammenfassung|résumé|summary)\b[\s.:—–-]*", re.I)
_AFTER = re.compile(
    r"(?:key\s?words|index terms|contents|mathematics subject|msc|ccs concepts|\d{4} ?/? ?(?:acm|math))", re.I
)
_NO_AUTHOR = re.compile(
    r"@|\d{3}|univers|institut|depart|school|college|laborator|\binc\b|research|faculty|street|\bcollege\b|http|abstract"
    r"|google|microsoft|facebook|centre|center|cnrs|inria|\bv\d+\b|\b(?:19|20)\d\d\b|arxiv|draft|preprint|editor|submitted"
    r"|academy|foundation|division|technolog|^by$|journal|conference|proceedings"
    r"|\blabs?\b|\bcorp|\bcompany\b|\bgroup\b|\bteam\b|\bltd\b|\bllc\b|\bgmbh\b|\bsystems\b|\bhospital\b|\bbrain\b"
    r"|yahoo|amazon|deepmind|openai|nvidia|huawei|samsung"
    r"|(?-i:\bAI\b|\bUSA\b|\bUK\b|^(?:UC|TU|KU|ETH|MIT|IBM|[A-Z]{4,}) [A-Z][a-z])",
    re.I,
)
_LETTERSPACED = re.compile(r"(?:[^\W\d_] ){3,}[^\W\d_]")
"""A letter-spaced word: on a cover, it names the kind of thesis, not the title."""
_LABEL = re.compile(r"\[([^\]\s][^\]]{0,30})\]\s*|(\d{1,3})\.\s+")
_DIGITS_LAST = re.compile(r"(?<=[^\W\d_])\d{1,2}$|\s?[(\[]\d{1,2}[)\]]$|[\u00b9\u00b2\u00b3\u2070-\u2079]+$")
"""The mark of an address in the size of its name."""

_SMALL = 0.85
"""The size of a mark's letter, at most, as part of its line's."""

_REFERENCES = re.compile(
    r"(?:\W*|[\dIVX]+\.?\s+)(?:references|bibliography|literatur|références|works cited)\W*$", re.I
)


def front(paper: Layout, headings: Sequence[Found]) -> tuple[str, tuple[str, ...], str, int]:
    """Title, authors, abstract, and the line where the text begins."""
    first = min((f.at for f in headings if f.number or f.title.lower() == "introduction"), default=len(paper.lines))
    cover = [n for n in paper.lines[:first] if n.page <= 2]
    opens = next((i for i, n in enumerate(cover) if _ABSTRACT.match(n.text) and _labelled(n)), None)
    head = [n for n in cover[:opens] if n.page == 1]
    title_lines = _title(head)
    title = _unmarked(running(title_lines), title_lines)
    last = head.index(title_lines[-1]) + 1 if title_lines else 0
    below = head[last:]
    if title_lines and opens is not None:
        below += _beside(paper, title_lines[-1].base, cover[opens].base)
    if opens is None and title_lines:
        aside = _set_off(paper, cover[last:])
        return title, _authors([n for n in below if n not in aside], paper), running(aside)[:5000], first
    return title, _authors(below, paper), _abstract(cover, opens), first


def _set_off(paper: Layout, lines: Sequence[Line]) -> list[Line]:
    """An abstract without a heading: text below the authors in smaller type than the paper's, or with wider margins."""
    full = [n for n in paper.lines if n.page > 1 and words(n) > 6]
    if not full:
        return []
    left, right = min(n.x0 for n in full), max(n.x1 for n in full)

    def aside(n: Line) -> bool:
        inset = n.x0 > left + n.size and n.x1 < right - n.size and n.column == 0
        return (n.size < 0.95 * paper.body or inset) and "@" not in n.text

    def text(n: Line) -> bool:
        return words(n) > 6 and aside(n) and n.size < 1.05 * paper.body and not _capitalised(n)

    pairs = enumerate(pairwise(lines))
    begin = next((i for i, (a, b) in pairs if text(a) and text(b) and abs(a.size - b.size) < 0.5), len(lines))
    found = list(takewhile(lambda n: aside(n) and not _AFTER.match(n.text), lines[begin:]))
    return found if sum(map(words, found)) > 25 and found[-1].text.endswith((".", "!", "?")) else []


def _capitalised(line: Line) -> bool:
    """Whether half the words begin with a capital, as in a line of names or of an address."""
    initials = [m[0][0] for m in re.finditer(r"[^\W\d_]+", line.text)]
    return 2 * sum(c.isupper() for c in initials) >= len(initials)


def after_front(paper: Layout, headings: Sequence[Found], authors: Sequence[str]) -> list[Found]:
    """The headings without the lines of title and authors, which may look like unnumbered headings."""
    cover = [n for n in paper.lines[: min((f.at for f in headings if f.number), default=None)] if n.page == 1]
    opens = next((i for i, n in enumerate(cover) if _ABSTRACT.match(n.text) and _labelled(n)), None)
    title = _title(cover[:opens])
    begin = opens if opens is not None else cover.index(title[-1]) + 1 if title else 0
    return [f for f in headings if f.number or (f.at >= begin and not any(name in f.title for name in authors))]


def _beside(paper: Layout, top: float, bottom: float) -> list[Line]:
    """Lines of the first page's second column beside the authors in the first, above the abstract."""
    return [n for n in paper.lines if n.page == 1 and n.column == 2 and top < n.base < bottom]


def _unmarked(title: str, lines: Sequence[Line]) -> str:
    """The title without the mark of a footnote: a sign, or a raised number after a word ("L²" has an exponent)."""
    last = next((g for g in reversed(lines[-1].glyphs) if g.text.strip()), None) if lines else None
    if last is not None and (last.base < lines[-1].base - 0.15 * lines[-1].size):
        title = re.sub(r"(?<=[^\W\d_]{3})\d{1,2}$", "", title)
    return re.sub(r"[∗*†‡§¶⋆]+$", "", title).strip()


def _labelled(line: Line) -> bool:
    m = _ABSTRACT.match(line.text)
    return m is not None and (
        m.end() >= len(line.text) or line.text[m.end()].isupper() or m[0].rstrip()[-1:] in ".:—–-"
    )


def _title(head: Sequence[Line]) -> list[Line]:
    """Consecutive lines of the largest type at the top of the first page."""
    worded = [n for n in head[:25] if sum(c.isalpha() for c in n.text) > 3]
    worded = [n for n in worded if not _LETTERSPACED.fullmatch(n.text)] or worded
    if not worded:
        return []
    largest = max(round(max(g.size for g in n.glyphs if g.text.isalpha()), 1) for n in worded)
    out: list[Line] = []
    for n in worded:
        size = round(max(g.size for g in n.glyphs if g.text.isalpha()), 1)
        if size > largest - 0.3 and (not out or n.base - out[-1].base < 2.2 * largest) and _same_look(out, n):
            out.append(n)
        elif out:
            break
    return out[:6]


def _same_look(out: Sequence[Line], n: Line) -> bool:
    return not out or (out[0].share("bold") > 0.5) == (n.share("bold") > 0.5)


def _authors(lines: Sequence[Line], paper: Layout) -> tuple[str, ...]:
    """Names from the lines below the title, up to the first line that does not look like names."""
    names: list[str] = []
    begun = ""
    named: Line | None = None
    for line in lines[:14]:
        text = _without_marks(line)
        if named is not None and _lesser(line, named):
            continue
        parts = [re.sub(r"\s+", " ", p).strip(" .∗*†‡") for p in _BETWEEN.split(text)]
        if capitals := _in_capitals(parts, text):
            names += [p.title() for p in capitals]
            continue
        if _NO_AUTHOR.search(text) and not names and "@" not in text:
            continue
        if _NO_AUTHOR.search(text.split("  ")[0]) and names:
            continue
        smallest = 0.75 if text.isupper() else 0.85
        if begun and line.lead < 1.4 * line.size:
            parts[0] = f"{begun} {parts[0]}"
        broken = any(map(_is_name, parts[:-1])) and len(parts[-1].split()) == 1
        begun = parts[-1] if broken and not _NO_AUTHOR.search(parts[-1]) else ""
        for part in parts:
            name = _DIGITS_LAST.sub("", re.sub(r"^(?:by|von|par|por)\s+", "", part, flags=re.I))
            if _is_name(name) and line.size >= smallest * paper.body:
                names.append(name.title() if name.isupper() else name)
                named = named or line
    return tuple(dict.fromkeys(names))[:30]


def _in_capitals(parts: Sequence[str], text: str) -> list[str]:
    """The names in capitals with which a line begins that goes on in other letters, as ACM's journals print them."""
    return [] if text.isupper() else list(takewhile(lambda p: p.isupper() and _is_name(p), parts))


def _lesser(line: Line, named: Line) -> bool:
    """Whether a line is an address: in italics or smaller type, other than names, or after a raised mark."""
    slanted = line.share("italic") > 0.5 > named.share("italic")
    first = line.glyphs[0]
    return slanted or line.size < 0.88 * named.size or (_raised(first, line) and first.size < _SMALL * line.size)


def _without_marks(line: Line) -> str:
    """The text of a line without marks: signs and what is raised; wide gaps become two spaces."""
    text, end = "", None
    size = max(g.size for g in line.glyphs)
    for n, g in enumerate(line.glyphs):
        if _is_mark(line, n) or g.text in "∗*†‡§¶⋆\ufffd":
            text += ", " if text and not text.endswith(" ") else ""
            end = g.x1
            continue
        if end is not None and g.x0 - end > 0.16 * size:
            text += "  " if g.x0 - end > 0.9 * size else " "
        text += g.text
        end = g.x1
    return text


def _is_mark(line: Line, n: int) -> bool:
    """Whether a glyph is raised; a letter also has to be smaller and the last of its word, as the c of a raised Mc is
    not.
    """
    g = line.glyphs[n]
    if not _raised(g, line) or not g.text.isalpha():
        return _raised(g, line)
    level = next((x for x in line.glyphs[n + 1 :] if not _raised(x, line)), None)
    ends = level is None or not level.text.isalpha() or level.x0 - g.x1 > 0.16 * line.size
    return ends and g.size < _SMALL * line.size


def _raised(g: Glyph, line: Line) -> bool:
    return g.base < line.base - 0.15 * line.size


def _is_name(name: str) -> bool:
    words = name.split()
    if not 2 <= len(words) <= 5 or any(c.isdigit() for c in name) or len(name) > 45 or _NO_AUTHOR.search(name):
        return False
    return all(w[0].isupper() or w.lower() in _PARTICLES for w in words) and name[-1].isalpha()


_BETWEEN = re.compile(r"\s{2,}|,|;|·|•|&|\band\b|\bAND\b|\bund\b|\bet\b")
"""The separator between names: AND, but not "And", with which a name may begin."""
_PARTICLES = frozenset("de da di del van von der den la le du dos el bin ibn al ter ten y zu".split())


def _abstract(cover: Sequence[Line], opens: int | None) -> str:
    if opens is None:
        return ""
    first = cover[opens]
    m = _ABSTRACT.match(first.text)
    start = m.end() if m else 0
    body = [first, *takewhile(lambda n: not _AFTER.match(n.text), cover[opens + 1 :])]
    return running(body, start)[:5000]


def references(paper: Layout, headings: Sequence[Found]) -> tuple[tuple[Reference, ...], tuple[int, int]]:
    """The entries of the reference list, and its lines."""
    start = next((n for n in range(len(paper.lines) - 1, -1, -1) if _REFERENCES.match(paper.lines[n].text)), None)
    if start is None:
        return (), (len(paper.lines), len(paper.lines))
    end = min((f.at for f in headings if f.at > start and f.number), default=len(paper.lines))
    works = [_parted(running(lines)) for lines in _entries(paper.lines[start + 1 : end])]
    known = cited(works, running([n for i, n in enumerate(paper.lines) if not start <= i < end]))
    out = [
        Reference(key=f"ref-{label or number}".replace(" ", ""), label=label, text=body, cited=used)
        for number, ((label, body), used) in enumerate(zip(works, known, strict=True), 1)
    ]
    return tuple(out), (start, end)


def _parted(entry: str) -> tuple[str | None, str]:
    """The label of an entry, None if it prints none, and its text."""
    m = _LABEL.match(entry)
    return (m[1] or m[2], entry[m.end() :]) if m else (None, entry)


def _entries(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines by entry: each begins with a label, or at the left edge of a hanging paragraph, or after a space."""
    labelled = [bool(_LABEL.match(n.text)) for n in lines]
    by_label = sum(labelled) > 0.15 * len(lines)
    hanging = _hanging(lines)
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        place = (line.page, line.column)
        edges[place] = min(edges.get(place, line.x0), line.x0)
    out: list[list[Line]] = []
    for n, line in enumerate(lines):
        if len(out) > 1500:
            break
        if by_label:
            new = labelled[n]
        else:
            edge = edges[line.page, line.column]
            new = line.x0 < edge + 2 if hanging else line.lead > 1.2 * line.size * 1.2
        if new or not out:
            out.append([line])
        else:
            out[-1].append(line)
    return [e for e in out if len(running(e)) > 15]


def _hanging(lines: Sequence[Line]) -> bool:
    return sum(n.x0 > n.left + 4 for n in lines) > 0.3 * len(lines)
