"""``/sign-in``, ``/sign-out`` and ``/password``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ledger.desk.passwords import SHORTEST, TooMany
from ledger.errors import Refusal
from ledger.web.addresses import is_of_ours
from ledger.web.answers import Answer
from ledger.web.door import NotAllowed
from ledger.web.form import form_of

if TYPE_CHECKING:
    from ledger.web.asked import Asked
    from ledger.web.form import Form

FIELDS: Final = ("name", "password", "new", "again")
TOO_MANY: Final = 429


def sign_in(asked: Asked) -> Answer:
    """The form to sign in with."""
    form = form_of(asked, {"next": asked.one("next"), "token": asked.one("token")})
    return _shown(asked, form)


def _shown(asked: Asked, form: Form, status: int | None = None) -> Answer:
    return Answer(
        title="Sign in",
        template="sign_in.html",
        shown={
            "form": form,
            "by_password": asked.door.takes_passwords(),
            "recorder": asked.ledger.recorder,
        },
        status=status or form.status,
        headers={"cache-control": "no-store"},
    )


def signed_in(asked: Asked) -> Answer:
    """Sign in, and go back to where somebody was."""
    try:
        cookie = asked.door.sign_in(asked.sent, asked.caller)
    except TooMany as refusal:
        return _shown(asked, form_of(asked).refused(refusal, FIELDS), TOO_MANY)
    except Refusal as refusal:
        return _shown(asked, form_of(asked).refused(refusal, FIELDS))
    back = asked.sent.one("next")
    return Answer(
        elsewhere=back if is_of_ours(back) else "/",
        headers={"set-cookie": cookie},
    )


def sign_out(asked: Asked) -> Answer:  # noqa: ARG001 - every page takes it
    """The form to sign out with."""
    return Answer(title="Sign out", template="sign_out.html", shown={})


def signed_out(asked: Asked) -> Answer:
    """End the session."""
    cookie = asked.door.sign_out(asked.caller)
    return Answer(elsewhere="/", headers={"set-cookie": cookie, "clear-site-data": '"cache"'})


def password(asked: Asked) -> Answer:
    """The form to change one's password with."""
    return _password(asked, form_of(asked))


def _password(asked: Asked, form: Form, status: int | None = None) -> Answer:
    if not asked.door.takes_passwords():
        raise NotAllowed("There is no password to change here.")
    return Answer(
        title="Change your password",
        template="password.html",
        shown={"form": form, "shortest": SHORTEST},
        status=status or form.status,
        headers={"cache-control": "no-store"},
    )


def password_changed(asked: Asked) -> Answer:
    """Change the password of whoever is signed in."""
    try:
        cookie = asked.door.change_password(asked.sent, asked.caller, asked.visitor.name or "")
    except TooMany as refusal:
        return _password(asked, form_of(asked).refused(refusal, FIELDS), TOO_MANY)
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _password(asked, form_of(asked).refused(refusal, FIELDS))
    return Answer(elsewhere="/", headers={"set-cookie": cookie})
