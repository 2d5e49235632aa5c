"""Steps of a proof, or notation, on a slide: set like a statement, as LaTeX of the paper's words and formulas.

Every writer then shows them as it shows statements: native in PowerPoint, as LaTeX in Beamer, as text where LaTeX
cannot set them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scaffold.model import Paper, Statement
from scaffold.plans import Item, Notation, ProofStep, Slide, TalkPlan
from scaffold.tex.labels import without_labels
from scaffold.write.latex import escape
from scaffold.write.slides.wording import plain_text
from scaffold.write.text.references import References

__all__ = ["laid_out", "without"]

_ENV, _SHOWN = "quoted on a slide", ("proof", "notation")
_DISPLAYED = re.compile(r"\\\[|\$\$|\\begin\s*\{")
_STRUCTURE = re.compile(
    r"\\(?:begin|end|item|[a-z]*section|[a-z]*paragraph|par|newpage|footnote|label)(?![A-Za-z])|(?<!\\)[&#%]"
)
"""What is more than words and formulas, and may stop LaTeX where only a part of it is quoted."""

_COMMAND = re.compile(r"\\[A-Za-z@]+\*?")
_BEGIN, _END = re.compile(r"\\begin(?![A-Za-z])|(?<!\\)\\\["), re.compile(r"\\end(?![A-Za-z])|(?<!\\)\\\]")
_ENTRY = re.compile(r"\\(?:item|[a-z]*section|[a-z]*paragraph)(?![A-Za-z])")

_TEX = re.compile(r"[$~]|\\[A-Za-z(]")
"""What words from a page do not have, whose letters LaTeX may need as commands."""

_MATHS = re.compile(r"(?<!\\)\$")


def laid_out(paper: Paper, plan: TalkPlan) -> tuple[Paper, TalkPlan]:
    """The paper with what slides quote of it as statements of its own, and the plan that shows these statements.

    `without` takes them out again. Raises KeyError when a slide names a statement that the paper lacks.
    """
    made = {slide.id: _statement(paper, slide) for slide in plan.slides if slide.steps or slide.notation}
    slides = tuple(_showing(slide, made[slide.id].id) if slide.id in made else slide for slide in plan.slides)
    return replace(paper, statements=(*paper.statements, *made.values())), replace(plan, slides=slides)


def without(paper: Paper) -> Paper:
    """The paper without what `laid_out` added."""
    return replace(paper, statements=tuple(s for s in paper.statements if s.env != _ENV))


def _showing(slide: Slide, id: str) -> Slide:
    items = (Item("statement", id) if i.kind in _SHOWN else i for i in slide.items)
    return replace(slide, items=tuple(items), steps=(), notation=())


def _statement(paper: Paper, slide: Slide) -> Statement:
    return _meanings(paper, slide) if slide.notation else _chain(paper, slide)


def _meanings(paper: Paper, slide: Slide) -> Statement:
    """The symbols with the sentences that introduce them, each sentence once."""
    groups: dict[str, list[Notation]] = {}
    for row in slide.notation:
        groups.setdefault(row.words, []).append(row)
    references, sections = References(paper), {row.section for row in slide.notation}
    rows = "\n".join(
        f"\\item {_names(group)}: {_quoted(paper, words, references)}{_source(paper, group[0])}"
        for words, group in groups.items()
    )
    return Statement(
        id=f"notation-{slide.id}",
        kind="other",
        heading=slide.title,
        number=None,
        body=f"\\begin{{itemize}}\n{rows}\n\\end{{itemize}}",
        env=_ENV,
        section=slide.notation[0].section if len(sections) == 1 else None,
        page=slide.page if len(sections) == 1 else None,
    )


def _names(rows: Sequence[Notation]) -> str:
    return ", ".join(f"${row.name}$" if row.kind == "symbol" else escape.tex(row.name) for row in rows)


def _source(paper: Paper, row: Notation) -> str:
    """ " (Definition 2)": the statement that the sentence is in."""
    return f" ({escape.tex(plain_text(paper, paper.statement(row.statement).title))})" if row.statement else ""


def _chain(paper: Paper, slide: Slide) -> Statement:
    of = paper.statement(next(i.ref for i in slide.items if i.kind == "proof"))
    pages = [page for step in slide.steps for page in step.pages or ()]
    steps = "\n".join(_steps(paper, slide.steps))
    section = next((p.section for p in of.proofs), of.section)
    return Statement(
        id=f"steps-{slide.id}",
        kind="other",
        heading=slide.title,
        number=None,
        body=f"\\begin{{itemize}}\n{steps}\n\\end{{itemize}}",
        env=_ENV,
        section=section,
        appendix=any(s.appendix for s in paper.sections if s.number == section),
        page=min(pages, default=of.page),
        form=of.form,
    )


def _steps(paper: Paper, steps: Sequence[ProofStep]) -> Iterator[str]:
    references = References(paper)
    for step in steps:
        words, used = _quoted(paper, step.words, references), _used(paper, step)
        formula = _formula(step, references)
        yield f"\\item {words}{used}" + (f"\n{formula}" if formula else "")


def _quoted(paper: Paper, said: str, references: References) -> str:
    """Words of the paper as LaTeX; as plain text where LaTeX may not be able to set a part of them."""
    said = _within(paper, said.removeprefix("\\item").lstrip())
    words = references.written_out(said) if references.all_known(said) else None
    sound = words is not None and escape.balanced(words) and not len(_MATHS.findall(words)) % 2
    if words is None or not sound or not _TEX.search(said) or _STRUCTURE.search(words):
        words = escape.tex(plain_text(paper, without_labels(said)))
    return f"``{words.strip()}''"


def _within(paper: Paper, words: str) -> str:
    """The words without macros of the paper that begin or end a display or an item: from after one, or up to one."""
    opening = [name for name in dict.fromkeys(_COMMAND.findall(words)) if _opens(paper, name)]
    if not opening:
        return words
    call = re.compile(rf"(?:{'|'.join(map(re.escape, opening))})(?![A-Za-z@])\s*(?:\[[^\[\]]*\]\s*)?")
    while m := call.match(words):
        words = words[m.end() :]
    m = call.search(words)
    return f"{words[: m.start()].rstrip(' ,:;')} …" if m else words


def _opens(paper: Paper, name: str) -> bool:
    """Whether a macro of the paper, or one that it uses, begins something and does not end it, or ends it alone."""
    bodies = {m.name: m.body or "" for m in paper.macros}
    found = [name]
    for used in found:  # grows
        body = bodies.get(used, "")
        if len(_BEGIN.findall(body)) != len(_END.findall(body)) or _ENTRY.search(body):
            return True
        found += [other for other in dict.fromkeys(_COMMAND.findall(body)) if other not in found]
    return False


def _formula(step: ProofStep, references: References) -> str:
    """The display that a step reaches; "" where it refers to something unknown."""
    tex = references.written_out(step.formula) if references.all_known(step.formula) else ""
    return tex.strip() if _DISPLAYED.match(tex.strip()) and escape.balanced(tex) else ""


def _used(paper: Paper, step: ProofStep) -> str:
    """ " (by Lemma 3.4)": what a step uses and does not name."""
    named = " ".join(plain_text(paper, step.words).split())
    titles = [plain_text(paper, paper.statement(id).title) for id in step.uses]
    titles = [t for t in titles if t not in named]
    if not titles:
        return ""
    listed = " and ".join(filter(None, (", ".join(titles[:-1]), titles[-1])))
    return f" (by {escape.tex(listed).replace(' ', '~')})" if len(titles) == 1 else f" (by {escape.tex(listed)})"
