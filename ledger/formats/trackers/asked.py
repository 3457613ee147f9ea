"""A question as a tracker has it, and what the tracker resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ledger.model.outcome import Verdict
from ledger.model.raw import shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from ledger.model.bundle import Origin

ALWAYS_DATED: Final = frozenset({Verdict.VOID, Verdict.UNCLEAR})
"""Verdicts that become true on the day a tracker gives them, whatever the due day."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a tracker says became of a question: our verdict, its own word, and more if need be."""

    verdict: Verdict
    word: str
    value: Decimal | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a tracker's: texts as it has them, days in UTC.

    ``source`` holds the keys of the source that its forecasts are in.
    """

    id: str
    title: str
    source: dict[str, Any]
    origin: Origin
    due: date | None = None
    due_basis: str = "stated"
    criteria: str = ""
    note: str = ""
    topics: tuple[str, ...] = ()
    resolution: Resolution | None = None
    resolved_on: date | None = field(default=None)

    @property
    def question(self) -> dict[str, Any]:
        """The keys of the question, as a claim file has them."""
        raw = {
            "id": self.id,
            "statement": self.title,
            "criteria": self.criteria,
            "topics": list(self.topics),
            "note": self.note,
        }
        if self.due is not None:
            raw |= {"due": str(self.due), "due_basis": self.due_basis}
        return {key: value for key, value in raw.items() if value or key == "statement"}

    @property
    def outcome(self) -> dict[str, Any] | None:
        """The keys of its outcome; None where it is not resolved.

        Trackers resolve a question some time after its due day: then that day is not the one on
        which the verdict became true, and stands in the note alone.
        """
        made = self.resolution
        if made is None:
            return None
        publisher, day = self.source["publisher"], self.resolved_on
        when = "" if day is None else f", on {day}"
        note = f"{publisher} resolved this {made.word}{when}. {made.remark}".strip()
        evidence = {"source": self.source["id"], "publisher": publisher}
        if "url" in self.source:
            evidence["url"] = self.source["url"]
        raw: dict[str, Any] = {"verdict": str(made.verdict), "note": note, "evidence": [evidence]}
        if made.value is not None:
            raw["value"] = made.value
        in_time = day is not None and (self.due is None or day <= self.due)
        if in_time or (day is not None and made.verdict in ALWAYS_DATED):
            raw["happened_on"] = str(day)
        return raw


def unknown(word: object, known: Iterable[str]) -> str:
    """What is said of a resolution that is none of those known."""
    return f"The resolution {shown(word)} is none of {', '.join(known)}; it is left out."
