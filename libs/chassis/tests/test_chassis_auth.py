"""Who may enter: every way in which a token can be wrong, and the keys behind it."""

import base64
import json
from uuid import UUID

import httpx
import pytest
from joserfc.jwk import ECKey

from asn_chassis.auth.caller import Caller, Reach
from asn_chassis.auth.keys import FRESH_SECONDS, RETRY_SECONDS, IssuerKeys, KeysUnavailable, UnknownKey
from asn_chassis.clock import now
from asn_chassis.testing import ISSUER, Tokens
from asn_chassis.web import caller

HOUR_AGO = int(now().timestamp()) - 3_600


def call(probe, token):
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return probe.client().get("/v1/things", headers=headers)


def test_a_good_token_with_the_scope_enters(probe):
    assert call(probe, probe.tokens.mint("probe", "probe:read", "events:read")).status_code == 200


def test_no_token_is_asked_for_one(probe):
    answer = call(probe, None)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elsewhere.test"},
        {"aud": ["training"]},
        {"exp": HOUR_AGO},
        {"iat": HOUR_AGO + 9_000},
        *({name: None} for name in ("iss", "aud", "exp", "iat", "sub", "jti", "client_id")),
    ],
)
def test_a_token_with_a_wrong_claim_stays_outside(probe, changes):
    answer = call(probe, probe.tokens.mint("probe", "probe:read", **changes))

    assert answer.status_code == 401
    assert "invalid_token" in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "ES256", "typ": "JWT", "kid": "test"},
        {"alg": "ES256", "kid": "test"},
        {"alg": "ES256", "typ": "at+jwt"},
        {"alg": "ES256", "typ": "at+jwt", "kid": "other"},
    ],
)
def test_a_token_with_a_wrong_header_stays_outside(probe, header):
    token = probe.tokens.mint("probe", "probe:read", header=header)

    assert call(probe, token).status_code == 401


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.", "é", "x" * 9_000])
def test_what_is_no_token_stays_outside(probe, token):
    assert call(probe, token).status_code == 401


def raw(*parts):
    """Join header, payload and signature, JSON or bytes, as a token in compact form."""
    texts = [part if isinstance(part, bytes) else json.dumps(part).encode() for part in parts]
    return ".".join(base64.urlsafe_b64encode(text).decode().rstrip("=") for text in texts)


GOOD = {"alg": "ES256", "typ": "at+jwt", "kid": "test"}
CLAIMS = {"iss": "https://issuer.test", "aud": ["probe"], "scope": "probe:read"}


@pytest.mark.parametrize(
    ("header", "payload"),
    [
        *((GOOD | {"typ": typ}, CLAIMS) for typ in (7, None, ["at+jwt"], {"a": 1}, True, "at+jwt\x00")),
        *((GOOD | {"kid": kid}, CLAIMS) for kid in ({"a": 1}, 7, ["test"], None, True)),
        *((GOOD | {"alg": alg}, CLAIMS) for alg in ("none", "HS256", 7, None, {"a": 1}, ["ES256"])),
        *((GOOD, CLAIMS | {"iss": iss}) for iss in (7, None, ["https://issuer.test"], {"a": 1})),
        *((header, CLAIMS) for header in ([], "text", 7, b"{", b"\xff\xfe", b"[" * 1_000 + b"]" * 1_000, b"")),
        *((GOOD, payload) for payload in ([], "text", 7, b"{", b"\xff\xfe", b"", b"nul\x00")),
        (GOOD, b'{"iss": "https://issuer.test", "a": ' + b"[" * 2_000 + b"]" * 2_000 + b"}"),
        (b'{"alg":"ES256","typ":"at+jwt","kid":"test","a":' + b"[" * 1_500 + b"]" * 1_500 + b"}", CLAIMS),
        (GOOD | {"crit": ["b64"], "b64": False}, CLAIMS),
        (GOOD | {"jwk": {"kty": "EC"}}, CLAIMS),
    ],
)
def test_a_malformed_token_is_no_fault_of_ours(probe, caplog, header, payload):
    answer = call(probe, raw(header, payload, b"signature"))

    assert answer.status_code == 401
    assert not [line for line in caplog.records if line.levelname == "ERROR"]


@pytest.mark.parametrize(
    "changes",
    [
        *({"client_id": word} for word in ("a\x00b", "", "a b", "x" * 201, 7, ["a"], {"a": 1}, "naïve", "a\n")),
        *({"sub": word} for word in ("a\x00b", "", 7, None, "x" * 201)),
        *({"scope": word} for word in (7, ["probe:read"], {"a": 1}, "probe:read\x00", "probe:read\n")),
        *({name: {"a": 1}} for name in ("exp", "iat", "aud", "jti")),
        {"deep": json.loads("[" * 500 + "]" * 500)},
    ],
)
def test_a_signed_token_with_strange_claims_is_no_fault_of_ours(probe, caplog, changes):
    answer = call(probe, probe.tokens.mint("probe", "probe:read", **changes))

    assert answer.status_code in (401, 200)
    assert answer.status_code == 401 or changes.keys() <= {"deep", "jti"}
    assert not [line for line in caplog.records if line.levelname == "ERROR"]


