"""What a forecast is: read, printed, kept, on a side, scored; figures are worked out by hand."""

from __future__ import annotations

import ast
from dataclasses import fields
from decimal import Decimal
from math import isnan, nan
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest
from hypothesis import given
from strategies import shares

from ledger.model import fields as table
from ledger.model.claim import STANCES, Claim
from ledger.model.claim_state import Assessment
from ledger.model.codec import claim_of, to_body
from ledger.model.fields import Sort
from ledger.model.forecast import (
    BINARY,
    HALF,
    KEY,
    PLACES,
    Probability,
    canonical,
    chance,
    chance_of_words,
    contradicts,
    denied,
    in_percent,
    in_words,
    is_share,
    kept,
    of_canonical,
    parse,
    rightness_of,
    score,
    share_of,
    side,
    squared_error,
    stated,
    turned,
)
from ledger.model.outcome import worth
from ledger.model.verdicts import Verdict
from ledger.report.sample import CAME

if TYPE_CHECKING:
    from collections.abc import Iterator

LEDGER: Final = Path(__file__).parents[1] / "ledger"


def of(text: str) -> Probability:
    return Probability(Decimal(text))


class TestParse:
    @pytest.mark.parametrize(
        ("written", "share"),
        [
            ("0.7", "0.7"),
            (" .70 ", "0.7"),
            ("7e-1", "0.7"),
            (0.7, "0.7"),
            (Decimal("0.700"), "0.7"),
            (1, "1"),
            ("-0", "0"),
            ("0.000000000000000001", "0.000000000000000001"),
        ],
    )
    def test_a_number_from_0_to_1_is_taken(self, written: object, share: str) -> None:
        found, complaint = parse(KEY, written)
        assert (found, complaint) == (Decimal(share), None)
        assert found is not None
        assert canonical(found) == share

    @pytest.mark.parametrize(
        ("written", "code", "told"),
        [
            (True, "no-number", "probability must be a number from 0 to 1, not true or false."),
            (["0.7"], "no-number", "probability must be a number from 0 to 1, not a list."),
            ("-0.1", "no-share", "probability '-0.1' is not a number from 0 to 1."),
            ("nan", "no-share", "probability 'nan' is not a number from 0 to 1. "),
            (1.2, "no-share", "probability 1.2 is not a number from 0 to 1."),
            ("70%", "no-share", "from 0 to 1. Did you mean 0.7?"),
            (70, "no-share", "from 0 to 1. Did you mean 0.7?"),
            ("0,7", "no-share", "from 0 to 1. Did you mean 0.7?"),
            ("likely", "no-share", "from 0 to 1. Words such as 'likely' belong in wording."),
            ("1e-19", "too-many-places", "probability '1e-19' has more than 18 decimal places."),
        ],
    )
    def test_anything_else_is_refused_with_the_cure(
        self, written: object, code: str, told: str
    ) -> None:
        found, complaint = parse(KEY, written)
        assert complaint is not None
        assert (found, complaint.code, complaint.warning) == (None, code, False)
        assert told.rstrip() in complaint.message

    def test_the_noise_of_a_float_is_rounded_and_warned_of(self) -> None:
        found, complaint = parse(KEY, "0.30000000000000004441")
        assert complaint is not None
        assert (found, complaint.warning) == (Decimal("0.3"), True)
        assert complaint.message.endswith("has more than 18 decimal places; taken as 0.3.")

    def test_only_a_forecast_is_put_into_words(self) -> None:
        _, complaint = parse("value", "likely")
        assert complaint is not None
        assert complaint.message == "value 'likely' is not a number from 0 to 1."

    @pytest.mark.parametrize(
        ("found", "whole", "share"),
        [(70, 100, "0.7"), ("0.25", 1, "0.25"), (0.1 + 0.2, 1, "0.3"), (100, 100, "1")],
    )
    def test_what_a_machine_wrote_is_rounded_to_the_places_kept(
        self, found: object, whole: int, share: str
    ) -> None:
        assert share_of(found, whole=whole) == pytest.approx(Decimal(share), abs=Decimal("1e-15"))

    @pytest.mark.parametrize("found", [True, None, "", "MKT", -1, 101])
    def test_what_is_no_share_is_left_to_be_refused(self, found: object) -> None:
        assert share_of(found, whole=100) is found


