"""The server on one address, until it is told to stop."""

from __future__ import annotations

import errno
import re
import socket
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from ledger.desk import users
from ledger.desk.place import desk_of
from ledger.desk.store import Desk
from ledger.errors import BadValue, Contradiction, FileTrouble, NotInstalled
from ledger.web.caller import LOOPBACK, host_of, is_of_this_machine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ledger.book.ledger import Ledger
    from ledger.model.site_settings import SiteSettings
    from ledger.web.door import Door

SECONDS_TO_END: Final = 1
"""How long answers under way may take once the server is told to stop."""

WAITING: Final = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a ledger is served: where, under which names, and to whom.

    Args:
        host: an address of this machine, such as 127.0.0.1; one that others reach takes ``tls`` or
            a ``header``.
        port: where to listen; 0 takes any that is free.
        names: more names than those of this machine that it answers to.
        desk: the file of users and sessions; by default it is beside the ledger.
        site: what the file says of a site: above all, who may frame claims.
        is_read_only: serve anybody, and let nobody write.
        processes: how many serve; more than one takes ``is_read_only``, and Linux.
        header: the header in which a proxy names who asks, if one does.
        proxies: the addresses from which that header is taken.
        tls: the files of a certificate and its key, in PEM, where the server itself speaks TLS.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    desk: Path | None = None
    site: SiteSettings | None = None
    is_read_only: bool = False
    processes: int = 1
    header: str | None = None
    proxies: tuple[str, ...] = ()
    tls: tuple[Path, Path] | None = None


def serve(ledger: Ledger, way: Way, ready: Callable[[str, list[str]], None]) -> None:
    """Serve the pages of a ledger, until a signal says to stop.

    ``ready`` is told the address of the first page, and who may do what, once the server listens.

    Raises:
        BadValue, Contradiction: it cannot be served in that way.
        FileTrouble: the port cannot be had, or the certificate or its key.
        NotInstalled: the libraries are missing that serve pages.
        StoreTrouble: the file of the desk cannot be used.
    """
    refuse_beyond(way)
    more = [_name(one) for one in way.names]
    try:
        import python_multipart  # noqa: F401, PLC0415 - only this command needs it
        import starlette  # noqa: F401, PLC0415 - as above
        import uvicorn  # noqa: PLC0415 - as above
    except ImportError:
        raise NotInstalled(
            "Serving pages", "starlette, uvicorn or python-multipart", "web"
        ) from None
    from ledger.web.application import application  # noqa: PLC0415 - as above
    from ledger.web.connections import Connection  # noqa: PLC0415 - as above
    from ledger.web.guard import LARGEST_HEAD  # noqa: PLC0415 - as above
    from ledger.web.processes import run_all  # noqa: PLC0415 - as above

    _refuse_bad_keys(way.tls)
    with ExitStack() as ending:
        is_shared = way.processes > 1
        first = ending.enter_context(_listening(way.host, way.port, is_shared=is_shared))
        place = first.getsockname()
        others = [
            ending.enter_context(_listening(way.host, place[1], is_shared=True))
            for _ in range(way.processes - 1)
        ]
        shown = f"[{place[0]}]" if ":" in place[0] else place[0]
        door = _door(ledger, way, place[1])
        certificate, key = way.tls or (None, None)
        config = uvicorn.Config(
            application(
                ledger,
                {*LOOPBACK, *more, shown.lower()},
                door,
                is_tls=way.tls is not None,
                site=way.site,
            ),
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
            ssl_certfile=certificate,
            ssl_keyfile=key,
        )
        is_named = bool(more) and not is_of_this_machine(way.host)
        base = f"{'https' if way.tls else 'http'}://{more[0] if is_named else shown}:{place[1]}/"
        ready(base, door.told(base))
        run_all(partial(uvicorn.Server, config), [first, *others])


