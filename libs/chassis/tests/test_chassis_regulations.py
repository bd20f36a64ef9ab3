"""Regulations: documents become rules, or the service does not start."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from asn_chassis.regulations import BadRegulation, load, regulations_of
from asn_kernel.rule import Confidence, NoRuleInForce, Rules, Source

DOCUMENT = """
subject: learning-hours
rows:
  - version: learning-hours-2017.1
    valid_from: 2017-04-07
    valid_to: 2018-11-27
    source: {regulation: PP 11/2017, article: "203"}
    confidence: H
    values: {minimum: 20, share: "1/9", bound: "76.61"}
"""


@dataclass(frozen=True)
class Hours:
    minimum: int
    share: Fraction
    bound: Decimal


@dataclass(frozen=True)
class Law:
    learning_hours: Rules[Hours]


def written(folder, document):
    (folder / "regulations").mkdir(parents=True)
    (folder / "regulations" / "learning-hours.yaml").write_text(document)
    return folder


def test_a_document_becomes_dated_rules_with_exact_numbers(tmp_path):
    law = load(written(tmp_path, DOCUMENT), Law)

    row = law.learning_hours.in_force(date(2017, 4, 7))
    assert row.values == Hours(20, Fraction(1, 9), Decimal("76.61"))
    assert (row.version, row.confidence, row.source) == (
        "learning-hours-2017.1",
        Confidence.H,
        Source("PP 11/2017", "203"),
    )
    for day in (date(2017, 4, 6), date(2018, 11, 28)):
        with pytest.raises(NoRuleInForce, match="learning-hours"):
            law.learning_hours.in_force(day)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (DOCUMENT.replace("minimum: 20, ", ""), "minimum"),
        (DOCUMENT.replace("20", "a score"), "learning-hours.yaml"),
        (DOCUMENT.replace("confidence: H", "confidence: X"), "confidence"),
        (DOCUMENT.replace("rows:", "lines:"), "rows"),
        (DOCUMENT.replace('"1/9"', '"1/0"'), "learning-hours.yaml"),
        ("a: [", "learning-hours.yaml"),
        ("", "learning-hours.yaml"),
        ("rows:", "learning-hours.yaml"),
        ("rows: [a text]", "learning-hours.yaml"),
        (DOCUMENT.replace("2017-04-07", "soon"), "valid_from"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path, wrong, told):
    with pytest.raises(BadRegulation, match=told):
        load(written(tmp_path, wrong), Law)


def test_what_a_service_does_not_read_of_a_document_is_left_to_others(tmp_path):
    more = DOCUMENT.replace("minimum: 20", "minimum: 20, of_another_service: 3").replace("rows:", "title: Jam\nrows:")

    assert load(written(tmp_path, more), Law) == load(written(tmp_path / "less", DOCUMENT), Law)


def test_a_missing_document_is_named(tmp_path):
    with pytest.raises(BadRegulation, match=r"learning-hours\.yaml"):
        load(tmp_path, Law)


def test_a_session_gives_the_regulations_of_its_own_service_only():
    class Session:
        info = {"regulations": Law(Rules("learning-hours", ()))}

    assert regulations_of(Session, Law).learning_hours.rows == ()
    with pytest.raises(BadRegulation):
        regulations_of(Session, Hours)
