"""Questions that are not yes or no, as Hypothesis makes them up: what is said of them, and answers.

Most of it fits its question; some does not, and is refused as it would be of a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import SearchStrategy

    Table = SearchStrategy[dict[str, Any]]


@dataclass(frozen=True)
class Typed:
    """A type of question: what it says, what people say of it, and what the answer turns out to be.

    ``ends`` are answers with the ends of what a source leaves open.
    """

    question: str
    claim: str
    keys: Mapping[str, Any]
    more: Mapping[str, SearchStrategy[Any]]
    stands: tuple[str, ...]
    answers: tuple[str, ...]
    ends: tuple[tuple[str, str, str], ...] = ()


NUMBER: Final = Typed(
    "q3",
    "c7",
    {"type": "number", "unit": "%"},
    {
        "unit": st.sampled_from(["%", "share", "seats", "million euros"]),
        "measure": st.sampled_from(["GDP", "growth, yearly"]),
        "lower_bound": st.sampled_from(["0", "-2.5", "1,000"]),
        "upper_bound": st.sampled_from(["100", "2 million"]),
    },
    (
        *("2", "about 1,350.50", "-3.0 %", "0.02 share", "5 million euros"),
        *("1 to 3 @ 90%", "0.5\u20132", "at least 2%", "fewer than 300 @ 0.25", "exactly 2"),
        *("between 1 and 3 (80%)", "5%=0.5; 50%=1.25; 95%=3"),
    ),
    ("2", "2.50%", "0.02 share", "at least 3", "below 1,000", "-1"),
    (("2", "1.5", "2.5"), ("2", "2", "3%")),
)
CATEGORIES: Final = Typed(
    "q4",
    "c8",
    {"type": "categories", "options": ["Low, or none", "Middling", "High=1"]},
    {
        "options": st.sampled_from(
            [
                ["Low, or none", "Middling", "High=1"],
                ["Middling", "Low, or none", "High=1", "@ all"],
                ["none", "Middling"],
            ]
        ),
        "ordered": st.booleans(),
    },
    (
        *("Middling", "low, OR none", "Middling @ 60%", "High=1 @ 0.25"),
        "Low, or none=0.2; Middling=0.3; High=1=0.5",
        "Middling=0.333; Low, or none=66.7%",
        "Middling=0.99",
    ),
    ("Middling", "high=1", "Low, or none", "none"),
)
DATE: Final = Typed(
    "q5",
    "c9",
    {"type": "date"},
    {
        "measure": st.sampled_from(["opening", "days"]),
        "lower_bound": st.sampled_from(["2023", "2023-07-01"]),
        "upper_bound": st.sampled_from(["2030", "2023-12~"]),
    },
    (
        *("2023-09", "about 2023-12-24", "2024~"),
        *("2023-08 to 2023-10 @ 80%", "before 2024", "not before 2023-07-20", "in 2023-08"),
        *("by 2023-07-31 @ 70%", "10%=2023-08; 90%=2024-03-31"),
    ),
    ("2023-07-04", "2023-07", "2023-07~", "after 2030-12-31", "by 2023-07-05"),
    (("2023-07-04", "2023-07-01", "2023-07-05"),),
)
TYPED: Final = (NUMBER, CATEGORIES, DATE)

SETTLED: Final = {
    "verdict": "answered",
    "answer": "2.50%",
    "answer_low": "0.02 share",
    "answer_high": "3",
    "evidence": [{"url": "https://e.example/"}],
}

BEGINNING: Final[Mapping[str, Any]] = {
    "question": [
        {"id": one.question, "statement": "How?", **one.keys, **settled}
        for one, settled in zip(TYPED, ({"outcome": [SETTLED]}, {}, {}), strict=True)
    ],
    "claim": [
        {"id": one.claim, "speaker": "Ann", "question": one.question, "answer": one.stands[0]}
        for one in TYPED
    ],
}
"""A question of each type, and a claim on it; the first is answered."""


def of_any(table: Table) -> Table:
    """A new claim or question with the keys of some type, or said to be yes or no."""
    binary = table.map(lambda found: {**found, "type": "binary"})
    return st.one_of(binary, *[_merged(table, _keys(one)) for one in TYPED])


def said(table: Table) -> Table:
    """A claim on a question of some type: most often with an answer that fits."""
    return st.one_of(
        *[
            _merged(
                table.map(_without_probability),
                st.just({"question": one.question}),
                _answer(one.stands),
            )
            for one in TYPED
        ]
    )


def made(table: Table) -> Table:
    """A claim with a question of its own, of some type."""
    return st.one_of(
        *[
            _merged(table.map(_without_probability), _keys(one), _answer(one.stands))
            for one in TYPED
        ]
    )


def changed_questions() -> Table:
    """What somebody changes of a question of some type."""
    return st.one_of(
        *[st.one_of([value.map(_named(key)) for key, value in one.more.items()]) for one in TYPED],
        st.sampled_from(["unit", "measure", "lower_bound", "type"]).map(lambda key: {key: ""}),
        st.sampled_from([dict(one.keys) for one in TYPED]),
    )


def changed_claims() -> Table:
    """Another answer, of some type or none."""
    return st.sampled_from([*(text for one in TYPED for text in one.stands), ""]).map(
        _named("answer")
    )


def outcomes(table: Table) -> Table:
    """Outcomes that answer: mostly as the table says of an outcome, but for its verdict."""
    return st.one_of(*[_outcomes(one, table) for one in TYPED])


def records(table: Table) -> SearchStrategy[tuple[str, dict[str, Any]]]:
    """Questions, each with an outcome that fits its type."""
    return st.one_of(*[st.tuples(st.just(one.question), _outcomes(one, table)) for one in TYPED])


def forecasts() -> SearchStrategy[tuple[str, str]]:
    """Questions, each with a forecast that fits its type."""
    return st.one_of(
        st.tuples(st.sampled_from(["q1", "c3"]), st.sampled_from(["70%", "0.125", "1"])),
        *[st.tuples(st.just(one.question), st.sampled_from(one.stands)) for one in TYPED],
    )


def _outcomes(one: Typed, table: Table) -> Table:
    answers = st.sampled_from(
        [
            *({"answer": text} for text in one.answers),
            *(
                {"answer": text, "answer_low": low, "answer_high": high}
                for text, low, high in one.ends
            ),
        ]
    )
    plain = table.map(lambda found: {key: found[key] for key in found if key != "value"})
    return _merged(plain, answers, st.just({"verdict": "answered"}))


def _keys(one: Typed) -> Table:
    return _merged(st.just(dict(one.keys)), st.fixed_dictionaries({}, optional=dict(one.more)))


def _answer(stands: tuple[str, ...]) -> Table:
    return st.sampled_from(stands).map(_named("answer"))


def _named(key: str) -> Any:  # noqa: ANN401 - a function of any value
    return lambda value: {key: value}


def _without_probability(table: dict[str, Any]) -> dict[str, Any]:
    return {key: table[key] for key in table if key != "probability"}


def _merged(*parts: Table) -> Table:
    return st.tuples(*parts).map(lambda found: {key: one[key] for one in found for key in one})
