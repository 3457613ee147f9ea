"""What was found by attacking the pages: each kind of it is held here."""

from __future__ import annotations

import csv
import io
import re
import shutil
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest
from commands import ARTICLE
from web import FORM, HOST, Client, Known

from ledger import Ledger
from ledger.json_views import CLAIM_VIEW
from ledger.web import kept
from ledger.web.guard import LARGEST_HEAD, POLICY
from ledger.web.routes import TABLE
from ledger.web.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Clock

    from ledger.web.caller import Caller
    from ledger.web.posted import Posted

Fresh: TypeAlias = "Callable[[str], Ledger]"
POST: Final = {"publisher": "The Post", "published": "2023-07-01"}
HASHES: Final = re.compile(r"[A-Za-z0-9+/]{43}=|[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-\w{12}")

WHEN = re.compile(r'"verified_at": "[^"]*"')
"""The second in which a page was made, which is the clock's and not the ledger's."""


def said(identifier: str, speaker: str = "Ann") -> dict[str, str]:
    return {
        "id": identifier,
        "speaker": speaker,
        "statement": f"It is {identifier}.",
        "due": "2023-07-12",
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The pages of a ledger of one article."""
    place = tmp_path_factory.mktemp("attacked") / "ledger.db"
    with Ledger(place, recorder="desk", create=True) as made:
        made.import_([ARTICLE])
        yield Client(made)


def judged(ledger: Ledger, blind: str) -> Client:
    """A ledger in which a second recorder gave a verdict blind, and a third took one back."""
    ledger.recorder = "ann"
    seen = {"verdict": "happened", "evidence": "https://e.example/a"}
    for identifier in ("rain", "snow"):
        ledger.add(said(identifier), POST)
        ledger.record(identifier, seen)
    given: dict[str, Any] = {**seen, "verdict": blind, "blind": True}
    ledger.recorder = "bob"
    ledger.record("rain", {**given, "note": f"It is {blind}."})
    ledger.amend("rain#2", {"note": f"It was {blind}."}, f"It was {blind}.")
    ledger.recorder = "cleo"
    ledger.record("snow", given)
    ledger.withdraw("snow#2", f"It was not {blind}.")
    return Client(ledger)


def test_no_answer_depends_on_what_was_given_blind(fresh_ledger: Fresh, clock: Clock) -> None:
    """Counts, figures and lists of disputes would tell whether a verdict differs from another."""
    clock.set("2023-08-01")
    verdicts = ("happened", "did-not-happen", "void")
    sites = [judged(fresh_ledger(one), one) for one in verdicts]
    paths = [
        "/", "/index.json", "/claims.csv?verdict=happened", "/claims.json?words=void", "/due.ics",
        "/news.atom", "/verify.json", "/speakers/Ann", "/speakers/Ann.json",
        "/publishers/The%20Post", "/sources/the-post-2023-07-01.json", "/report",
        *(f"{one}{form}" for one in ("/claims", "/corrections", "/disputes", "/log", "/due")
          for form in ("", ".json", ".csv")),
        *(f"/claims/{one}{form}" for one in ("rain", "rain%232", "snow", "snow%232")
          for form in ("", ".json", ".jsonld", ".proof")),
        *(f"/questions/{one}{form}" for one in ("rain", "snow") for form in ("", ".json", ".csv")),
        "/log.json?id=rain%232", "/log.json?id=snow%232", "/jump?to=rain%232",
    ]  # fmt: skip
    for path in paths:
        found = [one(path) for one in sites]
        assert len({one.status for one in found}) == 1, path
        assert len({WHEN.sub("", HASHES.sub("", one.text)) for one in found}) == 1, path
    told = sites[1]("/disputes.json").json
    assert (told["disputes"], told["alpha"], told["given_blind"]) == ([], None, 1)
    assert "whether they differ" in sites[0]("/disputes").text


def test_another_ledger_in_its_place_is_not_taken_for_it(
    tmp_path: Path, fresh_ledger: Fresh, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept was found in a ledger with as many entries on the same day."""
    monkeypatch.setattr(kept, "GOOD_FOR", 0.0)
    for name in ("Ann", "Bob"):
        with fresh_ledger(name) as made:
            made.add(said("rain", name), POST)
    place = tmp_path / "ledger.db"
    shutil.copy(tmp_path / "Ann.db", place)
    with Ledger(place, clock=clock) as ledger:
        pages = Client(ledger)
        paths = ("/", "/claims", "/claims.json", "/report", "/speakers")
        assert all("Ann" in pages(path).text for path in paths)
        shutil.copy(tmp_path / "Bob.db", place)
        for path in paths:
            assert "Bob" in pages(path).text, path
            assert "Ann" not in pages(path).text, path


@pytest.mark.parametrize(
    "path",
    [
        page.path
        for page in TABLE
        if "csv" in page.forms
        and "{" not in page.path
        and page.path not in {"/compare", "/left-out"}  # there only where something is named
    ],
)
def test_a_csv_has_a_head_and_the_same_one_with_rows_and_without(
    site: Client, empty_ledger: Path, path: str
) -> None:
    with Ledger(empty_ledger) as ledger:
        none = Client(ledger)(f"{path}.csv").text
    (head, *rows) = csv.reader(io.StringIO(none, newline=""))
    assert head
    full, *more = csv.reader(io.StringIO(site(f"{path}.csv").text, newline=""))
    if path != "/report":  # of that, the columns say what there is to report
        assert (full, rows) == (head, [])
        assert more or path in {"/due", "/corrections", "/disputes"}


def test_columns_are_the_keys_of_json(fresh_ledger: Fresh, clock: Clock) -> None:
    """Those of what the article has none of."""
    clock.set("2023-08-01")
    with fresh_ledger("ledger") as ledger:
        ledger.add(said("rain"), POST)
        ledger.amend("rain", {"quote": "rain"}, "Cut short.")
        pages = Client(ledger)
        for path in ("/due", "/corrections"):
            found = next(value for value in pages(f"{path}.json").json.values() if value and
                         isinstance(value, list))  # fmt: skip
            head = next(csv.reader(io.StringIO(pages(f"{path}.csv").text, newline="")))
            assert head == list(found[0])
        assert set(CLAIM_VIEW) < set(next(csv.reader(io.StringIO(pages("/due.csv").text))))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/claims.csv?sort=made", "sort"),
        ("/claims.csv?limit=2", "limit"),
        ("/claims.csv?after=x", "after"),
        ("/sources/jt-2023-07-nato-vilnius.json?limit=2", "limit"),
        ("/sources/jt-2023-07-nato-vilnius.csv?after=x", "after"),
        ("/report.json?first=2", "first"),
        ("/report.csv?first=2", "first"),
    ],
)
def test_what_would_do_nothing_is_refused(site: Client, address: str, name: str) -> None:
    found = site(address)
    assert found.status == 400
    assert f"takes no {name}." in found.text
    path = re.sub(r"\.(json|csv)\?", "?", address)
    page = site(path)
    assert page.status == 200
    offered = re.findall(r'href="([^"]*)">(?:JSON|CSV)<', page.text)
    assert len(offered) == 2
    assert all(site(one.replace("&amp;", "&")).status == 200 for one in offered)


