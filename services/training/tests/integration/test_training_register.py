"""The register of needs: each need once, in whatever order the facts arrive."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from asn_chassis.ids import new_id
from training_service.app import SERVICE


def test_a_need_keeps_its_cause_reasons_priority_and_flow(training) -> None:
    event = training.need(priority=77, flow="flow-of-the-index")

    (need_id,) = training.identify(event)

    need = training.get(f"/needs/{need_id}")
    assert need["state"] == "OPEN"
    assert need["priority"] == 77
    assert need["cause"] == json.loads(event.to_wire())["data"]["cause"]
    assert need["reasons"][0]["values"] == {"gap": "1.5", "known": True}
    assert need["ending"] is None
    assert training.get("/needs?correlation_id=flow-of-the-index")["items"] == [need]
    assert training.get(f"/needs?employee_id={need['employee_id']}&state=OPEN")["items"] == [need]
    assert training.get("/needs?correlation_id=another-flow")["items"] == []


def test_a_need_that_is_told_twice_is_registered_once(training) -> None:
    first = training.need(priority=77)
    again = training.need(**(first.data | {"priority": 11}))

    training.identify(first, first, again)
    training.identify(first)

    (need,) = training.get("/needs")["items"]
    assert need["priority"] == 77


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_confirmation_and_need_end_the_same_in_every_order(training, order: tuple[int, ...]) -> None:
    identified = training.need(confirmation_required=True)
    facts = [identified, training.confirmation(identified), training.confirmation(identified)]

    for number in order:
        training.running.deliver(facts[number])

    need = training.get(f"/needs/{identified.data['need_id']}")
    assert (need["state"], need["confirmed_at"]) == ("OPEN", "2026-02-01T02:00:00.000Z")
    assert training.running.dead_letters() == []


TOLD = {
    "confirmed": lambda training, need: training.confirmation(need),
    "withdrawn": lambda training, need: training.withdrawal(need, version=3),
    "met": lambda training, need: training.met(need, version=4),
}
FACTS = [facts for size in (1, 2, 3) for facts in itertools.combinations(TOLD, size)]


@pytest.mark.parametrize("facts", FACTS, ids="+".join)
def test_whatever_is_told_of_a_need_ends_the_same_in_every_order(training, facts: tuple[str, ...]) -> None:
    ends = set()
    for order in itertools.permutations(["identified", *facts]):
        need = training.need(confirmation_required=True)
        events = {"identified": need} | {fact: TOLD[fact](training, need) for fact in facts}
        for fact in order:
            training.running.deliver(events[fact])
        training.running.deliver(*events.values())
        found = training.get(f"/needs/{need.data['need_id']}")
        ending = found["ending"] and (found["ending"]["kind"], found["ending"]["level"])
        ends.add((found["state"], found["confirmed_at"], ending))

    assert len(ends) == 1
    assert training.running.dead_letters() == []


def test_an_ended_need_is_not_planned_and_shows_its_ending(training) -> None:
    training.offer()
    training.post("/budgets", year=training.year, amount=9_000_000)
    first, second = training.need(), training.need()
    training.running.deliver(training.withdrawal(first))
    need_ids = training.identify(first, second)
    training.running.deliver(training.met(second, level=4))

    plan = training.plan()

    assert (plan["funded"], plan["unfunded"], plan["already_met"]) == (0, 0, 0)
    assert training.states(need_ids) == ["WITHDRAWN", "MET"]
    withdrawn, met = (training.get(f"/needs/{need_id}")["ending"] for need_id in need_ids)
    assert [reason["code"] for reason in withdrawn["reasons"]] == ["MOVED"]
    assert (withdrawn["kind"], withdrawn["level"], met["level"], met["reasons"]) == ("WITHDRAWN", None, 4, [])
    assert met["at"] == "2026-02-01T02:00:00.000Z"


def test_a_need_left_unfunded_can_still_be_withdrawn(training) -> None:
    training.post("/budgets", year=training.year, amount=5)
    need = training.need()
    (need_id,) = training.identify(need)
    training.plan(training.first)

    training.running.deliver(training.withdrawal(need))

    assert training.states([need_id]) == ["WITHDRAWN"]
    assert training.plan(training.second)["unfunded"] == 0


def test_a_need_to_be_confirmed_is_proposed_until_then_and_not_planned(training) -> None:
    training.offer()
    training.post("/budgets", year=training.year, amount=9_000_000)
    (need_id,) = training.identify(training.need(confirmation_required=True))

    plan = training.plan()

    assert training.states([need_id]) == ["PROPOSED"]
    assert (plan["funded"], plan["unfunded"]) == (0, 0)


def test_fields_that_are_not_used_do_not_matter(training) -> None:
    event = training.need(a_field_of_tomorrow={"x": 1})
    del event.data["cause"]["element"]
    del event.data["current_level"]

    (need_id,) = training.identify(event)

    assert training.states([need_id]) == ["OPEN"]


def test_a_competency_that_is_not_in_the_dictionary_yet_is_kept(training) -> None:
    (need_id,) = training.identify(training.need(competency_code="ARSIP_DIGITAL"))

    assert training.states([need_id]) == ["OPEN"]


@pytest.mark.parametrize("period", ["2026", "2026-S2", "2026-Q3", "2026-M07"])
def test_a_cause_may_lie_in_any_kind_of_period(training, period: str) -> None:
    cause = training.need().data["cause"] | {"period": period}

    (need_id,) = training.identify(training.need(cause=cause))

    assert training.get(f"/needs/{need_id}")["cause"]["period"] == period


@pytest.mark.parametrize(
    "change", [{"priority": 101}, {"target_level": 6}, {"need_id": "none"}, {"cause": None}, {"competency_code": "x"}]
)
def test_an_impossible_need_becomes_a_dead_letter(training, change: dict[str, Any]) -> None:
    training.running.deliver(training.need(**change), good := training.need())

    assert len(training.running.dead_letters()) == 1
    assert [need["id"] for need in training.get("/needs")["items"]] == [str(good.data["need_id"])]


def test_an_older_event_does_not_overwrite_a_newer_employee(training) -> None:
    employee_id = new_id()

    training.running.deliver(training.employee(employee_id, "PPPK", version=3))
    training.running.deliver(training.employee(employee_id, "PNS", version=2), training.employee(new_id()))

    assert training.get(f"/employees/{employee_id}/learning-hours")["employment"] == "PPPK"


@pytest.mark.parametrize("fact", [event_type.split(".")[1:3] for event_type in SERVICE.handlers], ids="/".join)
def test_the_published_examples_of_what_training_listens_to_are_understood(
    training, contracts_dir: Path, fact: list[str]
) -> None:
    folder = contracts_dir.joinpath("events", *fact, "examples")

    training.running.deliver_bytes(*(path.read_bytes() for path in sorted(folder.glob("*.json"))))

    assert training.running.dead_letters() == []
