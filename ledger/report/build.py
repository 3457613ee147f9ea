"""A report as data: how claims fared, as of a moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ledger.book.asking.affected import amended_after
from ledger.book.asking.corrections import corrections
from ledger.journal.note import to_base64
from ledger.model.answers.question_types import TYPES
from ledger.model.claim import KINDS
from ledger.model.filters import Filters
from ledger.report.answered.figures import answered
from ledger.report.calls import calls
from ledger.report.figures import figures, timeline
from ledger.report.forecasts import calibrate, forecasts
from ledger.report.groups import LABELLED, Besides, groups, headline
from ledger.report.history import history
from ledger.report.sample import every, scorable, scored
from ledger.report.settings import Settings, days_ahead
from ledger.scoring.discrimination import auc, spiegelhalter
from ledger.wording import yardstick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ledger.book.asking.selection import Selected, Selection
    from ledger.book.ledger import Ledger
    from ledger.book.reader import AsOf
    from ledger.model.claim_arrays import Bools, Columns
    from ledger.model.claim_state import Moment
    from ledger.report.answered.figures import Answered
    from ledger.report.calls import Calls
    from ledger.report.figures import Figures, Timeline
    from ledger.report.forecasts import Calibration, Forecasts
    from ledger.report.groups import Group
    from ledger.report.history import Past
    from ledger.report.sample import Scorable
    from ledger.scoring.hypothesis_tests import Homogeneity


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What is left out where only what stood so many ``days`` before the due day is scored.

    ``fell_out`` claims could be scored otherwise.  On ``missed`` questions nothing is left: the
    share ``missed_yes`` of them came about, of the others ``kept_yes``; None where there are none,
    or of none it can be said.
    """

    days: int
    fell_out: int
    missed: int
    missed_yes: float | None
    kept_yes: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tests:
    """Two more figures of all probabilities; None where they cannot be worked out.

    ``auc`` is how often what came about had been given the higher chance, and ``spiegelhalter_z``
    tests whether each chance is right, its p value being ``spiegelhalter_p``.
    """

    auc: float | None
    spiegelhalter_z: float | None
    spiegelhalter_p: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How claims fared, as of a moment.

    ``root`` is the journal's root hash (hex, for programs) as of ``moment``, so that the report can
    be reproduced and checked.  ``kinds`` are those the figures are about; ``others`` counts the
    selected claims of every other kind.  ``type`` is that of the questions they are about, and
    ``other_types`` counts the selected claims on questions of every other type: figures of several
    are never put together.  ``homogeneity`` is a test of whether the groups have the
    same accuracy; None where there is nothing to test.  ``effective_groups`` is how many groups
    without a question in common would tell as much as those with a name.  ``answered`` is what is
    measured of answers that are not yes or no; None where the questions are.
    """

    moment: Moment
    root: str
    by: str
    kinds: tuple[str, ...]
    others: dict[str, int]
    type: str
    other_types: dict[str, int]
    filters: Filters
    settings: Settings
    total: Figures
    groups: tuple[Group, ...]
    homogeneity: Homogeneity | None
    effective_groups: float
    calibration: Calibration
    timeline: Timeline
    spot: Spot | None
    calls: Calls
    tests: Tests | None
    history: tuple[Past, ...]
    answered: Answered | None

    @property
    def root_hash(self) -> str:
        """The root hash as people read it everywhere: in base64, as in checkpoints."""
        return to_base64(bytes.fromhex(self.root))


def report(
    ledger: Ledger,
    by: str = "speaker",
    filters: Filters | None = None,
    as_of: AsOf = None,
    settings: Settings | None = None,
) -> Report:
    """The figures of the claims that ``filters`` let through, in all and by group.

    Where several kinds of claims are selected and no filter asks for one, the figures are about the
    first of prediction, pledge and plan that there is; grouped by kind, each group is about its
    own.  They are about questions of one type: the first of those asked for that there is.

    Args:
        ledger: the ledger to report on.
        by: one of `ledger.report.groups.BY`.
        filters: which claims to select; all by default.
        as_of: a day, as a text or a date, or ``ENTRY@DAY``; now by default.
        settings: how claims are scored, grouped and shown.

    Raises:
        NotFound: a filter names what nothing in the ledger has.
        BadDate: ``as_of`` is no moment.
        UnknownName: no yardstick bears the name that ``settings`` give.
    """
    filters, settings = filters or Filters(), settings or Settings()
    with ledger.select(filters, as_of) as selection:
        return report_of(gather(selection, by), by, filters, settings)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a report is made of: the claims it is about, those withdrawn, and what was changed.

    ``selection`` is of the same claims, or of more.  ``amended`` says of each of ``selected``
    whether it, or its question, was changed after the fact.  A report ``of_one`` speaker, or the
    like, has scores over time whatever the groups, and does not hold these against one another.
    """

    selection: Selected
    selected: Columns
    withdrawn: Columns
    amended: Bools
    of_one: bool = False


