"""What is answered where there is no answer: one page and one JSON, with nothing of the machine."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from starlette.responses import Response

from ledger.errors import NotFound, StoreTrouble
from ledger.web.addresses import Addresses
from ledger.web.answers import TYPES
from ledger.web.asked import ComeAgain
from ledger.web.bodies import BadBody
from ledger.web.door import NotAllowed, SignInFirst

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ledger.errors import Refusal

log: Final = logging.getLogger("ledger.web")

WENT_WRONG: Final = "Something went wrong in the program; whoever runs it finds it in its log."
NOT_READABLE: Final = "The ledger cannot be read now; whoever runs this finds why in its log."
TRY_AGAIN: Final = 503
SIGN_IN: Final = 401

HEADERS: Final = {
    TRY_AGAIN: {"retry-after": "1"},
    SIGN_IN: {"www-authenticate": 'Cookie realm="ledger"'},
}
"""What goes with an answer of a status."""


def told(form: str, refusal: Refusal) -> Response:
    """A refusal as it is told to whoever asked."""
    return error(*_status_of(refusal), "json" if form == "json" else "html")


def _status_of(refusal: Refusal) -> tuple[int, str]:
    """The status of HTTP for a refusal, and what of it is told: nothing of the machine."""
    if isinstance(refusal, StoreTrouble):
        log.error("%r", str(refusal))
        return TRY_AGAIN, NOT_READABLE
    if isinstance(refusal, ComeAgain):
        return TRY_AGAIN, str(refusal)
    if isinstance(refusal, BadBody):
        return refusal.status, str(refusal)
    if isinstance(refusal, SignInFirst):
        return SIGN_IN, str(refusal)
    if isinstance(refusal, NotAllowed):
        return 403, str(refusal)
    sentence = " ".join(filter(None, [str(refusal), refusal.cure]))
    return (404 if isinstance(refusal, NotFound) else 400), sentence


def error(
    status: int, sentence: str, form: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer to what cannot be answered."""
    from ledger.web.templating import environment  # noqa: PLC0415 - see ledger.web.routes

    sent = {"content-type": TYPES[form], "cache-control": "no-store"}
    sent |= {**HEADERS.get(status, {}), **(headers or {})}
    if form == "json":
        from ledger.report.json_csv import dumped  # noqa: PLC0415 - numpy is slow to load

        return Response(dumped({"error": sentence, "status": status}), status, headers=sent)
    shown: dict[str, Any] = {"status": status, "sentence": sentence, "to": Addresses()}
    page = environment().get_template("error.html").render(**shown)
    return Response(page, status, headers=sent)
