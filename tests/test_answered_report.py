"""What a report measures of answers that are not yes or no, in every form that it has."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk

from ledger import Ledger
from ledger.model.filters import Filters
from ledger.report.build import report
from ledger.report.forms import FORMS, written
from ledger.report.illustrations import illustration
from ledger.report.pictures.drawing import SUFFIXES, alone, canvas, picture
from ledger.report.settings import Settings

if TYPE_CHECKING:
    import pathlib

    from ledger.report.build import Report

SOURCE: Final = """
[source]
id = "post"
publisher = "The Harbour Post"
published = "2024-03-01"
"""
QUESTIONS: Final = {
    "seats": ('type = "number"\nunit = "seats"', "12"),
    "votes": ('type = "number"\nunit = "seats"', "20"),
    "rate": ('type = "number"\nunit = "%"', "2"),
    "town": ('type = "number"\nunit = "seats"', "above 40"),
    "party": ('type = "categories"\noptions = ["Greens", "List", "other"]', "List"),
    "heat": ('type = "categories"\noptions = ["cold", "mild", "hot"]\nordered = true', "hot"),
    "day": ('type = "date"', "2024-06-05"),
}
SAID: Final = (
    ("seats", "Ida", "about 11"),
    ("votes", "Ida", "about 17"),
    ("rate", "Ida", "3%"),
    ("town", "Ida", "about 50"),
    ("seats", "Per", "9 to 13 @ 90%"),
    ("votes", "Per", "15 to 19 @ 90%"),
    ("seats", "Ola", "5%=6; 25%=9; 50%=11; 75%=13; 95%=16"),
    ("votes", "Ola", "5%=12; 25%=15; 50%=17; 75%=19; 95%=22"),
    ("seats", "Eva", "at least 11 @ 80%"),
    ("votes", "Eva", "10 to 30"),
    ("party", "Ida", "Greens=0.5; List=0.3; other=0.2"),
    ("party", "Per", "Greens=1"),
    ("party", "Ola", "List @ 70%"),
    ("heat", "Ida", "cold=0.2; mild=0.5; hot=0.3"),
    ("day", "Ida", "2024-06-03"),
    ("day", "Per", "2024-06-01 to 2024-06-04 @ 50%"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("measured"))
    desk.done("init")
    questions = "".join(
        f'\n[[question]]\nid = "{name}"\nstatement = "What {name} is."\n{more}\n'
        'due = "2024-06-30"\n'
        for name, (more, _) in QUESTIONS.items()
    )
    claims = "".join(
        f'\n[[claim]]\nid = "c{n}"\nquestion = "{question}"\nspeaker = "{who}"\nanswer = "{said}"\n'
        for n, (question, who, said) in enumerate(SAID)
    )
    path: pathlib.Path = desk.folder / "said.toml"
    path.write_text(SOURCE + questions + claims, encoding="utf-8")
    desk.done("import", path)
    for name, (_, answer) in QUESTIONS.items():
        proof = ("--on", "2024-06-05", "--evidence", "https://norrby.example/results")
        desk.done("record", name, "--answer", answer, *proof)
    return desk


@pytest.fixture(scope="module")
def reports(desk: Desk) -> dict[str, Report]:
    with Ledger(desk.database) as ledger:
        kinds = ("categories", "number", "date")
        return {name: report(ledger, filters=Filters(type=(name,))) for name in kinds}


Key = tuple[str, str, str, "float | None"]


def measured(made: Report, key: str | None = None) -> dict[Key, float]:
    assert made.answered is not None
    return {
        (one.sort, one.unit, one.measure, one.level): round(one.mean, 4)
        for one in made.answered.measured
        if one.key == key and one.mean is not None
    }


def test_measures_of_numbers_are_means_by_sort_and_unit(reports: dict[str, Report]) -> None:
    assert measured(reports["number"]) == {
        ("chance", "", "brier", None): 0.04,
        ("chance", "", "log_score", None): 0.2231,
        ("point", "seats", "absolute_error", None): 2,
        ("point", "seats", "bias", None): -2,
        ("point", "seats", "relative_error", None): 0.1167,
        ("point", "%", "absolute_error", None): 1,
        ("point", "%", "bias", None): 1,
        ("point", "%", "relative_error", None): 0.5,
        ("interval", "seats", "coverage", None): 1,
        ("interval", "seats", "coverage", 0.5): 0.5,
        ("interval", "seats", "coverage", 0.9): 0.75,
        ("interval", "seats", "interval_score", 0.9): 14,
        ("quantiles", "seats", "crps", None): 1.3342,
        ("quantiles", "seats", "weighted_interval_score", None): 1.2,
        ("quantiles", "seats", "pinball_loss", None): 0.6,
    }
    assert measured(reports["number"], "Per") == {
        ("interval", "seats", "coverage", 0.9): 0.5,
        ("interval", "seats", "interval_score", 0.9): 14,
    }


MEASURED: Final = """
[[question]]
id = "{0}"
statement = "How many {0}."
type = "number"
unit = "seats"
{1}
due = "2024-06-30"