def gather(selection: Selection, by: str) -> Gathered:
    """What a report of the claims of a selection takes; ``by`` is what they are grouped by."""
    selected = selection.columns(topics=by == "topic")
    withdrawn = selection.columns_withdrawn()
    changed = amended_after(corrections(selection.connection, selection.moment.entry))
    return Gathered(selection, selected, withdrawn, selected.is_of(*changed))


def report_of(gathered: Gathered, by: str, filters: Filters, settings: Settings) -> Report:
    """The same, of what was gathered already."""
    if settings.yardstick is not None:
        yardstick(settings.yardstick)
    gathered, asked, other_types = of_one_type(gathered)
    selection, selected, withdrawn = gathered.selection, gathered.selected, gathered.withdrawn
    labels = selection.labels(by) if by in LABELLED else None
    kinds = headline({*_kinds(selected), *_kinds(withdrawn)}, filters)
    chosen, gone = (of_kinds(columns, kinds) for columns in (selected, withdrawn))
    able = scorable(chosen, settings)
    given = forecasts(able, every(chosen))
    called = calls(given, selection)
    akin = not gathered.of_one
    amended = gathered.amended[_are_of_kinds(selected, kinds)]
    (total,) = _total(able, len(gone), amended)
    if by == "kind":
        of_all_kinds = scorable(selected, settings)
        found, kin = groups(of_all_kinds, by, Besides(withdrawn, gathered.amended, akin=akin))
    else:
        found, kin = groups(able, by, Besides(gone, amended, labels, akin))
    return Report(
        moment=selection.moment,
        root=selection.root().hex(),
        by=by,
        kinds=kinds,
        others=dict(sorted((kind, n) for kind, n in _kinds(selected).items() if kind not in kinds)),
        type=asked,
        other_types=other_types,
        filters=filters,
        settings=settings,
        total=total,
        groups=found,
        homogeneity=kin.homogeneity,
        effective_groups=kin.effective,
        calibration=calibrate(given, settings.seed),
        timeline=timeline(able),
        spot=_spot(able),
        calls=called,
        tests=_tests(given) if settings.tests else None,
        history=tuple(history(able)) if gathered.of_one or by == "year" else (),
        answered=answered(able, selection, found, by, labels),
    )


def _spot(found: Scorable) -> Spot | None:
    """What falls out of a report on what stood at some time."""
    days = days_ahead(found.settings.at)
    if days is None:
        return None
    asked = found.columns.question
    kept = np.unique(asked[found.credited | found.forecast])
    missed = np.setdiff1d(asked[found.fell_out], kept)
    came = np.full(len(found.columns.names.question), np.nan)
    came[asked] = found.came
    shares = [came[some][~np.isnan(came[some])] for some in (missed, kept)]
    gone_yes, kept_yes = (float(one.mean()) if one.size else None for one in shares)
    return Spot(
        days=days,
        fell_out=int(np.count_nonzero(found.fell_out)),
        missed=missed.size,
        missed_yes=gone_yes,
        kept_yes=kept_yes,
    )


def _tests(found: Forecasts) -> Tests:
    p, y, w = found.p, found.y, found.sample.weights
    z, p_value = spiegelhalter(p, y, w) or (None, None)
    return Tests(auc=auc(p, y, w), spiegelhalter_z=z, spiegelhalter_p=p_value)


def _total(able: Scorable, gone: int, amended: Bools) -> list[Figures]:
    """The figures of all claims, as those of one group."""
    parts = every(able.columns)
    return figures(able, parts, scored(able, parts), [gone], amended)


def _kinds(columns: Columns) -> dict[str, int]:
    """How many claims there are of each kind that there is."""
    counts = np.bincount(columns.kind, minlength=len(KINDS)).tolist()
    return {kind: n for kind, n in zip(KINDS, counts, strict=True) if n}


def of_one_type(gathered: Gathered) -> tuple[Gathered, str, dict[str, int]]:
    """What is about questions of the first type that there is, that, and how many are of others.

    A share of claims that proved right and an error in seats are different things, and so no figure
    is about questions of several types.
    """
    selected, withdrawn = gathered.selected, gathered.withdrawn
    counts, gone = (np.bincount(one.type, minlength=len(TYPES)) for one in (selected, withdrawn))
    place = int(np.flatnonzero([*((counts + gone) > 0), True])[0]) % len(TYPES)
    others = {
        name: n
        for name, n in zip(TYPES, counts.tolist(), strict=True)
        if n and name != TYPES[place]
    }
    own = selected.type == place
    if own.all() and (withdrawn.type == place).all():
        return gathered, TYPES[place], others
    found = replace(
        gathered,
        selected=selected.take(own),
        withdrawn=withdrawn.take(withdrawn.type == place),
        amended=gathered.amended[own],
    )
    return found, TYPES[place], others


def of_kinds(columns: Columns, kinds: Iterable[str]) -> Columns:
    """The claims of some kinds alone."""
    chosen = _are_of_kinds(columns, kinds)
    return columns if chosen.all() else columns.take(chosen)


def _are_of_kinds(columns: Columns, kinds: Iterable[str]) -> Bools:
    return np.isin(columns.kind, [KINDS.index(kind) for kind in kinds])
