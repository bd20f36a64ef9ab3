"""From a draft to its needs and its incentive, in one transaction."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.clock import now
from asn_chassis.ids import new_id

COACHED = "PENGEMBANGAN_DIRI_DAN_ORANG_LAIN"


def test_finalising_tells_evaluation_needs_and_incentive_in_that_order_under_one_key(
    world: Any, employee_id: UUID
) -> None:
    assessed = [{"competency_code": "KOMUNIKASI", "level": 1}, {"competency_code": "PELAYANAN_PUBLIK", "level": 2}]

    done = world.finalised(employee_id, rating="SESUAI_EKSPEKTASI", assessed=assessed)

    assert (done["state"], done["predicate"], done["version"]) == ("FINALISED", "BAIK", 2)
    assert done["decision"]["rule_version"] == "predicate-2022.1"
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
    assert events[0].data["position_id"] == str(world.position_id)
    assert "discipline" not in str([event.data for event in events]).lower()


def test_a_need_of_an_evaluation_shows_everything_to_recompute_it(world: Any, employee_id: UUID) -> None:
    done = world.finalised(employee_id, assessed=[{"competency_code": "KOMUNIKASI", "level": 1}])

    (need,) = world.get("/training-needs", cause_id=done["id"])["items"]
    assert world.get(f"/training-needs/{need['id']}") == need
    assert (need["current_level"], need["target_level"], need["gap"], need["gap_class"]) == (1, 3, 2, "MEDIUM")
    assert (need["state"], need["confirmation_required"], need["cause_kind"]) == ("IDENTIFIED", False, "EVALUATION")
    assert need["rule_version"] == need["decision"]["rule_version"] == "development-2017.1"
    inputs = need["decision"]["inputs"]
    assert (inputs["required_level"], inputs["appraisal"]["assessed_level"]) == (3, 1)
    assert inputs["gap_classes_version"] == "gap-classes-2017.1"
    (why,) = need["reasons"]
    assert why["text_id"] == "Tingkat Komunikasi 1, standar jabatan 3: kesenjangan 2."
    assert why["text_en"] == "Level 1 of Communication, the position asks for 3: a gap of 2."
    assert why["values"] == {"competency_code": "KOMUNIKASI", "current_level": 1, "required_level": 3, "gap": 2}
    for query in ({"correlation_id": need["correlation_id"]}, {"unit_id": world.unit_id}, {"state": "IDENTIFIED"}):
        assert world.get("/training-needs", **query)["items"] == [need]
    for query in ({"correlation_id": "another"}, {"unit_id": new_id()}, {"state": "MET"}):
        assert world.get("/training-needs", **query)["items"] == []


def test_a_move_and_a_new_standard_after_the_draft_change_nothing(world: Any, employee_id: UUID) -> None:
    draft = world.draft(employee_id, assessed=[{"competency_code": "KOMUNIKASI", "level": 2}])
    opened = world.post("/evaluations", draft).json
    world.tell(
        world.position_set(version=2, since=date(2021, 1, 1), KOMUNIKASI=5),
        world.assigned(employee_id, since=date(2021, 1, 1), position_id=new_id(), unit_id=new_id()),
    )

    world.post(f"/evaluations/{opened['id']}/finalisation")

    (need,) = world.needs_of(employee_id)
    assert (need["target_level"], need["unit_id"]) == (3, str(world.unit_id))
    assert world.published("evaluation-finalised")[0].data["unit_id"] == str(world.unit_id)
    assert world.the_incentive(employee_id)["unit_id"] == str(world.unit_id)


def test_a_low_predicate_leads_to_coaching_from_the_level_on_record(world: Any, employee_id: UUID) -> None:
    world.tell(world.level_recorded(employee_id, COACHED, 2))

    world.finalised(employee_id, rating="DIBAWAH_EKSPEKTASI")

    (need,) = world.published("training-need-identified")
    assert (need.data["competency_code"], need.data["cause"]["element"]) == (COACHED, None)
    assert (need.data["current_level"], need.data["target_level"], need.data["priority"]) == (2, 3, 93)


def test_who_has_the_highest_level_already_needs_no_coaching(world: Any, employee_id: UUID) -> None:
    world.tell(world.level_recorded(employee_id, COACHED, 5))

    world.finalised(employee_id, rating="DIBAWAH_EKSPEKTASI")

    assert world.needs_of(employee_id) == []


def test_a_level_that_reaches_the_target_meets_the_need_whatever_the_evidence(world: Any, employee_id: UUID) -> None:
    world.finalised(employee_id, assessed=[{"competency_code": "KOMUNIKASI", "level": 1}])

    world.tell(world.level_recorded(employee_id, "KOMUNIKASI", 2, version=3, at=now()))
    (still,) = world.needs_of(employee_id)
    world.tell(world.level_recorded(employee_id, "KOMUNIKASI", 4, version=4, at=now()))

    (need,) = world.needs_of(employee_id)
    assert (still["state"], need["state"], need["version"]) == ("IDENTIFIED", "MET", 2)
    (told,) = world.published("training-need-met")
    assert (told.data["need_id"], told.data["level"]) == (need["id"], 4)
    assert told.correlationid == need["correlation_id"]


def test_the_evidence_of_the_evaluation_itself_meets_nothing(world: Any, employee_id: UUID) -> None:
    world.finalised(employee_id, assessed=[{"competency_code": "KOMUNIKASI", "level": 2}])
    fact = world.published("evaluation-finalised")[0]

    world.tell(world.level_recorded(employee_id, "KOMUNIKASI", 2, version=3, at=fact.time))

    assert [need["state"] for need in world.needs_of(employee_id)] == ["IDENTIFIED"]


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


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/evaluations/{id}/finalisation", "evaluation-not-found"),
        ("/training-needs/{id}/confirmation", "training-need-not-found"),
        ("/incentives/{id}/reconsideration", "incentive-not-found"),
    ],
)
def test_nothing_is_done_to_what_does_not_exist(world: Any, path: str, code: str) -> None:
    assert world.post(path.format(id=new_id())).json["code"] == code