[[claim]]
id = "{0}-ida"
question = "{0}"
speaker = "Ida"
answer = "about {2}"

[[claim]]
id = "{0}-per"
question = "{0}"
speaker = "Per"
answer = "{3} @ 90%"
"""


def test_errors_are_averaged_within_one_measure_alone(tmp_path: pathlib.Path) -> None:
    """By hand.  In the house Ida is off by 10 and 30, in the council by 1, in what has none by 5.

    Ranges of Per are 20 wide and hold 100, and 2 wide and hold 10, but that of 110 to 120 misses
    100 by 10, which costs 2 / 0.1 times 10.  How often they hold is counted over all.
    """
    desk = Desk(tmp_path)
    desk.done("init")
    house, council = 'measure = "seats in the house"', 'measure = "seats in the council"'
    asked = (
        ("one", house, 110, "90 to 110"),
        ("two", house, 70, "110 to 120"),
        ("three", council, 11, "9 to 11"),
        ("four", "", 15, "9 to 11"),
    )
    path = tmp_path / "measured.toml"
    path.write_text(SOURCE + "".join(MEASURED.format(*one) for one in asked), encoding="utf-8")
    desk.done("import", path)
    for name, _, said, _ in asked:
        answer, proof = "100" if said > 20 else "10", "https://norrby.example/results"
        desk.done("record", name, "--answer", answer, "--evidence", proof)
    found = desk.json("report")["answered"]["measured"]
    told = {
        (one["of"], one["measure"]): (one["n"], one["mean"])
        for one in found
        if one["key"] is None and one["measure"] in {"absolute_error", "interval_score", "coverage"}
    }
    assert told == {
        ("seats in the house", "absolute_error"): (2, 20),
        ("seats in the council", "absolute_error"): (1, 1),
        ("", "absolute_error"): (1, 5),
        ("seats in the house", "interval_score"): (2, pytest.approx((20 + 10 + 200) / 2)),
        ("seats in the council", "interval_score"): (1, 2),
        ("", "interval_score"): (1, 2),
        ("", "coverage"): (4, 0.75),
    }
    text = " ".join(desk.done("report").split())
    assert "Errors of numbers or days that were named, in seats: seats in the house" in text
    assert "averaged over questions that name the same measure" in text
    assert "Where questions name no measure" in text
    rows = list(csv.DictReader(io.StringIO(desk.done("export", "--to", "scores"))))
    assert {row["claim"]: row["of"] for row in rows}["three-ida"] == "seats in the council"
    tables = list(csv.DictReader(io.StringIO(desk.done("report", "--format", "csv"))))
    assert {row["of"] for row in tables} == {"", "seats in the house", "seats in the council"}


def test_a_measure_goes_with_numbers_and_dates(tmp_path: pathlib.Path) -> None:
    desk = Desk(tmp_path)
    desk.done("init")
    path = tmp_path / "wrong.toml"
    plain = MEASURED.format("one", 'measure = "seats"', 1, "1 to 2").replace('type = "number"', "")
    path.write_text(SOURCE + plain, encoding="utf-8")
    assert "measure goes with the type number or date" in desk("check", path).output


def test_what_stood_is_measured_as_all_else(desk: Desk, reports: dict[str, Report]) -> None:
    """Nobody here answers twice, so the days change nothing; all stood 40 days before due."""
    with Ledger(desk.database) as ledger:
        for settings in (Settings(repeats="standing"), Settings(at="40 days before due")):
            found = report(ledger, filters=Filters(type=("number",)), settings=settings)
            assert measured(found) == measured(reports["number"])


def test_measures_of_options_and_of_days(reports: dict[str, Report]) -> None:
    assert measured(reports["categories"], "Ida") == {
        ("shares", "3 options", "brier", None): 0.39,
        ("shares", "3 options", "brier_sum", None): 0.78,
        ("shares", "3 options", "log_score", None): 1.204,
        ("shares", "3 ordered options", "brier", None): 0.39,
        ("shares", "3 ordered options", "brier_sum", None): 0.78,
        ("shares", "3 ordered options", "log_score", None): 1.204,
        ("shares", "3 ordered options", "ranked_probability_score", None): 0.265,
    }
    assert measured(reports["date"]) == {
        ("point", "days", "absolute_error", None): 2,
        ("point", "days", "bias", None): -2,
        ("interval", "days", "coverage", 0.5): 0,
        ("interval", "days", "interval_score", 0.5): 7,
    }


def test_who_gave_no_chance_to_what_came_about_has_no_mean(desk: Desk) -> None:
    with Ledger(desk.database) as ledger:
        chosen = Filters(type=("categories",), speaker=("Per",))
        plain, floored = (
            report(ledger, filters=chosen, settings=Settings(log_floor=floor))
            for floor in (None, 0.01)
        )
    (one,) = (
        each
        for each in (plain.answered.measured if plain.answered else ())
        if (each.measure, each.key) == ("log_score", None)
    )
    assert (one.mean, one.infinite) == (None, 1)
    assert measured(floored)["shares", "3 options", "log_score", None] == 4.6052


def test_what_is_not_yes_or_no_has_no_commoner_answer(reports: dict[str, Report]) -> None:
    for made in reports.values():
        assert made.total.accuracy.scored or made.type == "date"
        found = made.total.baselines
        assert (found.commoner_answer, found.accuracy_base_rate) == (None, None)


def test_answers_beyond_a_number_are_counted_and_not_scored(reports: dict[str, Report]) -> None:
    assert reports["number"].answered is not None
    assert reports["number"].answered.beyond == 1
    assert "1 claim has no error and no score" in FORMS["text"](reports["number"])


def test_every_form_tells_them(desk: Desk, reports: dict[str, Report]) -> None:
    made = reports["number"]
    for form in ("text", "md"):
        told = FORMS[form](made)
        assert "Errors of numbers or days that were named, in seats" in told
        assert "Errors of numbers or days that were named, in %" in told
        assert "How often ranges held the answer, in seats" in told
        assert "figures of several are never put together" in " ".join(told.split())
    document = json.loads(FORMS["json"](made))["answered"]
    assert len(document["pit"][0]["bins"]) == 10
    assert sum(document["pit"][0]["bins"]) == pytest.approx(1)
    rows = [one for one in csv.DictReader(io.StringIO(FORMS["csv"](made))) if one["measure"]]
    assert len(rows) == len(document["measured"])
    with Ledger(desk.database) as ledger:
        page = written(made, "html", ledger)
    assert page.count("<svg") > page.count('id="coverage') > 0
    assert page.count('id="pit-title"') == 1
    assert "of those of 90% held 75%" in illustration(made, "coverage").words
    drawn = illustration(made, "pit").words
    assert "what 2 distributions in seats gave" in drawn


@pytest.mark.parametrize("name", ["coverage", "pit"])
@pytest.mark.parametrize("form", SUFFIXES)
def test_what_is_measured_can_be_drawn(
    desk: Desk, reports: dict[str, Report], name: str, form: str
) -> None:
    place = desk.folder / f"{name}.{form}"
    assert desk.done("report", "--type", "number", "--plot", place) == f"Wrote {place}.\n"
    assert place.read_bytes() == picture(reports["number"], name, form)


@pytest.mark.parametrize("name", ["coverage", "pit"])
def test_nothing_in_a_picture_of_answers_runs_over_its_edge(
    reports: dict[str, Report], name: str
) -> None:
    with canvas():
        figure = alone(reports["number"], name)
        figure.draw_without_rendering()
        whole, drawn = figure.bbox, figure.get_tightbbox().transformed(figure.dpi_scale_trans)
    assert drawn.xmin >= whole.xmin
    assert drawn.ymin >= whole.ymin
    assert drawn.xmax <= whole.xmax
    assert drawn.ymax <= whole.ymax


def test_a_group_that_a_report_leaves_out_is_in_no_form(reports: dict[str, Report]) -> None:
    """As a public page does with speakers who are hidden or have too little that is scored."""
    made = replace(reports["number"], groups=())
    assert not any("Per" in FORMS[form](made) for form in FORMS)


def test_a_row_a_scored_claim_has_its_scores(desk: Desk) -> None:
    rows = {
        row["claim"]: row
        for row in csv.DictReader(io.StringIO(desk.done("export", "--to", "scores")))
    }
    assert (rows["c0"]["sort"], rows["c0"]["unit"], rows["c0"]["absolute_error"]) == (
        "point",
        "seats",
        "1.0",
    )
    assert (rows["c4"]["level"], rows["c4"]["coverage"]) == ("0.9", "1.0")
    assert (rows["c6"]["crps"] != "", rows["c6"]["coverage"]) == (True, "")
    assert rows["c10"]["brier"] == "0.39"
    assert "c3" not in rows


def test_a_chance_of_an_option_or_a_threshold_is_in_its_row(
    desk: Desk, tmp_path: pathlib.Path
) -> None:
    """At least 11 where there were 12, the List, which won; by 4 June, when it was the 5th."""
    other = Desk(tmp_path)
    other.done("init")
    (tmp_path / "day.toml").write_text(
        f"""{SOURCE}
