"""Who may enter: every way in which a token can be wrong, and the keys behind it."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Semaphore
from uuid import UUID

import httpx
import pytest
from forged_tokens import FORGED
from joserfc.jwk import ECKey

from asn_chassis.auth.caller import Caller, Reach
from asn_chassis.auth.keys import FRESH_SECONDS, OLDEST_SECONDS, RETRY_SECONDS, IssuerKeys, KeysUnavailable, UnknownKey
from asn_chassis.auth.tokens import BadToken, TokenVerifier
from asn_chassis.clock import now
from asn_chassis.testing import ISSUER, Tokens
from asn_chassis.web import caller


def call(probe, token):
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return probe.client().get("/v1/things", headers=headers)


def test_a_good_token_with_the_scope_enters(probe):
    assert call(probe, probe.tokens.mint("probe", "probe:read", "events:read")).status_code == 200


def test_no_token_is_asked_for_one(probe):
    answer = call(probe, None)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_token_stays_outside_and_is_no_fault_of_ours(probe, caplog, forge):
    answer = call(probe, forge(probe.tokens, "probe", "probe:read"))

    assert answer.status_code == 401
    assert answer.json["code"] == "unauthenticated"
    assert "invalid_token" in answer.headers["WWW-Authenticate"]
    assert not [line for line in caplog.records if line.levelname == "ERROR"]


def test_there_are_many_kinds_of_them():
    assert len(FORGED) >= 90


def test_a_signed_token_with_a_deep_claim_that_nobody_reads_is_as_good_as_any(probe, caplog):
    deep = json.loads("[" * 500 + "]" * 500)

    assert call(probe, probe.tokens.mint("probe", "probe:read", deep=deep)).status_code == 200
    assert not [line for line in caplog.records if line.levelname == "ERROR"]


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


def test_keys_of_an_issuer_that_is_away_for_a_day_are_believed_no_more(keys, issuer, clock):
    keys.find("one")
    issuer.away = True

    clock.at += OLDEST_SECONDS
    assert keys.find("one").kid == "one"
    clock.at += 1
    with pytest.raises(KeysUnavailable):
        keys.find("one")
    issuer.away, clock.at = False, clock.at + FRESH_SECONDS + 1
    assert keys.find("one").kid == "one"


def test_many_who_find_the_keys_old_ask_once(issuer):
    looked, everybody = Semaphore(0), 8

    def clock():
        looked.release()
        return clock.at

    def fetch():
        for _ in range(everybody if issuer.asked else 0):  # until all of them have found the keys old
            assert looked.acquire(timeout=10)
        return issuer()

    clock.at = 0.0
    keys = IssuerKeys(fetch, clock=clock)
    keys.find("one")
    while looked.acquire(blocking=False):
        pass
    clock.at += FRESH_SECONDS + 1
    with ThreadPoolExecutor(everybody) as pool:
        found = [pool.submit(keys.find, "one") for _ in range(everybody)]
        assert {each.result().kid for each in found} == {"one"}
    assert issuer.asked == 2


@pytest.fixture
def wall():
    """A clock of the day, for tokens; `clock` is the one for keys."""
    wall = Clock()
    wall.at = now().timestamp()
    return wall


@pytest.fixture
def verifier(keys, wall):
    return TokenVerifier("probe", {ISSUER: keys}, clock=wall)


@pytest.fixture
def mint(issuer):
    return lambda **claims: Tokens(issuer.keys[0]).mint("probe", "probe:read", header=HEADER, **claims)


HEADER = {"alg": "ES256", "typ": "at+jwt", "kid": "one"}


def test_a_token_is_verified_once(verifier, mint):
    token, other = mint(), mint()

    assert verifier.verify(token) is verifier.verify(token)
    assert verifier.verify(other) == verifier.verify(token)
    assert verifier.verify(other) is not verifier.verify(token)


def test_a_remembered_token_ends_when_it_says(verifier, mint, wall):
    token = mint(exp=int(wall.at) + 2)
    first = verifier.verify(token)
    wall.at += 3

    assert verifier.verify(token) is not first  # judged anew: the leeway is the library's


def test_a_remembered_token_ends_with_its_key(verifier, mint, issuer, clock):
    token = mint()
    first = verifier.verify(token)

    clock.at += FRESH_SECONDS + 1
    assert verifier.verify(token) is first  # the key is still there
    issuer.keys[:] = [ECKey.generate_key("P-256", {"kid": "two"})]
    clock.at += FRESH_SECONDS + 1
    with pytest.raises(UnknownKey):
        verifier.verify(token)
    issuer.keys[:] = [ECKey.generate_key("P-256", {"kid": "one"})]
    clock.at += FRESH_SECONDS + 1
    with pytest.raises(BadToken):
        verifier.verify(token)


def test_what_is_remembered_is_bounded(keys, mint):
    verifier = TokenVerifier("probe", {ISSUER: keys}, remembered=2)
    first = mint()
    kept = verifier.verify(first)
    assert verifier.verify(first) is kept
    for _ in range(2):
        verifier.verify(mint())

    assert verifier.verify(first) is not kept


@pytest.mark.parametrize("exp", [float("inf"), 10**400, 1e300])
def test_an_end_beyond_all_time_is_no_fault_of_ours(verifier, mint, exp):
    with suppress(BadToken):
        verifier.verify(mint(exp=exp))


@pytest.mark.parametrize(
    ("claims", "said", "challenge"),
    [
        ({"exp": 1_700_000_000}, "expired", "The token has expired."),
        ({"aud": ["elsewhere"]}, "aud does not name it", "The token is not for this service."),
        ({"iss": "https://elsewhere.test"}, "issuer", "The issuer of the token is not trusted here."),
        ({"header": {"alg": "ES256", "typ": "JWT", "kid": "test"}}, "RFC 9068", "The token is not a JWT access token"),
        ({"header": {"alg": "ES256", "typ": "at+jwt", "kid": "other"}}, "valid for this", "The token is not valid."),
        ({"iat": None}, "valid for this", "The token is not valid."),
    ],
)
def test_the_refusal_of_a_token_says_what_is_wrong_with_it(probe, claims, said, challenge):
    token = probe.tokens.mint("probe", "probe:read", **claims)

    answer = probe.client().get("/v1/things", headers={"Authorization": f"Bearer {token}", "Accept-Language": "en"})

    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
    assert said in answer.json["detail"]
    assert f'error="invalid_token", error_description="{challenge}' in answer.headers["WWW-Authenticate"]


def test_a_forger_learns_nothing_of_what_it_claimed(probe):
    forged = type(probe.tokens)().mint("probe", "probe:read", exp=1_700_000_000, aud=["elsewhere"])

    answer = probe.client().get("/v1/things", headers={"Authorization": f"Bearer {forged}"})

    assert answer.headers["WWW-Authenticate"].endswith('error_description="The token is not valid."')
