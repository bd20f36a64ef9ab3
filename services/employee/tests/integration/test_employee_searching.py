"""People, units and positions are found by the words of their names; a unit means those below it."""

from typing import Any

import pytest

PEOPLE = (
    "dr. Budi Santoso, S.Sos., M.Si.",
    "H. Ahmad Nur'aini Siregar",
    "Moh. Ali",
    "Sukarno",
    "André Hutagalung, S.H.",
    "Siti AMINAH",
)


@pytest.fixture
def people(office: Any) -> Any:
    position_id = office.position()["id"]
    for name in PEOPLE:
        office.employee(name=name, position_id=position_id)
    return office


def found(office: Any, q: str, kind: str = "employees") -> list[str]:
    answer = office.caller.get(f"/v1/{kind}", query_string={"q": q, "limit": 200})
    assert answer.status_code == 200, answer.json
    return [item.get("name") or item["title"] for item in answer.json["items"]]


def test_a_person_is_found_by_the_beginnings_of_words(people: Any) -> None:
    wanted = {
        PEOPLE[0]: [
            "budi",
            "BUDI SANT",
            "santoso budi",
            "dr. Budi Santoso",
            "Budi Santoso, S.Sos",
            "Drs. Budi, M.Si.",
            "bud",
        ],
        PEOPLE[1]: ["nuraini", "Nur'aini", "nur\u2019aini", "ahmad", "Hj. Nuraini", "H. Ahmad Siregar", "sireg"],
        PEOPLE[2]: ["muhammad ali", "mohamad", "Moh. Ali", "moch", "ali", "Muh"],
        PEOPLE[3]: ["sukarno", "Ir. Sukarno", "suk"],
        PEOPLE[4]: ["andre", "André", "ANDRÉ hutag", "Andre\u0301 Hutagalung S.H."],
        PEOPLE[5]: ["siti", "Aminah, Siti", "sit ami"],
    }

    assert {q: found(people, q) for asked in wanted.values() for q in asked} == {
        q: [name] for name, asked in wanted.items() for q in asked
    }


@pytest.mark.parametrize("q", ["antoso", "budi aminah", "%", "_", "-", "budi santosoo", "' OR 1=1"])
def test_what_begins_no_word_finds_nobody(people: Any, q: str) -> None:
    assert found(people, q) == []


def test_titles_alone_are_looked_for_as_they_are(people: Any) -> None:
    assert PEOPLE[0] in found(people, "S.Sos.")


def test_a_corrected_name_is_found_and_the_old_one_is_not(people: Any) -> None:
    person = people.caller.get("/v1/employees", query_string={"q": "sukarno"}).json["items"][0]
    changed = people.caller.patch(
        f"/v1/employees/{person['id']}",
        json={"name": "Soekarno"},
        headers={"If-Match": '"1"', "Content-Type": "application/merge-patch+json"},
    )

    assert changed.status_code == 200, changed.json
    assert (found(people, "sukarno"), found(people, "soekarno")) == ([], ["Soekarno"])


def test_whoever_is_out_of_reach_is_not_found(people: Any) -> None:
    nobody = people.service.client("employee:read", reach="self", sub="stranger", auth_time=1)

    assert nobody.get("/v1/employees?q=budi").json["items"] == []


def test_a_unit_means_those_below_it_unless_it_alone_is_asked_for(office: Any) -> None:
    top = office.unit()
    below = office.unit(parent_code=top["code"])
    lowest = office.unit(parent_code=below["code"])
    other = office.unit()
    employees = {
        unit["id"]: office.employee(position_id=office.position(unit_id=unit["id"])["id"])["id"]
        for unit in (top, below, lowest, other)
    }

    def listed(query: str) -> set[str]:
        return {item["id"] for item in office.read(f"/v1/employees?{query}")["items"]}

    assert listed(f"unit_id={top['id']}") == {employees[unit["id"]] for unit in (top, below, lowest)}
    assert listed(f"unit_id={below['id']}&subtree=true") == {employees[unit["id"]] for unit in (below, lowest)}
    assert listed(f"unit_id={top['id']}&subtree=false") == {employees[top["id"]]}
    assert office.caller.get(f"/v1/employees?unit_id={top['id']}&subtree=1").status_code == 422
    titles = office.read(f"/v1/positions?unit_id={top['id']}&fields=unit_id")["items"]
    assert {item["unit_id"] for item in titles} == {unit["id"] for unit in (top, below, lowest)}
