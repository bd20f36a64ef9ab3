"""Rate limits: who counts as one, what the answers say, and what a flood of addresses costs."""

import re

import pytest
from limits import parse, parse_many
from probe import SERVICE

from asn_chassis.auth.caller import Caller
from asn_chassis.config import BadSettings, Config
from asn_chassis.web.counters import Counters
from asn_chassis.web.limiting import Limiter

BURST = (parse("3/hour"),)
ECHO = {"names": ["meja"]}


@pytest.fixture
def limited(run_service):
    """A function that starts the probe with these limits; each has counted nothing yet."""

    def start(**settings):
        return run_service(SERVICE, **settings)

    return start


def statuses(ask, times):
    return [ask().status_code for _ in range(times)]


def echoed(client, address, **headers):
    return client.post("/v1/echoes", json=ECHO, environ_base={"REMOTE_ADDR": address}, headers=headers)


def test_the_request_beyond_the_limit_is_told_which_policy_and_when_to_come_again(limited):
    client = limited(rate_client=(*BURST, parse("9/day"))).client("probe:read")

    *taken, last, refused = [client.get("/v1/colours") for _ in range(4)]

    assert [answer.status_code for answer in [*taken, last, refused]] == [200, 200, 200, 429]
    assert last.headers["RateLimit-Policy"] == '"client-3600s";q=3;w=3600, "client-86400s";q=9;w=86400'
    assert re.fullmatch(r'"client-3600s";r=0;t=3[56]\d\d, "client-86400s";r=6;t=86[34]\d\d', last.headers["RateLimit"])
    assert refused.json["type"] == "https://iana.org/assignments/http-problem-types#quota-exceeded"
    assert (refused.json["code"], refused.json["violated-policies"]) == ("quota-exceeded", ["client-3600s"])
    (seconds,) = re.findall(r'"client-3600s";r=0;t=(\d+)', refused.headers["RateLimit"])
    assert int(refused.headers["Retry-After"]) >= int(seconds)
    assert f"{refused.headers['Retry-After']} detik" in refused.json["detail"]


def test_whoever_exceeds_two_limits_waits_for_the_longer_one(limited):
    client = limited(rate_client=(parse("1/hour"), parse("1/day"))).client("probe:read")

    _, refused = (client.get("/v1/colours") for _ in range(2))

    assert refused.json["violated-policies"] == ["client-3600s", "client-86400s"]
    assert int(refused.headers["Retry-After"]) > 3_600


def test_a_refused_request_has_no_effect(limited):
    probe = limited(rate_client=(parse("1/hour"),))
    client = probe.client("probe:write")

    made = [client.post("/v1/things", json={"name": name, "score": 3}).status_code for name in ("meja", "kursi")]

    assert made == [201, 429]
    assert len(probe.published()) == 1


def test_a_window_that_is_over_begins_anew():
    at = [0.0]
    limiter = Limiter((), parse_many("2/second"), Counters(clock=lambda: at[0]))

    def left():
        return limiter.hit(None, "192.0.2.1")[0].remaining

    assert [left(), left(), left()] == [1, 0, -1]
    at[0] = 0.99
    assert left() == -2
    at[0] = 1.0
    assert left() == 1


def caller(**changes):
    known = {"issuer": "https://a", "client_id": "simpeg", "subject": "simpeg", "scopes": frozenset()}
    return Caller(**(known | changes))


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (caller(), caller(scopes=frozenset({"x"})), True),
        (caller(), caller(subject="another"), True),
        (caller(), caller(client_id="e-kinerja"), False),
        (caller(), caller(issuer="https://b"), False),
        (caller(subject="ani", person=True), caller(subject="budi", person=True), False),
        (caller(subject="ani", person=True), caller(subject="ani", person=True), True),
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        (None, "", True),
        ("fe80::1%eth0", "no:address", False),
        (caller(), "192.0.2.1", False),
    ],
)
def test_who_counts_as_one(one, other, together):
    limiter = Limiter(BURST, BURST, Counters())

    def left(who):
        known = isinstance(who, Caller)
        return limiter.hit(who if known else None, None if known else who)[0].remaining

    assert [left(one), left(other)] == ([2, 1] if together else [2, 2])


def test_who_shows_no_good_token_counts_as_an_address(limited):
    probe = limited(rate_client=(), rate_address=BURST)
    forged, anybody = probe.client("probe:read"), probe.client()
    forged.bearer = forged.bearer[:-8] + "AAAAAAAA"

    assert statuses(lambda: forged.get("/v1/colours"), 2) == [401, 401]
    assert statuses(lambda: anybody.get("/nothing-here"), 1) == [404]
    assert statuses(lambda: forged.get("/v1/colours"), 1) == [429]
    assert statuses(lambda: anybody.get("/openapi.json"), 1) == [429]
    assert statuses(lambda: probe.client("probe:read").get("/v1/colours"), 1) == [200]


def test_health_is_asked_without_limit(limited):
    client = limited(rate_address=(parse("1/hour"),)).client()

    answers = [client.get("/healthz/live") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "RateLimit" not in answers[0].headers


@pytest.mark.parametrize(("gateways", "refused"), [(0, True), (1, False)])
def test_the_address_is_the_one_behind_the_gateways_that_there_are(limited, gateways, refused):
    client = limited(rate_address=(parse("1/hour"),), gateways=gateways).client()

    answers = [echoed(client, "10.0.0.1", **{"X-Forwarded-For": f"192.0.2.{host}"}) for host in (1, 2)]

    assert (answers[1].status_code == 429) is refused


def test_no_address_reaches_the_log(limited, capsys):
    client = limited(rate_address=(parse("1/hour"),)).client()

    assert [echoed(client, "192.0.2.77").status_code for _ in range(2)] == [201, 429]

    assert "192.0.2.77" not in "".join(capsys.readouterr())


def test_a_flood_of_addresses_fills_no_memory():
    at = [0.0]
    counters = Counters(most=1_000, clock=lambda: at[0])
    limiter = Limiter((), parse_many("3/minute,2/second"), counters)

    for host in range(20_000):
        limiter.hit(None, f"address {host}")

    assert len(counters) == 1_000
    assert limiter.hit(None, "address 19999")[0].remaining == 1


def test_an_address_is_not_forgotten_while_there_is_room():
    counters = Counters(most=4)
    limiter = Limiter((), BURST, counters)

    left = [limiter.hit(None, address)[0].remaining for address in ("a", "b", "a", "c", "d", "a", "a", "e", "a")]

    # The fifth address takes the place of the first, which begins anew.
    assert left == [2, 2, 1, 2, 2, 0, -1, 2, 2]


@pytest.mark.parametrize(
    ("said", "windows"),
    [("off", 0), ("600/minute", 1), ("600/minute,50/second", 2), ("600 per minute; 5 per 2 seconds", 2)],
)
def test_limits_are_settings(pytestconfig, said, windows):
    assert len(settings(pytestconfig, said).rate_address) == windows


@pytest.mark.parametrize("said", ["many", "0/second", "-1/second", "5/fortnight", "5", "off,5/second"])
def test_a_limit_that_is_none_is_named(pytestconfig, said):
    with pytest.raises(BadSettings, match="ASN_RATE_ADDRESS"):
        settings(pytestconfig, said)


def settings(pytestconfig, said):
    return Config.from_environment(
        {
            "ASN_ENV": "test",
            "ASN_DATABASE_URL": "postgresql+psycopg://",
            "ASN_CONTRACTS_DIR": str(pytestconfig.rootpath / "contracts"),
            "ASN_ISSUERS": "http://i=http://i",
            "ASN_RATE_ADDRESS": said,
        }
    )
