"""Fields of the works that a paper cites, under the names that BibTeX's styles print."""

from __future__ import annotations

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
