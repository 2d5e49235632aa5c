"""Fields of the works that a paper cites, under the names that BibTeX's styles print."""

from __future__ import annotations

import pytest

from scaffold.read.latex.paper import amsrefs
from scaffold.read.latex.paper.biblatex import Work, works
from scaffold.read.latex.paper.bibliography import parse_bib

BIBER = r"""
\refsection{0}
  \datalist[entry]{nty/global//global/global}
    \entry{noether}{article}{}
      \name{author}{2}{}{%
        {{hash=25}{%
           family={Noether},
           familyi={N\bibinitperiod},
           given={Emmy},
           giveni={E\bibinitperiod}}}%
        {{hash=d2}{%
           family={Waerden},
           prefix={van\bibnamedelima der}}}%
      }
      \list{publisher}{1}{%
        {Springer}%
      }
      \field{sortinit}{N}
      \field{journaltitle}{Annalen}
      \field{pages}{24\bibrangedash 66}
    \endentry
    \entry{artin}{book}{}
      \field{labeldatesource}{}
      \field{title}{On {R}ings}
    \endentry
  \enddatalist
"""


def test_biblatex_names_become_those_of_bibtex_and_a_date_its_year() -> None:
    fields = parse_bib("@article{a, title={T}, journaltitle={J}, date={1999-05}, location={Rome}}")["a"][1]
    assert fields == (("title", "T"), ("journal", "J"), ("year", "1999"), ("address", "Rome"))


def test_what_bibtex_knows_already_is_not_written_over() -> None:
    text = "@book{a, date={1999}, year={1998}, journal={J}, journaltitle={K}}@misc{b, date={1999/2001}}"
    entries = parse_bib(text)
    assert entries["a"][1] == (("date", "1999"), ("year", "1998"), ("journal", "J"), ("journaltitle", "K"))
    assert entries["b"][1] == (("date", "1999/2001"),)


def test_an_entry_that_biber_wrote() -> None:
    noether, artin = works(BIBER)
    fields = (
        ("author", "Noether, Emmy and van der Waerden"),
        ("publisher", "Springer"),
        ("journaltitle", "Annalen"),
        ("pages", "24--66"),
    )
    assert noether == Work("noether", "article", "1", fields)
    assert (artin.label, artin.fields) == (None, (("title", "On {R}ings"),))


def test_entries_of_amsrefs() -> None:
    text = r"""\bib{AB}{article}{author={Alpha, A.}, % first
      author={Beta, B.}, title={On $p$-things, and more}, journal={J. Nowhere}, date={2001-05}, pages={1--9}}
    \bib*{V}{book}{title={Hidden}}
    \bib{C}{article}{author={Gamma, C.}, title={Part}, label={Ga}, book={title={Whole}, publisher={P}, place={Rome}}}
    \bib{T}{thesis}{author={Delta, D.}, title={Long}, organization={U}}"""
    beta, gamma, delta = amsrefs.works(text)
    fields = {"author": "Alpha, A. and Beta, B.", "title": "On $p$-things, and more", "journal": "J. Nowhere"}
    assert beta == Work("AB", "article", "1", tuple({**fields, "date": "2001-05", "pages": "1--9"}.items()))
    within = {"author": "Gamma, C.", "title": "Part", "booktitle": "Whole", "publisher": "P", "address": "Rome"}
    assert gamma == Work("C", "incollection", "Ga", gamma.fields)
    assert dict(gamma.fields) == within
    assert (delta.kind, delta.label, dict(delta.fields)["institution"]) == ("phdthesis", "3", "U")


@pytest.mark.parametrize(
    ("tex", "written"),
    [
        (r"See \cite{AB}*{\S 3}.", r"See \cite[\S 3]{AB}."),
        (r"\cite{AB}, \ocite{C} and \cites{a,b}", r"\cite{AB}, \cite{C} and \cite{a,b}"),
        (r"\citelist{\cite{AB} \cite{C}*{p.~2}}.", r"\cite{AB}, \cite[p.~2]{C}."),
        (r"\cite{AB}*{[x]}", r"\cite[{[x]}]{AB}"),
        (r"\citet{AB}* and $\cite$", r"\citet{AB}* and $\cite$"),
    ],
)
def test_citations_of_amsrefs(tex: str, written: str) -> None:
    assert amsrefs.cited(tex) == written
