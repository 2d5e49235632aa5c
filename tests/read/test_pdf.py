"""Papers read from their PDFs alone: made by LaTeX here, in the styles that papers are set in, and our example."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache, lru_cache
from pathlib import Path

import pytest

from scaffold.errors import UnreadablePdf
from scaffold.model import Paper, from_json, to_json
from scaffold.read.pdf.reader import read
from scaffold.write.clips.clips import clip, count
from tests.conftest import ROOT
from tests.read.example import EXAMPLE, bare, whole

GOLDEN = ROOT / "tests" / "papers" / "margins"

FILLER = (
    "The argument rests on a count of the edges that leave a set, and on nothing else. We keep the notation of the "
    "last section and write as plainly as we can, since a reader who knows the result will want to see at once where "
    "the difficulty lies. "
)

BODY = r"""
\section{Introduction}
FILLER By Theorem~\ref{t:main} every tree has a leaf.

FILLER
\subsection{Notation}
FILLER
\section{Main results}
\begin{lemma}\label{l:one}
Let $G$ be a finite graph without isolated vertices, and let $d$ be its degrees. Then the sum of all degrees is
twice the number of its edges.
\end{lemma}
\begin{proof}
Every edge is counted at both of its ends. FILLER
\end{proof}
\begin{theorem}[Leaves]\label{t:main}
Every finite tree $T$ with at least two vertices has a leaf, and it satisfies
\[ \sum_{v \in T} \deg v = 2 (|T| - 1) . \]
\end{theorem}
FILLER

