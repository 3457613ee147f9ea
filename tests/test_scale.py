"""The page on ledgers beyond one machine: its session prints what it shows.

``python tests/test_scale.py`` renews it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from howto import renewed

PAGE: Final = Path(__file__).parents[1] / "docs" / "scale.md"
SECTION: Final = re.compile(
    r"^## Many writers and replicas$.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL
)


@pytest.mark.slow
def test_the_session_of_two_desks_prints_what_it_shows(tmp_path: Path) -> None:
    (section,) = SECTION.findall(PAGE.read_text(encoding="utf-8"))
    assert section.count("```console") == 3
    assert renewed(PAGE.name, section, tmp_path) == section


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        PAGE.write_text(SECTION.sub(lambda one: renewed(PAGE.name, one[0], Path(folder)), text))
    sys.stdout.write(f"Renewed {PAGE.name}.\n")
