"""Archives of every format become folders; unsafe, damaged or too large ones are refused."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaffold.errors import BadArchive, ScaffoldError
from scaffold.fetch import names, zips
from scaffold.fetch.sink import Kind, Limits, Unpacked
from scaffold.fetch.unpack import unpack
from tests.fetch.conftest import PDF, TEX, everything
from tests.loopback import tar_gz


def members(*rows: tuple[str, bytes] | tarfile.TarInfo, mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as tar:  # type: ignore[call-overload]
        for row in rows:
            if isinstance(row, tarfile.TarInfo):
                tar.addfile(row)
            else:
                member = tarfile.TarInfo(row[0])
                member.size = len(row[1])
                tar.addfile(member, io.BytesIO(row[1]))
    return buffer.getvalue()


def link(name: str, target: str, kind: bytes = tarfile.SYMTYPE) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, target
    return member


Pack = Callable[[dict[str, bytes]], bytes]


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def opened(tmp_path: Path, content: bytes, name: str = "archive", limits: Limits | None = None) -> Unpacked:
    path = tmp_path / name
    path.write_bytes(content)
    return unpack(path, tmp_path / "out", limits or Limits())


FILES = {"main.tex": TEX, "sections/one.tex": b"One.\n"}


@pytest.mark.parametrize(
    "content",
    [tar_gz(FILES), gzip.decompress(tar_gz(FILES)), zipped(FILES), members(*FILES.items(), mode="w:gz")],
    ids=["tar.gz", "tar", "zip", "pax tar.gz"],
)
def test_every_kind_of_archive_is_opened_whatever_its_name(tmp_path: Path, content: bytes) -> None:
    assert opened(tmp_path, content) == Unpacked("tex", ("main.tex", "sections/one.tex"))
    assert (tmp_path / "out" / "main.tex").read_bytes() == TEX


def test_a_tar_that_begins_with_a_figure_is_a_tar(tmp_path: Path) -> None:
    assert opened(tmp_path, tar_gz({"a.pdf": PDF, "main.tex": TEX})).kind == "tex"


def _gz(name: bytes, content: bytes, extra: bytes = b"") -> bytes:
    flags = (8 if name else 0) | (4 if extra else 0)
    head = struct.pack("<BBBBLBB", 0x1F, 0x8B, 8, flags, 0, 2, 255)
    head += struct.pack("<H", len(extra)) + extra if extra else b""
    return head + (name + b"\0" if name else b"") + gzip.compress(content)[10:]


@pytest.mark.parametrize(
    ("content", "file", "expected"),
    [
        (_gz(b"", TEX), "1905.03684v1", "main.tex"),
        (_gz(b"paper.tex", TEX), "source", "paper.tex"),
        (_gz(b"paper.tex", TEX, b"abcd"), "source", "paper.tex"),
        (_gz(b"../../etc/paper.tex", TEX), "source", "paper.tex"),
        (_gz(b"paper", TEX), "source", "main.tex"),
        (_gz(b"", TEX), "mine.tex.gz", "mine.tex"),
        (TEX, "plain.tex", "plain.tex"),
        (TEX, "plain", "main.tex"),
    ],
)
def test_a_single_file_gets_a_fitting_name(tmp_path: Path, content: bytes, file: str, expected: str) -> None:
    assert opened(tmp_path, content, file) == Unpacked("tex", (expected,))
    assert (tmp_path / "out" / expected).read_bytes() == TEX


@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (b"%!PS-Adobe", "ps")])
def test_sources_without_latex_are_distinguished(tmp_path: Path, content: bytes, kind: Kind) -> None:
    assert opened(tmp_path, gzip.compress(content)) == Unpacked(kind, (f"paper.{kind}",))


def test_latex_without_a_suffix_is_known_by_its_content(tmp_path: Path) -> None:
    assert opened(tmp_path, tar_gz({"paper": TEX, "README": b"hi"})).kind == "tex"


def test_junk_is_left_out(tmp_path: Path) -> None:
    junk = {
        "__MACOSX/._main.tex": b"x",
        "._main.tex": b"x",
        ".DS_Store": b"x",
        ".git/config": b"x",
        "a/Thumbs.db": b"x",
    }
    assert opened(tmp_path, tar_gz({**junk, "main.tex": TEX})).files == ("main.tex",)


def test_links_inside_become_copies_and_others_vanish(tmp_path: Path) -> None:
    found = opened(
        tmp_path,
        members(
            link("fig/early.tex", "../main.tex"),
            ("main.tex", TEX),
            link("hard.tex", "main.tex", tarfile.LNKTYPE),
            link("passwd", "/etc/passwd"),
            link("up.tex", "../../main.tex"),
        ),
    )
    assert found.files == ("fig/early.tex", "hard.tex", "main.tex")
    assert not any(p.is_symlink() for p in (tmp_path / "out").rglob("*"))
    assert found.warnings == (
        "passwd is a link to a file outside the archive: skipped",
        "up.tex is a link to a file outside the archive: skipped",
    )


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    found = opened(tmp_path, members(link("door", str(tmp_path)), ("door/evil.tex", TEX)))
    assert found.files == ("door/evil.tex",)
    assert not (tmp_path / "evil.tex").exists()


def test_links_in_a_zip_vanish(tmp_path: Path) -> None:
    buffer = io.BytesIO(zipped({"main.tex": TEX}))
    with zipfile.ZipFile(buffer, "a") as archive:
        info = zipfile.ZipInfo("link")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    found = opened(tmp_path, buffer.getvalue())
    assert (found.files, found.warnings) == (("main.tex",), ("link is a link: skipped",))


def test_duplicate_names_and_names_that_differ_in_case_are_reported(tmp_path: Path) -> None:
    found = opened(tmp_path, members(("a.tex", b"old"), ("a.tex", TEX), ("Fig.tex", b"F"), ("fig.tex", b"f")))
    assert "a.tex occurs twice in the archive: scaffold uses the later one" in found.warnings
    assert "fig.tex and Fig.tex differ only in case: on some systems they are the same file" in found.warnings
    assert (tmp_path / "out" / "a.tex").read_bytes() == TEX
    assert (tmp_path / "out" / "Fig.tex").read_bytes() == b"F"


def test_a_name_that_is_no_utf8_is_read_as_latin_1(tmp_path: Path) -> None:
    raw = members(("main.tex", TEX), ("Bezout.tex", b"x"))
    header = raw.index(b"Bezout.tex")
    block = bytearray(raw[header : header + 512])
    block[1] = 0xE9
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    found = opened(tmp_path, raw[:header] + bytes(block) + raw[header + 512 :])
    assert found.files == ("Bézout.tex", "main.tex")


def test_a_file_that_is_also_a_folder_is_damage(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match=r"“a/b\.tex” is both a file and a folder"):
        opened(tmp_path, members(("a", TEX), ("a/b.tex", TEX)))


BIG = b"\\" + b"x" * 999


@pytest.mark.parametrize("pack", [tar_gz, zipped], ids=["tar.gz", "zip"])
@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(files=2), "more than 2 files"),
        (Limits(single=500), "too many bytes (at member “"),
        (Limits(total=2500), "unpacks to"),
        (Limits(free=1000, ratio=3), "unpacks to"),
    ],
    ids=["files", "single", "total", "ratio"],
)
def test_limits_hold(tmp_path: Path, pack: Pack, limits: Limits, says: str) -> None:
    content = pack({f"{n}.tex": BIG for n in range(4)})
    with pytest.raises(BadArchive) as caught:
        opened(tmp_path, content, limits=limits)
    assert says in caught.value.message
    assert everything(tmp_path) == ["archive"]


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    content = zipped({"main.tex": TEX * 1000})
    size = struct.pack("<L", len(TEX) * 1000)
    assert content.count(size) == 2
    with pytest.raises(BadArchive, match=r"damaged at member “main\.tex”"):
        opened(tmp_path, content.replace(size, struct.pack("<L", 10)))


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    content = bytearray(zipped({"main.tex": TEX}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(BadArchive, match="cannot be opened"):
        opened(tmp_path, bytes(content))


def test_damage_in_the_middle_is_not_taken_for_the_end(tmp_path: Path) -> None:
    raw = bytearray(members(("a.tex", TEX), ("b.tex", TEX), ("c.tex", TEX)))
    at = raw.index(b"b.tex")
    raw[at : at + 100] = b"?" * 100
    with pytest.raises(BadArchive, match="damaged"):
        opened(tmp_path, bytes(raw))


@pytest.mark.parametrize("pack", [tar_gz, zipped], ids=["tar.gz", "zip"])
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_escapes_as_anything_but_our_errors(
    tmp_path_factory: pytest.TempPathFactory, pack: Pack, data: st.DataObject
) -> None:
    content = bytearray(pack({**FILES, "noise": bytes(range(256)) * 4}))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))
    folder = tmp_path_factory.mktemp("fuzz")
    try:
        opened(folder, bytes(content[:cut]))
    except ScaffoldError:
        assert everything(folder) == ["archive"]


@given(st.text(st.characters(codec="utf-8"), max_size=30), st.booleans())
def test_no_name_leads_out(name: str, windows: bool) -> None:
    try:
        found = names.parts(name, windows=windows)
    except BadArchive:
        return
    assert all(p and p not in (".", "..") and not set(p) & set("/\\\0\n") for p in found)
    if windows:
        assert not any(set(p) & set('<>:"|?*') or p[-1] in ". " for p in found)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("./a//b.tex", ("a", "b.tex")),
        ("a\\b.tex", ("a", "b.tex")),
        ("aux.tex", ("aux_.tex",)),
        ("fig/NUL", ("fig", "NUL_")),
        ("what?.tex", ("what_.tex",)),
        ("dot.", ("dot",)),
    ],
)
def test_windows_gets_names_that_it_can_hold(name: str, expected: tuple[str, ...]) -> None:
    assert names.parts(name, windows=True) == expected


def test_other_systems_keep_them() -> None:
    assert names.parts("aux.tex", windows=False) == ("aux.tex",)
    assert names.parts("a:b?.tex", windows=False) == ("a:b?.tex",)


def many(count: int, row: Callable[[int], tarfile.TarInfo]) -> bytes:
    """A tar of so many empty members and one document."""
    return gzip.compress(members(("main.tex", TEX), *(row(n) for n in range(count))))


def folder(name: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type = tarfile.DIRTYPE
    return member


@pytest.mark.parametrize(
    "row",
    [
        lambda n: folder(f"d{n}"),
        lambda n: link(f"l{n}", "main.tex"),
        lambda n: link(f"l{n}", "/etc/passwd"),
        lambda n: tarfile.TarInfo(f".git/{n}"),
        lambda n: tarfile.TarInfo("same.tex"),
        lambda n: tarfile.TarInfo("."),
    ],
    ids=["folders", "links", "links out", "junk", "the same file", "the folder itself"],
)
def test_members_of_every_kind_are_counted(tmp_path: Path, row: Callable[[int], tarfile.TarInfo]) -> None:
    with pytest.raises(BadArchive, match="more than 50 members"):
        opened(tmp_path, many(60, row), limits=Limits(members=50))
    assert everything(tmp_path) == ["archive"]
    assert opened(tmp_path, many(40, row), limits=Limits(members=50)).kind == "tex"


@pytest.mark.parametrize("name", ["d{}/", "__MACOSX/{}", "x{}", "same"])
def test_members_of_a_zip_are_counted(tmp_path: Path, name: str) -> None:
    buffer = io.BytesIO(zipped({"main.tex": TEX}))
    with zipfile.ZipFile(buffer, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for n in range(60):
            archive.writestr(name.format(n), b"")
    with pytest.raises(BadArchive, match="more than 50 members"):
        opened(tmp_path, buffer.getvalue(), limits=Limits(members=50))


def test_a_zip_whose_list_is_too_long_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "_LARGEST_LIST", 1000)
    with pytest.raises(BadArchive, match="too many members"):
        opened(tmp_path, zipped({f"{n}.tex": TEX for n in range(100)}))


def test_a_name_that_occurs_very_often_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match=r"more than 100 members “same\.tex”"):
        opened(tmp_path, many(200, lambda n: tarfile.TarInfo("same.tex")))


def test_of_many_warnings_the_first_are_kept(tmp_path: Path) -> None:
    found = opened(tmp_path, many(100, lambda n: link(f"l{n}", "/etc/passwd")))
    assert len(found.warnings) == 21
    assert found.warnings[-1] == "… and 80 more warnings about files"


def test_the_last_of_several_files_of_a_name_is_kept(tmp_path: Path) -> None:
    found = opened(tmp_path, members(("a.tex", b"one"), ("a.tex", b"two"), ("a.tex", TEX)))
    assert (tmp_path / "out" / "a.tex").read_bytes() == TEX
    assert found.warnings == ("a.tex occurs twice in the archive: scaffold uses the later one",)


@pytest.mark.parametrize("name", ["/".join(["b" * 200] * 6), "a/" * 20 + "c" * 1000, "x" * 300])
def test_a_path_that_is_too_long_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadArchive, match="is too long"):
        opened(tmp_path, members((name, TEX)))


def pax(content: bytes, **headers: str) -> bytes:
    """A tar whose only member has these PAX headers."""
    member = tarfile.TarInfo("main.tex")
    member.size = len(content)
    member.pax_headers = {key.replace("_", "."): value for key, value in headers.items()}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(member, io.BytesIO(content))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        pax(b"zz\n" + bytes(600), GNU_sparse_major="1", GNU_sparse_minor="0"),
        pax(TEX, GNU_sparse_map="0,1,x"),
        pax(TEX, GNU_sparse_map="0"),
        pax(TEX, GNU_sparse_size="9" * 5000, GNU_sparse_map="0,1"),
        pax(TEX, GNU_sparse_numblocks="x", GNU_sparse_offset="x"),
    ],
    ids=["1.0", "0.1 no number", "0.1 odd", "5000 digits", "0.0"],
)
def test_damaged_maps_of_sparse_files_are_damage(tmp_path: Path, content: bytes) -> None:
    try:
        opened(tmp_path, content)
    except BadArchive:
        assert everything(tmp_path) == ["archive"]


def test_a_zip_member_without_a_name_is_skipped(tmp_path: Path) -> None:
    content = zipped({"X": b"nothing", "main.tex": TEX})
    name = content.index(b"X")
    content = content[: name - 4] + b"\0\0" + content[name - 2 : name] + content[name + 1 :]
    at = content.index(b"PK\x01\x02")
    content = content[: at + 28] + b"\0\0" + content[at + 30 : at + 46] + content[at + 47 :]
    end = content.index(b"PK\x05\x06")
    where = content.index(b"PK\x03\x04", 4)
    second = content.index(b"PK\x01\x02", at + 4)
    content = content[: second + 42] + struct.pack("<L", where) + content[second + 46 :]
    content = content[: end + 12] + struct.pack("<LL", end - at, at) + content[end + 20 :]
    assert opened(tmp_path, content).files == ("main.tex",)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damage_of_every_compression_is_damage(tmp_path: Path, method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("main.tex", TEX * 200)
    content = bytearray(buffer.getvalue())
    content[45:60] = b"\xff" * 15
    with pytest.raises(BadArchive, match="damaged"):
        opened(tmp_path, bytes(content))


def test_names_that_turn_the_direction_of_text_are_changed(tmp_path: Path) -> None:
    found = opened(tmp_path, tar_gz({"main.tex": TEX, "a\u202egpj.exe": b"x", "b\u2066.tex": b"x"}))
    assert found.files == ("a_gpj.exe", "b_.tex", "main.tex")
