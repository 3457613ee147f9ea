"""A comparison as data: two speakers or publishers on the questions both took a stand on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.errors import BadValue, NotFound
from ledger.model.answers.question_types import TYPES
from ledger.model.filters import Filters
from ledger.report.comparing.shared_question import clusters, shared_questions
from ledger.report.groups import headline
from ledger.report.settings import Settings
from ledger.scoring.clusters import cluster_sums, effective_clusters
from ledger.scoring.intervals import LEVEL, UNSEEN, mean_interval
from ledger.wording import yardstick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from ledger.book.ledger import Ledger
    from ledger.book.reader import AsOf
    from ledger.model.claim_state import Assessment, Moment
    from ledger.report.comparing.shared_question import SharedQuestion, Stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How two sides fared on the same questions, as of a moment.

    ``root`` is the journal's root hash (hex) as of ``moment``, and ``by`` is ``speaker`` or
    ``publisher``.  ``kinds`` are those the figures are about; ``others`` counts the claims of every
    other kind on questions on which both sides made claims.  ``brier`` is over the questions on
    which both gave probabilities, ``credit`` over those on which both took a side; None where there
    are none.  ``questions`` are all of either sort, by id; ``not_scored`` counts the other
    questions on which both made claims.
    """

    moment: Moment
    root: str
    by: str
    a: str
    b: str
    kinds: tuple[str, ...]
    others: dict[str, int]
    filters: Filters
    settings: Settings
    brier: Difference | None
    credit: Difference | None
    questions: tuple[SharedQuestion, ...]
    not_scored: int


def sort_of(ledger: Ledger, a: str, b: str, as_of: AsOf = None) -> str:
    """What ``a`` and ``b`` are: ``speaker`` where both are that, else ``publisher``.

    Raises:
        NotFound: they are neither both speakers nor both publishers.
    """
    try:
        _look_up(ledger, "speaker", a, b, as_of)
    except NotFound as unknown:
        try:
            _look_up(ledger, "publisher", a, b, as_of)
        except NotFound:
            raise unknown from None
        return "publisher"
    return "speaker"


def _look_up(ledger: Ledger, by: str, a: str, b: str, as_of: AsOf) -> None:
    """Refuse names that are none of a sort; no claim is read."""
    with ledger.select(_narrowed(Filters(), by, a, b), as_of):
        pass


def compare(  # noqa: PLR0913, PLR0917 - each an option of the command
    ledger: Ledger,
    a: str,
    b: str,
    by: str = "speaker",
    filters: Filters | None = None,
    as_of: AsOf = None,
    settings: Settings | None = None,
) -> Comparison:
    """Compare two speakers or publishers on the questions both took a stand on.

    Where several kinds of claims are selected and no filter asks for one, the figures are about the
    first of prediction, pledge and plan that there is.

    Args:
        ledger: the ledger that holds their claims.
        a: the name of one.
        b: the name of the other.
        by: what they are, ``speaker`` or ``publisher``.
        filters: which claims to select; what it says of ``by`` gives way to the two names.
        as_of: a day or ``ENTRY@DAY``; now by default.
        settings: how claims are scored and shown; groups there are none.

    Raises:
        NotFound: one of the two, or what a filter names, is not in the ledger.
        BadValue: one is a speaker without a name, whom several sources have, or the two are
            spellings of one name.
        BadDate: ``as_of`` is no moment.
        UnknownName: no yardstick bears the name that ``settings`` give.
    """
    settings = settings or Settings()
    if settings.yardstick is not None:
        yardstick(settings.yardstick)
    rest = _narrowed(filters or Filters(), by)
    moment = ledger.moment(as_of)
    first, second = (ledger.list(_narrowed(rest, by, name), str(moment)) for name in (a, b))
    if by == "speaker":
        _refuse_several_unnamed(a, first)
        _refuse_several_unnamed(b, second)
    _refuse_one_name(a, b, by, _names(first, by) & _names(second, by))
    both = _questions(first) & _questions(second)
    shared = [claim for claim in (*first, *second) if claim.question in both]
    asked = min((TYPES.index(claim.type or TYPES[0]) for claim in shared), default=0)
    spoken = [claim for claim in shared if TYPES.index(claim.type or TYPES[0]) == asked]
    both = {claim.question for claim in spoken}
    kinds = headline({claim.kind for claim in spoken}, rest)
    own, other = (
        [claim for claim in side if claim.question in both and claim.kind in kinds]
        for side in (first, second)
    )
    questions = shared_questions(own, other, settings)
    return Comparison(
        moment=moment,
        root=ledger.root(str(moment)).hex(),
        by=by,
        a=_spelled(a, by, first),
        b=_spelled(b, by, second),
        kinds=kinds,
        others=dict(
            sorted(Counter(claim.kind for claim in spoken if claim.kind not in kinds).items())
        ),
        filters=rest,
        settings=settings,
        brier=_difference(questions, lambda stand: stand.brier, settings, UNSEEN),
        credit=_difference(questions, lambda stand: stand.credit, settings, UNSEEN_CREDIT),
        questions=questions,
        not_scored=len(_questions(own) & _questions(other)) - len(questions),
    )


