"""People from files, with the position that each holds: the same rules as the API, and no NIP where none belongs."""

import csv
import io
from typing import Any

import pytest
from sqlalchemy import text

HEADER = "nip;name;employment;grade;position_code;effective_date"
SCOPES = ("employee:read", "employee:write", "employee:import")


class People:
    def __init__(self, office: Any, **claims: Any) -> None:
        self.service = office.service
        self.caller = office.service.client(*SCOPES, **claims)

    def taken(self, *rows: str, **query: str) -> dict[str, Any]:
        given = {"resource": "employees"} | query
        body = "\n".join([HEADER, *rows])
        answer = self.caller.post("/v1/imports", query_string=given, data=body, content_type="text/csv")
        assert answer.status_code == 202, answer.json
        self.service.work()
        return self.caller.get(f"/v1/operations/{answer.json['id']}").json

    def by_name(self) -> dict[str, dict[str, Any]]:
        return {each["name"]: each for each in self.caller.get("/v1/employees?limit=100").json["items"]}


@pytest.fixture
def people(office: Any) -> People:
    return People(office)


def row(office: Any, name: str, **changes: str) -> str:
    cells = {"nip": office.nip(), "name": name, "employment": "", "grade": "III/a", "effective_date": "2026-01-01"}
    return ";".join((cells | changes)[column] for column in HEADER.split(";"))


def wrong(done: dict[str, Any]) -> dict[int, tuple[str, str]]:
    rejected = done["result"]["first_rejections"]
    return {each["line"]: (each["errors"][0]["pointer"], each["errors"][0]["code"]) for each in rejected}


def test_twelve_people_of_whom_two_are_wrong_are_corrected_and_sent_again(office: Any, people: People) -> None:
    code = office.position()["code"]
    rows = [row(office, f"Pegawai {number}", position_code=code) for number in range(1, 13)]
    rows[3] = row(office, "Pegawai 4", position_code=code, nip="1,99E+17")
    rows[8] = row(office, "Pegawai 9", position_code=code, grade="IX")

    done = people.taken(*rows, all="false")

    assert (done["status"], done["progress"]["accepted"]) == ("SUCCEEDED", 10)
    assert wrong(done) == {5: ("/nip", "rounded-number"), 10: ("/grade", "unknown-grade")}
    report = people.caller.get(done["result"]["report"]).get_data(as_text=True).removeprefix("\ufeff")
    assert [each["name"] for each in csv.DictReader(io.StringIO(report))] == ["Pegawai 4", "Pegawai 9"]
    again = people.taken(
        row(office, "Pegawai 4", position_code=code), row(office, "Pegawai 9", position_code=code, grade="III/b")
    )
    assert again["status"] == "SUCCEEDED"
    assert len(people.by_name()) == 12
    registered = [event for event in people.service.published() if event.type.endswith("employee-registered.v1")]
    assert len({event.subject for event in registered}) == len(registered) == 12
    assert not any("Pegawai" in str(event.data) for event in registered)


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"nip": "123"}, "/nip", "nip-length"),
        ({"employment": "PPPK"}, "/employment", "employment-disagrees"),
        ({"position_code": "TIADA"}, "/position_code", "unknown-position-code"),
        ({"effective_date": "2001-01-01"}, "/effective_date", "assignment-before-appointment"),
        ({"effective_date": "31/12/2026"}, "/effective_date", "invalid-date"),
        ({"name": ""}, "/name", "required"),
    ],
)
def test_a_row_is_refused_as_the_api_would_refuse_it(
    office: Any, people: People, changes: dict[str, str], pointer: str, code: str
) -> None:
    position = office.position()["code"]

    done = people.taken(row(office, **({"name": "Pegawai", "position_code": position} | changes)))

    assert wrong(done) == {2: (pointer, code)}
    assert people.by_name() == {}


def test_a_nip_twice_in_a_file_or_known_already_is_refused_once_each(office: Any, people: People) -> None:
    known, code, nip = office.employee(), office.position()["code"], office.nip()
    rows = [
        row(office, "Satu", position_code=code, nip=nip),
        row(office, "Dua", position_code=code, nip=f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"),
        row(office, "Tiga", position_code=code, nip=known["nip"]),
    ]

    done = people.taken(*rows, all="false")

    assert wrong(done) == {3: ("/nip", "duplicate-nip"), 4: ("/nip", "duplicate-nip")}
    assert "Satu" in people.by_name()


def test_known_people_are_set_right_and_moved(office: Any, people: People) -> None:
    first, second = office.position()["code"], office.position()["code"]
    nip = office.nip()
    people.taken(row(office, "Pegawai", position_code=first, nip=nip))

    done = people.taken(
        row(office, "Pegawai Baru", position_code=second, nip=nip, grade="III/b", effective_date="2026-02-01"),
        mode="upsert",
    )
    again = people.taken(
        row(office, "Pegawai Baru", position_code=second, nip=nip, grade="III/b", effective_date="2026-02-01"),
        mode="upsert",
    )

    assert (done["status"], again["status"]) == ("SUCCEEDED", "SUCCEEDED")
    (person,) = people.by_name().values()
    assert (person["name"], person["grade"]) == ("Pegawai Baru", "III/b")
    types = [event.type.split(".")[2] for event in people.service.published() if "employee-" in event.type]
    assert types == ["employee-registered", "employee-corrected", "employee-assigned"]


def test_a_nip_that_the_caller_may_not_see_is_refused_and_the_others_are_taken(office: Any) -> None:
    hidden, own = office.employee(), office.position()
    below = People(office, reach="subtree", unit=own["unit_id"])

    done = below.taken(
        row(office, "Satu", position_code=own["code"]),
        row(office, "Dua", position_code=own["code"], nip=hidden["nip"]),
        row(office, "Tiga", position_code=office.position()["code"]),
        row(office, "Empat", position_code=own["code"]),
        all="false",
    )

    assert wrong(done) == {3: ("/nip", "duplicate-nip"), 4: ("", "out-of-reach")}
    assert set(below.by_name()) == {"Satu", "Empat"}


def test_nothing_of_a_file_stays_in_jobs_or_logs(office: Any, people: People, caplog: pytest.LogCaptureFixture) -> None:
    nip = office.nip()

    people.taken(row(office, "Pegawai Rahasia", position_code="TIADA", nip=nip))

    with people.service.database.transaction() as session:
        jobs = str(session.execute(text("SELECT args FROM jobs.procrastinate_jobs")).all())
    assert not any(word in caplog.text + jobs for word in (nip, "Rahasia"))


def test_an_export_has_what_the_caller_reaches_with_the_position_of_today(office: Any) -> None:
    person, _ = office.employee(name="Satu"), office.employee(name="Dua")
    below = People(office, reach="subtree", unit=person["unit_id"])
    answer = below.caller.post("/v1/exports", json={"resource": "employees", "format": "csv"})
    below.service.work()

    done = below.caller.get(f"/v1/operations/{answer.json['id']}").json
    rows = list(csv.DictReader(io.StringIO(below.caller.get(done["result"]["file"]).get_data(as_text=True)[1:])))

    assert [(each["nip"], each["name"], each["effective_date"]) for each in rows] == [
        (person["nip"], "Satu", "2026-01-01")
    ]
