"""The figures of claims worked out from rows, claim by claim: a second count beside the columns.

The arithmetic (`ledger.scoring`) is the program's own, so that figures can be compared to the bit;
which claims it is given, in what order, with what weights and in what clusters, is said here anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict
from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ledger.model.name_keys import name_key
from ledger.scoring.calibration import decomposition
from ledger.scoring.clusters import cluster_sums, effective_clusters
from ledger.scoring.design import weighted_mean
from ledger.scoring.intervals import FEW, LEVEL, mean_interval, share
from ledger.scoring.scores import brier, brier_skill, log_score
from ledger.wording import bold, implied, timid, yardstick

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from numpy.typing import NDArray

    from ledger.model.claim_state import Assessment
    from ledger.report.settings import Settings

BINARY: Final = {"happened": 1.0, "late": 0.0, "did-not-happen": 0.0}
VERDICTS: Final = (
    "happened", "late", "partly", "did-not-happen", "void", "unclear", "answered", "in-progress",
    "stalled",
)  # fmt: skip

Chance = tuple[float, float, float, bool]


class Sample:
    """Claims in the order they were made, with weights and clusters."""

    def __init__(self, claims: Iterable[Assessment], settings: Settings) -> None:
        self.claims = sorted(
            claims, key=lambda one: (one.made_earliest or "", one.recorded_at, one.entry)
        )
        by_cluster: dict[str, int] = {}
        members: dict[tuple[str, str], list[int]] = defaultdict(list)
        clusters = []
        for place, one in enumerate(self.claims):
            members[one.scored_as, one.question].append(place)
            together = one.question if settings.cluster == "question" else one.source
            clusters.append(by_cluster.setdefault(together, len(by_cluster)))
        self.clusters = np.array(clusters, dtype=np.intp)
        self.weights = np.zeros(len(self.claims))
        for places in members.values():
            for nth, place in enumerate(places):
                self.weights[place] = {
                    "all": 1.0,
                    "mean": 1.0 / len(places),
                    "first": float(nth == 0),
                    "last": float(nth == len(places) - 1),
                }[settings.repeats]
        self.pairs = round(float(self.weights.sum()))
        self.cluster_count = len({k for k, w in zip(clusters, self.weights, strict=True) if w})

    def of(self, value: Callable[[Assessment], Any]) -> Any:  # noqa: ANN401 - an array
        """A value of each claim."""
        return np.array([float(value(one)) for one in self.claims])


def can_score(one: Assessment, settings: Settings) -> bool:
    """Whether the horizon of a claim's question lets it be scored at all."""
    if not one.counting or one.horizon is None or one.made_too_late:
        return False
    return one.horizon_passed or not settings.guard_early


def is_loose(one: Assessment) -> bool:
    """Whether nothing but its stated probability could be scored."""
    stated = one.counting and one.probability is not None
    return stated and one.has_no_horizon and not one.made_too_late


def can_score_chance(one: Assessment, settings: Settings) -> bool:
    """Whether a chance could be scored."""
    return not settings.guard_early if is_loose(one) else can_score(one, settings)


def chance(one: Assessment, name: str | None) -> Chance | None:
    """What chance a claim gives its question, its timid and bold ends, and if words gave it."""
    if one.probability is not None:
        return (*[float(one.probability)] * 3, False)
    found = None
    if one.wording is not None and name is not None:
        found = implied(one.wording, one.stance, yardstick(name))
    return None if found is None else (found.point, timid(found), bold(found), True)


def figures(
    claims: list[Assessment],
    withdrawn: int,
    amended: Collection[str],
    settings: Settings,
    known: list[Assessment] | None = None,
) -> dict[str, Any]:
    """Every figure by its public name; ``known`` are the claims that base rates are of."""
    counting = Sample(
        (one for one in claims if one.credit is not None and can_score(one, settings)), settings
    )
    return {
        **counts(claims, withdrawn, amended),
        **accuracy(counting),
        **forecast_scores(claims, settings),
        **timing(claims, counting),
        **baselines(claims, counting, settings, claims if known is None else known),
        **scorability(claims),
    }


