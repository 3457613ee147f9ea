"""What is asked for: a page, in a form, as of a moment, with parameters named as options are."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.errors import BadValue, Refusal, UnknownName
from ledger.model.field_reader import guess
from ledger.model.filters import FILTERS, Filters
from ledger.model.site_settings import SiteSettings
from ledger.report.settings import (
    CLUSTERS,
    MOST_EXTREME,
    REPEATS,
    WEIGHTS,
    WINDOWS,
    Settings,
    days_ahead,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ledger.book.ledger import Ledger
    from ledger.model.claim_state import Moment
    from ledger.web.addresses import Addresses, Parameters
    from ledger.web.caller import Caller
    from ledger.web.catalogues import Catalogues
    from ledger.web.door import Door
    from ledger.web.posted import Posted
    from ledger.web.visitor import Visitor

MOST: Final = 1000
"""How many things a list shows at most, whatever ``limit`` says."""

YES: Final = frozenset({"1", "yes", "true", "on"})
NO: Final = frozenset({"0", "no", "false", "off"})

FILTERED: Final = tuple(FILTERS)
EXTREMISE: Final = "extremise"
"""What only a page on a crowd takes of how claims are scored."""

SCORING: Final = tuple(name for name in Settings.__dataclass_fields__ if name != EXTREMISE)
"""The names of the parameters that filter, and of those that say how claims are scored."""


class ComeAgain(Refusal):
    """What is asked for is being worked out already, and takes long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request that has been read: all that a page needs.

    ``moment`` is what the whole answer is as of, so that what is written meanwhile does not show in
    half of it; ``to`` makes addresses, which keep the moment where one was asked for.  ``form`` is
    one of the ``forms`` that the page has, ``names`` what stands for the variable part of its path,
    ``path`` the path as it was asked for, encoded and without its ending.  The forms that are
    ``whole`` do not take the parameters named in ``parts``.  ``state`` tells the moment from the
    same one of another ledger, which was put in the place of this.  ``visitor`` is who asks, under
    whose name the ledger records, and ``posted`` the form that was sent, None where a page is only
    shown.  What they are taken from are the ``door`` and the ``caller``.  A page that
    ``takes_forms`` is always as things stand now.
    """

    ledger: Ledger
    catalogues: Catalogues
    moment: Moment
    to: Addresses
    path: str
    names: tuple[str, ...]
    form: str
    forms: tuple[str, ...]
    given: Parameters
    whole: tuple[str, ...]
    parts: tuple[str, ...]
    state: str
    visitor: Visitor
    posted: Posted | None
    door: Door
    caller: Caller
    takes_forms: bool = False
    site: SiteSettings = field(default_factory=SiteSettings)

    @property
    def as_of(self) -> str:
        """The moment as the ledger's methods take it."""
        return str(self.moment)

    @property
    def sent(self) -> Posted:
        """The form that was sent, in a function that answers one."""
        if self.posted is None:
            raise AssertionError
        return self.posted

    @property
    def name(self) -> str:
        """What stands for the variable part of the path."""
        return self.names[0]

    def called(self, recorder: str) -> str | None:
        """What a recorder is called on the page: in public by the byline, or not at all."""
        return recorder if self.to.live else self.site.byline

    def one(self, name: str, usual: str | None = None) -> str | None:
        """The value of a parameter, of which the last counts."""
        return next((value for key, value in reversed(self.given) if key == name), usual)

    def choice(self, name: str, choices: Sequence[str], usual: str) -> str:
        """One of some words.

        Raises:
            BadValue: it is another.
        """
        value = self.one(name, usual) or usual
        return _chosen(name, value, choices)

    def number(self, name: str, usual: int, least: int, most: int) -> int:
        """A whole number.

        Raises:
            BadValue: it is none, or too small or large.
        """
        value = self.one(name)
        return usual if value is None else _whole(name, value, least, most)

    def filters(self, **more: tuple[str, ...]) -> Filters:
        """The filters that the parameters are; ``more`` are those of the page itself.

        Raises:
            BadValue: a parameter is no value that its filter takes.
        """
        found: dict[str, Any] = {}
        for name, one in FILTERS.items():
            values = [value for key, value in self.given if key == name]
            if not values:
                continue
            if one.is_day:
                found[name] = _day(name, values[-1])
            elif name == "words":
                found[name] = tuple(word for value in values for word in value.split())
            else:
                choices = one.choices
                found[name] = tuple(
                    _chosen(name, value, choices) if choices else value for value in values
                )
        return Filters(**(found | more))

    def settings(self, *more: str) -> Settings:
        """How claims are scored, as the parameters say.

        Args:
            more: settings that this page takes beside `SCORING`.

        Raises:
            BadValue: a parameter is no value that its setting takes.
        """
        found: dict[str, Any] = {}
        for name in (*SCORING, *more):
            value = self.one(name)
            if value is not None:
                found[name] = _setting(name, value)
        return Settings(**found)

    def refuse_others(self, known: Collection[str]) -> None:
        """Refuse what is no parameter of the page.

        Raises:
            UnknownName: there is such a parameter; one that is like it is named.
        """
        every = [*known, "as_of"]
        for name, _ in self.given:
            if name not in every:
                raise UnknownName("parameter", name, get_close_matches(name, every, 1), every)

    def refuse_parts(self) -> None:
        """Refuse what the form that is asked for does not take, as it would do nothing.

        Raises:
            BadValue: there is such a parameter.
        """
        for name, _ in self.given:
            if self.form in self.whole and name in self.parts:
                raise BadValue(
                    name,
                    f"{self.form.upper()} has all there is in an order of its own, and so takes no "
                    f"{name}.",
                )

    def taken(self, form: str) -> Parameters:
        """The parameters that another form of the same page takes."""
        return self.without(*self.parts) if form in self.whole else self.given

    def without(self, *names: str) -> Parameters:
        """The parameters but for some."""
        return tuple((key, value) for key, value in self.given if key not in names)


