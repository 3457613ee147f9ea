"""What ``site.toml`` says of a site: its name, who answers for it, and what is not shown on it.

title = "The Herald's ledger of claims"
address = "https://claims.example.org/"
byline = "The desk of The Herald"
answers = "claims@herald.example"
licence = "CC-BY-4.0"
not_public = ["Somebody"]
embed = ["https://herald.example"]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final

from ledger.model.field_reader import guess
from ledger.model.field_values import shown
from ledger.model.name_keys import name_key
from ledger.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAIL: Final = re.compile(r"[^\s@<>\"'?&]{1,64}@[A-Za-z0-9.-]{1,255}")
ON_THE_WEB: Final = re.compile(r"https?://[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?(?:/[^\s\"'<>\\]*)?")
HOST: Final = re.compile(r"https?://(?:\*\.)?[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?")
LICENCE: Final = re.compile(r"[A-Za-z0-9.+-]{1,60}")
LONGEST: Final = 200
"""How many characters a text may have."""

TITLE: Final = "Claims, and what became of them"


def _told(text: str) -> str | None:
    return None if text == clean(text).strip() else "a text of one line, without hidden characters"


def _text(told: Any) -> str | None:  # noqa: ANN401 - whatever the file holds
    if not isinstance(told, str) or not told or len(told) > LONGEST or "\n" in told:
        return f"a text of 1 to {LONGEST} characters"
    return _told(told)


def _of(pattern: re.Pattern[str], what: str) -> Callable[[Any], str | None]:
    def refused(told: Any) -> str | None:  # noqa: ANN401 - as above
        return None if isinstance(told, str) and pattern.fullmatch(told) else what

    return refused


def _answers(told: Any) -> str | None:  # noqa: ANN401 - as above
    is_one = isinstance(told, str) and (MAIL.fullmatch(told) or ON_THE_WEB.fullmatch(told))
    return None if is_one else "an address of e-mail or of the web"


def _several(one: Callable[[Any], str | None], what: str) -> Callable[[Any], str | None]:
    def refused(told: Any) -> str | None:  # noqa: ANN401 - as above
        if isinstance(told, list) and all(one(each) is None for each in told):
            return None
        return f"a list, each of which is {what}"

    return refused


WEB: Final = "an address of the web, such as https://claims.example.org/"
SITE: Final = "a site, such as https://herald.example"


def _is(sort: type, what: str) -> Callable[[Any], str | None]:
    return lambda told: None if isinstance(told, sort) else what


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """What a site is called and where, who answers for it, and whom it does not show.

    ``address`` ends with a slash.  ``answers`` is an address of e-mail or of the web.  ``byline``
    is in public what stands for those who record.  ``embed`` are the sites that may frame what
    ``/embed`` has.  With ``proposals`` what recorders add in a browser waits for an editor.
    """

    title: str = field(default=TITLE, metadata={"refused": _text})
    address: str | None = field(default=None, metadata={"refused": _of(ON_THE_WEB, WEB)})
    byline: str | None = field(default=None, metadata={"refused": _text})
    answers: str | None = field(default=None, metadata={"refused": _answers})
    licence: str | None = field(
        default=None,
        metadata={"refused": _of(LICENCE, "the SPDX name of a licence, such as CC-BY-4.0")},
    )
    not_public: tuple[str, ...] = field(
        default=(), metadata={"refused": _several(_text, "the name of a speaker")}
    )
    embed: tuple[str, ...] = field(
        default=(), metadata={"refused": _several(_of(HOST, SITE), SITE)}
    )
    proposals: bool = field(default=False, metadata={"refused": _is(bool, "true or false")})

    @property
    def hidden(self) -> frozenset[str]:
        """The keys of the names of speakers who have no page."""
        return frozenset(name_key(one).casefold() for one in self.not_public)

    def hides(self, speaker: str) -> bool:
        """Whether a speaker has no page, in whatever spelling nobody can tell from theirs."""
        return bool(self.not_public) and name_key(speaker).casefold() in self.hidden

    @property
    def answers_to(self) -> str | None:
        """Where a link leads whoever wants to answer."""
        if self.answers is None or ON_THE_WEB.fullmatch(self.answers):
            return self.answers
        return f"mailto:{self.answers}"


KEYS: Final = tuple(SiteSettings.__dataclass_fields__)


def read(document: Mapping[str, Any]) -> SiteSettings:
    """The settings that a document holds.

    Raises:
        ValueError: a key is unknown, or what it says is not what it may be.
    """
    known = {one.name: one for one in fields(SiteSettings)}
    for key, told in document.items():
        if key not in known:
            message = (
                f"there is no key {shown(key)}.{guess(key, KEYS)} It may have {', '.join(KEYS)}."
            )
            raise ValueError(message)
        if what := known[key].metadata["refused"](told):
            message = f"{key} must be {what}."
            raise ValueError(message)
    found: dict[str, Any] = {
        key: tuple(one) if isinstance(one, list) else one for key, one in document.items()
    }
    if "address" in found:
        found["address"] = f"{found['address'].rstrip('/')}/"
    return SiteSettings(**found)
