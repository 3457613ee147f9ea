"""Adding and recording at a real terminal, question by question, as a screen shows it."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from typing import TYPE_CHECKING, Final

import pytest
from commands import Desk

from ledger.cli.prompts.triage import KEYS, SKIP, STOP
from ledger.forms.noticed import noticed
from ledger.model.forecast import of_percent
from ledger.model.verdicts import Verdict

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

from screens import CTRL_A, CTRL_C, CTRL_D, CTRL_U, ENTER, LEFT, UP, Screen, pasted

if TYPE_CHECKING:
    from pathlib import Path

    from commands import Terminal

WIDTHS = (40, 80, 200)

SOURCE = (
    ("or the id of a source that is here:", "https://jt.example/a"),
    ("Who published it:", "The Japan Times"),
    ("Its title:", "A preview"),
    ("When was it published:", "2023-07-03"),
)
CLAIM = (
    ("Who said it:", "James Black"),
    ("In which words (quote):", "a floor, not a ceiling"),
    ("What would come about, in your words:", "NATO agrees on a floor of 2%."),
    ("By when (a date, or words such as 'next week'):", "next week"),
    ("How sure are the words (such as 'is likely to'):", "are looking to"),
)
REVIEW = "a number changes that answer:"
ADD = (REVIEW, "")


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    return Desk(tmp_path)


def screen(desk: Desk, *arguments: str, width: int = 80) -> Screen:
    return Screen(desk.folder, [*arguments], {"LEDGER_RECORDER": "desk"}, width)


@pytest.mark.slow
def test_a_refusal_breaks_between_words_at_a_terminal_and_nowhere_else(desk: Desk) -> None:
    last = "mauboussin, capphrase, fagen-ulmschneider, zonination."
    terminal: Terminal
    with desk.terminal("report", "--yardstick", "icd") as terminal:
        terminal.sees("zonination.")
        assert terminal.ends() == 1
    assert max(map(len, terminal.shown.splitlines())) <= 80
    told = desk.refused("report", "--yardstick", "icd")
    assert told.splitlines()[-1].startswith("Known yardsticks: icd203,")
    assert told.splitlines()[-1].endswith(last)


# Adding


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_a_claim_is_asked_for_in_ten_prompts_and_the_next_in_five(desk: Desk, width: int) -> None:
    with screen(desk, "add", width=width) as terminal:
        terminal.answers(*SOURCE, *CLAIM[:4])
        terminal.sees("'next week' is 2023-07-10 to 2023-07-16")
        terminal.answers(CLAIM[4])
        shown = terminal.sees(REVIEW)
        assert "2 publisher The Japan Times" in shown
        assert "10 stance for: the speaker says that it will come about" in shown
        assert desk.json("log") == []
        terminal.types("+")
        terminal.sees("Added nato-agrees-floor-2.")
        assert terminal.prompts == 10
        terminal.answers(
            ("Who said it:", "Jamie Shea"),
            ("In which words", ""),
            ("What would", "NATO invites Ukraine."),
            ("By when", "2023-07-12"),
            ADD,
        )
        assert terminal.ends() == 0
        assert terminal.prompts == 15
    assert max(map(len, terminal.lines)) <= width
    claim = desk.json("show", "nato-agrees-floor-2")
    assert {
        "speaker": "James Black",
        "publisher": "The Japan Times",
        "published": "2023-07-03",
        "quote": "a floor, not a ceiling",
        "statement": "NATO agrees on a floor of 2%.",
        "due": "2023-07-10/2023-07-16",
        "due_words": "next week",
        "wording": "are looking to",
        "stance": "for",
    }.items() <= claim.items()
    assert desk.json("show", claim["source"])["url"] == "https://jt.example/a"
    assert {one["source"] for one in desk.json("list")} == {claim["source"]}


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_a_line_is_edited_pasted_and_gone_back_to(desk: Desk, width: int) -> None:
    """Arrows move in a name, two pasted lines are one quote, and `<` asks once more."""
    with screen(desk, "add", width=width) as terminal:
        terminal.answers(*SOURCE)
        terminal.sees("Who said it:")
        terminal.types(f"Jmes{LEFT * 3}a{CTRL_A}Dr. ")
        terminal.sees("In which words (quote):")
        terminal.types("<")
        terminal.sees("Who said it: Dr. James")
        terminal.types(" Black")
        terminal.sees("In which words (quote):")
        terminal.types(pasted("a floor,\n  not a ceiling\n"))
        terminal.answers(*CLAIM[2:])
        shown = terminal.sees(REVIEW)
        assert "5 speaker Dr. James Black" in shown
        assert "6 quote a floor, not a ceiling" in shown
        assert "^[" not in shown
        terminal.types("<")
        terminal.sees("How sure are the words (such as 'is likely to'): are looking to")
        terminal.types(f"{CTRL_U}-")
        terminal.answers(ADD)
        assert terminal.ends() == 0
    (claim,) = desk.json("list")
    assert (claim["quote"], claim["wording"]) == ("a floor, not a ceiling", None)


@pytest.mark.slow
def test_lines_pasted_into_a_terminal_that_does_not_mark_them_are_one_answer(desk: Desk) -> None:
    with screen(desk, "add") as terminal:
        terminal.answers(*SOURCE, CLAIM[0], ("In which words", "a floor,\rnot a ceiling"))
        terminal.answers(*CLAIM[2:], ADD)
        assert terminal.ends() == 0
    assert desk.json("list")[0]["quote"] == "a floor, not a ceiling"


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_each_refusal_comes_at_once_at_its_answer(desk: Desk, width: int) -> None:
    desk.add(id="taken", title="Other", published="2023-06-01", due="2023-12-31")
    wrong = [
        (SOURCE[0], "nowhere", "neither an address (https://...) nor the id of a source"),
        (SOURCE[0], "javascript:alert(1)", "neither an address"),
        (SOURCE[1], "", "This cannot be left out."),
        (SOURCE[3], "the other day", "cannot be read as a date. Write a day, a month or a year"),
        (CLAIM[0], "  ", "This cannot be left out."),
        (CLAIM[2], "NATO will not agree.", "Say what would come about, even if the speaker denies"),
        (CLAIM[3], "nextish week", "cannot be read as a date. The nearest form that works: 'next"),
        (CLAIM[3], "2023-13-12", "there is no month 13"),
        (CLAIM[3], "2023-06-30", "is over before its source was published"),
    ]
    with screen(desk, "add", width=width) as terminal:
        if desk.json("log"):
            terminal.sees("Source: The Japan Times, Other")
            terminal.answers(("Who said it:", "<"))
            terminal.sees("or the id of a source that is here: japan-times-2023-06-01-other")
            terminal.sends(CTRL_U)
        for question, text in (*SOURCE, *CLAIM):
            for (asked, _), answer, why in wrong:
                if asked == question:
                    terminal.sees(question)
                    terminal.types(answer)
                    terminal.sees(why)
                    terminal.sees(question)
                    terminal.sends(CTRL_U)
            terminal.answers((question, text))
        for key, asked, answer, why in (
            ("stance", "against it, or none", "perhaps", "is not one of for, against, none"),
            ("probability", "such as 70%)", "seven", "is not a number from 0 to 1"),
            ("probability", "such as 70%)", "1.7", "is not a number from 0 to 1"),
            ("made", "source was published", "2030-01-01", "is in the future"),
            ("made", "source was published", "sometime", "cannot be read as a date"),
            ("kind", "The kind of claim", "prophecy", "is not one of prediction"),
            ("question", "the claim is about, if any", "nothing", "There is no claim or question"),
            ("id", "The id of the claim", "taken", "is taken"),
            ("id", "The id of the claim", "not an id", "may hold only the letters"),
        ):
            terminal.answers((REVIEW, key), (f"{asked}:", f"{CTRL_U}{answer}"))
            terminal.sees(why)
            terminal.answers((f"{asked}:", f"{CTRL_U}{'against' if key == 'stance' else '-'}"))
        terminal.answers((REVIEW, "no such thing"))
        terminal.sees("Give a number from 1 to")
        terminal.answers((REVIEW, "stance"), ("against it, or none:", f"{CTRL_U}for"))
        terminal.answers(ADD)
        assert terminal.ends() == 0
    assert desk.json("show", "nato-agrees-floor-2")["stance"] == "for"


@pytest.mark.slow
def test_words_are_not_read_against_today_where_the_source_has_no_date(desk: Desk) -> None:
    with screen(desk, "add") as terminal:
        terminal.answers(*SOURCE[:3], ("published:", ""), *CLAIM[:4])
        terminal.sees("depends on the day it was said")
        terminal.answers(("By when", CTRL_U), CLAIM[4], ADD)
        assert terminal.ends() == 0
    assert desk.json("list")[0]["due"] is None


@pytest.mark.slow
def test_a_denial_is_asked_for_once_more_and_gives_the_stance(desk: Desk) -> None:
    with screen(desk, "add") as terminal:
        terminal.answers(*SOURCE, *CLAIM[:2], ("What would", "NATO will not agree on a floor."))
        terminal.sees("Say what would come about, even if the speaker denies it")
        terminal.sees("What would come about, in your words: NATO will not agree on a floor.")
        terminal.types(f"{CTRL_U}NATO agrees on a floor.")
        terminal.answers(*CLAIM[3:])
        terminal.sees("10 stance against: the speaker says that it will not come about")
        terminal.answers(ADD)
        assert terminal.ends() == 0
    (claim,) = desk.json("list")
    assert (claim["statement"], claim["stance"]) == ("NATO agrees on a floor.", "against")
    assert (claim["id"], claim["question"]) == ("black-nato-agrees-floor", "nato-agrees-floor")


@pytest.mark.slow
def test_what_an_answer_says_beside_is_noticed_and_offered(desk: Desk) -> None:
    with screen(desk, "add") as terminal:
        terminal.answers(*SOURCE, CLAIM[0], ("quote", "He pledges it, with a 70% chance"))
        terminal.answers(
            ("'70% chance': is 0.7 the stated probability", ""),
            ("'pledges': is this a pledge, not a prediction?", "y"),
        )
        terminal.answers(*CLAIM[2:], ADD)
        assert terminal.ends() == 0
    (claim,) = desk.json("list")
    assert (claim["probability"], claim["kind"]) == (0.7, "pledge")


@pytest.mark.parametrize(
    ("key", "answer", "found"),
    [
        ("quote", "a 70 per cent chance of it", [("probability", "0.7")]),
        ("quote", "I'm 99.5% sure", [("probability", "0.995")]),
        ("wording", "70%", [("probability", "0.7")]),
        ("quote", "the likelihood is 5%", [("probability", "0.05")]),
        ("quote", "at least 2% of GDP", []),
        ("statement", "He promises to resign", [("kind", "pledge")]),
        ("wording", "plans to", [("kind", "plan")]),
        ("quote", "the plans were late", []),
        ("speaker", "70% sure", []),
        ("quote", "a 170% chance", []),
    ],
)
def test_what_is_noticed(key: str, answer: str, found: list[tuple[str, str]]) -> None:
    assert [(one.key, one.value) for one in noticed(key, answer)] == found


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("70%", "0.7"), ("70 %", "0.7"), ("7,5 %", "0.075"), ("0.7", "0.7"), ("170%", "170%")],
)
def test_a_percentage_is_a_share(typed: str, kept: str) -> None:
    assert of_percent(typed) == kept


@pytest.mark.slow
def test_names_are_completed_and_what_was_answered_is_recalled(desk: Desk) -> None:
    desk.add(speaker="Oleksii Reznikov")
    desk.add(speaker="Jamie Shea", statement="It rains.")
    with screen(desk, "add") as terminal:
        terminal.sees("Who said it:")
        terminal.sends("rezn")
        terminal.sees("Oleksii Reznikov")
        terminal.types("\t")
        terminal.answers(("In which words", ""), ("What would", "It snows."), ("By when", ""))
        terminal.sees("2 speaker Oleksii Reznikov")
        terminal.types("+")
        terminal.sees("Who said it:")
        terminal.types(UP)
        terminal.answers(("In which words", ""), ("What would", "It hails."), ("By when", ""), ADD)
        assert terminal.ends() == 0
    speakers = {one["statement"]: one["speaker"] for one in desk.json("list")}
    assert speakers["It snows."] == speakers["It hails."] == "Oleksii Reznikov"


@pytest.mark.slow
def test_a_source_that_is_there_is_found_by_its_address_or_its_day(desk: Desk) -> None:
    desk.add(title="A preview", url="https://jt.example/a")
    same = ("or the id of a source that is here:", "http://www.jt.example/a/?utm_source=mail#top")
    with screen(desk, "--recorder", "other", "add") as terminal:
        terminal.answers(same)
        terminal.sees("That is The Japan Times, A preview, 2023-07-03")
        terminal.answers(*CLAIM, ADD)
        assert terminal.ends() == 0
    with screen(desk, "--recorder", "third", "add") as terminal:
        terminal.answers((same[0], ""), *SOURCE[1:2], ("title:", ""), SOURCE[3], *CLAIM)
        terminal.sees("the ledger has this source already: The Japan Times, A preview")
        terminal.answers(ADD)
        assert terminal.ends() == 0
    assert len({one["source"] for one in desk.json("list")}) == 1
    assert len(desk.json("list")) == 3


@pytest.mark.slow
def test_a_quote_must_be_in_the_text(desk: Desk, tmp_path: Path) -> None:
    text = tmp_path / "article.txt"
    text.write_text("He spoke of “a floor,\nnot a ceiling” of 2%.", encoding="utf-8")
    with screen(desk, "add", "--text", str(text)) as terminal:
        terminal.answers(*SOURCE, CLAIM[0], ("quote", "a roof, not a ceiling"))
        terminal.sees("This is not in the text; the closest passage is 'not a ceiling")
        terminal.answers(("quote", f"{CTRL_U}a floor, not a ceiling"))
        terminal.answers(*CLAIM[2:], ADD)
        assert terminal.ends() == 0
    entry = desk.json("log")[-1]
    assert entry["body"]["selector"]["exact"] == "a floor,\nnot a ceiling"


@pytest.mark.slow
def test_what_is_missing_is_asked_for_and_nothing_else(desk: Desk) -> None:
    desk.add()
    with screen(desk, "add", "--source", "japan-times-2023-07-03", "--speaker", "A") as terminal:
        terminal.answers(("In which words", ""), ("What would", "It rains."), ("By when", ""))
        terminal.answers(("How sure", "will"), ADD)
        assert terminal.ends() == 0
    assert {one["speaker"] for one in desk.json("list")} == {"James Black", "A"}
    for words, why in (
        (("--source", "japan"), "There is no source 'japan'"),
        (("--due", "2023-13"), "there is no month 13"),
        (("--probability", "7"), "--probability '7' is not a number from 0 to 1"),
    ):
        with screen(desk, "add", *words) as terminal:
            assert terminal.ends() == 1
            terminal.sees(why)


@pytest.mark.slow
def test_a_complete_claim_is_added_without_a_question(desk: Desk) -> None:
    words = ("--speaker", "A", "--statement", "It rains.", "--publisher", "P")
    with screen(desk, "add", *words) as terminal:
        assert terminal.ends() == 0
        terminal.sees("Added rains.")


TYPED = (
    (
        "number",
        (
            ("Is the answer a number", "n"),
            ("In which unit", "seats"),
            ("What will it be", "at least 300"),
        ),
        {"type": "number", "unit": "seats"},
    ),
    (
        "which",
        (
            ("Is the answer a number", "categories"),
            ("Which answers can it have", "Labour, Tories"),
            ("What will it be", "Labour=0.6; Tories=0.4"),
        ),
        {"type": "categories", "options": ["Labour", "Tories"]},
    ),
    (
        "when",
        (("Is the answer a number", "date"), ("What will it be", "before 2026")),
        {"type": "date"},
    ),
    ("binary", (("Is the answer a number", ""),), {"type": "binary"}),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("what", "answers", "asked"), TYPED, ids=[one[0] for one in TYPED])
def test_a_statement_that_asks_may_be_of_another_type(
    desk: Desk, what: str, answers: tuple[tuple[str, str], ...], asked: dict[str, object]
) -> None:
    statement = (CLAIM[2][0], f"How will {what} be?")
    with screen(desk, "add") as terminal:
        terminal.answers(*SOURCE, *CLAIM[:2], statement, *answers, *CLAIM[3:], ADD)
        assert terminal.ends() == 0
    (claim,) = desk.json("list")
    shown = desk.json("show", claim["question"])
    assert {key: shown[key] for key in asked} == asked
    said = dict(answers).get("What will it be")
    assert claim["answer"] == said
    if said is not None:
        with screen(desk, "add", "--question", claim["question"]) as terminal:
            terminal.answers(("or the id of a source that is here:", claim["source"]))
            terminal.answers(CLAIM[0], CLAIM[1], ("What will it be", said))
            terminal.answers(CLAIM[4], ADD)
            assert terminal.ends() == 0
        assert [one["answer"] for one in desk.json("list")] == [said, said]


# Stopping, and going on


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_ctrl_c_offers_to_keep_a_draft_and_the_next_add_to_go_on(desk: Desk, width: int) -> None:
    with screen(desk, "add", width=width) as terminal:
        terminal.answers(*SOURCE, *CLAIM[:3])
        terminal.sees(CLAIM[3][0])
        terminal.sends(CTRL_C)
        terminal.answers(("Keep what you answered as a draft? [Y/n]:", ""))
        assert terminal.ends() == -signal.SIGINT
        terminal.sees("Nothing was added. Stopped.")
    assert desk.json("log") == []
    (draft,) = (desk.folder / "ledger.db.drafts").iterdir()
    assert draft.stat().st_mode & 0o777 == 0o600
    with screen(desk, "--recorder", "other", "add", width=width) as terminal:
        terminal.sees("or the id of a source that is here:")
        terminal.sends(CTRL_C)
        assert terminal.ends() == -signal.SIGINT
    with screen(desk, "add", width=width) as terminal:
        terminal.sees("NATO agrees on a floor of 2%.")
        terminal.answers(("Go on with it? [Y/n]:", ""), *CLAIM[3:], ADD)
        assert terminal.ends() == 0
    assert desk.json("list")[0]["speaker"] == "James Black"
    assert not (desk.folder / "ledger.db.drafts").exists()


@pytest.mark.slow
@pytest.mark.parametrize("answered", [0, 1, 4, 6, 8, 9])
@pytest.mark.parametrize("kept", [True, False])
def test_ctrl_c_adds_nothing_wherever_it_comes(desk: Desk, *, answered: int, kept: bool) -> None:
    with screen(desk, "add") as terminal:
        every = (*SOURCE, *CLAIM, ADD)
        terminal.answers(*every[:answered])
        terminal.sees(every[answered][0])
        terminal.sends(CTRL_C)
        if answered:
            terminal.answers(("as a draft? [Y/n]:", "y" if kept else "n"))
        assert terminal.ends() == -signal.SIGINT
    assert terminal.lines[-2:] == ["Nothing was added.", "Stopped."]
    assert "Traceback" not in "\n".join(terminal.lines)
    assert desk.json("log") == []
    assert (desk.folder / "ledger.db.drafts").exists() is (kept and answered > 0)


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_terminal_that_goes_away_leaves_a_draft(desk: Desk, how: signal.Signals) -> None:
    with screen(desk, "add") as terminal:
        terminal.answers(*SOURCE, CLAIM[0])
        terminal.sees(CLAIM[1][0])
        os.kill(terminal.process.pid, how)
        assert terminal.ends() == -how
    assert len(list((desk.folder / "ledger.db.drafts").iterdir())) == 1


FALLS: Final = """#!{python}
import os, signal
from ledger.__main__ import main
from ledger.cli.prompts.line_editor import LineEditor

