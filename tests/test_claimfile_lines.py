"""The key scanner against tomllib, which knows the values, and against lines counted by hand."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.formats.claimfile.key_lines import key_lines, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from ledger.formats.claimfile.key_lines import Path

TRICKY = "ab =[]{},.#\"'\\\n\té\u2028\u00a0"
texts = st.text(st.one_of(st.sampled_from(TRICKY), st.characters(exclude_categories=["Cs"])))
scalars = st.one_of(
    texts,
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False),
    st.dates(date(1, 1, 1)),
    st.times().map(lambda day: day.replace(microsecond=0)),
    st.datetimes().map(lambda day: day.replace(microsecond=0)),
    st.datetimes(timezones=st.just(UTC)),
)
names = st.one_of(st.sampled_from(["a", "b", "claim", "1", "-", "", "a.b", "a b", "#", '"']), texts)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)
documents = st.dictionaries(names, values, max_size=4)


class Pen:
    """Writes a document as TOML, each thing one of many ways, and notes the lines."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.text = ""
        self.lines: dict[Path, int] = {}

    def note(self, path: Path) -> None:
        """The next thing written is what `path` leads to; what leads there is mentioned too."""
        line = self.text.count("\n") + 1
        for size in range(1, len(path) + 1):
            self.lines.setdefault(path[:size], line)

    def put(self, *choices: str) -> None:
        self.text += self.random.choice(choices)

    def table(self, path: Path, table: Mapping[str, Any]) -> None:
        """Write the keys of a table, then the tables that get headers of their own."""
        later = [k for k, v in table.items() if v and nested(v) and self.random.random() < 0.7]
        for key in table:
            if key not in later:
                self.put("", "", "  ", "\n", "# [not] = a key\n", "\t")
                self.pair(path, (key,), table[key])
                self.put("\n", "\n", " # a = 1, ''' \"\"\"\n", "\n\n")
        for key in later:
            self.headed((*path, key), table[key])

    def headed(self, path: Path, value: object) -> None:
        if isinstance(value, dict):
            bodiless = all(v and isinstance(v, dict) for v in value.values())
            if bodiless and self.random.random() < 0.5:
                for key in value:
                    self.headed((*path, key), value[key])
            else:
                self.header(path, path, "[", "]")
                self.table(path, value)
        elif isinstance(value, list):
            for index, table in enumerate(value):
                self.header((*path, index), path, "[[", "]]")
                self.table((*path, index), table)

    def header(self, path: Path, shown: Path, left: str, right: str) -> None:
        self.put("", "\n", "# [[a]]\n", "  ")
        self.note(path)
        self.put(left, left + " ")
        self.dotted([name for name in shown if isinstance(name, str)])
        self.put(right + "\n", " " + right + "\n", right + " # [b]\n")

    def dotted(self, parts: list[str]) -> None:
        for number, part in enumerate(parts):
            if number:
                self.put(".", ".", " . ")
            self.put(*spellings_of_key(part))

    def pair(self, path: Path, keys: tuple[str, ...], value: object, joint: str = "\n") -> None:
        """Write `key = value`, or a table as `key.a = 1` and `key.b = 2` with a joint between."""
        if isinstance(value, dict) and value and self.random.random() < 0.4:
            for number, key in enumerate(value):
                if number:
                    self.put(joint)
                self.pair(path, (*keys, key), value[key], joint)
            return
        self.note((*path, *keys))
        self.dotted(list(keys))
        self.put("=", " = ", "\t= ")
        self.value((*path, *keys), value)

    def value(self, path: Path, value: object) -> None:
        if isinstance(value, dict):
            self.put("{", "{ ")
            for number, key in enumerate(value):
                if number:
                    self.put(",", ", ")
                self.pair(path, (key,), value[key], joint=", ")
            self.put("}", " }")
        elif isinstance(value, list):
            self.put("[")
            for index, item in enumerate(value):
                self.put("", " ", "\n  ", " # ] } ,\n")
                self.note((*path, index))
                self.value((*path, index), item)
                last = index == len(value) - 1
                self.put(",", " ,", "\n,", *([""] if last else []))
            self.put("", " ", "\n", " # ] ' \n")
            self.put("]")
        else:
            self.put(*spellings(value))


