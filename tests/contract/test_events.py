"""The published events: names, schemas, examples, and consumers that can live with them."""

import json
import re
from importlib import import_module
from pathlib import Path

import jsonschema
import msgspec
import pytest

from asn_chassis.events.contracts import Contracts
from asn_chassis.events.event import Event

ROOT = Path(__file__).parents[2]
EVENTS = ROOT / "contracts" / "events"
SCHEMAS = sorted(EVENTS.glob("*/*/v*.schema.json"))
EXAMPLES = sorted(EVENTS.glob("*/*/examples/*.json"))
SERVICES = [import_module(f"{name}_service.app").SERVICE for name in ("employee", "training", "evaluation", "feedback")]
CONTRACTS = Contracts(ROOT / "contracts")

# These keywords mean something else, or nothing, in draft-07, which the tools of AsyncAPI check.
DRAFT_2020_ONLY = {"prefixItems", "unevaluatedProperties", "unevaluatedItems", "$dynamicRef", "dependentRequired"}
PAST = re.compile(r"[a-z-]*(ed|set|met|fixed|begun|withdrawn|given|held|made|sent|kept)")
VAGUE = {"changed", "processed", "updated", "status", "saved", "handled"}
PERSONAL = re.compile(r"(^|_)(name|nip|nik|phone|email|address|birth|text|comment|sex)(_|$)")


def type_of(path):
    schema = (
        path if path.suffix == ".json" and path.name.startswith("v") else next(path.parents[1].glob("v*.schema.json"))
    )
    service, fact = schema.parts[-3:-1]
    return f"asn.{service}.{fact}.{schema.name.removesuffix('.schema.json')}"


def label(path):
    return str(path.relative_to(EVENTS))


@pytest.mark.parametrize("path", SCHEMAS, ids=label)
def test_a_schema_is_valid_described_and_open(path):
    schema = json.loads(path.read_text())

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "urn:asn:schema:" + ".".join(path.parts[-3:-1]) + ":" + path.name[1]
    assert schema["x-dataclassification"] in {"public", "internal", "personal"}
    assert schema["description"]
    assert all("description" in inner for inner in schema["properties"].values())
    assert not DRAFT_2020_ONLY & set(re.findall(r'"([$a-zA-Z]+)":', path.read_text()))
    assert '"additionalProperties": false' not in path.read_text(), "a closed schema makes every addition a break"


@pytest.mark.parametrize("path", SCHEMAS, ids=label)
def test_a_type_says_what_happened_in_the_past(path):
    fact = path.parts[-2]

    assert PAST.fullmatch(fact)
    assert not VAGUE & set(fact.split("-"))


@pytest.mark.parametrize("path", SCHEMAS, ids=label)
def test_no_personal_field_leaves_its_owner(path):
    schema = json.loads(path.read_text())
    names = set(schema["properties"])

    # Units and courses are public and have names; people and their words are not.
    allowed = {"name"} if schema["x-dataclassification"] == "public" else set()
    assert {name for name in names if PERSONAL.search(name)} <= allowed


@pytest.mark.parametrize("path", SCHEMAS, ids=label)
def test_nothing_confidential_and_no_former_word_is_in_a_contract(path):
    names = set(re.findall(r'"([a-z_]+)":', path.read_text()))

    assert names & {"discipline", "serves_public", "unsur", "reason_code", "cause_kind", "cause_id"} == set()


def test_an_answer_tells_neither_who_nor_when():
    schema = json.loads((EVENTS / "feedback" / "answer-submitted" / "v1.schema.json").read_text())

    assert set(schema["properties"]) == {"survey_id", "service_id", "unit_id", "scores"}
    for path in (EVENTS / "feedback" / "answer-submitted" / "examples").glob("*.json"):
        example = json.loads(path.read_text())
        assert example["time"].endswith("T17:00:00Z") or example["time"].endswith("T17:00:00.000000Z"), "00:00 in WIB"
        assert example["id"][14] == "4", "an id that begins with the time tells it"
        assert "traceparent" not in example


@pytest.mark.parametrize("path", SCHEMAS, ids=label)
def test_a_decision_that_is_told_has_its_rule_and_reasons_as_a_list(path):
    properties = json.loads(path.read_text())["properties"]

    if "rule_version" in properties and "reasons" in properties:
        assert properties["reasons"]["type"] == "array"
    assert "reason" not in properties


# Codes of no national list: the dictionary of competencies, reasons of policies, what a survey came to.
OWN_CODES = {"competency_code", "code", "outcome"}


def fields_of(schema, name=""):
    yield name, schema
    for inner, found in schema.get("properties", {}).items():
        yield from fields_of(found, inner)
    if "items" in schema:
        yield from fields_of(schema["items"], name)


