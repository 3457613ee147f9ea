"""Printing and rewriting claim files: text in, text out, with tomllib as the judge."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.formats.claimfile.document import print_document
from ledger.formats.claimfile.rewrite import rewrite_document

Json = dict[str, Any]

texts = st.text(
    st.one_of(
        st.sampled_from("ab\"'\\\n\r\t#\x00\x7f\x1b\u2028"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=10,
)
leaves = st.one_of(texts, st.booleans(), st.lists(texts, max_size=3))
fields = st.dictionaries(st.sampled_from(["note", "due", "topics", "a b", ""]), leaves, max_size=3)


def tables(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """Tables with some plain fields and some of the named ones."""
    return st.builds(lambda a, b: {**a, **b}, fields, st.fixed_dictionaries({}, optional=more))


outcomes = st.lists(tables(evidence=st.lists(fields, max_size=3)), min_size=1, max_size=3)
records = st.lists(tables(id=st.sampled_from("abcdef"), outcome=outcomes), min_size=1, max_size=4)
documents: st.SearchStrategy[Json] = st.fixed_dictionaries(
    {}, optional={"source": tables(id=texts), "question": records, "claim": records}
)


@pytest.mark.slow
@given(documents)
def test_what_is_printed_says_the_document(document: Json) -> None:
    assert tomllib.loads(print_document(document)) == document


@pytest.mark.slow
@given(documents, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "# end"]))
def test_a_text_that_says_the_document_is_returned_as_it_is(
    document: Json, line_break: str, end: str
) -> None:
    text = print_document(document).replace("\n", line_break) + end
    assert rewrite_document(text, document) == text


@pytest.mark.slow
@given(documents, documents, st.sampled_from(["\n", "\r\n"]))
def test_a_rewritten_text_says_the_other_document(old: Json, new: Json, line_break: str) -> None:
    text = print_document(old).replace("\n", line_break)
    assert tomllib.loads(rewrite_document(text, new)) == new


def commented(kind: str, record: Json, number: int) -> str:
    """A table with a comment above it, beside its header and below it."""
    header, rest = print_document({kind: [record]}).split("\n", 1)
    return f"# above {number} #\n{header} # beside\n{rest}# below {number}\n"


@pytest.mark.slow
@given(records, records, st.permutations(range(8)), st.data())
def test_tables_that_do_not_change_keep_their_bytes_and_comments(
    questions: list[Json], claims: list[Json], order: list[int], data: st.DataObject
) -> None:
    """Whatever happens to the other tables: changed, removed, added, moved."""
    both = [("question", {**q, "id": f"q{n}"}) for n, q in enumerate(questions)]
    both += [("claim", {**c, "id": f"c{n}"}) for n, c in enumerate(claims)]
    both = [both[n] for n in order if n < len(both)]
    text = "\n# part\n\n".join(commented(*pair, n) for n, pair in enumerate(both))
    old = tomllib.loads(text)
    kept = [data.draw(st.sampled_from(["keep", "keep", "change", "remove"])) for _ in both]
    new: Json = {}
    for (kind, record), fate in zip(both, kept, strict=True):
        if fate != "remove":
            changed = {**record, "note": "changed"} if fate == "change" else record
            new.setdefault(kind, []).append(changed)
    new = {kind: data.draw(st.permutations(records)) for kind, records in new.items()}
    new.setdefault("claim", []).insert(0, {"id": "new"})
    result = rewrite_document(text, new)
    assert set(old) <= {"question", "claim"}
    assert tomllib.loads(result) == new
    for number, ((kind, record), fate) in enumerate(zip(both, kept, strict=True)):
        chunk = commented(kind, record, number)
        assert result.count(f"# above {number} #\n") == (fate != "remove")
        assert fate != "keep" or chunk in result
    assert result.count("# part\n") == text.count("# part\n")


HOUSE_STYLE = r'''
[source]
id = "jt-2023-07-nato-vilnius"
authors = ["Gabriel Dominguez"]

[[question]]
id = "signal"
topics = ["ukraine", "nato"]

[[claim]]
id = "two-percent-floor"
quote = "a \"floor\", é, C:\\"
checkable = false
note = """
Ein "Boden",
keine \"""Decke\""""
[[claim.outcome]]
verdict = "happened"
evidence = [{ url = "https://a.example", note = "one\ntwo" }]
[[claim.outcome]]
verdict = "unclear"
evidence = [
  { url = "https://a.example" },
  { url = "https://b.example", "published on" = "2023" },
]
'''
HOUSE_DOCUMENT = {
    "source": {"id": "jt-2023-07-nato-vilnius", "authors": ["Gabriel Dominguez"]},
    "question": [{"id": "signal", "topics": ["ukraine", "nato"]}],
    "claim": [
        {
            "id": "two-percent-floor",
            "outcome": [
                {
                    "verdict": "happened",
                    "evidence": [{"url": "https://a.example", "note": "one\ntwo"}],
                },
                {
                    "verdict": "unclear",
                    "evidence": [
                        {"url": "https://a.example"},
                        {"url": "https://b.example", "published on": "2023"},
                    ],
                },
            ],
            "quote": 'a "floor", é, C:\\',
            "checkable": False,
            "note": 'Ein "Boden",\nkeine """Decke"',
        }
    ],
}


def test_the_house_style() -> None:
    assert print_document(HOUSE_DOCUMENT) == HOUSE_STYLE[1:]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("", '""'),
        ("é \u2028 \u202e", '"é \u2028 \u202e"'),
        ("\t\b\f\r", r'"\t\b\f\r"'),
        ("\x00\x1b\x7f", r'"\u0000\u001b\u007f"'),
        ('""" \\', r'"\"\"\" \\"'),
        ("a\nb", '"""\na\nb"""'),
        ("a\r\nb", '"""\na\\r\nb"""'),
        ("\n", '"""\n\n"""'),
        ([], "[]"),
        (["a\nb", "c"], r'["a\nb", "c"]'),
        ({}, "{}"),
        ({"a": {"b": []}}, "{ a = { b = [] } }"),
        (True, "true"),
        (3, "3"),
        (0.7, "0.7"),
    ],
)
def test_a_value_is_printed_by_the_toml_1_0_grammar(value: object, printed: str) -> None:
    text = print_document({"source": {"x": value}})
    assert text == f"[source]\nx = {printed}\n"
    assert tomllib.loads(text) == {"source": {"x": value}}


@pytest.mark.parametrize(
    "value", [None, ("a",), [None], {"a": b""}], ids=["None", "tuple", "in list", "in table"]
)
def test_what_toml_text_cannot_give_back_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="a claim file holds text"):
        print_document({"source": {"x": value}})


def test_what_is_empty_at_the_top_is_still_said() -> None:
    assert print_document({"claim": [], "source": {}}) == "claim = []\n\n[source]\n"
    assert print_document({}) == ""


FILE = """\
# Claims of the week.

[source]
id    = 'jt'   # how it is known
# title unknown

# --- Ukraine ---

# about a
[[claim]]  # first
id = "a"
due = "2023-07-12"  # context
topics = [
  "nato",  # the alliance
  "japan",
]
[[claim.outcome]]
verdict = "in-progress"
evidence = [
  { url = "u1", note = 'n1' },  # paper
  { url = "u2" },  # agency
]

# about q
[[question]]
id = "q"

# --- Japan ---

[[claim]]
id = "b"
# stance unclear
question = "q"
"""


def rewritten(change: str, to: str, text: str = FILE) -> None:
    """Check that the document of the text with one passage replaced gives just that text."""
    assert text.count(change) == 1
    expected = text.replace(change, to)
    assert rewrite_document(text, tomllib.loads(expected)) == expected


@pytest.mark.parametrize(
    ("passage", "to"),
    [
        ("'jt'", '"jt-2023"'),
        ('"2023-07-12"', '"2023-07"'),
        ('"nato"', '"ukraine"'),
        ('"in-progress"', '"happened"'),
        ("'n1'", r'"line\nbreak"'),
        ('{ url = "u2" }', '{ url = "u2", note = "n" }'),
        ('question = "q"', 'question = """\nq\n"""'),
    ],
)
def test_a_changed_value_is_replaced_and_nothing_else(passage: str, to: str) -> None:
    rewritten(passage, to)


def test_a_new_key_stands_below_the_key_it_follows() -> None:
    rewritten('id = "a"\n', 'id = "a"\nspeaker = "A"\nrole = "R"\n')
    rewritten("[[claim]]  # first\n", '[[claim]]  # first\nspeaker = "A"\n')
    rewritten('question = "q"\n', 'question = "q"\nnote = "n"\n')


def test_a_removed_key_goes_with_its_lines() -> None:
    rewritten('due = "2023-07-12"  # context\n', "")
    rewritten('topics = [\n  "nato",  # the alliance\n  "japan",\n]\n', "")


def test_a_list_that_grows_is_printed_anew() -> None:
    rewritten(
        """  { url = "u1", note = 'n1' },  # paper\n  { url = "u2" },  # agency\n""",
        '  { url = "u1", note = "n1" },\n  { url = "u2" },\n  { url = "u3" },\n',
    )


def test_a_new_outcome_stands_below_the_last_of_its_claim() -> None:
    rewritten("# agency\n]\n", '# agency\n]\n[[claim.outcome]]\nverdict = "late"\n')
    rewritten('id = "q"\n', 'id = "q"\n[[question.outcome]]\nverdict = "late"\n')


def test_a_new_table_stands_below_the_one_it_follows_among_its_kind() -> None:
    rewritten('question = "q"\n', 'question = "q"\n\n[[claim]]\nid = "c"\n\n[[claim]]\nid = "d"\n')
    rewritten('id = "q"\n', 'id = "q"\n\n[[question]]\nid = "r"\n')
    rewritten("# about a\n", '[[claim]]\nid = "c"\n\n# about a\n')


def test_the_first_table_of_a_kind_stands_at_the_end_and_a_source_at_the_top() -> None:
    text = '# top\n\n[[claim]]\nid = "a"\n'
    source, question = {"id": "s"}, {"id": "q"}
    new = {"claim": [{"id": "a"}], "question": [question], "source": source}
    assert rewrite_document(text, new) == (
        '# top\n\n[source]\nid = "s"\n\n[[claim]]\nid = "a"\n\n[[question]]\nid = "q"\n'
    )
    assert rewrite_document("# top\n", {"source": source}) == '# top\n\n[source]\nid = "s"\n'
    assert rewrite_document("# top\n", {"claim": []}) == "# top\nclaim = []\n"
    assert rewrite_document("", {"source": source}) == '[source]\nid = "s"\n'


def test_a_removed_table_goes_with_the_comments_that_touch_it() -> None:
    rewritten('# about q\n[[question]]\nid = "q"\n\n', "")
    rewritten('[[claim]]\nid = "b"\n# stance unclear\nquestion = "q"\n', "")
    first = FILE[FILE.index("# about a") : FILE.index("# about q")]
    rewritten(first, "")
    rewritten("[source]\n\n", "", "[source]\n\n[[claim]]\n")


def test_tables_in_another_order_change_places_and_the_headings_stay() -> None:
    text = '# one\n\n# a\n[[claim]]\nid = "a"\n\n# two\n\n[[claim]]\nid = "b"\n# b\n'
    assert rewrite_document(text, {"claim": [{"id": "b"}, {"id": "a"}]}) == (
        '# one\n\n[[claim]]\nid = "b"\n# b\n\n# two\n\n# a\n[[claim]]\nid = "a"\n'
    )


def test_tables_of_one_id_are_matched_in_their_order() -> None:
    text = '[[claim]] # 1\nid = "a"\n\n[[claim]] # 2\nid = "a"\n'
    new = {"claim": [{"id": "a"}, {"id": "a", "note": "n"}]}
    assert rewrite_document(text, new) == text + 'note = "n"\n'


def test_evidence_under_headers_and_outcomes_in_a_key_stay_what_they_are() -> None:
    headers = '[[claim]]\n\n[[claim.outcome]]\n[[claim.outcome.evidence]]\nurl = "u"\n'
    rewritten('url = "u"\n', 'url = "u"\n[[claim.outcome.evidence]]\nurl = "v"\n', headers)
    key = '[[claim]]\noutcome = [{ verdict = "late" }]  # short\n'
    rewritten('{ verdict = "late" }', '{ verdict = "late", note = "n" }', key)
    rewritten('[{ verdict = "late" }]', '[\n  { verdict = "late" },\n  { x = "y" },\n]', key)


def test_evidence_under_headers_and_an_outcome_may_come_at_once() -> None:
    text = '[[claim]]\n\n[[claim.outcome]]\n\n[[claim.outcome.evidence]]\nurl = "u"\n'
    more = '[[claim.outcome.evidence]]\nurl = "v"\n[[claim.outcome]]\nverdict = "late"\n'
    rewritten('url = "u"\n', 'url = "u"\n' + more, text)


def test_dotted_keys_stay_where_their_table_does_not_change() -> None:
    rewritten('"s"', '"t"', '[source]\nx.y = "1"  # dotted\nid = "s"\n')


def test_windows_line_ends_and_a_last_line_without_end_are_kept_in_mind() -> None:
    text = '# c\r\n[source]\r\nid = "s"'
    new = {"source": {"id": "s", "note": "a\nb"}}
    result = rewrite_document(text, new)
    assert result == '# c\r\n[source]\r\nid = "s"\r\nnote = """\r\na\r\nb"""\r\n'


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ('source.id = "s"\nclaim = []\n', {"source": {"id": "t"}, "claim": [{"id": "a"}]}),
        ('[source]\nx.y = "1"\n', {"source": {"x": {"y": "1", "z": "2"}}}),
        ('[source]\nx = { a.b = "1" }\n', {"source": {"x": {"a": {"c": "1"}}}}),
        (
            '[[claim]]\nid = "a"\n[[question]]\n[[claim.outcome]]\nverdict = "late"\n',
            {"claim": [{"id": "a", "outcome": [{"verdict": "late"}]}]},
        ),
        ('[claim]\nx = "y"\n', {"claim": [{"id": "a"}]}),
        ('[[source.x]]\na = "1"\n', {"source": {"x": {"a": "1"}}}),
    ],
    ids=[
        "dotted root",
        "dotted key",
        "dotted inline",
        "outcome parted from its claim",
        "one claim",
        "one x",
    ],
)
def test_a_layout_that_cannot_be_kept_is_printed_afresh(text: str, new: Json) -> None:
    assert rewrite_document(text, new) == print_document(new)


def test_text_that_is_no_toml_is_not_rewritten() -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        rewrite_document("[source", {})
