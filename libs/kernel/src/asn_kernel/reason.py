"""Reasons: why a decision fell as it did, for people in two languages and for programs.

A policy keeps its sentences beside itself, in a table from code to `Sentence`. People read labels, never codes: a
value with `label_id` and `label_en` (a member of a code list, or `Labelled`) shows its label in the sentence and its
code in `values`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol, runtime_checkable

# What the values of a reason are: JSON's own kinds, decimals and dates as text, the same when stored, sent or shown.
Plain = str | int | bool | None


@runtime_checkable
class HasLabels(Protocol):
    """A code that people know by a name."""

    @property
    def label_id(self) -> str:
        """The name in Indonesian."""

    @property
    def label_en(self) -> str:
        """The name in English."""


@dataclass(frozen=True)
class Labelled:
    """A code of somebody's own list, such as a competency, with its names."""

    code: str
    label_id: str
    label_en: str

    def __str__(self) -> str:
        """Return the code."""
        return self.code


@dataclass(frozen=True)
class Rupiah:
    """An amount in whole rupiah, written Rp1.500.000 in both languages."""

    amount: int


@dataclass(frozen=True)
class Sentence:
    """What a reason says, with names of values in braces."""

    id: str
    en: str


@dataclass(frozen=True)
class Reason:
    """One reason: a code that keeps its meaning, its sentence in Indonesian and English, the values used."""

    code: str
    text_id: str
    text_en: str
    values: Mapping[str, Plain] = field(default_factory=dict)


Sayable = Plain | Decimal | date | Labelled | Rupiah | HasLabels


def reason(sentences: Mapping[str, Sentence], code: str, **values: Sayable) -> Reason:
    """Return the reason `code` with its sentences filled in. KeyError for a code or a value without a place."""
    sentence = sentences[code]
    return Reason(
        code,
        sentence.id.format_map({name: _in_indonesian(value) for name, value in values.items()}),
        sentence.en.format_map({name: _in_english(value) for name, value in values.items()}),
        {name: _plain(value) for name, value in values.items()},
    )


def _in_indonesian(value: Sayable) -> str:
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, date):
        return value.strftime("%d-%m-%Y")
    named = _named(value)
    return _in_any(value) if named is None else named.label_id


def _in_english(value: Sayable) -> str:
    named = _named(value)
    return _in_any(value) if named is None else named.label_en


def _named(value: Sayable) -> HasLabels | None:
    # The type first: to ask for a protocol is slow, and a plan gives thousands of reasons.
    if type(value) in (str, int, bool, Rupiah):
        return None
    return value if isinstance(value, HasLabels) else None


def _in_any(value: Sayable) -> str:
    if isinstance(value, Rupiah):
        return f"Rp{value.amount:,}".replace(",", ".")
    return str(value)


def _plain(value: Sayable) -> Plain:
    if isinstance(value, Rupiah):
        return value.amount
    if value is None or isinstance(value, (bool, int)):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)
