"""A program of the user's own, started without a shell: JSON in, JSON out, within limits."""

from __future__ import annotations

import json
import os
import shlex
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
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        ) as process:
            return _heard(process, words[0], told, seconds)
    except OSError as trouble:
        raise ProgramFailed(f"{words[0]} cannot be started: {trouble.strerror}.") from trouble


def _heard(process: subprocess.Popen[bytes], name: str, told: bytes, seconds: int) -> bytes:
    heard: list[bytes] = []

    def listen() -> None:
        stream = process.stdout
        if stream is not None:
            heard.append(stream.read(MOST_BYTES + 1))
            if len(heard[0]) > MOST_BYTES:
                process.kill()

    def speak() -> None:
        stream = process.stdin
        if stream is not None:
            try:
                stream.write(told)
                stream.close()
            except OSError:
                pass  # it does not want to hear all of it

    threads = [threading.Thread(target=one, daemon=True) for one in (listen, speak)]
    for one in threads:
        one.start()
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        message = f"{name} takes longer than {seconds} seconds."
        raise ProgramFailed(message, "--seconds gives it more.") from None
    threads[0].join(1)
    out = heard[0] if heard else b""
    if len(out) > MOST_BYTES:
        raise ProgramFailed(f"{name} printed more than 1 MB.")
    if code:
        raise ProgramFailed(f"{name} failed, with the exit code {code}.")
    return out
