"""What files of a site are called, and what ``site.toml`` may say."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import FileTrouble
from ledger.formats.site_file import read_site
from ledger.model.site_settings import SiteSettings
from ledger.site.file_names import file_name

if TYPE_CHECKING:
    from pathlib import Path

RESERVED = {"con", "prn", "aux", "nul", *(f"{one}{n}" for one in ("com", "lpt") for n in range(10))}
NAMES = (
    "Jamie Shea", "jamie shea", "Jamie  Shea", "JAMIE SHEA", "jamie-shea", "CON", "con", "nul.x",
    "aux", "com1", "lpt9.y", "index", "a.html", "a.csv", ".", "..", "...", "../../etc/passwd",
    "/etc/passwd", "C:\\x", "a/b", "a\\b", "a:b", "a?b", "a*b", "a|b", 'a"b', "a<b", "a\0b", "",
    " ", "x ", "x.", "-x", "~", "x~aaaaaaaaaaaa", "é", "e\u0301", "Ü", "u", "ß", "ss", "\u0131",
    "a" * 80, "a" * 81, "a" * 5000, "محمد بن سلمان", "习近平", "🙂", "\ud800", "\u202ex",
)  # fmt: skip


def is_safe(name: str) -> bool:
    """Whether a file may be called so on every file system that there is."""
    return (
        re.fullmatch(r"[a-z0-9][a-z0-9_.~-]*", name) is not None
        and not name.endswith(".")
        and len(name) <= 80
        and name.split(".", maxsplit=1)[0] not in RESERVED
    )


def test_names_that_differ_are_called_otherwise() -> None:
    found = [file_name(one) for one in NAMES]
    assert all(map(is_safe, found)), [one for one in found if not is_safe(one)]
    assert len(set(found)) == len(NAMES)
    assert not {"index"} & set(found)


@pytest.mark.parametrize("name", ["two-percent-floor", "spf-1969q1", "a.b", "q_1", "2023"])
def test_a_name_that_is_safe_stays(name: str) -> None:
    assert file_name(name) == name


def test_what_can_be_read_of_a_name_is_in_it() -> None:
    assert file_name("Jamie Shea").startswith("jamie-shea~")
    assert file_name("Søren Ångström").startswith("sren-angstrom~")


@given(st.text(max_size=100), st.text(max_size=100))
def test_any_two_names(one: str, other: str) -> None:
    assert is_safe(file_name(one))
    assert (file_name(one) == file_name(other)) == (one == other)


@given(st.text(alphabet="aAbBéÉe\u0301./~ -", max_size=6))
def test_the_same_name_written_otherwise_is_another(one: str) -> None:
    for other in (one.upper(), one.lower(), unicodedata.normalize("NFD", one), f"{one} "):
        assert (file_name(one) == file_name(other)) == (one == other)


BAD: dict[str, Any] = {
    "title": ["", " x", 'a"\\nb', 3, "\\u202ex"],
    "address": ["ftp://x.example", "claims.example", "https://x.example/<", 1],
    "answers": ["desk", "javascript:alert(1)", "a@b@c", "x y@z.example"],
    "licence": ["a b", ""],
    "not_public": ["Ann", [3]],
    "embed": ["https://a.example", ["https://a.example/path"], ["a.example; script-src *"]],
    "proposals": ["yes", 1],
    "byline": [""],
}


@pytest.mark.parametrize(("key", "value"), [(key, one) for key in BAD for one in BAD[key]])
def test_what_is_no_setting_is_refused(tmp_path: Path, key: str, value: Any) -> None:  # noqa: ANN401
    told = f'"{value}"' if isinstance(value, str) and '"' not in value else repr(value)
    path = tmp_path / "site.toml"
    path.write_text(f"{key} = {told}\n".replace("'", '"'), encoding="utf-8")
    with pytest.raises(FileTrouble, match=r"does not describe a site"):
        read_site(path)


def test_each_setting_is_read(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text(
        'title = "Ours"\naddress = "https://claims.example/all"\nbyline = "The desk"\n'
        'answers = "https://claims.example/write"\nlicence = "CC-BY-4.0"\n'
        'not_public = ["Ann"]\nembed = ["https://*.news.example"]\nproposals = true\n',
        encoding="utf-8",
    )
    found = read_site(path)
    assert found == SiteSettings(
        title="Ours",
        address="https://claims.example/all/",
        byline="The desk",
        answers="https://claims.example/write",
        licence="CC-BY-4.0",
        not_public=("Ann",),
        embed=("https://*.news.example",),
        proposals=True,
    )
    assert found.hides("ann")
    assert not found.hides("Bob")
    assert found.answers_to == found.answers
    assert SiteSettings(answers="desk@x.example").answers_to == "mailto:desk@x.example"


def test_without_a_file_there_is_nothing_special(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_site() == SiteSettings()
    with pytest.raises(FileTrouble):
        read_site(tmp_path / "other.toml")
