"""The predicate matrix of PermenPANRB 6/2022, cell by cell."""

from datetime import date
from typing import Any

import pytest

from asn_kernel.codes import Expectation, Predicate
from asn_kernel.rule import NoRuleInForce
from evaluation_service.domain.evaluation import PredicateFacts
from evaluation_service.policies.predicate import decide

ABOVE, MEETS, BELOW = Expectation


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
    rules: Any, work_result: Expectation, behaviour: Expectation, predicate: Predicate
) -> None:
    decision = decide(PredicateFacts(work_result, behaviour), rules.predicate.in_force(date(2022, 1, 1)))

    assert decision.outcome is predicate
    assert predicate.label_en in decision.reasons[0].text_en


def test_nobody_has_a_predicate_before_there_was_a_matrix(rules: Any) -> None:
    with pytest.raises(NoRuleInForce):
        rules.predicate.in_force(date(2021, 12, 31))


def test_every_matrix_is_total(rules: Any) -> None:
    pairs = {(work_result, behaviour) for work_result in Expectation for behaviour in Expectation}

    for row in rules.predicate.rows:
        assert {(cell.work_result, cell.behaviour) for cell in row.values.cells} == pairs
        assert len(row.values.cells) == len(pairs)
