"""Studies printed again: each figure of ``docs/studies.md`` is worked out from bundled claims."""

from __future__ import annotations

import math
import os
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_ledgers import SmallLedger

from ledger import Filters, Settings, report
from ledger.report.comparing.contest import contest
from ledger.text import percent, score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.model.claim_state import Assessment
    from ledger.report.build import Report
    from ledger.report.comparing.contest import Contest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "studies.md"
FLOOR = Settings(log_floor=0.0001, digits=3)
WINNERS = Filters(topic=("state-winner",))

PUBLISHED = {
    "Princeton E.C.": (47, 0.0744, -0.2471),
    "NYT/Upshot": (46, 0.0801, -0.2554),
    "Kremp/Slate": (46, 0.0766, -0.2595),
    "PollSavvy": (46, 0.0794, -0.2488),
    "PredictWise Markets": (46, 0.0767, -0.2523),
    "PredictWise Overall": (46, 0.0783, -0.2705),
    "DeSart and Holbrook": (44, 0.0825, -0.2708),
    "Daily Kos": (46, 0.0864, -0.5629),
    "Huffington Post": (46, 0.0892, -0.3910),
}
"""What ``notebooks/forecast-analysis.ipynb`` of the study prints of presidential races."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path_factory.mktemp("study")).on("2026-11-23")
    made.ledger.import_([ROOT / "claims" / "2016"])
    yield made
    made.ledger.close()


@pytest.fixture(scope="module")
def found(small: SmallLedger) -> Report:
    return report(small.ledger, "speaker", WINNERS, None, FLOOR)


@pytest.fixture(scope="module")
def held(small: SmallLedger) -> Contest:
    return contest(small.ledger, (), "speaker", WINNERS, None, FLOOR)


def table(head: str) -> list[list[str]]:
    """The rows of the table of the page under the line that begins so."""
    lines = PAGE.read_text("utf-8").splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith(head)) + 2
    rows = []
    for line in lines[first:]:
        if not line.startswith("|"):
            break
        rows.append(line.strip("| ").split(" | "))
    return rows


def half_the_sum(claims: list[Assessment]) -> dict[str, float]:
    """The study's own Brier score: half the sum of squared errors of a state's candidates."""
    errors: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in claims:
        state = one.question.split("-")[2]
        came = 1.0 if one.verdict == "happened" else 0.0
        errors[one.speaker, state].append((float(one.probability or 0) - came) ** 2)
    by_model: dict[str, list[float]] = defaultdict(list)
    for (model, _), several in errors.items():
        by_model[model].append(several[0] if len(several) == 1 else sum(several) / 2)
    return {model: sum(states) / len(states) for model, states in by_model.items()}


def test_the_published_table_is_what_the_claims_give(small: SmallLedger, found: Report) -> None:
    briers = half_the_sum(small.ledger.list())
    assert briers.keys() == PUBLISHED.keys()
    for group in found.groups:
        accuracy, scores = group.figures.accuracy, group.figures.forecasts
        assert (accuracy.scored, scores.forecasts) == (51, 51)
        assert accuracy.accuracy is not None
        assert scores.log_score is not None
        again = round(accuracy.accuracy * 51), briers[group.key], -scores.log_score
        assert again == pytest.approx(PUBLISHED[group.key], abs=0.00005)


def test_the_page_prints_the_published_table() -> None:
    shown = {
        model: (int(right), float(brier), float(log))
        for model, right, brier, log in table("| model | states right")
    }
    assert shown == PUBLISHED


def test_of_two_candidates_alone_one_model_is_off_by_a_ten_thousandth(found: Report) -> None:
    off = {
        group.key: score(group.figures.forecasts.brier, 4)
        for group in found.groups
        if abs((group.figures.forecasts.brier or 0) - PUBLISHED[group.key][1]) > 0.00005
    }
    assert off == {"NYT/Upshot": "0.0802"}


def interval(ends: tuple[float, float] | None) -> str:
    assert ends is not None
    return " to ".join(score(end, 3) for end in ends)


def intervals(found: Report, held: Contest) -> list[list[str]]:
    """The second table of the page."""
    groups = {group.key: group.figures for group in found.groups}
    return [
        [
            one.name,
            interval(groups[one.name].forecasts.brier_interval),
            f"{one.rank_best} to {one.rank_worst}",
            score(one.peer_brier, 3),
            interval(one.peer_interval),
            score(one.peer_q, 2),
        ]
        for one in held.contestants
    ]


def test_the_intervals_of_the_page_are_those_of_the_program(found: Report, held: Contest) -> None:
    rows = intervals(found, held)
    if os.environ.get("UPDATE_SNAPSHOTS"):
        head = PAGE.read_text("utf-8").partition("| model | Brier score lies")
        lines = head[2].splitlines()
        rest = next(place for place, line in enumerate(lines) if place and not line.startswith("|"))
        table_again = [lines[0], lines[1], *(f"| {' | '.join(row)} |" for row in rows)]
        text = head[0] + head[1] + "\n".join([*table_again, *lines[rest:]]) + "\n"
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    assert table("| model | Brier score lies") == rows


def test_what_the_page_says_of_them_is_so(found: Report, held: Contest) -> None:
    told = re.sub(r"\s+", " ", PAGE.read_text("utf-8"))
    assert {(one.rank_best, one.rank_worst) for one in held.contestants} == {(1, 9)}
    least = min(one.peer_q or 0 for one in held.contestants)
    assert f"the least `peer_q` of the list is {score(least, 2)}" in told
    baselines = found.total.baselines
    assert baselines.accuracy_commoner == pytest.approx(30 / 51)
    assert baselines.commoner_answer == "yes"
    assert f"has 30 of 51, {percent(30 / 51, 2)}" in told
    mean, middle, odds = held.crowds
    assert (
        f"the mean of the nine scores {score(mean.brier, 4)}, their median "
        f"{score(middle.brier, 4)}, the mean of their log odds {score(odds.brier, 4)}" in told
    )


def test_three_states_make_most_of_the_worst_logarithmic_score(small: SmallLedger) -> None:
    """By hand from the claims: chances of Donald Trump in Michigan, Pennsylvania and Wisconsin."""
    told = re.sub(r"\s+", " ", PAGE.read_text("utf-8"))
    claims = {one.id: one for one in small.ledger.list(Filters(speaker=("Daily Kos",)))}
    lost = 0.0
    for state in ("mi", "pa", "wi"):
        chance = float(claims[f"us-2016-{state}-trump-dailykos"].probability or 0)
        lost -= math.log(max(chance, 0.0001)) / 51
    assert f"{score(lost, 2)} of its 0.56 come from three states" in told
