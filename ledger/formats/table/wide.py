"""Wide sheets: a column for each forecaster, in which each row has a probability of theirs.

statement,due,Ann,Bo
It rains.,2027-01-01,70%,0.4

One such row is a question with a claim of each forecaster who says something.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.formats.table.header import plain_name
from ledger.model import new_ids
from ledger.model.field_values import Complaint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    Forecasters = tuple[tuple[int, str], ...]

ANY: Final = "*"


def forecasters_in(
    names: Sequence[str], wanted: str, taken: Collection[int]
) -> tuple[Forecasters, list[Complaint]]:
    """The places of the columns that are ``wanted``, each with its forecaster; what is missing.

    Wanted are names with commas between them.  In one a ``*`` stands for any letters: then these
    are the forecaster's name, as Ann in ``p_Ann`` under ``p_*``; columns at places that are
    ``taken``, as they hold something else, are not meant.
    """
    found: dict[int, str] = {}
    complaints = []
    for one in filter(None, map(str.strip, wanted.split(","))):
        own = dict(_matching(names, one, taken))
        if not own:
            message = f"This sheet has no column {one!r}, which --forecasters names."
            complaints.append(Complaint((), message, code="no-forecaster"))
        found = {**own, **found}
    return tuple(sorted(found.items())), complaints


def _matching(
    names: Sequence[str], wanted: str, taken: Collection[int]
) -> Iterator[tuple[int, str]]:
    if ANY not in wanted:
        for place, name in enumerate(names):
            if plain_name(name) == plain_name(wanted):
                yield place, name
        return
    pattern = re.compile("(.+)".join(map(re.escape, wanted.split(ANY))), re.IGNORECASE)
    for place, name in enumerate(names):
        if place not in taken and (match := pattern.fullmatch(name)):
            yield place, " ".join(part for part in match.groups()).strip()


def spread(said: dict[str, str], forecasts: Iterable[tuple[str, str]]) -> Iterator[dict[str, str]]:
    """What a row says once for each forecaster and forecast.

    The question is that of the row, or its id, or one made of the statement, so that all of them
    are asked the same.
    """
    identifier = said.get("id", "")
    question = said.get("question") or identifier
    if not question and (statement := said.get("statement")):
        question = new_ids.claim_id("", statement, "", "")
    for speaker, probability in forecasts:
        own = {**said, "speaker": speaker, "probability": probability}
        if question:
            own["question"] = question
        if identifier:
            own["id"] = f"{identifier}:{new_ids.slug(speaker)}"
        yield own
