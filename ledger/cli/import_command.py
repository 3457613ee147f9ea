"""``ledger import``."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ledger.cli import COMMANDS
from ledger.cli.mapping_options import mapping_of, mapping_options
from ledger.cli.options import Choice, full_option, reason_option
from ledger.cli.problems import some, told
from ledger.cli.terminal import ledger_to_write, open_ledger, progress, say, say_json, wrapped
from ledger.formats.registry import JOURNAL, READERS
from ledger.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledger.book.importing.bundles import Imported
    from ledger.book.ledger import Ledger
    from ledger.cli.mapping_options import Mapping


IDLE: Final = "Nothing would be written, unless --skip-bad leaves those out."
"""Said where a dry run finds problems."""

LISTED: Final = 5
"""How many commands are offered to be copied."""

LEFT_ALONE: Final = {
    "stale": "Left alone, because the ledger has been amended since: ",
    "withdrawn": "Left alone, because the ledger has withdrawn: ",
    "missing": "In the ledger, but not in the files: ",
    "disputed": "Contradicted by the same file, so that neither verdict stands (decide with "
    "ledger record ID VERDICT --adjudicates): ",
}


answer_option = click.option(
    "--format",
    "answer",
    type=Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Whether to print text for people, or for programs JSON of what was done.",
)


@click.command(short_help=COMMANDS["import"])
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--from",
    "form",
    type=Choice([*READERS, JOURNAL]),
    help="The format of the files; by default it is recognised by their content.",
)
@click.option(
    "--text",
    type=click.Path(path_type=Path),
    help="The text of the article, to check quotes against.",
)
@mapping_options
@reason_option
@click.option(
    "--skip-bad",
    is_flag=True,
    help="Leave out claim files, rows of sheets and items of lists that have problems, and "
    "import the rest; the exit code is 0 all the same.",
)
@click.option(
    "--reread",
    is_flag=True,
    help="Amend records that this release reads differently; requires --reason.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be imported, and write nothing.")
@full_option
@answer_option
@click.pass_context
def import_command(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    *,
    form: str | None,
    answer: str,
    text: Path | None,
    reason: str | None,
    skip_bad: bool,
    reread: bool,
    dry_run: bool,
    full: bool,
    **given: Any,
) -> None:
    """Import claim files, folders of them, or files of other formats.

    All of it is entered, or where there is a problem, nothing.
    What is new is added, and what differs is an amendment.
    The ledger leads: an older copy of a file undoes nothing that was done since.
    Importing the same files again changes nothing.
    Where this release reads a file differently from the one that imported it, import says so, and
    amends the records only with --reread and a --reason.
    A journal (jsonl; - reads it from standard input) goes alone, and only into an empty ledger or
    one whose journal is its beginning.

    \b
    Example:
      ledger import claims/
      ledger import promises.csv --map Deadline=due --default "publisher=The Post"
      ledger export --to jsonl | ledger --db copy.db import --from jsonl -
    """
    with _refusals(ctx, answer, dry_run=dry_run, full=full) as mappings:
        if form == JOURNAL or (form is None and has_journal(paths)):
            if len(paths) > 1 or text or reason or skip_bad or reread or any(given.values()):
                ctx.fail("A journal is imported by itself, as it is; only --dry-run goes with it.")
            from ledger.cli.journal_import import import_journal

            import_journal(ctx, paths[0], answer, dry_run=dry_run)
            return
        if reread and reason is None:
            ctx.fail("--reread needs --reason, because it amends what the ledger has.")
        from ledger.book.importing.plan import NAMED

        ctx.find_root().obj["full"] = full
        mapping = mapping_of(ctx, given, paths)
        mappings.append(mapping)
        opened = nullcontext(open_ledger(ctx)) if dry_run else ledger_to_write(ctx)
        with opened as ledger, mapping.kept(paths, dry_run=dry_run):
            done = ledger.import_(
                paths,
                form=form,
                options=mapping.options,
                reason=reason,
                text=text,
                skip_bad=skip_bad or dry_run,
                dry_run=dry_run,
                reread=reread,
                most=None if full else NAMED,
                track=progress("Importing"),
                tell=lambda news: say(news, err=True),
                understood=lambda one: mapping.layouts.append(one.beginning(with_rows=dry_run)),
            )
            root = _root(ledger, done, dry_run=dry_run) if answer == "json" else None
        kept = not dry_run and _kept(mapping, paths, done, answer)
    waits = dry_run and bool(done.skipped or done.rows_left_out) and not skip_bad
    if root is not None:
        from ledger.cli.import_answer import imported_view

        view = imported_view(done, mapping, root, dry_run=dry_run, full=full)
        say_json({**view, "refused": IDLE if waits else None})
    else:
        _tell(done, mapping, kept=kept, dry_run=dry_run, full=full)
        if waits:
            say(IDLE)
    if waits or (answer == "json" and mapping.is_lost):
        ctx.exit(1)


def _kept(mapping: Mapping, paths: tuple[Path, ...], done: Imported, answer: str) -> bool:
    """Keep the mapping, if there is one to be kept; whether that was so.

    Where it cannot be written, JSON has that among the problems, for all else is done.
    """
    from ledger.errors import FileTrouble, Problem

    try:
        return mapping.save(paths)
    except FileTrouble as trouble:
        if answer == "text":
            raise
        mapping.is_lost = True
        sentence = f"The mapping is not kept: {trouble}"
        lost = Problem(str(mapping.path), 0, sentence, "warning", code="mapping-not-kept")
        done.problems.append(lost)
        return False


@contextmanager
def _refusals(
    ctx: click.Context, answer: str, *, dry_run: bool, full: bool
) -> Iterator[list[Mapping]]:
    """Say a refusal as JSON, where that is asked for, with the mapping that was understood."""
    mappings: list[Mapping] = []
    if answer == "text":
        yield mappings
        return
    from ledger.cli.import_answer import refused_view
    from ledger.errors import Refusal

    try:
        yield mappings
    except Refusal as refusal:
        told = mappings[0] if mappings else None
        say_json(refused_view(refusal, told, dry_run=dry_run, full=full))
        ctx.exit(1)


def _root(ledger: Ledger, done: Imported, *, dry_run: bool) -> tuple[int, bytes]:
    """How many entries the ledger has after an import, and their root hash."""
    size = done.before if dry_run else done.before + done.entries
    return size, ledger.root(f"{size}@{ledger.moment().day}")


def _tell(done: Imported, mapping: Mapping, *, kept: bool, dry_run: bool, full: bool) -> None:
    for line in mapping.tables() if dry_run else ():
        say(line)
    for line in told(done.problems, full=full):
        say(line, err=True)
    for line in _lines(done, dry_run=dry_run, full=full):
        say(line)
    if kept:
        say(f"Kept the mapping in {mapping.path}; next time: --mapping {mapping.path}")


def _lines(done: Imported, *, dry_run: bool, full: bool) -> Iterator[str]:
    added = [counted(n, kind) for kind, n in sorted(done.added.items())]
    would = "Would add" if dry_run else "Added"
    if added:
        yield f"{would} {', '.join(added)}."
    if done.amended:
        would = "Would amend" if dry_run else "Amended"
        yield from wrapped(f"{would}: {some(done.amended, full=full)}.")
    n = done.unchanged
    same = (
        f"{n} record{' is' if n == 1 else 's are'} as the ledger has {'it' if n == 1 else 'them'}."
    )
    if not added and not done.amended:
        yield f"Nothing changed: {same}" if n else "Nothing changed."
    elif n:
        yield same
    for name, words in LEFT_ALONE.items():
        if ids := getattr(done, name):
            yield from wrapped(f"{words}{some(ids, full=full)}.")
    if done.blanked:
        kept = [f"{one} ({', '.join(sorted(keys))})" for one, keys in done.blanked.items()]
        yield from wrapped(
            f"Blank in the files, and left as the ledger has it: {some(kept, full=full)}."
        )
    yield from _read_otherwise(done)
    yield from _alike(done, dry_run=dry_run)
    yield from _namesakes(done)
    yield from _left_out(done, dry_run=dry_run, full=full)


def _alike(done: Imported, *, dry_run: bool) -> Iterator[str]:
    """How many names are like others, and what joins the first of them."""
    from ledger.book.asking.duplicates import difference

    pairs = [pair for several in done.alike.values() for pair in several]
    if not pairs:
        return
    after = " after the import" if dry_run else ""
    yield from wrapped(
        f"New names that differ from others only in {difference(pairs)}: {len(pairs)}. "
        f"Where two are the same, join them{after}:"
    )
    for one in done.joining[:LISTED]:
        yield f"  {one}"
    if len(done.joining) > LISTED:
        yield from wrapped("All such names are listed by: ledger duplicates --names", indent=2)


def _namesakes(done: Imported) -> Iterator[str]:
    """Which names may be those of two people, and what takes the first of them apart."""
    for one in done.namesakes[:LISTED]:
        yield from wrapped(f"{one.told}. If these are two people:")
        yield f"  {one.command}"
    if (more := len(done.namesakes) - LISTED) > 0:
        yield from wrapped(f"So it is with {counted(more, 'other name')}: see --format json.")


def _read_otherwise(done: Imported) -> Iterator[str]:
    """How much the ledger has as it was read before, and what writes it as it is read now."""
    several = done.read_otherwise
    n = len({identifier for ids in several.values() for identifier in ids})
    if n:
        what = ", ".join(several)
        records = f"{n} record{' is' if n == 1 else 's are'}"
        yield from wrapped(
            f"{records} left as {'it was' if n == 1 else 'they were'} read before, otherwise than "
            f"now ({what}). To write the new reading, import again with --reread and a --reason."
        )


def _left_out(done: Imported, *, dry_run: bool, full: bool) -> Iterator[str]:
    """What was not entered for its problems, and where bad rows went."""
    words = "Would be left out" if dry_run else "Left out"
    for path in done.skipped:
        yield f"{words}, for its problems: {path}"
    for path, rows in done.rows_left_out.items():
        yield f"{words} of {path}, for their problems:"
        noun = "item" if path in done.in_items else "row"
        yield from wrapped(f"{_numbered(rows, noun, full=full)}.", indent=2)
        if path in done.bad_rows:
            yield f"They are in {done.bad_rows[path]}"
            yield f"Why they are left out is in {Path(done.bad_rows[path]).with_suffix('.txt')}"


def _numbered(rows: Sequence[int], noun: str, *, full: bool) -> str:
    return f"{noun}{'s' * (len(rows) != 1)} {some(rows, full=full)}"


def has_journal(paths: tuple[Path, ...]) -> bool:
    """Whether a path is standard input, which can only be a journal, or a file that begins so."""
    from ledger.cli.journal_import import STANDARD_INPUT
    from ledger.formats.jsonl import BEGINNING
    from ledger.formats.read_files import read_head

    for path in paths:
        if path == STANDARD_INPUT or read_head(path, len(BEGINNING)) == BEGINNING:
            say(f"Reading {path} as jsonl.", err=True)
            return True
    return False