def _door(ledger: Ledger, way: Way, port: int) -> Door:
    """Who is let in, and as whom."""
    from ledger.web.desk_door import DeskDoor  # noqa: PLC0415 - only this needs it
    from ledger.web.door import OpenDoor  # noqa: PLC0415 - as above
    from ledger.web.proxy_door import ProxyDoor  # noqa: PLC0415 - as above

    if way.is_read_only:
        return OpenDoor()
    desk = Desk(way.desk or desk_of(ledger.place))
    if way.header is not None:
        return ProxyDoor(desk, way.header, way.proxies)
    is_private = is_of_this_machine(way.host)
    if not is_private and not users.are_any(desk):
        raise Contradiction(
            f"Nobody could sign in on {way.host}: there is no user yet.",
            "Add one with ledger user add, or serve with --read-only.",
        )
    return DeskDoor(desk, ledger.recorder, port, is_private=is_private)


def refuse_beyond(way: Way) -> None:
    """Refuse a way in which others could read or change what is sent, or nobody could sign in.

    Raises:
        BadValue, Contradiction: it is one.
    """
    if way.header is not None and way.is_read_only:
        raise Contradiction(
            "With --read-only nobody is asked who they are, so --trust-header would do nothing.",
            "Leave one of them out.",
        )
    if way.processes > 1 and not way.is_read_only:
        raise Contradiction(
            "Several processes serve pages to read only: who is signed in, and what was sent "
            "twice, is known to one.",
            "Give --read-only too, or leave out --processes.",
        )
    if way.processes > 1 and sys.platform != "linux":
        raise BadValue("processes", "Several processes share an address on Linux only.")
    if (way.header is None) != (not way.proxies):
        raise Contradiction(
            "--trust-header says which header tells who asks, and --from of which address it is "
            "believed: one takes the other."
        )
    if way.header is not None and not HEADER.fullmatch(way.header):
        raise BadValue("trust_header", f"{way.header!r} is no name of a header.")
    if is_of_this_machine(way.host):
        return
    if way.tls is None and way.header is None:
        raise BadValue(
            "host",
            f"{way.host} is not an address of this machine alone: what is sent there is open to "
            f"read and change on its way.",
            "Give --tls-cert and --tls-key; or serve on 127.0.0.1, and put a reverse proxy with "
            "TLS, such as Caddy or nginx, before it; --name says under which name that serves.",
        )
    if not way.names:
        raise BadValue(
            "host", f"Whoever reaches {way.host} from elsewhere asks for it by some name.",
            "Say by which, with --name.",
        )  # fmt: skip


def _refuse_bad_keys(tls: tuple[Path, Path] | None) -> None:
    """Refuse a certificate, or a key, that cannot be used.

    Raises:
        FileTrouble: they cannot.
    """
    if tls is None:
        return
    import ssl  # noqa: PLC0415 - slow to load, and few serve so

    def none_there() -> str:
        raise FileTrouble(f"The key in {tls[1]} needs a password.", "Give one that needs none.")

    try:
        for path in tls:
            path.read_bytes()
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*tls, password=none_there)
    except ssl.SSLError as trouble:
        raise FileTrouble(
            f"{tls[0]} and {tls[1]} are no certificate with its key, in PEM: {trouble.reason}."
        ) from trouble
    except OSError as trouble:
        raise FileTrouble(f"{trouble.filename} cannot be read: {trouble.strerror}.") from trouble


HEADER: Final = re.compile("[A-Za-z][A-Za-z0-9-]{0,99}")


def _name(name: str) -> str:
    if not name or host_of(name) != name.lower():
        raise BadValue("name", f"{name!r} is no name of a host, such as claims.example.org.")
    return name.lower()


def _listening(host: str, port: int, *, is_shared: bool) -> socket.socket:
    """A socket that listens; ``is_shared`` lets others of this user listen there too.

    Raises:
        FileTrouble: the port is taken, or only the system may have it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if is_shared:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind((host, port))
        made.listen(WAITING)
    except OSError as trouble:
        made.close()
        taken = trouble.errno == errno.EADDRINUSE
        why = "is taken by another program" if taken else f"cannot be had: {trouble.strerror}"
        raise FileTrouble(f"Port {port} {why}.", "Choose another with --port.") from trouble
    return made
