"""Claim files on disk: which a path means, and their text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble, Problem
from ledger.formats.claimfile.read import read_claim_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from ledger.model.bundle import Bundle

MOST: Final = 16 * 1024 * 1024
"""The most bytes a claim file may have; a source's claims fill some hundred thousand."""


def read_text(path: Path, most: int = MOST) -> str:
    """The text of a UTF-8 file.

    Raises:
        FileTrouble: it cannot be read, is too large, or is not UTF-8 text.
    """
    try:
        if path.is_dir():
            raise FileTrouble(f"{path}: This is a folder, not a file.")
        if not path.exists():
            raise FileTrouble(f"{path}: There is no such file.")
        if not path.is_file():
            raise FileTrouble(f"{path}: This is not a file that can be read.")
        if path.stat().st_size > most:
            limit = f"{most // 1024 // 1024} MB"
            raise FileTrouble(f"{path}: This file is larger than {limit}.", "Cut it into several.")
        data = path.read_bytes()
    except (OSError, ValueError) as trouble:
        raise _unreadable(path, trouble) from trouble
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as trouble:
        line = data.count(b"\n", 0, trouble.start) + 1
        raise FileTrouble(
            f"{path}:{line}: This is not UTF-8 text: byte 0x{data[trouble.start]:02X}.",
            "Save the file as UTF-8.",
        ) from trouble


def _unreadable(path: Path, trouble: OSError | ValueError) -> FileTrouble:
    if isinstance(trouble, OSError):
        return FileTrouble(f"{path}: This cannot be read: {trouble.strerror}.")
    return FileTrouble(f"{path}: This is no path.")


def claim_files(paths: Iterable[Path]) -> list[Path]:
    """The claim files that ``paths`` mean: themselves, or all ``*.toml`` below a folder, sorted.

    Hidden files and folders below a folder are left out; no file is there twice.

    Raises:
        FileTrouble: there is no claim file in a folder, or it cannot be read.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        try:
            for one in _below(path) if path.is_dir() else [path]:
                found.setdefault(one.resolve(), one)
        except (OSError, ValueError) as trouble:
            raise _unreadable(path, trouble) from trouble
    return list(found.values())


def _below(folder: Path) -> list[Path]:
    inside = sorted(
        one
        for one in folder.rglob("*.toml")
        if not one.is_dir() and not _is_hidden(one.relative_to(folder))
    )
    if not inside:
        raise FileTrouble(f"{folder}: There is no claim file (*.toml) in this folder.")
    return inside


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def read_claim_files(
    paths: Sequence[Path],
    horizon: date,
    track: Callable[[Sequence[Path]], Iterable[Path]] = iter,
) -> tuple[list[Bundle], list[Problem]]:
    """The bundles of the claim files ``paths`` mean, and their problems.

    A file with errors has a bundle too, where it can be read at all; see `read_claim_file`.
    ``horizon`` is the latest day it is anywhere on Earth; ``track`` shows progress.

    Raises:
        FileTrouble: as `claim_files` does.
    """
    bundles: list[Bundle] = []
    problems: list[Problem] = []
    for path in track(claim_files(paths)):
        try:
            text = read_text(path)
        except FileTrouble as trouble:
            problems.append(_as_problem(path, trouble))
            continue
        bundle, found = read_claim_file(str(path), text, horizon)
        problems += found
        if bundle is not None:
            bundles.append(bundle)
    return bundles, problems


def _as_problem(path: Path, trouble: FileTrouble) -> Problem:
    """A file's trouble as a problem, its place taken out of the sentence."""
    sentence = str(trouble).removeprefix(f"{path}:").strip()
    number, _, rest = sentence.partition(": ")
    line, message = (int(number), rest) if number.isdecimal() else (0, sentence)
    return Problem(str(path), line, f"{message} {trouble.cure}".strip())
