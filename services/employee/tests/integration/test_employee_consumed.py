"""What evaluation and training tell becomes profile and learning hours, once and in any order."""

from datetime import UTC, datetime
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from asn_chassis.clock import now
from asn_chassis.ids import new_id
from asn_kernel.business_day import business_day
from employee_service.persistence import profiles

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
    reasons = [line.pop("reasons") for line in profile["competencies"]]
    assert [each["code"] for (each,) in reasons] == ["LEVEL_UNKNOWN"] * 2
    assert profile["competencies"] == [
        {
            "competency_code": code,
            "required_level": level,
            "level": None,
            "gap": None,
            "evidence": None,
            "recorded_at": None,
            "name": name,
            "gap_class": None,
            "rule_version": "gap-classes-2017.1",
        }
        for code, level, name in [("KOMUNIKASI", 2, "Komunikasi"), (CODE, 3, "Pelayanan publik")]
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
    below = profile["competencies"][2]
    assert (below["gap_class"], below["reasons"][0]["code"]) == ("MEDIUM", "BELOW_STANDARD")
    assert below["reasons"][0]["text_id"].startswith("Pelayanan publik: tingkat 1")
    assert below["reasons"][0]["text_en"].startswith("Public service: level 1")
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
    # Whoever keeps the newest version has the same, whatever was published on the way.
    published = recorded(office)
    assert published[-1][:3] == (CODE, 3, "TRAINING")
    assert [version for *_, version in published] == list(range(2, len(published) + 2))


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


@pytest.mark.parametrize(("level", "hours"), [(None, 0), (4, 12)])
def test_who_failed_earns_neither_hours_nor_a_level(office: Any, level: int | None, hours: int) -> None:
    employee = office.employee()

    office.service.deliver(office.train(employee["id"], at=APRIL, passed=False, level=level, hours=hours, year=2025))

    profile = profile_of(office, employee)
    assert [each["hours"] for each in profile["learning_hours"]] == [0]
    assert [each["year"] for each in profile["learning_hours"]] == [business_day(now()).year]
    assert recorded(office) == []
    assert office.service.dead_letters() == []


def test_evidence_of_an_unknown_competency_is_kept_and_shown_once_it_is_known(office: Any) -> None:
    employee = office.employee()

    office.service.deliver(office.assess(employee["id"], {"PENERBITAN_KTP": 4, CODE: 2}))

    assert office.service.dead_letters() == []
    assert recorded(office) == [(CODE, 2, "ASSESSMENT", 2), ("PENERBITAN_KTP", 4, "ASSESSMENT", 3)]
    before = [line["competency_code"] for line in profile_of(office, employee)["competencies"]]
    office.create("/v1/competencies", code="PENERBITAN_KTP", name="Penerbitan KTP-el", source="Contoh kamus")
    after = {line["competency_code"]: line["level"] for line in profile_of(office, employee)["competencies"]}
    assert before == ["KOMUNIKASI", CODE]
    assert after == {"KOMUNIKASI": None, CODE: 2, "PENERBITAN_KTP": 4}


def test_evidence_about_somebody_unknown_is_kept_and_no_dead_letter(office: Any) -> None:
    stranger = str(new_id())

    office.service.deliver(office.assess(stranger, {CODE: 2}), office.train(stranger, at=APRIL))

    assert office.service.dead_letters() == []
    assert recorded(office) == []
    with office.service.database.transaction() as session:
        kept = profiles.get(session, UUID(stranger))
        assert kept.entries[CODE].level == 3
        assert [each.hours for each in profiles.trainings_until(session, UUID(stranger), APRIL.date())] == [12]


@pytest.mark.parametrize(
    "changes",
    [
        {"level": 9},
        {"level": 0},
        {"hours": -1},
        {"hours": 10_001},
        {"year": 1999},
        {"year": 2100},
        {"competency_code": "kecil"},
        {"completed_date": "1945-08-16"},
        {"completed_date": "9999-12-31"},
        {"passed": None},
    ],
)
def test_what_the_contract_forbids_is_a_dead_letter_and_changes_nothing(office: Any, changes: dict[str, Any]) -> None:
    employee = office.employee()

    office.service.deliver(office.train(employee["id"], at=APRIL, **changes))

    assert [letter.state for letter in office.service.dead_letters()] == ["DEAD"]
    assert recorded(office) == []


def test_an_instant_at_the_end_of_time_is_a_dead_letter_and_no_poison(office: Any) -> None:
    employee = office.employee()

    office.service.deliver(office.assess(employee["id"], {CODE: 2}, at=datetime(9999, 12, 31, 23, tzinfo=UTC)))

    assert [letter.state for letter in office.service.dead_letters()] == ["DEAD"]
    assert profile_of(office, employee)["jpm_assessed"] == 0


def test_an_event_whose_time_has_no_zone_is_a_dead_letter_and_no_poison(office: Any) -> None:
    employee = office.employee()
    wire = office.train(employee["id"], at=APRIL).to_wire()

    office.service.deliver_bytes(wire.replace(b'"2026-04-01T08:00:00Z"', b'"2026-04-01T08:00:00"', 1))

    assert [letter.state for letter in office.service.dead_letters()] == ["DEAD"]
    assert recorded(office) == []


def test_the_profile_is_that_of_the_day_asked_for(office: Any) -> None:
    employee = office.employee()
    midnight = datetime(2026, 3, 1, 17, tzinfo=UTC)  # 2 March, 00:00 WIB
    office.service.deliver(
        office.assess(employee["id"], {CODE: 1}, at=midnight),
        office.train(employee["id"], level=3, completed_date="2026-03-09", at=APRIL),
    )

    def on(day: str) -> tuple[int | None, int]:
        profile = office.read(f"/v1/employees/{employee['id']}/profile?as_of={day}")
        line = next(line for line in profile["competencies"] if line["competency_code"] == CODE)
        return line["level"], profile["learning_hours"][-1]["hours"]

    assert [on(f"2026-03-{day}") for day in ("01", "02", "08", "09", "10")] == [
        (None, 0),
        (1, 0),
        (1, 0),
        (3, 12),
        (3, 12),
    ]


def test_before_the_first_rule_facts_stand_without_a_judgement(office: Any) -> None:
    position = office.position(effective_date="2015-01-01")
    employee = office.employee(position_id=position["id"], effective_date="2015-01-01")

    profile = office.read(f"/v1/employees/{employee['id']}/profile?as_of=2016-12-31")
    first = office.read(f"/v1/employees/{employee['id']}/profile?as_of=2017-01-01")

    assert [line["required_level"] for line in profile["competencies"]] == [2, 3]
    assert ({line["rule_version"] for line in profile["competencies"]}, profile["jpm_decision"]) == ({None}, None)
    assert profile["learning_hours"] == [
        {"year": 2016, "hours": 0, "required": None, "ceiling": None, "rule_version": None, "reasons": []}
    ]
    assert {line["rule_version"] for line in first["competencies"]} == {"gap-classes-2017.1"}
    assert first["jpm_decision"]["rule_version"] == "job-person-match-2017.1"
    assert first["learning_hours"][0]["rule_version"] == "learning-hours-2017.1"


def test_a_public_service_is_kept_in_its_newest_version_whatever_came_last(office: Any) -> None:
    service = str(new_id())
    old, new = (
        office.public_service(service_id=service, code="KTP", name=name, version=version)
        for name, version in (("KTP-el", 1), ("Penerbitan KTP-el", 2))
    )

    office.service.deliver(new, old, new)

    (kept,) = office.read("/v1/public-services?code=KTP")["items"]
    assert (kept["id"], kept["name"]) == (service, "Penerbitan KTP-el")


def test_unknown_fields_are_none_of_our_business(office: Any) -> None:
    employee = office.employee()

    office.service.deliver(office.train(employee["id"], at=APRIL, certificate="x", score={"deep": [1]}))

    assert office.service.dead_letters() == []
    assert level_of(office, employee) == (3, "TRAINING")
