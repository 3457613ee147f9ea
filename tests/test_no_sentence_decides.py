"""No code reads a sentence to decide something: problems carry codes, and refusals are classes.

What is said is for people and may be said better at any time.  So no module compares a message,
searches it or takes it apart; what it would find there is an attribute beside the message.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

HOUSE: Final = Path(ledger.__file__).parent

MESSAGES: Final = frozenset({"message", "sentence", "complaint"})
"""What sentences are called, as names and as attributes."""

SAYING: Final = frozenset({"sentences"})
"""Functions that make sentences."""

CUTTING: Final = frozenset({
    "count", "endswith", "find", "findall", "finditer", "fullmatch", "index", "match", "partition",
    "removeprefix", "removesuffix", "replace", "rfind", "rpartition", "rsplit", "rstrip", "search",
    "split", "startswith", "sub",
})  # fmt: skip
"""Methods of texts and of patterns that look into a text; to lay a text out is another matter."""

FOREIGN: Final = {
    "formats/claimfile/syntax_errors.py": "what tomllib says, which has no code",
    "formats/table/csv_errors.py": "what csv says, which has no code",
    "store/postgresql/errors.py": "what libpq says where the server's code does not reach it",
    "forms/answers.py:without_key": "leaves out the key it was asked for, and decides nothing",
    "errors.py:clause": "puts a sentence into another, and looks at nothing but its full stop",
}
"""Where texts are read all the same: of other libraries, which tell no more than these."""


def modules() -> Iterator[tuple[str, str]]:
    for path in sorted(HOUSE.rglob("*.py")):
        yield path.relative_to(HOUSE).as_posix(), path.read_text(encoding="utf-8")


def read_sentences(source: str) -> list[tuple[int, str]]:
    """Where a module reads a sentence: the line, and the function around it."""
    tree = ast.parse(source)
    caught = _caught(tree)
    names = _names_of_sentences(tree, caught)
    around = {
        id(node): function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
    }

    return [
        (node.lineno, around.get(id(node), ""))
        for node in ast.walk(tree)
        if any(_is_said(one, names, caught) for one in _read(node))
    ]


def _is_said(node: ast.expr, names: AbstractSet[str], caught: AbstractSet[str]) -> bool:
    """Whether an expression is a sentence: one of these ``names``, or a caught exception's."""
    match node:
        case ast.Attribute(attr=name):
            said = name in MESSAGES
        case ast.Name(id=name):
            said = name in names
        case ast.Call(func=ast.Name(id="str" | "repr"), args=[ast.Name(id=name)]):
            said = name in caught
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name), attr="args")):
            said = name in caught
        case ast.Call(func=ast.Attribute(value=inner)) | ast.Subscript(value=inner):
            said = _is_said(inner, names, caught)
        case ast.JoinedStr(values=values):
            shown = [one.value for one in values if isinstance(one, ast.FormattedValue)]
            said = any(_name(one) in caught for one in shown)
        case _:
            said = False
    return said


def _read(node: ast.AST) -> list[ast.expr]:
    """What a node compares, searches or takes apart."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            is_nothing = all(isinstance(one, ast.Is | ast.IsNot) for one in ops)
            return [] if is_nothing else [left, *others]
        case ast.Call(func=ast.Attribute(value=text, attr=name), args=args) if name in CUTTING:
            return [text, *args]
        case ast.Match(subject=subject):
            return [subject]
    return []


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _caught(tree: ast.AST) -> set[str]:
    """The names of exceptions: of those caught, and of arguments that are some."""
    found = {one.name for one in ast.walk(tree) if isinstance(one, ast.ExceptHandler) and one.name}
    for one in ast.walk(tree):
        if isinstance(one, ast.arg) and one.annotation is not None:
            kind = ast.unparse(one.annotation)
            if any(word in kind for word in ("Error", "Exception", "Refusal", "Trouble")):
                found.add(one.arg)
    return found


def _names_of_sentences(tree: ast.AST, caught: AbstractSet[str]) -> set[str]:
    """`MESSAGES`, and what a sentence is called in a loop over some, or where it is kept."""
    found = set(MESSAGES)
    for one in ast.walk(tree):
        match one:
            case ast.For(target=target, iter=made) | ast.comprehension(target=target, iter=made):
                targets = [target]
            case ast.Assign(targets=targets, value=made):
                pass
            case _:
                continue
        calls = [each for each in ast.walk(made) if isinstance(each, ast.Call)]
        if _name(made) in found or any(
            _name(each.func) in SAYING
            or (_name(each.func) == "str" and caught.intersection(map(_name, each.args)))
            for each in calls
        ):
            found |= {
                name.id for each in targets for name in ast.walk(each) if isinstance(name, ast.Name)
            }
    return found


@pytest.mark.slow
def test_no_module_reads_a_sentence() -> None:
    reading = [
        f"ledger/{path}:{line}"
        for path, source in modules()
        if path not in FOREIGN
        for line, function in read_sentences(source)
        if f"{path}:{function}" not in FOREIGN
    ]
    assert reading == []


def test_what_may_read_the_texts_of_others_still_does() -> None:
    known = dict(modules())
    for place in FOREIGN:
        path, _, function = place.partition(":")
        found = read_sentences(known[path])
        assert [one for one in found if function in ("", one[1])], place


@pytest.mark.slow
def test_codes_are_words_with_hyphens() -> None:
    codes = {
        one.value.value
        for _, source in modules()
        for one in ast.walk(ast.parse(source))
        if isinstance(one, ast.keyword)
        and one.arg == "code"
        and isinstance(one.value, ast.Constant)
    }
    assert len(codes) > 100
    assert [one for one in codes if not re.fullmatch("[a-z]+(-[a-z]+)*", one)] == []


@pytest.mark.parametrize(
    "code",
    [
        "one.message == UNEQUAL",
        "one.message != NO_EVIDENCE.message",
        "'not there' in problem.message",
        "match one.message:\n    case 'x': pass",
        "ITEM.sub('', problem.message)",
        "re.search('no table', problem.message)",
        "problem.message.lower().startswith('x')",
        "message.partition('. ')[0]",
        "try: pass\nexcept ValueError as trouble: str(trouble).removeprefix('a')",
        "try: pass\nexcept ValueError as trouble: 'locked' in str(trouble)",
        "try: pass\nexcept ValueError as trouble: trouble.args[0] == 'x'",
        "try: pass\nexcept ValueError as trouble: f'{trouble}'.split(':')",
        "def as_problem(path, trouble: FileTrouble): str(trouble).partition(': ')",
        "[TYPED.sub('.', sentence) for sentence in told]",
        "try: pass\nexcept OSError as fault:\n    first = str(fault)\n    re.split('x', first)",
        "first, *others = sentences(report)\n[TYPED.sub('.', one) for one in others]",
        "remarks = sentences(report)\nTYPED.sub('.', remarks[0]) and remarks == []",
    ],
)
def test_reading_a_sentence_is_found(code: str) -> None:
    assert read_sentences(code)


@pytest.mark.parametrize(
    "code",
    [
        "one.code == 'no-evidence'",
        "Problem(path, 0, one.message, code=one.code)",
        "wrapped(self.message)",
        "try: pass\nexcept ValueError as trouble: raise Refusal(str(trouble))",
        "f'{message} {cure}'.strip()",
        "name.startswith('x')",
        "message is None",
    ],
)
def test_saying_a_sentence_is_not_reading_it(code: str) -> None:
    assert not read_sentences(code)
