"""The predicate matrix of PermenPANRB 6/2022, cell by cell."""

from datetime import date

import pytest

from evaluation_service.domain.scales import Expectation, Predicate
from evaluation_service.policies.dated import Confidence, Source, in_force
from evaluation_service.policies.incentive_rules import LearningHoursRule
from evaluation_service.policies.predicate import MATRICES, matrix_on, predicate_for

ABOVE, MEETS, BELOW = Expectation
TODAY = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("work_result", "behaviour", "predicate"),
    [
        (ABOVE, ABOVE, Predicate.SANGAT_BAIK),
        (ABOVE, MEETS, Predicate.BAIK),
        (ABOVE, BELOW, Predicate.KURANG),
        (MEETS, ABOVE, Predicate.BAIK),
        (MEETS, MEETS, Predicate.BAIK),
        (MEETS, BELOW, Predicate.KURANG),
        (BELOW, ABOVE, Predicate.BUTUH_PERBAIKAN),
        (BELOW, MEETS, Predicate.BUTUH_PERBAIKAN),
        (BELOW, BELOW, Predicate.SANGAT_KURANG),
    ],
)
def test_each_cell_of_the_matrix_gives_its_predicate(
    work_result: Expectation, behaviour: Expectation, predicate: Predicate
) -> None:
    found = predicate_for(work_result=work_result, behaviour=behaviour, matrix=matrix_on(TODAY))

    assert found is predicate


def test_every_matrix_is_total() -> None:
    pairs = {(work_result, behaviour) for work_result in Expectation for behaviour in Expectation}

    assert all(set(matrix.cells) == pairs for matrix in MATRICES)


@pytest.mark.parametrize(
    ("on", "hours"),
    [(date(2010, 1, 1), 10), (date(2020, 12, 31), 10), (date(2021, 1, 1), 20), (date(2030, 1, 1), 20)],
)
def test_the_row_in_force_is_the_latest_that_has_started(on: date, hours: int) -> None:
    source = Source("a row for this test", Confidence.L)
    rows = [LearningHoursRule(date(2021, 1, 1), 20, source), LearningHoursRule(date(2018, 1, 1), 10, source)]

    assert in_force(rows, on).required_hours == hours
