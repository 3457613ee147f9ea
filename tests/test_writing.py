"""Files are written whole, or not at all."""

from __future__ import annotations

import errno
import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from ledger.errors import FileTrouble
from ledger.formats.writing import write_file

if TYPE_CHECKING:
    from pathlib import Path

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

    def refuse(path: Path, flags: int, *more: int) -> int:
        if path == tmp_path:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, flags, *more)

    monkeypatch.setattr("os.open", refuse)
    write_file(tmp_path / "a", "text")
    assert (tmp_path / "a").read_text() == "text"


@posix_only
def test_permissions_stay_and_a_new_file_can_be_read_by_all(tmp_path: Path) -> None:
    file = tmp_path / "a"
    write_file(file, "new")
    assert file.stat().st_mode & 0o777 == 0o644
    file.chmod(0o600)
    write_file(file, "newer")
    assert file.stat().st_mode & 0o777 == 0o600


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
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write_file(pipe, "text")
    reader.join()
    assert read == ["text"]
    assert pipe.is_fifo()


def test_a_path_that_is_none_is_refused(tmp_path: Path) -> None:
    for name in ("a\0b", "x" * 300):
        with pytest.raises(FileTrouble, match="cannot be written: "):
            write_file(tmp_path / name, "text")


def test_text_that_is_no_unicode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="surrogates not allowed"):
        write_file(tmp_path / "a", "half \udc80")
    assert list(tmp_path.iterdir()) == []
