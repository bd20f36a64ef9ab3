"""The replicas are what the events say: built again from them they have the same content."""

import hashlib
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select

from asn_chassis.consume.rebuilding import History, rebuild
from asn_chassis.events.record import Record
from asn_chassis.ids import new_id
from evaluation_service.app import SERVICE


def content(world: Any, name: str) -> str:
    digest = hashlib.sha256()
    with world.service.database.transaction() as session:
        for table in SERVICE.replicas[name].tables:
            rows = session.execute(select(table).order_by(*table.primary_key.columns)).all()
            assert rows, table.name
            digest.update(repr(rows).encode())
    return digest.hexdigest()


def as_history(events: list[Any]) -> History:
    records = [Record("asn.employee.v1", 0, number, event.key, event.to_wire()) for number, event in enumerate(events)]
    return History(lambda: iter([records]), lambda: {0: 0})


def of_staff(world: Any) -> list[Any]:
    ada, budi = new_id(), new_id()
    return [
        world.unit_registered("DISDUK"),
        world.competency_defined("MENYELAM", "Menyelam"),
        world.position_set(KOMUNIKASI=3),
        world.registered(ada),
        world.registered(budi, employment="PPPK"),
        world.position_set(version=3, KOMUNIKASI=4),
        world.position_set(version=2, KOMUNIKASI=1),
        world.assigned(ada, since=date(2021, 1, 1), position_id=new_id()),
        world.level_recorded(ada, "KOMUNIKASI", 2),
        world.completed(ada, 20),
        world.completed(budi, 0),
    ]


def of_surveys(world: Any) -> list[Any]:
    return [
        world.survey_closed(),
        world.survey_opened(),
        world.answered(3),
        world.answered(4, WAKTU=1),
        world.answered(2, survey_id=new_id()),
        world.index_published(PERILAKU=60.0),
        world.unit_index(80.0, version=2),
        world.unit_index(70.0),
    ]


@pytest.mark.parametrize(("name", "told"), [("staff", of_staff), ("surveys", of_surveys)])
def test_a_replica_is_rebuilt_to_the_same_content(world: Any, name: str, told: Any) -> None:
    delete_all(world, name)
    events = told(world)
    world.tell(*events)
    before = content(world, name)
    published = len(world.published())
    delete_all(world, name)

    applied = rebuild(world.service.database, SERVICE.replicas[name], {"asn.employee.v1": as_history(events)})

    assert applied == len(events)
    assert content(world, name) == before
    assert len(world.published()) == published


def delete_all(world: Any, name: str) -> None:
    with world.service.database.transaction() as session:
        for table in SERVICE.replicas[name].tables:
            session.execute(delete(table))


def test_every_replica_table_is_declared_and_has_no_foreign_keys() -> None:
    replicas = {table for replica in SERVICE.replicas.values() for table in replica.tables}

    assert all(not table.foreign_keys for table in replicas)
    own = {
        "evaluations",
        "incentives",
        "incentive_versions",
        "training_needs",
        "index_findings",
        "service_improvements",
    }
    chassis = {"audit_record", "audit_seal", "cursor", "dead_letter", "idempotency", "inbox", "outbox", "outbox_log"}
    kits = {"operation", "operation_part", "operation_rejection", "session"}
    names = set(SERVICE.metadata.tables)
    # The words are kept by the database, of what it keeps of units.
    assert names - own - {table.name for table in replicas} <= chassis | kits | {"unit_words"}
