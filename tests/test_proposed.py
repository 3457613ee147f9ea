"""Claims that are proposed: in no figure, feed or ClaimReview until another approves them."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk
from web import Client, FormReader

from ledger.book.ledger import Ledger
from ledger.desk.roles import Role
from ledger.errors import BadValue, Contradiction, NotFound, NothingChanges, ProblemsFound
from ledger.formats.claimfile.document import print_document
from ledger.journal.checkpoint import Checkpoint
from ledger.journal.entry import Entry, to_bytes
from ledger.model.filters import Filters
from ledger.report import report
from ledger.report.forms import written
from ledger.store import journal_table, projection
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Clock

SNOW: Final = {"id": "snow", "speaker": "Ann", "statement": "It snows.", "due": "2023-07-12"}


@pytest.fixture
def ann(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    """A ledger in which Ann has added one claim and proposed another, both of which came true."""
    with Ledger(tmp_path / "a.db", recorder="ann", clock=clock, create=True) as ledger:
        ledger.add(SNOW | {"id": "rain", "statement": "It rains."}, {"id": "p", "publisher": "P"})
        ledger.add(SNOW | {"proposed": True}, {"id": "q", "publisher": "Q"})
        for one in ("rain", "snow"):
            ledger.record(one, {"verdict": "happened", "happened_on": "2023-07-04"})
        yield ledger


@pytest.fixture
def bo(ann: Ledger, tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    """The same as Bo records in it."""
    del ann
    with Ledger(tmp_path / "a.db", recorder="bo", clock=clock) as ledger:
        yield ledger


def counted(ledger: Ledger) -> tuple[int, int, int]:
    """How many claims are scored, settled and proposed, by the columns and by the filtered rows."""
    both = [
        (found.accuracy.scored, found.counts.settled, found.counts.proposed)
        for found in (
            report(ledger, by="speaker").total,
            report(ledger, by="speaker", filters=Filters(speaker=("Ann",))).total,
        )
    ]
    assert both[0] == both[1]
    return both[0]


def test_who_proposed_cannot_approve(ann: Ledger, bo: Ledger) -> None:
    with pytest.raises(Contradiction, match="proposed by ann"):
        ann.approve("snow")
    bo.amend("snow", {"wording": "will"}, "as it stands there")
    with pytest.raises(Contradiction, match="proposed by ann"):
        ann.approve(["snow"])
    assert bo.approve(["snow"], "seen") == ["snow"]
    with pytest.raises(NothingChanges):
        bo.approve("snow")
    assert bo.verify().whole


FORGED = {
    "by who proposed it": ("ann", "snow", {"proposed": None}, "snow, which ann has proposed"),
    "in other letters": ("an\u200bn", "snow", {"proposed": None}, "has proposed"),
    "by another": ("bo", "snow", {"proposed": None}, ""),
    "changed, and still proposed": ("ann", "snow", {"wording": "will"}, ""),
    "back to a proposal": ("bo", "rain", {"proposed": True}, "It proposes rain, which counts"),
}
"""Who enters what on which claim: what is changed of its body, and what is told of it."""


@pytest.mark.parametrize("forgery", FORGED)
def test_an_approval_that_could_not_be_is_told(ann: Ledger, tmp_path: Path, forgery: str) -> None:
    by, claim, change, told = FORGED[forgery]
    (_, last), *_ = [one for one in reversed(list(ann.log(claim))) if one[1].kind == "claim"]
    body = {key: value for key, value in {**last.body, **change}.items() if value is not None}
    entry = Entry(last.at, by, "claim", claim, body)
    entries = [*b"".join(ann.export_journal()).splitlines()]
    since, root = ann.moment(), ann.root()
    with open_database(ann.place).writing() as connection:
        size = journal_table.head(connection).size
        journal_table.append(connection, size, [entry])
        projection.project(connection, size + 1, [entry])
    point = Checkpoint("claim-ledger", since.entry, root)
    ways = [ann.verify(), ann.verify(since=point), ann.verify(processes=2)]
    for found in ways:
        assert [told in one.message for one in found.damage] == ([True] if told else []), found
    with Ledger(tmp_path / "other.db", recorder="x", create=True) as other:
        sent = io.BytesIO(b"\n".join([*entries, to_bytes(entry), b""]))
        if told:
            with pytest.raises(ProblemsFound) as caught:
                other.import_journal(sent)
            assert told in str(caught.value.problems[0])
        else:
            other.import_journal(sent)
            assert other.verify().whole


def test_all_are_approved_or_none(bo: Ledger) -> None:
    for wanted in (["snow", "rain"], ["snow", "hail"], []):
        with pytest.raises((NothingChanges, NotFound, BadValue)):
            bo.approve(wanted)
    assert [one.proposed for one in bo.list(status="proposed")] == [True]


def test_it_is_in_no_figure_until_it_is_approved(bo: Ledger) -> None:
    assert counted(bo) == (1, 1, 1)
    (snow,) = bo.list(status="proposed")
    assert (snow.status, snow.result, snow.credit) == ("proposed", None, None)
    told = written(report(bo, by="speaker"), "text", bo)
    assert "1 proposed and not approved yet" in told
    before = str(bo.moment())
    bo.approve("snow")
    assert counted(bo) == (2, 2, 0)
    assert bo.undo().steps[0].id == "snow"
    assert counted(bo) == (1, 1, 1)
    assert bo.verify().whole
    assert [one.id for one in bo.list(status="proposed", as_of=before)] == ["snow"]


def test_no_feed_and_no_review_tells_it(ann: Ledger, bo: Ledger, tmp_path: Path) -> None:
    ann.amend("snow", {"wording": "will"}, "as it stands there")
    desk = Desk(tmp_path / "desk")
    desk.folder.mkdir()

    def told() -> str:
        pages = Client(bo)
        desk.database.unlink(missing_ok=True)
        bo.copy(desk.database)
        return "\n".join([
            *(desk.done("export", "--to", form) for form in ("atom", "ics", "claimreview")),
            *(pages(path).text for path in ("/news.atom", "/due.ics")),
            desk.done("due", "--format", "md", "--since", "9y"),
        ])  # fmt: skip

    assert "It snows" not in told()
    for path in ("/claims/snow.jsonld", "/embed/claims/snow"):
        assert Client(bo)(path).status == 404
    bo.approve("snow")
    assert Client(bo)("/embed/claims/snow").status == 200
    assert "It snows" in told()
    assert "snow" not in {one.id for one in bo.corrections() if one.what == "proposed"}
    (news,) = (one for one in bo.news().items if "Ann: It snows." in one.title)
    assert (news.kind, news.by) == ("claim", "bo")


def test_an_editor_approves_in_a_browser(ann: Ledger, bo: Ledger) -> None:
    path = "/claims/snow/approve"
    assert path not in Client(bo, Role.RECORDER)("/claims/snow").text
    assert Client(bo, Role.RECORDER).post(path).status == 403
    own = Client(ann, Role.EDITOR).fill_in(path)
    assert (own.status, "somebody else" in own.text) == (422, True)
    editor = Client(bo, Role.EDITOR)
    assert path in editor("/claims/snow").text
    form = FormReader.of(editor(path).text)
    ann.amend("snow", {"wording": "will"}, "as it stands there")
    again = editor.post(path, **form)
    assert (again.status, "Approve it as it is now" in again.text) == (409, True)
    assert bo.list(status="proposed")
    assert editor.fill_in(path, reason="seen").status == 303
    assert not bo.list(status="proposed")
    assert path not in editor("/claims/snow").text


def test_the_journal_is_published_up_to_what_is_held_back(ann: Ledger, bo: Ledger) -> None:
    first = next(number for number, one in ann.log() if one.id == "q")
    assert ann.publishable() == first - 1
    ann.add(SNOW | {"id": "hail", "statement": "It hails."}, "q")
    assert ann.publishable() == first  # the source is told of now, and the question comes next
    bo.approve("snow")
    assert ann.publishable() == ann.moment().entry
    bo.record("rain", {"verdict": "did-not-happen", "happened_on": "2023-07-04", "blind": True})
    assert ann.publishable() == ann.moment().entry - 1


def test_files_say_it_and_do_not_undo_an_approval(ann: Ledger, bo: Ledger, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, document in ann.export().items():
        (folder / f"{name}.toml").write_text(print_document(document), "utf-8")
    assert "proposed = true" in (folder / "q.toml").read_text("utf-8")
    with Ledger(tmp_path / "c.db", recorder="ann", create=True) as other:
        other.import_(folder)
        assert [one.id for one in other.list(status="proposed")] == ["snow"]
    bo.approve("snow")
    assert bo.import_(folder).entries == 0
    text = (folder / "p.toml").read_text("utf-8").replace('"rain"', '"rain"\nproposed = true')
    (folder / "p.toml").write_text(text, "utf-8")
    assert bo.import_(folder).entries == 0


def test_the_commands_propose_and_approve(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.done("init")
    desk.done(
        *("add", "--speaker", "Ann", "--statement", "It snows.", "--id", "snow"),
        *("--due", "2023-07-12", "--publisher", "P", "--proposed"),
    )  # fmt: skip
    assert "proposed" in desk.done("show", "snow")
    assert "snow" in desk.done("list", "--status", "proposed")
    assert desk.json("show", "snow")["proposed"] is True
    assert "somebody else" in desk.refused("approve", "snow")
    assert "no such option" in desk.misused("amend", "snow", "--proposed").lower()
    assert desk("--recorder", "bo", "approve", "snow").stdout == "Approved snow.\n"
    entries = [json.loads(line) for line in desk.done("export", "--to", "jsonl").splitlines()]
    assert ["proposed" in one["body"] for one in entries if one["kind"] == "claim"] == [True, False]
