"""Asks the pages as a browser would, without a network: an ASGI client of a few lines."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from ledger.web.application import application

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message

    from ledger import Ledger

HOST = "claims.test"


@dataclass(frozen=True)
class Got:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever JSON holds
        """The body as JSON."""
        return json.loads(self.body)


class Client:
    """A browser before the pages of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.app: ASGIApp = application(ledger, [HOST])

    def __call__(
        self,
        target: str,
        method: str = "GET",
        headers: Iterable[tuple[str, str]] = (("host", HOST),),
        body: bytes = b"",
    ) -> Got:
        """Send one request; ``target`` is a path, encoded, with its query."""
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote_to_bytes(path).decode("utf-8", "replace"),
            "raw_path": path.encode("latin-1", "replace"),
            "query_string": query.encode("latin-1", "replace"),
            "root_path": "",
            "headers": [(one.encode("latin-1"), two.encode("latin-1")) for one, two in headers],
            "client": ("127.0.0.1", 1),
            "server": (HOST, 80),
        }
        return asyncio.run(self._got(scope, body))

    async def _got(self, scope: dict[str, Any], body: bytes) -> Got:
        sent: list[Message] = []
        bodies = iter([body])

        async def receive() -> Message:
            for one in bodies:
                return {"type": "http.request", "body": one, "more_body": False}
            await asyncio.sleep(3600)
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start, *rest = sent
        headers = {name.decode(): value.decode("latin-1") for name, value in start["headers"]}
        return Got(start["status"], headers, b"".join(one.get("body", b"") for one in rest))

    def follow(self, target: str) -> Got:
        """The same, and where an answer says to go elsewhere, there."""
        found = self(target)
        return self.follow(found.headers["location"]) if "location" in found.headers else found
