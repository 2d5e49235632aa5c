"""What only the student writes: a name, a date, words in each part, and percent signs that hide them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scaffold.check.report import own_text, pages, review
from scaffold.forms import Form
from tests.check.test_report_checks import FORM, PROFILE, document, inputs, line, project, verdicts

HEAD = "\\student{Ada Lovelace}\n\\seminar{S}\n\\handedin{\\today}\n"


def parts(**texts: str) -> str:
    return "".join(
        f"\\begin{{scaffoldpart}}{{{key}}}{{A {{B}}}}{{2}}\n{text}\n\\end{{scaffoldpart}}\n"
        for key, text in texts.items()
    )


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        (HEAD, []),
        (HEAD.replace("Ada Lovelace", ""), ["your name"]),
        (HEAD.replace("Ada Lovelace", " ~ ").replace("\\today", ""), ["your name", "the date"]),
        ("% \\student{Ada}\n\\handedin{1 May}", ["your name"]),
    ],
)
def test_a_report_without_a_name_or_a_date(tmp_path: Path, head: str, missing: list[str]) -> None:
    found = [c for c in own_text.head(inputs(folder=project(tmp_path, report=head))) if c.verdict != "pass"]
    assert [c.message for c in found] == [f"{what} is missing" for what in missing]
    assert all(c.where.startswith("report/report.tex") and c.next.startswith("write ") for c in found)


UNTOUCHED = r"""
\question{What was known before Theorem 5.9, and what was missing? A long question, with many words in it.}
\subsection*{Setting and notation}
\paperstatement{definition-2.1}
\towrite{In your own words: what does Theorem 5.4 say? \texttt{\string\paperfigure\string{figure-1\string}} (p. 3).}
\paperfact{Proof: Section 4, page 7 of the paper, after several further lemmas of another section} \papersections
\paperstatement*[shortened]{theorem-5.4}{Some text of the paper that is shortened here, by the student, to fit.}
\begin{ratings}
  \rating{Soundness}{3}{4 excellent \textperiodcentered\ 3 good \textperiodcentered\ 2 fair and so on and on}
\end{ratings}
% a comment of many words, of which none is a word of the report, as nobody can see them
"""
WRITTEN = "The authors bound the number of mistakes, which $x$ they prove \\emph{by induction over the} rounds."


def test_what_scaffold_wrote_are_no_words_of_the_student(tmp_path: Path) -> None:
    keys = [part.key for part in PROFILE.parts]
    texts = {keys[0]: UNTOUCHED, keys[1]: f"{UNTOUCHED}\n{WRITTEN}", keys[2]: "\\input{deep}"}
    folder = project(tmp_path, report=parts(**texts), deep=f"Only {UNTOUCHED} three words.")
    first, second = own_text.words(inputs(folder=folder))
    assert first.message.endswith(": no words of your own yet")
    assert second.message.endswith(": only 3 words of your own yet")
    assert verdicts((first, second)) == {"own words": "fail"}


def test_words_of_the_student_are_counted_wherever_they_are(tmp_path: Path) -> None:
    keys = [part.key for part in PROFILE.parts]
    folder = project(tmp_path, report=parts(**dict.fromkeys(keys, "\\input{own.tex}")), own=WRITTEN)
    (found,) = own_text.words(inputs(folder=folder))
    assert found.verdict == "pass"
    assert found.message.count(": 15 words") == len(keys)
    (found,) = own_text.words(inputs(folder=project(tmp_path / "other", report="Nothing")))
    assert found.verdict == "pass"  # the check of the parts tells that there are none


@pytest.mark.parametrize(
    "text",
    [
        "About 50% of the points",
        "at least 99.5%",
        "about 50\\,% of them",
        "About 50 % of the points are wrong.",
        "a share of $p$% of all",
        "(10% der Punkte)",
    ],
)
def test_a_percent_sign_that_hides_text(tmp_path: Path, text: str) -> None:
    (found,) = own_text.percent(inputs(folder=project(tmp_path, summary=f"One.\n{text}\nTwo.")))
    assert (found.verdict, found.where, found.next) == ("fail", "report/summary.tex:2", "write \\% for a percent sign")
    assert text in found.message


@pytest.mark.parametrize(
    "text",
    [
        "About 50\\% of the points",
        "\\setcounter{x}{5}%",
        "\\penalty10000%",
        "\\hspace{2pt}%\n\\kern5pt% of space",
        "Words. % 50% of this is a comment",
        "%50% of",
        "\\verb|50% of|",
        "\\begin{verbatim}\n50% of\n\\end{verbatim}",
        "Words of Theorem 5 % see page 3",
    ],
)
def test_a_comment_is_none(tmp_path: Path, text: str) -> None:
    assert verdicts(own_text.percent(inputs(folder=project(tmp_path, summary=text)))) == {}


def test_advice_names_only_what_there_is(tmp_path: Path) -> None:
    pdf = document(line(1, 300.0), count=4, starts=((1, 150), (2, 150), (3, 150)))
    style = "\\usepackage[{}]{{generated/scaffold-report}}\n"
    for options, said in (("margin=25mm", "write more"), ("margin=25mm, tight", "remove the option tight")):
        folder = project(tmp_path / options, report=style.format(options))
        (found,) = pages.check(inputs(pdf, folder))
        assert found.verdict == "fail"
        assert found.next.endswith(said)
    folder = project(tmp_path / "form", review="Text.")
    (found,) = review.check(inputs(folder=folder, form=FORM))
    assert "\\rating{Clarity}{}{} \\rating{Confidence}{}{}" in found.next
    bare = Form(title="F", dated=FORM.dated, source="", sections=(), ratings=(), confidence=None)
    assert verdicts(review.check(inputs(folder=folder, form=bare))) == {}


def test_a_file_that_inputs_itself_many_times_is_read_once(tmp_path: Path) -> None:
    folder = project(tmp_path, report=HEAD + parts(summary="\\input{more} \\input{more}"))
    (folder / "report" / "more.tex").write_text("Three words here.\n" + "\\input{more}\n" * 30, encoding="utf-8")
    found = inputs(folder=folder)
    assert [source.name for source in found.files] == ["report/report.tex", "report/more.tex"]
    assert "only 3 words" in " ".join(c.message for c in own_text.words(found))
