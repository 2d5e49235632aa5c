"""A report's runs begin with a format of its class and style: the same PDF, byte for byte, in less time."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from scaffold import clock, languages
from scaffold.engines import results
from scaffold.engines.background import Cancelled
from scaffold.engines.latex import formats, keeping
from scaffold.engines.latex.choosing import find_engine
from scaffold.engines.latex.compile import TexResult, compile_tex, prepare
from scaffold.engines.latex.runs import Format
from scaffold.engines.sandbox.walls import wall
from scaffold.resources import template
from scaffold.write.report.files import language_file

HEAD = (
    "% A comment.\n\\documentclass[11pt,a4paper]{article}\n"
    "\\usepackage[margin=25mm,sidemargin=38mm]{generated/scaffold-report}\n"
)
PREAMBLE = "\\newcommand\\mine{mine}\n"
BODY = (
    "\\begin{document}\n\\tableofcontents\n\\section{One}\\label{one}\nWords, see \\cref{two} and \\cite{knuth}.\n"
    "\\section{Two}\\label{two}\n\\question{Why?} See \\cref{one}.\n\\input{part}\n"
    "\\scaffoldreferences\n\\end{document}\n"
)
WORK = (
    "@book{knuth, author={Knuth}, title={Art}, year=1968}\n@book{lamport, author={Lamport}, title={LaTeX}, year=1986}\n"
)


def write(folder: Path, head: str = HEAD, language: str = "en") -> Path:
    """A report in a folder; its main file."""
    (folder / "generated").mkdir(parents=True)
    shutil.copy(template("report", "scaffold-report.sty"), folder / "generated")
    words = language_file(languages.load(language), languages.load("en"))
    (folder / "generated" / "language.tex").write_text(words, encoding="utf-8")
    (folder / "generated" / "references.bib").write_text(WORK, encoding="utf-8")
    (folder / "part.tex").write_text("A part.\n", encoding="utf-8")
    main = folder / "report.tex"
    main.write_text(head + PREAMBLE + BODY, encoding="utf-8")
    return main


def build(main: Path, *, fresh: bool = False) -> TexResult:
    return compile_tex(main, main.parents[1] / "build", fresh=fresh)


def loaded(result: TexResult) -> bool:
    """Whether the last run began with a format."""
    return "preloaded format=report" in result.log


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(autouse=True)
def one_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day does not change, and each test has a cache of its own."""
    monkeypatch.setattr(clock, "seconds", lambda: 1_793_448_000)
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report that was compiled, and the cache with its format, for all tests."""
    if wall() == "none":
        pytest.skip("formats are used in a sandbox only")
    folder = tmp_path_factory.mktemp("prepared")
    main = write(folder / "report")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCAFFOLD_CACHE", str(folder / "cache"))
        patch.setattr(clock, "seconds", lambda: 1_793_448_000)
        assert build(main).ok
        prepare(main)
    return folder


@pytest.fixture
def report(prepared: Path, tmp_path: Path) -> Path:
    """A report that was compiled, and has a format."""
    shutil.copytree(prepared / "cache", tmp_path / "cache")
    shutil.copytree(prepared / "report", tmp_path / "report")
    main = tmp_path / "report" / "report.tex"
    assert build(main).ok  # what is kept of it
    return main


def found(main: Path) -> Format | None:
    return formats.find(main, find_engine()[1])


@pytest.mark.requires_latex
class TestTheSamePdf:
    def same(self, main: Path) -> TexResult:
        """The result with the format, which is that without it."""
        quick = build(main)
        plain = build(main, fresh=True)
        assert loaded(quick)
        assert not loaded(plain)
        assert quick.ok
        assert plain.ok
        assert quick.data == plain.data
        assert quick.warnings == plain.warnings
        assert quick.pages == plain.pages
        return quick

    def test_when_words_are_edited(self, report: Path) -> None:
        replace(report, "Words,", "Other words,")
        assert self.same(report).runs == 1

    def test_when_references_and_works_are_new_and_lines_move(self, report: Path) -> None:
        many = "\\newpage\\section{Three}\\label{three}" + "Many words. " * 400
        replace(report, "Words,", f"{many}\n\nSee \\cref{{three}}, \\cite{{lamport}},")
        assert self.same(report).runs > 1

    def test_with_all_that_formats_do_not_hold(self, report: Path) -> None:
        """What comes after the style is no part of the format, and is lost in none."""
        own = (
            "\\usepackage{multicol}\\color{scaffoldgreen}\n"
            "\\pdfinfo{/Subject (Mine)}\\pdfcatalog{/PageLayout/OneColumn}\\edef\\when{\\the\\time}\n"
            "\\input{glyphtounicode}\\pdfgentounicode=1\n\\pdfmapline{=ecrm1095 CMR10 <cmr10.pfb}\n"
            "\\newwrite\\out\\immediate\\openout\\out=\\jobname.txt\n\\font\\x=cmr10 \\lpcode\\x`W=200\n"
            "\\chardef\\stack=\\pdfcolorstackinit page direct{0 g 0 G}\n"
        )
        replace(report, PREAMBLE, PREAMBLE + own)
        body = "\\when, \\today, \\x Words \\pgfmathparse{rand}\\pgfmathresult\\pdfcolorstack\\stack push{1 g}\n"
        shadow = (
            "\\tikz\\shade[opacity=.5,left color=red](0,0)circle(1);\n"
            "\\begin{tcolorbox}[enhanced,drop shadow]x\\end{tcolorbox}\n"
        )
        replace(report, "Words,", body + shadow + "\\begin{multicols}{2}Words,\\end{multicols}")
        self.same(report)

    def test_when_the_options_change_there_is_none_until_it_is_made(self, report: Path) -> None:
        replace(report, "sidemargin=38mm", "sidemargin=38mm,final")
        assert not loaded(build(report))
        prepare(report)
        replace(report, "Words,", "Other words,")
        self.same(report)

    def test_what_the_pdf_was_made_from_is_known_in_full(self, report: Path) -> None:
        def inputs() -> set[str]:
            name = keeping.name_of(report, find_engine()[1])
            packed = next((report.parents[1] / "cache").rglob(f"{name}.result")).read_bytes()[32:]
            return set(json.loads(zipfile.ZipFile(BytesIO(packed)).read("inputs.json")))

        replace(report, "Words,", "Other words,")
        assert loaded(build(report))
        quick = inputs()
        build(report, fresh=True)
        assert quick == inputs()
        assert any(name.endswith("/tikz.sty") for name in quick)

    def test_a_document_that_needs_what_the_format_lacks_is_set_without(self, report: Path) -> None:
        replace(report, "Words,", "\\ExplSyntaxOn\\int_use:N\\c_sys_year_int\\ExplSyntaxOff")
        quick, plain = build(report), build(report, fresh=True)
        assert quick.ok
        assert not loaded(quick)
        assert quick.data == plain.data

    def test_a_mistake_is_named_as_without(self, report: Path) -> None:
        replace(report, "Words,", "\\wrong,")
        replace(report, PREAMBLE, PREAMBLE + "\\alsowrong\n")
        quick, plain = build(report), build(report, fresh=True)
        assert quick.errors == plain.errors
        assert [(m.file, m.line) for m in quick.errors] == [("report.tex", 5), ("report.tex", 9)]


@pytest.mark.requires_latex
class TestOtherFormats:
    def key(self, main: Path) -> str:
        return formats._key(main, find_engine()[1])

    def test_a_damaged_one_is_not_loaded(self, report: Path) -> None:
        before = build(report).data
        path = next((report.parents[1] / "cache").rglob(f"{self.key(report)}.result"))
        path.write_bytes(path.read_bytes()[:-1000] + b"x" * 1000)
        assert found(report) is None
        replace(report, "Words,", "Other words,")
        result = build(report)
        assert result.ok
        assert not loaded(result)
        assert result.data != before

    @pytest.mark.parametrize("content", [b"\x1f\x8bnothing", b"text", "of another engine"])
    def test_one_that_tex_cannot_load_costs_a_run(self, report: Path, content: bytes | str) -> None:
        known = found(report)
        assert known is not None
        data = known.content[: len(known.content) // 2] if isinstance(content, str) else content
        results.keep(self.key(report), {"format": data, "record": b""})
        replace(report, "Words,", "Other words,")
        result = build(report)
        assert result.ok
        assert not loaded(result)
        assert result.data == build(report, fresh=True).data

    def test_one_in_the_project_is_never_loaded(self, report: Path) -> None:
        for name in ("pdflatex.fmt", ".scaffold.fmt", "report.fmt"):
            (report.parent / name).write_bytes(b"no format")
        replace(report, "Words,", "Other words,")
        assert loaded(build(report))
        assert build(report, fresh=True).ok

    def test_a_document_cannot_write_one(self, report: Path) -> None:
        """The second run loads what scaffold has kept, not what the first has written."""
        evil = "\\newwrite\\out\\immediate\\openout\\out=.scaffold.fmt \\immediate\\write\\out{evil}\n"
        replace(report, PREAMBLE, PREAMBLE + evil)
        result = build(report)
        assert not result.ok
        assert result.errors == build(report, fresh=True).errors

    def test_a_file_with_the_name_of_one_of_tex_is_read_in_its_place(self, report: Path) -> None:
        assert found(report) is not None
        (report.parent / "tikz.code.tex").write_text("\\errmessage{mine}", encoding="utf-8")
        known = found(report)
        assert known is None

    def test_it_is_not_kept_if_the_pdf_would_differ(
        self, prepared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(
            "scaffold.engines.latex.runs._INSTEAD", b"%\n"
        )  # as if xcolor put something else on the page
        main = write(tmp_path / "report")
        prepare(main)
        assert found(main) is None
        monkeypatch.setattr(formats, "_dumped", never)
        prepare(main)  # it is not tried again

    def test_one_that_was_not_finished_is_tried_later(
        self, report: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        def cancelled(*_: object) -> None:
            raise Cancelled

        monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "another"))
        with monkeypatch.context() as patch:
            patch.setattr(formats, "_outcome", cancelled)
            with pytest.raises(Cancelled):
                prepare(report)
        assert found(report) is None
        monkeypatch.setattr(formats, "_dumped", never)
        prepare(report)
        assert found(report) is not None


def never(*_: object) -> None:
    raise AssertionError("a format was made")


def change(name: str, text: str) -> Callable[[Path], object]:
    def changed(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return changed


@pytest.mark.parametrize(
    "doubt",
    [
        change("generated/scaffold-report.sty", "% mine\n"),
        change("generated/language.tex", "\\pdfmapline{}%\n"),
        change("generated/language.tex", "\\scaffoldword{x}{}\\pdfmapline{}{}%\n"),
        change("generated/letters.tex", "% fonts\n"),
        change("hyperref.cfg", "% mine\n"),
        change("tikz.sty", "% mine\n"),
        change("makefile", "all:\n"),
    ],
)
def test_none_is_made_where_something_is_not_scaffolds(
    doubt: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "wall", lambda: "bubblewrap")
    main = write(tmp_path / "report")
    assert formats._key(main, "/usr/bin/pdflatex")
    doubt(main.parent)
    monkeypatch.setattr(formats, "_dumped", never)
    formats.make(main, "/usr/bin/pdflatex")
    assert formats.find(main, "/usr/bin/pdflatex") is None


@pytest.mark.parametrize(
    "head",
    [
        HEAD.replace("{article}", "{llncs}"),
        HEAD.replace("\\usepackage", "\\usepackage{amsmath}\n\\usepackage"),
        HEAD.replace("margin=25mm", "bib=biblatex"),
        HEAD.replace("margin=25mm", "margin=\\mine"),
        HEAD.replace("\n", "\r\n"),
        HEAD.replace("}\n", "}% mine\n"),
        "\\RequirePackage{amsmath}\n" + HEAD,
        "",
    ],
)
def test_none_is_made_of_another_beginning(head: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "wall", lambda: "bubblewrap")
    main = write(tmp_path / "report")
    main.write_bytes((head + BODY).encode())
    assert not formats._key(main, "/usr/bin/pdflatex")


def test_none_is_made_in_another_language_engine_or_without_a_sandbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "wall", lambda: "bubblewrap")
    assert not formats._key(write(tmp_path / "de", language="de"), "/usr/bin/pdflatex")
    main = write(tmp_path / "en")
    assert not formats._key(main, "/usr/bin/xelatex")
    monkeypatch.setattr(formats, "wall", lambda: "none")
    assert not formats._key(main, "/usr/bin/pdflatex")
