"""Completion: hours, level, needs fulfilled, once."""

import pytest

from asn_chassis.ids import new_id

DONE = {"level": 3, "completed_date": "2026-06-30", "certificate_number": "SINTETIS-001"}


@pytest.fixture
def enrolled(training):
    training.offer(hours=24)
    training.post("/budgets", year=2026, amount=9_000_000)
    employee_id = new_id()
    need_ids = training.identify(
        training.need(employee_id=employee_id, flow="flow-of-the-citizen", priority=90),
        training.need(employee_id=employee_id, priority=20),
    )
    training.plan()
    need_ids += training.identify(training.need(employee_id=employee_id))
    (enrolment,) = training.get(f"/enrolments?employee_id={employee_id}")["items"]
    return enrolment, need_ids


def test_a_completion_fulfils_the_needs_and_tells_level_hours_and_year(training, enrolled) -> None:
    enrolment, need_ids = enrolled

    completed = training.post(f"/enrolments/{enrolment['id']}/completion", **DONE)

    assert (completed["state"], completed["level"], completed["hours"]) == ("COMPLETED", 3, 24)
    assert training.states(need_ids) == ["FULFILLED"] * 3
    (event,) = training.told("training-completed")
    assert event.correlationid == "flow-of-the-citizen"
    assert (event.key, event.aggregateversion) == (enrolment["employee_id"], 2)
    assert event.data == {
        "enrolment_id": enrolment["id"],
        "employee_id": enrolment["employee_id"],
        "course_id": enrolment["course_id"],
        "competency_code": "PELAYANAN_PUBLIK",
        "level": 3,
        "hours": 24,
        "year": 2026,
        "completed_date": "2026-06-30",
        "need_ids": sorted(need_ids),
    }
    assert "SINTETIS-001" not in event.to_wire().decode()


def test_a_course_is_completed_once(training, enrolled) -> None:
    path = f"/enrolments/{enrolled[0]['id']}/completion"
    training.post(path, **DONE)

    assert training.post(path, 409, **DONE)["code"] == "enrolment-already-completed"
    assert len(training.told("training-completed")) == 1


@pytest.mark.parametrize("level", [0, 6, "3", None])
def test_a_level_is_one_to_five(training, enrolled, level) -> None:
    problem = training.post(f"/enrolments/{enrolled[0]['id']}/completion", 422, **(DONE | {"level": level}))

    assert problem["errors"][0]["pointer"] == "/level"
    assert training.told("training-completed") == []


def test_an_unknown_enrolment_cannot_be_completed(training) -> None:
    assert training.post(f"/enrolments/{new_id()}/completion", 404, **DONE)["code"] == "enrolment-not-found"


def test_learning_hours_stand_beside_the_entitlement(training, enrolled) -> None:
    enrolment, _ = enrolled
    training.running.deliver(training.employee(enrolment["employee_id"], "PNS"))
    path = f"/employees/{enrolment['employee_id']}/learning-hours"
    assert training.get(path)["years"] == []

    training.post(f"/enrolments/{enrolment['id']}/completion", **DONE)

    (year,) = training.get(path)["years"]
    assert (year["year"], year["hours"], year["bound"], year["required"], year["met"]) == (
        2026,
        24,
        "MINIMUM",
        20,
        True,
    )


def test_after_completion_a_new_need_opens_anew(training, enrolled) -> None:
    enrolment, _ = enrolled
    training.post(f"/enrolments/{enrolment['id']}/completion", **DONE)

    (need_id,) = training.identify(training.need(employee_id=enrolment["employee_id"]))

    assert training.states([need_id]) == ["OPEN"]
