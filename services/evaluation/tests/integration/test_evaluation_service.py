"""The service as a whole: its migrations, its contracts, its openness about scopes."""

import json
from pathlib import Path
from typing import Any

from asn_chassis.database import migrations
from asn_chassis.events.event import Event
from asn_chassis.parts import parts
from asn_chassis.testing import owner_of
from evaluation_service.app import SERVICE
from evaluation_service.events import facts

PUBLISHED = {
    facts.EVALUATION_FINALISED,
    facts.TRAINING_NEED_IDENTIFIED,
    facts.TRAINING_NEED_CONFIRMED,
    facts.TRAINING_NEED_WITHDRAWN,
    facts.TRAINING_NEED_MET,
    facts.SERVICE_IMPROVEMENT_REQUESTED,
    *facts.INCENTIVE_DECIDED.values(),
}


def test_the_migrations_make_the_mapped_tables(world: Any) -> None:
    assert migrations.difference(world.service.database.engine, SERVICE.metadata) == []


def test_the_migrations_go_down_and_up_again(world: Any) -> None:
    engine = owner_of(world.service.database)

    migrations.downgrade(engine, SERVICE.migrations, "base")
    migrations.upgrade(engine, SERVICE.migrations)

    assert migrations.difference(engine, SERVICE.metadata) == []


def test_every_published_type_has_examples_that_keep_its_contract(world: Any, contracts_dir: Path) -> None:
    contracts = parts(world.service.app).contracts
    paths = sorted((contracts_dir / "events" / "evaluation").glob("*/examples/*.json"))
    wires = [path.read_bytes() for path in paths]

    assert {json.loads(wire)["type"] for wire in wires} == PUBLISHED
    for wire in wires:
        contracts.check(Event.from_wire(wire), wire)


def test_every_problem_is_declared_in_both_languages(world: Any) -> None:
    declared = parts(world.service.app).contracts.problems

    for problem in SERVICE.problems.values():
        said = declared[problem.code]
        assert 400 <= said["status"] < 500
        assert {"id", "en"} <= said["title"].keys() & said["detail"].keys()


def test_every_route_asks_for_a_scope(world: Any) -> None:
    document = world.service.client().get("/openapi.json").json
    operations = [
        (path, method, operation["security"])
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if path.startswith("/v1/")
        and path not in ("/v1/events", "/v1/references/{list_name}", "/v1/audit-records", "/v1/status")
        and method in ("get", "post")
    ]

    assert len(operations) == 18
    for path, method, security in operations:
        scope = "evaluation:write" if method == "post" else "evaluation:read"
        assert security == [{"oauth2": [scope]}, {"bearer": []}], path


def test_a_token_without_the_scope_is_refused(world: Any) -> None:
    reader = world.service.client("evaluation:read")

    refused = reader.post("/v1/evaluations", json={})

    assert (refused.status_code, refused.json["code"]) == (403, "insufficient-scope")