def test_a_forged_signature_stays_outside(probe):
    forger = Tokens(ECKey.generate_key("P-256", {"kid": "test"}))

    assert call(probe, forger.mint("probe", "probe:read")).status_code == 401


def test_an_unsigned_token_stays_outside(probe):
    head, body, _ = probe.tokens.mint("probe", "probe:read").split(".")
    unsigned = "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0Iiwia2lkIjoidGVzdCJ9"

    assert call(probe, f"{unsigned}.{body}.").status_code == 401
    assert call(probe, f"{head}.{body}.").status_code == 401


UNIT = UUID("01a20f32-0c6a-7488-ae3f-f4ef9e6eb3fe")


@pytest.mark.parametrize(
    ("claims", "known"),
    [
        ({"reach": None}, {"reach": None}),
        ({"agency": "12.73", "purpose": "kepegawaian"}, {"agency": "12.73", "purpose": "kepegawaian"}),
        ({"reach": "subtree", "unit": str(UNIT)}, {"reach": Reach.SUBTREE, "unit_id": UNIT}),
        ({"reach": "self", "auth_time": 1_800_000_000}, {"reach": Reach.SELF, "person": True}),
    ],
)
def test_a_token_names_its_caller(probe, claims, known):
    token = probe.tokens.mint("probe", "probe:read", "events:read", client_id="simpeg", sub="officer", **claims)

    with probe.app.test_request_context("/v1/things", headers={"Authorization": f"Bearer {token}"}):
        assert probe.app.preprocess_request() is None
        scopes = frozenset({"probe:read", "events:read"})
        assert caller() == Caller(ISSUER, "simpeg", "officer", scopes, **{"reach": Reach.ALL, **known})


def test_a_public_route_has_no_caller_whatever_token_comes_with_it(probe):
    token = probe.tokens.mint("probe", "probe:read")

    with probe.app.test_request_context("/healthz/live", headers={"Authorization": f"Bearer {token}"}):
        assert probe.app.preprocess_request() is None
        assert caller() is None


@pytest.mark.parametrize(
    "claims",
    [
        *({"agency": agency} for agency in ("", 1273, ["12.73"], "12.73\nx", "1" * 201)),
        *({"purpose": purpose} for purpose in ("", 7, "x y")),
        *({"reach": reach} for reach in ("", "everything", "ALL", ["all"], 1)),
        *({"unit": unit} for unit in ("", "12.73", 7, [str(UNIT)], f"{UNIT}x")),
        *({"auth_time": time} for time in ("now", [1], {"at": 1})),
    ],
)
def test_a_token_with_a_claim_that_means_nothing_stays_outside(probe, claims):
    assert call(probe, probe.tokens.mint("probe", "probe:read", **claims)).status_code == 401


def test_a_token_without_the_scope_is_told_which_one_is_missing(probe):
    answer = call(probe, probe.tokens.mint("probe", "events:read"))

    assert (answer.status_code, answer.json["code"]) == (403, "insufficient-scope")
    assert 'scope="probe:read"' in answer.headers["WWW-Authenticate"]


def test_a_view_that_states_no_scope_lets_nobody_in(probe):
    probe.app.view_functions["things.list_things"].scope = None
    try:
        answer = call(probe, probe.tokens.mint("probe", "probe:read"))
    finally:
        probe.app.view_functions["things.list_things"].scope = "probe:read"

    assert answer.status_code == 403


class Issuer:
    """An issuer whose keys and mood a test sets."""

    def __init__(self):
        self.keys, self.away, self.asked = [ECKey.generate_key("P-256", {"kid": "one"})], False, 0

    def __call__(self):
        self.asked += 1
        if self.away:
            raise httpx.ConnectError("away")
        return {"keys": [key.as_dict(private=False) for key in self.keys]}


class Clock:
    def __init__(self):
        self.at = 1_000.0

    def __call__(self):
        return self.at


@pytest.fixture
def issuer():
    return Issuer()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def keys(issuer, clock):
    return IssuerKeys(issuer, clock=clock)


def test_keys_are_fetched_once_while_fresh(keys, issuer):
    keys.find("one")
    keys.find("one")

    assert issuer.asked == 1


def test_an_unknown_key_is_asked_for_once_a_minute_at_most(keys, issuer, clock):
    keys.find("one")
    for _ in range(20):
        with pytest.raises(UnknownKey):
            keys.find("two")
    assert issuer.asked == 1

    issuer.keys.append(ECKey.generate_key("P-256", {"kid": "two"}))
    clock.at += RETRY_SECONDS + 1

    assert keys.find("two").kid == "two"


def test_the_last_good_keys_are_kept_while_the_issuer_is_away(keys, issuer, clock):
    keys.find("one")
    issuer.away, clock.at = True, clock.at + FRESH_SECONDS + 1

    assert keys.find("one").kid == "one"


def test_keys_that_were_never_seen_are_unavailable(keys, issuer):
    issuer.away = True

    with pytest.raises(KeysUnavailable):
        keys.find("one")
