"""contracts/processing.yaml names whatever tells of a person, and the database keeps it from whoever may not see it."""

import json
from importlib import import_module

import pytest
import yaml
from jsonschema import Draft202012Validator
from sources import ROOT, SERVICES
from sqlalchemy import inspect, text

CONTRACTS = ROOT / "contracts"
PROCESSING = yaml.safe_load((CONTRACTS / "processing.yaml").read_text(encoding="utf-8"))
SCHEMA = json.loads((CONTRACTS / "processing.schema.json").read_text(encoding="utf-8"))
PERSONS = {"employee_id", "assessor_id", "nip"}
# What the web login may do, and whether row security stands before it.
GUARDS = text("""
    SELECT relname AS name, relrowsecurity AS guarded,
           (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid AND polqual IS DISTINCT FROM NULL
               AND polcmd = 'r' AND pg_get_expr(polqual, polrelid) <> 'true') AS narrow,
           has_table_privilege(current_database_owner || '_web', pg_class.oid, 'SELECT') AS readable
    FROM pg_class, (SELECT pg_get_userbyid(datdba) AS current_database_owner FROM pg_database
                    WHERE datname = current_database()) AS owner
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
""")


def tables_of(service):
    return PROCESSING["common"]["tables"] | PROCESSING["services"][service]["tables"]


def free_of(service):
    return {*PROCESSING["common"]["free_of_persons"], *PROCESSING["services"][service]["free_of_persons"]}


def events_of(service):
    for path in sorted((CONTRACTS / "events" / service).glob("*/v1.schema.json")):
        yield path.parent.name, json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(params=SERVICES)
def name(request):
    return request.param


def test_the_document_keeps_its_schema_and_uses_its_own_words():
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(PROCESSING)] == []
    assert set(PROCESSING["services"]) == set(SERVICES)
    words = {"purpose": "purposes", "basis": "bases", "retention": "retentions", "erasure": "erasures"}
    places = [PROCESSING["common"], *PROCESSING["services"].values()]
    entries = [entry for place in places for kind in ("tables", "events") for entry in place.get(kind, {}).values()]
    for field, declared in words.items():
        assert {entry["about"][field] for entry in entries} <= set(PROCESSING[declared])


def test_every_table_tells_of_persons_or_is_named_as_free_of_them(name, database_for):
    engine = database_for(import_module(f"{name}_service.app").SERVICE).engine
    columns = {
        table: {c["name"] for c in inspect(engine).get_columns(table)} for table in inspect(engine).get_table_names()
    }
    told = tables_of(name)

    assert set(columns) == set(told) | free_of(name)
    assert set(told) & free_of(name) == set()
    for table, present in columns.items():
        named = set(told[table]["columns"]) if table in told else set()
        assert named <= present, f"{table} has no such columns"
        assert present & PERSONS <= named, f"{table} has a person that is not named"


def test_what_tells_of_persons_is_under_row_security_or_closed_to_the_web(name, database_for):
    with database_for(import_module(f"{name}_service.app").SERVICE).transaction() as session:
        found = {row.name: row for row in session.execute(GUARDS)}

    for table in tables_of(name):
        assert found[table].guarded or not found[table].readable, f"{table} is open"
        assert found[table].narrow or not found[table].readable, f"{table} is open to everybody"


def test_every_event_that_tells_of_a_person_is_named(name):
    told = PROCESSING["services"][name].get("events", {})
    schemas = dict(events_of(name))

    assert set(told) <= set(schemas)
    for fact, schema in schemas.items():
        fields = set(schema["properties"])
        named = set(told[fact]["fields"]) if fact in told else set()
        assert named <= fields, f"{fact} has no such fields"
        assert fields & PERSONS <= named, f"{fact} has a person that is not named"
        if schema["x-dataclassification"] == "personal":
            assert named, f"{fact} is personal and not named"
        if fact in told:
            assert told[fact]["about"]["class"] == schema["x-dataclassification"]
