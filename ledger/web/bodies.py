"""Reading what is sent with a request: a form, within bounds of size, number and time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from ledger.errors import Refusal
from ledger.text import HIDDEN
from ledger.web.posted import Posted

if TYPE_CHECKING:
    from starlette.requests import Request

FORM: Final = 1024 * 1024
"""How many bytes a form may have."""

IMPORT: Final = 12 * 1024 * 1024
"""The same where it brings a file."""

ARTICLE: Final = 3 * 1024 * 1024
"""The same where it brings an article."""

SECONDS_TO_SEND: Final = 30.0
"""How long somebody may take to send a form."""

MOST_FIELDS: Final = 1000
MOST_FILES: Final = 1
LONGEST_NAME: Final = 100
LONGEST_PART_HEAD: Final = 4096
"""Bounds of a form: fields, files, characters of a field's name, bytes of the head of a part."""

URLENCODED: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"


class BadBody(Refusal):
    """A body that is no form, or beyond a bound; ``status`` is that of HTTP."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


async def read(request: Request, largest: int) -> bytes:
    """The body of a request.

    Raises:
        BadBody: it is longer than ``largest``, or did not come in time.
    """
    told = request.headers.get("content-length", "0")
    if told.isascii() and told.isdigit() and int(told[:20]) > largest:
        raise _too_long(largest)
    try:
        return await asyncio.wait_for(_whole(request, largest), SECONDS_TO_SEND)
    except TimeoutError:
        raise BadBody(408, "What was sent with that request did not come in time.") from None


async def _whole(request: Request, largest: int) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > largest:
            raise _too_long(largest)
        parts.append(part)
    return b"".join(parts)


def _too_long(largest: int) -> BadBody:
    return BadBody(413, f"What was sent is too long: {largest // 1024:,} KiB may be sent here.")


def parse(content_type: str, body: bytes) -> Posted:
    """The form that a body is, by what its head says of it.

    Raises:
        BadBody: it is none, or has too many parts.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind == URLENCODED:
        return _made(_pairs(body), [])
    if kind == MULTIPART:
        return _made(*_parts(content_type, body))
    raise BadBody(415, f"A form is sent as {URLENCODED} or as {MULTIPART}.")


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict",
            max_num_fields=MOST_FIELDS,
        )  # fmt: skip
    except UnicodeDecodeError:
        raise BadBody(400, "The form that was sent is not in UTF-8.") from None
    except ValueError:
        raise _too_many() from None


def _too_many() -> BadBody:
    return BadBody(413, f"The form that was sent has more than {MOST_FIELDS:,} fields.")


Files = list[tuple[str, str, bytes]]


def _parts(content_type: str, body: bytes) -> tuple[list[tuple[str, str]], Files]:
    """The fields, and the files as field, name and bytes, of a form in parts (RFC 7578)."""
    from python_multipart.exceptions import FormParserError  # noqa: PLC0415 - few forms need it
    from python_multipart.multipart import (  # noqa: PLC0415 - as above
        MultipartParser,
        parse_options_header,
    )

    found = _Parts()
    _, options = parse_options_header(content_type)
    try:
        parser = MultipartParser(options[b"boundary"], found.callbacks())
        parser.write(body)
        parser.finalize()
        for disposition, content in found.parts:
            _, options = parse_options_header(disposition)
            name = options[b"name"].decode()
            if b"filename" in options:
                found.files.append((name, options[b"filename"].decode(), content))
            else:
                found.fields.append((name, content.decode()))
    except UnicodeDecodeError:
        raise BadBody(400, "The form that was sent is not in UTF-8.") from None
    except (FormParserError, KeyError):
        raise BadBody(400, "What was sent is not a whole form in parts.") from None
    if not found.is_ended:
        raise BadBody(400, "What was sent is not a whole form in parts.")
    return found.fields, found.files


class _Parts:
    """Collects what the parser calls out: of each part its disposition, and its content."""

    def __init__(self) -> None:
        self.parts: list[tuple[bytes, bytes]] = []
        self.fields: list[tuple[str, str]] = []
        self.files: Files = []
        self.is_ended = False
        self._name, self._value = bytearray(), bytearray()
        self._size = 0
        self._disposition = b""
        self._content = bytearray()

    def callbacks(self) -> Any:  # noqa: ANN401 - the parser's
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._head(self._name, data[start:end]),
            "on_header_value": lambda data, start, end: self._head(self._value, data[start:end]),
            "on_header_end": self._headed,
            "on_part_data": lambda data, start, end: self._content.extend(data[start:end]),
            "on_part_end": self._end,
            "on_end": self._ended,
        }

    def _begin(self) -> None:
        if len(self.parts) >= MOST_FIELDS:
            raise _too_many()
        self._disposition, self._content, self._size = b"", bytearray(), 0

    def _head(self, into: bytearray, data: bytes) -> None:
        self._size += len(data)
        if self._size > LONGEST_PART_HEAD:
            raise BadBody(400, "The head of a part of that form is too long.")
        into.extend(data)

    def _headed(self) -> None:
        if bytes(self._name).lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._name.clear()
        self._value.clear()

    def _end(self) -> None:
        self.parts.append((self._disposition, bytes(self._content)))

    def _ended(self) -> None:
        self.is_ended = True


def _made(fields: list[tuple[str, str]], files: Files) -> Posted:
    """The form, with its texts as they are kept: line breaks of one kind, no blanks around."""
    if len([one for one in files if one[1] or one[2]]) > MOST_FILES:
        raise BadBody(413, "One file may be sent at a time.")
    names = [name for name, _ in fields] + [name for name, _, _ in files]
    if any(len(name) > LONGEST_NAME or HIDDEN.search(name) for name in names):
        raise BadBody(400, "The form that was sent has a field that no form here has.")
    read = tuple((name, text.replace("\r\n", "\n").replace("\r", "\n").strip())
                 for name, text in fields)  # fmt: skip
    if any("\0" in text for _, text in read):
        raise BadBody(400, "The form that was sent has a sign in it that no text has.")
    return Posted(read, {field: (name, body) for field, name, body in files if name or body})
