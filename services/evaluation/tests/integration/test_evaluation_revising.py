"""A draft is revised or withdrawn by whoever has seen its newest version, until it is finalised."""

from typing import Any
from uuid import UUID

import pytest

from asn_chassis.ids import new_id

PATCH = "application/merge-patch+json"


@pytest.fixture
def draft(world: Any, employee_id: UUID) -> Any:
    """Return an opened draft."""
    opened = world.post("/evaluations", world.draft(employee_id))
    assert (opened.status_code, opened.headers["ETag"]) == (201, '"1"')
    return opened.json


def change(world: Any, draft: Any, *, seen: str = '"1"', **changes: Any) -> Any:
    caller = world.service.client("evaluation:read", "evaluation:write")
    path = f"/v1/evaluations/{draft['id']}"
    return caller.patch(path, json=changes, headers={"If-Match": seen}, content_type=PATCH)


def test_a_draft_is_revised_and_judged_by_what_it_says_last(world: Any, draft: Any) -> None:
    levels = [{"competency_code": "KOMUNIKASI", "level": 2}]

    revised = change(world, draft, behaviour="DIBAWAH_EKSPEKTASI", discipline="BERAT", assessed=levels)
    world.post(f"/evaluations/{draft['id']}/finalisation")

    assert (revised.status_code, revised.headers["ETag"]) == (200, '"2"')
    assert (revised.json["discipline"], revised.json["assessed"]) == ("BERAT", levels)
    (finalised,) = world.published("evaluation-finalised")
    assert (finalised.data["behaviour"], finalised.data["assessed"]) == ("DIBAWAH_EKSPEKTASI", levels)
    assert finalised.aggregateversion == 3


def test_a_draft_is_nobody_s_business(world: Any, draft: Any) -> None:
    change(world, draft, behaviour="SESUAI_EKSPEKTASI")

    assert world.published() == []


@pytest.mark.parametrize(
    ("seen", "changes", "code"),
    [
        ('"2"', {"discipline": "BERAT"}, "precondition-failed"),
        ('"1"', {"assessor_id": "herself"}, "assessor-is-employee"),
        ('"1"', {"assessor_id": str(new_id())}, "unknown-assessor"),
        ('"1"', {"assessed": [{"competency_code": "BELUM_ADA", "level": 2}]}, "unknown-competency"),
        ('"1"', {"assessed": [{"competency_code": "KOMUNIKASI", "level": 2}] * 2}, "competency-assessed-twice"),
        ('"1"', {"work_result": None}, "validation-error"),
        ('"1"', {"employee_id": str(new_id())}, "validation-error"),
        ('"1"', {"period": "2025"}, "validation-error"),
    ],
)
def test_a_wrong_revision_changes_nothing(
    world: Any, draft: Any, seen: str, changes: dict[str, Any], code: str
) -> None:
    if changes.get("assessor_id") == "herself":
        changes = {"assessor_id": draft["employee_id"]}

    answer = change(world, draft, seen=seen, **changes)

    assert answer.json["code"] == code
    if code == "competency-assessed-twice":
        assert answer.json["remedy"] == "Kirim satu tingkat untuk setiap kompetensi."
    assert world.get(f"/evaluations/{draft['id']}", "evaluation:write") == draft


def test_what_is_finalised_is_not_revised(world: Any, draft: Any) -> None:
    world.post(f"/evaluations/{draft['id']}/finalisation")

    answer = change(world, draft, seen="*", discipline="BERAT")

    assert (answer.status_code, answer.json["code"]) == (409, "evaluation-already-finalised")


def withdraw(world: Any, draft: Any, *, seen: str | None = '"1"', **body: str) -> Any:
    caller = world.service.client("evaluation:read", "evaluation:write")
    headers = {} if seen is None else {"If-Match": seen}
    body = body or {"reason": "Periode keliru"}
    return caller.post(f"/v1/evaluations/{draft['id']}/withdrawal", json=body, headers=headers)


def test_a_withdrawn_draft_stays_to_be_read_and_makes_room_for_another(
    world: Any, draft: Any, employee_id: UUID
) -> None:
    answer = withdraw(world, draft)

    assert (answer.status_code, answer.headers["ETag"]) == (201, '"2"')
    assert (answer.json["state"], answer.json["withdrawal_reason"]) == ("WITHDRAWN", "Periode keliru")
    assert world.get(f"/evaluations/{draft['id']}", "evaluation:write") == answer.json
    again = world.post("/evaluations", world.draft(employee_id))
    assert again.status_code == 201
    assert world.post("/evaluations", world.draft(employee_id)).json["code"] == "evaluation-already-exists"
    assert [each["id"] for each in world.get("/evaluations", state="WITHDRAWN")["items"]] == [draft["id"]]
    assert world.published() == [], "a draft is nobody's business, nor is its end"
    assert world.post(f"/evaluations/{again.json['id']}/finalisation").status_code == 201


@pytest.mark.parametrize(
    ("seen", "body", "code"),
    [
        (None, {"reason": "x"}, "precondition-required"),
        ('"2"', {"reason": "x"}, "precondition-failed"),
        ('"1"', {"reason": " "}, "validation-error"),
        ('"1"', {"reason": "x", "state": "DRAFT"}, "validation-error"),
    ],
)
def test_a_wrong_withdrawal_changes_nothing(
    world: Any, draft: Any, seen: str | None, body: dict[str, str], code: str
) -> None:
    assert withdraw(world, draft, seen=seen, **body).json["code"] == code
    assert world.get(f"/evaluations/{draft['id']}", "evaluation:write") == draft


def test_a_withdrawn_draft_is_not_withdrawn_revised_or_finalised(world: Any, draft: Any) -> None:
    withdraw(world, draft)

    answers = (
        withdraw(world, draft, seen="*"),
        change(world, draft, seen="*", discipline="BERAT"),
        world.post(f"/evaluations/{draft['id']}/finalisation"),
    )

    assert [(each.status_code, each.json["code"]) for each in answers] == [(409, "evaluation-withdrawn")] * 3


def test_what_is_finalised_is_not_withdrawn(world: Any, draft: Any) -> None:
    world.post(f"/evaluations/{draft['id']}/finalisation")

    assert withdraw(world, draft, seen="*").json["code"] == "evaluation-already-finalised"
