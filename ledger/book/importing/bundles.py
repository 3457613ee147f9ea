"""Importing: what files say and the ledger does not, entered in one unit or not at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from ledger.book.asking.alike import known_alike, merge_command, publisher_command
from ledger.book.importing.aftermath import complain_of_contradictions, withdraw_what_was_left
from ledger.book.importing.blanks import name_blanks
from ledger.book.importing.comparing import by_question
from ledger.book.importing.entering import Import, Imported
from ledger.book.importing.matching import enter_outcomes
from ledger.book.importing.missing import missing
from ledger.book.importing.references import reference_problems
from ledger.book.importing.seeking import sought
from ledger.book.importing.settling import settled
from ledger.book.writing.reasons import read_reason
from ledger.model import body
from ledger.model.kinds import kind_of
from ledger.model.namekeys import name_key
from ledger.store import records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.book.importing.entering import Revisions
    from ledger.book.unit import Unit
    from ledger.errors import Problem
    from ledger.model.bundle import Bundle
    from ledger.model.claim import Claim
    from ledger.store.database import Connection

__all__ = ["Imported", "earlier_claims", "import_bundles", "problems_between"]

BEARERS: Final = {"speaker": "claim", "publisher": "source"}
"""The kind of record that bears a name, by what it names."""


def import_bundles(
    unit: Unit, bundles: Sequence[Bundle], reason: str | None, *, reread: bool = False
) -> Imported:
    """Enter in ``unit`` what ``bundles`` say and the ledger does not; name what was left alone.

    Where the result has errors, ``unit`` must not be closed.  With ``reread`` that is entered too
    which a past release read otherwise.

    Raises:
        BadValue: the reason is no text that can be kept.
    """
    bundles = sought(unit.connection, bundles)
    known = _known(unit.connection, bundles)
    bundles = settled(bundles, known)
    outcomes = by_question(known["outcome"])
    work = Import(unit, read_reason(reason), known, outcomes, reread)
    work.result.problems += reference_problems(unit.connection, bundles, known)
    if work.result.errors:
        return work.result
    for bundle in bundles:
        for item in bundle.named:
            work.enter(item, kind_of(item.record))
    for bundle in bundles:
        enter_outcomes(work, bundle.outcomes)
    name_blanks(work, bundles)
    withdraw_what_was_left(work, bundles)
    complain_of_contradictions(work, bundles)
    work.result.missing = missing(work, bundles)
    work.result.alike = _alike(work)
    work.result.joining = _joining(work)
    return work.result


def earlier_claims(connection: Connection, bundle: Bundle) -> dict[str, Claim]:
    """The claims of a bundle that the ledger has, as they last were, by their ids."""
    (home,) = sought(connection, [bundle])
    names = {
        item.record.id: old.record.id for item, old in zip(home.claims, bundle.claims, strict=True)
    }
    found = records.latest(connection, "claim", names)
    return {names[one]: body.claim_of(one, revision.body) for one, revision in found.items()}


def problems_between(
    connection: Connection, bundles: Sequence[Bundle], *, unread: bool
) -> list[Problem]:
    """What is wrong between files, and between them and the ledger, though they are not entered.

    The bundles may be of files with problems; ``unread`` says that some files have none.
    """
    bundles = sought(connection, bundles)
    known = _known(connection, bundles)
    return reference_problems(connection, settled(bundles, known), known, unread=unread)


def _known(connection: Connection, bundles: Sequence[Bundle]) -> dict[str, Revisions]:
    """Every revision the ledger has of what the bundles are about, by kind and id."""
    wanted = defaultdict(set)
    for bundle in bundles:
        wanted["source"].add(bundle.source.record.id)
        wanted["question"] |= {item.record.id for item in bundle.questions}
        wanted["question"] |= {item.record.question for item in bundle.claims}
        wanted["question"] |= {item.record.question for item in bundle.outcomes}
        wanted["claim"] |= {item.record.id for item in bundle.claims}
    known: dict[str, Revisions] = {
        kind: records.revisions(connection, kind, wanted[kind]) for kind in ("source", "claim")
    }
    for revisions in known["claim"].values():
        wanted["question"] |= {str(one.body["question"]) for one in revisions}
    for kind in ("question", "outcome"):
        known[kind] = records.revisions(connection, kind, wanted["question"])
    return known


def _alike(work: Import) -> dict[str, list[tuple[str, str]]]:
    """New names that were entered and are like others, by what they name."""
    unit = work.unit
    found = {}
    for what, kind in BEARERS.items():
        names = [str(one.body.get(what, "")) for one in unit.entries if one.kind == kind]
        before = (one.before for one in work.amended if one.before.entry.kind == kind)
        leaving = Counter(str(one.body.get(what)) for one in before)
        found[what] = known_alike(unit.connection, unit.head.size, what, names, leaving)
    return {what: several for what, several in found.items() if several}


def _joining(work: Import) -> list[str]:
    """The commands that join the new names to those they are like, to be copied into a shell."""
    publishers = dict(work.result.alike.get("publisher", ()))
    entered = (one for one in work.unit.entries if one.kind == "source")
    sources = [(one.id, name_key(str(one.body.get("publisher", "")))) for one in entered]
    return [
        *(merge_command(*one) for one in work.result.alike.get("speaker", ())),
        *(publisher_command(one, publishers[name]) for one, name in sources if name in publishers),
    ]
