"""``ledger corrections``, ``disputes`` and ``duplicates``: what deserves a second look."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from ledger.book.asking.corrections import told
from ledger.cli import COMMANDS
from ledger.cli.options import as_of_option, filter_options, filters_of, format_option, full_option
from ledger.cli.terminal import (
    columns,
    ledger_to_read,
    limit_option,
    more_lines,
    most_of,
    painted,
    say,
    say_json,
    say_lines,
    say_more,
    spread,
    wrapped,
)
from ledger.model.claim_state import verdict_label
from ledger.model.export_items import Page
from ledger.text import clean, counted, cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ledger.book.asking.corrections import Correction
    from ledger.book.asking.disputes import Agreement, Dispute
    from ledger.book.asking.duplicates import Alike, Duplicates
    from ledger.model.export_items import RecordedOutcome


@click.command(short_help=COMMANDS["corrections"])
@limit_option
@as_of_option
@format_option
@click.pass_context
def corrections_command(
    ctx: click.Context, /, limit: int | None, as_of: str | None, form: str
) -> None:
    """List what was amended, withdrawn or re-judged, with the reasons, ready to publish.

    After the fact means: when the question was settled or its due day over.
    The oldest come first; a limit leaves out the oldest.

    \b
    Example:
      ledger corrections
    """
    from ledger.json_views import correction_view

    found = ledger_to_read(ctx).corrections(as_of, most_of(limit, form))
    if form == "json":
        say_json([correction_view(correction) for correction in found])
        return
    say_more(found.more, "before these")
    say_lines(corrections_lines(found))
    if not found:
        say("Nothing was amended, withdrawn or re-judged.")


def corrections_lines(corrections: Iterable[Correction]) -> Iterator[str]:
    """Corrections in a few lines an entry: when, what, from what to what, and why."""
    for _, group in groupby(corrections, key=lambda correction: correction.entry):
        several = list(group)
        first = several[0]
        flag = ""
        if any(correction.after_the_fact for correction in several):
            flag = "  after the fact"
        elif first.undone:
            flag = "  undone at once"
        yield painted(f"  {first.at[:10]}  {first.subject}") + painted(flag, "yellow")
        for correction in several:
            before, after = (
                told(value, correction.what) for value in (correction.before, correction.after)
            )
            change = f"{correction.change}: {before} -> {after}"
            if correction.what == "withdrawn":
                change = "withdrawn" if correction.after else "in force again"
            yield from wrapped(change, indent=8, first=6)
        if first.reason:
            yield from wrapped(f"reason: {first.reason}", indent=8, first=6)


@click.command(short_help=COMMANDS["disputes"])
@click.option("--agreement", is_flag=True, help="Tell how far all agree, however few are listed.")
@filter_options
@limit_option
@as_of_option
@full_option
@format_option
@click.pass_context
def disputes_command(
    ctx: click.Context,
    /,
    agreement: bool,
    limit: int | None,
    as_of: str | None,
    full: bool,
    form: str,
    **options: Any,
) -> None:
    """List the questions on which recorders differ, and how far they agree on all they share.

    Compared is one verdict a recorder: their last final one, else their last; see record --blind.
    A question that was adjudicated (record --adjudicates) is listed as decided.
    Where there are more than a limit lets through, how far they agree is told only when asked for.

    \b
    Example:
      ledger disputes --topic defence-spending
    """
    from ledger.json_views import agreement_view

    most = most_of(limit, form)
    is_whole = agreement or form == "json"
    found = ledger_to_read(ctx).disputes(filters_of(options), as_of, None if is_whole else most)
    if form == "json":
        shown = Page.of(found.disputes, most)
        say_json(agreement_view(replace(found, disputes=tuple(shown))))
        return
    say_lines(agreement_lines(found, most, full=full))


def agreement_lines(
    agreement: Agreement, most: int | None = None, *, full: bool = False
) -> Iterator[str]:
    """The disputes, or the first so many, then how many there are, the alpha and the moment."""
    shown = Page.of(agreement.disputes, most)
    for dispute in shown:
        yield from _dispute(dispute, full=full)
        yield ""
    yield from more_lines(shown.more if agreement.is_all else None)
    if not agreement.is_all:
        yield from wrapped("How far recorders agree on all they share: --agreement")
    else:
        yield from wrapped(_count(agreement))
        if agreement.questions:
            yield from wrapped(_alpha(agreement))
    yield painted(f"As of {agreement.moment}.")


def _dispute(dispute: Dispute, *, full: bool) -> Iterator[str]:
    stands = dispute.stands
    if stands is None:
        state = "not decided; nothing stands"
    elif dispute.adjudicated:
        state = f"decided by {stands.by}: {_verdict(stands)}"
    else:
        state = f"not decided; {_verdict(stands)} stands"
    for left, right in spread(dispute.question, clean(state)):
        yield painted(left, bold=True) + painted(right, None if dispute.adjudicated else "yellow")
    statement = clean(dispute.statement)
    yield from wrapped(statement, indent=2) if full else [f"  {cut(statement, columns() - 2)}"]
    for verdict in dispute.verdicts:
        told = verdict_label(
            verdict.outcome.verdict, verdict.outcome.amount, verdict.outcome.happened_on
        )
        blind = (
            ", imported" if verdict.outcome.disputed else ", blind" if verdict.outcome.blind else ""
        )
        left = clean(f"    {verdict.by}: {told}{blind}")
        for who, which in spread(left, f"({verdict.outcome.id})"):
            yield painted(who) + painted(which)
    if dispute.undecided_import:
        cure = f"ledger record {clean(dispute.question)} VERDICT --adjudicates"
        yield painted(f"    To decide: {cure}")


def _verdict(recorded: RecordedOutcome) -> str:
    return verdict_label(recorded.outcome.verdict, recorded.outcome.amount)


def _count(agreement: Agreement) -> str:
    imported = [dispute for dispute in agreement.disputes if dispute.imported]
    told = (
        f" Questions on which one import told verdicts that differ: {len(imported)}; "
        f"decided: {sum(dispute.adjudicated for dispute in imported)}."
    ) * bool(imported)
    if not agreement.questions:
        return f"No question here has verdicts of two recorders; see ledger record --blind.{told}"
    found = [dispute for dispute in agreement.disputes if dispute.between_recorders]
    decided = sum(dispute.adjudicated for dispute in found)
    return (
        f"Questions that two or more recorders have judged: {agreement.questions}. "
        f"They differ on {len(found)}; decided: {decided}.{told}"
    )


def _alpha(agreement: Agreement) -> str:
    if agreement.alpha is None:
        return (
            "Krippendorff's alpha is undefined: every verdict compared is the same, so nothing "
            "shows that the recorders can tell one from another."
        )
    names, several = ", ".join(agreement.recorders), "s" * (len(agreement.recorders) != 1)
    return (
        f"Krippendorff's alpha is {agreement.alpha:z.2f}, between "
        f"{len(agreement.recorders)} recorder{several} ({names}): 1 is full "
        f"agreement, 0 what chance alone would give."
    )


@click.command(short_help=COMMANDS["duplicates"])
@click.option("--names", is_flag=True, help="List only names that are alike, no claims.")
@filter_options
@limit_option
@as_of_option
@full_option
@format_option
@click.pass_context
def duplicates_command(
    ctx: click.Context,
    /,
    names: bool,
    limit: int | None,
    as_of: str | None,
    full: bool,
    form: str,
    **options: Any,
) -> None:
    """List claims of one speaker that say nearly the same and come from several sources.

    Four of five words are the same, and all numbers; nothing is changed.
    Claims on one question are no duplicates: reports weigh such repeats already.
    Take one back with ledger withdraw, or let both stand on one question with ledger amend.
    Below them stand names of speakers, publishers and topics that differ only in case, accents,
    punctuation, entities or letters that look the same, with the command that joins two speakers;
    names nobody can tell apart are one.

    \b
    Example:
      ledger duplicates --speaker "James Black"
      ledger duplicates --names
    """
    from ledger.json_views import alike_view, duplicates_view

    filters, ledger, most = filters_of(options), ledger_to_read(ctx), most_of(limit, form)
    found = Page.of([] if names else ledger.duplicates(filters, as_of), most)
    if form == "json" and not names:
        say_json([duplicates_view(duplicates) for duplicates in found])
        return
    alike = Page.of(ledger.alike(filters, as_of), most)
    if form == "json":
        say_json([alike_view(one) for one in alike])
        return
    for duplicates in found:
        say_lines(_lines(duplicates, full=full))
    say_more(found.more)
    several = f"{counted(len(found) + (found.more or 0), 'group')} of claims that may be one."
    if not names:
        say(several if found else "No two claims look like one.")
    elif not alike:
        say("No two names are alike.")
    for names_alike in alike:
        say_lines(_names(names_alike))
    say_more(alike.more, "names")


def _names(alike: Alike) -> Iterator[str]:
    """Names that are alike, and what joins them."""
    told = ", ".join(f"{name} ({number})" for name, number in alike.names)
    yield from wrapped(f"Alike, by their claims: the {alike.what}s {told}")
    for command in alike.commands:
        yield painted(f"  {command}")


def _lines(found: Duplicates, *, full: bool) -> Iterator[str]:
    from ledger.cli.claim_lists import claim_lines

    alike = "the same statement" if found.equal else "nearly the same statement"
    yield painted(f"{found.speaker_group}: {alike}", bold=True)
    for claim in found.claims:
        yield from claim_lines(claim, full=full)
        yield painted(f"  in {claim.source}")
    yield ""
