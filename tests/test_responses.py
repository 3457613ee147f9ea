"""What the one who was judged answers: noted, shown wherever the verdict is, and in no figure."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk
from examples import with_floor_and_formula
from web import Client

from ledger.audit.verify import diagnosed
from ledger.book.ledger import Ledger, utc_now
from ledger.desk.roles import Role
from ledger.errors import BadValue, Changed, Contradiction, NeedsReason, NotFound, NothingChanges
from ledger.formats.claimfile.document import print_document
from ledger.report import report
from ledger.store.opening import open_database

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import LedgerAfter

    from ledger.journal.checkpoint import Checkpoint

ANSWER: Final = {"by": "James Black", "date": "2023-07-04", "text": "A floor it is."}
PLACED: Final = ANSWER | {"url": "https://black.example/letter"}


@pytest.fixture
def answered(ledger_after: LedgerAfter) -> Ledger:
    """The ledger in which one claim was judged, and answered."""
    ledger = ledger_after(with_floor_and_formula)
    ledger.record("floor", {"verdict": "happened", "evidence": "https://nato.example"})
    ledger.respond("floor", PLACED)
    return ledger


def is_whole(ledger: Ledger, since: Checkpoint | None = None) -> bool:
    """Whether both ways to verify find nothing."""
    known, size = ([since], since.size) if since else ([], 0)
    found = diagnosed(open_database(ledger.place, create=False), known, size, iter, utc_now())
    return ledger.verify(since=since).whole and not found.damage


def test_a_response_is_an_entry_that_changes_no_figure(answered: Ledger) -> None:
    before = answered.withdraw("floor#r1", "to compare"), report(answered, by="speaker").total
    answered.undo()
    assert before[1] == report(answered, by="speaker").total
    (_, entry) = answered.log("floor#r1")[0]
    assert (entry.kind, entry.id, dict(entry.body)) == ("response", "floor#r1", PLACED)
    assert is_whole(answered)


def test_one_is_amended_withdrawn_and_undone_like_any_record(answered: Ledger) -> None:
    since = answered.checkpoint()
    assert answered.amend("floor#r1", {"text": "Never.", "url": ""}).changes == (
        ("response", "text", "A floor it is.", "Never."),
        ("response", "url", "https://black.example/letter", None),
    )
    with pytest.raises(NothingChanges):
        answered.amend("floor#r1", {"text": "Never."})
    with pytest.raises(NeedsReason):
        answered.withdraw("floor#r1")
    assert answered.withdraw("floor#r1", "not said") == ["response floor#r1"]
    assert answered.responses(["floor"]) == {}
    with pytest.raises(NotFound):
        answered.amend("floor#r1", {"text": "x"})
    answered.undo()
    assert [one.response.text for one in answered.responses(["floor"])["floor"]] == ["Never."]
    told = [(one.subject, one.what) for one in answered.corrections()]
    assert told.count(("response floor#r1", "text")) == 1
    assert ("response floor#r1", "withdrawn") in told
    assert not any(one.after_the_fact for one in answered.corrections())
    assert is_whole(answered)
    assert is_whole(answered, since)


def test_numbers_go_on_and_stay_taken(answered: Ledger) -> None:
    assert answered.respond("floor", ANSWER).response.id == "floor#r2"
    answered.withdraw("floor#r2", "twice")
    assert answered.respond("floor", ANSWER | {"by": "Another"}).response.id == "floor#r3"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"date": None}, "date is missing"),
        ({"text": None}, "text is missing"),
        ({"by": None}, "by is missing"),
        ({"date": "2999"}, "in the future"),
        ({"url": "javascript:alert(1)"}, "not a web page"),
        ({"verdict": "happened"}, "Unknown key"),
    ],
)
def test_what_is_no_response_is_refused(
    answered: Ledger, changes: dict[str, str | None], why: str
) -> None:
    told = {key: value for key, value in {**ANSWER, **changes}.items() if value is not None}
    with pytest.raises(BadValue, match=why):
        answered.respond("floor", told)


def test_only_a_claim_in_force_is_answered(answered: Ledger) -> None:
    for name in ("formula", "jt", "nobody"):
        with pytest.raises(NotFound):
            answered.respond(name, ANSWER)
    answered.withdraw("floor", "not said")
    with pytest.raises(NotFound):
        answered.respond("floor", ANSWER)
    with pytest.raises(NotFound):
        answered.amend("floor#r1", {"text": "x"})


def test_what_another_answered_on_is_not_undone(tmp_path: Path) -> None:
    with Ledger(tmp_path / "a.db", recorder="ann", create=True) as ann:
        ann.add({"id": "c", "speaker": "A", "statement": "It rains."}, {"publisher": "P"})
        with Ledger(tmp_path / "a.db", recorder="bo") as bo:
            bo.respond("c", ANSWER)
        with pytest.raises(Contradiction, match="bo has built on claim c"):
            ann.undo()


def test_a_change_of_one_that_was_changed_since_is_refused(answered: Ledger) -> None:
    seen = answered.moment().entry
    answered.amend("floor#r1", {"text": "Hm."})
    with pytest.raises(Changed):
        answered.amend("floor#r1", {"text": "No."}, seen=seen)


def test_claim_files_bring_them_once(answered: Ledger, tmp_path: Path) -> None:
    answered.respond("floor", ANSWER | {"text": "And no more."})
    (document,) = answered.export().values()
    text = print_document(document)
    (told,) = (one for one in tomllib.loads(text)["claim"] if one["id"] == "floor")
    assert told["response"] == [PLACED, ANSWER | {"text": "And no more."}]
    file = tmp_path / "jt.toml"
    file.write_text(text, "utf-8")
    assert answered.import_(file).entries == 0
    with Ledger(tmp_path / "other.db", recorder="other", create=True) as other:
        assert other.import_(file).added["response"] == 2
        assert other.import_(file).entries == 0
        file.write_text(text.replace("And no more.", "And no less."), "utf-8")
        assert other.import_(file).amended == ["floor#r2"]
        file.write_text(text, "utf-8")
        assert other.import_(file).stale == ["floor#r2"]
        other.withdraw("floor#r1", "not said")
        assert other.import_(file).withdrawn == ["floor#r1"]
        assert is_whole(other)


def test_a_journal_and_a_copy_bring_them(answered: Ledger, tmp_path: Path) -> None:
    answered.amend("floor#r1", {"text": "Hm."})
    lines = tmp_path / "all.jsonl"
    lines.write_bytes(b"".join(answered.export_journal()))
    with Ledger(tmp_path / "other.db", create=True) as other, lines.open("rb") as file:
        assert other.import_journal(file).root == answered.root()
        assert other.responses(["floor"]) == answered.responses(["floor"])
        other.copy(tmp_path / "copy.db")
    with Ledger(tmp_path / "copy.db") as copy:
        assert copy.responses(["floor"]) == answered.responses(["floor"])
        assert is_whole(copy)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"kind": "response", "id": "floor#r3", "body": ANSWER}, "next response"),
        ({"kind": "response", "id": "no#r1", "body": ANSWER}, "no claim no"),
        ({"kind": "response", "id": "floor#2", "body": ANSWER}, "not an id of a response"),
        ({"kind": "response", "id": "floor#r2", "body": {"by": "A"}}, "missing"),
        ({"kind": "withdrawal", "id": "floor#r7", "body": {"what": "response"}}, "no response"),
    ],
)
def test_a_journal_with_one_that_cannot_be_is_refused(
    answered: Ledger, tmp_path: Path, body: dict[str, object], why: str
) -> None:
    at = answered.log()[-1][1].at
    line = json.dumps({"at": at, "by": "x", **body}, sort_keys=True, separators=(",", ":"))
    lines = tmp_path / "all.jsonl"
    lines.write_bytes(b"".join(answered.export_journal()) + f"{line}\n".encode())
    desk = Desk(tmp_path)
    desk.done("init")
    assert why in desk.refused("import", lines)


def test_it_is_told_wherever_the_verdict_is(answered: Ledger, tmp_path: Path) -> None:
    (news,) = (one for one in answered.news().items if one.kind == "response")
    assert news.paragraphs[0] == "“A floor it is.”"
    desk = Desk(tmp_path)
    answered.copy(desk.database)
    assert "A floor it is." in desk.done("show", "floor")
    (told,) = desk.json("show", "floor")["responses"]
    assert told.items() >= {"id": "floor#r1", **PLACED}.items()
    assert desk.json("show", "floor#r1")["id"] == "floor"
    (review,) = json.loads(desk.done("export", "--to", "claimreview", "--speaker", "James Black"))[
        "dataFeedElement"
    ]
    (comment,) = review["item"]["comment"]
    assert comment["text"] == "A floor it is."
    page = desk.folder / "report.html"
    desk.done("report", "--by", "speaker", "-o", page)
    assert "A floor it is." in page.read_text("utf-8")
    pages = Client(answered)
    for path in ("/claims/floor", "/questions/floor", "/news.atom", "/log?id=floor%23r1"):
        assert "A floor it is." in pages(path).text or path.startswith("/log")
    assert 'href="https://black.example/letter"' in pages("/claims/floor").text


def test_a_recorder_notes_one_in_a_browser(answered: Ledger) -> None:
    path = "/claims/floor/respond"
    recorder = Client(answered, Role.RECORDER)
    assert path in recorder("/claims/floor").text
    assert 'value="James Black"' in recorder(path).text
    wrong = recorder.fill_in(path, date="some day", text="Hm.")
    assert (wrong.status, "f-date-error" in wrong.text, "Hm." in wrong.text) == (422, True, True)
    assert recorder.fill_in(path, date="2023-07-04", text="Hm.").status == 303
    assert answered.responses(["floor"])["floor"][-1].response.text == "Hm."
    assert Client(answered, Role.READER).post(path).status == 403


def test_the_command_notes_one_and_mends_it(answered: Ledger, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    answered.copy(desk.database)
    done = desk.done("respond", "floor", "--by", "B", "--on", "2023-07-05", "--text", "Hm.")
    assert done == "Noted floor#r2.\n"
    assert "Hm. -> Well." in desk.done("respond", "floor#r2", "--text", "Well.")
    assert "--on" in desk.misused("respond", "floor", "--by", "B")
    assert "Say what to change" in desk.misused("respond", "floor#r2")
    assert desk.done("withdraw", "floor#r2", "--reason", "x") == "Withdrew response floor#r2.\n"
