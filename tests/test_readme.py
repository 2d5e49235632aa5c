"""What the README promises is what the code does: exit codes, links, variables."""

from __future__ import annotations

import re

from scaffold import errors
from scaffold.cli import check
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_lists_every_exit_code_and_no_other() -> None:
    table = README.split("## Exit codes")[1].split("\n## ")[0]
    listed = [int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)]
    raised = {e.exit_code for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.ScaffoldError)}
    assert listed == sorted({0, 2, check.FAILED, check.UNKNOWN} | raised)


def test_links_lead_to_files() -> None:
    targets = re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", README)
    assert targets
    assert [t for t in targets if not t.startswith("http") and not (ROOT / t).exists()] == []


def test_variables_are_those_that_the_code_reads() -> None:
    named = set(re.findall(r"^\| `(SCAFFOLD_\w+)`", README, re.MULTILINE))
    code = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "scaffold").rglob("*.py"))
    assert named == set(re.findall(r"environ\.get\(\"(SCAFFOLD_\w+)\"", code))
