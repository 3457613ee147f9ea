"""Quotes found in a text, and found again after edits."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.quote import Article, Selector, again, closest, find, find_again

if TYPE_CHECKING:
    from collections import Counter

SUMMIT = (
    "VILNIUS — The alliance\u2019s members are looking to see 2% of GDP as “a floor, not a ceiling,"
    "” said James Black, assistant director of defence at RAND Europe.\n\n"
    "Experts doubt that NATO will go that far. It costs… a lot, said Céline Pajon, who expects the "
    "sum\u00admit to give Ukraine “a clear\n   signal” and a formula.\u00a0Mr. Black said members "
    "will spend more \u2013 much more \u2013 later this year."
)

# Characters that folding treats in a way of their own, and some that it leaves alone.
tricky = st.text(
    "ab.,-()[]'\" \n\t\u00a0\u00ad\u200b\u2013\u2014\u2026\u2019\u201c\u201d\u00ab\u0301\u0130éß"
)
texts = tricky | st.text()


def bare(text: str) -> str:
    """The text without what typing it again may change; written apart from the code under test."""
    text = re.sub("[\u00ad\u200b\u2060\ufeff]", "", text).replace("\u2026", "...")
    text = re.sub("[\u2018\u2019\u201a\u201b\u2032\u2039\u203a]", "'", text)
    text = re.sub("[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb]", '"', text)
    text = re.sub("[-\u2010-\u2015\u2212]", "-", text)
    text = re.sub(r"\s+", " ", normalize("NFD", text))
    return re.sub("[ -]*-[ -]*", "-", text).strip().strip("'\" ")


def place_of(text: str, exact: str) -> Selector:
    """The selector of the only place where the text has exactly these words."""
    assert text.count(exact) == 1
    before, after = text.split(exact)
    return Selector(before[-32:], exact, after[:32])


def test_a_selector_is_the_words_and_what_stands_around_them() -> None:
    """The alphabet of the W3C recommendation: `efg` stands after `abcd` and before `hijk`."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    assert find(Article.of(alphabet), "efg") == Selector("abcd", "efg", "hijklmnopqrstuvwxyz")


def test_contexts_are_32_characters_of_the_text() -> None:
    text = "x" * 50 + " here " + "y" * 50
    assert find(Article.of(text), "here") == Selector("x" * 31 + " ", "here", " " + "y" * 31)


def test_a_digest_is_of_the_utf_8_bytes() -> None:
    """The digest of `abc` is the example of FIPS 180-2; the other is sha256sum's."""
    assert Article.of("abc").digest == (
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    assert Article.of("é").digest == (
        "sha256:4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
    )


def test_a_text_that_has_no_utf_8_bytes_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        Article.of("half \ud800")


@pytest.mark.parametrize(
    ("quote", "exact"),
    [
        ("a floor, not a ceiling", "a floor, not a ceiling"),
        ("'a floor, not a ceiling'", "a floor, not a ceiling"),
        ("“a floor, not a ceiling”", "a floor, not a ceiling"),
        ("«\u00a0a floor, not a ceiling\u00a0»", "a floor, not a ceiling"),
        ("The alliance's members", "The alliance\u2019s members"),
        ('as "a floor, not a ceiling," said', "as “a floor, not a ceiling,” said"),
        ("VILNIUS - The", "VILNIUS — The"),
        ("VILNIUS--The", "VILNIUS — The"),
        ("more — much", "more \u2013 much"),
        ("It costs... a lot", "It costs… a lot"),
        ("Ce\u0301line Pajon", "Céline Pajon"),
        ("the summit", "the sum\u00admit"),
        ("a clear signal", "a clear\n   signal"),
        ("a formula. Mr. Black", "a formula.\u00a0Mr. Black"),
        ("  RAND\tEurope.\n\nExperts ", "RAND Europe.\n\nExperts"),
        ("A FLOOR, NOT A CEILING", "a floor, not a ceiling"),
        ("vilnius", "VILNIUS"),
        ("iving", ""),
        ("a floor not a ceiling", ""),
        ("a floor, not a roof", ""),
        ("", ""),
        (" \n\u00ad", ""),
        ("''", ""),
    ],
)
def test_a_quote_is_found_however_it_was_typed(quote: str, exact: str) -> None:
    assert find(Article.of(SUMMIT), quote) == (place_of(SUMMIT, exact) if exact else None)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("'", "\u2018\u2019\u201a\u201b\u2032\u2039\u203a"),
        ('"', "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"),
        ("-", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"),
        (" ", "\n\t\u00a0\u2002\u2009\u202f\u3000"),
        ("", "\u00ad\u200b\u2060\ufeff"),
        ("...", "\u2026"),
    ],
)
def test_a_typed_character_stands_for_all_printed_ones_of_its_kind(
    typed: str, printed: str
) -> None:
    for character in printed:
        selector = find(Article.of(f"so a{character}b it is"), f"a{typed}b")
        assert selector == Selector("so ", f"a{character}b", " it is")


