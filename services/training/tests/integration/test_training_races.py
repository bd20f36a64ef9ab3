"""Races: two plans, a plan and an arriving need, a plan and a completion."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID

import pytest

from asn_chassis.ids import new_id
from asn_kernel.business_day import business_day
from asn_kernel.period import Period
from training_service.domain.enrolment import Certificate
from training_service.usecases.complete_enrolment import complete_enrolment
from training_service.usecases.fix_plan import fix_plan

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DONE = {"certificate": Certificate("SINTETIS-1", 3), "completed_date": business_day(NOW), "at": NOW}


def together(*tasks):
    """Run the tasks at the same moment; their results, or the exceptions they raised."""
    gate = Barrier(len(tasks))

    def run(task):
        gate.wait()
        try:
            return task()
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            return error

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def planner(training, year: int, period: str):
    def make():
        with training.running.database.transaction() as session:
            return fix_plan(session, year=year, period=Period.parse(period), at=NOW)

    return make


@pytest.mark.parametrize("_attempt", range(3))
def test_two_plans_at_once_never_overspend_nor_take_a_need_twice(training, _attempt: int) -> None:
    training.offer(cost_per_seat=100)
    training.post("/budgets", year=2026, amount=450)
    training.identify(*(training.need() for _ in range(8)))

    results = together(planner(training, 2026, "2026-S1"), planner(training, 2026, "2026-S2"))

    assert sorted(plan.funded for plan in results) == [0, 4]
    budget = training.budget(2026)
    assert (budget["committed"], budget["remaining"]) == (400, 50)
    assert len(training.get("/enrolments")["items"]) == 4


def test_plans_of_two_years_share_out_the_needs(training) -> None:
    training.offer(cost_per_seat=100)
    for year in (2026, 2027):
        training.post("/budgets", year=year, amount=500)
    training.identify(*(training.need() for _ in range(8)))

    together(planner(training, 2026, "2026-S2"), planner(training, 2027, "2027-S1"))

    assert sum(training.budget(year)["committed"] for year in (2026, 2027)) == 800
    assert len(training.told("employee-enrolled")) == 8


def test_the_same_period_twice_at_once_makes_one_plan(training) -> None:
    training.post("/budgets", year=2026, amount=450)

    results = together(*[planner(training, 2026, "2026-S1")] * 3)

    assert sorted(type(result).__name__ for result in results) == ["Plan", "PlanAlreadyFixed", "PlanAlreadyFixed"]
    assert len(training.told("plan-fixed")) == 1


@pytest.mark.parametrize("_attempt", range(4))
def test_a_need_that_arrives_during_a_plan_never_buys_a_second_seat(training, _attempt: int) -> None:
    training.offer(cost_per_seat=100)
    training.post("/budgets", year=2026, amount=10_000)
    employee_id = new_id()
    training.identify(training.need(employee_id=employee_id))
    late = training.need(employee_id=employee_id)

    together(planner(training, 2026, "2026-S1"), lambda: training.running.deliver(late))

    assert training.states([str(late.data["need_id"])]) == ["PLANNED"]
    assert len(training.get("/enrolments")["items"]) == 1


@pytest.mark.parametrize("_attempt", range(4))
def test_a_seat_completed_during_a_plan_leaves_no_need_behind(training, _attempt: int) -> None:
    training.offer(cost_per_seat=100)
    training.post("/budgets", year=2026, amount=10_000)
    employee_id = new_id()
    first = training.identify(training.need(employee_id=employee_id))
    planner(training, 2026, "2026-S1")()
    (seat,) = training.get("/enrolments")["items"]
    late = training.need(employee_id=employee_id)

    def complete():
        with training.running.database.transaction() as session:
            return complete_enrolment(session, enrolment_id=UUID(seat["id"]), **DONE)

    results = together(planner(training, 2026, "2026-S2"), complete, lambda: training.running.deliver(late))

    assert not [result for result in results if isinstance(result, Exception)]
    need = training.get(f"/needs/{late.data['need_id']}")
    assert training.states(first) == ["FULFILLED"]
    # It joined the seat in time and is fulfilled with it, or it came after and waits for, or has, a seat of its own.
    assert (need["state"] == "FULFILLED") == (need["enrolment_id"] == seat["id"])


@pytest.mark.parametrize("_attempt", range(4))
def test_a_need_that_ends_during_a_plan_and_a_completion_ends_all_the_same(training, _attempt: int) -> None:
    training.offer(cost_per_seat=100)
    training.post("/budgets", year=2026, amount=10_000)
    employee_id = new_id()
    ended, waiting, confirmed = (training.need(employee_id=employee_id) for _ in range(3))
    confirmed.data["confirmation_required"] = True
    training.identify(ended)
    planner(training, 2026, "2026-S1")()
    (seat,) = training.get("/enrolments")["items"]
    training.identify(waiting, confirmed)

    def complete():
        with training.running.database.transaction() as session:
            return complete_enrolment(session, enrolment_id=UUID(seat["id"]), **DONE)

    results = together(
        planner(training, 2026, "2026-S2"),
        complete,
        lambda: training.running.deliver(training.withdrawal(ended), training.confirmation(confirmed)),
        lambda: training.running.deliver(training.met(waiting)),
    )

    assert not [result for result in results if isinstance(result, Exception)]
    assert training.running.dead_letters() == []
    need = training.get(f"/needs/{ended.data['need_id']}")
    assert need["state"] in ("WITHDRAWN", "FULFILLED")
    assert len(training.get("/enrolments")["items"]) == 1
