"""Users: who may sign in, under which name they record, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledger.desk.passwords import hashed, is_right, refuse_weak
from ledger.desk.roles import Role
from ledger.errors import NotFound, Taken
from ledger.model.field_reader import Reading, refuse
from ledger.model.name_keys import name_key

if TYPE_CHECKING:
    from sqlite3 import Connection

    from ledger.desk.store import Desk


@dataclass(frozen=True, slots=True)
class User:
    """A user: the recorder's name, the role, and whether there is a password to sign in with."""

    name: str
    role: Role
    has_password: bool


def every(desk: Desk) -> list[User]:
    """All users, by their names."""
    with desk.reading() as connection:
        rows = connection.execute("SELECT name, role, password FROM users ORDER BY key").fetchall()
    return [_user(row) for row in rows]


def are_any(desk: Desk) -> bool:
    """Whether there is a user."""
    with desk.reading() as connection:
        return connection.execute("SELECT 1 FROM users LIMIT 1").fetchone() is not None


def find(desk: Desk, name: str) -> User | None:
    """The user of a name, as names are compared."""
    with desk.reading() as connection:
        row = connection.execute(
            "SELECT name, role, password FROM users WHERE key = ?", [user_key(name)]
        ).fetchone()
    return row and _user(row)


def authenticated(desk: Desk, name: str, password: str) -> User | None:
    """The user of a name where that is the password; it takes as long where there is no user."""
    with desk.reading() as connection:
        row = connection.execute(
            "SELECT name, role, password FROM users WHERE key = ?", [user_key(name)]
        ).fetchone()
    is_known = is_right(password, row[2] if row else None)
    return _user(row) if row and is_known else None


def add(desk: Desk, name: str, role: Role, password: str | None) -> User:
    """Add a user; without a password only a proxy can say that it is they.

    Whoever signed in while there was no user is signed out.

    Raises:
        BadValue: the name is none that can be recorded under, or the password is too weak.
        Taken: there is one whose name cannot be told from it.
    """
    name = recorder_name(name)
    kept = _hashed(password, name)
    with desk.writing() as connection:
        known = _row(connection, name)
        if known is not None:
            raise Taken(f"There is a user {known[0]!r} already.", "See ledger user list.")
        connection.execute(
            "INSERT INTO users (name, key, role, password) VALUES (?, ?, ?, ?)",
            [name, user_key(name), int(role), kept],
        )
        connection.execute("DELETE FROM sessions WHERE name IS NOT NULL")
    return User(name, role, kept is not None)


def set_role(desk: Desk, name: str, role: Role) -> User:
    """Give a user another role.

    Raises:
        NotFound: there is no such user.
    """
    with desk.writing() as connection:
        row = _known(connection, name)
        connection.execute("UPDATE users SET role = ? WHERE name = ?", [int(role), row[0]])
    return User(row[0], role, row[2] is not None)


def set_password(desk: Desk, name: str, password: str | None) -> User:
    """Give a user another password, or none; they are signed out wherever they are signed in.

    Raises:
        NotFound: there is no such user.
        BadValue: the password is too weak.
    """
    kept = _hashed(password, name)
    with desk.writing() as connection:
        row = _known(connection, name)
        connection.execute("UPDATE users SET password = ? WHERE name = ?", [kept, row[0]])
        connection.execute("DELETE FROM sessions WHERE key = ?", [user_key(name)])
    return User(row[0], Role(row[1]), kept is not None)


def remove(desk: Desk, name: str) -> User:
    """Remove a user, who is signed out wherever they are signed in; what they recorded stays.

    Raises:
        NotFound: there is no such user.
    """
    with desk.writing() as connection:
        row = _known(connection, name)
        connection.execute("DELETE FROM users WHERE name = ?", [row[0]])
        connection.execute("DELETE FROM sessions WHERE key = ?", [user_key(name)])
    return _user(row)


def user_key(name: str) -> str:
    """What the name of a user is compared by: nobody is let in for another by a capital letter."""
    return name_key(name).casefold()


def recorder_name(name: str) -> str:
    """A name as a recorder can have it.

    Raises:
        BadValue: it is none.
    """
    reading = Reading({"recorder": name})
    found = reading.line("recorder", required=True)
    refuse(reading.complaints)
    return found or ""


Row = tuple[str, int, str | None]


def _user(row: Row) -> User:
    return User(row[0], Role(row[1]), row[2] is not None)


def _row(connection: Connection, name: str) -> Row | None:
    found: Row | None = connection.execute(
        "SELECT name, role, password FROM users WHERE key = ?", [user_key(name)]
    ).fetchone()
    return found


def _known(connection: Connection, name: str) -> Row:
    found = _row(connection, name)
    if found is None:
        raise NotFound("user", name)
    return found


def _hashed(password: str | None, name: str) -> str | None:
    if password is None:
        return None
    refuse_weak(password, name)
    return hashed(password)
