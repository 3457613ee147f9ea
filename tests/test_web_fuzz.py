"""Whatever is asked, the pages answer, under their policy, and nothing is written."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes, urlencode

import pytest
from conftest import SEED, many
from everything import SPEAKERS, fill
from web import FORM, HOST, Client

from ledger import Ledger
from ledger.desk import passwords, users
from ledger.desk.roles import Role
from ledger.desk.store import Desk
from ledger.web import bodies
from ledger.web.desk_door import DeskDoor
from ledger.web.policy import policy_of
from ledger.web.routes import TABLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

METHODS: Final = ("GET",) * 9 + ("POST",) * 6 + ("HEAD", "PUT", "DELETE", "OPTIONS", "BREW", "")
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


def some_address(r: random.Random, *, forms: bool) -> str:
    """An address of some page, or of one that takes forms, or nearly one."""
    page = r.choice([one for one in TABLE if one.post is not None] if forms else TABLE)
    path = page.path
    for variable in ("{id:path}", "{name:path}"):
        path = path.replace(variable, "/".join(r.choices(NAMES, k=r.choice((1, 1, 1, 2)))))
    if r.random() < (0.02 if forms else 0.1):
        path = "/" + "/".join(r.choices(NAMES, k=r.randint(0, 4)))
    ending = r.choice(
        ("",) * (12 if forms else 1) + (*(f".{form}" for form in page.forms), *ENDINGS)
    )
    odd = ("as_of", "as-of", "x", "%00", "")
    pairs = []
    for _ in range(r.choice((0,) * (12 if forms else 2) + (0, 1, 1, 2, 4))):
        name = r.choice(page.parameters) if page.parameters and r.random() < 0.9 else r.choice(odd)
        pairs.append(f"{name}={r.choice(VALUES)}")
    return f"{path}{ending}?{r.choice(('&', '&', '&', ';')).join(pairs)}"


def some_form(r: random.Random) -> str:
    """The address of a form, mostly of something that is there."""
    page = r.choice([one for one in TABLE if one.post is not None])
    name = r.choice(("shared", "market-too", "herald", "shared%231", "nonesuch"))
    return page.path.replace("{id:path}", name)


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


TYPES: Final = (
    *(bodies.URLENCODED,) * 6, *("multipart/form-data; boundary=b",) * 4, "multipart/form-data",
    "multipart/form-data; boundary=" + "b" * 200, "multipart/mixed; boundary=b", "text/plain",
    "application/json", f"{bodies.URLENCODED}; charset=utf-16", "", "\xff", 'a/b; c="',
)  # fmt: skip
FIELDS: Final = (
    "seen", "key", "do", "statement", "speaker", "due", "published", "publisher", "reason", "id",
    "verdict", "evidence", "note", "question", "probability", "text", "confirm", "token", "next",
    "name", "password", "nonesuch", "", "a" * 101, "\xe9", "offered", "source", "quote",
)  # fmt: skip
ORIGINS: Final = (
    *(("origin", f"https://{HOST}"),) * 8, ("origin", "null"), ("origin", f"http://{HOST}"),
    ("origin", "https://evil.example"), ("origin", "\xff"), ("sec-fetch-site", "same-origin"),
    ("sec-fetch-site", "cross-site"), ("sec-fetch-site", ""), ("sec-fetch-site", "none"),
)  # fmt: skip


def some_body(r: random.Random, kind: str) -> bytes:
    """What is sent with a form, or nearly so."""
    pairs = [(r.choice(FIELDS), r.choice(VALUES)) for _ in range(r.choice((0, 1, 3, 8)))]
    if r.random() < 0.7:
        pairs += [("seen", r.choice(("0", "5", "-1", "9" * 30))), ("key", r.choice(NAMES))]
    if kind.startswith("multipart"):
        parts = [
            f'--b\r\ncontent-disposition: form-data; name="{name}"'
            f"{r.choice(('', '', '; filename=x.csv', '; filename=', '; filename*=UTF-8%27%27x'))}"
            f"\r\n{r.choice(('', '', 'content-type: text/csv', 'x' * 5000, 'bad'))}\r\n{value}\r\n"
            for name, value in pairs
        ]
        sent = "".join(parts) + r.choice(("--b--\r\n", "--b--", "--b", ""))
    else:
        sent = r.choice(("&", "&", ";", "")).join(f"{name}={value}" for name, value in pairs)
    whole = sent.encode(r.choice(("utf-8", "utf-8", "utf-16")))
    return whole[: r.randint(0, len(whole))] if r.random() < 0.2 else whole


@pytest.mark.slow
def test_no_request_breaks_anything(
    tmp_path: Path, note: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "COST", (2**4, 8, 1))
    place = tmp_path / "ledger.db"
    fill(place)
    r, tries = random.Random(SEED), many(1000, 5000)  # noqa: S311 - nothing is kept secret by it
    found: dict[int, int] = {}
    desk = Desk(tmp_path / "desk")
    users.add(desk, "Ann", Role.EDITOR, None)
    with Ledger(place, recorder="desk") as ledger:
        sites = [
            *[Client(ledger, role) for role in (None, Role.READER, Role.EDITOR)],
            Client(ledger, door=DeskDoor(desk, "desk", 80)),
        ]
        before = ledger.moment().entry
        for _ in range(tries):
            method, headers = r.choice(METHODS), some_headers(r)
            address = some_address(r, forms=method == "POST" and r.random() < 0.8)
            kind = r.choice(TYPES)
            headers += [*r.sample(ORIGINS, r.choice((0, 1, 1, 1, 2))), ("content-type", kind)]
            site = r.choice(sites)
            body = some_body(r, kind)
            if method == "POST" and r.random() < 0.4:  # one that is well formed, of odd contents
                address, headers, site = some_form(r), list(FORM), sites[2]
                pairs = [(r.choice(FIELDS[:20]), r.choice(VALUES)) for _ in range(r.randint(0, 9))]
                body = urlencode([("seen", before), ("key", r.random()), *pairs]).encode()
            got = site(address, method, headers, body)
            assert got.status < 500, (method, address, headers, got.text)
            assert method in {"GET", "HEAD", "POST"} or got.status in {400, 404, 405, 414}
            path = unquote_to_bytes(address.partition("?")[0]).decode("utf-8", "replace")
            for name, value in policy_of(path):
                assert got.headers[name] == value
            found[got.status] = found.get(got.status, 0) + 1
            after = ledger.moment().entry
            may_have = site is sites[2] and method == "POST" and got.status == 303
            assert after == before or may_have, (method, address, headers)
            before = after
    assert found[200] > tries / 50
    assert {303, 400, 401, 403, 404, 405, 422} <= found.keys()
    note(f"{tries} requests, seed {SEED}: {dict(sorted(found.items()))}")
