"""Two speakers or publishers on the questions both took a stand on: figures worked out by hand."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from commands import Desk
from scipy import stats
from small_ledgers import SmallLedger

from ledger import Filters, Settings
from ledger.report.comparing.comparison import compare
from ledger.report.comparing.forms import AGAIN, as_text
from ledger.report.comparing.prose import sentences
from ledger.text import width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.report.comparing.comparison import Comparison

CLAIMS = """
speaker | question | probability | stance  | due        | verdict        | value | happened_on
Ann     | rain     | 0.9         |         | 2023-06-30 | happened       |       | 2023-06-01
Bob     | rain     | 0.6         |         |            |                |       |
Ann     | snow     | 0.2         |         | 2023-06-30 | did-not-happen |       |
Bob     | snow     | 0.3         |         |            |                |       |
Ann     | wind     |             |         | 2023-06-30 | happened       |       | 2023-06-01
Bob     | wind     |             | against |            |                |       |
Ann     | hail     | 0.8         |         | 2023-06-30 | partly         | 0.75  | 2023-06-01
Bob     | hail     |             |         |            |                |       |
Ann     | fog      | 0.5         |         | 2023-06-30 | happened       |       | 2023-06-01
Bob     | fog      | 0.7         |         |            |                |       |
Ann     | thaw     | 0.9         |         | 2023-12-30 |                |       |
Bob     | thaw     | 0.9         |         |            |                |       |
Ann     | frost    | 0.1         |         | 2023-06-30 | happened       |       | 2023-06-01
Cid     | sleet    |             |         | 2023-06-30 | happened       |       | 2023-06-01
"""
"""What Ann and Bob share: four questions with both on a side, and three with a probability."""

JSON_KEYS = {
    *("as_of", "entry", "root", "by", "a", "b", "filters", "repeats", "window", "cluster"),
    *("guard_early", "seed", "level", "resamples", "shared", "brier", "credit", "questions"),
    *("kinds", "others", "not_scored", "yardstick"),
}
DIFFERENCE_KEYS = {
    "questions",
    "clusters",
    "effective_clusters",
    "a",
    "b",
    "difference",
    "interval",
}
QUESTION_KEYS = {"id", "statement", "verdict", "value", "weight", "a", "b"}
STAND_KEYS = {"stance", "credit", "probability", "implied", "brier", "claims"}


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallLedger]:
    made = SmallLedger(tmp_path).on("2023-09-01")
    yield made
    made.ledger.close()


@pytest.fixture
def desk(small: SmallLedger, tmp_path: Path) -> Desk:
    """The command, on a ledger with the claims of Ann, Bob and Cid."""
    small.take(CLAIMS)
    return Desk(tmp_path)


def ann_and_bob(small: SmallLedger, **settings: Any) -> Comparison:  # noqa: ANN401 - of any type
    return compare(small.ledger, "Ann", "Bob", settings=Settings(**settings))


def told(found: Comparison) -> str:
    return " ".join(sentences(found))


def by_t(differences: list[float], unseen: float) -> tuple[float, float]:
    """The interval by a peer's t, on the differences and so much of a question at either bound."""
    values = np.array([*differences, -1, 1])
    shares = np.array([*[1.0] * len(differences), unseen, unseen])
    shares /= shares.sum()
    mean = float(shares @ values)
    squares, cubes = (shares**2).sum(), (shares**3).sum()
    variance = (shares**2 * (values - mean) ** 2).sum() * squares
    variance /= squares - 2 * cubes + squares**2
    reach = float(stats.t.ppf(0.975, len(differences) - 1) * np.sqrt(variance))
    return mean - reach, mean + reach


def on_many_questions(pairs: list[tuple[float, float]], source: str = "paper") -> str:
    """A table of questions that came about, on each of which Ann and Bob gave a probability."""
    head = "source | speaker | question | probability | due | verdict | happened_on\n"
    told = "2023-06-30 | happened | 2023-06-01"
    return head + "\n".join(
        f"{source} | Ann | q{n} | {a} | {told}\n{source} | Bob | q{n} | {b} | | |"
        for n, (a, b) in enumerate(pairs)
    )


