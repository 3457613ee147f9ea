"""Who records: the name that each entry keeps."""

from __future__ import annotations

import getpass


def name_of(recorder: str | None) -> str:
    """The name of who records, without blanks around it; where none is given, the login name.

    Raises:
        BadValue: it is no name that can be kept.
    """
    if not recorder:
        return _login()
    from ledger.model.field_reader import Reading, refuse  # noqa: PLC0415 - where one is given

    reading = Reading({"recorder": recorder})
    name = reading.line("recorder")
    refuse(reading.complaints)
    return name or _login()


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
