"""Files written whole: a reader sees the old file or the new one, never half of one."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger import invocation, permissions
from ledger.errors import FileTrouble
from ledger.formats.read_files import followed, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import BinaryIO


def write_file(path: Path, content: str | bytes) -> None:
    """Write ``content``, a text as UTF-8, to ``path``, as `write_parts` does."""
    write_parts(path, (one.encode() if isinstance(one, str) else one for one in [content]))


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """Write ``parts``, each as it comes, to ``path``, and make the file last.

    A link is followed.  A new file has the mode that the umask leaves; one that replaces another
    has the mode and, where possible, the owner of that.

    Raises:
        FileTrouble: it cannot be written, or what is there is no file; it is as it was.
    """
    with _told(path):
        permissions.refuse_irregular(path)
        place = followed(path) if path.is_symlink() else path
        _replace(place, parts)
        _sync(place.parent)
    invocation.done(path)


@contextmanager
def writing_within(folder: Path) -> Iterator[Callable[[Path, str], None]]:
    """What writes texts to paths below ``folder``, and makes the folders between.

    Each file is on the disk once it is written; their names are once the block ends, for to see to
    a folder takes as long as to write a file.

    Whoever named the folder did not name the links in it, so none of them is followed.

    Raises:
        FileTrouble: a text cannot be written, or its path is a link, or is elsewhere by one.
    """
    touched: dict[Path, None] = {}

    def write(path: Path, text: str) -> None:
        with _told(path):
            if inside(folder, path).is_symlink():
                raise FileTrouble(f"{path} is a link.", "Take it away, or name what it leads to.")
        if path.parent not in touched:
            make_folder(path.parent)
        with _told(path):
            permissions.refuse_irregular(path)
            _replace(path, [text.encode()])
        touched[path.parent] = None
        invocation.done(path)

    try:
        yield write
    finally:
        for one in touched:
            with _told(one):
                _sync(one)


def make_folder(folder: Path) -> None:
    """Make a folder and those it is in, as many as are missing.

    Raises:
        FileTrouble: it cannot be made.
    """
    missing = []
    place = folder
    try:
        while not place.exists():
            missing.append(place)
            place = place.parent
        for one in reversed(missing):
            one.mkdir(exist_ok=True)
    except (OSError, ValueError) as trouble:
        raise _refused(folder, "made", trouble) from trouble


def create_file(path: Path, text: str, mode: int = permissions.NEW) -> None:
    """Write ``text`` as UTF-8 to a file that was not there before, and make it last.

    ``mode`` says who may read and write it, from the first moment on, less what the umask takes.

    Raises:
        FileExistsError: there is something at ``path``, which is left as it is.
        FileTrouble: it cannot be written; then nothing is there.
    """
    try:
        if not path.parent.is_dir():
            raise FileTrouble(f"There is no folder {path.parent} to write {path.name} in.")
        with open(path, "xb", opener=partial(os.open, mode=mode)) as file:
            try:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            except BaseException:
                path.unlink()
                raise
        _sync(path.parent)
    except FileExistsError:
        raise
    except (OSError, ValueError) as trouble:
        raise _refused(path, "written", trouble) from trouble
    invocation.done(path)


def write_new(path: Path, text: str, mode: int = permissions.NEW) -> Path:
    """Write ``text`` to a new file at ``path``, or with the lowest number behind its stem.

    Nothing is written where one of them says just that already.  The answer is the file's path.

    Raises:
        FileTrouble: it cannot be written.
    """
    data = text.encode()
    wish, number = path, 1
    while True:
        try:
            create_file(path, text, mode)
        except FileExistsError:
            with _told(path):
                is_alike = path.is_file() and path.stat().st_size == len(data)
                if is_alike and path.read_bytes() == data:
                    return path
        else:
            return path
        number += 1
        path = wish.with_stem(f"{wish.stem}-{number}")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Trouble with a file as a refusal."""
    try:
        yield
    except (OSError, ValueError) as trouble:
        raise _refused(path, "written", trouble) from trouble


def _refused(path: Path, done: str, trouble: OSError | ValueError) -> FileTrouble:
    why = getattr(trouble, "strerror", None) or trouble
    return FileTrouble(f"{path} cannot be {done}: {why}.")


def _replace(path: Path, parts: Iterable[bytes]) -> None:
    """Let a file hold ``parts``, under another name until all of them are on the disk.

    That its own name is there too is left to `_sync`.
    """
    before = path.stat() if path.exists() else None
    mode = permissions.NEW if before is None else permissions.OWN
    with _beside(path, mode) as file:
        temporary = Path(file.name)
        try:
            file.writelines(parts)
            file.flush()
            if before is not None:
                permissions.keep(temporary, before)
            os.fsync(file.fileno())
            file.close()
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _beside(path: Path, mode: int) -> BinaryIO:
    """A new hidden file beside ``path``; what a program that was killed left there stays."""
    while True:
        free = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}")
        try:
            return open(free, "xb", opener=partial(os.open, mode=mode))
        except FileExistsError:
            continue


def _sync(folder: Path) -> None:
    """Make the folder's new entry last, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:
        return  # Windows opens no folder, and elsewhere some can be written to but not read
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
"""How a cell begins that spreadsheet programs may run as a formula (OWASP, "CSV Injection").

The last four are the wide forms of the signs, which East Asian programs take for them.
"""


OPENING: Final = re.compile(r"""^[\s"]+""")

INNER: Final = re.compile(r"""([;\t\r\n][\s"]*)(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])""")
"""Where within a cell another begins for a program that takes other separators than commas.

Many read ``;`` so, by the country they are set to; to them the quotation marks around a cell, which
are not at the beginning of theirs, are characters like any other, and line breaks in it end a row.
"""

DISARMED: Final = re.compile(r"""([;\t\r\n][\s"]*)'(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])""")


ENDS: Final = ";\t\r\n"
"""What `INNER` begins with."""

MAY_BEGIN: Final = frozenset({*RUNS, "'", '"'})
"""How a text begins that `harmless` may change; or with a blank."""


def harmless(text: str) -> str:
    """The text, with an apostrophe before it, and before any part of it, that might be run.

    What has apostrophes before such a text already gets one more, so that `plain` is the inverse.
    """
    inner = INNER.sub(r"\1'", text)
    return f"'{inner}" if _runs(text.lstrip("'")) else inner


def all_harmless(texts: Sequence[str]) -> Sequence[str]:
    """What `harmless` makes of each; most columns show at a glance that none needs it."""
    whole = "\0".join(texts)
    begins = {text[:1] for text in texts}
    plain_ones = not any(sign in whole for sign in ENDS) and not any(
        begin in MAY_BEGIN or begin.isspace() for begin in begins
    )
    if plain_ones:
        return texts
    known = {text: harmless(text) for text in set(texts)}
    return [known[text] for text in texts]


def plain(cell: str) -> str:
    """What a cell said before `harmless` changed it."""
    if "'" not in cell:
        return cell
    text = DISARMED.sub(r"\1", cell)
    return text[1:] if text[:1] == "'" and _runs(text.lstrip("'")) else text


def _runs(text: str) -> bool:
    """Whether it begins so, perhaps behind blanks and the quotation mark before a list's item."""
    return text.startswith(RUNS) or OPENING.sub("", text, count=1).startswith(RUNS)
