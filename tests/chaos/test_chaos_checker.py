"""The checker must find what it looks for: evidence with one thing wrong, and the sentence that names it."""

from dataclasses import replace

import pytest
from asn_chaos import checks
from asn_chaos.evidence import LISTENS, Evidence, Sent

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


def test_the_checker_expects_what_the_services_listen_to():
    services = (EMPLOYEE, EVALUATION, FEEDBACK, TRAINING)

    assert {service.name: set(service.handlers) for service in services} == LISTENS
