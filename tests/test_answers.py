"""Questions that are not yes or no: what people write, what it comes to, what carries it."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from commands import Desk
from web import Client, FormReader

from ledger import Ledger
from ledger.desk.roles import Role
from ledger.model.answers import (
    AnswerSpace,
    BadAnswer,
    Interval,
    Named,
    Point,
    Quantiles,
    QuestionType,
    Relation,
    Result,
    Shares,
    Threshold,
    comes_to,
    read_answer,
    read_stand,
)
from ledger.model.array_filling import of_rows
from ledger.model.claim_arrays import RESULTS
from ledger.model.entry_check import inspect

if TYPE_CHECKING:
    from pathlib import Path

SEATS: Final = AnswerSpace(QuestionType.NUMBER, unit="seats")
SHARE: Final = AnswerSpace(QuestionType.NUMBER, unit="%")
EUROS: Final = AnswerSpace(QuestionType.NUMBER, unit="million euros")
DAY: Final = AnswerSpace(QuestionType.DATE)
PARTY: Final = AnswerSpace(QuestionType.CATEGORIES, ("Labour", "Tories", "a=0.5 @ b", "other"))

R, W, U, N = Result.RIGHT, Result.WRONG, Result.UNCLEAR, Result.NOT_APPLICABLE

COMES_TO: Final[list[tuple[AnswerSpace, str, Any, str, Result]]] = [
    (SEATS, "more than 300 seats", Threshold, "301", R),
    (SEATS, "more than 300", Threshold, "300", W),
    (SEATS, "at least 1,300", Threshold, "1300", R),
    (SEATS, ">= 300 @ 90%", Threshold, "299", W),
    (SEATS, "no more than 300, 90%", Threshold, "300", R),
    (SEATS, "less than 300", Threshold, "300", W),
    (SEATS, "exactly 300", Threshold, "300", R),
    (SEATS, "between 300 and 310", Threshold, "310", R),
    (SEATS, "at least 300", Threshold, "above 400", R),
    (SEATS, "above 300", Threshold, "above 300", R),
    (SEATS, "at most 300", Threshold, "above 300", W),
    (SEATS, "at most 400", Threshold, "above 300", U),
    (SEATS, "about 350", Point, "350", N),
    (SEATS, "350", Point, "350", N),
    (SEATS, "320 to 380 @ 90%", Interval, "350", N),
    (SEATS, "320-380 (90%)", Interval, "350", N),
    (SEATS, "5%=300; 50%=350; 95%=410", Quantiles, "350", N),
    (SHARE, "at least 2%", Threshold, "2", R),
    (SHARE, "at least 0.02 share", Threshold, "1.9%", W),
    (EUROS, "more than 1,500 thousand euros", Threshold, "1.6", R),
    (EUROS, "below 2 million", Threshold, "2000 thousand euros", W),
    (DAY, "by 2030", Threshold, "2030-12-31", R),
    (DAY, "by 2030", Threshold, "after 2030-12-31", W),
    (DAY, "before 2030-06-15", Threshold, "2030-06", U),
    (DAY, "in 2030", Threshold, "2030-06", R),
    (DAY, "2030-01 to 2030-03 @ 80%", Interval, "2030-02", N),
    (DAY, "2030-06", Point, "2030-02", N),
    (PARTY, "labour", Named, "Labour", R),
    (PARTY, "Tories @ 60%", Named, "Labour", W),
    (PARTY, "a=0.5 @ b", Named, "a=0.5 @ b", R),
    (PARTY, "Labour=0.6; Tories=30%; other=.1", Shares, "Labour", N),
]


@pytest.mark.parametrize(("space", "text", "kind", "answer", "result"), COMES_TO)
def test_what_people_write_is_read_and_settled(
    space: AnswerSpace, text: str, kind: type, answer: str, result: Result
) -> None:
    stand = read_stand(text, space)
    assert type(stand) is kind
    assert comes_to(stand, read_answer(answer, space)) is result


def test_a_range_that_straddles_a_threshold_is_unclear() -> None:
    stand = read_stand("at least 300", SEATS)
    assert comes_to(stand, read_answer("305", SEATS, "299", "310")) is U
    assert comes_to(stand, read_answer("305", SEATS, "300", "310")) is R
    assert Relation.AT_LEAST == "at_least"


@pytest.mark.parametrize(
    ("space", "text", "why"),
    [
        (SEATS, "350 votes", "only per cent and shares, thousands and millions"),
        (SEATS, "many", "is no number"),
        (SEATS, "350 @ 90%", "A point has no probability"),
        (SEATS, "380 to 320", "above the second"),
        (SEATS, "5%=300; 50%=200", "cross"),
        (SEATS, "5%=300; 5%=310", "twice"),
        (SEATS, "1 to 2 @ 100%", "between 0 and 1"),
        (SHARE, "2 percentage points", "percentage points"),
        (DAY, "next week", "is no date"),
        (PARTY, "Greens", "its options are Labour"),
        (PARTY, "Labour=0.6; Tories=0.3", "0.1 is missing; nothing is said of a=0.5 @ b, other"),
        (PARTY, "Labour=0.6; Tories=0.6", "0.2 is too much"),
        (PARTY, "Labour=1; Labour=0", "two probabilities"),
        (PARTY, "Labour @ 70", "no probability"),
    ],
)
def test_what_is_no_answer_is_refused_with_the_cure(
    space: AnswerSpace, text: str, why: str
) -> None:
    with pytest.raises(BadAnswer, match=why):
        read_stand(text, space)


FILE: Final = """\
[source]
id = "polls"
publisher = "The Example"
published = "2024-01-20"

