"""Rows of a sheet read at once, where every cell is plain: to the same bodies, and much faster.

A row that holds anything else, such as a date in words, a character that nobody sees, or another
verdict than a row before it, is not for here: `Unsure` is raised, and then the sheet is read by
`ledger.formats.table.records`.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.formats.cleaning import Tidying
from ledger.formats.crowds import is_crowd
from ledger.formats.plain_records import NEVER, Unsure
from ledger.formats.table.columns import CLAIM, OUTCOME, QUESTION, SOURCE
from ledger.formats.table.gather import former_source_id, source_id
from ledger.formats.table.plain_cells import ONCE, READ, Memo, choice, identifier, shares
from ledger.formats.table.row import Rows
from ledger.formats.table.words import Words
from ledger.model import fields, forecast, parse
from ledger.model.codec import to_body
from ledger.model.verdicts import ENDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledger.formats.plain_records import Body, Spool
    from ledger.formats.registry import GivenFile
    from ledger.formats.table.layout import Layout
    from ledger.formats.table.plain_cells import Read

    Reads = tuple[tuple[int, str, Read], ...]

SORTS: Final = {
    kind: {field.name: field.sort for field in several}
    for kind, several in (
        ("claim", fields.CLAIM),
        ("question", fields.OWN_QUESTION),
        ("outcome", fields.OUTCOME),
    )
}
WRITTEN: Final = {"attribution": "quoted", "kind": "prediction", "checkable": True}
"""What a claim says without a word of its row."""

UNREAD: Final = frozenset({
    "reason", "due_words", "type", "options", "ordered", "unit", "measure", "lower_bound",
    "upper_bound", "answer", "outcome_answer", "outcome_answer_low", "outcome_answer_high",
})  # fmt: skip
"""Columns that say how others are to be read, or that a question is not yes or no."""


class PlainRows:
    """The plain rows of one sheet, put into a spool one by one.

    Raises:
        Unsure: there are columns that only the careful reader knows.
    """

    def __init__(self, given: GivenFile, layout: Layout, spool: Spool) -> None:
        options, header = given.options, layout.header
        places = header.places
        if places is None or not all(header.names) or options.is_mapping_of_cells or options.crowds:
            raise Unsure
        self._spool, self._horizon = spool, given.horizon
        self._words = Words({})
        self._rows = Rows(layout, self._words, {})
        self._width = len(header.keys)
        self._tidying = Tidying(web=False, ours=header.is_ours)
        self._may_be_crowds = not header.is_ours
        self._id = places["id"]
        self._verdict = places.get("verdict")
        self._unread = [places[key] for key in UNREAD if key in places]
        self._claim = self._reads("claim", {one: one for one in CLAIM if one != "id"}, places)
        self._asked = self._reads("question", QUESTION, places)
        self._told = self._reads("outcome", OUTCOME, places)
        self._cells = {
            kind: _cells([places[column] for column in columns if column in places])
            for kind, columns in (("source", SOURCE), ("question", QUESTION), ("outcome", OUTCOME))
        }
        self._sources: dict[Any, tuple[int, str, str | None, int]] = {}
        self._named: set[str] = set()
        self._questions: dict[str, tuple[int, int, str | None]] = {}
        self._outcomes: dict[str, int] = {}
        # No method of its own: a cycle would keep what was read until cycles are sought.
        self._may_be_made = Memo(partial(_refuse_impossible, given.horizon))
        self._contradicts = Memo(_contradicts)
        self._number = Memo(lambda one: date.fromisoformat(one).toordinal())
        self.without_evidence = 0

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Read one row.

        Raises:
            Unsure: it is not plain.
        """
        if len(cells) != self._width or any(cells[place] for place in self._unread):
            raise Unsure
        known = self._cells["source"](cells)
        source = self._sources.get(known)
        if source is None:
            source = self._sources[known] = self._source(number, cells)
        group, published = source[0], source[2]
        own = identifier(cells[self._id])
        body: Body = {"source": source[1], **WRITTEN}
        for place, key, read in self._claim:
            if cell := cells[place]:
                body[key] = read(cell)
        speaker = body.get("speaker", "unnamed")
        if speaker[:7].lower() == "unnamed" or (self._may_be_crowds and is_crowd(speaker)):
            raise Unsure
        made, first = body.get("made"), source[3]
        if made is not None:
            self._may_be_made[f"{made} {published or ''}"]
            first = self._number[made]
        if "stance" in body and "probability" in body:
            self._contradicts[f"{body['stance']} {body['probability']}"]
        if body.setdefault("question", own) == own and (
            own in self._questions or body.get("stance") == "against"
        ):
            raise Unsure
        since = first if body["question"] == own else 0
        home, due = self._question(group, body["question"], cells, since)
        judged = self._verdict is None or bool(cells[self._verdict])
        self._spool.claim(group, own, body, first, judged=judged)
        self._outcome(home, body["question"], due, cells)

    def _reads(self, kind: str, columns: Mapping[str, str], places: Mapping[str, int]) -> Reads:
        found = []
        for column, key in columns.items():
            if column not in places or column in UNREAD:
                continue
            sort = SORTS[kind][key]
            read = READ.get(sort) or choice(column, self._words)
            read = shares() if sort is fields.Sort.SHARE else read
            found.append((places[column], key, read if sort in ONCE else Memo(read).__getitem__))
        return tuple(found)

    def _source(self, number: int, cells: Sequence[str]) -> tuple[int, str, str | None, int]:
        """A source, read with all care: its number, id and day, and the first one of that."""
        raw = self._rows.read(number, cells)[0].source
        full = {"id": source_id(raw), **raw}
        if self._tidying.table(full) != full:
            raise Unsure
        draft = parse.read_source(full, horizon=self._horizon)
        if draft.complaints:
            raise Unsure
        source = draft.source
        if source.id in self._named:
            raise Unsure
        self._named.add(source.id)
        if former_source_id(raw, source.id):
            self._spool.lacks_former = False
        group = self._spool.source(source.id, to_body(source), shared=True)
        earliest = source.published.earliest if source.published else None
        day = None if source.published is None else str(source.published)
        return group, source.id, day, earliest.toordinal() if earliest else 0

    def _question(
        self, group: int, name: str, cells: Sequence[str], since: int
    ) -> tuple[int, str | None]:
        """The number of the source that a row's question is of, and its due day.

        One that a claim makes must not be over by the number ``since`` of a day.
        """
        said = self._cells["question"](cells)
        known = self._questions.get(name)
        if known is not None:
            # A hash of texts is that of others in one of some billion sheets.
            if any(said) and known[0] != hash(said):
                raise Unsure
            return known[1:]
        body = {}
        for place, key, read in self._asked:
            if cell := cells[place]:
                body[key] = read(cell)
        due = body.get("due")
        if "statement" not in body or (due is None and "due_basis" in body):
            raise Unsure
        last = NEVER
        if due is not None:
            body.setdefault("due_basis", "stated")
            last = self._number[due]
        if last < since:
            raise Unsure
        self._questions[name] = hash(said), group, due
        self._spool.question(group, name, body, last)
        return group, due

    def _outcome(self, group: int, question: str, due: str | None, cells: Sequence[str]) -> None:
        said = self._cells["outcome"](cells)
        if not any(said):
            return
        key = hash(said)
        if question in self._outcomes:
            if self._outcomes[question] != key:
                raise Unsure
            return
        self._outcomes[question] = key
        body: dict[str, Any] = {}
        for place, name, read in self._told:
            if cell := cells[place]:
                body[name] = read(cell)
        self._refuse_odd(body, due)
        self.without_evidence += "evidence" not in body
        self._spool.outcome(group, question, body)

    def _refuse_odd(self, body: Body, due: str | None) -> None:
        """See that a verdict fits its day, the due day and today, as `parse_outcome` has it."""
        verdict, happened = body.get("verdict"), body.get("happened_on")
        today = self._horizon.isoformat()
        fits = verdict not in {None, "answered"} and (happened is None or happened <= today)
        if due is None:
            fits = fits and verdict != "late"
        elif happened is None:
            fits = fits and (verdict != "did-not-happen" or due <= today)
            fits = fits and (verdict != "late" or due < today)
        else:
            fits = fits and (verdict != "happened" or happened <= due)
            fits = fits and (verdict != "late" or happened > due)
        if "value" in body:
            fits = fits and verdict == "partly" and body["value"] not in map(str, ENDS)
        if not fits:
            raise Unsure


def _refuse_impossible(horizon: date, days: str) -> None:
    """See that a claim was not made in the future, nor after its source was published."""
    made, _, published = days.partition(" ")
    then = edtf.parse(made)
    if then.latest is None or then.latest > horizon:
        raise Unsure
    if published and edtf.before(edtf.parse(published), then):
        raise Unsure


def _contradicts(both: str) -> None:
    stance, _, probability = both.partition(" ")
    given = forecast.stated(forecast.of_canonical(probability))
    if given is None or forecast.contradicts(stance, given):
        raise Unsure


def _cells(places: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """What gives those of a row's cells that stand at some places."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda cells: tuple(cells[place] for place in places)
