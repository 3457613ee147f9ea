"""The server: one process on one address of this machine, until it is told to stop."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING, Final

from ledger.errors import BadValue, FileTrouble, NotInstalled
from ledger.web.caller import LOOPBACK, host_of, is_of_this_machine

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from ledger.book.ledger import Ledger

SECONDS_TO_END: Final = 1
"""How long answers under way may take once the server is told to stop."""

WAITING: Final = 128


def serve(
    ledger: Ledger,
    host: str,
    port: int,
    names: Collection[str] = (),
    ready: Callable[[str, str], None] = lambda _, __: None,
) -> None:
    """Serve the pages of a ledger, until a signal says to stop.

    Args:
        ledger: what is read.
        host: an address of this machine alone, such as 127.0.0.1.
        port: where to listen; 0 takes any that is free.
        names: more names than those of this machine that it answers to.
        ready: is told the address of the first page, and the one to sign in with, once the server
            listens.

    Raises:
        BadValue: the host is not of this machine alone, or a name is none.
        FileTrouble: the port cannot be had.
        NotInstalled: the libraries are missing that serve pages.
    """
    refuse_beyond(host)
    more = {_name(one) for one in names}
    try:
        import starlette  # noqa: F401, PLC0415 - only this command needs it
        import uvicorn  # noqa: PLC0415 - as above
    except ImportError:
        raise NotInstalled("Serving pages", "starlette or uvicorn", "web") from None
    from ledger.web.application import application  # noqa: PLC0415 - as above
    from ledger.web.connections import Connection  # noqa: PLC0415 - as above
    from ledger.web.door import TokenDoor  # noqa: PLC0415 - as above
    from ledger.web.guard import LARGEST_HEAD  # noqa: PLC0415 - as above

    with _listening(host, port) as listening:
        place = listening.getsockname()
        shown = f"[{place[0]}]" if ":" in place[0] else place[0]
        known = {*LOOPBACK, *more, shown.lower()}
        door = TokenDoor(ledger.recorder, f"ledger-{place[1]}")
        config = uvicorn.Config(
            application(ledger, known, door),
            http=Connection,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            backlog=WAITING,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=SECONDS_TO_END,
            h11_max_incomplete_event_size=LARGEST_HEAD,
        )
        base = f"http://{shown}:{place[1]}/"
        ready(base, f"{base}sign-in?token={door.token}")
        uvicorn.Server(config).run(sockets=[listening])


def refuse_beyond(host: str) -> None:
    """Refuse an address that other machines reach.

    Raises:
        BadValue: it is one.
    """
    if is_of_this_machine(host):
        return
    raise BadValue(
        "host",
        f"{host} is not an address of this machine alone: what is sent there is open to read and "
        f"change on its way.",
        "Serve on 127.0.0.1, and put a reverse proxy with TLS, such as Caddy or nginx, before it; "
        "--name says under which name that serves.",
    )


def _name(name: str) -> str:
    if not name or host_of(name) != name.lower():
        raise BadValue("name", f"{name!r} is no name of a host, such as claims.example.org.")
    return name.lower()


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        FileTrouble: the port is taken, or only the system may have it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(WAITING)
    except OSError as trouble:
        made.close()
        taken = trouble.errno == errno.EADDRINUSE
        why = "is taken by another program" if taken else f"cannot be had: {trouble.strerror}"
        raise FileTrouble(f"Port {port} {why}.", "Choose another with --port.") from trouble
    return made
