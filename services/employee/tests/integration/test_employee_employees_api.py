"""Employees and assignments over HTTP; a NIP stays where it belongs."""

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

NIP = "199001012014021007"


def test_an_employee_is_registered_and_told_by_id_only(office: Any) -> None:
    position = office.position()

    employee = office.employee(nip=" 19900101 201402 1 007 ", position_id=position["id"])

    assert (employee["nip"], employee["name"], employee["employment"]) == (NIP, "Pegawai Contoh", "PNS")
    assert (employee["rank"], employee["unit_id"], employee["version"]) == ("Penata Muda", position["unit_id"], 1)
    assert office.read(f"/v1/employees/{employee['id']}") == employee
    told = office.service.published()[-1]
    assert (told.type, told.key, told.aggregateversion) == (
        "asn.employee.employee-registered.v1",
        employee["id"],
        1,
    )
    assert told.data == {
        "employee_id": employee["id"],
        "position_id": position["id"],
        "unit_id": position["unit_id"],
        "employment": "PNS",
    }


def test_a_pppk_has_a_grade_of_its_own(office: Any) -> None:
    employee = office.employee(nip="198508122022212012", grade="IX", employment="PPPK")

    assert (employee["employment"], employee["rank"], employee["unusual_start_age"]) == ("PPPK", None, False)


@pytest.mark.parametrize(
    ("nip", "code"),
    [
        ("19900101201402100", "nip-length"),
        ("19900101201402100X", "nip-not-digits"),
        ("199002302014021007", "nip-birth-date"),
        ("199001012014131007", "nip-start-month"),
        ("198508122022992012", "nip-unknown-pppk-code"),
        ("199001012014023007", "nip-sex-digit"),
        ("199001012014021000", "nip-serial"),
        ("199001019014021007", "nip-start-in-future"),
        ("199001012000021007", "nip-age-at-start"),
    ],
)
def test_a_wrong_nip_is_refused_with_its_reason_in_both_languages(office: Any, nip: str, code: str) -> None:
    body = {"nip": nip, "name": "Pegawai Contoh", "grade": "III/a", "position_id": office.position()["id"]}

    answers = [
        office.caller.post("/v1/employees", json=body, headers={"Accept-Language": language})
        for language in ("id", "en")
    ]

    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [(422, code)] * 2
    assert [answer.headers["Content-Language"] for answer in answers] == ["id", "en"]
    assert len({answer.json["errors"][0]["detail"] for answer in answers}) == 2
    for answer in answers:
        assert (answer.json["errors"][0]["pointer"], answer.json["errors"][0]["code"]) == ("/nip", code)
        assert nip not in answer.text


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"position_id": "01980a10-0000-7000-8000-000000000000"}, "unknown-position", "/position_id"),
        ({"grade": "IX"}, "unknown-grade", "/grade"),
        ({"employment": "PPPK"}, "employment-disagrees", "/employment"),
        ({"name": "Nama\x00"}, "validation-error", "/name"),
    ],
)
def test_a_bad_employee_is_refused_at_its_field(office: Any, changes: dict[str, Any], code: str, pointer: str) -> None:
    body = {"nip": NIP, "name": "Pegawai Contoh", "grade": "III/a", "position_id": office.position()["id"]}

    answer = office.caller.post("/v1/employees", json=body | changes)

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["errors"][0]["pointer"] == pointer


def test_a_nip_is_registered_once_and_never_echoed(office: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    first = office.employee(nip=NIP)
    body = {"nip": NIP, "name": "Orang Lain", "grade": "III/b", "position_id": first["position_id"]}

    answer = office.caller.post("/v1/employees", json=body)

    assert (answer.status_code, answer.json["code"]) == (409, "duplicate-nip")
    kept = [answer.text, str(answer.headers), caplog.text, *map(str, office.service.published())]
    assert not any(NIP in text or "Orang Lain" in text for text in kept)
    assert len([event for event in office.service.published() if "employee-registered" in event.type]) == 1


def test_of_two_registrations_at_once_one_is_made_and_one_refused(office: Any) -> None:
    position_id = office.position()["id"]
    barrier = Barrier(2)

    def register(name: str) -> int:
        caller = office.service.client("employee:write")
        barrier.wait()
        body = {"nip": NIP, "name": name, "grade": "III/a", "position_id": position_id}
        return int(caller.post("/v1/employees", json=body).status_code)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(register, ["Satu", "Dua"]))

    assert answers == [201, 409]
    assert len(office.read(f"/v1/employees?nip={NIP}")["items"]) == 1


