"""How long commands take to start, beside the libraries they cannot do without.

    python tests/benchmarks/startup.py

`ledger --help` may take 1.5 times `python -c "import click"`, and `ledger show ID` on the claims
of this repository 1.5 times `python -c "import sqlalchemy"`.  The runs alternate, so that what
else the machine does falls on both alike.  Exit code 1 says that a limit was passed.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 15
LIMIT = 1.5
CLAIMS = Path(__file__).parents[2] / "claims"
LEDGER = str(Path(sys.executable).with_name("ledger"))
ENVIRONMENT = {key: os.environ[key] for key in os.environ if key != "PYTHONDONTWRITEBYTECODE"}
"""Libraries were compiled when they were installed; the program may keep what it compiles, too."""


def seconds(*command: str) -> float:
    """Wall-clock seconds that one run of a command takes."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - start


def ratio(library: str, *arguments: str) -> float:
    """Print and answer how much longer a command takes than importing a library: the medians."""
    importing = [sys.executable, "-c", f"import {library}"]
    runs = [(seconds(LEDGER, *arguments), seconds(*importing)) for _ in range(RUNS + 1)][1:]
    ours, theirs = (statistics.median(times) for times in zip(*runs, strict=True))
    sys.stdout.write(
        f"ledger {' '.join(arguments)}: {ours:.3f} s, import {library}: {theirs:.3f} s, "
        f"ratio {ours / theirs:.2f}\n"
    )
    return ours / theirs


def main() -> int:
    """Measure both; 1 where one is over the limit."""
    with tempfile.TemporaryDirectory() as folder:
        ENVIRONMENT["LEDGER_DB"] = str(Path(folder) / "ledger.db")
        seconds(LEDGER, "import", str(CLAIMS))
        ratios = [ratio("click", "--help"), ratio("sqlalchemy", "show", "two-percent-floor")]
    return int(max(ratios) > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
