"""A citizen's answer to a survey, and the sheet on which it is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from feedback_service.domain.errors import InvalidScores, SurveyClosed
from feedback_service.domain.respondent import AgeGroup, Education, Occupation, Respondent, Sex
from feedback_service.domain.survey import SurveyState
from feedback_service.domain.unsur import Unsur

LOWEST_SCORE = 1
HIGHEST_SCORE = 4


@dataclass(eq=False, kw_only=True)
class Answer:
    """One filled-in survey: a score from 1 (tidak baik) to 4 (sangat baik) per element, and no identity."""

    id: UUID
    survey_id: UUID
    persyaratan: int
    prosedur: int
    waktu: int
    biaya: int
    produk: int
    kompetensi: int
    perilaku: int
    pengaduan: int
    sarana: int
    submitted_at: datetime
    sex: Sex | None = None
    age_group: AgeGroup | None = None
    education: Education | None = None
    occupation: Occupation | None = None
    service_type: str | None = None

    @property
    def scores(self) -> dict[Unsur, int]:
        """The score of every element, in the regulation's order."""
        return {unsur: getattr(self, unsur.field) for unsur in Unsur}


@dataclass(frozen=True, slots=True)
class AnswerSubmitted:
    """The fact that a citizen answered."""

    answer: Answer
    service_id: UUID
    unit_id: UUID


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """The part of a survey that an answer needs; the busiest path of the service reads no more of it."""

    survey_id: UUID
    service_id: UUID
    unit_id: UUID
    state: SurveyState

    def fill_in(
        self, *, answer_id: UUID, scores: Mapping[Unsur, int], respondent: Respondent, at: datetime
    ) -> AnswerSubmitted:
        """Take one answer; raises SurveyClosed, or InvalidScores unless every element has 1 to 4."""
        if self.state is SurveyState.CLOSED:
            raise SurveyClosed(self.survey_id)
        _require_nine_scores(scores)
        answer = Answer(
            id=answer_id,
            survey_id=self.survey_id,
            submitted_at=at,
            sex=respondent.sex,
            age_group=respondent.age_group,
            education=respondent.education,
            occupation=respondent.occupation,
            service_type=respondent.service_type,
            **{unsur.field: scores[unsur] for unsur in Unsur},
        )
        return AnswerSubmitted(answer, self.service_id, self.unit_id)


def _require_nine_scores(scores: Mapping[Unsur, int]) -> None:
    strange = tuple(sorted(str(key) for key in scores.keys() - set(Unsur)))
    wrong = tuple(unsur for unsur in Unsur if not _is_score(scores.get(unsur)))
    if strange or wrong:
        raise InvalidScores(strange + wrong)


def _is_score(score: object) -> bool:
    # True is an int in Python, and no score.
    return type(score) is int and LOWEST_SCORE <= score <= HIGHEST_SCORE
