"""What evaluations, training needs and running indices promise."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation_service.domain.errors import (
    CompetencyAssessedTwice,
    ConfirmationNotExpected,
    EvaluationAlreadyFinalised,
)
from evaluation_service.domain.evaluation import AssessedLevel, Evaluation, year_of
from evaluation_service.domain.scales import Discipline, Element, Expectation, GapClass, Mutu, Predicate
from evaluation_service.domain.service_index import ElementSums, IndexState, ServiceIndex
from evaluation_service.domain.training_need import (
    CauseKind,
    NeedCause,
    NeedDecision,
    NeedState,
    TrainingNeed,
)

AT = datetime(2026, 7, 1, tzinfo=UTC)
ID = UUID(int=1)


def an_evaluation(*assessed: AssessedLevel) -> Evaluation:
    return Evaluation(
        id=ID,
        employee_id=ID,
        unit_id=ID,
        period="2026-S1",
        work_result=Expectation.SESUAI_EKSPEKTASI,
        behaviour=Expectation.SESUAI_EKSPEKTASI,
        discipline=Discipline.CLEAR,
        assessed=assessed,
        created_at=AT,
    )


def a_need(*, confirmation_required: bool) -> TrainingNeed:
    decision = NeedDecision(
        competency_code="KOMUNIKASI",
        current_level=1,
        target_level=2,
        gap=1,
        gap_class=GapClass.LOW,
        priority=40,
        confirmation_required=confirmation_required,
        rule_version="a-version",
        reasons=(),
        inputs={},
    )
    cause = NeedCause(CauseKind.EVALUATION, ID, "2026-S1")
    return TrainingNeed.identify(
        ID, decision, employee_id=ID, unit_id=ID, cause=cause, correlation_id="a-correlation", at=AT
    )


def test_finalising_returns_the_fact_and_raises_the_version() -> None:
    evaluation = an_evaluation(AssessedLevel("KOMUNIKASI", 3))

    fact = evaluation.finalise(predicate=Predicate.BAIK, at=AT)

    assert (fact.predicate, fact.finalised_at, fact.version) == (Predicate.BAIK, AT, 2)
    assert (fact.assessed_levels, fact.year) == ({"KOMUNIKASI": 3}, 2026)


def test_finalising_twice_is_refused() -> None:
    evaluation = an_evaluation()
    evaluation.finalise(predicate=Predicate.BAIK, at=AT)

    with pytest.raises(EvaluationAlreadyFinalised):
        evaluation.finalise(predicate=Predicate.BAIK, at=AT)


def test_a_competency_is_assessed_once() -> None:
    with pytest.raises(CompetencyAssessedTwice) as raised:
        an_evaluation(AssessedLevel("KOMUNIKASI", 3), AssessedLevel("KOMUNIKASI", 4))

    assert raised.value.competency_code == "KOMUNIKASI"


def test_a_proposed_need_is_confirmed_once() -> None:
    need = a_need(confirmation_required=True)

    fact = need.confirm(at=AT)

    assert (need.state, fact.version) == (NeedState.CONFIRMED, 2)
    with pytest.raises(ConfirmationNotExpected):
        need.confirm(at=AT)


def test_a_need_that_asks_for_no_confirmation_takes_none() -> None:
    need = a_need(confirmation_required=False)

    assert need.state is NeedState.IDENTIFIED
    with pytest.raises(ConfirmationNotExpected):
        need.confirm(at=AT)


def test_running_averages_round_half_up_to_four_places() -> None:
    sums = ElementSums(persyaratan=10, sarana=5)

    averages = sums.averages(3)

    assert averages[Element.PERSYARATAN] == Decimal("3.3333")
    assert averages[Element.SARANA] == Decimal("1.6667")


@given(answers=st.lists(st.integers(1, 4), min_size=1, max_size=50))
def test_an_average_lies_between_its_answers(answers: list[int]) -> None:
    average = ElementSums(waktu=sum(answers)).averages(len(answers))[Element.WAKTU]

    assert min(answers) <= average <= max(answers)


def test_an_index_runs_until_it_is_published() -> None:
    index = ServiceIndex(ID, ID, ID, answers=0, sums=ElementSums(), first_heard_at=AT)
    assert (index.state, index.running.averages) == (IndexState.RUNNING, {})

    index.published_at = AT

    assert index.state is IndexState.PUBLISHED


@pytest.mark.parametrize(("grade", "lowest", "reaches"), [("A", "B", True), ("B", "B", True), ("C", "B", False)])
def test_a_grade_reaches_the_grades_below_it(grade: str, lowest: str, reaches: object) -> None:
    assert Mutu(grade).reaches(Mutu(lowest)) is reaches


def test_the_year_of_a_period() -> None:
    assert year_of("2026-S2") == 2026
