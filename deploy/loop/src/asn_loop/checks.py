"""The facts that must hold for the loop to count as closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from asn_loop.facts import Facts
from asn_loop.language import Words
from asn_loop.steps.effects import hours_in, level_in, year_of
from asn_loop.steps.training import DEFERRED

# From the 49 published answers by the formula of PermenPANRB 14/2017: NRR x 25, exact ninths, rounded half up.
IKM = (Decimal("78.74"), "B")
ELEMENTS = {
    "PERSYARATAN": (Decimal("70.41"), "C"),
    "PROSEDUR": (Decimal("70.92"), "C"),
    "WAKTU": (Decimal("76.53"), "C"),
    "BIAYA": (Decimal("90.31"), "A"),
    "PRODUK": (Decimal("81.12"), "B"),
    "KOMPETENSI": (Decimal("83.16"), "B"),
    "PERILAKU": (Decimal("82.14"), "B"),
    "PENGADUAN": (Decimal("72.96"), "C"),
    "SARANA": (Decimal("81.12"), "B"),
}
RESPONDENTS = 49
BELOW_B = {"PERSYARATAN", "PROSEDUR", "WAKTU", "PENGADUAN"}


@dataclass(frozen=True)
class Check:
    """One sentence and whether it holds."""

    sentence: str
    holds: bool


def checks(facts: Facts, words: Words) -> list[Check]:
    """Judge the facts, in the order of the loop; the sentences are in the language of the words."""
    parts = (_survey, _improvements, _needs, _plan, _incentives, _effects)
    return [Check(words(sentence), holds=bool(holds)) for part in parts for sentence, holds in part(facts)]


def _survey(facts: Facts) -> Iterator[tuple[str, object]]:
    index = facts.index
    yield "All 49 answers are in the index, each once", index["respondents"] == RESPONDENTS
    yield "The index is 78.74, mutu B", (index["ikm"], index["mutu"]) == IKM
    found = {each["element"]: (each["value"], each["mutu"]) for each in index["elements"]}
    yield "Each of the nine elements has the value that its answers give", found == ELEMENTS
    same = facts.taken_up["ikm"] == index["ikm"] and facts.taken_up["respondents"] == RESPONDENTS
    yield "Evaluation works with the very same index", same


def _improvements(facts: Facts) -> Iterator[tuple[str, object]]:
    asked = {each["element"] for each in facts.improvements}
    yield "The unit is asked to improve exactly the elements below mutu B", asked == BELOW_B


def _needs(facts: Facts) -> Iterator[tuple[str, object]]:
    causes = [need["cause_kind"] for need in facts.needs]
    serving = {each.id for each in facts.staff.values() if facts.service["code"] in each.position.services}
    by_index = {need["employee_id"] for need in facts.needs if need["cause_kind"] == "SATISFACTION_INDEX"}
    yield "The index leads to a need of everybody who serves there, and of nobody else", by_index == serving
    yield "Evaluations lead to needs", "EVALUATION" in causes
    yield "Evaluation and training know the same needs", {n["id"] for n in facts.needs} == set(facts.register)
    yield "Every need has its reasons", all(need["reasons"] for need in facts.needs)
    yield "No need waits for its confirmation", all(need["state"] != "PROPOSED" for need in facts.needs)


def _plan(facts: Facts) -> Iterator[tuple[str, object]]:
    plan, states = facts.plan, [need["state"] for need in facts.register.values()]
    yield "Every need of the round is decided", set(states) <= {"PLANNED", "UNFUNDED", "FULFILLED", "MET"}
    yield "The plan gives reasons for each decision", all(line["reasons"] for line in plan["lines"])
    seated = [need for need in facts.register.values() if need["enrolment_id"]]
    yield "The budget is too small for all: some needs get a seat, some do not", seated and "UNFUNDED" in states
    balanced = plan["committed"] + plan["remaining"] == plan["budget"] and plan["remaining"] >= 0
    yield "No rupiah is spent twice or too much", balanced and plan["cost"] == sum(x["cost"] for x in plan["lines"])


def _incentives(facts: Facts) -> Iterator[tuple[str, object]]:
    evaluated = sorted(each["id"] for each in facts.evaluations)
    yield (
        "Every evaluation has exactly one incentive decision, with reasons",
        (
            sorted(each["evaluation_id"] for each in facts.incentives) == evaluated
            and all(each["reasons"] for each in facts.incentives)
        ),
    )
    first = {each["history"][0]["outcome"] for each in facts.incentives}
    yield "Incentives were recommended, deferred and withheld", first == {"RECOMMENDED", "DEFERRED", "WITHHELD"}


def _effects(facts: Facts) -> Iterator[tuple[str, object]]:
    seat, profile = facts.seat, facts.profile
    yield (
        "The completed training is in the profile",
        (
            level_in(profile, seat["competency_code"]) >= seat["level"]
            and hours_in(profile, year_of(seat)) >= seat["hours"]
        ),
    )
    answered = facts.answered
    yield "The needs it answers are fulfilled", answered and all(n["state"] in ("FULFILLED", "MET") for n in answered)
    *before, outcome = [version["outcome"] for version in facts.incentive["history"]]
    yield (
        "The deferred incentive was decided again, and is recommended",
        set(before) == {DEFERRED} and (outcome == "RECOMMENDED"),
    )
