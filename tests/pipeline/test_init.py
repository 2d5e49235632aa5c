"""`scaffold init`: what a student gets, and what is left when it goes wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from scaffold.project import state
from tests.conftest import CORPUS
from tests.loopback import Loopback, tar_gz
from tests.pipeline.conftest import EPRINTS, ID, SMALL, Run
from tests.read.paged import paper_pdf

pytestmark = pytest.mark.slow

OWNED = """
README.md scaffold.toml latexmkrc .gitignore .scaffold/manifest.json paper/paper.json paper/source/main.tex
report/report.tex report/summary.tex report/review.tex report/proofs.tex report/generated/statements.tex
report/generated/macros.tex report/generated/references.bib report/generated/roadmap.tex
slides/slides.pptx slides/slides.tex
""".split()


def test_an_identifier_becomes_a_project(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", ID, "--student", "Ada Lovelace", "--no-tex")
    assert run.returncode == 0, run.stderr
    project = desk / "example-sample-2024-margins-mistakes"
    assert [name for name in OWNED if not (project / name).is_file()] == []
    assert (project / "paper" / "paper.pdf").read_bytes().startswith(b"%PDF")
    assert "Ada Lovelace" in (project / "report" / "report.tex").read_text(encoding="utf-8")
    for stage in ("resolve", "fetch", "read", "plan", "write"):
        assert stage in run.stderr
    assert "Margins, Mistakes and Dimension" in run.stdout
    assert f"arXiv:{ID}v2" in run.stdout
    assert "scaffold build" in run.stdout
    assert re.search(r"\b(\d\d)/\1 numbers confirmed in the PDF", run.stderr)
    assert sorted(p.name for p in desk.iterdir()) == [project.name]


@pytest.mark.parametrize("minutes", ["30", pytest.param("90", marks=pytest.mark.long)])
@pytest.mark.parametrize("which", ["pptx", "beamer"])
def test_the_slides_that_are_counted_are_those_of_the_file(which: str, minutes: str, scaffold: Run, desk: Path) -> None:
    run = scaffold("init", ID, "here", "--no-tex", "--slides", which, "--minutes", minutes)
    counted = re.search(rf"(\d+) slides for {minutes} minutes, (\d+) backup$", run.stdout, re.MULTILINE)
    assert counted, run.stdout
    slides = json.loads(scaffold("talk", "--json", cwd=desk / "here").stdout)["slides"]
    backup = sum(slide["backup"] for slide in slides)
    assert [int(n) for n in counted.groups()] == [len(slides) - backup, backup]
    if which == "pptx":
        from pptx import Presentation

        assert len(Presentation(str(desk / "here" / "slides" / "slides.pptx")).slides) == len(slides)


def test_the_project_pins_what_it_was_made_from(scaffold: Run, desk: Path) -> None:
    assert scaffold("init", ID, "here", "--minutes", "20", "--slides", "beamer", "--no-tex").returncode == 0
    settings = state.load(desk / "here")
    assert (settings.arxiv_id, settings.version, settings.main_file) == (ID, 2, "main.tex")
    assert (settings.minutes, settings.slides) == (20, "beamer")
    assert len(settings.sha256) == 64
    assert not (desk / "here" / "slides" / "slides.pptx").exists()
    paper = json.loads((desk / "here" / "paper" / "paper.json").read_text(encoding="utf-8"))
    assert paper["source"]["sha256"] == settings.sha256
    manifest = json.loads((desk / "here" / ".scaffold" / "manifest.json").read_text(encoding="utf-8"))
    owners = {name: row["owner"] for name, row in manifest["files"].items()}
    assert owners["report/summary.tex"] == "student"
    assert {o for name, o in owners.items() if "/generated/" in name} == {"tool"}


def test_a_version_asked_for_is_taken(scaffold: Run, desk: Path) -> None:
    assert scaffold("init", ID, "here", "--version", "v1", "--no-tex", "--slides", "beamer").returncode == 0
    assert state.load(desk / "here").version == 1


def test_quiet_prints_only_the_folder(scaffold: Run) -> None:
    run = scaffold("init", str(SMALL), "here", "--quiet", "--no-tex", "--slides", "beamer")
    assert (run.returncode, run.stdout, run.stderr) == (0, "here\n", "")


def test_what_is_cached_needs_no_network(scaffold: Run, arxiv: Loopback, desk: Path) -> None:
    assert scaffold("init", ID, "one", "--no-tex", "--slides", "beamer").returncode == 0
    asked = len(arxiv.paths)
    assert scaffold("init", ID, "two", "--offline", "--no-tex", "--slides", "beamer").returncode == 0
    assert len(arxiv.paths) == asked
    same = [(desk / d / "report" / "generated" / "statements.tex").read_bytes() for d in ("one", "two")]
    assert same[0] == same[1]
    assert scaffold("init", ID, "three", "--force-refresh", "--no-tex", "--slides", "beamer").returncode == 0
    assert len(arxiv.paths) > asked


def test_two_runs_write_the_same_bytes(scaffold: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seed in (("one", "1"), ("two", "2")):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        assert scaffold("init", str(EPRINTS / ID / "v2"), name, "--no-tex").returncode == 0
    one, two = desk / "one", desk / "two"
    names = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert [n for n in names if (one / n).read_bytes() != (two / n).read_bytes()] == []


@pytest.mark.parametrize("form", ["folder", "tar.gz", "zip", "tex"])
def test_local_sources(form: str, scaffold: Run, desk: Path, tmp_path: Path) -> None:
    folder = SMALL
    if form == "folder":
        source = folder
    elif form == "tex":
        source = folder / "main.tex"
    else:
        kind = "gztar" if form == "tar.gz" else "zip"
        source = Path(shutil.make_archive(str(tmp_path / "paper"), kind, folder))
    run = scaffold("init", str(source), "here", "--no-tex", "--slides", "beamer")
    assert run.returncode == 0, run.stderr
    paper = json.loads((desk / "here" / "paper" / "paper.json").read_text(encoding="utf-8"))
    assert {s["number"] for s in paper["statements"] if s["kind"] == "theorem"} == {"1.2"}


def test_what_to_type_next_works_in_a_folder_with_spaces(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", str(SMALL), "mein Größter Ordner", "--no-tex", "--slides", "beamer")
    assert run.returncode == 0, run.stderr
    assert 'cd "mein Größter Ordner" && scaffold build' in run.stdout
    commands = [m[1].strip() for m in re.finditer(r"^  ((?:cd|scaffold) .+?)(?:   |$)", run.stdout, re.M)]
    assert commands[1:] == ["scaffold inspect --why"]
    python = f'"{sys.executable}" -m scaffold'
    enter = commands[0].partition(" && ")[0]
    for command in commands:
        line = command if command.startswith("cd") else f"{enter} && {command}"
        line = line.replace("build --open", "plan").replace("scaffold ", f"{python} ")
        done = subprocess.run(line, shell=True, cwd=desk, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (command, done.stderr)


def test_a_pdf_alone_is_read_from_its_pages(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", str(EPRINTS / ID / "v2.pdf"), "here", "--no-tex")
    assert run.returncode == 0, run.stderr
    assert "not LaTeX" in run.stdout
    paper = json.loads((desk / "here" / "paper" / "paper.json").read_text(encoding="utf-8"))
    assert paper["source"]["kind"] == "pdf"
    assert {"theorem-5.4", "theorem-5.9"} <= {s["id"] for s in paper["statements"] if s["main"]}
    clips = desk / "here" / "report" / "generated" / "clips"
    assert (clips / "theorem-5.4.pdf").read_bytes().startswith(b"%PDF-1.5")


def test_a_pdf_that_is_none(scaffold: Run, desk: Path, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.5\nnothing\n")
    run = scaffold("init", str(tmp_path / "paper.pdf"), "here", "--no-tex")
    assert run.returncode not in (0, 1), run.stderr
    assert "paper.pdf" in run.stderr
    assert not list(desk.iterdir())


def test_a_pdf_where_source_was_expected(scaffold: Run, arxiv: Loopback, desk: Path) -> None:
    pdf = paper_pdf(2)
    arxiv.add("1905.03684", archive=pdf, pdf=pdf, title="Only a PDF", authors=("Ada Example",))
    run = scaffold("init", "1905.03684", "here", "--no-tex")
    assert run.returncode == 0, run.stderr
    assert "not LaTeX" in run.stdout + run.stderr
    assert "Only a PDF" in (desk / "here" / "README.md").read_text(encoding="utf-8")


@pytest.mark.requires_latex
def test_what_latex_cannot_set_is_shown_as_a_clip(scaffold: Run, arxiv: Loopback, desk: Path, tmp_path: Path) -> None:
    source = shutil.copytree(EPRINTS / ID / "v2", tmp_path / "v2")
    file = source / "sections" / "generalization.tex"
    text = file.read_text(encoding="utf-8")
    assert "at least\n\\[\n  \\frac{k-1}{8m} .\n\\]" in text
    file.write_text(text.replace("\\frac{k-1}{8m} .", "\\left(\\frac{k-1}{8m} ."), encoding="utf-8")
    arxiv.add("2401.00010", archive=source, pdf=EPRINTS / ID / "v2.pdf", title="A formula that stops LaTeX")
    run = scaffold("init", "2401.00010", "here")
    assert run.returncode == 0, run.stderr
    assert "Theorem 5.9 is a picture of the paper's page on its slide: LaTeX cannot typeset it" in run.stdout
    assert "report compiles, 5 pages" in run.stderr
    for folder in ("report", "slides"):
        clip = desk / "here" / folder / "generated" / "clips" / "theorem-5.9.pdf"
        assert clip.read_bytes().startswith(b"%PDF-1.5")


@pytest.mark.requires_latex
def test_the_report_that_init_compiled_is_up_to_date(scaffold: Run, desk: Path) -> None:
    assert scaffold("init", str(SMALL), "here", "--slides", "beamer").returncode == 0
    assert "✓ report.pdf       build/report.pdf is up to date\n" in scaffold("check", cwd=desk / "here").stdout
    with (desk / "here" / "report" / "summary.tex").open("a", encoding="utf-8") as file:
        file.write("More.\n")
    assert "build/report.pdf is older than report/summary.tex" in scaffold("check", cwd=desk / "here").stdout


# --- bad input: its own message, exit code, hint, and no files left


def _nothing_left(desk: Path) -> bool:
    return not list(desk.iterdir())


def test_a_malformed_identifier(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", "1905.3684x")
    assert run.returncode == 10
    assert "1905.3684x" in run.stderr
    assert "Hint:" in run.stderr
    assert _nothing_left(desk)


def test_an_unknown_identifier(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", "2401.99999")
    assert run.returncode == 11
    assert "2401.99999" in run.stderr
    assert _nothing_left(desk)


def test_a_withdrawn_paper(scaffold: Run, arxiv: Loopback, desk: Path) -> None:
    arxiv.add("2401.00002", archive=tar_gz({"a.tex": b"x"}), withdrawn=True, title="Gone")
    run = scaffold("init", "2401.00002")
    assert run.returncode == 12
    assert "withdrawn" in run.stderr
    assert _nothing_left(desk)


def test_no_network(scaffold: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_ARXIV_URL", "http://127.0.0.1:9")
    run = scaffold("init", ID)
    assert run.returncode == 13
    assert "--offline" in run.stderr or "network" in run.stderr.lower()
    assert _nothing_left(desk)


@pytest.mark.parametrize("fault", ["429", "503", "rate-exceeded"])
def test_throttled_without_end(fault: str, scaffold: Run, arxiv: Loopback, desk: Path) -> None:
    arxiv.fault(fault, "/api", times=99, retry_after=0)
    run = scaffold("init", ID)
    assert run.returncode == 14, run.stderr
    assert _nothing_left(desk)


@pytest.mark.parametrize("fault", ["html", "truncated"])
def test_not_what_was_promised(fault: str, scaffold: Run, arxiv: Loopback, desk: Path) -> None:
    arxiv.fault(fault, "/src", times=99)
    run = scaffold("init", ID)
    assert run.returncode == 15, run.stderr
    assert _nothing_left(desk)


def test_an_archive_without_latex(scaffold: Run, arxiv: Loopback, desk: Path) -> None:
    arxiv.add("2401.00003", archive=tar_gz({"data.csv": b"1,2\n"}), title="Data")
    run = scaffold("init", "2401.00003")
    assert run.returncode == 16
    assert _nothing_left(desk)


def test_no_document_in_the_source(scaffold: Run, arxiv: Loopback, desk: Path) -> None:
    arxiv.add("2401.00004", archive=tar_gz({"macros.tex": b"\\newcommand{\\x}{y}\n"}), title="Macros")
    run = scaffold("init", "2401.00004")
    assert run.returncode == 17
    assert "\\begin{document}" in run.stderr
    assert _nothing_left(desk)


def test_a_main_file_that_is_not_there(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", str(EPRINTS / ID / "v2"), "--main", "paper.tex")
    assert run.returncode == 17
    assert "main.tex" in run.stderr
    assert _nothing_left(desk)


def test_a_folder_that_holds_anything_is_not_touched(scaffold: Run, arxiv: Loopback, desk: Path) -> None:
    (desk / "here").mkdir()
    (desk / "here" / "thesis.tex").write_text("mine", encoding="utf-8")
    run = scaffold("init", ID, "here")
    assert run.returncode == 30
    assert [p.name for p in (desk / "here").iterdir()] == ["thesis.tex"]
    assert arxiv.paths == [], "it asks before it downloads"


def test_an_empty_folder_is_filled(scaffold: Run, desk: Path) -> None:
    (desk / "here").mkdir()
    assert scaffold("init", str(SMALL), "here", "--no-tex", "--slides", "beamer").returncode == 0
    assert (desk / "here" / "scaffold.toml").is_file()


def test_a_profile_that_does_not_exist(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", ID, "--seminar", "theory-2021")
    assert run.returncode == 33
    assert "did you mean 'theory-2020'?" in run.stderr
    assert _nothing_left(desk)


def test_a_review_form_that_does_not_exist(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", ID, "--review", "iclrr", "--no-tex")
    assert run.returncode == 33
    assert "did you mean 'iclr'?" in run.stderr
    assert "fetch" not in run.stderr
    assert _nothing_left(desk)


def test_a_full_disk_leaves_nothing(scaffold: Run, desk: Path) -> None:
    code = (
        "import errno, pathlib, sys\n"
        "real = pathlib.Path.write_bytes\n"
        "def full(self, data):\n"
        "    if self.name == 'slides.pptx': raise OSError(errno.ENOSPC, 'No space left on device')\n"
        "    return real(self, data)\n"
        "pathlib.Path.write_bytes = full\n"
        "from scaffold.cli import main\n"
        f"sys.argv = ['scaffold', 'init', {str(SMALL)!r}, 'here', '--no-tex']\n"
        "main()\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=desk, capture_output=True, text=True, check=False)
    assert run.returncode == 31, run.stderr
    assert "full" in run.stderr
    assert _nothing_left(desk)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
@pytest.mark.parametrize("path", ["/api", "/src", "/pdf"])
def test_ctrl_c_leaves_nothing(path: str, scaffold: Run, arxiv: Loopback, desk: Path) -> None:
    arxiv.fault("slow", path, times=9, seconds=30)
    command = [sys.executable, "-m", "scaffold", "init", ID]
    process = subprocess.Popen(command, cwd=desk, env=dict(os.environ), stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while not any(path in asked for asked in arxiv.paths) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, output = process.communicate(timeout=30)
    assert process.returncode == 130, output
    assert "partly written files were removed" in output
    assert _nothing_left(desk)


SMALLEST = 100_000
"""Bytes of an archive."""


def real_papers() -> list[Any]:
    """The papers with LaTeX; all but the smallest one of each document class are long, and so are large ones.

    What a class changes is how its papers are read; tests of that are in tests/cases and, of large papers, in
    tests/planning/test_labelled.py.
    """
    sizes = {p.parent.name: p.stat().st_size for p in CORPUS.glob("*/eprint.tar.gz")}
    classes: set[str] = set()
    found = []
    for name in sorted(sizes, key=lambda name: (sizes[name], name)):
        meta = json.loads((CORPUS / name / "META.json").read_text(encoding="utf-8"))
        cls = meta["document_class"].partition("[")[0]
        long = cls in classes or sizes[name] > SMALLEST
        found.append(pytest.param(name, marks=[pytest.mark.long] if long else []))
        classes.add(cls)
    return found


@pytest.mark.corpus
@pytest.mark.parametrize("paper", real_papers())
def test_every_real_paper_becomes_a_project(paper: str, scaffold: Run, desk: Path) -> None:
    folder = CORPUS / paper
    meta = json.loads((folder / "META.json").read_text(encoding="utf-8"))
    chosen = ["--main", meta["main_tex"]] if meta["needs_main"] else []
    run = scaffold("init", str(folder / "eprint.tar.gz"), "here", "--no-tex", *chosen)
    assert run.returncode == 0, run.stderr
    assert (desk / "here" / "report" / "summary.tex").is_file()


OTHERS = ("crypto-casper-basics", "ml-cptrl-icml", "info-agglomerative", "stat-fmsc")


@pytest.mark.corpus
@pytest.mark.parametrize(
    "paper", ["math-flabby-amsart", *(pytest.param(name, marks=pytest.mark.long) for name in OTHERS)]
)
def test_real_papers_by_identifier(paper: str, scaffold: Run, arxiv: Loopback, desk: Path) -> None:
    folder = CORPUS / paper
    meta = json.loads((folder / "META.json").read_text(encoding="utf-8"))
    pdf = next((p for p in (folder / "paper.pdf", folder / "truth.pdf") if p.exists()), None)
    arxiv.add(
        meta["arxiv_id"],
        archive=folder / "eprint.tar.gz",
        pdf=pdf,
        title=meta["title"],
        authors=(meta["authors"].split(",")[0],),
    )
    chosen = ["--main", meta["main_tex"]] if meta["needs_main"] else []
    run = scaffold("init", meta["arxiv_id"], "here", "--no-tex", *chosen)
    assert run.returncode == 0, run.stderr
    assert state.load(desk / "here").arxiv_id == meta["arxiv_id"]


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ([ID, "--student", "Ada", "Lovelace"], '--student "Ada Lovelace"'),
        ([ID, "--student=Ada", "King", "Lovelace"], '--student "Ada King Lovelace"'),
        (["--student", "Ada", "Lovelace", ID], '--student "Ada Lovelace"'),
        ([ID, "--no-tex", "--main-result", "Theorem", "5.4"], '--main-result "Theorem 5.4"'),
    ],
)
def test_a_name_without_quotes_is_no_folder(
    words: list[str], whole: str, scaffold: Run, arxiv: Loopback, desk: Path
) -> None:
    run = scaffold("init", *words)
    assert run.returncode == 2
    assert whole in run.stderr
    assert "before the options: scaffold init SOURCE" in run.stderr
    assert (list(desk.iterdir()), arxiv.paths) == ([], [])


def test_a_name_of_one_word_may_stand_before_the_paper(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", "--student", "Ada", str(SMALL), "here", "--no-tex", "--slides", "beamer")
    assert run.returncode == 0, run.stderr
    assert r"\student{Ada}" in (desk / "here" / "report" / "report.tex").read_text(encoding="utf-8")


def test_a_report_of_two_has_both_names_and_their_parts(scaffold: Run, desk: Path) -> None:
    authors = ("--author", "Ada  Example=summary", "--author", "Ben Muster=review, proofs")
    run = scaffold("init", str(SMALL), "here", *authors, "--no-tex", "--slides", "beamer")
    assert run.returncode == 0, run.stderr
    main = (desk / "here" / "report" / "report.tex").read_text(encoding="utf-8")
    assert "\\reportauthor{Ada Example}{}{Summary}" in main
    assert "\\partauthor{proofs}{Ben Muster}" in main
    assert "Ada Example, Ben Muster" in (desk / "here" / "slides" / "slides.tex").read_text(encoding="utf-8")
    settings = state.load(desk / "here")
    assert [(a.name, a.parts) for a in settings.authors] == [
        ("Ada Example", ("summary",)),
        ("Ben Muster", ("review", "proofs")),
    ]
    assert settings.student == "Ada Example, Ben Muster"
    update = scaffold("update", "--dry-run", "--no-tex", cwd=desk / "here")
    assert update.stdout == "Everything is up to date.\n"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--author", "Ada=sumary"), 33, "no part 'sumary', to be by Ada (did you mean 'summary'?)"),
        (("--author", "Ada=summary", "--student", "Ben"), 2, "give --author for each of them"),
        (("--author", "=summary"), 2, "an author has no name"),
        (("--author", "Ada=summary", "--author", "Ada=proofs"), 2, "Ada is there twice"),
        (("--class", "my class"), 33, "'my class' is no document class: it must be the name of a LaTeX class"),
        (("--class", "nowhere/"), 33, "the template folder nowhere does not exist"),
    ],
)
def test_authors_and_classes_that_cannot_be(
    words: tuple[str, ...], code: int, says: str, scaffold: Run, desk: Path
) -> None:
    run = scaffold("init", str(SMALL), "here", *words, "--no-tex")
    assert (run.returncode, (desk / "here").exists()) == (code, False)
    assert says in " ".join(run.stderr.split())


@pytest.mark.requires_latex
def test_the_class_of_the_report_is_chosen(scaffold: Run, desk: Path) -> None:
    run = scaffold("init", str(SMALL), "here", "--class", "llncs", "--slides", "beamer", "--no-tex")
    assert run.returncode == 0, run.stderr
    main = (desk / "here" / "report" / "report.tex").read_text(encoding="utf-8")
    assert "\\documentclass[a4paper,orivec]{llncs}" in main
    assert state.load(desk / "here").document_class == "llncs"
    update = scaffold("update", "--dry-run", "--no-tex", cwd=desk / "here")
    assert update.stdout == "Everything is up to date.\n"
