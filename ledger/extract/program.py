"""A program of the user's own, started without a shell: JSON in, JSON out, within limits."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import subprocess
import threading
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_BYTES: Final = 1024 * 1024
WITHHELD: Final = frozenset({"LEDGER_DB", "LEDGER_RECORDER"})
"""Variables that the program does not get: they say where a ledger is, and who writes in it."""


class ProgramFailed(Refusal):
    """A program that was to propose claims did not."""


def answer(told: Mapping[str, Any], command: str, seconds: int, protocol: int) -> dict[str, Any]:
    """The JSON that a program prints when it is told something, if it speaks the protocol.

    Raises:
        ProgramFailed: it cannot be started, takes too long, fails, or answers something else.
    """
    try:
        words = shlex.split(command)
    except ValueError as trouble:
        raise ProgramFailed(f"The command of --using has no end to a quotation: {command}") from (
            trouble
        )
    if not words:
        raise ProgramFailed("The command of --using is empty; name a program.")
    out = _run(words, json.dumps(told, ensure_ascii=False).encode(), seconds)
    try:
        found = json.loads(out)
    except (ValueError, RecursionError):
        cure = f"It must print JSON by protocol {protocol}, and nothing else."
        raise ProgramFailed(f"What {words[0]} printed is not JSON.", cure) from None
    if not isinstance(found, dict) or not isinstance(found.get("claims"), list):
        raise ProgramFailed(f"What {words[0]} printed has no list of claims.")
    if found.get("protocol") != protocol:
        raise ProgramFailed(
            f"{words[0]} does not say that it speaks protocol {protocol}.",
            f'Its answer must have "protocol": {protocol}.',
        )
    return found


def _run(words: Sequence[str], told: bytes, seconds: int) -> bytes:
    """What a program prints, within limits of time and size."""
    environment = {key: value for key, value in os.environ.items() if key not in WITHHELD}
    try:
        with subprocess.Popen(  # noqa: S603 - the user's own program, without a shell
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        ) as process:
            return _heard(process, words[0], told, seconds)
    except OSError as trouble:
        raise ProgramFailed(f"{words[0]} cannot be started: {trouble.strerror}.") from trouble


def _heard(process: subprocess.Popen[bytes], name: str, told: bytes, seconds: int) -> bytes:
    """What a program prints; it and all that it has started are ended when this is over."""
    heard: list[bytes] = []
    threads = [
        threading.Thread(target=_listen, args=(process, heard), daemon=True),
        threading.Thread(target=_speak, args=(process, told), daemon=True),
    ]
    for one in threads:
        one.start()
    try:
        code = process.wait(seconds)
        threads[0].join(seconds)
    except subprocess.TimeoutExpired:
        message = f"{name} takes longer than {seconds} seconds."
        raise ProgramFailed(message, "--seconds gives it more.") from None
    finally:
        _end(process)
    out = heard[0] if heard else b""
    if len(out) > MOST_BYTES:
        raise ProgramFailed(f"{name} printed more than 1 MB.")
    if code:
        raise ProgramFailed(f"{name} failed, with the exit code {code}.")
    return out


def _listen(process: subprocess.Popen[bytes], heard: list[bytes]) -> None:
    stream = process.stdout
    if stream is not None:
        heard.append(stream.read(MOST_BYTES + 1))
        if len(heard[0]) > MOST_BYTES:
            _end(process)


def _speak(process: subprocess.Popen[bytes], told: bytes) -> None:
    stream = process.stdin
    if stream is not None:
        with contextlib.suppress(OSError):  # it may not want to hear all of it
            stream.write(told)
            stream.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all that it has started, where these are its own group."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
