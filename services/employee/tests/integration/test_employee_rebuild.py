"""The replica of public services is what the events say: built again from them it has the same content."""

import hashlib
from typing import Any

from sqlalchemy import delete, select, update

from asn_chassis.consume.rebuilding import History, rebuild
from asn_chassis.events.event import Event
from asn_chassis.events.record import Record
from asn_chassis.ids import new_id
from employee_service.app import SERVICE
from employee_service.persistence.tables.public_services import public_services

STREAM = "asn.feedback.v1"


def content(office: Any) -> str:
    with office.service.database.transaction() as session:
        rows = session.execute(select(public_services).order_by(public_services.c.id)).all()
    assert rows
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def history(events: list[Event]) -> History:
    records = [Record(STREAM, 0, number, event.key, event.to_wire()) for number, event in enumerate(events)]
    return History(lambda: iter([records]), lambda: {0: 0})


def test_the_replica_of_public_services_is_rebuilt_to_the_same_content(office: Any) -> None:
    twice = str(new_id())
    events = [
        office.public_service(),
        office.public_service(service_id=twice, name="Akta kelahiran", version=2),
        office.public_service(service_id=twice, name="Akta", version=1),
        office.public_service(),
    ]
    office.service.deliver(*events)
    before = content(office)
    with office.service.database.transaction() as session:
        session.execute(update(public_services).values(version=99, name="Rusak"))
        session.execute(delete(public_services).where(public_services.c.id == twice))

    applied = rebuild(office.service.database, SERVICE.replicas["public-services"], {STREAM: history(events)})

    assert applied == len(events)
    assert content(office) == before
    assert office.service.published() == []
