"""What looks almost right is refused with the field and the reason, and what is meant alike is kept alike."""

import gzip
from datetime import UTC, date, datetime

import pytest
from marshmallow import ValidationError

from asn_chassis.web import Schema, fields
from asn_chassis.web.messages import parse

ID = "01a20f32-0c6a-7488-ae3f-f4ef9e6eb3fe"


class Everything(Schema):
    id = fields.UUID()
    name = fields.String(max=10)
    code = fields.Code(r"[A-Z]\d{2}")
    day = fields.Date()
    at = fields.DateTime()
    period = fields.Period()
    limit = fields.Integer(text=True)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        *(("id", value, "invalid-uuid") for value in (f"urn:uuid:{ID}", f"{{{ID}}}", ID.replace("-", ""), f" {ID}", 7)),
        ("id", ID.replace("0", "\uff10"), "invalid-uuid"),
        *(("name", value, "too-short") for value in ("", " ", "     ")),
        ("name", "\u200b", "not-printable"),  # zero-width space
        ("name", "Bu\u200ddi", "not-printable"),  # zero-width joiner
        ("name", "\u202eidu", "not-printable"),  # right-to-left override
        ("name", "\u2066Budi\u2069", "not-printable"),  # isolates
        ("name", "Bu\u00addi", "not-printable"),  # soft hyphen
        ("name", "Bu\tdi", "not-printable"),
        ("name", "Budi\n", "not-printable"),
        ("name", "Bu\x1b[31mdi", "not-printable"),
        ("name", "Bu\xa0di", "not-printable"),  # a space that does not look like another one
        ("name", "\u3000", "not-printable"),
        ("name", "Bu\udc80di", "not-printable"),  # half of a character
        ("name", "\ufdd0", "not-printable"),  # no character
        ("name", "a\x00", "nul-character"),
        ("name", "x" * 11, "too-long"),
        ("code", "A\uff11\uff12", "pattern"),  # full-width
        ("code", "A\u0661\u0662", "pattern"),  # Arabic
        ("code", "A12\n", "not-printable"),
        ("code", "xA12", "pattern"),
        *(
            ("day", value, "invalid-date")
            for value in ("2026-1-5", "2026-01-5", "26-01-05", "2026-02-30", "2026-13-01")
        ),
        *(
            ("day", value, "invalid-date")
            for value in ("\uff12\uff10\uff12\uff16-01-05", "2026-01-05T00:00", " 2026-01-05", 20260105, None)
        ),
        *(("day", value, "out-of-range") for value in ("0001-01-01", "1945-08-16", "2101-01-01", "9999-12-31")),
        *(("at", value, "out-of-range") for value in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z")),
        *(
            ("at", value, "invalid-instant")
            for value in ("2026-01-05T00:00:00", "\uff12\uff10\uff12\uff16-01-05T00:00:00Z", "2026-01-05", 5)
        ),
        *(
            ("period", value, "invalid-period")
            for value in ("1999", "2100", "\uff12\uff10\uff12\uff16", "2026-Q5", "2026-M7", "2026-q1", " 2026")
        ),
        *(
            ("limit", value, "invalid-integer")
            for value in ("\uff15", "\u0665", "5.0", "+5", " 5", "0x5", "1e2", "5_0", "9" * 19)
        ),
    ],
)
def test_what_looks_almost_right_is_refused(field, value, code):
    with pytest.raises(ValidationError) as refused:
        Everything().load({field: value})

    (message,) = refused.value.messages[field]
    assert parse(message)[0] == ("null" if value is None else code)


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("name", " Budi ", "Budi"),
        ("name", "Andre\u0301", "Andr\xe9"),
        ("name", "O\u2019Neil", "O\u2019Neil"),
        ("name", " " * 40 + "Budi" + " " * 40, "Budi"),
        ("code", " A12 ", "A12"),
        ("day", "1945-08-17", date(1945, 8, 17)),
        ("day", "2100-12-31", date(2100, 12, 31)),
        ("day", "2028-02-29", date(2028, 2, 29)),
        ("at", "2026-01-05T07:00:00+07:00", datetime(2026, 1, 5, tzinfo=UTC)),
        ("limit", "5", 5),
    ],
)
def test_what_is_meant_is_kept_in_one_spelling(field, value, kept):
    assert Everything().load({field: value})[field] == kept


