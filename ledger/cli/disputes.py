"""Disputes between recorders as people read them, and how far the recorders agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.cli.terminal import WIDTH, painted, spread, wrapped
from ledger.columns import clean, cut
from ledger.model.labels import verdict_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.book.asking.disputes import Agreement, Dispute
    from ledger.model.exhibit import RecordedOutcome


def agreement_lines(agreement: Agreement, *, full: bool = False) -> Iterator[str]:
    """The disputes, then how many there are, the alpha and the moment."""
    for one in agreement.disputes:
        yield from _dispute(one, full=full)
        yield ""
    yield from wrapped(_count(agreement))
    if agreement.questions:
        yield from wrapped(_alpha(agreement))
    yield painted(f"As of {agreement.moment}.")


def _dispute(dispute: Dispute, *, full: bool) -> Iterator[str]:
    stands = dispute.stands
    if stands is None:
        state = "not decided; nothing stands"
    elif dispute.adjudicated:
        state = f"decided by {stands.by}: {_verdict(stands)}"
    else:
        state = f"not decided; {_verdict(stands)} stands"
    for left, right in spread(dispute.question, clean(state)):
        yield painted(left, bold=True) + painted(right, None if dispute.adjudicated else "yellow")
    statement = clean(dispute.statement)
    yield from wrapped(statement, indent=2) if full else [f"  {cut(statement, WIDTH - 2)}"]
    for one in dispute.verdicts:
        told = verdict_label(one.outcome.verdict, one.outcome.value, one.outcome.happened_on)
        blind = ", imported" if one.outcome.disputed else ", blind" if one.outcome.blind else ""
        left = clean(f"    {one.by}: {told}{blind}")
        for who, which in spread(left, f"({one.outcome.id})"):
            yield painted(who) + painted(which)
    if dispute.undecided_import:
        cure = f"ledger record {clean(dispute.question)} VERDICT --adjudicates"
        yield painted(f"    To decide: {cure}")


def _verdict(recorded: RecordedOutcome) -> str:
    return verdict_label(recorded.outcome.verdict, recorded.outcome.value)


def _count(agreement: Agreement) -> str:
    imported = [one for one in agreement.disputes if one.imported]
    told = (
        f" Questions on which one import told verdicts that differ: {len(imported)}; "
        f"decided: {sum(one.adjudicated for one in imported)}."
    ) * bool(imported)
    if not agreement.questions:
        return f"No question here has verdicts of two recorders; see ledger record --blind.{told}"
    found = [one for one in agreement.disputes if one.between_recorders]
    return (
        f"Questions that two or more recorders have judged: {agreement.questions}. "
        f"They differ on {len(found)}; decided: {sum(one.adjudicated for one in found)}.{told}"
    )


def _alpha(agreement: Agreement) -> str:
    if agreement.alpha is None:
        return (
            "Krippendorff's alpha is undefined: every verdict compared is the same, so nothing "
            "shows that the recorders can tell one from another."
        )
    names, several = ", ".join(agreement.recorders), "s" * (len(agreement.recorders) != 1)
    return (
        f"Krippendorff's alpha is {agreement.alpha:z.2f}, between "
        f"{len(agreement.recorders)} recorder{several} ({names}): 1 is full "
        f"agreement, 0 what chance alone would give."
    )
