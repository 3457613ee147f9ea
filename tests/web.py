"""Asks the pages as a browser would, without a network: an ASGI client of a few lines."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlencode

from ledger.web.application import application
from ledger.web.door import Door
from ledger.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message

    from ledger import Ledger
    from ledger.desk.roles import Role
    from ledger.web.caller import Caller

HOST = "claims.test"


FORM = (
    ("host", HOST),
    ("origin", f"https://{HOST}"),
    ("sec-fetch-site", "same-origin"),
    ("content-type", "application/x-www-form-urlencoded"),
)
"""The head of a form as a browser sends it from a page here."""


class FormReader(HTMLParser):
    """What stands in the fields of the last form of a page, as a browser would send it."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._area: str | None = None
        self._select: str | None = None

    @classmethod
    def of(cls, page: str) -> dict[str, str]:
        """The fields by their names."""
        made = cls()
        made.feed(page)
        return made.fields

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.fields = {}
        elif tag == "textarea":
            self._area, self.fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select is not None:
            if "selected" in given or self._select not in self.fields:
                self.fields[self._select] = value
        elif tag == "input" and given.get("type") in {"checkbox", "radio"}:
            if "checked" in given:
                self.fields[name] = value
        elif tag == "input" and given.get("type") != "file" and name:
            self.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.fields[self._area] += (
                data.removeprefix("\n") if not self.fields[self._area] else data
            )


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


class Known(Door):
    """Lets everybody in as one and the same visitor."""

    signs_in = True

    def takes_passwords(self) -> bool:
        return True

    def __init__(self, who: Visitor) -> None:
        self.who = who

    def visitor(self, caller: Caller) -> Visitor:  # noqa: ARG002 - a door's
        return self.who


class Client:
    """A browser before the pages of a ledger."""

    def __init__(
        self,
        ledger: Ledger,
        role: Role | None = None,
        *,
        door: Door | None = None,
        host: str = HOST,
    ) -> None:
        """Nobody is signed in, or the recorder of the ledger is, with a role."""
        who = Visitor() if role is None else Visitor(ledger.recorder, role)
        self.ledger = ledger
        self.door = door or Known(who)
        self.app: ASGIApp = application(ledger, [host], self.door)

    def __call__(
        self,
        target: str,
        method: str = "GET",
        headers: Iterable[tuple[str, str]] = (("host", HOST),),
        body: bytes = b"",
        address: str = "127.0.0.1",
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
            "client": (address, 1),
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

    def post(self, target: str, *fields: tuple[str, str], **more: str) -> Got:
        """Send a form from a page here."""
        body = urlencode([*fields, *more.items()])
        return self(target, "POST", [*FORM], body.encode())

    def fill_in(self, target: str, **fields: str) -> Got:
        """Send the form on a page with what stands in it, but for some fields."""
        found = FormReader.of(self(target).text)
        return self.post(target, *(found | fields).items())

    def follow(self, target: str) -> Got:
        """The same, and where an answer says to go elsewhere, there."""
        found = self(target)
        return self.follow(found.headers["location"]) if "location" in found.headers else found
