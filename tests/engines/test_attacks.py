r"""Documents that try to read files of the user: none gets a byte into the PDF, with and without a sandbox.

Each attack is a line of LaTeX in which %(file)s is the file to steal. They are combined with ways to spell its path,
and with the preamble that scaffold writes. A few run by default, every combination with `make long`.
"""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from scaffold.engines import limits
from scaffold.engines.latex.compile import TexResult, compile_tex
from scaffold.engines.sandbox import walls
from scaffold.errors import EngineMissing
from scaffold.resources import template
from tests.conftest import LONG_TESTS

CANARY = "canary-2f81c4"
ATTACKS = r"""
\immediate\pdfobj stream file {%(file)s}\pdfcatalog{/X \the\pdflastobj\space 0 R}
\immediate\pdfobj stream attr{/A 1} FILE{%(file)s}
\pdfobj file {%(file)s}\pdfrefobj\pdflastobj
\def\f{fi}\immediate\pdfobj stream \f le{%(file)s}
\protected\def\f{fi}\immediate\pdfobj stream \f le{%(file)s}
\immediate\csname pdf\string o\string b\string j\endcsname stream file{%(file)s}
\immediate\pdfprimitive\pdfobj stream file{%(file)s}
\immediate\csname tex_pdfobj:D\endcsname stream file{%(file)s}
\ExplSyntaxOn\tex_immediate:D\tex_pdfobj:D stream file{%(file)s}\ExplSyntaxOff
\let\o\pdfobj\immediate\o stream file {%(file)s}
\AtEndDocument{\immediate\pdfobj stream file {%(file)s}}
{\globaldefs=1\everypar{\immediate\pdfobj stream file {%(file)s}}}\par a
\immediate\pdfobj stream attr{/A 1}\if aa file\fi{%(file)s}
\immediate\pdfobj useobjnum 3 stream file{%(file)s}
\edef\z{\pdffiledump length 99{%(file)s}}\z
\input{%(file)s}
\makeatletter\@@input %(file)s
\newread\r\openin\r=%(file)s \read\r to\x\x\closein\r
\newread\r\openin\r={%(file)s}\readline\r to\x\x
\lstinputlisting{%(file)s}
\verbatiminput{%(file)s}
\VerbatimInput{%(file)s}
\includegraphics{%(file)s}
\pdfximage{%(file)s}\pdfrefximage\pdflastximage
\pdfmapline{+x <%(file)s}\font\x=x \x a
\immediate\write18{cp %(file)s stolen.tex}\input{stolen}
\input{|cat %(file)s}
\special{pdf:fstream @x (%(file)s)}\special{pdf:put @catalog <</X @x>>}
\special{pdf:image (%(file)s)}
\special{psfile=%(file)s hscale=1}
\special{ps: plotfile %(file)s}
\special{dvipdfmx:config p %(file)s}
\XeTeXpdffile %(file)s
\XeTeXpicfile %(file)s
\directlua{local f = io.open([[%(file)s]]); tex.print(f:read("a"))}
\directlua{pdf.immediateobj("streamfile", [[%(file)s]])}
\directlua{for l in io.lines([[%(file)s]]) do tex.print(l) end}
\latelua{pdf.setcatalog("/X (" .. io.open([[%(file)s]]):read("a") .. ")")}
\directlua{os.execute("cp %(file)s stolen.tex")}\input{stolen}
\directlua{tex.print(io.popen("cat %(file)s"):read("a"))}
\directlua{loadfile([[%(file)s]])}\directlua{tex.print(kpse.find_file([[%(file)s]]))}
\immediate\pdfextension obj stream file{%(file)s}
\bibliography{%(file)s}\cite{x}
\ExplSyntaxOn\file_get:nnNTF{%(file)s}{}\l_tmpa_tl{\tl_use:N\l_tmpa_tl}{}\ExplSyntaxOff
\ExplSyntaxOn\file_input:n{%(file)s}\ExplSyntaxOff
\CatchFileDef\x{%(file)s}{}\x
\attachfile{%(file)s}
\embedfile{%(file)s}
""".strip().splitlines()
PATHS = ("%(absolute)s", "../secret.txt", "./../secret.txt", "%(home)s", "sub/../../secret.txt")
ENGINES = ("pdflatex", "xelatex", "lualatex")
PACKAGES = {
    r"\includegraphics": "graphicx", r"\verbatiminput": "verbatim", r"\VerbatimInput": "fancyvrb",
    r"\lstinputlisting": "listings", r"\CatchFileDef": "catchfile", r"\attachfile": "attachfile",
    r"\embedfile": "embedfile", r"\href": "hyperref",
}  # fmt: skip
"""The packages that commands of attacks are from, and hyperref, which changes what many others do."""