class TestFigures:
    def test_brier_is_over_the_questions_on_which_both_gave_probabilities(
        self, small: SmallLedger
    ) -> None:
        """rain, snow and fog: Ann .01, .04, .25; Bob .16, .09, .09."""
        found = ann_and_bob(small.take(CLAIMS)).brier
        assert found is not None
        assert found.questions == 3
        assert found.a == pytest.approx(0.1)
        assert found.b == pytest.approx(0.34 / 3)
        assert found.difference == pytest.approx(-0.04 / 3)

    def test_credit_is_over_the_questions_on_which_both_took_a_side(
        self, small: SmallLedger
    ) -> None:
        """rain, snow, wind and hail: Ann 1, 1, 1, .75; Bob 1, 1, 0, .75."""
        found = ann_and_bob(small.take(CLAIMS)).credit
        assert found is not None
        assert (found.questions, found.a, found.b) == (4, 0.9375, 0.6875)
        assert found.difference == 0.25

    def test_the_questions_are_those_of_either_figure_and_others_are_counted(
        self, small: SmallLedger
    ) -> None:
        found = ann_and_bob(small.take(CLAIMS))
        assert [one.id for one in found.questions] == ["fog", "hail", "rain", "snow", "wind"]
        assert found.not_scored == 1
        assert "1 more question on which both spoke cannot be scored for both." in told(found)

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("repeats", "credit", "brier"),
        [
            ("mean", 0.5, (0.01 + 0.36) / 2),  # 0.9 and 0.4 on what came about
            ("first", 1.0, 0.01),
            ("last", 0.0, 0.36),
            ("all", 0.5, (0.01 + 0.36) / 2),
        ],
    )
    def test_what_one_speaker_says_again_counts_by_the_rule_for_repeats(
        self, small: SmallLedger, repeats: str, credit: float, brier: float
    ) -> None:
        small.take("""
speaker | question | probability | made       | due        | verdict  | happened_on
Ann     | rain     | 0.9         | 2023-01-01 | 2023-06-30 | happened | 2023-06-01
Ann     | rain     | 0.4         | 2023-02-01 |            |          |
Bob     | rain     | 0.8         | 2023-01-01 |            |          |
Ann     | wind     |             |            | 2023-06-30 | happened | 2023-06-01
Bob     | wind     |             |            |            |          |
""")
        found = ann_and_bob(small, repeats=repeats)
        assert found.credit is not None
        assert found.brier is not None
        assert found.credit.a == (credit + 1) / 2
        assert found.brier.a == pytest.approx(brier)
        assert found.brier.b == pytest.approx(0.04)

    def test_a_publisher_is_the_mean_of_its_speakers_on_each_question(
        self, small: SmallLedger
    ) -> None:
        """On rain the Herald has Ann, who was half right, and Bob, who was right."""
        small.take("""
source | publisher | speaker | question | stance  | due        | verdict  | happened_on
h      | Herald    | Ann     | rain     |         | 2023-06-30 | happened | 2023-06-01
h      | Herald    | Ann     | rain     | against |            |          |
h      | Herald    | Bob     | rain     |         |            |          |
m      | Mail      | Cid     | rain     | against |            |          |
""")
        found = compare(small.ledger, "Herald", "Mail", "publisher")
        assert found.credit is not None
        assert (found.credit.a, found.credit.b) == (0.75, 0.0)
        assert found.questions[0].a.stance == "mixed"
        found = compare(
            small.ledger, "Herald", "Mail", "publisher", settings=Settings(repeats="all")
        )
        assert found.credit is not None
        assert found.credit.a == 2 / 3

    @pytest.mark.slow
    def test_what_words_imply_counts_by_a_yardstick_only(self, small: SmallLedger) -> None:
        """PHIA's "highly likely" is 80% to 90%."""
        small.take("""
speaker | question | probability | wording       | due        | verdict  | happened_on
Ann     | rain     | 0.9         |               | 2023-06-30 | happened | 2023-06-01
Bob     | rain     |             | highly likely |            |          |
""")
        assert ann_and_bob(small).brier is None
        found = ann_and_bob(small, yardstick="phia")
        assert found.brier is not None
        assert found.brier.b == pytest.approx(0.15**2)
        assert "Words were taken for a probability on 1 question, by the yardstick phia." in told(
            found
        )

    def test_only_what_can_be_scored_is_compared(self, small: SmallLedger) -> None:
        small.take("""
speaker | question | made       | stance | due        | verdict  | happened_on
Ann     | undated  |            |        |            | happened | 2023-06-01
Bob     | undated  |            |        |            |          |
Ann     | unclear  |            |        | 2023-06-30 | unclear  | 2023-06-01
Bob     | unclear  |            |        |            |          |
Ann     | vague    |            | none   | 2023-06-30 | happened | 2023-06-01
Bob     | vague    |            |        |            |          |
Ann     | known    | 2023-06-10 |        | 2023-06-30 | happened | 2023-06-01
Bob     | known    |            |        |            |          |
""")
        found = ann_and_bob(small)
        assert (found.questions, found.brier, found.credit, found.not_scored) == ((), None, None, 4)
        assert told(found) == (
            "Ann and Bob both spoke on 4 questions, but none of them can be scored for both."
        )

    def test_a_side_here_and_a_probability_there_share_no_figure(self, small: SmallLedger) -> None:
        """On rain Ann takes no side and Bob gives no number; on fog both give a number alone."""
        small.take("""
speaker | question | probability | due        | verdict  | happened_on
Ann     | rain     | 0.5         | 2023-06-30 | happened | 2023-06-01
Bob     | rain     |             |            |          |
Ann     | fog      | 0.5         | 2023-06-30 | happened | 2023-06-01
Bob     | fog      | 0.5         |            |          |
""")
        found = ann_and_bob(small)
        assert ([one.id for one in found.questions], found.not_scored) == (["fog"], 1)
        assert found.brier is not None
        assert found.credit is None
        assert "accuracy" not in as_text(found)

    def test_guarded_what_was_settled_early_waits_for_its_due_day(self, small: SmallLedger) -> None:
        small.take("""
speaker | question | due        | verdict  | happened_on
Ann     | rain     | 2023-12-31 | happened | 2023-06-01
Bob     | rain     |            |          |
""")
        assert ann_and_bob(small).credit is not None
        assert ann_and_bob(small, guard_early=True).credit is None

    def test_figures_are_about_predictions_and_the_others_are_counted(
        self, small: SmallLedger
    ) -> None:
        small.take("""
speaker | question | kind | due        | verdict  | happened_on
Ann     | rain     |      | 2023-06-30 | happened | 2023-06-01
Bob     | rain     |      |            |          |
Ann     | bridge   | plan | 2023-06-30 | happened | 2023-06-01
Bob     | bridge   | plan |            |          |
Ann     | tower    | plan | 2023-06-30 | happened | 2023-06-01
""")
        found = ann_and_bob(small)
        assert (found.kinds, found.others) == (("prediction",), {"plan": 2})
        assert told(found).endswith("2 plans are not in these figures: see --kind plan.")
        plans = compare(small.ledger, "Ann", "Bob", filters=Filters(kind=("plan",)))
        assert [one.id for one in plans.questions] == ["bridge"]


