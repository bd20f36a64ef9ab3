"""From citizens' answers to a running index, and from a published one to needs and improvements."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event as sqlalchemy_event

from asn_chassis.events.event import Event
from asn_chassis.ids import new_id


def days_later(days: int) -> datetime:
    """Return so many days after the publication of the index."""
    return datetime(2026, 7, 1, tzinfo=UTC) + timedelta(days=days)


def needs_of(world: Any, employee_id: UUID) -> list[dict[str, Any]]:
    return list(world.get("/training-needs", employee_id=employee_id)["items"])


def test_running_averages_then_published_values(world: Any) -> None:
    world.tell(world.answered(3), world.answered(4, WAKTU=1))
    world.tell(world.answered(4, WAKTU=2))

    running = world.get(f"/service-indices/{world.survey_id}")
    assert (running["state"], running["respondents"], running["ikm"]) == ("RUNNING", 3, None)
    assert running["running"]["averages"]["WAKTU"] == 2
    assert running["running"]["averages"]["SARANA"] == 3.6667

    world.tell(world.index_published(WAKTU=50.0))

    published = world.get("/service-indices", survey_id=world.survey_id)["items"][0]
    assert (published["state"], published["respondents"], published["ikm"]) == ("PUBLISHED", 100, 85.56)
    assert published["running"] == running["running"]
    assert published["elements"][0] == {"element": "WAKTU", "nrr": 2.0, "value": 50.0, "mutu": "D"}
    assert published["decided_at"] is not None


def test_an_answer_that_arrives_after_the_index_is_still_counted(world: Any) -> None:
    world.tell(world.index_published(), world.answered(4))

    index = world.get(f"/service-indices/{world.survey_id}")

    assert (index["state"], index["running"]["answers"]) == ("PUBLISHED", 1)


def test_a_batch_adds_each_survey_once_and_each_answer_once(world: Any) -> None:
    other = new_id()
    answers = [world.answered(1 + n % 4, survey_id=[other, world.survey_id][n % 2]) for n in range(40)]

    world.tell(*answers)
    world.tell(*answers)

    for survey_id, average in ((world.survey_id, 3), (other, 2)):
        running = world.get(f"/service-indices/{survey_id}")["running"]
        assert (running["answers"], running["averages"]["PRODUK"]) == (20, average)


def test_a_batch_of_answers_is_one_statement(world: Any) -> None:
    answers = [world.answered(3, survey_id=survey) for survey in (new_id(), new_id()) for _ in range(20)]
    statements: list[str] = []
    engine = world.service.database.engine

    @sqlalchemy_event.listens_for(engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    world.tell(*answers)

    assert len([statement for statement in statements if "service_indices" in statement]) == 1


def test_an_impossible_answer_is_set_aside_and_the_others_count(world: Any) -> None:
    world.tell(world.answered(3), world.answered(9), world.answered(3, survey_id=new_id()))

    assert world.get(f"/service-indices/{world.survey_id}")["running"]["answers"] == 1
    assert len(world.service.dead_letters()) == 1


def test_low_elements_become_proposed_needs_of_serving_staff_only(world: Any, employee_id: UUID) -> None:
    elsewhere, behind_the_counter = new_id(), new_id()
    world.tell(
        world.registered(elsewhere, unit_id=new_id()),
        world.registered(behind_the_counter, position_id=new_id()),
        world.level_recorded(employee_id, "PELAYANAN_PUBLIK", 2),
    )

    index = world.index_published(KOMPETENSI=70.0, PENGADUAN=72.0, PERILAKU=80.0)
    world.tell(index)

    (need,) = needs_of(world, employee_id)
    assert needs_of(world, elsewhere) == needs_of(world, behind_the_counter) == []
    assert (need["competency_code"], need["cause_element"]) == ("PELAYANAN_PUBLIK", "KOMPETENSI")
    assert (need["current_level"], need["target_level"], need["gap"]) == (2, 3, 1)
    assert (need["state"], need["confirmation_required"]) == ("PROPOSED", True)
    assert (need["cause_id"], need["correlation_id"]) == (str(world.survey_id), index.correlationid)
    assert [why["code"] for why in need["reasons"]] == [
        "ELEMENT_BELOW_B",
        "ELEMENT_LOWEST",
        "ELEMENT_BELOW_B",
        "COMPETENCY_GAP",
    ]
    assert need["inputs"]["elements"] == {"KOMPETENSI": 70, "PENGADUAN": 72}
    (told,) = world.published("training-need-identified")
    assert told.key == str(employee_id)
    assert (told.correlationid, told.causationid) == (index.correlationid, str(index.id))
    assert told.data["cause"] == {
        "kind": "SATISFACTION_INDEX",
        "id": str(world.survey_id),
        "element": "KOMPETENSI",
        "period": "2026-S1",
    }


def test_process_and_means_become_improvements_never_needs(world: Any, employee_id: UUID) -> None:
    world.tell(world.index_published(WAKTU=60.0, SARANA=70.0, sample_adequate=False))

    asked = world.get("/service-improvements", survey_id=world.survey_id)["items"]
    assert needs_of(world, employee_id) == []
    assert [(item["element"], item["action"]) for item in asked] == [
        ("WAKTU", "PROCESS_REVIEW"),
        ("SARANA", "FOLLOW_UP_PLAN"),
    ]
    assert [why["code"] for why in asked[0]["reasons"]] == ["ELEMENT_BELOW_B", "SMALL_SAMPLE"]
    assert world.get("/service-improvements", correlation_id=asked[0]["correlation_id"])["items"] == asked
    events = world.published("service-improvement-requested")
    assert [(event.key, event.data["value"]) for event in events] == [
        (str(world.unit_id), 60),
        (str(world.unit_id), 70),
    ]


@pytest.mark.usefixtures("employee_id")
def test_a_second_telling_of_the_index_decides_nothing_more(world: Any) -> None:
    world.tell(world.index_published(PERILAKU=60.0, WAKTU=60.0))
    before = len(world.published())

    world.tell(world.index_published(PERILAKU=50.0, WAKTU=50.0, version=2), world.index_published(version=1))

    assert len(world.published()) == before
    assert world.get(f"/service-indices/{world.survey_id}")["elements"][0]["value"] == 60


def decisions_after(scene: Any, events: list[Event]) -> set[tuple[Any, ...]]:
    """Deliver one event at a time; return what was decided about this unit."""
    for event in events:
        scene.tell(event)
    told = [event for event in scene.published() if event.data["unit_id"] == str(scene.unit_id)]
    return {
        (
            event.type,
            event.key,
            event.correlationid,
            event.data.get("competency_code"),
            event.data.get("target_level"),
            event.data.get("priority"),
            str(event.data["reasons"]),
        )
        for event in told
    }


def test_any_order_of_events_ends_in_the_same_decisions(world: Any) -> None:
    for order in permutations(range(4)):
        scene = world.another()
        person, late = new_id(), new_id()
        events = [
            scene.position_set(KOMUNIKASI=4),
            scene.registered(person),
            scene.registered(late, at=days_later(20)),
            scene.index_published(PERILAKU=60.0, WAKTU=70.0),
        ]

        decided = decisions_after(scene, [events[n] for n in order])

        assert {(key, code, target) for _, key, _, code, target, _, _ in decided} == {
            (str(scene.unit_id), None, None),
            (str(person), "KOMUNIKASI", 4),
            (str(late), "KOMUNIKASI", 4),
        }
        assert {flow for _, _, flow, *_ in decided} == {events[3].correlationid}
        assert len({reasons for kind, *_, reasons in decided if "training-need" in kind}) == 1


def test_an_index_and_arrivals_at_the_same_moment_miss_nobody(world: Any) -> None:
    people = [new_id() for _ in range(30)]
    world.tell(world.position_set(KOMUNIKASI=3))

    with ThreadPoolExecutor(2) as pool:
        arrivals = pool.submit(lambda: [world.tell(world.registered(person)) for person in people])
        world.tell(*(world.answered(2) for _ in range(40)))
        world.tell(world.index_published(PERILAKU=60.0))
        arrivals.result()

    told = [event.key for event in world.published("training-need-identified")]
    assert sorted(told) == sorted(map(str, people))


@pytest.mark.usefixtures("employee_id")
def test_who_moves_into_the_unit_gets_its_needs(world: Any) -> None:
    mover = new_id()
    world.tell(world.registered(mover, unit_id=new_id(), position_id=new_id()), world.index_published(PERILAKU=60.0))
    assert needs_of(world, mover) == []

    world.tell(world.assigned(mover, at=days_later(30)))

    assert [need["competency_code"] for need in needs_of(world, mover)] == ["KOMUNIKASI"]


def test_a_position_that_begins_to_serve_the_public_brings_its_holders_in(world: Any) -> None:
    person = new_id()
    world.tell(world.position_set(serves_public=False, INTEGRITAS=3), world.registered(person))
    world.tell(world.index_published(PERILAKU=60.0))
    assert needs_of(world, person) == []

    world.tell(world.position_set(version=2, INTEGRITAS=3))

    assert len(needs_of(world, person)) == 1


@pytest.mark.parametrize(("days", "needs"), [(180, 1), (181, 0)])
@pytest.mark.usefixtures("employee_id")
def test_a_finding_closes_after_its_days(world: Any, days: int, needs: int) -> None:
    late = new_id()
    world.tell(world.index_published(PERILAKU=60.0))

    world.tell(world.registered(late, at=days_later(days)))

    assert len(needs_of(world, late)) == needs


def test_an_old_event_never_overwrites_a_newer_one(world: Any, employee_id: UUID) -> None:
    elsewhere = new_id()
    world.tell(world.assigned(employee_id, version=5, unit_id=elsewhere), world.assigned(employee_id, version=4))
    world.tell(world.position_set(version=3, KOMUNIKASI=5), world.position_set(version=2, KOMUNIKASI=1))
    world.tell(
        world.level_recorded(employee_id, "KOMUNIKASI", 4, version=9),
        world.level_recorded(employee_id, "KOMUNIKASI", 1, version=8),
    )
    world.tell(world.assigned(employee_id, version=6))

    world.tell(world.index_published(PERILAKU=60.0))

    (need,) = needs_of(world, employee_id)
    assert (need["current_level"], need["target_level"]) == (4, 5)


def test_the_needs_of_a_whole_unit_take_a_bounded_number_of_queries(world: Any) -> None:
    people = [new_id() for _ in range(60)]
    world.tell(world.position_set(KOMUNIKASI=3), *(world.registered(person) for person in people))
    reads: list[str] = []

    @sqlalchemy_event.listens_for(world.service.database.engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "INSERT INTO outbox" not in statement:
            reads.append(statement)

    world.tell(world.index_published(PERILAKU=60.0, KOMPETENSI=60.0))

    assert len(world.published("training-need-identified")) == 120
    assert len(reads) < 20


def test_a_proposed_need_is_confirmed_once(world: Any, employee_id: UUID) -> None:
    world.tell(world.index_published(PERILAKU=60.0))
    (need,) = needs_of(world, employee_id)

    confirmed = world.post(f"/training-needs/{need['id']}/confirmation")
    again = world.post(f"/training-needs/{need['id']}/confirmation")

    assert (confirmed.status_code, confirmed.json["state"], confirmed.json["version"]) == (201, "CONFIRMED", 2)
    assert (again.status_code, again.json["code"]) == (409, "training-need-not-awaiting-confirmation")
    (told,) = world.published("training-need-confirmed")
    assert told.data == {
        "need_id": need["id"],
        "employee_id": str(employee_id),
        "confirmed_at": told.data["confirmed_at"],
    }
    assert confirmed.json["confirmed_at"][:19] == told.data["confirmed_at"][:19]


def test_a_need_of_an_evaluation_takes_no_confirmation(world: Any, employee_id: UUID) -> None:
    world.finalised(employee_id, assessed=[{"competency_code": "KOMUNIKASI", "level": 1}])
    (need,) = needs_of(world, employee_id)

    refused = world.post(f"/training-needs/{need['id']}/confirmation")

    assert (refused.status_code, refused.json["code"]) == (409, "training-need-not-awaiting-confirmation")
