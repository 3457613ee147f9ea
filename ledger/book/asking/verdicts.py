"""The verdict of each recorder on a question, and who may give one blind or decide between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.errors import BadValue
from ledger.model.namekeys import is_same, name_key
from ledger.model.verdicts import FINAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.model.exhibit import RecordedOutcome
    from ledger.store.records import Revision


def verdicts(outcomes: Sequence[RecordedOutcome]) -> tuple[RecordedOutcome, ...]:
    """The verdict of each recorder on one question, from its outcomes in force, by recorder.

    It is the last final one they gave, else their last.  One that adjudicates was given to decide
    between the others, and is left out.  News is nobody's verdict any more once a final verdict,
    not a blind one, has followed.  Disputed ones, which one import brought, are each a verdict by
    itself, as those who gave them are not those who recorded them.
    """
    own = [one for one in outcomes if not one.outcome.adjudicates]
    seen = (one.outcome.n for one in own if _is_final(one) and not one.outcome.blind)
    settled = max(seen, default=0)
    given: dict[tuple[str, int], RecordedOutcome] = {}
    for one in sorted(own, key=lambda each: (_is_final(each), each.outcome.n)):
        if _is_final(one) or one.outcome.n > settled:
            given[name_key(one.by), one.outcome.n if one.outcome.disputed else 0] = one
    return tuple(given[recorder] for recorder in sorted(given))


def _is_final(recorded: RecordedOutcome) -> bool:
    return recorded.outcome.verdict in FINAL


def refuse_sighted(recorder: str, outcomes: Iterable[Sequence[Revision]]) -> None:
    """Refuse a blind verdict of somebody who has recorded one on the question that was not.

    ``outcomes`` are the revisions of each; one that was withdrawn has been seen all the same.

    Raises:
        BadValue: there is such a verdict.
    """
    for first, *_ in outcomes:
        if is_same(first.entry.by, recorder) and not first.body.get("blind"):
            raise BadValue(
                "blind",
                f"{recorder} recorded {first.entry.id} with the other verdicts in view, and so "
                f"cannot give a blind one.",
                "Let somebody else give it: ledger --recorder NAME record ...",
            )


def refuse_undisputable(question: str, outcomes: Sequence[RecordedOutcome]) -> None:
    """Refuse to adjudicate where fewer than two recorders have given a verdict.

    One of those that differed in an import is enough, though the others were withdrawn.

    Raises:
        BadValue: so it is.
    """
    given = verdicts(outcomes)
    if len(given) < 2 and not any(one.outcome.disputed for one in given):  # noqa: PLR2004 - a pair
        raise BadValue(
            "adjudicates",
            f"There is nothing to decide on {question}: fewer than two recorders have given a "
            f"verdict.",
            "A second one is recorded with --blind.",
        )
