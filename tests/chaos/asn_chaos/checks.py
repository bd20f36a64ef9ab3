"""The independent checker: says everything that is lost, doubled, out of order or different from its source."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from asn_chaos.evidence import Evidence
from asn_chaos.load import ELEMENTS, Accepted
from asn_chaos.stack import SERVICES, Stack
from asn_chaos.tally import Tally

Rows = list[list[str]]

SUMS = ", ".join(f"sum({element.lower()})" for element in ELEMENTS)
RUNNING = ", ".join(f"sum_{element.lower()}" for element in ELEMENTS)
# (what, owner, query there, who keeps a copy, query there): the rows must be the same.
COPIES: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "the running sums of every survey",
        "feedback",
        f"SELECT survey_id, count(*), {SUMS} FROM answers GROUP BY survey_id",  # noqa: S608 -- ours
        "evaluation",
        f"SELECT survey_id, answers, {RUNNING} FROM service_indices WHERE answers > 0",  # noqa: S608 -- ours
    ),
    (
        "where every employee works",
        "employee",
        "SELECT id, position_id, unit_id FROM employees",
        "evaluation",
        "SELECT id, position_id, unit_id FROM employees",
    ),
    (
        "what every position asks for",
        "employee",
        "SELECT id, unit_id, serves_public FROM positions",
        "evaluation",
        "SELECT id, unit_id, serves_public FROM positions",
    ),
    (
        "who is employed, and as what",
        "employee",
        "SELECT id, employment FROM employees",
        "training",
        "SELECT id, employment FROM employees",
    ),
    (
        "the units",
        "employee",
        "SELECT id, code, name, kind, parent_id FROM units",
        "feedback",
        "SELECT id, code, name, kind, parent_id FROM units",
    ),
    (
        "the register of needs",
        "evaluation",
        "SELECT id, employee_id, competency_code, target_level, gap, priority FROM training_needs",
        "training",
        "SELECT id, employee_id, competency_code, target_level, gap, priority FROM training_needs",
    ),
    (
        "the evidence for every assessed level",
        "evaluation",
        """SELECT e.id, e.employee_id, a ->> 'competency_code', a ->> 'level'
        FROM evaluations e, jsonb_array_elements(e.assessed) a WHERE e.state = 'FINALISED'""",
        "employee",
        "SELECT source_id, employee_id, competency_code, level FROM evidence WHERE kind = 'ASSESSMENT'",
    ),
)
# Effects inside one service that must be there once for each cause.
ONCE: tuple[tuple[str, str, str], ...] = (
    (
        "every answer has one event",
        "feedback",
        """SELECT coalesce(a.id::text, o.id) FROM answers a FULL JOIN
        (SELECT convert_from(payload, 'UTF8')::jsonb -> 'data' ->> 'answer_id' AS id FROM outbox
         WHERE convert_from(payload, 'UTF8')::jsonb ->> 'type' = 'asn.feedback.answer-submitted.v1') o
        ON o.id = a.id::text WHERE a.id IS NULL OR o.id IS NULL""",
    ),
    (
        "every finalised evaluation has one incentive",
        "evaluation",
        """SELECT e.id FROM evaluations e LEFT JOIN incentives i ON i.evaluation_id = e.id
        WHERE (e.state = 'FINALISED') <> (i.id IS NOT NULL)""",
    ),
)
KEPT: tuple[tuple[str, str, str, Callable[[Accepted], set[str]]], ...] = (
    ("answers", "feedback", "SELECT id FROM answers", lambda accepted: accepted.answers),
    ("employees", "employee", "SELECT id FROM employees", lambda accepted: accepted.employees),
    ("evaluations", "evaluation", "SELECT id FROM evaluations", lambda accepted: accepted.evaluations),
    (
        "finalised evaluations",
        "evaluation",
        "SELECT id FROM evaluations WHERE state = 'FINALISED'",
        lambda accepted: accepted.finalised,
    ),
)


def losses(evidence: Evidence) -> list[str]:
    """Say which committed events are not in their topic, or not handled by one who listens."""
    found = []
    for service in SERVICES:
        published = {event_id for ids in evidence.topic[service].values() for event_id in ids}
        sent = {event.id for event in evidence.outbox[service]}
        found += [f"{event_id} of {service} is not in its topic" for event_id in sorted(sent - published)]
        unhandled = evidence.expected(service) - evidence.inbox[service]
        found += [f"{event_id} was not handled by {service}" for event_id in sorted(unhandled)]
    return found


def inventions(evidence: Evidence) -> list[str]:
    """Say what is in a topic or an inbox though nobody committed it."""
    found = []
    for service in SERVICES:
        published = {event_id for ids in evidence.topic[service].values() for event_id in ids}
        sent = {event.id for event in evidence.outbox[service]}
        found += [f"{event_id} in the topic of {service} was never committed" for event_id in sorted(published - sent)]
        phantoms = evidence.inbox[service] - evidence.expected(service)
        found += [f"{event_id} in the inbox of {service} was never sent to it" for event_id in sorted(phantoms)]
    return found


def inversions(evidence: Evidence) -> list[str]:
    """Say where the first deliveries of a key are not in the order in which they were committed."""
    found = []
    for service in SERVICES:
        position = {event.id: event.position for event in evidence.outbox[service]}
        for key, ids in evidence.topic[service].items():
            known = [event_id for event_id in ids if event_id in position]
            found += [
                f"{service} {key}: {second} came after {first}"
                for first, second in pairwise(known)
                if position[first] > position[second]
            ]
    return found


def miscounts(evidence: Evidence, tally: Tally) -> Iterator[str]:
    """Say where more or less was set aside, or less was published again, than what was done accounts for."""
    for service, count in evidence.dead.items():
        if count != tally.poisoned[service]:
            yield f"{count} dead letters in {service}, {tally.poisoned[service]} expected"
    if (again := published_again(evidence)) < tally.produced_again:
        yield f"{again} messages are in their topic again, {tally.produced_again} were put there"


def published_again(evidence: Evidence) -> int:
    """Return how many messages are in their topic though their event was there already."""
    return sum(sum(times.values()) for times in evidence.published_twice.values())


def missing(stack: Stack, accepted: Accepted) -> Iterator[str]:
    """Say what was answered with 201 and is not in the database."""
    for what, service, query, acknowledged in KEPT:
        kept = {row[0] for row in stack.sql(service, query)}
        yield from (f"{what}: {lost} was answered 201 and is gone" for lost in sorted(acknowledged(accepted) - kept))


def differences(stack: Stack) -> Iterator[str]:
    """Say which copy differs from its source, and which effect is missing or doubled."""
    for what, owner, original, keeper, copy in COPIES:
        theirs, ours = sorted(stack.sql(owner, original)), sorted(stack.sql(keeper, copy))
        if theirs != ours:
            odd = [row for row in theirs + ours if (row in theirs) != (row in ours)]
            yield f"{what}: {owner} has {len(theirs)} rows, {keeper} {len(ours)}; different: {odd[:4]}"
    for what, service, query in ONCE:
        yield from (f"not so that {what}: {row[0]}" for row in stack.sql(service, query))
