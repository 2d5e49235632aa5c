"""Texts of slides: titles, references to the paper, captions cut to length, sections, references, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from scaffold.languages import Language
from scaffold.model import Paper, Reference, Section, Statement
from scaffold.plans import Slide
from scaffold.write.slides.measure import lines
from scaffold.write.text import expand, plain
from scaffold.write.text.citations import labels
from scaffold.write.text.references import References

__all__ = [
    "Line",
    "cited",
    "heading",
    "labels",
    "notes_of",
    "paper_title",
    "part_notes",
    "part_title",
    "plain_text",
    "planned",
    "pointer",
    "readable",
    "reference",
    "scripts",
    "section",
    "short",
    "shortened",
    "statement_title",
    "this_paper",
]  # fmt: skip


_WORK = re.compile(r"\[([^\[\]\d]+), (\d{4}[a-z]?(?:, [^\[\]]*)?)\]")
"""A citation by name and year, as in `labels`: a number or a short label keeps its brackets, as in print."""


_SCRIPT = re.compile(r"(?<=[^\W_]|[)\u0300-\u036f\u20d7])([_^])(?:([^\W_])(?![^\W_])|\(([^()\s]+)\))")
"""A subscript or superscript as `plain` writes it when Unicode has none: C_X, x^(k+1)."""


def scripts(text: str) -> Iterator[tuple[str, int]]:
    """Plain text in non-empty pieces, each with 1 for a superscript, -1 for a subscript, else 0."""
    at = 0
    for m in _SCRIPT.finditer(text):
        if m.start() > at:
            yield text[at : m.start()], 0
        yield m[2] or m[3], 1 if m[1] == "^" else -1
        at = m.end()
    if at < len(text):
        yield text[at:], 0


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of plain text; kind prompt: a question that the student replaces by the answer.

    links are words of the text in order, each with the id of the slide to which a click on them leads.
    """

    text: str
    kind: Literal["text", "prompt"] = "text"
    bullet: str = ""
    links: tuple[tuple[str, str], ...] = ()

    def joined(self, other: Line) -> Line:
        """This text with a link on its line, separated from those before it."""
        return replace(
            self, text=f"{self.text} {'· ' if self.links else ''}{other.text}", links=self.links + other.links
        )

    def pieces(self) -> Iterator[tuple[str, str]]:
        """The text in non-empty pieces, each with the id of the slide to which it leads; "" for none."""
        at = 0
        for words, id in self.links:
            m = re.compile(r"\s".join(map(re.escape, words.split()))).search(self.text, at)
            if m is not None:
                yield from ((self.text[at : m.start()], ""),) if m.start() > at else ()
                yield m[0], id
                at = m.end()
        if at < len(self.text):
            yield self.text[at:], ""


def statement_title(paper: Paper, statement: Statement) -> str:
    """ "Theorem 3.1 (Gradient descent)": the name of a statement on a slide.

    A name of which plain text would lose a part is left out.
    """
    name, title = statement.name or "", statement.title
    if statement.form == "latex":
        name = name if _is_plain(paper, name) else ""
        name, title = (plain_text(paper, part) if part else "" for part in (name, title))
    return cited(f"{title} ({name})") if name else title


def heading(paper: Paper, title: str) -> str:
    """The planned title of a slide as plain text; without the name in it that has no plain text."""
    return cited(planned(paper, title if _is_plain(paper, title) else title.partition(" (")[0]))


def _is_plain(paper: Paper, words: str) -> bool:
    """Whether plain text shows all of it: of "norms of $x$ by $y$" it may leave "norms of by"."""
    return plain.exact(_written_out(paper, words), paper.macros, labels(paper)) is not None


def cited(title: str) -> str:
    """The title without nested brackets: "Lemma 2 (Lee, 2006)", "Lemma 2 (Lee (2006) revisited)"."""
    title = re.sub(r"[\s,;]+\)$", ")", title)
    head, found, name = title.partition(" (")
    if not found or not name.endswith(")"):
        return title
    works = _WORK.findall(name[:-1])
    if works and not re.sub(r"[\s,;]|\band\b", "", _WORK.sub("", name[:-1])):
        return f"{head} ({'; '.join(f'{who}, {when}' for who, when in works)})"
    return f"{head} (" + _WORK.sub(r"\1 (\2)", name)


def pointer(section: str | None, page: int | None, language: Language, *, appendix: bool = False) -> str:
    """ "§ 3.1, p. 7": where to look it up; "" when neither is known."""
    where = language("place.appendix" if appendix else "place.section", section=section) if section else ""
    return ", ".join(filter(None, (where, language("page", page=page) if page else "")))


def shortened(text: str, size: float, line_width: float, depth: int) -> str:
    """The text cut between words, with an ellipsis, to `depth` lines."""
    if lines(text, size, line_width) <= depth:
        return text
    words = text.split()
    while words and lines(" ".join(words) + " …", size, line_width * 0.97) > depth:
        words.pop()
    return " ".join(words) + " …"


def section(section: Section, language: Language) -> Line:
    """A section with its number as bullet, and its page."""
    page = f"  ({language('page', page=section.page)})" if section.page else ""
    return Line(section.printed + page, bullet=section.number or "–")


def short(text: str, limit: int) -> str:
    """The text cut between words to at most `limit` characters."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:—– ") + " …"


_SIGNS = re.compile(r"(?<!\\)[%&#]")
"""Signs of a title that LaTeX would take for a comment, a column, a parameter."""


def paper_title(paper: Paper, language: Language) -> str:
    """The paper's title, or its arXiv number when it has none."""
    name = f"arXiv:{paper.source.arxiv_id}" if paper.source.arxiv_id else language("slides.untitled")
    return plain_text(paper, _SIGNS.sub(r"\\\g<0>", paper.title)) or name


