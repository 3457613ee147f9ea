"""Imports malformed claim files, again and again: ``python fuzzing.py FOLDER SEED NUMBER``.

Each is a claim file of the tests, spoilt in a few places.  It prints, as JSON, how many were
imported and refused, and the most memory it took, in MiB.  Anything else than a refusal, and
anything that a refused file leaves in the ledger, ends it with a traceback that names the seed.
"""

from __future__ import annotations

import json
import random
import re
import resource
import shutil
import sys
from hashlib import sha256
from pathlib import Path

from commands import ARTICLE
from examples import FORMULA

from ledger.book.ledger import Ledger
from ledger.errors import Refusal
from ledger.store.sqlite import connections

LAST = """
[source]
id = "s"
publisher = "P"
published = "2023-07-03/2023-07-09"

[[claim]]
id = "c"
speaker = "unnamed: some"
quote = "a \\"word\\""
statement = '''It comes
about.'''
due = "next week"
probability = 0.25
topics = ["a", "b"]
[[claim.outcome]]
verdict = "partly"
value = 0.5
happened_on = "2023-07-12"
evidence = [{ url = "https://a.example", publisher = "Q" }]
"""
TEXTS = (FORMULA, LAST, FORMULA, LAST, ARTICLE.read_text(encoding="utf-8")[:4000])

LINES = (
    "[source]",
    "[[claim]]",
    "[[claim.outcome]]",
    "[[question]]",
    'id = "x"',
    'due = "2023-99"',
)
BYTES = b"\x00\xff\xfe\xc3\xed\xa0\x80\"'[]{}=#\\\n\r\t .,-0159eE_"
HUGE = (
    "9" * 400,
    "[" * 3000,
    '"' + "x" * 20000 + '"',
    "a." * 1000 + "b = 1",
    "1e999999999",
    "{" * 99,
)
FRESH = 200
"""Files until the ledger is empty again."""


def spoilt(chance: random.Random) -> bytes:
    """A claim file with a few changes that nobody meant."""
    data = bytearray(chance.choice(TEXTS).encode())
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        start = chance.randrange(len(data) + 1)
        length = chance.choice((0, 1, 1, 2, 5, 30))
        kind = chance.randrange(6)
        if kind == 0:
            data[start : start + length] = bytes(chance.choices(BYTES, k=chance.randint(1, 4)))
        elif kind == 1:
            del data[start : start + length]
        elif kind == 2:  # a piece said twice
            other = chance.randrange(len(data) + 1)
            data[start:start] = data[other : other + 4 * length]
        elif kind == 3:
            data[start:start] = chance.choice(HUGE).encode()
        else:
            lines = bytes(data).split(b"\n")
            one = chance.randrange(len(lines))
            lines[one : one + kind - 4] = [chance.choice([*LINES, ""]).encode()]
            data = bytearray(b"\n".join(lines))
    return bytes(data)


def fuzz(folder: Path, seed: int, number: int) -> dict[str, int]:
    """Import so many spoilt files into ledgers in a folder."""
    connections.PRAGMAS = (*connections.PRAGMAS, "synchronous = OFF")  # type: ignore[misc]
    empty, place, path = folder / "empty.db", folder / "ledger.db", folder / "f.toml"
    Ledger(empty, create=True).close()
    done = {"imported": 0, "refused": 0}
    for n in range(number):
        if n % FRESH == 0:
            shutil.copyfile(empty, place)
            ledger = Ledger(place)
        path.write_bytes(spoilt(random.Random(f"{seed}-{n}")))  # noqa: S311 - no secret
        before = sha256(place.read_bytes()).digest()
        try:
            ledger.import_([path])
        except Refusal:
            done["refused"] += 1
            assert sha256(place.read_bytes()).digest() == before, n
        except BaseException as fault:
            fault.add_note(f"file {n} of seed {seed}")
            raise
        else:
            done["imported"] += 1
            size = ledger.moment().entry
            assert ledger.import_([path]).added == {}, n
            assert ledger.moment().entry == size, n
    done["mebibytes"] = peak()
    return done


def peak() -> int:
    """The most memory this process has taken, in MiB.

    Linux tells it in its own file: what getrusage tells begins at the peak of the parent process.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    (kibibytes,) = re.findall(r"VmHWM:\s+(\d+) kB", status.read_text())
    return int(kibibytes) // 1024


if __name__ == "__main__":
    print(json.dumps(fuzz(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))  # noqa: T201
