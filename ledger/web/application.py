"""The pages as an ASGI application: each request read, answered in a thread, and written.

Reading a ledger blocks, so each page is made in a thread of a pool; every verb of the ledger opens
a connection of its own and reads one state, and all of one answer are as of one moment.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from ledger.errors import BadValue, Refusal
from ledger.model.site_settings import SiteSettings
from ledger.web.addresses import Addresses, parted, sign_in_address
from ledger.web.answers import TYPES, Written, written
from ledger.web.asked import Asked
from ledger.web.bodies import parse
from ledger.web.bodies import read as read_body
from ledger.web.caller import Caller, host_of, is_of_this_machine
from ledger.web.catalogues import Catalogues
from ledger.web.door import NotAllowed, SignInFirst
from ledger.web.failures import WENT_WRONG, error, log, told
from ledger.web.guard import Guard
from ledger.web.kept import Kept, Roots
from ledger.web.once import Once
from ledger.web.routes import PAGES
from ledger.web.threads import in_thread, in_turn
from ledger.web.transport import path_of, query_of, response_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from starlette.requests import Request
    from starlette.types import ASGIApp, Scope

    from ledger.book.ledger import Ledger
    from ledger.web.answers import Answer
    from ledger.web.door import Door
    from ledger.web.posted import Posted
    from ledger.web.routes import Page
    from ledger.web.visitor import Visitor

STATIC: Final = {
    "ledger.css": "text/css; charset=utf-8",
    "ledger.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""The files beside the pages, by name: there are no others, so no path leads out of a folder."""


def application(
    ledger: Ledger,
    names: Collection[str],
    door: Door,
    *,
    is_tls: bool = False,
    site: SiteSettings | None = None,
) -> ASGIApp:
    """The pages of a ledger, served under some names (hosts, without ports).

    ``door`` says who comes in; ``is_tls`` says that the server itself speaks TLS.
    What ``site`` says holds for pages too, above all who may frame a claim.
    """
    site = site or SiteSettings()
    state = Served(ledger, door, Once(door.desk), is_tls, site, Catalogues(), Kept(), Roots())
    routes = [
        *(Route(f"/static/{name}", partial(_static, *one)) for name, one in _files().items()),
        *(Route(page.path, partial(state.answer, page), methods=page.methods) for page in PAGES),
    ]
    inner = Starlette(routes=routes, exception_handlers={HTTPException: _not_found})
    inner.router.redirect_slashes = False
    return Guard(
        inner, names, _refused, is_read_only=door.is_read_only, is_tls=is_tls, framers=site.embed
    )


def _files() -> dict[str, tuple[bytes, str]]:
    """The files beside the pages, read once: what is in each, and its type."""
    folder = files("ledger.web").joinpath("static")
    return {name: (folder.joinpath(name).read_bytes(), kind) for name, kind in STATIC.items()}


async def _static(body: bytes, kind: str, request: Request) -> Response:  # noqa: ARG001 - starlette's
    return Response(body, media_type=None, headers={"content-type": kind} | CACHED)


