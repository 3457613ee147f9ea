"""Groups of claims: what they can be grouped by, in which order, and which kinds count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, compress
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.model.claim import KINDS, STANCES
from ledger.report.figures import figures
from ledger.report.pooling import STRANGERS, kinship
from ledger.report.sample import Parts, scored
from ledger.report.wording_table import heading, meanings

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

    from numpy.typing import NDArray

    from ledger.model.claim_arrays import Columns
    from ledger.model.filters import Filters
    from ledger.report.figures import Figures
    from ledger.report.pooling import Kinship
    from ledger.report.sample import Rows, Scorable
    from ledger.report.settings import Settings
    from ledger.report.wording_table import Meaning
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


Keys = tuple["NDArray[np.integer[Any]]", list[tuple[str, ...]]]
"""For each claim a number, and for each number the keys of the groups that such claims are in."""


def _named(numbers: NDArray[np.integer[Any]], names: Iterable[str]) -> Keys:
    return numbers, [(name,) for name in names]


def _topics(columns: Columns, _: Settings) -> Keys:
    """A claim is in the group of each of its topics."""
    return columns.topics, [topic or (NO_TOPIC,) for topic in columns.names.topics]


def _wording(columns: Columns, settings: Settings) -> Keys:
    words = [*columns.names.wording, None]
    numbers = np.where(columns.wording < 0, len(words) - 1, columns.wording)
    return _named(numbers, (heading(word, settings.yardstick) for word in words))


def _year(columns: Columns, _: Settings) -> Keys:
    first, last = (
        ndarray.astype("M8[Y]") for ndarray in (columns.made_earliest, columns.made_latest)
    )
    years, own = np.unique(
        np.where(first == last, first, np.datetime64("NaT", "Y")), return_inverse=True
    )
    return _named(own, (NO_YEAR if np.isnat(year) else f"{year.item().year:04}" for year in years))


LEADS: Final = {
    7: "0 to 7 days",
    30: "8 to 30 days",
    90: "1 to 3 months",
    365: "3 to 12 months",
    3 * 365: "1 to 3 years",
}
"""How long before its due day a claim was made, by the most days that it may be."""
LONGEST: Final = "over 3 years"


def _lead(columns: Columns, _: Settings) -> Keys:
    """From the latest day a claim can have been made to its due day or scheduled end."""
    known = ~np.isnat(columns.horizon) & ~np.isnat(columns.made_latest)
    days = (columns.horizon - columns.made_latest).astype(np.int64)
    known &= days >= 0
    places = np.where(known, np.searchsorted([*LEADS], days), len(LEADS) + 1)
    return _named(places, (*LEADS.values(), LONGEST, NO_YEAR))


def _stance(columns: Columns, _: Settings) -> Keys:
    return _named(columns.stance, STANCES)


LABELLED: Final = ("organisation", "role", "condition", "recorder")
"""What claims can be grouped by that is no column, and so is read apart (`Labels`)."""
NO_LABEL: Final = "(none)"

Labels = dict[str, str | None]
"""For each claim, by its id, what it is grouped by."""


KEYS: Final[dict[str, Callable[[Columns, Settings], Keys]]] = {
    "speaker": lambda columns, _: _named(columns.speaker, columns.names.speaker),
    "publisher": lambda columns, _: _named(columns.publisher, columns.names.publisher),
    "source": lambda columns, _: _named(columns.source, columns.names.source),
    "topic": _topics,
    "kind": lambda columns, _: _named(columns.kind, KINDS),
    "wording": _wording,
    "year": _year,
    "lead": _lead,
    "stance": _stance,
}
"""What claims can be grouped by of what is a column."""

BY: Final = (*KEYS, *LABELLED)
"""All that claims can be grouped by."""


@dataclass(frozen=True, slots=True, eq=False)
class Besides:
    """What groups take besides the claims that can be scored.

    Attributes:
        withdrawn: those taken back, which only count as that.
        amended: for each claim whether it was changed after the fact.
        labels: what claims are grouped by, where that is one of `LABELLED`.
        akin: whether the groups are to tell of one another; else nothing is pooled.
    """

    withdrawn: Columns
    amended: NDArray[np.bool_]
    labels: Labels | None = None
    akin: bool = True


def groups(found: Scorable, by: str, besides: Besides) -> tuple[tuple[Group, ...], Kinship]:
    """The groups, those likeliest to be right first, and those that are not compared last.

    Years come in their order, and kinds in theirs.  With them comes what those with a name tell of
    one another.

    Args:
        found: the claims to group, and what of them can be scored.
        by: one of `BY`.
        besides: what else it takes.
    """
    settings = found.settings
    own, lost = (
        members_of(columns, by, settings, besides.labels)
        for columns in (found.columns, besides.withdrawn)
    )
    keys = sorted({*own, *lost})
    parts = Parts.of([own.get(key, NO_ROWS) for key in keys])
    del own
    counting = scored(found, parts)
    gone = [lost[key].size if key in lost else 0 for key in keys]
    made = [
        Group(key, of_group, _place(of_group, settings, unnamed=by == "speaker" and nameless > 0))
        for key, of_group, nameless in zip(
            keys,
            figures(found, parts, counting, gone, besides.amended),
            parts.counts(found.columns.unnamed),
            strict=True,
        )
    ]
    if by == "wording":
        meant = zip(made, meanings(keys, found, parts), strict=True)
        made = [replace(group, meaning=meaning) for group, meaning in meant]
    named = [group.place != "unnamed" for group in made]
    of_named = {group.key: group.figures.accuracy for group in compress(made, named)}
    kin = kinship(counting, of_named, named) if besides.akin else STRANGERS
    order = {"year": _by_key, "kind": _by_kind, "lead": _by_lead}.get(by, _by_rank)
    pooled = (replace(group, pooled=kin.pooled.get(group.key)) for group in made)
    return tuple(sorted(pooled, key=order)), kin


NO_ROWS: Final = np.array([], dtype=np.intp)


def members_of(
    columns: Columns, by: str, settings: Settings, labels: Labels | None = None
) -> dict[str, Rows]:
    """The places of the claims of each group, ascending, by its key; groups without any are not."""
    numbers, keys_of = KEYS[by](columns, settings) if by in KEYS else _labelled(columns, labels)
    known = {key: place for place, key in enumerate(dict.fromkeys(chain(*keys_of)))}
    places = [known[key] for several in keys_of for key in several]
    sizes = np.array([len(several) for several in keys_of], dtype=np.intp)
    starts = np.cumsum(sizes) - sizes
    several = sizes[numbers]
    rows = np.repeat(np.arange(numbers.size), several)
    nth = np.arange(rows.size) - np.repeat(np.cumsum(several) - several, several)
    groups_of = np.array(places, dtype=np.intp)[np.repeat(starts[numbers], several) + nth]
    order = np.argsort(groups_of, kind="stable")
    ends = np.cumsum(np.bincount(groups_of, minlength=len(known)))
    parts = np.split(rows[order], ends[:-1])
    return {key: own for key, own in zip(known, parts, strict=False) if own.size}


def _labelled(columns: Columns, labels: Labels | None) -> Keys:
    known: dict[str, int] = {}
    told = labels or {}
    numbers = [known.setdefault(told.get(one) or NO_LABEL, len(known)) for one in columns.ids]
    return _named(np.array(numbers, dtype=np.intp), known)


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


def _by_lead(group: Group) -> tuple[int, int]:
    return PLACES.index(group.place), (*LEADS.values(), LONGEST, NO_YEAR).index(group.key)


def _by_kind(group: Group) -> tuple[int, int]:
    return PLACES.index(group.place), KINDS.index(group.key)


def headline(present: Container[str], filters: Filters) -> tuple[str, ...]:
    """The kinds that figures are about: those asked for, else the first of those ``present``.

    A prediction that fails and a plan that is dropped are different things, so no figure is about
    both unless somebody asks for it.
    """
    if filters.kind:
        return tuple(kind for kind in KINDS if kind in filters.kind)
    return tuple(kind for kind in KINDS if kind in present)[:1] or KINDS[:1]


def plural(kinds: Iterable[str]) -> str:
    """The kinds as a reader would call many claims of them."""
    return _and(f"{kind}s" for kind in kinds)


def left_out(others: Mapping[str, int], *, commands: bool = True) -> str:
    """The sentence that counts the claims of each kind that the figures are not about.

    With ``commands`` it says what to type to see those.
    """
    told = _and(f"{n:,} {kind}{'s' * (n != 1)}" for kind, n in others.items())
    are = "is" if sum(others.values()) == 1 else "are"
    see = " or ".join(f"--kind {kind}" for kind in others)
    more = f": see {see}" if commands else ""
    return f"{told} {are} not in these figures{more}."


def _and(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