def test_the_same_case_comes_before_another() -> None:
    article = Article.of("May we? We may, in May. MAY.")
    assert find(article, "may") == Selector("May we? We ", "may", ", in May. MAY.")
    assert find(article, "MAY") == Selector("May we? We may, in May. ", "MAY", ".")
    assert find(article, "mAY") == Selector("", "May", " we? We may, in May. MAY.")


def test_whole_words_come_before_parts_of_words() -> None:
    article = Article.of("A party of art.")
    assert find(article, "art") == Selector("A party of ", "art", ".")
    assert find(article, "ty of a") == Selector("A par", "ty of a", "rt.")


def test_marks_around_two_quotes_are_no_marks_around_one() -> None:
    article = Article.of('He said "yes" and "no" and left.')
    assert find(article, '"yes" and "no"') == Selector("He said ", '"yes" and "no"', " and left.")


def test_marks_around_a_quote_with_a_quote_in_it_are_ignored() -> None:
    article = Article.of("I told him to say “no” at once.")
    quote = '"told him to say "no" at once"'
    assert find(article, quote) == Selector("I ", "told him to say “no” at once", ".")


def test_part_of_a_character_is_not_found() -> None:
    assert find(Article.of("café"), "cafe") is None
    assert find(Article.of("..\u2026"), "\u2026") == Selector("..", "\u2026", "")


@pytest.mark.parametrize(
    "quote",
    [
        "a floor ... RAND Europe",
        "a floor … RAND Europe",
        "a floor [...] RAND Europe",
        "a floor […] RAND Europe",
        "a floor (...) RAND Europe",
        "a floor . . . RAND Europe",
        "...a floor ... RAND Europe ...",
        '"a floor, ... Black, ... director ... RAND Europe."',
        "A Floor ... Rand Europe",
    ],
)
def test_an_ellipsis_in_a_quote_stands_for_what_was_left_out(quote: str) -> None:
    selector = find(Article.of(SUMMIT), quote)
    assert selector is not None
    assert selector.exact.rstrip(".") == (
        "a floor, not a ceiling,” said James Black, assistant director of defence at RAND Europe"
    )


@pytest.mark.parametrize(
    "quote",
    [
        "RAND Europe ... a floor",
        "floor ... loor",
        "a floor ... a roof",
        "flo ... ling",
        "[...]",
    ],
)
def test_what_was_quoted_around_an_ellipsis_must_be_there_in_order_and_whole(quote: str) -> None:
    assert find(Article.of(SUMMIT), quote) is None


@pytest.mark.parametrize(("gap", "found"), [(0, True), (298, True), (299, False)])
def test_a_gap_is_of_300_characters_at_most(gap: int, *, found: bool) -> None:
    """The spaces at both sides belong to the gap."""
    text = f"first {'x' * gap} last"
    assert (find(Article.of(text), "first ... last") is not None) == found


def test_a_gap_begins_at_the_nearest_place_before_it() -> None:
    text = f"we go. {'So ' * 20}we go and we come back. {'So ' * 200}come back"
    selector = find(Article.of(text), "we go ... come back")
    assert selector is not None
    assert selector.exact == "we go and we come back"


def test_a_later_start_is_taken_where_the_first_leads_nowhere() -> None:
    text = f"we will {'x ' * 400} we will do it soon"
    selector = find(Article.of(text), "we will ... soon")
    assert selector is not None
    assert selector.exact == "we will do it soon"


def test_an_ellipsis_of_the_text_itself_is_found_as_such() -> None:
    article = Article.of("wait for it. Then: wait... for it")
    assert find(article, "wait... for it") == Selector("wait for it. Then: ", "wait... for it", "")


@given(texts, st.data())
def test_every_span_of_a_text_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = text[start : data.draw(st.integers(start, len(text)))]
    assume(bare(span))
    selector = find(Article.of(text), span)
    assert selector is not None
    assert bare(selector.exact) == bare(span)
    assert f"{selector.prefix}{selector.exact}{selector.suffix}" in text


@given(texts, texts)
def test_what_is_found_is_the_texts_own(text: str, quote: str) -> None:
    selector = find(Article.of(text), quote)
    if selector is None:
        assert not bare(quote) or quote not in text
    else:
        assert f"{selector.prefix}{selector.exact}{selector.suffix}" in text
        assert selector.exact == selector.exact.strip() != ""


