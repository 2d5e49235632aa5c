"""Papers on this computer: copied completely, without LaTeX's auxiliary files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scaffold.errors import BadArchive, BadIdentifier
from scaffold.fetch import facade, fetch
from scaffold.fetch.local import pulled_in
from scaffold.fetch.sink import Unpacked
from tests.fetch.conftest import PDF, TEX, everything
from tests.loopback import tar_gz


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def put(folder: Path, *names: str, content: bytes = b"x") -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_a_folder_is_copied_without_junk(home: Path, tmp_path: Path) -> None:
    put(home, "main.tex", content=TEX)
    put(home, "main.bbl", "refs.bib", "own.sty", "own.cls", "fig/plot.eps", "supplement.aux", "data.csv")
    put(home, "main.aux", "main.log", "main.synctex.gz", "main.out", ".git/config", ".hidden", "__MACOSX/x")
    put(home, "main.pdf", content=PDF)
    found = fetch(str(home), tmp_path / "target")
    assert found.files == (
        "data.csv", "fig/plot.eps", "main.bbl", "main.pdf", "main.tex", "own.cls", "own.sty", "refs.bib",
        "supplement.aux",
    )  # fmt: skip
    assert (found.kind, found.arxiv_id, found.version, found.metadata) == ("tex", None, None, None)
    assert found.pdf_path is not None
    assert found.pdf_path.read_bytes() == PDF
    assert found.reason == "local folder home"


def test_the_hash_of_a_folder_is_that_of_its_content(home: Path, tmp_path: Path) -> None:
    put(home, "main.tex", content=TEX)
    first = fetch(str(home), tmp_path / "a").sha256
    assert fetch(str(home), tmp_path / "b").sha256 == first
    put(home, "other.tex")
    assert fetch(str(home), tmp_path / "c").sha256 != first


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_that_lead_out_of_a_folder_are_left_out(home: Path, tmp_path: Path) -> None:
    put(home, "main.tex", content=TEX)
    put(tmp_path, "secret")
    (home / "secret.tex").symlink_to(tmp_path / "secret")
    (home / "alias.tex").symlink_to(home / "main.tex")
    (home / "loop").symlink_to(home)
    found = fetch(str(home), tmp_path / "target")
    assert found.files == ("alias.tex", "main.tex")
    assert not (found.source_dir / "alias.tex").is_symlink()
    assert sorted(found.warnings) == [
        "loop is a link to a folder: skipped",
        "secret.tex is a link to a file outside the folder: skipped",
    ]


def test_a_folder_without_latex_is_refused(home: Path, tmp_path: Path) -> None:
    put(home, "notes.txt")
    with pytest.raises(BadArchive, match="contains no LaTeX file") as caught:
        fetch(str(home), tmp_path / "target")
    assert caught.value.hint
    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (("a.tex",), "1 LaTeX file"),
        (("a.tex", "b.ltx"), "2 LaTeX files"),
        (("a.tex", "a.bib"), "2 files, 1 of them LaTeX"),
        (("paper",), "1 file, 0 of them LaTeX"),
    ],
)
def test_files_are_counted_in_words(files: tuple[str, ...], words: str) -> None:
    assert facade._counted(Unpacked("tex", files)) == words


def test_an_empty_folder_is_refused(home: Path, tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match=r"the folder .* is empty"):
        fetch(str(home), tmp_path / "target")


def test_a_folder_with_one_download_is_that_download(home: Path, tmp_path: Path) -> None:
    put(home, "eprint.tar.gz", content=tar_gz({"main.tex": TEX}))
    put(home, "paper.pdf", "other.pdf", content=PDF)
    put(home, "META.json")
    found = fetch(str(home), tmp_path / "target")
    assert (found.kind, found.files) == ("tex", ("main.tex",))
    assert found.pdf_path is not None
    assert found.reason == "eprint.tar.gz, the only archive in the local folder home"


def test_a_folder_with_one_pdf_is_that_pdf(home: Path, tmp_path: Path) -> None:
    put(home, "paper.pdf", content=PDF)
    put(home, "notes.txt")
    found = fetch(str(home), tmp_path / "target")
    assert (found.kind, found.files) == ("pdf", ())
    assert "not LaTeX" in found.warnings[0]
    assert everything(tmp_path / "target") == ["paper.pdf"]


def test_an_archive_brings_its_pdf_along(home: Path, tmp_path: Path) -> None:
    put(home, "mine.tar.gz", content=tar_gz({"main.tex": TEX}))
    put(home, "mine.pdf", content=PDF)
    found = fetch(str(home / "mine.tar.gz"), tmp_path / "target", version="v2")
    assert found.pdf_path == tmp_path / "target" / "paper.pdf"
    assert found.warnings == ("a local paper has no versions: --version is ignored",)


@pytest.mark.parametrize("given", ["folder", "main.tex", "main.tar.gz"])
def test_a_pdf_is_the_papers_by_its_name(home: Path, tmp_path: Path, given: str) -> None:
    """One named as the document is preferred to paper.pdf; any other may be a figure."""
    put(home, "main.tex", content=TEX)
    if given == "main.tar.gz":
        put(home, given, content=tar_gz({"main.tex": TEX}))
    source = str(home if given == "folder" else home / given)
    put(home, "figure.pdf", content=PDF)
    assert fetch(source, tmp_path / "a").pdf_path is None
    put(home, "paper.pdf", content=PDF + b"1")
    paper = fetch(source, tmp_path / "b").pdf_path
    assert paper is not None
    assert paper.read_bytes() == PDF + b"1"
    put(home, "main.pdf", content=PDF + b"2")
    own = fetch(source, tmp_path / "c").pdf_path
    assert own is not None
    assert own.read_bytes() == PDF + b"2"


def test_a_pdf_is_a_pdf_only_when_it_is_one(home: Path, tmp_path: Path) -> None:
    put(home, "good.pdf", content=PDF)
    put(home, "bad.pdf", content=b"<html>")
    assert fetch(str(home / "good.pdf"), tmp_path / "a").kind == "pdf"
    with pytest.raises(BadArchive, match="is not a PDF"):
        fetch(str(home / "bad.pdf"), tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(BadIdentifier, match="no file or folder at"):
        fetch(str(tmp_path / "missing.tex"), tmp_path / "target")
    assert not (tmp_path / "target").exists()


MAIN = rb"""\documentclass[11pt]{own}
\usepackage[a, b]{mystyle, amsmath}
\graphicspath{{figs/}{more figs/}}
\input macros
\begin{document}
\include{sections/intro} % \input{commented}
\import{parts/}{proofs}
\includegraphics[width=\textwidth]{plot}
\includegraphics{with.dots}
\input{../outside}
\bibliography{refs,other}
\end{document}
"""


def test_a_single_tex_brings_what_it_pulls_in(home: Path, tmp_path: Path) -> None:
    put(home, "main.tex", content=MAIN)
    put(
        home, "own.cls", "mystyle.sty", "macros.tex", "figs/plot.pdf", "more figs/with.dots.png", "refs.bib", "main.bbl"
    )
    put(home, "sections/intro.tex", content=rb"\input{sections/deep}\input{sections/intro}")
    put(home, "sections/deep.tex", "parts/proofs.tex", "unrelated.tex", "commented.tex", "holiday.jpg")
    put(tmp_path, "outside.tex")
    put(home, "main.pdf", content=PDF)
    found = fetch(str(home / "main.tex"), tmp_path / "target")
    assert found.main_file == "main.tex"
    assert found.files == (
        "figs/plot.pdf", "macros.tex", "main.bbl", "main.tex", "more figs/with.dots.png", "mystyle.sty", "own.cls",
        "parts/proofs.tex", "refs.bib", "sections/deep.tex", "sections/intro.tex",
    )  # fmt: skip
    assert found.pdf_path is not None


def test_a_graphics_path_read_late_holds_for_names_read_early(home: Path) -> None:
    put(home, "main.tex", content=rb"\includegraphics{plot}\input{header}")
    put(home, "header.tex", content=rb"\graphicspath{{figs/}}")
    put(home, "figs/plot.png")
    assert pulled_in(home / "main.tex") == ("main.tex", "header.tex", "figs/plot.png")


def test_what_a_single_tex_names_above_its_folder_is_skipped_with_a_warning(tmp_path: Path) -> None:
    put(tmp_path / "work", "paper/main.tex", content=rb"\input{../macros}\input{../absent}\input{one}" + TEX)
    put(tmp_path / "work", "macros.tex", "paper/one.tex")
    found = fetch(str(tmp_path / "work" / "paper" / "main.tex"), tmp_path / "target")
    assert found.files == ("main.tex", "one.tex")
    skipped = f"../macros: skipped, outside the folder of main.tex; to include it, give {tmp_path / 'work'}"
    assert found.warnings == (f"{skipped} with --main paper/main.tex",)


LINKS = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")


@LINKS
@pytest.mark.parametrize("given", ["folder", "main.tex", "main.tar.gz"])
def test_a_pdf_that_is_a_link_to_elsewhere_is_skipped(home: Path, tmp_path: Path, given: str) -> None:
    put(tmp_path, "secret.pdf", content=PDF)
    put(home, "main.tex", content=TEX)
    (home / "main.pdf").symlink_to(tmp_path / "secret.pdf")
    if given == "main.tar.gz":
        put(home, given, content=tar_gz({"main.tex": TEX}))
    found = fetch(str(home if given == "folder" else home / given), tmp_path / "target")
    assert found.pdf_path is None
    assert found.warnings == ("main.pdf is a link to a file outside the folder: skipped",)
    assert "paper.pdf" not in everything(tmp_path / "target")


@LINKS
@pytest.mark.parametrize("name", ["paper.pdf", "eprint.tar.gz"])
def test_the_only_paper_of_a_folder_is_not_a_link_to_elsewhere(home: Path, tmp_path: Path, name: str) -> None:
    put(tmp_path, "secret.pdf", content=PDF)
    put(tmp_path, "secret.tar.gz", content=tar_gz({"main.tex": TEX}))
    (home / name).symlink_to(tmp_path / ("secret.pdf" if name.endswith("pdf") else "secret.tar.gz"))
    with pytest.raises(BadArchive):
        fetch(str(home), tmp_path / "target")
    assert everything(tmp_path / "target") == []


@LINKS
def test_a_bibliography_that_is_a_link_to_elsewhere_is_skipped(home: Path, tmp_path: Path) -> None:
    put(tmp_path, "secret")
    put(home, "main.tex", content=TEX)
    (home / "main.bbl").symlink_to(tmp_path / "secret")
    assert fetch(str(home / "main.tex"), tmp_path / "target").files == ("main.tex",)


@LINKS
def test_a_link_within_the_folder_is_followed(home: Path, tmp_path: Path) -> None:
    put(home, "main.tex", content=TEX)
    put(home, "build/paper.pdf", content=PDF)
    (home / "main.pdf").symlink_to(home / "build" / "paper.pdf")
    found = fetch(str(home), tmp_path / "target")
    assert found.pdf_path is not None
    assert found.pdf_path.read_bytes() == PDF


def test_what_is_named_like_the_paper_but_is_no_pdf_is_skipped(home: Path, tmp_path: Path) -> None:
    put(home, "main.tex", content=TEX)
    put(home, "main.pdf", content=b"root:x:0:0")
    found = fetch(str(home), tmp_path / "target")
    assert found.pdf_path is None
    assert found.warnings == ("main.pdf is not a PDF, despite its name: skipped",)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("kind", ["link to a file", "link to a folder", "file", "pdf"])
def test_names_that_are_no_text_can_be_printed(home: Path, tmp_path: Path, kind: str) -> None:
    put(home, "main.tex", content=TEX)
    name = os.fsdecode(b"caf\xe9\x1b[2J")
    if kind == "link to a file":
        (home / name).symlink_to("/etc/hostname")
    elif kind == "link to a folder":
        (home / name).symlink_to("/etc")
    elif kind == "pdf":
        put(home, f"{name}.tex", content=TEX)
        put(home, f"{name}.pdf")
    else:
        put(home, name)
    found = fetch(str(home), tmp_path / "target")
    for text in (*found.warnings, *found.files):
        text.encode()
        assert text.isprintable()
    assert all("café_[2J" in text for text in found.warnings)
