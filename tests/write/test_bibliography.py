"""references.bib has all works of the paper, and BibTeX and LaTeX accept it, whatever the state of the paper's entries."""

# ruff: noqa: E501  (broken entries are quoted in one line)

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import seminar
from scaffold.engines.latex.compile import compile_tex
from scaffold.model import Paper, Reference, Source, Statement
from scaffold.plans import Item, ReportPart, ReportPlan
from scaffold.write.latex import bibliography
from scaffold.write.report import files
from tests.write.building import build, page_texts, sound
from tests.write.papers import margins, report_plan


def citing(body: str, *references: Reference) -> str:
    statement = Statement(id="theorem-1", kind="theorem", heading="Theorem", number="1", body=body, standalone=body)
    return bibliography.bib(
        Paper(source=Source(kind="tex"), title="T", statements=(statement,), references=references), ["theorem-1"]
    )


def test_the_paper_itself_comes_first_then_all_works_of_its_bibliography() -> None:
    bib = bibliography.bib(margins(), report_plan().statements())
    keys = [line.partition("{")[2].rstrip(",") for line in bib.splitlines() if line.startswith("@")]
    assert keys == ["paper", "rosenblatt58", "novikoff", "ledoux-talagrand", "unused"]
    assert r"arXiv:\href{https://arxiv.org/abs/2001.01234v2}{2001.01234v2}" in bib


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        (r"\cite{a,b}", ("a", "b")),
        (r"\citep[see][p.~3]{a}, \Citet*{b}", ("a", "b")),
        (r"\textcite{a} \parencite[1]{ b }", ("a", "b")),
        (r"\nocite{*} nothing", ()),
    ],
)
def test_keys_are_found_in_every_form_of_citation(body: str, keys: tuple[str, ...]) -> None:
    paper = Paper(
        source=Source(kind="tex"),
        statements=(Statement(id="x", kind="theorem", heading="Theorem", number="1", body=body, standalone=body),),
    )
    assert bibliography.cited(paper, ["x"]) == keys


def test_a_bibitem_becomes_a_note() -> None:
    bib = citing(r"\cite{a}", Reference(key="a", text="A. Author. \\newblock {\\em Title}, 1999.  % seen"))
    assert "note = {A. Author. {\\em Title}, 1999}," in bib


def test_broken_entries_are_repaired() -> None:
    fields = (
        ("title", "100% of {Things & Stuff"),
        ("author", "A_B and C}"),
        ("url", r"https://x.org/a\_b"),
        ("abstract", "long"),
    )
    bib = citing(r"\cite{a}", Reference(key="a", entry_type="online", fields=fields))
    assert "@misc{a," in bib
    assert r"title = {100\% of {Things \& Stuff}}," in bib
    assert r"author = {A\_B and C}," in bib
    assert "url = {https://x.org/a_b}," in bib
    assert "abstract" not in bib


def test_a_key_that_bibtex_cannot_read_is_the_same_in_text_and_list() -> None:
    body = r"\citep[p.~2]{ledoux talagrand, b#c}"
    assert bibliography.safe_cites(body) == r"\citep[p.~2]{ledoux-talagrand,b-c}"
    assert "@misc{b-c," in citing(body)


def test_keys_that_bibtex_takes_for_one_have_one_entry_and_the_papers_own_key_is_its_own() -> None:
    works = [Reference(key=key, text=f"Work {n}.") for n, key in enumerate(["a", "A", "paper", "Paper"])]
    bib = citing(r"\cite{a}, \citep[p.~2]{paper}", *works)
    assert re.findall(r"@misc\{(.*),", bib) == ["paper", "a", "paper-cited"]
    assert bibliography.safe_cites(r"\cite{a}, \citep[p.~2]{paper}") == r"\cite{a}, \citep[p.~2]{paper-cited}"


def test_a_work_that_the_paper_does_not_list_says_so() -> None:
    assert "missing from its bibliography" in citing(r"\cite{lost_key}")


