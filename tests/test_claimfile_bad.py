"""Mistakes in a claim file: every problem at once, with its line and what was probably meant.

The files in ``bad/`` stand beside the problems they have; in a ``.cases`` file the problems follow
each text after an arrow.
"""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from ledger.formats.claimfile.read import read_claim_file
from ledger.formats.claimfile.syntax_errors import explain

BAD = Path(__file__).parent / "bad"
HORIZON = date(2024, 6, 30)

SOURCE = """\
[source]
id = "jt"
publisher = "The Japan Times"
published = "2023-07-05"
"""
CLAIM = """\
[[claim]]
id = "floor"
speaker = "James Black"
statement = "Members agree that 2% of GDP is the least each spends on defence."
"""


def said(text: str) -> list[str]:
    """The problems of a claim file."""
    _, problems = read_claim_file("f.toml", text, HORIZON)
    return [str(one) for one in problems]


def expected(problems: str) -> list[str]:
    """Problems as they are written in ``bad/``, with the name of the file before them."""
    return [
        f"f.toml:{'' if one[0].isdigit() else ' '}{one}" for one in problems.strip().splitlines()
    ]


def cases(name: str) -> list[tuple[str, str]]:
    """The texts of a ``.cases`` file, each with its problems."""
    found = []
    for case in (BAD / name).read_text(encoding="utf-8").strip().split("\n\n"):
        text, problems = case.split("\n-> ", 1)
        found.append((f"{text}\n", problems.replace("\n-> ", "\n")))
    return found


@pytest.mark.parametrize("path", sorted(BAD.glob("*.toml")), ids=lambda path: path.stem)
def test_every_problem_of_a_file_is_named_at_once_with_its_line(path: Path) -> None:
    problems = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert said(path.read_text(encoding="utf-8")) == expected(problems)


@pytest.mark.parametrize(("text", "problems"), cases("tables.cases"))
def test_a_table_out_of_place_is_named(text: str, problems: str) -> None:
    assert said(text) == expected(problems)


@pytest.mark.parametrize(("text", "problems"), cases("syntax.cases"))
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_is_not_toml_is_named_with_its_line(text: str, problems: str, line_end: str) -> None:
    whole = f'{SOURCE}[[claim]]\nid = "floor"\n{text}'
    assert said(whole.replace("\n", line_end)) == expected(problems)
    assert said(whole.removesuffix("\n")) == expected(problems)


def test_what_no_sentence_is_made_for_is_told_in_the_words_of_the_parser() -> None:
    assert explain("a\nb\n", "Something new (at line 2, column 1)") == (
        2,
        "This is not TOML: Something new.",
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('quote = "a\0b"', "0000"),
        ('quote = "a\x1b[31mb"', "001B"),
        ("quote = 'a\x7fb'", "007F"),
        ('quote = "a\rb"', "000D"),
        ("# a\x07", "0007"),
        ('\u00a0due = "2023"', "00A0"),
        ('due\u00a0= "2023"', "00A0"),
        ("\ufeff", "FEFF"),
    ],
    ids=ascii,
)
def test_a_character_that_toml_refuses_is_named_by_its_code(line: str, code: str) -> None:
    assert said(f"{SOURCE}{line}\n") == [
        f"f.toml:5: There is an invisible character here, U+{code}; remove it."
    ]