def _narrowed(filters: Filters, by: str, *names: str) -> Filters:
    """The filters, but for claims of these speakers or publishers."""
    if by == "speaker":
        return replace(filters, speaker=names)
    return replace(filters, publisher=names)


def _refuse_several_unnamed(name: str, claims: Iterable[Assessment]) -> None:
    """Refuse to take the nameless of several sources for one speaker."""
    if len({claim.scored_as for claim in claims if claim.unnamed}) > 1:
        sentence = f"{name!r} means other people in each of several sources."
        raise BadValue("speaker", sentence, "Choose one source with --source.")


def _names(claims: Iterable[Assessment], by: str) -> set[str]:
    """Whom claims count for."""
    return {claim.scored_as if by == "speaker" else claim.publisher_group for claim in claims}


def _refuse_one_name(a: str, b: str, by: str, shared: AbstractSet[str]) -> None:
    """Refuse to compare two spellings of one name."""
    for name in sorted(shared):
        sentence = f"{a!r} and {b!r} are one {by} here: {name}."
        raise BadValue(by, sentence, "Name two that differ.")


def _questions(claims: Iterable[Assessment]) -> set[str]:
    return {claim.question for claim in claims}


def _spelled(name: str, by: str, claims: Iterable[Assessment]) -> str:
    """The name as the ledger spells it, whatever its case was; as given where that is unclear."""
    known = {claim.speaker_group if by == "speaker" else claim.publisher_group for claim in claims}
    return known.pop() if len(known) == 1 else name


def _difference(
    questions: Iterable[SharedQuestion],
    figure: Callable[[Stand], float | None],
    settings: Settings,
    unseen: float,
) -> Difference | None:
    """The difference in a figure over the questions on which both sides have it."""
    found = [
        (question, a, b)
        for question in questions
        if (a := figure(question.a)) is not None and (b := figure(question.b)) is not None
    ]
    if not found:
        return None
    return difference(
        [a for _, a, _ in found],
        [b for _, _, b in found],
        clusters([shared_question for shared_question, _, _ in found], settings),
        [shared_question.weight for shared_question, _, _ in found],
        unseen=unseen,
    )


UNSEEN_CREDIT: Final = 1.0
"""Credits differ by all or nothing: as many clusters are added as Bonett and Price (2012) add."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The means of the two sides over ``questions`` questions, by the weights that these have.

    ``difference`` is that of ``a`` less that of ``b``.  ``effective_clusters`` is how many of the
    ``clusters``, had each as many questions, would tell as much; on fewer than two ``interval`` is
    None.
    """

    questions: int
    clusters: int
    effective_clusters: float
    a: float
    b: float
    difference: float
    interval: tuple[float, float] | None


def difference(
    a: list[float],
    b: list[float],
    clusters: NDArray[np.intp],
    weights: list[float],
    *,
    unseen: float,
) -> Difference:
    """The difference of two sides.

    Both sides of a question stay together, so that what made the question easy or hard for both
    does not blur the difference.

    Args:
        a: for each question the figure of the first side, 0 to 1; at least one.
        b: for each question that of the second.
        clusters: for each question the number of its cluster.
        weights: what each question weighs, above 0.
        unseen: how many clusters are added on which one side has all and the other nothing, and as
            many the other way round: see `ledger.scoring.intervals.mean_interval`.
    """
    of = np.array(weights)
    first, second = (fsum(of * side) / fsum(of) for side in (a, b))
    apart, sizes = cluster_sums(clusters, of * (np.array(a) - np.array(b)), of)
    return Difference(
        questions=len(a),
        clusters=sizes.size,
        effective_clusters=effective_clusters(sizes),
        a=first,
        b=second,
        difference=first - second,
        interval=mean_interval(apart, sizes, LEVEL, lowest=-1.0, unseen=unseen),
    )
