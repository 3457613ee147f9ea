"""Users, sessions and limits: a file of their own, which tells nobody a password or a token."""

from __future__ import annotations

import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from commands import Desk as Commands

from ledger.desk import attempts, passwords, results, sessions, users
from ledger.desk.place import desk_of
from ledger.desk.roles import Role
from ledger.desk.store import Desk
from ledger.errors import BadValue, LedgerTooNew, NotFound, StoreTrouble, Taken

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "correct horse battery"  # noqa: S105 - nobody's
OTHER = "staple of the horses"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "ledger.db.desk")


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + seconds)


def test_the_file_is_made_when_needed_and_for_its_owner_alone(desk: Desk) -> None:
    assert users.every(desk) == []
    assert sessions.find(desk, "x") is None
    assert not desk.path.exists()
    users.add(desk, "Ann Lee", Role.EDITOR, PASSWORD)
    if sys.platform != "win32":
        assert desk.path.stat().st_mode & 0o777 == 0o600
    kept = desk.path.read_bytes()
    token = sessions.begin(desk, "Ann Lee")
    kept += desk.path.read_bytes()
    assert PASSWORD.encode() not in kept
    assert token.encode() not in kept


@pytest.mark.parametrize(
    ("made", "kind", "words"),
    [
        ("CREATE TABLE others (x)", StoreTrouble, "is not the file of a desk"),
        ("PRAGMA user_version = 99", LedgerTooNew, "newer version"),
        (b"no database at all, but some text", StoreTrouble, "is damaged, or is not"),
    ],
)
def test_a_file_that_is_no_desk_of_this_program_is_refused(
    desk: Desk, made: str | bytes, kind: type[StoreTrouble], words: str
) -> None:
    if isinstance(made, bytes):
        desk.path.write_bytes(made)
    else:
        if "99" in made:
            users.add(desk, "Ann", Role.READER, None)
        with sqlite3.connect(desk.path) as other:
            other.execute(made)
        other.close()
    before = desk.path.read_bytes()
    for act in (
        lambda: users.every(desk),
        lambda: users.add(desk, "Bob", Role.READER, None),
        lambda: sessions.begin(desk, "Bob"),
    ):
        with pytest.raises(kind, match=words):
            act()
    assert desk.path.read_bytes() == before


def test_an_empty_file_that_a_crash_left_is_a_new_desk(desk: Desk) -> None:
    desk.path.touch()
    assert users.every(desk) == []
    users.add(desk, "Ann", Role.READER, None)
    assert [one.name for one in users.every(desk)] == ["Ann"]


def test_a_user_is_one_however_the_name_is_typed(desk: Desk) -> None:
    users.add(desk, " Ann  Lee", Role.RECORDER, PASSWORD)
    with pytest.raises(Taken, match="There is a user"):
        users.add(desk, "ann lee", Role.EDITOR, PASSWORD)
    found = users.authenticated(desk, "ANN LEE", PASSWORD)
    assert found is not None
    assert found.role == Role.RECORDER
    assert users.authenticated(desk, "Ann Lee", PASSWORD + "x") is None
    assert users.authenticated(desk, "Bob", PASSWORD) is None
    assert users.set_role(desk, "ann lee", Role.EDITOR).role == Role.EDITOR
    users.set_password(desk, "Ann Lee", None)
    assert users.authenticated(desk, "Ann Lee", PASSWORD) is None
    users.remove(desk, "Ann Lee")
    with pytest.raises(NotFound, match="There is no user 'Ann Lee'"):
        users.remove(desk, "Ann Lee")


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaa", "a" * 1001, "AnnLeeAnnLee"])
def test_a_weak_password_is_refused(desk: Desk, password: str) -> None:
    with pytest.raises(BadValue):
        users.add(desk, "annlee", Role.READER, password)
    assert not desk.path.exists()


@pytest.mark.parametrize("name", ["", " ", "two\nlines"])
def test_a_name_that_nobody_can_record_under_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(BadValue):
        users.add(desk, name, Role.READER, None)


def test_what_is_kept_of_a_password_is_salted_and_bounded() -> None:
    one, two = passwords.hashed(PASSWORD), passwords.hashed(PASSWORD)
    assert one != two
    assert one.startswith("scrypt$32768$8$3$")
    assert passwords.is_right(PASSWORD, one)
    assert passwords.is_right(f" {PASSWORD} ", one)
    assert not passwords.is_right(OTHER, one)
    for bad in (
        None,
        "",
        "x",
        one.replace("32768", "99999999"),
        one.replace("$3$", "$x$"),
        "a$" * 5,
    ):
        assert not passwords.is_right(PASSWORD, bad)


