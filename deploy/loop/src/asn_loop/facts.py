"""What a round came to, as the public APIs tell it."""

from dataclasses import dataclass
from datetime import date

from asn_loop.client import Json
from asn_loop.steps.staff import Member


@dataclass(frozen=True)
class Facts:
    """Everything that the report and the checks look at; the values are bodies of API answers.

    `addresses` are those of the services for whoever reads the report; `labels` are the code lists by name and code.
    """

    period: str
    today: date
    correlation_id: str
    addresses: dict[str, str]
    labels: dict[str, dict[str, Json]]
    competencies: dict[str, Json]
    closed: tuple[str, ...]
    survey: Json
    service: Json
    index: Json
    taken_up: Json
    improvements: list[Json]
    staff: dict[str, Member]
    evaluations: list[Json]
    needs: list[Json]
    register: dict[str, Json]
    courses: dict[str, Json]
    plan: Json
    incentives: list[Json]
    seat: Json
    profile: Json
    incentive: Json

    def name(self, employee_id: str) -> str:
        """Give the synthetic employee's name."""
        return self.staff[employee_id].plan.name

    @property
    def lines(self) -> dict[str, Json]:
        """The plan's decisions about the needs of this round, by need; others had a seat before the plan."""
        ours = {need["id"] for need in self.needs}
        return {line["need_id"]: line for line in self.plan["lines"] if line["need_id"] in ours}

    @property
    def answered(self) -> list[Json]:
        """The needs in the register that the completed seat answers."""
        return [need for need in self.register.values() if need["enrolment_id"] == self.seat["id"]]

    @property
    def level_before(self) -> int:
        """The level, 0 for none, that the evaluation of this round found before the training."""
        evaluation = next(each for each in self.evaluations if each["employee_id"] == self.seat["employee_id"])
        levels = {each["competency_code"]: each["level"] for each in evaluation["assessed"]}
        return int(levels.get(self.seat["competency_code"], 0))