class TestIntervals:
    def test_it_is_that_of_students_t_with_half_a_question_added_at_either_bound(
        self, small: SmallLedger
    ) -> None:
        random = np.random.Generator(np.random.PCG64(7))
        pairs = [(round(a, 2), round(b, 2)) for a, b in random.uniform(0.02, 0.98, (14, 2))]
        found = ann_and_bob(small.take(on_many_questions(pairs))).brier
        assert found is not None
        errors = [(1 - a) ** 2 - (1 - b) ** 2 for a, b in pairs]
        assert found.difference == pytest.approx(np.mean(errors))
        assert found.interval == pytest.approx(by_t(errors, 0.5), abs=1e-7)

    def test_of_accuracies_a_whole_one_is_added(self, small: SmallLedger) -> None:
        """Bob is wrong on three of fifteen questions, and Ann on none."""
        head = "speaker | question | stance | due | verdict | happened_on\n"
        told = "2023-06-30 | happened | 2023-06-01"
        small.take(
            head
            + "\n".join(
                f"Ann | q{n} | | {told}\nBob | q{n} | {'against' if n < 3 else ''} | | |"
                for n in range(15)
            )
        )
        found = ann_and_bob(small).credit
        assert found is not None
        assert found.interval == pytest.approx(by_t([1.0] * 3 + [0.0] * 12, 1), abs=1e-7)

    @pytest.mark.slow
    def test_of_many_questions_it_is_that_of_a_peer(self, small: SmallLedger) -> None:
        random = np.random.Generator(np.random.PCG64(7))
        pairs = [(round(a, 2), round(b, 2)) for a, b in random.uniform(0.02, 0.98, (300, 2))]
        found = ann_and_bob(small.take(on_many_questions(pairs))).brier
        assert found is not None
        errors = [(1 - a) ** 2 - (1 - b) ** 2 for a, b in pairs]
        peer = stats.ttest_1samp(errors, 0).confidence_interval(0.95)
        assert found.interval == pytest.approx((peer.low, peer.high), abs=0.002)

    def test_the_other_way_round_it_is_the_same_turned(self, small: SmallLedger) -> None:
        small.take(on_many_questions([(0.9, 0.8), (0.7, 0.9), (0.2, 0.6), (0.5, 0.1)]))
        one = ann_and_bob(small).brier
        other = compare(small.ledger, "Bob", "Ann").brier
        assert one is not None
        assert other is not None
        assert one.interval is not None
        assert other.interval == (-one.interval[1], -one.interval[0])
        assert (other.a, other.b, other.difference) == (one.b, one.a, -one.difference)

    def test_one_question_has_none(self, small: SmallLedger) -> None:
        found = ann_and_bob(small.take(on_many_questions([(0.9, 0.8)])))
        assert found.brier is not None
        assert found.brier.interval is None
        assert "; an interval needs at least 2 questions." in told(found)

    def test_questions_that_share_sources_are_one_cluster(self, small: SmallLedger) -> None:
        """Paper x links rain, where Bob was wrong, and snow; y links snow and wind; hail has z."""
        small.take("""
source | speaker | question | stance  | due        | verdict  | happened_on
x      | Ann     | rain     |         | 2023-06-30 | happened | 2023-06-01
v      | Bob     | rain     | against |            |          |
x      | Ann     | snow     |         | 2023-06-30 | happened | 2023-06-01
y      | Bob     | snow     |         |            |          |
y      | Ann     | wind     |         | 2023-06-30 | happened | 2023-06-01
w      | Bob     | wind     |         |            |          |
z      | Ann     | hail     |         | 2023-06-30 | happened | 2023-06-01
z      | Bob     | hail     |         |            |          |
""")
        found = ann_and_bob(small, cluster="source")
        assert found.credit is not None
        assert (found.credit.questions, found.credit.clusters) == (4, 2)
        assert (found.credit.effective_clusters, found.credit.interval) == (1.6, None)
        assert (
            "; there is no interval, as one of the groups of questions holds most of them."
        ) in told(found)
        one = compare(
            small.ledger,
            "Ann",
            "Bob",
            filters=Filters(question=("rain", "snow", "wind")),
            settings=Settings(cluster="source"),
        )
        assert one.credit is not None
        assert one.credit.interval is None
        assert "all linked by their sources; an interval needs at least 2 groups" in told(one)


