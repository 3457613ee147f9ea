"""The options that say what a claim, its question and its source are, for adding and amending."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ledger.cli.choice import Choice
from ledger.model.claim import ATTRIBUTIONS, KINDS, STANCES
from ledger.model.question import DUE_BASES

if TYPE_CHECKING:
    from collections.abc import Callable

Command = TypeVar("Command", bound="Callable[..., Any]")

KEY: Final = re.compile(r"^[a-z]+(?= )|(?<![\w'\"-])[a-z]+(?:_[a-z]+)+(?![\w'\"-])", re.MULTILINE)

SOURCE_KEYS: Final[tuple[str, ...]] = (
    "publisher",
    "title",
    "authors",
    "published",
    "url",
    "archive_url",
    "language",
)
"""The keys, among these options, that are the source's."""

SOURCE: Final = (
    click.option("--publisher", help="Who published the source."),
    click.option("--title", help="The source's title."),
    click.option("--author", "authors", multiple=True, help="An author; may be given again."),
    click.option("--published", metavar="DATE", help="When the source was published."),
    click.option("--url", help="Its address; the same address is the same source."),
    click.option("--archive-url", help="The address of an archived copy."),
    click.option("--language", help="Its language, such as en."),
)
CLAIM: Final = (
    click.option("--speaker", help="Who said it, or 'unnamed: ...'."),
    click.option("--organisation", help="The speaker's organisation at the time."),
    click.option("--role", help="The speaker's role at the time."),
    click.option("--attribution", type=Choice(ATTRIBUTIONS), help="How the source says it."),
    click.option("--kind", type=Choice(KINDS), help="What kind of claim it is."),
    click.option("--quote", help="The words of the source."),
    click.option("--wording", help="How sure the words are, such as 'is likely to'."),
    click.option("--stance", type=Choice(STANCES), help="The speaker's side."),
    click.option("--probability", metavar="0-1", help="Of the statement coming about."),
    click.option("--made", metavar="DATE", help="When it was said, if not when published."),
    click.option("--checkable/--not-checkable", default=None, help="Whether time can tell."),
    click.option("--note", help="Anything else worth keeping."),
)
QUESTION: Final = (
    click.option("--question", metavar="ID", help="The question it is about, if there is one."),
    click.option("--statement", help="What would come about, in your own words."),
    click.option("--due", metavar="DATE", help="By when: a date, or words such as 'next week'."),
    click.option("--due-words", help="The words the due date was read from."),
    click.option("--due-basis", type=Choice(DUE_BASES), help="Whose deadline it is."),
    click.option("--resolve-by", metavar="DATE", help="By when to see how it went; no deadline."),
    click.option("--closes", metavar="DATE", help="When forecasting on it ends."),
    click.option("--criteria", help="How one will know."),
    click.option("--condition", help="On what condition."),
    click.option("--topic", "topics", multiple=True, help="A topic; may be given again."),
)


def options(*several: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """A decorator that adds ``several`` options in their order."""

    def add(command: Command) -> Command:
        for option in reversed(several):
            command = option(command)
        return command

    return add


def as_typed(sentences: str, command: click.Command) -> str:
    """What is said of keys, of the options of a command that stand for them instead.

    A key is what a line begins with, or what has an underscore; other words may be just words.
    """
    names = {one.name: one.opts[0] for one in command.params if isinstance(one, click.Option)}
    return KEY.sub(lambda found: names.get(found[0], found[0]), sentences)


def given(values: dict[str, Any]) -> dict[str, Any]:
    """What of the options was given, under the keys of the claim file.

    A list of which only an empty text was given is empty.
    """
    return {
        key: [one for one in value if one] if isinstance(value, tuple) else value
        for key, value in values.items()
        if value is not None and value != ()
    }
