"""A second process that looks at a part of a journal, while the first looks at the other.

It is told what to do on its standard input, so that no password is seen among the programs that
run, and answers on its standard output.  Where nobody reads that any more, it ends.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from ledger.audit.one_part import Done, OnePart, Part, Unsure, unfit
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ledger.audit.one_part import Reading
    from ledger.store.database import Database

WORDS: Final = (sys.executable, "-P", "-m", "ledger.audit.two_processes")
"""The program; with ``-P`` no folder that one happens to be in has modules for it."""

OFTEN: Final = 16
"""After so many steps it is seen whether anybody still waits."""


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class SecondProcess:
    """A process that looks at a ``part`` of the journal in a database."""

    def __init__(self, database: Database, part: Part, words: Sequence[str] = WORDS) -> None:
        told = {name: getattr(part, name) for name in Part.__dataclass_fields__}
        request = {"target": database.target, "part": {**told, "key": part.key.hex()}}
        self._process: subprocess.Popen[str] | None = None
        with suppress(OSError):  # then whoever asks for its answer finds none
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                text=True,
            )  # fmt: skip
            if self._process.stdin is not None:
                self._process.stdin.write(json.dumps(request))
                self._process.stdin.close()

    def answer(self) -> Done | None:
        """What it found, which is waited for; None where it came to nothing.

        Raises:
            Unsure: the part may not be whole.
        """
        if self._process is None or self._process.stdout is None:
            return None
        lines = self._process.stdout.read().split("\n")
        if self._process.wait() != 0 or len(lines) < LINES:
            return None
        with suppress(ValueError, LookupError):
            told = json.loads(lines[-LINES])
            if told is None:
                raise Unsure
            roots = {int(size): bytes.fromhex(root) for size, root in told["roots"].items()}
            return Done(roots, {one: (rows, ended) for one, (rows, ended) in told["left"].items()})
        return None

    def close(self) -> None:
        """End it, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()


LINES: Final = 2
"""Behind the answer is the end of its line."""


def look(database: Database, part: Part, tick: Callable[[], None]) -> Done | None:
    """Look at a part; None where it may not be whole.  ``tick`` is called now and then."""
    with ExitStack() as stack:
        reading: Reading = database.reading
        if not database.backend.readers_hold_up:
            lasting = stack.enter_context(database.reading())
            reading = lambda: nullcontext(lasting)  # noqa: E731 - as short as the other
        own = OnePart(database, reading, part)
        stack.callback(own.close)
        try:
            own.begin()
            for number, step in enumerate(own.steps):
                step()
                if number % OFTEN == 0:
                    tick()
            return own.done()
        except unfit(database):
            return None


def main() -> None:
    """Do what standard input tells."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process says what becomes of this one
    told: dict[str, Any] = json.load(sys.stdin)
    part = Part(**told["part"])
    part = replace(part, key=bytes.fromhex(told["part"]["key"]), sizes=tuple(part.sizes))
    try:
        found = look(open_database(told["target"]), part, _tick)
        answer = None
        if found is not None:
            roots = {size: root.hex() for size, root in found.roots.items()}
            answer = {"roots": roots, "left": found.left}
        sys.stdout.write(f"\n{json.dumps(answer)}\n")
        sys.stdout.flush()
    except BrokenPipeError:  # nobody waits any more
        os._exit(1)


def _tick() -> None:
    sys.stdout.write(".")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