def scorability(claims: list[Assessment]) -> dict[str, Any]:
    """How much can be scored at all."""
    due = [one for one in claims if one.counting and one.horizon_passed]
    ended = [one for one in claims if one.settled and one.happened_latest]
    after = sum(one.recorded_at[:10] > (one.happened_latest or "") for one in ended)

    def share(of: list[Assessment], holds: Callable[[Assessment], bool]) -> float | None:
        return sum(map(holds, of)) / len(of) if of else None

    return {
        "checkable_share": share(claims, lambda one: one.checkable),
        "hedged_share": share(claims, lambda o: o.stance == "none" and o.probability is None),
        "undated_share": share(claims, lambda one: one.horizon is None),
        "probability_share": share(claims, lambda one: one.probability is not None),
        "due": len(due),
        "due_settled_share": share(due, lambda one: one.settled),
        "logged_before_outcome": len(ended) - after,
        "logged_after_outcome": after,
    }


def base_rate(one: Assessment, known: list[Assessment]) -> float:
    """How often questions had come about before a claim was made, by Laplace's rule."""
    came = {
        other.question: BINARY[other.verdict]
        for other in known
        if other.counting
        and other.verdict in BINARY
        and one.made_earliest
        and other.happened_latest
        and other.happened_latest < one.made_earliest
    }
    return (sum(came.values()) + 1) / (len(came) + 2)


def baselines(
    claims: list[Assessment], counting: Sample, settings: Settings, known: list[Assessment]
) -> dict[str, Any]:
    """What simple rules would have scored."""
    worth = counting.of(lambda o: 1 - float(o.credit) if o.stance == "against" else o.credit)
    rates = counting.of(lambda one: base_rate(one, known))
    guessed = np.where(rates > 0.5, worth, np.where(rates < 0.5, 1 - worth, 0.5))
    share = weighted_mean(worth, counting.weights)
    chosen, (p, _, _, y) = forecasts(claims, settings, settings.yardstick)
    base = chosen.of(lambda one: base_rate(one, known))
    market = {
        one.id: price
        for one in chosen.claims
        if not is_market(one) and (price := market_price(one, known)) is not None
    }
    beside = chosen.of(lambda one: one.id in market) == 1
    price, w = chosen.of(lambda one: market.get(one.id, 0.0)), chosen.weights
    return {
        "commoner_answer": None if share is None else "yes" if share >= 0.5 else "no",
        "accuracy_commoner": None if share is None else max(share, 1 - share),
        "accuracy_base_rate": weighted_mean(guessed, counting.weights),
        "brier_base_rate": brier(base, y, w),
        "log_score_base_rate": log_score(base, y, w).mean,
        "market_forecasts": round(float(w[beside].sum())),
        "brier_market": brier(price[beside], y[beside], w[beside]),
        "brier_beside_market": brier(p[beside], y[beside], w[beside]),
    }


def is_market(one: Assessment) -> bool:
    """Whether a claim is the price of a market."""
    return one.scored_as.endswith("(market)")


def market_price(one: Assessment, known: list[Assessment]) -> float | None:
    """The last price recorded for the question of a claim by the day it was made."""
    prices = sorted(
        (other.made_latest, other.made_earliest or "", other.recorded_at, other.entry,
         float(other.probability))
        for other in known
        if is_market(other) and other.probability is not None
        and other.question == one.question and other.made_latest
        and one.made_earliest and other.made_latest <= one.made_earliest
    )  # fmt: skip
    return prices[-1][-1] if prices else None


