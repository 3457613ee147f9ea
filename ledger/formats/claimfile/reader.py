"""The claim file as one of the formats there are (the contract is in `ledger.formats.registry`)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.errors import FileTrouble
from ledger.formats.claimfile.files import MOST, decoded
from ledger.formats.claimfile.read import read_claim_file
from ledger.formats.files import as_problem

if TYPE_CHECKING:
    from ledger.errors import Problem
    from ledger.formats.given import GivenFile
    from ledger.model.bundle import Bundle

__all__ = ["BY_ROW", "MOST", "NAME", "looks_like", "read"]

NAME: Final = "claims"
BY_ROW: Final = False

HEADER: Final = re.compile(r"^[ \t]*\[{1,2}(?:source|question|claim)\]{1,2}", re.MULTILINE)


def looks_like(head: str, path: Path) -> bool:
    """Whether it is TOML by its name, or has one of a claim file's headers."""
    return path.suffix.lower() == ".toml" or HEADER.search(head) is not None


def read(given: GivenFile) -> tuple[list[Bundle], list[Problem]]:
    """The one bundle of a claim file, if it can be read at all, and the file's problems."""
    path = Path(given.name)
    try:
        text = decoded(path, given.data)
    except FileTrouble as trouble:
        return [], [as_problem(path, trouble)]
    bundle, problems = read_claim_file(given.name, text, given.horizon)
    return [] if bundle is None else [bundle], problems
