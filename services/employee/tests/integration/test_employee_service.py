"""The service as a whole: its migrations, its contracts, its openness about scopes."""

import json
from pathlib import Path
from typing import Any

from asn_chassis.database import migrations
from asn_chassis.events.event import Event
from asn_chassis.parts import parts
from asn_chassis.testing import owner_of
from employee_service.app import SERVICE
from employee_service.events import facts

PUBLISHED = {value for name, value in vars(facts).items() if name.isupper() and isinstance(value, str)}

OF_THE_KIT = (
    "/v1/events",
    "/v1/references",
    "/v1/audit-records",
    "/v1/imports",
    "/v1/exports",
    "/v1/operations",
    "/v1/status",
)


def test_the_migrations_make_the_mapped_tables(office: Any) -> None:
    assert migrations.difference(office.service.database.engine, SERVICE.metadata) == []


def test_the_migrations_go_down_and_up_again(office: Any) -> None:
    engine = owner_of(office.service.database)

    migrations.downgrade(engine, SERVICE.migrations, "base")
    migrations.upgrade(engine, SERVICE.migrations)

    assert len(office.read("/v1/competencies")["items"]) == 9


def test_every_published_type_has_a_schema_and_examples_that_keep_it(office: Any, contracts_dir: Path) -> None:
    contracts = parts(office.service.app).contracts
    examples = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((contracts_dir / "events" / "employee").glob("*/examples/*.json"))
    ]

    assert {example["type"] for example in examples} == PUBLISHED
    for example in examples:
        wire = json.dumps(example).encode()
        contracts.check(Event.from_wire(wire), wire)


def test_every_problem_is_declared_with_both_languages(office: Any) -> None:
    declared = parts(office.service.app).contracts.problems

    for problem in SERVICE.problems.values():
        said = declared[problem.code]
        assert 400 <= said["status"] < 500
        assert {"id", "en"} <= said["title"].keys() & said["detail"].keys()


def test_the_document_describes_every_route_with_its_scope(office: Any) -> None:
    document = office.caller.get("/openapi.json").json

    paths = {path: methods for path, methods in document["paths"].items() if path.startswith("/v1/")}
    security = {
        (path, method): operation["security"]
        for path, methods in paths.items()
        for method, operation in methods.items()
        if method in ("get", "post", "patch")
    }
    ours = {place: rights for place, rights in security.items() if not place[0].startswith(OF_THE_KIT)}
    write = [{"oauth2": ["employee:write"]}, {"bearer": []}]
    rights_of = {"get": [{"oauth2": ["employee:read"]}, {"bearer": []}], "post": write, "patch": write}
    provision = {place for place in ours if place[0].startswith("/v1/logins")}
    assert (len(ours), len(provision)) == (26, 4)
    assert all(ours.pop(place) == [{"oauth2": ["employee:provision"]}, {"bearer": []}] for place in provision)
    assert ours == {(path, method): rights_of[method] for path, method in ours}


def test_the_document_names_the_filters_of_a_list(office: Any) -> None:
    document = office.caller.get("/openapi.json").json

    parameters = document["paths"]["/v1/employees"]["get"]["parameters"]
    assert {each["name"] for each in parameters} == {
        *("limit", "cursor", "sort", "fields"),
        *("nip", "unit_id", "subtree", "q", "as_of"),
    }
