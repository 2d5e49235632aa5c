"""The output of `graph`, `plan` and `proof` for other programs: JSON, Graphviz and SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scaffold import disk, plans
from scaffold.diagnostics import Diagnostic
from scaffold.model import Paper
from scaffold.pipeline.planning import Mapped, Planned, Subject
from scaffold.pipeline.proving import Proved

SCHEMA = 1
"""Version of the output of `graph --json`, `plan --json` and `proof --json`; every breaking change increments it."""


def graph_json(m: Mapped) -> dict[str, Any]:
    """The whole graph as plain JSON values; `roadmap` is the part in DOT and SVG files."""
    g, paper = m.graph, m.subject.paper
    heavy, needed = {n.id for n in m.roadmap.nodes if n.heavy}, frozenset(g.order)
    return {
        "schema": SCHEMA,
        "paper": _paper(paper),
        "statements": [
            {
                "id": s.id, "title": s.title, "name": m.names.get(s.id), "kind": s.kind, "page": s.page, "main": s.main,
                "heavy": s.id in heavy, "needed": s.id in needed, "stands_for": g.stands_for[s.id],
            }
            for s in paper.statements
        ],
        "mains": list(g.mains),
        "edges": [list(edge) for edge in g.edges],
        "equivalents": plans.to_json(g.equivalents),
        "cycles": plans.to_json(g.cycles),
        "dangling": plans.to_json(g.dangling),
        "weights": plans.to_json(g.weights),
        "outline": plans.to_json(m.outline),
        "roadmap": plans.to_json(m.roadmap),
        "diagnostics": [_diagnostic(d) for d in m.diagnostics],
    }  # fmt: skip


def plan_json(p: Planned) -> dict[str, Any]:
    """Both plans as plain JSON values."""
    return {
        "schema": SCHEMA,
        "paper": _paper(p.subject.paper),
        "seminar": p.profile.name,
        "report": plans.to_json(p.report),
        "talk": plans.to_json(p.talk),
        "diagnostics": [_diagnostic(d) for d in p.subject.not_found],
    }


def proofs_json(subject: Subject, proofs: Sequence[Proved]) -> dict[str, Any]:
    """The proofs as plain JSON values: words and formulas as plain text, and as written in the source."""
    return {"schema": SCHEMA, "paper": _paper(subject.paper), "proofs": [_proof(p) for p in proofs]}


def _proof(p: Proved) -> dict[str, Any]:
    s = p.statement
    return {
        "id": s.id, "title": s.title, "page": s.page, "overviews": list(p.glance.overviews),
        "steps": [
            {
                **plans.to_json(x.step), "words": x.words, "words_source": x.step.words, "formula": x.formula,
                "formula_source": x.step.formula,
            }
            for x in p.steps
        ],
    }  # fmt: skip


def _paper(paper: Paper) -> dict[str, Any]:
    source = paper.source
    return {
        "title": paper.title, "arxiv_id": source.arxiv_id, "version": source.version, "sha256": source.sha256,
    }  # fmt: skip


def _diagnostic(d: Diagnostic) -> dict[str, Any]:
    return {"severity": d.severity, "code": d.code, "subject": d.subject, "message": d.message}


def graph_dot(m: Mapped) -> str:
    """The road map as a Graphviz DOT file."""
    from scaffold.write.roadmap import svg_dot

    return svg_dot.dot(m.roadmap, m.subject.paper.title, m.names)


def graph_svg(m: Mapped) -> str:
    """The road map as an SVG image."""
    from scaffold.write.roadmap import svg_dot

    return svg_dot.svg(m.roadmap, m.subject.paper.title, m.names)


def save(text: str, path: str) -> None:
    """Writes a file that the student asked for, atomically; raises DiskError."""
    disk.write(text.encode(), Path(path))
