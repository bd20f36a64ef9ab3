"""The checker must find what it looks for: evidence with one thing wrong, and the sentence that names it."""

from dataclasses import replace

import pytest
from asn_chaos import checks
from asn_chaos.evidence import LISTENS, Evidence, Sent, first_deliveries, repeated
from asn_chaos.tally import Tally
from sqlalchemy import text

from employee_service.app import SERVICE as EMPLOYEE
from evaluation_service.app import SERVICE as EVALUATION
from feedback_service.app import SERVICE as FEEDBACK
from training_service.app import SERVICE as TRAINING

ANSWER = "asn.feedback.answer-submitted.v1"
SERVICES = ("employee", "training", "evaluation", "feedback")


def evidence(**feedback):
    """Two answers under one key, published once and handled by evaluation."""
    sent = [Sent(1, "first", "survey", ANSWER), Sent(2, "second", "survey", ANSWER)]
    found = Evidence(
        outbox={service: [] for service in SERVICES} | {"feedback": sent},
        inbox={service: set() for service in SERVICES} | {"evaluation": {"first", "second"}},
        topic={service: {} for service in SERVICES} | {"feedback": {"survey": ["first", "second"]}},
        published_twice={service: {} for service in SERVICES},
        dead=dict.fromkeys(SERVICES, 0),
    )
    return replace(found, **{name: getattr(found, name) | values for name, values in feedback.items()})


def findings(found):
    return [*checks.losses(found), *checks.inventions(found), *checks.inversions(found)]


def test_nothing_is_found_where_nothing_is_wrong():
    assert findings(evidence()) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"topic": {"feedback": {"survey": ["first"]}}}, "second of feedback is not in its topic"),
        ({"inbox": {"evaluation": {"first"}}}, "second was not handled by evaluation"),
        ({"topic": {"feedback": {"survey": ["second", "first"]}}}, "feedback survey: first came after second"),
        (
            {"topic": {"feedback": {"survey": ["first", "second", "third"]}}},
            "third in the topic of feedback was never committed",
        ),
        ({"inbox": {"training": {"first"}}}, "first in the inbox of training was never sent to it"),
    ],
)
def test_one_thing_wrong_is_named(wrong, sentence):
    assert findings(evidence(**wrong)) == [sentence]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"dead": {"evaluation": 2}}, "2 dead letters in evaluation, 1 expected"),
        ({"dead": {"evaluation": 1, "training": 1}}, "1 dead letters in training, 0 expected"),
        (
            {"dead": {"evaluation": 1}, "published_twice": {"feedback": {}}},
            "0 messages are in their topic again, 1 were put there",
        ),
    ],
)
def test_what_was_done_accounts_for_what_was_set_aside_and_repeated(wrong, sentence):
    tally = Tally(produced_again=1)
    tally.poisoned["evaluation"] += 1
    right = {"published_twice": {"feedback": {"first": 1}}, "dead": {"evaluation": 1}}

    assert list(checks.miscounts(evidence(**right), tally)) == []
    assert list(checks.miscounts(evidence(**right | wrong), tally)) == [sentence]


def test_a_topic_is_read_in_the_order_of_its_offsets_with_what_it_has_lost_and_without_poison():
    lost = {(0, 0): ("survey", "first"), (1, 0): ("other", "third")}
    kept = {(0, 3): ("survey", "first"), (0, 10): ("survey", "second"), (0, 2): ("survey", None)}

    assert first_deliveries(lost | kept) == {"survey": ["first", "second"], "other": ["third"]}
    assert repeated(lost | kept) == {"first": 1}


QUERIES = [
    *((owner, query) for _, owner, query, _, _ in checks.COPIES),
    *((keeper, query) for _, _, _, keeper, query in checks.COPIES),
    *((service, query) for _, service, query in checks.ONCE),
    *((service, query) for _, service, query, _ in checks.KEPT),
]


@pytest.mark.parametrize(("service", "query"), QUERIES)
def test_the_checker_asks_for_what_the_databases_have(service, query, database_for):
    described = {each.name: each for each in (EMPLOYEE, EVALUATION, FEEDBACK, TRAINING)}

    with database_for(described[service]).transaction() as session:
        assert session.execute(text(query)).all() == []


def test_the_checker_expects_what_the_services_listen_to():
    services = (EMPLOYEE, EVALUATION, FEEDBACK, TRAINING)

    assert {service.name: set(service.handlers) for service in services} == LISTENS
