"""Makes ``api.md`` of what the code says of itself: signatures, docstrings, errors raised.

Public is `ledger.__all__`, every public verb of ``Ledger``, and every class that these take or
answer, to whatever depth: annotations are followed from module to module.
"""

from __future__ import annotations

import ast
import enum
import inspect
import re
import textwrap
from dataclasses import fields, is_dataclass
from functools import cache
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import ledger
from ledger import errors
from ledger.report.build import report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

COMMON: Final = {
    "identifier": "the id of the record that is meant",
    "filters": "which claims; by default all",
    "as_of": "a day, or `ENTRY@DAY`: answer as the ledger would have then; by default now",
    "most": "no more than so many",
    "reason": "why, for a change after the fact",
    "dry_run": "write nothing; the answer shows what would be",
    "settings": "how figures are worked out; by default as `Settings()` says",
}
"""What is not said again at each verb that takes it."""

LINE: Final = 96
"""How long a signature on one line may be."""

SECTION: Final = re.compile(r"^(Args|Raises):\n((?:    .*\n?)+)", re.MULTILINE)


class Verb:
    """A function or method that anybody may call."""

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self.name = name
        self.function = inspect.unwrap(function)
        self.doc = inspect.getdoc(function) or ""
        every = inspect.signature(self.function).parameters
        self.parameters = [one for one in every if one != "self"]

    def signature(self) -> str:
        """The signature as it is written, on one line where it is short enough."""
        node = ast.parse(textwrap.dedent(inspect.getsource(self.function))).body[0]
        assert isinstance(node, ast.FunctionDef)  # noqa: S101 - what else has parameters
        node.args.args = [one for one in node.args.args if one.arg not in {"self", "cls"}]
        taken = ast.unparse(node.args)
        answer = f" -> {ast.unparse(node.returns)}" if node.returns else ""
        line = f"{self.name}({taken}){answer}"
        if len(line) <= LINE:
            return line
        parts = "".join(f"    {part},\n" for part in _split(taken))
        return f"{self.name}(\n{parts}){answer}"

    def undescribed(self, about: str = "") -> list[str]:
        """The parameters that neither the docstring nor what is said ``about`` all names."""
        listed = "\n".join(lines for title, lines in SECTION.findall(self.doc) if title == "Args")
        told = set(re.findall(r"``(\w+)", f"{self.doc}\n{about}"))
        told |= set(re.findall(r"^    (\w+):", listed, re.MULTILINE))
        return [one for one in self.parameters if one not in told | COMMON.keys()]


def _split(parameters: str) -> list[str]:
    """The parameters of a signature, each by itself."""
    depth, parts = 0, [""]
    for sign in parameters:
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def verbs(of: type) -> list[Verb]:
    """The public methods of a class, in the order of its rooms."""
    found: dict[str, Verb] = {}
    for room in _own(of):
        for name, value in vars(room).items():
            if not name.startswith("_") and name not in found and _is_method(value):
                found[name] = Verb(name, getattr(value, "__func__", value))
    return list(found.values())


def _is_method(value: object) -> bool:
    return inspect.isfunction(value) or isinstance(value, (classmethod, staticmethod))


def _own(of: type) -> list[type]:
    """The class and those it is made of, as far as they are ours."""
    return [room for room in of.__mro__ if room.__module__.startswith("ledger")]


def properties(of: type) -> dict[str, str]:
    """The public properties of a class, each with its docstring."""
    return {
        name: inspect.getdoc(value) or ""
        for room in _own(of)
        for name, value in vars(room).items()
        if not name.startswith("_") and isinstance(value, property)
    }


def values() -> list[type]:
    """Every class that the public names take or answer, those of one module together."""
    found: dict[type, None] = {}
    for verb in (*verbs(ledger.Ledger), Verb("report", report)):
        for annotation in verb.function.__annotations__.values():
            _follow(annotation, verb.function.__module__, found)
    unwanted = {ledger.Ledger, *refusals()}
    return [one for one in found if one not in unwanted]


def refusals() -> list[type]:
    """The refusals, as they stand in their module."""
    every = vars(errors).values()
    return [one for one in every if inspect.isclass(one) and issubclass(one, errors.Refusal)]


def _follow(annotation: str, module: str, found: dict[type, None]) -> None:
    for name in re.findall(r"[A-Za-z_]\w*", str(annotation)):
        meant = _meant(name, module)
        if isinstance(meant, str):
            _follow(meant, module, found)
        elif inspect.isclass(meant) and _is_told(meant) and meant not in found:
            found[meant] = None
            for room in meant.__mro__:
                for one in inspect.get_annotations(room).values():
                    _follow(one, room.__module__, found)
                for verb in vars(room).values():
                    if inspect.isfunction(verb) and not verb.__name__.startswith("_"):
                        _follow(verb.__annotations__.get("return", ""), verb.__module__, found)


