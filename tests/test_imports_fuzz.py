"""Every format with every option of import, several files at once, spoilt in every way: in words.

Through the command itself: 300 imports in every run, 20,000 in a long one.  Each ends with 0 and
what was done, with 1 and problems that have a place, or with 2 where it is used wrongly; nothing
ends in a traceback, a refusal leaves the ledger as it was, and what is taken is taken once.
"""

from __future__ import annotations

import codecs
import random
import re
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import pytest
from clothes import MADE, SHEET
from commands import ARTICLE, Desk
from conftest import SEED, many, unsynced
from exports import CHECKS, TRACKERS, zipped
from test_claimreview_fuzz import SAMPLES
from test_csv_fuzz import GOOD

from ledger.formats.registry import READERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

IMPORTS: Final = many(300, 20_000)
CHUNK: Final = 50
"""How many imports a ledger takes until the next begins empty."""

JOURNAL: Final = (
    b'{"at":"2023-07-05T12:00:00Z","body":{"into":"B"},"by":"d","id":"A","kind":"alias"}\n'
)
LIST: Final = """---
title: Predictions for 2027
author: Ann Lee
date: 2023-07-01
url: https://a.example/b
---
## Weather
1. It rains in Ville: 85%
2. **It snows in May** (10%)
- 70% - The [lake](https://l.example) dries up
"""
TREE: Final = """Predictions for 2027:
  It rains in Ville: 85%
Weather:
  - It snows in May: 10%
"""
ARCHIVE: Final = """From: <Saved by a browser>
MIME-Version: 1.0
Content-Type: multipart/related; boundary="b"

--b
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<div itemscope itemtype=3D"https://schema.org/ClaimReview"><p itemprop=3D"claimReviewed">It =
rains.</p><a itemprop=3D"url" href=3D"https://c.example/1">x</a></div>
--b--
"""
FILES: Final[dict[str, bytes]] = {
    "article.toml": ARTICLE.read_bytes(),
    "sheet.csv": GOOD.encode(),
    "other.csv": GOOD.replace("Ann", "Dee").replace("\na,", "\nd,").encode(),
    "feed.jsonld": SAMPLES[2].encode(),
    "page.html": SAMPLES[3].encode(),
    "journal.jsonl": JOURNAL,
    "data.zip": zipped(),
    "list.md": LIST.encode(),
    "tree.yaml": TREE.encode(),
    "page.mhtml": ARCHIVE.encode(),
    **{name: make(SHEET) for name, make in MADE.items() if name != "sheet.csv"},
    **{one.name: one.read_bytes() for one in sorted(CHECKS.iterdir())},
    **{one.name: one.read_bytes() for one in sorted(TRACKERS.iterdir())},
}
PIECES: Final = tuple(
    one.encode("utf-8", "surrogatepass")
    for one in (
        *(",", ";", "\t", '"', "'", "\n", "\r\n", "\r", "\0", "{", "}", "[", "]", ":", "=", "\\"),
        *("\x08", "\x0b", "\x1b[2J", "\x7f", "\x85", "\x90", "\x93", "\u00e2\x80\x99", "\ufeff"),
        *(
            "\u00ad",
            "\u200b",
            "\u202e",
            "\u2067",
            "\u2028",
            "\ud800",
            "\ufffd",
            "e\u0301",
            "💧",
            "中",
        ),
        *("null", "true", "NaN", "1e999", "-1", "0.0012000000000000001", "0.99999999999999999999"),
        *(
            "javascript:alert(1)",
            "JaVa\tScript:x",
            "data:text/html,x",
            "unsafe:data%3Ax",
            "file:///x",
        ),
        *("2023-07-12", "2023-07-12T10:00:00Z", "10:00:00", "next week", "9" * 400, "x" * 300),
        *(
            "&amp;amp;",
            "&#106;avascript:x",
            "happened",
            "did-not-happen",
            "Refuted",
            "id",
            "[" * 99,
        ),
    )
)
SOFT: Final = tuple(one for one in PIECES if not re.search(rb"[\"'{}\[\]:=\\,;\s\0\xed]", one))
"""Those that stand within a text and leave the file what it is."""

ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1251", "utf-7")
LIKELY: Final[tuple[tuple[str, ...], ...]] = (
    (), (), ("--skip-bad",), ("--skip-bad", "--reason", "Spoilt."), ("--reason", "Spoilt."),
    ("--skip-bad", "--dry-run"), ("--encoding", "utf-8"), ("--reread", "--reason", "Read again."),
)  # fmt: skip
"""Options that go with most files."""