[[question]]
id = "seats"
statement = "How many seats Labour wins."
type = "number"
unit = "seats"
lower_bound = "0"
upper_bound = "650"
due = "2024-07-05"
[[question.outcome]]
verdict = "answered"
answer = "411 seats"
answer_low = "410"
answer_high = "412"
happened_on = "2024-07-05"
evidence = [{ url = "https://example.org/results" }]

[[question]]
id = "day"
statement = "When the election is held."
type = "date"
[[question.outcome]]
verdict = "answered"
answer = "July 4, 2024"
evidence = [{ url = "https://example.org/results" }]

[[claim]]
id = "which"
speaker = "Ann"
statement = "Which party wins."
type = "categories"
options = ["Labour", "Tories", "other"]
ordered = true
due = "2024-07-05"
answer = "Labour=0.6; Tories=0.3; other=0.1"
"""

STANDS: Final = {
    "more": ("seats", "more than 400 seats", "", "right"),
    "fewer": ("seats", "at most 400 @ 80%", "", "wrong"),
    "not-more": ("seats", "more than 500", "against", "right"),
    "doubted": ("seats", "more than 500 @ 20%", "", "right"),
    "close": ("seats", "at least 411", "", None),
    "interval": ("seats", "320 to 380 @ 90%", "", None),
    "by-july": ("day", "by 2024-07", "", "right"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A ledger with questions of each type, and stands of all sorts."""
    desk = Desk(tmp_path_factory.mktemp("answers"))
    desk.done("init")
    claims = "".join(
        f'\n[[claim]]\nid = "{name}"\nspeaker = "{name}"\nquestion = "{question}"\n'
        f'answer = "{answer}"\n' + (f'stance = "{stance}"\n' if stance else "")
        for name, (question, answer, stance, _) in STANDS.items()
    )
    path = desk.folder / "polls.toml"
    path.write_text(FILE + claims, encoding="utf-8")
    assert "no problems" in desk.done("check", path)
    desk.done("import", path)
    assert desk.done("import", path).startswith("Nothing changed")
    return desk


def results(desk: Desk) -> dict[str, Any]:
    return {one["id"]: one["result"] for one in desk.json("list")}


def test_one_answer_settles_every_claim_on_the_question(desk: Desk) -> None:
    expected = {name: result for name, (*_, result) in STANDS.items()}
    assert results(desk) == {**expected, "which": None}
    (more,) = (one for one in desk.json("list") if one["id"] == "more")
    assert (more["verdict"], more["outcome_answer"]) == ("answered", "411")
    assert (more["type"], more["unit"], more["answer"]) == (
        "number",
        "seats",
        "more than 400 seats",
    )
    assert "answered 411 (410 to 412), 2024-07-05" in desk.done("show", "seats")


def test_columns_say_what_rows_say(desk: Desk) -> None:
    with Ledger(desk.database) as ledger, ledger.select() as selection:
        columns, rows = selection.columns(), of_rows(ledger.list())
        narrow = ledger.list(type="number")
        told = dict(zip(columns.ids, columns.result.tolist(), strict=True))
        for name in ("result", "type", "stance", "verdict", "status"):
            assert getattr(columns, name).tolist() == getattr(rows, name).tolist()
    assert {one.id for one in narrow} == {one for one in STANDS if one != "by-july"}
    assert {one: None if place < 0 else RESULTS[place] for one, place in told.items()} == results(
        desk
    )


