"""Records that many tests write, as people would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from conftest import Clock, Write

    from ledger.book.ledger import Ledger
    from ledger.book.writing.record import Recorded

SOURCE: Final = {
    "id": "jt",
    "publisher": "The Japan Times",
    "published": "2023-07-03",
    "url": "https://news.example/nato",
}

FLOOR: Final = {
    "id": "floor",
    "speaker": "James Black",
    "statement": "NATO members agree that 2% of GDP is the least each spends on defence.",
    "due": "2023-07-12",
}

FORMULA: Final = """
[source]
id = "jt"
publisher = "The Japan Times"
published = "2023-07-03"
url = "https://news.example/nato"

[[question]]
id = "formula"
statement = "NATO gives Ukraine a clear signal and a formula for joining."
due = "2023-07-12"

[[claim]]
id = "reznikov"
question = "formula"
speaker = "Oleksii Reznikov"

[[claim]]
id = "doubt"
question = "formula"
speaker = "unnamed: experts"
stance = "against"
"""
"""A claim file: two claims on one question, one for it and one against."""


def with_formula(ledger: Ledger, write: Write, _: Clock) -> None:
    """Enter `FORMULA`."""
    ledger.import_([write("jt.toml", FORMULA)])


def with_floor_and_formula(ledger: Ledger, write: Write, clock: Clock) -> None:
    """Enter `FORMULA`, and `FLOOR`, which is about a question of its own."""
    with_formula(ledger, write, clock)
    add(ledger)


def add(ledger: Ledger, **keys: Any) -> str:  # noqa: ANN401 - whatever a key takes
    """Add the claim `FLOOR`, but for some keys, in `SOURCE`; its id."""
    return ledger.add({**FLOOR, **keys}, SOURCE).claim.id


def record_as(ledger: Ledger, recorder: str, question: str, verdict: str, **keys: Any) -> Recorded:  # noqa: ANN401 - as above
    """Record a verdict as somebody else than the ledger's own recorder would."""
    own, ledger.recorder = ledger.recorder, recorder
    try:
        return ledger.record(question, {"verdict": verdict, **keys})
    finally:
        ledger.recorder = own


def only(ledger: Ledger, identifier: str, as_of: str | None = None) -> Any:  # noqa: ANN401 - an assessment
    """The one claim in force that has this id."""
    (found,) = [one for one in ledger.list(as_of=as_of) if one.id == identifier]
    return found
