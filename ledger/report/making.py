"""A report as data: how claims fared, as of a moment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.book.asking.corrections import amended_after
from ledger.journal.note import to_base64
from ledger.model.filters import Filters
from ledger.report.calibration import calibrate
from ledger.report.figures import figures
from ledger.report.forecasts import forecasts
from ledger.report.groups import groups
from ledger.report.kinds import headline
from ledger.report.settings import Settings
from ledger.wording import yardstick

if TYPE_CHECKING:
    from ledger.book.ledger import Ledger
    from ledger.model.assessment import Assessment
    from ledger.model.moment import Moment
    from ledger.report.calibration import Calibration
    from ledger.report.figures import Figures
    from ledger.report.groups import Group
    from ledger.scoring.homogeneity import Homogeneity


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How claims fared, as of a moment.

    ``root`` is the journal's root hash (hex, for programs) as of ``moment``, so that the report can
    be reproduced and checked.  ``kinds`` are those the figures are about; ``others`` counts the
    selected claims of every other kind.  ``homogeneity`` is a test of whether the groups have the
    same accuracy; None where there is nothing to test.  ``effective_groups`` is how many groups
    without a question in common would tell as much as those with a name.  ``claims`` are those the
    figures are about, by id.
    """

    moment: Moment
    root: str
    by: str
    kinds: tuple[str, ...]
    others: dict[str, int]
    filters: Filters
    settings: Settings
    total: Figures
    groups: tuple[Group, ...]
    homogeneity: Homogeneity | None
    effective_groups: float
    calibration: Calibration
    claims: tuple[Assessment, ...]

    @property
    def root_hash(self) -> str:
        """The root hash as people read it everywhere: in base64, as in checkpoints."""
        return to_base64(bytes.fromhex(self.root))


def report(
    ledger: Ledger,
    by: str = "speaker",
    filters: Filters | None = None,
    as_of: str | None = None,
    settings: Settings | None = None,
) -> Report:
    """The figures of the claims that ``filters`` let through, in all and by group.

    Where several kinds of claims are selected and no filter asks for one, the figures are about the
    first of prediction, pledge and plan that there is; grouped by kind, each group is about its
    own.

    Args:
        ledger: the ledger to report on.
        by: one of `ledger.report.groups.KEYS`.
        filters: which claims to select; all by default.
        as_of: a day or ``ENTRY@DAY``; now by default.
        settings: how claims are scored, grouped and shown.

    Raises:
        NotFound: a filter names what nothing in the ledger has.
        BadDate: ``as_of`` is no moment.
        UnknownName: no yardstick bears the name that ``settings`` give.
    """
    filters, settings = filters or Filters(), settings or Settings()
    if settings.yardstick is not None:
        yardstick(settings.yardstick)
    moment = ledger.moment(as_of)
    selected = ledger.list(filters, str(moment))
    withdrawn = ledger.withdrawn(filters, str(moment))
    claim_ids, question_ids = amended_after(ledger.corrections(str(moment)))
    amended = {one.id for one in selected if one.id in claim_ids or one.question in question_ids}
    kinds = headline([*selected, *withdrawn], filters)
    chosen = [one for one in selected if one.kind in kinds]
    gone = [one for one in withdrawn if one.kind in kinds]
    grouped = (selected, withdrawn) if by == "kind" else (chosen, gone)
    found, kin = groups(*grouped, by, amended, settings)
    return Report(
        moment=moment,
        root=ledger.root(str(moment)).hex(),
        by=by,
        kinds=kinds,
        others=dict(sorted(Counter(one.kind for one in selected if one.kind not in kinds).items())),
        filters=filters,
        settings=settings,
        total=figures(chosen, len(gone), amended, settings),
        groups=found,
        homogeneity=kin.homogeneity,
        effective_groups=kin.effective,
        calibration=calibrate(forecasts(chosen, settings), settings.seed),
        claims=tuple(sorted(chosen, key=lambda one: one.id)),
    )
