"""Positions and standards over HTTP."""

from typing import Any

import pytest
from sqlalchemy import event as sql


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
        "serves_public": True,
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


def test_a_revised_standard_is_the_next_version(office: Any) -> None:
    position = office.position()
    standard = [{"competency_code": "INTEGRITAS", "level": 4}]

    revised = office.create(f"/v1/positions/{position['id']}/standards", standard=standard, effective_date="2026-07-01")

    told = office.service.published()[-1]
    assert (revised["version"], revised["standard"], revised["effective_date"]) == (2, standard, "2026-07-01")
    assert (told.aggregateversion, told.data["standard"], told.data["effective_date"]) == (2, standard, "2026-07-01")
    assert office.read(f"/v1/positions/{position['id']}") == revised


def test_a_revision_that_is_not_later_is_pointed_at(office: Any) -> None:
    position = office.position()

    answer = office.caller.post(
        f"/v1/positions/{position['id']}/standards",
        json={"standard": position["standard"], "effective_date": "2026-01-01"},
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
    ],
)
def test_a_bad_position_is_refused_at_its_field(office: Any, changes: dict[str, Any], code: str, pointer: str) -> None:
    good = {
        "code": "JAB-9",
        "title": "Operator",
        "unit_id": office.unit()["id"],
        "job_level": "OPERATOR",
        "serves_public": True,
        "standard": [{"competency_code": "INTEGRITAS", "level": 1}],
        "effective_date": "2026-01-01",
    }

    answer = office.caller.post("/v1/positions", json=good | changes)

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["errors"][0]["pointer"] == pointer


def test_a_position_code_is_unique(office: Any) -> None:
    position = office.position()
    body = {name: position[name] for name in ("title", "unit_id", "job_level", "serves_public", "effective_date")}

    answer = office.caller.post("/v1/positions", json=body | {"code": position["code"]})

    assert (answer.status_code, answer.json["code"]) == (409, "duplicate-position-code")


def test_a_list_costs_the_same_queries_whatever_its_length(office: Any) -> None:
    unit = office.unit()
    for _ in range(6):
        office.position(unit_id=unit["id"])
    statements: list[str] = []
    engine = office.service.database.engine

    @sql.listens_for(engine, "before_cursor_execute")
    def keep(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    page = office.read(f"/v1/positions?unit_id={unit['id']}")

    sql.remove(engine, "before_cursor_execute", keep)
    assert len(page["items"]) == 6
    assert len(statements) == 2
