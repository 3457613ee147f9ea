"""Rows about what goes out: exports beside writing the same bytes, and a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .site import bare, ours
from .table_row import Row

if TYPE_CHECKING:
    from .measuring import Command
    from .site import Site

REACH: Final = 4.0


def _exported(form: str, against: str, yardstick: str, memory: float = 200) -> Row:
    """A row for an export in a format, beside the yardstick that writes its output once more."""

    def exporting(site: Site, _: int) -> Command:
        output = site.new(f"{form}.out")
        return ours(site.imported, "export", "--to", form, "-o", str(output))

    def writing(site: Site, _: int) -> Command:
        return bare(yardstick, site.kept(f"{form}.out"), site.new(f"{form}.bare"))

    return Row(f"export {form}", against, exporting, writing, REACH, None, memory)


def _backing_up(site: Site, _: int) -> Command:
    return ours(site.imported, "backup", str(site.new("backup")))


def _vacuum(site: Site, _: int) -> Command:
    return bare("vacuum", site.imported, site.new("vacuum"))


EXPORTS: Final = (
    _exported("csv", "writing the same rows by `csv`", "csv"),
    _exported("jsonl", "writing the same values by `orjson`", "orjson-lines"),
    _exported(
        "claims", "writing the same values by `orjson`, a file each, on the disk", "orjson-files"
    ),
    _exported("claimreview", "writing the same items by `orjson`", "orjson-items"),
    _exported("ics", "writing the same lines by `csv`", "lines"),
    _exported("atom", "writing the same lines by `csv`", "lines"),
    Row("backup", "`VACUUM INTO`", _backing_up, _vacuum, 1.5, None, 100),
)
