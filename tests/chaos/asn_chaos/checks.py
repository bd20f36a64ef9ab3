"""The independent checker: says everything that is lost, doubled, out of order or different from its source."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from asn_chaos.callers import Accepted
from asn_chaos.evidence import Evidence
from asn_chaos.stack import SERVICES, Stack
from asn_chaos.tally import Tally

Rows = list[list[str]]

SCORES = ", ".join(f"count(*) FILTER (WHERE value = '{score}')" for score in range(1, 5))
# (what, owner, query there, who keeps a copy, query there): the rows must be the same.
COPIES: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "how many answers of a survey are counted",
        "feedback",
        "SELECT survey_id, count(*) FROM answers WHERE recorded GROUP BY survey_id",
        "evaluation",
        "SELECT survey_id, answers FROM answer_tallies WHERE answers > 0",
    ),
    (
        "how often each element of a survey was given each score",
        "feedback",
        f"SELECT survey_id, key, {SCORES} FROM answers, jsonb_each_text(scores) WHERE recorded GROUP BY 1, 2",  # noqa: S608 -- ours
        "evaluation",
        "SELECT survey_id, element, n1, n2, n3, n4 FROM element_tallies",
    ),
    (
        "where every employee works, and since when",
        "employee",
        "SELECT employee_id, effective_date, position_id, unit_id FROM assignments",
        "evaluation",
        "SELECT employee_id, effective_date, position_id, unit_id FROM assignments",
    ),
    (
        "whom the holders of every position serve, and since when",
        "employee",
        "SELECT position_id, effective_date, service_ids FROM position_standards",
        "evaluation",
        "SELECT position_id, effective_date, to_jsonb(service_ids) FROM position_standards",
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
        """SELECT id, employee_id, competency_code, decision -> 'outcome' ->> 'target_level',
        decision -> 'outcome' ->> 'gap', decision -> 'outcome' ->> 'priority' FROM training_needs""",
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
        "every recorded answer of a survey has one event",
        "feedback",
        """SELECT survey_id FROM
        (SELECT survey_id::text, count(*) AS kept FROM answers WHERE recorded GROUP BY survey_id) a FULL JOIN
        (SELECT convert_from(payload, 'UTF8')::jsonb -> 'data' ->> 'survey_id' AS survey_id, count(*) AS told
         FROM outbox WHERE type = 'asn.feedback.answer-submitted.v1'
         GROUP BY 1) o USING (survey_id) WHERE a.kept IS DISTINCT FROM o.told""",
    ),
    (
        "every finalised evaluation has one incentive",
        "evaluation",
        """SELECT e.id FROM evaluations e LEFT JOIN incentives i ON i.evaluation_id = e.id
        WHERE (e.state = 'FINALISED') <> (i.id IS NOT NULL)""",
    ),
)
KEPT: tuple[tuple[str, str, str, Callable[[Accepted], set[str]]], ...] = (
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
    """Say what was answered with 201 and is not in the database, once."""
    kept_answers = int(stack.sql("feedback", "SELECT count(*) FROM answers")[0][0])
    if not accepted.answers <= kept_answers <= accepted.answers + accepted.given_up["feedback"]:
        yield f"answers: {accepted.answers} were answered 201 and {kept_answers} are kept"
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
