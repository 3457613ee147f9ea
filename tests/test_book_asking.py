from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.errors import NotFound
from ledger.model.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Clock, LedgerAfter, Write

    from ledger.book.ledger import Ledger
    from ledger.model.claim_state import Assessment

PAPERS = """
[source]
id = "{source}"
publisher = "{publisher}"
published = "2023-07-03"
authors = ["Åsa Ström"]
"""

CLAIM = """
[[claim]]
id = "{id}"
speaker = "{speaker}"
statement = "{statement}"
"""

DESK = (
    PAPERS.format(source="jt", publisher="The Japan Times")
    + CLAIM.format(
        id="spend", speaker="James Black", statement="Defence spending reaches 2% of GDP."
    )
    + 'due = "2023-07-12"\ntopics = ["defence", "nato"]\nquote = "a floor, not a ceiling"\n'
    + CLAIM.format(
        id="office", speaker="Emmanuel Macron", statement="NATO opens no office in Tokyo."
    )
    + 'due = "2024-12-31"\ntopics = ["nato", "japan"]\nkind = "plan"\n'
    + CLAIM.format(id="joins", speaker="Céline Pajon", statement="Ukraine joins NATO.")
    + 'topics = ["ukraine"]\n',
    PAPERS.format(source="lm", publisher="Le Monde")
    + CLAIM.format(id="vague", speaker="james black", statement="Things go well.")
    + "checkable = false\n"
    + CLAIM.format(id="formula", speaker="Oleksii Reznikov", statement="A formula is given.")
    + 'due = "2023-07"\ntopics = ["ukraine", "nato"]\n',
)


@pytest.fixture
def desk(ledger_after: LedgerAfter) -> Ledger:
    """Five claims in two papers; on 2023-08-15, `spend` has happened and `formula` is overdue."""
    return ledger_after(_five)


def _five(ledger: Ledger, write: Write, clock: Clock) -> None:
    ledger.import_([write(f"{n}.toml", text) for n, text in enumerate(DESK)])
    clock.set("2023-08-15")
    ledger.record("spend", {"verdict": "happened", "happened_on": "2023-07-11"})
    ledger.record("office", {"verdict": "stalled", "happened_on": "2023-07-20"})


def ids(found: Iterable[Assessment]) -> list[str]:
    """The ids, in order."""
    return [one.id for one in found]


# Lists


def test_a_list_is_ordered_by_due_day_and_then_by_id(desk: Ledger) -> None:
    assert ids(desk.list()) == ["spend", "formula", "office", "joins", "vague"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(speaker=("James Black",)), ["spend"]),
        (Filters(speaker=("JAMES BLACK",)), ["spend", "vague"]),
        (Filters(speaker=("céline PAJON",)), ["joins"]),
        (Filters(speaker=("James Black", "Céline Pajon")), ["spend", "joins"]),
        (Filters(publisher=("le monde",)), ["formula", "vague"]),
        (Filters(source=("jt",)), ["spend", "office", "joins"]),
        (Filters(topic=("nato",)), ["spend", "formula", "office"]),
        (Filters(topic=("Japan", "ukraine")), ["formula", "office", "joins"]),
        (Filters(kind=("plan",)), ["office"]),
        (Filters(question=("formula",)), ["formula"]),
        (Filters(verdict=("happened", "stalled")), ["spend", "office"]),
        (Filters(status=("open",)), ["office", "joins"]),
        (Filters(status=("overdue",)), ["formula"]),
        (Filters(status=("settled", "not-checkable")), ["spend", "vague"]),
        (Filters(due_before=date(2023, 7, 31)), ["spend"]),
        (Filters(due_before=date(2023, 8, 1)), ["spend", "formula"]),
        (Filters(due_after=date(2023, 7, 31)), ["office"]),
        (Filters(due_after=date(2023, 7, 12), due_before=date(2024, 1, 1)), ["formula"]),
        (Filters(topic=("nato",), publisher=("Le Monde",)), ["formula"]),
        (Filters(topic=("japan",), publisher=("Le Monde",)), []),
    ],
    ids=str,
)
def test_filters_hold_all_at_once(desk: Ledger, filters: Filters, expected: list[str]) -> None:
    assert ids(desk.list(filters)) == expected


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(speaker=("Jame Black",)), "Did you mean James Black or"),
        (Filters(speaker=("Reznikov",)), "Did you mean Oleksii Reznikov?"),
        (Filters(publisher=("Japan Times",)), "Did you mean The Japan Times?"),
        (Filters(topic=("ukrain",)), "Did you mean ukraine?"),
        (Filters(source=("JTT",)), "There is no source 'JTT' in this ledger."),
        (Filters(speaker=("%",)), "There is no speaker '%' in this ledger."),
        (Filters(speaker=("",)), "There is no speaker '' in this ledger."),
        (Filters(speaker=("\udc80",)), "There is no speaker"),
        (Filters(topic=('"',)), "There is no topic"),
    ],
    ids=ascii,
)
def test_a_name_that_nothing_has_is_refused(desk: Ledger, filters: Filters, message: str) -> None:
    with pytest.raises(NotFound, match=re.escape(message)):
        desk.list(filters)


