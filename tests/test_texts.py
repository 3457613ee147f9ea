"""Texts in a block are those of a list, however they are chosen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.model import texts as own
from ledger.model.texts import Texts

several = st.lists(st.text(st.characters(codec=None), max_size=6), max_size=12)


def parts_of(listed: list[str]) -> list[str]:
    """What is in some texts and between two of them, as the block has it."""
    return [*(one[1:] for one in listed), *(one[:-1] for one in listed), "\0".join(listed[:2])]


@given(several, several, st.data())
def test_a_block_is_a_list(first: list[str], more: list[str], data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own, "AT_ONCE", 3)
        made, listed = Texts(first).with_more(more), [*first, *more]
        assert (list(made), len(made)) == (listed, len(listed))
        assert [made[place] for place in range(len(listed))] == listed
        places = data.draw(st.lists(st.integers(0, max(0, len(listed) - 1)), max_size=8))
        rows = np.array(places if listed else [], dtype=np.intp)
        chosen = [listed[place] for place in rows]
        assert made[rows] == chosen
        assert made[rows][::-1] == chosen[::-1]
        assert [made[rows][place] for place in range(len(chosen))] == chosen
        assert made[rows].with_more(first) == [*chosen, *first]
        order = sorted(range(len(chosen)), key=lambda place: [*map(ord, chosen[place])])
        assert made[rows].order().tolist() == order
        wanted = {*listed[::2], "nowhere", *parts_of(listed)}
        for few in (0, 64):
            patch.setattr(own, "FEW", few)
            for texts in (made, made[rows], made[rows].with_more(first)):
                found = texts.places_of(wanted)
                assert set(found) == wanted & set(texts)
                assert all(texts[place] == one for one, place in found.items())


@given(several)
def test_what_is_kept_as_bytes_comes_back(first: list[str]) -> None:
    if any("\0" in one for one in first):
        with pytest.raises(ValueError, match="NUL"):
            Texts(first).block()
    else:
        kept = Texts(first).block()
        assert Texts.of_block(kept) == first
        if kept:
            with pytest.raises(ValueError, match="no end"):
                Texts.of_block(kept[:-1] + b"x")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(ValueError, match="codec"):
        Texts.of_block(b"a\0\xff\0")
