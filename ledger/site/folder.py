"""The folder of a site: what was written into it, and how it becomes what it should be.

`.ledger-site.json` says of every file that was written what is in it, by a digest, and on what that
rests, by a stamp: a file whose stamp is the same need not be made again.  A run first notes in
`.ledger-site.log` what it is about to write; whoever finds that file, after a run that was
interrupted, trusts nothing that is named there.  Files are made in `.ledger-site.new` and moved to
their place whole.  What somebody else put into the folder is left alone, and never written over.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Self

from ledger import invocation
from ledger.errors import FileTrouble
from ledger.site.manifest import LOG, MANIFEST, NEW, OWN, Kept, Manifest, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class File:
    """A file of a site: its path with ``/``, on what it rests, and what makes it."""

    path: str
    stamp: str
    make: Callable[[], bytes]


@dataclass(slots=True)
class Done:
    """What a run did, or would do: how many files it wrote, removed and left as they were."""

    written: int = 0
    removed: int = 0
    unchanged: int = 0
    made: int = 0
    bytes: int = 0


class Folder:
    """A folder while it becomes what it should be.

    Args:
        folder: where it is.
        before: what the last run left.
        trusts: whether the stamps of that are still those of what they would be made from.
        dry: only tell what would be done.
    """

    def __init__(self, folder: Path, before: Manifest, *, trusts: bool, dry: bool) -> None:
        self.done = Done()
        self._folder, self._dry = folder, dry
        self._known = dict(before.files)
        self._trusts = trusts
        self._doubtful = self._interrupted()
        self._there = dict(_sizes(folder)) if folder.exists() else {}
        self._log: IO[str] | None = None
        self._folders: set[Path] = set()
        self._files: dict[str, Kept] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._log is not None:
            self._log.close()

    def _interrupted(self) -> set[str]:
        """The paths that a run which was interrupted may have written."""
        try:
            text = (self._folder / LOG).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return set()
        return set(text.split("\n")) - {""}

    def kept_below(self, above: str, stamp: str) -> list[str]:
        """The files below a path, left as they are where all of them are whole and have a stamp."""
        known = {path: one for path, one in self._known.items() if path.startswith(above)}
        is_whole = self._trusts and all(
            one.stamp == stamp and self._is_whole(path, one) for path, one in known.items()
        )
        if not is_whole:
            return []
        self._files |= known
        self.done.unchanged += len(known)
        self.done.bytes += sum(one.size for one in known.values())
        return list(known)

    def _is_whole(self, path: str, known: Kept | None) -> bool:
        """Whether a file is there as it was written, as far as its size tells."""
        if known is None or path in self._doubtful:
            return False
        return self._there.get(path) == known.size

    def put(self, one: File) -> None:
        """Let a file be there.

        Raises:
            FileTrouble: it cannot be written, or somebody else's is in its place.
        """
        known = self._known.get(one.path)
        is_whole = self._is_whole(one.path, known)
        if is_whole and known and self._trusts and one.stamp and known.stamp == one.stamp:
            self._files[one.path] = known
            self.done.unchanged += 1
            self.done.bytes += known.size
            return
        data = one.make()
        self.done.made += 1
        self.done.bytes += len(data)
        digest = sha256(data).hexdigest()[:32]
        self._files[one.path] = Kept(digest, len(data), one.stamp)
        if is_whole and known and known.digest == digest:
            self.done.unchanged += 1
            return
        self._write(one.path, data)
        self.done.written += 1

    def _write(self, path: str, data: bytes) -> None:
        is_ours = path in self._known or path in self._doubtful
        above = path.split("/")[:-1]
        folders = ("/".join(above[: n + 1]) for n in range(len(above)))
        if (not is_ours and path in self._there) or any(one in self._there for one in folders):
            raise FileTrouble(
                f"{self._folder / path} is there, and was not written by this program.",
                "Move it away, or publish into another folder.",
            )
        if self._dry:
            return
        try:
            self._note(path)
            place = self._folder / path
            if place.parent not in self._folders:
                place.parent.mkdir(parents=True, exist_ok=True)
                self._folders.add(place.parent)
            new = self._folder / NEW / "file"
            new.write_bytes(data)
            new.replace(place)
        except OSError as trouble:
            raise FileTrouble(
                f"{self._folder / path} cannot be written: {trouble.strerror}."
            ) from trouble

    def _note(self, path: str) -> None:
        """Note what is about to be written."""
        if self._log is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            # What is noted stays: the run before may have been interrupted too.
            self._log = (self._folder / LOG).open("a", encoding="utf-8", newline="\n")
            (self._folder / NEW).mkdir(exist_ok=True)
        self._log.write(f"{path}\n")
        self._log.flush()

    def finish(self, made: str, as_of: str, entry: int, root: str) -> Done:
        """Remove what is no longer there, and say what is: then the run has happened.

        Raises:
            FileTrouble: something cannot be removed, or said.
        """
        gone = {*self._known, *self._doubtful} - self._files.keys()
        for path in sorted(gone):
            if path in self._there:
                self.done.removed += 1
                if not self._dry:
                    self._remove(path)
        if not self._dry:
            self._settle(Manifest(made, as_of, entry, root, self._files))
        return self.done

    def _remove(self, path: str) -> None:
        try:
            self._note(path)
            place = self._folder / path
            place.unlink(missing_ok=True)
            for above in place.relative_to(self._folder).parents:
                if str(above) != "." and not any((self._folder / above).iterdir()):
                    (self._folder / above).rmdir()
        except OSError as trouble:
            raise FileTrouble(
                f"{self._folder / path} cannot be removed: {trouble.strerror}."
            ) from trouble

    def _settle(self, manifest: Manifest) -> None:
        """Keep what was done: first the files, then what says so."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            data = printed(manifest)
            path = self._folder / MANIFEST
            if self._log is not None or not path.exists() or path.read_bytes() != data:
                if self._log is not None:
                    self._log.close()
                    os.sync()  # no manifest must outlive a file that it names
                (self._folder / NEW).mkdir(exist_ok=True)
                new = self._folder / NEW / "manifest"
                with new.open("wb") as file:
                    file.write(data)
                    os.fsync(file.fileno())
                new.replace(path)
                invocation.done(self._folder)
            (self._folder / LOG).unlink(missing_ok=True)
            shutil.rmtree(self._folder / NEW, ignore_errors=True)
        except OSError as trouble:
            raise FileTrouble(
                f"{self._folder / MANIFEST} cannot be written: {trouble.strerror}."
            ) from trouble


def _sizes(folder: Path) -> Iterable[tuple[str, int]]:
    """The path and size of every file below a folder; links are not followed."""
    waiting = [("", str(folder))]
    while waiting:
        above, place = waiting.pop()
        with os.scandir(place) as found:
            for one in found:
                path = f"{above}{one.name}"
                if one.is_dir(follow_symlinks=False):
                    if path not in OWN and one.name != ".git":
                        waiting.append((f"{path}/", one.path))
                elif one.is_file(follow_symlinks=False):
                    yield path, one.stat(follow_symlinks=False).st_size
                else:
                    yield path, -1