@pytest.mark.parametrize("topic", ['say "no"', "a, b", "50%", "under_score", "back\\", "/", "é"])
def test_a_topic_is_found_whatever_signs_it_has(desk: Ledger, topic: str) -> None:
    claim = {"speaker": "A", "statement": "S."}
    desk.add({**claim, "id": "with", "topics": [topic]}, "jt")
    desk.add({**claim, "id": "without", "topics": [f"x{topic}", f"{topic}x", "undexscore"]}, "jt")
    assert ids(desk.list(Filters(topic=(topic,)))) == ["with"]


# Search


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("nato", ["joins", "office", "spend", "formula"]),
        ("NATO Tokyo", ["office"]),
        ("celine", ["joins"]),
        ("Céline PAJON", ["joins"]),
        ("ukr", ["formula", "joins"]),
        ("2%", ["spend"]),
        ("floor ceiling", ["spend"]),
        ("japan times", ["office", "joins", "spend"]),
        ("asa strom black", ["vague", "spend"]),
        ("ato", []),
        ("nato zebra", []),
        ("", []),
        ("  \n ", []),
        ("%", []),
        ("_", []),
        ("\udc80", []),
        ("\x00", []),
        ("'", []),
        ('"nato" AND (office OR', []),
        ("nato* -office", ["office"]),
        ("tokyo'); DROP TABLE claims; --", []),
        ("a floor, not a ceiling?!", ["spend"]),
    ],
)
def test_search_takes_anything_a_person_types(
    desk: Ledger, words: str, expected: list[str]
) -> None:
    assert sorted(ids(desk.search(words))) == sorted(expected)


def test_what_was_recorded_last_is_found_first(desk: Ledger) -> None:
    assert ids(desk.search("nato")) == ["formula", "joins", "office", "spend"]
    desk.amend("spend", {"note": "n"}, "Typo.")
    assert ids(desk.search("nato")) == ["spend", "formula", "joins", "office"]


def test_search_can_be_filtered(desk: Ledger) -> None:
    assert ids(desk.search("nato", Filters(status=("settled",)))) == ["spend"]


@pytest.mark.slow
def test_what_is_searched_for_may_be_as_long_as_an_article(desk: Ledger) -> None:
    words = [f"word{n}" for n in range(2000)]
    desk.add({"id": "long", "speaker": "A", "statement": " ".join(words)}, "jt")
    assert ids(desk.search(" ".join(reversed(words)))) == ["long"]
    assert ids(desk.search(" ".join([*words, "zebra"]))) == []
    assert desk.search("x" * 1_000_000) == []


def test_a_word_of_any_length_is_found(desk: Ledger) -> None:
    word = "y" * 100_000
    desk.add({"id": "long", "speaker": "A", "statement": f"It is {word}."}, "jt")
    assert ids(desk.search(word)) == ["long"]


@pytest.mark.parametrize("words", ["東京", "事務所", "とうきょう 事務", "ﾄｳｷｮｳ", "가나"])
def test_words_that_no_blanks_part_are_found(desk: Ledger, words: str) -> None:
    statement = "NATOは東京(とうきょう、トウキョウ)に連絡事務所を開く。 가나다"
    desk.add({"id": "jp", "speaker": "A", "statement": statement}, "jt")
    assert ids(desk.search(words)) == ["jp"]
    assert desk.search(f"{words} 大阪") == []


def test_what_was_amended_away_is_no_longer_found(desk: Ledger) -> None:
    desk.amend("office", {"statement": "An embassy opens."})
    assert desk.search("tokyo") == []
    assert ids(desk.search("embassy")) == ["office"]
    assert ids(desk.search("tokyo", as_of="2023-07-05")) == ["office"]


def test_what_was_withdrawn_is_not_found(desk: Ledger) -> None:
    desk.withdraw("office")
    assert desk.search("tokyo") == []


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
def test_no_text_upsets_the_search(desk: Ledger, words: str) -> None:
    assert set(ids(desk.search(words))) <= {"spend", "office", "joins", "vague", "formula"}


# The agenda


def agenda(desk: Ledger, within: int = 30, stale: int = 180) -> tuple[list[str], ...]:
    """What the agenda names: due, overdue, stale."""
    found = desk.due(timedelta(days=within), timedelta(days=stale))
    return ids(found.due), ids(found.overdue), ids(found.stale)


@pytest.mark.slow
def test_the_agenda_has_what_falls_due_what_is_overdue_and_what_was_left(
    desk: Ledger, clock: Clock
) -> None:
    assert agenda(desk) == ([], ["formula"], [])
    clock.set("2024-12-01")
    assert agenda(desk, within=29) == ([], ["formula"], ["joins"])
    assert agenda(desk, within=30) == (["office"], ["formula"], ["joins"])


