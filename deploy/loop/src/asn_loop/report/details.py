"""The details of a round, a person a paragraph; what several people share is written once."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from asn_loop.client import Json
from asn_loop.report.told import Told


def details(told: Told) -> RenderableType:
    """Tell everything, readable at 80 columns."""
    parts = (_index, _improvements, _shared, _people, _checks)
    return Group(*(line for part in parts for line in part(told)))


def _index(told: Told) -> Iterator[RenderableType]:
    yield _title(told.words("The index, the lowest element first"))
    table = Table.grid(padding=(0, 2, 0, 0))
    for each in told.elements:
        table.add_row(told.element_label(each["element"]), told.words.number(each["value"]), each["mutu"])
    yield _indented(table)


def _improvements(told: Told) -> Iterator[RenderableType]:
    yield _title(told.words("What the unit is asked to improve"))
    for each in told.facts.improvements:
        yield _indented(Text(f"{told.element_label(each['element'])}: {told.action(each['action'])}"))


def _shared(told: Told) -> Iterator[RenderableType]:
    if told.shared:
        yield _title(told.words("Reasons that several people share"))
    for reason, mark in told.shared.items():
        yield _indented(Text(f"{mark} {reason}"))


def _people(told: Told) -> Iterator[RenderableType]:
    yield _title(told.words("Person by person; a need says what was known when it was identified"))
    for employee_id in told.people:
        member = told.facts.staff[employee_id]
        yield _indented(Text(f"{member.plan.name}, {member.position.title}", style="bold"))
        for need in told.needs_of(employee_id):
            yield _indented(Text(_need(told, need)), 4)
        incentive = told.incentive_of(employee_id)
        for version in incentive["history"] if incentive else ():
            yield _indented(Text(_version(told, version)), 4)


def _need(told: Told, need: Json) -> str:
    outcome, why = told.fate(need)
    return told.words(
        "{competency} {level} → {target}, priority {priority}: {reasons} Became: {outcome}. {why}",
        competency=told.competency(need["competency_code"]),
        level=need["current_level"] or "?",
        target=need["target_level"],
        priority=need["priority"],
        reasons=" ".join(told.reasons(need)),
        outcome=outcome,
        why=" ".join(why),
    ).rstrip()


def _version(told: Told, version: Json) -> str:
    return told.words(
        "Incentive {outcome} on {day}: {reasons}",
        outcome=told.outcome(version["outcome"]),
        day=version["decided_at"][:10],
        reasons=" ".join(told.reasons(version)),
    )


def _checks(told: Told) -> Iterator[RenderableType]:
    yield _title(told.words("Checked"))
    for check in told.checked:
        yield _indented(Text(f"{'✓' if check.holds else '✗'} {check.sentence}"))


def _title(title: str) -> RenderableType:
    return Padding(Text(title, style="bold cyan"), (1, 0, 0, 0))


def _indented(content: RenderableType, by: int = 2) -> RenderableType:
    return Padding(content, (0, 0, 0, by))
