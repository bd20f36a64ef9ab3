"""Decides the performance predicate from work result and behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evaluation_service.domain.scales import Expectation, Predicate
from evaluation_service.policies.dated import Confidence, Source, in_force

_ABOVE, _MEETS, _BELOW = Expectation


@dataclass(frozen=True)
class PredicateMatrix:
    """Nine cells: (work result, behaviour) to predicate."""

    version: str
    valid_from: date
    source: Source
    cells: Mapping[tuple[Expectation, Expectation], Predicate]


MATRICES = (
    PredicateMatrix(
        version="predicate-2022.1",
        valid_from=date(2022, 1, 1),
        source=Source("PermenPANRB 6/2022, predicate matrix in the annex", Confidence.H),
        cells={
            (_ABOVE, _ABOVE): Predicate.SANGAT_BAIK,
            (_ABOVE, _MEETS): Predicate.BAIK,
            (_ABOVE, _BELOW): Predicate.KURANG,
            (_MEETS, _ABOVE): Predicate.BAIK,
            (_MEETS, _MEETS): Predicate.BAIK,
            (_MEETS, _BELOW): Predicate.KURANG,
            (_BELOW, _ABOVE): Predicate.BUTUH_PERBAIKAN,
            (_BELOW, _MEETS): Predicate.BUTUH_PERBAIKAN,
            (_BELOW, _BELOW): Predicate.SANGAT_KURANG,
        },
    ),
)


def matrix_on(day: date) -> PredicateMatrix:
    """Return the matrix in force on a day."""
    return in_force(MATRICES, day)


def predicate_for(*, work_result: Expectation, behaviour: Expectation, matrix: PredicateMatrix) -> Predicate:
    """Return the cell of the matrix. No arithmetic is involved: PermenPANRB 6/2022 has none."""
    return matrix.cells[work_result, behaviour]