[[question]]
id = "day"
statement = "When it is."
type = "date"
due = "2024-06-30"

[[claim]]
id = "d1"
question = "day"
speaker = "Ida"
answer = "by 2024-06-04 @ 30%"

[[claim]]
id = "d2"
question = "day"
speaker = "Per"
answer = "by 2024-06-10"
""",
        encoding="utf-8",
    )
    other.done("import", tmp_path / "day.toml")
    proof = ("--evidence", "https://norrby.example/", "--yes")
    other.done("record", "day", "--answer", "2024-06-05", *proof)
    rows = {
        row["claim"]: (row["probability"], row["came"], row["brier"])
        for one in (desk, other)
        for row in csv.DictReader(io.StringIO(one.done("export", "--to", "scores")))
    }
    assert rows["c8"][:2] == ("0.8", "1.0")
    assert rows["c12"][:2] == ("0.7", "1.0")
    assert rows["d1"] == ("0.3", "0.0", "0.09")
    assert rows["d2"] == ("", "", "")
    assert rows["c0"] == ("", "", "")


def test_a_ledger_of_yes_and_no_says_nothing_of_it(tmp_path: pathlib.Path) -> None:
    other = Desk(tmp_path)
    other.done("init")
    other.add(id="plain")
    assert "answered" not in other.json("report")
    with Ledger(other.database) as ledger:
        assert report(ledger).answered is None
    assert "sort" not in other.done("export", "--to", "scores")
