"""The forms of a report: what people read fits and is true, what programs read cannot be hurt."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from small_ledgers import SmallLedger

from ledger import Filters, Settings, report
from ledger.formats.write_files import plain
from ledger.model.verdicts import Verdict
from ledger.report.forms import FORMS
from ledger.report.groups import Group
from ledger.report.json_csv import as_csv, as_json
from ledger.report.text_markdown import as_markdown, as_text
from ledger.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.report.build import Report

NASTY = (
    "a|b",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    " =1+1",
    "\t=1",
    "\uff1d1+1",
    "`rm -rf`",
    "two\nlines",
    "carriage\rreturn",
    "**bold** _it_ ~~no~~",
    "[a](http://b)",
    "![a](b)",
    "<b>&amp;&lt;",
    "\\",
    "\\|",
    "# head",
    '"quoted", and more',
    "{{ site }} {% x %}",
    "\u202egnorw\u202c",
    "\x1b]0;title\x07\x1b[31mred",
)
"""Names that would do harm in some form if they were not made harmless."""

names = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cn", "Cs"]), min_size=1, max_size=60),
    st.text("|`*_[]<>\\~&=+-@\"' \n\r\tab", min_size=1, max_size=12),
    st.text("日本語の話者テスト", min_size=1, max_size=60),
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    """A report with two groups, one of them scored, that the tests change."""
    small = SmallLedger(tmp_path_factory.mktemp("base")).on("2023-09-01")
    small.take("""
        speaker | due        | verdict        | happened_on
        Ann     | 2023-06-30 | happened       | 2023-06-01
        Ann     | 2023-06-30 | did-not-happen |
        Bob     | 2023-12-31 |                |
    """)
    yield report(small.ledger)
    small.ledger.close()


def named(base: Report, *keys: str) -> Report:
    """The report with other groups: the first one's figures under each of ``keys``."""
    figures = base.groups[0].figures
    return replace(base, groups=tuple(Group(key, figures, "ranked") for key in keys))


def columns(text: str) -> int:
    """How wide a terminal shows a text: wide characters take two columns, marks take none.

    Spacing marks (Mc) are among these, as in wcwidth since 0.2.9.
    """
    return sum(
        0
        if unicodedata.category(one) in {"Mc", "Me", "Mn", "Cf"} and one != "\u00ad"
        else 1 + (unicodedata.east_asian_width(one) in "WF")
        for one in text
    )


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path)
    yield made
    made.ledger.close()


# Text


@given(keys=st.lists(names, min_size=1, max_size=4), room=st.just(80) | st.integers(40, 200))
def test_text_fits_its_columns_whatever_the_groups_are_called(
    base: Report, keys: list[str], room: int
) -> None:
    text = as_text(named(base, *keys), room)
    assert max(columns(line) for line in text.split("\n")) <= room


def test_text_is_wider_than_usual_only_where_a_name_needs_it(base: Report) -> None:
    long = "The Committee of the Regions of the Northern and the Western Coast"
    assert as_text(named(base, "Ann"), 200) == as_text(named(base, "Ann"))
    line = next(one for one in as_text(named(base, long), 200).splitlines() if long in one)
    assert line.endswith(DRAWN)
    assert len(line) == len(long) + 1 + 62
    assert f"\n{long[:30]}" in as_text(named(base, long), 40)
    assert "\n  claims 2, scored 2, accuracy 50%, 95%\n" in as_text(named(base, long), 40)


DRAWN = "· ────────●─────── ·"
SCALE = "0%              100%"


@pytest.mark.parametrize("key", ["Ann", "日本語の話者", "e\u0301te\u0301", "x" * 17])
def test_figures_stand_in_their_columns_whatever_the_width_of_the_name(
    base: Report, key: str
) -> None:
    """Two claims, both scored, one right; the heads end where the figures do.

    On a line from 0 to 19 the ends, 9.5% and 90.5%, are at 2 and 17, and 50% is at 10.
    """
    lines = as_text(named(base, key)).splitlines()
    head, row = lines[2], lines[3]
    figures = f"{'2':>8}{'2':>8}{'50%':>10}{'9% to 91%*':>14}  {DRAWN}"
    assert row == key + " " * (80 - len(figures) - columns(key)) + figures
    heads = f"{'claims':>8}{'scored':>8}{'accuracy':>10}  95% interval  {SCALE}"
    assert head == heads.rjust(80)


