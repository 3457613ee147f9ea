"""What differs between databases is behind `ledger.store.backend`; nobody else asks which it is.

Import contracts are in pyproject.toml; here is what they cannot see.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from rooms import counts

from ledger.store.backend import ADDRESSES, BACKENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

LEDGER: Final = Path(__file__).parents[1] / "ledger"
STORE: Final = LEDGER / "store"

SEAM: Final = STORE / "backend.py"
"""Where an address, or a connection, is given its back end."""

BEHIND: Final = tuple(STORE / name for name in BACKENDS)

VARIANTS: Final = {"with_variant"}
"""Calls in which SQLAlchemy is told of each database what a column is there."""


def modules() -> Iterator[Path]:
    """The modules that are the same for every database."""
    for path in sorted(LEDGER.rglob("*.py")):
        if path != SEAM and not any(path.is_relative_to(one) for one in BEHIND):
            yield path


def faults(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where a module asks which database it has to do with."""
    told = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in VARIANTS
        for argument in node.args
    }
    beginnings = tuple(ADDRESSES)
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr="name" | "driver", value=ast.Attribute(attr="dialect")):
                yield node.lineno, "asks for the name of the dialect"
            case ast.Attribute(attr="name" | "driver", value=ast.Name(id="dialect")):
                yield node.lineno, "asks for the name of the dialect"
            case ast.Constant(value=str(text)) if id(node) not in told:
                if text in BACKENDS or text.startswith(beginnings):
                    yield node.lineno, f"has {text!r} in it"
            case ast.ImportFrom(module=str(module)) if module.startswith("sqlalchemy.dialects"):
                yield node.lineno, f"imports {module}"


@pytest.mark.parametrize(
    "source",
    [
        'connection.dialect.name == "other"',
        "dialect.name",
        "engine.dialect.driver",
        'kind = "sqlite"',
        'target.startswith("postgresql://")',
        "from sqlalchemy.dialects.postgresql import ARRAY",
    ],
)
def test_what_is_looked_for_would_be_found(source: str) -> None:
    assert list(faults(ast.parse(source)))


@pytest.mark.slow
def test_nobody_but_the_seam_asks_which_database_it_is() -> None:
    found = [
        f"{path.relative_to(LEDGER.parent)}:{line} {what}"
        for path in modules()
        for line, what in faults(ast.parse(path.read_text("utf-8")))
    ]
    assert found == []


def test_the_back_ends_are_the_packages_of_the_store() -> None:
    packages = {path.parent for path in STORE.glob("*/__init__.py")}
    assert packages == set(BEHIND)
    for name, module in BACKENDS.items():
        assert module == f"ledger.store.{name}.backend"


LOADED: Final = """
import sys
from ledger.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code
print(*sys.modules, sep="\\n")
"""


def loaded(*arguments: str) -> set[str]:
    """The modules that a command loads."""
    words = [sys.executable, "-c", LOADED, *arguments]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n"))


@pytest.mark.slow
def test_a_back_end_is_loaded_when_it_is_asked_for(tmp_path: Path) -> None:
    assert not {one for one in loaded("--help") if one.startswith(("ledger.store.", "psycopg"))}
    file = str(tmp_path / "ledger.db")
    loaded("--db", file, "init")
    found = loaded("--db", file, "list")
    assert "ledger.store.sqlite.backend" in found
    needless = ("ledger.store.postgresql", "psycopg", "sqlalchemy.dialects.postgresql")
    assert not {one for one in found if one.startswith(needless)}
    rare = {f"ledger.store.sqlite.{name}" for name in ("catalogue", "copies", "guards", "words")}
    assert not rare & found


PASSED: Final = {"add": 31, "record": 32, "import": 60}
"""How many modules whoever follows a command has to read at most; see `rooms`."""


@pytest.mark.slow
def test_a_command_passes_few_modules(tmp_path: Path) -> None:
    found = counts(tmp_path)
    passed = {command: found[command][0] for command in PASSED}
    assert {command: n for command, n in passed.items() if n > PASSED[command]} == {}


LONGEST: Final = 320
"""How many lines a module has at most: fewer modules are no gain where each is a heap."""


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in LEDGER.rglob("*.py")}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}