@given(texts, st.data())
def test_in_the_same_text_the_same_place_is_found_again(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    article = Article.of(text)
    selector = find(article, text[start : data.draw(st.integers(start, len(text)))])
    assume(selector)
    assert selector is not None
    assert find_again(article, selector) == selector


REPEATED = (
    "He will come. She said he will come. They doubt that he will come, but he will come. So."
)


@pytest.mark.parametrize("place", [match.start() for match in re.finditer("will come", REPEATED)])
def test_the_contexts_choose_among_the_same_words(place: int) -> None:
    made = Selector(
        REPEATED[max(place - 32, 0) : place], "will come", REPEATED[place + 9 : place + 41]
    )
    assert find_again(Article.of(REPEATED), made) == made
    newer = f"Updated on Monday: {REPEATED.replace('doubt', 'think')} The end."
    again = find_again(Article.of(newer), made)
    assert again is not None
    assert newer.index(again.prefix + again.exact + again.suffix) + len(again.prefix) == place + 19


def test_words_are_found_again_in_other_typography_and_given_in_it() -> None:
    made = place_of(SUMMIT, "The alliance\u2019s members")
    newer = "Vilnius -- The alliance's\nmembers are looking to see 2% of GDP as 'a floor'."
    assert find_again(Article.of(newer), made) == place_of(newer, "The alliance's\nmembers")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("will spend more", "would spend more"),
        ("will spend more", "will spend far more"),
        ("will spend more", "will spend"),
        ("VILNIUS", "VILNA"),
        ("later this year.", "later in the year."),
        ("NATO will go that far", "Nato will go as far as that"),
    ],
)
def test_lightly_edited_words_are_found_between_their_contexts(old: str, new: str) -> None:
    newer = SUMMIT.replace(old, new)
    assert find_again(Article.of(newer), place_of(SUMMIT, old)) == place_of(newer, new)


def test_words_that_still_stand_in_their_place_are_found_as_they_are() -> None:
    newer = SUMMIT.replace("will spend more", "will spend more money")
    made = place_of(SUMMIT, "will spend more")
    assert find_again(Article.of(newer), made) == place_of(newer, "will spend more")


def test_edited_words_are_found_where_the_contexts_were_edited_farther_off() -> None:
    newer = SUMMIT.replace("Mr. Black said", "Mr. Black of RAND said").replace(
        "this year", "in 2023"
    )
    newer = newer.replace("will spend more", "would spend more")
    made = place_of(SUMMIT, "will spend more")
    assert find_again(Article.of(newer), made) == place_of(newer, "would spend more")


def test_the_edited_place_is_preferred_to_the_same_words_elsewhere() -> None:
    made = place_of(SUMMIT, "will spend more")
    elsewhere = "A reader asked who will spend more on bread."
    newer = f"{SUMMIT.replace('will spend more', 'would spend more')}\n{elsewhere}"
    assert find_again(Article.of(newer), made) == place_of(newer, "would spend more")


def test_the_same_words_elsewhere_are_better_than_nothing() -> None:
    made = place_of(SUMMIT, "will spend more")
    newer = "A reader asked who will spend more on bread."
    assert find_again(Article.of(newer), made) == place_of(newer, "will spend more")


@pytest.mark.parametrize("new", ["", "are on holiday in Italy", "x" * 100])
def test_words_that_are_gone_are_not_found_again(new: str) -> None:
    made = place_of(SUMMIT, "will spend more")
    assert find_again(Article.of(SUMMIT.replace("will spend more", new)), made) is None
    assert find_again(Article.of(""), made) is None


def test_a_selector_of_no_words_finds_nothing() -> None:
    assert find_again(Article.of(SUMMIT), Selector("VILNIUS", " ", "— The")) is None


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("a flor, not a celing", "“a floor, not a ceiling,”"),
        ("experts doubted Nato would go that far", "Experts doubt that NATO will go that far."),
        ("Celine Pajon", "Céline Pajon,"),
        ("give Ukraine a cleer signal", "give Ukraine “a clear\n   signal”"),
        ("RAND Europa", "RAND Europe."),
        ("later this", "later this"),
        ("vilnus", "VILNIUS"),
        ("zzz", ""),
        (" \u00ad", ""),
    ],
)
def test_the_closest_passage_is_the_one_a_reader_would_name(quote: str, passage: str) -> None:
    assert closest(Article.of(SUMMIT), quote) == passage


def test_in_a_text_shorter_than_the_quote_all_of_it_is_closest() -> None:
    assert closest(Article.of("a floor"), "a floor, not a ceiling, said Mr. Black") == "a floor"
    assert closest(Article.of(""), "a floor") == ""


