"""The answers of whoever refuses before the application sees a request: written from the contract."""

import json
from pathlib import Path

import pytest

from asn_chassis.ops.refusals import OF_THE_GATEWAY, declared_in, refusal

ROOT = Path(__file__).parents[2]
ERRORS = ROOT / "deploy" / "haproxy" / "errors"


@pytest.mark.parametrize(("status", "code"), OF_THE_GATEWAY.items())
def test_an_answer_of_the_gateway_is_what_the_contract_says(status, code):
    written = (ERRORS / f"{code}.json").read_bytes()

    assert written == refusal(code, declared_in(ROOT / "contracts")) + b"\n", "run `make contracts`"
    assert json.loads(written)["status"] == status
    assert "{" not in json.loads(written)["detail"]


def test_the_gateway_tells_each_and_no_other():
    configured = (ROOT / "deploy" / "haproxy" / "haproxy.cfg").read_text(encoding="utf-8")

    assert {path.stem for path in ERRORS.glob("*.json")} == set(OF_THE_GATEWAY.values())
    for status, code in OF_THE_GATEWAY.items():
        assert f"status {status} " in configured
        assert f"/errors/{code}.json" in configured
