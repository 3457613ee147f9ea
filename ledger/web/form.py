"""A form as it is shown: what stands in its fields, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from ledger import edtf
from ledger.errors import (
    BadDate,
    BadValue,
    Contradiction,
    NeedsReason,
    NothingChanges,
    ProblemsFound,
    Refusal,
    StoreTrouble,
    Taken,
)
from ledger.forms.answers import without_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ledger.errors import Refusal
    from ledger.web.asked import Asked

REFUSED: Final = 422
CHANGED: Final = 409
"""What HTTP calls a form that cannot be taken, and one of a record that has changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The values of fields by their names, and the sentences of what is wrong, by field.

    What is not about one field is under the name ``""``.
    """

    values: Mapping[str, Sequence[str]]
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """What HTTP calls the answer that shows it."""
        return REFUSED if self.errors else 200

    def value(self, name: str) -> str:
        """What stands in a field; of several values the last."""
        several = self.values.get(name)
        return several[-1] if several else ""

    def all(self, name: str) -> Sequence[str]:
        """What stands in all fields of that name."""
        return self.values.get(name, ())

    def wrong(self, name: str) -> Sequence[str]:
        """What is wrong with a field."""
        return self.errors.get(name, ())

    def with_error(self, name: str, sentence: str) -> Form:
        """The form with one more sentence at a field, or above all with the name ``""``."""
        return replace(self, errors={**self.errors, name: (*self.wrong(name), sentence)})

    def refused(self, refusal: Refusal, fields: Collection[str]) -> Form:
        """The form with why it was refused, at the ``fields`` that it has and that are known.

        Raises:
            StoreTrouble: the ledger cannot be used at all.
        """
        if isinstance(refusal, StoreTrouble):
            raise refusal
        found = self
        for name, sentence in _faults(refusal):
            found = found.with_error(name if name in fields else "", sentence)
        return found


def form_of(asked: Asked, usual: Mapping[str, str | Sequence[str] | None] | None = None) -> Form:
    """The form with what was sent, or with what is ``usual`` where it is shown first."""
    if asked.posted is not None:
        names = dict.fromkeys(name for name, _ in asked.posted.fields)
        return Form(values={name: asked.posted.all(name) for name in names})
    return Form(
        values={
            name: (value,) if isinstance(value, str) else value
            for name, value in (usual or {}).items()
            if value is not None
        }
    )


def _faults(refusal: Refusal) -> list[tuple[str, str]]:
    """The fields that a refusal is about, and the sentence for each.

    What would cure it at a terminal is left out.
    """
    if isinstance(refusal, ProblemsFound):
        return [(one.key, one.message) for one in refusal.problems if one.severity == "error"]
    if isinstance(refusal, BadValue):
        return [(name, without_key(sentence, name)) for name, sentence in refusal.faults]
    if isinstance(refusal, NeedsReason):
        return [("reason", str(refusal))]
    if isinstance(refusal, OF_A_TERMINAL):
        return [("", str(refusal))]
    return [("", " ".join(filter(None, [str(refusal), refusal.cure])))]


OF_A_TERMINAL: Final = (Contradiction, NothingChanges, Taken)
"""Refusals whose cure is a command."""


def counted(form: Form, due: str, since: str) -> tuple[Form, str]:
    """The words of a due day with the day that they are counted from, if one was given.

    Where that cannot be, the form says so at the field of that day.
    """
    day = form.value(since)
    if not day:
        return form, due
    if not due:
        return form.with_error(since, "Say when it is due too."), due
    try:
        return form, edtf.counted_from(due, day)
    except BadDate as refusal:
        return form.with_error(since, f"{refusal} {refusal.cure}".strip()), due
