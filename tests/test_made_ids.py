"""Ids made of texts: readable, equal for what nobody can tell apart, and known by their digest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.model import new_ids
from ledger.model.field_values import ID
from ledger.model.name_keys import in_ascii, without_accents


@given(st.text())
def test_a_made_id_is_an_id_and_its_digest_is_found(text: str) -> None:
    for names in (new_ids.NOW, new_ids.PLAIN, new_ids.UNTIL_0_1_0):
        made = names.claim_id("Ann", text, "2023", "paper")
        assert ID.fullmatch(made)
        assert new_ids.made_of(made) == made[-12:]


@given(st.text(st.characters(max_codepoint=127)))
def test_ids_of_plain_texts_are_what_they_were(text: str) -> None:
    """So that what 0.1.0 imported is found without a look at every id."""
    plain = " ".join(text.split())
    for now, then in (
        (new_ids.NOW.slug(plain), new_ids.UNTIL_0_1_0.slug(plain)),
        (
            new_ids.claim_id("Ann", plain, "2023", "p"),
            new_ids.UNTIL_0_1_0.claim_id("Ann", plain, "2023", "p"),
        ),
        (
            new_ids.source_id("", plain, "T", "2023"),
            new_ids.UNTIL_0_1_0.source_id("", plain, "T", "2023"),
        ),
    ):
        assert now == then


def test_names_nobody_can_tell_apart_make_the_same_id() -> None:
    ids = {
        new_ids.claim_id(speaker, statement, "2023", "p")
        for speaker in ("Ann\u00e9 Lee", "Anne\u0301\u00a0Lee", "Ann\u00e9  Lee")
        for statement in ("It rains in Ville.", "It\u2009rains in  Ville.")
    }
    assert len(ids) == 1
    assert new_ids.claim_id("Anne Lee", "It rains in Ville.", "2023", "p") not in ids


@pytest.mark.parametrize(
    ("identifier", "made_of"),
    [
        ("rain-0123456789ab", "0123456789ab"),
        ("yu-0123456789ab-2", "0123456789ab-2"),
        ("yu-0123456789ab-question", "0123456789ab-question"),
        ("0123456789ab", "0123456789ab"),
        ("fatebook-yu-0123456789ab:ann-ba9876543210:2023-07-01T09:30:00Z",
         "0123456789ab:ba9876543210:2023-07-01T09:30:00Z"),
        ("manifold-m1:Ann:2023-07-01T10:00:00Z", None),
        ("two-percent-floor", None),
        ("rain-0123456789AB", None),
        ("rain-0123456789abc", None),
    ],
)  # fmt: skip
def test_what_an_id_is_made_of_is_its_digest(identifier: str, made_of: str | None) -> None:
    assert new_ids.made_of(identifier) == made_of


@pytest.mark.parametrize(
    ("text", "plain", "latin"),
    [
        ("ł Ł đ Đ ø Ø ħ ŧ", "l L d D o O h t", "l L d D o O h t"),
        ("ß æ Æ œ ð þ", "ss ae AE oe d th", "ss ae AE oe d th"),
        ("\u0131\u015f\u0131k", "isik", "isik"),
        ("naïve Škoda", "naive Skoda", "naive Skoda"),
        ("Вода", "Вода", "Voda"),
        ("ΑΘΗΝΑ", "ΑΘΗΝΑ", "AThINA"),
        ("ﬁne ½", "fine 1\u20442", "fine 12"),
    ],
)
def test_letters_are_plain_for_search_and_ascii_for_ids(text: str, plain: str, latin: str) -> None:
    """What Unicode decomposes and what it does not; other scripts stay in search."""
    assert without_accents(text) == plain
    assert in_ascii(text) == latin


@given(st.text())
def test_letters_made_plain_are_plain(text: str) -> None:
    assert in_ascii(text).isascii()
    plain = without_accents(text)
    assert without_accents(plain) == plain
