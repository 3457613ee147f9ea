"""A ledger verified by two processes: what they find is what one finds, whatever becomes of one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest
from tampering import unguarded
from test_one_pass import in_two_parts
from test_tampering import kept, larger  # noqa: F401 - fixtures

from ledger.audit import one_pass, two_processes
from ledger.audit.two_processes import SecondProcess
from ledger.book.ledger import Ledger
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from pathlib import Path

    from test_tampering import Kept


EDITED = "UPDATE search SET tokens = 'x' WHERE entry = (SELECT {}(entry) FROM search)"


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every ledger is worth a second process."""
    monkeypatch.setattr(one_pass.OnePass, "least", 2)


@pytest.mark.usefixtures("always")
def test_two_processes_find_what_one_finds(
    larger: Kept,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    path = shutil.copyfile(larger.path, tmp_path / "ledger.db")
    with Ledger(path) as ledger:
        assert ledger.verify([larger.checkpoint], processes=2) == ledger.verify([larger.checkpoint])
        for end in ("max", "min"):
            with unguarded(path) as raw:
                raw.execute(EDITED.format(end))
            found = ledger.verify(processes=2)
            assert found == ledger.verify()
            assert not found.whole


@pytest.mark.parametrize(
    "words",
    [(sys.executable, "-c", "raise SystemExit(3)"), ("/nowhere/python",),
     (sys.executable, "-c", "import os; os.kill(os.getpid(), 9)"),
     (sys.executable, "-c", "print('{}')")],
)  # fmt: skip
def test_where_the_second_comes_to_nothing_the_first_does_it_all(
    larger: Kept,  # noqa: F811 - a fixture
    tmp_path: Path,
    words: tuple[str, ...],
) -> None:
    path = shutil.copyfile(larger.path, tmp_path / "ledger.db")
    start = partial(SecondProcess, words=words)
    found = in_two_parts(open_database(str(path)), [larger.checkpoint], 0.5, start)
    assert found.is_whole(iter)
    assert (found.size, found.root) == (larger.checkpoint.size, larger.checkpoint.root)
    with unguarded(path) as raw:
        raw.execute(EDITED.format("max"))
    assert not in_two_parts(open_database(str(path)), [], 0.5, start).is_whole(iter)


def test_the_second_ends_when_nobody_waits_any_more(
    larger: Kept,  # noqa: F811 - a fixture
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It ignores Ctrl-C, which the first answers, and it is gone once that closed it."""
    made: list[SecondProcess] = []

    def start(*told: object) -> SecondProcess:
        made.append(SecondProcess(*told))  # type: ignore[arg-type]
        return made[0]

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(one_pass.OnePass, "_look_at_file", interrupted)
    with pytest.raises(KeyboardInterrupt):
        in_two_parts(open_database(str(larger.path)), [], 0.5, start).is_whole(iter)
    assert made[0]._process is not None  # noqa: SLF001 - to see that it ended
    assert made[0]._process.returncode is not None  # noqa: SLF001 - as above


def test_the_second_sees_that_its_reader_is_gone(
    larger: Kept,  # noqa: F811 - a fixture
    tmp_path: Path,
) -> None:
    code = (
        "import sys; from ledger.audit import two_processes as own\n"
        "own.OFTEN = 1\nown.look = lambda *told: [told[2]() for _ in iter(int, 1)]\nown.main()"
    )
    words = (sys.executable, "-c", code)
    request = tmp_path / "request"
    second = SecondProcess(open_database(str(larger.path)), _part(larger), words=words)
    process = second._process  # noqa: SLF001 - to take its reader away
    assert process is not None
    assert process.stdout is not None
    request.touch()
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    process.stdout.close()
    assert process.wait(timeout=30) != 0
    second.close()


def _part(larger: Kept) -> two_processes.Part:  # noqa: F811
    size = larger.checkpoint.size
    return two_processes.Part(size // 2, size, size, (), "9999-12-31T23:59:59Z", b"key")


def test_the_password_is_not_among_the_words_of_the_program() -> None:
    assert not any("password" in word for word in two_processes.WORDS)
    assert subprocess.run(
        two_processes.WORDS, input="{}", text=True, capture_output=True, check=False
    ).returncode
    assert 0 < two_processes.cores() <= (os.cpu_count() or 1)
