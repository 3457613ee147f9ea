"""The few commands that people run: ``nox -l`` lists them, ``nox -s fast`` runs one.

Each runs in the environment that is active, which is made as CONTRIBUTING.md says.
"""

from __future__ import annotations

import nox

nox.options.default_venv_backend = "none"
nox.options.sessions = ["fast", "lint"]


@nox.session
def fast(session: nox.Session) -> None:
    """The tests that are quick: before each commit."""
    session.run("python", "-m", "pytest", "-q", "-n", "auto", "-m", "not slow", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """All tests: what README.md says."""
    session.run("python", "-m", "pytest", "-n", "auto", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """All tests with the lines and branches that they reach, which takes twice as long."""
    session.run("python", "-m", "pytest", "-n", "auto", "--cov", *session.posargs)


@nox.session
def long(session: nox.Session) -> None:
    """The tests that draw chances, at full length: ``nox -s long -- tests/test_kills.py``."""
    session.run("python", "-m", "pytest", "-q", *session.posargs, env={"LEDGER_LONG": "1"})


@nox.session
def lint(session: nox.Session) -> None:
    """Style, types and the directions of imports."""
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("lint-imports")


@nox.session
def docs(session: nox.Session) -> None:
    """The command reference, and lines of other pages, made anew from the help and the tables."""
    session.run("python", "docs/generate.py")


@nox.session
def ci(session: nox.Session) -> None:
    """Everything a change must pass, in an environment made for it."""
    session.run("bash", ".ci/run", external=True)