CACHED: Final = {"cache-control": "public, max-age=3600"}
FRESH: Final = {"cache-control": "private, no-cache"}
FORGOTTEN: Final = {"cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class Served:
    """A ledger that is served, and what is kept of it between requests."""

    ledger: Ledger
    door: Door
    once: Once
    is_tls: bool
    site: SiteSettings
    catalogues: Catalogues
    kept: Kept
    roots: Roots

    async def answer(self, page: Page, request: Request) -> Response:
        """The answer of a page, or why there is none."""
        _, form = parted(path_of(request), page.forms)
        try:
            if request.method == "POST":
                return response_of(await self._posted(page, request), FORGOTTEN)
            run = in_thread if page.is_long else in_turn
            return response_of(await run(self._read, page, request), FRESH)
        except SignInFirst as refusal:
            return _sign_in(request, form, refusal)
        except Refusal as refusal:
            return told(form, refusal)
        except Exception:  # noqa: BLE001 - it is told in the log
            log.exception("While answering %r", path_of(request))
            return error(500, WENT_WRONG, "json" if form == "json" else "html")

    def _read(self, page: Page, request: Request) -> Written:
        """What a page shows, all of one state of the ledger."""
        visitor = self._admitted(page, request)
        with self.ledger.at_once() as ledger:
            return self._shown(page, request, visitor, ledger)

    def _shown(self, page: Page, request: Request, visitor: Visitor, ledger: Ledger) -> Written:
        asked = self._asked(page, request, visitor, ledger)
        make = partial(_made, page.answer, asked)
        if not page.is_kept:
            return make()
        who = asked.visitor
        key = (asked.state, asked.to.as_of, asked.path, asked.form, asked.given, who)
        return self.kept.get(key, make)

    async def _posted(self, page: Page, request: Request) -> Written:
        """What comes of a form: nobody may send one, or make anybody read it, who may not."""
        visitor = await in_thread(self._admitted, page, request)
        body = await read_body(request, page.largest)
        kind = request.headers.get("content-type", "")
        return await in_thread(self._done, page, request, visitor, kind, body)

    def _done(
        self, page: Page, request: Request, visitor: Visitor, kind: str, body: bytes
    ) -> Written:
        asked = self._asked(page, request, visitor, self.ledger, parse(kind, body))
        if page.post is None:  # the routes let none through
            raise AssertionError
        make = partial(_made, page.post, asked)
        if page.is_repeatable:
            return make()
        return self.once.do(visitor.name, asked.path, asked.sent, make)

    def _admitted(self, page: Page, request: Request) -> Visitor:
        """Who asks.

        Raises:
            SignInFirst: the page is for those who are signed in, and nobody is.
            NotAllowed: it takes another role.
        """
        visitor = self.door.visitor(self._caller(request))
        if page.is_for_all and self.door.signs_in:
            return visitor
        if self.door.is_read_only and page.needs is not None:
            raise NotAllowed("These pages are to be read: nothing can be changed in them.")
        if page.is_for_all:
            raise NotAllowed("Nobody signs in here.")
        if visitor.role is None and (page.needs is not None or self.door.is_closed()):
            raise SignInFirst(SIGNED_OUT if request.method == "POST" else SIGNED_IN)
        if page.needs is not None and not visitor.may(page.needs):
            raise NotAllowed(f"This takes the role {page.needs.word}.")
        return visitor

    def _caller(self, request: Request) -> Caller:
        headers = tuple((name.lower(), value) for name, value in request.headers.items())
        host = host_of(request.headers.get("host", ""))
        address = request.client.host if request.client else ""
        return Caller(address, headers, self.is_tls or not is_of_this_machine(host))

    def _asked(
        self,
        page: Page,
        request: Request,
        visitor: Visitor,
        ledger: Ledger,
        posted: Posted | None = None,
    ) -> Asked:
        """What a request asks for.

        Raises:
            BadValue: it has a sign in it that no name has, or too many parameters.
            BadDate: its ``as_of`` is no moment.
            UnknownName: it has a parameter that the page does not take.
        """
        query = query_of(request)
        path, form = parted(path_of(request), page.forms)
        path = "/index" if path == "/" else path
        names = tuple(parted(name, page.forms)[0] for name in request.path_params.values())
        for text in (path, *(one for pair in query for one in pair)):
            if any(sign < " " or sign == "\x7f" for sign in text):
                raise BadValue("address", "The address has a sign in it that no name has.")
        as_of = next((value for name, value in reversed(query) if name == "as_of"), None)
        if as_of is not None and page.post is not None:
            raise BadValue("as_of", "What is changed is changed as it stands now.")
        moment = ledger.moment(as_of)
        asked = Asked(
            ledger=_recording(ledger, visitor),
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
            site=self.site,
            state=f"{moment} {self.roots.of(ledger, moment)}",
            visitor=visitor,
            posted=posted,
            door=self.door,
            caller=self._caller(request),
            takes_forms=page.post is not None,
        )
        asked.refuse_others(page.parameters)
        asked.refuse_parts()
        return asked


SIGNED_IN: Final = "Sign in first."
SIGNED_OUT: Final = (
    "You are not signed in, or not any more, and nothing was saved. Sign in in another tab, then "
    "go back to the form, which still has what you typed, and save it again."
)


LONGEST_BACK: Final = 1000
"""Of a longer query the way back would be too long for an address: it leads to the path alone."""


def _sign_in(request: Request, form: str, refusal: SignInFirst) -> Response:
    """Where somebody who reads pages can sign in; whoever else asks is told to."""
    if form != "html" or request.method == "POST":
        return told(form, refusal)
    query = request.scope["query_string"].decode("latin-1")
    here = quote(path_of(request), safe="/:@!$'()*,;=+~")
    if query and len(query) <= LONGEST_BACK:
        here = f"{here}?{query}"
    return response_of(Written(b"", TYPES["html"], 303, sign_in_address(here)), FORGOTTEN)


def _recording(ledger: Ledger, visitor: Visitor) -> Ledger:
    """The same ledger, in which whoever is signed in is the recorder."""
    if visitor.name is None:
        return ledger
    own = copy(ledger)
    own.recorder = visitor.name
    return own


def _made(answer: Callable[[Asked], Answer], asked: Asked) -> Written:
    return written(answer(asked), asked)


async def _not_found(request: Request, trouble: Exception) -> Response:
    _, form = parted(path_of(request), ("json",))
    allow = (trouble.headers or {}).get("Allow") if isinstance(trouble, HTTPException) else None
    if allow is not None:
        methods = ", ".join(sorted(one.strip() for one in allow.split(",")))
        return error(405, f"What is at this address answers {methods} only.", form,
                     {"allow": methods})  # fmt: skip
    return error(404, "There is no page at this address.", form)


def _refused(scope: Scope, status: int, sentence: str) -> ASGIApp:
    _, form = parted(scope["path"], ("json",))
    allow = {"allow": "GET, HEAD"} if status == METHOD_NOT_ALLOWED else None
    return error(status, sentence, form, allow)


METHOD_NOT_ALLOWED: Final = 405
