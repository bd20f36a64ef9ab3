"""Training needs: when there is one, to which level, how urgent."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asn_kernel.codes import Element, Expectation, GapClass, ImprovementAction, Mutu, Predicate
from asn_kernel.period import Period
from asn_kernel.reason import Labelled
from evaluation_service.domain.finding import ImprovementFacts, LowElement
from evaluation_service.domain.survey import ElementScore, PublishedIndex, Sample
from evaluation_service.domain.training_need import Appraisal, NeedFacts
from evaluation_service.policies import low_elements, service_improvement, training_need

PERIOD = Period.parse("2026-S1")
DAY = PERIOD.end
ID = UUID(int=1)
COMMUNICATION = Labelled("KOMUNIKASI", "Komunikasi", "Communication")
COACHED = Labelled("PENGEMBANGAN_DIRI_DAN_ORANG_LAIN", "Pengembangan diri", "Development")
ENOUGH = Sample(respondents=108, population=150, required_sample=108, adequate=True)
SAMPLES = {
    "ENOUGH": ENOUGH,
    "SMALL_SAMPLE": Sample(107, 150, 108, adequate=False),
    "POPULATION_UNKNOWN": Sample(500, None, None, adequate=None),
    "ABOVE_POPULATION": Sample(151, 150, 108, adequate=True),
    "EVERYBODY": Sample(150, 150, 108, adequate=True),
    "SAMPLE_NOT_ADEQUATE": Sample(50, 150, None, adequate=None),
}


def mutu_of(value: Decimal) -> Mutu:
    bounds = ((Mutu.A, "88.31"), (Mutu.B, "76.61"), (Mutu.C, "65"), (Mutu.D, "0"))
    return next(mutu for mutu, bound in bounds if value >= Decimal(bound))


def an_index(sample: Sample = ENOUGH, **values: str) -> PublishedIndex:
    """An index with value 90 for every element that is not named."""
    scores = {element.value: Decimal(values.get(element.value, "90")) for element in Element}
    scores |= {name: Decimal(value) for name, value in values.items()}
    return PublishedIndex(
        survey_id=ID,
        service_id=ID,
        unit_id=ID,
        period=PERIOD,
        respondents=sample.respondents,
        population=sample.population,
        required_sample=sample.required_sample,
        sample_adequate=sample.adequate,
        ikm=Decimal("80.00"),
        mutu=Mutu.B,
        elements=tuple(ElementScore(name, value / 25, value, mutu_of(value)) for name, value in scores.items()),
        published_at=datetime(2026, 7, 1, tzinfo=UTC),
        version=2,
    )


@pytest.fixture(scope="module")
def rule(rules: Any) -> Any:
    return rules.development.in_force(DAY)


@pytest.fixture(scope="module")
def facts(rules: Any) -> NeedFacts:
    """Return what nothing follows from: a good appraisal that assessed nothing."""
    appraisal = Appraisal(
        PERIOD, Expectation.SESUAI_EKSPEKTASI, Expectation.SESUAI_EKSPEKTASI, Predicate.BAIK, assessed_level=None
    )
    bands = rules.gap_classes.in_force(DAY)
    return NeedFacts(COMMUNICATION, None, None, appraisal, None, bands.values.classes, bands.version)


def appraised(facts: NeedFacts, *, assessed: int | None, required: int | None, **changes: Any) -> NeedFacts:
    assert facts.appraisal is not None
    appraisal = replace(facts.appraisal, assessed_level=assessed, **changes)
    return replace(facts, appraisal=appraisal, required_level=required)


def found(facts: NeedFacts, rule: Any, index: PublishedIndex, **changes: Any) -> NeedFacts:
    (finding,) = low_elements.findings(index, rule.values)
    return replace(facts, appraisal=None, finding=finding, **changes)


@pytest.mark.parametrize(
    ("level", "required", "gap", "gap_class", "priority"),
    [
        (2, 3, 1, GapClass.LOW, 40),
        (1, 3, 2, GapClass.MEDIUM, 60),
        (1, 4, 3, GapClass.HIGH, 80),
        (1, 5, 4, GapClass.HIGH, 80),
    ],
)
def test_a_gap_becomes_a_need_with_its_class_and_priority(  # noqa: PLR0917
    facts: NeedFacts, rule: Any, level: int, required: int, gap: int, gap_class: GapClass, priority: int
) -> None:
    decision = training_need.decide(appraised(facts, assessed=level, required=required), rule)

    need = decision.outcome
    assert need is not None
    assert (need.gap, need.gap_class, need.priority) == (gap, gap_class, priority)
    assert (need.current_level, need.target_level, need.confirmation_required) == (level, required, False)
    assert [why.code for why in decision.reasons] == ["COMPETENCY_GAP"]


@pytest.mark.parametrize(("assessed", "required"), [(3, None), (3, 3), (3, 2), (5, 5), (5, 1), (None, 5), (None, None)])
def test_no_gap_no_need(facts: NeedFacts, rule: Any, assessed: int | None, required: int | None) -> None:
    decision = training_need.decide(appraised(facts, assessed=assessed, required=required), rule)

    assert decision.outcome is None
    assert [why.code for why in decision.reasons] == ["NOT_BELOW_STANDARD"]


def test_what_is_only_on_record_shows_no_gap_in_an_evaluation(facts: NeedFacts, rule: Any) -> None:
    recorded = replace(appraised(facts, assessed=None, required=5), recorded_level=1)

    assert training_need.decide(recorded, rule).outcome is None


@pytest.mark.parametrize(
    ("predicate", "priority"),
    [
        (Predicate.SANGAT_BAIK, None),
        (Predicate.BAIK, None),
        (Predicate.BUTUH_PERBAIKAN, 50),
        (Predicate.KURANG, 70),
        (Predicate.SANGAT_KURANG, 90),
    ],
)
def test_a_low_predicate_calls_for_coaching(
    facts: NeedFacts, rule: Any, predicate: Predicate, priority: int | None
) -> None:
    coached = replace(appraised(facts, assessed=None, required=None, predicate=predicate), competency=COACHED)

    decision = training_need.decide(coached, rule)

    assert (decision.outcome and decision.outcome.priority) == priority
    if priority is not None:
        assert [why.code for why in decision.reasons] == ["PREDICATE_NEEDS_COACHING", "LEVEL_UNKNOWN"]
        assert training_need.decide(replace(coached, recorded_level=5), rule).outcome is None
        assert training_need.decide(replace(coached, competency=COMMUNICATION), rule).outcome is None


def test_coaching_and_a_gap_in_the_same_competency_are_one_more_urgent_need(facts: NeedFacts, rule: Any) -> None:
    both = appraised(
        facts, assessed=1, required=3, predicate=Predicate.KURANG, behaviour=Expectation.DIBAWAH_EKSPEKTASI
    )

    decision = training_need.decide(replace(both, competency=COACHED), rule)

    assert [why.code for why in decision.reasons] == [
        "PREDICATE_NEEDS_COACHING",
        "BEHAVIOUR_BELOW_EXPECTATION",
        "COMPETENCY_GAP",
    ]
    assert decision.outcome is not None
    assert (decision.outcome.gap, decision.outcome.priority) == (2, 75)


@pytest.mark.parametrize(
    ("current", "required", "target", "gap", "code"),
    [
        (1, 3, 3, 2, "COMPETENCY_GAP"),
        (2, 3, 3, 1, "COMPETENCY_GAP"),
        (3, 3, 4, 1, "NEXT_LEVEL"),
        (4, 3, 5, 1, "NEXT_LEVEL"),
        (2, None, 3, 1, "NEXT_LEVEL"),
        (4, 5, 5, 1, "COMPETENCY_GAP"),
        (5, 3, None, None, "HIGHEST_LEVEL"),
        (5, None, None, None, "HIGHEST_LEVEL"),
        (None, 3, 3, 0, "LEVEL_UNKNOWN"),
        (None, None, 2, 0, "LEVEL_UNKNOWN"),
    ],
)
def test_the_target_is_the_standard_else_one_level_up(  # noqa: PLR0917
    facts: NeedFacts,
    rule: Any,
    current: int | None,
    required: int | None,
    target: int | None,
    gap: int | None,
    code: str,
) -> None:
    concerned = found(facts, rule, an_index(PERILAKU="70"), recorded_level=current, required_level=required)

    decision = training_need.decide(concerned, rule)

    need = decision.outcome
    assert (target, gap) == (None, None) if need is None else (need.target_level, need.gap) == (target, gap)
    assert decision.reasons[-1].code == code
    assert need is None or need.confirmation_required is True


@pytest.mark.parametrize(
    ("values", "competencies"),
    [
        ({"KOMPETENSI": "76.60"}, {"PELAYANAN_PUBLIK": 1}),
        ({"KOMPETENSI": "76.61"}, {}),
        ({"KOMPETENSI": "88.30", "PERILAKU": "88.31"}, {}),
        ({"KOMPETENSI": "65.00", "PERILAKU": "64.99"}, {"PELAYANAN_PUBLIK": 1, "KOMUNIKASI": 1}),
        ({"PERILAKU": "70", "WAKTU": "60"}, {"KOMUNIKASI": 1}),
        ({"PENGADUAN": "70"}, {"PELAYANAN_PUBLIK": 1}),
        ({"PENGADUAN": "80"}, {}),
        ({"WAKTU": "50", "PROSEDUR": "50", "PERSYARATAN": "50"}, {}),
        ({"SARANA": "50", "BIAYA": "50", "PRODUK": "50"}, {}),
        ({"KOMPETENSI": "70", "PENGADUAN": "60"}, {"PELAYANAN_PUBLIK": 2}),
        ({"RUANG_TUNGGU": "30"}, {}),
    ],
)
def test_low_elements_about_people_become_findings(
    rule: Any, values: dict[str, str], competencies: dict[str, int]
) -> None:
    findings = low_elements.findings(an_index(**values), rule.values)

    assert {finding.competency_code: len(finding.elements) for finding in findings} == competencies


@pytest.mark.parametrize(
    ("value", "sample", "priority"),
    [
        ("60", "ENOUGH", 80),
        ("70", "ENOUGH", 65),
        ("70", "EVERYBODY", 65),
        ("70", "SMALL_SAMPLE", 50),
        ("70", "POPULATION_UNKNOWN", 50),
        ("70", "ABOVE_POPULATION", 50),
        ("70", "SAMPLE_NOT_ADEQUATE", 50),
    ],
)
def test_grade_and_sample_set_the_priority(facts: NeedFacts, rule: Any, value: str, sample: str, priority: int) -> None:
    concerned = found(facts, rule, an_index(SAMPLES[sample], PERILAKU=value))

    decision = training_need.decide(concerned, rule)

    assert decision.outcome is not None
    assert decision.outcome.priority == priority
    cautions = [why.code for why in decision.reasons if why.code in SAMPLES]
    assert cautions == ([] if sample in {"ENOUGH", "EVERYBODY"} else [sample])


@pytest.mark.parametrize(
    ("sample", "asks"),
    [
        (Sample(1, None, None, adequate=None), False),
        (Sample(29, None, None, adequate=None), False),
        (Sample(30, None, None, adequate=None), True),
        (Sample(29, 150, 108, adequate=False), False),
        (Sample(30, 150, 108, adequate=False), True),
        # More than the population, which then is not known either.
        (Sample(29, 20, 19, adequate=False), False),
        # Of a small population a small sample is one.
        (Sample(10, 10, 10, adequate=True), True),
        (Sample(9, 10, 10, adequate=False), False),
    ],
)
def test_a_handful_of_answers_asks_nobody_for_anything(rule: Any, sample: Sample, asks: bool) -> None:  # noqa: FBT001 -- a table
    index = an_index(sample, PERILAKU="30", WAKTU="30")

    assert bool(low_elements.findings(index, rule.values)) is asks
    assert bool(service_improvement.from_index(index, rule)) is asks


def test_a_sample_of_an_unknown_population_is_never_shown_to_be_adequate() -> None:
    assert not replace(ENOUGH, population=None).sufficient
    assert ENOUGH.sufficient


@pytest.mark.parametrize(
    ("element", "action"),
    [
        (Element.WAKTU, ImprovementAction.PROCESS_REVIEW),
        (Element.PROSEDUR, ImprovementAction.PROCESS_REVIEW),
        (Element.PERSYARATAN, ImprovementAction.PROCESS_REVIEW),
        (Element.SARANA, ImprovementAction.FOLLOW_UP_PLAN),
        (Element.BIAYA, ImprovementAction.FOLLOW_UP_PLAN),
        (Element.PRODUK, ImprovementAction.FOLLOW_UP_PLAN),
        (Element.PENGADUAN, ImprovementAction.FOLLOW_UP_PLAN),
        (Element.KOMPETENSI, None),
        (Element.PERILAKU, None),
    ],
)
def test_an_element_asks_for_work_on_process_or_means(
    rule: Any, element: Element, action: ImprovementAction | None
) -> None:
    low = LowElement(element, Decimal("2.4"), Decimal(60), Mutu.D)

    decision = service_improvement.decide(ImprovementFacts(low, ENOUGH), rule)

    assert decision.outcome is action
    assert decision.reasons[0].text_id == f"Unsur {element.label_id} bernilai 60, mutu {Mutu.D.label_id}."


@pytest.mark.parametrize("value", ["76.61", "90"])
def test_a_good_element_asks_for_nothing_the_lowest_or_not(rule: Any, value: str) -> None:
    assert service_improvement.from_index(an_index(WAKTU=value), rule) == []


LEVELS = st.integers(1, 5)
FIXTURES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@FIXTURES
@given(
    current=st.none() | LEVELS,
    required=st.none() | LEVELS,
    value=st.decimals(25, Decimal("76.60"), places=2),
    sample=st.sampled_from(list(SAMPLES.values())),
)
def test_a_target_lies_above_the_level_of_the_person_always(  # noqa: PLR0917
    facts: NeedFacts, rule: Any, current: int | None, required: int | None, value: Decimal, sample: Sample
) -> None:
    concerned = found(
        facts, rule, an_index(sample, PERILAKU=str(value)), recorded_level=current, required_level=required
    )

    decision = training_need.decide(concerned, rule)

    need = decision.outcome
    assert (need is None) == (current == 5)
    if need is not None:
        assert (current or 0) < need.target_level <= 5
        assert 1 <= need.priority <= 100
        assert need.gap == (need.target_level - current if current else 0)
    assert decision.recomputed(lambda same: training_need.decide(same, rule))


@FIXTURES
@given(assessed=st.none() | LEVELS, required=st.none() | LEVELS, predicate=st.sampled_from(Predicate))
def test_a_gap_or_coaching_and_only_that_becomes_a_need(
    facts: NeedFacts, rule: Any, assessed: int | None, required: int | None, predicate: Predicate
) -> None:
    told = replace(appraised(facts, assessed=assessed, required=required, predicate=predicate), competency=COACHED)

    need = training_need.decide(told, rule).outcome

    gap = assessed is not None and required is not None and assessed < required
    coached = rule.values.coaching_for(predicate) is not None and assessed != 5
    assert (need is not None) == (gap or coached)


def test_a_rule_of_a_kept_decision_is_found_by_its_name(rules: Any, rule: Any) -> None:
    assert rules.development.named(rule.version) is rules.development.in_force(date(2017, 1, 1))