def test_a_long_name_takes_several_lines_and_loses_nothing(base: Report) -> None:
    lines = as_text(named(base, f"unnamed: government officials ({'x' * 40})")).splitlines()
    assert lines[3].startswith("unnamed: government  ")
    assert lines[4:7] == ["  officials", "  (" + "x" * 24, "  " + "x" * 16 + ")"]


def test_two_speakers_whose_names_begin_alike_can_be_told_apart(base: Report) -> None:
    keys = [f"unnamed: people close to the minister ({source})" for source in ("herald", "mail")]
    text = as_text(named(base, *keys))
    assert "  the minister (herald)\n" in text
    assert "  the minister (mail)\n" in text


@pytest.mark.parametrize("n", [100_000, 999_999])
def test_counts_of_a_hundred_thousand_and_more_fit(base: Report, n: int) -> None:
    figures = base.groups[0].figures
    verdicts = dict.fromkeys(Verdict, 0) | {Verdict.HAPPENED: n}
    counts = replace(figures.counts, claims=n, settled=n, verdicts=verdicts)
    many = replace(figures, counts=counts, accuracy=replace(figures.accuracy, scored=n))
    lines = as_text(replace(named(base, "Ann"), total=many)).splitlines()
    assert f"{n:,} predictions: {n:,} settled ({n:,} happened)." in lines
    changed = replace(base, groups=(Group("Ann", many, "ranked"),))
    lines = as_text(changed).splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[3].split()[:3] == ["Ann", f"{n:,}", f"{n:,}"]


def test_text_holds_nothing_that_could_change_a_terminal(base: Report) -> None:
    text = as_text(named(base, *NASTY))
    assert {one for one in text if unicodedata.category(one) in {"Cc", "Cf"}} == {"\n"}
    assert "gnorw" in text


def test_a_heading_too_long_for_the_moment_beside_it_leaves_it_the_next_line(base: Report) -> None:
    kinds = ("prediction", "pledge", "plan")
    moment = replace(base.moment, entry=123_456_789)
    lines = as_text(replace(base, kinds=kinds, by="publisher", moment=moment)).splitlines()
    assert lines[:2] == [
        "Accuracy of predictions, pledges and plans, by publisher",
        "as of 123456789@2023-09-01",
    ]


def test_by_kind_the_table_has_every_kind_and_no_row_for_all(small: SmallLedger) -> None:
    small.take("kind\nprediction\nplan\nplan")
    found = report(small.ledger, by="kind")
    lines = as_text(found).splitlines()
    assert lines[0].startswith("Accuracy by kind  ")
    assert [line.split()[:2] for line in lines[4:7]] == [["prediction", "1"], ["plan", "2"], []]
    assert "The table has each kind; the lines below it are about predictions alone." in lines
    both = replace(found, kinds=("prediction", "plan"), others={})
    assert "All predictions and plans" in as_text(both)


def test_a_single_group_needs_no_row_for_all(base: Report) -> None:
    assert "All predictions" in as_text(base)
    assert "All predictions" not in as_text(named(base, "Ann"))
    assert "**All predictions**" in as_markdown(base)
    assert "All predictions" not in as_markdown(named(base, "Ann"))


# Markdown


def cells(markdown: str) -> list[list[str]]:
    """The rows of the table as CommonMark renders it, each cell all text and nothing else."""
    rows: list[list[str]] = []
    inside = False
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        inside = token.type == "tbody_open" or (inside and token.type != "tbody_close")
        if inside and token.type == "tr_open":
            rows.append([])
        if inside and token.type == "inline":
            assert {one.type for one in token.children or ()} <= {"text", "text_special"}
            rows[-1].append("".join(one.content for one in token.children or ()))
    return rows


@given(names)
def test_markdown_renders_any_name_as_that_text_in_one_cell(base: Report, name: str) -> None:
    rows = cells(as_markdown(named(base, name)))
    assert [row[0] for row in rows] == [" ".join(clean(name).split())]
    assert rows[0][1:] == ["2", "2", "50%", "9% to 91%*"]


