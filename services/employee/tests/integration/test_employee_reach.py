"""Whose data a caller reaches: nobody's, one's own, those below one's unit today, everybody's."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import httpx
import psutil
import pytest
from sqlalchemy import text

from asn_chassis.auth.caller import Caller, Reach
from asn_chassis.clock import now
from asn_chassis.parts import parts
from asn_chassis.testing import ISSUER, ApiClient, owner_of
from asn_chassis.testing.server import Served, issuer, served
from asn_kernel.business_day import business_day

TODAY = business_day(now())
TOMORROW = TODAY + timedelta(days=1)
RIGHTS = ("employee:read", "employee:write", "employee:provision", "events:read")


@dataclass
class City:
    """Two offices below one city, a section below the first; each has one employee, and each employee a login."""

    office: Any
    units: dict[str, str]
    positions: dict[str, str]
    people: dict[str, str]

    def person(self, name: str, reach: str, **claims: Any) -> ApiClient:
        """Return a client for somebody who signed in."""
        signed = {"sub": name, "client_id": "pages", "auth_time": 1, "reach": reach}
        return self.machine(**(signed | claims))

    def machine(self, **claims: Any) -> ApiClient:
        client: ApiClient = self.office.service.client(*RIGHTS, **claims)
        return client

    def move(self, who: str, *, to: str, since: date, by: ApiClient | None = None) -> Any:
        body = {"position_id": self.positions[to], "effective_date": since.isoformat()}
        return (by or self.office.caller).post(f"/v1/employees/{self.people[who]}/assignments", json=body)


def names(city: City, client: ApiClient) -> set[str]:
    answer = client.get("/v1/employees")
    assert answer.status_code == 200, answer.json
    by_id = {employee_id: name for name, employee_id in city.people.items()}
    return {by_id.get(item["id"], "new") for item in answer.json["items"]}


@pytest.fixture
def city(office: Any) -> City:
    units = {"city": office.unit(code="CITY")["id"]}
    for name, parent in (("a", "CITY"), ("b", "CITY"), ("section", "U-A")):
        units[name] = office.unit(code=f"U-{name.upper()}", parent_code=parent)["id"]
    positions = {name: office.position(unit_id=units[name])["id"] for name in ("a", "b", "section")}
    people = {name: office.employee(position_id=position)["id"] for name, position in positions.items()}
    made = City(office, units, positions, people)
    for name, employee_id in people.items():
        body = {"employee_id": employee_id, "issuer": ISSUER, "subject": name}
        answer = made.machine().post("/v1/logins", json=body)
        assert answer.status_code == 201, answer.json
    return made


def test_a_head_reads_those_below_her_unit_alone(city: City) -> None:
    head = city.person("a", "subtree")

    assert names(city, head) == {"a", "section"}
    for path in ("", "/profile", "/assignments"):
        assert head.get(f"/v1/employees/{city.people['section']}{path}").status_code == 200
        outside = head.get(f"/v1/employees/{city.people['b']}{path}")
        assert (outside.status_code, outside.json["code"]) == (404, "employee-not-found")
    assert head.get("/v1/employees", query_string={"unit_id": city.units["b"]}).json["items"] == []


def test_a_machine_reaches_the_subtree_that_its_token_names(city: City) -> None:
    assert names(city, city.machine(reach="subtree", unit=city.units["a"])) == {"a", "section"}
    assert names(city, city.machine(reach="subtree", unit=city.units["city"])) == {"a", "b", "section"}
    # A person's unit is that of her assignment, whatever the token says.
    assert names(city, city.person("b", "subtree", unit=city.units["a"])) == {"b"}


def test_an_employee_sees_only_hers(city: City) -> None:
    herself = city.person("section", "self")

    assert names(city, herself) == {"section"}
    assert herself.get(f"/v1/employees/{city.people['section']}/profile").status_code == 200
    assert herself.get(f"/v1/employees/{city.people['a']}").status_code == 404


def test_who_has_no_reach_no_login_or_no_unit_sees_nobody_and_gets_no_error(city: City) -> None:
    for nobody in (
        city.machine(reach=None),
        city.machine(reach="self"),
        city.machine(reach="subtree"),
        city.machine(reach="provider"),
        city.machine(reach="public"),
        city.machine(reach="subtree", unit=city.people["a"]),
        city.person("stranger", "self"),
        city.person("stranger", "subtree"),
        city.person("a", "subtree", iss=ISSUER, sub="A"),
    ):
        assert names(city, nobody) == set()
        assert nobody.get(f"/v1/employees/{city.people['a']}").status_code == 404
        assert nobody.get("/v1/units").json["items"] != [], "a unit is nobody's data"


def test_a_withdrawn_login_is_nobody_at_once_and_its_subject_may_be_another(city: City) -> None:
    provider, head = city.machine(), city.person("a", "subtree")
    (login,) = provider.get("/v1/logins", query_string={"employee_id": city.people["a"]}).json["items"]
    taken = {"employee_id": city.people["b"], "issuer": ISSUER, "subject": "a"}

    again = provider.post("/v1/logins", json=taken)
    assert (again.status_code, again.json["code"]) == (409, "login-taken")
    pair = {name: login[name] for name in ("issuer", "subject")}
    assert provider.get("/v1/logins", query_string=pair).json["items"] == [login]
    assert provider.get("/v1/logins", query_string=pair | {"subject": "nobody"}).json["items"] == []
    assert provider.post(f"/v1/logins/{login['id']}/withdrawal").status_code == 201
    assert names(city, head) == set()
    twice = provider.post(f"/v1/logins/{login['id']}/withdrawal")
    assert (twice.status_code, twice.json["code"]) == (409, "login-withdrawn")
    assert provider.post("/v1/logins", json=taken).status_code == 201

    assert names(city, head) == {"b"}
    told = [event for event in city.office.service.published() if ".login-" in event.type][-2:]
    assert [event.type.split(".")[2] for event in told] == ["login-unlinked", "login-linked"]
    assert told[0].data["withdrawn_at"] > told[0].data["linked_at"]


def test_logins_are_linked_by_whoever_reaches_all_to_somebody_who_exists(city: City) -> None:
    body = {"employee_id": city.people["section"], "issuer": ISSUER, "subject": "second"}

    assert city.person("a", "subtree").post("/v1/logins", json=body).json["code"] == "out-of-reach"
    unknown = city.machine().post("/v1/logins", json=body | {"employee_id": city.units["a"]})
    assert (unknown.status_code, unknown.json["code"]) == (422, "unknown-employee")
    assert city.machine().post("/v1/logins", json=body).status_code == 201
    assert city.machine().get(f"/v1/logins/{city.units['a']}").status_code == 404
    assert names(city, city.person("second", "self")) == {"section"}


def test_a_head_writes_below_her_unit_alone(city: City) -> None:
    head, before = city.person("a", "subtree"), len(city.office.service.published())

    pulled = city.move("b", to="a", since=TODAY, by=head)
    assert (pulled.status_code, pulled.json["code"]) == (404, "employee-not-found")
    pushed = city.move("section", to="b", since=TODAY, by=head)
    assert (pushed.status_code, pushed.json["code"]) == (403, "out-of-reach")
    herself = city.move("a", to="section", since=TODAY, by=head)
    assert (herself.status_code, herself.json["code"]) == (404, "employee-not-found")
    assert len(city.office.service.published()) == before, "what was refused is not half written"

    assert city.move("section", to="a", since=TODAY, by=head).status_code == 201


@pytest.mark.parametrize(
    ("unit", "since", "status"), [("section", TODAY, 201), ("b", TODAY, 403), ("a", TOMORROW, 403)]
)
def test_a_head_registers_people_who_begin_by_today_below_her_unit(
    city: City, unit: str, since: date, status: int
) -> None:
    body = {"nip": city.office.nip(), "name": "Pegawai", "grade": "III/a", "position_id": city.positions[unit]}
    head = city.person("a", "subtree")

    assert head.post("/v1/employees", json=body | {"effective_date": since.isoformat()}).status_code == status
    assert ("new" in names(city, head)) == (status == 201)
    assert len(city.office.read("/v1/employees")["items"]) == (4 if status == 201 else 3)


def test_units_positions_and_standards_are_made_below_ones_unit_alone(city: City) -> None:
    head = city.person("a", "subtree")
    unit = {"name": "Seksi", "kind": "OTHER"}
    position = {"title": "Operator", "job_level": "OPERATOR", "effective_date": "2026-01-01", "service_ids": []}
    standard = {
        "service_ids": [],
        "standard": [{"competency_code": "KOMUNIKASI", "level": 4}],
        "effective_date": TODAY.isoformat(),
    }

    def statuses(paths: list[tuple[str, dict[str, Any]]]) -> list[int]:
        return [head.post(path, json=body).status_code for path, body in paths]

    assert statuses(
        [
            ("/v1/units", unit | {"code": "A2", "parent_code": "U-A"}),
            ("/v1/units", unit | {"code": "B2", "parent_code": "U-B"}),
            ("/v1/units", unit | {"code": "TOP"}),
            ("/v1/positions", position | {"code": "P-A", "unit_id": city.units["section"]}),
            ("/v1/positions", position | {"code": "P-B", "unit_id": city.units["b"]}),
            (f"/v1/positions/{city.positions['a']}/standards", standard),
            (f"/v1/positions/{city.positions['b']}/standards", standard),
            ("/v1/competencies", {"code": "ARSIP", "name": "Arsip", "source": "Kamus"}),
        ]
    ) == [201, 403, 403, 201, 403, 201, 404, 403]


def test_an_employee_writes_nothing_not_even_about_herself(city: City) -> None:
    herself = city.person("section", "self")

    assert city.move("section", to="a", since=TODAY, by=herself).status_code == 404
    officer = city.person("b", "all")
    assert names(city, officer) == {"a", "b", "section"}
    assert city.move("b", to="a", since=TODAY, by=officer).status_code == 404
    assert city.move("section", to="a", since=TODAY, by=officer).status_code == 201


def test_a_move_takes_effect_on_its_day_for_those_who_may_see(city: City) -> None:
    old, new = city.person("a", "subtree"), city.person("b", "subtree")

    assert city.move("section", to="b", since=TOMORROW).status_code == 201
    assert (names(city, old), names(city, new)) == ({"a", "section"}, {"b"})
    with owner_of(city.office.service.database).begin() as connection:
        dawn = text("UPDATE assignments SET effective_date = effective_date - 1 WHERE effective_date > current_date")
        connection.execute(dawn)

    assert (names(city, old), names(city, new)) == ({"a"}, {"b", "section"})
    career = new.get(f"/v1/employees/{city.people['section']}/assignments").json["items"]
    assert len(career) == 2, "who may see her sees her career, of other units too"
    assert old.get(f"/v1/employees/{city.people['section']}/assignments").status_code == 404


def test_a_unit_with_a_new_parent_is_reached_by_its_new_superiors(city: City) -> None:
    with owner_of(city.office.service.database).begin() as connection:
        connection.execute(text("UPDATE units SET parent_id = :b WHERE code = 'U-SECTION'"), {"b": city.units["b"]})

    assert names(city, city.person("a", "subtree")) == {"a"}
    assert names(city, city.person("b", "subtree")) == {"b", "section"}


def test_a_circle_of_units_ends(city: City) -> None:
    with owner_of(city.office.service.database).begin() as connection:
        connection.execute(text("UPDATE units SET parent_id = :s WHERE code = 'U-A'"), {"s": city.units["section"]})

    assert names(city, city.person("a", "subtree")) == {"a", "section"}


@pytest.mark.parametrize("reach", ["self", "subtree", "provider", "public", None])
def test_the_feed_is_for_who_reaches_all(city: City, reach: str | None) -> None:
    refused = city.machine(reach=reach, unit=city.units["city"]).get("/v1/events")

    assert (refused.status_code, refused.json["code"]) == (403, "reach-too-narrow")
    assert len(city.machine().get("/v1/events").json) > 0


def test_two_persons_of_one_client_never_get_each_others_kept_answer(city: City) -> None:
    answers = [
        city.person(name, "subtree").post(
            "/v1/units",
            json={"code": f"{name.upper()}9", "name": "Seksi", "kind": "OTHER", "parent_code": f"U-{name.upper()}"},
            headers={"Idempotency-Key": "same"},
        )
        for name in ("a", "b", "a")
    ]

    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert [answer.json["code"] for answer in answers] == ["A9", "B9", "A9"]
    assert [answer.headers.get("Idempotency-Replayed") for answer in answers] == [None, None, "true"]


def caller(subject: str, reach: Reach) -> Caller:
    return Caller(ISSUER, "pages", subject, frozenset(RIGHTS), reach=reach, person=True)


PERSONAL = ("employees", "assignments", "evidence", "trainings", "logins", "outbox", "idempotency", "staff_in_reach")


def counted(session: Any) -> dict[str, int]:
    return {table: session.scalar(text(f"SELECT count(*) FROM {table}")) for table in PERSONAL}  # noqa: S608


def test_a_pooled_connection_keeps_nothing_of_its_last_transaction(
    city: City, open_database: Callable[..., Any]
) -> None:
    web = parts(city.office.service.app).database
    one = open_database(city.office.service.service, web.engine.url.render_as_string(hide_password=False), pool_size=1)
    backends = set()

    def seen(who: Caller | None, *, fails: bool = False) -> int:
        with one.transaction(caller=who) as session:
            backends.add(session.scalar(text("SELECT pg_backend_pid()")))
            found = int(session.scalar(text("SELECT count(*) FROM employees")))
            if fails:
                raise LookupError(found)
        return found

    for _ in range(2):
        assert seen(caller("b", Reach.ALL)) == 3
        assert seen(caller("section", Reach.SELF)) == 1
        assert seen(caller("a", Reach.SUBTREE)) == 2
        with pytest.raises(LookupError, match="3"):
            seen(caller("b", Reach.ALL), fails=True)
        assert seen(None) == 0
        assert seen(caller("section", Reach.SELF)) == 1
    assert len(backends) == 1


def test_the_web_login_cannot_read_by_sql_what_the_policies_hide(city: City) -> None:
    web = parts(city.office.service.app).database

    with web.transaction() as session:
        assert counted(session) == dict.fromkeys(PERSONAL, 0)
    with web.transaction(caller=caller("section", Reach.SELF)) as session:
        assert counted(session) == dict.fromkeys(PERSONAL, 0) | {"employees": 1, "assignments": 1, "logins": 1}
    for forbidden in (
        "SELECT 1 FROM dead_letter",
        "SELECT 1 FROM inbox",
        "DELETE FROM employees",
        "TRUNCATE outbox",
        "UPDATE evidence SET level = 5",
        "ALTER TABLE employees DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE mine (id int)",
        "SET ROLE employee",
    ):
        with pytest.raises(Exception, match=r"permission denied|must be owner"), web.transaction() as session:
            session.execute(text(forbidden))


@pytest.fixture
def running(city: City, tmp_path: Path, pytestconfig: pytest.Config) -> Iterator[Served]:
    """Run the web role as it is deployed, on the database of the city."""
    service = city.office.service
    settings = {
        "ASN_ENV": "test",
        "ASN_DATABASE_URL": parts(service.app).database.engine.url.render_as_string(hide_password=False),
        "ASN_CONTRACTS_DIR": str(pytestconfig.rootpath / "contracts"),
    }
    with issuer(service.tokens) as trusted:
        settings["ASN_ISSUERS"] = trusted
        with served("employee_service.wsgi:app", pytestconfig.rootpath, tmp_path, settings) as role:
            yield role


@pytest.mark.slow
def test_200_mixed_callers_at_once_each_see_only_theirs(city: City, running: Served) -> None:
    expected = {
        ("a", "self"): {"a"},
        ("a", "subtree"): {"a", "section"},
        ("b", "self"): {"b"},
        ("b", "subtree"): {"b"},
        ("section", "subtree"): {"section"},
        ("b", "all"): {"a", "b", "section"},
        ("stranger", "subtree"): set(),
        ("section", "self"): {"section"},
    }
    cases = list(expected) * 25
    together, by_id = Barrier(len(cases)), {employee_id: name for name, employee_id in city.people.items()}

    def ask(case: tuple[str, str]) -> tuple[set[str], list[int]]:
        name, reach = case
        token = city.office.service.tokens.mint(
            "employee", *RIGHTS, sub=name, client_id="pages", auth_time=1, reach=reach
        )
        with httpx.Client(
            base_url=f"http://127.0.0.1:{running.port}/v1",
            headers={"Authorization": f"Bearer {token}", "Connection": "close"},
            timeout=60,
        ) as caller:
            together.wait()
            listed = caller.get("/employees").raise_for_status().json()["items"]
            reads = [caller.get(f"/employees/{each}").status_code for each in city.people.values()]
        return {by_id[item["id"]] for item in listed}, reads

    with ThreadPoolExecutor(len(cases)) as threads:
        seen = list(threads.map(ask, cases))

    assert [listed for listed, _ in seen] == [expected[case] for case in cases]
    for (_, reads), case in zip(seen, cases, strict=True):
        assert reads == [200 if name in expected[case] else 404 for name in city.people]
    workers = psutil.Process(running.process.pid).children()
    assert len(workers) == 2, "both were there to the end"
