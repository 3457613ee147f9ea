"""Words of estimative probability: the published figures, and how wordings are read by them."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, pairwise, permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import UnknownName
from ledger.wording import YARDSTICKS, bold, implied, timid, yardstick

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.wording import Implied, Term

PUBLISHED = {
    "icd203": """
        almost no chance, remote                            1     3     5
        very unlikely, highly improbable                    5    12.5  20
        unlikely, improbable, improbably                   20    32.5  45
        roughly even chance, roughly even odds             45    50    55
        likely, probable, probably                         55    67.5  80
        very likely, highly probable                       80    87.5  95
        almost certain, almost certainly, nearly certain   95    97    99
    """,
    "phia": """
        remote chance            0     2.5    5
        highly unlikely         10    15     20
        unlikely                25    30     35
        realistic possibility   40    45     50
        likely, probable        55    65     75
        highly likely           80    85     90
        almost certain          95    97.5  100
    """,
    "nato": """
        highly unlikely    0    5   10
        unlikely          10   25   40
        even chance       40   50   60
        likely            60   75   90
        highly likely     90   95  100
    """,
    "ipcc": """
        virtually certain        99   99.5  100
        extremely likely         95   97.5  100
        very likely              90   95    100
        likely                   66   83    100
        more likely than not     50   75    100
        about as likely as not   33   49.5   66
        unlikely                  0   16.5   33
        very unlikely             0    5     10
        extremely unlikely        0    2.5    5
        exceptionally unlikely    0    0.5    1
    """,
    "efsa": """
        almost certain           99   99.5  100
        extremely likely         95   97     99
        very likely              90   92.5   95
        likely                   66   78     90
        about as likely as not   33   49.5   66
        unlikely                 10   21.5   33
        very unlikely             5    7.5   10
        extremely unlikely        1    3      5
        almost impossible         0    0.5    1
    """,
    "kent": """
        certain                100  100  100
        almost certain          87   93   99
        probable                63   75   87
        chances about even      40   50   60
        probably not            20   30   40
        almost certainly not     2    7   12
        impossible               0    0    0
    """,
    "mauboussin": """
        always                      85  100  100
        certainly                   70   98  100
        slam dunk                   50   95  100
        almost certainly            75   90   99
        almost always               75   90   99
        with high probability       70   80   95
        usually                     51   75   90
        likely                      51   70   85
        probably                    50   70   85
        often                       35   70   80
        frequently                  35   70   85
        serious possibility         20   66   90
        real possibility            10   60   85
        more often than not         51   60   75
        with moderate probability   20   50   70
        maybe                       20   50   60
        possibly                    10   45   70
        might happen                 5   40   60
        unlikely                     5   20   40
        not often                    5   20   35
        with low probability         5   15   30
        rarely                       2   10   25
        never                        0    0    8
    """,
    "capphrase": """
        will happen                        90  100  100
        almost certain, almost certainly   85   95   99
        highly likely                      75   90   95
        very good chance                   64   80   90
        likely                             60   75   90
        probable                           51   75   90
        better than even                   51   60   70
        realistic possibility              20   60   85
        about even                         49   50   51
        may happen                         10   40   70
        might happen                       10   40   66
        could happen                       10   40   70
        unlikely                            5   20   40
        improbable                          1   10   33
        chances are slight                  3   10   30
        little chance                       2   10   25
        highly unlikely                     1    5   20
        remote chance                       1    5   25
        almost no chance                    1    2   10
    """,
    "fagen-ulmschneider": """
        almost certain, almost certainly   80    95  99
        highly likely                      70    90  99
        very good chance                   65    80  95
        we believe                         50    75  99
        likely                             50.5  70  90
        probable                           45.5  70  90
        probably                           50    70  90
        better than even                   51    60  75
        about even                         50    50  54.7
        probably not                        5    25  44.5
        we doubt                            3.2  20  50
        unlikely                            5    20  39.5
        improbable                          0    10  40
        chances are slight                  3.2  10  30
        little chance                       2    10  25
        highly unlikely                     1     5  30
        almost no chance                    0     2  10
    """,
    "zonination": """
        almost certain, almost certainly   81  95    99
        highly likely                      71  90    97
        very good chance                   70  80    90
        we believe                         50  70    90
        likely                             60  70    90
        probable                           51  70    89
        probably                           52  75    89
        better than even                   51  60    77
        about even                         46  50    50
        probably not                       10  26.5  48
        we doubt                            5  25    60
        unlikely                            5  20    35
        improbable                          1  15    49
        chances are slight                  5  10    30
        little chance                       5  15    25
        highly unlikely                     3   5    24
        almost no chance                    1   2    10
    """,
}
"""Phrases with low, point and high in percent, copied from the publications and survey files.