def test_few_claims_have_no_share_in_json_either(site: Client) -> None:
    few = site("/speakers/Jamie%20Shea.json").json["report"]
    for figures in (few["total"], *few["groups"]):
        assert not any(isinstance(one, float | list) for one in figures.values())
    assert (few["total"]["scored"], few["total"]["accuracy"]) == (4, None)
    assert few["calibration"] is None
    assert site("/speakers/The%20Japan%20Times.json").json["report"]["total"]["accuracy"] > 0.5


@pytest.mark.parametrize("day", ["0001-01-01", "1@0001-01-01", "9999-12-31", "1@9999-12-31"])
@pytest.mark.parametrize("path", ["/", "/due", "/claims", "/report", "/due.ics", "/log"])
def test_no_day_is_too_far(site: Client, path: str, day: str) -> None:
    assert site(f"{path}?as_of={day}").status in {200, 400}


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        (f"http://{HOST}/claims", HOST, 200),
        (f"HTTP://{HOST}:8000/claims?limit=2", HOST, 200),
        (f"http://{HOST}", HOST, 200),
        ("http://evil.example/claims", HOST, 400),
        (f"http://{HOST}@evil.example/claims", HOST, 400),
        (f"http://{HOST}/claims", "evil.example", 400),
        (f"http://{HOST}/nonesuch", HOST, 404),
        ("http:///claims", HOST, 400),
    ],
)
def test_a_target_may_be_a_whole_address_of_ours(
    site: Client, target: str, host: str, status: int
) -> None:
    found = site(target, headers=[("host", host)])
    assert found.status == status
    assert found.headers["content-security-policy"] == POLICY[0][1].decode()


