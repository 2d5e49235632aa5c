"""What the slides' statements name and no slide has shown yet: links to where it stands, and slides that show it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from scaffold.languages import Language
from scaffold.model import Paper, Statement
from scaffold.planning.named import Named, Names
from scaffold.planning.wording import listed, title_of
from scaffold.plans import Item, Slide

__all__ = ["linked"]

_LINE = 56
"""Most letters of the links on a line, which LibreOffice breaks within words of a link."""

_LISTED = 3
"""Most things that one link names: they fit on a line, which LibreOffice breaks within words of a link."""


@dataclass(kw_only=True)
class _Deck:
    """The deck in work. shows: by the id of a statement or figure, the last slide that shows it."""

    names: Names
    shows: dict[str, str]
    language: Language
    seen: set[str] = field(default_factory=set)
    added: list[Slide] = field(default_factory=list)


def linked(paper: Paper, slides: Sequence[Slide], spoken: int, language: Language) -> tuple[Slide, ...]:
    """The slides, each with links to what its statements name and the audience has not seen before.

    What no slide shows is on slides that follow them; spoken is how many of the slides are no backup. A backup slide
    names what any slide shows: the speaker goes to it when asked.
    """
    names = Names(paper)
    by_id = {s.id: s for s in paper.restatable}
    deck = _Deck(names=names, shows={id: s.id for s in reversed(slides) for id in _shown(names, s)}, language=language)
    done: list[Slide] = []
    todo = deque(slides)
    while todo:
        slide = todo.popleft()
        if len(done) == spoken:
            deck.seen.update(deck.shows)
        deck.seen.update(_shown(names, slide))
        new = len(deck.added)
        done.append(_with_links(deck, slide, [by_id[i.ref] for i in _items(slide) if i.kind == "statement"]))
        todo += deck.added[new:]
    return tuple(done)


def _items(slide: Slide) -> tuple[Item, ...]:
    return (*slide.items, *slide.right)


def _shown(names: Names, slide: Slide) -> set[str]:
    return {names.form(i.ref) for i in _items(slide) if i.kind in ("statement", "figure")}


def _with_links(deck: _Deck, slide: Slide, statements: Sequence[Statement]) -> Slide:
    """The slide with its links after the last statement, whose slides are added if there are none yet."""
    unseen = dict.fromkeys(n for s in statements for n in deck.names.of(s) if n.id and not _known(deck, n))
    missing = tuple(n for n in unseen if deck.names.form(n.id) not in deck.shows)
    if missing:
        deck.added.append(_backup(slide, statements, missing, deck.language))
        deck.shows |= {deck.names.form(n.id): deck.added[-1].id for n in missing}
        deck.seen |= {deck.names.form(n.id) for n in missing} if slide.layout == "backup" else set()
    links = tuple(_links(deck, tuple(unseen)))
    last = max((n for n, i in enumerate(slide.items) if i.kind == "statement"), default=-1) + 1
    return replace(slide, items=(*slide.items[:last], *links, *slide.items[last:])) if links else slide


def _known(deck: _Deck, n: Named) -> bool:
    return deck.names.form(n.id) in deck.seen


def _links(deck: _Deck, unseen: Sequence[Named]) -> Iterator[Item]:
    """One link for each slide that shows some of it, as many on a line as fit."""
    targets: dict[str, list[str]] = {}
    for n in unseen:
        targets.setdefault(deck.shows[deck.names.form(n.id)], []).append(n.words)
    taken = 0
    for target, words in targets.items():
        names = listed(words, deck.language, _LISTED)
        joins = taken > 0 and taken + len(names) <= _LINE
        taken = taken + len(names) if joins else len(names)
        if not joins:
            yield Item("text", text=deck.language("slides.refers-to", names="").strip())
        yield Item("link", target, names)


def _backup(slide: Slide, statements: Sequence[Statement], missing: Sequence[Named], language: Language) -> Slide:
    """A backup slide that shows what the statements of a slide name."""
    users = listed([title_of(s, language) for s in statements], language)
    things = listed([n.words for n in missing], language)
    ids = dict.fromkeys(n.id for n in missing)
    return Slide(
        id=f"refers-{slide.id}",
        layout="backup",
        title=language(f"slides.refers.{'one' if len(statements) == 1 else 'many'}", names=users),
        section=language("slides.section.backup"),
        seconds=0,
        items=tuple(Item("figure" if id.startswith("figure-") else "statement", id) for id in ids),
        prompt=language("say.refers", names=users, things=things),
    )
