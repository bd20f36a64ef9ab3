"""Service improvements that follow from a satisfaction index, and the words of every reason."""

from datetime import UTC, datetime
from decimal import Decimal
from string import Formatter
from uuid import UUID

import pytest

from evaluation_service.domain.scales import Element, Mutu
from evaluation_service.domain.service_index import ElementScore, PublishedIndex
from evaluation_service.policies import service_improvement
from evaluation_service.policies.development_rules import rules_on
from evaluation_service.policies.wording import SENTENCES, reason

AT = datetime(2026, 7, 1, tzinfo=UTC)
RULES = rules_on(AT.date())
ID = UUID(int=1)


def an_index(*, sample_adequate: bool = True, **values: str) -> PublishedIndex:
    """An index with value 90 for every element that is not named; grades do not matter here."""
    scores = {element.value: Decimal(values.get(element, "90")) for element in Element}
    return PublishedIndex(
        survey_id=ID,
        service_id=ID,
        unit_id=ID,
        period="2026-S1",
        respondents=20,
        required_sample=30,
        sample_adequate=sample_adequate,
        ikm=Decimal("80.00"),
        mutu=Mutu.B,
        elements=tuple(ElementScore(name, value / 25, value, Mutu.C) for name, value in scores.items()),
        published_at=AT,
    )


@pytest.mark.parametrize(
    ("values", "actions"),
    [
        ({"WAKTU": "76.60"}, {"WAKTU": "PROCESS_REVIEW"}),
        ({"WAKTU": "76.61"}, {}),
        (
            {"PROSEDUR": "70", "PERSYARATAN": "60"},
            {"PERSYARATAN": "PROCESS_REVIEW", "PROSEDUR": "PROCESS_REVIEW"},
        ),
        ({"SARANA": "70"}, {"SARANA": "FOLLOW_UP_PLAN"}),
        ({"BIAYA": "70", "PRODUK": "71"}, {"BIAYA": "FOLLOW_UP_PLAN", "PRODUK": "FOLLOW_UP_PLAN"}),
        ({"PENGADUAN": "70"}, {"PENGADUAN": "FOLLOW_UP_PLAN"}),
        ({"KOMPETENSI": "50", "PERILAKU": "50"}, {}),
    ],
)
def test_low_elements_about_process_or_means_become_requests(values: dict[str, str], actions: dict[str, str]) -> None:
    found = service_improvement.from_index(an_index(**values), rules=RULES)

    assert {finding.element: finding.action for finding in found} == actions


def test_a_small_sample_still_asks_for_improvement_and_says_so() -> None:
    index = an_index(WAKTU="60", sample_adequate=False)

    (finding,) = service_improvement.from_index(index, rules=RULES)

    assert [why.code for why in finding.reasons] == ["ELEMENT_BELOW_B", "SMALL_SAMPLE"]


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_of_a_reason_use_only_values_that_both_can_have(code: str) -> None:
    in_indonesian, in_english = (
        {name for _, name, _, _ in Formatter().parse(sentence) if name} for sentence in SENTENCES[code]
    )

    assert in_indonesian <= in_english or in_english <= in_indonesian


def test_indonesian_sentences_write_decimals_with_a_comma() -> None:
    why = reason("ELEMENT_LOWEST", element="WAKTU", value=Decimal("76.60"))

    assert "76,60" in why.text_id
    assert "76.60" in why.text_en
    assert why.as_data()["values"] == {"element": "WAKTU", "value": Decimal("76.60")}
