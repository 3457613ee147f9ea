"""The wheel is whole: installed alone, it imports a claims folder from an empty directory."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_carries_the_program_and_its_migrations_only(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "ledger/migrations/env.py" in names
    assert any(name.startswith("ledger/migrations/versions/0001") for name in names)
    assert {"ledger/web/templates/base.html", "ledger/web/static/ledger.css"} <= {*names}
    assert {"ledger/report/page/templates/page.html", "ledger/report/page/templates/page.css"} <= {
        *names
    }
    own = wheel.name.partition("-py3")[0]
    assert {name.partition("/")[0] for name in names} == {
        "ledger",
        f"{own}.data",
        f"{own}.dist-info",
    }
    assert [name for name in names if name.startswith(f"{own}.data")] == [
        f"{own}.data/data/share/man/man1/ledger.1"
    ]


@pytest.mark.slow
def test_the_wheel_works_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    program = environment / ("Scripts" if os.name == "nt" else "bin")
    uv = [sys.executable, "-m", "uv", "--quiet"]
    for words in (
        ("venv", "--python", sys.executable, environment),
        ("pip", "install", "--python", program / "python", wheel),
    ):
        subprocess.run([*uv, *words], check=True, capture_output=True)
    empty = tmp_path / "empty"
    empty.mkdir()

    def run(*words: str) -> str:
        command = [str(program / "ledger"), *words]
        clean = {key: value for key, value in os.environ.items() if not key.startswith("LEDGER")}
        return subprocess.run(
            command, cwd=empty, env=clean, check=True, capture_output=True, text=True
        ).stdout

    assert "718 claims" in run("import", str(ROOT / "claims"))
    assert "Nothing changed" in run("import", str(ROOT / "claims"))
    assert "The Japan Times" in run("report", "--by", "speaker")
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="chart"' in run(
        "report", "--format", "html"
    )
