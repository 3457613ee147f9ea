from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from examples import FLOOR, FORMULA, SOURCE, add, only

from ledger.book.ledger import Ledger
from ledger.errors import BadValue, NotFound, Taken

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Clock

STATEMENT = FLOOR["statement"]


def test_a_claim_that_names_no_question_makes_one_under_its_id(ledger: Ledger) -> None:
    added = ledger.add(FLOOR, SOURCE)
    assert added.new_source
    assert added.question is not None
    assert (added.claim.id, added.claim.question, added.question.id) == ("floor",) * 3
    assert [(entry.kind, entry.id) for _, entry in ledger.log()] == [
        ("source", "jt"),
        ("question", "floor"),
        ("claim", "floor"),
    ]
    assert only(ledger, "floor").statement == STATEMENT


def test_a_claim_without_an_id_gets_one_made_of_its_statement(ledger: Ledger) -> None:
    claim = {key: FLOOR[key] for key in FLOOR if key != "id"}
    ids = [ledger.add(claim, SOURCE).claim.id for _ in range(3)]
    first = "nato-members-agree-2"
    assert ids == [first, f"{first}-2", f"{first}-3"]


def test_a_claim_without_an_id_on_a_question_is_named_after_its_speaker_and_that(
    ledger: Ledger,
) -> None:
    add(ledger)
    doubts: list[dict[str, Any]] = [
        {"speaker": "Jamie Shea", "quote": "not so sure"},
        {"speaker": "Jamie Shea"},
        {"speaker": "unnamed: experts", "stance": "against"},
        {"speaker": "日本"},
    ]
    ids = [ledger.add({**one, "question": "floor"}, "jt").claim.id for one in doubts]
    assert ids == ["shea-floor", "shea-floor-2", "experts-floor", "ri-ben-floor"]


@pytest.mark.parametrize(
    ("statement", "identifier"),
    [
        ("中国将在2030年登月。", "zhong-guo-jiang-zai"),
        ("日本は", "ri-ben-ha"),
        ("Ελλάδα", "ellada"),
        ("Вода станет дешевле.", "voda-stanet-deshevle"),
        ("한국은", "han-gug-eun"),
        ("Đặng Văn Minh", "dang-van-minh"),
        ("Łódź, Øresund og Straße", "lodz-oresund-og-strasse"),
        ("Æ, œ, ð, þ", "ae-oe-d-th"),
        ("İstanbul'da \u0131ş\u0131k", "istanbulda-isik"),
        ("naïve café", "naive-cafe"),
    ],
)
def test_a_statement_in_other_letters_gives_an_id_that_can_be_read(
    ledger: Ledger, statement: str, identifier: str
) -> None:
    """Transliterated by character, so that ideographs are read in Mandarin, whatever the tongue."""
    assert ledger.add({"speaker": "A", "statement": statement}, SOURCE).claim.id == identifier


@pytest.mark.parametrize("statement", ["!!!", "—", "👍", "\u0301"])
def test_a_statement_without_letters_gives_an_id_that_can_be_typed(
    ledger: Ledger, statement: str
) -> None:
    made = ledger.add({"speaker": "A", "statement": statement}, SOURCE).claim.id
    assert made.startswith("id-")
    assert made.isascii()
    assert len(made) == len("id-") + 10


def test_a_made_id_is_not_that_of_the_source_added_with_it(ledger: Ledger) -> None:
    added = ledger.add({"speaker": "A", "statement": "Rain"}, {"id": "rain", "publisher": "P"})
    assert (added.source.id, added.claim.id) == ("rain", "rain-2")


@pytest.mark.parametrize("url", [SOURCE["url"], f"  {SOURCE['url']} "])
def test_the_same_url_is_the_same_source(ledger: Ledger, url: str) -> None:
    add(ledger)
    added = ledger.add({**FLOOR, "id": "other"}, {"publisher": "Another name", "url": url})
    assert not added.new_source
    assert added.source.id == "jt"
    assert only(ledger, "other").publisher == "The Japan Times"


def test_a_source_that_differs_only_in_its_url_is_another(ledger: Ledger) -> None:
    first = ledger.add({**FLOOR, "id": "a"}, {"publisher": "P", "url": "https://e.example/1"})
    second = ledger.add({**FLOOR, "id": "b"}, {"publisher": "P", "url": "https://e.example/2"})
    assert (first.source.id, second.source.id) == ("p", "p-2")


def test_a_source_can_be_named_by_its_id(ledger: Ledger) -> None:
    add(ledger)
    assert not ledger.add({**FLOOR, "id": "other"}, "jt").new_source


def test_an_unknown_source_is_refused_with_the_one_that_is_close(ledger: Ledger) -> None:
    ledger.add(FLOOR, {**SOURCE, "id": "jt-2023-07"})
    with pytest.raises(NotFound, match=r"no source 'jt-2032-07'.* Did you mean jt-2023-07\?"):
        ledger.add({**FLOOR, "id": "other"}, "jt-2032-07")


