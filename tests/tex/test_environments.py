"""Displays compared with LaTeX itself: the counter after each, and what is set within a formula."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from scaffold.tex import environments

ROWS = {"alignat": "{2}", "xalignat": "{2}", "xxalignat": "{2}", "alignedat": "{2}", "array": "{rr}", "subarray": "{c}"}
"""Arguments that are given to an environment."""

NOT_HERE = frozenset(("IEEEeqnarray", "IEEEeqnarraybox"))
"""IEEEtran is not in the TeX distribution that the tests ask for."""


def counted(pieces: dict[str, str], folder: Path) -> dict[str, int]:
    """How many numbers LaTeX gives in each piece."""
    body = "".join(f"{tex}\\typeout{{COUNTED {name} \\arabic{{equation}}}}\\setcounter{{equation}}{{0}}\n"
                   for name, tex in pieces.items())  # fmt: skip
    head = r"\documentclass{article}\usepackage{amsmath,mathtools,empheq,breqn}\begin{document}"
    (folder / "displays.tex").write_text(f"{head}\n{body}\\end{{document}}\n")
    command = ["pdflatex", "-interaction=batchmode", "-halt-on-error", "-draftmode", "displays.tex"]
    run = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    log = (folder / "displays.log").read_text(errors="replace")
    assert run.returncode == 0, log[-2000:]
    return {name: int(count) for name, count in re.findall(r"^COUNTED (\S+) (\d+)", log, re.M)}


def written(name: str, rows: str) -> str:
    return rf"\begin{{{name}}}{ROWS.get(name.rstrip('*'), '')}{rows}\end{{{name}}}"


@pytest.mark.requires_latex
def test_latex_numbers_these_displays(tmp_path: Path) -> None:
    names = [name for name in environments.DISPLAYS if name not in NOT_HERE]
    rows = {name: r"a=b\\c=d" if name in (*environments.NUMBERED_ROWS, "multline") else "a=b" for name in names}
    rows["xxalignat"] = r"a&=b\\c&=d"
    starred = [name for name in names if name not in ("displaymath", "xxalignat")]
    pieces = {name: written(name, rows[name]) for name in names}
    pieces |= {f"{name}*": written(f"{name}*", rows[name]) for name in starred}
    wanted = {name: 2 if name in environments.NUMBERED_ROWS else int(name in environments.NUMBERED) for name in pieces}
    assert counted(pieces, tmp_path) == wanted


@pytest.mark.requires_latex
def test_latex_sets_these_within_a_formula(tmp_path: Path) -> None:
    names = sorted(environments.INNER - NOT_HERE)
    pieces = {name: rf"\begin{{equation}}{written(name, 'a' + chr(92) * 2 + 'b')}\end{{equation}}" for name in names}
    assert counted(pieces, tmp_path) == dict.fromkeys(names, 1)
    assert set(environments.BOXES.values()) <= set(names)


@pytest.mark.requires_latex
def test_latex_takes_as_many_arguments(tmp_path: Path) -> None:
    """One taken too many would print no letter, one too few would print more than that."""
    given = {**ROWS, "tabular": "{l}", "tabular*": "{9em}{l}", "tabularx": "{9em}{l}", "minipage": "{9em}",
             "multicols": "{2}", "list": "{}{}\\item ", "spacing": "{2}", "adjustwidth": "{0pt}{0pt}"}  # fmt: skip
    assert set(given) == {"alignedat", "array", "subarray", *environments.ARGUMENTS} - NOT_HERE
    assert all(values.count("{") == environments.ARGUMENTS[name] for name, values in given.items())
    given |= dict.fromkeys({*environments.DISPLAYS, *environments.INNER} - set(environments.ARGUMENTS), "")
    pieces = [rf"\begin{{{name}}}{values}{{Q}}\end{{{name}}}" for name, values in given.items()]
    within = [
        rf"\begin{{equation*}}{tex}\end{{equation*}}" if name in environments.INNER else tex
        for name, tex in zip(given, pieces, strict=True)
    ]
    packages = "amsmath,mathtools,breqn,tabularx,multicol,setspace,changepage"
    (tmp_path / "a.tex").write_text(
        rf"\documentclass{{article}}\usepackage{{{packages}}}\pagestyle{{empty}}\begin{{document}}"
        + "\n\\newpage\n".join(rf"\renewcommand\theequation{{}}{tex}" for tex in within)
        + r"\end{document}"
    )
    command = ["pdflatex", "-interaction=batchmode", "-halt-on-error", "a.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert run.returncode == 0, (tmp_path / "a.log").read_text(errors="replace")[-2000:]
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        texts = [pdf[n].get_textpage().get_text_range() for n in range(len(pdf))]
    letters = ["".join(re.findall("[A-Z0-9]", text)) for text in texts]
    assert dict(zip(given, letters, strict=True)) == dict.fromkeys(given, "Q")