def _is_told(one: type) -> bool:
    """Whether a class is ours and made for others: data, or with verbs; no mere protocol."""
    ours = one.__module__.startswith("ledger.") and not one.__name__.startswith("_")
    inner = one.__module__.startswith(("ledger.store.database", "ledger.formats.table"))
    return ours and not inner


@cache
def _meant(name: str, module: str) -> object:
    """What a name in an annotation means in a module: a thing, another annotation, or None."""
    found = import_module(module)
    if not module.startswith("ledger"):
        return None
    if hasattr(found, name):
        return getattr(found, name)
    for node in ast.walk(ast.parse(inspect.getsource(found))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for one in node.names:
                if (one.asname or one.name) == name:
                    return getattr(import_module(node.module), one.name, None)
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            return ast.unparse(node.value)
    return None


def markdown(docstring: str) -> Iterator[str]:
    """A docstring as Markdown: its names as code, its sections as lists."""
    paragraphs = re.split(r"\n\n+", SECTION.sub("", docstring).strip("\n"))
    for is_code, several in groupby(paragraphs, lambda one: one.startswith("    ")):
        text = "\n\n".join(several)
        if is_code:
            yield from ("", "```python", *textwrap.dedent(text).rstrip().splitlines(), "```")
            continue
        for paragraph in text.split("\n\n"):
            yield from ("", _coded(" ".join(paragraph.split())))
    for title, lines in SECTION.findall(docstring):
        yield from ("", f"{title}:", "")
        for item in re.split(r"\n(?=\S)", textwrap.dedent(lines).strip()):
            names, _, told = " ".join(item.split()).partition(": ")
            yield f"- {', '.join(f'`{name}`' for name in names.split(', '))}: {_coded(told)}"


def _coded(text: str) -> str:
    return text.replace("``", "`")


def reference() -> str:
    """The whole page."""
    about = inspect.getdoc(ledger) or ""
    lines = [
        "# The API",
        "",
        "What `import ledger` gives, as the code says it of itself.",
        "This page is made by `python docs/generate.py`.",
        "[A how-to](howto/use-from-python.md) shows it in use.",
        *markdown(about),
        "",
        "Parameters that many verbs share:",
        "",
        *(f"- `{name}`: {told}" for name, told in COMMON.items()),
        "",
        "## Ledger",
        *markdown(inspect.getdoc(ledger.Ledger) or ""),
    ]
    for name, told in properties(ledger.Ledger).items():
        lines += ["", f"### Ledger.{name}", *markdown(told)]
    for verb in verbs(ledger.Ledger):
        lines += _verb(f"Ledger.{verb.name}", verb)
    lines += ["", "## report", *_verb("ledger.report", Verb("report", report))]
    lines += ["", "## Values", "", "What the verbs take and answer; all are frozen."]
    for one in sorted(values(), key=lambda one: one.__name__):
        lines += _value(one)
    lines += ["", "## Refusals", "", "All are in `ledger.errors`."]
    for one in refusals():
        lines += ["", f"### {one.__name__}", *markdown(inspect.getdoc(one) or "")]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def _verb(title: str, verb: Verb) -> list[str]:
    code = ["", "```text", *verb.signature().splitlines(), "```"]
    return ["", f"### {title}", *code, *_aliases(verb), *markdown(verb.doc)]


def _aliases(verb: Verb) -> Iterator[str]:
    """What names in the annotations stand for that only the module itself knows."""
    module = verb.function.__module__
    for name in dict.fromkeys(
        re.findall(r"\w+", " ".join(map(str, verb.function.__annotations__.values())))
    ):
        if isinstance(meant := _meant(name, module), str):
            yield from ("", f"`{name}` is `{meant}`.")


def _value(one: type) -> list[str]:
    lines = ["", f"### {one.__name__}", "", f"From `{one.__module__}`."]
    if issubclass(one, enum.Enum):
        lines += ["", ", ".join(f"`{member.value}`" for member in one)]
    elif is_dataclass(one):
        kept = [f"{field.name}: {field.type}" for field in fields(one) if field.repr]
        lines += ["", "```text", *kept, "```"]
    lines += markdown(inspect.getdoc(one) or "")
    told = properties(one) | {verb.name: verb.doc for verb in verbs(one)}
    for name, doc in told.items():
        first = " ".join(doc.split("\n\n")[0].split())
        lines += [*([""] if lines[-1][:2] != "- " else []), f"- `{name}`: {_coded(first)}"]
    return lines