def test_an_unknown_question_is_refused_with_the_one_that_is_close(ledger: Ledger) -> None:
    add(ledger)
    with pytest.raises(NotFound, match=r"Did you mean floor\?"):
        ledger.add({"id": "b", "speaker": "B", "question": "flor"}, "jt")


def test_a_claim_can_stand_on_the_question_of_another(ledger: Ledger) -> None:
    add(ledger)
    added = ledger.add({"id": "no", "speaker": "B", "question": "floor", "stance": "against"}, "jt")
    assert added.question is None
    assert {one.id: one.stance for one in ledger.list()} == {"floor": "for", "no": "against"}
    assert {one.statement for one in ledger.list()} == {STATEMENT}


@pytest.mark.parametrize("taken", ["jt", "formula", "doubt"])
def test_an_id_belongs_to_one_source_question_or_claim(
    ledger: Ledger, write: Callable[[str, str], Path], taken: str
) -> None:
    ledger.import_([write("jt.toml", FORMULA)])
    with pytest.raises(Taken, match=f"'{taken}' is taken"):
        ledger.add({**FLOOR, "id": taken}, {"publisher": "P"})
    with pytest.raises(Taken, match=f"'{taken}' is taken"):
        ledger.add(FLOOR, {"id": taken, "publisher": "P"})


def test_a_claim_and_its_new_source_cannot_share_an_id(ledger: Ledger) -> None:
    with pytest.raises(Taken):
        ledger.add({**FLOOR, "id": "jt"}, SOURCE)
    assert ledger.log() == []


DENIAL = {key: FLOOR[key] for key in FLOOR if key != "id"} | {"stance": "against"}


def test_a_denial_makes_a_question_apart_from_it_in_the_same_unit(ledger: Ledger) -> None:
    """A verdict is then about the statement alone, and others can affirm it."""
    added = ledger.add({**DENIAL, "due": "next week"}, SOURCE)
    question = "nato-members-agree-2"
    claim = "black-nato-members-agree"
    assert added.question is not None
    assert (added.question.id, added.claim.question, added.claim.id) == (question, question, claim)
    assert [(entry.kind, entry.id) for _, entry in ledger.log()] == [
        ("source", "jt"),
        ("question", question),
        ("claim", claim),
    ]
    assert str(added.question.due) == "2023-07-10/2023-07-16"
    ledger.add({"speaker": "B", "question": question}, "jt")
    ledger.record(question, {"verdict": "happened", "happened_on": "2023-07-05"})
    results = {one.speaker: (one.statement, one.result) for one in ledger.list()}
    assert results == {"James Black": (STATEMENT, "wrong"), "B": (STATEMENT, "right")}


def test_the_ids_of_a_denial_and_its_question_and_source_are_three(ledger: Ledger) -> None:
    rain = {"speaker": "雨", "statement": "Rain", "stance": "against"}
    added = ledger.add({**rain, "id": "rain"}, {"id": "rain-2", "publisher": "P"})
    assert (added.claim.id, added.claim.question) == ("rain", "rain-3")
    added = ledger.add(rain, {"id": "snow", "publisher": "P"})
    assert (added.claim.id, added.claim.question) == ("yu-rain-4", "rain-4")


def test_a_probability_below_one_half_is_no_denial_of_the_statement(ledger: Ledger) -> None:
    """It reads against, but says of the statement how likely it is: a verdict reads one way."""
    added = ledger.add({**FLOOR, "probability": "0.2"}, SOURCE)
    assert (added.claim.question, added.claim.stance) == ("floor", None)
    assert only(ledger, "floor").stance == "against"
    both = ledger.add({**DENIAL, "probability": "0.2"}, "jt")
    assert both.claim.question != both.claim.id


def test_a_denial_is_refused_for_what_any_claim_is_and_leaves_nothing(ledger: Ledger) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"statement": ""}, "statement is empty"),
        ({"statement": None}, "statement is missing"),
        ({"due": "2023-13"}, "there is no month 13"),
        ({"due": "2023-07-02"}, "is over before its source was published"),
        ({"probability": "0.8"}, "stance against contradicts probability 0.8"),
        ({"stance": "agianst"}, "Did you mean 'against'"),
    ]
    for keys, why in wrong:
        with pytest.raises(BadValue, match=why) as refused:
            ledger.add({**DENIAL, **keys}, SOURCE)
        assert "needs a question of its own" not in str(refused.value)
    assert ledger.log() == []


def test_the_id_of_a_withdrawn_claim_stays_taken(ledger: Ledger) -> None:
    add(ledger)
    ledger.withdraw("floor")
    with pytest.raises(Taken):
        add(ledger)


@pytest.mark.parametrize("identifier", ["a#1", "a b", "é", "a/b", "x" * 201, "\udc80", "a\nb"])
def test_an_id_is_of_letters_digits_and_four_signs(ledger: Ledger, identifier: str) -> None:
    with pytest.raises(BadValue) as refused:
        add(ledger, id=identifier)
    assert refused.value.field == "id"
    assert ledger.log() == []


