"""For repositories of claim files: the hook of pre-commit, and the action of GitHub."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from commands import ARTICLE, plain_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT: Final = Path(__file__).parents[1]
HOOKS: Final[list[dict[str, Any]]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
ACTION: Final[dict[str, Any]] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
PROGRAMS: Final = Path(sys.executable).parent

GOOD: Final = '[source]\nid = "s"\npublisher = "P"\n'
BAD: Final = f'{GOOD}colour = "red"\n'
NOT_OURS: Final = "colour = 'red'\n"

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class Repository:
    """A repository of claim files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.git("init", "--quiet")
        self.put("pyproject.toml", NOT_OURS)
        self.put("claims/2023/nato.toml", ARTICLE.read_text("utf-8"))
        self.first = self.commit()

    def run(
        self, *words: str | Path, environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        settings = {
            "HOME": str(self.folder.parent),
            "GIT_CONFIG_NOSYSTEM": "1",
            "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
            **{f"GIT_{who}_{what}": "n@example.org"
               for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        }  # fmt: skip
        return subprocess.run(
            [*map(str, words)],
            cwd=self.folder,
            env=plain_environment() | settings | (environment or {}),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def git(self, *words: str) -> str:
        done = self.run("git", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def put(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self) -> str:
        """Commit all there is, and answer the name of the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message", "m")
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


# The hook


@pytest.fixture
def pre_commit(repository: Repository) -> Repository:
    """The hooks as they are, but with the program that is installed already."""
    pytest.importorskip("pre_commit")
    hooks = [{**hook, "language": "system"} for hook in HOOKS]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    repository.put(".pre-commit-config.yaml", yaml.safe_dump(config))
    return repository


def hooked(repository: Repository, *words: str) -> subprocess.CompletedProcess[str]:
    home = {"PRE_COMMIT_HOME": str(repository.folder.parent / "home")}
    return repository.run(PROGRAMS / "pre-commit", *words, environment=home)


def test_the_hooks_are_ones_that_pre_commit_takes(repository: Repository) -> None:
    pytest.importorskip("pre_commit")
    path = str(ROOT / ".pre-commit-hooks.yaml")
    done = hooked(repository, "validate-manifest", path)
    assert done.returncode == 0, done.stdout
    assert {hook["language"] for hook in HOOKS} == {"python"}


@pytest.mark.slow
def test_the_hook_checks_the_claim_files_that_are_committed(pre_commit: Repository) -> None:
    pre_commit.put("claims/new.toml", BAD)
    pre_commit.put("other/elsewhere.toml", NOT_OURS)
    pre_commit.git("add", "--all")
    done = hooked(pre_commit, "run", "ledger-check")
    assert done.returncode == 1, done.stdout
    assert "claims/new.toml:4: Unknown key 'colour'." in done.stdout
    assert "nato.toml" not in done.stdout  # which is committed already
    assert "elsewhere" not in done.stdout
    pre_commit.put("claims/new.toml", GOOD)
    pre_commit.git("add", "--all")
    assert hooked(pre_commit, "run", "ledger-check").returncode == 0
    assert "no files to check" in hooked(pre_commit, "run", "ledger-check", "--files", "x").stdout


@pytest.mark.slow
def test_the_other_hook_holds_all_files_together(pre_commit: Repository) -> None:
    pre_commit.put("claims/new.toml", ARTICLE.read_text("utf-8").replace("The Japan", "A", 1))
    pre_commit.git("add", "--all")
    assert hooked(pre_commit, "run", "ledger-check").returncode == 0
    done = hooked(pre_commit, "run", "ledger-check-all")
    assert done.returncode == 1
    assert "new.toml" in done.stdout
    assert "nato.toml" in done.stdout


# The action


def given(expression: str, values: Mapping[str, str]) -> str:
    """An expression as GitHub works it out: the first of its names that has a value."""
    names = [one.strip() for one in expression.split("||")]
    return next((values[name] for name in names if values.get(name)), "")


def step(number: int, values: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The script of a step, and the environment it is given."""
    found = ACTION["runs"]["steps"][number]
    assert found["shell"] == "bash"
    defaults = {f"inputs.{name}": one["default"] for name, one in ACTION["inputs"].items()}
    known = {**defaults, **values}
    environment = {
        name: re.sub(r"\$\{\{(.*?)\}\}", lambda one: given(one[1], known), text)
        for name, text in found["env"].items()
    }
    return found["run"], environment


def acted(
    repository: Repository, number: int = 2, **values: str
) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does, in a repository that is checked out."""
    temporary = repository.folder.parent
    known = {"runner.temp": str(temporary), "steps.python.outputs.python-path": sys.executable}
    known |= {name.replace("__", ".").replace("_", "-"): one for name, one in values.items()}
    script, environment = step(number, known)
    path = temporary / "step.sh"
    path.write_text(script, encoding="utf-8")
    environment |= {
        "RUNNER_TEMP": str(temporary),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(temporary / "output"),
    }
    if number > 1 and not (temporary / "claim-ledger").exists():
        environment["LEDGER"] = str(PROGRAMS / "ledger")
    words = ("bash", "--noprofile", "--norc", "-eo", "pipefail", path)
    return repository.run(*words, environment=environment)


def checked(repository: Repository) -> str:
    return (repository.folder.parent / "output").read_text().splitlines()[-1]


def test_the_action_is_one_and_puts_no_input_into_a_script() -> None:
    """What is put into a script would run there; a script is given it as its environment."""
    assert ACTION["runs"]["using"] == "composite"
    assert list(ACTION["inputs"]) == ["path", "only-changed", "text", "python-version"]
    assert all(one["description"] and "default" in one for one in ACTION["inputs"].values())
    assert not any("${{" in one.get("run", "") for one in ACTION["runs"]["steps"])


def test_it_marks_each_problem_at_its_line(repository: Repository) -> None:
    done = acted(repository)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "51 claims in good files; no problems" in done.stdout
    assert checked(repository) == "checked=1"
    repository.put("claims/new.toml", BAD)
    done = acted(repository)
    assert done.returncode == 1
    assert "::error file=claims/new.toml,line=4::Unknown key 'colour'." in done.stdout
    done = acted(repository, inputs__path="claims/2023\n\n  \nclaims/new.toml\n")
    assert (done.returncode, checked(repository)) == (1, "checked=2")
    strange = 'claims/$(touch x) "a".toml'
    repository.put(strange, GOOD)
    done = acted(repository, inputs__path=strange)
    assert done.returncode == 0, done.stdout
    assert not (repository.folder / "x").exists()
    assert acted(repository, inputs__path="nowhere").returncode == 1


def test_it_may_check_only_what_changed(repository: Repository) -> None:
    def changed(before: str = repository.first) -> subprocess.CompletedProcess[str]:
        return acted(repository, inputs__only_changed="true", github__event__before=before)

    repository.put("claims/old.toml", BAD)
    before = repository.commit()
    assert changed(before).stdout == "No claim file was changed.\n"
    assert checked(repository) == "checked=0"
    repository.put("claims/a new one.toml", GOOD)
    repository.put("claims/notes.txt", "x")
    repository.put("other.toml", NOT_OURS)
    repository.git("rm", "--quiet", "claims/2023/nato.toml")
    repository.commit()
    done = changed(before)
    assert (done.returncode, checked(repository)) == (0, "checked=1"), done.stdout
    done = changed()
    assert (done.returncode, checked(repository)) == (1, "checked=2")
    assert "old.toml" in done.stdout
    done = changed("0" * 40)  # as for a new branch, and where too little is checked out
    assert (done.returncode, checked(repository)) == (1, "checked=1")
    assert "::notice::" in done.stdout


def test_it_looks_quotes_up_where_there_is_a_text(repository: Repository) -> None:
    repository.put("article.txt", "Nothing of the kind.")
    values = {"inputs__text": "article.txt", "inputs__path": "claims/2023/nato.toml"}
    done = acted(repository, **values)
    assert done.returncode == 1
    assert "is not in the text" in done.stdout


@pytest.mark.slow
def test_it_installs_the_program_for_itself(repository: Repository) -> None:
    """With the libraries that are here, so that nothing is fetched."""
    libraries = {"PYTHONPATH": sysconfig.get_path("purelib")}
    offline = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    script, environment = step(1, {"steps.python.outputs.python-path": sys.executable})
    path = repository.folder.parent / "step.sh"
    path.write_text(script, encoding="utf-8")
    temporary = {"RUNNER_TEMP": str(repository.folder.parent), "GITHUB_ACTION_PATH": str(ROOT)}
    words = ("bash", "--noprofile", "--norc", "-eo", "pipefail", path)
    done = repository.run(*words, environment={**environment, **temporary, **offline, **libraries})
    assert done.returncode == 0, done.stdout + done.stderr
    program = repository.folder.parent / "claim-ledger" / "bin" / "ledger"
    found = repository.run(program, "check", "claims", environment=libraries)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "51 claims in good files" in found.stdout
