"""The parts of a round that are told as a whole: its figures, one person's story, its days, what it changed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from asn_loop.period import WIB
from asn_loop.report.told import Told
from asn_loop.steps.effects import hours_in, year_of


@dataclass(frozen=True)
class Step:
    """A step of the timeline: what happened, when (an instant, or the day where only that is known)."""

    what: str
    at: datetime | date

    @property
    def day(self) -> date:
        """The business day, in WIB."""
        return self.at.astimezone(WIB).date() if isinstance(self.at, datetime) else self.at


def figures(told: Told) -> list[tuple[str, str]]:
    """Give a name and its figures, in the order of the loop."""
    words = told.words
    return [
        (words("Citizens"), _citizens(told)),
        (words("Needs"), _needs(told)),
        (words("Money"), _money(told)),
        (words("Incentives"), _incentives(told)),
    ]


def _citizens(told: Told) -> str:
    index = told.facts.index
    return told.words(
        "{respondents} answered: IKM {ikm}, mutu {mutu}; lowest {lowest}",
        respondents=index["respondents"],
        ikm=told.words.number(index["ikm"]),
        mutu=index["mutu"],
        lowest=", ".join(told.element(each) for each in told.elements[:2]),
    )


def _needs(told: Told) -> str:
    return told.words(
        "{needs} of {people} people, each with reasons; the unit has {improvements} elements to improve",
        needs=len(told.facts.needs),
        people=len({need["employee_id"] for need in told.facts.needs}),
        improvements=len(told.facts.improvements),
    )


def _money(told: Told) -> str:
    plan, rupiah = told.facts.plan, told.words.rupiah
    return told.words(
        "{cost} bought seats for {funded} needs, {unfunded} stay without; {remaining} left of {budget}",
        cost=rupiah(plan["cost"]),
        funded=plan["funded"],
        unfunded=plan["unfunded"],
        remaining=rupiah(plan["remaining"]),
        budget=rupiah(plan["budget"]),
    )


def _incentives(told: Told) -> str:
    outcomes = Counter(each["history"][0]["outcome"] for each in told.facts.incentives)
    counts = ", ".join(f"{count} {told.outcome(outcome)}" for outcome, count in sorted(outcomes.items()))
    return told.words("of {count} evaluations: ", count=len(told.facts.evaluations)) + counts


def story(told: Told) -> str:
    """Tell one person's way through the loop."""
    facts, seat = told.facts, told.facts.seat
    need = next(each for each in facts.needs if each["id"] in {n["id"] for n in facts.answered})
    first, *_, last = facts.incentive["history"]
    return told.words(
        "{name} ({position}) needed {competency}. {because} The plan bought a seat in “{course}” for {cost}. "
        "{hours} JP later the level was {after} instead of {before}, and the incentive, {first} at the evaluation, "
        "was decided again: {last}.",
        name=facts.name(seat["employee_id"]),
        position=facts.staff[seat["employee_id"]].position.title,
        competency=told.competency(seat["competency_code"]),
        because=told.words.reasons(need)[0],
        course=told.course["title"],
        cost=told.words.rupiah(seat["cost"]),
        hours=seat["hours"],
        before=facts.level_before,
        after=seat["level"],
        first=told.outcome(first["outcome"]),
        last=told.outcome(last["outcome"]),
    )


def before_and_after(told: Told) -> list[tuple[str, str, str]]:
    """Give what the completed training changed: a name, the value before, the value now."""
    facts, seat = told.facts, told.facts.seat
    year, (first, *_, last) = year_of(seat), facts.incentive["history"]
    hours = hours_in(facts.profile, year)
    return [
        (
            told.words("Level in {competency}", competency=told.competency(seat["competency_code"])),
            str(facts.level_before),
            str(seat["level"]),
        ),
        (told.words("Learning hours in {year} (JP)", year=year), str(hours - seat["hours"]), str(hours)),
        (told.words("Incentive"), told.outcome(first["outcome"]), told.outcome(last["outcome"])),
    ]


def timeline(told: Told) -> list[Step]:
    """Give the steps of the round as their services date them, in their order."""
    facts, words = told.facts, told.words
    steps = [
        Step(words("survey opened"), _instant(facts.survey["opened_at"])),
        Step(words("index published"), _instant(facts.index["published_at"])),
        Step(words("evaluations finalised"), max(_instant(each["finalised_at"]) for each in facts.evaluations)),
        Step(words("needs identified"), max(_instant(each["identified_at"]) for each in facts.needs)),
        Step(words("plan fixed"), _instant(facts.plan["fixed_at"])),
        Step(words("training completed"), date.fromisoformat(facts.seat["completed_date"])),
        Step(words("incentive decided again"), _instant(facts.incentive["history"][-1]["decided_at"])),
    ]
    return sorted(steps, key=lambda step: step.day)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
