"""The server as a process of its own: where it listens, what it bears, and how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest
from commands import ARTICLE, Desk, plain_environment

from ledger import Ledger
from ledger.errors import BadValue, Contradiction
from ledger.web import connections, guard
from ledger.web.guard import POLICY
from ledger.web.serving import Way, refuse_beyond

if TYPE_CHECKING:
    from collections.abc import Iterator

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@contextmanager
def served(
    place: Path, *options: str, recorder: str = "desk"
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process that serves a ledger, and the port; it is ended where the test has not."""
    command = [sys.executable, "-m", "ledger", "--db", str(place), "--recorder", recorder]
    command += ["serve", "--port", "0", *options]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=plain_environment(),
    ) as process:
        try:
            assert process.stdout is not None
            told = process.stdout.readline()
            assert told.startswith(
                ("The pages are at http://127.", "The pages are at https://127.")
            ), told
            yield process, int(told.split("/ until")[0].rpartition(":")[2])
        finally:
            process.kill()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a ledger with the claims of one article."""
    path = tmp_path_factory.mktemp("served") / "ledger.db"
    with Ledger(path, recorder="desk", create=True) as made:
        made.import_([ARTICLE])
    return path


def raw(port: int, sent: bytes, seconds: float = 30.0) -> bytes:
    """What comes back for some bytes until the server closes."""
    with socket.create_connection(("127.0.0.1", port), seconds) as connection:
        connection.sendall(sent)
        parts = iter(lambda: connection.recv(65536), b"")
        return b"".join(parts)


def request(target: str, *more: str, method: str = "GET") -> bytes:
    lines = [f"{method} {target} HTTP/1.1", "connection: close", *more, "", ""]
    return "\r\n".join(lines).encode("latin-1")


@pytest.mark.slow
@posix_only
def test_it_serves_until_it_is_told_to_stop(place: Path) -> None:
    with served(place, "--name", "claims.example") as (process, port):
        with urlopen(f"http://127.0.0.1:{port}/claims.json?limit=1") as found:
            assert found.status == 200
        with ThreadPoolExecutor(8) as pool:
            addresses = [f"http://localhost:{port}/claims?limit={n}" for n in range(1, 41)]
            assert {one.status for one in pool.map(urlopen, addresses)} == {200}
        assert raw(port, request("/", "host: claims.example")).startswith(b"HTTP/1.1 200")
        assert raw(port, request("/", "host: evil.example")).startswith(b"HTTP/1.1 400")
        _bears_what_is_no_request(port)
        since = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == -signal.SIGINT
        assert time.monotonic() - since < 2
        assert process.stderr is not None
        assert process.stderr.read() == "Stopped.\n"


def _bears_what_is_no_request(port: int) -> None:
    host = f"host: 127.0.0.1:{port}"
    for sent in (
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: a\r\nhost : b\r\n\r\n",
        b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nhost: a\r\n\r\n",
        request("/", host, "x: " + "a" * 20_000),
        request("/../../etc/passwd", host),
        request("/static/../../../etc/passwd", host),
        request("/", host, method="POST"),
        request("/claims.json", host, "content-length: 5", "transfer-encoding: chunked"),
        request("/", host, "upgrade: websocket", "sec-websocket-version: 13"),
        request("http://evil.example/", host),
        request("/", f"{host}\r\nx-injected: 1"),
        request("*", host, method="OPTIONS"),
    ):
        found = raw(port, sent)
        status = int(found.split(b" ", 2)[1])
        assert status in range(200, 500), found
        assert b"root:" not in found
        for name, value in POLICY:
            assert name + b": " + value in found, sent
    assert raw(port, request("/claims", host, method="HEAD")).endswith(b"\r\n\r\n")


@pytest.mark.slow
@posix_only
def test_more_connections_than_there_may_be_are_refused_under_the_policy(place: Path) -> None:
    with served(place) as (_, port), ExitStack() as stack:
        for _ in range(guard.CONNECTIONS):
            stack.enter_context(socket.create_connection(("127.0.0.1", port)))
        found = raw(port, request("/", f"127.0.0.1:{port}"))
        assert found.startswith(b"HTTP/1.1 503 ")
        for name, value in POLICY:
            assert name + b": " + value in found


@pytest.mark.slow
def test_the_port_of_another_is_refused(place: Path) -> None:
    desk = Desk(place.parent)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert desk.refused("serve", "--port", port) == (
            f"Port {port} is taken by another program.\nChoose another with --port.\n"
        )


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.1", "example.org", ""])  # noqa: S104 - refused
def test_no_other_machine_is_served(host: str) -> None:
    with pytest.raises(BadValue, match="not an address of this machine alone") as refused:
        refuse_beyond(Way(host=host))
    assert "reverse proxy" in refused.value.cure


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_this_machine_is_served(host: str) -> None:
    refuse_beyond(Way(host=host))


def test_a_name_that_is_none_is_refused(place: Path) -> None:
    desk = Desk(place.parent)
    assert "'a:80' is no name of a host" in desk.refused("serve", "--port", "0", "--name", "a:80")


@pytest.mark.slow
@posix_only
def test_who_says_nothing_is_not_waited_for(place: Path, tmp_path: Path) -> None:
    """Neither before a first request nor after one, nor amid the head of one."""
    script = tmp_path / "hasty.py"
    script.write_text(
        "import sys\n"
        "from ledger.web import connections\n"
        "connections.PATIENCE = 0.5\n"
        "from ledger.cli import main\n"
        "main(sys.argv[1:])\n"
    )
    command = [sys.executable, str(script), "--db", str(place), "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=plain_environment()
    ) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline().split("/ until")[0].rpartition(":")[2])
            whole = f"GET /static/icon.svg HTTP/1.1\r\nhost: localhost:{port}\r\n\r\n".encode()
            for sent in (b"", b"GET / HTT", whole, whole + b"GET / HTT"):
                since = time.monotonic()
                raw(port, sent, 10)
                assert time.monotonic() - since < 4, sent
        finally:
            process.kill()


@pytest.mark.slow
def test_help_loads_no_server_and_a_missing_one_is_told_with_the_cure(place: Path) -> None:
    code = (
        "import sys\n"
        "sys.modules['uvicorn'] = None\n"
        "from ledger.cli import main\n"
        "main(sys.argv[1:])\n"
    )
    command = [sys.executable, "-c", code, "--db", str(place), "serve", "--port", "0"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=plain_environment()
    )
    assert done.returncode == 1
    assert done.stderr == (
        "Serving pages needs starlette, uvicorn or python-multipart, which is not installed.\n"
        "Install it: pip install 'claim-ledger[web]'\n"
    )
    loaded = "import sys\nfrom ledger.cli import main\ntry:\n    main(sys.argv[1:])\nfinally:\n"
    loaded += "    print(*sys.modules, file=sys.stderr)\n"
    for words in (["--help"], ["serve", "--help"]):
        told = subprocess.run(
            [sys.executable, "-c", loaded, *words], capture_output=True, text=True, check=True
        )
        modules = told.stderr.split()
        assert not {"starlette", "uvicorn", "jinja2", "numpy", "sqlalchemy"} & set(modules)


def test_who_reads_too_slowly_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio  # noqa: PLC0415 - only here

    monkeypatch.setattr(guard, "SECONDS_TO_TAKE", 0.05)

    async def stuck(_: Any) -> None:  # noqa: ANN401 - a message
        await asyncio.sleep(60)

    with pytest.raises(TimeoutError):
        asyncio.run(guard._Guarded(stuck, (), is_head=False)({"type": "http.response.body"}))  # noqa: SLF001


def test_too_many_at_once_are_told_to_come_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web import HOST, Client  # noqa: PLC0415 - only here

    monkeypatch.setattr(guard, "AT_ONCE", 0)
    with Ledger(place) as ledger:
        found = Client(ledger)("/claims.json", headers=[("host", HOST)])
    assert (found.status, found.headers["retry-after"]) == (503, "1")
    assert connections.PATIENCE == 10


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="several processes share a port on Linux only")
@pytest.mark.parametrize("ending", ["SIGTERM", "SIGKILL"])
def test_several_processes_serve_one_address_and_end_together(place: Path, ending: str) -> None:
    with served(place, "--read-only", "--processes", "3") as (process, port):
        children, since = Path(f"/proc/{process.pid}/task/{process.pid}/children"), time.monotonic()
        while len(told := children.read_text(encoding="ascii").split()) < 2:
            assert time.monotonic() - since < 10
            time.sleep(0.05)
        others = [Path(f"/proc/{one}") for one in told]
        for _ in range(30):  # each connection goes to one of the three
            with urlopen(f"http://127.0.0.1:{port}/claims.json?limit=1") as found:
                assert found.status == 200
        process.send_signal(signal.Signals[ending])
        process.wait(5)
        since = time.monotonic()
        while any(one.exists() for one in others) and time.monotonic() - since < 10:
            time.sleep(0.05)
        assert [one for one in others if one.exists()] == []
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 5)


def test_several_processes_only_read() -> None:
    with pytest.raises(Contradiction, match="to read only"):
        refuse_beyond(Way(processes=2))
