"""Incentives wait for learning hours and are reconsidered when they come."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.ids import new_id


def the_incentive(world: Any, employee_id: UUID) -> dict[str, Any]:
    (incentive,) = world.get("/incentives", employee_id=employee_id)["items"]
    return dict(incentive)


def test_hours_before_the_evaluation_recommend_at_once(world: Any, employee_id: UUID) -> None:
    world.tell(
        world.completed(employee_id, 12), world.completed(employee_id, 8), world.completed(employee_id, 99, year=2025)
    )

    done = world.finalised(employee_id)

    incentive = the_incentive(world, employee_id)
    assert (incentive["outcome"], incentive["kind"]) == ("RECOMMENDED", "REWARD_NOMINATION")
    assert incentive["inputs"]["learning_hours"] == 20
    assert [why["code"] for why in incentive["reasons"]] == [
        "PREDICATE_QUALIFIES",
        "DISCIPLINE_CLEAR",
        "INDEX_ABSENT",
        "HOURS_MET",
    ]
    assert world.get("/incentives", evaluation_id=done["id"], period="2026-S1")["items"] == [incentive]


def test_missing_hours_defer_and_their_arrival_recommends_once(world: Any, employee_id: UUID) -> None:
    world.finalised(employee_id)
    deferred = the_incentive(world, employee_id)

    world.tell(world.completed(employee_id, 10))
    world.tell(world.completed(employee_id, 10))
    world.tell(world.completed(employee_id, 10))

    incentive = the_incentive(world, employee_id)
    assert (deferred["outcome"], deferred["version"]) == ("DEFERRED", 1)
    assert (incentive["outcome"], incentive["version"]) == ("RECOMMENDED", 2)
    assert [(past["version"], past["outcome"]) for past in incentive["history"]] == [
        (1, "DEFERRED"),
        (2, "RECOMMENDED"),
    ]
    assert incentive["history"][0]["reasons"] == deferred["reasons"]
    assert incentive["inputs"]["learning_hours"] == 20
    facts = [(event.type.split(".")[2], event.aggregateversion) for event in world.published("incentive")]
    assert facts == [("incentive-deferred", 1), ("incentive-recommended", 2)]
    assert world.get(f"/incentives/{incentive['id']}") == incentive


def test_hours_of_another_year_or_person_change_nothing(world: Any, employee_id: UUID) -> None:
    world.finalised(employee_id)

    world.tell(world.completed(employee_id, 40, year=2025), world.completed(new_id(), 40))

    assert the_incentive(world, employee_id)["outcome"] == "DEFERRED"


def test_one_enrolment_counts_once_whatever_its_event_is_called(world: Any, employee_id: UUID) -> None:
    enrolment_id = new_id()
    world.finalised(employee_id)

    world.tell(*(world.completed(employee_id, 10, enrolment_id=enrolment_id) for _ in range(3)))

    assert the_incentive(world, employee_id)["outcome"] == "DEFERRED"


def test_the_index_of_the_unit_counts_when_its_sample_is_adequate(world: Any, employee_id: UUID) -> None:
    low = dict.fromkeys(["WAKTU", "PROSEDUR", "PERSYARATAN", "SARANA", "BIAYA", "PRODUK", "PENGADUAN"], 50.0)
    world.tell(world.completed(employee_id, 20), world.index_published(**low))

    world.finalised(employee_id)

    incentive = the_incentive(world, employee_id)
    assert (incentive["outcome"], incentive["kind"]) == ("WITHHELD", "NONE")
    assert incentive["inputs"]["unit_index"] == {
        "survey_id": str(world.survey_id),
        "ikm": 58.89,
        "mutu": "D",
        "sample_adequate": True,
    }
    assert len(world.published("incentive-withheld")) == 1


@pytest.mark.parametrize(
    ("discipline", "outcome"), [("RINGAN", "RECOMMENDED"), ("SEDANG", "WITHHELD"), ("BERAT", "WITHHELD")]
)
def test_discipline_lowers_or_blocks(world: Any, employee_id: UUID, discipline: str, outcome: str) -> None:
    world.tell(world.completed(employee_id, 20))

    world.finalised(employee_id, discipline=discipline)

    assert the_incentive(world, employee_id)["outcome"] == outcome


@pytest.mark.usefixtures("employee_id")
def test_a_pppk_needs_no_minimum_of_hours(world: Any) -> None:
    pppk = new_id()
    world.tell(world.registered(pppk, employment="PPPK"))

    world.finalised(pppk)

    assert the_incentive(world, pppk)["outcome"] == "RECOMMENDED"


def test_hours_and_finalisation_at_the_same_moment_recommend_exactly_once(world: Any) -> None:
    people = [new_id() for _ in range(6)]
    world.tell(world.position_set(KOMUNIKASI=3), *(world.registered(person) for person in people))
    drafts = [world.post("/evaluations", world.draft(person)).json["id"] for person in people]

    with ThreadPoolExecutor(2) as pool:
        hours = pool.submit(lambda: [world.tell(world.completed(person, 20)) for person in people])
        for draft in drafts:
            world.post(f"/evaluations/{draft}/finalisation")
        hours.result()

    assert {the_incentive(world, person)["outcome"] for person in people} == {"RECOMMENDED"}
    assert len(world.published("incentive-recommended")) == len(people)
