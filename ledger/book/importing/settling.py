"""Bundles that leave a claim's question to the ledger, settled on the question it has there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledger.book.importing.seeking import with_ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.book.importing.entering import Revisions
    from ledger.model.bundle import Bundle, Item
    from ledger.model.claim import Claim
    from ledger.model.question import Question


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
