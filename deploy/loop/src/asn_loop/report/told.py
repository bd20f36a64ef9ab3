"""What there is to tell of a round, in one language: said once, shown on the terminal and in the browser."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from asn_loop.checks import Check
from asn_loop.client import Json
from asn_loop.facts import Facts
from asn_loop.language import Words
from asn_loop.period import periods_of

# From so many people on, a reason is shared: it is written once.
SHARED_BY = 3


@dataclass(frozen=True)
class Told:
    """A round in the words of one language."""

    facts: Facts
    checked: list[Check]
    words: Words

    @property
    def failed(self) -> list[Check]:
        """What should hold and does not."""
        return [check for check in self.checked if not check.holds]

    @property
    def headline(self) -> str:
        """What this is about."""
        return self.words(
            "The closed loop of {period}: {service}", period=self.facts.period, service=self.facts.service["name"]
        )

    @property
    def origin(self) -> str:
        """What is real and what is not."""
        return self.words("The answers are real (Kabupaten Sekadau, 2019). People, prices and plans are made up.")

    @property
    def elements(self) -> list[Json]:
        """The elements of the index, the lowest first."""
        return sorted(self.facts.index["elements"], key=lambda each: each["rank"])

    @property
    def people(self) -> list[str]:
        """The ids of everybody with a need or an evaluation, by name."""
        ids = {each["employee_id"] for each in (*self.facts.needs, *self.facts.incentives)}
        return sorted(ids, key=self.facts.name)

    def needs_of(self, employee_id: str) -> list[Json]:
        """Give a person's needs, the most urgent first."""
        needs = [need for need in self.facts.needs if need["employee_id"] == employee_id]
        return sorted(needs, key=lambda need: -need["priority"])

    def incentive_of(self, employee_id: str) -> Json | None:
        """Give a person's incentive of the round."""
        return next((each for each in self.facts.incentives if each["employee_id"] == employee_id), None)

    @cached_property
    def shared(self) -> dict[str, str]:
        """The reasons that several people share, each with the mark that stands for it."""
        holders = Counter(reason for employee_id in self.people for reason in set(self._reasons_of(employee_id)))
        shared = [reason for reason, count in holders.items() if count >= SHARED_BY]
        return {reason: f"[{number}]" for number, reason in enumerate(shared, start=1)}

    def reasons(self, decision: Json) -> list[str]:
        """Give the reasons of a decision; those that several people share by their marks alone."""
        return [self.shared.get(reason, reason) for reason in self.words.reasons(decision)]

    def _reasons_of(self, employee_id: str) -> Iterator[str]:
        for need in self.needs_of(employee_id):
            yield from self.words.reasons(need)
        incentive = self.incentive_of(employee_id)
        for version in incentive["history"] if incentive else ():
            yield from self.words.reasons(version)

    def fate(self, need: Json) -> tuple[str, list[str]]:
        """Give what became of a need, and why the plan decided so."""
        registered, line = self.facts.register[need["id"]], self.facts.lines.get(need["id"])
        outcome = line["outcome"] if line else "SEAT_JOINED"
        ended = f", {self.outcome(registered['state'])}" if registered["state"] in ENDED else ""
        return f"{self.outcome(outcome)}{ended}", self.words.reasons(line) if line else []

    def outcome(self, code: str) -> str:
        """Give a state or an outcome in words."""
        return self.words(OUTCOMES[code])

    def element(self, each: Json) -> str:
        """Give the label of an element with its value and mutu."""
        return f"{self.element_label(each['element'])} {self.words.number(each['value'])} {each['mutu']}"

    def element_label(self, code: str) -> str:
        """Give the label of an element."""
        return self.words.label(self.facts.labels["elements"][code])

    def action(self, code: str) -> str:
        """Give the label of what a unit is asked to do."""
        return self.words.label(self.facts.labels["improvement-actions"][code])

    def competency(self, code: str) -> str:
        """Give the name of a competency."""
        return str(self.facts.competencies[code]["name"])

    @property
    def course(self) -> Json:
        """The completed course."""
        return self.facts.courses[self.facts.seat["course_id"]]

    @property
    def what_next(self) -> str:
        """What the next run does."""
        later = [each for each in periods_of(self.facts.today) if each not in self.facts.closed]
        if later:
            return self.words("The next run closes the loop of {period}.", period=later[0])
        return self.words("Every period of today is closed; a new month opens the next.")


# States in which a need asks for nothing any more.
ENDED = ("FULFILLED", "MET", "WITHDRAWN")

OUTCOMES = {
    "RECOMMENDED": "recommended",
    "DEFERRED": "deferred",
    "WITHHELD": "withheld",
    "SEAT_BOUGHT": "a seat is bought",
    "SEAT_SHARED": "answered by the seat of another need",
    "SEAT_JOINED": "answered by a seat of an earlier plan",
    "ALREADY_MET": "met already",
    "UNFUNDED": "without money",
    "FULFILLED": "fulfilled",
    "MET": "met",
    "WITHDRAWN": "withdrawn",
}
