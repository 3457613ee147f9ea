"""What programs are told: JSON of what was done, annotations, exit codes."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from commands import ARTICLE, COUNTS, Desk

from ledger.book.ledger import Ledger
from ledger.cli.problems import annotation
from ledger.errors import BadDate, BadValue, Problem, UnknownName
from ledger.report import report

if TYPE_CHECKING:
    from pathlib import Path

CLAIM = ("--speaker", "Ann", "--statement", "It rains.", "--due", "2023-07-12")
SOURCE = ("--publisher", "The Post", "--published", "2023-07-03")


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def test_add_says_in_json_what_it_did(desk: Desk) -> None:
    assert desk.json("add", *CLAIM, *SOURCE, "--key", "k") == {
        "added": True,
        "id": "rains",
        "question": "rains",
        "source": "post-2023-07-03",
        "new_source": True,
        "new_question": True,
        "warnings": [],
    }
    again = desk.json("add", *CLAIM, *SOURCE, "--key", "k")
    assert (again["added"], again["id"]) == (False, "rains")
    other = desk.json("add", *CLAIM, *SOURCE, "--id", "b")
    assert (other["new_source"], len(other["warnings"])) == (False, 1)
    assert "Which source?" in desk.misused("add", *CLAIM, "--format", "json")


def test_record_says_in_json_what_it_did(desk: Desk) -> None:
    desk.done("add", *CLAIM, *SOURCE)
    done = desk.json("record", "rains", "happened", "--on", "2023-07-11")
    assert done == {
        "id": "rains#1",
        "question": "rains",
        "verdict": "happened",
        "stands": True,
        "before": None,
        "results": [{"id": "rains", "speaker": "Ann", "result": "right"}],
        "warnings": ["The outcome has no evidence; name a url or a source that shows it."],
    }
    words = ("did-not-happen", "--reason", "misread")
    assert desk.json("record", "rains", *words)["before"] == "rains#1"
    desk.done(
        "add", "--id", "no", *CLAIM[:2], *SOURCE, "--question", "rains", "--stance", "against"
    )
    words = ("record", "rains", "happened", "--reason", "r", "--format", "json")
    assert "say --yes if that is meant" in desk.refused(*words)
    assert json.loads(desk.done(*words, "--yes"))["id"] == "rains#3"


BAD = '[source]\nid = "s"\npublisher = "P"\n[[claim]]\nid = "a"\nspeaker = "A"\ncolour = "red"\n'


def test_check_says_in_json_and_in_annotations_what_is_wrong(desk: Desk) -> None:
    path = desk.folder / "a,b.toml"
    path.write_text(BAD, encoding="utf-8")
    result = desk("check", path, "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert found["claims"] == 0
    problem = next(one for one in found["problems"] if one["code"] == "unknown-key")
    assert (problem["path"], problem["line"], problem["severity"]) == (str(path), 7, "error")
    result = desk("check", path, "--format", "github")
    assert result.exit_code == 1
    place = str(path).replace(",", "%2C")
    assert f"::error file={place},line=7::Unknown key 'colour'." in result.stdout
    path.write_text(BAD.replace("colour =", "statement ="), encoding="utf-8")
    assert json.loads(desk.done("check", path, "--format", "json"))["claims"] == 1


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (Problem("a:b.toml", 0, "100% bad", code="x"), "::error file=a%3Ab.toml::100%25 bad"),
        (
            Problem("a", 3, "two\nlines", "warning", code="x"),
            "::warning file=a,line=3::two%0Alines",
        ),
    ],
)
def test_an_annotation_is_one_line(problem: Problem, line: str) -> None:
    assert annotation(problem) == line


def test_due_quiet_tells_cron_by_its_exit_code(desk: Desk) -> None:
    def quiet(*words: str) -> tuple[int, str]:
        result = desk("due", "--quiet", *words)
        return result.exit_code, result.output

    assert quiet() == (0, "")
    desk.done("add", *CLAIM, *SOURCE)
    assert quiet() == (1, "")
    assert quiet("--as-of", "3@2026-01-01") == (1, "")
    desk.done("record", "rains", "happened", "--on", "2023-07-11")
    assert quiet() == (0, "")


def test_python_takes_dates_addresses_and_filters_by_name(desk: Desk) -> None:
    with Ledger(desk.database, recorder="bot") as ledger:
        claim = {"id": "a", "speaker": "Ann", "statement": "It rains.", "due": date(2023, 7, 12)}
        ledger.add(claim, {"publisher": "P", "published": date(2023, 7, 3)})
        ledger.add({**claim, "id": "b", "speaker": "Bo"}, "p-2023-07-03")
        shown = ["https://a.example", {"url": "https://b.example", "note": "n"}]
        outcome = {"verdict": "happened", "happened_on": date(2023, 7, 11), "evidence": shown}
        assert len(ledger.record("a", outcome).outcome.evidence) == 2
        ledger.record("b", {"verdict": "unclear", "evidence": "https://c.example"})
        ledger.amend("b#1", {"evidence": ["https://d.example"]})
        assert ledger.evidence("b#1") == [{"url": "https://d.example"}]
        assert [one.id for one in ledger.list(speaker="Ann")] == ["a"]
        assert [one.id for one in ledger.list(speaker=("Ann", "Bo"), verdict="unclear")] == ["b"]
        assert ledger.list(due_before=date(2023, 7, 1)) == []
        with pytest.raises(UnknownName, match="Did you mean speaker"):
            ledger.list(speakr="Ann")
        assert ledger.verify().whole


DAY = date(2023, 7, 12)


def test_python_takes_dates_wherever_a_day_is_given(desk: Desk) -> None:
    def now() -> datetime:
        return datetime(2023, 7, 20, tzinfo=UTC)

    with Ledger(desk.database, recorder="bot", clock=now) as ledger:
        claim = {"id": "a", "speaker": "Ann", "statement": "It rains.", "due": DAY}
        days = {"made": date(2023, 7, 4), "resolve_by": date(2023, 8, 1), "closes": DAY}
        source = {"publisher": "P", "published": date(2023, 7, 3)}
        done = ledger.add({**claim, **days}, source, key="k")
        assert ledger.add({**claim, **days}, source, key="k").before
        as_texts = {key: str(value) for key, value in {**claim, **days}.items()}
        assert ledger.add(as_texts, {**source, "published": "2023-07-03"}, key="k").before
        assert (str(done.claim.made), str(done.source.published)) == ("2023-07-04", "2023-07-03")
        ledger.forecast("a", 0.7, {"speaker": "Bo", "made": date(2023, 7, 5)})
        ledger.amend("a", {"due": date(2023, 7, 13)}, "We misread it.")
        ledger.amend(done.source.id, {"published": date(2023, 7, 2)}, "As printed.")
        shown = {"url": "https://a.example", "published": date(2023, 7, 14)}
        ledger.record("a", {"verdict": "happened", "happened_on": DAY, "evidence": shown})
        assert ledger.evidence("a#1") == [{"url": "https://a.example", "published": "2023-07-14"}]
        assert [one.due for one in ledger.list(due_before=date(2023, 7, 14))] == ["2023-07-13"] * 2
        assert len(ledger.list(due_after="July 12, 2023")) == 2
        assert ledger.list(due_after="2023-07") == []
        assert ledger.list(as_of=DAY) == []
        assert ledger.list(as_of=date(2023, 7, 20)) == ledger.list(as_of="2023-07-20")
        assert ledger.list(as_of=ledger.moment()) == ledger.list()
        assert report(ledger, as_of=date(2023, 7, 20)).total.counts.claims == 2
        for refused in (
            lambda: ledger.list(as_of=now()),
            lambda: ledger.list(due_before=now()),
            lambda: ledger.list(due_before="soonish"),
        ):
            with pytest.raises(BadDate):
                refused()
        with pytest.raises(BadValue, match="a day with a time"):
            ledger.add({**claim, "id": "b", "due": now()}, done.source.id)
        assert ledger.verify().whole


def test_python_takes_lists_of_addresses(desk: Desk) -> None:
    pages, copies = ["https://a.example", "https://b.example"], ["https://c.example"] * 2
    with Ledger(desk.database, recorder="bot") as ledger:
        claim = {"id": "a", "speaker": "Ann", "statement": "It rains.", "due": DAY}
        ledger.add(claim, {"publisher": "P", "published": "2023-07-03"})
        shown = {"url": pages, "archive_url": copies, "publisher": "The Post"}
        ledger.record("a", {"verdict": "happened", "evidence": [shown, "https://d.example"]})
        assert ledger.evidence("a#1") == [
            {"url": pages[0], "publisher": "The Post", "archive_url": copies[0]},
            {"url": pages[1], "publisher": "The Post", "archive_url": copies[1]},
            {"url": "https://d.example"},
        ]
        ledger.amend("a#1", {"evidence": {"url": pages, "archive_url": copies[0]}})
        assert [one["archive_url"] for one in ledger.evidence("a#1")] == copies
        with pytest.raises(BadValue, match="2 urls and 1 archive_url are given"):
            ledger.amend("a#1", {"evidence": {"url": pages, "archive_url": copies[:1]}})
        with pytest.raises(BadValue, match="must be text"):
            ledger.amend("a#1", {"evidence": {"url": [7]}})


def test_python_takes_one_path_to_import(desk: Desk) -> None:
    with Ledger(desk.database, recorder="bot") as ledger:
        assert ledger.import_(ARTICLE).added["claim"] == COUNTS["claims"]
        assert ledger.import_(str(ARTICLE)).unchanged == sum(COUNTS.values())
