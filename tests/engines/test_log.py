"""Reading TeX logs: cases/logs.md holds the cases; here are tests that do not fit a stanza."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.engines.latex.log import TexMessage, parse_blg, parse_log, read_log, unwrap
from scaffold.engines.latex.mistakes import separate
from tests.stanzas import Stanza, params


def dump(messages: tuple[TexMessage, ...]) -> str:
    rows = []
    for m in messages:
        place = m.file + (f":{m.line}" if m.line else "")
        points = f" ({m.points} pt)" if m.points else ""
        rows.append(f"{m.severity} {m.code} {place} [{m.offending}] {m.text}{points}")
    return "\n".join(rows)


@pytest.mark.parametrize("stanza", params("logs.md"))
def test_cases(stanza: Stanza) -> None:
    stanza.check(dump(parse_log(unwrap(stanza.input))))


def test_a_character_cut_in_two_is_joined(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    text = "LaTeX Warning: Reference `" + "a" * 52 + "ä"
    data = text.encode("utf-8")
    assert len(data) == 80
    log.write_bytes(data[:79] + b"\n" + data[79:] + b"' on page 1 undefined on input line 3.\n")
    (message,) = parse_log(read_log(log))
    assert message.offending == "a" * 52 + "ä"


def test_no_log_is_an_empty_text(tmp_path: Path) -> None:
    assert read_log(tmp_path / "none.log") == ""
    assert parse_log("") == ()


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (
            "./a.tex:1: LaTeX Error: Option clash for package microtype.\n\nl.1 x\n\n",
            "\\PassOptionsToPackage{…}{microtype}",
        ),
        ("./a.tex:1: Undefined control sequence.\nl.1 \\toprule\n            \n", "\\usepackage{booktabs}"),
        ("./a.tex:1: Undefined control sequence.\nl.1 \\Rad\n         \n", "\\Rad is not defined"),
        ("! LaTeX Error: Unicode character ∮ (U+222E)\n               not set up.\nl.1 ∮\n \n", "write $\\oint$"),
        ("! LaTeX Error: Unicode character ε (U+03B5)\n               not set up.\nl.1 ε\n \n", "write $\\varepsilon$"),
        ("! LaTeX Error: Unicode character x\u0304 (U+0304)\n               not set up.\nl.1 x\n \n", "\\bar{x}"),
        (
            "(./a.tex (./b.tex\n./b.tex:1: LaTeX Error: Environment algorithm undefined.\nl.1 \\begin{algorithm}\n\n",
            "add \\usepackage{algorithm} above \\begin{document} in a.tex",
        ),
        ("./a.tex:1: LaTeX Error: Environment observation undefined.\nl.1 x\n\n", "\\newtheorem{observation}"),
        ("./a.tex:1: LaTeX Error: Environment itemise undefined.\nl.1 x\n\n", "did you mean 'itemize'"),
        ('./a.tex:1: LaTeX Error: Invalid UTF-8 byte "F6.\nl.1 x\n\n', "save the file as UTF-8"),
        ("./a.tex:1: LaTeX Error: Invalid UTF-8 byte sequence (\ufffde).\nl.1 x\n\n", "save the file as UTF-8"),
        ("./a.tex:1: LaTeX Error: File `generated/scaffold-report.sty' not found.\n\n", "run: scaffold update"),
        ("./a.tex:1: LaTeX Error: File `generated/paper.tex' not found.\n\n", "run: scaffold update"),
        ("./a.tex:1: Missing } inserted.\nl.1 a\n    \n", "braces"),
        ("./a.tex:1: Paragraph ended before \\text@command was complete.\nl.1 a\n    \n", "argument of a command"),
    ],
)
def test_advice_names_what_to_do(text: str, advice: str) -> None:
    (message,) = parse_log(text)
    assert advice in message.advice


def test_a_missing_package_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    log = "! LaTeX Error: File `bbm.sty' not found.\n\n./a.tex:3: Emergency stop.\nl.3 x\n    \n"
    for system, words in {"linux": "apt-get install texlive-fonts-extra", "darwin": "tlmgr install bbm"}.items():
        monkeypatch.setattr("sys.platform", system)
        (message,) = parse_log(log)
        assert words in message.advice


WORDS = (
    r"! |l.|(|)|./a.tex|:12: |7| |\foo|LaTeX Warning: |Package x Error: |(x) |é|Overfull \hbox (|1.5pt too wide)"
    r"|badness 1)| at lines 1--2|Runaway argument?|Emergency stop.|Missing character: There is no | in font "
    r"|File `x.sty' not found.|Undefined control sequence.|***|Citation `|' undefined| on input line "
    r"|Environment x undefined|ended by \end{x}"
)
PIECES = st.sampled_from([*WORDS.split("|"), "\n", "a" * 79, "9" * 5000])


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_no_log_is_too_odd(text: str) -> None:
    for message in parse_log(unwrap(text)):
        assert message.text is not None
        assert message.code
        assert str(message)


def test_bibtex_errors_are_located() -> None:
    blg = (
        "I was expecting a `,' or a `}'---line 3 of file refs.bib\n : title\nRepeated entry---line 9 of file refs.bib\n"
    )
    one, two = parse_blg(blg)
    assert (one.file, one.line, one.code) == ("refs.bib", 3, "bibliography")
    assert (two.line, two.text) == (9, "Repeated entry")


def test_a_message_reads_as_a_line() -> None:
    message = TexMessage(
        severity="error", code="x", file="a.tex", line=4, text="Missing $ inserted", offending="", advice="put one"
    )
    assert str(message) == "a.tex:4: Missing $ inserted: put one"


@pytest.mark.parametrize(
    ("part", "place"),
    [
        ("a $x$\n\nIt costs 5$ here.\n", "part.tex:3"),
        ("A $1$ and 5$ are\ntwo\n", "part.tex:1"),
        ("all $x$ \\$ % $\n", "main.tex:4"),
        ("It costs 5$.\n\nOne more.\n", "part.tex:1"),
        ("", "main.tex:4"),
    ],
)
def test_a_formula_that_is_not_closed_is_placed_where_it_begins(tmp_path: Path, part: str, place: str) -> None:
    (tmp_path / "main.tex").write_text("\\begin{document}\n\n\\input{part}\n\\par\n", encoding="utf-8")
    (tmp_path / "part.tex").write_text(part, encoding="utf-8")
    errors = parse_log("(./main.tex (./part.tex)\n./main.tex:4: Missing $ inserted.\nl.4 \\par\n\n)")
    (found,) = separate(errors, tmp_path, "main.tex")
    assert f"{found.file}:{found.line}" == place


def test_an_error_repeated_after_another_file_is_one_error() -> None:
    error = "./main.tex:4: Missing $ inserted.\nl.4 \\par\n\n"
    assert len(parse_log(f"(./main.tex (./a.tex)\n{error}(./b.tex)\n{error})")) == 1


def test_a_dollar_in_the_same_paragraph_is_found_above(tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text("One $x$.\n\nIt costs 5$.\nTwo.\n\n", encoding="utf-8")
    errors = parse_log("(./main.tex\n./main.tex:5: Missing $ inserted.\nl.5 \n\n)")
    assert separate(errors, tmp_path, "main.tex")[0].line == 3
    assert separate(errors, tmp_path / "nowhere", "main.tex") == list(errors)


@pytest.mark.parametrize("name", ["../outside", "a" * 300, "a\0b", "main", ".", "/etc/passwd"])
def test_a_file_that_is_no_part_of_the_document_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside.tex").write_text("An {open brace\n", encoding="utf-8")
    folder = tmp_path / "document"
    folder.mkdir()
    (folder / "main.tex").write_text(f"Words\n\\input{{{name}}}\n", encoding="utf-8")
    errors = parse_log("(./main.tex\n./main.tex:2: Missing } inserted.\nl.2 \n\n)")
    assert separate(errors, folder, "main.tex") == list(errors)
