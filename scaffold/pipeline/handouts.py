"""`handout`: what goes into the room, from the notes of the finished deck and from the paper."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import disk
from scaffold.errors import ScaffoldError
from scaffold.fetch.progress import Progress
from scaffold.pipeline import building, planning, talking, typesetting
from scaffold.pipeline.reading import Options
from scaffold.project import builds, state
from scaffold.project.paper import language_of, paper_of, profile_of
from scaffold.write.handouts.document import SLIDES

if TYPE_CHECKING:
    from scaffold.languages import Language
    from scaffold.model import Paper
    from scaffold.pipeline.planning import Planned
    from scaffold.write.handouts.listeners import Summary
    from scaffold.write.handouts.pages import Page

__all__ = ["EVERY", "Handout", "handouts"]

EVERY = ("notes", "cards", "slides", "listeners")

_SETTING = ("definition", "assumption", "notation", "convention", "condition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """A file for the room. path is None if it was not made; error then says why. note says what is lesser about it."""

    name: str
    path: Path | None = None
    pages: int | None = None
    error: ScaffoldError | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deck:
    """A deck's PDF with what its pages show."""

    pdf: Path
    pages: tuple[Page, ...]
    minutes: int
    size: tuple[float, float]
    note: str
    say: Language
    """The language of the project."""


def handouts(folder: Path, kinds: Collection[str], progress: Progress) -> list[Handout]:
    """Makes the handouts of these kinds in build/; the deck is built first. Raises NotAProject, BadProfile, BadDeck."""
    made: list[Handout] = []
    disk.raise_if_in_the_way(folder / "build")
    if set(kinds) - {"listeners"}:
        outputs = building.build(folder, report=False, progress=progress)
        for output in outputs:
            if output.pdf is None:
                made.append(Handout(name=output.name, error=output.error))
                continue
            deck = _deck(folder, output.pdf)
            if "notes" in kinds:
                made.append(_pdfpc(deck))
            if output.name == "slides.pdf":
                made += (replace(one, note=deck.note) for one in _of_deck(folder, deck, kinds, progress))
    if "listeners" in kinds:
        progress("handout", "handout.pdf", None, None)
        made.append(_listeners(folder))
    return made


def _deck(folder: Path, pdf: Path) -> _Deck:
    """The deck of which this is the PDF."""
    from scaffold.engines import pdf as engine
    from scaffold.write.handouts import pages

    built = builds.recorded(folder, pdf.relative_to(folder).as_posix())
    which = "pptx" if built and "slides/slides.pptx" in built.sources else "beamer"
    talk, say = talking.talk(folder, which=which), language_of(state.load(folder), folder)
    labels, size = engine.page_labels(pdf)
    shown = pages.matched(talk.slides, labels)
    slides = {p.slide.number for p in shown if p.slide}
    odd = len(slides) != len(talk.slides) or any(p.slide is None for p in shown)
    note = f"{pdf.name} has {len(labels)} pages and the deck {len(talk.slides)} slides: compare notes and slides"
    return _Deck(pdf=pdf, pages=shown, minutes=talk.minutes, size=size, note=note if odd else "", say=say)


def _pdfpc(deck: _Deck) -> Handout:
    from scaffold.write.handouts import presenter

    path = deck.pdf.with_suffix(".pdfpc")
    disk.write(presenter.pdfpc(deck.pages, deck.minutes, deck.say), path)
    return Handout(name=path.name, path=path, note=deck.note)


def _of_deck(folder: Path, deck: _Deck, kinds: Collection[str], progress: Progress) -> Iterator[Handout]:
    """The documents that show the deck's slides or notes."""
    from scaffold.write.handouts import joined, listeners, presenter

    settings = state.load(folder)
    title, slides = paper_of(folder, settings).title, deck.pdf.read_bytes()
    if "notes" in kinds:
        progress("handout", "slides-notes.pdf", None, None)
        tex = presenter.notes(deck.pages, deck.size, deck.say)
        yield _compiled(folder, "slides-notes.pdf", tex, {}, finish=lambda notes: joined.beside(slides, notes))
    if "cards" in kinds:
        progress("handout", "cards.pdf", None, None)
        yield _compiled(folder, "cards.pdf", presenter.cards(deck.pages, deck.say), {})
    if "slides" in kinds:
        progress("handout", "slides-handout.pdf", None, None)
        tex = listeners.three_a_page(deck.pages, title, settings.student)
        yield _compiled(folder, "slides-handout.pdf", tex, {SLIDES: slides})


