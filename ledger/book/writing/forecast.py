"""A forecast of one's own: a dated probability, or answer, as a claim in one's own source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.book import lookup
from ledger.book.asking.forecasts import forecasts
from ledger.book.writing.add import add
from ledger.model import new_ids
from ledger.model.forecast import of_percent
from ledger.model.name_keys import is_same
from ledger.store import records

if TYPE_CHECKING:
    from ledger.book.transaction import Transaction
    from ledger.book.writing.add import Added
    from ledger.model.claim_state import Assessment
    from ledger.model.field_reader import Raw

TITLE: Final = "Forecasts"
"""The title of the source that a forecaster's own forecasts are in."""


@dataclass(frozen=True, slots=True)
class Forecasted:
    """The claim that was added, and the speaker's forecast before it on the same question."""

    added: Added
    before: Assessment | None


def forecast(
    transaction: Transaction, identifier: str, said: str, more: Raw, source: str | None = None
) -> Forecasted:
    """Enter a forecast on a question: a probability, or an answer where it asks for one.

    ``more`` are other keys of the claim.  Its speaker is the recorder, and it is made today, unless
    they say otherwise; words in ``made`` are read against today, looking back.  It stands in the
    ``source``, or in one of the speaker's own, which is made with the first.

    Raises:
        BadValue: a text cannot be taken.
        BadDate: ``made`` is no day.
        NotFound: there is no such question or source.
    """
    connection = transaction.connection
    question = lookup.question(connection, lookup.question_id(connection, identifier))
    key, value = ("answer", said) if question.type else ("probability", of_percent(said))
    speaker = str(more.get("speaker") or transaction.by)
    today = edtf.from_day(transaction.now.date())
    words = more.get("made")
    made = edtf.read(str(words), today, roll="back") if words else today
    known = forecasts(connection, transaction.moment, question.id, speaker).claims
    whole = {**more, key: value, "question": question.id, "speaker": speaker, "made": str(made)}
    added = add(transaction, whole, source or _own_source(transaction, speaker))
    return Forecasted(added, known[-1] if known else None)


def _own_source(transaction: Transaction, speaker: str) -> str | dict[str, str]:
    """The source of somebody's own forecasts: its id, or where there is none, its keys."""
    wish = new_ids.slug(f"forecasts {speaker}")
    number = 1
    while True:
        identifier = wish if number == 1 else f"{wish}-{number}"
        found = records.latest(transaction.connection, "source", [identifier]).get(identifier)
        if found is not None and is_same(found.body.get("publisher"), speaker):
            return identifier
        if found is None and not records.bearers(transaction.connection, [identifier]):
            return {"id": identifier, "publisher": speaker, "title": TITLE}
        number += 1
