"""The data is what it says it is."""

from datetime import date

import pytest

from asn_issuer.config import PERSONS
from asn_issuer.persons import read_persons
from asn_loop.data import answers, regions, scenario
from asn_loop.period import periods_of
from asn_loop.steps.units import CITY


def test_the_answers_are_49_times_nine_scores() -> None:
    sheet = answers()

    assert len({respondent for respondent, _ in sheet}) == 49
    assert all(len(scores) == 9 and set(scores.values()) <= {1, 2, 3, 4} for _, scores in sheet)


def test_the_city_has_4_kecamatan_and_17_kelurahan_below_it() -> None:
    kinds = [unit.kind for unit in regions()]

    assert (kinds.count("KOTA"), kinds.count("KECAMATAN"), kinds.count("KELURAHAN")) == (1, 4, 17)
    assert regions()[0].code == CITY


def test_the_scenario_fits_together_and_invents_nobody() -> None:
    made_up = scenario()
    units = {unit.code for unit in (*regions(), *made_up.units)}

    assert all(employee.name.startswith("Pegawai Sintetis") for employee in made_up.employees)
    assert all(employee.nip[4:8] == "0101" and employee.nip[15] == "9" for employee in made_up.employees)
    assert {position.unit for position in made_up.positions} <= units
    assert {employee.position for employee in made_up.employees} <= {each.code for each in made_up.positions}
    assert {course.provider for course in made_up.training.courses} == {
        each.code for each in made_up.training.providers
    }


@pytest.mark.parametrize(
    ("day", "periods"),
    [
        (date(2026, 1, 1), ("2026-S1", "2026-Q1", "2026-M01", "2026")),
        (date(2026, 3, 31), ("2026-S1", "2026-Q1", "2026-M03", "2026")),
        (date(2026, 4, 1), ("2026-S1", "2026-Q2", "2026-M04", "2026")),
        (date(2026, 6, 30), ("2026-S1", "2026-Q2", "2026-M06", "2026")),
        (date(2026, 7, 1), ("2026-S2", "2026-Q3", "2026-M07", "2026")),
        (date(2026, 12, 31), ("2026-S2", "2026-Q4", "2026-M12", "2026")),
    ],
)
def test_rounds_take_the_periods_that_a_day_lies_in(day: date, periods: tuple[str, ...]) -> None:
    assert periods_of(day) == periods


def test_every_synthetic_person_but_the_provider_is_one_employee() -> None:
    people = read_persons(PERSONS).persons
    logins = [employee.login for employee in scenario().employees if employee.login]

    assert sorted(logins) == sorted(str(person.subject) for name, person in people.items() if name != "provider")


def test_nobody_assesses_herself_and_every_service_is_registered() -> None:
    made_up = scenario()
    people = {employee.nip: employee for employee in made_up.employees}
    evaluated = [employee for employee in made_up.employees if employee.evaluation]

    assert all(each.evaluation and each.evaluation.assessor in people.keys() - {each.nip} for each in evaluated)
    served = {code for position in made_up.positions for code in position.services}
    assert served <= {service.code for service in made_up.public_services}
    assert made_up.surveyed.code in served
