"""Characters nobody sees: each way in takes what the others take, and what goes out comes back."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import Desk
from exports import CHECKS, TRACKERS, given, sample

from ledger.book.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

TURNING: Final = ("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2069")
"""Characters that turn the order in which those behind them are read, or end that."""

UNSEEN: Final = (*TURNING, "\u200e", "\u200d", "\u00ad", "\u200b", "\u2060", "\ufeff", "\u2028")
REFUSED: Final = ("\0", "\x08", "\x1b")
SHEET: Final = (
    "id,speaker,statement,due,publisher,verdict,outcome_note\nc,Ann,{0},2023,P,happened,{0}\n"
)
FILE: Final = """[source]
id = "s"
publisher = "P"
[[claim]]
id = "c"
speaker = "Ann"
statement = {0}
due = "2023"
[[claim.outcome]]
verdict = "happened"
note = {0}
"""


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def ways_in(desk: Desk, text: str) -> dict[str, list[str | Path]]:
    """The command that takes in a text as a statement, by each way there is."""
    predictions = json.loads(sample(TRACKERS / "predictionbook.json"))
    spoilt = json.dumps(predictions).replace("The bridge", text, 1)
    check = json.loads(sample(CHECKS / "averitec.json"))[:1]
    check[0]["claim"] = text
    review = {
        "@type": "ClaimReview",
        "claimReviewed": text,
        "url": "https://check.example/1",
        "itemReviewed": {"author": {"name": "Ann"}},
        "reviewRating": {"alternateName": "False"},
    }
    quoted = json.dumps(text)
    return {
        "add": ["add", "--publisher", "P", "--speaker", "Ann", "--statement", text],
        "claims": ["import", given(desk, "f.toml", FILE.format(quoted))],
        "csv": ["import", given(desk, "s.csv", SHEET.format(text))],
        "tracker": ["import", given(desk, "p.json", spoilt)],
        "check": ["import", given(desk, "a.json", json.dumps(check))],
        "review": ["import", given(desk, "r.jsonld", json.dumps(review))],
    }


@pytest.mark.parametrize("way", ["add", "claims", "csv", "tracker", "check", "review"])
@pytest.mark.parametrize("character", TURNING)
def test_what_turns_letters_is_taken_with_a_warning(character: str, way: str, desk: Desk) -> None:
    text = f"It {character}rains."
    done = desk(*ways_in(desk, text)[way])
    assert done.exit_code == 0, done.output
    assert (
        f"contains the invisible character U+{ord(character):04X}; is that intended?"
        in " ".join(done.stderr.split())
    )
    assert any(character in one["statement"] for one in desk.json("list"))


@pytest.mark.parametrize("way", ["claims", "csv", "tracker", "check", "review"])
@pytest.mark.parametrize("character", REFUSED)
def test_what_cuts_a_text_off_is_refused(character: str, way: str, desk: Desk) -> None:
    told = desk.refused(*ways_in(desk, f"It {character}rains.")[way])
    assert f"contains the control character U+{ord(character):04X}; remove it." in told


def said(ledger: Ledger) -> list[Any]:
    """All that a ledger says, but for when it was recorded."""
    return [
        (
            replace(one.claim, entry=0, recorded_at=""),
            one.source,
            one.standing and one.standing.outcome,
        )
        for one in ledger.exhibits()
    ]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["claims", "csv", "claimreview", "jsonl"])
@pytest.mark.parametrize("character", UNSEEN)
def test_every_export_comes_back_with_what_nobody_sees(
    character: str, form: str, desk: Desk
) -> None:
    text = f"It {character}rains &amp; {character} pours."
    desk.done(
        *("add", "--speaker", f"Ann{character} Lee", "--publisher", f"The{character} Post"),
        *("--statement", text, "--quote", text, "--wording", text, "--note", text),
        *("--title", text, "--topic", f"rain{character} fall", "--author", f"Bea{character} Roth"),
        *("--url", "https://p.example/1", "--due", "2023", "--id", "c", "--criteria", text),
    )
    desk.done("record", "c", "happened", "--evidence", "https://e.example/1", "--note", text)
    out = desk.folder / {"claims": "out"}.get(form, f"out.{form}")
    more = ["--desk", "The Desk"] if form == "claimreview" else []
    desk.done("export", "--to", form, *more, "-o", out)
    copy = Desk(desk.folder)
    copy.database = desk.folder / "copy.db"
    copy.done("import", out)
    with Ledger(desk.database) as first, Ledger(copy.database) as second:
        assert said(second) == said(first)
    if form != "jsonl":
        assert desk.done("import", out).startswith("Nothing changed: ")
