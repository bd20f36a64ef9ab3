"""Published results: of a survey, and of a unit in a period."""

import csv
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from asn_chassis.events.event import Event
from asn_chassis.ids import new_id
from asn_chassis.regulations import regulations_of
from asn_chassis.testing import ServiceUnderTest
from asn_kernel.codes import Element
from asn_kernel.period import PeriodKind
from feedback_service.domain.satisfaction_index import SatisfactionIndex, UnitIndex
from feedback_service.policies import satisfaction_index, unit_index
from feedback_service.policies.index_rules import IndexRules
from feedback_service.policies.regulations import Regulations

SEKADAU = Path(__file__).parents[1] / "data" / "skm-sekadau-2019-s1.csv"
RULE_VERSION = "skm-index-2017.1+mutu-2017.1+sample-size-2017.1"
Answer = Callable[..., None]
Close = Callable[[UUID], Any]
EventsOf = Callable[[str], list[Event]]


def unit_indices(feedback: ServiceUnderTest, query: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = feedback.client().get(f"/v1/unit-indices?{query}").json["items"]
    return items


def test_closing_publishes_the_index_of_real_answers(
    feedback: ServiceUnderTest, open_survey: Callable[..., UUID], answer: Answer, close: Close
) -> None:
    survey_id = open_survey(population=52)
    with SEKADAU.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            answer(survey_id, times=1, body={"scores": {each.value: int(row[each.value.lower()]) for each in Element}})

    closed = close(survey_id)
    index = feedback.client().get(closed.headers["Location"]).json

    assert closed.status_code == 201
    assert index == closed.json["index"]
    assert (index["ikm"], index["mutu"], index["respondents"]) == (78.74, "B", 49)
    assert (index["population"], index["required_sample"], index["sample_adequate"]) == (52, 46, True)
    lowest = next(element for element in index["elements"] if element["rank"] == 1)
    assert lowest == {"element": "PERSYARATAN", "nrr": 2.8163, "value": 70.41, "mutu": "C", "rank": 1}
    assert index["inputs"][0] == {"element": "PERSYARATAN", "total": 138, "answers": 49}
    assert index["rule_version"] == RULE_VERSION
    assert [reason["code"] for reason in index["reasons"]] == ["INDEX", "LOWEST_ELEMENT", "SAMPLE_ADEQUATE"]


def test_the_index_is_announced_with_the_last_version_of_its_survey(
    survey_id: UUID, answer: Answer, close: Close, events_of: EventsOf
) -> None:
    answer(survey_id)

    index = close(survey_id).json["index"]

    (event,) = events_of("index-published")
    assert (event.key, event.aggregateversion, event.dataclassification) == (str(survey_id), 2, "public")
    assert event.subject == f"satisfaction-indices/{index['id']}"
    assert event.data["ikm"] == index["ikm"] == 75
    assert event.data["elements"] == index["elements"]
    assert (event.data["population"], event.data["sample_adequate"]) == (None, None)
    assert event.data["above_population"] is False


def test_how_often_each_score_was_given_goes_to_our_own_services_alone(
    feedback: ServiceUnderTest, survey_id: UUID, answer: Answer, close: Close, events_of: EventsOf
) -> None:
    answer(survey_id, times=3, body={"scores": {"WAKTU": 1}})
    answer(survey_id, times=4, body={"scores": {"WAKTU": 4, "BIAYA": 2}})

    index = close(survey_id).json["index"]

    (event,) = events_of("index-computed")
    assert event.dataclassification == "internal"
    assert (event.data["index_id"], event.data["respondents"]) == (index["id"], 7)
    counts = {each["element"]: each["counts"] for each in event.data["elements"]}
    assert (counts["WAKTU"], counts["BIAYA"], counts["SARANA"]) == ([3, 0, 0, 4], [0, 4, 0, 0], [0, 0, 0, 0])
    assert "counts" not in feedback.client().get(f"/v1/satisfaction-indices/{index['id']}").text


def test_more_answers_than_people_served_are_no_adequate_sample(
    feedback: ServiceUnderTest, open_survey: Callable[..., UUID], answer: Answer, close: Close, events_of: EventsOf
) -> None:
    survey_id = open_survey(population=5)
    answer(survey_id, times=6)
    assert close(survey_id).json["state"] == "HELD"

    index = feedback.client("feedback:integrity").post(f"/v1/surveys/{survey_id}/release").json["index"]

    assert (index["above_population"], index["sample_adequate"]) == (True, False)
    assert index["reasons"][-1]["code"] == "ABOVE_POPULATION"
    assert events_of("index-published")[0].data["above_population"] is True
    assert events_of("unit-index-published")[0].data["sample_adequate"] is False


def test_officers_read_how_an_index_was_decided(
    feedback: ServiceUnderTest, survey_id: UUID, answer: Answer, close: Close
) -> None:
    answer(survey_id)
    index = close(survey_id).json["index"]

    decision = feedback.client("feedback:read").get(f"/v1/satisfaction-indices/{index['id']}/decision").json

    assert (decision["policy"], decision["rule_version"]) == ("satisfaction-index", RULE_VERSION)
    assert decision["inputs"]["elements"][0]["counts"] == [0, 0, 5, 0]
    assert decision["reasons"] == index["reasons"]


def test_kept_decisions_are_decided_again_to_the_same_bytes(
    feedback: ServiceUnderTest, open_survey: Callable[..., UUID], answer: Answer, close: Close
) -> None:
    survey_id = open_survey(population=40, elements_left_out=["BIAYA"])
    answer(survey_id, times=3, body={"scores": {"WAKTU": 1, "SARANA": 3}})
    answer(survey_id, times=3, body={"scores": {"WAKTU": 4, "PRODUK": 2}})
    close(survey_id)

    with feedback.database.transaction() as session:
        regulations = regulations_of(session, Regulations)
        index = session.scalars(select(SatisfactionIndex)).one().decision
        unit = session.scalars(select(UnitIndex)).one().decision

    rules = IndexRules.named(regulations, index.rule_version)
    assert index.recomputed(lambda facts: satisfaction_index.decide(facts, rules))
    assert unit.recomputed(lambda facts: unit_index.decide(facts, IndexRules.named(regulations, unit.rule_version)))


def test_published_indices_are_open_and_found_by_unit_and_period(
    *,
    feedback: ServiceUnderTest,
    open_survey: Callable[..., UUID],
    unit_id: UUID,
    periods: dict[PeriodKind, str],
    answer: Answer,
    close: Close,
) -> None:
    expected = [periods[kind] for kind in (PeriodKind.YEAR, PeriodKind.QUARTER, PeriodKind.MONTH)]
    for each in expected:
        survey_id = open_survey(period=each)
        answer(survey_id)
        close(survey_id)

    first = feedback.client().get(f"/v1/satisfaction-indices?unit_id={unit_id}&limit=2")
    second = feedback.client().get(
        f"/v1/satisfaction-indices?unit_id={unit_id}&limit=2&cursor={first.json['next_cursor']}"
    )
    elsewhere = feedback.client().get(f"/v1/satisfaction-indices?unit_id={new_id()}")
    of_month = feedback.client().get(f"/v1/satisfaction-indices?period={expected[2]}")

    assert [index["period"] for page in (first, second) for index in page.json["items"]] == expected
    assert second.json["next_cursor"] is None
    assert elsewhere.json["items"] == []
    assert [index["period"] for index in of_month.json["items"]] == [expected[2]]
    assert first.headers["Cache-Control"] == "public, max-age=60"


def test_a_units_index_waits_for_its_last_survey_and_pools_the_respondents(
    *,
    feedback: ServiceUnderTest,
    open_survey: Callable[..., UUID],
    register_service: Callable[..., UUID],
    unit_id: UUID,
    period: str,
    answer: Answer,
    close: Close,
    events_of: EventsOf,
) -> None:
    first, second = open_survey(population=5), open_survey(service_id=str(register_service("KK")))
    answer(first, body={"scores": {"WAKTU": 1}})
    answer(second, times=15, body={"scores": {"WAKTU": 4}})

    close(first)
    waiting = unit_indices(feedback, f"unit_id={unit_id}")
    close(second)

    assert waiting == []
    (index,) = unit_indices(feedback, f"unit_id={unit_id}&period={period}")
    assert (index["ikm"], index["respondents"], index["version"]) == (81.25, 20, 1)  # (5 x 1 + 15 x 4) / 20 x 25
    assert [survey["survey_id"] for survey in index["surveys"]] == [str(first), str(second)]
    assert index["sample_adequate"] is False  # the second survey's population is not known
    (event,) = events_of("unit-index-published")
    assert (event.key, event.subject) == (str(unit_id), f"unit-indices/{unit_id}/{period}")
    assert (event.aggregateversion, event.dataclassification) == (1, "public")
    assert datetime.fromisoformat(event.data.pop("published_at")) == datetime.fromisoformat(index["published_at"])
    assert event.data == {
        "unit_id": str(unit_id),
        "period": period,
        "respondents": 20,
        "surveys": 2,
        **{name: index[name] for name in ("sample_adequate", "ikm", "mutu", "elements", "rule_version")},
    }
    assert unit_indices(feedback, f"unit_id={new_id()}") == []


def test_a_survey_opened_later_makes_a_newer_version(
    *,
    feedback: ServiceUnderTest,
    open_survey: Callable[..., UUID],
    register_service: Callable[..., UUID],
    unit_id: UUID,
    answer: Answer,
    close: Close,
    events_of: EventsOf,
) -> None:
    first = open_survey()
    answer(first, body={"scores": {"WAKTU": 2}})
    close(first)
    second = open_survey(service_id=str(register_service("KK")))
    answer(second, body={"scores": {"WAKTU": 4}})
    close(second)

    events = events_of("unit-index-published")

    assert [(event.aggregateversion, event.data["ikm"], event.data["surveys"]) for event in events] == [
        (1, 50, 1),
        (2, 75, 2),
    ]
    (index,) = unit_indices(feedback, f"unit_id={unit_id}")
    assert (index["version"], index["ikm"]) == (2, 75)


@pytest.mark.parametrize("too_few_first", [True, False])
def test_a_survey_with_too_few_answers_holds_up_nothing_and_brings_nothing(
    *,
    feedback: ServiceUnderTest,
    open_survey: Callable[..., UUID],
    register_service: Callable[..., UUID],
    answer: Answer,
    close: Close,
    too_few_first: bool,
) -> None:
    enough, too_few = open_survey(), open_survey(service_id=str(register_service("KK")))
    answer(enough)
    answer(too_few, times=4, body={"scores": {"WAKTU": 1}})

    for survey_id in [too_few, enough] if too_few_first else [enough, too_few]:
        close(survey_id)

    (index,) = unit_indices(feedback, "")
    assert (index["respondents"], index["ikm"], len(index["surveys"])) == (5, 75, 1)


def test_a_unit_whose_surveys_all_had_too_few_answers_has_no_index(
    feedback: ServiceUnderTest, survey_id: UUID, answer: Answer, close: Close, events_of: EventsOf
) -> None:
    answer(survey_id, times=4)

    close(survey_id)

    assert unit_indices(feedback, "") == []
    assert events_of("unit-index-published") == []


def test_surveys_of_another_period_do_not_hold_up_a_units_index(
    feedback: ServiceUnderTest,
    open_survey: Callable[..., UUID],
    periods: dict[PeriodKind, str],
    answer: Answer,
    close: Close,
) -> None:
    survey_id = open_survey(period=periods[PeriodKind.QUARTER])
    open_survey(period=periods[PeriodKind.MONTH])
    answer(survey_id)

    close(survey_id)

    assert [index["period"] for index in unit_indices(feedback, "")] == [periods[PeriodKind.QUARTER]]


def test_of_surveys_that_close_together_one_publishes_the_units_index(
    *,
    open_survey: Callable[..., UUID],
    register_service: Callable[..., UUID],
    answer: Answer,
    close: Close,
    events_of: EventsOf,
) -> None:
    surveys = [open_survey(service_id=str(register_service(f"S-{number}"))) for number in range(4)]
    for survey_id in surveys:
        answer(survey_id)
    start = Barrier(len(surveys))

    def close_together(survey_id: UUID) -> int:
        start.wait()
        return int(close(survey_id).status_code)

    with ThreadPoolExecutor(len(surveys)) as pool:
        statuses = list(pool.map(close_together, surveys))

    assert statuses == [201] * len(surveys)
    (event,) = events_of("unit-index-published")
    assert (event.data["surveys"], event.data["respondents"]) == (4, 20)
