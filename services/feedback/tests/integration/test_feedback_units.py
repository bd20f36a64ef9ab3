"""The replica of units follows its owner, whatever order the news arrives in."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import select

from asn_chassis.consume.rebuilding import History, rebuild
from asn_chassis.events.event import Event
from asn_chassis.events.record import Record
from asn_chassis.ids import new_id
from asn_chassis.testing import ServiceUnderTest
from feedback_service.app import SERVICE
from feedback_service.persistence.tables import units

UnitRegistered = Callable[..., Event]


def rows(feedback: ServiceUnderTest) -> list[Any]:
    with feedback.database.transaction() as session:
        return list(session.execute(select(units).order_by(units.c.id)).all())


def as_history(events: list[Event]) -> History:
    records = [Record("asn.employee.v1", 0, place, event.key, event.to_wire()) for place, event in enumerate(events, 1)]
    return History(records=lambda: iter([records]), consumed=dict)


def test_an_announced_unit_is_listed(feedback: ServiceUnderTest, unit_registered: UnitRegistered) -> None:
    unit, parent = new_id(), new_id()

    feedback.deliver(unit_registered(unit, code="KEC-KOTA", kind="KECAMATAN", parent_id=parent, colour="new field"))

    (item,) = feedback.client("feedback:read").get("/v1/units?code=KEC-KOTA").json["items"]
    assert item == {
        "id": str(unit),
        "code": "KEC-KOTA",
        "name": "Disdukcapil",
        "kind": "KECAMATAN",
        "parent_id": str(parent),
        "withdrawal_date": None,
        "version": 1,
    }


@pytest.mark.parametrize("order", list(permutations([1, 2, 3])))
def test_the_newest_news_wins_in_any_order(
    feedback: ServiceUnderTest, unit_registered: UnitRegistered, order: tuple[int, ...]
) -> None:
    unit = new_id()

    for version in order:
        feedback.deliver(unit_registered(unit, version=version, name=f"Name {version}"))

    (item,) = feedback.client("feedback:read").get("/v1/units").json["items"]
    assert (item["name"], item["version"]) == ("Name 3", 3)


def test_the_same_event_twice_is_one_unit(feedback: ServiceUnderTest, unit_registered: UnitRegistered) -> None:
    event = unit_registered(new_id())

    feedback.deliver(event, event)
    feedback.deliver(event)

    assert len(feedback.client("feedback:read").get("/v1/units").json["items"]) == 1
    assert feedback.dead_letters() == []


def test_a_unit_without_its_code_becomes_a_dead_letter(
    feedback: ServiceUnderTest, unit_registered: UnitRegistered
) -> None:
    known = new_id()

    feedback.deliver(unit_registered(new_id(), code=None), unit_registered(known))

    assert [letter.state for letter in feedback.dead_letters()] == ["DEAD"]
    assert [item["id"] for item in feedback.client("feedback:read").get("/v1/units").json["items"]] == [str(known)]


def test_the_replica_is_built_again_to_the_same_content(
    feedback: ServiceUnderTest, unit_registered: UnitRegistered
) -> None:
    unit, other = new_id(), new_id()
    history = [
        unit_registered(unit, name="old"),
        unit_registered(other, code="KEC-KOTA", parent_id=unit),
        unit_registered(unit, version=2, name="new"),
    ]
    feedback.deliver(*history)
    before = rows(feedback)
    with feedback.database.transaction() as session:
        session.execute(units.delete().where(units.c.id == unit))
        session.execute(units.update().values(name="damaged"))

    rebuild(feedback.database, SERVICE.replicas["units"], {"asn.employee.v1": as_history(history)})

    assert rows(feedback) == before
    assert {row.name for row in before} == {"new", "Disdukcapil"}
