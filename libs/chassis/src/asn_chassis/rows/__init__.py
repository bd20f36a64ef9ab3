"""The persistence kit: what services do to rows, each in one way.

Insert what is new, keep what is newer, change what was seen, find, lock, filter, read dated rows on a day; column types
for value objects, enumerations and periods.
"""

from asn_chassis.rows.columns import code_column, id_column, instant_column, level_column, period_column
from asn_chassis.rows.dated import on_day
from asn_chassis.rows.finding import find, get, hold, matching
from asn_chassis.rows.subtree import units_of
from asn_chassis.rows.types import Json, PeriodText, enumeration
from asn_chassis.rows.versions import Versions, VersionStale, change, require_version
from asn_chassis.rows.words import create_words_1, drop_words_1, named, word_table
from asn_chassis.rows.writing import add_all, add_new, keep_newer, row_of, rows_of

__all__ = [
    "Json",
    "PeriodText",
    "VersionStale",
    "Versions",
    "add_all",
    "add_new",
    "change",
    "code_column",
    "create_words_1",
    "drop_words_1",
    "enumeration",
    "find",
    "get",
    "hold",
    "id_column",
    "instant_column",
    "keep_newer",
    "level_column",
    "matching",
    "named",
    "on_day",
    "period_column",
    "require_version",
    "row_of",
    "rows_of",
    "units_of",
    "word_table",
]
