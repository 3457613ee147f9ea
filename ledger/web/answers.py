"""What a page answers, and how that is written: as a page, as JSON, as CSV, or as a file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, Final

from ledger.errors import NotFound
from ledger.formats.write_files import harmless
from ledger.report.json_csv import dumped
from ledger.text import clean
from ledger.web.templating import rendered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ledger.web.asked import Asked

TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "jsonld": "application/ld+json",
    "proof": "text/plain; charset=utf-8",
    "svg": "image/svg+xml",
}
"""What each form is called where it is sent."""

IN_MEMORY: Final = 4 * 1024 * 1024
"""So many bytes of a file are held in memory while it is made; longer ones lie on the disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a page answers: each form is made only where it is asked for.

    ``template`` shows ``shown`` to people.  ``view`` makes what JSON says, ``table`` the rows of a
    CSV, whose ``columns`` are there without any row too, and ``file`` the text of any other form,
    or a CSV of a shape of its own.
    Where it is not ``is_all``, the page is there without its other forms.  ``status`` is that of
    HTTP; ``elsewhere`` is where to go instead, and ``headers`` go with it.
    """

    title: str = ""
    template: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
    view: Callable[[], dict[str, Any] | str] | None = None
    table: Callable[[], Sequence[Mapping[str, Any]]] | None = None
    columns: Sequence[str] = ()
    file: Callable[[], Iterable[str]] | None = None
    is_all: bool = True
    status: int = 200
    elsewhere: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as it is sent."""

    body: bytes | IO[bytes]
    kind: str
    status: int = 200
    elsewhere: str | None = None
    name: str | None = None
    """What a file is called that is kept rather than read."""
    headers: Mapping[str, str] = field(default_factory=dict)


def written(answer: Answer, asked: Asked) -> Written:
    """The answer in the form that was asked for.

    Raises:
        NotFound: the page has no such form.
    """
    form = asked.form
    if answer.elsewhere is not None:
        return Written(b"", TYPES["html"], 303, answer.elsewhere, headers=answer.headers)
    kind = TYPES[form]
    if form == "html" and answer.template:
        forms = asked.forms if answer.is_all else ()
        others = [one for one in forms if one != "json" or answer.view is not None]
        page = rendered(answer.template, answer.title, answer.shown, asked, others)
        return Written(page.encode(), kind, answer.status, headers=answer.headers)
    if form == "json" and answer.view is not None:
        found = answer.view()
        text = found if isinstance(found, str) else dumped(found)
        return Written(text.encode(), kind, answer.status)
    name = f"{asked.path.rpartition('/')[2] or 'claims'}.{form}"
    if form == "csv" and answer.table is not None:
        return Written(sheet(answer.table(), answer.columns).encode(), kind, name=name)
    if form not in {"html", "json"} and answer.file is not None:
        return Written(_whole(answer.file()), kind, name=None if form in {"atom", "svg"} else name)
    raise NotFound("page", f"{asked.path}.{form}")


def _whole(parts: Iterable[str]) -> IO[bytes]:
    """The text in one piece: nobody may hold the ledger open by reading slowly."""
    whole = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by who sends it
    try:
        for part in parts:
            whole.write(part.encode())
    except BaseException:
        whole.close()
        raise
    whole.seek(0)
    return whole


def sheet(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Rows as CSV (RFC 4180), with what a spreadsheet might run made harmless."""
    text = io.StringIO()
    names = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    table = csv.DictWriter(text, names, lineterminator="\r\n")
    table.writeheader()
    for row in rows:
        table.writerow({name: _cell(value) for name, value in row.items()})
    return text.getvalue()


def _cell(value: Any) -> Any:  # noqa: ANN401 - whatever a view holds
    if isinstance(value, str):
        return harmless(clean(value))
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return harmless(clean("; ".join(value)))
    if isinstance(value, list | dict):
        return harmless(clean(json.dumps(value, ensure_ascii=False)))
    return value
