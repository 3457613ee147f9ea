"""What wants attention, and what was recorded lately, as a mail: Markdown or HTML.

The first line of the Markdown and the title of the page are the subject.  The page is one table
above another, styled where it stands, so that mail programs show it as it is: nothing is fetched,
nothing is a link, and it is as wide as there is room, up to 40 rem.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.book.asking.corrections import told
from ledger.model.claim_state import as_said, due_label, verdict_label
from ledger.model.export_items import MOST_COUNTED, Page
from ledger.report.agenda_parts import IDLE, parts
from ledger.report.table import Row, Table
from ledger.report.text_markdown import escaped, markdown_table
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from ledger.book.asking.agenda import Agenda
    from ledger.book.asking.corrections import Correction
    from ledger.book.asking.disputes import Dispute
    from ledger.book.asking.recent import NewVerdict, Recent
    from ledger.book.ledger import Ledger
    from ledger.model.claim_state import Assessment, Moment

CURE: Final = "To record what happened: ledger record ID VERDICT"


@dataclass(frozen=True, slots=True)
class Digest:
    """What is in a mail: what wants attention, the disputes that nobody decided, and the news."""

    moment: Moment
    within: timedelta
    stale: timedelta
    agenda: Agenda
    disputes: Page[Dispute]
    recent: Recent

    @property
    def subject(self) -> str:
        """What it is about, in a line."""
        soon = f"due within {counted(self.within.days, 'day')}"
        disputes = len(self.disputes) + (self.disputes.more or 0)
        parts = [
            f"{several} {what}"
            for what, several in (
                ("overdue", how_many(self.agenda, "overdue")),
                (soon, how_many(self.agenda, "due")),
            )
            if several != "0"
        ]
        parts += [counted(disputes, "dispute")] if disputes else []
        return f"Claims: {', '.join(parts) or f'nothing is {soon}'}"


def digest_of(
    ledger: Ledger,
    agenda: Agenda,
    spans: tuple[timedelta, timedelta, timedelta],
    moment: Moment,
    most: int | None = None,
) -> Digest:
    """The digest of an agenda as of a moment; of each other part it has the first ``most``.

    ``spans`` are those of the agenda, and how far back the news go.
    """
    within, stale, since = spans
    first = max(moment.day.toordinal() - since.days, 1)
    recent = ledger.recent(date.fromordinal(first), str(moment), most)
    disputes = [one for one in ledger.disputes(as_of=str(moment)).disputes if not one.adjudicated]
    return Digest(moment, within, stale, agenda, Page.of(disputes, most), recent)


def how_many(agenda: Agenda, part: str) -> str:
    """How many claims there are in a part of the agenda, those that were left out among them."""
    more = agenda.more[part]
    shown = len(getattr(agenda, part))
    if more is None or more > MOST_COUNTED:
        return f"over {shown + MOST_COUNTED:,}"
    return f"{shown + more:,}"


def tables(digest: Digest) -> Iterator[tuple[Table, str]]:
    """The tables of a digest, each with what is said of the rows that were left out of it."""
    several = list(parts(digest.agenda, digest.within, digest.stale))
    last = {name: head for name, head, _ in several}
    for name, head, claims in several:
        more = _more(digest.agenda.more[name]) if last[name] == head else ""
        yield _claims(head, claims), more
    if digest.agenda.following:
        yield _claims("Next", digest.agenda.following[:1]), ""
    if digest.disputes:
        rows = tuple(map(_dispute, digest.disputes))
        heads = ("state", "verdicts", "id")
        table = Table("Disputes that wait", "question", heads, rows, is_text=True)
        yield table, _more(digest.disputes.more)
    since = edtf.in_words(digest.recent.since.isoformat())
    if digest.recent.verdicts:
        rows = tuple(map(_verdict, digest.recent.verdicts))
        heads = ("verdict", "recorded by", "id")
        title = f"Verdicts since {since}"
        table = Table(title, "question", heads, rows, is_text=True)
        yield table, _more(digest.recent.verdicts.more)
    if digest.recent.corrections:
        rows = tuple(map(_correction, digest.recent.corrections))
        heads = ("day", "corrected by", "reason")
        title = f"Corrections since {since}"
        table = Table(title, "correction", heads, rows, is_text=True)
        yield table, _more(digest.recent.corrections.more)


def _claims(title: str, claims: Sequence[Assessment]) -> Table:
    rows = tuple(
        Row(
            as_said(claim.stance, claim.statement, claim.answer),
            (_when(claim), claim.speaker, claim.id),
        )
        for claim in claims
    )
    return Table(title, "claim", ("due", "said by", "id"), rows, is_text=True)


def _when(claim: Assessment) -> str:
    """When a claim is due, or where nothing says so, when to look how it went."""
    return edtf.when(claim.due or claim.due_latest) if claim.due_latest else due_label(claim)


def _dispute(dispute: Dispute) -> Row:
    stands = dispute.stands
    state = "nothing stands" if stands is None else f"{stands.outcome.verdict} stands"
    verdicts = "; ".join(
        f"{one.by}: {verdict_label(one.outcome.verdict, one.outcome.amount)}"
        for one in dispute.verdicts
    )
    return Row(dispute.statement, (state, verdicts, dispute.question))


def _verdict(one: NewVerdict) -> Row:
    return Row(one.statement, (one.verdict, one.by, one.id))


def _correction(one: Correction) -> Row:
    change = f"{one.change}: {told(one.before, one.what)} → {told(one.after, one.what)}"
    if one.what == "withdrawn":
        change = "withdrawn" if one.after else "in force again"
    late = ", after the fact" if one.after_the_fact else ", undone at once" * one.undone
    return Row(f"{one.subject}{late}: {change}", (one.at[:10], one.by, one.reason or ""))


def _more(more: int | None) -> str:
    if more == 0:
        return ""
    if more is None:
        return "There are more."
    many = f"over {MOST_COUNTED:,}" if more > MOST_COUNTED else f"{more:,}"
    return f"And {many} more."


def as_markdown(digest: Digest) -> str:
    """The digest as Markdown; its first line is a heading, the subject."""
    lines = [f"# {escaped(digest.subject)}", "", f"As of {digest.moment}."]
    if not _has_claims(digest):
        lines += ["", IDLE]
    for table, more in tables(digest):
        lines += ["", f"## {escaped(table.title)}", "", *markdown_table(table)]
        lines += ["", more] if more else []
    lines += ["", f"{CURE.partition(': ')[0]}:", "", f"    {CURE.partition(': ')[2]}"]
    return "\n".join(lines) + "\n"


def as_html(digest: Digest) -> str:
    """The digest as a page for a mail; its title is the subject."""
    from ledger.charts.colours import BAND, INK, MUTED, PAPER, RULE  # noqa: PLC0415 - for this alone
    from ledger.report.page.document import environment  # noqa: PLC0415 - jinja2 is slow to load

    template = environment().get_template("digest.html")
    colours = {one.name: one.light for one in (BAND, INK, MUTED, PAPER, RULE)}
    return template.render(
        digest=digest,
        idle="" if _has_claims(digest) else IDLE,
        tables=list(tables(digest)),
        colour=colours,
        cure=CURE,
    )


def _has_claims(digest: Digest) -> bool:
    return any(True for _ in parts(digest.agenda, digest.within, digest.stale))
