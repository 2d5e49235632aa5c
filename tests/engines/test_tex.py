"""Compiling for real: what comes out, and what a hostile document cannot do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scaffold.engines import limits
from scaffold.engines.latex.choosing import find_engine
from scaffold.engines.latex.compile import compile_tex, render_pages
from scaffold.engines.latex.runs import Citations
from scaffold.engines.pdf import pdf_pages
from scaffold.errors import DiskError, EngineFailed, EngineMissing
from tests.engines.running import processes, wait_until


def document(body: str, preamble: str = "") -> str:
    return f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


def write(folder: Path, body: str, preamble: str = "", name: str = "report.tex") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(document(body, preamble), encoding="utf-8")
    return path


_PARTS = ("a.tex", "b.tex", "c.tex")
BIB = "@misc{gauss, author = {Gauss}, title = {On Numbers}, year = {1801}}\n"


@pytest.mark.requires_latex
class TestDocument:
    def test_inputs_references_and_bibliography_are_resolved(self, tmp_path: Path) -> None:
        body = "\\input{generated/a}See \\ref{s} and \\cite{gauss}.\\bibliographystyle{plain}"
        body += "\\bibliography{generated/refs}"
        main = write(tmp_path / "report", body)
        generated = tmp_path / "report" / "generated"
        generated.mkdir()
        (generated / "a.tex").write_text("\\section{One}\\label{s}\n", encoding="utf-8")
        (generated / "refs.bib").write_text(BIB, encoding="utf-8")
        result = compile_tex(main, tmp_path / "build")
        assert result.ok
        assert result.warnings == ()
        assert (result.pdf, result.pages) == (tmp_path / "build" / "report.pdf", 1)
        assert 2 <= result.runs <= 4

    def test_a_right_guess_of_what_is_cited_saves_a_run_and_changes_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[str]
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793448000")
        entries = BIB + BIB.replace("gauss", "euler").replace("Gauss", "Euler")
        body = "\\section{One}\\label{s}See \\ref{s}, \\cite{gauss} and \\cite{euler}.\\bibliographystyle{unsrt}"
        main = write(tmp_path / "report", body + "\\bibliography{refs}")
        (main.parent / "refs.bib").write_text(entries, encoding="utf-8")
        plain = compile_tex(main, tmp_path / "build", fresh=True)
        right = (("gauss", "euler"), plain.runs - 1, 1)
        for keys, runs, bibliographies in (right, (("euler",), plain.runs, 2), ((), plain.runs, 2)):
            expected = Citations(keys, "unsrt", ("refs",))
            started.clear()
            made = compile_tex(main, tmp_path / "build", fresh=True, expected=expected)
            assert (made.data, made.runs, made.ok, made.warnings) == (plain.data, runs, True, ())
            assert started.count("bibtex") == bibliographies

    def test_a_right_guess_of_what_natbib_prints_needs_one_run(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793448000")
        entries = (
            "@article{a, author = {Ada Ex{\\'a}mple and Ben {\\v{S}}ample and C. Third and D. Fourth}, title = {T}}\n"
            "@article{b, author = {{The Big Group}}, title = {U}, year = 1801}\n"
            "@article{c, author = {Gauss, C. F. and {\\O}re, O. and E. Name and F. Other}, title = {V}, year = 1801}\n"
            "@article{d, key = {Some}, title = {W}, year = {in press}}\n"
        )
        text = (
            "\\documentclass{article}\\usepackage[numbers]{natbib}\\usepackage{hyperref}\\usepackage{bookmark}"
            "\\begin{document}\\section{One}\\citet{a}, \\citet{b}, \\citet*{c}, \\cite{a,d}.\\section{Two}"
            "\\bibliographystyle{unsrtnat}\\bibliography{refs}\\end{document}"
        )
        folder = tmp_path / "report"
        folder.mkdir()
        (folder / "report.tex").write_text(text, encoding="utf-8")
        (folder / "refs.bib").write_text(entries, encoding="utf-8")
        plain = compile_tex(folder / "report.tex", tmp_path / "build", fresh=True)
        assert plain.ok
        assert plain.runs == 3
        for keys, runs in ((("a", "b", "c", "d"), 1), (("a", "b", "d"), 3), (("b", "a", "c", "d"), 3)):
            expected = Citations(keys, "unsrtnat", ("refs",))
            made = compile_tex(folder / "report.tex", tmp_path / "build", fresh=True, expected=expected)
            assert (made.data, made.runs, made.warnings) == (plain.data, runs, ())

    @pytest.mark.parametrize(
        "more",
        [
            "\\label{s}\\ref{s}",
            "\\label{s}\\pageref{s}",
            "\\tableofcontents",
            "\\PreviousTotalPages",
            "\\AddToHook{shipout/lastpage}{last}",
        ],
    )
    def test_a_right_guess_of_the_works_ends_no_document_that_needs_more_runs(
        self, more: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793448000")
        text = (
            "\\documentclass{article}\\usepackage[numbers]{natbib}\\begin{document}\\section{One}\\cite{gauss}."
            f"{more}\\bibliographystyle{{unsrtnat}}\\bibliography{{refs}}\\end{{document}}"
        )
        folder = tmp_path / "report"
        folder.mkdir()
        (folder / "report.tex").write_text(text, encoding="utf-8")
        (folder / "refs.bib").write_text(BIB, encoding="utf-8")
        plain = compile_tex(folder / "report.tex", tmp_path / "build", fresh=True)
        expected = Citations(("gauss",), "unsrtnat", ("refs",))
        made = compile_tex(folder / "report.tex", tmp_path / "build", fresh=True, expected=expected)
        assert (made.data, made.ok) == (plain.data, True)

    def test_a_right_guess_hides_no_mistake_in_the_bibliography(self, tmp_path: Path) -> None:
        main = write(tmp_path / "report", "See \\cite{gauss}.\\bibliographystyle{unsrt}\\bibliography{refs}")
        (main.parent / "refs.bib").write_text(BIB + "@misc{gauss, title = {Twice}}\n", encoding="utf-8")
        guessed = compile_tex(main, tmp_path / "build", fresh=True, expected=Citations(("gauss",), "unsrt", ("refs",)))
        assert [e.code for e in guessed.errors] == ["bibliography"]
        assert guessed.errors == compile_tex(main, tmp_path / "build", fresh=True).errors

    def test_a_wrong_guess_of_what_is_cited_costs_no_document(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The entry that is not cited ends the run."""
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793448000")
        bad = "@misc{bad, title = {{\\input{nowhere}}}, year = {1801}}\n"
        main = write(tmp_path / "report", "See \\cite{gauss}.\\bibliographystyle{unsrt}\\bibliography{refs}")
        (main.parent / "refs.bib").write_text(BIB + bad, encoding="utf-8")
        expected = Citations(("bad",), "unsrt", ("refs",))
        made = compile_tex(main, tmp_path / "build", fresh=True, expected=expected)
        assert made.ok
        assert made.data == compile_tex(main, tmp_path / "other", fresh=True).data

    def test_every_mistake_is_found_in_one_run(self, tmp_path: Path) -> None:
        body = "\\input{part}\n\\input{other}"
        main = write(tmp_path / "report", body)
        part = "One \\emph{never closed.\n\nThen \\first.\n\n\\input{nowhere}\n\n\\section{open\n\nThen \\second.\n"
        (tmp_path / "report" / "part.tex").write_text(part, encoding="utf-8")
        (tmp_path / "report" / "other.tex").write_text("Then \\third.\n", encoding="utf-8")
        result = compile_tex(main, tmp_path / "build")
        assert {(e.file, e.line) for e in result.errors} == {
            ("part.tex", 1), ("part.tex", 3), ("part.tex", 5), ("part.tex", 7), ("part.tex", 9), ("other.tex", 1),
        }  # fmt: skip
        assert all(e.advice for e in result.errors)
        assert len(result.errors) == 6
        assert (tmp_path / "report" / "part.tex").read_text(encoding="utf-8") == part

    def test_a_name_of_its_own_leaves_the_namesake_alone(self, tmp_path: Path) -> None:
        (tmp_path / "slides.pdf").write_bytes(b"from the deck")
        result = compile_tex(write(tmp_path / "s", "x", name="slides.tex"), tmp_path, name="slides-beamer.pdf")
        assert result.pdf == tmp_path / "slides-beamer.pdf"
        assert (tmp_path / "slides.pdf").read_bytes() == b"from the deck"

    def test_nothing_is_left_beside_the_source(self, tmp_path: Path) -> None:
        main = write(tmp_path / "report", "\\section{A}\\label{a}\\ref{a}")
        compile_tex(main, tmp_path / "build")
        assert [p.name for p in main.parent.iterdir()] == ["report.tex"]
        assert [p.name for p in (tmp_path / "build").iterdir()] == ["report.pdf"]

    def test_same_text_same_bytes(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793448000")
        one = compile_tex(write(tmp_path / "a", "x \\today"), tmp_path / "out1")
        two = compile_tex(write(tmp_path / "b", "x \\today"), tmp_path / "out2", fresh=True)
        assert one.data
        assert one.data == two.data

    def test_a_document_that_remembers_nothing_runs_once(self) -> None:
        assert render_pages(document("x")).runs == 1

    def test_the_bookkeeping_of_hyperref_and_beamer_is_nothing_to_remember(self) -> None:
        shipped = "\\shipout\\hbox{x%s}"
        beamer = "\\documentclass{beamer}\\begin{document}%s\\end{document}"
        assert render_pages(beamer % shipped % "").runs == 1
        assert render_pages(document("x", "\\usepackage{hyperref}")).runs == 1
        assert render_pages(beamer % shipped % "\\label{a}").runs == 2
        assert render_pages(document("\\pdfbookmark{A}{a}x", "\\usepackage{hyperref}")).runs == 2
        assert render_pages(beamer % "\\frame{\\inserttotalframenumber}").runs == 2

    def test_the_copy_of_a_document_does_not_wait_for_the_disk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        waits: list[int] = []
        monkeypatch.setattr(os, "fsync", waits.append)
        result = render_pages(document("\\input{a}\\input{b}\\input{c}"), extra_files=dict.fromkeys(_PARTS, b"x"))
        assert result.ok
        assert len(waits) <= 1, "only for what is kept of it"

    def test_error_names_file_line_and_offending_text(self, tmp_path: Path) -> None:
        main = write(tmp_path / "report", "\\input{summary}")
        (main.parent / "summary.tex").write_text("One.\n\nThe complexity $\\Rad(f)$.\n", encoding="utf-8")
        result = compile_tex(main, tmp_path / "build")
        (error,) = result.errors
        assert (error.file, error.line, error.offending) == ("summary.tex", 3, "\\Rad")
        assert not result.ok

    def test_undefined_references_and_citations_are_reported(self) -> None:
        result = render_pages(document("\\ref{a} \\cite{b}"))
        assert {(w.code, w.offending) for w in result.warnings} == {
            ("undefined-reference", "a"),
            ("undefined-citation", "b"),
        }

    def test_broken_bibliography_is_reported(self, tmp_path: Path) -> None:
        main = write(tmp_path / "report", "\\cite{gauss}\\bibliographystyle{plain}\\bibliography{refs}")
        (main.parent / "refs.bib").write_text(BIB.replace("{Gauss},", "{Gauss}"), encoding="utf-8")
        result = compile_tex(main, tmp_path / "build")
        assert [(e.code, e.file, e.line) for e in result.errors] == [("bibliography", "refs.bib", 1)]

    def test_an_old_pdf_stays_when_none_is_made(self, tmp_path: Path) -> None:
        main = write(tmp_path / "report", "\\input{gone}")
        old = tmp_path / "build" / "report.pdf"
        old.parent.mkdir()
        old.write_bytes(b"old")
        result = compile_tex(main, old.parent)
        assert result.pdf is None
        assert result.errors[0].offending == "gone.tex"
        assert old.read_bytes() == b"old"

    def test_stale_by_products_are_not_read(self, tmp_path: Path) -> None:
        main = write(tmp_path / "report", "\\ref{a}")
        (main.parent / "report.aux").write_text("\\newlabel{a}{{1}{1}}\n", encoding="utf-8")
        assert [w.code for w in compile_tex(main, tmp_path / "build").warnings] == ["undefined-reference"]

    def test_file_names_with_spaces_and_accents(self, tmp_path: Path) -> None:
        main = write(tmp_path / "Ada Lövelace's report", "x")
        assert compile_tex(main, tmp_path / "out put").ok

    def test_no_such_file(self, tmp_path: Path) -> None:
        with pytest.raises(EngineFailed, match="does not exist"):
            compile_tex(tmp_path / "report.tex", tmp_path)

    def test_output_folder_cannot_be_made(self, tmp_path: Path) -> None:
        main = write(tmp_path / "report", "x")
        (tmp_path / "build").write_text("in the way", encoding="utf-8")
        with pytest.raises(DiskError, match=r"cannot write to .*build"):
            compile_tex(main, tmp_path / "build")


@pytest.mark.requires_latex
class TestHostileDocument:
    def test_endless_loop_is_stopped_with_its_group(self, tmp_path: Path) -> None:
        main = write(tmp_path / "report", "\\loop\\iftrue\\repeat", name=f"endless-{os.getpid()}.tex")
        result = compile_tex(main, tmp_path / "build", timeout=2)
        assert result.pdf is None
        assert result.errors[0].code == "timeout"
        wait_until(lambda: not processes(main.name))

    def test_no_font_is_made(self, tmp_path: Path) -> None:
        write(tmp_path, "\\font\\q=nosuchfont \\q x")
        program = limits.which("pdflatex") or ""
        run = limits.run([program, "-interaction=batchmode", "report.tex"], tmp_path, limits.Limits(30))
        assert "mktextfm" not in run.output
        assert not (tmp_path / "missfont.log").exists()
        assert "nosuchfont" in (tmp_path / "report.log").read_text(encoding="utf-8")

    def test_shell_escape_does_nothing(self, tmp_path: Path) -> None:
        proof = tmp_path / "proof"
        result = render_pages(document(f"\\immediate\\write18{{touch {proof}}}x\\input{{|touch {proof}}}"))
        assert not proof.exists()
        assert "runsystem" not in result.log or "disabled" in result.log

    def test_names_for_the_bibliography_reach_no_shell(self, tmp_path: Path) -> None:
        main = write(tmp_path / "report", "\\cite{a}\\bibliographystyle{plain}\\bibliography{q$(touch$IFS./proof)}")
        (main.parent / "q$(touch$IFS.bib").write_text(BIB, encoding="utf-8")
        trace = compile_tex(main, tmp_path / "build")
        assert "proof" not in {p.name for p in tmp_path.rglob("*")}
        assert trace.runs <= 4

    @pytest.mark.parametrize(
        "body",
        [
            "\\input{SECRET}",
            "\\include{SECRET}",
            "\\newread\\r\\openin\\r=SECRET \\ifeof\\r\\else\\read\\r to\\x \\x\\fi",
            "\\pdffiledump offset 0 length 99 {SECRET}",
            "\\includegraphics{SECRET}",
            "\\InputIfFileExists{../outside.tex}{}{}",
        ],
    )
    def test_no_file_from_outside_is_read(self, tmp_path: Path, body: str) -> None:
        secret = tmp_path / "outside.tex"
        secret.write_text("xyzzysecret", encoding="utf-8")
        main = write(tmp_path / "report", body.replace("SECRET", secret.as_posix()), "\\usepackage{graphicx}")
        result = compile_tex(main, tmp_path / "build")
        assert "xyzzysecret" not in text_of(result.data)
        assert "78797A7A79" not in text_of(result.data)

    def test_a_first_line_that_names_a_format_is_a_comment(self) -> None:
        assert render_pages("%&nosuchformat -shell-escape\n" + document("x")).ok

    def test_a_format_beside_the_document_is_not_loaded(self, tmp_path: Path) -> None:
        """TeX looks for its own format in the folder of the document first."""
        main = write(tmp_path / "report", "Text.")
        (main.parent / "pdflatex.fmt").write_bytes(b"nothing")
        assert compile_tex(main, tmp_path / "build").ok

    def test_password_file_is_refused(self) -> None:
        result = render_pages(document("\\ref{a}\n\\input{/etc/passwd}"))
        assert result.data == b""
        (error,) = result.errors
        assert (error.code, error.line) == ("forbidden-file", 5)
        assert "its own folder" in error.advice
        assert result.warnings == ()

    @pytest.mark.parametrize("target", ["../escaped", "/SCRATCH/escaped", ".hidden"])
    def test_no_file_outside_is_written(self, tmp_path: Path, target: str) -> None:
        path = target.replace("/SCRATCH", tmp_path.as_posix())
        result = render_pages(document(f"\\newwrite\\w\\immediate\\openout\\w={path} "))
        assert [e.code for e in result.errors] == ["forbidden-file"]
        assert not list(tmp_path.rglob("escaped*"))

    @pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
    def test_links_that_lead_outside_are_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "outside.tex").write_text("xyzzysecret", encoding="utf-8")
        main = write(tmp_path / "report", "\\input{link}")
        (main.parent / "loop.tex").symlink_to("loop.tex")
        (main.parent / "link.tex").symlink_to(tmp_path / "outside.tex")
        (main.parent / "up").symlink_to(tmp_path, target_is_directory=True)
        assert compile_tex(main, tmp_path / "build").data == b""

    def test_endless_output_is_stopped_by_a_limit(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def small(seconds: float) -> limits.Limits:
            return real(seconds, file=1)

        real = limits.Limits
        monkeypatch.setattr(limits, "Limits", small)
        body = "\\newwrite\\w\\immediate\\openout\\w=big.txt \\loop\\immediate\\write\\w{0123456789}\\iftrue\\repeat"
        result = render_pages(document(body), timeout=60)
        assert result.data == b""
        assert result.errors[0].code != "timeout"


@pytest.mark.requires_latex
class TestRenderPages:
    def test_many_pieces_one_page_each(self) -> None:
        body = "\\newpage\n".join(f"Statement {n}: $x^{n}$" for n in range(5))
        result = render_pages(document(body))
        assert (result.pages, result.pdf) == (5, None)
        assert result.data.startswith(b"%PDF")

    def test_extra_files_lie_beside_the_document(self) -> None:
        result = render_pages(document("\\input{generated/m}\\R"), extra_files={"generated/m.tex": b"\\def\\R{x}"})
        assert result.ok

    def test_extra_files_stay_inside(self) -> None:
        with pytest.raises(ValueError, match="outside the folder"):
            render_pages(document("x"), extra_files={"../x.tex": b""})


class TestEngine:
    def test_missing_engine_names_the_package(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(EngineMissing) as caught:
            compile_tex(write(tmp_path, "x"), tmp_path)
        for words in ("apt-get install", "texlive-latex-extra", "brew install", "winget install"):
            assert words in caught.value.hint

    def test_engine_asked_for_is_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(EngineMissing, match="xelatex is not installed"):
            find_engine("xelatex")

    def test_unknown_engine(self) -> None:
        with pytest.raises(EngineMissing, match="is not a LaTeX engine"):
            find_engine("wordtex")

    @pytest.mark.requires_latex
    def test_lualatex_is_never_chosen_unasked(self) -> None:
        assert find_engine()[0] == "pdflatex"


@pytest.mark.requires_latex
def test_pages_of_a_file(tmp_path: Path) -> None:
    result = compile_tex(write(tmp_path, "a\\newpage b"), tmp_path / "out")
    assert result.pdf is not None
    assert pdf_pages(result.pdf) == 2


def test_a_file_that_is_not_a_pdf_is_reported(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"no pdf")
    with pytest.raises(EngineFailed, match="not a readable PDF"):
        pdf_pages(tmp_path / "x.pdf")


def text_of(pdf: bytes) -> str:
    if not pdf:
        return ""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def corner(png: bytes) -> tuple[int, ...]:
    import io

    from PIL import Image

    with Image.open(io.BytesIO(png)) as image:
        return tuple(image.convert("RGBA").getpixel((0, 0)))
