"""What stands around ClaimReviews: comments around a script, pages in an archive, one on each line.

Old pages put ``<!--`` or ``//<![CDATA[`` around a script, and content management systems put
``/* <![CDATA[ */`` there, or a semicolon behind it.  Browsers save a page with all that belongs to
it as MHTML (RFC 2557), a mail in whose parts the page is encoded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from ledger.errors import FileTrouble
from ledger.formats import strict_json
from ledger.formats.strict_json import BadJson

if TYPE_CHECKING:
    from email.message import EmailMessage

WRAPPING: Final = re.compile(r"\s*(?://|/\*)?\s*(?:<!--|<!\[CDATA\[|-->|\]\]>)\s*(?:\*/)?\s*")
"""What is put around a script."""

ENDING: Final = re.compile(r"[;\s]+\Z")
BY_LINE: Final = re.compile(r"\s*\{[^\n]*\}[ \t\r;]*\n+\s*\{")
"""How objects begin of which each has a line."""

PAGE: Final = "text/html"
ARCHIVES: Final = frozenset({".mhtml", ".mht"})


def unwrapped(text: str) -> str:
    """A script without what is put around it; its lines stay where they are."""
    inner = WRAPPING.sub(lambda mark: "\n" * mark[0].count("\n"), text)
    return ENDING.sub("", inner)


def parsed(text: str) -> tuple[Any, bool]:
    """What JSON says, and whether each line was an object by itself.

    Raises:
        BadJson: it is none.
    """
    if BY_LINE.match(text) is None:
        return strict_json.parse(ENDING.sub("", text)), False
    strict_json.bounded(text)
    found: list[Any] = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            found.append(strict_json.parse(ENDING.sub("", line)) if line.strip() else None)
        except BadJson as trouble:
            if number == 1:  # then it is no such file, but one object on several lines
                return strict_json.parse(ENDING.sub("", text)), False
            raise BadJson(number, str(trouble), code=trouble.code) from trouble
    return found, True


def is_archive(head: str) -> bool:
    """Whether a text begins as a page does that a browser saved as MHTML."""
    beginning = head[:4096]
    return "MIME-Version:" in beginning and "multipart/related" in beginning


def pages_of(path: str, data: bytes) -> str:
    """The text of the pages in an archive, one behind the other.

    Raises:
        FileTrouble: it has none, or is no archive.
    """
    from email import policy  # noqa: PLC0415 - large, and seldom needed
    from email.parser import BytesParser  # noqa: PLC0415

    try:
        mail = BytesParser(policy=policy.default).parsebytes(data)
        pages = [_text(part) for part in mail.walk() if part.get_content_type() == PAGE]
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as trouble:
        raise FileTrouble(
            "This page archive (MHTML) is damaged.",
            "Save the page as HTML.",
            path=path,
        ) from trouble
    if not pages:
        raise FileTrouble(
            "There is no page in this archive (MHTML).", "Save the page as HTML.", path=path
        )
    return "\n".join(pages).replace("\r\n", "\n")


def _text(part: EmailMessage) -> str:
    """The text of a part, in whose charset it may be wrong."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset("utf-8")
    try:
        return content.decode(charset)
    except (UnicodeError, LookupError):
        return content.decode("latin-1")
