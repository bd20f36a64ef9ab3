"""Whose needs and seats a caller reaches; the catalogue, the budget and the plan are the city's."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.clock import now
from asn_chassis.ids import new_id
from asn_chassis.testing import ApiClient, assignment_told, login_told
from asn_kernel.business_day import business_day

SINCE = date(2026, 1, 2)
RIGHTS = ("training:read", "training:write")


@dataclass
class Scene:
    """Two units with an employee each, who has a need and a seat; `a` has a unit below, with its head."""

    training: Any
    people: dict[str, UUID]
    units: dict[str, UUID]
    needs: dict[str, str]
    plan: Any

    def client(self, name: str, reach: str) -> ApiClient:
        client: ApiClient = self.training.running.client(*RIGHTS, sub=name, client_id="pages", auth_time=1, reach=reach)
        return client


def ids(client: ApiClient, path: str) -> set[str]:
    answer = client.get(f"/v1/{path}")
    assert answer.status_code == 200, answer.json
    return {item["id"] for item in answer.json["items"]}


@pytest.fixture
def scene(training: Any) -> Scene:
    people = {name: new_id() for name in ("a", "b", "head")}
    units = {name: new_id() for name in ("a", "b", "top")}
    training.offer()
    training.post("/budgets", year=training.year, amount=10_000_000)
    events = {name: training.need(employee_id=people[name], unit_id=units[name]) for name in ("a", "b")}
    training.identify(*events.values())
    training.running.deliver(
        training.unit("TOP", units["top"]),
        training.unit("A", units["a"], version=1),
        *(assignment_told(people[name], units[name], since=SINCE, version=2) for name in ("a", "b")),
        assignment_told(people["head"], units["a"], since=SINCE),
        *(login_told(employee_id, name) for name, employee_id in people.items()),
    )
    needs = {name: str(event.data["need_id"]) for name, event in events.items()}
    return Scene(training, people, units, needs, training.plan())


def test_each_sees_the_needs_and_seats_in_reach(scene: Scene) -> None:
    everyones = scene.needs["a"], scene.needs["b"]
    for name, reach, expected in (
        ("head", "subtree", {scene.needs["a"]}),
        ("a", "self", {scene.needs["a"]}),
        ("b", "self", {scene.needs["b"]}),
        ("b", "provider", {scene.needs["b"]}),
        ("stranger", "self", set()),
        ("stranger", "subtree", set()),
        ("head", "all", set(everyones)),
    ):
        client = scene.client(name, reach)
        assert ids(client, "needs") == expected
        assert len(ids(client, "enrolments")) == len(expected)
        lines = client.get(f"/v1/plans/{scene.plan['id']}").json["lines"]
        assert {line["need_id"] for line in lines} == expected
        assert len(ids(client, "courses")) == 1, "the catalogue is everybody's"
    head = scene.client("head", "subtree")
    assert head.get(f"/v1/needs/{scene.needs['b']}").status_code == 404
    assert head.get(f"/v1/employees/{scene.people['b']}/learning-hours").status_code == 404
    assert head.get(f"/v1/employees/{scene.people['a']}/learning-hours").status_code == 200


def test_the_catalogue_the_budget_and_the_plan_are_made_by_who_reaches_all(scene: Scene) -> None:
    head = scene.client("head", "subtree")
    year = scene.training.year + 1

    provider = {"code": "P-9", "name": "Penyelenggara", "kind": "PRIVATE"}
    assert head.post("/v1/providers", json=provider).json["code"] == "out-of-reach"
    assert head.post("/v1/budgets", json={"year": year, "amount": 1}).json["code"] == "out-of-reach"
    plan = head.post("/v1/plans", json={"year": scene.training.year, "period": scene.training.second})
    assert plan.status_code in {403, 404, 409, 422}
    assert len(ids(head, "plans")) == 1


def test_a_seat_is_completed_by_a_superior_and_not_by_its_holder(scene: Scene) -> None:
    seat = scene.training.seat(scene.people["a"])
    body = {"level": 3, "completed_date": business_day(now()).isoformat(), "certificate_number": "S-1"}
    path = f"/v1/enrolments/{seat['id']}/completion"

    for name, reach in (("a", "self"), ("a", "all"), ("b", "subtree"), ("stranger", "self")):
        assert scene.client(name, reach).post(path, json=body).status_code == 404
    assert scene.client("head", "subtree").post(path, json=body).status_code == 201
    assert scene.training.states([scene.needs["a"]]) == ["FULFILLED"]


def test_a_need_of_a_former_unit_is_fulfilled_by_the_new_superior(scene: Scene) -> None:
    scene.training.running.deliver(
        assignment_told(scene.people["a"], scene.units["b"], since=business_day(now()), version=3)
    )
    seat = scene.training.seat(scene.people["a"])
    body = {"level": 3, "completed_date": business_day(now()).isoformat(), "certificate_number": "S-1"}
    path = f"/v1/enrolments/{seat['id']}/completion"

    assert scene.client("head", "subtree").post(path, json=body).status_code == 404
    assert scene.client("b", "subtree").get(f"/v1/needs/{scene.needs['a']}").status_code == 404
    assert scene.client("b", "subtree").post(path, json=body).status_code == 201
    assert scene.training.states([scene.needs["a"]]) == ["FULFILLED"]
