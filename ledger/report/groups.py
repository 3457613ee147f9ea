"""Groups of claims: what they can be grouped by, and in which order groups come."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ledger.model.claim import KINDS
from ledger.report.figures import figures
from ledger.report.kinship import kinship
from ledger.report.meaning import heading, meaning
from ledger.report.sample import speaker_group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

    from ledger.model.assessment import Assessment
    from ledger.report.figures import Figures
    from ledger.report.kinship import Kinship
    from ledger.report.meaning import Meaning
    from ledger.report.settings import Settings
    from ledger.scoring.pooling import Pooled

NO_TOPIC: Final = "(no topic)"
NO_YEAR: Final = "(not known)"

PLACES: Final = ("ranked", "few", "unnamed")
"""Where a group stands: among those that are compared, or apart, below them."""


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of the claims that share a ``key``.

    ``place`` is one of `PLACES`: ``few`` where fewer are scored than a report compares,
    ``unnamed`` for a speaker without a name.  ``pooled`` is the accuracy that all groups together
    make likely for this one; None for speakers without a name, where nothing is scored, and where
    all groups together say too little (`Kinship`).  ``meaning`` is there where claims are grouped
    by wording.
    """

    key: str
    figures: Figures
    place: str
    pooled: Pooled | None = None
    meaning: Meaning | None = None


def _year(claim: Assessment) -> str:
    if claim.made_earliest is None or claim.made_latest is None:
        return NO_YEAR
    first, last = claim.made_earliest[:4], claim.made_latest[:4]
    return first if first == last else NO_YEAR


KEYS: Final[dict[str, Callable[[Assessment, Settings], list[str]]]] = {
    "speaker": lambda claim, _: [speaker_group(claim)],
    "publisher": lambda claim, _: [claim.publisher_group],
    "source": lambda claim, _: [claim.source],
    "topic": lambda claim, _: list(claim.topic_groups) or [NO_TOPIC],
    "kind": lambda claim, _: [claim.kind],
    "wording": lambda claim, settings: [heading(claim, settings.yardstick)],
    "year": lambda claim, _: [_year(claim)],
}
"""What claims can be grouped by; a claim is in the group of each of its topics."""


def groups(
    claims: Iterable[Assessment],
    withdrawn: Iterable[Assessment],
    by: str,
    amended: AbstractSet[str],
    settings: Settings,
) -> tuple[tuple[Group, ...], Kinship]:
    """The groups, those likeliest to be right first, and those that are not compared last.

    Years come in their order, and kinds in theirs.  With them comes what those with a name tell of
    one another.

    Args:
        claims: the claims to group.
        withdrawn: those taken back, which only count as that.
        by: one of `KEYS`.
        amended: the ids of claims changed after the fact.
        settings: how they are scored.
    """
    keys_of = KEYS[by]
    members: dict[str, list[Assessment]] = defaultdict(list)
    for one in claims:
        for key in keys_of(one, settings):
            members[key].append(one)
    gone = Counter(key for one in withdrawn for key in keys_of(one, settings))
    found = []
    for key in sorted({*members, *gone}):
        own = members.get(key, [])
        unnamed = by == "speaker" and any(one.unnamed for one in own)
        found.append(
            Group(
                key,
                of_group := figures(own, gone[key], amended, settings),
                _place(of_group, settings, unnamed=unnamed),
                meaning=meaning(key, own, settings) if by == "wording" else None,
            )
        )
    order = {"year": _by_key, "kind": _by_kind}.get(by, _by_rank)
    named = {one.key: one for one in found if one.place != "unnamed"}
    kin = kinship(
        {key: members.get(key, []) for key in named},
        {key: one.figures.accuracy for key, one in named.items()},
        settings,
    )
    pooled = (replace(one, pooled=kin.pooled.get(one.key)) for one in found)
    return tuple(sorted(pooled, key=order)), kin


def _place(found: Figures, settings: Settings, *, unnamed: bool) -> str:
    if unnamed:
        return "unnamed"
    return "few" if found.accuracy.scored < settings.min_claims else "ranked"


def _by_rank(group: Group) -> tuple[int, float, int, int, str]:
    """Those likeliest to be right first, of these the most scored, then the most claims."""
    found = group.figures
    likely = 0.0 if group.pooled is None else group.pooled.mean
    # What a sum in another order could change must not decide.
    return (
        PLACES.index(group.place),
        -round(likely, 12),
        -found.accuracy.scored,
        -found.counts.claims,
        group.key,
    )


def _by_key(group: Group) -> tuple[int, str]:
    return PLACES.index(group.place), group.key


def _by_kind(group: Group) -> tuple[int, int]:
    return PLACES.index(group.place), KINDS.index(group.key)