def test_a_passage_is_found_in_ten_thousand_words() -> None:
    filler = " ".join(
        f"word{number % 977} of{number % 89} no{number % 13}" for number in range(3_333)
    )
    text = f"{filler} Members agreed on a floor, not a ceiling. {filler}"
    assert closest(Article.of(text), "members agree to a floor not ceiling") == (
        "Members agreed on a floor, not a ceiling."
    )


@given(st.lists(st.text("abcé…“—\u00ad", min_size=1, max_size=5), max_size=30), texts)
def test_the_closest_passage_is_of_whole_words(words: list[str], quote: str) -> None:
    passage = closest(Article.of(" ".join(words)), quote)
    assert not passage or f" {passage} " in f" {' '.join(words)} "


@given(st.permutations([f"{letter * 3}{letter}" for letter in "abcdefghijklmno"]), st.data())
def test_the_closest_passage_to_words_of_the_text_is_those_words(
    words: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, 14))
    stop = data.draw(st.integers(start + 1, 15))
    article = Article.of("\n".join(words))
    assert closest(article, " ".join(words[start:stop])) == "\n".join(words[start:stop])


def likest(text: str, quote: str) -> tuple[int, str]:
    """The passage that most of a quote's trigrams stand in, found by looking at every word's."""
    grams = again._trigrams(quote)  # noqa: SLF001 - the measure itself
    starts = [word.start() for word in re.finditer(r"\S+", text)]
    padded = f" {text} "
    held = [
        sum(padded[at : at + 3] in grams for at in range(one, min(one + len(quote), len(text))))
        for one in starts
    ]
    best = max(range(len(starts)), key=lambda one: (held[one], -one))
    return held[best], text[starts[best] : starts[best] + len(quote)]


@pytest.mark.slow
@given(st.randoms(use_true_random=False), st.integers(3, 400))
def test_where_a_passage_is_sought_is_where_most_of_the_quote_stands(
    chance: Random, number: int
) -> None:
    """As looking at every word finds it, in a text of which all trigrams are looked at."""
    words = [chance.choice(["rain", "snow", "hail", "sleet", "sun", "a"]) for _ in range(number)]
    text = " ".join(words)
    quote = " ".join(chance.choices(["rain", "snow", "hails", "sun", "fog"], k=5))
    article = Article.of(text)
    grams = again._trigrams(quote)  # noqa: SLF001 - as above
    places = again.places_of(article, grams)
    assert len(places) < again.SOUGHT
    assume(places)
    first = again._beginnings(article, places, len(quote))[0]  # noqa: SLF001 - as above
    start = article.words.starts[first]
    assert text[start : start + len(quote)] == likest(text, quote)[1]


@pytest.mark.slow
def test_the_work_for_a_quote_is_bounded_however_long_the_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A megabyte of text; the quote is one of its sentences with two words changed."""
    chance = Random(8)  # noqa: S311 - no secret
    known = [f"{a}{b}{c}" for a in "bdfglm" for b in "aeiou" for c in ("st", "nt", "ck", "mble")]
    text = " ".join(chance.choices(known, k=200_000))
    compared = 0
    real = again._likeness  # noqa: SLF001 - what is counted

    def counted(grams: Counter[str], window: str) -> float:
        nonlocal compared
        compared += 1
        return real(grams, window)

    monkeypatch.setattr(again, "_likeness", counted)
    article = Article.of(text)
    assert len(text) > 1_000_000
    for _ in range(3):
        start = text.index(" ", chance.randrange(900_000)) + 1
        said = text[start : text.index(" ", start + 100)].split()
        quote = " ".join([*said[:5], "zyzzyva", *said[6:12], "quixotic", *said[13:]])
        assert find(article, quote) is None
        compared = 0
        assert said[7] in closest(article, quote)
        assert " ".join(said[6:12]) in closest(article, quote)
        assert 0 < compared <= 2 * 5 * 32
        grams = again._trigrams(quote)  # noqa: SLF001 - as above
        assert len(again.places_of(article, grams)) <= again.SOUGHT
    dull = Article.of("aaa " * 100_000)
    assert len(again.places_of(dull, again._trigrams("aaa aab"))) == again.SOUGHT  # noqa: SLF001


def test_a_capital_that_becomes_two_letters_moves_nothing() -> None:
    article = Article.of("\u0130\u0130\u0130 said that it rains in Izmir.")
    assert len(article.lowered) == len(article.folded)
    assert closest(article, "that it rained in Izmir") == "that it rains in Izmir."
