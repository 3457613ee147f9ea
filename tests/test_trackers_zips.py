"""Zips that are not what they seem: nothing of them reaches the disk, or the ledger."""

from __future__ import annotations

import io
import random
import zipfile
from typing import TYPE_CHECKING

import pytest
from commands import Desk
from conftest import SEED, many
from exports import TRACKERS, given, sample, zipped

from ledger.formats.table.sheet import Unreadable
from ledger.formats.trackers.zip_sheets import open_archive, sheet_in

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def packed(**entries: str) -> bytes:
    """A zip with entries of any names."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return made.getvalue()


WHOLE = {name: sample(TRACKERS / name) for name in ("question_data.csv", "forecast_data.csv")}


@pytest.mark.parametrize(
    "name",
    [
        "/etc/ledger-evil", "../../evil", "a/../../evil", "..\\evil", "\\evil", "C:\\evil",
        "C:evil",
    ],
)  # fmt: skip
def test_an_entry_that_would_leave_its_folder_is_refused(desk: Desk, name: str) -> None:
    path = given(desk, "data.zip", packed(**{name: "x"}, **WHOLE))
    told = desk.refused("import", path)
    assert f"{path}: {name!r} in this zip has a place outside of it; nothing was read.\n" in told
    assert [one.name for one in desk.folder.iterdir()] == ["data.zip"]


def test_a_link_is_refused(desk: Desk) -> None:
    link = zipfile.ZipInfo("question_data.csv")
    link.external_attr = 0o120777 << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    told = desk.refused("import", given(desk, "data.zip", made.getvalue()))
    assert "'question_data.csv' in this zip is a link; nothing was read." in told


def test_what_is_encrypted_is_refused(desk: Desk) -> None:
    """Each entry is told of twice: before it, and in the list at the end."""
    data = bytearray(packed(**WHOLE))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    told = desk.refused("import", given(desk, "data.zip", bytes(data)))
    assert "'question_data.csv' in this zip is encrypted: unpack it and zip it again" in told


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_is_there_twice_is_refused(desk: Desk) -> None:
    made = io.BytesIO(packed(**WHOLE))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("question_data.csv", WHOLE["question_data.csv"])
    told = desk.refused("import", given(desk, "data.zip", made.getvalue()))
    assert "'question_data.csv' in this zip is there twice; nothing was read." in told


def test_a_zip_within_a_zip_is_not_opened(desk: Desk) -> None:
    made = io.BytesIO(packed(**WHOLE))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("more.zip", packed(**{"../evil": "x", "question_data.csv": "x"}))
    path = given(desk, "data.zip", made.getvalue())
    assert "Added 7 claims, " in desk.done("import", path)
    assert sorted(one.name for one in desk.folder.iterdir()) == ["data.zip", "ledger.db"]


@pytest.mark.parametrize(
    "packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_zip_damaged_anywhere_is_refused_or_read(packing: int) -> None:
    """Whatever the packing makes of it: each raises errors of its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, text in WHOLE.items():
            archive.writestr(name, text)
    data, chance, refused = made.getvalue(), random.Random(SEED), 0  # noqa: S311 - a test's
    for _ in range(many(500, 5_000)):
        spoilt = bytearray(data)
        for _ in range(chance.choice([1, 1, 2, 8])):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        try:
            archive = open_archive(bytes(spoilt[: chance.choice([len(spoilt), -1, -30])]))
            for name in WHOLE:
                assert len(list(sheet_in(archive, name))) <= len(sheet_in(archive, name))
        except Unreadable:
            refused += 1
    assert refused


def test_no_more_is_unpacked_than_an_entry_says_it_has(desk: Desk) -> None:
    """One that says less than it holds is cut there, and then its checksum does not fit."""
    data = bytearray(packed(**{**WHOLE, "question_data.csv": "x" * 5_000_000}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(mark) + place
        data[start : start + 4] = (100).to_bytes(4, "little")
    told = desk.refused("import", given(desk, "data.zip", bytes(data)))
    assert "question_data.csv cannot be unpacked; the zip is damaged." in told


@pytest.mark.parametrize("text", ["," * 2_000_000, 'a,"\n",' * 200_000, "x" * 2_000_000])
def test_a_row_without_end_is_refused(desk: Desk, text: str) -> None:
    """However well it is packed, and on however many lines."""
    told = desk.refused(
        "import", given(desk, "data.zip", packed(**{**WHOLE, "question_data.csv": text}))
    )
    assert "cannot be read: a row has more than 1,048,576 characters." in told


def test_a_zip_of_very_many_entries_is_refused(desk: Desk) -> None:
    data = packed(**{f"{n}": "" for n in range(1001)})
    told = desk.refused("import", "--from", "metaculus", given(desk, "data.zip", data))
    assert "There are more than 1,000 entries in this zip." in told


def test_another_zip_is_not_taken_for_one(desk: Desk) -> None:
    told = desk.refused("import", given(desk, "a.docx", packed(**{"word/document.xml": "<a/>"})))
    assert "This is a Word document (docx)" in told


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"PK\x03\x04" + bytes(100), "This zip cannot be read."),
        (zipped()[:300] + bytes(40) + zipped()[340:], ""),
        (
            packed(**{"question_data.csv": sample(TRACKERS / "question_data.csv")}),
            "There is no forecast_data.csv in this zip.",
        ),
        (
            packed(**{"a/question_data.csv": "a", "b/question_data.csv": "b"}),
            ("There is more than one question_data.csv in this zip."),
        ),
        (
            packed(**{"question_data.csv": "0" * (128 * 1024 * 1024 + 1)}),
            ("question_data.csv is larger than 128 MB once it is unpacked."),
        ),
    ],
    ids=["torn", "damaged", "lacking", "twice", "bomb"],
)
def test_a_zip_that_cannot_be_taken_is_refused(desk: Desk, data: bytes, problem: str) -> None:
    told = desk.refused("import", "--from", "metaculus", given(desk, "data.zip", data))
    assert problem in " ".join(told.split())
    assert not desk.database.exists()