@pytest.mark.parametrize("path", SCHEMAS, ids=label)
def test_a_code_names_its_list_and_the_publisher_shows_it(path):
    (publisher,) = [service for service in SERVICES if service.name == path.parts[-3]]

    for name, field in fields_of(json.loads(path.read_text())):
        listed = field.get("x-code-list")
        examples = [example for example in field.get("examples", []) if isinstance(example, str)]
        coded = any(re.fullmatch(r"[A-Z][A-Z_0-9]*", example) for example in examples) and name not in OWN_CODES
        assert listed or not coded or field["description"].startswith("Kind of cause"), f"{name} names no x-code-list"
        if listed:
            assert listed in publisher.references
            assert set(examples) <= {each["code"] for each in CONTRACTS.references(listed)}


# Those who are told about something: a person, a unit, or both; names and contacts stay with their owner.
TOLD = {
    "employee_id": ["incentive-", "training-need-", "employee-", "need-unfunded", "training-completed", "evaluation-"],
    "unit_id": [
        "incentive-", "training-need-", "service-improvement-", "survey-", "index-", "unit-index-", "evaluation-",
        "employee-enrolled", "need-unfunded", "training-completed",
    ],
}  # fmt: skip


@pytest.mark.parametrize("path", SCHEMAS, ids=label)
def test_an_event_says_whom_to_notify(path):
    required = json.loads(path.read_text())["required"]

    for field, facts in TOLD.items():
        if path.parts[-2].startswith(tuple(facts)):
            assert field in required


@pytest.mark.parametrize("path", SCHEMAS, ids=label)
def test_a_type_has_two_examples_at_least(path):
    assert len(list((path.parent / "examples").glob("*.json"))) >= 2


@pytest.mark.parametrize("path", EXAMPLES, ids=label)
def test_an_example_is_a_whole_event_that_keeps_its_contract(path):
    wire = path.read_bytes()
    event = Event.from_wire(wire)

    assert event.type == type_of(path)
    assert event.partitionkey
    assert event.aggregateversion >= 1
    assert event.correlationid
    assert event.subject
    CONTRACTS.check(event, wire)


def test_every_type_that_somebody_listens_to_is_published():
    published = {type_of(path) for path in SCHEMAS}

    assert {event_type for service in SERVICES for event_type in service.handlers} <= published


UNITS = EVENTS / "employee"
RENAMED = UNITS / "unit-revised" / "examples" / "dinas-renamed.json"

CONSUMED = [
    pytest.param(service, path, id=f"{service.name}-{label(path)}")
    for service in SERVICES
    for path in EXAMPLES
    if type_of(path) in service.handlers
]


@pytest.mark.parametrize(("service", "path"), CONSUMED)
def test_a_consumer_can_read_every_example_and_ignores_what_it_does_not_know(service, path, run_service):
    running = run_service(service)
    example = json.loads(path.read_text())
    example["data"]["a_field_of_tomorrow"] = {"deep": [1]}
    example["anextension"] = "tomorrow"

    running.deliver_bytes(msgspec.json.encode(example))

    # The owner of people may refuse an unknown person, which this empty database makes of everybody; a message that
    # could not be read begins its reason with its type.
    assert [letter.reason for letter in running.dead_letters() if letter.reason.startswith(example["type"])] == []


def unit_after(running, *examples):
    """Return the one unit that a reader shows after these events, in this order."""
    running.deliver_bytes(*(path.read_bytes() for path in examples))
    (unit,) = running.client(f"{running.service.name}:read").get("/v1/units").json["items"]
    return unit


@pytest.mark.parametrize("service", [each for each in SERVICES if each.name != "employee"], ids=lambda each: each.name)
def test_a_revised_unit_is_what_every_reader_keeps_whatever_comes_first(service, run_service):
    running = run_service(service)
    registered = UNITS / "unit-registered" / "examples" / "dinas-under-the-city.json"

    unit = unit_after(running, RENAMED, registered)

    assert unit["name"] == json.loads(RENAMED.read_text())["data"]["name"]
    assert running.dead_letters() == []


@pytest.mark.parametrize("service", [each for each in SERVICES if each.name != "employee"], ids=lambda each: each.name)
def test_a_withdrawn_unit_stays_with_every_reader_and_says_until_when(service, run_service):
    withdrawn = UNITS / "unit-withdrawn" / "examples" / "merged-into-another.json"

    unit = unit_after(run_service(service), withdrawn, RENAMED)

    assert unit["withdrawal_date"] == json.loads(withdrawn.read_text())["data"]["effective_date"]


def test_the_contracts_name_who_handles_each_event_type():
    handled = {event_type for service in SERVICES for event_type in service.handlers}

    assert CONTRACTS.listeners == {
        event_type: [service.name for service in SERVICES if event_type in service.handlers] for event_type in handled
    }
