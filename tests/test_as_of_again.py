"""What was told once can be told again, to the byte, as of then: later, and anywhere.

While a ledger grows, its reports and lists are kept; afterwards each is asked for again, under ten
settings of time zone, locale and hash seed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from conftest import SHARE
from examples import FORMULA, record_as

from ledger.cli import group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Clock

    from ledger.book.ledger import Ledger

SETTINGS = {
    "C.UTF-8": ("UTC", "0"),
    "C": ("Pacific/Kiritimati", "1"),
    "de_DE.UTF-8": ("America/Los_Angeles", "2"),
    "tr_TR.UTF-8": ("Asia/Tokyo", "3"),
    "ja_JP.UTF-8": ("Pacific/Pago_Pago", "4"),
    "ar_EG.UTF-8": ("Africa/Cairo", "5"),
    "fr_FR": ("Asia/Kathmandu", "6"),
    "zh_CN.GB18030": ("Australia/Lord_Howe", "7"),
    "hi_IN": ("America/St_Johns", "42"),
    "th_TH.UTF-8": ("Asia/Bangkok", "4294967295"),
}
"""By locale, the time zone and the hash seed."""

THIRDS = 3
"""In a short run each setting is asked for a third, and each third under several of them."""

ASKED = (
    *(("report", "--by", by, "--format", form) for by, form in (
        ("speaker", "text"), ("topic", "md"), ("publisher", "csv"), ("wording", "json"),
    )),
    ("list", "--full"),
    ("list", "--format", "json"),
    ("search", "zurich", "--full"),
    ("due", "--format", "json"),
    ("corrections",),
    ("disputes", "--format", "json"),
    ("log", "--format", "json"),
    ("show", "formula"),
    ("show", "reznikov", "--format", "json"),
)  # fmt: skip

AGAIN = """
import json, locale, sys
from click.testing import CliRunner
from ledger.cli import group

locale.setlocale(locale.LC_ALL, "")
database, *_ = sys.argv[1:]
told = {}
for asked in json.load(sys.stdin):
    result = CliRunner().invoke(group, ["--db", database, *asked])
    told[" ".join(asked)] = [result.exit_code, result.stdout_bytes.hex()]
json.dump(told, sys.stdout)
"""
"""Asks again, in the language of the machine, as a program of its own."""


def life(ledger: Ledger, write: Callable[[str, str], Path]) -> Iterator[None]:
    """What happens to a ledger; each step ends where it is asked."""
    ledger.import_([write("jt.toml", FORMULA)])
    yield
    own = {
        "id": "zurich",
        "speaker": "Zoë Ízak",
        "statement": "İstanbul'da, Zürich.",
        "due": "2023",
    }
    ledger.add(own | {"topics": ["Ärger", "zebra"], "probability": "0.35"}, "jt")
    ledger.add({**own, "id": "z2", "speaker": "zoë ízak", "wording": "is likely to"}, "jt")
    yield
    ledger.record("formula", {"verdict": "did-not-happen", "happened_on": "2023-07-12"})
    record_as(ledger, "Bea", "zurich", "happened", happened_on="2023-07-11", blind=True)
    yield
    ledger.amend("doubt", {"wording": "doubt"}, "Misread.")
    ledger.record("zurich", {"verdict": "partly", "value": "0.25"})
    yield
    ledger.withdraw("z2", "Said by somebody else.")
    ledger.record("formula", {"verdict": "late", "happened_on": "2023-07-20"})
    yield


@pytest.fixture
def kept(
    ledger: Ledger, clock: Clock, write: Callable[[str, str], Path]
) -> dict[str, list[object]]:
    """All that was told while the ledger grew, by the words that ask for it again."""
    told: dict[str, list[object]] = {}
    day = datetime.now(UTC).date().isoformat()
    clock.set(f"{day}T00:00:00")
    for _ in life(ledger, write):
        moment = str(ledger.moment())
        for asked in ASKED:
            result = CliRunner().invoke(group, ["--db", ledger.place, *asked])
            told[" ".join([*asked, "--as-of", moment])] = [
                result.exit_code,
                result.stdout_bytes.hex(),
            ]
    return told


@pytest.mark.slow
def test_whatever_was_told_is_told_again_anywhere(
    ledger: Ledger, kept: dict[str, list[object]]
) -> None:
    assert len(kept) == 5 * len(ASKED)
    assert len({str(one) for one in kept.values()}) > 3 * len(ASKED)
    assert {code for code, _ in kept.values()} == {0}
    listed = subprocess.run(["locale", "-a"], capture_output=True, check=False).stdout
    known = {one.lower().replace("-", "") for one in listed.decode("latin-1").split()}
    missing = [one for one in SETTINGS if one.lower().replace("-", "") not in known]
    for place, (locale, (zone, seed)) in enumerate(SETTINGS.items()):
        if locale in missing:
            continue
        words = [*kept] if SHARE else [*kept][place % THIRDS :: THIRDS]
        done = subprocess.run(
            [sys.executable, "-c", AGAIN, ledger.place],
            input=json.dumps([one.split() for one in words]),
            env={**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        told = json.loads(done.stdout)
        assert [one for one in words if told[one] != kept[one]] == [], locale
    if missing:
        pytest.skip(f"this machine lacks the locales {', '.join(missing)}: apt install locales-all")