def test_a_session_ends_by_itself_and_with_what_it_stands_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    users.add(desk, "Ann", Role.EDITOR, PASSWORD)
    one = sessions.begin(desk, "Ann")
    other = sessions.begin(desk, "Ann", instead=one)
    assert sessions.find(desk, one) is None
    users.set_role(desk, "Ann", Role.READER)
    found = sessions.find(Desk(desk.path), other)  # as after a restart
    assert found is not None
    assert found.role == Role.READER
    sessions.end(desk, other)
    assert sessions.find(desk, other) is None
    for end in (
        lambda: users.set_password(desk, "Ann", OTHER),
        lambda: users.remove(desk, "Ann"),
    ):
        token = sessions.begin(desk, "Ann")
        assert sessions.find(desk, token) is not None
        end()
        assert sessions.find(desk, token) is None
    users.add(desk, "Ann", Role.EDITOR, PASSWORD)
    assert sessions.find(desk, token) is None
    token = sessions.begin(desk, "Ann")
    later(monkeypatch, sessions.IDLE - 10)
    assert sessions.find(desk, token) is not None
    later(monkeypatch, sessions.IDLE - 10)
    assert sessions.find(desk, token) is not None
    later(monkeypatch, sessions.IDLE + 10)
    assert sessions.find(desk, token) is None
    token = sessions.begin(desk, "Ann")
    for _ in range(int(sessions.LONGEST / sessions.IDLE)):
        later(monkeypatch, sessions.IDLE - 10)
        assert sessions.find(desk, token) is not None
    later(monkeypatch, sessions.IDLE - 10)
    assert sessions.find(desk, token) is None


def test_whoever_signed_in_without_users_is_out_once_there_is_one(desk: Desk) -> None:
    token = sessions.begin(desk, "desk", is_user=False)
    found = sessions.find(desk, token)
    assert found is not None
    assert (found.name, found.role) == ("desk", Role.EDITOR)
    users.add(desk, "desk", Role.READER, None)
    assert sessions.find(desk, token) is None


def test_tries_that_fail_are_bounded_by_name_and_by_address(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tried(number: int) -> bool:
        try:
            attempts.note(desk, "Ann", None)
        except passwords.TooMany:
            return False
        return number >= 0

    with ThreadPoolExecutor(8) as pool:  # many at the same time are no way round
        assert sum(pool.map(tried, range(30))) == attempts.BY_NAME
    attempts.note(desk, "Bob", None)
    attempts.forget(desk, "ann", None)
    assert tried(0)
    for number in range(attempts.BY_ADDRESS):
        attempts.note(desk, f"guess {number}", "10.0.0.9")
    with pytest.raises(passwords.TooMany, match="try again in 15 min"):
        attempts.note(desk, "another", "10.0.0.9")
    attempts.note(desk, "another", "10.0.0.8")
    later(monkeypatch, attempts.WITHIN + 1)
    attempts.note(desk, "another", "10.0.0.9")


def test_what_came_of_a_form_is_kept_for_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    results.keep(desk, b"key", "/claims/rain")
    assert results.find(Desk(desk.path), b"key") == "/claims/rain"
    assert results.find(desk, b"other") is None
    later(monkeypatch, results.KEPT_FOR + 1)
    assert results.find(desk, b"key") is None


def test_a_desk_is_beside_its_ledger_or_in_ones_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "link.db").symlink_to(tmp_path / "ledger.db")
    assert desk_of(str(tmp_path / "link.db")) == tmp_path / "ledger.db.desk"
    there = desk_of("server://host/ledger")
    assert there.is_relative_to(tmp_path / "state")
    users.add(Desk(there), "Ann", Role.READER, None)
    assert there.parent.stat().st_mode & 0o777 == 0o700 or sys.platform == "win32"


def test_users_are_managed_with_commands(tmp_path: Path) -> None:
    desk = Commands(tmp_path)
    desk.done("init")
    assert desk.done("user", "list").startswith("There are no users: whoever can reach")
    told = desk("user", "add", "Ann Lee", "--role", "editor", "--password-stdin", stdin=PASSWORD)
    assert told.stdout == "Added: Ann Lee is an editor, who comes in with a password.\n"
    desk.done("user", "add", "Bo", "--role", "reader", "--no-password")
    assert desk.done("user", "list") == (
        "Ann Lee  editor    with a password\nBo       reader    by a proxy's header alone\n"
    )
    assert desk.json("user", "list")[1] == {"name": "Bo", "role": "reader", "has_password": False}
    assert desk.done("user", "role", "bo", "recorder").startswith("Now Bo is a recorder, who")
    told = desk("user", "password", "Bo", "--password-stdin", stdin="short\n")
    assert "A password has 12 to 1000 characters, not 5." in told.stderr
    assert "terminal alone" in desk("user", "password", "Bo").stderr
    assert desk.done("user", "password", "Bo", "--no-password").endswith("signed out everywhere.\n")
    assert "There is no user 'Cy'" in desk.refused("user", "remove", "Cy")
    assert desk.done("user", "remove", "Bo") == "Removed Bo.\n"
    assert "There are no users now" in desk.done("user", "remove", "Ann Lee")


def test_no_copy_takes_a_desk_along(tmp_path: Path) -> None:
    desk = Commands(tmp_path)
    desk.done("init")
    desk.done("user", "add", "Ann", "--role", "reader", "--no-password")
    before = {path.name for path in tmp_path.iterdir()}
    desk.done("backup", tmp_path / "kept.db")
    desk.done("copy", tmp_path / "ledger.db", tmp_path / "copied.db")
    desk.done("export", "--to", "jsonl", "-o", tmp_path / "out.jsonl")
    desk.done("verify")
    after = {path.name for path in tmp_path.iterdir()}
    assert after - before == {"kept.db", "copied.db", "out.jsonl"}
    assert not any(b"Ann" in (tmp_path / one).read_bytes() for one in after - before)
