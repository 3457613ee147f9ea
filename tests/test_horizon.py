"""A scheduled end beside the due day: what waits for it, what it never does, and what it is not.

Every date is worked out by hand; unless a test says otherwise it is 20 January 2023.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from commands import Desk
from small_ledgers import SmallLedger, some, total

from ledger import Filters, Settings, report
from ledger.errors import NeedsReason
from ledger.formats.calendar_and_feed import print_calendar
from ledger.report.forms import written
from ledger.report.json_csv import as_csv, as_json

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Clock

    from ledger import Ledger

SCHEDULED = """
probability | resolve_by | closes     | verdict        | happened_on
0.8         | 2023-06-30 | 2023-05-01 | happened       | 2023-02-01
0.3         | 2023-06-30 | 2023-05-01 | did-not-happen |
"""
LOOSE = """
probability | closes     | verdict        | happened_on
0.9         | 2023-02-01 | happened       | 2023-02-01
0.6         | 2023-02-01 | happened       | 2023-02-01
0.2         | 2023-02-01 | did-not-happen | 2023-02-01
"""


@pytest.fixture
def small(tmp_path: Path) -> SmallLedger:
    return SmallLedger(tmp_path)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def statuses(small: SmallLedger) -> list[str]:
    """How the claims stand, in their order."""
    return [one.status for one in small.ledger.list()]


def test_what_comes_about_after_a_scheduled_end_is_not_late(small: SmallLedger) -> None:
    """It happened, and is worth 1; nothing can be late for want of a due day."""
    small.on("2023-09-01").take("""
    probability | resolve_by | verdict  | happened_on
    0.8         | 2023-06-30 | happened | 2023-08-01
    """)
    (claim,) = small.ledger.list()
    assert (claim.result, claim.credit, claim.early, claim.due) == ("right", 1, False, None)
    assert some(total(small), "scored", "accuracy", "forecasts", "late") == [1, 1.0, 1, 0]
    assert total(small)["brier"] == pytest.approx(0.04)


def test_a_scheduled_end_makes_a_claim_wait_to_be_checked(small: SmallLedger) -> None:
    small.take("speaker|resolve_by\nAnn|2023-06-30")
    assert statuses(small) == ["open"]
    assert statuses(small.on("2023-06-30")) == ["open"]
    assert statuses(small.on("2023-07-01")) == ["overdue"]


def test_a_due_day_leads_where_there_is_a_scheduled_end_too(small: SmallLedger) -> None:
    small.take("speaker|due|resolve_by\nAnn|2023-06-30|2023-03-01")
    assert statuses(small.on("2023-03-02")) == ["open"]
    assert statuses(small.on("2023-07-01")) == ["overdue"]


def test_the_guard_waits_for_the_scheduled_end(small: SmallLedger) -> None:
    """The one that happened in February is settled early until 1 July."""
    small.on("2023-03-01").take(SCHEDULED)
    guard = Settings(guard_early=True)
    names = ("scored", "forecasts", "early", "scheduled", "no_due", "no_horizon")
    assert some(total(small), *names) == [2, 2, 2, 2, 2, 0]
    assert some(total(small, settings=guard), *names) == [0, 0, 2, 2, 2, 0]
    small.on("2023-07-01")
    assert some(total(small, settings=guard), *names) == [2, 2, 0, 2, 2, 0]
    assert total(small)["accuracy_guarded"] == 1.0
    assert total(small)["brier"] == pytest.approx((0.04 + 0.09) / 2)


def test_probabilities_without_a_horizon_are_scored_and_counted_apart(small: SmallLedger) -> None:
    """Two of three came about (67%); of the rest one of two did."""
    small.on("2023-07-01").take(SCHEDULED).take(LOOSE)
    found = total(small)
    assert some(found, "forecasts", "no_horizon", "scored", "no_due") == [5, 3, 2, 5]
    assert found["no_horizon_yes"] == pytest.approx(2 / 3)
    assert found["horizon_yes"] == pytest.approx(1 / 2)
    assert found["brier"] == pytest.approx((0.04 + 0.09 + 0.01 + 0.16 + 0.04) / 5)
    guarded = total(small, settings=Settings(guard_early=True))
    assert some(guarded, "forecasts", "no_horizon") == [2, 3]
    assert guarded["no_horizon_yes"] == pytest.approx(2 / 3)


def test_one_speakers_several_forecasts_on_a_question_count_once(small: SmallLedger) -> None:
    small.on("2023-07-01").take("""
    question | probability | closes     | verdict  | happened_on
    q        | 0.9         | 2023-02-01 | happened | 2023-02-01
    q        | 0.6         |            |          |
    """)
    assert some(total(small), "forecasts", "no_horizon", "no_horizon_yes") == [1, 1, 1.0]
    every = total(small, settings=Settings(repeats="all"))
    assert some(every, "forecasts", "no_horizon") == [2, 2]


def test_a_claim_without_any_end_has_no_score_as_ever(small: SmallLedger) -> None:
    small.on("2023-07-01").take("probability|verdict|happened_on\n0.9|happened|2023-02-01")
    assert some(total(small), "forecasts", "no_horizon", "no_due") == [0, 0, 1]


def test_every_form_tells_of_what_has_no_horizon(small: SmallLedger) -> None:
    small.on("2023-07-01").take(SCHEDULED).take(LOOSE)
    found = report(small.ledger)
    figures = json.loads(as_json(found))
    assert figures["total"]["no_horizon"] == figures["groups"][0]["no_horizon"] == 3
    rows = list(csv.DictReader(io.StringIO(as_csv(found))))
    assert [one["no_horizon"] for one in rows] == ["3", "3"]
    said = (
        "3 probabilities are on questions without a due day or a scheduled end, which can only be "
        "settled early by coming about: 67% of these came about, 50% of the others. They can be "
        "left out"
    )
    typed = ": see --guard-early."
    for form, end in (("text", typed), ("md", typed), ("html", ".")):
        assert f"{said}{end}" in " ".join(written(found, form, small.ledger).split())
    assert "3 predictions have no due day, and so no score, but for probabilities." in " ".join(
        written(found, "text", small.ledger).split()
    )


def test_a_guarded_report_says_what_it_leaves_out(small: SmallLedger) -> None:
    small.on("2023-07-01").take(LOOSE)
    text = written(report(small.ledger, settings=Settings(guard_early=True)), "text", small.ledger)
    assert "67% of these came about; they are left out." in " ".join(text.split())


def test_the_page_says_when_to_look(small: SmallLedger) -> None:
    small.take("speaker|resolve_by\nAnn|2023-06-30").on("2023-07-01")
    page = " ".join(written(report(small.ledger), "html", small.ledger).split())
    assert "The due day or scheduled end of these has passed" in page
    assert "no due day; to be settled by" in page


def test_a_filter_by_whose_deadline_it_is(small: SmallLedger) -> None:
    small.take("""
    id | due        | due_basis | resolve_by
    a  | 2023-06-30 |           |
    b  | 2023-06-30 | context   |
    c  | 2023-06-30 | desk      |
    d  |            |           | 2023-06-30
    """)
    for basis, wanted in (("stated", ["a"]), ("context", ["b"]), ("desk", ["c"])):
        filters = Filters(due_basis=(basis,))
        assert [one.id for one in small.ledger.list(filters)] == wanted
        assert report(small.ledger, filters=filters).total.counts.claims == 1
        assert len(list(small.ledger.due_days(filters))) == 1
        assert len(small.ledger.search("comes", filters)) == 1
    assert report(small.ledger).total.counts.claims == 4


@pytest.mark.parametrize("command", [["list"], ["report"], ["search", "snow"]])
def test_the_filter_is_an_option_wherever_there_are_filters(desk: Desk, command: list[str]) -> None:
    desk.add(statement="It snows.", due="2030-01-01", due_basis="context")
    found = desk.done(*command, "--due-basis", "context")
    assert "snows" in found or "1" in found
    assert "--due-basis context" in desk.done("report", "--due-basis", "context")
    assert "is not one of" in desk.misused(*command, "--due-basis", "tracker")


@pytest.mark.slow
def test_what_was_added_says_when_to_look(desk: Desk) -> None:
    told = desk.done(
        *("add", "--id", "snow", "--publisher", "P", "--speaker", "A", "--statement", "It snows."),
        *("--resolve-by", "2030", "--closes", "2029-12-01"),
    )
    assert "none: to be checked by the end of 2030" in told
    (claim,) = desk.json("list")
    assert (claim["due"], claim["resolve_by"], claim["closes"]) == (None, "2030", "2029-12-01")
    assert "check 2030-12-31  open" in desk.done("list")
    shown = " ".join(desk.done("show", "snow").split())
    assert "due none resolve by 2030 closes 2029-12-01" in shown
    assert desk.json("show", "snow")["resolve_by"] == "2030"


def test_the_agenda_tells_deadlines_from_scheduled_ends(desk: Desk) -> None:
    desk.add(id="late", statement="It snows.", due="2023-08-01")
    desk.add(id="over", statement="It rains.", due="", resolve_by="2023-08-01")
    desk.add(id="ever", statement="It hails.", due="")
    told = desk.done("due")
    assert told.index("Overdue (1)") < told.index("late") < told.index("Overdue to check, by their")
    assert "over " in told[told.index("Overdue to check, by their scheduled end (1)") :]
    assert "Nothing" not in told
    why = {one["id"]: (one["why"], one["due"], one["resolve_by"]) for one in desk.json("due")}
    assert why == {"late": ("overdue", "2023-08-01", None), "over": ("overdue", None, "2023-08-01")}


def test_a_calendar_has_the_day_to_look(small: SmallLedger) -> None:
    small.take("id|resolve_by\na|2023-06")
    text = "".join(print_calendar(small.ledger.due_days())).replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20230630" in text
    assert "SUMMARY:To be checked: It comes about: a-q." in text
    said = "No due day\\; to be settled by the end of June 2023."
    assert said in text


@pytest.mark.slow
def test_it_goes_into_claim_files_and_sheets_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    desk.add(id="snow", statement="It snows.", due="", resolve_by="2030~", closes="2029-12-01")
    desk.done("export", "--to", "claims", "-o", tmp_path / "out")
    (path,) = (tmp_path / "out").rglob("*.toml")
    (claim,) = tomllib.loads(path.read_text())["claim"]
    assert (claim["resolve_by"], claim["closes"]) == ("2030~", "2029-12-01")
    for form in ("csv", "jsonl", "claimreview"):
        desk.done("export", "--to", form, "-o", tmp_path / f"out.{form}")
    for file in (path, *(tmp_path / f"out.{form}" for form in ("csv", "claimreview", "jsonl"))):
        other = Desk(tmp_path)
        other.database = tmp_path / f"{file.suffix[1:]}.db"
        other.done("import", file)
        (found,) = other.json("list")
        assert (found["resolve_by"], found["closes"]) == ("2030~", "2029-12-01")
    path.write_text(path.read_text().replace("2030~", "2031"))
    assert "Amended: snow" in desk.done("import", path)
    assert "resolve_by" in desk.done("corrections")


def test_words_are_read_as_in_a_due_day(desk: Desk) -> None:
    desk.add(statement="It snows.", published="2023-07-05", resolve_by="next week")
    assert desk.json("list")[0]["resolve_by"] == "2023-07-10/2023-07-16"
    assert "--resolve-by: " in desk.refused(
        "add", "--publisher", "P", "--speaker", "A", "--statement", "B", "--resolve-by", "soonish"
    )


def test_an_end_that_never_comes_is_warned_of(desk: Desk) -> None:
    result = desk(
        *("add", "--publisher", "P", "--speaker", "A", "--statement", "B"),
        *("--resolve-by", "2023/.."),
    )
    assert "--resolve-by 2023/.. has no end, so nothing waits for it." in result.stderr
    assert desk.json("list")[0]["status"] == "open"


def amended(small: SmallLedger, reason: str | None = None, **changes: Any) -> None:  # noqa: ANN401 - keys of a claim file
    """Amend the first question of a table."""
    small.ledger.amend("t1-c1-q", changes, reason)


@pytest.mark.parametrize("key", ["resolve_by", "closes"])
def test_after_the_fact_it_changes_only_for_a_reason(small: SmallLedger, key: str) -> None:
    small.take("speaker|resolve_by|closes\nAnn|2023-06-30|2023-06-01")
    amended(small, **{key: "2023-06-20"})
    small.on("2023-07-01")
    with pytest.raises(NeedsReason):
        amended(small, **{key: "2024-06-30"})
    amended(small, "The market was prolonged.", **{key: "2024-06-30"})
    last = small.ledger.corrections()[-1]
    assert (last.what, last.after, last.after_the_fact) == (key, "2024-06-30", True)


def test_it_is_taken_out_by_an_empty_text(small: SmallLedger) -> None:
    small.take("speaker|resolve_by|closes\nAnn|2023-06-30|2023-06-01")
    amended(small, resolve_by="", closes="")
    (claim,) = small.ledger.list()
    assert (claim.resolve_by, claim.closes) == (None, None)


def test_a_claim_made_after_the_scheduled_end_is_made_too_late(
    ledger: Ledger, clock: Clock
) -> None:
    """Whoever denies it a year later knows that it did not come about."""
    clock.set("2023-07-05")
    early = {"id": "early", "speaker": "A", "statement": "It comes.", "resolve_by": "2020-06-01"}
    ledger.add(early, {"id": "then", "publisher": "P", "published": "2020-01-01"})
    late = {"id": "late", "speaker": "B", "question": "early", "stance": "against"}
    ledger.add(late, {"id": "now", "publisher": "P", "published": "2021-01-01"})
    ledger.record("early", {"verdict": "did-not-happen"})
    found = {one.id: (one.made_too_late, one.result, one.happened_on) for one in ledger.list()}
    assert found == {
        "early": (False, "wrong", None),
        "late": (True, None, None),
    }