@pytest.mark.requires_latex
def test_hostile_entries_compile_without_an_undefined_citation(tmp_path: Path) -> None:
    body = r"\cite{a,b,c,d,lost}"
    references = (
        Reference(key="a", entry_type="article", fields=(("title", "Σ_2 is 50% & more $x_1^2$ # ^"), ("author", "Erdős, P."))),
        Reference(key="b", text=r"B. \bibinfo{author}{X}, \href{https://x.org/a_b}{link} \url{https://x.org/%20}, $k$-means_1"),
        Reference(key="c", entry_type="weird", fields=(("title", "}{ {\\\"o} $ alone"),)),
        Reference(key="d", entry_type="inproceedings", fields=(("author", "A and B"), ("doi", r"10.1/x\_y"), ("year", "1999"))),
    )  # fmt: skip
    (tmp_path / "references.bib").write_text(citing(body, *references), encoding="utf-8")
    (tmp_path / "main.tex").write_text(
        r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern,amsmath}\usepackage[numbers]{natbib}"
        rf"\usepackage{{hyperref}}\begin{{document}}{body}\nocite{{paper}}"
        r"\bibliographystyle{unsrtnat}\bibliography{references}\end{document}",
        encoding="utf-8",
    )
    result = compile_tex(tmp_path / "main.tex", tmp_path / "out")
    assert not result.errors, result.errors
    assert "undefined" not in result.log.split("entering extended mode")[-1]


def test_names_keep_their_hyphens_and_groups_are_one_author() -> None:
    authors = ("Flora d'Arlé-Boux", "Ali al-Hasan", "Jean-Luc de la Tour", "Hill and Dale Team")
    entry = bibliography.bib(replace(margins(), authors=authors), ())
    author = next(line for line in entry.splitlines() if "author = " in line)
    names = r"Flora {d'Arl{\'{e}}-Boux} and Ali {al-Hasan} and Jean-Luc de la Tour and {Hill and Dale Team}"
    assert author.strip() == f"author = {{{names}}},"


def test_the_papers_own_entry_says_where_it_appeared() -> None:
    bib = bibliography.bib(margins(), (), venue="Journal of Examples & Counterexamples 12 (2021)")
    assert r"note = {Journal of Examples \& Counterexamples 12 (2021)}," in bib
    assert "note" not in bibliography.bib(margins(), ()).split("@")[1]


def test_repaired_and_missing_entries_are_reported() -> None:
    broken = Reference(key="a b", fields=(("title", "{Open"), ("author", "A. Author")))
    void = Reference(key="c", fields=(("year", "1999"),), text="C. Writer. Words, 1999.")
    body = r"\cite{a b,c,d}"
    statement = Statement(id="theorem-1", kind="theorem", heading="Theorem", number="1", body=body, standalone=body)
    paper = Paper(source=Source(kind="tex"), statements=(statement,), references=(broken, void))
    found = {d.subject: (d.severity, d.code, d.message) for d in bibliography.diagnostics(paper, ["theorem-1"])}
    assert found["a b"] == (
        "info", "reference-mended", "its entry was repaired: braces of title balanced, key now a-b"
    )  # fmt: skip
    assert "the printed text is used" in found["c"][2]
    assert found["d"][:2] == ("warning", "reference-missing")


@pytest.mark.requires_latex
def test_citet_of_a_bibitem_names_what_the_papers_label_names(tmp_path: Path) -> None:
    labelled = Reference(key="one", label="Du et al., 2019", text="S. Du and others. \\newblock Words. 2019.")
    numbered = Reference(key="two", label="12", text="N. Obody. Numbers.")
    body = r"By \citet{one}, \citeauthor{one} (\citeyear{one}) and \citet{two}."
    statement = Statement(id="theorem-1", kind="theorem", heading="Theorem", number="1", body=body, standalone=body)
    paper = Paper(source=Source(kind="tex"), title="T", statements=(statement,), references=(labelled, numbered))
    plan = ReportPlan(
        parts=(
            ReportPart(key="summary", title="Summary", pages=1, form="free", items=(Item("statement", "theorem-1"),)),
        )
    )
    result = build(tmp_path, files.write(paper, plan, seminar.load("theory")))
    sound(result)
    text = " ".join(page_texts(tmp_path)[0].split())
    assert "By Du et al. [2], Du et al. (2019) and [3]." in text
