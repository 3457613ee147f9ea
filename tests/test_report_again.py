"""A report can be had again, to the byte: by the command it names, later and anywhere."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from small_ledgers import SmallLedger

from ledger import Filters, report
from ledger.cli import group
from ledger.report.command import command, command_lines
from ledger.report.forms import FORMS
from ledger.report.prose import AGAIN
from ledger.text import width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.report.build import Report

CLAIMS = """
source | publisher  | speaker               | question | kind | topics | due        | verdict     | happened_on
herald | The Herald | Ann O'Neill           | bridge   |      | roads  | 2023-06-30 | happened    | 2023-06-01
herald | The Herald | Ann O'Neill           | bridge   |      |        |            |             |
herald | The Herald | 日本語の話者           | tunnel   |      | roads  | 2023-12-31 | partly      | 2023-06-01
mail   | The Mail   | unnamed: "experts" $x | tunnel   |      |        |            |             |
mail   | The Mail   | Zoë                   | rail     | plan | rail   | 2023-06-30 |             |
"""  # noqa: E501 - a table

ASKED = {
    "plainly": [],
    "by topic, of one publisher": ["--by", "topic", "--publisher", "The Herald"],
    "of speakers with awkward names": [
        *("--speaker", "Ann O'Neill", "--speaker", "日本語の話者"),
        *("--speaker", 'unnamed: "experts" $x'),
    ],
    "of one named in another case": ["--speaker", "zoë"],
    "with a rule for repeats and kinds": ["--repeats", "last", "--kind", "plan"],
    "with every other setting": [
        *("--cluster", "source", "--yardstick", "icd203", "--guard-early", "--min-claims", "3"),
        *("--seed", "7", "--digits", "3", "--by", "wording"),
    ],
    "by verdict, status and days": [
        *("--verdict", "happened", "--status", "settled", "--by", "year"),
        *("--due-after", "2023-01-01", "--due-before", "2024-12-31"),
    ],
}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path).on("2023-09-01").take(CLAIMS)
    yield made
    made.ledger.close()


def run(small: SmallLedger, arguments: list[str]) -> bytes:
    """What a command prints; its first word is left out."""
    result = CliRunner().invoke(group, ["--db", small.ledger.place, *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


def named_command(form: str, text: str) -> list[str]:
    """The words of the command that a report names, as a shell reads them."""
    if form == "csv":
        return shlex.split(next(csv.DictReader(io.StringIO(text, newline="")))["command"])
    _, _, told = text.partition(AGAIN)
    return shlex.split(told.replace("\\\n", ""))


@pytest.mark.slow
@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("form", ["text", "md", "csv"])
def test_the_command_a_report_names_gives_it_again_also_when_the_ledger_has_grown(
    small: SmallLedger, form: str, asked: list[str]
) -> None:
    before = run(small, ["report", "--format", form, *asked])
    program, *arguments = named_command(form, before.decode())
    assert program == "ledger"
    assert run(small, arguments) == before
    small.on(datetime.now(UTC).date().isoformat()).take("speaker\nZOË\nzoë\nAnn O'Neill")
    small.ledger.record("rail", {"verdict": "late", "happened_on": "2023-08-01"})
    assert run(small, ["report", "--format", form, *asked]) != before
    assert run(small, arguments) == before


def test_what_json_says_of_itself_gives_it_again(small: SmallLedger) -> None:
    before = run(small, ["report", "--format", "json", *ASKED["by verdict, status and days"]])
    found = json.loads(before)
    arguments = ["report", "--format", "json", "--as-of", found["as_of"], "--by", found["by"]]
    for name, value in found["filters"].items():
        for one in value if isinstance(value, list) else [value]:
            arguments += [f"--{name.replace('_', '-')}", one]
    small.on(datetime.now(UTC).date().isoformat()).take("speaker\nZoë")
    assert run(small, arguments) == before


@pytest.mark.parametrize("form", FORMS)
def test_a_report_written_to_a_file_is_what_is_printed(
    small: SmallLedger, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "report"
    printed = run(small, ["report", "--format", form])
    run(small, ["report", "--format", form, "-o", str(path)])
    assert path.read_bytes() == printed
    assert run(small, ["report", "--format", form]) == printed


# Any filter at all

WORD = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=120)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    small = SmallLedger(tmp_path_factory.mktemp("base"))
    yield report(small.ledger)
    small.ledger.close()


@given(speakers=st.lists(WORD, min_size=1, max_size=3), topic=WORD)
def test_the_command_is_one_line_or_several_short_ones_with_the_same_words(
    base: Report, speakers: list[str], topic: str
) -> None:
    asked = replace(base, filters=Filters(speaker=tuple(speakers), topic=(topic,)))
    words = ["ledger", "report", "--by", "speaker"]
    for speaker in speakers:
        words += ["--speaker", speaker]
    words += ["--topic", topic, "--as-of", str(base.moment), "--format", "md"]
    assert shlex.split(command(asked, "md")) == words
    lines = command_lines(asked, "md", 80)
    assert max(map(width, lines)) <= 80
    assert all(line.endswith("\\") for line in lines[:-1])
    assert shlex.split("\n".join(lines).replace("\\\n", "")) == words


@pytest.mark.skipif(os.name == "nt", reason="Windows has no POSIX shell")
@pytest.mark.parametrize(
    "name",
    [
        "James Black",
        'it\'s "$HOME" `x` \\ !',
        "日本語の話者" * 12,
        "a" * 200,
        "quote' " * 30,
        "back\\" * 40,
    ],
)
def test_a_shell_reads_the_lines_of_a_command_as_its_words(base: Report, name: str) -> None:
    lines = command_lines(replace(base, filters=Filters(speaker=(name,))), "text", 80)
    script = "ledger() { for word; do printf '%s\\n' \"$word\"; done; }\n" + "\n".join(lines)
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=True)
    expected = ["report", "--by", "speaker", "--speaker", name, "--as-of", str(base.moment)]
    assert done.stdout.decode().splitlines() == expected


# Anywhere

SETTINGS = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"},
    {"TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4294967295"},
)

REPORTS = """
import sys
from ledger.cli import group
from ledger.text import width

database, moment, *forms = sys.argv[1:]
for form in forms:
    for by in ("speaker", "topic", "wording"):
        arguments = ["--db", database, "report", "--by", by, "--format", form, "--as-of", moment]
        group.main(arguments, prog_name="ledger", standalone_mode=False)
"""


@pytest.mark.slow
def test_time_zone_locale_and_hash_seed_change_nothing(small: SmallLedger) -> None:
    """Each setting is a process of its own that prints every form three times over."""
    moment = str(small.ledger.moment())
    outputs = {
        subprocess.run(
            [sys.executable, "-c", REPORTS, small.ledger.place, moment, *FORMS],
            env={**os.environ, "PYTHONUTF8": "1", **setting},
            capture_output=True,
            check=True,
        ).stdout
        for setting in SETTINGS
    }
    assert len(outputs) == 1
    assert outputs.pop().count("日本語の話者".encode()) >= len(FORMS)
