r"""The separate mistakes of a run: each once, in the file and line where it was made, without what follows from it.

TeX notices a brace or an environment that is never closed at the end of the file, often in the one that inputs it, and
then stumbles over what is well. The sources show where it begins (`scaffold.tex.pairing`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffold.engines.latex.advice import provider
from scaffold.engines.latex.log import TexMessage
from scaffold.tex import tokens
from scaffold.tex.pairing import Unpaired, unpaired

__all__ = ["separate"]

_Place = tuple[float, ...]
"""A line of the document: of the main file, of the file that is input there, and so on; then infinity."""

_END = float("inf")
_GENERATED = "generated/"
_DEPTH = 8

_OF_PAIRS = frozenset(
    ("missing-brace", "extra-brace", "mismatched-environment", "blank-line", "math-end", "math-environment", "end")
)
"""Codes of errors that a sign without its partner causes."""

_VAGUE = frozenset(("error", "number", "missing-brace", "extra-brace", "math-end"))
"""Codes that say nothing more beside another error of the same line."""

_IN_UNDEFINED = frozenset(("error", "list", "alignment", "missing-dollar", "caption", "math-only"))
"""Codes of errors within an environment that is not defined, which only it would allow."""


@dataclass(frozen=True, slots=True)
class _Document:
    """The student's files, in the order of reading, and where they are input."""

    texts: Mapping[str, str]
    input_at: Mapping[str, _Place]

    def lines(self, file: str) -> list[str]:
        """The lines of a file; none if it is not the student's."""
        return self.texts.get(file, "").splitlines()

    def place(self, file: str, line: int | None) -> _Place | None:
        """The place of a line; None if it is in none of the files."""
        return None if line is None or file not in self.input_at else (*self.input_at[file], line, _END)


def separate(errors: Sequence[TexMessage], folder: Path, main: str) -> list[TexMessage]:
    """The errors of a run of main in folder, in order: each mistake once, where it was made."""
    document = _read(folder, main)
    kept: list[TexMessage] = []
    for error in _placed(errors, document):
        if not any(_follows(error, earlier, document) for earlier in kept):
            kept.append(error)
    return kept


def _read(folder: Path, main: str) -> _Document:
    """The main file and those that it inputs, but for generated ones."""
    texts: dict[str, str] = {}
    places: dict[str, _Place] = {}

    def follow(name: str, place: _Place) -> None:
        if name in texts or name.startswith(_GENERATED) or len(place) > _DEPTH or (text := _text(folder, name)) is None:
            return
        texts[name], places[name] = text, place
        masked = tokens.mask(texts[name])
        for m in tokens.INPUT.finditer(masked):
            inner = m[1].strip()
            line = masked.count("\n", 0, m.start()) + 1
            follow(inner if inner.endswith(".tex") else f"{inner}.tex", (*place, line))

    follow(main, ())
    return _Document(texts, places)


def _text(folder: Path, name: str) -> str | None:
    """A file of the folder; None if there is none of this name, which may be anything."""
    try:
        path = (folder / name).resolve()
        return path.read_text(encoding="utf-8", errors="replace") if path.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError):
        return None


def _placed(errors: Sequence[TexMessage], document: _Document) -> Iterator[TexMessage]:
    """The errors; those that signs without their partners cause are replaced by one error for each sign."""
    causes = _causes(document) if any(map(_is_of_pairs, errors)) else []
    told = 0
    for error in errors:
        at = document.place(error.file, error.line)
        before = sum(place <= at for place, _ in causes) if at is not None else 0
        if not before or not (_is_of_pairs(error) or _is_internal(error)):
            yield error
        else:
            yield from (cause for _, cause in causes[told:before])
            told = max(told, before)


def _causes(document: _Document) -> list[tuple[_Place, TexMessage]]:
    """The signs without their partners as errors, in the order of reading."""
    found = [
        (place, _message(u, file))
        for file, text in document.texts.items()
        for u in unpaired(text)
        if (place := document.place(file, u.line)) is not None
    ]
    return sorted(found, key=lambda row: row[0])


def _is_of_pairs(error: TexMessage) -> bool:
    """Whether the error may come from a sign without its partner; a _ in text does not."""
    if error.code == "missing-dollar":
        return not re.search(r"[_^]$", error.offending) and not re.search(r"\\(?!end\b|par\b|tex_par)", error.offending)
    return error.code in _OF_PAIRS and not error.text.startswith("Missing {")


def _is_internal(error: TexMessage) -> bool:
    """Whether the error is about a command that nobody types."""
    return error.code == "undefined-control-sequence" and bool(re.search("[@:]", error.offending))


def _follows(error: TexMessage, earlier: TexMessage, document: _Document) -> bool:
    """Whether an error only follows from an earlier one."""
    if earlier.code in ("missing-dollar", "math-only") and error.code == "missing-dollar" and _is_of_pairs(error):
        return True  # the end of the formula that TeX began there
    if error.file != earlier.file or error.line is None or earlier.line is None:
        return False
    if error.line == earlier.line and (error.code in _VAGUE or _is_internal(error)):
        return True
    return earlier.code == "undefined-environment" and _is_inside(error, earlier, document)


def _is_inside(error: TexMessage, earlier: TexMessage, document: _Document) -> bool:
    """Whether an error is one of the contents of an environment that is not defined."""
    name, begun, line = earlier.offending, earlier.line or 0, error.line or 0
    ends = (n for n, text in enumerate(document.lines(earlier.file), 1) if f"\\end{{{name}}}" in text)
    last = next((n for n in ends if n >= begun), 0)
    alike = provider(error.offending) not in ("", None) and provider(error.offending) == provider(name)
    return begun <= line <= last and (error.code in _IN_UNDEFINED or alike)


def _message(u: Unpaired, file: str) -> TexMessage:
    """What a sign without its partner means, and what to do."""
    code, text, advice = _WORDS[u.kind](u)
    return TexMessage(
        severity="error", code=code, file=file, line=u.line, text=text, offending=u.other or u.sign, advice=advice
    )


def _open(u: Unpaired) -> tuple[str, str, str]:
    if u.sign == "{":
        return "unclosed", f"the brace in “{u.start}” is never closed", "add the } that is missing"
    if u.sign in ("$", "$$"):
        return (
            "unclosed",
            f"the {u.sign} in “{u.start}” has no partner",
            f"add the other {u.sign}, or write \\$ for a dollar sign",
        )
    closer = u.sign.replace("\\begin", "\\end") if u.sign.startswith("\\begin") else {"\\[": "\\]"}.get(u.sign, "\\)")
    return "unclosed", f"{u.sign} is never closed", f"add {closer}"


def _closed(u: Unpaired) -> tuple[str, str, str]:
    if u.sign == "}":
        return "unopened", "there is one } too many", "delete it, or add the { that is missing before it"
    opener = u.sign.replace("\\end", "\\begin") if u.sign.startswith("\\end") else {"\\]": "\\["}.get(u.sign, "\\(")
    return "unopened", f"{u.sign} without {opener}", f"delete it, or add {opener} above it"


def _names(u: Unpaired) -> tuple[str, str, str]:
    return "other-end", f"{u.sign} of line {u.since} is ended by {u.other}", "use the same name in both"


def _empty_line(u: Unpaired) -> tuple[str, str, str]:
    return "empty-line", f"an empty line in the formula that begins with {u.sign} in line {u.since}", "delete it"


_WORDS = {"open": _open, "closed": _closed, "names": _names, "empty line": _empty_line}
