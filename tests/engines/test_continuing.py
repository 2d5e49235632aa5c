"""A document that was compiled before begins with its auxiliary files: fewer runs, and the same PDF, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scaffold import clock
from scaffold.engines import results
from scaffold.engines.latex.compile import TexResult, compile_once, compile_tex
from scaffold.engines.latex.patience import OF_A_TRIAL

pytestmark = pytest.mark.requires_latex

HEAD = "\\documentclass{article}\n\\usepackage[hidelinks]{hyperref}\n"
WORKS = (
    "@book{knuth, author={Knuth}, title={Art}, year=1968}\n@book{lamport, author={Lamport}, title={LaTeX}, year=1986}\n"
)
BODY = (
    "\\begin{document}\n\\tableofcontents\n\\section{One}\\label{one}\nSee \\ref{two}.\n"
    "\\section{Two}\\label{two}\nSee page \\pageref{one}.\n\\end{document}\n"
)


@pytest.fixture(autouse=True)
def one_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day does not change, and each test has a cache of its own."""
    monkeypatch.setattr(clock, "seconds", lambda: 1_793_448_000)
    monkeypatch.setenv("SCAFFOLD_CACHE", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document and the cache of its compilation, for all tests."""
    folder = tmp_path_factory.mktemp("compiled")
    main = folder / "doc" / "paper.tex"
    main.parent.mkdir()
    (main.parent / "own.bib").write_text(WORKS, encoding="utf-8")
    main.write_text(HEAD + BODY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCAFFOLD_CACHE", str(folder / "cache"))
        patch.setattr(clock, "seconds", lambda: 1_793_448_000)
        assert build(main).runs > 1
    return folder


@pytest.fixture
def paper(compiled: Path, tmp_path: Path) -> Path:
    """A document that was compiled once."""
    shutil.copytree(compiled / "cache" / "results", tmp_path / "cache" / "results")
    shutil.copytree(compiled / "doc", tmp_path / "doc", ignore=shutil.ignore_patterns("build"))
    main = tmp_path / "doc" / "paper.tex"
    assert build(main).ok
    return main


def build(main: Path, *, fresh: bool = False) -> TexResult:
    return compile_tex(main, main.parent / "build", fresh=fresh)


def edited(main: Path, old: str, new: str) -> TexResult:
    """The result after an edit; its PDF, errors and warnings are those of a compilation that knows of no other."""
    text = main.read_text(encoding="utf-8")
    assert old in text
    main.write_text(text.replace(old, new, 1), encoding="utf-8")
    result, alone = build(main), build(main, fresh=True)
    assert (result.data, result.errors, result.warnings) == (alone.data, alone.errors, alone.warnings)
    return result


def test_words_need_one_run(paper: Path) -> None:
    assert edited(paper, "See \\ref", "Words. See \\ref").runs == 1


def test_a_copy_in_another_folder_needs_one_run(paper: Path, tmp_path: Path) -> None:
    """As a project whose folder has another name now."""
    copy = Path(shutil.copytree(paper.parent, tmp_path / "copy")) / paper.name
    (copy.parent / "own.bib").write_text("", encoding="utf-8")
    (copy.parent / "more.txt").write_text("more", encoding="utf-8")
    assert build(copy).runs == 1


def test_references_that_move_need_another(paper: Path) -> None:
    moved = edited(paper, "\\section{Two}", "\\newpage\\section{More}\\section{Two}")
    assert moved.runs == 2
    assert edited(paper, "\\ref{two}", "\\ref{three}").warnings


def test_what_the_next_run_does_not_read_needs_no_other(paper: Path) -> None:
    r"""Entries of a list that is not printed, and bookmarks, which the package of that name makes in the same run."""
    unlisted = (HEAD + BODY).replace("\\tableofcontents\n", "").replace("hyperref}", "hyperref}\\usepackage{bookmark}")
    paper.write_text(unlisted.replace("\\label{two}", "").replace("\\ref{two}", "it"), encoding="utf-8")
    assert build(paper).ok
    assert edited(paper, "\\section{Two}", "Words.\n\n\\section{Two}").runs == 1
    assert edited(paper, "See page", "\\newpage See page").runs == 2  # LaTeX says how many pages there are
    fewer = edited(paper, "\\section{Two}", "\\section*{Two}")
    assert fewer.runs == 1
    assert fewer.data == build(paper, fresh=True).data
    assert edited(paper, "\\section*{Two}", "\\addcontentsline{lof}{figure}{Two}").runs == 1


def test_a_list_that_is_printed_is_that_of_the_last_run(paper: Path) -> None:
    moved = edited(paper, "\\section{Two}\\label{two}", "\\newpage\\section{Two}\\label{two}")
    assert moved.runs == 2
    unlabelled = edited(paper, "\\end{document}", "\\section{Three}\n\\end{document}")
    assert unlabelled.runs == 2
    assert edited(paper, "\\section{Three}", "\\newpage\\section{Three}").runs == 2


def test_a_command_that_is_gone_is_no_error(paper: Path) -> None:
    assert edited(paper, HEAD, f"{HEAD}\\newcommand{{\\name}}{{Name}}\n").ok
    assert edited(paper, "\\section{Two}", "\\section{\\protect\\name}").ok
    assert edited(paper, "\\newcommand{\\name}{Name}", "").errors
    assert edited(paper, "\\section{\\protect\\name}", "\\section{Two}").ok
    assert edited(paper, "\\usepackage[hidelinks]{hyperref}", "").ok


def test_a_mistake_is_the_same_one(paper: Path) -> None:
    assert [e.line for e in edited(paper, "See \\ref", "\\oops See \\ref").errors] == [6]
    assert edited(paper, "\\oops ", "").ok


@pytest.mark.parametrize(
    ("added", "found"),
    [("\\input{chapter}", "chapter.tex"), ("\\subsection*{Never closed\n\nWords", "never closed")],
    ids=["a file that is missing", "an open brace"],
)
def test_what_is_mended_to_find_further_mistakes_stays_a_mistake(paper: Path, added: str, found: str) -> None:
    paper.write_text(HEAD + BODY.replace("\\end{document}", f"{added}\n\\end{{document}}"), encoding="utf-8")
    for _ in range(2):
        made = build(paper)
        assert not made.ok
        assert any(found in f"{error.text} {error.advice}" for error in made.errors), made.errors


def test_a_bibliography_that_changes(paper: Path) -> None:
    entries = "\\bibliographystyle{plain}\\bibliography{own}\n\\end{document}"
    assert edited(paper, "\\end{document}", f"Read \\cite{{knuth}}. {entries}").ok
    assert edited(paper, "\\cite{knuth}", "\\cite{lamport}").ok
    assert edited(paper, "Read", "Read,").runs == 1


def test_bibtex_runs_only_if_it_would_read_something_else(paper: Path, started: list[str]) -> None:
    entries = "\\bibliographystyle{plain}\\bibliography{own}\n\\end{document}"
    edited(paper, "\\end{document}", f"Read \\cite{{knuth}}. {entries}")

    def runs() -> int:
        started.clear()
        assert build(paper).ok
        return started.count("bibtex")

    def change(old: str, new: str, file: Path = paper) -> None:
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    change("Read", "Read, again,")
    assert runs() == 0
    for old, new, file in [
        ("{knuth}", "{lamport}", paper),
        ("style{plain}", "style{alpha}", paper),
        ("1986", "1987", paper.with_name("own.bib")),
    ]:
        change(old, new, file)
        assert runs() == 1
        change("Read", "Read, and", paper)
        assert runs() == 0


def test_another_style_of_the_installation_makes_another_bibliography(
    paper: Path, started: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = "\\bibliographystyle{plain}\\bibliography{own}\n\\end{document}"
    edited(paper, "\\end{document}", f"Read \\cite{{knuth}}. {entries}")
    started.clear()
    real = results.file_hash
    monkeypatch.setattr(results, "file_hash", lambda path: "another" if path.name == "plain.bst" else real(path))
    assert build(paper).ok
    assert "bibtex" in started


def test_documents_of_one_name_are_told_apart(paper: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "paper.tex"
    other.parent.mkdir()
    other.write_text(HEAD + BODY.replace("Two", "Three"), encoding="utf-8")
    assert build(other).runs > 1


def test_a_copy_of_a_compiled_document_goes_on_as_well(paper: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(paper.parent, tmp_path / "copy")) / paper.name
    assert build(copy).ok
    assert edited(copy, "See \\ref", "Words. See \\ref").runs == 1


def test_a_document_begins_with_what_one_run_left_before_it_had_a_folder(tmp_path: Path) -> None:
    """As the slides of `init`, which are moved into a folder with other files."""
    text = (HEAD + BODY).replace("\\section", "\\input{other}\\section", 1)
    tried = compile_once({"paper.tex": text.encode(), "other.tex": b"Words.\n"}, "paper.tex", patience=OF_A_TRIAL)
    assert (tried.ok, tried.runs) == (True, 1)
    folder = tmp_path / "project"
    folder.mkdir()
    for name, content in {"paper.tex": text, "other.tex": "Words.\n", "deck.pptx": "another document"}.items():
        (folder / name).write_text(content, encoding="utf-8")
    result = build(folder / "paper.tex")
    assert (result.ok, result.runs) == (True, 1)
    assert result.data == build(folder / "paper.tex", fresh=True).data != tried.data


def test_what_one_run_could_not_set_is_no_beginning(tmp_path: Path) -> None:
    text = (HEAD + BODY).replace("\\section", "\\input{other}\\section", 1)
    tried = {"paper.tex": text.encode(), "other.tex": b"\\oops\n"}
    assert compile_once(tried, "paper.tex", patience=OF_A_TRIAL).errors
    (tmp_path / "paper.tex").write_text(text, encoding="utf-8")
    (tmp_path / "other.tex").write_text("Words.\n", encoding="utf-8")
    assert build(tmp_path / "paper.tex").runs > 1


def test_what_is_done_meanwhile_is_done_once_and_only_if_the_engine_runs(paper: Path) -> None:
    done: list[str] = []
    assert build(paper).ok  # what is in build/ belongs to the folder
    assert compile_tex(paper, paper.parent / "build", meanwhile=lambda: done.append("known")).ok
    assert done == []
    paper.write_text(HEAD + BODY.replace("{Two}", "{Three}"), encoding="utf-8")
    made = compile_tex(paper, paper.parent / "build", meanwhile=lambda: done.append("made"))
    assert (made.ok, made.runs, done) == (True, 2, ["made"])


def test_an_interrupted_compilation_leaves_nothing_for_the_next_one(paper: Path) -> None:
    before = build(paper).data
    paper.write_text(HEAD + BODY.replace("\\section{Two}", "\\newpage\\section{More}\\section{Two}"), encoding="utf-8")

    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compile_tex(paper, paper.parent / "build", meanwhile=interrupt)
    assert (paper.parent / "build" / "paper.pdf").read_bytes() == before
    result = build(paper)
    assert result.runs == 2
    assert result.data == build(paper, fresh=True).data != before
