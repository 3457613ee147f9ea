"""Text in columns: what is hidden, how wide it is, where it is cut and wrapped."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ledger.text import SINGLE, clean, cut, fitted, width, wrap

TEXTS = st.text() | st.text("ab \t\n日本é\u0301👨👩\u200d❤\ufe0f\x1b[]m;\x07\u202e…-", max_size=60)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("Zoë 日本 naïve", "Zoë 日本 naïve"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b[38;5;196mred", "red"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq#0~\x1b\\after", "after"),
        ("\x1b]0;never ended", "0;never ended"),
        ("\x1bcreset", "reset"),
        ("\x9b31mred", "red"),
        ("bell\x07 back\x08 null\x00 del\x7f", "bell back null del"),
        ("over\rwritten", "overwritten"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("\u2066isolated\u2069", "isolated"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("tags\U000e0041\U000e0042", "tags"),
        ("half\ud8ff", "half"),
        ("byte\udcff", "byte\ufffd"),
        ("\u200dfamily\u200c", "\u200dfamily\u200c"),
    ],
)
def test_what_can_hide_or_change_text_is_taken_out_and_nothing_else(text: str, left: str) -> None:
    assert clean(text) == left


@given(TEXTS)
def test_nothing_that_steers_a_terminal_is_left(text: str) -> None:
    left = clean(text)
    steering = {"Cc", "Cs"}
    assert not [one for one in left if unicodedata.category(one) in steering and one not in "\n\t"]
    assert not [
        one
        for one in left
        if unicodedata.bidirectional(one)
        in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    ]
    assert clean(left) == left


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("plain", 5),
        ("日本", 4),
        ("ﾆﾎﾝ", 3),
        ("\uff2eato", 5),
        ("é", 1),
        ("e\u0301", 1),
        ("👍", 2),
        ("क्", 1),
        ("\u200d", 0),
        ("soft\u00adhyphen", 11),
        ("👨\u200d👩\u200d👧", 2),
        ("👍🏽", 2),
        ("🇺🇦", 2),
        ("❤\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("☕ ✈", 4),
        ("\u1112\u1161\u11ab", 2),
        ("กำ", 2),
    ],
)
def test_width_is_what_a_terminal_takes(text: str, columns: int) -> None:
    """As in Unicode's East Asian Width (UAX 11), its emoji sequences (UTS 51) and categories."""
    assert width(text) == columns


def test_what_is_taken_for_single_is_as_wide_as_rich_says() -> None:
    singles = [one for one in map(chr, range(0x110000)) if SINGLE.fullmatch(one)]
    assert len(singles) > 900
    assert [one for one in singles if cell_len(one, "latest") != 1] == []
    assert [one for one in singles if cell_len(f"{one}\ufe0f", "latest") != 1] != []


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("short", 10, "short"),
        ("just right", 10, "just right"),
        ("one too long", 11, "one too lo…"),
        ("cut at a blank", 6, "cut a…"),
        ("cut at a blank", 5, "cut…"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("on\ntwo  lines", 20, "on two lines"),
        ("👨\u200d👩\u200d👧👍🏽x", 4, "👨\u200d👩\u200d👧…"),
        ("👨\u200d👩\u200d👧👍🏽x", 5, "👨\u200d👩\u200d👧👍🏽x"),
        ("ne\u0301e", 2, "n…"),
    ],
)
def test_cut_keeps_to_the_columns_and_one_line(text: str, columns: int, expected: str) -> None:
    assert cut(text, columns) == expected


@given(TEXTS, st.integers(2, 40))
def test_fitted_texts_take_the_columns_exactly_so_that_wide_characters_align(
    text: str, columns: int
) -> None:
    shown = fitted(clean(text), columns)
    assert width(shown) == columns
    assert "\n" not in shown
    assert shown.endswith(" ")


@given(TEXTS, st.integers(2, 40))
def test_wrapped_lines_fit_and_lose_nothing_but_blanks(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_words_are_kept_whole_where_they_fit() -> None:
    assert wrap("NATO agrees on a floor of 2%.", 12) == ["NATO agrees", "on a floor", "of 2%."]


def test_a_word_wider_than_a_line_is_broken_but_an_address_is_not() -> None:
    assert wrap("日本語日本語 is wide", 7) == ["日本語", "日本語", "is wide"]
    address = "https://www.mofa.go.jp/page7e_000024.html"
    assert wrap(f"see {address} there", 10) == ["see", address, "there"]


def test_a_line_does_not_begin_with_a_mark_that_closes_the_one_before() -> None:
    assert wrap("日本語です。日本語", 10) == ["日本語で", "す。日本語"]
    assert wrap("。。。。", 2) == ["。"] * 4


def test_nothing_is_one_empty_line() -> None:
    assert wrap("", 10) == [""]
