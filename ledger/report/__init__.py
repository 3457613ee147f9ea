"""Reports: figures first, data only, then the forms they are shown in.

The room is called like the verb: ``ledger.report(ledger, by="speaker")`` is `figures.report`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.report.figures import Report


class _Room(ModuleType):
    """This package, which can be called."""

    def __call__(self, *given: Any, **named: Any) -> Report:  # noqa: ANN401 - those of figures.report
        from ledger.report.figures import report  # noqa: PLC0415 - numpy is slow to load

        return report(*given, **named)


sys.modules[__name__].__class__ = _Room
