# ruff: noqa: S608 -- the names are those of our own metadata
"""Fills every table of a service by SQL alone, and knows a value for each filter; all rows are synthetic."""

from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Enum,
    Integer,
    Numeric,
    Table,
    TypeDecorator,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from asn_chassis.rows import PeriodText
from asn_chassis.service import Service
from asn_chassis.testing import ISSUER

ROWS = 100_000
UNITS = 5_000  # that anybody serves in; each of the first thousand has the units of its last three digits below it
# Of a few rows, and what no list reads.
LEFT_OUT = {
    *("budgets", "plans", "plan_lines", "answers", "evidence", "trainings", "position_standards", "competency_levels"),
    *("learning_completions", "employments", "index_findings", "answer_tallies", "element_tallies", "survey_indices"),
    *("need_notices", "incentive_versions"),
}
_ID = "('00000000-0000-7000-8000-' || lpad(({})::text, 12, '0'))::uuid"
_FIRST = "(ARRAY['Budi','Siti','Agus','Dewi','Made','Sri','Andi','Nur','Rina','Joko'])[i % 10 + 1]"
_NAME = f"{_FIRST} || ' Nama' || i % 5000"
_SPECIAL = {
    "unit_id": _ID.format(f"i % {UNITS} + 1"),
    "parent_id": f"CASE WHEN i > 1000 THEN {_ID.format('i % 1000 + 1')} END",
    "name": _NAME,
    "title": _NAME,
    "code": "'C' || i",
    "issuer": f"'{ISSUER}'",
    "subject": "CASE i WHEN 1 THEN 'head' ELSE 'S' || i END",
    "level": "i % 5 + 1",
    "target_level": "5",
    "priority": "i % 100 + 1",
    "committed": "0",
    "passed": "NULL",
}
_SPECIAL_OF = {("enrolments", "state"): "'ENROLLED'", ("enrolments", "level"): "NULL"}


def fill(owner: Connection, service: Service) -> dict[str, int]:
    """Put the rows into all tables of the service and count them, planner and all; return how many each holds."""
    ours = [table for table in service.metadata.sorted_tables if table.name not in LEFT_OUT]
    kit = {table.name for table in vars(service.metadata.info["chassis"]).values()}
    words = [table for table in ours if table.name.endswith("_words")]
    for table in ours:
        if table.name in kit or table in words:
            continue
        owner.execute(text(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER'))
        values = ", ".join(_value(table, column) for column in table.columns)
        owner.execute(
            text(
                f'INSERT INTO "{table.name}" ({", ".join(table.columns.keys())}) '
                f"SELECT {values} FROM generate_series(1, {ROWS}) AS i ON CONFLICT DO NOTHING"
            )
        )
    for table in words:
        # As the trigger would, of names as plain as these.
        owner.execute(
            text(
                f"INSERT INTO {table.name} (word, id) SELECT DISTINCT word, {_ID.format('i')} "
                f"FROM generate_series(1, {ROWS}) AS i, unnest(string_to_array(lower({_NAME}), ' ')) AS word "
                "ON CONFLICT DO NOTHING"
            )
        )
    for table in ours:
        owner.execute(text(f'ANALYZE "{table.name}"'))
    return {table.name: owner.scalar(text(f'SELECT count(*) FROM "{table.name}"')) for table in ours}


def value_of(parameter: dict[str, Any]) -> str:
    """Return a value that a filter takes, by its name and its schema."""
    name, schema = parameter["name"], parameter["schema"]
    known = {
        "q": "budi%20nama12",
        "nip": "199001012014021001",
        "code": "C77",
        "unit_id": "00000000-0000-7000-8000-000000000002",
        "period": "2005",
        "year": "2026",
        "issuer": ISSUER,
        "subject": "S77",
    }
    if name in known:
        return known[name]
    if "enum" in schema:
        return str(next(choice for choice in schema["enum"] if choice is not None))
    if schema.get("format") == "uuid":
        return "00000000-0000-7000-8000-000000000077"
    return {"date": "2026-06-01", "date-time": "2026-06-01T00:00:00Z"}.get(schema.get("format", ""), "T77")


def _value(table: Table, column: Column[Any]) -> str:  # noqa: PLR0911 -- a case after another
    if (table.name, column.name) in _SPECIAL_OF:
        return _SPECIAL_OF[table.name, column.name]
    if column.name in _SPECIAL and (column.name != "code" or not isinstance(column.type, Enum)):
        return _SPECIAL[column.name]
    if column.nullable:
        return "NULL"
    kind = column.type
    if isinstance(kind, PeriodText):
        return f"(2000 + i / {UNITS})::text"
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    if isinstance(kind, Enum):
        codes = ", ".join(f"'{code}'" for code in kind.enums)
        return f"(ARRAY[{codes}])[i % {len(kind.enums)} + 1]"
    for sort, value in (
        (Uuid, _ID.format("i")),
        (JSONB, "'{}'::jsonb"),
        (ARRAY, "'{}'"),
        (Boolean, "false"),
        (Date, "DATE '2020-01-01'"),
        (DateTime, "TIMESTAMPTZ '2020-01-01Z' + i * INTERVAL '1 minute'"),
        (Integer, "1"),
        (Numeric, "80"),
    ):
        if isinstance(kind, sort):
            return value
    return "'T' || i"
