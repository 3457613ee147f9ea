"""``ledger show``: a thing with its whole history, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from ledger import edtf
from ledger.cli import COMMANDS, completing
from ledger.cli.claim_lists import claim_lines
from ledger.cli.options import as_of_option, format_option
from ledger.cli.review_commands import corrections_lines
from ledger.cli.terminal import (
    RESULT_COLOURS,
    field,
    ledger_to_read,
    painted,
    say_json,
    say_lines,
    verdict_colour,
    wrapped,
)
from ledger.model.claim_state import (
    as_said,
    document_label,
    status_label,
    verdict_label,
    with_commas,
)
from ledger.model.export_items import standing_among
from ledger.model.fields import RECORDS, Sort
from ledger.model.forecast import EXCEPT
from ledger.model.name_keys import name_key
from ledger.model.verdicts import FINAL

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from ledger.book.asking.show import Dossier, SourceDossier
    from ledger.book.ledger import Ledger
    from ledger.model.claim import Question, Source
    from ledger.model.claim_state import Assessment
    from ledger.model.export_items import RecordedOutcome, RecordedResponse
    from ledger.model.outcome import Evidence


@click.command(short_help=COMMANDS["show"])
@click.argument("id", shell_complete=completing.ids)
@as_of_option
@format_option
@click.pass_context
def show_command(ctx: click.Context, /, id: str, as_of: str | None, form: str) -> None:
    """Show a claim, question or source with its whole history.

    The beginning of an ID is enough where no other begins so, and so are words in quotes that one
    claim only has.  At a terminal @3 is the third of the list shown last.

    \b
    Example:
      ledger show tokyo-office-opens-2024
    """
    from ledger.book.asking.show import SourceDossier
    from ledger.cli.ids import meant

    ledger = ledger_to_read(ctx)
    id = meant(ledger, id)  # noqa: A001 - as the option is named
    if form == "json":
        say_json(_view(ledger, id, str(ledger.moment(as_of))))
        return
    found = ledger.show(id, as_of)
    lines = source_lines(found) if isinstance(found, SourceDossier) else dossier_lines(found)
    say_lines(lines)


def _view(ledger: Ledger, id: str, moment: str) -> dict[str, Any]:
    from ledger.book.asking.show import SourceDossier
    from ledger.json_views import dossier_view, source_view

    found = ledger.show(id, moment)
    if not isinstance(found, SourceDossier):
        return dossier_view(found)
    return source_view(found, ledger.outcomes({claim.question for claim in found.claims}, moment))


OF_QUESTION: Final = frozenset({"id", "statement", "due", "due_words", "due_basis"})
OF_CLAIM: Final = frozenset({
    "id", "question", "speaker", "organisation", "role", "attribution", "kind", "quote", "wording",
    "stance", "probability", "made", "checkable", "note", "proposed",
})  # fmt: skip
"""What is told in a way of its own; every other field has a line."""


def dossier_lines(dossier: Dossier) -> Iterator[str]:
    """A claim, or a question with its claims; its outcomes and its history."""
    if dossier.claim is None:
        yield painted(dossier.question.id, bold=True)
        yield from wrapped(dossier.question.statement, indent=2)
        yield ""
        yield from _question_fields(dossier)
    else:
        yield from _claim(dossier, dossier.claim)
    if dossier.withdrawn:
        yield painted("  It was withdrawn, and is shown as it last was.", "yellow")
    others = [claim for claim in dossier.claims if claim is not dossier.claim]
    if others:
        yield ""
        yield painted("Other claims on the question" if dossier.claim else "Claims", bold=True)
        for other in others:
            yield from claim_lines(other)
    if dossier.outcomes:
        yield ""
        yield painted("Outcomes", bold=True)
        for recorded in dossier.outcomes:
            yield from _outcome(recorded, dossier.outcomes)
    if dossier.own_responses:
        yield ""
        yield painted("Responses", bold=True)
        for answer in dossier.own_responses:
            yield from response_lines(answer, with_claim=dossier.claim is None)
    if dossier.corrections:
        yield ""
        yield painted("Corrections", bold=True)
        yield from corrections_lines(dossier.corrections)


def source_lines(dossier: SourceDossier) -> Iterator[str]:
    """A source with its claims."""
    source = dossier.source
    yield painted(source.id, bold=True)
    yield from _fields("source", source, {"id"})
    yield from field("text", source.digest)
    yield ""
    for claim in dossier.claims:
        yield from claim_lines(claim)


def _claim(dossier: Dossier, claim: Assessment) -> Iterator[str]:
    result = f"{claim.verdict}" if claim.verdict else ""
    if claim.result:
        result += f", so {claim.speaker} was {claim.result}"
    state = ": ".join(filter(None, [status_label(claim), result]))
    yield painted(claim.id, bold=True)
    yield from wrapped(as_said(claim.stance, claim.statement, claim.answer), indent=2)
    for line in wrapped(state, indent=2):
        yield f"  {painted(line.strip(), RESULT_COLOURS.get(claim.result or ''))}"
    yield ""
    if claim.quote:
        yield from wrapped(f"“{claim.quote}”", indent=2)
    who = with_commas(claim.speaker, claim.role, claim.organisation)
    yield from wrapped(f"{who} ({claim.attribution})", indent=4, first=2)
    if claim.joined_to and claim.joined_to != name_key(claim.speaker):
        yield from wrapped(f"counts for {claim.joined_to}", indent=4, first=2)
    where = document_label(claim.publisher, None, claim.published)
    yield from wrapped(f"in {where} ({claim.source})", indent=4, first=2)
    yield ""
    yield from field("kind", claim.kind)
    stance = claim.stance if claim.forecast is None else f"{claim.stance} ({claim.forecast})"
    yield from field("stance", stance)
    yield from field("wording", claim.wording)
    yield from field("made", edtf.in_words(claim.made) if claim.made else None)
    yield from _fields("claim", claim, OF_CLAIM)
    yield from _question_fields(dossier)
    yield from field("note", claim.note)
    yield from field("recorded", claim.recorded_at)


def _question_fields(dossier: Dossier) -> Iterator[str]:
    question = dossier.question
    if dossier.claim is not None and dossier.claim.id != question.id:
        yield from field("question", question.id)
    if question.due is None:
        so = "" if question.resolve_by else ", so never scored"
        but = EXCEPT if so and question.closes else ""
        yield from field("due", f"none{so}{but}")
    else:
        words = f", from “{question.due_words}”" if question.due_words else ""
        yield from field("due", f"{edtf.deadline(question.due)} ({question.due_basis}{words})")
    yield from _fields("question", question, OF_QUESTION)


def _fields(
    table: str, record: Source | Question | Assessment, told: Container[str]
) -> Iterator[str]:
    """What a record says beside what is ``told`` otherwise, a line for each field that is set."""
    for one in RECORDS[table]:
        if one.name not in told:
            value = getattr(record, one.name)
            is_date = one.sort is Sort.DATE and value is not None
            text = edtf.in_words(value) if is_date else _text(value)
            yield from field(one.name.replace("_", " "), text)


def _text(value: object) -> str | None:
    if isinstance(value, tuple):
        return ", ".join(value)
    return None if value is None or value is False else str(value)


def _outcome(recorded: RecordedOutcome, known: Sequence[RecordedOutcome]) -> Iterator[str]:
    outcome = recorded.outcome
    when = "" if outcome.happened_on is None else f", {edtf.in_words(outcome.happened_on)}"
    stands = "  (stands)" if recorded.stands else ""
    label = verdict_label(outcome.verdict, outcome.amount)
    verdict = painted(label, verdict_colour(outcome.verdict), bold=recorded.stands)
    yield f"  #{outcome.n}  {verdict}{painted(when)}{stands}"
    if outcome.disputed:
        yield from wrapped(f"disputed: {_dispute(known)}", indent=6)
    elif outcome.blind:
        yield "      blind second verdict, does not stand"
    if outcome.adjudicates:
        yield "      adjudicates: decides where recorders differ"
    if outcome.note:
        yield from wrapped(outcome.note, indent=6)
    if recorded.reason:
        yield from wrapped(f"Reason: {recorded.reason}", indent=6)
    for evidence in outcome.evidence:
        yield from _evidence(evidence)
    yield from wrapped(f"recorded {recorded.recorded_at} by {recorded.by}", indent=8, first=6)


def response_lines(recorded: RecordedResponse, *, with_claim: bool = False) -> Iterator[str]:
    """What somebody answers, on which day, and where."""
    response = recorded.response
    to = f" to {response.claim}" if with_claim else ""
    told = f"{response.by}{to}, {edtf.in_words(response.date)}"
    yield from wrapped(f"#r{response.n}  {told}", indent=6, first=2)
    yield from wrapped(f"“{response.text}”", indent=6)
    if response.url:
        yield painted(f"      {response.url}")
    yield from wrapped(f"recorded {recorded.recorded_at} by {recorded.by}", indent=8, first=6)


def _dispute(known: Sequence[RecordedOutcome]) -> str:
    """What came with a disputed outcome in its import, and what stands now."""
    stands = standing_among(known)
    several = sum(recorded.outcome.disputed for recorded in known)
    if stands is not None and stands.outcome.verdict in FINAL:
        others = "others" if several > 2 else "another"  # noqa: PLR2004 - itself and one more
        return f"{others} came in the same import; #{stands.outcome.n} stands"
    if several == 1:
        return (
            "another came in the same import and is no longer in force; this one does not stand "
            "until somebody decides"
        )
    if several == 2:  # noqa: PLR2004 - a pair
        return "another came in the same import, and neither stands"
    return "others came in the same import, and none of them stands"


def _evidence(evidence: Evidence) -> Iterator[str]:
    told = document_label(evidence.publisher, evidence.title, evidence.published)
    told = ": ".join(filter(None, [told, evidence.note]))
    if told:
        yield from wrapped(f"- {told}", indent=8, first=6)
    address = evidence.url or f"source {evidence.source}"
    yield painted(f"{'        ' if told else '      - '}{address}")