def nested(value: object) -> bool:
    """Whether a value can stand under headers."""
    return isinstance(value, dict) or (
        isinstance(value, list) and all(isinstance(item, dict) for item in value)
    )


def escaped(text: str, keep: str = "") -> str:
    marks = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
    return "".join(
        char
        if char in keep
        else marks.get(char) or (char if char.isprintable() else f"\\U{ord(char):08X}")
        for char in text
    )


def spellings_of_key(name: str) -> list[str]:
    ways = [f'"{escaped(name)}"', '"' + "".join(f"\\U{ord(char):08x}" for char in name) + '"']
    if re.fullmatch(r"[A-Za-z0-9_-]+", name):
        ways += [name, name, f"'{name}'"]
    if re.fullmatch(r"[ -&(-~]+", name):
        ways.append(f"'{name}'")
    return ways


def spellings(value: object) -> list[str]:
    if isinstance(value, bool):
        return [str(value).lower()]
    if isinstance(value, datetime):
        return [value.isoformat(), value.isoformat(" ")]
    if isinstance(value, date | time):
        return [value.isoformat()]
    if not isinstance(value, str):
        return [repr(value)]
    ways = [f'"{escaped(value)}"', f'"""\n{escaped(value, keep=chr(10))}"""']
    if re.fullmatch(r'[^"\\\x00-\x08\x0b-\x1f\x7f]*"{0,2}', value):
        ways.append(f'"""\n{value}"""')
    if re.fullmatch(r"[^'\x00-\x08\x0b-\x1f\x7f]*'{0,2}", value):
        ways.append(f"'''\n{value}'''")
    if re.fullmatch(r"[^'\x00-\x08\x0a-\x1f\x7f]*", value):
        ways.append(f"'{value}'")
    return ways


def paths_of(value: object, path: Path = ()) -> Iterator[Path]:
    """All paths in what tomllib loaded."""
    if isinstance(value, list):
        value = dict(enumerate(value))
    for step, inner in value.items() if isinstance(value, dict) else ():
        yield (*path, step)
        yield from paths_of(inner, (*path, step))


@pytest.mark.slow
@given(documents, st.randoms(use_true_random=False), st.sampled_from(["\n", "\r\n"]))
def test_every_key_tomllib_sees_has_the_line_it_was_written_on(
    document: dict[str, Any], random: Random, line_break: str
) -> None:
    pen = Pen(random)
    pen.table((), document)
    text = pen.text.replace("\n", line_break)
    assert tomllib.loads(text) == document
    assert key_lines(text) == pen.lines
    assert set(pen.lines) == set(paths_of(document))


CLAIM_FILE = '''\
# claims of the week
[source]
id = "jt-2023"   # id = "no"

[[claim]]
"id" = "a"
note = """
[[claim]]
id = "not a key" \\"""
# neither = a comment"""""
outcome.note = 'x'

  [[ question ]]
id = "q"
[[question.'outcome']]
verdict = "happened"
evidence = [ # [
  { url = "https://a/#b", note = "} ]" }, { url = 'c' },
  # { url = "d" },
  { "u\\u0072l" = "e" }
]

[[claim]]
topics = ["a",

"b", ]
[[claim.outcome]]
[[claim.outcome]]
at = 2023-07-12 10:00:00 # with a space
[claim.deep.deeper]
1.2 = 3.4
'''
CLAIM_FILE_LINES = {
    ("source",): 2,
    ("source", "id"): 3,
    ("claim",): 5,
    ("claim", 0): 5,
    ("claim", 0, "id"): 6,
    ("claim", 0, "note"): 7,
    ("claim", 0, "outcome"): 11,
    ("claim", 0, "outcome", "note"): 11,
    ("question",): 13,
    ("question", 0): 13,
    ("question", 0, "id"): 14,
    ("question", 0, "outcome"): 15,
    ("question", 0, "outcome", 0): 15,
    ("question", 0, "outcome", 0, "verdict"): 16,
    ("question", 0, "outcome", 0, "evidence"): 17,
    ("question", 0, "outcome", 0, "evidence", 0): 18,
    ("question", 0, "outcome", 0, "evidence", 0, "url"): 18,
    ("question", 0, "outcome", 0, "evidence", 0, "note"): 18,
    ("question", 0, "outcome", 0, "evidence", 1): 18,
    ("question", 0, "outcome", 0, "evidence", 1, "url"): 18,
    ("question", 0, "outcome", 0, "evidence", 2): 20,
    ("question", 0, "outcome", 0, "evidence", 2, "url"): 20,
    ("claim", 1): 23,
    ("claim", 1, "topics"): 24,
    ("claim", 1, "topics", 0): 24,
    ("claim", 1, "topics", 1): 26,
    ("claim", 1, "outcome"): 27,
    ("claim", 1, "outcome", 0): 27,
    ("claim", 1, "outcome", 1): 28,
    ("claim", 1, "outcome", 1, "at"): 29,
    ("claim", 1, "deep"): 30,
    ("claim", 1, "deep", "deeper"): 30,
    ("claim", 1, "deep", "deeper", "1"): 31,
    ("claim", 1, "deep", "deeper", "1", "2"): 31,
}


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_tricky_claim_file_has_its_keys_on_the_lines_counted_by_hand(line_break: str) -> None:
    text = CLAIM_FILE.replace("\n", line_break)
    assert set(CLAIM_FILE_LINES) == set(paths_of(tomllib.loads(text)))
    assert key_lines(text) == CLAIM_FILE_LINES


