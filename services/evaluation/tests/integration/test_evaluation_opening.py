"""Who may be evaluated, by whom, for which period; and by which post."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.clock import now
from asn_chassis.ids import new_id
from asn_kernel.business_day import business_day, start_of
from asn_kernel.codes import Discipline, Expectation
from asn_kernel.period import Period, PeriodKind
from asn_kernel.rule import NoRuleInForce
from evaluation_service.domain.evaluation import Evaluation, EvaluationWindowOver, PeriodNotBegun
from evaluation_service.domain.staff import NotInService
from evaluation_service.usecases.finalise_evaluation import finalise_evaluation
from evaluation_service.usecases.open_evaluation import open_evaluation

S1 = Period.parse("2024-S1")
Opening = Callable[..., Evaluation]


def noon(year: int, month: int, day: int) -> datetime:
    return start_of(date(year, month, day)) + timedelta(hours=12)


@pytest.fixture
def opening(world: Any, employee_id: UUID) -> Opening:
    """Return the use case as it runs at any instant."""

    def run(period: Period, at: datetime, employee: UUID = employee_id) -> Evaluation:
        with world.service.database.transaction() as session:
            return open_evaluation(
                session,
                employee_id=employee,
                assessor_id=world.assessor_id,
                period=period,
                work_result=Expectation.SESUAI_EKSPEKTASI,
                behaviour=Expectation.SESUAI_EKSPEKTASI,
                discipline=Discipline.CLEAR,
                assessed=[],
                at=at,
            )

    return run


def test_an_unknown_employee_may_be_on_the_way(world: Any) -> None:
    employee_id = new_id()

    refused = world.post("/evaluations", world.draft(employee_id), **{"Accept-Language": "en"})

    assert (refused.status_code, refused.json["code"]) == (422, "unknown-employee")
    assert refused.json["errors"][0]["pointer"] == "/employee_id"
    assert "on its way" in refused.json["detail"]


def test_an_assignment_without_the_registration_is_not_enough(world: Any) -> None:
    employee_id = new_id()
    world.tell(world.position_set(KOMUNIKASI=3), world.assigned(employee_id, since=date(2021, 1, 1)))

    assert world.post("/evaluations", world.draft(employee_id)).json["code"] == "unknown-employee"
    world.tell(world.registered(employee_id, position_id=new_id()))

    opened = world.post("/evaluations", world.draft(employee_id))
    assert (opened.status_code, opened.json["position_id"]) == (201, str(world.position_id))


def test_the_assessor_is_a_known_somebody_else(world: Any, employee_id: UUID) -> None:
    draft = world.draft(employee_id)

    nobody = world.post("/evaluations", {name: value for name, value in draft.items() if name != "assessor_id"})
    stranger = world.post("/evaluations", draft | {"assessor_id": str(new_id())})
    herself = world.post("/evaluations", draft | {"assessor_id": str(employee_id)})

    assert [error["pointer"] for error in nobody.json["errors"]] == ["/assessor_id"]
    assert (stranger.status_code, stranger.json["code"]) == (422, "unknown-assessor")
    assert (herself.status_code, herself.json["code"]) == (422, "assessor-is-employee")
    assert herself.json["errors"][0]["pointer"] == "/assessor_id"


def test_only_competencies_of_the_dictionary_are_assessed(world: Any, employee_id: UUID) -> None:
    draft = world.draft(employee_id, assessed=[{"competency_code": "MENYELAM", "level": 2}])

    refused = world.post("/evaluations", draft)
    world.tell(world.competency_defined("MENYELAM", "Menyelam"))

    assert (refused.status_code, refused.json["code"]) == (422, "unknown-competency")
    assert world.get("/competencies", code="MENYELAM")["items"][0]["name"] == "Menyelam"
    assert world.post("/evaluations", draft).status_code == 201


def test_a_period_that_has_not_begun_is_refused(world: Any, employee_id: UUID) -> None:
    following = Period.of(PeriodKind.MONTH, business_day(now())).following

    refused = world.post("/evaluations", world.draft(employee_id, period=str(following)))

    assert (refused.status_code, refused.json["code"]) == (422, "period-not-begun")
    assert refused.json["errors"][0]["pointer"] == "/period"


@pytest.mark.parametrize("code", ["2024", "2024-S1", "2024-Q2", "2024-M03"])
def test_a_period_of_any_kind_begins_on_its_first_day(opening: Opening, code: str) -> None:
    period = Period.parse(code)
    first = start_of(period.start)

    with pytest.raises(PeriodNotBegun):
        opening(period, first - timedelta(seconds=1))

    assert opening(period, first).period == period


def test_a_period_before_the_first_rule_is_refused_with_its_field(world: Any, employee_id: UUID) -> None:
    refused = world.post("/evaluations", world.draft(employee_id, period="2021-S2"))

    assert (refused.status_code, refused.json["code"]) == (422, "no-rule-in-force")


def test_the_window_closes_so_many_days_after_the_period(world: Any, opening: Opening) -> None:
    last_day = S1.end + timedelta(days=366)
    draft = opening(S1, noon(2024, 7, 1))

    with pytest.raises(EvaluationWindowOver), world.service.database.transaction() as session:
        finalise_evaluation(session, evaluation_id=draft.id, at=start_of(last_day + timedelta(days=1)))
    with world.service.database.transaction() as session:
        at_last = start_of(last_day + timedelta(days=1)) - timedelta(seconds=1)
        done = finalise_evaluation(session, evaluation_id=draft.id, at=at_last)

    assert done.predicate == "BAIK"
    with pytest.raises(EvaluationWindowOver):
        opening(Period.parse("2023"), noon(2025, 6, 1))


def test_the_window_is_told_with_409(world: Any, employee_id: UUID) -> None:
    refused = world.post("/evaluations", world.draft(employee_id, period="2022-S1"))

    assert (refused.status_code, refused.json["code"]) == (409, "evaluation-window-over")


def test_a_draft_is_judged_by_the_post_of_the_last_day(world: Any, employee_id: UUID, opening: Opening) -> None:
    later, later_unit = new_id(), new_id()
    world.tell(
        world.position_set(version=2, since=date(2024, 6, 30), KOMUNIKASI=4),
        world.position_set(version=3, since=date(2024, 7, 1), KOMUNIKASI=5),
        world.position_set(position_id=later, serves=False, INTEGRITAS=2),
        world.assigned(employee_id, since=date(2024, 7, 1), position_id=later, unit_id=later_unit),
    )

    first, second = opening(S1, noon(2024, 8, 1)), opening(S1.following, noon(2024, 8, 1))

    assert (first.position_id, first.unit_id, first.standard) == (world.position_id, world.unit_id, {"KOMUNIKASI": 4})
    assert (second.position_id, second.unit_id, second.standard) == (later, later_unit, {"INTEGRITAS": 2})
    assert (first.serves_public, second.serves_public) == (True, False)


def test_in_the_middle_of_a_period_today_counts(world: Any, employee_id: UUID, opening: Opening) -> None:
    world.tell(world.position_set(version=2, since=date(2024, 6, 1), KOMUNIKASI=5))

    assert opening(Period.parse("2024"), noon(2024, 5, 31)).standard == {"KOMUNIKASI": 3, "PELAYANAN_PUBLIK": 3}
    assert opening(Period.parse("2024-Q2"), noon(2024, 6, 1)).standard == {"KOMUNIKASI": 5}
    del employee_id


def test_whoever_holds_no_known_post_on_that_day_is_not_in_service(world: Any, opening: Opening) -> None:
    newcomer, without_standard = new_id(), new_id()
    world.tell(
        world.registered(newcomer, since=date(2024, 7, 1)), world.registered(without_standard, position_id=new_id())
    )

    for employee in (newcomer, without_standard):
        with pytest.raises(NotInService):
            opening(S1, noon(2024, 8, 1), employee)

    assert opening(S1.following, noon(2024, 8, 1), newcomer).employee_id == newcomer
    refused = world.post("/evaluations", world.draft(without_standard))
    assert (refused.status_code, refused.json["code"]) == (422, "not-in-service")


def test_no_rule_of_any_kind_is_asked_for_what_did_not_exist(opening: Opening) -> None:
    with pytest.raises(NoRuleInForce) as raised:
        opening(Period.parse("2021"), noon(2022, 1, 5))

    assert raised.value.day == date(2021, 12, 31)


def test_a_draft_can_be_read_and_listed(world: Any, employee_id: UUID) -> None:
    opened = world.post("/evaluations", world.draft(employee_id))

    path = f"/evaluations/{opened.json['id']}"
    assert opened.headers["Location"] == f"/v1{path}"
    assert world.get(path, "evaluation:write") == opened.json
    assert (opened.json["state"], opened.json["predicate"], opened.json["decision"]) == ("DRAFT", None, None)
    assert (opened.json["standard"], opened.json["serves_public"]) == ({"KOMUNIKASI": 3, "PELAYANAN_PUBLIK": 3}, True)
    for query in ({"employee_id": employee_id}, {"unit_id": world.unit_id}, {"state": "DRAFT"}):
        assert [item["id"] for item in world.get("/evaluations", **query)["items"]] == [opened.json["id"]]
    for query in ({"period": "2025-S1"}, {"unit_id": new_id()}, {"state": "FINALISED"}):
        assert world.get("/evaluations", **query)["items"] == []


def test_there_is_one_evaluation_per_employee_and_period(world: Any, employee_id: UUID) -> None:
    world.post("/evaluations", world.draft(employee_id))

    again = world.post("/evaluations", world.draft(employee_id))
    another = world.post("/evaluations", world.draft(employee_id, period=str(world.period.year)))

    assert (again.status_code, again.json["code"]) == (409, "evaluation-already-exists")
    assert another.status_code == 201


def test_of_two_simultaneous_drafts_one_wins(world: Any, employee_id: UUID) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: world.post("/evaluations", world.draft(employee_id)), range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"period": "2026-S3"}, "/period"),
        ({"period": "1999"}, "/period"),
        ({"work_result": "BAIK"}, "/work_result"),
        ({"discipline": None}, "/discipline"),
        ({"assessed": [{"competency_code": "KOMUNIKASI", "level": 6}]}, "/assessed/0/level"),
        ({"assessed": [{"competency_code": "KOMUNIKASI", "level": 2}] * 2}, "/assessed"),
        ({"surprise": 1}, "/surprise"),
    ],
)
def test_a_bad_draft_is_refused_with_a_pointer(
    world: Any, employee_id: UUID, change: dict[str, Any], pointer: str
) -> None:
    refused = world.post("/evaluations", world.draft(employee_id, **change))

    assert refused.status_code == 422
    assert pointer in [error["pointer"] for error in refused.json["errors"]]


def test_lists_are_paged(world: Any, employee_id: UUID) -> None:
    year = world.period.year
    periods = [f"{year}-M01", f"{year}-S1" if world.period.number == 1 else f"{year}-Q1", str(year)]
    for period in periods:
        assert world.post("/evaluations", world.draft(employee_id, period=period)).status_code == 201

    first = world.get("/evaluations", employee_id=employee_id, limit=2)
    second = world.get("/evaluations", employee_id=employee_id, limit=2, cursor=first["next_cursor"])

    assert [item["period"] for item in first["items"] + second["items"]] == periods
    assert second["next_cursor"] is None
