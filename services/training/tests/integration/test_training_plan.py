"""Plans: what is funded, what is not and why, what is kept and told."""

import time

import pytest
from sqlalchemy import event as sqlalchemy_event

from asn_chassis.ids import new_id


def test_the_plan_funds_what_matters_most_and_tells_everything(training) -> None:
    course = training.offer(cost_per_seat=1_000_000)
    training.post("/budgets", year=2026, amount=2_500_000)
    low, high, middle = training.identify(
        training.need(priority=10, flow="low-flow"),
        training.need(priority=90, flow="high-flow"),
        training.need(priority=50),
    )

    plan = training.plan()

    assert (plan["funded"], plan["unfunded"], plan["cost"], plan["remaining"]) == (2, 1, 2_000_000, 500_000)
    assert training.states([high, middle, low]) == ["PLANNED", "PLANNED", "UNFUNDED"]
    lines = training.get(f"/plans/{plan['id']}")["lines"]
    assert [(line["need_id"], line["outcome"], line["cost"]) for line in lines] == [
        (high, "FUNDED", 1_000_000),
        (middle, "FUNDED", 1_000_000),
        (low, "UNFUNDED", 0),
    ]
    assert [line["course_id"] for line in lines] == [course["id"], course["id"], None]
    budget = training.budget(2026)
    assert (budget["committed"], budget["remaining"]) == (2_000_000, 500_000)
    (fixed,) = training.told("plan-fixed")
    assert (fixed.data["budget"], fixed.data["committed"], fixed.data["remaining"]) == (2_500_000, 2_000_000, 500_000)
    enrolled = training.told("employee-enrolled")
    assert [event.data["need_ids"] for event in enrolled] == [[high], [middle]]
    assert enrolled[0].correlationid == "high-flow"
    (unfunded,) = training.told("need-unfunded")
    assert (unfunded.data["need_id"], unfunded.data["reason_code"]) == (low, "BUDGET_INSUFFICIENT")
    assert (unfunded.correlationid, unfunded.aggregateversion) == ("low-flow", 2)


def test_one_seat_answers_all_needs_of_a_person_in_a_competency(training) -> None:
    training.offer("PP-3", target_level=3, cost_per_seat=500_000)
    higher = training.offer("PP-4", target_level=4, cost_per_seat=800_000)
    training.post("/budgets", year=2026, amount=9_000_000)
    employee_id = new_id()
    need_ids = training.identify(
        training.need(employee_id=employee_id, target_level=3, priority=90),
        training.need(employee_id=employee_id, target_level=4, priority=20),
    )

    plan = training.plan()

    assert (plan["funded"], plan["cost"]) == (2, 800_000)
    (enrolment,) = training.get(f"/enrolments?employee_id={employee_id}&plan_id={plan['id']}")["items"]
    assert enrolment["course_id"] == higher["id"]
    (event,) = training.told("employee-enrolled")
    assert event.data["need_ids"] == need_ids


def test_a_plan_without_open_needs_says_so(training) -> None:
    training.post("/budgets", year=2026, amount=5)

    plan = training.plan()

    assert (plan["funded"], plan["unfunded"], plan["remaining"]) == (0, 0, 5)
    assert [reason["code"] for reason in plan["reasons"]] == ["NO_OPEN_NEEDS"]
    assert training.get("/plans?year=2026&period=2026-S1")["items"] == [plan]


def test_a_period_has_one_plan_and_lies_in_a_year_with_a_budget(training) -> None:
    training.post("/budgets", year=2026, amount=5)
    training.plan()

    assert training.plan(status=409)["code"] == "plan-already-fixed"
    assert training.plan("2027-S1", status=422)["code"] == "budget-not-set"
    outside = training.post("/plans", 422, year=2026, period="2027-S1")
    assert (outside["code"], outside["errors"][0]["pointer"]) == ("period-outside-year", "/period")
    assert len(training.told("plan-fixed")) == 1


def test_an_unfunded_need_is_weighed_again_by_the_next_plan(training) -> None:
    training.post("/budgets", year=2026, amount=1_000_000)
    (need_id,) = training.identify(training.need())
    training.plan("2026-S1")
    assert training.states([need_id]) == ["UNFUNDED"]
    training.offer(cost_per_seat=1_000_000)

    plan = training.plan("2026-S2")

    assert training.states([need_id]) == ["PLANNED"]
    assert plan["remaining"] == 0
    (unfunded,) = training.told("need-unfunded")
    assert unfunded.data["reason_code"] == "NO_COURSE"


@pytest.mark.parametrize("confirmed_late", [False, True])
def test_a_need_of_somebody_already_enrolled_joins_that_seat(training, *, confirmed_late: bool) -> None:
    training.offer(cost_per_seat=1_000_000)
    training.post("/budgets", year=2026, amount=9_000_000)
    employee_id = new_id()
    training.identify(training.need(employee_id=employee_id))
    training.plan("2026-S1")

    later = training.need(employee_id=employee_id, confirmation_required=confirmed_late)
    (need_id,) = training.identify(later)
    if confirmed_late:
        assert training.states([need_id]) == ["PROPOSED"]
        training.running.deliver(training.confirmation(later))

    assert training.states([need_id]) == ["PLANNED"]
    assert training.plan("2026-S2")["cost"] == 0
    assert len(training.get(f"/enrolments?employee_id={employee_id}")["items"]) == 1


def test_a_need_above_an_open_seat_waits_for_its_completion(training) -> None:
    training.offer("PP-3", target_level=3)
    training.offer("PP-5", target_level=5)
    training.post("/budgets", year=2026, amount=90_000_000)
    training.post("/budgets", year=2027, amount=90_000_000)
    employee_id = new_id()
    training.identify(training.need(employee_id=employee_id, target_level=3))
    training.plan("2026-S1")
    (above,) = training.identify(training.need(employee_id=employee_id, target_level=5))

    training.plan("2026-S2")
    assert training.told("need-unfunded")[0].data["reason_code"] == "ENROLLED_BELOW_TARGET"
    (seat,) = training.get("/enrolments")["items"]
    done = {"level": 3, "completed_date": "2026-09-01", "certificate_number": "SINTETIS-1"}
    training.post(f"/enrolments/{seat['id']}/completion", **done)
    training.plan("2027-S1")

    assert training.states([above]) == ["PLANNED"]


def test_a_plan_is_repeated_by_its_key_and_not_made_twice(training) -> None:
    training.post("/budgets", year=2026, amount=5)
    client = training.running.client("training:write")
    body, headers = {"year": 2026, "period": "2026-S1"}, {"Idempotency-Key": "plan-2026-1"}

    first = client.post("/v1/plans", json=body, headers=headers)
    again = client.post("/v1/plans", json=body, headers=headers)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_json() == first.get_json()
    assert len(training.told("plan-fixed")) == 1


def test_two_thousand_needs_are_planned_in_a_few_statements(training) -> None:
    training.offer(cost_per_seat=1_000)
    training.post("/budgets", year=2026, amount=1_500_000)
    training.identify(*(training.need(priority=1 + number % 100) for number in range(2_000)))
    statements: list[str] = []
    engine = training.running.database.engine
    sqlalchemy_event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    began = time.perf_counter()
    plan = training.plan()
    spent = time.perf_counter() - began

    assert (plan["funded"], plan["unfunded"], plan["remaining"]) == (1_500, 500, 0)
    assert len(statements) < 20
    assert spent < 10  # generous: the machine may be busy; a second or two is usual
    statements.clear()
    assert len(training.get(f"/plans/{plan['id']}")["lines"]) == 2_000
    assert len(statements) < 10
