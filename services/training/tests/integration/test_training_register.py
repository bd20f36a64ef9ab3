"""The register of needs: each need once, in whatever order the facts arrive."""

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

from asn_chassis.ids import new_id


def without_changing_parts(need: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in need.items() if name not in ("id", "employee_id", "unit_id")}


def test_a_need_keeps_its_cause_reasons_priority_and_flow(training) -> None:
    event = training.need(priority=77, flow="flow-of-the-index")

    (need_id,) = training.identify(event)

    need = training.get(f"/needs/{need_id}")
    assert need["state"] == "OPEN"
    assert need["priority"] == 77
    assert need["cause"] == json.loads(event.to_wire())["data"]["cause"]
    assert need["reasons"][0]["values"] == {"gap": 1.5, "known": True}
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


def test_a_need_to_be_confirmed_is_proposed_until_then_and_not_planned(training) -> None:
    training.offer()
    training.post("/budgets", year=2026, amount=9_000_000)
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


@pytest.mark.parametrize("change", [{"priority": 101}, {"target_level": 6}, {"need_id": "none"}, {"cause": None}])
def test_an_impossible_need_becomes_a_dead_letter(training, change: dict[str, Any]) -> None:
    training.running.deliver(training.need(**change), good := training.need())

    assert len(training.running.dead_letters()) == 1
    assert [need["id"] for need in training.get("/needs")["items"]] == [str(good.data["need_id"])]


def test_an_older_event_does_not_overwrite_a_newer_employee(training) -> None:
    employee_id = new_id()

    training.running.deliver(training.employee(employee_id, "PPPK", version=3))
    training.running.deliver(training.employee(employee_id, "PNS", version=2), training.employee(new_id()))

    assert training.get(f"/employees/{employee_id}/learning-hours")["employment"] == "PPPK"


@pytest.mark.parametrize(
    "fact",
    ["evaluation/training-need-identified", "evaluation/training-need-confirmed", "employee/employee-registered"],
)
def test_the_published_examples_of_what_training_listens_to_are_understood(
    training, contracts_dir: Path, fact: str
) -> None:
    examples = [path.read_bytes() for path in sorted((contracts_dir / "events" / fact / "examples").glob("*.json"))]
    assert examples

    training.running.deliver_bytes(*examples)

    assert training.running.dead_letters() == []