def test_every_door_carries_answers_there_and_back(desk: Desk, tmp_path: Path) -> None:
    expected = desk.json("list")
    for form, name in (("claims", "claims"), ("csv", "a.csv"), ("claimreview", "a.json")):
        (tmp_path / form).mkdir()
        desk.done("export", "--to", form, "-o", tmp_path / form / name)
        other = Desk(tmp_path / form)
        other.done("init")
        more = () if form == "claims" else ("--from", form)
        other.done("import", *more, tmp_path / form / name)
        keys = ("id", "type", "options", "ordered", "unit", "answer", "outcome_answer", "result")
        told = [
            [{key: one[key] for key in keys} for one in each]
            for each in (other.json("list"), expected)
        ]
        assert told[0] == told[1], form
        other.done("verify")
    desk.done("copy", desk.database, tmp_path / "copy.db")
    again = Desk(tmp_path / "again")
    again.folder.mkdir()
    lines = tmp_path / "all.jsonl"
    desk.done("export", "--to", "jsonl", "-o", lines)
    again.done("import", lines)
    assert again.json("list") == expected
    rows = list(csv.DictReader(io.StringIO(desk.done("export", "--to", "csv"))))
    assert {row["outcome_answer_low"] for row in rows} == {"", "410"}


def test_the_ledger_is_whole_both_ways_and_holds_no_type_of_yes_or_no(desk: Desk) -> None:
    desk.done("verify")
    desk.add(id="plain", type="binary")
    bodies = [one["body"] for one in desk.json("log") if one["id"] == "plain"]
    assert not any("type" in body or "ordered" in body for body in bodies)
    desk.done("withdraw", "plain", "--reason", "It was a test.")
    body = {"statement": "S.", "type": "binary"}
    with pytest.raises(ValueError, match="type"):
        inspect("question", "q", body)
    for wrong in (
        {"type": "number", "lower_bound": "many"},
        {"type": "categories", "options": ["one"]},
        {"type": "date", "unit": "days"},
        {"unit": "seats"},
    ):
        with pytest.raises(ValueError, match=r"type|options|unit|lower_bound"):
            inspect("question", "q", {"statement": "S.", **wrong})
    for wrong in ({"verdict": "answered"}, {"verdict": "void", "answer": "3"}):
        with pytest.raises(ValueError, match="answer"):
            inspect("outcome", "q#1", wrong)


def test_reports_are_about_one_type_at_a_time(desk: Desk) -> None:
    told = desk.json("report", "--type", "number", "--type", "categories")
    assert (told["type"], told["other_types"]) == ("categories", {"number": 6})
    numbers = desk.json("report", "--type", "number")["total"]
    assert (numbers["claims"], numbers["scored"], numbers["not_judged"]) == (6, 4, 2)
    assert numbers["accuracy"] == pytest.approx(0.75)
    assert numbers["forecasts"] == 0
    text = " ".join(desk.done("report", "--type", "number").split())
    assert "on questions of the type number" in text
    assert "2 claims name no option and no threshold" in text