pytestmark = [
    pytest.mark.requires_latex, pytest.mark.requires_xelatex, pytest.mark.requires_lualatex, pytest.mark.slow,
]  # fmt: skip


OF_XETEX = re.compile(r"pdf:|psfile|ps:|dvipdfmx|XeTeX")
OF_LUATEX = re.compile(r"lua\{|pdfextension")
OF_PDFTEX = re.compile(r"pdfobj|pdfprimitive|pdf.string|pdffiledump|pdfximage|pdfmapline")
"""Commands of one engine, which are unknown to the others; an attack without them is one on each engine."""


def chosen(wall: str, engine: str, n: int) -> bool:
    """Whether the attack of this number is made by default: on pdfLaTeX without a sandbox, and on an engine in one.

    The sandboxes take turns, and so do the engines if an attack is one on each.
    """
    attack = ATTACKS[n]
    ours = {"xelatex": OF_XETEX, "lualatex": OF_LUATEX, "pdflatex": OF_PDFTEX}
    own = next((name for name, commands in ours.items() if commands.search(attack)), "")
    if wall == "none":
        return own in ("", "pdflatex")
    return walls.CHOICES.index(wall) == n % 2 and engine == (own or ENGINES[n % len(ENGINES)])


def path_of(n: int) -> int:
    """The number of the path that the attack of this number gets by default; within ExplSyntaxOn, ~ is a space."""
    found = n % len(PATHS)
    return found + 1 if "ExplSyntaxOn" in ATTACKS[n] and PATHS[found] == "%(home)s" else found


def cases() -> list[tuple[str, str, str, str]]:
    """Wall, engine, attack and path: all, or by default those that are chosen, each with one path."""
    every = product(walls.CHOICES, ENGINES, range(len(ATTACKS)), range(len(PATHS)))
    rows = [(w, e, a, p) for w, e, a, p in every if w != "none" or e == "pdflatex"]
    if not LONG_TESTS:
        rows = [(w, e, a, p) for w, e, a, p in rows if p == path_of(a) and chosen(w, e, a)]
    return [(w, e, ATTACKS[a], PATHS[p]) for w, e, a, p in rows]


def test_each_attack_is_made_by_default_in_a_sandbox() -> None:
    for n, attack in enumerate(ATTACKS):
        made = [(wall, engine) for wall in walls.CHOICES[:2] for engine in ENGINES if chosen(wall, engine, n)]
        assert len(made) == 1, attack


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a document, next to a secret file, with the same secret in the home and the environment."""
    for name in ("secret.txt", "secret.tex", "secret.bib"):
        (tmp_path / name).write_text(f"{CANARY}\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TOKEN", CANARY)
    own = tmp_path / "report"
    (own / "sub").mkdir(parents=True)
    return own


@pytest.mark.parametrize(("wall", "engine", "attack", "path"), cases())
def test_nothing_is_stolen(
    wall: str, engine: str, attack: str, path: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCAFFOLD_SANDBOX", wall)
    if walls.wall() != wall:
        pytest.skip(f"{wall} does not work here")
    places = {"absolute": str(folder.parent / "secret.txt"), "home": "~/secret.txt"}
    text = f"x {attack % {'file': path % places}}"
    result = compiled(folder, text, engine)
    assert CANARY not in everything(result)
    assert [p.name for p in folder.parent.iterdir() if p.suffix == ".pdf"] == []


PATIENCE = 8.0
"""Seconds: an attack that hangs has stolen nothing."""


def packages(text: str) -> str:
    """The packages of a document: those that its attack needs, and all of them with `make long`; they take longest."""
    return ",".join(name for command, name in PACKAGES.items() if LONG_TESTS or command in text)


def compiled(folder: Path, text: str, engine: str) -> TexResult:
    preamble = f"\\documentclass{{article}}\n\\usepackage{{{packages(text)}}}\n"
    head = template("report", "macros-head.tex").read_text(encoding="utf-8")
    main = folder / "report.tex"
    main.write_text(f"{preamble}{head}\\makeatother\\begin{{document}}{text}\n\\end{{document}}", encoding="utf-8")
    return compile_tex(main, folder.parent / "out", engine=engine, timeout=PATIENCE)


def everything(result: TexResult) -> str:
    """The PDF's bytes, its decoded streams and its text."""
    data = result.data
    found = [data]
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            found.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            continue
    text = ""
    with contextlib.suppress(PyPdfError):  # an attack may have left nonsense in the page
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages) if data else ""
    return b"\n".join(found).decode("latin-1") + text


