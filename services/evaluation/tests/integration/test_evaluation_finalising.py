"""From a draft to its needs and its incentive, in one transaction."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.ids import new_id


def test_an_evaluation_of_an_unknown_employee_says_that_the_news_may_be_on_its_way(world: Any) -> None:
    employee_id = new_id()

    refused = world.post("/evaluations", world.draft(employee_id), **{"Accept-Language": "en"})

    assert (refused.status_code, refused.json["code"]) == (422, "unknown-employee")
    assert refused.json["errors"][0]["pointer"] == "/employee_id"
    assert str(employee_id) in refused.json["detail"]
    assert "on its way" in refused.json["detail"]


def test_an_assignment_without_the_registration_is_not_enough(world: Any) -> None:
    employee_id = new_id()
    world.tell(world.assigned(employee_id))

    assert world.post("/evaluations", world.draft(employee_id)).json["code"] == "unknown-employee"
    world.tell(world.registered(employee_id, position_id=new_id()))

    assert world.post("/evaluations", world.draft(employee_id)).status_code == 201
    assert world.get(f"/employees/{employee_id}")["position_id"] == str(world.position_id)


def test_a_draft_can_be_read_and_listed(world: Any, employee_id: UUID) -> None:
    opened = world.post("/evaluations", world.draft(employee_id))

    path = f"/evaluations/{opened.json['id']}"
    assert opened.headers["Location"] == f"/v1{path}"
    assert world.get(path) == opened.json
    assert (opened.json["state"], opened.json["predicate"]) == ("DRAFT", None)
    assert world.get("/evaluations", employee_id=employee_id)["items"] == [opened.json]
    assert world.get("/evaluations", period="2025-S1")["items"] == []


def test_there_is_one_evaluation_per_employee_and_period(world: Any, employee_id: UUID) -> None:
    world.post("/evaluations", world.draft(employee_id))

    again = world.post("/evaluations", world.draft(employee_id))
    next_period = world.post("/evaluations", world.draft(employee_id, period="2026-S2"))

    assert (again.status_code, again.json["code"]) == (409, "evaluation-already-exists")
    assert next_period.status_code == 201


def test_of_two_simultaneous_drafts_one_wins(world: Any, employee_id: UUID) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: world.post("/evaluations", world.draft(employee_id)), range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"period": "2026-S3"}, "/period"),
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


def test_finalising_tells_evaluation_needs_and_incentive_in_that_order_under_one_key(
    world: Any, employee_id: UUID
) -> None:
    assessed = [{"competency_code": "KOMUNIKASI", "level": 1}, {"competency_code": "PELAYANAN_PUBLIK", "level": 2}]

    done = world.finalised(employee_id, rating="SESUAI_EKSPEKTASI", assessed=assessed)

    assert (done["state"], done["predicate"], done["version"]) == ("FINALISED", "BAIK", 2)
    events = world.published()
    assert [event.type.split(".")[2] for event in events] == [
        "evaluation-finalised",
        "training-need-identified",
        "training-need-identified",
        "incentive-deferred",
    ]
    assert {event.key for event in events} == {str(employee_id)}
    assert {event.correlationid for event in events} == {events[0].correlationid}
    assert [need.data["competency_code"] for need in events[1:3]] == ["KOMUNIKASI", "PELAYANAN_PUBLIK"]
    assert events[0].data["assessed"] == assessed


def test_a_need_of_an_evaluation_shows_everything_to_recompute_it(world: Any, employee_id: UUID) -> None:
    done = world.finalised(employee_id, assessed=[{"competency_code": "KOMUNIKASI", "level": 1}])

    (need,) = world.get("/training-needs", cause_id=done["id"])["items"]
    assert world.get(f"/training-needs/{need['id']}") == need
    assert (need["current_level"], need["target_level"], need["gap"], need["gap_class"]) == (1, 3, 2, "MEDIUM")
    assert (need["state"], need["confirmation_required"], need["cause_kind"]) == ("IDENTIFIED", False, "EVALUATION")
    assert need["rule_version"] == "development-2026.1"
    assert need["inputs"]["required_level"] == 3
    (why,) = need["reasons"]
    assert why["text_id"] == "Tingkat KOMUNIKASI 1, standar jabatan 3: kesenjangan 2."
    assert why["text_en"] == "Level 1 of KOMUNIKASI, the position asks for 3: a gap of 2."
    assert why["values"] == {"competency_code": "KOMUNIKASI", "current_level": 1, "required_level": 3, "gap": 2}
    assert world.get("/training-needs", correlation_id=need["correlation_id"])["items"] == [need]
    assert world.get("/training-needs", correlation_id="another")["items"] == []


def test_a_low_predicate_leads_to_coaching_from_the_level_on_record(world: Any, employee_id: UUID) -> None:
    world.tell(world.level_recorded(employee_id, "PENGEMBANGAN_DIRI_DAN_ORANG_LAIN", 2))

    world.finalised(employee_id, rating="DIBAWAH_EKSPEKTASI")

    (need,) = world.published("training-need-identified")
    assert need.data["competency_code"] == "PENGEMBANGAN_DIRI_DAN_ORANG_LAIN"
    assert (need.data["current_level"], need.data["target_level"], need.data["priority"]) == (2, 3, 93)


def test_finalising_twice_is_refused_and_tells_nothing_more(world: Any, employee_id: UUID) -> None:
    done = world.finalised(employee_id)
    before = len(world.published())

    again = world.post(f"/evaluations/{done['id']}/finalisation")

    assert (again.status_code, again.json["code"]) == (409, "evaluation-already-finalised")
    assert len(world.published()) == before


def test_of_two_simultaneous_finalisations_one_wins(world: Any, employee_id: UUID) -> None:
    draft = world.post("/evaluations", world.draft(employee_id)).json

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: world.post(f"/evaluations/{draft['id']}/finalisation"), range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(world.published("evaluation-finalised")) == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/evaluations/{id}", "evaluation-not-found"),
        ("/training-needs/{id}", "training-need-not-found"),
        ("/incentives/{id}", "incentive-not-found"),
        ("/service-indices/{id}", "service-index-not-found"),
        ("/employees/{id}", "employee-not-found"),
    ],
)
def test_an_unknown_id_is_not_found(world: Any, path: str, code: str) -> None:
    missing = world.service.client("evaluation:read").get("/v1" + path.format(id=new_id()))

    assert (missing.status_code, missing.json["code"]) == (404, code)


def test_finalising_or_confirming_what_does_not_exist_is_not_found(world: Any) -> None:
    assert world.post(f"/evaluations/{new_id()}/finalisation").json["code"] == "evaluation-not-found"
    assert world.post(f"/training-needs/{new_id()}/confirmation").json["code"] == "training-need-not-found"


def test_lists_are_paged(world: Any, employee_id: UUID) -> None:
    periods = ["2025-S1", "2025-S2", "2026-S1"]
    for period in periods:
        world.post("/evaluations", world.draft(employee_id, period=period))

    first = world.get("/evaluations", employee_id=employee_id, limit=2)
    second = world.get("/evaluations", employee_id=employee_id, limit=2, cursor=first["next_cursor"])

    assert [item["period"] for item in first["items"] + second["items"]] == periods
    assert second["next_cursor"] is None
