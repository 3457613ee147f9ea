"""What the library for CSV complains of, in words that say what to do."""

from __future__ import annotations

import csv


def explained(complaint: str, separator: str) -> str:
    """Why a row cannot be taken apart, as a part of a sentence with its end."""
    if "unexpected end" in complaint:
        return "a cell that begins with a quotation mark has no end."
    if "expected after" in complaint:
        mark = "tab" if separator == "\t" else repr(separator)
        return (
            f"a cell goes on after its closing quotation mark; before the next {mark} nothing may "
            f'follow it, and within such a cell a quotation mark is written "".'
        )
    if "field limit" in complaint:
        return f"a cell holds more than {csv.field_size_limit():,} characters."
    return f"{complaint}."