class TestWords:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("pairs", "apart"),
        [
            ([(0.9, 0.4)] * 30, "0.350 lower (better)"),
            ([(0.4, 0.9)] * 30, "0.350 higher (worse)"),
            ([(0.9, 0.8), (0.7, 0.9)] * 5, "0.025 higher (worse)"),
            ([(0.9, 0.9)] * 19 + [(0.9, 0.8999)], "under 0.001 lower (better)"),
        ],
    )
    def test_who_did_better_and_how_sure_it_is(
        self, small: SmallLedger, pairs: list[tuple[float, float]], apart: str
    ) -> None:
        """An interval that holds zero is followed by what that means."""
        low, high = by_t([(1 - a) ** 2 - (1 - b) ** 2 for a, b in pairs], 0.5)
        if low < 0 < high:
            interval = (
                f"{-low:.3f} lower to {high:.3f} higher: these data do not tell the two apart."
            )
        elif high < 0:
            interval = f"{-high:.3f} to {-low:.3f} lower."
        else:
            interval = f"{low:.3f} to {high:.3f} higher."
        assert told(ann_and_bob(small.take(on_many_questions(pairs)))).startswith(
            f"Ann's Brier score is {apart} than Bob's over {len(pairs)} questions to which both "
            f"gave a probability, 95% interval {interval}"
        )

    def test_where_all_came_out_alike_the_interval_still_has_a_width(
        self, small: SmallLedger
    ) -> None:
        found = ann_and_bob(small.take(on_many_questions([(0.9, 0.9)] * 12)))
        assert found.brier is not None
        assert found.brier.interval == pytest.approx(by_t([0.0] * 12, 0.5))
        assert told(found).startswith(
            "Ann and Bob have the same Brier score over 12 questions to which both gave a "
            "probability, 95% interval 0.125 lower to 0.125 higher: these data do not tell "
        )

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("wrong", "of", "end"),
        [
            (1, 250, "1 point lower to 2 points higher: "),
            (0, 210, "1 point lower to 1 point higher"),
        ],
    )
    def test_one_point_is_told_in_the_singular(
        self, small: SmallLedger, wrong: int, of: int, end: str
    ) -> None:
        head = "speaker | question | stance | due | verdict | happened_on\n"
        on = "2023-06-30 | happened | 2023-06-01"
        small.take(
            head
            + "\n".join(
                f"Ann | q{n} | | {on}\nBob | q{n} | {'against' if n < wrong else ''} | | |"
                for n in range(of)
            )
        )
        assert f"95% interval {end}" in told(ann_and_bob(small))

    @pytest.mark.slow
    def test_accuracy_differs_by_points(self, small: SmallLedger) -> None:
        found = told(ann_and_bob(small.take(CLAIMS)))
        low, high = by_t([0, 0, 1, 0], 1)
        high = min(1, high)
        assert (
            "Ann's accuracy is 25 points higher (better) than Bob's over 4 questions on which both "
            f"took a side, 95% interval {-100 * low:.0f} points lower to {100 * high:.0f} points "
            "higher: these data do not tell the two apart."
        ) in found
        assert "An interval on fewer than 10 questions is rough." in found

    def test_ten_questions_are_not_called_few(self, small: SmallLedger) -> None:
        pairs = [(n / 20, 0.6) for n in range(10)]
        assert "rough" not in told(ann_and_bob(small.take(on_many_questions(pairs))))

    def test_where_they_share_none_a_sentence_says_so(self, small: SmallLedger) -> None:
        small.take(CLAIMS)
        found = compare(small.ledger, "Ann", "Cid")
        assert told(found).startswith("Ann and Cid made no claims on the same question. ")
        assert "--full" not in as_text(found)
        narrow = compare(small.ledger, "Ann", "Bob", filters=Filters(question=("frost",)))
        assert "made no claims on the same question, among those selected." in told(narrow)


