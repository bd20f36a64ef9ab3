"""Employees over HTTP; a NIP stays where it belongs."""

import logging
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

NIP = "199001012014021007"
PPPK = "198508122022212012"


def a_body(position_id: str, **changes: Any) -> dict[str, Any]:
    body = {"nip": NIP, "name": "Pegawai Contoh", "grade": "III/a", "effective_date": "2026-01-01"}
    return body | {"position_id": position_id} | changes


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
        "employment": "PNS",
        "position_id": position["id"],
        "unit_id": position["unit_id"],
        "effective_date": "2026-01-01",
    }


def test_a_pppk_has_a_grade_of_its_own(office: Any) -> None:
    employee = office.employee(nip=PPPK, grade="IX", employment="PPPK")

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
    body = a_body(office.position()["id"], nip=nip)

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
        ({"effective_date": "2014-01-31"}, "assignment-before-appointment", "/effective_date"),
        ({"effective_date": "1945-08-16"}, "validation-error", "/effective_date"),
        ({"effective_date": "2101-01-01"}, "validation-error", "/effective_date"),
        ({"effective_date": "hari ini"}, "validation-error", "/effective_date"),
        ({"effective_date": None}, "validation-error", "/effective_date"),
    ],
)
def test_a_bad_employee_is_refused_at_its_field(office: Any, changes: dict[str, Any], code: str, pointer: str) -> None:
    answer = office.caller.post("/v1/employees", json=a_body(office.position()["id"]) | changes)

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["errors"][0]["pointer"] == pointer
    assert office.read("/v1/employees")["items"] == []


@pytest.mark.parametrize(
    ("nip", "grade", "day", "status"),
    [
        (NIP, "III/a", "2014-02-01", 201),  # the start month, not the day, is what a NIP shows
        (NIP, "III/a", "2014-01-31", 422),
        (PPPK, "IX", "2022-01-01", 201),  # of a PPPK the year alone
        (PPPK, "IX", "2021-12-31", 422),
    ],
)
def test_nobody_holds_a_position_before_the_appointment(
    office: Any, nip: str, grade: str, day: str, status: int
) -> None:
    body = a_body(office.position()["id"], nip=nip, grade=grade, effective_date=day)

    answer = office.caller.post("/v1/employees", json=body)

    assert answer.status_code == status
    assert nip not in str(answer.json.get("errors"))


def test_a_nip_is_registered_once_and_never_echoed(office: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    first = office.employee(nip=NIP)
    body = a_body(first["position_id"], name="Orang Lain", grade="III/b")

    answer = office.caller.post("/v1/employees", json=body)

    assert (answer.status_code, answer.json["code"]) == (409, "duplicate-nip")
    assert [error["pointer"] for error in answer.json["errors"]] == ["/nip"]
    kept = [answer.text, str(answer.headers), caplog.text, *map(str, office.service.published())]
    assert not any(NIP in text or "Orang Lain" in text for text in kept)
    assert len([event for event in office.service.published() if "employee-registered" in event.type]) == 1


def test_of_two_registrations_at_once_one_is_made_and_one_refused(office: Any) -> None:
    position_id = office.position()["id"]
    barrier = Barrier(2)

    def register(name: str) -> int:
        caller = office.service.client("employee:write")
        barrier.wait()
        return int(caller.post("/v1/employees", json=a_body(position_id, name=name)).status_code)

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(register, ["Satu", "Dua"]))

    assert answers == [201, 409]
    assert len(office.read(f"/v1/employees?nip={NIP}")["items"]) == 1


def test_a_repeated_request_registers_once(office: Any) -> None:
    body = a_body(office.position()["id"])
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
