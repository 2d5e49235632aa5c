"""What only the student can write: the name and the date, words in each part; and what a percent sign hides of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scaffold.check.artefacts import prose
from scaffold.check.artefacts.latex_files import Source, commands
from scaffold.check.inputs import Inputs
from scaffold.check.registry import registered
from scaffold.check.result import Check, failed, findings_or, passed, short, unfinished
from scaffold.seminar import Part
from scaffold.tex import tokens

__all__ = ["count", "counts", "head", "percent", "text_of", "words"]

_MAIN = "report/report.tex"
_FEW = 10
"""Words of a part that are too few to be one."""

_HEAD = {
    "student": "write your name: \\student{…}",
    "handedin": "write the date: \\handedin{…}, or \\handedin{\\today}",
}


@registered("name and date", what="report.tex says who hands it in, and when", place=46)
def head(inputs: Inputs) -> tuple[Check, ...]:
    r"""Fails for an empty \student or \handedin, and for one that is missing."""
    given = {c.name: c for c in commands(inputs.files, "student|handedin", 1)}
    missing = [
        failed(message, given[name].where if name in given else _MAIN, _HEAD[name])
        for name, message in (("student", "your name is missing"), ("handedin", "the date is missing"))
        if name not in given or not given[name].arguments[0].strip(" ~{}")
    ]
    return findings_or(missing, passed(", ".join(c.arguments[0].strip() for c in given.values()), _MAIN))


@registered("own words", what="each part of the report has words of yours, besides what scaffold wrote", place=47)
def words(inputs: Inputs) -> tuple[Check, ...]:
    """Counts the words of each part that are the student's. Nothing is said about a part that the files do not have."""
    found = [(part, number) for part, number in counts(inputs) if number is not None]
    empty = [
        unfinished(
            f"{part.title}: {_in_words(number)} of your own yet",
            _file(inputs.files, part.key),
            "write your text, and delete the questions that it answers",
        )
        for part, number in found
        if number < _FEW
    ]
    return findings_or(empty, passed("; ".join(f"{part.title}: {number} words" for part, number in found)))


def counts(inputs: Inputs) -> tuple[tuple[Part, int | None], ...]:
    """The words of each part that are the student's; None if no file has the part."""
    texts = ((part, text_of(inputs.files, part.key)) for part in inputs.profile.parts)
    return tuple((part, None if text is None else count(text)) for part, text in texts)


def _in_words(number: int) -> str:
    return f"only {number} word{'s' * (number != 1)}" if number else "no words"


def _file(files: Sequence[Source], key: str) -> str:
    name = f"report/{key}.tex"
    return name if any(source.name == name for source in files) else _MAIN


_BEGIN = r"\\begin\s*\{{scaffoldpart\}}\s*\{{{}\}}"


def text_of(files: Sequence[Source], key: str) -> str | None:
    """The text of a part with the files that it inputs; None if no file has it from its beginning to its end."""
    for source in files:
        begun = re.search(_BEGIN.format(re.escape(key)), source.text)
        end = tokens.close_environment(source.text, begun.end(), "scaffoldpart") if begun else -1
        if begun and end >= 0:
            arguments = re.compile(r"(?:\s*\{[^{}]*\})*").match(source.text, begun.end())
            start = arguments.end() if arguments else begun.end()
            texts = {source.name.removeprefix("report/").removesuffix(".tex"): source.text for source in files}
            return _with_inputs(source.text[start:end], texts)
    return None


def _with_inputs(text: str, left: dict[str, str]) -> str:
    """The text with the files that it inputs, each once: it is taken out of those that are left."""
    return tokens.INPUT.sub(lambda m: _with_inputs(left.pop(m[1].strip().removesuffix(".tex"), ""), left), text)


_WORD = re.compile(r"[^\W\d_]{2,}")


def count(text: str) -> int:
    """How many words of a part are the student's."""
    return len(_WORD.findall(prose.cleared(text, own=False, options=True)))


_AMOUNT = re.compile(r"(?:^|[\s(~])\d+(?:[.,]\d+)*(?:\\,|~)?\Z")
"""A number of the text: in LaTeX's own, as in {5}% and =5%, the percent sign ends the line on purpose."""

_FORMULA_END = re.compile(r"[\d$][ ~]?\Z")
_OF = re.compile(r"[ \t]*(?:of|der|des|von|du|de)\b")


@registered("percent signs", what="no percent sign hides the rest of a line of yours, as in `50% of`", place=48)
def percent(inputs: Inputs) -> tuple[Check, ...]:
    """A percent sign begins a comment; after a number of the text it was meant to be printed."""
    found = [
        failed(
            f"“{short(line.strip(), 50)}”: % hides the rest of the line",
            f"{source.name}:{number}",
            "write \\% for a percent sign",
        )
        for source in inputs.files
        for number, line in _hiding(source)
    ]
    return findings_or(found, passed("no percent sign hides your text"))


def _hiding(source: Source) -> Iterator[tuple[int, str]]:
    """Lines, with their numbers, in which a percent sign after an amount hides the rest; not within verbatim."""
    for number, (raw, text) in enumerate(zip(source.raw.split("\n"), source.text.split("\n"), strict=True), 1):
        at = next((m.start() for m in re.finditer("%", raw) if text[m.start()] == " "), None)
        if at is None or text[:at] != raw[:at]:
            continue
        if _AMOUNT.search(raw[:at]) or (_FORMULA_END.search(raw[:at]) and _OF.match(raw, at + 1)):
            yield number, raw
