"""Compares what a position asks for with what a person has: the gap of one competency and its class."""

from dataclasses import dataclass

from asn_kernel.codes import GapClass
from asn_kernel.decision import Decision
from asn_kernel.reason import Labelled, Reason, Sentence, reason
from asn_kernel.rule import Rule
from employee_service.policies.regulations import GapClasses

POLICY = "competency-gap"

SENTENCES = {
    "BELOW_STANDARD": Sentence(
        "{competency}: tingkat {level}, standar jabatan meminta {required_level}; kesenjangan {gap_class}.",
        "{competency}: level {level}, the standard of the position asks for {required_level}; gap: {gap_class}.",
    ),
    "STANDARD_FULFILLED": Sentence(
        "{competency}: tingkat {level} memenuhi standar jabatan, {required_level}.",
        "{competency}: level {level} fulfils the standard of the position, {required_level}.",
    ),
    "NOT_REQUIRED": Sentence(
        "{competency} tidak diminta oleh standar jabatan.",
        "{competency} is not asked for by the standard of the position.",
    ),
    "LEVEL_UNKNOWN": Sentence(
        "{competency}: standar jabatan meminta tingkat {required_level}, tingkat pegawai belum diketahui.",
        "{competency}: the standard of the position asks for level {required_level}, the person's level is not known.",
    ),
}


@dataclass(frozen=True)
class GapFacts:
    """One competency: required and present level 1..5, None where there is none."""

    competency: Labelled
    required_level: int | None
    level: int | None


@dataclass(frozen=True)
class CompetencyGap:
    """`gap` is required minus present level, negative above the standard; both None where one of them is unknown."""

    gap: int | None
    gap_class: GapClass | None


def decide(facts: GapFacts, rule: Rule[GapClasses]) -> Decision[GapFacts, CompetencyGap]:
    """Tell the gap and its class; above the standard there is no gap to class, so it has the lowest class."""
    if facts.required_level is None:
        return _decision(facts, rule, CompetencyGap(None, None), reason(SENTENCES, "NOT_REQUIRED", **_said(facts)))
    if facts.level is None:
        return _decision(facts, rule, CompetencyGap(None, None), reason(SENTENCES, "LEVEL_UNKNOWN", **_said(facts)))
    gap = facts.required_level - facts.level
    gap_class = _class_of(max(gap, 0), rule.values)
    if gap <= 0:
        why = reason(SENTENCES, "STANDARD_FULFILLED", **_said(facts))
    else:
        why = reason(SENTENCES, "BELOW_STANDARD", gap_class=gap_class, **_said(facts))
    return _decision(facts, rule, CompetencyGap(gap, gap_class), why)


def _class_of(gap: int, classes: GapClasses) -> GapClass:
    begun = (step for step in classes.classes if step.smallest <= gap)
    return max(begun, key=lambda step: step.smallest).gap_class


def _said(facts: GapFacts) -> dict[str, Labelled | int | None]:
    said = {"competency": facts.competency, "required_level": facts.required_level, "level": facts.level}
    return {name: value for name, value in said.items() if value is not None}


def _decision(
    facts: GapFacts, rule: Rule[GapClasses], outcome: CompetencyGap, why: Reason
) -> Decision[GapFacts, CompetencyGap]:
    return Decision.by(rule, POLICY, inputs=facts, outcome=outcome, reasons=[why])
