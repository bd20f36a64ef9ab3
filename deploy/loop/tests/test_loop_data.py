"""The data is what it says it is."""

from datetime import date

import pytest

from asn_loop.data import answers, regions, scenario
from asn_loop.period import Period
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
    ("period", "today", "day"),
    [
        ("2026-S2", date(2026, 11, 24), date(2026, 11, 24)),
        ("2027-S1", date(2026, 11, 24), date(2027, 1, 1)),
        ("2026-S1", date(2026, 8, 1), date(2026, 8, 1)),
        ("2026-S2", date(2027, 1, 5), date(2026, 12, 31)),
    ],
)
def test_the_day_of_a_round_counts_for_its_year(period: str, today: date, day: date) -> None:
    assert Period.parse(period).day_near(today) == day


def test_periods_follow_each_other() -> None:
    assert Period.of(date(2026, 6, 30)).following() == Period.of(date(2026, 7, 1)) == Period.parse("2026-S2")
    assert str(Period.parse("2026-S2").following()) == "2027-S1"
