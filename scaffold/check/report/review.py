"""The review: every rating is filled in and on its scale, and the proof ledger allows the confidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from scaffold.check.artefacts.latex_files import Command, Source, commands, printed
from scaffold.check.inputs import Inputs, NotLoaded
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed, unfinished, unknown
from scaffold.forms import Confidence, Form
from scaffold.model import Paper

__all__ = ["check", "confidence", "restated_proofs"]

_READ = ("checked", "skimmed")

Step = Literal["nothing", "some", "half", "all"]

_STEPS: Mapping[Step, str] = {
    "nothing": "no proof of a restated result was read",
    "some": "fewer than half of the proofs of the restated results were checked",
    "half": "not all proofs of the restated results were checked",
    "all": "every proof of a restated result was checked",
}
"""How many proofs were read, as explained in templates/reviews. The keys are the fields of forms.Confidence."""


@registered(
    "review",
    what="every rating and choice of the review form has a value that it offers, and a reason where it demands one; "
    "the question about AI is answered",
    place=80,
)
def check(inputs: Inputs) -> tuple[Check, ...]:
    """The ratings and choices of the form, and the reasons for them. Empty if the profile has no review."""
    form = inputs.form
    if form is None:
        return ()
    if isinstance(form, NotLoaded):
        return (unknown(form.message, "scaffold.toml", form.next),)
    given, file = _given(inputs), _file(inputs)
    scales = {answer.name: answer.options for answer in form.answers}
    if scales and not given:
        return (unknown("the review has no \\rating", file, _lines(scales)),)
    findings = [*_ratings(given, scales, file), *_reasons(inputs, form, given, file), *_on_ai(inputs, form, file)]
    passing = f"{len(given)} ratings filled in" if scales else "the form asks for no ratings"
    return findings_or(findings, passed(passing, file if scales else "scaffold.toml"))


def _file(inputs: Inputs) -> str:
    """The file of the review, by the name that `init` gives it."""
    return next(
        (f"report/{part.key}.tex" for part in inputs.profile.parts if part.form == "review"), "report/report.tex"
    )


def _lines(names: Iterable[str]) -> str:
    """Which lines to write for the ratings of these names."""
    return "add " + " ".join(f"\\rating{{{name}}}{{}}{{}}" for name in names) + " with your values in the second braces"


def _given(inputs: Inputs) -> dict[str, Command]:
    """The ratings in the student's files, by their names."""
    return {printed(c.arguments[0]): c for c in commands(inputs.files, "rating", 3)}


def _ratings(given: Mapping[str, Command], scales: Mapping[str, Sequence[str]], file: str) -> Iterator[Check]:
    empty = [name for name in scales if name in given and not given[name].arguments[1].strip()]
    missing = [name for name in scales if name not in given]
    if empty:
        fix = "write the value into the second pair of braces of each \\rating"
        yield unfinished(f"not filled in: {', '.join(empty)}", given[empty[0]].where, fix)
    if missing:
        message = f"the form requires ratings that the review does not have: {', '.join(missing)}"
        yield failed(message, file, _lines(missing))
    for name, scale in scales.items():
        command = given.get(name)
        if command is not None and command.arguments[1].strip() and _value(command, scale) is None:
            message = f"{name} is “{command.arguments[1].strip()}”, which is not on its scale"
            yield failed(message, command.where, f"choose one of {'; '.join(scale)}")


def _reasons(inputs: Inputs, form: Form, given: Mapping[str, Command], file: str) -> Iterator[Check]:
    """Values that demand a reason, and have none."""
    written = {printed(c.arguments[0]): c for c in commands(inputs.files, "reason", 3)}
    for asked in form.answers:
        value = _value(given[asked.name], asked.options) if asked.name in given else None
        reason = written.get(asked.name)
        if value not in asked.reason_for or (reason is not None and reason.arguments[1].strip()):
            continue
        fix = f"write it: \\reason{{{asked.name}}}{{…}}{{}}"
        yield unfinished(f"{asked.name} is “{value}”, which demands a reason", reason.where if reason else file, fix)


def _on_ai(inputs: Inputs, form: Form, file: str) -> Iterator[Check]:
    """A statement on the use of AI that the form asks for and the review does not make."""
    statements = list(commands(inputs.files, "aistatement", 1)) if form.ai_statement else []
    if form.ai_statement and not any(c.arguments[0].strip() for c in statements):
        where = statements[0].where if statements else file
        yield unfinished("nothing is said about the use of AI", where, "write it: \\aistatement{…}{}")


def _value(command: Command, scale: Sequence[str]) -> str | None:
    """The value on the scale, given as its number or its words, or as the beginning of them; None if it is none."""
    given = printed(command.arguments[1]).casefold()
    values = {v: printed(v).casefold() for v in scale}
    if (match := re.match(r"\d+", given)) is not None:
        numbers = {v: m[0] for v, words in values.items() if (m := re.match(r"\d+", words))}
        return next((v for v, number in numbers.items() if int(number) == int(match[0])), None)
    exact = (v for v, words in values.items() if words == given)
    return next(exact, next((v for v, words in values.items() if given and given in words), None))


@registered("confidence", what="your confidence is no higher than your proof ledger allows", place=85)
def confidence(inputs: Inputs) -> Iterator[Check]:
    """The confidence that is filled in. Empty if there is none, or if the form sets no limits."""
    if isinstance(inputs.form, Form) and inputs.form.confidence is not None:
        yield from _confidence(inputs, inputs.form.confidence)


def _confidence(inputs: Inputs, bounds: Confidence) -> Iterator[Check]:
    name, paper = bounds.rating, inputs.paper
    command = _given(inputs).get(name)
    figure = re.match(r"\s*(\d+)", command.arguments[1]) if command else None
    if command is None or figure is None:
        return
    value, step = int(figure[1]), _step(restated_proofs(inputs.files, paper), paper, inputs.ledger)
    most: int = getattr(bounds, step)
    if value <= most:
        yield passed(f"{value}; the ledger allows {most}: {_STEPS[step]}", command.where)
        return
    yield failed(
        f"{name} is {value}, but the ledger allows {most}: {_STEPS[step]}",
        command.where,
        "record under [ledger] in scaffold.toml which proofs you checked or skimmed, or lower the rating",
    )


def restated_proofs(files: tuple[Source, ...], paper: Paper) -> frozenset[str]:
    """Ids of the results that the student's files restate and that have a proof in the paper."""
    shown = {c.arguments[0] for c in commands(files, "paperstatement", 1)}
    return frozenset(s.id for s in paper.statements if s.id in shown and s.proofs)


def _step(wanted: Collection[str], paper: Paper, ledger: Mapping[str, str]) -> Step:
    """How many of the proofs were read, according to the ledger."""
    ids = {_key(s.title): s.id for s in reversed(paper.statements)} | {_key(s.id): s.id for s in paper.statements}
    recorded = {ids[_key(name)]: _key(word) for name, word in ledger.items() if _key(name) in ids}
    checked = sum(recorded.get(id) == "checked" for id in wanted)
    if wanted and checked == len(wanted):
        return "all"
    if wanted and 2 * checked >= len(wanted):
        return "half"
    return "some" if any(word in _READ for word in recorded.values()) else "nothing"


def _key(name: str) -> str:
    return " ".join(name.lower().split())
