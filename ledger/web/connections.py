"""How the server holds connections: bounded in number, in time and in what they may send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

from ledger.web.guard import CONNECTIONS, POLICY

if TYPE_CHECKING:
    import asyncio

PATIENCE: Final = 10.0
"""How many seconds somebody may take to send the head of a request."""


class Connection(H11Protocol):
    """One connection, closed where nothing that is a request comes in time."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - asyncio's
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def on_response_complete(self) -> None:
        """Begin to wait for the next."""
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._wait(stop=True)
        super().connection_lost(exc)

    def _wait(self, *, stop: bool = False) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
        self._waiting = None if stop else self.loop.call_later(PATIENCE, self._give_up)

    def _give_up(self) -> None:
        cycle: Any = self.cycle  # None before a first request
        idle = cycle is None or cycle.response_complete
        if idle and not self.transport.is_closing():
            self.transport.close()

    def handle_events(self) -> None:
        """Answer what was sent, unless too many connections are open."""
        cycle: Any = self.cycle
        idle = cycle is None or cycle.response_complete
        if idle and len(self.connections) > CONNECTIONS:
            self._refuse(b"503 Service Unavailable", "Too many are asking at once.")
        else:
            super().handle_events()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request, under the same policy as all else."""
        self._refuse(b"400 Bad Request", msg)

    def _refuse(self, status: bytes, sentence: str) -> None:
        body = sentence.encode("ascii", "replace")
        lines = [
            b"HTTP/1.1 " + status,
            b"content-type: text/plain; charset=utf-8",
            b"content-length: %d" % len(body),
            b"connection: close",
            *(name + b": " + value for name, value in POLICY),
        ]
        if not self.transport.is_closing():
            self.transport.write(b"\r\n".join([*lines, b"", body]))
            self.transport.close()
