"""What a finished PDF may not hold: documents that try to put it there, typeset for real, and documents that do not."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from scaffold.engines import pdf_syntax
from scaffold.engines.latex.compile import TexResult, compile_tex, render_pages
from scaffold.engines.pdf_actions import findings

HYPER = "\\usepackage[pdfversion=1.7]{hyperref}"
JS = "/S/JavaScript/JS(app.alert\\(1\\))"
DESTINATION = "/S/GoTo/D[0 /Fit]"


def document(body: str, preamble: str = "") -> str:
    return f"\\documentclass{{article}}\n{preamble}\n\\begin{{document}}\n{body}\nx\n\\end{{document}}\n"


def action(inner: str) -> str:
    """A link of pdfTeX's own."""
    return rf"\leavevmode\pdfstartlink user{{/Subtype/Link/A<<{inner}>>}}x\pdfendlink"


PDFTEX = {
    "open-javascript": (rf"\pdfcatalog{{/OpenAction<<{JS}>>}}", "JavaScript"),
    "open-launch": (r"\pdfcatalog{/OpenAction<</S/Launch/F(calc.exe)>>}", "starts a program"),
    "open-web": (r"\pdfcatalog{/OpenAction<</S/URI/URI(https://example.org)>>}", "when the document is opened"),
    "open-primitive": (r"\pdfcatalog{}openaction user{<</S/URI/URI(https://example.org)>>}", "document is opened"),
    "open-named": (r"\pdfcatalog{/OpenAction<</S/Named/N/Print>>}", "document is opened"),
    "open-indirect": (
        rf"\immediate\pdfobj{{<<{JS}>>}}\pdfcatalog{{/OpenAction \the\pdflastobj\space0 R}}",
        "JavaScript",
    ),
    "open-type-indirect": (
        r"\immediate\pdfobj{/URI}\pdfcatalog{/OpenAction<</S \the\pdflastobj\space0 R/URI(https://example.org)>>}",
        "document is opened",
    ),
    "open-twice": (rf"\pdfcatalog{{/OpenAction<<{DESTINATION}>>/OpenAction<<{JS}>>}}", "JavaScript"),
    "open-then": (
        rf"\pdfcatalog{{/OpenAction<<{DESTINATION}/Next<</S/URI/URI(https://example.org)>>>>}}",
        "follows another",
    ),
    "name-in-hex": (r"\pdfcatalog{/Open#41ction<</S/#4aavaScript/JS(x)>>}".replace("#", r"\string#"), "JavaScript"),
    "catalog-aa": (r"\pdfcatalog{/AA<</WC<</S/URI/URI(https://example.org)>>>>}", "without a click"),
    "page-aa": (r"\pdfpageattr{/AA<</O<</S/URI/URI(https://example.org)>>>>}", "without a click"),
    "names-javascript": (rf"\pdfnames{{/JavaScript<</Names[(a)<<{JS}>>]>>}}", "JavaScript"),
    "annot-javascript": (rf"\pdfannot width 1cm height 1cm{{/Subtype/Link/A<<{JS}>>}}", "JavaScript"),
    "link-launch": (action("/S/Launch/F(/bin/sh)"), "starts a program"),
    "link-other-pdf": (action("/S/GoToR/F(other.pdf)/D[0 /Fit]"), "another file"),
    "link-file": (action("/S/URI/URI(file:///etc/passwd)"), "file:///etc/passwd"),
    "link-file-octal": (action(r"/S/URI/URI(\string\146ile:///etc/passwd)"), "file:///etc/passwd"),
    "link-file-hex": (action("/S/URI/URI<66696C653A2F2F2F78>"), "file:///x"),
    "link-script": (action("/S/URI/URI(javascript:alert)"), "javascript:alert"),
    "link-space": (action("/S/URI/URI(\\string\\t file:/x)"), "file:/x"),
    "link-print": (action("/S/Named/N/Print"), "command Print"),
    "link-submit": (action("/S/SubmitForm/F(https://example.org)"), "sends a form"),
    "link-import": (action("/S/ImportData/F(x.fdf)"), "imports data"),
    "link-thread": (action("/S/Thread/F(x.pdf)"), "another file"),
    "base": (r"\pdfcatalog{/URI<</Base(file:///home/)>>}", "file:///home/"),
    "embedded": (
        r"\immediate\pdfobj stream attr{/Type/EmbeddedFile}{x}\pdfnames{/EmbeddedFiles<</Names[(a)<</EF<<"
        r"/F \the\pdflastobj\space0 R>>>>]>>}",
        "embedded file",
    ),
    "embedded-untyped": (
        r"\immediate\pdfobj stream{x}\pdfannot width 1cm height 1cm{/Subtype/Text/FS<</EF<<"
        r"/UF \the\pdflastobj\space0 R>>>>}",
        "embedded file",
    ),
    "attachment": (r"\pdfannot width 1cm height 1cm{/Subtype/FileAttachment/FS(x)}", "embedded file"),
    "stream-outside": (
        r"\immediate\pdfobj stream attr{/F(/etc/passwd)}{}\pdfcatalog{/X \the\pdflastobj\space0 R}",
        "another file",
    ),
    "movie": (r"\pdfannot width 1cm height 1cm{/Subtype/Movie/Movie<</F(x.avi)>>}", "a film"),
    "richmedia": (r"\pdfannot width 1cm height 1cm{/Subtype/RichMedia}", "program"),
    "screen": (r"\pdfannot width 1cm height 1cm{/Subtype/Screen}", "film or sound"),
    "xfa": (r"\pdfcatalog{/AcroForm<</XFA(x)/Fields[]>>}", "XFA"),
}
"""Primitives of pdfTeX: what stands in the body, and words of the finding."""

