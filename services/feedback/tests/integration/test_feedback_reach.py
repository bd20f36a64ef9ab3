"""Surveys are the unit's own business; what is published, and to answer, is everybody's."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from asn_chassis.auth.caller import ANYBODY, Caller, Reach
from asn_chassis.ids import new_id
from asn_chassis.parts import parts
from asn_chassis.testing import ISSUER, ApiClient, ServiceUnderTest, assignment_told, login_told

RIGHTS = ("feedback:read", "feedback:write")


@pytest.fixture
def officer(feedback: ServiceUnderTest, unit_id: UUID) -> Callable[..., ApiClient]:
    """Return a client for the survey officer of the unit, or of another one."""
    ours, theirs = new_id(), new_id()
    feedback.deliver(
        assignment_told(ours, unit_id, since=date(2020, 1, 1)),
        assignment_told(theirs, new_id(), since=date(2020, 1, 1)),
        login_told(ours, "ours"),
        login_told(theirs, "theirs"),
    )

    def client(name: str, reach: str = "subtree") -> ApiClient:
        return feedback.client(*RIGHTS, sub=name, client_id="pages", auth_time=1, reach=reach)

    return client


def test_a_unit_registers_opens_and_closes_its_own_alone(
    officer: Callable[..., ApiClient], unit_id: UUID, period: str, answer: Any, events_of: Any
) -> None:
    ours, theirs, alone = officer("ours"), officer("theirs"), officer("ours", "self")
    service = {"code": "KTP", "name": "KTP-el", "unit_id": str(unit_id), "standard_minutes": 60}

    for client in (theirs, alone):
        assert client.post("/v1/public-services", json=service).json["code"] == "out-of-reach"
    registered = ours.post("/v1/public-services", json=service)
    assert registered.status_code == 201
    survey = {"service_id": registered.json["id"], "period": period}
    for client in (theirs, alone):
        assert client.post("/v1/surveys", json=survey).json["code"] == "out-of-reach"
    opened = ours.post("/v1/surveys", json=survey)
    assert opened.status_code == 201
    answer(opened.json["id"])
    for client in (theirs, alone):
        assert client.post(f"/v1/surveys/{opened.json['id']}/closure").json["code"] == "out-of-reach"
    assert events_of("survey-closed") == []
    closed = ours.post(f"/v1/surveys/{opened.json['id']}/closure")

    assert closed.status_code == 201
    assert events_of("index-published")[0].data["respondents"] == 5
    assert len(events_of("answer-submitted")) == 5


def test_answers_are_seen_by_their_unit_and_by_what_records_them(
    feedback: ServiceUnderTest, officer: Callable[..., ApiClient], survey_id: UUID, answer: Any
) -> None:
    answer(survey_id, times=3)
    officer("ours")
    web = parts(feedback.app).database

    def counted(caller: Caller | None) -> int:
        with web.transaction(caller=caller) as session:
            return int(session.scalar(text("SELECT count(*) FROM answers")))

    def person(name: str, reach: Reach) -> Caller:
        return Caller(ISSUER, "pages", name, frozenset(RIGHTS), reach=reach, person=True)

    assert counted(None) == 0
    assert counted(ANYBODY) == 3
    assert counted(person("ours", Reach.SUBTREE)) == 3
    assert counted(person("ours", Reach.ALL)) == 3
    assert counted(person("ours", Reach.SELF)) == 0
    assert counted(person("theirs", Reach.SUBTREE)) == 0
    with web.transaction(caller=ANYBODY) as session:
        for table in ("assignments", "logins", "outbox", "audit_record"):
            assert session.scalar(text(f"SELECT count(*) FROM {table}")) == 0  # noqa: S608
