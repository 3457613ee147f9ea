"""A comparison as JSON: every figure in full, under names that stay."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from ledger.report.data import RESAMPLES, dumped, filters_dict
from ledger.report.settings import LEVEL

if TYPE_CHECKING:
    from ledger.report.comparing.comparison import Comparison
    from ledger.report.comparing.difference import Difference
    from ledger.report.comparing.shared_question import SharedQuestion
    from ledger.report.comparing.stand import Stand

SETTINGS: Final = ("repeats", "cluster", "yardstick", "guard_early", "seed")
"""The settings that change a figure; the others change only how it is shown."""


def as_json(comparison: Comparison) -> str:
    """The comparison with all its questions as a JSON object; an undefined figure is null."""
    return dumped({
        "as_of": str(comparison.moment),
        "entry": comparison.moment.entry,
        "root": comparison.root,
        "by": comparison.by,
        "a": comparison.a,
        "b": comparison.b,
        "kinds": list(comparison.kinds),
        "others": comparison.others,
        "filters": filters_dict(comparison.filters),
        **{name: getattr(comparison.settings, name) for name in SETTINGS},
        "level": LEVEL,
        "resamples": RESAMPLES,
        "shared": len(comparison.questions),
        "not_scored": comparison.not_scored,
        "brier": _difference(comparison.brier),
        "credit": _difference(comparison.credit),
        "questions": [_question(one) for one in comparison.questions],
    })  # fmt: skip


def _difference(found: Difference | None) -> dict[str, Any] | None:
    return None if found is None else asdict(found)


def _question(question: SharedQuestion) -> dict[str, Any]:
    return {
        "id": question.id,
        "statement": question.statement,
        "verdict": question.verdict,
        "value": None if question.value is None else float(question.value),
        "a": _stand(question.a),
        "b": _stand(question.b),
    }


def _stand(stand: Stand) -> dict[str, Any]:
    return {
        "stance": stand.stance,
        "credit": stand.credit,
        "probability": stand.probability,
        "implied": stand.implied,
        "brier": stand.brier,
        "claims": [one.id for one in stand.claims],
    }
