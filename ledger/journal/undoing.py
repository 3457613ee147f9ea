"""Undoing: which entries are one command, what takes an entry back, and what stands on it.

An entry that takes another back says so by its number: ``{"undoes":"12","what":"claim"}``.  It is
no other than a person could have made: a withdrawal of what was new, or a revision that says again
what was said before.  As it came at once, by the same recorder, with nothing on it yet, it is no
correction after the fact.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ledger.model.codec import ABOUT_THE_ENTRY, NUMBER, UNDOES
from ledger.model.kinds import Kind
from ledger.model.name_keys import is_same
from ledger.model.outcome import question_of, response_of_id
from ledger.model.verdicts import FINAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.journal.entry import Entry

    Body: TypeAlias = Mapping[str, Any]
    Taking: TypeAlias = tuple[str, str, dict[str, Any]]
    """Kind, id and body of the entry that takes another back."""
    Thing: TypeAlias = tuple[str, str]
    """Something that an entry is about, as a sort and an id."""

MINUTES: Final = 15
WITHIN: Final = timedelta(minutes=MINUTES)
"""How long after an entry it can be undone."""

NAMES: Final = ("names", "")
"""Which names were joined: each may change whom another leads to."""


def undone_by(body: Body) -> int | None:
    """The number of the entry that an entry with this body takes back; None where it does not."""
    told = body.get(UNDOES)
    return int(told) if isinstance(told, str) and NUMBER.fullmatch(told) else None


def is_within(at: str, later: str) -> bool:
    """Whether the moment ``later`` is not too late to undo what was entered ``at``."""
    then, now = datetime.fromisoformat(at), datetime.fromisoformat(later)
    return now - then <= WITHIN


def too_old(at: str) -> str:
    """The latest moment of an entry that is too old to be undone ``at`` a moment; "" for none."""
    moment = datetime.fromisoformat(at)
    if moment - datetime.min.replace(tzinfo=UTC) <= WITHIN:
        return ""
    return (moment - WITHIN - timedelta(seconds=1)).isoformat().replace("+00:00", "Z")


def about(entry: Entry) -> tuple[str, str]:
    """The kind and the id of the record that an entry makes, changes or takes back."""
    kind = str(entry.body["what"]) if entry.kind == Kind.WITHDRAWAL else entry.kind
    return kind, entry.id


def content(body: Body) -> dict[str, Any]:
    """What a body says of its record, without how it came to be written."""
    return {key: body[key] for key in body if key not in ABOUT_THE_ENTRY}


def is_tied(earlier: Entry, later: Entry) -> bool:
    """Whether an entry was written by the same command as the one right behind it.

    One command makes a question and the claim on it, withdraws a claim and the question it made,
    moves a claim off the question it made, or gives news in place of a verdict it withdraws.  Its
    entries are of one moment, and say the same reason.
    """
    stamps = {(one.at, one.by, one.body.get("reason")) for one in (earlier, later)}
    if len(stamps) > 1 or UNDOES in earlier.body or UNDOES in later.body:
        return False
    (kind, identifier), (kind_before, before) = about(later), about(earlier)
    takes_back = earlier.kind == Kind.WITHDRAWAL
    if later.kind == Kind.CLAIM:
        return earlier.kind == Kind.QUESTION and before == later.body["question"]
    if later.kind == Kind.OUTCOME:
        asked = {(question_of(one) or ("",))[0] for one in (before, identifier)}
        is_news = later.body["verdict"] not in FINAL
        return is_news and takes_back and kind_before == Kind.OUTCOME and len(asked) == 1
    if later.kind != Kind.WITHDRAWAL or kind == Kind.OUTCOME:
        return False
    if kind == Kind.ALIAS:
        return takes_back and kind_before == kind and is_same(before, identifier)
    moved = takes_back or earlier.body.get("question") != before
    return kind == Kind.QUESTION and (kind_before, before) == (Kind.CLAIM, identifier) and moved


def taking_back(entry: Entry, prior: Entry | None) -> Taking | None:
    """What takes an entry back, given what its record said ``prior`` to it, where that was there.

    None for a new source: sources stay.
    """
    kind, identifier = about(entry)
    if prior is not None:
        return kind, identifier, content(prior.body)
    if kind == Kind.SOURCE:
        return None
    return Kind.WITHDRAWAL.value, identifier, {"what": kind}


def rests_on(entry: Entry) -> set[Thing]:
    """What an entry stands on: nobody may take that back any more once it is there."""
    kind, identifier = about(entry)
    if kind == Kind.OUTCOME:
        body: Body = entry.body
        shown = body.get("evidence", ())
        cited = {("in", str(one["source"])) for one in shown if "source" in one}
        return {_verdicts_beside(identifier), *cited}
    if kind == Kind.ALIAS:
        return {NAMES}
    found = {(kind, identifier)}
    if kind == Kind.RESPONSE:
        found.add(("claim", (response_of_id(identifier) or ("",))[0]))
    if entry.kind == Kind.CLAIM:
        found |= {("on", str(entry.body["question"])), ("in", str(entry.body["source"]))}
    return found


def bears(entry: Entry, prior: Entry | None) -> set[Thing]:
    """What must not be among what later entries stand on, so that an entry can be undone.

    A claim is not taken back, nor put back, once a verdict on its question has come.
    """
    kind, identifier = about(entry)
    if kind == Kind.CLAIM:
        told = [one.body for one in (entry, prior) if one is not None and one.kind == Kind.CLAIM]
        left = {str(prior.body["question"])} if prior is not None else set()
        verdicts = {("verdicts", str(body["question"])) for body in told}
        return {(kind, identifier), *verdicts, *(("question", one) for one in left)}
    if kind == Kind.QUESTION:
        return {(kind, identifier), ("on", identifier), ("verdicts", identifier)}
    if kind == Kind.SOURCE:
        return {(kind, identifier), ("in", identifier)}
    if kind == Kind.RESPONSE:
        return {(kind, identifier)}
    return {_verdicts_beside(identifier)} if kind == Kind.OUTCOME else {NAMES}


def _verdicts_beside(outcome: str) -> Thing:
    """All verdicts on the question of one."""
    return "verdicts", (question_of(outcome) or ("",))[0]
