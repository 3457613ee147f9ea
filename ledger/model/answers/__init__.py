"""Questions that ask for more than yes or no, what people say of them, and what came about.

- `question_types`: the types, and the `AnswerSpace` of a question: its options, unit, bounds;
- `stands`: what a claim says: a named option, shares, a point, an interval, a threshold, quantiles;
- `reading`: these read from what people write, such as ``at least 2%`` (`read_stand`), and the
  answer that came about (`read_answer`);
- `quantities`: numbers in units, and dates, as ranges of decimals;
- `settling`: the `Answer`, and `comes_to`: whether a stand was right.
"""

from ledger.model.answers.kept import answer_kept, came_to, space_kept, stand_kept
from ledger.model.answers.quantities import BadAnswer, Quantity
from ledger.model.answers.question_types import TYPES, AnswerSpace, QuestionType
from ledger.model.answers.reading import canonical_answer, read_answer, read_stand, space_of
from ledger.model.answers.settling import Answer, Result, comes_to
from ledger.model.answers.stands import (
    NOT_JUDGED,
    Interval,
    Named,
    Point,
    Quantiles,
    Relation,
    Shares,
    Stand,
    Threshold,
    probability_of,
)

__all__ = [
    "NOT_JUDGED",
    "TYPES",
    "Answer",
    "AnswerSpace",
    "BadAnswer",
    "Interval",
    "Named",
    "Point",
    "Quantiles",
    "Quantity",
    "QuestionType",
    "Relation",
    "Result",
    "Shares",
    "Stand",
    "Threshold",
    "answer_kept",
    "came_to",
    "canonical_answer",
    "comes_to",
    "probability_of",
    "read_answer",
    "read_stand",
    "space_kept",
    "space_of",
    "stand_kept",
]
