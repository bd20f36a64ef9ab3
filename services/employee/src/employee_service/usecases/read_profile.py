"""Reads the competency profile of an employee against the standard of the position, as both were on a day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from asn_chassis.regulations import regulations_of
from asn_kernel.codes import Employment
from asn_kernel.decision import Decision
from asn_kernel.rule import NoRuleInForce, Rule, Rules
from employee_service.domain.career import Assignment
from employee_service.domain.learning import hours_per_year
from employee_service.domain.profile import ProfileEntry
from employee_service.persistence import careers, competencies, employees, positions, profiles
from employee_service.policies import competency_gap, job_person_match, learning_hours
from employee_service.policies.competency_gap import CompetencyGap, GapFacts
from employee_service.policies.job_person_match import JobPersonMatch, MatchFacts
from employee_service.policies.learning_hours import LearningFacts, LearningYear
from employee_service.policies.regulations import Regulations

Facts = TypeVar("Facts")
Outcome = TypeVar("Outcome")
Values = TypeVar("Values")


@dataclass(frozen=True)
class ProfileLine:
    """One competency: what is asked for and present, the entry behind the level, the gap where a rule judges it."""

    facts: GapFacts
    entry: ProfileEntry | None
    gap: Decision[GapFacts, CompetencyGap] | None


@dataclass(frozen=True)
class YearLine:
    """JP in one calendar year, and how the rule of that year, if there was one, judges them."""

    facts: LearningFacts
    decision: Decision[LearningFacts, LearningYear] | None


@dataclass(frozen=True)
class Profile:
    """What is known about the competence of one employee on one day; no NIP and no name."""

    employee_id: UUID
    assignment: Assignment | None
    as_of: date
    lines: tuple[ProfileLine, ...]
    match: Decision[MatchFacts, JobPersonMatch] | None
    years: tuple[YearLine, ...]


def read_profile(session: Session, *, employee_id: UUID, as_of: date) -> Profile:
    """Compare what holds on the day: levels at its end, the position and its standard; raises EmployeeNotFound.

    What the dictionary does not know yet is left out, until it does. Before the first rule of a subject the facts
    stand without a judgement.
    """
    rules = regulations_of(session, Regulations)
    employee = employees.get(session, employee_id)
    assignment = careers.get(session, employee).on(as_of)
    standard = _standard(session, assignment, as_of)
    entries = profiles.get(session, employee_id).on(as_of)
    facts = _facts(session, standard, entries)
    levels = {each.competency.code: each.level for each in facts if each.level is not None}
    return Profile(
        employee_id=employee_id,
        assignment=assignment,
        as_of=as_of,
        lines=tuple(
            ProfileLine(
                each,
                entries.get(each.competency.code),
                _decided(competency_gap.decide, each, rules.gap_classes, as_of),
            )
            for each in facts
        ),
        match=_decided(job_person_match.decide, MatchFacts(dict(standard), levels), rules.job_person_match, as_of),
        years=_years(session, employee_id, employee.employment, as_of, rules),
    )


def _standard(session: Session, assignment: Assignment | None, day: date) -> Mapping[str, int]:
    if assignment is None:
        return {}
    standard = positions.get(session, assignment.position_id).standard_on(day)
    return {} if standard is None else standard.levels


def _facts(session: Session, standard: Mapping[str, int], entries: Mapping[str, ProfileEntry]) -> list[GapFacts]:
    labels = competencies.labels_of(session, standard.keys() | entries.keys())
    levels = {code: entry.level for code, entry in entries.items()}
    return [GapFacts(labels[code], standard.get(code), levels.get(code)) for code in sorted(labels)]


def _years(
    session: Session, employee_id: UUID, employment: Employment, day: date, rules: Regulations
) -> tuple[YearLine, ...]:
    """Return the years with hours, and that of the day, for its bounds count from its first day on."""
    received = hours_per_year(profiles.trainings_until(session, employee_id, day))
    hours = {day.year: 0} | {each.year: each.hours for each in received}
    facts = [LearningFacts(employment, year, hours[year]) for year in sorted(hours)]
    return tuple(
        YearLine(each, _decided(learning_hours.decide, each, rules.learning_hours, learning_hours.day_of(each.year)))
        for each in facts
    )


def _decided(
    policy: Callable[[Facts, Rule[Values]], Decision[Facts, Outcome]], facts: Facts, rules: Rules[Values], day: date
) -> Decision[Facts, Outcome] | None:
    """Return what the policy decides by the rule of the day; None where there was no rule."""
    try:
        rule = rules.in_force(day)
    except NoRuleInForce:
        return None
    return policy(facts, rule)
