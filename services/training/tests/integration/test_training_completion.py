"""Completion: passed or failed, once; hours, level, and which needs are fulfilled."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from asn_chassis.ids import new_id
from asn_kernel.business_day import business_day
from training_service.domain.enrolment import Certificate, CompletionDateOutOfRange
from training_service.persistence.tables.enrolment import enrolments
from training_service.usecases.complete_enrolment import complete_enrolment


def today() -> date:
    return business_day(datetime.now(UTC))


@pytest.fixture
def enrolled(training):
    training.offer(hours=24)
    training.post("/budgets", year=training.year, amount=9_000_000)
    employee_id = new_id()
    need_ids = training.identify(
        training.need(employee_id=employee_id, flow="flow-of-the-citizen", priority=90),
        training.need(employee_id=employee_id, priority=20, target_level=2),
    )
    training.plan()
    need_ids += training.identify(training.need(employee_id=employee_id))
    return training.seat(employee_id), need_ids


def test_a_pass_fulfils_the_needs_and_tells_level_hours_and_year(training, enrolled) -> None:
    enrolment, need_ids = enrolled

    completed = training.complete(enrolment)

    assert (completed["state"], completed["passed"], completed["level"]) == ("COMPLETED", True, 3)
    assert (completed["hours"], completed["earned_hours"]) == (24, 24)
    assert training.states(need_ids) == ["FULFILLED"] * 3
    (event,) = training.told("training-completed")
    assert event.correlationid == "flow-of-the-citizen"
    assert (event.key, event.aggregateversion) == (enrolment["employee_id"], 2)
    assert event.data == {
        "enrolment_id": enrolment["id"],
        "employee_id": enrolment["employee_id"],
        "unit_id": enrolment["unit_id"],
        "course_id": enrolment["course_id"],
        "competency_code": "PELAYANAN_PUBLIK",
        "passed": True,
        "level": 3,
        "hours": 24,
        "year": today().year,
        "completed_date": today().isoformat(),
        "need_ids": sorted(need_ids),
    }
    assert "SINTETIS-001" not in event.to_wire().decode()


def test_a_failed_course_has_no_level_and_no_hours_and_its_needs_wait_again(training, enrolled) -> None:
    enrolment, need_ids = enrolled
    training.identify(training.need(employee_id=enrolment["employee_id"]))

    failed = training.fail(enrolment)

    assert (failed["state"], failed["passed"], failed["level"]) == ("COMPLETED", False, None)
    assert (failed["hours"], failed["earned_hours"], failed["certificate_number"]) == (24, 0, None)
    assert training.states(need_ids) == ["OPEN"] * 3
    assert [training.get(f"/needs/{need_id}")["enrolment_id"] for need_id in need_ids] == [None] * 3
    (event,) = training.told("training-completed")
    told = {name: event.data[name] for name in ("passed", "level", "hours", "need_ids")}
    assert told == {"passed": False, "level": None, "hours": 0, "need_ids": []}
    assert training.get(f"/employees/{enrolment['employee_id']}/learning-hours")["years"] == []
    plan = training.plan(training.second)
    assert training.states(need_ids) == ["PLANNED"] * 3
    assert plan["cost"] == 1_000_000


def test_a_level_below_a_need_fulfils_the_others_alone(training, enrolled) -> None:
    enrolment, (high, low, late) = enrolled

    training.complete(enrolment, level=2)

    assert training.states([high, low, late]) == ["OPEN", "FULFILLED", "OPEN"]
    (event,) = training.told("training-completed")
    assert (event.data["level"], event.data["hours"], event.data["need_ids"]) == (2, 24, [low])


@pytest.mark.parametrize("again", ["pass", "fail"])
@pytest.mark.parametrize("first", ["pass", "fail"])
def test_a_course_is_completed_once(training, enrolled, first: str, again: str) -> None:
    enrolment, _ = enrolled
    bodies = {"pass": {}, "fail": {"passed": False, "level": None, "certificate_number": None}}
    training.complete(enrolment, **bodies[first])

    assert training.complete(enrolment, 409, **bodies[again])["code"] == "enrolment-already-completed"
    assert len(training.told("training-completed")) == 1


@pytest.mark.parametrize("level", [0, 6, -1, "3", 2.5, None, ...])
def test_a_pass_has_a_level_of_one_to_five(training, enrolled, level) -> None:
    problem = training.complete(enrolled[0], 422, level=level)

    assert [error["pointer"] for error in problem["errors"]] == ["/level"]
    assert training.told("training-completed") == []


@pytest.mark.parametrize("level", [4, 5])
def test_nobody_reaches_more_than_the_course_teaches(training, enrolled, level: int) -> None:
    problem = training.complete(enrolled[0], 422, level=level)

    assert (problem["code"], problem["errors"][0]["pointer"]) == ("completion-level-above-course", "/level")
    assert training.told("training-completed") == []


@pytest.mark.parametrize("number", [None, "", ..., 7])
def test_a_pass_has_a_certificate(training, enrolled, number) -> None:
    problem = training.complete(enrolled[0], 422, certificate_number=number)

    assert [error["pointer"] for error in problem["errors"]] == ["/certificate_number"]


def test_a_failure_has_neither_level_nor_certificate(training, enrolled) -> None:
    problem = training.complete(enrolled[0], 422, passed=False)

    assert {error["pointer"] for error in problem["errors"]} == {"/level", "/certificate_number"}
    assert training.told("training-completed") == []


@pytest.mark.parametrize("days", [-400, -1, 1, 400])
def test_a_course_ends_between_enrolment_and_today(training, enrolled, days: int) -> None:
    day = today() + timedelta(days=days)

    problem = training.complete(enrolled[0], 422, completed_date=day.isoformat())

    assert (problem["code"], problem["errors"][0]["pointer"]) == ("completion-date-out-of-range", "/completed_date")
    assert training.states(enrolled[1]) == ["PLANNED"] * 3


@pytest.mark.parametrize(
    ("enrolled_at", "on", "at", "fits"),
    [
        # enrolled at 00:30 WIB of 10 March, which is 9 March in UTC
        ("2026-03-09T17:30Z", "2026-03-10", "2026-03-10T05:00Z", True),
        ("2026-03-09T17:30Z", "2026-03-09", "2026-03-10T05:00Z", False),
        # told at 00:30 WIB of 11 March: the 11th has begun, the 12th has not
        ("2026-03-09T17:30Z", "2026-03-11", "2026-03-10T17:30Z", True),
        ("2026-03-09T17:30Z", "2026-03-12", "2026-03-10T17:30Z", False),
    ],
)
def test_the_days_of_a_course_are_days_in_sibolga(
    training, enrolled, enrolled_at: str, on: str, at: str, *, fits: bool
) -> None:
    enrolment_id = UUID(enrolled[0]["id"])

    def complete() -> None:
        with training.running.database.transaction() as session:
            session.execute(update(enrolments).values(enrolled_at=datetime.fromisoformat(enrolled_at)))
            complete_enrolment(
                session,
                enrolment_id=enrolment_id,
                certificate=Certificate("S-1", 3),
                completed_date=date.fromisoformat(on),
                at=datetime.fromisoformat(at),
            )

    if fits:
        complete()
        assert training.told("training-completed")[0].data["completed_date"] == on
    else:
        with pytest.raises(CompletionDateOutOfRange):
            complete()


def test_an_unknown_enrolment_cannot_be_completed(training) -> None:
    assert training.complete({"id": new_id()}, 404)["code"] == "enrolment-not-found"


def test_learning_hours_stand_beside_the_entitlement(training, enrolled) -> None:
    enrolment, _ = enrolled
    path = f"/employees/{enrolment['employee_id']}/learning-hours"
    assert training.get(path)["years"] == []

    training.complete(enrolment)

    (year,) = training.get(path)["years"]
    assert (year["year"], year["hours"]) == (today().year, 24)
    assert (year["bound"], year["required"], year["allowed"], year["met"]) == ("MINIMUM", 20, None, True)
    assert (year["rule_version"], year["source"]) == ("learning-hours-2018.1", "PP 49/2018")
    assert [reason["code"] for reason in year["reasons"]] == ["MINIMUM_MET"]


def test_after_completion_a_new_need_opens_anew(training, enrolled) -> None:
    enrolment, _ = enrolled
    training.complete(enrolment)

    (need_id,) = training.identify(training.need(employee_id=enrolment["employee_id"]))

    assert training.states([need_id]) == ["OPEN"]


@pytest.mark.parametrize(("end", "state"), [("met", "MET"), ("withdrawal", "WITHDRAWN")])
@pytest.mark.parametrize("passed", [True, False])
def test_a_need_that_ended_keeps_its_seat_and_says_so(
    training, enrolled, end: str, state: str, *, passed: bool
) -> None:
    enrolment, _ = enrolled
    joined = training.need(employee_id=enrolment["employee_id"])
    (need_id,) = training.identify(joined)

    training.running.deliver(getattr(training, end)(joined))

    need = training.get(f"/needs/{need_id}")
    assert (need["state"], need["enrolment_id"]) == (state, enrolment["id"])
    assert need["ending"]["reasons"][-1]["code"] == "SEAT_KEPT"
    assert training.seat(enrolment["employee_id"])["state"] == "ENROLLED"
    assert training.budget(training.year)["committed"] == 1_000_000
    training.complete(enrolment) if passed else training.fail(enrolment)
    assert training.states([need_id]) == [state]
    assert need_id not in training.told("training-completed")[0].data["need_ids"]


@pytest.mark.parametrize("end", ["met", "withdrawal"])
def test_what_was_fulfilled_stays_fulfilled(training, enrolled, end: str) -> None:
    enrolment, _ = enrolled
    joined = training.need(employee_id=enrolment["employee_id"])
    (need_id,) = training.identify(joined)
    training.complete(enrolment)

    training.running.deliver(getattr(training, end)(joined))

    assert training.states([need_id]) == ["FULFILLED"]
