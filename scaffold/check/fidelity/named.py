"""What restated statements name: whether the reader of the report and the audience have seen it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from scaffold import languages
from scaffold.check.artefacts.latex_files import commands
from scaffold.check.artefacts.shapes import Deck, Slide
from scaffold.check.fidelity.compare import shown
from scaffold.check.inputs import DECK, Inputs, NotLoaded, present
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed, unknown

__all__ = ["deck", "notation", "report"]

_DRAWN = "figure-"


@registered("named", what="what a restated statement refers to is restated or named in the report, too", place=72)
def report(inputs: Inputs) -> tuple[Check, ...]:
    """The report: equations, assumptions and results that its statements name."""
    uses = list(commands(inputs.files, "paperstatement|paperequation|paperalgorithm|papertable", 1))
    named = commands(inputs.files, "paperfigure|paperref" + ("" if inputs.final else "|papernamed"), 1)
    restated = {_id(c.name, c.arguments[0]): c.where for c in uses}
    hand = {inputs.first_form(id) for id in (*restated, *(c.arguments[0] for c in named))}
    findings: list[Check] = []
    for id, where in restated.items():
        title = _title(inputs, id)
        for words, target in inputs.named.get(id, ()):
            if not target:
                message = f"{title} refers to {words}, which scaffold cannot restate"
                findings.append(unknown(message, where, "say in a sentence what it is"))
            elif target not in hand:
                message = f"{title} refers to {words}, which is nowhere in the report"
                findings.append(failed(message, where, f"add {_restating(target)}, or explain it"))
    return findings_or(findings, passed(f"{_counted(len(restated))} to nothing else", "report"))


def _counted(n: int) -> str:
    return f"{n} restated statement{' refers' if n == 1 else 's refer'}"


def _id(command: str, argument: str) -> str:
    kind = command.removeprefix("paper")
    return argument if kind == "statement" else f"{kind}-{argument}"


def _restating(id: str) -> str:
    return f"\\paper{'figure' if id.startswith(_DRAWN) else 'statement'}{{{id}}}"


def _title(inputs: Inputs, id: str) -> str:
    return next((s.title for s in inputs.paper.restatable if s.id == id), id)


_LINK = re.compile(languages.pattern("slides.refers-to"))
"""A link from a slide to what its statements name."""


@registered(
    "deck named",
    what="what a statement refers to is on its slide or an earlier one, or on one that its slide names",
    needs=("deck",),
    place=152,
)
def deck(inputs: Inputs) -> tuple[Check, ...]:
    """The deck: equations, assumptions and results that its statements name."""
    file = present(inputs.deck)
    places = _places(inputs, file)
    texts = {slide.number: _words(slide) for slide in file.slides}
    findings = [c for id in inputs.named for c in _of(inputs, id, places, texts)]
    return findings_or(findings, passed("statements on slides refer to nothing that no slide shows", DECK))


def _places(inputs: Inputs, file: Deck) -> Mapping[str, tuple[int, ...]]:
    """The numbers of the slides that show each statement."""
    found: dict[str, tuple[int, ...]] = {}
    for ids, slides in shown(file, inputs.paper).items():
        for id in ids:
            form = inputs.first_form(id)
            found[form] = tuple(sorted({*found.get(form, ()), *(slide.number for slide, _ in slides)}))
    return found


def _spoken(inputs: Inputs) -> float:
    """The number of the last spoken slide: after it, the speaker goes to any slide when asked. Infinite if unknown."""
    talk = inputs.talk
    return math.inf if talk is None or isinstance(talk, NotLoaded) else talk.slides


def _words(slide: Slide) -> str:
    return "\n".join(shape.text for shape in slide.shapes if shape.name != "Statement")


def _of(inputs: Inputs, id: str, places: Mapping[str, tuple[int, ...]], texts: Mapping[int, str]) -> Iterator[Check]:
    """What one statement refers to and the audience has not seen; it and its links may take several slides."""
    on = places.get(inputs.first_form(id), ())
    says = "\n".join(texts.get(number, "") for number in (*on, *(number + 1 for number in on)))
    for words, target in inputs.named[id] if on else ():
        at, where = places.get(target, ()), f"{DECK}, slide {on[0]}"
        if not target:
            message = f"slide {on[0]} uses {words}, which scaffold cannot show"
            yield unknown(message, where, "say in a sentence what it is, or draw it")
        elif not at and not target.startswith(_DRAWN):
            yield failed(
                f"slide {on[0]} uses {words}, shown nowhere", where, "show it on an earlier slide, or explain it here"
            )
        elif at and at[0] > on[-1] and on[0] <= _spoken(inputs) and words not in says and not _LINK.search(says):
            message = f"slide {on[0]} uses {words}, shown only on slide {at[0]}"
            yield failed(message, where, f"move that slide before it, or name slide {at[0]} here")


_LETTERS = 16
"""Letters of a sentence that tell it from others."""

_MOST = 4
"""Most symbols that a message lists."""


@registered(
    "deck notation",
    what="what introduces a symbol of a main result is on its slide or an earlier one, where the paper surely says it",
    needs=("deck",),
    place=153,
)
def notation(inputs: Inputs) -> tuple[Check, ...]:
    """The deck: symbols of statements on spoken slides, and where what introduces them is shown."""
    file = present(inputs.deck)
    places = _places(inputs, file)
    texts = {
        slide.number: _letters("".join(f"{s.text} {s.description}" for s in slide.shapes)) for slide in file.slides
    }
    findings: list[Check] = []
    open_: dict[str, None] = {}
    for m in inputs.meanings:
        on = [n for id in m.used for n in places.get(inputs.first_form(id), ()) if n <= _spoken(inputs)]
        at = [*places.get(inputs.first_form(m.statement), ()), *_saying(m.words, texts)]
        heard = [n for n in at if n <= _spoken(inputs)]
        if on and heard and min(heard) > min(on):
            message = f"slide {min(on)} uses {m.name}, introduced on slide {min(heard)}"
            findings.append(
                failed(message, f"{DECK}, slide {min(on)}", "move that slide before it, or say here what it is")
            )
        elif on and not heard:
            open_.setdefault(m.name)
    message = "what introduces the symbols on slides comes before, as far as the paper surely does"
    if open_:
        listed = ", ".join(list(open_)[:_MOST]) + (f" and {len(open_) - _MOST} more" if len(open_) > _MOST else "")
        message = f"{message}; say yourself what these are: {listed}"
    return findings_or(findings, passed(message, DECK))


def _saying(words: str, texts: Mapping[int, str]) -> Iterator[int]:
    """The slides that have these words; none for too few of them."""
    said = _letters(words)
    yield from (n for n, text in texts.items() if len(said) >= _LETTERS and said in text)


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
