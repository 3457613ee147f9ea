"""A real Spark cluster, one master and two workers on loopback, gives the same report to the byte.

One report is asked of it: a cluster takes half a minute of two cores to begin.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import everything
import pytest
import spark
from commands import Desk

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 400
"""Seconds that the report may take."""

ASKED = ("report", "--by", "topic", "--as-of", "190@2023-09-03", "--format", "json")


@pytest.mark.slow
@pytest.mark.skipif(spark.missing() is not None, reason=str(spark.missing()))
def test_a_cluster_gives_the_report_of_the_ledger(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    everything.fill(desk.database)
    desk.done("export", "--to", "parquet", "-o", tmp_path / "lake")
    expected = desk.done(*ASKED)
    assert desk.done(*ASKED, "--lake", tmp_path / "lake") == expected
    with spark.cluster(tmp_path) as master:
        command = [sys.executable, "-m", "ledger", *ASKED, "--lake", str(tmp_path / "lake")]
        done = subprocess.run(
            [*command, "--engine", "spark", "--master", master],
            capture_output=True, check=False, text=True, timeout=LONGEST, env=spark.environment(),
        )  # fmt: skip
        log = (tmp_path / "master.log").read_text()
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(expected)
    assert done.stdout == expected
    assert log.count("Launching executor") == spark.WORKERS
