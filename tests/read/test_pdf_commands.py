"""The commands of a page are those that pdfminer's own parser finds, whatever a file writes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSEOF, PSKeyword, PSSyntaxError

from scaffold.read.pdf.page.commands import commands

PIECES = [
    b"0", b"12", b"-3", b"+4", b"1.5", b"-.5", b".", b"-", b"-.", b"5.", b"1-2", b"--7", b"1.2.3", b"007", b"1e5",
    b"Td", b"TJ", b"T*", b"'", b'"', b"q", b"true", b"false", b"null", b"scn", b"x#y", b"\xe9", b"*",
    b"/F1", b"/A#42", b"/#", b"/#4", b"/", b"/\xff", b"/a/b",
    b"(text)", b"()", rb"(\(a\)\n\134\7\0537\q)", b"(a(b)c)", b"(a\\\r\nb)", rb"(\8)", b"(\x00)", b")",
    b"<41>", b"<4 1 4>", b"<>", b"<4z>", b">",
    b"[", b"]", b"[1 (a) -2]", b"<<", b">>", b"<< /MCID 0 >>", b"{", b"}", b"% a comment (\n", b"\x00", b"\x00Td",
    b"BI", b"ID", b"ID ", b"EI", b"E", b"/W 1", b"/H 2", b"/F /A85", b"/F [/Fl]", b"~>", b"~",
    b"BI /W 1 /H 1 ID \x00\nEI ",
]  # fmt: skip
SPACES = [b" ", b"\n", b"\r\n", b"  ", b"", b"\t", b"\x0c"]


def ours(content: bytes) -> list[Any]:
    """Operands and operators in order; the last is an error if there is one."""
    found: list[Any] = []
    operands: list[Any] = []
    try:
        for operator in commands(content, operands):
            found += [plain(x) for x in operands]
            operands.clear()
            found.append(("operator", operator))
    except (ValueError, IndexError, TypeError, KeyError):
        return [*found, *map(plain, operands), "error"]
    return found + [plain(x) for x in operands]


def pdfminers(content: bytes) -> list[Any]:
    """The same by pdfminer."""
    parser, found = PDFContentParser([PDFStream({}, content)]), list[Any]()
    while True:
        try:
            found.append(plain(parser.nextobject()[1]))
        except PSEOF:
            return found
        except (PSSyntaxError, AssertionError, IndexError, TypeError, KeyError):
            return [*found, "error"]


def plain(x: object) -> object:
    if isinstance(x, PSKeyword):
        return "operator", x.name
    if isinstance(x, list):
        return [plain(y) for y in x]
    if isinstance(x, PDFStream):
        return "picture", {key: plain(value) for key, value in x.attrs.items()}
    return {} if isinstance(x, dict) else x


def test_the_commands_of_a_line() -> None:
    assert ours(b"/F1 9 Tf 1 0 0 1 72 700 Tm [(A)-20.5(b\\))]TJ T*")[-7:] == [
        1, 72, 700, ("operator", b"Tm"), [b"A", -20.5, b"b)"], ("operator", b"TJ"), ("operator", b"T*"),
    ]  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(SPACES)), max_size=12))
@example([(b"<<", b" "), (b"/A", b" "), (b">>", b" ")])
@example([(b"(\\777)", b" ")])
def test_they_are_those_of_pdfminer(pieces: list[tuple[bytes, bytes]]) -> None:
    content = b"".join(piece + space for piece, space in pieces) + b" Do "
    assert ours(content) == pdfminers(content)


@pytest.mark.parametrize("content", [b"(never closed Tj", b"[1 2 Td", b"<< /A 1 Td", b"/", b"(a\\", b"", b"1"])
def test_what_ends_within_a_command(content: bytes) -> None:
    assert ours(content) == pdfminers(content)


PICTURES = [
    b"q 187 0 0 -4.8 72 165 cm BI\n/IM true\n/W 1\n/H 1\n/BPC 1\nID \x00\nEI Q (BI) Tj",
    b"BI /W 1 /H 1 ID (never closed [ <<\nEI Q",
    b"BI /W 1 ID EEI EI Q EI q",
    b"BI /W 1 ID EIEI\nQ",
    b"BI /W 1 /F /A85 ID 5sdq,~> EI Q",
    b"BI /F [/A85 /Fl] /W 2 ID EI ~>\nEI Q",
    b"BI /W ID data EI Q",
    b"[1 BI /W 1 ID x EI Q] 2 Td",
    b"BI /W 1 [ ID x EI ] ID y EI Q",
    b"BI /W 1 ID never ended EI",
    b"BI /W 1 /F [] ID x EI Q",
    b"BI /W 1 /F null ID x EI Q",
    b"BI /W 1 /H 1 ID",
    b"ID EI BI",
]


@pytest.mark.parametrize("content", PICTURES)
def test_pictures_among_the_commands(content: bytes) -> None:
    assert ours(content) == pdfminers(content)


def test_the_data_of_a_picture_are_no_commands() -> None:
    assert ours(b"BI /W 1 /H 2 ID Q (q\n EI Q") == [
        ("picture", {"W": 1, "H": 2}), ("operator", b"EI"), ("operator", b"Q"),
    ]  # fmt: skip
