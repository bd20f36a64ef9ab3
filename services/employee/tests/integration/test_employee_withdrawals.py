"""A unit or a position ends on a day, with a reason, once nothing that lives hangs on it; before that day it stands."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from asn_chassis.clock import now
from asn_kernel.business_day import business_day

PATCH = "application/merge-patch+json"
TODAY = business_day(now())
YESTERDAY, TOMORROW, LATER = (TODAY + timedelta(days=days) for days in (-1, 1, 30))
WITHDRAWN = "asn.employee.{}-withdrawn.v1"


@pytest.fixture
def withdraw(office: Any) -> Callable[..., Any]:
    """Return a function that withdraws a unit or a position from a day on, today unless it is given."""

    def withdraw_(what: Any, kind: str, *, since: object = TODAY, seen: str | None = "*", by: Any = None) -> Any:
        headers = {} if seen is None else {"If-Match": seen}
        body = {"effective_date": str(since), "reason": "Perampingan organisasi"}
        return (by or office.caller).post(f"/v1/{kind}/{what['id']}/withdrawal", json=body, headers=headers)

    return withdraw_


def codes(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def listed(office: Any, kind: str, day: object = TODAY) -> set[str]:
    return {each["id"] for each in office.read(f"/v1/{kind}?as_of={day}")["items"]}


def told(office: Any, kind: str) -> list[Any]:
    return [event for event in office.service.published() if event.type == WITHDRAWN.format(kind)]


@pytest.mark.parametrize("kind", ["unit", "position"])
def test_what_ends_is_told_without_its_reason_and_seen_as_of_earlier_days(
    office: Any, withdraw: Callable[..., Any], kind: str
) -> None:
    what, path = getattr(office, kind)(), f"/v1/{kind}s"

    answer = withdraw(what, f"{kind}s", since=TOMORROW, seen='"1"')

    assert (answer.status_code, answer.json["version"]) == (201, 2)
    assert (answer.json["withdrawal_date"], answer.json["withdrawal_reason"]) == (
        str(TOMORROW),
        "Perampingan organisasi",
    )
    assert office.read(f"{path}/{what['id']}") == answer.json
    assert what["id"] in listed(office, f"{kind}s")
    assert what["id"] not in listed(office, f"{kind}s", TOMORROW)
    assert office.read(f"{path}?code={what['code']}")["items"] == [answer.json]
    (event,) = told(office, kind)
    assert (event.key, event.aggregateversion) == (what["id"], 2)
    assert event.data["effective_date"] == str(TOMORROW)
    assert "Perampingan" not in str(event.data)


@pytest.mark.parametrize("kind", ["unit", "position"])
def test_it_is_withdrawn_once_and_never_changed_or_used_after(
    office: Any, withdraw: Callable[..., Any], kind: str
) -> None:
    what = getattr(office, kind)()
    withdraw(what, f"{kind}s", since=LATER)

    again = withdraw(what, f"{kind}s", since=TODAY)
    changes = {"unit": {"name": "Lain"}, "position": {"title": "Lain"}}[kind]
    path = f"/v1/{kind}s/{what['id']}"
    corrected = office.caller.patch(path, json=changes, headers={"If-Match": "*"}, content_type=PATCH)

    assert [codes(each) for each in (again, corrected)] == [(409, f"{kind}-withdrawn")] * 2
    assert str(LATER) in again.json["detail"]
    assert len(told(office, kind)) == 1


@pytest.mark.parametrize(("seen", "code"), [(None, "precondition-required"), ('"2"', "precondition-failed")])
@pytest.mark.parametrize("kind", ["unit", "position"])
def test_a_withdrawal_names_the_version_that_its_author_has_seen(
    office: Any, withdraw: Callable[..., Any], kind: str, seen: str | None, code: str
) -> None:
    what = getattr(office, kind)()

    assert withdraw(what, f"{kind}s", seen=seen).json["code"] == code
    assert office.read(f"/v1/{kind}s/{what['id']}")["withdrawal_date"] is None


@pytest.mark.parametrize("changes", [{"reason": ""}, {"reason": None}, {"effective_date": "kemarin"}, {"date": "x"}])
def test_a_withdrawal_has_a_day_and_a_reason(office: Any, changes: dict[str, Any]) -> None:
    unit = office.unit()
    body = {"effective_date": str(TODAY), "reason": "x"} | changes
    path = f"/v1/units/{unit['id']}/withdrawal"

    answer = office.caller.post(path, json=body, headers={"If-Match": "*"})

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, f"/{next(iter(changes))}")


def test_a_unit_stays_while_units_or_positions_below_it_stand(office: Any, withdraw: Callable[..., Any]) -> None:
    top = office.unit(code="DINAS")
    below, position = office.unit(code="BIDANG", parent_code="DINAS"), office.position(unit_id=top["id"])

    refused = withdraw(top, "units")
    assert codes(refused) == (409, "unit-in-use")
    assert all(code in refused.json["detail"] for code in ("BIDANG", position["code"]))

    withdraw(below, "units", since=TOMORROW)
    withdraw(position, "positions", since=TODAY)
    assert codes(withdraw(top, "units", since=TODAY)) == (409, "unit-in-use"), "the unit below stands until tomorrow"
    assert withdraw(top, "units", since=TOMORROW).status_code == 201


def test_a_position_stays_while_somebody_holds_it_or_will(office: Any, withdraw: Callable[..., Any]) -> None:
    position, other = office.position(), office.position()
    leaving = office.employee(position_id=position["id"])

    refused = withdraw(position, "positions")
    assert codes(refused) == (409, "position-held")
    assert "1 pegawai" in refused.json["detail"]
    assert leaving["id"] not in refused.text

    office.create(f"/v1/employees/{leaving['id']}/assignments", position_id=other["id"], effective_date=str(TOMORROW))
    assert codes(withdraw(position, "positions", since=TODAY)) == (409, "position-held"), "until tomorrow she holds it"
    assert codes(withdraw(other, "positions", since=TODAY)) == (409, "position-held"), "from tomorrow she holds it"
    assert withdraw(position, "positions", since=TOMORROW).status_code == 201
    career = office.read(f"/v1/employees/{leaving['id']}/assignments")["items"]
    assert [step["position_id"] for step in career] == [position["id"], other["id"]]


def test_nothing_new_comes_below_what_has_an_end(office: Any, withdraw: Callable[..., Any]) -> None:
    unit, employee = office.unit(code="DINAS"), office.employee()
    position = office.position()
    withdraw(unit, "units", since=LATER)
    withdraw(position, "positions", since=LATER)
    caller, other = office.caller, office.unit()
    own = {"service_ids": [], "effective_date": "2026-02-01"}
    standard = [{"competency_code": "KOMUNIKASI", "level": 2}]
    defined = {"code": "BARU", "title": "Baru", "job_level": "OPERATOR", "unit_id": unit["id"], **own}
    person = {"nip": office.nip(), "name": "Baru", "grade": "III/a", "effective_date": "2026-01-01"}

    below = [
        caller.post("/v1/units", json={"code": "BARU", "name": "Baru", "kind": "OTHER", "parent_code": "DINAS"}),
        caller.post("/v1/positions", json=defined | {"standard": standard}),
        caller.patch(
            f"/v1/units/{other['id']}",
            json={"parent_code": "DINAS"},
            headers={"If-Match": "*"},
            content_type=PATCH,
        ),
    ]
    held = [
        caller.post("/v1/employees", json=person | {"position_id": position["id"]}),
        caller.post(
            f"/v1/employees/{employee['id']}/assignments",
            json={"position_id": position["id"], "effective_date": str(TODAY)},
        ),
        caller.post(f"/v1/positions/{position['id']}/standards", json=own | {"standard": standard}),
    ]

    assert [codes(each) for each in below] == [(409, "unit-withdrawn")] * 3
    assert [codes(each) for each in held] == [(409, "position-withdrawn")] * 3


def test_a_head_withdraws_below_her_unit_alone(office: Any, withdraw: Callable[..., Any]) -> None:
    mine, theirs = office.unit(code="MINE"), office.unit(code="THEIRS")
    section, seat = office.unit(parent_code="MINE"), office.position(unit_id=mine["id"])
    head = office.service.client("employee:write", reach="subtree", unit=mine["id"])

    assert codes(withdraw(theirs, "units", by=head)) == (404, "unit-not-found")
    assert codes(withdraw(office.position(unit_id=theirs["id"]), "positions", by=head)) == (404, "position-not-found")
    assert withdraw(section, "units", by=head).status_code == 201
    stranger = office.employee()
    office.create(f"/v1/employees/{stranger['id']}/assignments", position_id=seat["id"], effective_date=str(TOMORROW))
    assert codes(withdraw(seat, "positions", by=head)) == (409, "position-held"), "also by somebody out of her reach"


def test_a_withdrawal_and_what_would_hang_on_it_at_once_never_both_count(
    office: Any, withdraw: Callable[..., Any]
) -> None:
    def both(first: Callable[[], Any], second: Callable[[], Any]) -> list[int]:
        start = Barrier(2)

        def run(step: Callable[[], Any]) -> int:
            start.wait()
            return int(step().status_code)

        with ThreadPoolExecutor(2) as pool:
            return sorted(pool.map(run, [first, second]))

    for number in range(3):
        unit, position, employee = office.unit(code=f"U-{number}"), office.position(), office.employee()
        one, other = (office.service.client("employee:read", "employee:write") for _ in range(2))
        child = {"code": f"C-{number}", "name": "Bidang", "kind": "OTHER", "parent_code": f"U-{number}"}
        move = {"position_id": position["id"], "effective_date": str(TODAY)}
        path = f"/v1/employees/{employee['id']}/assignments"

        found = [
            both(lambda: one.post("/v1/units", json=child), lambda: withdraw(unit, "units", by=other)),  # noqa: B023
            both(lambda: one.post(path, json=move), lambda: withdraw(position, "positions", by=other)),  # noqa: B023
        ]

        assert found == [[201, 409]] * 2
