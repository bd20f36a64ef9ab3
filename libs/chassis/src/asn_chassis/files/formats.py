"""The three formats of a file, by media type."""

from enum import StrEnum


class Format(StrEnum):
    """A format that is read and written."""

    CSV = "csv"
    NDJSON = "ndjson"
    XLSX = "xlsx"


MEDIA_TYPES = {
    "text/csv": Format.CSV,
    "application/x-ndjson": Format.NDJSON,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Format.XLSX,
}
BY_FORMAT = {kind: name for name, kind in MEDIA_TYPES.items()}

MOST_BYTES = 104_857_600
MOST_ROWS = 500_000
