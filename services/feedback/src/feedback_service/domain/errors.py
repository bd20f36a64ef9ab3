"""What can go wrong in the feedback service; each error carries the data that explains it."""

from uuid import UUID


class FeedbackError(Exception):
    """Base of this service's errors."""


class InvalidPeriod(FeedbackError):
    """The text is no period such as "2026-S1"."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class InvalidScores(FeedbackError):
    """The scores are not the nine elements with a whole number from 1 to 4 each."""

    def __init__(self, elements: tuple[str, ...]) -> None:
        super().__init__(elements)
        self.elements = elements


class UnknownUnit(FeedbackError):
    """No unit with this id has been announced by the employee service yet."""

    def __init__(self, unit_id: UUID) -> None:
        super().__init__(unit_id)
        self.unit_id = unit_id


class UnknownPublicService(FeedbackError):
    """A survey was opened for a public service that is not registered."""

    def __init__(self, service_id: UUID) -> None:
        super().__init__(service_id)
        self.service_id = service_id


class DuplicatePublicServiceCode(FeedbackError):
    """Another public service has this code already."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PublicServiceNotFound(FeedbackError):
    """No public service has this id."""

    def __init__(self, service_id: UUID) -> None:
        super().__init__(service_id)
        self.service_id = service_id


class SurveyNotFound(FeedbackError):
    """No survey has this id."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(survey_id)
        self.survey_id = survey_id


class SurveyAlreadyExists(FeedbackError):
    """The public service has a survey for this period already."""

    def __init__(self, service_id: UUID, period: str) -> None:
        super().__init__(service_id, period)
        self.service_id = service_id
        self.period = period


class SurveyClosed(FeedbackError):
    """An answer came after the survey was closed."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(survey_id)
        self.survey_id = survey_id


class SurveyAlreadyClosed(FeedbackError):
    """The survey was closed before, and its index was published then."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(survey_id)
        self.survey_id = survey_id


class SurveyHasNoAnswers(FeedbackError):
    """A survey without answers has no index and therefore cannot be closed."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(survey_id)
        self.survey_id = survey_id


class SatisfactionIndexNotFound(FeedbackError):
    """No satisfaction index has this id."""

    def __init__(self, index_id: UUID) -> None:
        super().__init__(index_id)
        self.index_id = index_id
