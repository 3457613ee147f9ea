"""Zip and gzip around files, and what is recognised and not read."""

from __future__ import annotations

import gzip
import io
import stat
import sys
import zipfile
from typing import TYPE_CHECKING, Final

import pytest
from commands import ARTICLE, Desk
from exports import TRACKERS
from exports import zipped as download

from ledger.formats.packing import unpack

if TYPE_CHECKING:
    from pathlib import Path

HEAD: Final = "speaker,statement,due,publisher\n"
GOOD: Final = f"{HEAD}Ann,It rains.,2027-07-12,P\n".encode()
JSON: Final = b'[{"speaker": "Di", "statement": "Fog.", "due": "2027-01-01", "publisher": "P"}]'
BAD: Final = f"{HEAD}Bo,It snows.,someday,P\nCy,It hails.,2027-07-12,P\n".encode()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def zipped(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def given(desk: Desk, name: str, data: bytes) -> Path:
    path = desk.folder / name
    path.write_bytes(data)
    return path


def test_all_files_of_a_zip_are_read(desk: Desk) -> None:
    several = {
        "may.csv": GOOD,
        "deep/june.json": JSON,
        "article.toml": ARTICLE.read_bytes(),
        "kalshi.json": (TRACKERS / "kalshi.json").read_bytes(),
        "README.md": b"- Words: 50%",
        ".DS_Store": b"x",
        "__MACOSX/may.csv": b"x",
    }
    path = given(desk, "z.zip", zipped(several))
    result = desk("import", path)
    assert result.exit_code == 0, result.output
    for name, form in (("may.csv", "csv"), ("deep/june.json", "json"), ("kalshi.json", "kalshi")):
        assert f"Reading {path / name} as {form}." in result.stderr
    root = desk.done("checkpoint")
    assert desk.done("import", path).startswith("Nothing changed: ")
    assert desk.done("checkpoint") == root


def test_the_bad_rows_of_a_member_go_beside_the_zip(desk: Desk) -> None:
    path = given(desk, "z.zip", zipped({"a/bad.csv": BAD}))
    assert f"{path / 'a' / 'bad.csv'}:2: due" in desk.refused("import", path)
    assert "Added 1 claim" in desk.done("import", "--skip-bad", path)
    kept = (desk.folder / "z.bad.bad.csv").read_text("utf-8-sig")
    assert kept.splitlines() == [HEAD.strip(), "Bo,It snows.,someday,P"]


def test_the_bad_rows_of_what_is_gzipped_are_written_unpacked(desk: Desk) -> None:
    path = given(desk, "b.csv.gz", gzip.compress(BAD))
    assert "Added 1 claim" in desk.done("import", "--skip-bad", path)
    assert (desk.folder / "b.csv.bad.csv").read_text("utf-8-sig").count("\n") == 2


def test_a_zip_that_is_a_format_stays_one(desk: Desk) -> None:
    result = desk("import", given(desk, "m.zip", download()))
    assert "as metaculus." in result.stderr


def test_gzip_in_a_zip_and_a_claim_file_in_gzip(desk: Desk) -> None:
    path = given(desk, "z.zip", zipped({"may.csv.gz": gzip.compress(GOOD)}))
    assert "Added 1 claim" in desk.done("import", path)
    path = given(desk, "a.toml.gz", gzip.compress(ARTICLE.read_bytes()))
    assert "Added" in desk.done("import", path)


def test_several_parts_of_gzip_are_one_file(desk: Desk) -> None:
    data = gzip.compress(GOOD) + gzip.compress(b"Bo,It snows.,2027-07-12,P\n")
    assert "Added 2 claims" in desk.done("import", given(desk, "g.csv.gz", data))


def encrypted() -> bytes:
    data = bytearray(zipped({"may.csv": GOOD}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    return bytes(data)


def link() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        entry = zipfile.ZipInfo("may.csv")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return made.getvalue()


def damaged() -> bytes:
    data = bytearray(zipped({"may.csv": GOOD * 20}))
    data[60] ^= 0xFF
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("z.zip", zipped({"may.csv": GOOD})[:60], "This zip cannot be read."),
        ("z.zip", zipped({"README.md": b"x"}), "There is no file in this zip."),
        ("z.zip", encrypted(), "is encrypted"),
        ("z.zip", link(), "is a link"),
        ("z.zip", damaged(), "cannot be unpacked; the zip is damaged."),
        ("g.csv.gz", gzip.compress(GOOD)[:40], "This gzip file is damaged"),
        ("g.csv.gz", gzip.compress(GOOD)[:-4] + b"1234", "This gzip file is damaged"),
        ("g.csv.gz", b"\x1f\x8b\x08" + b"x" * 50, "This gzip file is damaged."),
    ],
    ids=list("abcdefgh"),  # what is zipped has the time in it
)
def test_what_is_damaged_is_refused(desk: Desk, name: str, data: bytes, problem: str) -> None:
    assert problem in desk.refused("import", given(desk, name, data))
    assert not desk.database.exists()


def test_an_entry_out_of_its_place_is_refused(desk: Desk) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../may.csv", GOOD)
    assert "has a place outside of it" in desk.refused(
        "import", given(desk, "z.zip", made.getvalue())
    )


def test_what_unpacks_to_more_than_is_allowed_is_refused(desk: Desk) -> None:
    huge = GOOD + b"x" * (70 * 1024 * 1024)
    for name, data in (("h.csv.gz", gzip.compress(huge)), ("h.zip", zipped({"may.csv": huge}))):
        refused = desk.refused("import", given(desk, name, data))
        assert "This is larger than 64 MB once it is unpacked. Cut it into several." in refused


def test_too_many_members_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MOST_MEMBERS", 2)
    path = given(desk, "z.zip", zipped(dict.fromkeys(("a.csv", "b.csv", "c.csv"), GOOD)))
    assert "There are more than 2 files in this zip." in desk.refused("import", path)


ZIP: Final = b"PK\x03\x04" + b"\0" * 26
KINDS: Final = {
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "an Excel workbook of the old kind"),
    "sheet.csv": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "an Excel workbook of the old kind"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "a Word document (doc)"),
    "new.docx": (ZIP + b"word/document.xml", "a Word document (docx)"),
    "new.xlsb": (ZIP + b"xl/workbook.bin", "a binary Excel workbook (xlsb)"),
    "mac.numbers": (ZIP + b"Index/Document.iwa", "a Numbers sheet"),
    "talk.pptx": (ZIP + b"ppt/presentation.xml", "a PowerPoint presentation"),
    "text.odt": (ZIP + b"mimetypeapplication/vnd.oasis.opendocument.text", "a text document (odt)"),
    "paper.pdf": (b"%PDF-1.7\n", "a PDF document"),
    "paper.rtf": (b"{\\rtf1 x}", "an RTF document"),
    "data.parquet": (b"PAR1\x15\x04", "a Parquet file"),
    "data.feather": (b"ARROW1\0\0", "an Arrow file"),
    "data.sav": (b"$FL2@(#) SPSS", "an SPSS file"),
    "data.dta": (b"<stata_dta><header>", "a Stata file"),
    "other.db": (b"SQLite format 3\0", "a database of SQLite"),
    "a.7z": (b"7z\xbc\xaf\x27\x1c\0", "a file packed with 7-Zip"),
    "a.rar": (b"Rar!\x1a\x07\x01\0", "a RAR archive"),
    "a.xz": (b"\xfd7zXZ\0\0", "a file packed with xz"),
    "a.bz2": (b"BZh91AY&SY", "a file packed with bzip2"),
    "a.zst": (b"\x28\xb5\x2f\xfd\0", "a file packed with Zstandard"),
    "a.tar": (b"a" * 257 + b"ustar\0", "a tar archive"),
    "a.tar.gz": (gzip.compress(b"a" * 257 + b"ustar\0"), "a tar archive"),
    "photo.png": (b"\x89PNG\r\n\x1a\n", "a picture"),
}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_recognised_and_not_read_says_so_with_a_cure(desk: Desk, name: str) -> None:
    data, what = KINDS[name]
    refused = desk.refused("import", given(desk, name, data))
    first, last = refused.splitlines()
    assert f"This is {what}" in first
    assert first.partition("which is not read. ")[2]
    assert last == "1 problem found; nothing was written."


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_bad_rows_of_a_zip_are_as_open_as_that(desk: Desk) -> None:
    path = given(desk, "z.zip", zipped({"bad.csv": BAD}))
    path.chmod(0o600)
    desk.done("import", "--skip-bad", path)
    assert stat.S_IMODE((desk.folder / "z.bad.bad.csv").stat().st_mode) == 0o600
