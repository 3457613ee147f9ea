"""The templates of pages: what they may call, and how what comes from data is made harmless.

Whatever comes from data is cleaned of what could hide or change text, then escaped; only addresses
of the web become links.  No template has a style or a script in it: the policy forbids both.
"""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from ledger import edtf
from ledger.book.asking.corrections import told
from ledger.desk.roles import Role
from ledger.model.claim_state import (
    NO_DUE_DAY,
    as_said,
    document_label,
    status_label,
    verdict_label,
)
from ledger.model.forecast import exact_percent
from ledger.model.verdicts import Verdict
from ledger.report.page.claim_rows import followed, of_evidence, of_response, of_source
from ledger.report.page.escaping import templates_of
from ledger.text import counted, percent
from ledger.web.addresses import Addresses, sign_in_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from ledger.model.claim_state import Assessment
    from ledger.web.asked import Asked

MENU: Final = (
    ("index", "Start", "h"),
    ("claims", "Claims", "c"),
    ("due", "Due", "d"),
    ("report", "Report", "r"),
    ("corrections", "Corrections", "o"),
    ("disputes", "Disputes", "i"),
    ("log", "Log", "l"),
    ("verify", "Verify", "v"),
)
"""The pages that every page leads to, with the key that does, after a `g`."""

SITE_MENU: Final = (
    ("index", "Start", ""),
    ("claims", "Claims", ""),
    ("speakers", "Speakers", ""),
    ("topics", "Topics", ""),
    ("due", "Due", ""),
    ("report", "Report", ""),
    ("corrections", "Corrections", ""),
    ("disputes", "Disputes", ""),
    ("method", "Method", ""),
)
"""The same of a site that is a folder of files; its pages take no keys."""

SIGNS: Final = {"right": "✓", "partly": "◐", "wrong": "✗", "overdue": "!", "open": "○"}
"""What is beside the colour of a state, so that nobody needs to see that."""


FORM_NAMES: Final = {"json": "JSON", "csv": "CSV"}
"""What the other forms of a page are called."""


def rendered(
    template: str, title: str, shown: dict[str, Any], asked: Asked, forms: Sequence[str]
) -> str:
    """A page: what a template makes of what is shown, in the frame that all pages have.

    It leads to its own other ``forms``.
    """
    lasting = asked.without("saved")
    frame = {
        "asked": asked,
        "to": asked.to,
        "title": title,
        "menu": MENU if asked.to.live else SITE_MENU,
        "site": asked.site,
        "called": asked.called,
        "now": Addresses().at(asked.path, lasting),
        "permalink_here": asked.to.lasting(asked.as_of).at(asked.path, lasting),
        "sign_in_here": sign_in_address(asked.to.at(asked.path, asked.given)),
        "other_forms": [form for form in forms if form in FORM_NAMES],
        "form_names": FORM_NAMES,
    }
    return environment().get_template(template).render(**frame, **shown)


@cache
def environment() -> Environment:
    """What fills the templates in: all is cleaned and escaped, and nothing may be missing."""
    made = templates_of("ledger.web")
    made.filters |= {
        "told": told,
        "counted": counted,
        "when": when,
        "became": became,
        "percent": percent,
        "exact_percent": exact_percent,
        "in_words": edtf.in_words,
        "deadline": edtf.deadline,
        "by": edtf.by,
        "mark": mark,
    }
    made.globals |= {
        "as_said": as_said,
        "document": document_label,
        "verdict_words": verdict_words,
        "followed": followed,
        "of_source": of_source,
        "of_evidence": of_evidence,
        "embed_code": embed_code,
        "of_response": of_response,
        "signs": SIGNS,
        "Role": Role,
        "new_key": lambda: secrets.token_urlsafe(18),
    }
    return made


def embed_code(address: str) -> str:
    """What somebody puts into a page of theirs to show what is at an address."""
    return (
        f'<iframe src="{address}" title="A claim, and what became of it" width="100%" '
        f'height="320" loading="lazy"></iframe>'
    )


def mark(claim: Assessment) -> str:
    """The state of a claim as a word that styles and `SIGNS` know."""
    if claim.status == "settled":
        return claim.result or "unscored"
    return claim.status


def verdict_words(verdict: str | None, value: Any = None, on: Any = None) -> str:  # noqa: ANN401 - see `verdict_label`
    """A verdict as readers call it, with its share and the day it became true."""
    label = None if verdict is None else Verdict(verdict).traits.label
    return verdict_label(label, value, on)


def became(claim: Assessment) -> str:
    """What became of a claim: the verdict, and whether its speaker was right."""
    verdict = verdict_words(claim.verdict, claim.amount)
    if claim.status != "settled":
        return ": ".join(filter(None, [status_label(claim).replace("-", " "), verdict]))
    return ": ".join(filter(None, [verdict, claim.result if claim.result != "partly" else ""]))


def when(claim: Assessment) -> str:
    """The day a claim is due, in words, or the one to look at it by."""
    if claim.due_latest:
        return edtf.when(claim.due or claim.due_latest)
    return f"check {claim.horizon}" if claim.horizon else NO_DUE_DAY
