"""Courses and providers are corrected by whoever has seen the newest version, and withdrawn with a reason."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

PATCH = "application/merge-patch+json"


def change(training: Any, path: str, body: dict[str, Any], *, seen: str = '"1"') -> Any:
    caller = training.running.client("training:write")
    return caller.patch(f"/v1{path}", json=body, headers={"If-Match": seen}, content_type=PATCH)


def withdraw(training: Any, what: Any, *, kind: str = "courses", seen: str | None = '"1"', **body: Any) -> Any:
    headers = {} if seen is None else {"If-Match": seen}
    caller = training.running.client("training:write")
    return caller.post(f"/v1/{kind}/{what['id']}/withdrawal", json=body or {"reason": "Tak diminati"}, headers=headers)


def test_a_course_is_revised_and_told_and_a_seat_keeps_its_price(training) -> None:
    course = training.offer(cost_per_seat=1_000_000)
    training.post("/budgets", year=training.year, amount=10_000_000)
    training.identify(training.need())
    training.plan()

    answer = change(training, f"/courses/{course['id']}", {"cost_per_seat": 3_000_000, "hours": 40})

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    assert answer.json == course | {"cost_per_seat": 3_000_000, "hours": 40, "version": 2}
    (event,) = training.told("course-revised")
    assert (event.aggregateversion, event.data["hours"], event.data["code"]) == (2, 40, course["code"])
    (seat,) = training.get("/enrolments")["items"]
    assert seat["cost"] == 1_000_000


@pytest.mark.parametrize("name", ["code", "competency_code", "target_level", "withdrawn_at"])
def test_what_a_course_is_never_changes(training, name: str) -> None:
    course = training.offer()

    answer = change(training, f"/courses/{course['id']}", {name: course[name]})

    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, f"/{name}")


def test_a_course_moves_to_a_registered_provider_alone(training) -> None:
    course = training.offer()

    answer = change(training, f"/courses/{course['id']}", {"provider_id": course["id"]})

    assert (answer.status_code, answer.json["code"]) == (422, "unknown-provider")
    assert training.told("course-revised") == []


def test_a_withdrawn_course_is_told_without_its_reason_and_chosen_by_no_plan(training) -> None:
    course = training.offer()

    answer = withdraw(training, course)

    assert (answer.status_code, answer.json["withdrawal_reason"], answer.headers["ETag"]) == (
        201,
        "Tak diminati",
        '"2"',
    )
    assert answer.json["withdrawn_at"] is not None
    (event,) = training.told("course-withdrawn")
    assert "Tak diminati" not in str(event.data)
    training.post("/budgets", year=training.year, amount=10_000_000)
    training.identify(training.need())
    assert training.plan()["funded"] == 0


@pytest.mark.parametrize(
    ("seen", "body", "code"),
    [
        (None, {"reason": "x"}, "precondition-required"),
        ('"7"', {"reason": "x"}, "precondition-failed"),
        ('"1"', {"reason": ""}, "validation-error"),
        ('"1"', {"why": "x"}, "validation-error"),
    ],
)
def test_a_withdrawal_is_refused(training, seen: str | None, body: dict[str, str], code: str) -> None:
    course = training.offer()

    assert withdraw(training, course, seen=seen, **body).json["code"] == code
    assert training.get(f"/courses/{course['id']}") == course
    assert training.told("course-withdrawn") == []


def test_a_withdrawn_course_is_neither_revised_nor_withdrawn_again(training) -> None:
    course = training.offer()
    withdraw(training, course)

    again = withdraw(training, course, seen='"2"')
    revised = change(training, f"/courses/{course['id']}", {"hours": 1}, seen='"2"')

    assert [(each.status_code, each.json["code"]) for each in (again, revised)] == [(409, "course-withdrawn")] * 2


def test_a_provider_is_registered_revised_and_told(training) -> None:
    provider = training.post("/providers", code="LAN", name="LAN", kind="GOVERNMENT")

    answer = change(training, f"/providers/{provider['id']}", {"name": "Lembaga Administrasi Negara"})
    stale = change(training, f"/providers/{provider['id']}", {"name": "LAN RI"})
    same = change(training, f"/providers/{provider['id']}", {"kind": "GOVERNMENT"}, seen='"2"')

    assert [each.status_code for each in (answer, stale, same)] == [200, 412, 200]
    assert training.get(f"/providers/{provider['id']}") == answer.json
    (registered,), (revised,) = training.told("provider-registered"), training.told("provider-revised")
    assert (registered.data["name"], revised.data["name"]) == ("LAN", "Lembaga Administrasi Negara")
    assert (registered.key, revised.key, revised.aggregateversion) == (provider["id"], provider["id"], 2)


def test_a_provider_is_withdrawn_once_none_of_its_courses_is_on_offer(training) -> None:
    course = training.offer()
    provider = training.get(f"/providers/{course['provider_id']}")

    early = withdraw(training, provider, kind="providers")
    assert (early.status_code, early.json["code"]) == (409, "provider-has-courses")
    assert course["code"] in early.json["detail"]
    assert training.told("provider-withdrawn") == []

    withdraw(training, course)
    answer = withdraw(training, provider, kind="providers", reason="Izin berakhir")

    assert (answer.status_code, answer.headers["ETag"]) == (201, '"2"')
    assert (answer.json["withdrawal_reason"], answer.json["withdrawn_at"] is not None) == ("Izin berakhir", True)
    assert training.get(f"/providers/{provider['id']}") == answer.json
    (event,) = training.told("provider-withdrawn")
    assert (event.key, event.aggregateversion) == (provider["id"], 2)
    assert "Izin" not in str(event.data)


def test_a_withdrawn_provider_is_neither_changed_nor_used(training) -> None:
    provider = training.post("/providers", code="LPK", name="LPK", kind="PRIVATE")
    course = training.offer()
    withdraw(training, provider, kind="providers")

    again = withdraw(training, provider, kind="providers", seen='"2"')
    revised = change(training, f"/providers/{provider['id']}", {"name": "Lain"}, seen='"2"')
    moved = change(training, f"/courses/{course['id']}", {"provider_id": provider["id"]})
    caller = training.running.client("training:write")
    body = {
        name: course[name] for name in ("title", "competency_code", "target_level", "hours", "form", "cost_per_seat")
    }
    offered = caller.post("/v1/courses", json=body | {"code": "BARU", "provider_id": provider["id"]})

    answers = (again, revised, moved, offered)
    assert [(each.status_code, each.json["code"]) for each in answers] == [(409, "provider-withdrawn")] * 4


def test_a_course_is_not_offered_while_its_provider_is_withdrawn(training) -> None:
    course = training.offer()
    body = {
        name: course[name] for name in ("title", "competency_code", "target_level", "hours", "form", "cost_per_seat")
    }
    for number in range(4):
        provider = training.post("/providers", code=f"P-{number}", name="LPK", kind="PRIVATE")
        offer = body | {"code": f"K-{number}", "provider_id": provider["id"]}
        start = Barrier(2)

        def offered(offer: Any = offer, start: Barrier = start) -> int:
            caller = training.running.client("training:write")
            start.wait()
            return int(caller.post("/v1/courses", json=offer).status_code)

        def withdrawn(provider: Any = provider, start: Barrier = start) -> int:
            start.wait()
            return int(withdraw(training, provider, kind="providers").status_code)

        with ThreadPoolExecutor(2) as pool:
            first, second = pool.submit(offered), pool.submit(withdrawn)

        assert sorted([first.result(), second.result()]) == [201, 409], "whoever was later is refused"
