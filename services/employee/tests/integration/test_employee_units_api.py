"""Units and the competency dictionary over HTTP."""

from typing import Any

import pytest


def test_a_unit_is_registered_and_told(office: Any) -> None:
    city = office.unit(code="PEMKO", name="Pemerintah Kota Sibolga", kind="KOTA")

    unit = office.unit(code="DISDUKCAPIL", parent_code="PEMKO")

    assert unit["parent_id"] == city["id"]
    assert office.read(f"/v1/units/{unit['id']}") == unit
    event = office.service.published()[-1]
    assert (event.type, event.key, event.aggregateversion) == ("asn.employee.unit-registered.v1", unit["id"], 1)
    assert event.data == {
        "unit_id": unit["id"],
        "code": "DISDUKCAPIL",
        "name": "Dinas Contoh",
        "kind": "DINAS",
        "parent_id": city["id"],
    }


def test_a_unit_code_is_unique(office: Any) -> None:
    office.unit(code="DISDUKCAPIL")

    answer = office.caller.post("/v1/units", json={"code": "DISDUKCAPIL", "name": "Lain", "kind": "DINAS"})

    assert (answer.status_code, answer.json["code"]) == (409, "duplicate-unit-code")
    assert len(office.service.published()) == 1


def test_an_unknown_parent_is_pointed_at(office: Any) -> None:
    answer = office.caller.post(
        "/v1/units", json={"code": "UPTD", "name": "UPTD", "kind": "OTHER", "parent_code": "NOWHERE"}
    )

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/parent_code")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"code": "kecil"}, "/code"),
        ({"kind": "DESA"}, "/kind"),
        ({"name": ""}, "/name"),
        ({"budget": 5}, "/budget"),
    ],
)
def test_a_bad_unit_is_refused_at_its_field(office: Any, changes: dict[str, Any], pointer: str) -> None:
    answer = office.caller.post("/v1/units", json={"code": "UPTD", "name": "UPTD", "kind": "OTHER"} | changes)

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)


def test_units_are_listed_by_page_code_and_kind(office: Any) -> None:
    codes = [office.unit()["code"] for _ in range(5)]
    office.unit(code="BKPSDM", kind="BADAN")

    first = office.read("/v1/units?limit=2&kind=DINAS")
    second = office.read(f"/v1/units?limit=3&kind=DINAS&cursor={first['next_cursor']}")  # another limit is fine

    assert [unit["code"] for unit in first["items"] + second["items"]] == codes
    assert second["next_cursor"] is None
    assert [unit["code"] for unit in office.read("/v1/units?code=BKPSDM")["items"]] == ["BKPSDM"]


def test_what_is_not_there_is_not_found(office: Any) -> None:
    nowhere = "01980a10-0000-7000-8000-000000000000"

    for path, code in [
        ("units", "unit-not-found"),
        ("competencies", "competency-not-found"),
        ("positions", "position-not-found"),
        ("employees", "employee-not-found"),
    ]:
        answer = office.caller.get(f"/v1/{path}/{nowhere}")
        assert (answer.status_code, answer.json["code"]) == (404, code)


def test_the_dictionary_holds_the_nine_competencies_with_their_source(office: Any) -> None:
    items = office.read("/v1/competencies")["items"]

    assert [item["code"] for item in items if item["kind"] == "SOCIOCULTURAL"] == ["PEREKAT_BANGSA"]
    assert len([item for item in items if item["kind"] == "MANAGERIAL"]) == 8
    assert all("PermenPANRB 38/2017" in item["source"] for item in items)
    shipped = office.read("/v1/references/competencies")["items"]
    assert [(item["code"], item["name"]) for item in items] == [(each["code"], each["label_id"]) for each in shipped]


def test_a_technical_competency_is_added_once(office: Any) -> None:
    body = {"code": "PENERBITAN_KTP", "name": "Penerbitan KTP-el", "source": "Contoh kamus teknis"}
    added = office.create("/v1/competencies", **body)

    again = office.caller.post("/v1/competencies", json=body)

    assert (added["kind"], added["version"]) == ("TECHNICAL", 1)
    (told,) = office.service.published()
    assert (told.type, told.key, told.aggregateversion) == ("asn.employee.competency-defined.v1", added["id"], 1)
    assert told.data == {"competency_id": added["id"], "kind": "TECHNICAL"} | body
    assert office.read(f"/v1/competencies/{added['id']}") == added
    assert (again.status_code, again.json["code"]) == (409, "duplicate-competency-code")
