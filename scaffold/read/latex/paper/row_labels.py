r"""Labels of rows without a number: amsmath gives them the number of the next row that has one."""

from __future__ import annotations

import re
from collections.abc import Callable

from scaffold.tex import labels, tokens

__all__ = ["moved"]

_BEGIN = re.compile(r"\\begin\s*\{(align|alignat|flalign|xalignat)\}")
_SILENT = re.compile(r"\\(?:nonumber|notag)(?![A-Za-z])")
_OWN = re.compile(r"\\(?:label|tag)(?![A-Za-z])")
_ROW = re.compile(r"\\begin(?![A-Za-z])|\\end(?![A-Za-z])|\\.|[{}]", re.DOTALL)


def moved(body: str, number: Callable[[str], str]) -> str:
    r"""The body with \tag in the row that has the number of a label before it. number: of a label, "" for none."""
    if not _SILENT.search(body):
        return body
    done, at, waiting = "", 0, list[str]()
    while m := _BEGIN.search(body, at):
        end = tokens.close_environment(body, m.end(), m[1])
        if end < 0:
            break
        inside = body[m.end() : body.rindex("\\end", 0, end)]
        rows, waiting = _tagged(inside, waiting, number)
        done += body[at : m.end()] + rows + body[m.end() + len(inside) : end]
        at = end
    return done + body[at:]


def _tagged(inside: str, waiting: list[str], number: Callable[[str], str]) -> tuple[str, list[str]]:
    """The rows of a display with such tags, and the labels that wait for the next display."""
    made = list[str]()
    for row, stop in _rows(inside):
        if _SILENT.search(row):
            waiting = [*waiting, *labels.keys(row)]
        elif waiting:
            tag = "" if _OWN.search(row) else next((rf"\tag{{{n}}}" for k in waiting if (n := number(k))), "")
            row, waiting = row.rstrip() + tag + row[len(row.rstrip()) :], []
        made += [row, stop]
    return "".join(made), waiting


def _rows(inside: str) -> list[tuple[str, str]]:
    r"""The rows of a display, each with the \\ that ends it; blank text after the last one is no row."""
    found, start, depth = list[tuple[str, str]](), 0, 0
    for m in _ROW.finditer(inside):
        depth += (m[0] in ("{", r"\begin")) - (m[0] in ("}", r"\end"))
        if m[0] == r"\\" and not depth:
            found.append((inside[start : m.start()], m[0]))
            start = m.end()
    return [*found, (inside[start:], "")]
