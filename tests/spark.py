"""A Spark cluster on loopback for tests: one master and two workers, each a process of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKERS: Final = 2
PATIENCE: Final = 120.0
"""Seconds that all of them have to come up."""

CONF: Final = {
    "spark.executor.memory": "512m",
    "spark.sql.shuffle.partitions": str(WORKERS),
    "spark.sql.adaptive.enabled": "false",
    "spark.driver.bindAddress": "127.0.0.1",
}


def missing() -> str | None:
    """What is not there that a cluster needs; None where all is."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed: the extra spark brings it"
    if shutil.which("java") is None:
        return "there is no java: Debian's default-jre-headless brings it"
    return None


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a cluster that is up, whose processes write into ``folder``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    master = f"spark://127.0.0.1:{port}"
    with ExitStack() as running:
        _start(running, folder, "master", "--port", str(port))
        _wait_for(folder / "master.log", "I have been elected leader", 1)
        for number in range(WORKERS):
            where = ("--cores", "1", "--memory", "768m", "--work-dir", str(folder))
            _start(running, folder, f"worker{number}", *where, master)
        _wait_for(folder / "master.log", "Registering worker", WORKERS)
        yield master


def environment() -> dict[str, str]:
    """What the cluster and a command that uses it are told."""
    conf = " ".join(f"--conf {name}={value}" for name, value in CONF.items())
    return {
        **os.environ,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        "PYSPARK_SUBMIT_ARGS": f"{conf} pyspark-shell",
    }


def _start(running: ExitStack, folder: Path, name: str, *words: str) -> None:
    """Start a master or a worker; it is ended when the others are."""
    home = Path(find_spec("pyspark").origin).parent  # type: ignore[union-attr, arg-type] - it is there
    kind = name.rstrip("0123456789")
    command = [
        str(home / "bin" / "spark-class"),
        f"org.apache.spark.deploy.{kind}.{kind.capitalize()}",
        *("--host", "127.0.0.1", "--webui-port", "0"),
        *words,
    ]
    log = running.enter_context((folder / f"{name}.log").open("wb"))
    told = {**environment(), "SPARK_HOME": str(home)}
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=told)
    running.callback(process.wait)
    running.callback(process.kill)


def _wait_for(log: Path, words: str, times: int) -> None:
    """Wait until a log has some words so many times."""
    end = time.monotonic() + PATIENCE
    while log.read_text(errors="replace").count(words) < times:
        assert time.monotonic() < end, log.read_text(errors="replace")
        time.sleep(0.2)
