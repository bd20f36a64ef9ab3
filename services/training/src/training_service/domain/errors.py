"""What can go wrong in training; every error carries the data that explains it."""

from uuid import UUID


class TrainingError(Exception):
    """The root of all errors of this service."""


class ProviderNotFound(TrainingError):
    """No provider has this id."""

    def __init__(self, provider_id: UUID) -> None:
        super().__init__(provider_id)
        self.provider_id = provider_id


class UnknownProvider(TrainingError):
    """A course names a provider that is not registered."""

    def __init__(self, provider_id: UUID) -> None:
        super().__init__(provider_id)
        self.provider_id = provider_id


class DuplicateProviderCode(TrainingError):
    """Another provider has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CourseNotFound(TrainingError):
    """No course has this id."""

    def __init__(self, course_id: UUID) -> None:
        super().__init__(course_id)
        self.course_id = course_id


class DuplicateCourseCode(TrainingError):
    """Another course has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BudgetNotFound(TrainingError):
    """No budget has this id."""

    def __init__(self, budget_id: UUID) -> None:
        super().__init__(budget_id)
        self.budget_id = budget_id


class BudgetNotSet(TrainingError):
    """A plan was asked for in a year that has no budget."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class BudgetAlreadyExists(TrainingError):
    """The year has a budget already."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class BudgetExceeded(TrainingError):
    """A commitment is larger than what remains of the year's budget; amounts in rupiah."""

    def __init__(self, year: int, cost: int, remaining: int) -> None:
        super().__init__(year, cost, remaining)
        self.year = year
        self.cost = cost
        self.remaining = remaining


class TrainingNeedNotFound(TrainingError):
    """No need has this id."""

    def __init__(self, need_id: UUID) -> None:
        super().__init__(need_id)
        self.need_id = need_id


class PlanNotFound(TrainingError):
    """No plan has this id."""

    def __init__(self, plan_id: UUID) -> None:
        super().__init__(plan_id)
        self.plan_id = plan_id


class PlanAlreadyFixed(TrainingError):
    """The period has its plan already."""

    def __init__(self, year: int, period: str) -> None:
        super().__init__(year, period)
        self.year = year
        self.period = period


class PeriodOutsideYear(TrainingError):
    """The period of a plan lies outside the plan's year."""

    def __init__(self, year: int, period: str) -> None:
        super().__init__(year, period)
        self.year = year
        self.period = period


class EnrolmentNotFound(TrainingError):
    """No enrolment has this id."""

    def __init__(self, enrolment_id: UUID) -> None:
        super().__init__(enrolment_id)
        self.enrolment_id = enrolment_id


class EnrolmentAlreadyCompleted(TrainingError):
    """The course was completed before."""

    def __init__(self, enrolment_id: UUID) -> None:
        super().__init__(enrolment_id)
        self.enrolment_id = enrolment_id


class LevelOutOfRange(TrainingError):
    """Competency levels run from 1 to 5."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.level = level


class EmployeeNotFound(TrainingError):
    """No employee with this id has been announced to training."""

    def __init__(self, employee_id: UUID) -> None:
        super().__init__(employee_id)
        self.employee_id = employee_id