def test_markdown_of_the_total_is_bold_and_undefined_shares_are_dashes(base: Report) -> None:
    lines = as_markdown(base).splitlines()
    assert lines[4:10] == [
        "| speaker | claims | scored | accuracy | 95% interval |",
        "| :-- | --: | --: | --: | --: |",
        "| *Fewer than 10 scored:* |  |  |  |  |",
        "| Ann | 2 | 2 | 50% | 9% to 91%\\* |",
        "| Bob | 1 | 0 | - |  |",
        "| **All predictions** | 3 | 2 | 50% | 9% to 91%\\* |",
    ]


def test_markdown_links_nothing_that_looks_like_an_address(base: Report) -> None:
    text = as_markdown(named(base, "http://example.org", "WWW.example.org", "x@example.org"))
    assert "http\\://example.org" in text
    assert "WWW\\.example.org" in text


# CSV


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@given(names)
def test_csv_holds_any_name_and_none_that_a_spreadsheet_runs(base: Report, name: str) -> None:
    rows = table(as_csv(named(base, name)))
    assert len(rows) == 2
    key = rows[0]["key"]
    assert plain(key) == clean(name)
    assert key[:1] not in {*"=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"} - {""}
    assert key.lstrip()[:1] not in {*"=+-@"}


def test_csv_has_a_row_for_each_group_and_one_for_all(base: Report) -> None:
    first, second, last = table(as_csv(base))
    assert [row["by"] for row in (first, second, last)] == ["speaker", "speaker", "all"]
    assert [row["key"] for row in (first, second, last)] == ["Ann", "Bob", ""]
    assert (first["accuracy"], first["scored"]) == ("0.5", "2")
    # 1 of 2: 0.5 -+ z/(1+z^2/2) sqrt(0.25/2 + z^2/16), z^2 = 3.841459
    assert float(first["accuracy_interval_low"]) == pytest.approx(0.0945, abs=0.00005)
    assert float(first["accuracy_interval_high"]) == pytest.approx(0.9055, abs=0.00005)
    assert (second["accuracy"], second["accuracy_interval_low"]) == ("", "")
    assert (last["claims"], last["open"], last["settled"]) == ("3", "1", "2")
    assert {row["as_of"] for row in (first, second, last)} == {str(base.moment)}
    assert {row["root"] for row in (first, second, last)} == {base.root}


def test_csv_of_kinds_says_which_kind_each_row_is_about(small: SmallLedger) -> None:
    small.take("kind\nprediction\nplan\nplan")
    rows = table(as_csv(report(small.ledger, by="kind")))
    assert [(row["by"], row["kinds"], row["claims"]) for row in rows] == [
        ("kind", "prediction", "1"),
        ("kind", "plan", "2"),
        ("all", "prediction", "1"),
    ]


def test_csv_has_every_figure_that_json_has(base: Report) -> None:
    figures = json.loads(as_json(base))["total"]
    intervals = {name for name in figures if name.endswith("_interval")}
    expected = figures.keys() - intervals
    expected |= {f"{name}_{end}" for name in intervals for end in ("low", "high")}
    context = {"as_of", "root", "command", "by", "kinds", "key", "place"}
    assert table(as_csv(base))[0].keys() == expected | context


# JSON

