"""Comparisons as rows of a sheet: a question that two share, or a side held against others."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from ledger.report.json_csv import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.report.comparing.comparison import Comparison
    from ledger.report.comparing.contest import Contest
    from ledger.report.comparing.shared_question import Stand

STAND: Final = ("stance", "credit", "probability", "implied", "brier", "claims")

QUESTION_COLUMNS: Final = (
    "as_of", "root", "id", "statement", "verdict", "value", "weight",
    "a", *(f"a_{name}" for name in STAND), "b", *(f"b_{name}" for name in STAND),
)  # fmt: skip


def question_rows(found: Comparison) -> Iterator[dict[str, Any]]:
    """Each question that two share, with the stands of both."""
    for question in found.questions:
        yield {
            "as_of": str(found.moment),
            "root": found.root,
            "id": question.id,
            "statement": question.statement,
            "verdict": question.verdict,
            "value": question.value,
            "weight": question.weight,
            "a": found.a,
            **_stand("a", question.a),
            "b": found.b,
            **_stand("b", question.b),
        }


def _stand(side: str, stand: Stand) -> dict[str, Any]:
    told = {name: getattr(stand, name) for name in STAND}
    told["claims"] = [claim.id for claim in stand.claims]
    return {f"{side}_{name}": value for name, value in told.items()}


def contestant_rows(found: Contest) -> Iterator[dict[str, Any]]:
    """Each side that is held against the others, with its figures; an interval takes two cells."""
    for one in found.contestants:
        told = asdict(one)
        crowd = {f"crowd_{name}": value for name, value in told.pop("crowd").items()}
        yield {"as_of": str(found.moment), "root": found.root, **cells(told | crowd)}
