"""Reads tables: CSV as spreadsheets write it, NDJSON, XLSX; a row at a time, with its line."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import msgspec

from asn_chassis.files.faults import BadFile
from asn_chassis.files.formats import MOST_ROWS, Format
from asn_chassis.files.staging import stream_of
from asn_chassis.files.workbooks import workbook_rows

# Longer than any row of ours, and a bound on what a quote without an end swallows.
LONGEST_LINE = 65_536
DELIMITERS = (",", ";", "\t")
# Columns that begin so are a report's own, and no part of a row.
OWN = "_"


@dataclass(frozen=True)
class Line:
    """A row as it came: its number in the file, and its cells by column; `fault` is a code where it is no row."""

    number: int
    cells: dict[str, Any]
    fault: str | None = None


def lines_of(kind: Format, parts: Iterator[bytes], columns: Sequence[str]) -> Iterator[Line]:
    """Yield the rows of a file that has these columns, or some of them; BadFile where it is no such file."""
    readers = {Format.CSV: _csv, Format.NDJSON: _ndjson, Format.XLSX: _xlsx}
    for count, line in enumerate(readers[kind](parts, columns)):
        if count >= MOST_ROWS:
            raise BadFile("payload-too-large")
        yield line


def _csv(parts: Iterator[bytes], columns: Sequence[str]) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_LINE)
    text = io.TextIOWrapper(stream_of(parts), encoding="utf-8-sig", newline="")
    try:
        first = text.readline(LONGEST_LINE)
        delimiter = ""
        skipped = 0
        if first.lower().startswith("sep="):
            # Excel's own word about the file, before the header.
            delimiter, first, skipped = first[4:].strip("\r\n") or "\t", text.readline(LONGEST_LINE), 1
        rows = csv.reader(chain([first], text), delimiter=delimiter or _delimiter_of(first), strict=True)
        header = _header(next(rows, []), columns)
        for row in rows:
            if any(cell.strip() for cell in row):
                # Where the row ends, as an editor counts: a cell may hold a line break.
                yield _line(rows.line_num + skipped, header, row)
    except UnicodeDecodeError:
        raise BadFile("file-unreadable", "encoding") from None
    except (csv.Error, ValueError, TypeError) as error:
        raise BadFile("file-unreadable", "csv") from error


def _delimiter_of(header: str) -> str:
    return max(DELIMITERS, key=header.count)


def _header(names: Sequence[Any], columns: Sequence[str]) -> list[str]:
    """Return the columns that the header names; BadFile where one is unknown, there twice, or none is there."""
    found = ["" if name is None else str(name).strip().lower() for name in names]
    while found and not found[-1]:
        found.pop()
    known = [name for name in found if not name.startswith(OWN)]
    unknown = [name for name in known if name not in columns]
    if not known or unknown or len(set(known)) != len(known):
        told = ", ".join(columns)
        raise BadFile("file-unreadable", "columns", found=", ".join(found)[:200], columns=told)
    return found


def _line(number: int, header: Sequence[str], row: Sequence[Any]) -> Line:
    cells = {name: cell for name, cell in zip(header, row, strict=False) if not name.startswith(OWN)}
    beyond = any(str(cell).strip() for cell in row[len(header) :] if cell is not None)
    return Line(number, cells, "too-many-cells" if beyond else None)


def _ndjson(parts: Iterator[bytes], columns: Sequence[str]) -> Iterator[Line]:
    stream = stream_of(parts)
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            raise BadFile("file-unreadable", "ndjson")
        if raw.strip():
            yield _object(number, raw, columns)


def _object(number: int, raw: bytes, columns: Sequence[str]) -> Line:
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Line(number, {}, "malformed-row")
    if not isinstance(found, dict) or any(name not in columns for name in found):
        return Line(
            number,
            {name: found[name] for name in columns if name in found} if isinstance(found, dict) else {},
            "malformed-row",
        )
    return Line(number, found)


def _xlsx(parts: Iterator[bytes], columns: Sequence[str]) -> Iterator[Line]:
    rows = enumerate(workbook_rows(parts), start=1)
    filled = ((number, row) for number, row in rows if any(cell not in ("", None) for cell in row))
    header = _header(next(filled, (0, []))[1], columns)
    for number, row in filled:
        yield _line(number, header, row)
