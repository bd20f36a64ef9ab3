"""Plans: what is funded, what is not and why, what is kept and told."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from asn_chassis.ids import new_id
from asn_chassis.regulations import regulations_of
from asn_kernel.period import Period
from training_service.domain.plan import LineKind, PeriodOver, PlanLine
from training_service.policies.plan_line import decide
from training_service.policies.regulations import Regulations
from training_service.usecases.fix_plan import fix_plan


def test_the_plan_funds_what_matters_most_and_tells_everything(training) -> None:
    course = training.offer(cost_per_seat=1_000_000)
    training.post("/budgets", year=training.year, amount=2_500_000)
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
        (high, "SEAT_BOUGHT", 1_000_000),
        (middle, "SEAT_BOUGHT", 1_000_000),
        (low, "UNFUNDED", 0),
    ]
    assert [line.get("course_id") for line in lines] == [course["id"], course["id"], None]
    budget = training.budget(training.year)
    assert (budget["committed"], budget["remaining"]) == (2_000_000, 500_000)
    (fixed,) = training.told("plan-fixed")
    assert (fixed.data["budget"], fixed.data["committed"], fixed.data["remaining"]) == (2_500_000, 2_000_000, 500_000)
    enrolled = training.told("employee-enrolled")
    assert [event.data["need_ids"] for event in enrolled] == [[high], [middle]]
    assert enrolled[0].correlationid == "high-flow"
    (unfunded,) = training.told("need-unfunded")
    assert (unfunded.data["need_id"], unfunded.data["reasons"][0]["code"]) == (low, "BUDGET_INSUFFICIENT")
    assert unfunded.data["unit_id"] == training.get(f"/needs/{low}")["unit_id"]
    assert (unfunded.correlationid, unfunded.aggregateversion) == ("low-flow", 2)


def test_one_seat_answers_all_needs_of_a_person_in_a_competency(training) -> None:
    training.offer("PP-3", target_level=3, cost_per_seat=500_000)
    higher = training.offer("PP-4", target_level=4, cost_per_seat=800_000)
    training.post("/budgets", year=training.year, amount=9_000_000)
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
    assert event.data["unit_id"] == enrolment["unit_id"] == training.get(f"/needs/{need_ids[0]}")["unit_id"]


def test_a_plan_without_open_needs_says_so(training) -> None:
    training.post("/budgets", year=training.year, amount=5)

    plan = training.plan()

    assert (plan["funded"], plan["unfunded"], plan["remaining"]) == (0, 0, 5)
    assert [reason["code"] for reason in plan["reasons"]] == ["NO_OPEN_NEEDS"]
    assert training.get(f"/plans?year={training.year}&period={training.first}")["items"] == [plan]


def test_a_period_has_one_plan_and_lies_in_a_year_with_a_budget(training) -> None:
    training.post("/budgets", year=training.year, amount=5)
    training.plan()

    assert training.plan(status=409)["code"] == "plan-already-fixed"
    assert training.plan(f"{training.year + 1}-S1", status=422)["code"] == "budget-not-set"
    outside = training.post("/plans", 422, year=training.year, period=f"{training.year + 1}-S1")
    assert (outside["code"], outside["errors"][0]["pointer"]) == ("period-outside-year", "/period")
    assert len(training.told("plan-fixed")) == 1


@pytest.mark.parametrize("suffix", ["", "-S2", "-Q4", "-M12"])
def test_a_plan_is_made_for_each_kind_of_period(training, suffix: str) -> None:
    training.post("/budgets", year=training.year, amount=5)

    assert training.plan(f"{training.year}{suffix}")["period"] == f"{training.year}{suffix}"


@pytest.mark.parametrize("period", ["2026-S3", "2026-Q0", "2026-M7", "2026-W01", "1999", " 2026", 2026, None])
def test_a_period_is_one_of_four_kinds(training, period) -> None:
    problem = training.post("/plans", 422, year=2026, period=period)

    assert problem["errors"][0]["pointer"] == "/period"


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        # 23:59 WIB of the last day, and 00:00 WIB of the day after, which is still that day in UTC
        (datetime(2026, 6, 30, 16, 59, tzinfo=UTC), False),
        (datetime(2026, 6, 30, 17, 0, tzinfo=UTC), True),
        (datetime(2025, 1, 1, tzinfo=UTC), False),
    ],
)
def test_nobody_plans_for_a_period_that_has_ended(training, day: datetime, *, refused: bool) -> None:
    training.post("/budgets", year=2026, amount=5)

    with training.running.database.transaction() as session:
        if refused:
            with pytest.raises(PeriodOver):
                fix_plan(session, year=2026, period=Period.parse("2026-S1"), at=day)
        else:
            assert fix_plan(session, year=2026, period=Period.parse("2026-S1"), at=day).fixed_at == day


def test_a_period_that_has_ended_is_pointed_at(training) -> None:
    training.post("/budgets", year=2020, amount=5)

    problem = training.plan("2020-S1", 422)

    assert (problem["code"], problem["errors"][0]["pointer"]) == ("period-over", "/period")


def test_an_unfunded_need_is_weighed_again_by_the_next_plan(training) -> None:
    training.post("/budgets", year=training.year, amount=1_000_000)
    (need_id,) = training.identify(training.need())
    training.plan(training.first)
    assert training.states([need_id]) == ["UNFUNDED"]
    training.offer(cost_per_seat=1_000_000)

    plan = training.plan(training.second)

    assert training.states([need_id]) == ["PLANNED"]
    assert plan["remaining"] == 0
    (unfunded,) = training.told("need-unfunded")
    assert unfunded.data["reasons"][0]["code"] == "NO_COURSE"


@pytest.mark.parametrize("confirmed_late", [False, True])
def test_a_need_of_somebody_already_enrolled_joins_that_seat(training, *, confirmed_late: bool) -> None:
    training.offer(cost_per_seat=1_000_000)
    training.post("/budgets", year=training.year, amount=9_000_000)
    employee_id = new_id()
    training.identify(training.need(employee_id=employee_id))
    training.plan(training.first)

    later = training.need(employee_id=employee_id, confirmation_required=confirmed_late)
    (need_id,) = training.identify(later)
    if confirmed_late:
        assert training.states([need_id]) == ["PROPOSED"]
        training.running.deliver(training.confirmation(later))

    assert training.states([need_id]) == ["PLANNED"]
    assert training.plan(training.second)["cost"] == 0
    assert len(training.get(f"/enrolments?employee_id={employee_id}")["items"]) == 1


def test_a_need_above_an_open_seat_waits_for_its_completion(training) -> None:
    training.offer("PP-3", target_level=3)
    training.offer("PP-5", target_level=5)
    for year in (training.year, training.year + 1):
        training.post("/budgets", year=year, amount=90_000_000)
    employee_id = new_id()
    training.identify(training.need(employee_id=employee_id, target_level=3))
    training.plan(training.first)
    (above,) = training.identify(training.need(employee_id=employee_id, target_level=5))

    training.plan(training.second)
    assert training.told("need-unfunded")[0].data["reasons"][0]["code"] == "ENROLLED_BELOW_TARGET"
    training.complete(training.seat(employee_id))
    training.plan(f"{training.year + 1}-S1")

    assert training.states([above]) == ["PLANNED"]


def test_a_plan_is_repeated_by_its_key_and_not_made_twice(training) -> None:
    training.post("/budgets", year=training.year, amount=5)
    client = training.running.client("training:write")
    body, headers = {"year": training.year, "period": training.first}, {"Idempotency-Key": "plan-1"}

    first = client.post("/v1/plans", json=body, headers=headers)
    again = client.post("/v1/plans", json=body, headers=headers)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_json() == first.get_json()
    assert len(training.told("plan-fixed")) == 1


def test_two_thousand_needs_are_planned_in_a_few_statements(training) -> None:
    training.offer(cost_per_seat=1_000)
    training.post("/budgets", year=training.year, amount=1_500_000)
    training.identify(*(training.need(priority=1 + number % 100) for number in range(2_000)))
    statements: list[str] = []
    engine = training.running.database.engine
    sqlalchemy_event.listen(engine, "before_cursor_execute", lambda *given: statements.append(given[2]))

    began = time.process_time()
    plan = training.plan()
    spent = time.process_time() - began

    assert (plan["funded"], plan["unfunded"], plan["remaining"]) == (1_500, 500, 0)
    assert len(statements) <= 20
    assert spent < 5  # of this process alone: the machine may be busy; one or two are usual
    statements.clear()
    assert len(training.get(f"/plans/{plan['id']}")["lines"]) == 2_000
    assert len(statements) < 10


def test_a_gap_that_is_closed_already_is_not_paid_for(training) -> None:
    training.offer()
    training.post("/budgets", year=training.year, amount=9_000_000)
    ada, budi = new_id(), new_id()
    met, below = training.identify(training.need(employee_id=ada), training.need(employee_id=budi))
    training.running.deliver(training.level(ada, 3), training.level(budi, 2), training.level(new_id(), 5))

    plan = training.plan()

    assert (plan["funded"], plan["unfunded"], plan["already_met"], plan["cost"]) == (1, 0, 1, 1_000_000)
    lines = {line["need_id"]: line for line in training.lines(plan)}
    assert (lines[met]["outcome"], lines[met]["level"], lines[met]["enrolment_id"]) == ("ALREADY_MET", 3, None)
    assert lines[below]["outcome"] == "SEAT_BOUGHT"
    assert training.states([met, below]) == ["OPEN", "PLANNED"]
    assert training.told("need-unfunded") == []


def test_a_level_of_another_competency_or_a_level_lowered_since_does_not_close_the_gap(training) -> None:
    training.offer()
    training.post("/budgets", year=training.year, amount=9_000_000)
    ada, budi = new_id(), new_id()
    training.identify(training.need(employee_id=ada), training.need(employee_id=budi))
    training.running.deliver(
        training.level(ada, 5, code="KOMUNIKASI"),
        training.level(budi, 2, version=3),
        training.level(budi, 4, version=2),
    )

    assert training.plan()["funded"] == 2


def test_a_course_passed_here_counts_before_the_profile_states_it_and_a_later_assessment_stands(training) -> None:
    training.offer(hours=8)
    training.post("/budgets", year=training.year, amount=9_000_000)
    ada, budi = new_id(), new_id()
    training.identify(training.need(employee_id=ada), training.need(employee_id=budi))
    training.running.deliver(training.level(ada, 1), training.level(budi, 1))
    training.plan(training.first)
    for employee_id in (ada, budi):
        training.complete(training.seat(employee_id))
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    training.running.deliver(training.level(budi, 2, version=5, recorded_at=tomorrow))
    closed, lowered = training.identify(training.need(employee_id=ada), training.need(employee_id=budi))

    lines = {line["need_id"]: line["outcome"] for line in training.lines(training.plan(training.second))}

    assert lines == {closed: "ALREADY_MET", lowered: "SEAT_BOUGHT"}


def test_a_need_of_somebody_unknown_waits_until_the_kind_of_employment_is_known(training) -> None:
    training.offer()
    training.post("/budgets", year=training.year, amount=9_000_000)
    need = training.need()
    (need_id,) = training.identify(need, employment=None)
    training.plan(training.first)
    (unfunded,) = training.told("need-unfunded")
    assert unfunded.data["reasons"][0]["code"] == "EMPLOYMENT_UNKNOWN"
    training.running.deliver(training.employee(need.data["employee_id"]))

    training.plan(training.second)

    assert training.states([need_id]) == ["PLANNED"]


def test_a_word_for_employment_that_training_does_not_know_is_no_dead_letter_and_funds_nothing(training) -> None:
    training.offer()
    training.post("/budgets", year=training.year, amount=9_000_000)
    training.identify(training.need(), employment="PPPK_PARUH_WAKTU")

    (line,) = training.lines(training.plan())

    assert line["reasons"][0]["code"] == "EMPLOYMENT_UNKNOWN"
    assert training.running.dead_letters() == []


def test_a_pppk_is_not_sent_beyond_the_hours_of_the_year(training) -> None:
    training.offer("PP-16", hours=16)
    training.offer("KOM-8", hours=8, competency_code="KOMUNIKASI", target_level=3)
    training.offer("KS-8", hours=8, competency_code="KERJA_SAMA", target_level=3)
    training.post("/budgets", year=training.year, amount=90_000_000)
    ada = new_id()
    training.identify(
        training.need(employee_id=ada, priority=90),
        training.need(employee_id=ada, priority=80, competency_code="KOMUNIKASI"),
        training.need(employee_id=ada, priority=70, competency_code="KERJA_SAMA"),
        employment="PPPK",
    )

    lines = training.lines(training.plan(training.first))

    assert [line["outcome"] for line in lines] == ["SEAT_BOUGHT", "SEAT_BOUGHT", "UNFUNDED"]
    reason = lines[2]["reasons"][0]
    assert reason["code"] == "PPPK_CEILING"
    assert (reason["values"]["earned"], reason["values"]["open"], reason["values"]["ceiling"]) == (0, 24, 24)
    for seat in training.get(f"/enrolments?employee_id={ada}")["items"]:
        training.complete(seat)
    (line,) = training.lines(training.plan(training.second))
    values = line["reasons"][0]["values"]
    assert (values["earned"], values["open"], values["ceiling"]) == (24, 0, 24)


def test_a_failed_course_leaves_the_hours_of_a_pppk_free_and_next_year_begins_anew(training) -> None:
    training.offer("PP-24", hours=24)
    training.offer("KOM-24", hours=24, competency_code="KOMUNIKASI", target_level=3)
    for year in (training.year, training.year + 1):
        training.post("/budgets", year=year, amount=90_000_000)
    ada, budi = new_id(), new_id()
    training.identify(training.need(employee_id=ada), training.need(employee_id=budi), employment="PPPK")
    training.plan(training.first)
    training.fail(training.seat(ada))
    training.complete(training.seat(budi))
    needs = training.identify(*(training.need(employee_id=each, competency_code="KOMUNIKASI") for each in (ada, budi)))

    training.plan(training.second)
    # The first need of Ada waits again, is the older one, and takes the hours.
    assert training.states(needs) == ["UNFUNDED", "UNFUNDED"]
    training.plan(f"{training.year + 1}-S1")

    assert training.states(needs) == ["UNFUNDED", "PLANNED"]


def test_every_line_keeps_a_decision_that_can_be_computed_again(training) -> None:
    training.offer("PP-3", cost_per_seat=1_000_000, hours=10)
    training.offer("PP-5", target_level=5, cost_per_seat=5_000_000)
    training.offer("KOM", competency_code="KOMUNIKASI", hours=20)
    training.post("/budgets", year=training.year, amount=4_000_000)
    ada, budi, cita, dedi = (new_id() for _ in range(4))
    training.identify(training.need(employee_id=ada))
    training.plan(training.first)
    training.identify(
        training.need(employee_id=budi, priority=99),
        training.need(employee_id=budi, priority=98, target_level=2),
        training.need(employee_id=cita, priority=97, target_level=5),
        training.need(employee_id=dedi, priority=96),
    )
    above = training.need(employee_id=ada, target_level=5, identified_at="2026-02-01T02:00:00.123456+07:00")
    training.identify(above)
    training.identify(training.need(employee_id=budi, competency_code="KOMUNIKASI", priority=95), employment="PPPK")
    training.running.deliver(training.employee(budi, "PPPK", version=2), training.level(dedi, 4))

    training.plan(training.second)

    with training.running.database.transaction() as session:
        rules = regulations_of(session, Regulations).planning
        lines = session.scalars(select(PlanLine)).all()
        assert len(lines) == 7
        for line in lines:
            rule = rules.named(line.decision.rule_version)
            assert line.decision.recomputed(lambda facts, rule=rule: decide(facts, rule))
    kinds = {line.outcome for line in lines}
    assert kinds == {LineKind.SEAT_BOUGHT, LineKind.SEAT_SHARED, LineKind.UNFUNDED, LineKind.ALREADY_MET}


def test_a_line_shows_its_decision_and_says_the_competency_by_name(training) -> None:
    training.running.deliver(training.competency("ARSIP_DIGITAL", "Arsip digital"))
    training.post("/budgets", year=training.year, amount=5)
    need_id, _ = training.identify(
        training.need(competency_code="ARSIP_DIGITAL"), training.need(competency_code="BELUM_DIKENAL", priority=1)
    )
    plan = training.plan()

    line = training.get(f"/plans/{plan['id']}/lines/{need_id}")

    assert line["plan_id"] == plan["id"]
    assert line["decision"]["policy"] == "plan-line"
    assert line["decision"]["rule_version"] == plan["rule_version"] == "planning-2018.1"
    assert line["decision"]["inputs"]["remaining"] == 5
    assert line["reasons"][0]["text_en"] == "No course in the competency Arsip digital reaches level 3."
    problem = training.running.client("training:read").get(f"/v1/plans/{plan['id']}/lines/{new_id()}").get_json()
    assert problem["code"] == "plan-line-not-found"


def test_plans_are_listed_in_pages_by_period(training) -> None:
    training.post("/budgets", year=training.year, amount=5)
    for period in (training.first, training.second, f"{training.year}-M12"):
        training.plan(period)

    first = training.get("/plans?limit=1")
    following = training.get(f"/plans?limit=1&cursor={first['next_cursor']}")

    assert [plan["period"] for plan in first["items"] + following["items"]] == [
        training.second,
        f"{training.year}-M12",
    ]
    assert training.get("/plans?year=2001")["items"] == []
