"""Commands with anything for arguments: done, refused or used wrongly, and never a traceback.

A run is one command line, as click's own runner runs it, in a folder with a ledger and files of
many kinds.  What the net at the entry of the program holds counts as told, and is counted.
"""

from __future__ import annotations

import os
import random
import shutil
import socket
import sys
from collections import Counter
from typing import TYPE_CHECKING, Final

import click
import pytest
from click.testing import CliRunner
from commands import CLAIMS, Desk
from conftest import SEED, many, unsynced
from exports import CHECKS, TRACKERS

from ledger.cli import COMMANDS, SWITCH, group

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RUNS: Final = 40
"""How many command lines are tried on one ledger, one after the other."""

TEXTS: Final = (
    "", " ", "-", "--", "x", "floor", "two-percent-floor", "0", "-1", "1", "99999999999999999999",
    "1e400", "nan", "inf", "0.5", "50%", "happened", "unclear", "James Black", "The Japan Times",
    "2023-07-12", "2023-13-45", "0000", "9999-12-31", "next week", "by the end of 2024", "3@2023",
    "767@2026-11-30", "999999@2026-01-01", "@", "a=b", "speaker=x", "=", "verdict:Yes=happened",
    ":", "https://a.example/{id}", "{id}", "javascript:alert(1)", "\u202e", "\udcff", "e\u0301",
    "İ", "中国",
    "\x1b[31m", "a\nb", "a\tb", "'; DROP TABLE journal; --", "%s%n", "$(id)", "\U0001f600" * 50,
    "[" * 3000, "x" * 70_000, "PRIVATE+KEY+a+b+c", "claim-ledger+00000000+AAAA", "latin-1", "rot13",
    "utf-16", "csv", "json", "text", "html", "icd203", "30d", "0d", "999999999d", "..", ".",
)  # fmt: skip
"""What people, and others, may type where a text, a number or a day is asked for."""

PATHS: Final = (
    "ledger.db", "kept.db", "other.db", "new.db", "empty", "text.txt", "sheet.csv", "claims",
    "article.toml", "feed.jsonld", "page.html", "journal.jsonl", "key", "check", "proof",
    "loop", "folder", "folder/in", "none/in", "text.txt/below", "x" * 300, "\udcff.db", "a b.toml",
    "-", ".", "", "out.csv", "out.html", "out.jsonl", "accuracy.svg", "out/claims", "map.toml",
    "sqlite:///ledger.db", "sqlite://", "mysql://a/b", "postgresql://\udcff", "postgresql://[",
    "postgresql:///?host=nowhere", "socket", *(f"given/{n}" for n in range(11)),
)  # fmt: skip


def chosen(chance: random.Random, parameter: click.Parameter) -> str:
    """Something for a parameter, often of the kind it asks for."""
    if isinstance(parameter.type, click.Choice) and chance.random() < 0.8:
        return str(chance.choice([*parameter.type.choices]))
    is_path = isinstance(parameter.type, click.Path) or parameter.name in {"db", "source", "target"}
    return chance.choice(PATHS if is_path == (chance.random() < 0.85) else TEXTS)


def words_for(chance: random.Random, command: click.Command) -> Iterator[str]:
    """A command's words: some of its options, and mostly as many arguments as it wants."""
    options = [one for one in command.params if isinstance(one, click.Option)]
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    for one in chance.sample(options, min(len(options), chance.choice([0, 0, 1, 1, 2, 3, 6]))):
        yield chance.choice(one.opts)
        if not one.is_flag:
            yield chosen(chance, one)
    for one in arguments:
        for _ in range(1 if one.nargs == 1 else chance.choice([1, 1, 2])):
            if chance.random() < 0.95:
                yield chosen(chance, one)
    if chance.random() < 0.05:
        yield chance.choice(TEXTS)


def line(chance: random.Random) -> list[str]:
    """A command line."""
    name = chance.choice([one for one in COMMANDS if one != "serve"])  # which never ends
    command = group.get_command(click.Context(group), name)
    assert command is not None
    before = ["--db", chance.choice(PATHS)] if chance.random() < 0.15 else []
    before += ["--recorder", chance.choice(TEXTS)] if chance.random() < 0.1 else []
    return [*before, name, *words_for(chance, command)]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a ledger and files of every kind."""
    folder = tmp_path_factory.mktemp("furnished")
    desk = Desk(folder)
    desk.done("import", CLAIMS)
    desk.add(id="floor", probability="0.9", statement="Floors are floors.", due="2023-08-01")
    desk.done("backup", folder / "kept.db")
    shutil.copytree(CLAIMS, folder / "claims")
    (folder / "folder" / "in").mkdir(parents=True)
    (folder / "given").mkdir()
    for number, path in enumerate(sorted([*TRACKERS.iterdir(), *CHECKS.iterdir()])[:11]):
        shutil.copyfile(path, folder / "given" / str(number))
    shutil.copyfile(next(CLAIMS.glob("*.toml")), folder / "article.toml")
    for name, form in (("feed.jsonld", "claimreview"), ("journal.jsonl", "jsonl")):
        desk.done("export", "--to", form, "-o", folder / name)
    desk.done("export", "--to", "csv", "-o", folder / "sheet.csv")
    desk.done("report", "-o", folder / "page.html")
    desk.done("keygen", folder / "key")
    desk.done("checkpoint", "--key", folder / "key", "-o", folder / "check")
    desk.done("prove", "floor", "--checkpoint", folder / "check", "-o", folder / "proof")
    (folder / "empty").touch()
    (folder / "text.txt").write_text("NATO members agree.\n")
    return folder


def renewed(furnished: Path, folder: Path) -> None:
    """Go to a copy of the furnished folder that nothing was done to yet."""
    place = folder / "work"
    os.chdir(folder)
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(furnished, place)
    os.chdir(place)
    (place / "loop").symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("socket")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_no_command_line_ends_in_a_traceback(
    furnished: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    note: Callable[[str], None],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(SWITCH)
    chance = random.Random(SEED)  # noqa: S311 - a test's
    codes: Counter[int] = Counter()
    held = 0
    runs = many(300, 20_000)
    with unsynced():
        for number in range(runs):
            if number % RUNS == 0:
                renewed(furnished, tmp_path)
            words = line(chance)
            typed = chance.choice(["", "y\n", "n\n", *TEXTS])
            run = CliRunner().invoke(
                group, words, input=typed.encode(errors="replace"), prog_name="ledger"
            )
            where = f"run {number} of seed {SEED}: {[one[:300] for one in words]}"
            assert isinstance(run.exception, SystemExit | None), f"{where}: {run.exception!r}"
            assert run.exit_code in {0, 1, 2}, where
            assert "Traceback" not in run.output, where
            codes[run.exit_code] += 1
            held += SWITCH in run.stderr
    note(
        f"seed {SEED}, {runs:,} runs: {codes[0]:,} done, {codes[1]:,} refused, "
        f"{codes[2]:,} used wrongly; {held} held by the net"
    )
