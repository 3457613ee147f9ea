"""Makes the museum's piece of this program: ``python tests/museum/make.py``.

Once a revision is released its piece stays as it is for ever.  It is made with a clock that stands
still, so that making it again changes it only where the program has changed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ledger.book.ledger import Ledger
from ledger.store.schema import REVISION

PLACE = Path(__file__).parent / f"{REVISION}.db"
NOW = datetime(2023, 8, 1, 9, tzinfo=UTC)

SOURCE = {"id": "paper", "publisher": "The Paper", "published": "2023-07-03", "authors": ["Ann Ö."]}


def make(place: Path) -> None:
    """A ledger in which everything has been done that can be."""
    place.unlink(missing_ok=True)
    with Ledger(place, recorder="desk", clock=lambda: NOW, create=True) as ledger:
        rain = {"id": "rain", "speaker": "Ann", "statement": "It rains.", "due": "2023-07-12"}
        ledger.add(rain | {"topics": ["weather"], "probability": "0.7"}, SOURCE, key="request-1")
        ledger.add(
            {"id": "doubt", "speaker": "Bea", "question": "rain", "stance": "against"}, "paper"
        )
        ledger.add(
            {"id": "snow", "speaker": "Ann", "statement": "It snows.", "due": "2024"}, "paper"
        )
        ledger.add({"id": "hail", "speaker": "Bea", "statement": "It hails."}, "paper")
        evidence = [{"url": "https://weather.example", "publisher": "Weather"}]
        ledger.record("rain", {"verdict": "did-not-happen", "evidence": evidence})
        ledger.record("rain", {"verdict": "late", "happened_on": "2023-07-20"})
        ledger.record("snow", {"verdict": "in-progress"})
        ledger.amend("doubt", {"quote": "not a drop"}, "Misread.")
        ledger.amend("paper", {"title": "Weather"})
        ledger.withdraw("hail", "Not said.")
        answer = {"by": "Ann", "date": "2023-07-21", "text": "It rained next door."}
        ledger.respond("rain", answer | {"url": "https://ann.example"})
        ledger.respond("rain", answer | {"text": "Really."})
        ledger.amend("rain#r1", {"text": "It rained next door, and hard."})
        ledger.withdraw("rain#r2", "Not said.")
        fog = {"id": "fog", "speaker": "Bea", "statement": "It is foggy.", "due": "2024"}
        ledger.add(fog | {"proposed": True}, "paper")


if __name__ == "__main__":
    make(PLACE)
