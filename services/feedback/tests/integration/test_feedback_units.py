"""The replica of units follows its owner, whatever order the news arrives in."""

from collections.abc import Callable
from itertools import permutations

import pytest

from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.testing import ServiceUnderTest

UnitRegistered = Callable[..., Event]


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
