"""Bundles entered in one transaction, on the questions that the ledger already has."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.book import after_the_fact
from ledger.book.asking.duplicates import merge_command, publisher_command
from ledger.book.asking.two_people import namesakes
from ledger.book.importing.consistency import (
    complain_of_contradictions,
    missing,
    reference_problems,
    withdraw_what_was_left,
)
from ledger.book.importing.earlier_ids import sought, with_ids
from ledger.book.importing.match_outcomes import enter_outcomes
from ledger.book.importing.plan import NAMED, Import, Imported
from ledger.book.importing.record_status import by_question
from ledger.book.importing.said_again import once, placed
from ledger.book.writing.reasons import read_reason
from ledger.formats.claimfile.document import DEFAULTS
from ledger.model import codec
from ledger.model.kinds import Kind
from ledger.model.name_keys import name_key
from ledger.model.namesakes import Posts
from ledger.store import lookups, records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ledger.book.importing.plan import Revisions
    from ledger.book.transaction import Transaction
    from ledger.errors import Problem
    from ledger.model.bundle import Bundle, Item
    from ledger.model.claim import Claim, Question
    from ledger.model.namesakes import Namesake
    from ledger.model.outcome import Outcome
    from ledger.store.database import Connection


__all__ = ["Imported", "earlier_claims", "import_bundles", "problems_between"]

BEARERS: Final = {"speaker": "claim", "publisher": "source"}
"""The kind of record that bears a name, by what it names."""


def import_bundles(
    transaction: Transaction,
    bundles: Sequence[Bundle],
    reason: str | None,
    *,
    reread: bool = False,
    most: int | None = NAMED,
) -> Imported:
    """Enter what ``bundles`` say and the ledger does not; name what was left alone.

    Of what is added the ids of the first ``most`` are kept, or of all.

    Where the result has errors, ``transaction`` must not be closed.  With ``reread`` that is
    entered too which a past release read otherwise.

    Raises:
        BadValue: the reason is no text that can be kept.
    """
    bundles, lost = _at_home(transaction.connection, bundles)
    bundles = sought(transaction.connection, bundles)
    known = _known(transaction.connection, bundles)
    again: list[Problem] = []
    titles: list[Problem] = []
    if _says_once(bundles):
        bundles = settled(bundles, known)
    else:
        bundles, again = once(bundles, known["claim"])
        bundles, titles = placed(settled(bundles, known), known)
    outcomes = by_question(known["outcome"])
    kept = None if reason is None else read_reason(reason)
    work = Import(transaction, kept, known, outcomes, reread)
    work.result.most, work.result.before = most, transaction.head.size
    work.result.problems += [*lost, *again, *titles]
    work.result.problems += reference_problems(transaction.connection, bundles, known)
    if work.result.errors:
        return work.result
    for bundle in bundles:
        for item in bundle.named:
            work.enter(item, codec.kind_of(item.record))
    for bundle in bundles:
        enter_outcomes(work, bundle.outcomes)
    if any(bundle.responses for bundle in bundles):
        from ledger.book.importing.enter_responses import enter_responses  # noqa: PLC0415 - few have

        for bundle in bundles:
            enter_responses(work, bundle.responses)
    name_blanks(work, bundles)
    withdraw_what_was_left(work, bundles)
    complain_of_contradictions(work, bundles)
    work.result.missing = missing(work, bundles)
    work.result.alike = _alike(work)
    work.result.namesakes = _namesakes(work)
    entered = ((entry.id, entry.body) for entry in transaction.entries if entry.kind == "source")
    work.result.joining = joining(work.result.alike, entered)
    work.result.entries = len(transaction.entries)
    withdrawals = (entry for entry in transaction.entries if entry.kind == Kind.WITHDRAWAL)
    work.result.taken_back = [entry.id for entry in withdrawals]
    return work.result


def earlier_claims(connection: Connection, bundle: Bundle) -> dict[str, Claim]:
    """The claims of a bundle that the ledger has, as they last were, by their ids."""
    (home,) = sought(connection, [bundle])
    names = {
        item.record.id: old.record.id for item, old in zip(home.claims, bundle.claims, strict=True)
    }
    found = records.latest(connection, "claim", names)
    return {names[one]: codec.claim_of(one, revision.body) for one, revision in found.items()}


def problems_between(
    connection: Connection, bundles: Sequence[Bundle], *, unread: bool
) -> list[Problem]:
    """What is wrong between files, and between them and the ledger, though they are not entered.

    The bundles may be of files with problems; ``unread`` says that some files have none.
    """
    bundles, lost = _at_home(connection, bundles)
    bundles = sought(connection, bundles)
    known = _known(connection, bundles)
    bundles, _ = once(bundles, known["claim"])
    return [*lost, *reference_problems(connection, settled(bundles, known), known, unread=unread)]


def _says_once(bundles: Sequence[Bundle]) -> bool:
    """Whether one source is all there is, in which no row is said again or names a place."""
    return len(bundles) == 1 and not any(item.repeats or item.called for item in bundles[0].claims)


def _at_home(
    connection: Connection, bundles: Sequence[Bundle]
) -> tuple[Sequence[Bundle], list[Problem]]:
    """The bundles, those of rows that name no source by the sources that the ledger has them in."""
    if all(bundle.source.record.id for bundle in bundles):
        return bundles, []
    from ledger.book.importing.homes import at_home  # noqa: PLC0415 - few sheets need it

    return at_home(connection, bundles)


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
        wanted["question"] |= {str(revision.body["question"]) for revision in revisions}
    for kind in ("question", "outcome"):
        known[kind] = records.revisions(connection, kind, wanted["question"])
    answered = {item.record.claim for bundle in bundles for item in bundle.responses}
    known["response"] = records.revisions(connection, "response", answered)
    return known


def _alike(work: Import) -> dict[str, list[tuple[str, str]]]:
    """New names that were entered and are like others, by what they name."""
    transaction = work.transaction
    found = {}
    for what, kind in BEARERS.items():
        names = [
            str(entry.body.get(what, "")) for entry in transaction.entries if entry.kind == kind
        ]
        before = (one.before for one in work.amended if one.before.entry.kind == kind)
        leaving = Counter(str(revision.body.get(what)) for revision in before)
        found[what] = lookups.known_alike(
            transaction.connection, transaction.head.size, what, names, leaving
        )
    return {what: several for what, several in found.items() if several}


def _namesakes(work: Import) -> list[Namesake]:
    """Who came in claims that were entered, and may be somebody else of that name."""
    transaction = work.transaction
    posts = Posts()
    for entry in transaction.entries:
        if entry.kind == "claim":
            said = [str(entry.body.get(key, "")) for key in ("speaker", "organisation", "role")]
            if said[1] or said[2]:
                posts.take(said[0], said[1], said[2], entry.id)
    if not posts.new:
        return []
    leaving = {one.before.entry.id for one in work.amended if one.before.entry.kind == "claim"}
    return namesakes(transaction.connection, transaction.head.size, posts, leaving)


def joining(
    alike: Mapping[str, Iterable[tuple[str, str]]], sources: Iterable[tuple[str, Mapping[str, Any]]]
) -> list[str]:
    """The commands that join names to those they are ``alike``, to be copied into a shell.

    ``sources`` are the new ones, each as its id and its body.
    """
    publishers = dict(alike.get("publisher", ()))
    named = ((one, name_key(str(body.get("publisher", "")))) for one, body in sources)
    return [
        *(merge_command(*one) for one in alike.get("speaker", ())),
        *(publisher_command(one, publishers[name]) for one, name in named if name in publishers),
    ]


def settled(bundles: Sequence[Bundle], known: Mapping[str, Revisions]) -> list[Bundle]:
    """The bundles, in which what is said of a claim's own question is said of the one it has.

    Only claims that leave open which question is theirs (`Item.said`) are looked at.
    """
    homes: dict[str, str] = {}
    for bundle in bundles:
        for item in bundle.claims:
            before = _question_before(item, known["claim"])
            if before not in {None, item.record.question}:
                homes[item.record.question] = str(before)
    if not homes:
        return list(bundles)
    taken = {item.record.id for bundle in bundles for item in bundle.questions}
    return [_moved(bundle, homes, taken) for bundle in bundles]


def _question_before(item: Item[Claim], known: Revisions) -> str | None:
    states = known.get(item.record.id)
    if not states or item.said is None or "question" in item.said:
        return None
    return str(states[-1].body["question"])


def _moved(bundle: Bundle, homes: Mapping[str, str], taken: set[str]) -> Bundle:
    questions: list[Item[Question]] = []
    for item in bundle.questions:
        home = homes.get(item.record.id)
        if home is None:
            questions.append(item)
        elif home not in taken:
            taken.add(home)
            questions.append(with_ids(item, homes, "id"))
    claims = tuple(_stands_on(item, homes) for item in bundle.claims)
    outcomes = tuple(with_ids(item, homes, "question") for item in bundle.outcomes)
    return replace(bundle, questions=tuple(questions), claims=claims, outcomes=outcomes)


def _stands_on(item: Item[Claim], homes: Mapping[str, str]) -> Item[Claim]:
    if item.said is None or "question" in item.said:
        return item
    return with_ids(item, homes, "question")


def name_blanks(work: Import, bundles: Iterable[Bundle]) -> None:
    """Note what the ledger keeps though files leave it blank, by the id of the record."""
    for bundle in bundles:
        for item in (*bundle.named, *bundle.outcomes):
            if not item.blank:
                continue
            kind = codec.kind_of(item.record)
            name = item.record.question if kind == "outcome" else item.record.id
            for key in sorted(item.blank):
                if _is_kept(work, item, kind, key):
                    work.result.blanked.setdefault(name, set()).add(key)


def _is_kept(work: Import, item: Item[Any], kind: str, key: str) -> bool:
    """Whether the ledger has something under a key, other than what goes without saying."""
    if kind == "claim" and key == "verdict":
        return _standing(work, item.record.question) is not None
    body = _body(work, item, kind)
    if kind == "claim" and key == "question":
        own = item.record.id  # and so begins the one that a denial makes
        return body.get(key, own) not in {own, f"{own}-question"}
    if key == "evidence":
        return any("url" in one for one in body.get(key, ()))
    return key in body and body[key] != DEFAULTS.get(key)


def _body(work: Import, item: Item[Any], kind: str) -> Mapping[str, Any]:
    """What the ledger last said of a record; of an outcome, if that verdict stands."""
    if kind == "outcome":
        stands = _standing(work, item.record.question)
        if stands is None or stands.verdict != item.record.verdict:
            return {}
        return work.outcomes[stands.question][stands.id][-1].body
    states = work.known[kind].get(item.record.id)
    return states[-1].body if states and states[-1].replaced_by is None else {}


def _standing(work: Import, question: str) -> Outcome | None:
    known = work.outcomes.get(question, {})
    return after_the_fact.standing_at(known.values(), work.transaction.head.size)
