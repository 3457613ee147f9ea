"""Checkpoints and proofs that came by mail are read; whether they are genuine a signature tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from ledger.errors import Malformed
from ledger.formats.read_files import read_as, read_mailed
from ledger.journal import checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from commands import Desk
    from conftest import DeskAfter

BOM: Final = b"\xef\xbb\xbf"
JOURNEYS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "as it was": lambda data: data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "BOM": lambda data: BOM + data,
    "no last line break": lambda data: data.rstrip(b"\n"),
    "a line break more": lambda data: data + b"\n",
    "all of it": lambda data: BOM + data.rstrip(b"\n").replace(b"\n", b"\r\n") + b"\r\n\r\n\r\n",
}
NAME: Final = "desk.example/ledger"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, desk_after: DeskAfter) -> Desk:
    monkeypatch.chdir(tmp_path)
    return desk_after(_prove)


def _prove(desk: Desk) -> None:
    desk.add(id="a")
    (desk.folder / "public").write_text(desk.done("keygen", "key", "--name", NAME).strip())
    desk.done("checkpoint", "--key", "key", "-o", "c")
    desk.done("prove", "a", "--checkpoint", "c", "-o", "p")


def mailed(desk: Desk, name: str, journey: Callable[[bytes], bytes]) -> str:
    """The key that is public, after a file went on a journey."""
    path = desk.folder / name
    path.write_bytes(journey(path.read_bytes()))
    return (desk.folder / "public").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS)
def test_what_came_by_mail_is_what_was_signed(
    desk: Desk, journey: Callable[[bytes], bytes]
) -> None:
    key = mailed(desk, "c", journey)
    mailed(desk, "p", journey)
    assert "All entries are in a checkpoint." in desk.done(
        "verify", "--checkpoint", "c", "--key", key
    )
    desk.done("verify", "--since", "c", "--key", key)
    assert "It is signed by" in desk.done("verify", "--proof", "p", "--key", key)
    assert desk.done("prove", "a", "--checkpoint", "c")


@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=JOURNEYS)
def test_what_was_changed_besides_is_found(desk: Desk, journey: Callable[[bytes], bytes]) -> None:
    key = mailed(desk, "c", lambda data: journey(data.replace(b"\n3\n", b"\n4\n")))
    assert "is not valid" in desk.refused("verify", "--checkpoint", "c", "--key", key)


@pytest.mark.parametrize("dash", ["-", "--", "\u2013", "\u2010", "\u2212"])
def test_another_dash_is_refused_with_the_one_that_belongs_there(desk: Desk, dash: str) -> None:
    key = mailed(desk, "c", lambda data: data.replace("—".encode(), dash.encode()))
    told = desk.refused("verify", "--checkpoint", "c", "--key", key)
    assert told.startswith("c: A signature line begins with an em dash (—), not with ")
    assert "put the em dash back" in told


@pytest.mark.parametrize(
    "journey",
    [
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: data.replace(b"\n\n", b"\n \n"),
        lambda data: b"> " + data.replace(b"\n", b"\n> "),
        lambda data: data + b"-- \nSent from a telephone\n",
        lambda data: data.decode().encode("utf-16"),
    ],
)
def test_what_is_not_the_text_alone_is_refused(
    desk: Desk, journey: Callable[[bytes], bytes]
) -> None:
    key = mailed(desk, "c", journey)
    assert desk.refused("verify", "--checkpoint", "c", "--key", key)


def test_a_key_and_its_memory_are_still_read_to_the_byte(desk: Desk) -> None:
    path = desk.folder / "c"
    path.write_bytes(JOURNEYS["CRLF"](path.read_bytes()))
    with pytest.raises(Malformed, match="control characters"):
        read_as(path, checkpoint.parse)
    assert read_mailed(path, checkpoint.parse).origin == NAME
    mailed(desk, "key.signed", JOURNEYS["CRLF"])
    assert desk.refused("checkpoint", "--key", "key")
