"""Positions, grades and careers change as the rules say, and hold what holds on a day."""

from datetime import UTC, date, datetime
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kernel.codes import Employment, JobLevel, PnsGrade, PppkGrade
from employee_service.domain.career import (
    AlreadyInPosition,
    AssignmentBeforeAppointment,
    AssignmentTooEarly,
    Career,
)
from employee_service.domain.competency import LevelOutOfRange
from employee_service.domain.employee import Employee
from employee_service.domain.grade import UnknownGrade, known_grade, rank_of
from employee_service.domain.nip import Nip
from employee_service.domain.position import Position, StandardNotLater

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
UNIT, SERVICE, OTHER_SERVICE = UUID(int=10), UUID(int=11), UUID(int=12)
APPOINTED = date(2014, 2, 1)


def a_position(number: int = 20, level: int = 2) -> Position:
    """Define a position whose standard asks for one competency."""
    return Position.define(
        position_id=UUID(int=number),
        code=f"JAB-{number}",
        title="Petugas loket",
        unit_id=UNIT,
        job_level=JobLevel.OPERATOR,
        levels={"KOMUNIKASI": level},
        service_ids=[SERVICE],
        effective_date=date(2026, 1, 1),
        at=NOW,
    )


def an_employee(grade: str = "III/a") -> Employee:
    """Make an employee; the number is synthetic."""
    return Employee(
        id=UUID(int=1),
        nip=Nip("199001012014021001"),
        name="Pegawai Contoh",
        grade=grade,
        unusual_start_age=False,
        created_at=NOW,
    )


def a_career() -> Career:
    """Make a career without a step."""
    return Career(UUID(int=1), APPOINTED, [])


def test_a_standard_holds_from_its_day_until_the_next_one() -> None:
    position = a_position()

    revised = position.revise({"KOMUNIKASI": 3, "INTEGRITAS": 2}, [OTHER_SERVICE], effective_date=date(2026, 7, 1))

    first = position.standards[0]
    assert list(revised.levels) == ["INTEGRITAS", "KOMUNIKASI"]
    assert position.version == 2
    assert position.standard_on(date(2025, 12, 31)) is None
    assert position.standard_on(date(2026, 1, 1)) is first
    assert position.standard_on(date(2026, 6, 30)) is first
    assert position.standard_on(date(2026, 7, 1)) is revised
    assert (first.service_ids, revised.service_ids) == ((SERVICE,), (OTHER_SERVICE,))


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 1, 1)])
def test_a_revision_must_take_effect_later(day: date) -> None:
    position = a_position()

    with pytest.raises(StandardNotLater):
        position.revise({"KOMUNIKASI": 3}, [], effective_date=day)

    assert (position.version, len(position.standards)) == (1, 1)


@pytest.mark.parametrize("level", [0, 6, -1])
def test_a_standard_knows_five_levels(level: int) -> None:
    with pytest.raises(LevelOutOfRange):
        a_position(level=level)


@pytest.mark.parametrize(
    ("code", "employment"),
    [
        *((grade.value, Employment.PNS) for grade in PnsGrade),
        *((grade.value, Employment.PPPK) for grade in PppkGrade),
    ],
)
def test_a_grade_belongs_to_its_employment(code: str, employment: Employment) -> None:
    assert known_grade(code, employment) == code
    other = Employment.PPPK if employment is Employment.PNS else Employment.PNS
    with pytest.raises(UnknownGrade):
        known_grade(code, other)


@pytest.mark.parametrize(
    ("code", "employment"),
    [("IV/f", Employment.PNS), ("III", Employment.PNS), ("XVIII", Employment.PPPK), ("", Employment.PNS)],
)
def test_a_grade_that_is_none_is_refused(code: str, employment: Employment) -> None:
    with pytest.raises(UnknownGrade) as refusal:
        known_grade(code, employment)

    assert vars(refusal.value) == {"grade": code, "employment": employment}


def test_only_a_pns_grade_has_a_rank() -> None:
    assert rank_of("III/a") == "Penata Muda"
    assert rank_of("IX") is None


def test_an_employee_takes_the_employment_from_the_nip_and_needs_a_grade_of_it() -> None:
    assert an_employee().employment is Employment.PNS
    with pytest.raises(UnknownGrade):
        an_employee(grade="IX")


def test_neither_nip_nor_name_shows_in_an_employee() -> None:
    shown = f"{an_employee()} {an_employee()!r}"

    assert "1990" not in shown
    assert "Contoh" not in shown


def test_a_step_holds_from_its_day_on_and_takes_the_unit_of_the_position() -> None:
    career = a_career()

    first = career.assign(a_position(20), assignment_id=UUID(int=30), effective_date=date(2026, 4, 1), at=NOW)
    second = career.assign(a_position(21), assignment_id=UUID(int=31), effective_date=date(2027, 1, 1), at=NOW)

    assert (first.unit_id, first.employee_id) == (UNIT, career.employee_id)
    assert career.on(date(2026, 3, 31)) is None
    assert career.on(date(2026, 4, 1)) is first
    assert career.on(date(2026, 12, 31)) is first
    assert career.on(date(2027, 1, 1)) is second


def test_the_position_that_is_held_or_to_come_is_not_given_again() -> None:
    career = a_career()
    career.assign(a_position(20), assignment_id=UUID(int=30), effective_date=date(2090, 4, 1), at=NOW)

    with pytest.raises(AlreadyInPosition):
        career.assign(a_position(20), assignment_id=UUID(int=31), effective_date=date(2090, 5, 1), at=NOW)


def test_a_person_may_come_back_to_a_position() -> None:
    career = a_career()

    for number, month in ((20, 4), (21, 5), (20, 6)):
        career.assign(a_position(number), assignment_id=UUID(int=month), effective_date=date(2026, month, 1), at=NOW)

    held = career.on(date(2026, 6, 1))
    assert held is not None
    assert held.position_id == UUID(int=20)


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2014, 1, 31), AssignmentBeforeAppointment),
        (date(2026, 3, 31), AssignmentTooEarly),
        (date(2026, 4, 1), AssignmentTooEarly),
    ],
)
def test_a_step_comes_after_the_appointment_and_the_step_before(day: date, refusal: type[Exception]) -> None:
    career = a_career()
    career.assign(a_position(21), assignment_id=UUID(int=30), effective_date=date(2026, 4, 1), at=NOW)

    with pytest.raises(refusal) as told:
        career.assign(a_position(22), assignment_id=UUID(int=31), effective_date=day, at=NOW)

    assert APPOINTED not in vars(told.value).values()
    assert len(career.assignments) == 1


@given(st.lists(st.tuples(st.dates(date(2014, 1, 1), date(2030, 12, 31)), st.integers(1, 3)), max_size=12))
def test_whatever_is_tried_a_career_goes_forward_and_each_step_changes_the_position(
    tries: list[tuple[date, int]],
) -> None:
    career = a_career()
    for number, (day, position) in enumerate(tries):
        try:
            career.assign(a_position(position), assignment_id=UUID(int=number), effective_date=day, at=NOW)
        except (AlreadyInPosition, AssignmentTooEarly, AssignmentBeforeAppointment):
            continue

    steps = career.assignments
    assert all(one.effective_date < other.effective_date for one, other in pairwise(steps))
    assert all(one.position_id != other.position_id for one, other in pairwise(steps))
    assert all(step.effective_date >= APPOINTED for step in steps)
    assert [career.on(step.effective_date) for step in steps] == steps
