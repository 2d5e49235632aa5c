"""What is compiled or exported again, and what is not: a change anywhere counts, the time of a file does not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold import clock
from scaffold.engines import fonts, results
from scaffold.engines.latex import keeping
from scaffold.engines.latex.compile import TexResult, compile_tex, render_pages
from scaffold.engines.office.export import OfficeResult, export_pdf
from scaffold.engines.sandbox import visible
from tests.conftest import ROOT
from tests.engines.test_office import deck

DAY = 1_793_448_000


@pytest.fixture
def started(started: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The programs that were started, in an empty cache, on one day."""
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(clock, "seconds", lambda: DAY)
    return started


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A document that inputs a file, and uses a class and a style of its own."""
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "own.cls").write_text("\\LoadClass{article}\n", encoding="utf-8")
    (folder / "part.tex").write_text("Part.\\label{a}\n", encoding="utf-8")
    source = "\\documentclass{own}\\usepackage{kept}\\begin{document}\\input{part}\\ref{a} \\kept\\end{document}\n"
    (folder / "report.tex").write_text(source, encoding="utf-8")
    (folder / "kept.sty").write_text("\\def\\kept{\\ref{nowhere}}\n", encoding="utf-8")
    return folder / "report.tex"


def facts(result: TexResult) -> tuple[object, ...]:
    return result.data, result.pages, result.runs, result.warnings, result.log, result.ok


def key_of(copy: Path) -> str:
    """The key of one result, in a new process that runs a copy of scaffold."""
    program = "from scaffold.engines import results; print(results.key('a result'))"
    run = subprocess.run([sys.executable, "-c", program], cwd=copy, check=True, capture_output=True, text=True)
    return run.stdout


def test_a_change_in_the_code_counts(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scaffold", tmp_path / "scaffold")
    first = key_of(tmp_path)
    module = tmp_path / "scaffold" / "check" / "printed" / "witness.py"
    os.utime(module, (1, 1))
    assert key_of(tmp_path) == first
    module.write_text(f"{module.read_text(encoding='utf-8')}\n# changed\n", encoding="utf-8")
    assert key_of(tmp_path) != first


def peak(work: Callable[[], object]) -> int:
    """The most bytes that work takes besides what is there before."""
    work()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_keys_differ_wherever_their_parts_do() -> None:
    parts = [
        (b"ab",),
        ("ab",),
        ("b'ab'",),
        ([b"ab"],),
        ([b"a", b"b"],),
        ([b"a"], b"b"),
        ([[b"a"], b"b"],),
        ("a", "b"),
        (),
    ]
    assert len({results.key(*some) for some in parts}) == len(parts)


def test_what_a_key_depends_on_is_not_copied() -> None:
    content = bytes(range(256)) * 40_000
    assert peak(lambda: results.key("a", [("b", content)], (content,))) < len(content) / 10


def test_the_key_of_a_document_holds_one_of_its_files_at_a_time(tmp_path: Path) -> None:
    content = bytes(range(256)) * 20_000
    names = [f"{n}.pdf" for n in range(6)]
    for name in names:
        (tmp_path / name).write_bytes(content)
    made = partial(keeping.name, tmp_path / "a.tex", names, program="/bin/pdflatex", epoch=DAY)
    assert peak(made) < 2.5 * len(content)
    assert made()


@pytest.mark.requires_latex
class TestDocument:
    def test_the_same_document_is_compiled_once(self, report: Path, started: list[str], tmp_path: Path) -> None:
        one = compile_tex(report, tmp_path / "build")
        assert one.ok
        assert one.warnings
        count = len(started)
        for path in report.parent.iterdir():
            os.utime(path, (1, 1))
        two = compile_tex(report, tmp_path / "other" / "build")
        assert len(started) == count
        assert facts(two) == facts(one)
        assert two.pdf is not None
        assert two.pdf.read_bytes() == one.data

    def test_fresh_compiles_again(self, report: Path, started: list[str], tmp_path: Path) -> None:
        compile_tex(report, tmp_path)
        count = len(started)
        compile_tex(report, tmp_path, fresh=True)
        assert len(started) > count

    def test_a_change_in_any_file_counts(self, report: Path, started: list[str], tmp_path: Path) -> None:
        compile_tex(report, tmp_path)
        for name in ("report.tex", "part.tex", "own.cls", "kept.sty", "new.tex"):
            count = len(started)
            path = report.with_name(name)
            before = path.stat() if path.exists() else None
            path.write_text((path.read_text(encoding="utf-8") if before else "") + "% more\n", encoding="utf-8")
            if before:
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            compile_tex(report, tmp_path)
            assert len(started) > count, name

    @pytest.mark.parametrize("change", ["other content", "hides another one", "removed"])
    def test_a_change_in_the_installation_counts(
        self, change: str, started: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tree = tmp_path / "texmf"
        package = tree / "tex" / "latex" / "verbatim.sty"
        package.parent.mkdir(parents=True)
        monkeypatch.setenv("TEXMFHOME", str(tree))
        trees = {**visible._trees(), "TEXMFHOME": tree}
        monkeypatch.setattr(visible, "_trees", lambda: trees)
        content = "\\def\\which{home}\n"
        if change != "hides another one":
            package.write_text(content, encoding="utf-8")
        source = "\\documentclass{article}\\usepackage{verbatim}\\begin{document}\\providecommand\\which{}x\\which"
        one = render_pages(source + "\\end{document}")
        assert one.ok
        count = len(started)
        if change == "removed":
            package.unlink()
        else:
            package.write_text(content.replace("home", "other"), encoding="utf-8")
        two = render_pages(source + "\\end{document}")
        assert len(started) > count
        assert two.data != one.data

    def test_a_document_that_fails_is_compiled_again(self, report: Path, started: list[str], tmp_path: Path) -> None:
        report.write_text("\\documentclass{article}\\begin{document}x\\nowhere\\end{document}", encoding="utf-8")
        assert not compile_tex(report, tmp_path / "build").ok
        count = len(started)
        assert not compile_tex(report, tmp_path / "build").ok
        assert len(started) > count

    @pytest.mark.parametrize("body", ["x\\nowhere", "\\undefined\\stop", "\\input{nowhere}", "\\ref{"])
    def test_a_trial_that_fails_is_not_repeated(self, body: str, started: list[str]) -> None:
        source = f"\\documentclass{{article}}\\begin{{document}}{body}\\end{{document}}"
        one = render_pages(source)
        assert not one.ok
        count = len(started)
        two = render_pages(source)
        assert (two.errors, *facts(two)) == (one.errors, *facts(one))
        assert len(started) == count
        assert render_pages(source.replace(body, "well")).ok

    def test_a_trial_that_was_stopped_is_repeated(self, started: list[str]) -> None:
        source = "\\documentclass{article}\\begin{document}\\loop\\iftrue\\repeat\\end{document}"
        assert render_pages(source, timeout=1).errors[0].code == "timeout"
        count = len(started)
        assert render_pages(source, timeout=1).errors[0].code == "timeout"
        assert len(started) > count

    def test_another_day_is_another_document(
        self, report: Path, started: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        compile_tex(report, tmp_path)
        count = len(started)
        monkeypatch.setattr(clock, "seconds", lambda: DAY + 3600)
        compile_tex(report, tmp_path)
        assert len(started) == count
        monkeypatch.setattr(clock, "seconds", lambda: DAY + 86_400)
        compile_tex(report, tmp_path)
        assert len(started) > count

    def test_a_given_time_is_kept_to_the_second(
        self, report: Path, started: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))
        one = compile_tex(report, tmp_path)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY + 1))
        monkeypatch.setattr(clock, "seconds", lambda: DAY + 1)
        assert compile_tex(report, tmp_path).data != one.data

    def test_a_cache_that_cannot_be_used_costs_only_time(
        self, report: Path, started: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "file").write_bytes(b"")
        monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "file"))
        assert compile_tex(report, tmp_path).ok


@pytest.mark.requires_xelatex
@pytest.mark.parametrize(("now", "again"), [("a.ttf", False), ("a.ttf\nb.ttf", True), ("", True)])
def test_all_installed_fonts_count_for_xetex(
    now: str, again: bool, report: Path, started: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not say which fonts it read, and without fontconfig nobody knows which there are."""
    monkeypatch.setattr(fonts, "installed", lambda: "a.ttf" if now else "")
    one = compile_tex(report, tmp_path, engine="xelatex")
    assert one.ok
    count = len(started)
    monkeypatch.setattr(fonts, "installed", lambda: now)
    two = compile_tex(report, tmp_path, engine="xelatex")
    assert (len(started) > count) is again
    assert again or facts(two) == facts(one)