def test_a_uuid_is_read_in_either_case():
    assert Everything().load({"id": ID.upper()}) == Everything().load({"id": ID})


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ('{"name": "a", "score": 1, "name": "b"}', "/name"),
        ('{"name": "a", "score": 1, "name": "a"}', "/name"),
        ('{"name": "a", "score": 1, "na\\u006de": "b"}', "/name"),
        ('{"x": {"y": 1, "y": 2}, "name": "a", "score": 1}', "/x/y"),
        ('{"x": [{"a": 1}, {"b": {"c": 1, "d": 2, "c": 3}}], "name": "a", "score": 1}', "/x/1/b/c"),
    ],
)
def test_a_name_given_twice_in_an_object_is_refused_where_it_stands(probe, body, pointer):
    answer = probe.client("probe:write").post("/v1/things", data=body, content_type="application/json")

    (error,) = answer.json["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (422, pointer, "repeated")


@pytest.mark.parametrize("depth", [100, 600, 800, 930, 960, 2_000])
@pytest.mark.parametrize("inside", ['{"x": 1, "x": 2}', '"a\\u0000"', "1"])
def test_a_body_deeper_than_anybody_means_is_no_fault_of_ours(probe, depth, inside):
    body = '{"a":' * depth + inside + "}" * depth

    answer = probe.client("probe:write").post("/v1/things", data=body, content_type="application/json")

    assert answer.status_code in (400, 422)


def test_the_same_name_in_two_objects_is_no_repetition(probe):
    body = {"name": "a", "score": 1, "x": [{"name": 1}, {"name": 2}]}

    answer = probe.client("probe:write").post("/v1/things", json=body)

    assert [error["code"] for error in answer.json["errors"]] == ["unknown-field"]


@pytest.mark.parametrize("query", ["limit=5&limit=x", "limit=5&limit=5", "limit=5&cursor=a&cursor=b"])
def test_a_query_parameter_given_twice_is_refused(probe, query):
    answer = probe.client("probe:read").get(f"/v1/things?{query}")

    (error,) = answer.json["errors"]
    assert (answer.status_code, error["code"], error["in"]) == (422, "repeated", "query")


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/v1/things"), ("POST", "/v1/echoes"), ("GET", f"/v1/things/{ID}"), ("GET", "/v1/colours")],
)
def test_a_query_that_nobody_reads_is_refused(probe, method, path):
    client = probe.client("probe:read", "probe:write")

    answer = client.open(f"{path}?dry_run=true", method=method, json={"name": "a", "score": 1, "names": []})

    (error,) = answer.json["errors"]
    assert (answer.status_code, error["pointer"], error["code"]) == (422, "/dry_run", "unknown-field")


def test_nothing_is_made_by_a_request_that_means_more_than_we_read(probe):
    client = probe.client("probe:read", "probe:write")
    client.post("/v1/things?dry_run=true", json={"name": "a", "score": 1})

    assert client.get("/v1/things").json["items"] == []


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "gzip, identity", "x"])
def test_a_packed_body_is_not_opened(probe, encoding):
    answer = probe.client("probe:write").post(
        "/v1/things",
        data=gzip.compress(b'{"name": "a", "score": 1}'),
        headers={"Content-Encoding": encoding, "Content-Type": "application/json"},
    )

    assert (answer.status_code, answer.headers["Accept-Encoding"]) == (415, "identity")


def test_a_body_that_says_it_is_not_packed_is_read(probe):
    answer = probe.client("probe:write").post(
        "/v1/things", json={"name": "a", "score": 1}, headers={"Content-Encoding": "Identity"}
    )

    assert answer.status_code == 201
