"""The other commands, and how the command line behaves as a whole."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from scaffold import model
from scaffold.cli import cli
from scaffold.project import state
from tests.pipeline.conftest import EPRINTS, ID, Run

STATEMENT_KEYS = """
id kind heading number name env labels body section page file line restates uses main rank confidence regions proofs
"""
HEAVY = ("pptx", "pylatex", "arxiv", "requests", "lxml", "pdfplumber", "pypdfium2", "rich")


def test_help_loads_nothing_heavy() -> None:
    code = f"import sys; import scaffold.cli; print([m for m in {HEAVY!r} if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


_SEARCHES = """
import gc, sys
from scaffold import __main__
searches = lambda: sum(generation["collections"] for generation in gc.get_stats())
before = searches()
try:
    sys.argv = ["scaffold", "inspect", sys.argv[1]]
    __main__.main()
finally:
    print(searches() - before, "searches, of", len(gc.get_objects()))
"""


def test_a_command_seldom_searches_what_it_has_read_for_cycles(desk: Path) -> None:
    words = [sys.executable, "-c", _SEARCHES, str(EPRINTS / ID / "v2")]
    run = subprocess.run(words, cwd=desk, capture_output=True, text=True, check=True)
    searches, objects = map(int, run.stdout.splitlines()[-1].split(" searches, of "))
    assert objects > 20_000
    assert searches < 10


def test_help_lists_the_commands(scaffold: Run) -> None:
    run = scaffold("--help")
    assert run.returncode == 0
    for command in ("init", "build", "inspect", "doctor"):
        assert command in run.stdout


def test_inspect_shows_the_tree(scaffold: Run) -> None:
    run = scaffold("inspect", str(EPRINTS / ID / "v2"))
    assert run.returncode == 0
    assert "Theorem 5.4 (Margin bound)" in run.stdout
    assert "restates" in run.stdout
    assert run.stderr.strip().splitlines()[-1].startswith("read ")


def test_inspect_counts_one_thing_in_the_singular(scaffold: Run, desk: Path) -> None:
    preamble = r"\documentclass{article}\newtheorem{thm}{Theorem}\newcommand{\R}{x}"
    paper = rf"{preamble}\title{{T}}\begin{{document}}\begin{{thm}}$\R$\end{{thm}}\end{{document}}"
    (desk / "a.tex").write_text(paper, encoding="utf-8")
    run = scaffold("inspect", "a.tex")
    assert run.stdout.splitlines()[-1] == "  1 macro · 0 figures · 0 references"
    assert run.stderr.splitlines()[-1] == "read a.tex: 0 warnings; 0 errors; 1 statement, 0 proofs"


def test_inspect_prints_the_contract(scaffold: Run) -> None:
    run = scaffold("inspect", str(EPRINTS / ID / "v2"), "--json")
    data = json.loads(run.stdout)
    assert data["schema"] == model.SCHEMA
    keys = set(STATEMENT_KEYS.split())
    assert keys <= set(data["statements"][0])
    assert {"number", "title", "title_tex", "level", "appendix", "labels", "page", "file", "line"} <= set(
        data["sections"][0]
    )
    assert model.to_json(model.from_json(data)) == data


@pytest.mark.parametrize(
    ("file", "title"), [("main.tex", "Untitled paper"), ("MS.tex", "Untitled paper"), ("leaves.tex", "leaves")]
)
def test_a_paper_without_a_title(file: str, title: str, scaffold: Run, desk: Path) -> None:
    (desk / file).write_text(r"\documentclass{article}\begin{document}\section{A}x\end{document}", encoding="utf-8")
    run = scaffold("inspect", file)
    assert run.stdout.splitlines()[0] == title
    assert f"no title was found, so the paper is called “{title}”" in run.stderr
    assert title in json.loads(scaffold("inspect", file, "--json").stdout)["title"]


def test_inspect_says_why(scaffold: Run) -> None:
    run = scaffold("inspect", str(EPRINTS / ID / "v2"), "--why")
    assert run.returncode == 0
    first = run.stdout.splitlines()[0]
    assert "★" in first


def test_doctor_lists_what_is_installed(scaffold: Run) -> None:
    run = scaffold("doctor")
    assert "python-pptx" in run.stdout
    assert run.returncode in (0, 20)


@pytest.mark.parametrize("words", [["init"], ["init", "x", "--slides", "keynote"], ["nonsense"]])
def test_wrong_usage(words: list[str], scaffold: Run) -> None:
    run = scaffold(*words)
    assert run.returncode == 2
    assert run.stderr


@pytest.mark.parametrize("word", [ID, "arXiv:1905.03684v2", "https://arxiv.org/abs/1905.03684", "a paper"])
def test_a_paper_without_a_command_gets_init(word: str, scaffold: Run, desk: Path) -> None:
    (desk / "a paper").mkdir()
    run = scaffold(word)
    assert run.returncode == 2
    assert f"scaffold init {word if ' ' not in word else chr(34) + word + chr(34)}" in run.stderr


def test_a_project_without_a_command_gets_build(scaffold: Run, desk: Path) -> None:
    (desk / "mine").mkdir()
    (desk / "mine" / "scaffold.toml").touch()
    assert "scaffold build mine" in scaffold("mine").stderr
    assert "Did you mean: scaffold" not in scaffold("nonsense").stderr


@pytest.mark.parametrize("group", [cli, *(c for c in cli.commands.values() if isinstance(c, click.Group))])
def test_short_helps_fit_in_80_columns(group: click.Group) -> None:
    listed = CliRunner().invoke(group, ["--help"], terminal_width=80).output.partition("Commands:")[2]
    listed = listed.partition("\n\n")[0]
    assert [line for line in listed.splitlines() if line.endswith("...") or len(line) > 80] == []
    assert len(listed.split("\n  ")) - 1 == len(group.commands)


def test_commands_are_listed_in_the_order_of_use_with_their_whole_summaries(scaffold: Run) -> None:
    run = scaffold("help")
    assert run.returncode == 0
    assert run.stdout == scaffold("--help").stdout
    listed = run.stdout.partition("Commands:")[2].split("\n\n")[0]
    at = [listed.index(f"  {name} ") for name in ("init", "inspect", "build", "check", "talk", "help")]
    assert at == sorted(at)
    summaries = " ".join(listed.split())
    for command in cli.commands.values():
        assert (command.help or "").split("\n\n")[0].replace("\n", " ") in summaries
    assert "..." not in listed


def test_help_explains_a_command_and_refuses_another(scaffold: Run) -> None:
    assert scaffold("help", "talk").stdout == scaffold("talk", "--help").stdout
    assert scaffold("help", "seminar", "check").stdout == scaffold("seminar", "check", "--help").stdout
    assert "No such command 'chek' (did you mean 'check'?). Run: scaffold help seminar" in (
        scaffold("help", "seminar", "chek").stderr
    )
    assert "No such command 'x'. Run: scaffold help talk" in scaffold("help", "talk", "x").stderr
    assert scaffold("version").stdout == scaffold("--version").stdout
    run = scaffold("help", "tlak")
    assert run.returncode == 2
    assert "No such command 'tlak'" in run.stderr


def test_name_and_seminar_come_from_the_environment_and_quiet_prints_the_folder(
    scaffold: Run, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCAFFOLD_STUDENT", "Ada Example")
    monkeypatch.setenv("SCAFFOLD_SEMINAR", "short-4")
    paper = str(EPRINTS / "2401.00001" / "v2")
    run = scaffold("init", "-q", paper, "here", "--no-tex", "--slides", "beamer")
    assert (run.stdout, run.stderr) == ("here\n", "")
    settings = state.load(desk / "here")
    assert (settings.student, settings.seminar) == ("Ada Example", "short-4")
    assert "Report: 4 pages" in scaffold("plan", paper).stdout
    monkeypatch.setenv("SCAFFOLD_SEMINAR", "essay-9")
    assert "Report: 4 pages" in scaffold("plan", cwd=desk / "here").stdout


def test_every_command_on_a_project_says_what_a_project_is_and_no_summary_is_cut() -> None:
    def visit(command: click.Command, context: click.Context) -> Iterator[str]:
        text = " ".join(command.get_help(context).split())
        if "[PROJECT" in text and "PROJECT is a folder" not in text and "With PROJECT, a folder" not in text:
            yield f"{context.command_path}: PROJECT"
        if "..." in text.replace("[ARGS]...", "").replace("[COMMAND]...", "").replace("WORDS...", ""):
            yield f"{context.command_path}: cut"
        for name, below in getattr(command, "commands", {}).items():
            yield from visit(below, click.Context(below, info_name=name, parent=context))

    assert [*visit(cli, click.Context(cli, info_name="scaffold"))] == []
