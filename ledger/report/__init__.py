"""Reports: figures first, data only, then the forms they are shown in.

The verb is ``report``, as in ``from ledger.report import report``.  The room itself can be called
like it: ``ledger.report(ledger, by="speaker")``.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ledger.report.build import Report, report

__all__ = ["report"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name != "report":
        message = f"module 'ledger.report' has no attribute {name!r}"
        raise AttributeError(message)
    from ledger.report import build  # noqa: PLC0415 - numpy is slow to load

    return build.report


class _Room(ModuleType):
    """This package, which can be called."""

    def __call__(self, *given: Any, **named: Any) -> Report:  # noqa: ANN401 - those of the verb
        report: Report = __getattr__("report")(*given, **named)
        return report


sys.modules[__name__].__class__ = _Room