PACKAGES = {
    "hyperref-run": (HYPER, r"\href{run:calc.exe}{x}", "starts a program"),
    "hyperref-file": (HYPER, r"\href{file:///etc/passwd}{x}", "starts a program|file:///etc|another file"),
    "hyperref-pdf": (HYPER, r"\href{other.pdf}{x}", "another file"),
    "hyperref-print": (HYPER, r"\Acrobatmenu{Print}{x}", "command Print"),
    "hyperref-form": (HYPER, r"\begin{Form}[action=https://example.org]\Submit{x}\end{Form}", "sends a form"),
    "hyperref-script": (HYPER, r"\begin{Form}\PushButton[onclick={app.alert(1)}]{x}\end{Form}", "JavaScript"),
    "hyperref-key": (HYPER, r"\begin{Form}\TextField[keystroke={event.rc=true}]{x}\end{Form}", "JavaScript"),
    "attachfile": ("\\usepackage{attachfile}", r"\attachfile{pages.tex}", "embedded file"),
    "attachfile2": ("\\usepackage{attachfile2}", r"\textattachfile{pages.tex}{x}", "embedded file"),
    "embedfile": ("\\usepackage{embedfile}", r"\embedfile{pages.tex}", "embedded file"),
    "movie15": (f"{HYPER}\\usepackage{{movie15}}", r"\includemovie[text=x]{1cm}{1cm}{film.avi}", "film|embedded file"),
    "media9": ("\\usepackage{media9}", r"\includemedia[addresource=pages.tex]{x}{pages.tex}", "program|embedded"),
}
"""Packages of TeX Live: preamble, body, words of the finding."""

DVIPDFMX = {
    "open-javascript": (rf"\special{{pdf:put @catalog <</OpenAction<<{JS}>>>>}}", "JavaScript"),
    "docview": (r"\special{pdf:docview <</OpenAction<</S/URI/URI(https://example.org)>>>>}", "is opened"),
    "annot": (r"\special{pdf:ann width 9pt height 9pt <</Subtype/Link/A<</S/Launch/F(sh)>>>>}", "starts a program"),
    "link-file": (
        r"\special{pdf:bann<</Subtype/Link/A<</S/URI/URI(file:///etc/passwd)>>>>}x\special{pdf:eann}",
        "file:///etc/passwd",
    ),
    "names": (rf"\special{{pdf:put @names <</JavaScript<</Names[(a)<<{JS}>>]>>>>}}", "JavaScript"),
    "page-aa": (r"\special{pdf:put @thispage <</AA<</O<</S/URI/URI(https://example.org)>>>>>>}", "without a click"),
    "embedded": (
        r"\special{pdf:fstream @x (pages.tex)}"
        r"\special{pdf:put @names <</EmbeddedFiles<</Names[(a)<</EF<</F @x>>>>]>>>>}",
        "embedded file",
    ),
}
"""Specials of xdvipdfmx."""

LUATEX = {
    "open-javascript": (rf"\pdfextension catalog{{/OpenAction<<{JS}>>}}", "JavaScript"),
    "annot": (rf"\pdfextension annot width 1cm height 1cm{{/Subtype/Link/A<<{JS}>>}}", "JavaScript"),
    "lua": (rf"\directlua{{pdf.setcatalog([[/OpenAction<<{JS}>>]])}}".replace("\\(1\\)", ""), "JavaScript"),
}


def refused(result: TexResult, words: str) -> None:
    """Fails unless the PDF was not kept, for a reason with one of the words, and with what to do."""
    errors = [e for e in result.errors if e.code == "pdf-action"]
    assert errors, result.errors
    assert (result.data, result.pages, result.ok) == (b"", None, False)
    assert any(word in e.text for e in errors for word in words.split("|")), errors
    assert all(e.advice for e in errors)


