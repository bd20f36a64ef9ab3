"""Providers, courses and budgets over HTTP."""

import pytest

from asn_chassis.ids import new_id
from asn_chassis.parts import parts
from training_service.app import SERVICE

# What a course shows and an offer does not say.
ANSWERED = {"id", "offered_at", "withdrawn_at", "withdrawal_reason", "version"}


def test_a_course_is_offered_and_told(training) -> None:
    course = training.offer(cost_per_seat=1_500_000)

    assert training.get(f"/courses/{course['id']}") == course
    (event,) = training.told("course-offered")
    assert event.key == course["id"]
    assert event.dataclassification == "public"
    assert event.data["cost_per_seat"] == 1_500_000


def test_a_course_needs_a_registered_provider(training) -> None:
    course = {
        "code": "X-1",
        "title": "X",
        "competency_code": "KERJA_SAMA",
        "target_level": 2,
        "hours": 8,
        "form": "SEMINAR",
        "provider_id": str(new_id()),
        "cost_per_seat": 0,
    }

    problem = training.post("/courses", 422, **course)

    assert problem["code"] == "unknown-provider"
    assert problem["errors"][0]["pointer"] == "/provider_id"
    assert training.told("course-offered") == []


@pytest.mark.parametrize("code", ["BELUM_ADA", "PELAYANAN_PUBLI", "ARSIP_DIGITAL"])
def test_a_course_raises_a_competency_of_the_dictionary(training, code: str) -> None:
    provider = training.post("/providers", code="LAN", name="LAN", kind="GOVERNMENT")
    course = training.offer("OK-1") | {"code": "X-1", "competency_code": code, "provider_id": provider["id"]}
    course = {name: value for name, value in course.items() if name not in ANSWERED}

    problem = training.post("/courses", 422, **course)

    assert (problem["code"], problem["errors"][0]["pointer"]) == ("unknown-competency", "/competency_code")
    assert len(training.told("course-offered")) == 1
    training.running.deliver(training.competency("ARSIP_DIGITAL", "Arsip digital"))
    training.post("/courses", 201 if code == "ARSIP_DIGITAL" else 422, **course)


def test_the_dictionary_is_the_national_list_and_what_the_city_added(training) -> None:
    national = training.get("/competencies?limit=200")["items"]
    assert len(national) == 9
    assert national == sorted(national, key=lambda each: each["code"])
    assert training.get("/competencies?code=ARSIP_DIGITAL")["items"] == []

    training.running.deliver(training.competency("ARSIP_DIGITAL", "Arsip digital"))

    added = {"code": "ARSIP_DIGITAL", "name": "Arsip digital", "kind": "TECHNICAL"}
    assert training.get("/competencies?code=ARSIP_DIGITAL")["items"] == [added]
    (known,) = training.get("/competencies?code=INTEGRITAS")["items"]
    assert known == {"code": "INTEGRITAS", "name": "Integritas", "kind": "MANAGERIAL"}
    first = training.get("/competencies?limit=6")
    following = training.get(f"/competencies?limit=6&cursor={first['next_cursor']}")
    assert [each["code"] for each in first["items"] + following["items"]] == sorted(
        [*(each["code"] for each in national), "ARSIP_DIGITAL"]
    )


def test_units_are_kept_and_found_by_their_code(training) -> None:
    unit_id = new_id()
    training.running.deliver(training.unit("DISDUKCAPIL", unit_id, version=2), training.unit("BKPSDM", new_id()))
    training.running.deliver(training.unit("DISDUKCAPIL", unit_id, version=1))

    (unit,) = training.get("/units?code=DISDUKCAPIL")["items"]

    assert (unit["id"], unit["name"], unit["parent_id"]) == (str(unit_id), "Unit DISDUKCAPIL 2", None)
    assert len(training.get("/units")["items"]) == 2


def test_codes_and_budget_years_are_unique(training) -> None:
    course = training.offer("PP-3")
    same = {name: course[name] for name in course if name not in ANSWERED}
    training.post("/budgets", year=2026, amount=10)

    assert training.post("/courses", 409, **same)["code"] == "duplicate-course-code"
    provider = training.post("/providers", 409, code="P-PP-3", name="Lain", kind="PRIVATE")
    assert provider["code"] == "duplicate-provider-code"
    assert training.post("/budgets", 409, year=2026, amount=20)["code"] == "budget-already-exists"
    assert len(training.told("course-offered")) == 1


def test_bad_fields_are_pointed_at(training) -> None:
    problem = training.post("/providers", 422, code="ada spasi", name="", kind="SHOP")

    assert {error["pointer"] for error in problem["errors"]} == {"/code", "/name", "/kind"}


def test_unknown_ids_are_404_with_a_code_per_noun(training) -> None:
    nobody = new_id()
    client = training.running.client("training:read")

    codes = {
        path: client.get(f"/v1{path}").get_json()["code"]
        for path in (
            f"/providers/{nobody}",
            f"/courses/{nobody}",
            f"/budgets/{nobody}",
            f"/needs/{nobody}",
            f"/plans/{nobody}",
            f"/plans/{nobody}/lines/{nobody}",
            f"/enrolments/{nobody}",
            f"/employees/{nobody}/learning-hours",
        )
    }

    assert list(codes.values()) == [
        "provider-not-found",
        "course-not-found",
        "budget-not-found",
        "training-need-not-found",
        "plan-not-found",
        "plan-line-not-found",
        "enrolment-not-found",
        "employee-not-found",
    ]


def test_lists_are_paged_by_code(training) -> None:
    for code in ("C-3", "C-1", "C-2"):
        training.offer(code)

    first = training.get("/courses?limit=2")
    rest = training.get(f"/courses?limit=2&cursor={first['next_cursor']}")

    assert [course["code"] for course in first["items"]] == ["C-1", "C-2"]
    assert [course["code"] for course in rest["items"]] == ["C-3"]
    assert rest["next_cursor"] is None
    assert [course["code"] for course in training.get("/courses?code=C-2")["items"]] == ["C-2"]


@pytest.mark.parametrize("year", [1999, 2100, "2026", None])
def test_a_budget_is_of_a_year_that_a_period_can_have(training, year) -> None:
    assert training.post("/budgets", 422, year=year, amount=1)["errors"][0]["pointer"] == "/year"


def test_every_error_has_a_declared_problem(training) -> None:
    declared = parts(training.running.app).contracts.problems

    assert {problem.code for problem in SERVICE.problems.values()} <= set(declared)


def test_reading_and_writing_need_their_scope(training) -> None:
    body = {"year": 2026, "amount": 1}

    assert training.running.client().get("/v1/budgets").status_code == 401
    assert training.running.client("training:read").post("/v1/budgets", json=body).status_code == 403