def test_adding_amending_and_disputing(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.done("init")
    desk.add(id="won", type="number", unit="seats", answer="at least 300")
    assert "already" in desk.refused("amend", "won", "--answer", "at least 300")
    assert "is no number" in desk.refused("amend", "won", "--answer", "plenty")
    words = ("--question", "won", "--speaker", "Bo", "--publisher", "P")
    assert "answer is missing" in desk.refused("add", *words, "--id", "b")
    assert "stands in the answer" in desk.refused(
        "add", *words, "--id", "b", "--answer", "3", "--probability", "0.7"
    )
    desk.done("add", *words, "--id", "b", "--answer", "at most 200 @ 60%")
    assert "does not answer it" in desk.refused("record", "won", "happened")
    assert "yes or no" in desk.refused("add", *words[2:], "--statement", "S.", "--answer", "3")
    assert "b stands on it" in desk.refused(
        "amend", "won", "--unit", "", "--type", "date", "--answer", "2030", "--reason", "Typo."
    )
    desk.done("record", "won", "--answer", "250 seats", "--yes")
    assert results(desk) == {"won": "wrong", "b": "wrong"}
    assert "needs a reason" in desk.refused("record", "won", "--answer", "150")
    desk.done("record", "won", "--answer", "150", "--reason", "Counted again.")
    assert results(desk) == {"won": "wrong", "b": "right"}
    other = desk("--recorder", "Eve", "record", "won", "--answer", "170", "--blind")
    assert other.exit_code == 0
    (dispute,) = desk.json("disputes")["disputes"]
    assert [one["answer"] for one in dispute["verdicts"]] == ["170", "150"]
    assert "amend that" not in desk.done("amend", "won#2", "--note", "As published.")
    desk.done("verify")


def test_a_browser_adds_and_answers_a_question(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.db", recorder="desk", create=True) as ledger:
        site = Client(ledger, Role.EDITOR)
        said = {
            "publisher": "P",
            "published": "2024-01-02",
            "speaker": "Ann",
            "statement": "Seats.",
        }
        asks = {"type": "number", "unit": "seats", "answer": "at least 300", "id": "won"}
        assert site.fill_in("/add", **said, **asks, due="2024-07-05").status == 303
        page = site("/questions/won/record").text
        assert "how much or how many, in <bdi>seats</bdi>" in page
        assert 'name="answer"' in page
        assert 'name="value"' not in page
        assert "happened" not in re.findall(r'name="verdict" value="([^"]*)"', page)
        wrong = site.fill_in("/questions/won/record", answer="many", do="check")
        assert "is no number" in wrong.text
        fields = {"answer": "310", "answer_low": "305", "happened_on": "2024-07-05"}
        found = site.fill_in("/questions/won/record", do="check", **fields)
        assert "<b>answered 310 (305 to 310)</b>" in found.text
        kept = FormReader.of(found.text) | {"do": "save"}
        assert site.fill_in("/questions/won/record", **kept).status == 303
        (won,) = ledger.list()
        assert (won.result, won.outcome_answer) == ("right", "310")
        for path in ("/questions/won", "/claims/won", "/claims", "/report?type=number"):
            assert "at least 300" in site(path).text or path == "/report?type=number"
        assert site("/claims?type=date").text.count("at least 300") == 0


def test_a_file_does_not_change_what_others_stand_on(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.done("init")
    source = '[source]\nid = "s"\npublisher = "P"\n'
    asked = '[[question]]\nid = "q"\nstatement = "S."\ntype = "{}"\n'
    (tmp_path / "q.toml").write_text(source + asked.format("number"))
    desk.done("import", tmp_path / "q.toml")
    words = ("--question", "q", "--speaker", "Bo", "--source", "s", "--id", "b")
    desk.done("add", *words, "--answer", "at least 300")
    (tmp_path / "q.toml").write_text(source + asked.format("date"))
    told = desk.refused("import", tmp_path / "q.toml")
    assert "b stands on it in the ledger. answer: '300' is no date" in told
    claim = '[[claim]]\nid = "c"\nquestion = "q"\nspeaker = "A"\nanswer = "many"\n'
    (tmp_path / "c.toml").write_text(source + claim)
    assert "'many' is no number" in desk.refused("import", tmp_path / "c.toml")


def test_that_options_are_in_order_can_be_taken_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    words = ("--type", "categories", "--option", "Low", "--option", "High", "--ordered")
    said = ("--statement", "How high is it?", "--answer", "Low", "--due", "2030")
    desk.done("add", "--publisher", "P", "--speaker", "Ann", "--id", "high", *words, *said)
    assert "ordered: yes -> (nothing)" in desk.done("amend", "high", "--not-ordered")
    assert desk.json("show", "high")["ordered"] is False
    desk.done("amend", "high", "--ordered")
    assert desk.json("show", "high")["ordered"] is True
    assert desk.done("verify").startswith("The ledger is whole")


def test_a_refused_correction_tells_both_answers(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    said = ("--statement", "How many?", "--type", "number", "--answer", "at least 300")
    desk.done("add", "--publisher", "P", "--speaker", "Ann", "--id", "seats", *said)
    shown = ("--evidence", "https://e.example/")
    desk.done("record", "seats", "--answer", "326", *shown)
    assert "seats#1 already says answered 326." in desk.refused(
        "record", "seats", "--answer", "326"
    )
    ends = ("--answer-low", "320", "--answer-high", "330")
    assert "seats#1 says answered 326; to replace it with answered 325 (320 to 330) is" in (
        desk.refused("record", "seats", "--answer", "325", *ends, *shown)
    )


def test_an_answer_beside_a_bad_bound_is_one_problem(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    (tmp_path / "q.toml").write_text(
        '[source]\nid = "s"\npublisher = "P"\n\n'
        '[[question]]\nid = "q"\nstatement = "How much?"\ntype = "number"\nunit = "%"\n'
        'lower_bound = "2023-07-01"\n\n'
        '[[question.outcome]]\nverdict = "answered"\nanswer = "2.5"\n'
        'evidence = [{ url = "https://e.example/" }]\n'
    )
    told = desk.refused("import", tmp_path / "q.toml")
    assert "lower_bound: The unit '-07-01' is not that of the question, %" in told
    assert "1 problem" in told
