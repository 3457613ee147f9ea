"""Files that are recognised and not read, and what whoever has one can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble

if TYPE_CHECKING:
    from pathlib import Path

AS_SHEET: Final = "Open it in a spreadsheet program, and save the sheet as .xlsx or as CSV (UTF-8)."
UNPACK: Final = "Unpack it, and import what is in it."
BY_HAND: Final = "Copy what was claimed into a claim file or a sheet; ledger add takes one claim."


@dataclass(frozen=True, slots=True)
class Unread:
    """How such a file begins, or what stands in its beginning; what it is; and the cure."""

    what: str
    cure: str
    start: bytes = b""
    within: tuple[bytes, ...] = ()
    suffixes: tuple[str, ...] = ()

    def fits(self, head: bytes, path: Path) -> bool:
        """Whether a file is of this kind; where names are told, by its name too."""
        if self.suffixes and path.suffix.lower() not in self.suffixes:
            return False
        return head.startswith(self.start) and all(one in head for one in self.within)


ZIP: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TAR: Final = slice(257, 262)

KNOWN: Final = (
    Unread("a Word document (doc)", BY_HAND, OLD_OFFICE, suffixes=(".doc", ".dot")),
    Unread(
        "an Excel workbook of the old kind (xls), or one with a password", AS_SHEET, OLD_OFFICE
    ),
    Unread("a binary Excel workbook (xlsb)", AS_SHEET, ZIP, (b"xl/workbook.bin",)),
    Unread("a binary Excel workbook (xlsb)", AS_SHEET, ZIP, suffixes=(".xlsb",)),
    Unread(
        "a Numbers sheet", "In Numbers, choose File, Export To, CSV or Excel.", ZIP, (b".iwa",)
    ),
    Unread("a Numbers sheet", "In Numbers, choose File, Export To, CSV or Excel.", ZIP,
           suffixes=(".numbers",)),
    Unread("a Word document (docx)", BY_HAND, ZIP, (b"word/",)),
    Unread("a PowerPoint presentation", BY_HAND, ZIP, (b"ppt/",)),
    Unread("a text document (odt)", BY_HAND, ZIP, (b"application/vnd.oasis.opendocument.text",)),
    Unread("a PDF document", BY_HAND, b"%PDF"),
    Unread("an RTF document", BY_HAND, b"{\\rtf"),
    Unread("a Parquet file", "Write it as CSV, as with DuckDB: COPY (FROM 'FILE') TO 'FILE.csv'.",
           b"PAR1"),
    Unread("an Arrow file", "Write it as CSV, as with pandas: read_feather, then to_csv.",
           b"ARROW1"),
    Unread("an SPSS file", "Write it as CSV, as with pandas: read_spss, then to_csv.", b"$FL2"),
    Unread("a Stata file", "Write it as CSV, as with pandas: read_stata, then to_csv.",
           b"<stata_dta>"),
    Unread("a database of SQLite", "If it is a ledger, name it with --db; else write the table as "
           "CSV.", b"SQLite format 3\0"),
    Unread("a file packed with 7-Zip", UNPACK, b"7z\xbc\xaf\x27\x1c"),
    Unread("a RAR archive", UNPACK, b"Rar!\x1a\x07"),
    Unread("a file packed with xz", UNPACK, b"\xfd7zXZ\0"),
    Unread("a file packed with bzip2", UNPACK, b"BZh"),
    Unread("a file packed with Zstandard", UNPACK, b"\x28\xb5\x2f\xfd"),
    Unread("a picture", BY_HAND, b"\x89PNG"),
    Unread("a picture", BY_HAND, b"\xff\xd8\xff"),
    Unread("a picture", BY_HAND, b"GIF8"),
)  # fmt: skip
"""What is recognised, the surest first."""


def refuse_unread(head: bytes, path: Path) -> None:
    """See that a file is of none of these kinds.

    Raises:
        FileTrouble: it is.
    """
    for kind in KNOWN:
        if kind.fits(head, path):
            raise FileTrouble(f"This is {kind.what}, which is not read.", kind.cure, path=str(path))
    if head[TAR] == b"ustar":
        raise FileTrouble("This is a tar archive, which is not read.", UNPACK, path=str(path))
