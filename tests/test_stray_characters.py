"""Characters that foreign files bring by accident: taken out, read as meant, or refused by item."""

from __future__ import annotations

import json
import shutil
import unicodedata
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import Desk
from exports import CHECKS, TRACKERS, given, sample

from ledger.formats.cleaning import cleaned

if TYPE_CHECKING:
    from pathlib import Path

STRAY: Final = "\u0090\u200b"
TAKEN_OUT: Final = "2 that mean nothing were taken out."
FILES: Final = {
    "fatebook.csv": (TRACKERS / "fatebook.csv", "rain"),
    "predictionbook.json": (TRACKERS / "predictionbook.json", "The bridge"),
    "manifold.json": (TRACKERS / "manifold.json", "Will it rain"),
    "polymarket.json": (TRACKERS / "polymarket.json", "Will"),
    "averitec.json": (CHECKS / "averitec.json", "The moon"),
    "duke.csv": (CHECKS / "duke.csv", "The moon"),
    "liar.tsv": (CHECKS / "liar.tsv", "The"),
}
"""A sample of each format, and a word of a text in it."""

SHEET: Final = "id,speaker,statement,due,publisher\na,Ann,{},2024-12-31,P\n"


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_what_means_nothing_is_taken_out_with_one_warning(desk: Desk, name: str) -> None:
    path, word = FILES[name]
    text = sample(path)
    assert word in text
    spoilt = given(desk, name, text.replace(word, f"{word[:2]}{STRAY}{word[2:]}", 1))
    done = desk("import", spoilt)
    assert done.exit_code == 0, done.output
    told = [one for one in done.stderr.splitlines() if "mean nothing" in one]
    assert len(told) == 1
    assert told[0].startswith(f"{spoilt}: warning: Of the control and invisible characters in ")
    assert "taken out" in told[0]
    kept = json.dumps([desk.json("list"), desk.json("log")], ensure_ascii=False)
    assert not set(STRAY) & set(kept)
    assert desk.done("import", spoilt).startswith("Nothing changed: ")
    if name != "fatebook.csv":  # which calls a question by its title, as it is written
        assert desk.done("import", given(desk, name, text)).startswith("Nothing changed: ")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "\u0093y\u0094 \u0096 z\u0085",
            "\u201cy\u201d \u2013 z\u2026",
        ),  # Windows-1252, read as Latin-1
        ("it\u00e2\u0080\u0099s", "it\u2019s"),  # UTF-8, read as Latin-1
        ("a\x0bb\x0cc", "a b c"),
        ("\ufeffa\u00adb\u2060c\x7f\x01", "abc"),
        ("caf\u00e9 \u00e2 la", "café â la"),
        ("ni\u200dn\u200cn", "ni\u200dn\u200cn"),  # which join letters and part them
    ],
)
def test_what_was_meant_is_kept(desk: Desk, written: str, meant: str) -> None:
    assert cleaned(written).text == meant
    desk.done("import", given(desk, "s.csv", SHEET.format(written)))
    assert [one["statement"] for one in desk.json("list")] == [meant]


def test_all_of_windows_1252_is_what_windows_has_there() -> None:
    text = bytes(range(0x80, 0xA0)).decode("latin-1")
    assert cleaned(text).text == bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
    assert not [one for one in cleaned(text).text if unicodedata.category(one) == "Cc"]


@pytest.mark.parametrize("character", ["\0", "\x08", "\x1b"])
@pytest.mark.parametrize("name", ["manifold.json", "averitec.json"])
def test_what_changes_the_meaning_is_refused_and_the_item_named(
    desk: Desk, name: str, character: str
) -> None:
    """Also where all items are on one line, as most programs write them."""
    path, word = FILES[name]
    items = json.loads(sample(path))
    text = json.dumps(items).replace(word, word[:2] + json.dumps(character)[1:-1] + word[2:], 1)
    told = desk.refused("import", given(desk, name, text))
    first: dict[str, Any] = items[0]
    known = first.get("id") or first["claim"][:20]
    refusals = [one for one in told.splitlines() if f"U+{ord(character):04X}" in one]
    assert refusals
    assert all(known[:2] in one and "remove it" in one for one in refusals)


def test_a_row_with_a_cut_in_it_is_left_out_alone(desk: Desk) -> None:
    text = SHEET.format("It rains.") + "b,Bea,It sn\0ows.,2024-12-31,P\n"
    path = given(desk, "s.csv", text)
    assert f"{path}:3: statement contains the control character U+0000" in desk.refused(
        "import", path
    )
    done = desk.done("import", "--skip-bad", path)
    assert [one["id"] for one in desk.json("list")] == ["a"]
    assert "row 3" in done


def test_utf_16_without_a_mark_is_refused_with_the_cure(desk: Desk) -> None:
    path = given(desk, "s.csv", SHEET.format("It rains.").encode("utf-16-le"))
    assert "--encoding, such as utf-16-le" in desk.refused("import", path)
    desk.done("import", "--encoding", "utf-16-le", path)


def test_claim_files_stay_strict(desk: Desk) -> None:
    text = '[source]\nid = "s"\npublisher = "P\\u0090"\n'
    told = desk("check", given(desk, "f.toml", text)).stdout
    assert "f.toml:3: publisher contains the control character U+0090; remove it." in told
