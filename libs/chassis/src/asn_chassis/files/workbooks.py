"""Reads workbooks (XLSX), once it is sure that they are no larger than they look."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from asn_chassis.files.faults import BadFile
from asn_chassis.files.formats import MOST_BYTES
from asn_chassis.files.staging import PART

# A workbook is read whole: its bytes, those that they unpack to, and the rectangle of cells around all that is filled.
MOST_PACKED, MOST_UNPACKED, MOST_MEMBERS, MOST_CELLS = 20_971_520, MOST_BYTES, 200, 5_000_000
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".bin")


def workbook_rows(parts: Iterator[bytes]) -> Iterator[list[Any]]:
    """Yield the rows of the first page, empty ones too; BadFile where it is no workbook, or too large a one."""
    packed = _gathered(parts)
    _check(packed)
    try:
        page = CalamineWorkbook.from_filelike(packed).get_sheet_by_index(0)
        yield from page.iter_rows()
    except (CalamineError, IndexError, ValueError) as error:
        raise BadFile("file-unreadable", "workbook") from error


def _gathered(parts: Iterator[bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    for part in parts:
        if packed.getbuffer().nbytes + len(part) > MOST_PACKED:
            raise BadFile("file-unreadable", "workbook-too-large")
        packed.write(part)
    return packed


def _check(packed: io.BytesIO) -> None:
    """Refuse what unpacks to more than it says or than we take.

    The reader asks for neither, and takes room for every cell between two that are filled.
    """
    try:
        with zipfile.ZipFile(packed) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > MOST_UNPACKED:
                raise BadFile("file-unreadable", "workbook-too-large")
            for each in members:
                with archive.open(each) as content:
                    # To its end: a member that is larger or other than its entry says ends with an error.
                    _check_member(iter(lambda: content.read(PART), b""), picture=each.filename.endswith(PICTURES))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        raise BadFile("file-unreadable", "workbook") from error
    packed.seek(0)


def _check_member(chunks: Iterator[bytes], *, picture: bool) -> None:
    parser, extent = expat.ParserCreate(), [1, 1]

    def note(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] not in ("c", "row"):
            return
        place = PLACE.fullmatch(attributes.get("r", ""))
        column, row = place.groups() if place else ("A", attributes.get("r", "1"))
        extent[0] = max(extent[0], _number_of(column))
        extent[1] = max(extent[1], int(row) if row.isdigit() else 1)
        if extent[0] * extent[1] > MOST_CELLS:
            raise BadFile("file-unreadable", "workbook-too-large")

    parser.StartElementHandler = note
    try:
        for chunk in chunks:
            if not picture:
                parser.Parse(chunk)
    except expat.ExpatError as error:
        raise BadFile("file-unreadable", "workbook") from error


def _number_of(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number