def once(tex: str, engine: str, extra_files: Mapping[str, bytes] | None = None) -> TexResult:
    """The PDF of a single run, which holds as much as that of the next ones."""
    return render_pages(tex, engine=engine, extra_files=extra_files, most_runs=1)


@pytest.mark.requires_latex
class TestHostileDocuments:
    @pytest.mark.parametrize("name", PDFTEX)
    def test_primitives(self, name: str) -> None:
        body, words = PDFTEX[name]
        refused(once(document(body), "pdflatex"), words)

    @pytest.mark.parametrize("name", PACKAGES)
    def test_packages(self, name: str) -> None:
        preamble, body, words = PACKAGES[name]
        film = {"film.avi": b"x"}
        refused(once(document(body, preamble), "pdflatex", extra_files=film), words)

    @pytest.mark.requires_xelatex
    @pytest.mark.parametrize("name", DVIPDFMX)
    def test_specials(self, name: str) -> None:
        body, words = DVIPDFMX[name]
        refused(once(document(body), "xelatex"), words)

    @pytest.mark.requires_lualatex
    @pytest.mark.parametrize("name", LUATEX)
    def test_lua(self, name: str) -> None:
        body, words = LUATEX[name]
        refused(once(document(body), "lualatex"), words)

    def test_the_statement_with_the_link_is_named(self, tmp_path: Path) -> None:
        main = tmp_path / "report" / "report.tex"
        (main.parent / "generated").mkdir(parents=True)
        (main.parent / "generated" / "bad.tex").write_text("Let\n\\href{file:///etc/passwd}{x}.\n", encoding="utf-8")
        (main.parent / "generated" / "good.tex").write_text("\\href{https://example.org}{x}\n", encoding="utf-8")
        body = "\\input{generated/good}\\input{generated/bad}"
        main.write_text(document(body, HYPER), encoding="utf-8")
        result = compile_tex(main, tmp_path / "build")
        assert {(e.file, e.line) for e in result.errors} == {("generated/bad.tex", 2)}
        assert not (tmp_path / "build").exists()

    def test_an_older_pdf_stays(self, tmp_path: Path) -> None:
        main = tmp_path / "report.tex"
        main.write_text(document("x"), encoding="utf-8")
        before = compile_tex(main, tmp_path / "build").data
        main.write_text(document(PDFTEX["open-launch"][0]), encoding="utf-8")
        assert compile_tex(main, tmp_path / "build").pdf is None
        assert (tmp_path / "build" / "report.pdf").read_bytes() == before


@pytest.mark.requires_xelatex
def test_a_damaged_pdf_is_an_error_of_the_statement(tmp_path: Path) -> None:
    """xdvipdfmx stops at a picture that is missing, and leaves a file without an end."""
    main = tmp_path / "report.tex"
    main.write_text(document(r"\input{good}\input{bad}"), encoding="utf-8")
    (tmp_path / "good.tex").write_text("x", encoding="utf-8")
    (tmp_path / "bad.tex").write_text("Let\n\\special{pdf:image (missing.pdf)}", encoding="utf-8")
    result = compile_tex(main, tmp_path / "build", engine="xelatex")
    assert (result.data, result.pages, result.ok) == (b"", None, False)
    assert [(e.file, e.line) for e in result.errors] == [("bad.tex", 2)]
    assert result.errors[0].advice


CLEAN = {
    "plain": ("pdflatex", document("x")),
    "links": (
        "pdflatex",
        document(
            r"\tableofcontents\section{A}\label{a}\ref{a}\href{https://example.org/a\%20b?c=d#e}{x}\url{www.example.org}"
            r"\url{doi.ieeecomputersociety.org/10.1109/x}\href{mailto:ada@example.org}{y}\hyperlink{page.1}{z}"
            r"\Acrobatmenu{NextPage}{n}\begin{Form}\TextField{name}\end{Form}",
            HYPER,
        ),
    ),
    "colours": (
        "pdflatex",
        document(r"\begin{tikzpicture}\shade[blend mode=screen] circle(1);\end{tikzpicture}", r"\usepackage{tikz}"),
    ),
    "unused-cmaps": (
        "pdflatex",
        document(
            "x", "\\usepackage{cmap}\\usepackage[noTeX]{mmap}\\usepackage{bm,amssymb,lmodern}\\usepackage[T1]{fontenc}"
        ),
    ),
    "opens-at": ("pdflatex", document(r"\pdfcatalog{}openaction goto page 1 {/Fit}")),
    "beamer": (
        "pdflatex",
        r"\documentclass{beamer}\usetheme{Berkeley}\begin{document}\section{A}\begin{frame}{x}\transdissolve\pause y"
        r"\beamergotobutton{z}\hyperlink{a}{\beamerbutton{b}}\end{frame}\begin{frame}[label=a]q\end{frame}\end{document}",
    ),
    "xelatex": ("xelatex", document(r"\section{A}\href{https://example.org}{x}", HYPER)),
    "lualatex": ("lualatex", document(r"\section{A}\href{https://example.org}{x}", HYPER)),
}


