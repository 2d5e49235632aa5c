r"""Where a formula begins that is never closed.

TeX notices it at the end of the paragraph: often a line of another file, as when the part that \input reads ends with
the formula. The text of the paragraph shows where it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from scaffold.engines.latex.log import TexMessage

__all__ = ["placed"]

_CODE = "missing-dollar"
_INPUT = re.compile(r"\\input\s*\{([^{}]+)\}")
_DOLLAR = re.compile(r"\\.|%.*|(\$)")


def placed(message: TexMessage, folder: Path) -> TexMessage:
    """The message with the place of the dollar that is not paired, if one is found in the paragraph before it.

    The paragraph is looked for in the file of the message, above its line, in the file that was read just before, and
    in those that its last paragraph inputs.
    """
    if message.code != _CODE or message.line is None:
        return message
    above = _lines(folder / message.file)[: message.line]
    before = _lines(folder / message.after) if message.after else []
    inputs = ((name, _lines(folder / name)) for name in _inputs(before))
    places = ((message.file, above), (message.after, before), *inputs)
    for file, lines in places:
        if file and (line := _unpaired(lines)) is not None:
            return replace(message, file=file, line=line)
    return message


def _inputs(lines: list[str]) -> list[str]:
    """The files that the last paragraph inputs, the last one first."""
    paragraph: list[str] = []
    for line in reversed(lines):
        if not line.strip() and paragraph:
            break
        paragraph += [line] if line.strip() else []
    names = [m[1] for line in reversed(paragraph) for m in _INPUT.finditer(line)]
    return [name if name.endswith(".tex") else f"{name}.tex" for name in reversed(names)]


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except (OSError, ValueError):  # a log may call anything a file
        return []


def _unpaired(lines: list[str]) -> int | None:
    """The line of the last dollar of the last paragraph if it has an odd number of them, otherwise None."""
    found = list(_dollars(lines))
    return found[0] if len(found) % 2 else None


def _dollars(lines: list[str]) -> Iterator[int]:
    """The lines of the dollars of the last paragraph, from its end; lines count from 1."""
    begun = False
    for number in range(len(lines), 0, -1):
        text = lines[number - 1]
        if not text.strip() and begun:
            return
        begun = begun or bool(text.strip())
        yield from (number for m in _DOLLAR.finditer(text) if m[1])
