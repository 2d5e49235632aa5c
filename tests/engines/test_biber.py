"""Biber: it makes biblatex's bibliography, and runs nothing that a control file injects."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.engines.latex import biber
from scaffold.engines.latex.compile import compile_tex
from tests.engines.test_tex import write

BIB = "@misc{gauss, author = {Gauss}, title = {On Numbers}, year = {1801}}\n"
LOADED = "\\usepackage[sorting=%s,backend=%s]{biblatex}\\addbibresource{refs.bib}"


def control(folder: Path, inner: str) -> Path:
    """A control file as biblatex writes it around what a test puts in."""
    (folder / "refs.bib").write_text(BIB, encoding="utf-8")
    path = folder / "report.bcf"
    path.write_text(
        '<?xml version="1.0"?><bcf:controlfile xmlns:bcf="https://sourceforge.net/projects/biblatex">'
        f"{inner}</bcf:controlfile>",
        encoding="utf-8",
    )
    return path


SOURCE = '<bcf:datasource type="{}" datatype="{}" glob="{}">{}</bcf:datasource>'
SORT = "<bcf:sortingtemplate><bcf:sort><bcf:sortitem>{}</bcf:sortitem></bcf:sort></bcf:sortingtemplate>"


@pytest.mark.parametrize(
    ("inner", "why"),
    [
        ('<bcf:map_step map_field_source="title" map_match="a" map_replace="b"/>', "source map uses map_match"),
        ('<bcf:map_step map_field_value="@{[system(1)]}"/>', "map_step contains"),
        ("<bcf:nosort>x</bcf:nosort>", "patterns of its own (nosort)"),
        ('<bcf:constraint pattern="(?{system(1)})"/>', "constraint contains"),
        (SOURCE.format("file", "bibtex", "false", "http://example.org/a.bib"), "not a .bib file in the folder"),
        (SOURCE.format("file", "bibtex", "false", "/etc/passwd"), "not a .bib file in the folder"),
        (SOURCE.format("file", "bibtex", "false", "../a.bib"), "not a .bib file in the folder"),
        (SOURCE.format("file", "bibtex", "true", "refs.bib"), "not a .bib file in the folder"),
        (SOURCE.format("file", "biblatexml", "false", "refs.bib"), "not a .bib file in the folder"),
        (SOURCE.format("file", "bibtex", "false", "gone.bib"), "does not exist"),
        ('<bcf:options component="biber"><bcf:key>x</bcf:key><bcf:value>system 1</bcf:value></bcf:options>',
         "options contains 'system 1'"),
        (SORT.format("title"), "sorts by title"),
        ("<bcf:datalist", "incomplete"),
    ],
)  # fmt: skip
def test_a_control_file_that_asks_for_more_is_refused(tmp_path: Path, inner: str, why: str) -> None:
    assert why in str(biber.refusal(control(tmp_path, inner)))


def test_entities_are_refused(tmp_path: Path) -> None:
    path = control(tmp_path, "")
    path.write_text("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", encoding="utf-8")
    assert biber.refusal(path) == "it declares entities"


def test_a_control_file_in_order_of_citation_is_not_refused(tmp_path: Path) -> None:
    inner = SOURCE.format("file", "bibtex", "false", "refs.bib") + SORT.format("citeorder")
    assert biber.refusal(control(tmp_path, inner + "<bcf:citekey>paper</bcf:citekey>")) is None


@pytest.mark.requires_latex
@pytest.mark.requires_biber
def test_biblatex_with_biber_gives_a_bibliography(tmp_path: Path) -> None:
    main = write(tmp_path, "\\cite{gauss}\\printbibliography", LOADED % ("none", "biber"))
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    result = compile_tex(main, tmp_path / "build")
    assert result.ok, result.errors
    assert result.warnings == ()


@pytest.mark.requires_latex
def test_without_biber_the_message_names_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scaffold.engines import limits

    found = limits.which
    monkeypatch.setattr(limits, "which", lambda name: None if name == "biber" else found(name))
    main = write(tmp_path, "\\cite{gauss}\\printbibliography", LOADED % ("none", "biber"))
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    (error,) = compile_tex(main, tmp_path / "build").errors
    assert "backend=bibtex" in error.advice
    main = write(tmp_path / "b", "\\cite{gauss}\\printbibliography", LOADED % ("none", "bibtex"))
    (tmp_path / "b" / "refs.bib").write_text(BIB, encoding="utf-8")
    assert compile_tex(main, tmp_path / "b" / "build").ok


@pytest.mark.requires_latex
@pytest.mark.requires_biber
def test_a_document_cannot_have_biber_run_code(tmp_path: Path) -> None:
    evil = (
        "\\DeclareSourcemap{\\maps[datatype=bibtex]{\\map{"
        "\\step[fieldsource=title,match=\\regexp{O},replace=\\regexp{@\\{[system('touch pwned')]\\}}]}}}"
    )
    main = write(tmp_path, "\\cite{gauss}\\printbibliography", LOADED % ("none", "biber") + evil)
    (tmp_path / "refs.bib").write_text(BIB, encoding="utf-8")
    (error,) = compile_tex(main, tmp_path / "build").errors
    assert "biber was not run" in error.text
    assert not list(tmp_path.rglob("pwned"))
