"""A desk on a server of its own: signing in, TLS, restarts, and kills amid what is saved."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from random import Random
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest
from commands import ARTICLE, Desk, plain_environment
from conftest import SEED, many
from test_web_serving import posix_only, raw, served
from web import FormReader

from ledger import Ledger
from ledger.web import bodies

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PASSWORD: Final = "correct horse battery"  # noqa: S105 - nobody's


@dataclass
class Browser:
    """Keeps a cookie, and sends forms as a browser does."""

    port: int
    cookie: str = ""
    tls: ssl.SSLContext | None = None

    def __call__(self, path: str, **fields: str) -> tuple[int, str, str]:
        """The status, where to go, and the page; with fields it sends a form."""
        host = f"localhost:{self.port}"
        made = HTTPConnection("localhost", self.port, timeout=60)
        if self.tls is not None:
            made = HTTPSConnection("localhost", self.port, timeout=60, context=self.tls)
        headers = {"host": host, "cookie": self.cookie}
        if fields:
            headers["origin"] = f"{'https' if self.tls else 'http'}://{host}"
            headers["content-type"] = bodies.URLENCODED
        try:
            method = "POST" if fields else "GET"
            made.request(method, path, urlencode(fields) if fields else None, headers)
            found = made.getresponse()
            text = found.read().decode()
        finally:
            made.close()
        if given := found.getheader("set-cookie"):
            self.cookie = given.partition(";")[0]
            self.attributes = given
        return found.status, found.getheader("location") or "", text

    def sign_in(self, name: str) -> None:
        status, _, text = self("/sign-in", name=name, password=PASSWORD, next="/")
        assert status == 303, text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A ledger of an article, with a user."""
    made = Desk(tmp_path)
    with Ledger(made.database, recorder="desk", create=True) as ledger:
        ledger.import_([ARTICLE])
    return made


def with_user(desk: Desk) -> None:
    told = desk("user", "add", "Ann", "--role", "editor", "--password-stdin", stdin=PASSWORD)
    assert told.exit_code == 0, told.output


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return str(taken.getsockname()[1])


@pytest.mark.slow
@posix_only
def test_the_printed_address_signs_in_once_as_whoever_started_the_server(desk: Desk) -> None:
    with served(desk.database) as (process, port):
        assert process.stdout is not None
        told = process.stdout.readline()
        assert told.startswith("To record in them, sign in at http://127.0.0.1:")
        path = told.strip().partition(f":{port}")[2]
        assert not desk.database.with_name("ledger.db.desk").exists()
        browser = Browser(port)
        assert browser("/claims")[0] == 200
        assert browser("/add")[:2] == (303, "/sign-in?next=%2Fadd")
        fields = FormReader.of(browser(path)[2])
        assert browser("/sign-in", **fields)[:2] == (303, "/")
        assert "Signed in as" in browser("/claims")[2]
        assert browser("/add")[0] == 200
        assert Browser(port)("/sign-in", **fields)[0] == 422
        with_user(desk)  # while it serves
        assert browser("/claims")[0] == 303
        browser.sign_in("Ann")
        assert "<bdi>Ann</bdi>" in browser("/claims")[2]


