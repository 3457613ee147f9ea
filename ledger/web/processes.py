"""Several processes that serve one address, for a Python works on one page at a time.

Each has a socket of its own on the same port, among which Linux shares out who connects.  They hold
nothing in common but the ledger, so that only pages to read are served so.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Sequence

    import uvicorn


def run_all(server: Callable[[], uvicorn.Server], listening: Sequence[socket.socket]) -> None:
    """Serve on each of some sockets, the first in this process, until it is told to stop.

    The others stop with it, however it ends: then the pipe is closed of which they hold the end.
    """
    first, *others = listening
    theirs, own = os.pipe()
    for one in others:
        if os.fork() == 0:
            try:
                os.close(own)
                for other in listening:
                    if other is not one:
                        other.close()
                _serve_until_closed(server(), one, theirs)
            finally:
                os._exit(0)  # what the first process has begun is its to end
    for one in others:  # or who connects to one that has ended would wait for ever
        one.close()
    os.close(theirs)
    try:
        server().run(sockets=[first])
    finally:
        os.close(own)


def _serve_until_closed(server: uvicorn.Server, listening: socket.socket, pipe: int) -> None:
    """Serve until a pipe is closed."""

    def wait() -> None:
        os.read(pipe, 1)
        server.should_exit = True

    threading.Thread(target=wait, daemon=True).start()
    server.run(sockets=[listening])
