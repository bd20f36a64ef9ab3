"""Tables in files: what spreadsheets do to numbers, what they would run, and what unpacks to more than it says."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from asn_chassis.files import workbooks
from asn_chassis.files.cells import Rounded, guarded, row_of, unguarded, value_of
from asn_chassis.files.faults import BadFile
from asn_chassis.files.formats import MOST_ROWS, Format
from asn_chassis.files.reading import lines_of
from asn_chassis.files.writing import written
from asn_chassis.web import Schema, fields

NIP = "198001012006041001"


class Person(Schema):
    nip = fields.String(required=True)
    since = fields.Date(required=True)
    level = fields.Integer(required=True)
    score = fields.Decimal(allow_none=True)
    active = fields.Boolean(allow_none=True)


COLUMNS = list(Person().fields)


def workbook(*rows: list[Any], first: int = 0) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    page = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows, start=first):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(number, place, cell, day)
            else:
                page.write(number, place, cell)
    book.close()
    return content.getvalue()


def read(kind: Format, content: bytes, step: int = 7) -> list[Any]:
    parts = (content[at : at + step] for at in range(0, len(content), step))
    return list(lines_of(kind, parts, COLUMNS))


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("nip", NIP, NIP),
        ("nip", f"'{NIP}", NIP),
        ("nip", "  x ", "x"),
        ("nip", "'=1+1", "=1+1"),
        ("nip", "it's", "it's"),
        ("nip", 12.0, "12"),
        ("nip", "", None),
        ("since", date(2026, 3, 1), "2026-03-01"),
        ("since", "01/03/2026", "01/03/2026"),
        ("level", "3", 3),
        ("level", 3.0, 3),
        ("level", "tiga", "tiga"),
        ("active", "ya", True),
        ("active", "Tidak", False),
        ("active", "mungkin", "mungkin"),
    ],
)
def test_a_cell_becomes_what_its_field_can_judge(name: str, cell: Any, value: Any) -> None:
    assert value_of(Person().fields[name], cell) == value


@pytest.mark.parametrize("cell", ["1.99E+17", "1,99E+17", "1.99e17", 1.98001012006041e17, 198001012006041001])
def test_a_number_that_a_spreadsheet_has_rounded_is_never_taken_for_a_nip(cell: Any) -> None:
    with pytest.raises(Rounded):
        value_of(Person().fields["nip"], cell)


def test_a_decimal_may_have_a_comma() -> None:
    assert str(row_of(Person().fields, {"score": "3,25"})["score"]) == "3.25"


@pytest.mark.parametrize("text", ["=1+1", "+62x", "-x", "@SUM(A1)", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_is_marked_as_text_and_comes_back(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-5", "-3,25", "x", "", "'quoted"])
def test_anything_else_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@pytest.mark.parametrize("kind", list(Format))
def test_what_is_written_is_read_again(kind: Format) -> None:
    rows = [{"nip": NIP, "since": date(2026, 3, 1), "level": 3, "score": None, "active": True}] * 3

    lines = read(kind, b"".join(written(kind, COLUMNS, rows)), step=1000)

    loaded = [Person().load(row_of(Person().fields, line.cells)) for line in lines]
    assert loaded == [{name: value for name, value in row.items() if value is not None} for row in rows]


def test_lines_are_those_that_an_editor_shows() -> None:
    content = b'sep=;\r\nnip;level\r\n"a\r\nb";1\r\n\r\nc;2\r\n'

    assert [(line.number, line.cells["nip"]) for line in read(Format.CSV, content)] == [(4, "a\r\nb"), (6, "c")]


@pytest.mark.parametrize("first", [0, 3])
def test_rows_of_a_workbook_have_the_numbers_that_it_shows(first: int) -> None:
    content = workbook(["nip", "since"], ["a", date(2026, 3, 1)], [], ["b", date(2026, 3, 2)], first=first)

    lines = read(Format.XLSX, content)

    assert [(line.number, line.cells["nip"]) for line in lines] == [(first + 2, "a"), (first + 4, "b")]


def test_columns_that_begin_with_a_line_are_a_report_s_own() -> None:
    (line,) = read(Format.CSV, b"_line,nip,_reason_id\n7,a,salah\n")

    assert (line.cells, line.fault) == ({"nip": "a"}, None)


@pytest.mark.parametrize(
    "row", [b"[1]", b"{", b'{"nip": "a", "name": "b"}', b'"text"', b"{" * 60_000, b'{"nip": "\xff"}']
)
def test_a_line_that_is_no_row_is_rejected_alone(row: bytes) -> None:
    lines = read(Format.NDJSON, row + b'\n{"nip": "a"}\n', step=4096)

    assert [line.fault for line in lines] == ["malformed-row", None]


def bomb(size: int) -> bytes:
    content = io.BytesIO(workbook(["nip"], ["a"]))
    with (
        zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/media/zeros.png", "w") as member,
    ):
        for _ in range(size // 1_048_576):
            member.write(bytes(1_048_576))
    return content.getvalue()


def test_a_workbook_that_unpacks_to_more_than_we_take_is_refused_by_its_directory() -> None:
    with pytest.raises(BadFile, match="workbook-too-large"):
        read(Format.XLSX, bomb(workbooks.MOST_UNPACKED + 1_048_576), step=65_536)


def test_a_workbook_that_says_less_than_it_unpacks_to_is_refused_before_it_is_read() -> None:
    honest = 8 * 1_048_576
    content = bytearray(bomb(honest))
    at = content.rfind(b"PK\x01\x02")
    assert int.from_bytes(content[at + 24 : at + 28], "little") == honest
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")

    with pytest.raises(BadFile, match=r"file-unreadable: workbook$"):
        read(Format.XLSX, bytes(content), step=65_536)


def test_more_rows_than_a_file_may_have_end_it() -> None:
    parts = (b"nip\n", *[b"a\n" * 100_000] * 6)
    last = 0

    with pytest.raises(BadFile, match="payload-too-large"):  # noqa: PT012 -- how far it came counts too
        for line in lines_of(Format.CSV, iter(parts), COLUMNS):
            last = line.number

    assert last == MOST_ROWS + 1


def test_two_cells_far_from_each_other_are_refused_before_the_room_between_them_is_taken() -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    page = book.add_worksheet()
    page.write(0, 0, "nip")
    page.write(1_048_575, 16_383, "x")
    book.close()

    with pytest.raises(BadFile, match="workbook-too-large"):
        read(Format.XLSX, content.getvalue(), step=65_536)
