"""Disputes: where recorders differ on a question, who may decide, and how far all agree."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from ledger.book import lookup
from ledger.errors import BadValue
from ledger.model.export_items import standing_among
from ledger.model.name_keys import is_same, name_key
from ledger.model.outcome import worth
from ledger.model.verdicts import FINAL
from ledger.store import standings
from ledger.store.assessments import END
from ledger.store.records import disputed_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ledger.book.asking.selection import Selection
    from ledger.model.claim_state import Moment
    from ledger.model.export_items import RecordedOutcome
    from ledger.store.records import Revision


def krippendorff_alpha(units: Sequence[Sequence[str | None]]) -> float | None:
    """Krippendorff's alpha for nominal labels, by as many recorders as there are.

    1 is full agreement, 0 what chance alone would give, below 0 is worse than chance.
    K. Krippendorff, "Computing Krippendorff's alpha-reliability" (University of Pennsylvania,
    2011), section C: 1 - (n - 1) * o / e, where n is the number of labels that can be paired, o the
    pairs that differ within a question, over its labels less 1, and e the pairs of all n that do.

    Args:
        units: for each question the labels it was given; None where a recorder gave none.  A
            question with fewer than two labels tells nothing and is left out.

    Returns:
        At most 1; None where no question has two labels, or where all labels are the same, so that
        nothing shows that recorders can tell one from another.
    """
    counts = [Counter(label for label in unit if label is not None) for unit in units]
    pairable = [count for count in counts if count.total() > 1]
    totals = sum(pairable, Counter[str]())
    possible = _disagreements(totals)
    if not possible:
        return None
    observed = math.fsum(_disagreements(count) / (count.total() - 1) for count in pairable)
    return 1 - (totals.total() - 1) * observed / possible


def _disagreements(count: Counter[str]) -> int:
    """How many ordered pairs of labels differ."""
    return count.total() ** 2 - sum(times**2 for times in count.values())


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question on which recorders differ: the verdict of each, and the one that stands."""

    question: str
    statement: str
    verdicts: tuple[RecordedOutcome, ...]
    stands: RecordedOutcome | None

    @property
    def imported(self) -> bool:
        """Whether one import told verdicts that differ, of which some are in force."""
        return any(verdict.outcome.disputed for verdict in self.verdicts)

    @property
    def between_recorders(self) -> bool:
        """Whether recorders differ by what they found themselves."""
        return _differ(_found(self.verdicts))

    @property
    def undecided_import(self) -> bool:
        """Whether an import told verdicts that differ, and nothing final stands."""
        return self.imported and (self.stands is None or self.stands.outcome.verdict not in FINAL)

    @property
    def adjudicated(self) -> bool:
        """Whether what stands was recorded to decide it."""
        return self.stands is not None and self.stands.outcome.adjudicates

    @property
    def differs(self) -> bool:
        """Whether its verdicts differ, or did before all but one of an import were withdrawn."""
        return _differ(self.verdicts) or (
            self.imported and (self.undecided_import or self.adjudicated)
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far recorders agree, as of a moment, on the questions that two or more have judged.

    ``questions`` counts these and ``recorders`` names who judged them.  ``alpha`` is that of
    Krippendorff, at most 1; None where there are no such questions, or all got the same verdict.
    What one import told otherwise was found by nobody here: it is among the ``disputes`` alone.
    Where not ``is_all``, only the first disputes were looked for, and the figures are of these.
    """

    moment: Moment
    alpha: float | None
    recorders: tuple[str, ...]
    questions: int
    disputes: tuple[Dispute, ...]
    is_all: bool = True


Shown: TypeAlias = "Callable[[Sequence[RecordedOutcome]], Sequence[RecordedOutcome]]"


def agreement(selection: Selection, shown: Shown = lambda every: every) -> Agreement:
    """The agreement on the questions of the claims of a selection, by due day.

    Of the outcomes of each question it knows those that ``shown`` lets through.
    """
    return _agreement(selection.moment, _judged(selection, _several(selection), shown))


def first_disputes(selection: Selection, most: int) -> Agreement:
    """The same where no more than ``most`` disputes are wanted, and one more if there is one.

    Questions are looked at in their order until that many were found.
    """
    several = standings.horizons(selection.connection, selection.moment.entry, _several(selection))
    found: list[Dispute] = []
    left = iter(in_blocks(several, most + 1))
    for some in left:
        found += _judged(selection, some, lambda every: every)
        if sum(one.differs for one in found) > most:
            break
    is_all = next(left, None) is None
    return replace(_agreement(selection.moment, found), is_all=is_all)


def in_blocks(horizons: Mapping[str, str | None], least: int) -> Iterator[list[str]]:
    """Questions by their horizons, at least so many at a time, and all of one horizon together."""
    days = defaultdict(list)
    for question, horizon in horizons.items():
        days[horizon or END].append(question)
    block: list[str] = []
    for day in sorted(days):
        block += days[day]
        if len(block) >= least:
            yield block
            block = []
    if block:
        yield block


def _several(selection: Selection) -> set[str]:
    """The questions that more than one verdict was given on."""
    connection, moment = selection.connection, selection.moment
    return standings.judged_again(connection, moment.entry).union(
        disputed_at(connection, moment.entry)
    )


def _judged(selection: Selection, asked: Iterable[str], shown: Shown) -> list[Dispute]:
    """The verdicts on those of the questions that the selection has, whether they differ or not."""
    statements = {claim.question: claim.statement for claim in selection.on(asked)}
    every = lookup.outcomes_of(selection.connection, selection.moment, statements)
    known = {question: shown(several) for question, several in every.items()}
    return [
        Dispute(question, statement, verdicts(known[question]), standing_among(known[question]))
        for question, statement in statements.items()
        if question in known
    ]


def _agreement(moment: Moment, given: Sequence[Dispute]) -> Agreement:
    found = ((one.question, _found(one.verdicts)) for one in given)
    shared = {one: each for one, each in found if len(each) > 1}
    return Agreement(
        moment=moment,
        alpha=krippendorff_alpha(
            [[_label(recorded) for recorded in each] for each in shared.values()]
        ),
        recorders=tuple(
            sorted({name_key(recorded.by) for each in shared.values() for recorded in each})
        ),
        questions=len(shared),
        disputes=tuple(dispute for dispute in given if dispute.differs),
    )


def _found(several: Iterable[RecordedOutcome]) -> tuple[RecordedOutcome, ...]:
    """The verdicts that recorders found themselves: what an import disputes it only brought."""
    return tuple(recorded for recorded in several if not recorded.outcome.disputed)


def _differ(several: Iterable[RecordedOutcome]) -> bool:
    return len({_label(one) for one in several}) > 1


def _label(recorded: RecordedOutcome) -> str:
    """What recorders agree or differ in: the verdict, and where it takes one the share."""
    verdict, value = recorded.outcome.verdict, recorded.outcome.value
    if verdict.traits.takes_answer:
        return f"{verdict} {recorded.outcome.amount}"
    return f"{verdict} {worth(verdict, value)}" if verdict.traits.takes_value else str(verdict)


def verdicts(outcomes: Sequence[RecordedOutcome]) -> tuple[RecordedOutcome, ...]:
    """The verdict of each recorder on one question, from its outcomes in force, by recorder.

    It is the last final one they gave, else their last.  One that adjudicates was given to decide
    between the others, and is left out.  News is nobody's verdict any more once a final verdict,
    not a blind one, has followed.  Disputed ones, which one import brought, are each a verdict by
    itself, as those who gave them are not those who recorded them.
    """
    own = [outcome for outcome in outcomes if not outcome.outcome.adjudicates]
    seen = (
        recorded.outcome.n for recorded in own if _is_final(recorded) and not recorded.outcome.blind
    )
    settled = max(seen, default=0)
    given: dict[tuple[str, int], RecordedOutcome] = {}
    for recorded in sorted(own, key=lambda each: (_is_final(each), each.outcome.n)):
        if _is_final(recorded) or recorded.outcome.n > settled:
            given[name_key(recorded.by), recorded.outcome.n if recorded.outcome.disputed else 0] = (
                recorded
            )
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
    if len(given) < 2 and not any(recorded.outcome.disputed for recorded in given):  # noqa: PLR2004 - a pair
        raise BadValue(
            "adjudicates",
            f"There is nothing to decide on {question}: fewer than two recorders have given a "
            f"verdict.",
            "A second one is recorded with --blind.",
        )