OPTIONS: Final[tuple[tuple[str, ...], ...]] = (
    *(("--skip-bad",), ("--dry-run",), ("--reason", "Spoilt."), ("--text", "article.txt")),
    *(
        ("--map", "due="),
        ("--map", "publisher=title"),
        ("--map", "a=b=c"),
        ("--map", "Sp\u0090=due"),
    ),
    *(("--map-value", "verdict:Half=partly"), ("--map-value", "x"), ("--default", "publisher=P")),
    *(("--default", "url=javascript:x"), ("--default", "due=2023-13"), ("--mapping", "m.toml")),
    *(("--encoding", one) for one in (*ENCODINGS, "hex", "idna", "nothing")),
    *(("--from", one) for one in (*READERS, "jsonl")),
    *(("--sheet", one) for one in ("Claims", "x")),
    ("--crowd", "Ann"),
    ("--reread",),
)


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, or read in one encoding and written in another."""
    changes: tuple[Callable[[bytes], bytes], ...] = (
        lambda one: _replaced(one, chance.choice(PIECES), chance),
        lambda one: _replaced(one, chance.choice(PIECES), chance),
        lambda one: _replaced(one, b"", chance),
        lambda one: _replaced(one, bytes([chance.randrange(256)]), chance),
        lambda one: one + one,
        lambda one: one[: chance.randrange(len(one) + 1)],
        lambda one: one.decode("latin-1").encode(chance.choice(ENCODINGS), "replace"),
        lambda one: one.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace"),
        lambda one: chance.choice((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"PK\x03\x04")) + one,
        lambda one: one.replace(b"\n", chance.choice((b"\r", b"\r\n", b" "))),
    )
    for _ in range(chance.choice((0, 1, 2, 4))):
        data = chance.choice(changes)(data) if chance.random() < 0.3 else _within(data, chance)
    return data


def _within(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a piece put between two letters."""
    places = [one.end() for one in re.finditer(rb"[A-Za-z](?=[a-z])", data)]
    place = chance.choice(places or [0])
    return data[:place] + chance.choice(SOFT) + data[place:]


def _replaced(data: bytes, piece: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + piece + data[start + chance.choice((0, 0, 1, 3, 40)) :]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder to import in, and to be in, for some options name files there."""
    with unsynced(), pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        yield tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, IMPORTS, CHUNK))
def test_every_import_ends_in_words(first: int, folder: Path, empty_ledger: Path) -> None:
    desk = Desk(folder)
    shutil.copyfile(empty_ledger, desk.database)
    for number in range(first, min(first + CHUNK, IMPORTS)):
        chance = random.Random(f"{SEED}-{number}")  # noqa: S311 - no secret
        names = chance.choices(sorted(FILES), k=chance.choice((1, 1, 1, 1, 2, 3)))
        place = folder / str(number)
        place.mkdir()
        for name in names:
            (place / name).write_bytes(spoilt(FILES[name], chance))
        (folder / "article.txt").write_bytes(spoilt(b"He said: It rains. They agree.", chance))
        (folder / "m.toml").write_bytes(spoilt(b'[columns]\n"due" = "due"\n', chance))
        options = list(chance.choice(LIKELY))
        if chance.random() < 0.3:
            options += [one for each in chance.choices(OPTIONS, k=2) for one in each]
        paths = [place] if chance.random() < 0.05 else [place / name for name in names]
        try:
            ends_in_words(desk, [*map(str, paths), *options])
        except BaseException as fault:
            fault.add_note(f"import {number} of seed {SEED}: {paths} {options}")
            raise
        shutil.rmtree(place)
    assert desk.done("verify").startswith("The ledger is whole.")


def ends_in_words(desk: Desk, words: list[str]) -> None:
    """See one import end as imports do, and where it was taken, take nothing more again."""
    before = sha256(desk.database.read_bytes()).digest()
    done = desk("import", *words)
    assert done.exit_code in {0, 1, 2}, done.output
    for line in done.output.splitlines():
        assert not re.match(r"Traceback|  File ", line), done.output
        assert line.isprintable(), repr(line)
    if done.exit_code or "--dry-run" in words:
        assert sha256(desk.database.read_bytes()).digest() == before
        assert done.stderr or not done.exit_code
        return
    again = desk("import", *words)
    assert again.exit_code == 0, again.output
    assert re.search(r"^(Nothing changed: |\d+ records? |Left )", again.stdout, re.MULTILINE)
    assert "Added" not in again.stdout
    assert "Amended" not in again.stdout
