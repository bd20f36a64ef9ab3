"""What the audit keeps of reading about people: whose data, by whom, how much, and nothing of the data."""

from typing import Any

from sqlalchemy import select

from asn_chassis.database import tables_of
from asn_chassis.ids import new_id


def records(office: Any) -> list[Any]:
    with office.service.database.transaction() as session:
        table = tables_of(session).audit_record
        return list(session.execute(select(table).order_by(table.c.id)).all())


def test_each_reading_about_a_person_names_her_and_tells_nothing_of_her(office: Any) -> None:
    nip = office.nip()
    employee = office.employee(nip=nip, name="Siti Contoh")
    office.read(f"/v1/employees/{employee['id']}")
    office.read(f"/v1/employees/{employee['id']}/profile")
    office.read(f"/v1/employees/{employee['id']}/assignments")
    assert office.read(f"/v1/employees?nip={nip}")["items"][0]["id"] == employee["id"]

    *_, created, one, profile, assignments, listed = records(office)
    assert [(each.kind, each.action) for each in (created, one, profile, assignments, listed)] == [
        ("employees", "create"),
        ("employees", "read"),
        ("profile", "read"),
        ("assignments", "list"),
        ("employees", "list"),
    ]
    assert {str(each.employee_id) for each in (created, one, profile, assignments)} == {employee["id"]}
    assert (set(listed.filters), listed.count) == ({"nip"}, 1)
    assert nip not in str(records(office))
    assert "Siti" not in str(records(office))


def test_who_is_told_that_nothing_has_changed_has_asked_too(office: Any) -> None:
    address = f"/v1/employees/{office.employee()['id']}"
    tag = office.caller.get(address).headers["ETag"]

    office.caller.get(address, headers={"If-None-Match": tag})

    shown, unchanged = records(office)[-2:]
    assert (shown.status, unchanged.status) == (200, 304)
    assert (shown.action, shown.employee_id) == (unchanged.action, unchanged.employee_id)


def test_reading_about_units_leaves_no_record_and_changing_them_does(office: Any) -> None:
    unit = office.unit()
    office.read(f"/v1/units/{unit['id']}")
    office.read("/v1/units")

    assert [(each.kind, each.action, str(each.resource_id)) for each in records(office)] == [
        ("units", "create", unit["id"])
    ]


def test_who_asked_about_a_person_is_found_by_her_id_alone_or_as_a_filter(office: Any) -> None:
    employee, other = office.employee(), office.employee()
    for each in (employee, other):
        office.read(f"/v1/employees/{each['id']}")
    office.caller.get(f"/v1/employees/{new_id()}")
    watcher = office.service.client("employee:audit")

    found = watcher.get(f"/v1/audit-records?employee_id={employee['id'].upper()}").json["items"]
    again = watcher.get(f"/v1/audit-records?employee_id={employee['id']}").json["items"]

    assert [(each["action"], each["employee_id"]) for each in found] == [
        ("create", employee["id"]),
        ("read", employee["id"]),
    ]
    # The search itself was about her.
    assert [each["kind"] for each in again] == ["employees", "employees", "audit-records"]


def test_a_page_of_the_feed_with_personal_events_leaves_one_record(office: Any) -> None:
    reader = office.service.client("events:read", "events:read-internal", "events:read-personal")
    office.unit()
    before = len(records(office))
    position = int(reader.get("/v1/events").headers["Link"].partition("after=")[2].partition("&")[0])
    assert len(records(office)) == before

    office.employee()
    office.employee()
    page = reader.get(f"/v1/events?after={position}").json

    personal = [event for event in page if event["dataclassification"] == "personal"]
    (record,) = [each for each in records(office) if each.kind == "events"]
    assert (record.action, record.count) == ("read", len(personal))
    assert len(personal) == 2
