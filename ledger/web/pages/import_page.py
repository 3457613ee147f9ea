"""``/import``: a sheet or a file comes in, once what it would do was seen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ledger.desk import uploads
from ledger.errors import Changed, FileTrouble, NotFound, NotInstalled, ProblemsFound, Refusal
from ledger.formats.jsonl import BEGINNING
from ledger.formats.registry import READERS
from ledger.formats.table.columns import COLUMNS
from ledger.formats.table.header import plain_name
from ledger.model.keys import meant
from ledger.web.answers import Answer
from ledger.web.bodies import IMPORT
from ledger.web.dry_run import DryRun, columns_of, dry_run_of, troubles
from ledger.web.form import CHANGED, REFUSED, form_of
from ledger.web.inputs import LABELS
from ledger.web.sent_file import PASTED, sent_file
from ledger.web.sheet_options import ORDERS, PLACES, SHARES, USUAL, options_of, words

if TYPE_CHECKING:
    from ledger.book.importing.bundles import Imported
    from ledger.desk.uploads import Upload
    from ledger.formats.registry import Options
    from ledger.formats.table.layout import Layout
    from ledger.web.asked import Asked
    from ledger.web.form import Form

GONE: Final = f"The file is not kept any more: after {uploads.HOURS} hour it is to be sent again."
NOTHING: Final = "Choose a file, or paste rows or text."
JOURNAL: Final = (
    "This is the journal of a ledger. It is imported at a terminal, with ledger import, and only "
    "into a ledger of which it is the continuation."
)
UNREADABLE: Final = "Files of this kind cannot be read here. Save the sheet as CSV, and send that."
MOVED: Final = (
    "Nothing was imported: something was entered meanwhile. Below is what the import would do now."
)


@dataclass(slots=True)
class Run:
    """One import of a file that was sent; ``layouts`` are those of its sheets."""

    asked: Asked
    upload: Upload
    options: Options
    form: str | None
    reason: str | None
    layouts: list[Layout] = field(default_factory=list)
    puzzles: list[Layout] = field(default_factory=list)

    def do(self, *, dry_run: bool, skip_bad: bool, seen: int | None = None) -> Imported:
        """Import the file, or only see what that would do.

        Raises:
            Refusal: as `Ledger.import_` does; FileTrouble where it is a journal.
        """
        with self.upload.path.open("rb") as file:
            if file.read(len(BEGINNING)) == BEGINNING:
                raise FileTrouble(JOURNAL)
        return self.asked.ledger.import_(
            self.upload.path,
            form=self.form,
            options=self.options,
            reason=self.reason,
            skip_bad=skip_bad,
            dry_run=dry_run,
            seen=seen,
            understood=lambda one: self.layouts.append(one.beginning(with_rows=dry_run)),
            puzzled=self.puzzles.append,
        )

    def shown(self) -> DryRun:
        """What it would do; where nothing can be read, why not.

        Columns with names that nobody knows are taken for what they seem to be, or left out.
        """
        found = self._shown()
        if self.puzzles and not self.options.columns:
            names = self.puzzles[-1].header.names
            guessed = {one: meant(plain_name(one), COLUMNS) or "" for one in names if one}
            self.options = replace(self.options, columns=guessed)
            self.puzzles.clear()
            found = self._shown()
        return found

    def _shown(self) -> DryRun:
        try:
            done = self.do(dry_run=True, skip_bad=True)
        except ProblemsFound as found:
            return DryRun(
                name=self.upload.path.name,
                form=self.form or "",
                troubles=troubles(found.problems, self.layouts),
                columns=columns_of(self.layouts, self.options),
                is_whole_refused=True,
            )
        return dry_run_of(done, self.upload.path, self.layouts, self.options)


def choose(asked: Asked) -> Answer:
    """The form to send a file with."""
    saved = asked.one("saved", "") or ""
    return _page(
        form_of(asked),
        saved=int(saved) if saved.isdecimal() and saved.isascii() else None,
        left_out=asked.one("left_out"),
    )


def chosen(asked: Asked) -> Answer:
    """What the file would do, or import it as that was shown."""
    form, sent = form_of(asked), asked.sent
    try:
        upload = sent_file(asked, _name_of)
    except FileTrouble as refusal:
        return _page(form.refused(refusal, ()))
    if upload is None:
        gone = bool(sent.one("upload"))
        return _page(form.with_error("" if gone else PASTED, GONE if gone else NOTHING))
    run = Run(asked, upload, options_of(sent), sent.one("form") or None, sent.one("reason") or None)
    try:
        return _imported(run, form) if sent.one("do") == "import" else _page(form, run)
    except (FileTrouble, NotInstalled) as refusal:
        return _page(form.with_error("", _told(refusal, upload)))
    except Refusal as refusal:
        return _page(form.refused(refusal, ("reason",)))


def _imported(run: Run, form: Form) -> Answer:
    """Import what was shown, or show what is so now, where that is something else."""
    sent = run.asked.sent
    try:
        done = run.do(dry_run=False, skip_bad=sent.has("leave_out"), seen=sent.seen)
    except Changed:
        run.layouts.clear()
        return _page(form.with_error("", MOVED), run, status=CHANGED)
    except ProblemsFound:
        run.layouts.clear()
        return _page(form, run, status=REFUSED)
    left_out = _left_out(run, done)
    uploads.drop(run.upload)
    found = {"saved": str(done.entries)} | ({"left_out": left_out} if left_out else {})
    return Answer(elsewhere=run.asked.to.page("import", **found))


def _left_out(run: Run, done: Imported) -> str | None:
    """The key under which the rows of a sheet that were left out are kept; None without any."""
    name = done.bad_rows.get(str(run.upload.path))
    if name is None or not name.endswith(".csv"):
        return None
    rows = Path(name)
    return uploads.keep(run.asked.visitor.name or "", rows.name, rows.read_bytes()).key


def left_out(asked: Asked) -> Answer:
    """The rows of a sheet that were left out, to be mended and sent again."""
    found = uploads.find(asked.visitor.name or "", asked.one("key") or "")
    if found is None or found.path.suffix != ".csv":
        raise NotFound("file", asked.one("key") or "")
    return Answer(file=lambda: [found.path.read_text("utf-8")])


def _told(refusal: Refusal, upload: Upload) -> str:
    """Why a file cannot be read, without where it lies here, or what would be installed."""
    if isinstance(refusal, NotInstalled):
        return f"{upload.path.name}: {UNREADABLE}"
    if isinstance(refusal, FileTrouble):
        return f"{upload.path.name}: {refusal.what}"  # without where that lies here
    return str(refusal)


def _name_of(text: str) -> str:
    """A name for what was pasted: rows out of a spreadsheet have tabs between their cells."""
    first = text.lstrip().partition("\n")[0]
    if first.startswith(("{", "[")) and not first.startswith(("[source]", "[[")):
        return "pasted.json"
    return "pasted.tsv" if "\t" in first else "pasted"


def _page(
    form: Form,
    run: Run | None = None,
    *,
    status: int | None = None,
    saved: int | None = None,
    left_out: str | None = None,
) -> Answer:
    found = None if run is None else run.shown()
    return Answer(
        title="Import",
        template="import.html",
        shown={
            "form": form,
            "saved": saved,
            "left_out": left_out,
            "found": found,
            "upload": None if run is None else run.upload.key,
            "told": {} if run is None else run.options.columns,
            "formats": [(one, one) for one in READERS],
            "ours": COLUMNS,
            "usual": [(key, LABELS[key][0]) for key in USUAL],
            "orders": ORDERS,
            "shares": [(key, LABELS[key][0]) for key in SHARES],
            "words": [] if run is None or found is None else words(run.options, found.troubles),
            "places": PLACES,
            "labels": {name: called for name, (called, _) in LABELS.items()},
            "megabytes": IMPORT // 1024 // 1024,
            "hours": uploads.HOURS,
        },
        status=form.status if status is None else status,
    )
