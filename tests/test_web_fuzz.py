"""Whatever is asked, the pages answer, under their policy, and nothing is written."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

import pytest
from conftest import SEED, many
from everything import SPEAKERS, fill
from web import HOST, Client

from ledger import Ledger
from ledger.web.guard import POLICY
from ledger.web.routes import TABLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

METHODS: Final = ("GET",) * 12 + ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "BREW", "")
PIECES: Final = (
    "shared", "market-too", "herald", "nonesuch", "..", ".", "%2e%2e", "%2f", "%00", "%ff%fe", "%",
    "%zz", "a" * 400, "\xe9", ";", "'", '"', "<script>", "${7*7}", "{{7*7}}", "CON", "~", "\\",
    "shared%231", "-1", "9" * 40, "1e9", "NaN", "%F0%9F%92%A9", "%E2%80%AE", "%0d%0a", "--", " ",
    "shared' OR '1'='1", "*", "\x7f", "%ed%a0%80",
)  # fmt: skip
ENDINGS: Final = (
    "",
    "",
    "",
    ".json",
    ".csv",
    ".html",
    ".jsonld",
    ".proof",
    ".ics",
    ".atom",
    ".exe",
)
VALUES: Final = (
    *PIECES, "2023-06-30", "5@2023-06-30", "0@2023-06-30", "999999999999999999@2023-01-01", "open",
    "settled", "due", "made", "probability", "Ann", "Bob", "speaker", "topic", "30d", "1", "1000",
    "icd203", "yes", "prediction", "happened", "next year", "",
)  # fmt: skip


NAMES: Final = (*PIECES, *SPEAKERS.values(), *(("shared", "herald", "Ann") * 8))


def some_address(r: random.Random) -> str:
    """An address of some page, or nearly one."""
    page = r.choice(TABLE)
    path = page.path
    for variable in ("{id:path}", "{name:path}"):
        path = path.replace(variable, "/".join(r.choices(NAMES, k=r.choice((1, 1, 1, 2)))))
    if r.random() < 0.1:
        path = "/" + "/".join(r.choices(NAMES, k=r.randint(0, 4)))
    ending = r.choice(("", *(f".{form}" for form in page.forms), *ENDINGS))
    odd = ("as_of", "as-of", "x", "%00", "")
    pairs = []
    for _ in range(r.choice((0, 0, 0, 1, 1, 2, 4))):
        name = r.choice(page.parameters) if page.parameters and r.random() < 0.9 else r.choice(odd)
        pairs.append(f"{name}={r.choice(VALUES)}")
    return f"{path}{ending}?{r.choice(('&', '&', '&', ';')).join(pairs)}"


def some_headers(r: random.Random) -> list[tuple[str, str]]:
    host = HOST if r.random() < 0.9 else r.choice(("evil.example", "", "\xff", f"{HOST}:x", "[::1"))
    others = [
        ("accept", r.choice(("text/html", "*/*", "\xff" * 9))),
        ("accept-encoding", "gzip;q=NaN"),
        ("range", "bytes=0-"),
        ("if-modified-since", "yesterday"),
        ("content-length", r.choice(("0", "-1", "9999999999"))),
        ("cookie", "a=b; " * 50),
        ("x-forwarded-host", "evil.example"),
        ("x-http-method-override", "DELETE"),
        ("upgrade", "websocket"),
    ]
    return [("host", host), *r.sample(others, r.randint(0, 4))]


@pytest.mark.slow
def test_no_request_breaks_anything(tmp_path: Path, note: Callable[[str], None]) -> None:
    place = tmp_path / "ledger.db"
    fill(place)
    before = place.read_bytes()
    r, tries = random.Random(SEED), many(1000, 5000)  # noqa: S311 - nothing is kept secret by it
    found: dict[int, int] = {}
    with Ledger(place, recorder="desk") as ledger:
        site = Client(ledger)
        for _ in range(tries):
            address = some_address(r)
            method, headers = r.choice(METHODS), some_headers(r)
            got = site(address, method, headers, b"verdict=happened")
            assert got.status < 500, (method, address, headers, got.text)
            assert got.status in {400, 403, 404, 405, 414} or method in {"GET", "HEAD"}
            for name, value in POLICY:
                assert got.headers[name.decode()] == value.decode()
            found[got.status] = found.get(got.status, 0) + 1
    assert place.read_bytes() == before
    assert found[200] > tries / 12
    note(f"{tries} requests, seed {SEED}: {dict(sorted(found.items()))}")
