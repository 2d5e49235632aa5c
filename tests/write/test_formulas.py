"""A corpus of formulas: each is read back from the OMML, and is valid by the schema."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scaffold.engines.pandoc import run_pandoc
from scaffold.model import Macro
from scaffold.tex.definitions import parse
from scaffold.write.equations.omml import Formula, Native, native
from tests.stanzas import CASES, Stanza, load, params
from tests.write.omml_reading import faults, parsed, structure
from tests.write.talks import PAPER

_DISPLAYS = (r"\begin{al", r"\begin{eq", r"\begin{ga", r"\begin{I")
pytestmark = pytest.mark.requires_pandoc


def macros(lines: list[str]) -> tuple[Macro, ...]:
    """Definitions, one a line."""
    bare = [line.replace(r"\makeatletter", "").replace(r"\makeatother", "") for line in lines]
    return tuple(made for line in bare if (made := parse(line)) is not None)


@pytest.fixture(scope="module")
def converted() -> Native:
    """All formulas of the corpus, converted together: each is a statement of a paper that has its macros."""
    stanzas = load(CASES / "formulas.md")
    assert len(stanzas) >= 80
    paper = replace(PAPER, macros=(), statements=())
    made = Native({})
    groups: dict[tuple[Macro, ...], list[Stanza]] = {}
    for stanza in stanzas:
        groups.setdefault(macros(stanza.input.splitlines()[:-1]), []).append(stanza)
    for known, those in groups.items():
        shown = tuple(replace(PAPER.statements[0], id=s.title, body=body(s), standalone=body(s)) for s in those)
        found = native(replace(paper, macros=known, statements=shown), [s.title for s in those], run_pandoc)
        made = Native({**made.by_id, **found.by_id}, {**made.failed, **found.failed})
    return made


def body(stanza: Stanza) -> str:
    formula = stanza.input.splitlines()[-1]
    return formula if formula.startswith(_DISPLAYS) else rf"\[{formula}\]"


def formulas(made: Native, stanza: Stanza) -> list[Formula]:
    assert stanza.title in made.by_id, f"{stanza.where}: {made.failed[stanza.title]}"
    return [piece for p in made.by_id[stanza.title] for piece in p.pieces if isinstance(piece, Formula)]


@pytest.mark.parametrize("stanza", params("formulas.md"))
def test_it_means_what_its_source_means(converted: Native, stanza: Stanza) -> None:
    lines = [structure(parsed(f.xml)) + (f"   ({f.number})" if f.number else "") for f in formulas(converted, stanza)]
    stanza.check("\n".join(lines))


@pytest.mark.parametrize("stanza", params("formulas.md"))
def test_the_schema_of_mathematics_allows_it(converted: Native, stanza: Stanza) -> None:
    found = formulas(converted, stanza)
    assert found
    for formula in found:
        assert faults(parsed(formula.xml)) == []
        assert "\\" not in formula.xml


@pytest.mark.parametrize(
    ("xml", "fault"),
    [
        ("<m:oMath><m:f><m:den/><m:num/></m:f></m:oMath>", "f without num"),
        ("<m:oMath><m:rad><m:e/></m:rad></m:oMath>", "rad without deg"),
        ("<m:oMath><m:sSup><m:e/><m:sup/><m:sub/></m:sSup></m:oMath>", "sub misplaced in sSup"),
        ("<m:oMath><m:mcPr><m:mcJc/><m:count/></m:mcPr></m:oMath>", "mcPr in oMath"),
        ("<m:oMath><m:r><m:rPr><m:nor/><m:sty/></m:rPr><m:t>x</m:t></m:r></m:oMath>", "sty misplaced in rPr"),
        ("<m:oMath><m:e/></m:oMath>", "e in oMath"),
        ("<m:oMath/>", "empty oMath"),
    ],
)
def test_the_check_of_the_schema_finds_faults(xml: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(parsed(xml)))
