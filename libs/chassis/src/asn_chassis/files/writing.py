"""Writes tables in three formats, a row at a time; nothing that a spreadsheet would run."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import xlsxwriter

from asn_chassis.files.cells import guarded, text_of
from asn_chassis.files.formats import Format
from asn_chassis.files.staging import PART
from asn_chassis.values import encode

Rows = Iterable[Mapping[str, Any]]


def written(kind: Format, columns: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """Yield the bytes of a file with these columns."""
    writers: dict[Format, Callable[[Sequence[str], Rows], Iterator[bytes]]] = {
        Format.CSV: csv_of,
        Format.NDJSON: _ndjson,
        Format.XLSX: _xlsx,
    }
    yield from writers[kind](columns, rows)


def csv_of(columns: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """Yield a CSV file (RFC 4180), with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    text.write("\ufeff")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(text_of(row[name])) for name in columns])
        if text.tell() > PART:
            yield _taken(text)
    yield _taken(text)


def _taken(text: io.StringIO) -> bytes:
    content = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return content


def _ndjson(columns: Sequence[str], rows: Rows) -> Iterator[bytes]:
    encoder = msgspec.json.Encoder(decimal_format="number", enc_hook=encode)
    for row in rows:
        yield encoder.encode({name: row[name] for name in columns}) + b"\n"


def _xlsx(columns: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """In constant memory: a row is in a temporary file once the next one begins. All cells are text."""
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(
            file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        table = book.add_worksheet()
        table.write_row(0, 0, columns)
        for number, row in enumerate(rows, start=1):
            for place, name in enumerate(columns):
                table.write_string(number, place, text_of(row[name]))
        book.close()
        file.seek(0)
        while content := file.read(PART):
            yield content
