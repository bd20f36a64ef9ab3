"""Training needs that follow from an evaluation and from a satisfaction index."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation_service.domain.evaluation import AssessedLevel, EvaluationFinalised
from evaluation_service.domain.finding import TrainingFinding
from evaluation_service.domain.scales import Discipline, Element, Expectation, GapClass, Mutu, Predicate
from evaluation_service.domain.service_index import ElementScore, PublishedIndex
from evaluation_service.policies import training_need
from evaluation_service.policies.development_rules import rules_named, rules_on

AT = datetime(2026, 7, 1, tzinfo=UTC)
RULES = rules_on(AT.date())
ID = UUID(int=1)
COACHED = "PENGEMBANGAN_DIRI_DAN_ORANG_LAIN"


def a_finalised(predicate: Predicate = Predicate.BAIK, **levels: int) -> EvaluationFinalised:
    return EvaluationFinalised(
        evaluation_id=ID,
        employee_id=ID,
        unit_id=ID,
        period="2026-S1",
        work_result=Expectation.SESUAI_EKSPEKTASI,
        behaviour=Expectation.SESUAI_EKSPEKTASI,
        predicate=predicate,
        discipline=Discipline.CLEAR,
        assessed=tuple(AssessedLevel(code, level) for code, level in levels.items()),
        finalised_at=AT,
        version=2,
    )


def mutu_of(value: Decimal) -> Mutu:
    bounds = ((Mutu.A, "88.31"), (Mutu.B, "76.61"), (Mutu.C, "65"), (Mutu.D, "0"))
    return next(mutu for mutu, bound in bounds if value >= Decimal(bound))


def an_index(*, sample_adequate: bool | None = True, **values: str) -> PublishedIndex:
    """An index with value 90 for every element that is not named."""
    scores = {element.value: Decimal(values.get(element.value, "90")) for element in Element}
    return PublishedIndex(
        survey_id=ID,
        service_id=ID,
        unit_id=ID,
        period="2026-S1",
        respondents=20,
        required_sample=19,
        sample_adequate=sample_adequate,
        ikm=Decimal("80.00"),
        mutu=Mutu.B,
        elements=tuple(ElementScore(name, value / 25, value, mutu_of(value)) for name, value in scores.items()),
        published_at=AT,
    )


@pytest.mark.parametrize(
    ("level", "required", "gap", "gap_class", "priority"),
    [
        (2, 3, 1, GapClass.LOW, 40),
        (1, 3, 2, GapClass.MEDIUM, 60),
        (1, 4, 3, GapClass.HIGH, 80),
        (1, 5, 4, GapClass.HIGH, 80),
    ],
)
def test_a_gap_becomes_a_need_with_its_class_and_priority(
    level: int, required: int, gap: int, gap_class: GapClass, priority: int
) -> None:
    fact = a_finalised(KOMUNIKASI=level)

    (need,) = training_need.from_evaluation(fact, required={"KOMUNIKASI": required}, recorded={}, rules=RULES)

    assert (need.gap, need.gap_class, need.priority) == (gap, gap_class, priority)
    assert (need.current_level, need.target_level) == (level, required)
    assert [reason.code for reason in need.reasons] == ["COMPETENCY_GAP"]
    assert need.confirmation_required is False


@pytest.mark.parametrize("required", [{}, {"KOMUNIKASI": 3}, {"KOMUNIKASI": 2}, {"INTEGRITAS": 5}])
def test_no_gap_no_need(required: dict[str, int]) -> None:
    assert not training_need.from_evaluation(
        a_finalised(KOMUNIKASI=3), required=required, recorded={"INTEGRITAS": 1}, rules=RULES
    )


@pytest.mark.parametrize(
    ("predicate", "priority"),
    [(Predicate.BUTUH_PERBAIKAN, 50), (Predicate.KURANG, 70), (Predicate.SANGAT_KURANG, 90)],
)
def test_a_low_predicate_calls_for_coaching(predicate: Predicate, priority: int) -> None:
    (need,) = training_need.from_evaluation(a_finalised(predicate), required={}, recorded={}, rules=RULES)

    assert (need.competency_code, need.priority) == (COACHED, priority)
    assert [reason.code for reason in need.reasons] == ["PREDICATE_NEEDS_COACHING", "LEVEL_UNKNOWN"]


@pytest.mark.parametrize("predicate", [Predicate.SANGAT_BAIK, Predicate.BAIK])
def test_a_good_predicate_calls_for_no_coaching(predicate: Predicate) -> None:
    assert not training_need.from_evaluation(a_finalised(predicate), required={}, recorded={}, rules=RULES)


def test_coaching_and_a_gap_in_the_same_competency_are_one_more_urgent_need() -> None:
    fact = a_finalised(Predicate.KURANG, **{COACHED: 1})

    (need,) = training_need.from_evaluation(fact, required={COACHED: 3}, recorded={}, rules=RULES)

    assert [reason.code for reason in need.reasons] == ["PREDICATE_NEEDS_COACHING", "COMPETENCY_GAP"]
    assert (need.gap, need.priority) == (2, 75)


def test_low_behaviour_adds_the_advice_to_counsel() -> None:
    fact = replace(a_finalised(Predicate.KURANG), behaviour=Expectation.DIBAWAH_EKSPEKTASI)

    (need,) = training_need.from_evaluation(fact, required={}, recorded={}, rules=RULES)

    assert "BEHAVIOUR_BELOW_EXPECTATION" in [reason.code for reason in need.reasons]


@pytest.mark.parametrize(
    ("values", "competencies"),
    [
        ({"KOMPETENSI": "76.60"}, {"PELAYANAN_PUBLIK": ["ELEMENT_BELOW_B", "ELEMENT_LOWEST"]}),
        ({"KOMPETENSI": "76.61"}, {"PELAYANAN_PUBLIK": ["ELEMENT_LOWEST"]}),
        ({"PERILAKU": "70", "WAKTU": "60"}, {"KOMUNIKASI": ["ELEMENT_BELOW_B"]}),
        ({"PENGADUAN": "70"}, {"PELAYANAN_PUBLIK": ["ELEMENT_BELOW_B"]}),
        ({"PENGADUAN": "80"}, {}),
        ({"WAKTU": "50", "PROSEDUR": "50", "PERSYARATAN": "50"}, {}),
        ({"SARANA": "50", "BIAYA": "50", "PRODUK": "50"}, {}),
        (
            {"KOMPETENSI": "70", "PENGADUAN": "60"},
            {"PELAYANAN_PUBLIK": ["ELEMENT_BELOW_B", "ELEMENT_BELOW_B"]},
        ),
    ],
)
def test_low_elements_about_people_become_findings(values: dict[str, str], competencies: dict[str, list[str]]) -> None:
    findings = training_need.from_index(an_index(**values), rules=RULES)

    assert {found.competency_code: [why.code for why in found.reasons] for found in findings} == competencies


@pytest.mark.parametrize(
    ("value", "sample_adequate", "priority"),
    [
        ("60", True, 80),
        ("70", True, 65),
        ("70", None, 65),
        ("70", False, 50),
        ("80", True, 35),
        ("89", True, 25),
    ],
)
def test_grade_and_sample_set_the_priority_of_a_finding(
    value: str,
    sample_adequate: bool | None,  # noqa: FBT001
    priority: int,
) -> None:
    (finding,) = training_need.from_index(an_index(KOMPETENSI=value, sample_adequate=sample_adequate), rules=RULES)

    assert finding.priority == priority
    assert ("SMALL_SAMPLE" in [reason.code for reason in finding.reasons]) is (sample_adequate is False)


@pytest.mark.parametrize(
    ("current", "required", "target", "gap", "code"),
    [
        (1, 3, 3, 2, "COMPETENCY_GAP"),
        (3, 3, 3, 0, "REFRESHER"),
        (4, 3, 3, 0, "REFRESHER"),
        (2, None, 3, 1, "NEXT_LEVEL"),
        (5, None, 5, 0, "REFRESHER"),
        (None, 3, 3, 0, "LEVEL_UNKNOWN"),
        (None, None, 2, 0, "LEVEL_UNKNOWN"),
    ],
)
def test_the_target_is_the_standard_else_one_level_up(
    current: int | None, required: int | None, target: int, gap: int, code: str
) -> None:
    need = training_need.for_employee(a_finding(), current=current, required=required, rules=RULES)

    assert (need.target_level, need.gap, need.reasons[-1].code) == (target, gap, code)
    assert need.confirmation_required is True


def a_finding() -> TrainingFinding:
    (finding,) = training_need.from_index(an_index(KOMPETENSI="70"), rules=RULES)
    return finding


LEVELS = st.integers(1, 5)
VALUES = st.decimals(25, 100, places=2)


@given(current=st.none() | LEVELS, required=st.none() | LEVELS)
def test_every_need_for_an_employee_is_within_its_scales(current: int | None, required: int | None) -> None:
    need = training_need.for_employee(a_finding(), current=current, required=required, rules=RULES)

    assert 1 <= need.priority <= 100
    assert 1 <= need.target_level <= 5
    assert need.gap == (max(need.target_level - current, 0) if current else 0)
    assert need.inputs["current_level"] == current


@given(
    scores=st.fixed_dictionaries({element.value: VALUES for element in Element}),
    adequate=st.none() | st.booleans(),
)
def test_any_index_gives_at_most_one_finding_per_competency(
    scores: dict[str, Decimal],
    adequate: bool | None,  # noqa: FBT001
) -> None:
    index = an_index(sample_adequate=adequate, **{name: str(value) for name, value in scores.items()})

    findings = training_need.from_index(index, rules=RULES)

    assert len({finding.competency_code for finding in findings}) == len(findings)
    assert all(1 <= finding.priority <= 100 and finding.reasons for finding in findings)
    low_people = {name for name in ("KOMPETENSI", "PERILAKU") if scores[name] < Decimal("76.61")}
    assert len(findings) >= len(low_people)


@given(
    levels=st.dictionaries(st.sampled_from(["INTEGRITAS", "KOMUNIKASI", COACHED]), LEVELS),
    required=st.dictionaries(st.sampled_from(["INTEGRITAS", "KOMUNIKASI", COACHED]), LEVELS),
    predicate=st.sampled_from(Predicate),
)
def test_every_positive_gap_and_only_that_or_coaching_becomes_a_need(
    levels: dict[str, int], required: dict[str, int], predicate: Predicate
) -> None:
    needs = training_need.from_evaluation(a_finalised(predicate, **levels), required=required, recorded={}, rules=RULES)

    gaps = {code for code, level in levels.items() if required.get(code, 0) > level}
    coaching = {COACHED} if predicate in RULES.coaching else set()
    assert {need.competency_code for need in needs} == gaps | coaching
    assert [need.priority for need in needs] == sorted((need.priority for need in needs), reverse=True)


def test_a_kept_rule_version_names_its_rules() -> None:
    assert rules_named(RULES.version) is rules_on(date(2026, 1, 1))