@pytest.mark.requires_latex
@pytest.mark.requires_xelatex
@pytest.mark.requires_lualatex
@pytest.mark.parametrize("name", CLEAN)
def test_what_documents_need_is_kept(name: str) -> None:
    engine, tex = CLEAN[name]
    result = render_pages(tex, engine=engine)
    assert result.errors == ()
    assert result.data


def pdf(*objects: str) -> bytes:
    """A file with these objects; without a table of them, as findings must not depend on it."""
    body = "".join(f"{n} 0 obj\n{text}\nendobj\n" for n, text in enumerate(objects, 1))
    return f"%PDF-1.7\n{body}trailer <</Root 1 0 R>>\n%%EOF\n".encode("latin-1")


def packed(*objects: str, size: int = 0) -> bytes:
    """A file with these objects in an object stream; size: bytes of space after them."""
    starts = [sum(map(len, objects[:n])) for n in range(len(objects))]
    head = " ".join(f"{n + 1} {start}" for n, start in enumerate(starts)) + " "
    content = zlib.compress((head + "".join(objects)).encode("latin-1") + b" " * size)
    begin = (
        f"99 0 obj<</Type/ObjStm/N {len(objects)}/First {len(head)}/Filter/FlateDecode/Length {len(content)}>>stream\n"
    )
    return b"%PDF-1.7\n" + begin.encode() + content + b"\nendstream endobj\n"


WHATS = {
    "comment": ("<</OpenAction%x\n2%y\n0%z\nR>>", "<</S/URI/URI(https://example.org)>>"),
    "string-with-end": ("<</A(endobj \\) 2 0 obj % )/OpenAction<</S/JavaScript>>>>",),
    "open-string": ("<</A(x \\", "<</S/JavaScript>>"),
    "cut": ("<</OpenAction<</S/JavaScript",),
    "name-of-a-name": ("<</S 2 0 R>>", "/J#61vaScript"),
    "second-definition": ("<</A<</S/GoTo/S/Launch>>>>",),
    "key-lost": ("<<5/OpenAction<</S/Named/N/Print>>>>",),
    "chain": ("<</OpenAction 2 0 R>>", "3 0 R", "<</S 4 0 R>>", "/Named"),
    "utf-16": ("<</S/URI/URI<FEFF00660069006C0065003A002F0078>>>",),
    "control-characters": ("<</S/URI/URI(\\n\tfi\\\nle:/x)>>",),
    "without-scheme": ("<</S/URI/URI(../../start.sh)>>",),
    "in-an-array": ("[[[<</AA<</O<</S/Hide>>>>>>]]]",),
}


@pytest.mark.parametrize("name", WHATS)
def test_objects_however_they_are_written(name: str) -> None:
    assert findings(pdf(*WHATS[name]))
    assert findings(packed(*WHATS[name]))


def test_a_trailer_counts() -> None:
    (finding,) = findings(pdf("<<>>") + b"trailer<</Encrypt 1 0 R>>")
    assert finding.what == "encryption"


@pytest.mark.parametrize(
    "text",
    [
        "<</Type/Page/Tabs/S/Parent 1 0 R/AA<<>>/BM/Screen>>",
        "<</OpenAction[1 0 R/Fit]/PageLabels<</Nums[0<</S/D>>]>>>>",
        "<</OpenAction null/URI(http://example.org)/F 4>>",
        "<</OpenAction 1 0 R/S/GoTo/D(a)>>",
        "(/JavaScript /Launch)",
        "<</Differences[65/AA/EF/JS]/Font<</AA 1 0 R/EF 1 0 R>>>>",
    ],
)
def test_objects_that_only_look_alike(text: str) -> None:
    assert findings(pdf(text)) == ()


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert findings(packed("<<>>", size=1000)) == ()
    monkeypatch.setattr(pdf_syntax, "MAX_UNPACKED", 1000)
    monkeypatch.setattr(pdf_syntax._Budget, "__init__", lambda self: _budget(self, 1000))
    assert "larger than" in findings(packed("<<>>", size=1000))[0].what


def _budget(self: pdf_syntax._Budget, size: int) -> None:
    self.tokens, self.unpacked = size, size


@pytest.mark.parametrize("unit", [b"1 0 obj (", b"1 0 obj <", b"1 0 obj %", b"1 0 obj [", b"1 0 obj /a", b"<<", b"1 "])
def test_shapes_that_could_take_long(unit: bytes) -> None:
    findings(unit * 20_000)


def test_an_object_stream_that_is_damaged() -> None:
    whole = packed("<<>>")
    (finding,) = findings(whole.replace(b"stream\n", b"stream\nx", 1))
    assert "cannot be read" in finding.what
