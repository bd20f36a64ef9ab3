"""What training keeps of others is what their events say: built again from them it has the same content."""

import hashlib

import pytest
from sqlalchemy import Uuid, delete, insert, select

from asn_chassis.consume.rebuilding import History, rebuild
from asn_chassis.events.record import Record
from asn_chassis.ids import new_id
from asn_chassis.testing import login_told
from training_service.app import SERVICE


def content(training, tables) -> str:
    digest = hashlib.sha256()
    with training.running.database.transaction() as session:
        for table in tables:
            rows = session.execute(select(table).order_by(*table.primary_key.columns)).all()
            assert rows, table.name
            digest.update(repr(rows).encode())
    return digest.hexdigest()


def history(stream: str, events) -> History:
    records = [Record(stream, 0, number, event.key, event.to_wire()) for number, event in enumerate(events)]
    return History(lambda: iter([records]), lambda: {0: 0})


def facts_of(training):
    ada, budi, unit_id = new_id(), new_id(), new_id()
    first, second, third = (training.need(employee_id=each) for each in (ada, budi, budi))
    by_employee = [
        training.employee(ada, "PNS"),
        training.employee(budi, "PPPK", version=3),
        training.employee(budi, "PNS", version=2),
        training.level(ada, 3, version=4),
        training.level(ada, 2, version=3),
        training.level(new_id(), 5),
        training.competency("ARSIP_DIGITAL"),
        training.competency("ARSIP_DIGITAL", "Arsip digital", version=2),
        training.unit("DINAS", unit_id, version=2),
        training.unit("DINAS", unit_id),
        login_told(ada, "ada", ended=True),
        login_told(ada, "ada"),
        login_told(budi, "budi"),
    ]
    told = [training.withdrawal(second), training.confirmation(first), training.met(first), training.met(third)]
    return {"asn.employee.v1": by_employee, "asn.evaluation.v1": [first, *told, third, second]}


@pytest.mark.parametrize("name", SERVICE.replicas)
def test_a_replica_is_rebuilt_to_the_same_content(training, name: str) -> None:
    replica, streams = SERVICE.replicas[name], facts_of(training)
    for events in streams.values():
        training.running.deliver(*events)
    before, needs = content(training, replica.tables), training.get("/needs")
    with training.running.database.transaction() as session:
        for table in replica.tables:
            row = dict(session.execute(select(table)).mappings().first())
            session.execute(delete(table))
            spoilt = {column.name: new_id() for column in table.columns if isinstance(column.type, Uuid)}
            session.execute(insert(table).values(row | spoilt))

    applied = rebuild(
        training.running.database,
        replica,
        {stream: history(stream, streams[stream]) for stream in replica.streams},
    )

    assert applied == sum(event.type in replica.handlers for stream in replica.streams for event in streams[stream])
    assert content(training, replica.tables) == before
    assert training.get("/needs") == needs


def test_every_table_that_only_others_fill_is_a_replica_without_foreign_keys() -> None:
    tables = [table for replica in SERVICE.replicas.values() for table in replica.tables]

    assert {table.name for table in tables} == {
        "assignments",
        "employees",
        "logins",
        "competency_levels",
        "competencies",
        "units",
        "need_notices",
    }
    referred = {key.column.table for table in SERVICE.metadata.tables.values() for key in table.foreign_keys}
    assert not any(table.foreign_keys for table in tables)
    assert not referred & set(tables)
