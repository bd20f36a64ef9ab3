"""What is wrong with a field: codes for machines, sentences in Indonesian and English for people."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

# code -> (Indonesian, English); parameters in braces.
MESSAGES: dict[str, tuple[str, str]] = {
    "required": ("Isian ini wajib ada.", "This field is required."),
    "null": ("Isian ini tidak boleh kosong (null).", "This field must not be null."),
    "unknown-field": ("Isian ini tidak dikenal.", "This field is not known."),
    "invalid-object": ("Harus berupa objek JSON.", "Must be a JSON object."),
    "invalid-list": ("Harus berupa daftar.", "Must be a list."),
    "invalid-text": ("Harus berupa teks.", "Must be text."),
    "invalid-number": ("Harus berupa bilangan.", "Must be a number."),
    "invalid-integer": ("Harus berupa bilangan bulat.", "Must be a whole number."),
    "invalid-boolean": ("Harus true atau false.", "Must be true or false."),
    "invalid-uuid": ("Harus berupa UUID.", "Must be a UUID."),
    "invalid-date": ("Harus berupa tanggal YYYY-MM-DD.", "Must be a date, YYYY-MM-DD."),
    "invalid-instant": (
        "Harus berupa waktu RFC 3339 dengan zona, misalnya 2026-01-31T08:00:00Z.",
        "Must be an RFC 3339 time with a zone, such as 2026-01-31T08:00:00Z.",
    ),
    "invalid-period": (
        "Tulis tahun, semester, triwulan atau bulan: 2026, 2026-S1, 2026-Q3, 2026-M07.",
        "Write a year, half, quarter or month: 2026, 2026-S1, 2026-Q3, 2026-M07.",
    ),
    "nul-character": ("Karakter NUL (U+0000) tidak diterima.", "The NUL character (U+0000) is not accepted."),
    "not-printable": (
        "Ada karakter yang tidak tampak: hanya huruf, angka, tanda baca dan spasi biasa.",
        "It has a character that cannot be seen: letters, digits, signs and plain spaces alone.",
    ),
    "repeated": ("Isian ini ditulis lebih dari sekali.", "This field is given more than once."),
    "too-short": ("Paling sedikit {min} karakter.", "At least {min} characters."),
    "too-long": ("Paling banyak {max} karakter.", "At most {max} characters."),
    "out-of-range": ("Harus antara {min} dan {max}.", "Must be between {min} and {max}."),
    "too-precise": ("Paling banyak {places} angka di belakang koma.", "At most {places} decimal places."),
    "pattern": ("Bentuknya tidak sesuai pola {pattern}.", "Does not have the form {pattern}."),
    "not-a-choice": ("Harus salah satu dari: {choices}.", "Must be one of: {choices}."),
    "too-few-items": ("Paling sedikit {min} butir.", "At least {min} items."),
    "too-many-items": ("Paling banyak {max} butir.", "At most {max} items."),
    "duplicate-items": ("Ada butir yang berulang.", "An item is repeated."),
    "rounded-number": (
        "Pengolah tabel mengubah angka menjadi {cell}; digit akhirnya hilang. Jadikan kolom ini teks dan isi lagi.",
        "A spreadsheet made {cell} of the number; its last digits are lost. Make the column text and fill it again.",
    ),
    "too-many-cells": ("Baris ini berisi lebih banyak sel daripada judul.", "The row has more cells than the header."),
    "malformed-row": ("Harus berupa objek JSON dengan kolom yang dikenal.", "Must be a JSON object of known columns."),
    "invalid": ("Nilai tidak sah.", "The value is not valid."),
}

# marshmallow's own message keys, per kind of field where it matters, to our codes.
DEFAULTS = {"required": "required", "null": "null", "unknown": "unknown-field", "type": "invalid-object"}


def says(code: str, **values: Any) -> str:
    """Write a code and its values as one string, the only form in which marshmallow carries an error."""
    return f"{code}?{urlencode(values)}" if values else code


def parse(message: object) -> tuple[str, dict[str, str]]:
    """Read what `says` wrote; anything else is an `invalid` value."""
    parts = urlsplit(str(message))
    return (parts.path, dict(parse_qsl(parts.query))) if parts.path in MESSAGES else ("invalid", {})


def sentence(code: str, values: dict[str, Any], language: str) -> str:
    """Return the sentence for a code in `id` or `en`."""
    indonesian, english = MESSAGES[code]
    return (english if language == "en" else indonesian).format_map(values)
