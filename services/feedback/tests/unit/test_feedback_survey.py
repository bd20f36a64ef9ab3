"""A survey is opened in time, takes answers while it is open, and is closed once."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from asn_chassis.regulations import load
from asn_kernel.codes import Element, Sex
from asn_kernel.period import Period
from feedback_service.domain.answer import Answer, ElementNotAsked, InvalidScores, Respondent
from feedback_service.domain.assessment import ElementAnswers, IndexFacts
from feedback_service.domain.elements import (
    ElementIsStandard,
    ElementNotStandard,
    NoElementsLeft,
    SurveyElement,
    elements_of,
)
from feedback_service.domain.satisfaction_index import IndexDecision
from feedback_service.domain.survey import (
    Closure,
    PeriodNotBegun,
    Survey,
    SurveyAlreadyClosed,
    SurveyState,
    SurveyWindowOver,
    require_opening,
)
from feedback_service.domain.survey_for_answer import AnswerWindowOver, SurveyClosed, SurveyForAnswer
from feedback_service.policies.index_rules import IndexRules
from feedback_service.policies.regulations import Regulations
from feedback_service.policies.satisfaction_index import decide

SURVEY, SERVICE, UNIT, ANSWER, INDEX = (UUID(int=number) for number in range(1, 6))
JUNE = datetime(2026, 6, 30, 9, tzinfo=UTC)
PERIOD = Period.parse("2026-S1")
THREES = {element.value: 3 for element in Element}
NINE = tuple(SurveyElement(element.value, element.label_id, element.label_en) for element in Element)
SAFETY = SurveyElement("KEAMANAN", "Keamanan", "Safety")
REGULATIONS = load(Path(__file__).parents[4] / "contracts", Regulations)
WINDOW = REGULATIONS.survey_window.in_force(PERIOD.end).values


def for_answer(state: SurveyState = SurveyState.OPEN) -> SurveyForAnswer:
    return SurveyForAnswer(SURVEY, SERVICE, UNIT, PERIOD, state, [element.code for element in NINE])


def an_answer(scores: dict[str, int], day: date = date(2026, 6, 30)) -> Answer:
    return Answer(id=ANSWER, survey_id=SURVEY, scores=scores, respondent=Respondent(sex=Sex.P), submitted_date=day)


def a_survey() -> Survey:
    return Survey(
        id=SURVEY,
        service_id=SERVICE,
        unit_id=UNIT,
        period=PERIOD,
        population=12,
        elements=NINE,
        opened_at=datetime(2026, 1, 5, tzinfo=UTC),
    )


def a_decision() -> IndexDecision:
    elements = tuple(ElementAnswers(each.code, each.label_id, each.label_en, (0, 0, 10, 0)) for each in NINE)
    facts = IndexFacts(elements=elements, respondents=10, population=12)
    return decide(facts, IndexRules.in_force(REGULATIONS, PERIOD.end))


@pytest.mark.parametrize("text", ["2026", "2026-S1", "2026-Q2", "2026-M06"])
def test_a_survey_is_opened_from_the_first_day_of_its_period_to_the_end_of_the_window(text: str) -> None:
    period = Period.parse(text)
    last = WINDOW.last_opening_day(period)

    require_opening(period, day=period.start, last_day=last)
    require_opening(period, day=last, last_day=last)

    day_before = date.fromordinal(period.start.toordinal() - 1)
    day_after = date.fromordinal(last.toordinal() + 1)
    with pytest.raises(PeriodNotBegun):
        require_opening(period, day=day_before, last_day=last)
    with pytest.raises(SurveyWindowOver):
        require_opening(period, day=day_after, last_day=last)


def test_the_windows_are_counted_from_the_last_day_of_the_period() -> None:
    assert (WINDOW.last_opening_day(PERIOD) - date(2026, 6, 30)).days == WINDOW.late_opening_days
    assert (WINDOW.last_answer_day(PERIOD) - date(2026, 6, 30)).days == WINDOW.late_answer_days


def test_a_survey_asks_the_nine_elements_unless_it_says_otherwise() -> None:
    assert elements_of(NINE, left_out=[], added=[]) == NINE


def test_elements_are_left_out_and_added() -> None:
    asked = elements_of(NINE, left_out=["BIAYA", "BIAYA"], added=[SAFETY])

    assert asked == (*(element for element in NINE if element.code != "BIAYA"), SAFETY)


def test_all_nine_may_give_way_to_the_units_own() -> None:
    assert elements_of(NINE, left_out=[element.code for element in NINE], added=[SAFETY]) == (SAFETY,)


@pytest.mark.parametrize(
    ("left_out", "added", "error"),
    [
        (["MAKLUMAT"], [], ElementNotStandard),
        ([], [SurveyElement("WAKTU", "Waktu", "Time")], ElementIsStandard),
        # A code of the regulation keeps its meaning, even where its element is left out.
        (["WAKTU"], [SurveyElement("WAKTU", "Waktu", "Time")], ElementIsStandard),
        ([element.code for element in NINE], [], NoElementsLeft),
    ],
)
def test_a_wrong_choice_of_elements_is_refused(
    left_out: list[str], added: list[SurveyElement], error: type[Exception]
) -> None:
    with pytest.raises(error):
        elements_of(NINE, left_out=left_out, added=added)


def test_an_open_survey_takes_an_answer_on_some_of_its_elements() -> None:
    for_answer().take(an_answer({"WAKTU": 1}), last_day=date(2026, 6, 30))


def test_a_closed_survey_takes_no_answer() -> None:
    with pytest.raises(SurveyClosed) as refused:
        for_answer(SurveyState.CLOSED).take(an_answer(THREES), last_day=date(2026, 6, 30))

    assert refused.value.survey_id == SURVEY


def test_an_answer_after_the_last_day_is_refused() -> None:
    with pytest.raises(AnswerWindowOver):
        for_answer().take(an_answer(THREES, date(2026, 7, 1)), last_day=date(2026, 6, 30))


def test_an_answer_on_what_the_survey_does_not_ask_is_refused() -> None:
    with pytest.raises(ElementNotAsked) as refused:
        for_answer().take(an_answer(THREES | {"KEAMANAN": 4}), last_day=date(2026, 6, 30))

    assert refused.value.elements == "KEAMANAN"


@pytest.mark.parametrize(
    ("scores", "elements"),
    [
        (THREES | {"WAKTU": 0}, "WAKTU"),
        (THREES | {"WAKTU": 5}, "WAKTU"),
        (THREES | {"WAKTU": 2.5, "SARANA": "3"}, "SARANA, WAKTU"),
        (THREES | {"WAKTU": True}, "WAKTU"),
        ({}, ""),
    ],
)
def test_scores_other_than_whole_numbers_from_1_to_4_are_refused(scores: dict[str, int], elements: str) -> None:
    with pytest.raises(InvalidScores) as refused:
        an_answer(scores)

    assert refused.value.elements == elements


def test_closing_publishes_the_index_of_the_survey() -> None:
    survey = a_survey()

    index = survey.close(a_decision(), index_id=INDEX, at=JUNE)

    assert (survey.state, survey.outcome, survey.closed_at, survey.version) == (
        SurveyState.CLOSED,
        Closure.INDEX_PUBLISHED,
        JUNE,
        2,
    )
    assert index is not None
    assert (index.id, index.survey_id, index.service_id, index.unit_id) == (INDEX, SURVEY, SERVICE, UNIT)
    assert (index.period, index.published_at, index.decision) == (PERIOD, JUNE, a_decision())


def test_a_survey_with_too_few_answers_is_closed_without_an_index() -> None:
    survey = a_survey()

    assert survey.close(None, index_id=INDEX, at=JUNE) is None
    assert (survey.state, survey.outcome, survey.closed_at) == (SurveyState.CLOSED, Closure.TOO_FEW_ANSWERS, JUNE)


@pytest.mark.parametrize("first", [a_decision(), None])
def test_a_survey_is_closed_once(first: IndexDecision | None) -> None:
    survey = a_survey()
    survey.close(first, index_id=INDEX, at=JUNE)

    with pytest.raises(SurveyAlreadyClosed):
        survey.close(a_decision(), index_id=INDEX, at=JUNE)

    assert survey.version == 2
