"""The pages as an ASGI application: each request read, answered in a thread, and written.

Reading a ledger blocks, so each page is made in a thread of a pool; every verb of the ledger opens
a connection of its own and reads one state, and all of one answer are as of one moment.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from ledger.errors import BadValue, NotFound, Refusal, StoreTrouble
from ledger.web.addresses import Addresses, parted
from ledger.web.answers import TYPES, written
from ledger.web.asked import Asked, ComeAgain, read_query
from ledger.web.catalogue import Catalogues
from ledger.web.guard import Guard
from ledger.web.kept import Kept, Roots
from ledger.web.routes import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from starlette.requests import Request
    from starlette.types import ASGIApp, Scope

    from ledger.book.ledger import Ledger
    from ledger.web.answers import Answer, Written
    from ledger.web.routes import Page

STATIC: Final = {
    "ledger.css": "text/css; charset=utf-8",
    "ledger.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""The files beside the pages, by name: there are no others, so no path leads out of a folder."""

MOST_PARAMETERS: Final = 100
PIECE: Final = 64 * 1024

log: Final = logging.getLogger("ledger.web")


def application(ledger: Ledger, names: Collection[str]) -> ASGIApp:
    """The pages of a ledger, served under some names (hosts, without ports)."""
    state = Served(ledger, Catalogues(), Kept(), Roots())
    routes = [
        *(Route(f"/static/{name}", partial(_static, *one)) for name, one in _files().items()),
        *(Route(page.path, partial(state.answer, page)) for page in PAGES),
    ]
    inner = Starlette(routes=routes, exception_handlers={HTTPException: _not_found})
    inner.router.redirect_slashes = False
    return Guard(inner, names, _refused)


def _files() -> dict[str, tuple[bytes, str]]:
    """The files beside the pages, read once: what is in each, and its type."""
    folder = files("ledger.web").joinpath("static")
    return {name: (folder.joinpath(name).read_bytes(), kind) for name, kind in STATIC.items()}


async def _static(body: bytes, kind: str, request: Request) -> Response:  # noqa: ARG001 - starlette's
    return Response(body, media_type=None, headers={"content-type": kind} | CACHED)


CACHED: Final = {"cache-control": "public, max-age=3600"}
FRESH: Final = {"cache-control": "private, no-cache"}


@dataclass(frozen=True, slots=True)
class Served:
    """A ledger that is served, and what is kept of it between requests."""

    ledger: Ledger
    catalogues: Catalogues
    kept: Kept
    roots: Roots

    async def answer(self, page: Page, request: Request) -> Response:
        """The answer of a page, or why there is none."""
        _, form = parted(_path(request), page.forms)
        try:
            return _response(await run_in_threadpool(self._made, page, request))
        except Refusal as refusal:
            return _told(form, *_status_of(refusal))
        except Exception:
            log.exception("While answering %r", _path(request))
            return _told(form, 500, WENT_WRONG)

    def _made(self, page: Page, request: Request) -> Written:
        asked = self._read(page, request)
        asked.refuse_others(page.parameters)
        asked.refuse_parts()
        make = partial(_made, page.answer, asked)
        if not page.is_kept:
            return make()
        return self.kept.get(
            (asked.state, asked.to.as_of, asked.path, asked.form, asked.given), make
        )

    def _read(self, page: Page, request: Request) -> Asked:
        """What a request asks for.

        Raises:
            BadValue: it has a sign in it that no name has, or too many parameters.
            BadDate: its ``as_of`` is no moment.
        """
        query = _query(request)
        path, form = parted(_path(request), page.forms)
        path = "/index" if path == "/" else path
        names = tuple(parted(name, page.forms)[0] for name in request.path_params.values())
        for text in (path, *(one for pair in query for one in pair)):
            if any(sign < " " or sign == "\x7f" for sign in text):
                raise BadValue("address", "The address has a sign in it that no name has.")
        as_of = next((value for name, value in reversed(query) if name == "as_of"), None)
        moment = self.ledger.moment(as_of)
        return Asked(
            ledger=self.ledger,
            catalogues=self.catalogues,
            moment=moment,
            to=Addresses(None if as_of is None else str(moment)),
            path=quote(path, safe="/:@!$'()*,;=+~"),
            names=names,
            form=form,
            forms=page.forms,
            given=tuple(pair for pair in query if pair[0] != "as_of"),
            whole=page.whole,
            parts=page.parts,
            state=f"{moment} {self.roots.of(self.ledger, moment)}",
        )


def _made(answer: Callable[[Asked], Answer], asked: Asked) -> Written:
    return written(answer(asked), asked)


def _path(request: Request) -> str:
    """The path, decoded; ``request.url`` cannot be had of every query."""
    path: str = request.scope["path"]
    return path


def _query(request: Request) -> tuple[tuple[str, str], ...]:
    text = request.scope["query_string"].decode("latin-1")
    try:
        pairs = parse_qsl(
            text, keep_blank_values=True, errors="replace", max_num_fields=MOST_PARAMETERS
        )
    except ValueError:
        raise BadValue("address", "The address has too many parameters.") from None
    return read_query(pairs)


def _response(found: Written) -> Response:
    headers = {"content-type": found.kind, **FRESH}
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


WENT_WRONG: Final = "Something went wrong in the program; whoever runs it finds it in its log."
NOT_READABLE: Final = "The ledger cannot be read now; whoever runs this finds why in its log."


def _status_of(refusal: Refusal) -> tuple[int, str]:
    """The status of HTTP for a refusal, and what of it is told: nothing of the machine."""
    if isinstance(refusal, StoreTrouble):
        log.error("%r", str(refusal))
        return TRY_AGAIN, NOT_READABLE
    if isinstance(refusal, ComeAgain):
        return TRY_AGAIN, str(refusal)
    sentence = " ".join(filter(None, [str(refusal), refusal.cure]))
    return (404 if isinstance(refusal, NotFound) else 400), sentence


def _told(form: str, status: int, sentence: str) -> Response:
    """An error in its one shape: a page for people, or JSON where that was asked for."""
    return error(status, sentence, "json" if form == "json" else "html")


def error(status: int, sentence: str, form: str) -> Response:
    """The answer to what cannot be answered."""
    from ledger.web.templating import environment  # noqa: PLC0415 - see ledger.web.routes

    headers: dict[str, str] = {"content-type": TYPES[form], "cache-control": "no-store"}
    if status == METHOD_NOT_ALLOWED:
        headers["allow"] = "GET, HEAD"
    if status == TRY_AGAIN:
        headers["retry-after"] = "1"
    if form == "json":
        from ledger.report.json_csv import dumped  # noqa: PLC0415 - numpy is slow to load

        return Response(dumped({"error": sentence, "status": status}), status, headers=headers)
    shown: dict[str, Any] = {"status": status, "sentence": sentence, "to": Addresses()}
    page = environment().get_template("error.html").render(**shown)
    return Response(page, status, headers=headers)


METHOD_NOT_ALLOWED: Final = 405
TRY_AGAIN: Final = 503


async def _not_found(request: Request, trouble: Exception) -> Response:
    status = trouble.status_code if isinstance(trouble, HTTPException) else 404
    _, form = parted(_path(request), ("json",))
    return error(status, "There is no page at this address.", form)


def _refused(scope: Scope, status: int, sentence: str) -> ASGIApp:
    _, form = parted(scope["path"], ("json",))
    return error(status, sentence, form)