def test_due_words_are_read_against_the_day_the_claim_was_made(
    ledger: Ledger, clock: Clock
) -> None:
    clock.set("2024-02-02")
    by_source = ledger.add({**FLOOR, "due": "next week"}, SOURCE).question
    by_claim = ledger.add({**FLOOR, "id": "b", "due": "next week", "made": "2023-05-01"}, "jt")
    assert by_source is not None
    assert by_claim.question is not None
    assert (str(by_source.due), by_source.due_words) == ("2023-07-10/2023-07-16", "next week")
    assert str(by_claim.question.due) == "2023-05-08/2023-05-14"


def test_due_words_are_never_read_against_today(ledger: Ledger) -> None:
    with pytest.raises(BadValue, match="next week") as refused:
        ledger.add({**FLOOR, "due": "next week"}, {"publisher": "P"})
    assert refused.value.field == "due"


def test_a_claim_on_its_own_question_is_made_before_the_due_day(ledger: Ledger) -> None:
    with pytest.raises(BadValue, match="2023-07-02"):
        add(ledger, due="2023-07-02")


def test_a_claim_made_too_late_for_a_shared_question_is_kept_and_warned_of(
    ledger: Ledger, clock: Clock
) -> None:
    add(ledger)
    clock.set("2023-07-14")
    late = {"id": "late", "speaker": "B", "question": "floor"}
    added = ledger.add(late, {"publisher": "P", "published": "2023-07-13"})
    assert added.warnings == (
        "published 2023-07-13 is after the question's due day 2023-07-12: kept, but never scored.",
    )
    assert only(ledger, "late").made_too_late
    in_time = ledger.add({**late, "id": "in-time"}, {"publisher": "Q", "published": "2023-07-12"})
    assert not in_time.warnings


def test_everything_wrong_is_said_at_once_and_nothing_is_written(ledger: Ledger) -> None:
    wrong: dict[str, Any] = {"speaker": "", "kind": "guess", "probability": "7", "colour": "red"}
    with pytest.raises(BadValue) as refused:
        ledger.add(wrong, SOURCE)
    for key in ("speaker", "statement", "kind", "probability", "colour"):
        assert key in str(refused.value)
    assert ledger.log() == []


@pytest.mark.parametrize("text", ["\x00", "a\x1b[31mb", "\udc80"])
@pytest.mark.parametrize("key", ["statement", "speaker", "quote", "note"])
def test_control_characters_and_half_characters_are_refused(
    ledger: Ledger, key: str, text: str
) -> None:
    claim = {name: FLOOR[name] for name in FLOOR if name != "id"}
    with pytest.raises(BadValue) as refused:
        ledger.add({**claim, key: text}, SOURCE)
    assert refused.value.field == key


def test_a_half_character_in_the_url_of_a_source_is_refused(ledger: Ledger) -> None:
    with pytest.raises(BadValue):
        ledger.add(FLOOR, {"publisher": "P", "url": "https://e.example/\udc80"})


def test_texts_of_any_length_and_script_are_kept_as_they_are(ledger: Ledger) -> None:
    statement = "Ein sehr langer Satz — 日本語, עברית, 👩‍🚀. " * 20_000
    made = ledger.add({"speaker": "Zoë", "statement": statement, "quote": "é\n“ü”"}, SOURCE)
    found = only(ledger, made.claim.id)
    assert found.statement == statement.strip()
    assert (found.speaker, found.quote) == ("Zoë", "é\n“ü”")
    assert len(found.id) < 60


def test_an_outcome_is_not_added_with_a_claim(ledger: Ledger) -> None:
    with pytest.raises(BadValue, match="outcome"):
        add(ledger, outcome=[{"verdict": "happened"}])


def test_an_entry_says_who_recorded_it_and_when(ledger: Ledger) -> None:
    add(ledger)
    entry = ledger.log("floor")[0][1]
    assert (entry.by, entry.at) == ("desk", "2023-07-05T12:00:00Z")


@pytest.mark.parametrize("recorder", ["a\x1b]0;b", "\udc80", "a\nb"])
def test_a_recorder_has_a_name_that_can_be_kept(tmp_path: Path, recorder: str) -> None:
    with pytest.raises(BadValue):
        Ledger(tmp_path / "x.db", recorder=recorder, create=True)
    assert not (tmp_path / "x.db").exists()


def test_entries_never_go_back_when_the_clock_does(ledger: Ledger, clock: Clock) -> None:
    add(ledger)
    clock.set("2023-07-04")
    add(ledger, id="second")
    clock.set("2023-07-06")
    add(ledger, id="third")
    times = [entry.at for _, entry in ledger.log()]
    assert times == sorted(times)
    assert times[-3] == "2023-07-05T12:00:00Z"
    assert times[-1] == "2023-07-06T12:00:00Z"
    assert only(ledger, "second").recorded_at == "2023-07-05T12:00:00Z"


def test_today_is_the_day_in_utc(empty_ledger: Path) -> None:
    kiritimati = timezone(timedelta(hours=14))
    midnight = datetime(2023, 7, 6, 0, 30, tzinfo=kiritimati)
    with Ledger(empty_ledger, clock=lambda: midnight) as ledger:
        assert ledger.moment().day == midnight.astimezone(UTC).date()
        assert str(ledger.moment()) == "0@2023-07-05"
