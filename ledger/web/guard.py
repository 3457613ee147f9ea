"""What holds for every request and every answer, before any page is asked.

Requests: the names the server answers to, where a form was sent from, and how long a path and a
query may be.  Answers: the policy for browsers, on errors too; and how long somebody may take to
read one.  A page that another site opens in somebody's browser cannot read these pages, as that
site's name is none of the server's (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from ledger.web import policy
from ledger.web.caller import host_of, is_of_this_machine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    Refuse = Callable[[Scope, int, str], Awaitable[None]]


def _sent(headers: Sequence[tuple[str, str]]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name.encode(), value.encode()) for name, value in headers)


POLICY: Final = _sent(policy.plain())
"""The headers of every answer but those that other sites may frame."""

READING: Final = ("GET", "HEAD")
LONGEST_PATH: Final = 1000
LONGEST_QUERY: Final = 4000
"""Characters of a path and of a query, as they are sent."""

SECONDS_TO_TAKE: Final = 20.0
"""How long somebody may take to read the next part of an answer."""

CONNECTIONS: Final = 256
"""So many may be open at once; on any other, what is asked for is refused."""

AT_ONCE: Final = 64
"""So many requests are worked on at once; whoever comes then is told to come again."""

LARGEST_HEAD: Final = 16 * 1024
"""How many bytes the head of a request may have."""

ABSOLUTE: Final = re.compile(rb"https?://(?P<authority>[^/]*)(?P<path>/.*)?", re.IGNORECASE)
"""A target that is a whole address, as a proxy may send it."""


class Guard:
    """An application behind its guard.

    Args:
        inner: what answers the requests that are let through.
        names: the names, in small letters, under which it is served.
        refused: makes the answer to one that is not: an application of a status and a sentence.
        is_read_only: let nothing through that could write.
        is_tls: the server itself speaks TLS.
    """

    def __init__(  # noqa: PLR0913 - each said by its name
        self,
        inner: ASGIApp,
        names: Collection[str],
        refused: Callable[[Scope, int, str], ASGIApp],
        *,
        is_read_only: bool,
        is_tls: bool,
        framers: Sequence[str] = (),
    ) -> None:
        self._inner = inner
        self._names = frozenset(names)
        self._refused = refused
        self._is_read_only = is_read_only
        self._is_tls = is_tls
        self._framers = tuple(framers)
        self._working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is none of HTTP's is none of ours."""
        if scope["type"] == "lifespan":
            await self._inner(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        headers = _sent(policy.policy_of(scope["path"], self._framers))
        guarded = _Guarded(send, headers, is_head=scope["method"] == "HEAD")
        found = self._fault(scope)
        if found is None:
            scope = _in_origin_form(scope)
        app = self._inner if found is None else self._refused(scope, *found)
        self._working += 1
        try:
            await app(scope, receive, guarded)
        finally:
            self._working -= 1

    def _fault(self, scope: Scope) -> tuple[int, str] | None:
        """The status and the sentence for a request that is not let through."""
        if scope["method"] not in READING and self._is_read_only:
            return 405, "These pages are to be read: only GET and HEAD are answered."
        if not self._is_ours(scope):
            return 400, "These pages are not served under that name."
        if (found := _of_odd_length(scope)) is not None:
            return found
        if scope["method"] == "POST" and not self._is_from_here(scope):
            return 403, "That form was not sent from a page of this server."
        if self._working >= AT_ONCE:
            return 503, "Too many are asking at once; try again in a moment."
        return None

    def _is_from_here(self, scope: Scope) -> bool:
        """Whether a page of ours sent a form, as browsers tell; one that does not tell is refused.

        No page can change these headers.  Another port of this machine is another origin.  Without
        referrers, browsers call the origin ``null``, which says nothing beside the other header.
        """
        sites = [value for name, value in scope["headers"] if name == b"sec-fetch-site"]
        origins = [value for name, value in scope["headers"] if name == b"origin"]
        if not sites and not origins:
            return False
        host = next(value for name, value in scope["headers"] if name == b"host")
        is_plain = not self._is_tls and is_of_this_machine(host_of(host.decode("latin-1")))
        ours = {(b"http://" if is_plain else b"https://") + host.lower()}
        if sites:
            ours.add(b"null")
        return all(one == b"same-origin" for one in sites) and all(
            one.lower() in ours for one in origins
        )

    def _is_ours(self, scope: Scope) -> bool:
        given = [value for name, value in scope["headers"] if name == b"host"]
        if len(given) != 1:
            return False
        if absolute := ABSOLUTE.fullmatch(scope.get("raw_path") or b""):
            given.append(absolute["authority"])
        return all(map(self._is_known, given))

    def _is_known(self, authority: bytes) -> bool:
        return host_of(authority.decode("latin-1")) in self._names


def _of_odd_length(scope: Scope) -> tuple[int, str] | None:
    path = scope.get("raw_path") or scope["path"].encode()
    if len(path) > LONGEST_PATH or len(scope["query_string"]) > LONGEST_QUERY:
        return 414, "That address is too long."
    if sum(len(name) + len(value) + 4 for name, value in scope["headers"]) > LARGEST_HEAD:
        return 431, "The head of that request is too long."
    if {b"content-length", b"transfer-encoding"} <= {name for name, _ in scope["headers"]}:
        # A proxy before this server may go by the other one (RFC 9112, 6.3).
        return 400, "The length of that request is told in two ways."
    return None


def _in_origin_form(scope: Scope) -> Scope:
    """The request as if its target were a path, where it is a whole address (RFC 9112, 3.2.2)."""
    found = ABSOLUTE.fullmatch(scope.get("raw_path") or b"")
    if found is None:
        return scope
    path = found["path"] or b"/"
    return {**scope, "raw_path": path, "path": unquote_to_bytes(path).decode("utf-8", "replace")}


class _Guarded:
    """Sends an answer on with the policy, without a body where only its head was asked for."""

    def __init__(
        self, send: Send, headers: Sequence[tuple[bytes, bytes]], *, is_head: bool
    ) -> None:
        self._send, self._headers = send, headers
        self._is_head = is_head

    async def __call__(self, part: Message) -> None:
        if part["type"] == "http.response.start":
            own = {name for name, _ in self._headers}
            headers = [(name, value) for name, value in part["headers"] if name not in own]
            part = {**part, "headers": [*headers, *self._headers]}
        elif self._is_head and part["type"] == "http.response.body":
            part = {**part, "body": b""}
        await asyncio.wait_for(self._send(part), SECONDS_TO_TAKE)
