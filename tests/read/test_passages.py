"""Running text in which authors speak of their paper: what is kept, under which kind, and whether the pages have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.model import Passage, PassageKind
from scaffold.read.latex.reader import read
from scaffold.read.page_text import PageText
from scaffold.read.passages import MOST, kinds_of, run_in
from scaffold.read.pdf.page.lines import Line
from scaffold.read.pdf.reader import read as read_pages
from scaffold.read.printed_passages import confirmed
from scaffold.write.text.plain import text
from tests.read.paged import paper_pdf

_WORDS = "We show that this is long enough to be kept as a passage."


def passages(folder: Path, body: str, **others: str) -> list[tuple[str, str, str | None]]:
    """Kind, words and section of the passages of a document with this body."""
    text = "\\documentclass{article}\\newtheorem{thm}{Theorem}\\begin{document}" + body + "\\end{document}"
    (folder / "main.tex").write_text(text, encoding="utf-8")
    for name, other in others.items():
        (folder / f"{name}.tex").write_text(other, encoding="utf-8")
    return [(p.kind, " ".join(p.body.split()), p.section) for p in read(folder).passages]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Our contributions", "contributions"),
        ("Summary of results", "contributions"),
        ("Related work", "related"),
        ("Limitations", "limitations"),
        ("Limitations of previous work", "related"),
        ("Open problems", "open"),
        ("Conclusion and future work", "conclusion"),
        ("Discussion", "conclusion"),
        ("A running example", "example"),
        ("Proof of Theorem 3", None),
    ],
)
def test_a_heading_names_what_is_under_it(title: str, kind: PassageKind | None) -> None:
    assert run_in(title) == kind


def test_a_heading_that_says_nothing_is_of_the_kind_above_it() -> None:
    rows = [("Introduction", 1), ("Graphs", 2), ("Methods", 1), ("Discussion", 1), ("Graphs", 2)]
    assert kinds_of(rows) == ["introduction", "introduction", None, "conclusion", "conclusion"]


def test_a_paper_without_an_introduction_begins_with_one() -> None:
    assert kinds_of([("Kernels", 1), ("Graphs", 2), ("Proofs", 1)]) == ["introduction", "introduction", None]


def test_paragraphs_and_items_have_their_section(tmp_path: Path) -> None:
    body = (
        "\\section{Introduction}" + _WORDS + "\n\n\\textbf{Related work.} " + _WORDS + "\\begin{itemize}\\item "
        + _WORDS + "\\end{itemize}\\section{Methods}" + _WORDS + "\\section*{Limitations}" + _WORDS
    )  # fmt: skip
    found = passages(tmp_path, body)
    assert [(kind, section) for kind, _, section in found] == [
        ("introduction", "1"), ("related", "1"), ("related", "1"), ("text", "2"), ("limitations", None)
    ]  # fmt: skip
    assert found[0][1] == _WORDS


def test_statements_floats_footnotes_and_hidden_text_are_left_out(tmp_path: Path) -> None:
    body = (
        "\\section{Introduction}We show\\footnote{In a note.} much%\n% of old\n of it, and this is long.\n"
        "\\begin{thm}Hidden statement.\\end{thm}\n\\iffalse We hide this.\\fi "
        "\\begin{figure}\\caption{A caption.}\\end{figure}" + _WORDS
    )
    assert [words for _, words, _ in passages(tmp_path, body)] == ["We show much of it, and this is long.", _WORDS]


def test_a_title_within_other_text_says_nothing_of_what_follows(tmp_path: Path) -> None:
    body = f"\\section{{Introduction}}{_WORDS}\\section{{Methods}}\\textbf{{Limitations.}} {_WORDS}"
    assert [kind for kind, _, _ in passages(tmp_path, body)] == ["introduction", "text"]


def test_a_label_on_a_line_of_its_own_ends_no_paragraph(tmp_path: Path) -> None:
    display = "\\begin{align}\n\\label{eq:a}\na &= b,\n\\end{align}\n"
    body = f"\\section{{Introduction}}We bound the error by\n{display}which is ours."
    assert [words for _, words, _ in passages(tmp_path, body)] == [
        "We bound the error by \\begin{align} a &= b, \\end{align} which is ours."
    ]


def test_what_is_beside_the_subject_is_cut_first(tmp_path: Path) -> None:
    body = "\\section{Methods}" + f"{_WORDS}\n\n" * (MOST + 9) + f"\\section{{Limitations}}{_WORDS}"
    kinds = [kind for kind, _, _ in passages(tmp_path, f"\\section{{Introduction}}{_WORDS}{body}")]
    assert kinds == ["introduction", *["text"] * MOST, "limitations"]


def test_a_section_in_a_file_of_its_own_is_read(tmp_path: Path) -> None:
    body = "\\section{Introduction}\\input{intro}\\section{Methods}x"
    assert [words for _, words, _ in passages(tmp_path, body, intro=_WORDS)] == [_WORDS]


def compared(body: str, *lines: tuple[int, str]) -> Passage:
    """The passage compared with these lines of pages."""
    pages = PageText([Line(page, text) for page, text in lines])
    return confirmed([Passage(kind="introduction", body=body)], pages)[0]


def test_words_of_the_pages_confirm_a_passage() -> None:
    body = "We show that kernels fail where deep networks do not \\cite{x}, as is seen in the experiments."
    found = compared(
        body, (3, "We show that kernels fail where deep net-"), (3, "works do not [7], as is seen in the experiments.")
    )
    assert (found.pages, found.confidence) == ((3, 3), "confirmed")


def test_a_passage_goes_on_over_a_running_head() -> None:
    body = "We show that kernels fail where deep networks do not."
    found = compared(
        body, (3, "We show that kernels fail"), (3, "17"), (4, "A RUNNING HEAD"), (4, "where deep networks do not.")
    )
    assert (found.pages, found.confidence) == ((3, 4), "confirmed")


def test_other_words_on_the_pages_are_a_conflict() -> None:
    body = "We show that kernels fail where deep networks do not."
    found = compared(body, (3, "We show that kernels fail where deep networks succeed."))
    assert (found.pages, found.confidence) == (None, "conflict")


def test_what_verbatim_prints_stays_in_the_words_of_the_paper(tmp_path: Path) -> None:
    body = (
        "\\begin{abstract}We call \\verb|a_b{%| the name of this. It goes on and on.\\end{abstract}"
        "\\section{Introduction}We call \\verb+\\bad{+ a brace, % \\verb|not this|\nand this is long enough to be kept."
    )
    assert [words for _, words, _ in passages(tmp_path, body)] == [
        r"We call \texttt{a\_b\{\%} the name of this. It goes on and on.",
        r"We call \texttt{\textbackslash{}bad\{} a brace, and this is long enough to be kept.",
    ]


def test_proofs_have_the_words_of_files_and_of_verbatim(tmp_path: Path) -> None:
    proof = "\\begin{proof}By \\verb|a{| we get \\input{more} and \\input{/etc/passwd} it holds.\\end{proof}"
    passages(tmp_path, f"\\begin{{thm}}It is so.\\end{{thm}}{proof}", more="what was asked, see \\verb|}|,")
    ((found,),) = [s.proofs for s in read(tmp_path).statements]
    words = r"By \texttt{a\{} we get what was asked, see \texttt{\}}, and \input{/etc/passwd} it holds."
    assert found.body == words
    assert text(words) == "By a{ we get what was asked, see }, and it holds."


def test_pages_of_a_pdf_have_running_text_without_statements_and_proofs(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(paper_pdf(6))
    found = read_pages(tmp_path / "paper.pdf").passages
    assert {p.kind for p in found} == {"introduction", "text"}
    assert {(p.section, p.form) for p in found if p.kind == "text"} == {("2", "text")}
    assert not any("Theorem" in p.body for p in found)