def counts(claims: list[Assessment], withdrawn: int, amended: Collection[str]) -> dict[str, int]:
    """How many claims there are of each sort."""
    statuses = Counter(one.status for one in claims)
    checkable = [one for one in claims if one.counting]
    verdicts = Counter(one.verdict for one in checkable)
    return {
        "claims": len(claims),
        "open": statuses["open"],
        "overdue": statuses["overdue"],
        "settled": statuses["settled"],
        "not_checkable": statuses["not-checkable"],
        "proposed": statuses["proposed"],
        **{name.replace("-", "_"): verdicts[name] for name in VERDICTS},
        "no_due": sum(one.due_latest is None for one in checkable),
        "made_too_late": sum(one.made_too_late for one in checkable),
        "withdrawn": withdrawn,
        "amended_after": sum(one.id in amended for one in claims),
        "recorded_after_due": sum(one.recorded_after_due for one in checkable),
        "early": sum(one.early for one in checkable),
        "no_side": sum(one.stance == "none" for one in checkable),
        "not_judged": sum(
            one.verdict == "answered"
            and one.stance != "none"
            and not one.made_too_late
            and one.rightness is None
            for one in checkable
        ),
        "disputed": sum(one.disputed for one in checkable),
        "scheduled": sum(
            one.due_latest is None and one.horizon is not None for one in checkable
        ),
    }  # fmt: skip


def accuracy(counting: Sample) -> dict[str, Any]:
    """How right the scored claims were."""
    weights, credit = counting.weights, counting.of(lambda one: one.credit)
    partly = counting.of(lambda one: one.verdict == "partly") == 1
    over = counting.of(lambda one: one.horizon_passed) == 1
    found = share(credit, weights, counting.clusters, LEVEL)
    design = None if found is None else found.design
    return {
        "scored": counting.pairs,
        "clusters": counting.cluster_count,
        "effective_clusters": design and design.effective_clusters,
        "heaviest_cluster": design and design.heaviest,
        "effective_n": design and design.effective_n,
        "accuracy": found and found.mean,
        "accuracy_interval": found and found.interval,
        "accuracy_rough": None if found is None or found.interval is None else found.rough,
        "accuracy_strict": weighted_mean(np.where(partly, 0.0, credit), weights),
        "accuracy_lenient": weighted_mean(np.where(partly, 1.0, credit), weights),
        "accuracy_guarded": weighted_mean(credit[over], weights[over]),
    }


def forecasts(
    claims: list[Assessment], settings: Settings, name: str | None
) -> tuple[Sample, list[Any]]:
    """The claims whose chances can be scored; the chances, both ends, and what came about."""
    given = {one.id: chance(one, name) for one in claims}
    chosen = Sample(
        (
            one
            for one in claims
            if one.verdict in BINARY and can_score_chance(one, settings) and given[one.id]
        ),
        settings,
    )
    arrays = [chosen.of(lambda one, end=end: (given[one.id] or ())[end]) for end in range(3)]
    return chosen, [*arrays, chosen.of(lambda one: BINARY[one.verdict or ""])]


def forecast_scores(claims: list[Assessment], settings: Settings) -> dict[str, Any]:
    """How good the chances were."""
    name = settings.yardstick
    chosen, (p, timid_p, bold_p, y) = forecasts(claims, settings, name)
    stated, (stated_p, _, _, stated_y) = forecasts(claims, settings, None)
    ended = Sample((one for one in claims if is_loose(one) and one.verdict in BINARY), settings)
    w, parts, logs = (
        chosen.weights,
        decomposition(p, y, chosen.weights),
        log_score(p, y, chosen.weights),
    )
    several, interval = brier_certainty(p, y, w, chosen.clusters)
    held = chosen.of(is_loose) == 0
    sided = [one for one in claims if one.verdict in BINARY and can_score(one, settings)]
    unread = [
        one for one in sided if one.wording and one.stance != "none" and not chance(one, name)
    ]
    ids = {one.id for one in chosen.claims}
    return {
        "forecasts": chosen.pairs,
        "forecast_clusters": chosen.cluster_count,
        "forecast_effective_clusters": several,
        "forecasts_implied": chosen.pairs - stated.pairs,
        "no_horizon": ended.pairs,
        "no_horizon_yes": weighted_mean(ended.of(lambda o: BINARY[o.verdict or ""]), ended.weights),
        "horizon_yes": weighted_mean(y[held], w[held]),
        "forecasts_partly": sum(
            one.verdict == "partly"
            and can_score_chance(one, settings)
            and chance(one, name) is not None
            for one in claims
        ),
        "forecasts_no_side": sum(
            one.stance == "none" and one.probability is not None and one.id in ids for one in sided
        ),
        "wording_unknown": len(unread) if name else None,
        "brier": brier(p, y, w),
        "brier_interval": interval,
        "brier_rough": None if several is None or interval is None else several < FEW,
        "brier_stated": brier(stated_p, stated_y, stated.weights),
        "brier_timid": brier(timid_p, y, w) if name else None,
        "brier_bold": brier(bold_p, y, w) if name else None,
        "brier_skill": brier_skill(p, y, w),
        "log_score": logs.mean,
        "log_score_finite": logs.finite_mean,
        "log_score_infinite": logs.infinite,
        "log_score_timid": log_score(timid_p, y, w).mean if name else None,
        "log_score_bold": log_score(bold_p, y, w).mean if name else None,
        **dict.fromkeys(("miscalibration", "discrimination", "uncertainty")),
        **({} if parts is None else asdict(parts)),
    }


