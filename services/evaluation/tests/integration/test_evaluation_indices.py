"""From citizens' answers to a running index, and from a published one to needs and improvements."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event as sqlalchemy_event

from asn_chassis.clock import now
from asn_chassis.ids import new_id
from asn_kernel.period import Period, PeriodKind


def states(needs: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    return sorted((need["competency_code"], need["target_level"], need["state"]) for need in needs)


def test_running_averages_then_published_values(world: Any) -> None:
    world.tell(world.survey_opened(), world.answered(3), world.answered(4, WAKTU=1))
    world.tell(*(world.answered(4, WAKTU=2) for _ in range(3)))

    running = world.get(f"/service-indices/{world.survey_id}")
    assert (running["state"], running["respondents"], running["ikm"]) == ("RUNNING", 5, None)
    assert running["running"]["averages"]["WAKTU"] == 2
    assert running["running"]["averages"]["SARANA"] == 3.8

    world.tell(world.index_published(WAKTU=50.0))

    published = world.get("/service-indices", survey_id=world.survey_id)["items"][0]
    assert (published["state"], published["respondents"], published["ikm"]) == ("PUBLISHED", 100, 85.56)
    assert published["running"] == running["running"]
    assert published["elements"][0] == {"element": "WAKTU", "nrr": 2.0, "value": 50.0, "mutu": "D"}


@pytest.mark.parametrize("outcome", ["TOO_FEW_ANSWERS", "INDEX_REFUSED"])
def test_a_survey_that_ended_without_an_index_says_so(world: Any, outcome: str) -> None:
    world.tell(world.survey_closed(outcome), world.survey_opened(), world.answered(2))

    survey = world.get(f"/service-indices/{world.survey_id}")

    assert (survey["state"], survey["respondents"], survey["elements"]) == (outcome, 1, None)


def test_averages_are_shown_of_as_many_answers_as_an_index_is_made_of(world: Any) -> None:
    def averages() -> Any:
        return world.get("/service-indices", survey_id=world.survey_id)["items"][0]["running"]["averages"]

    world.tell(world.survey_opened(), *(world.answered(3) for _ in range(4)))
    assert averages() == {}

    world.tell(world.answered(3))
    assert averages()["WAKTU"] == 3


def test_an_answer_may_leave_elements_out_and_answer_added_ones(world: Any) -> None:
    world.tell(world.survey_opened())
    some = world.answered(3)
    some.data["scores"] = {"WAKTU": 4, "RUANG_TUNGGU": 2}

    alike = [world.answered(3) for _ in range(4)]
    for each in alike:
        each.data["scores"] = some.data["scores"]

    world.tell(some, *alike, world.answered(1))

    running = world.get(f"/service-indices/{world.survey_id}")["running"]
    # One answer alone is nobody's business.
    assert (running["answers"], running["averages"]) == (6, {"WAKTU": 3.5, "RUANG_TUNGGU": 2})


def test_a_batch_adds_each_survey_once_and_each_answer_once(world: Any) -> None:
    other = new_id()
    world.tell(world.survey_opened(), world.survey_opened(survey_id=other))
    answers = [world.answered(1 + n % 4, survey_id=[other, world.survey_id][n % 2]) for n in range(40)]

    world.tell(*answers)
    world.tell(*answers)

    for survey_id, average in ((world.survey_id, 3), (other, 2)):
        running = world.get(f"/service-indices/{survey_id}")["running"]
        assert (running["answers"], running["averages"]["PRODUK"]) == (20, average)


def test_a_batch_of_answers_is_two_statements(world: Any) -> None:
    answers = [world.answered(3, survey_id=survey) for survey in (new_id(), new_id()) for _ in range(20)]
    statements: list[str] = []

    @sqlalchemy_event.listens_for(world.service.database.engine, "before_cursor_execute")
    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    world.tell(*answers)

    assert len([statement for statement in statements if "tallies" in statement]) == 2


@pytest.mark.parametrize("scores", [{"WAKTU": 9}, {"WAKTU": 0}, {}, {"waktu": 3}])
def test_an_impossible_answer_is_set_aside_and_the_others_count(world: Any, scores: dict[str, int]) -> None:
    impossible = world.answered(3)
    impossible.data["scores"] = scores

    world.tell(world.survey_opened(), world.answered(3), impossible, world.answered(3, survey_id=new_id()))

    assert world.get(f"/service-indices/{world.survey_id}")["running"]["answers"] == 1
    assert len(world.service.dead_letters()) == 1


def test_low_elements_become_proposed_needs_of_the_people_who_serve_the_service(world: Any, employee_id: UUID) -> None:
    elsewhere, behind_the_counter, other_service = new_id(), new_id(), world.another()
    desk, sibling = new_id(), new_id()
    world.tell(
        world.position_set(position_id=desk, serves=False, KOMUNIKASI=3),
        other_service.position_set(PELAYANAN_PUBLIK=3),
        world.registered(elsewhere, unit_id=new_id()),
        world.registered(behind_the_counter, position_id=desk),
        other_service.registered(sibling, unit_id=world.unit_id),
        world.level_recorded(employee_id, "PELAYANAN_PUBLIK", 2),
    )

    index = world.index_published(KOMPETENSI=70.0, PENGADUAN=72.0, PERILAKU=80.0)
    world.tell(index)

    (need,) = world.needs_of(employee_id)
    assert world.needs_of(behind_the_counter) == world.needs_of(sibling) == []
    # The service is what counts, not the unit that gives it.
    assert len(world.needs_of(elsewhere)) == 1
    assert (need["competency_code"], need["cause_element"]) == ("PELAYANAN_PUBLIK", "KOMPETENSI")
    assert (need["current_level"], need["target_level"], need["gap"]) == (2, 3, 1)
    assert (need["state"], need["confirmation_required"]) == ("PROPOSED", True)
    assert (need["cause_id"], need["correlation_id"]) == (str(world.survey_id), index.correlationid)
    assert [why["code"] for why in need["reasons"]] == ["ELEMENT_LOW", "ELEMENT_LOW", "COMPETENCY_GAP"]
    finding = need["decision"]["inputs"]["finding"]
    assert [(low["element"], low["value"], low["mutu"]) for low in finding["elements"]] == [
        ("KOMPETENSI", "70.0", "C"),
        ("PENGADUAN", "72.0", "C"),
    ]
    assert (finding["sample"]["respondents"], finding["sample"]["population"]) == (100, 150)
    told = next(event for event in world.published("training-need-identified") if event.key == str(employee_id))
    assert (told.correlationid, told.causationid) == (index.correlationid, str(index.id))
    assert told.data["cause"] == {
        "kind": "SATISFACTION_INDEX",
        "id": str(world.survey_id),
        "element": "KOMPETENSI",
        "period": str(world.period),
    }


def test_process_and_means_become_improvements_never_needs(world: Any, employee_id: UUID) -> None:
    world.tell(world.index_published(WAKTU=60.0, SARANA=70.0, sample_adequate=False))

    asked = world.get("/service-improvements", survey_id=world.survey_id)["items"]
    assert world.needs_of(employee_id) == []
    assert [(item["element"], item["action"]) for item in asked] == [
        ("WAKTU", "PROCESS_REVIEW"),
        ("SARANA", "FOLLOW_UP_PLAN"),
    ]
    assert [why["code"] for why in asked[0]["reasons"]] == ["ELEMENT_LOW", "SMALL_SAMPLE"]
    assert world.get("/service-improvements", correlation_id=asked[0]["correlation_id"])["items"] == asked
    events = world.published("service-improvement-requested")
    assert [(event.key, event.data["value"]) for event in events] == [
        (str(world.unit_id), 60),
        (str(world.unit_id), 70),
    ]


def test_the_lowest_of_nine_is_no_reason_while_it_is_good(world: Any, employee_id: UUID) -> None:
    world.tell(world.index_published(PERILAKU=76.61, KOMPETENSI=76.61, WAKTU=76.61))

    assert world.needs_of(employee_id) == []
    assert world.get("/service-improvements")["items"] == []


def test_a_second_telling_of_the_index_decides_nothing_more(world: Any, employee_id: UUID) -> None:
    index = world.index_published(PERILAKU=60.0, WAKTU=60.0)
    world.tell(index)
    before = len(world.published())

    again = world.index_published(PERILAKU=60.0, WAKTU=60.0, version=2)
    world.tell(index, again, world.index_published(PERILAKU=50.0, version=1))

    assert len(world.published()) == before
    del employee_id


def test_a_newer_index_replaces_what_the_older_one_asked_for(world: Any, employee_id: UUID) -> None:
    world.tell(world.index_published(PERILAKU=60.0))

    world.tell(world.index_published(KOMPETENSI=60.0, version=3))

    assert states(world.needs_of(employee_id)) == [("KOMUNIKASI", 3, "LAPSED"), ("PELAYANAN_PUBLIK", 3, "PROPOSED")]


@pytest.mark.parametrize(("days", "needs"), [(-1, 0), (0, 0), (1, 1)])
def test_a_move_away_counts_from_its_day_whenever_it_is_told(
    world: Any, employee_id: UUID, days: int, needs: int
) -> None:
    moved = world.assigned(employee_id, since=world.day + timedelta(days=days), position_id=new_id())

    world.tell(world.index_published(PERILAKU=60.0))
    world.tell(moved)

    assert len([need for need in world.needs_of(employee_id) if need["state"] == "PROPOSED"]) == needs
    assert len(world.published("training-need-withdrawn")) == 1 - needs


@pytest.mark.parametrize(("days", "needs"), [(-1, 1), (0, 1), (1, 0)])
def test_who_comes_in_time_gets_the_need_and_who_comes_later_does_not(world: Any, days: int, needs: int) -> None:
    late = new_id()
    world.tell(world.position_set(KOMUNIKASI=3), world.index_published(PERILAKU=60.0))

    world.tell(world.registered(late, since=world.day + timedelta(days=days)))

    assert len(world.needs_of(late)) == needs


@pytest.mark.parametrize(("days", "needs"), [(0, 1), (1, 0)])
def test_a_position_that_begins_to_serve_brings_its_holders_in(world: Any, days: int, needs: int) -> None:
    person = new_id()
    world.tell(world.position_set(serves=False, INTEGRITAS=3), world.registered(person))
    world.tell(world.index_published(PERILAKU=60.0))
    assert world.needs_of(person) == []

    world.tell(world.position_set(version=2, since=world.day + timedelta(days=days), INTEGRITAS=3))

    assert len(world.needs_of(person)) == needs


def test_the_index_of_a_past_period_concerns_who_served_on_its_last_day(world: Any, employee_id: UUID) -> None:
    past = Period(world.period.year - 1, PeriodKind.YEAR)
    world.tell(world.assigned(employee_id, since=past.end + timedelta(days=1), position_id=new_id()))

    world.tell(world.index_published(PERILAKU=60.0, period=past))

    assert len(world.needs_of(employee_id)) == 1


def test_a_future_standard_is_not_asked_for(world: Any, employee_id: UUID) -> None:
    world.tell(world.position_set(version=2, since=world.day + timedelta(days=1), KOMUNIKASI=5))

    world.tell(world.index_published(PERILAKU=60.0))

    assert states(world.needs_of(employee_id)) == [("KOMUNIKASI", 3, "PROPOSED")]


def test_a_level_on_record_at_the_publication_counts_whenever_it_is_told(world: Any, employee_id: UUID) -> None:
    world.tell(world.index_published(PERILAKU=60.0))

    world.tell(world.level_recorded(employee_id, "KOMUNIKASI", 4))

    assert states(world.needs_of(employee_id)) == [("KOMUNIKASI", 3, "LAPSED"), ("KOMUNIKASI", 5, "PROPOSED")]


def test_a_level_recorded_since_meets_the_need_or_keeps_it_from_arising(world: Any, employee_id: UUID) -> None:
    other = new_id()
    world.tell(world.registered(other), world.level_recorded(other, "KOMUNIKASI", 3, at=world.after))

    world.tell(world.index_published(PERILAKU=60.0))
    world.tell(world.level_recorded(employee_id, "KOMUNIKASI", 3, at=world.after))

    assert states(world.needs_of(employee_id)) == [("KOMUNIKASI", 3, "MET")]
    assert world.needs_of(other) == []
    assert len(world.published("training-need-met")) == 1


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


def test_the_needs_of_a_large_unit_take_a_bounded_number_of_queries(world: Any) -> None:
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
    (need,) = world.needs_of(employee_id)

    confirmed = world.post(f"/training-needs/{need['id']}/confirmation")
    again = world.post(f"/training-needs/{need['id']}/confirmation")

    assert (confirmed.status_code, confirmed.json["state"], confirmed.json["version"]) == (201, "CONFIRMED", 2)
    assert (again.status_code, again.json["code"]) == (409, "training-need-not-awaiting-confirmation")
    (told,) = world.published("training-need-confirmed")
    assert (told.data["need_id"], told.data["employee_id"]) == (need["id"], str(employee_id))


def test_a_withdrawn_need_stays_withdrawn(world: Any, employee_id: UUID) -> None:
    world.tell(world.index_published(PERILAKU=60.0))
    (need,) = world.needs_of(employee_id)

    path, why = f"/training-needs/{need['id']}/withdrawal", {"reason": "Siti pindah tugas"}
    blind = world.post(path, why)
    stale = world.post(path, why, **{"If-Match": '"2"'})
    silent = world.post(path, {}, **{"If-Match": '"1"'})
    withdrawn = world.post(path, why, **{"If-Match": '"1"'})
    again = world.post(path, why, **{"If-Match": '"2"'})
    world.tell(
        world.position_set(version=2, KOMUNIKASI=4), world.level_recorded(employee_id, "KOMUNIKASI", 5, at=now())
    )

    assert [each.status_code for each in (blind, stale, silent)] == [428, 412, 422]
    assert world.post(f"/training-needs/{new_id()}/withdrawal", why, **{"If-Match": "*"}).status_code == 404
    assert (withdrawn.status_code, withdrawn.json["state"]) == (201, "WITHDRAWN")
    assert withdrawn.json["withdrawal_reason"] == "Siti pindah tugas"
    assert (again.status_code, again.json["code"]) == (409, "training-need-not-open")
    assert world.post(f"/training-needs/{need['id']}/confirmation").status_code == 409
    assert states(world.needs_of(employee_id)) == [("KOMUNIKASI", 3, "WITHDRAWN")]
    (told,) = world.published("training-need-withdrawn")
    assert [each["code"] for each in told.data["reasons"]] == ["WITHDRAWN_BY_MANAGER"]
    assert "Siti" not in str(told.data)


def test_a_need_of_an_evaluation_takes_no_confirmation(world: Any, employee_id: UUID) -> None:
    world.finalised(employee_id, assessed=[{"competency_code": "KOMUNIKASI", "level": 1}])
    (need,) = world.needs_of(employee_id)

    refused = world.post(f"/training-needs/{need['id']}/confirmation")

    assert (refused.status_code, refused.json["code"]) == (409, "training-need-not-awaiting-confirmation")
