"""What the kit shows of law: code lists, periods in words, 422 where no rule is in force."""

import shutil
from dataclasses import replace
from datetime import date

import pytest
from probe import SERVICE

from asn_chassis.web import Blueprint, Schema, View, fields
from asn_kernel.rule import NoRuleInForce

blueprint = Blueprint("judged", __name__, url_prefix="/v1")


class PeriodRequest(Schema):
    period = fields.Period(required=True)


class PeriodView(View):
    period = fields.Period(required=True)
    start = fields.Date(attribute="period.start")


@blueprint.post("/periods", scope="public")
@blueprint.arguments(PeriodRequest)
@blueprint.response(201, PeriodView)
def judge(body):
    if body["period"].year < 2017:
        raise NoRuleInForce("mutu", date(2016, 12, 31))
    return body


@pytest.fixture
def client(run_service, contracts_dir, pytestconfig):
    (contracts_dir / "references").mkdir(exist_ok=True)
    shutil.copy(pytestconfig.rootpath / "contracts" / "references" / "mutu.yaml", contracts_dir / "references")
    return run_service(replace(SERVICE, blueprints=[blueprint], references=("mutu",))).client()


def test_a_code_list_is_shown_whole_with_labels_spans_and_source(client):
    answer = client.get("/v1/references/mutu")

    assert answer.status_code == 200
    assert [item["code"] for item in answer.json["items"]] == ["A", "B", "C", "D"]
    first = answer.json["items"][0]
    assert first["label_id"]
    assert first["label_en"]
    assert (first["valid_from"], first["valid_to"]) == ("2004-01-01", None)
    assert first["source"]["regulation"] == "KepmenPAN 25/2004"


@pytest.mark.parametrize("name", ["predicates", "..%2Fproblems", "mutu.yaml", "MUTU"])
def test_a_list_that_the_service_does_not_use_is_not_found(client, name):
    assert client.get(f"/v1/references/{name}").status_code == 404


@pytest.mark.parametrize("text", ["2026", "2026-S1", "2026-Q3", "2026-M07"])
def test_a_period_of_each_kind_is_taken(client, text):
    answer = client.post("/v1/periods", json={"period": text})

    assert (answer.status_code, answer.json["period"]) == (201, text)


@pytest.mark.parametrize("wrong", ["2026-S3", "2026-1", "", 2026, None, ["2026"]])
def test_another_text_is_refused_in_words(client, wrong):
    answer = client.post("/v1/periods", json={"period": wrong}, headers={"Accept-Language": "en"})

    (error,) = answer.json["errors"]
    assert (answer.status_code, error["pointer"]) == (422, "/period")
    assert error["detail"].startswith("Write a year") or wrong is None


def test_before_the_first_rule_nothing_is_decided(client):
    answer = client.post("/v1/periods", json={"period": "2016"}, headers={"Accept-Language": "en"})

    assert (answer.status_code, answer.json["code"]) == (422, "no-rule-in-force")
    assert "mutu" in answer.json["detail"]
    assert "2016-12-31" in answer.json["detail"]
