"""What is taken of a request as starlette has it, and what it is given to send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from starlette.responses import Response, StreamingResponse

from ledger.errors import BadValue
from ledger.web.asked import read_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from starlette.requests import Request

    from ledger.web.addresses import Parameters
    from ledger.web.answers import Written

MOST_PARAMETERS: Final = 100
PIECE: Final = 64 * 1024


def path_of(request: Request) -> str:
    """The path, decoded; ``request.url`` cannot be had of every query."""
    path: str = request.scope["path"]
    return path


def query_of(request: Request) -> Parameters:
    """The parameters of a request.

    Raises:
        BadValue: there are too many.
    """
    text = request.scope["query_string"].decode("latin-1")
    try:
        pairs = parse_qsl(
            text, keep_blank_values=True, errors="replace", max_num_fields=MOST_PARAMETERS
        )
    except ValueError:
        raise BadValue("address", "The address has too many parameters.") from None
    return read_query(pairs)


def response_of(found: Written, caching: Mapping[str, str]) -> Response:
    """An answer as it is sent, with what is said of keeping it."""
    headers = {"content-type": found.kind, **caching, **found.headers}
    if found.elsewhere is not None:
        headers["location"] = found.elsewhere
    if found.name is not None:
        headers["content-disposition"] = f'attachment; filename="{found.name}"'
    if isinstance(found.body, bytes):
        return Response(found.body, found.status, headers=headers)
    body = found.body

    def pieces() -> Iterator[bytes]:
        with body:
            yield from iter(lambda: body.read(PIECE), b"")

    return StreamingResponse(pieces(), found.status, headers=headers)
