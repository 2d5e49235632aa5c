"""Printed heads of theorem-like statements and of proofs, distinguished from running text by their style."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from scaffold.read.kinds import KIND_WORDS, PROOF_WORDS
from scaffold.read.pdf.layout.columns import Layout, Line
from scaffold.read.pdf.page.glyphs import Style
from scaffold.read.pdf.page.lines import CONTINUATIONS

NUMBER = (
    r"(?:\((?:[A-Z]\.?)?\d+(?:\.\d+)*[a-z']?\)|\([A-Z]\)"
    r"|(?:[A-Z]{1,2}\.?-?|[IVX]+\.)?\d+(?:[.\-–]\d+)*(?:\.?[a-z](?![\w])|\.[A-Z](?![\w]))?['*†‡]*"
    r"|[IVX]+(?![\w])|[A-Z]['*]*(?!\w))"
)
"""A number as heads print it: 3, 3.1, A.2, (B), 1', IV."""

_ELSE = frozenset("case comment procedure notations setup rule criterion".split())
"""Words of KIND_WORDS that head paragraphs oftener than statements."""

_OFTEN_BARE = frozenset(
    "theorem lemma proposition corollary definition claim fact conjecture remark remarks example examples observation "
    "question problem assumption exercise satz bemerkung beispiel korollar hilfssatz vermutung théorème remarque "
    "exemple lemme corollaire définition notation convention note scholium sublemma subclaim counterexample".split()
)
_NOT_HEADS = frozenset(
    "figure fig table tab section sec chapter part appendix step phase stage equation eq eqn footnote page algorithm "
    "procedure experiment case item volume listing version round lecture week day scheme panel model".split()
)
_STATED = frozenset(
    "step case phase stage algorithm procedure experiment scheme model acknowledgement summary criterion conclusion "
    "rule setup".split()
)
"""Words of paragraph titles that some papers use for statements as well."""
_TITLES = frozenset("notation convention example examples remarks assumptions definitions problem note facts".split())
"""Words of section headings as well: "1.1. Notation." is a section if theorems have their number after the word."""

_KIND = "|".join(re.escape(w) for w in sorted((w for w in KIND_WORDS if w not in _ELSE), key=len, reverse=True))
_WORDS = (
    r"(?-i:(?!(?:Proofs?|Answer|The|An|Concluding|Additional)\b)(?:[A-Z][\w'’´-]+[ -]+|[A-Z]-)){0,2}?"
    rf"(?:{_KIND})(?![^\W\d_])"
)
_USUAL = re.compile(rf"(?P<h>{_WORDS})(?P<s>\*?)(?:\.?\s*(?P<n>(?:Appendix )?{NUMBER}))?(?P<dot>\s*[.:])?", re.I)
_SWAPPED = re.compile(rf"(?P<n>{NUMBER})\.?\s*(?P<h>{_WORDS})(?P<s>\*?)(?P<dot>\s*[.:])?", re.I)
_UNKNOWN = re.compile(rf"(?P<h>[A-Z][a-z]{{3,}}(?: [A-Z]?[a-z]+){{0,2}})(?P<s>)\s+(?P<n>{NUMBER})(?P<dot>\s*[.:])?")
_PARAGRAPHS = frozenset(("notation", "notations"))
"""Words without number that are a paragraph's title if others look the same; other words are more often statements."""
_RUN_IN = re.compile(r"(?P<h>[A-Z][a-z]{3,}(?: [\w-]+){0,4})\.{1,2}\s+(?=[A-Z])")
_TITLE = re.compile(r"[A-Z][^.:]{2,60}\.\s+")
"""The title of a paragraph."""
_RETURNING = re.compile(r"(?P<h>[^\W\d_][\w-]{3,}(?: [^\W\d_][\w-]+){0,2})(?P<name>\s*\(.{2,90}\))?:$")
"""A head without number that is a line of its own, with any words."""
_OFTEN = 3
"""How often words return that head statements of one kind."""