@pytest.mark.parametrize(
    "value",
    [
        '""""""',
        '""" "" """',
        '"""a""\n"""',
        '"""a"""""',
        '"""""a"""',
        '"""\\""""',
        '"""\\\\\n"""',
        '"""\\\n   b = 1\\"\\"\\" """',
        "''''''",
        "'''''a'''''",
        "'''\\\n'''",
        "'\\'",
        '"\\\\"',
        '""',
        "[[], [[\n]], {}]",
        "{ a = [\n1, # }\n] }",
        "1979-05-27T07:32:00.5-07:00",
        "1979-05-27 07:32:00Z",
        "-inf",
        "0xdead_BEEF",
    ],
)
def test_the_key_after_a_tricky_value_is_found(value: str) -> None:
    text = f"first = {value}\nsecond = 1 # third = 2"
    assert set(key_lines(text)) == set(paths_of(tomllib.loads(text)))
    assert key_lines(text)["second",] == value.count("\n") + 2


@pytest.mark.parametrize("text", ["", "\n", "# a = 1", "\r\n# b\r\n"])
def test_a_text_without_keys_has_no_lines(text: str) -> None:
    assert key_lines(text) == {}


def test_a_table_first_mentioned_on_the_way_has_the_line_of_the_mention() -> None:
    text = "[a.b]\n[[c.d]]\n[a]\n[[c.d]]\n[c.d.e]\n"
    assert key_lines(text) == {
        ("a",): 1,
        ("a", "b"): 1,
        ("c",): 2,
        ("c", "d"): 2,
        ("c", "d", 0): 2,
        ("c", "d", 1): 4,
        ("c", "d", 1, "e"): 5,
    }


def test_a_line_separator_inside_a_string_starts_no_line() -> None:
    assert key_lines('a = "\u2028\u0085"\nb = 1')["b",] == 2


def test_places_are_spans_of_the_text() -> None:
    text = '[[claim]] # c\n"id" = "a" # d\ntags = [ "x", { y = 1 } ]\n'
    spans = [(text[p.start : p.value], text[p.value : p.end], p.header) for p in places(text)]
    assert spans == [
        ("", "[[claim]]", True),
        ('"id" = ', '"a"', False),
        ("tags = ", '[ "x", { y = 1 } ]', False),
        ("", '"x"', False),
        ("", "{ y = 1 }", False),
        ("y = ", "1", False),
    ]


def test_deep_brackets_need_no_deep_calls() -> None:
    text = f"a = {'[' * 5000}{']' * 5000}\nb = 1"
    assert [place.path for place in places(text)][-1] == ("b",)


def test_text_that_is_no_toml_is_named_with_its_offset() -> None:
    with pytest.raises(ValueError, match="not valid TOML at offset 4"):
        key_lines("a = ]")