@pytest.mark.slow
@posix_only
def test_a_session_outlasts_a_kill_and_no_other_port_gets_its_cookie(desk: Desk) -> None:
    with_user(desk)
    port = free_port()
    with served(desk.database, "--port", port) as (process, _):
        browser = Browser(int(port))
        browser.sign_in("Ann")
        assert browser.cookie.startswith(f"ledger-{port}=")
        process.send_signal(signal.SIGKILL)
    with served(desk.database, "--port", port) as (_, _), served(desk.database) as (_, other):
        assert browser("/claims")[0] == 200
        assert Browser(other, browser.cookie)("/claims")[0] == 303
        mode = desk.database.with_name("ledger.db.desk").stat().st_mode
        assert mode & 0o777 == 0o600


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that it has signed itself, and its key."""
    from cryptography import x509  # noqa: PLC0415 - slow to load
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    one, two = folder / "cert.pem", folder / "key.pem"
    one.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    two.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return one, two


@pytest.mark.slow
@posix_only
def test_over_tls_the_cookie_is_bound_to_the_host(desk: Desk) -> None:
    with_user(desk)
    one, two = certificate(desk.folder)
    options = ("--tls-cert", str(one), "--tls-key", str(two))
    with served(desk.database, *options) as (_, port):
        browser = Browser(port, tls=ssl.create_default_context(cafile=one))
        browser.sign_in("Ann")
        assert browser.cookie.startswith("__Host-ledger=")
        assert "; Secure" in browser.attributes
        assert "<bdi>Ann</bdi>" in browser("/claims")[2]
        assert b"HTTP/1.1 200" not in raw(port, b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
    for cert, key, words in (
        (two, one, "are no certificate with its key"),
        (one, desk.database, "are no certificate with its key"),
        (desk.folder / "none.pem", two, "none.pem cannot be read"),
    ):
        told = desk.refused("serve", "--port", "0", "--tls-cert", cert, "--tls-key", key)
        assert words in told
    assert "go together" in desk.misused("serve", "--tls-cert", one)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--host", "0.0.0.0"], "not an address of this machine alone"),  # noqa: S104 - refused
        (["--host", "0.0.0.0", "--read-only"], "not an address of this machine alone"),  # noqa: S104
        (["--trust-header", "X-User"], "one takes the other"),
        (["--from", "127.0.0.1"], "one takes the other"),
        (["--trust-header", "X User", "--from", "127.0.0.1"], "no name of a header"),
        (["--trust-header", "X-User", "--from", "everywhere"], "no address of a proxy"),
        (["--trust-header", "X-User", "--from", "::1", "--read-only"], "would do nothing"),
        (["--host", "0.0.0.0", "--trust-header", "X-U", "--from", "::1"], "with --name"),  # noqa: S104
    ],
)
def test_a_way_in_that_would_let_others_in_is_refused(
    desk: Desk, options: list[str], words: str
) -> None:
    assert words in desk.refused("serve", "--port", "0", *options)


@pytest.mark.slow
def test_beyond_this_machine_there_must_be_users(desk: Desk) -> None:
    one, two = certificate(desk.folder)
    options = ("--host", "0.0.0.0", "--name", "localhost", "--tls-cert", one, "--tls-key", two)  # noqa: S104
    assert "Nobody could sign in" in desk.refused("serve", "--port", "0", *options)


@pytest.mark.slow
@posix_only
def test_who_sends_a_form_too_slowly_is_left(desk: Desk, tmp_path: Path) -> None:
    script = tmp_path / "hasty.py"
    script.write_text(
        "import sys\n"
        "from ledger.web import bodies\n"
        "bodies.SECONDS_TO_SEND = 0.5\n"
        "from ledger.cli import main\n"
        "main(sys.argv[1:])\n"
    )
    command = [sys.executable, script, "--db", desk.database, "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=plain_environment()
    ) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline().split("/ until")[0].rpartition(":")[2])
            head = (
                f"POST /sign-in HTTP/1.1\r\nhost: localhost:{port}\r\nsec-fetch-site: same-origin"
                f"\r\nconnection: close\r\ncontent-type: {bodies.URLENCODED}\r\n"
            )
            for more, status in (
                ("content-length: 100\r\n\r\ntoken=", 408),
                ("transfer-encoding: chunked\r\n\r\n5\r\ntoken\r\n", 408),
                ("content-length: 9999999999999\r\n\r\n", 413),
                ("content-length: -1\r\n\r\n", 400),
                ("content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n", 400),
                ("transfer-encoding: chunked\r\n\r\nzz\r\n", 400),
            ):
                since = time.monotonic()
                found = raw(port, (head + more).encode(), 30)
                assert found.startswith(f"HTTP/1.1 {status}".encode()), (more, found)
                assert time.monotonic() - since < 10
            assert Browser(port)("/claims")[0] == 200
        finally:
            process.kill()


def drawn(number: int) -> str:
    """A statement like no other, so that none is offered as the same."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    return " ".join(digest[at : at + 9] for at in range(0, 45, 9)).capitalize() + "."


@pytest.mark.slow
@posix_only
def test_what_was_acknowledged_is_there_after_a_kill(
    desk: Desk, note: Callable[[str], None]
) -> None:
    """The server is killed amid what many save at the same time, again and again."""
    with_user(desk)
    port, wanted, kills = free_port(), many(60, 1000), 0
    chance = Random(SEED)  # noqa: S311 - no secret
    saved: dict[str, str] = {}
    browser = Browser(int(port))
    sent = 0
    while sent < wanted:
        with served(desk.database, "--port", port) as (process, _):
            if not browser.cookie:
                browser.sign_in("Ann")
            page = browser("/add")
            assert page[0] == 200  # the session is there after each kill
            fields = FormReader.of(page[2])
            batch = range(sent, min(sent + chance.randint(20, 120), wanted))
            sent += len(batch)

            def save(
                number: int, fields: dict[str, str] = fields, jar: str = browser.cookie
            ) -> None:
                form = fields | {
                    "key": f"key-{number}", "publisher": "The Post", "published": "2024-01-01",
                    "speaker": "Kim", "due": "2024-02-01", "id": f"said-{number}",
                    "statement": drawn(number),
                }  # fmt: skip
                with suppress(OSError, HTTPException):
                    status, where, text = Browser(int(port), jar)("/add", **form)
                    assert status == 303, text
                    saved[f"said-{number}"] = where

            with ThreadPoolExecutor(4) as pool:
                done = [pool.submit(save, number) for number in batch]
                enough = chance.randint(0, len(batch) - 4)
                while sum(one.done() for one in done) < enough:
                    time.sleep(0.01)
                os.kill(process.pid, signal.SIGKILL)
                kills += 1
            for one in done:
                one.result()
    with Ledger(desk.database) as ledger:
        there = {claim.id for claim in ledger.list()}
        assert saved.keys() <= there
        assert all(where.startswith(f"/claims/{one}") for one, where in saved.items())
        assert not ledger.verify().damage
        authors = {entry.by for number, entry in ledger.log() if entry.id in saved}
        assert authors == {"Ann"}
    note(f"{sent} forms, {len(saved)} acknowledged, {kills} kills, seed {SEED}")
