"""A draft is revised by whoever has seen its newest version, until it is finalised."""

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
