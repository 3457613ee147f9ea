"""Which page is where, in which forms, and what it takes: the one table of all pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ledger.desk.roles import Role
from ledger.web.addresses import FORMS
from ledger.web.asked import EXTREMISE, FILTERED, SCORING
from ledger.web.bodies import ARTICLE, FORM, IMPORT
from ledger.web.pages import (
    add,
    amend,
    approve,
    claim,
    claim_list,
    compare,
    due,
    embed,
    extract_page,
    figures,
    home,
    import_page,
    journal,
    judging,
    jump,
    names,
    question,
    record,
    review,
    sign_in,
    source,
    speaker,
    withdraw,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ledger.web.answers import Answer
    from ledger.web.asked import Asked


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it is, what answers, and the names of its parameters.

    What ``forms`` has beside a page is asked for by an ending of the path.  What ``is_kept``
    depends on nothing but the moment, the address and who asks.  The forms that are ``whole`` say
    all there is in an order of their own, and so do not take the parameters named in ``parts``.
    ``post`` answers a form that is sent to the page, of ``largest`` bytes at most.  Who ``needs`` a
    role is refused without it; what is ``is_for_all`` is there without signing in too.
    A form is done once, unless it ``is_repeatable``.  What ``is_long`` may take minutes.
    """

    path: str
    answer: Callable[[Asked], Answer]
    parameters: tuple[str, ...] = ()
    forms: tuple[str, ...] = FORMS
    is_kept: bool = False
    whole: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    post: Callable[[Asked], Answer] | None = None
    needs: Role | None = None
    largest: int = FORM
    is_for_all: bool = False
    is_repeatable: bool = False
    is_long: bool = False

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods of HTTP that it answers; where there is GET, there is HEAD."""
        return ("GET",) if self.post is None else ("GET", "POST")


SMALL: Final = 16 * 1024
"""How many bytes a form may have that anybody may send."""

LISTED: Final = ("sort", "after", "limit")
PAGED: Final = ("after", "limit")
COMPARED: Final = ("a", "b", "also", "by", *FILTERED, *SCORING, EXTREMISE)
PLAIN: Final = ("html", "json")


def _with_endings(page: Page) -> tuple[Page, ...]:
    """The same page under its path and, where that has no variable part, under its endings."""
    if "{" in page.path or page.path == "/":
        return (page,)
    paths = (f"{page.path}.{form}" for form in page.forms)
    own = page.path if "html" in page.forms else None
    return tuple(replace(page, path=path) for path in (*([own] if own else []), *paths))


def _form(path: str, shown: Callable[[Asked], Answer], sent: Callable[[Asked], Answer]) -> Page:
    """A form that recorders fill in."""
    return Page(path, shown, (), ("html",), post=sent, needs=Role.RECORDER)


TABLE: Final = (
    Page("/", home.home, (), PLAIN, is_kept=True),
    Page("/index", home.home, (), PLAIN, is_kept=True),
    Page("/add", add.add, (*add.PRESET, "saved"), ("html",), post=add.added, needs=Role.RECORDER),
    Page("/claims", claim_list.claims, (*FILTERED, *LISTED), is_kept=True, whole=("csv",),
         parts=LISTED),
    _form("/claims/{id:path}/amend", amend.claim, amend.claim_amended),
    _form("/claims/{id:path}/withdraw", withdraw.claim, withdraw.claim_withdrawn),
    Page("/claims/{id:path}/approve", approve.approve, (), ("html",), post=approve.approved,
         needs=Role.EDITOR),
    _form("/claims/{id:path}/respond", approve.respond, approve.responded),
    _form("/questions/{id:path}/amend", amend.question, amend.question_amended),
    _form("/questions/{id:path}/withdraw", withdraw.question, withdraw.question_withdrawn),
    _form("/outcomes/{id:path}/amend", amend.outcome, amend.outcome_amended),
    _form("/outcomes/{id:path}/withdraw", withdraw.outcome, withdraw.outcome_withdrawn),
    _form("/sources/{id:path}/amend", amend.source, amend.source_amended),
    Page("/claims/{id:path}", claim.claim, ("saved",), ("html", "json", "jsonld", "proof"),
         is_kept=True),
    Page("/questions/{id:path}/record", record.record, ("blind", "adjudicates"), ("html",),
         post=record.recorded, needs=Role.RECORDER),
    Page("/questions/{id:path}", question.question, ("saved",), is_kept=True),
    Page("/review", judging.judging, judging.PARAMETERS, ("html",), post=judging.judged,
         needs=Role.RECORDER),
    Page("/sources", names.sources, ("limit",), is_kept=True),
    Page("/sources/{id:path}", source.source, (*PAGED, "saved"), is_kept=True,
         whole=("json", "csv"), parts=PAGED),
    Page("/speakers", names.speakers, ("limit",), is_kept=True),
    Page("/speakers/{name:path}", speaker.speaker, (), FORMS, is_kept=True),
    Page("/publishers", names.publishers, ("limit",), is_kept=True),
    Page("/publishers/{name:path}", speaker.publisher, (), FORMS, is_kept=True),
    Page("/topics", names.topics, ("limit",), is_kept=True),
    Page("/topics/{name:path}", speaker.topic, (), FORMS, is_kept=True),
    Page("/report", figures.report_page, ("by", "first", *FILTERED, *SCORING), is_kept=True,
         whole=("json", "csv"), parts=("first",)),
    Page("/compare", compare.compare_page, COMPARED, is_kept=True),
    Page("/due", due.due, ("within", "stale", "limit")),
    Page("/due", due.calendar, FILTERED, ("ics",), is_kept=True),
    Page("/news", due.news, FILTERED, ("atom",), is_kept=True),
    Page("/corrections", review.corrections, ("limit", "before")),
    Page("/disputes", review.disputes, (*FILTERED, "limit")),
    Page("/log", journal.log, ("id", "limit", "before")),
    Page("/verify", journal.verify, (), PLAIN, is_long=True),
    Page("/embed/claims/{id:path}", embed.claim, (), ("html",)),
    Page("/embed/report", embed.report, ("by", *FILTERED), ("svg",), is_kept=True),
    Page("/import", import_page.choose, ("saved", "left_out"), ("html",), post=import_page.chosen,
         needs=Role.EDITOR, largest=IMPORT),
    Page("/left-out", import_page.left_out, ("key",), ("csv",), needs=Role.EDITOR),
    Page("/extract", extract_page.choose, (), ("html",), post=extract_page.chosen,
         needs=Role.RECORDER, largest=ARTICLE),
    Page("/jump", jump.jump, ("to",), ("html",)),
    Page("/sign-in", sign_in.sign_in, ("token", "next"), ("html",), post=sign_in.signed_in,
         largest=SMALL, is_for_all=True, is_repeatable=True),
    Page("/password", sign_in.password, (), ("html",), post=sign_in.password_changed,
         largest=SMALL, needs=Role.READER, is_repeatable=True),
    Page("/sign-out", sign_in.sign_out, (), ("html",), post=sign_in.signed_out, largest=SMALL,
         is_for_all=True, is_repeatable=True),
)  # fmt: skip

PAGES: Final = tuple(one for page in TABLE for one in _with_endings(page))
"""Every page, in the order in which a path is compared with theirs."""
