"""What can go wrong, as exceptions that carry data and know nothing of HTTP."""

from uuid import UUID


class UnknownEmployee(Exception):
    """The replica does not know the employee; the event that introduces them may still be on its way."""

    def __init__(self, employee_id: UUID) -> None:
        super().__init__(f"employee {employee_id} is not known here")
        self.employee_id = employee_id


class EmployeeNotFound(Exception):
    """No employee with this id in the replica."""

    def __init__(self, employee_id: UUID) -> None:
        super().__init__(f"no employee {employee_id}")
        self.employee_id = employee_id


class EvaluationNotFound(Exception):
    """No evaluation with this id."""

    def __init__(self, evaluation_id: UUID) -> None:
        super().__init__(f"no evaluation {evaluation_id}")
        self.evaluation_id = evaluation_id


class EvaluationAlreadyExists(Exception):
    """The employee already has an evaluation of the period."""

    def __init__(self, employee_id: UUID, period: str) -> None:
        super().__init__(f"employee {employee_id} already has an evaluation of {period}")
        self.employee_id = employee_id
        self.period = period


class EvaluationAlreadyFinalised(Exception):
    """A finalised evaluation does not change any more."""

    def __init__(self, evaluation_id: UUID) -> None:
        super().__init__(f"evaluation {evaluation_id} is final")
        self.evaluation_id = evaluation_id


class CompetencyAssessedTwice(Exception):
    """One evaluation names the same competency more than once."""

    def __init__(self, competency_code: str) -> None:
        super().__init__(f"competency {competency_code} is assessed twice")
        self.competency_code = competency_code


class TrainingNeedNotFound(Exception):
    """No training need with this id."""

    def __init__(self, need_id: UUID) -> None:
        super().__init__(f"no training need {need_id}")
        self.need_id = need_id


class ConfirmationNotExpected(Exception):
    """The training need is confirmed already, or never needed a confirmation."""

    def __init__(self, need_id: UUID, state: str) -> None:
        super().__init__(f"training need {need_id} is {state}")
        self.need_id = need_id
        self.state = state


class IncentiveNotFound(Exception):
    """No incentive with this id."""

    def __init__(self, incentive_id: UUID) -> None:
        super().__init__(f"no incentive {incentive_id}")
        self.incentive_id = incentive_id


class ServiceIndexNotFound(Exception):
    """Nothing has been heard of a survey with this id."""

    def __init__(self, survey_id: UUID) -> None:
        super().__init__(f"no index of survey {survey_id}")
        self.survey_id = survey_id
