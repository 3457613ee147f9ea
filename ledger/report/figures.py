"""A report as data: the one source of what every form of it shows.  Nothing is rounded here."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from ledger.book.corrections import amended_after
from ledger.model.claim import KINDS, UNNAMED
from ledger.model.filters import Filters
from ledger.report.accuracy import LEVEL, accuracy, speaker_group
from ledger.report.counts import count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from ledger.book.ledger import Ledger
    from ledger.model.assessment import Assessment
    from ledger.model.moment import Moment
    from ledger.report.accuracy import Accuracy
    from ledger.report.counts import Counts

NO_WORDING: Final = "(no wording)"
NO_TOPIC: Final = "(no topic)"
NO_YEAR: Final = "(not known)"


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of all claims of a report, or of one group of them."""

    counts: Counts
    accuracy: Accuracy

    def as_dict(self) -> dict[str, Any]:
        """Every figure by its public name."""
        return {**asdict(self.counts), **asdict(self.accuracy)}


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of the claims that share a ``key``; ``ranked`` is False for unnamed speakers."""

    key: str
    figures: Figures
    ranked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How claims fared, as of a moment.

    ``root`` is the journal's root hash (hex) as of ``moment``, so that the report can be
    reproduced and checked.  ``kinds`` are those the figures are about; ``others`` counts the
    selected claims of every other kind.
    """

    moment: Moment
    root: str
    by: str
    kinds: tuple[str, ...]
    others: dict[str, int]
    filters: Filters
    repeats: str
    level: float
    total: Figures
    groups: tuple[Group, ...]


def _year(claim: Assessment) -> str:
    if claim.made_earliest is None or claim.made_latest is None:
        return NO_YEAR
    first, last = claim.made_earliest[:4], claim.made_latest[:4]
    return first if first == last else NO_YEAR


KEYS: Final[dict[str, Callable[[Assessment], list[str]]]] = {
    "speaker": lambda claim: [speaker_group(claim)],
    "publisher": lambda claim: [claim.publisher],
    "source": lambda claim: [claim.source],
    "topic": lambda claim: list(claim.topics) or [NO_TOPIC],
    "kind": lambda claim: [claim.kind],
    "wording": lambda claim: [claim.wording.casefold() if claim.wording else NO_WORDING],
    "year": lambda claim: [_year(claim)],
}
"""What claims can be grouped by; a claim is in the group of each of its topics."""


def report(
    ledger: Ledger,
    by: str = "speaker",
    filters: Filters | None = None,
    as_of: str | None = None,
    repeats: str = "mean",
) -> Report:
    """The figures of the claims that ``filters`` let through, in all and by group.

    Where several kinds of claims are selected and no filter asks for one, the figures are about the
    first of prediction, pledge and plan that there is; grouped by kind, each group is about its
    own.  Groups come with the most scored claims first.

    Args:
        ledger: the ledger to report on.
        by: one of `KEYS`.
        filters: which claims to select; all by default.
        as_of: a day or ``ENTRY@DAY``; now by default.
        repeats: how one speaker's several claims on one question count: ``mean``, ``first``,
            ``last`` or ``all``.

    Raises:
        NotFound: a filter names what nothing in the ledger has.
        BadDate: ``as_of`` is no moment.
    """
    moment = ledger.moment(as_of)
    filters = filters or Filters()
    selected = ledger.list(filters, str(moment))
    withdrawn = ledger.withdrawn(filters, str(moment))
    claim_ids, question_ids = amended_after(ledger.corrections(str(moment)))
    amended = {one.id for one in selected if one.id in claim_ids or one.question in question_ids}
    kinds = _headline([*selected, *withdrawn], filters)
    chosen = [one for one in selected if one.kind in kinds]
    gone = [one for one in withdrawn if one.kind in kinds]
    grouped = (selected, withdrawn) if by == "kind" else (chosen, gone)
    return Report(
        moment=moment,
        root=ledger.root(str(moment)).hex(),
        by=by,
        kinds=kinds,
        others=dict(sorted(Counter(one.kind for one in selected if one.kind not in kinds).items())),
        filters=filters,
        repeats=repeats,
        level=LEVEL,
        total=_figures(chosen, len(gone), amended, repeats),
        groups=_groups(*grouped, by, amended, repeats),
    )


def _headline(claims: Iterable[Assessment], filters: Filters) -> tuple[str, ...]:
    """The kinds the figures are about."""
    if filters.kind:
        return tuple(kind for kind in KINDS if kind in filters.kind)
    present = {one.kind for one in claims}
    return tuple(kind for kind in KINDS if kind in present)[:1] or KINDS[:1]


def _figures(
    claims: Sequence[Assessment], withdrawn: int, amended: AbstractSet[str], repeats: str
) -> Figures:
    return Figures(count(claims, withdrawn, amended), accuracy(claims, repeats))


def _groups(
    claims: Sequence[Assessment],
    withdrawn: Sequence[Assessment],
    by: str,
    amended: AbstractSet[str],
    repeats: str,
) -> tuple[Group, ...]:
    keys_of = KEYS[by]
    members: dict[str, list[Assessment]] = defaultdict(list)
    for one in claims:
        for key in keys_of(one):
            members[key].append(one)
    gone = Counter(key for one in withdrawn for key in keys_of(one))
    groups = [
        Group(
            key,
            _figures(members.get(key, []), gone[key], amended, repeats),
            ranked=not (by == "speaker" and key.startswith(UNNAMED)),
        )
        for key in sorted({*members, *gone})
    ]
    return tuple(sorted(groups, key=_rank))


def _rank(group: Group) -> tuple[bool, float, int, str]:
    """Named groups first, then those with the most scored, then those with the most claims."""
    figures = group.figures
    return not group.ranked, -figures.accuracy.scored, -figures.counts.claims, group.key
