"""Addresses that run a program or open what is on the reader's machine: not in, and never out."""

from __future__ import annotations

import io
import json
import shutil
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk
from exports import CHECKS, TRACKERS, given, sample
from harmful import PAGE, PROGRAM, STANDS_FOR, harmed

from ledger import Ledger
from ledger.model.field_values import armed, disarmed, harmful_scheme

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Clock

HARMFUL: Final = (
    PROGRAM, PAGE, "JavaScript:alert(1)", " java\tscript:alert(1)", "java\u200bscript:x",
    "\x01javascript:x", "vbscript:x", "file:///etc/passwd", "blob:https://a.example/1",
    "&#106;avascript&colon;x", "\uff4a\uff41vascript:x", "feed:javascript:x", "filesystem:x:y",
    "view-source:https://a.example", "about:blank",
)  # fmt: skip
FINE: Final = (
    "https://a.example/javascript:x", "http://a.example", "doi:10.1/x", "ftp://a.example/x",
    "urn:isbn:1", "database:1", "mailto:a@a.example", "unsafe:x", "a.example/data:x",
)  # fmt: skip

CLAIM: Final = """[source]
id = "s"
publisher = "P"
url = "{}"
[[claim]]
id = "c"
speaker = "Ann"
statement = "It rains."
due = "2023-07-12"
[[claim.outcome]]
verdict = "happened"
evidence = [{{ url = "{}" }}, {{ url = "https://b.example", archive_url = "{}" }}]
"""


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


@pytest.mark.parametrize("address", HARMFUL)
def test_they_are_known_however_they_are_written(address: str) -> None:
    assert harmful_scheme(address)
    assert armed(disarmed(address)) == address
    assert not harmful_scheme(disarmed(address))
    assert disarmed(address).startswith("unsafe:")
    assert ":" not in disarmed(address).removeprefix("unsafe:")


@pytest.mark.parametrize("address", FINE)
def test_others_are_left_alone(address: str) -> None:
    assert not harmful_scheme(address)
    assert armed(address) == disarmed(address) == address


@pytest.mark.parametrize("address", [PROGRAM, PAGE, "Java\tScript:x"])
def test_commands_and_claim_files_refuse_them(desk: Desk, address: str) -> None:
    add = ("add", "--publisher", "P", "--speaker", "Ann", "--statement", "It rains.")
    told = desk.refused(*add, "--url", address)
    assert "not a web page" in told
    assert "Give the address of the page, or leave it out." in told
    desk.done(*add, "--id", "c")
    assert "not a web page" in desk.refused(
        "record", "c", "happened", "--evidence", address, "--yes"
    )
    source = desk.json("show", "c")["source"]
    assert "not a web page" in desk.refused("amend", source, "--url", address)
    written = json.dumps(address)[1:-1]
    path = given(desk, "f.toml", CLAIM.format(written, written, written))
    assert "nothing was written" in desk.refused("import", path)
    told = desk("check", path).stdout
    for line in ("f.toml:4: url", "f.toml:12: url", "f.toml:12: archive_url"):
        assert line in told


@pytest.mark.slow
def test_foreign_files_are_taken_without_them(desk: Desk) -> None:
    sheet = (
        "id,speaker,statement,publisher,url,verdict,evidence_url\n"
        f'a,Ann,It rains.,P,{PROGRAM},happened,"{PAGE}"\n'
    )
    review = {
        "@type": "ClaimReview", "url": PROGRAM, "author": {"name": "The Check"},
        "claimReviewed": "The moon is nearer.", "citation": [PAGE, {"url": PROGRAM}],
        "itemReviewed": {"author": {"name": "Ann"}, "appearance": {"name": "X", "url": PAGE}},
        "reviewRating": {"alternateName": "False"},
    }  # fmt: skip
    market = sample(TRACKERS / "manifold.json").replace("https://manifold.markets", "javascript:x")
    check = sample(CHECKS / "averitec.json").replace("https://", "data:")
    files = {"s.csv": sheet, "r.jsonld": json.dumps(review), "m.json": market, "a.json": check}
    for name, text in files.items():
        path = given(desk, name, text)
        done = desk("import", path)
        assert done.exit_code == 0, done.output
        told = [
            one for one in done.stderr.splitlines() if " left out, for whoever followed " in one
        ]
        assert len(told) == 1, done.stderr
        assert told[0].startswith(f"{path}: warning: ")
    journal = desk.done("export", "--to", "jsonl")
    assert "javascript:" not in journal
    assert '"data:' not in journal
    for path in map(desk.folder.joinpath, files):
        assert desk.done("import", path).startswith("Nothing changed: ")


@pytest.fixture
def old(desk: Desk, clock: Clock) -> Desk:
    """A desk whose ledger an earlier release let them into."""
    clock.set("2023-09-01")
    source = CLAIM.format(STANDS_FOR[PROGRAM], STANDS_FOR[PAGE], STANDS_FOR[PROGRAM])
    with Ledger(desk.database, recorder="desk", clock=clock) as ledger:
        ledger.import_([given(desk, "f.toml", source)])
        harmed(ledger, desk.folder / "old.db", clock).close()
    shutil.move(desk.folder / "old.db", desk.database)
    return desk


def test_nothing_that_goes_out_has_them(old: Desk) -> None:
    for words in (
        ("report", "--format", "html"), ("report", "--format", "md"), ("report", "--format", "csv"),
        ("export", "--to", "csv"), ("export", "--to", "claimreview"), ("export", "--to", "atom"),
        ("export", "--to", "ics"),
    ):  # fmt: skip
        out = old.done(*words)
        assert "javascript:" not in out, words
        assert "data:text" not in out, words


@pytest.mark.parametrize("form", ["csv", "claimreview"])
def test_what_went_out_comes_back_and_changes_nothing(old: Desk, form: str) -> None:
    root = old.done("checkpoint")
    path = given(
        old, f"out.{'csv' if form == 'csv' else 'jsonld'}", old.done("export", "--to", form)
    )
    done = old("import", path)
    assert done.exit_code == 0, done.output
    assert "Added" not in done.stdout
    assert "Amended" not in done.stdout
    assert old.done("checkpoint") == root


def test_an_old_ledger_goes_on_with_them(old: Desk) -> None:
    """What has one may be amended otherwise, verified and copied; the copy says so."""
    old.done("amend", "s", "--title", "The rain")
    old.done("amend", "c#1", "--note", "Seen.")
    assert old.done("verify").startswith("The ledger is whole.")
    journal = given(old, "j.jsonl", old.done("export", "--to", "jsonl"))
    copy = Desk(old.folder)
    copy.database = old.folder / "copy.db"
    done = copy("import", journal)
    assert done.exit_code == 0, done.output
    assert f"{journal}: warning: 4 entries hold addresses that would run a program" in done.stderr


def test_a_journal_of_harm_is_taken_as_it_is(old: Desk, tmp_path: Path, clock: Clock) -> None:
    with Ledger(old.database, clock=clock) as ledger:
        data, root = b"".join(ledger.export_journal()), ledger.root()
    with Ledger(tmp_path / "new.db", clock=clock, create=True) as new:
        assert new.import_journal(io.BytesIO(data)).harmful == 2
        assert new.root() == root
