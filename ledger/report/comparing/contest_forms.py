"""A contest as text and as JSON."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ledger.report.command import chosen_options, laid_out
from ledger.report.comparing.contest_prose import sentences
from ledger.report.comparing.forms import AGAIN, SETTINGS
from ledger.report.groups import plural
from ledger.report.json_csv import dumped, filters_dict
from ledger.report.table import INTERVAL, Row, Table
from ledger.report.text_markdown import WIDTH, head, room_for, table_lines
from ledger.scoring.intervals import LEVEL
from ledger.text import NONE, between, percent, score, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.report.comparing.contest import Contest, Contestant


def as_text(found: Contest, columns: int = WIDTH) -> str:
    """The contest for a terminal of so many columns, ending in a line break."""
    shown = list(tables(found))
    room = room_for(shown, columns)
    title = f"{plural(found.kinds).capitalize()} of {found.by}s, held against each other"
    lines = head(title, f"as of {found.moment}", room)
    for table in shown:
        lines += ["", *([table.title, ""] if table.title else []), *table_lines(table, room)]
    lines.append("")
    for sentence in sentences(found):
        lines += wrap(sentence, room)
    return "\n".join([*lines, "", AGAIN, *laid_out(_words(found), room)]) + "\n"


def tables(found: Contest) -> Iterator[Table]:
    """The tables of a contest; none where nobody gave a probability."""
    if not found.contestants:
        return
    yield _table(found, "", ("questions", "share", "Brier", "relative", "skill", "rank"), _scores)
    if any(one.peer_brier is not None for one in found.contestants):
        heads = ("share of days", "peer", INTERVAL, "q", "log peer")
        yield _table(found, "Against the others at the same time", heads, _peers)
    if any(one.crowd.questions for one in found.contestants):
        heads = ("questions", "Brier", "crowd: mean", "median", "log odds")
        yield _table(found, "Beside the crowd of the others", heads, _crowd)


def _table(found: Contest, title: str, heads: tuple[str, ...], cells: Any) -> Table:  # noqa: ANN401 - a function of a side
    digits = found.settings.digits + 1
    rows = tuple(Row(one.name, cells(one, digits)) for one in found.contestants)
    return Table(title, found.by, heads, rows)


def _scores(one: Contestant, digits: int) -> tuple[str, ...]:
    same = one.rank_best == one.rank_worst
    return (
        f"{one.questions:,}",
        percent(one.coverage, digits - 1),
        score(one.brier, digits),
        score(one.relative_brier, digits),
        score(one.relative_skill, digits - 1),
        f"{one.rank_best}" if same else f"{one.rank_best} to {one.rank_worst}",
    )


def _peers(one: Contestant, digits: int) -> tuple[str, ...]:
    return (
        percent(one.time_coverage, digits - 1),
        score(one.peer_brier, digits),
        between(one.peer_interval, digits, score) or NONE,
        score(one.peer_q, digits - 1),
        score(one.peer_log, digits),
    )


def _crowd(one: Contestant, digits: int) -> tuple[str, ...]:
    beside = one.crowd
    scores = (beside.own, beside.mean, beside.median, beside.log_odds)
    return (f"{beside.questions:,}", *(score(each, digits) for each in scores))


def command(found: Contest) -> str:
    """The command that gives the contest again, on one line."""
    return shlex.join(word for part in _words(found) for word in part)


def _words(found: Contest) -> Iterator[Sequence[str]]:
    """The words of the command that gives the contest again, what belongs together as one."""
    guarded = any(name.startswith("-") for name in found.names)
    names = [(name,) for name in found.names]
    yield "ledger", "compare"
    yield from [] if guarded else names
    yield "--by", found.by
    yield from chosen_options(found.filters, found.settings)
    yield "--as-of", str(found.moment)
    yield from [("--",), *names] if guarded else []


def as_json(found: Contest) -> str:
    """The contest as a JSON object; an undefined figure is null."""
    power = found.settings.extremise
    return dumped({
        "as_of": str(found.moment),
        "entry": found.moment.entry,
        "root": found.root,
        "by": found.by,
        "names": list(found.names),
        "kinds": list(found.kinds),
        "others": found.others,
        "filters": filters_dict(found.filters),
        **{name: getattr(found.settings, name) for name in SETTINGS},
        "log_floor": found.floor,
        **({} if power is None else {"extremise": power}),
        "level": LEVEL,
        "pair_level": found.level,
        "questions": found.questions,
        "contestants": [asdict(one) for one in found.contestants],
        "left_out": found.left_out,
        "crowds": [asdict(one) for one in found.crowds],
    })  # fmt: skip