MANY = ".".join("a" * 30_000)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"note = {'[' * 5000}{']' * 5000}\n", "f.toml"),
        (f"note = {'[' * 60}{']' * 60}\n", "f.toml"),
        (f"note = {'{ a = ' * 2000}1{' }' * 2000}\n", "f.toml"),
        (f"note = {{ {MANY} = 1 }}\n", "f.toml:1"),
        (f"\n\n{MANY} = 1\n", "f.toml:3"),
        (f"\n{MANY.replace('a', repr('a b'))} = 1\n", "f.toml:2"),
        (f"[{MANY}]\n", "f.toml:1"),
        (f"[[ {MANY} ]]\n", "f.toml:1"),
    ],
    ids=["lists", "60 lists", "tables", "inline key", "key", "quoted key", "header", "headers"],
)
def test_deep_nesting_is_refused_before_it_costs_time(text: str, place: str) -> None:
    began = time.process_time()
    assert said(text) == [f"{place}: Tables or lists are nested too deeply for a claim file."]
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (f"0x{'F' * 5000}", "(a number of many digits) is not a number from 0 to 1."),
        (f"0.{'9' * 40}", f"0.{'9' * 40} has more than 18 decimal places."),
        ("1e-999999999", "1E-999999999 has more than 18 decimal places."),
        ("1e999999999", "1E+999999999 is not a number from 0 to 1."),
        (f"1e{'9' * 30}", "Infinity is not a number from 0 to 1."),
        (f'"{"9" * 5000}"', f"'{'9' * 56}... is not a number from 0 to 1."),
        ('"1e999999999999999999999"', "'1e999999999999999999999' is not a number from 0 to 1."),
        ('"\u0660.\u0667"', "'\u0660.\u0667' is not a number from 0 to 1."),  # in Arabic digits
        ('"0_7"', "'0_7' is not a number from 0 to 1."),
        ('"2/3"', "'2/3' is not a number from 0 to 1."),
        ("1.5", "1.5 is not a number from 0 to 1."),
        ('"70 %"', "'70 %' is not a number from 0 to 1. Did you mean 0.7?"),
        ("-inf", "-Infinity is not a number from 0 to 1."),
    ],
    ids=lambda text: text[:12],
)
def test_a_number_that_is_no_probability_is_refused(number: str, problem: str) -> None:
    text = f"{SOURCE}{CLAIM}probability = {number}\n"
    assert said(text) == [f"f.toml:9: probability {problem}"]


def test_a_truth_value_is_no_probability() -> None:
    assert said(f"{SOURCE}{CLAIM}probability = true\n") == [
        "f.toml:9: probability must be a number from 0 to 1, not true or false."
    ]


def test_words_are_blamed_where_no_day_is_given_for_them_to_hang_on() -> None:
    undated = SOURCE.replace('published = "2023-07-05"\n', "")
    (problem,) = said(f'{undated}{CLAIM}due = "next week"\n')
    assert problem.startswith("f.toml:8: due: 'next week' depends on the day it was said")


def test_a_number_of_thousands_of_digits_has_no_place() -> None:
    assert said(f"{SOURCE}{CLAIM}probability = {'9' * 5000}\n") == [
        "f.toml: There is a number of thousands of digits in this file."
    ]


def test_an_outcome_without_evidence_is_a_warning_and_no_more() -> None:
    text = f'{SOURCE}{CLAIM}[[claim.outcome]]\nverdict = "happened"\n'
    bundle, problems = read_claim_file("f.toml", text, HORIZON)
    assert [one.severity for one in problems] == ["warning"]
    assert said(text) == [
        "f.toml:10: warning: The outcome has no evidence; name a url or a source that shows it."
    ]
    assert bundle is not None
    assert [item.record.verdict for item in bundle.outcomes] == ["happened"]


def test_a_long_value_is_cut_in_its_message() -> None:
    assert said(f'{SOURCE}{CLAIM}kind = "{"k" * 5000}"\n') == [
        f"f.toml:9: kind '{'k' * 56}... is not one of prediction, pledge, plan."
    ]


def test_an_id_has_at_most_200_characters() -> None:
    question = '[[question]]\nid = "{}"\nstatement = "It is."\n'
    assert said(SOURCE + question.format("a" * 200)) == []
    assert said(SOURCE + question.format("a" * 201)) == [
        f"f.toml:6: id '{'a' * 56}... has 201 characters; an id has at most 200."
    ]


def test_a_file_with_errors_still_gives_what_could_be_read() -> None:
    bundle, problems = read_claim_file("f.toml", f"{SOURCE}x = 1\n{CLAIM}", HORIZON)
    assert [str(one) for one in problems] == ["f.toml:5: Unknown key 'x'."]
    assert bundle is not None
    assert [item.record.id for item in bundle.named] == ["jt", "floor", "floor"]
    assert read_claim_file("f.toml", "[source", HORIZON)[0] is None
