"""Files are written whole, or not at all."""

from __future__ import annotations

import errno
import os
import socket
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ledger.errors import FileTrouble
from ledger.formats.write_files import write_file

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these")


def test_a_file_holds_the_text_as_utf_8_with_its_line_breaks(tmp_path: Path) -> None:
    write_file(tmp_path / "a", "Zoë\r\n日本\n")
    assert (tmp_path / "a").read_bytes() == b"Zo\xc3\xab\r\n\xe6\x97\xa5\xe6\x9c\xac\n"
    write_file(tmp_path / "a", "")
    assert (tmp_path / "a").read_bytes() == b""
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("call", ["os.fsync", "pathlib.Path.replace", "pathlib.Path.chmod"])
def test_where_writing_fails_the_old_file_stays_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    file = tmp_path / "a"
    write_file(file, "old")
    monkeypatch.setattr(call, fail)
    with pytest.raises(FileTrouble) as refusal:
        write_file(file, "new")
    assert str(refusal.value) == f"{file} cannot be written: No space left on device."
    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_an_interruption_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a", "new")
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_made_to_last_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the new name could be gone after a power failure: the file first, then its folder."""
    synced: list[bool] = []
    real = os.fsync

    def watch(handle: int) -> None:
        synced.append(os.path.isdir(f"/dev/fd/{handle}") if os.name == "posix" else False)  # noqa: PTH112 - a path of the system's
        real(handle)

    monkeypatch.setattr("os.fsync", watch)
    write_file(tmp_path / "a", "text")
    assert synced == [False, True]


def test_a_system_that_cannot_open_folders_writes_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        if path == tmp_path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, flags, mode)

    monkeypatch.setattr("os.open", refuse)
    write_file(tmp_path / "a", "text")
    assert (tmp_path / "a").read_text() == "text"


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o666])
def test_what_is_replaced_keeps_its_mode_whatever_the_umask(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "a"
    file.touch()
    file.chmod(mode)
    write_file(file, "newer")
    assert file.stat().st_mode & 0o777 == mode


@posix_only
def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "target"
    target.parent.mkdir()
    target.write_text("old")
    link = tmp_path / "link"
    link.symlink_to(target)
    write_file(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


@posix_only
def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(FileTrouble, match="is a pipe, not a file"):
        write_file(pipe, "text")
    assert pipe.is_fifo()
    for device in (Path("/dev/null"), Path("/dev/full")):
        with pytest.raises(FileTrouble, match="is a device, not a file"):
            write_file(device, "text")
    with closing(socket.socket(socket.AF_UNIX)) as one:
        one.bind(str(tmp_path / "s"))
        with pytest.raises(FileTrouble, match="is a socket, not a file"):
            write_file(tmp_path / "s", "text")


def test_a_path_that_is_none_is_refused(tmp_path: Path) -> None:
    for name in ("a\0b", "x" * 300):
        with pytest.raises(FileTrouble, match="cannot be written: "):
            write_file(tmp_path / name, "text")


def test_text_that_is_no_unicode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="surrogates not allowed"):
        write_file(tmp_path / "a", "half \udc80")
    assert list(tmp_path.iterdir()) == []
