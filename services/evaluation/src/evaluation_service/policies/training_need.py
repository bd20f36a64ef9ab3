"""Decides whether somebody should train a competency, to which level, and how much it matters."""

from typing import Final

from asn_kernel.codes import Expectation, GapClass
from asn_kernel.decision import Decision, Step
from asn_kernel.reason import Reason, Sentence, reason
from asn_kernel.rule import Rule
from evaluation_service.domain.finding import TrainingFinding
from evaluation_service.domain.training_need import Appraisal, NeedDecision, NeedFacts, NeedOutcome
from evaluation_service.policies.low_elements import reasons_of
from evaluation_service.policies.regulations import Coaching, Development

LOWEST_PRIORITY, HIGHEST_PRIORITY = 1, 100

SENTENCES: Final = {
    "COMPETENCY_GAP": Sentence(
        "Tingkat {competency_code} {current_level}, standar jabatan {required_level}: kesenjangan {gap}.",
        "Level {current_level} of {competency_code}, the position asks for {required_level}: a gap of {gap}.",
    ),
    "NEXT_LEVEL": Sentence(
        "Standar jabatan tidak meminta lebih dari tingkat {current_level} {competency_code}; sasaran {target_level}.",
        "No standard asks for more than level {current_level} of {competency_code}; the target is {target_level}.",
    ),
    "LEVEL_UNKNOWN": Sentence(
        "Tingkat {competency_code} belum tercatat; sasaran tingkat {target_level}, kesenjangan dihitung 0.",
        "No level of {competency_code} is on record; the target is {target_level}, the gap counts as 0.",
    ),
    "HIGHEST_LEVEL": Sentence(
        "Tingkat {competency_code} sudah {current_level}, yang tertinggi: tidak ada kebutuhan.",
        "The level of {competency_code} is {current_level}, the highest: there is no need.",
    ),
    "NOT_BELOW_STANDARD": Sentence(
        "{competency_code} tidak dinilai di bawah standar jabatan: tidak ada kebutuhan.",
        "{competency_code} was not found below the position's standard: there is no need.",
    ),
    "PREDICATE_NEEDS_COACHING": Sentence(
        "Predikat kinerja {predicate} pada periode {period} memerlukan pembinaan.",
        "The performance predicate {predicate} in the period {period} calls for coaching.",
    ),
    "BEHAVIOUR_BELOW_EXPECTATION": Sentence(
        "Perilaku kerja {behaviour}: konseling dan pemeriksaan disiplin dianjurkan.",
        "Work behaviour {behaviour}: counselling and a discipline check are advised.",
    ),
}


def decide(facts: NeedFacts, rule: Rule[Development]) -> NeedDecision:
    """Return the need that an appraisal or a finding calls for; an outcome of None where it calls for none.

    The target lies above the level of the person, always: the standard where it is higher, else the next level.
    """
    values = rule.values
    coaching = _coaching(facts, values)
    lags = _lags(facts)
    because = _causes(facts, coaching)
    if facts.finding is None and coaching is None and not lags:
        nothing = reason(SENTENCES, "NOT_BELOW_STANDARD", competency_code=facts.competency)
        return Decision.by(rule, "training-need", inputs=facts, outcome=None, reasons=[nothing])
    target, level_reason = _target(facts, values)
    if target is None:
        return Decision.by(rule, "training-need", inputs=facts, outcome=None, reasons=[*because, level_reason])
    current = facts.current_level
    gap = 0 if current is None else target - current
    gap_class = _gap_class(facts, gap)
    urgency = _urgency(facts, coaching, gap_class if lags else None, values)
    # The gap of an evaluation is a cause of its own; beside any other cause it adds to that one.
    adds = 0 if facts.finding is None and lags else values.gap_priority(gap_class).adds
    outcome = NeedOutcome(
        current_level=current,
        target_level=target,
        gap=gap,
        gap_class=gap_class,
        priority=min(max(urgency + adds, LOWEST_PRIORITY), HIGHEST_PRIORITY),
        confirmation_required=facts.finding is not None,
    )
    steps = [Step("urgency_of_causes", urgency), Step("gap_adds", adds)]
    reasons = [*because, level_reason]
    return Decision.by(rule, "training-need", inputs=facts, outcome=outcome, reasons=reasons, steps=steps)


def codes_of(appraisal_levels: frozenset[str], coaching: Coaching | None) -> list[str]:
    """Return the competencies that an evaluation may call for: those assessed, and the one to coach in."""
    return sorted(appraisal_levels | ({coaching.competency_code} if coaching else set()))


def _lags(facts: NeedFacts) -> bool:
    """Tell whether the person was found below the standard in an evaluation."""
    assessed = None if facts.appraisal is None else facts.appraisal.assessed_level
    return assessed is not None and facts.required_level is not None and assessed < facts.required_level


def _coaching(facts: NeedFacts, values: Development) -> Coaching | None:
    row = None if facts.appraisal is None else values.coaching_for(facts.appraisal.predicate)
    return row if row is not None and row.competency_code == facts.competency.code else None


def _causes(facts: NeedFacts, coaching: Coaching | None) -> list[Reason]:
    found: list[Reason] = []
    if facts.finding is not None:
        found += reasons_of(facts.finding.elements, facts.finding.sample)
    if facts.appraisal is not None and coaching is not None:
        found += _coaching_reasons(facts.appraisal)
    return found


def _coaching_reasons(appraisal: Appraisal) -> list[Reason]:
    period = str(appraisal.period)
    found = [reason(SENTENCES, "PREDICATE_NEEDS_COACHING", predicate=appraisal.predicate, period=period)]
    if appraisal.behaviour is Expectation.DIBAWAH_EKSPEKTASI:
        found.append(reason(SENTENCES, "BEHAVIOUR_BELOW_EXPECTATION", behaviour=appraisal.behaviour))
    return found


def _target(facts: NeedFacts, values: Development) -> tuple[int | None, Reason]:
    code, current, required = facts.competency, facts.current_level, facts.required_level
    if current is None:
        target = values.target_without_standard_and_level if required is None else required
        return target, reason(SENTENCES, "LEVEL_UNKNOWN", competency_code=code, target_level=target)
    if required is not None and required > current:
        levels = {"current_level": current, "required_level": required, "gap": required - current}
        return required, reason(SENTENCES, "COMPETENCY_GAP", competency_code=code, **levels)
    if current >= values.highest_level:
        return None, reason(SENTENCES, "HIGHEST_LEVEL", competency_code=code, current_level=current)
    levels = {"current_level": current, "target_level": current + 1}
    return current + 1, reason(SENTENCES, "NEXT_LEVEL", competency_code=code, **levels)


def _gap_class(facts: NeedFacts, gap: int) -> GapClass:
    begun = (step for step in facts.gap_classes if step.smallest <= gap)
    return max(begun, key=lambda step: step.smallest).gap_class


def _urgency(facts: NeedFacts, coaching: Coaching | None, lagging: GapClass | None, values: Development) -> int:
    if facts.finding is not None:
        return _urgency_of_finding(facts.finding, values)
    causes = [] if coaching is None else [coaching.priority]
    if lagging is not None:
        causes.append(values.gap_priority(lagging).priority)
    return max(causes) + values.each_further_reason_adds * (len(causes) - 1)


def _urgency_of_finding(finding: TrainingFinding, values: Development) -> int:
    urgency = max(values.mutu_priority[low.mutu] for low in finding.elements)
    urgency += values.each_further_reason_adds * (len(finding.elements) - 1)
    weakened = urgency if finding.sample.sufficient else urgency - values.small_sample_subtracts
    return max(weakened, LOWEST_PRIORITY)
