"""Units, positions, grades and assignments change as the rules say and return the fact."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from employee_service.domain.calendar import local_day
from employee_service.domain.employee import Employee, EmployeeAssigned, EmployeeRegistered
from employee_service.domain.employment import Employment
from employee_service.domain.errors import (
    AlreadyInPosition,
    AssignmentTooEarly,
    LevelOutOfRange,
    StandardNotLater,
    UnknownGrade,
)
from employee_service.domain.grade import known_grade, rank_of
from employee_service.domain.nip import Nip
from employee_service.domain.position import JobLevel, Position, PositionStandardSet
from employee_service.domain.unit import Unit, UnitKind, UnitRegistered

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
UNIT = UUID(int=10)


def a_position(number: int = 20, level: int = 2) -> tuple[Position, PositionStandardSet]:
    """Define a position whose standard asks for one competency."""
    return Position.define(
        position_id=UUID(int=number),
        code=f"JAB-{number}",
        title="Petugas loket",
        unit_id=UNIT,
        job_level=JobLevel.OPERATOR,
        serves_public=True,
        standard={"KOMUNIKASI": level},
        effective_date=date(2026, 1, 1),
        at=NOW,
    )


def an_employee(grade: str = "III/a") -> tuple[Employee, EmployeeRegistered]:
    """Register an employee in position 20; the number is synthetic."""
    return Employee.register(
        employee_id=UUID(int=1),
        nip=Nip("199001012014021001"),
        name="Pegawai Contoh",
        grade=grade,
        position=a_position()[0],
        unusual_start_age=False,
        at=NOW,
    )


def test_a_unit_is_registered_as_its_first_version() -> None:
    unit, fact = Unit.register(
        unit_id=UNIT, code="DISDUKCAPIL", name="Disdukcapil", kind=UnitKind.DINAS, parent_id=None, at=NOW
    )

    assert fact == UnitRegistered(UNIT, "DISDUKCAPIL", "Disdukcapil", UnitKind.DINAS, None, 1)
    assert unit.version == 1


def test_a_position_states_its_standard_when_it_is_defined() -> None:
    position, fact = a_position()

    assert (fact.standard, fact.effective_date, fact.version) == ({"KOMUNIKASI": 2}, date(2026, 1, 1), 1)
    assert position.standard == {"KOMUNIKASI": 2}


def test_a_revised_standard_counts_from_its_day_on() -> None:
    position, _ = a_position()

    fact = position.revise_standard({"KOMUNIKASI": 3, "INTEGRITAS": 2}, effective_date=date(2026, 7, 1))

    assert (fact.standard, fact.version) == ({"KOMUNIKASI": 3, "INTEGRITAS": 2}, 2)
    assert position.standard == fact.standard
    assert position.standard_on(date(2025, 12, 31)) == {}
    assert position.standard_on(date(2026, 6, 30)) == {"KOMUNIKASI": 2}
    assert position.standard_on(date(2026, 7, 1)) == fact.standard


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 1, 1)])
def test_a_revision_must_take_effect_later(day: date) -> None:
    position, _ = a_position()

    with pytest.raises(StandardNotLater):
        position.revise_standard({"KOMUNIKASI": 3}, effective_date=day)

    assert (position.version, position.standard) == (1, {"KOMUNIKASI": 2})


@pytest.mark.parametrize("level", [0, 6])
def test_a_standard_knows_five_levels(level: int) -> None:
    with pytest.raises(LevelOutOfRange):
        a_position(level=level)


@pytest.mark.parametrize(
    ("code", "employment"),
    [("I/a", Employment.PNS), ("IV/e", Employment.PNS), ("I", Employment.PPPK), ("XVII", Employment.PPPK)],
)
def test_a_grade_belongs_to_its_employment(code: str, employment: Employment) -> None:
    assert known_grade(code, employment) == code


@pytest.mark.parametrize(
    ("code", "employment"),
    [
        ("IV/f", Employment.PNS),
        ("III", Employment.PNS),
        ("III/a", Employment.PPPK),
        ("XVIII", Employment.PPPK),
        ("", Employment.PNS),
    ],
)
def test_a_grade_of_the_other_employment_is_refused(code: str, employment: Employment) -> None:
    with pytest.raises(UnknownGrade) as refusal:
        known_grade(code, employment)

    assert vars(refusal.value) == {"grade": code, "employment": employment}


def test_only_a_pns_grade_has_a_rank() -> None:
    assert rank_of("III/a") == "Penata Muda"
    assert rank_of("IX") is None


def test_a_registered_employee_takes_employment_and_unit_from_nip_and_position() -> None:
    employee, fact = an_employee()

    assert fact == EmployeeRegistered(UUID(int=1), UUID(int=20), UNIT, Employment.PNS, 1)
    assert (employee.employment, employee.since) == (Employment.PNS, None)


def test_an_employee_needs_a_grade_of_the_employment() -> None:
    with pytest.raises(UnknownGrade):
        an_employee(grade="IX")


def test_neither_nip_nor_name_shows_in_an_employee() -> None:
    employee, fact = an_employee()

    shown = f"{employee} {employee!r} {fact}"

    assert "1990" not in shown
    assert "Contoh" not in shown


def test_an_assignment_moves_the_employee() -> None:
    employee, _ = an_employee()
    target, _ = a_position(number=21)

    fact = employee.assign(target, assignment_id=UUID(int=30), effective_date=date(2026, 4, 1), at=NOW)

    assert fact == EmployeeAssigned(UUID(int=1), UUID(int=21), UNIT, date(2026, 4, 1), 2)
    assert (employee.position_id, employee.since, employee.version) == (target.id, date(2026, 4, 1), 2)
    assert [each.position_id for each in employee.assignments] == [target.id]


def test_an_assignment_to_the_present_position_is_refused() -> None:
    employee, _ = an_employee()

    with pytest.raises(AlreadyInPosition):
        employee.assign(a_position()[0], assignment_id=UUID(int=30), effective_date=date(2026, 4, 1), at=NOW)


def test_an_assignment_does_not_go_back_in_time() -> None:
    employee, _ = an_employee()
    employee.assign(a_position(21)[0], assignment_id=UUID(int=30), effective_date=date(2026, 4, 1), at=NOW)

    with pytest.raises(AssignmentTooEarly):
        employee.assign(a_position(22)[0], assignment_id=UUID(int=31), effective_date=date(2026, 3, 31), at=NOW)

    assert (employee.version, len(employee.assignments)) == (2, 1)


def test_a_day_in_sibolga_begins_at_seventeen_utc() -> None:
    assert local_day(datetime(2026, 6, 30, 16, 59, tzinfo=UTC)) == date(2026, 6, 30)
    assert local_day(datetime(2026, 6, 30, 17, 0, tzinfo=UTC)) == date(2026, 7, 1)