def _compiled(
    folder: Path, name: str, tex: str, extra: Mapping[str, bytes], *, finish: Callable[[bytes], bytes] = bytes
) -> Handout:
    """A document, finished, as build/name; an error if LaTeX cannot make it."""
    try:
        result = typesetting.typeset(name, tex, extra)
    except ScaffoldError as e:
        return Handout(name=name, error=e)
    path = folder / "build" / name
    disk.write(finish(result.data), path)
    return Handout(name=name, path=path, pages=result.pages)


def _listeners(folder: Path) -> Handout:
    """The page on the paper: with less, in this order, until it is one page."""
    from scaffold.write.handouts.listeners import one_page
    from scaffold.write.latex import escape

    subject = planning.subject(str(folder), Options(source=""), lambda *_: None)
    plans = planning.planned(subject)
    generated = folder / "report" / "generated"
    extra = {f"generated/{p.relative_to(generated).as_posix()}": p.read_bytes() for p in _files(generated)}
    made, summary = Handout(name="handout.pdf"), _summary(folder, plans)
    say = language_of(subject.settings or state.Settings(), folder)

    def compiled(less: Summary) -> Handout:
        return _compiled(folder, "handout.pdf", one_page(less, say), extra)

    for abstract in (escape.source(subject.paper.abstract), escape.tex(_plain(subject.paper))):
        forms = list(_ever_less(replace(summary, abstract=abstract)))
        made = compiled(forms[0])
        if made.error is None:
            return made if made.pages == 1 else _first_of_one_page(forms, compiled)
    return made  # what failed was not the abstract


def _first_of_one_page(forms: Sequence[Summary], compiled: Callable[[Summary], Handout]) -> Handout:
    """The form with the most that fits on a page, of which the first does not; the last if none does."""
    low, high = 1, len(forms) - 1
    while low < high:
        middle = (low + high) // 2
        one = compiled(forms[middle])
        low, high = (low, middle) if one.error is None and one.pages == 1 else (middle + 1, high)
    made = compiled(forms[low])
    return made if made.error or made.pages == 1 else replace(made, note="it is longer than one page")


def _plain(paper: Paper) -> str:
    """The abstract without its LaTeX."""
    from scaffold.write.text import plain

    return plain.text(paper.abstract, paper.macros, {r.key: r.label for r in paper.references})


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))


def _summary(folder: Path, plans: Planned) -> Summary:
    """All that the page could show."""
    from scaffold.write.handouts.listeners import Summary

    paper, settings = plans.subject.paper, plans.subject.settings
    profile = profile_of(settings or state.Settings(), folder)
    parts = [part for part in plans.report.parts if part.form == "summary"]
    restated = [item.ref for part in parts for item in part.items if item.kind == "statement"]
    kinds = {s.id: s.kind for s in paper.statements}
    main = {s.id: s.rank or 0.0 for s in paper.statements if s.main}
    setting = [id for id in restated if kinds.get(id) in _SETTING]
    clips = folder / "report" / "generated" / "clips"
    asked = [i for s in plans.talk.slides if s.id == "backup" for i in s.items]
    return Summary(
        title=profile.title,
        paper=paper.title,
        speaker=settings.student if settings else "",
        when=str(profile.own_talk),
        setting=setting,
        main=tuple(main),
        weakest=sorted(main, key=lambda id: main[id]),
        roadmap=bool(plans.report.roadmap.nodes),
        columns=1 if any((clips / f"{id}.pdf").is_file() for id in (*main, *setting)) else 2,
        questions=[i.text.partition(" (")[0] for i in asked if i.kind == "link"][:5],
    )


def _ever_less(s: Summary) -> Iterator[Summary]:
    """The summary, then with less of it; in the last form statements are only named."""
    yield s
    yield (s := replace(s, size=8))
    yield (s := replace(s, questions=s.questions[:3]))
    while len(s.setting) > 1:
        yield (s := replace(s, setting=s.setting[:-1], named=(s.setting[-1], *s.named)))
    for weak in s.weakest[:-1]:
        yield (s := replace(s, main=[id for id in s.main if id != weak], named=(weak, *s.named)))
    yield (s := replace(s, roadmap=False))
    yield (s := replace(s, setting=(), named=(*s.setting, *s.named)))
    yield replace(s, abstract="")
