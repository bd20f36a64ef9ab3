"""A citizen's answer to a survey: nothing in it tells who gave it, and only the day tells when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from asn_kernel.codes import AgeGroup, Education, Occupation, Sex

LOWEST_SCORE = 1
HIGHEST_SCORE = 4


class ElementNotAsked(Exception):
    """An answer scores an element that the survey does not ask about."""

    def __init__(self, codes: Collection[str]) -> None:
        super().__init__(codes)
        self.elements = ", ".join(sorted(codes))


class InvalidScores(Exception):
    """An answer scores nothing, or something other than a whole number from 1 to 4."""

    def __init__(self, codes: Collection[str]) -> None:
        super().__init__(codes)
        self.elements = ", ".join(sorted(codes))


@dataclass(frozen=True, kw_only=True)
class Respondent:
    """What a respondent may tell about themselves; `service_type` is the code of the kind of service received."""

    sex: Sex | None = None
    age_group: AgeGroup | None = None
    education: Education | None = None
    occupation: Occupation | None = None
    service_type: str | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """Scores from 1 (tidak baik) to 4 (sangat baik) by element; an element without an answer is absent.

    `id` is random and `submitted_date` the day in Sibolga: neither of them tells the moment.
    """

    id: UUID
    survey_id: UUID
    scores: Mapping[str, int]
    respondent: Respondent
    submitted_date: date

    def __post_init__(self) -> None:
        """Raise InvalidScores unless there is a score, and each is one."""
        wrong = {code for code, score in self.scores.items() if not _is_score(score)}
        if wrong or not self.scores:
            raise InvalidScores(wrong)


def _is_score(score: object) -> bool:
    # True is an int in Python, and no score.
    return type(score) is int and LOWEST_SCORE <= score <= HIGHEST_SCORE
