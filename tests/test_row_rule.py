"""Figures made of columns are those that going through the rows gives, to the bit."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Final

import everything
import numpy as np
import pytest
import row_rule
from conftest import Clock
from histories import empty_ledgers, histories, live
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import assessments

from ledger import Filters, Ledger, report
from ledger.book.asking.affected import amended_after
from ledger.model.array_filling import of_rows
from ledger.report.figures import figures
from ledger.report.groups import KEYS, members_of
from ledger.report.sample import FATES, Parts, every, scorable, scored
from ledger.report.settings import CLUSTERS, REPEATS, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from histories import Step

    from ledger.model.claim_state import Assessment

some_settings = st.builds(
    Settings,
    repeats=st.sampled_from([one for one in REPEATS if one != "standing"]),
    cluster=st.sampled_from(CLUSTERS),
    yardstick=st.sampled_from([None, "icd203"]),
    guard_early=st.booleans(),
)

SETTINGS: Final = (
    Settings(),
    Settings(guard_early=True, repeats="last"),
    Settings(cluster="source", repeats="all", yardstick="icd203"),
)


def of_kind(claims: list[Assessment], kinds: tuple[str, ...]) -> list[Assessment]:
    return [one for one in claims if one.kind in kinds]


def grouped(claims: list[Assessment], by: str) -> dict[str, list[Assessment]]:
    found: dict[str, list[Assessment]] = defaultdict(list)
    for one in claims:
        for key in row_rule.keys_of(one, by):
            found[key].append(one)
    return found


def assert_report_is_of_rows(
    ledger: Ledger, as_of: str, by: str, how: Settings, filters: Filters | None = None
) -> None:
    made = report(ledger, by, filters, as_of, how)
    every_claim, every_gone = ledger.list(filters, as_of), ledger.withdrawn(filters, as_of)
    claims, gone = (
        [one for one in each if (one.type or "binary") == made.type]
        for each in (every_claim, every_gone)
    )
    assert made.other_types == Counter(
        one.type or "binary" for one in every_claim if one not in claims
    )
    ids, questions = amended_after(ledger.corrections(as_of))
    amended = {one.id for one in claims if one.id in ids or one.question in questions}
    own, left = of_kind(claims, made.kinds), of_kind(gone, made.kinds)
    assert made.total.as_dict() == row_rule.figures(own, len(left), amended, how)
    assert made.others == Counter(one.kind for one in claims if one.kind not in made.kinds)
    members = grouped(claims if by == "kind" else own, by)
    without = {key: len(one) for key, one in grouped(gone if by == "kind" else left, by).items()}
    assert {one.key for one in made.groups} == {*members, *without}
    for one in made.groups:
        left_of = without.get(one.key, 0)
        known = claims if by == "kind" else own
        expected = row_rule.figures(members[one.key], left_of, amended, how, known)
        assert one.figures.as_dict() == expected
    fates = row_rule.fates(own, how)
    assert made.timeline.undated == sum(n for (year, _), n in fates.items() if not year)
    told = [sum(one) for one in zip(*(each.counts for each in made.timeline.periods), strict=True)]
    dated = [sum(n for (year, fate), n in fates.items() if year and fate == one) for one in FATES]
    assert told == (dated if made.timeline.periods else [])


@pytest.mark.slow
@given(assessments(), some_settings)
def test_the_figures_of_any_claims(claims: list[Assessment], how: Settings) -> None:
    found = scorable(of_rows(claims), how)
    parts = every(found.columns)
    amended = found.columns.is_of(["c1", "c3"], ["q2"])
    changed = {one.id for one in claims if one.id in {"c1", "c3"} or one.question == "q2"}
    (made,) = figures(found, parts, scored(found, parts), [2], amended)
    assert made.as_dict() == row_rule.figures(claims, 2, changed, how)


@pytest.mark.slow
@given(assessments(), some_settings, st.data())
def test_the_figures_of_parts_of_claims_are_those_of_each_part_alone(
    claims: list[Assessment], how: Settings, data: st.DataObject
) -> None:
    found = scorable(of_rows(claims), how)
    places = st.lists(st.integers(0, max(0, len(claims) - 1)), unique=True, max_size=len(claims))
    several = [sorted(one) for one in data.draw(st.lists(places, max_size=4))]
    rows = np.array([*chain(*several)], dtype=np.intp)
    parts = Parts(rows, np.cumsum([0, *map(len, several)]))
    gone = list(range(len(several)))
    amended = found.columns.is_of(["c1"], ["q2"])
    by_id = {one.id: one for one in claims}
    changed = {one.id for one in claims if one.id == "c1" or one.question == "q2"}
    made = figures(found, parts, scored(found, parts), gone, amended)
    for place, own in enumerate(several):
        some = [by_id[found.columns.ids[one]] for one in own]
        assert made[place].as_dict() == row_rule.figures(some, place, changed, how, claims)


@pytest.mark.slow
@given(assessments(), st.sampled_from(list(KEYS)))
def test_the_groups_of_any_claims(claims: list[Assessment], by: str) -> None:
    columns = of_rows(claims)
    found = {key: set(columns.ids[own]) for key, own in members_of(columns, by, Settings()).items()}
    expected = {key: {one.id for one in own} for key, own in grouped(claims, by).items()}
    assert found == expected


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(histories(), st.sampled_from(list(KEYS)), st.sampled_from(SETTINGS))
def test_the_report_on_any_history(
    empty_ledger: Path, history: list[Step], by: str, how: Settings
) -> None:
    clock = Clock()
    with empty_ledgers(empty_ledger, clock, 1) as (ledger,):
        live(ledger, clock, history)
        now = ledger.moment()
        how = how if by != "wording" else Settings(repeats=how.repeats)
        for moment in (str(now), f"{now.entry // 2}@{now.day}"):
            assert_report_is_of_rows(ledger, moment, by, how)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    place = tmp_path_factory.mktemp("whole") / "ledger.db"
    everything.fill(place)
    return Ledger(place)


@pytest.mark.slow
@pytest.mark.parametrize("by", KEYS)
def test_the_report_on_the_ledger_of_everything(whole: Ledger, by: str) -> None:
    now = whole.moment()
    for moment in (str(now), f"{now.entry}@2023-07-01", f"{now.entry // 2}@2023-07-20"):
        for how in SETTINGS[: 2 if by == "wording" else None]:
            assert_report_is_of_rows(whole, moment, by, how)
    assert_report_is_of_rows(whole, str(now), by, Settings(), Filters(status=("settled",)))
