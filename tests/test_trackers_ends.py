"""When trackers' questions end: a deadline in the title, else a scheduled end, else neither.

No closing time of forecasting and no resolution is ever a due day.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from commands import Desk
from exports import TRACKERS, ends, given, sample, told, zipped

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = (
    "Question ID,Question URL,Question Title,Question Type,Open Time,Scheduled Close Time,"
    "{more}Resolution,Resolution Known Time\n"
    "41,https://tracker.example/q/1,{title},binary,2026-01-12 16:00:00+00:00,"
    "2026-02-28 16:00:00+00:00,{cell}{word},{known}\n"
)
FORECAST = (
    "Question ID,Forecaster Username,Start Time,Forecaster Count,Probability Yes\n"
    "41,ann,2026-02-01 02:02:06+00:00,,0.8\n"
)
FATEBOOK = (
    "Question title,Multiple choice option,Forecast created by,Forecast (scale = 0-1),"
    "Forecast created at,Question created by,Question created at,Question resolve by,Resolution,"
    "Resolved at,Question notes,Question tags\n"
    '"{title}",,Ann,0.5,{made},Ann,2023-12-09 01:12:22,{by},,,,\n'
)
RAIN = {"title": "Will it rain?", "made": "2023-12-30 06:30:00", "by": "2024-01-01 07:59:00"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def metaculus(desk: Desk, title: str, word: str = "", known: str = "", **more: str) -> Path:
    """A download of one question, with one forecast of 80%; ``more`` is another column of it."""
    names, cells = "".join(f"{one}," for one in more), "".join(f"{one}," for one in more.values())
    asked = QUESTION.format(title=title, word=word, known=known, more=names, cell=cells)
    return given(desk, "q.zip", zipped(question_data=asked, forecast_data=FORECAST))


def milliseconds(moment: str) -> int:
    """A moment in UTC as Manifold writes it."""
    return int(datetime.fromisoformat(f"{moment}+00:00").timestamp() * 1000)


def market(name: str, title: str, close: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - keys of a market
    """A market of 1 July 2023 with its last price, of 5 July."""
    return {
        "id": name,
        "outcomeType": "BINARY",
        "question": title,
        "createdTime": milliseconds("2023-07-01T09:00"),
        "closeTime": milliseconds(close),
        "isResolved": False,
        "probability": 0.4,
        "lastBetTime": milliseconds("2023-07-05T10:00"),
        **more,
    }


def resolved(word: str, moment: str) -> dict[str, Any]:
    """The keys of a market that was resolved."""
    return {"isResolved": True, "resolution": word, "resolutionTime": milliseconds(moment)}


def markets(desk: Desk, *several: dict[str, Any], name: str = "m.json") -> Path:
    """A file of markets."""
    return given(desk, name, json.dumps(several))


def test_what_came_about_after_forecasting_closed_came_about_in_time(desk: Desk) -> None:
    """The title says before March 14, and that is by March 13; forecasting closed in February."""
    desk.done("import", metaculus(desk, "Will prices in Ville fall before March 14?"))
    found = ("../2026-03-13", "context", "before March 14", None, "2026-02-28")
    assert ends(desk, "metaculus-41") == found
    evidence = ("--evidence", "https://e.example/x", "--yes")
    refused = desk.refused("record", "metaculus-41", "happened", "--on", "2026-03-14", *evidence)
    assert "is after the due day 2026-03-13" in refused
    desk.done("record", "metaculus-41", "happened", "--on", "2026-03-05", *evidence)
    assert desk.json("list")[0]["result"] == "right"
    figures = desk.json("report")["total"]
    assert (figures["brier"], figures["late"]) == (pytest.approx(0.04), 0)


@pytest.mark.parametrize(("word", "day"), [("yes", "2026-03-05"), ("no", None), ("yes", None)])
def test_a_resolution_after_the_close_is_no_late_one(
    desk: Desk, word: str, day: str | None
) -> None:
    """In time where the title gives longer; else the day stands in the note alone."""
    title = "Will prices fall before March 14?" if day else "Will prices fall?"
    desk.done("import", metaculus(desk, title, word, "2026-03-05 09:00:00+00:00"))
    one = desk.json("list")[0]
    assert one["verdict"] == ("happened" if word == "yes" else "did-not-happen")
    assert one["happened_on"] == day
    assert desk.json("report")["total"]["forecasts"] == 1


def test_a_close_of_forecasting_is_no_scheduled_end(desk: Desk) -> None:
    desk.done("import", metaculus(desk, "Will prices fall?"))
    assert ends(desk, "metaculus-41") == (None, None, None, None, "2026-02-28")
    assert desk.json("list")[0]["status"] == "open"


def test_a_scheduled_time_of_resolution_is_one(desk: Desk) -> None:
    path = metaculus(
        desk, "Will prices fall?", **{"Scheduled Resolve Time": "2026-04-01 16:00:00+00:00"}
    )
    desk.done("import", path)
    assert ends(desk, "metaculus-41") == (None, None, None, "2026-04-01", "2026-02-28")


def test_an_early_resolution_leaves_a_market_without_an_end_and_scored(desk: Desk) -> None:
    """It closed with the resolution, which would pick the day by what came about."""
    early = market("m1", "Will the bridge open?", "2023-08-01T00:00")
    early |= resolved("YES", "2023-08-01T00:00")
    desk.done("import", markets(desk, early))
    assert ends(desk, "manifold-m1") == (None, None, None, None, "2023-08-01")
    figures = desk.json("report")["total"]
    names = ("forecasts", "scored", "no_horizon", "no_horizon_yes", "no_due")
    assert [figures[name] for name in names] == [1, 0, 1, 1.0, 1]
    assert figures["brier"] == pytest.approx(0.36)
    assert desk.json("report", "--guard-early")["total"]["forecasts"] == 0


def test_the_share_of_yes_among_markets_with_and_without_an_end_is_told(desk: Desk) -> None:
    """Of those resolved early three of four came about, of those that waited one of four."""
    waiting = [market(f"w{n}", f"Will it {n}?", "2023-12-31T00:00") for n in range(4)]
    desk.done("import", markets(desk, *waiting))
    early = [
        market(f"e{n}", f"Will it too {n}?", "2023-08-01T00:00")
        | resolved("NO" if n else "YES", "2023-08-01T00:00")
        for n in range(4)
    ]
    early = [one | {"resolution": "YES" if n else "NO"} for n, one in enumerate(early)]
    over = [
        one | resolved("NO" if n else "YES", "2024-01-01T08:00") for n, one in enumerate(waiting)
    ]
    desk.done("import", markets(desk, *over, *early, name="later.json"))
    figures = desk.json("report")["total"]
    names = ("forecasts", "no_horizon", "no_horizon_yes", "horizon_yes")
    assert [figures[name] for name in names] == [8, 4, 0.75, 0.25]
    assert "75% of these came about, 25% of the others" in " ".join(desk.done("report").split())


def test_a_close_seen_while_a_market_was_open_stays(desk: Desk) -> None:
    """Whether it is prolonged, closed early or resolved later on."""
    path = markets(desk, market("m1", "Will the bridge open?", "2023-12-31T00:00"))
    desk.done("import", path)
    found = (None, None, None, "2023-12-31", "2023-12-31")
    assert ends(desk, "manifold-m1") == found
    for n, later in enumerate([
        market("m1", "Will the bridge open?", "2024-12-31T00:00"),
        market("m1", "Will the bridge open?", "2023-07-04T00:00"),
        market("m1", "Will the bridge open?", "2023-08-01T00:00")
        | resolved("YES", "2023-08-01T00:00"),
    ]):  # fmt: skip
        desk.done("import", markets(desk, later, name=f"{n}.json"))
        assert ends(desk, "manifold-m1") == found
    assert desk.json("list")[0]["verdict"] == "happened"
    assert desk.done("import", path).startswith("Nothing changed: ")
    assert not desk.json("corrections")


@pytest.mark.parametrize("told", ["2023-07-05T10:00", "2023-07-04T00:00"])
def test_a_close_that_may_have_been_brought_forward_is_no_scheduled_end(
    desk: Desk, told: str
) -> None:
    """Something was done in the market at or after it, so it was no longer open when seen."""
    desk.done("import", markets(desk, market("m1", "Will the bridge open?", told)))
    assert ends(desk, "manifold-m1")[3:] == (None, told[:10])


def test_what_will_ever_come_about_never_ends(desk: Desk) -> None:
    path = markets(desk, market("m1", "Will anybody ever live in Ville?", "2033-01-01T00:00"))
    desk.done("import", path)
    assert ends(desk, "manifold-m1") == (None, None, None, None, None)
    desk.done(
        *("record", "manifold-m1", "happened", "--on", "2023-08-01"),
        *("--evidence", "https://e.example", "--yes"),
    )
    figures = desk.json("report")["total"]
    assert [figures[one] for one in ("no_due", "no_horizon", "forecasts")] == [1, 0, 0]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Will it rain by March 14, 2024?", ("../2024-03-14", "context", "by March 14, 2024")),
        ("Will it rain before March 14?", ("../2024-03-13", "context", "before March 14")),
        ("Will it rain in 2023?", ("2023", "context", "in 2023")),
        ("Will it rain by June 2025?", ("../2025-06-30", "context", "by June 2025")),
        ("Will Ann win the July 11 election?", (None, None, None)),
        ("Will it have rained in 2022?", (None, None, None)),
    ],
)  # fmt: skip
def test_a_deadline_is_read_alike_from_every_tracker(
    desk: Desk, title: str, found: tuple[Any, ...]
) -> None:
    """The year is the first from when the question was asked, in July 2023."""
    texts = {
        "fatebook.csv": sample(TRACKERS / "fatebook.csv").replace("Will it rain in Ville?", title),
        "manifold.json": sample(TRACKERS / "manifold.json").replace("Will the bridge open?", title),
        "polymarket.json": sample(TRACKERS / "polymarket.json").replace(
            "Will it rain in Ville?", title
        ),
        "predictionbook.json": sample(TRACKERS / "predictionbook.json").replace(
            "It rains in Ville.", title
        ),
    }
    for name, text in texts.items():
        desk.done("import", given(desk, name, text))
    questions = sample(TRACKERS / "question_data.csv").replace(
        "Will it rain in Ville?", f'"{title}"'
    )
    desk.done("import", given(desk, "data.zip", zipped(question_data=questions)))
    mine = [one for one in desk.json("list") if one["statement"] == title]
    assert len({one["publisher"] for one in mine}) == 5
    assert {(one["due"], one["due_basis"], one["due_words"]) for one in mine} == {found}


def test_a_deadline_to_come_of_what_is_decided_nobody_says_when_is_none(desk: Desk) -> None:
    """Else the file would be refused: what did not happen yet may happen still."""
    text = sample(TRACKERS / "predictionbook.json")
    text = text.replace("The bridge opens.", "The bridge opens by 2999.")
    path = given(desk, "p.json", text.replace('"2023-07-10T08:00:00.000Z"', "null"))
    desk.done("import", path)
    assert ends(desk, "predictionbook-12") == (None, None, None, "2023-07-08", None)


def test_the_day_of_a_deadline_with_an_offset_is_the_day_as_written(desk: Desk) -> None:
    """In UTC it is January already."""
    by = "Sun Dec 31 2023 23:30:00 GMT-0800 (Pacific Standard Time)"
    desk.done("import", given(desk, "f.csv", FATEBOOK.format(**RAIN | {"by": by})))
    assert ends(desk, "fatebook-rain")[3] == "2023-12-31"
    text = sample(TRACKERS / "predictionbook.json").replace(
        "2023-12-31T12:00:00.000Z", "2024-01-01T06:00:00.000+11:00"
    )
    desk.done("import", given(desk, "p.json", text))
    assert ends(desk, "predictionbook-13")[3] == "2024-01-01"


def test_a_zone_is_where_moments_in_utc_fall_on_a_day(desk: Desk) -> None:
    path = given(desk, "f.csv", FATEBOOK.format(**RAIN))
    zone = ("--zone", "America/Los_Angeles")
    desk.done("import", path, *zone)
    assert told(desk, "fatebook-rain") == [("2023-12-29", "Ann", 0.5)]
    assert ends(desk, "fatebook-rain")[3] == "2023-12-31"
    assert desk.done("import", path, *zone).startswith("Nothing changed: ")
    assert desk.done("import", path).startswith("Nothing changed: ")


def test_without_a_zone_days_are_in_utc(desk: Desk) -> None:
    path = given(desk, "f.csv", FATEBOOK.format(**RAIN))
    desk.done("import", path)
    assert told(desk, "fatebook-rain") == [("2023-12-30", "Ann", 0.5)]
    assert ends(desk, "fatebook-rain")[3] == "2024-01-01"


def test_a_deadline_in_the_title_is_the_same_everywhere(desk: Desk) -> None:
    path = given(desk, "f.csv", FATEBOOK.format(**RAIN | {"title": "Will it rain in 2023?"}))
    desk.done("import", path, "--zone", "America/Los_Angeles")
    refused = desk.refused(
        *("record", desk.json("list")[0]["question"], "happened", "--on", "2024-01-01"),
        *("--evidence", "https://x.example/a", "--yes"),
    )
    assert "is after the due day 2023-12-31: the verdict is late, not happened." in refused


def test_a_zone_given_later_is_another_reading(desk: Desk) -> None:
    path = given(desk, "f.csv", FATEBOOK.format(**RAIN))
    desk.done("import", path)
    zone = ("--zone", "America/Los_Angeles")
    left = " ".join(desk.done("import", path, *zone).split())
    assert left.startswith("Nothing changed: ")
    assert "2 records are left as they were read before" in left
    desk.done("import", path, *zone, "--reread", "--reason", "They live in California.")
    assert told(desk, "fatebook-rain") == [("2023-12-29", "Ann", 0.5)]
    assert ends(desk, "fatebook-rain")[3] == "2023-12-31"
    assert desk.done("import", path, *zone).startswith("Nothing changed: ")


def test_a_zone_is_kept_in_a_mapping(desk: Desk) -> None:
    path = given(desk, "f.csv", FATEBOOK.format(**RAIN))
    kept = desk.folder / "ville.toml"
    desk.done("import", path, "--zone", "America/Los_Angeles", "--mapping", kept)
    assert kept.read_text() == 'zone = "America/Los_Angeles"\n'
    other = Desk(desk.folder)
    other.database = desk.folder / "other.db"
    other.done("import", path, "--mapping", kept)
    assert told(other, "fatebook-rain") == [("2023-12-29", "Ann", 0.5)]


@pytest.mark.parametrize(
    "zone", ["Amerika/Los_Angeles", "nowhere at all", "", "/etc/passwd", "../x", "America", "\0"]
)
def test_a_zone_that_is_none_is_said_to_be_none(desk: Desk, zone: str) -> None:
    path = given(desk, "f.csv", FATEBOOK.format(**RAIN))
    told = desk.misused("import", path, "--zone", zone)
    assert "--zone: unknown time zone" in told
    kept = given(desk, "m.toml", f"zone = {json.dumps(zone)}\n")
    assert "unknown time zone" in desk.refused("import", path, "--mapping", kept)


def test_a_zone_is_for_trackers_alone(desk: Desk) -> None:
    path = given(desk, "s.csv", "publisher,speaker,statement\nP,Ann,It rains.\n")
    told = " ".join(desk.refused("import", path, "--zone", "Europe/Berlin").split())
    assert "This is read as csv, whose days are as they are written." in told


BET = {"createdTime": milliseconds("2023-07-01T10:00"), "probBefore": 0.5, "probAfter": 0.6}


@pytest.mark.parametrize("more", [[], [BET | {"probAfter": 0.7}], [BET]])
def test_pages_that_overlap_are_one_list(desk: Desk, more: list[dict[str, Any]]) -> None:
    """The second time a market may have a bet more; two bets of one moment stay two."""
    one = market("m1", "Will it rain?", "2024-01-01T00:00") | {"bets": [BET, BET]}
    again = one | {"bets": [BET, BET, *more]}
    result = desk("import", markets(desk, one, again, again))
    assert result.exit_code == 0, result.output
    assert len(desk.json("list")) == 2 + len(more)
    assert "forecasts that are here already: " in result.stderr
    assert desk.done("import", markets(desk, again)).startswith("Nothing changed: ")


def test_a_row_that_stands_twice_is_there_once(desk: Desk) -> None:
    """But two people without a name may think the same at the same time."""
    text = sample(TRACKERS / "fatebook.csv")
    *_, header = text.splitlines(keepends=True)[:1]
    rows = text.splitlines(keepends=True)[1:]
    desk.done("import", given(desk, "f.csv", "".join([header, *rows, *rows])))
    assert len(desk.json("list")) == 6
    nameless = rows[0].replace('"Ann",0.7', ",0.7")
    desk.done("import", given(desk, "n.csv", header + nameless * 2))
    assert len(desk.json("list")) == 8


def test_many_forecasts_after_the_deadline_are_told_once(desk: Desk) -> None:
    """A market goes on until it is resolved; the forecasts are kept, and never scored."""
    bets = [
        {
            "createdTime": milliseconds(f"2024-01-{n:02}T10:00"),
            "probBefore": 0.5,
            "probAfter": n / 9,
        }
        for n in range(1, 8)
    ]
    over = market("m1", "Will it rain in 2023?", "2024-02-01T00:00") | {"bets": bets}
    result = desk("import", markets(desk, over))
    said = "Claims made after the due day of their question: 7; kept, but never scored."
    assert result.stderr.count("after the") == 1
    assert said in " ".join(result.stderr.split())
    assert desk.json("report")["total"]["made_too_late"] == 7