def test_a_claim_is_due_on_its_day_and_overdue_the_day_after(desk: Ledger, clock: Clock) -> None:
    clock.set("2024-12-31T23:59:59")
    assert agenda(desk, within=0) == (["office"], ["formula"], ["joins"])
    clock.set("2025-01-01T00:00:00")
    assert agenda(desk, within=0) == ([], ["formula", "office"], ["joins"])


def test_what_is_overdue_is_named_oldest_first(desk: Ledger, clock: Clock) -> None:
    desk.add({"id": "old", "speaker": "A", "statement": "S.", "due": "2023-07-04"}, "jt")
    clock.set("2025-02-01")
    assert agenda(desk)[1] == ["old", "formula", "office"]


@pytest.mark.parametrize("what", ["claim", "outcome", "question", "another", "withdrawn"])
def test_whatever_touches_an_undated_question_keeps_it_from_growing_stale(
    desk: Ledger, clock: Clock, what: str
) -> None:
    clock.set("2024-01-01")
    assert agenda(desk, stale=180)[2] == ["joins"]
    if what == "claim":
        desk.amend("joins", {"note": "n"})
    elif what == "outcome":
        desk.record("joins", {"verdict": "stalled"})
    elif what == "question":
        desk.amend("joins", {"criteria": "c"})
    else:
        clock.set("2023-08-15")
        desk.add({"id": "more", "speaker": "A", "question": "joins"}, "jt")
        clock.set("2024-03-01")
        assert agenda(desk, stale=180)[2] != []
        if what == "withdrawn":
            desk.withdraw("more")
        else:
            desk.amend("more", {"note": "n"})
    assert agenda(desk, stale=180)[2] == []


def test_stale_counts_whole_days_since_the_last_touch(desk: Ledger, clock: Clock) -> None:
    clock.set("2023-08-04T00:00:00")
    assert agenda(desk, stale=30)[2] == ["joins"]
    assert agenda(desk, stale=31)[2] == []


@pytest.mark.parametrize("days", [1_000_000, 999_999_999])
def test_no_time_is_too_long(desk: Ledger, days: int) -> None:
    assert agenda(desk, within=days, stale=days) == (["office"], ["formula"], [])
    assert agenda(desk, within=-days, stale=-days) == ([], ["formula"], ["joins"])


def test_what_is_settled_or_cannot_be_checked_is_on_no_agenda(desk: Ledger, clock: Clock) -> None:
    clock.set("2030-01-01")
    named = {one for several in agenda(desk) for one in several}
    assert named == {"formula", "office", "joins"}


# The log


def test_the_log_has_every_entry_in_order(desk: Ledger) -> None:
    found = desk.log()
    assert [number for number, _ in found] == list(range(1, 15))
    assert [entry.kind for _, entry in found[:2]] == ["source", "question"]


def test_the_log_of_an_id_has_its_outcomes_too(desk: Ledger) -> None:
    assert [entry.id for _, entry in desk.log("spend")] == ["spend", "spend", "spend#1"]
    assert [entry.id for _, entry in desk.log("spend#1")] == ["spend#1"]
    assert [entry.kind for _, entry in desk.log("jt")] == ["source"]


@pytest.mark.parametrize("identifier", ["", "#", "spend#2", "spen", "\udc80", "spend#1#1"])
def test_the_log_of_an_id_that_nothing_has_is_refused(desk: Ledger, identifier: str) -> None:
    with pytest.raises(NotFound):
        desk.log(identifier)


# One thing


@pytest.mark.parametrize("identifier", ["", "#", "spend#2", "spen", "\udc80", "jt#1"])
def test_an_id_that_nothing_has_is_not_shown(desk: Ledger, identifier: str) -> None:
    with pytest.raises(NotFound):
        desk.show(identifier)


def test_a_source_is_shown_with_its_claims(desk: Ledger) -> None:
    found = desk.show("jt")
    assert found.source.publisher == "The Japan Times"
    assert ids(found.claims) == ["joins", "office", "spend"]


@pytest.mark.parametrize("identifier", ["spend", "spend#1"])
def test_a_claim_is_shown_with_its_question_and_outcomes(desk: Ledger, identifier: str) -> None:
    found = desk.show(identifier)
    assert found.question.statement == "Defence spending reaches 2% of GDP."
    assert [one.outcome.id for one in found.outcomes] == ["spend#1"]
    assert not found.withdrawn


def test_the_source_used_last_is_offered(ledger: Ledger, desk: Ledger) -> None:
    def last() -> Any:  # noqa: ANN401 - a source or nothing
        found = ledger.last_source()
        return found and found.id

    assert last() == "lm"
    desk.add({"id": "more", "speaker": "A", "statement": "S."}, "jt")
    assert last() == "jt"


def test_an_empty_ledger_answers_everything(ledger: Ledger) -> None:
    assert (ledger.list(), ledger.search("x"), ledger.log(), ledger.corrections()) == (
        [],
        [],
        [],
        [],
    )
    assert (ledger.withdrawn(), ledger.export(), ledger.last_source()) == ([], {}, None)
    assert ledger.outcomes(["x"]) == {}
    assert ledger.due().overdue == ()
    assert str(ledger.moment()) == "0@2023-07-05"
