"""Reading, construct by construct: LaTeX in, the model's lines out. Numbers were compared with LaTeX's output."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.model import KINDS
from scaffold.read.kinds import KIND_WORDS
from tests.read.dump import dump, read_case
from tests.stanzas import CASES, Stanza, params

VIEWS = {
    "read_declarations.md": ("statements",),
    "read_numbering.md": ("statements",),
    "read_classes.md": ("statements",),
    "read_hidden.md": ("statements",),
    "read_headings.md": ("sections",),
    "read_proofs.md": ("proofs",),
    "read_mentions.md": ("mentions",),
    "read_bodies.md": ("bodies",),
    "read_needs.md": ("needs",),
    "read_titles.md": ("title", "abstract"),
    "read_references.md": ("references",),
    "read_idioms.md": ("statements",),
    "read_main.md": ("main", "diagnostics"),
}
"""What is shown of the model in each file of cases."""


def _check(stanza: Stanza, folder: Path) -> None:
    stanza.check(dump(read_case(stanza.input, folder), *VIEWS[Path(stanza.file).name]))


@pytest.mark.parametrize("stanza", [case for name in VIEWS for case in params(name)])
def test_case(stanza: Stanza, tmp_path: Path) -> None:
    _check(stanza, tmp_path)


def test_every_file_of_reading_cases_is_run() -> None:
    assert {path.name for path in CASES.glob("read_*.md")} == {*VIEWS, "read_refs.md"}


def test_every_class_of_statement_is_one_of_the_models() -> None:
    assert set(KIND_WORDS.values()) <= set(KINDS)
