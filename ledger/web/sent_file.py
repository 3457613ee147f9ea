"""The file that comes with a form: sent, pasted, or kept from when it was sent before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.desk import uploads
from ledger.errors import FileTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.desk.uploads import Upload
    from ledger.web.asked import Asked

PASTED: Final = "pasted"
"""The field in which its text may be pasted instead."""


def sent_file(asked: Asked, name_of: Callable[[str], str]) -> Upload | None:
    """The file that was sent, or was kept before; None where there is none.

    ``name_of`` says what a text is called that was pasted.

    Raises:
        FileTrouble: it cannot be kept.
    """
    sent, by = asked.sent, asked.visitor.name or ""
    file = sent.file("file")
    if file is None and sent.one(PASTED):
        text = f"{sent.one(PASTED)}\n"
        file = (name_of(text), text.encode())
    try:
        return uploads.keep(by, *file) if file else uploads.find(by, sent.one("upload"))
    except OSError as trouble:
        raise FileTrouble("The file cannot be kept here now.") from trouble
