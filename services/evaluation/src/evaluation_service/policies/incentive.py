"""Decides whether a finalised evaluation earns an incentive. It nominates; it never pays by itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from asn_kernel.codes import IncentiveKind
from asn_kernel.decision import Decision
from asn_kernel.reason import Reason, Sentence, reason
from asn_kernel.rule import Rule
from evaluation_service.domain.incentive import (
    Award,
    AwardDecision,
    IncentiveFacts,
    IncentiveOutcome,
    IndexBasis,
    Satisfaction,
)
from evaluation_service.policies.regulations import DisciplineEffect, IncentiveRule, PredicateAward

SENTENCES: Final = {
    "PREDICATE_QUALIFIES": Sentence(
        "Predikat kinerja {predicate} memenuhi syarat.", "The performance predicate {predicate} qualifies."
    ),
    "PREDICATE_TOO_LOW": Sentence(
        "Predikat kinerja {predicate} tidak memenuhi syarat.", "The performance predicate {predicate} does not qualify."
    ),
    "DISCIPLINE_CLEAR": Sentence("Tidak ada hukuman disiplin.", "There is no disciplinary penalty."),
    "DISCIPLINE_LOWERS": Sentence(
        "Hukuman disiplin {discipline}: paling tinggi diberikan pengakuan tertulis.",
        "Disciplinary penalty {discipline}: no more than written recognition is given.",
    ),
    "DISCIPLINE_BLOCKS": Sentence(
        "Hukuman disiplin {discipline} menutup insentif.",
        "Disciplinary penalty {discipline} rules the incentive out.",
    ),
    "HOURS_MET": Sentence(
        "{hours} JP pada tahun {year} memenuhi paling sedikit {required_hours} JP.",
        "{hours} learning hours (JP) in {year} meet the minimum of {required_hours}.",
    ),
    "HOURS_MISSING": Sentence(
        "{hours} JP pada tahun {year}, kurang dari {required_hours}; dipertimbangkan lagi setelah cukup.",
        "{hours} learning hours (JP) in {year}, short of {required_hours}; considered again once they suffice.",
    ),
    "HOURS_SHORT": Sentence(
        "{hours} JP pada tahun {year}, kurang dari {required_hours}.",
        "{hours} learning hours (JP) in {year}, short of {required_hours}.",
    ),
    "HOURS_NOT_REQUIRED": Sentence(
        "Tidak ada batas paling sedikit JP bagi {employment}; tercatat {hours} JP pada tahun {year}.",
        "No minimum of learning hours (JP) applies to {employment}; {hours} are on record in {year}.",
    ),
    "INDEX_OF_LONGER_PERIOD": Sentence(
        "Unit tidak memiliki indeks periode {period}; dipakai indeks periode {periods} yang memuatnya.",
        "The unit has no index of {period}; that of {periods}, which contains it, is used.",
    ),
    "INDEX_OF_SHORTER_PERIODS": Sentence(
        "Unit tidak memiliki indeks periode {period}; dipakai gabungan indeks {periods} menurut jumlah responden.",
        "The unit has no index of {period}; those of {periods} are pooled, weighted by respondents.",
    ),
    "INDEX_SUPPORTS": Sentence(
        "Indeks kepuasan unit {ikm}, mutu {mutu}, memenuhi paling rendah {lowest_mutu}.",
        "The satisfaction index of the unit is {ikm}, grade {mutu}, and meets the least grade {lowest_mutu}.",
    ),
    "INDEX_TOO_LOW": Sentence(
        "Indeks kepuasan unit {ikm}, mutu {mutu}, di bawah {lowest_mutu}.",
        "The satisfaction index of the unit is {ikm}, grade {mutu}, below {lowest_mutu}.",
    ),
    "INDEX_SAMPLE_NOT_ADEQUATE": Sentence(
        "Indeks kepuasan unit {ikm} tidak dipakai: sampelnya belum terbukti memadai.",
        "The satisfaction index of the unit, {ikm}, is left out: its sample is not shown to be adequate.",
    ),
    "INDEX_NOT_CONSIDERED": Sentence(
        "Indeks kepuasan unit {ikm}, mutu {mutu}, tidak mengubah keputusan.",
        "The satisfaction index of the unit is {ikm}, grade {mutu}, and does not change the decision.",
    ),
    "INDEX_PENDING": Sentence(
        "Indeks kepuasan unit periode {period} belum diumumkan; dipertimbangkan lagi setelah ada.",
        "The satisfaction index of the unit for {period} is not published yet; considered again once it is.",
    ),
    "INDEX_NOT_PUBLISHED": Sentence(
        "Indeks kepuasan unit periode {period} belum diumumkan.",
        "The satisfaction index of the unit for {period} is not published.",
    ),
    "INDEX_ABSENT": Sentence(
        "Unit tidak memiliki indeks kepuasan untuk periode {period}.",
        "The unit has no satisfaction index for the period {period}.",
    ),
    "INDEX_NOT_APPLICABLE": Sentence(
        "Jabatan tidak melayani masyarakat: indeks kepuasan tidak dipertimbangkan.",
        "The position does not serve the public: no satisfaction index is considered.",
    ),
}

ABOUT_DISCIPLINE: Final = frozenset({"DISCIPLINE_CLEAR", "DISCIPLINE_LOWERS", "DISCIPLINE_BLOCKS"})
# A decision that is final promises no second look.
_WITHOUT_PROMISE = {"HOURS_MISSING": "HOURS_SHORT", "INDEX_PENDING": "INDEX_NOT_PUBLISHED"}


@dataclass(frozen=True)
class _Judgement:
    """What one criterion says: code and values of its reason, and the outcome it leads to if it is an obstacle."""

    code: str
    values: Mapping[str, Any]
    obstacle: IncentiveOutcome | None = None


def decide(facts: IncentiveFacts, rule: Rule[IncentiveRule]) -> AwardDecision:
    """Withheld when a criterion rules it out, deferred while hours or the index are missing, else recommended.

    Every criterion gives its reason, those in favour too.
    """
    award = rule.values.award_for(facts.predicate)
    effect = rule.values.discipline[facts.discipline]
    judgements = (
        _judge_predicate(facts, award),
        _judge_discipline(facts, effect),
        *_judge_index(facts, award),
        _judge_hours(facts),
    )
    outcome = _outcome(judgement.obstacle for judgement in judgements)
    return Decision.by(
        rule,
        "incentive",
        inputs=facts,
        outcome=Award(outcome, _kind(outcome, award, effect)),
        reasons=[_reason(judgement, outcome) for judgement in judgements],
    )


def _outcome(obstacles: Iterable[IncentiveOutcome | None]) -> IncentiveOutcome:
    found = set(obstacles)
    for worst in (IncentiveOutcome.WITHHELD, IncentiveOutcome.DEFERRED):
        if worst in found:
            return worst
    return IncentiveOutcome.RECOMMENDED


def _kind(outcome: IncentiveOutcome, award: PredicateAward | None, effect: DisciplineEffect) -> IncentiveKind:
    if outcome is IncentiveOutcome.WITHHELD or award is None:
        return IncentiveKind.NONE
    return IncentiveKind.RECOGNITION if effect is DisciplineEffect.LOWERS else award.kind


def _reason(judgement: _Judgement, outcome: IncentiveOutcome) -> Reason:
    final = outcome is IncentiveOutcome.WITHHELD
    code = _WITHOUT_PROMISE.get(judgement.code, judgement.code) if final else judgement.code
    return reason(SENTENCES, code, **judgement.values)


def _judge_predicate(facts: IncentiveFacts, award: PredicateAward | None) -> _Judgement:
    if award is None:
        return _Judgement("PREDICATE_TOO_LOW", {"predicate": facts.predicate}, IncentiveOutcome.WITHHELD)
    return _Judgement("PREDICATE_QUALIFIES", {"predicate": facts.predicate})


def _judge_discipline(facts: IncentiveFacts, effect: DisciplineEffect) -> _Judgement:
    values = {"discipline": facts.discipline}
    match effect:
        case DisciplineEffect.NONE:
            return _Judgement("DISCIPLINE_CLEAR", values)
        case DisciplineEffect.LOWERS:
            return _Judgement("DISCIPLINE_LOWERS", values)
        case DisciplineEffect.BLOCKS:
            return _Judgement("DISCIPLINE_BLOCKS", values, IncentiveOutcome.WITHHELD)


def _judge_index(facts: IncentiveFacts, award: PredicateAward | None) -> list[_Judgement]:
    period, found = {"period": str(facts.period)}, facts.satisfaction
    match found.basis:
        case IndexBasis.NOT_APPLICABLE:
            return [_Judgement("INDEX_NOT_APPLICABLE", {})]
        case IndexBasis.PENDING:
            return [_Judgement("INDEX_PENDING", period, IncentiveOutcome.DEFERRED)]
        case IndexBasis.ABSENT:
            return [_Judgement("INDEX_ABSENT", period)]
        case _:
            return [*_which_index(found, period), _judge_value(found, award)]


def _which_index(found: Satisfaction, period: Mapping[str, str]) -> list[_Judgement]:
    if found.basis is IndexBasis.OWN_PERIOD:
        return []
    longer = found.basis is IndexBasis.CONTAINING_PERIOD
    periods = ", ".join(str(index.period) for index in found.indices)
    code = "INDEX_OF_LONGER_PERIOD" if longer else "INDEX_OF_SHORTER_PERIODS"
    return [_Judgement(code, {**period, "periods": periods})]


def _judge_value(found: Satisfaction, award: PredicateAward | None) -> _Judgement:
    """Judge the index; a sample that is not shown to be adequate neither helps nor harms."""
    values = {"ikm": found.ikm, "mutu": found.mutu}
    if found.sample_adequate is not True:
        return _Judgement("INDEX_SAMPLE_NOT_ADEQUATE", values)
    if award is None or found.mutu is None:
        return _Judgement("INDEX_NOT_CONSIDERED", values)
    values["lowest_mutu"] = award.lowest_mutu
    if found.mutu.reaches(award.lowest_mutu):
        return _Judgement("INDEX_SUPPORTS", values)
    return _Judgement("INDEX_TOO_LOW", values, IncentiveOutcome.WITHHELD)


def _judge_hours(facts: IncentiveFacts) -> _Judgement:
    values: dict[str, Any] = {"hours": facts.learning_hours, "year": facts.year}
    if facts.required_hours is None:
        return _Judgement("HOURS_NOT_REQUIRED", {**values, "employment": facts.employment})
    values["required_hours"] = facts.required_hours
    if facts.learning_hours < facts.required_hours:
        return _Judgement("HOURS_MISSING", values, IncentiveOutcome.DEFERRED)
    return _Judgement("HOURS_MET", values)