def test_a_long_head_is_refused_however_it_comes(site: Client) -> None:
    found = site("/claims", headers=[("host", HOST), ("x", "a" * LARGEST_HEAD)])
    assert found.status == 431
    assert site("/claims", headers=[("host", HOST), ("x", "a" * (LARGEST_HEAD // 2))]).status == 200


EVIL: Final = "evil.example"
PLAIN: Final = (("host", HOST),)
NEXT: Final = "name=Ann&password=x&next="

Attack: TypeAlias = tuple[str, str, str, tuple[tuple[str, str], ...], str, set[int]]

ATTACKS: Final[tuple[Attack, ...]] = (
    # what, method, address, head, body, what may come of it
    ("host", "GET", "/", (("host", EVIL),), "", {400}),
    ("host", "GET", "/", (("host", f"{HOST}.{EVIL}"),), "", {400}),
    ("host", "GET", "/", (("host", f"{EVIL}@{HOST}"),), "", {400}),
    ("host", "GET", "/", (("host", HOST), ("host", EVIL)), "", {400}),
    ("host", "GET", f"http://{EVIL}/", PLAIN, "", {400}),
    ("host", "GET", "/claims", (*PLAIN, ("x-forwarded-host", EVIL)), "", {200}),
    ("host", "GET", "/claims", (*PLAIN, ("forwarded", f"host={EVIL}")), "", {200}),
    ("host", "GET", "/jump?to=x", (*PLAIN, ("x-forwarded-host", EVIL)), "", {303}),
    ("redirect", "GET", f"/jump?to=https://{EVIL}", PLAIN, "", {303}),
    ("redirect", "GET", f"/jump?to=//{EVIL}", PLAIN, "", {303}),
    ("redirect", "GET", f"/jump?to=/\\{EVIL}", PLAIN, "", {303}),
    ("redirect", "GET", f"//{EVIL}/claims", PLAIN, "", {404}),
    ("redirect", "GET", f"/sign-in?next=https://{EVIL}", PLAIN, "", {200}),
    ("redirect", "POST", "/sign-in", FORM, f"{NEXT}https://{EVIL}", {303}),
    ("redirect", "POST", "/sign-in", FORM, f"{NEXT}//{EVIL}", {303}),
    ("redirect", "POST", "/sign-in", FORM, f"{NEXT}/%5C{EVIL}", {303}),
    ("redirect", "POST", "/sign-in", FORM, f"{NEXT}/%09/{EVIL}", {303}),
    ("redirect", "POST", "/sign-in", FORM, f"{NEXT}javascript:alert(1)", {303}),
    ("redirect", "POST", "/sign-in", FORM, f"{NEXT}/a%0d%0alocation:%20https://{EVIL}", {303}),
    ("headers", "GET", "/jump?to=a%0d%0aset-cookie:%20a=b", PLAIN, "", {400}),
    ("headers", "GET", "/claims/a%0d%0aset-cookie:%20a=b.csv", PLAIN, "", {404}),
    ("headers", "GET", "/sources/%22%3B%20filename%3Dx.exe.csv", PLAIN, "", {404}),
    ("headers", "GET", "/sign-in?next=%0d%0aset-cookie:a=b", PLAIN, "", {400}),
    ("headers", "POST", "/sign-in", FORM, "name=a%0d%0aset-cookie:a=b&password=x", {303}),
    ("paths", "GET", "/static/../serving.py", PLAIN, "", {404}),
    ("paths", "GET", "/static/..%2f..%2fserving.py", PLAIN, "", {404}),
    ("paths", "GET", "/static/%2e%2e/serving.py", PLAIN, "", {404}),
    ("paths", "GET", "/static//etc/passwd", PLAIN, "", {404}),
    ("paths", "GET", "/static/ledger.css%00.py", PLAIN, "", {404}),
    ("paths", "GET", "/claims/../../../../etc/passwd", PLAIN, "", {404}),
    ("paths", "GET", "/sources/..%2f..%2fledger.db.desk", PLAIN, "", {404}),
    ("paths", "GET", "/ledger.db.desk", PLAIN, "", {404}),
    ("methods", "POST", "/claims", FORM, "x=y", {405}),
    ("methods", "GET", "/claims?_method=DELETE", PLAIN, "", {400}),
    ("methods", "GET", "/claims", (*PLAIN, ("x-http-method-override", "DELETE")), "", {200}),
    ("methods", "GET", "/sign-out", PLAIN, "", {200}),
    ("methods", "HEAD", "/sign-out", PLAIN, "", {200}),
    ("methods", "TRACE", "/claims", (*PLAIN, ("cookie", "a=secret")), "", {405}),
    ("forgery", "POST", "/sign-in", PLAIN, NEXT, {403}),
    ("forgery", "POST", "/sign-out", (*PLAIN, ("origin", f"https://{EVIL}")), "", {403}),
    ("forgery", "POST", "/sign-out", (*PLAIN, ("sec-fetch-site", "same-site")), "", {403}),
    ("forgery", "POST", "/sign-out", (*PLAIN, ("referer", f"https://{HOST}/")), "", {403}),
    ("script", "GET", "/claims?words=<script>alert(1)</script>", PLAIN, "", {200}),
    ("script", "GET", "/sign-in?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", PLAIN, "", {200}),
    ("script", "GET", "/%3Cscript%3Ealert(1)%3C/script%3E", PLAIN, "", {404}),
    ("script", "GET", "/claims?sort=<script>alert(1)</script>", PLAIN, "", {400}),
)  # fmt: skip
"""By the sheets of OWASP: host headers, unvalidated redirects, injection of headers, path
traversal, methods, forgery of requests, and scripts; sessions and passwords have theirs in
`test_web_doors`, what is slow in `test_web_serving` and `test_web_desk`.

Source: https://cheatsheetseries.owasp.org/
"""


class Trusting(Known):
    """Signs everybody in, so that what comes of it is seen."""

    def sign_in(self, sent: Posted, caller: Caller) -> str:  # noqa: ARG002 - a door's
        return "ledger=x; Path=/"


@pytest.mark.parametrize("attack", ATTACKS, ids=[" ".join(one[:3])[:60] for one in ATTACKS])
def test_attacks_come_to_nothing(site: Client, attack: Attack) -> None:
    _, method, address, head, body, statuses = attack
    found = Client(site.ledger, door=Trusting(Visitor()))(address, method, head, body.encode())
    assert found.status in statuses, found.text
    where = found.headers.get("location", "/")
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))
    assert found.headers.get("set-cookie", "ledger=x; Path=/") == "ledger=x; Path=/"
    assert all("\r" not in value and "\n" not in value for value in found.headers.values())
    assert "alert(1)</script>" not in found.text
    assert f"//{EVIL}/" not in found.text
    assert "secret" not in found.text
    for name, value in POLICY:
        assert found.headers[name.decode()] == value.decode()
