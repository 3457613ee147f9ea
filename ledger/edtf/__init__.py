"""Fuzzy dates: EDTF text with the first and last day it may mean, and phrases read as such.

What the world did is dated as well as it is known: ``2023-07-12``, ``2023-07``, ``2024``,
``2023-07-03/2023-07-09``, ``../2024-12-31``.  ``parse`` takes this notation alone; ``read`` also
takes words such as "next week" and reads them against the day they were said.
"""

from ledger.edtf.notation import FuzzyDate, before, from_day, is_edtf, parse
from ledger.edtf.phrases import can_be_read, read
from ledger.edtf.reference_day import Roll

__all__ = ["FuzzyDate", "Roll", "before", "can_be_read", "from_day", "is_edtf", "parse", "read"]