class Dies:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGTERM)

ask = LineEditor.ask

def asks(self, kind, question, *others, **more):
    if kind == "quote":
        Dies()
    return ask(self, kind, question, *others, **more)

LineEditor.ask = asks
main()
"""
"""The command, to which a signal comes in a destructor, where no exception can be raised."""


@pytest.mark.slow
def test_a_draft_is_kept_where_the_signal_falls_into_a_destructor(desk: Desk) -> None:
    program = desk.folder / "program"
    program.write_text(FALLS.format(python=sys.executable), "utf-8")
    program.chmod(0o755)
    with Screen(
        desk.folder, ["add"], {"LEDGER_RECORDER": "desk"}, program=str(program)
    ) as terminal:
        terminal.answers(*SOURCE, CLAIM[0])
        assert terminal.ends() == -signal.SIGTERM
    assert "Traceback" not in "\n".join(terminal.lines)
    assert len(list((desk.folder / "ledger.db.drafts").iterdir())) == 1


@pytest.mark.slow
def test_who_stops_twice_keeps_the_draft(desk: Desk) -> None:
    with screen(desk, "add") as terminal:
        terminal.answers(*SOURCE[:2])
        terminal.sees("Its title:")
        terminal.sends(CTRL_C)
        terminal.sees("as a draft")
        terminal.sends(CTRL_C)
        assert terminal.ends() == -signal.SIGINT
    assert (desk.folder / "ledger.db.drafts").exists()


@pytest.mark.slow
def test_a_draft_can_be_kept_for_later_or_dropped(desk: Desk) -> None:
    def begun(*answers: tuple[str, str]) -> None:
        with screen(desk, "add") as terminal:
            terminal.answers(*answers)
            terminal.sees("or the id of a source that is here:")
            terminal.sends(CTRL_C)
            terminal.ends()

    with screen(desk, "add") as terminal:
        terminal.answers(*SOURCE[:2])
        terminal.sees("Its title:")
        terminal.sends(CTRL_C)
        terminal.answers(("as a draft", ""))
        terminal.ends()
    begun(("Go on with it", "n"), ("Keep it for later", ""))
    assert (desk.folder / "ledger.db.drafts").exists()
    begun(("Go on with it", "n"), ("Keep it for later", "n"))
    assert not (desk.folder / "ledger.db.drafts").exists()


@pytest.mark.slow
def test_what_was_added_before_the_stop_stays_in_a_new_ledger(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    with screen(desk, "add") as terminal:
        terminal.answers(*SOURCE, *CLAIM, (REVIEW, "+"))
        terminal.sees("Who said it:")
        terminal.sends(CTRL_C)
        assert terminal.ends() == -signal.SIGINT
        terminal.sees("Nothing more was added. Stopped. ledger.db was written before that.")
    assert len(desk.json("list")) == 1


def test_the_end_of_input_adds_nothing_either(desk: Desk) -> None:
    with screen(desk, "add") as terminal:
        terminal.sees(SOURCE[0][0])
        terminal.sends(CTRL_D)
        assert terminal.ends() == 1
    assert terminal.lines[-2:] == ["Nothing was added.", "Stopped."]


@pytest.mark.slow
def test_a_ledger_that_cannot_be_written_keeps_what_was_typed(desk: Desk) -> None:
    """Nobody should type it all again because another program holds the file."""
    with screen(desk, "add") as terminal:
        terminal.answers(*SOURCE, *CLAIM)
        terminal.sees(REVIEW)
        desk.database.write_bytes(b"no database any more" * 1000)
        terminal.types("")
        assert terminal.ends() == 1
        terminal.sees("is not a ledger, or is damaged.")
    assert len(list((desk.folder / "ledger.db.drafts").iterdir())) == 1


# Recording


@pytest.fixture
def denied(desk: Desk) -> str:
    """A question that one speaker affirms and another denies."""
    question = desk.add(id="floor")
    desk.done(
        *("add", "--id", "no-floor", "--speaker", "Jamie Shea", "--stance", "against"),
        *("--question", question, "--source", "japan-times-2023-07-03"),
    )
    return question


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_record_asks_for_what_is_missing(desk: Desk, denied: str, width: int) -> None:
    with screen(desk, "record", width=width) as terminal:
        terminal.answers(("Which question, or claim on it (its id):", "flor"))
        terminal.sees("There is no claim or question 'flor' in this ledger. Did you mean floor?")
        terminal.answers(("(its id):", f"{CTRL_U}{denied}"))
        terminal.sees("denies: Jamie Shea")
        terminal.answers(("What became of it:", "happend"))
        terminal.sees("Did you mean 'happened'?")
        terminal.answers(("What became of it:", f"{CTRL_U}hap"))
        terminal.answers(("When did that become true", "2023-07-20"))
        terminal.sees("the verdict is late, not happened")
        terminal.answers(("When did that become true", f"{CTRL_U}2023-07-11"))
        terminal.answers(
            ("What shows it", "https://a.example https://b.example"), ("in short:", "")
        )
        shown = terminal.sees(REVIEW)
        assert "Jamie Shea, against: wrong" in shown
        assert "James Black, for: right" in shown
        assert desk.json("show", denied)["outcomes"] == []
        terminal.types("")
        assert terminal.ends() == 0
        terminal.sees("Recorded floor#1.")
    (outcome,) = desk.json("show", denied)["outcomes"]
    assert [one["url"] for one in outcome["evidence"]] == ["https://a.example", "https://b.example"]
    with screen(desk, "record", denied, "--note", "n", width=width) as terminal:
        terminal.answers(("What became of it:", "partly"), ("Which share", "75%"))
        terminal.answers(("become true", ""), ("What shows it", ""))
        terminal.sees("to replace it with partly 0.75 is a correction, and needs a reason.")
        terminal.answers(("Why the verdict before it is replaced:", "misread"), (REVIEW, ""))
        assert terminal.ends() == 0
    assert desk.json("show", denied)["value"] == 0.75


@pytest.mark.slow
def test_stopping_records_nothing(desk: Desk, denied: str) -> None:
    with screen(desk, "record", denied) as terminal:
        terminal.sees("What became of it:")
        terminal.sends(CTRL_C)
        assert terminal.ends() == -signal.SIGINT
        terminal.sees("Nothing was recorded. Stopped.")
    assert desk.json("show", denied)["outcomes"] == []


@pytest.mark.slow
def test_record_asks_where_a_claim_is_a_denial(desk: Desk, denied: str) -> None:
    with desk.terminal("record", denied, "happened", "--on", "2023-07-11") as terminal:
        shown = terminal.sees("A claim here denies the statement. Are these results right? [y/N]:")
        assert "Jamie Shea, against: wrong" in shown
        assert "James Black, for: right" in shown
        assert desk.json("show", denied)["outcomes"] == []
        terminal.types("y")
        assert terminal.ends() == 0
    assert "Recorded floor#1." in terminal.shown
    assert desk.json("show", denied)["verdict"] == "happened"


@pytest.mark.slow
@pytest.mark.parametrize("key", [b"\n", b"n\n", CTRL_C.encode(), CTRL_D.encode()])
def test_anything_but_yes_records_nothing(desk: Desk, denied: str, key: bytes) -> None:
    with desk.terminal("record", "no-floor", "happened") as terminal:
        terminal.sees("[y/N]:")
        assert terminal.presses(key) == (-signal.SIGINT if key == CTRL_C.encode() else 1)
    stopped = "Stopped.\n" * (key in {CTRL_C.encode(), CTRL_D.encode()})
    assert terminal.shown.endswith(f"\nNothing was recorded.\n{stopped}")
    assert desk.json("show", denied)["outcomes"] == []


@pytest.mark.slow
def test_record_does_not_ask_where_nobody_denies_or_yes_was_said(desk: Desk, denied: str) -> None:
    other = desk.add(id="other", statement="It rains.")
    with desk.terminal("record", other, "happened", "--on", "2023-07-11") as terminal:
        assert terminal.ends() == 0
    with desk.terminal("record", denied, "happened", "--yes") as terminal:
        assert terminal.ends() == 0
    assert desk.json("show", denied)["verdict"] == "happened"


def test_without_a_terminal_nothing_is_asked(desk: Desk) -> None:
    assert "Missing argument 'ID'" in desk.misused("record")
    assert "It is one of happened, partly" in desk.misused("record", "floor")
    assert "Which source?" in desk.misused("add", "--speaker", "A")
    assert ENTER not in desk.misused("add")


# Going through what is due


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_due_is_gone_through_with_one_key_a_verdict(
    desk: Desk, denied: str, width: int
) -> None:
    desk.add(id="rain", statement="It rains.", due="2023-07-13")
    desk.add(id="snow", statement="It snows.", due="2023-07-14")
    desk.add(id="hail", statement="It hails.", due="2023-07-15")
    with screen(desk, "due", "--review", width=width) as terminal:
        terminal.sees("1 of 4: floor")
        terminal.sees("denies: Jamie Shea")
        terminal.sees("Enter skips, q stops")
        terminal.sends("x")
        terminal.sends("d")
        terminal.sees("did not happen")
        terminal.answers(("When did that become true", ""), ("What shows it", "https://a.example"))
        shown = terminal.sees(REVIEW)
        assert "Jamie Shea, against: right" in shown
        terminal.types("")
        terminal.sees("Recorded floor#1.")
        terminal.sees("2 of 4: rain")
        terminal.sees("q stops")
        terminal.types("")
        terminal.sees("3 of 4: snow")
        terminal.sees("q stops")
        terminal.sends("q")
        assert terminal.ends() == 0
        terminal.sees("1 verdict recorded, 1 skipped, 2 left.")
    assert desk.json("show", denied)["verdict"] == "did-not-happen"
    assert desk.json("show", "rain")["outcomes"] == []


@pytest.mark.slow
def test_a_question_of_how_many_is_answered_with_one_key(desk: Desk) -> None:
    desk.add(
        id="seats", statement="How many seats?", type="number", unit="seats", due="2023-07-12",
        answer="at least 300",
    )  # fmt: skip
    with screen(desk, "due", "--review") as terminal:
        terminal.sees("at least 300: James Black")
        shown = terminal.sees("Enter skips, q stops")
        assert "a answered" in shown
        assert "happened" not in shown
        terminal.sends("h")
        terminal.sends("a")
        terminal.answers(
            ("What is the answer", "326"),
            ("When did that become true", ""),
            ("What shows it", "https://a.example"),
            (REVIEW, ""),
        )
        assert terminal.ends() == 0
        terminal.sees("1 verdict recorded, 0 skipped, 0 left.")
    (outcome,) = desk.json("show", "seats")["outcomes"]
    assert (outcome["verdict"], outcome["answer"]) == ("answered", "326")


@pytest.mark.slow
def test_going_through_stops_at_any_time_and_keeps_what_was_recorded(
    desk: Desk, denied: str
) -> None:
    with screen(desk, "due", "--review") as terminal:
        terminal.sees("q stops")
        terminal.sends("h")
        terminal.sees("When did that become true")
        terminal.sends(CTRL_C)
        assert terminal.ends() == -signal.SIGINT
        terminal.sees("0 verdicts recorded, 0 skipped, 1 left.")
    assert desk.json("show", denied)["outcomes"] == []
    assert "needs a terminal" in desk.misused("due", "--review")
    desk.done("record", denied, "unclear", "--yes")
    with screen(desk, "due", "--review") as terminal:
        assert terminal.ends() == 0
        terminal.sees("Nothing is due or overdue.")


def test_every_verdict_has_a_key_of_its_own() -> None:
    assert set(KEYS.values()) == set(Verdict)
    assert not KEYS.keys() & (SKIP | STOP)
