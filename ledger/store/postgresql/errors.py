"""What PostgreSQL's errors mean for the person who meets them.

Source of the codes: https://www.postgresql.org/docs/15/errcodes-appendix.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ledger.errors import Busy, ConnectionLost, NoLedger, ReadOnly, StoreTrouble, Unreachable
from ledger.invocation import command

if TYPE_CHECKING:
    import psycopg

UNWRITTEN: Final = "Nothing was written; try again."

SENTENCES: Final[dict[str, tuple[type[StoreTrouble], str, str]]] = {
    "55P03": (  # lock_not_available
        Busy,
        "Another program has been writing to {place} for {patience:.0f} seconds.",
        "Nothing was written; try again when it is done.",
    ),
    "40P01": (Busy, "Another program was in the way in {place}.", UNWRITTEN),  # deadlock_detected
    "40001": (Busy, "Another program was in the way in {place}.", UNWRITTEN),  # serialization
    "25006": (  # read_only_sql_transaction
        ReadOnly,
        "{place} cannot be written: it takes no changes.",
        "It may be a standby of another server; write to that one.",
    ),
    "42501": (  # insufficient_privilege
        StoreTrouble,
        "{place} does not let this user do that: {message}.",
        "Ask its owner for the rights, or name a user who has them.",
    ),
    "3F000": (  # invalid_schema_name
        StoreTrouble,
        "{place} has no schema to keep a ledger in: {message}.",
        "Make one, or look at the search_path.",
    ),
    "57014": (  # query_canceled
        StoreTrouble,
        "{place} gave up: {message}.",
        "Nothing was written; look at its statement_timeout.",
    ),
    "53100": (StoreTrouble, "{place} has no room left on its disk.", "Nothing was written."),
}
"""By SQLSTATE, a class of refusal, a sentence and a cure."""

OUR_FAULT: Final = ("22", "23", "42")
"""Classes of codes for what only a fault of this program brings about: wrong data, wrong SQL."""

HIDES: Final = "check_enable_rls"
"""Where the server finds that a policy would hide rows; it has no code of its own for that."""

LOST: Final = ("08", "57P")
"""What codes begin with when the connection is lost."""


def trouble_of(fault: BaseException, place: str, patience: float) -> StoreTrouble | None:
    """What an error of the driver means, or None where it is our own fault."""
    from psycopg import Error, OperationalError  # noqa: PLC0415 - loaded before there is an error

    if not isinstance(fault, Error):
        return None
    code = fault.sqlstate or ""
    message = fault.diag.message_primary or _reason(fault)
    if fault.diag.source_function == HIDES:
        return StoreTrouble(
            f"Row security hides rows in {place} from this user: {message}.",
            "Ask its owner to lift it: ALTER TABLE ... DISABLE ROW LEVEL SECURITY.",
        )
    if code in SENTENCES:
        kind, sentence, cure = SENTENCES[code]
        return kind(sentence.format(place=place, patience=patience, message=message), cure)
    if code.startswith(LOST) or (not code and isinstance(fault, OperationalError)):
        return ConnectionLost(
            f"The connection to {place} was lost: {message}.",
            f"Before you try again, see whether the last change was kept: {command('log', place)}",
        )
    if not code or code.startswith(OUR_FAULT):
        return None
    return StoreTrouble(f"{place} cannot be used: {message}.")


def unreachable(fault: psycopg.OperationalError, place: str, name: str | None) -> StoreTrouble:
    """Why no connection could be made.

    The server's code does not reach the driver then, so the message must do; one in another
    language than English is passed on as it is.
    """
    reason = _reason(fault)
    if re.search(r'database ".*" does not exist', reason):
        return NoLedger(
            f"There is no database at {place}.",
            f"Make one first with: createdb {name or ''}".strip(),
        )
    if re.search(r'authentication failed|no password supplied|role ".*" does not exist', reason):
        return StoreTrouble(
            f"{place} does not accept this user or password: {reason}.",
            "Give the password in the URL, in PGPASSWORD or in the file ~/.pgpass.",
        )
    return Unreachable(
        f"{place} cannot be reached: {reason}.", "Check the URL, and whether the server is running."
    )


def _reason(fault: psycopg.Error) -> str:
    """The first line of what the driver says, without who said it."""
    first = next(iter(str(fault).strip().splitlines()), "no reason was given")
    return re.split(r"(?:failed|FATAL|ERROR):\s+", first)[-1].rstrip(".")
