"""The replica of staff is what the events say: built again from them it has the same content."""

import hashlib

from sqlalchemy import delete, select, update

from asn_chassis.consume.rebuilding import History, rebuild
from asn_chassis.events.record import Record
from asn_chassis.ids import new_id
from evaluation_service.app import SERVICE
from evaluation_service.persistence.replica_tables import competency_levels, employees


def content(world):
    digest = hashlib.sha256()
    with world.service.database.transaction() as session:
        for table in SERVICE.replicas["staff"].tables:
            rows = session.execute(select(table).order_by(*table.primary_key.columns)).all()
            assert rows, table.name
            digest.update(repr(rows).encode())
    return digest.hexdigest()


def as_history(events):
    records = [Record("asn.employee.v1", 0, number, event.key, event.to_wire()) for number, event in enumerate(events)]
    return History(lambda: iter([records]), lambda: {0: 0})


def test_the_replica_of_staff_is_rebuilt_to_the_same_content(world):
    ada, budi = new_id(), new_id()
    events = [
        world.position_set(KOMUNIKASI=3),
        world.registered(ada),
        world.registered(budi, employment="PPPK"),
        world.position_set(version=3, KOMUNIKASI=4),
        world.position_set(version=2, KOMUNIKASI=1),
        world.assigned(ada, position_id=new_id()),
        world.level_recorded(ada, "KOMUNIKASI", 2),
        world.completed(ada, 20),
        world.completed(budi, 12),
    ]
    world.tell(*events)
    before = content(world)
    published = len(world.published())
    with world.service.database.transaction() as session:
        session.execute(update(employees).values(version=99, unit_id=new_id()))
        session.execute(delete(competency_levels))

    applied = rebuild(world.service.database, SERVICE.replicas["staff"], {"asn.employee.v1": as_history(events)})

    assert applied == len(events)
    assert content(world) == before
    assert len(world.published()) == published
