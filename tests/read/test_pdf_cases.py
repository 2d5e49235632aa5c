"""Papers read from their pages, style by style: LaTeX sets each case, and the model's lines are compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.model import Paper, Statement
from scaffold.read.pdf.reader import read
from tests.read.typeset import typeset
from tests.stanzas import CASES, Stanza, params

FILES = ("pdf_styles.md",)


def dump(paper: Paper) -> str:
    """Headings, then statements: title, name, the pages of their clips, both ends of their text, proofs."""
    lines = [f"section {s.number or '-'} {s.title}" for s in paper.sections]
    for s in paper.statements:
        pages = ",".join(str(region.page) for region in s.regions)
        lines.append(f"{s.title}{f' ({s.name})' if s.name else ''} p{pages}: {_ends(s)}")
        lines += [f"  proof {p.found_by}" + "".join(f", uses {u}" for u in p.uses) for p in s.proofs]
    return "\n".join(lines)


def _ends(s: Statement) -> str:
    words = s.body.split()
    return s.body if len(words) < 6 else f"{' '.join(words[:3])} … {' '.join(words[-3:])}"


@pytest.mark.requires_latex
@pytest.mark.parametrize("stanza", [case for name in FILES for case in params(name)])
def test_case(stanza: Stanza, tmp_path: Path) -> None:
    stanza.check(dump(read(typeset(stanza.input, tmp_path))))


def test_every_file_of_pdf_cases_is_run() -> None:
    assert {path.name for path in CASES.glob("pdf_*.md")} == set(FILES)