def read_query(pairs: Sequence[tuple[str, str]]) -> Parameters:
    """The parameters of a query: options by their names, with either sign between their words.

    What is empty was left empty in a form, and is not there.
    """
    return tuple((name.replace("-", "_"), value) for name, value in pairs if value.strip())


def _chosen(name: str, value: str, choices: Sequence[str]) -> str:
    if value not in choices:
        near = guess(value, choices)
        raise BadValue(
            name, f"{value!r} is no {_words(name)}.{near}", f"There are: {', '.join(choices)}."
        )
    return value


def _whole(name: str, value: str, least: int, most: int) -> int:
    if not (value.isascii() and value.isdigit()) or not least <= int(value[:12]) <= most:
        sentence = f"{_words(name)} must be a whole number from {least} to {most}, not {value!r}."
        raise BadValue(name, sentence)
    return int(value)


def _day(name: str, value: str) -> Any:  # noqa: ANN401 - a date
    from datetime import UTC, datetime  # noqa: PLC0415 - only where a day is asked for

    found = edtf.read(value, edtf.from_day(datetime.now(UTC).date())).latest
    if found is None:
        raise BadValue(name, f"{value} has no last day.", "Give a day, such as 2024-12-31.")
    return found


NUMBERS: Final = {"log_floor": 0.5, EXTREMISE: MOST_EXTREME}
"""The settings that are numbers above 0, and what each is at most."""


def _number(name: str, value: str) -> float:
    most = NUMBERS[name]
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number <= most:
        raise BadValue(name, f"{_words(name)} must be above 0 and at most {most}, not {value!r}.")
    return number


def _setting(name: str, value: str) -> Any:  # noqa: ANN401 - whatever the setting is
    choices = {"repeats": REPEATS, "window": WINDOWS, "cluster": CLUSTERS, "weight": WEIGHTS}
    bounds = {"seed": (0, 2**31 - 1), "digits": (2, 9), "min_claims": (0, 10**9)}
    if name in choices:
        return _chosen(name, value, choices[name])
    if name in bounds:
        return _whole(name, value, *bounds[name])
    if name == "at":
        days_ahead(value)
        return value
    if name in NUMBERS:
        return _number(name, value)
    if name in {"guard_early", "tests"}:
        if value not in YES | NO:
            raise BadValue(name, f"{_words(name)} must be yes or no, not {value!r}.")
        return value in YES
    return value


def _words(name: str) -> str:
    return name.replace("_", " ")


def hidden_fields(given: Parameters, *but: str) -> Iterator[tuple[str, str]]:
    """The parameters that a form keeps beside its own fields."""
    return ((name, value) for name, value in given if name not in but)
