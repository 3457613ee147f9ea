"""Specimens: what is said of one is what would be said of every body it stands for."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from strange_entries import CLAIM, DIGEST, OUTCOME, QUESTION, SOURCE, STRANGE, WHOLE

from ledger.model import entry_check, entry_rules
from ledger.model.entry_check import Unlike, specimen

BODIES = [
    ("source", "s", {**SOURCE, "digest": DIGEST}),
    ("question", "q", {**QUESTION, "due_words": "next month", "note": "N."}),
    ("claim", "c", {**CLAIM, "key": "k", "request": DIGEST, "made": "2023-07-02",
                    "selector": {"prefix": "a", "exact": "b", "suffix": "c"}}),
    ("outcome", "q#1", {**OUTCOME, "reason": "Seen."}),
    *WHOLE,
]  # fmt: skip
ODD = st.one_of(
    st.text(max_size=8),
    st.sampled_from([
        "x", " x", "x ", "a\nb", "a\tb", "\u200b", "\ud800", "2023-02-30", "2023-02-28",
        "0123-01-01", "2023", "next week", "0.5", "0.50", "1e-1", "happened", "partly", "for",
        "against",
        DIGEST, DIGEST.upper(), "a b", "q", "x" * 250, "", "unnamed: some", "https://a.example",
        "no address", True, False, 0, 1, 1.0, None, [], {}, ["x"], ["x", "x"], [" x"], ["a\nb"],
        [["x"]], [{}], [{"url": "x"}], [{"url": " x"}], [{"source": "s"}], [{"source": "a b"}],
        [{"note": "n"}],
        {"prefix": "", "exact": "x", "suffix": "\ud800"}, {"prefix": "", "exact": 1, "suffix": ""},
    ]),
)  # fmt: skip
KEYS = sorted({key for _, _, body in BODIES for key in body} | {"blind", "value", "colour"})


def said(inspect: Any, kind: str, identifier: str, body: Any) -> str:  # noqa: ANN401 - JSON
    """What is wrong with a body, if anything is."""
    with suppress(ValueError):
        inspect(kind, identifier, body)
        return ""
    try:
        inspect(kind, identifier, body)
    except ValueError as trouble:
        return str(trouble)
    return ""


@given(
    st.sampled_from(BODIES),
    st.dictionaries(st.sampled_from(KEYS), ODD, max_size=3),
    st.sampled_from([None, None, None, "q#0", "a b", "question", "x" * 201, "q#12", "Ann"]),
)
def test_a_body_is_inspected_through_its_specimen_as_by_itself(
    thing: tuple[str, str, dict[str, Any]], changes: dict[str, Any], other: str | None
) -> None:
    kind, identifier, body = thing
    changed = {**body, **changes}
    named = identifier if other is None else other
    told = said(entry_rules.inspect_itself, kind, named, changed)
    assert said(entry_check.inspect, kind, named, changed) == told


def test_what_is_strange_is_so_by_its_specimen() -> None:
    for (kind, identifier, body), _ in STRANGE.values():
        if kind in entry_rules.READERS and isinstance(body, dict) and isinstance(identifier, str):
            told = said(entry_rules.inspect_itself, kind, identifier, body)
            assert said(entry_check.inspect, kind, identifier, body) == told


def test_bodies_that_differ_in_plain_words_alone_have_one_specimen() -> None:
    one = specimen("claim", "c", {**CLAIM, "quote": "It rains.", "made": "2023-07-01"})
    other = specimen("claim", "d", {**CLAIM, "quote": "Es schneit, öfter.", "made": "2019-02-28"})
    assert one == other


def test_a_number_is_never_taken_for_a_truth_value() -> None:
    """1 is equal to true, and a dictionary takes one for the other."""
    specimen("claim", "c", {**CLAIM, "checkable": True})
    for number in (1, 1.0):
        with suppress(Unlike):
            specimen("claim", "c", {**CLAIM, "checkable": number})
            raise AssertionError(number)
