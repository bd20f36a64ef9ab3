"""Careers over HTTP: what holds on a day, what is still to come, what cannot be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from asn_chassis.clock import now
from asn_chassis.ids import new_id
from asn_kernel.business_day import business_day

TODAY = business_day(now())
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def test_an_assignment_moves_the_employee_and_is_published(office: Any) -> None:
    employee, target = office.employee(effective_date="2020-01-01"), office.position()

    assignment = office.create(
        f"/v1/employees/{employee['id']}/assignments", position_id=target["id"], effective_date=str(TODAY)
    )

    moved = office.read(f"/v1/employees/{employee['id']}")
    told = office.service.published()[-1]
    assert (moved["position_id"], moved["unit_id"], moved["effective_date"], moved["version"]) == (
        target["id"],
        target["unit_id"],
        str(TODAY),
        2,
    )
    assert (told.type, told.key, told.aggregateversion) == ("asn.employee.employee-assigned.v1", employee["id"], 2)
    assert (told.data["position_id"], told.data["effective_date"]) == (target["id"], str(TODAY))
    steps = office.read(f"/v1/employees/{employee['id']}/assignments")["items"]
    assert [each["effective_date"] for each in steps] == ["2020-01-01", str(TODAY)]
    assert steps[-1] == assignment
    assert not {"nip", "name"} & assignment.keys()


def test_what_begins_tomorrow_changes_nothing_today(office: Any) -> None:
    employee, target = office.employee(effective_date="2020-01-01"), office.position()
    path = f"/v1/employees/{employee['id']}"

    office.create(f"{path}/assignments", position_id=target["id"], effective_date=str(TOMORROW))

    assert office.read(path)["position_id"] == employee["position_id"]
    assert office.read(f"{path}?as_of={TOMORROW}")["position_id"] == target["id"]
    assert office.read(f"{path}/profile")["position_id"] == employee["position_id"]
    assert office.read(f"{path}/profile?as_of={TOMORROW}")["position_id"] == target["id"]
    assert [each["id"] for each in office.read(f"/v1/employees?unit_id={target['unit_id']}")["items"]] == []
    tomorrow = office.read(f"/v1/employees?unit_id={target['unit_id']}&as_of={TOMORROW}")["items"]
    assert [each["id"] for each in tomorrow] == [employee["id"]]


def test_a_unit_lists_whom_it_has_on_the_day_not_whom_it_had(office: Any) -> None:
    employee, target = office.employee(effective_date="2020-01-01"), office.position()
    office.create(f"/v1/employees/{employee['id']}/assignments", position_id=target["id"], effective_date=str(TODAY))

    before, after = (
        office.read(f"/v1/employees?unit_id={each}")["items"] for each in (employee["unit_id"], target["unit_id"])
    )
    yesterday = office.read(f"/v1/employees?unit_id={employee['unit_id']}&as_of={YESTERDAY}")["items"]

    assert ([each["id"] for each in before], [each["id"] for each in after]) == ([], [employee["id"]])
    assert [(each["id"], each["as_of"]) for each in yesterday] == [(employee["id"], str(YESTERDAY))]


def test_before_the_first_day_nobody_holds_a_position(office: Any) -> None:
    employee = office.employee(effective_date=str(TOMORROW))
    path = f"/v1/employees/{employee['id']}"

    assert (employee["as_of"], employee["effective_date"]) == (str(TOMORROW), str(TOMORROW))
    today = office.read(path)
    assert (today["position_id"], today["unit_id"], today["effective_date"]) == (None, None, None)
    profile = office.read(f"{path}/profile")
    assert (profile["position_id"], profile["competencies"], profile["jpm"]) == (None, [], None)


@pytest.mark.parametrize(
    ("again", "day", "status", "code"),
    [
        (True, "2026-09-02", 409, "already-in-position"),
        (False, "2026-08-31", 422, "assignment-too-early"),
        (False, "2026-09-01", 422, "assignment-too-early"),  # two positions on one day are none
        (False, "2026-09-02", 201, None),
        (False, "2013-12-31", 422, "assignment-before-appointment"),
        (False, "1945-08-16", 422, "validation-error"),
        (False, "2101-01-01", 422, "validation-error"),
    ],
)
def test_a_career_goes_forward_day_by_day(office: Any, *, again: bool, day: str, status: int, code: str | None) -> None:
    employee, target = office.employee(), office.position()
    path = f"/v1/employees/{employee['id']}/assignments"
    office.create(path, position_id=target["id"], effective_date="2026-09-01")
    position_id = target["id"] if again else office.position()["id"]

    answer = office.caller.post(path, json={"position_id": position_id, "effective_date": day})

    assert (answer.status_code, answer.json.get("code")) == (status, code)
    assert len(office.read(path)["items"]) == (3 if status == 201 else 2)


def test_an_assignment_needs_a_person_and_a_position(office: Any) -> None:
    employee, position = office.employee(), office.position()
    body = {"position_id": position["id"], "effective_date": "2026-09-01"}

    nobody = office.caller.post(f"/v1/employees/{new_id()}/assignments", json=body)
    nothing = office.caller.post(
        f"/v1/employees/{employee['id']}/assignments", json=body | {"position_id": str(new_id())}
    )

    assert (nobody.status_code, nobody.json["code"]) == (404, "employee-not-found")
    assert (nothing.status_code, nothing.json["code"]) == (422, "unknown-position")


def test_assignments_at_once_take_turns(office: Any) -> None:
    employee = office.employee()
    targets = [(office.position()["id"], f"2026-09-0{day}") for day in range(1, 5)]
    path = f"/v1/employees/{employee['id']}/assignments"

    def assign(target: tuple[str, str]) -> int:
        body = {"position_id": target[0], "effective_date": target[1]}
        return int(office.service.client("employee:write").post(path, json=body).status_code)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(assign, targets))

    # Who comes too late for his day is refused; whoever is taken has a version of his own.
    taken = answers.count(201)
    assert set(answers) <= {201, 422}
    assert answers[-1] == 201
    versions = [each.aggregateversion for each in office.service.published() if each.key == employee["id"]]
    assert versions == list(range(1, taken + 2))


@pytest.mark.parametrize("day", ["1945-08-16", "2101-01-01", "kemarin", "2026-02-30"])
def test_a_day_that_is_none_is_pointed_at(office: Any, day: str) -> None:
    employee = office.employee()

    for path in ("", "/profile"):
        answer = office.caller.get(f"/v1/employees/{employee['id']}{path}?as_of={day}")

        (error,) = answer.json["errors"]
        assert (answer.status_code, error["pointer"], error["in"]) == (422, "/as_of", "query")