FILLER
\begin{remark}\label{r:inf}
The theorem fails for infinite trees: a path without ends has no leaf.
\end{remark}
FILLER
\begin{definition}
A \emph{forest} is a graph without cycles.
\end{definition}
FILLER
\begin{proof}[Proof of Theorem~\ref{t:main}]
By Lemma~\ref{l:one} the sum of the degrees is too small for every degree to be two. FILLER
\end{proof}
\appendix
\section{Further facts}
FILLER
\begin{corollary}
Every forest with an edge has two leaves.
\end{corollary}
FILLER
\begin{thebibliography}{9}
\bibitem{a} A. Author. On trees and their leaves. Journal of Nothing 3, 1999.
\bibitem{b} B. Writer and C. Scholar. Forests without cycles. Annals of Examples 7, 2004.
\end{thebibliography}
"""

AMSTHM = r"""
\usepackage{amsthm}
\newtheorem{theorem}{Theorem}[section]\newtheorem{lemma}[theorem]{Lemma}\newtheorem{corollary}[theorem]{Corollary}
\theoremstyle{definition}\newtheorem{definition}[theorem]{Definition}
\theoremstyle{remark}\newtheorem{remark}[theorem]{Remark}
"""

PLAIN = r"""
\newtheorem{theorem}{Theorem}[section]\newtheorem{lemma}[theorem]{Lemma}\newtheorem{corollary}[theorem]{Corollary}
\newtheorem{definition}[theorem]{Definition}\newtheorem{remark}[theorem]{Remark}
\newenvironment{proof}[1][Proof]{\par\noindent\textit{#1.} }{\hfill$\diamond$\par}
"""

SMALL_CAPS = r"""
\usepackage{amsthm}\newtheoremstyle{caps}{}{}{\itshape}{}{\scshape}{.}{ }{}\theoremstyle{caps}
\newtheorem{theorem}{Theorem}[section]\newtheorem{lemma}[theorem]{Lemma}\newtheorem{corollary}[theorem]{Corollary}
\newtheorem{definition}[theorem]{Definition}\newtheorem{remark}[theorem]{Remark}
"""

SWAPPED = r"\usepackage{amsthm}\swapnumbers" + AMSTHM.replace(r"\usepackage{amsthm}", "")
GERMAN = AMSTHM.replace("{Theorem}[", "{Satz}[").replace("{Remark}", "{Bemerkung}").replace("{Lemma}", "{Hilfssatz}")
NUMBERED_LINES = AMSTHM + r"\usepackage{lineno}\AtBeginDocument{\linenumbers}"
HEADS = AMSTHM + r"\usepackage{fancyhdr}\pagestyle{fancy}\fancyhead[C]{Trees and leaves}\fancyhead[L,R]{}"

STYLES = {
    "amsthm": ("article", AMSTHM),
    "plain": ("article", PLAIN),
    "small capitals": ("article", SMALL_CAPS),
    "swapped": ("article", SWAPPED),
    "german": ("article", GERMAN),
    "amsart": ("amsart", AMSTHM.replace(r"\usepackage{amsthm}", "")),
    "two columns": ("[twocolumn]article", AMSTHM),
    "times": ("article", r"\usepackage{mathptmx}" + AMSTHM),
    "lines": ("article", NUMBERED_LINES),
    "running heads": ("[11pt,a4paper]article", HEADS),
    "hyperref": ("article", AMSTHM + r"\usepackage{hyperref}"),
}


@lru_cache(maxsize=1)
def _folder() -> Path:
    import tempfile

    return Path(tempfile.mkdtemp(prefix="scaffold-pdf-"))


@pytest.fixture(scope="module", autouse=True)
def _tidy() -> object:
    yield
    shutil.rmtree(_folder(), ignore_errors=True)
    _folder.cache_clear()


def made(name: str, kind: str, preamble: str, body: str = BODY) -> Path:
    """The PDF of a paper of ours in one style; made once."""
    folder = _folder() / name.replace(" ", "-")
    if not (folder / "main.pdf").exists():
        folder.mkdir()
        options, _, name_of = kind.rpartition("]")
        abstract = r"\begin{abstract}We count the leaves of finite trees. FILLER\end{abstract}"
        front = [abstract, r"\maketitle"] if name_of == "amsart" else [r"\maketitle", abstract]
        lines = [
            rf"\documentclass{options + ']' if options else ''}{{{name_of}}}",
            r"\usepackage[T1]{fontenc}\usepackage{lmodern}",
            preamble,
            r"\title{Leaves of trees}\author{Ada Muster \and Björn Beispiel}\begin{document}",
            *front,
            body,
            r"\end{document}",
        ]
        text = "\n".join(lines).replace("FILLER", FILLER * 3)
        (folder / "main.tex").write_text(text, encoding="utf-8")
        command = ["pdflatex", "-no-shell-escape", "-interaction=batchmode", "main.tex"]
        for _ in range(2):
            subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    return folder / "main.pdf"


@cache
def paper_of(pdf: Path) -> Paper:
    """What is read from the pages of a PDF that `made` made; read once."""
    return read(pdf)


@pytest.fixture(params=sorted(STYLES))
def styled(request: pytest.FixtureRequest) -> tuple[str, Path]:
    return request.param, made(request.param, *STYLES[request.param])


@pytest.mark.requires_latex
def test_statements_are_found_in_every_style(styled: tuple[str, Path]) -> None:
    name, pdf = styled
    words = ("Hilfssatz", "Satz", "Bemerkung") if name == "german" else ("Lemma", "Theorem", "Remark")
    expected = [(words[0], "2.1"), (words[1], "2.2"), (words[2], "2.3"), ("Definition", "2.4"), ("Corollary", "A.1")]
    assert [(s.heading, s.number) for s in paper_of(pdf).statements] == expected


@pytest.mark.requires_latex
def test_headings_keep_numbers_and_levels(styled: tuple[str, Path]) -> None:
    found = [(s.number, s.title, s.level, s.appendix) for s in paper_of(styled[1]).sections if s.number]
    assert [(n, t.capitalize(), level, a) for n, t, level, a in found] == [
        ("1", "Introduction", 1, False),
        ("1.1", "Notation", 2, False),
        ("2", "Main results", 1, False),
        ("A", "Further facts", 1, True),
    ]


@pytest.mark.requires_latex
def test_statements_end_where_the_paper_goes_on(styled: tuple[str, Path]) -> None:
    paper = paper_of(styled[1])
    for s in paper.statements:
        assert "argument rests" not in s.body
        assert s.body
    lemma, theorem = paper.statements[0].body, paper.statements[1]
    assert lemma.startswith("Let G be a finite graph")
    assert lemma.endswith("number of its edges.")
    assert theorem.name == "Leaves"
    assert theorem.body.startswith("Every finite tree T")


@pytest.mark.requires_latex
def test_proofs_belong_to_what_they_prove(styled: tuple[str, Path]) -> None:
    name, pdf = styled
    lemma, theorem = paper_of(pdf).statements[:2]
    assert [p.found_by for p in lemma.proofs] == ["follows"]
    if name != "german":
        assert [p.found_by for p in theorem.proofs] == ["names it"]
        assert theorem.uses == (lemma.id,)


@pytest.mark.requires_latex
def test_regions_hold_the_lines_of_their_statement_alone(styled: tuple[str, Path]) -> None:
    import pdfplumber

    pdf = styled[1]
    with pdfplumber.open(pdf) as document:
        for s in paper_of(pdf).statements:
            assert count(clip(pdf.read_bytes(), s.regions)) == len(s.regions)
            for region in s.regions:
                x0, top, x1, bottom = region.box
                chars = document.pages[region.page - 1].chars
                cut = [
                    c for c in chars
                    if x0 < (c["x0"] + c["x1"]) / 2 < x1 and c["text"].isalpha()
                    and min(abs(top - 2 - c["bottom"] + 0.22 * c["size"]), 99) < 0.1
                ]  # fmt: skip
                assert cut == []
                inside = "".join(c["text"] for c in chars if x0 < c["x0"] < x1 and top - 2 < c["top"] + 4 < bottom)
                assert "argumentrests" not in inside.replace(" ", "")


@pytest.mark.requires_latex
def test_title_authors_abstract_and_references_are_read() -> None:
    paper = paper_of(made("amsthm", *STYLES["amsthm"]))
    assert (paper.title, paper.authors) == ("Leaves of trees", ("Ada Muster", "Björn Beispiel"))
    assert paper.abstract.startswith("We count the leaves of finite trees.")
    assert [r.label for r in paper.references] == ["1", "2"]
    assert paper.references[0].text == "A. Author. On trees and their leaves. Journal of Nothing 3, 1999."


@pytest.mark.requires_latex
def test_running_text_that_names_a_statement_is_a_mention() -> None:
    paper = paper_of(made("amsthm", *STYLES["amsthm"]))
    assert [(m.target, m.section) for m in paper.mentions] == [("theorem-2.2", "1")]


@pytest.mark.requires_latex
def test_a_statement_over_a_page_break_has_two_regions() -> None:
    body = r"\section{One}FILLER\vspace*{PX}\begin{theorem}" + "Every tree has a leaf, and so has every forest. " * 50
    body += r"\end{theorem}FILLER"
    breaks = [made(f"break {mm}", "article", AMSTHM, body.replace("PX", f"{mm}mm")) for mm in (40, 80)]
    several = [s for pdf in breaks for s in read(pdf).statements if len(s.regions) == 2]
    assert several
    for s in several:
        assert [r.page for r in s.regions] == [s.page, (s.page or 0) + 1]
        assert s.body.count("leaf") == 50


@pytest.mark.requires_latex
def test_a_copy_of_a_statement_without_number_restates_it() -> None:
    remarks = [
        r"\begin{rem}A tree has as many edges as vertices but one, whatever it looks like.\end{rem}",
        r"\begin{rem}A forest has as many edges as vertices but one for each of its trees.\end{rem}",
    ]
    body = "FILLER\n".join([r"\section{One}", *remarks, remarks[0], ""])
    paper = read(made("copies", "article", r"\usepackage{amsthm}\newtheorem*{rem}{Remark}", body))
    first, second, copy = paper.statements
    assert (first.restates, second.restates, copy.restates) == (None, None, first.id)


@pytest.mark.slow
def test_our_example_is_read_as_latex_numbered_it() -> None:
    truth = json.loads((GOLDEN / "truth.json").read_text(encoding="utf-8"))
    paper = whole()
    assert [(s.heading, s.number) for s in paper.statements if not s.restates] == [
        (s["heading"], s["number"]) for s in truth["statements"]
    ]
    assert [(s.number, s.level) for s in paper.sections if s.number] == [
        (h["number"], h["level"]) for h in truth["headings"] if h["number"]
    ]
    assert len(paper.references) == 27


@pytest.mark.slow
def test_uses_of_our_example_are_nearly_those_that_a_person_found() -> None:
    labels = json.loads((GOLDEN / "labels.json").read_text(encoding="utf-8"))
    paper = whole()
    titles = {s.id: s.title for s in paper.statements}
    wanted = {tuple(edge[:2]) for edge in labels["uses"]}
    found = {(s.title, titles[u]) for s in paper.statements for u in s.uses}
    expected = {
        edge for edge in wanted if not edge[1].startswith("Assumption")
    }  # those are in statements, not in proofs
    assert len(expected & found) >= 0.9 * len(expected)


@pytest.mark.slow
def test_the_model_survives_its_json_and_progress_counts_pages() -> None:
    seen: list[tuple[int, int]] = []
    paper = read(EXAMPLE, lambda done, total: seen.append((done, total)))
    assert from_json(json.loads(json.dumps(to_json(paper)))) == paper
    assert seen == [(n, 14) for n in range(1, 15)]


def _written(path: Path, change: str) -> Path:
    import pypdf

    writer = pypdf.PdfWriter() if change == "empty" else pypdf.PdfWriter(clone_from=EXAMPLE)
    if change == "locked":
        writer.encrypt("geheim")
    if change == "turned":
        for page in writer.pages:
            page.rotate(90)
    if change == "blank":
        writer = pypdf.PdfWriter()
        for _ in range(3):
            writer.add_blank_page(612, 792)
    if change == "bomb":
        writer = pypdf.PdfWriter()
        stream = pypdf.generic.StreamObject()
        stream.set_data(b" " * 20_000_000)
        page = writer.add_blank_page(612, 792)
        page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream.flate_encode(9))
    writer.write(path)
    return path


@pytest.mark.parametrize("change", ["locked", "empty"])
def test_a_file_that_cannot_be_opened_is_reported(tmp_path: Path, change: str) -> None:
    with pytest.raises(UnreadablePdf) as caught:
        read(_written(tmp_path / "odd.pdf", change))
    assert "odd.pdf" in caught.value.message
    assert caught.value.hint
    assert ("password" in caught.value.message) == (change == "locked")


def test_a_truncated_file_is_reported(tmp_path: Path) -> None:
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(EXAMPLE.read_bytes()[:4000])
    with pytest.raises(UnreadablePdf, match=r"cut\.pdf cannot be read as a PDF"):
        read(cut)


@pytest.mark.parametrize(
    ("change", "code"), [("turned", "turned-page"), ("blank", "no-text"), ("bomb", "unreadable-page")]
)
def test_pages_without_text_are_diagnostics(tmp_path: Path, change: str, code: str) -> None:
    paper = read(_written(tmp_path / "odd.pdf", change))
    assert code in {d.code for d in paper.diagnostics}
    assert paper.statements == ()
    assert paper.pages


@pytest.mark.slow
def test_destinations_and_outline_are_not_needed() -> None:
    assert [s.title for s in bare().statements] == [s.title for s in whole().statements]
    assert [s.regions for s in bare().statements] == [s.regions for s in whole().statements]