class TestCommand:
    def test_the_text_is_this(self, desk: Desk) -> None:
        text = desk.done(
            "compare", "Ann", "Bob", "--full", "--question", "hail", "--question", "fog"
        )
        moment = text.splitlines()[0].split()[-1]
        assert (
            text
            == f"""\
Predictions of two speakers, compared{f"as of {moment}":>43}

                                           questions  Brier  questions  accuracy
Ann                                                1  0.250          1       75%
Bob                                                1  0.090          1       75%

Ann's Brier score is 0.160 higher (worse) than Bob's over 1 question to which
both gave a probability; an interval needs at least 2 questions.
Ann and Bob have the same accuracy over 1 question on which both took a side; an
interval needs at least 2 questions.

fog                                                                     happened
  It comes about: fog.
  Ann: no side; gave it 50%; Brier 0.250
  Bob: for; gave it 70%; Brier 0.090; credit 100%

hail                                                                 partly 0.75
  It comes about: hail.
  Ann: for; credit 75%
  Bob: for; credit 75%

To get this comparison again:
  ledger compare Ann Bob --by speaker --question hail --question fog \\
  --as-of {moment} --full
"""
        )

    def test_json_has_every_key_and_all_questions(self, desk: Desk) -> None:
        found = desk.json("compare", "Ann", "Bob")
        assert set(found) == JSON_KEYS
        assert set(found["brier"]) == set(found["credit"]) == DIFFERENCE_KEYS
        assert found["shared"] == len(found["questions"]) == 5
        for one in found["questions"]:
            assert set(one) == QUESTION_KEYS
            assert set(one["a"]) == set(one["b"]) == STAND_KEYS
        hail = next(one for one in found["questions"] if one["id"] == "hail")
        assert (hail["verdict"], hail["value"]) == ("partly", 0.75)
        assert hail["a"] | {"claims": []} == {
            "stance": "for",
            "credit": 0.75,
            "probability": None,
            "implied": False,
            "brier": None,
            "claims": [],
        }

    @pytest.mark.parametrize(
        "options",
        [
            [],
            ["--full", "--repeats", "last", "--cluster", "source", "--yardstick", "phia"],
            ["--guard-early", "--seed", "7", "--digits", "4", "--due-before", "2024-01-01"],
        ],
    )
    def test_the_command_it_names_gives_it_again_when_the_ledger_has_grown(
        self, desk: Desk, small: SmallLedger, options: list[str]
    ) -> None:
        before = desk("compare", "ann", "BOB", *options).stdout_bytes
        assert desk("compare", "ann", "BOB", *options).stdout_bytes == before
        _, _, command = before.decode().partition(AGAIN)
        program, *arguments = shlex.split(command.replace("\\\n", ""))
        assert (program, arguments[:3]) == ("ledger", ["compare", "Ann", "Bob"])
        small.on(datetime.now(UTC).date().isoformat())
        small.ledger.record("thaw", {"verdict": "happened", "happened_on": "2023-12-01"})
        assert desk("compare", "Ann", "Bob", *options).stdout_bytes != before
        assert desk(*arguments).stdout_bytes == before

    def test_as_of_gives_what_was_known_then(self, desk: Desk, small: SmallLedger) -> None:
        small.on("2024-02-01").ledger.record(
            "thaw", {"verdict": "happened", "happened_on": "2023-12-01"}
        )
        assert desk.json("compare", "Ann", "Bob")["shared"] == 6
        assert desk.json("compare", "Ann", "Bob", "--as-of", "2024-01-31")["shared"] == 5

    def test_publishers_are_compared_where_no_speakers_have_the_names(
        self, desk: Desk, small: SmallLedger
    ) -> None:
        small.take("""
source | publisher | speaker | question | due        | verdict  | happened_on
h      | Herald    | Cid     | flood    | 2023-06-30 | happened | 2023-06-01
m      | Mail      | Dee     | flood    |            |          |
""")
        result = desk("compare", "Herald", "Mail")
        assert result.stderr == "No speakers have these names; they are compared as publishers.\n"
        assert result.stdout.startswith("Predictions of two publishers, compared ")
        asked = desk("compare", "Herald", "Mail", "--by", "publisher")
        assert (asked.stdout, asked.stderr) == (result.stdout, "")
        assert desk.json("compare", "Herald", "Mail", "--speaker", "Cid")["shared"] == 0

    def test_names_nobody_has_are_refused_with_those_meant(self, desk: Desk) -> None:
        assert desk.refused("compare", "Anne", "Bob") == (
            "There is no speaker 'Anne' in this ledger. Did you mean Ann?\n"
        )
        told = desk.refused("compare", "Ann", "The Papper", "--by", "publisher")
        assert told.startswith("There is no publisher 'Ann' in this ledger.")
        assert "'The Paper'" in desk.refused("compare", "Ann", "The Paper")
        assert "Unknown yardstick" in desk.refused("compare", "Ann", "Bob", "--yardstick", "nato1")

    def test_wrong_usage_is_said(self, desk: Desk) -> None:
        told = desk.misused("compare", "Ann", "ANN")
        assert "Ann cannot be compared with ANN; name two that differ." in told
        told = desk.misused("compare", "Ann", "Bob", "--speaker", "Ann")
        assert "A and B are the speakers, so --speaker cannot be given." in told

    def test_the_nameless_of_several_sources_are_not_one_speaker(
        self, desk: Desk, small: SmallLedger
    ) -> None:
        small.take("""
source | speaker          | question | due        | verdict  | happened_on
x      | unnamed: experts | flood    | 2023-06-30 | happened | 2023-06-01
y      | unnamed: experts | drought  |            |          |
z      | Ann              | flood    |            |          |
""")
        assert desk.refused("compare", "unnamed: experts", "Ann") == (
            "'unnamed: experts' means other people in each of several sources.\n"
            "Choose one source with --source.\n"
        )
        words = ["--source", "x", "--source", "z"]
        assert desk.json("compare", "unnamed: experts", "Ann", *words)["shared"] == 1

    def test_any_name_fits_80_columns_and_comes_again(self, desk: Desk, small: SmallLedger) -> None:
        first, second = "-" + "日本語の話者" * 12, 'it\'s "$HOME" ' + "a" * 90
        small.take(f"""
speaker  | question | probability | due        | verdict        | happened_on
{first}  | flood    | 0.9         | 2023-06-30 | happened       | 2023-06-01
{second} | flood    | 0.8         |            |                |
{first}  | drought  | 0.1         | 2023-06-30 | did-not-happen |
{second} | drought  | 0.3         |            |                |
""")
        text = desk.done("compare", "--full", "--", first, second)
        assert max(map(width, text.splitlines())) <= 80
        _, _, command = text.partition(AGAIN)
        assert desk.done(*shlex.split(command.replace("\\\n", ""))[1:]) == text
