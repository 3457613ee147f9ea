"""Adding a claim by hand: its source, its question and the claim itself, in one transaction.

The claim's entry keeps the key of the request (`ledger.book.writing.request_keys`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, count
from typing import TYPE_CHECKING

from ledger import edtf
from ledger.book import lookup
from ledger.book.writing.hints import alike, another_person, asked_already
from ledger.errors import BadValue, Taken
from ledger.journal.undoing import undone_by
from ledger.model import codec, new_ids, parse
from ledger.model.addresses import page_key
from ledger.model.codec import to_body
from ledger.model.field_reader import Reading, refuse
from ledger.model.name_keys import is_same
from ledger.store import journal_table, lookups, records

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from ledger.book.transaction import Transaction
    from ledger.book.writing.hints import Hint
    from ledger.model.claim import Claim, Question, Source
    from ledger.model.field_reader import Raw
    from ledger.quote import Article
    from ledger.store.records import Revision


@dataclass(frozen=True, slots=True)
class Added:
    """What an `add` made; ``question`` is None where the claim stands on one that was there.

    The question of a denial has an id of its own; that of any other claim has the claim's.
    """

    source: Source
    new_source: bool
    claim: Claim
    question: Question | None
    odd: tuple[str, ...]
    """What is odd about what was given."""
    before: bool = False
    """Whether the same request had added it before, so that nothing was added now."""
    hints: tuple[Hint, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """All that a person should look at: what is odd, and what may be one."""
        return (*self.odd, *(hint.sentence for hint in self.hints))


def add(
    transaction: Transaction,
    raw: Raw,
    source: str | Raw,
    request: Mapping[str, str] | None = None,
    *,
    article: Article | None = None,
) -> Added:
    """Enter the claim ``raw`` in ``source``: the id of one, or the keys of a new one.

    ``request`` is the key and the digest of what was asked, which the claim's entry keeps; the
    quote is sought in the ``article``, where that is given.  A denial that names no question makes
    one apart from it, for a verdict on a denial could be read two ways.

    Raises:
        BadValue: a key holds what cannot be taken, or the quote is not in the article.
        NotFound: the source or the question named is not there.
        Taken: the id is somebody else's.
    """
    document, new_source, odd = _source(transaction, source)
    hints: tuple[Hint, ...] = ()
    if raw.get("outcome"):
        raise BadValue("outcome", "An outcome is not added with a claim.", "Record it afterwards.")
    if raw.get("response"):
        raise BadValue("response", "No response is added with a claim.", "Note it afterwards.")
    apart = _question_apart(transaction, raw, document)
    asked_id = apart or raw.get("question")
    identifier = str(raw.get("id") or _made_id(transaction, raw, asked_id, document))
    draft = parse.read_claim(
        {**raw, "id": identifier}, document, horizon=transaction.horizon, apart=apart
    )
    odd += refuse(draft.complaints)
    _refuse_taken(transaction, identifier, document)
    if draft.question is None:
        asked = lookup.question(transaction.connection, draft.claim.question)
        refuse(parse.check_stand(draft.claim, asked))
        odd += _made_too_late(draft.claim, document, asked)
    else:
        hints = asked_already(transaction, draft.question)
    hints += alike(transaction, draft.claim, document if new_source else None)
    hints += another_person(transaction, draft.claim)
    claim = draft.claim if article is None else _placed(draft.claim, article)
    if new_source and article is not None:
        document = replace(document, digest=article.digest)
    if new_source:
        transaction.note(document)
    if draft.question is not None:
        transaction.note(draft.question)
    transaction.enter("claim", identifier, {**to_body(claim), **(request or {})}, draft.reason)
    return Added(document, new_source, claim, draft.question, odd, hints=hints)


def _placed(claim: Claim, article: Article) -> Claim:
    """The claim with the place of its quote in the article.

    Raises:
        BadValue: it is not there.
    """
    if claim.quote is None:
        return claim
    from ledger import quote  # noqa: PLC0415 - only where a text is given

    selector = quote.find(article, claim.quote)
    if selector is None:
        hint = quote.not_there(article, claim.quote)
        raise BadValue("quote", f"The quote {claim.quote!r} is not in the text; {hint}.")
    return replace(claim, selector=selector)


def _question_apart(transaction: Transaction, raw: Raw, document: Source) -> str | None:
    """A new id for the question of a denial that names none; None for any other claim."""
    reading = Reading(raw)
    if reading.has("question") or reading.choice("stance") != "against":
        return None
    return _fresh_id(transaction, str(raw.get("statement", "")), {document.id, str(raw.get("id"))})


def _made_id(transaction: Transaction, raw: Raw, question: object, document: Source) -> str:
    """A new id for a claim: of who says it on which ``question``, or of what it says itself."""
    if not question:
        return _fresh_id(transaction, str(raw.get("statement", "")), {document.id})
    speaker = str(raw.get("speaker", "")).split()
    return _fresh_id(
        transaction, " ".join([*speaker[-1:], str(question)]), {document.id, str(question)}
    )


def _fresh_id(
    transaction: Transaction,
    words: str,
    spoken_for: Container[str],
    most: int | None = new_ids.SHORT,
) -> str:
    """An id made of ``words`` that nothing bears, and nothing will that is added with it.

    It has no more than so many words; None for all that an id holds.  Where that is taken, the
    lowest number behind it that is not tells it apart.
    """
    wish = new_ids.slug(words, most)
    numbered = chain([wish], (f"{wish}-{number}" for number in count(2)))
    return next(
        one
        for one in numbered
        if one not in spoken_for and not records.bearers(transaction.connection, [one])
    )


def _made_too_late(claim: Claim, document: Source, question: Question) -> tuple[str, ...]:
    """The warning that a claim was certainly made after the due day of a question it names."""
    made = claim.made or document.published
    due = None if question.due is None else question.due.latest
    if made is None or made.earliest is None or due is None or made.earliest <= due:
        return ()
    since = f"{'made' if claim.made else 'published'} {edtf.in_words(made)}"
    return (f"{since} is after the question's due day {due}: kept, but never scored.",)


def _source(transaction: Transaction, source: str | Raw) -> tuple[Source, bool, tuple[str, ...]]:
    """The source meant, whether it is new, and what is odd about a new one."""
    if isinstance(source, str):
        return lookup.source(transaction.connection, source), False, ()
    url = source.get("url")
    known = lookups.source_with_url(transaction.connection, str(url).strip()) if url else None
    if known is not None:
        return lookup.source(transaction.connection, known), False, ()
    identifier = source.get("id")
    draft = parse.read_source({**source, "id": identifier or "new"}, horizon=transaction.horizon)
    warnings = refuse(draft.complaints)
    document = draft.source
    if not identifier:
        known = _of_that_day(transaction, document)
        if known is not None:
            return lookup.source(transaction.connection, known), False, ()
        words = document.publisher, document.published, document.title
        told = " ".join(str(one) for one in words if one)
        document = replace(document, id=_fresh_id(transaction, told, (), None))
    if records.bearers(transaction.connection, [document.id]):
        raise Taken(f"The id {document.id!r} is taken.", "Name the source with --source.")
    return document, True, warnings


def _of_that_day(transaction: Transaction, document: Source) -> str | None:
    """The id of the one source of the same publisher and day that a new one may be.

    A title or an address that a source does not have says that it is another.
    """
    if document.published is None:
        return None
    found = lookups.sources_of_day(
        transaction.connection, document.publisher, str(document.published)
    )
    same = [
        one
        for one in found
        if (document.title is None or is_same(one.title, document.title))
        and (document.url is None or page_key(one.url or document.url) == page_key(document.url))
    ]
    plain = [one for one in same if one.title is None and one.url is None]
    meant = same if len(same) == 1 else plain
    return str(meant[0].id) if len(meant) == 1 else None


def _refuse_taken(transaction: Transaction, identifier: str, document: Source) -> None:
    kind = lookup.kind_meant(transaction.connection, identifier)
    if identifier != document.id and kind is None:
        return
    known = records.latest(transaction.connection, kind or "source", [identifier]).get(identifier)
    if known is not None and known.replaced_by is not None:
        gone = f"The id {identifier!r} is that of a {kind} that was taken back, and stays taken."
        raise Taken(gone, "Give another --id.")
    raise Taken(
        f"The id {identifier!r} is taken.",
        f"To change what it says: ledger amend {identifier}. Or give another --id.",
    )


def add_once(
    transaction: Transaction, raw: Raw, source: str | Raw, key: str, article: Article | None = None
) -> Added:
    """What `adding.add` does, unless a request with this key did it before.

    Raises:
        BadValue: the key is no text that can be kept; or as `adding.add` says.
        NotFound: as `adding.add` says.
        Taken: the key came with another request before, or what that added was undone; or as
            `adding.add` says.
    """
    from ledger.book.writing.request_keys import stamp_of  # noqa: PLC0415 - few have a key

    asked = stamp_of(key, {"claim": raw, "source": source})
    known = lookups.claim_with_key(transaction.connection, asked["key"])
    if known is None:
        return add(transaction, raw, source, asked, article=article)
    if known.body["request"] != asked["request"]:
        raise Taken(
            f"The key {key!r} was used before, to add {known.entry.id!r}, with different content.",
            "Nothing was added. Give each claim a key of its own.",
        )
    _refuse_undone(transaction, key, known)
    claim = codec.claim_of(known.entry.id, known.body)
    document = lookup.source(transaction.connection, claim.source)
    return Added(document, False, claim, None, (), before=True)  # noqa: FBT003 - not new


def _refuse_undone(transaction: Transaction, key: str, known: Revision) -> None:
    """Refuse to say that a request was done before which somebody undid, and to do it again."""
    if known.replaced_by is None:
        return
    ended = journal_table.entries_by_number(transaction.connection, [known.replaced_by])
    if undone_by(ended[known.replaced_by].body) == known.number:
        raise Taken(
            f"The key {key!r} added {known.entry.id!r}, which was undone at once "
            f"(entry {known.replaced_by}).",
            "Nothing was added. To add it after all, give another key.",
        )
