"""Due days as a calendar, read back by the icalendar library."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import icalendar
import pytest
from commands import CLAIMS, Desk
from conftest import Clock
from examples import SOURCE, add
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import encodable

from ledger import Filters
from ledger.formats.calendar_and_feed import fold, print_calendar, property_text

if TYPE_CHECKING:
    from pathlib import Path

    from histories import Step

    from ledger import Ledger


def events(ledger: Ledger, as_of: str | None = None, **filters: Any) -> dict[str, Any]:  # noqa: ANN401 - as `Filters` has them
    """The events of a calendar by their UIDs, as the library reads them."""
    text = "".join(print_calendar(ledger.due_days(Filters(**filters), as_of)))
    read = icalendar.Calendar.from_ical(text)
    assert not read.errors
    found = {str(one["UID"]): one for one in read.walk("VEVENT")}
    assert all(not one.errors for one in found.values())
    return found


def test_a_due_day_is_an_all_day_event(ledger: Ledger) -> None:
    add(ledger, id="floor")
    (event,) = events(ledger).values()
    assert event["UID"] == "floor@claim-ledger"
    assert event.decoded("DTSTART") == date(2023, 7, 12)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event.decoded("DTSTAMP") == datetime(2023, 7, 5, 12, tzinfo=UTC)
    assert event["SUMMARY"].startswith("Due: NATO members agree that 2% of GDP")
    assert "James Black (for), in The Japan Times, 2023-07-03: floor" in event["DESCRIPTION"]
    assert event["STATUS"] == "TENTATIVE"
    assert event["TRANSP"] == "TRANSPARENT"
    assert event.categories == ["claim", "open"]


@pytest.mark.parametrize(
    ("due", "day", "said"),
    [
        ("2023-07-12", date(2023, 7, 12), "Due 2023-07-12."),
        ("2023-08", date(2023, 8, 31), "Due in August 2023, at the latest 2023-08-31."),
        (
            "next week",
            date(2023, 7, 16),
            "Due 2023-07-10 to 2023-07-16, from “next week”.",
        ),
        ("2024~", date(2024, 12, 31), "Due about 2024, at the latest 2024-12-31."),
        ("9999", date(9999, 12, 31), "Due in 9999, at the latest 9999-12-31."),
    ],
)
def test_a_fuzzy_day_is_its_latest_and_says_so(
    ledger: Ledger, due: str, day: date, said: str
) -> None:
    add(ledger, due=due)
    (event,) = events(ledger).values()
    assert event.decoded("DTSTART") == day
    assert said in event["DESCRIPTION"].splitlines()


def test_what_has_no_latest_day_has_no_event(ledger: Ledger) -> None:
    add(ledger, due="2024/..")
    ledger.add({"id": "never", "speaker": "Ann", "statement": "Some day."}, SOURCE)
    assert events(ledger) == {}


def test_a_settled_question_is_marked(ledger: Ledger) -> None:
    add(ledger, id="floor")
    ledger.record("floor", {"verdict": "stalled"})
    assert events(ledger)["floor@claim-ledger"].categories == ["claim", "open", "stalled"]
    ledger.record("floor", {"verdict": "partly", "value": "0.75", "happened_on": "2023-07-04"})
    event = events(ledger)["floor@claim-ledger"]
    assert event.categories == ["claim", "settled", "partly"]
    assert event["STATUS"] == "CONFIRMED"
    assert event["SUMMARY"].startswith("Settled (partly): NATO")
    assert "Verdict: partly 0.75 (2023-07-04)." in event["DESCRIPTION"]


@pytest.mark.slow
def test_whatever_changes_an_event_counts_up(ledger: Ledger, clock: Clock) -> None:
    """SEQUENCE never goes down, and DTSTAMP is when the last entry was made."""
    add(ledger, id="floor")
    steps = [
        lambda: ledger.amend("floor", {"due": "2023-07-14"}),
        lambda: ledger.amend("floor", {"speaker": "James B."}),
        lambda: ledger.amend("jt", {"publisher": "Japan Times"}, "Its name."),
        lambda: ledger.add({"id": "too", "speaker": "Ann", "question": "floor"}, "jt"),
        lambda: ledger.record("floor", {"verdict": "happened", "happened_on": "2023-07-04"}),
        lambda: ledger.amend("floor#1", {"note": "It did."}),
        lambda: ledger.withdraw("floor#1", "no"),
        lambda: ledger.withdraw("too", "no"),
    ]
    before = events(ledger)["floor@claim-ledger"]
    for step in steps:
        clock.wait(hours=1)
        step()
        event = events(ledger)["floor@claim-ledger"]
        assert event["SEQUENCE"] == before["SEQUENCE"] + 1
        assert event.decoded("DTSTAMP") == clock.now
        assert event.to_ical() != before.to_ical()
        before = event


def test_what_is_about_others_changes_nothing(ledger: Ledger, clock: Clock) -> None:
    add(ledger, id="floor")
    before = "".join(print_calendar(ledger.due_days(Filters(question=("floor",)))))
    clock.set("2025-01-01")
    other = {"publisher": "The Post"}
    ledger.add({"id": "x", "speaker": "Ann", "statement": "More.", "due": "2026"}, other)
    assert "".join(print_calendar(ledger.due_days(Filters(question=("floor",))))) == before


def test_an_earlier_day_is_as_it_was(ledger: Ledger, clock: Clock) -> None:
    add(ledger, id="floor")
    before = "".join(print_calendar(ledger.due_days()))
    moment = str(ledger.moment())
    clock.wait(days=1)
    ledger.record("floor", {"verdict": "void"})
    assert "".join(print_calendar(ledger.due_days())) != before
    assert "".join(print_calendar(ledger.due_days(as_of=moment))) == before


def test_claims_on_one_question_share_an_event_and_filters_select(ledger: Ledger) -> None:
    add(ledger, id="floor")
    ledger.add({"id": "b", "speaker": "Ann", "question": "floor", "stance": "against"}, "jt")
    add(ledger, id="other", statement="Another.", speaker="Bea")
    assert list(events(ledger)) == ["floor@claim-ledger", "other@claim-ledger"]
    told = events(ledger)["floor@claim-ledger"]["DESCRIPTION"].splitlines()
    assert [one.partition(" (")[0] for one in told[-2:]] == ["Ann", "James Black"]
    assert "Ann (against), in The Japan Times, 2023-07-03: b" in told
    assert list(events(ledger, speaker=("Bea",))) == ["other@claim-ledger"]
    told = events(ledger, speaker=("ann",))["floor@claim-ledger"]["DESCRIPTION"]
    assert "James Black" not in told


TRICKY = "A; b, c\\n d: “€ 𝄞”\nand a second line \\; of it"


def test_texts_come_back_as_they_were(ledger: Ledger) -> None:
    add(ledger, statement=TRICKY, speaker="B,ea; \\N")
    (event,) = events(ledger).values()
    assert event["SUMMARY"] == f"Due: {TRICKY}"
    assert event["DESCRIPTION"].startswith(f"{TRICKY}\nDue 2023-07-12.\nB,ea; \\N (for)")


@given(encodable().filter(lambda text: "\r" not in text))
def test_lines_are_folded_at_75_octets_and_unfold_to_what_they_were(text: str) -> None:
    parts = list(fold(f"SUMMARY:{property_text(text)}"))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    whole = parts[0] + "".join(part[1:] for part in parts[1:])
    assert whole == f"SUMMARY:{property_text(text)}"
    assert "\n" not in whole


@given(st.text(st.sampled_from("\\;,:nN\n\"'aé𝄞 "), max_size=200))
def test_a_text_is_read_back_by_the_library(text: str) -> None:
    lines = "".join(f"{part}\r\n" for part in fold(f"SUMMARY:{property_text(text)}"))
    event = icalendar.Event.from_ical(f"BEGIN:VEVENT\r\n{lines}END:VEVENT\r\n")
    assert event["SUMMARY"] == text


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(histories(8))
def test_any_ledger_has_a_calendar_that_can_be_read(
    empty_ledger: Path, history: list[Step]
) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        live(ledger, clock, history)
        clock.now = max(clock.now, Clock().now)
        expected = {f"{one.question}@claim-ledger": one for one in ledger.list() if one.horizon}
        found = events(ledger)
        assert set(found) == set(expected)
        for uid, event in found.items():
            assert event.decoded("DTSTART").isoformat() == expected[uid].horizon
            assert expected[uid].statement in event["SUMMARY"]


@pytest.mark.slow
def test_the_command_prints_a_calendar_of_the_real_claims(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.done("import", CLAIMS)
    file = tmp_path / "due.ics"
    assert desk.done("export", "--to", "ics", "-o", file) == f"Wrote {file}.\n"
    data = file.read_bytes()
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    read = icalendar.Calendar.from_ical(data)
    asked = {one["question"] for one in desk.json("list") if one["due"]}
    assert {str(one["UID"]) for one in read.walk("VEVENT")} == {
        f"{one}@claim-ledger" for one in asked
    }
    some = desk.done("export", "--to", "ics", "--status", "settled", "--verdict", "partly")
    assert 0 < some.count("BEGIN:VEVENT") < len(asked)
    assert some.count("CATEGORIES:claim,settled,partly") == some.count("BEGIN:VEVENT")
