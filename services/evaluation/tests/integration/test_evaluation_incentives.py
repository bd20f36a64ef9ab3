"""Incentives wait for learning hours and for the index of their period, and are decided again when these come."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.ids import new_id
from asn_kernel.business_day import start_of
from asn_kernel.codes import Discipline, Expectation
from asn_kernel.period import Period, PeriodKind
from evaluation_service.usecases.finalise_evaluation import finalise_evaluation
from evaluation_service.usecases.open_evaluation import open_evaluation
from evaluation_service.usecases.reconsider_incentives import reconsider_incentive

GOOD, LOW = 90.0, 60.0


def codes_of(incentive: dict[str, Any]) -> list[str]:
    return [why["code"] for why in incentive["reasons"]]


@pytest.fixture
def clerk(world: Any) -> UUID:
    """Return an employee behind the counter: no index is considered."""
    clerk_id, position_id = new_id(), new_id()
    world.tell(
        world.position_set(position_id=position_id, serves=False, KOMUNIKASI=3),
        world.registered(clerk_id, position_id=position_id),
    )
    return clerk_id


def test_hours_before_the_evaluation_recommend_at_once(world: Any, clerk: UUID) -> None:
    world.tell(
        world.completed(clerk, 12), world.completed(clerk, 8), world.completed(clerk, 99, year=world.period.year - 1)
    )

    done = world.finalised(clerk)

    incentive = world.the_incentive(clerk)
    assert (incentive["outcome"], incentive["kind"]) == ("RECOMMENDED", "REWARD_NOMINATION")
    assert incentive["decision"]["inputs"]["learning_hours"] == 20
    assert codes_of(incentive) == ["PREDICATE_QUALIFIES", "DISCIPLINE_CLEAR", "INDEX_NOT_APPLICABLE", "HOURS_MET"]
    query = {"evaluation_id": done["id"], "period": str(world.period), "unit_id": world.unit_id}
    assert world.get("/incentives", "evaluation:write", **query)["items"] == [incentive]
    assert world.get("/incentives", outcome="DEFERRED", **query)["items"] == []


def test_missing_hours_defer_and_their_arrival_recommends_once(world: Any, clerk: UUID) -> None:
    world.finalised(clerk)
    deferred = world.the_incentive(clerk)

    for _ in range(3):
        world.tell(world.completed(clerk, 10))

    incentive = world.the_incentive(clerk)
    assert (deferred["outcome"], deferred["version"]) == ("DEFERRED", 1)
    assert "HOURS_MISSING" in codes_of(deferred)
    assert [(past["version"], past["outcome"]) for past in incentive["history"]] == [
        (1, "DEFERRED"),
        (2, "RECOMMENDED"),
    ]
    assert incentive["history"][0]["reasons"] == deferred["reasons"]
    events = world.published("incentive")
    facts = [(event.type.split(".")[2], event.aggregateversion) for event in events]
    assert facts == [("incentive-deferred", 1), ("incentive-recommended", 2)]
    assert {event.correlationid for event in events} == {incentive["correlation_id"]}
    assert world.get(f"/incentives/{incentive['id']}", "evaluation:write") == incentive


def test_hours_of_another_year_or_person_change_nothing(world: Any, clerk: UUID) -> None:
    world.finalised(clerk)

    world.tell(world.completed(clerk, 40, year=world.period.year - 1), world.completed(new_id(), 40))

    assert world.the_incentive(clerk)["outcome"] == "DEFERRED"


def test_one_enrolment_counts_once_and_a_failed_one_not_at_all(world: Any, clerk: UUID) -> None:
    enrolment_id = new_id()
    world.finalised(clerk)

    world.tell(*(world.completed(clerk, 10, enrolment_id=enrolment_id) for _ in range(3)), world.completed(clerk, 0))

    assert world.the_incentive(clerk)["decision"]["inputs"]["learning_hours"] == 0
    world.tell(world.completed(clerk, 9))
    assert world.the_incentive(clerk)["outcome"] == "DEFERRED"
    world.tell(world.completed(clerk, 1))
    assert world.the_incentive(clerk)["outcome"] == "RECOMMENDED"


def test_an_index_that_may_still_come_is_waited_for(world: Any, employee_id: UUID) -> None:
    world.tell(world.completed(employee_id, 20))
    world.finalised(employee_id)
    nothing_heard = world.the_incentive(employee_id)

    world.tell(world.survey_opened())
    open_survey = world.the_incentive(employee_id)
    world.tell(world.survey_closed(), world.unit_index(GOOD))

    assert (nothing_heard["outcome"], codes_of(nothing_heard)[2]) == ("DEFERRED", "INDEX_PENDING")
    assert (open_survey["outcome"], open_survey["version"]) == ("DEFERRED", 1)
    incentive = world.the_incentive(employee_id)
    assert (incentive["outcome"], codes_of(incentive)[2]) == ("RECOMMENDED", "INDEX_SUPPORTS")
    told = world.published("incentive-recommended")[0]
    assert told.correlationid == nothing_heard["correlation_id"]


def test_a_survey_that_closes_without_an_index_ends_the_waiting(world: Any, employee_id: UUID) -> None:
    world.tell(world.completed(employee_id, 20), world.survey_opened())
    world.finalised(employee_id)

    world.tell(world.survey_closed("TOO_FEW_ANSWERS"))

    incentive = world.the_incentive(employee_id)
    assert (incentive["outcome"], codes_of(incentive)[2]) == ("RECOMMENDED", "INDEX_ABSENT")


@pytest.mark.parametrize("late", [False, True])
def test_a_withdrawn_survey_is_as_if_it_was_never_opened(world: Any, employee_id: UUID, *, late: bool) -> None:
    second = new_id()
    opened, ended = world.survey_opened(survey_id=second), world.survey_withdrawn(survey_id=second)
    world.tell(world.completed(employee_id, 20), world.survey_opened(), *((ended,) if late else (opened,)))
    world.finalised(employee_id)
    world.tell(world.survey_closed("TOO_FEW_ANSWERS"))
    before = world.the_incentive(employee_id)["outcome"]

    world.tell(opened if late else ended)

    assert (before, world.the_incentive(employee_id)["outcome"]) == (
        "RECOMMENDED" if late else "DEFERRED",
        "RECOMMENDED",
    )
    found = world.get("/service-indices", survey_id=second)["items"]
    assert [each["state"] for each in found] == ["WITHDRAWN"]


def test_of_two_surveys_the_last_one_ends_the_waiting(world: Any, employee_id: UUID) -> None:
    second = new_id()
    world.tell(world.completed(employee_id, 20), world.survey_opened(), world.survey_opened(survey_id=second))
    world.finalised(employee_id)

    world.tell(world.survey_closed("TOO_FEW_ANSWERS"))
    waiting = world.the_incentive(employee_id)["outcome"]
    world.tell(world.survey_closed("TOO_FEW_ANSWERS", survey_id=second))

    assert (waiting, world.the_incentive(employee_id)["outcome"]) == ("DEFERRED", "RECOMMENDED")


def test_an_index_before_the_evaluation_counts_and_a_second_version_counts_again(world: Any, employee_id: UUID) -> None:
    world.tell(world.completed(employee_id, 20), world.survey_closed(), world.unit_index(LOW))
    world.finalised(employee_id)
    first = world.the_incentive(employee_id)

    world.tell(world.unit_index(GOOD, version=3), world.unit_index(LOW, version=2))

    assert (first["outcome"], first["kind"], codes_of(first)[2]) == ("WITHHELD", "NONE", "INDEX_TOO_LOW")
    index = first["decision"]["inputs"]["satisfaction"]
    assert (index["basis"], index["ikm"], index["indices"][0]["version"]) == ("OWN_PERIOD", "60.00", 1)
    assert [past["outcome"] for past in world.the_incentive(employee_id)["history"]] == ["WITHHELD", "RECOMMENDED"]


def test_the_index_of_another_year_or_unit_never_counts(world: Any, employee_id: UUID) -> None:
    another_year = Period(world.period.year - 1, world.period.kind, world.period.number)
    world.tell(
        world.completed(employee_id, 20),
        world.unit_index(LOW, period=another_year),
        world.unit_index(LOW, unit_id=new_id()),
    )

    world.finalised(employee_id)

    incentive = world.the_incentive(employee_id)
    assert (incentive["outcome"], codes_of(incentive)[2]) == ("DEFERRED", "INDEX_PENDING")


@pytest.mark.parametrize("kind", [PeriodKind.YEAR, PeriodKind.MONTH])
def test_a_longer_or_shorter_index_stands_in_until_the_own_one_comes(
    world: Any, employee_id: UUID, kind: PeriodKind
) -> None:
    world.tell(world.completed(employee_id, 20))
    world.finalised(employee_id)

    world.tell(world.unit_index(GOOD, period=Period.of(kind, world.period.start)))
    standing_in = world.the_incentive(employee_id)
    world.tell(world.unit_index(LOW))

    assert standing_in["outcome"] == "RECOMMENDED"
    expected = "INDEX_OF_LONGER_PERIOD" if kind is PeriodKind.YEAR else "INDEX_OF_SHORTER_PERIODS"
    assert expected in codes_of(standing_in)
    assert world.the_incentive(employee_id)["outcome"] == "WITHHELD"


@pytest.mark.parametrize(
    ("discipline", "outcome"), [("RINGAN", "RECOMMENDED"), ("SEDANG", "WITHHELD"), ("BERAT", "WITHHELD")]
)
def test_discipline_lowers_or_blocks_and_stays_at_home(world: Any, clerk: UUID, discipline: str, outcome: str) -> None:
    world.tell(world.completed(clerk, 20))

    done = world.finalised(clerk, discipline=discipline)

    seen, unseen = world.the_incentive(clerk), world.the_incentive(clerk, "evaluation:read")
    assert (seen["outcome"], seen["decision"]["inputs"]["discipline"]) == (outcome, discipline)
    assert unseen["outcome"] == outcome
    assert codes_of(unseen)[1] == "CONFIDENTIAL_CONDITION"
    for words in (str(unseen), str([event.data for event in world.published()])):
        assert discipline not in words
        assert "disiplin" not in words.lower()
        assert "DISCIPLINE" not in words
    assert world.get(f"/evaluations/{done['id']}")["discipline"] is None
    assert world.get(f"/evaluations/{done['id']}", "evaluation:write")["discipline"] == discipline


def test_a_clean_record_is_no_more_visible_than_a_penalty(world: Any, clerk: UUID) -> None:
    done = world.finalised(clerk)

    assert codes_of(world.the_incentive(clerk, "evaluation:read"))[1] == "CONFIDENTIAL_CONDITION"
    assert world.get("/evaluations", employee_id=clerk)["items"][0]["discipline"] is None
    told = world.published("incentive")[0]
    assert told.data["reasons"][1]["code"] == "CONFIDENTIAL_CONDITION"
    del done


def test_a_pppk_needs_no_minimum_of_hours(world: Any) -> None:
    pppk, position_id = new_id(), new_id()
    world.tell(
        world.position_set(position_id=position_id, serves=False, KOMUNIKASI=3),
        world.registered(pppk, employment="PPPK", position_id=position_id),
    )

    world.finalised(pppk)

    incentive = world.the_incentive(pppk)
    assert (incentive["outcome"], codes_of(incentive)[3]) == ("RECOMMENDED", "HOURS_NOT_REQUIRED")


def test_what_is_withheld_promises_no_second_look(world: Any, employee_id: UUID) -> None:
    world.finalised(employee_id, rating="DIBAWAH_EKSPEKTASI")

    incentive = world.the_incentive(employee_id)

    assert incentive["outcome"] == "WITHHELD"
    assert codes_of(incentive) == ["PREDICATE_TOO_LOW", "DISCIPLINE_CLEAR", "INDEX_NOT_PUBLISHED", "HOURS_SHORT"]
    assert not any("lagi" in why["text_id"] or "again" in why["text_en"] for why in incentive["reasons"])


def test_when_no_survey_can_come_any_more_the_waiting_ends_by_itself(world: Any, employee_id: UUID) -> None:
    period = Period.parse("2024-S1")
    last_opening = period.end + timedelta(days=366)
    world.tell(world.completed(employee_id, 20, year=2024))
    with world.service.database.transaction() as session:
        draft = open_evaluation(
            session,
            employee_id=employee_id,
            assessor_id=world.assessor_id,
            period=period,
            work_result=Expectation.DIATAS_EKSPEKTASI,
            behaviour=Expectation.DIATAS_EKSPEKTASI,
            discipline=Discipline.CLEAR,
            assessed=[],
            at=start_of(date(2024, 7, 2)),
        )
        finalise_evaluation(session, evaluation_id=draft.id, at=start_of(date(2024, 7, 2)))
    incentive_id = UUID(world.the_incentive(employee_id)["id"])

    def reconsidered(at_day: date) -> str:
        with world.service.database.transaction() as session:
            return reconsider_incentive(session, incentive_id=incentive_id, at=start_of(at_day)).outcome

    assert reconsidered(last_opening) == "DEFERRED"

    world.service.work()

    incentive = world.the_incentive(employee_id)
    assert (incentive["outcome"], codes_of(incentive)[2]) == ("RECOMMENDED", "INDEX_ABSENT")
    (decided,) = [event for event in world.published("incentive") if event.aggregateversion == 2]
    assert decided.correlationid == incentive["correlation_id"]


def test_whoever_waits_for_a_survey_that_may_still_come_waits_on(world: Any, employee_id: UUID) -> None:
    world.tell(world.completed(employee_id, 20))
    world.finalised(employee_id)

    world.service.work()

    assert world.the_incentive(employee_id)["outcome"] == "DEFERRED"


def test_a_reconsideration_that_changes_nothing_adds_nothing(world: Any, employee_id: UUID) -> None:
    world.finalised(employee_id)
    incentive = world.the_incentive(employee_id)

    again = world.post(f"/incentives/{incentive['id']}/reconsideration")

    assert (again.status_code, again.json) == (201, incentive)
    assert len(world.published("incentive")) == 1


def test_hours_and_finalisation_at_the_same_moment_recommend_exactly_once(world: Any) -> None:
    people, position_id = [new_id() for _ in range(6)], new_id()
    world.tell(
        world.position_set(position_id=position_id, serves=False, KOMUNIKASI=3),
        *(world.registered(person, position_id=position_id) for person in people),
    )
    drafts = [world.post("/evaluations", world.draft(person)).json["id"] for person in people]

    with ThreadPoolExecutor(2) as pool:
        hours = pool.submit(lambda: [world.tell(world.completed(person, 20)) for person in people])
        for draft in drafts:
            world.post(f"/evaluations/{draft}/finalisation")
        hours.result()

    assert {world.the_incentive(person)["outcome"] for person in people} == {"RECOMMENDED"}
    assert len(world.published("incentive-recommended")) == len(people)