COUNTS = {
    "claims", "open", "overdue", "settled", "not_checkable", "happened", "late", "partly",
    "did_not_happen", "void", "unclear", "in_progress", "stalled", "answered", "no_due",
    "made_too_late", "not_judged",
    "withdrawn", "amended_after", "recorded_after_due", "early", "no_side",
    "disputed", "scheduled", "proposed",
}  # fmt: skip
NUMBERS = COUNTS | {
    "scored", "clusters", "forecasts", "forecast_clusters", "forecasts_implied",
    "forecasts_partly", "forecasts_no_side", "log_score_infinite", "no_horizon",
    "market_forecasts", "due", "logged_before_outcome", "logged_after_outcome",
}  # fmt: skip
FIGURES = NUMBERS | {
    "effective_clusters", "heaviest_cluster", "accuracy_rough", "brier_rough",
    "forecast_effective_clusters",
    "effective_n", "accuracy", "accuracy_interval", "accuracy_strict", "accuracy_lenient",
    "accuracy_guarded", "pooled_accuracy", "pooled_interval", "wording_unknown", "brier",
    "brier_interval", "brier_stated", "brier_timid", "brier_bold", "brier_skill", "log_score",
    "log_score_finite", "log_score_timid", "log_score_bold", "miscalibration", "discrimination",
    "uncertainty", "lead_to_due", "lead_to_settlement", "late_share", "no_horizon_yes",
    "horizon_yes", "commoner_answer", "accuracy_commoner", "accuracy_base_rate",
    "brier_base_rate", "log_score_base_rate", "brier_market", "brier_beside_market",
    "checkable_share", "hedged_share", "undated_share", "probability_share", "due_settled_share",
}  # fmt: skip
"""Every figure; `NUMBERS` are those that are never undefined."""


def test_json_has_the_documented_keys(base: Report) -> None:
    found = json.loads(as_json(base))
    assert found.keys() == {
        "as_of", "entry", "root", "by", "kinds", "others", "filters", "repeats", "window",
        "weight",
        "cluster", "yardstick", "guard_early", "log_floor", "at", "spot", "calls", "tests",
        "min_claims", "seed", "level", "resamples", "total", "groups", "calibration", "homogeneity",
        "effective_groups", "history", "type", "other_types",
    }  # fmt: skip
    assert found["total"].keys() == FIGURES
    assert found["groups"][0].keys() == {"key", "place"} | FIGURES
    assert found["calibration"].keys() == {"bins", "isotonic", "band", "band_resamples", "test"}
    assert [one.keys() for one in found["calibration"]["bins"]] == 10 * [
        {"low", "high", "n", "forecast", "observed", "interval", "rough", "effective_clusters"}
    ]


def test_json_holds_every_value_in_full(small: SmallLedger) -> None:
    small.on("2023-09-01").take("""
        speaker | kind | due        | verdict        | happened_on
        Ann     |      | 2023-06-30 | happened       | 2023-06-01
        Ann     |      | 2023-06-30 | happened       | 2023-06-01
        Ann     |      | 2023-06-30 | did-not-happen |
        Ann     | plan | 2023-06-30 |                |
    """)
    filters = Filters(speaker=("Ann",))
    settings = Settings(repeats="last")
    found = json.loads(as_json(report(small.ledger, "publisher", filters, None, settings)))
    assert found["as_of"] == f"{found['entry']}@2023-09-01"
    assert found["entry"] == len(small.ledger.log())
    assert found["root"] == small.ledger.root().hex()
    assert (found["by"], found["repeats"], found["level"]) == ("publisher", "last", 0.95)
    assert (found["kinds"], found["others"]) == (["prediction"], {"plan": 1})
    assert found["filters"] == {"speaker": ["Ann"]}
    assert found["total"]["accuracy"] == 2 / 3
    # 2 of 3: (2/3 + z^2/6 -+ z sqrt(2/27 + z^2/36)) / (1 + z^2/3), z^2 = 3.841459
    assert found["total"]["accuracy_interval"] == pytest.approx([0.2077, 0.9385], abs=0.00005)
    assert [group["key"] for group in found["groups"]] == ["The Paper"]


@given(names)
def test_json_holds_any_name_and_changes_no_terminal(base: Report, name: str) -> None:
    text = as_json(named(base, name))
    assert json.loads(text)["groups"][0]["key"] == name
    assert clean(text) == text


def test_undefined_figures_are_null(small: SmallLedger) -> None:
    found = json.loads(as_json(report(small.ledger)))
    assert found["groups"] == []
    undefined = {name for name, value in found["total"].items() if value is None}
    assert undefined == FIGURES - NUMBERS


@pytest.mark.parametrize("form", FORMS)
def test_every_form_ends_in_a_line_break_and_takes_an_empty_report(
    small: SmallLedger, form: str
) -> None:
    text = FORMS[form](report(small.ledger))
    assert text.endswith("\n")
    assert "None" not in text
    assert "nan" not in text
