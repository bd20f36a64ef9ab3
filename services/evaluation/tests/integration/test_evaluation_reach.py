"""Whose evaluations, needs and incentives a caller reaches; what is decided does not depend on who asks."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.clock import now
from asn_chassis.ids import new_id
from asn_chassis.testing import ApiClient, login_told
from asn_kernel.business_day import business_day

TODAY = business_day(now())
RIGHTS = ("evaluation:read", "evaluation:write")


@dataclass
class Scene:
    """A head and an employee of one unit, a head of another, and an assessor from elsewhere, each with a login."""

    world: Any
    employee_id: UUID
    head_id: UUID
    other_unit: UUID

    def client(self, name: str, reach: str) -> ApiClient:
        client: ApiClient = self.world.service.client(
            *RIGHTS, sub=name, client_id="pages", auth_time=1, reach=reach, iss="https://issuer.test"
        )
        return client

    def open(self, by: ApiClient, employee_id: UUID | None = None, **changes: Any) -> Any:
        body = self.world.draft(employee_id or self.employee_id, **changes)
        return by.post("/v1/evaluations", json=body)


def ids(client: ApiClient, path: str) -> list[str]:
    answer = client.get(f"/v1/{path}")
    assert answer.status_code == 200, answer.json
    return [item["id"] for item in answer.json["items"]]


@pytest.fixture
def scene(world: Any, employee_id: UUID) -> Scene:
    head, other, other_unit = new_id(), new_id(), new_id()
    world.tell(
        world.registered(head),
        world.registered(other, unit_id=other_unit, position_id=new_id()),
        login_told(head, "head"),
        login_told(other, "other"),
        login_told(employee_id, "employee"),
        login_told(world.assessor_id, "assessor"),
    )
    return Scene(world, employee_id, head, other_unit)


def test_each_sees_an_evaluation_and_what_follows_by_her_part_in_it(scene: Scene) -> None:
    done = scene.world.finalised(scene.employee_id, rating="DIBAWAH_EKSPEKTASI")
    seen = {
        name: (len(ids(scene.client(*name), "evaluations")), len(ids(scene.client(*name), "incentives")))
        for name in (
            ("head", "subtree"),
            ("other", "subtree"),
            ("employee", "self"),
            ("assessor", "self"),
            ("head", "self"),
            ("stranger", "subtree"),
            ("other", "all"),
        )
    }

    assert seen == {
        ("head", "subtree"): (1, 1),
        ("other", "subtree"): (0, 0),
        ("employee", "self"): (1, 1),
        ("assessor", "self"): (1, 0),
        ("head", "self"): (0, 0),
        ("stranger", "subtree"): (0, 0),
        ("other", "all"): (1, 1),
    }
    path = f"/v1/evaluations/{done['id']}"
    assert scene.client("other", "subtree").get(path).status_code == 404
    assert scene.client("assessor", "self").get(path).status_code == 200
    needs = ids(scene.client("head", "subtree"), "training-needs")
    assert needs
    assert ids(scene.client("employee", "self"), "training-needs") == needs
    assert ids(scene.client("other", "subtree"), "training-needs") == []


def test_an_evaluation_stays_with_the_unit_of_its_period_and_its_head(scene: Scene) -> None:
    done = scene.world.finalised(scene.employee_id)
    moved = scene.world.assigned(scene.employee_id, since=TODAY, unit_id=scene.other_unit, position_id=new_id())
    scene.world.tell(moved)

    assert ids(scene.client("head", "subtree"), "evaluations") == [done["id"]]
    assert ids(scene.client("other", "subtree"), "evaluations") == []
    # Who she is follows her unit of today.
    path = f"/v1/employees/{scene.employee_id}"
    assert scene.client("head", "subtree").get(path).status_code == 404
    assert scene.client("other", "subtree").get(path).status_code == 200


def test_a_move_of_tomorrow_moves_nobody_today(scene: Scene) -> None:
    since = TODAY + timedelta(days=1)
    scene.world.tell(scene.world.assigned(scene.employee_id, since=since, unit_id=scene.other_unit))

    path = f"/v1/employees/{scene.employee_id}"
    assert scene.client("head", "subtree").get(path).status_code == 200
    assert scene.client("other", "subtree").get(path).status_code == 404


def test_evaluations_are_opened_by_who_is_responsible_and_never_about_oneself(scene: Scene) -> None:
    head, other, herself = (
        scene.client(*who) for who in (("head", "subtree"), ("other", "subtree"), ("employee", "self"))
    )

    for refused in (scene.open(other), scene.open(herself), scene.open(head, scene.head_id)):
        assert (refused.status_code, refused.json["code"]) == (403, "out-of-reach")
    assert scene.world.get("/evaluations")["items"] == []
    assert scene.open(head).status_code == 201
    assert scene.world.published("evaluation-") == []


def test_an_evaluation_is_finalised_by_its_head_or_assessor_alone(scene: Scene) -> None:
    opened = scene.open(scene.client("head", "subtree")).json
    path = f"/v1/evaluations/{opened['id']}/finalisation"

    for name, reach in (("other", "subtree"), ("employee", "self"), ("employee", "all"), ("head", "self")):
        assert scene.client(name, reach).post(path).status_code == 404
    assert scene.world.published("evaluation-") == []
    assert scene.client("assessor", "self").post(path).status_code == 201


@pytest.mark.parametrize(("name", "reach"), [("head", "subtree"), ("assessor", "self"), ("other", "all")])
def test_what_is_decided_does_not_depend_on_who_asks(scene: Scene, name: str, reach: str) -> None:
    scene.world.tell(scene.world.completed(scene.employee_id, 20))
    opened = scene.world.post("/evaluations", scene.world.draft(scene.employee_id))
    # From here on her hours are for the other unit to see, and the draft is still of this one.
    scene.world.tell(
        scene.world.assigned(scene.employee_id, since=TODAY, unit_id=scene.other_unit, position_id=new_id())
    )

    done = scene.client(name, reach).post(f"/v1/evaluations/{opened.json['id']}/finalisation")

    assert done.status_code == 201
    incentive = scene.world.the_incentive(scene.employee_id)
    assert "20" in str(incentive["decision"]["inputs"]), "the hours that only the new unit may see count all the same"


def test_nobody_reconsiders_or_confirms_her_own(scene: Scene) -> None:
    scene.world.finalised(scene.employee_id, rating="DIBAWAH_EKSPEKTASI")
    herself, head = scene.client("employee", "self"), scene.client("head", "subtree")
    (incentive,) = ids(herself, "incentives")
    need = ids(herself, "training-needs")[0]

    withdrawal = {"json": {"reason": "pindah tugas"}, "headers": {"If-Match": '"1"'}}
    for path, request in (
        (f"/v1/incentives/{incentive}/reconsideration", {}),
        (f"/v1/training-needs/{need}/withdrawal", withdrawal),
    ):
        assert herself.post(path, **request).status_code == 404
        assert scene.client("employee", "all").post(path, **request).status_code == 404
        assert scene.client("other", "subtree").post(path, **request).status_code == 404
        assert head.post(path, **request).status_code == 201