def test_the_canary_would_be_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same attack without our preamble, sandbox, record and look at the PDF is seen: the tests above can fail."""
    monkeypatch.setenv("SCAFFOLD_SANDBOX", "none")
    monkeypatch.setattr("scaffold.engines.latex.recorded.outside", lambda *_: None)
    monkeypatch.setattr("scaffold.engines.latex.finished.judged", lambda data, *_: (data, 1, ()))
    text = f"x\\immediate\\pdfobj stream file {{{folder.parent / 'secret.txt'}}}"
    main = folder / "report.tex"
    main.write_text(f"\\documentclass{{article}}\\begin{{document}}{text}\\end{{document}}", encoding="utf-8")
    assert CANARY in everything(compile_tex(main, folder.parent / "out", engine="pdflatex"))


def test_a_file_outside_that_was_opened_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCAFFOLD_SANDBOX", "none")
    secret = folder.parent / "secret.txt"
    main = folder / "report.tex"
    text = f"x\\immediate\\pdfobj stream file {{{secret}}}"
    main.write_text(f"\\documentclass{{article}}\\begin{{document}}{text}\\end{{document}}", encoding="utf-8")
    result = compile_tex(main, folder.parent / "out", engine="pdflatex")
    assert (result.pdf, result.errors[0].code) == (None, "leak")
    assert str(secret) in result.errors[0].text


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_engines_that_read_any_file_need_a_sandbox(engine: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCAFFOLD_SANDBOX", raising=False)
    monkeypatch.setattr("scaffold.engines.latex.choosing.wall", lambda: "none")
    with pytest.raises(EngineMissing, match="there is no sandbox"):
        compiled(folder, "x", engine)
    assert limits.which(engine)


def test_drawings_with_pdf_objects_are_not_refused(folder: Path) -> None:
    head = template("report", "macros-head.tex").read_text(encoding="utf-8")
    drawn = (
        "\\tikz\\shade[ball color=red] (0,0) circle (1);\\tikz\\fill[pattern=dots,opacity=.3] (0,0) circle (1);"
        "\\tikz\\shade[shading=color wheel] (0,0) circle (1);\\pdfobj reserveobjnum\\relax"
        "\\immediate\\pdfobj useobjnum \\the\\pdflastobj{<<>>}\\immediate\\pdfobj stream attr{/T /X}{abc}"
        "\\pdfcatalog{/T \\the\\pdflastobj\\space 0 R}"
    )
    main = folder / "report.tex"
    libraries = "\\usepackage{tikz,hyperref}\\usetikzlibrary{patterns,shadings}\n"
    main.write_text(
        f"\\documentclass{{article}}{libraries}{head}\\makeatother\\begin{{document}}{drawn}\\end{{document}}",
        encoding="utf-8",
    )
    result = compile_tex(main, folder.parent / "out", engine="pdflatex")
    assert result.ok, result.errors
