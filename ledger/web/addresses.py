"""Where each page is: paths and queries that lead to it from any other.

A name stands in a path as it is, percent-encoded.  What follows its last dot may say the form of
the answer, so a name that ends like one, such as ``prices.csv``, has ``.html`` behind it, and so
has one of dots alone, which browsers take for a folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMS: Final = ("html", "json", "csv")
"""The forms that most pages have; each is also the ending of a path."""

Parameters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of pages as of one moment: ``as_of`` where one was asked for, else None.

    Those of a site that is a folder of files are another kind of them (`ledger.site.addresses`):
    there what is not ``live`` has no forms and no parameters, and the address of what it lacks is
    empty.
    """

    as_of: str | None = None
    live: ClassVar[bool] = True

    def page(self, path: str, *names: str, form: str = "html", **query: object) -> str:
        """The address of a page, such as ``page("claims", "two-percent-floor")``.

        Of the ``query`` what is None is left out, and a list gives a parameter for each of its
        items.
        """
        given = [(name, one) for name, value in query.items() for one in _texts(value)]
        return self.at("/".join(["", path, *map(_quoted, names)]), given, form)

    def at(self, path: str, given: Iterable[tuple[str, str]], form: str = "html") -> str:
        """The address of a path, already encoded, with parameters and the moment."""
        query = [*given, *([("as_of", self.as_of)] if self.as_of else [])]
        ending = f".{form}" if form != "html" or _is_ambiguous(path) else ""
        return path + ending + (f"?{urlencode(query)}" if query else "")

    def file(self, name: str) -> str:
        """The address of a file that goes with the pages, such as the style sheet."""
        return f"/static/{name}"

    def lasting(self, as_of: str) -> Addresses:
        """The addresses under which the same is found again: those as of the moment."""
        return Addresses(as_of)


def parted(path: str, forms: Iterable[str]) -> tuple[str, str]:
    """A path without the ending that says its form, and the form; without one it is a page."""
    for form in forms:
        if path.endswith(f".{form}"):
            return path.removesuffix(f".{form}"), form
    return path, "html"


ENDINGS: Final = (*FORMS, "jsonld", "proof", "ics", "atom", "svg")
"""Every ending that some path takes for a form."""


def _is_ambiguous(path: str) -> bool:
    last = path.rpartition("/")[2]
    return bool(last) and (
        last.endswith(tuple(f".{one}" for one in ENDINGS)) or not last.strip(".")
    )


def _quoted(name: str) -> str:
    return quote(name, safe=":@!$'()*,;=+~")


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    return [str(value)]


def sign_in_address(back: str) -> str:
    """Where to sign in and then go ``back`` to, an address of a page here."""
    return f"/sign-in?{urlencode({'next': back})}"


def is_of_ours(address: str) -> bool:
    """Whether an address leads to a page here, however a browser reads it.

    A second slash, or a backslash that browsers take for one, would lead to another site.
    """
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and all("!" <= sign <= "~" and sign != "\\" for sign in address)
    )
