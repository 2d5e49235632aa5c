"""On which pages of the paper a line of its source is printed, from the headings and statements around it."""

from __future__ import annotations

from bisect import bisect_right

from scaffold.model import Paper

__all__ = ["SourcePages"]


class SourcePages:
    """Looks up the pages of lines; reads the paper's headings and statements once."""

    def __init__(self, paper: Paper) -> None:
        self._known: dict[str, list[tuple[int, int]]] = {}
        known = [(x.file, x.line, x.page) for x in paper.sections]
        known += [(x.file, x.line, x.page) for x in paper.statements]
        for file, line, page in known:
            if page is not None and line > 0:
                self._known.setdefault(file, []).append((line, page))
        for rows in self._known.values():
            rows.sort()

    def at(self, file: str, line: int) -> tuple[int, int] | None:
        """The first and the last page on which the line can be; None if nothing around it has a page."""
        rows = self._known.get(file, [])
        i = bisect_right(rows, (line, 1 << 30))
        if i == 0:
            return None
        first = rows[i - 1][1]
        last = rows[i][1] if i < len(rows) else first
        return (first, max(first, last))
