"""A survey takes answers while it is open, and is closed once."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from feedback_service.domain.answer import AnswerSheet
from feedback_service.domain.assessment import Assessment, SampleMethod, Tally
from feedback_service.domain.errors import (
    InvalidScores,
    SurveyAlreadyClosed,
    SurveyClosed,
    SurveyHasNoAnswers,
)
from feedback_service.domain.period import Period
from feedback_service.domain.respondent import Respondent, Sex
from feedback_service.domain.survey import Survey, SurveyState
from feedback_service.domain.unsur import Unsur
from feedback_service.policies.satisfaction_index import assess, rules_on

SURVEY, SERVICE, UNIT, ANSWER, INDEX = (UUID(int=number) for number in range(1, 6))
JUNE = datetime(2026, 6, 30, 9, tzinfo=UTC)
THREES = dict.fromkeys(Unsur, 3)


def a_sheet(state: SurveyState = SurveyState.OPEN) -> AnswerSheet:
    return AnswerSheet(SURVEY, SERVICE, UNIT, state)


def a_survey(population: int | None = None) -> Survey:
    return Survey(
        id=SURVEY,
        service_id=SERVICE,
        unit_id=UNIT,
        period=Period(2026, 1),
        population=population,
        opened_at=datetime(2026, 1, 5, tzinfo=UTC),
    )


def an_assessment(population: int | None = None) -> Assessment | None:
    tally = Tally(10, dict.fromkeys(Unsur, 30), dict.fromkeys(Unsur, 10))
    return assess(tally, population=population, rules=rules_on(date(2026, 6, 30)))


def test_an_answer_keeps_its_nine_scores_and_its_survey() -> None:
    fact = a_sheet().fill_in(answer_id=ANSWER, scores=THREES, respondent=Respondent(sex=Sex.P), at=JUNE)

    assert fact.answer.scores == THREES
    assert (fact.answer.survey_id, fact.service_id, fact.unit_id) == (SURVEY, SERVICE, UNIT)
    assert (fact.answer.sex, fact.answer.education) == (Sex.P, None)


def test_a_closed_survey_takes_no_answer() -> None:
    with pytest.raises(SurveyClosed) as refused:
        a_sheet(SurveyState.CLOSED).fill_in(answer_id=ANSWER, scores=THREES, respondent=Respondent(), at=JUNE)

    assert refused.value.survey_id == SURVEY


@pytest.mark.parametrize(
    ("scores", "elements"),
    [
        ({**THREES, Unsur.WAKTU: 0}, ("WAKTU",)),
        ({**THREES, Unsur.WAKTU: 5}, ("WAKTU",)),
        ({**THREES, Unsur.WAKTU: 2.5, Unsur.SARANA: "3"}, ("WAKTU", "SARANA")),
        ({**THREES, Unsur.WAKTU: True}, ("WAKTU",)),
        ({unsur: 3 for unsur in Unsur if unsur is not Unsur.BIAYA}, ("BIAYA",)),
        ({**THREES, "MAKLUMAT": 3}, ("MAKLUMAT",)),
    ],
)
def test_scores_other_than_nine_whole_numbers_from_1_to_4_are_refused(
    scores: dict[Unsur, int], elements: tuple[str, ...]
) -> None:
    with pytest.raises(InvalidScores) as refused:
        a_sheet().fill_in(answer_id=ANSWER, scores=scores, respondent=Respondent(), at=JUNE)

    assert refused.value.elements == elements


def test_closing_publishes_the_index_of_the_survey() -> None:
    survey = a_survey(population=12)

    index = survey.close(an_assessment(population=12), index_id=INDEX, at=JUNE)

    assert (survey.state, survey.closed_at, survey.version) == (SurveyState.CLOSED, JUNE, 2)
    assert (index.id, index.survey_id, index.period, index.published_at) == (
        INDEX,
        SURVEY,
        Period(2026, 1),
        JUNE,
    )
    assert (index.respondents, index.population, index.required_sample) == (10, 12, 12)
    assert (index.sample_adequate, index.sample_method) == (False, SampleMethod.FORMULA)


def test_without_a_population_the_sample_is_not_judged() -> None:
    index = a_survey().close(an_assessment(), index_id=INDEX, at=JUNE)

    assert (index.population, index.required_sample, index.sample_adequate) == (None, None, None)


def test_a_survey_is_closed_once() -> None:
    survey = a_survey()
    survey.close(an_assessment(), index_id=INDEX, at=JUNE)

    with pytest.raises(SurveyAlreadyClosed):
        survey.close(an_assessment(), index_id=INDEX, at=JUNE)

    assert survey.version == 2


def test_a_survey_without_answers_stays_open() -> None:
    survey = a_survey()

    with pytest.raises(SurveyHasNoAnswers):
        survey.close(None, index_id=INDEX, at=JUNE)

    assert survey.state is SurveyState.OPEN