The middles of prescribed ranges were worked out by hand.
"""

NEGATIONS = ("not", "isn't", "isn\u2019t", "no", "never", "hardly", "far from", "less than")
DEGREES = ("most", "less", "more", "extremely", "fairly", "almost", "not very", "more than")

SENTENCES = ("{}", "is {} to", "It is {}, we think.", "\u201c{}\u201d", "'{}'", "({})", "{}.")

every_yardstick = pytest.mark.parametrize("name", YARDSTICKS)


def every_term(test: Callable[[Any, str, Term], None]) -> Callable[[Any, str], None]:
    """Try each term of a yardstick in one test: there are more than a hundred."""

    @every_yardstick
    def each(self: Any, name: str) -> None:  # noqa: ANN401 - a class of tests
        for term in yardstick(name).terms:
            test(self, name, term)

    each.__name__ = test.__name__
    return each


words = st.sampled_from(
    [term.phrase for one in YARDSTICKS.values() for term in one.terms]
    + [*NEGATIONS, "as", "to", "is", "un", "-", ",", "\u201c", "'", "it", "July", "a", ""]
)
wordings = st.text() | st.lists(words, max_size=6).map(" ".join)
names = st.sampled_from(sorted(YARDSTICKS))


def figures(one: Term | Implied) -> tuple[float, float, float]:
    return one.low, one.point, one.high


def read(wording: str, name: str, stance: str = "for") -> tuple[float, float, float] | None:
    found = implied(wording, stance, yardstick(name))
    return None if found is None else figures(found)


def phrase_read(wording: str, name: str) -> str | None:
    found = implied(wording, "for", yardstick(name))
    return None if found is None else found.term.phrase


def share(percent: str) -> float:
    return float(Decimal(percent) / 100)


def published(name: str) -> dict[str, tuple[float, ...]]:
    table: dict[str, tuple[float, ...]] = {}
    for line in PUBLISHED[name].strip().splitlines():
        *row, low, point, high = line.split()
        for phrase in " ".join(row).split(", "):
            table[phrase] = (share(low), share(point), share(high))
    return table


class TestTables:
    def test_there_are_these_ten(self) -> None:
        assert list(YARDSTICKS) == list(PUBLISHED)

    @every_yardstick
    def test_phrases_and_figures_are_those_published_to_the_last_digit(self, name: str) -> None:
        held = [(term.phrase, figures(term)) for term in yardstick(name).terms]
        assert dict(held) == published(name)
        assert len(held) == len(published(name)), "a phrase stands twice"

    @pytest.mark.parametrize(
        ("name", "gaps"),
        [
            ("phia", [(5, 10), (20, 25), (35, 40), (50, 55), (75, 80), (90, 95)]),
            ("kent", [(0, 2), (12, 20), (60, 63), (99, 100)]),
            ("icd203", []),
            ("nato", []),
            ("efsa", []),
        ],
    )
    def test_published_gaps_are_kept(self, name: str, gaps: list[tuple[int, int]]) -> None:
        ranges = sorted({(term.low, term.high) for term in yardstick(name).terms})
        held = [(high, low) for (_, high), (low, _) in pairwise(ranges) if high < low]
        assert held == [(low / 100, high / 100) for low, high in gaps]

    @every_yardstick
    def test_each_says_what_it_is_and_where_it_was_published(self, name: str) -> None:
        one = yardstick(name)
        assert one.name == name
        assert one.title
        assert len(one.citation) > len(one.title)

    @every_term
    def test_phrases_are_written_as_the_reader_compares_them(self, name: str, term: Term) -> None:
        assert term.phrase == " ".join(term.phrase.lower().replace("-", " ").split()), name

    def test_an_unknown_name_is_refused_with_those_close_to_it_and_all_there_are(self) -> None:
        with pytest.raises(UnknownName) as refused:
            yardstick("ICD 203")
        assert str(refused.value) == "Unknown yardstick 'ICD 203'. Did you mean icd203?"
        assert refused.value.cure == (
            "Known yardsticks: icd203, phia, nato, ipcc, efsa, kent, mauboussin, "
            "capphrase, fagen-ulmschneider, zonination."
        )

    def test_a_name_like_no_other_is_refused_without_a_guess(self) -> None:
        with pytest.raises(UnknownName, match=r"^Unknown yardstick 'qqq'\.$"):
            yardstick("qqq")


class TestPhrases:
    @every_term
    def test_a_term_is_read_as_itself_wherever_it_stands(self, name: str, term: Term) -> None:
        for around in SENTENCES:
            wording = around.format(term.phrase)
            assert phrase_read(wording, name) == term.phrase
            assert phrase_read(wording.upper(), name) == term.phrase

    @every_term
    def test_blanks_and_hyphens_do_not_matter(self, name: str, term: Term) -> None:
        for blank in ("-", "\u2010", "\u2011", "\u00a0", "  ", "\n\t", "\u200b "):
            assert phrase_read(term.phrase.replace(" ", blank), name) == term.phrase

    @every_yardstick
    def test_the_longest_whole_phrase_wins(self, name: str) -> None:
        nested = [
            (short.phrase, long.phrase)
            for short, long in permutations(yardstick(name).terms, 2)
            if short.phrase in long.phrase
        ]
        assert {long: phrase_read(f"it is {long} that", name) for _, long in nested} == {
            long: long for _, long in nested
        }

    @pytest.mark.parametrize(
        ("wording", "name", "phrase"),
        [
            ("is likely to", "icd203", "likely"),
            ("are likely to", "nato", "likely"),
            ("will likely", "phia", "likely"),
            ("very likely that", "icd203", "very likely"),
            ("'very' likely", "icd203", "very likely"),
            ("will probably not", "icd203", "probably"),
            ("will probably not", "kent", "probably not"),
            ("almost certain not to", "icd203", "almost certain"),
            ("will almost certainly not", "kent", "almost certainly not"),
            ("is seen as likely", "icd203", "likely"),
            ("a highly-likely outcome", "phia", "highly likely"),
            ("there\u2019s a realistic possibility", "phia", "realistic possibility"),
            ("only with a remote chance", "icd203", "remote"),
            ("a roughly even chance", "nato", "even chance"),
            ("in July likely, in August not", "icd203", "likely"),
            ("not often", "mauboussin", "not often"),
            ("almost no chance", "zonination", "almost no chance"),
            ("in a few weeks likely", "icd203", "likely"),
            ("un\u00adlikely", "icd203", "unlikely"),
        ],
    )
    def test_a_phrase_in_its_sentence(self, wording: str, name: str, phrase: str) -> None:
        assert phrase_read(wording, name) == phrase

    @pytest.mark.parametrize(
        "phrase", ["likely, perhaps probable", "likely/probable", "likely... likely"]
    )
    def test_phrases_of_one_row_are_one_reading(self, phrase: str) -> None:
        assert read(phrase, "icd203") == (0.55, 0.675, 0.8)

    @every_yardstick
    def test_phrases_with_different_figures_are_two_readings(self, name: str) -> None:
        for one, other in combinations(yardstick(name).terms, 2):
            same = figures(one) == figures(other)
            first = phrase_read(f"{one.phrase}, perhaps {other.phrase}", name)
            assert first == (one.phrase if same else None)

    @pytest.mark.parametrize("wording", ["", "   ", "'", "will", "are set to", "is expected to"])
    @every_yardstick
    def test_words_that_no_yardstick_knows_imply_nothing(self, name: str, wording: str) -> None:
        assert read(wording, name) is None

    @pytest.mark.parametrize(
        ("wording", "name"),
        [
            ("likelihood", "icd203"),
            ("with certainty", "kent"),
            ("remotely", "icd203"),
            ("uncertain", "kent"),
            ("improbable", "phia"),
            ("un-certain", "kent"),
            ("probably", "phia"),
            ("likely, not to be missed", "kent"),
            ("probably, not today", "kent"),
            ("even, chance", "nato"),
        ],
    )
    def test_only_whole_phrases_of_the_yardstick_count(self, wording: str, name: str) -> None:
        assert read(wording, name) is None


class TestDenials:
    @every_term
    def test_a_denied_term_is_unknown_unless_the_denial_is_a_term(
        self, name: str, term: Term
    ) -> None:
        for negation in {*NEGATIONS} - {term.phrase}:
            denied = f"{negation} {term.phrase}"
            expected = denied if denied in published(name) else None
            assert phrase_read(denied, name) == expected

    @every_term
    def test_another_degree_is_unknown_unless_it_is_a_term(self, name: str, term: Term) -> None:
        for degree in DEGREES:
            changed = f"{degree} {term.phrase}"
            expected = changed if changed in published(name) else None
            assert phrase_read(changed, name) == expected

    @pytest.mark.parametrize(
        ("wording", "name"),
        [
            ("not at all likely", "icd203"),
            ("isn\u2019t thought likely", "icd203"),
            ("isnt likely", "icd203"),
            ("few believe it likely", "icd203"),
            ("doubts that it is likely", "icd203"),
            ("anything but certain", "kent"),
            ("all but impossible", "kent"),
            ("next to impossible", "kent"),
            ("almost (but not quite) certain", "kent"),
            ("near-certain", "kent"),
            ("to a certain extent", "kent"),
            ("politically impossible", "kent"),
            ("less than an even chance", "nato"),
            ("better than even chance", "nato"),
            ("as likely as ever", "icd203"),
            ("twice as likely", "icd203"),
            ("likely as not", "icd203"),
            ("about as likely as not", "icd203"),
            ("more likely than not", "efsa"),
            ("likely, if not almost certain", "icd203"),
        ],
    )
    def test_words_that_turn_a_phrase_make_it_unknown(self, wording: str, name: str) -> None:
        assert read(wording, name) is None


class TestSides:
    @pytest.mark.parametrize(
        ("name", "low", "high"),
        [
            ("icd203", 0.55, 0.80),
            ("phia", 0.55, 0.75),
            ("nato", 0.60, 0.90),
            ("ipcc", 0.66, 1.00),
            ("efsa", 0.66, 0.90),
        ],
    )
    def test_likely_is_as_each_lexicon_has_it(self, name: str, low: float, high: float) -> None:
        found = implied("likely", "for", yardstick(name))
        assert found is not None
        assert (found.low, found.high) == (low, high)

    @pytest.mark.parametrize(
        ("wording", "name", "stance", "expected"),
        [
            ("likely", "icd203", "for", (0.55, 0.675, 0.80)),
            ("likely", "icd203", "against", (0.20, 0.325, 0.45)),
            ("unlikely", "icd203", "against", (0.20, 0.325, 0.45)),
            ("unlikely", "icd203", "for", (0.55, 0.675, 0.80)),
            ("almost certainly not", "kent", "against", (0.02, 0.07, 0.12)),
            ("impossible", "kent", "against", (0, 0, 0)),
            ("certain", "kent", "against", (0, 0, 0)),
            ("highly unlikely", "phia", "against", (0.10, 0.15, 0.20)),
            ("highly likely", "phia", "against", (0.10, 0.15, 0.20)),
            ("roughly even odds", "icd203", "for", (0.45, 0.50, 0.55)),
            ("roughly even odds", "icd203", "against", (0.45, 0.50, 0.55)),
            ("about even", "zonination", "for", (0.46, 0.50, 0.50)),
            ("about even", "zonination", "against", (0.50, 0.50, 0.54)),
            ("possibly", "mauboussin", "for", (0.30, 0.55, 0.90)),
        ],
    )
    def test_words_give_the_strength_and_the_stance_the_side(
        self, wording: str, name: str, stance: str, expected: tuple[float, ...]
    ) -> None:
        assert read(wording, name, stance) == expected

    @every_term
    def test_for_and_against_mirror_each_other(self, name: str, term: Term) -> None:
        taken = implied(term.phrase, "for", yardstick(name))
        denied = implied(term.phrase, "against", yardstick(name))
        assert taken is not None
        assert denied is not None
        for one, other in [
            (taken.low, denied.high),
            (taken.point, denied.point),
            (taken.high, denied.low),
            (timid(taken), timid(denied)),
            (bold(taken), bold(denied)),
        ]:
            assert Decimal(str(one)) + Decimal(str(other)) == 1
        assert denied.point <= 0.5 <= taken.point

    @every_term
    def test_one_side_has_the_published_figures(self, name: str, term: Term) -> None:
        side = "for" if term.point >= 0.5 else "against"
        assert read(term.phrase, name, side) == figures(term)

    @every_term
    def test_without_a_side_there_is_no_probability(self, name: str, term: Term) -> None:
        assert read(term.phrase, name, "none") is None
        assert read(term.phrase, name, "") is None


class TestEnds:
    @pytest.mark.parametrize(
        ("wording", "name", "stance", "near", "far"),
        [
            ("likely", "icd203", "for", 0.55, 0.80),
            ("likely", "icd203", "against", 0.45, 0.20),
            ("unlikely", "nato", "against", 0.40, 0.10),
            ("highly unlikely", "nato", "for", 0.90, 1.00),
            ("even chance", "nato", "for", 0.40, 0.60),
            ("even chance", "nato", "against", 0.60, 0.40),
            ("about even", "fagen-ulmschneider", "for", 0.50, 0.547),
            ("real possibility", "mauboussin", "for", 0.85, 0.10),
            ("certain", "kent", "for", 1, 1),
        ],
    )
    def test_timid_is_nearest_one_half_and_bold_farthest(
        self, wording: str, name: str, stance: str, near: float, far: float
    ) -> None:
        found = implied(wording, stance, yardstick(name))
        assert found is not None
        assert (timid(found), bold(found)) == (near, far)

    @every_term
    def test_the_two_ends_are_the_range(self, name: str, term: Term) -> None:
        found = implied(term.phrase, "against", yardstick(name))
        assert found is not None
        assert sorted([timid(found), bold(found)]) == [found.low, found.high]


@given(wording=wordings, name=names, stance=st.sampled_from(["for", "against", "none"]))
def test_any_text_gives_a_range_between_0_and_1_or_nothing(
    wording: str, name: str, stance: str
) -> None:
    found = implied(wording, stance, yardstick(name))
    if found is not None:
        assert 0 <= found.low <= found.point <= found.high <= 1
        assert found.term in yardstick(name).terms
        assert found.stance == stance


@given(wording=wordings, name=names)
def test_the_reading_is_one_of_the_terms_in_the_text(wording: str, name: str) -> None:
    found = phrase_read(wording, name)
    if found is not None:
        spoken = wording.lower()
        for mark in "-\u201c'":
            spoken = spoken.replace(mark, " ")
        assert f" {found} " in f" {' '.join(spoken.split())} ".replace(",", " ").replace(".", " ")


@given(wording=wordings, name=names, negation=st.sampled_from(NEGATIONS[:-1]))
def test_nothing_that_follows_a_negation_is_read_as_its_positive(
    wording: str, name: str, negation: str
) -> None:
    found = phrase_read(f"{negation}, they say, {wording}", name)
    assert found in {None, negation}, "only `never` is a term by itself"
