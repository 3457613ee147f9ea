"""What claim files refer to in the ledger, and ids that belong there to something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ledger.errors import ProblemsFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Clock

    from ledger.book.ledger import Ledger

    Write = Callable[[str, str], Path]
    Says = Callable[..., list[str]]

FIRST = """\
[source]
id = "jt"
publisher = "The Japan Times"
published = "2023-07-03"

[[question]]
id = "signal"
statement = "At the Vilnius summit, NATO gives Ukraine a clear signal."
due = "2023-07-12"

[[claim]]
id = "floor"
speaker = "James Black"
statement = "Members agree that 2% of GDP is the least each spends on defence."
"""
SECOND = '[source]\nid = "afp"\npublisher = "AFP"\npublished = "{}"\n'
EVIDENCE = '[[claim.outcome]]\nverdict = "in-progress"\nevidence = [{{ source = "{}" }}]\n'


def claim(identifier: str, **keys: str) -> str:
    """A claim of few keys."""
    pairs = {"id": identifier, "speaker": "A"} | keys
    return "[[claim]]\n" + "".join(f'{key} = "{value}"\n' for key, value in pairs.items())


@pytest.fixture
def says(ledger: Ledger, write: Write, clock: Clock) -> Says:
    """What importing a second file into a ledger that has the first says of it."""
    clock.set("2023-08-01")
    ledger.import_([write("jt.toml", FIRST)])

    def imported(text: str, published: str = "2023-07-04") -> list[str]:
        path = write("afp.toml", SECOND.format(published) + text)
        before = ledger.root()
        try:
            problems = ledger.import_([path]).problems
        except ProblemsFound as refusal:
            problems = list(refusal.problems)
            assert ledger.root() == before
        return [str(one).replace(str(path), "f") for one in problems]

    return imported


def test_a_question_and_a_source_of_the_ledger_may_be_named(says: Says) -> None:
    assert says(claim("stand", question="signal")) == []
    assert says(claim("own", statement="It is.") + EVIDENCE.format("jt")) == []


def test_a_question_nobody_has_is_a_problem_with_a_guess(says: Says) -> None:
    assert says(claim("a", question="signall") + claim("b", question="timeline")) == [
        "f:8: Neither the files nor the ledger has a question 'signall'. Did you mean 'signal'?",
        "f:12: Neither the files nor the ledger has a question 'timeline'.",
    ]


@pytest.mark.parametrize("name", ["floor", "signal", "nobody"])
def test_evidence_may_name_nothing_but_a_source(says: Says, name: str) -> None:
    assert says(claim("own", statement="It is.") + EVIDENCE.format(name)) == [
        f"f:11: Neither the files nor the ledger has a source '{name}'."
    ]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        (claim("jt", question="signal"), "source of the ledger"),
        (claim("signal", statement="It is."), "question of the ledger"),
        (claim("signal", question="floor"), "question of the ledger"),
        (claim("floor", statement="It is."), "claim of the source 'jt'"),
        ('[[question]]\nid = "floor"\nstatement = "It is."\n', "claim of the ledger"),
    ],
)
def test_an_id_of_something_else_is_a_problem(says: Says, text: str, owner: str) -> None:
    (problem,) = says(text)
    assert problem.startswith("f:6: The id '")
    assert problem.endswith(f"' belongs to a {owner}.")


def test_a_claim_made_after_a_due_day_that_the_ledger_has_is_kept_and_warned_of(
    says: Says, ledger: Ledger
) -> None:
    assert says(claim("late", question="signal", made="2023-07-04"), "2023-07-05") == []
    late = claim("later", question="signal")
    assert says(late, "2023-07-20") == [
        (
            "f:8: warning: The source's published 2023-07-20 is after the question's due day "
            "2023-07-12: kept, but never scored."
        )
    ]
    assert {one.id for one in ledger.list()} == {"floor", "late", "later"}
