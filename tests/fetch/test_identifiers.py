"""Every form of an identifier, and the error for anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaffold.errors import BadIdentifier
from scaffold.fetch.identifiers import ARCHIVES, ArxivId, Local, LocalKind, parse, parse_version
from tests.fetch.conftest import PDF, TEX
from tests.loopback import tar_gz


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1905.03684", "1905.03684"),
        ("  1905.03684\n", "1905.03684"),
        ("1905.03684v2", "1905.03684v2"),
        ("1905.03684V2", "1905.03684v2"),
        ("0704.0001", "0704.0001"),
        ("1412.9999v3", "1412.9999v3"),
        ("arXiv:1905.03684", "1905.03684"),
        ("ARXIV: 1905.03684v1", "1905.03684v1"),
        ("arXiv:1905.03684v2 [cs.LG] 14 Oct 2019", "1905.03684v2"),
        ("math.GT/0309136", "math/0309136"),
        ("hep-th/9711200v3", "hep-th/9711200v3"),
        ("arXiv:hep-th/9711200", "hep-th/9711200"),
        ("physics.atom-ph/9601001", "physics/9601001"),
        ("https://arxiv.org/abs/1905.03684", "1905.03684"),
        ("http://www.arxiv.org/abs/1905.03684v1?context=cs#top", "1905.03684v1"),
        ("arxiv.org/pdf/1905.03684.pdf", "1905.03684"),
        ("https://arxiv.org/pdf/1905.03684v2.pdf#page=3", "1905.03684v2"),
        ("https://export.arxiv.org/e-print/1905.03684v2", "1905.03684v2"),
        ("https://export.arxiv.org/src/hep-th/9711200v3", "hep-th/9711200v3"),
        ("https://arxiv.org/src/1905.03684v2/", "1905.03684v2"),
        ("https://arxiv.org/html/1905.03684v2#S3", "1905.03684v2"),
        ("https://arxiv.org/abs/math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/abs/hep-th%2F9711200", "hep-th/9711200"),
        ("https://ar5iv.labs.arxiv.org/html/1905.03684", "1905.03684"),
        ("10.48550/arXiv.1905.03684", "1905.03684"),
        ("https://doi.org/10.48550/arXiv.1905.03684", "1905.03684"),
        ("doi:10.48550/ARXIV.hep-th/9711200", "hep-th/9711200"),
    ],
)
def test_every_form_is_read(text: str, expected: str) -> None:
    assert str(parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no paper was given"),
        ("banana", "neither an arXiv identifier nor an existing file"),
        ("1905.0368", "since 2015 identifiers have 5 digits after the dot, this one has 4"),
        ("1405.03684", "before 2015 identifiers have 4 digits after the dot, this one has 5"),
        ("1913.03684", "13 is not a month"),
        ("0604.0001", "April 2007"),
        ("1905.03684v0", "v0 is not a version"),
        ("1905.03684v", "v is not a version"),
        ("cooking/0309136", "no archive cooking"),
        ("https://arxiv.org/abs/1905.036", "since 2015 identifiers have 5 digits"),
        ("https://openreview.net/forum?id=r1e_FpNFDr", "not of a paper on arXiv"),
        ("missing.tex", "no file or folder at"),
        ("./1905.03684", "no file or folder at"),
        ("1905.03684\0", "neither"),
        ("x" * 5000, "neither"),
        ("١٩٠٥.٠٣٦٨٤", "neither"),
    ],
)
def test_anything_else_is_refused_with_what_was_seen(text: str, message: str) -> None:
    with pytest.raises(BadIdentifier) as caught:
        parse(text)
    assert caught.value.exit_code == 10
    assert message in caught.value.message
    assert "\0" not in caught.value.message
    assert "1905.03684v2" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("paper.tex", TEX, "tex"),
        ("paper.pdf", PDF, "pdf"),
        ("paper.tar.gz", tar_gz({"a.tex": TEX}), "archive"),
        ("paper.tgz", b"", "archive"),
        ("paper.zip", b"", "archive"),
        ("1905.03684v9", tar_gz({"a.tex": TEX}), "archive"),
        ("downloaded", PDF, "pdf"),
        ("without-suffix", TEX, "tex"),
    ],
)
def test_local_files_are_known_by_suffix_or_content(tmp_path: Path, name: str, content: bytes, kind: LocalKind) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert parse(str(path)) == Local(path, kind)


def test_a_folder_is_a_folder(tmp_path: Path) -> None:
    assert parse(str(tmp_path)) == Local(tmp_path, "folder")


def test_an_identifier_wins_over_a_file_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("1905.03684").write_bytes(PDF)
    assert parse("1905.03684") == ArxivId("1905.03684")
    assert parse("./1905.03684") == Local(Path("1905.03684"), "pdf")


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.docx"
    path.write_bytes(b"\x00\x01")
    with pytest.raises(BadIdentifier, match="not an archive, LaTeX or a PDF"):
        parse(str(path))


_years = st.integers(7, 40)
_months = st.integers(1, 12)
_versions = st.none() | st.integers(1, 99)


@st.composite
def new_ids(draw: st.DrawFn) -> ArxivId:
    year, month = draw(_years), draw(_months)
    if year == 7:
        month = max(month, 4)
    digits = 5 if year >= 15 else 4
    serial = draw(st.integers(1, 10**digits - 1))
    return ArxivId(f"{year:02}{month:02}.{serial:0{digits}}", draw(_versions))


@st.composite
def old_ids(draw: st.DrawFn) -> ArxivId:
    archive = draw(st.sampled_from(sorted(ARCHIVES)))
    year, month, serial = draw(st.sampled_from([*range(91, 100), *range(8)])), draw(_months), draw(st.integers(1, 999))
    return ArxivId(f"{archive}/{year:02}{month:02}{serial:03}", draw(_versions))


_wrappers = st.sampled_from(
    ["{}", "arXiv:{}", "https://arxiv.org/abs/{}", "http://export.arxiv.org/pdf/{}.pdf", "arxiv.org/html/{}#S1.T2",
     "https://www.arxiv.org/e-print/{}", "https://arxiv.org/src/{}?x=1", "10.48550/arXiv.{}",
     "  <https://arxiv.org/abs/{}> "]
)  # fmt: skip


@given(new_ids() | old_ids(), _wrappers)
def test_what_wraps_an_identifier_does_not_change_it(paper: ArxivId, wrapper: str) -> None:
    assert parse(wrapper.format(paper)) == paper
    assert parse(str(parse(wrapper.format(paper)))) == paper


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_with_a_hint(text: str) -> None:
    error = None
    try:
        found = parse(text)
    except BadIdentifier as e:
        error = e
    if error is None:
        assert isinstance(found, (ArxivId, Local))
    else:
        assert error.message
        assert error.hint
        assert "\n" not in error.message


@given(new_ids(), st.text("0123456789.v/ ", min_size=1, max_size=3))
def test_a_damaged_identifier_never_becomes_another_one(paper: ArxivId, tail: str) -> None:
    try:
        found = parse(paper.id + tail)
    except BadIdentifier:
        return
    assert isinstance(found, ArxivId)
    assert found.id == paper.id


@pytest.mark.parametrize(("text", "number"), [("v2", 2), ("2", 2), (" V12 ", 12), (3, 3)])
def test_versions_are_read(text: str | int, number: int) -> None:
    assert parse_version(text) == number


@pytest.mark.parametrize("text", ["", "v", "v0", "latest", "2.0", -1])
def test_other_versions_are_refused(text: str | int) -> None:
    with pytest.raises(BadIdentifier, match="is not a version"):
        parse_version(text)
