"""What is wrong with a text that is not TOML: the parser's complaint, in words and with a cure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

PLACE: Final = re.compile(r" \((?:at line (\d+), column (\d+)|at end of document)\)$")
KEY: Final = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=\s*")
ANYTHING: Final = re.compile(r"\S")
QUOTES: Final = re.compile("[\"']")
TRIPLE: Final = re.compile("\"\"\"|'''")
CURLY: Final = "\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb"

STRAIGHT: Final = "Quotation marks around a text must be straight, \" or ', not curly."
UNQUOTED: Final = "Only true, false and numbers such as 0.7 go without quotation marks."
OPEN_TEXT: Final = (
    "The text here has no closing quotation mark on its line; "
    'a text of several lines stands between """ and """.'
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the parser stopped: what it says, the line, and what of the line is ahead of it."""

    says: str
    line: str
    ahead: str

    @property
    def value(self) -> str:
        """What stands after the = of the line; empty where the line is no key with a value."""
        key = KEY.match(self.line)
        return self.line[key.end() :].strip() if key else ""


def explain(text: str, complaint: str) -> tuple[int, str]:
    """The line, counted from 1, and the sentence for what `tomllib` says of a text."""
    number, spot = _spot(text.replace("\r\n", "\n").split("\n"), complaint)
    first = spot.ahead[:1]
    if not first.isprintable() and first != "\t":
        return number, f"There is an invisible character here, U+{ord(first):04X}; remove it."
    for pattern, sentence in SENTENCES:
        if re.match(pattern, spot.says):
            return number, sentence if isinstance(sentence, str) else sentence(spot)
    return number, f"This is not TOML: {spot.says}."


def _spot(lines: list[str], complaint: str) -> tuple[int, Spot]:
    """The number of the line to look at, and what is there."""
    found, says = PLACE.search(complaint), PLACE.sub("", complaint)
    if found is None:
        return 0, Spot(says, "", "")
    if found[1]:
        number, column = int(found[1]), int(found[2])
        return number, Spot(says, lines[number - 1], lines[number - 1][column - 1 :])
    wanted = QUOTES if says.startswith(("Unterminated", "Expected \"'")) else ANYTHING
    number = next((n for n in range(len(lines), 0, -1) if wanted.search(lines[n - 1])), 1)
    return number, Spot(says, lines[number - 1], "")


def _value(spot: Spot) -> str:
    rest = spot.ahead.split("#")[0].strip()
    if not rest and spot.line.rstrip()[-1:] in {"[", ","}:
        return "The list here is not closed; end it with ]."
    if not rest:
        return "A value is missing here; write it, or remove the key."
    if rest[0] in CURLY:
        return STRAIGHT
    if rest.lower() in {"true", "false"}:
        return f"Write {rest.lower()} in lower case."
    return UNQUOTED


def _open_text(spot: Spot) -> str:
    return STRAIGHT if spot.line.rstrip()[-1:] in CURLY else OPEN_TEXT


def _unended(spot: Spot) -> str:
    if not TRIPLE.search(spot.line):
        return _open_text(spot)
    return "The text in triple quotation marks here, or one before it, has no end."


def _after_value(spot: Spot) -> str:
    if spot.line.lstrip().startswith("["):
        return "After the ] or ]] of a header its line ends."
    if spot.ahead[0] in ",;" and not spot.ahead[1:].strip():
        return f"Take out the {spot.ahead[0]} at the end of the line."
    if spot.value[:1] in {'"', "'"}:
        return (
            'The text ends here, but its line goes on; within a text between " and ", '
            'write \\" for a quotation mark.'
        )
    return UNQUOTED


def _twice(spot: Spot) -> str:
    if spot.line.lstrip().startswith("["):
        header = spot.line.split("#")[0].strip()
        return f"{header} is there already, written otherwise; each claim is a [[claim]]."
    inline, key = re.search("key '(.*)'", spot.says), KEY.match(spot.line)
    if inline or key is None or "{" in spot.line:
        return f"{inline[1] if inline else 'A key'} appears twice in one table; keep one of them."
    return f"{key[1]} appears twice in one table; each claim begins with a [[claim]] of its own."


def _table_twice(spot: Spot) -> str:
    name = ".".join(re.findall(r"'([^']*)'", spot.says))
    if name == "source":
        return "[source] appears twice; each source has a file of its own."
    return f"[{name}] appears twice; where there may be several, write [[{name}]]."


def _key_part(spot: Spot) -> str:
    if spot.line.lstrip().startswith("["):
        return "Between the brackets of a header stand names with a point between two of them."
    if spot.ahead[:1] in {"", "}"}:
        return "A table between { and } stands on one line, without a comma before its }."
    return f"{spot.ahead[0]!r} cannot begin a key; a key is made of letters, digits, _ and -."


SENTENCES: Final[tuple[tuple[str, str | Callable[[Spot], str]], ...]] = (
    ("Expected '=' after a key", 'After a key comes =, as in: speaker = "James Black".'),
    ("Invalid value", _value),
    ('Illegal character|Found invalid character|Expected "\'"', _open_text),
    (
        "Invalid statement",
        "A line begins with a key made of letters, digits, _ and -, with a [header] or with #.",
    ),
    ("Expected newline or end of document", _after_value),
    ("Unterminated string|Expected \"'''\"", _unended),
    (
        "Unescaped|Escaped character|Invalid hex",
        r"A backslash in a text is written \\, or the text stands between ' and '.",
    ),
    ("Cannot overwrite a value|Duplicate inline table key", _twice),
    ("Cannot declare|Cannot redefine", _table_twice),
    ("Cannot mutate", "This is there already, as a list between [ and ]; add to that list."),
    (r"Expected '\]", "A header ends with ], or with ]] where it begins with [[."),
    ("Invalid initial character for a key part", _key_part),
    ("Unclosed array", "Before this place a comma, or the ] that ends a list, is missing."),
    ("Unclosed inline table", "Before this place a comma, or the } that ends a table, is missing."),
    ("Invalid date", 'There is no such day; and a date goes in quotation marks: "2023-07-12".'),
    ("Exceeds the limit", "There is a number of thousands of digits in this file."),
)
"""What `tomllib` says, as a pattern, and the sentence for it or what makes one of the spot."""
