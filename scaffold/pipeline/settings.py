"""What is wrong in scaffold.toml without stopping a command: names that nothing has, and how they may be meant."""

from __future__ import annotations

from pathlib import Path

from scaffold.diagnostics import Diagnostic, Log
from scaffold.errors import NotAProject
from scaffold.project import state
from scaffold.project.paper import paper_of
from scaffold.spans import Span


def problems(folder: Path) -> tuple[Diagnostic, ...]:
    """Warnings about settings and entries of the proof ledger that have no effect. Raises NotAProject."""
    from scaffold.write.report import ledger

    settings = state.load(folder)
    log = Log()
    for message in settings.unknown:
        log.warn("setting-unknown", state.FILE, Span(state.FILE), message)
    try:
        paper = paper_of(folder, settings) if settings.ledger else None
    except NotAProject:
        paper = None  # a command that needs the paper says so itself
    return (*log.entries, *(ledger.diagnostics(paper, settings.ledger) if paper else ()))
