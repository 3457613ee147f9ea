"""``/compare``: what the command says of two, or of more, with the command that gives it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ledger.errors import BadValue, NotFound
from ledger.report.comparing import contest_forms, rows
from ledger.report.comparing import forms as comparing
from ledger.report.comparing.comparison import compare, sort_of
from ledger.report.comparing.contest import contest
from ledger.report.comparing.contest_prose import sentences as contested
from ledger.report.comparing.prose import sentences as compared
from ledger.web.answers import Answer
from ledger.web.asked import EXTREMISE
from ledger.web.pages.figures import PAGES, SHOWN, again

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.web.asked import Asked

OFFERED: Final = 30
"""How many names a form offers."""

SIDES: Final = ("speaker", "publisher")


def compare_page(asked: Asked) -> Answer:
    """Two speakers or publishers on the questions both took a stand on; or more of them.

    What cannot be compared is told above the form, in which what was typed stays.
    """
    try:
        return _compared(asked)
    except (NotFound, BadValue) as refusal:
        if asked.form != "html":
            raise
        return Answer(
            title="Compare",
            template="compare.html",
            shown={
                **_form(asked, asked.one("a"), asked.one("b")),
                "wrong": " ".join(filter(None, [str(refusal), refusal.cure])),
            },
            is_all=False,
            status=404 if isinstance(refusal, NotFound) else 400,
        )


def _compared(asked: Asked) -> Answer:
    a, b = asked.one("a"), asked.one("b")
    also = _also(asked)
    if a is None or b is None:
        if asked.form != "html":
            raise BadValue("a", "Name two to compare, as a and as b.")
        form = _form(asked, a, b)
        return Answer(title="Compare", template="compare.html", shown=form, is_all=False)
    if also:
        return _contest(asked, [a, b, *also])
    if asked.one(EXTREMISE) is not None:
        raise BadValue(EXTREMISE, "extremise is about a crowd; name more than two, as also.")
    if a.casefold() == b.casefold():
        raise BadValue("b", f"{a} cannot be compared with {b}; name two that differ.")
    by = asked.choice("by", SIDES, "speaker") if asked.one("by") else None
    sort = by or sort_of(asked.ledger, a, b, asked.as_of)
    filters = asked.filters()
    if getattr(filters, sort):
        raise BadValue(sort, f"a and b are the {sort}s, so {sort} cannot be given.")
    found = compare(asked.ledger, a, b, sort, filters, asked.as_of, asked.settings())
    return Answer(
        title=f"{found.a} and {found.b}, compared",
        template="compare.html",
        shown={
            **_form(asked, found.a, found.b),
            "found": found,
            "table": comparing.table(found) if found.questions else None,
            "sentences": list(compared(found, commands=False)),
            "questions": found.questions[:SHOWN],
            "more": max(0, len(found.questions) - SHOWN),
            "told": comparing.told,
            "pages": PAGES[sort],
            "command": comparing.command(found),
            "again": again(asked),
        },
        view=lambda: comparing.as_json(found),
        table=lambda: list(rows.question_rows(found)),
        columns=rows.QUESTION_COLUMNS,
    )


def _also(asked: Asked) -> list[str]:
    """The names behind the first two."""
    return [name for key, value in asked.given if key == "also" and (name := value.strip())]


def _contest(asked: Asked, names: Sequence[str]) -> Answer:
    """More than two, each held against the others."""
    by, filters = asked.choice("by", SIDES, "speaker"), asked.filters()
    if getattr(filters, by):
        raise BadValue(by, f"The names are {by}s, so {by} cannot be given.")
    held = contest(asked.ledger, names, by, filters, asked.as_of, asked.settings(EXTREMISE))
    return Answer(
        title=f"{len(names)} {by}s, compared",
        template="compare.html",
        shown={
            **_form(asked, *names[:2]),
            "held": held,
            "tables": list(contest_forms.tables(held)),
            "sentences": list(contested(held)),
            "pages": PAGES[by],
            "command": contest_forms.command(held),
            "again": again(asked),
        },
        view=lambda: contest_forms.as_json(held),
        table=lambda: list(rows.contestant_rows(held)),
    )


def _form(asked: Asked, a: str | None, b: str | None) -> dict[str, Any]:
    """What the form for the names holds."""
    return {
        "a": a or "",
        "b": b or "",
        "also": _also(asked),
        "kept": asked.without("a", "b", "also", "by", EXTREMISE),
        "extremise": asked.one(EXTREMISE, ""),
        "found": None,
        "held": None,
        "wrong": None,
        "some": _some(asked),
    }


def _some(asked: Asked) -> Sequence[str]:
    """The speakers with the most claims, to be offered."""
    return [one.name for one in asked.ledger.named("speaker", asked.as_of)[:OFFERED]]
