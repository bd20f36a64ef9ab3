"""Public services over HTTP."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.testing import ServiceUnderTest

BODY = {"code": "KTP-EL", "name": "Penerbitan KTP-el", "standard_minutes": 60}


def test_a_public_service_is_registered_and_read_back(feedback: ServiceUnderTest, unit_id: UUID) -> None:
    registered = feedback.client("feedback:write").post("/v1/public-services", json=BODY | {"unit_id": str(unit_id)})
    read = feedback.client("feedback:read").get(registered.headers["Location"])

    assert registered.status_code == 201
    assert read.json == registered.json
    assert read.json.items() >= (BODY | {"unit_id": str(unit_id)}).items()


def test_a_registration_is_announced(
    feedback: ServiceUnderTest, service_id: UUID, unit_id: UUID, events_of: Callable[[str], list[Event]]
) -> None:
    (event,) = events_of("public-service-registered")
    read = feedback.client("feedback:read").get(f"/v1/public-services/{service_id}").json

    assert (event.key, event.subject) == (str(service_id), f"public-services/{service_id}")
    assert (event.aggregateversion, event.dataclassification) == (1, "public")
    assert datetime.fromisoformat(event.data.pop("registered_at")) == datetime.fromisoformat(read["registered_at"])
    assert event.data == {
        "service_id": str(service_id),
        "unit_id": str(unit_id),
        **{name: read[name] for name in ("code", "name", "standard_minutes")},
    }


def test_a_public_service_of_an_unknown_unit_is_refused(feedback: ServiceUnderTest) -> None:
    stranger = str(new_id())

    answer = feedback.client("feedback:write").post("/v1/public-services", json=BODY | {"unit_id": stranger})

    assert (answer.status_code, answer.json["code"]) == (422, "unknown-unit")
    assert [error["pointer"] for error in answer.json["errors"]] == ["/unit_id"]
    assert stranger in answer.json["detail"]
    assert feedback.published() == []


def test_a_code_is_used_once(
    feedback: ServiceUnderTest, unit_id: UUID, service_id: UUID, events_of: Callable[[str], list[Event]]
) -> None:
    answer = feedback.client("feedback:write").post("/v1/public-services", json=BODY | {"unit_id": str(unit_id)})
    listed = feedback.client("feedback:read").get("/v1/public-services?code=KTP-EL")

    assert (answer.status_code, answer.json["code"]) == (409, "duplicate-public-service-code")
    assert [item["id"] for item in listed.json["items"]] == [str(service_id)]
    assert len(events_of("public-service-registered")) == 1


def test_public_services_are_found_by_code_and_unit(
    feedback: ServiceUnderTest,
    unit_id: UUID,
    register_service: Callable[..., UUID],
    unit_registered: Callable[..., Event],
) -> None:
    first, second = register_service("A-1"), register_service("A-2")
    elsewhere = new_id()
    feedback.deliver(unit_registered(elsewhere, code="KEC-KOTA"))
    body = BODY | {"code": "B-1", "unit_id": str(elsewhere)}
    third = UUID(feedback.client("feedback:write").post("/v1/public-services", json=body).json["id"])

    def found(query: str) -> list[UUID]:
        items = feedback.client("feedback:read").get(f"/v1/public-services?{query}").json["items"]
        return [UUID(item["id"]) for item in items]

    assert found("") == [first, second, third]
    assert found(f"unit_id={unit_id}") == [first, second]
    assert found(f"unit_id={unit_id}&code=A-2") == [second]
    assert found(f"unit_id={elsewhere}&code=A-2") == []


@pytest.mark.parametrize("field", [{"code": "ktp el"}, {"name": ""}, {"name": "a\x00b"}, {"standard_minutes": 0}])
def test_a_wrong_field_is_pointed_at(feedback: ServiceUnderTest, unit_id: UUID, field: dict[str, object]) -> None:
    body = BODY | {"unit_id": str(unit_id)} | field

    answer = feedback.client("feedback:write").post("/v1/public-services", json=body)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [f"/{next(iter(field))}"]


def test_an_unknown_public_service_is_not_found(feedback: ServiceUnderTest) -> None:
    answer = feedback.client("feedback:read").get(f"/v1/public-services/{new_id()}")

    assert (answer.status_code, answer.json["code"]) == (404, "public-service-not-found")


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        ("feedback:read", "POST", "/v1/public-services"),
        ("feedback:read", "POST", "/v1/surveys"),
        ("feedback:read", "POST", f"/v1/surveys/{UUID(int=1)}/closure"),
        ("feedback:write", "GET", "/v1/public-services"),
        ("feedback:write", "GET", "/v1/surveys"),
        ("feedback:write", "GET", "/v1/units"),
        ("feedback:write", "GET", f"/v1/satisfaction-indices/{UUID(int=1)}/decision"),
    ],
)
def test_what_is_not_public_needs_its_scope(feedback: ServiceUnderTest, scope: str, method: str, path: str) -> None:
    assert feedback.client(scope).open(path, method=method).status_code == 403
    assert feedback.client().open(path, method=method).status_code == 401
