"""``/sign-in`` and ``/sign-out``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.web.addresses import is_of_ours
from ledger.web.answers import Answer
from ledger.web.door import TokenDoor
from ledger.web.form import form_of

if TYPE_CHECKING:
    from ledger.web.asked import Asked
    from ledger.web.form import Form

STALE: Final = (
    "This address was used already, or is older than an hour. Start ledger serve again for another."
)


def sign_in(asked: Asked) -> Answer:
    """The form to sign in with."""
    form = form_of(asked, {"next": asked.one("next"), "token": asked.one("token")})
    return _shown(form)


def _shown(form: Form) -> Answer:
    return Answer(
        title="Sign in",
        template="sign_in.html",
        shown={"form": form},
        status=form.status,
        headers={"cache-control": "no-store"},
    )


def signed_in(asked: Asked) -> Answer:
    """Sign in, and go back to where somebody was."""
    door = asked.door
    cookie = door.sign_in(asked.sent.one("token")) if isinstance(door, TokenDoor) else None
    if cookie is None:
        return _shown(form_of(asked).with_error("", STALE))
    back = asked.sent.one("next")
    return Answer(
        elsewhere=back if is_of_ours(back) else "/",
        headers={"set-cookie": cookie, "clear-site-data": '"cache"'},
    )


def sign_out(asked: Asked) -> Answer:  # noqa: ARG001 - every page takes it
    """The form to sign out with."""
    return Answer(title="Sign out", template="sign_out.html", shown={})


def signed_out(asked: Asked) -> Answer:
    """End the session."""
    door = asked.door
    cookie = door.sign_out(asked.caller) if isinstance(door, TokenDoor) else ""
    return Answer(elsewhere="/", headers={"set-cookie": cookie, "clear-site-data": '"cache"'})
