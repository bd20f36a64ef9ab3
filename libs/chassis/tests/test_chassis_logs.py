"""Whatever a line is about, it holds no number of a person."""

import json
import logging

import pytest

from asn_chassis.ops.logs import RedactingFormatter


@pytest.mark.parametrize(
    "number",
    [
        "198001012005011001",
        "1271012345678901",
        "19800101 200501 1 001",
        "19800101.200501.1.001",
        "19800101-200501-1-001",
    ],
)
def test_a_number_of_a_person_is_masked_however_it_is_spelled(number):
    record = logging.LogRecord("x", logging.INFO, "x", 1, "before %s after", (number,), None)
    record.said = f"nip={number}"

    line = json.loads(RedactingFormatter("%(message)s").format(record))

    assert line["message"] == "before [masked] after"
    assert line["said"] == "nip=[masked]"


@pytest.mark.parametrize("number", ["20260105", "01a20f32-0c6a-7488-ae3f-f4ef9e6eb3fe", "2026-01-05 07:00:00 001"])
def test_other_numbers_are_left_alone(number):
    record = logging.LogRecord("x", logging.INFO, "x", 1, number, (), None)

    assert json.loads(RedactingFormatter("%(message)s").format(record))["message"] == number
