"""Positions and standards over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event as sql

from asn_chassis.clock import now
from asn_chassis.ids import new_id
from asn_chassis.parts import parts
from asn_kernel.business_day import business_day

TODAY = business_day(now())
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
STANDARD = [{"competency_code": "INTEGRITAS", "level": 4}]


def test_a_position_is_defined_and_its_standard_told(office: Any) -> None:
    unit = office.unit()

    position = office.position(unit_id=unit["id"])

    told = office.service.published()[-1]
    assert (told.type, told.key, told.aggregateversion) == (
        "asn.employee.position-standard-set.v1",
        position["id"],
        1,
    )
    assert told.data == {
        "position_id": position["id"],
        "unit_id": unit["id"],
        "title": "Operator layanan",
        "job_level": "OPERATOR",
        "service_ids": [],
        "standard": [
            {"competency_code": "KOMUNIKASI", "level": 2},
            {"competency_code": "PELAYANAN_PUBLIK", "level": 3},
        ],
        "effective_date": "2026-01-01",
    }
    assert position["standard"] == told.data["standard"]
    assert office.read(f"/v1/positions/{position['id']}") == position


def test_without_a_standard_the_expected_levels_count(office: Any) -> None:
    position = office.position(job_level="PENGAWAS", standard=None)

    assert {line["level"] for line in position["standard"]} == {2}
    assert len(position["standard"]) == 9
    assert (position["decision"]["policy"], position["decision"]["rule_version"]) == (
        "expected-level",
        "expected-levels-2017.1",
    )
    assert "Pengawas" in position["decision"]["reasons"][0]["text_id"]
    assert "PENGAWAS" not in position["decision"]["reasons"][0]["text_id"]
    assert office.read(f"/v1/positions/{position['id']}") == position


@pytest.mark.parametrize(("day", "status"), [("2016-12-31", 422), ("2017-01-01", 201)])
def test_no_standard_is_proposed_for_a_day_before_there_was_a_rule(office: Any, day: str, status: int) -> None:
    body = {
        "code": "JAB-9",
        "title": "Operator",
        "unit_id": office.unit()["id"],
        "job_level": "OPERATOR",
        "service_ids": [],
        "effective_date": day,
    }

    answer = office.caller.post("/v1/positions", json=body)

    assert answer.status_code == status
    if status == 422:
        assert (answer.json["code"], answer.json["errors"][0]["pointer"]) == ("no-rule-in-force", "/effective_date")
        assert office.read("/v1/positions")["items"] == []
    # Who states the standard needs no rule.
    stated = office.caller.post("/v1/positions", json=body | {"code": "JAB-10", "standard": STANDARD})
    assert (stated.status_code, stated.json["decision"]) == (201, None)


def test_a_position_says_which_services_its_holder_serves_and_from_when(office: Any) -> None:
    one, other = office.public_service(), office.public_service()
    office.service.deliver(one, other)
    ids = sorted(event.key for event in (one, other))
    position = office.position(service_ids=[ids[0], ids[0]])

    revised = office.create(
        f"/v1/positions/{position['id']}/standards", standard=STANDARD, service_ids=ids, effective_date=str(TOMORROW)
    )

    path = f"/v1/positions/{position['id']}"
    assert (revised["service_ids"], revised["as_of"]) == (ids, str(TOMORROW))
    assert office.read(path)["service_ids"] == [ids[0]]
    assert office.read(f"{path}?as_of={TOMORROW}")["service_ids"] == ids
    told = [event.data["service_ids"] for event in office.service.published() if "standard-set" in event.type]
    assert told == [[ids[0]], ids]


def test_a_service_that_is_not_known_is_pointed_at_until_it_is(office: Any) -> None:
    service = office.public_service()
    body = {
        "code": "JAB-9",
        "title": "Operator",
        "unit_id": office.unit()["id"],
        "job_level": "OPERATOR",
        "service_ids": [service.key],
        "standard": STANDARD,
        "effective_date": "2026-01-01",
    }

    early = office.caller.post("/v1/positions", json=body)
    assert office.read(f"/v1/public-services?code={service.data['code']}")["items"] == []
    office.service.deliver(service)

    assert (early.status_code, early.json["code"]) == (422, "unknown-public-service")
    assert early.json["errors"][0]["pointer"] == "/service_ids"
    assert [each["id"] for each in office.read(f"/v1/public-services?code={service.data['code']}")["items"]] == [
        service.key
    ]
    assert office.caller.post("/v1/positions", json=body).status_code == 201
    revision = {"standard": STANDARD, "service_ids": [str(new_id())], "effective_date": "2026-02-01"}
    position = office.read("/v1/positions")["items"][0]
    refused = office.caller.post(f"/v1/positions/{position['id']}/standards", json=revision)
    assert (refused.status_code, refused.json["code"]) == (422, "unknown-public-service")


def test_before_its_first_standard_a_position_asks_for_nothing(office: Any) -> None:
    position = office.position(effective_date=str(TOMORROW))

    path = f"/v1/positions/{position['id']}"
    today, listed = office.read(path), office.read("/v1/positions")["items"][0]
    assert (position["effective_date"], position["as_of"]) == (str(TOMORROW), str(TOMORROW))
    assert (today["standard"], today["service_ids"], today["effective_date"]) == ([], [], None)
    assert today == listed
    assert office.read(f"/v1/positions?as_of={TOMORROW}")["items"] == [position]


def test_a_standard_of_tomorrow_does_nothing_today(office: Any) -> None:
    position = office.position(effective_date=str(YESTERDAY))
    employee = office.employee(position_id=position["id"])

    office.create(
        f"/v1/positions/{position['id']}/standards", standard=STANDARD, service_ids=[], effective_date=str(TOMORROW)
    )

    def asked(day: Any) -> list[str]:
        lines = office.read(f"/v1/employees/{employee['id']}/profile?as_of={day}")["competencies"]
        return [line["competency_code"] for line in lines]

    assert (asked(TODAY), asked(TOMORROW)) == (["KOMUNIKASI", "PELAYANAN_PUBLIK"], ["INTEGRITAS"])
    assert asked(YESTERDAY - timedelta(days=1)) == []


def test_a_revised_standard_is_the_next_version(office: Any) -> None:
    position = office.position()
    standard = STANDARD

    revised = office.create(
        f"/v1/positions/{position['id']}/standards", standard=standard, service_ids=[], effective_date="2026-07-01"
    )

    told = office.service.published()[-1]
    assert (revised["version"], revised["standard"], revised["effective_date"]) == (2, standard, "2026-07-01")
    assert (told.aggregateversion, told.data["standard"], told.data["effective_date"]) == (2, standard, "2026-07-01")
    assert office.read(f"/v1/positions/{position['id']}") == revised


def test_a_revision_that_is_not_later_is_pointed_at(office: Any) -> None:
    position = office.position()

    answer = office.caller.post(
        f"/v1/positions/{position['id']}/standards",
        json={"standard": position["standard"], "service_ids": [], "effective_date": "2026-01-01"},
    )

    assert (answer.status_code, answer.json["code"]) == (422, "standard-not-later")
    assert answer.json["errors"][0]["pointer"] == "/effective_date"


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"unit_id": "01980a10-0000-7000-8000-000000000000"}, "unknown-unit", "/unit_id"),
        (
            {"standard": [{"competency_code": "TERBANG", "level": 1}]},
            "unknown-competency",
            "/standard",
        ),
        (
            {"standard": [{"competency_code": "INTEGRITAS", "level": 6}]},
            "validation-error",
            "/standard/0/level",
        ),
        (
            {"standard": [{"competency_code": "INTEGRITAS", "level": 1}] * 2},
            "validation-error",
            "/standard",
        ),
        ({"standard": []}, "validation-error", "/standard"),
        ({"job_level": "BUPATI"}, "validation-error", "/job_level"),
        ({"service_ids": ["bukan-uuid"]}, "validation-error", "/service_ids/0"),
        ({"service_ids": None}, "validation-error", "/service_ids"),
        ({"serves_public": True}, "validation-error", "/serves_public"),
        ({"effective_date": "1945-08-16"}, "validation-error", "/effective_date"),
        ({"effective_date": "2101-01-01"}, "validation-error", "/effective_date"),
    ],
)
def test_a_bad_position_is_refused_at_its_field(office: Any, changes: dict[str, Any], code: str, pointer: str) -> None:
    good = {
        "code": "JAB-9",
        "title": "Operator",
        "unit_id": office.unit()["id"],
        "job_level": "OPERATOR",
        "service_ids": [],
        "standard": [{"competency_code": "INTEGRITAS", "level": 1}],
        "effective_date": "2026-01-01",
    }

    answer = office.caller.post("/v1/positions", json=good | changes)

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["errors"][0]["pointer"] == pointer


def test_a_position_code_is_unique(office: Any) -> None:
    position = office.position()
    body = {name: position[name] for name in ("title", "unit_id", "job_level", "service_ids", "effective_date")}

    answer = office.caller.post("/v1/positions", json=body | {"code": position["code"]})

    assert (answer.status_code, answer.json["code"]) == (409, "duplicate-position-code")


def test_a_list_costs_the_same_queries_whatever_its_length(office: Any) -> None:
    unit = office.unit()
    for _ in range(6):
        office.position(unit_id=unit["id"])
    statements: list[str] = []
    engine = parts(office.service.app).database.engine

    @sql.listens_for(engine, "before_cursor_execute")
    def keep(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    page = office.read(f"/v1/positions?unit_id={unit['id']}")

    sql.remove(engine, "before_cursor_execute", keep)
    assert len(page["items"]) == 6
    assert len(statements) == 2