def this_paper(paper: Paper, language: Language) -> Line:
    """The paper itself as a reference."""
    authors = ", ".join(plain.text(a, paper.macros) for a in paper.authors)
    arxiv = f"arXiv:{paper.source.arxiv_id}" if paper.source.arxiv_id else ""
    where = ", ".join(filter(None, (arxiv, str(paper.year or ""))))
    return Line(". ".join(filter(None, (authors, paper_title(paper, language), where))) + ".")


_OPENED = re.compile(r"""``([^`"]*)\"""")
"""A quotation that the paper ends with a typewriter's mark, which TeX prints as the closing one."""

_MARKUP = re.compile(r"[\\{}~]|\$.*\$|``|''")


def plain_text(paper: Paper, tex: str) -> str:
    """LaTeX of the paper as plain text, with cross-references as the paper prints them."""
    tex = _OPENED.sub("``\\1''", _written_out(paper, tex))
    return re.sub(r"\(\s+", "(", re.sub(r"\s+\)", ")", plain.text(tex, paper.macros, labels(paper))))


def _written_out(paper: Paper, tex: str) -> str:
    return References(paper).written_out(tex) if "ref" in tex else tex


def readable(paper: Paper, tex: str) -> str:
    """As `plain_text`, but a formula that has no plain text stays LaTeX: without it, a sentence is wrong.

    Its macros of the paper are written out: their names mean nothing to a reader.
    """
    if plain.exact(tex, paper.macros, labels(paper)) is not None:
        return plain_text(paper, tex)
    pieces = re.split(r"((?<!\\)\$[^$]+(?<!\\)\$)", tex)
    lossy = (n % 2 and plain.exact(piece, paper.macros, labels(paper)) is None for n, piece in enumerate(pieces))
    shown = (
        _own_macros_written(paper, piece) if kept else plain_text(paper, piece)
        for piece, kept in zip(pieces, lossy, strict=True)
    )
    return re.sub(r"\s+(?=[,.;:)\]])|(?<=[(\[])\s+", "", " ".join(" ".join(shown).split()))


def _own_macros_written(paper: Paper, tex: str) -> str:
    """LaTeX without the macros of the paper, where they are understood."""
    try:
        return expand.expand(tex, paper.macros)
    except expand.CannotExpand:
        return tex


def planned(paper: Paper, words: str) -> str:
    """Text of a plan as plain text: only if it contains markup is it read as LaTeX."""
    return plain_text(paper, words) if _MARKUP.search(words) else " ".join(words.split())


def reference(paper: Paper, key: str, lead: str) -> Line:
    """A reference with its label as bullet; a long label, such as author and year, starts the line instead."""
    found = next((r for r in paper.references if r.key == key), None)
    if found is None:
        return Line(lead or key)
    words = " ".join(filter(None, (lead, _work(paper, found))))
    label = f"[{found.label}]" if found.label else ""
    return Line(words, bullet=label) if len(label) <= 5 else Line(f"{label} {words}")


def _work(paper: Paper, work: Reference) -> str:
    """Authors, title, venue and year of a work, or its entry as the paper sets it."""
    known = {k.lower(): plain.text(v, paper.macros) for k, v in work.fields}
    if not known.get("title"):
        return plain.text(work.text, paper.macros) or work.key
    authors = _authors(known.get("author", ""))
    venue = known.get("journal") or known.get("booktitle") or known.get("publisher") or known.get("howpublished") or ""
    arxiv = f"arXiv:{known['eprint']}" if known.get("eprint") and not venue else ""
    parts = (authors, known["title"].strip("{} "), ", ".join(filter(None, (venue or arxiv, known.get("year", "")))))
    return ". ".join(p.rstrip(".") for p in parts if p) + "."


def _authors(field: str) -> str:
    """ "A. Lee and B. Kim" from BibTeX's "Lee, Ann and Kim, Bo"; four or more become "et al."."""
    names = [n.strip() for n in field.replace("\n", " ").split(" and ") if n.strip()]
    turned = [" ".join(reversed([p.strip() for p in n.split(",", 1)])) for n in names]
    if len(turned) > 3:
        return f"{turned[0]} et al."
    return " and ".join(filter(None, (", ".join(turned[:-1]), *turned[-1:])))


def notes_of(slide: Slide, language: Language) -> str:
    """Speaker notes: seconds, what to say, page of the paper, when to skip the slide.

    They have no running time: it would be wrong as soon as a slide is moved. `talk` prints it.
    """
    time = f"{slide.seconds} s." if slide.seconds else ""
    cut = language("notes.cut", n=slide.cut) if slide.cut else ""
    page = language("notes.page", page=slide.page) if slide.page else ""
    backup = language("notes.backup") if slide.layout == "backup" or not slide.seconds else ""
    return "\n".join(filter(None, (time or backup, slide.prompt, page, cut)))


def part_title(title: str, n: int, of: int) -> str:
    """The title of one of several slides for a statement: "Theorem 3.1 (1/2)"."""
    return title if of == 1 else f"{title} ({n}/{of})"


def part_notes(notes: str, n: int, of: int, language: Language) -> str:
    """The notes of one of several slides that share their time."""
    return notes if n == 1 else language("notes.part", n=n, of=of)
