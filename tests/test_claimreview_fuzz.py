"""Whatever a file of ClaimReviews holds: a line for each problem, and all of it or nothing."""

from __future__ import annotations

import json
import random
import shutil
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

import pytest
from commands import Desk
from conftest import many
from test_claimreview_page import MICRODATA, SCRIPT
from test_claimreview_read import GOOGLE

from ledger.errors import ProblemsFound
from ledger.formats.claimreview import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILES: Final = many(200, 10_000)
CHUNK: Final = 50

FEED: Final = json.dumps(
    {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "dataFeedElement": [
            {"@type": "DataFeedItem", "item": GOOGLE},
            {
                "item": {
                    **GOOGLE,
                    "identifier": "rain",
                    "urn:claim-ledger:record": {
                        "@type": "@json",
                        "@value": {
                            "source": {"id": "s"},
                            "claim": {"question": "q", "stance": "against"},
                            "question": {"due": "2024-05", "condition": "It is cold."},
                            "outcome": {"verdict": "partly", "value": "0.25"},
                        },
                    },
                }
            },
        ],
    },
    indent=1,
)
SAMPLES: Final = (json.dumps(GOOGLE), json.dumps([GOOGLE]), FEED, SCRIPT, MICRODATA)

PIECES: Final = (
    *'{}[]",:<>&\n\0\x07\x1b',
    *("\ud800", "\u202e", "\ufeff", "\u2028", "💧", "null", "true", "NaN", "1e999", "-1", "[" * 99),
    *("\\u0000", "\\ud800", "\\", '"@id"', '"@value"', '"@type": "ClaimReview"', "{}", "[[]]"),
    *("<script>", "</script>", "<!--", "itemprop=", "itemscope", "<![", "</", "itemprop='@type'"),
)
ODD: Final = (
    *(None, True, False, 0, -1, 10**400, 0.1, "", " ", "-1", "true", "0000-00-00", "x" * 10_000),
    *("\ud800", "\x00", "a\nb", "javascript:x", "https://", "http://[", "\u202ex", "a\x1b[2J"),
    *([], {}, [[]], [None], {"@value": None}, {"@id": "x"}, {"@list": ["True"]}, [{}] * 50),
    *({"@type": "ClaimReview", "claimReviewed": "X."}, "2024-01-01/2023-01-01", ["x", {"name": 3}]),
)


def spoiled(chance: random.Random) -> bytes:
    """A sample, changed in one way or several."""
    sample = chance.choice(SAMPLES)
    if sample[0] in "[{" and chance.random() < 0.6:
        value = json.loads(sample)
        for _ in range(chance.randint(1, 3)):
            spoil_value(value, chance)
        return json.dumps(value, indent=chance.choice([None, 1])).encode()
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(sample) + 1)
        end = min(len(sample), start + chance.choice([0, 0, 1, 5, 200]))
        new = chance.choice([chance.choice(PIECES), sample[start:end] * 2, ""])
        sample = sample[:start] + new + sample[end:]
    data = bytearray(sample.encode("utf-8", "surrogatepass"))
    for _ in range(chance.choice([0, 0, 0, 1, 3])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def spoil_value(value: Any, chance: random.Random) -> None:  # noqa: ANN401 - any JSON
    """Change something somewhere in an object or a list."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    if not keys:
        return
    key = chance.choice(keys)
    if isinstance(value[key], dict | list) and chance.random() < 0.7:
        spoil_value(value[key], chance)
    elif isinstance(value, dict) and chance.random() < 0.2:
        value[chance.choice(list(GOOGLE))] = value.pop(key)
    else:
        value[key] = deepcopy(chance.choice(ODD))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, FILES, CHUNK))
def test_a_spoiled_file_is_taken_whole_or_refused_line_by_line(
    first: int, tmp_path: Path, empty_ledger: Path
) -> None:
    for seed in range(first, first + CHUNK):
        path = tmp_path / f"{seed}.jsonld"
        path.write_bytes(spoiled(random.Random(seed)))  # noqa: S311 - no secret
        desk = Desk(tmp_path)
        shutil.copyfile(empty_ledger, desk.database)
        done = desk("import", path)
        told = done.stderr.splitlines()
        if done.exit_code == 0:
            assert all(one.startswith((f"{path}: ", f"{path}:", "Reading ")) for one in told), seed
            assert "Added" in done.stdout, seed
            again = desk("import", path)
            assert (again.exit_code, again.stdout[:16]) == (0, "Nothing changed:"), seed
            assert desk("export", "--to", "claimreview").exit_code == 0, seed
        else:
            assert done.exit_code == 1, seed
            assert done.stdout == "", seed
            assert_told(told, path)
            assert desk.database.read_bytes() == empty_ledger.read_bytes(), seed


def assert_told(lines: list[str], path: Path) -> None:
    """Each line names the file, but those of what is done and that nothing was written."""
    problems = [one for one in lines if one.startswith(f"{path}:")]
    others = [one for one in lines if one not in problems]
    assert problems
    assert all(one.startswith("Reading ") or "nothing was written" in one for one in others), lines
    assert all(one.isprintable() for one in lines), lines


def test_both_ends_are_met() -> None:
    """The samples are spoiled enough to be refused, and little enough to be taken."""
    whole = [spoiled(random.Random(seed)) for seed in range(200)]  # noqa: S311 - no secret
    assert len(set(whole)) > 190
    assert any(one[:1] == b"<" for one in whole)


def test_a_file_of_more_reviews_than_memory_is_for_is_refused(
    tmp_path: Path, empty_ledger: Path
) -> None:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    path = tmp_path / "feed.jsonld"
    path.write_text(FEED)
    with mock.patch.object(read, "MOST_REVIEWS", 1):
        told = Desk(tmp_path).refused("import", path)
    assert f"{path}: This file has more than 20,000 ClaimReviews. Cut it into several. " in told


def test_a_file_too_large_or_not_utf_8_is_refused_with_a_sentence(
    tmp_path: Path, empty_ledger: Path
) -> None:
    shutil.copyfile(empty_ledger, tmp_path / "ledger.db")
    desk = Desk(tmp_path)
    large = tmp_path / "large.jsonld"
    with large.open("wb") as file:
        file.truncate(14 * 1024 * 1024 + 1)
    assert f"{large}: This file is larger than 14 MB." in desk.refused("import", large)
    latin = tmp_path / "latin.jsonld"
    latin.write_bytes(b'{"@type": "ClaimReview",\n"claimReviewed": "Sm\xf8r"}')
    assert f"{latin}:2: This is not UTF-8 text: byte 0xF8." in desk.refused("import", latin)


def test_one_bad_review_keeps_all_others_out(
    ledger: Any,  # noqa: ANN401 - the fixture
    write: Callable[[str, str], Path],
) -> None:
    before = ledger.root()
    rating = {"@type": "Rating", "alternateName": "False"}
    bad = {"@type": "ClaimReview", "url": "https://check.example/x", "reviewRating": rating}
    path = write("f.json", json.dumps([GOOGLE, bad]))
    with pytest.raises(ProblemsFound):
        ledger.import_([path])
    assert ledger.root() == before