@pytest.mark.requires_office
def test_the_same_deck_is_exported_once_and_every_change_counts(started: list[str], tmp_path: Path) -> None:
    source, vectors = deck(tmp_path / "slides.pptx"), tmp_path / "generated"
    vectors.mkdir()

    def exports(name: str, **more: bool) -> tuple[int, OfficeResult]:
        """How often LibreOffice was started, and the result."""
        before = started.count("soffice")
        result = export_pdf(source, tmp_path / name, vectors=vectors, **more)
        return started.count("soffice") - before, result

    first, one = exports("one.pdf")
    again, two = exports("two.pdf")
    assert (first > 0, again) == (True, 0)
    assert (one.pages, one.lost, one.warnings) == (two.pages, two.lost, two.warnings)
    assert one.pdf.read_bytes() == two.pdf.read_bytes()
    assert exports("three.pdf", fresh=True)[0]
    (vectors / "figure.pdf").write_bytes(b"a drawing")
    assert exports("four.pdf")[0]
    deck(source, slides=3)
    assert exports("five.pdf")[0]


@given(at=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255), cut=st.booleans())
def test_a_damaged_result_is_no_result(
    tmp_path_factory: pytest.TempPathFactory, at: float, byte: int, cut: bool
) -> None:
    folder, files = tmp_path_factory.mktemp("cache"), {"pdf": b"the PDF" * 200, "log": b"the log"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCAFFOLD_CACHE", str(folder))
        results.keep("name", files)
        path = folder / "results" / "name.result"
        whole = path.read_bytes()
        n = int(at * len(whole))
        path.write_bytes(whole[:n] if cut else whole[:n] + bytes([byte]) + whole[n + 1 :])
        assert results.find("name") in (None, files)


def test_a_result_under_the_name_of_another_is_no_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path))
    for name in ("one", "two"):
        results.keep(name, {"pdf": name.encode()})
    one, two = (tmp_path / "results" / f"{name}.result" for name in ("one", "two"))
    one.write_bytes(two.read_bytes())
    assert results.find("one") is None
    assert not results.holds("one")
    assert results.find("two") == {"pdf": b"two"}
    results.keep("one", {"pdf": b"one"})
    assert results.find("one") == {"pdf": b"one"}


def test_results_that_were_not_used_for_longest_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path))
    monkeypatch.setattr(results, "_MOST", 3600)
    for n, name in enumerate("abcd"):
        results.keep(name, {"pdf": os.urandom(800)})
        os.utime(tmp_path / "results" / f"{name}.result", (n, n))
        if name == "c":
            assert results.find("a")
    assert [bool(results.find(name)) for name in "abcd"] == [True, False, True, True]
    assert results.size() <= 3600
    results.clear()
    assert results.size() == 0
