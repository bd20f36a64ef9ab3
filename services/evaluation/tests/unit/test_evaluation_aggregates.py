"""What evaluations, training needs, levels and running indices promise."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asn_kernel.codes import Discipline, Element, Expectation, GapClass, Mutu, Predicate
from asn_kernel.decision import Decision
from asn_kernel.period import Period
from asn_kernel.reason import Labelled
from evaluation_service.domain.evaluation import (
    AssessedLevel,
    AssessorIsEmployee,
    CompetencyAssessedTwice,
    Evaluation,
    EvaluationAlreadyFinalised,
    PredicateFacts,
)
from evaluation_service.domain.staff import Level, LevelHistory, Post
from evaluation_service.domain.survey import ElementTally, IndexState, PublishedIndex, Survey, SurveyOutcome
from evaluation_service.domain.training_need import (
    OPEN,
    CauseKind,
    ConfirmationNotExpected,
    NeedCause,
    NeedFacts,
    NeedOutcome,
    NeedState,
    TrainingNeed,
    TrainingNeedNotOpen,
)

AT = datetime(2026, 7, 1, tzinfo=UTC)
S1 = Period.parse("2026-S1")
ID, OTHER = UUID(int=1), UUID(int=2)
POST = Post(UUID(int=3), UUID(int=4), {"KOMUNIKASI": 3}, [])


def an_evaluation(*assessed: AssessedLevel, assessor_id: UUID = OTHER) -> Evaluation:
    return Evaluation.open(
        ID,
        employee_id=ID,
        assessor_id=assessor_id,
        period=S1,
        post=POST,
        work_result=Expectation.SESUAI_EKSPEKTASI,
        behaviour=Expectation.SESUAI_EKSPEKTASI,
        discipline=Discipline.CLEAR,
        assessed=assessed,
        at=AT,
    )


def a_predicate() -> Any:
    facts = PredicateFacts(Expectation.SESUAI_EKSPEKTASI, Expectation.SESUAI_EKSPEKTASI)
    return Decision(policy="predicate", rule_version="a", inputs=facts, outcome=Predicate.BAIK, reasons=())


def a_need(*, confirmation_required: bool) -> TrainingNeed:
    competency = Labelled("KOMUNIKASI", "Komunikasi", "Communication")
    facts = NeedFacts(competency, 1, 2, None, None, (), "a")
    outcome = NeedOutcome(1, 2, 1, GapClass.LOW, 40, confirmation_required)
    decision = Decision(policy="training-need", rule_version="a", inputs=facts, outcome=outcome, reasons=())
    cause = NeedCause(CauseKind.EVALUATION, ID, S1)
    return TrainingNeed.identify(
        ID, decision, employee_id=ID, unit_id=ID, cause=cause, correlation_id="a-correlation", at=AT
    )


def test_a_draft_keeps_the_post_of_its_day() -> None:
    evaluation = an_evaluation()

    assert (evaluation.position_id, evaluation.unit_id) == (POST.position_id, POST.unit_id)
    assert (evaluation.standard, evaluation.serves_public) == (POST.standard, False)


def test_finalising_fixes_the_evaluation_once() -> None:
    evaluation = an_evaluation(AssessedLevel("KOMUNIKASI", 3))

    evaluation.finalise(a_predicate(), correlation_id="a-correlation", at=AT)

    assert (evaluation.predicate, evaluation.finalised_at, evaluation.version) == (Predicate.BAIK, AT, 2)
    with pytest.raises(EvaluationAlreadyFinalised):
        evaluation.finalise(a_predicate(), correlation_id="a-correlation", at=AT)


def test_nobody_assesses_herself_and_a_competency_once() -> None:
    with pytest.raises(AssessorIsEmployee):
        an_evaluation(assessor_id=ID)
    with pytest.raises(CompetencyAssessedTwice) as raised:
        an_evaluation(AssessedLevel("KOMUNIKASI", 3), AssessedLevel("KOMUNIKASI", 4))

    assert raised.value.competency_code == "KOMUNIKASI"


def test_a_proposed_need_is_confirmed_once() -> None:
    need = a_need(confirmation_required=True)

    need.confirm(at=AT)

    assert (need.state, need.version, need.confirmed_at) == (NeedState.CONFIRMED, 2, AT)
    with pytest.raises(ConfirmationNotExpected):
        need.confirm(at=AT)


def test_a_need_that_asks_for_no_confirmation_takes_none() -> None:
    need = a_need(confirmation_required=False)

    assert need.state is NeedState.IDENTIFIED
    with pytest.raises(ConfirmationNotExpected):
        need.confirm(at=AT)


ENDINGS: dict[str, Callable[[TrainingNeed], None]] = {
    "complete": lambda need: need.complete(at=AT),
    "withdraw": lambda need: need.withdraw("Pindah tugas", at=AT),
    "lapse": lambda need: need.lapse(at=AT),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_need_ends_once(ending: str) -> None:
    need = a_need(confirmation_required=True)

    ENDINGS[ending](need)

    assert need.state not in OPEN
    assert (need.ended_at, need.version) == (AT, 2)
    for again in ENDINGS.values():
        with pytest.raises(TrainingNeedNotOpen):
            again(need)
    with pytest.raises(ConfirmationNotExpected):
        need.confirm(at=AT)


def a_history(*levels: tuple[int, int]) -> LevelHistory:
    """Levels recorded so many hours after AT."""
    return LevelHistory(
        [Level(ID, "KOMUNIKASI", n, level, AT + timedelta(hours=hours)) for n, (hours, level) in enumerate(levels)]
    )


def test_the_level_at_a_moment_is_the_one_recorded_last_by_then() -> None:
    history = a_history((-2, 4), (-1, 2), (0, 3), (1, 5))

    assert [history.at(AT + timedelta(hours=hours)) for hours in (-3, -2, -1, 0, 1)] == [None, 4, 2, 3, 5]
    assert [history.best_after(AT + timedelta(hours=hours)) for hours in (-3, 0, 1)] == [5, 5, 0]


@given(levels=st.permutations([(-2, 4), (-1, 2), (1, 5), (2, 1)]))
def test_a_history_does_not_depend_on_the_order_of_its_levels(levels: list[tuple[int, int]]) -> None:
    history = a_history(*levels)

    assert (history.at(AT), history.best_after(AT)) == (2, 5)


def test_running_averages_round_half_up_to_four_places() -> None:
    assert ElementTally(ID, "WAKTU", 0, 0, 2, 1).average == Decimal("3.3333")
    assert ElementTally(ID, "WAKTU", 1, 2, 0, 0).average == Decimal("1.6667")


@given(counts=st.tuples(*[st.integers(0, 1_000_000)] * 4).filter(any))
def test_an_average_lies_between_its_answers(counts: tuple[int, int, int, int]) -> None:
    given_scores = [score for score, count in enumerate(counts, 1) if count]

    assert min(given_scores) <= ElementTally(ID, "WAKTU", *counts).average <= max(given_scores)


def a_survey(outcome: SurveyOutcome | None, *, published: bool = False) -> Survey:
    index = PublishedIndex(ID, ID, ID, S1, 5, None, None, None, Decimal(80), Mutu.B, (), AT, 2) if published else None
    return Survey(ID, ID, ID, S1, outcome, 1, index)


@pytest.mark.parametrize(
    ("survey", "state"),
    [
        (a_survey(None), IndexState.RUNNING),
        (a_survey(SurveyOutcome.INDEX_PUBLISHED), IndexState.RUNNING),
        (a_survey(None, published=True), IndexState.PUBLISHED),
        (a_survey(SurveyOutcome.TOO_FEW_ANSWERS), IndexState.TOO_FEW_ANSWERS),
        (a_survey(SurveyOutcome.WITHDRAWN), IndexState.WITHDRAWN),
    ],
)
def test_a_survey_runs_until_its_index_is_here_or_none_will_come(survey: Survey, state: IndexState) -> None:
    assert survey.state is state


def test_every_element_of_the_law_can_be_counted() -> None:
    tallies = [ElementTally(ID, element, 1, 0, 0, 1) for element in Element]

    assert {tally.average for tally in tallies} == {Decimal("2.5000")}