def test_a_repeated_request_registers_once(office: Any) -> None:
    body = {"nip": NIP, "name": "Pegawai Contoh", "grade": "III/a", "position_id": office.position()["id"]}
    key = {"Idempotency-Key": '"register-once"'}

    first = office.caller.post("/v1/employees", json=body, headers=key)
    second = office.caller.post("/v1/employees", json=body, headers=key)

    assert (first.status_code, second.status_code, second.json) == (201, 201, first.json)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers["Location"] == f"/v1/employees/{first.json['id']}"


def test_employees_are_found_by_nip_and_by_unit(office: Any) -> None:
    one, other = office.employee(nip=NIP), office.employee()

    by_nip = office.caller.get("/v1/employees", query_string={"nip": "19900101 201402 1 007"}).json["items"]
    by_unit = office.read(f"/v1/employees?unit_id={other['unit_id']}")["items"]

    assert ([each["id"] for each in by_nip], [each["id"] for each in by_unit]) == ([one["id"]], [other["id"]])
    assert office.read("/v1/employees?nip=123")["items"] == []


def test_employees_are_closed_without_a_scope(office: Any) -> None:
    reader, nobody = office.service.client("employee:read"), office.service.client()

    assert nobody.get("/v1/employees").status_code == 401
    assert reader.post("/v1/employees", json={}).status_code == 403
    assert office.service.client("events:read").get("/v1/employees").status_code == 403


def test_an_assignment_moves_the_employee_and_is_told(office: Any) -> None:
    employee, target = office.employee(), office.position()

    assignment = office.create(
        f"/v1/employees/{employee['id']}/assignments", position_id=target["id"], effective_date="2026-09-01"
    )

    moved = office.read(f"/v1/employees/{employee['id']}")
    told = office.service.published()[-1]
    assert (moved["position_id"], moved["unit_id"], moved["since"], moved["version"]) == (
        target["id"],
        target["unit_id"],
        "2026-09-01",
        2,
    )
    assert (told.type, told.key, told.aggregateversion) == ("asn.employee.employee-assigned.v1", employee["id"], 2)
    assert told.data["position_id"] == target["id"]
    assert office.read(f"/v1/employees/{employee['id']}/assignments")["items"] == [assignment]
    assert not {"nip", "name"} & assignment.keys()


@pytest.mark.parametrize(
    ("again", "day", "status", "code"),
    [
        (True, "2026-09-02", 409, "already-in-position"),
        (False, "2026-08-31", 422, "assignment-too-early"),
    ],
)
def test_an_impossible_assignment_is_refused(office: Any, *, again: bool, day: str, status: int, code: str) -> None:
    employee, target = office.employee(), office.position()
    path = f"/v1/employees/{employee['id']}/assignments"
    office.create(path, position_id=target["id"], effective_date="2026-09-01")
    position_id = target["id"] if again else office.position()["id"]

    answer = office.caller.post(path, json={"position_id": position_id, "effective_date": day})

    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_assignments_at_once_take_turns(office: Any) -> None:
    employee = office.employee()
    targets = [office.position()["id"] for _ in range(4)]
    path = f"/v1/employees/{employee['id']}/assignments"

    def assign(position_id: str) -> int:
        body = {"position_id": position_id, "effective_date": "2026-09-01"}
        return int(office.service.client("employee:write").post(path, json=body).status_code)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(assign, targets))

    assert answers == [201] * 4
    versions = [each.aggregateversion for each in office.service.published() if each.key == employee["id"]]
    assert versions == [1, 2, 3, 4, 5]