_PROOF = "|".join(
    sorted(
        map(re.escape, PROOF_WORDS | {"proof sketch", "sketch of proof", "sketch of the proof"}), key=len, reverse=True
    )
)
_PROOF_HEAD = re.compile(
    rf"[^\w(]*(?P<h>(?:{_PROOF})(?![^\W\d_])(?:\s+\d{{1,3}}(?=\s+[A-Z(]|\s*$))?)"
    r"(?P<what>(?:\s+(?:of|for|idea|outline|sketch|von|du|de|des|der|zu)\b|\s*[(\[])"
    r"[^.:]{0,90}?(?:\d[\d.]*\d|\d|[A-Z]\.\d+(?:\.\d+)*)?[^.:]{0,60}?)?"
    r"(?P<end>\s*[.:](?!\d)|\s*$|\s*—|(?<=\d)(?=\s+[A-Z(]))",
    re.I,
)
_MORE_NUMBERS = re.compile(rf"(?:\s*(?:,\s*and\b|,|and\b|&)\s*{NUMBER}(?!\w))+")
"""The other numbers in "Proof of Theorems 7, 15 and 13"."""
_NAMED_AFTER = re.compile(rf"\s*\((?:of |for )?(?:the )?(?:{_KIND})s?\s+{NUMBER}\)", re.I)
"""The name after "Proof. (Theorem 3)"."""
_PROOF_OPEN = re.compile(
    rf"(?P<h>(?i:{_PROOF}))\s*(?:\[(?P<name>[^\]]{{3,90}})\]|\((?P<of>(?i:of|for|sketch|proof)\b[^)]{{0,90}})\))?\s+(?=[A-Z])"
)
_LINKS = re.compile(
    r"(?:\b(?:by|of|in|see|and|from|to|with|or|using|the|that|cf\.?|e\.g\.|our|both|via|under|following|than|satisf\w+"
    r"|apply\w*|use)|[,(])\s*$",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head. at: its line. end: the position in the line's text where it ends. note: its name in brackets.

    style: that of the heading. proof: whether it is the head of a proof; heading then has all of its words.
    """

    at: int
    heading: str
    number: str | None
    end: int
    style: str
    proof: bool = False
    swapped: bool = False
    sure: bool = True


def find_heads(paper: Layout, marked: Sequence[Sequence[int]] = ()) -> list[Head]:
    """All heads in reading order. marked: groups of lines, in one of which a statement begins according to the PDF."""
    found: list[Head] = []
    styled = [g.style.bold or g.style.italic for line in paper.lines for g in line.glyphs]
    blind = sum(styled) < 0.01 * len(styled)
    for at, line in enumerate(paper.lines):
        head = _proof_head(at, paper) or _statement_head(at, line, paper, blind)
        if head:
            found.append(head)
    found += _returning(paper, found)
    named = _at_marks(marked, {h.at: h for h in found}, paper)
    kept = {h.at: h for h in _consistent(found, paper)}
    return sorted((kept | named).values(), key=lambda h: h.at)


def _at_marks(marked: Sequence[Sequence[int]], found: Mapping[int, Head], paper: Layout) -> dict[int, Head]:
    """The heads at marks, by line, in any style: the line begins with heading and number."""
    out: dict[int, Head] = {}
    for lines in marked:
        heads = [h for at in lines if (h := found.get(at)) and not h.proof]
        if not heads:
            heads = [h for at in lines if at not in found and (h := _plain_head(at, paper))]
        if heads and heads[0].number:
            out[heads[0].at] = heads[0]
    return out


def _plain_head(at: int, paper: Layout) -> Head | None:
    """A head by its words alone: no sentence continues after it."""
    text = paper.lines[at].text
    for pattern, swapped in ((_USUAL, False), (_SWAPPED, True)):
        m = pattern.match(text)
        if m and m["n"] and m["h"][0].isupper() and not re.match(r"\s*[a-z,;)]", text[m.end() :]):
            style = look(paper.lines[at], m.start("h"), m.end("h"))
            return Head(
                at=at, heading=_cased(m["h"] + m["s"]), number=m["n"], end=m.end(), style=style, swapped=swapped
            )
    return None


def _statement_head(at: int, line: Line, paper: Layout, blind: bool) -> Head | None:
    """The head at the beginning of a line. blind: the paper's fonts do not show their style."""
    lead = re.match(r"[^\w(•∗*·–—\-\"“‘'=<>≤≥+,;.:)\]]*", line.text)
    start = lead.end() if lead else 0
    if start > 6 or len(line.text) < start + 3:
        return None
    for pattern, swapped in ((_USUAL, False), (_SWAPPED, True), (_UNKNOWN, False)):
        m = pattern.match(line.text, start)
        if m and (pattern is not _UNKNOWN or not _not_a_head(m["h"]) or _stated(m, line)):
            head = _judged(m, at, line, paper, swapped=swapped, known=pattern is not _UNKNOWN, blind=blind)
            if head:
                return head
    title = _TITLE.match(line.text)
    m = _USUAL.match(line.text, title.end()) if title else None
    if m and m["n"] and all(line.style_at(p).bold for p in range(m.end("n")) if line.text[p].isalpha()):
        return _judged(m, at, line, paper, swapped=False, known=True, blind=blind)
    return None


def _returning(paper: Layout, found: Sequence[Head]) -> list[Head]:
    """Heads of any words that return, on lines of their own with a colon, if most numbered heads have such lines."""
    numbered = [h for h in found if h.number and h.sure and not h.proof]
    alone = Counter(h.style for h in numbered if paper.lines[h.at].text.endswith(":"))
    styles = {style for style, n in alone.items() if style != "roman" and n >= _OFTEN and n > 0.7 * len(numbered)}
    taken = {h.at for h in found}
    heads = []
    for at, line in enumerate(paper.lines if styles else ()):
        m = None if at in taken else _RETURNING.match(line.text)
        if m and m["h"][0].isupper() and not _not_a_head(m["h"]) and begins(at, paper):
            end = m.end("h") if m["name"] else m.end()
            heads.append(Head(at=at, heading=m["h"], number=None, end=end, style=look(line, 0, m.end("h")), sure=False))
    often = Counter(h.heading for h in heads if h.style in styles)
    return [h for h in heads if h.style in styles and often[h.heading] >= _OFTEN]


def _not_a_head(words: str) -> bool:
    last = words.split()[-1].lower()
    return last in _NOT_HEADS or last in KIND_WORDS or words.split()[0].lower() in PROOF_WORDS


def _stated(m: re.Match[str], line: Line) -> bool:
    """Whether a word of paragraph titles begins a statement: bold or in capitals, with the text in italics."""
    strong = look(line, m.start("h"), m.end("h")) in ("bold", "caps")
    return strong and m["h"].lower() in _STATED and look(line, m.end(), len(line.text)) == "italic"


def _judged(
    m: re.Match[str], at: int, line: Line, paper: Layout, swapped: bool, known: bool, blind: bool
) -> Head | None:
    """The head, if its style and the text after it fit."""
    heading, number = m["h"], m["n"]
    if not heading[0].isupper() and not swapped:
        return None
    if number and number[0].islower():
        number = None
    style = look(line, m.start("h"), m.end("h"))
    if number and len(number) == 1 and number.isalpha() and not _counts(m, line, paper, swapped):
        if swapped:
            return None
        number = None
    dot = None if number == m["n"] else re.match(r"\s*[.:]", line.text[m.end("s") :])
    end = m.end() if number == m["n"] else m.end("s") + (dot.end() if dot else 0)
    after = line.text[end:].lstrip()
    stopped = bool(m["dot"] if number == m["n"] else dot)
    follows = look(line, end + (len(line.text) - end - len(after)), len(line.text)) if after else ""
    opens = after[:1] in ("(", "[", "—", "–")
    stopped = stopped or (blind and opens)
    fresh = begins(at, paper)
    if not known and not (
        number
        and re.search(r"^\W?(?:[A-Z]\W)?\d{1,2}(?!\d)", number)  # not "First consider T3."
        and style in ("bold", "caps", "bold italic")
        and (stopped or after.startswith("(") or _stated(m, line))
        and fresh
    ):
        return None
    if not _plausible(style, number, stopped, opens, follows=follows, after=after, begins=fresh, swapped=swapped):
        return None
    if style != "bold" and line.share("bold") < 0.1 and _LINKS.search(_before(at, paper)) and not fresh:
        return None
    return Head(
        at=at, heading=_cased(heading + m["s"]), number=number, end=end, style=style, swapped=swapped, sure=known
    )


def _counts(m: re.Match[str], line: Line, paper: Layout, swapped: bool) -> bool:
    """Whether a single letter beside a heading is its number.

    Not in the title of an appendix, "D Theorem 1 Proof Details", which is larger than text; nor as a text's first
    word after a bold head, "Remark. A metric space", which is in the style of the text.
    """
    if swapped:
        return line.glyph_at(m.start("h")).size < 1.1 * paper.body
    return look(line, m.start("n"), m.end("n")) == look(line, m.start("h"), m.end("h")) or bool(m["dot"])


def _plausible(
    style: str, number: str | None, stopped: bool, opens: bool, follows: str, after: str, begins: bool, swapped: bool
) -> bool:
    """Whether the text after the head is plausible for its style."""
    strong = style in ("bold", "bold italic", "caps")
    if strong and number:
        if swapped:
            return (bool(after) and (follows != style or opens)) or (stopped and begins and bool(after))
        if not stopped and after.split(" ")[0] in CONTINUATIONS and not (begins and follows == "italic"):
            return False
        return stopped or opens or not after or follows != style or after[:1].isupper()
    if strong:
        return stopped or (opens and begins)
    if style == "italic":
        return (stopped or (opens and begins)) and (follows != "italic" or begins) and (bool(number) or stopped)
    if number:
        return begins and (stopped or (opens and follows == "italic") or (follows == "italic" and after[:1].isupper()))
    return begins and stopped and follows == "italic"


def look(line: Line, start: int, end: int) -> str:
    """The style of the first letters of a part of a line: "bold", "bold italic", "caps", "italic" or "roman"."""
    letters = list(islice(((p, g.style) for p, g in line.letters(start, end) if not g.style.math), 12))
    if not letters:
        return ""
    styles = Counter(style for _, style in letters[:4])
    style: Style = styles.most_common(1)[0][0]
    if style.bold:
        return "bold italic" if style.italic else "bold"
    word = [p for p, _ in letters if p < start + 9]
    if style.caps or (len(word) > 3 and all(line.text[p].isupper() for p in word)):
        return "caps"
    return "italic" if style.italic else "roman"


def begins(at: int, paper: Layout) -> bool:
    """Whether a paragraph begins with this line: by space above it, an indent, or a short line before."""
    line = paper.lines[at]
    if line.lead > 1.25 * paper.leading or at == 0:
        return True
    above = paper.lines[at - 1]
    return line.x0 > line.left + 0.8 * line.size or above.x1 < above.right - 3 * line.size


def _before(at: int, paper: Layout) -> str:
    return paper.lines[at - 1].text if at else ""


def _cased(heading: str) -> str:
    """A heading as the author writes it: small capitals become lower case."""
    letters = [c for c in heading if c.isalpha()]
    if len(letters) > 3 and all(c.isupper() for c in letters):
        return heading.capitalize()
    return " ".join(heading.split())


def _proof_head(at: int, paper: Layout) -> Head | None:
    line = paper.lines[at]
    if head := _unstopped_proof(at, line, paper):
        return head
    m = _PROOF_HEAD.match(line.text)
    if not m or not m["h"][0].isupper():
        return None
    style = look(line, m.start("h"), m.end("h"))
    rest = line.text[m.end() :].lstrip()
    follows = look(line, m.end(), len(line.text)) if rest else ""
    if m["h"][-1].isdigit() and style not in ("bold", "bold italic", "caps"):
        return None
    if style == "roman" and not (begins(at, paper) and (m["what"] is None or rest[:1].isupper()) and m["end"].strip()):
        return None
    if style == "italic" and not begins(at, paper) and follows == "italic":
        return None
    more = (_MORE_NUMBERS if m["what"] and not m["end"].strip() else _NAMED_AFTER).match(line.text, m.end())
    heading = re.sub(r"\s+", " ", m["h"] + (m["what"] or "") + (more[0] if more else "")).strip()
    return Head(at=at, heading=heading, number=None, end=more.end() if more else m.end(), style=style, proof=True)


def _unstopped_proof(at: int, line: Line, paper: Layout) -> Head | None:
    """A proof head without a stop, with its name in brackets: bold as JMLR's, or in italics before upright letters."""
    m = _PROOF_OPEN.match(line.text)
    style = look(line, 0, m.end("h")) if m else ""
    if not m or not begins(at, paper) or style not in ("bold", "italic"):
        return None
    if look(line, m.end(), len(line.text)) not in ("roman", "italic" if style == "bold" else "roman", ""):
        return None
    name = m["name"] or m["of"]
    heading = f"{m['h']} ({name})" if name else m["h"]
    return Head(at=at, heading=heading, number=None, end=m.end(), style=style, proof=True)


def _consistent(found: list[Head], paper: Layout) -> list[Head]:
    """Removes heads that contradict the usual style of the paper."""
    usual = Counter(h.style for h in found if h.sure and h.number and not h.proof)
    plain = sum(h.swapped and " " not in h.heading for h in found)
    usually = sum(bool(h.number) and not h.swapped and h.sure for h in found) > plain
    if usually and all(h.heading.lower() in _TITLES for h in found if h.swapped):  # headings of sections, then
        found = [h for h in found if not h.swapped]
    found = [h for h in found if not h.swapped or plain >= 2 or " " not in h.heading]
    by_word = {(h.heading.lower(), h.style) for h in found if h.number and h.sure}
    colons = _with_colon(found, paper)
    size = _size_of_numbered(found, paper)
    titles = _styles_of_titles(paper) if any(h.heading.lower() in _PARAGRAPHS for h in found) else set()
    found = [h for h in found if h.number or h.heading.lower() not in _PARAGRAPHS or h.style not in titles]
    found = [h for h in found if h.proof or h.number or paper.lines[h.at].size > 0.95 * size]
    return [h for h in found if h.proof or _kept(h, usual, by_word, colons, paper=paper)]


def _styles_of_titles(paper: Layout) -> set[str]:
    """The styles of paragraph titles whose words head no statements, as "Organization."."""
    out = set()
    for at, line in enumerate(paper.lines):
        m = _RUN_IN.match(line.text)
        if m and not _not_a_head(m["h"]) and m["h"].lower() not in _STATED and begins(at, paper):
            style = look(line, 0, m.end("h"))
            last = line.style_at(m.end("h") - 1)
            if style != "roman" and look(line, m.end(), len(line.text)) == "roman" and (last.bold or last.italic):
                out.add(style)
    return out


def _size_of_numbered(found: Sequence[Head], paper: Layout) -> float:
    """The size of the type in which numbered statements are set; what has no number in smaller type is a quotation."""
    sizes = sorted(paper.lines[h.at].size for h in found if h.number and h.sure and not h.proof)
    return sizes[len(sizes) // 2] if sizes else 0.9 * paper.body


def _with_colon(found: Sequence[Head], paper: Layout) -> set[str]:
    """The styles in which a colon ends most numbered heads: there, "Remark:" is a head too, not a paragraph's title."""
    every = Counter(h.style for h in found if h.number and h.sure and not h.proof)
    colons = Counter(
        h.style for h in found if h.number and h.sure and not h.proof and paper.lines[h.at].text[h.end - 1] == ":"
    )
    return {style for style, n in colons.items() if n >= 3 and n > 0.7 * every[style]}


def _kept(h: Head, usual: Counter[str], by_word: set[tuple[str, str]], colons: Container[str], paper: Layout) -> bool:
    """Whether a head agrees with the style of the paper's other heads."""
    line = paper.lines[h.at]
    colon = line.text[h.end - 1 : h.end] == ":"
    if h.heading.split()[-1].lower() == "algorithm" and (colon or not (_closed(h, line) or _goes_italic(h, line))):
        return False
    if not h.sure:
        return usual[h.style] >= (1 if h.heading.lower() in _STATED else 3)
    if not h.number:
        return _kept_bare(h, line, colon, h.style in colons)
    if colon and (" " in h.heading or h.number.isalpha()):
        return usual[h.style] >= 3 and " " not in h.heading
    if h.style == "roman":
        others = sum(usual.values()) - usual["roman"]
        return usual["roman"] > others or ((h.heading.lower(), "roman") in by_word and others < 3)
    return True


def _closed(h: Head, line: Line) -> bool:
    """Whether a head ends with a full stop or a name in brackets; a float's caption has neither."""
    return line.text[h.end - 1 : h.end] == "." or line.text[h.end :].lstrip()[:1] in ("(", "[")


def _goes_italic(h: Head, line: Line) -> bool:
    return look(line, h.end, len(line.text)) == "italic"


def _kept_bare(h: Head, line: Line, colon: bool, usual_colon: bool) -> bool:
    """Whether a head without number is more than a paragraph's title. usual_colon: a colon ends the numbered heads."""
    if colon and usual_colon:
        return True
    if h.style == "roman" or (colon and look(line, h.end, len(line.text)) != "italic"):
        return False
    return h.heading.replace("*", "").split()[-1].lower() in _OFTEN_BARE and _set_apart(h, line)


def _set_apart(h: Head, line: Line) -> bool:
    """Whether a head without number is a statement's: a paragraph title looks the same, but has more space after it."""
    rest = line.text[h.end :]
    if not rest.strip() or h.style == "italic":
        return True
    if look(line, h.end, len(line.text)) == "italic":
        return True
    start = h.end + len(rest) - len(rest.lstrip())
    gap = line.glyph_at(start).x0 - line.glyph_at(h.end - 1).x1
    return 0.42 * line.size < gap < 0.8 * line.size
