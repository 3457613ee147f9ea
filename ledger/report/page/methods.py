"""How the figures of a report were made, and the record behind them, so that anybody can check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import numpy as np

from ledger.model.export_items import standing_among
from ledger.model.filters import STATUSES, chosen
from ledger.model.kinds import Kind
from ledger.model.outcome import base_of
from ledger.report.build import of_kinds
from ledger.report.layout import pools
from ledger.report.page.glossary import Term
from ledger.report.repeats_prose import about_repeats
from ledger.report.table_rows import kinds
from ledger.scoring.intervals import LEVEL
from ledger.text import the_first
from ledger.wording import yardstick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ledger.book.asking.corrections import Correction
    from ledger.book.asking.selection import Selection
    from ledger.book.ledger import Ledger
    from ledger.model.claim import Source
    from ledger.model.claim_arrays import Columns
    from ledger.model.claim_state import Assessment
    from ledger.model.export_items import RecordedOutcome, RecordedResponse
    from ledger.model.filters import Filters
    from ledger.report.build import Report


MEAN: Final = "A speaker's several claims on one question share the weight of one."
"""What the usual rule for repeats does."""


def methods(report: Report) -> Iterator[Term]:
    """Every choice behind the figures, the statistics they are made by, and what made them."""
    moment, settings = report.moment, report.settings
    yield Term("Known", _known(moment.entry))
    yield Term("Today", f"{moment.day} (UTC): what was due before that day is overdue.")
    yield Term("Root hash", report.root_hash)
    yield Term("Claims", f"{_selected(report.filters)} The figures are about {kinds(report)}.")
    yield Term("Repeats", " ".join(about_repeats(settings)) or MEAN)
    yield Term(
        "Settled together",
        f"Claims {'in' if settings.cluster == 'source' else 'on'} one {settings.cluster} count as "
        f"settled together, and tell less than as many that are settled apart.",
    )
    yield Term(
        "Early settlement",
        "A question is scored only once its due day or scheduled end is over."
        if settings.guard_early
        else "A question is scored as soon as it is settled, even before its due day.",
    )
    yield Term("Few", f"Groups with fewer than {settings.min_claims} scored are listed apart.")
    yield from _statistics(report)
    yield Term("Made by", f"claim-ledger {version('claim-ledger')}.")


def _known(n: int) -> str:
    """Which entries of the journal the figures are made of."""
    first = the_first(n, "entry")
    return f"{first[0].upper()}{first[1:]} of the ledger's journal."


def _selected(filters: Filters) -> str:
    """Which claims the filters let through, in words."""
    told = []
    for name, value in chosen(filters).items():
        values = [str(value)] if isinstance(value, date) else value
        told.append(f"{name.replace('_', ' ')} {' or '.join(values)}")
    return f"Those with {'; '.join(told)}." if told else "All in the ledger."


def _statistics(report: Report) -> Iterator[Term]:
    seed = report.settings.seed
    yield Term(
        "Intervals of shares",
        f"{LEVEL:.0%}, Wilson (1927), on the number of separate claims that would tell as much, "
        f"with Student's t where some are settled together: Kish (1965); Korn and Graubard "
        f"(1998).",
    )
    if pools(report):
        yield Term(
            "Pooling",
            "Beta-binomial, over all distributions that the groups make likely: Efron and Morris "
            "(1975); Kass and Steffey (1989).",
        )
    if report.homogeneity is not None:
        yield Term(
            "Whether groups differ",
            "Chi-squared, corrected for claims that are settled together: Rao and Scott (1984), "
            "with F by Thomas and Rao (1987).",
        )
    if report.total.forecasts.forecasts or report.settings.yardstick:
        yield Term("Words as probabilities", _words(report.settings.yardstick))
    if not report.total.forecasts.forecasts:
        return
    yield Term(
        "Intervals of scores",
        f"{LEVEL:.0%}, Student's t on the variance between what is settled together, with half of "
        f"one added at either bound: Bell and McCaffrey (2002); Agresti and Min (2005).",
    )
    if report.calibration.isotonic:
        yield Term(
            "Reliability",
            f"The curve is the isotonic regression of outcomes on forecasts: Dimitriadis, "
            f"Gneiting and Jordan, PNAS 118 (2021), e2016191118. At each chance, the band holds "
            f"{LEVEL:.0%} of {report.calibration.band_resamples:,} curves drawn as if the "
            f"forecasts were right, with one random number for all that is settled together: "
            f"Bröcker and Smith (2007); seed {seed}. The test compares the miscalibration of the "
            f"Brier score with that of the same draws.",
        )


def _words(name: str | None) -> str:
    if name is None:
        return "None: only probabilities stated in numbers are scored."
    found = yardstick(name)
    return f"By the yardstick {name} ({found.title}): {found.citation}"


MOST: Final = 800
"""Of more claims than this the page lists so many."""

OVERDUE: Final = 50
"""So many overdue claims are listed apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What stands in the ledger beside the claims of a report, as of the report's moment.

    ``claims`` are those the report's figures are about, by due day or scheduled end, those without
    either last.  Of more than `MOST` they are those that fell due last, the newest first, and
    behind them what is still to come, the nearest first; ``left_out`` counts the others.
    ``overdue`` are the first of what is overdue, the longest first.
    ``outcomes`` has the outcome that stands on the question of each claim that has one,
    ``responses`` what was answered to each claim, ``sources`` what the claims were made in and what
    evidence names, all by id.  ``corrections`` are those of all the report's claims, withdrawn ones
    among them, of their questions, outcomes and sources, and of the names that their speakers were
    joined to, oldest first.
    """

    claims: tuple[Assessment, ...]
    left_out: int
    overdue: tuple[Assessment, ...]
    outcomes: Mapping[str, RecordedOutcome]
    responses: Mapping[str, Sequence[RecordedResponse]]
    sources: Mapping[str, Source]
    corrections: tuple[Correction, ...]


def record(ledger: Ledger, report: Report) -> Record:
    """The record of a report of ``ledger``, read in a few queries however many claims there are."""
    moment, every = str(report.moment), report.total.counts.claims
    with ledger.select(report.filters, moment) as selection:
        found = (_all if every <= MOST else _newest)(selection, report)
    everything = ledger.outcomes({claim.question for claim in found.claims}, moment)
    outcomes = {
        question: stands
        for question, several in everything.items()
        if (stands := standing_among(several)) is not None
    }
    return Record(
        claims=tuple(found.claims),
        left_out=every - len(found.claims),
        overdue=tuple(found.overdue),
        outcomes=outcomes,
        responses=ledger.responses({claim.id for claim in found.claims}, moment),
        sources=ledger.sources(_sources(found.claims, outcomes.values()), moment),
        corrections=tuple(filter(found.bears, ledger.corrections(moment))),
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """The claims that are listed, what is overdue, and what corrections may be about.

    ``ids`` are those of all claims, and of their questions and sources, by kind; ``names`` those of
    their speakers.
    """

    claims: list[Assessment]
    overdue: list[Assessment]
    ids: Mapping[str, set[str]]
    names: set[str]

    def bears(self, one: Correction) -> bool:
        """Whether a correction bears on the claims."""
        if one.kind == Kind.OUTCOME:
            return one.question in self.ids[Kind.QUESTION]
        if one.kind == Kind.RESPONSE:
            return base_of(one.id) in self.ids[Kind.CLAIM]
        if one.kind == Kind.ALIAS:  # undone or moved on, it bears on whom it counted for as well
            return not self.names.isdisjoint({one.id, one.before, one.after})
        return one.id in self.ids[one.kind]


def _all(selection: Selection, report: Report) -> _Found:
    """What is found where every claim is listed."""
    claims, gone = (
        [row for row in rows if row.kind in report.kinds]
        for rows in (selection.rows(), selection.withdrawn())
    )
    spoken = [*claims, *gone]
    ids: dict[str, set[str]] = {
        Kind.CLAIM: {claim.id for claim in spoken},
        Kind.QUESTION: {claim.question for claim in spoken},
        Kind.SOURCE: {claim.source for claim in spoken},
    }
    names = {claim.speaker for claim in spoken} | {claim.speaker_group for claim in spoken}
    overdue = [claim for claim in claims if claim.status == "overdue"]
    return _Found(claims, overdue[:OVERDUE], ids, names)


def _newest(selection: Selection, report: Report) -> _Found:
    """What is found where only the newest claims are listed."""
    columns, gone = (
        of_kinds(columns, report.kinds)
        for columns in (selection.columns(topics=False), selection.columns_withdrawn())
    )
    ids: dict[str, set[str]] = {
        Kind.CLAIM: {*columns.ids, *gone.ids},
        Kind.QUESTION: _named(columns, gone, "question"),
        Kind.SOURCE: _named(columns, gone, "source"),
    }
    days = (columns.horizon - np.datetime64(report.moment.day, "D")).astype(np.float64)
    days[np.isnat(columns.horizon)] = np.nan
    past = np.where(days < 0, -days, np.inf)
    newest = np.lexsort((columns.entry, days, past))[:MOST]  # what is not a number comes last
    late = np.flatnonzero(columns.status == STATUSES.index("overdue"))
    late = late[np.lexsort((columns.entry[late], days[late]))][:OVERDUE]
    return _Found(
        selection.rows_of(columns, newest),
        selection.rows_of(columns, late),
        ids,
        selection.names_of(_named(columns, gone, "speaker")),
    )


def _named(columns: Columns, gone: Columns, name: str) -> set[str]:
    """The names under a name that claims have."""
    return {
        getattr(one.names, name)[number]
        for one in (columns, gone)
        for number in np.unique(getattr(one, name)).tolist()
    }


def _sources(claims: Iterable[Assessment], outcomes: Iterable[RecordedOutcome]) -> set[str]:
    """The ids of the sources that claims were made in, and of those that evidence names."""
    evidence = (evidence for recorded in outcomes for evidence in recorded.outcome.evidence)
    return {claim.source for claim in claims} | {one.source for one in evidence if one.source}