def brier_certainty(
    p: NDArray[np.float64],
    y: NDArray[np.float64],
    w: NDArray[np.float64],
    clusters: NDArray[np.intp],
) -> tuple[float | None, tuple[float, float] | None]:
    """How many effective clusters a Brier score rests on, and its interval; None without weight."""
    errors, of = cluster_sums(clusters, w * (p - y) ** 2, w)
    heard = of[of > 0]
    return effective_clusters(heard) if heard.size else None, mean_interval(errors, of, LEVEL)


def timing(claims: list[Assessment], counting: Sample) -> dict[str, float | None]:
    """How long ahead, and how late."""
    ahead = [one for one in claims if one.counting and not one.made_too_late]
    late = counting.of(lambda one: one.verdict == "late")

    def lead(spans: Iterable[tuple[str | None, str | None]]) -> float | None:
        days = [(date.fromisoformat(b) - date.fromisoformat(a)).days for a, b in spans if a and b]
        return float(median(days)) if days else None

    return {
        "lead_to_due": lead((one.made_latest, one.due_latest) for one in ahead),
        "lead_to_settlement": lead(
            (one.made_latest, one.happened_latest) for one in ahead if one.settled
        ),
        "late_share": weighted_mean(late, counting.weights),
    }


def keys_of(one: Assessment, by: str) -> list[str]:
    """The groups that a claim is in, where no yardstick reads its words."""
    first, last = (day and day[:4] for day in (one.made_earliest, one.made_latest))
    return {
        "speaker": [one.scored_as],
        "publisher": [one.publisher_group],
        "source": [one.source],
        "topic": list(one.topic_groups) or ["(no topic)"],
        "kind": [one.kind],
        "wording": ["(no wording)" if one.wording is None else name_key(one.wording).casefold()],
        "year": [first if first and first == last else "(not known)"],
        "lead": [lead(one)],
        "stance": [one.stance],
    }[by]


def lead(one: Assessment) -> str:
    """How long before its due day a claim was made."""
    if one.made_latest is None or one.horizon is None or one.made_latest > one.horizon:
        return "(not known)"
    days = (date.fromisoformat(one.horizon) - date.fromisoformat(one.made_latest)).days
    for most, name in ((7, "0 to 7 days"), (30, "8 to 30 days"), (90, "1 to 3 months"),
                       (365, "3 to 12 months"), (1095, "1 to 3 years")):  # fmt: skip
        if days <= most:
            return name
    return "over 3 years"


def fates(claims: list[Assessment], settings: Settings) -> Counter[tuple[str, str]]:
    """How many settled claims came out each way, by the year they were settled in."""
    found: Counter[tuple[str, str]] = Counter()
    for one in claims:
        if one.status == "settled":
            scored = one.credit is not None and can_score(one, settings)
            year = one.happened_latest[:4] if one.happened_latest else ""
            found[year, one.result or "" if scored else "unscored"] += 1
    return found
