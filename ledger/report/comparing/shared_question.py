"""A shared question: one on which both sides of a comparison took a stand that can be scored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.report.comparing.stand import stands
from ledger.scoring.linked import linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    import numpy as np
    from numpy.typing import NDArray

    from ledger.model.assessment import Assessment
    from ledger.report.comparing.stand import Stand
    from ledger.report.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedQuestion:
    """A question on which both sides have credit, or both a probability that can be scored."""

    id: str
    statement: str
    verdict: str
    value: Decimal | None
    a: Stand
    b: Stand


def shared_questions(
    first: Sequence[Assessment], second: Sequence[Assessment], settings: Settings
) -> tuple[SharedQuestion, ...]:
    """The questions on which both sides, whose claims these are, have the same figure."""
    sides = stands(first, settings), stands(second, settings)
    found = []
    for question in sorted(sides[0].keys() & sides[1].keys()):
        a, b = (side[question] for side in sides)
        if None in {a.credit, b.credit} and None in {a.brier, b.brier}:
            continue
        about = a.claims[0]
        found.append(
            SharedQuestion(
                id=question,
                statement=about.statement,
                verdict=about.verdict or "",
                value=about.value,
                a=a,
                b=b,
            )
        )
    return tuple(found)


def clusters(questions: Iterable[SharedQuestion], settings: Settings) -> NDArray[np.intp]:
    """For each question the number of its cluster: what was settled together.

    Clustered by source, a question has sources on either side, and all that a chain of sources
    connects is one cluster, so that no source is ever in two.
    """
    if settings.cluster == "question":
        return linked([{one.id} for one in questions])
    return linked([
        {claim.source for side in (one.a, one.b) for claim in side.claims} for one in questions
    ])  # fmt: skip
