"""What browsers are told to allow: the policy of pages, and of what other sites may frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

EMBEDS: Final = "/embed/"
"""How the paths begin of what other sites may show."""

CONTENT: Final = "content-security-policy"
RESOURCES: Final = "cross-origin-resource-policy"

COMMON: Final = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
)


def plain() -> tuple[tuple[str, str], ...]:
    """The headers of every answer but embeds: nothing from elsewhere, and nobody frames it."""
    allowed = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    return ((CONTENT, allowed), *COMMON, (RESOURCES, "same-origin"))


def embedded(hosts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The headers of what ``hosts`` may frame: it has no script and no form."""
    framers = " ".join(hosts) or "'none'"
    allowed = (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; "
        f"frame-ancestors {framers}; base-uri 'none'"
    )
    return ((CONTENT, allowed), *COMMON, (RESOURCES, "cross-origin"))


def policy_of(path: str, hosts: Sequence[str] = ()) -> tuple[tuple[str, str], ...]:
    """The headers of the answer at a path."""
    return embedded(hosts) if path.startswith(EMBEDS) else plain()
