"""Words of estimative probability: what "likely" is worth, by a published yardstick.

A yardstick is a table of phrases, each with a range of probabilities and a point in it.  Some
tables are prescribed, for those who write; others are measured, from those who read.  They differ
("likely" is 55-80% to the US intelligence community and 66-100% to the IPCC), so whoever takes a
probability from words names the yardstick.

    >>> implied("is likely to", "for", yardstick("icd203"))    # 0.55, 0.675, 0.8
"""

from ledger.wording.implied import Implied, bold, implied, timid
from ledger.wording.yardsticks import YARDSTICKS, Term, Yardstick, yardstick

__all__ = ["YARDSTICKS", "Implied", "Term", "Yardstick", "bold", "implied", "timid", "yardstick"]