class TestPrint:
    @given(shares())
    def test_the_canonical_form_is_read_back(self, share: Decimal) -> None:
        text = str(Probability(share))
        assert of_canonical(text) == kept(text) == share
        assert parse(KEY, text) == (share, None)
        assert "E" not in text

    @pytest.mark.parametrize(
        ("share", "text"),
        [("0.70", "0.7"), ("1E-7", "0.0000001"), ("1.0", "1"), ("0E-5", "0"), ("0.5", "0.5")],
    )
    def test_it_has_neither_exponent_nor_needless_noughts(self, share: str, text: str) -> None:
        assert str(of(share)) == text

    @pytest.mark.parametrize("text", ["", "likely", "1.1", "-0.2", "1e-19"])
    def test_what_would_never_be_kept_is_known(self, text: str) -> None:
        assert kept(text) is None

    def test_the_body_of_an_entry_holds_it(self) -> None:
        claim = Claim(id="c", question="q", source="s", speaker="Ann", probability=Decimal("0.70"))
        assert to_body(claim)[KEY] == "0.7"
        assert claim_of("c", {"source": "s", **to_body(claim)}).forecast == of("0.7")

    def test_a_report_tells_it_in_percent_and_a_feed_as_it_is_kept(self) -> None:
        assert in_percent(of("0.705"), 2) == "71%"
        assert in_percent(of("0.705"), 3) == "70.5%"
        assert in_percent(of("0.001"), 2) == "<1%"
        assert in_percent(None, 2) is None
        assert in_words("0.7") == "Probability: 0.7."
        assert in_words(None) == ""


class TestSide:
    @pytest.mark.parametrize(
        ("share", "taken"),
        [
            ("0", "against"),
            ("0.499999999999999999", "against"),
            ("0.5", "none"),
            ("0.500000000000000001", "for"),
            ("1", "for"),
        ],
    )
    def test_a_side_is_taken_above_or_below_one_half(self, share: str, taken: str) -> None:
        assert side(None, of(share)) == taken
        for written in STANCES:
            assert side(written, of(share)) == written
            opposite = {"for", "against"} == {written, taken}
            assert contradicts(written, of(share)) is opposite
        assert contradicts(None, of(share)) is False

    def test_a_hair_off_one_half_is_decided_before_it_is_a_float(self) -> None:
        hair = of("0.500000000000000001")
        assert (chance(hair), side(None, hair)) == (0.5, "for")

    def test_without_a_forecast_it_is_for(self) -> None:
        assert side(None, stated(None)) == "for"

    def test_a_denial_has_what_is_left_of_one(self) -> None:
        assert denied(of("0.7")) == of("0.3")
        assert denied(of("0.000000000000000001")) == of("0.999999999999999999")
        assert turned(np.array([0.0, 0.25, 1.0])).tolist() == [1.0, 0.75, 0.0]

    @given(shares())
    def test_a_denial_is_on_the_other_side(self, share: Decimal) -> None:
        other = {"for": "against", "against": "for", "none": "none"}
        forecast = Probability(share)
        assert side(None, denied(forecast)) == other[side(None, forecast)]
        assert denied(denied(forecast)) == forecast

    @pytest.mark.parametrize(
        ("stance", "came", "right"),
        [
            ("for", "1", "1"),
            ("against", "1", "0"),
            ("for", "0.75", "0.75"),
            ("against", "0.75", "0.25"),
            ("none", "1", None),
            ("for", None, None),
            ("against", None, None),
        ],
    )
    def test_a_side_is_as_right_as_what_came_about(
        self, stance: str, came: str | None, right: str | None
    ) -> None:
        share = None if came is None else Decimal(came)
        assert rightness_of(stance, share) == (None if right is None else Decimal(right))


