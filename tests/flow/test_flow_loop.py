"""The loop closes again and again, and an interrupted round goes on without doubling anything."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from asn_local.programs import loop_settings
from asn_local.stack import Stack
from asn_local.testing import loop_environment
from asn_local.tokens import token_of
from asn_loop.config import Config
from asn_loop.data import scenario
from asn_loop.period import periods_of
from asn_loop.rounds import Round, opened
from asn_loop.saying import silent

pytestmark = pytest.mark.slow

# A screen, and the lines at its end that are copied and so never wrapped: page, two words, two commands.
LINES, COLUMNS, COPIED = 25, 80, 4

TODAY = (datetime.now(UTC) + timedelta(hours=7)).date()
FIRST, SECOND, THIRD, LAST = periods_of(TODAY)
EVALUATED = sum(employee.evaluation is not None for employee in scenario().employees)


def start(stack: Stack, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 -- its own options
        [sys.executable, "-m", "asn_loop", *options],
        env=loop_environment(stack),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


@contextmanager
def seen_by_the_apis(stack: Stack, period: str) -> Iterator[Round]:
    environment = loop_settings(stack.config)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        config = Config.from_environment()
    with opened(config, period, TODAY, silent) as loop:
        yield loop


def numbers(stack: Stack) -> Counter[str]:
    """Everything that a doubled step would make more of."""
    with seen_by_the_apis(stack, FIRST) as loop:
        lists = {
            loop.employee: ("/units", "/positions", "/employees", "/competencies"),
            loop.feedback: ("/public-services", "/surveys", "/satisfaction-indices"),
            loop.evaluation: ("/evaluations", "/training-needs", "/incentives", "/service-improvements"),
            loop.training: ("/providers", "/courses", "/budgets", "/plans", "/needs", "/enrolments"),
        }
        return Counter({path: sum(1 for _ in api.items(path)) for api, paths in lists.items() for path in paths})


def test_the_loop_closes_from_answers_to_a_raised_profile(local_stack: Stack) -> None:
    said = finish(start(local_stack))

    assert f"closed-loop-{FIRST}" in said
    assert "✗" not in said
    screen = said[said.index("The closed loop of") :].splitlines()
    assert len(screen) <= LINES
    assert max(map(len, screen[:-COPIED])) <= COLUMNS
    page = (local_stack.config.state / "report" / f"{FIRST}-en.html").read_text()
    assert "78.74" in page
    assert re.findall(r"(?:src|href|url\()[^>]*https?:", page) == []
    with seen_by_the_apis(local_stack, FIRST) as loop:
        (index,) = loop.feedback.items("/satisfaction-indices")
        assert (str(index["ikm"]), index["mutu"], index["respondents"]) == ("78.74", "B", 49)
        assert [plan["period"] for plan in loop.training.items("/plans")] == [FIRST]


def test_persons_see_what_their_place_among_the_employees_lets_them(local_stack: Stack) -> None:
    with seen_by_the_apis(local_stack, FIRST) as loop:
        mine = loop.employee.find("/units", code="DISDUKCAPIL")
        assert mine is not None
        of_mine = {each["id"] for each in loop.employee.items("/employees", unit_id=mine["id"])}
    config = local_stack.config

    def seen(person: str, service: str, path: str) -> list[dict[str, str]]:
        headers = {"Authorization": f"Bearer {token_of(config.url('issuer'), person)}"}
        answer = httpx.get(f"{config.url(service)}/v1{path}", headers=headers, params={"limit": 200})
        return list(answer.raise_for_status().json()["items"])

    assert [each["name"] for each in seen("employee-1", "employee", "/employees")] == ["Pegawai Sintetis 01"]
    assert {each["id"] for each in seen("head-of-unit", "employee", "/employees")} == of_mine
    assert len(seen("hr-officer", "employee", "/employees")) == len(scenario().employees)
    with pytest.raises(httpx.HTTPStatusError):
        seen("provider", "employee", "/employees")
    for service, path in (("evaluation", "/evaluations"), ("training", "/needs")):
        assert {each["unit_id"] for each in seen("head-of-unit", service, path)} == {mine["id"]}
        assert len({each["employee_id"] for each in seen("employee-1", service, path)}) == 1


def test_the_next_run_opens_the_next_period_and_only_adds_to_what_waits_in_the_first(local_stack: Stack) -> None:
    with seen_by_the_apis(local_stack, FIRST) as loop:
        before = list(loop.evaluation.items("/incentives", correlation_id=loop.correlation_id))

    said = finish(start(local_stack, "--verbose", "--lang", "id"))

    assert f"closed-loop-{SECOND}" in said
    assert "Pelatihan selesai" in said
    assert "Jalankan lagi untuk menutup lingkaran" in said
    with seen_by_the_apis(local_stack, FIRST) as loop:
        assert [each["period"] for each in loop.feedback.items("/surveys")] == [FIRST, SECOND]
        after = list(loop.evaluation.items("/incentives", correlation_id=loop.correlation_id))
    assert len(after) == len(before)
    for then, now in zip(before, after, strict=True):
        # A training of the second round counts for the year, and so for whom waits for hours since the first.
        assert now["history"][: len(then["history"])] == then["history"]
        assert now["outcome"] == then["outcome"] or (then["outcome"], now["outcome"]) == ("DEFERRED", "RECOMMENDED")


def test_a_round_that_is_killed_at_every_step_goes_on_without_doubling(local_stack: Stack) -> None:
    before = numbers(local_stack)
    with seen_by_the_apis(local_stack, THIRD) as loop:
        kill_in_the_middle_of_the_answers(local_stack, loop)
    for steps in range(4, 8):
        kill_after(local_stack, steps)

    said = finish(start(local_stack))

    assert f"closed-loop-{THIRD}" in said
    once_more = numbers(local_stack) - before
    assert once_more["/surveys"] == once_more["/satisfaction-indices"] == once_more["/plans"] == 1
    assert once_more["/evaluations"] == once_more["/incentives"] == EVALUATED
    assert once_more["/service-improvements"] == 4
    assert once_more["/training-needs"] == once_more["/needs"]
    unchanged = (
        "/budgets",
        "/units",
        "/positions",
        "/employees",
        "/competencies",
        "/public-services",
        "/providers",
        "/courses",
    )
    assert [once_more[path] for path in unchanged] == [0] * len(unchanged)


def kill_in_the_middle_of_the_answers(stack: Stack, loop: Round) -> None:
    process = start(stack)
    survey = None
    while survey is None:
        assert process.poll() is None
        survey = loop.feedback.find("/surveys", period=THIRD)
    process.kill()
    process.communicate()
    assert loop.feedback.get(f"/surveys/{survey['id']}")["state"] == "OPEN"


def kill_after(stack: Stack, steps: int) -> None:
    process = start(stack)
    assert process.stdout is not None
    for _ in range(steps):
        assert "✓" in process.stdout.readline()
    process.kill()
    process.communicate()
