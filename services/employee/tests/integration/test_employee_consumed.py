"""What evaluation and training tell becomes profile and learning hours, once and in any order."""

from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from asn_chassis.ids import new_id

MARCH = datetime(2026, 3, 1, 8, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 8, tzinfo=UTC)
MAY = datetime(2026, 5, 1, 8, tzinfo=UTC)
CODE = "PELAYANAN_PUBLIK"


def profile_of(office: Any, employee: dict[str, Any]) -> dict[str, Any]:
    return dict(office.read(f"/v1/employees/{employee['id']}/profile"))


def level_of(office: Any, employee: dict[str, Any]) -> tuple[int, str]:
    line = next(line for line in profile_of(office, employee)["competencies"] if line["competency_code"] == CODE)
    return line["level"], line["evidence"]


def recorded(office: Any) -> list[tuple[str, int, str, int]]:
    return [
        (event.data["competency_code"], event.data["level"], event.data["evidence"], event.aggregateversion)
        for event in office.service.published()
        if event.type == "asn.employee.competency-level-recorded.v1"
    ]


def test_a_new_employee_has_requirements_and_no_levels(office: Any) -> None:
    employee = office.employee()

    profile = profile_of(office, employee)

    assert (profile["employee_id"], profile["position_id"]) == (employee["id"], employee["position_id"])
    assert profile["competencies"] == [
        {
            "competency_code": code,
            "required_level": level,
            "level": None,
            "gap": None,
            "evidence": None,
            "recorded_at": None,
        }
        for code, level in [("KOMUNIKASI", 2), (CODE, 3)]
    ]
    assert (profile["jpm"], profile["jpm_band"]) == (None, None)
    assert [(each["hours"], each["required"], each["ceiling"]) for each in profile["learning_hours"]] == [(0, 20, None)]
    assert not {"nip", "name"} & profile.keys()


def test_assessed_levels_become_the_profile(office: Any) -> None:
    employee = office.employee()

    office.service.deliver(office.assess(employee["id"], {CODE: 1, "KOMUNIKASI": 2, "INTEGRITAS": 4}, at=MARCH))

    profile = profile_of(office, employee)
    assert [(line["competency_code"], line["level"], line["gap"]) for line in profile["competencies"]] == [
        ("INTEGRITAS", 4, None),
        ("KOMUNIKASI", 2, 0),
        (CODE, 1, 2),
    ]
    assert (profile["jpm"], profile["jpm_band"], profile["jpm_assessed"]) == (60.0, "KURANG_OPTIMAL", 2)
    assert recorded(office) == [
        ("INTEGRITAS", 4, "ASSESSMENT", 2),
        ("KOMUNIKASI", 2, "ASSESSMENT", 3),
        (CODE, 1, "ASSESSMENT", 4),
    ]


def test_what_is_told_continues_the_flow_of_what_was_heard(office: Any) -> None:
    employee = office.employee()
    heard = office.assess(employee["id"], {CODE: 1})

    office.service.deliver(heard)

    told = office.service.published()[-1]
    assert (told.correlationid, told.causationid) == (heard.correlationid, str(heard.id))


def test_a_training_raises_the_level_and_counts_its_hours(office: Any) -> None:
    employee = office.employee()

    office.service.deliver(
        office.assess(employee["id"], {CODE: 1}, at=MARCH), office.train(employee["id"], level=3, at=APRIL)
    )

    assert level_of(office, employee) == (3, "TRAINING")
    assert [(each["year"], each["hours"]) for each in profile_of(office, employee)["learning_hours"]] == [(2026, 12)]
    assert recorded(office) == [(CODE, 1, "ASSESSMENT", 2), (CODE, 3, "TRAINING", 3)]


def test_a_training_never_lowers_a_level(office: Any) -> None:
    employee = office.employee()

    office.service.deliver(
        office.assess(employee["id"], {CODE: 4}, at=MARCH), office.train(employee["id"], level=2, at=APRIL)
    )

    assert level_of(office, employee) == (4, "ASSESSMENT")
    assert recorded(office) == [(CODE, 4, "ASSESSMENT", 2)]
    assert profile_of(office, employee)["learning_hours"][0]["hours"] == 12


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_profile_does_not_depend_on_the_order_of_arrival(office: Any, order: tuple[int, ...]) -> None:
    employee = office.employee()
    events = [
        office.train(employee["id"], level=5, at=MARCH),
        office.assess(employee["id"], {CODE: 2}, at=APRIL),
        office.train(employee["id"], level=3, at=MAY),
    ]

    for index in order:
        office.service.deliver(events[index])

    assert level_of(office, employee) == (3, "TRAINING")
    assert profile_of(office, employee)["learning_hours"][0]["hours"] == 24


def test_the_same_event_twice_counts_once(office: Any) -> None:
    employee = office.employee()
    assessed, trained = office.assess(employee["id"], {CODE: 1}), office.train(employee["id"], at=APRIL)

    office.service.deliver(assessed, trained, assessed, trained)
    office.service.deliver(trained, assessed)

    assert profile_of(office, employee)["learning_hours"][0]["hours"] == 12
    assert len(recorded(office)) == 2


def test_the_hours_of_an_enrolment_count_once_even_under_another_event_id(office: Any) -> None:
    employee, enrolment = office.employee(), new_id()

    for _ in range(2):
        office.service.deliver(office.train(employee["id"], enrolment_id=enrolment, at=APRIL))

    assert profile_of(office, employee)["learning_hours"][0]["hours"] == 12
    assert len(recorded(office)) == 1


def test_hours_are_kept_by_year(office: Any) -> None:
    employee = office.employee(nip="198508122022212012", grade="IX")

    office.service.deliver(
        office.train(employee["id"], at=APRIL), office.train(employee["id"], year=2025, hours=30, at=APRIL)
    )

    lines = profile_of(office, employee)["learning_hours"]
    assert [(each["year"], each["hours"], each["required"], each["ceiling"]) for each in lines] == [
        (2025, 30, None, 24),
        (2026, 12, None, 24),
    ]


def test_impossible_facts_become_dead_letters_and_change_nothing(office: Any) -> None:
    employee = office.employee()
    stranger = str(new_id())

    office.service.deliver(office.assess(stranger, {CODE: 2}))
    office.service.deliver(office.assess(employee["id"], {"TERBANG": 2, CODE: 2}))
    office.service.deliver(office.train(str(new_id()), level=9, at=APRIL))

    assert [letter.state for letter in office.service.dead_letters()] == ["DEAD"] * 3
    assert recorded(office) == []


def test_unknown_fields_are_none_of_our_business(office: Any) -> None:
    employee = office.employee()

    office.service.deliver(office.train(employee["id"], at=APRIL, certificate="x", score={"deep": [1]}))

    assert office.service.dead_letters() == []
    assert level_of(office, employee) == (3, "TRAINING")
