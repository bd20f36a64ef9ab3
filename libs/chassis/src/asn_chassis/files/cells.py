"""Cells: what a spreadsheet makes of a value, and what it takes for a formula."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal as Number
from enum import StrEnum
from typing import Any

from marshmallow import fields

# What a spreadsheet runs as a formula when a cell begins with it (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# 18 digits that a spreadsheet took for a number: the last ones are lost.
ROUNDED = re.compile(r"\d(?:[.,]\d+)?[Ee]\+?\d{1,3}")
INTEGER = re.compile(r"-?\d{1,18}")
FRACTION = re.compile(r"-?\d{1,18}(?:[.,]\d{1,18})?")
TRUE, FALSE = frozenset({"true", "ya", "yes", "1"}), frozenset({"false", "tidak", "no", "0"})
# Beyond it a binary float, which is what a spreadsheet has for every number, is no longer each whole number.
EXACT = 10**15


class Rounded(Exception):
    """A cell holds a long number of which a spreadsheet has kept the first digits alone."""


def value_of(field: fields.Field[Any], cell: Any) -> Any:
    """Return what the field is to load; None for an empty cell. Raises Rounded.

    What cannot be read as the kind of the field is left as it is, so that the field says what is wrong with it.
    """
    if isinstance(cell, (datetime, date)):
        return cell.date().isoformat() if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(field, fields.String) and isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if abs(cell) >= EXACT:
            raise Rounded
        return str(cell)
    return _from_text(field, cell.strip()) if isinstance(cell, str) else cell


def _from_text(field: fields.Field[Any], text: str) -> Any:
    if text == "":
        return None
    if isinstance(field, fields.Integer):
        return int(text) if INTEGER.fullmatch(text) else text
    if isinstance(field, fields.Decimal):
        return Number(text.replace(",", ".")) if FRACTION.fullmatch(text) else text
    if isinstance(field, fields.Boolean):
        word = text.lower()
        return True if word in TRUE else False if word in FALSE else text
    if ROUNDED.fullmatch(text):
        raise Rounded
    return unguarded(text)


def text_of(value: Any) -> str:
    """Return a value as a file shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value)


def guarded(text: str) -> str:
    """Return the text so that no spreadsheet runs it; numbers with a sign stay numbers."""
    return f"'{text}" if text.startswith(FORMULA) and not FRACTION.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Return what `guarded` was given; also a number that was marked as text, the way of spreadsheets."""
    marked = text.startswith("'") and (text[1:].startswith(FORMULA) or text[1:].isdigit())
    return text[1:] if marked else text


def row_of(schema_fields: Mapping[str, fields.Field[Any]], cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row for the schema to load: an empty cell is left out where the field may be, else it is null."""
    values = {name: value_of(schema_fields[name], cell) for name, cell in cells.items()}
    return {name: value for name, value in values.items() if value is not None}
