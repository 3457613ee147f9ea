"""Recording in a browser, and reviewing: one question after the other, blind or in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from examples import with_floor_and_formula
from web import Client, FormReader

from ledger import Ledger
from ledger.desk.roles import Role

if TYPE_CHECKING:
    from conftest import Clock, Write

RECORD = "/questions/formula/record"
HAPPENED = {
    "verdict": "happened",
    "happened_on": "2023-07-11",
    "evidence-1-url": "https://nato.example/summit",
    "evidence-1-title": "The summit",
    "evidence-1-archive": "https://archive.example/summit",
    "evidence-1-note": "It says so.",
}


@pytest.fixture
def made(ledger: Ledger, write: Write, clock: Clock) -> Ledger:
    """A ledger with two questions that are overdue."""
    with_floor_and_formula(ledger, write, clock)
    clock.set("2023-08-01")
    return ledger


@pytest.fixture
def desk(made: Ledger) -> Client:
    return Client(made, Role.RECORDER)


def by(ledger: Ledger, recorder: str, role: Role = Role.RECORDER) -> Client:
    """The pages as another sees them."""
    return Client(Ledger(ledger.place, recorder=recorder, clock=ledger._clock), role)  # noqa: SLF001


def checked(client: Client, path: str, **fields: str) -> dict[str, str]:
    """The fields of the form after its effect was shown."""
    found = client.fill_in(path, do="check", **fields)
    assert found.status == 200, found.text
    return FormReader.of(found.text) | {"do": "save"}


def test_the_effect_is_shown_and_nothing_is_saved_before(made: Ledger, desk: Client) -> None:
    size = made.moment().entry
    found = desk.fill_in(RECORD, do="check", **HAPPENED)
    text = " ".join(found.text.split())
    assert found.status == 200
    assert "If you save this" in text
    assert "<b>happened</b>, 2023-07-11; due" in text
    assert "Oleksii Reznikov</bdi></th><td" in text
    assert text.count('<span class="state right">') == text.count('<span class="state wrong">') == 1
    assert made.moment().entry == size
    done = desk.post(RECORD, *(FormReader.of(found.text) | {"do": "save"}).items())
    assert (done.status, done.headers["location"]) == (303, "/questions/formula?saved=recorded")
    (recorded,) = made.outcomes(["formula"])["formula"]
    (evidence,) = recorded.outcome.evidence
    assert (recorded.by, str(recorded.outcome.happened_on)) == ("desk", "2023-07-11")
    assert (evidence.title, evidence.archive_url, evidence.note) == (
        "The summit", "https://archive.example/summit", "It says so.",
    )  # fmt: skip
    assert "Your verdict is below" in desk(done.headers["location"]).text


def test_what_was_not_shown_is_not_saved(made: Ledger, desk: Client) -> None:
    fields = checked(desk, RECORD, **HAPPENED)
    size = made.moment().entry
    other = desk.post(RECORD, *(fields | {"verdict": "did-not-happen"}).items())
    assert (other.status, made.moment().entry) == (200, size)
    assert "If you save this" in other.text
    assert desk.post(RECORD, *(FormReader.of(other.text) | {"do": "save"}).items()).status == 303


def test_what_is_sent_twice_is_saved_once(made: Ledger, desk: Client) -> None:
    fields = checked(desk, RECORD, **HAPPENED)
    first = desk.post(RECORD, *fields.items())
    size = made.moment().entry
    for client in (desk, Client(made, Role.RECORDER)):  # the other remembers nothing
        again = client.post(RECORD, *fields.items())
        assert (again.status, again.headers) == (first.status, first.headers)
    assert made.moment().entry == size
    # going back and changing it is another form, which shows what was saved
    changed = desk.post(RECORD, *(fields | {"verdict": "void", "do": "check"}).items())
    assert changed.status == 409
    assert "happened" in changed.text


def test_words_are_read_back_and_faults_stand_at_their_fields(desk: Client) -> None:
    found = desk.fill_in(RECORD, do="check", **(HAPPENED | {"happened_on": "11 July"}))
    assert "<b>happened</b>, 2023-07-11" in found.text
    bad = desk.fill_in(
        RECORD, do="check", verdict="happened", happened_on="2023-07-20",
        **{"evidence-1-note": "N", "evidence-2-url": "javascript:x"},
    )  # fmt: skip
    assert bad.status == 422
    assert 'id="f-verdict-error"' in bad.text  # it is late
    assert 'id="f-evidence-1-url-error"' in bad.text
    assert 'id="f-evidence-2-url-error"' in bad.text
    assert 'value="javascript:x"' in bad.text
    none = desk.fill_in(RECORD, do="check")
    assert (none.status, 'id="f-verdict-error"' in none.text) == (422, True)


def test_a_correction_needs_a_reason(made: Ledger, desk: Client) -> None:
    desk.post(RECORD, *checked(desk, RECORD, **HAPPENED).items())
    plain = HAPPENED | {"verdict": "did-not-happen", "happened_on": ""}
    asked = desk.fill_in(RECORD, do="check", **plain)
    assert (asked.status, 'id="f-reason-error"' in asked.text) == (422, True)
    fields = checked(desk, RECORD, reason="It was misread.", **plain)
    assert desk.post(RECORD, *fields.items()).status == 303
    assert [one.reason for one in made.outcomes(["formula"])["formula"]][1] == "It was misread."


def test_who_comes_second_sees_what_the_first_wrote(made: Ledger, desk: Client) -> None:
    fields = checked(desk, RECORD, **HAPPENED)
    ann = by(made, "ann")
    ann.post(RECORD, *checked(ann, RECORD, verdict="unclear", note="Nobody knows.").items())
    size = made.moment().entry
    late = desk.post(RECORD, *fields.items())
    assert late.status == 409
    assert "Somebody was here before you" in late.text
    assert "Nobody knows." in late.text
    assert 'value="The summit"' in late.text
    assert made.moment().entry == size
    again = FormReader.of(late.text) | {"do": "check", "reason": "I found the summit."}
    shown = desk.post(RECORD, *again.items())
    assert (shown.status, "takes the place of formula#1" in shown.text) == (200, True)
    assert desk.post(RECORD, *(FormReader.of(shown.text) | {"do": "save"}).items()).status == 303


def test_who_may(made: Ledger) -> None:
    for path in (RECORD, "/review"):
        assert Client(made)(path).headers["location"].startswith("/sign-in")
        reader = Client(made, Role.READER)
        assert (reader(path).status, reader.post(path, key="k", seen="1").status) == (403, 403)
    assert "Record what happened" not in Client(made, Role.READER)("/questions/formula").text
    assert 'href="/questions/formula/record"' in by(made, "ann")("/questions/formula").text
    assert 'href="/questions/formula/record"' in by(made, "ann")("/claims/reznikov").text
    for missing in ("/questions/nonesuch/record", "/questions/jt/record"):
        assert by(made, "ann")(missing).status == 404
    moved = by(made, "ann")("/questions/reznikov/record")
    assert moved.headers["location"] == "/questions/formula/record"


def judge(client: Client, question: str, verdict: str, **more: str) -> None:
    path = f"/questions/{question}/record?blind=1"
    told = {"verdict": verdict, "note": "N", "evidence-1-url": "https://e.example/"} | more
    assert client.fill_in(path, do="save", **told).status == 303


def test_two_judge_blind_and_an_editor_decides(made: Ledger) -> None:
    ann, ben, eve = by(made, "ann"), by(made, "ben"), by(made, "eve", Role.EDITOR)
    judge(ann, "formula", "happened", happened_on="2023-07-11", note="Ann says so.")
    for client in (ben, eve, Client(made, Role.READER)):
        for path in ("/questions/formula", "/claims/reznikov", RECORD, f"{RECORD}?blind=1"):
            assert "Ann says so." not in client(path).text
    assert "Ann says so." in ann("/questions/formula").text
    assert "formula" in ben("/review?blind=1").text
    judge(ben, "formula", "did-not-happen", note="Ben says not.")
    assert "Ann says so." in ben("/questions/formula").text  # who has judged may look
    assert "Ben says not." in ann("/questions/formula").text
    assert "Decide" not in ann("/disputes").text
    assert "given blind" in Client(made)("/disputes").text
    waiting = eve("/disputes").text
    assert 'href="/questions/formula/record?adjudicates=1"' in waiting
    assert "/questions/formula" in eve("/").text
    path = f"{RECORD}?adjudicates=1"
    assert "Ann says so." in eve(path).text
    fields = checked(eve, path, **HAPPENED)
    assert fields["adjudicates"] == "yes"
    refused = ann.post(RECORD, *fields.items())
    assert refused.status == 403
    assert eve.post(path, *fields.items()).status == 303
    (*_, decided) = made.outcomes(["formula"])["formula"]
    assert (decided.by, decided.outcome.adjudicates, decided.stands) == ("eve", True, True)
    assert "Decide<" not in eve("/disputes").text


def test_who_has_looked_cannot_judge_blind(desk: Client) -> None:
    desk.post(RECORD, *checked(desk, RECORD, **HAPPENED).items())
    refused = desk.fill_in(f"{RECORD}?blind=1", do="save", verdict="unclear", note="N")
    assert refused.status == 422
    assert "with the other verdicts in view" in refused.text
    assert "formula" not in desk("/review?blind=1").text


def test_a_blind_page_tells_nothing(made: Ledger, desk: Client) -> None:
    """Neither what stands, nor whether anything does."""
    ann = by(made, "ann")
    paths = (f"{RECORD}?blind=1", "/review?blind=1&speaker=Oleksii%20Reznikov")

    def told() -> list[str]:
        pages = [ann(path).text for path in paths]
        return [one.partition("<main")[2].partition("</main")[0] for one in pages]

    before = [one.partition('name="seen"')[0] for one in told()]
    desk.post(RECORD, *checked(desk, RECORD, **HAPPENED).items())
    after = [one.partition('name="seen"')[0] for one in told()]
    assert before == after
    assert all("NATO gives Ukraine" in one for one in after)
    shown = ann.fill_in(paths[0], do="check", verdict="unclear", note="N")
    assert "happened" not in shown.text.partition("If you save this")[2].partition("</section")[0]


def test_the_queue_goes_on_and_ends(made: Ledger, desk: Client) -> None:
    made.add({"id": "later", "speaker": "Ann", "statement": "L.", "due": "2023-07-20"}, "jt")
    made.add({"id": "far", "speaker": "Ann", "statement": "F.", "due": "2033-07-20"}, "jt")
    first = desk("/review").text
    assert "1 of 3" in first
    assert '<h1 dir="auto">L.</h1>' in first  # the newest due first
    assert "1 of 4" in desk("/review?whole=1").text
    assert "1 of 1" in desk("/review?speaker=James%20Black").text
    done = desk.fill_in("/review", verdict="unclear", note="N", do="save")
    assert done.headers["location"] == "/review?behind=later&done=1&saved=later%231"
    second = desk(done.headers["location"]).text
    assert "2 of 3" in second
    assert "later#1" in second
    question = FormReader.of(second)["question"]
    skipped = desk(f"/review?behind={question}&done=1").text
    assert "3 of 3" in skipped
    rest = FormReader.of(skipped)["question"]
    assert {question, rest} == {"floor", "formula"}
    end = desk(f"/review?behind={rest}&done=1").text
    assert "Go through 2 questions that you have skipped" in end
    for one in (question, rest):
        made.record(one, {"verdict": "unclear", "note": "N"})
    assert "Nothing is left to judge" in desk("/review?done=3").text
    assert "You have judged 3 questions" in desk("/review?done=3").text


def test_the_queue_shows_what_each_verdict_makes_of_whom(desk: Client) -> None:
    page = desk("/review?speaker=Oleksii%20Reznikov").text
    table = page.partition("What each verdict makes of whom")[2].partition("</table")[0]
    assert table.count(">right<") == table.count(">wrong<") == 3
    assert "What each verdict makes of whom" not in desk("/review?blind=1").text


def test_the_queue_takes_the_answer_to_how_many(made: Ledger, desk: Client) -> None:
    asked = {"type": "number", "unit": "seats", "due": "2023-07-10"}
    said = {"speaker": "Ann", "statement": "How many seats?", "answer": "at least 300"}
    made.add({"id": "seats", **said, **asked}, {"publisher": "P", "published": "2023-07-01"})
    page = desk("/review?speaker=Ann").text
    assert "How many seats?" in page
    assert 'value="answered"' in page
    assert 'value="happened"' not in page
    fields = {"answer": "three hundred", "evidence-1-url": "https://e.example/a"}
    wrong = desk.fill_in("/review?speaker=Ann", do="save", **fields)
    assert wrong.status == 422
    saved = desk.post(
        "/review?speaker=Ann", *(FormReader.of(wrong.text) | {"answer": "326"}).items()
    )
    assert saved.status == 303
    (outcome,) = made.show("seats").outcomes
    assert (str(outcome.outcome.verdict), outcome.outcome.answer) == ("answered", "326")


def test_a_refusal_in_the_queue_keeps_what_was_typed(made: Ledger, desk: Client) -> None:
    size = made.moment().entry
    bad = desk.fill_in("/review", verdict="happened", happened_on="2033-01-01", note="Typed.")
    assert (bad.status, "Typed." in bad.text, made.moment().entry) == (422, True, size)
    form = FormReader.of(desk("/review").text)
    by(made, "ann").fill_in("/review", verdict="unclear", note="Nobody knows.")
    late = desk.post("/review", *(form | {"verdict": "void", "note": "Typed."}).items())
    assert (late.status, "Nobody knows." in late.text, "Typed." in late.text) == (409, True, True)


def test_home_is_that_of_whoever_is_signed_in(made: Ledger, desk: Client) -> None:
    ann = by(made, "ann")
    assert desk("/").text.count('/record">Record') == 2
    judge(desk, "formula", "unclear")
    assert desk("/").text.count('/record">Record') == 1
    assert ann("/").text.count('/record">Record') == 2
    assert '/record">Record' not in Client(made)("/").text
    assert "Review them one by one</a> (1 question)" in desk("/").text


def test_what_comes_next_is_first(made: Ledger, desk: Client) -> None:
    for day in ("2023-08-20", "2023-08-01", "2023-08-09", "2023-10-01"):
        said = {"id": f"d{day[-5:]}", "speaker": "Ann", "statement": f"On {day}.", "due": day}
        made.add(said, "jt")
    soon = desk("/").text.partition("Due within 30 days")[2].partition("Latest verdicts")[0]
    places = [soon.find(f"On 2023-08-{day}.") for day in ("01", "09", "20")]
    assert -1 < places[0] < places[1] < places[2]
    assert "2023-10-01" not in soon
    (first, *_) = desk("/index.json").json["due"]
    assert first["id"] == "d08-01"