class TestScore:
    @pytest.mark.parametrize(
        ("share", "came", "brier"),
        [("0.7", 1, 0.09), ("0.7", 0, 0.49), ("0.5", 1, 0.25), ("1", 1, 0), ("1", 0, 1)],
    )
    def test_it_is_the_squared_distance(self, share: str, came: float, brier: float) -> None:
        assert score(of(share), came) == pytest.approx(brier)

    def test_of_arrays_it_is_the_same(self) -> None:
        given_chances = [of(text) for text in ("0", "0.2", "0.5", "0.7", "1")]
        p = np.array([chance(one) for one in given_chances])
        for came in (0.0, 1.0):
            alone = [score(one, came) for one in given_chances]
            assert squared_error(p, np.full(5, came)).tolist() == alone

    def test_it_is_scored_by_what_settles_it_wholly(self) -> None:
        assert BINARY == {Verdict.HAPPENED: 1.0, Verdict.LATE: 0.0, Verdict.DID_NOT_HAPPEN: 0.0}
        for verdict, came in BINARY.items():
            assert worth(verdict, None) == came
        assert np.isnan(CAME[-1])
        assert CAME[:-1][~np.isnan(CAME[:-1])].tolist() == list(BINARY.values())

    def test_the_bounds_are_the_same_of_a_number_and_of_an_array(self) -> None:
        numbers = [-1e-300, 0.0, 0.5, 1.0, 1 + 2**-52, nan]
        alone = [bool(is_share(one)) for one in numbers]
        assert alone == [False, True, True, True, False, False]
        assert is_share(np.array(numbers)).tolist() == alone
        assert is_share(HALF)

    def test_where_there_is_none_there_is_no_chance(self) -> None:
        assert isnan(chance(None))
        assert chance(of("0.7")) == 0.7


class TestWords:
    def test_they_say_how_surely_a_speaker_holds_a_side(self) -> None:
        assert chance_of_words("It is likely.", "for", "phia") == (0.65, 0.55, 0.75)
        assert chance_of_words("It is likely.", "against", "phia") == (0.35, 0.45, 0.25)

    @pytest.mark.parametrize(
        ("wording", "stance"), [(None, "for"), ("We shall see.", "for"), ("likely", "none")]
    )
    def test_where_they_say_nothing_there_is_no_chance(
        self, wording: str | None, stance: str
    ) -> None:
        assert all(map(isnan, chance_of_words(wording, stance, "phia")))


def test_the_field_is_one_of_a_claim_and_a_share() -> None:
    (field,) = [one for one in table.OWN_CLAIM if one.name == KEY]
    assert field.sort is Sort.SHARE
    for record in (Claim, Assessment):
        assert KEY in {one.name for one in fields(record)}
    assert PLACES == 18


def arithmetic(tree: ast.AST) -> Iterator[int]:
    """The lines where something is decided, worked out or printed of a ``probability`` itself."""

    def is_one(node: ast.AST | None) -> bool:
        return isinstance(node, ast.Attribute) and node.attr == KEY

    for node in ast.walk(tree):
        match node:
            case ast.Compare(left, ops, others):
                asks = all(isinstance(op, ast.Is | ast.IsNot) for op in ops)
                found = not asks and any(map(is_one, (left, *others)))
            case ast.BinOp(left=left, right=right):
                found = is_one(left) or is_one(right)
            case ast.Call(func=ast.Name("float" | "round" | "format"), args=args):
                found = any(map(is_one, args))
            case ast.FormattedValue(value=value, format_spec=ast.JoinedStr()):
                found = is_one(value)
            case _:
                found = False
        if found:
            yield node.lineno


@pytest.mark.parametrize(
    "source",
    ["a.probability > HALF", "1 - a.probability", "float(a.probability)", "f'{a.probability:f}'"],
)
def test_what_is_looked_for_would_be_found(source: str) -> None:
    assert list(arithmetic(ast.parse(source)))


@pytest.mark.slow
def test_nobody_else_works_anything_out_of_a_probability() -> None:
    found = [
        f"{path.relative_to(LEDGER.parent)}:{line}"
        for path in sorted(LEDGER.rglob("*.py"))
        if path != LEDGER / "model" / "forecast.py"
        for line in arithmetic(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []
