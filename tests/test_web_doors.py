"""Who is let in: users with passwords, names from a proxy, and nobody; as an attacker would try it.

The attacks are those of the OWASP cheat sheets on session management, authentication, cross-site
request forgery and unvalidated redirects.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest
from commands import ARTICLE
from web import FORM, HOST, Client, FormReader

from ledger import Ledger
from ledger.desk import attempts, passwords, sessions, users
from ledger.desk.roles import Role
from ledger.desk.store import Desk
from ledger.errors import BadValue
from ledger.web.desk_door import SECURE_COOKIE, DeskDoor
from ledger.web.door import OpenDoor
from ledger.web.proxy_door import ProxyDoor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from web import Got

PASSWORD: Final = "correct horse battery"  # noqa: S105 - nobody's
OPEN: Final = ("/sign-in", "/static/ledger.css", "/static/ledger.js", "/static/icon.svg")
PAGES: Final = (
    "/",
    "/claims",
    "/claims/two-percent-floor",
    "/report",
    "/log",
    "/due",
    "/jump?to=x",
)
OTHERS: Final = ("/index.json", "/claims.json", "/claims.csv", "/news.atom", "/due.ics",
                 "/claims/two-percent-floor.proof", "/claims/two-percent-floor.jsonld")  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    place = tmp_path_factory.mktemp("doors") / "ledger.db"
    with Ledger(place, recorder="desk", create=True) as made:
        made.import_([ARTICLE])
        yield made


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that are worked out at once."""
    monkeypatch.setattr(passwords, "COST", (2**4, 8, 1))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path / "desk")
    users.add(made, "Ann", Role.RECORDER, PASSWORD)
    users.add(made, "Rob", Role.READER, PASSWORD)
    users.add(made, "Eve", Role.EDITOR, PASSWORD)
    users.add(made, "Pat", Role.EDITOR, None)
    return made


@pytest.fixture
def site(ledger: Ledger, desk: Desk) -> Client:
    return Client(ledger, door=DeskDoor(desk, "desk", 80))


def cookie_of(found: Got) -> str:
    return found.headers["set-cookie"].partition(";")[0]


def signed_in(site: Client, name: str) -> list[tuple[str, str]]:
    """The head of a request of somebody who has signed in."""
    done = site.post("/sign-in", name=name, password=PASSWORD)
    assert done.status == 303
    return [("host", HOST), ("cookie", cookie_of(done))]


def test_nothing_is_there_for_those_who_are_not_signed_in(site: Client) -> None:
    for page in PAGES:
        found = site(page)
        assert (found.status, found.body) == (303, b"")
        assert found.headers["location"].startswith("/sign-in?next=%2F")
        assert found.headers["cache-control"] == "no-store"
    for page in OTHERS:
        found = site(page)
        assert (found.status, found.headers["www-authenticate"][:6]) == (401, "Cookie")
        assert found.headers["cache-control"] == "no-store"
    assert site("/claims.json").json == {"error": "Sign in first.", "status": 401}
    for page in OPEN:
        assert site(page).status == 200
    assert "floor" not in site("/sign-in?next=/claims/two-percent-floor").text.split("<main")[0]
    assert "entry" not in site("/sign-in").text
    sent = site.post("/add", statement="x")
    assert sent.status == 401
    assert "still has what you typed" in sent.text


def test_one_comes_back_to_where_one_was(site: Client) -> None:
    there = "/claims?speaker=J%C3%BCrg&words=a+b"
    asked = site(there).headers["location"]
    done = site.fill_in(asked, name="Ann", password=PASSWORD)
    assert (done.status, done.headers["location"]) == (303, there)


def test_the_cookie_is_for_this_server_and_no_script(site: Client) -> None:
    done = site.post("/sign-in", name="ann", password=PASSWORD)
    name, *attributes = done.headers["set-cookie"].split("; ")
    assert name.startswith(f"{SECURE_COOKIE}=")
    assert len(name.partition("=")[2]) == 43  # 32 random bytes
    assert set(attributes) == {"Path=/", "HttpOnly", "SameSite=Lax", "Secure"}
    page = site("/", headers=[("host", HOST), ("cookie", cookie_of(done))])
    assert "<bdi>Ann</bdi></a></span>" in page.text
    assert name.partition("=")[2] not in page.text
    plain = [("host", "localhost"), ("origin", "http://localhost"), FORM[3]]
    assert Client(site.ledger, door=site.door)("/", headers=[("host", "localhost")]).status == 400
    local = Client(site.ledger, door=site.door, host="localhost")
    done = local("/sign-in", "POST", plain, f"name=ann&password={PASSWORD}".encode())
    assert done.headers["set-cookie"].startswith("ledger-80=")
    assert "Secure" not in done.headers["set-cookie"]


def test_a_session_is_new_at_each_sign_in_and_ends_at_sign_out(site: Client) -> None:
    there = signed_in(site, "Ann")
    planted = [*FORM, ("cookie", f"{SECURE_COOKIE}=planted")]
    body = f"name=Ann&password={PASSWORD}".encode()
    again = site("/sign-in", "POST", planted, body)
    assert "planted" not in again.headers["set-cookie"]
    anew = site("/sign-in", "POST", [*FORM, there[1]], body)
    assert site("/", headers=there).status == 303  # the session before has ended
    now = [("host", HOST), ("cookie", cookie_of(anew))]
    assert site("/", headers=now).status == 200
    out = site("/sign-out", "POST", [*FORM, now[1]])
    assert (out.status, out.headers["clear-site-data"]) == (303, '"cache"')
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert site("/", headers=now).status == 303
    assert site("/sign-out", "GET", now).status == 200
    assert site("/", headers=signed_in(site, "Ann")).status == 200


@pytest.mark.parametrize(
    "cookie",
    [
        "", "=", ";;;", SECURE_COOKIE, f"{SECURE_COOKIE}=", f"{SECURE_COOKIE}=x", "x" * 5000,
        f"{SECURE_COOKIE}=\xff\x00", f"{SECURE_COOKIE}=' OR 1=1 --", "ledger-80={token}",
        f"__host-ledger={{token}}; {SECURE_COOKIE}=x",
        f"{SECURE_COOKIE}={{token}}; {SECURE_COOKIE}=x",
        f"{SECURE_COOKIE}={{token}}a", f"{SECURE_COOKIE.lower()}={{token}}",
    ],
)  # fmt: skip
def test_no_other_cookie_lets_in(site: Client, cookie: str) -> None:
    token = signed_in(site, "Ann")[1][1].partition("=")[2]
    headers = [("host", HOST), ("cookie", cookie.replace("{token}", token))]
    assert site("/claims", headers=headers).status == 303


def test_who_is_there_is_told_apart_in_what_is_kept(site: Client) -> None:
    ann, rob = signed_in(site, "Ann"), signed_in(site, "Rob")
    for _ in range(2):
        for path in ("/", "/report", "/speakers"):
            assert "<bdi>Ann</bdi>" in site(path, headers=ann).text
            assert "<bdi>Rob</bdi>" in site(path, headers=rob).text


def test_a_role_counts_at_once(site: Client, desk: Desk) -> None:
    ann = signed_in(site, "Ann")
    assert site("/add", headers=ann).status == 200
    users.set_role(desk, "Ann", Role.READER)
    refused = site("/add", headers=ann)
    assert refused.status == 403
    assert "This takes the role recorder." in refused.text
    assert site("/add", "POST", [*FORM, ann[1]], b"statement=x").status == 403
    users.remove(desk, "Ann")
    assert site("/", headers=ann).status == 303


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ann", "wrong password"), ("Nobody", PASSWORD), ("Pat", PASSWORD), ("Pat", "no password"),
     ("Ann", "x" * 9000),
     ("' OR '1'='1", PASSWORD), ("Ann\r\nset-cookie: a=b", PASSWORD)],
)  # fmt: skip
def test_what_is_wrong_is_told_in_one_way(site: Client, name: str, password: str) -> None:
    found = site.post("/sign-in", name=name, password=password)
    assert found.status == 422
    assert "There is no such user, or the password is another." in found.text
    assert password not in found.text
    assert "set-cookie" not in found.headers


def test_whoever_guesses_has_to_wait(site: Client) -> None:
    for _ in range(attempts.BY_NAME):
        assert site.post("/sign-in", name="Ann", password="a guess").status == 422  # noqa: S106
    found = site.post("/sign-in", name="ANN", password=PASSWORD)
    assert found.status == 429
    assert "try again in 15 min" in found.text
    assert site.post("/sign-in", name="Rob", password=PASSWORD).status == 303


def test_one_changes_ones_own_password_and_is_out_everywhere_else(site: Client) -> None:
    here, elsewhere = signed_in(site, "Rob"), signed_in(site, "Rob")
    page = site("/password", headers=here)
    assert (page.status, page.headers["cache-control"]) == (200, "no-store")
    head = [*FORM, here[1]]

    def sent(before: str, new: str, again: str) -> Got:
        body = urlencode({"password": before, "new": new, "again": again})
        return site("/password", "POST", head, body.encode())

    other = "staple of the horses"
    for words, fields in (
        ("The two are not the same.", (PASSWORD, other, PASSWORD)),
        ("A password has 12", (PASSWORD, "short", "short")),
        ("or the password is another", ("a guess, perhaps", other, other)),
        ("Fill this in.", ("", other, other)),
    ):
        refused = sent(*fields)
        assert (refused.status, words in refused.text) == (422, True), refused.text
        assert other not in refused.text
    assert site("/", headers=elsewhere).status == 200
    done = sent(PASSWORD, other, other)
    assert done.status == 303
    assert site("/", headers=elsewhere).status == 303
    assert site("/", headers=here).status == 303
    assert site("/", headers=[("host", HOST), ("cookie", cookie_of(done))]).status == 200
    assert site.post("/sign-in", name="Rob", password=PASSWORD).status == 422
    assert site.post("/sign-in", name="Rob", password=other).status == 303
    assert site("/password").status == 303


def test_a_form_sent_twice_is_done_once_and_by_another_again(
    ledger: Ledger, desk: Desk, site: Client
) -> None:
    before, number_before = ledger.moment().entry, len(ledger.list())
    ann, eve = signed_in(site, "Ann"), signed_in(site, "Eve")
    fields = FormReader.of(site("/add", headers=ann).text) | {
        "publisher": "The Post", "published": "2024-01-01", "speaker": "Kim",
        "statement": "It rains.", "due": "2024-02-01",
    }  # fmt: skip
    body = urlencode(fields).encode()
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: site("/add", "POST", [*FORM, ann[1]], body), range(4)))
    restarted = Client(ledger, door=DeskDoor(desk, "desk", 80))
    done.append(restarted("/add", "POST", [*FORM, ann[1]], body))
    assert [one.status for one in done] == [303] * 5, done[0].text
    assert len({one.headers["location"] for one in done}) == 1
    after = ledger.moment().entry
    assert {entry.by for number, entry in ledger.log() if number > before} == {"Ann"}
    site("/add", "POST", [*FORM, eve[1]], body)
    assert len(ledger.list()) == number_before + 1
    other = urlencode(fields | {"statement": "It snows."}).encode()
    assert site("/add", "POST", [*FORM, ann[1]], other).status != 500
    assert after > before


PROXY: Final = "X-Remote-User"


@pytest.fixture
def proxied(ledger: Ledger, desk: Desk) -> Client:
    return Client(ledger, door=ProxyDoor(desk, PROXY, ["127.0.0.1", "10.1.0.0/16"]))


@pytest.mark.parametrize(
    ("address", "names", "status", "words"),
    [
        ("127.0.0.1", ["Eve"], 200, "Signed in as <bdi>Eve</bdi>"),
        ("10.1.2.3", ["ann"], 200, "Signed in as <bdi>Ann</bdi>"),
        ("::ffff:10.1.2.3", ["Somebody"], 200, "Signed in as <bdi>Somebody</bdi>"),
        ("127.0.0.1", ["J\xc3\xbcrg"], 200, "Signed in as <bdi>J\xfcrg</bdi>"),
        ("127.0.0.1", [], 403, "does not tell who asks"),
        ("127.0.0.1", ["Ann", "Eve"], 403, "does not tell who asks"),
        ("127.0.0.1", [""], 403, "no name that can be recorded under"),
        ("127.0.0.1", ["\xff"], 403, "no name that can be recorded under"),
        ("10.2.0.1", ["Eve"], 403, "through their proxy alone"),
        ("10.2.0.1", [], 403, "through their proxy alone"),
        ("", ["Eve"], 403, "through their proxy alone"),
        ("evil.example", ["Eve"], 403, "through their proxy alone"),
    ],
)
def test_a_proxy_alone_tells_who_asks(
    proxied: Client, address: str, names: list[str], status: int, words: str
) -> None:
    headers = [("host", HOST), *((PROXY.lower(), one) for one in names)]
    found = proxied("/claims", headers=headers, address=address)
    assert found.status == status
    assert words in found.text
    assert "Sign out" not in found.text


def test_a_proxys_names_have_the_roles_of_the_desk(proxied: Client) -> None:
    for name, status in (("Ann", 200), ("Pat", 200), ("Rob", 403), ("Somebody", 403)):
        assert proxied("/add", headers=[("host", HOST), (PROXY.lower(), name)]).status == status
    for path in ("/sign-in", "/sign-out", "/password"):
        found = proxied(path, headers=[("host", HOST), (PROXY.lower(), "Ann")])
        assert found.status == 403
        assert "Nobody signs in here." in found.text or "no password to change" in found.text


def test_no_session_counts_where_a_proxy_tells(ledger: Ledger, desk: Desk) -> None:
    token = sessions.begin(desk, "Eve")
    site = Client(ledger, door=ProxyDoor(desk, PROXY, ["127.0.0.1"]))
    assert site("/", headers=[("host", HOST), ("cookie", f"{SECURE_COOKIE}={token}")]).status == 403


@pytest.mark.parametrize("address", ["", "x", "0.0.0.0/0", "::/0", "10.0.0.1/8", "127.0.0.1:80"])
def test_an_address_of_a_proxy_is_one(desk: Desk, address: str) -> None:
    with pytest.raises(BadValue, match="no address of a proxy"):
        ProxyDoor(desk, PROXY, [address])


def test_read_only_serves_anybody_and_takes_nothing(ledger: Ledger) -> None:
    site = Client(ledger, door=OpenDoor())
    page = site("/claims")
    assert page.status == 200
    assert "Sign in" not in page.text
    for path in ("/sign-in", "/sign-out", "/add"):
        assert site(path).status == 403
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "BREW"):
        for path in ("/claims", "/add", "/sign-in", "/nonesuch", "/static/ledger.css"):
            found = site(path, method, FORM, b"x=y")
            assert (found.status, found.headers["allow"]) == (405, "GET, HEAD")
