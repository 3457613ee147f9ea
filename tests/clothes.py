"""One sheet in all the clothes in which it may come: CSV, workbooks, JSON, YAML; packed or not."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

import openpyxl
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Rows = Sequence[Sequence[Any]]

SHEET: Final[Rows] = (
    ("speaker", "statement", "due", "publisher", "probability"),
    ("Ann", "It rains in Ville.", date(2027, 7, 12), "The Paper", 0.7),
    ("Bo", "It snows; in May & June.", date(2027, 5, 31), "The Paper", 0.25),
    ("Cy", 'The "lake" dries up.', date(2030, 1, 1), "The Post", None),
)
"""A header, and three claims."""


def text_of(cell: object) -> str:
    return "" if cell is None else str(cell)


def as_csv(rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([map(text_of, row) for row in rows])
    return text.getvalue().encode()


def as_xlsx(rows: Rows, **sheets: Rows) -> bytes:
    """A workbook with the rows in its first sheet, and others by their names."""
    book = openpyxl.Workbook()
    for name, several in {"Claims": rows, **sheets}.items():
        sheet = book.active if name == "Claims" else book.create_sheet(name)
        sheet.title = name
        for row in several:
            sheet.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


NAMES: Final = "urn:oasis:names:tc:opendocument:xmlns"
ODS: Final = (
    f'<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    f'xmlns:office="{NAMES}:office:1.0" xmlns:table="{NAMES}:table:1.0" '
    f'xmlns:text="{NAMES}:text:1.0" office:version="1.2"><office:body><office:spreadsheet>'
    f'<table:table table:name="Claims">{{}}</table:table>'
    f"</office:spreadsheet></office:body></office:document-content>"
)
MANIFEST: Final = (
    f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" '
    f'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    f'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    f"</manifest:manifest>"
)
REST: Final = (
    '<table:table-row table:number-rows-repeated="1048000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)
"""The rows that follow in a sheet of LibreOffice's."""


def ods_of(rows: str) -> bytes:
    """A workbook of LibreOffice's with these rows, as XML."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows))
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return made.getvalue()


def as_ods(rows: Rows) -> bytes:
    lines = "".join(
        f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows
    )
    return ods_of(lines + REST)


def ods_cell(cell: object) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    kind, value = "string", ""
    if isinstance(cell, date):
        kind, value = "date", f' office:date-value="{cell}"'
    elif isinstance(cell, float):
        kind, value = "percentage", f' office:value="{cell}"'
    shown = f"{cell:.0%}" if isinstance(cell, float) else str(cell)
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in shown.split("\n"))
    return f'<table:table-cell office:value-type="{kind}"{value}>{paragraphs}</table:table-cell>'


def objects(rows: Rows) -> list[dict[str, Any]]:
    head, *others = rows
    return [
        {
            name: str(cell) if isinstance(cell, date) else cell
            for name, cell in zip(head, row, strict=True)
        }
        for row in others
    ]


def as_json(rows: Rows) -> bytes:
    return json.dumps(objects(rows), indent=1).encode()


def as_answer(rows: Rows) -> bytes:
    return json.dumps({"count": len(rows), "results": objects(rows), "next": None}).encode()


def as_jsonl(rows: Rows) -> bytes:
    return "".join(f"{json.dumps(one)}\n" for one in objects(rows)).encode()


def as_yaml(rows: Rows) -> bytes:
    text: str = yaml.safe_dump(objects(rows), allow_unicode=True, sort_keys=False)
    return text.encode()


def zipped(name: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.md", "What is in here: 100%")
        archive.writestr(f"folder/{name}", data)
    return made.getvalue()


MADE: Final[dict[str, Callable[[Rows], bytes]]] = {
    "sheet.csv": as_csv,
    "sheet.xlsx": as_xlsx,
    "sheet.ods": as_ods,
    "sheet.json": as_json,
    "answer.json": as_answer,
    "sheet.jsonl": as_jsonl,
    "sheet.yaml": as_yaml,
    "sheet.csv.gz": lambda rows: gzip.compress(as_csv(rows)),
    "sheet.json.gz": lambda rows: gzip.compress(as_json(rows)),
    "sheet.zip": lambda rows: zipped("sheet.csv", as_csv(rows)),
    "book.zip": lambda rows: zipped("sheet.xlsx", as_xlsx(rows)),
}
"""What makes a file of rows, by the name of one."""
