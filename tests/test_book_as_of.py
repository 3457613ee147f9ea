"""What was given once is given again: every answer, as of every moment, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from examples import FORMULA, SOURCE, add, record_as

from ledger.errors import BadDate, Refusal
from ledger.model.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Clock

    from ledger.book.ledger import Ledger

IDS = ("jt", "floor", "formula", "doubt", "reznikov", "floor#1", "doubt#1", "second", "other")

QUESTIONS: dict[str, Callable[[Ledger, str | None], Any]] = {
    "list": lambda ledger, as_of: ledger.list(as_of=as_of),
    "by name": lambda ledger, as_of: ledger.list(Filters(speaker=("james black",)), as_of),
    "by topic": lambda ledger, as_of: ledger.list(Filters(topic=("Nato",)), as_of),
    "by status": lambda ledger, as_of: ledger.list(Filters(status=("overdue",)), as_of),
    "search": lambda ledger, as_of: ledger.search("nato", as_of=as_of),
    "due": lambda ledger, as_of: ledger.due(as_of=as_of),
    "log": lambda ledger, as_of: ledger.log(as_of=as_of),
    "log of one": lambda ledger, as_of: ledger.log("floor", as_of),
    "corrections": lambda ledger, as_of: ledger.corrections(as_of),
    "disputes": lambda ledger, as_of: ledger.disputes(as_of=as_of),
    "withdrawn": lambda ledger, as_of: ledger.withdrawn(as_of=as_of),
    "outcomes": lambda ledger, as_of: ledger.outcomes(IDS, as_of),
    "export": lambda ledger, as_of: ledger.export(as_of),
    "root": lambda ledger, as_of: ledger.root(as_of).hex(),
    "moment": lambda ledger, as_of: str(ledger.moment(as_of)),
}


def answers(ledger: Ledger, as_of: str | None = None) -> dict[str, str]:
    """Every answer the ledger gives, as text; of a refusal, its kind."""
    asked = dict(QUESTIONS)
    for one in IDS:
        asked[f"show {one}"] = lambda ledger, as_of, one=one: ledger.show(one, as_of)
    found = {}
    for name, ask in asked.items():
        try:
            found[name] = repr(ask(ledger, as_of))
        except Refusal as refusal:
            found[name] = type(refusal).__name__
    return found


def life(ledger: Ledger, clock: Clock, write: Callable[[str, str], Path]) -> Iterator[None]:
    """The life of a ledger, in which everything happens that can; pauses after each step."""
    article = write("article.txt", "They doubt that NATO will go that far.")
    quoted = FORMULA.replace('id = "doubt"', 'id = "doubt"\nquote = "will go that far"')
    link = [{"url": "https://a.example"}]
    steps: list[Callable[[], object]] = [
        lambda: ledger.import_([write("jt.toml", FORMULA)]),
        lambda: add(ledger, topics=["nato"]),
        lambda: ledger.add({"id": "second", "speaker": "JAMES BLACK", "statement": "NATO."}, "jt"),
        lambda: ledger.record("formula", {"verdict": "stalled", "evidence": link}),
        lambda: ledger.import_([write("jt.toml", quoted)], text=article),
        lambda: ledger.amend("floor", {"speaker": "James black", "topics": ["NATO", "x"]}),
        lambda: ledger.amend("jt", {"publisher": "JT"}, "Its name."),
        lambda: clock.set("2023-07-13"),
        lambda: ledger.record("floor", {"verdict": "did-not-happen", "evidence": link}),
        lambda: ledger.record("floor", {"verdict": "happened", "reason": "R."}),
        lambda: ledger.amend("floor#2", {"note": "N."}),
        lambda: record_as(ledger, "Ann", "floor", "partly", blind=True),
        lambda: record_as(ledger, "Bea", "floor", "happened", adjudicates=True),
        lambda: ledger.withdraw("floor#4", "Too early."),
        lambda: ledger.amend("doubt", {"question": "floor"}, "The same was meant."),
        lambda: ledger.amend("floor", {"statement": "NATO members agree."}, "Typo."),
        lambda: clock.set("2023-07-12"),
        lambda: ledger.withdraw("floor#2", "Wrong page."),
        lambda: ledger.withdraw("floor", "Said by nobody."),
        lambda: ledger.amend("floor", {"due": ""}, "There was none."),
        lambda: clock.set("2024-03-01"),
        lambda: ledger.amend("second", {"question": "formula"}, "The same was meant."),
        lambda: ledger.amend("second", {"question": "", "speaker": "james black"}, "It was not."),
        lambda: ledger.add({"id": "other", "speaker": "james black", "statement": "S."}, SOURCE),
        lambda: ledger.withdraw("doubt", "Said by nobody."),
        lambda: ledger.withdraw("floor", "No claim is left."),
        lambda: clock.set("2031-01-01"),
        lambda: ledger.record("formula", {"verdict": "void", "evidence": [{"source": "jt"}]}),
    ]
    for step in steps:
        step()
        yield


@pytest.mark.slow
def test_what_was_given_once_is_given_again(
    ledger: Ledger, clock: Clock, write: Callable[[str, str], Path]
) -> None:
    given = {str(ledger.moment()): answers(ledger)}
    for _ in life(ledger, clock, write):
        given[str(ledger.moment())] = answers(ledger)
    assert len(given) > 20
    for moment, told in given.items():
        assert answers(ledger, moment) == told


@pytest.mark.slow
def test_a_day_means_its_end(
    ledger: Ledger, clock: Clock, write: Callable[[str, str], Path]
) -> None:
    given: dict[str, dict[str, str]] = {}
    for _ in life(ledger, clock, write):
        now = clock.now
        last = max([*given, now.date().isoformat()])
        clock.set(last)  # what was entered while the clock was back counts as of the later day
        given[last] = answers(ledger)
        clock.now = now
    assert sorted(given) == ["2023-07-05", "2023-07-13", "2024-03-01", "2031-01-01"]
    for day, told in given.items():
        assert answers(ledger, day) == told


def test_what_is_as_of_a_moment_does_not_hang_on_when_it_is_asked(
    ledger: Ledger, clock: Clock
) -> None:
    add(ledger)
    clock.set("2030-01-01")
    assert [one.status for one in ledger.list(as_of="2023-07-12")] == ["open"]
    assert [one.status for one in ledger.list(as_of="2023-07-13")] == ["overdue"]
    assert [one.status for one in ledger.list(as_of="3@2023-07-12")] == ["open"]
    assert ledger.list(as_of="2@2023-07-12") == []


@pytest.mark.parametrize("as_of", ["2023-07-04", "0@2023-07-05", "0@2023-07-04", "0001-01-01"])
def test_before_anything_there_is_nothing(ledger: Ledger, as_of: str) -> None:
    add(ledger)
    assert ledger.list(as_of=as_of) == []
    assert ledger.export(as_of) == {}
    assert ledger.root(as_of).hex() == ledger.root("0@2023-07-05").hex()


@pytest.mark.parametrize(
    ("as_of", "moment"),
    [
        ("2023-07-05", "3@2023-07-05"),
        ("2023-07", "3@2023-07-31"),
        ("yesterday", "3@2023-12-30"),
        ("last week", "3@2023-12-24"),
        (" 1@2023-07-05 ", "1@2023-07-05"),
        ("3@yesterday", "3@2023-12-30"),
        ("2022", "0@2022-12-31"),
    ],
)
def test_a_moment_is_a_day_or_an_entry_and_a_day(
    ledger: Ledger, clock: Clock, as_of: str, moment: str
) -> None:
    add(ledger)
    clock.set("2023-12-31")
    assert str(ledger.moment(as_of)) == moment


@pytest.mark.parametrize(
    "as_of",
    [
        *("", " ", "x", "4@2023-07-05", "-1@2023-07-05", "@2023-07-05", "3@", "3@x", "2023-07-06"),
        *("tomorrow", "2023", "2023/..", "3@2023-07-06", "9" * 5000 + "@2023-07-05", "\udc80"),
        *("1@1@2023-07-05", "1e0@2023-07-05", "\u0663@2023-07-05"),
    ],
)
def test_what_is_no_moment_that_has_come_is_refused(ledger: Ledger, as_of: str) -> None:
    add(ledger)
    with pytest.raises(BadDate):
        ledger.list(as_of=as_of)
