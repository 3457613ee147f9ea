"""Claim files as they lie on disk: those that are no text, and those that meet others."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest

from ledger.book.importing.check import check, read_bundles
from ledger.errors import FileTrouble
from ledger.formats.claimfile.files import read_text

HORIZON = date(2024, 6, 30)

SOURCE = """\
[source]
id = "jt"
publisher = "The Japan Times"
published = "2023-07-05"
"""
OTHER_SOURCE = SOURCE.replace('"jt"', '"afp"')
CLAIM = """\
[[claim]]
id = "floor"
speaker = "James Black"
statement = "Members agree that 2% of GDP is the least each spends on defence."
"""
QUESTION = """\
[[question]]
id = "signal"
statement = "At the Vilnius summit, NATO gives Ukraine a clear signal."
due = "2023-07-12"
"""
STAND = """\
[[claim]]
id = "stand"
speaker = "Oleksii Reznikov"
question = "signal"
"""


def checked(folder: Path, **texts: str) -> list[str]:
    """The problems of several claim files checked together."""
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    _, problems = check([folder], HORIZON)
    return [str(one).replace(f"{folder}/", "") for one in problems]


def trouble_of(path: Path) -> list[str]:
    """The problems of a path that is read as a claim file, and has no claims."""
    bundles, problems = read_bundles([path], HORIZON)
    assert bundles == []
    return [str(one) for one in problems]


# Several files together


def test_an_id_borne_in_two_files_is_a_problem_of_the_second(tmp_path: Path) -> None:
    assert checked(tmp_path, a=SOURCE + CLAIM, b=f"{OTHER_SOURCE}\n{CLAIM}", c=SOURCE) == [
        "b.toml:7: The id 'floor' is already used, at a.toml:6: source 'jt' there, 'afp' here.",
    ]
    other = SOURCE.replace("The Japan Times", "Reuters")
    assert checked(tmp_path, c=other)[1:] == [
        (
            "c.toml:2: The id 'jt' is already used, at a.toml:2: "
            "publisher 'The Japan Times' there, 'Reuters' here."
        ),
    ]


def test_what_two_files_say_alike_is_said_once(tmp_path: Path) -> None:
    found = checked(tmp_path, a=SOURCE + CLAIM + QUESTION, b=SOURCE + CLAIM + QUESTION)
    assert [one for one in found if "warning" not in one] == []
    assert "b.toml: warning: Passed over, for they say again what is said already: 1." in found


def test_a_question_no_file_has_is_a_warning_with_a_guess(tmp_path: Path) -> None:
    near = STAND.replace("signal", "signall")
    far = STAND.replace("signal", "timeline").replace("stand", "far")
    assert checked(tmp_path, a=SOURCE + near + far + QUESTION) == [
        (
            "a.toml:8: warning: The question 'signall' is not in these files, "
            "so the ledger must have it. Did you mean 'signal'?"
        ),
        (
            "a.toml:12: warning: The question 'timeline' is not in these files, "
            "so the ledger must have it."
        ),
    ]


def test_a_question_in_a_file_with_problems_is_not_missed_elsewhere(tmp_path: Path) -> None:
    bad = f"{SOURCE}nonsense = 1\n{QUESTION}"
    assert checked(tmp_path, a=bad, b=OTHER_SOURCE + STAND) == ["a.toml:5: Unknown key 'nonsense'."]


def test_a_source_that_evidence_names_and_no_file_has_is_a_warning(tmp_path: Path) -> None:
    outcome = '[[claim.outcome]]\nverdict = "happened"\nevidence = [{ source = "afp" }]\n'
    assert checked(tmp_path, a=SOURCE + CLAIM + outcome) == [
        "a.toml:11: warning: The source 'afp' is not in these files, so the ledger must have it."
    ]
    assert checked(tmp_path, b=OTHER_SOURCE) == []


def test_a_claim_made_after_the_due_day_of_a_shared_question_is_a_warning(tmp_path: Path) -> None:
    late = SOURCE.replace("2023-07-05", "2023-07-20")
    assert checked(tmp_path, a=f'{late}{QUESTION}{STAND}made = "2023-07-13"\n') == [
        (
            "a.toml:13: warning: made 2023-07-13 is after the question's due day 2023-07-12: "
            "kept, but never scored."
        )
    ]
    assert checked(tmp_path, a=late + QUESTION + STAND) == [
        (
            "a.toml:12: warning: The source's published 2023-07-20 is after the question's due day "
            "2023-07-12: kept, but never scored."
        )
    ]
    assert checked(tmp_path, a=f'{late}{QUESTION}{STAND}made = "2023-07-12"\n') == []


def test_a_verdict_that_corrects_another_without_a_reason_is_a_warning(tmp_path: Path) -> None:
    evidence = 'evidence = [{ url = "https://a.example" }]\n'
    outcomes = "".join(
        f'[[claim.outcome]]\nverdict = "{verdict}"\n{evidence}'
        for verdict in ("stalled", "did-not-happen", "late", "in-progress", "happened")
    )
    text = f'{SOURCE}{CLAIM}due = "2023-07-12"\n{outcomes}'
    assert checked(tmp_path, a=text) == [
        (
            "a.toml:23: warning: happened corrects the late of line 17; "
            "say why with the key reason, or import with --reason."
        )
    ]
    assert checked(tmp_path, a=f'{text}reason = "It had come about in time."\n') == []


def test_only_good_files_are_handed_back(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(SOURCE + CLAIM, encoding="utf-8")
    (tmp_path / "bad.toml").write_text("[source]\n", encoding="utf-8")
    (tmp_path / "worse.toml").write_text("[source", encoding="utf-8")
    bundles, problems = check([tmp_path], HORIZON)
    assert [Path(one.path).name for one in bundles] == ["good.toml"]
    assert [str(one).replace(f"{tmp_path}/", "") for one in problems] == [
        "bad.toml:1: id is missing.",
        "bad.toml:1: publisher is missing.",
        "worse.toml:1: A header ends with ], or with ]] where it begins with [[.",
    ]


@pytest.mark.slow
def test_thousands_of_unknown_questions_are_told_soon(tmp_path: Path) -> None:
    questions = "".join(
        f'[[question]]\nid = "nato-gives-ukraine-signal-{n}"\nstatement = "It does."\n'
        for n in range(2000)
    )
    claims = "".join(
        f'[[claim]]\nid = "c{n}"\nspeaker = "A"\nquestion = "nato-give-ukraine-signal-{n}"\n'
        for n in range(1000)
    )
    began = time.process_time()
    problems = checked(tmp_path, a=SOURCE + questions + claims)
    assert len(problems) == 1000
    assert time.process_time() - began < 20


def test_the_text_of_one_source_is_refused_for_two(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text(SOURCE.replace("jt", name), encoding="utf-8")
    article = tmp_path / "article.txt"
    article.write_text("A floor, not a ceiling.", encoding="utf-8")
    with pytest.raises(FileTrouble, match="is the text of one source, but 2 are given"):
        check([tmp_path], HORIZON, article)


# Files that are no claim files


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b'[source]\nid = "Caf\xe9"\n', "2: This is not UTF-8 text: byte 0xE9."),
        (SOURCE.encode("utf-16"), "1: This is not UTF-8 text: byte 0xFF."),
        (b"\x89PNG\r\n\x1a\n", "1: This is not UTF-8 text: byte 0x89."),
    ],
    ids=["latin-1", "utf-16", "picture"],
)
def test_a_file_that_is_not_utf8_is_a_problem(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(data)
    assert trouble_of(path) == [f"{path}:{problem} Save the file as UTF-8."]


def test_a_nul_byte_is_a_problem_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b'[source]\nid = "\0"\n')
    assert trouble_of(path) == [
        f"{path}:2: There is an invisible character here, U+0000; remove it."
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (SOURCE + CLAIM).replace("\n", "\r\n").encode())
    bundles, problems = read_bundles([path], HORIZON)
    assert [len(one.claims) for one in bundles] == [1]
    assert problems == []


def test_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.toml"
    assert trouble_of(path) == [f"{path}: There is no such file."]


def test_a_name_too_long_for_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 300)
    assert trouble_of(path) == [f"{path}: This cannot be read: File name too long."]
    with pytest.raises(FileTrouble, match="This cannot be read: File name too long"):
        read_text(path)


def test_a_path_with_a_nul_is_refused() -> None:
    assert trouble_of(Path("a\0b")) == ["a\0b: This is not a path."]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe.toml"
    os.mkfifo(path)
    assert trouble_of(path) == [f"{path}: This is not a file that can be read."]


def test_a_file_of_100_mb_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "big.toml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    monkeypatch.setattr(Path, "read_bytes", None)
    assert trouble_of(path) == [f"{path}: This file is larger than 16 MB. Cut it into several."]


def test_a_folder_where_a_file_was_meant_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="This is a folder, not a file"):
        read_text(tmp_path)


def test_a_folder_without_claim_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "a.toml").write_text(SOURCE, encoding="utf-8")
    assert trouble_of(tmp_path) == [f"{tmp_path}: There is no claim file (*.toml) in this folder."]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(SOURCE + CLAIM, encoding="utf-8")
    again = tmp_path / ".." / tmp_path.name / "a.toml"
    bundles, _ = read_bundles([path, tmp_path, again], HORIZON)
    assert [one.path for one in bundles] == [str(path)]
