"""The process that reads a page or a PDF: ``python -m ledger.extract.child html 512 10``.

The file comes on standard input, and the answer goes to standard output as JSON: what was found, or
`trouble`, one word for what was the matter.  Limits on memory and CPU time are set before anything
is parsed, so that whatever the file does, it does to this process alone.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ARGUMENTS: Final = 4


def limit(megabytes: int, seconds: int) -> None:
    """Let this process have so much memory and CPU time, where the system can see to it."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    size = megabytes * 1024 * 1024
    for what, most in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CPU, seconds)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))


def answer(kind: str, data: bytes) -> Mapping[str, Any]:
    """What is in a file, or its trouble."""
    try:
        return READERS[kind]()(data)
    except ImportError:
        return {"trouble": "missing"}
    except MemoryError:
        return {"trouble": "memory"}
    except RecursionError:
        return {"trouble": "unread"}
    except Exception:  # noqa: BLE001 - parsers raise whatever they like
        return {"trouble": "unread"}


def _html() -> Callable[[bytes], Mapping[str, Any]]:
    from ledger.extract.page import read  # noqa: PLC0415 - with its library

    return read


def _pdf() -> Callable[[bytes], Mapping[str, Any]]:
    from ledger.extract.pdf import read  # noqa: PLC0415 - with its library

    return read


READERS: Final = {"html": _html, "pdf": _pdf}


def main() -> None:
    """Read what comes in, and answer."""
    kind, megabytes, seconds = sys.argv[1:ARGUMENTS]
    limit(int(megabytes), int(seconds))
    told = json.dumps(answer(kind, sys.stdin.buffer.read()))
    sys.stdout.write(told)


if __name__ == "__main__":
    main()
