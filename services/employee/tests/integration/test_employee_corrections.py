"""Corrections: only by whoever has seen the newest version, each a fact of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

UNIT_REVISED = "asn.employee.unit-revised.v1"
PATCH = "application/merge-patch+json"


def patch(office: Any, path: str, body: Any, *, seen: str | None = None, content_type: str = PATCH) -> Any:
    """Send a merge patch; `seen` is the If-Match, the present ETag unless it is given, none at all where empty."""
    tag = office.caller.get(path).headers["ETag"] if seen is None else seen
    headers = {"If-Match": tag} if tag else {}
    return office.caller.patch(path, json=body, headers=headers, content_type=content_type)


@pytest.fixture
def unit(office: Any) -> str:
    """Return the address of a unit."""
    return f"/v1/units/{office.unit(code='DISDUKCAPIL')['id']}"


def test_a_unit_is_revised_and_told_whole(office: Any, unit: str) -> None:
    top = office.unit(code="PEMKO", kind="KOTA")
    tag = office.caller.get(unit).headers["ETag"]

    answer = patch(office, unit, {"name": "Dinas Baru", "parent_code": "PEMKO"})

    assert (answer.status_code, answer.json["name"], answer.json["parent_id"]) == (200, "Dinas Baru", top["id"])
    assert (tag, answer.headers["ETag"], answer.json["version"]) == ('"1"', '"2"', 2)
    assert office.read(unit) == answer.json
    event = office.service.published()[-1]
    assert (event.type, event.key, event.aggregateversion) == (UNIT_REVISED, answer.json["id"], 2)
    assert event.data == {
        "unit_id": answer.json["id"],
        "code": "DISDUKCAPIL",
        "name": "Dinas Baru",
        "kind": "DINAS",
        "parent_id": top["id"],
    }


@pytest.mark.parametrize(
    ("seen", "status", "code"),
    [
        ("", 428, "precondition-required"),
        ('"2"', 412, "precondition-failed"),
        ('"0"', 412, "precondition-failed"),
        ('W/"1"', 412, "precondition-failed"),
        ('"somebody else\'s"', 412, "precondition-failed"),
        ('"99999999999999999999"', 412, "precondition-failed"),
        ('"7", "8"', 412, "precondition-failed"),
        ('"1"', 200, "DISDUKCAPIL"),
        ('"7", "1"', 200, "DISDUKCAPIL"),
        ("*", 200, "DISDUKCAPIL"),
    ],
)
def test_a_change_names_the_version_that_its_author_has_seen(
    office: Any, unit: str, seen: str, status: int, code: str
) -> None:
    before = office.read(unit)

    answer = patch(office, unit, {"name": "Dinas Baru"}, seen=seen)

    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert (office.read(unit) == before) == (status != 200)
    assert len(office.service.published()) == 1 + (status == 200)


def test_of_two_changes_with_the_same_tag_one_counts(office: Any, unit: str) -> None:
    start = Barrier(2)

    def send(name: str) -> int:
        caller = office.service.client("employee:write")
        start.wait()
        answer = caller.patch(unit, json={"name": name}, headers={"If-Match": '"1"'}, content_type=PATCH)
        return int(answer.status_code)

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(send, ["Dinas Satu", "Dinas Dua"]))

    assert found == [200, 412]
    assert office.read(unit)["version"] == 2
    assert [event.type for event in office.service.published()].count(UNIT_REVISED) == 1


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"name": None}, "/name", "null"),
        ({"kind": None}, "/kind", "null"),
        ({"kind": "DESA"}, "/kind", "not-a-choice"),
        ({"code": "OTHER"}, "/code", "unknown-field"),
        ({"version": 7}, "/version", "unknown-field"),
        ([], "", "invalid-object"),
    ],
)
def test_a_patch_is_refused_at_its_field(office: Any, unit: str, body: Any, pointer: str, code: str) -> None:
    answer = patch(office, unit, body)

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert answer.json["errors"][0]["code"] == code


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_a_patch_says_that_it_is_a_merge_patch(office: Any, unit: str, content_type: str) -> None:
    answer = patch(office, unit, {"name": "Dinas Baru"}, content_type=content_type)

    assert (answer.status_code, answer.headers["Accept-Patch"]) == (415, PATCH)


@pytest.mark.parametrize("body", [{}, {"name": "Dinas Contoh"}, {"parent_code": None}])
def test_a_patch_that_changes_nothing_publishes_nothing(office: Any, unit: str, body: dict[str, Any]) -> None:
    answer = patch(office, unit, body)

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    assert len(office.service.published()) == 1


def test_null_moves_a_unit_to_the_top(office: Any) -> None:
    office.unit(code="PEMKO")
    below = office.unit(code="BIDANG", parent_code="PEMKO")

    assert patch(office, f"/v1/units/{below['id']}", {"parent_code": None}).json["parent_id"] is None


@pytest.mark.parametrize(("parent", "code"), [("A", "A"), ("C", "A"), ("NOWHERE", None)])
def test_a_unit_never_lies_below_itself(office: Any, parent: str, code: str | None) -> None:
    top = office.unit(code="AA1")
    office.unit(code="BB1", parent_code="AA1")
    office.unit(code="CC1", parent_code="BB1")
    asked = {"A": "AA1", "C": "CC1"}.get(parent, parent)

    answer = patch(office, f"/v1/units/{top['id']}", {"parent_code": asked})

    expected = "unknown-parent-unit" if code is None else "unit-below-itself"
    assert (answer.status_code, answer.json["code"]) == (422, expected)
    assert answer.json["errors"][0]["pointer"] == "/parent_code"


def test_two_moves_at_once_make_no_ring(office: Any) -> None:
    units = {code: office.unit(code=code)["id"] for code in ("AA1", "BB1")}
    start = Barrier(2)

    def move(code: str, parent: str) -> int:
        caller = office.service.client("employee:write")
        start.wait()
        body, headers = {"parent_code": parent}, {"If-Match": '"1"'}
        return int(caller.patch(f"/v1/units/{units[code]}", json=body, headers=headers, content_type=PATCH).status_code)

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(move, ["AA1", "BB1"], ["BB1", "AA1"]))

    assert found == [200, 422]


def test_a_position_is_called_and_graded_differently_and_keeps_its_standard(office: Any) -> None:
    position = office.position()
    path = f"/v1/positions/{position['id']}"

    answer = patch(office, path, {"title": "Petugas loket", "job_level": "AHLI_PERTAMA"})

    assert (answer.status_code, answer.json["title"], answer.json["job_level"]) == (
        200,
        "Petugas loket",
        "AHLI_PERTAMA",
    )
    assert (answer.json["standard"], answer.json["version"]) == (position["standard"], 2)
    event = office.service.published()[-1]
    assert (event.type, event.aggregateversion) == ("asn.employee.position-revised.v1", 2)
    assert event.data["title"] == "Petugas loket"


def test_the_tag_of_a_dated_view_names_its_day_and_a_change_its_version_alone(office: Any) -> None:
    path = f"/v1/positions/{office.position()['id']}"
    past, later = (office.caller.get(f"{path}?as_of={day}").headers["ETag"] for day in ("2026-02-01", "2026-03-01"))

    assert (past, later) == ('"1.2026-02-01"', '"1.2026-03-01"')
    assert patch(office, path, {"title": "Lain"}, seen=past).status_code == 200
    assert patch(office, path, {"title": "Lagi"}, seen=later).status_code == 412


def test_an_employee_is_corrected_and_the_event_holds_no_name(office: Any) -> None:
    employee = office.employee(name="Sitti")
    nip = office.nip()

    answer = patch(
        office, f"/v1/employees/{employee['id']}", {"name": "Siti Aminah", "nip": f" {nip} ", "grade": "III/b"}
    )

    assert (answer.status_code, answer.json["nip"], answer.json["name"]) == (200, nip, "Siti Aminah")
    assert answer.json["rank"] != employee["rank"]
    event = office.service.published()[-1]
    assert (event.type, event.aggregateversion) == ("asn.employee.employee-corrected.v1", 2)
    assert event.data == {"employee_id": employee["id"], "employment": "PNS"}


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"nip": "123"}, "nip-length", "/nip"),
        ({"grade": "IX"}, "unknown-grade", "/grade"),
        ({"nip": None}, "validation-error", "/nip"),
        ({"position_id": "01a20bac-5bd0-708f-8add-7ff916bb302a"}, "validation-error", "/position_id"),
    ],
)
def test_a_wrong_correction_is_refused(office: Any, changes: dict[str, Any], code: str, pointer: str) -> None:
    path = f"/v1/employees/{office.employee()['id']}"
    before = office.read(path)

    answer = patch(office, path, changes)

    assert (answer.status_code, answer.json["code"]) == (422, code)
    assert answer.json["errors"][0]["pointer"] == pointer
    assert office.read(path) == before


def test_a_nip_of_somebody_else_is_refused_without_being_named(office: Any) -> None:
    other, employee = office.employee(), office.employee()

    answer = patch(office, f"/v1/employees/{employee['id']}", {"nip": other["nip"]})

    assert (answer.status_code, answer.json["code"]) == (409, "duplicate-nip")
    assert other["nip"] not in answer.text


def test_a_nip_whose_appointment_lies_after_the_first_assignment_is_refused(office: Any) -> None:
    employee = office.employee(effective_date="2026-01-01")
    nip = office.nip()
    later = nip[:8] + "202605" + nip[14:]

    answer = patch(office, f"/v1/employees/{employee['id']}", {"nip": later})

    assert (answer.status_code, answer.json["code"]) == (422, "assignment-before-appointment")


def test_a_repeated_change_with_its_key_gets_the_first_answer(office: Any, unit: str) -> None:
    headers = {"If-Match": '"1"', "Idempotency-Key": "once"}
    first, second = (
        office.caller.patch(unit, json={"name": "Dinas Baru"}, headers=headers, content_type=PATCH) for _ in range(2)
    )

    assert (first.status_code, second.status_code, second.json) == (200, 200, first.json)
    assert second.headers["ETag"] == '"2"'


@pytest.mark.parametrize("kind", ["units", "positions", "employees"])
def test_what_is_not_there_cannot_be_changed(office: Any, kind: str) -> None:
    path = f"/v1/{kind}/01a20bac-5bd0-708f-8add-7ff916bb302a"

    assert patch(office, path, {}, seen="*").status_code == 404
    assert office.service.client("employee:read").patch(path, json={}, content_type=PATCH).status_code == 403


@pytest.mark.parametrize(
    ("seen", "status"),
    [
        ('"1"', 304),
        ('W/"1"', 304),
        ('"7", "1"', 304),
        ("*", 304),
        ('"2"', 200),
        ('"1.2026-01-01"', 200),
        ("1", 304),  # as werkzeug reads it, unquoted
        ('"', 200),
        ("", 200),
    ],
)
def test_what_the_caller_has_is_not_shown_again(office: Any, unit: str, seen: str, status: int) -> None:
    answer = office.caller.get(unit, headers={"If-None-Match": seen})

    assert (answer.status_code, answer.headers["ETag"]) == (status, '"1"')
    assert bool(answer.data) is (status == 200)
    assert ("Content-Type" in answer.headers) is (status == 200)


def test_a_changed_unit_is_shown_to_who_has_the_former_version(office: Any, unit: str) -> None:
    tag = office.caller.get(unit).headers["ETag"]
    patch(office, unit, {"name": "Dinas Baru"})

    answer = office.caller.get(unit, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.json["name"]) == (200, "Dinas Baru")


def test_another_day_of_an_employee_is_another_thing_to_see(office: Any) -> None:
    address = f"/v1/employees/{office.employee()['id']}"
    tag = office.caller.get(f"{address}?as_of=2026-02-01").headers["ETag"]

    same = office.caller.get(f"{address}?as_of=2026-02-01", headers={"If-None-Match": tag})
    other = office.caller.get(f"{address}?as_of=2026-02-02", headers={"If-None-Match": tag})

    assert (same.status_code, other.status_code) == (304, 200)


def test_a_list_has_no_version_to_have_seen(office: Any, unit: str) -> None:
    assert office.caller.get(unit.rpartition("/")[0], headers={"If-None-Match": "*"}).status_code == 200


def test_who_may_not_see_it_is_not_told_that_it_is_unchanged(office: Any) -> None:
    address = f"/v1/employees/{office.employee()['id']}"
    nobody = office.service.client("employee:read", reach="self")

    assert nobody.get(address, headers={"If-None-Match": "*"}).status_code == 404
